/* Fields: columns of a row, or what is derived of them. */
#include "report/private.h"

const enum column report_times[REPORT_TIMES] = {COL_crossing_time, COL_entry_time, COL_arr_time,
                                                COL_dep_time, COL_message_sent};

/* COLUMN:DERIVED parted; NULL, and *column untouched, when it is not that. */
static const struct report_derived *
part(slice asked, slice *column)
{
    const struct report_derived *is = NULL;
    size_t n = asked.n;

    while (n != 0 && asked.p[n - 1] != ':')
        n--;
    if (n >= 2)
        is = derived_find((slice){asked.p + n, asked.n - n});
    if (is != NULL)
        *column = (slice){asked.p, n - 1};
    return is;
}

bool
report_field_set(report_field *f, slice asked, error *e)
{
    slice column;

    *f = (report_field){.asked = asked, .name = asked, .index = {-1, -1, -1, -1}};
    if (asked.n == 0)
        return error_set(e, "an empty name in the list of columns");
    if (part(asked, &column) != NULL && asked.n <= sizeof f->made) {
        memcpy(f->made, asked.p, asked.n);
        f->made[column.n] = '_';
        f->name = (slice){f->made, asked.n};
    }
    return true;
}

/* "no column ...; there are: a, b, c", as much of it as an error can hold. */
static bool
no_column(const csv_in *csv, slice missing, const char *what, error *e)
{
    const row *header = csv_header(csv);
    buf b = {0};

    for (unsigned i = 0; i < header->n; i++) {
        slice name = header->field[i];
        bool fits = b.n + name.n < 240;
        buf_puts(&b, i != 0 ? S(", ") : S(""));
        buf_puts(&b, fits ? name : S("..."));
        if (!fits)
            break;
    }
    error_set(e, "%s: no %s '%.*s'; there are: %.*s", header->where.file, what,
              (int)(missing.n < 60 ? missing.n : 60), missing.p, (int)b.n, b.p);
    buf_free(&b);
    return false;
}

/* The order of a column's values, by what the dictionary says of it. */
static report_domain
domain_of(slice column)
{
    int c = column_find(column);

    switch (c < 0 ? FORM_TEXT : column_table[c].form) {
    case FORM_COUNTRY:
        return REPORT_STATE;
    case FORM_NUMBER:
        return REPORT_NUMBER;
    case FORM_SEX:
    case FORM_TRAVELLER_TYPE:
    case FORM_MRZ_STATUS:
    case FORM_TRANSPORT:
    case FORM_DIRECTION:
    case FORM_DECISION:
    case FORM_BOARDING:
    case FORM_CHANGE:
    case FORM_STAY_STATUS:
        return REPORT_CODE;
    default:
        return c == COL_purpose ? REPORT_CODE : REPORT_PLAIN;
    }
}

/* A column, what is derived, or a column and what is derived of it. */
void
field_decide(report_field *f, bool is_column)
{
    f->bound = true;
    f->column = f->asked;
    if (!is_column) {
        f->derived = derived_find(f->asked);
        if (f->derived != NULL)
            f->column = (slice){NULL, 0};
        else
            f->derived = part(f->asked, &f->column);
    }
    f->domain = f->derived != NULL ? f->derived->domain : domain_of(f->column);
}

static bool
bind_one(report_field *f, size_t i, const csv_in *csv, const report_clock *clock, error *e)
{
    int need = f->derived->needs[i];
    slice name = i == 0 ? f->column : (slice){NULL, 0};

    if (need == NEED_NONE)
        return true;
    if (name.n == 0 && need != NEED_TIME)
        name = column_table[need].name;
    if (name.n == 0 && clock != NULL && clock->time.n != 0)
        name = clock->time;
    for (size_t k = 0; name.n == 0 && k < REPORT_TIMES; k++)
        if (csv_col(csv, report_times[k]) >= 0)
            name = column_table[report_times[k]].name;
    if (name.n == 0)
        return no_column(csv, f->asked, "column of a time (--time=COLUMN) for", e);
    f->index[i] = csv_find(csv, name);
    if (f->index[i] < 0 && !f->derived->optional[i])
        return no_column(csv, name, "column", e);
    return true;
}

bool
report_field_bind(report_field *f, const csv_in *csv, const report_clock *clock, error *e)
{
    if (!f->bound)
        field_decide(f, csv_find(csv, f->asked) >= 0);
    if (f->derived == NULL) {
        f->index[0] = csv_find(csv, f->column);
        return f->index[0] >= 0 || no_column(csv, f->column, "column", e);
    }
    for (size_t i = 0; i < DERIVED_NEEDS; i++)
        if (!bind_one(f, i, csv, clock, e))
            return false;
    return true;
}

static bool
of_dates(const struct report_derived *d)
{
    int need = d->needs[0];
    return need == NEED_TIME || column_table[need].form == FORM_DATE ||
           column_table[need].form == FORM_TIME;
}

slice
report_field_get(report_field *f, const row *r, diag *d)
{
    slice value = row_get(r, f->index[0]), is = {NULL, 0};
    slice v[DERIVED_NEEDS] = {value};

    if (f->derived == NULL || value.n == 0)
        return value;
    for (size_t i = 1; i < DERIVED_NEEDS && f->derived->needs[i] != NEED_NONE; i++)
        v[i] = row_get(r, f->index[i]);
    if (BASE_UNLIKELY(!f->derived->make(f, v, &is)) && d != NULL) {
        place where = r->where;
        where.column = (unsigned)f->index[0] + 1;
        diag_warn(d, where, "'%.*s' is no %s; the row is counted with an empty %.*s",
                  (int)(value.n < 60 ? value.n : 60), value.p,
                  of_dates(f->derived) ? "date" : "number", (int)f->name.n, f->name.p);
    }
    return is;
}

/* ---- order ---- */

int
key_cmp(report_domain d, slice a, slice b)
{
    if (d == REPORT_NUMBER && a.n != 0 && b.n != 0) {
        number x, y;
        slice p = a, q = b;
        for (slice *s = &p;; s = &q) {
            size_t n = s->n != 0 && s->p[0] == '-' ? 1 : 0;
            while (n < s->n && ((s->p[n] >= '0' && s->p[n] <= '9') || s->p[n] == '.'))
                n++;
            s->n = n;
            if (s == &q)
                break;
        }
        if (number_parse(p, &x) && number_parse(q, &y) && x != y)
            return x < y ? -1 : 1;
    }
    return slice_cmp(a, b);
}

/* Lists in CSV: which format it is, and its rows. */
#include "watch/rows.h"

#include <stdlib.h>

enum { FIRST_LINES = 1 << 14 }; /* bytes that are looked at to know the format */

/* The last is what none of the others is; OFAC's are known otherwise. */
static const rows_format *const formats[] = {&rows_eu, &rows_uk, &rows_ofsi, &rows_opensanctions,
                                             &rows_columns};

/* ---- which format ---- */

static bool
contains(slice s, const char *word)
{
    size_t n = strlen(word);

    for (size_t i = 0; i + n <= s.n; i++)
        if (memcmp(s.p + i, word, n) == 0)
            return true;
    return false;
}

/* The fields of a line of a file that may have quotes. */
static unsigned
fields_of(slice line)
{
    unsigned n = 1;
    bool quoted = false;

    for (size_t i = 0; i < line.n; i++) {
        quoted = quoted != (line.p[i] == '"');
        n += line.p[i] == ',' && !quoted;
    }
    return n;
}

/* OFAC's files have no header, and begin with the number of an entry. */
static const rows_format *
ofac_format(slice line)
{
    slice rest = line, number = slice_trim(slice_cut(&rest, ','));
    uint64_t value;

    if (!slice_uint(number, UINT32_MAX, &value))
        return NULL;
    switch (fields_of(line)) {
    case 12:
        return &rows_sdn;
    case 5:
        return &rows_alt;
    case 6:
        return &rows_add;
    default:
        return NULL;
    }
}

/* The date in a line such as "Report Date: 28-Jan-2026" or "Last Updated,28/01/2026". */
static date
date_in(slice line)
{
    date d;

    while (line.n != 0 && (line.p[0] < '0' || line.p[0] > '9'))
        line = (slice){line.p + 1, line.n - 1};
    while (line.n != 0 && (line.p[line.n - 1] == ',' || line.p[line.n - 1] == '"'))
        line.n--;
    return watch_read_date(line, &d) ? d : (date){0, 0, 0};
}

static bool
is_format(const rows_format *f, const char *wanted, slice line)
{
    if (wanted != NULL && strcmp(f->name, wanted) != 0)
        return false;
    return f->mark == NULL || contains(line, f->mark);
}

/*
 * The format by the first two lines, or NULL when it is not the one that is
 * wanted.  Britain's lists have a line with their date before the header,
 * which is skipped: *number is the header's line.
 */
static const rows_format *
recognise(watch_source *s, uint64_t *number)
{
    slice line[2] = {{NULL, 0}, {NULL, 0}};
    const char *wanted = s->how->format;
    size_t at = 0, second = 0;
    arena a = {0};
    const rows_format *f = NULL;

    for (size_t i = 0; i < 2 && in_peek_line(s->f, &at, FIRST_LINES, &line[i]); i++) {
        line[i] = arena_dup(&a, line[i]);
        second = i == 0 ? at : second;
    }
    if (slice_starts(line[0], S("\xef\xbb\xbf")))
        line[0] = (slice){line[0].p + 3, line[0].n - 3};
    *number = 1;
    if (wanted == NULL || strcmp(wanted, rows_sdn.name) == 0)
        f = ofac_format(line[0]);
    for (size_t i = 0; f == NULL && i < LENGTH(formats); i++) {
        if (is_format(formats[i], wanted, line[0])) {
            f = formats[i];
        } else if (formats[i]->mark != NULL && is_format(formats[i], wanted, line[1])) {
            f = formats[i];
            s->l->issued = date_in(line[0]);
            in_skip(s->f, second);
            *number = 2;
        }
    }
    arena_free(&a);
    return f;
}

/* ---- reading ---- */

/* Where the columns of each value are, the first that is not empty counts. */
typedef struct places {
    int column[V_SLOTS][4];
} places;

/* A column may be called otherwise by --map. */
static int
find_column(const watch_source *s, const csv_in *csv, const char *header)
{
    for (size_t i = 0; i < s->how->maps.n; i++) {
        const char *map = s->how->maps.item[i], *equals = strrchr(map, '=');
        if (equals != NULL && strcmp(equals + 1, header) == 0) {
            int at = csv_find(csv, slice_between(map, equals));
            if (at >= 0)
                return at;
        }
    }
    return csv_find(csv, slice_of(header));
}

static bool
find_columns(const watch_source *s, const rows_format *f, const csv_in *csv, places *x)
{
    bool any = false;

    for (size_t i = 0; i < V_SLOTS; i++)
        for (size_t k = 0; k < LENGTH(x->column[i]); k++)
            x->column[i][k] = -1;
    for (size_t i = 0; i < f->rules_n; i++) {
        const rows_rule *r = &f->rules[i];
        int at = find_column(s, csv, r->header);
        size_t k = 0;
        while (k < LENGTH(x->column[0]) && x->column[r->slot][k] >= 0)
            k++;
        if (at < 0 || k == LENGTH(x->column[0]))
            continue;
        x->column[r->slot][k] = at;
        any = any || (r->slot >= V_NAME1 && r->slot <= V_WHOLE) || r->slot == V_NUMBER;
    }
    return any;
}

/* Every map must be of a column that the file and the format have. */
static bool
check_maps(const watch_source *s, const rows_format *f, const csv_in *csv)
{
    for (size_t i = 0; i < s->how->maps.n; i++) {
        const char *map = s->how->maps.item[i], *equals = strrchr(map, '=');
        bool known = false;
        for (size_t k = 0; k < f->rules_n && equals != NULL; k++)
            known = known || strcmp(f->rules[k].header, equals + 1) == 0;
        if (!known)
            return error_set(
                s->e, "--map=%s: not HEADER=COLUMN with a column of border-watchlist(5)", map);
        if (csv_find(csv, slice_between(map, equals)) < 0)
            return error_set(s->e, "%s: no column '%.*s' (--map=%s)", s->f->name,
                             (int)(equals - map), map, map);
    }
    return true;
}

static void
take_row(rows *x, const places *at, const row *r)
{
    for (size_t i = 0; i < V_SLOTS; i++) {
        x->v[i] = (slice){NULL, 0};
        for (size_t k = 0; k < LENGTH(at->column[i]) && x->v[i].n == 0 && at->column[i][k] >= 0;
             k++)
            x->v[i] = slice_trim(row_get(r, at->column[i][k]));
    }
    x->s->where = r->where;
}

/* A file that ends within a line may be a part of a list: told, and of its header no list at all.
 */
static bool
check_end(const watch_source *s, const csv_in *csv, bool any)
{
    if (!csv_unended(csv))
        return true;
    if (!any)
        return error_set(s->e, "%s: it ends within its header", s->f->name);
    diag_warn(s->d, s->where, "the last line has no end: was the list cut short?");
    return true;
}

static bool
read_rows(watch_source *s, const rows_format *f, csv_in *csv)
{
    rows x = {.s = s};
    watch_list *l = s->l;
    places at;
    row r;
    bool good = true, any = false;

    if (!check_maps(s, f, csv))
        good = false;
    else if (!find_columns(s, f, csv, &at))
        good =
            error_set(s->e, "%s: no list: no column surname, full_name or doc_number", s->f->name);
    while (good && csv_next(csv, &r)) {
        take_row(&x, &at, &r);
        f->row(&x);
        arena_reset(&x.arena);
        any = true;
        if (l->entries_n > WATCH_ENTRIES_MAX)
            good = error_set(s->e, "%s: more than %d entries", s->f->name, WATCH_ENTRIES_MAX);
    }
    arena_free(&x.arena);
    return good && check_end(s, csv, any);
}

bool
watch_read_csv(watch_source *s)
{
    /* A row that must be rejected is missing from the list. */
    bool whole = !s->how->partial || s->d->strict;
    diag rejects = {.strict = whole,
                    .level = whole ? -1 : s->d->level, /* then the text is what e says */
                    .program = whole ? NULL : s->d->program,
                    .keep = !whole && s->d->keep};
    const rows_format *f;
    csv_form form;
    uint64_t line;
    bool good;

    f = recognise(s, &line);
    if (f == NULL)
        return error_set(s->e, "%s: no list of the format %s", s->f->name, s->how->format);
    form = f->form;
    form.line = line;
    s->l->format = slice_of(f->name);
    csv_in *csv = csv_open_as(s->f, &form, &rejects, s->e);
    good = csv != NULL && read_rows(s, f, csv);
    csv_close(csv);
    if (good && whole && rejects.rejected != 0)
        good = error_set(s->e, "%.*s", (int)slice_trim(buf_slice(&rejects.text)).n, rejects.text.p);
    if (!whole) {
        rejects.read = 0; /* those of a list are not the program's */
        diag_merge(s->d, &rejects);
    }
    diag_free(&rejects);
    return good;
}

void
rows_name(rows *x, bool alias, bool weak)
{
    watch_add_values(x->s, x->v, &x->arena, alias, weak);
}

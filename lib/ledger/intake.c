/*
 * Rows of CSV as movements: what options fill in, columns that are others',
 * and the answer: the row with its id.
 */
#include "ledger/private.h"

#include <stdlib.h>
#include <time.h>

/* Columns that an answer has when they were filled in. */
static const enum column filled[] = {COL_direction,     COL_post,    COL_transport_mode,
                                     COL_crossing_time, COL_officer, COL_lane};

enum { COLUMNS_MAX = CSV_FIELDS_MAX + LENGTH(filled) + 1 };

typedef struct answer_column {
    slice name;
    enum column column; /* COL_COUNT: none that is known */
    int index;          /* in the file at hand, or -1 */
} answer_column;

struct ledger_intake {
    slice fill[COL_COUNT];
    answer_column column[COLUMNS_MAX]; /* those of the first input, filled in, the id */
    size_t n, of_input;
    answer_column more[CSV_FIELDS_MAX]; /* by name, so that their order does not count */
    size_t more_n;
    arena names;
    buf others, line;
};

ledger_intake *
ledger_intake_new(const slice *fill)
{
    ledger_intake *t = mem_alloc(1, sizeof *t);

    memcpy(t->fill, fill, sizeof t->fill);
    return t;
}

void
ledger_intake_free(ledger_intake *t)
{
    if (t == NULL)
        return;
    arena_free(&t->names);
    buf_free(&t->others);
    buf_free(&t->line);
    free(t);
}

/* ---- the columns ---- */

static void
add_column(ledger_intake *t, slice name)
{
    int c = column_find(name);

    t->column[t->n++] =
        (answer_column){arena_dup(&t->names, name), c < 0 ? COL_COUNT : (enum column)c, -1};
}

static void
first_file(ledger_intake *t, const csv_in *csv, buf *header)
{
    const row *names = csv_header(csv);

    for (unsigned i = 0; i < names->n; i++)
        add_column(t, names->field[i]);
    t->of_input = t->n;
    for (size_t i = 0; i < LENGTH(filled); i++)
        if ((t->fill[filled[i]].n != 0 || filled[i] == COL_crossing_time) &&
            csv_col(csv, filled[i]) < 0)
            add_column(t, column_table[filled[i]].name);
    if (csv_col(csv, COL_movement_id) < 0)
        add_column(t, column_table[COL_movement_id].name);
    for (size_t i = 0; i < t->n; i++) {
        if (i != 0)
            buf_putc(header, ',');
        csv_put(header, t->column[i].name);
    }
    buf_putc(header, '\n');
}

/* Whether a column that is not known seems to be called by one of these words. */
static bool
named_near(slice name, const char *const *words, buf *b)
{
    if (column_find(name) >= 0)
        return false;
    b->n = 0;
    buf_puts(b, name);
    buf_putc(b, '\0');
    while (*words != NULL && strcasestr(b->p, *words) == NULL)
        words++;
    return *words != NULL;
}

/*
 * Rows are told apart by the time and the document.  Where a header has no such column both may
 * be filled in or missing; where it has one of another name its sender hardly means that.
 */
static void
warn_of_names(ledger_intake *t, const csv_in *csv, diag *d)
{
    static const struct {
        enum column column;
        const char *so, *words[5];
    } needed[] = {{COL_crossing_time, "each row crosses now", {"time", "date", "cross", "occur"}},
                  {COL_doc_number, "the rows have no document", {"doc", "passport"}}};
    const row *names = csv_header(csv);

    for (size_t k = 0; k < LENGTH(needed); k++) {
        if (csv_col(csv, needed[k].column) >= 0 || t->fill[needed[k].column].n != 0)
            continue;
        for (unsigned i = 0; i < names->n; i++)
            if (named_near(names->field[i], needed[k].words, &t->line))
                diag_warn(d, names->where, "no column %s: %s, and '%.*s' is kept beside it",
                          column_table[needed[k].column].name.p, needed[k].so,
                          (int)names->field[i].n, names->field[i].p);
    }
}

static int
by_name(const void *a, const void *b)
{
    return slice_cmp(((const answer_column *)a)->name, ((const answer_column *)b)->name);
}

bool
ledger_intake_file(ledger_intake *t, const csv_in *csv, buf *header, diag *d, error *e)
{
    const row *names = csv_header(csv);

    if (t->n == 0)
        first_file(t, csv, header);
    t->more_n = 0;
    for (size_t i = 0; i < t->n; i++) {
        answer_column *c = &t->column[i];
        c->index = csv_find(csv, c->name);
        if (i < t->of_input && c->index < 0)
            return error_set(e, "%s: no column '%.*s', which the first input has",
                             names->where.file, (int)c->name.n, c->name.p);
        if (i < t->of_input && ledger_more_has(c->name))
            t->more[t->more_n++] = *c;
    }
    for (unsigned i = 0; i < names->n; i++) {
        size_t k = 0;
        while (k < t->of_input && t->column[k].index != (int)i)
            k++;
        if (k == t->of_input)
            return error_set(e, "%s: column '%.*s', which the first input has not",
                             names->where.file, (int)names->field[i].n, names->field[i].p);
    }
    warn_of_names(t, csv, d);
    qsort(t->more, t->more_n, sizeof *t->more, by_name);
    return true;
}

/* ---- the rows ---- */

/* The clock of this machine, with its offset. */
static slice
clock_text(char text[MOMENT_TEXT])
{
    time_t now = time(NULL);
    struct tm tm;

    localtime_r(&now, &tm);
    moment m = {
        .day = {(int16_t)(tm.tm_year + 1900), (uint8_t)(tm.tm_mon + 1), (uint8_t)tm.tm_mday},
        .hour = (uint8_t)tm.tm_hour,
        .minute = (uint8_t)tm.tm_min,
        .second = (uint8_t)(tm.tm_sec < 60 ? tm.tm_sec : 59),
        .has_time = true,
        .has_offset = true,
        .offset = (int16_t)(tm.tm_gmtoff / 60)};
    return moment_text(m, text);
}

ledger_entry *
ledger_intake_row(ledger_intake *t, ledger_batch *b, const row *r, error *e)
{
    slice rec[COL_COUNT] = {0};
    char now[MOMENT_TEXT];
    size_t id_at = 0;

    t->others.n = t->line.n = 0;
    for (size_t i = 0; i < t->n; i++) {
        const answer_column *c = &t->column[i];
        slice value = row_get(r, c->index);
        if (c->column != COL_COUNT) {
            if (value.n == 0)
                value = t->fill[c->column];
            if (value.n == 0 && c->column == COL_crossing_time)
                value = clock_text(now);
            rec[c->column] = value;
        }
        if (i != 0)
            buf_putc(&t->line, ',');
        if (c->column == COL_movement_id) {
            id_at = t->line.n;
            value = S("00000000000000000000000000000000");
        }
        csv_put(&t->line, value);
    }
    buf_putc(&t->line, '\n');
    for (size_t i = 0; i < t->more_n; i++)
        ledger_more_put(&t->others, t->more[i].name, row_get(r, t->more[i].index));
    if (t->fill[COL_change_kind].n != 0)
        for (int c = COL_change_kind; c <= COL_change_why; c++)
            rec[c] = t->fill[c];
    ledger_entry *entry = ledger_batch_add(b, rec, buf_slice(&t->others), e);
    if (entry != NULL) {
        entry->answer = arena_dup(&b->arena, buf_slice(&t->line));
        entry->id_at = id_at;
        entry->raw = arena_dup(&b->arena, r->raw);
        entry->where = r->where;
    }
    return entry;
}

void
ledger_answer(const ledger_entry *r, buf *b)
{
    buf_puts(b, r->answer);
    memcpy(b->p + b->n - r->answer.n + r->id_at, r->id.p, r->id.n);
}

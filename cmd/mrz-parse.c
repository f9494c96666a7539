/* mrz-parse: machine readable zones in, records out. */
#include "mrz/mrz.h"

#include <stdlib.h>

/* What rows get that have a zone already. */
static const enum column added[] = {
    COL_surname,    COL_given_names, COL_birth_date, COL_sex,        COL_nationality,
    COL_doc_type,   COL_doc_issuer,  COL_doc_number, COL_doc_expiry, COL_personal_number,
    COL_mrz_format, COL_mrz_status,  COL_mrz_issues};

static struct {
    const char *input, *column, *confusions, *numbers;
    bool no_repair, explain;
    mrz_rules rules;
    mrz_confusions mistaken;
    mrz_numbers patterns;
    int index; /* of the column with the zone */
} o = {.input = "auto", .column = "mrz"};

static const opt opts[] = {
    {'i', "input", OPT_CHOICE, &o.input, "FORM",
     "lines of zones, free text with zones in it, or CSV with a column of them",
     "auto lines text csv", 0, 0},
    {0, "column", OPT_TEXT, &o.column, "NAME", "the column that holds the zone (mrz)", NULL, 0, 0},
    {0, "as-of", OPT_DATE, &o.rules.as_of, "DATE", "the day of reading, which decides centuries",
     NULL, 0, 0},
    {0, "no-repair", OPT_FLAG, &o.no_repair, NULL, "leave every character as it was read", NULL, 0,
     0},
    {0, "confusions", OPT_FILE, &o.confusions, "FILE", "what the reader takes for what", NULL, 0,
     0},
    {0, "numbers", OPT_FILE, &o.numbers, "FILE", "how States write document numbers", NULL, 0, 0},
    {0, "explain", OPT_FLAG, &o.explain, NULL, "a page for a person, not rows", NULL, 0, 0},
    {0, "specimen", OPT_FLAG, &o.rules.specimen, NULL, "accept UTO (Utopia) as a country", NULL, 0,
     0},
    {0}};

/* ---- CSV ---- */

static bool
open_rows(void *ctx, const csv_in *rows, error *e)
{
    (void)ctx;
    o.index = csv_find(rows, slice_of(o.column));
    return o.index >= 0 ||
           error_set(e, "%s: there is no column '%s'", csv_header(rows)->where.file, o.column);
}

static void
work_row(void *ctx, filter_row *r)
{
    slice zone = row_get(r->row, o.index), rec[COL_COUNT], own[LENGTH(added)];
    mrz m;
    mrz_text text;
    error e;

    (void)ctx;
    if (slice_trim(zone).n == 0) {
        filter_pass(r);
        return;
    }
    if (!mrz_parse(zone, &o.rules, &m, &e)) {
        diag_reject(r->diag, r->row->where, r->row->raw, "no zone: %s", e.text);
        return;
    }
    mrz_record(&m, &text, rec);
    for (size_t i = 0; i < LENGTH(added); i++)
        own[i] = rec[added[i]];
    filter_emit(r, own);
}

/* ---- lines ---- */

enum { BATCH = 512 };

/* Zones that one worker takes at a time, and the rows it makes of them. */
typedef struct batch {
    struct batch *next;
    size_t n;
    mrz_zone zone[BATCH];
    buf rows;
} batch;

static void
work_batch(void *job, unsigned worker)
{
    batch *b = job;
    mrz m;

    (void)worker;
    b->rows.n = 0;
    for (size_t i = 0; i < b->n; i++) {
        const mrz_zone *z = &b->zone[i];
        mrz_read(z, &o.rules, &m);
        if (o.explain) {
            mrz_explain(z, &m, &b->rows);
            buf_putc(&b->rows, '\n');
            continue;
        }
        mrz_put_row(z, &m, &b->rows);
    }
}

/* Writes the rows of the oldest batch; false: stop. */
static bool
put_oldest(tool *t, pool *p, batch **idle)
{
    batch *b = pool_take(p);

    buf_puts(&t->out->b, buf_slice(&b->rows));
    t->diag.written += b->n;
    b->next = *idle;
    *idle = b;
    return tool_step(t);
}

static bool
read_file(tool *t, in *f, pool *p, batch **idle)
{
    mrz_reader *r = mrz_reader_new(f, &t->diag, strcmp(o.input, "text") == 0);
    bool more = true, go = true;

    while (more && go) {
        batch *b = *idle;
        if (b != NULL)
            *idle = b->next;
        else
            b = mem_alloc(1, sizeof *b);
        for (b->n = 0; more && b->n < BATCH; b->n += more)
            more = mrz_next(r, &b->zone[b->n]);
        pool_put(p, b);
        while (go && pool_held(p) > 4 * t->jobs)
            go = put_oldest(t, p, idle);
    }
    while (pool_held(p) != 0)
        go = put_oldest(t, p, idle) && go;
    mrz_reader_free(r);
    return go;
}

static void
read_lines(tool *t)
{
    error e;
    batch *idle = NULL;
    bool first = true;
    pool *p = pool_new((unsigned)t->jobs, work_batch, &e);

    if (p == NULL) {
        tool_fail(t, "%s", e.text);
        return;
    }
    for (size_t i = 0; i < t->operands_n; i++) {
        in *f = tool_open(t, i);
        if (f == NULL)
            continue;
        if (first && !o.explain)
            csv_put_header(&t->out->b, mrz_columns, mrz_columns_n);
        first = false;
        bool go = read_file(t, f, p, &idle);
        tool_close(t, f);
        if (!go)
            break;
    }
    pool_free(p);
    for (batch *b = idle; b != NULL; b = idle) {
        idle = b->next;
        buf_free(&b->rows);
        free(b);
    }
}

/* ---- */

static bool
is_csv(tool *t)
{
    if (strcmp(o.input, "auto") != 0)
        return strcmp(o.input, "csv") == 0;
    in *f = tool_peek(t);
    return f != NULL && mrz_is_csv(f, slice_of(o.column));
}

/* The tables that the user gives, and the built-in one of what is taken for what. */
static bool
read_tables(tool *t)
{
    enum { MOST = 1 << 16 };
    buf confusions = {0}, numbers = {0};
    slice text = slice_of(mrz_confusions_builtin);
    error e;
    const char *file = NULL; /* that has a wrong line */

    if ((o.confusions != NULL && !in_whole(o.confusions, MOST, &confusions, &e)) ||
        (o.numbers != NULL && !in_whole(o.numbers, MOST, &numbers, &e))) {
        tool_fail(t, "%s", e.text);
    } else {
        if (o.confusions != NULL)
            text = buf_slice(&confusions);
        if (!mrz_confusions_read(text, &o.mistaken, &e))
            file = o.confusions;
        else if (!mrz_numbers_read(buf_slice(&numbers), &o.patterns, &e))
            file = o.numbers;
        if (file != NULL)
            tool_fail(t, "%s: %s", file, e.text);
    }
    buf_free(&confusions);
    buf_free(&numbers);
    o.rules.repair = o.no_repair ? NULL : &o.mistaken;
    o.rules.numbers = &o.patterns;
    return t->status == 0;
}

int
main(int argc, char **argv)
{
    tool t = {.name = "mrz-parse",
              .brief = "read machine readable zones of travel documents",
              .operands = "[FILE ...]",
              .opts = opts,
              .threads = true};
    filter_spec rows = {.own = added, .own_n = LENGTH(added), .open = open_rows, .work = work_row};

    o.rules.as_of = date_today();
    if (!tool_start(&t, argc, argv))
        return t.status;
    if (!read_tables(&t))
        return tool_end(&t);
    if (is_csv(&t) && o.explain)
        tool_fail(&t, "--explain wants zones as lines, not CSV");
    else if (is_csv(&t))
        filter_run(&t, &rows);
    else
        read_lines(&t);
    return tool_end(&t);
}

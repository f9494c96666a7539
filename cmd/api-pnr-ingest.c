/* api-pnr-ingest: airline messages to records. */
#include "edi/edi.h"

static struct {
    date as_of;
    const char *table;
} o = {.table = "travellers"};

static const opt options[] = {
    {0, "as-of", OPT_DATE, &o.as_of, "DATE", "read two-digit years on that day (default: today)",
     NULL, 0, 0},
    {0, "table", OPT_CHOICE, &o.table, "NAME", "write that table (default: travellers)",
     "messages flights legs travellers documents visas contacts tickets payments bags seats "
     "remarks history",
     0, 0},
    {0}};

static pnr_table
table_named(const char *name)
{
    pnr_table t = 0;

    while (strcmp(pnr_table_names[t], name) != 0)
        t++;
    return t;
}

/* False: stop. */
static bool
ingest(tool *t, in *f, pnr_table table)
{
    pnr_settings s = {.as_of = o.as_of, .wanted = (uint32_t)1 << table};
    pnr_reader *r = pnr_open(f, &t->diag, &s);
    const pnr *p;
    bool go = true;

    while (go && (p = pnr_next(r)) != NULL) {
        t->diag.written += pnr_write(p, table, &t->out->b);
        go = tool_step(t);
    }
    pnr_close(r);
    return go && tool_step(t);
}

int
main(int argc, char **argv)
{
    tool t = {.name = "api-pnr-ingest",
              .brief = "read airline messages, write one row a traveller",
              .operands = "[FILE ...]",
              .opts = options};
    bool go = true;
    size_t n;

    o.as_of = date_today();
    if (!tool_start(&t, argc, argv))
        return t.status;
    pnr_table table = table_named(o.table);
    const enum column *cols = pnr_columns(table, &n);
    csv_put_header(&t.out->b, cols, n);
    for (size_t i = 0; go && i < t.operands_n; i++) {
        in *f = tool_open(&t, i);
        if (f == NULL)
            continue;
        go = ingest(&t, f, table);
        tool_close(&t, f);
    }
    return tool_end(&t);
}

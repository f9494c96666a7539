/* api-pnr-ingest: airline messages to records. */
#include "edi/edi.h"

static date as_of;

static const opt options[] = {{0, "as-of", OPT_DATE, &as_of, "DATE",
                               "read two-digit years on that day (default: today)", NULL, 0, 0},
                              {0}};

/* False: stop. */
static bool
ingest(tool *t, in *f)
{
    edi *e = edi_open(f, &t->diag, as_of);
    paxlst *list = paxlst_open(e);
    const slice *rec;
    bool go = true;

    while (go && (rec = paxlst_next(list)) != NULL) {
        csv_put_record(&t->out->b, paxlst_columns, paxlst_columns_n, rec);
        t->diag.written++;
        go = tool_step(t);
    }
    paxlst_close(list);
    edi_close(e);
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

    as_of = date_today();
    if (!tool_start(&t, argc, argv))
        return t.status;
    csv_put_header(&t.out->b, paxlst_columns, paxlst_columns_n);
    for (size_t i = 0; go && i < t.operands_n; i++) {
        in *f = tool_open(&t, i);
        if (f == NULL)
            continue;
        go = ingest(&t, f);
        tool_close(&t, f);
    }
    return tool_end(&t);
}

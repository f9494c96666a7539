/* api-pnr-ingest: airline messages to records. */
#include "edi/edi.h"

static date as_of;
static bool answers;
static const char *codes_file;

static const opt options[] = {{0, "as-of", OPT_DATE, &as_of, "DATE",
                               "read two-digit years on that day (default: today)", NULL, 0, 0},
                              {0, "answers", OPT_FLAG, &answers, NULL,
                               "read answers to carriers: CUSRES and ACKRES", NULL, 0, 0},
                              {0, "codes", OPT_FILE, &codes_file, "FILE",
                               "what their codes mean, as CSV: decision,code,text", NULL, 0, 0},
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

/* False: stop. */
static bool
ingest_answers(tool *t, in *f, const board_codes *codes)
{
    edi *e = edi_open(f, &t->diag, as_of);
    cusres *c = cusres_open(e, codes);
    const slice *rec;
    bool go = true;

    while (go && (rec = cusres_next(c)) != NULL) {
        csv_put_record(&t->out->b, cusres_columns, cusres_columns_n, rec);
        t->diag.written++;
        go = tool_step(t);
    }
    cusres_close(c);
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
    error e;

    as_of = date_today();
    if (!tool_start(&t, argc, argv))
        return t.status;
    board_codes *codes = board_codes_open(codes_file, &e);
    if (codes == NULL) {
        tool_fail(&t, "%s", e.text);
        return tool_end(&t);
    }
    if (answers)
        csv_put_header(&t.out->b, cusres_columns, cusres_columns_n);
    else
        csv_put_header(&t.out->b, paxlst_columns, paxlst_columns_n);
    for (size_t i = 0; go && i < t.operands_n; i++) {
        in *f = tool_open(&t, i);
        if (f == NULL)
            continue;
        go = answers ? ingest_answers(&t, f, codes) : ingest(&t, f);
        tool_close(&t, f);
    }
    board_codes_free(codes);
    return tool_end(&t);
}

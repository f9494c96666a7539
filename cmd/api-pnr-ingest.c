/* api-pnr-ingest: airline messages to records. */
#include "edi/edi.h"

#include <signal.h>

static struct {
    date as_of;
    const char *table, *reason, *codes;
    bool answers;
    pnr_sink_settings sink;
} o;

static const opt options[] = {
    {0, "as-of", OPT_DATE, &o.as_of, "DATE", "read two-digit years on that day (default: today)",
     NULL, 0, 0},
    {0, "table", OPT_CHOICE, &o.table, "NAME", "write that table (travellers)",
     "messages flights legs travellers documents visas contacts tickets payments bags seats "
     "remarks history",
     0, 0},
    {0, "tables", OPT_FILE, &o.sink.folder, "DIR",
     "write every table, as NAME.csv in the new folder DIR", NULL, 0, 0},
    {0, "keep-sensitive", OPT_TEXT, &o.reason, "REASON",
     "keep what tells of health or religion, and log why", NULL, 0, 0},
    {0, "latest", OPT_FLAG, &o.sink.latest, NULL,
     "of each traveller on a flight write only what the newest message says", NULL, 0, 0},
    {0, "merge", OPT_FLAG, &o.sink.merge, NULL,
     "the same, and list and booking of a traveller in one row", NULL, 0, 0},
    {0, "check", OPT_FLAG, &o.sink.check, NULL,
     "write what messages lack of the core elements, and no travellers", NULL, 0, 0},
    {0, "by-carrier", OPT_FLAG, &o.sink.carriers, NULL, "count that by carrier (with --check)",
     NULL, 0, 0},
    {0, "answers", OPT_FLAG, &o.answers, NULL, "read answers to carriers: CUSRES and ACKRES", NULL,
     0, 0},
    {0, "codes", OPT_FILE, &o.codes, "FILE", "what their codes mean, as CSV: decision,code,text",
     NULL, 0, 0},
    {0}};

static volatile sig_atomic_t interrupted;

static void
on_signal(int sig)
{
    interrupted = sig;
    signal(sig, SIG_DFL); /* the second time it ends at once, though a pipe may be silent */
}

static void
hide_cards(char *p, size_t n)
{
    (void)pnr_mask(p, n);
}

/* False: stop. */
static bool
step(tool *t)
{
    return tool_step(t) && !interrupted;
}

static bool
ingest(tool *t, in *f, pnr_sink *to)
{
    pnr_settings s = {
        .as_of = o.as_of, .wanted = pnr_sink_wants(to), .keep_sensitive = o.reason != NULL};
    pnr_reader *r = pnr_open(f, &t->diag, &s);
    const pnr *p;
    bool go = true;

    while (go && (p = pnr_next(r)) != NULL)
        go = pnr_sink_put(to, p) && step(t);
    pnr_close(r);
    return go && step(t);
}

/* A half-filled folder is of no use: it is removed before the end. */
static void
catch_signals(void)
{
    static const int ends[] = {SIGHUP, SIGINT, SIGTERM};

    for (size_t i = 0; i < LENGTH(ends); i++)
        if (signal(ends[i], on_signal) == SIG_IGN)
            signal(ends[i], SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file too large is a write that fails */
}

static void
ingest_all(tool *t)
{
    error e;

    o.sink.table = PNR_TRAVELLERS;
    for (pnr_table k = 0; o.table != NULL && k < PNR_TABLES; k++)
        if (strcmp(pnr_table_names[k], o.table) == 0)
            o.sink.table = k;
    pnr_sink *to = pnr_sink_open(&o.sink, &t->diag, &t->out->b, &e);
    if (to == NULL) {
        tool_fail(t, "%s", e.text);
        return;
    }
    if (o.sink.folder != NULL)
        catch_signals();
    bool go = true;
    for (size_t i = 0; go && i < t->operands_n; i++) {
        in *f = tool_open(t, i);
        if (f == NULL)
            continue;
        go = ingest(t, f, to);
        tool_close(t, f);
    }
    if (interrupted)
        tool_fail(t, "interrupted");
    while (t->status != 2 && pnr_sink_more(to) && step(t))
        ;
    if (!pnr_sink_close(to, t->status != 2 && !diag_stop(&t->diag), &e))
        tool_fail(t, "%s", e.text);
}

/* False: stop. */
static bool
ingest_answers(tool *t, in *f, const board_codes *codes)
{
    edi *e = edi_open(f, &t->diag, o.as_of);
    cusres *c = cusres_open(e, codes);
    const slice *rec;
    bool go = true;

    while (go && (rec = cusres_next(c)) != NULL) {
        csv_put_record(&t->out->b, cusres_columns, cusres_columns_n, rec);
        t->diag.written++;
        go = step(t);
    }
    cusres_close(c);
    edi_close(e);
    return go && step(t);
}

static void
all_answers(tool *t)
{
    error e;
    board_codes *codes = board_codes_open(o.codes, &e);
    bool go = codes != NULL;

    if (go)
        csv_put_header(&t->out->b, cusres_columns, cusres_columns_n);
    else
        tool_fail(t, "%s", e.text);
    for (size_t i = 0; go && i < t->operands_n; i++) {
        in *f = tool_open(t, i);
        if (f == NULL)
            continue;
        go = ingest_answers(t, f, codes);
        tool_close(t, f);
    }
    board_codes_free(codes);
}

int
main(int argc, char **argv)
{
    tool t = {.name = "api-pnr-ingest",
              .brief = "read airline messages, write one row a traveller",
              .operands = "[FILE ...]",
              .opts = options,
              .hide = hide_cards};

    o.as_of = date_today();
    if (!tool_start(&t, argc, argv))
        return t.status;
    if (o.answers) {
        all_answers(&t);
        return tool_end(&t);
    }
    if ((o.table != NULL) + (o.sink.folder != NULL) + o.sink.check +
            (o.sink.latest || o.sink.merge) >
        1) {
        tool_usage(&t, "--table, --tables, --check and --latest are four ways; choose one");
        return tool_end(&t);
    }
    if (o.sink.carriers && !o.sink.check) {
        tool_usage(&t, "--by-carrier counts what --check finds");
        return tool_end(&t);
    }
    if (o.reason != NULL && slice_trim(slice_of(o.reason)).n == 0) {
        tool_usage(&t, "--keep-sensitive needs a reason");
        return tool_end(&t);
    }
    if (o.reason != NULL) {
        buf_printf(&t.diag.text, "%s: sensitive data is kept: %s", t.name, o.reason);
        buf_harmless(&t.diag.text, 0);
        buf_putc(&t.diag.text, '\n');
    }
    ingest_all(&t);
    return tool_end(&t);
}

/* api-pnr-ingest: airline messages to records. */
#include "edi/edi.h"

#include <signal.h>

static struct {
    date as_of;
    const char *table, *folder, *reason, *codes;
    bool answers, check, carriers, latest, merge;
} o;

static const opt options[] = {
    {0, "as-of", OPT_DATE, &o.as_of, "DATE", "read two-digit years on that day (default: today)",
     NULL, 0, 0},
    {0, "table", OPT_CHOICE, &o.table, "NAME", "write that table (travellers)",
     "messages flights legs travellers documents visas contacts tickets payments bags seats "
     "remarks history",
     0, 0},
    {0, "tables", OPT_FILE, &o.folder, "DIR",
     "write every table, as NAME.csv in the new folder DIR", NULL, 0, 0},
    {0, "keep-sensitive", OPT_TEXT, &o.reason, "REASON",
     "keep what tells of health or religion, and log why", NULL, 0, 0},
    {0, "latest", OPT_FLAG, &o.latest, NULL,
     "of each traveller on a flight write only what the newest message says", NULL, 0, 0},
    {0, "merge", OPT_FLAG, &o.merge, NULL,
     "the same, and list and booking of a traveller in one row", NULL, 0, 0},
    {0, "check", OPT_FLAG, &o.check, NULL,
     "write what messages lack of the core elements, and no travellers", NULL, 0, 0},
    {0, "by-carrier", OPT_FLAG, &o.carriers, NULL, "count that by carrier (with --check)", NULL, 0,
     0},
    {0, "answers", OPT_FLAG, &o.answers, NULL, "read answers to carriers: CUSRES and ACKRES", NULL,
     0, 0},
    {0, "codes", OPT_FILE, &o.codes, "FILE", "what their codes mean, as CSV: decision,code,text",
     NULL, 0, 0},
    {0}};

/* Where rows go: a table, or a folder of all. */
typedef struct sink {
    pnr_table table;
    pnr_folder *folder;
    /* instead of both */
    pnr_check *check;
    pnr_latest *latest;
} sink;

static volatile sig_atomic_t interrupted;

static void
on_signal(int sig)
{
    interrupted = sig;
    signal(sig, SIG_DFL); /* the second time it ends at once, though a pipe may be silent */
}

static void
mask_said(tool *t)
{
    static size_t text, rejects;

    pnr_mask_new(&t->diag.text, &text);
    pnr_mask_new(&t->diag.rejects, &rejects);
}

static void
say_full(void *owner)
{
    mask_said(owner);
    tool_say(owner);
}

/* False: stop. */
static bool
step(tool *t)
{
    mask_said(t);
    return tool_step(t) && !interrupted;
}

static bool
put(tool *t, const sink *to, const pnr *p)
{
    if (to->latest != NULL) {
        pnr_latest_add(to->latest, p);
        return true;
    }
    if (to->check != NULL) {
        t->diag.written += pnr_check_unit(to->check, p, o.carriers ? NULL : &t->out->b);
        return true;
    }
    if (to->folder == NULL) {
        t->diag.written += pnr_write(p, to->table, &t->out->b);
        return true;
    }
    t->diag.written += p->travellers_n;
    return pnr_folder_write(to->folder, p);
}

static bool
ingest(tool *t, in *f, const sink *to)
{
    pnr_settings s = {.as_of = o.as_of,
                      .wanted = to->folder != NULL ? UINT32_MAX : (uint32_t)1 << to->table,
                      .keep_sensitive = o.reason != NULL};
    pnr_reader *r = pnr_open(f, &t->diag, &s);
    const pnr *p;
    bool go = true;

    while (go && (p = pnr_next(r)) != NULL)
        go = put(t, to, p) && step(t);
    pnr_close(r);
    return go && step(t);
}

static bool
open_sink(tool *t, sink *to)
{
    static const int ends[] = {SIGHUP, SIGINT, SIGTERM};
    error e;
    size_t n;

    if (o.check) {
        to->check = pnr_check_new();
        if (o.carriers)
            csv_put_header(&t->out->b, pnr_check_carrier_columns, pnr_check_carrier_columns_n);
        else
            csv_put_header(&t->out->b, pnr_check_columns, pnr_check_columns_n);
        return true;
    }
    if (o.folder == NULL) {
        while (o.table != NULL && strcmp(pnr_table_names[to->table], o.table) != 0)
            to->table++;
        to->table = o.table != NULL ? to->table : PNR_TRAVELLERS;
        const enum column *cols = pnr_columns(to->table, &n);
        csv_put_header(&t->out->b, cols, n);
        if (o.latest) {
            t->out->b.n--; /* more columns */
            buf_puts(&t->out->b, S(",close_out,replaces"));
            buf_puts(&t->out->b, o.merge ? S(",merged_by,merge_conflicts\n") : S("\n"));
            to->latest = pnr_latest_new(&t->diag, o.merge);
        }
        return true;
    }
    to->folder = pnr_folder_open(o.folder, &e);
    if (to->folder == NULL) {
        tool_fail(t, "%s", e.text);
        return false;
    }
    /* A half-filled folder is of no use: it is removed before the end. */
    for (size_t i = 0; i < LENGTH(ends); i++)
        if (signal(ends[i], on_signal) == SIG_IGN)
            signal(ends[i], SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file too large is a write that fails */
    return true;
}

static void
close_sink(tool *t, sink *to)
{
    error e;

    if (interrupted)
        tool_fail(t, "interrupted");
    while (to->latest != NULL && t->status != 2 && pnr_latest_next(to->latest, &t->out->b)) {
        t->diag.written++;
        if (!step(t))
            break;
    }
    pnr_latest_free(to->latest);
    if (to->check != NULL && o.carriers)
        pnr_check_carriers(to->check, &t->out->b);
    pnr_check_free(to->check);
    if (to->folder == NULL)
        return;
    if (t->status == 2 || diag_stop(&t->diag))
        pnr_folder_abandon(to->folder);
    else if (!pnr_folder_commit(to->folder, &e))
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
        go = tool_step(t);
    }
    cusres_close(c);
    edi_close(e);
    return go && tool_step(t);
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
              .opts = options};
    sink to = {0};

    o.as_of = date_today();
    if (!tool_start(&t, argc, argv))
        return t.status;
    if (o.answers) {
        all_answers(&t);
        return tool_end(&t);
    }
    t.diag.full = say_full;
    o.latest = o.latest || o.merge;
    if ((o.table != NULL) + (o.folder != NULL) + o.check + o.latest > 1) {
        tool_usage(&t, "--table, --tables, --check and --latest are four ways; choose one");
        return tool_end(&t);
    }
    if (o.carriers && !o.check) {
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
    bool go = open_sink(&t, &to);
    for (size_t i = 0; go && i < t.operands_n; i++) {
        in *f = tool_open(&t, i);
        if (f == NULL)
            continue;
        go = ingest(&t, f, &to);
        tool_close(&t, f);
    }
    close_sink(&t, &to);
    mask_said(&t);
    return tool_end(&t);
}

/* movement-record: movements in, into the ledger, and out again with their id. */
#include "ledger/ledger.h"

/* What an option may fill in where a row has nothing. */
static struct {
    enum column column;
    const char *text;
} fill[] = {{COL_direction, NULL},     {COL_post, NULL},    {COL_transport_mode, NULL},
            {COL_crossing_time, NULL}, {COL_officer, NULL}, {COL_lane, NULL}};

static struct {
    const char *ledger, *correct, *void_id, *why, *backup;
    uint64_t batch;
    bool check;
} o = {.batch = 50000};

static const opt opts[] = {
    {'d', "ledger", OPT_FILE, &o.ledger, "LEDGER", "a SQLite file or postgresql://...", NULL, 0, 0},
    {0, "direction", OPT_CHOICE, &fill[0].text, "WORD", "where a row has none: direction",
     "entry exit transit", 0, 0},
    {0, "post", OPT_TEXT, &fill[1].text, "CODE", "where a row has none: border post", NULL, 0, 0},
    {0, "mode", OPT_CHOICE, &fill[2].text, "WORD", "where a row has none: mode of transport",
     "air sea land rail", 0, 0},
    {0, "time", OPT_TEXT, &fill[3].text, "TIME", "where a row has none: time of crossing (now)",
     NULL, 0, 0},
    {0, "officer", OPT_TEXT, &fill[4].text, "NAME", "where a row has none: officer", NULL, 0, 0},
    {0, "lane", OPT_TEXT, &fill[5].text, "LANE", "where a row has none: lane", NULL, 0, 0},
    {0, "correct", OPT_TEXT, &o.correct, "ID", "the row of the input replaces this movement", NULL,
     0, 0},
    {0, "void", OPT_TEXT, &o.void_id, "ID", "this movement was none; no input is read", NULL, 0, 0},
    {0, "why", OPT_TEXT, &o.why, "TEXT", "the reason of --correct or --void", NULL, 0, 0},
    {0, "batch", OPT_NUMBER, &o.batch, "N", "rows that are written at once (50000)", NULL, 1,
     100000},
    {0, "check", OPT_FLAG, &o.check, NULL, "check the file; no input is read", NULL, 0, 0},
    {0, "backup", OPT_FILE, &o.backup, "FILE", "copy the ledger in use; no input is read", NULL, 0,
     0},
    {0}};

/* Of batches below ASIDE_ROWS each is answered before the next is read: who sends them waits. */
enum { BATCH_BYTES = 16 << 20, ASIDE_ROWS = 1000 };

typedef struct job {
    ledger *l;
    ledger_batch b;
    bool good;
    error e;
} job;

/* One batch is read while the other is written. */
typedef struct recorder {
    job job[2], *read;
    pool *written;
} recorder;

static void
write_batch(void *arg, unsigned worker)
{
    job *j = arg;

    (void)worker;
    j->good = ledger_batch_write(j->l, &j->b, &j->e);
}

/* Only when a batch is on the disk it is answered; behind it so many rows were read. */
static bool
answer(tool *t, job *j, size_t behind)
{
    ledger_batch *b = &j->b;

    for (size_t i = 0; i < b->n; i++) {
        const ledger_entry *r = &b->entry[i];
        if (r->fate == LEDGER_REFUSED) {
            diag_reject(&t->diag, r->where, r->raw, "%s", r->why);
        } else if (j->good) {
            t->known += r->fate == LEDGER_KNOWN;
            ledger_answer(r, &t->out->b);
            t->diag.written++;
        }
    }
    if (!j->good) {
        tool_fail(t, "%s", j->e.text);
        tool_fail(t, "%zu rows from line %llu of %s on are not recorded", b->n + behind,
                  (unsigned long long)b->entry[0].where.line,
                  b->entry[0].where.file == NULL ? "the input" : b->entry[0].where.file);
        return false;
    }
    ledger_batch_reset(b);
    return out_flush(t->out) && tool_step(t);
}

/* Waits for the batch that is being written, if there is one. */
static bool
await(tool *t, recorder *r)
{
    job *j = pool_take(r->written);

    return j == NULL || answer(t, j, j == r->read ? 0 : r->read->b.n);
}

/* Has what was read written. */
static bool
hand_over(tool *t, recorder *r)
{
    if (r->read->b.n == 0)
        return true;
    if (!await(t, r))
        return false;
    pool_put(r->written, r->read);
    r->read = r->read == &r->job[0] ? &r->job[1] : &r->job[0];
    return o.batch >= ASIDE_ROWS || await(t, r);
}

static bool
record_file(tool *t, recorder *to, ledger_intake *intake, csv_in *csv)
{
    bool go = true;
    error e;
    row r;

    while (go && csv_next(csv, &r)) {
        ledger_batch *b = &to->read->b;
        if (ledger_intake_row(intake, b, &r, &e) == NULL)
            diag_reject(&t->diag, r.where, r.raw, "%s", e.text);
        go = tool_step(t);
        if (go && (b->n == o.batch || b->bytes >= BATCH_BYTES))
            go = hand_over(t, to);
    }
    go = go && !diag_stop(&t->diag) && hand_over(t, to);
    return await(t, to) && go; /* what is on the disk is answered, whatever came behind it */
}

static void
record(tool *t, ledger *l)
{
    recorder to = {
        .job = {{.l = l, .b.strict = t->diag.strict}, {.l = l, .b.strict = t->diag.strict}}};
    slice fills[COL_COUNT] = {0};
    bool go = true;
    error e;

    for (size_t i = 0; i < LENGTH(fill); i++)
        fills[fill[i].column] = slice_of(fill[i].text);
    if (o.correct != NULL) {
        fills[COL_change_kind] = S("correct");
        fills[COL_change_of] = slice_of(o.correct);
        fills[COL_change_why] = slice_of(o.why);
    }
    to.read = &to.job[0];
    if ((to.written = pool_new(2, write_batch, &e)) == NULL) {
        tool_fail(t, "%s", e.text);
        return;
    }
    ledger_intake *intake = ledger_intake_new(fills);
    for (size_t i = 0; i < t->operands_n && go; i++) {
        in *file = tool_open(t, i);
        if (file == NULL)
            continue;
        csv_in *csv = csv_open(file, &t->diag, &e);
        if (csv == NULL || !ledger_intake_file(intake, csv, &t->out->b, &t->diag, &e))
            tool_fail(t, "%s", e.text);
        else
            go = record_file(t, &to, intake, csv);
        csv_close(csv);
        tool_close(t, file);
    }
    pool_free(to.written);
    ledger_batch_free(&to.job[0].b);
    ledger_batch_free(&to.job[1].b);
    ledger_intake_free(intake);
}

static void
record_void(tool *t, ledger *l)
{
    slice rec[COL_COUNT] = {0};
    job j = {.l = l};
    error e;

    rec[COL_change_kind] = S("void");
    rec[COL_change_of] = slice_of(o.void_id);
    rec[COL_change_why] = slice_of(o.why);
    t->diag.read++;
    ledger_entry *entry = ledger_batch_add(&j.b, rec, (slice){NULL, 0}, &e);
    if (entry == NULL) {
        tool_usage(t, "--void: %s", e.text);
    } else {
        static const enum column cols[] = {COL_movement_id, COL_change_kind, COL_change_of,
                                           COL_change_why};
        buf line = {0};
        rec[COL_movement_id] = S("00000000000000000000000000000000");
        csv_put_record(&line, cols, LENGTH(cols), rec);
        csv_put_header(&t->out->b, cols, LENGTH(cols));
        entry->answer = arena_dup(&j.b.arena, buf_slice(&line));
        entry->where = (place){.offset = -1};
        buf_free(&line);
        write_batch(&j, 0);
        (void)answer(t, &j, 0);
    }
    ledger_batch_free(&j.b);
}

int
main(int argc, char **argv)
{
    tool t = {.name = "movement-record",
              .brief = "record movements in a ledger",
              .operands = "[FILE ...]",
              .opts = opts};
    ledger *l = NULL;
    error e;

    if (!tool_start(&t, argc, argv))
        return t.status;
    for (size_t i = 0; i < LENGTH(fill); i++)
        if (slice_utf8(slice_of(fill[i].text)) != slice_of(fill[i].text).n)
            tool_usage(&t, "--%s: not UTF-8", column_table[fill[i].column].name.p);
    if (o.ledger == NULL)
        tool_usage(&t, "which ledger? -d LEDGER says it");
    else if (o.correct != NULL && o.void_id != NULL)
        tool_usage(&t, "--correct and --void do not go together");
    bool cares = o.check || o.backup != NULL;
    if (t.status == 0 &&
        (l = ledger_open(o.ledger, cares ? LEDGER_READ : LEDGER_CREATE, &e)) == NULL)
        tool_fail(&t, "%s", e.text);
    if (l != NULL && ((o.check && !ledger_check(l, &e)) ||
                      (o.backup != NULL && !ledger_backup(l, o.backup, &e))))
        tool_fail(&t, "%s", e.text);
    else if (l != NULL && o.void_id != NULL)
        record_void(&t, l);
    else if (l != NULL && !cares)
        record(&t, l);
    ledger_close(l);
    return tool_end(&t);
}

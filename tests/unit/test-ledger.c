/* ledger: what the programs' tests cannot see: ids, other columns, batches, errors. */
#include "ledger/ledger.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static char folder[64], path[96];

static slice *
movement(slice *rec, slice number, slice time)
{
    for (size_t i = 0; i < COL_COUNT; i++)
        rec[i] = (slice){NULL, 0};
    rec[COL_direction] = S("entry");
    rec[COL_post] = S("P");
    rec[COL_doc_issuer] = S("UTO");
    rec[COL_doc_number] = number;
    rec[COL_crossing_time] = time;
    return rec;
}

/* The id of a movement; empty: refused. */
static slice
id_of(ledger_batch *b, const slice *rec)
{
    error e;
    ledger_entry *r = ledger_batch_add(b, rec, (slice){NULL, 0}, &e);

    return r == NULL ? (slice){NULL, 0} : r->id;
}

static void
ids(void)
{
    slice rec[COL_COUNT];
    ledger_batch b = {0};
    slice one = id_of(&b, movement(rec, S("A1"), S("1970-01-01T00:00:00Z")));
    same(((slice){one.p, 10}), S("8000000000"), "an id begins with the instant");
    ok(one.n == 32, "and has 32 digits");
    same(id_of(&b, movement(rec, S("a-1 "), S("1970-01-01T04:30:00+04:30"))), one,
         "the same instant and document have the same id");
    same(id_of(&b, movement(rec, S("A1"), S("1970-01-01"))), one,
         "a day alone is its first second");
    ok(!slice_eq(id_of(&b, movement(rec, S("A2"), S("1970-01-01"))), one), "another document");
    slice before = id_of(&b, movement(rec, S("A1"), S("1969-12-31T23:59:59Z")));
    slice first = id_of(&b, movement(rec, S("A1"), S("0001-01-01")));
    slice last = id_of(&b, movement(rec, S("A1"), S("9999-12-31T23:59:59-12:00")));
    same(((slice){before.p, 10}), S("7fffffffff"), "a second before");
    ok(slice_cmp(first, before) < 0 && slice_cmp(before, one) < 0 && slice_cmp(one, last) < 0,
       "ids sort as time does, from the year 1 to 9999");
    movement(rec, S(""), S("1970-01-01"));
    ok(id_of(&b, rec).n == 0, "without a document and a name there is no id");
    rec[COL_surname] = S("O'Neil");
    slice name = id_of(&b, rec);
    rec[COL_surname] = S("ONEIL");
    same(id_of(&b, rec), name, "a name counts as it is folded");
    rec[COL_birth_date] = S("1980-01-02");
    ok(!slice_eq(id_of(&b, rec), name), "and so does the date of birth");
    movement(rec, S("A1"), S("1970-01-01"));
    rec[COL_officer] = S("X");
    same(id_of(&b, rec), one, "what is no part of the crossing does not count");
    ledger_batch_free(&b);
}

static void
others(void)
{
    buf b = {0};
    arena a = {0};
    slice rest, name, value;

    ledger_more_put(&b, S("note"), S("a, \"b\"\nc"));
    ledger_more_put(&b, S("empty"), S(""));
    ledger_more_put(&b, S("x,y"), S(" "));
    rest = buf_slice(&b);
    ok(ledger_more_next(&rest, &a, &name, &value), "other columns: the first");
    same(name, S("note"), "its name");
    same(value, S("a, \"b\"\nc"), "its value, with all that CSV minds");
    ok(ledger_more_next(&rest, &a, &name, &value), "the next; an empty one is not kept");
    same(name, S("x,y"), "a name with a comma");
    same(value, S(" "), "a blank");
    ok(!ledger_more_next(&rest, &a, &name, &value), "and no more");
    rest = S("a,\"open");
    ok(!ledger_more_next(&rest, &a, &name, &value), "a quote that does not end is no pair");
    rest = S("alone");
    ok(!ledger_more_next(&rest, &a, &name, &value), "a name alone is none");
    ok(ledger_more_has(S("note")) && !ledger_more_has(S("surname")) &&
           !ledger_more_has(S("movement_id")) && !ledger_more_has(S("mark")),
       "what a ledger has of its own is none of the others");
    buf_free(&b);
    arena_free(&a);
}

static void
batches(void)
{
    slice rec[COL_COUNT];
    ledger_batch b = {0};
    ledger_head head;
    error e;
    ledger *l;

    l = ledger_open(path, LEDGER_READ, &e);
    ok(l == NULL && strstr(e.text, "No such file") != NULL, "no ledger to read: %s", e.text);
    l = ledger_open(path, LEDGER_CREATE, &e);
    if (!ok(l != NULL, "a ledger is made"))
        return;
    ok(ledger_batch_write(l, &b, &e), "an empty batch is nothing");
    ledger_entry *one = ledger_batch_add(&b, movement(rec, S("A1"), S("2026-01-01")), S("n,v"), &e);
    ok(one != NULL && one->fate == LEDGER_PENDING, "a row waits");
    (void)id_of(&b, movement(rec, S("A1"), S("2026-01-01")));
    movement(rec, S("A2"), S("2026-01-02"));
    rec[COL_change_kind] = S("correct");
    rec[COL_change_of] = b.entry[0].id;
    ok(ledger_batch_add(&b, rec, (slice){NULL, 0}, &e) != NULL, "a correction of a row beside it");
    rec[COL_doc_number] = S("A3");
    (void)ledger_batch_add(&b, rec, (slice){NULL, 0}, &e);
    rec[COL_change_of] = S("80000000000000000000000000000000");
    (void)ledger_batch_add(&b, rec, (slice){NULL, 0}, &e);
    ok(ledger_batch_write(l, &b, &e), "it is written");
    ok(b.entry[0].fate == LEDGER_WRITTEN, "the row");
    ok(b.entry[1].fate == LEDGER_KNOWN, "the same again is known");
    ok(b.entry[2].fate == LEDGER_WRITTEN, "the correction");
    ok(b.entry[3].fate == LEDGER_REFUSED && strstr(b.entry[3].why, "already") != NULL,
       "another of the same row is refused");
    ok(b.entry[4].fate == LEDGER_REFUSED, "and one of no row");
    ledger_batch_reset(&b);
    rec[COL_change_kind] = S("delete");
    ok(ledger_batch_add(&b, rec, (slice){NULL, 0}, &e) == NULL, "no such change: %s", e.text);
    rec[COL_change_kind] = S("void");
    ok(ledger_batch_add(&b, rec, (slice){NULL, 0}, &e) == NULL, "no reason: %s", e.text);
    rec[COL_change_of] = S("x");
    ok(ledger_batch_add(&b, rec, (slice){NULL, 0}, &e) == NULL, "no id: %s", e.text);

    ledger_query q = {0};
    size_t n;
    ledger_rows *r = ledger_select(l, &q, &e);
    ok(r != NULL, "rows are read");
    const slice *names = ledger_rows_names(r, &n), *v = ledger_rows_next(r, &e);
    same(names[0], S("movement_id"), "the first column is the id");
    same(names[n - 1], S("n"), "the last another's");
    ok(v != NULL && slice_eq(v[12], S("A2")), "the row that holds now");
    ok(ledger_rows_next(r, &e) == NULL && e.text[0] == '\0', "is the only one");
    ledger_rows_free(r);
    ok(ledger_audit_verify(l, true, NULL, &head, NULL, NULL, &e) && head.n == 2,
       "two lines of the chain");
    ledger_batch_free(&b);
    ledger_close(l);
}

static void
heads(void)
{
    static const char hash[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    ledger_head h;
    buf b = {0};

    buf_printf(&b, "12:%s", hash);
    ok(ledger_head_parse(buf_slice(&b), &h) && h.n == 12 && strcmp(h.hash, hash) == 0, "a head");
    ok(!ledger_head_parse((slice){b.p, b.n - 1}, &h), "cut short");
    b.p[5] = 'G';
    ok(!ledger_head_parse(buf_slice(&b), &h), "no hexadecimal digit");
    ok(!ledger_head_parse(S("0:"), &h) && !ledger_head_parse(S(""), &h), "nothing");
    buf_free(&b);
}

int
main(void)
{
    strcpy(folder, "/tmp/test-ledger-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return 99;
    snprintf(path, sizeof path, "%s/l.db", folder);
    ids();
    others();
    batches();
    heads();
    unlink(path);
    rmdir(folder);
    return tap_done();
}

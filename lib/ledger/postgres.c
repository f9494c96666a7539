/* The store on a PostgreSQL server: libpq, COPY in, a cursor out, a partition a month. */
#include "ledger/pq.h"
#include "ledger/private.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    FETCH_ROWS = 1000,
    KEPT_BYTES = 16 << 20,    /* of freed memory: a result is a megabyte, and the next one, too */
    SCHEMA_LOCK = 0x424f5244, /* "BORD" */
    /* Months with a partition of their own; a few rows before and behind share one each. */
    MONTH_FIRST = 200001,
    MONTH_LAST = 207912
};

struct cursor {
    PGconn *db;
    const char *where;
    PGresult *r;
    int at, rows, n;
    char name[24]; /* of a cursor of the server; "" when r is all */
    slice *value;
};

/* The first line of what the server says, without "ERROR:". */
static bool
failed(const char *where, const char *said, error *e)
{
    slice line = slice_of(said);

    line.n = slice_eol(line);
    if (slice_starts(line, S("ERROR:")))
        line = slice_trim((slice){line.p + 6, line.n - 6});
    return error_set(e, "%s: %.*s", where, (int)line.n, line.n == 0 ? "" : line.p);
}

static bool
done(ledger *l, PGresult *r, error *e)
{
    ExecStatusType what = pq.PQresultStatus(r);
    bool good = what == PGRES_COMMAND_OK || what == PGRES_TUPLES_OK || what == PGRES_COPY_IN ||
                failed(l->where,
                       r != NULL ? pq.PQresultErrorMessage(r) : pq.PQerrorMessage(l->postgres), e);

    pq.PQclear(r);
    return good;
}

static bool
run(ledger *l, const char *sql, error *e)
{
    return done(l, pq.PQexec(l->postgres, sql), e);
}

/* ---- statements ---- */

static PGresult *
execute_values(ledger *l, const char *sql, const slice *value, size_t n)
{
    const char **text = mem_alloc(n + 1, sizeof(char *));
    size_t *at = mem_alloc(n + 1, sizeof *at);
    buf b = {0};

    for (size_t i = 0; i < n; i++) { /* libpq wants a NUL; records have none */
        at[i] = b.n;
        buf_puts(&b, value[i]);
        buf_putc(&b, '\0');
    }
    for (size_t i = 0; i < n; i++)
        text[i] = b.p + at[i];
    PGresult *r = pq.PQexecParams(l->postgres, sql, (int)n, NULL, text, NULL, NULL, 0);
    buf_free(&b);
    free(text);
    free(at);
    return r;
}

static cursor *
open_query(ledger *l, const char *sql, const slice *value, size_t n, bool stream, error *e)
{
    cursor *c = mem_alloc(1, sizeof *c);
    buf b = {0};

    c->db = l->postgres;
    c->where = l->where;
    if (stream) {
        snprintf(c->name, sizeof c->name, "rows_%u", ++l->serial);
        buf_printf(&b, "DECLARE %s NO SCROLL CURSOR FOR ", c->name);
    }
    buf_puts(&b, slice_of(sql));
    buf_putc(&b, '\0');
    c->r = execute_values(l, b.p, value, n);
    buf_free(&b);
    ExecStatusType what = pq.PQresultStatus(c->r);
    if (what != PGRES_TUPLES_OK && what != PGRES_COMMAND_OK) {
        (void)done(l, c->r, e);
        free(c);
        return NULL;
    }
    c->rows = pq.PQntuples(c->r);
    c->n = pq.PQnfields(c->r);
    c->value = mem_alloc((size_t)c->n + 1, sizeof *c->value);
    return c;
}

/* The next rows of a cursor of the server; false: there are none. */
static bool
fetch(cursor *c, error *e)
{
    char sql[64];

    snprintf(sql, sizeof sql, "FETCH %d FROM %s", FETCH_ROWS, c->name);
    pq.PQclear(c->r);
    c->r = pq.PQexec(c->db, sql);
    c->at = c->rows = 0;
    if (pq.PQresultStatus(c->r) != PGRES_TUPLES_OK)
        return failed(c->where, pq.PQerrorMessage(c->db), e);
    c->rows = pq.PQntuples(c->r);
    if (c->n != pq.PQnfields(c->r)) {
        c->n = pq.PQnfields(c->r);
        c->value = mem_grow(c->value, (size_t)c->n + 1, sizeof *c->value);
    }
    return c->rows != 0;
}

static void
read_values(const PGresult *r, int at, slice *value, int n)
{
    for (int i = 0; i < n; i++)
        value[i] = (slice){pq.PQgetvalue(r, at, i), (size_t)pq.PQgetlength(r, at, i)};
}

static const slice *
next(cursor *c, error *e)
{
    if (c->at == c->rows && (c->name[0] == '\0' || !fetch(c, e)))
        return NULL;
    read_values(c->r, c->at++, c->value, c->n);
    return c->value;
}

static void
end(cursor *c)
{
    char sql[48];

    pq.PQclear(c->r);
    if (c->name[0] != '\0' && pq.PQtransactionStatus(c->db) == PQTRANS_INTRANS) {
        snprintf(sql, sizeof sql, "CLOSE %s", c->name);
        pq.PQclear(pq.PQexec(c->db, sql));
    }
    free(c->value);
    free(c);
}

/* ---- open ---- */

/*
 * Addresses are not shown before it is known that they hold no password, and
 * what libpq says of a bad one may show it, too.
 */
static bool
no_password(const char *where, error *e)
{
    PQconninfoOption *all = pq.PQconninfoParse(where, NULL);
    bool secret = false;

    if (all == NULL)
        return error_set(e, "the address of the ledger is not one that libpq can read (it is not "
                            "shown, for it may hold a password)");
    for (PQconninfoOption *o = all; o->keyword != NULL; o++)
        if (o->val != NULL && strstr(o->keyword, "password") != NULL)
            secret = true;
    pq.PQconninfoFree(all);
    return !secret ||
           error_set(e, "the address of the ledger holds a password, which others on this machine "
                        "can read: use a file that PGPASSFILE names, or a service");
}

static void
be_quiet(void *data, const char *text)
{
    (void)data;
    (void)text;
}

static bool
open_server(ledger *l, ledger_mode mode, error *e)
{
    const char *key[] = {"dbname", "client_encoding", "fallback_application_name", NULL};
    const char *value[] = {l->where, "UTF8", "bordertools", NULL};
    arena a = {0};
    slice standby;
    bool found;

#ifdef M_TRIM_THRESHOLD
    (void)mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
#endif
    if (!pq_load(e) || !no_password(l->where, e)) {
        l->where = "postgresql";
        return false;
    }
    l->postgres = pq.PQconnectdbParams(key, value, 1);
    if (l->postgres == NULL || pq.PQstatus(l->postgres) != CONNECTION_OK)
        return failed(l->where,
                      l->postgres == NULL ? "out of memory" : pq.PQerrorMessage(l->postgres), e);
    pq.PQsetNoticeProcessor(l->postgres, be_quiet, NULL);
    bool good = run(l, "SET synchronous_commit = on", e) &&
                query_one(l, "SELECT pg_is_in_recovery()", NULL, 0, &a, &standby, 1, &found, e);
    l->writable = good && slice_eq(standby, S("f"));
    arena_free(&a);
    if (good && mode != LEDGER_READ && !l->writable)
        return error_set(e, "%s: a standby server, which cannot be written", l->where);
    return good;
}

static void
close_server(ledger *l)
{
    if (l->postgres != NULL)
        pq.PQfinish(l->postgres);
    l->postgres = NULL;
}

/* ---- transactions and the schema ---- */

static bool
begin(ledger *l, bool write, error *e)
{
    if (!write)
        return run(l, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", e);
    return run(l, "BEGIN", e) && run(l, "LOCK TABLE audit IN EXCLUSIVE MODE", e);
}

static bool
begin_schema(ledger *l, error *e)
{
    char sql[64];

    snprintf(sql, sizeof sql, "SELECT pg_advisory_xact_lock(%d)", SCHEMA_LOCK);
    return run(l, "BEGIN", e) && run(l, sql, e);
}

static bool
commit(ledger *l, error *e)
{
    /* The COMMIT of a transaction that failed is a ROLLBACK, which is no error to libpq. */
    if (pq.PQtransactionStatus(l->postgres) != PQTRANS_INTRANS)
        return error_set(e, "%s: the transaction failed", l->where);
    return run(l, "COMMIT", e);
}

static void
rollback(ledger *l)
{
    PGTransactionStatusType what = pq.PQtransactionStatus(l->postgres);

    if (what == PQTRANS_INTRANS || what == PQTRANS_INERROR)
        pq.PQclear(pq.PQexec(l->postgres, "ROLLBACK"));
}

static bool
exists(ledger *l, bool *yes, error *e)
{
    arena a = {0};
    slice n;
    bool found;
    bool good = query_one(l, "SELECT 1 FROM pg_class WHERE oid = to_regclass('ledger')", NULL, 0,
                          &a, &n, 1, &found, e);

    *yes = good && found;
    arena_free(&a);
    return good;
}

static bool
create(ledger *l, error *e)
{
    buf sql = {0};

    row_create(&sql, "BIGINT NOT NULL", "TEXT COLLATE \"C\" NOT NULL");
    buf_printf(&sql,
               ") PARTITION BY RANGE (month);"
               "CREATE UNIQUE INDEX ON movement (month, movement_id);"
               "CREATE INDEX ON movement (month, doc_key);"
               "CREATE INDEX ON movement (month, name_key);"
               "CREATE INDEX ON movement (mark);"
               "CREATE TABLE movement_before PARTITION OF movement FOR VALUES FROM (MINVALUE) "
               "TO (%d);"
               "CREATE TABLE movement_behind PARTITION OF movement FOR VALUES FROM (%d) "
               "TO (MAXVALUE)",
               MONTH_FIRST, MONTH_LAST + 1);
    buf_putc(&sql, '\0');
    bool good = run(l, sql.p, e);
    buf_free(&sql);
    return good;
}

static bool
create_lookup(ledger *l, error *e)
{
    (void)l; /* the indexes of movement will do */
    (void)e;
    return true;
}

/* Attached, not created as one, so that it does not wait for those who read. */
static bool
new_month(ledger *l, int month, error *e)
{
    char sql[256];

    if (month < MONTH_FIRST || month > MONTH_LAST)
        return true;
    snprintf(sql, sizeof sql,
             "CREATE TABLE movement_%06d (LIKE movement INCLUDING ALL);"
             "ALTER TABLE movement ATTACH PARTITION movement_%06d FOR VALUES FROM (%d) TO (%d)",
             month, month, month, month + 1);
    return run(l, sql, e);
}

/* ---- rows ---- */

static bool
known(ledger *l, ledger_entry *const *entry, size_t n,
      void (*met)(void *ctx, ledger_entry *r, const slice *there), void *ctx, error *e)
{
    slice value[LEDGER_FIELDS + 1]; /* the last is the number of the entry */
    buf months = {0}, ids = {0}, sql = {0};
    uint64_t i;

    for (size_t k = 0; k < n; k++) {
        buf_putc(&months, k == 0 ? '{' : ',');
        buf_puts(&months, entry[k]->field[F_MONTH]);
        buf_putc(&ids, k == 0 ? '{' : ',');
        buf_puts(&ids, entry[k]->id);
    }
    buf_putc(&months, '}');
    buf_putc(&ids, '}');
    row_select(&sql);
    buf_puts(&sql, S(", u.n FROM unnest($1::bigint[], $2::text[]) WITH ORDINALITY AS u "
                     "(month, id, n), LATERAL (SELECT * FROM movement WHERE month = u.month AND "
                     "movement_id = u.id LIMIT 1) m")); /* each by the index */
    buf_putc(&sql, '\0');
    slice asked[2] = {buf_slice(&months), buf_slice(&ids)};
    PGresult *r = execute_values(l, sql.p, asked, 2);
    buf_free(&months);
    buf_free(&ids);
    buf_free(&sql);
    for (int k = 0; k < pq.PQntuples(r); k++) {
        read_values(r, k, value, LEDGER_FIELDS + 1);
        if (slice_uint(value[LEDGER_FIELDS], n, &i) && i != 0)
            met(ctx, entry[i - 1], value);
    }
    return done(l, r, e);
}

/* A value as the text form of COPY has it. */
static void
put_copy(buf *b, slice v)
{
    buf_reserve(b, 2 * v.n + 1);
    char *to = b->p + b->n;
    for (size_t i = 0; i < v.n; i++) {
        char c = v.p[i];
        if (BASE_UNLIKELY(c == '\\' || c == '\n' || c == '\r' || c == '\t')) {
            *to++ = '\\';
            c = c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\t' ? 't' : c;
        }
        *to++ = c;
    }
    b->n = (size_t)(to - b->p);
}

static bool
insert(ledger *l, ledger_entry *const *entry, size_t n, int64_t first, error *e)
{
    (void)first; /* it is in the rows */
    buf b = {0};
    bool good = run(l, "COPY movement FROM STDIN", e), sent = true;

    for (size_t i = 0; i < n && good && sent; i++) {
        for (size_t k = 0; k < LEDGER_FIELDS; k++) {
            if (k != 0)
                buf_putc(&b, '\t');
            put_copy(&b, entry[i]->field[k]);
        }
        buf_putc(&b, '\n');
        if (b.n >= OUT_CHUNK || i + 1 == n) {
            sent = pq.PQputCopyData(l->postgres, b.p, (int)b.n) == 1;
            b.n = 0;
        }
    }
    buf_free(&b);
    if (!good)
        return false;
    if (!sent || pq.PQputCopyEnd(l->postgres, NULL) != 1)
        good = failed(l->where, pq.PQerrorMessage(l->postgres), e);
    for (PGresult *r; (r = pq.PQgetResult(l->postgres)) != NULL;) {
        if (good)
            good = done(l, r, e);
        else
            pq.PQclear(r);
    }
    return good;
}

/* ---- care ---- */

static bool
check(ledger *l, error *e)
{
    return error_set(e, "%s: the pages of a server are checked with pg_amcheck(1)", l->where);
}

static bool
backup(ledger *l, const char *path, error *e)
{
    (void)path;
    return error_set(e, "%s: a server is copied with pg_dump(1) or pg_basebackup(1)", l->where);
}

#define OF_MONTH "m.month = k.month"

const store_kind store_postgres = {.partitions = true,
                                   .rows = "month k CROSS JOIN movement m",
                                   .document = OF_MONTH,
                                   .name = OF_MONTH,
                                   .names = OF_MONTH,
                                   .open = open_server,
                                   .close = close_server,
                                   .begin = begin,
                                   .begin_schema = begin_schema,
                                   .commit = commit,
                                   .rollback = rollback,
                                   .exists = exists,
                                   .create = create,
                                   .create_lookup = create_lookup,
                                   .script = run,
                                   .query = open_query,
                                   .next = next,
                                   .end = end,
                                   .known = known,
                                   .insert = insert,
                                   .month = new_month,
                                   .check = check,
                                   .backup = backup};

/* The store in a SQLite file: write-ahead log, every commit on the disk. */
#include "ledger/private.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    APPLICATION = 0x424f5244, /* "BORD": see file(1) and PRAGMA application_id */
    WAIT_MS = 60000,          /* for another writer, at most */
    PAGE_BYTES = 8192,        /* of new ledgers */
    CACHE_PAGES = 2048,
    CHECKPOINT_PAGES = 32000
};

struct cursor {
    sqlite3 *db;
    const char *where;
    sqlite3_stmt *s;
    slice *value;
    int n;
};

static bool
failed(ledger *l, error *e)
{
    int code = l->sqlite == NULL ? SQLITE_NOMEM : sqlite3_extended_errcode(l->sqlite);
    const char *why = l->sqlite == NULL ? "out of memory" : sqlite3_errmsg(l->sqlite);

    switch (code & 255) {
    case SQLITE_NOTADB:
        return error_set(e, "%s: not a SQLite file", l->where);
    case SQLITE_FULL:
        return error_set(e, "%s: No space left: the disk is full", l->where);
    case SQLITE_BUSY:
        return error_set(e, "%s: another program has been writing for %d s", l->where,
                         WAIT_MS / 1000);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN: {
        int system = l->sqlite == NULL ? 0 : sqlite3_system_errno(l->sqlite);
        return error_set(e, "%s: %s%s%s", l->where, why, system != 0 ? ": " : "",
                         system != 0 ? strerror(system) : "");
    }
    default:
        return error_set(e, "%s: %s", l->where, why);
    }
}

/*
 * Short waits, so that a writer is not passed over by others for long: the
 * lock is free between two batches, and who looks often finds it free.
 */
static int
busy(void *data, int count)
{
    struct timespec wait = {0, (500 + (count * 7919) % 1000) * 1000L};

    (void)data;
    if (count > WAIT_MS)
        return 0;
    nanosleep(&wait, NULL);
    return 1;
}

/* ---- statements ---- */

static bool
run(ledger *l, const char *sql, error *e)
{
    return sqlite3_exec(l->sqlite, sql, NULL, NULL, NULL) == SQLITE_OK || failed(l, e);
}

/* kept: who is bound to may be gone before the statement is. */
static bool
bind_text(sqlite3_stmt *s, size_t i, slice v, bool kept)
{
    return sqlite3_bind_text(s, (int)i + 1, v.p == NULL ? "" : v.p, (int)v.n,
                             kept ? SQLITE_TRANSIENT : SQLITE_STATIC) == SQLITE_OK;
}

static cursor *
open_query(ledger *l, const char *sql, const slice *value, size_t n, bool stream, error *e)
{
    cursor *c = mem_alloc(1, sizeof *c);

    (void)stream;
    c->db = l->sqlite;
    c->where = l->where;
    if (sqlite3_prepare_v2(l->sqlite, sql, -1, &c->s, NULL) != SQLITE_OK) {
        failed(l, e);
        free(c);
        return NULL;
    }
    for (size_t i = 0; i < n; i++)
        (void)bind_text(c->s, i, value[i], true);
    c->n = sqlite3_column_count(c->s);
    c->value = mem_alloc((size_t)c->n + 1, sizeof *c->value);
    return c;
}

static void
read_values(sqlite3_stmt *s, slice *value, int n)
{
    for (int i = 0; i < n; i++) {
        value[i].p = (const char *)sqlite3_column_text(s, i);
        value[i].n = (size_t)sqlite3_column_bytes(s, i);
    }
}

static const slice *
next(cursor *c, error *e)
{
    int what = sqlite3_step(c->s);

    if (what == SQLITE_DONE)
        return NULL;
    if (what != SQLITE_ROW) {
        ledger l = {.sqlite = c->db, .where = c->where};
        failed(&l, e);
        return NULL;
    }
    read_values(c->s, c->value, c->n);
    return c->value;
}

static void
end(cursor *c)
{
    sqlite3_finalize(c->s);
    free(c->value);
    free(c);
}

/* ---- open ---- */

static bool
pragma_number(ledger *l, const char *sql, int64_t *number, error *e)
{
    sqlite3_stmt *s = NULL;
    bool good = sqlite3_prepare_v2(l->sqlite, sql, -1, &s, NULL) == SQLITE_OK &&
                sqlite3_step(s) == SQLITE_ROW;

    if (good)
        *number = sqlite3_column_int64(s, 0);
    else
        failed(l, e);
    sqlite3_finalize(s);
    return good;
}

/* Room for the pages of who writes much, at once: for each page the kernel would be asked anew.
   SQLite touches all of it, which takes longer than a look-up. */
static void
make_cache(void)
{
    static void *room;
    int beside = 0;

    if (room != NULL || sqlite3_config(SQLITE_CONFIG_PCACHE_HDRSZ, &beside) != SQLITE_OK)
        return;
    int size = (PAGE_BYTES + beside + 7) / 8 * 8;
    room = mem_alloc(CACHE_PAGES, (size_t)size);
    (void)sqlite3_config(SQLITE_CONFIG_PAGECACHE, room, size, (int)CACHE_PAGES);
}

static bool
attach(ledger *l, const char *path, int flags, error *e)
{
    if (sqlite3_open_v2(path, &l->sqlite, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return failed(l, e);
    sqlite3_extended_result_codes(l->sqlite, 1);
    sqlite3_busy_handler(l->sqlite, busy, NULL);
    sqlite3_limit(l->sqlite, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_db_config(l->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(l->sqlite, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    return lookup_functions(l->sqlite) || failed(l, e);
}

/* Whether there is something in the file of that name with these letters behind it. */
static bool
has_beside(const char *path, const char *letters)
{
    struct stat s;
    buf b = {0};

    buf_printf(&b, "%s%s", path, letters);
    buf_putc(&b, '\0');
    bool has = stat(b.p, &s) == 0 && s.st_size != 0;
    buf_free(&b);
    return has;
}

/* A file that cannot be written, in a folder where no log can be made. */
static bool
attach_unwritable(ledger *l, error *e)
{
    buf path = {0};

    if (has_beside(l->where, "-wal") || has_beside(l->where, "-journal"))
        return error_set(e,
                         "%s: rows are in a log beside it that was not closed: who may write "
                         "there must open it first",
                         l->where);
    sqlite3_close(l->sqlite);
    l->sqlite = NULL;
    buf_puts(&path, S("file:"));
    for (const char *p = l->where; *p != '\0'; p++) {
        if (strchr("%?#", *p) != NULL)
            buf_printf(&path, "%%%02x", (unsigned)*p);
        else
            buf_putc(&path, *p);
    }
    buf_puts(&path, S("?immutable=1"));
    buf_putc(&path, '\0');
    bool good = attach(l, path.p, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, e);
    buf_free(&path);
    return good;
}

/* SQLite asks no busy handler here, lest two that make one ledger wait for each other. */
static bool
write_ahead(ledger *l, error *e)
{
    int code, tries = 0;

    do
        code = sqlite3_exec(l->sqlite, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    while ((code & 255) == SQLITE_BUSY && busy(NULL, tries++));
    return code == SQLITE_OK || failed(l, e);
}

#define COUNT_TABLES "SELECT count(*) FROM sqlite_master"

static bool
open_file(ledger *l, ledger_mode mode, error *e)
{
    int64_t application = 0, tables = 0;
    bool there = access(l->where, F_OK) == 0;

    if (l->where[0] == ':') /* SQLite would keep it in memory, and lose it */
        return error_set(e, "%s: the name of a file that begins with ':' needs './' before it",
                         l->where);
    if (!there && mode != LEDGER_CREATE)
        return error_set(e, "%s: cannot open: %s", l->where, strerror(errno));
    if (!there) { /* it holds persons: not for others, and the log gets the same rights */
        int fd = open(l->where, O_RDWR | O_CREAT | O_CLOEXEC, 0660);
        if (fd < 0)
            return error_set(e, "%s: cannot create: %s", l->where, strerror(errno));
        close(fd);
    }
    if (mode == LEDGER_CREATE)
        make_cache();
    if (!attach(l, l->where,
                SQLITE_OPEN_READWRITE | (mode == LEDGER_CREATE ? SQLITE_OPEN_CREATE : 0), e))
        return false;
    l->writable = !sqlite3_db_readonly(l->sqlite, "main");
    if (mode != LEDGER_READ && !l->writable)
        return error_set(e, "%s: the file cannot be written", l->where);
    /* The tables before the mark: another may make the ledger between, mark and tables at once. */
    if (!pragma_number(l, COUNT_TABLES, &tables, e)) {
        if (l->writable || sqlite3_errcode(l->sqlite) != SQLITE_CANTOPEN ||
            !attach_unwritable(l, e) || !pragma_number(l, COUNT_TABLES, &tables, e))
            return false;
    }
    if (!pragma_number(l, "PRAGMA application_id", &application, e))
        return false;
    if (application != APPLICATION && tables != 0)
        return error_set(e, "%s: a SQLite file, but no ledger", l->where);
    char sql[160];
    snprintf(sql, sizeof sql,
             "PRAGMA automatic_index = OFF;" /* it would read every row for one question */
             "PRAGMA page_size = %d; PRAGMA cache_size = %d; PRAGMA wal_autocheckpoint = %d",
             PAGE_BYTES, CACHE_PAGES, CHECKPOINT_PAGES);
    return run(l, sql, e) &&
           (mode == LEDGER_READ || (write_ahead(l, e) && run(l, "PRAGMA synchronous = FULL", e)));
}

static void
close_file(ledger *l)
{
    sqlite3_close(l->sqlite);
    l->sqlite = NULL;
}

/* ---- transactions and the schema ---- */

static bool
begin(ledger *l, bool write, error *e)
{
    return run(l, write ? "BEGIN IMMEDIATE" : "BEGIN", e);
}

static bool
begin_schema(ledger *l, error *e)
{
    return begin(l, true, e);
}

static bool
commit(ledger *l, error *e)
{
    return run(l, "COMMIT", e);
}

static void
rollback(ledger *l)
{
    if (!sqlite3_get_autocommit(l->sqlite))
        sqlite3_exec(l->sqlite, "ROLLBACK", NULL, NULL, NULL);
}

static bool
exists(ledger *l, bool *yes, error *e)
{
    int64_t n = 0;
    bool good = pragma_number(l, "SELECT count(*) FROM sqlite_master WHERE name = 'ledger'", &n, e);

    *yes = n != 0;
    return good;
}

static bool
create(ledger *l, error *e)
{
    buf sql = {0};

    row_create(&sql, "INTEGER PRIMARY KEY", "TEXT NOT NULL");
    buf_printf(&sql,
               ");"
               "CREATE UNIQUE INDEX movement_id ON movement (month, movement_id);"
               "CREATE INDEX movement_document ON movement (month, doc_key);"
               "CREATE INDEX movement_name ON movement (month, name_key);"
               "PRAGMA application_id = %d",
               APPLICATION);
    buf_putc(&sql, '\0');
    bool good = run(l, sql.p, e);
    buf_free(&sql);
    return good;
}

/* ---- rows ---- */

static bool
known(ledger *l, ledger_entry *const *entry, size_t n,
      void (*met)(void *ctx, ledger_entry *r, const slice *there), void *ctx, error *e)
{
    slice value[LEDGER_FIELDS];
    sqlite3_stmt *s = NULL;
    buf sql = {0};

    row_select(&sql);
    buf_puts(&sql, S(ROW_OF_ID));
    buf_putc(&sql, '\0');
    bool good = sqlite3_prepare_v2(l->sqlite, sql.p, -1, &s, NULL) == SQLITE_OK || failed(l, e);
    buf_free(&sql);
    for (size_t i = 0; i < n && good; i++) {
        const slice asked[2] = {entry[i]->field[F_MONTH], entry[i]->id};
        good =
            (bind_text(s, 0, asked[0], false) && bind_text(s, 1, asked[1], false)) || failed(l, e);
        int what = good ? sqlite3_step(s) : SQLITE_DONE;
        if (what == SQLITE_ROW) {
            read_values(s, value, LEDGER_FIELDS);
            met(ctx, entry[i], value);
        } else if (what != SQLITE_DONE) {
            good = failed(l, e);
        }
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    return good;
}

/* Numbers as such, or each would be read as a decimal fraction first.  What was empty in the row
   before is bound so: before is that row. */
static bool
bind_row(ledger *l, sqlite3_stmt *s, const slice *before, const slice *field, error *e)
{
    bool good = true;

    for (size_t i = 0; i < LEDGER_FIELDS && good; i++) {
        uint64_t number;
        if (before != NULL && before[i].n == 0 && field[i].n == 0)
            continue;
        good = (field_number(i) && slice_uint(field[i], INT64_MAX, &number)
                    ? sqlite3_bind_int64(s, (int)i + 1, (int64_t)number) == SQLITE_OK
                    : bind_text(s, i, field[i], false)) ||
               failed(l, e);
    }
    return good;
}

static bool
insert(ledger *l, ledger_entry *const *entry, size_t n, int64_t first, error *e)
{
    sqlite3_stmt *s = NULL;
    buf sql = {0};

    buf_puts(&sql, S("INSERT INTO movement VALUES ("));
    for (size_t i = 0; i < LEDGER_FIELDS; i++)
        buf_puts(&sql, i == 0 ? S("?") : S(", ?"));
    buf_puts(&sql, S(")"));
    buf_putc(&sql, '\0');
    bool good = sqlite3_prepare_v2(l->sqlite, sql.p, -1, &s, NULL) == SQLITE_OK || failed(l, e);
    buf_free(&sql);
    for (size_t i = 0; i < n && good; i++) {
        good = bind_row(l, s, i == 0 ? NULL : entry[i - 1]->field, entry[i]->field, e) &&
               (sqlite3_step(s) == SQLITE_DONE || failed(l, e));
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    return good && lookup_fill(l, first, first + (int64_t)n - 1, e);
}

static bool
new_month(ledger *l, int month, error *e)
{
    (void)l;
    (void)month;
    (void)e;
    return true;
}

/* ---- care ---- */

static bool
check(ledger *l, error *e)
{
    bool found;
    arena a = {0};
    slice said;
    bool good = query_one(l, "PRAGMA integrity_check(1)", NULL, 0, &a, &said, 1, &found, e);

    if (good && found && !slice_eq(said, S("ok")))
        good = error_set(e, "%s: damaged: %.*s", l->where, (int)said.n, said.p);
    good = good && query_one(l, lookup_hidden, NULL, 0, &a, &said, 1, &found, e);
    if (good && found)
        good = error_set(e, "%s: damaged: row %.*s is not found by its document or name", l->where,
                         (int)said.n, said.p);
    arena_free(&a);
    return good;
}

static bool
sync_path(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        close(fd);
    return good;
}

/* Copies pages in one go: writers go on beside it, for they only add to the log. */
static bool
copy_pages(ledger *l, const char *path, error *e)
{
    sqlite3 *to = NULL;
    bool good =
        sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) == SQLITE_OK;
    sqlite3_backup *b = good ? sqlite3_backup_init(to, "main", l->sqlite, "main") : NULL;

    good = b != NULL && sqlite3_backup_step(b, -1) == SQLITE_DONE;
    if (b != NULL && sqlite3_backup_finish(b) != SQLITE_OK)
        good = false;
    /* A copy stands alone: no log beside it. */
    good = good && sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) == SQLITE_OK;
    if (!good)
        error_set(e, "%s: %s", path, to == NULL ? "out of memory" : sqlite3_errmsg(to));
    sqlite3_close(to);
    return good;
}

static bool
backup(ledger *l, const char *path, error *e)
{
    buf part = {0};
    struct stat here, there;

    if (stat(l->where, &here) == 0 && stat(path, &there) == 0 && here.st_dev == there.st_dev &&
        here.st_ino == there.st_ino)
        return error_set(e, "%s: that is the ledger itself", path);
    if (has_beside(path, "-wal") || has_beside(path, "-journal"))
        return error_set(e,
                         "%s: a ledger that is in use or was not closed: its log would be taken "
                         "for that of the copy",
                         path);
    buf_printf(&part, "%s.%ld.part", path, (long)getpid());
    buf_putc(&part, '\0');
    unlink(part.p);
    int fd = open(part.p, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0660);
    bool good = fd >= 0 || error_set(e, "%s: cannot create: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    good = good && copy_pages(l, part.p, e);
    if (good && (!sync_path(part.p) || rename(part.p, path) != 0))
        good = error_set(e, "%s: %s", path, strerror(errno));
    if (!good)
        unlink(part.p);
    buf_free(&part);
    return good;
}

const store_kind store_sqlite = {.rows = "movement m",
                                 .document = lookup_document,
                                 .name = lookup_name,
                                 .names = lookup_names,
                                 .hidden = lookup_hidden,
                                 .open = open_file,
                                 .close = close_file,
                                 .begin = begin,
                                 .begin_schema = begin_schema,
                                 .commit = commit,
                                 .rollback = rollback,
                                 .exists = exists,
                                 .create = create,
                                 .create_lookup = lookup_create,
                                 .script = run,
                                 .query = open_query,
                                 .next = next,
                                 .end = end,
                                 .known = known,
                                 .insert = insert,
                                 .month = new_month,
                                 .check = check,
                                 .backup = backup};

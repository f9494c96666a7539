/* Opening a ledger, and its schema: each step makes the next version. */
#include "ledger/private.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * What the stores do differently is made by them: movement itself, for it is
 * partitioned in PostgreSQL ("@movement"), and how rows are found ("@lookup").  Version n is what
 * the first n steps have made; a step that was released is never changed.
 */
#define ROWS_AND_CHAIN                                                                             \
    "CREATE TABLE ledger (version BIGINT NOT NULL);"                                               \
    "INSERT INTO ledger VALUES (0);"                                                               \
    "CREATE TABLE month (month BIGINT PRIMARY KEY);"                                               \
    "CREATE TABLE replaced (movement_id TEXT PRIMARY KEY, mark BIGINT NOT NULL);"                  \
    "CREATE TABLE audit (n BIGINT PRIMARY KEY, time TEXT NOT NULL, who TEXT NOT NULL,"             \
    " action TEXT NOT NULL, detail TEXT NOT NULL, last_mark BIGINT NOT NULL,"                      \
    " hash TEXT NOT NULL);"                                                                        \
    "@movement"
/* The names of the columns that are in more; "@extra" are those of the rows so far. */
#define OTHER_COLUMNS                                                                              \
    "CREATE TABLE extra (n BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE);"                        \
    "@extra"

static const char *const steps[] = {ROWS_AND_CHAIN, OTHER_COLUMNS, "@lookup"};

bool
execute(ledger *l, const char *sql, const slice *value, size_t n, error *e)
{
    e->text[0] = '\0';
    cursor *c = query(l, sql, value, n, e);

    if (c == NULL)
        return false;
    while (l->kind->next(c, e) != NULL)
        continue;
    l->kind->end(c);
    return e->text[0] == '\0';
}

bool
query_one(ledger *l, const char *sql, const slice *value, size_t n, arena *a, slice *result,
          size_t results, bool *found, error *e)
{
    e->text[0] = '\0';
    cursor *c = query(l, sql, value, n, e);
    const slice *v = c == NULL ? NULL : l->kind->next(c, e);

    *found = v != NULL;
    for (size_t i = 0; v != NULL && i < results; i++)
        result[i] = arena_dup(a, v[i]);
    if (c != NULL)
        l->kind->end(c);
    return c != NULL && e->text[0] == '\0';
}

/* ---- versions ---- */

static bool
version_read(ledger *l, uint64_t *version, error *e)
{
    arena a = {0};
    slice v;
    bool found = false, good;

    *version = 0;
    good = l->kind->exists(l, &found, e);
    if (good && found) {
        good = query_one(l, "SELECT version FROM ledger", NULL, 0, &a, &v, 1, &found, e) &&
               ((found && slice_uint(v, 1000000, version)) ||
                error_set(e, "%s: the version of its schema cannot be read", l->where));
        if (good && *version > LENGTH(steps))
            good = error_set(e,
                             "%s: its schema is version %llu, and this program knows none above "
                             "%zu: it was written by a newer one",
                             l->where, (unsigned long long)*version, LENGTH(steps));
    }
    arena_free(&a);
    return good;
}

/* The names of other columns of the rows that are there. */
static bool
find_extra(ledger *l, error *e)
{
    slice more, name, value;
    arena a = {0};
    bool good = schema_refresh(l, e);
    cursor *c = !good
                    ? NULL
                    : l->kind->query(l, "SELECT more FROM movement WHERE more <> '' ORDER BY mark",
                                     NULL, 0, true, e);
    const slice *v;

    while (c != NULL && good && (v = l->kind->next(c, e)) != NULL) {
        more = arena_dup(&a, *v);
        while (good && ledger_more_next(&more, &a, &name, &value))
            good = extra_add(l, name, e);
        arena_reset(&a);
    }
    if (c != NULL)
        l->kind->end(c);
    arena_free(&a);
    return good && c != NULL && e->text[0] == '\0';
}

static bool
run_step(ledger *l, slice sql, error *e)
{
    buf b = {0};

    if (slice_eq(sql, S("@movement")))
        return l->kind->create(l, e);
    if (slice_eq(sql, S("@lookup")))
        return l->kind->create_lookup(l, e);
    if (slice_eq(sql, S("@extra")))
        return find_extra(l, e);
    buf_puts(&b, sql);
    buf_putc(&b, '\0');
    bool good = l->kind->script(l, b.p, e);
    buf_free(&b);
    return good;
}

/* The steps behind a version, as one transaction. */
static bool
migrate(ledger *l, error *e)
{
    uint64_t version, before;
    char text[INT_TEXT];
    audit_head head;

    if (!l->kind->begin_schema(l, e))
        return false;
    bool good = version_read(l, &version, e);
    before = version;
    for (; good && version < LENGTH(steps); version++) {
        slice rest = slice_of(steps[version]), to = int_text((int64_t)version + 1, text);
        while (good && rest.p != NULL) {
            slice sql = slice_cut(&rest, ';');
            good = sql.n == 0 || run_step(l, sql, e);
        }
        good = good && execute(l, "UPDATE ledger SET version = $1", &to, 1, e);
    }
    if (good && version != before)
        good =
            audit_last(l, &head, e) &&
            audit_add(l, &head, S("schema"), before == 0 ? S("created") : S("brought forward"), e);
    if (good)
        good = l->kind->commit(l, e);
    if (!good)
        l->kind->rollback(l);
    return good;
}

bool
schema_open(ledger *l, ledger_mode mode, error *e)
{
    uint64_t version;

    if (!version_read(l, &version, e))
        return false;
    if (version == 0 && mode != LEDGER_CREATE)
        return error_set(e, "%s: there is no ledger in it", l->where);
    if (version == LENGTH(steps))
        return schema_refresh(l, e);
    if (!l->writable)
        return error_set(e, "%s: its schema must be brought forward, and it cannot be written",
                         l->where);
    return migrate(l, e) && schema_refresh(l, e);
}

bool
schema_refresh(ledger *l, error *e)
{
    const slice *v;
    uint64_t m;
    cursor *c;

    e->text[0] = '\0';
    l->month_n = l->extra_n = 0;
    arena_reset(&l->names);
    if ((c = query(l, "SELECT month FROM month ORDER BY month", NULL, 0, e)) == NULL)
        return false;
    while ((v = l->kind->next(c, e)) != NULL) {
        if (!slice_uint(v[0], 1000000000, &m))
            continue;
        l->month = mem_grow(l->month, l->month_n + 1, sizeof *l->month);
        l->month[l->month_n++] = (int)m;
    }
    l->kind->end(c);
    if (e->text[0] != '\0' ||
        (c = query(l, "SELECT name FROM extra ORDER BY n", NULL, 0, e)) == NULL)
        return false;
    while ((v = l->kind->next(c, e)) != NULL) {
        l->extra = mem_grow(l->extra, l->extra_n + 1, sizeof *l->extra);
        l->extra[l->extra_n++] = arena_dup(&l->names, v[0]);
    }
    l->kind->end(c);
    return e->text[0] == '\0';
}

/* ---- the ledger ---- */

static char *
user_name(void)
{
    const struct passwd *p = getpwuid(getuid());
    buf b = {0};

    if (p != NULL)
        buf_puts(&b, slice_of(p->pw_name));
    else
        buf_printf(&b, "uid %lu", (unsigned long)getuid());
    if (slice_utf8(buf_slice(&b)) != b.n)
        buf_harmless(&b, 0);
    buf_putc(&b, '\0');
    return b.p;
}

ledger *
ledger_open(const char *where, ledger_mode mode, error *e)
{
    slice name = slice_of(where);
    bool server = slice_starts(name, S("postgresql://")) || slice_starts(name, S("postgres://"));
    ledger *l = mem_alloc(1, sizeof *l);

    l->kind = server ? &store_postgres : &store_sqlite;
    l->where = where;
    l->who = user_name();
    if ((l->sha = sha_new(e)) == NULL || !l->kind->open(l, mode, e) || !schema_open(l, mode, e)) {
        ledger_close(l);
        return NULL;
    }
    return l;
}

void
ledger_close(ledger *l)
{
    if (l == NULL)
        return;
    l->kind->close(l);
    sha_free(l->sha);
    arena_free(&l->names);
    free(l->extra);
    free(l->month);
    free(l->who);
    free(l);
}

bool
ledger_check(ledger *l, error *e)
{
    return l->kind->check(l, e);
}

bool
ledger_backup(ledger *l, const char *path, error *e)
{
    return l->kind->backup(l, path, e);
}

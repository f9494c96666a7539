/*
 * How SQLite finds the rows of a document or of a name: by tables of a hash and a mark for each
 * movement.  People travel in no order of their documents and names, so that each row goes into
 * another page of an index; one over the texts was half of the time that it took to write.
 *
 * The last rows are in a small table, which stays in few pages, and go over to the large one so
 * many at a time.  That is in segments by mark, each sorted by hash, so that those which go over
 * meet one segment's pages, however long the ledger is.
 *
 * The hashes are in files: what makes them never changes.
 */
#include "ledger/private.h"

#include <sqlite3.h>

/* Bits of a hash.  That of a name begins with its first words, so that names that begin with
   them are neighbours, and ends with the rest of it and the date of birth. */
enum { HASH = 42, FIRST_AT = 24, SECOND_AT = 12 };

static uint64_t
hash(slice s, int bits)
{
    uint64_t h = slice_hash(s);

    h = (h ^ h >> 32) * 0x9e3779b97f4a7c15u;
    h ^= h >> 29;
    return h >> (64 - bits);
}

static uint64_t
hash_name(slice name, slice birth, int *open)
{
    slice rest = name, first = slice_cut(&rest, ' '), second = slice_cut(&rest, ' ');

    *open = second.n == 0 ? FIRST_AT : SECOND_AT; /* the bits that a longer name has otherwise */
    return hash(first, HASH - FIRST_AT) << FIRST_AT |
           hash(second, FIRST_AT - SECOND_AT) << SECOND_AT |
           (hash(rest, SECOND_AT) ^ hash(birth, SECOND_AT));
}

/* ---- functions of SQL: of a document or name, and of a date of birth ---- */

enum function { DOCUMENT, NAME, NAME_FIRST, NAME_LAST };

static slice
text_of(sqlite3_value *v)
{
    const char *p = (const char *)sqlite3_value_text(v); /* before its bytes are counted */

    return (slice){p, (size_t)sqlite3_value_bytes(v)};
}

static void
call(sqlite3_context *ctx, int n, sqlite3_value **value)
{
    enum function what = (enum function)(uintptr_t)sqlite3_user_data(ctx);
    slice text = text_of(value[0]), birth = n == 2 ? text_of(value[1]) : (slice){NULL, 0};
    int open = 0;
    uint64_t h = what == DOCUMENT ? hash(text, HASH) : hash_name(text, birth, &open);
    uint64_t rest = (UINT64_C(1) << open) - 1;

    h = what == NAME_FIRST ? h & ~rest : what == NAME_LAST ? h | rest : h;
    sqlite3_result_int64(ctx, (int64_t)h);
}

bool
lookup_functions(sqlite3 *db)
{
    static const char *const name[] = {[DOCUMENT] = "document_hash",
                                       [NAME] = "name_hash",
                                       [NAME_FIRST] = "name_first",
                                       [NAME_LAST] = "name_last"};

    for (size_t i = 0; i < LENGTH(name); i++)
        if (sqlite3_create_function(db, name[i], i == NAME ? 2 : 1,
                                    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                    (void *)(uintptr_t)i, call, NULL, NULL) != SQLITE_OK)
            return false;
    return true;
}

/* ---- the tables ---- */

enum { GO_OVER = 1 << 17 }; /* rows */
_Static_assert(8 * GO_OVER == 1 << 20 && HASH == 42, "a segment's rows and a hash in KEY");

#define KEY(mark, hash) "((" mark " >> 20 << 42) + " hash ")"
#define TABLE(name)                                                                                \
    "CREATE TABLE " name " (key INTEGER NOT NULL, mark INTEGER NOT NULL, "                         \
    "PRIMARY KEY (key, mark)) WITHOUT ROWID;"                                                      \
    "CREATE TABLE new_" name " (hash INTEGER NOT NULL, mark INTEGER NOT NULL, "                    \
    "PRIMARY KEY (hash, mark)) WITHOUT ROWID;"
#define MOVE(name)                                                                                 \
    "INSERT INTO " name " SELECT " KEY("mark", "hash") ", mark FROM new_" name ";"                 \
                                                       "DELETE FROM new_" name ";"
#define FILL(name, hash, column)                                                                   \
    "INSERT INTO new_" name " SELECT " hash ", mark FROM movement "                                \
    "WHERE mark BETWEEN $1 AND $2 AND " column " <> ''"
#define FOUND(name, from, to)                                                                      \
    "m.mark IN (WITH RECURSIVE segment (n) AS (SELECT 0 UNION ALL SELECT n + (1 << 20) "           \
    "FROM segment WHERE n + (1 << 20) <= (SELECT max(mark) FROM movement)) "                       \
    "SELECT mark FROM segment CROSS JOIN " name " WHERE key BETWEEN " KEY("n", from) " AND " KEY(  \
        "n", to) " UNION ALL SELECT mark FROM new_" name " WHERE hash BETWEEN " from " AND " to    \
                 ")"
#define NOT_FOUND(name, hash, column)                                                              \
    "(m." column " <> '' AND m.mark NOT IN (SELECT mark FROM " name                                \
    " WHERE key = " KEY("m.mark", hash) " UNION ALL SELECT mark FROM new_" name                    \
                                        " WHERE hash = " hash "))"

const char lookup_document[] = FOUND("document", "document_hash(#)", "document_hash(#)");
const char lookup_name[] = FOUND("name", "name_hash(#, @)", "name_hash(#, @)");
const char lookup_names[] = FOUND("name", "name_first(#)", "name_last(#)");
const char lookup_hidden[] = "SELECT m.mark FROM movement m WHERE " NOT_FOUND(
    "document", "document_hash(m.doc_key)",
    "doc_key") " OR " NOT_FOUND("name", "name_hash(m.name_key, m.birth_date)",
                                "name_key") " LIMIT 1";

bool
lookup_fill(ledger *l, int64_t first, int64_t last, error *e)
{
    char from[INT_TEXT], to[INT_TEXT];
    slice mark[2] = {int_text(first, from), int_text(last, to)};

    return execute(l, FILL("document", "document_hash(doc_key)", "doc_key"), mark, 2, e) &&
           execute(l, FILL("name", "name_hash(name_key, birth_date)", "name_key"), mark, 2, e) &&
           ((first - 1) / GO_OVER == last / GO_OVER ||
            l->kind->script(l, MOVE("document") MOVE("name"), e));
}

bool
lookup_create(ledger *l, error *e)
{
    static const char sql[] = TABLE("document") TABLE("name") "DROP INDEX movement_document;"
                                                              "DROP INDEX movement_name";
    audit_head head;
    bool good = l->kind->script(l, sql, e) && audit_last(l, &head, e);

    for (int64_t n = 0; good && n < head.last_mark; n += GO_OVER)
        good =
            lookup_fill(l, n + 1, n + GO_OVER < head.last_mark ? n + GO_OVER : head.last_mark, e);
    return good;
}

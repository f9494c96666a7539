/*
 * How SQLite finds the rows of a document or of a name: by two tables with a number and the mark
 * for each movement.  The number has the month above, and below a hash of the text.  People
 * travel in no order of their documents and names, so that each row goes into another page, and
 * an index over the texts has twice the pages and compares each byte: it was half of the time
 * that it took to write a movement.
 *
 * The numbers are in files: what makes them never changes.
 */
#include "ledger/private.h"

#include <sqlite3.h>

/* 17 bits of months, 46 of a hash; those of a name begin with its first words, so that names
   that begin with them are neighbours. */
enum { MONTH_AT = 46, FIRST_AT = 28, SECOND_AT = 14 };

static uint64_t
hash(slice s, int bits)
{
    uint64_t h = slice_hash(s);

    h = (h ^ h >> 32) * 0x9e3779b97f4a7c15u;
    h ^= h >> 29;
    return h >> (64 - bits);
}

static uint64_t
hash_name(slice name, int *open)
{
    slice rest = name, first = slice_cut(&rest, ' '), second = slice_cut(&rest, ' ');

    *open = second.n == 0 ? FIRST_AT : SECOND_AT; /* the bits that a longer name has otherwise */
    return hash(first, MONTH_AT - FIRST_AT) << FIRST_AT |
           hash(second, FIRST_AT - SECOND_AT) << SECOND_AT | hash(rest, SECOND_AT);
}

/* ---- functions of SQL: of a month, as 202611, and a text ---- */

enum function { DOCUMENT, NAME, NAME_FIRST, NAME_LAST };

static void
call(sqlite3_context *ctx, int n, sqlite3_value **value)
{
    enum function what = (enum function)(uintptr_t)sqlite3_user_data(ctx);
    uint64_t month = (uint64_t)sqlite3_value_int64(value[0]), h, rest;
    slice text = {(const char *)sqlite3_value_text(value[1]), 0};
    int open;

    (void)n;
    text.n = (size_t)sqlite3_value_bytes(value[1]);
    h = what == DOCUMENT ? hash(text, MONTH_AT) : hash_name(text, &open);
    rest = what < NAME_FIRST ? 0 : (UINT64_C(1) << open) - 1;
    h = (month / 100 * 12 + month % 100) << MONTH_AT | (what == NAME_LAST ? h | rest : h & ~rest);
    sqlite3_result_int64(ctx, (int64_t)(h & INT64_MAX));
}

bool
lookup_functions(sqlite3 *db)
{
    static const char *const name[] = {[DOCUMENT] = "document_key",
                                       [NAME] = "name_key",
                                       [NAME_FIRST] = "name_first",
                                       [NAME_LAST] = "name_last"};

    for (size_t i = 0; i < LENGTH(name); i++)
        if (sqlite3_create_function(db, name[i], 2,
                                    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                    (void *)(uintptr_t)i, call, NULL, NULL) != SQLITE_OK)
            return false;
    return true;
}

/* ---- the tables ---- */

/* Each is two: the last rows are in a small one, which stays in few pages, and go over so many
   at a time. */
enum { GO_OVER = 1 << 17 };

#define COLUMNS                                                                                    \
    " (key INTEGER NOT NULL, mark INTEGER NOT NULL, PRIMARY KEY (key, mark)) WITHOUT ROWID;"
#define TABLE(name) "CREATE TABLE " name COLUMNS "CREATE TABLE new_" name COLUMNS
#define MOVE(name)                                                                                 \
    "INSERT INTO " name " SELECT key, mark FROM new_" name "; DELETE FROM new_" name ";"
#define FILL(name, column)                                                                         \
    "INSERT INTO new_" name " SELECT " name "_key(month, " column "), mark FROM movement "         \
    "WHERE mark >= $1 AND " column " <> ''"
#define MARKS(name, what)                                                                          \
    "(SELECT mark FROM " name " WHERE " what " UNION ALL SELECT mark FROM new_" name               \
    " WHERE " what ")"
#define NO_MARK(name, column)                                                                      \
    "(m." column                                                                                   \
    " <> '' AND m.mark NOT IN " MARKS(name, "key = " name "_key(m.month, m." column ")") ")"

const char lookup_create[] = TABLE("document") TABLE("name") "DROP INDEX movement_document;"
                                                             "DROP INDEX movement_name";
const char lookup_document[] = "m.mark IN " MARKS("document", "key = document_key(k.month, #)");
const char lookup_name[] = "m.mark IN " MARKS("name", "key = name_key(k.month, #)");
const char lookup_names[] =
    "m.mark IN " MARKS("name", "key BETWEEN name_first(k.month, #) AND name_last(k.month, #)");
const char lookup_hidden[] = "SELECT m.mark FROM movement m WHERE " NO_MARK(
    "document", "doc_key") " OR " NO_MARK("name", "name_key") " LIMIT 1";

bool
lookup_fill(ledger *l, int64_t first, int64_t last, error *e)
{
    char text[NUMBER_TEXT];
    slice mark = number_text(first, text);

    return execute(l, FILL("document", "doc_key"), &mark, 1, e) &&
           execute(l, FILL("name", "name_key"), &mark, 1, e) &&
           ((first - 1) / GO_OVER == last / GO_OVER ||
            l->kind->script(l, MOVE("document") MOVE("name"), e));
}

/* Private to ledger: the two stores behind one interface, and a row's fields. */
#ifndef BORDERTOOLS_LEDGER_PRIVATE_H
#define BORDERTOOLS_LEDGER_PRIVATE_H

#include "ledger/ledger.h"

/* ---- fields ---- */

/* Behind these stand the ledger's columns, and last the others as CSV. */
enum field {
    F_MARK,
    F_MONTH, /* of the instant in UTC: 202611 */
    F_ID,
    F_DOC_KEY, /* the document's number: A-Z and 0-9, at most KEY_MAX bytes */
    F_NAME_KEY,
    F_KIND,
    F_OF,
    F_WHY,
    F_TIME,
    F_BY,
    F_COLUMNS,
    F_MORE = F_COLUMNS + LEDGER_COLUMNS
};

enum { LEDGER_EXTRA_MAX = 400 }; /* names of other columns */
enum { KEY_MAX = 64, NAME_KEY_MAX = 200, ID_TEXT = 33, HASH_TEXT = 65 };

/* The column of SQL, and whether it is a number there. */
slice field_name(size_t field);
static inline bool
field_number(size_t field)
{
    return field == F_MARK || field == F_MONTH;
}
/* The field of a ledger column, F_MORE when it is none. */
size_t field_of(enum column c);

/* The keys under which a row is found; the arena has them. */
slice key_document(slice number, arena *a);
slice key_name(slice surname, slice given, slice full, arena *a, error *e);
/* The instant of a crossing, in seconds since 1970; false: no whole day. */
bool instant_of(slice time, int64_t *seconds);
/* The smallest id of that instant, without its hash: 10 digits and a NUL. */
void instant_digits(int64_t seconds, char digits[11]);
int month_of(int64_t seconds);

/* "SELECT m.mark, m.month ..." of all fields in their order. */
void row_select(buf *sql);
/* A condition of a store, see store_kind: its value is $n, and a second one that behind it. */
void row_picked(buf *sql, const char *condition, size_t n);
/* Behind it: the row of an id and its month. */
#define ROW_OF_ID " FROM movement m WHERE m.month = $1 AND m.movement_id = $2"
/* The row of an id, in the arena. */
bool row_find(ledger *l, slice id, arena *a, slice *field, bool *found, error *e);
/* Makes a void of the row that it voids. */
void row_void(ledger_batch *b, ledger_entry *r, const slice *old);
/* "CREATE TABLE movement (mark ..., month ...": with types, without its end. */
void row_create(buf *sql, const char *mark, const char *text);

/* ---- SHA-256 ---- */

typedef struct sha sha;

sha *sha_new(error *e);
void sha_begin(sha *s);
/* A part with its length before it, so that parts cannot run together. */
void sha_part(sha *s, slice part);
void sha_end(sha *s, char hex[HASH_TEXT]);
void sha_free(sha *s);

/* ---- stores ---- */

/* The state of reading: begins with next, ends with end. */
typedef struct cursor cursor;

/*
 * SQL is the same for both stores: $1, $2 ... in this order, all values bound
 * as text, all results text.
 */
typedef struct store_kind {
    /* A range of months is worth asking for beside one of months and ids, for it picks partitions;
       SQLite would go by it alone, and read the whole month of an hour. */
    bool partitions;
    /* "movement m", or with what the next three need beside it. */
    const char *rows;
    /* Which rows m can have a document's key, a name's key with a date of birth, a name that
       begins so ('#' is that, '@' the date); what they have is then compared. */
    const char *document, *name, *names;
    /* Selects a mark that those conditions do not find; NULL: they ask the rows themselves. */
    const char *hidden;
    bool (*open)(ledger *l, ledger_mode mode, error *e);
    void (*close)(ledger *l);
    /* Writing waits for other writers, and nobody else writes until the end. */
    bool (*begin)(ledger *l, bool write, error *e);
    bool (*commit)(ledger *l, error *e);
    void (*rollback)(ledger *l);
    /* A transaction in which nobody else makes or changes the schema. */
    bool (*begin_schema)(ledger *l, error *e);
    /* Whether there is a table "ledger"; false also for what is no ledger. */
    bool (*exists)(ledger *l, bool *yes, error *e);
    /* The table movement, and later what the conditions on document and name need. */
    bool (*create)(ledger *l, error *e);
    bool (*create_lookup)(ledger *l, error *e);
    /* One constant statement without values or results. */
    bool (*script)(ledger *l, const char *sql, error *e);
    /* stream: many rows may come, in a transaction; they are not held all at once. */
    cursor *(*query)(ledger *l, const char *sql, const slice *value, size_t n, bool stream,
                     error *e);
    /* The values of the next row; NULL at the end, or when e->text is not empty. */
    const slice *(*next)(cursor *c, error *e);
    void (*end)(cursor *c);
    /* Calls met with the row of each of n ids (with their months) that is there. */
    bool (*known)(ledger *l, ledger_entry *const *entry, size_t n,
                  void (*met)(void *ctx, ledger_entry *r, const slice *there), void *ctx, error *e);
    /* Rows into movement, all of them new, with marks from first on. */
    bool (*insert)(ledger *l, ledger_entry *const *entry, size_t n, int64_t first, error *e);
    /* Room for a month that is new. */
    bool (*month)(ledger *l, int month, error *e);
    bool (*check)(ledger *l, error *e);
    bool (*backup)(ledger *l, const char *path, error *e);
} store_kind;

extern const store_kind store_sqlite, store_postgres;

struct ledger {
    const store_kind *kind;
    const char *where; /* as given */
    char *who;         /* the user, for the chain */
    bool writable;
    sha *sha;
    struct sqlite3 *sqlite;
    struct pg_conn *postgres;
    slice *extra; /* names of other columns, in order */
    size_t extra_n;
    int *month; /* that are there, sorted */
    size_t month_n;
    arena names;     /* of extra */
    unsigned serial; /* of cursors */
};

static inline cursor *
query(ledger *l, const char *sql, const slice *value, size_t n, error *e)
{
    return l->kind->query(l, sql, value, n, false, e);
}
/* A statement without a result. */
bool execute(ledger *l, const char *sql, const slice *value, size_t n, error *e);
/*
 * The first row's values in the arena; true and *found false when there is
 * none.
 */
bool query_one(ledger *l, const char *sql, const slice *value, size_t n, arena *a, slice *result,
               size_t results, bool *found, error *e);

/* ---- documents and names in SQLite ---- */

extern const char lookup_document[], lookup_name[], lookup_names[], lookup_hidden[];
/* Their tables, with the rows that are there. */
bool lookup_create(ledger *l, error *e);
/* The functions that they call; false: the connection's error. */
bool lookup_functions(struct sqlite3 *db);
/* The rows between two marks, both in it, become known to them. */
bool lookup_fill(ledger *l, int64_t first, int64_t last, error *e);

/* ---- schema ---- */

bool schema_open(ledger *l, ledger_mode mode, error *e);
/* The names of other columns and the months, read anew. */
bool schema_refresh(ledger *l, error *e);
/* Another column, with a name that the ledger may have had; a transaction that writes is open. */
bool extra_add(ledger *l, slice name, error *e);
/* Whether the ledger has rows of that month. */
bool month_find(const ledger *l, slice month);

/* ---- audit ---- */

typedef struct audit_head {
    int64_t n, last_mark;
    char hash[HASH_TEXT];
} audit_head;

bool audit_last(ledger *l, audit_head *head, error *e);
/* Adds a line; a transaction that writes must be open. */
bool audit_add(ledger *l, audit_head *head, slice action, slice detail, error *e);
/* The same in a transaction of its own. */
bool audit_asked(ledger *l, slice action, slice detail, error *e);
/* A row into the SHA-256 of its batch. */
void audit_row(sha *s, const slice *field);

void now_text(char text[MOMENT_TEXT]);
#endif

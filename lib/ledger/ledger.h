/*
 * ledger: the record of movements, kept for good.
 *
 *	ledger_open		a SQLite file, or a PostgreSQL server
 *	ledger_batch		movements in: checked, given their id, written whole
 *	ledger_select		movements out, in the order of time
 *	ledger_audit_*		the chain of who wrote and who asked
 *
 * Nothing in a ledger is changed or removed.  A correction is a row that
 * points to the row it replaces, and so is a void, which replaces it by
 * nothing.  Each row has a mark, counted from 1 without a gap in the order in
 * which rows became durable, whoever wrote them.
 *
 * A movement_id is 32 hexadecimal digits: 10 of the instant of the crossing
 * (seconds since 1970 UTC and 2^39), so that ids sort as time does, and 22 of
 * the SHA-256 of what makes it one crossing: direction, post, instant and the
 * document (issuer and number; letters and digits), or, without one, the name,
 * the date of birth and the nationality.  A time without an offset is taken as UTC.
 */
#ifndef BORDERTOOLS_LEDGER_H
#define BORDERTOOLS_LEDGER_H

#include "stream/stream.h"

/* ---- the ledger ---------------------------------------------------------------- */

typedef struct ledger ledger;

typedef enum ledger_mode {
    LEDGER_READ,  /* it must be there */
    LEDGER_WRITE, /* it must be there, and be open to writing */
    LEDGER_CREATE /* the same, and an empty one is made where there is none */
} ledger_mode;

/*
 * where is the path of a SQLite file, or postgresql://...; one with a password
 * in it is refused, for others on the machine can read arguments: libpq finds
 * passwords in PGPASSFILE and in a service file.  An older schema is brought
 * forward (not by LEDGER_READ, which refuses it), a newer one is refused.
 * NULL: e says why.
 */
ledger *ledger_open(const char *where, ledger_mode mode, error *e);
void ledger_close(ledger *l);

/* Whether every page and index of a SQLite file is sound: e names what is not. */
bool ledger_check(ledger *l, error *e);
/* A copy of a SQLite ledger in use, which appears whole or not at all. */
bool ledger_backup(ledger *l, const char *path, error *e);

/* ---- movements in ---------------------------------------------------------------- */

/* The columns that a ledger has of its own; it keeps any other beside them. */
enum { LEDGER_COLUMNS = 33 };
extern const enum column ledger_columns[LEDGER_COLUMNS];

/* What became of a row. */
typedef enum ledger_fate {
    LEDGER_PENDING,
    LEDGER_WRITTEN,
    LEDGER_KNOWN,   /* it was there */
    LEDGER_REFUSED, /* why says why */
} ledger_fate;

/* Fields of a row as the stores have it; private to the room. */
enum { LEDGER_FIELDS = 11 + LEDGER_COLUMNS };

typedef struct ledger_entry {
    slice field[LEDGER_FIELDS];
    slice id; /* the movement_id */
    ledger_fate fate;
    const char *why;
    /* The caller's, which it may arena_dup into the batch's arena: the record, where it was, what
       to answer, and where in that the id belongs. */
    slice raw, answer;
    place where;
    size_t id_at;
} ledger_entry;

/* Rows that become durable together or not at all; {0} is an empty one. */
typedef struct ledger_batch {
    arena arena;
    ledger_entry *entry;
    size_t n, cap, bytes;
    bool strict; /* one entry that is refused refuses all */
    struct ledger_batch_state *state;
} ledger_batch;

/*
 * Adds a movement.  rec has COL_COUNT slices, which are copied: those of
 * ledger_columns, and change_kind, change_of and change_why: a row without
 * change_kind is "new"; "correct" replaces the row change_of, and "void" makes
 * it no movement (only change_of and change_why count, the rest is that
 * row's).  A void is undone by correcting it.  more holds the other columns, see ledger_more_put.
 * NULL: the row is no movement, e says why.
 */
ledger_entry *ledger_batch_add(ledger_batch *b, const slice *rec, slice more, error *e);
/*
 * Writes it in one transaction, which is on the disk when this returns true.
 * Every entry then has its fate.  False: nothing of it is in the ledger; with
 * strict, entries may be LEDGER_REFUSED then, and that is why.
 *
 * An entry that has the id of another row is known when it says nothing that
 * the other does not; else that would be lost, and so it is refused.  Names count as
 * they are folded, and how a row came (the columns of its message) does not count.
 */
bool ledger_batch_write(ledger *l, ledger_batch *b, error *e);
void ledger_batch_reset(ledger_batch *b);
void ledger_batch_free(ledger_batch *b);

/*
 * Rows of CSV as entries of a batch.  fill has COL_COUNT slices, which must
 * outlive it: what a row has where it has nothing; change_kind, change_of and
 * change_why, when they are there, go before what a row has.  A row without a
 * crossing_time crosses now, on the clock of this machine.
 */
typedef struct ledger_intake ledger_intake;

ledger_intake *ledger_intake_new(const slice *fill);
/*
 * A file begins: its columns; the first one's answer has the header.  Warns when it has no time
 * or no document of a crossing, and a column that seems to be it by another name.
 */
bool ledger_intake_file(ledger_intake *t, const csv_in *csv, buf *header, diag *d, error *e);
/* Adds a row, with answer, raw and where; NULL: it is no movement. */
ledger_entry *ledger_intake_row(ledger_intake *t, ledger_batch *b, const row *r, error *e);
void ledger_intake_free(ledger_intake *t);
/* The row with its id, of an entry that was written or known. */
void ledger_answer(const ledger_entry *r, buf *b);

/* Whether a column of that name goes into more: it is no column of ledgers. */
bool ledger_more_has(slice name);
/* Columns that are not in ledger_columns, as CSV: name,value,name,value ... */
void ledger_more_put(buf *b, slice name, slice value);
/* Takes one pair off *rest, in the arena; false at the end, or what is no pair. */
bool ledger_more_next(slice *rest, arena *a, slice *name, slice *value);

/* ---- movements out --------------------------------------------------------------- */

/* What is asked for; what is empty does not count. */
typedef struct ledger_query {
    const char *from, *until; /* dates or times: from is in, until is in when a date */
    opt_list post, direction, nationality;
    const char *document; /* NUMBER or ISSUER/NUMBER */
    const char *name;     /* the name as written or its first words */
    date birth_date;      /* with name or alone */
    const char *person;   /* as document: all rows of its holder, by any document */
    const char *history;  /* a movement_id: all rows that replace each other */
    date inside;          /* who is inside at the end of that day, by their entries */
    bool changes;         /* rows behind since, by mark, with those replaced */
    uint64_t since;
    bool all; /* those replaced, and voids, too */
} ledger_query;

/* How a row was found to be the person's (in the column of that name). */
typedef struct ledger_rows ledger_rows;

/*
 * Begins to read, from one state of the ledger whatever others write
 * meanwhile.  Rows come in the order of time, and of id where that is the same.  A look-up by
 * person is written into the audit chain before its first row is seen; when
 * that cannot be, there are no rows.  NULL: e says why.
 */
ledger_rows *ledger_select(ledger *l, const ledger_query *q, error *e);
/* The names of the columns: n of them, valid until the end. */
const slice *ledger_rows_names(const ledger_rows *r, size_t *n);
/* Their values; valid until the next call.  NULL at the end, or when e->text is not empty. */
const slice *ledger_rows_next(ledger_rows *r, error *e);
void ledger_rows_free(ledger_rows *r);

/*
 * A person's whole record as a page for that person: rows of a query with
 * person set.  Counts rows in *n.
 */
bool ledger_page(ledger_rows *r, buf *page, uint64_t *n, error *e);

/* ---- audit ----------------------------------------------------------------------- */

/*
 * The chain has a line for each batch written and each look-up by person.  Its
 * hash is SHA-256 over the hash of the line before and the line; a line about
 * rows holds the SHA-256 of these rows.
 */
typedef struct ledger_audit_line {
    slice n, time, who, action, detail, last_mark, hash;
} ledger_audit_line;

typedef struct ledger_head {
    uint64_t n; /* lines */
    char hash[65];
} ledger_head;

/*
 * Walks the chain and calls line (may be NULL) for each; with rows, the rows
 * of each batch are read and compared, too.  against (may be NULL) is a head
 * that was written down earlier: it must be in the chain.  False: e names the
 * first line that is broken.
 */
bool ledger_audit_verify(ledger *l, bool rows, const ledger_head *against, ledger_head *head,
                         void (*line)(void *ctx, const ledger_audit_line *line), void *ctx,
                         error *e);
/* "N:HASH", as head_text writes it; false: it is not. */
bool ledger_head_parse(slice s, ledger_head *head);

#endif

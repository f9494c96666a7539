/*
 * stream: records as comma separated values, and the names of their columns.
 *
 *	column		the dictionary of border-record(5)
 *	csv_in		rows in: RFC 4180 over libcsv, found by name, exact places
 *	csv_put_*	rows out
 *	filter		a program that takes rows and adds columns to them
 */
#ifndef BORDERTOOLS_STREAM_H
#define BORDERTOOLS_STREAM_H

#include "base/base.h"

/* ---- the dictionary ---------------------------------------------------------- */

/* COL_surname, COL_given_names ... in the order of the dictionary. */
enum column {
#define COLUMN(name, form, group, meaning) COL_##name,
#include "stream/columns.def"
#undef COLUMN
    COL_COUNT
};

/* What a column may hold; border-record(5) says it in full. */
typedef enum column_form {
    FORM_TEXT,
    FORM_DATE,
    FORM_TIME,
    FORM_COUNTRY,
    FORM_PORT,
    FORM_SEX,
    FORM_SCORE,
    FORM_LIST,
    FORM_NUMBER,
    FORM_ID,
    FORM_TRAVELLER_TYPE,
    FORM_MRZ_FORMAT,
    FORM_MRZ_STATUS,
    FORM_TRANSPORT,
    FORM_DIRECTION,
    FORM_DECISION,
    FORM_BOARDING,
    FORM_CHANGE,
    FORM_STAY_STATUS
} column_form;

typedef struct column_info {
    slice name;
    column_form form;
    const char *group;
    const char *meaning;
} column_info;

extern const column_info column_table[COL_COUNT];

/* The column of that name, or -1. */
int column_find(slice name);
/*
 * Whether the value has the form of the column; an empty one always has.
 * When not, *why (may be NULL) points to a constant phrase: "not a date ...".
 */
bool column_check(enum column c, slice value, const char **why);

/* ---- rows in --------------------------------------------------------------------- */

enum {
    CSV_RECORD_MAX = 1 << 20, /* bytes of one record; a longer one is rejected */
    CSV_FIELDS_MAX = 1024     /* columns of a stream */
};

/*
 * One record.  Everything in it is valid until the next csv_next.  raw is the
 * record as it was read, without its line end; when verbatim, raw is also
 * what csv_put_row would write.
 */
typedef struct row {
    slice raw;
    bool verbatim;
    unsigned n;
    const slice *field;
    place where; /* file, line, offset */
} row;

/*
 * Reads rows.  UTF-8, a BOM skipped; LF, CRLF or CR line ends; quoted fields
 * may hold line ends; blank lines mean nothing, nor does a line that is only
 * the end of a file as DOS had it (byte 0x1a); blanks are part of a field.
 * Rejected, each with its line and with every other record kept: a stray or
 * unclosed quote, more or fewer fields than the header has, a NUL, bytes that
 * are not UTF-8, a record above CSV_RECORD_MAX.
 */
typedef struct csv_in csv_in;

/*
 * Reads the header.  f stays the caller's and must outlive it.  NULL when
 * there is no header, or one that names a column twice, or has a name that is
 * empty: e says why.
 */
csv_in *csv_open(in *f, diag *d, error *e);
/* The same for files that are not quite as RFC 4180 has them; a zero is what csv_open does. */
typedef struct csv_form {
    uint64_t line;      /* what is left of the file begins on that line */
    char delimiter;     /* between fields */
    const char *header; /* the names, parted by ',', of a file without a header */
} csv_form;

csv_in *csv_open_as(in *f, const csv_form *form, diag *d, error *e);
/* The header's names, in order. */
const row *csv_header(const csv_in *c);
/* The index of a column in this stream's rows, or -1. */
int csv_find(const csv_in *c, slice name);
static inline int
csv_col(const csv_in *c, enum column which)
{
    return csv_find(c, column_table[which].name);
}
/* The next row; false at the end, or after a rejection under --strict. */
bool csv_next(csv_in *c, row *r);
/* Whether what was read last, a row or the header, ended with the file and no line end. */
bool csv_unended(const csv_in *c);
void csv_close(csv_in *c);

/* The value at an index that csv_find gave: empty for -1. */
static inline slice
row_get(const row *r, int index)
{
    return index < 0 ? (slice){NULL, 0} : r->field[index];
}

/*
 * A row that is needed when it is gone: its raw was put into b at that offset.
 * Where the value v of it is in b; one that had quotes is nowhere in raw, and
 * is put behind.  Offsets, not pointers, for b may move.
 */
size_t row_keep(const row *r, size_t raw, slice v, buf *b);

/* ---- rows out ---------------------------------------------------------------------- */

/*
 * A field, quoted when it must be: comma, quote, CR, LF, and what some readers
 * drop: a blank at either end, a BOM at the start.
 */
void csv_put(buf *b, slice value);
/* All fields of a row, without the line end. */
void csv_put_row(buf *b, const row *r);
/* n values parted by commas, without the line end; one empty value is "". */
void csv_put_values(buf *b, const slice *value, size_t n);
enum { CSV_SPARSE_MAX = 32 };
/*
 * Part of a row of which most is empty: n columns, at most CSV_SPARSE_MAX, each
 * with a comma behind it.  A bit for each tells whether it has a value, which
 * is own's or else base's.
 */
void csv_put_sparse(buf *b, const enum column *cols, size_t n, uint64_t bits, const slice *own,
                    const slice *base);
/* The names of n columns and a line end: a header. */
void csv_put_header(buf *b, const enum column *cols, size_t n);
/* rec[cols[0]], rec[cols[1]] ... and a line end; rec has COL_COUNT slices. */
void csv_put_record(buf *b, const enum column *cols, size_t n, const slice *rec);

/* ---- filter: rows in, the same rows with more columns out ---------------------------- */

/*
 * Reads every row of the tool's operands and calls work for each; work gives
 * back rows by filter_pass and filter_emit.  The output has the columns of
 * the first input, then the filter's own; a later input must have the same
 * columns, in any order of its own.  An own column that the input has already
 * is replaced where it stands, with a warning.  With more than one job rows
 * are worked on in batches by a pool; the output is the same, byte for byte.
 */
/* What a call of work may use; one a worker. */
typedef struct filter_row {
    const row *row;
    const csv_in *in;
    arena *arena; /* reset before each row */
    diag *diag;   /* what is said here is printed in the order of the rows */
    unsigned worker;
    struct filter_put *put;
} filter_row;

typedef struct filter_spec {
    const enum column *own; /* columns added, in this order */
    size_t own_n;
    /* Called when a file's header is known (row indexes change with files). */
    bool (*open)(void *ctx, const csv_in *in, error *e);
    void (*work)(void *ctx, filter_row *r);
    void *ctx;
    bool text;     /* the output is no rows, but what work gives to filter_text */
    bool replaces; /* own columns that the input has are meant to be replaced: no warning */
} filter_spec;

/* The row with own[0 .. own_n - 1] as the own columns' values. */
void filter_emit(filter_row *r, const slice *own);
/* The row with empty own columns. */
void filter_pass(filter_row *r);

/* Some text and a line end, for a row, where the output is text. */
void filter_text(filter_row *r, slice text);

/* Runs it over all operands; failures are told to the tool. */
void filter_run(tool *t, const filter_spec *spec);

#endif

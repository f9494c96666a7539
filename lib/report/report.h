/*
 * report: records counted by the values of some of their columns.
 *
 *	report_by	what is counted by: columns, and periods of dates
 *	report_groups	keys, how often each was seen, and their order
 *	report_table	rows of text in aligned columns
 *
 * Memory grows with the number of groups and the length of their keys, not
 * with the number of records.
 */
#ifndef BORDERTOOLS_REPORT_H
#define BORDERTOOLS_REPORT_H

#include "stream/stream.h"

enum {
    REPORT_BY_MAX = 32,      /* columns to count by */
    REPORT_PERIOD_TEXT = 14, /* room for the text of a period and a NUL */
    REPORT_CELL_MAX = 40     /* columns of a terminal that a value may take */
};

/* ---- periods ------------------------------------------------------------------- */

typedef enum report_period {
    REPORT_WHOLE, /* no period: the value itself */
    REPORT_HOUR,
    REPORT_DAY,
    REPORT_WEEK,
    REPORT_WEEKDAY,
    REPORT_MONTH,
    REPORT_QUARTER,
    REPORT_YEAR
} report_period;

/* The names of the periods, parted by blanks. */
#define REPORT_PERIODS "hour day week weekday month quarter year"

/* REPORT_WHOLE when there is no such period. */
report_period report_period_find(slice name);
/*
 * The period that a moment falls in, on the clock it was written by:
 * 2026-11-23T04, 2026-11-23, 2026-W48, 1 (Monday), 2026-11, 2026-Q4, 2026
 * (weeks and weekdays as ISO 8601 has them).  Empty when the moment does not
 * say, as the month of a date of which only the year is known.
 */
slice report_period_text(report_period p, moment m, char text[REPORT_PERIOD_TEXT]);

/* ---- what is counted by ---------------------------------------------------------- */

typedef struct report_by_item {
    slice asked; /* the caller's text */
    slice name;  /* of the column in the report */
    slice column;
    report_period period;
    int index; /* of the column in the rows at hand */
    char text[REPORT_PERIOD_TEXT];
} report_by_item;

/* {0} counts everything as one.  What it is given must outlive it. */
typedef struct report_by {
    report_by_item item[REPORT_BY_MAX];
    size_t n;
    slice time; /* the column periods are taken of; empty: the first there is */
    bool bound; /* the first input has decided what is a column, what a period */
} report_by;

/*
 * Adds a list parted by commas: COLUMN, PERIOD or COLUMN:PERIOD.  False: an
 * empty item, one that would name two columns of the report alike, too many.
 */
bool report_by_add(report_by *by, slice list, error *e);
/*
 * Finds the columns in an input.  A column of that name goes before a period
 * of that name.  False: a column is not there; e names those that are.
 */
bool report_by_bind(report_by *by, const csv_in *csv, error *e);
/*
 * The key of a row, by->n values valid until the next call.  A value that is
 * no date where a period was asked for is warned of, once a row, and empty.
 */
void report_by_key(report_by *by, const row *r, slice *key, diag *d);
void report_by_free(report_by *by);

/* ---- groups ------------------------------------------------------------------------ */

typedef struct report_groups report_groups;

/* Keys of n values, n <= REPORT_BY_MAX. */
report_groups *report_groups_new(size_t n);
/* One more of that key.  No value holds a NUL (csv_next sees to that). */
void report_groups_add(report_groups *g, const slice *key);

/*
 * Puts the groups in order: by key, or the largest first and those of one
 * size by key.  top: only so many of the largest, and one row for the others;
 * 0: all.  Keys are ordered by their bytes.  Nothing may be added afterwards.
 */
void report_groups_rank(report_groups *g, bool by_key, uint64_t top);

typedef enum report_row_kind {
    REPORT_END,
    REPORT_GROUP,
    REPORT_OTHER, /* "other (7 groups)", empty values, their count */
    REPORT_TOTAL  /* "total", empty values, the count of all */
} report_row_kind;

/*
 * Row i of the ranked groups into value[0 .. n]: the key and the count; valid
 * until the next call.  Behind the groups comes the row of the others, if
 * any, then the total.  Without columns to count by there is one row, the
 * count of all, and no total.
 */
report_row_kind report_groups_row(report_groups *g, uint64_t i, slice *value);
void report_groups_free(report_groups *g);

/* ---- tables -------------------------------------------------------------------------- */

/*
 * Columns as wide as what is to stand in them: every row is shown to _fit
 * first and written by _put then.  n columns, the last a number and put to the
 * right.  Widths are those of a terminal (Unicode's combining marks take no
 * room, its wide characters two columns).
 */
typedef struct report_table {
    size_t n;
    size_t width[REPORT_BY_MAX + 1];
} report_table;

void report_table_fit(report_table *t, const slice *value);
/*
 * The row and a line end.  What a terminal would obey is shown as an escape
 * (\x1b, \u202e); what is longer than REPORT_CELL_MAX ends with an ellipsis.
 */
void report_table_put(const report_table *t, buf *b, const slice *value);
/* A line of dashes, as wide as the columns. */
void report_table_rule(const report_table *t, buf *b);

#endif

/* A table on its way to a result: what every cell stands on. */
#ifndef BORDERTOOLS_REPORT_CELLS_H
#define BORDERTOOLS_REPORT_CELLS_H

#include "report/private.h"

/* The rows that are in a cell: how many, and a state for each measure. */
typedef struct cell_base {
    uint64_t count;
    const report_state *state; /* NULL: no rows */
} cell_base;

/* A line of the table, shown or not. */
typedef struct line_base {
    report_line_kind kind;
    slice key;       /* values parted by NUL */
    cell_base *cell; /* places_n: one for each value across, the last for all of them */
    bool shown;
} line_base;

typedef struct cells {
    const table_sums *t;
    bool exact;
    slice *across; /* the values across, in order; NULL when nothing is */
    size_t across_n;
    size_t places_n; /* across_n + 1 */
    line_base *line; /* groups in the order of their keys' bytes, then others, then the total */
    size_t groups_n, lines_n;
    size_t *shown; /* lines as they are shown */
    size_t shown_n;
    uint64_t others;
    unsigned char *withheld; /* lines_n * places_n * measures_n; NULL: nothing is */
} cells;

/* What a measure adds up to in a cell, in millionths; false: there is nothing to say. */
bool cell_value(const cells *c, size_t k, const cell_base *of, number_sum *v);
/* The line of the same key in the period before (or the year before): NULL: there is none. */
typedef enum cell_before { CELL_NO_PERIOD, CELL_NO_ROWS, CELL_LINE } cell_before;
cell_before cell_line_before(const cells *c, const line_base *line, bool year,
                             const line_base **before);

static inline unsigned char *
cell_withheld(const cells *c, size_t line, size_t at, size_t k)
{
    return &c->withheld[(line * c->places_n + at) * c->t->measures_n + k];
}
/* Marks what must be withheld when fewer than n rows or persons may not be shown. */
void cells_suppress(cells *c, uint64_t n, arena *a);

#endif

/* Comparing what a condition's two sides say: texts, numbers, dates and times, patterns. */
#ifndef BORDERTOOLS_REPORT_COMPARE_H
#define BORDERTOOLS_REPORT_COMPARE_H

#include "report/report.h"

typedef enum compare_op {
    EQUAL,
    LESS,
    LESS_EQUAL,
    MORE,
    MORE_EQUAL,
    CONTAINS,
    STARTS,
    ENDS,
    LIKE
} compare_op;

/* What stands on the right. */
typedef struct operand {
    slice text;
    int source;         /* where it is read from, for who holds it; -1: the text is all */
    bool quoted, plain; /* plain: neither a number nor a date */
    bool number, small;
    bool has_offset;
    uint8_t precision; /* of a date or time: how many of its bytes tell; 0: it is none */
    int64_t whole;     /* of a small number */
    int64_t seconds;   /* of a time with an offset */
} operand;

/* What the text of an operand is, once for all values that come beside it. */
void operand_read(operand *o);
/*
 * Whether the value stands so to the operand, which was read.  Numbers compare as numbers, times
 * with offsets as moments, dates as far as the shorter goes; nothing is less or more than empty.
 */
bool operand_holds(compare_op op, slice v, const operand *o);
/* Whether the work that a pattern asks for is bounded: a piece with '?' is short. */
bool pattern_good(slice pattern);
size_t compare_characters(slice s); /* of UTF-8 */

#endif

/*
 * Partials: sums as rows of "partial,table,key,count,states".
 *
 *	spec	what was asked for: the report, its condition, the time column
 *	table	the same of a table; whether its fields are columns or derived
 *	facts	first and last day, records read and rejected
 *	from	the digest of the records of one input: no partial counts twice
 *	group	a key, its count, what is held of its measures
 *	end	how many rows there were, and a checksum over them
 *
 * A row adds to the group of its key: a state too long for a row is in several.
 * In lists ';' is between items and '\\' before a character that is meant.
 */
#ifndef BORDERTOOLS_REPORT_PARTIAL_H
#define BORDERTOOLS_REPORT_PARTIAL_H

#include "report/private.h"

enum { PARTIAL_FIELDS = 5 };
#define PARTIAL_FORM "1" /* of the rows; a program reads its own */

extern const char partial_alphabet[]; /* of registers: 64 characters */

/* The checksum with one more row. */
uint64_t partial_sum(uint64_t sum, slice raw);
/* The rows of spec and tables: what all partials of a report have alike. */
void partial_put_spec(buf *b, const report_sums *s);

#endif

/*
 * Private to watch: lists in CSV.  A format is a table that says which column
 * is which value, and a function that is called for each row.
 */
#ifndef BORDERTOOLS_WATCH_ROWS_H
#define BORDERTOOLS_WATCH_ROWS_H

#include "watch/private.h"

typedef struct rows_rule {
    const char
        *header; /* one header may stand in several rules, and one value have several headers */
    watch_slot slot;
} rows_rule;

typedef struct rows {
    watch_source *s;
    slice v[V_SLOTS]; /* of the row at hand, trimmed */
    arena arena;      /* of the row at hand */
} rows;

typedef struct rows_format {
    const char *name; /* as watch_formats has it */
    const char *mark; /* a name that only its header has; or NULL */
    csv_form form;
    const rows_rule *rules;
    size_t rules_n;
    void (*row)(rows *x);
} rows_format;

extern const rows_format rows_eu, rows_uk, rows_ofsi, rows_opensanctions, rows_columns;
extern const rows_format rows_sdn, rows_alt, rows_add; /* OFAC's three files */

/* The name at hand, as watch_add_values has it. */
void rows_name(rows *x, bool alias, bool weak);

#endif

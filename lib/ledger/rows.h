/* Private to ledger: rows that are being read. */
#ifndef BORDERTOOLS_LEDGER_ROWS_H
#define BORDERTOOLS_LEDGER_ROWS_H

#include "ledger/private.h"

struct ledger_rows {
    ledger *l;
    arena a, scratch, row;
    cursor *cursor; /* or, where there is none, ids */
    slice *ids;
    bool *by_name; /* of a person: not by a document */
    size_t ids_n, at;
    struct inside *inside;
    slice held[LEDGER_FIELDS];
    /* the columns: own_n fields, then others */
    size_t field[1 + LEDGER_FIELDS];
    slice *name, *value;
    size_t own_n, n;
};

const slice *rows_values(ledger_rows *r, const slice *field);
bool document_read(const char *text, slice *issuer, slice *key, arena *a, error *e);

/* ids, in the order of time, of all rows of the holder of a document. */
bool person_find(ledger_rows *r, slice issuer, slice key, error *e);

/* Reads all of the cursor and keeps who is inside. */
bool inside_find(ledger_rows *r, const ledger_query *q, error *e);
const slice *inside_next(ledger_rows *r, error *e);
void inside_free(ledger_rows *r);

#endif

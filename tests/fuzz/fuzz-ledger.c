/*
 * Any bytes as other columns, and as rows of CSV that are put into a batch:
 * what is taken apart can be put together, and an id is an id.
 */
#include "ledger/ledger.h"

#include <stdlib.h>

static void
others(slice bytes)
{
    arena a = {0};
    buf b = {0};
    slice rest = bytes, again, name, value, name2, value2;

    while (ledger_more_next(&rest, &a, &name, &value)) {
        b.n = 0;
        ledger_more_put(&b, name, value);
        again = buf_slice(&b);
        if (value.n != 0 && (!ledger_more_next(&again, &a, &name2, &value2) ||
                             !slice_eq(name, name2) || !slice_eq(value, value2)))
            abort();
    }
    arena_free(&a);
    buf_free(&b);
}

static void
rows(slice bytes)
{
    in *f = in_memory("fuzz", bytes);
    diag d = {.level = -1};
    ledger_batch b = {0};
    error e;
    row r;
    csv_in *c = csv_open(f, &d, &e);

    while (c != NULL && csv_next(c, &r)) {
        slice rec[COL_COUNT] = {0};
        for (unsigned i = 0; i < r.n; i++) {
            int col = column_find(csv_header(c)->field[i]);
            if (col >= 0)
                rec[col] = r.field[i];
        }
        const ledger_entry *entry = ledger_batch_add(&b, rec, r.raw, &e);
        if (entry != NULL && entry->id.n != 0 && !column_check(COL_movement_id, entry->id, NULL))
            abort();
        if (entry != NULL && entry->id.n == 0 && !slice_eq(rec[COL_change_kind], S("void")))
            abort();
        if (b.n > 100)
            ledger_batch_reset(&b);
    }
    csv_close(c);
    in_close(f);
    ledger_batch_free(&b);
    diag_free(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    slice bytes = {(const char *)data, size};
    ledger_head head;

    others(bytes);
    rows(bytes);
    (void)ledger_head_parse(bytes, &head);
    return 0;
}

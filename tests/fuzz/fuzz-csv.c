/*
 * Any bytes as a CSV stream: what is read can be written, and what is written
 * is read as the same rows, none of them rejected.
 */
#include "stream/stream.h"

#include <stdlib.h>

/* Reads all and writes it to b; false: there was no header. */
static bool
copy(slice bytes, buf *b, diag *d)
{
    in *f = in_memory("fuzz", bytes);
    error e;
    row r;
    csv_in *c = csv_open(f, d, &e);

    b->n = 0;
    if (c != NULL) {
        csv_put_row(b, csv_header(c));
        buf_putc(b, '\n');
        while (csv_next(c, &r)) {
            for (unsigned i = 0; i < r.n; i++)
                for (int k = 0; k < COL_COUNT; k += 7)
                    (void)column_check((enum column)k, r.field[i], NULL);
            csv_put_row(b, &r);
            buf_putc(b, '\n');
        }
    }
    csv_close(c);
    in_close(f);
    return c != NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    diag first = {.keep = true}, second = {0};
    buf a = {0}, b = {0};

    if (copy((slice){(const char *)data, size}, &a, &first)) {
        if (!copy(buf_slice(&a), &b, &second) || second.rejected != 0 ||
            !slice_eq(buf_slice(&a), buf_slice(&b)) || second.read != first.read - first.rejected)
            abort();
    }
    buf_free(&a);
    buf_free(&b);
    diag_free(&first);
    diag_free(&second);
    return 0;
}

/* Any bytes are a file of answers: every record's values fit their columns. */
#include "edi/edi.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
demand(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "fuzz-cusres: %s\n", what);
        abort();
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    diag d = {.level = 1, .keep = true};
    error why;
    in *f = in_memory("file", (slice){(const char *)data, size});
    edi *e = edi_open(f, &d, (date){2026, 11, 23});
    board_codes *codes = board_codes_open(NULL, &why);
    cusres *c = cusres_open(e, codes);
    const slice *rec;
    buf b = {0};

    while ((rec = cusres_next(c)) != NULL) {
        const board_code *told = board_codes_read(codes, rec[COL_board_code]);
        for (size_t i = 0; i < cusres_columns_n; i++) {
            slice v = rec[cusres_columns[i]];
            demand(column_check(cusres_columns[i], v, NULL), "a value of the wrong form");
            demand(slice_utf8(v) == v.n, "a value that is not UTF-8");
        }
        demand(slice_eq(rec[COL_board_decision],
                        told != NULL ? boarding_word(told->decision) : (slice){NULL, 0}),
               "a decision that is not that of the code");
        b.n = 0;
        csv_put_record(&b, cusres_columns, cusres_columns_n, rec);
        d.written++;
    }
    demand(d.read == d.written, "an answer that was read is not written");
    demand(f->window.n == 0 || f->ended, "the file is not read to its end");
    buf_free(&b);
    cusres_close(c);
    board_codes_free(codes);
    edi_close(e);
    in_close(f);
    diag_free(&d);
    return 0;
}

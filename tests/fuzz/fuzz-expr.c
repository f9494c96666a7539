/*
 * Any bytes as a condition and rows, parted by a NUL: what is refused is
 * refused with a reason; what is not answers the same when it is asked again,
 * and the opposite when 'not' stands before it.
 */
#include "report/report.h"

#include <stdlib.h>

/* The answers for the rows as bits; false: it is no condition, or not of these columns. */
static bool
answers(slice condition, slice rows, uint64_t *bits)
{
    in *f = in_memory("rows", rows);
    diag d = {.level = -1};
    error e = {""};
    char *copy = mem_alloc(condition.n + 1, 1);
    memcpy(copy, condition.p, condition.n);
    report_expr *x = report_expr_parse((slice){copy, condition.n}, &e);
    report_clock clock = {{NULL, 0}};
    bool good = false;
    row r;

    free(copy);
    if (x == NULL && e.text[0] == '\0')
        abort();
    csv_in *csv = csv_open(f, &d, &e);
    *bits = 0;
    if (x != NULL && csv != NULL && (good = report_expr_bind(x, csv, &clock, &e)))
        for (unsigned i = 0; i < 64 && csv_next(csv, &r); i++) {
            bool is = report_expr_test(x, &r, &d);
            if (report_expr_test(x, &r, &d) != is)
                abort();
            *bits = *bits << 1 | is;
        }
    report_expr_free(x);
    csv_close(csv);
    in_close(f);
    diag_free(&d);
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    slice rows = {(const char *)data, size}, condition = slice_cut(&rows, '\0');
    uint64_t is, other;
    buf b = {0};

    if (answers(condition, rows, &is)) {
        buf_puts(&b, S("not ("));
        buf_puts(&b, condition);
        buf_puts(&b, S(") and [sex] = [sex]"));
        if (answers(buf_slice(&b), rows, &other) && (is & other) != 0)
            abort();
        b.n = 0;
        buf_puts(&b, S("(not not("));
        buf_puts(&b, condition);
        buf_puts(&b, S(") or sex != [sex])"));
        if (answers(buf_slice(&b), rows, &other) && is != other)
            abort();
    }
    buf_free(&b);
    return 0;
}

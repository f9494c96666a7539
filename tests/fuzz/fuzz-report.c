/*
 * Any bytes as "by|across|measures|where" and, behind a line end, records: what
 * is refused is refused with a reason; sums written and merged give the same
 * report, and so do those of two parts.  Bytes that begin as a partial are read
 * as one: it is merged or refused with a reason.
 */
#include "report/report.h"

#include <stdlib.h>

static void
check(bool good)
{
    if (!good)
        abort();
}

/* The sums of every row, or of those of which the number is odd or even. */
static report_sums *
add_up(const report_spec *spec, slice bytes, int part)
{
    in *f = in_memory("rows", bytes);
    diag d = {.level = -1};
    error e = {""};
    report_sums *s = report_sums_new(spec, &e);
    csv_in *csv = csv_open(f, &d, &e);
    row r;

    check((s != NULL && csv != NULL) || e.text[0] != '\0');
    if (s != NULL && csv != NULL && report_sums_open(s, csv, &d, &e)) {
        for (int i = 0; csv_next(csv, &r); i++)
            if (part < 0 || i % 2 == part)
                report_sums_add(s, &r, &d);
    } else {
        report_sums_free(s);
        s = NULL;
    }
    csv_close(csv);
    in_close(f);
    diag_free(&d);
    return s;
}

static void
put(buf *b, const report_sums *s, uint64_t suppress)
{
    report_showing show = {.suppress = suppress, .top = 3};

    for (size_t i = 0; i < report_sums_spec(s)->n; i++) {
        report_result *r = report_result_new(s, i, &show);
        if (!r->left_out)
            report_put_csv(b, r, true);
        report_result_free(r);
    }
}

static bool
merge(report_sums **to, slice bytes)
{
    in *f = in_memory("partial", bytes);
    error e = {""};
    bool good = report_sums_merge(to, f, &e);

    check(good || e.text[0] != '\0');
    in_close(f);
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static report_spec spec;
    slice rows = {(const char *)data, size};
    buf whole = {0}, again = {0}, partial = {0};
    report_sums *merged = NULL;

    if (slice_starts(rows, S("partial,"))) {
        if (merge(&merged, rows))
            put(&whole, merged, 5);
        report_sums_free(merged);
        buf_free(&whole);
        return 0;
    }
    slice asked = slice_cut(&rows, '\n');
    spec = (report_spec){.n = 1, .digest = true};
    slice by = slice_cut(&asked, '|');
    spec.table[0].by = by.n != 0 ? by : (slice){NULL, 0};
    spec.table[0].across = slice_cut(&asked, '|');
    spec.table[0].measures = slice_cut(&asked, '|');
    spec.where = asked;
    report_sums *s = add_up(&spec, rows, -1);
    if (s == NULL)
        return 0;
    put(&whole, s, 0);
    put(&whole, s, 5);
    for (int part = 0; part < 2; part++) {
        report_sums *half = add_up(&spec, rows, part);
        check(half != NULL);
        partial.n = 0;
        report_sums_write(half, &partial, NULL);
        report_sums_free(half);
        /* The halves of records that are all alike are the same records. */
        if (!merge(&merged, buf_slice(&partial)))
            break;
        if (part == 1) {
            put(&again, merged, 0);
            put(&again, merged, 5);
            check(slice_eq(buf_slice(&whole), buf_slice(&again)));
        }
    }
    report_sums_free(merged);
    report_sums_free(s);
    buf_free(&whole);
    buf_free(&again);
    buf_free(&partial);
    return 0;
}

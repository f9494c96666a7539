/* For targets that read messages: what every table must keep. */
#ifndef BORDERTOOLS_FUZZ_TABLES_H
#define BORDERTOOLS_FUZZ_TABLES_H

#include "edi/edi.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
demand(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "fuzz: %s\n", what);
        abort();
    }
}

/* The rows of a table as CSV, read back: each value has the form of its column. */
static void
check_table(const pnr *p, pnr_table t)
{
    buf b = {0};
    diag d = {.level = -1};
    error e;
    row r;
    size_t n, rows = 0;
    const enum column *cols = pnr_columns(t, &n);

    csv_put_header(&b, cols, n);
    size_t written = pnr_write(p, t, &b);
    if (written == 0) {
        buf_free(&b);
        return;
    }
    in *f = in_memory("rows", buf_slice(&b));
    csv_in *c = csv_open(f, &d, &e);
    demand(c != NULL, "rows without a header");
    while (csv_next(c, &r)) {
        for (size_t i = 0; i < n; i++)
            demand(column_check(cols[i], r.field[i], NULL), column_table[cols[i]].name.p);
        rows++;
    }
    demand(rows == written && d.rejected == 0, pnr_table_names[t]);
    csv_close(c);
    in_close(f);
    buf_free(&b);
    diag_free(&d);
}

/* All that the bytes tell, checked; returns how many travellers. */
static uint64_t
read_messages(slice bytes, bool keep_sensitive)
{
    diag d = {.level = 1, .keep = true};
    in *f = in_memory("file", bytes);
    pnr_settings s = {
        .as_of = {2026, 11, 23}, .wanted = UINT32_MAX, .keep_sensitive = keep_sensitive};
    pnr_reader *r = pnr_open(f, &d, &s);
    pnr_check *check = pnr_check_new();
    pnr_latest *latest = pnr_latest_new(&d, keep_sensitive);
    buf lacks = {0};
    const pnr *p;
    uint64_t kept = 0;

    while ((p = pnr_next(r)) != NULL) {
        pnr_latest_add(latest, p);
        pnr_check_unit(check, p, &lacks);
        lacks.n = 0;
        for (pnr_table t = 0; t < PNR_TABLES; t++)
            check_table(p, t);
        d.written += p->travellers_n;
    }
    demand(d.read == d.written, "a traveller who was read is not written");
    demand(f->window.n == 0 || f->ended, "the file is not read to its end");
    for (; pnr_latest_next(latest, &lacks); kept++)
        lacks.n = 0;
    demand(kept <= d.written, "more travellers than were named");
    pnr_latest_free(latest);
    pnr_check_carriers(check, &lacks);
    pnr_check_free(check);
    buf_free(&lacks);
    pnr_close(r);
    in_close(f);
    diag_free(&d);
    return d.written;
}

#endif

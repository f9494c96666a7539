/* Any bytes are a file of messages: every traveller's values fit their columns. */
#include "edi/edi.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
demand(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "fuzz-edi: %s\n", what);
        abort();
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum column checked[] = {
        COL_birth_date,   COL_sex,        COL_nationality,    COL_residence,   COL_traveller_type,
        COL_doc_issuer,   COL_doc_expiry, COL_doc_issue_date, COL_visa_expiry, COL_transport_mode,
        COL_dep_port,     COL_arr_port,   COL_dep_time,       COL_arr_time,    COL_embark_port,
        COL_transit_port, COL_bag_count,  COL_message_sent};
    diag d = {.level = 1, .keep = true};
    in *f = in_memory("file", (slice){(const char *)data, size});
    edi *e = edi_open(f, &d, (date){2026, 11, 23});
    paxlst *p = paxlst_open(e);
    const slice *rec;
    buf b = {0};

    while ((rec = paxlst_next(p)) != NULL) {
        for (size_t i = 0; i < LENGTH(checked); i++)
            demand(column_check(checked[i], rec[checked[i]], NULL), "a value of the wrong form");
        for (size_t i = 0; i < paxlst_columns_n; i++) {
            slice v = rec[paxlst_columns[i]];
            demand(slice_utf8(v) == v.n, "a value that is not UTF-8");
        }
        b.n = 0;
        csv_put_record(&b, paxlst_columns, paxlst_columns_n, rec);
        d.written++;
    }
    demand(d.read == d.written, "a traveller who was read is not written");
    demand(f->window.n == 0 || f->ended, "the file is not read to its end");
    buf_free(&b);
    paxlst_close(p);
    edi_close(e);
    in_close(f);
    diag_free(&d);
    return 0;
}

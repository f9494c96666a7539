/*
 * Any bytes as a list of lost documents: it is refused with a reason, or every
 * row of it that can be read on its own is found again, in either way of
 * reading.
 */
#include "watch/private.h"

#include <stdlib.h>

/* Each document of the list is hit by a traveller who has it. */
static void
search_all(slice bytes, watch_documents *l, arena *a)
{
    in *f = in_memory("fuzz", bytes);
    diag d = {.level = -1};
    error e;
    csv_in *csv = csv_open(f, &d, &e);
    row r;

    if (csv == NULL)
        abort();
    int number = csv_col(csv, COL_doc_number), issuer = csv_col(csv, COL_doc_issuer);
    for (int i = 0; i < 50 && number >= 0 && csv_next(csv, &r); i++) {
        watch_traveller t = {.doc_number = row_get(&r, number), .doc_issuer = row_get(&r, issuer)};
        watch_hit *hits;
        size_t n = watch_documents_search(&l, 1, &t, 0, i < 5, a, &hits, 0);
        for (size_t k = 0; k < n; k++)
            if (hits[k].id.n < 3 || hits[k].reason.n == 0 ||
                slice_utf8(hits[k].id) != hits[k].id.n || hits[k].score > 1 ||
                (k != 0 && hits[k].score > hits[k - 1].score))
                abort();
        /* The only rows that are left out are told of. */
        if (n == 0 && watch_documents_count(l).left_out == 0)
            for (size_t k = 0; k < t.doc_number.n; k++)
                if ((t.doc_number.p[k] >= '0' && t.doc_number.p[k] <= '9'))
                    abort();
        arena_reset(a);
    }
    csv_close(csv);
    in_close(f);
    diag_free(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    slice bytes = {(const char *)data, size};
    arena a = {0};
    uint64_t kept[2] = {0};

    for (int partial = 0; partial < 2; partial++) {
        in *f = in_memory("fuzz", bytes);
        diag d = {.level = partial};
        error e = {""};
        watch_documents *l = watch_documents_read(f, S("fuzz"), partial, &d, &e);
        if (l == NULL ? e.text[0] == '\0' : !partial && d.rejected != 0)
            abort();
        if (l != NULL) {
            kept[partial] = watch_documents_count(l).kept;
            search_all(bytes, l, &a);
        } else if (partial && kept[0] != 0) {
            abort();
        }
        watch_documents_free(l);
        in_close(f);
        diag_free(&d);
    }
    if (kept[0] > kept[1])
        abort();
    arena_free(&a);
    return 0;
}

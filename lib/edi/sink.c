/* Where what messages tell goes: a table, a folder of all, what they lack, the newest. */
#include "edi/edi.h"

#include <stdlib.h>

struct pnr_sink {
    pnr_sink_settings s;
    diag *d;
    buf *to;
    pnr_folder *folder;
    pnr_check *check;
    pnr_latest *latest;
};

static void
put_header(pnr_sink *k)
{
    size_t n;

    if (k->check != NULL && k->s.carriers) {
        csv_put_header(k->to, pnr_check_carrier_columns, pnr_check_carrier_columns_n);
    } else if (k->check != NULL) {
        csv_put_header(k->to, pnr_check_columns, pnr_check_columns_n);
    } else {
        const enum column *cols = pnr_columns(k->s.table, &n);
        csv_put_header(k->to, cols, n);
    }
    if (k->latest != NULL) {
        k->to->n--; /* more columns */
        buf_puts(k->to, S(",close_out,replaces"));
        buf_puts(k->to, k->s.merge ? S(",merged_by,merge_conflicts\n") : S("\n"));
    }
}

pnr_sink *
pnr_sink_open(const pnr_sink_settings *s, diag *d, buf *to, error *e)
{
    pnr_sink *k = mem_alloc(1, sizeof *k);

    k->s = *s;
    k->d = d;
    k->to = to;
    if (s->folder != NULL) {
        k->folder = pnr_folder_open(s->folder, e);
        if (k->folder != NULL)
            return k;
        free(k);
        return NULL;
    }
    if (s->check)
        k->check = pnr_check_new();
    else if (s->latest || s->merge)
        k->latest = pnr_latest_new(d, s->merge);
    put_header(k);
    return k;
}

uint32_t
pnr_sink_wants(const pnr_sink *k)
{
    return k->folder != NULL ? UINT32_MAX : (uint32_t)1 << k->s.table;
}

bool
pnr_sink_put(pnr_sink *k, const pnr *p)
{
    if (k->latest != NULL) {
        pnr_latest_add(k->latest, p);
    } else if (k->check != NULL) {
        k->d->written += pnr_check_unit(k->check, p, k->s.carriers ? NULL : k->to);
    } else if (k->folder != NULL) {
        k->d->written += p->travellers_n;
        return pnr_folder_write(k->folder, p);
    } else {
        k->d->written += pnr_write(p, k->s.table, k->to);
    }
    return true;
}

bool
pnr_sink_more(pnr_sink *k)
{
    if (k->latest == NULL || !pnr_latest_next(k->latest, k->to))
        return false;
    k->d->written++;
    return true;
}

bool
pnr_sink_close(pnr_sink *k, bool good, error *e)
{
    bool done = true;

    if (k->check != NULL && k->s.carriers)
        pnr_check_carriers(k->check, k->to);
    pnr_check_free(k->check);
    pnr_latest_free(k->latest);
    if (k->folder != NULL && good)
        done = pnr_folder_commit(k->folder, e);
    else
        pnr_folder_abandon(k->folder);
    free(k);
    return done;
}

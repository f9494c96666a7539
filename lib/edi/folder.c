/* All tables as files of a folder. */
#include "edi/edi.h"

#include <stdio.h>
#include <stdlib.h>

struct pnr_folder {
    outdir *dir;
    out *table[PNR_TABLES];
};

pnr_folder *
pnr_folder_open(const char *path, error *e)
{
    pnr_folder *f = mem_alloc(1, sizeof *f);
    char name[32];
    size_t n;

    f->dir = outdir_open(path, e);
    for (pnr_table t = 0; f->dir != NULL && t < PNR_TABLES; t++) {
        snprintf(name, sizeof name, "%s.csv", pnr_table_names[t]);
        f->table[t] = out_create(outdir_fd(f->dir), name, e);
        if (f->table[t] == NULL) {
            pnr_folder_abandon(f);
            return NULL;
        }
        const enum column *cols = pnr_columns(t, &n);
        csv_put_header(&f->table[t]->b, cols, n);
    }
    if (f->dir != NULL)
        return f;
    free(f);
    return NULL;
}

bool
pnr_folder_write(pnr_folder *f, const pnr *p)
{
    for (pnr_table t = 0; t < PNR_TABLES; t++) {
        (void)pnr_write(p, t, &f->table[t]->b);
        if (!out_flush_full(f->table[t]))
            return false;
    }
    return true;
}

bool
pnr_folder_commit(pnr_folder *f, error *e)
{
    bool good = true;

    for (pnr_table t = 0; t < PNR_TABLES; t++) {
        error own;
        if (!out_commit(f->table[t], &own)) {
            if (good)
                *e = own;
            good = false;
        }
    }
    if (good)
        good = outdir_commit(f->dir, e);
    else
        outdir_abandon(f->dir);
    free(f);
    return good;
}

void
pnr_folder_abandon(pnr_folder *f)
{
    if (f == NULL)
        return;
    for (pnr_table t = 0; t < PNR_TABLES; t++)
        out_abandon(f->table[t]);
    outdir_abandon(f->dir);
    free(f);
}

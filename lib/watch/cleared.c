/*
 * Hits that an officer cleared: this traveller is not that entry.
 *
 * A traveller is known by his document, issuer and number; without one by his
 * name and date of birth, and then only when he shows no document either: one
 * who has the name and the birth date of a listed person may be that person.
 */
#include "watch/search.h"

#include <stdlib.h>

struct watch_cleared {
    uint64_t *slot; /* 1 + where a key begins in keys; 0: free */
    size_t slots, n;
    buf keys; /* each with a length before it */
    folder *folder;
    arena arena;
};

static slice
key_at(const watch_cleared *c, uint64_t slot)
{
    uint32_t n;

    memcpy(&n, c->keys.p + slot - 1, sizeof n);
    return (slice){c->keys.p + slot - 1 + sizeof n, n};
}

static size_t
slot_of(const watch_cleared *c, slice key)
{
    size_t at = slice_hash(key) & (c->slots - 1);

    while (c->slot[at] != 0 && !slice_eq(key_at(c, c->slot[at]), key))
        at = (at + 1) & (c->slots - 1);
    return at;
}

static void
add(watch_cleared *c, slice key)
{
    uint32_t n = (uint32_t)key.n;

    if (2 * c->n >= c->slots) {
        uint64_t *old = c->slot;
        size_t slots = c->slots;
        c->slots = slots ? 2 * slots : 1024;
        c->slot = mem_alloc(c->slots, sizeof *c->slot);
        for (size_t i = 0; i < slots; i++)
            if (old[i] != 0)
                c->slot[slot_of(c, key_at(c, old[i]))] = old[i];
        free(old);
    }
    size_t at = slot_of(c, key);
    if (c->slot[at] != 0)
        return;
    c->slot[at] = 1 + c->keys.n;
    buf_put(&c->keys, &n, sizeof n);
    buf_puts(&c->keys, key);
    c->n++;
}

/* ---- keys ---- */

/* The key of a traveller and an entry; empty when the traveller cannot be known again. */
static slice
key_of(folder *f, const watch_traveller *t, slice list, slice id, arena *a)
{
    char text[DOCUMENT_MAX], issuer[4];
    slice number = document_plain(t->doc_number, text), who;

    if (number.n != 0 && country_read(t->doc_issuer, issuer) != COUNTRY_UNKNOWN) {
        who = arena_join(a, slice_of(issuer), S(" "), number);
    } else {
        slice given = slice_trim(t->given_names), surname = slice_trim(t->surname);
        slice name = arena_join(a, given, S(" "), surname);
        date birth;
        name = fold_name(f, name.n != 0 ? name : t->full_name, a);
        if (number.n != 0 || name.n == 0 || !date_parse(t->birth_date, &birth) ||
            !date_whole(birth))
            return (slice){NULL, 0};
        who = arena_join(a, slice_trim(t->birth_date), S(" "), name);
    }
    return arena_join(a, arena_join(a, list, S("\n"), id), S("\n"), who);
}

/* ---- the file ---- */

static bool
read_rows(watch_cleared *c, csv_in *csv, diag *d, error *e)
{
    static const enum column needed[] = {COL_hit_list, COL_hit_id};
    row r;

    for (size_t i = 0; i < LENGTH(needed); i++)
        if (csv_col(csv, needed[i]) < 0)
            return error_set(e, "%s: no column %s", csv_header(csv)->where.file,
                             column_table[needed[i]].name.p);
    while (csv_next(csv, &r)) {
        slice list = row_get(&r, csv_col(csv, COL_hit_list));
        slice id = row_get(&r, csv_col(csv, COL_hit_id));
        watch_traveller t = {.surname = row_get(&r, csv_col(csv, COL_surname)),
                             .given_names = row_get(&r, csv_col(csv, COL_given_names)),
                             .full_name = row_get(&r, csv_col(csv, COL_full_name)),
                             .birth_date = row_get(&r, csv_col(csv, COL_birth_date)),
                             .doc_number = row_get(&r, csv_col(csv, COL_doc_number)),
                             .doc_issuer = row_get(&r, csv_col(csv, COL_doc_issuer))};
        arena_reset(&c->arena);
        slice key = key_of(c->folder, &t, list, id, &c->arena);
        if (list.n == 0 || id.n == 0)
            diag_warn(d, r.where, "no hit_list or no hit_id: nothing is cleared by this row");
        else if (key.n == 0)
            diag_warn(d, r.where,
                      "neither a document with its issuer nor, without a document, a name with a "
                      "whole birth_date: nothing is cleared by this row");
        else
            add(c, key);
    }
    return true;
}

watch_cleared *
watch_cleared_load(const char *path, diag *d, error *e)
{
    watch_cleared *c = mem_alloc(1, sizeof *c);
    in *f = in_open(path, e);
    csv_in *csv = f == NULL ? NULL : csv_open(f, d, e);
    bool good = csv != NULL && (c->folder = folder_new(e)) != NULL && read_rows(c, csv, d, e);

    if (good && f->failed)
        good = error_set(e, "%s", f->error.text);
    csv_close(csv);
    in_close(f);
    if (good)
        return c;
    watch_cleared_free(c);
    return NULL;
}

void
watch_cleared_free(watch_cleared *c)
{
    if (c == NULL)
        return;
    free(c->slot);
    buf_free(&c->keys);
    folder_free(c->folder);
    arena_free(&c->arena);
    free(c);
}

size_t
watch_cleared_drop(const watch_cleared *c, watch_searcher *s, const watch_traveller *t, arena *a,
                   watch_hit *hits, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        slice key = c->n == 0 ? (slice){NULL, 0}
                              : key_of(searcher_folder(s), t, hits[i].list, hits[i].id, a);
        if (key.n == 0 || c->slot[slot_of(c, key)] == 0)
            hits[kept++] = hits[i];
    }
    return kept;
}

/* The index as arrays of bytes, and arrays of bytes as an index. */
#include "names/private.h"

#include <math.h>
#include <stdlib.h>

void
names_index_arrays(const names_index *x, names_array array[NAMES_ARRAYS])
{
    static const names_index none;
    const names_index *i = x != NULL ? x : &none;
    const names_array all[NAMES_ARRAYS] = {
        {"names.words", i->word, i->words_n * sizeof *i->word},
        {"names.names", i->name, i->names_n * sizeof *i->name},
        {"names.text", i->text, i->text_n},
        {"names.places", i->place, i->places_n * sizeof *i->place},
        {"names.postings", i->posting, i->places_n * sizeof *i->posting},
        {"names.slots", i->slot, i->slots * sizeof *i->slot},
        {"names.buckets", i->bucket, ((size_t)i->buckets + 2) * sizeof *i->bucket},
        {"names.keyed", i->keyed, i->keyed_n * sizeof *i->keyed},
        {"names.table", &i->table, sizeof i->table}};

    memcpy(array, all, sizeof all);
}

/* How many items of that size an array has; false when it has a part of one. */
static bool
count(const names_array *a, size_t size, uint32_t *n)
{
    if (a->bytes % size != 0 || a->bytes / size > UINT32_MAX - 2 || (a->p == NULL && a->bytes != 0))
        return false;
    *n = (uint32_t)(a->bytes / size);
    return true;
}

static bool
all_below(const uint32_t *item, uint32_t n, uint32_t end)
{
    for (uint32_t i = 0; i < n; i++)
        if (item[i] >= end)
            return false;
    return true;
}

/* Of the letters and digits that patterns know. */
static bool
text_fits(slice word)
{
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i];
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
            return false;
    }
    return true;
}

static bool
words_fit(const names_index *x)
{
    for (uint32_t i = 0; i < x->words_n; i++) {
        const index_word *w = &x->word[i];
        if (w->length == 0 || w->length > NAMES_WORD_MAX || w->text > x->text_n ||
            w->length > x->text_n - w->text || w->first > x->places_n ||
            w->n > x->places_n - w->first || w->bare >= w->length || !sounds_fit(&w->sounds) ||
            !isfinite(w->weight) || w->known > known_count() || !text_fits(index_text(x, i)))
            return false;
    }
    return true;
}

static bool
names_fit(const names_index *x)
{
    for (uint32_t i = 0; i < x->names_n; i++) {
        const index_name *n = &x->name[i];
        if (n->n == 0 || n->n > NAMES_WORDS_MAX || n->initials > n->n || n->first > x->places_n ||
            n->n > x->places_n - n->first || !isfinite(n->weight))
            return false;
    }
    return true;
}

/* A power of two with free slots, so that looking ends. */
static bool
slots_fit(const names_index *x)
{
    uint32_t used = 0;

    for (uint32_t i = 0; i < x->slots; i++) {
        if (x->slot[i] > x->words_n)
            return false;
        used += x->slot[i] != 0;
    }
    return x->slots != 0 && (x->slots & (x->slots - 1)) == 0 && used < x->slots;
}

static bool
buckets_fit(const names_index *x)
{
    if (x->buckets == 0 || (x->buckets & (x->buckets - 1)) != 0)
        return false;
    for (uint32_t i = 0; i < x->buckets; i++)
        if (x->bucket[i] > x->bucket[i + 1])
            return false;
    return x->bucket[x->buckets] <= x->keyed_n;
}

names_index *
names_index_over(const names_array array[NAMES_ARRAYS])
{
    names_index *x = mem_alloc(1, sizeof *x);
    uint32_t postings, buckets = 2, tables;

    known_read();
    sounds_read();
    x->mapped = true;
    x->word = (index_word *)(uintptr_t)array[0].p;
    x->name = (index_name *)(uintptr_t)array[1].p;
    x->text = (char *)(uintptr_t)array[2].p;
    x->place = (uint32_t *)(uintptr_t)array[3].p;
    x->posting = (uint32_t *)(uintptr_t)array[4].p;
    x->slot = (uint32_t *)(uintptr_t)array[5].p;
    x->bucket = (uint32_t *)(uintptr_t)array[6].p;
    x->keyed = (uint32_t *)(uintptr_t)array[7].p;
    bool good = count(&array[0], sizeof *x->word, &x->words_n) &&
                count(&array[1], sizeof *x->name, &x->names_n) && count(&array[2], 1, &x->text_n) &&
                count(&array[3], sizeof *x->place, &x->places_n) &&
                count(&array[4], sizeof *x->posting, &postings) && postings == x->places_n &&
                count(&array[5], sizeof *x->slot, &x->slots) &&
                count(&array[6], sizeof *x->bucket, &buckets) && buckets > 2 &&
                count(&array[7], sizeof *x->keyed, &x->keyed_n) &&
                count(&array[8], sizeof x->table, &tables) && tables == 1;
    x->buckets = buckets - 2;
    if (good)
        memcpy(&x->table, array[8].p, sizeof x->table);
    if (!good || x->table != known_sum() || !words_fit(x) || !names_fit(x) || !slots_fit(x) ||
        !buckets_fit(x) || !all_below(x->place, x->places_n, x->words_n) ||
        !all_below(x->posting, x->places_n, x->names_n) ||
        !all_below(x->keyed, x->keyed_n, x->words_n)) {
        names_index_free(x);
        return NULL;
    }
    index_derive(x);
    return x;
}

/* All lists of a run, and what finds their entries: names, dates of birth, documents. */
#include "watch/search.h"

#include <stdlib.h>

/* ---- documents ---- */

slice
document_plain(slice number, char text[DOCUMENT_MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < number.n && n < DOCUMENT_MAX; i++) {
        char c = number.p[i];
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 32);
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
            text[n++] = c;
    }
    return (slice){text, n};
}

uint64_t
document_hash(slice plain)
{
    uint64_t h = slice_hash(plain);
    return h != 0 ? h : 1;
}

static void
add_documents(watch_engine *w)
{
    size_t all = 0;

    for (size_t i = 0; i < w->lists; i++)
        all += w->list[i]->documents_n;
    for (w->slots = 16; w->slots < 2 * all;)
        w->slots *= 2;
    w->document = mem_alloc(w->slots, sizeof *w->document);
    for (uint32_t i = 0; i < w->lists; i++) {
        for (uint32_t k = 0; k < w->list[i]->documents_n; k++) {
            char text[DOCUMENT_MAX];
            slice plain = document_plain(w->list[i]->documents[k].number, text);
            if (plain.n == 0)
                continue;
            uint64_t h = document_hash(plain);
            size_t at = h & (w->slots - 1);
            while (w->document[at].hash != 0)
                at = (at + 1) & (w->slots - 1);
            w->document[at] = (document_slot){h, i, k};
        }
    }
}

/* ---- birth dates ---- */

int32_t
day_of(date d)
{
    return (d.year * 100 + d.month) * 100 + d.day;
}

static int
by_day(const void *a, const void *b)
{
    const born *x = a, *y = b;

    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->list != y->list)
        return x->list < y->list ? -1 : 1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

static void
add_births(watch_engine *w)
{
    size_t all = 0;

    for (size_t i = 0; i < w->lists; i++)
        all += w->list[i]->births_n;
    w->born = mem_alloc(all, sizeof *w->born);
    for (uint32_t i = 0; i < w->lists; i++) {
        const watch_list *l = w->list[i];
        for (uint32_t e = 0; e < l->entries_n; e++)
            for (uint32_t k = 0; k < l->entry[e].births.n; k++) {
                const watch_birth *b = &l->births[l->entry[e].births.first + k];
                if (date_whole(b->from) && date_cmp(b->from, b->to) == 0)
                    w->born[w->born_n++] = (born){day_of(b->from), i, e};
            }
    }
    qsort(w->born, w->born_n, sizeof *w->born, by_day);
}

/* The dates of birth beside the names of the index, where an entry has but one whole one. */
static void
add_days(watch_engine *w)
{
    uint32_t all = names_index_size(w->index);

    w->day = mem_alloc(all, sizeof *w->day);
    for (uint32_t i = 0; i < all; i++) {
        const watch_list *l = w->list[w->source[i].list];
        const watch_entry *e = &l->entry[l->names[w->source[i].name].entry];
        const watch_birth *b = &l->births[e->births.first];
        if (e->births.n == 1 && !b->circa && date_cmp(b->from, b->to) == 0)
            w->day[i] = packed_day(b->from);
    }
}

/* ---- names ---- */

static void
add_list(watch_engine *w, uint32_t list, folder *f, arena *a)
{
    const watch_list *l = w->list[list];

    for (uint32_t name = 0; name < l->names_n; name++) {
        slice reading[NAMES_READINGS_MAX];
        uint32_t number;
        arena_reset(a);
        size_t readings = names_readings(f, l->names[name].text, a, reading);
        for (size_t r = 0; r < readings; r++)
            if (names_index_add(w->index, reading[r], &number))
                w->source[number] = (name_source){list, name};
    }
}

static void
make_index(watch_engine *w, size_t names)
{
    arena a = {0};
    error e;
    folder *f = folder_new(&e);

    w->index = names_index_new();
    w->source = mem_alloc(NAMES_READINGS_MAX * names, sizeof *w->source);
    for (uint32_t i = 0; f != NULL && i < w->lists; i++)
        add_list(w, i, f, &a);
    names_index_finish(w->index);
    folder_free(f);
    arena_free(&a);
}

/* That of a single list which was mapped. */
static void
take_index(watch_engine *w)
{
    watch_list *l = w->list[0];

    w->index = l->index;
    l->index = NULL;
    w->source = mem_alloc(names_index_size(w->index), sizeof *w->source);
    for (uint32_t i = 0; i < names_index_size(w->index); i++)
        w->source[i] = (name_source){0, l->index_source[i]};
}

/* The names of an entry stand together, in the order of the entries. */
static void
number_names(watch_engine *w)
{
    uint32_t all = names_index_size(w->index), next = 0;

    w->numbers = mem_alloc((size_t)w->entries + 1, sizeof *w->numbers);
    for (uint32_t i = 0; i < all; i++) {
        const watch_list *l = w->list[w->source[i].list];
        uint32_t entry = w->base[w->source[i].list] + l->names[w->source[i].name].entry;
        while (next <= entry)
            w->numbers[next++] = i;
    }
    while (next <= w->entries)
        w->numbers[next++] = all;
}

/* ---- the engine ---- */

watch_engine *
watch_engine_new(watch_list **lists, size_t n)
{
    watch_engine *w = mem_alloc(1, sizeof *w);
    size_t names = 0;

    w->list = mem_alloc(n, sizeof *w->list);
    w->base = mem_alloc(n, sizeof *w->base);
    w->lists = n;
    for (uint32_t i = 0; i < n; i++) {
        w->list[i] = lists[i];
        w->base[i] = w->entries;
        w->entries += lists[i]->entries_n;
        names += lists[i]->names_n;
    }
    if (n == 1 && lists[0]->index != NULL)
        take_index(w);
    else
        make_index(w, names);
    number_names(w);
    add_births(w);
    add_days(w);
    add_documents(w);
    return w;
}

void
watch_engine_free(watch_engine *w)
{
    if (w == NULL)
        return;
    names_index_free(w->index);
    for (size_t i = 0; i < w->lists; i++)
        watch_list_free(w->list[i]);
    free(w->list);
    free(w->base);
    free(w->source);
    free(w->numbers);
    free(w->born);
    free(w->day);
    free(w->document);
    free(w);
}

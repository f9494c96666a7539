/* A list in memory. */
#include "watch/private.h"

#include <stdlib.h>

/* Room for one more in an array whose size is a power of two, or 0. */
#define GROW(array, n)                                                                             \
    (((n) & ((n)-1)) == 0                                                                          \
         ? (array) = mem_grow((array), (n) ? 2 * (size_t)(n) : 1, sizeof *(array))                 \
         : (array))

static watch_entry *
last_entry(watch_list *l)
{
    return &l->entry[l->entries_n - 1];
}

void
watch_add_entry(watch_list *l, slice id)
{
    GROW(l->entry, l->entries_n);
    l->entry[l->entries_n++] = (watch_entry){.id = arena_dup(&l->arena, id),
                                             .names.first = l->names_n,
                                             .births.first = l->births_n,
                                             .countries.first = l->countries_n,
                                             .documents.first = l->documents_n};
}

void
watch_add_name(watch_list *l, slice text, bool alias, bool weak)
{
    text = slice_trim(text);
    if (text.n == 0)
        return;
    GROW(l->names, l->names_n);
    l->names[l->names_n++] =
        (watch_name){l->entries_n - 1, alias, weak, arena_dup(&l->arena, text)};
    last_entry(l)->names.n++;
}

void
watch_add_birth(watch_list *l, watch_birth b)
{
    if (b.from.year == 0)
        return;
    GROW(l->births, l->births_n);
    l->births[l->births_n++] = b;
    last_entry(l)->births.n++;
}

void
watch_add_country(watch_list *l, const char code[4])
{
    GROW(l->countries, l->countries_n);
    memcpy(l->countries[l->countries_n++].code, code, 4);
    last_entry(l)->countries.n++;
}

void
watch_add_document(watch_list *l, slice number, const char issuer[4])
{
    watch_document d = {.entry = l->entries_n - 1};

    number = slice_trim(number);
    if (number.n == 0)
        return;
    d.number = arena_dup(&l->arena, number);
    memcpy(d.issuer, issuer, sizeof d.issuer);
    GROW(l->documents, l->documents_n);
    l->documents[l->documents_n++] = d;
    last_entry(l)->documents.n++;
}

void
watch_list_free(watch_list *l)
{
    if (l == NULL)
        return;
    free(l->entry);
    free(l->names);
    free(l->births);
    free(l->countries);
    free(l->documents);
    arena_free(&l->arena);
    free(l);
}

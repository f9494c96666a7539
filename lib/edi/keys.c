/* keys: texts to numbers; their hash is seeded, for the texts are hostile. */
#include "edi/private.h"

#include <stdlib.h>
#include <sys/random.h>

static uint64_t
hash_of(const edi_keys *k, slice text)
{
    uint64_t h = slice_hash(text) ^ k->seed;

    h = (h ^ h >> 29) * 0x9e3779b97f4a7c15u; /* the seed into all bits */
    return h ^ h >> 32;
}

static void
grow(edi_keys *k)
{
    size_t cap = k->cap != 0 ? k->cap * 2 : 1024;
    edi_key *table = mem_alloc(cap, sizeof *table);

    if (k->cap == 0 && getrandom(&k->seed, sizeof k->seed, 0) != (ssize_t)sizeof k->seed)
        k->seed = (uint64_t)(uintptr_t)table;
    for (size_t i = 0; i < k->cap; i++) {
        if (k->table[i].text.p == NULL)
            continue;
        size_t at = (size_t)hash_of(k, k->table[i].text) & (cap - 1);
        while (table[at].text.p != NULL)
            at = (at + 1) & (cap - 1);
        table[at] = k->table[i];
    }
    free(k->table);
    k->table = table;
    k->cap = cap;
}

uint32_t *
edi_keys_find(edi_keys *k, slice text, bool add)
{
    if (2 * k->n >= k->cap)
        grow(k);
    size_t at = (size_t)hash_of(k, text) & (k->cap - 1);
    for (; k->table[at].text.p != NULL; at = (at + 1) & (k->cap - 1))
        if (slice_eq(k->table[at].text, text))
            return &k->table[at].value;
    if (!add)
        return NULL;
    k->table[at] = (edi_key){arena_dup(&k->texts, text), EDI_KEY_NEW};
    k->n++;
    return &k->table[at].value;
}

void
edi_keys_clear(edi_keys *k)
{
    if (k->n != 0)
        memset(k->table, 0, k->cap * sizeof *k->table);
    k->n = 0;
    arena_reset(&k->texts);
}

void
edi_keys_free(edi_keys *k)
{
    free(k->table);
    arena_free(&k->texts);
}

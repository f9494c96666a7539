/* A list in memory. */
#include "names/names.h"
#include "watch/private.h"

#include <stdlib.h>

/* Room for one more in an array whose size is a power of two, or 0. */
#define GROW(array, n)                                                                             \
    (((n) & ((n)-1)) == 0                                                                          \
         ? (array) = mem_grow((array), (n) ? 2 * (size_t)(n) : 1, sizeof *(array))                 \
         : (array))

static watch_entry *
at_hand(watch_list *l)
{
    return &l->entry[l->at];
}

slice
watch_squeeze(arena *a, slice text)
{
    text = slice_trim(text);
    char *to = arena_alloc(a, text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        bool blank = strchr(" \t\r\n", text.p[i]) != NULL && text.p[i] != '\0';
        if (!blank)
            to[n++] = text.p[i];
        else if (n != 0 && to[n - 1] != ' ')
            to[n++] = ' ';
    }
    return (slice){to, n};
}

/* Three letters at most, or "". */
static void
set_code(char to[4], const char *from)
{
    size_t n = strlen(from);

    n = n < 3 ? n : 3;
    memcpy(to, from, n);
    memset(to + n, '\0', 4 - n);
}

void
watch_add_entry(watch_list *l, slice id)
{
    GROW(l->entry, l->entries_n);
    l->at = l->entries_n;
    l->entry[l->entries_n++] = (watch_entry){.id = watch_squeeze(&l->arena, id)};
}

void
watch_add_parts(watch_list *l, watch_name n)
{
    n.surname = watch_squeeze(&l->arena, n.surname);
    n.given = watch_squeeze(&l->arena, n.given);
    if (slice_trim(n.text).n == 0)
        n.text = arena_join(&l->arena, n.given, S(" "), n.surname);
    else
        n.text = watch_squeeze(&l->arena, n.text);
    if (n.text.n == 0)
        return;
    n.entry = l->at;
    GROW(l->names, l->names_n);
    l->names[l->names_n++] = n;
    at_hand(l)->names.n++;
}

void
watch_add_name(watch_list *l, slice text, bool alias, bool weak)
{
    watch_add_parts(l, (watch_name){.text = text, .alias = alias, .weak = weak});
}

void
watch_add_birth(watch_list *l, watch_birth b)
{
    if (b.from.year == 0)
        return;
    b.entry = l->at;
    GROW(l->births, l->births_n);
    l->births[l->births_n++] = b;
}

void
watch_add_country(watch_list *l, const char *code)
{
    if (code[0] == '\0')
        return;
    GROW(l->countries, l->countries_n);
    l->countries[l->countries_n].entry = l->at;
    set_code(l->countries[l->countries_n++].code, code);
}

void
watch_add_typed(watch_list *l, slice type, slice number, const char *issuer)
{
    watch_document d = {.entry = l->at};

    d.number = watch_squeeze(&l->arena, number);
    if (d.number.n == 0)
        return;
    d.type = watch_squeeze(&l->arena, type);
    set_code(d.issuer, issuer);
    GROW(l->documents, l->documents_n);
    l->documents[l->documents_n++] = d;
    at_hand(l)->documents.n++;
}

void
watch_add_document(watch_list *l, slice number, const char *issuer)
{
    watch_add_typed(l, (slice){NULL, 0}, number, issuer);
}

void
watch_add_place(watch_list *l, slice text, const char *country)
{
    watch_place p = {.entry = l->at, .text = watch_squeeze(&l->arena, text)};

    if (p.text.n == 0 && country[0] == '\0')
        return;
    set_code(p.country, country);
    GROW(l->places, l->places_n);
    l->places[l->places_n++] = p;
}

void
watch_add_programme(watch_list *l, slice text)
{
    slice *all = &at_hand(l)->programme, rest = *all;

    text = slice_trim(text);
    while (rest.p != NULL)
        if (slice_eq(slice_cut(&rest, ';'), text))
            return;
    if (text.n != 0 && all->n < WATCH_VALUE_MAX)
        *all = arena_join(&l->arena, *all, S(";"), watch_squeeze(&l->arena, text));
}

void
watch_set_remarks(watch_list *l, slice text)
{
    slice *all = &at_hand(l)->remarks;

    text = watch_squeeze(&l->arena, text);
    if (all->n < WATCH_VALUE_MAX && !(all->n >= text.n && slice_eq(text, (slice){all->p, text.n})))
        *all = arena_join(&l->arena, *all, S(" "), text);
}

void
watch_set_sex(watch_list *l, char sex)
{
    char *had = &at_hand(l)->sex;

    *had = *had == '\0' || *had == sex ? sex : 'X';
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
    free(l->places);
    arena_free(&l->arena);
    for (size_t i = 0; i < l->sources; i++)
        image_source_free(&l->source[i]);
    free(l->source);
    names_index_free(l->index);
    image_close(l->image);
    free(l);
}

/* ---- a map ---- */

struct watch_map_slot {
    slice key; /* p == NULL: free */
    uint32_t number;
};

static struct watch_map_slot *
find_slot(struct watch_map_slot *slot, size_t slots, slice key)
{
    size_t i = (size_t)slice_hash(key) & (slots - 1);

    while (slot[i].key.p != NULL && !slice_eq(slot[i].key, key))
        i = (i + 1) & (slots - 1);
    return &slot[i];
}

uint32_t *
watch_map_put(watch_map *m, slice key, bool *isnew)
{
    if (key.p == NULL)
        key.p = "";
    if (2 * m->n >= m->slots) {
        size_t slots = m->slots ? 2 * m->slots : 64;
        struct watch_map_slot *all = mem_alloc(slots, sizeof *all);
        for (size_t i = 0; i < m->slots; i++)
            if (m->slot[i].key.p != NULL)
                *find_slot(all, slots, m->slot[i].key) = m->slot[i];
        free(m->slot);
        m->slot = all;
        m->slots = slots;
    }
    struct watch_map_slot *s = find_slot(m->slot, m->slots, key);
    *isnew = s->key.p == NULL;
    if (*isnew) {
        s->key = key;
        m->n++;
    }
    return &s->number;
}

const uint32_t *
watch_map_get(const watch_map *m, slice key)
{
    if (m->slots == 0)
        return NULL;
    const struct watch_map_slot *s = find_slot(m->slot, m->slots, key);
    return s->key.p != NULL ? &s->number : NULL;
}

void
watch_map_free(watch_map *m)
{
    free(m->slot);
    *m = (watch_map){NULL, 0, 0};
}

/* ---- the end of reading ---- */

/* Each kind of what belongs to an entry: its own array, begun by the entry's number. */
typedef struct kind {
    size_t size, range; /* of one; where in an entry its range is */
    bool (*same)(const void *a, const void *b);
    bool (*later)(const void *a); /* behind the others of its entry; may be NULL */
} kind;

static bool
later_name(const void *a)
{
    const watch_name *x = a;
    return x->alias;
}

static bool
same_name(const void *a, const void *b)
{
    const watch_name *x = a, *y = b;
    return slice_eq(x->text, y->text);
}

static bool
same_birth(const void *a, const void *b)
{
    const watch_birth *x = a, *y = b;
    return date_cmp(x->from, y->from) == 0 && date_cmp(x->to, y->to) == 0 && x->circa == y->circa;
}

static bool
same_country(const void *a, const void *b)
{
    const watch_country *x = a, *y = b;
    return strcmp(x->code, y->code) == 0;
}

static bool
same_document(const void *a, const void *b)
{
    const watch_document *x = a, *y = b;
    return slice_eq(x->number, y->number) && slice_eq(x->type, y->type) &&
           strcmp(x->issuer, y->issuer) == 0;
}

static bool
same_place(const void *a, const void *b)
{
    const watch_place *x = a, *y = b;
    return slice_eq(x->text, y->text) && strcmp(x->country, y->country) == 0;
}

/* Of an entry with more than these only the last so many are compared. */
enum { COMPARED = 512 };

/*
 * Puts together what belongs to an entry, in the order it came, each once;
 * number is the new number of each old entry, UINT32_MAX of those that go.
 */
static void *
gather(watch_list *l, void *from, uint32_t *n, const uint32_t *number, kind k)
{
    char *had = from, *to = mem_alloc(*n ? *n : 1, k.size);
    uint32_t *next = mem_alloc((size_t)l->entries_n + 1, sizeof *next), all = 0, kept = 0;
    uint32_t entry;

    for (uint32_t i = 0; i < *n; i++) {
        memcpy(&entry, had + i * k.size, sizeof entry);
        if (number[entry] != UINT32_MAX)
            next[number[entry] + 1]++;
    }
    for (uint32_t i = 0; i < l->entries_n; i++)
        next[i + 1] += next[i];
    for (int pass = 0; pass < (k.later != NULL ? 2 : 1); pass++) {
        for (uint32_t i = 0; i < *n; i++) {
            const char *one = had + i * k.size;
            memcpy(&entry, one, sizeof entry);
            entry = number[entry];
            if (entry == UINT32_MAX || (k.later != NULL && k.later(one) != (pass == 1)))
                continue;
            char *at = to + next[entry]++ * k.size;
            memcpy(at, one, k.size);
            memcpy(at, &entry, sizeof entry);
            all++;
        }
    }
    for (uint32_t i = 0, first = 0; i < all; i++) {
        memcpy(&entry, to + i * k.size, sizeof entry);
        watch_range *r = (watch_range *)((char *)&l->entry[entry] + k.range);
        if (r->n == 0)
            first = r->first = kept;
        bool again = false;
        for (uint32_t j = kept; j-- > first && kept - j <= COMPARED && !again;)
            again = k.same(to + j * k.size, to + i * k.size);
        if (again)
            continue;
        memmove(to + kept++ * k.size, to + i * k.size, k.size);
        r->n++;
    }
    *n = kept;
    free(next);
    free(from);
    return to;
}

/* The entries that have a new number, and what belongs to them. */
static void
regroup(watch_list *l, const uint32_t *number, uint32_t kept)
{
    for (uint32_t i = 0; i < l->entries_n; i++) {
        if (number[i] == UINT32_MAX)
            continue;
        watch_entry *e = &l->entry[number[i]];
        *e = l->entry[i]; /* never behind it */
        e->names = e->births = e->countries = e->documents = e->places = (watch_range){0, 0};
    }
    l->entries_n = kept;
#define GATHER(array, single, later)                                                               \
    l->array =                                                                                     \
        gather(l, l->array, &l->array##_n, number,                                                 \
               (kind){sizeof *l->array, offsetof(watch_entry, array), same_##single, later})
    GATHER(names, name, later_name);
    GATHER(births, birth, NULL);
    GATHER(countries, country, NULL);
    GATHER(documents, document, NULL);
    GATHER(places, place, NULL);
#undef GATHER
}

void
watch_finish(watch_list *l)
{
    uint32_t *number = mem_alloc((size_t)l->entries_n + 1, sizeof *number), kept = 0;

    for (uint32_t i = 0; i < l->entries_n; i++) {
        number[i] = l->entry[i].organization ? UINT32_MAX : kept++;
        l->entities += l->entry[i].organization;
    }
    number[l->entries_n] = UINT32_MAX; /* of an entry that was given up */
    regroup(l, number, kept);
    free(number);
    for (uint32_t i = 0; i < l->entries_n; i++) {
        const watch_range r = l->entry[i].names;
        uint32_t k = r.first;
        while (k < r.first + r.n && l->names[k].alias)
            k++;
        if (r.n != 0 && k == r.first + r.n)
            l->names[r.first].alias = l->names[r.first].weak = l->names[r.first].original = false;
    }
}

void
watch_keep(watch_list *l, const bool *wanted)
{
    uint32_t *number = mem_alloc((size_t)l->entries_n + 1, sizeof *number), kept = 0;

    for (uint32_t i = 0; i < l->entries_n; i++)
        number[i] = wanted[i] ? kept++ : UINT32_MAX;
    regroup(l, number, kept);
    free(number);
    names_index_free(l->index); /* its numbers are of the whole list */
    l->index = NULL;
}

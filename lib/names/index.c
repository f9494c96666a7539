/* The words of all listed names, and the names of each. */
#include "names/private.h"

#include <math.h>
#include <stdlib.h>

/* Room for more in an array that grows. */
#define GROW(array, n, more, cap)                                                                  \
    do {                                                                                           \
        while ((n) + (more) > (cap)) {                                                             \
            (cap) = (cap) ? 2 * (cap) : 1024;                                                      \
            (array) = mem_grow((array), (cap), sizeof *(array));                                   \
        }                                                                                          \
    } while (0)

names_index *
names_index_new(void)
{
    names_index *x = mem_alloc(1, sizeof *x);

    known_read();
    sounds_read();
    x->table = known_sum();
    x->slots = 1024;
    x->slot = mem_alloc(x->slots, sizeof *x->slot);
    return x;
}

void
names_index_free(names_index *x)
{
    if (x == NULL)
        return;
    if (!x->mapped) {
        free(x->word);
        free(x->name);
        free(x->text);
        free(x->place);
        free(x->posting);
        free(x->slot);
        free(x->bucket);
        free(x->keyed);
    }
    free(x->sight);
    free(x);
}

uint32_t
names_index_size(const names_index *x)
{
    return x->names_n;
}

/* ---- words ---- */

static uint32_t
slot_of(const names_index *x, slice word)
{
    uint32_t at = (uint32_t)slice_hash(word) & (x->slots - 1);

    while (x->slot[at] != 0 && !slice_eq(index_text(x, x->slot[at] - 1), word))
        at = (at + 1) & (x->slots - 1);
    return at;
}

uint32_t
index_find(const names_index *x, slice word)
{
    uint32_t number = x->slot[slot_of(x, word)];
    return number == 0 ? NAMES_NONE : number - 1;
}

static uint32_t
intern(names_index *x, slice text)
{
    uint32_t at = slot_of(x, text);

    if (x->slot[at] != 0)
        return x->slot[at] - 1;
    GROW(x->word, x->words_n, 1, x->words_cap);
    GROW(x->text, x->text_n, text.n, x->text_cap);
    memcpy(x->text + x->text_n, text.p, text.n);
    index_word *w = &x->word[x->words_n];
    memset(w, 0, sizeof *w); /* what lies between its members may be written, too */
    w->text = x->text_n;
    w->length = (uint8_t)text.n;
    w->foreign = word_foreign(text);
    w->particle = !w->foreign && names_is_particle(text);
    w->known = w->foreign ? 0 : known_find(text);
    w->bare = (uint8_t)word_bare(text, w->known);
    sounds_set(&w->sounds, text);
    x->text_n += (uint32_t)text.n;
    x->slot[at] = ++x->words_n;
    if (x->words_n * 2 > x->slots) {
        free(x->slot);
        x->slots *= 2;
        x->slot = mem_alloc(x->slots, sizeof *x->slot);
        for (uint32_t i = 0; i < x->words_n; i++)
            x->slot[slot_of(x, index_text(x, i))] = i + 1;
    }
    return x->words_n - 1;
}

double
index_weigh(slice word, uint32_t known, bool particle, uint32_t names)
{
    static const double by_length[] = {0, INDEX_INITIAL_WEIGHT, 0.6, 0.85};
    size_t length = word.n;
    if (word_consonants(word)) { /* its vowels tell nothing */
        sounds s;
        sounds_set(&s, word);
        length = sounds_consonants(&s);
        length = length == 0 ? 1 : length;
    }
    double weight = length < LENGTH(by_length) ? by_length[length] : 1;
    double common = 1000 * known_share(known);

    if (particle)
        return 0.25;
    common = common > names ? common : names;
    return common > 1 ? weight / (1 + 0.3 * log10(common)) : weight;
}

/* ---- names ---- */

bool
names_index_add(names_index *x, slice folded, uint32_t *number)
{
    index_name name;

    memset(&name, 0, sizeof name);
    name.first = x->places_n;
    while (folded.p != NULL && name.n < NAMES_WORDS_MAX) {
        slice word = slice_cut(&folded, ' ');
        if (word.n == 0)
            continue;
        if (word.n > NAMES_WORD_MAX)
            word.n = NAMES_WORD_MAX;
        uint32_t w = intern(x, word);
        GROW(x->place, x->places_n, 1, x->places_cap);
        x->word[w].n++;
        name.initials = (uint8_t)(name.initials + (word.n < 2));
        x->place[x->places_n++] = w;
        name.n++;
    }
    if (name.n == 0)
        return false;
    GROW(x->name, x->names_n, 1, x->names_cap);
    *number = x->names_n;
    x->name[x->names_n++] = name;
    return true;
}

/* A name that has a word twice is twice among its postings, one behind the other. */
static void
add_postings(names_index *x)
{
    uint32_t all = 0;

    for (uint32_t w = 0; w < x->words_n; w++) {
        index_word *word = &x->word[w];
        word->weight = (float)index_weigh(index_text(x, w), word->known, word->particle, word->n);
        word->first = all;
        all += word->n;
        word->n = 0;
    }
    x->posting = mem_alloc(all, sizeof *x->posting);
    for (uint32_t i = 0; i < x->names_n; i++) {
        index_name *name = &x->name[i];
        for (unsigned k = 0; k < name->n; k++) {
            index_word *word = &x->word[x->place[name->first + k]];
            x->posting[word->first + word->n++] = i;
            name->weight += word->weight;
        }
    }
}

/* The words under their keys: how many each bucket has, where it begins, then the words. */
static void
add_keys(names_index *x)
{
    uint32_t key[KEYS_MAX];
    size_t all = 0;

    for (uint32_t w = 0; w < x->words_n; w++)
        all += word_keys(index_text(x, w), x->word[w].known, KEYS_LISTED, key);
    for (x->buckets = 1024; x->buckets < all && x->buckets < 1u << 28;)
        x->buckets *= 2;
    x->bucket = mem_alloc(x->buckets + 2, sizeof *x->bucket);
    x->keyed = mem_alloc(all, sizeof *x->keyed);
    x->keyed_n = (uint32_t)all;
    for (int fill = 0; fill < 2; fill++) {
        for (uint32_t w = 0; w < x->words_n; w++) {
            if (x->word[w].particle || x->word[w].length < 2)
                continue;
            size_t n = word_keys(index_text(x, w), x->word[w].known, KEYS_LISTED, key);
            for (size_t i = 0; i < n; i++) {
                uint32_t *b = &x->bucket[(key[i] & (x->buckets - 1)) + 1];
                if (fill)
                    x->keyed[*b] = w;
                ++*b;
            }
        }
        if (fill)
            break;
        /* bucket[b + 1] is now how many b has: let it be where b begins, and filling makes it
           where b ends, which is where b + 1 begins. */
        uint32_t at = 0;
        for (uint32_t b = 1; b <= x->buckets; b++) {
            uint32_t n = x->bucket[b];
            x->bucket[b] = at;
            at += n;
        }
    }
}

void
index_derive(names_index *x)
{
    x->sight = mem_alloc(x->words_n, sizeof *x->sight);
    for (uint32_t w = 0; w < x->words_n; w++) {
        word_form form = index_form(x, w);
        x->sight[w] = word_sight(&form);
    }
}

void
names_index_finish(names_index *x)
{
    add_postings(x);
    add_keys(x);
    index_derive(x);
}

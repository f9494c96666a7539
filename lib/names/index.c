/* The words of all listed names, and where each stands. */
#include "names/private.h"

#include <math.h>
#include <stdlib.h>

names_index *
names_index_new(void)
{
    names_index *x = mem_alloc(1, sizeof *x);

    x->slots = 1024;
    x->slot = mem_alloc(x->slots, sizeof *x->slot);
    return x;
}

void
names_index_free(names_index *x)
{
    if (x == NULL)
        return;
    free(x->word);
    free(x->posting);
    free(x->place);
    free(x->name);
    free(x->slot);
    free(x->by_length);
    arena_free(&x->arena);
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

    while (x->slot[at] != 0 && !slice_eq(x->word[x->slot[at] - 1].text, word))
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
    if (x->words_n == x->words_cap) {
        x->words_cap = x->words_cap ? x->words_cap * 2 : 512;
        x->word = mem_grow(x->word, x->words_cap, sizeof *x->word);
    }
    x->word[x->words_n] =
        (index_word){.text = arena_dup(&x->arena, text), .particle = names_is_particle(text)};
    x->slot[at] = ++x->words_n;
    if (x->words_n * 2 > x->slots) {
        free(x->slot);
        x->slots *= 2;
        x->slot = mem_alloc(x->slots, sizeof *x->slot);
        for (uint32_t i = 0; i < x->words_n; i++)
            x->slot[slot_of(x, x->word[i].text)] = i + 1;
    }
    return x->words_n - 1;
}

double
index_weigh(slice word, bool particle, uint32_t names)
{
    static const double by_length[] = {0, INDEX_INITIAL_WEIGHT, 0.6, 0.85};
    double weight = word.n < LENGTH(by_length) ? by_length[word.n] : 1;

    if (particle)
        return 0.25;
    return names > 1 ? weight / (1 + 0.3 * log10((double)names)) : weight;
}

/* ---- names ---- */

bool
names_index_add(names_index *x, slice folded, uint32_t *number)
{
    index_name name = {.first = x->places_n};

    while (folded.p != NULL && name.n < NAMES_WORDS_MAX) {
        slice word = slice_cut(&folded, ' ');
        if (word.n == 0)
            continue;
        if (word.n > NAMES_WORD_MAX)
            word.n = NAMES_WORD_MAX;
        if (x->places_n == x->places_cap) {
            x->places_cap = x->places_cap ? x->places_cap * 2 : 512;
            x->place = mem_grow(x->place, x->places_cap, sizeof *x->place);
        }
        uint32_t w = intern(x, word);
        x->word[w].names++;
        name.initials = (uint8_t)(name.initials + (word.n < 2));
        x->place[x->places_n++] = (index_place){w, NAMES_NONE};
        name.n++;
    }
    if (name.n == 0)
        return false;
    if (x->names_n == x->names_cap) {
        x->names_cap = x->names_cap ? x->names_cap * 2 : 256;
        x->name = mem_grow(x->name, x->names_cap, sizeof *x->name);
    }
    *number = x->names_n;
    x->name[x->names_n++] = name;
    return true;
}

/* Every two neighbouring words as one. */
static void
join_words(names_index *x)
{
    for (uint32_t i = 0; i < x->names_n; i++) {
        index_place *spot = x->place + x->name[i].first;
        for (unsigned k = 0; k + 1 < x->name[i].n; k++) {
            char both[2 * NAMES_WORD_MAX];
            slice a = x->word[spot[k].word].text, b = x->word[spot[k + 1].word].text;
            if (a.n + b.n > NAMES_WORD_MAX)
                continue;
            memcpy(both, a.p, a.n);
            memcpy(both + a.n, b.p, b.n);
            spot[k].joined = intern(x, (slice){both, a.n + b.n});
        }
    }
}

static void
add_postings(names_index *x, bool count)
{
    for (uint32_t i = 0; i < x->names_n; i++) {
        const index_place *spot = x->place + x->name[i].first;
        for (uint8_t k = 0; k < x->name[i].n; k++) {
            for (uint8_t span = 1; span <= 2; span++) {
                uint32_t w = span == 1 ? spot[k].word : spot[k].joined;
                if (w == NAMES_NONE)
                    continue;
                if (!count)
                    x->posting[x->word[w].first + x->word[w].n] = (index_posting){i, k, span};
                x->word[w].n++;
            }
        }
    }
}

void
names_index_finish(names_index *x)
{
    uint32_t all = 0, at = 0;

    join_words(x);
    add_postings(x, true);
    for (uint32_t w = 0; w < x->words_n; w++) {
        index_word *word = &x->word[w];
        word->first = all;
        all += word->n;
        word->n = 0;
        word->weight = (float)index_weigh(word->text, word->particle, word->names);
    }
    x->posting = mem_alloc(all, sizeof *x->posting);
    add_postings(x, false);
    for (uint32_t i = 0; i < x->names_n; i++)
        for (unsigned k = 0; k < x->name[i].n; k++)
            x->name[i].weight += x->word[x->place[x->name[i].first + k].word].weight;

    x->by_length = mem_alloc(x->words_n, sizeof *x->by_length);
    for (unsigned n = 0; n <= LENGTHS; n++) {
        x->length[n] = at;
        for (uint32_t w = 0; w < x->words_n && n < LENGTHS; w++)
            if (x->word[w].text.n == n)
                x->by_length[at++] = (index_sketch){names_letters(x->word[w].text), w};
    }
}

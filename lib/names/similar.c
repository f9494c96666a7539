/*
 * Which words of the index are like a word, and a memory of the answers: in
 * a stream of travellers most words were asked before.
 */
#include "names/private.h"

#include <stdlib.h>

enum { MEMORY_WORDS = 1 << 16, MEMORY_BYTES = 1 << 26, FIRST_SLOTS = 1 << 8, PARTED_MAX = 64 };

/* Names in which a word stands as two. */
typedef struct parted {
    uint32_t name[PARTED_MAX], n;
} parted;

struct memories {
    const names_index *x;
    bool exhaustive;
    arena arena;
    memory *slot;
    uint32_t slots, remembered;
    size_t bytes;
    /* while a word is compared */
    alike_word *found;
    uint64_t *seen;                     /* a bit for each word that was compared */
    uint32_t some[SIGHT_LANES], some_n; /* words to be looked at together */
    uint32_t *near, near_n;             /* words that may be alike */
};

memories *
memories_new(const names_index *x, bool exhaustive)
{
    memories *m = mem_alloc(1, sizeof *m);

    m->x = x;
    m->exhaustive = exhaustive;
    m->slots = FIRST_SLOTS;
    m->slot = mem_alloc(m->slots, sizeof *m->slot);
    m->found = mem_alloc(x->words_n, sizeof *m->found);
    m->seen = mem_alloc(x->words_n / 64 + 1, sizeof *m->seen);
    m->near = mem_alloc(x->words_n, sizeof *m->near);
    return m;
}

void
memories_free(memories *m)
{
    if (m == NULL)
        return;
    arena_free(&m->arena);
    free(m->slot);
    free(m->found);
    free(m->seen);
    free(m->near);
    free(m);
}

static memory *
slot_of(const memories *m, slice word)
{
    uint32_t at = (uint32_t)slice_hash(word) & (m->slots - 1);

    while (m->slot[at].text.p != NULL && !slice_eq(m->slot[at].text, word))
        at = (at + 1) & (m->slots - 1);
    return &m->slot[at];
}

void
memories_room(memories *m, unsigned words)
{
    if (m->remembered + words > MEMORY_WORDS || m->bytes > MEMORY_BYTES) {
        memset(m->slot, 0, m->slots * sizeof *m->slot);
        arena_free(&m->arena);
        m->remembered = 0;
        m->bytes = 0;
    } else if (2 * (m->remembered + words) > m->slots) {
        memory *old = m->slot;
        uint32_t slots = m->slots;
        m->slots *= 2;
        m->slot = mem_alloc(m->slots, sizeof *m->slot);
        for (uint32_t i = 0; i < slots; i++)
            if (old[i].text.p != NULL)
                *slot_of(m, old[i].text) = old[i];
        free(old);
    }
}

static int
by_number(const void *a, const void *b)
{
    uint32_t x = ((const alike_word *)a)->word, y = ((const alike_word *)b)->word;
    return (x > y) - (x < y);
}

/* ---- words that are alike ---- */

/* No word was compared yet. */
static void
start(memories *m)
{
    memset(m->seen, 0, (m->x->words_n / 64 + 1) * sizeof *m->seen);
}

/* For the first time; else false. */
static bool
see(memories *m, uint32_t word)
{
    uint64_t bit = (uint64_t)1 << (word & 63), *seen = &m->seen[word >> 6];
    bool again = (*seen & bit) != 0;

    *seen |= bit;
    return !again;
}

static void
compare(memories *m, const names_pattern *p, uint32_t word, uint32_t *n)
{
    const index_word *w = &m->x->word[word];

    if (w->particle || w->length < 2)
        return;
    word_form other = index_form(m->x, word);
    double alike = names_pattern_alike(p, &other);
    if (alike > 0)
        m->found[(*n)++] = (alike_word){word, (float)alike};
}

/*
 * Most words under a key are not alike, which their sight tells.  To wait for
 *each from memory would take longer than all else: they are asked for ahead.
 */
enum { AHEAD = 16, AHEAD_NEAR = 8 };

static void
prefetch_word(const names_index *x, uint32_t word)
{
    const index_word *w = &x->word[word];

    __builtin_prefetch(w);
    __builtin_prefetch(&w->sounds.symbol[8]);
}

/* Those of some words that may be alike. */
static void
sort_out(memories *m, const sight_pattern *p)
{
    uint64_t sight[SIGHT_LANES] = {0};

    for (uint32_t k = 0; k < m->some_n; k++)
        sight[k] = m->x->sight[m->some[k]];
    unsigned may = sight_may(p, sight);
    for (uint32_t k = 0; k < m->some_n; k++)
        if ((may & 1u << k) != 0)
            m->near[m->near_n++] = m->some[k];
    m->some_n = 0;
}

static void
look_through(memories *m, const sight_pattern *p, const uint32_t *word, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++) {
        if (k + AHEAD < n)
            __builtin_prefetch(&m->x->sight[word[k + AHEAD]]);
        if (!see(m, word[k]))
            continue;
        m->some[m->some_n++] = word[k];
        if (m->some_n == LENGTH(m->some))
            sort_out(m, p);
    }
}

static void
compare_keyed(memories *m, const names_pattern *p, uint32_t *n)
{
    const names_index *x = m->x;
    uint32_t key[KEYS_MAX];
    size_t keys = word_keys(p->word, p->known, KEYS_ASKED, key);
    slice related[256];
    sight_pattern seen;
    size_t relations = known_related(p->known, related, LENGTH(related));

    m->near_n = 0;
    sight_pattern_set(&seen, p);
    /* First, for they are compared whatever their letters are. */
    for (size_t i = 0; i < relations; i++) {
        uint32_t word = index_find(x, related[i]);
        if (word != NAMES_NONE && see(m, word))
            compare(m, p, word, n);
    }
    for (size_t i = 0; i < keys; i++)
        __builtin_prefetch(&x->bucket[key[i] & (x->buckets - 1)]);
    for (size_t i = 0; i < keys; i++)
        __builtin_prefetch(&x->keyed[x->bucket[key[i] & (x->buckets - 1)]]);
    for (size_t i = 0; i < keys; i++) {
        const uint32_t *bucket = &x->bucket[key[i] & (x->buckets - 1)];
        look_through(m, &seen, x->keyed + bucket[0], bucket[1] - bucket[0]);
    }
    sort_out(m, &seen);
    for (uint32_t i = 0; i < m->near_n; i++) {
        if (i + AHEAD_NEAR < m->near_n)
            prefetch_word(x, m->near[i + AHEAD_NEAR]);
        compare(m, p, m->near[i], n);
    }
}

/* AL and EL, BIN and BEN. */
static void
compare_particles(memories *m, slice word, uint32_t *n)
{
    for (uint32_t w = 0; w < m->x->words_n; w++) {
        double alike = m->x->word[w].particle ? names_word_alike(word, index_text(m->x, w)) : 0;
        if (alike > 0)
            m->found[(*n)++] = (alike_word){w, (float)alike};
    }
}

static uint32_t
compare_all(memories *m, const names_pattern *p)
{
    uint32_t n = 0, same = index_find(m->x, p->word);

    start(m);
    if (!word_foreign(p->word) && names_is_particle(p->word)) {
        compare_particles(m, p->word, &n);
    } else {
        if (same != NAMES_NONE) {
            see(m, same);
            m->found[n++] = (alike_word){same, 1};
        }
        /* An initial of its own letter; the letter itself, an initial, is like no other word. */
        uint32_t initial = p->word.n < 2 ? NAMES_NONE : index_find(m->x, (slice){p->word.p, 1});
        if (initial != NAMES_NONE) {
            word_form other = index_form(m->x, initial);
            m->found[n++] = (alike_word){initial, (float)names_pattern_alike(p, &other)};
        }
        if (p->word.n >= 2 && !m->exhaustive)
            compare_keyed(m, p, &n);
        for (uint32_t w = 0; p->word.n >= 2 && m->exhaustive && w < m->x->words_n; w++)
            if (see(m, w))
                compare(m, p, w, &n);
    }
    qsort(m->found, n, sizeof *m->found, by_number);
    return n;
}

/* ---- a word that stands as two in a name ---- */

/* The names of a word in which it and a neighbour have so many letters together. */
static void
add_parted(const memories *m, uint32_t word, bool left, size_t length, parted *to)
{
    const names_index *x = m->x;
    const index_word *w = &x->word[word];

    for (uint32_t i = w->first; i < w->first + w->n && to->n < PARTED_MAX; i++) {
        const index_name *of = &x->name[x->posting[i]];
        bool fits = false;
        for (unsigned k = 0; k < of->n && !fits; k++) {
            const uint32_t *at = &x->place[of->first + k];
            if (*at != word || (left ? k + 1u >= of->n : k == 0))
                continue;
            size_t both = (size_t)w->length + x->word[at[left ? 1 : -1]].length;
            fits = both + 1 >= length && both <= length + 1;
        }
        if (fits && (to->n == 0 || to->name[to->n - 1] != x->posting[i]))
            to->name[to->n++] = x->posting[i];
    }
}

/* Of the two words at least one is as it is listed: through the rarer one, if it is rare enough. */
static void
find_parted(const memories *m, slice word, parted *to)
{
    enum { COMMON = 256 };
    const names_index *x = m->x;

    to->n = 0;
    for (size_t at = 2; at + 2 <= word.n; at++) {
        uint32_t left = index_find(x, (slice){word.p, at});
        uint32_t right = index_find(x, (slice){word.p + at, word.n - at});
        uint32_t left_n = left == NAMES_NONE ? UINT32_MAX : x->word[left].n;
        uint32_t right_n = right == NAMES_NONE ? UINT32_MAX : x->word[right].n;
        bool both = left != NAMES_NONE && right != NAMES_NONE;
        if ((both && left_n <= right_n) || (!both && left_n <= COMMON))
            add_parted(m, left, true, word.n, to);
        else if (both || right_n <= COMMON)
            add_parted(m, right, false, word.n, to);
    }
}

/* ---- the memory ---- */

static void
sum_up(const names_index *x, memory *of)
{
    for (uint32_t i = 0; i < of->n; i++) {
        const index_word *w = &x->word[of->like[i].word];
        if (i + AHEAD_NEAR < of->n)
            __builtin_prefetch(&x->word[of->like[i + AHEAD_NEAR].word].n);
        double gain = (double)of->like[i].alike * (double)w->weight;
        of->postings += w->n;
        of->most = gain > of->most ? gain : of->most;
    }
}

const memory *
memories_of(memories *m, slice word)
{
    parted in_two;
    memory *to = slot_of(m, word);
    names_pattern p;

    if (to->text.p != NULL)
        return to;
    names_pattern_set(&p, word);
    uint32_t n = compare_all(m, &p);
    find_parted(m, word, &in_two);
    alike_word *like = arena_alloc(&m->arena, n * sizeof *like);
    uint32_t *apart = arena_alloc(&m->arena, in_two.n * sizeof *apart);
    memcpy(like, m->found, n * sizeof *like);
    memcpy(apart, in_two.name, in_two.n * sizeof *apart);
    *to = (memory){.text = arena_dup(&m->arena, word),
                   .like = like,
                   .n = n,
                   .parted = apart,
                   .parted_n = in_two.n,
                   .known = p.known};
    sum_up(m->x, to);
    m->remembered++;
    m->bytes += n * sizeof *like + in_two.n * sizeof *apart + word.n;
    return to;
}

/* Not remembered: nearly every two neighbours are new. */
void
memories_joined(memories *m, slice word, memory *to, alike_word like[JOINED_MAX])
{
    const names_index *x = m->x;
    uint32_t key[KEYS_MAX], n = 0;
    size_t keys = word_keys(word, 0, KEYS_JOINED, key);
    names_pattern p = {.word = {NULL, 0}};

    *to = (memory){.text = word, .like = like};
    start(m);
    for (size_t i = 0; i < keys; i++) {
        const uint32_t *bucket = &x->bucket[key[i] & (x->buckets - 1)];
        for (uint32_t k = bucket[0]; k < bucket[1]; k++) {
            uint32_t w = x->keyed[k], longer = x->word[w].length + 1u;
            if (longer < word.n || longer > word.n + 2 || !see(m, w))
                continue;
            if (p.word.n == 0)
                names_pattern_set(&p, word);
            n = 0;
            compare(m, &p, w, &n);
            if (n != 0 && (double)m->found[0].alike >= JOINED_LEAST && to->n < JOINED_MAX)
                like[to->n++] = m->found[0];
        }
    }
    qsort(like, to->n, sizeof *like, by_number);
    sum_up(x, to);
}

float
memory_alike(const memory *m, uint32_t word)
{
    uint32_t from = 0, to = m->n;

    while (from < to) {
        uint32_t mid = (from + to) / 2;
        if (m->like[mid].word == word)
            return m->like[mid].alike;
        if (m->like[mid].word < word)
            from = mid + 1;
        else
            to = mid;
    }
    return 0;
}

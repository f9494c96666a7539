/* Finding the listed names that are like a name, and saying why. */
#include "names/private.h"

#include <stdlib.h>

/*
 * What a word that is left over costs, in parts of its weight: one that the
 * listed name lacks, and one that only the listed name has.  Passports often
 * have fewer names than lists do.
 */
#define EXTRA_COST   0.5
#define MISSING_COST 0.4

/* Words that weigh this much together are as good as a name can be known by. */
#define FULL_WEIGHT 1.4

/*
 * What a title weighs that the listed name lacks.  Where the listed name has
 * the same word it is no title: the Arabic name Amr, without vowels, is MR.
 */
#define TITLE_WEIGHT 0.05

/* Words joined to be like another must be more alike than that. */
#define JOINED_LEAST 0.8

enum { MEMORY_WORDS = 1 << 16, MEMORY_BYTES = 1 << 24, MASKS = 1 << NAMES_WORDS_MAX };

typedef struct alike_word {
    uint32_t word;
    float alike;
} alike_word;

/* What is remembered of a word: the words of the index that are like it. */
typedef struct memory {
    slice text;
    const alike_word *like; /* by number */
    uint32_t n;
} memory;

/* A word of the name that is looked for. */
typedef struct query_word {
    slice text;
    double weight;
    bool weak; /* a particle or an initial: no name is found by it alone */
    bool title;
    const memory *own, *joined; /* of it, and of it and the next as one */
} query_word;

/* What a listed name may gain by the words of the query seen so far. */
typedef struct candidate {
    float gain, word, matched; /* in all; by the word at hand; words of the query in it */
    uint32_t stamp;
} candidate;

struct names_searcher {
    const names_index *x;
    arena arena; /* of the memory */
    memory *slot;
    uint32_t slots, remembered;
    size_t remembered_bytes;
    alike_word *found; /* while a word is compared */
    /* the query */
    query_word q[NAMES_WORDS_MAX];
    char joined[NAMES_WORDS_MAX][2 * NAMES_WORD_MAX];
    unsigned qn;
    double weight;
    double weak_weight; /* of its particles and initials */
    unsigned initials;
    candidate *candidate; /* by name */
    uint32_t *touched, touched_n, now;
    names_match *match;
    size_t match_cap;
    /* pairing */
    float edge[3][NAMES_WORDS_MAX][NAMES_WORDS_MAX];
    float best[NAMES_WORDS_MAX + 2][MASKS];
    uint8_t how[NAMES_WORDS_MAX + 2][MASKS];
};

names_searcher *
names_searcher_new(const names_index *x)
{
    names_searcher *s = mem_alloc(1, sizeof *s);

    s->x = x;
    s->slots = 2 * MEMORY_WORDS;
    s->slot = mem_alloc(s->slots, sizeof *s->slot);
    s->found = mem_alloc(x->words_n, sizeof *s->found);
    s->candidate = mem_alloc(x->names_n, sizeof *s->candidate);
    s->touched = mem_alloc(x->names_n, sizeof *s->touched);
    return s;
}

void
names_searcher_free(names_searcher *s)
{
    if (s == NULL)
        return;
    arena_free(&s->arena);
    free(s->slot);
    free(s->found);
    free(s->candidate);
    free(s->touched);
    free(s->match);
    free(s);
}

/* ---- words that are alike ---- */

static int
by_number(const void *a, const void *b)
{
    uint32_t x = ((const alike_word *)a)->word, y = ((const alike_word *)b)->word;
    return (x > y) - (x < y);
}

/* All words of the index that are like this one: the whole vocabulary of its lengths. */
static uint32_t
compare_all(names_searcher *s, slice word)
{
    const names_index *x = s->x;
    names_pattern p;
    uint32_t n = 0, same = index_find(x, word);

    if (same != NAMES_NONE)
        s->found[n++] = (alike_word){same, 1};
    if (word.n < 2 || names_is_particle(word))
        return n;
    names_pattern_set(&p, word);
    size_t from = word.n > 3 + 2 ? word.n - 3 : 2, to = word.n + 3;
    to = to > NAMES_WORD_MAX ? NAMES_WORD_MAX : to;
    uint32_t letters = names_letters(word);
    for (const index_sketch *k = x->by_length + x->length[from];
         k < x->by_length + x->length[to + 1]; k++) {
        if (!names_letters_near(letters, k->letters))
            continue;
        uint32_t w = k->word;
        if (w == same || x->word[w].particle)
            continue;
        double alike = names_pattern_alike(&p, x->word[w].text);
        if (alike > 0)
            s->found[n++] = (alike_word){w, (float)alike};
    }
    qsort(s->found, n, sizeof *s->found, by_number);
    return n;
}

static void
forget(names_searcher *s)
{
    memset(s->slot, 0, s->slots * sizeof *s->slot);
    arena_free(&s->arena);
    s->remembered = 0;
    s->remembered_bytes = 0;
}

static const memory *
remember(names_searcher *s, slice word)
{
    uint32_t at = (uint32_t)slice_hash(word) & (s->slots - 1);
    for (; s->slot[at].text.p != NULL; at = (at + 1) & (s->slots - 1))
        if (slice_eq(s->slot[at].text, word))
            return &s->slot[at];
    uint32_t n = compare_all(s, word);
    alike_word *like = arena_alloc(&s->arena, n * sizeof *like);
    memcpy(like, s->found, n * sizeof *like);
    s->slot[at] = (memory){arena_dup(&s->arena, word), like, n};
    s->remembered++;
    s->remembered_bytes += n * sizeof *like + word.n;
    return &s->slot[at];
}

static float
alike_of(const memory *m, uint32_t word)
{
    uint32_t from = 0, to = m == NULL || word == NAMES_NONE ? 0 : m->n;

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

/* ---- the query ---- */

static bool
is_title(slice word)
{
    static const char *const titles[] = {"MR", "MRS", "MS", "MISS", "MSTR", "MASTER", "DR", "PROF"};
    for (size_t i = 0; i < LENGTH(titles); i++)
        if (slice_eq(word, slice_of(titles[i])))
            return true;
    return false;
}

static void
read_query(names_searcher *s, slice folded)
{
    bool all_weak = true;
    slice rest;

    /* Memory has a bound; it is not emptied while a query holds words of it. */
    if (s->remembered + 2 * NAMES_WORDS_MAX > MEMORY_WORDS || s->remembered_bytes > MEMORY_BYTES)
        forget(s);
    s->qn = 0;
    s->weight = s->weak_weight = 0;
    s->initials = 0;
    for (rest = folded; rest.p != NULL && s->qn < NAMES_WORDS_MAX;) {
        slice word = slice_cut(&rest, ' ');
        if (word.n == 0)
            continue;
        if (word.n > NAMES_WORD_MAX)
            word.n = NAMES_WORD_MAX;
        s->q[s->qn++] = (query_word){.text = word};
    }
    for (unsigned i = 0; i < s->qn; i++) {
        query_word *q = &s->q[i];
        uint32_t w = index_find(s->x, q->text);
        bool particle = names_is_particle(q->text);
        q->weight = index_weigh(q->text, particle, w == NAMES_NONE ? 0 : s->x->word[w].names);
        q->weak = particle || q->text.n < 2;
        q->title = is_title(q->text);
        if (q->title)
            q->weight = TITLE_WEIGHT;
        q->own = remember(s, q->text);
        q->joined = NULL;
        all_weak = all_weak && (q->weak || q->title);
        s->weight += q->weight;
        if (i + 1 < s->qn && q->text.n + s->q[i + 1].text.n <= NAMES_WORD_MAX) {
            slice next = s->q[i + 1].text;
            memcpy(s->joined[i], q->text.p, q->text.n);
            memcpy(s->joined[i] + q->text.n, next.p, next.n);
            q->joined = remember(s, (slice){s->joined[i], q->text.n + next.n});
        }
    }
    for (unsigned i = 0; i < s->qn; i++) {
        s->q[i].weak = s->q[i].weak && !all_weak;
        s->weak_weight += s->q[i].weak ? s->q[i].weight : 0;
        s->initials += s->q[i].text.n < 2;
    }
}

/* ---- candidates ---- */

/*
 * A name may gain as much by a word as its best pair with it gives: one word
 * after the other, each under a stamp of its own.
 */
static void
touch(names_searcher *s, uint32_t number, double gain, double matched, uint32_t stamp)
{
    candidate *c = &s->candidate[number];

    if (c->stamp < s->now) { /* not seen in this query */
        c->gain = c->matched = 0;
        s->touched[s->touched_n++] = number;
    }
    if (c->stamp != stamp) {
        c->stamp = stamp;
        c->word = 0;
        c->matched += (float)matched;
    }
    if (gain > c->word) {
        c->gain += (float)gain - c->word;
        c->word = (float)gain;
    }
}

static void
gather_word(names_searcher *s, const memory *m, double matched, bool joined, uint32_t stamp)
{
    const names_index *x = s->x;

    for (uint32_t k = 0; k < m->n; k++) {
        const index_word *w = &x->word[m->like[k].word];
        for (uint32_t p = w->first; p < w->first + w->n; p++) {
            const index_posting *at = &x->posting[p];
            const index_place *spot = x->place + x->name[at->name].first + at->at;
            double weight = x->word[spot->word].weight;
            if (joined && at->span == 2)
                continue;
            if (at->span == 2)
                weight += x->word[spot[1].word].weight;
            touch(s, at->name, weight * m->like[k].alike, matched, stamp);
        }
    }
}

static void
gather(names_searcher *s)
{
    uint32_t stamp;

    if (s->now > UINT32_MAX - 4 * NAMES_WORDS_MAX) {
        memset(s->candidate, 0, s->x->names_n * sizeof *s->candidate);
        s->now = 0;
    }
    stamp = ++s->now;
    s->touched_n = 0;
    for (unsigned i = 0; i < s->qn; i++) {
        const query_word *q = &s->q[i];
        if (!q->weak)
            gather_word(s, q->own, q->weight, false, stamp++);
        if (q->joined != NULL)
            gather_word(s, q->joined, q->weight + s->q[i + 1].weight, true, stamp++);
    }
    s->now = stamp;
}

/* The score of paired words; extra and missing are the weights left over. */
static double
score_of(double gained, double paired, double extra, double missing)
{
    double all = paired + EXTRA_COST * extra + MISSING_COST * missing;
    double score = all == 0 ? 0 : gained / all;

    return gained < FULL_WEIGHT ? score * (0.5 + 0.5 * gained / FULL_WEIGHT) : score;
}

/*
 * At least what the name can score: pairs that lose nothing by unlikeness,
 * every particle paired, every initial with a word of full weight, nothing
 * paired twice.
 */
static double
most_it_can_score(const names_searcher *s, uint32_t number)
{
    const candidate *c = &s->candidate[number];
    const index_name *name = &s->x->name[number];
    double gained = c->gain + s->weak_weight + name->initials * INDEX_INITIAL_WEIGHT;
    double extra = s->weight - s->weak_weight - c->matched - name->initials;
    double missing = name->weight - gained - s->initials;

    return score_of(gained, gained, extra > 0 ? extra : 0, missing > 0 ? missing : 0);
}

/* ---- pairing ---- */

/* edge[0]: word i and listed word j; [1]: i and j, j+1 as one; [2]: i, i+1 as one and j. */
static void
set_edges(names_searcher *s, const index_name *name)
{
    const names_index *x = s->x;
    const index_place *spot = x->place + name->first;

    for (unsigned i = 0; i < s->qn; i++) {
        const query_word *q = &s->q[i];
        for (unsigned j = 0; j < name->n; j++) {
            slice listed = x->word[spot[j].word].text;
            float one, two = alike_of(q->own, spot[j].joined);
            if (q->text.n < 2 || listed.n < 2)
                one = (float)names_word_alike(q->text, listed);
            else
                one = alike_of(q->own, spot[j].word);
            float three = alike_of(q->joined, spot[j].word);
            s->edge[0][i][j] = one;
            s->edge[1][i][j] = two >= (float)JOINED_LEAST ? two : 0;
            s->edge[2][i][j] = three >= (float)JOINED_LEAST ? three : 0;
        }
    }
}

static double
word_weight(const names_searcher *s, const index_name *name, unsigned j)
{
    return s->x->word[s->x->place[name->first + j].word].weight;
}

/* The weight of a pair: that of its listed words, but an initial's is its own. */
static double
pair_weight(const names_searcher *s, const index_name *name, unsigned kind, unsigned i, unsigned j)
{
    double listed = word_weight(s, name, j) + (kind == 1 ? word_weight(s, name, j + 1) : 0);

    if (kind == 0 && s->q[i].text.n < 2 && s->q[i].weight < listed)
        return s->q[i].weight;
    return listed;
}

static void
try(names_searcher *s, unsigned i, unsigned mask, float value, unsigned how)
{
    if (value > s->best[i][mask]) {
        s->best[i][mask] = value;
        s->how[i][mask] = (uint8_t)how;
    }
}

/*
 * The pairing with the largest sum of weight times likeness: over the words
 * of the query in order, for every set of listed words in use.  how says by
 * which step a state was reached: 0 the word is left over, else 1 + kind * 16
 * + j.  Returns the set at the end.
 */
static unsigned
pair_up(names_searcher *s, const index_name *name)
{
    unsigned sets = 1u << name->n, end = 0;

    for (unsigned i = 0; i <= s->qn; i++)
        for (unsigned mask = 0; mask < sets; mask++)
            s->best[i][mask] = -1;
    s->best[0][0] = 0;
    for (unsigned i = 0; i < s->qn; i++) {
        for (unsigned mask = 0; mask < sets; mask++) {
            float sum = s->best[i][mask];
            if (sum < 0)
                continue;
            try(s, i + 1, mask, sum, 0);
            for (unsigned kind = 0; kind < 3; kind++) {
                for (unsigned j = 0; j < name->n; j++) {
                    float alike = s->edge[kind][i][j];
                    unsigned used = kind == 1 ? 3u << j : 1u << j;
                    if (alike <= 0 || (mask & used) != 0 || (kind == 1 && j + 1u >= name->n) ||
                        (kind == 2 && i + 1 >= s->qn))
                        continue;
                    float value = sum + alike * (float)pair_weight(s, name, kind, i, j);
                    try(s, i + (kind == 2 ? 2 : 1), mask | used, value, 1 + kind * 16 + j);
                }
            }
        }
    }
    for (unsigned mask = 1; mask < sets; mask++)
        if (s->best[s->qn][mask] > s->best[s->qn][end])
            end = mask;
    return end;
}

/* The score of a pairing; with why, what it consists of. */
static double
reckon(names_searcher *s, const index_name *name, unsigned end, names_explanation *why)
{
    const names_index *x = s->x;
    const index_place *spot = x->place + name->first;
    double gained = 0, paired = 0, extra = 0, missing = 0;
    unsigned mask = end, before = NAMES_WORDS_MAX;

    for (unsigned i = s->qn; i > 0;) {
        unsigned how = s->how[i][mask];
        if (how == 0) {
            i--;
            extra += s->q[i].weight;
            if (why != NULL)
                why->extra[why->extras++] = s->q[i].text;
            continue;
        }
        unsigned kind = (how - 1) / 16, j = (how - 1) % 16, words = kind == 2 ? 2 : 1;
        i -= words;
        mask &= ~(kind == 1 ? 3u << j : 1u << j);
        double weight = pair_weight(s, name, kind, i, j);
        double alike = s->edge[kind][i][j];
        gained += weight * alike;
        paired += weight;
        if (why != NULL) {
            slice from = s->q[i].text, to = s->q[i + words - 1].text;
            slice listed = x->word[spot[j].word].text, next = {NULL, 0};
            if (kind == 1)
                next = x->word[spot[j + 1].word].text;
            why->pair[why->pairs++] =
                (names_pair){slice_between(from.p, to.p + to.n), listed, next, alike};
            why->reordered = why->reordered || j > before;
            before = j;
        }
    }
    for (unsigned j = 0; j < name->n; j++) {
        if ((end & 1u << j) != 0)
            continue;
        missing += word_weight(s, name, j);
        if (why != NULL)
            why->missing[why->missings++] = x->word[spot[j].word].text;
    }
    return score_of(gained, paired, extra, missing);
}

size_t
names_search(names_searcher *s, slice folded, double least, const names_match **match)
{
    size_t n = 0;

    read_query(s, folded);
    gather(s);
    for (uint32_t i = 0; i < s->touched_n; i++) {
        uint32_t number = s->touched[i];
        const index_name *name = &s->x->name[number];
        if (most_it_can_score(s, number) < least)
            continue;
        set_edges(s, name);
        double score = reckon(s, name, pair_up(s, name), NULL);
        if (score < least)
            continue;
        if (n == s->match_cap) {
            s->match_cap = s->match_cap ? s->match_cap * 2 : 64;
            s->match = mem_grow(s->match, s->match_cap, sizeof *s->match);
        }
        s->match[n++] = (names_match){number, score};
    }
    *match = s->match;
    return n;
}

void
names_explain(names_searcher *s, slice folded, uint32_t number, names_explanation *why)
{
    const index_name *name = &s->x->name[number];

    *why = (names_explanation){.score = 0};
    read_query(s, folded);
    set_edges(s, name);
    why->score = reckon(s, name, pair_up(s, name), why);
    /* The pairing is followed from its end: turn the words into reading order. */
    for (unsigned i = 0; i < why->pairs / 2; i++) {
        names_pair swap = why->pair[i];
        why->pair[i] = why->pair[why->pairs - 1 - i];
        why->pair[why->pairs - 1 - i] = swap;
    }
    for (unsigned i = 0; i < why->extras / 2; i++) {
        slice swap = why->extra[i];
        why->extra[i] = why->extra[why->extras - 1 - i];
        why->extra[why->extras - 1 - i] = swap;
    }
}

/* Finding the listed names that are like a name, and saying why. */
#include "names/private.h"

#include <stdlib.h>

/*
 * What a word that is left over costs, in parts of its weight.  One that the
 * listed name lacks; and one that only the listed name has, which passports
 * often leave out: it costs little when the words that agree are telling
 * (SURE of them), and more when they are those that many have.
 */
#define EXTRA_COST        0.42
#define MISSING_COST      0.4
#define MISSING_COST_SURE 0.15
#define UNSURE            1.2
#define SURE              2.0

/*
 * One word that is not quite the same is a slip or another spelling; several
 * are rather another person, and more so in another order.  What all pairs but
 * the worst lose counts so many times again.
 */
#define AGAIN_COST           0.7
#define AGAIN_COST_REORDERED 2.2

/*
 * Words that weigh less than this together do not tell who it is, whatever they
 * agree with: so much of the score is in question, and less where both names
 * are that one word.
 */
#define FULL_WEIGHT    1.1
#define QUESTION       0.5
#define QUESTION_WHOLE 0.2

/*
 * What a title weighs that the listed name lacks.  Where the listed name has
 * the same word it is no title: the Arabic name Amr, without vowels, is MR.
 */
#define TITLE_WEIGHT 0.03

/* A word that was cut, as the beginning of a listed one; what is left of the cost of what lacks. */
#define CUT_ALIKE   0.95
#define CUT_MISSING 0.25

enum { MASKS = 1 << NAMES_WORDS_MAX };

/* A word of the name that is looked for. */
typedef struct query_word {
    slice text;
    double weight;
    bool weak; /* a particle, an initial or a title: no name is found by it alone */
    const memory *own;
    memory joined; /* of it and the next as one; no text: there is none */
    alike_word like[JOINED_MAX];
} query_word;

struct names_searcher {
    const names_index *x;
    memories *memories;
    /* the query */
    query_word q[NAMES_WORDS_MAX];
    char joined[NAMES_WORDS_MAX][2 * NAMES_WORD_MAX];
    unsigned qn, cut; /* cut: 1 + number of the word, or 0 */
    double weak_weight;
    bool initials;
    uint64_t lengths;     /* that two listed words may have together to be one of the query's */
    uint64_t *mark;       /* by word of the index: the words of the query that it is like */
    uint32_t *stamp, now; /* by name: when it was looked at last */
    names_match *match;
    size_t match_n, match_cap;
    /* pairing */
    float edge[3][NAMES_WORDS_MAX][NAMES_WORDS_MAX];
    float best[NAMES_WORDS_MAX + 2][MASKS];
    uint8_t how[NAMES_WORDS_MAX + 2][MASKS];
};

names_searcher *
names_searcher_new(const names_index *x, bool exhaustive)
{
    names_searcher *s = mem_alloc(1, sizeof *s);

    s->x = x;
    s->memories = memories_new(x, exhaustive);
    s->mark = mem_alloc(x->words_n, sizeof *s->mark);
    s->stamp = mem_alloc(x->names_n, sizeof *s->stamp);
    return s;
}

void
names_searcher_free(names_searcher *s)
{
    if (s == NULL)
        return;
    memories_free(s->memories);
    free(s->mark);
    free(s->stamp);
    free(s->match);
    free(s);
}

/* ---- the query ---- */

static bool
is_title(slice word)
{
    /* Behind PROF: what visas and airlines write where a name is not known. */
    static const char *const titles[] = {"MR", "MRS",  "MS",  "MISS", "MSTR", "MASTER",
                                         "DR", "PROF", "FNU", "LNU",  "XXX"};
    for (size_t i = 0; i < LENGTH(titles); i++)
        if (slice_eq(word, slice_of(titles[i])))
            return true;
    return false;
}

static void
join(names_searcher *s, unsigned i)
{
    query_word *q = &s->q[i];
    slice next = i + 1 < s->qn ? s->q[i + 1].text : (slice){NULL, 0};

    q->joined = (memory){.n = 0};
    if (next.n == 0 || q->text.n + next.n > NAMES_WORD_MAX || q->text.n + next.n < 4)
        return;
    memcpy(s->joined[i], q->text.p, q->text.n);
    memcpy(s->joined[i] + q->text.n, next.p, next.n);
    memories_joined(s->memories, (slice){s->joined[i], q->text.n + next.n}, &q->joined, q->like);
}

static void
read_query(names_searcher *s, slice folded, unsigned cut)
{
    bool all_weak = true;

    memories_room(s->memories, NAMES_WORDS_MAX);
    s->qn = 0;
    s->weak_weight = 0;
    s->initials = false;
    s->lengths = 0;
    s->cut = cut;
    while (folded.p != NULL && s->qn < NAMES_WORDS_MAX) {
        slice word = slice_cut(&folded, ' ');
        if (word.n > NAMES_WORD_MAX)
            word.n = NAMES_WORD_MAX;
        if (word.n != 0)
            s->q[s->qn++].text = word;
    }
    for (unsigned i = 0; i < s->qn; i++) {
        query_word *q = &s->q[i];
        uint32_t w = index_find(s->x, q->text);
        bool particle = !word_foreign(q->text) && names_is_particle(q->text),
             title = is_title(q->text);
        q->own = memories_of(s->memories, q->text);
        q->weight =
            index_weigh(q->text, q->own->known, particle, w == NAMES_NONE ? 0 : s->x->word[w].n);
        if (title)
            q->weight = TITLE_WEIGHT;
        q->weak = particle || title || q->text.n < 2;
        all_weak = all_weak && q->weak;
        s->initials = s->initials || q->text.n < 2;
        s->lengths |= (uint64_t)7 << (q->text.n - 1);
        join(s, i);
    }
    for (unsigned i = 0; i < s->qn; i++) {
        s->q[i].weak = s->q[i].weak && !all_weak;
        s->weak_weight += s->q[i].weak ? s->q[i].weight : 0;
    }
}

/* Marks the words of the index that some word of the query is like; clear takes it back. */
static void
mark(names_searcher *s, bool clear)
{
    for (unsigned i = 0; i < s->qn; i++) {
        for (uint32_t k = 0; k < s->q[i].own->n; k++) {
            uint64_t *m = &s->mark[s->q[i].own->like[k].word];
            *m = clear ? 0 : *m | (uint64_t)1 << i;
        }
        for (uint32_t k = 0; k < s->q[i].joined.n; k++) {
            uint64_t *m = &s->mark[s->q[i].like[k].word];
            *m = clear ? 0 : *m | (uint64_t)1 << (32 + i);
        }
    }
}

/* ---- scores ---- */

/* The score of paired words; extra and missing are the weights left over. */
static double
score_of(double gained, double paired, double extra, double missing, bool whole)
{
    double question = whole ? QUESTION_WHOLE : QUESTION;
    double sure = (gained - UNSURE) / (SURE - UNSURE);
    double cost = sure <= 0   ? MISSING_COST
                  : sure >= 1 ? MISSING_COST_SURE
                              : MISSING_COST + (MISSING_COST_SURE - MISSING_COST) * sure;
    double all = paired + EXTRA_COST * extra + cost * missing;
    double score = all == 0 ? 0 : gained / all;

    return gained < FULL_WEIGHT ? score * (1 - question + question * gained / FULL_WEIGHT) : score;
}

/* Both names are of one word. */
static bool
one_word(const names_searcher *s, const index_name *name)
{
    return s->qn == 1 && name->n == 1;
}

static double
word_weight(const names_searcher *s, const index_name *name, unsigned j)
{
    return (double)s->x->word[s->x->place[name->first + j]].weight;
}

static slice
listed_text(const names_searcher *s, const index_name *name, unsigned j)
{
    return index_text(s->x, s->x->place[name->first + j]);
}

/* ---- pairing ---- */

/* The query's word, being cut, is the beginning of the listed one. */
static float
cut_alike(const names_searcher *s, unsigned i, slice listed)
{
    slice word = s->q[i].text;

    if (i + 1 != s->cut || word.n >= listed.n || !slice_starts(listed, word))
        return 0;
    return word.n < 2 ? 0.7F : (float)CUT_ALIKE;
}

/* The letters of the listed word at j and the next. */
static unsigned
both_length(const names_searcher *s, const index_name *name, unsigned j)
{
    const uint32_t *at = &s->x->place[name->first + j];
    return (unsigned)s->x->word[at[0]].length + s->x->word[at[1]].length;
}

/* Whether the word may be two neighbouring listed words. */
static bool
may_be_parted(const names_searcher *s, unsigned i, const index_name *name, unsigned j)
{
    slice word = s->q[i].text;

    if (word.n < 4 || j + 1u >= name->n)
        return false;
    const index_word *left = &s->x->word[s->x->place[name->first + j]];
    size_t both = both_length(s, name, j);
    return both + 1 >= word.n && both <= word.n + 1 && s->x->text[left->text] == word.p[0];
}

/* The word as two neighbouring listed words. */
static float
parted_alike(const names_searcher *s, unsigned i, const index_name *name, unsigned j)
{
    slice word = s->q[i].text, left, right;
    char both[2 * NAMES_WORD_MAX];

    if (!may_be_parted(s, i, name, j))
        return 0;
    left = listed_text(s, name, j);
    right = listed_text(s, name, j + 1);
    memcpy(both, left.p, left.n);
    memcpy(both + left.n, right.p, right.n);
    double alike = names_word_alike(word, (slice){both, left.n + right.n});
    return alike >= JOINED_LEAST ? (float)alike : 0;
}

/* edge[0]: word i and listed word j; [1]: i and j, j+1 as one; [2]: i, i+1 as one and j. */
static void
set_edges(names_searcher *s, const index_name *name)
{
    for (unsigned j = 0; j < name->n; j++) {
        uint32_t w = s->x->place[name->first + j];
        slice listed = index_text(s->x, w);
        uint64_t marked = s->mark[w];
        for (unsigned i = 0; i < s->qn; i++) {
            const query_word *q = &s->q[i];
            float one = (marked & (uint64_t)1 << i) != 0 ? memory_alike(q->own, w) : 0;
            if (q->text.n < 2 || listed.n < 2)
                one = (float)names_word_alike(q->text, listed);
            float cut = cut_alike(s, i, listed);
            s->edge[0][i][j] = one > cut ? one : cut;
            s->edge[1][i][j] = parted_alike(s, i, name, j);
            s->edge[2][i][j] =
                (marked & (uint64_t)1 << (32 + i)) != 0 ? memory_alike(&q->joined, w) : 0;
        }
    }
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
                    if (alike <= 0 || (mask & used) != 0 || (kind == 2 && i + 1 >= s->qn))
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
    double gained = 0, paired = 0, extra = 0, missing = 0, lost = 0, worst = 0;
    unsigned mask = end, before = NAMES_WORDS_MAX;
    bool cut = false, reordered = false;

    for (unsigned i = s->qn; i > 0;) {
        unsigned how = s->how[i][mask];
        if (how == 0) {
            i--;
            extra += s->q[i].weight;
            if (why != NULL)
                why->extra[why->extras++] = (names_rest){s->q[i].text, s->q[i].weight};
            continue;
        }
        unsigned kind = (how - 1) / 16, j = (how - 1) % 16, words = kind == 2 ? 2 : 1;
        i -= words;
        mask &= ~(kind == 1 ? 3u << j : 1u << j);
        double weight = pair_weight(s, name, kind, i, j);
        double alike = (double)s->edge[kind][i][j];
        gained += weight * alike;
        paired += weight;
        double loss = weight * (1 - alike);
        lost += loss;
        worst = loss > worst ? loss : worst;
        reordered = reordered || j > before;
        before = j;
        cut = cut || i + 1 == s->cut;
        if (why != NULL) {
            slice from = s->q[i].text, to = s->q[i + words - 1].text;
            slice next = kind == 1 ? listed_text(s, name, j + 1) : (slice){NULL, 0};
            why->pair[why->pairs++] = (names_pair){slice_between(from.p, to.p + to.n),
                                                   listed_text(s, name, j), next, alike, weight};
        }
    }
    for (unsigned j = 0; j < name->n; j++) {
        if ((end & 1u << j) != 0)
            continue;
        missing += word_weight(s, name, j);
        if (why != NULL)
            why->missing[why->missings++] =
                (names_rest){listed_text(s, name, j), word_weight(s, name, j)};
    }
    if (cut)
        missing *= CUT_MISSING;
    double again = (reordered ? AGAIN_COST_REORDERED : AGAIN_COST) * (lost - worst);
    double leaves = again <= 0 ? 1 : again < paired ? 1 - again / paired : 0;
    if (why != NULL) {
        why->reordered = reordered;
        why->leaves = leaves;
    }
    return score_of(gained, paired, extra, missing, one_word(s, name)) * leaves;
}

/* ---- candidates ---- */

/* What the listed word at j may gain at most: 1, for the word of the query it is most like. */
static double
most_alike(const names_searcher *s, uint32_t word, uint64_t marked)
{
    double best = marked >> 32 != 0 ? 1 : 0;

    for (unsigned i = 0; i < s->qn && best < 1; i++) {
        double alike =
            (marked & (uint64_t)1 << i) != 0 ? (double)memory_alike(s->q[i].own, word) : 0;
        best = alike > best ? alike : best;
    }
    return best;
}

/* As it is where two listed words may be one of the query's. */
static void
see_parted(const names_searcher *s, const index_name *name, double best[NAMES_WORDS_MAX],
           uint64_t *all)
{
    for (unsigned j = 0; j + 1u < name->n; j++) {
        unsigned both = both_length(s, name, j);
        if (both > NAMES_WORD_MAX + 1 || (s->lengths & (uint64_t)1 << both) == 0)
            continue;
        for (unsigned i = 0; i < s->qn; i++)
            if (may_be_parted(s, i, name, j)) {
                best[j] = best[j + 1] = 1;
                *all |= (uint64_t)1 << i;
            }
    }
}

static double
score_at_most(const names_searcher *s, const index_name *name, const double best[], uint64_t all)
{
    double gained = 0, extra = 0, missing = 0;

    for (unsigned i = 0; i < s->qn; i++)
        extra += (all & (uint64_t)1 << i) != 0 || s->q[i].weak ? 0 : s->q[i].weight;
    for (unsigned j = 0; j < name->n; j++) {
        double weight = word_weight(s, name, j);
        gained += weight * best[j];
        missing += best[j] > 0 ? 0 : weight;
    }
    return score_of(gained, gained, extra, missing, one_word(s, name));
}

/*
 * At most what the name can score: every listed word that is like some word
 * of the query gains by the one it is most like, every particle and initial
 * of the query is paired, and of the query's other words those that are like
 * nothing here are left over.  First as if all that is alike were the same,
 * which is told by the marks: most names end there.
 */
static double
most_it_can_score(const names_searcher *s, const index_name *name, double least)
{
    double best[NAMES_WORDS_MAX];
    uint64_t all = 0;

    for (unsigned j = 0; j < name->n; j++) {
        uint64_t marked = s->mark[s->x->place[name->first + j]];
        best[j] = marked != 0;
        all |= marked | (marked >> 32) | (marked >> 31); /* a joined word and the next */
    }
    see_parted(s, name, best, &all);
    double most = score_at_most(s, name, best, all);
    if (most < least)
        return most;
    for (unsigned j = 0; j < name->n; j++) {
        uint32_t w = s->x->place[name->first + j];
        best[j] = s->mark[w] == 0 ? 0 : most_alike(s, w, s->mark[w]);
    }
    see_parted(s, name, best, &all);
    return score_at_most(s, name, best, all);
}

static bool
unwanted(const names_query *query, uint32_t name)
{
    uint32_t number = query->halves == NULL ? 0 : query->halves[name], apart = number ^ query->own;

    return number != 0 && apart >> 16 != 0 && (apart & 0xffff) != 0;
}

static void
look_at(names_searcher *s, const names_query *query, uint32_t number, bool also)
{
    const index_name *name = &s->x->name[number];
    /* The marks do not tell of initials and of words that were cut. */
    bool bounded = !also && s->cut == 0 && !s->initials;
    double least = query->least, most = 1;

    if (s->stamp[number] == s->now)
        return;
    s->stamp[number] = s->now;
    if (bounded)
        most = most_it_can_score(s, name, query->least);
    if (most < query->least)
        return;
    if (query->least_of != NULL && most < (least = query->least_of(query->ctx, number)))
        return;
    set_edges(s, name);
    double score = reckon(s, name, pair_up(s, name), NULL);
    if (score < least)
        return;
    if (s->match_n == s->match_cap) {
        s->match_cap = s->match_cap ? s->match_cap * 2 : 64;
        s->match = mem_grow(s->match, s->match_cap, sizeof *s->match);
    }
    s->match[s->match_n++] = (names_match){number, score};
}

/* The halves are asked for some names ahead: to wait for each takes longer than the rest. */
static void
look_through(names_searcher *s, const names_query *query, const uint32_t *name, uint32_t n)
{
    enum { AHEAD = 16 };

    for (uint32_t k = 0; k < n; k++) {
        if (query->halves != NULL && k + AHEAD < n)
            __builtin_prefetch(&query->halves[name[k + AHEAD]]);
        if (!unwanted(query, name[k]))
            look_at(s, query, name[k], false);
    }
}

static void
look_at_words(names_searcher *s, const names_query *query, const memory *m)
{
    for (uint32_t k = 0; k < m->n; k++) {
        const index_word *w = &s->x->word[m->like[k].word];
        if (k + 4 < m->n)
            __builtin_prefetch(&s->x->word[m->like[k + 4].word]);
        look_through(s, query, s->x->posting + w->first, w->n);
    }
}

/*
 * The words through which names are looked for: the most frequent ones may be
 * left out, as long as a name that has no other words of the query cannot
 * reach the threshold.
 */
static void
look(names_searcher *s, const names_query *query)
{
    unsigned order[NAMES_WORDS_MAX], n = 0;
    double extra = 0, gained = s->weak_weight;

    for (size_t i = 0; i < query->also_n; i++)
        look_at(s, query, query->also[i], true);
    for (unsigned i = 0; i < s->qn; i++) {
        look_at_words(s, query, &s->q[i].joined);
        look_through(s, query, s->q[i].own->parted, s->q[i].own->parted_n);
    }
    for (unsigned i = 0; i < s->qn; i++) {
        unsigned k = n;
        if (s->q[i].weak)
            continue;
        for (n++; k > 0 && s->q[order[k - 1]].own->postings < s->q[i].own->postings; k--)
            order[k] = order[k - 1];
        order[k] = i;
        extra += s->q[i].weight;
    }
    for (unsigned k = 0; k < n; k++) {
        const query_word *q = &s->q[order[k]];
        gained += q->own->most;
        extra -= q->weight;
        if (s->cut != 0 ||
            score_of(gained, gained, extra > 0 ? extra : 0, 0, s->qn == 1) >= query->least)
            look_at_words(s, query, q->own);
    }
}

static void
next_stamp(names_searcher *s)
{
    if (++s->now == 0) {
        memset(s->stamp, 0, s->x->names_n * sizeof *s->stamp);
        s->now = 1;
    }
}

size_t
names_search(names_searcher *s, const names_query *query, const names_match **match)
{
    read_query(s, query->words, query->cut);
    next_stamp(s);
    s->match_n = 0;
    mark(s, false);
    look(s, query);
    mark(s, true);
    *match = s->match;
    return s->match_n;
}

void
names_explain(names_searcher *s, slice folded, unsigned cut, uint32_t number,
              names_explanation *why)
{
    const index_name *name = &s->x->name[number];

    *why = (names_explanation){.score = 0};
    read_query(s, folded, cut);
    mark(s, false);
    set_edges(s, name);
    why->score = reckon(s, name, pair_up(s, name), why);
    mark(s, true);
    /* The pairing is followed from its end: turn the words into reading order. */
    for (unsigned i = 0; i < why->pairs / 2; i++) {
        names_pair swap = why->pair[i];
        why->pair[i] = why->pair[why->pairs - 1 - i];
        why->pair[why->pairs - 1 - i] = swap;
    }
    for (unsigned i = 0; i < why->extras / 2; i++) {
        names_rest swap = why->extra[i];
        why->extra[i] = why->extra[why->extras - 1 - i];
        why->extra[why->extras - 1 - i] = swap;
    }
}

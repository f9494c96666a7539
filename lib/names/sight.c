/*
 * Which of many words may be like a word, at a sight.
 *
 * A word is seen as its letters packed into one number, so that those of all
 * words lie together and eight are compared at a time: the plain edit distance
 * by bit vectors (Myers 1999, Hyyro 2003), in lanes of 16 bits.
 */
#include "names/private.h"

enum {
    BITS = 5,
    CODES = 1 << BITS,
    PACKED = 12,       /* letters of a word that is packed; others are not seen, */
    SEEN_ANY = 15,     /* and may be like any */
    AT = PACKED * BITS /* of the length */
};

typedef uint16_t lanes __attribute__((vector_size(2 * SIGHT_LANES)));

/* Ten digits share six codes: fewer letters seem wrong than are. */
static unsigned
code_of(char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned)(c - 'A') : 26 + (unsigned)(c - '0') % 6;
}

uint64_t
word_sight(const word_form *word)
{
    uint64_t sight = (uint64_t)SEEN_ANY << AT;

    if (word_foreign(word->text) || word->bare != 0 || word->text.n > PACKED)
        return sight;
    sight = (uint64_t)word->text.n << AT;
    for (size_t i = 0; i < word->text.n; i++)
        sight |= (uint64_t)code_of(word->text.p[i]) << BITS * i;
    return sight;
}

void
sight_pattern_set(sight_pattern *to, const names_pattern *p)
{
    *to = (sight_pattern){.n = (unsigned)p->word.n};
    to->any = word_foreign(p->word) || p->bare.n != 0 || p->word.n > 16 || p->word.n == 0;
    for (size_t i = 0; i < p->word.n && !to->any; i++)
        to->letter[code_of(p->word.p[i])] |= (uint16_t)(1u << i);
}

unsigned
sight_may(const sight_pattern *p, const uint64_t sight[SIGHT_LANES])
{
    lanes plus = {0}, minus = {0}, d0 = {0}, before = {0}, distance = {0}, length;
    unsigned longest = 0, may = 0, last = p->n - 1;

    if (p->any)
        return (1u << SIGHT_LANES) - 1;
    for (unsigned k = 0; k < SIGHT_LANES; k++) {
        length[k] = (uint16_t)(sight[k] >> AT);
        if (length[k] <= PACKED && length[k] > longest)
            longest = length[k];
    }
    plus = ~plus;
    distance += (uint16_t)p->n;
    for (unsigned i = 0; i < longest; i++) {
        lanes eq;
        for (unsigned k = 0; k < SIGHT_LANES; k++)
            eq[k] = p->letter[sight[k] >> BITS * i & (CODES - 1)];
        lanes within = (lanes)(length > (uint16_t)i) & 1;
        lanes swap = ((~d0 & eq) << 1) & before;
        d0 = (((eq & plus) + plus) ^ plus) | eq | minus | swap;
        lanes hp = minus | ~(d0 | plus), hm = d0 & plus;
        distance += (hp >> last) & within;
        distance -= (hm >> last) & within;
        hp = hp << 1 | 1;
        hm = hm << 1;
        plus = hm | ~(d0 | hp);
        minus = hp & d0;
        before = eq;
    }
    for (unsigned k = 0; k < SIGHT_LANES; k++) {
        size_t longer = length[k] > p->n ? length[k] : p->n;
        may |= (unsigned)(length[k] == SEEN_ANY || distance[k] <= word_edits_most(longer)) << k;
    }
    return may;
}

/* Private to names: words (word.c) and what the index holds of them. */
#ifndef BORDERTOOLS_NAMES_PRIVATE_H
#define BORDERTOOLS_NAMES_PRIVATE_H

#include "names/names.h"

/*
 * Less alike than this counts as not alike at all: two wrong letters in a
 * word of six.
 */
#define NAMES_ALIKE_LEAST 0.58

/* A word made ready to be compared with many: Myers' bit vectors of its letters. */
typedef struct names_pattern {
    slice word;
    uint64_t letter[36]; /* A-Z, 0-9: at which positions it stands */
} names_pattern;

void names_pattern_set(names_pattern *p, slice word);
/* The letters of a word: a bit each, digits share one. */
uint32_t names_letters(slice word);

/*
 * Whether words with these letters may be alike: an edit takes or gives a
 * letter, and no more than three are looked at.
 */
static inline bool
names_letters_near(uint32_t a, uint32_t b)
{
    uint32_t lost = a & ~b, gained = b & ~a;

    lost &= lost - 1; /* each step takes one bit away */
    gained &= gained - 1;
    lost &= lost - 1;
    gained &= gained - 1;
    lost &= lost - 1;
    gained &= gained - 1;
    return (lost | gained) == 0;
}

/* As names_word_alike, of the pattern's word and another. */
double names_pattern_alike(const names_pattern *p, slice other);

/* ---- the index ---- */

#define NAMES_NONE UINT32_MAX

/* A word of some listed names, or two neighbouring words of one written as one. */
typedef struct index_word {
    slice text;
    uint32_t first, n; /* its postings */
    uint32_t names;    /* how many have it as a word of its own */
    float weight;      /* of that word */
    bool particle;
} index_word;

/* Where a word stands: from word at on, over span (1 or 2) words of a name. */
typedef struct index_posting {
    uint32_t name;
    uint8_t at, span;
} index_posting;

/* A place in a name: the word there, and that word and the next as one. */
typedef struct index_place {
    uint32_t word, joined;
} index_place;

typedef struct index_name {
    uint32_t first;      /* of its places */
    uint8_t n, initials; /* words, and those of one letter */
    float weight;        /* of all its words */
} index_name;

/* A word as a scan of all words sees it first: which letters it has. */
typedef struct index_sketch {
    uint32_t letters; /* a bit each, digits share one */
    uint32_t word;
} index_sketch;

enum { LENGTHS = NAMES_WORD_MAX + 1 };

struct names_index {
    index_word *word;
    index_posting *posting;
    index_place *place;
    index_name *name;
    uint32_t words_n, words_cap, places_n, places_cap, names_n, names_cap;
    uint32_t *slot, slots;        /* hash table of words: 1 + number */
    index_sketch *by_length;      /* words in the order of their lengths */
    uint32_t length[LENGTHS + 1]; /* where each length begins there */
    arena arena;
};

/* The word's number, or NAMES_NONE. */
uint32_t index_find(const names_index *x, slice word);

/*
 * The weight of a word of that text that names many names have, 1 at most:
 * particles and initials little, short words less than long ones, common ones
 * less than rare ones.
 */
#define INDEX_INITIAL_WEIGHT 0.3
double index_weigh(slice word, bool particle, uint32_t names);

#endif

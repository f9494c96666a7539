/*
 * names: personal names compared.
 *
 *	names_index	all names of the lists, by their words
 *	names_search	the names that are like a given one
 *	names_explain	word by word, why
 *
 * Names are folded (fold_name): words of A-Z and 0-9 parted by one blank.  The
 * order of the words means nothing.  A word is like another when few letters
 * differ, those that spellings of the same sound differ by counting less;
 * two neighbouring words are also compared as one (ABD UL, ABDUL).  Words are
 * paired one to one so that the sum is best; what is left over on either side
 * lowers the score.  Long and rare words weigh more than particles, initials
 * and words that many names have.
 */
#ifndef BORDERTOOLS_NAMES_H
#define BORDERTOOLS_NAMES_H

#include "base/base.h"

enum {
    NAMES_WORDS_MAX = 10, /* of a name; further words are left out */
    NAMES_WORD_MAX = 32   /* letters of a word that are looked at */
};

/* ---- words -------------------------------------------------------------------- */

/*
 * How alike two words are, 0 to 1; 0 also when they are less alike than what
 * names_search considers.
 */
double names_word_alike(slice a, slice b);

/* AL, BIN, DE, VAN ...: a part of many names that is often left out. */
bool names_is_particle(slice word);

/* ---- the index ------------------------------------------------------------------ */

typedef struct names_index names_index;

names_index *names_index_new(void);
/* Numbers are given from 0; false, and nothing added, when it has no word. */
bool names_index_add(names_index *x, slice folded, uint32_t *number);
/* After the last name and before the first search. */
void names_index_finish(names_index *x);
uint32_t names_index_size(const names_index *x);
void names_index_free(names_index *x);

/* ---- searching -------------------------------------------------------------------- */

typedef struct names_match {
    uint32_t name;
    double score; /* 0 to 1 */
} names_match;

/* What one thread needs; it remembers which words of the index are like a word. */
typedef struct names_searcher names_searcher;

names_searcher *names_searcher_new(const names_index *x);
void names_searcher_free(names_searcher *s);

/*
 * The names with a score of at least least (above 0), in no order; valid
 * until the next call.  Returns how many.
 */
size_t names_search(names_searcher *s, slice folded, double least, const names_match **match);

/* ---- reasons ------------------------------------------------------------------------ */

/* One or two neighbouring words paired with one or two of the listed name. */
typedef struct names_pair {
    slice word;         /* as they stand in the name, with a blank between two */
    slice listed, next; /* next is empty unless two listed words are one here */
    double alike;
} names_pair;

typedef struct names_explanation {
    double score;
    names_pair pair[NAMES_WORDS_MAX];
    unsigned pairs;
    slice extra[NAMES_WORDS_MAX];   /* words that the listed name lacks */
    slice missing[NAMES_WORDS_MAX]; /* listed words that the name lacks */
    unsigned extras, missings;
    bool reordered; /* the pairs do not stand in the same order */
} names_explanation;

/* Of one name of the index; slices are in folded and in the index. */
void names_explain(names_searcher *s, slice folded, uint32_t name, names_explanation *why);

#endif

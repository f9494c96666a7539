/*
 * names: personal names compared.
 *
 *	names_readings	a name of any script as words of Latin letters
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
 * How alike a word is to a listed one, 0 to 1; 0 also when they are less alike
 * than what names_search considers.  It is not the same the other way: a word
 * that is a common name is seldom another one misspelt.
 */
double names_word_alike(slice word, slice listed);

/* AL, BIN, DE, VAN ...: a part of many names that is often left out. */
bool names_is_particle(slice word);

/* ---- readings ------------------------------------------------------------------- */

/*
 * A name as words that can be compared: folded (fold_name) when it is in Latin
 * letters, of A-Z; and as a passport may write it when it is in another
 * script.  That may be one of several ways: Chinese and Korean names begin
 * with the surname, unless they are foreign names by their sound.  A word that
 * was read by its sound alone (without vowels that Arabic does not write, say)
 * is in small letters.  The readings are in the arena; returns how many, 0
 * when there is nothing to read.
 */
enum { NAMES_READINGS_MAX = 4 };
struct folder;
size_t names_readings(struct folder *f, slice name, arena *a, slice reading[NAMES_READINGS_MAX]);

/* ---- the index ------------------------------------------------------------------ */

typedef struct names_index names_index;

names_index *names_index_new(void);
/* Numbers are given from 0; false, and nothing added, when it has no word. */
bool names_index_add(names_index *x, slice folded, uint32_t *number);
/* After the last name and before the first search. */
void names_index_finish(names_index *x);
uint32_t names_index_size(const names_index *x);
void names_index_free(names_index *x);

/*
 * The name with its glued words parted: those that are no name of the index,
 * but several of them written as one (MOHAMMEDSAIDALI).  Empty when there are
 * none.
 */
slice names_parted(const names_index *x, slice folded, arena *a);

/* ---- the index as bytes --------------------------------------------------------------- */

/*
 * The arrays that a finished index consists of: they can be written as they
 * are, and used where they lie.  They hold no pointers, but are of the machine
 * and of the program that made them.
 */
enum { NAMES_ARRAYS = 9 };
typedef struct names_array {
    const char *name; /* a constant */
    const void *p;
    size_t bytes;
} names_array;

/* With x NULL their names alone. */
void names_index_arrays(const names_index *x, names_array array[NAMES_ARRAYS]);
/*
 * An index over such arrays, in the same order, which must outlive it.  NULL
 * when they do not fit together, or were made with another table of names.
 */
names_index *names_index_over(const names_array array[NAMES_ARRAYS]);

/* ---- searching -------------------------------------------------------------------- */

typedef struct names_match {
    uint32_t name;
    double score; /* 0 to 1 */
} names_match;

/* What is looked for. */
typedef struct names_query {
    slice words;  /* a folded name */
    unsigned cut; /* 1 + the number of the word that may be the beginning of one; 0: none */
    double least; /* above 0; names of a lower score are not wanted */
    /* When given: the same for each name, and not less than least but for those in also. */
    double (*least_of)(const void *ctx, uint32_t name);
    /*
     * When given: a number by name, of two halves.  A name of whose number both
     * halves are others than those of own is not wanted, unless it is 0.
     */
    const uint32_t *halves;
    uint32_t own;
    const void *ctx;
    const uint32_t *also; /* names that are looked at whether or not their words are alike */
    size_t also_n;
} names_query;

/* What one thread needs; it remembers which words of the index are like a word. */
typedef struct names_searcher names_searcher;

/*
 * exhaustive: every word of the index is compared with a word of the query,
 * not only those that have a key in common with it.  That is slow; it is
 * there to count what the keys miss.
 */
names_searcher *names_searcher_new(const names_index *x, bool exhaustive);
void names_searcher_free(names_searcher *s);

/* The names, in no order; valid until the next call.  Returns how many. */
size_t names_search(names_searcher *s, const names_query *query, const names_match **match);

/* ---- reasons ------------------------------------------------------------------------ */

/* One or two neighbouring words paired with one or two of the listed name. */
typedef struct names_pair {
    slice word;         /* as they stand in the name, with a blank between two */
    slice listed, next; /* next is empty unless two listed words are one here */
    double alike, weight;
} names_pair;

/* A word that is left over. */
typedef struct names_rest {
    slice word;
    double weight;
} names_rest;

typedef struct names_explanation {
    double score;
    names_pair pair[NAMES_WORDS_MAX];
    unsigned pairs;
    names_rest extra[NAMES_WORDS_MAX];   /* words that the listed name lacks */
    names_rest missing[NAMES_WORDS_MAX]; /* listed words that the name lacks */
    unsigned extras, missings;
    bool reordered; /* the pairs do not stand in the same order */
    double leaves;  /* of the score, for several words are not quite the same; or 1 */
} names_explanation;

/* Of one name of the index; slices are in folded and in the index. */
void names_explain(names_searcher *s, slice folded, unsigned cut, uint32_t name,
                   names_explanation *why);

#endif

/* What the files of the kinds of change share. */
#ifndef BORDERTOOLS_TESTS_KINDS_PRIVATE_H
#define BORDERTOOLS_TESTS_KINDS_PRIVATE_H

#include "kinds.h"

bool is_particle(const char *w);
bool is_full(const char *w); /* two letters or more, no particle */
bool is_vowel(char c);
void drop_word(name *x, unsigned at);
/* A new word at a place: one of the surname when in_family, else of the given names. */
bool add_word(name *x, unsigned at, const char *w, bool in_family);
/* n letters of a word, from at, become others. */
bool put_in(char *w, size_t at, size_t n, const char *with);
/* A word of at least that many letters that is no particle; NULL: there is none. */
char *pick_word(name *x, chance *c, size_t least);

/* letters.c */
bool as_listed(name *x, chance *c);
bool letter_wrong(name *x, chance *c);
bool letter_missing(name *x, chance *c);
bool letter_doubled(name *x, chance *c);
bool letters_swapped(name *x, chance *c);
bool misread(name *x, chance *c);
bool spelling(name *x, chance *c);
bool spellings(name *x, chance *c);
bool vowel_changed(name *x, chance *c);
bool vowels_lost(name *x, chance *c);

#endif

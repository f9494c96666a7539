/*
 * kinds: what becomes of a listed name on its way into a traveller's record.
 *
 * Each kind of change is what clerks, airlines, embassies and readers do to a
 * name, from tables of its own: nothing of lib/names or lib/watch is used, so
 * that what is measured is not what measures.
 */
#ifndef BORDERTOOLS_TESTS_KINDS_H
#define BORDERTOOLS_TESTS_KINDS_H

#include "base/base.h"

enum { NAME_WORDS = 16, NAME_LETTERS = 40 };

/* Words of A-Z (and digits, where letters were misread); word[family] is the first of the surname.
 */
typedef struct name {
    unsigned n, family;
    char word[NAME_WORDS][NAME_LETTERS + 1];
} name;

typedef enum marks {
    MARKS_OFF, /* as a clerk types them: U for u with two dots */
    MARKS_ZONE /* as passports write them: UE */
} marks;

/*
 * False: no Latin letters, or too many of them.  Without a surname it is the
 * last word of the given names, with the particles before it.
 */
bool name_read(name *x, slice given, slice surname, marks how);
bool name_same(const name *a, const name *b);
/* Words of two letters and more that are no particles: what there is to go on. */
unsigned name_full_words(const name *x);
/* The words of a part, parted by blanks. */
void name_put(buf *b, const name *x, unsigned from, unsigned to);

/* Numbers by chance, the same ones each time (splitmix64). */
typedef struct chance {
    uint64_t state;
} chance;

unsigned chance_below(chance *c, unsigned n); /* 0 .. n - 1; n is not 0 */

/* False: this name cannot be changed so, or too little would be left of it. */
typedef struct kind {
    const char *name;
    bool (*change)(name *x, chance *c);
} kind;

extern const kind kinds[];
extern const size_t kinds_n;

const kind *kind_find(const char *name); /* NULL: none */

/* What becomes of a whole birth date; false: it stays what it is. */
typedef struct date_change {
    const char *name;
    bool (*change)(date *d, chance *c);
} date_change;

extern const date_change date_changes[];
extern const size_t date_changes_n;

#endif

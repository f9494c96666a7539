/* Private to names: words, the sounds of words, the names that are known, and the index. */
#ifndef BORDERTOOLS_NAMES_PRIVATE_H
#define BORDERTOOLS_NAMES_PRIVATE_H

#include "names/names.h"

/* ---- names that are known (known.c) ---- */

/* Before anything else is asked; any thread, any number of times. */
void known_read(void);

/* A sum of the table: another one has other numbers. */
uint64_t known_sum(void);
/* How many words it has. */
uint32_t known_count(void);
/* The number of a word, from 1; 0: not in the table of names. */
uint32_t known_find(slice word);
/* Of all who have a name of its kind in the culture where it is most common: 0 to 1. */
double known_share(uint32_t word);

typedef enum known_relation {
    KNOWN_UNKNOWN,   /* one of them is not in the table */
    KNOWN_DIFFERENT, /* names of their own */
    KNOWN_SHORT,     /* one is short for the other, or both for a third */
    KNOWN_SAME       /* spellings of one name */
} known_relation;

known_relation known_relate(uint32_t a, uint32_t b);
/* The other words of the names that it is a word of; at most room. */
size_t known_related(uint32_t word, slice *to, size_t room);
/* How passports write the native form of a name; empty when it is not known. */
slice known_latin(slice native, bool family);

/* ---- sounds (sound.c) ---- */

typedef struct sounds {
    uint8_t n, symbol[NAMES_WORD_MAX];
} sounds;

/* Before anything else; any thread, any number of times. */
void sounds_read(void);
void sounds_set(sounds *to, slice word);
/* Whether it is what sounds_set may make. */
bool sounds_fit(const sounds *s);
typedef enum sounds_kind {
    SOUNDS_LATIN,      /* two Latin spellings */
    SOUNDS_OTHER,      /* two Latin spellings, and only what is another sound counts */
    SOUNDS_HEARD,      /* b was had from another script, which writes what it hears */
    SOUNDS_CONSONANTS, /* b was had from a script without vowels */
    SOUNDS_KINDS
} sounds_kind;

/* In hundredths of a wrong letter; of what is above most only that it is. */
int sounds_distance(const sounds *a, const sounds *b, sounds_kind kind, int most);
bool sounds_vowel(unsigned symbol);
/* How many symbols are no vowels. */
unsigned sounds_consonants(const sounds *s);
/* The consonants, a letter each; to has room for NAMES_WORD_MAX.  Returns how many. */
size_t sounds_skeleton(const sounds *from, bool foreign, char *to);

/* ---- words (word.c) ---- */

/*
 * Less alike than this counts as not alike at all: two wrong letters in a
 * word of six.
 */
#define NAMES_ALIKE_LEAST 0.58

/* A word that begins with a small letter was read from another script: sounds, but no spelling. */
static inline bool
word_foreign(slice word)
{
    return word.n != 0 && word.p[0] >= 'a';
}

/* All in small letters: from a script without vowels. */
static inline bool
word_consonants(slice word)
{
    return word_foreign(word) && (word.n < 2 || word.p[1] >= 'a');
}

/* A word made ready to be compared with many. */
typedef struct names_pattern {
    slice word;
    uint64_t letter[36]; /* A-Z, 0-9: at which positions it stands */
    sounds sounds;
    uint32_t known;
    slice bare; /* without the article that is written into it; or empty */
    sounds bare_sounds;
} names_pattern;

void names_pattern_set(names_pattern *p, slice word);

/* What is known beforehand of a word that patterns are compared with. */
typedef struct word_form {
    slice text;
    uint32_t known;
    unsigned bare; /* 0, or where it begins without the article that is written into it */
    const sounds *sounds;
} word_form;

/* As names_word_alike, of the pattern's word and another. */
double names_pattern_alike(const names_pattern *p, const word_form *other);
/* Where ALFULANI begins without AL, when the word is not a name that is known; or 0. */
unsigned word_bare(slice word, uint32_t known);
/* Wrong letters that a word of so many may have at most. */
unsigned word_edits_most(size_t letters);

/* ---- words at a sight (sight.c) ---- */

enum { SIGHT_LANES = 8 };

/* A pattern made ready for that. */
typedef struct sight_pattern {
    unsigned n;
    bool any; /* it may be like any word */
    uint16_t letter[32];
} sight_pattern;

/* The letters of a word as one number. */
uint64_t word_sight(const word_form *word);
void sight_pattern_set(sight_pattern *to, const names_pattern *p);
/* A bit for each of the words that the pattern's may be like: the others it is not. */
unsigned sight_may(const sight_pattern *p, const uint64_t sight[SIGHT_LANES]);

/* ---- the index ---- */

#define NAMES_NONE UINT32_MAX

/* A word of some listed names. */
typedef struct index_word {
    uint32_t text;     /* where it begins in the text of all words */
    uint32_t first, n; /* its postings */
    uint32_t known;    /* its number among the names that are known, or 0 */
    float weight;
    uint8_t length, bare;
    uint8_t particle, foreign; /* 0 or 1; bytes, for they may come from a file */
    sounds sounds;
} index_word;

typedef struct index_name {
    uint32_t first;      /* of its words */
    uint8_t n, initials; /* words, and those of one letter */
    float weight;        /* of all its words */
} index_name;

/*
 * Arrays without pointers, so that they can be written to a file and mapped.
 * Every word can be found by its hash, and by several keys (keys.c).
 */
struct names_index {
    index_word *word;
    index_name *name;
    char *text;
    uint32_t *place;   /* the words of the names, one name behind the other */
    uint32_t *posting; /* the names of the words, one word behind the other */
    uint32_t *slot;    /* hash table of words: 1 + number */
    uint32_t *bucket;  /* where the words of a key begin in keyed; buckets + 1 */
    uint32_t *keyed;
    uint64_t *sight; /* by word; not in a file */
    uint32_t words_n, names_n, text_n, places_n, slots, buckets, keyed_n;
    /* while it is built */
    uint32_t words_cap, names_cap, text_cap, places_cap;
    bool mapped;    /* the arrays are another's */
    uint64_t table; /* the sum of the table of names that word.known counts in */
};

static inline slice
index_text(const names_index *x, uint32_t word)
{
    return (slice){x->text + x->word[word].text, x->word[word].length};
}

static inline word_form
index_form(const names_index *x, uint32_t word)
{
    const index_word *w = &x->word[word];
    return (word_form){index_text(x, word), w->known, w->bare, &w->sounds};
}

/* What is not in a file. */
void index_derive(names_index *x);
/* The word's number, or NAMES_NONE. */
uint32_t index_find(const names_index *x, slice word);

/*
 * The weight of a word, 1 at most: particles and initials little, short words
 * less than long ones, common ones (among the listed names, and in the world)
 * less than rare ones.
 */
#define INDEX_INITIAL_WEIGHT 0.3
double index_weigh(slice word, uint32_t known, bool particle, uint32_t names);

/* ---- keys (keys.c) ---- */

/*
 * Two words that are alike have a key in common, but for very few: one with
 * letters left out, or a skeleton of consonants, whole or with one left out.
 */
enum { KEYS_MAX = 256 };

typedef enum key_side {
    KEYS_LISTED, /* those under which a word is found */
    KEYS_ASKED,  /* those under which words like it are found */
    KEYS_JOINED  /* those under which words nearly the same are found */
} key_side;

size_t word_keys(slice word, uint32_t known, key_side side, uint32_t key[KEYS_MAX]);

/* ---- words that are alike (similar.c) ---- */

typedef struct alike_word {
    uint32_t word;
    float alike;
} alike_word;

/* What is remembered of a word. */
typedef struct memory {
    slice text;
    const alike_word *like; /* words of the index that are like it, by number */
    const uint32_t *parted; /* names in which it stands as two words */
    uint32_t n, parted_n, known;
    uint64_t postings; /* of all of them */
    double most;       /* the weight that one of them brings to a name at most */
} memory;

typedef struct memories memories;

memories *memories_new(const names_index *x, bool exhaustive);
void memories_free(memories *m);
/* There is room for so many words more; what is remembered may be forgotten. */
void memories_room(memories *m, unsigned words);
const memory *memories_of(memories *m, slice word);

/* Two words as one, which are like another only when nearly the same. */
#define JOINED_LEAST 0.85
enum { JOINED_MAX = 16 };
void memories_joined(memories *m, slice word, memory *to, alike_word like[JOINED_MAX]);

float memory_alike(const memory *m, uint32_t word);

#endif

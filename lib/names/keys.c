/*
 * The keys under which a word is found by words like it.
 *
 *	letters		the first seven, with up to two left out (one of
 *			words of up to five): slips of the pen and the finger
 *	skeleton	the consonants, with up to one left out (two of five and
 *			more): other vowels, other spellings of a sound
 *	foreign		the consonants as another script may have heard them,
 *			with up to one left out: between words of two scripts
 *
 * A key is a hash; that two fall together only costs time.
 */
#include "names/private.h"

enum { PREFIX = 7, SHORT = 5, LONG = 5, SALT_LETTERS = 1, SALT_SKELETON, SALT_FOREIGN, SALT_LATIN };

typedef struct keys {
    uint32_t *key;
    size_t n;
} keys;

static void
add(keys *k, unsigned salt, const char *text, size_t n)
{
    uint32_t h = 2166136261u ^ (salt * 0x9e3779b9u);

    if (k->n == KEYS_MAX)
        return;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)text[i]) * 16777619u;
    h ^= h >> 15;
    h *= 0x2c1b3c6du;
    k->key[k->n++] = h ^ h >> 13;
}

/* The text and what is left of it without one letter, and so on: deep letters in all. */
static void
add_without(keys *k, unsigned salt, const char *text, size_t n, size_t from, unsigned deep)
{
    char less[NAMES_WORD_MAX];

    add(k, salt, text, n);
    if (deep == 0 || n == 0)
        return;
    for (size_t i = from; i < n; i++) {
        if (i > from && text[i] == text[i - 1])
            continue;
        memcpy(less, text, i);
        memcpy(less + i, text + i + 1, n - i - 1);
        add_without(k, salt, less, n - 1, i, deep - 1);
    }
}

static void
add_skeleton(keys *k, unsigned salt, const sounds *s, bool foreign)
{
    char skeleton[NAMES_WORD_MAX];
    size_t n = sounds_skeleton(s, foreign, skeleton);

    add_without(k, salt, skeleton, n, 0, !foreign && n >= LONG ? 2 : 1);
}

static void
add_word(keys *k, slice word)
{
    sounds s;

    add_without(k, SALT_LETTERS, word.p, word.n < PREFIX ? word.n : PREFIX, 0,
                word.n > SHORT ? 2 : 1);
    sounds_set(&s, word);
    add_skeleton(k, SALT_SKELETON, &s, false);
}

size_t
word_keys(slice word, uint32_t known, key_side side, uint32_t key[KEYS_MAX])
{
    keys k = {key, 0};
    unsigned bare = word_bare(word, known);
    sounds s;

    if (side == KEYS_JOINED && !word_foreign(word)) {
        add_without(&k, SALT_LETTERS, word.p, word.n < PREFIX ? word.n : PREFIX, 0, 1);
        return k.n;
    }
    sounds_set(&s, word);
    if (word_foreign(word)) {
        add_skeleton(&k, SALT_FOREIGN, &s, true);
        if (side == KEYS_ASKED)
            add_skeleton(&k, SALT_LATIN, &s, true);
        return k.n;
    }
    add_word(&k, word);
    if (bare != 0)
        add_word(&k, (slice){word.p + bare, word.n - bare});
    add_skeleton(&k, side == KEYS_LISTED ? SALT_LATIN : SALT_FOREIGN, &s, true);
    return k.n;
}

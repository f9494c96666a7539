/*
 * Names of other scripts as passports may write them.
 *
 * What the table of names knows is written as it says.  Cyrillic has its
 * letters (ICAO Doc 9303 part 3, section 6.B).  The rest is ICU's
 * transliteration, and only the sound of it counts: small letters.
 */
#include "names/private.h"

#include "text/text.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

enum { CHARACTERS = 64 }; /* of a word of Chinese or Korean characters */

/* The character at *i, which is moved behind it; U+FFFD for bytes that are not UTF-8. */
static UChar32
next_character(slice s, size_t *i)
{
    const uint8_t *p = (const uint8_t *)s.p + *i;
    size_t n = p[0] < 0xc0 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    UChar32 c = p[0] < 0x80 ? p[0] : n == 1 ? 0xfffd : p[0] & (0xff >> (n + 1));

    if (n > s.n - *i) {
        n = 1;
        c = 0xfffd;
    }
    for (size_t k = 1; k < n; k++) {
        if ((p[k] & 0xc0) != 0x80) {
            *i += k;
            return 0xfffd;
        }
        c = c << 6 | (p[k] & 0x3f);
    }
    *i += n;
    return c;
}

/* The letters and digits alone: the syllables of one word. */
static slice
close_up(slice words, arena *a)
{
    char *to = arena_alloc(a, words.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < words.n; i++)
        if ((words.p[i] >= 'A' && words.p[i] <= 'Z') || (words.p[i] >= '0' && words.p[i] <= '9'))
            to[n++] = words.p[i];
    return (slice){to, n};
}

/* Small letters: of the whole word when its script writes no vowels, of its beginning when it does.
 */
static slice
by_sound(struct folder *f, slice word, bool vowels, arena *a)
{
    slice closed = close_up(fold_name(f, word, a), a);
    char *to = arena_alloc(a, closed.n + 1);

    for (size_t i = 0; i < closed.n; i++)
        to[i] = closed.p[i] >= 'A' && (i == 0 || !vowels) ? (char)(closed.p[i] + 32) : closed.p[i];
    return (slice){to, closed.n};
}

static slice
known_any(slice native, bool family, arena *a)
{
    slice latin = known_latin(native, family);

    if (latin.n == 0)
        latin = known_latin(native, !family);
    return latin.n == 0 ? latin : close_up(latin, a);
}

/* ---- Cyrillic ---- */

/* Russian has its hard sign only before a vowel; in Bulgarian it is one. */
static bool
is_bulgarian(slice word)
{
    for (size_t i = 0; i + 1 < word.n;) {
        UChar32 c = next_character(word, &i);
        if ((c != 0x44a && c != 0x42a) || i >= word.n)
            continue;
        size_t k = i;
        UChar32 next = u_tolower(next_character(word, &k));
        if (next != 0x435 && next != 0x451 && next != 0x44e && next != 0x44f)
            return true;
    }
    return false;
}

/* Letters that Ukrainian has, and Russian has not. */
static bool
is_ukrainian(slice word)
{
    for (size_t i = 0; i < word.n;) {
        UChar32 c = u_tolower(next_character(word, &i));
        if (c == 0x456 || c == 0x457 || c == 0x454 || c == 0x491)
            return true;
    }
    return false;
}

static slice
cyrillic(slice word, arena *a)
{
    letters_rules rules = {.issuer = ""};
    letters_note note;

    if (is_bulgarian(word) || is_ukrainian(word))
        memcpy(rules.issuer, is_bulgarian(word) ? "BGR" : "UKR", 4);
    char *to = arena_alloc(a, 4 * word.n);
    size_t n = letters_write(word, &rules, to, 4 * word.n, &note);

    for (size_t i = 0; i < n; i++)
        to[i] = to[i] == '<' ? ' ' : to[i];
    return note.unwritten != 0 ? (slice){NULL, 0} : (slice){to, n};
}

/* ---- Chinese, Japanese and Korean characters ---- */

/* Where each character of the word begins, and its end; 0 when there are too many. */
static size_t
characters(slice word, size_t at[CHARACTERS + 1])
{
    size_t n = 0;

    for (size_t i = 0; i < word.n && n <= CHARACTERS;) {
        at[n++] = i;
        next_character(word, &i);
    }
    if (n > CHARACTERS)
        return 0;
    at[n] = word.n;
    return n;
}

/* The vowels of Hangul that the official romanization writes by two letters. */
static slice
hangul(struct folder *f, slice word, arena *a)
{
    static const char *const vowels[] = {"EOO", "EUU", "AEE", "OEE"};
    slice read = by_sound(f, word, true, a);
    char *to = arena_alloc(a, read.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < read.n; i++) {
        to[n++] = read.p[i];
        for (size_t k = 0; k < LENGTH(vowels) && i > 0 && i + 1 < read.n; k++)
            if (read.p[i] == vowels[k][0] && read.p[i + 1] == vowels[k][1]) {
                to[n - 1] = vowels[k][2];
                i++;
                break;
            }
    }
    return (slice){to, n};
}

/*
 * Syllables that are one word: a Chinese or Korean name, which has its own
 * spelling, unless it is so long, or stands so alone, that it may be a name
 * of another language by its sound.
 */
static slice
syllables(struct folder *f, slice word, bool korean, bool alone, arena *a)
{
    size_t at[CHARACTERS + 1], n = characters(word, at);
    slice read = korean ? hangul(f, word, a) : by_sound(f, word, true, a);

    if (n != 0 && n <= 2 && !alone) {
        char *first = arena_alloc(a, read.n + 1);
        memcpy(first, read.p, read.n);
        if (read.n != 0 && first[0] >= 'a')
            first[0] = (char)(first[0] - 32);
        read.p = first;
    }
    return read;
}

/*
 * Surname and given name written as one: the longest surname that is known
 * with a given name that is, else a surname that is known, else (Chinese) the
 * first character.
 */
static slice
surname_first(struct folder *f, slice word, bool korean, arena *a)
{
    size_t at[CHARACTERS + 1], n = characters(word, at), cut = 0;
    slice surname = {NULL, 0}, given = {NULL, 0};

    if (n < 2 || n > 5)
        return given;
    for (size_t k = n - 1 < 3 ? n - 1 : 3; k > 0 && given.n == 0; k--) {
        slice left = known_latin((slice){word.p, at[k]}, true);
        if (left.n == 0)
            continue;
        given = known_latin((slice){word.p + at[k], word.n - at[k]}, false);
        if (given.n != 0 || cut == 0) {
            surname = left;
            cut = k;
        }
    }
    if (given.n == 0 && (n - (cut == 0 ? 1 : cut) > 2 || (korean && cut == 0)))
        return (slice){NULL, 0};
    if (cut == 0) {
        cut = 1;
        surname = fold_name(f, (slice){word.p, at[1]}, a);
    }
    slice rest = {word.p + at[cut], word.n - at[cut]};
    if (given.n == 0)
        given = syllables(f, rest, korean, false, a);
    else
        given = close_up(given, a);
    return arena_join(a, close_up(surname, a), S(" "), given);
}

/* ---- Arabic ---- */

/* The ending that is written as a T is heard as an A. */
static slice
arabic(struct folder *f, slice word, arena *a)
{
    slice ending = S("\xd8\xa9");

    if (word.n > ending.n && memcmp(word.p + word.n - ending.n, ending.p, ending.n) == 0)
        word = arena_join(a, (slice){word.p, word.n - ending.n}, S("\xd8"), S("\xa7"));
    return by_sound(f, word, false, a);
}

/* The article, which is written into the word. */
static slice
without_article(slice word)
{
    slice article = S("\xd8\xa7\xd9\x84");

    return slice_starts(word, article) && word.n > article.n + 4
               ? (slice){word.p + article.n, word.n - article.n}
               : (slice){NULL, 0};
}

/* ---- a name ---- */

/* The next word and its script: up to what is neither letter, mark nor digit. */
static slice
next_word(slice *rest, UScriptCode *script)
{
    const char *from = rest->p, *end = rest->p + rest->n;
    size_t i = 0, before;
    slice word;

    *script = USCRIPT_COMMON;
    for (;;) {
        UErrorCode code = U_ZERO_ERROR;
        before = i;
        if (i >= rest->n)
            break;
        UChar32 c = next_character(*rest, &i);
        /* the prolonged sound of kana is a letter */
        bool letter = (u_isalnum(c) || u_hasBinaryProperty(c, UCHAR_GRAPHEME_EXTEND) || c == '\'' ||
                       c == 0x2019 || c == 0x02bc || c == 0x200c);
        if (!letter && before == 0) {
            from = rest->p + i;
            rest->p += i;
            rest->n -= i;
            i = 0;
            continue;
        }
        if (!letter)
            break;
        if (*script == USCRIPT_COMMON || *script == USCRIPT_INHERITED)
            *script = uscript_getScript(c, &code);
    }
    word = slice_between(from, rest->p + before);
    *rest = slice_between(rest->p + before, end);
    return word;
}

static bool
is_latin(slice name)
{
    for (size_t i = 0; i < name.n;) {
        UErrorCode code = U_ZERO_ERROR;
        UChar32 c = next_character(name, &i);
        UScriptCode script = c < 0x80 ? USCRIPT_LATIN : uscript_getScript(c, &code);
        if (script != USCRIPT_LATIN && script != USCRIPT_COMMON && script != USCRIPT_INHERITED)
            return false;
    }
    return true;
}

/* One word, as it is most often read; other: the surname first where that is another reading. */
static slice
read_word(struct folder *f, slice word, slice next, UScriptCode script, bool alone, bool other,
          bool *two, arena *a)
{
    enum { CHARACTER = 3 }; /* bytes of one */
    slice both = arena_join(a, word, S("_"), next), latin;
    bool characters = script == USCRIPT_HAN || script == USCRIPT_HANGUL;
    bool one = script == USCRIPT_HANGUL && word.n == CHARACTER;

    *two = next.n != 0 && (latin = known_any(both, false, a)).n != 0;
    other = other && characters && !one;
    /* A Korean syllable by itself is a surname rather than a given name. */
    if (*two || (!other && (latin = known_any(word, one, a)).n != 0))
        return latin;
    switch (script) {
    case USCRIPT_LATIN:
    case USCRIPT_COMMON:
        return fold_name(f, word, a);
    case USCRIPT_CYRILLIC:
        latin = cyrillic(word, a);
        return latin.n != 0 ? latin : by_sound(f, word, true, a);
    case USCRIPT_HAN:
    case USCRIPT_HANGUL:
        latin = other ? surname_first(f, word, script == USCRIPT_HANGUL, a) : latin;
        return latin.n != 0 ? latin : syllables(f, word, script == USCRIPT_HANGUL, alone, a);
    case USCRIPT_ARABIC:
        latin = without_article(word);
        if (latin.n == 0)
            return arabic(f, word, a);
        slice bare = known_any(latin, false, a);
        return arena_join(a, S("AL"), S(" "), bare.n != 0 ? bare : arabic(f, latin, a));
    case USCRIPT_HEBREW:
        return by_sound(f, word, false, a);
    default:
        return by_sound(f, word, true, a);
    }
}

size_t
names_readings(struct folder *f, slice name, arena *a, slice reading[NAMES_READINGS_MAX])
{
    size_t n = 0;

    known_read();
    if (is_latin(name)) {
        reading[0] = fold_name(f, name, a);
        return reading[0].n != 0;
    }
    if (name.n > FOLD_MAX)
        name.n = FOLD_MAX;
    for (int other = 0; other < 2; other++) {
        slice rest = name, all = {NULL, 0};
        UScriptCode script, script_next;
        slice word = next_word(&rest, &script);
        while (word.n != 0) {
            bool two;
            slice next = next_word(&rest, &script_next);
            slice read =
                read_word(f, word, next, script, all.n == 0 && next.n == 0, other != 0, &two, a);
            all = arena_join(a, all, S(" "), read);
            word = two ? next_word(&rest, &script) : next;
            script = two ? script : script_next;
        }
        if (all.n != 0 && (n == 0 || !slice_eq(all, reading[0])))
            reading[n++] = all;
    }
    return n;
}

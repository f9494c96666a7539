/* letters: names of three scripts as A-Z and back, by the tables of Doc 9303. */
#include "text/text.h"

#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

typedef struct letter {
    uint16_t from, to;
    slice letters, fewer;
} letter;

#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof literal - 1                                                                \
    }
#define RANGE(from, to, letters, fewer) {from, to, TEXT(letters), TEXT(fewer)},
#define LATIN(point, letters, fewer)    RANGE(point, point, letters, fewer)
#define LETTER(point, letters)          RANGE(point, point, letters, letters)
#define NOTHING(from, to)               RANGE(from, to, "", "")
#define STATES(point, states, letters, first)
#define ALSO(point, letters)

static const letter table[] = {
#include "text/letters.def"
};

#undef RANGE
#undef STATES
#define RANGE(from, to, letters, fewer)
#define STATES(point, states, letters, first) {point, states, TEXT(letters), TEXT(first)},

/* What a State writes otherwise. */
static const struct {
    uint16_t point;
    const char *states;
    slice letters, first;
} otherwise[] = {
#include "text/letters.def"
};

#undef STATES
#undef ALSO
#define STATES(point, states, letters, first)
#define ALSO(point, letters) {point, point, TEXT(letters), TEXT(letters)},

static const letter also[] = {
#include "text/letters.def"
};

/* ---- one character ---- */

enum { SHADDA = 0x0651, CYRILLIC = 0x0400, CYRILLIC_END = 0x0530 };

/* The capital of a small letter that the table has no row for. */
static uint32_t
capital(uint32_t c)
{
    if (c >= 0xE0 && c <= 0xFE && c != 0xF7)
        return c - 0x20;
    if (c == 0xFF)
        return 0x178;
    if (c < CYRILLIC || c >= CYRILLIC_END)
        return c;
    if (c >= 0x0430 && c <= 0x044F)
        return c - 0x20;
    if (c >= 0x0450 && c <= 0x045F)
        return c - 0x50;
    if (c >= 0x04C1 && c <= 0x04CE)
        return c - (c % 2 == 0);
    return c >= 0x0460 ? c & ~1u : c;
}

slice
letters_of(uint32_t point, const letters_rules *rules, bool first)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t low = 0, high = LENGTH(table);

    if (point < 0x80) {
        uint32_t at = (point & ~0x20u) - 'A';
        if (at < 26)
            return (slice){plain + at, 1};
    }
    point = capital(point);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (point > table[middle].to)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == LENGTH(table) || point < table[low].from)
        return (slice){NULL, 0};
    if (point >= CYRILLIC && point < CYRILLIC_END && strlen(rules->issuer) == 3)
        for (size_t i = 0; i < LENGTH(otherwise); i++)
            if (otherwise[i].point == point && strstr(otherwise[i].states, rules->issuer) != NULL)
                return first ? otherwise[i].first : otherwise[i].letters;
    return rules->fewer ? table[low].fewer : table[low].letters;
}

/* ---- a name ---- */

/* Takes the first character off; 0xFFFD for a byte that is no UTF-8. */
static uint32_t
next_point(slice *rest)
{
    size_t n = 0;
    UChar32 c;

    U8_NEXT((const uint8_t *)rest->p, n, rest->n, c);
    *rest = (slice){rest->p + n, rest->n - n};
    return c < 0 ? 0xFFFD : (uint32_t)c;
}

/* What parts words: blanks, hyphens and dashes, a comma, a filler. */
static bool
parts(uint32_t c)
{
    return c == ' ' || c == '-' || c == ',' || c == '<' || c == '\t' || c == '\n' || c == '\r' ||
           c == 0xA0 || c == 0x05BE || c == 0x060C || (c >= 0x2000 && c <= 0x200A) ||
           (c >= 0x2010 && c <= 0x2015) || c == 0x202F || c == 0x2212 || c == 0x3000;
}

/* What has another form that the table may know: marks apart, ligatures, wide letters. */
static bool
may_compose(uint32_t c)
{
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0653 && c <= 0x0655) ||
           (c >= 0xFB00 && c <= 0xFEFC) || (c >= 0xFF01 && c <= 0xFFEF) || c == 0x212A ||
           c == 0x212B;
}

enum { COMPOSED = 4 * FOLD_MAX };

/* The name in Unicode's form NFKC, in to; as it is when that cannot be had. */
static slice
compose(slice name, char to[3 * COMPOSED])
{
    UErrorCode code = U_ZERO_ERROR;
    UChar apart[FOLD_MAX], whole[COMPOSED];
    int32_t n;
    const UNormalizer2 *form = unorm2_getNFKCInstance(&code);

    u_strFromUTF8WithSub(apart, FOLD_MAX, &n, name.p, (int32_t)name.n, 0xFFFD, NULL, &code);
    n = unorm2_normalize(form, apart, n, whole, COMPOSED, &code);
    u_strToUTF8(to, 3 * COMPOSED, &n, whole, n, &code);
    return U_FAILURE(code) ? name : (slice){to, (size_t)n};
}

/* The part of a name that is looked at, whole characters, composed. */
static slice
prepare(slice name, char to[3 * COMPOSED], letters_note *note)
{
    bool ascii = true, other = false;

    if (name.n > FOLD_MAX) {
        name.n = FOLD_MAX;
        while (name.n > 0 && ((unsigned char)name.p[name.n] & 0xC0) == 0x80)
            name.n--;
        note->cut = true;
    }
    for (size_t i = 0; i < name.n; i++)
        ascii = ascii && (unsigned char)name.p[i] < 0x80;
    if (ascii)
        return name;
    for (slice rest = name; rest.n != 0;)
        other = may_compose(next_point(&rest)) || other;
    return other ? compose(name, to) : name;
}

size_t
letters_write(slice name, const letters_rules *rules, char *to, size_t room, letters_note *note)
{
    char composed[3 * COMPOSED];
    slice last = {NULL, 0};
    size_t n = 0;
    bool gap = false;

    *note = (letters_note){0};
    name = prepare(name, composed, note);
    while (name.n != 0) {
        uint32_t c = next_point(&name);
        if (parts(c)) {
            gap = n != 0;
            last.n = 0;
            note->changed = note->changed || (c != ' ' && c != '<');
            continue;
        }
        slice letters = c == SHADDA ? last : letters_of(c, rules, n == 0 || gap);
        note->changed = note->changed || c >= 0x80 || letters.n == 0;
        if (letters.p == NULL && c != SHADDA) {
            note->unwritten = c;
            break;
        }
        if (letters.n == 0)
            continue;
        last = letters;
        if (n + gap + letters.n > room) {
            note->cut = true;
            room = n; /* nothing more, lest a later one fit */
            continue;
        }
        if (gap)
            to[n++] = '<';
        gap = false;
        memcpy(to + n, letters.p, letters.n);
        n += letters.n;
    }
    return n;
}

/* ---- 6.C backwards ---- */

/* The spellings are a prefix code: an X has one letter behind it, or two. */
static size_t
code_length(slice s)
{
    if (s.p[0] != 'X')
        return 1;
    return s.n > 1 && strchr("CEHIJ", s.p[1]) != NULL ? 2 : 3;
}

static uint16_t
arabic_in(const letter *l, size_t n, slice code)
{
    for (size_t i = 0; i < n; i++)
        if (l[i].from >= 0x0621 && l[i].from <= 0x06D3 && slice_eq(l[i].letters, code))
            return l[i].from;
    return 0;
}

/* The Arabic letter that a word begins with; 0: none. */
static uint16_t
arabic_first(slice word, slice *code)
{
    *code = (slice){word.p, code_length(word)};
    if (code->n > word.n)
        return 0;
    uint16_t c = arabic_in(table, LENGTH(table), *code);
    return c != 0 ? c : arabic_in(also, LENGTH(also), *code);
}

static bool
one_of(slice code, const char *codes)
{
    for (slice rest = slice_of(codes); rest.p != NULL;)
        if (slice_eq(slice_cut(&rest, ' '), code))
            return true;
    return false;
}

static bool
vowel(char c)
{
    return c != '\0' && strchr("AEIOUY", c) != NULL;
}

/*
 * Whether a spelling of 6.C can be nothing else, between these letters (NUL:
 * an end of the word).  Names have XE, XI (ALEXEI, XIAO), XH before and after
 * a vowel (XHAKA, NEXHMI), XAY (XAYSANA), XAA (XAASHI), XSH (LAXSHMI), XSS
 * (ALEXSSANDRA), XTA (SIXTA) and others behind a vowel.
 */
static bool
tells(slice code, char before, char behind)
{
    if (one_of(code, "XAE XDH XDZ XGG XKH XKK XNG XNN XRR XRT XRX XTG XTT XXD XXG XXK XXN XXR XXS "
                     "XXT XYH XZZ"))
        return true;
    if (one_of(code, "XJ XSH XSS XTH"))
        return !vowel(before);
    if (one_of(code, "XTA"))
        return before != '\0' && !vowel(before);
    if (one_of(code, "XH"))
        return !vowel(before) && behind != '\0' && !vowel(behind);
    return false;
}

typedef enum reading { NOT_ARABIC, PERHAPS_ARABIC, ARABIC } reading;

/* How a word reads by 6.C, its letters in to, which has room for its length. */
static reading
read_word(slice word, uint16_t *to, size_t *n)
{
    slice rest = word, code, other = {NULL, 0};
    char before = '\0';
    reading is = PERHAPS_ARABIC;

    for (*n = 0; rest.n != 0; ++*n) {
        if ((to[*n] = arabic_first(rest, &code)) == 0)
            return NOT_ARABIC;
        rest = (slice){rest.p + code.n, rest.n - code.n};
        if (code.n > 1) {
            if (tells(code, before, rest.n != 0 ? rest.p[0] : '\0'))
                is = ARABIC;
            if (!one_of(code, "XE XI")) { /* no name has two of them */
                if (other.n != 0 && !slice_eq(other, code))
                    is = ARABIC;
                other = code;
            }
        }
        before = code.p[0]; /* X is no vowel */
    }
    return is;
}

size_t
letters_arabic(slice name, uint16_t *to)
{
    bool any = false, all = true;
    size_t n = 0, k;

    for (slice rest = name; rest.p != NULL;) {
        reading is = read_word(slice_cut(&rest, ' '), to, &k);
        any = any || is == ARABIC;
        all = all && is != NOT_ARABIC;
    }
    if (!any)
        return 0;
    for (slice rest = name; rest.p != NULL;) {
        slice word = slice_cut(&rest, ' ');
        if (n != 0)
            to[n++] = ' ';
        if (read_word(word, to + n, &k) == ARABIC || all)
            n += k;
        else
            for (size_t i = 0; i < word.n; i++)
                to[n++] = (unsigned char)word.p[i];
    }
    return n;
}

/*
 * Words as sounds: spellings of several letters for one sound are one symbol,
 * doubled letters one letter, and the distance of two words is what their
 * sounds differ by (sound.def).
 */
#include "names/private.h"

#include <pthread.h>

enum symbol {
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    H,
    I,
    J,
    K,
    L,
    M,
    N,
    O,
    P,
    Q,
    R,
    S,
    T,
    U,
    V,
    W,
    X,
    Y,
    Z,
    DIGIT, /* ten of them */
    SH = DIGIT + 10,
    CH,
    KH,
    GH,
    TH,
    DH,
    ZH,
    TS,
    DJ,
    OU,
    OO,
    EE,
    AI,
    AU,
    SYMBOLS
};

/* ---- from letters to symbols ---- */

/* Longest first of those that begin with the same letters; F is a sound, too. */
static const struct spelling {
    char text[5];
    uint8_t n, symbols, symbol[2];
} spellings[] = {
    {"SHCH", 4, 2, {SH, CH}}, {"TSCH", 4, 1, {CH}}, {"DSCH", 4, 1, {DJ}},  {"TCH", 3, 1, {CH}},
    {"SCH", 3, 1, {SH}},      {"DZH", 3, 1, {DJ}},  {"QUE", 3, 2, {K, E}}, {"QUI", 3, 2, {K, I}},
    {"SH", 2, 1, {SH}},       {"CH", 2, 1, {CH}},   {"KH", 2, 1, {KH}},    {"GH", 2, 1, {GH}},
    {"TH", 2, 1, {TH}},       {"DH", 2, 1, {DH}},   {"ZH", 2, 1, {ZH}},    {"PH", 2, 1, {F}},
    {"CK", 2, 1, {K}},        {"CZ", 2, 1, {CH}},   {"TS", 2, 1, {TS}},    {"TZ", 2, 1, {TS}},
    {"DJ", 2, 1, {DJ}},       {"OU", 2, 1, {OU}},   {"OO", 2, 1, {OO}},    {"EE", 2, 1, {EE}},
    {"AI", 2, 1, {AI}},       {"AY", 2, 1, {AI}},   {"EI", 2, 1, {AI}},    {"EY", 2, 1, {AI}},
    {"AU", 2, 1, {AU}},       {"AW", 2, 1, {AU}},   {"OW", 2, 1, {AU}},    {"IY", 2, 1, {I}},
};

static const struct spelling *
spelling_at(const char *p, size_t n)
{
    static const char first[] = "STDQCKGZPOEAI";

    if (n < 2 || memchr(first, p[0], sizeof first - 1) == NULL)
        return NULL;
    for (size_t i = 0; i < LENGTH(spellings); i++)
        if (spellings[i].text[0] == p[0] && spellings[i].n <= n &&
            memcmp(spellings[i].text, p, spellings[i].n) == 0)
            return &spellings[i];
    return NULL;
}

static void
put(sounds *to, uint8_t symbol)
{
    if (to->n < NAMES_WORD_MAX && (to->n == 0 || to->symbol[to->n - 1] != symbol))
        to->symbol[to->n++] = symbol;
}

/*
 * "Servant of" and an article, whose L is written as it is heard: ABDUR RAHMAN
 * is ABD AL RAHMAN.  Returns how many letters that is.
 */
static size_t
put_servant(sounds *to, const char *p, size_t n)
{
    static const uint8_t abdul[] = {A, B, D, U, L};

    if (n < 7 || memcmp(p, "ABD", 3) != 0 || memchr("AEIOU", p[3], 5) == NULL ||
        (p[4] != 'L' && (p[4] != p[5] || memchr("RSNDTZ", p[4], 6) == NULL)))
        return 0;
    for (size_t i = 0; i < LENGTH(abdul); i++)
        put(to, abdul[i]);
    return 5;
}

void
sounds_set(sounds *to, slice word)
{
    char capitals[NAMES_WORD_MAX];

    to->n = 0;
    word.n = word.n > NAMES_WORD_MAX ? NAMES_WORD_MAX : word.n;
    for (size_t i = 0; i < word.n; i++)
        capitals[i] = (char)(word.p[i] >= 'a' ? word.p[i] - 32 : word.p[i]);
    for (size_t i = put_servant(to, capitals, word.n); i < word.n;) {
        const struct spelling *s = spelling_at(capitals + i, word.n - i);
        if (s != NULL) {
            for (unsigned k = 0; k < s->symbols; k++)
                put(to, s->symbol[k]);
            i += s->n;
            continue;
        }
        char c = capitals[i++];
        if (c == 'X' && i > 1) {
            put(to, K);
            put(to, S);
        } else {
            put(to, c >= 'A' ? (uint8_t)(c - 'A') : (uint8_t)(DIGIT + (c - '0') % 10));
        }
    }
}

bool
sounds_vowel(unsigned s)
{
    return s == A || s == E || s == I || s == O || s == U || s == Y || s >= OU;
}

/* ---- distances ---- */

/* What costs as much is another sound, not another spelling. */
enum { OTHER_SOUND = 60 };

static uint8_t replaced[SOUNDS_KINDS][SYMBOLS][SYMBOLS];
static uint8_t dropped[SOUNDS_KINDS][2][SYMBOLS]; /* of the first word, of the second */

static const struct {
    uint8_t a, b, latin, foreign;
} pairs[] = {
#define SOUND(a, b, latin, foreign) {a, b, latin, foreign},
#include "names/sound.def"
#undef SOUND
};

static void
read_pairs(void)
{
    for (unsigned a = 0; a < SYMBOLS; a++) {
        bool vowel = sounds_vowel(a);
        for (unsigned b = 0; b < SYMBOLS; b++) {
            bool both = vowel && sounds_vowel(b);
            replaced[SOUNDS_LATIN][a][b] = a == b ? 0 : both ? 55 : 100;
            replaced[SOUNDS_HEARD][a][b] = a == b ? 0 : both ? 25 : 90;
        }
        for (unsigned which = 0; which < 2; which++) {
            dropped[SOUNDS_LATIN][which][a] = vowel ? 60 : a == H ? 35 : 100;
            dropped[SOUNDS_OTHER][which][a] = vowel || a == H ? 0 : 100;
        }
        /* Katakana, Hangul and Chinese part consonants by vowels, and leave out none that is heard.
         */
        dropped[SOUNDS_HEARD][0][a] = vowel ? 45 : a == H ? 15 : a == W ? 25 : 75;
        dropped[SOUNDS_HEARD][1][a] = vowel || a == W ? 12 : a == H ? 25 : 75;
        /* Arabic and Hebrew write some long vowels. */
        dropped[SOUNDS_CONSONANTS][0][a] = vowel ? 12 : a == H ? 25 : 75;
        dropped[SOUNDS_CONSONANTS][1][a] = vowel || a == W ? 20 : a == H ? 20 : 75;
    }
    dropped[SOUNDS_HEARD][0][E] = 25;
    dropped[SOUNDS_HEARD][0][R] = 30;
    dropped[SOUNDS_HEARD][0][G] = dropped[SOUNDS_HEARD][0][GH] = 45;
    dropped[SOUNDS_HEARD][1][N] = dropped[SOUNDS_HEARD][1][G] = 35;
    dropped[SOUNDS_HEARD][1][A] = 25;
    for (size_t i = 0; i < LENGTH(pairs); i++) {
        unsigned a = pairs[i].a, b = pairs[i].b;
        replaced[SOUNDS_LATIN][a][b] = replaced[SOUNDS_LATIN][b][a] = pairs[i].latin;
        replaced[SOUNDS_HEARD][a][b] = replaced[SOUNDS_HEARD][b][a] = pairs[i].foreign;
    }
    memcpy(replaced[SOUNDS_CONSONANTS], replaced[SOUNDS_HEARD], sizeof replaced[SOUNDS_HEARD]);
    for (unsigned a = 0; a < SYMBOLS; a++)
        for (unsigned b = 0; b < SYMBOLS; b++)
            replaced[SOUNDS_OTHER][a][b] =
                replaced[SOUNDS_LATIN][a][b] < OTHER_SOUND ? 0 : replaced[SOUNDS_LATIN][a][b];
}

void
sounds_read(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, read_pairs);
}

int
sounds_distance(const sounds *a, const sounds *b, sounds_kind kind, int most)
{
    enum { SWAPPED = 80, AT_FIRST = 20, AT_END = 60 };
    bool spelt = kind == SOUNDS_LATIN;
    /* A vowel at the end makes another name: DANIEL, DANIELA. */
    int end = kind == SOUNDS_OTHER ? AT_END : 0;
    const uint8_t *drop = dropped[kind][0], *gain = dropped[kind][1];
    int row[3][NAMES_WORD_MAX + 1], least = 0;
    int *now = row[0], *before = row[1], *two = row[2];

    /* What differs at the beginning of a word is less likely a slip. */
    now[0] = 0;
    for (unsigned j = 1; j <= b->n; j++)
        now[j] = now[j - 1] + gain[b->symbol[j - 1]] + (j == 1 && spelt ? AT_FIRST : 0);
    for (unsigned i = 1; i <= a->n; i++) {
        int *last = two, least_before = least;
        unsigned x = a->symbol[i - 1];
        const uint8_t *replace = replaced[kind][x];
        int lose = drop[x] + (i == a->n ? end : 0);
        two = before;
        before = now;
        now = last;
        now[0] = before[0] + drop[x] + (i == 1 && spelt ? AT_FIRST : 0);
        least = now[0];
        for (unsigned j = 1; j <= b->n; j++) {
            unsigned y = b->symbol[j - 1];
            int cost = replace[y];
            if (i == 1 && j == 1 && cost >= OTHER_SOUND && spelt)
                cost += AT_FIRST;
            int best = before[j - 1] + cost;
            int lost = before[j] + lose;
            int gained = now[j - 1] + gain[y] + (j == b->n ? end : 0);
            best = lost < best ? lost : best;
            best = gained < best ? gained : best;
            if (i > 1 && j > 1 && x == b->symbol[j - 2] && y == a->symbol[i - 2] &&
                two[j - 2] + SWAPPED < best)
                best = two[j - 2] + SWAPPED;
            now[j] = best;
            least = best < least ? best : least;
        }
        /* All that follows comes from this row, or by a swap from the one before. */
        if (least > most && least_before + SWAPPED > most)
            return least;
    }
    return now[b->n];
}

bool
sounds_fit(const sounds *s)
{
    if (s->n > NAMES_WORD_MAX)
        return false;
    for (unsigned i = 0; i < s->n; i++)
        if (s->symbol[i] >= SYMBOLS)
            return false;
    return true;
}

unsigned
sounds_consonants(const sounds *s)
{
    unsigned n = 0;

    for (unsigned i = 0; i < s->n; i++)
        n += !sounds_vowel(s->symbol[i]);
    return n;
}

/* ---- skeletons ---- */

/*
 * The consonants alone: what vowels are written, and whether at all, differs
 * most.  Each stands for those that are taken for it; in a foreign skeleton
 * for more.  0: left out.
 */
static const char classes[2][SYMBOLS + 1] = {
    /*ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 SH CH KH GH TH DH ZH TS DJ OU OO EE AI AU */
    "\0BKD\0FG\0\0JKLMN\0PKRST\0VVS\0S"
    "0123456789"
    "SCKGTDJSJ\0\0\0\0\0",
    "\0PKT\0PK\0\0SKLMN\0PKLST\0P\0S\0S"
    "0123456789"
    "SSKKTTSSS\0\0\0\0\0"};

size_t
sounds_skeleton(const sounds *from, bool foreign, char *to)
{
    size_t n = 0;

    for (unsigned i = 0; i < from->n; i++) {
        unsigned s = from->symbol[i], next = i + 1 < from->n ? from->symbol[i + 1] : SYMBOLS;
        char c = classes[foreign][s];
        if (foreign && s == C && (next == E || next == I || next == Y || next == EE))
            c = 'S';
        bool again = n != 0 && to[n - 1] == c && classes[foreign][from->symbol[i - 1]] != '\0';
        if (c != '\0' && !again)
            to[n++] = c;
    }
    return n;
}

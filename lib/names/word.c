/*
 * Two words: how alike they are.
 *
 * Most pairs are told apart by their lengths or by the plain edit distance,
 * which is had by bit vectors (Myers 1999, Hyyro 2003: a few steps a letter).
 * The few that are left are measured by an edit distance in which a letter
 * that spellings of one sound differ by costs less than any other.
 */
#include "names/private.h"

/* ---- particles ---- */

static const char *const particles[] = {
    "AL",  "EL",   "UL",  "AR",    "AS",  "AD",  "AN",   "AT",    "AZ",  "BIN", "BEN",
    "IBN", "BINT", "BT",  "ABU",   "ABI", "UMM", "OULD", "WALAD", "VON", "VAN", "DER",
    "DEN", "DE",   "DEL", "DELLA", "DI",  "DA",  "DO",   "DOS",   "DAS", "DU",  "LA",
    "LE",  "LAS",  "LOS", "Y",     "E",   "ZU",  "ZUM",  "TEN",   "TER", "MAC", "MC"};

bool
names_is_particle(slice word)
{
    for (size_t i = 0; i < LENGTH(particles); i++)
        if (slice_eq(word, slice_of(particles[i])))
            return true;
    return false;
}

/* ---- plain edit distance ---- */

static unsigned
letter_index(char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned)(c - 'A') : 26 + (unsigned)(c - '0') % 10;
}

uint32_t
names_letters(slice word)
{
    uint32_t letters = 0;

    for (size_t i = 0; i < word.n; i++)
        letters |= (uint32_t)1 << (word.p[i] >= 'A' && word.p[i] <= 'Z' ? word.p[i] - 'A' : 26);
    return letters;
}

void
names_pattern_set(names_pattern *p, slice word)
{
    *p = (names_pattern){.word = word};
    if (p->word.n > NAMES_WORD_MAX)
        p->word.n = NAMES_WORD_MAX;
    for (size_t i = 0; i < p->word.n; i++)
        p->letter[letter_index(p->word.p[i])] |= (uint64_t)1 << i;
}

static unsigned
plain_distance(const names_pattern *p, slice other)
{
    uint64_t plus = ~(uint64_t)0, minus = 0, last = (uint64_t)1 << (p->word.n - 1);
    unsigned distance = (unsigned)p->word.n;

    for (size_t i = 0; i < other.n; i++) {
        uint64_t eq = p->letter[letter_index(other.p[i])];
        uint64_t x = eq | minus;
        uint64_t d0 = (((x & plus) + plus) ^ plus) | x;
        uint64_t hp = minus | ~(d0 | plus), hm = plus & d0;
        distance += (hp & last) != 0;
        distance -= (hm & last) != 0;
        hp = hp << 1 | 1;
        plus = hm << 1 | ~(d0 | hp);
        minus = hp & d0;
    }
    return distance;
}

/* ---- weighted edit distance: costs in hundredths of an edit ---- */

enum { EDIT = 100, SWAP = 80, DOUBLED = 35, SILENT = 50, VOWEL_LOST = 70, VOWEL = 60, SOUND = 45 };

static bool
is_vowel(char c)
{
    return c == 'A' || c == 'E' || c == 'I' || c == 'O' || c == 'U' || c == 'Y';
}

/* Sounds that transliterations write by one letter or another. */
enum {
    K_SOUND = 1 << 0,
    J_SOUND = 1 << 1,
    U_SOUND = 1 << 2,
    S_SOUND = 1 << 3,
    F_SOUND = 1 << 4,
    T_SOUND = 1 << 5,
    Z_SOUND = 1 << 6,
    B_SOUND = 1 << 7,
    KH_SOUND = 1 << 8,
    I_SOUND = 1 << 9
};

static const uint16_t sounds[128] = {
    ['B'] = B_SOUND,
    ['C'] = K_SOUND | S_SOUND,
    ['D'] = T_SOUND | Z_SOUND,
    ['E'] = I_SOUND,
    ['F'] = F_SOUND,
    ['G'] = K_SOUND | J_SOUND,
    ['H'] = KH_SOUND,
    ['I'] = J_SOUND | I_SOUND,
    ['J'] = J_SOUND,
    ['K'] = K_SOUND | KH_SOUND,
    ['O'] = U_SOUND,
    ['P'] = F_SOUND | B_SOUND,
    ['Q'] = K_SOUND,
    ['S'] = S_SOUND,
    ['T'] = T_SOUND,
    ['U'] = U_SOUND,
    ['V'] = U_SOUND | F_SOUND | B_SOUND,
    ['W'] = U_SOUND,
    ['X'] = K_SOUND | KH_SOUND,
    ['Y'] = J_SOUND | I_SOUND,
    ['Z'] = S_SOUND | Z_SOUND,
};

static int
replace_cost(char a, char b)
{
    if (a == b)
        return 0;
    if ((sounds[(unsigned char)a & 127] & sounds[(unsigned char)b & 127]) != 0)
        return SOUND;
    return is_vowel(a) && is_vowel(b) ? VOWEL : EDIT;
}

/* A letter that the other word lacks, beside neighbour. */
static int
lost_cost(char c, char neighbour)
{
    return c == neighbour ? DOUBLED : c == 'H' ? SILENT : is_vowel(c) ? VOWEL_LOST : EDIT;
}

static int
weighted_distance(slice a, slice b)
{
    int row[3][NAMES_WORD_MAX + 1];

    row[0][0] = 0;
    for (size_t j = 1; j <= b.n; j++)
        row[0][j] = row[0][j - 1] + lost_cost(b.p[j - 1], j > 1 ? b.p[j - 2] : '\0');
    for (size_t i = 1; i <= a.n; i++) {
        int *now = row[i % 3], *before = row[(i + 2) % 3], *two = row[(i + 1) % 3];
        char x = a.p[i - 1], left = i > 1 ? a.p[i - 2] : '\0';
        now[0] = before[0] + lost_cost(x, left);
        for (size_t j = 1; j <= b.n; j++) {
            char y = b.p[j - 1], up = j > 1 ? b.p[j - 2] : '\0';
            int best = before[j - 1] + replace_cost(x, y);
            int lost = before[j] + lost_cost(x, left), gained = now[j - 1] + lost_cost(y, up);
            best = lost < best ? lost : best;
            best = gained < best ? gained : best;
            if (i > 1 && j > 1 && x == up && y == left && two[j - 2] + SWAP < best)
                best = two[j - 2] + SWAP;
            now[j] = best;
        }
    }
    return row[a.n % 3][b.n];
}

double
names_pattern_alike(const names_pattern *p, slice other)
{
    if (other.n > NAMES_WORD_MAX)
        other.n = NAMES_WORD_MAX;
    size_t longer = p->word.n > other.n ? p->word.n : other.n;
    size_t apart = longer - (p->word.n + other.n - longer);

    if (p->word.n == 0 || other.n == 0)
        return 0;
    if (p->word.n == 1 || other.n == 1) /* an initial */
        return p->word.p[0] != other.p[0] ? 0 : p->word.n == other.n ? 1 : 0.7;
    /* The limit is that of the longer word; two edits beside each other may be one swap. */
    unsigned limit = longer <= 4 ? 2 : 3;
    if (apart > limit || plain_distance(p, other) > limit)
        return 0;
    double alike = 1 - 1.25 / EDIT * weighted_distance(p->word, other) / (double)longer;
    return alike < NAMES_ALIKE_LEAST ? 0 : alike;
}

double
names_word_alike(slice a, slice b)
{
    names_pattern p;

    names_pattern_set(&p, a);
    return names_pattern_alike(&p, b);
}

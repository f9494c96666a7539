/*
 * What must not be kept: card numbers, and what tells of health, disability
 * or religion.
 */
#include "edi/private.h"

#include <stdlib.h>

/* ---- cards ---- */

enum { CARD_MIN = 13, CARD_MAX = 19 };

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The check digit of ISO/IEC 7812-1, annex B. */
static bool
luhn(const char *digit, size_t n)
{
    unsigned sum = 0;

    for (size_t i = 0; i < n; i++) {
        unsigned d = (unsigned)(digit[n - 1 - i] - '0');
        if (i % 2 == 1)
            d = d * 2 > 9 ? d * 2 - 9 : d * 2;
        sum += d;
    }
    return sum % 10 == 0;
}

/* How many bytes at p part two digits of one number: a blank, a hyphen, a line end. */
static size_t
parting(const char *p, size_t n)
{
    if (n > 1 && (p[0] == ' ' || p[0] == '-') && is_digit(p[1]))
        return 1;
    if (n > 1 && p[0] == '\n' && is_digit(p[1]))
        return 1;
    return n > 2 && p[0] == '\r' && p[1] == '\n' && is_digit(p[2]) ? 2 : 0;
}

static void
mask(char *const *at, size_t n)
{
    for (size_t i = 6; i + 4 < n; i++)
        *at[i] = 'X';
}

/* The run at p, with or without what parts it; returns its length. */
static size_t
mask_run(char *p, size_t n, size_t *found)
{
    enum { RUN_MAX = 64 };
    char *at[RUN_MAX], digit[RUN_MAX];
    size_t k = 0, i = 0, solid = 0;

    while (i < n && k < RUN_MAX) {
        if (is_digit(p[i])) {
            at[k] = p + i;
            digit[k++] = p[i++];
            continue;
        }
        if (solid == 0)
            solid = k;
        size_t gap = parting(p + i, n - i);
        if (gap == 0)
            break;
        i += gap;
    }
    if (solid == 0 || solid == k) {
        if (k >= CARD_MIN && k <= CARD_MAX && luhn(digit, k)) {
            mask(at, k);
            ++*found;
        }
    } else { /* the shortest row of its words that is one number */
        for (size_t from = 0; from + CARD_MIN <= k; from++) {
            if (from != 0 && at[from] == at[from - 1] + 1)
                continue; /* in the middle of a word */
            for (size_t len = CARD_MIN; len <= CARD_MAX && from + len <= k; len++)
                if ((from + len == k || at[from + len] != at[from + len - 1] + 1) &&
                    luhn(digit + from, len)) {
                    mask(at + from, len);
                    ++*found;
                    from += len - 1;
                    break;
                }
        }
        /* A row that goes on: its last words are looked at again. */
        for (size_t last = k - CARD_MAX; k == RUN_MAX && i < n && last < k; last++)
            if (at[last] != at[last - 1] + 1)
                return (size_t)(at[last] - p);
    }
    return i;
}

size_t
pnr_mask(char *p, size_t n)
{
    size_t found = 0;

    for (size_t i = 0; i < n;)
        i += is_digit(p[i]) ? mask_run(p + i, n - i, &found) : 1;
    return found;
}

/* ---- health, disability, religion ---- */

/*
 * Codes of services: IATA Reservations Interline Message Procedures (AIRIMP)
 * and resolution 700 (persons with disabilities); meals of resolution 763.
 * In order.
 */
static const char sensitive[][5] = {
    "AVML", /* vegetarian Hindu meal */
    "BLML", /* bland meal */
    "BLND", /* blind passenger */
    "BLSC", /* blind passenger with a dog */
    "DBML", /* diabetic meal */
    "DEAF", /* deaf passenger */
    "DPNA", /* intellectual or developmental disability */
    "ESAN", /* emotional support animal */
    "GFML", /* gluten intolerant meal */
    "HFML", /* high fibre meal */
    "HNML", /* Hindu meal */
    "KSML", /* kosher meal */
    "LCML", /* low calorie meal */
    "LEGB", /* left leg in a cast */
    "LEGL", /* left leg in a cast */
    "LEGR", /* right leg in a cast */
    "LFML", /* low fat meal */
    "LPML", /* low protein meal */
    "LSML", /* low salt meal */
    "MAAS", /* meet and assist */
    "MEDA", /* medical case */
    "MEDC", /* medical clearance */
    "MOML", /* Muslim meal */
    "NLML", /* low lactose meal */
    "OXYG", /* oxygen */
    "PNUT", /* allergy to peanuts */
    "POXY", /* portable oxygen */
    "PPOC", /* portable oxygen concentrator */
    "PRML", /* low purine meal */
    "SFML", /* sea food meal */
    "STCR", /* stretcher */
    "SVAN", /* service animal */
    "VGML", /* vegetarian meal */
    "VJML", /* Jain meal */
    "VLML", /* vegetarian meal */
    "VOML", /* vegetarian oriental meal */
    "WCBD", /* wheelchair, dry battery */
    "WCBW", /* wheelchair, wet battery */
    "WCHC", /* wheelchair, immobile */
    "WCHR", /* wheelchair, ramp */
    "WCHS", /* wheelchair, stairs */
    "WCLB", /* wheelchair, lithium battery */
    "WCMP", /* wheelchair, manual */
    "WCOB", /* wheelchair on board */
};

static int
compare(const void *code, const void *entry)
{
    return memcmp(code, entry, 4);
}

bool
pnr_sensitive_code(slice code)
{
    char capitals[4];

    if (code.n != 4)
        return false;
    for (size_t i = 0; i < 4; i++)
        capitals[i] = code.p[i] >= 'a' && code.p[i] <= 'z' ? (char)(code.p[i] - 32) : code.p[i];
    return bsearch(capitals, sensitive, LENGTH(sensitive), sizeof sensitive[0], compare) != NULL;
}

static bool
is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* A word that is a code, or the code behind "SSR", whatever is stuck on it. */
bool
pnr_sensitive_text(slice text)
{
    bool after_ssr = false;

    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        while (i < text.n && is_letter(text.p[i]))
            i++;
        slice word = {text.p + from, i - from};
        if ((word.n == 4 || (after_ssr && word.n > 4)) && pnr_sensitive_code((slice){word.p, 4}))
            return true;
        if (word.n > 7 && slice_starts(word, S("SSR")) &&
            pnr_sensitive_code((slice){word.p + 3, 4}))
            return true;
        after_ssr = word.n == 0 ? after_ssr : slice_eq(word, S("SSR"));
        i += i == from;
    }
    return false;
}

void
pnr_mask_new(buf *b, size_t *seen)
{
    enum { BEFORE = 64 }; /* a number may go on in what came since */
    size_t from = *seen > b->n ? 0 : *seen;

    if (b->n == from)
        return;
    from -= from < BEFORE ? from : BEFORE;
    (void)pnr_mask(b->p + from, b->n - from);
    *seen = b->n;
}

/*
 * What must not be kept: card numbers, and what tells of health, disability
 * or religion.
 */
#include "edi/private.h"

#include <stdlib.h>

/* ---- cards ---- */

enum { CARD_MAX = 19 };

/*
 * First four digits of the numbers that the card schemes issue, and how many
 * digits those have (ISO/IEC 7812-1 issuer identification; the schemes' own
 * rules).  Tickets have 13 digits and may begin with anything: Maestro's
 * shorter ones, which nobody issues any more, are not here.
 */
static const struct {
    unsigned short from, to;
    unsigned char least, most;
} issued[] = {
    {1000, 1999, 15, 15},                       /* UATP, the airlines' own */
    {2200, 2204, 16, 19},                       /* Mir */
    {2221, 2720, 16, 16},                       /* Mastercard */
    {3000, 3059, 14, 19},                       /* Diners Club */
    {3095, 3095, 14, 19}, {3400, 3499, 15, 15}, /* American Express */
    {3528, 3589, 16, 19},                       /* JCB */
    {3600, 3699, 14, 19},                       /* Diners Club */
    {3700, 3799, 15, 15},                       /* American Express */
    {3800, 3999, 14, 19},                       /* Diners Club */
    {4000, 4999, 13, 13},                       /* Visa */
    {4000, 4999, 16, 19}, {5000, 5099, 16, 19}, /* Maestro, RuPay */
    {5100, 5599, 16, 16},                       /* Mastercard */
    {5600, 5899, 16, 19},                       /* Maestro */
    {6000, 6999, 16, 19},                       /* Maestro, Discover, UnionPay, RuPay */
    {8100, 8299, 16, 19},                       /* UnionPay, RuPay */
    {9792, 9792, 16, 16},                       /* Troy */
};

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

size_t
pnr_digits(slice s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += is_digit(s.p[i]);
    return n;
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

static bool
is_card(const char *digit, size_t n)
{
    unsigned first = 0;

    for (size_t i = 0; i < 4; i++)
        first = first * 10 + (unsigned)(digit[i] - '0');
    for (size_t i = 0; i < LENGTH(issued); i++)
        if (first >= issued[i].from && first <= issued[i].to && n >= issued[i].least &&
            n <= issued[i].most)
            return luhn(digit, n);
    return false;
}

/* What parts two digits of one number. */
typedef enum parting {
    SOLID,
    SOFT, /* up to three blanks and hyphens, a line end */
    HARD  /* what also parts numbers of their own: components, a date and a time */
} parting;

/* How many bytes at p part two digits; 0: it is none. */
static size_t
part(const char *p, size_t n, parting *how)
{
    size_t i = 0;

    *how = SOFT;
    while (i < 3 && i < n && (p[i] == ' ' || p[i] == '-'))
        i++;
    if (i == 0 && n > 1 && p[0] == '\r' && p[1] == '\n')
        i = 2;
    else if (i == 0 && n > 1 && (unsigned char)p[0] == 0xc2 && (unsigned char)p[1] == 0xa0)
        i = 2; /* a blank that does not break */
    else if (i == 0 && n > 0 && p[0] == '\n')
        i = 1;
    if (i == 0 && n > 0 && memchr(":+/.*_|,;\t", p[0], 10) != NULL) {
        *how = HARD;
        i = 1;
    }
    return i < n && is_digit(p[i]) ? i : 0;
}

/* A row of digits, and what stands before each. */
enum { RUN_MAX = 64 };
typedef struct run {
    char *at[RUN_MAX];
    char digit[RUN_MAX];
    parting before[RUN_MAX + 1]; /* and behind the last */
    size_t n;
} run;

static void
mask(run *r, size_t from, size_t n)
{
    for (size_t i = 6; i + 4 < n; i++)
        *r->at[from + i] = 'X';
}

/* Groups as they are on cards: 4-4-4-4 and what is behind, 4-6-5, 4-6-4. */
static bool
is_grouped(const run *r, size_t from, size_t n)
{
    size_t start = 0, group = 0;
    bool fours = true, sixes = true;

    for (size_t i = 1; i <= n; i++) {
        if (i < n && r->before[from + i] == SOLID)
            continue;
        size_t length = i - start;
        fours = fours && (length == 4 || (group == 4 && length < 4));
        sixes = sixes && ((group == 0 && length == 4) || (group == 1 && length == 6) ||
                          (group == 2 && (length == 4 || length == 5)));
        start = i;
        group++;
    }
    return (fours && group >= 4) || (sixes && group == 3);
}

/* The shortest row of words from one on that is a card's number; 0: none is. */
static size_t
words(const run *r, size_t from)
{
    bool hard = false;

    for (size_t len = 1; len <= CARD_MAX && from + len <= r->n; len++) {
        hard = hard || (len > 1 && r->before[from + len - 1] == HARD);
        if (len >= CARD_DIGITS && r->before[from + len] != SOLID && is_card(r->digit + from, len) &&
            (!hard || is_grouped(r, from, len)))
            return len;
    }
    return 0;
}

/*
 * The day or the code of a card may be stuck on its number: in a word of more
 * digits than a ticket or a telephone has one may begin it, and stand anywhere
 * in a word that is longer than any card's.
 */
static void
inside(run *r, size_t from, size_t n, size_t *found)
{
    size_t last = n > CARD_MAX ? n - 15 : 0;

    for (size_t i = 0; n > 16 && i <= last; i++)
        for (size_t len = 16; len >= 15; len--)
            if (i + len <= n && is_card(r->digit + from + i, len)) {
                mask(r, from + i, len);
                ++*found;
                i += len - 1;
                break;
            }
}

/* The run at p; returns its length. */
static size_t
mask_run(char *p, size_t n, size_t *found)
{
    run r;
    size_t i = 0, gap;
    parting how = HARD;

    r.n = 0;
    while (i < n && r.n < RUN_MAX) {
        if (is_digit(p[i])) {
            r.at[r.n] = p + i;
            r.before[r.n] = how;
            r.digit[r.n++] = p[i++];
            how = SOLID;
        } else if ((gap = part(p + i, n - i, &how)) != 0) {
            i += gap;
        } else {
            break;
        }
    }
    bool goes_on = r.n == RUN_MAX && i < n && is_digit(p[i]);
    r.before[r.n] = goes_on ? SOLID : HARD;
    if (r.n < CARD_DIGITS)
        return i;
    for (size_t from = 0; from + CARD_DIGITS <= r.n; from++) {
        if (r.before[from] == SOLID)
            continue; /* in the middle of a word */
        size_t len = words(&r, from);
        if (len != 0) {
            mask(&r, from, len);
            ++*found;
            from += len - 1;
            continue;
        }
        size_t word = 1;
        while (r.before[from + word] == SOLID && from + word < r.n)
            word++;
        inside(&r, from, word, found);
    }
    /* A row that goes on: its last digits are looked at again. */
    return r.n == RUN_MAX && i < n ? (size_t)(r.at[RUN_MAX - CARD_MAX + 1] - p) : i;
}

size_t
pnr_mask(char *p, size_t n)
{
    size_t found = 0;

    for (size_t i = 0; i < n;)
        i += is_digit(p[i]) ? mask_run(p + i, n - i, &found) : 1;
    return found;
}

bool
pnr_is_masked(slice v)
{
    for (size_t i = 6; i + 3 <= v.n; i++)
        if (memcmp(v.p + i, "XXX", 3) == 0 && pnr_digits((slice){v.p + i - 6, 6}) == 6)
            return true;
    return false;
}

void
pnr_mask_phone(char *p, size_t n)
{
    enum { PHONE_LONGEST = 15 /* ITU-T E.164 */ };
    size_t digits = pnr_digits((slice){p, n});
    bool foreign = n > 1 && (p[0] == '+' || (p[0] == '0' && p[1] == '0'));

    /* of those that begin with 3 no telephone number has 14 or 15 digits */
    if (digits > PHONE_LONGEST || (digits >= 14 && !foreign && p[0] == '3'))
        (void)pnr_mask(p, n);
}

bool
pnr_is_identity(slice kind, slice code, slice text)
{
    if (slice_eq(code, S("FOID"))) { /* NI, PP, DL ... and CC, which is a card's */
        for (size_t i = 0; i + 2 < text.n; i++)
            if (text.p[i] == 'C' && text.p[i + 1] == 'C' && is_digit(text.p[i + 2]))
                return false;
        return true;
    }
    if (slice_eq(code, S("DOCS")) || slice_eq(code, S("DOCO")))
        return true;
    if (slice_eq(kind, S("RFF")))
        return pnr_digits(text) <= TICKET_DIGITS;
    return pnr_digits(text) <= TICKET_DIGITS + 1 && /* the coupon's, too */
           (slice_eq(kind, S("TKT")) || slice_starts(code, S("TKN")));
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

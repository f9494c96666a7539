#include "report/compare.h"

enum { PIECE_MAX = 64 }; /* characters of a piece with '?' */

/* ---- numbers, dates --------------------------------------------------------------- */

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits with a sign and a fraction, if any; no more than 18 digits are a small one. */
static bool
is_number(slice s, bool *small, int64_t *whole)
{
    size_t i = s.n != 0 && (s.p[0] == '-' || s.p[0] == '+'), from = i;
    int64_t v = 0;

    for (; i < s.n && is_digit(s.p[i]); i++)
        v = i - from < 18 ? v * 10 + (s.p[i] - '0') : 0;
    *small = i == s.n && i - from <= 18;
    *whole = from != 0 && s.p[0] == '-' ? -v : v;
    if (i == from)
        return false;
    if (i < s.n && s.p[i] == '.' && i + 1 < s.n) {
        i++;
        while (i < s.n && is_digit(s.p[i]))
            i++;
    }
    return i == s.n;
}

/* The digits before and behind the point, without those that mean nothing; whether it is below 0.
 */
static bool
take_apart(slice s, slice *whole, slice *part)
{
    bool minus = s.p[0] == '-';

    if (minus || s.p[0] == '+')
        s = (slice){s.p + 1, s.n - 1};
    *whole = slice_cut(&s, '.');
    *part = s;
    while (whole->n != 0 && whole->p[0] == '0')
        *whole = (slice){whole->p + 1, whole->n - 1};
    while (part->n != 0 && part->p[part->n - 1] == '0')
        part->n--;
    return minus && (whole->n != 0 || part->n != 0);
}

/* Two decimals, however long. */
static int
compare_numbers(slice a, slice b)
{
    slice a_whole, a_part, b_whole, b_part;
    bool a_minus = take_apart(a, &a_whole, &a_part), b_minus = take_apart(b, &b_whole, &b_part);
    int c;

    if (a_minus != b_minus)
        return a_minus ? -1 : 1;
    if (a_whole.n != b_whole.n)
        c = a_whole.n < b_whole.n ? -1 : 1;
    else if ((c = slice_cmp(a_whole, b_whole)) == 0)
        c = slice_cmp(a_part, b_part);
    return a_minus ? -c : c;
}

/* How many bytes at the start of a date or time tell when it is: 4 are a year; 0: it is none. */
static unsigned
precision_of(slice s)
{
    static const char form[] = "dddd-dd-ddTdd:dd:dd";
    size_t n = s.n < sizeof form - 1 ? s.n : sizeof form - 1;

    if (n < 4)
        return 0;
    for (size_t i = 0; i < n; i++) {
        char c = s.p[i];
        if (form[i] == 'd'   ? is_digit(c)
            : form[i] == 'T' ? c == 'T' || c == ' ' || c == 't'
                             : c == form[i])
            continue;
        /* An hour and minute may be followed by an offset at once. */
        return i == 16 && (c == 'Z' || c == 'z' || c == '+' || c == '-') ? 16 : 0;
    }
    return n == 4 || n == 7 || n == 10 || n == 13 || n == 16 || n == 19 ? (unsigned)n : 0;
}

void
operand_read(operand *o)
{
    moment m;

    o->number = !o->quoted && is_number(o->text, &o->small, &o->whole);
    o->precision = (uint8_t)precision_of(o->text);
    o->has_offset =
        o->precision >= 16 && o->text.n > o->precision && moment_parse(o->text, &m) && m.has_offset;
    if (o->has_offset)
        o->seconds = moment_seconds(m);
    o->plain = !o->number && o->precision == 0;
}

/* ---- comparing ------------------------------------------------------------------------ */

typedef enum outcome { BELOW = -1, SAME, ABOVE, APART } outcome;

static outcome
outcome_of(int c)
{
    return c < 0 ? BELOW : c > 0 ? ABOVE : SAME;
}

/* The time at hand beside another that it may be a part of: a day, a month. */
static outcome
compare_times(slice v, unsigned precision, const operand *o)
{
    unsigned n = precision < o->precision ? precision : o->precision, day = n < 10 ? n : 10;
    moment m;
    int c;

    if (o->has_offset && precision >= 16 && moment_parse(v, &m) && m.has_offset) {
        int64_t a = moment_seconds(m), b = o->seconds;
        if (n == 16) {
            a -= (a % 60 + 60) % 60;
            b -= (b % 60 + 60) % 60;
        }
        return outcome_of((a > b) - (a < b));
    }
    c = memcmp(v.p, o->text.p, day);
    if (c == 0 && n > 11)
        c = memcmp(v.p + 11, o->text.p + 11, n - 11);
    if (c == 0 && precision < o->precision)
        return APART; /* it may be before, in, or behind it */
    return outcome_of(c);
}

/* Neither side is empty. */
static outcome
compare(slice v, const operand *o)
{
    unsigned precision;
    int64_t whole;
    bool small;

    if (o->number && is_number(v, &small, &whole))
        return small && o->small ? outcome_of((whole > o->whole) - (whole < o->whole))
                                 : outcome_of(compare_numbers(v, o->text));
    precision = precision_of(v);
    if (precision != 0 && o->precision != 0 && (precision != 4 || o->precision != 4))
        return compare_times(v, precision, o);
    /* A number beside what is none, a date beside what is none: neither is the smaller. */
    if (o->number || o->precision > 4 ||
        (!o->quoted && (precision > 4 || is_number(v, &small, &whole))))
        return APART;
    return outcome_of(slice_cmp(v, o->text));
}

static bool
equal(slice v, const operand *o)
{
    if (BASE_LIKELY(o->plain) || v.n == 0 || o->text.n == 0)
        return slice_eq(v, o->text);
    return compare(v, o) == SAME;
}

static bool
ordered(compare_op op, slice v, const operand *o)
{
    if (v.n == 0 || o->text.n == 0)
        return false;
    switch (compare(v, o)) {
    case BELOW:
        return op == LESS || op == LESS_EQUAL;
    case ABOVE:
        return op == MORE || op == MORE_EQUAL;
    case SAME:
        return op == LESS_EQUAL || op == MORE_EQUAL;
    default:
        return false;
    }
}

/* ---- patterns --------------------------------------------------------------------------- */

/* Bytes of the character at p. */
static size_t
character(const char *p, const char *end)
{
    size_t n = 1;

    while (p + n < end && ((unsigned char)p[n] & 0xc0) == 0x80)
        n++;
    return n;
}

size_t
compare_characters(slice s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return n;
}

/* Where a piece of a pattern, without '*', that stands at p ends; NULL: it does not stand there. */
static const char *
piece_at(const char *p, const char *end, slice piece)
{
    for (size_t i = 0; i < piece.n; i++) {
        if (p == end || (piece.p[i] != '?' && piece.p[i] != *p))
            return NULL;
        p += piece.p[i] == '?' ? character(p, end) : 1;
    }
    return p;
}

/* The end of the first place at or behind p where it stands, or NULL. */
static const char *
piece_find(const char *p, const char *end, slice piece)
{
    if (piece.n == 0 || p == end)
        return piece.n == 0 ? p : NULL;
    if (memchr(piece.p, '?', piece.n) == NULL) {
        p = memmem(p, (size_t)(end - p), piece.p, piece.n);
        return p != NULL ? p + piece.n : NULL;
    }
    for (; p < end; p += character(p, end)) {
        const char *behind = piece_at(p, end, piece);
        if (behind != NULL)
            return behind;
    }
    return NULL;
}

/*
 * Each piece at the first place where it stands, the first at the start and the
 * last at the end: no place is ever looked at again, so the work is that of
 * one pass (a piece with '?' is short, see pattern_good).
 */
static bool
like(slice v, slice pattern)
{
    const char *p = v.p, *end = v.p + v.n;
    slice piece = slice_cut(&pattern, '*');

    if (v.n == 0)
        p = end = "";
    p = piece_at(p, end, piece);
    if (pattern.p == NULL)
        return p == end;
    while (p != NULL) {
        piece = slice_cut(&pattern, '*');
        if (pattern.p == NULL)
            break;
        p = piece_find(p, end, piece);
    }
    if (p == NULL)
        return false;
    const char *last = end;
    for (size_t n = compare_characters(piece); n > 0; n--) {
        if (last == p)
            return false;
        do
            last--;
        while (last > p && ((unsigned char)*last & 0xc0) == 0x80);
    }
    return piece_at(last, end, piece) == end;
}

bool
pattern_good(slice pattern)
{
    while (pattern.p != NULL) {
        slice piece = slice_cut(&pattern, '*');
        if (piece.n != 0 && memchr(piece.p, '?', piece.n) != NULL &&
            compare_characters(piece) > PIECE_MAX)
            return false;
    }
    return true;
}

static bool
found(compare_op op, slice v, slice part)
{
    if (part.n == 0 || part.n > v.n)
        return false;
    switch (op) {
    case STARTS:
        return memcmp(v.p, part.p, part.n) == 0;
    case ENDS:
        return memcmp(v.p + v.n - part.n, part.p, part.n) == 0;
    default:
        return memmem(v.p, v.n, part.p, part.n) != NULL;
    }
}

/* ---- all of it ---- */

bool
operand_holds(compare_op op, slice v, const operand *o)
{
    switch (op) {
    case EQUAL:
        return equal(v, o);
    case CONTAINS:
    case STARTS:
    case ENDS:
        return found(op, v, o->text);
    case LIKE:
        return like(v, o->text);
    default:
        return ordered(op, v, o);
    }
}

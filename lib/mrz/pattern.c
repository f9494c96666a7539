/*
 * pattern: document numbers as States write them, where they have said so or
 * where every specimen agrees (the public register of documents of the
 * Council of the EU, the States' own pages for carriers).
 */
#include <string.h>

#include "mrz/private.h"

static const mrz_number patterns[] = {
#define PATTERN(issuer, form, text) {issuer, form, text},
#include "mrz/patterns.def"
#undef PATTERN
};

static bool
fits(const char *text, slice number)
{
    if (strlen(text) != number.n)
        return false;
    for (size_t i = 0; i < number.n; i++) {
        unsigned kind = sign_of(number.p[i])->kind;
        bool fit = text[i] == '#'   ? kind == MRZ_DIGITS
                   : text[i] == '@' ? kind == MRZ_LETTERS
                   : text[i] == '*' ? (kind & MRZ_ANY) != 0
                   : text[i] == '%'
                       ? kind == MRZ_DIGITS ||
                             (kind == MRZ_LETTERS && strchr("ABDEIOQSU", number.p[i]) == NULL)
                       : number.p[i] == text[i];
        if (!fit)
            return false;
    }
    return true;
}

bool
mrz_numbers_read(slice text, mrz_numbers *n, error *e)
{
    unsigned number = 0;

    n->n = 0;
    while (text.p != NULL) {
        slice word[4], line = slice_trim(slice_cut(&text, '\n'));
        size_t words = 0;
        number++;
        if (line.n == 0 || *line.p == '#')
            continue;
        while (line.p != NULL && words < LENGTH(word)) {
            slice w = slice_trim(slice_cut(&line, ' '));
            if (w.n != 0)
                word[words++] = w;
        }
        if (words != 3 || word[0].n != 3 || word[1].n != 1 || strchr("PVC", *word[1].p) == NULL ||
            word[2].n >= sizeof n->row->text)
            return error_set(e, "line %u: not a State, P, V or C, and a pattern", number);
        if (n->n == MRZ_NUMBERS)
            return error_set(e, "line %u: more than %d patterns", number, MRZ_NUMBERS);
        mrz_number *to = &n->row[n->n++];
        memset(to, 0, sizeof *to);
        memcpy(to->issuer, word[0].p, 3);
        to->form = *word[1].p;
        memcpy(to->text, word[2].p, word[2].n);
    }
    return true;
}

/* Where the rows of a State begin, by its three letters, and one more; 0: it has none. */
enum { LETTERS = 26 };
static uint8_t first_of[LETTERS * LETTERS * LETTERS];
_Static_assert(LENGTH(patterns) < UINT8_MAX, "a row has its place in first_of");

static unsigned
key(const char *issuer)
{
    return (unsigned)((issuer[0] - 'A') * LETTERS * LETTERS + (issuer[1] - 'A') * LETTERS +
                      issuer[2] - 'A');
}

void
mrz_pattern_index(void)
{
    for (size_t i = LENGTH(patterns); i-- > 0;)
        first_of[key(patterns[i].issuer)] = (uint8_t)(i + 1);
}

/* The rows of a State for one form of document; those of the rules stand in place of others. */
typedef struct rows {
    const mrz_number *at, *end;
    const char *issuer;
    char form;
} rows;

/* The next one; NULL: there are no more. */
static const mrz_number *
next_row(rows *r)
{
    while (r->at < r->end) {
        const mrz_number *next = r->at++;
        if (next->form == r->form && memcmp(next->issuer, r->issuer, sizeof next->issuer) == 0)
            return next;
    }
    return NULL;
}

static rows
rows_of(const mrz_rules *rules, const char *issuer, const mrz_layout *l)
{
    rows r = {.issuer = issuer, .form = l->codes[0] == 'P' ? 'P' : l->codes[0] == 'V' ? 'V' : 'C'};

    if (strlen(issuer) != 3)
        return r;
    if (rules->numbers != NULL && rules->numbers->n != 0) {
        r.at = rules->numbers->row;
        r.end = r.at + rules->numbers->n;
        rows all = r;
        if (next_row(&all) != NULL)
            return r;
    }
    (void)mrz_plan_of(l); /* the index is there */
    size_t first = first_of[key(issuer)];
    r.at = r.end = patterns;
    if (first != 0) {
        r.at = patterns + first - 1;
        for (r.end = r.at; r.end < patterns + LENGTH(patterns) &&
                           memcmp(r.end->issuer, issuer, sizeof r.end->issuer) == 0;)
            r.end++;
    }
    return r;
}

pattern_fit
mrz_pattern(const mrz_rules *rules, const char *issuer, const mrz_layout *l, slice number)
{
    rows r = rows_of(rules, issuer, l);
    const mrz_number *next;
    pattern_fit fit = PATTERN_UNKNOWN;

    while ((next = next_row(&r)) != NULL) {
        if (fits(next->text, number))
            return PATTERN_FITS;
        fit = PATTERN_MISFITS;
    }
    return fit;
}

/* explain: one zone as a page that a person can follow. */
#include <string.h>

#include "mrz/private.h"

/* ---- words ---- */

static const char *const titles[MRZ_FIELDS] = {
    [MRZ_NO_FIELD] = "zone",          [MRZ_TYPE] = "document code",
    [MRZ_ISSUER] = "issuing State",   [MRZ_NAME] = "name",
    [MRZ_SURNAME] = "surname",        [MRZ_GIVEN] = "given names",
    [MRZ_NUMBER] = "document number", [MRZ_NATIONALITY] = "nationality",
    [MRZ_BIRTH] = "date of birth",    [MRZ_SEX] = "sex",
    [MRZ_EXPIRY] = "date of expiry",  [MRZ_OPTIONAL] = "optional data",
    [MRZ_COMPOSITE] = "composite",
};

static const char *const meanings[MRZ_ISSUE_CODES] = {
    [MRZ_CHECK_DIGIT] = "the check digit does not agree",
    [MRZ_ALPHABET] = "a character that may not stand there",
    [MRZ_BAD_DATE] = "no day of the calendar",
    [MRZ_BAD_SEX] = "not M, F, X or a filler",
    [MRZ_BAD_TYPE] = "no document code of this format",
    [MRZ_EMPTY] = "nothing where something must be",
    [MRZ_UNKNOWN_COUNTRY] = "no code of a State or organization",
    [MRZ_NAME_TRUNCATED] = "the name fills its field and may be cut short",
    [MRZ_EXPIRED] = "the document has expired",
    [MRZ_DATE_ORDER] = "born after the document expires",
    [MRZ_NUMBER_PATTERN] = "no number as the issuing State writes them",
    [MRZ_FILLER_LETTER] = "a letter alone among fillers, likely a filler misread",
    [MRZ_LOOK_ALIKE] = "no check digit tells this letter from a digit",
    [MRZ_REPAIRED] = "a misread character, replaced",
    [MRZ_LINE_ORDER] = "the lines were read in another order",
};

static void put_line(buf *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void
put_line(buf *to, const char *format, ...)
{
    va_list ap;

    va_start(ap, format);
    buf_vprintf(to, format, ap);
    va_end(ap);
    buf_putc(to, '\n');
}

/* ---- the zone drawn ---- */

/* The letter under a part; its check digit has the capital. */
static char
mark_of(const mrz_layout *l, const mrz_part *p)
{
    return (char)('a' + (p - l->part));
}

static void
put_zone(const mrz *m, buf *to)
{
    const mrz_layout *l = m->layout;

    for (unsigned k = 0; k < l->lines; k++) {
        char marks[MRZ_WIDTH];
        memset(marks, ' ', sizeof marks);
        for (const mrz_part *p = l->part; p < l->part + MRZ_PARTS && p->field != MRZ_NO_FIELD;
             p++) {
            if (p->at.line != k + 1)
                continue;
            memset(marks + p->at.from - 1, mark_of(l, p), (size_t)(p->at.to - p->at.from + 1));
            if (p->check != 0)
                marks[p->check - 1] = (char)(mark_of(l, p) - 'a' + 'A');
        }
        if (l->composite_at.line == k + 1)
            marks[l->composite_at.from - 1] = '=';
        put_line(to, "  line %u  %.*s", k + 1, l->width[k], m->line[k]);
        put_line(to, "          %.*s", l->width[k], marks);
    }
}

static slice
value_of(const mrz *m, const mrz_part *p, mrz_text *t)
{
    switch (p->field) {
    case MRZ_TYPE:
        return m->type;
    case MRZ_ISSUER:
        return slice_of(m->issuer);
    case MRZ_NATIONALITY:
        return slice_of(m->nationality);
    case MRZ_SURNAME:
        return m->surname;
    case MRZ_GIVEN:
        return m->given_names;
    case MRZ_NUMBER:
        return m->number;
    case MRZ_BIRTH:
        return date_text(m->birth, t->birth);
    case MRZ_EXPIRY:
        return date_text(m->expiry, t->expiry);
    case MRZ_SEX:
        return (slice){&m->sex, m->sex != '\0'};
    case MRZ_OPTIONAL:
        return m->optional;
    default:
        return (slice){NULL, 0};
    }
}

static void
put_parts(const mrz *m, buf *to)
{
    const mrz_layout *l = m->layout;
    mrz_text text;

    for (const mrz_part *p = l->part; p < l->part + MRZ_PARTS && p->field != MRZ_NO_FIELD; p++) {
        slice s = value_of(m, p, &text);
        buf_printf(to, "  %c  %-16s line %u, %2u to %2u   ", mark_of(l, p), titles[p->field],
                   p->at.line, p->at.from, p->at.to);
        if (p->field == MRZ_NAME)
            put_line(to, "%.*s, %.*s", (int)m->surname.n, m->surname.p, (int)m->given_names.n,
                     m->given_names.p);
        else
            put_line(to, "%.*s", s.n == 0 ? 1 : (int)s.n, s.n == 0 ? "-" : s.p);
    }
}

/* ---- check digits ---- */

static void
put_checks(const mrz *m, buf *to)
{
    mrz_check check[MRZ_CHECKS];
    size_t n = mrz_checks(m, check);

    if (n == 0) {
        put_line(to, "  none in this format");
        return;
    }
    for (size_t i = 0; i < n; i++) {
        char is = *part_text(m, check[i].at).p, right = mrz_check_right(m, &check[i]);
        char mark =
            check[i].part == NULL ? '=' : (char)(mark_of(m->layout, check[i].part) - 'a' + 'A');
        buf_printf(to, "  %c  %-16s line %u, %2u   the sum is %4u, which gives %c: ", mark,
                   titles[check[i].field], check[i].at.line, check[i].at.from,
                   mrz_check_sum(m, &check[i]), right);
        if (!mrz_check_agrees(m, &check[i]))
            put_line(to, "%c is wrong", is);
        else if (is == right)
            put_line(to, "right");
        else
            put_line(to, "%c is right too, for nothing", is);
    }
}

/* ---- what is wrong ---- */

static void
put_issues(const mrz *m, buf *to)
{
    for (size_t i = 0; i < m->issues_n; i++) {
        const mrz_issue *is = &m->issue[i];
        buf_printf(to, "  %-16s ", titles[is->field]);
        if (is->position != 0)
            buf_printf(to, "line %u, %2u: ", is->line, is->position);
        buf_printf(to, "%s", meanings[is->code]);
        if (is->code == MRZ_REPAIRED)
            buf_printf(to, ": %c became %c", is->was, is->is);
        put_line(to, "%s", "");
    }
}

void
mrz_explain(const mrz_zone *z, const mrz *m, buf *to)
{
    put_line(to, "%s, %s", m->layout->name,
             !m->valid     ? "invalid"
             : m->repaired ? "valid after repair"
                           : "valid");
    if (m->repaired || z->turned) {
        slice rest = {z->text, z->n};
        put_line(to, "\nas read");
        while (rest.p != NULL) {
            slice line = slice_cut(&rest, '\n');
            put_line(to, "          %.*s", (int)line.n, line.p);
        }
    }
    put_line(to, "\nthe zone");
    put_zone(m, to);
    put_line(to, "\nfields");
    put_parts(m, to);
    put_line(to, "\ncheck digits");
    put_checks(m, to);
    if (m->issues_n != 0) {
        put_line(to, "\nissues");
        put_issues(m, to);
    }
}

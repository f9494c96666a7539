/* mrz: reading one zone by its layout. */
#include "mrz/private.h"

#include <stdio.h>

#include "text/text.h"

/* ---- lines and layout ---- */

static bool
holds(slice s, char c)
{
    return s.n != 0 && memchr(s.p, c, s.n) != NULL;
}

/* The lines of a zone, trimmed, blank ones left out; false: more than three. */
static bool
split(slice zone, slice line[MRZ_LINES], unsigned *n)
{
    slice rest = slice_trim(zone);
    /* where there are line ends, a slash is a character like others */
    char end = holds(rest, '\n') ? '\n' : holds(rest, '\r') ? '\r' : '/';

    *n = 0;
    while (rest.p != NULL) {
        slice piece = slice_trim(slice_cut(&rest, end));
        if (piece.n == 0)
            continue;
        if (*n == MRZ_LINES)
            return false;
        line[(*n)++] = piece;
    }
    if (*n != 1)
        return true;
    /* nothing between the lines: the length says how many there are */
    for (size_t i = 0; i < mrz_layouts_n; i++) {
        const mrz_layout *l = &mrz_layouts[i];
        size_t all = 0;
        for (unsigned k = 0; k < l->lines; k++)
            all += l->width[k];
        if (all != line[0].n)
            continue;
        const char *p = line[0].p;
        for (*n = 0; *n < l->lines; p += l->width[(*n)++])
            line[*n] = (slice){p, l->width[*n]};
        break;
    }
    return true;
}

/*
 * The layout of that size and that document code, or the first of that size;
 * NULL: none, and e says why.
 */
static const mrz_layout *
find_layout(const slice *line, unsigned n, error *e)
{
    const mrz_layout *of_size = NULL;
    const mrz_layout *near = NULL; /* the first line fits */

    for (size_t i = 0; i < mrz_layouts_n; i++) {
        const mrz_layout *l = &mrz_layouts[i];
        unsigned fit = 0;
        if (l->lines != n)
            continue;
        while (fit < n && l->width[fit] == line[fit].n)
            fit++;
        if (fit != 0 && near == NULL)
            near = l;
        if (fit < n)
            continue;
        if (of_size == NULL)
            of_size = l;
        if (strchr(l->codes, sign_of(line[0].p[0])->capital) != NULL &&
            sign_of(line[0].p[0])->kind == MRZ_LETTERS)
            return l;
    }
    if (of_size != NULL)
        return of_size;
    if (near != NULL) {
        for (unsigned k = 1; k < n; k++)
            if (line[k].n != near->width[k]) {
                error_set(e, "line %u has %zu characters, not %u", k + 1, line[k].n,
                          near->width[k]);
                break;
            }
    } else if (n < 2) {
        error_set(e, "one line of %zu characters", n == 0 ? (size_t)0 : line[0].n);
    } else {
        error_set(e, "%u lines, the first of %zu characters", n, line[0].n);
    }
    return NULL;
}

/* ---- issues ---- */

static void
issue(mrz *m, mrz_issue_code code, mrz_field field, unsigned position)
{
    if (m->issues_n < MRZ_ISSUES)
        m->issue[m->issues_n++] = (mrz_issue){code, field, (uint8_t)position};
    if (mrz_issue_table[code].invalid)
        m->valid = false;
}

/* ---- parts ---- */

static slice
at(const mrz *m, mrz_span s)
{
    return (slice){m->line[s.line - 1] + s.from - 1, (size_t)(s.to - s.from + 1)};
}

static bool
all_filler(slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '<')
            return false;
    return true;
}

/* Says where the first character stands that may not. */
static bool
check_alphabet(mrz *m, const mrz_part *p, slice s)
{
    unsigned may = p->alphabet | MRZ_FILLER;

    for (size_t i = 0; i < s.n; i++)
        if (BASE_UNLIKELY((sign_of(s.p[i])->kind & may) == 0)) {
            issue(m, MRZ_ALPHABET, p->field, p->at.from + (unsigned)i);
            return false;
        }
    return true;
}

/* The check digit of an empty field may be 0 or the filler (part 4, 4.2.2, the notes). */
static void
check_digit(mrz *m, mrz_field field, slice s, char digit, unsigned position)
{
    if (digit == mrz_check_digit(s) || (digit == '<' && all_filler(s)))
        return;
    issue(m, MRZ_CHECK_DIGIT, field, position);
}

/*
 * Appends s to the record's text: fillers at the ends fall away, others
 * become one blank.
 */
static slice
put_text(mrz *m, slice s)
{
    char *from = m->text + m->used, *to = from;
    bool gap = false;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '<') {
            gap = to != from;
            continue;
        }
        if (gap)
            *to++ = ' ';
        gap = false;
        *to++ = s.p[i];
    }
    m->used += (size_t)(to - from);
    return slice_between(from, to);
}

static void
read_type(mrz *m, slice s)
{
    m->type = put_text(m, s);
    if (s.p[0] == '\0' || strchr(m->layout->codes, s.p[0]) == NULL)
        issue(m, MRZ_BAD_TYPE, MRZ_TYPE, 0);
}

static void
read_country(mrz *m, const mrz_rules *rules, mrz_field field, slice s, char code[4])
{
    country_kind kind = country_read(s, code);

    /* In a zone only Germany has fewer than three letters. */
    if (s.p[2] == '<' && !(s.p[0] == 'D' && s.p[1] == '<'))
        kind = COUNTRY_UNKNOWN;
    if (kind == COUNTRY_UNKNOWN || (kind == COUNTRY_SPECIMEN && !rules->specimen))
        issue(m, MRZ_UNKNOWN_COUNTRY, field, 0);
    if (kind == COUNTRY_UNKNOWN && (s.p[2] == '<' || strlen(code) != 3))
        code[0] = '\0';
}

static void
read_name(mrz *m, slice s)
{
    size_t i = 0;

    while (i + 1 < s.n && !(s.p[i] == '<' && s.p[i + 1] == '<'))
        i++;
    if (i + 1 >= s.n)
        i = s.n;
    m->surname = put_text(m, (slice){s.p, i});
    m->given_names = put_text(m, (slice){s.p + i, s.n - i});
    if (m->surname.n == 0)
        issue(m, MRZ_EMPTY, MRZ_NAME, 0);
    if (s.p[s.n - 1] != '<')
        issue(m, MRZ_NAME_TRUNCATED, MRZ_NAME, 0);
}

/*
 * The number, and how much of the optional data behind it belongs to it.  A
 * number above nine has a filler for its check digit; the rest of it and then
 * the check digit begin the optional data (parts 5 and 6, 4.2.2, the notes).
 */
static size_t
read_number(mrz *m, const mrz_part *p, slice s, slice optional)
{
    char digit = m->line[p->at.line - 1][p->check - 1];
    size_t rest = 0;

    if (m->layout->long_number && digit == '<' && s.p[s.n - 1] != '<')
        while (rest < optional.n && optional.p[rest] != '<')
            rest++;
    if (rest < 2) {
        m->number = put_text(m, s);
        check_digit(m, MRZ_NUMBER, s, digit, p->check);
        rest = 0;
    } else {
        char whole[MRZ_WIDTH];
        memcpy(whole, s.p, s.n);
        memcpy(whole + s.n, optional.p, rest - 1);
        slice all = {whole, s.n + rest - 1};
        m->number = put_text(m, all);
        check_digit(m, MRZ_NUMBER, all, optional.p[rest - 1], p->check + (unsigned)rest);
    }
    if (m->number.n == 0)
        issue(m, MRZ_EMPTY, MRZ_NUMBER, 0);
    return rest;
}

static date
read_date(mrz *m, const mrz_rules *rules, const mrz_part *p, slice s, bool digits)
{
    date d = {0};

    if (digits && !all_filler(s) &&
        !date_parse_yymmdd(s, p->field == MRZ_BIRTH ? DATE_BIRTH : DATE_EXPIRY, rules->as_of, &d))
        issue(m, MRZ_BAD_DATE, p->field, 0);
    check_digit(m, p->field, s, m->line[p->at.line - 1][p->check - 1], p->check);
    return d;
}

static void
read_sex(mrz *m, char c)
{
    m->sex = c == 'M' || c == 'F' || c == 'X' ? c : '\0';
    if (m->sex == '\0' && c != '<')
        issue(m, MRZ_BAD_SEX, MRZ_SEX, 0);
}

static void
read_composite(mrz *m)
{
    const mrz_layout *l = m->layout;
    size_t seen = 0;
    unsigned sum = 0;

    if (l->composite_at.line == 0)
        return;
    for (const mrz_span *s = l->composite; s < l->composite + MRZ_SPANS && s->line != 0; s++)
        sum = mrz_weigh(at(m, *s), sum, &seen);
    if (at(m, l->composite_at).p[0] != (char)('0' + sum % 10))
        issue(m, MRZ_CHECK_DIGIT, MRZ_COMPOSITE, l->composite_at.from);
}

bool
mrz_parse(slice zone, const mrz_rules *rules, mrz *m, error *e)
{
    slice line[MRZ_LINES];
    unsigned n, misfits = 0;
    size_t all = 0, in_number = 0;

    if (!split(zone, line, &n))
        return error_set(e, "more than %d lines", MRZ_LINES);
    if ((m->layout = find_layout(line, n, e)) == NULL)
        return false;
    m->issues_n = m->used = 0;
    m->valid = true;
    m->optional = (slice){m->text, 0};
    for (unsigned k = 0; k < n; k++) {
        for (size_t i = 0; i < line[k].n; i++) {
            char capital = sign_of(line[k].p[i])->capital;
            m->line[k][i] = capital != '\0' ? capital : '?';
        }
        misfits += mrz_misfits(m->layout, k + 1, m->line[k]);
        all += line[k].n;
    }
    if (misfits * 4 > all)
        return error_set(e, "%u of %zu characters may not stand where they do", misfits, all);
    for (const mrz_part *p = m->layout->part;
         p < m->layout->part + MRZ_PARTS && p->field != MRZ_NO_FIELD; p++) {
        slice s = at(m, p->at);
        bool clean = misfits == 0 || p->field == MRZ_SEX || check_alphabet(m, p, s);
        switch (p->field) {
        case MRZ_TYPE:
            read_type(m, s);
            break;
        case MRZ_ISSUER:
            read_country(m, rules, p->field, s, m->issuer);
            break;
        case MRZ_NATIONALITY:
            read_country(m, rules, p->field, s, m->nationality);
            break;
        case MRZ_NAME:
            read_name(m, s);
            break;
        case MRZ_NUMBER: {
            const mrz_part *o = p; /* the optional data that may go on with it */
            while (o->field != MRZ_OPTIONAL)
                o++;
            in_number = read_number(m, p, s, at(m, o->at));
            break;
        }
        case MRZ_BIRTH:
            m->birth = read_date(m, rules, p, s, clean);
            break;
        case MRZ_EXPIRY:
            m->expiry = read_date(m, rules, p, s, clean);
            break;
        case MRZ_SEX:
            read_sex(m, s.p[0]);
            break;
        case MRZ_OPTIONAL: {
            if (p->check != 0)
                check_digit(m, p->field, s, m->line[p->at.line - 1][p->check - 1], p->check);
            slice more = {s.p + in_number, s.n - in_number};
            in_number = 0;
            if (all_filler(more))
                break;
            if (m->optional.n == 0) {
                m->optional = put_text(m, more);
            } else { /* that of line 1 stands before, and other parts between */
                char *both = m->text + m->used;
                memcpy(both, m->optional.p, m->optional.n);
                both[m->optional.n] = ' ';
                m->used += m->optional.n + 1;
                more = put_text(m, more);
                m->optional.p = both;
                m->optional.n += 1 + more.n;
            }
            break;
        }
        default:
            break;
        }
    }
    read_composite(m);
    return true;
}

/* ---- as a record ---- */

static slice
issues_text(const mrz *m, char *text)
{
    char *to = text;

    for (size_t i = 0; i < m->issues_n; i++) {
        const mrz_issue *is = &m->issue[i];
        slice code = mrz_issue_table[is->code].name, field = mrz_field_names[is->field];
        to += snprintf(to, (size_t)(text + MRZ_ISSUES_TEXT - to), "%s%s:%s", i != 0 ? ";" : "",
                       code.p, field.p);
        if (is->position != 0)
            to += snprintf(to, (size_t)(text + MRZ_ISSUES_TEXT - to), ":%u", is->position);
    }
    return slice_between(text, to);
}

void
mrz_record(const mrz *m, mrz_text *t, slice *rec)
{
    rec[COL_surname] = m->surname;
    rec[COL_given_names] = m->given_names;
    rec[COL_birth_date] = date_text(m->birth, t->birth);
    rec[COL_sex] = (slice){&m->sex, m->sex != '\0'};
    rec[COL_nationality] = slice_of(m->nationality);
    rec[COL_doc_type] = m->type;
    rec[COL_doc_issuer] = slice_of(m->issuer);
    rec[COL_doc_number] = m->number;
    rec[COL_doc_expiry] = date_text(m->expiry, t->expiry);
    rec[COL_personal_number] = m->optional;
    rec[COL_mrz_format] = slice_of(m->layout->name);
    rec[COL_mrz_status] = m->valid ? S("valid") : S("invalid");
    rec[COL_mrz_issues] = issues_text(m, t->issues);
}

/* mrz: reading one zone by its layout. */
#include "mrz/private.h"

#include "text/text.h"

/* ---- issues ---- */

void
mrz_issue_add(mrz *m, mrz_issue issue)
{
    if (m->issues_n < MRZ_ISSUES)
        m->issue[m->issues_n++] = issue;
    if (mrz_issue_table[issue.code].invalid)
        m->valid = false;
}

/* An issue of a part, or of a position of it. */
static void
issue(mrz *m, mrz_issue_code code, const mrz_part *p, unsigned position)
{
    mrz_issue_add(
        m, (mrz_issue){
               .code = code, .field = p->field, .line = p->at.line, .position = (uint8_t)position});
}

/* ---- parts ---- */

/* Says where the first character stands that may not. */
static bool
check_alphabet(mrz *m, const mrz_part *p, slice s)
{
    unsigned may = p->alphabet | MRZ_FILLER;

    for (size_t i = 0; i < s.n; i++)
        if (BASE_UNLIKELY((sign_of(s.p[i])->kind & may) == 0)) {
            issue(m, MRZ_ALPHABET, p, p->at.from + (unsigned)i);
            return false;
        }
    return true;
}

/* Whether there is a filler in it. */
static inline bool
has_filler(slice s)
{
    uint64_t word;

    if (s.n > 16)
        return memchr(s.p, '<', s.n) != NULL;
    for (; s.n >= sizeof word; s = (slice){s.p + sizeof word, s.n - sizeof word}) {
        memcpy(&word, s.p, sizeof word);
        word ^= 0x3c3c3c3c3c3c3c3cu; /* "<<<<<<<<" */
        if (((word - 0x0101010101010101u) & ~word & 0x8080808080808080u) != 0)
            return true;
    }
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '<')
            return true;
    return false;
}

/*
 * Without the fillers at its ends; those inside become blanks, one each run,
 * in the record's text.
 */
static slice
put_text(mrz *m, slice s)
{
    s = without_fillers(s);
    while (s.n != 0 && s.p[0] == '<')
        s = (slice){s.p + 1, s.n - 1};
    if (!has_filler(s))
        return s;
    char *from = m->text + m->used, *to = from;
    for (size_t i = 0; i < s.n; i++) {
        bool filler = s.p[i] == '<';
        if (filler && s.p[i - 1] == '<')
            continue;
        *to++ = filler ? ' ' : s.p[i];
    }
    m->used += (size_t)(to - from);
    return slice_between(from, to);
}

static void
read_type(mrz *m, const mrz_part *p, slice s)
{
    m->type = put_text(m, s);
    if (!mrz_code_fits(m->layout, s.p[0]))
        issue(m, MRZ_BAD_TYPE, p, 0);
}

/* The code of a State; mostly both of a zone are the same. */
static void
read_country(mrz *m, const mrz_rules *rules, const mrz_part *p, slice s, char code[4])
{
    if (p->field == MRZ_NATIONALITY && memcmp(s.p, m->issuer, 3) == 0 && m->issues_n == 0) {
        memcpy(code, m->issuer, sizeof m->issuer);
        return;
    }
    country_kind kind = country_read(s, code);

    /* In a zone only Germany has fewer than three letters. */
    if (s.p[2] == '<' && !(s.p[0] == 'D' && s.p[1] == '<'))
        kind = COUNTRY_UNKNOWN;
    if (kind == COUNTRY_UNKNOWN || (kind == COUNTRY_SPECIMEN && !rules->specimen))
        issue(m, MRZ_UNKNOWN_COUNTRY, p, 0);
    if (kind == COUNTRY_UNKNOWN && (s.p[2] == '<' || strlen(code) != 3))
        code[0] = '\0';
}

static void
read_name(mrz *m, const mrz_part *p, slice s)
{
    size_t parted = s.n, end = without_fillers(s).n, lone = 0;

    for (size_t i = 0; i < end; i++) {
        const char *filler = memchr(s.p + i, '<', end - i);
        if (filler == NULL)
            break;
        i = (size_t)(filler - s.p);
        if (parted == s.n && s.p[i + 1] == '<')
            parted = i;
        /* Behind "<<" a name may be one letter; behind more it is not. */
        if (lone == 0 && i + 3 < end && s.p[i + 1] == '<' && s.p[i + 2] == '<')
            for (lone = i + 3; s.p[lone] == '<';)
                lone++;
    }
    if (p->field == MRZ_NAME && parted != s.n) {
        m->surname = put_text(m, (slice){s.p, parted});
        m->given_names = put_text(m, (slice){s.p + parted, end - parted});
    } else if (p->field == MRZ_GIVEN) {
        m->given_names = put_text(m, (slice){s.p, end});
    } else {
        m->surname = put_text(m, (slice){s.p, end});
    }
    if (p->field != MRZ_GIVEN && m->surname.n == 0)
        issue(m, MRZ_EMPTY, p, 0);
    if (end == s.n)
        issue(m, MRZ_NAME_TRUNCATED, p, 0);
    if (lone != 0)
        issue(m, MRZ_FILLER_LETTER, p, p->at.from + (unsigned)lone);
}

/* How much of the optional data behind a number belongs to it. */
static size_t
number_goes_on(const mrz *m, const mrz_part *p)
{
    const mrz_part *o = p + 1;
    slice number = part_text(m, p->at);
    size_t rest = 0;

    if (!m->layout->long_number || m->line[p->at.line - 1][p->check - 1] != '<' ||
        number.p[number.n - 1] == '<')
        return 0;
    while (o->field != MRZ_OPTIONAL)
        o++;
    slice optional = part_text(m, o->at);
    while (rest < optional.n && optional.p[rest] != '<')
        rest++;
    return rest < 2 ? 0 : rest;
}

/*
 * The number, and how much of the optional data behind it belongs to it.  A
 * number above nine has a filler for its check digit; the rest of it and then
 * the check digit begin the optional data (parts 5 and 6, 4.2.2, the notes).
 */
static size_t
read_number(mrz *m, const mrz_part *p, slice s)
{
    size_t rest = number_goes_on(m, p);

    if (rest == 0) {
        m->number = put_text(m, s);
    } else {
        const mrz_part *o = p + 1;
        char *whole = m->text + m->used;
        while (o->field != MRZ_OPTIONAL)
            o++;
        memcpy(whole, s.p, s.n);
        memcpy(whole + s.n, part_text(m, o->at).p, rest - 1);
        m->used += s.n + rest - 1;
        m->number = put_text(m, (slice){whole, s.n + rest - 1});
    }
    if (m->number.n == 0)
        issue(m, MRZ_EMPTY, p, 0);
    return rest;
}

static date
read_date(mrz *m, const mrz_rules *rules, const mrz_part *p, slice s, bool digits)
{
    date d = {0};

    if (digits && !all_filler(s) &&
        !date_parse_yymmdd(s, p->field == MRZ_BIRTH ? DATE_BIRTH : DATE_EXPIRY, rules->as_of, &d))
        issue(m, MRZ_BAD_DATE, p, 0);
    return d;
}

static void
read_sex(mrz *m, const mrz_part *p, char c)
{
    m->sex = c == 'M' || c == 'F' || c == 'X' ? c : '\0';
    if (m->sex == '\0' && c != '<')
        issue(m, MRZ_BAD_SEX, p, 0);
}

/* Optional data; what of it belongs to a long number is off.  A TD1 has two parts. */
static void
read_optional(mrz *m, const mrz_part *p, slice s)
{
    if (all_filler(s))
        return;
    unsigned lone = mrz_lone_letter(s);
    if (lone != 0)
        issue(m, MRZ_FILLER_LETTER, p, p->at.to - (unsigned)s.n + lone);
    if (m->optional.n == 0) {
        m->optional = put_text(m, s);
        return;
    }
    slice more = put_text(m, s);
    char *both = m->text + m->used;
    memcpy(both, m->optional.p, m->optional.n);
    both[m->optional.n] = ' ';
    memcpy(both + m->optional.n + 1, more.p, more.n);
    m->optional = (slice){both, m->optional.n + 1 + more.n};
    m->used += m->optional.n;
}

/* ---- check digits ---- */

size_t
mrz_checks(const mrz *m, mrz_check check[MRZ_CHECKS])
{
    const mrz_layout *l = m->layout;
    size_t n = 0;

    for (const mrz_part *p = l->part; p < l->part + MRZ_PARTS && p->field != MRZ_NO_FIELD; p++) {
        if (p->check == 0)
            continue;
        mrz_check *c = &check[n++];
        *c = (mrz_check){.part = p, .field = p->field, .over = {p->at}};
        c->at = (mrz_span){p->at.line, p->check, p->check};
        if (p->check_from != 0)
            c->over[0].from = p->check_from;
        size_t rest = p->field == MRZ_NUMBER ? number_goes_on(m, p) : 0;
        if (rest != 0) {
            const mrz_part *o = p + 1;
            while (o->field != MRZ_OPTIONAL)
                o++;
            uint8_t at = (uint8_t)(o->at.from + rest - 1);
            c->over[1] = (mrz_span){o->at.line, o->at.from, (uint8_t)(at - 1)};
            c->at = (mrz_span){o->at.line, at, at};
        }
    }
    if (l->composite_at.line != 0) {
        mrz_check *c = &check[n++];
        *c = (mrz_check){.field = MRZ_COMPOSITE, .at = l->composite_at};
        memcpy(c->over, l->composite, sizeof c->over);
    }
    return n;
}

unsigned
mrz_check_sum(const mrz *m, const mrz_check *c)
{
    size_t seen = 0;
    unsigned sum = 0;

    for (const mrz_span *s = c->over; s < c->over + MRZ_SPANS && s->line != 0; s++)
        sum = mrz_weigh(part_text(m, *s), m->layout->weights, sum, &seen);
    return sum;
}

char
mrz_check_right(const mrz *m, const mrz_check *c)
{
    return (char)('0' + mrz_check_sum(m, c) % 10);
}

bool
mrz_check_agrees(const mrz *m, const mrz_check *c)
{
    char digit = *part_text(m, c->at).p;

    return digit == mrz_check_right(m, c) ||
           (digit == '<' && c->part != NULL && all_filler(part_text(m, c->part->at)));
}

/* Whether all of them agree; those that do not are issues. */
static bool
check_digits(mrz *m)
{
    mrz_check check[MRZ_CHECKS];
    bool agree = true;

    if (BASE_LIKELY(mrz_sums_agree(m->layout, m->line)))
        return true;
    size_t n = mrz_checks(m, check);
    for (size_t i = 0; i < n; i++)
        if (BASE_UNLIKELY(!mrz_check_agrees(m, &check[i]))) {
            agree = false;
            mrz_issue_add(m, (mrz_issue){.code = MRZ_CHECK_DIGIT,
                                         .field = check[i].field,
                                         .line = check[i].at.line,
                                         .position = check[i].at.from});
        }
    return agree;
}

/* ---- the zone ---- */

/* What its parts say, as they stand in m->line. */
static void
read_parts(mrz *m, const mrz_rules *rules, bool all_clean)
{
    size_t in_number = 0;

    m->used = 0;
    m->surname = m->given_names = m->optional = (slice){m->text, 0};
    m->issuer[0] = m->nationality[0] = m->sex = '\0';
    m->birth = m->expiry = (date){0};
    for (const mrz_part *p = m->layout->part;
         p < m->layout->part + MRZ_PARTS && p->field != MRZ_NO_FIELD; p++) {
        slice s = part_text(m, p->at);
        bool clean = all_clean || p->field == MRZ_SEX || check_alphabet(m, p, s);
        switch (p->field) {
        case MRZ_TYPE:
            read_type(m, p, s);
            break;
        case MRZ_ISSUER:
            read_country(m, rules, p, s, m->issuer);
            break;
        case MRZ_NATIONALITY:
            read_country(m, rules, p, s, m->nationality);
            break;
        case MRZ_NAME:
        case MRZ_SURNAME:
        case MRZ_GIVEN:
            read_name(m, p, s);
            break;
        case MRZ_NUMBER:
            in_number = read_number(m, p, s);
            break;
        case MRZ_BIRTH:
            m->birth = read_date(m, rules, p, s, clean);
            break;
        case MRZ_EXPIRY:
            m->expiry = read_date(m, rules, p, s, clean);
            break;
        case MRZ_SEX:
            read_sex(m, p, s.p[0]);
            break;
        case MRZ_OPTIONAL:
            read_optional(m, p, (slice){s.p + in_number, s.n - in_number});
            in_number = 0;
            break;
        default:
            break;
        }
    }
}

static pattern_fit
number_fit(const mrz *m, const mrz_rules *rules)
{
    return mrz_pattern(rules, m->issuer, m->layout, m->number);
}

/* Whether one whole date comes before another. */
static bool
before(date a, date b)
{
    return a.year != b.year     ? a.year < b.year
           : a.month != b.month ? a.month < b.month
                                : a.day < b.day;
}

/* What may be, but is not likely or not allowed to travel. */
static void
check_plausible(mrz *m, const mrz_rules *rules, pattern_fit fit)
{
    for (const mrz_part *p = m->layout->part;
         p < m->layout->part + MRZ_PARTS && p->field != MRZ_NO_FIELD; p++) {
        unsigned alike = 0;
        if (p->field == MRZ_EXPIRY && m->expiry.day != 0) {
            if (m->birth.day != 0 && before(m->expiry, m->birth))
                issue(m, MRZ_DATE_ORDER, p, 0);
            if (before(m->expiry, rules->as_of))
                issue(m, MRZ_EXPIRED, p, 0);
        } else if (p->field == MRZ_NUMBER && fit == PATTERN_MISFITS) {
            issue(m, MRZ_NUMBER_PATTERN, p, 0);
        } else if (p->field == MRZ_NUMBER || (p->field == MRZ_OPTIONAL && m->optional.n != 0)) {
            if (rules->repair != NULL)
                alike = mrz_look_alike(part_text(m, p->at), rules);
            if (alike != 0 && p->field == MRZ_NUMBER && fit == PATTERN_FITS &&
                !mrz_either_fits(m, rules, alike))
                alike = 0;
        }
        if (alike != 0)
            issue(m, MRZ_LOOK_ALIKE, p, p->at.from + alike - 1);
    }
}

static bool
has_issue(const mrz *m, mrz_issue_code code)
{
    for (size_t i = 0; i < m->issues_n; i++)
        if (m->issue[i].code == code)
            return true;
    return false;
}

/* Whether a letter stands for the sex that is none of those that may. */
static bool
odd_sex(const mrz *m)
{
    for (const mrz_part *p = m->layout->part; p < m->layout->part + MRZ_PARTS; p++)
        if (p->field == MRZ_SEX) {
            char c = *part_text(m, p->at).p;
            return c != 'M' && c != 'F' && c != '<' && c != 'X';
        }
    return false;
}

/* Whether a character stands where it may not. */
static bool
misfits(const mrz *m)
{
    for (unsigned k = 0; k < m->layout->lines; k++)
        if (mrz_misfits(m->layout, k + 1, m->line[k]) != 0)
            return true;
    return false;
}

void
mrz_read(const mrz_zone *z, const mrz_rules *rules, mrz *m)
{
    bool clean = z->clean;

    m->layout = z->layout;
    memcpy(m->line, z->lines, sizeof m->line);
    m->issues_n = 0;
    m->valid = true;
    m->repaired = false;
    if (z->turned)
        mrz_issue_add(m, (mrz_issue){.code = MRZ_LINE_ORDER, .field = MRZ_NO_FIELD});
    if (rules->repair != NULL && (!clean || odd_sex(m))) {
        mrz_repair_alphabet(m, rules);
        clean = !misfits(m);
    }
    size_t repairs = m->issues_n;
    read_parts(m, rules, clean);
    bool agree = check_digits(m);
    pattern_fit fit = number_fit(m, rules);
    if (rules->repair != NULL &&
        (!agree || fit == PATTERN_MISFITS || has_issue(m, MRZ_FILLER_LETTER))) {
        size_t issues = m->issues_n;
        if (agree ? mrz_repair_unseen(m, rules) : mrz_repair_checks(m, rules)) {
            /* read it again; the repairs stand behind the issues */
            size_t more = m->issues_n - issues;
            memmove(m->issue + repairs, m->issue + issues, more * sizeof *m->issue);
            m->issues_n = repairs + more;
            m->valid = true;
            read_parts(m, rules, !misfits(m));
            (void)check_digits(m);
            fit = number_fit(m, rules);
        }
    }
    check_plausible(m, rules, fit);
}

bool
mrz_parse(slice text, const mrz_rules *rules, mrz *m, error *e)
{
    mrz_zone z;

    if (!mrz_zone_read(text, &z, e))
        return false;
    mrz_read(&z, rules, m);
    return true;
}

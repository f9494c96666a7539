/*
 * repair: characters that a reader took for others.
 *
 * Nothing is guessed: a character is replaced only where its position cannot
 * hold it, or where one substitution of the table makes every check digit
 * agree and no other does.
 */
#include <limits.h>
#include <string.h>

#include "mrz/private.h"
#include "text/text.h"

const char mrz_confusions_builtin[] = "# what a reader takes for what, the likeliest first\n"
                                      "0 O D Q U\n"
                                      "1 I L\n"
                                      "2 Z\n"
                                      "4 A\n"
                                      "5 S\n"
                                      "6 G\n"
                                      "7 T\n"
                                      "8 B\n"
                                      "< K C L E\n";

/* ---- the table ---- */

static bool
add_confusion(mrz_confusions *c, char seen, char was)
{
    char *list = c->of[(unsigned char)seen];
    size_t n = strlen(list);

    if (strchr(list, was) != NULL)
        return true;
    if (n + 1 == MRZ_MISTAKEN)
        return false;
    list[n] = was;
    return true;
}

bool
mrz_confusions_read(slice text, mrz_confusions *c, error *e)
{
    unsigned number = 0;

    memset(c, 0, sizeof *c);
    while (text.p != NULL) {
        slice line = slice_trim(slice_cut(&text, '\n'));
        char first = '\0';
        number++;
        if (line.n == 0 || *line.p == '#')
            continue;
        while (line.p != NULL) {
            slice word = slice_trim(slice_cut(&line, ' '));
            if (word.n == 0)
                continue;
            if (word.n != 1 || sign_of(*word.p)->kind == 0)
                return error_set(e, "line %u: '%.*s' is no character of a zone", number,
                                 (int)(word.n < 40 ? word.n : 40), word.p);
            char is = sign_of(*word.p)->capital;
            if (first == '\0')
                first = is;
            else if (first == is)
                return error_set(e, "line %u: '%c' is taken for itself", number, is);
            else if (!add_confusion(c, first, is) || !add_confusion(c, is, first))
                return error_set(e, "line %u: more than %d for one character", number,
                                 MRZ_MISTAKEN - 1);
        }
    }
    return true;
}

/* What the character may have been. */
static const char *
mistaken(const mrz_rules *rules, char is)
{
    return (unsigned char)is < 128 ? rules->repair->of[(unsigned char)is] : "";
}

/* ---- by the alphabet ---- */

static char *
character(mrz *m, unsigned line, unsigned position)
{
    return &m->line[line - 1][position - 1];
}

static void
replace(mrz *m, mrz_field field, unsigned line, unsigned position, char is)
{
    char *at = character(m, line, position);

    if (m->issues_n == MRZ_ISSUES) /* what cannot be told is not done */
        return;
    mrz_issue_add(m, (mrz_issue){.code = MRZ_REPAIRED,
                                 .field = field,
                                 .line = (uint8_t)line,
                                 .position = (uint8_t)position,
                                 .was = *at,
                                 .is = is});
    m->repaired = true;
    *at = is;
}

/* The one that the character may have been and that may stand there; NUL: none, or several. */
static char
only(const char *list, unsigned may)
{
    char found = '\0';

    for (; *list != '\0'; list++)
        if ((sign_of(*list)->kind & may) != 0) {
            if (found != '\0')
                return '\0';
            found = *list;
        }
    return found;
}

static char
first_letter(const char *list)
{
    for (; *list != '\0'; list++)
        if (sign_of(*list)->kind == MRZ_LETTERS)
            return *list;
    return '\0';
}

static bool
is_country(const char *code)
{
    char letters[4];

    return country_read((slice){code, 3}, letters) != COUNTRY_UNKNOWN;
}

/* A digit in a code of a State: the one letter with which there is such a State. */
static void
repair_country(mrz *m, const mrz_rules *rules, const mrz_part *p)
{
    const char *code = part_text(m, p->at).p;
    unsigned at = 3, found = 0;
    char is = '\0';

    for (unsigned i = 0; i < 3; i++)
        if (sign_of(code[i])->kind == MRZ_DIGITS) {
            if (at != 3)
                return; /* two of them */
            at = i;
        }
    if (at == 3)
        return;
    for (const char *list = mistaken(rules, code[at]); *list != '\0'; list++) {
        char tried[3] = {code[0], code[1], code[2]};
        tried[at] = *list;
        if (sign_of(*list)->kind == MRZ_LETTERS && is_country(tried)) {
            found++;
            is = *list;
        }
    }
    if (found == 1)
        replace(m, p->field, p->at.line, p->at.from + at, is);
}

static void
repair_part(mrz *m, const mrz_rules *rules, const mrz_part *p)
{
    slice s = part_text(m, p->at);

    if (p->field == MRZ_ISSUER || p->field == MRZ_NATIONALITY) {
        repair_country(m, rules, p);
        return;
    }
    for (unsigned i = 0; i < s.n; i++) {
        char seen = s.p[i], is;
        const char *list = mistaken(rules, seen);
        if ((sign_of(seen)->kind & (p->alphabet | MRZ_FILLER)) != 0)
            continue;
        /* In a date an unknown part is two fillers, never one; in a name the likeliest letter. */
        if (p->alphabet == MRZ_DIGITS)
            is = only(list, MRZ_DIGITS);
        else
            is = sign_of(seen)->kind == MRZ_DIGITS ? first_letter(list) : '\0';
        if (is != '\0')
            replace(m, p->field, p->at.line, p->at.from + i, is);
    }
}

/* A check digit; that of an empty field may be a filler. */
static void
repair_digit(mrz *m, const mrz_rules *rules, const mrz_check *c)
{
    char seen = *part_text(m, c->at).p, is;

    if ((sign_of(seen)->kind & (MRZ_DIGITS | MRZ_FILLER)) != 0)
        return;
    is = only(mistaken(rules, seen), MRZ_DIGITS);
    if (is == '\0' && c->part != NULL && all_filler(part_text(m, c->part->at)))
        is = only(mistaken(rules, seen), MRZ_FILLER);
    if (is != '\0')
        replace(m, c->field, c->at.line, c->at.from, is);
}

void
mrz_repair_alphabet(mrz *m, const mrz_rules *rules)
{
    mrz_check check[MRZ_CHECKS];
    size_t n;

    for (const mrz_part *p = m->layout->part;
         p < m->layout->part + MRZ_PARTS && p->field != MRZ_NO_FIELD; p++) {
        char sex = *part_text(m, p->at).p;
        if (p->field == MRZ_SEX && strchr("MFX<", sex) == NULL &&
            strchr(mistaken(rules, sex), '<') != NULL)
            replace(m, MRZ_SEX, p->at.line, p->at.from, '<');
        else if (p->field != MRZ_SEX && p->field != MRZ_TYPE)
            repair_part(m, rules, p);
    }
    n = mrz_checks(m, check);
    for (size_t i = 0; i < n; i++)
        repair_digit(m, rules, &check[i]);
}

/* ---- by check digits ---- */

/* A substitution that may be made. */
typedef struct substitution {
    const mrz_part *part; /* NULL: a check digit */
    mrz_field field;
    uint8_t line, position;
    char is;
} substitution;

enum { SUBSTITUTIONS = 64 };

typedef struct repair {
    mrz *m;
    const mrz_rules *rules;
    mrz_check check[MRZ_CHECKS];
    size_t checks;
    bool failed[MRZ_CHECKS];
} repair;

static bool
all_agree(const repair *r)
{
    mrz_check now[MRZ_CHECKS];
    size_t n = mrz_checks(r->m, now); /* a substitution may end or begin a long number */

    for (size_t i = 0; i < n; i++)
        if (!mrz_check_agrees(r->m, &now[i]))
            return false;
    return true;
}

/* How the document number is written, as far as it stands in its part. */
static pattern_fit
number_fit(const mrz *m, const mrz_rules *rules)
{
    char issuer[4] = "";
    slice number = {NULL, 0};

    for (const mrz_part *p = m->layout->part;
         p < m->layout->part + MRZ_PARTS && p->field != MRZ_NO_FIELD; p++) {
        if (p->field == MRZ_ISSUER)
            (void)country_read(part_text(m, p->at), issuer);
        if (p->field == MRZ_NUMBER)
            number = without_fillers(part_text(m, p->at));
    }
    return mrz_pattern(rules, issuer, m->layout, number);
}

unsigned
mrz_part_turns(slice s)
{
    unsigned turns = 0;

    for (size_t i = 1; i < s.n; i++)
        turns += sign_of(s.p[i])->kind != sign_of(s.p[i - 1])->kind;
    return turns;
}

unsigned
mrz_turns(const mrz *m)
{
    unsigned turns = 0;

    for (const mrz_part *p = m->layout->part;
         p < m->layout->part + MRZ_PARTS && p->field != MRZ_NO_FIELD; p++)
        if (p->field == MRZ_NUMBER || p->field == MRZ_OPTIONAL)
            turns += mrz_part_turns(part_text(m, p->at));
    return turns;
}

/* Whether the part still reads like one with that character in it. */
static bool
reads_well(const mrz *m, const mrz_rules *rules, const substitution *s, char was)
{
    const mrz_part *p = s->part;
    slice text;
    date d;

    if (p == NULL)
        return true;
    text = part_text(m, p->at);
    if (p->field == MRZ_BIRTH || p->field == MRZ_EXPIRY)
        return date_parse_yymmdd(text, p->field == MRZ_BIRTH ? DATE_BIRTH : DATE_EXPIRY,
                                 rules->as_of, &d);
    /* fillers end a part; a character does not stand behind them */
    size_t i = (size_t)(s->position - p->at.from);
    if (s->is == '<')
        return i + 1 == text.n || text.p[i + 1] == '<';
    if (was == '<')
        return i == 0 || text.p[i - 1] != '<';
    return true;
}

static bool
may_stand(const mrz_part *p, char c)
{
    unsigned kind = sign_of(c)->kind;

    return p == NULL ? kind == MRZ_DIGITS
                     : (kind & (p->alphabet | (p->alphabet == MRZ_DIGITS ? 0 : MRZ_FILLER))) != 0;
}

/*
 * The substitutions in a part (NULL: of a check digit) at those positions after
 * which the check agrees; without one, all checks.  Returns how many there are.
 */
static size_t
try_span(const repair *r, const mrz_part *p, mrz_field field, mrz_span at, substitution *list,
         size_t n)
{
    for (unsigned position = at.from; position <= at.to; position++) {
        char *here = character(r->m, at.line, position), was = *here;
        for (const char *is = mistaken(r->rules, was); *is != '\0' && n < SUBSTITUTIONS; is++) {
            substitution s = {p, field, at.line, (uint8_t)position, *is};
            if (!may_stand(p, *is))
                continue;
            *here = *is;
            if (reads_well(r->m, r->rules, &s, was) && all_agree(r))
                list[n++] = s;
            *here = was;
        }
    }
    return n;
}

/* The part a position belongs to; NULL: it is a check digit. */
static const mrz_part *
part_at(const mrz *m, unsigned line, unsigned position)
{
    for (const mrz_part *p = m->layout->part;
         p < m->layout->part + MRZ_PARTS && p->field != MRZ_NO_FIELD; p++)
        if (p->at.line == line && position >= p->at.from && position <= p->at.to)
            return p;
    return NULL;
}

/* Every single substitution after which all check digits agree. */
static size_t
singles(const repair *r, substitution *list)
{
    char tried[MRZ_LINES][MRZ_WIDTH] = {{0}};
    size_t n = 0;

    for (size_t i = 0; i < r->checks; i++) {
        if (!r->failed[i])
            continue;
        for (unsigned k = 0; k <= MRZ_SPANS; k++) {
            mrz_span at = k == MRZ_SPANS ? r->check[i].at : r->check[i].over[k];
            for (unsigned position = at.from; at.line != 0 && position <= at.to; position++) {
                const mrz_part *p = part_at(r->m, at.line, position);
                char *seen = &tried[at.line - 1][position - 1];
                /* names and codes are not for check digits to change */
                if (*seen || (p != NULL && p->alphabet == MRZ_LETTERS) ||
                    (p != NULL && p->field == MRZ_TYPE))
                    continue;
                *seen = 1;
                n = try_span(r, p, p == NULL ? r->check[i].field : p->field,
                             (mrz_span){at.line, (uint8_t)position, (uint8_t)position}, list, n);
            }
        }
    }
    return n;
}

static char
put(mrz *m, const substitution *s)
{
    char *at = character(m, s->line, s->position), was = *at;

    *at = s->is;
    return was;
}

/* Leaves those with which the document number is as its State writes it, where there are any. */
static size_t
prefer_patterns(const repair *r, substitution *list, size_t n)
{
    substitution fit[SUBSTITUTIONS];
    size_t fits = 0;

    for (size_t i = 0; i < n; i++) {
        char was = put(r->m, &list[i]);
        if (number_fit(r->m, r->rules) == PATTERN_FITS)
            fit[fits++] = list[i];
        *character(r->m, list[i].line, list[i].position) = was;
    }
    if (fits == 0)
        return n;
    memcpy(list, fit, fits * sizeof *fit);
    return fits;
}

/*
 * Leaves the one after which numbers read plainest, if it is plainer than all
 * others: a letter alone among the digits of a number, or among the fillers
 * behind it, is what was misread.
 */
static size_t
prefer_plain(const repair *r, substitution *list, size_t n)
{
    unsigned least = UINT_MAX;
    size_t which = 0, alike = 0;

    for (size_t i = 0; i < n; i++) {
        char was = put(r->m, &list[i]);
        unsigned turns = mrz_turns(r->m);
        *character(r->m, list[i].line, list[i].position) = was;
        if (turns < least) {
            least = turns;
            which = i;
            alike = 0;
        }
        alike += turns == least;
    }
    if (alike != 1)
        return n;
    list[0] = list[which];
    return 1;
}

bool
mrz_repair_checks(mrz *m, const mrz_rules *rules)
{
    repair r = {.m = m, .rules = rules};
    substitution list[SUBSTITUTIONS];
    size_t n;

    r.checks = mrz_checks(m, r.check);
    for (size_t i = 0; i < r.checks; i++)
        r.failed[i] = !mrz_check_agrees(m, &r.check[i]);
    n = singles(&r, list);
    if (n > 1)
        n = prefer_patterns(&r, list, n);
    if (n > 1)
        n = prefer_plain(&r, list, n);
    if (n != 1)
        return false;
    replace(m, list->field, list->line, list->position, list->is);
    return true;
}

/* ---- what check digits cannot see ---- */

unsigned
mrz_lone_letter(slice s)
{
    size_t end = without_fillers(s).n;

    if (end != 0 && (end == 1 || s.p[end - 2] == '<') && strchr("KCLE", s.p[end - 1]) != NULL)
        return (unsigned)end;
    for (size_t i = 2; i + 1 < end; i++)
        if (s.p[i] != '<' && s.p[i - 1] == '<' && s.p[i - 2] == '<' && s.p[i + 1] == '<' &&
            strchr("KCLE", s.p[i]) != NULL)
            return (unsigned)i + 1;
    return 0;
}

bool
mrz_repair_unseen(mrz *m, const mrz_rules *rules)
{
    repair r = {.m = m, .rules = rules};
    substitution list[SUBSTITUTIONS];
    bool done = false;

    for (const mrz_part *p = m->layout->part;
         p < m->layout->part + MRZ_PARTS && p->field != MRZ_NO_FIELD; p++) {
        size_t n = 0;
        unsigned lone = p->field == MRZ_OPTIONAL ? mrz_lone_letter(part_text(m, p->at)) : 0;
        if (lone != 0 && (p->check != 0 || m->layout->composite_at.line != 0)) {
            uint8_t position = (uint8_t)(p->at.from + lone - 1);
            n = try_span(&r, p, p->field, (mrz_span){p->at.line, position, position}, list, 0);
            if (n == 1 && list[0].is != '<')
                n = 0;
        } else if (p->field == MRZ_NUMBER && number_fit(m, rules) == PATTERN_MISFITS) {
            size_t kept = 0;
            n = try_span(&r, p, p->field, p->at, list, 0);
            for (size_t i = 0; i < n; i++) {
                char was = put(m, &list[i]);
                if (number_fit(m, rules) == PATTERN_FITS)
                    list[kept++] = list[i];
                *character(m, p->at.line, list[i].position) = was;
            }
            n = kept;
        }
        if (n == 1) {
            replace(m, p->field, list[0].line, list[0].position, list[0].is);
            done = true;
        }
    }
    return done;
}

/* Whether the character may be one that counts the same for every check digit. */
static bool
counts_alike(const mrz_rules *rules, char c)
{
    for (const char *is = mistaken(rules, c); *is != '\0'; is++)
        if (sign_of(*is)->kind != sign_of(c)->kind &&
            (sign_of(*is)->value + 40 - sign_of(c)->value) % 10 == 0)
            return true;
    return false;
}

unsigned
mrz_look_alike(slice s, const mrz_rules *rules)
{
    s = without_fillers(s);
    size_t n = s.n;
    unsigned turns = mrz_part_turns(s);

    for (size_t i = 0; i < n; i++) {
        unsigned kind = sign_of(s.p[i])->kind;
        bool ends = i + 1 == n || sign_of(s.p[i + 1])->kind != kind;
        bool alone = ends && (i == 0 || sign_of(s.p[i - 1])->kind != kind);
        /* among letters and digits in any order it says nothing */
        alone = alone && (i + 1 == n || turns <= (i == 0 ? 1u : 3u));
        bool behind_letters = ends && i + 1 < n && turns == 1 && kind == MRZ_LETTERS;
        if ((alone || behind_letters) && counts_alike(rules, s.p[i]))
            return (unsigned)i + 1;
    }
    return 0;
}

bool
mrz_either_fits(const mrz *m, const mrz_rules *rules, unsigned position)
{
    char other[MRZ_SIZE];
    slice s = m->number;

    if (position == 0 || position > s.n)
        return false;
    memcpy(other, s.p, s.n);
    for (const char *is = mistaken(rules, s.p[position - 1]); *is != '\0'; is++) {
        other[position - 1] = *is;
        if (mrz_pattern(rules, m->issuer, m->layout, (slice){other, s.n}) == PATTERN_FITS)
            return true;
    }
    return false;
}

/* Values, headings and numbers as a language writes them. */
#include "report/show.h"

#include "text/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

/* Forms of dates, by ICU's skeletons: the long one, the short one. */
enum { DATES = 2 };
static const char *const skeleton[REPORT_YEAR + 1][DATES] = {
    [REPORT_WEEKDAY] = {"cccc", "ccc"},  [REPORT_HOUR] = {"yMMMdHm", "MMMdHm"},
    [REPORT_DAY] = {"yMMMd", "MMMd"},    [REPORT_MONTH] = {"yMMMM", "yMMM"},
    [REPORT_QUARTER] = {"yQQQ", "yQQQ"}, [REPORT_YEAR] = {"y", "y"},
};

enum { TEXT_MAX = 256 }; /* UTF-16 units of what ICU gives */

struct words {
    char locale[64];
    UNumberFormat *number[2]; /* plain, percent */
    int decimals[2];
    UDateTimePatternGenerator *patterns;
    UDateFormat *date[REPORT_YEAR + 1][DATES];
};

struct words *
words_new(const char *locale)
{
    struct words *w = mem_alloc(1, sizeof *w);

    snprintf(w->locale, sizeof w->locale, "%s", locale);
    return w;
}

void
words_free(struct words *w)
{
    if (w == NULL)
        return;
    for (size_t i = 0; i < LENGTH(w->number); i++)
        unum_close(w->number[i]);
    for (size_t i = 0; i < LENGTH(w->date); i++)
        for (size_t k = 0; k < DATES; k++)
            udat_close(w->date[i][k]);
    udatpg_close(w->patterns);
    free(w);
}

/* ICU's text in the arena; empty when ICU has failed. */
static slice
keep(const UChar *text, int32_t n, UErrorCode code, arena *a)
{
    char utf8[4 * TEXT_MAX];
    int32_t length = 0;

    if (U_FAILURE(code) || n <= 0 || n > TEXT_MAX)
        return (slice){NULL, 0};
    u_strToUTF8(utf8, sizeof utf8, &length, text, n, &code);
    return U_FAILURE(code) ? (slice){NULL, 0} : arena_dup(a, (slice){utf8, (size_t)length});
}

/* ---- numbers ---- */

/* A decimal number as the language writes it; as it is when it is none, or ICU cannot. */
static slice
number(struct words *w, slice text, bool percent, arena *a)
{
    UNumberFormat **f = &w->number[percent];
    UErrorCode code = U_ZERO_ERROR;
    UChar made[TEXT_MAX];
    int decimals = 0;

    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '.')
            decimals = (int)(text.n - i - 1);
    if (*f == NULL) {
        *f = unum_open(percent ? UNUM_PERCENT : UNUM_DECIMAL, NULL, 0, w->locale, NULL, &code);
        w->decimals[percent] = -1;
        if (U_SUCCESS(code) && percent)
            unum_setAttribute(*f, UNUM_MULTIPLIER, 1);
    }
    if (U_FAILURE(code) || text.n == 0 || text.n > 100)
        return text;
    if (decimals != w->decimals[percent]) {
        unum_setAttribute(*f, UNUM_FRACTION_DIGITS, decimals);
        w->decimals[percent] = decimals;
    }
    int32_t n = unum_formatDecimal(*f, text.p, (int32_t)text.n, made, TEXT_MAX, NULL, &code);
    slice written = keep(made, n, code, a);
    return written.n != 0 ? written : text;
}

slice
report_text_cell(report_text *t, const report_column *c, const report_cell *cell, arena *a)
{
    if (cell->state == REPORT_WITHHELD)
        return S("*");
    if (cell->state == REPORT_NONE)
        return (slice){NULL, 0};
    return number(report_text_words(t), cell->text, c->form == REPORT_PERCENT, a);
}

slice
report_text_number(report_text *t, uint64_t n, arena *a)
{
    return number(report_text_words(t), arena_printf(a, "%llu", (unsigned long long)n), false, a);
}

slice
show_number(report_text *t, double value, int decimals, bool percent, arena *a)
{
    if (!isfinite(value))
        return (slice){NULL, 0};
    return number(report_text_words(t), arena_printf(a, "%.*f", decimals, value), percent, a);
}

slice
show_fill(slice text, slice name, slice value, arena *a)
{
    for (size_t i = 0; i + name.n + 2 <= text.n; i++)
        if (text.p[i] == '{' && text.p[i + name.n + 1] == '}' &&
            slice_eq((slice){text.p + i + 1, name.n}, name)) {
            slice left = {text.p, i}, right = {text.p + i + name.n + 2, text.n - i - name.n - 2};
            return arena_printf(a, "%.*s%.*s%.*s", (int)left.n, left.p, (int)value.n,
                                value.n != 0 ? value.p : "", (int)right.n, right.p);
        }
    return text;
}

slice
show_count(report_text *t, slice key, uint64_t n, arena *a)
{
    return show_fill(report_text_get(t, key), S("n"), report_text_number(t, n, a), a);
}

/* ---- dates ---- */

static UDateFormat *
date_format(struct words *w, report_domain d, bool brief)
{
    UDateFormat **f = &w->date[d][brief];
    UErrorCode code = U_ZERO_ERROR;
    UChar wanted[16], pattern[TEXT_MAX];

    if (*f != NULL)
        return *f;
    if (w->patterns == NULL)
        w->patterns = udatpg_open(w->locale, &code);
    u_uastrcpy(wanted, skeleton[d][brief]);
    int32_t n = udatpg_getBestPattern(w->patterns, wanted, -1, pattern, TEXT_MAX, &code);
    *f = udat_open(UDAT_PATTERN, UDAT_PATTERN, w->locale, u"UTC", -1, pattern, n, &code);
    return U_SUCCESS(code) ? *f : NULL;
}

static int
digits(slice s, size_t at, size_t n)
{
    uint64_t v;

    return at + n <= s.n && slice_uint((slice){s.p + at, n}, 9999, &v) ? (int)v : -1;
}

static slice
week(report_text *t, slice value, arena *a)
{
    if (value.n != 8 || value.p[5] != 'W')
        return value;
    slice text = show_fill(report_text_get(t, S("ui.week")), S("year"), (slice){value.p, 4}, a);
    return show_fill(text, S("week"), (slice){value.p + 6, 2}, a);
}

/* A period or a day of the week; as it is when it is none. */
static slice
period(report_text *t, report_domain d, slice value, bool brief, arena *a)
{
    date day = {0, 1, 1};
    int hour = 0, year = 0;

    if (d == REPORT_WEEK)
        return week(t, value, a);
    if (d == REPORT_WEEKDAY) { /* 1970-01-05 was a Monday */
        int n = value.n == 1 ? digits(value, 0, 1) : -1;
        if (n < 1 || n > 7)
            return value;
        day = date_from_days(3 + n);
    } else if (d == REPORT_QUARTER) {
        int quarter = value.n == 7 && value.p[5] == 'Q' ? digits(value, 6, 1) : 0;
        year = digits(value, 0, 4);
        if (year < 1 || quarter < 1 || quarter > 4)
            return value;
        day = (date){(int16_t)year, (uint8_t)(3 * quarter - 2), 1};
    } else {
        slice part = value;
        if (d == REPORT_HOUR && value.n == 13 && value.p[10] == 'T') {
            hour = digits(value, 11, 2);
            part.n = 10;
        }
        if (hour < 0 || !date_parse(part, &day) || day.year == 0)
            return value;
        day.month = day.month == 0 ? 1 : day.month;
        day.day = day.day == 0 ? 1 : day.day;
    }
    UDateFormat *f = date_format(report_text_words(t), d, brief);
    UErrorCode code = U_ZERO_ERROR;
    UChar made[TEXT_MAX];
    if (f == NULL)
        return value;
    double ms = (date_days(day) * 24.0 + hour) * 3600e3;
    slice text = keep(made, udat_format(f, ms, made, TEXT_MAX, NULL, &code), code, a);
    return text.n != 0 ? text : value;
}

/* ---- values ---- */

/* ICU's name of a State or region; empty when it has none. */
static slice
display_country(report_text *t, slice code, arena *a)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar made[TEXT_MAX];
    char locale[16];

    snprintf(locale, sizeof locale, "und_%.*s", (int)code.n, code.p);
    int32_t n =
        uloc_getDisplayCountry(locale, report_text_words(t)->locale, made, TEXT_MAX, &status);
    /* a code that ICU does not know comes back as it is, with a warning */
    if (status == U_USING_DEFAULT_WARNING && n <= 3)
        return (slice){NULL, 0};
    return keep(made, n, status, a);
}

static slice
state(report_text *t, slice value, arena *a)
{
    slice text = show_find(t, S("value.country."), value, (slice){NULL, 0});

    if (text.n != 0 || value.n < 2 || value.n > 3)
        return text.n != 0 ? text : value;
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] < 'A' || value.p[i] > 'Z')
            return value;
    text = display_country(t, value, a);
    return text.n != 0 ? text : value;
}

/* UN M49 in the words of the catalogue; ICU's for a language that has none of its own. */
static slice
region(report_text *t, slice value, arena *a)
{
    slice text = show_find(t, S("value.region."), value, (slice){NULL, 0}),
          code = region_code(value);

    /* what the language lacks is the English of M49 here, which is the value */
    if (code.n == 3 && (text.n == 0 || slice_eq(text, value)) &&
        !slice_eq(report_text_language(t), S("en")))
        text = display_country(t, code, a);
    return text.n != 0 ? text : value;
}

/*
 * "0-4" with a dash between numbers.  Marks of direction stand around it, or a
 * line that is written to the left would read 4-0, and +75.
 */
static slice
band(report_text *t, slice value, arena *a)
{
    const char *mark = report_text_rtl(t) ? "\u200e" : "";

    for (size_t i = 1; i + 1 < value.n; i++)
        if (value.p[i] == '-' && value.p[i - 1] >= '0' && value.p[i - 1] <= '9')
            return arena_printf(a, "%s%.*s\u2013%.*s%s", mark, (int)i, value.p,
                                (int)(value.n - i - 1), value.p + i + 1, mark);
    return mark[0] != '\0' ? arena_printf(a, "%s%.*s%s", mark, (int)value.n, value.p, mark) : value;
}

static slice
value_text(report_text *t, const report_key *key, slice value, bool brief, arena *a)
{
    slice text = {NULL, 0};

    if (value.n == 0)
        return report_text_get(t, S("ui.unknown"));
    switch (key->domain) {
    case REPORT_STATE:
        return state(t, value, a);
    case REPORT_REGION:
        return region(t, value, a);
    case REPORT_NUMBER:
        return band(t, value, a);
    case REPORT_HOUR_OF_DAY:
        return brief || value.n != 2 ? value : arena_printf(a, "%.2s:00", value.p);
    case REPORT_PLAIN:
    case REPORT_CODE: {
        slice of = arena_printf(a, "%.*s.", (int)key->name.n, key->name.n != 0 ? key->name.p : "");
        text = show_find(t, S("value."), of, value);
        if (text.n == 0 && key->column.n != 0) {
            of = arena_printf(a, "%.*s.", (int)key->column.n, key->column.p);
            text = show_find(t, S("value."), of, value);
        }
        return text.n != 0 ? text : value;
    }
    default:
        return period(t, key->domain, value, brief, a);
    }
}

slice
report_text_value(report_text *t, const report_key *key, slice value, arena *a)
{
    return value_text(t, key, value, false, a);
}

slice
show_short(report_text *t, const report_key *key, slice value, arena *a)
{
    return value_text(t, key, value, true, a);
}

/* ---- headings ---- */

/* The words for a column of records or what is derived of one; its name when there are none. */
static slice
field(const report_text *t, slice name, slice column)
{
    slice text = show_find(t, S("field."), name, (slice){NULL, 0});

    /* crossing_time_month: month */
    if (text.n == 0 && column.n != 0 && column.n + 1 < name.n && slice_starts(name, column))
        text = show_find(t, S("field."), (slice){name.p + column.n + 1, name.n - column.n - 1},
                         (slice){NULL, 0});
    return text.n != 0 ? text : name;
}

slice
report_text_heading(report_text *t, const report_key *key, arena *a)
{
    (void)a;
    return field(t, key->name, key->column);
}

/* As the catalogue and the names of measures have them. */
static const slice op_name[] = {
    [REPORT_OP_COUNT] = S("count"),
    [REPORT_OP_NET] = S("net"),
    [REPORT_OP_PERSONS] = S("persons"),
    [REPORT_OP_DISTINCT] = S("distinct"),
    [REPORT_OP_SUM] = S("sum"),
    [REPORT_OP_MEAN] = S("mean"),
    [REPORT_OP_MIN] = S("min"),
    [REPORT_OP_MAX] = S("max"),
    [REPORT_OP_PERCENTILE] = S("median"),
    [REPORT_OP_RATE] = S("rate"),
    [REPORT_OP_SHARE] = S("share"),
    [REPORT_OP_ROW_SHARE] = S("row_share"),
    [REPORT_OP_BEFORE] = S("before"),
    [REPORT_OP_CHANGE] = S("change"),
    [REPORT_OP_YEAR_BEFORE] = S("year_before"),
    [REPORT_OP_YEAR_CHANGE] = S("year_change"),
};

static slice
op_text(report_text *t, const report_measure *m, arena *a)
{
    if (m->op == REPORT_OP_PERCENTILE && m->per_mille != 500) {
        int decimals = m->per_mille % 10 != 0;
        return show_fill(report_text_get(t, S("measure.percentile")), S("n"),
                         show_number(t, m->per_mille / 10.0, decimals, false, a), a);
    }
    return show_find(t, S("measure."), op_name[m->op], (slice){NULL, 0});
}

/* Of the measures that a table has, those that are not of another one. */
static size_t
measures_apart(const report_result *r)
{
    size_t n = 0;

    for (size_t i = 0; i < r->measures_n; i++)
        n += r->measure[i].op < REPORT_OP_SHARE;
    return n;
}

slice
show_measure(report_text *t, const report_result *r, const report_measure *m, arena *a)
{
    slice text = {NULL, 0};

    if (m->op >= REPORT_OP_SHARE) {
        text = op_text(t, m, a);
        if (measures_apart(r) < 2 || m->of >= r->measures_n || &r->measure[m->of] == m)
            return text;
        slice of = show_measure(t, r, &r->measure[m->of], a);
        return show_fill(show_fill(report_text_get(t, S("ui.pair")), S("one"), of, a), S("two"),
                         text, a);
    }
    text = show_find(t, S("measure."), m->name, (slice){NULL, 0});
    if (text.n != 0 || m->field.n == 0)
        return text.n != 0 ? text : m->name.n != 0 ? m->name : op_text(t, m, a);
    /* stay_days:median without a name of its own */
    slice base = m->field, column = m->field;
    for (size_t i = 0; i < base.n; i++)
        if (base.p[i] == ':') {
            column.n = i;
            base = (slice){base.p + i + 1, base.n - i - 1};
            break;
        }
    slice given = arena_printf(a, "%.*s_", (int)m->field.n, m->field.p);
    for (size_t i = 0; i < given.n; i++)
        if (given.p[i] == ':')
            ((char *)(uintptr_t)given.p)[i] = '_';
    if (m->name.n != 0 && !slice_starts(m->name, given) && !slice_starts(m->name, m->field))
        return m->name; /* somebody has named it otherwise */
    slice of = field(t, base, column);
    return show_fill(show_fill(report_text_get(t, S("ui.of")), S("field"), of, a), S("measure"),
                     op_text(t, m, a), a);
}

slice
report_text_column(report_text *t, const report_result *r, const report_column *c, arena *a)
{
    slice measure = show_measure(t, r, c->measure, a), value;

    if (r->across.name.n == 0)
        return measure;
    value = c->whole ? report_text_get(t, S("ui.total"))
                     : report_text_value(t, &r->across, c->across, a);
    if (r->measures_n < 2)
        return value;
    return show_fill(show_fill(report_text_get(t, S("ui.pair")), S("one"), value, a), S("two"),
                     measure, a);
}

slice
show_label(report_text *t, const report_result *r, const report_line *line, arena *a)
{
    slice text = {NULL, 0};

    if (line->kind == REPORT_TOTAL || (r->keys_n == 0 && line->kind == REPORT_GROUP))
        return report_text_get(t, S("ui.total"));
    if (line->kind == REPORT_OTHER)
        return show_count(t, S("ui.other"), r->others, a);
    for (size_t i = 0; i < r->keys_n; i++) {
        slice value = report_text_value(t, &r->key[i], line->key[i], a);
        text = arena_join(a, text, S(" \u00b7 "), value);
    }
    return text;
}

slice
show_title(report_text *t, const report_result *r, arena *a)
{
    slice text = {NULL, 0}, keys = text;

    if (r->spec != NULL && r->spec->id.n != 0 && r->table->id.n != 0)
        text = show_find(t, S("table."), arena_join(a, r->spec->id, S("."), r->table->id),
                         (slice){NULL, 0});
    if (text.n != 0 || r->left_out)
        return text.n != 0 ? text : r->table->id;
    for (size_t i = 0; i < r->keys_n + (r->across.name.n != 0); i++) {
        const report_key *key = i < r->keys_n ? &r->key[i] : &r->across;
        slice heading = report_text_heading(t, key, a);
        if (keys.n == 0)
            keys = heading;
        else
            keys = show_fill(show_fill(report_text_get(t, S("ui.and")), S("one"), keys, a),
                             S("two"), heading, a);
    }
    slice measure = r->measures_n != 0 ? show_measure(t, r, &r->measure[0], a) : r->table->id;
    if (keys.n == 0)
        return measure;
    return show_fill(show_fill(report_text_get(t, S("ui.by")), S("measure"), measure, a), S("key"),
                     keys, a);
}

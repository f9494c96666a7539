/* Fields: columns of a row, and what is derived of them. */
#include "report/private.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>

/* What a period or another value is taken of when nobody says: the first of these there is. */
static const enum column times[] = {COL_crossing_time, COL_entry_time, COL_arr_time, COL_dep_time,
                                    COL_message_sent};

enum { NEEDS = 4, TIME = -1, NONE = -2 };

struct report_derived {
    slice name;
    report_domain domain;
    /* The columns it is made of: reserved ones, or TIME; the first can be named, NAME:DERIVED. */
    int needs[NEEDS];
    bool optional[NEEDS];
    /* v: the columns' values, the first is not empty.  False: the first is no date or number. */
    bool (*make)(report_field *f, const slice v[NEEDS], slice *is);
    const char *what;
};

/* ---- text ---- */

static slice
put_text(report_field *f, const char *text)
{
    size_t n = strlen(text);

    memcpy(f->text, text, n);
    return (slice){f->text, n};
}

static slice
put_int(report_field *f, int64_t v)
{
    char text[NUMBER_TEXT];
    slice s = number_sum_text(v, text);

    memcpy(f->text, s.p, s.n);
    return (slice){f->text, s.n};
}

static char *
put_two(char *p, int v)
{
    *p++ = (char)('0' + v / 10);
    *p++ = (char)('0' + v % 10);
    return p;
}

/* ---- periods ---- */

static slice
period_text(report_domain p, moment m, char text[REPORT_FIELD_TEXT])
{
    const slice unknown = {NULL, 0};
    date d = m.day;
    char *end;
    int year;

    switch (p) {
    case REPORT_YEAR:
        return date_text((date){d.year, 0, 0}, text);
    case REPORT_QUARTER:
        if (d.month == 0)
            return unknown;
        end = text + date_text((date){d.year, 0, 0}, text).n;
        *end++ = '-';
        *end++ = 'Q';
        *end++ = (char)('1' + (d.month - 1) / 3);
        return slice_between(text, end);
    case REPORT_MONTH:
        return d.month == 0 ? unknown : date_text((date){d.year, d.month, 0}, text);
    default:
        break;
    }
    if (!date_whole(d))
        return unknown;
    switch (p) {
    case REPORT_WEEKDAY:
        text[0] = (char)('0' + date_weekday(d));
        return (slice){text, 1};
    case REPORT_WEEK: {
        int week = date_week(d, &year);
        end = text + date_text((date){(int16_t)year, 0, 0}, text).n;
        *end++ = '-';
        *end++ = 'W';
        return slice_between(text, put_two(end, week));
    }
    case REPORT_HOUR:
        if (!m.has_time)
            return unknown;
        end = text + date_text(d, text).n;
        *end++ = 'T';
        return slice_between(text, put_two(end, m.hour));
    case REPORT_HOUR_OF_DAY:
        return m.has_time ? slice_between(text, put_two(text, m.hour)) : unknown;
    default:
        return date_text(d, text);
    }
}

/* Days since 1970 of Monday of that week (ISO 8601). */
static int32_t
monday(int year, int week)
{
    int32_t fourth = date_days((date){(int16_t)year, 1, 4});

    return fourth - (date_weekday(date_from_days(fourth)) - 1) + (week - 1) * 7;
}

static slice
hour_text(int32_t day, int hour, char text[REPORT_FIELD_TEXT])
{
    return period_text(
        REPORT_HOUR, (moment){.day = date_from_days(day), .hour = (uint8_t)hour, .has_time = true},
        text);
}

/* The parts of a period; false: it is none. */
typedef struct period {
    int year, part; /* month, quarter, week */
    int32_t day;
    int hour;
} period;

static bool
period_read(report_domain d, slice s, period *p)
{
    uint64_t a = 0, b = 0;
    date day;
    moment m;
    size_t behind = d == REPORT_MONTH ? 5 : 6;

    *p = (period){0};
    switch (d) {
    case REPORT_YEAR:
    case REPORT_MONTH:
    case REPORT_QUARTER:
    case REPORT_WEEK:
        if (s.n < 4 || !slice_uint((slice){s.p, 4}, 9999, &a) || a == 0)
            return false;
        if (d != REPORT_YEAR &&
            (s.n <= behind || !slice_uint((slice){s.p + behind, s.n - behind}, 53, &b)))
            return false;
        p->year = (int)a;
        p->part = (int)b;
        return true;
    case REPORT_DAY:
        if (!date_parse(s, &day) || !date_whole(day))
            return false;
        p->day = date_days(day);
        p->year = day.year;
        return true;
    case REPORT_HOUR: {
        char text[REPORT_FIELD_TEXT];
        if (s.n != 13)
            return false;
        memcpy(text, s.p, 13);
        memcpy(text + 13, ":00", 3);
        if (!moment_parse((slice){text, 16}, &m))
            return false;
        p->day = date_days(m.day);
        p->year = m.day.year;
        p->hour = m.hour;
        return true;
    }
    default:
        return false;
    }
}

slice
report_period_before(report_domain d, slice s, int n, char text[REPORT_FIELD_TEXT])
{
    const slice none = {NULL, 0};
    period p;

    if (!period_read(d, s, &p))
        return none;
    int months = d == REPORT_YEAR ? 12 : d == REPORT_QUARTER ? 3 : 1;
    if (d == REPORT_YEAR || d == REPORT_QUARTER || d == REPORT_MONTH) {
        int first = d == REPORT_YEAR ? 0 : d == REPORT_QUARTER ? (p.part - 1) * 3 : p.part - 1;
        int at = p.year * 12 + first - n * months;
        if (at < 12 || at >= 120000)
            return none;
        return period_text(d, (moment){.day = {(int16_t)(at / 12), (uint8_t)(at % 12 + 1), 0}},
                           text);
    }
    int32_t day =
        d == REPORT_WEEK ? monday(p.year, p.part) - 7 * n : p.day - (d == REPORT_DAY ? n : 0);
    if (d == REPORT_HOUR) {
        int64_t hour = (int64_t)day * 24 + p.hour - n;
        day = (int32_t)(hour >= 0 ? hour / 24 : -((23 - hour) / 24));
        return hour_text(day, (int)(hour - (int64_t)day * 24), text);
    }
    return period_text(d, (moment){.day = date_from_days(day)}, text);
}

slice
report_period_year_before(report_domain d, slice s, char text[REPORT_FIELD_TEXT])
{
    const slice none = {NULL, 0};
    period p;

    if (!period_read(d, s, &p) || p.year <= 1)
        return none;
    switch (d) {
    case REPORT_YEAR:
    case REPORT_MONTH:
    case REPORT_QUARTER:
        return report_period_before(d, s,
                                    d == REPORT_YEAR      ? 1
                                    : d == REPORT_QUARTER ? 4
                                                          : 12,
                                    text);
    case REPORT_WEEK: {
        int year;
        int32_t day = monday(p.year - 1, p.part);
        return date_week(date_from_days(day), &year) == p.part
                   ? period_text(d, (moment){.day = date_from_days(day)}, text)
                   : none;
    }
    default: {
        date was = date_from_days(p.day);
        was.year--;
        if (!date_valid(was))
            return none;
        return d == REPORT_HOUR ? hour_text(date_days(was), p.hour, text)
                                : period_text(d, (moment){.day = was}, text);
    }
    }
}

static bool
make_period(report_field *f, const slice v[NEEDS], slice *is)
{
    moment m;

    if (BASE_UNLIKELY(!moment_parse(v[0], &m)))
        return false;
    *is = period_text(f->domain, m, f->text);
    return true;
}

/* ---- ages ---- */

static int
years(date from, date to)
{
    return to.year - from.year -
           (to.month < from.month || (to.month == from.month && to.day < from.day));
}

/*
 * The least and the greatest age that somebody can have on a day who was born
 * on a date of which not all may be known; false: a date is none, or it lies
 * behind the day.
 */
static bool
ages(const slice v[NEEDS], int *least, int *most)
{
    date born;
    moment m;

    *least = -1;
    if (!date_parse(v[0], &born) || born.year == 0)
        return false;
    if (!moment_parse(v[1], &m) || !date_whole(m.day))
        return true;
    date first = born, last = born;
    if (born.month == 0) {
        first.month = 1;
        last.month = 12;
    }
    if (born.day == 0) {
        first.day = 1;
        for (last.day = 31; !date_valid(last); last.day--)
            ;
    }
    *least = years(last, m.day);
    *most = years(first, m.day);
    if (*least < 0)
        *least = *most == 0 ? 0 : -1;
    return true;
}

static bool
make_age(report_field *f, const slice v[NEEDS], slice *is)
{
    int least, most = 0;

    if (!ages(v, &least, &most))
        return false;
    if (least >= 0 && least == most)
        *is = put_int(f, least);
    return true;
}

static bool
make_age_group(report_field *f, const slice v[NEEDS], slice *is)
{
    int least, most = 0;

    if (!ages(v, &least, &most))
        return false;
    if (least < 0)
        return true;
    int at = least / 5 < 15 ? least / 5 : 15;
    if (at != (most / 5 < 15 ? most / 5 : 15))
        return true;
    char text[REPORT_FIELD_TEXT];
    if (at == 15)
        snprintf(text, sizeof text, "75+");
    else
        snprintf(text, sizeof text, "%d-%d", at * 5, at * 5 + 4);
    *is = put_text(f, text);
    return true;
}

/* ---- places ---- */

static bool
make_region(report_field *f, const slice v[NEEDS], slice *is)
{
    (void)f;
    *is = region_of(v[0], REGION_CONTINENT);
    return true;
}

static bool
make_subregion(report_field *f, const slice v[NEEDS], slice *is)
{
    (void)f;
    *is = region_of(v[0], REGION_SUBCONTINENT);
    return true;
}

/* ---- stays ---- */

static bool
whole_number(slice s, int64_t *v)
{
    number n;

    if (!number_parse(s, &n) || n % NUMBER_ONE != 0)
        return false;
    *v = n / NUMBER_ONE;
    return true;
}

static bool
make_nights(report_field *f, const slice v[NEEDS], slice *is)
{
    int64_t days;

    if (!whole_number(v[0], &days))
        return false;
    if (days > 0)
        *is = put_int(f, days - 1);
    return true;
}

/* The band of n that ends at the first bound not below it. */
static slice
band(report_field *f, int64_t n, const int *bound, size_t bounds)
{
    char text[REPORT_FIELD_TEXT];
    int from = 0;

    for (size_t i = 0; i < bounds; from = bound[i++] + 1)
        if (n <= bound[i]) {
            snprintf(text, sizeof text, from == bound[i] ? "%d" : "%d-%d", from, bound[i]);
            return put_text(f, text);
        }
    snprintf(text, sizeof text, "%d+", from);
    return put_text(f, text);
}

static bool
make_stay_band(report_field *f, const slice v[NEEDS], slice *is)
{
    static const int nights[] = {0, 3, 28, 91, 365};
    int64_t days;

    if (!whole_number(v[0], &days))
        return false;
    if (days > 0)
        *is = band(f, days - 1, nights, LENGTH(nights));
    return true;
}

static bool
make_days_band(report_field *f, const slice v[NEEDS], slice *is)
{
    static const int bounds[] = {0, 3, 7, 30, 90, 180, 365};
    int64_t days;

    if (!whole_number(v[0], &days))
        return false;
    if (days >= 0)
        *is = band(f, days, bounds, LENGTH(bounds));
    return true;
}

/* Bands of a twentieth: 0.80-0.85 has 0.800 to 0.849; the last one 1.000 too. */
static bool
make_score_band(report_field *f, const slice v[NEEDS], slice *is)
{
    char text[REPORT_FIELD_TEXT];
    number n;

    if (!number_parse(v[0], &n))
        return false;
    if (n < 0 || n > NUMBER_ONE)
        return true;
    int at = (int)(n / (NUMBER_ONE / 20)) * 5;
    if (at == 100)
        at = 95;
    snprintf(text, sizeof text, "%d.%02d-%d.%02d", at / 100, at % 100, (at + 5) / 100,
             (at + 5) % 100);
    *is = put_text(f, text);
    return true;
}

/* Whether so many months lie between two days: the day of the month counts. */
static bool
months_between(date from, date to, int months)
{
    int at = from.month - 1 + months;
    int have = to.year * 372 + (to.month - 1) * 31 + to.day;

    return have >= (from.year + at / 12) * 372 + at % 12 * 31 + from.day;
}

static bool
one_of(slice v, const char *words)
{
    slice rest = slice_of(words);

    while (rest.p != NULL)
        if (slice_eq_nocase(slice_cut(&rest, ' '), v))
            return true;
    return false;
}

/* The day of entry and the last day of a stay: needs entry_time, exit_time, stay_days. */
static bool
first_and_last(const slice v[NEEDS], date *first, date *last)
{
    moment m;
    int64_t days;

    if (!moment_parse(v[0], &m) || !date_whole(m.day))
        return false;
    *first = m.day;
    if (v[1].n != 0 && moment_parse(v[1], &m) && date_whole(m.day)) {
        *last = m.day;
        return true;
    }
    if (!whole_number(v[2], &days) || days < 1 || days > 1000000)
        return false;
    *last = date_from_days(date_days(*first) + (int32_t)days - 1);
    return true;
}

/*
 * The Recommendations of 1998, paragraphs 36 and 37: long-term from twelve
 * months on, short-term from three unless it is a holiday, a visit to friends
 * and relatives, business, medical treatment or a pilgrimage.
 */
static bool
make_migrant(report_field *f, const slice v[NEEDS], slice *is)
{
    static const char visits[] =
        "tourism holiday leisure recreation visit visiting family friends business medical health "
        "treatment pilgrimage religion transit";
    date first, last;

    (void)f;
    if (!first_and_last(v, &first, &last))
        return true;
    if (months_between(first, last, 12))
        *is = S("long_term");
    else if (months_between(first, last, 3) && !one_of(v[3], visits))
        *is = S("short_term");
    else
        *is = S("visitor");
    return true;
}

/*
 * The International Recommendations for Tourism Statistics 2008, 2.9 and 2.13:
 * less than a year, for any purpose but to be employed here; a tourist when the
 * trip has a night in it.  Neither transit nor diplomats nor those who come to
 * stay (2.25 and following).
 */
static bool
make_visitor(report_field *f, const slice v[NEEDS], slice *is)
{
    static const char no_visits[] =
        "work employment labour seasonal commuting border_work residence settlement immigration "
        "asylum refugee refuge protection transit diplomatic official military crew";
    date first, last;

    (void)f;
    if (!first_and_last(v, &first, &last) || months_between(first, last, 12) ||
        one_of(v[3], no_visits))
        return true;
    if (date_cmp(first, last) != 0)
        *is = S("tourist");
    else if (v[1].n != 0)
        *is = S("same_day"); /* who is still here may stay the night */
    return true;
}

/* ---- times ---- */

/* Whole minutes from one time to another; empty when they are not on one clock. */
static bool
minutes(report_field *f, slice from, slice to, slice *is)
{
    moment a, b;

    if (!moment_parse(from, &a))
        return false;
    if (!moment_parse(to, &b) || !a.has_time || !b.has_time || a.has_offset != b.has_offset)
        return true;
    int64_t seconds = moment_seconds(b) - moment_seconds(a);
    *is = put_int(f, seconds >= 0 ? seconds / 60 : -((59 - seconds) / 60));
    return true;
}

static bool
make_minutes(report_field *f, const slice v[NEEDS], slice *is)
{
    return minutes(f, v[0], v[1], is);
}

/* ---- households ---- */

static bool
make_household(report_field *f, const slice v[NEEDS], slice *is)
{
    size_t n = v[1].n + 1 + v[0].n;

    if (n > sizeof f->text) {
        *is = v[0];
        return true;
    }
    if (v[1].n != 0)
        memcpy(f->text, v[1].p, v[1].n);
    f->text[v[1].n] = '/';
    memcpy(f->text + v[1].n + 1, v[0].p, v[0].n);
    *is = (slice){f->text, n};
    return true;
}

/* ---- the table ---- */

static const struct report_derived derived[] = {
    {S("hour"),
     REPORT_HOUR,
     {TIME, NONE, NONE, NONE},
     {0},
     make_period,
     "the hour of a day: 2026-11-23T04"},
    {S("day"), REPORT_DAY, {TIME, NONE, NONE, NONE}, {0}, make_period, "the day"},
    {S("week"),
     REPORT_WEEK,
     {TIME, NONE, NONE, NONE},
     {0},
     make_period,
     "the week (ISO 8601): 2026-W48"},
    {S("weekday"),
     REPORT_WEEKDAY,
     {TIME, NONE, NONE, NONE},
     {0},
     make_period,
     "1 is Monday, 7 is Sunday"},
    {S("month"), REPORT_MONTH, {TIME, NONE, NONE, NONE}, {0}, make_period, "the month: 2026-11"},
    {S("quarter"),
     REPORT_QUARTER,
     {TIME, NONE, NONE, NONE},
     {0},
     make_period,
     "the quarter: 2026-Q4"},
    {S("year"), REPORT_YEAR, {TIME, NONE, NONE, NONE}, {0}, make_period, "the year"},
    {S("hour_of_day"), REPORT_HOUR_OF_DAY, {TIME, NONE, NONE, NONE}, {0}, make_period, "00 to 23"},
    {S("age"),
     REPORT_NUMBER,
     {COL_birth_date, TIME, NONE, NONE},
     {0},
     make_age,
     "whole years at the time of the record"},
    {S("age_group"),
     REPORT_NUMBER,
     {COL_birth_date, TIME, NONE, NONE},
     {0},
     make_age_group,
     "0-4, 5-9 to 75+"},
    {S("region"),
     REPORT_REGION,
     {COL_nationality, NONE, NONE, NONE},
     {0},
     make_region,
     "the continent of a State (UN M49)"},
    {S("subregion"),
     REPORT_REGION,
     {COL_nationality, NONE, NONE, NONE},
     {0},
     make_subregion,
     "the part of it (UN M49)"},
    {S("nights"),
     REPORT_NUMBER,
     {COL_stay_days, NONE, NONE, NONE},
     {0},
     make_nights,
     "nights of a stay: one less than its days"},
    {S("stay_band"),
     REPORT_NUMBER,
     {COL_stay_days, NONE, NONE, NONE},
     {0},
     make_stay_band,
     "nights: 0, 1-3, 4-28, 29-91, 92-365, 366+"},
    {S("days_band"),
     REPORT_NUMBER,
     {COL_stay_days, NONE, NONE, NONE},
     {0},
     make_days_band,
     "days: 0, 1-3, 4-7, 8-30, 31-90, 91-180, 181-365, 366+"},
    {S("score_band"),
     REPORT_NUMBER,
     {COL_hit_score, NONE, NONE, NONE},
     {0},
     make_score_band,
     "a score by twentieths: 0.80-0.85"},
    {S("migrant"),
     REPORT_CODE,
     {COL_entry_time, COL_exit_time, COL_stay_days, COL_purpose},
     {0, 0, 0, true},
     make_migrant,
     "long_term, short_term or visitor (UN 1998)"},
    {S("visitor"),
     REPORT_CODE,
     {COL_entry_time, COL_exit_time, COL_stay_days, COL_purpose},
     {0, 0, 0, true},
     make_visitor,
     "tourist or same_day (IRTS 2008); empty: none"},
    {S("delay"),
     REPORT_NUMBER,
     {COL_crossing_time, COL_recorded_time, NONE, NONE},
     {0},
     make_minutes,
     "minutes from the crossing to the record"},
    {S("clearance"),
     REPORT_NUMBER,
     {COL_arr_time, COL_crossing_time, NONE, NONE},
     {0},
     make_minutes,
     "minutes from arrival to clearance"},
    {S("household"),
     REPORT_PLAIN,
     {COL_pnr_locator, COL_pnr_carrier, NONE, NONE},
     {0, true},
     make_household,
     "the booking, where there is no column of households"},
};

const char report_derived_names[] =
    "hour day week weekday month quarter year hour_of_day age age_group region subregion nights "
    "stay_band days_band score_band migrant visitor delay clearance household";

static const struct report_derived *
derived_find(slice name)
{
    for (size_t i = 0; i < LENGTH(derived); i++)
        if (slice_eq(derived[i].name, name))
            return &derived[i];
    return NULL;
}

slice
report_derived_name(const struct report_derived *d)
{
    return d->name;
}

bool
report_derived_say(size_t i, slice *name, const char **what)
{
    if (i >= LENGTH(derived))
        return false;
    *name = derived[i].name;
    *what = derived[i].what;
    return true;
}

/* ---- fields ---- */

/* COLUMN:DERIVED parted; NULL, and *column untouched, when it is not that. */
static const struct report_derived *
part(slice asked, slice *column)
{
    const struct report_derived *is = NULL;
    size_t n = asked.n;

    while (n != 0 && asked.p[n - 1] != ':')
        n--;
    if (n >= 2)
        is = derived_find((slice){asked.p + n, asked.n - n});
    if (is != NULL)
        *column = (slice){asked.p, n - 1};
    return is;
}

bool
report_field_set(report_field *f, slice asked, error *e)
{
    slice column;

    *f = (report_field){.asked = asked, .name = asked, .index = {-1, -1, -1, -1}};
    if (asked.n == 0)
        return error_set(e, "an empty name in the list of columns");
    if (part(asked, &column) != NULL && asked.n <= sizeof f->made) {
        memcpy(f->made, asked.p, asked.n);
        f->made[column.n] = '_';
        f->name = (slice){f->made, asked.n};
    }
    return true;
}

/* "no column ...; there are: a, b, c", as much of it as an error can hold. */
static bool
no_column(const csv_in *csv, slice missing, const char *what, error *e)
{
    const row *header = csv_header(csv);
    buf b = {0};

    for (unsigned i = 0; i < header->n; i++) {
        slice name = header->field[i];
        bool fits = b.n + name.n < 240;
        buf_puts(&b, i != 0 ? S(", ") : S(""));
        buf_puts(&b, fits ? name : S("..."));
        if (!fits)
            break;
    }
    error_set(e, "%s: no %s '%.*s'; there are: %.*s", header->where.file, what,
              (int)(missing.n < 60 ? missing.n : 60), missing.p, (int)b.n, b.p);
    buf_free(&b);
    return false;
}

/* The order of a column's values, by what the dictionary says of it. */
static report_domain
domain_of(slice column)
{
    int c = column_find(column);

    switch (c < 0 ? FORM_TEXT : column_table[c].form) {
    case FORM_COUNTRY:
        return REPORT_STATE;
    case FORM_NUMBER:
        return REPORT_NUMBER;
    case FORM_SEX:
    case FORM_TRAVELLER_TYPE:
    case FORM_MRZ_STATUS:
    case FORM_TRANSPORT:
    case FORM_DIRECTION:
    case FORM_DECISION:
    case FORM_BOARDING:
    case FORM_CHANGE:
    case FORM_STAY_STATUS:
        return REPORT_CODE;
    default:
        return c == COL_purpose ? REPORT_CODE : REPORT_PLAIN;
    }
}

/* A column, what is derived, or a column and what is derived of it. */
void
field_decide(report_field *f, bool is_column)
{
    f->bound = true;
    f->column = f->asked;
    if (!is_column) {
        f->derived = derived_find(f->asked);
        if (f->derived != NULL)
            f->column = (slice){NULL, 0};
        else
            f->derived = part(f->asked, &f->column);
    }
    f->domain = f->derived != NULL ? f->derived->domain : domain_of(f->column);
}

static bool
bind_one(report_field *f, size_t i, const csv_in *csv, const report_clock *clock, error *e)
{
    int need = f->derived->needs[i];
    slice name = i == 0 ? f->column : (slice){NULL, 0};

    if (need == NONE)
        return true;
    if (name.n == 0 && need != TIME)
        name = column_table[need].name;
    if (name.n == 0 && clock != NULL && clock->time.n != 0)
        name = clock->time;
    for (size_t k = 0; name.n == 0 && k < LENGTH(times); k++)
        if (csv_col(csv, times[k]) >= 0)
            name = column_table[times[k]].name;
    if (name.n == 0)
        return no_column(csv, f->asked, "column of a time (--time=COLUMN) for", e);
    f->index[i] = csv_find(csv, name);
    if (f->index[i] < 0 && !f->derived->optional[i])
        return no_column(csv, name, "column", e);
    return true;
}

bool
report_field_bind(report_field *f, const csv_in *csv, const report_clock *clock, error *e)
{
    if (!f->bound)
        field_decide(f, csv_find(csv, f->asked) >= 0);
    if (f->derived == NULL) {
        f->index[0] = csv_find(csv, f->column);
        return f->index[0] >= 0 || no_column(csv, f->column, "column", e);
    }
    for (size_t i = 0; i < NEEDS; i++)
        if (!bind_one(f, i, csv, clock, e))
            return false;
    return true;
}

slice
report_field_get(report_field *f, const row *r, diag *d)
{
    slice value = row_get(r, f->index[0]), is = {NULL, 0};
    slice v[NEEDS] = {value};

    if (f->derived == NULL || value.n == 0)
        return value;
    for (size_t i = 1; i < NEEDS && f->derived->needs[i] != NONE; i++)
        v[i] = row_get(r, f->index[i]);
    if (BASE_UNLIKELY(!f->derived->make(f, v, &is)) && d != NULL) {
        place where = r->where;
        where.column = (unsigned)f->index[0] + 1;
        diag_warn(d, where, "'%.*s' is no %s; the row is counted with an empty %.*s",
                  (int)(value.n < 60 ? value.n : 60), value.p,
                  f->domain == REPORT_NUMBER && f->derived->make != make_age &&
                          f->derived->make != make_age_group && f->derived->make != make_minutes
                      ? "number"
                      : "date",
                  (int)f->name.n, f->name.p);
    }
    return is;
}

/* ---- order ---- */

int
key_cmp(report_domain d, slice a, slice b)
{
    if (d == REPORT_NUMBER && a.n != 0 && b.n != 0) {
        number x, y;
        slice p = a, q = b;
        for (slice *s = &p;; s = &q) {
            size_t n = s->n != 0 && s->p[0] == '-' ? 1 : 0;
            while (n < s->n && ((s->p[n] >= '0' && s->p[n] <= '9') || s->p[n] == '.'))
                n++;
            s->n = n;
            if (s == &q)
                break;
        }
        if (number_parse(p, &x) && number_parse(q, &y) && x != y)
            return x < y ? -1 : 1;
    }
    return slice_cmp(a, b);
}

/* What is derived of the columns of a row. */
#include "report/private.h"
#include "text/text.h"

#include <stdio.h>

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

static bool
make_period(report_field *f, const slice v[DERIVED_NEEDS], slice *is)
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
ages(const slice v[DERIVED_NEEDS], int *least, int *most)
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
make_age(report_field *f, const slice v[DERIVED_NEEDS], slice *is)
{
    int least, most = 0;

    if (!ages(v, &least, &most))
        return false;
    if (least >= 0 && least == most)
        *is = put_int(f, least);
    return true;
}

static bool
make_age_group(report_field *f, const slice v[DERIVED_NEEDS], slice *is)
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
make_region(report_field *f, const slice v[DERIVED_NEEDS], slice *is)
{
    (void)f;
    *is = region_of(v[0], REGION_CONTINENT);
    return true;
}

static bool
make_subregion(report_field *f, const slice v[DERIVED_NEEDS], slice *is)
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
make_nights(report_field *f, const slice v[DERIVED_NEEDS], slice *is)
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
make_stay_band(report_field *f, const slice v[DERIVED_NEEDS], slice *is)
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
make_days_band(report_field *f, const slice v[DERIVED_NEEDS], slice *is)
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
make_score_band(report_field *f, const slice v[DERIVED_NEEDS], slice *is)
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
first_and_last(const slice v[DERIVED_NEEDS], date *first, date *last)
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
make_migrant(report_field *f, const slice v[DERIVED_NEEDS], slice *is)
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
make_visitor(report_field *f, const slice v[DERIVED_NEEDS], slice *is)
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
make_minutes(report_field *f, const slice v[DERIVED_NEEDS], slice *is)
{
    return minutes(f, v[0], v[1], is);
}

/* ---- households ---- */

static bool
make_household(report_field *f, const slice v[DERIVED_NEEDS], slice *is)
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
     {NEED_TIME, NEED_NONE, NEED_NONE, NEED_NONE},
     {0},
     make_period,
     "the hour of a day: 2026-11-23T04"},
    {S("day"),
     REPORT_DAY,
     {NEED_TIME, NEED_NONE, NEED_NONE, NEED_NONE},
     {0},
     make_period,
     "the day"},
    {S("week"),
     REPORT_WEEK,
     {NEED_TIME, NEED_NONE, NEED_NONE, NEED_NONE},
     {0},
     make_period,
     "the week (ISO 8601): 2026-W48"},
    {S("weekday"),
     REPORT_WEEKDAY,
     {NEED_TIME, NEED_NONE, NEED_NONE, NEED_NONE},
     {0},
     make_period,
     "1 is Monday, 7 is Sunday"},
    {S("month"),
     REPORT_MONTH,
     {NEED_TIME, NEED_NONE, NEED_NONE, NEED_NONE},
     {0},
     make_period,
     "the month: 2026-11"},
    {S("quarter"),
     REPORT_QUARTER,
     {NEED_TIME, NEED_NONE, NEED_NONE, NEED_NONE},
     {0},
     make_period,
     "the quarter: 2026-Q4"},
    {S("year"),
     REPORT_YEAR,
     {NEED_TIME, NEED_NONE, NEED_NONE, NEED_NONE},
     {0},
     make_period,
     "the year"},
    {S("hour_of_day"),
     REPORT_HOUR_OF_DAY,
     {NEED_TIME, NEED_NONE, NEED_NONE, NEED_NONE},
     {0},
     make_period,
     "00 to 23"},
    {S("age"),
     REPORT_NUMBER,
     {COL_birth_date, NEED_TIME, NEED_NONE, NEED_NONE},
     {0},
     make_age,
     "whole years at the time of the record"},
    {S("age_group"),
     REPORT_NUMBER,
     {COL_birth_date, NEED_TIME, NEED_NONE, NEED_NONE},
     {0},
     make_age_group,
     "0-4, 5-9 to 75+"},
    {S("region"),
     REPORT_REGION,
     {COL_nationality, NEED_NONE, NEED_NONE, NEED_NONE},
     {0},
     make_region,
     "the continent of a State (UN M49)"},
    {S("subregion"),
     REPORT_REGION,
     {COL_nationality, NEED_NONE, NEED_NONE, NEED_NONE},
     {0},
     make_subregion,
     "the part of it (UN M49)"},
    {S("nights"),
     REPORT_NUMBER,
     {COL_stay_days, NEED_NONE, NEED_NONE, NEED_NONE},
     {0},
     make_nights,
     "nights of a stay: one less than its days"},
    {S("stay_band"),
     REPORT_NUMBER,
     {COL_stay_days, NEED_NONE, NEED_NONE, NEED_NONE},
     {0},
     make_stay_band,
     "nights: 0, 1-3, 4-28, 29-91, 92-365, 366+"},
    {S("days_band"),
     REPORT_NUMBER,
     {COL_stay_days, NEED_NONE, NEED_NONE, NEED_NONE},
     {0},
     make_days_band,
     "days: 0, 1-3, 4-7, 8-30, 31-90, 91-180, 181-365, 366+"},
    {S("score_band"),
     REPORT_NUMBER,
     {COL_hit_score, NEED_NONE, NEED_NONE, NEED_NONE},
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
     {COL_crossing_time, COL_recorded_time, NEED_NONE, NEED_NONE},
     {0},
     make_minutes,
     "minutes from the crossing to the record"},
    {S("clearance"),
     REPORT_NUMBER,
     {COL_arr_time, COL_crossing_time, NEED_NONE, NEED_NONE},
     {0},
     make_minutes,
     "minutes from arrival to clearance"},
    {S("household"),
     REPORT_PLAIN,
     {COL_pnr_locator, COL_pnr_carrier, NEED_NONE, NEED_NONE},
     {0, true},
     make_household,
     "the booking, where there is no column of households"},
};

const char report_derived_names[] =
    "hour day week weekday month quarter year hour_of_day age age_group region subregion nights "
    "stay_band days_band score_band migrant visitor delay clearance household";

const struct report_derived *
derived_find(slice name)
{
    for (size_t i = 0; i < LENGTH(derived); i++)
        if (slice_eq(derived[i].name, name))
            return &derived[i];
    return NULL;
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

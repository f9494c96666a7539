/* Periods: hours to years, and the one before. */
#include "report/private.h"

static char *
put_two(char *p, int v)
{
    *p++ = (char)('0' + v / 10);
    *p++ = (char)('0' + v % 10);
    return p;
}

slice
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

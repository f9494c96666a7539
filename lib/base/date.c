/*
 * Dates and moments.  Day arithmetic follows the usual reckoning of the
 * proleptic Gregorian calendar in eras of 400 years, from 1 March.
 */
#include "base/base.h"

#include <time.h>

static bool
leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
month_days(int year, int month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap(year) ? 29 : days[month - 1];
}

bool
date_valid(date d)
{
    if (d.year < 1 || d.year > 9999 || d.month > 12)
        return false;
    if (d.month == 0)
        return d.day == 0;
    return d.day <= 28 || d.day <= month_days(d.year, d.month);
}

/* n digits at p as a number, or -1. */
static int
digits(const char *p, size_t n)
{
    int v = 0;

    for (size_t i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return -1;
        v = v * 10 + (p[i] - '0');
    }
    return v;
}

/* year 1 .. 9999, month and day 0 or real, no gap: into *d. */
static inline bool
date_make(int year, int month, int day, date *d)
{
    if (BASE_LIKELY(year >= 1 && year <= 9999 && (unsigned)month - 1 < 12 &&
                    (unsigned)day - 1 < 28)) {
        *d = (date){(int16_t)year, (uint8_t)month, (uint8_t)day};
        return true;
    }
    if (year < 1 || month < 0 || day < 0 || month > 12 || day > 31 || (month == 0 && day != 0))
        return false;
    *d = (date){(int16_t)year, (uint8_t)month, (uint8_t)day};
    return date_valid(*d);
}

bool
date_parse(slice s, date *d)
{
    *d = (date){0};
    if (s.n == 0)
        return true;
    if ((s.n != 4 && s.n != 7 && s.n != 10) || (s.n > 4 && s.p[4] != '-') ||
        (s.n > 7 && s.p[7] != '-'))
        return false;
    int month = s.n > 4 ? digits(s.p + 5, 2) : 0, day = s.n > 7 ? digits(s.p + 8, 2) : 0;
    if ((s.n > 4 && month == 0) || (s.n > 7 && day == 0))
        return false;
    date made;
    if (!date_make(digits(s.p, 4), month, day, &made))
        return false;
    *d = made;
    return true;
}

static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                            "25262728293031323334353637383940414243444546474849"
                            "50515253545556575859606162636465666768697071727374"
                            "75767778798081828384858687888990919293949596979899";

static inline void
put_pair(char *p, unsigned v)
{
    memcpy(p, pairs + 2 * (size_t)v, 2);
}

static char *
put_digits(char *p, int v, int n)
{
    for (int i = n; i-- > 0; v /= 10)
        p[i] = (char)('0' + v % 10);
    return p + n;
}

slice
date_text(date d, char text[DATE_TEXT])
{
    char *p = text;

    if (BASE_LIKELY(d.day != 0 && d.year > 0 && d.year <= 9999)) {
        unsigned y = (unsigned)d.year;
        put_pair(text, y / 100);
        put_pair(text + 2, y % 100);
        text[4] = text[7] = '-';
        put_pair(text + 5, d.month);
        put_pair(text + 8, d.day);
        text[10] = '\0';
        return (slice){text, DATE_TEXT - 1};
    }
    if (d.year != 0) {
        p = put_digits(p, d.year, 4);
        if (d.month != 0) {
            *p++ = '-';
            p = put_digits(p, d.month, 2);
            if (d.day != 0) {
                *p++ = '-';
                p = put_digits(p, d.day, 2);
            }
        }
    }
    *p = '\0';
    return slice_between(text, p);
}

int
date_cmp(date a, date b)
{
    int x = a.year * 512 + a.month * 32 + a.day, y = b.year * 512 + b.month * 32 + b.day;
    return (x > y) - (x < y);
}

int32_t
date_days(date d)
{
    int y = d.month <= 2 ? d.year - 1 : d.year;
    int era = y / 400, of_era = y - era * 400;
    int of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    int days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;

    return era * 146097 + days - 719468;
}

date
date_from_days(int32_t n)
{
    int z = n + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int of_era = z - era * 146097;
    int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * y + y / 4 - y / 100);
    int m = (5 * of_year + 2) / 153;
    int month = m < 10 ? m + 3 : m - 9;

    return (date){(int16_t)(y + era * 400 + (month <= 2)), (uint8_t)month,
                  (uint8_t)(of_year - (153 * m + 2) / 5 + 1)};
}

int
date_weekday(date d)
{
    int n = (date_days(d) + 3) % 7; /* 1970-01-01 was a Thursday */
    return (n < 0 ? n + 7 : n) + 1;
}

int
date_week(date d, int *year)
{
    /* The week belongs to the year of its Thursday. */
    date thursday = date_from_days(date_days(d) - date_weekday(d) + 4);
    date first = {thursday.year, 1, 1};

    *year = thursday.year;
    return (date_days(thursday) - date_days(first)) / 7 + 1;
}

date
date_today(void)
{
    return date_from_days((int32_t)(time(NULL) / 86400));
}

enum { UNKNOWN = -2 };

/* Two digits, or UNKNOWN: two characters that stand for it; or -1. */
static inline int
pair(const char *p)
{
    unsigned a = (unsigned char)p[0] - '0', b = (unsigned char)p[1] - '0';

    if (BASE_LIKELY(a <= 9 && b <= 9))
        return (int)(a * 10 + b);
    return p[0] == p[1] && (p[0] == '<' || p[0] == ' ') ? UNKNOWN : -1;
}

bool
date_parse_yymmdd(slice s, date_kind kind, date as_of, date *d)
{
    int year, month, day;
    date made;

    *d = (date){0};
    if (s.n != 6)
        return false;
    year = pair(s.p);
    month = pair(s.p + 2);
    day = pair(s.p + 4);
    if (BASE_UNLIKELY((year | month | day) < 0)) {
        if (year == -1 || month == -1 || day == -1)
            return false;
        month = month == UNKNOWN ? 0 : month;
        day = day == UNKNOWN ? 0 : day;
    }
    if (month > 12 || day > 31)
        return false;
    if (month == 0)
        day = 0;
    if (year == UNKNOWN) /* a day without its year says nothing a record can hold */
        return month == 0 || day <= month_days(2000, month);

    year += as_of.year / 100 * 100;
    if (kind == DATE_BIRTH) {
        if (year > as_of.year)
            year -= 100;
        if (!date_make(year, month, day, &made)) {
            /* 29 February of a year that has none: the century before may. */
            if (!date_make(year - 100, month, day, &made))
                return false;
        } else if (date_whole(made) ? date_cmp(made, as_of) > 0
                                    : made.year == as_of.year && made.month > as_of.month) {
            if (!date_make(year - 100, month, day, &made))
                return false;
        }
    } else {
        if (year > as_of.year + 50)
            year -= 100;
        else if (year <= as_of.year - 50)
            year += 100;
        /* Fifty years away to the year: the day decides, a tie is the later. */
        if (year == as_of.year + 50 && month * 32 + day > as_of.month * 32 + as_of.day)
            year -= 100;
        if (!date_make(year, month, day, &made))
            return false;
    }
    *d = made;
    return true;
}

bool
date_parse_yyyymmdd(slice s, date *d)
{
    *d = (date){0};
    if (s.n != 8)
        return false;
    int month = digits(s.p + 4, 2), day = digits(s.p + 6, 2);
    date made;
    if (!date_make(digits(s.p, 4), month, month == 0 ? 0 : day, &made))
        return false;
    *d = made;
    return true;
}

bool
moment_parse(slice s, moment *m)
{
    int hour, minute, second = 0;

    *m = (moment){0};
    if (s.n <= 10)
        return s.n != 0 && date_parse(s, &m->day);
    const char *p = s.p, *end = s.p + s.n;
    if (!date_parse((slice){s.p, 10}, &m->day))
        return false;
    p += 10;
    if ((*p != 'T' && *p != 't' && *p != ' ') || end - p < 6 || p[3] != ':')
        return false;
    hour = digits(p + 1, 2);
    minute = digits(p + 4, 2);
    p += 6;
    if (p < end && *p == ':') {
        if (end - p < 3)
            return false;
        second = digits(p + 1, 2);
        p += 3;
        if (p < end && (*p == '.' || *p == ','))
            for (p++; p < end && *p >= '0' && *p <= '9';)
                p++;
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return false;
    if (p < end) {
        if (*p == 'Z' || *p == 'z') {
            p++;
        } else if ((*p == '+' || *p == '-') && (end - p == 6 || end - p == 5 || end - p == 3)) {
            bool colon = end - p == 6;
            int h = digits(p + 1, 2), min = end - p == 3 ? 0 : digits(p + (colon ? 4 : 3), 2);
            if (h < 0 || h > 14 || min < 0 || min > 59 || (colon && p[3] != ':'))
                return false;
            m->offset = (int16_t)(*p == '-' ? -(h * 60 + min) : h * 60 + min);
            p = end;
        } else {
            return false;
        }
        m->has_offset = true;
    }
    if (p != end)
        return false;
    m->has_time = true;
    m->hour = (uint8_t)hour;
    m->minute = (uint8_t)minute;
    m->second = (uint8_t)second;
    return true;
}

slice
moment_text(moment m, char text[MOMENT_TEXT])
{
    char *p = text + date_text(m.day, text).n;

    if (m.has_time) {
        *p++ = 'T';
        p = put_digits(p, m.hour, 2);
        *p++ = ':';
        p = put_digits(p, m.minute, 2);
        *p++ = ':';
        p = put_digits(p, m.second, 2);
        if (m.has_offset && m.offset == 0) {
            *p++ = 'Z';
        } else if (m.has_offset) {
            int off = m.offset < 0 ? -m.offset : m.offset;
            *p++ = m.offset < 0 ? '-' : '+';
            p = put_digits(p, off / 60, 2);
            *p++ = ':';
            p = put_digits(p, off % 60, 2);
        }
    }
    *p = '\0';
    return slice_between(text, p);
}

int64_t
moment_seconds(moment m)
{
    int64_t seconds = (int64_t)date_days(m.day) * 86400;

    if (m.has_time)
        seconds += m.hour * 3600 + m.minute * 60 + m.second;
    return m.has_offset ? seconds - m.offset * 60 : seconds;
}

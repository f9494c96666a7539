/* What is counted by: reading the request, finding columns, making keys. */
#include "report/report.h"

#include <stdlib.h>

/* ---- periods ---- */

static const struct {
    slice name;
    report_period period;
} periods[] = {
    {S("hour"), REPORT_HOUR},       {S("day"), REPORT_DAY},     {S("week"), REPORT_WEEK},
    {S("weekday"), REPORT_WEEKDAY}, {S("month"), REPORT_MONTH}, {S("quarter"), REPORT_QUARTER},
    {S("year"), REPORT_YEAR},
};

report_period
report_period_find(slice name)
{
    for (size_t i = 0; i < LENGTH(periods); i++)
        if (slice_eq(periods[i].name, name))
            return periods[i].period;
    return REPORT_WHOLE;
}

static char *
put_two(char *p, int v)
{
    *p++ = (char)('0' + v / 10);
    *p++ = (char)('0' + v % 10);
    return p;
}

slice
report_period_text(report_period p, moment m, char text[REPORT_PERIOD_TEXT])
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
    default:
        return date_text(d, text);
    }
}

/* ---- the request ---- */

/* COLUMN:PERIOD parted; REPORT_WHOLE, and *column untouched, when it is not that. */
static report_period
part(slice asked, slice *column)
{
    report_period period = REPORT_WHOLE;
    size_t n = asked.n;

    while (n != 0 && asked.p[n - 1] != ':')
        n--;
    if (n >= 2)
        period = report_period_find((slice){asked.p + n, asked.n - n});
    if (period != REPORT_WHOLE)
        *column = (slice){asked.p, n - 1};
    return period;
}

static bool
add_item(report_by *by, slice asked, error *e)
{
    report_by_item *item = &by->item[by->n];
    slice column;

    if (asked.n == 0)
        return error_set(e, "an empty name in the list of columns");
    if (by->n == REPORT_BY_MAX)
        return error_set(e, "more than %d columns to count by", REPORT_BY_MAX);
    if (slice_eq(asked, S("count")))
        return error_set(e, "the report has a column 'count' of its own");
    *item = (report_by_item){.asked = asked, .name = asked, .index = -1};
    if (part(asked, &column) != REPORT_WHOLE) {
        char *name = mem_alloc(asked.n, 1);
        memcpy(name, asked.p, asked.n);
        name[column.n] = '_';
        item->name = (slice){name, asked.n};
    }
    by->n++;
    for (size_t i = 0; i + 1 < by->n; i++)
        if (slice_eq(by->item[i].name, item->name))
            return error_set(e, "'%.*s' is asked for twice", (int)asked.n, asked.p);
    return true;
}

bool
report_by_add(report_by *by, slice list, error *e)
{
    do {
        if (!add_item(by, slice_cut(&list, ','), e))
            return false;
    } while (list.p != NULL);
    return true;
}

/* ---- the columns ---- */

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

/* What a period is taken of when nobody says: the first of these there is. */
static const enum column times[] = {COL_crossing_time, COL_entry_time, COL_arr_time, COL_dep_time,
                                    COL_message_sent};

static slice
time_column(const report_by *by, const csv_in *csv)
{
    if (by->time.n != 0)
        return by->time;
    for (size_t i = 0; i < LENGTH(times); i++)
        if (csv_col(csv, times[i]) >= 0)
            return column_table[times[i]].name;
    return (slice){NULL, 0};
}

/* A column, a period, or a column and a period: as the first input has it. */
static bool
decide(report_by *by, report_by_item *item, const csv_in *csv, error *e)
{
    item->column = item->asked;
    if (csv_find(csv, item->asked) >= 0)
        return true;
    item->period = report_period_find(item->asked);
    if (item->period == REPORT_WHOLE) {
        item->period = part(item->asked, &item->column);
        return true;
    }
    item->column = time_column(by, csv);
    return item->column.n != 0 ||
           no_column(csv, item->asked, "column of a time (--time=COLUMN) for", e);
}

bool
report_by_bind(report_by *by, const csv_in *csv, error *e)
{
    for (size_t i = 0; i < by->n; i++) {
        report_by_item *item = &by->item[i];
        if (!by->bound && !decide(by, item, csv, e))
            return false;
        item->index = csv_find(csv, item->column);
        if (item->index < 0)
            return no_column(csv, item->column, "column", e);
    }
    by->bound = true;
    return true;
}

void
report_by_key(report_by *by, const row *r, slice *key, diag *d)
{
    bool warned = false;

    for (size_t i = 0; i < by->n; i++) {
        report_by_item *item = &by->item[i];
        slice value = row_get(r, item->index);
        moment m;
        key[i] = value;
        if (item->period == REPORT_WHOLE || value.n == 0)
            continue;
        if (BASE_LIKELY(moment_parse(value, &m))) {
            key[i] = report_period_text(item->period, m, item->text);
            continue;
        }
        key[i] = (slice){NULL, 0};
        if (!warned) {
            place where = r->where;
            where.column = (unsigned)item->index + 1;
            diag_warn(d, where, "'%.*s' is no date; the row is counted with an empty %.*s",
                      (int)(value.n < 60 ? value.n : 60), value.p, (int)item->name.n, item->name.p);
        }
        warned = true;
    }
}

void
report_by_free(report_by *by)
{
    for (size_t i = 0; i < by->n; i++)
        if (by->item[i].name.p != by->item[i].asked.p)
            free((void *)(uintptr_t)by->item[i].name.p);
    *by = (report_by){0};
}

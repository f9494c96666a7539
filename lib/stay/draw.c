/* A stay and its window, month by month, for a person to look at. */
#include "stay/private.h"

static bool
covers(const stay_days *s, int32_t day)
{
    return day >= s->from && day <= s->to;
}

static char
sign_of(const reckoning *k, int32_t day)
{
    if (covers(&k->stay, day))
        return day > k->last ? '!' : '#';
    for (size_t i = 0; i < k->before_n; i++)
        if (covers(&k->before[i], day))
            return '+';
    if (k->rule->window != 0 && day > k->stay.to - (int32_t)k->rule->window && day <= k->stay.to)
        return '.';
    return k->last != INT32_MAX && day > k->stay.to && day <= k->last ? '-' : ' ';
}

static void
put_day(buf *to, const char *what, int32_t day)
{
    char text[DATE_TEXT];
    slice s = date_text(date_from_days(day), text);

    buf_printf(to, "%s%.*s", what, (int)s.n, s.p);
}

static void
put_months(const reckoning *k, buf *to)
{
    int32_t first = k->stay.from, last = k->stay.to;

    if (k->rule->window != 0 && k->stay.to - (int32_t)k->rule->window + 1 < first)
        first = k->stay.to - (int32_t)k->rule->window + 1;
    if (k->last != INT32_MAX && k->last > last && k->last - last < 366)
        last = k->last;
    if (last - first > 3660) /* ten years are enough to look at */
        first = last - 3660;
    date d = date_from_days(first);
    d.day = 1;
    for (int32_t day = date_days(d); day <= last;) {
        buf_printf(to, "  %04d-%02d  ", d.year, d.month);
        size_t from = to->n;
        uint8_t month = d.month;
        while (d.month == month) {
            buf_putc(to, day >= first && day <= last ? sign_of(k, day) : ' ');
            d = date_from_days(++day);
        }
        while (to->n > from && to->p[to->n - 1] == ' ')
            to->n--;
        buf_putc(to, '\n');
    }
}

void
stay_draw(const reckoning *k, buf *to)
{
    size_t from = to->n;

    buf_printf(to, "%.*s%s%.*s %.*s%s%.*s", (int)k->who[0].n, k->who[0].p,
               k->who[1].n != 0 ? ", " : "", (int)k->who[1].n, k->who[1].p, (int)k->who[2].n,
               k->who[2].p, k->who[2].n != 0 ? " " : "", (int)k->who[3].n, k->who[3].p);
    buf_harmless(to, from);
    if (k->rule == NULL) {
        buf_puts(to, S(": no rule\n"));
        return;
    }
    buf_printf(to, ": rule %.*s\n", (int)k->rule->name.n, k->rule->name.p);
    put_day(to, "  stay from ", k->stay.from);
    put_day(to, k->open ? ", still open, counted to " : " to ", k->stay.to);
    buf_printf(to, ": %d days\n", k->stay.to - k->stay.from + 1);
    for (size_t i = 0; i < k->before_n; i++) {
        put_day(to, "  before, from ", k->before[i].from);
        put_day(to, " to ", k->before[i].to);
        buf_printf(to, ": %d days\n", k->before[i].to - k->before[i].from + 1);
    }
    if (k->rule->window != 0) {
        put_day(to, "  window of the last day: ", k->stay.to - (int32_t)k->rule->window + 1);
        put_day(to, " to ", k->stay.to);
        buf_printf(to, ", %d days of %u used\n", k->used, k->rule->days);
    }
    if (k->last != INT32_MAX)
        put_day(to, "  last day allowed ", k->last);
    else
        buf_puts(to, S("  without an end"));
    if (k->over > 0)
        buf_printf(to, ", %d days too many", k->over);
    buf_putc(to, '\n');
    put_months(k, to);
    buf_puts(to, S("  # this stay  ! too long  + stays before  - still allowed  . the window\n"));
}

/*
 * Lines over time: a panel for what is counted, one for quantities, one for
 * rates, below each other over the same axis.
 *
 * A period in which nothing was counted is 0; where there is no mean to give,
 * or it is withheld, the line has a gap.
 */
#include "report/chart.h"

#include <math.h>
#include <stdlib.h>

enum { PANEL = 200, PANEL_ALONE = 280, LABELS = 150 };

typedef enum unit { COUNTS, QUANTITIES, RATES, UNITS } unit;

static unit
unit_of(const report_column *c)
{
    if (c->form == REPORT_PERCENT)
        return RATES;
    switch (c->measure->op) {
    case REPORT_OP_COUNT:
    case REPORT_OP_NET:
    case REPORT_OP_PERSONS:
    case REPORT_OP_DISTINCT:
        return COUNTS;
    default:
        return QUANTITIES;
    }
}

/* The measures of one unit, where nothing is across; those of another measure are left to the
 * table. */
static size_t
series_measures(sheet *s, unit u, series *made)
{
    const report_result *r = s->r;
    size_t n = 0;

    for (size_t m = 0; m < r->measures_n && n < CHART_SERIES; m++) {
        size_t c = column_whole(r, m);
        if (r->measure[m].op >= REPORT_OP_SHARE || c == r->columns_n || unit_of(&r->column[c]) != u)
            continue;
        made[n] = (series){.column = {c}, .columns_n = 1, .color = n, .percent = u == RATES};
        made[n++].label = show_measure(s->t, r, &r->measure[m], &s->a);
    }
    return n;
}

static point
point_at(const sheet *s, const series *of, const moment_line *p)
{
    point none = {REPORT_NONE, 0};

    if (p->line != NULL)
        return series_point(s->r, of, p->line);
    /* where only the top ones are shown, what is missing is not 0 */
    if (s->r->others == 0 && unit_of(&s->r->column[of->column[0]]) == COUNTS)
        none.state = REPORT_VALUE;
    return none;
}

typedef struct panel {
    scale c;
    double x, width, y, tall;
} panel;

static double
x_of(const panel *p, size_t i, size_t n)
{
    return p->x + p->width * ((double)i + 0.5) / (double)n;
}

static double
y_of(const panel *p, double value)
{
    return p->y + p->tall * (1 - scale_at(&p->c, value));
}

/* Below the only line of a panel a tint, so that it does not stand in the air. */
static void
draw_area(sheet *s, const series *of, const moment_line *p, size_t n, const panel *on)
{
    char class[8];

    for (size_t i = 0; i < n;) {
        size_t from = i;
        while (i < n && point_at(s, of, &p[i]).state == REPORT_VALUE)
            i++;
        if (i - from > 1) {
            buf_printf(&s->b, "<path class=\"area %s\" d=\"", series_class("c", of->color, class));
            draw_at(s, 'M', x_of(on, from, n), y_of(on, 0));
            for (size_t k = from; k < i; k++)
                draw_at(s, 'L', x_of(on, k, n), y_of(on, point_at(s, of, &p[k]).value));
            draw_at(s, 'L', x_of(on, i - 1, n), y_of(on, 0));
            buf_puts(&s->b, S("Z\"/>\n"));
        }
        i += i < n && i == from;
    }
}

static void
draw_series(sheet *s, const series *of, const moment_line *p, size_t n, const panel *on)
{
    char class[8];
    bool open = false;

    buf_printf(&s->b, "<path class=\"ln %s\" d=\"", series_class("l", of->color, class));
    for (size_t i = 0; i < n; i++) {
        point q = point_at(s, of, &p[i]);
        if (q.state == REPORT_VALUE)
            draw_at(s, open ? 'L' : 'M', x_of(on, i, n), y_of(on, q.value));
        open = q.state == REPORT_VALUE;
    }
    buf_puts(&s->b, S("\"/>\n"));
    series_class("c", of->color, class);
    for (size_t i = 0; i < n; i++) {
        point q = point_at(s, of, &p[i]);
        bool alone = q.state == REPORT_VALUE &&
                     (i == 0 || point_at(s, of, &p[i - 1]).state != REPORT_VALUE) &&
                     (i + 1 == n || point_at(s, of, &p[i + 1]).state != REPORT_VALUE);
        if (q.state == REPORT_WITHHELD) {
            s->withheld = true;
            draw_text(s, x_of(on, i, n), on->y + on->tall - 2, MIDDLE, "soft", S("*"));
        } else if (q.state == REPORT_VALUE && (alone || n <= 62)) {
            draw_about(s, report_text_value(s->t, &s->r->key[0], p[i].period, &s->a),
                       point_text(s, of, &q));
            draw_dot(s, x_of(on, i, n), y_of(on, q.value), n <= 31 ? 3 : 2, class);
            draw_end(s);
        }
    }
}

/* A name at the end of each line, moved where two would lie on each other. */
typedef struct end_label {
    const series *of;
    double y;
} end_label;

static int
by_y(const void *a, const void *b)
{
    const end_label *x = a, *y = b;

    return (x->y > y->y) - (x->y < y->y);
}

static void
draw_names(sheet *s, const series *made, size_t n, const moment_line *p, size_t periods,
           const panel *on)
{
    end_label name[CHART_SERIES + 1];
    double x = on->x + on->width + 10, lowest = on->y + on->tall;
    char class[8];

    for (size_t i = 0; i < n; i++) {
        name[i] = (end_label){&made[i], on->y + on->tall};
        for (size_t k = periods; k-- > 0;) {
            point q = point_at(s, &made[i], &p[k]);
            if (q.state == REPORT_VALUE) {
                name[i].y = y_of(on, q.value);
                break;
            }
        }
    }
    qsort(name, n, sizeof *name, by_y);
    for (size_t i = 1; i < n; i++)
        name[i].y = fmax(name[i].y, name[i - 1].y + 17);
    for (size_t i = n; i-- > 0;) {
        name[i].y = fmin(name[i].y, lowest);
        lowest = name[i].y - 17;
    }
    for (size_t i = 0; i < n; i++) {
        draw_rect(s, x, name[i].y - 2, 10, 4, series_class("c", name[i].of->color, class));
        draw_text(s, x + 15, name[i].y + 4, START, "",
                  show_cut(name[i].of->label, (CHART_WIDTH - x - 15) / CHART_FONT, &s->a));
    }
}

static void
draw_panel(sheet *s, const series *made, size_t n, const moment_line *p, size_t periods, panel *on)
{
    double left = on->x, hi = 0, lo = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < periods; k++) {
            point q = point_at(s, &made[i], &p[k]);
            if (q.state != REPORT_VALUE)
                continue;
            hi = fmax(hi, q.value);
            lo = fmin(lo, q.value);
        }
    on->c = scale_of(lo, hi, on->tall < PANEL_ALONE ? 3 : 5);
    for (double v = on->c.lo; v <= on->c.hi + on->c.step / 2; v += on->c.step) {
        double y = y_of(on, v);
        draw_line(s, left, y, left + on->width, y, fabs(v) < on->c.step / 2 ? "axis" : "grid");
        draw_text(s, left - 8, y + 4, END, "soft num", scale_tick(s, &on->c, v, made[0].percent));
    }
    buf_putc(&s->b, '\n');
    if (n == 1)
        draw_area(s, &made[0], p, periods, on);
    for (size_t i = 0; i < n; i++)
        draw_series(s, &made[i], p, periods, on);
    if (n > 1)
        draw_names(s, made, n, p, periods, on);
}

bool
chart_lines(sheet *s)
{
    const report_result *r = s->r;
    series made[UNITS][CHART_SERIES + 1];
    size_t n[UNITS] = {0}, panels = 0, periods;
    double left = 0, right = 8;
    moment_line *p;

    periods = chart_periods(s, &p);
    if (periods == 0)
        return false;
    if (r->across.name.n != 0)
        n[COUNTS] = series_across(s, made[COUNTS]);
    else
        for (int u = 0; u < UNITS; u++)
            n[u] = series_measures(s, (unit)u, made[u]);
    for (int u = 0; u < UNITS; u++) {
        double widest = 0;
        panels += n[u] != 0;
        for (size_t i = 0; i < n[u]; i++) {
            double hi = 0, lo = 0;
            for (size_t k = 0; k < periods; k++) {
                point q = point_at(s, &made[u][i], &p[k]);
                hi = q.state == REPORT_VALUE ? fmax(hi, q.value) : hi;
                lo = q.state == REPORT_VALUE ? fmin(lo, q.value) : lo;
            }
            scale c = scale_of(lo, hi, 5);
            left = fmax(left, scale_width(s, &c, made[u][i].percent) + 10);
            widest = fmax(widest, show_width(made[u][i].label) * CHART_FONT + 26);
        }
        if (n[u] > 1)
            right = fmax(right, fmin(widest, LABELS));
    }
    if (panels == 0)
        return false;
    panel on = {.x = left, .width = CHART_WIDTH - left - right};
    for (int u = 0; u < UNITS; u++) {
        if (n[u] == 0)
            continue;
        if (n[u] == 1) { /* the name of a line that has no other beside it */
            slice unit_name = r->across.name.n != 0
                                  ? arena_join(&s->a, show_measure(s->t, r, &r->measure[0], &s->a),
                                               S(" \u00b7 "), made[u][0].label)
                                  : made[u][0].label;
            draw_text(s, 0, s->height + 11, START, "soft head", unit_name);
            s->height += 20;
        }
        on.y = s->height + 8;
        on.tall = panels == 1 ? PANEL_ALONE : PANEL / (u == COUNTS ? 1.0 : 1.6);
        draw_panel(s, made[u], n[u], p, periods, &on);
        s->height = on.y + on.tall + 16;
    }
    draw_periods(s, p, periods, on.x, on.width, s->height - 16);
    s->height += 10;
    return true;
}

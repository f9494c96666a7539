/* What of a result is drawn: columns across, sums of them, periods without a gap. */
#include "report/chart.h"

#include <math.h>
#include <stdlib.h>

bool
measure_adds(const report_measure *m)
{
    return m->op == REPORT_OP_COUNT || m->op == REPORT_OP_NET || m->op == REPORT_OP_SUM;
}

size_t
column_whole(const report_result *r, size_t measure)
{
    size_t i = 0;

    while (i < r->columns_n && !(r->column[i].whole && r->column[i].measure_index == measure))
        i++;
    return i;
}

point
series_point(const report_result *r, const series *s, const report_line *line)
{
    point p = {REPORT_NONE, 0};

    (void)r;
    for (size_t i = 0; i < s->columns_n; i++) {
        const report_cell *c = &line->cell[s->column[i]];
        if (c->state == REPORT_WITHHELD)
            p.state = REPORT_WITHHELD;
        else if (c->state == REPORT_VALUE && p.state != REPORT_WITHHELD)
            p.state = REPORT_VALUE;
        p.value += c->state == REPORT_VALUE ? c->value : 0;
    }
    return p;
}

slice
point_text(sheet *s, const series *of, const point *p)
{
    if (p->state == REPORT_WITHHELD)
        return S("*");
    if (p->state == REPORT_NONE)
        return (slice){NULL, 0};
    bool whole = p->value == floor(p->value);
    return show_number(s->t, p->value,
                       whole && !of->percent ? 0
                       : of->percent         ? 1
                                             : 2,
                       of->percent, &s->a);
}

static int
by_total(const void *a, const void *b)
{
    const series *x = a, *y = b;

    return (x->total < y->total) - (x->total > y->total);
}

static int
by_column(const void *a, const void *b)
{
    const series *x = a, *y = b;

    return (x->column[0] > y->column[0]) - (x->column[0] < y->column[0]);
}

size_t
series_across(sheet *s, series *made)
{
    const report_result *r = s->r;
    series *all = mem_alloc(r->columns_n + 1, sizeof *all), rest = {.color = CHART_REST};
    size_t n = 0, keep;

    for (size_t i = 0; i < r->columns_n && n < REPORT_ACROSS_MAX; i++) {
        const report_column *c = &r->column[i];
        if (c->whole || c->measure_index != 0)
            continue;
        all[n] = (series){.column = {i}, .columns_n = 1, .percent = c->form == REPORT_PERCENT};
        all[n].label = report_text_value(s->t, &r->across, c->across, &s->a);
        for (size_t k = 0; k < r->lines_n; k++)
            if (r->line[k].kind != REPORT_TOTAL)
                all[n].total += series_point(r, &all[n], &r->line[k]).value;
        n++;
    }
    keep = n > CHART_SERIES ? CHART_SERIES - 1 : n;
    qsort(all, n, sizeof *all, by_total);
    qsort(all, keep, sizeof *all, by_column);
    for (size_t i = 0; i < keep; i++) {
        made[i] = all[i];
        made[i].color = i;
        if (keep == n && r->column[all[i].column[0]].across.n == 0)
            made[i].color = CHART_REST; /* not stated */
    }
    if (keep < n && r->measures_n != 0 && measure_adds(&r->measure[0])) {
        rest.label = report_text_get(s->t, S("ui.others"));
        for (size_t i = keep; i < n; i++)
            rest.column[rest.columns_n++] = all[i].column[0];
        made[keep++] = rest;
    } else if (keep < n) {
        s->drawn = keep;
        s->all = n;
    }
    free(all);
    return keep;
}

double
draw_legend(sheet *s, const series *made, size_t n, double y)
{
    double x = 0;
    char class[8];

    for (size_t i = 0; i < n; i++) {
        slice label = show_cut(made[i].label, 24, &s->a);
        double width = 16 + show_width(label) * CHART_FONT + 18;
        if (x > 0 && x + width - 18 > CHART_WIDTH) {
            x = 0;
            y += 20;
        }
        draw_rect(s, x, y + 2, 11, 11, series_class("c", made[i].color, class));
        draw_text(s, x + 16, y + 12, START, "", label);
        x += width;
    }
    buf_putc(&s->b, '\n');
    return n == 0 ? y : y + 26;
}

/* ---- periods ---- */

static int
by_period(const void *a, const void *b)
{
    return slice_cmp(((const moment_line *)a)->period, ((const moment_line *)b)->period);
}

/* Every period from the first to the last, or only those there are when that is too many. */
static size_t
fill(sheet *s, const moment_line *have, size_t n, moment_line *made)
{
    report_domain d = s->r->key[0].domain;
    slice at = have[0].period;
    size_t to = 0, from = 0;

    while (to < CHART_POINTS && from < n) {
        char text[REPORT_FIELD_TEXT];
        int order = slice_cmp(at, have[from].period);
        if (order > 0) /* what is there is no period of the calendar */
            return 0;
        made[to].period = at;
        made[to++].line = order == 0 ? have[from++].line : NULL;
        slice next = report_period_before(d, at, -1, text);
        if (next.n == 0 && from < n)
            return 0;
        at = arena_dup(&s->a, next);
    }
    return from == n ? to : 0;
}

size_t
chart_periods(sheet *s, moment_line **made)
{
    const report_result *r = s->r;
    moment_line *have = arena_alloc(&s->a, (r->lines_n + 1) * sizeof *have);
    size_t n = 0, filled;

    *made = have;
    if (r->keys_n != 1 || !report_is_period(r->key[0].domain))
        return 0;
    for (size_t i = 0; i < r->lines_n; i++)
        if (r->line[i].kind == REPORT_GROUP && r->line[i].key[0].n != 0)
            have[n++] = (moment_line){r->line[i].key[0], &r->line[i]};
    if (n == 0)
        return 0;
    qsort(have, n, sizeof *have, by_period);
    moment_line *all = arena_alloc(&s->a, CHART_POINTS * sizeof *all);
    filled = fill(s, have, n, all);
    if (filled != 0) {
        *made = all;
        return filled;
    }
    return n;
}

/* Whether a label of the axis stands at a period: the first of a month where days are many. */
static bool
begins(report_domain d, slice period)
{
    if (d == REPORT_DAY)
        return period.n == 10 && memcmp(period.p + 8, "01", 2) == 0;
    return d == REPORT_HOUR && period.n == 13 && memcmp(period.p + 11, "00", 2) == 0;
}

static slice
period_label(sheet *s, slice period, bool coarse)
{
    report_key key = s->r->key[0];

    if (coarse && key.domain == REPORT_DAY) {
        key.domain = REPORT_MONTH;
        period.n = 7;
    } else if (coarse) {
        key.domain = REPORT_DAY;
        period.n = 10;
    }
    return show_short(s->t, &key, period, &s->a);
}

void
draw_periods(sheet *s, const moment_line *p, size_t n, double x, double width, double y)
{
    report_domain d = s->r->key[0].domain;
    double step = width / (double)n, widest = 0, last = -1e9;
    size_t begun = 0;

    for (size_t i = 0; i < n; i++)
        begun += begins(d, p[i].period);
    bool coarse = n > 45 && begun >= 2;
    for (size_t i = 0; i < n; i += 1 + n / 50)
        widest =
            widest > 0 && n > 200 ? widest : show_width(period_label(s, p[i].period, coarse)) * 12;
    size_t every = 1, room = (size_t)((widest + 14) / step) + 1;
    while (every < room)
        every += every < 4 ? 1 : every / 2;
    for (size_t i = 0; i < n; i++) {
        double at = x + step * ((double)i + 0.5);
        if (coarse ? !begins(d, p[i].period) : i % every != 0)
            continue;
        if (coarse && at - last < widest + 14)
            continue;
        slice label = period_label(s, p[i].period, coarse);
        double half = show_width(label) * 6;
        last = at;
        draw_line(s, at, y, at, y + 4, "axis");
        /* the outermost labels stay on the sheet */
        if (at - half < 0)
            draw_text(s, 0, y + 18, START, "soft", label);
        else if (at + half > CHART_WIDTH)
            draw_text(s, CHART_WIDTH, y + 18, END, "soft", label);
        else
            draw_text(s, at, y + 18, MIDDLE, "soft", label);
    }
    buf_putc(&s->b, '\n');
}

/* Bars, one below the other, beside each other for several measures; and stacked ones. */
#include "report/chart.h"

#include <math.h>

enum { ROW = 23, BAR = 15, PANELS = 3 };

/* Groups that are drawn, and the line of the others. */
static size_t
rows_of(sheet *s, const report_line **shown)
{
    const report_result *r = s->r;
    size_t n = 0;
    uint64_t groups = 0;

    for (size_t i = 0; i < r->lines_n; i++) {
        if (r->line[i].kind == REPORT_TOTAL)
            continue;
        groups += r->line[i].kind == REPORT_GROUP;
        if (n < CHART_ROWS && r->line[i].kind == REPORT_GROUP)
            shown[n++] = &r->line[i];
        else if (r->line[i].kind == REPORT_OTHER && groups <= CHART_ROWS)
            shown[n++] = &r->line[i];
    }
    if (groups > CHART_ROWS) {
        s->drawn = CHART_ROWS;
        s->all = groups + r->others;
    }
    return n;
}

/* How wide the names of rows are, at most a third of the sheet. */
static double
names_width(sheet *s, const report_line *const *shown, size_t n)
{
    double width = 0;

    for (size_t i = 0; i < n; i++)
        width = fmax(width, show_width(show_label(s->t, s->r, shown[i], &s->a)) * CHART_FONT);
    return fmin(width, CHART_WIDTH / 3.0) + 10;
}

static void
draw_name(sheet *s, const report_line *line, double x, double y)
{
    slice label = show_label(s->t, s->r, line, &s->a);

    draw_text(s, x - 8, y + BAR - 3, END, line->kind == REPORT_OTHER ? "soft" : "",
              show_cut(label, (x - 10) / CHART_FONT, &s->a));
}

/* ---- bars ---- */

/* Measures that have bars: not those that say of another one what share or change it is. */
static size_t
panels_of(sheet *s, size_t *column)
{
    const report_result *r = s->r;
    size_t n = 0;

    for (size_t m = 0; m < r->measures_n && n < PANELS; m++) {
        size_t c = column_whole(r, m);
        if (r->measure[m].op < REPORT_OP_SHARE && c < r->columns_n)
            column[n++] = c;
    }
    return n;
}

static void
draw_bar(sheet *s, const report_line *line, size_t column, const scale *c, double x, double width,
         double y)
{
    const report_cell *cell = &line->cell[column];
    slice text = report_text_cell(s->t, &s->r->column[column], cell, &s->a);
    double zero = x + width * scale_at(c, 0), at = zero;

    if (cell->state == REPORT_WITHHELD) {
        s->withheld = true;
        draw_rect(s, zero, y, 14, BAR, "withheld");
        at = zero + 14;
    } else if (cell->state == REPORT_VALUE && line->kind == REPORT_GROUP) {
        at = x + width * scale_at(c, cell->value);
        if (cell->value != 0 && fabs(at - zero) < 1)
            at = cell->value < 0 ? zero - 1 : zero + 1; /* few is not none */
        draw_rect(s, fmin(zero, at), y, fabs(at - zero), BAR, "c0");
    }
    if (cell->state == REPORT_VALUE && cell->value < 0)
        draw_text(s, fmin(at, zero) - 5, y + BAR - 3, END, "soft num", text);
    else
        draw_text(s, fmax(at, zero) + 5, y + BAR - 3, START, "soft num", text);
}

static void
draw_panel(sheet *s, const report_line *const *shown, size_t n, size_t column, double x,
           double width, double y)
{
    const report_column *c = &s->r->column[column];
    double lo = 0, hi = 0, room = 0, room_below = 0;

    for (size_t i = 0; i < n; i++) {
        const report_cell *cell = &shown[i]->cell[column];
        double w = show_width(report_text_cell(s->t, c, cell, &s->a)) * 12 + 12;
        bool below = cell->state == REPORT_VALUE && cell->value < 0;
        room = below ? room : fmax(room, w);
        room_below = below ? fmax(room_below, w) : room_below;
        if (cell->state != REPORT_VALUE || shown[i]->kind != REPORT_GROUP || !isfinite(cell->value))
            continue;
        lo = fmin(lo, cell->value);
        hi = fmax(hi, cell->value);
    }
    scale of = {lo, hi > lo ? hi : lo + 1, 1, 0};
    room = fmin(room, width / 2);
    room_below = fmin(room_below, width / 3);
    slice heading = show_measure(s->t, s->r, c->measure, &s->a);
    draw_text(s, x + room_below, y + 11, START, "soft head",
              show_cut(heading, (width - 8) / 13, &s->a));
    y += 20;
    for (size_t i = 0; i < n; i++)
        draw_bar(s, shown[i], column, &of, x + room_below, width - room - room_below,
                 y + ROW * (double)i + 4);
    double zero = x + room_below + (width - room - room_below) * scale_at(&of, 0);
    draw_line(s, zero, y, zero, y + ROW * (double)n, "axis");
}

bool
chart_bars(sheet *s)
{
    const report_line *shown[CHART_ROWS + 1];
    size_t column[PANELS], n = rows_of(s, shown), panels = panels_of(s, column);

    if (n == 0 || panels == 0)
        return false;
    double names = names_width(s, shown, n), width = (CHART_WIDTH - names) / (double)panels;
    for (size_t p = 0; p < panels; p++)
        draw_panel(s, shown, n, column[p], names + width * (double)p, width, s->height);
    for (size_t i = 0; i < n; i++) {
        slice value =
            report_text_cell(s->t, &s->r->column[column[0]], &shown[i]->cell[column[0]], &s->a);
        draw_about(s, show_label(s->t, s->r, shown[i], &s->a), value);
        draw_name(s, shown[i], names, s->height + 20 + ROW * (double)i + 4);
        draw_end(s);
    }
    s->height += 20 + ROW * (double)n + 4;
    return true;
}

/* ---- stacked ---- */

/* Values above and below 0 go to either side. */
typedef struct stack {
    double up, down;
    bool withheld;
} stack;

static stack
stack_of(const report_result *r, const series *made, size_t n, const report_line *line)
{
    stack k = {0, 0, false};

    for (size_t i = 0; i < n; i++) {
        point p = series_point(r, &made[i], line);
        if (p.state == REPORT_WITHHELD)
            k.withheld = true;
        else if (p.value > 0)
            k.up += p.value;
        else
            k.down += p.value;
    }
    return k;
}

/* The parts of one bar, along x where it lies and along y where it stands. */
static void
draw_stack(sheet *s, const series *made, size_t n, const report_line *line, const scale *c,
           double from, double length, double at, double thick, bool stands)
{
    double up = 0, down = 0;
    char class[8];

    for (size_t i = 0; i < n; i++) {
        point p = series_point(s->r, &made[i], line);
        double *so_far = p.value < 0 ? &down : &up, was = *so_far;
        if (p.state == REPORT_NONE || (p.state == REPORT_VALUE && p.value == 0) ||
            !isfinite(p.value))
            continue;
        *so_far += p.value;
        double a = from + length * scale_at(c, was), b = from + length * scale_at(c, *so_far);
        draw_about(s, made[i].label, point_text(s, &made[i], &p));
        series_class("c", made[i].color, class);
        if (stands)
            draw_rect(s, at, fmin(a, b), thick, fmax(fabs(a - b), 0.5), class);
        else
            draw_rect(s, fmin(a, b), at, fmax(fabs(a - b), 0.5), thick, class);
        draw_end(s);
    }
    if (!stack_of(s->r, made, n, line).withheld)
        return;
    s->withheld = true;
    double a = from + length * scale_at(c, up);
    if (stands)
        draw_rect(s, at, a - 10, thick, 10, "withheld");
    else
        draw_rect(s, a, at, 10, thick, "withheld");
}

/* Over time: bars that stand. */
static bool
stand(sheet *s, const series *made, size_t n, const moment_line *p, size_t periods)
{
    enum { TALL = 260 };
    double hi = 0, lo = 0;

    for (size_t i = 0; i < periods; i++)
        if (p[i].line != NULL) {
            stack k = stack_of(s->r, made, n, p[i].line);
            hi = fmax(hi, k.up);
            lo = fmin(lo, k.down);
        }
    scale c = scale_of(lo, hi, 4);
    bool percent = made[0].percent;
    double left = scale_width(s, &c, percent) + 10, top = draw_legend(s, made, n, s->height);
    double width = CHART_WIDTH - left, step = width / (double)periods;
    top += 4;
    for (double v = c.lo; v <= c.hi + c.step / 2; v += c.step) {
        double y = top + TALL * (1 - scale_at(&c, v));
        draw_line(s, left, y, CHART_WIDTH, y, fabs(v) < c.step / 2 ? "axis" : "grid");
        draw_text(s, left - 8, y + 4, END, "soft num", scale_tick(s, &c, v, percent));
    }
    double gap = step > 6 ? fmin(step * 0.25, 12) : step > 2 ? 0.5 : 0;
    for (size_t i = 0; i < periods; i++)
        if (p[i].line != NULL) {
            draw_about(s, report_text_value(s->t, &s->r->key[0], p[i].period, &s->a),
                       (slice){NULL, 0});
            draw_stack(s, made, n, p[i].line, &c, top + TALL, -TALL,
                       left + step * (double)i + gap / 2, step - gap, true);
            draw_end(s);
        }
    draw_periods(s, p, periods, left, width, top + TALL);
    s->height = top + TALL + 26;
    return true;
}

/* The total of a stack as it is written at its end. */
static slice
total_text(sheet *s, const series *made, const report_line *line)
{
    size_t c = column_whole(s->r, 0);

    if (c < s->r->columns_n)
        return report_text_cell(s->t, &s->r->column[c], &line->cell[c], &s->a);
    point p = series_point(s->r, &made[0], line);
    return s->r->columns_n == 1 ? point_text(s, &made[0], &p) : (slice){NULL, 0};
}

bool
chart_stacked(sheet *s)
{
    const report_line *shown[CHART_ROWS + 1];
    series made[CHART_SERIES + 1];
    moment_line *p;
    size_t n = series_across(s, made), periods = chart_periods(s, &p), rows;
    double hi = 0, lo = 0, room = 0;

    if (n == 0)
        return s->r->across.name.n == 0 && chart_bars(s);
    if (periods != 0)
        return stand(s, made, n, p, periods);
    rows = rows_of(s, shown);
    if (rows == 0)
        return false;
    for (size_t i = 0; i < rows; i++) {
        stack k = stack_of(s->r, made, n, shown[i]);
        room = fmax(room, show_width(total_text(s, made, shown[i])) * 12 + 10);
        if (shown[i]->kind != REPORT_GROUP)
            continue;
        hi = fmax(hi, k.up);
        lo = fmin(lo, k.down);
    }
    double names = names_width(s, shown, rows), top = draw_legend(s, made, n, s->height);
    scale c = {lo, hi > lo ? hi : lo + 1, 1, 0};
    double width = CHART_WIDTH - names - fmin(room, 160) - 14;
    for (size_t i = 0; i < rows; i++) {
        double y = top + ROW * (double)i + 4;
        stack k = stack_of(s->r, made, n, shown[i]);
        bool group = shown[i]->kind == REPORT_GROUP;
        draw_about(s, show_label(s->t, s->r, shown[i], &s->a), total_text(s, made, shown[i]));
        draw_name(s, shown[i], names, y);
        if (group)
            draw_stack(s, made, n, shown[i], &c, names, width, y, BAR, false);
        draw_text(s, names + (group ? width * scale_at(&c, k.up) + (k.withheld ? 10 : 0) : 0) + 5,
                  y + BAR - 3, START, "soft num", total_text(s, made, shown[i]));
        draw_end(s);
    }
    double zero = names + width * scale_at(&c, 0);
    draw_line(s, zero, top, zero, top + ROW * (double)rows + 4, "axis");
    s->height = top + ROW * (double)rows + 8;
    return true;
}

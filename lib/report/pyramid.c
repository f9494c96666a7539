/* A population pyramid: two values across, back to back over the groups of the key. */
#include "report/chart.h"

#include <math.h>

enum { ROW = 20, BAR = 17, ROWS = 130 };

static size_t
rows_of(sheet *s, const report_line **shown)
{
    const report_result *r = s->r;
    size_t n = 0;

    /* the first group is at the bottom, and below it those without a value */
    for (int stated = 0; stated < 2; stated++)
        for (size_t i = 0; i < r->lines_n && n < ROWS; i++)
            if (r->line[i].kind == REPORT_GROUP && (r->line[i].key[0].n != 0) == (stated == 1))
                shown[n++] = &r->line[i];
    return n;
}

/* One side: away is -1 to the start, 1 to the end of the line. */
static void
draw_side(sheet *s, const series *of, const report_line *const *shown, size_t n, const scale *c,
          double from, double length, double bottom, int away)
{
    char class[8];

    series_class("c", of->color, class);
    for (size_t i = 0; i < n; i++) {
        point p = series_point(s->r, of, shown[i]);
        double y = bottom - ROW * (double)(i + 1) + (ROW - BAR) / 2.0,
               w = length * scale_at(c, p.value);
        if (p.state == REPORT_NONE)
            continue;
        slice label =
            arena_join(&s->a, of->label, S(" \u00b7 "), show_label(s->t, s->r, shown[i], &s->a));
        draw_about(s, label, point_text(s, of, &p));
        if (p.state == REPORT_WITHHELD) {
            s->withheld = true;
            w = 14;
        }
        draw_rect(s, away < 0 ? from - w : from, y, w, BAR,
                  p.state == REPORT_WITHHELD ? "withheld" : class);
        draw_end(s);
    }
}

static void
draw_scale(sheet *s, const scale *c, bool percent, double from, double length, double top,
           double bottom, int away)
{
    for (double v = c->lo; v <= c->hi + c->step / 2; v += c->step) {
        double x = from + away * length * scale_at(c, v);
        draw_line(s, x, top, x, bottom, fabs(v) < c->step / 2 ? "axis" : "grid");
        draw_text(s, x, bottom + 16, MIDDLE, "soft num", scale_tick(s, c, v, percent));
    }
}

bool
chart_pyramid(sheet *s)
{
    const report_line *shown[ROWS];
    series made[CHART_SERIES + 1];
    size_t n = series_across(s, made), rows = rows_of(s, shown), side[2] = {0, 0};
    double hi = 0, middle = 0;

    if (s->r->keys_n != 1 || n < 2 || rows == 0)
        return n != 0 && chart_stacked(s);
    /* the two largest, in their order: male, female */
    for (size_t i = 1; i < n; i++)
        if (made[i].total > made[side[0]].total)
            side[0] = i;
    side[1] = side[0] == 0 ? 1 : 0;
    for (size_t i = 0; i < n; i++)
        if (i != side[0] && made[i].total > made[side[1]].total)
            side[1] = i;
    if (side[0] > side[1]) {
        size_t swap = side[0];
        side[0] = side[1];
        side[1] = swap;
    }
    for (size_t i = 0; i < rows; i++) {
        for (int k = 0; k < 2; k++) {
            point p = series_point(s->r, &made[side[k]], shown[i]);
            hi = p.state == REPORT_VALUE ? fmax(hi, p.value) : hi;
        }
        middle = fmax(middle, show_width(show_label(s->t, s->r, shown[i], &s->a)) * 12 + 20);
    }
    middle = fmin(middle, 160);
    scale c = scale_of(0, hi, 4);
    double length = (CHART_WIDTH - middle) / 2 - 24, top = s->height + 24;
    double bottom = top + ROW * (double)rows;
    for (int k = 0; k < 2; k++) {
        const series *of = &made[side[k]];
        double from = CHART_WIDTH / 2.0 + (k == 0 ? -middle / 2 : middle / 2);
        draw_scale(s, &c, of->percent, from, length, top, bottom, k == 0 ? -1 : 1);
        draw_side(s, of, shown, rows, &c, from, length, bottom, k == 0 ? -1 : 1);
        draw_text(s, from, s->height + 12, k == 0 ? END : START, "head",
                  show_cut(of->label, length / CHART_FONT, &s->a));
    }
    for (size_t i = 0; i < rows; i++)
        draw_text(s, CHART_WIDTH / 2.0, bottom - ROW * (double)i - 6, MIDDLE, "soft",
                  show_cut(show_label(s->t, s->r, shown[i], &s->a), (middle - 8) / 12, &s->a));
    s->height = bottom + 24;
    return true;
}

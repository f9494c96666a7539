/* A heat map: the key's values down, those across over them, a colour for each cell. */
#include "report/chart.h"

#include <math.h>
#include <stdio.h>

typedef struct mark {
    slice value;
    const report_line *line; /* of a row; NULL: there is none */
    size_t column;           /* of a column; columns_n: there is none */
} mark;

/* Hours of the day and days of the week are all there, also those without records. */
static size_t
whole_domain(report_domain d, mark *m, size_t none)
{
    static const char hours[] = "000102030405060708091011121314151617181920212223";
    static const char days[] = "1234567";
    size_t n = d == REPORT_HOUR_OF_DAY ? 24 : d == REPORT_WEEKDAY ? 7 : 0, digits = n == 24 ? 2 : 1;

    for (size_t i = 0; i < n; i++)
        m[i] = (mark){{(n == 24 ? hours : days) + i * digits, digits}, NULL, none};
    return n;
}

static mark *
find(mark *m, size_t *n, slice value, size_t none)
{
    for (size_t i = 0; i < *n; i++)
        if (slice_eq(m[i].value, value))
            return &m[i];
    if (*n == CHART_CELLS)
        return NULL;
    m[*n] = (mark){value, NULL, none};
    return &m[(*n)++];
}

static size_t
rows_of(sheet *s, mark *m)
{
    const report_result *r = s->r;
    size_t n = r->keys_n == 1 ? whole_domain(r->key[0].domain, m, 0) : 0;

    for (size_t i = 0; i < r->lines_n; i++) {
        if (r->line[i].kind != REPORT_GROUP || r->keys_n == 0)
            continue;
        mark *at = NULL;
        if (r->keys_n == 1)
            at = find(m, &n, r->line[i].key[0], 0);
        else if (n < CHART_CELLS)
            m[n] = (mark){r->line[i].key[0], NULL, 0}, at = &m[n++];
        if (at != NULL)
            at->line = &r->line[i];
        s->all++;
    }
    s->drawn = n < CHART_CELLS ? s->all : CHART_CELLS;
    return n;
}

static size_t
columns_of(sheet *s, mark *m)
{
    const report_result *r = s->r;
    size_t n = r->across.name.n != 0 ? whole_domain(r->across.domain, m, r->columns_n) : 0;

    for (size_t i = 0; i < r->columns_n; i++) {
        const report_column *c = &r->column[i];
        if (c->measure_index != 0 || (r->across.name.n != 0 && c->whole))
            continue;
        mark *at = find(m, &n, c->across, r->columns_n);
        if (at != NULL)
            at->column = i;
    }
    return n;
}

/* The colours from 0 to the largest value. */
static double
draw_key(sheet *s, const report_column *c, double hi, double y)
{
    double x = 0;
    int decimals = c->form == REPORT_WHOLE || hi >= 100 ? 0 : 1;
    slice zero = show_number(s->t, 0, 0, c->form == REPORT_PERCENT, &s->a);
    char class[8];

    draw_text(s, x, y + 12, START, "soft num", zero);
    x += show_width(zero) * 12 + 8;
    for (size_t i = 0; i < CHART_HEATS; i++, x += 26)
        draw_rect(s, x, y + 2, 26, 12, series_class("h", i, class));
    draw_text(s, x + 8, y + 12, START, "soft num",
              show_number(s->t, hi, decimals, c->form == REPORT_PERCENT, &s->a));
    return y + 28;
}

static void
draw_cell(sheet *s, const mark *shown, const mark *column, double hi, double x, double y, double w,
          double h)
{
    const report_result *r = s->r;
    const report_cell *cell = shown->line != NULL && column->column < r->columns_n
                                  ? &shown->line->cell[column->column]
                                  : NULL;
    double value = cell != NULL && cell->state == REPORT_VALUE && cell->value > 0 ? cell->value : 0;
    size_t step = hi > 0 ? (size_t)(fmin(value / hi, 1) * (CHART_HEATS - 1) + 0.5) : 0;
    slice over = r->across.name.n == 0 ? (slice){NULL, 0}
                                       : report_text_value(s->t, &r->across, column->value, &s->a);
    slice text = cell != NULL ? report_text_cell(s->t, &r->column[column->column], cell, &s->a)
                              : (slice){NULL, 0};
    slice label = shown->line != NULL ? show_label(s->t, r, shown->line, &s->a)
                                      : report_text_value(s->t, &r->key[0], shown->value, &s->a);
    char class[8];

    if (value > 0 && step == 0)
        step = 1; /* few is not none */
    draw_about(s, arena_join(&s->a, label, S(" \u00b7 "), over), text);
    draw_rect(s, x, y, w, h, series_class("h", step, class));
    if (cell != NULL && cell->state == REPORT_WITHHELD) {
        s->withheld = true;
        draw_rect(s, x, y, w, h, "withheld");
    }
    draw_end(s);
}

bool
chart_heat(sheet *s)
{
    const report_result *r = s->r;
    mark *shown = arena_alloc(&s->a, (CHART_CELLS + 1) * sizeof *shown);
    mark *column = arena_alloc(&s->a, (CHART_CELLS + 1) * sizeof *column);
    size_t rows = rows_of(s, shown), columns = columns_of(s, column), first = r->columns_n;
    double hi = 0, names = 0, widest = 0;

    if (s->all == 0 || columns == 0)
        return false;
    for (size_t k = 0; k < columns; k++) {
        slice over = show_short(s->t, &r->across, column[k].value, &s->a);
        widest = fmax(widest, r->across.name.n != 0 ? show_width(over) * 12 + 6 : 0);
        first = column[k].column < first ? column[k].column : first;
        for (size_t i = 0; i < rows && column[k].column < r->columns_n; i++) {
            const report_cell *c =
                shown[i].line != NULL ? &shown[i].line->cell[column[k].column] : NULL;
            if (c != NULL && c->state == REPORT_VALUE && isfinite(c->value))
                hi = fmax(hi, c->value);
        }
    }
    for (size_t i = 0; i < rows; i++) {
        slice name = r->keys_n == 1 || shown[i].line == NULL
                         ? report_text_value(s->t, &r->key[0], shown[i].value, &s->a)
                         : show_label(s->t, r, shown[i].line, &s->a);
        names = fmax(names, show_width(name) * CHART_FONT + 10);
    }
    names = fmin(names, CHART_WIDTH / 3.0);
    double w = (CHART_WIDTH - names) / (double)columns, h = rows <= 12 ? 30 : 18,
           gap = w > 8 ? 2 : 0;
    double top = draw_key(s, &r->column[first], hi, s->height) + 18;
    size_t every = (size_t)(fmin(widest, 120) / w) + 1;
    for (size_t k = 0; k < columns; k += every)
        draw_text(s, names + w * ((double)k + 0.5), top - 6, MIDDLE, "soft",
                  show_cut(show_short(s->t, &r->across, column[k].value, &s->a), 10, &s->a));
    for (size_t i = 0; i < rows; i++) {
        double y = top + h * (double)i;
        slice name = shown[i].line != NULL
                         ? show_label(s->t, r, shown[i].line, &s->a)
                         : report_text_value(s->t, &r->key[0], shown[i].value, &s->a);
        draw_text(s, names - 8, y + h / 2 + 4, END, "",
                  show_cut(name, (names - 8) / CHART_FONT, &s->a));
        for (size_t k = 0; k < columns; k++)
            draw_cell(s, &shown[i], &column[k], hi, names + w * (double)k, y, w - gap, h - gap);
    }
    s->height = top + h * (double)rows + 4;
    return true;
}

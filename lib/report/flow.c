/*
 * A flow diagram (Sankey's) of two keys: what is on one side, what on the
 * other, and bands between them as wide as the value.
 */
#include "report/chart.h"

#include <math.h>
#include <stdlib.h>

enum {
    LINKS = 60,
    SLOT = 17,
    GAP = 5,
    NODE = 12,
    FLOW_TALL = 340,
    NAMES = 200 /* px at most for names, with their values */
};

typedef struct node {
    slice value;
    double sum, y, tall;
    size_t color;
} node;

typedef struct side {
    node node[LINKS];
    size_t n;
} side;

typedef struct link {
    const report_line *line;
    size_t end[2];
    double value, at[2]; /* where its band begins, from the top of the node */
} link;

static size_t
find(side *s, slice value)
{
    for (size_t i = 0; i < s->n; i++)
        if (slice_eq(s->node[i].value, value))
            return i;
    s->node[s->n] = (node){.value = value, .color = s->n < CHART_REST ? s->n : CHART_REST};
    return s->n++;
}

static int
by_value(const void *a, const void *b)
{
    const link *x = a, *y = b;

    return (x->value < y->value) - (x->value > y->value);
}

static size_t
links_of(sheet *s, link *made, size_t column)
{
    const report_result *r = s->r;
    link *all = arena_alloc(&s->a, (r->lines_n + 1) * sizeof *all);
    size_t n = 0;

    for (size_t i = 0; i < r->lines_n; i++) {
        const report_cell *c = &r->line[i].cell[column];
        if (r->line[i].kind != REPORT_GROUP)
            continue;
        s->all++;
        s->withheld = s->withheld || c->state == REPORT_WITHHELD;
        if (c->state == REPORT_VALUE && c->value > 0 && c->value < 1e300)
            all[n++] = (link){.line = &r->line[i], .value = c->value};
    }
    qsort(all, n, sizeof *all, by_value);
    n = n < LINKS ? n : LINKS;
    memcpy(made, all, n * sizeof *all);
    s->drawn = n;
    s->all += r->others;
    return n;
}

/* The height of a side whose values are drawn so many px each. */
static double
height(const side *s, double each)
{
    double h = 0;

    for (size_t i = 0; i < s->n; i++)
        h += fmax(s->node[i].sum * each, SLOT) + GAP;
    return h;
}

static void
put_side(side *s, double each, double top, double tall)
{
    double y = top + (tall - height(s, each)) / 2;

    for (size_t i = 0; i < s->n; i++) {
        node *n = &s->node[i];
        double slot = fmax(n->sum * each, SLOT);
        n->tall = fmax(n->sum * each, 1);
        n->y = y + (slot - n->tall) / 2;
        y += slot + GAP;
    }
}

static int
by_source(const void *a, const void *b)
{
    const link *x = a, *y = b;

    if (x->end[0] != y->end[0])
        return (x->end[0] > y->end[0]) - (x->end[0] < y->end[0]);
    return (x->end[1] > y->end[1]) - (x->end[1] < y->end[1]);
}

static int
by_target(const void *a, const void *b)
{
    const link *x = a, *y = b;

    if (x->end[1] != y->end[1])
        return (x->end[1] > y->end[1]) - (x->end[1] < y->end[1]);
    return (x->end[0] > y->end[0]) - (x->end[0] < y->end[0]);
}

/* Bands leave and reach a node in the order of the nodes at their other ends. */
static void
spread(link *l, size_t n, double each)
{
    for (int k = 0; k < 2; k++) {
        double used[LINKS] = {0};
        qsort(l, n, sizeof *l, k == 0 ? by_source : by_target);
        for (size_t i = 0; i < n; i++) {
            l[i].at[k] = used[l[i].end[k]];
            used[l[i].end[k]] += l[i].value * each;
        }
    }
    qsort(l, n, sizeof *l, by_value);
}

/* A band: two curves and what is between them. */
static void
draw_link(sheet *s, const side *of, const link *l, size_t column, double each, const double x[2])
{
    const node *a = &of[0].node[l->end[0]], *b = &of[1].node[l->end[1]];
    double w = fmax(l->value * each, 0.75), y1 = a->y + l->at[0], y2 = b->y + l->at[1];
    double half = (x[0] + x[1]) / 2;
    char class[8];

    slice label = arena_join(&s->a, report_text_value(s->t, &s->r->key[0], a->value, &s->a),
                             s->rtl ? S(" \u2190 ") : S(" \u2192 "),
                             report_text_value(s->t, &s->r->key[1], b->value, &s->a));
    draw_about(s, label,
               report_text_cell(s->t, &s->r->column[column], &l->line->cell[column], &s->a));
    buf_printf(&s->b, "<path class=\"flow %s\" d=\"", series_class("c", a->color, class));
    draw_at(s, 'M', x[0], y1);
    draw_at(s, 'C', half, y1);
    draw_at(s, '\0', half, y2);
    draw_at(s, '\0', x[1], y2);
    draw_at(s, 'L', x[1], y2 + w);
    draw_at(s, 'C', half, y2 + w);
    draw_at(s, '\0', half, y1 + w);
    draw_at(s, '\0', x[0], y1 + w);
    buf_puts(&s->b, S("Z\"/>"));
    draw_end(s);
}

static slice
node_value(sheet *s, const node *n, bool percent)
{
    return show_number(s->t, n->sum, n->sum == floor(n->sum) ? 0 : 1, percent, &s->a);
}

static double
names_width(sheet *s, const side *of, int which, bool percent)
{
    double width = 0;

    for (size_t i = 0; i < of->n; i++) {
        slice label = report_text_value(s->t, &s->r->key[which], of->node[i].value, &s->a);
        width =
            fmax(width, show_width(label) + show_width(node_value(s, &of->node[i], percent)) + 0.7);
    }
    return fmin(width * CHART_FONT + 10, NAMES);
}

static void
draw_nodes(sheet *s, const side *of, int which, double x, double names, bool percent)
{
    char class[8];

    for (size_t i = 0; i < of->n; i++) {
        const node *n = &of->node[i];
        slice label = report_text_value(s->t, &s->r->key[which], n->value, &s->a);
        slice value = node_value(s, n, percent);
        double room = (names - 10) / CHART_FONT - show_width(value) - 0.6;
        draw_rect(s, x, n->y, NODE, n->tall,
                  series_class("c", which == 0 ? n->color : CHART_REST, class));
        label = arena_join(&s->a, show_cut(label, fmax(room, 3), &s->a), S("  "), value);
        draw_text(s, which == 0 ? x - 7 : x + NODE + 7, n->y + n->tall / 2 + 4,
                  which == 0 ? END : START, "num", label);
    }
}

bool
chart_flow(sheet *s)
{
    const report_result *r = s->r;
    size_t column = column_whole(r, 0);
    side *of = arena_alloc(&s->a, 2 * sizeof *of);
    link made[LINKS];
    double sum = 0;

    if (r->keys_n != 2 || column == r->columns_n)
        return false;
    size_t n = links_of(s, made, column);
    if (n == 0)
        return false;
    of[0].n = of[1].n = 0;
    for (size_t i = 0; i < n; i++) {
        sum += made[i].value;
        for (int k = 0; k < 2; k++) {
            made[i].end[k] = find(&of[k], made[i].line->key[k]);
            of[k].node[made[i].end[k]].sum += made[i].value;
        }
    }
    double each = FLOW_TALL / sum, top = s->height + 26;
    double tall = fmax(height(&of[0], each), height(&of[1], each));
    bool percent = r->column[column].form == REPORT_PERCENT;
    const double names[2] = {names_width(s, &of[0], 0, percent),
                             names_width(s, &of[1], 1, percent)};
    const double x[2] = {names[0] + NODE, CHART_WIDTH - names[1] - NODE};
    for (int k = 0; k < 2; k++) {
        put_side(&of[k], each, top, tall);
        draw_text(s, k == 0 ? x[0] - NODE : x[1] + NODE, s->height + 12, k == 0 ? START : END,
                  "soft head", report_text_heading(s->t, &r->key[k], &s->a));
    }
    spread(made, n, each);
    for (size_t i = 0; i < n; i++)
        draw_link(s, of, &made[i], column, each, x);
    draw_nodes(s, &of[0], 0, x[0] - NODE, names[0], percent);
    draw_nodes(s, &of[1], 1, x[1], names[1], percent);
    s->height = top + tall + 4;
    return true;
}

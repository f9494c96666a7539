/*
 * A result in aligned columns, for a person at a terminal.
 *
 * What is shown of keys and cells is what CSV has, codes and plain numbers, so
 * that it can be searched for and typed into a condition.  The headings, too,
 * where the language is English; in another one they are its words.
 */
#include "report/show.h"

#include "text/text.h"

#include <math.h>
#include <stdlib.h>

enum {
    CELL_BYTES = 8 * REPORT_CELL_MAX, /* more marks than this on a cell's letters are no writing */
    BAR_MIN = 4,                      /* a shorter bar tells nothing */
    BAR_FREE = 20,                    /* columns of the longest one where nobody gives a width */
    BAR_MAX = 40
};

typedef struct view {
    buf *b;
    const report_result *r;
    report_text *t;
    bool raw; /* names as CSV has them */
    size_t n; /* columns: keys, then cells */
    size_t *width;
    size_t bar;    /* columns of the longest bar; 0: none */
    double widest; /* its value */
    arena a;
} view;

/*
 * The width of a value; more than REPORT_CELL_MAX when it must be cut.  *fits
 * is how many bytes of it go before an ellipsis then.
 */
static size_t
measure(slice value, size_t *fits)
{
    slice rest = value;
    size_t width = 0;

    *fits = 0;
    while (rest.n != 0 && width <= REPORT_CELL_MAX) {
        glyph g = glyph_next(&rest);
        width += g.width;
        if (value.n - rest.n > CELL_BYTES)
            return REPORT_CELL_MAX + 1;
        if (width < REPORT_CELL_MAX)
            *fits = value.n - rest.n;
    }
    return width;
}

static void
fit(view *v, size_t i, slice value)
{
    size_t fits, width = measure(value, &fits);

    if (width > REPORT_CELL_MAX)
        width = REPORT_CELL_MAX;
    if (width > v->width[i])
        v->width[i] = width;
}

static void
put_many(buf *b, char c, size_t n)
{
    while (n-- > 0)
        buf_putc(b, c);
}

/* The value as it is shown, with blanks in front when it is put to the right. */
static size_t
put_value(view *v, size_t i, slice value, bool right)
{
    size_t fits, width = measure(value, &fits);
    bool cut = width > REPORT_CELL_MAX;

    if (cut)
        value.n = fits;
    if (right && width < v->width[i])
        put_many(v->b, ' ', v->width[i] - width);
    width = right && width < v->width[i] ? v->width[i] - width : 0;
    while (value.n != 0) {
        glyph g = glyph_next(&value);
        buf_put(v->b, g.text, g.n);
        width += g.width;
    }
    if (cut)
        buf_puts(v->b, S("\u2026"));
    return width + cut;
}

static slice
cell_text(const report_cell *c)
{
    return c->state == REPORT_WITHHELD                 ? S("*")
           : c->state == REPORT_NONE || c->text.n == 0 ? S("-")
                                                       : c->text;
}

/* What stands in column i of a line; line NULL: the heading. */
static slice
value_of(view *v, const report_line *line, size_t i)
{
    const report_result *r = v->r;

    if (line == NULL && i < r->keys_n)
        return v->raw ? r->key[i].name : report_text_heading(v->t, &r->key[i], &v->a);
    if (line == NULL) {
        const report_column *c = &r->column[i - r->keys_n];
        return v->raw ? c->name : report_text_column(v->t, r, c, &v->a);
    }
    if (i >= r->keys_n)
        return cell_text(&line->cell[i - r->keys_n]);
    if (line->kind == REPORT_GROUP)
        return line->key[i].n != 0 ? line->key[i] : S("-");
    if (i != 0)
        return (slice){NULL, 0};
    if (!v->raw)
        return show_label(v->t, r, line, &v->a);
    if (line->kind == REPORT_TOTAL)
        return S("total");
    return arena_printf(&v->a, "other (%llu group%s)", (unsigned long long)r->others,
                        r->others == 1 ? "" : "s");
}

/* ---- bars ---- */

/*
 * Bars are of the first measure, over the groups.  None where columns stand
 * for what is across, and where a value is below 0, for a bar could not show it.
 */
static void
scale(view *v, size_t limit)
{
    const report_result *r = v->r;
    size_t used = 0;

    if (r->across.name.n != 0 || r->columns_n == 0 || r->keys_n == 0)
        return;
    for (size_t i = 0; i < r->lines_n; i++) {
        const report_cell *c = &r->line[i].cell[0];
        if (r->line[i].kind != REPORT_GROUP || c->state != REPORT_VALUE)
            continue;
        if (!(c->value >= 0) || !isfinite(c->value))
            return;
        if (c->value > v->widest)
            v->widest = c->value;
    }
    for (size_t i = 0; i < v->n; i++)
        used += v->width[i] + 2;
    if (v->widest > 0 && (limit == 0 || limit >= used + BAR_MIN))
        v->bar = limit == 0 ? BAR_FREE : limit - used < BAR_MAX ? limit - used : BAR_MAX;
}

static void
put_bar(view *v, const report_line *line)
{
    static const char part[8][4] = {"",       "\u258f", "\u258e", "\u258d",
                                    "\u258c", "\u258b", "\u258a", "\u2589"};
    const report_cell *c = &line->cell[0];

    if (v->bar == 0 || line->kind != REPORT_GROUP || c->state != REPORT_VALUE)
        return;
    size_t eighths = (size_t)(c->value / v->widest * (double)(8 * v->bar) + 0.5);
    if (eighths == 0 && c->value > 0)
        eighths = 1; /* few is not none */
    if (eighths == 0)
        return;
    buf_puts(v->b, S("  "));
    for (size_t i = 0; i < eighths / 8; i++)
        buf_puts(v->b, S("\u2588"));
    buf_puts(v->b, slice_of(part[eighths % 8]));
}

/* ---- lines ---- */

static void
put_line(view *v, const report_line *line)
{
    for (size_t i = 0; i < v->n; i++) {
        bool right = i >= v->r->keys_n, last = i + 1 == v->n;
        size_t width = put_value(v, i, value_of(v, line, i), right);
        if (!last)
            put_many(v->b, ' ', (v->width[i] > width ? v->width[i] - width : 0) + 2);
    }
    if (line != NULL)
        put_bar(v, line);
    buf_putc(v->b, '\n');
}

static void
put_rule(view *v)
{
    for (size_t i = 0; i < v->n; i++) {
        if (i != 0)
            buf_puts(v->b, S("  "));
        put_many(v->b, '-', v->width[i]);
    }
    buf_putc(v->b, '\n');
}

/* A text of the catalogue or a name, made harmless, and the end of a line. */
static void
put_text(view *v, slice text)
{
    while (text.n != 0) {
        glyph g = glyph_next(&text);
        buf_put(v->b, g.text, g.n);
    }
    buf_putc(v->b, '\n');
}

static void
put_table(view *v, size_t width)
{
    const report_result *r = v->r;

    for (size_t i = 0; i < v->n; i++)
        fit(v, i, value_of(v, NULL, i));
    for (size_t k = 0; k < r->lines_n; k++)
        for (size_t i = 0; i < v->n; i++)
            fit(v, i, value_of(v, &r->line[k], i));
    scale(v, width);
    put_line(v, NULL);
    put_rule(v);
    for (size_t k = 0; k < r->lines_n; k++) {
        if (r->line[k].kind == REPORT_TOTAL)
            put_rule(v);
        put_line(v, &r->line[k]);
    }
    if (r->withheld != 0)
        put_text(v, show_count(v->t, S("ui.withheld.note"), r->withheld, &v->a));
}

void
report_put_text(buf *b, const report_result *r, report_text *t, size_t width)
{
    view v = {.b = b, .r = r, .t = t, .n = r->keys_n + r->columns_n};

    v.raw = slice_eq(report_text_language(t), S("en"));
    if (r->left_out) {
        slice why = report_text_get(t, S("ui.left_out"));
        put_text(&v, show_fill(why, S("column"), r->lacks, &v.a));
    } else {
        v.width = mem_alloc(v.n + 1, sizeof *v.width);
        put_table(&v, width);
        free(v.width);
    }
    arena_free(&v.a);
}

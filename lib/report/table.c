/* Rows of text in aligned columns, for a person at a terminal. */
#include "report/report.h"

#include "text/text.h"

/* More marks than this many bytes on a cell's letters are no writing. */
enum { CELL_BYTES = 8 * REPORT_CELL_MAX };

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

static slice
shown(slice value)
{
    return value.n != 0 ? value : S("-");
}

void
report_table_fit(report_table *t, const slice *value)
{
    for (size_t i = 0; i < t->n; i++) {
        size_t fits, width = measure(shown(value[i]), &fits);
        if (width > REPORT_CELL_MAX)
            width = REPORT_CELL_MAX;
        if (width > t->width[i])
            t->width[i] = width;
    }
}

static void
put_many(buf *b, char c, size_t n)
{
    while (n-- > 0)
        buf_putc(b, c);
}

/* The value as it is shown; returns the width it took. */
static size_t
put_cell(buf *b, slice value)
{
    size_t fits, width = measure(value, &fits);
    bool cut = width > REPORT_CELL_MAX;

    if (cut) {
        value.n = fits;
        width = 1;
    } else {
        width = 0;
    }
    while (value.n != 0) {
        glyph g = glyph_next(&value);
        buf_put(b, g.text, g.n);
        width += g.width;
    }
    if (cut)
        buf_puts(b, S("\u2026"));
    return width;
}

void
report_table_put(const report_table *t, buf *b, const slice *value)
{
    for (size_t i = 0; i < t->n; i++) {
        bool last = i + 1 == t->n;
        if (last && value[i].n < t->width[i])
            put_many(b, ' ', t->width[i] - value[i].n);
        size_t width = put_cell(b, shown(value[i]));
        if (!last)
            put_many(b, ' ', (t->width[i] > width ? t->width[i] - width : 0) + 2);
    }
    buf_putc(b, '\n');
}

void
report_table_rule(const report_table *t, buf *b)
{
    for (size_t i = 0; i < t->n; i++) {
        if (i != 0)
            buf_puts(b, S("  "));
        put_many(b, '-', t->width[i]);
    }
    buf_putc(b, '\n');
}

/* Rows of text in aligned columns, for a person at a terminal. */
#include "report/report.h"

#include <stdio.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* What is shown for one character: bytes, and the columns they take. */
typedef struct glyph {
    char text[12];
    size_t n, width;
} glyph;

/*
 * What must not reach a terminal: controls (C0, C1), breaks of lines, and the
 * controls of writing direction, which can make a name read as another.
 */
static bool
unsafe(UChar32 c)
{
    return u_iscntrl(c) || c == 0x061c || c == 0x200e || c == 0x200f ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

static size_t
width_of(UChar32 c)
{
    switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
        return 0;
    default:
        break;
    }
    switch (u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_WIDE:
    case U_EA_FULLWIDTH:
        return 2;
    default:
        return 1;
    }
}

/* Takes the next character off a value that is not empty. */
static glyph
next_glyph(slice *rest)
{
    glyph g = {.n = 1, .width = 1};
    size_t n = 0;
    UChar32 c;

    if ((unsigned char)rest->p[0] >= 0x20 && (unsigned char)rest->p[0] < 0x7f) {
        g.text[0] = rest->p[0];
        *rest = (slice){rest->p + 1, rest->n - 1};
        return g;
    }
    U8_NEXT((const uint8_t *)rest->p, n, rest->n, c);
    if (c < 0) {
        g.text[0] = '?';
    } else if (unsafe(c)) {
        g.n = g.width =
            (size_t)snprintf(g.text, sizeof g.text, c < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)c);
    } else {
        memcpy(g.text, rest->p, n);
        g.n = n;
        g.width = width_of(c);
    }
    *rest = (slice){rest->p + n, rest->n - n};
    return g;
}

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
        glyph g = next_glyph(&rest);
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
        glyph g = next_glyph(&value);
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

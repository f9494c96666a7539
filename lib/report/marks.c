/* Text in pages and drawings: escapes, and how much of it there is room for. */
#include "report/show.h"

#include "text/text.h"

/* Marks that ICU puts about numbers, which turn nothing around them: U+200E, U+200F, U+061C. */
static bool
mark_of_direction(slice s)
{
    return (s.n >= 3 && (memcmp(s.p, "\u200e", 3) == 0 || memcmp(s.p, "\u200f", 3) == 0)) ||
           (s.n >= 2 && memcmp(s.p, "\u061c", 2) == 0);
}

void
show_xml(buf *b, slice text)
{
    while (text.n != 0) {
        size_t n = 0;
        while (n < text.n && (unsigned char)text.p[n] >= 0x20 && (unsigned char)text.p[n] < 0x7f &&
               strchr("&<>\"'", text.p[n]) == NULL)
            n++;
        buf_put(b, text.p, n);
        text = (slice){text.p + n, text.n - n};
        if (n != 0)
            continue;
        if (mark_of_direction(text)) {
            n = text.p[0] == '\xe2' ? 3 : 2;
            buf_put(b, text.p, n);
            text = (slice){text.p + n, text.n - n};
            continue;
        }
        glyph g = glyph_next(&text);
        switch (g.text[0]) {
        case '&':
            buf_puts(b, S("&amp;"));
            break;
        case '<':
            buf_puts(b, S("&lt;"));
            break;
        case '>':
            buf_puts(b, S("&gt;"));
            break;
        case '"':
            buf_puts(b, S("&quot;"));
            break;
        case '\'':
            buf_puts(b, S("&#39;"));
            break;
        case '\xef': /* U+FFFE and U+FFFF are no characters of XML */
            if (g.n == 3 && g.text[1] == '\xbf' && (unsigned char)g.text[2] >= 0xbe) {
                buf_putc(b, '?');
                break;
            }
            /* fall through */
        default:
            buf_put(b, g.text, g.n);
        }
    }
}

/* About the width of a glyph in common sans-serif fonts, a little on the wide side. */
static double
glyph_width(const glyph *g)
{
    unsigned char c = (unsigned char)g->text[0];

    if (g->n > 1 && c < 0x80) /* an escape */
        return 0.6 * (double)g->n;
    if (c < 0x80)
        return strchr("iIjl.,:;'|! ", c) != NULL                       ? 0.31
               : strchr("frt()[]/-", c) != NULL                        ? 0.4
               : strchr("mwMW@%", c) != NULL                           ? 0.92
               : (c >= 'A' && c <= 'Z') || strchr("&+<=>~", c) != NULL ? 0.69
                                                                       : 0.57;
    if (c >= 0xd8 && c <= 0xdb) /* Arabic, Hebrew */
        return g->width == 0 ? 0 : 0.54;
    return g->width == 0 ? 0 : g->width == 2 ? 1.04 : 0.64;
}

double
show_width(slice text)
{
    double width = 0;

    while (text.n != 0) {
        if (mark_of_direction(text)) {
            size_t n = text.p[0] == '\xe2' ? 3 : 2;
            text = (slice){text.p + n, text.n - n};
            continue;
        }
        glyph g = glyph_next(&text);
        width += glyph_width(&g);
    }
    return width;
}

slice
show_cut(slice text, double width, arena *a)
{
    slice rest = text;
    size_t fits = 0;
    double so_far = 0;

    if (text.n <= (size_t)1 << 12 && show_width(text) <= width + 0.001)
        return text;
    while (rest.n != 0) {
        glyph g = glyph_next(&rest);
        so_far += glyph_width(&g);
        if (so_far + 0.9 > width || text.n - rest.n > (size_t)1 << 12)
            break;
        fits = text.n - rest.n;
    }
    return arena_printf(a, "%.*s\u2026", (int)fits, text.p);
}

/* What a terminal shows of a text. */
#include "text/text.h"

#include <stdio.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

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

glyph
glyph_next(slice *rest)
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

/* Segments of UN/EDIFACT messages, as they are written. */
#include "sim/private.h"

segments
segments_of(const carrier *c, buf *b)
{
    return (segments){.b = b,
                      .component = c->separators[0],
                      .element = c->separators[1],
                      .release = c->separators[3],
                      .end = c->separators[5],
                      .eol = c->eol,
                      .blanks = has_habit(c, HABIT_blanks),
                      .blank_lines = has_habit(c, HABIT_blank_lines)};
}

void
tag(segments *g, const char *three)
{
    buf_put(g->b, three, 3);
}

void
value(segments *g, slice v)
{
    for (size_t i = 0; i < v.n; i++) {
        char c = v.p[i];
        if (c == g->element || c == g->component || c == g->release || c == g->end)
            buf_putc(g->b, g->release);
        buf_putc(g->b, c);
    }
}

void
el(segments *g, slice v)
{
    buf_putc(g->b, g->element);
    value(g, v);
}

void
co(segments *g, slice v)
{
    buf_putc(g->b, g->component);
    value(g, v);
}

void
el_number(segments *g, uint64_t n)
{
    buf_putc(g->b, g->element);
    put_number(g->b, n, 1);
}

void
end(segments *g)
{
    if (g->blanks && (g->n & 7) == 3)
        buf_putc(g->b, ' ');
    buf_putc(g->b, g->end);
    buf_puts(g->b, g->eol);
    if (g->blank_lines)
        buf_puts(g->b, g->eol);
    g->n++;
}

void
pair(segments *g, const char *three, slice qualifier, slice v)
{
    tag(g, three);
    el(g, qualifier);
    co(g, v);
    end(g);
}

void
two(segments *g, const char *three, slice qualifier, slice v)
{
    tag(g, three);
    el(g, qualifier);
    el(g, v);
    end(g);
}

void
put_number(buf *b, uint64_t n, unsigned width)
{
    char digit[20];
    unsigned k = 0;

    do
        digit[k++] = (char)('0' + n % 10);
    while ((n /= 10) != 0 || k < width);
    while (k > 0)
        buf_putc(b, digit[--k]);
}

void
put_ymd(buf *b, date d, bool four)
{
    put_number(b, (uint64_t)(four ? d.year : d.year % 100), 2);
    put_number(b, d.month, 2);
    put_number(b, d.day, 2);
}

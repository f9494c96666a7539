/* Exact decimals. */
#include "report/private.h"

bool
number_parse(slice s, number *v)
{
    bool minus = false, point = false;
    unsigned before = 0, after = 0;
    int64_t n = 0;
    size_t i = 0;

    if (s.n != 0 && (s.p[0] == '-' || s.p[0] == '+'))
        minus = s.p[i++] == '-';
    for (; i < s.n; i++) {
        if (s.p[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        if (point) {
            if (++after > 6) {
                if (s.p[i] != '0')
                    return false;
                continue;
            }
        } else if (n != 0 || s.p[i] != '0') {
            before++;
        }
        if (before > 12)
            return false;
        n = n * 10 + (s.p[i] - '0');
    }
    if (before + after == 0 && (s.n == 0 || n != 0 || s.p[s.n - 1] != '0'))
        return false;
    for (unsigned k = after > 6 ? 6 : after; k < 6; k++)
        n *= 10;
    *v = minus ? -n : n;
    return true;
}

/* The digits of v before p, at least so many of them; returns where they begin. */
static char *
digits(char *p, unsigned __int128 v, unsigned least)
{
    for (; v != 0 || least != 0; v /= 10) {
        *--p = (char)('0' + (int)(v % 10));
        if (least != 0)
            least--;
    }
    return p;
}

static slice
put(char text[NUMBER_TEXT], bool minus, unsigned __int128 whole, unsigned part, unsigned decimals)
{
    char *end = text + NUMBER_TEXT, *p = end;

    if (decimals != 0) {
        p = digits(p, part, decimals);
        *--p = '.';
    }
    p = digits(p, whole, 1);
    if (minus && (whole != 0 || part != 0))
        *--p = '-';
    size_t n = (size_t)(end - p);
    memmove(text, p, n);
    return (slice){text, n};
}

slice
number_text(number_sum v, char text[NUMBER_TEXT])
{
    unsigned __int128 u = v < 0 ? -(unsigned __int128)v : (unsigned __int128)v;
    unsigned part = (unsigned)(u % NUMBER_ONE), decimals = 6;

    while (decimals != 0 && part % 10 == 0) {
        part /= 10;
        decimals--;
    }
    return put(text, v < 0, u / NUMBER_ONE, part, decimals);
}

slice
number_ratio(number_sum a, number_sum b, unsigned scale, char text[NUMBER_TEXT])
{
    unsigned __int128 u = a < 0 ? -(unsigned __int128)a : (unsigned __int128)a,
                      d = (unsigned __int128)b, q = u / d * scale * 100, r = u % d * scale * 100;

    q += r / d;
    if (r % d >= d - r % d)
        q++;
    return put(text, a < 0, q / 100, (unsigned)(q % 100), 2);
}

slice
number_sum_text(number_sum v, char text[NUMBER_TEXT])
{
    return put(text, v < 0, v < 0 ? -(unsigned __int128)v : (unsigned __int128)v, 0, 0);
}

bool
number_sum_parse(slice s, number_sum *v)
{
    bool minus = s.n != 0 && s.p[0] == '-';
    number_sum n = 0;

    if (s.n == minus || s.n > 36)
        return false;
    for (size_t i = minus; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        n = n * 10 + (s.p[i] - '0');
    }
    *v = minus ? -n : n;
    return true;
}

double
number_double(number_sum v)
{
    return (double)v / NUMBER_ONE;
}

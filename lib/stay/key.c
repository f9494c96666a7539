/* What somebody is known again by: a document, or a name with a date of birth. */
#include "stay/private.h"

enum { PLAIN_MAX = 96 }; /* bytes of a field that tell who it is */

key
key_of(slice text)
{
    uint64_t x = 0x9e3779b97f4a7c15u ^ text.n;

    if (text.n == 0)
        return (key){0, 0};
    for (size_t i = 0; i < text.n; i++) {
        x = (x ^ (unsigned char)text.p[i]) * 0xff51afd7ed558ccdu;
        x ^= x >> 32;
    }
    return (key){slice_hash(text) | 1, x};
}

static bool
put_plain(buf *b, slice s)
{
    size_t from = b->n;

    for (size_t i = 0; i < s.n && i < PLAIN_MAX; i++) {
        char c = s.p[i];
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80)
            buf_putc(b, c);
    }
    return b->n != from;
}

bool
put_document(buf *b, slice issuer, slice number)
{
    if (!put_plain(b, number))
        return false;
    buf_putc(b, '/');
    put_plain(b, issuer);
    return true;
}

bool
put_name(buf *b, slice surname, slice given_names, slice full_name, slice birth_date)
{
    date birth;
    bool named = put_plain(b, surname);

    buf_putc(b, '/');
    named |= put_plain(b, given_names);
    if (!named)
        named = put_plain(b, full_name);
    buf_putc(b, '/');
    buf_puts(b, birth_date);
    return named && date_parse(birth_date, &birth) && date_whole(birth);
}

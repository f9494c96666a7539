/* diag: what is wrong with the input, in order. */
#include "base/base.h"

#include <stdio.h>

static void
put_place(buf *b, place w)
{
    if (w.file != NULL)
        buf_printf(b, "%s: ", w.file);
    if (w.line != 0)
        buf_printf(b, "line %llu: ", (unsigned long long)w.line);
    else if (w.offset >= 0)
        buf_printf(b, "byte %lld: ", (long long)w.offset);
    if (w.column != 0)
        buf_printf(b, "field %u: ", w.column);
}

/*
 * Text of the input is quoted in what is said: what a terminal would obey is
 * shown as a hexadecimal escape.
 */
static void
make_harmless(buf *b, size_t from)
{
    size_t n = 0;

    for (size_t i = from; i < b->n; i++) {
        unsigned char c = (unsigned char)b->p[i];
        n += c < 0x20 || c == 0x7f;
    }
    if (n != 0) {
        buf_reserve(b, n * 3);
        size_t to = b->n + n * 3;
        b->n = to;
        for (size_t i = to - n * 3; i-- > from;) {
            unsigned char c = (unsigned char)b->p[i];
            if (c < 0x20 || c == 0x7f) {
                char hex[5];
                snprintf(hex, sizeof hex, "\\x%02x", c);
                to -= 4;
                memcpy(b->p + to, hex, 4);
            } else {
                b->p[--to] = (char)c;
            }
        }
    }
}

static void BASE_PRINTF(4, 0)
    say(diag *d, place where, const char *kind, const char *fmt, va_list args)
{
    size_t from = d->text.n;

    if (d->program != NULL)
        buf_printf(&d->text, "%s: ", d->program);
    put_place(&d->text, where);
    buf_puts(&d->text, slice_of(kind));
    buf_vprintf(&d->text, fmt, args);
    make_harmless(&d->text, from);
    /* Text that was cut, or that is no UTF-8, must not reach a terminal so. */
    for (size_t at;
         (at = from + slice_utf8((slice){d->text.p + from, d->text.n - from})) < d->text.n;)
        d->text.p[at] = '?';
    buf_putc(&d->text, '\n');
}

static void
when_full(diag *d)
{
    if (d->full != NULL && d->text.n + d->rejects.n >= OUT_CHUNK)
        d->full(d->owner);
}

void
diag_note(diag *d, place where, const char *fmt, ...)
{
    va_list args;

    if (d->level < 1)
        return;
    va_start(args, fmt);
    say(d, where, "note: ", fmt, args);
    va_end(args);
    when_full(d);
}

void
diag_warn(diag *d, place where, const char *fmt, ...)
{
    va_list args;

    d->warnings++;
    if (d->level < 0)
        return;
    va_start(args, fmt);
    say(d, where, "warning: ", fmt, args);
    va_end(args);
    when_full(d);
}

void
diag_reject(diag *d, place where, slice record, const char *fmt, ...)
{
    va_list args;

    d->rejected++;
    va_start(args, fmt);
    say(d, where, "", fmt, args);
    va_end(args);
    if (d->keep && record.n != 0) {
        buf_puts(&d->rejects, record);
        if (record.p[record.n - 1] != '\n')
            buf_putc(&d->rejects, '\n');
    }
    when_full(d);
}

void
diag_reject_part(diag *d, slice piece)
{
    if (d->keep) {
        buf_puts(&d->rejects, piece);
        when_full(d);
    }
}

void
diag_merge(diag *into, diag *from)
{
    buf_puts(&into->text, buf_slice(&from->text));
    buf_puts(&into->rejects, buf_slice(&from->rejects));
    into->read += from->read;
    into->written += from->written;
    into->rejected += from->rejected;
    into->warnings += from->warnings;
    from->text.n = from->rejects.n = 0;
    from->read = from->written = from->rejected = from->warnings = 0;
    when_full(into);
}

void
diag_free(diag *d)
{
    buf_free(&d->text);
    buf_free(&d->rejects);
}

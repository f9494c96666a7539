/* diag: what is wrong with the input, in order. */
#include "base/base.h"

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

static void BASE_PRINTF(4, 0)
    say(diag *d, place where, const char *kind, const char *fmt, va_list args)
{
    size_t from = d->text.n;

    if (d->program != NULL)
        buf_printf(&d->text, "%s: ", d->program);
    put_place(&d->text, where);
    buf_puts(&d->text, slice_of(kind));
    buf_vprintf(&d->text, fmt, args);
    buf_harmless(&d->text, from);
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

/* A report as one JSON object (RFC 8259), for programs. */
#include "report/show.h"

/*
 * A string.  U+2028 and U+2029 are escaped, for older readers of JavaScript
 * end lines there; bytes that are not UTF-8 become U+FFFD.
 */
static void
put_string(buf *b, slice s)
{
    buf_putc(b, '"');
    while (s.n != 0) {
        unsigned char c = (unsigned char)s.p[0];
        size_t n = 1;
        if (c == '"' || c == '\\') {
            buf_putc(b, '\\');
            buf_putc(b, (char)c);
        } else if (c == '\n') {
            buf_puts(b, S("\\n"));
        } else if (c == '\t') {
            buf_puts(b, S("\\t"));
        } else if (c < 0x20 || c == 0x7f) {
            buf_printf(b, "\\u%04x", c);
        } else if (c < 0x80) {
            buf_putc(b, (char)c);
        } else {
            n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
            if (n > s.n || slice_utf8((slice){s.p, n}) != n) {
                buf_puts(b, S("\\ufffd"));
                n = 1;
            } else if (n == 3 && memcmp(s.p, "\xe2\x80", 2) == 0 &&
                       ((unsigned char)s.p[2] & 0xfe) == 0xa8) {
                buf_printf(b, "\\u202%x", (unsigned char)s.p[2] & 0x0f);
            } else {
                buf_put(b, s.p, n);
            }
        }
        s = (slice){s.p + n, s.n - n};
    }
    buf_putc(b, '"');
}

static size_t
digits(slice s, size_t at)
{
    size_t n = 0;

    while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
        n++;
    return n;
}

/* Whether a text is a number of JSON's: -?(0|[1-9][0-9]*)(.[0-9]+)? */
static bool
is_number(slice s)
{
    size_t at = s.n != 0 && s.p[0] == '-', n = digits(s, at);

    if (n == 0 || (n > 1 && s.p[at] == '0'))
        return false;
    at += n;
    if (at == s.n)
        return true;
    n = s.p[at] == '.' ? digits(s, at + 1) : 0;
    return n != 0 && at + 1 + n == s.n;
}

static void
put_name(buf *b, const char *name, bool first)
{
    if (!first)
        buf_puts(b, S(", "));
    put_string(b, slice_of(name));
    buf_puts(b, S(": "));
}

static void
put_named(buf *b, const char *name, slice value, bool first)
{
    put_name(b, name, first);
    if (value.n != 0)
        put_string(b, value);
    else
        buf_puts(b, S("null"));
}

static void
put_count(buf *b, const char *name, uint64_t n, bool first)
{
    put_name(b, name, first);
    buf_printf(b, "%llu", (unsigned long long)n);
}

static void
put_columns(buf *b, const report_result *r)
{
    static const char *const form[] = {
        [REPORT_WHOLE] = "whole", [REPORT_DECIMAL] = "decimal", [REPORT_PERCENT] = "percent"};

    buf_puts(b, S(",\n   \"keys\": ["));
    for (size_t i = 0; i < r->keys_n; i++) {
        buf_puts(b, i != 0 ? S(", {") : S("{"));
        put_named(b, "name", r->key[i].name, true);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
    put_named(b, "across", r->across.name, false);
    buf_puts(b, S(",\n   \"columns\": ["));
    for (size_t i = 0; i < r->columns_n; i++) {
        const report_column *c = &r->column[i];
        buf_puts(b, i != 0 ? S(",\n    {") : S("\n    {"));
        put_named(b, "name", c->name, true);
        put_named(b, "measure", c->measure->name, false);
        put_name(b, "across", false); /* null: of all; "": of those without a value */
        if (c->whole)
            buf_puts(b, S("null"));
        else
            put_string(b, c->across);
        put_named(b, "form", slice_of(form[c->form]), false);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void
put_line(buf *b, const report_result *r, const report_line *line)
{
    static const char *const kind[] = {
        [REPORT_GROUP] = "group", [REPORT_OTHER] = "other", [REPORT_TOTAL] = "total"};
    bool withheld = false;

    buf_putc(b, '{');
    put_named(b, "kind", slice_of(kind[line->kind]), true);
    if (line->kind == REPORT_GROUP) {
        put_name(b, "key", false);
        buf_putc(b, '[');
        for (size_t i = 0; i < r->keys_n; i++) {
            buf_puts(b, i != 0 ? S(", ") : S(""));
            put_string(b, line->key[i]);
        }
        buf_putc(b, ']');
    }
    put_name(b, "cells", false);
    buf_putc(b, '[');
    for (size_t i = 0; i < r->columns_n; i++) {
        const report_cell *c = &line->cell[i];
        buf_puts(b, i != 0 ? S(", ") : S(""));
        if (c->state != REPORT_VALUE)
            buf_puts(b, S("null"));
        else if (is_number(c->text))
            buf_puts(b, c->text);
        else
            put_string(b, c->text);
        withheld = withheld || c->state == REPORT_WITHHELD;
    }
    buf_putc(b, ']');
    if (withheld) { /* which of the nulls, counted from 0 */
        bool first = true;
        put_name(b, "withheld", false);
        buf_putc(b, '[');
        for (size_t i = 0; i < r->columns_n; i++)
            if (line->cell[i].state == REPORT_WITHHELD) {
                buf_printf(b, "%s%zu", first ? "" : ", ", i);
                first = false;
            }
        buf_putc(b, ']');
    }
    buf_putc(b, '}');
}

static void
put_table(buf *b, const report_result *r)
{
    put_named(b, "id", r->table->id, true);
    if (r->left_out) {
        put_name(b, "left_out", false);
        buf_puts(b, S("true"));
        put_named(b, "lacks", r->lacks, false);
        return;
    }
    put_columns(b, r);
    buf_puts(b, S(",\n   \"rows\": ["));
    for (size_t i = 0; i < r->lines_n; i++) {
        buf_puts(b, i != 0 ? S(",\n    ") : S("\n    "));
        put_line(b, r, &r->line[i]);
    }
    buf_puts(b, S("],\n   "));
    put_count(b, "others", r->others, true);
    put_count(b, "withheld", r->withheld, false);
    buf_puts(b, S(", \"left_out\": false"));
}

void
report_put_json(buf *b, report_result *const *r, size_t n, const report_spec *spec,
                const report_facts *facts)
{
    buf_putc(b, '{');
    put_named(b, "report", spec->id, true);
    put_named(b, "title", facts->title, false);
    buf_puts(b, S(",\n \"facts\": {"));
    put_count(b, "read", facts->read, true);
    put_count(b, "rejected", facts->rejected, false);
    put_named(b, "from", facts->from, false);
    put_named(b, "to", facts->to, false);
    put_count(b, "suppress", facts->suppress, false);
    put_name(b, "exact", false);
    buf_puts(b, facts->exact ? S("true") : S("false"));
    buf_puts(b, S("},\n \"tables\": ["));
    for (size_t i = 0; i < n; i++) {
        buf_puts(b, i != 0 ? S(",\n  {") : S("\n  {"));
        put_table(b, r[i]);
        buf_putc(b, '}');
    }
    buf_puts(b, S("]}\n"));
}

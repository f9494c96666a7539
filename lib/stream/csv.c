/*
 * Rows in: RFC 4180 over libcsv; rows out are in csvput.c.
 *
 * A line without a quote is what stands between its commas, and is cut there:
 * libcsv, byte by byte, took a tenth to a fifth of the time of every program.
 * A record that has quotes is read by libcsv, and copied.  It is fed one
 * physical line at a time, so that the line and the bytes of every record are
 * known.
 */
#include "stream/private.h"

#include <csv.h>
#include <endian.h>
#include <stdlib.h>

struct csv_in {
    in *f;
    diag *d;
    struct csv_parser quoted;
    char delimiter;
    uint64_t line;     /* of the window's first byte, from 1 */
    unsigned header_n; /* 0: the header itself is being read */
    row header;
    char *header_bytes;
    slice field[CSV_FIELDS_MAX];
    unsigned n;
    bool too_many, ended_row;
    bool unended; /* the last record had no line end */
    buf copy;     /* quoted: the fields, one behind the other */
    size_t copied[CSV_FIELDS_MAX + 1];
};

/* ---- what libcsv calls ---- */

/* Blanks are part of a field: libcsv would drop those at its ends. */
static int
no_space(unsigned char c)
{
    (void)c;
    return 0;
}

static void
quoted_field(void *bytes, size_t n, void *data)
{
    csv_in *c = data;

    if (c->n == CSV_FIELDS_MAX) {
        c->too_many = true;
        return;
    }
    c->copied[c->n++] = c->copy.n;
    buf_put(&c->copy, bytes, n);
}

static void
row_end(int by, void *data)
{
    (void)by;
    ((csv_in *)data)->ended_row = true;
}

/* ---- lines ---- */

/*
 * The length of the line at from bytes into the window, and of its end (0 when
 * the file ends first); false: it is longer than CSV_RECORD_MAX.
 */
static bool
find_line(csv_in *c, size_t from, size_t *len, size_t *end)
{
    size_t seen = from;

    for (;;) {
        const char *p = c->f->window.p;
        size_t n = c->f->window.n;
        size_t at = n > seen ? seen + slice_eol((slice){p + seen, n - seen}) : n;
        if (at + 1 < n || (at < n && (p[at] == '\n' || !in_more(c->f)))) {
            p = c->f->window.p;
            *len = at - from;
            *end = p[at] == '\r' && at + 1 < c->f->window.n && p[at + 1] == '\n' ? 2 : 1;
            return true;
        }
        if (at < n) {
            seen = at; /* a CR was the last byte: an LF behind it belongs to it */
            continue;
        }
        if (n - from > CSV_RECORD_MAX)
            return false;
        seen = n;
        if (!in_more(c->f)) {
            *len = c->f->window.n - from;
            *end = 0;
            return true;
        }
    }
}

/* Rejects a line that is too long to be held, in pieces. */
static void
reject_long_line(csv_in *c, place where)
{
    for (;;) {
        slice w = c->f->window;
        const char *lf = w.n == 0 ? NULL : memchr(w.p, '\n', w.n);
        slice piece = {w.p, lf != NULL ? (size_t)(lf - w.p) : w.n};
        in_skip(c->f, piece.n + (lf != NULL));
        if (lf != NULL || c->f->ended) {
            diag_reject(c->d, where, piece, "a line of more than %d bytes", CSV_RECORD_MAX);
            break;
        }
        diag_reject_part(c->d, piece);
        (void)in_more(c->f);
    }
    c->line++;
}

static place
here(const csv_in *c)
{
    return (place){c->f->name, c->line, 0, (int64_t)c->f->offset};
}

/* ---- records ---- */

static void
begin(csv_in *c)
{
    c->n = 0;
    c->too_many = c->ended_row = false;
}

/*
 * libcsv keeps its state after an error, so the parser is made anew.  A long
 * field grows by blocks, of 128 bytes if nobody says more.
 */
static void
renew_quoted(csv_in *c)
{
    enum { BLOCK = 1 << 15 };

    csv_free(&c->quoted);
    csv_init(&c->quoted, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_blk_size(&c->quoted, BLOCK);
    csv_set_space_func(&c->quoted, no_space);
    csv_set_delim(&c->quoted, (unsigned char)c->delimiter);
}

static inline void
add_field(csv_in *c, const char *from, const char *to)
{
    if (BASE_LIKELY(c->n < CSV_FIELDS_MAX))
        c->field[c->n++] = slice_between(from, to);
    else
        c->too_many = true;
}

/*
 * The fields of a line without a quote.  False: one has a blank at an end,
 * which csv_put_row would put into quotes.
 */
static bool
cut_line(csv_in *c, slice line)
{
    enum { WORD = 8 };
    const char *from = line.p;
    uint64_t edges = 0, commas_before = ~(uint64_t)0, blanks_before = 0;

    begin(c);
    for (size_t i = 0; i < line.n; i += WORD) {
        uint64_t w = 0;
        if (BASE_LIKELY(line.n - i >= WORD))
            memcpy(&w, line.p + i, WORD);
        else
            memcpy(&w, line.p + i, line.n - i);
        w = le64toh(w);
        uint64_t commas = equal_bytes(w, c->delimiter);
        uint64_t blanks = equal_bytes(w, ' ') | equal_bytes(w, '\t');
        edges |= (commas << 8 | commas_before >> 56) & blanks;
        edges |= (blanks << 8 | blanks_before >> 56) & commas;
        commas_before = commas;
        blanks_before = blanks;
        for (; commas != 0; commas &= commas - 1) {
            const char *at = line.p + i + (__builtin_ctzll(commas) >> 3);
            add_field(c, from, at);
            from = at + 1;
        }
    }
    add_field(c, from, line.p + line.n);
    return edges == 0 && line.p[line.n - 1] != ' ' && line.p[line.n - 1] != '\t';
}

/*
 * A record that begins at the window and may take several lines.  *len is its
 * length, *end that of its line end, *lines how many it took.  NULL, or what
 * is wrong with it.
 */
static const char *
read_quoted(csv_in *c, size_t *len, size_t *end, uint64_t *lines)
{
    size_t from = 0, n, e;
    bool again = false;

    begin(c);
    c->copy.n = 0;
    *lines = 0;
    for (;;) {
        if (!find_line(c, from, &n, &e) || from + n > CSV_RECORD_MAX) {
            renew_quoted(c);
            return again ? "a quoted field that does not end within the longest record"
                         : "a record that is too long";
        }
        ++*lines;
        const char *p = c->f->window.p + from;
        if (csv_parse(&c->quoted, p, n + e, quoted_field, row_end, c) != n + e) {
            renew_quoted(c);
            return "a quote inside a field that is not as RFC 4180 has it";
        }
        *len = from + n;
        *end = e;
        if (c->ended_row)
            break;
        if (e == 0) {
            if (csv_fini(&c->quoted, quoted_field, row_end, c) != 0) {
                renew_quoted(c);
                return "a quoted field that does not end";
            }
            break;
        }
        from += n + e;
        again = true;
    }
    c->copied[c->n] = c->copy.n;
    for (unsigned i = 0; i < c->n; i++)
        c->field[i] = (slice){c->copy.p + c->copied[i], c->copied[i + 1] - c->copied[i]};
    return NULL;
}

static csv_step_result
reject(csv_in *c, slice bytes, const char *fmt, unsigned field, unsigned a, unsigned b)
{
    place where = here(c);

    where.column = field;
    c->d->read++;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    diag_reject(c->d, where, bytes, fmt, a, b);
#pragma GCC diagnostic pop
    return CSV_REJECTED;
}

/* The field, from 1, that holds the byte at p; 0 when none does. */
static unsigned
field_at(const csv_in *c, const char *p)
{
    for (unsigned i = 0; i < c->n; i++)
        if (p >= c->field[i].p && p < c->field[i].p + c->field[i].n)
            return i + 1;
    return 0;
}

/* Reads one record at the window; the caller skips *skip bytes, *lines lines. */
static csv_step_result
read_record(csv_in *c, row *r, size_t *skip, uint64_t *lines)
{
    size_t len, end;
    bool quoted, verbatim = false;

    *lines = 1;
    if (!find_line(c, 0, &len, &end) || len > CSV_RECORD_MAX) {
        c->d->read++;
        reject_long_line(c, here(c));
        *skip = *lines = 0;
        return CSV_REJECTED;
    }
    *skip = len + end;
    slice line = {c->f->window.p, len};
    if (len == 0 || (len == 1 && line.p[0] == '\x1a'))
        return CSV_NOTHING;
    quoted = memchr(line.p, '"', len) != NULL;
    if (BASE_LIKELY(!quoted)) {
        verbatim = cut_line(c, line);
    } else {
        size_t record, record_end;
        const char *why = read_quoted(c, &record, &record_end, lines);
        line.p = c->f->window.p; /* the window may have moved */
        if (why != NULL) {
            /* Only the first line is given up: the next may be a record. */
            *lines = 1;
            return reject(c, line, why, 0, 0, 0);
        }
        line.n = record;
        *skip = record + record_end;
    }
    size_t good = slice_utf8(line);
    if (good != line.n)
        return reject(c, line, "not UTF-8: byte 0x%02x", quoted ? 0 : field_at(c, line.p + good),
                      (unsigned char)line.p[good], 0);
    if (memchr(line.p, '\0', line.n) != NULL)
        return reject(c, line, "a NUL byte", 0, 0, 0);
    if (c->too_many)
        return reject(c, line, "more than %u fields", 0, CSV_FIELDS_MAX, 0);
    if (c->header_n != 0 && c->n != c->header_n)
        return reject(c, line, "the row has %u fields, the header %u", 0, c->n, c->header_n);
    *r = (row){line, verbatim && c->delimiter == ',', c->n, c->field, here(c)};
    return CSV_RECORD;
}

csv_step_result
csv_step(csv_in *c, row *r)
{
    size_t skip;
    uint64_t lines;

    if (c->f->window.n == 0 && !in_more(c->f))
        return CSV_END;
    csv_step_result what = read_record(c, r, &skip, &lines);
    in_skip(c->f, skip);
    c->line += lines;
    if (what == CSV_RECORD) {
        c->d->read++;
        c->unended = skip == r->raw.n;
    }
    return what;
}

bool
csv_next(csv_in *c, row *r)
{
    for (;;) {
        switch (csv_step(c, r)) {
        case CSV_RECORD:
            return true;
        case CSV_END:
            return false;
        case CSV_REJECTED:
            if (diag_stop(c->d))
                return false;
            break;
        case CSV_NOTHING:
            break;
        }
    }
}

size_t
row_keep(const row *r, size_t raw, slice v, buf *b)
{
    uintptr_t from = (uintptr_t)v.p - (uintptr_t)r->raw.p;
    size_t behind = b->n;

    if (from <= r->raw.n && v.n <= r->raw.n - from)
        return raw + from;
    buf_puts(b, v);
    return behind;
}

/* ---- the header ---- */

/* The names as the header, kept; false when one is empty or stands twice. */
static bool
keep_header(csv_in *c, const row *r, error *e)
{
    c->header_bytes = mem_alloc(r->raw.n + 1, 1);
    slice *names = mem_alloc(r->n, sizeof *names);
    c->header = *r;
    c->header.field = names;
    char *p = c->header_bytes;
    for (unsigned i = 0; i < r->n; i++) {
        slice name = r->field[i];
        if (name.n != 0)
            memcpy(p, name.p, name.n);
        names[i] = (slice){p, name.n};
        p += name.n;
        if (name.n == 0)
            return error_set(e, "%s: line %llu: column %u has no name", c->f->name,
                             (unsigned long long)r->where.line, i + 1);
        for (unsigned k = 0; k < i; k++)
            if (slice_eq(names[k], names[i]))
                return error_set(e, "%s: line %llu: column '%.*s' stands twice in the header",
                                 c->f->name, (unsigned long long)r->where.line, (int)name.n,
                                 name.p);
    }
    c->header.raw = (slice){NULL, 0};
    c->header.verbatim = false;
    c->header_n = r->n;
    return true;
}

/* Skips the byte order marks at the start; false: the file is not UTF-8. */
static bool
skip_marks(csv_in *c, error *e)
{
    while (c->f->window.n < 3 && in_more(c->f))
        continue;
    if (slice_starts(c->f->window, S("\xff\xfe")) || slice_starts(c->f->window, S("\xfe\xff")))
        return error_set(e, "%s: UTF-16; the stream is UTF-8 (iconv -f UTF-16 -t UTF-8)",
                         c->f->name);
    /* A file that was written by joining others may have more than one BOM. */
    while (slice_starts(c->f->window, S("\xef\xbb\xbf"))) {
        in_skip(c->f, 3);
        while (c->f->window.n < 3 && in_more(c->f))
            continue;
    }
    return true;
}

static bool
read_header(csv_in *c, error *e)
{
    row r;
    diag held = *c->d, mine = {.level = -1};
    bool good;

    if (c->f->window.n == 0 && c->f->failed)
        return error_set(e, "%s", c->f->error.text);

    /* A header that cannot be read is no rejected row: it ends the work. */
    *c->d = mine;
    c->d->strict = true;
    good = csv_next(c, &r);
    mine = *c->d;
    *c->d = held;
    if (!good) {
        slice why = slice_trim(buf_slice(&mine.text));
        bool told = why.n != 0;
        if (told)
            error_set(e, "%.*s (in the header)", (int)why.n, why.p);
        diag_free(&mine);
        return told ? false : error_set(e, "%s: no header: the file is empty", c->f->name);
    }
    diag_free(&mine);
    return keep_header(c, &r, e);
}

/* The header of a file that has none. */
static bool
give_header(csv_in *c, const char *names, error *e)
{
    slice field[32], rest = slice_of(names);
    row r = {.raw = rest, .field = field, .where = here(c)};

    while (rest.p != NULL && r.n < LENGTH(field))
        field[r.n++] = slice_cut(&rest, ',');
    return keep_header(c, &r, e);
}

csv_in *
csv_open(in *f, diag *d, error *e)
{
    return csv_open_as(f, &(csv_form){.line = 1}, d, e);
}

csv_in *
csv_open_as(in *f, const csv_form *form, diag *d, error *e)
{
    csv_in *c = mem_alloc(1, sizeof *c);

    c->f = f;
    c->d = d;
    c->line = form->line != 0 ? form->line : 1;
    c->delimiter = form->delimiter != '\0' ? form->delimiter : ',';
    buf_reserve(&c->copy, 256);
    renew_quoted(c);
    if (!skip_marks(c, e) ||
        !(form->header != NULL ? give_header(c, form->header, e) : read_header(c, e))) {
        csv_close(c);
        return NULL;
    }
    return c;
}

const row *
csv_header(const csv_in *c)
{
    return &c->header;
}

int
csv_find(const csv_in *c, slice name)
{
    for (unsigned i = 0; i < c->header.n; i++)
        if (slice_eq(c->header.field[i], name))
            return (int)i;
    return -1;
}

bool
csv_unended(const csv_in *c)
{
    return c->unended;
}

void
csv_close(csv_in *c)
{
    if (c == NULL)
        return;
    csv_free(&c->quoted);
    buf_free(&c->copy);
    free(c->header_bytes);
    free((void *)(uintptr_t)c->header.field);
    free(c);
}

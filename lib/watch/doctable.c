/* An exact table of documents, sorted by scattered numbers. */
#include "watch/doctable.h"

#include <stdlib.h>

/* Also the rows of the section: both words are read and written as they are. */
typedef struct doc_row {
    uint64_t number; /* packed and scattered */
    uint64_t rest;   /* issuer, type, date; sorted by them */
} doc_row;

/* A document whose number is no doc_row: the place of its text, and the rest. */
typedef struct long_row {
    uint64_t text; /* 2^8 * offset + bytes */
    uint64_t rest;
} long_row;

/* The same while it is gathered. */
typedef struct long_new {
    slice number;
    uint64_t rest;
} long_new;

enum { PACKED_MAX = 12, BASE = 36, ROWS_EACH = 8, INSERTION = 24 };

struct doc_table {
    const doc_row *row; /* sorted, no two alike but for the date */
    size_t rows;
    const uint32_t *start; /* by the first bits of a number: its first row; one more at the end */
    unsigned bits;         /* 1 to 31 */
    const long_row *wide;  /* sorted by text and rest */
    size_t wides;
    slice text;
    /* while it is gathered, and what it then owns */
    doc_row *own_row;
    uint32_t *own_start;
    long_row *own_wide;
    long_new *gathered;
    size_t cap, gathered_n, gathered_cap;
    buf own_text;
    arena arena;
};

/* ---- packing ---- */

/* 1 to 36 for a digit or a capital, 0 for anything else. */
static unsigned
code_of(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0') + 1;
    return c >= 'A' && c <= 'Z' ? (unsigned)(c - 'A') + 11 : 0;
}

static char
sign_of(uint64_t code)
{
    static const char signs[] = "?0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return code < sizeof signs - 1 ? signs[code] : '?';
}

/* The value of an Arabic or Persian digit (U+0660 to 0669, U+06F0 to 06F9) of two bytes, or -1. */
static int
arabic_digit(slice s)
{
    unsigned char lead = s.n > 1 ? (unsigned char)s.p[0] : 0,
                  next = s.n > 1 ? (unsigned char)s.p[1] : 0;

    if (lead == 0xd9 && next >= 0xa0 && next <= 0xa9)
        return next - 0xa0;
    return lead == 0xdb && next >= 0xb0 && next <= 0xb9 ? next - 0xb0 : -1;
}

slice
doc_plain(slice number, char text[DOC_NUMBER_MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < number.n; i++) {
        char c = number.p[i];
        int value = (c & 0x80) != 0 ? arabic_digit((slice){number.p + i, number.n - i}) : -1;
        if (value >= 0) {
            c = (char)('0' + value);
            i++;
        } else if (c >= 'a' && c <= 'z') {
            c = (char)(c - 32);
        }
        if (code_of(c) == 0 && (c & 0x80) == 0)
            continue;
        if (n == DOC_NUMBER_MAX)
            return (slice){NULL, 0};
        text[n++] = c;
    }
    return (slice){text, n};
}

/* Digits 1 to 36 to the base of 36: every text of up to 12 has a value of its own below 2^63. */
static bool
pack(slice plain, uint64_t *value)
{
    uint64_t v = 0;

    if (plain.n == 0 || plain.n > PACKED_MAX)
        return false;
    for (size_t i = 0; i < plain.n; i++) {
        unsigned code = code_of(plain.p[i]);
        if (code == 0)
            return false;
        v = v * BASE + code;
    }
    *value = v;
    return true;
}

/*
 * The finalizer of MurmurHash3 (Austin Appleby, public domain): each of its
 * steps can be undone, so two numbers never meet.
 */
static uint64_t
scatter(uint64_t v)
{
    v ^= v >> 33;
    v *= 0xff51afd7ed558ccd;
    v ^= v >> 33;
    v *= 0xc4ceb9fe1a85ec53;
    return v ^ v >> 33;
}

/*
 * The rest, from its highest bit: issuer 3 * 5, type 2 * 6, date 14 + 4 + 5,
 * so that rows of one number are sorted by issuer, then type, then date.
 */
enum { DATE_BITS = 23, TYPE_BITS = 12 };

static uint64_t
pack_rest(const doc *d)
{
    uint64_t v = 0;

    for (int i = 0; i < 3; i++)
        v = v << 5 | (d->issuer[0] != '\0' ? (uint64_t)(d->issuer[i] - 'A' + 1) & 31 : 0);
    for (int i = 0, ended = 0; i < 2; i++) {
        ended |= d->type[i] == '\0';
        v = v << 6 | (ended ? 0 : code_of(d->type[i]));
    }
    return v << DATE_BITS | (uint64_t)(d->date.year & 0x3fff) << 9 |
           (uint64_t)(d->date.month & 15) << 5 | (d->date.day & 31);
}

/* Bits that no pack_rest wrote (a damaged image) become '?' or nothing. */
static void
unpack_rest(uint64_t v, doc *d)
{
    *d = (doc){.date = {(int16_t)(v >> 9 & 0x3fff), (uint8_t)(v >> 5 & 15), (uint8_t)(v & 31)}};
    if (!date_valid(d->date))
        d->date = (date){0};
    v >>= DATE_BITS;
    for (int i = 1; i >= 0; i--, v >>= 6)
        d->type[i] = (v & 63) == 0 ? '\0' : sign_of(v & 63);
    for (int i = 2; i >= 0; i--, v >>= 5)
        d->issuer[i] = (v & 31) == 0 ? '\0' : (v & 31) > 26 ? '?' : (char)('A' + (v & 31) - 1);
}

/* Whether two rests are of one document, whatever the dates are. */
static bool
same_document(uint64_t a, uint64_t b)
{
    return a >> DATE_BITS == b >> DATE_BITS;
}

/* ---- gathering ---- */

doc_table *
doc_table_new(void)
{
    return mem_alloc(1, sizeof(doc_table));
}

bool
doc_table_add(doc_table *t, const doc *d)
{
    uint64_t value;

    if (d->number.n == 0 || d->number.n > DOC_NUMBER_MAX || t->rows + t->gathered_n == UINT32_MAX)
        return false;
    if (pack(d->number, &value)) {
        if (t->rows == t->cap) {
            /* The system moves pages, not bytes, and gives none before they are used. */
            t->cap = t->cap != 0 ? 2 * t->cap : 64;
            t->own_row = mem_grow(t->own_row, t->cap, sizeof *t->own_row);
        }
        t->own_row[t->rows++] = (doc_row){scatter(value), pack_rest(d)};
        return true;
    }
    if (t->gathered_n == t->gathered_cap) {
        t->gathered_cap = t->gathered_cap != 0 ? 2 * t->gathered_cap : 64;
        t->gathered = mem_grow(t->gathered, t->gathered_cap, sizeof *t->gathered);
    }
    t->gathered[t->gathered_n++] = (long_new){arena_dup(&t->arena, d->number), pack_rest(d)};
    return true;
}

/* ---- sorting ---- */

static bool
row_less(doc_row a, doc_row b)
{
    return a.number != b.number ? a.number < b.number : a.rest < b.rest;
}

static void
insertion_sort(doc_row *row, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        doc_row r = row[i];
        size_t k = i;
        for (; k > 0 && row_less(r, row[k - 1]); k--)
            row[k] = row[k - 1];
        row[k] = r;
    }
}

static unsigned
digit(doc_row r, unsigned depth) /* 0 to 15, the highest byte first */
{
    return (unsigned)((depth < 8 ? r.number : r.rest) >> (56 - 8 * (depth & 7)) & 255);
}

/*
 * Radix sort in place (the American flag): a byte at a depth, each row is
 * brought to its part by exchange.  At most 16 deep, whatever the rows are.
 */
static void
flag_sort(doc_row *row, size_t n, unsigned depth)
{
    size_t next[256] = {0}, end[256], at = 0;

    if (n <= INSERTION) {
        insertion_sort(row, n);
        return;
    }
    for (size_t i = 0; i < n; i++)
        next[digit(row[i], depth)]++;
    for (unsigned d = 0; d < 256; d++) {
        size_t count = next[d];
        next[d] = at;
        end[d] = at += count;
    }
    for (unsigned d = 0; d < 256; d++) {
        while (next[d] < end[d]) {
            doc_row r = row[next[d]];
            for (unsigned to; (to = digit(r, depth)) != d;) {
                doc_row other = row[next[to]];
                row[next[to]++] = r;
                r = other;
            }
            row[next[d]++] = r;
        }
    }
    for (unsigned d = 0; depth < 15 && d < 256; d++) {
        size_t from = d == 0 ? 0 : end[d - 1];
        if (end[d] - from > 1)
            flag_sort(row + from, end[d] - from, depth + 1);
    }
}

static int
by_text(const void *a, const void *b)
{
    const long_new *x = a, *y = b;
    int c = slice_cmp(x->number, y->number);
    return c != 0 ? c : (x->rest > y->rest) - (x->rest < y->rest);
}

/* Of the rows of one document, sorted by date: the first that has one. */
static uint64_t
earliest(uint64_t known, uint64_t next)
{
    const uint64_t date_mask = ((uint64_t)1 << DATE_BITS) - 1;
    return (known & date_mask) != 0 ? known : next;
}

static void
finish_rows(doc_table *t)
{
    size_t kept = 0, each;

    if (t->rows != 0)
        flag_sort(t->own_row, t->rows, 0);
    for (size_t i = 0; i < t->rows; i++) {
        doc_row r = t->own_row[i], *last = kept != 0 ? &t->own_row[kept - 1] : NULL;
        if (last != NULL && last->number == r.number && same_document(last->rest, r.rest))
            last->rest = earliest(last->rest, r.rest);
        else
            t->own_row[kept++] = r;
    }
    t->rows = kept;
    t->own_row = mem_grow(t->own_row, kept != 0 ? kept : 1, sizeof *t->own_row);
    t->row = t->own_row;

    for (t->bits = 1, each = kept / 2; each > ROWS_EACH; each /= 2)
        t->bits++;
    size_t starts = (size_t)1 << t->bits;
    t->own_start = mem_alloc(starts + 1, sizeof *t->own_start);
    for (size_t i = 0, s = 0; s <= starts; s++) {
        while (s < starts && i < kept && t->row[i].number >> (64 - t->bits) < s)
            i++;
        t->own_start[s] = (uint32_t)(s < starts ? i : kept);
    }
    t->start = t->own_start;
}

static void
finish_wides(doc_table *t)
{
    size_t kept = 0;

    if (t->gathered_n != 0)
        qsort(t->gathered, t->gathered_n, sizeof *t->gathered, by_text);
    t->own_wide = mem_alloc(t->gathered_n + 1, sizeof *t->own_wide);
    for (size_t i = 0; i < t->gathered_n; i++) {
        const long_new *g = &t->gathered[i];
        bool again = i != 0 && slice_eq(g->number, g[-1].number);
        if (again && same_document(t->own_wide[kept - 1].rest, g->rest)) {
            t->own_wide[kept - 1].rest = earliest(t->own_wide[kept - 1].rest, g->rest);
            continue;
        }
        uint64_t text = again ? t->own_wide[kept - 1].text
                              : (uint64_t)t->own_text.n << 8 | (uint64_t)g->number.n;
        if (!again)
            buf_puts(&t->own_text, g->number);
        t->own_wide[kept++] = (long_row){text, g->rest};
    }
    t->wide = t->own_wide;
    t->wides = kept;
    t->text = buf_slice(&t->own_text);
    free(t->gathered);
    t->gathered = NULL;
    t->gathered_n = t->gathered_cap = 0;
    arena_free(&t->arena);
}

size_t
doc_table_finish(doc_table *t)
{
    size_t added = t->rows + t->gathered_n;

    finish_rows(t);
    finish_wides(t);
    return added - t->rows - t->wides;
}

size_t
doc_table_count(const doc_table *t)
{
    return t->rows + t->wides;
}

/* ---- finding ---- */

static slice
wide_text(const doc_table *t, const long_row *w)
{
    return (slice){t->text.p + (w->text >> 8), (size_t)(w->text & 255)};
}

static void
find_wide(const doc_table *t, slice plain, bool (*found)(void *ctx, const doc *d), void *ctx)
{
    size_t low = 0, high = t->wides;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (slice_cmp(wide_text(t, &t->wide[middle]), plain) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t n = 0; n < DOC_FOUND_MAX && low < t->wides; n++, low++) {
        doc d;
        if (!slice_eq(wide_text(t, &t->wide[low]), plain))
            return;
        unpack_rest(t->wide[low].rest, &d);
        d.number = plain;
        if (!found(ctx, &d))
            return;
    }
}

void
doc_table_find(const doc_table *t, slice plain, bool (*found)(void *ctx, const doc *d), void *ctx)
{
    uint64_t value;

    if (!pack(plain, &value)) {
        find_wide(t, plain, found, ctx);
        return;
    }
    value = scatter(value);
    size_t first = value >> (64 - t->bits), low = t->start[first], end = t->start[first + 1];
    for (size_t high = end; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (t->row[middle].number < value)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t n = 0; n < DOC_FOUND_MAX && low < end && t->row[low].number == value; n++, low++) {
        doc d;
        unpack_rest(t->row[low].rest, &d);
        d.number = plain;
        if (!found(ctx, &d))
            return;
    }
}

/* ---- images ---- */

void
doc_table_write(const doc_table *t, image_writer *w)
{
    image_add(w, "documents.rows", t->row, t->rows * sizeof *t->row);
    image_add(w, "documents.starts", t->start, (((size_t)1 << t->bits) + 1) * sizeof *t->start);
    image_add(w, "documents.long", t->wide, t->wides * sizeof *t->wide);
    image_add(w, "documents.text", t->text.p, t->text.n);
}

/* Whether every index in it stays within it. */
static bool
consistent(const doc_table *t)
{
    size_t starts = (size_t)1 << t->bits;

    for (size_t i = 0; i < starts; i++)
        if (t->start[i] > t->start[i + 1])
            return false;
    if (t->start[starts] != t->rows)
        return false;
    for (size_t i = 0; i < t->wides; i++) {
        uint64_t at = t->wide[i].text >> 8, n = t->wide[i].text & 255;
        if (n == 0 || n > DOC_NUMBER_MAX || at > t->text.n || n > t->text.n - at)
            return false;
    }
    return true;
}

doc_table *
doc_table_map(const image *i, const char *name, error *e)
{
    size_t rows, starts, wides;
    doc_table *t = mem_alloc(1, sizeof *t);

    t->row = image_section(i, "documents.rows", &rows);
    t->start = image_section(i, "documents.starts", &starts);
    t->wide = image_section(i, "documents.long", &wides);
    t->text.p = image_section(i, "documents.text", &t->text.n);
    for (t->bits = 1; t->bits < 31 && starts / sizeof *t->start > ((size_t)1 << t->bits) + 1;)
        t->bits++;
    t->rows = rows / sizeof *t->row;
    t->wides = wides / sizeof *t->wide;
    if (t->row == NULL || t->start == NULL || t->wide == NULL || t->text.p == NULL)
        error_set(e, "%s: the image holds no documents", name);
    else if (rows % sizeof *t->row != 0 || t->rows > UINT32_MAX || wides % sizeof *t->wide != 0 ||
             starts != (((size_t)1 << t->bits) + 1) * sizeof *t->start || !consistent(t))
        error_set(e, "%s: the documents of the image are damaged; write it anew", name);
    else
        return t;
    free(t);
    return NULL;
}

void
doc_table_free(doc_table *t)
{
    if (t == NULL)
        return;
    free(t->own_row);
    free(t->own_start);
    free(t->own_wide);
    free(t->gathered);
    buf_free(&t->own_text);
    arena_free(&t->arena);
    free(t);
}

/* Rows out: RFC 4180; what has nothing to quote by pieces of words, the rest by libcsv. */
#include "stream/private.h"

#include <csv.h>

/* Not 0 when one of the eight bytes is below '-'. */
static inline uint64_t
low_bytes(uint64_t w)
{
    return (w - 0x2d2d2d2d2d2d2d2du) & ~w & 0x8080808080808080u;
}

/* Bytes that make a field be quoted; all of them are below '-'. */
static inline bool
has_special(uint64_t w)
{
    return low_bytes(w) != 0 && (equal_bytes(w, '"') | equal_bytes(w, ',') | equal_bytes(w, '\n') |
                                 equal_bytes(w, '\r')) != 0;
}

static bool
must_quote(slice v)
{
    char first = v.p[0], last = v.p[v.n - 1];
    uint64_t w;
    size_t i = 0;

    if (first == ' ' || first == '\t' || last == ' ' || last == '\t' ||
        (first == '\xef' && slice_starts(v, S("\xef\xbb\xbf"))))
        return true;
    for (; v.n - i >= 8; i += 8) {
        memcpy(&w, v.p + i, 8);
        if (has_special(w))
            return true;
    }
    if (i != 0) { /* the last eight, some of them again */
        memcpy(&w, v.p + v.n - 8, 8);
        return has_special(w);
    }
    for (; i < v.n; i++)
        if (v.p[i] == '"' || v.p[i] == ',' || v.p[i] == '\n' || v.p[i] == '\r')
            return true;
    return false;
}

/* A field that is long, or has blanks in it, or must be quoted. */
static BASE_APART void
put_any(buf *b, slice v)
{
    if (v.n == 0)
        return;
    if (BASE_LIKELY(!must_quote(v))) {
        buf_puts(b, v);
        return;
    }
    buf_reserve(b, 2 * v.n + 2);
    if (memchr(v.p, '"', v.n) == NULL) { /* nothing to double */
        b->p[b->n++] = '"';
        memcpy(b->p + b->n, v.p, v.n);
        b->n += v.n;
        b->p[b->n++] = '"';
        return;
    }
    b->n += csv_write2(b->p + b->n, 2 * v.n + 2, v.p, v.n, '"');
}

/*
 * Whether those below '-' of the first and the last eight bytes of a field are
 * blanks, of which none is at an end.
 */
static bool
blanks_inside(uint64_t left, uint64_t right)
{
    char first[8], last[8];

    memcpy(first, &left, 8);
    memcpy(last, &right, 8);
    return ((low_bytes(left) & ~equal_bytes(left, ' ')) |
            (low_bytes(right) & ~equal_bytes(right, ' '))) == 0 &&
           first[0] != ' ' && last[7] != ' ';
}

enum { SHORT = 16 /* bytes of a field */ };

/*
 * Most fields are short words: they are looked at and copied by pieces that
 * overlap, to where there is room for SHORT bytes.  False: the field is not one
 * of them.
 */
static inline bool
put_short(char *to, slice v)
{
    uint64_t left, right;
    uint32_t low, high;

    if (BASE_UNLIKELY(v.n - 1 >= SHORT || v.p[0] == '\xef'))
        return false;
    if (v.n >= 8) {
        memcpy(&left, v.p, 8);
        memcpy(&right, v.p + v.n - 8, 8);
        if ((low_bytes(left) | low_bytes(right)) != 0 && !blanks_inside(left, right))
            return false;
        memcpy(to, &left, 8);
        memcpy(to + v.n - 8, &right, 8);
    } else if (v.n >= 4) {
        memcpy(&low, v.p, 4);
        memcpy(&high, v.p + v.n - 4, 4);
        if (low_bytes((uint64_t)low << 32 | high) != 0)
            return false;
        memcpy(to, &low, 4);
        memcpy(to + v.n - 4, &high, 4);
    } else {
        char first = v.p[0], middle = v.p[v.n / 2], last = v.p[v.n - 1];
        if ((unsigned char)first < '-' || (unsigned char)middle < '-' || (unsigned char)last < '-')
            return false;
        to[0] = first;
        to[v.n / 2] = middle;
        to[v.n - 1] = last;
    }
    return true;
}

void
csv_put(buf *b, slice v)
{
    buf_reserve(b, SHORT);
    if (BASE_LIKELY(put_short(b->p + b->n, v)))
        b->n += v.n;
    else
        put_any(b, v);
}

void
csv_put_sparse(buf *b, const enum column *cols, size_t n, uint64_t bits, const slice *own,
               const slice *base)
{
    size_t from = 0, end = b->n;

    for (; bits != 0; bits &= bits - 1) {
        size_t i = (size_t)__builtin_ctzll(bits);
        enum column c = cols[i];
        slice v = own[c].n != 0 ? own[c] : base[c];
        if (BASE_UNLIKELY(b->cap - end < CSV_SPARSE_MAX + SHORT)) {
            b->n = end;
            buf_grow(b, CSV_SPARSE_MAX + SHORT);
        }
        memset(b->p + end, ',', CSV_SPARSE_MAX); /* of a constant length, which is fast */
        end += i - from;
        from = i;
        if (BASE_LIKELY(put_short(b->p + end, v))) {
            end += v.n;
            continue;
        }
        b->n = end;
        put_any(b, v);
        end = b->n;
    }
    b->n = end;
    buf_reserve(b, CSV_SPARSE_MAX);
    memset(b->p + b->n, ',', CSV_SPARSE_MAX);
    b->n += n - from;
}

/* The only value of a row that would make it no record. */
static bool
put_alone(buf *b, slice v)
{
    if (v.n != 0 && !slice_eq(v, S("\x1a")))
        return false;
    buf_putc(b, '"');
    buf_puts(b, v);
    buf_putc(b, '"');
    return true;
}

void
csv_put_values(buf *b, const slice *value, size_t n)
{
    if (n == 1 && put_alone(b, value[0]))
        return;
    for (size_t i = 0; i < n; i++) {
        if (i != 0)
            buf_putc(b, ',');
        csv_put(b, value[i]);
    }
}

void
csv_put_row(buf *b, const row *r)
{
    if (r->verbatim)
        buf_puts(b, r->raw);
    else
        csv_put_values(b, r->field, r->n);
}

void
csv_put_header(buf *b, const enum column *cols, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i != 0)
            buf_putc(b, ',');
        buf_puts(b, column_table[cols[i]].name);
    }
    buf_putc(b, '\n');
}

void
csv_put_record(buf *b, const enum column *cols, size_t n, const slice *rec)
{
    bool alone = n == 1 && put_alone(b, rec[cols[0]]);

    for (size_t i = 0; i < n && !alone; i++) {
        if (i != 0)
            buf_putc(b, ',');
        if (rec[cols[i]].n != 0)
            csv_put(b, rec[cols[i]]);
    }
    buf_putc(b, '\n');
}

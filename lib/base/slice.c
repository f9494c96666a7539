/* slice, buf, arena, memory and errors. */
#include "base/base.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* ---- memory ---- */

static void
exhausted(void)
{
    static const char text[] = "out of memory\n";
    ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);
    (void)ignored;
    _exit(2);
}

/* Large tables are looked into at random: in large pages that costs fewer faults and walks. */
static void
large(void *p, size_t n)
{
#ifdef MADV_HUGEPAGE
    enum { LARGE = 4 << 20, PAGE = 4096 };
    size_t skip = (PAGE - (uintptr_t)p % PAGE) % PAGE;

    if (n >= LARGE)
        (void)madvise((char *)p + skip, (n - skip) & ~(size_t)(PAGE - 1), MADV_HUGEPAGE);
#else
    (void)p, (void)n;
#endif
}

void *
mem_alloc(size_t count, size_t size)
{
    void *p = calloc(count ? count : 1, size ? size : 1);
    if (p == NULL)
        exhausted();
    large(p, count * size);
    return p;
}

void *
mem_grow(void *p, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        exhausted();
    size_t n = count * size;
    p = realloc(p, n != 0 ? n : 1);
    if (p == NULL)
        exhausted();
    large(p, n);
    return p;
}

char *
mem_dup(const char *text)
{
    size_t n = strlen(text) + 1;
    return memcpy(mem_alloc(n, 1), text, n);
}

/* ---- slice ---- */

slice
slice_of(const char *text)
{
    return text == NULL ? (slice){NULL, 0} : (slice){text, strlen(text)};
}

static unsigned char
upper(unsigned char c)
{
    return c >= 'a' && c <= 'z' ? (unsigned char)(c - 32) : c;
}

bool
slice_eq_letters(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (a[i] != b[i] && upper((unsigned char)a[i]) != upper((unsigned char)b[i]))
            return false;
    return true;
}

int
slice_cmp(slice a, slice b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n == 0 ? 0 : memcmp(a.p, b.p, n);
    return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

bool
slice_starts(slice s, slice prefix)
{
    return s.n >= prefix.n && slice_eq((slice){s.p, prefix.n}, prefix);
}

static bool
blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

slice
slice_trim(slice s)
{
    while (s.n > 0 && blank(s.p[0]))
        s.p++, s.n--;
    while (s.n > 0 && blank(s.p[s.n - 1]))
        s.n--;
    return s;
}

slice
slice_cut(slice *rest, char sep)
{
    slice whole = *rest;
    const char *at = whole.n == 0 ? NULL : memchr(whole.p, sep, whole.n);
    if (at == NULL) {
        *rest = (slice){NULL, 0};
        return whole;
    }
    *rest = slice_between(at + 1, whole.p + whole.n);
    return slice_between(whole.p, at);
}

bool
slice_uint(slice s, uint64_t max, uint64_t *value)
{
    uint64_t v = 0;

    if (s.n == 0)
        return false;
    while (s.n > 19 && *s.p == '0') { /* 19 digits are below 2^64 */
        s.p++;
        s.n--;
    }
    for (size_t i = 0; i < s.n; i++) {
        unsigned digit = (unsigned)s.p[i] - '0';
        if (digit > 9 || (i == 19 && v > (UINT64_MAX - digit) / 10) || i > 19)
            return false;
        v = v * 10 + digit;
    }
    if (v > max)
        return false;
    *value = v;
    return true;
}

slice
int_text(int64_t n, char text[INT_TEXT])
{
    char *p = text + INT_TEXT - 1;
    uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;

    *p = '\0';
    do
        *--p = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (n < 0)
        *--p = '-';
    return slice_between(p, text + INT_TEXT - 1);
}

uint64_t
slice_hash(slice s)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
    return h;
}

/* The length of the character at p (n bytes follow), or 0 when it is none. */
static size_t
utf8_char(const unsigned char *p, size_t n)
{
    unsigned char c = p[0];
    size_t len;

    if (c < 0x80)
        return 1;
    if (c < 0xc2 || c > 0xf4)
        return 0;
    len = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    if (n < len)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    if ((c == 0xe0 && p[1] < 0xa0) || (c == 0xed && p[1] > 0x9f) || /* overlong, surrogate */
        (c == 0xf0 && p[1] < 0x90) || (c == 0xf4 && p[1] > 0x8f))   /* overlong, > 10FFFF */
        return 0;
    return len;
}

size_t
slice_utf8(slice s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t i = 0;

    while (i < s.n) {
        uint64_t word;
        if (s.n - i >= 8) {
            memcpy(&word, p + i, 8);
            if ((word & 0x8080808080808080u) == 0) {
                i += 8;
                continue;
            }
        }
        size_t len = utf8_char(p + i, s.n - i);
        if (len == 0)
            return i;
        i += len;
    }
    return s.n;
}

size_t
slice_eol(slice s)
{
    /* In blocks, so that a file without a single LF is not searched to its end for each line. */
    enum { BLOCK = 512 };

    for (size_t at = 0; at < s.n; at += BLOCK) {
        size_t n = s.n - at < BLOCK ? s.n - at : BLOCK;
        const char *p = s.p + at, *lf = memchr(p, '\n', n);
        if (lf != NULL)
            n = (size_t)(lf - p);
        const char *cr = memchr(p, '\r', n);
        if (cr != NULL)
            return (size_t)(cr - s.p);
        if (lf != NULL)
            return (size_t)(lf - s.p);
    }
    return s.n;
}

/* ---- buf ---- */

void
buf_grow(buf *b, size_t more)
{
    size_t cap = b->cap ? b->cap : 256;

    if (more > SIZE_MAX / 2 - b->n)
        exhausted();
    while (cap - b->n < more)
        cap *= 2;
    b->p = mem_grow(b->p, cap, 1);
    b->cap = cap;
}

void
buf_vprintf(buf *b, const char *fmt, va_list args)
{
    va_list again;
    int n;

    va_copy(again, args);
    buf_reserve(b, 128);
    n = vsnprintf(b->p + b->n, b->cap - b->n, fmt, args);
    if (n >= 0 && (size_t)n >= b->cap - b->n) {
        buf_reserve(b, (size_t)n + 1);
        n = vsnprintf(b->p + b->n, b->cap - b->n, fmt, again);
    }
    va_end(again);
    if (n > 0)
        b->n += (size_t)n;
}

void
buf_printf(buf *b, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    buf_vprintf(b, fmt, args);
    va_end(args);
}

/* C0, DEL, and C1 as UTF-8 has it (0xc2 0x80 to 0xc2 0x9f): how many bytes. */
static size_t
control(const buf *b, size_t i)
{
    unsigned char c = (unsigned char)b->p[i];

    if (c < 0x20 || c == 0x7f)
        return 1;
    return c == 0xc2 && i + 1 < b->n && (unsigned char)b->p[i + 1] < 0xa0 ? 2 : 0;
}

void
buf_harmless(buf *b, size_t from)
{
    buf safe = {0};

    for (size_t at; (at = from + slice_utf8((slice){b->p + from, b->n - from})) < b->n;)
        b->p[at] = '?';
    for (size_t i = from; i < b->n; i++) {
        size_t n = control(b, i);
        if (n != 0 && safe.p == NULL)
            buf_put(&safe, b->p + from, i - from);
        if (n != 0)
            buf_printf(&safe, "\\x%02x", (unsigned char)b->p[i + n - 1]);
        else if (safe.p != NULL)
            buf_putc(&safe, b->p[i]);
        i += n == 2;
    }
    if (safe.p != NULL) {
        b->n = from;
        buf_puts(b, buf_slice(&safe));
        buf_free(&safe);
    }
}

void
buf_free(buf *b)
{
    free(b->p);
    *b = (buf){0};
}

/* ---- arena ---- */

enum { ARENA_BLOCK = 16384 };

void *
arena_more(arena *a, size_t n)
{
    struct arena_block *b = a->now;

    if (n > SIZE_MAX / 2)
        exhausted();
    n = (n + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    while (b != NULL && b->size - b->used < n) {
        b = b->next;
        if (b != NULL)
            b->used = 0;
    }
    if (b == NULL) {
        size_t size = n > ARENA_BLOCK ? n : ARENA_BLOCK;
        b = mem_alloc(1, sizeof *b + size);
        b->size = size;
        if (a->now == NULL) {
            b->next = a->first;
            a->first = b;
        } else {
            b->next = a->now->next;
            a->now->next = b;
        }
    }
    a->now = b;
    b->used += n;
    return b->data + b->used - n;
}

void *
arena_zeroed(arena *a, size_t n)
{
    return memset(arena_alloc(a, n), 0, n);
}

slice
arena_printf(arena *a, const char *fmt, ...)
{
    va_list args, again;
    char *p;
    int n;

    va_start(args, fmt);
    va_copy(again, args);
    n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (n < 0)
        n = 0;
    p = arena_alloc(a, (size_t)n + 1);
    if (vsnprintf(p, (size_t)n + 1, fmt, again) < 0)
        n = 0;
    va_end(again);
    return (slice){p, (size_t)n};
}

slice
arena_join(arena *a, slice left, slice sep, slice right)
{
    char *p;

    if (left.n == 0)
        return right;
    if (right.n == 0)
        return left;
    p = arena_alloc(a, left.n + sep.n + right.n);
    memcpy(p, left.p, left.n);
    if (sep.n != 0)
        memcpy(p + left.n, sep.p, sep.n);
    memcpy(p + left.n + sep.n, right.p, right.n);
    return (slice){p, left.n + sep.n + right.n};
}

void
arena_reset(arena *a)
{
    a->now = a->first;
    if (a->now != NULL)
        a->now->used = 0;
}

void
arena_free(arena *a)
{
    struct arena_block *b = a->first, *next;

    for (; b != NULL; b = next) {
        next = b->next;
        free(b);
    }
    *a = (arena){0};
}

/* ---- error ---- */

bool
error_set(error *e, const char *fmt, ...)
{
    va_list args;

    if (e != NULL) {
        va_start(args, fmt);
        if (vsnprintf(e->text, sizeof e->text, fmt, args) < 0)
            strcpy(e->text, "unknown error");
        va_end(args);
    }
    return false;
}

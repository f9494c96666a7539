/* in: files to read, gzip or not. */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { READ_CHUNK = 1 << 16, WINDOW = 1 << 18 };

struct in_state {
    int fd;
    char *buf; /* the window lies in here */
    size_t cap;
    bool gzip, looked, member_open;
    z_stream z;
    unsigned char *raw; /* packed bytes, for gzip */
    size_t raw_n, raw_at;
    bool raw_ended;
    uint64_t raw_offset;
    slice memory;  /* in_memory: what has not been read */
    bool after_cr; /* in_line: the last end was CR, an LF now belongs to it */
};

static in *
make(const char *name, int fd)
{
    in *f = mem_alloc(1, sizeof *f);

    f->name = name;
    f->state = mem_alloc(1, sizeof *f->state);
    f->state->fd = fd;
    f->state->cap = WINDOW;
    f->state->buf = mem_alloc(1, WINDOW);
    f->window = (slice){f->state->buf, 0};
    return f;
}

in *
in_open(const char *path, error *e)
{
    struct stat st;
    int fd;

    if (strcmp(path, "-") == 0)
        return make("standard input", STDIN_FILENO);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        error_set(e, "%s: cannot open: %s", path, strerror(errno));
        return NULL;
    }
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        error_set(e, "%s: cannot read: %s", path, strerror(EISDIR));
        close(fd);
        return NULL;
    }
    (void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    return make(path, fd);
}

in *
in_memory(const char *name, slice bytes)
{
    in *f = make(name, -1);
    f->state->memory = bytes;
    return f;
}

static bool
fail(in *f, const char *what, const char *why)
{
    f->failed = f->ended = true;
    return error_set(&f->error, "%s: %s: %s", f->name, what, why);
}

/* Up to n bytes of the file itself: 0 at the end; false when it failed. */
static bool
read_raw(in *f, void *to, size_t n, size_t *got)
{
    struct in_state *s = f->state;
    ssize_t r;

    if (s->fd < 0) {
        *got = n < s->memory.n ? n : s->memory.n;
        if (*got != 0) { /* nothing may be NULL */
            memcpy(to, s->memory.p, *got);
            s->memory.p += *got;
            s->memory.n -= *got;
        }
    } else {
        do
            r = read(s->fd, to, n);
        while (r < 0 && errno == EINTR);
        if (r < 0)
            return fail(f, "cannot read", strerror(errno));
        *got = (size_t)r;
    }
    s->raw_offset += *got;
    return true;
}

/* Makes room behind the window for at least READ_CHUNK bytes. */
static void
make_room(in *f)
{
    struct in_state *s = f->state;
    size_t lead = (size_t)(f->window.p - s->buf);

    if (s->cap - lead - f->window.n >= READ_CHUNK)
        return;
    if (lead != 0) {
        memmove(s->buf, f->window.p, f->window.n);
        f->window.p = s->buf;
    }
    if (s->cap - f->window.n < READ_CHUNK) {
        s->cap *= 2;
        s->buf = mem_grow(s->buf, s->cap, 1);
        f->window.p = s->buf;
    }
}

/* The first bytes say whether it is gzip; they stay in raw when it is. */
static bool
look(in *f)
{
    struct in_state *s = f->state;
    size_t got;

    s->looked = true;
    do {
        if (!read_raw(f, s->buf + f->window.n, READ_CHUNK, &got))
            return false;
        f->window.n += got;
    } while (got != 0 && f->window.n < 2);
    if (got == 0)
        f->ended = true;
    if (f->window.n < 2 || (unsigned char)s->buf[0] != 0x1f || (unsigned char)s->buf[1] != 0x8b)
        return f->window.n != 0;
    s->gzip = true;
    s->raw = mem_alloc(1, READ_CHUNK * 2);
    memcpy(s->raw, s->buf, f->window.n);
    s->raw_n = f->window.n;
    s->raw_ended = f->ended;
    f->window.n = 0;
    f->ended = false;
    /* 15 bits of window, and 16 for a gzip header (zlib.h, inflateInit2). */
    if (inflateInit2(&s->z, 15 + 16) != Z_OK)
        return fail(f, "gzip", "cannot start to unpack");
    s->member_open = true;
    return true;
}

static bool
unpack(in *f)
{
    struct in_state *s = f->state;

    for (;;) {
        if (s->raw_at == s->raw_n && !s->raw_ended) {
            s->raw_at = 0;
            if (!read_raw(f, s->raw, READ_CHUNK, &s->raw_n))
                return false;
            s->raw_ended = s->raw_n == 0;
        }
        if (s->raw_at == s->raw_n) {
            f->ended = true;
            return s->member_open ? fail(f, "gzip", "the file is cut short") : false;
        }
        if (!s->member_open) {
            /* Another member, or bytes that pad the last one (RFC 1952 has none). */
            if (s->raw[s->raw_at] != 0x1f) {
                if (s->raw[s->raw_at] != 0)
                    return fail(f, "gzip", "bytes behind the end that are not gzip");
                s->raw_at++;
                continue;
            }
            inflateReset(&s->z);
            s->member_open = true;
        }
        char *to = s->buf + (f->window.p - s->buf) + f->window.n;
        size_t room = s->cap - (size_t)(to - s->buf);
        s->z.next_in = s->raw + s->raw_at;
        s->z.avail_in = (uInt)(s->raw_n - s->raw_at);
        s->z.next_out = (Bytef *)to;
        s->z.avail_out = (uInt)room;
        int r = inflate(&s->z, Z_NO_FLUSH);
        s->raw_at = s->raw_n - s->z.avail_in;
        size_t got = room - s->z.avail_out;
        f->window.n += got;
        if (r == Z_STREAM_END)
            s->member_open = false;
        else if (r != Z_OK && r != Z_BUF_ERROR)
            return fail(f, "gzip", s->z.msg != NULL ? s->z.msg : "damaged data");
        if (got != 0)
            return true;
    }
}

bool
in_more(in *f)
{
    struct in_state *s = f->state;
    size_t got;

    if (f->ended)
        return false;
    if (!s->looked) {
        if (!look(f))
            return false;
        if (!s->gzip)
            return f->window.n != 0;
    }
    make_room(f);
    if (s->gzip)
        return unpack(f);
    char *to = s->buf + (f->window.p - s->buf) + f->window.n;
    if (!read_raw(f, to, s->cap - (size_t)(to - s->buf), &got))
        return false;
    f->window.n += got;
    f->ended = got == 0;
    return got != 0;
}

uint64_t
in_raw_offset(const in *f)
{
    return f->state->raw_offset;
}

bool
in_line(in *f, size_t max, slice *line, bool *whole)
{
    struct in_state *s = f->state;
    size_t seen = 0;

    for (;;) {
        if (s->after_cr && f->window.n != 0) {
            s->after_cr = false;
            if (f->window.p[0] == '\n')
                in_skip(f, 1);
        }
        size_t n = f->window.n < max ? f->window.n : max;
        const char *from = f->window.p;
        size_t at = n > seen ? seen + slice_eol((slice){from + seen, n - seen}) : n;
        if (at < n || n == max) {
            *line = (slice){from, at};
            *whole = at < n;
            s->after_cr = at < n && from[at] == '\r';
            in_skip(f, at + (at < n));
            return true;
        }
        seen = n;
        if (!in_more(f) && !(s->after_cr && f->window.n != 0)) {
            *line = f->window;
            *whole = true;
            in_skip(f, line->n);
            return line->n != 0;
        }
    }
}

bool
in_peek_line(in *f, size_t *at, size_t max, slice *line)
{
    struct in_state *s = f->state;
    size_t n, behind;

    do {
        slice w = f->window;
        if (s->after_cr && w.n != 0 && w.p[0] == '\n' && *at == 0)
            *at = 1;
        n = w.n > *at ? slice_eol((slice){w.p + *at, w.n - *at}) : 0;
        behind = w.n > *at ? w.n - *at - n : 0;
        /* one byte behind a CR tells whether it is a CRLF */
    } while (n < max && behind < 2 && in_more(f));
    if (f->window.n <= *at)
        return false;
    *line = (slice){f->window.p + *at, n < max ? n : max};
    *at += line->n;
    if (n < max && behind != 0)
        *at += behind > 1 && line->p[n] == '\r' && line->p[n + 1] == '\n' ? 2 : 1;
    return true;
}

void
in_close(in *f)
{
    if (f == NULL)
        return;
    if (f->state->gzip)
        inflateEnd(&f->state->z);
    if (f->state->fd > STDERR_FILENO)
        close(f->state->fd);
    free(f->state->raw);
    free(f->state->buf);
    free(f->state);
    free(f);
}

bool
in_whole(const char *path, size_t max, buf *text, error *e)
{
    in *f = in_open(path, e);

    if (f == NULL)
        return false;
    while (f->window.n <= max && in_more(f))
        continue;
    bool good = !f->failed && f->window.n <= max;
    if (!good && f->failed)
        error_set(e, "%s", f->error.text);
    else if (!good)
        error_set(e, "%s: more than %zu bytes", path, max);
    else
        buf_puts(text, f->window);
    in_close(f);
    return good;
}

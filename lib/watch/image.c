/* Images: sections of bytes in a file that is mapped. */
#include "watch/image.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { IMAGE_VERSION = 1, BYTE_ORDER_MARK = 0x01020304 };

typedef struct image_head {
    char magic[8];
    uint32_t version, order, pointer, layout;
    uint32_t sections, sources;
    uint64_t size;   /* of the file */
    uint64_t tables; /* bytes of the two tables behind the head */
    uint64_t sum;    /* of the head with a sum of 0 and of the tables */
    uint64_t spare;
} image_head;

typedef struct image_entry {
    char name[IMAGE_NAME];
    uint64_t at, bytes, sum;
} image_entry;

/* path_n bytes of the path follow, and NULs up to the next 8. */
typedef struct image_origin {
    uint64_t size, seconds, nanoseconds, sum, path_n;
} image_origin;

_Static_assert(sizeof(image_head) == IMAGE_ALIGN, "the head has no holes");
_Static_assert(sizeof(image_entry) == 48 && sizeof(image_origin) == 40, "nor have the tables");

#define UP(n, to) (((n) + (to)-1) / (to) * (to))

/* ---- the sum ---- */

/* Four lanes, for one would wait for its multiplications. */
typedef struct sum {
    uint64_t lane[4];
    uint64_t n;
} sum;

static const uint64_t odd = 0x9e3779b97f4a7c15; /* 2^64 by the golden ratio */

static sum
sum_begin(void)
{
    return (sum){.lane = {1, 2, 3, 4}};
}

static uint64_t
turn(uint64_t x)
{
    return x << 29 | x >> 35;
}

/* All calls but the last have n % 32 == 0. */
static void
sum_more(sum *s, const void *bytes, size_t n)
{
    const char *p = bytes;

    s->n += n;
    for (; n != 0; p += 32) {
        uint64_t word[4] = {0};
        size_t part = n < 32 ? n : 32;
        if (BASE_LIKELY(part == 32))
            memcpy(word, p, 32);
        else
            memcpy(word, p, part);
        for (int i = 0; i < 4; i++) /* each step can be undone: no change of one word is lost */
            s->lane[i] = turn((s->lane[i] ^ word[i]) * odd);
        n -= part;
    }
}

static uint64_t
sum_end(const sum *s)
{
    uint64_t h = s->n;

    for (int i = 0; i < 4; i++) {
        h = (turn(h) ^ s->lane[i]) * odd;
        h ^= h >> 32;
    }
    return h;
}

uint64_t
image_sum(const void *p, size_t n)
{
    sum s = sum_begin();
    sum_more(&s, p, n);
    return sum_end(&s);
}

static uint64_t
head_sum(image_head head, slice tables)
{
    sum s = sum_begin();

    head.sum = 0;
    sum_more(&s, &head, sizeof head);
    sum_more(&s, tables.p, tables.n);
    return sum_end(&s);
}

/* ---- sources ---- */

image_source
image_source_look(const char *path)
{
    image_source s = {0};
    struct stat st;

    if (strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
        (s.path = realpath(path, NULL)) != NULL) {
        s.size = (uint64_t)st.st_size;
        s.seconds = (uint64_t)st.st_mtim.tv_sec;
        s.nanoseconds = (uint64_t)st.st_mtim.tv_nsec;
    }
    return s;
}

void
image_source_free(image_source *s)
{
    free(s->path);
    *s = (image_source){0};
}

/* The sum of a file's bytes; false: it cannot be read, or is no regular file. */
static bool
file_sum(const char *path, uint64_t *value)
{
    enum { CHUNK = 1 << 18 };
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st;
    sum s = sum_begin();
    size_t held = 0;
    bool good = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    char *chunk = mem_alloc(CHUNK, 1);

    while (good) {
        ssize_t n = read(fd, chunk + held, CHUNK - held);
        if (n < 0 && errno == EINTR)
            continue;
        good = n >= 0;
        if (n <= 0)
            break;
        held += (size_t)n;
        if (held == CHUNK) {
            sum_more(&s, chunk, held);
            held = 0;
        }
    }
    sum_more(&s, chunk, held);
    *value = sum_end(&s);
    free(chunk);
    if (fd >= 0)
        close(fd);
    return good;
}

/* ---- writing ---- */

struct image_writer {
    uint32_t layout;
    uint32_t sections, sources;
    struct {
        const char *name;
        slice bytes;
    } section[IMAGE_SECTIONS_MAX];
    image_source source[IMAGE_SOURCES_MAX];
    bool many; /* more than there is room for */
};

image_writer *
image_writer_new(uint32_t layout)
{
    image_writer *w = mem_alloc(1, sizeof *w);
    w->layout = layout;
    return w;
}

void
image_add(image_writer *w, const char *name, const void *p, size_t bytes)
{
    if (w->sections == IMAGE_SECTIONS_MAX || strlen(name) >= IMAGE_NAME) {
        w->many = true;
        return;
    }
    w->section[w->sections].name = name;
    w->section[w->sections++].bytes = (slice){p, bytes};
}

void
image_add_source(image_writer *w, const image_source *s)
{
    if (s->path == NULL)
        return;
    if (w->sources == IMAGE_SOURCES_MAX || strlen(s->path) > IMAGE_PATH_MAX) {
        w->many = true;
        return;
    }
    image_source *mine = &w->source[w->sources++];
    *mine = *s;
    mine->path = mem_dup(s->path);
}

static const char nothing[IMAGE_ALIGN];

static bool
put_sources(const image_writer *w, buf *b, error *e)
{
    for (uint32_t i = 0; i < w->sources; i++) {
        const image_source *s = &w->source[i];
        image_origin o = {s->size, s->seconds, s->nanoseconds, 0, strlen(s->path)};
        bool read = file_sum(s->path, &o.sum);
        image_source now = image_source_look(s->path);
        bool same = read && now.path != NULL && now.size == s->size && now.seconds == s->seconds &&
                    now.nanoseconds == s->nanoseconds;
        image_source_free(&now);
        if (!same)
            return error_set(e, "%s: it changed while it was read", s->path);
        buf_put(b, &o, sizeof o);
        buf_put(b, s->path, o.path_n);
        buf_put(b, nothing, UP(o.path_n, 8) - o.path_n);
    }
    return true;
}

/* The head and the tables, up to the first section. */
static bool
put_front(const image_writer *w, const char *name, buf *b, error *e)
{
    image_head head = {.magic = IMAGE_MAGIC,
                       .version = IMAGE_VERSION,
                       .order = BYTE_ORDER_MARK,
                       .pointer = sizeof(void *),
                       .layout = w->layout,
                       .sections = w->sections,
                       .sources = w->sources};
    image_entry entry[IMAGE_SECTIONS_MAX] = {{.at = 0}};
    size_t entries = w->sections * sizeof *entry;

    if (w->many)
        return error_set(e, "%s: too many sections or sources, or too long a name", name);
    buf_put(b, &head, sizeof head);
    buf_put(b, entry, entries);
    if (!put_sources(w, b, e))
        return false;
    head.tables = b->n - sizeof head;
    buf_put(b, nothing, UP(b->n, IMAGE_ALIGN) - b->n);
    head.size = b->n;
    for (uint32_t i = 0; i < w->sections; i++) {
        slice bytes = w->section[i].bytes;
        memcpy(entry[i].name, w->section[i].name, strlen(w->section[i].name));
        entry[i].at = head.size;
        entry[i].bytes = bytes.n;
        entry[i].sum = image_sum(bytes.p, bytes.n);
        head.size += UP(bytes.n, IMAGE_ALIGN);
    }
    memcpy(b->p + sizeof head, entry, entries);
    head.sum = head_sum(head, (slice){b->p + sizeof head, head.tables});
    memcpy(b->p, &head, sizeof head);
    return true;
}

/* The sections, each up to a boundary; o, when there is one, is flushed on the way. */
static void
put_sections(const image_writer *w, buf *b, out *o)
{
    for (uint32_t i = 0; i < w->sections; i++) {
        slice bytes = w->section[i].bytes;
        size_t pad = UP(bytes.n, IMAGE_ALIGN) - bytes.n;
        while (bytes.n != 0 && (o == NULL || out_flush_full(o))) {
            size_t n = bytes.n < OUT_CHUNK ? bytes.n : OUT_CHUNK;
            buf_put(b, bytes.p, n);
            bytes.p += n;
            bytes.n -= n;
        }
        buf_put(b, nothing, pad);
    }
}

static void
free_writer(image_writer *w)
{
    for (uint32_t i = 0; i < w->sources; i++)
        image_source_free(&w->source[i]);
    free(w);
}

bool
image_finish(image_writer *w, const char *path, error *e)
{
    out *o = out_open(path, false, e);
    bool good = o != NULL && put_front(w, path, &o->b, e);

    if (good) {
        put_sections(w, &o->b, o);
        good = out_commit(o, e);
    } else {
        out_abandon(o);
    }
    free_writer(w);
    return good;
}

bool
image_finish_memory(image_writer *w, buf *b, error *e)
{
    bool good = put_front(w, "image", b, e);

    if (good)
        put_sections(w, b, NULL);
    free_writer(w);
    return good;
}

/* ---- reading ---- */

struct image {
    const char *name;
    slice bytes;
    const image_entry *entry;
    uint32_t sections, sources;
    slice origins;
    bool mapped;
};

bool
image_is(const char *path)
{
    char first[sizeof IMAGE_MAGIC - 1];
    struct stat st;

    /* No pipe is opened: it could not be read again. */
    if (strcmp(path, "-") == 0 || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool is = fd >= 0 && read(fd, first, sizeof first) == (ssize_t)sizeof first &&
              memcmp(first, IMAGE_MAGIC, sizeof first) == 0;
    if (fd >= 0)
        close(fd);
    return is;
}

static bool
read_sections(image *i, const image_head *head, error *e)
{
    uint64_t least = sizeof *head + head->tables;

    for (uint32_t k = 0; k < i->sections; k++) {
        const image_entry *s = &i->entry[k];
        if (memchr(s->name, '\0', IMAGE_NAME) == NULL || s->at % IMAGE_ALIGN != 0 ||
            s->at < least || s->at > head->size || s->bytes > head->size - s->at)
            return error_set(e, "%s: a section lies outside of the image", i->name);
    }
    return true;
}

static bool
read_head(image *i, uint32_t layout, error *e)
{
    const image_head *head = (const void *)i->bytes.p;
    const char *anew = "; write it anew";

    if (i->bytes.n < sizeof IMAGE_MAGIC - 1 ||
        memcmp(i->bytes.p, IMAGE_MAGIC, sizeof IMAGE_MAGIC - 1) != 0)
        return error_set(e, "%s: this is no image", i->name);
    if (i->bytes.n < sizeof *head)
        return error_set(e, "%s: the image is cut short", i->name);
    if (head->order != BYTE_ORDER_MARK || head->pointer != sizeof(void *))
        return error_set(e, "%s: the image is of another kind of machine%s", i->name, anew);
    if (head->version != IMAGE_VERSION || head->layout != layout)
        return error_set(e, "%s: the image is of another version of the program%s", i->name, anew);
    if (head->size > i->bytes.n)
        return error_set(e, "%s: the image is cut short: %zu of %llu bytes", i->name, i->bytes.n,
                         (unsigned long long)head->size);
    if (head->size < i->bytes.n || head->sections > IMAGE_SECTIONS_MAX ||
        head->sources > IMAGE_SOURCES_MAX || head->tables > head->size - sizeof *head ||
        head->tables < head->sections * sizeof(image_entry) ||
        head_sum(*head, (slice){i->bytes.p + sizeof *head, head->tables}) != head->sum)
        return error_set(e, "%s: the head of the image is damaged%s", i->name, anew);
    i->sections = head->sections;
    i->sources = head->sources;
    i->entry = (const void *)(head + 1);
    i->origins = (slice){(const char *)(i->entry + i->sections),
                         head->tables - i->sections * sizeof(image_entry)};
    return read_sections(i, head, e);
}

image *
image_over(const char *name, slice bytes, uint32_t layout, error *e)
{
    image *i = mem_alloc(1, sizeof *i);

    i->name = name;
    i->bytes = bytes;
    if (read_head(i, layout, e))
        return i;
    free(i);
    return NULL;
}

/* Whether a source has still the bytes that were read; one that is not there does no harm. */
static bool
origin_same(const image *i, const image_origin *o, const char *path, error *e)
{
    image_source now = image_source_look(path);
    bool there = now.path != NULL, same = !there;
    uint64_t value;

    if (there && now.size == o->size)
        same = (now.seconds == o->seconds && now.nanoseconds == o->nanoseconds) ||
               (file_sum(path, &value) && value == o->sum);
    image_source_free(&now);
    return same || error_set(e, "%s: stale: %s has changed since; write it anew", i->name, path);
}

static bool
sources_same(const image *i, error *e)
{
    slice rest = i->origins;
    char path[IMAGE_PATH_MAX + 1];

    for (uint32_t k = 0; k < i->sources; k++) {
        image_origin o;
        if (rest.n < sizeof o)
            return error_set(e, "%s: the sources of the image are damaged", i->name);
        memcpy(&o, rest.p, sizeof o);
        rest.p += sizeof o;
        rest.n -= sizeof o;
        if (o.path_n == 0 || o.path_n > IMAGE_PATH_MAX || UP(o.path_n, 8) > rest.n)
            return error_set(e, "%s: the sources of the image are damaged", i->name);
        memcpy(path, rest.p, o.path_n);
        path[o.path_n] = '\0';
        rest.p += UP(o.path_n, 8);
        rest.n -= UP(o.path_n, 8);
        if (!origin_same(i, &o, path, e))
            return false;
    }
    return true;
}

image *
image_open(const char *path, uint32_t layout, error *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    void *p = NULL;
    size_t n = 0;

    if (fd < 0 || fstat(fd, &st) != 0) {
        error_set(e, "%s: cannot open: %s", path, strerror(errno));
    } else if (!S_ISREG(st.st_mode) || st.st_size == 0) {
        error_set(e, "%s: this is no image", path);
    } else {
        n = (size_t)st.st_size;
        p = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p == MAP_FAILED) {
            error_set(e, "%s: cannot map: %s", path, strerror(errno));
            p = NULL;
        }
    }
    if (fd >= 0)
        close(fd);
    if (p == NULL)
        return NULL;
    image *i = image_over(path, (slice){p, n}, layout, e);
    if (i == NULL) {
        munmap(p, n);
        return NULL;
    }
    i->mapped = true;
    if (sources_same(i, e))
        return i;
    image_close(i);
    return NULL;
}

/* Whether nothing stands between what ends there and the next boundary. */
static bool
nothing_behind(const image *i, uint64_t end)
{
    uint64_t next = UP(end, IMAGE_ALIGN);

    for (; end < next && end < i->bytes.n; end++)
        if (i->bytes.p[end] != '\0')
            return false;
    return true;
}

bool
image_check(const image *i, error *e)
{
    const image_head *head = (const void *)i->bytes.p;

    if (!nothing_behind(i, sizeof *head + head->tables))
        return error_set(e, "%s: the head of the image is damaged; write it anew", i->name);
    for (uint32_t k = 0; k < i->sections; k++) {
        const image_entry *s = &i->entry[k];
        if (image_sum(i->bytes.p + s->at, s->bytes) != s->sum ||
            !nothing_behind(i, s->at + s->bytes))
            return error_set(e, "%s: section %s is damaged; write it anew", i->name, s->name);
    }
    return true;
}

const void *
image_section(const image *i, const char *name, size_t *n)
{
    for (uint32_t k = 0; k < i->sections; k++) {
        if (strcmp(i->entry[k].name, name) == 0) {
            *n = i->entry[k].bytes;
            return i->bytes.p + i->entry[k].at;
        }
    }
    *n = 0;
    return NULL;
}

void
image_close(image *i)
{
    if (i == NULL)
        return;
    if (i->mapped)
        munmap((void *)(uintptr_t)i->bytes.p, i->bytes.n);
    free(i);
}

/* What watch promises of images. */
#include "tap.h"

#include "watch/doctable.h"
#include "watch/private.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static error why;

/* The whole file of an image. */
static slice
whole(const char *path, buf *b)
{
    b->n = 0;
    return in_whole(path, 1 << 26, b, &why) ? buf_slice(b) : (slice){NULL, 0};
}

static void
write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0)
        abort();
}

static void
set_time(const char *path, time_t when)
{
    struct timespec t[2] = {{when, 5}, {when, 5}};
    if (utimensat(AT_FDCWD, path, t, 0) != 0)
        abort();
}

static bool
says(const char *text)
{
    bool does = strstr(why.text, text) != NULL;
    if (!does)
        printf("# says '%s'\n", why.text);
    return does;
}

static bool
opens(const char *path)
{
    why.text[0] = '\0';
    image *i = image_open(path, 3, &why);
    bool good = i != NULL;
    image_close(i);
    return good;
}

static void
make_image(const char *path, const char *source, const char *text)
{
    static const char letters[100] = "letters";
    image_source s = image_source_look(source);
    image_writer *w = image_writer_new(3);

    image_add(w, "a", letters, sizeof letters);
    image_add(w, "b.empty", NULL, 0);
    image_add(w, "c", text, strlen(text));
    image_add_source(w, &s);
    image_source_free(&s);
    ok(image_finish(w, path, &why), "an image is written: %s", why.text);
}

static void
images(const char *path, const char *source)
{
    size_t n;
    buf b = {0};

    write_file(source, "one\n");
    set_time(source, 1000000000);
    make_image(path, source, "seven words");
    image *i = image_open(path, 3, &why);
    if (!ok(i != NULL && image_check(i, &why), "and opened: %s", why.text))
        return;
    const char *c = image_section(i, "c", &n);
    same(slice_between(c, c + n), S("seven words"), "a section");
    ok((uintptr_t)c % IMAGE_ALIGN == 0, "on its boundary");
    ok(image_section(i, "b.empty", &n) != NULL && n == 0, "an empty one is there");
    ok(image_section(i, "d", &n) == NULL && n == 0, "another one is not");
    image_close(i);

    ok(image_is(path) && !image_is(source) && !image_is("/"), "an image is known by its magic");
    ok(image_open(path, 4, &why) == NULL && says("another version"), "another layout is refused");
    ok(!opens(source) && says("no image"), "so is a text");
    ok(!opens("/nowhere/at/all") && says("cannot open"), "and nothing");

    /* Stale or fresh. */
    set_time(source, 1000000001);
    ok(opens(path), "a source of another time with the same bytes: fresh");
    write_file(source, "two\n");
    set_time(source, 1000000002);
    ok(!opens(path) && says("stale") && says("has changed"), "with other bytes: stale");
    write_file(source, "three\n");
    set_time(source, 1000000000);
    ok(!opens(path) && says("stale"), "with another size: stale, whatever its time is");
    unlink(source);
    ok(opens(path), "a source that is not there does no harm");

    /* Cut and changed. */
    slice bytes = whole(path, &b);
    size_t cut = 0, changed = 0, padding = 0;
    for (size_t k = 0; k < bytes.n; k++) {
        i = image_over(path, (slice){bytes.p, k}, 3, &why);
        cut += i == NULL;
        image_close(i);
    }
    ok(cut == bytes.n, "cut anywhere it is refused");
    for (size_t k = 0; k < bytes.n; k++) {
        b.p[k] ^= 1;
        i = image_over(path, bytes, 3, &why);
        bool good = i != NULL && image_check(i, &why);
        changed += !good;
        padding += good;
        image_close(i);
        b.p[k] ^= 1;
    }
    /* What is in no table and no section: NULs up to a boundary, three times at most. */
    ok(changed + padding == bytes.n && padding < 3 * IMAGE_ALIGN &&
           changed >= 100 + 11 + 64 + 3 * 48 + 40,
       "a changed byte is found, but for %zu between the sections", padding);
    buf_put(&b, "more", 4);
    i = image_over(path, buf_slice(&b), 3, &why);
    ok(i == NULL && says("damaged"), "bytes behind the end are refused");
    buf_free(&b);

    /* The source may not change under the reader's hands. */
    write_file(source, "one\n");
    image_source s = image_source_look(source);
    write_file(source, "another\n");
    image_writer *w = image_writer_new(3);
    image_add_source(w, &s);
    image_source_free(&s);
    ok(!image_finish(w, path, &why) && says("changed while"), "a source that changed meanwhile");
    unlink(source);
    ok(opens(path), "leaves the image that was there");
    w = image_writer_new(3);
    image_add(w, "a name with far more than 24 bytes", "", 0);
    ok(!image_finish(w, path, &why), "a name that is too long");
    unlink(path);
}

static void
sums(void)
{
    char bytes[100] = {0};
    uint64_t none = image_sum(bytes, sizeof bytes);
    unsigned alike = 0;

    for (size_t i = 0; i < 8 * sizeof bytes; i++) {
        bytes[i / 8] ^= (char)(1 << i % 8);
        alike += image_sum(bytes, sizeof bytes) == none;
        bytes[i / 8] ^= (char)(1 << i % 8);
    }
    ok(alike == 0, "each bit changes the sum");
    ok(image_sum(bytes, 99) != none && image_sum(bytes, 0) != image_sum(bytes, 1),
       "and so does the number of bytes");
}

/* Whether documents of these sections are taken: one row of a long number, and its text. */
static bool
takes(uint64_t text, size_t rows, const uint32_t start[3])
{
    static const uint64_t packed[2] = {1, 0};
    const uint64_t wide[2] = {text, 0};
    image_writer *w = image_writer_new(WATCH_LAYOUT);
    buf b = {0};

    image_add(w, "documents.rows", packed, rows * sizeof packed);
    image_add(w, "documents.starts", start, 3 * sizeof *start);
    image_add(w, "documents.long", wide, sizeof wide);
    image_add(w, "documents.text", "ABCDEFGHIJKLMNOP", 16);
    image *i = image_finish_memory(w, &b, &why) ? image_over("i", buf_slice(&b), WATCH_LAYOUT, &why)
                                                : NULL;
    doc_table *t = i != NULL && image_check(i, &why) ? doc_table_map(i, "i", &why) : NULL;
    bool good = t != NULL;
    doc_table_free(t);
    image_close(i);
    buf_free(&b);
    return good;
}

/* Images that are sound as such. */
static void
contents(void)
{
    static const uint32_t none[3] = {0, 0, 0}, one[3] = {0, 1, 1}, far[3] = {0, 0, 2},
                          back[3] = {0, 2, 1};

    ok(takes(16, 0, none) && takes(2 << 8 | 14, 1, one), "documents within their sections");
    ok(!takes(3 << 8 | 14, 0, none), "a text that ends behind its section is refused");
    ok(!takes((uint64_t)1 << 40 | 1, 0, none), "and one far behind it");
    ok(!takes(0, 0, none) && !takes(255, 0, none), "and one of no length, or of too many bytes");
    ok(!takes(16, 1, far), "a directory that leads behind the rows is refused");
    ok(!takes(16, 1, back), "and one that leads back");
    ok(!takes(16, 1, none), "and one that leaves rows out");
}

int
main(void)
{
    char dir[] = "/tmp/test-image.XXXXXX", path[64], source[64];

    if (mkdtemp(dir) == NULL)
        return 99;
    snprintf(path, sizeof path, "%s/image", dir);
    snprintf(source, sizeof source, "%s/source", dir);
    sums();
    images(path, source);
    contents();
    rmdir(dir);
    return tap_done();
}

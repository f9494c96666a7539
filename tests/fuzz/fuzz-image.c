/*
 * Any bytes as an image: it is refused with a reason, or its sections lie
 * within it.  And any bytes as the sections of a sound image with documents: a
 * search stays within them, and what it gives is text.  For the latter the
 * first three bytes are the sizes of the sections, the last of which has what
 * is left.
 */
#include "watch/doctable.h"
#include "watch/private.h"

#include <stdlib.h>

static const char *const names[] = {"documents.long", "documents.text", "documents.starts",
                                    "documents.rows"};

static bool
look_at(void *ctx, const doc *d)
{
    char issuer[4], type[3];

    memcpy(issuer, d->issuer, sizeof issuer);
    memcpy(type, d->type, sizeof type);
    if (issuer[3] != '\0' || type[2] != '\0' || (d->date.year != 0 && !date_valid(d->date)))
        abort();
    return --*(int *)ctx > 0;
}

/* The bytes as they are. */
static void
as_image(slice bytes)
{
    void *copy = mem_alloc(bytes.n + 1, 1); /* on a boundary */
    error e = {""};

    if (bytes.n != 0)
        memcpy(copy, bytes.p, bytes.n);
    image *i = image_over("fuzz", (slice){copy, bytes.n}, WATCH_LAYOUT, &e);
    if (i == NULL && e.text[0] == '\0')
        abort();
    if (i != NULL && image_check(i, &e)) {
        size_t n;
        const char *p = image_section(i, names[0], &n);
        if (p != NULL && (p < (char *)copy || n > bytes.n))
            abort();
    }
    image_close(i);
    free(copy);
}

/* The bytes as sections, whose sums are right. */
static void
as_sections(slice bytes)
{
    static const char *const asked[] = {
        "A", "ZZ9999999", "000000000", "0123456789AB", "A LONG NUMBER", "\xd0\x96"};
    image_writer *w = image_writer_new(WATCH_LAYOUT);
    /* In rows of 16, bytes, and 4 * (2^n + 1), or what is no such size. */
    size_t length[LENGTH(names)] = {16 * (bytes.p[0] & 7), bytes.p[1] & 63,
                                    4 * (((size_t)2 << (bytes.p[2] & 3)) + 1) +
                                        (bytes.p[2] >> 4 & 3) * (bytes.p[2] >> 6 & 3)};
    void *copy[LENGTH(names)];
    slice rest = {bytes.p + 3, bytes.n - 3};
    buf b = {0};
    error e = {""};

    for (size_t i = 0; i < LENGTH(names); i++) {
        size_t n = i == LENGTH(names) - 1 || length[i] > rest.n ? rest.n : length[i];
        copy[i] = mem_alloc(n + 1, 1);
        if (n != 0)
            memcpy(copy[i], rest.p, n);
        image_add(w, names[i], copy[i], n);
        rest.p += n;
        rest.n -= n;
    }
    if (!image_finish_memory(w, &b, &e))
        abort();
    image *i = image_over("fuzz", buf_slice(&b), WATCH_LAYOUT, &e);
    if (i == NULL || !image_check(i, &e))
        abort();
    e.text[0] = '\0';
    doc_table *t = doc_table_map(i, "fuzz", &e);
    if (t == NULL && e.text[0] == '\0')
        abort();
    for (size_t k = 0; t != NULL && k < LENGTH(asked); k++) {
        int left = 20;
        doc_table_find(t, slice_of(asked[k]), look_at, &left);
    }
    doc_table_free(t);
    image_close(i);
    buf_free(&b);
    for (size_t k = 0; k < LENGTH(names); k++)
        free(copy[k]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    slice bytes = {(const char *)data, size};

    as_image(bytes);
    if (size >= 3)
        as_sections(bytes);
    return 0;
}

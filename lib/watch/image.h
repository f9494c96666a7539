/*
 * Private to watch: images, files that are mapped and used as they are.
 *
 *	image_writer	sections gathered in memory, then written at once
 *	image		a file of them, mapped
 *
 * An image holds named sections of bytes, each on a boundary of IMAGE_ALIGN
 * bytes, so that a section may be an array of any type without pointers, and
 * the identity of the files that it was made from.  It is of the machine that
 * wrote it: byte order and the size of a pointer are in the head, and any
 * other machine refuses it.
 *
 * Damage by chance is found by sums: that of the head, the tables and the
 * sizes always, those of the sections by image_check.  A reader must keep
 * within the sizes that image_section tells, whatever the bytes say.
 *
 *	head		struct image_head, below
 *	sections	struct image_entry, one a section
 *	sources		struct image_origin and its path, one a source
 *	bytes		of the sections, in the same order
 */
#ifndef BORDERTOOLS_WATCH_IMAGE_H
#define BORDERTOOLS_WATCH_IMAGE_H

#include "base/base.h"

enum {
    IMAGE_ALIGN = 64,
    IMAGE_NAME = 24,         /* bytes of a section's name and a NUL */
    IMAGE_SECTIONS_MAX = 64, /* of an image */
    IMAGE_SOURCES_MAX = 64,
    IMAGE_PATH_MAX = 4096 /* bytes of a source's path */
};

#define IMAGE_MAGIC                                                                                \
    "\x89"                                                                                         \
    "BTimg\r\n"

/*
 * A sum of bytes in which a change of one aligned word of eight always shows,
 * and any other but once in 2^64.  Not for security.
 */
uint64_t image_sum(const void *p, size_t n);

/* ---- where it came from ---- */

/* What tells whether a file is still what was read. */
typedef struct image_source {
    char *path; /* whole, from the root; NULL: no regular file */
    uint64_t size, seconds, nanoseconds;
} image_source;

/* Looks at a file that is about to be read.  Free with image_source_free. */
image_source image_source_look(const char *path);
void image_source_free(image_source *s);

/* ---- writing ---- */

typedef struct image_writer image_writer;

/* layout: the version of what the sections hold, by who writes them. */
image_writer *image_writer_new(uint32_t layout);
/*
 * The bytes stay the caller's and must live until image_finish.  Names are
 * unlike each other and shorter than IMAGE_NAME.
 */
void image_add(image_writer *w, const char *name, const void *p, size_t bytes);
/* A file that the sections were made from; nothing when its path is NULL. */
void image_add_source(image_writer *w, const image_source *s);
/*
 * Writes the file, whole or not at all, and frees w in either case.  False
 * also when a source is no longer what it was when it was looked at.
 */
bool image_finish(image_writer *w, const char *path, error *e);
/* The same into an empty buf, for tests. */
bool image_finish_memory(image_writer *w, buf *b, error *e);

/* ---- reading ---- */

typedef struct image image;

/* Whether the file begins as an image does; false when it cannot be read. */
bool image_is(const char *path);
/*
 * Maps a file.  NULL, and e says which file and why: not an image, of another
 * version, layout or kind of machine, cut short or damaged, or stale, for a
 * source that is there has other bytes than were read from it.  A source that
 * is not there (any more, or on this machine) cannot be told from a fresh one.
 */
image *image_open(const char *path, uint32_t layout, error *e);
/* The same over bytes on a boundary of 8, which stay the caller's; sources are not looked at. */
image *image_over(const char *name, slice bytes, uint32_t layout, error *e);
/* Reads all sections and compares their sums. */
bool image_check(const image *i, error *e);
/* A section, and its bytes in *n; NULL, 0 when there is none.  It lives as long as the image. */
const void *image_section(const image *i, const char *name, size_t *n);
void image_close(image *i);

#endif

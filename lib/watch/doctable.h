/*
 * Private to watch: an exact table of documents.
 *
 * A document is an issuer, a type and a number.  The three and a date are
 * packed into 16 bytes when the number has at most 12 letters and digits; the
 * others keep their text beside.  The rows are sorted by their numbers, which
 * were scattered by a function that can be undone, so that a directory of the
 * first bits of a number leads to about eight rows.  Nothing is lost by that:
 * a row that is found is the document that was asked for.
 *
 * 50,000,000 documents are 825 MB, while they are added, too.
 */
#ifndef BORDERTOOLS_WATCH_DOCTABLE_H
#define BORDERTOOLS_WATCH_DOCTABLE_H

#include "watch/image.h"

enum {
    DOC_NUMBER_MAX = 64, /* bytes of a number without what parts it */
    DOC_FOUND_MAX = 4096 /* rows of one number that are looked at */
};

typedef struct doc {
    slice number;   /* as doc_plain makes it */
    char issuer[4]; /* three capitals, or "" */
    char type[3];   /* one or two capitals or digits, or "" */
    date date;      /* {0}: not known */
} doc;

/*
 * The letters and digits of a number, capitals, Arabic and Persian digits as
 * 0 to 9; other bytes outside ASCII stay as they are, for other scripts tell
 * documents apart, too.  What is more than DOC_NUMBER_MAX bytes makes it
 * empty: no document has that.
 */
slice doc_plain(slice number, char text[DOC_NUMBER_MAX]);

typedef struct doc_table doc_table;

doc_table *doc_table_new(void);
/* False: there are 2^32 - 1 already, or the number is empty or too long. */
bool doc_table_add(doc_table *t, const doc *d);
/*
 * Sorts it, after the last one.  Documents that were added twice are kept
 * once, with the first of their dates.  Returns how many were left out.
 */
size_t doc_table_finish(doc_table *t);

size_t doc_table_count(const doc_table *t);

/*
 * Calls found for each document of that number, those without an issuer
 * first, up to DOC_FOUND_MAX, until it returns false.  The doc is found's for
 * the time of the call, its number is that which was given.
 */
void doc_table_find(const doc_table *t, slice plain, bool (*found)(void *ctx, const doc *d),
                    void *ctx);

/* Its sections; the table must live until image_finish. */
void doc_table_write(const doc_table *t, image_writer *w);
/*
 * The table over an image, which must outlive it.  False: there is none, or
 * one that its own sizes contradict.
 */
doc_table *doc_table_map(const image *i, const char *name, error *e);
void doc_table_free(doc_table *t);

#endif

/* Private to watch: what the readers of the formats share. */
#ifndef BORDERTOOLS_WATCH_PRIVATE_H
#define BORDERTOOLS_WATCH_PRIVATE_H

#include "watch/image.h"
#include "watch/watch.h"

/*
 * Filling a list: an entry, then what belongs to it; the ranges of an entry
 * follow from the order.  Text is copied into the list's arena.  Empty values
 * are left out.
 */
void watch_add_entry(watch_list *l, slice id);
void watch_add_name(watch_list *l, slice text, bool alias, bool weak);
void watch_add_birth(watch_list *l, watch_birth b);
void watch_add_country(watch_list *l, const char code[4]);
void watch_add_document(watch_list *l, slice number, const char issuer[4]);

/*
 * The readers: the whole file into the list, or false and why.  What is odd
 * but understood is a warning to d.
 */
bool watch_read_un(in *f, watch_list *l, diag *d, error *e);
bool watch_read_columns(in *f, watch_list *l, diag *d, error *e);

/* watch_load of a file that is open; name is the list's. */
watch_list *watch_read(in *f, slice name, diag *d, error *e);

/*
 * The file of NAME=FILE, or of FILE alone: then the name is the file's without
 * folders and endings.
 */
const char *watch_part_spec(const char *spec, slice *name);

/* watch_documents_load of a CSV file that is open. */
watch_documents *watch_documents_read(in *f, slice name, bool partial, diag *d, error *e);

/* Of the sections that images of watch have: one more whenever one of them changes. */
enum { WATCH_LAYOUT = 1 };

/* Adds the list to an image; it must live until image_finish. */
void watch_documents_add(const watch_documents *l, image_writer *w);

#endif

/* Private to watch: what the readers of the formats share. */
#ifndef BORDERTOOLS_WATCH_PRIVATE_H
#define BORDERTOOLS_WATCH_PRIVATE_H

#include "watch/image.h"
#include "watch/watch.h"

/* ---- filling a list ---- */

/*
 * A new entry, which becomes the one at hand; then what belongs to it, in any
 * order.  Text is copied into the list's arena, with blanks made one; what is
 * empty is left out.  An entry may be taken up again by setting l->at.
 */
void watch_add_entry(watch_list *l, slice id);
void watch_add_name(watch_list *l, slice text, bool alias, bool weak);
/* text is made of the parts when it is empty. */
void watch_add_parts(watch_list *l, watch_name n);
void watch_add_birth(watch_list *l, watch_birth b);
void watch_add_country(watch_list *l, const char *code);
void watch_add_document(watch_list *l, slice number, const char *issuer);
void watch_add_typed(watch_list *l, slice type, slice number, const char *issuer);
void watch_add_place(watch_list *l, slice text, const char *country);
void watch_add_programme(watch_list *l, slice text); /* once each */
void watch_set_remarks(watch_list *l, slice text);   /* what is there stays before it */
void watch_set_sex(watch_list *l, char sex);         /* a second one that differs: X */

/*
 * The end: organizations are counted and taken out, what belongs to an entry
 * is put together and each of it kept once, and an entry without any name that
 * is no alias gets its first alias as one.
 */
void watch_finish(watch_list *l);
/* Only those entries of a finished list for which wanted, an item each, is true. */
void watch_keep(watch_list *l, const bool *wanted);

/* ---- a map from text to a number ---- */

/* {0} is empty; keys are not copied. */
typedef struct watch_map {
    struct watch_map_slot *slot;
    size_t n, slots;
} watch_map;

/* The place of the key's number; *isnew says that it was not there, and is 0. */
uint32_t *watch_map_put(watch_map *m, slice key, bool *isnew);
const uint32_t *watch_map_get(const watch_map *m, slice key); /* or NULL */
void watch_map_free(watch_map *m);

/* ---- what values say ---- */

typedef struct watch_source {
    in *f;
    watch_list *l;
    const watch_reading *how;
    diag *d;
    error *e;
    place where;     /* of the record at hand */
    watch_map ids;   /* the entries of a format that has several rows to one */
    uint32_t strays; /* rows that belong to no entry */
} watch_source;

/*
 * The entry of that id becomes the one at hand; false: it was there before.
 * list is empty but where a file holds several; an id is one within its list.
 */
bool watch_take_up(watch_source *s, slice list, slice id);
void watch_warn(watch_source *s, slice value, const char *what); /* "'value' is what; left out" */
/* A State by name or code; "" and a warning when it is unknown, "" when empty. */
void watch_country_of(watch_source *s, slice name, char code[4]);
void watch_read_nationality(watch_source *s, slice name);
/*
 * A date of birth as lists write it: 1970-02-03, 1970-02, 1970, 03/02/1970 (00
 * or letters for what is unknown), 12 Dec 1960, Dec 1960, circa 1960, 1960 to 1962,
 * 1960-1962, 1960/1962, 1960~.  Unknown ones are warned of.
 */
void watch_read_birth(watch_source *s, slice text);
/* One date of that kind, no range; day before month where both are numbers. */
bool watch_read_date(slice text, date *d);
void watch_read_sex(watch_source *s, slice text);
/* The class of a document by what a list calls it: P, ID, V, or the text. */
slice watch_doc_type(slice text);
/* The number in a text like "German travel document A 0139243 (expired)". */
slice watch_number_in(slice text);
bool watch_says(slice value, const char *word); /* without regard to case */
bool watch_original(slice name);                /* has letters beyond Latin */
/* An identifier of OFAC's: a document, a sex, or none of both. */
void watch_add_ofac_id(watch_source *s, slice type, slice number, slice country);
slice watch_squeeze(arena *a, slice text); /* trimmed, one blank for several */

/* ---- the readers ---- */

/* The values of a record at hand, or of a group within it: what the readers call them. */
typedef enum watch_slot {
    V_ID,
    V_OTHER_ID,
    V_TYPE,
    V_SEX,
    V_LISTED,
    V_CHANGED,
    V_REMARKS,
    V_NAME1, /* given names and surname, or parts of a name in their order */
    V_NAME2,
    V_NAME3,
    V_NAME4,
    V_NAME5,
    V_SURNAME,
    V_WHOLE,
    V_KIND, /* of a name: primary or alias */
    V_QUALITY,
    V_SCRIPT,
    V_NUMBER,
    V_CODE,
    V_COUNTRY,
    V_DATE,
    V_YEAR,
    V_MONTH,
    V_DAY,
    V_FROM,
    V_TO,
    V_CIRCA,
    V_CALENDAR,
    V_CITY,
    V_STATE,
    V_PLACE,
    V_VALUE,
    V_BIRTH_CODE, /* where a row has a person's, a birth's and a document's side by side */
    V_BIRTH_COUNTRY,
    V_PAPER_CODE,
    V_PAPER_COUNTRY,
    V_PAPER_TYPE,
    V_SLOTS
} watch_slot;

/*
 * The name in V_NAME1 .. V_NAME5 (given names, or parts in their order) and
 * V_SURNAME, or in V_WHOLE.  What is joined is in the arena.
 */
void watch_add_values(watch_source *s, const slice v[V_SLOTS], arena *a, bool alias, bool weak);

/*
 * The whole file into the list, or false and why.  What is odd but understood
 * is a warning to d.
 */
bool watch_read_xml(watch_source *s);
bool watch_read_csv(watch_source *s);
bool watch_read_json(watch_source *s);

/* watch_load of a file that is open; name is the list's. */
watch_list *watch_read(in *f, slice name, diag *d, error *e);
watch_list *watch_read_as(in *f, slice name, const watch_reading *how, diag *d, error *e);

/*
 * The file of NAME=FILE, or of FILE alone: then the name is the file's without
 * folders and endings.
 */
const char *watch_part_spec(const char *spec, slice *name);

/* watch_documents_load of a CSV file that is open. */
watch_documents *watch_documents_read(in *f, slice name, bool partial, diag *d, error *e);

/* ---- images ---- */

/* watch_engine_write into an empty buf. */
bool watch_engine_write_memory(const watch_engine *w, buf *to, error *e);
/*
 * An image as a list that is empty but for its name, which may be too.  The
 * image becomes the list's, also when it is refused and e says why.  Whatever
 * its bytes are, the list lies within them; whether they are those that were
 * written image_check says.
 */
bool watch_thaw(watch_list *l, image *i, const char *path, error *e);

/* Of the sections that images of watch have: one more whenever one of them changes. */
enum { WATCH_LAYOUT = 1 };

/* Adds the list to an image; it must live until image_finish. */
void watch_documents_add(const watch_documents *l, image_writer *w);

#endif

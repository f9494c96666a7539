/*
 * text: what the rooms of the domain know of writing and of States.
 *
 *	country_*	codes of States, as documents and lists write them
 *	fold		names of any script as plain Latin capitals
 *	latin		one Latin letter as a machine readable zone has it
 *	glyph		text as a terminal may show it
 */
#ifndef BORDERTOOLS_TEXT_H
#define BORDERTOOLS_TEXT_H

#include "base/base.h"

/* ---- countries ----------------------------------------------------------------- */

/*
 * The three-letter codes of ICAO Doc 9303 part 3, section 5: ISO 3166-1
 * alpha-3 and the additions for persons without a nationality, the United
 * Nations, the European Union, forms of British nationality and so on.
 */
typedef enum country_kind {
    COUNTRY_UNKNOWN, /* no such code */
    COUNTRY_STATE,   /* ISO 3166-1 */
    COUNTRY_OTHER,   /* an addition of Doc 9303, or in use beside it (RKS) */
    COUNTRY_SPECIMEN /* UTO: accepted only on request */
} country_kind;

/*
 * Reads a code as zones and messages have it: three letters, two (ISO 3166-1
 * alpha-2, in messages of some States), lower case, "D" or "D<<" for Germany,
 * with trailing fillers or blanks.  code gets the three letters that records
 * hold and a NUL ("DEU" for "D"), also when the kind is COUNTRY_UNKNOWN, as
 * far as there were letters; "" when there were none.
 */
country_kind country_read(slice raw, char code[4]);

/*
 * The code of a State by its name: the English short and official names of
 * ISO 3166-1 and of the United Nations, former and common ones ("Russia",
 * "Iran (Islamic Republic of)", "Syria", "Ivory Coast"), without regard to
 * case, marks in the table, or punctuation.  Empty when it is not known; a
 * three-letter code is its own name.
 */
slice country_by_name(slice name);

/* ---- folding --------------------------------------------------------------------- */

/*
 * Makes names comparable: any script to Latin, marks off, capitals only
 * (ICU).  One folder serves one thread.
 */
typedef struct folder folder;

folder *folder_new(error *e);
void folder_free(folder *f);

/*
 * The name as words of A-Z and 0-9 parted by one blank, in the arena: case,
 * marks, punctuation and script are gone; an apostrophe joins its neighbours
 * (O'Neil: ONEIL), any other punctuation parts words, and so does '<'.
 * Names that are ASCII do not go through ICU.  Bytes that are not UTF-8 count
 * as punctuation.  At most FOLD_MAX bytes are read of a name.
 */
enum { FOLD_MAX = 1024 };
slice fold_name(folder *f, slice name, arena *a);

/* ---- Latin letters ---------------------------------------------------------------- */

/*
 * The letters A-Z that stand for one Latin letter in a machine readable zone
 * (ICAO Doc 9303 part 3, section 6.A): one to two of them, empty for what is
 * no letter or not in the table.  Where States may choose, the longer form, or
 * the shorter one when fewer is true.  Static memory.
 */
slice latin_letters(uint32_t point, bool fewer);

/* ---- glyphs ---------------------------------------------------------------------- */

/* What is shown for one character: bytes, and the columns of a terminal they take. */
typedef struct glyph {
    char text[12];
    size_t n, width;
} glyph;

/*
 * Takes the next character off a text that is not empty.  Unicode's combining
 * marks take no column, its wide characters two.  What a terminal would obey,
 * and what turns the direction of writing, becomes an escape (\x1b, \u202e);
 * a byte that is no UTF-8 becomes '?'.
 */
glyph glyph_next(slice *rest);

#endif

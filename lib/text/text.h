/*
 * text: what the rooms of the domain know of writing and of States.
 *
 *	country_*	codes of States, as documents and lists write them
 *	region_*	the regions of the world that they are in
 *	fold		names of any script as plain Latin capitals
 *	letters		names of three scripts as machine readable zones have them
 *	names		common names of the world
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

/* ---- regions -------------------------------------------------------------------- */

typedef enum region_level {
    REGION_CONTINENT,   /* Africa, Americas, Asia, Europe, Oceania */
    REGION_SUBCONTINENT /* Western Africa, South-eastern Asia ... */
} region_level;

/*
 * The region of a State by its three letters, in the English of UN M49; empty
 * when the code is no State's.  Static memory; any thread.
 */
slice region_of(slice code, region_level level);
/* The three digits of M49 of a region's name; empty: none. */
slice region_code(slice name);

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
 * Names that are ASCII do not go through ICU, but for what letters_arabic
 * reads: it is folded like the Arabic name that it spells.  Bytes that are not UTF-8 count
 * as punctuation.  At most FOLD_MAX bytes are read of a name.
 */
enum { FOLD_MAX = 1024 };
slice fold_name(folder *f, slice name, arena *a);
/*
 * The same words of a name for which fold_name asks nobody: ASCII without an X.
 * False: it needs a folder, whose making takes longer than a small program's start.
 */
bool fold_plain(slice name, arena *a, slice *words);

/* ---- letters ----------------------------------------------------------------------- */

/*
 * How machine readable zones write names: the tables of ICAO Doc 9303 part 3,
 * section 6, for Latin (A), Cyrillic (B) and Arabic (C), in one file, read in
 * both directions.
 */
typedef struct letters_rules {
    char issuer[4]; /* whose choices count where States write differently; or "" */
    bool fewer;     /* where States may choose, the shorter form: A for U+00C4, not AE */
} letters_rules;

/*
 * The letters A-Z that stand for one character, capital or small; first: at
 * the start of a word.  Empty when it falls away, and p is NULL when no table
 * has it.  Static memory.
 */
slice letters_of(uint32_t point, const letters_rules *rules, bool first);

typedef struct letters_note {
    uint32_t unwritten; /* the first character that no table has; 0: none */
    bool changed;       /* more than the case: marks, script, punctuation */
    bool cut;           /* there was no room for all of it */
} letters_note;

/*
 * Writes a name of UTF-8 as A-Z, at most room bytes, and returns how many:
 * words are parted by one '<', for a blank, a hyphen, a comma or a '<';
 * apostrophes and full stops fall away.  Reading ends at a character that
 * cannot be written, and after FOLD_MAX bytes, which is a cut.
 */
size_t letters_write(slice name, const letters_rules *rules, char *to, size_t room,
                     letters_note *note);

/*
 * The name in Arabic script that was written by 6.C, as UTF-16 in to, which
 * has room for name.n; name is words of A-Z parted by one blank.  0 unless a
 * word of it can be nothing else (MXHMD, XSSALXH, and not XIAO, XHAKA, MAXIM);
 * the other words are read so when all can be, and stay as they are if not.
 */
size_t letters_arabic(slice name, uint16_t *to);

/* ---- names of the world ------------------------------------------------------------- */

/*
 * Common personal names of many cultures, each in its own script and in the
 * spellings of passports: the text of lib/text/names, of the form that
 * border-world(5) describes (culture, script, male, female, family).
 */
extern const char text_names[];
extern const size_t text_names_n;

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

/*
 * Private to the files that show a result: words, widths, escapes.
 *
 * Texts of the catalogue and of ICU are trusted; everything else (values of
 * keys, names of columns, titles) is what somebody wrote into a record, and
 * reaches a page or a drawing only through show_xml.
 */
#ifndef BORDERTOOLS_REPORT_SHOW_H
#define BORDERTOOLS_REPORT_SHOW_H

#include "report/report.h"

/* The texts that come with the programs (lib/report/catalogue), and the style of pages. */
extern const char report_catalogue[];
extern const size_t report_catalogue_n;
extern const char report_style[];
extern const size_t report_style_n;

/* ---- words ---------------------------------------------------------------------- */

/* ICU's objects for a language, made when first wanted (words.c). */
struct words *words_new(const char *locale);
void words_free(struct words *w); /* NULL is allowed */
struct words *report_text_words(report_text *t);

/* The text of the key that is these three joined; {NULL, 0} when there is none. */
slice show_find(const report_text *t, slice one, slice two, slice three);
/* The text with value in the place of each {name}. */
slice show_fill(slice text, slice name, slice value, arena *a);
/* The text of key with a number in the place of {n}. */
slice show_count(report_text *t, slice key, uint64_t n, arena *a);
/* A value as an axis has room for it: Nov 2026, Mon; as report_text_value otherwise. */
slice show_short(report_text *t, const report_key *key, slice value, arena *a);
/* A number that no cell has: a tick of an axis, with so many decimals; percent: a rate. */
slice show_number(report_text *t, double value, int decimals, bool percent, arena *a);
/* What a line is of: its keys, "other (12 groups)", "Total". */
slice show_label(report_text *t, const report_result *r, const report_line *line, arena *a);
/* The heading of a measure without what is across. */
slice show_measure(report_text *t, const report_result *r, const report_measure *m, arena *a);
/* A table's title: the catalogue's, or one made of its measure and keys. */
slice show_title(report_text *t, const report_result *r, arena *a);

/* ---- marks of XML ------------------------------------------------------------------ */

/*
 * Text as the content of an element or a quoted attribute: markup is escaped,
 * and what XML forbids or a reader would obey is shown as it is in a terminal
 * (see glyph_next).
 */
void show_xml(buf *b, slice text);

/* ---- widths ------------------------------------------------------------------------ */

/* About how wide a text is in a sans-serif font of size 1. */
double show_width(slice text);
/* The text, or as much of it as fits with an ellipsis. */
slice show_cut(slice text, double width, arena *a);

/* ---- drawings ----------------------------------------------------------------------- */

/*
 * The drawing of a result as an element svg; alone: with what a file of its
 * own needs (a declaration, a style).  id is unique in the page.  False, and
 * nothing put: the table has none.
 */
bool chart_put(buf *b, const report_result *r, report_text *t, bool alone, unsigned id);
/* The style of drawings, which a page has once. */
extern const slice chart_style;

#endif

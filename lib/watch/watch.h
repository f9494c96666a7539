/*
 * watch: alert lists, and travellers compared with them.
 *
 *	watch_list	one list in memory: entries, their names and what is
 *			known of them
 *	watch_load	a list from a file, whatever its format
 *	watch_engine	all lists of a run, ready to be searched
 *	watch_search	the hits of one traveller, with their reasons
 *	watch_documents	a list of lost documents, by their numbers alone
 *
 * Memory grows with the lists, not with the travellers.
 */
#ifndef BORDERTOOLS_WATCH_H
#define BORDERTOOLS_WATCH_H

#include "stream/stream.h"

/* ---- the model ------------------------------------------------------------------ */

/* A form of a listed person's name: one that is no alias is primary. */
typedef struct watch_name {
    uint32_t entry; /* index of the entry it belongs to */
    bool alias;     /* not the entry's first name */
    bool weak;      /* an alias that the list itself calls weak or low quality */
    bool original;  /* an alias that is the name in the script of its owner */
    slice text;     /* as the list writes it, UTF-8, given names before the surname where known */
    slice surname, given; /* where the list parts them, or empty */
} watch_name;

/*
 * A date of birth, or the range it lies in: both ends whole or in part, the
 * same when it is one date.  A range of years has only years.
 */
typedef struct watch_birth {
    uint32_t entry;
    date from, to;
    bool circa; /* the list says approximately: a year either way agrees, too */
} watch_birth;

typedef struct watch_document {
    uint32_t entry;
    slice number;   /* as the list writes it */
    slice type;     /* P, ID, V, or what the list calls it */
    char issuer[4]; /* three letters, or "" */
} watch_document;

typedef struct watch_country {
    uint32_t entry;
    char code[4];
} watch_country;

/* A place of birth, as the list writes it, or the State alone. */
typedef struct watch_place {
    uint32_t entry;
    slice text;
    char country[4]; /* or "" */
} watch_place;

/* What belongs to an entry lies one behind the other: first, and how many. */
typedef struct watch_range {
    uint32_t first, n;
} watch_range;

typedef struct watch_entry {
    slice id;             /* the list's own reference */
    slice list;           /* the list's name, when the file holds several; or empty */
    char sex;             /* M, F, X (also when the list says several); NUL when it does not say */
    bool organization;    /* no person: left out of a list that was read */
    slice programme;      /* the sanctions programme, regime or regulation; several by ';' */
    slice remarks;        /* free text of the list */
    date listed, changed; /* since when it is listed; when it was last changed */
    watch_range names, births, countries, documents, places;
} watch_entry;

typedef struct watch_list {
    slice name;   /* as -l NAME=FILE gives it, or the file's name without its endings */
    slice format; /* what it was read as: a word of watch_formats */
    date issued;  /* the list's own date */
    watch_entry *entry;
    watch_name *names;
    watch_birth *births;
    watch_country *countries; /* nationalities */
    watch_document *documents;
    watch_place *places; /* of birth */
    uint32_t entries_n, names_n, births_n, countries_n, documents_n, places_n;
    uint32_t entities; /* not persons: counted, not kept */
    uint32_t at;       /* while it is read: the entry at hand */
    arena arena;       /* holds all slices, but of an image */
    /* Of a list that was mapped: its image, the index of its names, and by number in it their
       number in the list. */
    struct image *image;
    struct names_index *index;
    const uint32_t *index_source;
    struct image_source *source; /* the files that it was read from */
    size_t sources;
} watch_list;

/* ---- loading ----------------------------------------------------------------------- */

enum {
    WATCH_ENTRIES_MAX = 10000000, /* of a list */
    WATCH_VALUE_MAX = 1 << 16     /* bytes of a value in XML */
};

/* The formats, words parted by blanks, as watch_reading and a list name them. */
extern const char watch_formats[];

typedef struct watch_reading {
    const char *format; /* one of watch_formats; NULL: what the content says */
    opt_list maps;      /* "HEADER=COLUMN": how a CSV file calls a column of border-record(5) */
    bool partial;       /* keep what could be read of a list that is damaged or cut short */
} watch_reading;

/*
 * Reads a whole list, gzip or not; border-watchlist(5) has the formats and
 * what is taken from each.  spec is FILE or NAME=FILE.  Where a list comes in
 * several files (OFAC's CSV), FILE may be those, parted by ','; with one alone
 * the others are looked for beside it.
 *
 * Or maps an image that watch_engine_write made; how is then nothing to it.
 *
 * A list that cannot be read whole is no list: NULL, and e says why and where.
 * With partial true it is, as far as it could be read, and d is told.  What is
 * odd but understood (a country or a date that is unknown) is a warning to d
 * and left empty.
 */
watch_list *watch_load(const char *spec, const watch_reading *how, diag *d, error *e);
void watch_list_free(watch_list *l);

/* ---- writing ------------------------------------------------------------------------ */

/* The header of border-watchlist(5), and a row for each name of an entry. */
void watch_put_header(buf *b);
void watch_put_entry(buf *b, const watch_list *l, uint32_t entry);

/*
 * What changed from one list to another, by the ids of the entries: a header,
 * then what of the old list is delisted, and what of the new one is listed or
 * changed, each in the order of its list.  A change is a row for each value
 * that is not the same.  Returns the number of rows.
 */
void watch_put_changes_header(buf *b);
size_t watch_put_changes(buf *b, const watch_list *old, const watch_list *now);

/* ---- only what is new --------------------------------------------------------------- */

/*
 * Takes the entries out that were neither listed nor changed on that day or
 * later, as the list says itself; those without any date stay.  Returns how
 * many of those there are.
 */
uint32_t watch_keep_since(watch_list *l, date since);
/* Takes the entries out that the older list has with the same values. */
void watch_keep_changed(watch_list *l, const watch_list *older);

/* ---- searching ---------------------------------------------------------------------- */

/* All lists, indexed.  Built once, then read by any number of searchers. */
typedef struct watch_engine watch_engine;

/* The lists become the engine's. */
watch_engine *watch_engine_new(watch_list **lists, size_t n);
void watch_engine_free(watch_engine *w);

/* Which lists, and what of them. */
typedef struct watch_wish {
    const char *const *lists; /* as watch_load has them */
    size_t lists_n;
    /* Days, or older lists: only what is new since then. */
    const char *const *since;
    size_t since_n;
    bool partial; /* as watch_reading has it */
} watch_wish;

/*
 * The engine of lists from files.  NULL, and why, when one cannot be read or
 * an older one has the name of none.  What each list has is a note to d.
 */
watch_engine *watch_engine_load(const watch_wish *wish, diag *d, error *e);

/*
 * Writes the lists, as one, and the index of their names as an image, whole or
 * not at all: a file that watch_load maps in no time, on machines of this
 * kind, as long as the files that the lists were read from have not changed.
 * Beside other lists the index is made anew.
 */
bool watch_engine_write(const watch_engine *w, const char *path, error *e);

/* A traveller; what is not known is empty. */
typedef struct watch_traveller {
    slice surname, given_names, full_name;
    slice birth_date, sex, nationality;
    slice doc_number, doc_issuer;
    slice doc_type, visa_number, visa_issuer, other_documents; /* for watch_documents only */
    slice birth_place;
} watch_traveller;

/* A hit; its slices are in the arena that watch_search was given. */
typedef struct watch_hit {
    slice list, id, name;
    double score; /* 0 to 1 */
    slice on, against, reason;
} watch_hit;

/* What one thread needs to search. */
typedef struct watch_searcher watch_searcher;

/*
 * exhaustive: the names are compared without the index of words that finds
 * candidates; slow, to count what the index misses.
 */
watch_searcher *watch_searcher_new(const watch_engine *w, bool exhaustive, error *e);
void watch_searcher_free(watch_searcher *s);

/*
 * The hits of a traveller with a score of at least least, the best first (of
 * the same score: in the order of the lists and of their entries), one an
 * entry.  *hits is in the arena.  Returns how many.
 */
size_t watch_search(watch_searcher *s, const watch_traveller *t, double least, arena *a,
                    watch_hit **hits);

/*
 * The whole reckoning of a traveller against the entries with that reference,
 * as text for a reader: word by word, then what else is known.  False when no
 * list has it.
 */
bool watch_explain(watch_searcher *s, const watch_traveller *t, slice id, buf *to);

/* ---- cleared hits ---------------------------------------------------------------------- */

/*
 * Pairs of a traveller and an entry that an officer found to be two persons.
 * The file is CSV as watchlist-match writes it: hit_list and hit_id, with
 * doc_issuer and doc_number, or, of those who have no document, with surname
 * and given_names (or full_name) and birth_date.  A row that says neither
 * clears nothing and is a warning to d.
 */
typedef struct watch_cleared watch_cleared;

watch_cleared *watch_cleared_load(const char *path, diag *d, error *e);
void watch_cleared_free(watch_cleared *c);
/* Takes the cleared ones away from the traveller's n hits; returns how many are left. */
size_t watch_cleared_drop(const watch_cleared *c, watch_searcher *s, const watch_traveller *t,
                          arena *a, watch_hit *hits, size_t n);

/* ---- lost documents ------------------------------------------------------------------- */

/*
 * A list of documents that were lost, stolen or made void: tens of millions,
 * 16 bytes each, and never a hit by chance of a hash.  A number is compared by
 * its letters and digits, as capitals.  Read by any number of threads.
 */
typedef struct watch_documents watch_documents;

/*
 * Reads a list, CSV, gzip or not, with the columns doc_issuer (or issuer),
 * doc_type (type), doc_number (number) and date (since when it is listed, in
 * part where the source is); all but the number may be empty or missing.  Or
 * maps an image that watch_image_write made of one.  spec is FILE or
 * NAME=FILE.
 *
 * NULL and why when a row cannot be used: one that is no row, without a
 * number, or with an issuer that is no code.  When partial is true such rows
 * are rejections to d, and the others are the list.  A date or a type that is
 * unknown is a warning and left empty.
 */
watch_documents *watch_documents_load(const char *spec, bool partial, diag *d, error *e);
void watch_documents_free(watch_documents *l);

typedef struct watch_documents_counts {
    slice name;        /* of the list */
    uint64_t kept;     /* documents, each once */
    uint64_t again;    /* rows of one that was there already */
    uint64_t left_out; /* rows that cannot be used */
    bool mapped;       /* it is an image; it does not say what was left out */
} watch_documents_counts;

watch_documents_counts watch_documents_count(const watch_documents *l);

/*
 * Writes the list as an image, whole or not at all: a file that
 * watch_documents_load maps in no time, on machines of this kind, as long as
 * the file that it was read from has not changed.
 */
bool watch_image_write(const watch_documents *l, const char *path, error *e);

/*
 * The hits of a traveller's document, visa and other documents with a score of
 * at least least: 1 when issuer and number agree, 0.85 when the issuer is not
 * known to both, and a tenth less for each character that was read otherwise.
 * Two documents whose issuers differ are not the same, nor are a passport, an
 * identity card and a visa.
 *
 * With confusable true also those whose number differs in one or two
 * characters that readers take for each other (0 O D Q, 1 I L, 2 Z, 5 S, 6 G,
 * 8 B).
 *
 * They are put among the n hits that watch_search gave in *hits, or among
 * none: best first, behind others of the same score.  Returns how many there
 * are then, at most WATCH_DOCUMENT_HITS more.
 */
enum { WATCH_DOCUMENT_HITS = 256 };
size_t watch_documents_search(watch_documents *const *lists, size_t lists_n,
                              const watch_traveller *t, double least, bool confusable, arena *a,
                              watch_hit **hits, size_t n);

#endif

/*
 * stay: movements become stays, and stays are held against rules.
 *
 *	stay_pairs	an entry opens a stay, the next exit of the person closes it
 *	stay_rules	how long somebody may stay, from a file (stay-rules(5))
 *	stay_check	the days of a person's stays under his rule
 *
 * A day is a day on the clock of the post; the day of entry and that of exit
 * both count.
 */
#ifndef BORDERTOOLS_STAY_H
#define BORDERTOOLS_STAY_H

#include "stream/stream.h"

/* ---- pairing --------------------------------------------------------------------- */

/* The columns of a stay, in the order in which they are written. */
enum { STAY_COLUMNS = 27 };
extern const enum column stay_columns[STAY_COLUMNS];

typedef struct stay_pairing {
    opt_list home;  /* codes of States whose nationals and residents are at home here */
    unsigned again; /* minutes within which the same crossing is a double recording */
    bool sorted;    /* the rows of a person stand together */
    bool neighbour; /* stay_pairs_neighbour will be called */
    date as_of;     /* open stays are counted up to there; year 0: the last day that was seen */
    void (*put)(void *ctx, const slice rec[COL_COUNT]); /* a stay */
    void *ctx;
    diag *diag; /* movements that cannot be placed are rejected to it */
} stay_pairing;

/*
 * Movements in the order of time (or, when sorted, of persons and then of
 * time), stays out: those that end in the order in which they do, those that
 * are open at the end in the order of their beginning.  A person is known by
 * the document, or, when another or none is shown, by name and whole date of
 * birth: with the same nationality, or as the only one of that name, date and sex.
 *
 * Memory grows with the persons inside, and when sorted not at all.
 */
typedef struct stay_pairs stay_pairs;

stay_pairs *stay_pairs_new(const stay_pairing *how, error *e);
/* A file begins, ours or the neighbour's; false: a column that is needed is not there. */
bool stay_pairs_open(stay_pairs *p, const csv_in *csv, bool neighbour, error *e);
/* A movement.  It may wait for a few more before it is placed, or rejected. */
void stay_pairs_add(stay_pairs *p, const row *r);
/* The instant of a row in seconds since 1970 UTC; false: it has no time that can be read. */
bool stay_pairs_when(const stay_pairs *p, const row *r, bool neighbour, int64_t *seconds);
/* A neighbouring State's movement: an entry there is an exit here, when none was recorded. */
void stay_pairs_neighbour(stay_pairs *p, const row *r);
/* No more movements: what is left is written. */
void stay_pairs_end(stay_pairs *p);
void stay_pairs_free(stay_pairs *p);

typedef struct stay_counts {
    uint64_t again;   /* movements that were recorded before */
    uint64_t refused; /* or referred, and transits: they are no stays */
    uint64_t joined;  /* stays whose two ends have different documents */
} stay_counts;

stay_counts stay_pairs_count(const stay_pairs *p);

/* ---- rules -------------------------------------------------------------------------- */

enum { STAY_RULES_MAX = 1000, STAY_LIMITS_MAX = 8, STAY_CONDITIONS_MAX = 16 };

typedef enum stay_limit_kind {
    STAY_EXEMPT,
    STAY_VISIT,  /* so many days a visit */
    STAY_WINDOW, /* so many days in any window of so many */
    STAY_UNTIL   /* until the date in a column; no limit where that is empty */
} stay_limit_kind;

typedef struct stay_limit {
    stay_limit_kind kind;
    unsigned days, window;
    enum column until;
} stay_limit;

typedef struct stay_condition {
    slice column;
    slice values; /* parted by ','; "*": any but none */
    bool not ;
} stay_condition;

typedef struct stay_rule {
    slice name;
    stay_limit limit[STAY_LIMITS_MAX];
    stay_condition condition[STAY_CONDITIONS_MAX];
    unsigned limits, conditions;
    unsigned days, window; /* of its window, or 0 */
} stay_rule;

typedef struct stay_rules stay_rules;

/* NULL, and e says which line and why.  Without a path: until stay_until. */
stay_rules *stay_rules_load(const char *path, error *e);
stay_rules *stay_rules_read(in *f, error *e);
void stay_rules_free(stay_rules *r);
size_t stay_rules_count(const stay_rules *r);
const stay_rule *stay_rules_get(const stay_rules *r, size_t i);

/* ---- days ----------------------------------------------------------------------------- */

/* Days from..to, both in it. */
typedef struct stay_days {
    int32_t from, to; /* days since 1970-01-01 */
} stay_days;

/* Of a window rule: days of the stays within the window that ends with day. */
int32_t stay_days_used(const stay_days *stay, size_t n, int32_t day, unsigned window);
/*
 * The last day that somebody who comes on entry, after the n stays (in order,
 * none behind entry), may stay, when each window holds at most days; the day
 * before entry when he may not come at all.  INT32_MAX: without an end.
 */
int32_t stay_last_day(const stay_days *stay, size_t n, int32_t entry, unsigned days,
                      unsigned window);
/* The first day from that one on from which on he may stay for want days. */
int32_t stay_first_day(const stay_days *stay, size_t n, int32_t from, int32_t want, unsigned days,
                       unsigned window);

/* ---- checking --------------------------------------------------------------------------- */

/* The columns that checking adds or fills anew. */
enum { STAY_CHECKED = 6 };
extern const enum column stay_checked[STAY_CHECKED];

typedef struct stay_checking {
    const stay_rules *rules;
    date as_of; /* open stays are counted up to there; year 0: as stay_days has it, or today */
    bool keep;  /* names and documents are kept, for stay_check_plan */
} stay_checking;

/*
 * Stays of a person in the order of time; those of different persons in any
 * order.  A person is known by the documents of a stay, or by name, whole date
 * of birth and nationality.  Memory grows with the persons and their stays
 * within the longest window.
 */
typedef struct stay_check stay_check;

stay_check *stay_check_new(const stay_checking *how);
bool stay_check_open(stay_check *c, const csv_in *csv, error *e);
/*
 * A stay; own gets the values of stay_checked, valid until the next call.
 * False: it cannot be counted, and why says why.
 */
bool stay_check_row(stay_check *c, const row *r, slice own[STAY_CHECKED], const char **why);
/* The window of the stay at hand, drawn, and its reckoning. */
void stay_check_explain(const stay_check *c, buf *to);

/* When a person may come again. */
typedef struct stay_plan {
    slice surname, given_names, birth_date, nationality, doc_issuer, doc_number, rule;
    int32_t used, left; /* of the window that ends with the day asked for */
    int32_t entry;      /* the first day that he may come; INT32_MAX: never for so long */
    int32_t last;       /* the last that he may stay then, or is inside */
    bool inside;        /* he has not left: entry means nothing */
} stay_plan;

/*
 * The next person with a rule of windows, in the order of first sight, as of a
 * day and for a stay of want days; *at is 0 for the first.  False: no more.
 */
bool stay_check_plan(stay_check *c, size_t *at, date from, int32_t want, stay_plan *plan);
void stay_check_free(stay_check *c);

#endif

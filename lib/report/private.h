/* What the files of the room report share. */
#ifndef BORDERTOOLS_REPORT_PRIVATE_H
#define BORDERTOOLS_REPORT_PRIVATE_H

#include "report/report.h"

/* ---- numbers: exact decimals ------------------------------------------------------- */

/*
 * A number of a record in millionths: up to 12 digits before the point and six
 * behind it.  A sum of them is exact in 128 bits, whatever its order.
 */
enum { NUMBER_ONE = 1000000, NUMBER_TEXT = 48 };

typedef int64_t number;
typedef __int128 number_sum;

bool number_parse(slice s, number *v); /* false: no such number */
/* With as many decimals as it needs. */
slice number_text(number_sum v, char text[NUMBER_TEXT]);
/* a * scale / b to two decimals, rounded half away from zero; b > 0. */
slice number_ratio(number_sum a, number_sum b, unsigned scale, char text[NUMBER_TEXT]);
bool number_sum_parse(slice s, number_sum *v); /* an integer, as partials hold it */
slice number_sum_text(number_sum v, char text[NUMBER_TEXT]);
double number_double(number_sum v);

/* ---- hashing ------------------------------------------------------------------------ */

/* SipHash-1-3 (Aumasson and Bernstein, 2012). */
uint64_t sip_hash(const uint64_t secret[2], slice s);

/* ---- sketches: distinct values, percentiles ------------------------------------------ */

/*
 * Distinct values by their hashes: exact up to SET_EXACT of them, then
 * HyperLogLog (Flajolet and others, 2007) with 2^14 registers, whose standard
 * error is 0.81 %.  What it is depends on the values alone, not on their
 * order or on how they were split before they were merged.
 */
enum { SET_EXACT = 2048, SET_BITS = 14, SET_REGISTERS = 1 << SET_BITS };

typedef struct set {
    uint64_t *slot; /* hashes, 0: free; NULL once there are registers */
    size_t n, slots;
    unsigned char *reg;
} set;

void set_add(set *s, uint64_t hash, bool exact);
void set_merge(set *into, const set *from, bool exact);
uint64_t set_count(const set *s);
void set_free(set *s);

/*
 * How often each value was seen: exact up to VALUES_EXACT different values,
 * then by their leading eight binary digits (within 0.4 %).  As with sets, the
 * order and the split do not matter.
 */
enum { VALUES_EXACT = 1024 };

typedef struct tally {
    struct value {
        number v;
        uint64_t n; /* 0: free */
    } * slot;
    size_t n, slots;
    uint64_t total;
    bool coarse;
} tally;

void values_add(tally *s, number v, uint64_t n, bool exact);
void values_merge(tally *into, const tally *from, bool exact);
/* They are only of their leading digits from now on. */
void values_coarsen(tally *s);
/* The smallest value with at least so many in a thousand at or below it; false: there is none. */
bool values_quantile(const tally *s, unsigned per_mille, number *v);
void values_free(tally *s);

/* ---- measures ------------------------------------------------------------------------- */

/* What is held of a measure in a group. */
typedef union report_state {
    uint64_t count; /* COUNT, RATE */
    struct {
        uint64_t entries, exits;
    } net;
    struct {
        number_sum sum;
        uint64_t n;
    } sum; /* SUM, MEAN */
    struct {
        number v;
        bool any;
    } extreme;
    set set;
    tally values;
} report_state;

enum { MEASURE_FIELDS = 8 };

typedef struct measured {
    report_measure m;
    char name[64]; /* when none was given */
    report_field field[MEASURE_FIELDS];
    unsigned fields;
    report_expr *where;
} measured;

/* Whether rows are added to it: the others are made of the one in front of them. */
static inline bool
measure_held(report_op op)
{
    return op < REPORT_OP_SHARE;
}
/* Measures as options give them; false: e says what is wrong. */
bool measures_parse(slice list, measured *m, size_t *n, error *e);
bool measure_bind(measured *m, const csv_in *csv, const report_clock *clock, error *e);
void measure_add(measured *m, report_state *s, const row *r, diag *d, bool exact);
void measure_merge(const measured *m, report_state *into, const report_state *from, bool exact);
void measure_state_free(const measured *m, report_state *s);
void measure_free(measured *m);

/* ---- groups ---------------------------------------------------------------------------- */

/*
 * A key's values stand one behind the other, parted by NUL, which no value
 * holds (csv_next sees to that): to compare the bytes is to compare the values.
 */
typedef struct key_group {
    uint64_t hash, count;
    size_t at, n; /* of the key in bytes */
} key_group;

typedef struct groups {
    uint64_t secret[2];
    key_group *group;
    report_state *state; /* states a group; groups in the order they were first seen */
    size_t n, cap, states;
    size_t *slot; /* 1 + index of the group, 0: free; never more than half full */
    size_t slots;
    buf bytes;
} groups;

void groups_start(groups *g, size_t states);
/* The group of that key, made when it is new; valid until the next call. */
size_t groups_find(groups *g, slice key);
static inline slice
groups_key(const groups *g, size_t i)
{
    return (slice){g->bytes.p + g->group[i].at, g->group[i].n};
}
void groups_free(groups *g);

/* A group under a key that may be a part of its own. */
typedef struct keyed {
    slice key;
    size_t group;
} keyed;

void keyed_sort(keyed *all, size_t n); /* by the bytes of the keys */

/* ---- sums ------------------------------------------------------------------------------- */

typedef struct table_sums {
    report_table t;
    report_field by[REPORT_BY_MAX];
    size_t by_n;
    report_field across;
    bool has_across;
    measured measure[REPORT_MEASURES_MAX];
    size_t measures_n;
    report_expr *where;
    groups groups;
    bool left_out;
    slice lacks;
    buf lacks_text;
} table_sums;

struct report_sums {
    report_spec spec;
    table_sums *table;
    report_expr *where;
    bool bound; /* a file has been opened */
    int time;   /* index of the column that from and to are of, or -1 */
    char from[10], to[10];
    uint64_t read, rejected;
    uint64_t digest; /* of the records, in any order */
    uint64_t *seen;  /* digests of the partials that were merged */
    size_t seen_n;
    buf key;
    arena texts; /* what a partial's spec points into */
};

/* Sums without groups for a spec whose fields are known by their names alone. */
bool table_sums_start(table_sums *t, const report_table *of, error *e);
void table_sums_free(table_sums *t);

/* ---- fields ------------------------------------------------------------------------------ */

enum { DERIVED_NEEDS = 4, NEED_TIME = -1, NEED_NONE = -2, REPORT_TIMES = 5 };

/* What times are taken of when nobody says: the first of these there is. */
extern const enum column report_times[REPORT_TIMES];

struct report_derived {
    slice name;
    report_domain domain;
    /* The columns it is made of: reserved ones, or a time; the first can be named, NAME:DERIVED. */
    int needs[DERIVED_NEEDS];
    bool optional[DERIVED_NEEDS];
    /* v: the columns' values, the first is not empty.  False: the first is no date or number. */
    bool (*make)(report_field *f, const slice v[DERIVED_NEEDS], slice *is);
    const char *what;
};

const struct report_derived *derived_find(slice name); /* NULL: none */
/* What a field is, once it is known whether the input has a column of that name. */
void field_decide(report_field *f, bool is_column);
/* The text of a period; empty when the moment does not say. */
slice period_text(report_domain p, moment m, char text[REPORT_FIELD_TEXT]);

/* ---- keys ------------------------------------------------------------------------------- */

/* Two values of a field in their order: numbers by their size, others by bytes; empty first. */
int key_cmp(report_domain d, slice a, slice b);

#endif

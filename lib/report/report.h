/*
 * report: records counted and measured by the values of some of their columns.
 *
 *	report_field	what is taken of a row: a column, or something derived of one
 *	report_expr	a condition on rows
 *	report_spec	what is asked for: tables, each with what it is by and its measures
 *	report_sums	the rows of a report added up; sums of parts merge to the whole's
 *	report_result	a table ready to be shown: keys, columns, cells
 *	report_text	words in the reader's language
 *	report_put_*	a result as CSV, text, JSON, a drawing, a page
 *
 * Memory grows with the number of groups and the length of their keys, and a
 * bounded piece for each that counts distinct values or percentiles, not with
 * the number of records.
 */
#ifndef BORDERTOOLS_REPORT_H
#define BORDERTOOLS_REPORT_H

#include "stream/stream.h"

enum {
    REPORT_BY_MAX = 32,       /* columns to count by */
    REPORT_MEASURES_MAX = 32, /* of a table */
    REPORT_ACROSS_MAX = 200,  /* values that become columns */
    REPORT_TABLES_MAX = 16,   /* of a report */
    REPORT_FIELD_TEXT = 32,   /* room for what is derived */
    REPORT_CELL_MAX = 40      /* columns of a terminal that a value may take */
};

/* ---- fields ---------------------------------------------------------------------- */

/* What the values of a field are, for their order and for what a person is shown. */
typedef enum report_domain {
    REPORT_PLAIN,  /* as they are */
    REPORT_CODE,   /* words of the dictionary: entry, admitted, M ...; the catalogue has them */
    REPORT_STATE,  /* codes of States */
    REPORT_REGION, /* English names of UN M49 */
    REPORT_NUMBER, /* numbers and bands of numbers: 0-4, 5-9, 75+; ordered by the first */
    REPORT_HOUR_OF_DAY, /* 00 to 23 */
    REPORT_WEEKDAY,     /* 1 Monday to 7 */
    REPORT_HOUR,        /* 2026-11-23T04 */
    REPORT_DAY,         /* 2026-11-23 */
    REPORT_WEEK,        /* 2026-W48 */
    REPORT_MONTH,       /* 2026-11 */
    REPORT_QUARTER,     /* 2026-Q4 */
    REPORT_YEAR         /* 2026 */
} report_domain;

/* Hours to years: values that follow each other in time. */
static inline bool
report_is_period(report_domain d)
{
    return d >= REPORT_HOUR;
}
/* The period so many before (or, below 0, after) one: 2026-01, 1 is 2025-12.  Empty: it is none. */
slice report_period_before(report_domain d, slice period, int n, char text[REPORT_FIELD_TEXT]);
/* The same period a year before; a week by its number; empty when there is none. */
slice report_period_year_before(report_domain d, slice period, char text[REPORT_FIELD_TEXT]);

struct report_derived; /* derive.c */

/* {0} is none.  What it was made from must outlive it. */
typedef struct report_field {
    slice asked;  /* the caller's text */
    slice name;   /* of its column in a report: COLUMN:DERIVED has '_' for ':' */
    slice column; /* that it is taken of; empty: what derived has by default */
    const struct report_derived *derived; /* NULL: the column itself */
    report_domain domain;
    bool bound;   /* the first input has decided what is a column, what is derived */
    int index[4]; /* of columns in the rows at hand */
    char text[REPORT_FIELD_TEXT];
    char made[64]; /* room for name */
} report_field;

/* What is the same for all fields of a run. */
typedef struct report_clock {
    slice time; /* the column that times are taken of; empty: the first there is */
} report_clock;

/*
 * COLUMN, DERIVED or COLUMN:DERIVED.  False: it is empty or too long.
 */
bool report_field_set(report_field *f, slice asked, error *e);
/*
 * Finds the columns in an input.  A column of that name goes before what is
 * derived.  False: a column is not there; e names those that are.
 */
bool report_field_bind(report_field *f, const csv_in *csv, const report_clock *clock, error *e);
/*
 * The value for a row, valid until the next call.  Empty when the row does not
 * say; one that is no date or number where that is needed is warned of and
 * empty.  d NULL: nothing is said.
 */
slice report_field_get(report_field *f, const row *r, diag *d);
/* The names of what is derived, parted by blanks, for completion. */
extern const char report_derived_names[];
/* "name: what it is" of derived value i; false: no more. */
bool report_derived_say(size_t i, slice *name, const char **what);

/* ---- conditions ------------------------------------------------------------------ */

/*
 * A condition as movement-report(1) describes it:
 *
 *	nationality in (AFG, IRN) and (age < 18 or not sex = M)
 *
 * Bounded in length and depth; it can look at a row and nothing else.
 */
typedef struct report_expr report_expr;

enum { REPORT_EXPR_MAX = 4096, REPORT_EXPR_DEPTH = 64 };

/* NULL: e says where it is wrong and what would be right.  Copies the text. */
report_expr *report_expr_parse(slice text, error *e);
bool report_expr_bind(report_expr *x, const csv_in *csv, const report_clock *clock, error *e);
bool report_expr_test(report_expr *x, const row *r, diag *d);
void report_expr_free(report_expr *x); /* NULL is allowed */

/* ---- what is asked for ------------------------------------------------------------- */

typedef enum report_op {
    REPORT_OP_COUNT,    /* rows */
    REPORT_OP_NET,      /* entries less exits */
    REPORT_OP_PERSONS,  /* distinct persons: by document, else by name, birth date, nationality */
    REPORT_OP_DISTINCT, /* distinct values of fields */
    REPORT_OP_SUM,
    REPORT_OP_MEAN,
    REPORT_OP_MIN,
    REPORT_OP_MAX,
    REPORT_OP_PERCENTILE, /* median is the 50th */
    REPORT_OP_RATE,       /* percent of the table's rows in the cell that meet the condition */
    /* Of the measure in front of it: */
    REPORT_OP_SHARE,       /* percent of the total */
    REPORT_OP_ROW_SHARE,   /* percent of the row's total */
    REPORT_OP_BEFORE,      /* its value in the period before */
    REPORT_OP_CHANGE,      /* change against that, in percent */
    REPORT_OP_YEAR_BEFORE, /* its value in the same period a year before */
    REPORT_OP_YEAR_CHANGE
} report_op;

typedef enum report_form { REPORT_WHOLE, REPORT_DECIMAL, REPORT_PERCENT } report_form;

typedef struct report_measure {
    report_op op;
    slice name;         /* of its column */
    slice field;        /* of DISTINCT (several, parted by '+') to PERCENTILE: as asked */
    unsigned per_mille; /* of PERCENTILE: 500 is the median */
    slice where;        /* a condition of its own; empty: none */
    unsigned of;        /* SHARE and below: the measure it is of */
} report_measure;

typedef enum report_chart {
    REPORT_NO_CHART,
    REPORT_BARS,    /* a bar for each key */
    REPORT_LINES,   /* over periods */
    REPORT_STACKED, /* bars parted by what is across */
    REPORT_PYRAMID, /* two values across, back to back: age groups by sex */
    REPORT_HEAT,    /* one colour a cell: hours by weekdays */
    REPORT_FLOW     /* from the first key to the second */
} report_chart;

/* The chart of that name. */
report_chart report_chart_find(slice name);
#define REPORT_CHARTS "none bars lines stacked pyramid heat flow"

typedef enum report_sort { REPORT_SORT_AUTO, REPORT_SORT_KEY, REPORT_SORT_COUNT } report_sort;

/* One table.  Texts are those of movement-report(1)'s options. */
typedef struct report_table {
    slice id; /* its key in the catalogue; empty for what was asked at a prompt */
    slice by; /* fields parted by commas */
    slice across;
    slice measures; /* parted by commas (outside of brackets and quotes) */
    slice where;
    report_chart chart;
    uint64_t top; /* 0: all */
    report_sort sort;
    bool optional; /* left out, and said so, when the input lacks its columns */
} report_table;

typedef struct report_spec {
    slice id; /* of the named report; empty for what was asked at a prompt */
    report_table table[REPORT_TABLES_MAX];
    size_t n;
    slice where; /* for all tables */
    report_clock clock;
    bool exact;  /* distinct counts and percentiles without sketches */
    bool digest; /* the sums are to be written: records are told apart from others' */
} report_spec;

/* A named report; its texts are static.  False: there is none of that name. */
bool report_named(slice name, report_spec *spec);
/* Named report i, and what its input is: "movements", "stays", "hits"; false: no more. */
bool report_named_at(size_t i, report_spec *spec, const char **input);
/* The names of all of them, parted by blanks, and "list", for completion. */
extern const char report_names[];
/* Only the table of that name; false: there is none. */
bool report_spec_only(report_spec *spec, slice table);
/*
 * Records must meet all of these conditions, too, each of which is a whole one.  all holds
 * the text and must outlive the spec.  False: e says what is wrong with one.
 */
bool report_spec_where(report_spec *spec, const opt_list *conditions, buf *all, error *e);

/* ---- adding up ------------------------------------------------------------------------ */

typedef struct report_sums report_sums;

/* The spec's texts must outlive it.  NULL: e says what is wrong with them. */
report_sums *report_sums_new(const report_spec *spec, error *e);
/* A file begins.  False: a column is not there; e names those that are. */
bool report_sums_open(report_sums *s, const csv_in *csv, diag *d, error *e);
void report_sums_add(report_sums *s, const row *r, diag *d);
/*
 * The sums as rows (see partial.c), and back: any split of an input gives,
 * merged in any order, the bytes of the whole.  They are appended to b, which
 * is that of o and flushed when it is full; o NULL: all stays in b.
 */
void report_sums_write(const report_sums *s, buf *b, out *o);
/*
 * Reads one partial into *s, made when it is NULL.  False: it is none, is cut
 * short, or is of another report; *s may then hold part of it.
 */
bool report_sums_merge(report_sums **s, in *f, error *e);
/* Records that were rejected go into the sums too, for the page says how many. */
void report_sums_rejected(report_sums *s, uint64_t n);
const report_spec *report_sums_spec(const report_sums *s);
void report_sums_free(report_sums *s);

/* ---- results --------------------------------------------------------------------------- */

typedef enum report_cell_state {
    REPORT_NONE, /* there is nothing to say: the mean of no rows */
    REPORT_VALUE,
    REPORT_WITHHELD /* too few persons, or it would give such a cell away */
} report_cell_state;

typedef struct report_cell {
    report_cell_state state;
    slice text;   /* plain: 1234, -5, 12.50 */
    double value; /* for drawings */
} report_cell;

typedef enum report_line_kind {
    REPORT_GROUP,
    REPORT_OTHER, /* all groups behind the top ones */
    REPORT_TOTAL
} report_line_kind;

typedef struct report_line {
    report_line_kind kind;
    const slice *key;        /* keys_n; of the other kinds all empty */
    const report_cell *cell; /* columns_n */
} report_line;

typedef struct report_key {
    slice name;
    report_domain domain;
    slice column; /* the reserved column it is taken of, or empty; for its words */
} report_key;

typedef struct report_column {
    slice name; /* unique in the table */
    const report_measure *measure;
    unsigned measure_index;
    report_form form;
    slice across; /* the value across that it is for */
    bool whole;   /* for all values across (also when nothing is across) */
    bool margin;  /* beside columns for each value: a total */
} report_column;

/* A table.  Everything in it lives as long as it does. */
typedef struct report_result {
    const report_spec *spec; /* the report it is of; NULL: nobody says */
    const report_table *table;
    const report_key *key;
    size_t keys_n;
    report_key across; /* name empty: nothing is across */
    const report_column *column;
    size_t columns_n;
    const report_measure *measure;
    size_t measures_n;
    const report_line *line; /* groups in order, then others if any, then the total */
    size_t lines_n;
    uint64_t others;   /* groups in the line REPORT_OTHER */
    uint64_t withheld; /* cells */
    bool left_out;     /* an optional table whose columns the input lacks: nothing else is set */
    slice lacks;       /* the column then */
    struct report_result_memory *memory;
} report_result;

typedef struct report_showing {
    uint64_t top;      /* 0: as each table has it */
    report_sort sort;  /* REPORT_SORT_AUTO: as each table has it */
    uint64_t suppress; /* 0: nothing is withheld */
} report_showing;

/* Table i of the report.  s must outlive it. */
report_result *report_result_new(const report_sums *s, size_t i, const report_showing *show);
void report_result_free(report_result *r);
/* The lines of groups and of the others. */
uint64_t report_result_rows(const report_result *r);

/* ---- language ----------------------------------------------------------------------- */

typedef struct report_text report_text;

/*
 * The catalogue that comes with the programs, and a file beside it (NULL:
 * none) whose texts go before; the language by its code.  NULL: no such
 * language, or the file is wrong; e says which there are, or the line.
 */
report_text *report_text_new(const char *file, slice language, error *e);
void report_text_free(report_text *t);
slice report_text_language(const report_text *t); /* en */
bool report_text_rtl(const report_text *t);
/* The text of a key; English where the language has none, the key where nobody has. */
slice report_text_get(const report_text *t, slice key);
/* Whether there is one. */
bool report_text_has(const report_text *t, slice key);
/* What a person is shown for a value of a key: Afghanistan, Monday, November 2026 ... */
slice report_text_value(report_text *t, const report_key *key, slice value, arena *a);
/* The heading of a key, and of a measure's column. */
slice report_text_heading(report_text *t, const report_key *key, arena *a);
slice report_text_column(report_text *t, const report_result *r, const report_column *c, arena *a);
/* A cell as the language writes numbers: 1 234,5 %. */
slice report_text_cell(report_text *t, const report_column *c, const report_cell *cell, arena *a);
slice report_text_number(report_text *t, uint64_t n, arena *a);

/* ---- output ---------------------------------------------------------------------------- */

/* What a page says beside its tables. */
typedef struct report_facts {
    slice title;             /* empty: the named report's */
    uint64_t read, rejected; /* records */
    slice from, to;          /* the first and the last day in the time column; or empty */
    uint64_t suppress;
    bool exact;
} report_facts;

report_facts report_sums_facts(const report_sums *s);

/* CSV: total says whether the line and the columns of totals are written. */
void report_put_csv(buf *b, const report_result *r, bool total);
/* An aligned table with bars, width columns wide at most when it is not 0. */
void report_put_text(buf *b, const report_result *r, report_text *t, size_t width);
/* One object with all tables. */
void report_put_json(buf *b, report_result *const *r, size_t n, const report_spec *spec,
                     const report_facts *facts);
/* One drawing (SVG 1.1); false: the table has none. */
bool report_put_svg(buf *b, const report_result *r, report_text *t);
/* One page that needs nothing else. */
void report_put_html(buf *b, report_result *const *r, size_t n, const report_spec *spec,
                     const report_facts *facts, report_text *t);

typedef struct report_output {
    const char *format; /* text csv json svg html */
    bool total;         /* CSV: lines and columns of totals */
    size_t width;       /* columns that text may take; 0: any */
    const report_spec *spec;
    const report_facts *facts;
    report_text *text;
} report_output;

/* The whole report in one of the forms.  False: it cannot be had so; e says what can. */
bool report_put(buf *b, report_result *const *r, size_t n, const report_output *how, error *e);
/* Why no table has a row, and what to do; NULL when one has. */
const char *report_nothing(report_result *const *r, size_t n, const report_output *how);
/* The named reports, their input and their tables, a line each. */
void report_put_list(buf *b);

#endif

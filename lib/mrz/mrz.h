/*
 * mrz: machine readable zones of ICAO Doc 9303, 8th edition.
 *
 *	layout		TD1 TD2 TD3 MRV-A MRV-B, a row of data each
 *	mrz_parse	a zone's text as a record, every check digit verified
 *	mrz_next	zones out of a text of lines
 *
 * Lines and positions count from 1, as in the standard.  A zone that is
 * damaged is still a record: what is wrong with it stands in its issues.
 */
#ifndef BORDERTOOLS_MRZ_H
#define BORDERTOOLS_MRZ_H

#include "stream/stream.h"

/* ---- layouts ----------------------------------------------------------------- */

enum { MRZ_LINES = 3, MRZ_WIDTH = 44, MRZ_SIZE = 90 /* characters of a zone, at most */ };

/* What a part of a zone holds. */
typedef enum mrz_field {
    MRZ_NO_FIELD,
    MRZ_TYPE,
    MRZ_ISSUER,
    MRZ_NAME,
    MRZ_NUMBER,
    MRZ_NATIONALITY,
    MRZ_BIRTH,
    MRZ_SEX,
    MRZ_EXPIRY,
    MRZ_OPTIONAL,
    MRZ_COMPOSITE,
    MRZ_FIELDS
} mrz_field;

/* Which characters a part may have; the filler stands anywhere. */
typedef enum mrz_alphabet { MRZ_LETTERS = 1, MRZ_DIGITS = 2, MRZ_ANY = 3 } mrz_alphabet;

/* Positions from .. to of a line, both included. */
typedef struct mrz_span {
    uint8_t line, from, to;
} mrz_span;

typedef struct mrz_part {
    mrz_field field;
    mrz_span at;
    mrz_alphabet alphabet;
    uint8_t check; /* where its check digit stands in the same line; 0: it has none */
} mrz_part;

enum { MRZ_PARTS = 10, MRZ_SPANS = 4 };

typedef struct mrz_layout {
    const char *name;  /* as records have it */
    const char *codes; /* the first letters of its document codes */
    uint8_t lines;
    uint8_t width[MRZ_LINES];
    bool long_number; /* a number of more than nine goes on in the optional data */
    mrz_part part[MRZ_PARTS];
    mrz_span composite[MRZ_SPANS]; /* what the composite check digit runs over */
    mrz_span composite_at;         /* where it stands; line 0: there is none */
} mrz_layout;

extern const mrz_layout mrz_layouts[];
extern const size_t mrz_layouts_n;

/*
 * The check digit of part 3, 4.9, '0' to '9': weights 7 3 1, A = 10 .. Z = 35,
 * lower case too; all other characters count as the filler does, nothing.
 */
char mrz_check_digit(slice s);

/*
 * How many characters of a line (its number from 1; as wide as the layout
 * says) stand where their kind may not stand.  A letter that begins no
 * document code of the layout is one of them.
 */
unsigned mrz_misfits(const mrz_layout *l, unsigned line, const char *text);

/* ---- reading a zone ------------------------------------------------------------ */

typedef enum mrz_issue_code {
    MRZ_CHECK_DIGIT,     /* does not agree with its field */
    MRZ_ALPHABET,        /* a character that may not stand there */
    MRZ_BAD_DATE,        /* no day of the calendar */
    MRZ_BAD_SEX,         /* not M, F, X or a filler */
    MRZ_BAD_TYPE,        /* no document code of the layout */
    MRZ_EMPTY,           /* nothing where something must be */
    MRZ_UNKNOWN_COUNTRY, /* no code of Doc 9303 */
    MRZ_NAME_TRUNCATED,  /* the name fills its field and may be cut short */
    MRZ_ISSUE_CODES
} mrz_issue_code;

/* The name of a code, and whether it makes a zone invalid. */
typedef struct mrz_issue_info {
    slice name;
    bool invalid;
} mrz_issue_info;

extern const mrz_issue_info mrz_issue_table[MRZ_ISSUE_CODES];
extern const slice mrz_field_names[MRZ_FIELDS]; /* as issues have them */

typedef struct mrz_issue {
    mrz_issue_code code;
    mrz_field field;
    uint8_t position; /* in the line; 0: the whole field */
} mrz_issue;

enum { MRZ_ISSUES = 24, MRZ_ISSUES_TEXT = MRZ_ISSUES * 40 };

typedef struct mrz_rules {
    date as_of;    /* the day of reading, whole: it decides centuries */
    bool specimen; /* UTO (Utopia) is a country */
} mrz_rules;

/* A zone as a record.  The slices are in text. */
typedef struct mrz {
    const mrz_layout *layout;
    slice surname, given_names; /* components parted by one blank */
    slice type;                 /* P, PD, ID, V ... without filler */
    slice number;
    slice optional;                 /* TD1: of line 1, then of line 2; parted by blanks */
    char issuer[4], nationality[4]; /* three letters or "" */
    date birth, expiry;             /* whole, in part, or {0} */
    char sex;                       /* M, F, X, or NUL */
    bool valid;                     /* no issue that says otherwise */
    size_t issues_n;
    mrz_issue issue[MRZ_ISSUES];
    size_t used; /* of text */
    char text[3 * MRZ_SIZE];
    char line[MRZ_LINES][MRZ_WIDTH]; /* the zone in capitals */
} mrz;

/*
 * Reads a zone: its lines parted by LF, CRLF, CR or '/', or by nothing at all
 * (88, 72 or 90 characters); blanks at the ends of lines and lower case do
 * not matter.  False when it is no zone: the number or the width of its lines
 * is not that of any layout, or a quarter of its characters misfit; e says
 * which.  The layout is that of the size and the document code; when no code
 * fits, the first of that size, with the issue MRZ_BAD_TYPE.
 */
bool mrz_parse(slice zone, const mrz_rules *rules, mrz *m, error *e);

/* Room for what the values of a record need beside the zone. */
typedef struct mrz_text {
    char birth[DATE_TEXT], expiry[DATE_TEXT], issues[MRZ_ISSUES_TEXT];
} mrz_text;

/*
 * The values of the columns surname, given_names, birth_date, sex,
 * nationality, doc_type, doc_issuer, doc_number, doc_expiry, personal_number,
 * mrz_format, mrz_status and mrz_issues into rec, which has COL_COUNT slices;
 * they last as long as m and t do.
 */
void mrz_record(const mrz *m, mrz_text *t, slice *rec);

/* ---- zones in lines of text ------------------------------------------------------- */

/* A zone as it was read, blanks at the ends of its lines off, parted by LF. */
typedef struct mrz_zone {
    uint64_t line; /* where it begins in its file */
    size_t n;
    char text[MRZ_SIZE + MRZ_LINES];
} mrz_zone;

/*
 * Finds the zones in a file of lines (LF, CRLF or CR; a BOM is skipped; blank
 * lines mean nothing).  What is no zone is rejected by d: a line that can
 * neither begin nor go on with a zone, alone; a zone that lacks lines, or has
 * one of a wrong length, as a whole.  Memory does not depend on the length of
 * lines.  f and d stay the caller's and must outlive it.
 */
typedef struct mrz_reader mrz_reader;

mrz_reader *mrz_reader_new(in *f, diag *d);
/* The next zone; false at the end, or after a rejection under --strict. */
bool mrz_next(mrz_reader *r, mrz_zone *z);
void mrz_reader_free(mrz_reader *r);

/*
 * Whether the file looks like CSV with zones in that column: its first line
 * that is not blank has a comma or is the name of the column.  Nothing is
 * skipped.
 */
bool mrz_is_csv(in *f, slice column);

#endif

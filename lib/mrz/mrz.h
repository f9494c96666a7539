/*
 * mrz: machine readable zones of ICAO Doc 9303, 8th edition.
 *
 *	layout		TD1 TD2 TD3 MRV-A MRV-B and national forms, a row of data each
 *	mrz_parse	a zone's text as a record, every check digit verified, and
 *			repaired where that can be done without a guess
 *	mrz_explain	a zone as a page for a person
 *	mrz_next	zones out of a text of lines
 *	mrz_make	a record as the zone of its document
 *
 * Lines and positions count from 1, as in the standard.  A zone that is
 * damaged is still a record: what is wrong with it stands in its issues.
 */
#ifndef BORDERTOOLS_MRZ_H
#define BORDERTOOLS_MRZ_H

#include "stream/stream.h"

/* ---- layouts ----------------------------------------------------------------- */

enum {
    MRZ_LINES = 3,
    MRZ_WIDTH = 44,
    MRZ_SIZE = 90, /* characters of a zone, at most */
    MRZ_ROOM = 48  /* of a line in memory; what is behind its width are fillers */
};

/* What a part of a zone holds. */
typedef enum mrz_field {
    MRZ_NO_FIELD,
    MRZ_TYPE,
    MRZ_ISSUER,
    MRZ_NAME,    /* surname and given names, parted by two fillers */
    MRZ_SURNAME, /* where they have parts of their own */
    MRZ_GIVEN,
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
    uint8_t check;      /* where its check digit stands in the same line; 0: it has none */
    uint8_t check_from; /* where what it runs over begins, if not with the part */
} mrz_part;

enum { MRZ_PARTS = 10, MRZ_SPANS = 4 };

typedef struct mrz_layout {
    const char *name;   /* as records have it */
    const char *codes;  /* the first letters of its document codes */
    const char *issuer; /* of this State only; "": of any */
    uint8_t weights[3]; /* of its check digits */
    uint8_t lines;
    uint8_t width[MRZ_LINES];
    bool long_number; /* a number of more than nine goes on in the optional data */
    mrz_part part[MRZ_PARTS];
    mrz_span composite[MRZ_SPANS]; /* what the composite check digit runs over */
    mrz_span composite_at;         /* where it stands; line 0: there is none */
} mrz_layout;

extern const mrz_layout mrz_layouts[];
extern const size_t mrz_layouts_n;

/* Those of Doc 9303. */
#define MRZ_WEIGHTS                                                                                \
    {                                                                                              \
        7, 3, 1                                                                                    \
    }

/*
 * The check digit of part 3, 4.9, '0' to '9': weights 7 3 1, A = 10 .. Z = 35,
 * lower case too; all other characters count as the filler does, nothing.
 */
char mrz_check_digit(slice s);

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
    MRZ_EXPIRED,         /* before the day of reading */
    MRZ_DATE_ORDER,      /* born after the document expires */
    MRZ_NUMBER_PATTERN,  /* no document number as the issuing State writes them */
    MRZ_FILLER_LETTER,   /* K, C, L or E alone among fillers: likely a filler misread */
    MRZ_LOOK_ALIKE,      /* a letter among digits that no check digit tells from a digit */
    MRZ_REPAIRED,        /* a character was misread, and is right now */
    MRZ_LINE_ORDER,      /* the lines were read in another order */
    MRZ_TRANSLITERATED,  /* of mrz_make: reading gives other letters than were written */
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
    uint8_t line, position; /* position 0: the whole field */
    char was, is;           /* of a repair: as read, as it is now */
} mrz_issue;

enum { MRZ_ISSUES = 64, MRZ_ISSUES_TEXT = MRZ_ISSUES * 40 };

/*
 * What a reader takes for what: for each character of a zone the ones that it
 * may have been, the likeliest first, ended by NUL.
 */
enum { MRZ_MISTAKEN = 12 };
typedef struct mrz_confusions {
    char of[128][MRZ_MISTAKEN];
} mrz_confusions;

/*
 * Reads such a table: a line for each character, itself and behind it those
 * that it is taken for, parted by blanks; it holds both ways.  Blank lines and
 * those that begin with '#' mean nothing.  False: not so; e says where.
 */
bool mrz_confusions_read(slice text, mrz_confusions *c, error *e);
/* The table in use where no other is given, as such a text. */
extern const char mrz_confusions_builtin[];

/*
 * How a State writes the numbers of its documents: '#' a digit, '@' a letter,
 * '*' either, '%' a digit or one of the letters CFGHJKLMNPRTVWXYZ, any other
 * character itself.  What fits one row of a State fits.
 */
typedef struct mrz_number {
    char issuer[4];
    char form; /* 'P' a passport (TD3), 'V' a visa, 'C' a card */
    char text[MRZ_WIDTH];
} mrz_number;

enum { MRZ_NUMBERS = 256 };
typedef struct mrz_numbers {
    size_t n;
    mrz_number row[MRZ_NUMBERS];
} mrz_numbers;

/*
 * Reads such rows: State, form and text parted by blanks, a line each; they
 * stand in place of the built-in ones of the same State and form.  Blank lines
 * and those that begin with '#' mean nothing.  False: not so; e says where.
 */
bool mrz_numbers_read(slice text, mrz_numbers *n, error *e);

typedef struct mrz_rules {
    date as_of;                   /* the day of reading, whole: it decides centuries */
    bool specimen;                /* UTO (Utopia) is a country */
    const mrz_confusions *repair; /* repair by this; NULL: leave all as read */
    const mrz_numbers *numbers;   /* beside the built-in ones; NULL: none */
} mrz_rules;

/* A zone as a record.  The slices are in line and text. */
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
    bool repaired;                  /* characters of it were */
    size_t issues_n;
    mrz_issue issue[MRZ_ISSUES];
    size_t used; /* of text */
    char text[3 * MRZ_SIZE];
    char line[MRZ_LINES][MRZ_ROOM]; /* the zone in capitals, repaired */
    char slack[16];                 /* nothing: values may be copied by words */
} mrz;

/*
 * The lines of a zone, in the order of its layout and in capitals; '?' is what
 * no zone has.
 */
typedef struct mrz_zone {
    uint64_t line; /* where it begins in its file */
    const mrz_layout *layout;
    bool clean;  /* every character may stand where it does */
    bool turned; /* its lines were read in another order */
    char lines[MRZ_LINES][MRZ_ROOM];
    size_t n;
    char text[MRZ_SIZE + MRZ_LINES]; /* as it was read, without blanks, its lines parted by LF */
} mrz_zone;

/*
 * A text as a zone: its lines parted by LF, CRLF, CR, or where it has none of
 * these by '/' or a backslash and n or r, or by nothing at all; in any order.
 * Blanks and lower case do not matter; guillemets are fillers.  False when it
 * is no zone: the number or the width of its lines is not that of any layout,
 * or a quarter of its characters misfit; e says which.  The layout is that of
 * the size and the document code; when no code fits, the first of that size.
 */
bool mrz_zone_read(slice text, mrz_zone *z, error *e);

/*
 * Reads the fields of a zone.
 *
 * With rules->repair, a character that may not stand where it does becomes the
 * one that it is taken for and that may; and where check digits disagree, the
 * one substitution that makes all of them agree is made, if there is only one.
 * Names are repaired for digits only.  Every repair is an issue.
 */
void mrz_read(const mrz_zone *z, const mrz_rules *rules, mrz *m);

/* Both of them. */
bool mrz_parse(slice text, const mrz_rules *rules, mrz *m, error *e);

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

/*
 * These and mrz, as it was read, in the order of mrz_columns, as a row of CSV
 * behind what is in b.
 */
extern const enum column mrz_columns[];
extern const size_t mrz_columns_n;
void mrz_put_row(const mrz_zone *z, const mrz *m, buf *b);

/* ---- a page for a person --------------------------------------------------------- */

/*
 * A zone as a page of text: its lines with their parts marked, the fields as
 * they are read, each check digit as it is and as it would have to be, and
 * what is wrong or was repaired in words.
 */
void mrz_explain(const mrz_zone *z, const mrz *m, buf *to);

/* ---- zones in lines of text ------------------------------------------------------- */

/*
 * Finds the zones in a file of lines (LF, CRLF or CR; a BOM is skipped; blank
 * lines mean nothing).  A zone stands in as many lines as it has, or in one, as
 * mrz_zone_read takes it.  Lines in another order are put right where it is
 * certain that they are of one zone: by a blank line before and behind, by the
 * State in both, by the composite check digit.
 *
 * What is no zone is rejected by d: a line that can neither begin nor go on
 * with a zone, alone; a zone that lacks lines, or has one of a wrong length,
 * as a whole.  In free text (prose) a zone or a line of one stands between
 * blanks or signs of punctuation, and what is neither means nothing.  Memory
 * does not depend on the length of lines.  f and d stay the caller's and must
 * outlive it.
 */
typedef struct mrz_reader mrz_reader;

mrz_reader *mrz_reader_new(in *f, diag *d, bool prose);
/* The next zone; false at the end, or after a rejection under --strict. */
bool mrz_next(mrz_reader *r, mrz_zone *z);
void mrz_reader_free(mrz_reader *r);

/*
 * Whether the file looks like CSV with zones in that column: its first line
 * that is not blank has a comma or is the name of the column.  Nothing is
 * skipped.
 */
bool mrz_is_csv(in *f, slice column);

/* ---- writing a zone --------------------------------------------------------------- */

typedef struct mrz_rules_of_making {
    const mrz_layout *layout; /* NULL: TD3, MRV-A or TD1, as the document code says */
    bool fewer;               /* the shorter letters where States may choose */
    bool specimen;            /* UTO (Utopia) is a country */
} mrz_rules_of_making;

typedef struct mrz_made {
    const mrz_layout *layout;
    size_t n;
    char text[MRZ_SIZE + MRZ_LINES]; /* the lines, parted by LF */
    size_t issues_n;
    char issues[256]; /* as mrz_record has them */
} mrz_made;

/*
 * The zone of a record: its values of surname, given_names, full_name (when
 * both are empty; parted at its comma), birth_date, sex, nationality,
 * doc_type, doc_issuer, doc_number, doc_expiry and personal_number in rec,
 * which has COL_COUNT slices.  Names are written by letters_write, and cut to
 * their field with a letter in its last position; unknown parts of dates are
 * fillers.  What mrz_parse reads from it is what was in the record, the case
 * of letters apart, and a name alone is the surname; where it is not, there is
 * an issue.  False when the record cannot be written: e says which value, and
 * why.
 */
bool mrz_make(const slice *rec, const mrz_rules_of_making *rules, mrz_made *z, error *e);

#endif

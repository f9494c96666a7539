/* What the files of this room share. */
#ifndef BORDERTOOLS_MRZ_PRIVATE_H
#define BORDERTOOLS_MRZ_PRIVATE_H

#include <stdatomic.h>

#include "mrz/mrz.h"

enum { MRZ_FILLER = 4 }; /* a kind beside MRZ_LETTERS and MRZ_DIGITS */

typedef struct mrz_sign {
    uint8_t kind, value; /* kind 0: no character of a zone */
    char capital;        /* the character itself, capital */
} mrz_sign;

extern const mrz_sign mrz_signs[256];

static inline const mrz_sign *
sign_of(char c)
{
    return &mrz_signs[(unsigned char)c];
}

/* Adds to a weighted sum; at is how many characters it has seen. */
unsigned mrz_weigh(slice s, const uint8_t weight[3], unsigned sum, size_t *at);

/* ---- a line of a zone in memory: MRZ_ROOM characters ---- */

/*
 * What follows from a layout for its lines: which kinds of characters may
 * stand where, and the weights of its check digits.
 */
enum { MRZ_VECTOR = 16 }; /* characters */

typedef struct mrz_sum {
    const mrz_part *part;                   /* NULL: the composite */
    mrz_span at;                            /* of the check digit */
    uint8_t from[MRZ_LINES], to[MRZ_LINES]; /* the vectors of a line that have weights */
    int16_t weight[MRZ_LINES][MRZ_ROOM];
} mrz_sum;

typedef struct mrz_plan {
    const mrz_part *type, *issuer;
    uint8_t may[MRZ_LINES][MRZ_ROOM];
    uint8_t inside[MRZ_LINES][MRZ_ROOM]; /* 0xFF for the width of the line, 0 behind it */
    bool of[MRZ_LINES];                  /* the lines that any of the check digits runs over */
    size_t sums_n;
    mrz_sum sum[MRZ_PARTS];
} mrz_plan;

enum { MRZ_LAYOUTS_MAX = 16 };

/* All plans, made once. */
extern mrz_plan mrz_plans[MRZ_LAYOUTS_MAX];
extern atomic_bool mrz_planned;
void mrz_plan_all(void);

static inline const mrz_plan *
mrz_plan_of(const mrz_layout *l)
{
    if (BASE_UNLIKELY(!atomic_load_explicit(&mrz_planned, memory_order_acquire)))
        mrz_plan_all();
    return &mrz_plans[l - mrz_layouts];
}

/*
 * Line number of the layout out of at least MRZ_ROOM characters of text, which
 * may have more behind it.  False: not in capitals, or some do not fit.
 */
bool mrz_load_clean(const mrz_layout *l, unsigned number, const char *text, char line[MRZ_ROOM]);

/* Text of at most MRZ_ROOM characters as a line; how many no zone has. */
unsigned mrz_load(slice text, char line[MRZ_ROOM]);

/*
 * How many characters of a line (its number from 1) stand where their kind may
 * not stand.  A letter that begins no document code of the layout is one of
 * them; of another State's layout all are.
 */
unsigned mrz_misfits(const mrz_layout *l, unsigned number, const char line[MRZ_ROOM]);

/* Whether all check digits agree.  A number above nine characters is not known to it. */
bool mrz_sums_agree(const mrz_layout *l, const char line[MRZ_LINES][MRZ_ROOM]);

/*
 * What the one byte or more that a text begins with stand for: 0 nothing, 1 or
 * 2 fillers, -1 themselves.
 */
int mrz_stands_for(slice rest, size_t *bytes);

/*
 * A line as it was read without what does not belong to it: blanks are off,
 * guillemets (in UTF-8 or Latin-1) and the sign of HTML are fillers.  Small
 * letters stay.  The length, which may be more than the room.
 */
size_t mrz_clean(slice raw, char *to, size_t room);

/* Whether the zone's code, and its State where that matters, are the layout's. */
bool mrz_begins(const mrz_layout *l, const char line[MRZ_LINES][MRZ_ROOM]);

/*
 * The zone that n lines of those widths make in one order or another, into
 * layout, clean, turned and lines of z.  False: none, and e says why.
 */
bool mrz_arrange(char line[MRZ_LINES][MRZ_ROOM], const size_t *width, unsigned n, mrz_zone *z,
                 error *e);

/* Whether a document code of the layout begins so; whether it is for that State. */
bool mrz_code_fits(const mrz_layout *l, char first);
bool mrz_issuer_fits(const mrz_layout *l, const char *issuer);

static inline slice
part_text(const mrz *m, mrz_span s)
{
    return (slice){m->line[s.line - 1] + s.from - 1, (size_t)(s.to - s.from + 1)};
}

static inline bool
all_filler(slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '<')
            return false;
    return true;
}

/* The text without the fillers at its end. */
static inline slice
without_fillers(slice s)
{
    uint64_t word;

    while (s.n >= sizeof word) {
        memcpy(&word, s.p + s.n - sizeof word, sizeof word);
        word ^= 0x3c3c3c3c3c3c3c3cu; /* "<<<<<<<<" */
        if (word != 0) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
            int bits = __builtin_clzll(word);
#else
            int bits = __builtin_ctzll(word);
#endif
            return (slice){s.p, s.n - (size_t)bits / 8};
        }
        s.n -= sizeof word;
    }
    while (s.n != 0 && s.p[s.n - 1] == '<')
        s.n--;
    return s;
}

void mrz_issue_add(mrz *m, mrz_issue issue);

/* ---- check digits of a zone ---- */

enum { MRZ_CHECKS = 8 };

/* One check digit: what it runs over and where it stands. */
typedef struct mrz_check {
    const mrz_part *part; /* NULL: the composite */
    mrz_field field;
    mrz_span over[MRZ_SPANS];
    mrz_span at;
} mrz_check;

/* Those of a zone as it stands, a long document number among them; how many. */
size_t mrz_checks(const mrz *m, mrz_check check[MRZ_CHECKS]);
/* The weighted sum, and its last digit, which is the one that would be right. */
unsigned mrz_check_sum(const mrz *m, const mrz_check *c);
char mrz_check_right(const mrz *m, const mrz_check *c);
/* That of an empty field may be 0 or the filler (part 4, 4.2.2, the notes). */
bool mrz_check_agrees(const mrz *m, const mrz_check *c);

/* ---- repair ---- */

/* How often a text goes from letters to digits to fillers: the fewer, the plainer. */
unsigned mrz_part_turns(slice s);
unsigned mrz_turns(const mrz *m); /* of the numbers of a zone */

/* Repairs what may not stand where it does; the repairs become issues. */
void mrz_repair_alphabet(mrz *m, const mrz_rules *rules);
/*
 * Makes the one substitution after which every check digit agrees.  False:
 * there is none, or more than one.
 */
bool mrz_repair_checks(mrz *m, const mrz_rules *rules);

/*
 * Where the check digits agree, and would agree as well with another character:
 * a letter alone among fillers becomes one, and a document number what its
 * State would have written, if there is only one way.  False: nothing was done.
 */
bool mrz_repair_unseen(mrz *m, const mrz_rules *rules);
/* The place, from 1, of a letter alone among the fillers behind a text; 0: none. */
unsigned mrz_lone_letter(slice s);
/*
 * The place, from 1, of a letter alone among digits, or of a digit among
 * letters, that no check digit tells from what it is taken for (G and 6, L and
 * 1), or of the last of the letters that a number begins with; 0: none.
 */
unsigned mrz_look_alike(slice s, const mrz_rules *rules);
/* Whether the document number is as its State writes it with another character there too. */
bool mrz_either_fits(const mrz *m, const mrz_rules *rules, unsigned position);

/* ---- document numbers as States write them ---- */

/* Part of mrz_plan_all. */
void mrz_pattern_index(void);

typedef enum pattern_fit { PATTERN_UNKNOWN, PATTERN_FITS, PATTERN_MISFITS } pattern_fit;

pattern_fit mrz_pattern(const mrz_rules *rules, const char *issuer, const mrz_layout *l,
                        slice number);

/* ---- finding zones ---- */

enum { MRZ_LINE_BYTES = 4096 }; /* a longer line is told and rejected in pieces */

/* A line, or in prose a word of it. */
typedef struct mrz_piece {
    slice raw, text;     /* text without blanks around; without any when it had to be cleaned */
    size_t n;            /* characters of a zone that it has */
    char line[MRZ_ROOM]; /* them, when they are no more than MRZ_WIDTH */
    char clean[MRZ_WIDTH];
} mrz_piece;

struct mrz_reader {
    in *f;
    diag *diag;
    bool prose;
    uint64_t line; /* the last one read */
    bool blank;    /* a blank one, or the start of the file, stood before it */
    /* prose: what has not been looked at of the line, and of a long one a part */
    slice words;
    buf part;
    bool goes_on;
    /* the zone that is being put together */
    const mrz_layout *layout; /* NULL: none */
    unsigned have;            /* lines */
    bool turned;              /* they are all its lines, but in another order */
    uint64_t begun, latest;   /* the lines of its first and its last one */
    buf raw;                  /* its lines as they were read, each ended by LF */
    buf kept;                 /* a line while the next ones are looked at */
    mrz_zone *zone;           /* the caller's */
    char why[80];             /* not empty: it is damaged, and this is why */
};

void mrz_prepare(mrz_piece *p, slice raw);
/* Whether the piece can be line k of the layout, and no other one better. */
bool mrz_line_fits(const mrz_piece *p, const mrz_layout *l, unsigned k, unsigned *misfits);
/* Which line of the layout it is; 0: none. */
unsigned mrz_line_of(const mrz_piece *p, const mrz_layout *l);
/* The layout of a zone that begins with a line that is not its first; NULL: it does not. */
const mrz_layout *mrz_turned(mrz_reader *r, mrz_piece *first);
/* Lines 1, 3, 2: the piece is line 3 behind line 1. */
bool mrz_turned_behind(mrz_reader *r, mrz_piece *third);

#endif

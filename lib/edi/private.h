/* What the files of lib/edi share; no other room includes this. */
#ifndef BORDERTOOLS_EDI_PRIVATE_H
#define BORDERTOOLS_EDI_PRIVATE_H

#include "edi/edi.h"

/* The service string advice (ISO 9735-1, 5.1); 0: not in use. */
typedef struct edi_marks {
    unsigned char component, element, release, repeat, end;
} edi_marks;

/* Consecutive bytes that are rejected together, as one record. */
typedef struct edi_run {
    uint64_t from;
    uint64_t segments; /* 0: there is no run */
} edi_run;

typedef enum edi_charset { CHARSET_ASCII, CHARSET_LATIN1, CHARSET_UTF8, CHARSET_OTHER } edi_charset;

struct edi {
    in *f;
    diag *d;
    date as_of;

    /* syntax */
    edi_marks marks;
    uint8_t class[256]; /* what each byte means under marks */
    size_t used;        /* bytes of the window that seg takes */
    bool outside;       /* neither in an interchange nor in a message */
    edi_charset charset;
    bool charset_told;
    edi_segment seg;
    arena arena; /* parts that had to be rewritten */

    /* envelope */
    bool again, ended, refused;
    bool interchange, group, message; /* which are open */
    uint64_t interchange_offset, group_offset, interchange_damage, group_damage, message_damage;
    uint64_t groups, messages, group_messages, segments;
    uint64_t damages; /* so far in this file */
    slice interchange_ref, group_ref, message_ref, sender;
    moment sent;
    edi_message now;
    edi_run stray, refusal;
    arena interchange_arena, group_arena, message_arena;
};

/*
 * The next segment into e->seg (the tag is UNA for a service string advice);
 * false at the end of the file.
 */
bool syntax_next(edi *e);
/* Other service characters, from here on. */
void syntax_marks(edi *e, edi_marks m);
extern const edi_marks syntax_default;

/* Adds the segment to the run. */
void run_add(edi *e, edi_run *run);
/* Rejects the run, if there is one: "%s (N segments)". */
void run_end(edi *e, edi_run *run, const char *why);

static inline place
edi_place(const edi *e, uint64_t offset)
{
    return (place){.file = e->f->name, .offset = (int64_t)offset};
}

/* ---- values ---- */

/* A slice of a literal in a static table. */
#define Q(literal)                                                                                 \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

enum { LIST_MAX = 2048 }; /* bytes of a list in a record */

/*
 * A date or a time as DTM and UNB have it (data element 2380, its form by the
 * length): YYMMDD, CCYYMMDD, and these with HHMM or HHMMSS.  False when it is
 * none.
 */
bool edi_moment(slice value, date_kind kind, date as_of, moment *m);

/*
 * Values of the current segment for a record, in the arena; one that cannot
 * be is empty, with a warning.  The first is component 2 of a DTM, with its
 * time of day or as a date alone.
 */
slice edi_moment_value(edi *e, arena *a, date_kind kind, bool time);
slice edi_country_value(edi *e, arena *a, slice raw);
slice edi_port_value(edi *e, arena *a, slice raw);
slice edi_upper(arena *a, slice s); /* ASCII letters as capitals */
/* BGM: what the list is for, from its code (1001) and identifier (1004). */
slice edi_function_value(edi *e, arena *a);
/* LOC: a place as text or as a code. */
slice edi_place_value(edi *e, arena *a);
/* list;item, or the list alone (the segment is rejected) when it is full. */
slice edi_list_value(edi *e, arena *a, slice list, slice item);
/* A part of a list's item, and '/' behind it; nothing in it looks like a separator. */
void edi_put_part(buf *b, slice v, bool last);

/*
 * Whether the terminator before a traveller or a flight is lost, so that its
 * beginning hangs on the end of this segment.
 */
bool edi_holds_group(const edi_segment *s);

/* The length of a value for %.*s in what is said. */
static inline int
edi_shown(slice s)
{
    return (int)(s.n < 60 ? s.n : 60);
}

/* ---- flights ---- */

enum {
    FLIGHTS_MAX = 32, /* TDT of a message */
    POINTS_MAX = 128  /* LOC of its flights */
};

/* A place a flight calls at, and when. */
typedef struct point {
    slice port, qualifier;
    slice departure, arrival;
    unsigned departure_rank, arrival_rank; /* of the DTM that said so; less is better */
} point;

typedef struct flight {
    slice id, carrier, mode;
    size_t points, points_n;
} flight;

typedef struct flights {
    edi *e;
    flight flights[FLIGHTS_MAX];
    point points[POINTS_MAX];
    size_t flights_n, points_n;
    bool open;    /* more may come; false: the next TDT begins another itinerary */
    bool doubt;   /* damage may have cost a flight */
    point *point; /* that a DTM belongs to */
    arena arena;
    buf list;
} flights;

/* TDT, LOC and DTM of the current segment; begin is false when there are too many. */
bool flights_begin(flights *p);
void flights_place(flights *p);
void flights_time(flights *p);
/* Sets the columns of the journey; they are valid until the next begin. */
void flights_end(flights *p, slice *rec);
void flights_reset(flights *p);
void flights_free(flights *p);

#endif

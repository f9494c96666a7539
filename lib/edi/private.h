/* What the files of lib/edi share; no other room includes this. */
#ifndef BORDERTOOLS_EDI_PRIVATE_H
#define BORDERTOOLS_EDI_PRIVATE_H

#include "edi/edi.h"

/* The service string advice (ISO 9735-1, 5.1); 0: not in use. */
typedef struct edi_marks {
    unsigned char component, element, release, repeat, end;
} edi_marks;

/* Each of them, as wide as it is compared. */
typedef struct edi_wide {
    unsigned char component[16], element[16], release[16], repeat[16], end[16];
} edi_wide;

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
    edi_wide wide;
    size_t used;  /* bytes of the window that seg takes */
    bool outside; /* neither in an interchange nor in a message */
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
 * false at the end of the file.  See syntax_next in plain.h.
 */
bool syntax_any(edi *e);
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
/* A day as it is, such as YYMMDD. */
slice edi_day_value(edi *e, arena *a, slice v, date_kind kind);
slice value_country(diag *d, const place *at, arena *a, slice raw);
slice value_port(diag *d, const place *at, arena *a, slice raw);
slice edi_country_value(edi *e, arena *a, slice raw);
slice edi_port_value(edi *e, arena *a, slice raw);
/* USLAX is LAX, as lists before D.02B have it. */
slice edi_old_port_value(edi *e, arena *a, slice raw);
slice edi_upper(arena *a, slice s); /* ASCII letters as capitals */
/*
 * M, F, X, also as words; nothing for U and N; FI and MI are infants, which *type then says (as in
 * PNRGOV).
 */
slice edi_sex_value(edi *e, slice said, slice *type);
/* What a code of a traveller's NAD, EMP or GEI means; empty when it is not known. */
slice edi_code_text(uint32_t tag, slice code);
/* BGM: what the list is for, from its code (1001) and identifier (1004). */
slice edi_function_value(edi *e, arena *a);
/* LOC: a place as text or as a code. */
slice edi_place_value(edi *e, arena *a);
/* The tag in capitals. */
slice edi_tag_text(const edi_segment *s, arena *a);
/* Appends the segment as it stands, but for release characters, from a component of element 1 on.
 */
void edi_whole(const edi_segment *s, unsigned from, buf *to);
/* list;item, or the list alone (the segment is rejected) when it is full. */
slice edi_list_value(edi *e, arena *a, slice list, slice item);
/* A part of a list's item, and '/' behind it; nothing in it looks like a separator. */
void edi_put_part(buf *b, slice v, bool last);

/*
 * Whether the terminator before a traveller or a flight is lost, so that its
 * beginning hangs on the end of this segment.
 */
bool edi_holds_beginning(const edi_segment *s); /* of one that is long enough */
static inline bool
edi_holds_group(const edi_segment *s)
{
    enum { SHORTEST = sizeof "ATT+NAD+FL'" - 1 };

    return s->raw.n >= SHORTEST && edi_holds_beginning(s);
}

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

/* UA 0989 is UA989; 0989 of carrier UA, too.  An empty carrier is taken from it. */
slice edi_flight_id(arena *a, slice raw, slice *carrier);

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

/* Whether a LOC or a DTM of a flight with that qualifier says something of it. */
bool flights_has_place(slice qualifier);
bool flights_has_time(slice qualifier);
/* TDT, LOC and DTM of the current segment; begin is false when there are too many. */
bool flights_begin(flights *p);
void flights_place(flights *p);
void flights_time(flights *p);
/* Sets the columns of the journey; they are valid until the next begin. */
void flights_end(flights *p, slice *rec);
void flights_reset(flights *p);
void flights_free(flights *p);

/* ---- lists in parts: parts.c ---- */

enum {
    PARTS_HIGHEST = 99, /* of a list: its number has two digits */
    PARTS_LISTS = 16    /* of which parts are still to come; with more, the oldest is given up */
};

typedef struct parts_list {
    bool used;
    bool promised;         /* there is more than one part */
    uint64_t offset;       /* of the UNH that was first */
    uint64_t seen[2];      /* parts that came, as bits */
    unsigned final;        /* the last part; 0: it did not come */
    unsigned highest;      /* of those that came */
    uint64_t travellers;   /* in them */
    slice access, sender;  /* of which list it is */
    slice base[COL_COUNT]; /* what the first part says for all */
    arena names, arena;
} parts_list;

typedef struct list_parts {
    edi *e;
    parts_list lists[PARTS_LISTS];
    parts_list *now; /* that the message is a part of; NULL: it is whole */
    unsigned part;
    bool again; /* it came before */
} list_parts;

/* A message begins; a part that is doubled, absent or out of order is a warning. */
void parts_begin(list_parts *p);
/* What all travellers share: of the first part it is kept, another one takes what it lacks. */
void parts_keep(list_parts *p, const slice *base);
/* True when the flight was to be taken, and the first part is known. */
bool parts_take(list_parts *p, slice *base, bool journeys);
/* Whether a count can be that of the travellers here, or of all parts. */
bool parts_counts(const list_parts *p, uint64_t said, uint64_t here);
void parts_end(list_parts *p, uint64_t travellers);
/* Warns of parts that did not come. */
void parts_free(list_parts *p);

/* ---- the model of a booking: pnr.c ---- */

enum { PNR_TRAVELLERS_MAX = 999 }; /* of a booking */

/* Where a service of a booking stands, and whose it is. */
typedef struct service {
    pnr_traveller *of, *near; /* as in pnr_item */
    pnr_item *on;
    slice key;
    slice from, to; /* the ports of its leg, where that is not known yet */
} service;

void pnr_begin_message(pnr *p);
void pnr_begin_booking(pnr *p);
/* Neither: a traveller of a list, the end of a message. */
void pnr_begin_unit(pnr *p);
/*
 * Masks the numbers of cards in all that was told of the unit at hand, whatever
 * a sender put them into; numbers of documents stay as they are, and so do
 * those of tickets and telephones that are no longer than such are.
 */
void pnr_hide_cards(pnr *p);
/* Whose documents they are, the itinerary, the travellers' rows. */
void pnr_finish(pnr *p);

pnr_traveller *pnr_add_traveller(pnr *p);
pnr_traveller *pnr_by_key(pnr *p, slice key);
/* NULL when there is none, or more than one. */
pnr_traveller *pnr_by_name(pnr *p, slice surname, slice given);
bool pnr_is_named(const pnr_traveller *t, slice surname, slice given);
enum { CARD_DIGITS = 13 /* the fewest */, TICKET_DIGITS = 14 /* the most */ };
/* A ticket's number and its coupon, which may be missing: 1392178947000C2; false: it is none. */
bool pnr_cut_ticket(slice text, slice *number, slice *coupon);
size_t pnr_digits(slice s); /* how many there are in it */
/* The given names of a list without a title behind them. */
slice pnr_cut_plain_title(slice given);
/* The names of a booking, with a title on the given ones. */
void pnr_name(pnr *p, pnr_traveller *t, slice surname, slice given);
pnr_traveller *pnr_add_infant(pnr *p, slice surname, slice given, slice birth);
/* Finds the owner of a document, who takes what it says of him. */
void whose_document(pnr *p, pnr_item *i);
/* The same document again, as every leg of a booking may tell it. */
bool whose_again(const pnr *p, const pnr_item *i);
pnr_item *pnr_add(pnr *p, pnr_table table, pnr_traveller *of, pnr_item *on);
/* Its leg, where it only has ports, is looked for when the booking ends. */
pnr_item *pnr_add_service(pnr *p, pnr_table table, const service *s);
static inline bool
pnr_wants(const pnr *p, pnr_table t)
{
    return (p->wanted & (uint32_t)1 << t) != 0;
}

/* Values in the booking's arena; what cannot be read is empty, with a warning at p->where. */
slice pnr_number(arena *a, uint64_t n);
slice pnr_country(pnr *p, slice raw);
slice pnr_port(pnr *p, slice raw);
slice pnr_sex(pnr *p, slice raw); /* MI, FI: of an infant */
slice pnr_list(pnr *p, slice list, slice item);
slice pnr_day(pnr *p, slice raw, date_kind kind); /* DDMMMYY */
slice pnr_moment(pnr *p, slice day, slice time);  /* DDMMYY, HHMM */
/* A card's number as records may show it: first six and last four, whatever it is. */
slice pnr_card(pnr *p, slice raw);
/* A text with every digit of a long number masked. */
slice pnr_hide_digits(pnr *p, slice text);
/* The unit of weight (6411): 700, K, KGM are kilograms, 701, L, LBR pounds. */
slice pnr_bag_unit(slice code);
/* MMYY */
slice pnr_card_expiry(pnr *p, slice raw);

/* ---- texts of services: docs.c ---- */

void pnr_docs(pnr *p, slice text, const service *s);
void pnr_doco(pnr *p, slice text, const service *s);
void pnr_doca(pnr *p, slice text, const service *s);
void pnr_contact_add(pnr *p, const service *s, slice kind, slice use, slice text);
/* CTCE and the like; false when the code is none of them. */
bool pnr_contact_text(pnr *p, slice code, slice text, const service *s);
/* INFT: the infant is looked for when the booking ends. */
void pnr_inft(pnr *p, slice text);
void pnr_inft_finish(pnr *p, slice text);
/* Any service (SSR) but seats: what has a table goes there, the rest to the remarks. */
void pnr_service(pnr *p, slice code, slice status, slice text, const service *s);
/* A text that has no form of its own. */
void pnr_remark_add(pnr *p, slice kind, slice code, slice status, slice text, const service *s);

/* ---- rows: tables.c ---- */

/* Encodes what the travellers' rows share of the message, and of the flight and legs. */
void rows_begin(pnr *p, bool journey);
void rows_finish(pnr *p, const pnr_item *reported);

/* Contacts, seat, bags and the like of a traveller whose row has them, as rows of their tables. */
void pnr_add_row_items(pnr *p, pnr_traveller *t);

typedef struct document {
    slice type, issuer, number, issued, expiry;
} document;

static inline bool
is_visa(slice type)
{
    return type.n != 0 && type.p[0] == 'V';
}
/* A document or a visa of a list as a row of its table; the legs of the column that has them. */
void pnr_add_document(pnr *p, pnr_traveller *of, const document *d);
void pnr_add_legs(pnr *p);

/* ---- lists and bookings: what takes the events of a message ---- */

typedef struct paxlst paxlst;

paxlst *paxlst_open(edi *e, pnr *q);
/*
 * Takes an event, and those behind it that go to the same traveller; *event is then the last
 * one.  True when a traveller, or the end of the message, is complete; again: the event is kept.
 */
bool paxlst_event(paxlst *p, edi_event *event, bool *again);
void paxlst_close(paxlst *p);

typedef struct pnrgov pnrgov;

pnrgov *pnrgov_open(edi *e, pnr *p);
/* Takes an event; true when a booking, or the end of a message, is complete. */
bool pnrgov_event(pnrgov *g, edi_event event, bool *again);
void pnrgov_close(pnrgov *g);

/* ---- PNRGOV as XML: pnrxml.c ---- */

typedef struct pnrxml pnrxml;

pnrxml *pnrxml_open(in *f, pnr *p);
/* True when a booking, or the end of a message, is complete; false at the end. */
bool pnrxml_next(pnrxml *r);
void pnrxml_close(pnrxml *r);

/* The row of one traveller, as pnr_write writes those of all. */
void rows_traveller(const pnr *p, const pnr_traveller *t, buf *to);

/* ---- texts to numbers: keys.c ---- */

#define EDI_KEY_NEW UINT32_MAX

typedef struct edi_key {
    slice text; /* p is NULL: nothing is there */
    uint32_t value;
} edi_key;

/* Begins as {0}. */
typedef struct edi_keys {
    uint64_t seed;
    edi_key *table;
    size_t n, cap;
    arena texts;
} edi_keys;

/* Where the number of a text is, EDI_KEY_NEW when it was added; NULL: it is not there. */
uint32_t *edi_keys_find(edi_keys *k, slice text, bool add);
void edi_keys_clear(edi_keys *k);
void edi_keys_free(edi_keys *k);

/* ---- lists of ships: ship.c, fal.c, noa.c ---- */

/* What a form tells of the voyage, and of a person. */
typedef enum ship_field {
    SHIP_NOTHING,
    SHIP_NAME,
    SHIP_NUMBER, /* IMO's */
    SHIP_CALL_SIGN,
    SHIP_VOYAGE,
    SHIP_REF,
    SHIP_FUNCTION,
    SHIP_MOVE, /* arrival or departure */
    SHIP_PORT, /* of it */
    SHIP_DAY,
    SHIP_CLOCK,
    SHIP_LAST_PORT,
    SHIP_LAST_DAY,
    SHIP_NEXT_PORT,
    SHIP_PERSON, /* those below are a person's */
    SHIP_SURNAME = SHIP_PERSON,
    SHIP_GIVEN,
    SHIP_MIDDLE,
    SHIP_RANK,
    SHIP_NATIONALITY,
    SHIP_RESIDENCE,
    SHIP_BIRTH,
    SHIP_BIRTH_PLACE,
    SHIP_SEX,
    SHIP_DOC_TYPE,
    SHIP_DOC_NUMBER,
    SHIP_DOC_ISSUER,
    SHIP_DOC_EXPIRY,
    SHIP_VISA,
    SHIP_EMBARK,
    SHIP_DISEMBARK,
    SHIP_TRANSIT,
    SHIP_FIELDS
} ship_field;

enum {
    SHIP_VALUE_MAX = 1024, /* bytes of a value */
    SHIP_EXTRA = 32,
    SHIP_UNSAID = 3
};

/* A list that is being read; its reader sets values, in memory of its own. */
typedef struct ship_list {
    pnr *q;
    const char *file;
    slice type; /* FAL5, FAL6, NOA */
    uint64_t offset;
    bool crew;
    slice value[SHIP_FIELDS];
    slice extra[SHIP_EXTRA][2]; /* of the person, without a column: its heading, what it says */
    unsigned extra_n;
    slice unsaid[SHIP_UNSAID]; /* of the ship, where conveyance says another */
    uint64_t travellers;
    bool begun;
    arena message;
} ship_list;

/* The message's columns, from the values of the voyage. */
void ship_begin(ship_list *l);
/* What has no column is a remark; where there is too much, a warning. */
void ship_extra(ship_list *l, slice heading, slice value);
/* A person, from those of his; they are forgotten.  The unit is complete. */
void ship_person(ship_list *l);
/* The end of the message is a unit of its own. */
void ship_end(ship_list *l);

typedef struct fal fal;

/* Whether the file is a table of a crew or of passengers, below a form's head or not. */
bool fal_begins(in *f);
fal *fal_open(in *f, pnr *q);
bool fal_next(fal *r); /* as pnrxml_next */
void fal_close(fal *r);

typedef struct noa noa;

/* Whether the XML is a notice of arrival or departure. */
bool noa_begins(in *f);
noa *noa_open(in *f, pnr *q);
bool noa_next(noa *r);
void noa_close(noa *r);

#endif

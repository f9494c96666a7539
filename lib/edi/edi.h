/*
 * edi: UN/EDIFACT interchanges (ISO 9735) and the messages in them.
 *
 *	edi		bytes to segments, segments to messages; what is damaged
 *	pnr		lists and bookings to one model, and that to rows of tables;
 *			PNRGOV as XML, too
 *	edi_put		interchanges out: segments, characters, envelopes
 *	board_codes	what the codes of an answer to a carrier mean
 *	answer		records with decisions to answers: CUSRES, ACKRES
 *	cusres		such answers to records
 *
 * Every byte of a file ends in one of three places: it is read, it carries
 * nothing (line ends and blanks between segments, a teletype heading), or it
 * is rejected through the diag with its offset.
 */
#ifndef BORDERTOOLS_EDI_H
#define BORDERTOOLS_EDI_H

#include "stream/stream.h"

/* ---- segments --------------------------------------------------------------- */

enum {
    EDI_SEGMENT_MAX = 1 << 16, /* bytes of a segment; a longer one is damaged */
    EDI_ELEMENTS_MAX = 128,    /* of a segment, with its tag */
    EDI_PARTS_MAX = 512        /* components of a segment */
};

/* What was lost between this segment and the one before it. */
typedef enum edi_gap {
    EDI_GAP_NONE,
    EDI_GAP_SEGMENT, /* damaged bytes, that began no group */
    EDI_GAP_GROUP    /* damaged bytes that may have begun another group (NAD, TDT) */
} edi_gap;

#define EDI_TAG(a, b, c) ((uint32_t)(a) << 16 | (uint32_t)(b) << 8 | (uint32_t)(c))

/*
 * A segment in the input window, valid until the next edi_next.  Its parts
 * are UTF-8 without release characters.
 */
typedef struct edi_segment {
    uint32_t tag;
    edi_gap gap;
    slice raw;  /* tag to terminator, as read */
    slice lead; /* what carries nothing before it */
    uint64_t offset;
    unsigned elements; /* with the tag, which is element 0 */
    uint16_t first[EDI_ELEMENTS_MAX + 1];
    slice part[EDI_PARTS_MAX];
} edi_segment;

/* Component (from 1) of element (from 1) without blanks around; empty when absent. */
static inline slice
edi_get(const edi_segment *s, unsigned element, unsigned component)
{
    if (element >= s->elements)
        return (slice){NULL, 0};
    size_t i = (size_t)s->first[element] + component - 1;
    if (i >= s->first[element + 1])
        return (slice){NULL, 0};
    slice v = s->part[i];
    return v.n == 0 || (v.p[0] > ' ' && v.p[v.n - 1] > ' ') ? v : slice_trim(v);
}

/* How many components the element has; 0 when it is absent. */
static inline unsigned
edi_components(const edi_segment *s, unsigned element)
{
    return element < s->elements ? (unsigned)(s->first[element + 1] - s->first[element]) : 0;
}

/* ---- messages ----------------------------------------------------------------- */

/* Valid from EDI_MESSAGE to EDI_MESSAGE_END. */
typedef struct edi_message {
    slice type;      /* UNH: PAXLST; empty when there was no UNH */
    slice version;   /* D:02B */
    slice ref;       /* interchange/message */
    slice sender;    /* UNB */
    moment sent;     /* UNB; year 0 when not known */
    uint64_t offset; /* of UNH */
    slice access;    /* UNH: common access reference, the same in all parts */
    unsigned part;   /* of a message sent in parts: 1, 2 ...; 1 otherwise */
    bool more;       /* it says that there are other parts */
    bool last;       /* the only part, or the last one */
} edi_message;

typedef enum edi_event {
    EDI_MESSAGE,     /* a message begins: edi_current has it */
    EDI_SEGMENT,     /* a segment of it */
    EDI_MESSAGE_END, /* it ended, with its UNT or without */
    EDI_END          /* of the file, or after a rejection under --strict */
} edi_event;

/*
 * Reads interchanges: UNA or the default characters, release characters, any
 * line ends, tags in small letters; teletype headings before UNA and UNB;
 * several interchanges, each with its own characters; text in UTF-8 or else
 * Latin-1 whatever UNB says.
 *
 * Damage (a control byte in a segment, a tag that is none, no terminator
 * within EDI_SEGMENT_MAX or before the end) is rejected up to the next
 * segment whose tag is known; that segment's gap says so.  Counts and
 * references of UNT, UNE and UNZ are checked and never obeyed: a trailer that
 * is wrong is rejected, one that is missing is named.  Segments outside of a
 * message are rejected, but a passenger list's BGM, a TDT or a traveller's NAD
 * there begins a message whose UNH is lost, and so do MSG, SRC, RCI and TIF of
 * bookings.
 *
 * f and d stay the caller's and must outlive it.  Two-digit years are read on
 * the day as_of.
 */
typedef struct edi edi;

edi *edi_open(in *f, diag *d, date as_of);
edi_event edi_next(edi *e);
const edi_segment *edi_current_segment(const edi *e);
const edi_message *edi_current_message(const edi *e);
/* After EDI_MESSAGE: rejects the message whole, EDI_MESSAGE_END comes next. */
void edi_refuse(edi *e);
void edi_close(edi *e);

/* ---- what a message tells ---------------------------------------------------------- */

/*
 * The tables that messages are written to.  Rows of the same traveller have
 * the same message_ref, booking and traveller (source in addition, where a
 * message came twice).
 */
typedef enum pnr_table {
    PNR_MESSAGES,
    PNR_FLIGHTS, /* that are reported */
    PNR_LEGS,
    PNR_TRAVELLERS,
    PNR_DOCUMENTS,
    PNR_VISAS,
    PNR_CONTACTS,
    PNR_TICKETS,
    PNR_PAYMENTS,
    PNR_BAGS,
    PNR_SEATS,
    PNR_REMARKS,
    PNR_HISTORY,
    PNR_TABLES
} pnr_table;

/* What a row of each table tells beside its keys: the fields are columns. */
/* clang-format off */
#define PNR_LEG(F)                                                                                 \
    F(carrier) F(flight) F(operating_flight) F(dep_port) F(arr_port) F(dep_time) F(arr_time)       \
    F(booking_class) F(leg_status) F(aircraft) F(check_in_time) F(other_locators)
#define PNR_DOCUMENT(F)                                                                            \
    F(doc_type) F(doc_issuer) F(doc_number) F(doc_issue_date) F(doc_expiry)                        \
    F(surname) F(given_names) F(birth_date) F(sex) F(nationality)
#define PNR_VISA(F)                                                                                \
    F(visa_type) F(visa_number) F(visa_issuer) F(visa_issue_date) F(visa_expiry) F(visa_place)     \
    F(birth_place)
#define PNR_CONTACT(F)                                                                             \
    F(contact_kind) F(contact_use) F(contact)
#define PNR_TICKET(F)                                                                              \
    F(ticket_number) F(ticket_kind) F(fare) F(amount) F(currency) F(taxes) F(ticketed_time)        \
    F(ticketed_place) F(fare_basis) F(fare_calculation)
#define PNR_PAYMENT(F)                                                                             \
    F(payment_form) F(card_company) F(card_number) F(card_expiry) F(amount) F(currency) F(payer)
#define PNR_BAG(F)                                                                                 \
    F(bag_kind) F(bag_count) F(bag_weight) F(weight_unit) F(bag_tags) F(bag_port) F(amount)        \
    F(currency)
#define PNR_SEAT(F)                                                                                \
    F(seat) F(cabin) F(boarding_number) F(service_status)
#define PNR_REMARK(F)                                                                              \
    F(remark_kind) F(remark_code) F(service_status) F(remark)
#define PNR_EVENT(F)                                                                               \
    F(event_time) F(event_office) F(event_action) F(remark_kind) F(remark_code) F(remark)

#define PNR_FIELD(name) slice name;
typedef struct pnr_leg { PNR_LEG(PNR_FIELD) } pnr_leg;
typedef struct pnr_document { PNR_DOCUMENT(PNR_FIELD) } pnr_document;
typedef struct pnr_visa { PNR_VISA(PNR_FIELD) } pnr_visa;
typedef struct pnr_contact { PNR_CONTACT(PNR_FIELD) } pnr_contact;
typedef struct pnr_ticket { PNR_TICKET(PNR_FIELD) } pnr_ticket;
typedef struct pnr_payment { PNR_PAYMENT(PNR_FIELD) } pnr_payment;
typedef struct pnr_bag { PNR_BAG(PNR_FIELD) } pnr_bag;
typedef struct pnr_seat { PNR_SEAT(PNR_FIELD) } pnr_seat;
typedef struct pnr_remark { PNR_REMARK(PNR_FIELD) } pnr_remark;
typedef struct pnr_event { PNR_EVENT(PNR_FIELD) } pnr_event;
/* clang-format on */

/* A row of a table other than the first two and the travellers'. */
typedef struct pnr_item {
    struct pnr_item *next;
    struct pnr_traveller *of;   /* NULL: the booking's */
    struct pnr_item *on;        /* the leg; NULL: none */
    slice number;               /* of a leg */
    slice key;                  /* of the traveller, where it was not known yet */
    struct pnr_traveller *near; /* in whose group it stands */
    slice value[];              /* the table's fields */
} pnr_item;

enum { PNR_COLUMNS = COL_source + 1 }; /* of the dictionary: those of messages, and before them */

/* A row whose leg is known by its ports, until the booking ends. */
typedef struct pnr_placed {
    struct pnr_placed *next;
    pnr_item *item;
    slice from, to;
} pnr_placed;

typedef struct pnr_traveller {
    struct pnr_traveller *next;
    slice key, ref; /* TIF's and REF's */
    bool infant;
    bool documented; /* names are the document's */
    slice rec[PNR_COLUMNS];
} pnr_traveller;

/* A booking; of a list without bookings, one traveller; or the end of a message. */
typedef struct pnr {
    bool flight_new; /* base has a flight of which no row was written */
    bool ends;       /* the message: its row is due */
    slice *base;     /* what all travellers share: PNR_COLUMNS values */
    pnr_traveller *travellers, *last;
    size_t travellers_n;
    pnr_item *items[PNR_TABLES], *tail[PNR_TABLES];
    size_t items_n;
    size_t infants_n;
    pnr_item *infants; /* texts of INFT, until the booking ends */
    pnr_placed *placed;

    /* for those who fill it */
    uint32_t wanted; /* tables: 1 << PNR_SEATS ... */
    bool keep_sensitive;
    uint64_t withheld; /* texts and services that were left out as sensitive */
    diag *d;
    place where;
    date as_of;
    slice message[PNR_COLUMNS];              /* what all bookings of the message share */
    slice booking[PNR_COLUMNS];              /* and what is the booking's */
    bool stale;                              /* those two of the message are not yet encoded */
    buf flight_csv, message_csv, source_csv; /* that no traveller has of his own, as CSV */
    uint64_t filled; /* bits of the travellers' columns that have a value in base */
    uint64_t bookings;
    arena arena;
    buf text;
} pnr;

/* The name of a table, and its columns. */
extern const char *const pnr_table_names[PNR_TABLES];
const enum column *pnr_columns(pnr_table t, size_t *n);
/* Appends the table's rows; returns how many. */
size_t pnr_write(const pnr *p, pnr_table t, buf *to);

/* All of them as NAME.csv in a new folder, which appears whole or not at all. */
typedef struct pnr_folder pnr_folder;

pnr_folder *pnr_folder_open(const char *path, error *e);
bool pnr_folder_write(pnr_folder *f, const pnr *p); /* false: commit says why */
bool pnr_folder_commit(pnr_folder *f, error *e);    /* frees f, also when it fails */
void pnr_folder_abandon(pnr_folder *f);             /* removes all of it; frees f */

/* ---- messages in ------------------------------------------------------------------ */

typedef struct pnr_settings {
    date as_of;          /* the day on which two-digit years are read */
    uint32_t wanted;     /* tables that will be written: 1 << PNR_SEATS ... */
    bool keep_sensitive; /* see pnr_sensitive_code */
} pnr_settings;

/*
 * Reads passenger lists (PAXLST: UN directories D.02B and later; WCO/IATA/ICAO
 * guidelines on advance passenger information, appendix II) and bookings
 * (PNRGOV: IATA PADIS 10.1 to 21.1) from the same file, or bookings from XML
 * (IATA_PNRGOV_NotifRQ, 13.1 and later), as its first bytes say.  Messages of any
 * other type are rejected whole.  A value that cannot be read is empty, with a
 * warning, and costs nothing else.  After damage that may have hidden the
 * start of another traveller of a list, what follows up to the next one is
 * rejected, for it may be anybody's; in a booking it stays without a traveller.
 *
 * diag.read counts travellers.  f and d stay the caller's.
 */
typedef struct pnr_reader pnr_reader;

pnr_reader *pnr_open(in *f, diag *d, const pnr_settings *s);
/* The next one, valid until the next call; NULL at the end of the file. */
const pnr *pnr_next(pnr_reader *r);
void pnr_close(pnr_reader *r);

/* ---- what messages lack ------------------------------------------------------------- */

/*
 * Compares messages with the core elements of passenger data (WCO/IATA/ICAO
 * guidelines on advance passenger information, PNRGOV principles): a row for
 * each element that is missing, incomplete (a date in part), impossible (born
 * after the departure), expired on the day of departure, or a traveller who
 * stands twice in the message.  Of a booking without documents only what it
 * cannot do without is looked for.  Memory grows with the travellers of a
 * message, and the carriers.
 */
typedef struct pnr_check pnr_check;

extern const enum column pnr_check_columns[], pnr_check_carrier_columns[];
extern const size_t pnr_check_columns_n, pnr_check_carrier_columns_n;

pnr_check *pnr_check_new(void);
void pnr_check_free(pnr_check *c);
/*
 * Of what pnr_next gave; rows behind what is in to, NULL: they are only
 * counted.  Returns how many were written.
 */
uint64_t pnr_check_unit(pnr_check *c, const pnr *p, buf *to);
/* How often each carrier's messages lacked what, when all were looked at. */
void pnr_check_carriers(pnr_check *c, buf *to);

/* ---- the newest of what was said ------------------------------------------------------ */

/*
 * Keeps a row a traveller and flight: that of the newest message.  Somebody is
 * known again by his document, or the carrier's reference, or locator and name
 * when dates of birth do not differ, or name and date of birth when documents
 * do not differ; two of one name in a message are two.  A flight is its number,
 * port and day of departure; lists and bookings are kept apart.  Messages are as old as they say,
 * else as their order in the input says.  A replacement takes away who is not in it of what its
 * sender said of the flight before; a cancellation whom it names, or all; a close-out only says who
 * was on board.  Memory grows with the rows that are kept.
 */
typedef struct pnr_latest pnr_latest;

/*
 * merge: the traveller of a list and the one of a booking on the same flight
 * become one row when they are known again by the same rules; where several of
 * either would go with one of the other by the same rule, none does.  d stays the caller's.
 */
pnr_latest *pnr_latest_new(diag *d, bool merge);
void pnr_latest_free(pnr_latest *l);
void pnr_latest_add(pnr_latest *l, const pnr *p); /* what pnr_next gave */
/*
 * The next row behind what is in to, when all was added, in the order in which
 * travellers were first named: the columns of PNR_TRAVELLERS, close_out and
 * replaces; with merge, merged_by and merge_conflicts.  False at the end.
 */
bool pnr_latest_next(pnr_latest *l, buf *to);

/* ---- where it all goes ------------------------------------------------------------------ */

typedef struct pnr_sink_settings {
    pnr_table table;
    const char *folder; /* all tables, in files of a new folder */
    bool check;         /* instead of tables what messages lack */
    bool carriers;      /* that counted by carrier */
    bool latest, merge; /* as pnr_latest_new; the table is then that of travellers */
} pnr_sink_settings;

/*
 * One of these ways, chosen once.  Rows are appended to what is in to, a header
 * first; d counts them.  d and to stay the caller's and must outlive it.
 */
typedef struct pnr_sink pnr_sink;

pnr_sink *pnr_sink_open(const pnr_sink_settings *s, diag *d, buf *to,
                        error *e);            /* NULL: no folder */
uint32_t pnr_sink_wants(const pnr_sink *k);   /* tables, as pnr_settings has them */
bool pnr_sink_put(pnr_sink *k, const pnr *p); /* false: the folder fails, close says why */
bool pnr_sink_more(pnr_sink *k);              /* when all was put: another row; false: the end */
/* Frees k; what is not good leaves no folder.  False: the folder could not be completed. */
bool pnr_sink_close(pnr_sink *k, bool good, error *e);

/* ---- what must not be kept ---------------------------------------------------------- */

/*
 * Masks numbers of payment cards in place: 13 to 19 digits that begin with
 * those of a card scheme, are as many as it issues, and satisfy the check digit
 * of ISO/IEC 7812-1, keep their first six and last four, the others become 'X'.
 * They may be parted by blanks and hyphens or a line end; by the marks of
 * components and the like where their groups are those of cards; and something
 * may be stuck on them in a word of more than 16 digits.  Returns how many
 * there were.
 */
size_t pnr_mask(char *p, size_t n);
/* The same where a telephone number is expected, which has up to 15 digits (ITU-T E.164). */
void pnr_mask_phone(char *p, size_t n);
/* Whether that was done to a reference, of which too little is left to know anybody by it. */
bool pnr_is_masked(slice v);
/* Whether a remark is the number of a document or a ticket, which is never masked. */
bool pnr_is_identity(slice kind, slice code, slice text);
/*
 * Whether a code of a service (SSR) or a text that names one tells of health,
 * disability or religion: what the PNR guidelines of ICAO (Doc 9944, 2.12) and
 * Annex 9, chapter 9, want deleted.
 */
bool pnr_sensitive_code(slice code);
bool pnr_sensitive_text(slice text);

/* ---- interchanges out ------------------------------------------------------------- */

/* What an interchange's characters can be; the name of each level is that of UNB. */
typedef enum edi_level {
    EDI_UNOA, /* A-Z 0-9 blank . , - ( ) / = ' + : ? ! " % & * ; < > */
    EDI_UNOB, /* and a-z */
    EDI_UNOC, /* ISO 8859-1 */
    EDI_UNOY  /* UTF-8 */
} edi_level;

/* What happened to values since it was last asked. */
typedef enum edi_loss {
    EDI_LOSS_NONE,
    EDI_LOSS_LETTERS, /* some characters are not in the set: others stand for them */
    EDI_LOSS_CUT      /* longer than the element may be: its beginning is there */
} edi_loss;

typedef struct edi_writer_settings {
    slice sender, sender_qualifier;
    edi_level level;
    bool lines;     /* a line end behind each segment, for persons */
    moment now;     /* when the interchanges are prepared, UTC */
    uint64_t first; /* reference of the first interchange; each next one has one more */
} edi_writer_settings;

/*
 * Writes interchanges of one message each: UNA, UNB, UNG, UNH, the segments,
 * UNT, UNE, UNZ, with references and counts that agree.  Values are UTF-8;
 * service characters in them are released, separators that carry nothing are
 * left out.  A letter that the characters have not is written as travel
 * documents have it, or as the nearest Latin ones; anything else is a blank.
 */
typedef struct edi_writer edi_writer;

/* Whether a value is not empty, and is written as it is within max characters. */
bool edi_writable(edi_level level, slice value, size_t max);

/* The texts of s, and to, stay the caller's and must outlive it. */
edi_writer *edi_writer_new(buf *to, const edi_writer_settings *s);
void edi_writer_free(edi_writer *w);
unsigned edi_writer_loss(edi_writer *w); /* bits of edi_loss; asking forgets them */

typedef struct edi_header {
    slice recipient, recipient_qualifier;
    slice application;                                 /* UNB: 0026 */
    slice type, version, release, agency, association; /* UNH: CUSRES D 05B UN IATA */
    slice access;                                      /* UNH: common access reference */
    bool iata;                                         /* UNB as PADIS has it: IATA:1 */
} edi_header;

void edi_put_message_begin(edi_writer *w, const edi_header *h);
void edi_put_message_end(edi_writer *w);

/* A segment: its tag, then values of at most max characters, then its end. */
void edi_put_begin(edi_writer *w, const char tag[3]);
void edi_put_element(edi_writer *w, slice value, size_t max);
void edi_put_component(edi_writer *w, slice value, size_t max); /* of the same element */
void edi_put_end(edi_writer *w);

/* ---- answers to carriers ------------------------------------------------------------ */

typedef enum boarding {
    BOARDING_NONE,
    BOARDING_BOARD,
    BOARDING_DO_NOT_BOARD,
    BOARDING_SELECTEE,
    BOARDING_INSUFFICIENT
} boarding;

/* The decision of a word of board_decision, and the word; NONE is the empty one. */
boarding boarding_of(slice word);
slice boarding_word(boarding b);

/* What a decision is told by: ERC and FTX. */
typedef struct board_code {
    boarding decision;
    slice code, text;
} board_code;

/*
 * A table of codes: the built-in one, or the rows of a CSV with the columns
 * decision, code, text.  The first code of a decision is the one that is
 * written, any of them is read.  A code stands for one decision only, has one
 * to eight capitals and digits, and there must be one for insufficient.
 */
typedef struct board_codes board_codes;

/* path is of the CSV; NULL: the built-in table.  NULL is returned when it cannot be read. */
board_codes *board_codes_open(const char *path, error *e);
void board_codes_free(board_codes *c);
const board_code *board_codes_write(const board_codes *c, boarding b); /* NULL: none */
const board_code *board_codes_read(const board_codes *c, slice code);  /* NULL: unknown */

typedef enum answer_function {
    ANSWER_ANSWER, /* BGM 962: to what was asked */
    ANSWER_CHANGE, /* BGM 132: of an answer, unasked */
    ANSWER_RECEIPT /* BGM 312: the message came; no decisions */
} answer_function;

typedef struct answer_settings {
    answer_function function;
    const board_codes *codes;
    slice recipient, recipient_qualifier; /* empty: the sender of each message */
    edi_writer_settings write;
} answer_settings;

enum { ANSWER_LEGS_MAX = 10 };

/*
 * Rows with the columns of api-pnr-ingest and board_decision to answers
 * (CUSRES, UN directory D.05B; WCO/IATA/ICAO guidelines on advance passenger
 * information, API response message), those of PNRGOV to acknowledgements
 * (ACKRES, IATA PADIS).  Consecutive rows of the same message and flight (of
 * PNRGOV: of the same message) make one answer, an interchange of its own.
 *
 * A row whose decision or code is not understood is rejected, and its
 * traveller is told to be insufficient; a row whose traveller or message the
 * carrier could not recognize, for it has no reference or one that cannot be
 * written, is rejected and left out.  No traveller is
 * ever told to board but by a row that says so.
 */
typedef struct answer_writer answer_writer;

/* d, to, and what s points to stay the caller's and must outlive it. */
answer_writer *answer_open(diag *d, buf *to, const answer_settings *s);
/* The columns of the rows that follow; false: one that is needed is missing. */
bool answer_columns(answer_writer *a, const csv_in *c, error *e);
void answer_row(answer_writer *a, const row *r);
void answer_end(answer_writer *a); /* writes what is open */
void answer_close(answer_writer *a);

/*
 * Reads answers: CUSRES and ACKRES, one record a traveller and one for each
 * error of a message; a message with neither has one of its own, so that none
 * is lost.  Messages of any other type are refused.
 */
typedef struct cusres cusres;

extern const enum column cusres_columns[];
extern const size_t cusres_columns_n;

/* e and codes stay the caller's. */
cusres *cusres_open(edi *e, const board_codes *codes);
const slice *cusres_next(cusres *c); /* as paxlst_next */
void cusres_close(cusres *c);

#endif

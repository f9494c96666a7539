/*
 * edi: UN/EDIFACT interchanges (ISO 9735) and the messages in them.
 *
 *	edi		bytes to segments, segments to messages; what is damaged
 *	paxlst		passenger and crew lists: one record a traveller
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
    unsigned i = s->first[element] + component - 1;
    return i < s->first[element + 1] ? slice_trim(s->part[i]) : (slice){NULL, 0};
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
    unsigned part;   /* of a message sent in parts: 1, 2 ...; 1 otherwise */
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
 * line ends; teletype headings before UNA and UNB; several interchanges, each
 * with its own characters; text in UTF-8 or else Latin-1 whatever UNB says.
 *
 * Damage (a control byte in a segment, a tag that is none, no terminator
 * within EDI_SEGMENT_MAX or before the end) is rejected up to the next
 * segment whose tag is known; that segment's gap says so.  Counts and
 * references of UNT, UNE and UNZ are checked and never obeyed: a trailer that
 * is wrong is rejected, one that is missing is named.  Segments outside of a
 * message are rejected, but a passenger list's BGM, a TDT or a traveller's NAD
 * there begins a message whose UNH is lost.
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

/* ---- passenger lists ------------------------------------------------------------- */

/*
 * Travellers of PAXLST (UN directories D.02B and later; WCO/IATA/ICAO
 * guidelines on advance passenger information, appendix II).  Messages of any
 * other type are refused.  A value that cannot be read is empty, with a
 * warning, and costs nothing else.  After damage that may have hidden the
 * start of another traveller, what follows up to the next one is rejected,
 * for it may be anybody's.
 */
typedef struct paxlst paxlst;

/* The columns that a traveller may have, in the order of the dictionary. */
extern const enum column paxlst_columns[];
extern const size_t paxlst_columns_n;

/* e stays the caller's. */
paxlst *paxlst_open(edi *e);
/*
 * The next traveller: COL_COUNT values, valid until the next call.  NULL at
 * the end of the file.
 */
const slice *paxlst_next(paxlst *p);
void paxlst_close(paxlst *p);

#endif

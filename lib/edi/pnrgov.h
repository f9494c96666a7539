/* Private to the readers of PNRGOV messages. */
#ifndef BORDERTOOLS_EDI_PNRGOV_H
#define BORDERTOOLS_EDI_PNRGOV_H

#include "edi/private.h"

enum {
    ABI = EDI_TAG('A', 'B', 'I'),
    ADD = EDI_TAG('A', 'D', 'D'),
    APD = EDI_TAG('A', 'P', 'D'),
    DAT = EDI_TAG('D', 'A', 'T'),
    EBD = EDI_TAG('E', 'B', 'D'),
    EQN = EDI_TAG('E', 'Q', 'N'),
    FAR = EDI_TAG('F', 'A', 'R'),
    FOP = EDI_TAG('F', 'O', 'P'),
    FTI = EDI_TAG('F', 'T', 'I'),
    IFT = EDI_TAG('I', 'F', 'T'),
    LTS = EDI_TAG('L', 'T', 'S'),
    MON = EDI_TAG('M', 'O', 'N'),
    MSG = EDI_TAG('M', 'S', 'G'),
    ORG = EDI_TAG('O', 'R', 'G'),
    PTK = EDI_TAG('P', 'T', 'K'),
    RCI = EDI_TAG('R', 'C', 'I'),
    REF = EDI_TAG('R', 'E', 'F'),
    RPI = EDI_TAG('R', 'P', 'I'),
    SAC = EDI_TAG('S', 'A', 'C'),
    SRC = EDI_TAG('S', 'R', 'C'),
    SSD = EDI_TAG('S', 'S', 'D'),
    SSR = EDI_TAG('S', 'S', 'R'),
    TBD = EDI_TAG('T', 'B', 'D'),
    TIF = EDI_TAG('T', 'I', 'F'),
    TKT = EDI_TAG('T', 'K', 'T'),
    TRA = EDI_TAG('T', 'R', 'A'),
    TRI = EDI_TAG('T', 'R', 'I'),
    TVL = EDI_TAG('T', 'V', 'L'),
    TXD = EDI_TAG('T', 'X', 'D'),
    BOOKING_MAX = 1 << 20, /* bytes of a booking */
    ITEMS_MAX = 8192,
    HEADER_REST = 16
};

typedef enum section {
    HEADER,  /* before the first SRC */
    BOOKING, /* of all its travellers */
    PERSON,  /* behind the TIF of a traveller */
    LEG,     /* behind a TVL */
    OTHER,   /* hotels, cars and the like, behind MSG */
    SPLIT,   /* behind EQN: bookings it was parted from */
    HISTORY  /* behind ABI */
} section;

struct pnrgov {
    edi *e;
    pnr *p;
    section in;
    bool booking;    /* one is open */
    bool doubt;      /* damage may have cost the beginning of one */
    bool flight_due; /* the flight's row is not yet given away */
    pnr_traveller *who;
    pnr_item *leg, *ticket, *payment, *seat;
    slice fare_basis, fare_calculation, boarding;
    slice event_time, event_office, event_action;
    slice service;              /* what MSG says it is about */
    bool kept;                  /* the segment is a remark already */
    uint64_t announced;         /* bookings of the message */
    slice rest[HEADER_REST][2]; /* segments of the header that have no column: tag, text */
    unsigned rest_n;
    size_t bytes;
    edi_run lost;
    arena arena; /* of the message */
};

/* A component in the booking's arena. */
slice gov_dup(pnrgov *g, unsigned element, unsigned component);
/* The components of an element from one on, joined. */
slice gov_joined(pnrgov *g, unsigned element, unsigned from, slice sep);
/* All of the segment behind its tag, as it stands, but for release characters. */
slice gov_whole(pnrgov *g);
/* The same without what is withheld; false: nobody wants it, or all of it is. */
bool gov_may_keep(pnrgov *g, slice *text);
/* The same as a remark, once. */
void gov_keep_whole(pnrgov *g);
/* Whether a segment whose reader is one of those below says more than that reads: govrest.c. */
bool gov_leaves_rest(const edi_segment *s);
void gov_remark(pnrgov *g, slice kind, slice code, slice text);
/* Where the segment stands. */
service gov_here(const pnrgov *g);

/* Readers of one segment each. */
void gov_locators(pnrgov *g); /* RCI */
void gov_office(pnrgov *g);   /* ORG */
void gov_address(pnrgov *g);  /* ADD */
void gov_dates(pnrgov *g);    /* DAT */
void gov_excess(pnrgov *g);   /* EBD */
void gov_text(pnrgov *g);     /* IFT */
void gov_service(pnrgov *g);  /* SSR */
void gov_money(pnrgov *g);    /* MON */
void gov_taxes(pnrgov *g);    /* TXD */
void gov_payments(pnrgov *g); /* FOP */
void gov_seat(pnrgov *g);     /* SSD */
void gov_boarding(pnrgov *g); /* TRI */
void gov_bags(pnrgov *g);     /* TBD */
void gov_frequent(pnrgov *g); /* FTI */
/* The ticket that is being told. */
pnr_ticket *gov_ticket(pnrgov *g);

#endif

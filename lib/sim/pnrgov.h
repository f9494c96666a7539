/* Private to the writers of bookings. */
#ifndef BORDERTOOLS_SIM_PNRGOV_H
#define BORDERTOOLS_SIM_PNRGOV_H

#include "sim/private.h"

enum { PER_MESSAGE = 60, LEGS = 3, TRAVELLERS_MAX = 128 };

/* One leg of an itinerary; times are local. */
typedef struct leg {
    const port *from, *to;
    moment departs, arrives;
    char number[6];
    bool reported; /* the one that the message is about */
} leg;

typedef struct pnr_writer {
    sim *s;
    const flight *f;
    const carrier *c;
    segments out;
    char file[48], ref[24];
    uint64_t control;
    unsigned version; /* 10 to 21 */
    chance chance;    /* of the booking */
    /* of the booking */
    const passenger *of;
    size_t n;
    card_swipe *swipe;
    leg leg[LEGS];
    size_t legs;
    moment made, ticketed;
    slice cards;     /* as records may show them, parted by ';' */
    slice sensitive; /* codes of what nobody may keep */
} pnr_writer;

/* DDMMYY:HHMM behind whatever separator stands there. */
void pnr_when(pnr_writer *w, moment m);
moment pnr_hours_later(moment m, int hours);
/* IFT: free text of that kind. */
void pnr_text(pnr_writer *w, slice of_kind, slice text);
/* TIF: the booking's traveller i; carries: with an infant. */
void pnr_traveller(pnr_writer *w, size_t i, bool carries);
/* All that is said of one traveller before the itinerary. */
void pnr_person(pnr_writer *w, size_t i);

#endif

/* Private to the writers of passenger lists: one message and its interchange. */
#ifndef BORDERTOOLS_SIM_PAXLST_H
#define BORDERTOOLS_SIM_PAXLST_H

#include "sim/private.h"

/* What goes wrong; border-truth(5) says what each is. */
typedef enum fault {
    NO_FAULT,
    UNT_COUNT,
    UNT_REFERENCE,
    WRONG_CNT,
    UNZ_COUNT,
    NO_TRAILERS,
    BAD_BIRTH,
    BAD_STATE,
    BAD_PORT,
    NO_NAME,
    TWICE,
    NO_DOCUMENT,
    BAD_ROLE,
    TORN,
    TRUNCATED,
    FAULTS
} fault;

/* What a message is sent for. */
typedef enum purpose { LIST, CREW_LIST, CHANGE, REPLACE, CANCEL, ON_BOARD, OFF_BOARD } purpose;

typedef struct paxlst_writer {
    sim *s;
    const flight *f;
    const carrier *c;
    segments out;
    char file[48];
    uint64_t control;
    unsigned messages, references;
    moment sent;
    chance chance;
    /* of the message */
    purpose purpose;
    char ref[32], whole_ref[48];
    fault fault;
    size_t fault_at;               /* which of its travellers it is put on */
    unsigned travellers, readable; /* written so far; of them, those that can be read */
    size_t part, parts;            /* from 0 */
    size_t nad_at;                 /* where the group of the last traveller begins */
    card_swipe swipe;
} paxlst_writer;

void paxlst_open(paxlst_writer *w);
/* The interchange's trailers; wrong is added to the count. */
void paxlst_close(paxlst_writer *w, bool trailers, unsigned wrong);
/* The message up to its flight; chance decides on its fault. */
void paxlst_message(paxlst_writer *w, purpose of, size_t travellers);
void paxlst_message_end(paxlst_writer *w);
/* A traveller's group, with what the message's fault does to it; lost: it will not be readable. */
void paxlst_traveller(paxlst_writer *w, const passenger *p, size_t nth, bool lost);
void paxlst_fault(paxlst_writer *w, fault what, slice traveller);
/* A fault of no one message. */
void paxlst_file_fault(paxlst_writer *w, const char *name, const char *report, const char *about);

#endif

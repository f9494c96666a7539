/* What the files of the passenger list share. */
#ifndef BORDERTOOLS_EDI_PAXLST_H
#define BORDERTOOLS_EDI_PAXLST_H

#include "edi/private.h"

enum {
    ATT = EDI_TAG('A', 'T', 'T'),
    BGM = EDI_TAG('B', 'G', 'M'),
    CNT = EDI_TAG('C', 'N', 'T'),
    COM = EDI_TAG('C', 'O', 'M'),
    CTA = EDI_TAG('C', 'T', 'A'),
    DOC = EDI_TAG('D', 'O', 'C'),
    DTM = EDI_TAG('D', 'T', 'M'),
    EMP = EDI_TAG('E', 'M', 'P'),
    FTX = EDI_TAG('F', 'T', 'X'),
    GEI = EDI_TAG('G', 'E', 'I'),
    LOC = EDI_TAG('L', 'O', 'C'),
    MEA = EDI_TAG('M', 'E', 'A'),
    NAD = EDI_TAG('N', 'A', 'D'),
    NAT = EDI_TAG('N', 'A', 'T'),
    PDT = EDI_TAG('P', 'D', 'T'),
    RFF = EDI_TAG('R', 'F', 'F'),
    TDT = EDI_TAG('T', 'D', 'T'),
    UNS = EDI_TAG('U', 'N', 'S')
};

typedef enum section { HEADER, FLIGHT, PERSON, PARTY } section;

enum { APART_MAX = 32, STRANGE_MAX = 64, RULE_SLOTS = 64 };

/* What a segment of a traveller's group says, by its tag and qualifier. */
typedef struct paxlst_rule paxlst_rule;

/* What the head of a message says that has no column, until a unit takes it. */
typedef struct apart {
    slice kind, code, text;
} apart;

struct paxlst {
    edi *e;
    pnr *q;
    diag *d;
    section in;
    bool doubt;          /* bytes were lost in this group */
    edi_run lost;        /* segments that may be anybody's */
    uint64_t travellers; /* of this message */
    flights flights;
    bool begun; /* header and flight are complete */
    list_parts parts;
    slice *base; /* what all travellers of the message share */
    arena message;

    apart apart[APART_MAX];
    unsigned apart_n;
    uint64_t strange[STRANGE_MAX]; /* tags and qualifiers without a column that were told */
    unsigned strange_n;

    bool person;
    struct {
        uint64_t key; /* tag and qualifier; 0: none */
        const paxlst_rule *rule;
    } rules[RULE_SLOTS]; /* hashed */
    uint32_t seen;       /* rules met in this group */
    size_t group_bytes;  /* read of this group */
    document main, visa, other, *doc;
    slice weight, unit;
    bool doc_lost, has_main, has_visa;
    pnr_traveller *who;
    slice *rec;
    arena *traveller;
    buf list;
};

static inline place
paxlst_here(const paxlst *p)
{
    return edi_place(p->e, p->e->seg.offset);
}

/* Whether it ends what is before it: a traveller, a flight. */
static inline bool
paxlst_begins_group(uint32_t tag)
{
    return tag == NAD || tag == PDT || tag == TDT || tag == CNT;
}

/* ---- a traveller: paxgroup.c ---- */

/* Once, before the first traveller. */
void paxlst_open_rules(paxlst *p);
/* NAD; the flights before it are complete (paxlst_begin_unit). */
void paxlst_begin_traveller(paxlst *p, slice type);
/* PDT: a traveller in one segment. */
void paxlst_read_pdt(paxlst *p);
/* A segment of the traveller's group. */
void paxlst_read_traveller(paxlst *p);
/*
 * The same for this one and those behind it, as long as each is whole and behind another of
 * the group: nearly all of a list.  The event that is none of these.
 */
edi_event paxlst_read_group(paxlst *p, edi_event event);
/* The document that was read last is complete. */
void paxlst_close_document(paxlst *p);
void paxlst_end_traveller(paxlst *p);

/* A traveller or the end of the message. */
void paxlst_begin_unit(paxlst *p);
/*
 * A segment that has no column is a remark, of the traveller or of the message;
 * that its qualifier is a strange one is a warning, once a file.
 */
void paxlst_keep_apart(paxlst *p, bool strange);

#endif

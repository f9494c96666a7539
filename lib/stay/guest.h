/*
 * Private to pairing: the persons whose other end is awaited, or was not long ago.
 * A guest is found by two keys, the document and the name with the date of birth.
 */
#ifndef BORDERTOOLS_STAY_GUEST_H
#define BORDERTOOLS_STAY_GUEST_H

#include "stay/private.h"

/* What is kept of a person, as the first of his two crossings has it. */
enum { CARRIED = 15 };
extern const enum column carried[CARRIED];

/* The texts of a guest: what is carried, then these. */
enum {
    FIRST_TIME = CARRIED,
    FIRST_POST,
    LAST_TIME,
    LAST_POST,
    SECOND_ISSUER,
    SECOND_NUMBER,
    TEXTS
};

enum { BY_DOCUMENT, BY_NAME, KEYS };

/* A crossing, as a row has it. */
typedef struct crossing {
    slice field[COL_COUNT];
    slice text[KEYS]; /* what the keys are made of */
    key key[KEYS];
    moment when;
    int64_t seconds;
    bool entry, home, neighbour;
} crossing;

/* The keys of its fields; their texts are in b until it is used again. */
void crossing_keys(crossing *c, buf *b);

typedef enum guest_state { FREE, AWAITED, OVER } guest_state; /* awaited: the other end is */

typedef struct end {
    int64_t seconds;
    date day; /* year 0: it was lost, or has not come */
} end;

/* By what the end was found to be the same person's; the neighbour's stand behind ours. */
typedef enum joining { NOT_JOINED, DOCUMENT, NAME, OTHER_NATION, NEIGHBOUR = OTHER_NATION } joining;

/* What finds him stands first, in a line of the cache: there are millions. */
typedef struct guest {
    key key[KEYS];
    uint32_t next[KEYS];                       /* in the chain of the key */
    uint8_t state, home, by_neighbour, joined; /* joined: a joining, and NEIGHBOUR */
    uint32_t later;                            /* of those that are over or free, the next one */
    uint32_t before; /* the stay that his coming ended: see one_day in pair.c */
    uint32_t room;   /* of bytes */
    char *bytes;
    end first, last;
    uint64_t serial;
    uint32_t again;
    uint32_t behind[TEXTS]; /* where each text ends in bytes */
    unsigned char id[16];   /* of which 11 are in the stay's */
} guest;

/* {.idle = NOBODY} has none. */
typedef struct guests {
    guest *guest; /* places: n of cap were ever used */
    uint32_t n, cap, idle;
    uint32_t *head[KEYS];
    size_t mask;
    uint64_t serial;
    buf text;
} guests;

/*
 * Has the memory fetched that c will be looked up in: of each step what the one
 * before leads to.  Some crossings apart, nobody waits for any of them.
 */
enum { GUEST_FETCHES = 3 };
void guest_fetch(const guests *all, const crossing *c, unsigned step);

/* A new one by one of his crossings, awaited: its place. */
uint32_t guest_new(guests *all, const crossing *c, bool opens);
/* No crossing leads to him any more. */
void guest_forget(guests *all, uint32_t i);
/* He is gone, and his place is free. */
void guest_gone(guests *all, uint32_t i);
/* The beginning, of one whose end alone was seen. */
void guest_open(guests *all, uint32_t i, const crossing *c);
/* The end, found by that; with its document when that is another. */
void guest_close(guests *all, uint32_t i, const crossing *c, joining how);

slice guest_text(const guest *g, int which);

/* Whether a crossing in that direction is what is awaited. */
static inline bool
guest_awaits(const guest *g, bool entry)
{
    return g->state == AWAITED && g->home == entry;
}

/* Whether c is what he did last, recorded once more: at that post within these seconds. */
bool guest_recorded(const guest *g, const crossing *c, int64_t within);
/*
 * The same person, whatever he did last: by the document, unless it is one of two
 * people; where the crossing or the guest shows none, by name, date of birth and
 * nationality.
 */
uint32_t guest_same(const guests *all, const crossing *c, int64_t within, joining *how);
/* The one of that name and date of birth whose other end it may be, with another document. */
uint32_t guest_other_document(const guests *all, const crossing *c, joining *how);

void guests_free(guests *all);

#endif

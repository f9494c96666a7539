/* Private to the files that make the traffic: its state from day to day. */
#ifndef BORDERTOOLS_SIM_TRAFFIC_H
#define BORDERTOOLS_SIM_TRAFFIC_H

#include "sim/private.h"

enum { NEVER = INT32_MIN, NONE = 0xFFFFFFFF, DAY = 86400 };

/* Households that travel again and again. */
enum group { FREQUENT, RESIDENTS, COMMUTERS, POOLS };

typedef struct household_pool {
    uint32_t first, n;
    int32_t *free_from;  /* the day from which it may set out */
    uint8_t *was_listed; /* members that have an entry, a bit each */
} household_pool;

enum { ENTRY, EXIT, TRANSIT_ONLY };

/* One traveller at the border. */
typedef struct crossing {
    uint32_t second; /* of the day; above DAY: on the next */
    uint32_t party, flight;
    uint8_t member, direction; /* ENTRY ... */
    bool again, second_leg;
    bool unwritten; /* it happened, and nobody recorded it */
    bool overnight; /* its day was yesterday */
} crossing;

enum { CREW_POOL = 240 };

/* What brings a party, as party.purpose. */
enum {
    TOURISM,
    BUSINESS,
    FAMILY,
    STUDY,
    WORK,
    TRANSIT_STOP,
    PILGRIMAGE,
    COMMUTING,
    PROTECTION,
    RETURN
};

/* The flights of a day that still has crossings. */
typedef struct flights {
    flight *item;
    size_t n, cap;
} flights;

typedef struct traffic {
    sim *s;
    party *party;
    uint32_t parties, cap;
    uint32_t unused, over[2]; /* lists by next: free; done with on even and odd days */
    uint32_t *due;            /* of each day of the run: parties whose second leg it is */
    household_pool pool[POOLS];
    uint32_t crews;     /* the first household of a crew member: CREW_POOL a carrier */
    flights flights[2]; /* of even and odd days */
    uint32_t flights_n; /* so far */
    crossing *today, *later;
    size_t today_n, today_cap, later_n, later_cap;
    uint32_t *inbound, *outbound; /* parties that fly on the day */
    size_t inbound_n, outbound_n, inbound_cap, outbound_cap;
    uint32_t numbers, travellers, crew, no_shows; /* given away */
    uint64_t rows, scans;
    int32_t day;
    /* a group that is being made */
    unsigned group_left;
    party group;
    const state *group_state;
} traffic;

/* Room for one more behind n items. */
void *list_room(void *list, size_t n, size_t *cap, size_t size);

/* ---- parties (party.c) ---- */

/* Whether the first leg of the party is an entry. */
static inline bool
leads_in(const party *p)
{
    return p->kind != RESIDENT && !(p->kind == COMMUTER && p->purpose == RETURN);
}
void pools_make(traffic *t);
/* What sets out next today: a kind, and the wave that it belongs to. */
kind party_kind(const traffic *t, chance *c, const wave **of);
/* A party of at most left members sets out: its truth, its entry of the list, its first leg. */
void party_begin(traffic *t, const wave *of, kind k, unsigned left, chance *c);
/* Its second leg is on that day, when the run has it. */
void party_comes_back(traffic *t, uint32_t i, int32_t day);
/* Nothing more comes of the party; its last crossings may be tomorrow's. */
void party_over(traffic *t, uint32_t i);
/* Those of a list are free for others. */
void party_free_over(traffic *t, uint32_t *list);

/* ---- crossings (crossing.c) ---- */

/* The party's crossing at a land, sea or rail post, or its place in the queue for a flight. */
void crossing_leg(traffic *t, uint32_t i, bool second_leg, chance *c);
void crossing_queue(traffic *t, uint32_t i, bool inward);
/* All members at the border, one behind the other. */
void crossing_add(traffic *t, uint32_t i, bool inward, bool second_leg, uint32_t flight_index);
/* The crossings that yesterday left for today. */
void crossings_take_over(traffic *t);
/* Those of the day before midnight; the others wait for tomorrow, unless all. */
bool crossings_write(traffic *t, bool all);

/* ---- flights (flights.c) ---- */

/* All who fly on the day in one direction: onto flights, and their messages. */
bool flights_fly(traffic *t, bool inward);

/* ---- truth (truth.c) ---- */

slice number_text(arena *a, const char *lead, uint64_t n);
slice person_text(arena *a, const person *p);
slice date_value(arena *a, date d);
slice day_value(arena *a, int32_t day);                   /* empty for NEVER */
slice time_value(arena *a, int32_t day, uint32_t second); /* the second may be tomorrow's */
/* The document that is shown at the party's first crossing, and at either. */
void first_document(traffic *t, const party *p, const person *q, document *d);
void document_at(traffic *t, const party *p, const person *q, bool second_leg, document *d);
bool without_papers(const traffic *t, const party *p, unsigned m);
void tell_traveller(traffic *t, const party *p, const person *q, const document *d, slice id);
/* A stay, or an absence, that has ended; or goes on after the run. */
void tell_stay(traffic *t, const party *p, unsigned m, bool ended);

#endif

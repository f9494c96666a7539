/* Private to sim: chance, the world, persons, parties, and who writes what. */
#ifndef BORDERTOOLS_SIM_PRIVATE_H
#define BORDERTOOLS_SIM_PRIVATE_H

#include "sim/sim.h"

#include "stream/stream.h"

/* ---- chance ------------------------------------------------------------------------ */

/*
 * Numbers for one thing: which they are depends on the seed, the topic and the
 * thing's own number, and on nothing that was drawn elsewhere (splitmix64).
 */
typedef struct chance {
    uint64_t state;
} chance;

typedef enum topic {
    OF_DAY = 1,
    OF_HOUSEHOLD,
    OF_PERSON,
    OF_DOCUMENT,
    OF_PARTY,
    OF_LEG, /* a party's crossing in one direction */
    OF_MEMBER,
    OF_FLIGHT,
    OF_MESSAGE,
    OF_BOOKING,
    OF_ZONE,
    OF_ENTRY, /* of the list */
    OF_CREW,
    OF_WORLD
} topic;

static inline uint64_t
chance_next(chance *c)
{
    uint64_t z = c->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}
static inline chance
chance_of(uint64_t seed, topic t, uint64_t number)
{
    chance c = {seed ^ ((uint64_t)t * UINT64_C(0xD1B54A32D192ED03))};
    c.state = chance_next(&c) ^ (number * UINT64_C(0xA0761D6478BD642F));
    (void)chance_next(&c);
    return c;
}
/* 0 to n - 1; n is not 0. */
static inline uint32_t
below(chance *c, uint32_t n)
{
    return (uint32_t)(((chance_next(c) >> 32) * n) >> 32);
}
/* from to to, both included. */
static inline int
between(chance *c, int from, int to)
{
    return from + (int)below(c, (uint32_t)(to - from + 1));
}
static inline bool
happens(chance *c, sim_chance rate)
{
    return rate == UINT32_MAX || (uint32_t)(chance_next(c) >> 32) < rate;
}
/* Another series of numbers for the same thing. */
static inline chance
apart(chance c, unsigned n)
{
    c.state += n * UINT64_C(0xC2B2AE3D27D4EB4F);
    return c;
}
static inline bool
percent(chance *c, unsigned n)
{
    return below(c, 100) < n;
}

/* ---- the world: names ----------------------------------------------------------------- */

/* upto: the weights up to and with this one, so that one draw finds it. */
typedef struct sim_name {
    slice native, latin; /* the same slice when the culture writes Latin letters */
    uint32_t upto;
    uint8_t spellings, nicknames;
    const slice *also; /* spellings, then nicknames */
} sim_name;

typedef struct name_table {
    sim_name *item;
    size_t n;
} name_table;

typedef enum word_kind {
    IS_GIVEN,
    IS_FAMILY,
    IS_FATHER,
    IS_GRANDFATHER,
    IS_PATRONYMIC,
    IS_PARTICLE
} word_kind;

typedef struct form_word {
    word_kind kind;
    slice latin, native; /* of a particle */
} form_word;

enum { FORM_WORDS = 8 };

/* How a name is put together: the words of the given names, then those of the surname. */
typedef struct name_form {
    char sex; /* M, F, or 0: any */
    uint32_t upto;
    uint8_t given_n, n;
    form_word word[FORM_WORDS];
} name_form;

/* An ending and what takes its place. */
typedef struct ending {
    char sex; /* 0: any */
    slice from, to, native_from, native_to;
} ending;

typedef struct culture {
    slice name, script;
    bool latin; /* native and Latin form are one */
    bool glued; /* native words stand without a blank between them */
    name_table male, female, family;
    name_form *form;
    size_t forms_n;
    form_word native[FORM_WORDS]; /* the order of the full native name */
    size_t native_n;
    ending *feminine, *patronymic;
    size_t feminine_n, patronymic_n;
} culture;

/* ---- the world: the rest ----------------------------------------------------------------- */

typedef enum sim_mode { BY_AIR, BY_SEA, BY_LAND, BY_RAIL, MODES } sim_mode;
extern const slice mode_names[MODES];

typedef struct port {
    char code[4], state[4];
    int offset; /* minutes east of UTC */
    slice city;
} port;

enum { STATE_CULTURES = 6, STATE_PORTS = 8 };

typedef struct state {
    char code[4];
    uint32_t weight; /* as a source of visitors */
    struct {
        const culture *culture;
        uint32_t upto;
    } people[STATE_CULTURES];
    size_t people_n;
    slice passport, card, personal; /* patterns: # digit, @ letter, * either, others as they are */
    bool card_td2, plain;           /* plain: umlauts as single letters in zones */
    uint16_t stay;                  /* days allowed on a visit */
    bool visa;
    uint8_t valid; /* years of a passport */
    const port *via[STATE_PORTS];
    size_t via_n;
} state;

typedef struct post {
    slice code, place;
    sim_mode mode;
    char at[4];      /* the airport's code; of other posts the State behind the border */
    uint32_t weight; /* among those of its mode */
} post;

/* What a carrier's system does to its messages; border-world(5) has the words. */
typedef enum habit {
#define HABIT(name, word, meaning) HABIT_##name,
#include "sim/habits.def"
#undef HABIT
    HABITS
} habit;

typedef enum sim_charset { IN_ASCII, IN_LATIN1, IN_UTF8 } sim_charset;

typedef struct carrier {
    char code[4];
    slice name;
    uint64_t habits; /* bits */
    char separators[7];
    slice eol, syntax, version, agency; /* of lines, of UNB, of PAXLST, of DOC */
    sim_charset charset;
    slice pnr;      /* version of PNRGOV: 11:1; empty: it sends none */
    uint16_t parts; /* travellers in a part of a message; 0: one part */
} carrier;

static inline bool
has_habit(const carrier *c, habit h)
{
    return (c->habits >> h & 1) != 0;
}

/* A flight to the country and back. */
typedef struct route {
    const carrier *carrier;
    uint16_t number, seats;
    const port *from;
    const post *to;
    uint16_t departs, minutes; /* local time of the port in minutes; of flying */
    uint32_t weight;
} route;

typedef enum kind {
    VISITOR,
    RESIDENT,
    COMMUTER,
    IN_TRANSIT,
    PILGRIM,
    MASS,
    KINDS, /* of travellers; the others do not cross */
    CREW = KINDS,
    NO_SHOW,
    DECOY /* on the list only */
} kind;

/* A route's further flights of a day have numbers of their own: 50 in each direction. */
enum { ROUTE_NUMBERS = 10, ROUTE_SECTIONS = 50, ROUTES_MAX = 64, POSTS_MAX = 250 };

enum { MONTHS = 12, WEEKDAYS = 7, WAVES_MAX = 8, HOURS = 24 };

/* Many of one kind in few days. */
typedef struct wave {
    kind kind;
    bool relative; /* from and to are percents of the run's days, else 100 * month + day */
    uint16_t from, to;
    uint16_t share; /* of the journeys of those days, percent */
    sim_mode mode;
    const post *post; /* NULL: any of the mode */
    const state *state[STATE_PORTS];
    size_t states_n;
} wave;

struct sim_world {
    arena arena;
    buf own; /* the file that it is from; names are slices of it */
    culture *culture;
    size_t cultures_n;
    state *state;
    size_t states_n;
    port *port;
    size_t ports_n;
    post *post;
    size_t posts_n;
    carrier *carrier;
    size_t carriers_n;
    route *route;
    size_t routes_n;
    const state *home;
    const port *hub;         /* the airport of the capital */
    slice visa;              /* the pattern of the home State's visas */
    uint32_t traffic[KINDS]; /* weights */
    uint32_t mode[MODES];
    uint16_t month[MONTHS], weekday[WEEKDAYS];
    uint16_t hour[MODES][HOURS];
    wave wave[WAVES_MAX];
    size_t waves_n;
};

/* The built-in world's text, made when the room is built. */
extern const char sim_world_builtin[];
extern const size_t sim_world_builtin_n;

/* Both texts must outlive it; what own says takes the place of the built-in. */
sim_world *world_make(slice built_in, slice own, const char *name, error *e);
const port *world_port(const sim_world *w, slice code);
const post *post_draw(const sim_world *w, sim_mode m, chance *c);
const sim_name *name_draw(const name_table *t, chance *c);
size_t weight_draw(const uint32_t *weight, size_t n, chance *c);

/* ---- persons -------------------------------------------------------------------------------- */

/*
 * A household is a number; all that is to be known of it and its members
 * follows from the number and the seed, so nobody has to be remembered.
 */
enum { MEMBERS = 8, NAME_WORDS = FORM_WORDS };

/* One word of somebody's name. */
typedef struct name_word {
    word_kind kind;
    const sim_name *name; /* NULL: a particle, or made by a rule */
    slice latin, native;
} name_word;

typedef struct person {
    uint32_t household;
    uint8_t member;
    kind kind;
    const state *nationality, *second; /* second: NULL unless dual */
    const culture *culture;
    char sex;
    date birth;
    uint8_t given_n, words_n;
    name_word word[NAME_WORDS];
    slice given, surname, native; /* UTF-8, as it stands in the visual zone */
    char text[6144];              /* where they are */
} person;

typedef struct document {
    char type[3]; /* P, I, V ... */
    const state *issuer;
    char number[24];
    char personal[16]; /* "" when there is none */
    date issued, expiry;
    bool card, td2; /* an identity card; of size TD2 */
} document;

typedef struct sim sim;

/* The State that the household's people are nationals of. */
const state *household_state(const sim *s, uint32_t household, kind k);
/* The land post that a commuter's household lives at. */
const post *commuter_post(const sim *s, uint32_t household);
/* How many live in it that may travel together: 1 to MEMBERS. */
unsigned household_size(const sim *s, uint32_t household, kind k);
void person_make(const sim *s, uint32_t household, unsigned member, kind k, person *p);
/* version 0, or 1 when it was renewed on that day; of the second State when second. */
void document_make(const sim *s, const person *p, unsigned version, bool second, int32_t day,
                   document *d);
void card_make(const sim *s, const person *p, document *d);
void visa_make(const sim *s, const person *p, uint32_t of_party, document *d);
/* The n-th of all things that a pattern can make (n is taken modulo their number). */
size_t pattern_fill(slice pattern, uint64_t n, char *to, size_t room);
/* Another one for every index, in no order; the offset shifts all of them. */
size_t number_fill(slice pattern, uint64_t index, uint64_t offset, char *to, size_t room);

/* The name as Doc 9303 transliterates it: A-Z, words parted by one blank. */
size_t name_plain(slice utf8, const state *issuer, char *to, size_t room);

/* ---- parties -----------------------------------------------------------------------------------
 */

/* Those of one household who travel together, from one crossing to the next. */
typedef struct party {
    uint32_t household, number, first;  /* first: the traveller number of its first member */
    uint32_t group;                     /* of a booking of several parties; 0: none */
    uint32_t next;                      /* in a list of the day */
    int32_t entry_day, exit_day;        /* days since 1970; INT32_MIN: not (yet) */
    uint32_t entry_second, exit_second; /* of the first member's */
    int32_t until;                      /* last day allowed */
    uint16_t entry_post, exit_post;
    uint8_t kind, n; /* members 0 to n - 1 */
    uint8_t mode, purpose;
    bool visa, refused, renewed, second, overstays, exit_missing, by_card;
} party;

/* One traveller of a flight as its carrier knows him. */
typedef struct passenger {
    const party *party; /* of crew and no-shows one of its own */
    uint8_t member;
    bool no_show;
    uint16_t seat;     /* 0: none */
    uint32_t crossing; /* seconds of its day, or beyond */
} passenger;

typedef struct flight {
    const route *route;
    bool inbound;
    uint32_t number; /* of all flights of the run */
    char id[12];     /* AB123 */
    date day;        /* on which it leaves, at the port it leaves from */
    const port *from, *to;
    moment departs, arrives; /* local */
    int crossing_minutes;    /* it lands, or leaves, so long after midnight */
    passenger *passenger;    /* members of a party and parties of a group stand together */
    size_t passengers_n;
    passenger crew[16];
    size_t crew_n;
} flight;

/* ---- the run
 * --------------------------------------------------------------------------------------- */

typedef enum sim_file {
    TO_MOVEMENTS,
    TO_WATCHLIST,
    TRUTH_TRAVELLERS,
    TRUTH_MOVEMENTS,
    TRUTH_STAYS,
    TRUTH_FLIGHTS,
    TRUTH_MESSAGES,
    TRUTH_PASSENGERS,
    TRUTH_FAULTS,
    TRUTH_BOOKINGS,
    TRUTH_LISTED,
    TRUTH_ZONES,
    TRUTH_OCR,
    SIM_FILES
} sim_file;

struct sim {
    const sim_world *w;
    const sim_settings *set;
    int folder; /* where it grows */
    out *file[SIM_FILES];
    out **zones;          /* one a post */
    uint64_t *zone_lines; /* written to each */
    int32_t first_day, last_day;
    buf text;            /* of the file of one flight */
    arena arena;         /* of one flight or one traveller */
    uint64_t control;    /* interchanges so far */
    uint32_t households; /* given away so far */
    bool failed;
    error error;
};

/* The whole run, day by day; false: s->error says why. */
bool traffic_run(sim *s, sim_progress progress, void *ctx);

/* The person and document of a passenger, and what every message says of him. */
typedef struct card_swipe {
    person person;
    document doc, visa; /* doc.issuer is the nationality he shows */
    bool has_visa;
    char id[16]; /* t123, c4, n5 */
    char locator[8];
    char surname[64], given[96]; /* A-Z, from the zone: cut as it cuts */
    char seat[6];
    unsigned bags;
    uint32_t tag; /* number of the first bag tag; carrier's code stands before it */
    char phone[24], email[96];
} card_swipe;

void swipe_make(const sim *s, const flight *f, const passenger *p, card_swipe *c);

/* ---- segments
 * --------------------------------------------------------------------------------------- */

/* Segments of a message in a carrier's separators and line ends. */
typedef struct segments {
    buf *b;
    char element, component, release, end;
    slice eol;
    bool blanks, blank_lines; /* around them, between them */
    unsigned n;               /* so far */
} segments;

segments segments_of(const carrier *c, buf *b);
void tag(segments *g, const char *three);
void el(segments *g, slice v);    /* an element */
void co(segments *g, slice v);    /* a component */
void value(segments *g, slice v); /* what goes on, released where it must be */
void el_number(segments *g, uint64_t n);
void end(segments *g);
void pair(segments *g, const char *three, slice qualifier, slice v); /* TAG+QUALIFIER:V */
void two(segments *g, const char *three, slice qualifier, slice v);  /* TAG+QUALIFIER+V */
/* Decimal digits, zeros before them up to the width. */
void put_number(buf *b, uint64_t n, unsigned width);
void put_ymd(buf *b, date d, bool four); /* YYMMDD or YYYYMMDD */

/* Writes the file of one flight; false: it failed (s->error). */
bool apis_write(sim *s, const flight *f);
bool pnr_write(sim *s, const flight *f);

/* "NAME: cannot WHAT" and errno's reason, unless something failed before; false. */
bool sim_fail(sim *s, const char *what, const char *name);
/* A file of the run, whole: name is below the folder. */
bool sim_put_file(sim *s, const char *name, slice bytes);
/* One row of a CSV file of the run. */
void sim_row(sim *s, sim_file to, const slice *value, size_t n);

/* ---- zones and the list
 * -------------------------------------------------------------------------------- */

enum { ZONE_TEXT = 3 * 46 };

typedef enum zone_format { ZONE_TD1, ZONE_TD2, ZONE_TD3, ZONE_MRV_A, ZONE_MRV_B } zone_format;

typedef struct zone {
    zone_format format;
    unsigned lines, width;
    char line[3][45]; /* with a NUL */
} zone;

/* The document's zone; a visa's in one of two sizes. */
void zone_make(const sim *s, const person *p, const document *d, zone *z);
/*
 * The name field of a zone, width characters and a NUL, cut by the standard's
 * rules; true: it was cut.
 */
bool zone_name(const person *p, const state *issuer, char *to, size_t width);
/*
 * Writes it to the post's file as a reader saw it, and what became of it to the
 * truth; number is that of the scan.
 */
void zone_scan(sim *s, unsigned at_post, const zone *z, slice traveller, uint64_t number);

/*
 * Puts the traveller on the list when chance wants it (a decoy always); not
 * again when his entry was written before.  Returns whether he is on it.
 */
bool list_traveller(sim *s, const person *p, const document *d, slice traveller, bool before);

#endif

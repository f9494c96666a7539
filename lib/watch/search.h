/* Private to watch: what searching consists of (engine.c, match.c, evidence.c, reason.c). */
#ifndef BORDERTOOLS_WATCH_SEARCH_H
#define BORDERTOOLS_WATCH_SEARCH_H

#include "names/names.h"
#include "text/text.h"
#include "watch/private.h"

enum { DOCUMENT_MAX = 64 };

/* A name score from which on the name is a ground of its own. */
#define NAME_AGREES 0.6

/* What is known of a traveller. */
typedef struct known {
    slice name[NAMES_READINGS_MAX]; /* folded, in each of its readings */
    size_t names;
    unsigned cut; /* 1 + the word of the first that may have been cut, or 0 */
    date birth;
    char sex;
    char country[4];
    slice document; /* letters and digits alone */
    char issuer[4];
    slice town; /* of birth, folded */
    slice place, place_country;
    char text[DOCUMENT_MAX];
} known;

/* ---- engine.c ---- */

typedef struct document_slot {
    uint64_t hash; /* 0: free */
    uint32_t list, document;
} document_slot;

/* Where a name of the index comes from. */
typedef struct name_source {
    uint32_t list, name;
} name_source;

/* An entry by a whole date of birth. */
typedef struct born {
    int32_t day; /* year, month and day as one number */
    uint32_t list, entry;
} born;

/* All lists, and what finds their entries (engine.c). */
struct watch_engine {
    watch_list **list;
    size_t lists;
    names_index *index;
    name_source *source; /* by number in the index */
    uint32_t *base;      /* by list: the number of its first entry among all */
    uint32_t *numbers;   /* by entry among all: the first of its names in the index; and the end */
    uint32_t entries;
    uint32_t
        *day;   /* by number in the index: packed_day of its entry, if it has one date of birth */
    born *born; /* by day */
    size_t born_n;
    document_slot *document;
    size_t slots; /* a power of two, at least twice the documents */
};

/* Letters and digits alone, capitals: as two sources may write one number. */
slice document_plain(slice number, char text[DOCUMENT_MAX]);
uint64_t document_hash(slice plain);
int32_t day_of(date d);
/* A whole day, whose year and whose day of the year are a half each; 0: none. */
static inline uint32_t
packed_day(date d)
{
    return date_whole(d) ? (uint32_t)d.year << 16 | (uint32_t)d.month << 8 | d.day : 0;
}
/* The folder that a searcher has for its thread. */
folder *searcher_folder(watch_searcher *s);

/* ---- evidence.c ---- */

typedef enum agreement { UNKNOWN, AGREES, DIFFERS } agreement;

/* Of dates of birth, the best first. */
typedef enum birth_agreement {
    BIRTH_UNKNOWN,
    BIRTH_SAME,    /* the same day */
    BIRTH_AS_FAR,  /* the same as far as one of them goes: a year, 1 January */
    BIRTH_BROADLY, /* within a range of years */
    BIRTH_SLIP,    /* day and month changed places, or one digit differs */
    BIRTH_NEAR,    /* the same year, or the same day of another; or a year beside the range */
    BIRTH_DIFFERENT
} birth_agreement;

typedef struct evidence {
    birth_agreement birth;
    const watch_birth *listed;  /* the date of birth that agrees best; or NULL */
    const watch_place *born_at; /* the place of birth that agrees or disagrees; or NULL */
    agreement country, sex, place;
    bool document;
} evidence;

/* The place of birth as a traveller's row has it: "Karachi", "Karachi, Pakistan", PAK. */
void evidence_know_place(known *k, slice text, folder *f, arena *a);
/* All but the place and the document. */
evidence evidence_of(const known *k, const watch_list *l, const watch_entry *e);
/* The place, which takes its time. */
void evidence_see_place(evidence *v, const known *k, const watch_list *l, const watch_entry *e,
                        folder *f, arena *a);
/* The score of a hit: that of the name, 0 to 1, with the evidence. */
double evidence_score(const evidence *v, double by_name, bool weak);
/* The least score of a name with which, beside the evidence, the hit reaches least; above 1: none.
 */
double evidence_least(const evidence *v, bool weak, double least);

/* ---- reason.c ---- */

/* An entry beside a traveller. */
typedef struct finding {
    const watch_list *list;
    const watch_entry *entry;
    const watch_name *name; /* the form that is most like the traveller's; or NULL */
    const names_explanation *why;
    evidence evidence;
    double by_name;
} finding;

/* Name, on, against and reason of the hit. */
void reason_set(const finding *f, const known *k, arena *a, watch_hit *hit);
/* The whole reckoning, a line each. */
void reason_explain(const finding *f, const known *k, double score, buf *to);

#endif

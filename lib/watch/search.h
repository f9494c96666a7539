/* Private to watch: what searching consists of (match.c, evidence.c, reason.c). */
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
    char text[DOCUMENT_MAX];
} known;

/* Letters and digits alone, capitals: as two sources may write one number. */
slice document_plain(slice number, char text[DOCUMENT_MAX]);
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
    const watch_birth *listed; /* the date of birth that agrees best; or NULL */
    agreement country, sex;
    bool document;
} evidence;

/* All but the document. */
evidence evidence_of(const known *k, const watch_list *l, const watch_entry *e);
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

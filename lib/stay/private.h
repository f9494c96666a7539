/* Private to stay: what checking and drawing share. */
#ifndef BORDERTOOLS_STAY_PRIVATE_H
#define BORDERTOOLS_STAY_PRIVATE_H

#include "stay/stay.h"

/* A stay of a person under a rule of windows. */
typedef struct past {
    stay_days days;
    unsigned window;
    bool open;
} past;

typedef struct person {
    uint32_t is; /* the number of the person that this one turned out to be, or its own */
    past *stay;  /* in order */
    uint32_t n, cap;
    const stay_rule *rule; /* the last one */
    slice text[6];         /* surname ... doc_number, when kept */
} person;

/* The stay at hand. */
typedef struct reckoning {
    const stay_rule *rule;
    stay_days stay;
    int32_t last; /* INT32_MAX: without an end */
    int32_t used, left, over;
    bool open, counted;
    stay_days *before; /* those of the same window */
    size_t before_n;
    slice who[4]; /* surname, given names, issuer, number */
} reckoning;

void stay_draw(const reckoning *k, buf *to);

#endif

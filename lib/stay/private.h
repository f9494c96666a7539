/* Private to stay: how a person is known again, and what checking and drawing share. */
#ifndef BORDERTOOLS_STAY_PRIVATE_H
#define BORDERTOOLS_STAY_PRIVATE_H

#include "stay/stay.h"

/* ---- keys ---- */

enum { NOBODY = UINT32_MAX };

/* 128 bits of what somebody is found by, so that two do not fall together by chance. */
typedef struct key {
    uint64_t a, b; /* a 0: none */
} key;

static inline bool
same_key(key x, key y)
{
    return x.a == y.a && x.b == y.b && x.a != 0;
}

key key_of(slice text);
/*
 * What the keys of a document and of a name with its date of birth are made of, appended to b:
 * letters and digits alone, as capitals, other scripts as they are.  False: nobody is found by it.
 */
bool put_document(buf *b, slice issuer, slice number);
bool put_name(buf *b, slice surname, slice given_names, slice full_name, slice birth_date);

/* ---- persons and their stays ---- */

/* A stay of a person under a rule of windows. */
typedef struct past {
    stay_days days;
    unsigned window;
    bool open;
} past;

/* Who somebody is, as a stay has it. */
typedef struct identity {
    slice surname, given_names, full_name, birth_date, nationality;
    slice issuer[2], number[2]; /* of the documents of both ends */
} identity;

typedef struct person {
    uint32_t is; /* the number of the person that this one turned out to be, or its own */
    past *stay;  /* in order */
    uint32_t n, cap;
    uint64_t birth, name;  /* hashes, 0: not known */
    const stay_rule *rule; /* the last one */
    slice *text;           /* six: surname ... doc_number; NULL when they are not kept */
} person;

typedef struct persons {
    person *person; /* n of them, in the order of first sight */
    uint32_t n, cap;
    bool keep; /* texts */
    struct slot *slot;
    size_t slots, used;
    arena texts;
    buf text;
} persons;

/* The number of the person, a new one if need be; NOBODY: nobody can be known by it. */
uint32_t persons_of(persons *all, const identity *who);
void person_add(person *p, past stay);
void persons_free(persons *all);

/* ---- a reckoning ---- */

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

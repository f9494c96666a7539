/* What the files of this room share. */
#ifndef BORDERTOOLS_MRZ_PRIVATE_H
#define BORDERTOOLS_MRZ_PRIVATE_H

#include "mrz/mrz.h"

enum { MRZ_FILLER = 4 }; /* a kind beside MRZ_LETTERS and MRZ_DIGITS */

typedef struct mrz_sign {
    uint8_t kind, value; /* kind 0: no character of a zone */
    char capital;        /* the character itself, capital */
} mrz_sign;

extern const mrz_sign mrz_signs[256];

static inline const mrz_sign *
sign_of(char c)
{
    return &mrz_signs[(unsigned char)c];
}

/* Adds to a weighted sum; at is how many characters it has seen. */
unsigned mrz_weigh(slice s, unsigned sum, size_t *at);

#endif

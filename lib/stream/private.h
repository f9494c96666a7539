/* Private to stream: what its files share beyond stream.h. */
#ifndef BORDERTOOLS_STREAM_PRIVATE_H
#define BORDERTOOLS_STREAM_PRIVATE_H

#include "stream/stream.h"

typedef enum csv_step_result {
    CSV_END,
    CSV_NOTHING,  /* a blank line */
    CSV_REJECTED, /* a record that diag has been told of */
    CSV_RECORD
} csv_step_result;

/* 0x80 in each of the eight bytes that is c, 0 in the others. */
static inline uint64_t
equal_bytes(uint64_t w, char c)
{
    const uint64_t low = 0x7f7f7f7f7f7f7f7fu;
    uint64_t x = w ^ 0x0101010101010101u * (unsigned char)c;
    return ~(((x & low) + low) | x | low);
}

/* One record, or what stood in its place; csv_next is this in a loop. */
csv_step_result csv_step(csv_in *c, row *r);

#endif

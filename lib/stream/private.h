/* Private to stream: what filter.c needs of csv.c beyond stream.h. */
#ifndef BORDERTOOLS_STREAM_PRIVATE_H
#define BORDERTOOLS_STREAM_PRIVATE_H

#include "stream/stream.h"

typedef enum csv_step_result {
    CSV_END,
    CSV_NOTHING,  /* a blank line */
    CSV_REJECTED, /* a record that diag has been told of */
    CSV_RECORD
} csv_step_result;

/* One record, or what stood in its place; csv_next is this in a loop. */
csv_step_result csv_step(csv_in *c, row *r);

#endif

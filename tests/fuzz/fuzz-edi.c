/*
 * Any bytes are a file of messages: every value of every table fits its
 * column, and who was read is written.
 */
#include "tables.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    (void)read_messages((slice){(const char *)data, size}, size % 2 == 0);
    return 0;
}

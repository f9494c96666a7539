/*
 * Any bytes stand for the bookings of a message: what follows it is all there,
 * whatever they are.
 */
#include "tables.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    slice head = S("UNB+IATA:1+ZZ+STATE+261122:2210+R1'UNH+1+PNRGOV:11:1:IA'MSG+:22'"
                   "TVL+231126:0915:231126:1230+QBB+QCC+ZZ+043'EQN+1'SRC'");
    slice tail = S("\nUNT+1+1'UNZ+1+R1'UNA:+.? '"
                   "UNB+IATA:1+ZZ+STATE+261122:2210+R2'UNH+1+PNRGOV:11:1:IA'MSG+:22'"
                   "TVL+231126:0915:231126:1230+QBB+QCC+ZZ+043'EQN+1'SRC'RCI+ZZ:ABC123'"
                   "TIF+ROE+ANNA:A:1'TIF+ROE+BEN:A:2'UNT+8+1'UNZ+1+R2'");
    buf b = {0};

    buf_puts(&b, head);
    buf_put(&b, data, size);
    buf_puts(&b, tail);
    demand(read_messages(buf_slice(&b), size % 2 == 0) >= 2, "the message behind is not all there");
    buf_free(&b);
    return 0;
}

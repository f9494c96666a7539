/*
 * Any bytes are bookings as XML: every value of every table fits its column,
 * and who was read is written.  What does not begin as XML stands inside of a
 * message.
 */
#include "tables.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    buf b = {0};
    bool whole = size != 0 && data[0] == '<' && size > 1 && data[1] != 'P';

    if (!whole)
        buf_puts(&b, S("<IATA_PNRGOV_NotifRQ Version='13.1'><FlightLeg CarrierCode='ZZ' "
                       "FlightNumber='43'/><PNRs>"));
    buf_put(&b, data, size);
    if (!whole)
        buf_puts(&b, S("</PNRs></IATA_PNRGOV_NotifRQ>"));
    (void)read_messages(buf_slice(&b), size % 2 == 0);
    buf_free(&b);
    return 0;
}

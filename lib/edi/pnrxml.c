/*
 * PNRGOV as XML (IATA_PNRGOV_NotifRQ, PADIS XML implementation guide 13.1 and
 * later) to bookings, read as a stream.  A document type is refused, so there
 * are no entities to be expanded or fetched.
 */
#include "edi/pnrxml.h"

#include <stdio.h>
#include <stdlib.h>

static const struct {
    const char *name;
    tag tag;
} tags[] = {{"IATA_PNRGOV_NotifRQ", T_MESSAGE},
            {"Originator", T_ORIGINATOR},
            {"FlightLeg", T_FLIGHT_LEG},
            {"DepartureAirport", T_DEPARTURE},
            {"ArrivalAirport", T_ARRIVAL},
            {"PNR", T_PNR},
            {"BookingRefID", T_BOOKING_REF},
            {"CompanyName", T_COMPANY},
            {"Source", T_SOURCE},
            {"RequestorID", T_REQUESTOR},
            {"ContactInfo", T_CONTACT},
            {"PrepaidBag", T_PREPAID_BAG},
            {"Passenger", T_PASSENGER},
            {"GivenName", T_GIVEN},
            {"MiddleName", T_GIVEN},
            {"NameTitle", T_GIVEN},
            {"SurnamePrefix", T_SURNAME},
            {"Surname", T_SURNAME},
            {"CustLoyalty", T_LOYALTY},
            {"ExcessBaggage", T_EXCESS_BAG},
            {"FareInfo", T_FARE_INFO},
            {"SSR", T_SSR},
            {"OSI", T_OSI},
            {"OtherServiceInformation", T_OSI},
            {"TEXT", T_FREE_TEXT},
            {"Text", T_FREE_TEXT},
            {"TicketDocument", T_TICKET},
            {"TotalFare", T_TOTAL},
            {"BaseFare", T_BASE},
            {"PricingInfo", T_PRICING},
            {"Tax", T_TAX},
            {"PaymentInfo", T_PAYMENT},
            {"DOCS", T_DOCS},
            {"DOCO", T_DOCO},
            {"DOCA", T_DOCA},
            {"Flight", T_FLIGHT},
            {"OperatingAirline", T_OPERATING},
            {"MarketingAirline", T_MARKETING},
            {"Equipment", T_EQUIPMENT},
            {"StreetNmbr", T_STREET},
            {"AddressLine", T_ADDRESS},
            {"CityName", T_CITY},
            {"StateProv", T_STATE},
            {"CountryName", T_COUNTRY},
            {"PostalCode", T_POSTCODE},
            {"History", T_HISTORY},
            {"PNRs", T_BOX},
            {"Passengers", T_BOX},
            {"POS", T_BOX},
            {"Taxes", T_BOX},
            {"DOC_SSR", T_BOX},
            {"Airline", T_BOX},
            {"FlightInfo", T_BOX}};

pnrxml *
pnrxml_open(in *f, pnr *p)
{
    pnrxml *r = mem_alloc(1, sizeof *r);

    LIBXML_TEST_VERSION
    r->f = f;
    r->p = p;
    xml_open(r);
    return r;
}

void
pnrxml_close(pnrxml *r)
{
    if (r == NULL)
        return;
    if (r->xml != NULL)
        xmlFreeTextReader(r->xml);
    arena_free(&r->arena);
    buf_free(&r->text);
    buf_free(&r->prefix);
    free(r);
}

/* ---- elements ---- */

static tag
tag_of(const char *name)
{
    for (size_t i = 0; i < LENGTH(tags); i++)
        if (strcmp(tags[i].name, name) == 0)
            return tags[i].tag;
    return T_OTHER;
}

static tag
parent(const pnrxml *r)
{
    return r->depth > 0 ? r->path[r->depth - 1] : T_OTHER;
}

/* Before the first booking. */
static void
header(pnrxml *r, tag t)
{
    slice *m = r->p->message;
    bool leg = parent(r) == T_FLIGHT_LEG;

    xml_attributes(r);
    if (t == T_ORIGINATOR)
        m[COL_message_sender] = xml_own(r, xml_either(r, "AirlineCode", "SystemCode"));
    else if (t == T_FLIGHT_LEG)
        xml_flight_leg(r);
    else if (leg && t == T_DEPARTURE)
        m[COL_dep_port] = xml_own(r, pnr_port(r->p, xml_get(r, "LocationCode")));
    else if (leg && t == T_ARRIVAL)
        m[COL_arr_port] = xml_own(r, pnr_port(r->p, xml_get(r, "LocationCode")));
    xml_keep_rest(r);
}

static void
in_flight(pnrxml *r, tag t)
{
    pnr_leg *l = xml_leg(r);

    if (t == T_DEPARTURE)
        l->dep_port = pnr_port(r->p, xml_get(r, "LocationCode"));
    else if (t == T_ARRIVAL)
        l->arr_port = pnr_port(r->p, xml_get(r, "LocationCode"));
    else if (t == T_MARKETING)
        l->carrier = xml_get(r, "Code");
    else if (t == T_EQUIPMENT)
        l->aircraft = xml_get(r, "AirEquipType");
    else if (t == T_OPERATING) {
        l->operating_flight = xml_get(r, "Code");
        r->b.operating_number = xml_get(r, "FlightNumber");
    }
}

/* In a booking. */
static void
begin_part(pnrxml *r, tag t)
{
    xml_attributes(r);
    if (r->b.withheld != 0)
        return;
    if (r->b.history != 0 && t != T_HISTORY)
        t = T_OTHER;
    switch (t) {
    case T_BOOKING_REF:
        r->b.locator = xml_get(r, "ID");
        r->b.company = (slice){NULL, 0};
        break;
    case T_COMPANY:
        if (parent(r) == T_BOOKING_REF)
            r->b.company = xml_get(r, "Code");
        break;
    case T_SOURCE:
        xml_office(r);
        break;
    case T_REQUESTOR:
        r->b.office[2] = xml_get(r, "ID");
        break;
    case T_CONTACT:
        xml_contact(r);
        break;
    case T_COUNTRY:
        if (xml_get(r, "Code").n != 0)
            r->b.address[4] = xml_get(r, "Code");
        break;
    case T_PREPAID_BAG:
    case T_EXCESS_BAG:
        if (r->b.leg != NULL)
            xml_check_in(r);
        else
            xml_bag(r, true);
        break;
    case T_PASSENGER:
        xml_passenger(r);
        if (r->b.leg != NULL)
            xml_check_in(r);
        break;
    case T_LOYALTY:
        xml_loyalty(r);
        break;
    case T_FARE_INFO:
        r->b.fare_basis = xml_get(r, "FareBasis");
        if (r->b.who != NULL && slice_starts(xml_get(r, "PTC_Code"), S("IN")))
            r->b.who->infant = true, r->b.who->rec[COL_traveller_type] = S("INFANT");
        break;
    case T_SSR:
        r->b.ssr_code = xml_either(r, "SSR_Code", "SSRCode"); /* 13.1, later ones */
        r->b.ssr_from = edi_upper(&r->p->arena, xml_get(r, "BoardPoint"));
        r->b.ssr_to = edi_upper(&r->p->arena, xml_get(r, "OffPoint"));
        r->b.ssr_status = xml_get(r, "Status");
        r->b.ssr_key = xml_get(r, "RPH");
        r->b.seat = xml_either(r, "SeatNumber", "SeatNbr");
        r->b.free_text = (slice){NULL, 0};
        break;
    case T_OSI:
        r->b.free_text = xml_get(r, "Text");
        break;
    case T_TICKET:
        xml_ticket_begin(r);
        break;
    case T_TOTAL:
    case T_BASE:
        xml_money(r, t);
        break;
    case T_PRICING:
        xml_pricing(r);
        break;
    case T_TAX:
        xml_tax(r);
        break;
    case T_PAYMENT:
        xml_payment(r);
        break;
    case T_DOCS:
        xml_docs(r);
        break;
    case T_DOCO:
        xml_doco(r);
        break;
    case T_DOCA:
        xml_doca(r);
        break;
    case T_FLIGHT:
        xml_flight(r);
        break;
    case T_HISTORY:
        r->b.history = r->b.history != 0 ? r->b.history : r->depth;
        break;
    case T_OTHER:
        if (r->b.leg != NULL && r->b.history == 0 && xml_get(r, "RPH").n != 0) {
            xml_check_in(r);
            break;
        }
        r->b.pending = true;
        r->b.pending_depth = r->depth;
        r->b.pending_name =
            arena_dup(&r->p->arena, slice_of((const char *)xmlTextReaderConstLocalName(r->xml)));
        break;
    default:
        if (r->b.leg != NULL)
            in_flight(r, t);
        break;
    }
    if (!r->b.pending && r->b.history == 0 && t != T_BOX)
        xml_keep_rest(r);
}

static void
end_known(pnrxml *r, tag t, slice text)
{
    static const struct {
        tag tag;
        unsigned at;
    } address[] = {{T_STREET, 0}, {T_ADDRESS, 1}, {T_CITY, 2},
                   {T_STATE, 3},  {T_COUNTRY, 4}, {T_POSTCODE, 5}};
    arena *a = &r->p->arena;

    if (r->b.history != 0)
        return;
    for (size_t i = 0; i < LENGTH(address); i++)
        if (address[i].tag == t && text.n != 0)
            r->b.address[address[i].at] = arena_dup(a, text);
    switch (t) {
    case T_BOOKING_REF:
        xml_locator(r);
        break;
    case T_SOURCE:
        xml_source(r);
        break;
    case T_CONTACT:
        xml_contact_end(r);
        break;
    case T_GIVEN:
        if (r->b.given.n < NAME_MAX_BYTES)
            r->b.given = arena_join(a, r->b.given, S(" "), arena_dup(a, text));
        break;
    case T_SURNAME:
        if (r->b.surname.n < NAME_MAX_BYTES)
            r->b.surname = arena_join(a, r->b.surname, S(" "), arena_dup(a, text));
        break;
    case T_FREE_TEXT:
        if (r->b.free_text.n < NAME_MAX_BYTES)
            r->b.free_text = arena_join(a, r->b.free_text, S(" "), arena_dup(a, text));
        break;
    case T_SSR:
        xml_ssr(r);
        break;
    case T_OSI:
        if (r->b.free_text.n == 0)
            r->b.free_text = arena_dup(a, text);
        xml_osi(r);
        break;
    case T_PASSENGER:
        xml_passenger_end(r);
        break;
    case T_FLIGHT:
        if (r->b.leg != NULL)
            xml_flight_end(r);
        break;
    default:
        break;
    }
}

static void
end_part(pnrxml *r, tag t, slice text)
{
    if (r->b.pending)
        xml_keep(r, text);
    else if (r->b.withheld == 0)
        end_known(r, t, text);
    if (r->depth <= r->b.withheld)
        r->b.withheld = 0;
}

/* ---- nodes ---- */

static void
begin_element(pnrxml *r)
{
    tag t = tag_of((const char *)xmlTextReaderConstLocalName(r->xml));

    if (r->depth >= DEPTH_MAX) {
        xml_fail(r, "elements within elements, deeper than a message has them");
        return;
    }
    r->path[r->depth] = t;
    if (r->b.pending)
        xml_keep(r, (slice){NULL, 0});
    r->text.n = 0;
    if (t == T_MESSAGE && !r->message)
        xml_message(r);
    else if (r->message && t == T_PNR && !r->booking)
        xml_forget_before(r), xml_booking(r), xml_keep_rest(r);
    else if (r->message && !r->booking)
        header(r, t);
    else if (r->booking && !r->b.full)
        begin_part(r, t);
    if (r->booking && !r->b.full && (r->bytes > BOOKING_MAX || r->p->items_n > ITEMS_MAX)) {
        diag_reject(r->p->d, r->p->where, (slice){NULL, 0},
                    "more than a booking may have; the rest of it is left out");
        r->b.full = true;
    }
}

static void
complete(pnrxml *r)
{
    if (r->b.who != NULL && r->b.leg == NULL)
        xml_passenger_end(r);
    if (r->b.leg != NULL)
        xml_flight_end(r);
    r->booking = r->b.pending = false;
    r->b.history = 0;
    pnr_finish(r->p);
    r->p->flight_new = r->flight_due;
    r->flight_due = false;
}

static void
end_message(pnrxml *r)
{
    r->message = false;
    pnr_begin_unit(r->p);
    xml_header_rest(r);
    r->p->ends = true;
    r->p->flight_new = r->flight_due;
    r->flight_due = false;
}

/* True: a booking or the message is complete. */
static bool
end_element(pnrxml *r)
{
    tag t = r->depth < DEPTH_MAX ? r->path[r->depth] : T_OTHER;
    slice text = slice_trim(buf_slice(&r->text));

    if (r->booking && t == T_PNR) {
        complete(r);
        return true;
    }
    if (r->booking && !r->b.full)
        end_part(r, t, text);
    if (r->b.history == r->depth)
        r->b.history = 0;
    r->text.n = 0;
    if (!r->booking && r->message && t == T_MESSAGE) {
        end_message(r);
        return true;
    }
    return false;
}

static bool
read_node(pnrxml *r)
{
    r->depth = xmlTextReaderDepth(r->xml);
    if (!r->restarted) /* lines are not counted from there on */
        r->p->where.line = (uint64_t)xmlTextReaderGetParserLineNumber(r->xml);
    switch (xmlTextReaderNodeType(r->xml)) {
    case XML_READER_TYPE_DOCUMENT_TYPE:
        r->refused = true;
        xml_fail(r, "a document type is not allowed in a message");
        return false;
    case XML_READER_TYPE_ENTITY_REFERENCE:
        r->refused = true;
        xml_fail(r, "an entity of its own is not allowed in a message");
        return false;
    case XML_READER_TYPE_ELEMENT:
        begin_element(r);
        return !r->failed && xmlTextReaderIsEmptyElement(r->xml) ? end_element(r) : false;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE: {
        slice text = slice_of((const char *)xmlTextReaderConstValue(r->xml));
        if (r->booking && r->text.n + text.n > TEXT_MAX)
            xml_fail(r, "a text that is too long");
        else if (r->booking)
            buf_puts(&r->text, text);
        r->bytes += text.n;
        return false;
    }
    case XML_READER_TYPE_END_ELEMENT:
        return end_element(r);
    default:
        return false;
    }
}

/* ---- bookings ---- */

bool
pnrxml_next(pnrxml *r)
{
    do {
        int more = 0;
        while (!r->failed && !r->ended && !diag_stop(r->p->d) &&
               (more = xmlTextReaderRead(r->xml)) == 1 && !r->failed)
            if (read_node(r))
                return true;
        if (more < 0)
            xml_fail(r, "cannot be read as XML");
        if (r->booking) {
            complete(r);
            return true;
        }
    } while (r->failed && r->message && !diag_stop(r->p->d) && xml_resume(r));
    if (r->message) {
        end_message(r);
        return true;
    }
    if (r->failed && !r->ended)
        xml_reject_rest(r);
    else if (!r->ended && r->messages == 0)
        diag_reject(r->p->d, r->p->where, (slice){NULL, 0},
                    "XML without any <IATA_PNRGOV_NotifRQ>");
    r->ended = true;
    return false;
}

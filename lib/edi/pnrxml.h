/* Private to the readers of PNRGOV as XML. */
#ifndef BORDERTOOLS_EDI_PNRXML_H
#define BORDERTOOLS_EDI_PNRXML_H

#include "edi/private.h"

#include <libxml/xmlreader.h>

enum {
    DEPTH_MAX = 24,
    STARTS_MAX = 256,
    NAME_MAX_BYTES = 4096, /* of what may stand in several elements */
    ATTRIBUTES_MAX = 32,
    TAG_MAX = 1 << 14,     /* bytes of a tag */
    TEXT_MAX = 1 << 16,    /* of an element */
    BOOKING_MAX = 1 << 20, /* bytes of values of a booking */
    ITEMS_MAX = 8192,
    HEADER_REST = 16
};

typedef enum tag {
    T_OTHER,
    T_MESSAGE,
    T_ORIGINATOR,
    T_FLIGHT_LEG,
    T_DEPARTURE,
    T_ARRIVAL,
    T_PNR,
    T_BOOKING_REF,
    T_COMPANY,
    T_SOURCE,
    T_REQUESTOR,
    T_CONTACT,
    T_PREPAID_BAG,
    T_PASSENGER,
    T_GIVEN,
    T_SURNAME,
    T_LOYALTY,
    T_EXCESS_BAG,
    T_FARE_INFO,
    T_SSR,
    T_OSI,
    T_FREE_TEXT,
    T_TICKET,
    T_TOTAL,
    T_BASE,
    T_PRICING,
    T_TAX,
    T_PAYMENT,
    T_DOCS,
    T_DOCO,
    T_DOCA,
    T_FLIGHT,
    T_OPERATING,
    T_MARKETING,
    T_EQUIPMENT,
    T_STREET,
    T_ADDRESS,
    T_CITY,
    T_STATE,
    T_COUNTRY,
    T_POSTCODE,
    T_HISTORY,
    T_BOX /* holds others, tells nothing */
} tag;

typedef struct attribute {
    slice name, value;
    bool read;
} attribute;

struct pnrxml {
    in *f;
    pnr *p;
    xmlTextReaderPtr xml;
    bool failed, ended;
    char why[256];
    /* where the tags of messages and bookings begin that are on their way through the parser */
    markup at;
    bool named;
    char name[32];
    size_t name_n;
    uint64_t tag_at, fed; /* bytes */
    uint64_t start[STARTS_MAX];
    size_t starts;
    uint64_t booking_at[STARTS_MAX];
    size_t bookings_at;
    /* the window is kept from where the booking at hand begins, to go on behind damage */
    size_t served;   /* bytes of it that the parser has got */
    uint64_t anchor; /* where it was begun at last */
    buf prefix;      /* given before it */
    size_t prefix_served;
    char encoding[40];
    bool refused, restarted;
    tag path[DEPTH_MAX];
    int depth; /* of the element at hand */
    attribute attribute[ATTRIBUTES_MAX];
    size_t attributes;
    buf text;
    size_t bytes;

    bool message, booking, flight_due;
    uint64_t messages;
    slice rest[HEADER_REST][2]; /* attributes in the header that have no column: of what, text */
    unsigned rest_n;
    struct xml_booking {
        pnr_traveller *who;
        pnr_item *leg, *ticket, *contact;
        slice given, surname, fare_basis, free_text, locator, company;
        slice office[6], address[6];
        slice ssr_code, ssr_status, ssr_key, ssr_from, ssr_to, seat, flight_number,
            operating_number;
        slice event_time, event_action;
        int event_depth; /* of the element that says so */
        bool pending;    /* an element that has no place: what it tells is kept */
        slice pending_name;
        int pending_depth;
        int withheld; /* depth of an element that is left out as sensitive; 0: none */
        int history;  /* depth of <History>; 0: outside */
        bool full;    /* there is more than a booking may have */
    } b;              /* what is told of the booking at hand */
    arena arena;      /* of the message */
};

/* What the parser calls for bytes: see xmlbytes.c. */
void xml_open(pnrxml *r);
/* Reading ends, for why; the first reason counts. */
void xml_fail(pnrxml *r, const char *why);
/* A booking begins: what stands before it is done with. */
void xml_forget_before(pnrxml *r);
/* Goes on at the next booking; false when there is none, or it would not help. */
bool xml_resume(pnrxml *r);
/* The rest of a file that is no XML from here on. */
void xml_reject_rest(pnrxml *r);
/* The byte at which the message begins that the parser has come to. */
uint64_t xml_start(pnrxml *r);
/* The value of an attribute of the element at hand; empty when it has none. */
slice xml_get(pnrxml *r, const char *name);
slice xml_either(pnrxml *r, const char *name, const char *other);
void xml_attributes(pnrxml *r);
slice xml_time(pnrxml *r, slice raw);
slice xml_own(pnrxml *r, slice v);
void xml_message(pnrxml *r);
void xml_flight_leg(pnrxml *r);
void xml_booking(pnrxml *r);
void xml_locator(pnrxml *r);
void xml_source(pnrxml *r);
void xml_contact_end(pnrxml *r);
void xml_contact(pnrxml *r);
void xml_bag(pnrxml *r, bool excess);
void xml_passenger(pnrxml *r);
void xml_passenger_end(pnrxml *r);
void xml_loyalty(pnrxml *r);
void xml_docs(pnrxml *r);
void xml_doco(pnrxml *r);
void xml_doca(pnrxml *r);
pnr_ticket *xml_ticket(pnrxml *r);
void xml_tax(pnrxml *r);
void xml_payment(pnrxml *r);
pnr_leg *xml_leg(pnrxml *r);
void xml_flight(pnrxml *r);
void xml_flight_end(pnrxml *r);
void xml_ssr(pnrxml *r);
void xml_osi(pnrxml *r);
void xml_check_in(pnrxml *r);
void xml_keep(pnrxml *r, slice text);
/* What of the attributes of an element that has a place nothing took: a remark, or of the header.
 */
void xml_keep_rest(pnrxml *r);
/* Those of the header, as remarks of the message. */
void xml_header_rest(pnrxml *r);
void xml_office(pnrxml *r);
void xml_ticket_begin(pnrxml *r);
void xml_money(pnrxml *r, tag t);
void xml_pricing(pnrxml *r);

#endif

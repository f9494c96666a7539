/* What the elements of PNRGOV XML say. */
#include "edi/pnrxml.h"

/* ---- values ---- */

slice
xml_get(pnrxml *r, const char *name)
{
    slice n = slice_of(name);

    for (size_t i = 0; i < r->attributes; i++)
        if (slice_eq(r->attribute[i].name, n)) {
            r->attribute[i].read = true;
            return r->attribute[i].value;
        }
    return (slice){NULL, 0};
}

slice
xml_either(pnrxml *r, const char *name, const char *other)
{
    slice v = xml_get(r, name);

    return v.n != 0 ? v : xml_get(r, other);
}

void
xml_attributes(pnrxml *r)
{
    arena *a = r->booking ? &r->p->arena : &r->arena;

    r->attributes = 0;
    while (xmlTextReaderMoveToNextAttribute(r->xml) == 1) {
        if (xmlTextReaderIsNamespaceDecl(r->xml) == 1)
            continue;
        if (r->attributes == ATTRIBUTES_MAX) {
            diag_warn(r->p->d, r->p->where, "an element of more than %d attributes",
                      ATTRIBUTES_MAX);
            break;
        }
        slice value = slice_trim(slice_of((const char *)xmlTextReaderConstValue(r->xml)));
        r->attribute[r->attributes++] = (attribute){
            .name = arena_dup(a, slice_of((const char *)xmlTextReaderConstLocalName(r->xml))),
            .value = arena_dup(a, value)};
        r->bytes += value.n;
    }
    (void)xmlTextReaderMoveToElement(r->xml);
}

slice
xml_time(pnrxml *r, slice raw)
{
    char text[MOMENT_TEXT];
    moment m;

    if (raw.n == 0)
        return raw;
    if (!moment_parse(raw, &m) || !date_whole(m.day)) {
        diag_warn(r->p->d, r->p->where, "'%.*s' is no date that can be read", edi_shown(raw),
                  raw.p);
        return (slice){NULL, 0};
    }
    return arena_dup(&r->p->arena, moment_text(m, text));
}

slice
xml_own(pnrxml *r, slice v)
{
    return arena_dup(&r->arena, v);
}

static service
here(const pnrxml *r)
{
    return (service){.of = r->b.who, .on = r->b.leg};
}

/* ---- the message ---- */

void
xml_message(pnrxml *r)
{
    slice *m = r->p->message;

    arena_reset(&r->arena);
    pnr_begin_message(r->p);
    xml_attributes(r);
    r->message = true;
    r->booking = r->flight_due = false;
    r->messages++;
    r->rest_n = 0;
    m[COL_message_type] = S("PNRGOV");
    m[COL_message_version] = xml_own(r, xml_get(r, "Version"));
    m[COL_message_ref] = xml_own(r, xml_either(r, "TransactionIdentifier", "EchoToken"));
    if (m[COL_message_ref].n == 0)
        m[COL_message_ref] = xml_own(r, xml_get(r, "CorrelationID"));
    m[COL_message_sent] = xml_own(r, xml_time(r, xml_get(r, "TimeStamp")));
    m[COL_message_function] = S("original");
    m[COL_source] =
        arena_printf(&r->arena, "%s:%llu", r->f->name, (unsigned long long)xml_start(r));
}

void
xml_flight_leg(pnrxml *r)
{
    slice *m = r->p->message;

    slice carrier = edi_upper(&r->arena, xml_either(r, "CarrierCode", "AirlineCode"));
    m[COL_transport_mode] = S("air");
    m[COL_flight] = edi_flight_id(&r->arena, xml_get(r, "FlightNumber"), &carrier);
    m[COL_carrier] = carrier;
    m[COL_dep_time] = xml_own(r, xml_time(r, xml_get(r, "DepartureDateTime")));
    m[COL_arr_time] = xml_own(r, xml_time(r, xml_get(r, "ArrivalDateTime")));
    r->flight_due = true;
}

/* ---- the booking ---- */

void
xml_booking(pnrxml *r)
{
    pnr *p = r->p;

    pnr_begin_booking(p);
    r->booking = true;
    r->bytes = 0;
    memset(&r->b, 0, sizeof r->b);
    xml_attributes(r);
    p->base[COL_booked_time] = xml_time(r, xml_get(r, "PNR_CreationDate"));
    p->base[COL_ticketed_time] = xml_time(r, xml_get(r, "LastTktDate"));
}

void
xml_locator(pnrxml *r)
{
    pnr *p = r->p;

    if (r->b.locator.n == 0)
        return;
    if (r->b.leg == NULL && p->base[COL_pnr_locator].n == 0) {
        p->base[COL_pnr_locator] = r->b.locator;
        p->base[COL_pnr_carrier] = edi_upper(&p->arena, r->b.company);
        return;
    }
    p->text.n = 0;
    edi_put_part(&p->text, r->b.company, false);
    edi_put_part(&p->text, r->b.locator, true);
    slice v = arena_dup(&p->arena, buf_slice(&p->text));
    slice *list = r->b.leg != NULL ? &((pnr_leg *)(void *)r->b.leg->value)->other_locators
                                   : &p->base[COL_other_locators];
    *list = pnr_list(p, *list, v);
}

void
xml_source(pnrxml *r)
{
    pnr *p = r->p;

    p->text.n = 0;
    for (size_t i = 0; i < LENGTH(r->b.office); i++)
        edi_put_part(&p->text, r->b.office[i], i + 1 == LENGTH(r->b.office));
    if (p->base[COL_booking_office].n == 0)
        p->base[COL_booking_office] = arena_dup(&p->arena, buf_slice(&p->text));
}

void
xml_contact_end(pnrxml *r)
{
    service s = here(r);
    slice v = {NULL, 0};

    for (size_t i = 0; i < LENGTH(r->b.address); i++)
        v = arena_join(&r->p->arena, v, S(", "), r->b.address[i]);
    memset(r->b.address, 0, sizeof r->b.address);
    if (v.n != 0)
        pnr_contact_add(r->p, &s, S("address"), S("mailing"), v);
}

void
xml_contact(pnrxml *r)
{
    service s = here(r);
    slice phone = xml_get(r, "PhoneNumber"), email = xml_get(r, "EmailAddress");

    memset(r->b.address, 0, sizeof r->b.address);
    if (phone.n != 0)
        pnr_contact_add(r->p, &s, S("phone"), (slice){NULL, 0}, phone);
    if (email.n != 0)
        pnr_contact_add(r->p, &s, S("email"), (slice){NULL, 0}, email);
}

void
xml_bag(pnrxml *r, bool excess)
{
    service s = here(r);
    pnr *p = r->p;
    pnr_bag *b = (void *)pnr_add_service(p, PNR_BAGS, &s)->value;
    slice serial = xml_get(r, "SerialNumber"), n = xml_get(r, "UnitOfMeasureQuantity");
    uint64_t v;

    b->bag_kind = excess ? S("excess") : S("checked");
    slice unit = xml_get(r, "UnitOfMeasureCode");
    bool pieces = unit.n == 0 || slice_eq_nocase(unit, S("N"));
    if (slice_uint(n, 999999, &v))
        *(pieces ? &b->bag_count : &b->bag_weight) = pnr_number(&p->arena, v);
    if (b->bag_weight.n != 0)
        b->weight_unit = pnr_bag_unit(unit);
    b->amount = xml_get(r, "Amount");
    b->currency = xml_get(r, "CurrencyCode");
    b->bag_port = pnr_port(p, xml_get(r, "BagDestination"));
    p->text.n = 0;
    edi_put_part(&p->text, xml_get(r, "IssuerCode"), true);
    edi_put_part(&p->text, serial, true);
    if (serial.n != 0)
        b->bag_tags = arena_dup(&p->arena, buf_slice(&p->text));
}

/* ---- travellers ---- */

void
xml_passenger(pnrxml *r)
{
    pnr *p = r->p;
    slice key = xml_get(r, "RPH"), kind = xml_either(r, "PassengerTypeCode", "PTC_Code");

    r->b.given = r->b.surname = r->b.fare_basis = r->b.seat = (slice){NULL, 0};
    r->b.ticket = NULL;
    if (r->b.leg != NULL) { /* who was checked in */
        r->b.who = pnr_by_key(p, key);
        return;
    }
    if (p->travellers_n == PNR_TRAVELLERS_MAX) {
        diag_reject(p->d, p->where, (slice){NULL, 0}, "more than %d travellers in a booking",
                    PNR_TRAVELLERS_MAX);
        r->b.full = true;
        return;
    }
    r->b.who = pnr_add_traveller(p);
    r->b.who->key = key;
    if (slice_starts(kind, S("IN")))
        r->b.who->infant = true, r->b.who->rec[COL_traveller_type] = S("INFANT");
}

void
xml_passenger_end(pnrxml *r)
{
    if (r->b.leg == NULL && r->b.who != NULL)
        pnr_name(r->p, r->b.who, r->b.surname, r->b.given);
    r->b.who = NULL;
    r->b.ticket = NULL;
}

void
xml_loyalty(pnrxml *r)
{
    pnr *p = r->p;
    slice *list =
        r->b.who != NULL ? &r->b.who->rec[COL_frequent_flyer] : &p->base[COL_frequent_flyer];

    p->text.n = 0;
    edi_put_part(&p->text, xml_get(r, "ProgramID"), false);
    edi_put_part(&p->text, xml_get(r, "MembershipID"), false);
    edi_put_part(&p->text, xml_get(r, "LoyalLevel"), true);
    *list = pnr_list(p, *list, arena_dup(&p->arena, buf_slice(&p->text)));
}

void
xml_docs(pnrxml *r)
{
    pnr *p = r->p;
    pnr_item *i = pnr_add(p, PNR_DOCUMENTS, NULL, r->b.leg);
    pnr_document *d = (void *)i->value;

    i->near = r->b.who;
    i->key = xml_get(r, "RPH");
    d->doc_type = edi_upper(&p->arena, xml_get(r, "TravelDocType"));
    d->doc_issuer = pnr_country(p, xml_get(r, "IssuingLoc"));
    d->doc_number = xml_get(r, "TravelDocNbr");
    d->nationality = pnr_country(p, xml_get(r, "PaxNationality"));
    d->birth_date = pnr_day(p, xml_get(r, "DateOfBirth"), DATE_BIRTH);
    d->sex = pnr_sex(p, xml_get(r, "Gender"));
    d->doc_expiry = pnr_day(p, xml_get(r, "ExpiryDate"), DATE_EXPIRY);
    d->surname = xml_get(r, "Surname");
    d->given_names =
        arena_join(&p->arena, xml_get(r, "FirstGivenName"), S(" "), xml_get(r, "SecondGivenName"));
}

void
xml_doco(pnrxml *r)
{
    pnr *p = r->p;
    service s = here(r);
    pnr_visa *v = (void *)pnr_add_service(p, PNR_VISAS, &s)->value;

    v->birth_place = xml_get(r, "BirthLocation");
    v->visa_type = edi_upper(&p->arena, xml_get(r, "TravelDocType"));
    v->visa_number = xml_get(r, "TravelDocNbr");
    v->visa_place = xml_get(r, "PlaceOfIssue");
    v->visa_issue_date = pnr_day(p, xml_get(r, "DateOfIssue"), DATE_BIRTH);
    v->visa_issuer = pnr_country(p, xml_get(r, "CountryState"));
}

void
xml_doca(pnrxml *r)
{
    pnr *p = r->p;
    service s = here(r);
    bool home = slice_eq_nocase(xml_get(r, "AddressType"), S("R"));
    slice country = pnr_country(p, xml_get(r, "Country"));
    const slice part[] = {xml_get(r, "Address"), xml_get(r, "CityName"),
                          xml_get(r, "StateProvCounty"), xml_get(r, "PostalCode"),
                          country.n != 0 ? country : xml_get(r, "Country")};
    slice v = {NULL, 0};

    for (size_t i = 0; i < LENGTH(part); i++)
        v = arena_join(&p->arena, v, S(", "), part[i]);
    pnr_contact_add(p, &s, S("address"), home ? S("residence") : S("destination"), v);
    if (home && r->b.who != NULL && r->b.who->rec[COL_residence].n == 0)
        r->b.who->rec[COL_residence] = country;
}

pnr_ticket *
xml_ticket(pnrxml *r)
{
    if (r->b.ticket == NULL) {
        service s = here(r);
        r->b.ticket = pnr_add_service(r->p, PNR_TICKETS, &s);
        ((pnr_ticket *)(void *)r->b.ticket->value)->fare_basis = r->b.fare_basis;
    }
    return (void *)r->b.ticket->value;
}

void
xml_tax(pnrxml *r)
{
    pnr *p = r->p;
    slice code = xml_either(r, "TaxType", "TaxCode");
    pnr_ticket *t = xml_ticket(r);

    p->text.n = 0;
    edi_put_part(&p->text, xml_get(r, "Amount"), code.n == 0);
    edi_put_part(&p->text, code, true);
    t->taxes = pnr_list(p, t->taxes, arena_dup(&p->arena, buf_slice(&p->text)));
}

void
xml_payment(pnrxml *r)
{
    pnr *p = r->p;
    service s = here(r);
    pnr_payment *y = (void *)pnr_add_service(p, PNR_PAYMENTS, &s)->value;

    y->payment_form = edi_upper(&p->arena, xml_get(r, "PaymentType"));
    y->amount = xml_get(r, "PaymentAmount");
    y->card_company = xml_get(r, "VendorCode");
    y->card_number = pnr_card(p, xml_get(r, "AccountNbr"));
    y->card_expiry = pnr_card_expiry(p, xml_get(r, "ExpiryDate"));
    y->payer = xml_get(r, "CardHolderName");
}

void
xml_office(pnrxml *r)
{
    r->b.office[0] = xml_get(r, "AirlineVendorID");
    r->b.office[1] = xml_get(r, "AirportCode");
    r->b.office[4] = xml_get(r, "PseudoCityCode");
    r->b.office[5] = xml_either(r, "ISOCountry", "ISOCOuntry");
    r->p->base[COL_booking_agent] = xml_get(r, "AgentSine");
}

void
xml_ticket_begin(pnrxml *r)
{
    r->b.ticket = NULL;
    pnr_ticket *k = xml_ticket(r);
    k->ticket_number = xml_get(r, "TicketDocumentNbr");
    k->ticket_kind = xml_get(r, "Type");
    k->ticketed_time = xml_time(r, xml_get(r, "DateOfIssue"));
    k->ticketed_place = xml_get(r, "TicketLocation");
}

void
xml_money(pnrxml *r, tag t)
{
    pnr_ticket *k = xml_ticket(r);

    *(t == T_BASE ? &k->fare : &k->amount) = xml_get(r, "Amount");
    if (t == T_TOTAL || k->currency.n == 0)
        k->currency = xml_get(r, "CurrencyCode");
}

void
xml_pricing(pnrxml *r)
{
    pnr_ticket *k = xml_ticket(r);
    slice day = xml_get(r, "Date"), time = xml_get(r, "Time");
    arena *a = &r->p->arena;

    if (day.n == 10 && time.n != 0 && k->ticketed_time.n <= 10)
        k->ticketed_time = xml_time(r, arena_join(a, day, S("T"), time));
    if (k->ticketed_place.n == 0)
        k->ticketed_place = xml_get(r, "LocationCode");
}

/* ---- legs and services ---- */

pnr_leg *
xml_leg(pnrxml *r)
{
    return (void *)r->b.leg->value;
}

void
xml_flight(pnrxml *r)
{
    pnr *p = r->p;
    uint64_t n = 1;

    r->b.leg = pnr_add(p, PNR_LEGS, NULL, NULL);
    for (const pnr_item *i = p->items[PNR_LEGS]; i != r->b.leg; i = i->next)
        n++;
    r->b.leg->number = pnr_number(&p->arena, n);
    xml_leg(r)->dep_time = xml_time(r, xml_get(r, "DepartureDateTime"));
    xml_leg(r)->arr_time = xml_time(r, xml_get(r, "ArrivalDateTime"));
    xml_leg(r)->booking_class = xml_get(r, "ResBookDesigCode");
    xml_leg(r)->leg_status = xml_get(r, "Status");
    r->b.flight_number = xml_get(r, "FlightNumber");
    r->b.operating_number = (slice){NULL, 0};
}

void
xml_flight_end(pnrxml *r)
{
    pnr_leg *l = xml_leg(r);
    arena *a = &r->p->arena;
    slice by = l->operating_flight; /* its carrier, so far */
    slice number = r->b.operating_number;

    l->carrier = edi_upper(a, l->carrier.n != 0 ? l->carrier : by);
    l->flight = edi_flight_id(a, r->b.flight_number, &l->carrier);
    l->operating_flight = (slice){NULL, 0};
    if (by.n != 0 && (number.n != 0 || !slice_eq(by, l->carrier))) {
        slice id = edi_flight_id(a, number, &by);
        id = number.n != 0 ? id : by;
        l->operating_flight = slice_eq(id, l->flight) ? (slice){NULL, 0} : id;
    }
    r->b.leg = NULL;
}

void
xml_ssr(pnrxml *r)
{
    service s = here(r);
    pnr *p = r->p;

    s.key = r->b.ssr_key;
    s.from = r->b.ssr_from;
    s.to = r->b.ssr_to;
    s.near = s.of;
    if (s.key.n != 0)
        s.of = pnr_by_key(p, s.key);
    if (slice_eq(r->b.ssr_code, S("SEAT"))) {
        pnr_seat *seat = (void *)pnr_add_service(p, PNR_SEATS, &s)->value;
        seat->seat = r->b.seat.n != 0 ? r->b.seat : r->b.free_text;
        seat->service_status = r->b.ssr_status;
        return;
    }
    pnr_service(p, r->b.ssr_code, r->b.ssr_status, r->b.free_text, &s);
}

void
xml_osi(pnrxml *r)
{
    service s = here(r);
    pnr *p = r->p;
    slice rest = r->b.free_text, code = slice_cut(&rest, ' ');

    if (pnr_contact_text(p, code, rest, &s) || !pnr_wants(p, PNR_REMARKS))
        return;
    if (!p->keep_sensitive && pnr_sensitive_text(r->b.free_text))
        p->withheld++;
    else
        pnr_remark_add(p, S("OSI"), S("28"), (slice){NULL, 0}, r->b.free_text, &s);
}

/* Seat and bags of one who was checked in, whatever the element is called. */
void
xml_check_in(pnrxml *r)
{
    slice seat = xml_either(r, "SeatNumber", "SeatNbr"),
          number = xml_either(r, "BoardingNumber", "BoardingNbr");
    pnr_traveller *t = r->b.who != NULL ? r->b.who : pnr_by_key(r->p, xml_get(r, "RPH"));

    if (seat.n != 0 || number.n != 0) {
        pnr_seat *s = (void *)pnr_add(r->p, PNR_SEATS, t, r->b.leg)->value;
        s->seat = seat;
        s->boarding_number = number;
        s->cabin = xml_get(r, "CabinClass");
        s->service_status = S("checked in");
    }
    if (xml_get(r, "SerialNumber").n != 0) {
        pnr_traveller *was = r->b.who;
        r->b.who = t;
        xml_bag(r, false);
        r->b.who = was;
    }
}

/* ---- what has no place of its own ---- */

/* Keys, how many there are of something, and what belongs to the XML itself. */
static bool
tells_nothing(slice name)
{
    static const slice names[] = {Q("RPH"),          Q("SurnameRefNumber"), Q("NumberOfPassengers"),
                                  Q("NumberOfPnrs"), Q("NumberInParty"),    Q("ServiceQuantity"),
                                  Q("TravelSector"), Q("DateChangeNbr"),    Q("SSR_Code"),
                                  Q("SSRCode"),      Q("schemaLocation")};

    for (size_t i = 0; i < LENGTH(names); i++)
        if (slice_eq(name, names[i]))
            return true;
    return false;
}

/* The element as name=value and its text; rest: only what nothing took. */
static slice
as_text(pnrxml *r, slice text, bool rest)
{
    pnr *p = r->p;

    p->text.n = 0;
    for (size_t i = 0; i < r->attributes; i++) {
        if (rest && (r->attribute[i].read || tells_nothing(r->attribute[i].name)))
            continue;
        buf_puts(&p->text, r->attribute[i].name);
        buf_putc(&p->text, '=');
        buf_puts(&p->text, r->attribute[i].value);
        buf_putc(&p->text, ' ');
    }
    buf_puts(&p->text, text);
    return slice_trim(buf_slice(&p->text));
}

void
xml_keep(pnrxml *r, slice text)
{
    pnr *p = r->p;
    slice v = as_text(r, text, false);
    bool past = r->b.history != 0;

    r->b.pending = false;
    if (v.n == 0 || !pnr_wants(p, past ? PNR_HISTORY : PNR_REMARKS))
        return;
    if (!p->keep_sensitive && pnr_sensitive_text(v)) {
        p->withheld++;
        r->b.withheld = r->b.pending_depth; /* with all that is in it */
        return;
    }
    if (!past) {
        service s = here(r);
        pnr_remark_add(p, r->b.pending_name, (slice){NULL, 0}, (slice){NULL, 0}, v, &s);
        return;
    }
    pnr_event *e = (void *)pnr_add(p, PNR_HISTORY, NULL, NULL)->value;
    slice when = xml_time(r, xml_either(r, "DateTime", "TimeStamp")),
          action = xml_get(r, "ActionCode");
    if (r->b.pending_depth <= r->b.event_depth || when.n != 0) { /* not within it */
        r->b.event_time = when;
        r->b.event_action = action;
        r->b.event_depth = r->b.pending_depth;
    } else if (action.n != 0) {
        r->b.event_action = action;
    }
    e->event_time = r->b.event_time;
    e->event_action = r->b.event_action;
    e->remark_kind = r->b.pending_name;
    e->remark = xml_get(r, "AccountNbr").n != 0 ? pnr_hide_digits(p, v) : arena_dup(&p->arena, v);
}

void
xml_keep_rest(pnrxml *r)
{
    pnr *p = r->p;
    slice v = as_text(r, (slice){NULL, 0}, true),
          name = slice_of((const char *)xmlTextReaderConstLocalName(r->xml));

    if (v.n == 0 || !pnr_wants(p, PNR_REMARKS))
        return;
    if (!p->keep_sensitive && pnr_sensitive_text(v)) {
        p->withheld++;
    } else if (r->booking) {
        service s = here(r);
        pnr_remark_add(p, arena_dup(&p->arena, name), (slice){NULL, 0}, (slice){NULL, 0}, v, &s);
    } else if (r->rest_n < HEADER_REST) {
        slice *rest = r->rest[r->rest_n++];
        rest[0] = xml_own(r, name);
        rest[1] = xml_own(r, v);
    } else {
        diag_warn(p->d, p->where,
                  "more than %d elements without a column in the head of a message: '%.*s' is "
                  "left out",
                  HEADER_REST, edi_shown(name), name.p);
    }
}

void
xml_header_rest(pnrxml *r)
{
    for (unsigned i = 0; i < r->rest_n; i++)
        pnr_remark_add(r->p, r->rest[i][0], (slice){NULL, 0}, (slice){NULL, 0}, r->rest[i][1],
                       &(service){0});
    r->rest_n = 0;
    pnr_hide_cards(r->p);
}

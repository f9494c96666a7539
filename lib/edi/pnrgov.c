/*
 * PNRGOV to bookings (IATA PADIS EDIFACT implementation guide, PNR data pushed
 * to States, 10.1 to 21.1): one booking at a time.
 */
#include "edi/pnrgov.h"

#include <stdlib.h>

pnrgov *
pnrgov_open(edi *e, pnr *p)
{
    pnrgov *g = mem_alloc(1, sizeof *g);

    g->e = e;
    g->p = p;
    return g;
}

void
pnrgov_close(pnrgov *g)
{
    if (g == NULL)
        return;
    arena_free(&g->arena);
    free(g);
}

/* ---- the message ---- */

static void
begin_message(pnrgov *g)
{
    const edi_message *m = edi_current_message(g->e);
    pnr *p = g->p;
    arena *a = &g->arena;
    char text[MOMENT_TEXT];

    arena_reset(a);
    pnr_begin_message(p);
    p->message[COL_message_type] = S("PNRGOV");
    p->message[COL_message_version] = arena_dup(a, m->version);
    p->message[COL_message_ref] = arena_dup(a, m->ref);
    p->message[COL_message_sender] = arena_dup(a, m->sender);
    if (m->sent.day.year != 0)
        p->message[COL_message_sent] = arena_dup(a, moment_text(m->sent, text));
    p->message[COL_source] =
        arena_printf(a, "%s:%llu", g->e->f->name, (unsigned long long)m->offset);
    g->in = HEADER;
    g->announced = 0;
    g->rest_n = 0;
    g->booking = g->flight_due = false;
    g->bytes = 0;
}

static void
begin_booking(pnrgov *g)
{
    pnr_begin_booking(g->p);
    g->booking = true;
    g->in = BOOKING;
    g->who = NULL;
    g->leg = g->ticket = g->payment = g->seat = NULL;
    g->fare_basis = g->fare_calculation = g->boarding = (slice){NULL, 0};
    g->event_time = g->event_office = g->event_action = g->service = (slice){NULL, 0};
    g->bytes = 0;
}

static void
read_function(pnrgov *g)
{
    static const struct {
        slice code, word;
    } table[] = {{Q("22"), Q("original")}, {Q("141"), Q("change")}};
    slice code = edi_get(&g->e->seg, 1, 2);

    for (size_t i = 0; i < LENGTH(table); i++)
        if (slice_eq(code, table[i].code))
            code = table[i].word;
    g->p->message[COL_message_function] = arena_dup(&g->arena, code);
}

/* ---- flights and legs: TVL ---- */

/*
 * C310: days and times of departure and arrival; an arrival without a day is
 * on the day of departure, also where its time stands in the day's place.
 */
static void
read_times(pnrgov *g, slice *departs, slice *arrives)
{
    const edi_segment *s = &g->e->seg;
    slice day = edi_get(s, 1, 1), time = edi_get(s, 1, 2);
    slice to_day = edi_get(s, 1, 3), to_time = edi_get(s, 1, 4);

    if (to_day.n == 4 && to_time.n == 0) {
        to_time = to_day;
        to_day = day;
    }
    if (to_day.n == 0 && to_time.n != 0)
        to_day = day;
    *departs = pnr_moment(g->p, day, time);
    *arrives = pnr_moment(g->p, to_day, to_time);
}

static void
read_reported(pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    pnr *p = g->p;
    slice *m = p->message, carrier = edi_upper(&g->arena, edi_get(s, 4, 1)), departs, arrives;

    read_times(g, &departs, &arrives);
    m[COL_transport_mode] = S("air");
    m[COL_flight] = edi_flight_id(&g->arena, edi_get(s, 5, 1), &carrier);
    m[COL_carrier] = carrier;
    m[COL_dep_port] = arena_dup(&g->arena, pnr_port(p, edi_get(s, 2, 1)));
    m[COL_arr_port] = arena_dup(&g->arena, pnr_port(p, edi_get(s, 3, 1)));
    m[COL_dep_time] = arena_dup(&g->arena, departs);
    m[COL_arr_time] = arena_dup(&g->arena, arrives);
    g->flight_due = true;
}

/* A TVL of the same leg again: who carries it (code share before 14.1). */
static bool
is_code_share(const pnrgov *g, const pnr_leg *now)
{
    const edi_segment *s = &g->e->seg;

    if (g->in != LEG || g->leg == NULL)
        return false;
    const pnr_leg *was = (const void *)g->leg->value;
    if (edi_get(s, 2, 1).n == 0 && edi_get(s, 3, 1).n == 0)
        return true;
    return slice_eq(was->dep_port, now->dep_port) && slice_eq(was->arr_port, now->arr_port) &&
           slice_eq(was->dep_time, now->dep_time);
}

static void
operated(pnrgov *g, pnr_leg *l, slice carrier, slice raw)
{
    slice own = edi_upper(&g->p->arena, carrier);
    slice id = edi_flight_id(&g->p->arena, raw, &own);

    if (!slice_eq(id, l->flight))
        l->operating_flight = id;
}

static void
read_leg(pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    pnr *p = g->p;
    arena *a = &p->arena;
    slice number = edi_get(s, 5, 1), by = edi_get(s, 4, 2);
    pnr_leg l = {.carrier = edi_upper(a, edi_get(s, 4, 1)), .booking_class = gov_dup(g, 5, 2)};

    read_times(g, &l.dep_time, &l.arr_time);
    l.flight = edi_flight_id(a, number, &l.carrier);
    l.dep_port = pnr_port(p, edi_get(s, 2, 1));
    l.arr_port = pnr_port(p, edi_get(s, 3, 1));
    if (is_code_share(g, &l)) {
        pnr_leg *was = (void *)g->leg->value;
        if (edi_get(s, 4, 1).n != 0)
            by = edi_get(s, 4, 1);
        else if (was->operating_flight.n == 2) /* the carrier alone so far */
            by = was->operating_flight;
        else if (by.n == 0)
            by = was->carrier;
        operated(g, was, by, number);
        return;
    }
    g->in = LEG;
    g->who = NULL;
    g->seat = NULL;
    g->boarding = (slice){NULL, 0};
    g->leg = pnr_add(p, PNR_LEGS, NULL, NULL);
    uint64_t n = 1;
    for (const pnr_item *i = p->items[PNR_LEGS]; i != g->leg; i = i->next)
        n++;
    g->leg->number = pnr_number(a, n);
    l.operating_flight = by.n != 0 && !slice_eq(by, l.carrier) ? edi_upper(a, by) : by;
    if (slice_eq(l.operating_flight, l.carrier))
        l.operating_flight = (slice){NULL, 0};
    memcpy(g->leg->value, &l, sizeof l);
}

/* ---- travellers: TIF ---- */

static void
read_traveller(pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    pnr *p = g->p;
    slice surname = edi_get(s, 1, 1), given = edi_get(s, 2, 1), kind = edi_get(s, 2, 2);
    slice key = edi_get(s, 2, 3);
    pnr_traveller *t = pnr_by_key(p, key);
    bool group = given.n == 0 && key.n == 0 && slice_eq_nocase(edi_get(s, 1, 2), S("G"));

    g->seat = NULL;
    if (g->in != LEG) {
        g->ticket = g->payment = NULL;
        g->fare_basis = g->fare_calculation = (slice){NULL, 0};
        g->in = PERSON;
        g->who = NULL;
    }
    if (group) {
        gov_remark(g, S("TIF"), S("G"), surname);
        return;
    }
    if (t == NULL && g->in == LEG)
        t = pnr_by_name(p, surname, given);
    if (t != NULL && g->in != LEG && !(slice_eq(t->key, key) && pnr_is_named(t, surname, given)))
        t = NULL;
    if (t == NULL && p->travellers_n == PNR_TRAVELLERS_MAX) {
        diag_reject(p->d, p->where, s->raw, "TIF: more than %d travellers in a booking",
                    PNR_TRAVELLERS_MAX);
        g->who = NULL;
        return;
    }
    if (t == NULL) {
        if (g->in == LEG)
            diag_warn(p->d, p->where, "TIF: a traveller whom the booking did not name");
        t = pnr_add_traveller(p);
        t->key = arena_dup(&p->arena, key);
        for (unsigned i = 3; i < s->elements && i < 9; i++)
            given = arena_join(&p->arena, given, S(" "), edi_get(s, i, 1));
        pnr_name(p, t, surname, given);
        if (slice_starts(kind, S("IN")))
            t->infant = true, t->rec[COL_traveller_type] = S("INFANT");
    }
    g->who = t;
    if (g->boarding.n != 0 && g->in == LEG) {
        g->seat = pnr_add(p, PNR_SEATS, t, g->leg);
        pnr_seat *seat = (void *)g->seat->value;
        seat->boarding_number = g->boarding;
        seat->service_status = S("checked in");
        g->boarding = (slice){NULL, 0};
    }
}

/* ---- history ---- */

/* What elements say from one on, parted by '/'. */
static slice
joined_elements(pnrgov *g, unsigned from)
{
    slice v = {NULL, 0};

    for (unsigned i = from; i < g->e->seg.elements; i++)
        v = arena_join(&g->p->arena, v, S("/"), gov_joined(g, i, 1, S("/")));
    return v;
}

static void
read_history(pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    pnr *p = g->p;
    slice code = {NULL, 0};

    switch (s->tag) {
    case ABI:
        g->event_office = joined_elements(g, 2);
        g->event_time = g->event_action = (slice){NULL, 0};
        return;
    case DAT:
        g->event_time = pnr_moment(p, edi_get(s, 1, 2), edi_get(s, 1, 3));
        if (s->elements <= 2)
            return;
        break;
    case SAC:
        g->event_action = joined_elements(g, 1);
        return;
    case SSR:
        code = edi_get(s, 1, 1);
        break;
    default:
        break;
    }
    slice text = gov_whole(g);
    bool names = s->tag == TIF || slice_starts(code, S("DOC")) || slice_eq(code, S("INFT"));
    if (!p->keep_sensitive && !names && (pnr_sensitive_code(code) || pnr_sensitive_text(text))) {
        p->withheld++;
        return;
    }
    pnr_event *v = (void *)pnr_add(p, PNR_HISTORY, NULL, NULL)->value;
    v->event_time = g->event_time;
    v->event_office = g->event_office;
    v->event_action = g->event_action;
    v->remark_kind = edi_tag_text(s, &p->arena);
    v->remark_code = arena_dup(&p->arena, code);
    v->remark = s->tag == FOP ? pnr_hide_digits(p, text) : arena_dup(&p->arena, text);
}

/* ---- segments to sections ---- */

static void
begin_history(pnrgov *g)
{
    g->in = HISTORY;
    g->who = NULL;
    g->leg = g->ticket = g->payment = g->seat = NULL;
}

/* The table that alone needs a segment. */
static pnr_table
table_of(const pnrgov *g, uint32_t tag)
{
    if (g->in == HISTORY || tag == LTS)
        return PNR_HISTORY;
    switch (tag) {
    case FAR:
    case MON:
    case PTK:
    case TXD:
        return PNR_TICKETS;
    case RPI:
    case APD:
        return PNR_LEGS;
    case EBD:
        return PNR_BAGS;
    default:
        return PNR_TRAVELLERS;
    }
}

static void
read_segment(pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    pnr *p = g->p;

    switch (s->tag) {
    case ABI:
        begin_history(g);
        if (pnr_wants(p, PNR_HISTORY))
            read_history(g);
        break;
    case MSG:
        g->in = OTHER;
        g->who = NULL;
        g->leg = NULL;
        gov_keep_whole(g);
        break;
    case EQN:
        g->in = SPLIT;
        if (pnr_wants(p, PNR_HISTORY) && (s->elements > 2 || edi_components(s, 1) > 1)) {
            pnr_event *v = (void *)pnr_add(p, PNR_HISTORY, NULL, NULL)->value;
            v->event_action = S("split");
            v->remark_kind = S("EQN");
            v->remark = arena_dup(&p->arena, gov_whole(g));
        }
        break;
    case RCI:
        gov_locators(g);
        break;
    case DAT:
        gov_dates(g);
        break;
    case ORG:
        gov_office(g);
        break;
    case ADD:
        gov_address(g);
        break;
    case EBD:
        gov_excess(g);
        break;
    case TIF:
        read_traveller(g);
        break;
    case FTI:
        gov_frequent(g);
        break;
    case REF:
        if (g->who != NULL && g->who->ref.n == 0)
            g->who->ref = gov_dup(g, 1, 2);
        break;
    case IFT:
        gov_text(g);
        break;
    case SSR:
        gov_service(g);
        break;
    case FAR:
        for (unsigned i = 6; i < s->elements; i++)
            g->fare_basis =
                arena_join(&p->arena, g->fare_basis, S(" "), gov_joined(g, i, 1, S(" ")));
        break;
    case TKT:
        g->ticket = NULL;
        gov_ticket(g)->ticket_number = gov_dup(g, 1, 1);
        gov_ticket(g)->ticket_kind = gov_dup(g, 1, 2);
        break;
    case MON:
        gov_money(g);
        break;
    case PTK: {
        pnr_ticket *t = gov_ticket(g);
        if (t->ticketed_time.n == 0)
            t->ticketed_time = pnr_moment(p, edi_get(s, 3, 1), edi_get(s, 3, 2));
        t->ticketed_place = gov_dup(g, 6, 1);
        break;
    }
    case TXD:
        gov_taxes(g);
        break;
    case FOP:
        gov_payments(g);
        break;
    case TVL:
        if (g->in == OTHER)
            gov_keep_whole(g);
        else
            read_leg(g);
        break;
    case TRA:
        if (g->leg != NULL)
            operated(g, (void *)g->leg->value, edi_get(s, 1, 1), edi_get(s, 2, 1));
        else
            gov_keep_whole(g);
        break;
    case RPI:
        if (g->leg != NULL)
            ((pnr_leg *)(void *)g->leg->value)->leg_status = gov_dup(g, 2, 1);
        else
            gov_keep_whole(g);
        break;
    case APD:
        if (g->leg != NULL)
            ((pnr_leg *)(void *)g->leg->value)->aircraft = gov_dup(g, 1, 1);
        else
            gov_keep_whole(g);
        break;
    case TRI:
        gov_boarding(g);
        break;
    case SSD:
        gov_seat(g);
        break;
    case TBD:
        gov_bags(g);
        break;
    default:
        diag_warn(p->d, p->where, "%.3s is no segment of PNRGOV; it is kept as a remark", s->raw.p);
        gov_keep_whole(g);
        break;
    }
}

static void
segment(pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    pnr *p = g->p;
    pnr_table needs = table_of(g, s->tag);
    uint64_t withheld = p->withheld;
    size_t travellers = p->travellers_n;

    g->kept = false;
    if (needs == PNR_HISTORY) {
        if (pnr_wants(p, PNR_HISTORY))
            read_history(g);
        return;
    }
    if (needs == PNR_TRAVELLERS || pnr_wants(p, needs))
        read_segment(g);
    bool again = s->tag == TIF && g->in == LEG && p->travellers_n == travellers;
    if (pnr_wants(p, PNR_REMARKS) && p->withheld == withheld && !again && gov_leaves_rest(s))
        gov_keep_whole(g);
}

/* What of the header has no column is a remark of the message, at its end. */
static void
keep_of_header(pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    slice text;

    if (!gov_may_keep(g, &text))
        return;
    if (g->rest_n == HEADER_REST) {
        diag_reject(g->p->d, edi_place(g->e, s->offset), s->raw,
                    "more than %d segments without a column in the head of a message", HEADER_REST);
        return;
    }
    slice *rest = g->rest[g->rest_n++];
    rest[0] = edi_tag_text(s, &g->arena);
    rest[1] = arena_dup(&g->arena, text);
}

/* Before the first booking. */
static void
header(pnrgov *g)
{
    switch (g->e->seg.tag) {
    case MSG:
        read_function(g);
        break;
    case TVL:
        if (!g->flight_due)
            read_reported(g);
        else
            keep_of_header(g); /* who carries it, before 14.1 */
        break;
    case EQN:
        (void)slice_uint(edi_get(&g->e->seg, 1, 1), UINT64_MAX, &g->announced);
        break;
    default:
        keep_of_header(g);
        break;
    }
}

/* EQN of the header: how many bookings; of a message in parts it may count all of them. */
static void
check_count(pnrgov *g)
{
    const edi_message *m = edi_current_message(g->e);

    if (g->announced != 0 && m->part == 1 && m->last && g->announced != g->p->bookings)
        diag_warn(g->p->d, edi_place(g->e, m->offset), "EQN says %llu bookings, there are %llu",
                  (unsigned long long)g->announced, (unsigned long long)g->p->bookings);
}

/* ---- events ---- */

static void
complete(pnrgov *g)
{
    run_end(g->e, &g->lost, "more than a booking may have");
    pnr_finish(g->p);
    g->p->flight_new = g->flight_due;
    g->flight_due = false;
    g->booking = false;
}

/*
 * Damage that may have been the beginning of a group: what follows has no
 * traveller and no leg until one is named; a locator where there is none
 * begins a booking.
 */
static void
after_gap(pnrgov *g)
{
    if (g->e->seg.gap == EDI_GAP_NONE)
        return;
    g->seat = NULL;
    g->boarding = (slice){NULL, 0};
    if (g->e->seg.gap == EDI_GAP_GROUP) {
        g->who = NULL;
        g->ticket = g->payment = NULL;
        g->doubt = true;
    }
}

static bool
begins_booking(const pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    bool head = s->tag == RCI || s->tag == TIF || s->tag == SSR;

    if (s->tag == SRC)
        return true;
    if (!g->booking)
        return head;
    return s->tag == RCI && g->doubt && (g->in == PERSON || g->in == LEG) &&
           !slice_eq(edi_get(s, 1, 2), g->p->base[COL_pnr_locator]);
}

bool
pnrgov_event(pnrgov *g, edi_event event, bool *again)
{
    const edi_segment *s = &g->e->seg;
    pnr *p = g->p;

    if (event == EDI_SEGMENT)
        p->where.offset = (int64_t)s->offset;
    if (event == EDI_MESSAGE) {
        begin_message(g);
        return false;
    }
    if (event == EDI_MESSAGE_END || event == EDI_END) {
        if (g->booking) {
            complete(g);
            *again = true;
            return true;
        }
        check_count(g);
        pnr_begin_unit(p);
        for (unsigned i = 0; i < g->rest_n; i++)
            pnr_remark_add(p, g->rest[i][0], (slice){NULL, 0}, (slice){NULL, 0}, g->rest[i][1],
                           &(service){0});
        pnr_hide_cards(p);
        p->ends = true;
        p->flight_new = g->flight_due;
        g->flight_due = false;
        return true;
    }
    after_gap(g);
    if (begins_booking(g)) {
        if (g->booking) {
            complete(g);
            *again = true;
            return true;
        }
        if (s->tag != SRC)
            diag_warn(p->d, p->where, "a booking that does not begin with SRC");
        begin_booking(g);
        g->doubt = false;
        if (s->tag == SRC)
            return false;
    }
    g->bytes += s->raw.n;
    if (!g->booking)
        header(g);
    else if (g->bytes > BOOKING_MAX || p->items_n > ITEMS_MAX)
        run_add(g->e, &g->lost);
    else
        segment(g);
    return false;
}

/*
 * PAXLST to records (UN directories D.02B to D.21B; WCO/IATA/ICAO guidelines
 * on advance passenger information, appendix II).
 */
#include "edi/paxlst.h"

#include <stdlib.h>

paxlst *
paxlst_open(edi *e, pnr *q)
{
    paxlst *p = mem_alloc(1, sizeof *p);

    p->e = p->flights.e = p->parts.e = e;
    p->q = q;
    p->base = q->message;
    p->traveller = &q->arena;
    p->d = e->d;
    paxlst_open_rules(p);
    return p;
}

void
paxlst_close(paxlst *p)
{
    if (p == NULL)
        return;
    flights_free(&p->flights);
    parts_free(&p->parts);
    arena_free(&p->message);
    buf_free(&p->list);
    free(p);
}

/* ---- the message ---- */

static void
begin_message(paxlst *p)
{
    const edi_message *m = edi_current_message(p->e);
    arena *a = &p->message;
    char text[MOMENT_TEXT];

    arena_reset(a);
    pnr_begin_message(p->q);
    p->base[COL_message_type] = S("PAXLST");
    p->base[COL_message_version] = arena_dup(a, m->version);
    p->base[COL_message_ref] = arena_dup(a, m->ref);
    p->base[COL_message_sender] = arena_dup(a, m->sender);
    if (m->sent.day.year != 0)
        p->base[COL_message_sent] = arena_dup(a, moment_text(m->sent, text));
    p->base[COL_source] = arena_printf(a, "%s:%llu", p->e->f->name, (unsigned long long)m->offset);
    p->in = HEADER;
    p->doubt = p->person = false;
    flights_reset(&p->flights);
    p->travellers = 0;
    p->begun = false;
    p->apart_n = 0;
    parts_begin(&p->parts);
}

/* ---- what has no column ---- */

static void
tell_strange(paxlst *p, slice qualifier)
{
    const edi_segment *s = &p->e->seg;
    uint64_t key = s->tag;
    unsigned i = 0;

    for (size_t k = 0; k < qualifier.n && k < 5; k++)
        key = key << 8 | (unsigned char)qualifier.p[k];
    while (i < p->strange_n && p->strange[i] != key)
        i++;
    if (i == p->strange_n && i < STRANGE_MAX) {
        p->strange[p->strange_n++] = key;
        diag_warn(p->d, paxlst_here(p), "%.3s+%.*s has no column; such are kept as remarks",
                  s->raw.p, edi_shown(qualifier), qualifier.p != NULL ? qualifier.p : "");
    }
}

void
paxlst_keep_apart(paxlst *p, bool strange)
{
    const edi_segment *s = &p->e->seg;
    arena *a = p->in == PERSON ? p->traveller : &p->message;
    bool qualified = s->tag != COM;
    slice qualifier = qualified ? edi_get(s, 1, 1) : (slice){NULL, 0};

    if (strange)
        tell_strange(p, qualifier);
    if (!pnr_wants(p->q, PNR_REMARKS))
        return;
    p->list.n = 0;
    edi_whole(s, qualified ? 2 : 1, &p->list);
    slice text = buf_slice(&p->list);
    while (text.n != 0 && text.p[0] == '+') /* elements that are not there */
        text.p++, text.n--;
    if (!p->q->keep_sensitive && pnr_sensitive_text(text)) {
        p->q->withheld++;
    } else if (p->in == PERSON) {
        service of = {.of = p->who, .near = p->who};
        pnr_remark_add(p->q, edi_tag_text(s, a), qualifier, (slice){NULL, 0}, text, &of);
    } else if (p->apart_n < APART_MAX) {
        p->apart[p->apart_n++] =
            (apart){edi_tag_text(s, a), arena_dup(a, qualifier), arena_dup(a, text)};
    } else {
        diag_reject(p->d, paxlst_here(p), s->raw,
                    "more than %d segments without a column in the head of a message", APART_MAX);
    }
}

/* A traveller or the end of the message; the flights before it are complete. */
void
paxlst_begin_unit(paxlst *p)
{
    bool closed = p->flights.open;

    /* Damage may have cost the flight of this part, which need not be the first one's. */
    bool takes = !p->begun && !closed && !p->flights.doubt;
    if (closed)
        flights_end(&p->flights, p->base);
    if (!p->begun || closed) {
        parts_keep(&p->parts, p->base);
        closed |= parts_take(&p->parts, p->base, takes);
    }
    p->begun = true;
    p->q->stale |= closed;
    pnr_begin_unit(p->q);
    for (unsigned i = 0; i < p->apart_n; i++)
        pnr_remark_add(p->q, p->apart[i].kind, p->apart[i].code, (slice){NULL, 0}, p->apart[i].text,
                       &(service){0});
    p->apart_n = 0;
    p->q->flight_new = closed;
    if (closed && pnr_wants(p->q, PNR_LEGS))
        pnr_add_legs(p->q);
}

/* ---- segments to sections ---- */

static void
begin_party(paxlst *p)
{
    static const struct {
        slice role, type;
    } roles[] = {{Q("FL"), Q("PAX")},
                 {Q("FM"), Q("CREW")},
                 {Q("DDU"), Q("TRANSIT")},
                 {Q("DDT"), Q("TRANSIT")}};
    slice role = edi_get(&p->e->seg, 1, 1);

    for (size_t i = 0; i < LENGTH(roles); i++)
        if (slice_eq_nocase(role, roles[i].role)) {
            paxlst_begin_traveller(p, roles[i].type);
            return;
        }
    p->in = PARTY;
    if (slice_eq_nocase(role, S("MS")))
        paxlst_keep_apart(p, false);
    else
        diag_warn(p->d, paxlst_here(p), "NAD+%.*s is no traveller; its group is left out",
                  edi_shown(role), role.p != NULL ? role.p : "");
}

static void
check_count(paxlst *p)
{
    const edi_segment *s = &p->e->seg;
    slice v = edi_get(s, 1, 2).n != 0 ? edi_get(s, 1, 2) : edi_get(s, 2, 1);
    slice of = edi_get(s, 1, 1);
    uint64_t n;

    p->in = PARTY;
    if (!slice_eq(of, S("41")) && !slice_eq(of, S("42")))
        return;
    if (!slice_uint(v, UINT64_MAX, &n))
        diag_warn(p->d, paxlst_here(p), "CNT: '%.*s' is no count", edi_shown(v),
                  v.p != NULL ? v.p : "");
    else if (!parts_counts(&p->parts, n, p->travellers))
        diag_warn(p->d, paxlst_here(p), "CNT says %llu travellers, there are %llu",
                  (unsigned long long)n, (unsigned long long)p->travellers);
}

/* An overflight, the aircraft: anything but the flight, its carrier and how it goes. */
static bool
says_more_of_flight(const edi_segment *s)
{
    for (unsigned e = 1; e < s->elements; e++)
        for (unsigned c = 1; c <= edi_components(s, e); c++)
            if (edi_get(s, e, c).n != 0 && (c != 1 || (e != 2 && e != 3 && e != 5)) &&
                !(e == 1 && slice_eq(edi_get(s, 1, 1), S("20"))))
                return true;
    return false;
}

/* The reference; the number of the message among those with it is a remark. */
static void
read_transaction(paxlst *p)
{
    const edi_segment *s = &p->e->seg;

    p->base[COL_message_transaction] = arena_dup(&p->message, edi_get(s, 1, 2));
    p->q->stale = true;
    for (unsigned c = 3; c <= edi_components(s, 1); c++)
        if (edi_get(s, 1, c).n != 0) {
            paxlst_keep_apart(p, false);
            return;
        }
}

static void
segment(paxlst *p)
{
    const edi_segment *s = &p->e->seg;

    switch (s->tag) {
    case NAD:
        p->doubt = false;
        begin_party(p);
        return;
    case PDT:
        p->doubt = false;
        if (s->elements > 5 && edi_holds_group(s)) {
            diag_reject(p->d, paxlst_here(p), s->raw, "PDT: another one begins in it");
            return;
        }
        paxlst_read_pdt(p);
        return;
    case TDT:
        p->doubt = false;
        p->in = flights_begin(&p->flights) ? FLIGHT : PARTY;
        if (p->in == FLIGHT && says_more_of_flight(s))
            paxlst_keep_apart(p, false);
        return;
    case CNT:
        check_count(p);
        return;
    case UNS:
        return;
    case BGM:
        if (p->base[COL_message_function].n == 0)
            p->base[COL_message_function] = edi_function_value(p->e, &p->message),
            p->q->stale = true;
        return;
    case RFF:
        if (p->in == HEADER && slice_eq_nocase(edi_get(s, 1, 1), S("TN")))
            read_transaction(p);
        else if (p->in == HEADER || p->in == FLIGHT)
            paxlst_keep_apart(p, true);
        break;
    default:
        break;
    }
    if (p->in == PERSON)
        paxlst_read_traveller(p);
    else if (p->in == FLIGHT && s->tag == LOC && flights_has_place(edi_get(s, 1, 1)))
        flights_place(&p->flights);
    else if (p->in == FLIGHT && s->tag == DTM && flights_has_time(edi_get(s, 1, 1)))
        flights_time(&p->flights);
    else if (s->tag == COM || s->tag == CTA)
        paxlst_keep_apart(p, false);
    else if (p->in != PARTY && s->tag != RFF)
        paxlst_keep_apart(p, true);
}

/* What damaged bytes before this segment mean for it: true when it is lost, too. */
static bool
after_gap(paxlst *p)
{
    const edi_segment *s = &p->e->seg;
    bool group = paxlst_begins_group(s->tag);

    if (s->gap != EDI_GAP_NONE) {
        p->doubt = true;
        p->doc_lost = p->in == PERSON;
        p->flights.point = NULL;
        p->flights.doubt |= s->gap == EDI_GAP_GROUP || p->in == FLIGHT;
        if (p->in == PERSON)
            paxlst_close_document(p);
    }
    if (group)
        run_end(p->e, &p->lost, "it cannot be known whose this is");
    else if (s->gap == EDI_GAP_GROUP || p->lost.segments != 0 ||
             (s->elements > 3 && edi_holds_group(s)))
        run_add(p->e, &p->lost);
    return !group && p->lost.segments != 0;
}

/* An event that may begin or end something. */
static bool
turn(paxlst *p, edi_event event, bool *again)
{
    bool ends = event != EDI_SEGMENT || paxlst_begins_group(p->e->seg.tag);

    if (event == EDI_END) { /* nothing is complete, for a rejection was the end */
        *again = true;
        return false;
    }
    if (ends && p->person) {
        paxlst_end_traveller(p);
        *again = true;
        return true;
    }
    switch (event) {
    case EDI_MESSAGE:
        begin_message(p);
        return false;
    case EDI_SEGMENT:
        if (!after_gap(p))
            segment(p);
        return false;
    case EDI_MESSAGE_END:
    case EDI_END:
        run_end(p->e, &p->lost, "it cannot be known whose this is");
        break;
    }
    paxlst_begin_unit(p);
    pnr_hide_cards(p->q); /* remarks of a list without travellers */
    parts_end(&p->parts, p->travellers);
    p->q->ends = true;
    return true;
}

bool
paxlst_event(paxlst *p, edi_event *event, bool *again)
{
    if (p->in == PERSON)
        *event = paxlst_read_group(p, *event);
    return turn(p, *event, again);
}

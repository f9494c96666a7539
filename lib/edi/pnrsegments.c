/* What segments of a booking say: tables' rows, and columns of the booking. */
#include "edi/pnrgov.h"

/* ---- parts ---- */

slice
gov_dup(pnrgov *g, unsigned element, unsigned component)
{
    return arena_dup(&g->p->arena, edi_get(&g->e->seg, element, component));
}

/* What is not empty, behind a separator where something stands already. */
static void
put_item(buf *b, slice sep, slice v)
{
    if (v.n == 0)
        return;
    if (b->n != 0)
        buf_puts(b, sep);
    buf_puts(b, v);
}

slice
gov_joined(pnrgov *g, unsigned element, unsigned from, slice sep)
{
    const edi_segment *s = &g->e->seg;
    buf *b = &g->p->text;

    b->n = 0;
    for (unsigned k = from; k <= edi_components(s, element); k++)
        put_item(b, sep, edi_get(s, element, k));
    return arena_dup(&g->p->arena, buf_slice(b));
}

/* The elements of a text, joined. */
static slice
all_texts(pnrgov *g, slice sep)
{
    const edi_segment *s = &g->e->seg;
    buf *b = &g->p->text;

    b->n = 0;
    for (unsigned i = 2; i < s->elements; i++)
        for (unsigned k = 1; k <= edi_components(s, i); k++)
            put_item(b, k == 1 ? sep : S(":"), edi_get(s, i, k));
    return arena_dup(&g->p->arena, buf_slice(b));
}

/* All of a segment behind its tag, as it stands, but for release characters. */
slice
gov_whole(pnrgov *g)
{
    g->p->text.n = 0;
    edi_whole(&g->e->seg, 1, &g->p->text);
    return buf_slice(&g->p->text);
}

service
gov_here(const pnrgov *g)
{
    return (service){.near = g->who, .on = g->in == LEG ? g->leg : NULL};
}

void
gov_remark(pnrgov *g, slice kind, slice code, slice text)
{
    service s = gov_here(g);

    pnr_remark_add(g->p, kind, code, (slice){NULL, 0}, text, &s);
}

bool
gov_may_keep(pnrgov *g, slice *text)
{
    if (!pnr_wants(g->p, PNR_REMARKS))
        return false;
    *text = gov_whole(g);
    if (g->e->seg.tag == FOP)
        *text = pnr_hide_digits(g->p, *text);
    if (g->p->keep_sensitive || !pnr_sensitive_text(*text))
        return true;
    g->p->withheld++;
    return false;
}

void
gov_keep_whole(pnrgov *g)
{
    slice text;

    if (g->kept)
        return;
    g->kept = true;
    if (gov_may_keep(g, &text))
        gov_remark(g, edi_tag_text(&g->e->seg, &g->p->arena), (slice){NULL, 0}, text);
}

/* ---- the booking ---- */

void
gov_locators(pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    pnr *p = g->p;
    pnr_leg *leg = g->in == LEG && g->leg != NULL ? (void *)g->leg->value : NULL;

    if (leg != NULL && !pnr_wants(p, PNR_LEGS))
        return;
    for (unsigned i = 1; i < s->elements; i++) {
        slice carrier = edi_get(s, i, 1), locator = edi_get(s, i, 2);
        if (g->in == SPLIT) {
            if (!pnr_wants(p, PNR_HISTORY))
                continue;
            pnr_event *v = (void *)pnr_add(p, PNR_HISTORY, NULL, NULL)->value;
            v->event_action = S("split");
            v->remark_kind = S("RCI");
            v->remark = gov_joined(g, i, 1, S("/"));
            continue;
        }
        if (locator.n == 0)
            continue;
        if (leg == NULL && p->base[COL_pnr_locator].n == 0) {
            p->base[COL_pnr_locator] = arena_dup(&p->arena, locator);
            p->base[COL_pnr_carrier] = edi_upper(&p->arena, carrier);
            unsigned day = edi_get(s, i, 3).n == 6 ? 3 : 4; /* the kind may be missing */
            p->base[COL_booked_time] = pnr_moment(p, edi_get(s, i, day), edi_get(s, i, day + 1));
            continue;
        }
        if (edi_get(s, i, 3).n + edi_get(s, i, 4).n != 0 &&
            !slice_eq(locator, p->base[COL_pnr_locator]))
            gov_keep_whole(g); /* when that was made */
        p->text.n = 0;
        edi_put_part(&p->text, carrier, false);
        edi_put_part(&p->text, locator, true);
        slice v = arena_dup(&p->arena, buf_slice(&p->text));
        slice *list = leg != NULL ? &leg->other_locators : &p->base[COL_other_locators];
        *list = pnr_list(p, *list, v);
    }
}

void
gov_office(pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    pnr *p = g->p;
    const slice part[] = {edi_get(s, 1, 1), edi_get(s, 1, 2), edi_get(s, 2, 1),
                          edi_get(s, 2, 2), edi_get(s, 3, 1), edi_get(s, 6, 1)};

    if (p->base[COL_booking_office].n != 0 || g->in == LEG) {
        gov_keep_whole(g);
        return;
    }
    p->text.n = 0;
    for (size_t i = 0; i < LENGTH(part); i++)
        edi_put_part(&p->text, part[i], i + 1 == LENGTH(part));
    p->base[COL_booking_office] = arena_dup(&p->arena, buf_slice(&p->text));
    p->base[COL_booking_agent] = gov_dup(g, 7, 1);
}

static bool
is_phone(slice s)
{
    size_t digits = 0;

    for (size_t i = 0; i < s.n; i++)
        digits += s.p[i] >= '0' && s.p[i] <= '9';
    return digits >= 6 && digits * 2 > s.n;
}

/* Purpose, street, city, province and its name, State, postcode, and text: a telephone number. */
void
gov_address(pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    service where = gov_here(g);
    slice phone = {NULL, 0};
    buf *b = &g->p->text;

    b->n = 0;
    for (unsigned k = 2; k <= edi_components(s, 2); k++) {
        slice v = edi_get(s, 2, k);
        bool last = k == edi_components(s, 2) && k > 6;
        if (last && is_phone(v))
            phone = v;
        else
            put_item(b, S(", "), v);
    }
    if (b->n != 0)
        pnr_contact_add(g->p, &where, S("address"),
                        slice_eq(edi_get(s, 2, 1), S("701"))   ? S("billing")
                        : slice_eq(edi_get(s, 2, 1), S("702")) ? S("home")
                                                               : S("mailing"),
                        arena_dup(&g->p->arena, buf_slice(b)));
    if (phone.n != 0)
        pnr_contact_add(g->p, &where, S("phone"), (slice){NULL, 0}, arena_dup(&g->p->arena, phone));
}

/* DAT: 700 made, 710 ticketed, 2 checked in. */
void
gov_dates(pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    pnr *p = g->p;

    for (unsigned i = 1; i < s->elements; i++) {
        slice kind = edi_get(s, i, 1);
        if (edi_get(s, i, 2).n == 0)
            continue;
        if ((g->ticket != NULL && !pnr_wants(p, PNR_TICKETS)) ||
            (g->in == LEG && !pnr_wants(p, PNR_LEGS)))
            continue;
        slice when = pnr_moment(p, edi_get(s, i, 2), edi_get(s, i, 3));
        if (slice_eq(kind, S("700")) && p->base[COL_booked_time].n == 0)
            p->base[COL_booked_time] = when;
        else if (slice_eq(kind, S("710")) && g->ticket != NULL)
            ((pnr_ticket *)(void *)g->ticket->value)->ticketed_time = when;
        else if (slice_eq(kind, S("710")))
            p->base[COL_ticketed_time] = when;
        else if (slice_eq(kind, S("2")) && g->in == LEG && g->leg != NULL)
            ((pnr_leg *)(void *)g->leg->value)->check_in_time = when;
        else if (!slice_eq(kind, S("700")) || !slice_eq(when, p->base[COL_booked_time]))
            gov_remark(g, S("DAT"), kind, when);
    }
}

void
gov_excess(pnrgov *g)
{
    service s = gov_here(g);
    pnr_bag *b = (void *)pnr_add_service(g->p, PNR_BAGS, &s)->value;
    uint64_t n;

    b->bag_kind = S("excess");
    b->currency = gov_dup(g, 1, 1);
    b->amount = gov_dup(g, 1, 2);
    slice unit = edi_get(&g->e->seg, 2, 3);
    if (!slice_uint(edi_get(&g->e->seg, 2, 1), 999999, &n))
        gov_keep_whole(g);
    else if (unit.n == 0 || slice_eq_nocase(unit, S("N")))
        b->bag_count = pnr_number(&g->p->arena, n);
    else {
        b->bag_weight = pnr_number(&g->p->arena, n);
        b->weight_unit = pnr_bag_unit(unit);
    }
}

void
gov_frequent(pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    pnr *p = g->p;

    for (unsigned i = 1; i < s->elements; i++) {
        slice level = edi_get(s, i, 5).n != 0 ? edi_get(s, i, 5) : edi_get(s, i, 7);
        p->text.n = 0;
        edi_put_part(&p->text, edi_get(s, i, 1), false);
        edi_put_part(&p->text, edi_get(s, i, 2), false);
        edi_put_part(&p->text, level, true);
        slice v = arena_dup(&p->arena, buf_slice(&p->text));
        slice *list =
            g->who != NULL ? &g->who->rec[COL_frequent_flyer] : &p->base[COL_frequent_flyer];
        *list = pnr_list(p, *list, v);
    }
}

/* ---- texts: IFT and SSR ---- */

void
gov_text(pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    pnr *p = g->p;
    slice type = edi_get(s, 1, 2), text, rest;
    bool fare = slice_eq(type, S("15")), sponsor = slice_eq(type, S("43"));
    service where = gov_here(g);

    if (fare && !pnr_wants(p, PNR_TICKETS))
        return;
    text = all_texts(g, sponsor ? S(", ") : fare ? S("") : S(" "));
    if (fare && g->in == PERSON) {
        g->fare_calculation = text;
        return;
    }
    if (sponsor && g->payment != NULL) {
        ((pnr_payment *)(void *)g->payment->value)->payer = text;
        return;
    }
    rest = text;
    if (rest.n > 3 && rest.p[2] == ' ') /* a carrier before the code */
        rest.p += 3, rest.n -= 3;
    if (!slice_starts(rest, S("CTC")))
        rest = text;
    slice code = slice_cut(&rest, ' ');
    if (pnr_contact_text(p, code, rest, &where))
        return;
    if (!pnr_wants(p, PNR_REMARKS))
        return;
    if (!p->keep_sensitive && pnr_sensitive_text(text)) {
        p->withheld++;
        return;
    }
    gov_remark(g, slice_eq(type, S("28")) ? S("OSI") : S("IFT"), type, text);
}

/* One service, of each traveller that it names. */
void
gov_service(pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    pnr *p = g->p;
    slice code = edi_upper(&p->arena, edi_get(s, 1, 1)), status = edi_get(s, 1, 2);
    slice text = edi_components(s, 1) > 9 ? gov_joined(g, 1, 9, S("")) : edi_get(s, 1, 9);
    bool seats = slice_eq(code, S("SEAT")), form = slice_starts(code, S("DOC"));
    bool placed = g->in != LEG && edi_components(s, 1) >= 8;
    slice from = placed ? edi_upper(&p->arena, edi_get(s, 1, 7)) : (slice){NULL, 0};
    slice to = placed ? edi_upper(&p->arena, edi_get(s, 1, 8)) : (slice){NULL, 0};
    unsigned told = 0;

    for (unsigned i = 2; i < s->elements; i++) {
        service where = gov_here(g);
        slice data = edi_get(s, i, 1);
        where.key = arena_dup(&p->arena, edi_get(s, i, 3));
        where.from = from;
        where.to = to;
        if (data.n == 0 && where.key.n == 0)
            continue;
        where.of = pnr_by_key(p, where.key);
        told++;
        if (!seats) {
            slice all = form && text.n != 0 ? text : arena_join(&p->arena, text, S(" "), data);
            pnr_service(p, code, status, all, &where);
            continue;
        }
        if (text.n != 0)
            gov_keep_whole(g);
        pnr_seat *seat = (void *)pnr_add_service(p, PNR_SEATS, &where)->value;
        seat->seat = arena_dup(&p->arena, data);
        seat->service_status = arena_dup(&p->arena, status);
    }
    if (told == 0) {
        service where = gov_here(g);
        where.from = from;
        where.to = to;
        pnr_service(p, code, status, text, &where);
    }
}

/* ---- tickets and payment ---- */

pnr_ticket *
gov_ticket(pnrgov *g)
{
    if (g->ticket == NULL) {
        service s = gov_here(g);
        g->ticket = pnr_add_service(g->p, PNR_TICKETS, &s);
        pnr_ticket *t = (void *)g->ticket->value;
        t->fare_basis = g->fare_basis;
        t->fare_calculation = g->fare_calculation;
    }
    return (void *)g->ticket->value;
}

void
gov_money(pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    pnr_ticket *t = gov_ticket(g);

    for (unsigned i = 1; i < s->elements; i++) {
        slice kind = edi_get(s, i, 1), v = gov_dup(g, i, 2);
        bool base = slice_eq_nocase(kind, S("B"));
        if (base)
            t->fare = v;
        else if (kind.n == 0 || slice_eq_nocase(kind, S("T")))
            t->amount = v;
        else {
            gov_keep_whole(g); /* an equivalent, what was refunded */
            continue;
        }
        if (!base || t->currency.n == 0)
            t->currency = gov_dup(g, i, 3);
    }
}

void
gov_taxes(pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    pnr *p = g->p;
    pnr_ticket *t = gov_ticket(g);

    p->text.n = 0;
    buf_puts(&p->text, t->taxes);
    for (unsigned i = 2; i < s->elements && p->text.n < LIST_MAX; i++) {
        slice code = edi_get(s, i, 4);
        if (p->text.n != 0)
            buf_putc(&p->text, ';');
        edi_put_part(&p->text, edi_get(s, i, 1), code.n == 0);
        edi_put_part(&p->text, code, true);
    }
    t->taxes = arena_dup(&p->arena, buf_slice(&p->text));
}

void
gov_payments(pnrgov *g)
{
    const edi_segment *s = &g->e->seg;
    pnr *p = g->p;
    service where = gov_here(g);

    for (unsigned i = 1; i < s->elements; i++) {
        g->payment = pnr_add_service(p, PNR_PAYMENTS, &where);
        pnr_payment *y = (void *)g->payment->value;
        y->payment_form = edi_upper(&p->arena, edi_get(s, i, 1));
        y->amount = gov_dup(g, i, 3);
        y->card_company = gov_dup(g, i, 4);
        y->card_number = pnr_card(p, edi_get(s, i, 5));
        y->card_expiry = pnr_card_expiry(p, edi_get(s, i, 6));
    }
}

/* ---- check-in ---- */

void
gov_seat(pnrgov *g)
{
    if (g->seat == NULL) {
        service s = gov_here(g);
        g->seat = pnr_add_service(g->p, PNR_SEATS, &s);
    }
    pnr_seat *seat = (void *)g->seat->value;
    seat->seat = gov_dup(g, 1, 1);
    seat->cabin = gov_dup(g, 5, 1);
    seat->service_status = S("checked in");
}

/* TRI: the number for boarding, and whose; the TIF behind it says so, too. */
void
gov_boarding(pnrgov *g)
{
    g->boarding = gov_dup(g, 2, 1);
    g->seat = NULL;
    g->who = pnr_by_key(g->p, edi_get(&g->e->seg, 2, 4));
}

/* Tags of consecutive numbers, at most TAGS of them. */
void
gov_bags(pnrgov *g)
{
    enum { TAGS = 99 };
    const edi_segment *s = &g->e->seg;
    pnr *p = g->p;
    service where = gov_here(g);
    uint64_t n, first, count;

    pnr_bag *b = (void *)pnr_add_service(p, PNR_BAGS, &where)->value;
    b->bag_kind = S("checked");
    if (slice_uint(edi_get(s, 2, 1), 9999, &n))
        b->bag_count = pnr_number(&p->arena, n);
    if (slice_uint(edi_get(s, 2, 2), 99999, &n))
        b->bag_weight = pnr_number(&p->arena, n);
    if (b->bag_weight.n != 0)
        b->weight_unit = pnr_bag_unit(edi_get(s, 2, 3));
    p->text.n = 0;
    for (unsigned i = 4; i < s->elements; i++) {
        slice number = edi_get(s, i, 2);
        if (!slice_uint(number, UINT64_MAX / 2, &first)) {
            if (number.n != 0)
                gov_keep_whole(g);
            continue;
        }
        if (!slice_uint(edi_get(s, i, 3), TAGS, &count) || count == 0)
            count = 1;
        if (edi_get(s, i, 4).n != 0)
            b->bag_port = pnr_port(p, edi_get(s, i, 4));
        for (uint64_t k = 0; k < count && p->text.n < LIST_MAX - 64; k++) {
            if (p->text.n != 0)
                buf_putc(&p->text, ';');
            edi_put_part(&p->text, edi_get(s, i, 1), true);
            slice tag = pnr_number(&p->arena, first + k);
            for (size_t zero = tag.n; zero < number.n; zero++)
                buf_putc(&p->text, '0');
            buf_puts(&p->text, tag);
        }
    }
    b->bag_tags = arena_dup(&p->arena, buf_slice(&p->text));
}

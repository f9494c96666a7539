/*
 * The model of a booking: what both forms of PNRGOV, and passenger lists,
 * are read into; and whose a document is.
 */
#include "edi/private.h"

#include "text/text.h"

#include <stdlib.h>

/* Bytes of each table's fields. */
static const size_t sizes[PNR_TABLES] = {
    [PNR_LEGS] = sizeof(pnr_leg),       [PNR_DOCUMENTS] = sizeof(pnr_document),
    [PNR_VISAS] = sizeof(pnr_visa),     [PNR_CONTACTS] = sizeof(pnr_contact),
    [PNR_TICKETS] = sizeof(pnr_ticket), [PNR_PAYMENTS] = sizeof(pnr_payment),
    [PNR_BAGS] = sizeof(pnr_bag),       [PNR_SEATS] = sizeof(pnr_seat),
    [PNR_REMARKS] = sizeof(pnr_remark), [PNR_HISTORY] = sizeof(pnr_event)};

/* ---- cards, wherever they stand ---- */

/* Masks the numbers of cards in a value that is in the memory of the message. */
static void
hide_card(slice v, size_t exempt)
{
    size_t digits = v.n < CARD_DIGITS ? 0 : pnr_digits(v);

    if (digits >= CARD_DIGITS && digits > exempt)
        (void)pnr_mask((char *)(uintptr_t)v.p, v.n);
}

/* A list of telephone numbers. */
static void
hide_card_phones(slice list)
{
    while (list.p != NULL) {
        slice one = slice_cut(&list, ';');
        if (one.n >= CARD_DIGITS)
            pnr_mask_phone((char *)(uintptr_t)one.p, one.n);
    }
}

/* A field of a table that is the number of a document or a ticket, and how long that may be. */
static size_t
exempt(pnr_table t, size_t field)
{
    static const struct {
        pnr_table table;
        size_t at, digits;
    } numbers[] = {
        {PNR_DOCUMENTS, offsetof(pnr_document, doc_number), SIZE_MAX},
        {PNR_VISAS, offsetof(pnr_visa, visa_number), SIZE_MAX},
        {PNR_TICKETS, offsetof(pnr_ticket, ticket_number), TICKET_DIGITS},
    };

    for (size_t i = 0; i < LENGTH(numbers); i++)
        if (numbers[i].table == t && numbers[i].at == field * sizeof(slice))
            return numbers[i].digits;
    return 0;
}

static void
hide_cards_of(pnr_table t, const pnr_item *i)
{
    const pnr_remark *r = (const void *)i->value;
    const pnr_event *v = (const void *)i->value;
    const pnr_contact *c = (const void *)i->value;

    if ((t == PNR_REMARKS && pnr_is_identity(r->remark_kind, r->remark_code, r->remark)) ||
        (t == PNR_HISTORY && pnr_is_identity(v->remark_kind, v->remark_code, v->remark)))
        return;
    if (t == PNR_CONTACTS && slice_eq(c->contact_kind, S("phone"))) {
        pnr_mask_phone((char *)(uintptr_t)c->contact.p, c->contact.n);
        return;
    }
    for (size_t k = 0; k < sizes[t] / sizeof i->value[0]; k++)
        if (i->value[k].n >= CARD_DIGITS)
            hide_card(i->value[k], exempt(t, k));
}

/* In what travellers share. */
static void
hide_cards_of_base(pnr *p)
{
    static const enum column all[] = {COL_flight,         COL_conveyance,     COL_legs,
                                      COL_pnr_locator,    COL_other_locators, COL_booking_agent,
                                      COL_booking_office, COL_frequent_flyer};

    for (size_t i = 0; i < LENGTH(all); i++)
        hide_card(p->base[all[i]], 0);
}

void
pnr_hide_cards(pnr *p)
{
    static const enum column own[] = {
        COL_surname,     COL_given_names,    COL_full_name,    COL_birth_place, COL_crew_rank,
        COL_pnr_locator, COL_seat,           COL_bag_tags,     COL_email,       COL_address,
        COL_booked_name, COL_frequent_flyer, COL_traveller_ref};

    for (pnr_table t = PNR_LEGS; t < PNR_TABLES && p->items_n != 0; t++)
        for (const pnr_item *i = p->items[t]; i != NULL; i = i->next)
            hide_cards_of(t, i);
    for (const pnr_traveller *t = p->travellers; t != NULL; t = t->next) {
        hide_card(t->ref, 0);
        for (size_t i = 0; i < LENGTH(own); i++)
            hide_card(t->rec[own[i]], 0);
        hide_card(t->rec[COL_ticket_number], TICKET_DIGITS);
        hide_card_phones(t->rec[COL_phone]);
    }
}

/* ---- units ---- */

static void
clear(pnr *p)
{
    arena_reset(&p->arena);
    p->travellers = p->last = NULL;
    p->infants = NULL;
    p->placed = NULL;
    p->ends = p->flight_new = false;
    if (p->items_n != 0) {
        memset(p->items, 0, sizeof p->items);
        memset(p->tail, 0, sizeof p->tail);
    }
    p->travellers_n = p->items_n = p->infants_n = 0;
    p->base = p->message;
}

void
pnr_begin_message(pnr *p)
{
    memset(p->message, 0, sizeof p->message);
    p->bookings = 0;
    p->stale = true;
    clear(p);
}

void
pnr_begin_unit(pnr *p)
{
    clear(p);
    if (p->stale) {
        hide_cards_of_base(p);
        rows_begin(p, true);
    }
}

void
pnr_begin_booking(pnr *p)
{
    clear(p);
    memcpy(p->booking, p->message, sizeof p->booking);
    p->base = p->booking;
    p->base[COL_booking] = pnr_number(&p->arena, ++p->bookings);
}

slice
pnr_number(arena *a, uint64_t n)
{
    enum { DIGITS = 20 };
    char *end = (char *)arena_alloc(a, DIGITS) + DIGITS, *to = end;

    do
        *--to = (char)('0' + n % 10);
    while ((n /= 10) != 0);
    return slice_between(to, end);
}

pnr_traveller *
pnr_add_traveller(pnr *p)
{
    pnr_traveller *t = arena_zeroed(&p->arena, sizeof *t);

    if (p->last == NULL)
        p->travellers = t;
    else
        p->last->next = t;
    p->last = t;
    p->travellers_n++;
    t->rec[COL_traveller_type] = S("PAX");
    return t;
}

pnr_item *
pnr_add(pnr *p, pnr_table table, pnr_traveller *of, pnr_item *on)
{
    pnr_item *i = arena_zeroed(&p->arena, sizeof *i + sizes[table]);

    i->of = of;
    i->on = on;
    if (p->tail[table] == NULL)
        p->items[table] = i;
    else
        p->tail[table]->next = i;
    p->tail[table] = i;
    p->items_n++;
    return i;
}

pnr_item *
pnr_add_service(pnr *p, pnr_table table, const service *s)
{
    pnr_item *i = pnr_add(p, table, s->of, s->on);

    i->near = s->near;
    i->key = s->key;
    if (s->on == NULL && s->from.n != 0) {
        pnr_placed *at = arena_alloc(&p->arena, sizeof *at);
        *at = (pnr_placed){p->placed, i, s->from, s->to};
        p->placed = at;
    }
    return i;
}

/* ---- values ---- */

slice
pnr_country(pnr *p, slice raw)
{
    return value_country(p->d, &p->where, &p->arena, raw);
}

slice
pnr_port(pnr *p, slice raw)
{
    return value_port(p->d, &p->where, &p->arena, raw);
}

slice
pnr_list(pnr *p, slice list, slice item)
{
    if (item.n == 0)
        return list;
    if (list.n + item.n > LIST_MAX) {
        diag_warn(p->d, p->where, "more than %d bytes of a list; the rest is in its table",
                  LIST_MAX);
        return list;
    }
    return list.n == 0 ? item : arena_join(&p->arena, list, S(";"), item);
}

static slice
no_date(pnr *p, slice raw)
{
    if (raw.n != 0)
        diag_warn(p->d, p->where, "'%.*s' is no date that can be read", edi_shown(raw), raw.p);
    return (slice){NULL, 0};
}

/* DDMMMYY, as the texts of services have it (AIRIMP 3); also DDMMMYYYY and CCYY-MM-DD. */
slice
pnr_day(pnr *p, slice raw, date_kind kind)
{
    static const char months[] = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    char text[DATE_TEXT], six[6], name[3];
    unsigned month = 0;
    date d;

    if (raw.n == 0)
        return raw;
    if (raw.n == 10 && raw.p[4] == '-' && date_parse(raw, &d))
        return arena_dup(&p->arena, date_text(d, text));
    if (raw.n != 7 && raw.n != 9)
        return no_date(p, raw);
    for (size_t i = 0; i < 3; i++)
        name[i] = (char)(raw.p[2 + i] & ~0x20);
    for (unsigned m = 0; m < 12; m++)
        if (memcmp(name, months + (size_t)m * 3, 3) == 0)
            month = m + 1;
    memcpy(six, raw.p + raw.n - 2, 2);
    six[2] = (char)('0' + month / 10);
    six[3] = (char)('0' + month % 10);
    memcpy(six + 4, raw.p, 2);
    if (month == 0 || !date_parse_yymmdd((slice){six, 6}, kind, p->as_of, &d) || !date_whole(d))
        return no_date(p, raw);
    if (raw.n == 9) {
        uint64_t year;
        if (!slice_uint((slice){raw.p + 5, 4}, 9999, &year) || year == 0)
            return no_date(p, raw);
        d.year = (int16_t)year;
        if (!date_valid(d))
            return no_date(p, raw);
    }
    return arena_dup(&p->arena, date_text(d, text));
}

/* DDMMYY and HHMM or HHMMSS (PADIS C310 and C916), near the day of reading. */
slice
pnr_moment(pnr *p, slice day, slice time)
{
    char six[6], text[MOMENT_TEXT];
    moment m = {0};
    uint64_t clock;

    if (day.n == 0)
        return day;
    if (day.n != 6)
        return no_date(p, day);
    memcpy(six, day.p + 4, 2);
    memcpy(six + 2, day.p + 2, 2);
    memcpy(six + 4, day.p, 2);
    if (!date_parse_yymmdd((slice){six, 6}, DATE_EXPIRY, p->as_of, &m.day) || !date_whole(m.day))
        return no_date(p, day);
    if (time.n >= 4 && time.n != 5 && time.n <= 6 && slice_uint(time, 235960, &clock)) {
        uint64_t seconds = time.n == 6 ? clock % 100 : 0;
        clock = time.n == 6 ? clock / 100 : clock;
        m.has_time = clock / 100 < 24 && clock % 100 < 60 && seconds <= 60;
        m.hour = (uint8_t)(clock / 100);
        m.minute = (uint8_t)(clock % 100);
        m.second = (uint8_t)seconds;
    }
    if (time.n != 0 && !m.has_time)
        diag_warn(p->d, p->where, "'%.*s' is no time of day", edi_shown(time), time.p);
    return arena_dup(&p->arena, moment_text(m, text));
}

slice
pnr_card(pnr *p, slice raw)
{
    char *to = arena_alloc(&p->arena, raw.n), *q = to;

    for (size_t i = 0; i < raw.n; i++)
        if (raw.p[i] != ' ' && raw.p[i] != '-')
            *q++ = raw.p[i];
    slice v = slice_between(to, q);
    for (size_t i = 6; i + 4 < v.n; i++)
        if ((unsigned char)to[i] < 0x80)
            to[i] = 'X';
    return v;
}

slice
pnr_hide_digits(pnr *p, slice text)
{
    slice v = arena_dup(&p->arena, text);
    char *to = (char *)(uintptr_t)v.p;

    for (size_t i = 0, from; i < v.n; i++) {
        for (from = i; i < v.n && to[i] >= '0' && to[i] <= '9';)
            i++;
        for (size_t k = from + 6; i - from > 11 && k + 4 < i; k++)
            to[k] = 'X';
    }
    return v;
}

slice
pnr_bag_unit(slice code)
{
    bool pounds = slice_eq(code, S("701")) || (code.n != 0 && (code.p[0] & ~0x20) == 'L');

    return pounds ? S("lb") : S("kg");
}

slice
pnr_card_expiry(pnr *p, slice raw)
{
    uint64_t v;
    char text[DATE_TEXT];

    if (raw.n == 0)
        return raw;
    if (raw.n != 4 || !slice_uint(raw, 9999, &v) || v / 100 == 0 || v / 100 > 12)
        return no_date(p, raw);
    date d = {(int16_t)(p->as_of.year / 100 * 100 + (int)(v % 100)), (uint8_t)(v / 100), 0};
    return arena_dup(&p->arena, date_text(d, text));
}

/* ---- the itinerary ---- */

static const pnr_leg *
leg_of(const pnr_item *i)
{
    return (const void *)i->value;
}

/* The first leg between those ports. */
static pnr_item *
leg_between(const pnr *p, const pnr_placed *at)
{
    for (pnr_item *i = p->items[PNR_LEGS]; i != NULL; i = i->next)
        if (slice_eq(leg_of(i)->dep_port, at->from) && slice_eq(leg_of(i)->arr_port, at->to))
            return i;
    return NULL;
}

/* The leg that the message is about: by its ports and day, else by its flight. */
static pnr_item *
reported_leg(const pnr *p)
{
    const slice *b = p->base;

    for (pnr_item *i = p->items[PNR_LEGS]; i != NULL; i = i->next) {
        const pnr_leg *l = leg_of(i);
        slice day = l->dep_time, said = b[COL_dep_time];
        day.n = day.n > 10 ? 10 : day.n;
        said.n = said.n > 10 ? 10 : said.n;
        if (l->dep_port.n != 0 && slice_eq(l->dep_port, b[COL_dep_port]) &&
            slice_eq(l->arr_port, b[COL_arr_port]) && slice_eq(day, said))
            return i;
    }
    for (pnr_item *i = p->items[PNR_LEGS]; i != NULL; i = i->next)
        if (b[COL_flight].n != 0 && (slice_eq(leg_of(i)->flight, b[COL_flight]) ||
                                     slice_eq(leg_of(i)->operating_flight, b[COL_flight])))
            return i;
    return NULL;
}

/* Whether the journey goes on with the second leg: from the same port, within a day. */
static bool
connects(const pnr_leg *a, const pnr_leg *b)
{
    moment arrives, departs;

    if (a->arr_port.n == 0 || !slice_eq(a->arr_port, b->dep_port) ||
        slice_eq(a->dep_port, b->arr_port))
        return false;
    if (a->arr_time.n == 0 || b->dep_time.n == 0 || !moment_parse(a->arr_time, &arrives) ||
        !moment_parse(b->dep_time, &departs) || !date_whole(arrives.day) ||
        !date_whole(departs.day))
        return false;
    int32_t hours = (date_days(departs.day) - date_days(arrives.day)) * 24;
    if (arrives.has_time && departs.has_time)
        hours += departs.hour - arrives.hour;
    return hours >= 0 && hours <= 24;
}

static void
finish_itinerary(pnr *p, pnr_item *reported)
{
    pnr_item *before = NULL;
    slice embark, disembark;

    p->text.n = 0;
    for (pnr_item *i = p->items[PNR_LEGS]; i != NULL; i = i->next) {
        const pnr_leg *l = leg_of(i);
        if (p->text.n > LIST_MAX)
            break;
        if (p->text.n != 0)
            buf_putc(&p->text, ';');
        const slice part[] = {l->flight, l->dep_port, l->dep_time, l->arr_port, l->arr_time};
        for (size_t k = 0; k < LENGTH(part); k++)
            edi_put_part(&p->text, part[k], k + 1 == LENGTH(part));
    }
    p->base[COL_legs] = arena_dup(&p->arena, buf_slice(&p->text));
    if (reported == NULL)
        return;
    embark = leg_of(reported)->dep_port;
    disembark = leg_of(reported)->arr_port;
    for (pnr_item *i = p->items[PNR_LEGS]; i != reported; i = i->next) {
        if (before == NULL || !connects(leg_of(before), leg_of(i)))
            embark = leg_of(i)->dep_port;
        before = i;
    }
    if (before != NULL && !connects(leg_of(before), leg_of(reported)))
        embark = leg_of(reported)->dep_port;
    for (pnr_item *i = reported; i->next != NULL && connects(leg_of(i), leg_of(i->next));
         i = i->next)
        disembark = leg_of(i->next)->arr_port;
    p->base[COL_embark_port] = embark;
    p->base[COL_disembark_port] = disembark;
}

/* ---- the end of a booking ---- */

void
pnr_finish(pnr *p)
{
    pnr_item *reported, **link;
    uint64_t n = 0;

    for (pnr_item *i = p->infants; i != NULL; i = i->next)
        pnr_inft_finish(p, i->value[0]);
    for (pnr_item *i = p->items[PNR_DOCUMENTS]; i != NULL; i = i->next)
        whose_document(p, i);
    link = &p->items[PNR_DOCUMENTS];
    p->tail[PNR_DOCUMENTS] = NULL;
    for (pnr_item *i; (i = *link) != NULL;) {
        if (whose_again(p, i)) {
            *link = i->next;
            continue;
        }
        p->tail[PNR_DOCUMENTS] = i;
        link = &i->next;
    }
    for (pnr_table t = PNR_VISAS; t < PNR_TABLES; t++)
        for (pnr_item *i = p->items[t]; i != NULL; i = i->next) {
            if (i->of == NULL && i->key.n != 0)
                i->of = pnr_by_key(p, i->key);
            if (i->of == NULL)
                i->of = i->near;
        }
    if (p->travellers_n == 0 && p->base[COL_pnr_locator].n != 0) /* no row has it */
        pnr_remark_add(
            p, S("RCI"), (slice){NULL, 0}, (slice){NULL, 0},
            arena_join(&p->arena, p->base[COL_pnr_carrier], S("/"), p->base[COL_pnr_locator]),
            &(service){0});
    hide_cards_of_base(p);
    pnr_hide_cards(p);
    for (const pnr_placed *at = p->placed; at != NULL; at = at->next)
        at->item->on = leg_between(p, at);
    reported = reported_leg(p);
    finish_itinerary(p, reported);
    p->base[COL_companions] = pnr_number(&p->arena, p->travellers_n == 0 ? 0 : p->travellers_n - 1);
    for (pnr_traveller *t = p->travellers; t != NULL; t = t->next)
        t->rec[COL_traveller] = pnr_number(&p->arena, ++n);
    rows_finish(p, reported);
    rows_begin(p, true);
    p->d->read += p->travellers_n;
}

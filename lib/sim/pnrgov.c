/*
 * Bookings (PNRGOV) of one flight: the message of IATA, ICAO and WCO in its
 * EDIFACT form, versions 10.1 to 21.1.
 */
#include "sim/pnrgov.h"

#include <stdio.h>

static const char *const cities[] = {"LON", "PAR", "IST", "DXB", "DEL", "NYC", "ZUT", "SIN"};

/* DDMMYY */
static void
put_dmy(buf *b, date d)
{
    put_number(b, d.day, 2);
    put_number(b, d.month, 2);
    put_number(b, (uint64_t)(d.year % 100), 2);
}

/* DDMMYY:HHMM behind whatever separator stands there */
void
pnr_when(pnr_writer *w, moment m)
{
    put_dmy(w->out.b, m.day);
    buf_putc(w->out.b, w->out.component);
    put_number(w->out.b, m.hour, 2);
    put_number(w->out.b, m.minute, 2);
}

static moment
days_before(moment m, int days, chance *c)
{
    m.day = date_from_days(date_days(m.day) - days);
    m.hour = (uint8_t)below(c, 24);
    m.minute = (uint8_t)below(c, 60);
    return m;
}

moment
pnr_hours_later(moment m, int hours)
{
    int h = m.hour + hours;
    m.day = date_from_days(date_days(m.day) + (h >= 0 ? h / 24 : -1));
    m.hour = (uint8_t)((h + 24) % 24);
    return m;
}

static bool
flies_direct(const pnr_writer *w, const state *st)
{
    const port *there = w->f->inbound ? w->f->from : w->f->to;

    for (size_t i = 0; i < st->via_n; i++)
        if (st->via[i] == there)
            return true;
    return st->via_n == 0 || w->s->w->home == st;
}

/* Who lives beyond the flight's port comes by another one, and many go back. */
static void
plan_legs(pnr_writer *w)
{
    const flight *f = w->f;
    const state *st = w->swipe[0].person.nationality;
    chance *c = &w->chance;
    leg reported = {.from = f->from,
                    .to = f->to,
                    .departs = f->departs,
                    .arrives = f->arrives,
                    .reported = true};

    snprintf(reported.number, sizeof reported.number, "%.5s", f->id + strlen(w->c->code));
    w->legs = 0;
    bool feeder = !flies_direct(w, st);
    uint32_t number = 900 + below(c, 90);
    if (feeder && f->inbound) {
        leg *l = &w->leg[w->legs++];
        *l = (leg){.from = st->via[0],
                   .to = f->from,
                   .departs = pnr_hours_later(f->departs, -7),
                   .arrives = pnr_hours_later(f->departs, -3)};
        snprintf(l->number, sizeof l->number, "%u", number);
    }
    w->leg[w->legs++] = reported;
    if (feeder && !f->inbound) {
        leg *l = &w->leg[w->legs++];
        *l = (leg){.from = f->to,
                   .to = st->via[0],
                   .departs = pnr_hours_later(f->arrives, 3),
                   .arrives = pnr_hours_later(f->arrives, 8)};
        snprintf(l->number, sizeof l->number, "%u", number);
    }
    if (f->inbound && percent(c, 45) && w->legs < LEGS) {
        leg *l = &w->leg[w->legs++];
        moment back = f->departs;
        back.day = date_from_days(date_days(f->arrives.day) + between(c, 3, 25));
        *l = (leg){
            .from = f->to, .to = f->from, .departs = back, .arrives = pnr_hours_later(back, 4)};
        snprintf(l->number, sizeof l->number, "%u", (f->route->number + 1u) % 10000);
    }
}

/* ---- segments of a booking ---- */

static void
put_locator(pnr_writer *w, bool other)
{
    tag(&w->out, "RCI");
    el(&w->out, slice_of(w->c->code));
    co(&w->out, slice_of(w->swipe[0].locator));
    co(&w->out, S(""));
    buf_putc(w->out.b, w->out.component);
    pnr_when(w, w->made);
    if (other) { /* the agency's system has one of its own */
        char text[8];
        (void)number_fill(S("******"), w->of[0].party->number, 77, text, sizeof text);
        el(&w->out, S("1A")), co(&w->out, slice_of(text));
    }
    end(&w->out);
}

static void
put_office(pnr_writer *w, chance *c)
{
    char iata[12], agent[8];
    const char *city = cities[below(c, LENGTH(cities))];

    (void)pattern_fill(S("########"), chance_next(c) >> 8, iata, sizeof iata);
    (void)pattern_fill(S("@@####"), chance_next(c) >> 8, agent, sizeof agent);
    tag(&w->out, "ORG");
    el(&w->out, percent(c, 60) ? S("1A") : slice_of(w->c->code)), co(&w->out, slice_of(city));
    el(&w->out, slice_of(iata));
    el(&w->out, slice_of(city));
    el(&w->out, S(""));
    el(&w->out, percent(c, 60) ? S("T") : S("A"));
    el(&w->out, S("GB")), co(&w->out, S("GBP"));
    el(&w->out, slice_of(agent));
    end(&w->out);
}

static void
put_address(pnr_writer *w, chance *c)
{
    static const char *const streets[] = {"MAIN STREET", "STATION ROAD", "HARBOUR LANE",
                                          "OLD MARKET"};
    const state *st = w->swipe[0].person.nationality;
    slice city = st->via_n != 0 ? st->via[0]->city : S("AMAUROT");

    tag(&w->out, "ADD");
    el(&w->out, S("")), el(&w->out, S("702"));
    buf_putc(w->out.b, w->out.component);
    put_number(w->out.b, 1 + below(c, 180), 1);
    buf_putc(w->out.b, ' ');
    buf_puts(w->out.b, slice_of(streets[below(c, LENGTH(streets))]));
    co(&w->out, city), co(&w->out, S("")), co(&w->out, S("")), co(&w->out, slice_of(st->code));
    buf_putc(w->out.b, w->out.component);
    put_number(w->out.b, below(c, 100000), 5);
    co(&w->out, slice_of(w->swipe[0].phone));
    end(&w->out);
}

static void
put_bags(pnr_writer *w, const card_swipe *t)
{
    if (t->bags == 0)
        return;
    tag(&w->out, "TBD");
    el(&w->out, S(""));
    buf_putc(w->out.b, w->out.element);
    put_number(w->out.b, t->bags, 1);
    buf_putc(w->out.b, w->out.component);
    put_number(w->out.b, t->bags * 17, 1);
    co(&w->out, S("700"));
    el(&w->out, S("")), el(&w->out, S(""));
    for (unsigned i = 0; i < t->bags; i++) { /* carrier, number, bags, destination */
        el(&w->out, slice_of(w->c->code));
        buf_putc(w->out.b, w->out.component);
        put_number(w->out.b, t->tag + i, 6);
        co(&w->out, S("1"));
        co(&w->out, slice_of(w->f->to->code));
    }
    end(&w->out);
}

static void
put_travel(pnr_writer *w, const leg *l, slice class)
{
    tag(&w->out, "TVL");
    buf_putc(w->out.b, w->out.element);
    pnr_when(w, l->departs);
    buf_putc(w->out.b, w->out.component);
    pnr_when(w, l->arrives);
    el(&w->out, slice_of(l->from->code));
    el(&w->out, slice_of(l->to->code));
    el(&w->out, slice_of(w->c->code));
    el(&w->out, slice_of(l->number));
    if (class.n != 0)
        co(&w->out, class);
    end(&w->out);
}

/* Who was checked in on the flight: seat, boarding number, bags. */
static void
put_checked_in(pnr_writer *w)
{
    tag(&w->out, "DAT");
    el(&w->out, S("2"));
    buf_putc(w->out.b, w->out.component);
    pnr_when(w, pnr_hours_later(w->f->departs, -3));
    end(&w->out);
    for (size_t i = 0; i < w->n; i++) {
        if (w->of[i].no_show)
            continue;
        tag(&w->out, "TRI");
        el(&w->out, S(""));
        el_number(&w->out, w->of[i].seat);
        co(&w->out, S("")), co(&w->out, S(""));
        buf_putc(w->out.b, w->out.component);
        put_number(w->out.b, i + 1, 1);
        end(&w->out);
        pnr_traveller(w, i, false);
        tag(&w->out, "SSD"), el(&w->out, slice_of(w->swipe[i].seat));
        el(&w->out, S("")), el(&w->out, S("")), el(&w->out, S("")), el(&w->out, S("Y")),
            end(&w->out);
        put_bags(w, &w->swipe[i]);
    }
}

static void
put_leg(pnr_writer *w, const leg *l)
{
    static const char *const types[] = {"320", "738", "77W", "333", "789"};
    chance c = apart(w->chance, 91);

    put_travel(w, l, S("Y"));
    tag(&w->out, "RPI"), el_number(&w->out, w->n), el(&w->out, S("HK")), end(&w->out);
    tag(&w->out, "APD"), el(&w->out, slice_of(types[below(&c, LENGTH(types))])), end(&w->out);
    if (!l->reported)
        return;
    tag(&w->out, "SSR");
    el(&w->out, S("SEAT")), co(&w->out, S("HK"));
    buf_putc(w->out.b, w->out.component), put_number(w->out.b, w->n, 1);
    co(&w->out, slice_of(w->c->code)), co(&w->out, S("")), co(&w->out, S(""));
    co(&w->out, slice_of(l->from->code)), co(&w->out, slice_of(l->to->code));
    for (size_t i = 0; i < w->n; i++) {
        el(&w->out, slice_of(w->swipe[i].seat)), co(&w->out, S(""));
        buf_putc(w->out.b, w->out.component), put_number(w->out.b, i + 1, 1);
    }
    end(&w->out);
    if (percent(&c, 12)) { /* sold under another carrier's designator */
        if (w->version >= 14) {
            tag(&w->out, "TRA"), el(&w->out, slice_of(w->c->code)),
                el(&w->out, slice_of(l->number)), co(&w->out, S("Y")), end(&w->out);
        } else {
            leg shared = *l;
            snprintf(shared.number, sizeof shared.number, "7%.3s", l->number);
            put_travel(w, &shared, S("Y"));
        }
    }
    put_locator(w, false);
    put_checked_in(w);
}

static void
put_history(pnr_writer *w, chance *c)
{
    moment then = days_before(w->made, -1, c);

    tag(&w->out, "MSG"), el(&w->out, S("8")), end(&w->out);
    tag(&w->out, "ABI"), el(&w->out, S("1")), el(&w->out, S("")), co(&w->out, S("LONRR")),
        el(&w->out, S("LON")), el(&w->out, S("")), el(&w->out, slice_of(w->c->code)), end(&w->out);
    tag(&w->out, "DAT"), el(&w->out, S("ZT"));
    buf_putc(w->out.b, w->out.component), pnr_when(w, then);
    end(&w->out);
    for (unsigned i = 0; i < 2; i++) { /* cancelled, and added again a day later */
        tag(&w->out, "SAC"), el(&w->out, S("")), el(&w->out, S("")),
            el(&w->out, i == 0 ? S("X") : S("A")), end(&w->out);
        leg was = w->leg[0];
        if (i == 0)
            was.departs.day = date_from_days(date_days(was.departs.day) - 1);
        put_travel(w, &was, S("Y"));
        tag(&w->out, "RPI"), el_number(&w->out, w->n), el(&w->out, S("K")), end(&w->out);
    }
}

static void
tell_booking(pnr_writer *w)
{
    arena *a = &w->s->arena;
    slice ids = {NULL, 0};

    for (size_t i = 0; i < w->n; i++)
        ids = arena_join(a, ids, S(";"), slice_of(w->swipe[i].id));
    slice v[] = {slice_of(w->file), slice_of(w->ref), slice_of(w->swipe[0].locator),  ids,
                 w->cards,          w->sensitive,     arena_printf(a, "%zu", w->legs)};
    sim_row(w->s, TRUTH_BOOKINGS, v, LENGTH(v));
}

static void
put_booking(pnr_writer *w, const passenger *of, size_t n)
{
    chance *c = &w->chance;

    w->of = of;
    w->n = n;
    w->cards = w->sensitive = (slice){NULL, 0};
    for (size_t i = 0; i < n; i++)
        swipe_make(w->s, w->f, &of[i], &w->swipe[i]);
    *c = chance_of(w->s->set->seed, OF_BOOKING,
                   ((uint64_t)of[0].party->number << 1) | w->f->inbound);
    w->made = days_before(w->f->departs, between(c, 3, 200), c);
    w->ticketed = days_before(w->made, 0, c);
    plan_legs(w);

    tag(&w->out, "SRC"), end(&w->out);
    put_locator(w, percent(c, 40));
    tag(&w->out, "DAT");
    el(&w->out, S("700"));
    buf_putc(w->out.b, w->out.component), pnr_when(w, w->made);
    el(&w->out, S("710"));
    buf_putc(w->out.b, w->out.component), pnr_when(w, w->ticketed);
    end(&w->out);
    if (percent(c, 30))
        pnr_text(w, S("28"), S("CTCT LON 020 7123 4567 AGENCY'S DESK"));
    if (w->version < 17 && percent(c, 60))
        pnr_text(w, S("28"), arena_printf(&w->s->arena, "CTCM %s", w->swipe[0].phone + 1));
    put_office(w, c);
    if (percent(c, 55))
        put_address(w, c);
    if (percent(c, 6)) {
        tag(&w->out, "EBD"), el(&w->out, S("GBP")), co(&w->out, S("40.00")), el(&w->out, S("1")),
            co(&w->out, S("")), co(&w->out, S("N")), end(&w->out);
    }
    for (size_t i = 0; i < n; i++)
        pnr_person(w, i);
    for (size_t i = 0; i < w->legs; i++)
        put_leg(w, &w->leg[i]);
    if (percent(c, 4)) { /* it was parted from another booking */
        char text[8];
        (void)number_fill(S("@@@@@@"), of[0].party->number, 99, text, sizeof text);
        tag(&w->out, "EQN"), el(&w->out, S("1")), end(&w->out);
        tag(&w->out, "RCI"), el(&w->out, slice_of(w->c->code)), co(&w->out, slice_of(text)),
            end(&w->out);
    }
    if (percent(c, 15))
        put_history(w, c);
    tell_booking(w);
}

/* ---- messages ---- */

/* How many passengers from one on are on one booking. */
static size_t
booking_length(const flight *f, size_t from)
{
    const party *p = f->passenger[from].party;
    size_t n = 1;

    while (from + n < f->passengers_n && n < TRAVELLERS_MAX) {
        const party *q = f->passenger[from + n].party;
        if (q != p && (p->group == 0 || q->group != p->group))
            break;
        n++;
    }
    return n;
}

/* One message of at most PER_MESSAGE bookings; returns the passenger after the last. */
static size_t
put_message(pnr_writer *w, unsigned number, unsigned of, size_t from)
{
    const flight *f = w->f;
    slice version = w->c->pnr;
    size_t to = from;
    unsigned bookings = 0;
    char travellers[12], segments_text[12];

    for (; to < f->passengers_n && bookings < PER_MESSAGE; bookings++)
        to += booking_length(f, to);
    snprintf(w->ref, sizeof w->ref, "%06llu/%u", (unsigned long long)w->control, number);
    w->out.n = 0;
    tag(&w->out, "UNH");
    el_number(&w->out, number);
    el(&w->out, S("PNRGOV")), co(&w->out, slice_cut(&version, ':')), co(&w->out, version);
    co(&w->out, S("IA"));
    el(&w->out, slice_of(f->id));
    buf_putc(w->out.b, w->out.element);
    put_number(w->out.b, number, 2);
    if (number == of)
        co(&w->out, S("F"));
    else if (number == 1)
        co(&w->out, S("C"));
    end(&w->out);
    tag(&w->out, "MSG"), el(&w->out, S("")), co(&w->out, S("22")), end(&w->out);
    tag(&w->out, "ORG"), el(&w->out, slice_of(w->c->code)), co(&w->out, slice_of(f->from->code)),
        end(&w->out);
    leg l = {.from = f->from, .to = f->to, .departs = f->departs, .arrives = f->arrives};
    snprintf(l.number, sizeof l.number, "%.5s", f->id + strlen(w->c->code));
    put_travel(w, &l, S(""));
    tag(&w->out, "EQN"), el_number(&w->out, bookings), end(&w->out);
    for (size_t at = from; at < to;) {
        size_t n = booking_length(f, at);
        put_booking(w, f->passenger + at, n);
        at += n;
    }
    tag(&w->out, "UNT");
    el_number(&w->out, w->out.n + 1);
    el_number(&w->out, number);
    end(&w->out);
    snprintf(travellers, sizeof travellers, "%zu", to - from);
    snprintf(segments_text, sizeof segments_text, "%u", w->out.n);
    slice v[] = {
        slice_of(w->file),      slice_of(w->ref), S("PNRGOV"),          w->c->pnr,
        S("original"),          slice_of(f->id),  slice_of(travellers), slice_of(travellers),
        slice_of(segments_text)};
    sim_row(w->s, TRUTH_MESSAGES, v, LENGTH(v));
    return to;
}

bool
pnr_write(sim *s, const flight *f)
{
    const carrier *c = f->route->carrier;
    pnr_writer w = {
        .s = s, .f = f, .c = c, .out = segments_of(c, &s->text), .control = ++s->control};
    unsigned bookings = 0, messages, number = 0;
    slice version = c->pnr;
    uint64_t major = 0;
    moment sent = pnr_hours_later(f->departs, -1);

    (void)slice_uint(slice_cut(&version, ':'), 99, &major);
    w.version = (unsigned)major;
    w.out.blanks = false;
    s->text.n = 0;
    snprintf(w.file, sizeof w.file, "pnr/%04d%02d%02d-%s.edi", f->day.year, f->day.month,
             f->day.day, f->id);
    for (char *at = w.file; *at != '\0'; at++)
        *at |= *at >= 'A' && *at <= 'Z' ? 0x20 : 0;
    w.swipe = arena_alloc(&s->arena, TRAVELLERS_MAX * sizeof *w.swipe);
    for (size_t at = 0; at < f->passengers_n; bookings++)
        at += booking_length(f, at);
    messages = bookings == 0 ? 1 : (bookings + PER_MESSAGE - 1) / PER_MESSAGE;
    if (has_habit(c, HABIT_una)) {
        buf_puts(&s->text, S("UNA"));
        buf_put(&s->text, c->separators, 6);
        buf_puts(&s->text, c->eol);
    }
    tag(&w.out, "UNB");
    el(&w.out, S("IATA")), co(&w.out, S("1")), el(&w.out, slice_of(c->code));
    el(&w.out, slice_of(s->w->home->code));
    buf_putc(&s->text, w.out.element);
    put_ymd(&s->text, sent.day, false);
    buf_putc(&s->text, w.out.component);
    put_number(&s->text, sent.hour, 2), put_number(&s->text, sent.minute, 2);
    buf_putc(&s->text, w.out.element);
    put_number(&s->text, w.control, 6);
    end(&w.out);
    for (size_t at = 0; number < messages;)
        at = put_message(&w, ++number, messages, at);
    tag(&w.out, "UNZ");
    el_number(&w.out, messages);
    buf_putc(&s->text, w.out.element);
    put_number(&s->text, w.control, 6);
    end(&w.out);
    return sim_put_file(s, w.file, buf_slice(&s->text));
}

/* Passenger lists (PAXLST): a message in the habits of its carrier. */
#include "sim/paxlst.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * What a reader owes: to reject (something cannot be used), to warn (it is
 * used all the same), or nothing; and a word that must stand in what it says.
 */
static const struct {
    const char *name, *report, *about;
} fault_table[FAULTS] = {
    {"", "", ""},
    {"unt_count", "rejected", "UNT"},
    {"unt_reference", "rejected", "UNT"},
    {"cnt_count", "warned", "CNT"},
    {"unz_count", "rejected", "UNZ"},
    {"no_trailers", "rejected", "UNZ"},
    {"birth_date", "warned", "999999"},
    {"state", "warned", "ZZX"},
    {"port", "warned", "Q7"},
    {"no_name", "warned", "without a name"},
    {"twice", "nothing", ""},
    {"no_document", "nothing", ""},
    {"role", "warned", "NAD+ZZQ"},
    {"torn", "rejected", "UNT"},
    {"truncated", "rejected", ""},
};

static const struct {
    const char *code, *id, *function;
} purposes[] = {
    {"745", "", "original"},
    {"250", "", "original"},
    {"745", "CP", "change"},
    {"745", "RP", "replace"},
    {"745", "XR", "cancel"},
    {"266", "CLOB", "flight close-out, on board"},
    {"266", "CLNB", "flight close-out, not on board"},
};

static void
put_date(paxlst_writer *w, slice qualifier, date d)
{
    bool four = has_habit(w->c, HABIT_long_dates);

    tag(&w->out, "DTM");
    el(&w->out, qualifier);
    buf_putc(w->out.b, w->out.component);
    put_ymd(w->out.b, d, four);
    if (has_habit(w->c, HABIT_dated))
        co(&w->out, four ? S("102") : S("101"));
    end(&w->out);
}

static void
put_time(paxlst_writer *w, slice qualifier, moment m)
{
    bool four = has_habit(w->c, HABIT_long_dates);

    tag(&w->out, "DTM");
    el(&w->out, qualifier);
    buf_putc(w->out.b, w->out.component);
    put_ymd(w->out.b, m.day, four);
    put_number(w->out.b, m.hour, 2);
    put_number(w->out.b, m.minute, 2);
    co(&w->out, four ? S("203") : S("201"));
    end(&w->out);
}

/* ---- envelopes ---- */

static void
put_sent(paxlst_writer *w)
{
    buf_putc(w->out.b, w->out.element);
    put_ymd(w->out.b, w->sent.day, false);
    buf_putc(w->out.b, w->out.component);
    put_number(w->out.b, w->sent.hour, 2);
    put_number(w->out.b, w->sent.minute, 2);
}

static void
put_control(paxlst_writer *w)
{
    buf_putc(w->out.b, w->out.element);
    put_number(w->out.b, w->control, 6);
}

void
paxlst_open(paxlst_writer *w)
{
    const carrier *c = w->c;
    slice sender = slice_of(c->code), syntax = c->syntax;

    w->control = ++w->s->control;
    if (has_habit(c, HABIT_teletype))
        buf_printf(w->out.b, "QU %.3sUTXH\r\n.%.3sOP%.2s %02u%02u%02u\r\n\x02\r\n",
                   w->s->w->hub->code, w->f->from->code, c->code, w->sent.day.day, w->sent.hour,
                   w->sent.minute);
    if (has_habit(c, HABIT_una)) {
        buf_puts(w->out.b, S("UNA"));
        buf_put(w->out.b, c->separators, 6);
        buf_puts(w->out.b, c->eol);
    }
    tag(&w->out, "UNB");
    el(&w->out, slice_cut(&syntax, ':'));
    co(&w->out, syntax);
    el(&w->out, sender);
    co(&w->out, S("ZZ"));
    el(&w->out, slice_of(w->s->w->home->code));
    put_sent(w);
    put_control(w);
    el(&w->out, S("")), el(&w->out, S("")), el(&w->out, S("APIS"));
    end(&w->out);
    w->messages = 0;
    if (has_habit(c, HABIT_group)) {
        slice version = c->version;
        tag(&w->out, "UNG");
        el(&w->out, S("PAXLST")), el(&w->out, c->name), el(&w->out, slice_of(w->s->w->home->code));
        put_sent(w);
        put_control(w);
        el(&w->out, S("UN"));
        el(&w->out, slice_cut(&version, ':'));
        co(&w->out, version);
        end(&w->out);
    }
}

void
paxlst_close(paxlst_writer *w, bool trailers, unsigned wrong)
{
    bool grouped = has_habit(w->c, HABIT_group);

    if (!trailers)
        return;
    if (grouped) {
        tag(&w->out, "UNE");
        el_number(&w->out, w->messages);
        put_control(w);
        end(&w->out);
    }
    tag(&w->out, "UNZ");
    el_number(&w->out, (grouped ? 1 : w->messages) + wrong);
    put_control(w);
    end(&w->out);
    if (has_habit(w->c, HABIT_teletype))
        buf_puts(w->out.b, S("\x03\r\n"));
}

static void
put_itinerary(paxlst_writer *w)
{
    const flight *f = w->f;
    char id[16];
    size_t lead = strlen(w->c->code);
    const char *digits = f->id + lead;

    snprintf(id, sizeof id, has_habit(w->c, HABIT_zeros) ? "%.*s%04u" : "%.*s%u", (int)lead, f->id,
             (unsigned)strtoul(digits, NULL, 10));
    if (has_habit(w->c, HABIT_legs) && f->inbound) { /* the leg before, within that State */
        moment leaves = f->departs, comes = f->departs;
        leaves.hour = (uint8_t)(f->departs.hour >= 4 ? f->departs.hour - 4 : 0);
        comes.hour = (uint8_t)(f->departs.hour >= 2 ? f->departs.hour - 2 : 0);
        const port *before = NULL;
        for (size_t i = 0; i < w->s->w->ports_n; i++)
            if (&w->s->w->port[i] != f->from && &w->s->w->port[i] != f->to &&
                w->s->w->port[i].offset == f->from->offset)
                before = &w->s->w->port[i];
        if (before != NULL && f->departs.hour >= 4) {
            tag(&w->out, "TDT"), el(&w->out, S("20")), el(&w->out, slice_of(id)), end(&w->out);
            two(&w->out, "LOC", S("92"), slice_of(before->code));
            put_time(w, S("189"), leaves);
            two(&w->out, "LOC", S("92"), slice_of(f->from->code));
            put_time(w, S("232"), comes);
        }
    }
    tag(&w->out, "TDT");
    el(&w->out, S("20"));
    el(&w->out, slice_of(id));
    if (has_habit(w->c, HABIT_carrier))
        el(&w->out, S("")), el(&w->out, S("")), el(&w->out, slice_of(w->c->code));
    end(&w->out);
    two(&w->out, "LOC", S("125"), slice_of(f->from->code));
    put_time(w, S("189"), f->departs);
    two(&w->out, "LOC", S("87"), slice_of(f->to->code));
    put_time(w, S("232"), f->arrives);
}

void
paxlst_message(paxlst_writer *w, purpose of, size_t travellers)
{
    const carrier *c = w->c;
    slice version = c->version;
    int n = snprintf(w->ref, sizeof w->ref, c->name.n & 1 ? "%u" : "PAX%03u", ++w->references);

    w->purpose = of;
    w->travellers = w->readable = 0;
    w->messages++;
    w->out.n = 0;
    snprintf(w->whole_ref, sizeof w->whole_ref, "%06llu/%.*s", (unsigned long long)w->control, n,
             w->ref);
    w->fault = NO_FAULT;
    if (happens(&w->chance, w->s->set->fault)) {
        w->fault = (fault)(1 + below(&w->chance, FAULTS - 1));
        w->fault_at = travellers != 0 ? below(&w->chance, (uint32_t)travellers) : 0;
    }
    tag(&w->out, "UNH");
    el(&w->out, slice_of(w->ref));
    el(&w->out, S("PAXLST"));
    co(&w->out, slice_cut(&version, ':'));
    co(&w->out, version);
    co(&w->out, S("UN")), co(&w->out, S("IATA"));
    if (w->parts > 1 || has_habit(c, HABIT_group)) {
        el(&w->out, slice_of(w->f->id));
        buf_putc(w->out.b, w->out.element);
        put_number(w->out.b, w->part + 1, 2);
        if (w->part + 1 == w->parts)
            co(&w->out, S("F"));
        else if (w->part == 0)
            co(&w->out, S("C"));
    }
    end(&w->out);
    tag(&w->out, "BGM");
    el(&w->out, slice_of(purposes[of].code));
    if (purposes[of].id[0] != '\0')
        el(&w->out, slice_of(purposes[of].id));
    end(&w->out);
    tag(&w->out, "NAD");
    el(&w->out, S("MS")), el(&w->out, S("")), el(&w->out, S("")), el(&w->out, c->name);
    end(&w->out);
    if (has_habit(c, HABIT_contacts)) {
        tag(&w->out, "COM");
        el(&w->out, S("0093200101")), co(&w->out, S("TE"));
        end(&w->out);
    }
    put_itinerary(w);
}

void
paxlst_fault(paxlst_writer *w, fault what, slice traveller)
{
    slice v[] = {slice_of(w->file),
                 slice_of(w->whole_ref),
                 slice_of(fault_table[what].name),
                 slice_of(fault_table[what].report),
                 slice_of(fault_table[what].about),
                 traveller};

    sim_row(w->s, TRUTH_FAULTS, v, LENGTH(v));
}

/* A fault of no one message. */
void
paxlst_file_fault(paxlst_writer *w, const char *name, const char *report, const char *about)
{
    slice v[] = {slice_of(w->file), S(""),           slice_of(name),
                 slice_of(report),  slice_of(about), S("")};

    sim_row(w->s, TRUTH_FAULTS, v, LENGTH(v));
}

void
paxlst_message_end(paxlst_writer *w)
{
    char count[3][12];

    tag(&w->out, "CNT");
    el(&w->out, w->purpose == CREW_LIST ? S("41") : S("42"));
    buf_putc(w->out.b, w->out.component);
    put_number(w->out.b, w->travellers + (w->fault == WRONG_CNT ? 3u : 0u), 1);
    end(&w->out);
    tag(&w->out, "UNT");
    el_number(&w->out, w->out.n + 1 + (w->fault == UNT_COUNT ? 2 : 0));
    buf_putc(w->out.b, w->out.element);
    buf_puts(w->out.b, slice_of(w->ref));
    if (w->fault == UNT_REFERENCE)
        buf_putc(w->out.b, '9');
    unsigned count_of = w->out.n + 1;
    end(&w->out);
    if (w->fault == WRONG_CNT || w->fault == UNT_COUNT || w->fault == UNT_REFERENCE)
        paxlst_fault(w, w->fault, S(""));
    snprintf(count[0], sizeof count[0], "%u", w->travellers);
    snprintf(count[1], sizeof count[1], "%u", w->readable);
    snprintf(count[2], sizeof count[2], "%u", count_of);
    slice v[] = {slice_of(w->file),
                 slice_of(w->whole_ref),
                 S("PAXLST"),
                 w->c->version,
                 slice_of(purposes[w->purpose].function),
                 slice_of(w->f->id),
                 slice_of(count[0]),
                 slice_of(count[1]),
                 slice_of(count[2])};
    sim_row(w->s, TRUTH_MESSAGES, v, LENGTH(v));
}

/* ---- travellers ---- */

/* UTF-8 as the sender writes it; what Latin-1 has not is written plain. */
static void
put_name(paxlst_writer *w, slice utf8, const char *plain)
{
    bool lower = has_habit(w->c, HABIT_lower), first = true;
    slice v = w->c->charset == IN_ASCII ? slice_of(plain) : utf8;

    if (w->c->charset == IN_LATIN1)
        for (size_t i = 0; i < v.n; i++)
            if ((unsigned char)v.p[i] >= 0xC4 && (unsigned char)v.p[i] != 0xC3) {
                v = slice_of(plain);
                break;
            }
    for (size_t i = 0; i < v.n; i++) {
        unsigned char c = (unsigned char)v.p[i];
        if (w->c->charset == IN_LATIN1 && c == 0xC3 && i + 1 < v.n)
            c = (unsigned char)(v.p[++i] + 0x40);
        else if (c == '\'' || c == '-')
            c = c == '-' ? '-' : (unsigned char)' ';
        if (lower && !first && c >= 'A' && c <= 'Z')
            c |= 0x20;
        first = c == ' ' || c == '-';
        char one = (char)c;
        value(&w->out, (slice){&one, 1});
    }
}

static const char *
title_of(const paxlst_writer *w, const person *p)
{
    bool child = date_days(w->f->day) - date_days(p->birth) < 12 * 365;

    return p->sex == 'M' ? (child ? " MSTR" : " MR") : child ? " MISS" : " MRS";
}

static void
put_names(paxlst_writer *w)
{
    const card_swipe *c = &w->swipe;
    const person *p = &c->person;
    slice given = p->given;
    const char *plain = c->given;
    bool single = c->given[0] == '\0';

    buf_putc(w->out.b, w->out.element);
    put_name(w, p->surname, c->surname);
    if (single)
        return;
    buf_putc(w->out.b, has_habit(w->c, HABIT_slash) ? '/' : w->out.component);
    if (has_habit(w->c, HABIT_parts)) { /* a component for each; plain letters part alike */
        for (const char *at = plain; *at != '\0'; at++)
            *at == ' ' ? buf_putc(w->out.b, w->out.component) : buf_putc(w->out.b, *at);
    } else {
        put_name(w, given, plain);
    }
    if (has_habit(w->c, HABIT_titles))
        buf_puts(w->out.b, slice_of(title_of(w, p)));
    if (has_habit(w->c, HABIT_trailing))
        buf_putc(w->out.b, w->out.component);
}

static bool
is_infant(const paxlst_writer *w, const person *p)
{
    return date_days(w->f->day) - date_days(p->birth) < 2 * 365;
}

static void
put_sex(paxlst_writer *w, chance *x)
{
    const person *p = &w->swipe.person;
    char text[2] = {p->sex, 'I'};
    bool infant = has_habit(w->c, HABIT_infants) && is_infant(w, p);

    if (has_habit(w->c, HABIT_unknown_sex) && percent(x, 3)) {
        if (percent(x, 50))
            return;
        text[0] = 'U';
        infant = false;
    }
    for (size_t i = 0; i < 2 && has_habit(w->c, HABIT_lower); i++)
        text[i] |= 0x20;
    tag(&w->out, "ATT");
    el(&w->out, S("2")), el(&w->out, S(""));
    el(&w->out, (slice){text, infant ? 2 : 1});
    end(&w->out);
}

static void
put_document(paxlst_writer *w, slice type, const document *d)
{
    tag(&w->out, "DOC");
    el(&w->out, type);
    if (w->c->agency.n != 0) {
        slice agency = w->c->agency;
        while (agency.p != NULL)
            co(&w->out, slice_cut(&agency, ':'));
    }
    el(&w->out, slice_of(d->number));
    end(&w->out);
    put_date(w, S("36"), d->expiry);
    two(&w->out, "LOC", S("91"), slice_of(d->issuer->code));
}

static void
put_bags(paxlst_writer *w)
{
    const card_swipe *c = &w->swipe;

    if (!has_habit(w->c, HABIT_bags) || c->bags == 0)
        return;
    tag(&w->out, "MEA");
    el(&w->out, S("CT")), el(&w->out, S(""));
    buf_putc(w->out.b, w->out.element);
    buf_putc(w->out.b, w->out.component);
    put_number(w->out.b, c->bags, 1);
    end(&w->out);
    tag(&w->out, "FTX");
    el(&w->out, S("BAG")), el(&w->out, S("")), el(&w->out, S(""));
    for (unsigned i = 0; i < c->bags; i++) {
        buf_putc(w->out.b, i == 0 ? w->out.element : w->out.component);
        buf_puts(w->out.b, slice_of(w->c->code));
        put_number(w->out.b, c->tag + i, 6);
    }
    end(&w->out);
}

/* The carrier's own reference of the traveller. */
static void
put_reference(paxlst_writer *w, const passenger *p)
{
    char text[16];
    size_t length = number_fill(S("#########"), p->party->first + p->member, 0, text, sizeof text);

    pair(&w->out, "RFF", S("ABO"), (slice){text, length});
}

static slice
role_of(const paxlst_writer *w, const passenger *p)
{
    if (w->purpose == CREW_LIST)
        return S("FM");
    return p->party->kind == IN_TRANSIT ? S("DDU") : S("FL");
}

static void
put_person(paxlst_writer *w, const passenger *p, bool bad)
{
    const card_swipe *c = &w->swipe;
    const person *q = &c->person;
    chance x = chance_of(w->s->set->seed, OF_MEMBER, p->party->first + p->member);
    bool crew = w->purpose == CREW_LIST;
    fault what = bad ? w->fault : NO_FAULT;

    tag(&w->out, "NAD");
    el(&w->out, what == BAD_ROLE ? S("ZZQ") : role_of(w, p));
    el(&w->out, S("")), el(&w->out, S(""));
    if (what != NO_NAME)
        put_names(w);
    end(&w->out);
    put_sex(w, &x);
    if (what == BAD_BIRTH) {
        tag(&w->out, "DTM"), el(&w->out, S("329")), co(&w->out, S("999999")), end(&w->out);
    } else {
        put_date(w, S("329"), q->birth);
    }
    put_bags(w);
    if (has_habit(w->c, HABIT_verified) && percent(&x, 90)) {
        tag(&w->out, "GEI"), el(&w->out, S("4")), el(&w->out, S("173")), end(&w->out);
    }
    two(&w->out, "LOC", S("178"), what == BAD_PORT ? S("Q7") : slice_of(w->f->from->code));
    two(&w->out, "LOC", S("179"), slice_of(w->f->to->code));
    if (has_habit(w->c, HABIT_homes) && !crew)
        two(&w->out, "LOC", S("174"), slice_of(q->nationality->code));
    if (has_habit(w->c, HABIT_births) && q->nationality->via_n != 0) {
        tag(&w->out, "LOC"), el(&w->out, S("180")), el(&w->out, S("")), co(&w->out, S("")),
            co(&w->out, S(""));
        co(&w->out, q->nationality->via[0]->city), end(&w->out);
    }
    if (crew) {
        tag(&w->out, "EMP"), el(&w->out, S("1")), el(&w->out, p->seat <= 2 ? S("CR1") : S("CR2")),
            co(&w->out, S("110")), co(&w->out, S("111")), end(&w->out);
    }
    if (has_habit(w->c, HABIT_contacts) && !crew && percent(&x, 20)) {
        tag(&w->out, "COM"), el(&w->out, slice_of(c->phone)), co(&w->out, S("TE")), end(&w->out);
    }
    two(&w->out, "NAT", S("2"), what == BAD_STATE ? S("ZZX") : slice_of(c->doc.issuer->code));
    if (!crew) {
        pair(&w->out, "RFF", S("AVF"), slice_of(c->locator));
        if (c->seat[0] != '\0')
            pair(&w->out, "RFF", S("SEA"), slice_of(c->seat));
        put_reference(w, p);
        if (has_habit(w->c, HABIT_yzy))
            pair(&w->out, "RFF", S("YZY"), S("1"));
    }
    if (what != NO_DOCUMENT) {
        put_document(w, S("P"), &c->doc);
        if (c->has_visa)
            put_document(w, S("V"), &c->visa);
    }
}

/* Puts a traveller's group, with what the message's fault does to it. */
void
paxlst_traveller(paxlst_writer *w, const passenger *p, size_t nth, bool lost)
{
    bool here = w->fault != NO_FAULT && nth == w->fault_at;
    bool told = here && w->fault >= BAD_BIRTH && w->fault <= BAD_ROLE;
    bool close_out = w->purpose == ON_BOARD || w->purpose == OFF_BOARD;
    size_t from = w->out.b->n;
    char count[12];

    swipe_make(w->s, w->f, p, &w->swipe);
    for (unsigned times = 0; times < (here && w->fault == TWICE ? 2u : 1u); times++) {
        if (close_out) { /* who, and nothing else */
            tag(&w->out, "NAD"), el(&w->out, role_of(w, p)), el(&w->out, S("")), el(&w->out, S(""));
            put_names(w), end(&w->out);
            pair(&w->out, "RFF", S("AVF"), slice_of(w->swipe.locator));
            put_reference(w, p);
        } else {
            put_person(w, p, told);
        }
        lost = lost || (told && w->fault == BAD_ROLE && !close_out);
        w->travellers++;
        w->readable += !lost;
        snprintf(count, sizeof count, "%u", w->readable);
        slice v[] = {slice_of(w->file), slice_of(w->whole_ref), lost ? S("") : slice_of(count),
                     slice_of(w->swipe.id)};
        sim_row(w->s, TRUTH_PASSENGERS, v, LENGTH(v));
    }
    if (here && !close_out && (told || w->fault == TWICE))
        paxlst_fault(w, w->fault, slice_of(w->swipe.id));
    w->nad_at = from;
}

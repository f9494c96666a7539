/*
 * What a carrier sends of one flight: lists, changes, close-outs, in one or
 * more interchanges, with the faults that chance puts into them.
 */
#include "sim/paxlst.h"

#include <stdio.h>

/*
 * Bytes between two travellers' names are lost: the second one's data now
 * follow the first one's surname.  Only the counts tell.
 */
static void
tear(paxlst_writer *w, size_t first, size_t second)
{
    char *p = w->out.b->p;
    size_t a = first, b = second;

    while (a < w->out.b->n && p[a] != w->out.component && p[a] != w->out.end && p[a] != '/')
        a++;
    while (b < w->out.b->n && p[b] != w->out.component && p[b] != w->out.end && p[b] != '/')
        b++;
    memmove(p + a, p + b, w->out.b->n - b);
    w->out.b->n -= b - a;
}

/* ---- transmissions ---- */

/* Which of the flight's travellers a message names. */
static bool
is_named(const paxlst_writer *w, purpose of, const passenger *p, size_t i)
{
    bool late = has_habit(w->c, HABIT_updates) && i % 37 == 11;

    switch (of) {
    case LIST:
        return !late;
    case CHANGE:
        return late;
    case CANCEL:
    case OFF_BOARD:
        return p->no_show;
    case ON_BOARD:
        return !p->no_show;
    default:
        return true;
    }
}

static bool
put_message(paxlst_writer *w, purpose of, const passenger *list, size_t n, size_t travellers)
{
    size_t nth = 0, before = 0;
    char torn[16];

    paxlst_message(w, of, travellers);
    if (w->fault == TORN && (of != LIST || w->fault_at + 1 >= travellers))
        w->fault = NO_FAULT; /* there are no two names to lose bytes between */
    for (size_t i = 0; i < n; i++) {
        if (of != CREW_LIST && !is_named(w, of, &list[i], (size_t)(&list[i] - w->f->passenger)))
            continue;
        paxlst_traveller(w, &list[i], nth,
                         (w->fault == TORN && nth == w->fault_at) ||
                             (w->fault == TRUNCATED && nth + 1 == travellers));
        if (w->fault == TORN && nth == w->fault_at) {
            before = w->nad_at;
            memcpy(torn, w->swipe.id, sizeof torn);
        } else if (w->fault == TORN && nth == w->fault_at + 1) {
            tear(w, before, w->nad_at);
            paxlst_fault(w, TORN, slice_of(torn));
        }
        nth++;
    }
    fault what = w->fault;
    bool whole = what != NO_TRAILERS && what != TRUNCATED;
    size_t cut = what == TRUNCATED && nth != 0 ? w->nad_at + 6 : w->out.b->n; /* NAD+FL */
    paxlst_message_end(w);
    if (!whole) {
        paxlst_fault(w, what, slice_of(what == TRUNCATED && nth != 0 ? w->swipe.id : ""));
        w->out.b->n = cut;
    }
    return whole;
}

/* The interchanges of one purpose: one, or one for each part. */
static void
transmit(paxlst_writer *w, purpose of, const passenger *list, size_t n)
{
    size_t named = 0, each, from = 0;

    for (size_t i = 0; i < n; i++)
        named += of == CREW_LIST || is_named(w, of, &list[i], (size_t)(&list[i] - w->f->passenger));
    if (named == 0 && of != LIST && of != CREW_LIST)
        return;
    each = w->c->parts != 0 && of == LIST ? w->c->parts : named;
    w->parts = each == 0 ? 1 : (named + each - 1) / each;
    for (w->part = 0; w->part < w->parts; w->part++) {
        size_t to = from, here = 0;
        while (to < n && here < each) {
            here += of == CREW_LIST ||
                    is_named(w, of, &list[to], (size_t)(&list[to] - w->f->passenger));
            to++;
        }
        paxlst_open(w);
        bool whole = put_message(w, of, list + from, to - from, here);
        if (whole && of == LIST && w->parts == 1 && has_habit(w->c, HABIT_together) &&
            w->f->crew_n != 0)
            whole = put_message(w, CREW_LIST, w->f->crew, w->f->crew_n, w->f->crew_n);
        bool wrong = w->fault == UNZ_COUNT;
        paxlst_close(w, whole, wrong ? 4 : 0);
        if (wrong)
            paxlst_fault(w, UNZ_COUNT, S(""));
        if (!whole)
            buf_puts(w->out.b, S("\n"));
        from = to;
    }
}

bool
apis_write(sim *s, const flight *f)
{
    const carrier *c = f->route->carrier;
    paxlst_writer w = {.s = s,
                       .f = f,
                       .c = c,
                       .sent = f->departs,
                       .out = segments_of(c, &s->text),
                       .chance = chance_of(s->set->seed, OF_MESSAGE, f->number)};

    s->text.n = 0;
    snprintf(w.file, sizeof w.file, "apis/%04d%02d%02d-%s.edi", f->day.year, f->day.month,
             f->day.day, f->id);
    for (char *at = w.file; *at != '\0'; at++)
        *at |= *at >= 'A' && *at <= 'Z' ? 0x20 : 0;
    w.sent.hour = (uint8_t)(f->departs.hour >= 2 ? f->departs.hour - 2 : 0);
    size_t first = s->text.n;
    transmit(&w, LIST, f->passenger, f->passengers_n);
    size_t list_end = s->text.n;
    if (!(has_habit(c, HABIT_together) && c->parts == 0) && f->crew_n != 0)
        transmit(&w, CREW_LIST, f->crew, f->crew_n);
    if (has_habit(c, HABIT_repeats) && percent(&w.chance, 30)) {
        buf_reserve(&s->text, list_end - first); /* before its bytes are read */
        buf_put(&s->text, s->text.p + first, list_end - first);
        paxlst_file_fault(&w, "repeated", "nothing", "");
    }
    w.sent = f->departs;
    if (has_habit(c, HABIT_updates))
        transmit(&w, CHANGE, f->passenger, f->passengers_n);
    if (has_habit(c, HABIT_replaces))
        transmit(&w, REPLACE, f->passenger, f->passengers_n);
    if (has_habit(c, HABIT_cancels))
        transmit(&w, CANCEL, f->passenger, f->passengers_n);
    if (has_habit(c, HABIT_closes)) {
        transmit(&w, ON_BOARD, f->passenger, f->passengers_n);
        transmit(&w, OFF_BOARD, f->passenger, f->passengers_n);
    }
    if (has_habit(c, HABIT_noise) && percent(&w.chance, 20)) {
        buf_puts(&s->text, S("\r\nEND OF TRANSMISSION\r\n"));
        paxlst_file_fault(&w, "noise", "rejected", "outside of any interchange");
    }
    return sim_put_file(s, w.file, buf_slice(&s->text));
}

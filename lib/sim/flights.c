/* The flights of a day: as many as are needed, and who is on them. */
#include "sim/traffic.h"

#include <stdio.h>
#include <stdlib.h>

/* As many routes as the day's travellers need, and what each still has free. */
typedef struct day_plan {
    uint32_t flight[ROUTES_MAX];
    unsigned section[ROUTES_MAX];
    uint32_t seats[ROUTES_MAX];
    size_t n;
    bool inward;
} day_plan;

/* ---- crews and those who do not come ---- */

/* Both are parties of the flight alone; they stand in the flight's own array. */
static party
lone_party(traffic *t, kind k, uint32_t household, uint32_t *counter, int32_t day)
{
    return (party){.household = household,
                   .number = ++t->numbers,
                   .first = ++*counter,
                   .kind = (uint8_t)k,
                   .n = 1,
                   .mode = BY_AIR,
                   .purpose = RETURN,
                   .entry_day = day,
                   .exit_day = day};
}

/* ---- flights ---- */

static moment
moment_at(int32_t day, int minutes)
{
    while (minutes < 0)
        minutes += 1440, day--;
    return (moment){.day = date_from_days(day + minutes / 1440),
                    .hour = (uint8_t)(minutes % 1440 / 60),
                    .minute = (uint8_t)(minutes % 60),
                    .has_time = true};
}

/* Minutes from the beginning of the day at the home airport. */
static int
home_minutes(const sim *s, const route *r, bool inward, unsigned section)
{
    int home = s->w->hub->offset, arrives;

    arrives = r->departs + r->minutes - r->from->offset + home + (int)section * 95;
    arrives = (arrives % 1440 + 1440) % 1440;
    return inward ? arrives : (arrives + 75) % 1440;
}

static uint32_t
flight_open(traffic *t, const route *r, bool inward, unsigned section)
{
    sim *s = t->s;
    flights *today = &t->flights[t->day & 1];
    today->item = list_room(today->item, today->n, &today->cap, sizeof *today->item);
    flight *f = &today->item[today->n];
    int at = home_minutes(s, r, inward, section), shift = r->from->offset - s->w->hub->offset;

    *f = (flight){.route = r, .inbound = inward, .number = ++t->flights_n};
    snprintf(f->id, sizeof f->id, "%s%u", r->carrier->code,
             (r->number + (inward ? 0u : 1u) + section % 10 * 1000 + section / 10 * 2) % 10000);
    const port *home = world_port(s->w, slice_of(r->to->at));
    f->from = inward ? r->from : home;
    f->to = inward ? home : r->from;
    f->arrives = inward ? moment_at(t->day, at) : moment_at(t->day, at + r->minutes + shift);
    f->departs = inward ? moment_at(t->day, at - r->minutes + shift) : moment_at(t->day, at);
    f->day = f->departs.day;
    f->crossing_minutes = at;
    return (uint32_t)today->n++;
}

static void
plan_day(traffic *t, bool inward, uint32_t travellers, day_plan *plan)
{
    const sim_world *w = t->s->w;
    chance c = apart(chance_of(t->s->set->seed, OF_DAY, (uint64_t)t->day), 5);
    uint32_t weights[ROUTES_MAX], room_for = 0;
    size_t n = w->routes_n;

    plan->n = 0;
    plan->inward = inward;
    for (size_t i = 0; i < n; i++)
        weights[i] = w->route[i].weight;
    /* Both directions draw the same routes in the same order. */
    while (plan->n < n && (plan->n == 0 || room_for * 3 / 5 < travellers)) {
        size_t at = weight_draw(weights, n, &c);
        if (weights[at] == 0)
            break;
        weights[at] = 0;
        plan->section[plan->n] = 0;
        plan->flight[plan->n] = flight_open(t, &w->route[at], inward, 0);
        plan->seats[plan->n] = w->route[at].seats;
        room_for += w->route[at].seats;
        plan->n++;
    }
}

static bool
flies_via(const state *st, const route *r)
{
    for (size_t i = 0; i < st->via_n; i++)
        if (st->via[i] == r->from)
            return true;
    return false;
}

/* Which of the plan's flights takes the party; a further one when none can. */
static size_t
choose_flight(traffic *t, day_plan *plan, const party *p, chance *c)
{
    const state *st = household_state(t->s, p->household, (kind)p->kind);
    flights *today = &t->flights[t->day & 1];
    uint32_t weights[ROUTES_MAX], any = 0;

    for (unsigned pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < plan->n; i++) {
            const flight *f = &today->item[plan->flight[i]];
            bool fits = plan->seats[i] >= p->n && (pass != 0 || flies_via(st, f->route));
            if (p->kind == IN_TRANSIT && !plan->inward && p->exit_day == p->entry_day)
                fits = fits && f->crossing_minutes * 60 > (int)p->entry_second + 2400;
            weights[i] = fits ? f->route->weight : 0;
            any += weights[i];
        }
        if (any != 0)
            return weight_draw(weights, plan->n, c);
    }
    if (p->kind == IN_TRANSIT && !plan->inward && p->exit_day == p->entry_day)
        return SIZE_MAX; /* nothing leaves any more today */
    size_t at = below(c, (uint32_t)plan->n);
    if (plan->section[at] + 1 == ROUTE_SECTIONS) { /* larger aircraft, then */
        plan->seats[at] += 200;
        return at;
    }
    const route *r = today->item[plan->flight[at]].route;
    plan->section[at]++;
    plan->flight[at] = flight_open(t, r, plan->inward, plan->section[at]);
    plan->seats[at] = r->seats;
    return at;
}

static int
by_flight(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* When the party is at the border: behind those who walked faster. */
static uint32_t
border_second(const flight *f, uint32_t before, chance *c)
{
    int at = f->crossing_minutes * 60;

    if (f->inbound)
        return (uint32_t)at + 480 + before * 11 + below(c, 240);
    at -= 3600 + (int)below(c, 5400);
    return at < 60 ? 60 + below(c, 600) : (uint32_t)at;
}

static void
fill_flight(traffic *t, flight *f, uint32_t index, const uint64_t *order, size_t n)
{
    sim *s = t->s;
    const uint32_t *list = f->inbound ? t->inbound : t->outbound;
    size_t people = 0;
    uint32_t before = 0;
    chance c = chance_of(s->set->seed, OF_FLIGHT, f->number);

    for (size_t i = 0; i < n; i++)
        people += t->party[list[order[i] & NONE]].n;
    /* Some who booked do not come; carriers that say so have them in their lists. */
    unsigned absent = people > 20 ? below(&c, 1 + (uint32_t)people / 40) : 0;
    f->passenger = arena_alloc(&s->arena, (people + absent) * sizeof *f->passenger);
    for (size_t i = 0; i < n; i++) {
        uint32_t at = list[order[i] & NONE];
        party *p = &t->party[at];
        bool second_leg = leads_in(p) != f->inbound;
        *(f->inbound ? &p->entry_second : &p->exit_second) = border_second(f, before, &c);
        *(f->inbound ? &p->entry_post : &p->exit_post) = (uint16_t)(f->route->to - s->w->post);
        for (uint8_t m = 0; m < p->n; m++, before++)
            f->passenger[f->passengers_n++] =
                (passenger){.party = p, .member = m, .seat = (uint16_t)(before + 1)};
        crossing_add(t, at, f->inbound, second_leg, index);
        if (p->kind == IN_TRANSIT && !f->inbound)
            party_over(t, at);
    }
    party *own = arena_alloc(&s->arena, (absent + LENGTH(f->crew)) * sizeof *own);
    for (unsigned i = 0; i < absent; i++) {
        own[i] = lone_party(t, NO_SHOW, s->households++, &t->no_shows, t->day);
        f->passenger[f->passengers_n++] =
            (passenger){.party = &own[i], .no_show = true, .seat = (uint16_t)(++before)};
    }
    /* A carrier's crews are the same people again and again. */
    unsigned crew = 4 + f->route->seats / 45u;
    uint32_t base = t->crews + (uint32_t)(f->route->carrier - s->w->carrier) * CREW_POOL,
             from = below(&c, CREW_POOL - LENGTH(f->crew));
    for (f->crew_n = 0; f->crew_n < crew && f->crew_n < LENGTH(f->crew); f->crew_n++) {
        party *p = &own[absent + f->crew_n];
        *p = lone_party(t, CREW, base + from + (uint32_t)f->crew_n, &t->crew, t->day);
        f->crew[f->crew_n] = (passenger){.party = p, .seat = (uint16_t)(f->crew_n + 1)};
    }
}

static void
tell_flight(sim *s, const flight *f)
{
    arena *a = &s->arena;
    char text[2][MOMENT_TEXT];
    size_t absent = 0;
    bool pnr = f->route->carrier->pnr.n != 0;

    for (size_t i = 0; i < f->passengers_n; i++)
        absent += f->passenger[i].no_show;
    slice v[] = {slice_of(f->id),
                 f->inbound ? S("entry") : S("exit"),
                 slice_of(f->from->code),
                 moment_text(f->departs, text[0]),
                 slice_of(f->to->code),
                 moment_text(f->arrives, text[1]),
                 number_text(a, "", f->passengers_n - absent),
                 number_text(a, "", f->crew_n),
                 number_text(a, "", absent),
                 S("yes"),
                 pnr ? S("yes") : S("no")};
    sim_row(s, TRUTH_FLIGHTS, v, LENGTH(v));
}

/* All who fly on the day in one direction: onto flights, and their messages. */
bool
flights_fly(traffic *t, bool inward)
{
    sim *s = t->s;
    uint32_t *list = inward ? t->inbound : t->outbound;
    size_t n = inward ? t->inbound_n : t->outbound_n, kept = 0;
    uint32_t travellers = 0, group = 0;
    day_plan plan;
    chance c = apart(chance_of(s->set->seed, OF_DAY, (uint64_t)t->day), inward ? 8 : 9);
    size_t at = 0;

    for (size_t i = 0; i < n; i++)
        travellers += t->party[list[i]].n;
    if (n == 0)
        return true;
    plan_day(t, inward, travellers, &plan);
    uint64_t *order = mem_alloc(n, sizeof *order);
    for (size_t i = 0; i < n; i++) {
        party *p = &t->party[list[i]];
        bool keep = group != 0 && p->group == group && plan.seats[at] >= p->n;
        if (!keep)
            at = choose_flight(t, &plan, p, &c);
        if (at == SIZE_MAX) { /* he sleeps at the airport and flies tomorrow */
            p->exit_day++;
            party_comes_back(t, list[i], p->exit_day);
            at = 0;
            group = 0;
            continue;
        }
        group = p->group;
        plan.seats[at] -= p->n;
        order[kept++] = (uint64_t)plan.flight[at] << 32 | i;
    }
    qsort(order, kept, sizeof *order, by_flight);
    bool good = true;
    flights *today = &t->flights[t->day & 1];
    for (size_t i = 0, to; good && i < kept; i = to) {
        uint32_t index = (uint32_t)(order[i] >> 32);
        for (to = i; to < kept && order[to] >> 32 == index; to++)
            continue;
        flight *f = &today->item[index];
        arena_reset(&s->arena);
        fill_flight(t, f, index << 1 | (uint32_t)(t->day & 1), order + i, to - i);
        good = apis_write(s, f) && (f->route->carrier->pnr.n == 0 || pnr_write(s, f)) && !s->failed;
        tell_flight(s, f);
        f->passenger = NULL;
    }
    free(order);
    return good;
}

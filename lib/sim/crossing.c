/* Parties at the border: when, where, and what is recorded of it. */
#include "sim/traffic.h"

#include <stdlib.h>

static const slice direction_names[] = {{"entry", 5}, {"exit", 4}, {"transit", 7}};
static const slice purpose_names[] = {
    {"tourism", 7}, {"business", 8},    {"family", 6},    {"study", 5},       {"work", 4},
    {"transit", 7}, {"pilgrimage", 10}, {"commuting", 9}, {"protection", 10}, {"", 0}};

static uint32_t
second_of_hour(const sim_world *w, sim_mode m, chance *c)
{
    uint32_t weights[HOURS];

    for (unsigned i = 0; i < HOURS; i++)
        weights[i] = w->hour[m][i];
    uint32_t hour = (uint32_t)weight_draw(weights, HOURS, c);

    return hour * 3600 + below(c, 3600);
}

void
crossing_queue(traffic *t, uint32_t i, bool inward)
{
    if (inward) {
        t->inbound = list_room(t->inbound, t->inbound_n, &t->inbound_cap, sizeof *t->inbound);
        t->inbound[t->inbound_n++] = i;
    } else {
        t->outbound = list_room(t->outbound, t->outbound_n, &t->outbound_cap, sizeof *t->outbound);
        t->outbound[t->outbound_n++] = i;
    }
}

static void
add_crossing(traffic *t, crossing x)
{
    t->today = list_room(t->today, t->today_n, &t->today_cap, sizeof *t->today);
    t->today[t->today_n++] = x;
}

/* All members at the border, one behind the other. */
void
crossing_add(traffic *t, uint32_t i, bool inward, bool second_leg, uint32_t flight_index)
{
    const sim_settings *set = t->s->set;
    party *p = &t->party[i];
    uint8_t direction = p->kind == IN_TRANSIT ? TRANSIT_ONLY : inward ? ENTRY : EXIT;
    uint32_t at = inward ? p->entry_second : p->exit_second;

    if (p->kind == IN_TRANSIT && !inward)
        return; /* one line is enough */
    for (uint8_t m = 0; m < p->n; m++) {
        chance c = apart(chance_of(set->seed, OF_LEG, ((uint64_t)p->first + m) * 2 + inward), 7);
        crossing x = {.second = at + m * 14u,
                      .party = i,
                      .flight = flight_index,
                      .member = m,
                      .direction = direction,
                      .second_leg = second_leg,
                      .unwritten = !inward && p->exit_missing};
        add_crossing(t, x);
        if (!x.unwritten && happens(&c, set->doubled)) {
            x.second += 40 + below(&c, 500);
            x.again = true;
            add_crossing(t, x);
        }
    }
}

/* The party's crossing at a land, sea or rail post, or its place in the queue for a flight. */
void
crossing_leg(traffic *t, uint32_t i, bool second_leg, chance *c)
{
    party *p = &t->party[i];
    bool inward = leads_in(p) != second_leg;
    sim_mode m = (sim_mode)p->mode;

    if (m == BY_AIR) {
        crossing_queue(t, i, inward);
        return;
    }
    uint32_t at = second_of_hour(t->s->w, m, c);
    if (p->kind == COMMUTER) /* to work and back */
        at = second_leg ? 16 * 3600u + below(c, 9000) : 6 * 3600u + below(c, 9000);
    else if (second_leg && p->entry_day == p->exit_day) { /* back on the same day */
        uint32_t first = inward ? p->exit_second : p->entry_second;
        at = at > first + 3600 ? at : first + 3600 + below(c, 5400);
    }
    *(inward ? &p->entry_second : &p->exit_second) = at;
    crossing_add(t, i, inward, second_leg, NONE);
}

/* ---- movements ---- */

static int
by_time(const void *a, const void *b)
{
    const crossing *x = a, *y = b;

    if (x->second != y->second)
        return x->second < y->second ? -1 : 1;
    if (x->party != y->party)
        return x->party < y->party ? -1 : 1;
    return x->member != y->member ? x->member - y->member : x->again - y->again;
}

/* Plates, trains and ships: what took him over the border. */
static slice
conveyance_of(sim *s, const party *p, bool inward)
{
    static const char *const ships[] = {"MV ALBATROSS", "MV CORMORANT", "MV PELICAN",
                                        "MV KITTIWAKE"};
    chance c = apart(chance_of(s->set->seed, OF_LEG, (uint64_t)p->number * 2 + inward), 3);
    char plate[12];

    switch (p->mode) {
    case BY_LAND:
        if (percent(&c, 25))
            return (slice){NULL, 0}; /* on foot */
        return arena_dup(&s->arena,
                         (slice){plate, pattern_fill(S("@@ #### @"), chance_next(&c) >> 1, plate,
                                                     sizeof plate)});
    case BY_RAIL:
        return number_text(&s->arena, "EC", 100 + below(&c, 12));
    default:
        return slice_of(ships[below(&c, LENGTH(ships))]);
    }
}

static void
scan_zones(traffic *t, const party *p, const person *q, const document *d, unsigned at_post,
           slice id, bool inward)
{
    sim *s = t->s;
    chance c = apart(
        chance_of(s->set->seed, OF_MEMBER, ((uint64_t)p->first + q->member) * 2 + inward), 13);
    zone z;

    if (percent(&c, 6))
        return; /* typed by hand */
    zone_make(s, q, d, &z);
    zone_scan(s, at_post, &z, id, ++t->scans);
    if (p->visa && inward && d->issuer == q->nationality && percent(&c, 30)) {
        document visa;
        visa_make(s, q, p->number, &visa);
        zone_make(s, q, &visa, &z);
        zone_scan(s, at_post, &z, id, ++t->scans);
    }
}

static void
write_crossing(traffic *t, const crossing *x)
{
    sim *s = t->s;
    arena *a = &s->arena;
    const party *p = &t->party[x->party];
    bool inward = x->direction != EXIT;
    unsigned at_post = inward ? p->entry_post : p->exit_post;
    int32_t day = inward ? p->entry_day : p->exit_day;
    const flight *f = x->flight != NONE ? &t->flights[x->flight & 1].item[x->flight >> 1] : NULL;
    chance c = apart(
        chance_of(s->set->seed, OF_MEMBER, ((uint64_t)p->first + x->member) * 2 + inward), 19);
    person q;
    document d, visa = {.number = ""};

    arena_reset(a);
    if (x->second_leg && !x->again)
        tell_stay(t, p, x->member, true);
    if (x->unwritten)
        return;
    person_make(s, p->household, x->member, (kind)p->kind, &q);
    document_at(t, p, &q, x->second_leg, &d);
    slice id = number_text(a, "t", p->first + x->member);
    bool none = without_papers(t, p, x->member);
    if (p->visa && inward)
        visa_make(s, &q, p->number, &visa);
    char sex = q.sex;
    chance desk = chance_of(s->set->seed, OF_LEG, (uint64_t)p->number * 2 + inward);
    unsigned lane = 1 + below(&desk, 8) + x->again;
    bool visitor = inward && leads_in(p), ours = d.issuer == s->w->home;
    bool says = visitor && !percent(&c, 3 + at_post * 5 % 17); /* some posts leave much empty */
    slice v[] = {q.surname,
                 q.given,
                 date_value(a, q.birth),
                 {&sex, 1},
                 slice_of(none ? q.nationality->code : d.issuer->code),
                 percent(&c, 60) ? slice_of(q.nationality->code) : (slice){NULL, 0},
                 slice_of(none ? "" : d.type),
                 slice_of(none ? "" : d.issuer->code),
                 slice_of(none ? "" : d.number),
                 none ? (slice){NULL, 0} : date_value(a, d.expiry),
                 slice_of(visa.number),
                 mode_names[p->mode],
                 f != NULL ? slice_of(f->route->carrier->code) : (slice){NULL, 0},
                 f != NULL ? slice_of(f->id) : (slice){NULL, 0},
                 f != NULL ? (slice){NULL, 0} : conveyance_of(s, p, inward),
                 f != NULL ? slice_of(f->from->code) : (slice){NULL, 0},
                 f != NULL ? slice_of(f->to->code) : (slice){NULL, 0},
                 direction_names[x->direction],
                 s->w->post[at_post].code,
                 time_value(a, day, x->second + (x->overnight ? DAY : 0)),
                 inward && p->refused ? S("refused") : S("admitted"),
                 says ? purpose_names[p->purpose] : (slice){NULL, 0},
                 visitor && !p->refused && !ours ? day_value(a, p->until) : (slice){NULL, 0},
                 arena_printf(a, "%.*s-%02u", (int)s->w->post[at_post].code.n,
                              s->w->post[at_post].code.p, 1 + below(&desk, 24)),
                 number_text(a, "", lane)};
    sim_row(s, TO_MOVEMENTS, v, LENGTH(v));
    slice truth[] = {number_text(a, "", ++t->rows), id, person_text(a, &q),
                     direction_names[x->direction], x->again ? S("yes") : S("no")};
    sim_row(s, TRUTH_MOVEMENTS, truth, LENGTH(truth));
    if (!none && !x->again)
        scan_zones(t, p, &q, &d, at_post, id, inward);
}

/* The crossings that yesterday left for today. */
void
crossings_take_over(traffic *t)
{
    for (t->today_n = 0; t->today_n < t->later_n; t->today_n++) {
        t->today = list_room(t->today, t->today_n, &t->today_cap, sizeof *t->today);
        t->today[t->today_n] = t->later[t->today_n];
    }
}

/* Those of the day before midnight; the others wait for tomorrow. */
bool
crossings_write(traffic *t, bool all)
{
    size_t n = 0;

    qsort(t->today, t->today_n, sizeof *t->today, by_time);
    while (n < t->today_n && !t->s->failed && (all || t->today[n].second < DAY))
        write_crossing(t, &t->today[n++]);
    t->later_n = 0;
    for (; n < t->today_n; n++) {
        t->later = list_room(t->later, t->later_n, &t->later_cap, sizeof *t->later);
        t->later[t->later_n] = t->today[n];
        t->later[t->later_n].second -= DAY;
        t->later[t->later_n++].overnight = true;
    }
    return !t->s->failed;
}

/* A country's days, one behind the other. */
#include "sim/traffic.h"

#include <stdlib.h>

void *
list_room(void *list, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return list;
    *cap = n < 128 ? 256 : n * 2;
    return mem_grow(list, *cap, size);
}

/* ---- days ---- */

static uint64_t
day_weight(const sim_world *w, int32_t day)
{
    date d = date_from_days(day);
    uint64_t weight = (uint64_t)w->month[d.month - 1] * w->weekday[date_weekday(d) - 1] / 100;

    return weight != 0 ? weight : 1;
}

static void
put_decoys(sim *s, uint64_t n)
{
    for (; n > 0 && !s->failed; n--) {
        person q;
        document d;
        arena_reset(&s->arena);
        person_make(s, s->households++, 0, DECOY, &q);
        document_make(s, &q, 0, false, 0, &d);
        (void)list_traveller(s, &q, &d, (slice){NULL, 0}, false);
    }
}

/* The second legs of the day, of parties that set out before. */
static void
bring_back(traffic *t)
{
    uint32_t *list = &t->due[t->day - t->s->first_day];

    while (*list != NONE) {
        uint32_t i = *list;
        party *p = &t->party[i];
        chance c = apart(chance_of(t->s->set->seed, OF_PARTY, p->number), 1);
        *list = p->next;
        if (p->kind == IN_TRANSIT)
            crossing_queue(t, i, false);
        else
            crossing_leg(t, i, true, &c);
        if (p->kind != IN_TRANSIT)
            party_over(t, i);
    }
}

static bool
day_run(traffic *t, uint64_t set_out_today, sim_progress progress, void *ctx)
{
    uint64_t left = set_out_today, begun = t->travellers;
    const wave *of = NULL;
    kind k = VISITOR;

    t->flights[t->day & 1].n = 0;
    party_free_over(t, &t->over[t->day & 1]); /* of the day before yesterday */
    crossings_take_over(t);
    t->inbound_n = t->outbound_n = 0;
    bring_back(t);
    while (left > 0 && !t->s->failed) {
        chance c = chance_of(t->s->set->seed, OF_PARTY, t->numbers);
        if (t->group_left == 0)
            k = party_kind(t, &c, &of);
        party_begin(t, of, k, left < MEMBERS ? (unsigned)left : MEMBERS, &c);
        left = set_out_today - (t->travellers - begun);
    }
    t->group_left = 0;
    /* Same-day returns come back behind everybody who sets out. */
    bring_back(t);
    return !t->s->failed && flights_fly(t, true) && flights_fly(t, false) &&
           crossings_write(t, false) && (progress == NULL || progress(ctx, t->travellers));
}

static void
tell_open_stays(traffic *t)
{
    for (uint32_t i = 0; i < t->parties && !t->s->failed; i++)
        for (unsigned m = 0; m < t->party[i].n; m++) {
            arena_reset(&t->s->arena);
            tell_stay(t, &t->party[i], m, false);
        }
}

bool
traffic_run(sim *s, sim_progress progress, void *ctx)
{
    traffic *t = mem_alloc(1, sizeof *t);
    uint64_t sum = 0, upto = 0, n = s->set->travellers, entries = s->set->entries;
    size_t days = (size_t)(s->last_day - s->first_day) + 1;
    bool good = true;

    t->s = s;
    t->unused = t->over[0] = t->over[1] = NONE;
    t->due = mem_alloc(days, sizeof *t->due);
    for (size_t i = 0; i < days; i++) {
        t->due[i] = NONE;
        sum += day_weight(s->w, s->first_day + (int32_t)i);
    }
    pools_make(t);
    for (t->day = s->first_day; good && t->day <= s->last_day; t->day++) {
        uint64_t before = upto;
        upto += day_weight(s->w, t->day);
        put_decoys(s, entries * upto / sum - entries * before / sum);
        good = day_run(t, n * upto / sum - n * before / sum, progress, ctx);
    }
    if (good) {
        crossings_take_over(t);
        good = crossings_write(t, true);
        party_free_over(t, &t->over[0]);
        party_free_over(t, &t->over[1]);
        tell_open_stays(t);
    }
    for (unsigned i = 0; i < POOLS; i++) {
        free(t->pool[i].free_from);
        free(t->pool[i].was_listed);
    }
    for (unsigned i = 0; i < 2; i++)
        free(t->flights[i].item);
    free(t->party);
    free(t->due);
    free(t->today);
    free(t->later);
    free(t->inbound);
    free(t->outbound);
    free(t);
    return good && !s->failed;
}

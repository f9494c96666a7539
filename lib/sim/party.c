/* Who sets out, with whom, how, and for how long. */
#include "sim/traffic.h"

/* ---- parties ---- */

static uint32_t
party_new(traffic *t)
{
    uint32_t i = t->unused;

    if (i != NONE) {
        t->unused = t->party[i].next;
    } else {
        size_t cap = t->cap;
        t->party = list_room(t->party, t->parties, &cap, sizeof *t->party);
        t->cap = (uint32_t)cap;
        i = t->parties++;
    }
    t->party[i] = (party){
        .entry_day = NEVER, .exit_day = NEVER, .until = NEVER, .next = NONE, .purpose = RETURN};
    return i;
}

/* Nothing more comes of the party; its last crossings may be tomorrow's. */
void
party_over(traffic *t, uint32_t i)
{
    t->party[i].next = t->over[t->day & 1];
    t->over[t->day & 1] = i;
}

void
party_free_over(traffic *t, uint32_t *list)
{
    while (*list != NONE) {
        uint32_t i = *list;
        *list = t->party[i].next;
        t->party[i].n = 0;
        t->party[i].next = t->unused;
        t->unused = i;
    }
}

/* The party's second leg is on that day, when the run has it. */
void
party_comes_back(traffic *t, uint32_t i, int32_t day)
{
    if (day > t->s->last_day)
        return;
    uint32_t *list = &t->due[day - t->s->first_day];
    t->party[i].next = *list;
    *list = i;
}

void
pools_make(traffic *t)
{
    sim *s = t->s;
    const uint32_t *weight = s->w->traffic;
    uint64_t n = s->set->travellers, sum = 0, days = (uint64_t)(s->last_day - s->first_day) + 1;

    for (unsigned k = 0; k < PILGRIM; k++)
        sum += weight[k];
    uint64_t sizes[POOLS] = {
        [FREQUENT] = n / 30 + 1,
        [RESIDENTS] = n * weight[RESIDENT] / (sum != 0 ? sum : 1) + 1,
        [COMMUTERS] = n * weight[COMMUTER] / (sum != 0 ? sum : 1) / (days * 5 / 7 + 1) * 5 / 4 + 1};
    s->households = 1;
    for (unsigned i = 0; i < POOLS; i++) {
        household_pool *p = &t->pool[i];
        *p = (household_pool){.first = s->households, .n = (uint32_t)sizes[i]};
        p->free_from = mem_alloc(p->n, sizeof *p->free_from);
        p->was_listed = mem_alloc(p->n, sizeof *p->was_listed);
        for (uint32_t k = 0; k < p->n; k++)
            p->free_from[k] = s->first_day;
        s->households += p->n;
    }
    t->crews = s->households;
    s->households += (uint32_t)s->w->carriers_n * CREW_POOL;
}

/* A household of the pool that is at home, or NONE. */
static uint32_t
pool_draw(traffic *t, enum group which, chance *c)
{
    household_pool *p = &t->pool[which];

    for (unsigned i = 0; i < 6 && p->n != 0; i++) {
        uint32_t at = below(c, p->n);
        if (p->free_from[at] <= t->day)
            return p->first + at;
    }
    return NONE;
}

static household_pool *
pool_of(traffic *t, uint32_t household, uint32_t *at)
{
    for (unsigned i = 0; i < POOLS; i++)
        if (household - t->pool[i].first < t->pool[i].n) {
            *at = household - t->pool[i].first;
            return &t->pool[i];
        }
    return NULL;
}

static bool
wave_is_on(const traffic *t, const wave *x)
{
    const sim *s = t->s;

    if (x->relative) {
        int32_t days = s->last_day - s->first_day + 1, at = t->day - s->first_day;
        return at * 100 >= days * x->from && at * 100 <= days * x->to;
    }
    date d = date_from_days(t->day);
    unsigned now = 100u * d.month + d.day;
    return x->from <= x->to ? now >= x->from && now <= x->to : now >= x->from || now <= x->to;
}

/* What is set out for today: a kind, and the wave that it belongs to. */
kind
party_kind(const traffic *t, chance *c, const wave **of)
{
    const sim_world *w = t->s->w;
    int weekday = date_weekday(date_from_days(t->day));

    *of = NULL;
    for (size_t i = 0; i < w->waves_n; i++)
        if (wave_is_on(t, &w->wave[i]) && percent(c, w->wave[i].share)) {
            *of = &w->wave[i];
            return w->wave[i].kind;
        }
    kind k = (kind)weight_draw(w->traffic, PILGRIM, c);
    return k == COMMUTER && weekday > 5 ? VISITOR : k;
}

static bool
has_post(const sim_world *w, sim_mode m, const char *code)
{
    for (size_t i = 0; i < w->posts_n; i++)
        if (w->post[i].mode == m && strcmp(w->post[i].at, code) == 0)
            return true;
    return false;
}

/* Who is no neighbour mostly flies. */
static sim_mode
mode_draw(const traffic *t, const state *from, kind k, chance *c)
{
    sim_mode m = (sim_mode)weight_draw(t->s->w->mode, MODES, c);

    if (k == IN_TRANSIT)
        return BY_AIR;
    if (m != BY_AIR && k != RESIDENT && !has_post(t->s->w, m, from->code) && percent(c, 75))
        return BY_AIR;
    return m;
}

static uint16_t
post_for(const traffic *t, sim_mode m, const state *from, chance *c)
{
    const sim_world *w = t->s->w;
    const post *p = post_draw(w, m, c);

    for (unsigned i = 0; i < 8 && has_post(w, m, from->code) && strcmp(p->at, from->code) != 0; i++)
        p = post_draw(w, m, c);
    return (uint16_t)(p - w->post);
}

/* Days of a visit, both counted. */
static int32_t
visit_draw(uint8_t purpose, chance *c)
{
    switch (purpose) {
    case BUSINESS:
        return between(c, 1, 8);
    case FAMILY:
        return percent(c, 70) ? between(c, 4, 30) : between(c, 31, 85);
    case STUDY:
    case WORK:
        return between(c, 40, 330);
    case PILGRIMAGE:
        return between(c, 6, 20);
    case PROTECTION:
        return between(c, 120, 900);
    default:
        return percent(c, 75) ? between(c, 2, 12) : between(c, 13, 28);
    }
}

/* How long he may stay, and how long he does. */
static void
stay_draw(traffic *t, party *p, const state *from, chance *c)
{
    static const int32_t grants[] = {7, 10, 14, 15, 21, 30};
    bool is_long = p->purpose == STUDY || p->purpose == WORK;
    int32_t days = visit_draw(p->purpose, c), allowed = is_long ? 365 : from->stay;

    p->visa = from->visa || is_long;
    if (p->purpose == PROTECTION) {
        p->visa = false;
        allowed = 1000;
    }
    p->overstays = happens(c, t->s->set->overstay) && p->kind != MASS;
    if (p->overstays) { /* mostly those who were let in for a short time */
        int32_t granted = grants[below(c, LENGTH(grants))];
        allowed = granted < allowed ? granted : allowed;
        days = allowed + (percent(c, 60) ? between(c, 1, 7) : between(c, 8, 60));
    } else if (days > allowed) {
        days = allowed;
    }
    if (days < 2 && p->mode == BY_AIR)
        days = 2;
    p->until = p->entry_day + allowed - 1;
    p->exit_day = p->entry_day + days - 1;
}

/* ---- setting out ---- */

static void
set_out(traffic *t, uint32_t i, chance *c)
{
    sim *s = t->s;
    party *p = &t->party[i];
    const state *from = household_state(s, p->household, (kind)p->kind);
    bool inward;

    p->number = ++t->numbers;
    if (p->kind == VISITOR) {
        static const uint32_t weights[] = {58, 18, 16, 3, 5};
        p->purpose = (uint8_t)weight_draw(weights, LENGTH(weights), c);
    } else if (p->kind == COMMUTER) {
        p->purpose = from == s->w->home ? RETURN : COMMUTING;
    } else {
        static const uint8_t purposes[KINDS] = {[RESIDENT] = RETURN,
                                                [IN_TRANSIT] = TRANSIT_STOP,
                                                [PILGRIM] = PILGRIMAGE,
                                                [MASS] = PROTECTION};
        p->purpose = purposes[p->kind];
    }
    inward = leads_in(p);
    *(inward ? &p->entry_day : &p->exit_day) = t->day;
    if (p->kind == COMMUTER) {
        p->entry_day = p->exit_day = t->day;
        p->mode = BY_LAND;
        p->entry_post = p->exit_post = (uint16_t)(commuter_post(s, p->household) - s->w->post);
        p->by_card = from->card.n != 0;
        p->until = inward ? t->day : NEVER;
    } else if (p->kind == IN_TRANSIT) {
        p->exit_day = t->day;
    } else if (inward) {
        stay_draw(t, p, from, c);
        p->refused = happens(c, s->set->refused) && p->kind == VISITOR;
    } else {
        p->entry_day = t->day + between(c, 1, 24);
    }
    if (p->mode != BY_AIR && p->kind != COMMUTER) {
        if (p->entry_post == 0 && p->kind != MASS)
            p->entry_post = post_for(t, (sim_mode)p->mode, from, c);
        p->exit_post = percent(c, 85) ? p->entry_post : post_for(t, (sim_mode)p->mode, from, c);
        p->by_card = p->kind == VISITOR && !from->visa && from->card.n != 0 && percent(c, 40);
    }
    if (inward && p->kind != IN_TRANSIT && p->kind != COMMUTER) {
        p->exit_missing = happens(c, s->set->missing);
        uint32_t at;
        if (pool_of(t, p->household, &at) == NULL && !p->by_card) {
            p->renewed = happens(c, s->set->renewed);
            p->second = !p->renewed && happens(c, s->set->dual);
        }
    }
}

/* The dual nationals among them decide; without any there is no second passport. */
static void
settle_second(traffic *t, party *p)
{
    person q;
    bool any = false;

    for (unsigned m = 0; p->second && m < p->n; m++) {
        person_make(t->s, p->household, m, (kind)p->kind, &q);
        any = any || q.second != NULL;
    }
    p->second = any;
}

/* A new household of that State; of another when there is none for long. */
static uint32_t
household_of(traffic *t, kind k, const state *st)
{
    for (unsigned i = 0; i < 200; i++)
        if (household_state(t->s, t->s->households++, k) == st)
            break;
    return t->s->households - 1;
}

void
party_begin(traffic *t, const wave *of, kind k, unsigned left, chance *c)
{
    sim *s = t->s;
    uint32_t i = party_new(t), household = NONE, at;
    party *p = &t->party[i];
    enum group which = k == RESIDENT ? RESIDENTS : k == COMMUTER ? COMMUTERS : FREQUENT;

    p->kind = (uint8_t)k;
    if (k == RESIDENT || k == COMMUTER || (k == VISITOR && percent(c, 22)))
        household = pool_draw(t, which, c);
    if (household == NONE && k == COMMUTER)
        p->kind = (uint8_t)(k = VISITOR);
    bool in_group = t->group_left != 0 && t->group.kind == p->kind;
    if (in_group)
        household = household_of(t, k, t->group_state);
    p->household = household != NONE ? household : s->households++;
    unsigned size = household_size(s, p->household, k);
    p->n = (uint8_t)(k == MASS || percent(c, 60) ? size : 1 + below(c, size));
    if (p->n > left)
        p->n = (uint8_t)left;
    if (of != NULL) {
        p->mode = (uint8_t)of->mode;
        if (of->mode != BY_AIR)
            p->entry_post =
                (uint16_t)((of->post != NULL ? of->post : post_draw(s->w, of->mode, c)) -
                           s->w->post);
    } else {
        p->mode = (uint8_t)mode_draw(t, household_state(s, p->household, k), k, c);
    }
    p->first = t->travellers + 1;
    set_out(t, i, c);
    if (in_group) { /* they keep together */
        p->group = t->group.group;
        p->mode = t->group.mode;
        p->purpose = t->group.purpose;
        p->exit_day = t->group.exit_day;
        p->until = t->group.until;
        p->visa = t->group.visa;
        p->overstays = t->group.overstays;
        p->exit_missing = p->refused = p->renewed = p->second = p->by_card = false;
        t->group_left--;
    } else if (p->mode == BY_AIR && left == MEMBERS && !p->refused &&
               (k == PILGRIM || (k == VISITOR && p->purpose == TOURISM && percent(c, 4)))) {
        p->group = p->number;
        t->group = *p;
        t->group_state = household_state(s, p->household, k);
        t->group_left = 4 + below(c, 12);
    }
    settle_second(t, p);
    t->travellers += p->n;

    household_pool *of_pool = pool_of(t, p->household, &at);
    if (of_pool != NULL)
        of_pool->free_from[at] = (leads_in(p) ? p->exit_day : p->entry_day) + 1;
    for (uint8_t m = 0; m < p->n; m++) {
        person q;
        document d;
        arena_reset(&s->arena);
        slice id = number_text(&s->arena, "t", p->first + m);
        person_make(s, p->household, m, k, &q);
        first_document(t, p, &q, &d);
        tell_traveller(t, p, &q, &d, id);
        bool before = of_pool != NULL && (of_pool->was_listed[at] >> q.member & 1) != 0;
        if (list_traveller(s, &q, &d, id, before) && of_pool != NULL)
            of_pool->was_listed[at] |= (uint8_t)(1u << q.member);
    }
    crossing_leg(t, i, false, c);
    if (p->kind == COMMUTER) {
        crossing_leg(t, i, true, c);
        party_over(t, i);
    } else if (p->kind == IN_TRANSIT) {
        crossing_queue(t, i, false); /* onward, on the same day if something leaves */
    } else if (p->refused) {
        party_over(t, i);
    } else {
        party_comes_back(t, i, leads_in(p) ? p->exit_day : p->entry_day);
    }
}

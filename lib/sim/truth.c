/* What really happened: travellers and their stays. */
#include "sim/traffic.h"

static const slice kind_words[] = {{"visitor", 7}, {"resident", 8}, {"commuter", 8},
                                   {"transit", 7}, {"pilgrim", 7},  {"mass", 4}};

/* ---- truth of travellers and stays ---- */

slice
number_text(arena *a, const char *lead, uint64_t n)
{
    return arena_printf(a, "%s%llu", lead, (unsigned long long)n);
}

slice
person_text(arena *a, const person *p)
{
    return arena_printf(a, "%u.%u", p->household, p->member);
}

slice
date_value(arena *a, date d)
{
    char text[DATE_TEXT];
    return arena_dup(a, date_text(d, text));
}

slice
day_value(arena *a, int32_t day)
{
    return day == NEVER ? (slice){NULL, 0} : date_value(a, date_from_days(day));
}

slice
time_value(arena *a, int32_t day, uint32_t second)
{
    char text[MOMENT_TEXT];
    moment m = {.day = date_from_days(day + (int32_t)(second / DAY)),
                .hour = (uint8_t)(second % DAY / 3600),
                .minute = (uint8_t)(second % 3600 / 60),
                .second = (uint8_t)(second % 60),
                .has_time = true};

    return arena_dup(a, moment_text(m, text));
}

/* The document that is shown at the party's first crossing. */
void
first_document(traffic *t, const party *p, const person *q, document *d)
{
    if (p->by_card)
        card_make(t->s, q, d);
    else
        document_make(t->s, q, 0, false, 0, d);
}

void
document_at(traffic *t, const party *p, const person *q, bool second_leg, document *d)
{
    if (!second_leg || p->by_card)
        first_document(t, p, q, d);
    else
        document_make(t->s, q, p->renewed, p->second && q->second != NULL, p->exit_day - 3, d);
}

bool
without_papers(const traffic *t, const party *p, unsigned m)
{
    chance c = apart(chance_of(t->s->set->seed, OF_MEMBER, p->first + m), 3);
    return p->kind == MASS && percent(&c, 45);
}

void
tell_traveller(traffic *t, const party *p, const person *q, const document *d, slice id)
{
    sim *s = t->s;
    arena *a = &s->arena;
    document visa = {.number = ""};
    char sex = q->sex;
    bool none = without_papers(t, p, q->member);

    if (p->visa)
        visa_make(s, q, p->number, &visa);
    slice v[] = {id,
                 person_text(a, q),
                 kind_words[p->kind],
                 number_text(a, "", p->number),
                 number_text(a, "", p->group != 0 ? p->group : p->number),
                 q->culture->name,
                 slice_of(q->nationality->code),
                 slice_of(q->second != NULL ? q->second->code : ""),
                 {&sex, 1},
                 date_value(a, q->birth),
                 q->surname,
                 q->given,
                 q->native,
                 slice_of(none ? "" : d->type),
                 slice_of(none ? "" : d->issuer->code),
                 slice_of(none ? "" : d->number),
                 none ? (slice){NULL, 0} : date_value(a, d->expiry),
                 slice_of(visa.number)};
    sim_row(s, TRUTH_TRAVELLERS, v, LENGTH(v));
}

static const char *
stay_status(const party *p, int32_t over)
{
    if (p->exit_missing)
        return "exit_missing";
    if (over > 0)
        return "overstay";
    return p->exit_day == NEVER ? "open" : "closed";
}

/* A stay, or an absence, that has ended; or goes on after the run. */
void
tell_stay(traffic *t, const party *p, unsigned m, bool ended)
{
    sim *s = t->s;
    arena *a = &s->arena;
    bool stay = leads_in(p);
    int32_t last = ended ? p->exit_day : s->last_day, over = 0;
    slice entry = {NULL, 0}, gone = {NULL, 0}, days = {NULL, 0}, overstay = {NULL, 0};
    person q;
    document d = {.number = ""};
    party open = *p;

    if (p->refused || p->kind == IN_TRANSIT)
        return;
    if (!ended)
        open.exit_day = NEVER, open.exit_missing = false;
    if (stay || ended)
        entry = time_value(a, p->entry_day, p->entry_second + m * 14);
    if (!stay || ended)
        gone = time_value(a, p->exit_day, p->exit_second + m * 14);
    if (stay) { /* by the calendar of the post, both days counted */
        int32_t from = p->entry_day + (int32_t)((p->entry_second + m * 14) / DAY);
        if (ended)
            last += (int32_t)((p->exit_second + m * 14) / DAY);
        days = number_text(a, "", (uint64_t)(last - from + 1));
        over = p->until != NEVER && last > p->until ? last - p->until : 0;
        overstay = number_text(a, "", (uint64_t)over);
    }
    if (ended && (p->renewed || p->second)) {
        person_make(s, p->household, m, (kind)p->kind, &q);
        document_at(t, p, &q, true, &d);
    }
    const post *posts = s->w->post;
    slice v[] = {number_text(a, "t", p->first + m),
                 arena_printf(a, "%u.%u", p->household, m),
                 stay ? S("stay") : S("absence"),
                 entry,
                 entry.n != 0 ? posts[p->entry_post].code : (slice){NULL, 0},
                 gone,
                 gone.n != 0 ? posts[p->exit_post].code : (slice){NULL, 0},
                 stay ? day_value(a, p->until) : (slice){NULL, 0},
                 days,
                 overstay,
                 slice_of(stay    ? stay_status(&open, over)
                          : ended ? "closed"
                                  : "open"),
                 entry.n != 0 ? S("yes") : S("no"),
                 gone.n != 0 && !(stay && open.exit_missing) ? S("yes") : S("no"),
                 slice_of(d.issuer != NULL ? d.issuer->code : ""),
                 slice_of(d.number)};
    sim_row(s, TRUTH_STAYS, v, LENGTH(v));
}

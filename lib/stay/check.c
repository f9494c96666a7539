/* Stays beside their rule: the last day allowed, days used, days left, days too many. */
#include "stay/private.h"

#include <stdlib.h>

const enum column stay_checked[STAY_CHECKED] = {COL_stay_rule, COL_stay_last_day, COL_days_used,
                                                COL_days_left, COL_overstay_days, COL_stay_status};

/* What is looked at in a row. */
static const enum column seen[] = {
    COL_surname,    COL_given_names, COL_birth_date,  COL_nationality,       COL_doc_issuer,
    COL_doc_number, COL_entry_time,  COL_exit_time,   COL_second_doc_issuer, COL_second_doc_number,
    COL_stay_kind,  COL_stay_days,   COL_stay_status, COL_full_name};
enum {
    SURNAME,
    GIVEN,
    BIRTH,
    NATIONALITY,
    ISSUER,
    NUMBER,
    ENTRY,
    EXIT,
    ISSUER2,
    NUMBER2,
    KIND,
    DAYS,
    STATUS,
    FULL
};

struct stay_check {
    stay_checking how;
    int column[LENGTH(seen)];
    int (*condition)[STAY_CONDITIONS_MAX]; /* by rule: where their columns are */
    int (*until)[STAY_LIMITS_MAX];
    persons persons;
    reckoning now;
    size_t before_cap;
    char last[DATE_TEXT], text[3][INT_TEXT];
};

stay_check *
stay_check_new(const stay_checking *how)
{
    stay_check *c = mem_alloc(1, sizeof *c);
    size_t rules = stay_rules_count(how->rules);

    c->how = *how;
    c->persons.keep = how->keep;
    c->condition = mem_alloc(rules, sizeof *c->condition);
    c->until = mem_alloc(rules, sizeof *c->until);
    return c;
}

void
stay_check_free(stay_check *c)
{
    if (c == NULL)
        return;
    persons_free(&c->persons);
    free(c->condition);
    free(c->until);
    free(c->now.before);
    free(c);
}

bool
stay_check_open(stay_check *c, const csv_in *csv, error *e)
{
    for (size_t i = 0; i < LENGTH(seen); i++)
        c->column[i] = csv_col(csv, seen[i]);
    if (c->column[ENTRY] < 0)
        return error_set(e, "%s: these are no stays: no column entry_time",
                         csv_header(csv)->where.file);
    for (size_t i = 0; i < stay_rules_count(c->how.rules); i++) {
        const stay_rule *r = stay_rules_get(c->how.rules, i);
        for (unsigned k = 0; k < r->conditions; k++)
            c->condition[i][k] = csv_find(csv, r->condition[k].column);
        for (unsigned k = 0; k < r->limits; k++)
            c->until[i][k] = r->limit[k].kind == STAY_UNTIL ? csv_col(csv, r->limit[k].until) : -1;
        if (r->window != 0 && c->column[NUMBER] < 0 &&
            (c->column[BIRTH] < 0 || (c->column[SURNAME] < 0 && c->column[FULL] < 0)))
            return error_set(e,
                             "%s: rule %.*s counts all stays of a person, and nobody can be "
                             "known again: no column doc_number, nor birth_date with a name",
                             csv_header(csv)->where.file, (int)r->name.n, r->name.p);
    }
    return true;
}

/* ---- rules ---- */

static bool
holds(const stay_condition *c, slice value)
{
    slice rest = c->values;
    bool is = slice_eq(rest, S("*")) ? value.n != 0 : false;

    while (rest.p != NULL && !is)
        is = slice_eq(slice_cut(&rest, ','), value);
    return is != c->not ;
}

/* The first rule that fits; *at is its number. */
static const stay_rule *
choose(const stay_check *c, const row *r, size_t *at)
{
    for (size_t i = 0; i < stay_rules_count(c->how.rules); i++) {
        const stay_rule *rule = stay_rules_get(c->how.rules, i);
        unsigned k = 0;
        while (k < rule->conditions && holds(&rule->condition[k], row_get(r, c->condition[i][k])))
            k++;
        if (k == rule->conditions) {
            *at = i;
            return rule;
        }
    }
    return NULL;
}

/* ---- days ---- */

static bool
day_of(slice time, int32_t *day)
{
    moment m;

    if (!moment_parse(time, &m) || !date_whole(m.day))
        return false;
    *day = date_days(m.day);
    return true;
}

/* From when to when it is counted; false: it is not, and why says why. */
static bool
read_days(stay_check *c, const slice v[LENGTH(seen)], reckoning *k, const char **why)
{
    bool from = v[ENTRY].n != 0, to = v[EXIT].n != 0;
    bool lost = slice_eq(v[STATUS], S("exit_missing"));
    uint64_t days;

    *why = NULL;
    if (from && !day_of(v[ENTRY], &k->stay.from))
        *why = "entry_time is no time of a whole day";
    else if (to && !day_of(v[EXIT], &k->stay.to))
        *why = "exit_time is no time of a whole day";
    else if (!from && !to)
        *why = "it has neither an entry_time nor an exit_time";
    if (*why != NULL)
        return false;
    k->open = from && !to && !lost;
    if (!from)
        k->stay.from = k->stay.to; /* of what is not known no day counts */
    if (lost && !to)
        k->stay.to = k->stay.from;
    if (k->open && c->how.as_of.year != 0)
        k->stay.to = date_days(c->how.as_of);
    else if (k->open && slice_uint(v[DAYS], INT32_MAX / 2, &days) && days != 0)
        k->stay.to = k->stay.from + (int32_t)days - 1;
    else if (k->open)
        k->stay.to = date_days(date_today());
    if (k->stay.to < k->stay.from && !k->open)
        *why = "exit_time is before entry_time";
    else if (k->stay.to < k->stay.from)
        k->stay.to = k->stay.from; /* as of a day before he came */
    return *why == NULL;
}

/* The stays before, of the same window; those that no window can hold any more are forgotten. */
static void
take_before(stay_check *c, person *p, unsigned window)
{
    reckoning *k = &c->now;
    uint32_t kept = 0;

    k->before_n = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        if (p->stay[i].days.to < k->stay.from - (int32_t)p->stay[i].window)
            continue;
        p->stay[kept++] = p->stay[i];
        if (p->stay[i].window != window || p->stay[i].days.from > k->stay.from)
            continue;
        if (k->before_n == c->before_cap) {
            c->before_cap = c->before_cap == 0 ? 16 : c->before_cap * 2;
            k->before = mem_grow(k->before, c->before_cap, sizeof *k->before);
        }
        stay_days d = p->stay[i].days;
        /* A day that two stays have counts once. */
        if (d.to >= k->stay.from)
            d.to = k->stay.from - 1;
        if (k->before_n != 0 && d.from <= k->before[k->before_n - 1].to)
            d.from = k->before[k->before_n - 1].to + 1;
        if (d.to >= d.from)
            k->before[k->before_n++] = d;
    }
    p->n = kept;
}

static void
limit_last(reckoning *k, int32_t last)
{
    if (last < k->last)
        k->last = last;
}

/* Under the rule: the last day, and what is used and left on the last day of the stay. */
static void
reckon(stay_check *c, const row *r, size_t at)
{
    reckoning *k = &c->now;
    const stay_rule *rule = k->rule;
    int32_t days = k->stay.to - k->stay.from + 1, used = days, left = INT32_MAX;

    k->last = INT32_MAX;
    for (unsigned i = 0; i < rule->limits; i++) {
        const stay_limit *l = &rule->limit[i];
        int32_t last = INT32_MAX, rest = INT32_MAX;
        date d;
        switch (l->kind) {
        case STAY_EXEMPT:
            break;
        case STAY_VISIT:
            last = k->stay.from + (int32_t)l->days - 1;
            rest = last - k->stay.to;
            break;
        case STAY_WINDOW:
            last = stay_last_day(k->before, k->before_n, k->stay.from, l->days, l->window);
            used = stay_days_used(k->before, k->before_n, k->stay.to, l->window) +
                   (days < (int32_t)l->window ? days : (int32_t)l->window);
            rest = (int32_t)l->days - used;
            break;
        case STAY_UNTIL:
            if (date_parse(row_get(r, c->until[at][i]), &d) && date_whole(d)) {
                last = date_days(d);
                rest = last - k->stay.to;
            }
            break;
        }
        limit_last(k, last);
        left = rest < left ? rest : left;
    }
    k->used = used;
    k->left = left == INT32_MAX ? INT32_MAX : left > 0 ? left : 0;
    k->over = k->stay.to > k->last ? k->stay.to - k->last : 0;
}

bool
stay_check_row(stay_check *c, const row *r, slice own[STAY_CHECKED], const char **why)
{
    reckoning *k = &c->now;
    slice v[LENGTH(seen)];
    size_t at = 0;

    for (size_t i = 0; i < LENGTH(seen); i++)
        v[i] = row_get(r, c->column[i]);
    memset(own, 0, STAY_CHECKED * sizeof *own);
    own[5] = v[STATUS];
    k->rule = NULL;
    k->before_n = 0;
    k->who[0] = v[SURNAME].n != 0 ? v[SURNAME] : v[FULL];
    k->who[1] = v[GIVEN];
    k->who[2] = v[ISSUER];
    k->who[3] = v[NUMBER];
    *why = NULL;
    if (slice_eq(v[KIND], S("absence"))) /* somebody who is at home */
        return true;
    if (!read_days(c, v, k, why))
        return false;
    if (own[5].n == 0)
        own[5] = k->open ? S("open") : S("closed");
    if ((k->rule = choose(c, r, &at)) == NULL)
        return true;
    if (k->rule->window != 0) {
        uint32_t who = persons_of(&c->persons, &(identity){v[SURNAME],
                                                           v[GIVEN],
                                                           v[FULL],
                                                           v[BIRTH],
                                                           v[NATIONALITY],
                                                           {v[ISSUER], v[ISSUER2]},
                                                           {v[NUMBER], v[NUMBER2]}});
        if (who == NOBODY) {
            *why = "nobody can be known again by it: no document, nor a name with a date of birth";
            return false;
        }
        person *p = &c->persons.person[who];
        take_before(c, p, k->rule->window);
        person_add(p, (past){k->stay, k->rule->window, k->open});
        p->rule = k->rule;
    }
    reckon(c, r, at);
    own[0] = k->rule->name;
    if (k->last != INT32_MAX)
        own[1] = date_text(date_from_days(k->last), c->last);
    own[2] = int_text(k->used, c->text[0]);
    if (k->left != INT32_MAX)
        own[3] = int_text(k->left, c->text[1]);
    own[4] = int_text(k->over, c->text[2]);
    if (k->over > 0 && (slice_eq(own[5], S("closed")) || slice_eq(own[5], S("open"))))
        own[5] = S("overstay");
    return true;
}

void
stay_check_explain(const stay_check *c, buf *to)
{
    stay_draw(&c->now, to);
}

/* ---- plans ---- */

bool
stay_check_plan(stay_check *c, size_t *at, date from, int32_t want, stay_plan *plan)
{
    persons *all = &c->persons;
    while (*at < all->n && (all->person[*at].is != *at || all->person[*at].rule == NULL))
        ++*at;
    if (*at >= all->n)
        return false;
    person *p = &all->person[(*at)++];
    reckoning *k = &c->now;
    int32_t day = date_days(from);
    const past *last = p->n == 0 ? NULL : &p->stay[p->n - 1];

    *plan = (stay_plan){
        p->text[0],    p->text[1], p->text[2], p->text[3], p->text[4], p->text[5],
        p->rule->name, 0,          0,          0,          0,          last != NULL && last->open};
    k->stay.from = day;
    if (plan->inside)
        k->stay.from = last->days.from;
    take_before(c, p, p->rule->window);
    if (plan->inside) {
        /* His own stay is the last of those before, without a day. */
        plan->last =
            stay_last_day(k->before, k->before_n, k->stay.from, p->rule->days, p->rule->window);
        plan->used = stay_days_used(k->before, k->before_n, day, p->rule->window) +
                     (day >= k->stay.from ? day - k->stay.from + 1 : 0);
    } else {
        plan->used = stay_days_used(k->before, k->before_n, day, p->rule->window);
        plan->entry =
            stay_first_day(k->before, k->before_n, day, want, p->rule->days, p->rule->window);
        plan->last = plan->entry == INT32_MAX ? INT32_MAX
                                              : stay_last_day(k->before, k->before_n, plan->entry,
                                                              p->rule->days, p->rule->window);
    }
    plan->left = (int32_t)p->rule->days > plan->used ? (int32_t)p->rule->days - plan->used : 0;
    return true;
}

/*
 * plan: lines of zones in memory, all of them of one length, so that loops
 * over their characters are loops over whole vectors.
 */
#include <pthread.h>

#include "mrz/private.h"

mrz_plan mrz_plans[MRZ_LAYOUTS_MAX];
atomic_bool mrz_planned;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* The weights of a span whose first character is that many behind the first of all. */
static void
plan_span(const mrz_layout *l, mrz_plan *to, mrz_sum *s, mrz_span over, size_t *seen)
{
    uint8_t first = (uint8_t)((over.from - 1) / MRZ_VECTOR);
    uint8_t end = (uint8_t)((over.to - 1) / MRZ_VECTOR + 1);
    uint8_t *s_from = &s->from[over.line - 1], *s_to = &s->to[over.line - 1];

    *s_from = *s_to == 0 || first < *s_from ? first : *s_from;
    *s_to = end > *s_to ? end : *s_to;
    to->of[over.line - 1] = true;
    for (unsigned i = over.from; i <= over.to; i++)
        s->weight[over.line - 1][i - 1] = l->weights[(*seen)++ % 3];
}

static void
plan(const mrz_layout *l, mrz_plan *to)
{
    size_t seen;

    memset(to->may, MRZ_ANY | MRZ_FILLER, sizeof to->may);
    for (unsigned k = 0; k < l->lines; k++)
        memset(to->inside[k], 0xFF, l->width[k]);
    for (const mrz_part *p = l->part; p < l->part + MRZ_PARTS && p->field != MRZ_NO_FIELD; p++) {
        uint8_t *may = to->may[p->at.line - 1];
        if (p->field == MRZ_TYPE)
            to->type = p;
        if (p->field == MRZ_ISSUER)
            to->issuer = p;
        memset(may + p->at.from - 1, (int)p->alphabet | MRZ_FILLER,
               (size_t)(p->at.to - p->at.from + 1));
        if (p->check == 0)
            continue;
        may[p->check - 1] = MRZ_DIGITS | MRZ_FILLER;
        mrz_sum *s = &to->sum[to->sums_n++];
        s->part = p;
        s->at = (mrz_span){p->at.line, p->check, p->check};
        mrz_span over = p->at;
        if (p->check_from != 0)
            over.from = p->check_from;
        seen = 0;
        plan_span(l, to, s, over, &seen);
    }
    if (l->composite_at.line != 0) {
        to->may[l->composite_at.line - 1][l->composite_at.from - 1] = MRZ_DIGITS | MRZ_FILLER;
        mrz_sum *s = &to->sum[to->sums_n++];
        s->at = l->composite_at;
        seen = 0;
        for (const mrz_span *o = l->composite; o < l->composite + MRZ_SPANS && o->line != 0; o++)
            plan_span(l, to, s, *o, &seen);
    }
}

static void
plan_all(void)
{
    for (size_t i = 0; i < mrz_layouts_n; i++)
        plan(&mrz_layouts[i], &mrz_plans[i]);
    mrz_pattern_index();
    atomic_store_explicit(&mrz_planned, true, memory_order_release);
}

void
mrz_plan_all(void)
{
    pthread_once(&once, plan_all);
}

/* Without a branch, so that a loop over characters is one over vectors. */
static inline uint8_t
kind_of(uint8_t c)
{
    uint8_t letter = (uint8_t)(c - 'A') < 26, digit = (uint8_t)(c - '0') < 10, filler = c == '<';

    return (uint8_t)(letter * MRZ_LETTERS | digit * MRZ_DIGITS | filler * MRZ_FILLER);
}

bool
mrz_load_clean(const mrz_layout *l, unsigned number, const char *text, char line[MRZ_ROOM])
{
    const mrz_plan *plan = mrz_plan_of(l);
    const uint8_t *may = plan->may[number - 1], *inside = plan->inside[number - 1];
    uint8_t seen[MRZ_ROOM], c[MRZ_ROOM], bad = 0;

    memcpy(seen, text, sizeof seen);
    for (size_t i = 0; i < MRZ_ROOM; i++) {
        c[i] = (uint8_t)((seen[i] & inside[i]) | ('<' & ~inside[i]));
        bad = (uint8_t)(bad + ((kind_of(c[i]) & may[i]) == 0));
    }
    memcpy(line, c, sizeof c);
    return bad == 0;
}

unsigned
mrz_load(slice text, char line[MRZ_ROOM])
{
    unsigned char c[MRZ_ROOM];
    uint8_t bad = 0;

    memset(c, '<', sizeof c);
    memcpy(c, text.p, text.n);
    for (size_t i = 0; i < MRZ_ROOM; i++) {
        unsigned char small = (unsigned char)(c[i] - 'a') < 26;
        unsigned char capital = (unsigned char)(c[i] - (small ? 0x20 : 0));
        unsigned char good = (unsigned char)(capital - 'A') < 26 ||
                             (unsigned char)(capital - '0') < 10 || capital == '<';
        line[i] = (char)(good ? capital : '?');
        bad = (uint8_t)(bad + !good);
    }
    return bad;
}

unsigned
mrz_misfits(const mrz_layout *l, unsigned number, const char line[MRZ_ROOM])
{
    const mrz_plan *plan = mrz_plan_of(l);
    const uint8_t *may = plan->may[number - 1];
    uint8_t n = 0;

    for (size_t i = 0; i < MRZ_ROOM; i++) {
        n = (uint8_t)(n + ((kind_of((unsigned char)line[i]) & may[i]) == 0));
    }
    const mrz_part *type = plan->type, *issuer = plan->issuer;
    if (type->at.line == number && !mrz_code_fits(l, line[type->at.from - 1]))
        n++;
    if (issuer->at.line == number && !mrz_issuer_fits(l, line + issuer->at.from - 1))
        return l->width[number - 1];
    return n;
}

bool
mrz_sums_agree(const mrz_layout *l, const char line[MRZ_LINES][MRZ_ROOM])
{
    const mrz_plan *plan = mrz_plan_of(l);
    int16_t value[MRZ_LINES][MRZ_ROOM];

    for (size_t k = 0; k < l->lines; k++)
        for (size_t i = 0; plan->of[k] && i < MRZ_ROOM; i++) {
            unsigned char c = (unsigned char)line[k][i];
            value[k][i] = (unsigned char)(c - 'A') < 26   ? (int16_t)(c - 'A' + 10)
                          : (unsigned char)(c - '0') < 10 ? (int16_t)(c - '0')
                                                          : (int16_t)0;
        }
    for (const mrz_sum *s = plan->sum; s < plan->sum + plan->sums_n; s++) {
        int sum = 0;
        for (size_t k = 0; k < l->lines; k++)
            for (size_t v = s->from[k]; v < s->to[k]; v++)
                for (size_t i = 0; i < MRZ_VECTOR; i++)
                    sum += value[k][v * MRZ_VECTOR + i] * s->weight[k][v * MRZ_VECTOR + i];
        char digit = line[s->at.line - 1][s->at.from - 1];
        if (digit == (char)('0' + sum % 10))
            continue;
        if (digit != '<' || s->part == NULL ||
            !all_filler((slice){line[s->at.line - 1] + s->part->at.from - 1,
                                (size_t)(s->part->at.to - s->part->at.from + 1)}))
            return false;
    }
    return true;
}

/* Sets of distinct values and counts of values, exact while they are few. */
#include "report/private.h"

#include <math.h>
#include <stdlib.h>

/* ---- sets ---- */

/* A hash of 0 stands for a free place. */
static uint64_t
own(uint64_t hash)
{
    return hash != 0 ? hash : 1;
}

static void
set_put(set *s, uint64_t hash)
{
    if (s->n * 2 >= s->slots) {
        set old = *s;
        s->slots = old.slots ? old.slots * 2 : 16;
        s->slot = mem_alloc(s->slots, sizeof *s->slot);
        s->n = 0;
        for (size_t i = 0; i < old.slots; i++)
            if (old.slot[i] != 0)
                set_put(s, old.slot[i]);
        free(old.slot);
    }
    size_t at = hash & (s->slots - 1);
    for (; s->slot[at] != 0; at = (at + 1) & (s->slots - 1))
        if (s->slot[at] == hash)
            return;
    s->slot[at] = hash;
    s->n++;
}

/* The register is told by the first bits, its value by the zeros behind them. */
static void
set_register(set *s, uint64_t hash)
{
    size_t at = hash >> (64 - SET_BITS);
    uint64_t rest = hash << SET_BITS | (uint64_t)1 << (SET_BITS - 1);
    unsigned char value = (unsigned char)(1 + __builtin_clzll(rest));

    if (value > s->reg[at])
        s->reg[at] = value;
}

static void
set_condense(set *s)
{
    s->reg = mem_alloc(SET_REGISTERS, 1);
    for (size_t i = 0; i < s->slots; i++)
        if (s->slot[i] != 0)
            set_register(s, s->slot[i]);
    free(s->slot);
    s->slot = NULL;
    s->n = s->slots = 0;
}

void
set_add(set *s, uint64_t hash, bool exact)
{
    if (s->reg != NULL) {
        set_register(s, own(hash));
        return;
    }
    set_put(s, own(hash));
    if (!exact && s->n > SET_EXACT)
        set_condense(s);
}

void
set_merge(set *into, const set *from, bool exact)
{
    if (from->reg == NULL) {
        for (size_t i = 0; i < from->slots; i++)
            if (from->slot[i] != 0)
                set_add(into, from->slot[i], exact);
        return;
    }
    if (into->reg == NULL)
        set_condense(into);
    for (size_t i = 0; i < SET_REGISTERS; i++)
        if (from->reg[i] > into->reg[i])
            into->reg[i] = from->reg[i];
}

/*
 * The estimator of Ertl, New cardinality estimation algorithms for HyperLogLog
 * sketches (2017), algorithm 6: without a bias to be corrected by tables.
 * Additions, products and square roots alone: the same on every machine.
 */
static double
sigma(double x)
{
    double y = 1, z = x, before;

    if (x == 1)
        return INFINITY;
    do {
        x *= x;
        before = z;
        z += x * y;
        y += y;
    } while (z != before);
    return z;
}

static double
tau(double x)
{
    double y = 1, z = 1 - x, before;

    if (x == 0 || x == 1)
        return 0;
    do {
        x = sqrt(x);
        before = z;
        y *= 0.5;
        z -= (1 - x) * (1 - x) * y;
    } while (z != before);
    return z / 3;
}

uint64_t
set_count(const set *s)
{
    enum { Q = 64 - SET_BITS };
    const double m = SET_REGISTERS;
    unsigned seen[Q + 2] = {0};
    double z;

    if (s->reg == NULL)
        return s->n;
    for (size_t i = 0; i < SET_REGISTERS; i++)
        seen[s->reg[i] <= Q + 1 ? s->reg[i] : Q + 1]++;
    z = m * tau(1 - seen[Q + 1] / m);
    for (int k = Q; k >= 1; k--)
        z = 0.5 * (z + seen[k]);
    z += m * sigma(seen[0] / m);
    return (uint64_t)(0.5 / 0.69314718055994530942 * m * m / z + 0.5);
}

void
set_free(set *s)
{
    free(s->slot);
    free(s->reg);
    *s = (set){0};
}

/* ---- values ---- */

/* The middle of the values that begin with the same eight binary digits. */
static number
leading(number v)
{
    uint64_t u = v < 0 ? (uint64_t)0 - (uint64_t)v : (uint64_t)v;
    int length = u != 0 ? 64 - __builtin_clzll(u) : 0;

    if (length > 8) {
        int drop = length - 8;
        u = (u >> drop << drop) | (uint64_t)1 << (drop - 1);
    }
    return v < 0 ? -(number)u : (number)u;
}

static void
values_put(tally *s, number v, uint64_t n)
{
    if (s->n * 2 >= s->slots) {
        tally old = *s;
        s->slots = old.slots ? old.slots * 2 : 16;
        s->slot = mem_alloc(s->slots, sizeof *s->slot);
        s->n = 0;
        for (size_t i = 0; i < old.slots; i++)
            if (old.slot[i].n != 0)
                values_put(s, old.slot[i].v, old.slot[i].n);
        free(old.slot);
    }
    size_t at = (uint64_t)v * 0x9e3779b97f4a7c15u >> 32 & (s->slots - 1);
    for (; s->slot[at].n != 0; at = (at + 1) & (s->slots - 1))
        if (s->slot[at].v == v)
            break;
    if (s->slot[at].n == 0)
        s->n++;
    s->slot[at].v = v;
    s->slot[at].n += n;
}

void
values_coarsen(tally *s)
{
    tally old = *s;

    if (old.coarse)
        return;
    *s = (tally){.total = old.total, .coarse = true};
    for (size_t i = 0; i < old.slots; i++)
        if (old.slot[i].n != 0)
            values_put(s, leading(old.slot[i].v), old.slot[i].n);
    free(old.slot);
}

void
values_add(tally *s, number v, uint64_t n, bool exact)
{
    if (n == 0)
        return;
    s->total += n;
    values_put(s, s->coarse ? leading(v) : v, n);
    if (!exact && !s->coarse && s->n > VALUES_EXACT)
        values_coarsen(s);
}

void
values_merge(tally *into, const tally *from, bool exact)
{
    if (from->coarse)
        values_coarsen(into);
    for (size_t i = 0; i < from->slots; i++)
        values_add(into, from->slot[i].v, from->slot[i].n, exact);
}

static int
by_value(const void *a, const void *b)
{
    number x = ((const struct value *)a)->v, y = ((const struct value *)b)->v;
    return (x > y) - (x < y);
}

bool
values_quantile(const tally *s, unsigned per_mille, number *v)
{
    if (s->total == 0)
        return false;
    struct value *sorted = mem_alloc(s->n, sizeof *sorted);
    size_t n = 0;
    for (size_t i = 0; i < s->slots; i++)
        if (s->slot[i].n != 0)
            sorted[n++] = s->slot[i];
    qsort(sorted, n, sizeof *sorted, by_value);
    unsigned __int128 want = (unsigned __int128)s->total * per_mille, below = 0;
    size_t i = 0;
    for (; i + 1 < n; i++) {
        below += sorted[i].n;
        if (below * 1000 >= want)
            break;
    }
    *v = sorted[i].v;
    free(sorted);
    return true;
}

void
values_free(tally *s)
{
    free(s->slot);
    *s = (tally){0};
}

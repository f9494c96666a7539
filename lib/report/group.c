/*
 * Keys and how often each was seen: a hash table with open addressing over
 * groups in the order they were first seen.  A key's values stand one behind
 * the other in one buffer, parted by NUL, so that comparing the bytes of two
 * keys compares them value by value.
 */
#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

typedef struct group {
    uint64_t hash, count;
    size_t at, n; /* of the key in bytes */
} group;

/* The same when they are ranked, with the key at hand for qsort. */
typedef struct ranked {
    slice key;
    uint64_t count;
} ranked;

struct report_groups {
    size_t values; /* in a key */
    uint64_t secret[2];
    group *group;
    size_t n, cap;
    size_t *slot; /* 1 + index of the group, 0: free; never more than half full */
    size_t slots;
    buf bytes, key;
    uint64_t total;
    ranked *rank;
    uint64_t shown, others, others_count;
    char label[48], number[24];
};

/* ---- hashing ---- */

/*
 * SipHash-1-3 (Aumasson and Bernstein, 2012) under a secret of this run, so
 * that nobody can send records whose keys all fall into one place.
 */
static uint64_t
rotate(uint64_t v, unsigned by)
{
    return v << by | v >> (64 - by);
}

static void
sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[0] = rotate(v[0], 32);
    v[2] += v[3];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[2] = rotate(v[2], 32);
}

static uint64_t
hash(const uint64_t secret[2], slice s)
{
    uint64_t v[4] = {secret[0] ^ 0x736f6d6570736575u, secret[1] ^ 0x646f72616e646f6du,
                     secret[0] ^ 0x6c7967656e657261u, secret[1] ^ 0x7465646279746573u};
    uint64_t word, last = (uint64_t)s.n << 56;
    size_t i;

    for (i = 0; i + 8 <= s.n; i += 8) {
        memcpy(&word, s.p + i, 8);
        v[3] ^= word;
        sip_round(v);
        v[0] ^= word;
    }
    for (size_t k = 0; i + k < s.n; k++)
        last |= (uint64_t)(unsigned char)s.p[i + k] << 8 * k;
    v[3] ^= last;
    sip_round(v);
    v[0] ^= last;
    v[2] ^= 0xff;
    sip_round(v);
    sip_round(v);
    sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* ---- adding ---- */

report_groups *
report_groups_new(size_t n)
{
    report_groups *g = mem_alloc(1, sizeof *g);

    g->values = n;
    if (getrandom(g->secret, sizeof g->secret, GRND_NONBLOCK) != (ssize_t)sizeof g->secret)
        g->secret[0] = (uint64_t)time(NULL) ^ (uint64_t)(uintptr_t)g;
    buf_reserve(&g->bytes, 1); /* a key of no bytes has a place too */
    g->slots = 1024;
    g->slot = mem_alloc(g->slots, sizeof *g->slot);
    return g;
}

static void
widen(report_groups *g)
{
    free(g->slot);
    g->slots *= 2;
    g->slot = mem_alloc(g->slots, sizeof *g->slot);
    for (size_t i = 0; i < g->n; i++) {
        size_t at = g->group[i].hash & (g->slots - 1);
        while (g->slot[at] != 0)
            at = (at + 1) & (g->slots - 1);
        g->slot[at] = i + 1;
    }
}

static slice
key_of(const report_groups *g, const group *of)
{
    return (slice){g->bytes.p + of->at, of->n};
}

static void
add_group(report_groups *g, size_t slot, uint64_t h)
{
    if (g->n == g->cap) {
        g->cap = g->cap ? g->cap * 2 : 256;
        g->group = mem_grow(g->group, g->cap, sizeof *g->group);
    }
    g->group[g->n++] = (group){h, 1, g->bytes.n, g->key.n};
    buf_puts(&g->bytes, buf_slice(&g->key));
    g->slot[slot] = g->n;
    if (g->n * 2 > g->slots)
        widen(g);
}

void
report_groups_add(report_groups *g, const slice *key)
{
    g->total++;
    g->key.n = 0;
    for (size_t i = 0; i < g->values; i++) {
        if (i != 0)
            buf_putc(&g->key, '\0');
        buf_puts(&g->key, key[i]);
    }
    uint64_t h = hash(g->secret, buf_slice(&g->key));
    size_t at = h & (g->slots - 1);
    for (; g->slot[at] != 0; at = (at + 1) & (g->slots - 1)) {
        group *seen = &g->group[g->slot[at] - 1];
        if (seen->hash == h && slice_eq(key_of(g, seen), buf_slice(&g->key))) {
            seen->count++;
            return;
        }
    }
    add_group(g, at, h);
}

/* ---- ranking ---- */

static int
by_key_alone(const void *a, const void *b)
{
    return slice_cmp(((const ranked *)a)->key, ((const ranked *)b)->key);
}

static int
by_count(const void *a, const void *b)
{
    uint64_t x = ((const ranked *)a)->count, y = ((const ranked *)b)->count;
    return x != y ? (x < y) - (x > y) : by_key_alone(a, b);
}

void
report_groups_rank(report_groups *g, bool by_key, uint64_t top)
{
    free(g->slot);
    g->slot = NULL;
    g->rank = mem_alloc(g->n, sizeof *g->rank);
    for (size_t i = 0; i < g->n; i++)
        g->rank[i] = (ranked){key_of(g, &g->group[i]), g->group[i].count};
    free(g->group);
    g->group = NULL;

    g->shown = top != 0 && top < g->n ? top : g->n;
    g->others = g->n - g->shown;
    if (!by_key || g->others != 0)
        qsort(g->rank, g->n, sizeof *g->rank, by_count);
    if (by_key)
        qsort(g->rank, g->shown, sizeof *g->rank, by_key_alone);
    g->others_count = 0;
    for (uint64_t i = g->shown; i < g->n; i++)
        g->others_count += g->rank[i].count;
}

static report_row_kind
put_row(report_groups *g, report_row_kind kind, slice label, uint64_t count, slice *value)
{
    for (size_t i = 0; i < g->values; i++)
        value[i] = kind == REPORT_GROUP ? slice_cut(&label, '\0') : (slice){NULL, 0};
    if (kind != REPORT_GROUP)
        value[0] = label;
    snprintf(g->number, sizeof g->number, "%llu", (unsigned long long)count);
    value[g->values] = slice_of(g->number);
    return kind;
}

report_row_kind
report_groups_row(report_groups *g, uint64_t i, slice *value)
{
    if (g->values == 0)
        return i == 0 ? put_row(g, REPORT_GROUP, S(""), g->total, value) : REPORT_END;
    if (i < g->shown)
        return put_row(g, REPORT_GROUP, g->rank[i].key, g->rank[i].count, value);
    i -= g->shown;
    if (g->others != 0 && i-- == 0) {
        snprintf(g->label, sizeof g->label, "other (%llu group%s)", (unsigned long long)g->others,
                 g->others == 1 ? "" : "s");
        return put_row(g, REPORT_OTHER, slice_of(g->label), g->others_count, value);
    }
    return i == 0 ? put_row(g, REPORT_TOTAL, S("total"), g->total, value) : REPORT_END;
}

void
report_groups_free(report_groups *g)
{
    free(g->slot);
    free(g->group);
    free(g->rank);
    buf_free(&g->bytes);
    buf_free(&g->key);
    free(g);
}

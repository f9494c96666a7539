/*
 * Keys and what is held of each: a hash table with open addressing over groups
 * in the order they were first seen.
 */
#include "report/private.h"

#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

/* ---- hashing ---- */

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

uint64_t
sip_hash(const uint64_t secret[2], slice s)
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

/* ---- groups ---- */

/* The secret is of this run: nobody can send records whose keys all fall into one place. */
void
groups_start(groups *g, size_t states)
{
    *g = (groups){.states = states, .slots = 1024};
    if (getrandom(g->secret, sizeof g->secret, GRND_NONBLOCK) != (ssize_t)sizeof g->secret)
        g->secret[0] = (uint64_t)time(NULL) ^ (uint64_t)(uintptr_t)g;
    buf_reserve(&g->bytes, 1); /* a key of no bytes has a place too */
    g->slot = mem_alloc(g->slots, sizeof *g->slot);
}

static void
widen(groups *g)
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

size_t
groups_find(groups *g, slice key)
{
    uint64_t h = sip_hash(g->secret, key);
    size_t at = h & (g->slots - 1);

    for (; g->slot[at] != 0; at = (at + 1) & (g->slots - 1)) {
        size_t i = g->slot[at] - 1;
        if (g->group[i].hash == h && slice_eq(groups_key(g, i), key))
            return i;
    }
    if (g->n == g->cap) {
        g->cap = g->cap ? g->cap * 2 : 256;
        g->group = mem_grow(g->group, g->cap, sizeof *g->group);
        if (g->states != 0)
            g->state = mem_grow(g->state, g->cap, g->states * sizeof *g->state);
    }
    if (g->states != 0)
        memset(&g->state[g->n * g->states], 0, g->states * sizeof *g->state);
    g->group[g->n++] = (key_group){h, 0, g->bytes.n, key.n};
    buf_puts(&g->bytes, key);
    g->slot[at] = g->n;
    if (g->n * 2 > g->slots)
        widen(g);
    return g->n - 1;
}

void
groups_free(groups *g)
{
    free(g->slot);
    free(g->group);
    free(g->state);
    buf_free(&g->bytes);
    *g = (groups){0};
}

static int
by_key(const void *a, const void *b)
{
    return slice_cmp(((const keyed *)a)->key, ((const keyed *)b)->key);
}

void
keyed_sort(keyed *all, size_t n)
{
    qsort(all, n, sizeof *all, by_key);
}

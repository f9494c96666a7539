/*
 * Lists sent in parts (UNH: common access reference, sequence and first/last
 * transfer; ISO 9735-1, S010): what the first part says for all of them.
 */
#include "edi/private.h"

/* What the other parts take from the first one, when they say nothing themselves. */
static const enum column header[] = {COL_message_function, COL_message_transaction},
                         journey[] = {COL_transport_mode, COL_carrier,  COL_flight,   COL_dep_port,
                                      COL_arr_port,       COL_dep_time, COL_arr_time, COL_legs};

static bool
has(const parts_list *l, unsigned part)
{
    return (l->seen[part / 64] >> part % 64 & 1) != 0;
}

/* The first part that has not come, among the first n; 0: all have. */
static unsigned
first_absent(const parts_list *l, unsigned n)
{
    for (unsigned i = 1; i <= n; i++)
        if (!has(l, i))
            return i;
    return 0;
}

static bool
is_complete(const parts_list *l)
{
    return l->final != 0 && first_absent(l, l->final) == 0;
}

/* The list is forgotten; what has not come of it will not. */
static void
give_up(list_parts *p, parts_list *l, const char *why)
{
    unsigned absent = first_absent(l, l->final != 0 ? l->final : l->highest);

    if (l->used && (absent != 0 || (l->final == 0 && l->promised)))
        diag_warn(p->e->d, edi_place(p->e, l->offset), "the list '%.*s' in parts: %s %s%s",
                  edi_shown(l->access), l->access.p != NULL ? l->access.p : "",
                  absent != 0 ? "a part" : "its last part", "has not come", why);
    l->used = false;
}

static parts_list *
find_list(list_parts *p, const edi_message *m)
{
    for (parts_list *l = p->lists; l < p->lists + PARTS_LISTS; l++)
        if (l->used && slice_eq(l->access, m->access) &&
            (l->sender.n == 0 || m->sender.n == 0 || slice_eq(l->sender, m->sender)))
            return l;
    return NULL;
}

/* A place for another list: a free one, or that of the oldest. */
static parts_list *
add_list(list_parts *p, const edi_message *m)
{
    parts_list *l = p->lists;

    for (parts_list *i = p->lists; i < p->lists + PARTS_LISTS; i++)
        if (l->used && (!i->used || i->offset < l->offset))
            l = i;
    give_up(p, l, " before too many others began");
    arena_reset(&l->names);
    arena_reset(&l->arena);
    memset(l->seen, 0, sizeof l->seen);
    memset(l->base, 0, sizeof l->base);
    l->used = true;
    l->promised = false;
    l->offset = m->offset;
    l->final = l->highest = 0;
    l->travellers = 0;
    l->access = arena_dup(&l->names, m->access);
    l->sender = arena_dup(&l->names, m->sender);
    return l;
}

#define LIST(m) edi_shown((m)->access), (m)->access.p != NULL ? (m)->access.p : ""

void
parts_begin(list_parts *p)
{
    const edi_message *m = edi_current_message(p->e);
    place at = edi_place(p->e, m->offset);
    diag *d = p->e->d;

    p->now = NULL;
    p->again = false;
    if (m->part == 1 && m->last)
        return;
    if (m->part == 0 || m->part > PARTS_HIGHEST) {
        diag_warn(d, at, "UNH: no list has a part %u", m->part);
        return;
    }
    parts_list *l = find_list(p, m);
    bool known = l != NULL;
    if (!known)
        l = add_list(p, m);
    p->again = has(l, m->part);
    if (p->again)
        diag_warn(d, at, "part %u of the list '%.*s' again", m->part, LIST(m));
    else if (m->part < l->highest)
        diag_warn(d, at, "part %u of the list '%.*s' comes after part %u", m->part, LIST(m),
                  l->highest);
    else if (l->final != 0)
        diag_warn(d, at, "part %u of the list '%.*s', whose last part is %u", m->part, LIST(m),
                  l->final);
    else if (m->part > l->highest + 1 && l->highest + 2 == m->part)
        diag_warn(d, at, "part %u of the list '%.*s' without part %u before it", m->part, LIST(m),
                  m->part - 1);
    else if (m->part > l->highest + 1)
        diag_warn(d, at, "part %u of the list '%.*s' without parts %u to %u before it", m->part,
                  LIST(m), l->highest + 1, m->part - 1);
    l->seen[m->part / 64] |= (uint64_t)1 << m->part % 64;
    l->highest = m->part > l->highest ? m->part : l->highest;
    l->promised |= m->part > 1 || m->more;
    if (m->last && l->final == 0)
        l->final = m->part;
    p->part = m->part;
    p->now = l;
}

static void
copy(arena *a, slice *to, const slice *from, const enum column *cols, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (to[cols[i]].n == 0)
            to[cols[i]] = a != NULL ? arena_dup(a, from[cols[i]]) : from[cols[i]];
}

void
parts_keep(list_parts *p, const slice *base)
{
    parts_list *l = p->now;

    if (l == NULL || p->part != 1)
        return;
    arena_reset(&l->arena);
    memset(l->base, 0, sizeof l->base);
    copy(&l->arena, l->base, base, header, LENGTH(header));
    copy(&l->arena, l->base, base, journey, LENGTH(journey));
}

bool
parts_take(list_parts *p, slice *base, bool journeys)
{
    const parts_list *l = p->now;

    if (l == NULL || p->part == 1)
        return false;
    copy(NULL, base, l->base, header, LENGTH(header));
    if (journeys)
        copy(NULL, base, l->base, journey, LENGTH(journey));
    return journeys && has(l, 1);
}

bool
parts_counts(const list_parts *p, uint64_t said, uint64_t here)
{
    const parts_list *l = p->now;

    if (l == NULL)
        return said == here;
    uint64_t all = l->travellers + (p->again ? 0 : here);
    /* What a part counts may be itself, or the whole list, of which more is to come. */
    return said == here || said == all || (!is_complete(l) && said > all);
}

void
parts_end(list_parts *p, uint64_t travellers)
{
    parts_list *l = p->now;

    if (l == NULL)
        return;
    l->travellers += p->again ? 0 : travellers;
    if (is_complete(l))
        l->used = false;
    p->now = NULL;
}

void
parts_free(list_parts *p)
{
    for (parts_list *l = p->lists; l < p->lists + PARTS_LISTS; l++) {
        give_up(p, l, "");
        arena_free(&l->names);
        arena_free(&l->arena);
    }
}

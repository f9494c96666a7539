/* Who is held between two crossings, and how the second one finds him. */
#include "stay/guest.h"

#include <stdlib.h>

const enum column carried[CARRIED] = {
    COL_surname,     COL_given_names, COL_full_name,   COL_birth_date, COL_sex,
    COL_nationality, COL_residence,   COL_doc_type,    COL_doc_issuer, COL_doc_number,
    COL_visa_number, COL_visa_type,   COL_visa_expiry, COL_purpose,    COL_stay_until};

/* Their places among them that are asked for. */
enum { SURNAME = 0, FULL_NAME = 2, BIRTH_DATE = 3, SEX = 4, NATIONALITY = 5 };

void
crossing_keys(crossing *c, buf *b)
{
    const slice *f = c->field;

    b->n = 0;
    bool shown = put_document(b, f[COL_doc_issuer], f[COL_doc_number]);
    size_t at = b->n;
    bool named =
        put_name(b, f[COL_surname], f[COL_given_names], f[COL_full_name], f[COL_birth_date]);
    c->text[BY_DOCUMENT] = (slice){b->p, shown ? at : 0};
    c->text[BY_NAME] = (slice){b->p + at, named ? b->n - at : 0};
    for (int k = 0; k < KEYS; k++)
        c->key[k] = key_of(c->text[k]);
}

/* ---- chains ---- */

static void
link_guest(guests *all, uint32_t i, int k)
{
    guest *g = &all->guest[i];

    if (g->key[k].a == 0)
        return;
    uint32_t *head = &all->head[k][g->key[k].a & all->mask];
    g->next[k] = *head;
    *head = i;
}

static void
unlink_guest(guests *all, uint32_t i, int k)
{
    guest *g = &all->guest[i];

    if (g->key[k].a == 0)
        return;
    uint32_t *at = &all->head[k][g->key[k].a & all->mask];
    while (*at != i)
        at = &all->guest[*at].next[k];
    *at = g->next[k];
}

static void
grow(guests *all)
{
    all->cap = all->cap == 0 ? 1024 : all->cap * 2;
    all->guest = mem_grow(all->guest, all->cap, sizeof *all->guest);
    memset(all->guest + all->n, 0, (all->cap - all->n) * sizeof *all->guest);
    all->mask = 4 * (size_t)all->cap - 1; /* few chains have two */
    for (int k = 0; k < KEYS; k++) {
        all->head[k] = mem_grow(all->head[k], all->mask + 1, sizeof *all->head[k]);
        for (size_t i = 0; i <= all->mask; i++)
            all->head[k][i] = NOBODY;
        for (uint32_t i = 0; i < all->n; i++)
            if (all->guest[i].state != FREE)
                link_guest(all, i, k);
    }
}

static uint32_t
first_of(const guests *all, key k, int which)
{
    return k.a == 0 || all->n == 0 ? NOBODY : all->head[which][k.a & all->mask];
}

void
guest_fetch(const guests *all, const crossing *c, unsigned step)
{
    enum { LINE = 64, HELD = 3 /* lines of a guest, and of his texts, that are looked at */ };

    for (int k = 0; k < KEYS && all->n != 0; k++) {
        const uint32_t *head = &all->head[k][c->key[k].a & all->mask];
        if (step == 0)
            __builtin_prefetch(head);
        if (step == 0 || *head == NOBODY)
            continue;
        const guest *g = &all->guest[*head];
        const char *p = step == 1 ? (const char *)g : g->bytes;
        for (int i = 0; i < HELD; i++)
            __builtin_prefetch(p + (ptrdiff_t)i * LINE);
    }
}

/* ---- texts ---- */

slice
guest_text(const guest *g, int which)
{
    uint32_t from = which == 0 ? 0 : g->behind[which - 1];
    return (slice){g->bytes + from, g->behind[which] - from};
}

/* Texts are put one behind the other: those behind it are gone. */
static void
keep(guest *g, int which, slice s)
{
    uint32_t from = which == 0 ? 0 : g->behind[which - 1];

    if (g->room < from + s.n) {
        g->room = (uint32_t)(from + s.n);
        g->bytes = mem_grow(g->bytes, g->room, 1);
    }
    if (s.n != 0)
        memcpy(g->bytes + from, s.p, s.n);
    for (int i = which; i < TEXTS; i++)
        g->behind[i] = (uint32_t)(from + s.n);
}

/* ---- come and go ---- */

uint32_t
guest_new(guests *all, const crossing *c, bool opens)
{
    enum { CLOSING = 32 }; /* what the other end takes, mostly */
    uint32_t i = all->idle;
    size_t need = c->field[COL_crossing_time].n + c->field[COL_post].n + CLOSING;

    if (i != NOBODY) {
        all->idle = all->guest[i].later;
    } else {
        if (all->n == all->cap)
            grow(all);
        i = all->n++;
    }
    guest *g = &all->guest[i];
    *g = (guest){.bytes = g->bytes,
                 .room = g->room,
                 .home = c->home,
                 .by_neighbour = c->neighbour,
                 .serial = all->serial++,
                 .before = NOBODY,
                 .state = AWAITED};
    for (size_t k = 0; k < CARRIED; k++)
        need += c->field[carried[k]].n;
    if (g->room < need) {
        free(g->bytes);
        g->bytes = mem_alloc(need, 1);
        g->room = (uint32_t)need;
    }
    for (int k = 0; k < CARRIED; k++)
        keep(g, k, c->field[carried[k]]);
    *(opens ? &g->first : &g->last) = (end){c->seconds, c->when.day};
    keep(g, opens ? FIRST_TIME : LAST_TIME, c->field[COL_crossing_time]);
    keep(g, opens ? FIRST_POST : LAST_POST, c->field[COL_post]);
    for (int k = 0; k < KEYS; k++) {
        g->key[k] = c->key[k];
        link_guest(all, i, k);
    }
    return i;
}

void
guest_open(guests *all, uint32_t i, const crossing *c)
{
    guest *g = &all->guest[i];
    slice time = guest_text(g, LAST_TIME), post = guest_text(g, LAST_POST);

    all->text.n = 0;
    buf_puts(&all->text, time);
    buf_puts(&all->text, post);
    g->first = (end){c->seconds, c->when.day};
    g->joined = DOCUMENT;
    keep(g, FIRST_TIME, c->field[COL_crossing_time]);
    keep(g, FIRST_POST, c->field[COL_post]);
    keep(g, LAST_TIME, (slice){all->text.p, time.n});
    keep(g, LAST_POST, (slice){all->text.p + time.n, post.n});
}

void
guest_close(guests *all, uint32_t i, const crossing *c, joining how)
{
    guest *g = &all->guest[i];

    g->last = (end){c->seconds, c->when.day};
    keep(g, LAST_TIME, c->field[COL_crossing_time]);
    keep(g, LAST_POST, c->field[COL_post]);
    if (how != DOCUMENT && c->key[BY_DOCUMENT].a != 0) {
        keep(g, SECOND_ISSUER, c->field[COL_doc_issuer]);
        keep(g, SECOND_NUMBER, c->field[COL_doc_number]);
        /* Should that crossing be recorded twice, it is by this one. */
        unlink_guest(all, i, BY_DOCUMENT);
        g->key[BY_DOCUMENT] = c->key[BY_DOCUMENT];
        link_guest(all, i, BY_DOCUMENT);
    }
    g->joined = (uint8_t)(c->neighbour ? (int)how + NEIGHBOUR : (int)how);
    g->by_neighbour = c->neighbour;
}

void
guest_forget(guests *all, uint32_t i)
{
    for (int k = 0; k < KEYS; k++) {
        unlink_guest(all, i, k);
        all->guest[i].key[k].a = 0;
    }
}

void
guest_gone(guests *all, uint32_t i)
{
    guest_forget(all, i);
    all->guest[i].state = FREE;
    all->guest[i].later = all->idle;
    all->idle = i;
}

void
guests_free(guests *all)
{
    for (uint32_t i = 0; i < all->n; i++)
        free(all->guest[i].bytes);
    free(all->guest);
    for (int k = 0; k < KEYS; k++)
        free(all->head[k]);
    buf_free(&all->text);
}

/* ---- who it is ---- */

bool
guest_recorded(const guest *g, const crossing *c, int64_t within)
{
    bool over = g->state == OVER;
    const end *latest = over ? &g->last : &g->first;
    int64_t apart = c->seconds - latest->seconds;

    if ((g->home == c->entry) != over || latest->day.year == 0)
        return false; /* the other way, or nobody saw it */
    if (over && (c->neighbour || g->by_neighbour))
        return true; /* both States see him go */
    return slice_eq(guest_text(g, over ? LAST_POST : FIRST_POST), c->field[COL_post]) &&
           apart >= 0 && apart <= within;
}

static bool
same_sex(const guest *g, const crossing *c)
{
    slice sex = guest_text(g, SEX);

    return sex.n == 0 || c->field[COL_sex].n == 0 || slice_eq(sex, c->field[COL_sex]);
}

/* Of two people: both have a date of birth, and neither it nor the name agrees. */
static bool
two_people(const guest *g, const crossing *c)
{
    slice birth = guest_text(g, BIRTH_DATE);

    return birth.n != 0 && c->field[COL_birth_date].n != 0 &&
           !slice_eq(birth, c->field[COL_birth_date]) &&
           !(slice_eq(guest_text(g, SURNAME), c->field[COL_surname]) &&
             slice_eq(guest_text(g, FULL_NAME), c->field[COL_full_name]));
}

uint32_t
guest_same(const guests *all, const crossing *c, int64_t within, joining *how)
{
    uint32_t i = first_of(all, c->key[BY_DOCUMENT], BY_DOCUMENT), best = NOBODY;
    int rank = 0;

    *how = DOCUMENT;
    for (; i != NOBODY; i = all->guest[i].next[BY_DOCUMENT])
        if (same_key(all->guest[i].key[BY_DOCUMENT], c->key[BY_DOCUMENT]) &&
            !two_people(&all->guest[i], c))
            return i;
    *how = NAME;
    for (i = first_of(all, c->key[BY_NAME], BY_NAME); i != NOBODY;
         i = all->guest[i].next[BY_NAME]) {
        const guest *g = &all->guest[i];
        if (!same_key(g->key[BY_NAME], c->key[BY_NAME]) ||
            (g->key[BY_DOCUMENT].a != 0 && c->key[BY_DOCUMENT].a != 0) || !same_sex(g, c) ||
            !slice_eq(guest_text(g, NATIONALITY), c->field[COL_nationality]))
            continue;
        /* The same crossing before one that is awaited, of these who came first; else the last. */
        int its = guest_recorded(g, c, within) ? 3 : guest_awaits(g, c->entry) ? 2 : 1;
        bool better = best == NOBODY || its > rank ||
                      (its == rank && (its == 2) == (g->serial < all->guest[best].serial));
        if (better) {
            best = i;
            rank = its;
        }
    }
    return best;
}

uint32_t
guest_other_document(const guests *all, const crossing *c, joining *how)
{
    uint32_t i = first_of(all, c->key[BY_NAME], BY_NAME);
    uint32_t same = NOBODY, other = NOBODY, others = 0;

    for (; i != NOBODY; i = all->guest[i].next[BY_NAME]) {
        const guest *g = &all->guest[i];
        if (!guest_awaits(g, c->entry) || !same_key(g->key[BY_NAME], c->key[BY_NAME]) ||
            !same_sex(g, c))
            continue;
        if (slice_eq(guest_text(g, NATIONALITY), c->field[COL_nationality])) {
            if (same == NOBODY || g->serial < all->guest[same].serial)
                same = i;
        } else {
            other = i;
            others++;
        }
    }
    *how = same != NOBODY ? NAME : OTHER_NATION;
    return same != NOBODY ? same : others == 1 ? other : NOBODY;
}

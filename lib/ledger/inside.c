/*
 * Who is inside: a walk through all movements in the order of time, that
 * holds who came in and has not left.
 */
#include "ledger/rows.h"

#include <stdlib.h>

enum { NOBODY = UINT32_MAX };

/* A person inside, by the row of the entry; the bytes of its fields in a row. */
typedef struct guest {
    uint32_t size[LEDGER_FIELDS];
    char *bytes;     /* NULL: nobody, the place is free */
    uint64_t key[2]; /* of the document, of name, birth date and nationality; 0: none */
    uint32_t next[2];
    bool gone;  /* he was not here, and left on the day at hand: see movement */
    bool again; /* he was here already when he came */
} guest;

struct inside {
    guest *guest;
    uint32_t n, cap, free, live;
    uint32_t *head[2]; /* of the chains of both keys */
    size_t mask;
    uint32_t *gone; /* those, by one instant; some may be free again */
    size_t gone_n;
    uint32_t *order; /* those that are left, by time */
    uint32_t at, left;
};

/* ---- keys ---- */

static uint64_t
key_of(slice a, slice b, slice c)
{
    uint64_t h = slice_hash(a);

    h = (h ^ slice_hash(b)) * 0x9e3779b97f4a7c15u;
    h ^= h >> 29;
    h = (h ^ slice_hash(c)) * 0xbf58476d1ce4e5b9u;
    h ^= h >> 32;
    return h | 1;
}

static void
keys(const slice *f, uint64_t key[2])
{
    slice birth = f[field_of(COL_birth_date)], from = f[field_of(COL_nationality)];

    key[0] = f[F_DOC_KEY].n == 0 ? 0 : key_of(f[F_DOC_KEY], f[field_of(COL_doc_issuer)], S(""));
    key[1] = f[F_NAME_KEY].n == 0 || birth.n == 0 ? 0 : key_of(f[F_NAME_KEY], birth, from);
}

static void
fields(const guest *g, slice *f)
{
    const char *p = g->bytes;

    for (size_t k = 0; k < LEDGER_FIELDS; k++) {
        f[k] = (slice){p, g->size[k]};
        p += g->size[k];
    }
}

static slice
had(const guest *g, size_t field)
{
    slice f[LEDGER_FIELDS];

    fields(g, f);
    return f[field];
}

/*
 * Not only the hashes: what is hostile may have been made so that they agree.  Nor by the
 * document alone, when neither name nor date of birth agrees: a child in his mother's passport.
 */
static bool
same(const guest *g, int which, const slice *f)
{
    const size_t birth = field_of(COL_birth_date), name = F_NAME_KEY;
    slice h[LEDGER_FIELDS];

    fields(g, h);
    bool named = slice_eq(h[name], f[name]), born = slice_eq(h[birth], f[birth]);
    if (which == 1)
        return named && born &&
               slice_eq(h[field_of(COL_nationality)], f[field_of(COL_nationality)]);
    return slice_eq(h[F_DOC_KEY], f[F_DOC_KEY]) &&
           slice_eq(h[field_of(COL_doc_issuer)], f[field_of(COL_doc_issuer)]) &&
           (named || born || h[birth].n == 0 || f[birth].n == 0);
}

static uint32_t
find(const struct inside *s, int which, const uint64_t key[2], const slice *f, bool gone,
     bool without_document)
{
    uint32_t i = key[which] == 0 ? NOBODY : s->head[which][key[which] & s->mask];

    while (i != NOBODY &&
           (s->guest[i].key[which] != key[which] || s->guest[i].gone != gone ||
            (without_document && s->guest[i].key[0] != 0) || !same(&s->guest[i], which, f)))
        i = s->guest[i].next[which];
    return i;
}

/* Who has the document of the row f, or its name: who goes may have renewed his document. */
static uint32_t
who(const struct inside *s, const uint64_t key[2], const slice *f, bool gone, bool goes)
{
    uint32_t i = find(s, 0, key, f, gone, false);

    return i != NOBODY ? i : find(s, 1, key, f, gone, !goes && key[0] != 0);
}

/* ---- come and go ---- */

static void
link_guest(struct inside *s, uint32_t i)
{
    for (int which = 0; which < 2; which++) {
        uint32_t *head = &s->head[which][s->guest[i].key[which] & s->mask];
        s->guest[i].next[which] = *head;
        *head = i;
    }
}

static void
leave(struct inside *s, uint32_t i)
{
    for (int which = 0; which < 2; which++) {
        uint32_t *at = &s->head[which][s->guest[i].key[which] & s->mask];
        while (*at != i)
            at = &s->guest[*at].next[which];
        *at = s->guest[i].next[which];
    }
    free(s->guest[i].bytes);
    s->guest[i].bytes = NULL;
    s->guest[i].next[0] = s->free;
    s->free = i;
    s->live--;
}

static void
grow(struct inside *s)
{
    s->cap = s->cap == 0 ? 1024 : s->cap * 2;
    s->guest = mem_grow(s->guest, s->cap, sizeof *s->guest);
    s->mask = (size_t)s->cap - 1;
    for (int which = 0; which < 2; which++) {
        s->head[which] = mem_grow(s->head[which], s->cap, sizeof *s->head[which]);
        for (size_t i = 0; i <= s->mask; i++)
            s->head[which][i] = NOBODY;
    }
    for (uint32_t i = 0; i < s->n; i++)
        if (s->guest[i].bytes != NULL)
            link_guest(s, i);
}

static uint32_t
come(struct inside *s, const slice *f, const uint64_t key[2])
{
    size_t n = 0;
    uint32_t i = s->free;

    if (i != NOBODY) {
        s->free = s->guest[i].next[0];
    } else {
        if (s->n == s->cap)
            grow(s);
        i = s->n++;
    }
    guest *g = &s->guest[i];
    for (size_t k = 0; k < LEDGER_FIELDS; k++)
        n += f[k].n;
    g->bytes = mem_alloc(n + 1, 1);
    n = 0;
    for (size_t k = 0; k < LEDGER_FIELDS; k++) {
        g->size[k] = (uint32_t)f[k].n;
        if (f[k].n != 0)
            memcpy(g->bytes + n, f[k].p, f[k].n);
        n += f[k].n;
    }
    g->key[0] = key[0];
    g->key[1] = key[1];
    g->gone = g->again = false;
    link_guest(s, i);
    s->live++;
    return i;
}

/* An exit of somebody who was not here counts at its own instant alone. */
static void
forget_gone(struct inside *s, const slice *id)
{
    for (size_t i = 0; i < s->gone_n; i++) {
        const guest *g = &s->guest[s->gone[i]];
        if (g->bytes == NULL || !g->gone)
            continue;
        if (id != NULL && memcmp(had(g, F_ID).p, id->p, 10) == 0)
            return; /* they are all of one */
        leave(s, s->gone[i]);
    }
    s->gone_n = 0;
}

/*
 * Of an entry and an exit on a day without a clock it is not known which was first:
 * whoever was not here came and went, and whoever was here went and came.
 */
static void
movement(struct inside *s, const slice *f)
{
    slice direction = f[field_of(COL_direction)], decision = f[field_of(COL_decision)];
    uint64_t key[2];
    uint32_t i;

    if (decision.n != 0 && !slice_eq(decision, S("admitted")))
        return; /* who is refused or referred has not crossed */
    bool exit = slice_eq(direction, S("exit")), clock = f[field_of(COL_crossing_time)].n > 10;
    if (!exit && !slice_eq(direction, S("entry")))
        return;
    keys(f, key);
    forget_gone(s, &f[F_ID]);
    i = who(s, key, f, false, exit);
    if (exit && i != NOBODY) {
        if (!clock && s->guest[i].again && memcmp(had(&s->guest[i], F_ID).p, f[F_ID].p, 10) == 0)
            s->guest[i].again = false;
        else
            leave(s, i);
    } else if (exit && !clock) {
        s->gone = mem_grow(s->gone, s->gone_n + 1, sizeof *s->gone);
        s->guest[s->gone[s->gone_n++] = come(s, f, key)].gone = true;
    } else if (!exit) {
        uint32_t gone = clock || i != NOBODY ? NOBODY : who(s, key, f, true, false);
        if (gone != NOBODY) {
            leave(s, gone);
            return;
        }
        if (i != NOBODY) /* a second entry without an exit is the same person */
            leave(s, i);
        s->guest[come(s, f, key)].again = i != NOBODY;
    }
}

/* ---- who is left ---- */

static bool
in_list(const opt_list *list, slice value)
{
    for (size_t i = 0; i < list->n; i++) {
        slice rest = slice_of(list->item[i]);
        while (rest.p != NULL)
            if (slice_eq(slice_cut(&rest, ','), value))
                return true;
    }
    return list->n == 0;
}

static const struct inside *sorted; /* by: qsort has no context */

static int
by_time(const void *a, const void *b)
{
    slice x[LEDGER_FIELDS], y[LEDGER_FIELDS];

    fields(&sorted->guest[*(const uint32_t *)a], x);
    fields(&sorted->guest[*(const uint32_t *)b], y);
    return slice_cmp(x[F_ID], y[F_ID]);
}

bool
inside_find(ledger_rows *r, const ledger_query *q, error *e)
{
    struct inside *s = r->inside = mem_alloc(1, sizeof *s);
    slice f[LEDGER_FIELDS];
    const slice *v;

    s->free = NOBODY;
    grow(s);
    e->text[0] = '\0';
    while ((v = r->l->kind->next(r->cursor, e)) != NULL)
        movement(s, v);
    forget_gone(s, NULL);
    s->order = mem_alloc((size_t)s->live + 1, sizeof *s->order);
    for (uint32_t i = 0; i < s->n; i++) {
        if (s->guest[i].bytes == NULL)
            continue;
        fields(&s->guest[i], f);
        if (in_list(&q->post, f[field_of(COL_post)]) &&
            in_list(&q->nationality, f[field_of(COL_nationality)]))
            s->order[s->left++] = i;
    }
    sorted = s;
    qsort(s->order, s->left, sizeof *s->order, by_time);
    return e->text[0] == '\0';
}

const slice *
inside_next(ledger_rows *r, error *e)
{
    struct inside *s = r->inside;

    (void)e;
    if (s->at == s->left)
        return NULL;
    fields(&s->guest[s->order[s->at++]], r->held);
    return rows_values(r, r->held);
}

void
inside_free(ledger_rows *r)
{
    struct inside *s = r->inside;

    if (s == NULL)
        return;
    for (uint32_t i = 0; i < s->n; i++)
        free(s->guest[i].bytes);
    free(s->guest);
    free(s->gone);
    free(s->head[0]);
    free(s->head[1]);
    free(s->order);
    free(s);
    r->inside = NULL;
}

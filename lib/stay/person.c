/* Persons whose stays are counted: known by documents, or by name, birth date and nationality. */
#include "stay/private.h"

#include <stdlib.h>

/* Of a key 96 bits, which do not fall together by chance either: four slots are a line of the
 * cache. */
typedef struct slot {
    uint64_t a; /* 0: free */
    uint32_t b, person;
} slot;

/* Two turned out to be one: they are the one that was seen first. */
static uint32_t
root(persons *all, uint32_t i)
{
    while (all->person[i].is != i)
        i = all->person[i].is = all->person[all->person[i].is].is;
    return i;
}

/* Whether both have a date of birth, and neither it nor the name agrees: a document of two people.
 */
static bool
another(const person *p, uint64_t birth, uint64_t name)
{
    return p->birth != 0 && birth != 0 && p->birth != birth && p->name != name;
}

/* Where that key is, of that person, or belongs. */
static slot *
find(persons *all, key k, uint64_t birth, uint64_t name)
{
    size_t at = k.a & (all->slots - 1);

    for (;; at = (at + 1) & (all->slots - 1)) {
        slot *s = &all->slot[at];
        if (s->a == 0)
            return s;
        if (s->a == k.a && s->b == (uint32_t)k.b &&
            !another(&all->person[root(all, s->person)], birth, name))
            return s;
    }
}

static void
grow(persons *all)
{
    slot *old = all->slot;
    size_t n = all->slots;

    all->slots = n == 0 ? 1024 : n * 2;
    all->slot = mem_alloc(all->slots, sizeof *all->slot);
    for (size_t i = 0; i < n; i++) {
        size_t at = old[i].a & (all->slots - 1);
        if (old[i].a == 0)
            continue;
        while (all->slot[at].a != 0)
            at = (at + 1) & (all->slots - 1);
        all->slot[at] = old[i];
    }
    free(old);
}

void
person_add(person *p, past stay)
{
    if (p->n == p->cap) {
        p->cap = p->cap == 0 ? 1 : p->cap * 2;
        p->stay = mem_grow(p->stay, p->cap, sizeof *p->stay);
    }
    uint32_t at = p->n++;
    for (; at > 0 && p->stay[at - 1].days.from > stay.days.from; at--)
        p->stay[at] = p->stay[at - 1];
    p->stay[at] = stay;
}

static uint32_t
join(persons *all, uint32_t a, uint32_t b)
{
    if (a == b)
        return a;
    if (b < a) {
        uint32_t swap = a;
        a = b;
        b = swap;
    }
    person *from = &all->person[b];
    for (uint32_t i = 0; i < from->n; i++)
        person_add(&all->person[a], from->stay[i]);
    free(from->stay);
    from->stay = NULL;
    from->n = from->cap = 0;
    from->is = a;
    return a;
}

static uint32_t
new_person(persons *all, const identity *who, uint64_t birth, uint64_t name)
{
    const slice text[] = {who->surname,     who->given_names, who->birth_date,
                          who->nationality, who->issuer[0],   who->number[0]};

    if (all->n == all->cap) {
        all->cap = all->cap == 0 ? 1024 : all->cap * 2;
        all->person = mem_grow(all->person, all->cap, sizeof *all->person);
    }
    person *p = &all->person[all->n];
    *p = (person){.is = all->n, .birth = birth, .name = name};
    if (all->keep)
        p->text = arena_alloc(&all->texts, sizeof text);
    for (size_t i = 0; i < LENGTH(text) && all->keep; i++)
        p->text[i] = arena_dup(&all->texts, text[i]);
    return all->n++;
}

uint32_t
persons_of(persons *all, const identity *who)
{
    buf *b = &all->text;
    key k[3];
    size_t n = 0;
    uint32_t is = NOBODY;
    uint64_t birth = who->birth_date.n == 0 ? 0 : slice_hash(who->birth_date) | 1, name;

    b->n = 0;
    (void)put_name(b, who->surname, (slice){NULL, 0}, who->full_name, (slice){NULL, 0});
    name = slice_hash(buf_slice(b)) | 1;
    for (int i = 0; i < 2; i++) {
        b->n = 0;
        if (put_document(b, who->issuer[i], who->number[i]))
            k[n++] = key_of(buf_slice(b));
    }
    b->n = 0;
    if (put_name(b, who->surname, who->given_names, who->full_name, who->birth_date)) {
        buf_putc(b, '/');
        buf_puts(b, who->nationality);
        k[n++] = key_of(buf_slice(b));
    }
    if (n == 0)
        return NOBODY;
    while (3 * (all->used + n) > 2 * all->slots)
        grow(all);
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(&all->slot[k[i].a & (all->slots - 1)]);
    for (size_t i = 0; i < n; i++) {
        const slot *s = find(all, k[i], birth, name);
        if (s->a != 0)
            is = is == NOBODY ? root(all, s->person) : join(all, is, root(all, s->person));
    }
    if (is == NOBODY)
        is = new_person(all, who, birth, name);
    for (size_t i = 0; i < n; i++) {
        slot *s = find(all, k[i], birth, name);
        all->used += s->a == 0;
        *s = (slot){k[i].a, (uint32_t)k[i].b, is};
    }
    return is;
}

void
persons_free(persons *all)
{
    for (uint32_t i = 0; i < all->n; i++)
        free(all->person[i].stay);
    free(all->person);
    free(all->slot);
    arena_free(&all->texts);
    buf_free(&all->text);
}

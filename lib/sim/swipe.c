/* What a carrier knows of a traveller of a flight. */
#include "sim/private.h"

#include <stdio.h>

/* The second crossing of the party, for which it may hold other passports. */
static bool
comes_back(const flight *f, const party *p)
{
    return p->kind == RESIDENT ? f->inbound : !f->inbound;
}

/* Zone letters as words: fillers are blanks, "<<" parts surname and given names. */
static void
names_of_zone(const person *p, const state *issuer, card_swipe *c)
{
    char field[40];
    size_t n = 39, s = 0;

    (void)zone_name(p, issuer, field, n);
    while (n > 0 && field[n - 1] == '<')
        n--;
    while (s < n && !(field[s] == '<' && s + 1 < n && field[s + 1] == '<'))
        s++;
    for (size_t i = 0; i < n; i++)
        field[i] = field[i] == '<' ? ' ' : field[i];
    memcpy(c->surname, field, s);
    c->surname[s] = '\0';
    size_t from = s + 2 < n ? s + 2 : n;
    memcpy(c->given, field + from, n - from);
    c->given[n - from] = '\0';
}

static void
contacts_make(const sim *s, const person *p, card_swipe *c)
{
    chance x = apart(chance_of(s->set->seed, OF_HOUSEHOLD, p->household), 71);
    char name[24];
    size_t n = 0;

    for (const char *at = c->surname; *at != '\0' && n < sizeof name - 1; at++)
        if (*at != ' ')
            name[n++] = (char)(*at | 0x20);
    name[n] = '\0';
    /* One draw a statement: in what order arguments are reckoned is the compiler's choice. */
    uint32_t country = 20 + below(&x, 79), number = below(&x, 1000000000), at = below(&x, 1000);
    snprintf(c->phone, sizeof c->phone, "+%u%09u", country, number);
    snprintf(c->email, sizeof c->email, "%s%u@%s", name, at,
             percent(&x, 50) ? "mail.example" : "post_box.example");
}

static void
seat_text(unsigned seat, char to[6])
{
    unsigned n = 1 + (seat - 1) / 6;

    to[0] = '\0';
    if (seat != 0) /* no row is the 13th */
        snprintf(to, 6, "%u%c", (n >= 13 ? n + 1 : n) % 1000, "ABCDEF"[(seat - 1) % 6]);
}

void
swipe_make(const sim *s, const flight *f, const passenger *p, card_swipe *c)
{
    static const uint32_t bags[] = {30, 50, 17, 3};
    const party *of = p->party;
    unsigned member = p->member;
    bool back = comes_back(f, of);
    uint32_t booking = of->group != 0 ? of->group : of->number;
    chance x =
        chance_of(s->set->seed, OF_LEG, ((uint64_t)of->number * MEMBERS + member) * 2 + back);

    person_make(s, of->household, member, (kind)of->kind, &c->person);
    document_make(s, &c->person, back && of->renewed,
                  back && of->second && c->person.second != NULL, of->exit_day - 3, &c->doc);
    c->has_visa = of->visa && c->doc.issuer == c->person.nationality;
    if (c->has_visa)
        visa_make(s, &c->person, of->number, &c->visa);
    snprintf(c->id, sizeof c->id, "%c%u",
             of->kind == CREW ? 'c'
             : p->no_show     ? 'n'
                              : 't',
             of->first + p->member);
    names_of_zone(&c->person, c->doc.issuer, c);
    number_fill(S("@@@@@@"), booking, s->set->seed % 64000000, c->locator, sizeof c->locator);
    seat_text(p->seat, c->seat);
    c->bags = of->kind == CREW ? 0 : (unsigned)weight_draw(bags, LENGTH(bags), &x);
    c->tag = 100000 + below(&x, 890000);
    contacts_make(s, &c->person, c);
}

/* Persons and their documents, out of a household's number. */
#include "sim/private.h"

#include "text/text.h"

/* ---- households ---- */

static const state *
state_draw(const sim *s, chance *c, bool foreign)
{
    const sim_world *w = s->w;
    uint32_t sum = 0, at;

    for (size_t i = 0; i < w->states_n; i++)
        sum += foreign && &w->state[i] == w->home ? 0 : w->state[i].weight;
    at = below(c, sum);
    for (size_t i = 0; i < w->states_n; i++) {
        uint32_t weight = foreign && &w->state[i] == w->home ? 0 : w->state[i].weight;
        if (at < weight)
            return &w->state[i];
        at -= weight;
    }
    return w->home;
}

const post *
commuter_post(const sim *s, uint32_t household)
{
    const sim_world *w = s->w;
    chance c = chance_of(s->set->seed, OF_HOUSEHOLD, household);

    (void)chance_next(&c);
    return post_draw(w, BY_LAND, &c);
}

/* Those who live behind the border are the neighbour's, half of them ours. */
static const state *
wave_state(const sim *s, kind k, chance *c)
{
    const sim_world *w = s->w;

    for (size_t i = 0; i < w->waves_n; i++)
        if (w->wave[i].kind == k)
            return w->wave[i].state[below(c, (uint32_t)w->wave[i].states_n)];
    return state_draw(s, c, true);
}

const state *
household_state(const sim *s, uint32_t household, kind k)
{
    chance c = chance_of(s->set->seed, OF_HOUSEHOLD, household);

    switch (k) {
    case RESIDENT:
        return s->w->home;
    case COMMUTER:
        if (percent(&c, 40))
            return s->w->home;
        for (size_t i = 0; i < s->w->states_n; i++)
            if (strcmp(s->w->state[i].code, commuter_post(s, household)->at) == 0)
                return &s->w->state[i];
        return s->w->home;
    case PILGRIM:
    case MASS:
        return wave_state(s, k, &c);
    case CREW:
        return percent(&c, 40) ? s->w->home : state_draw(s, &c, true);
    case DECOY:
        return state_draw(s, &c, false);
    default:
        return state_draw(s, &c, true);
    }
}

unsigned
household_size(const sim *s, uint32_t household, kind k)
{
    static const uint32_t alone[] = {52, 22, 10, 9, 4, 2, 1, 0};
    static const uint32_t families[] = {12, 14, 16, 20, 16, 12, 6, 4};
    chance c = chance_of(s->set->seed, OF_HOUSEHOLD, household);

    c = apart(c, 17);
    if (k == COMMUTER || k == CREW || k == DECOY)
        return 1;
    return 1 + (unsigned)weight_draw(k == MASS ? families : alone, MEMBERS, &c);
}

/* ---- names ---- */

/* Where a person's words come from. */
typedef struct source {
    const sim *s;
    const person *p;
    const culture *c;
    const sim_name *given[3], *father, *grandfather, *family[2];
} source;

static const sim_name *
draw_other(const name_table *t, chance *c, const sim_name *than, const sim_name *nor)
{
    const sim_name *n = name_draw(t, c);

    for (unsigned i = 0; i < 4 && (n == than || n == nor); i++)
        n = name_draw(t, c);
    return n;
}

static const name_table *
given_table(const culture *c, char sex)
{
    return sex == 'F' ? &c->female : &c->male;
}

/* Sex and first given name, which a child must know of its father. */
static char
sex_of(const sim *s, uint32_t household, unsigned member, const chance *own)
{
    chance first = chance_of(s->set->seed, OF_PERSON, (uint64_t)household * MEMBERS), c = *own;
    char of_first = percent(&first, 55) ? 'M' : 'F';

    if (member == 0)
        return of_first;
    if (member == 1)
        return of_first == 'M' ? 'F' : 'M';
    return percent(&c, 51) ? 'M' : 'F';
}

static const sim_name *
first_given(const culture *cu, char sex, const chance *own)
{
    chance c = *own;

    c = apart(c, 101);
    return name_draw(given_table(cu, sex), &c);
}

static void
gather(source *x, uint32_t household, unsigned member, const chance *own)
{
    const sim *s = x->s;
    const culture *cu = x->c;
    chance home = chance_of(s->set->seed, OF_HOUSEHOLD, household), c = *own;

    home = apart(home, 31);
    x->family[0] = name_draw(&cu->family, &home);
    x->family[1] = draw_other(&cu->family, &home, x->family[0], NULL);
    c = apart(c, 211);
    if (member == 1 && percent(&c, 35)) /* a spouse who kept the own name */
        x->family[0] = draw_other(&cu->family, &c, x->family[0], NULL);
    x->given[0] = first_given(cu, x->p->sex, own);
    x->given[1] = draw_other(given_table(cu, x->p->sex), &c, x->given[0], NULL);
    x->given[2] = draw_other(given_table(cu, x->p->sex), &c, x->given[0], x->given[1]);
    x->father = draw_other(&cu->male, &c, x->given[0], NULL);
    x->grandfather = draw_other(&cu->male, &c, x->given[0], x->father);
    if (member >= 2) { /* a child of the man of the house */
        chance of = chance_of(s->set->seed, OF_PERSON, (uint64_t)household * MEMBERS);
        unsigned man = sex_of(s, household, 0, &of) == 'M' ? 0 : 1;
        of = chance_of(s->set->seed, OF_PERSON, (uint64_t)household * MEMBERS + man);
        x->father = first_given(cu, 'M', &of);
    }
}

static bool
ends_with(slice s, slice end)
{
    return s.n >= end.n && memcmp(s.p + s.n - end.n, end.p, end.n) == 0;
}

static slice
put_text(person *p, size_t *used, slice s)
{
    size_t n = s.n < sizeof p->text - *used ? s.n : sizeof p->text - *used;
    slice at = {p->text + *used, n};

    memcpy(p->text + *used, s.p, n);
    *used += n;
    return at;
}

static slice
with_ending(person *p, size_t *used, slice s, slice from, slice to)
{
    slice at = {p->text + *used, 0};

    at.n = put_text(p, used, (slice){s.p, s.n - from.n}).n;
    at.n += put_text(p, used, to).n;
    return at;
}

/* The rule whose endings both fit; NULL: none does. */
static const ending *
ending_find(const ending *list, size_t n, char sex, const sim_name *name)
{
    for (size_t i = 0; i < n; i++)
        if ((list[i].sex == 0 || list[i].sex == sex) && ends_with(name->latin, list[i].from) &&
            ends_with(name->native, list[i].native_from))
            return &list[i];
    return NULL;
}

static name_word
resolve(const source *x, person *p, size_t *used, const form_word *f, unsigned *seen)
{
    unsigned nth = seen[f->kind]++;
    name_word w = {.kind = f->kind};
    const ending *rule = NULL;
    const sim_name *from = NULL;

    switch (f->kind) {
    case IS_GIVEN:
        w.name = from = x->given[nth < 3 ? nth : 2];
        break;
    case IS_FAMILY:
        w.name = from = x->family[nth != 0];
        if (p->sex == 'F')
            rule = ending_find(x->c->feminine, x->c->feminine_n, p->sex, from);
        break;
    case IS_FATHER:
        w.name = from = x->father;
        break;
    case IS_GRANDFATHER:
        w.name = from = x->grandfather;
        break;
    case IS_PATRONYMIC:
        from = x->father;
        rule = ending_find(x->c->patronymic, x->c->patronymic_n, p->sex, from);
        w.name = rule == NULL ? from : NULL;
        break;
    case IS_PARTICLE:
        w.latin = f->latin;
        w.native = f->native;
        return w;
    }
    w.latin = from->latin;
    w.native = from->native;
    if (rule != NULL) {
        w.latin = with_ending(p, used, from->latin, rule->from, rule->to);
        w.native = x->c->latin
                       ? w.latin
                       : with_ending(p, used, from->native, rule->native_from, rule->native_to);
    }
    return w;
}

static bool
glues(const name_word *w)
{
    return w->kind == IS_PARTICLE && w->latin.n != 0 && w->latin.p[w->latin.n - 1] == '-';
}

/* Words one behind the other; the hyphen of a particle joins it. */
static slice
join_words(person *p, size_t *used, const name_word *w, size_t n, bool native, bool glued)
{
    slice at = {p->text + *used, 0};

    for (size_t i = 0; i < n; i++) {
        if (i != 0 && !glues(&w[i - 1]) && !(native && glued))
            at.n += put_text(p, used, S(" ")).n;
        at.n += put_text(p, used, native ? w[i].native : w[i].latin).n;
    }
    return at;
}

static void
name_make(const source *x, person *p, const chance *own)
{
    const culture *cu = x->c;
    unsigned seen[IS_PARTICLE + 1] = {0}, again[IS_PARTICLE + 1] = {0};
    chance c = *own;
    size_t used = 0, native_n = 0;
    name_word native[NAME_WORDS];
    uint32_t sum = 0, at;

    for (size_t i = 0; i < cu->forms_n; i++)
        sum += cu->form[i].sex == 0 || cu->form[i].sex == p->sex ? cu->form[i].upto : 0;
    c = apart(c, 307);
    at = below(&c, sum);
    const name_form *f = cu->form;
    for (size_t i = 0; i < cu->forms_n; i++) {
        uint32_t weight = cu->form[i].sex == 0 || cu->form[i].sex == p->sex ? cu->form[i].upto : 0;
        f = &cu->form[i];
        if (at < weight)
            break;
        at -= weight;
    }
    p->given_n = f->given_n;
    for (p->words_n = 0; p->words_n < f->n; p->words_n++)
        p->word[p->words_n] = resolve(x, p, &used, &f->word[p->words_n], seen);
    p->given = join_words(p, &used, p->word, p->given_n, false, false);
    p->surname =
        join_words(p, &used, p->word + p->given_n, (size_t)(p->words_n - p->given_n), false, false);
    if (cu->native_n != 0) {
        for (; native_n < cu->native_n; native_n++)
            native[native_n] = resolve(x, p, &used, &cu->native[native_n], again);
        p->native = join_words(p, &used, native, native_n, true, cu->glued);
    } else {
        p->native = join_words(p, &used, p->word, p->words_n, true, cu->glued);
    }
}

/* ---- persons ---- */

static date
birth_of(const sim *s, uint32_t household, unsigned member, kind k, chance *c)
{
    chance head = chance_of(s->set->seed, OF_HOUSEHOLD, household);
    int age, from = 20, to = 68;

    head = apart(head, 53);
    if (k == CREW || k == COMMUTER)
        from = 21, to = 59;
    else if (k == PILGRIM)
        from = 30, to = 76;
    int first = between(&head, from, to);
    if (member == 0)
        age = first;
    else if (member == 1)
        age = between(c, first - 6 > 18 ? first - 6 : 18, first + 4);
    else
        age = (int)below(c, (uint32_t)(first - 19 < 18 ? first - 18 : 18));
    return date_from_days(date_days(s->set->from) - 366 * age - 1 - (int)below(c, 364));
}

void
person_make(const sim *s, uint32_t household, unsigned member, kind k, person *p)
{
    chance own = chance_of(s->set->seed, OF_PERSON, (uint64_t)household * MEMBERS + member);
    chance home = chance_of(s->set->seed, OF_HOUSEHOLD, household), c = own;
    source x = {.s = s, .p = p};
    const state *st = household_state(s, household, k);

    p->household = household;
    p->member = (uint8_t)member;
    p->kind = k;
    p->nationality = st;
    p->second = NULL;
    home = apart(home, 11);
    uint32_t at = below(&home, st->people[st->people_n - 1].upto);
    p->culture = st->people[0].culture;
    for (size_t i = 0; i < st->people_n; i++)
        if (at < st->people[i].upto) {
            p->culture = st->people[i].culture;
            break;
        }
    p->sex = sex_of(s, household, member, &own);
    c = apart(c, 401);
    p->birth = birth_of(s, household, member, k, &c);
    x.c = p->culture;
    gather(&x, household, member, &own);
    name_make(&x, p, &own);
    if (k != MASS && k != DECOY && percent(&c, 4)) {
        p->second = k == RESIDENT ? state_draw(s, &c, true) : s->w->home;
        if (p->second == p->nationality)
            p->second = state_draw(s, &c, true);
        if (p->second == p->nationality)
            p->second = NULL;
    }
}

/* ---- documents ---- */

/* Letters that nobody takes for digits, as issuers choose them. */
static const char pattern_letters[] = "ABCEFGHJKLMNPRTUVWXY";
static const char pattern_any[] = "0123456789CFGHJKLMNPRTVWXYZ";

size_t
pattern_fill(slice pattern, uint64_t n, char *to, size_t room)
{
    size_t length = pattern.n < room - 1 ? pattern.n : room - 1;

    for (size_t i = length; i-- > 0;) {
        const char *set = pattern.p[i] == '#'   ? "0123456789"
                          : pattern.p[i] == '@' ? pattern_letters
                          : pattern.p[i] == '*' ? pattern_any
                                                : NULL;
        uint64_t size = set == NULL ? 1 : strlen(set);
        to[i] = set == NULL ? pattern.p[i] : set[n % size];
        n /= size;
    }
    to[length] = '\0';
    return length;
}

/*
 * A number that no other index of the issuer has, as long as the pattern has
 * enough of them: its tail is the index times a factor that shares no divisor
 * with the count of tails, which only changes their order.
 */
size_t
number_fill(slice pattern, uint64_t index, uint64_t offset, char *to, size_t room)
{
    uint64_t size = 1, factor;
    size_t at = pattern.n;
    chance head = {index};

    for (; at > 0; at--) {
        char c = pattern.p[at - 1];
        uint64_t n = c == '#'   ? 10
                     : c == '@' ? sizeof pattern_letters - 1
                     : c == '*' ? sizeof pattern_any - 1
                                : 1;
        if (size * n > UINT32_MAX)
            break;
        size *= n;
    }
    factor = size * 618 / 1000 | 1;
    while (factor % 3 == 0 || factor % 5 == 0)
        factor += 2;
    size_t n = pattern_fill((slice){pattern.p, at}, chance_next(&head) >> 1, to, room);
    return n + pattern_fill((slice){pattern.p + at, pattern.n - at},
                            (index % size * factor + offset) % size, to + n, room - n);
}

static void
number_make(const sim *s, const state *issuer, slice pattern, uint64_t index, char *to, size_t room)
{
    chance c =
        chance_of(s->set->seed, OF_DOCUMENT, (uint64_t)(issuer - s->w->state) * 64 + pattern.n);

    (void)number_fill(pattern, index, chance_next(&c) >> 32, to, room);
}

static date
years_later(date d, int years)
{
    d.year = (int16_t)(d.year + years);
    if (!date_valid(d))
        d.day = 28;
    return d;
}

static void
document_dates(const sim *s, const person *p, unsigned valid, chance *c, document *d)
{
    int32_t end = date_days(s->set->to), born = date_days(p->birth);

    if (end - born < 15 * 365 && valid > 5)
        valid = 5;
    d->expiry = date_from_days(end + between(c, 20, (int)valid * 365 - 5));
    d->issued = years_later(d->expiry, -(int)valid);
    if (date_cmp(d->issued, p->birth) < 0)
        d->issued = date_from_days(born + 7);
}

void
document_make(const sim *s, const person *p, unsigned version, bool second, int32_t day,
              document *d)
{
    const state *issuer = second ? p->second : p->nationality;
    uint64_t index = ((uint64_t)p->household * MEMBERS + p->member) * 2 + version;
    chance c = chance_of(s->set->seed, OF_DOCUMENT, index);

    *d = (document){.type = "P", .issuer = issuer};
    number_make(s, issuer, issuer->passport, index, d->number, sizeof d->number);
    document_dates(s, p, issuer->valid, &c, d);
    if (version != 0) {
        d->issued = date_from_days(day);
        d->expiry = years_later(d->issued, issuer->valid);
    }
    if (issuer->personal.n != 0)
        pattern_fill(issuer->personal, chance_next(&c), d->personal, sizeof d->personal);
}

void
card_make(const sim *s, const person *p, document *d)
{
    const state *issuer = p->nationality;
    uint64_t index = (uint64_t)p->household * MEMBERS + p->member;
    chance c = chance_of(s->set->seed, OF_DOCUMENT, ~index);

    *d = (document){.type = "I", .issuer = issuer, .card = true, .td2 = issuer->card_td2};
    number_make(s, issuer, issuer->card, index, d->number, sizeof d->number);
    document_dates(s, p, 10, &c, d);
}

void
visa_make(const sim *s, const person *p, uint32_t of_party, document *d)
{
    uint64_t index = (uint64_t)of_party * MEMBERS + p->member;
    chance c = chance_of(s->set->seed, OF_DOCUMENT, index ^ UINT64_C(0x5A5A5A5A5A5A));

    *d = (document){.type = "V", .issuer = s->w->home};
    number_make(s, s->w->home, s->w->visa, index, d->number, sizeof d->number);
    d->expiry = date_from_days(date_days(s->set->to) + between(&c, 20, 300));
    d->issued = date_from_days(date_days(s->set->from) - between(&c, 5, 80));
}

/* ---- plain names ---- */

size_t
name_plain(slice utf8, const state *issuer, char *to, size_t room)
{
    letters_rules rules = {.fewer = issuer != NULL && issuer->plain};
    size_t n = 0;

    for (size_t i = 0; i < utf8.n;) {
        unsigned char c = (unsigned char)utf8.p[i++];
        uint32_t point = c;
        if (c >= 0xC0) {
            unsigned more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
            point = c & (0x3Fu >> more);
            for (; more > 0 && i < utf8.n; more--)
                point = point << 6 | ((unsigned char)utf8.p[i++] & 0x3F);
        }
        slice letters = letters_of(point, &rules, false);
        if (letters.n != 0 && n + letters.n <= room) {
            memcpy(to + n, letters.p, letters.n);
            n += letters.n;
        } else if ((point == ' ' || point == '-') && n != 0 && to[n - 1] != ' ' && n < room) {
            to[n++] = ' ';
        }
    }
    return n != 0 && to[n - 1] == ' ' ? n - 1 : n;
}

/*
 * What is known of a traveller beside an entry, and what it makes of the score
 * of the name: agreement takes away a part of what is missing to 1,
 * disagreement a part of the score, and what is not known does neither.
 */
#include "watch/search.h"

#include <stdlib.h>

/*
 * Agreement of the birth date counts beside a name that has something to
 * agree with: not at all up to the first of these, in full from the second on.
 */
#define BIRTH_COUNTS_FROM 0.45
#define BIRTH_COUNTS_FULL 0.65

/* What is taken away of what is missing to 1; or what is left of the score. */
static const struct {
    double raises, leaves;
} birth_effect[] = {
    [BIRTH_UNKNOWN] = {0, 1},      [BIRTH_SAME] = {0.65, 1}, [BIRTH_AS_FAR] = {0.35, 1},
    [BIRTH_BROADLY] = {0.2, 1},    [BIRTH_SLIP] = {0, 0.97}, [BIRTH_NEAR] = {0, 0.88},
    [BIRTH_DIFFERENT] = {0, 0.72},
};
#define COUNTRY_RAISES 0.1
#define COUNTRY_LEAVES 0.9
#define SEX_LEAVES     0.85
#define PLACE_RAISES   0.1
#define PLACE_LEAVES   0.95
#define WEAK_LEAVES    0.96

/* A document that agrees, whatever the name is; with a name or a birth date, it is certain. */
#define DOCUMENT_ALONE 0.95

double
evidence_score(const evidence *v, double by_name, bool weak)
{
    double score = by_name * (weak ? WEAK_LEAVES : 1);
    double counts = (score - BIRTH_COUNTS_FROM) / (BIRTH_COUNTS_FULL - BIRTH_COUNTS_FROM);

    counts = counts < 0 ? 0 : counts > 1 ? 1 : counts;
    score = 1 - (1 - score) * (1 - birth_effect[v->birth].raises * counts);
    score *= birth_effect[v->birth].leaves;
    if (v->country == AGREES)
        score = 1 - (1 - score) * (1 - COUNTRY_RAISES);
    else if (v->country == DIFFERS)
        score *= COUNTRY_LEAVES;
    if (v->place == AGREES)
        score = 1 - (1 - score) * (1 - PLACE_RAISES);
    else if (v->place == DIFFERS)
        score *= PLACE_LEAVES;
    if (v->sex == DIFFERS)
        score *= SEX_LEAVES;
    if (v->document) {
        bool more = by_name >= NAME_AGREES || v->birth == BIRTH_SAME;
        double least = more ? 1 : DOCUMENT_ALONE;
        score = score > least ? score : least;
    }
    return score;
}

double
evidence_least(const evidence *v, bool weak, double least)
{
    double from = 0, to = 1;

    if (v->document && NAME_AGREES < least)
        least = NAME_AGREES; /* beside a document the name counts from there */
    if (evidence_score(v, 1, weak) < least)
        return 2; /* no name is enough */
    /* The score grows with the name's: bisect, to less than is ever printed. */
    for (int i = 0; i < 30; i++) {
        double middle = (from + to) / 2;
        evidence plain = *v;
        plain.document = false;
        if (evidence_score(&plain, middle, weak) < least)
            from = middle;
        else
            to = middle;
    }
    return from > 0.05 ? from : 0.05;
}

/* ---- dates of birth ---- */

/* As whole a day as possible: the first of what a date may be, or the last. */
static date
bound(date d, bool last)
{
    if (d.month == 0)
        d.month = last ? 12 : 1;
    if (d.day == 0)
        for (d.day = last ? 31 : 1; !date_valid(d);)
            d.day--;
    return d;
}

static int
digits_apart(date a, date b)
{
    char x[DATE_TEXT], y[DATE_TEXT];
    slice p = date_text(a, x), q = date_text(b, y);
    int n = 0;

    for (size_t i = 0; i < p.n && i < q.n; i++)
        n += p.p[i] != q.p[i];
    return n;
}

/* 1 January is what is written when only the year is known. */
static bool
placeholder(date d)
{
    return d.month == 1 && d.day == 1;
}

static birth_agreement
compare_whole(date a, date b)
{
    bool swapped = a.year == b.year && a.month == b.day && a.day == b.month;
    bool year_only = placeholder(a) || placeholder(b);

    if (date_cmp(a, b) == 0)
        return year_only ? BIRTH_AS_FAR : BIRTH_SAME;
    if (a.year == b.year && year_only)
        return BIRTH_AS_FAR;
    if (swapped || digits_apart(a, b) == 1)
        return BIRTH_SLIP;
    if (a.year == b.year)
        return BIRTH_NEAR;
    /* 1 January of both is a day that neither knows. */
    bool day = a.month == b.month && a.day == b.day;
    return day && (!year_only || abs(a.year - b.year) <= 1) ? BIRTH_NEAR : BIRTH_DIFFERENT;
}

static birth_agreement
compare_birth(date traveller, const watch_birth *b)
{
    date from = bound(b->from, false), to = bound(b->to, true);
    bool one = date_cmp(b->from, b->to) == 0;

    if (one && !b->circa && date_whole(b->from) && date_whole(traveller))
        return compare_whole(traveller, b->from);
    if (b->circa) {
        from.year = (int16_t)(from.year - 1);
        to.year = (int16_t)(to.year + 1);
        if (!date_valid(from)) /* 29 February */
            from.day--;
        if (!date_valid(to))
            to.day--;
    }
    bool meets =
        date_cmp(bound(traveller, false), to) <= 0 && date_cmp(from, bound(traveller, true)) <= 0;
    if (meets)
        return to.year - from.year > 2 ? BIRTH_BROADLY : BIRTH_AS_FAR;
    int early = from.year - traveller.year, late = traveller.year - to.year;
    return early <= 1 && late <= 1 ? BIRTH_NEAR : BIRTH_DIFFERENT;
}

/* ---- places of birth ---- */

void
evidence_know_place(known *k, slice text, folder *f, arena *a)
{
    slice rest = text, town = slice_trim(slice_cut(&rest, ',')), last = {NULL, 0};

    while (rest.p != NULL)
        last = slice_trim(slice_cut(&rest, ','));
    k->place = slice_trim(text);
    k->place_country = country_by_name(last.n != 0 ? last : town);
    if (country_by_name(town).n == 0)
        k->town = fold_name(f, town, a);
}

/* Whether all words of one are words of the other. */
static bool
words_within(slice words, slice all)
{
    while (words.p != NULL) {
        slice word = slice_cut(&words, ' '), rest = all;
        bool found = false;
        while (rest.p != NULL && !found)
            found = slice_eq(slice_cut(&rest, ' '), word);
        if (!found)
            return false;
    }
    return true;
}

/* A town agrees by its name; States only disagree: too many are born in each. */
static agreement
compare_place(const known *k, const watch_place *p, folder *f, arena *a)
{
    slice rest = p->text, whole = fold_name(f, p->text, a);
    slice state = slice_of(p->country), last = {NULL, 0};

    if (k->town.n != 0 && words_within(k->town, whole))
        return AGREES;
    while (rest.p != NULL)
        last = slice_trim(slice_cut(&rest, ','));
    if (state.n == 0)
        state = country_by_name(last);
    if (state.n != 0 && k->place_country.n != 0 && !slice_eq(state, k->place_country))
        return DIFFERS;
    return UNKNOWN;
}

void
evidence_see_place(evidence *v, const known *k, const watch_list *l, const watch_entry *e,
                   folder *f, arena *a)
{
    bool other = false;

    v->place = UNKNOWN;
    v->born_at = NULL;
    if (k->place.n == 0 || e->places.n == 0)
        return;
    for (uint32_t i = e->places.first; i < e->places.first + e->places.n; i++) {
        agreement found = compare_place(k, &l->places[i], f, a);
        if (found == UNKNOWN) {
            other = true;
            continue;
        }
        v->place = found;
        v->born_at = &l->places[i];
        if (found == AGREES)
            return;
    }
    if (other) { /* of several one is not told apart */
        v->place = UNKNOWN;
        v->born_at = NULL;
    }
}

/* ---- all of it ---- */

static void
see_birth(const known *k, const watch_list *l, const watch_entry *e, evidence *v)
{
    if (k->birth.year == 0)
        return;
    for (uint32_t i = e->births.first; i < e->births.first + e->births.n; i++) {
        birth_agreement a = compare_birth(k->birth, &l->births[i]);
        if (v->birth == BIRTH_UNKNOWN || a < v->birth) {
            v->birth = a;
            v->listed = &l->births[i];
        }
    }
}

static agreement
see_country(const known *k, const watch_list *l, const watch_entry *e)
{
    if (k->country[0] == '\0' || e->countries.n == 0)
        return UNKNOWN;
    for (uint32_t i = e->countries.first; i < e->countries.first + e->countries.n; i++)
        if (strcmp(l->countries[i].code, k->country) == 0)
            return AGREES;
    return DIFFERS;
}

static agreement
see_sex(const known *k, const watch_entry *e)
{
    if ((k->sex != 'M' && k->sex != 'F') || (e->sex != 'M' && e->sex != 'F'))
        return UNKNOWN;
    return k->sex == e->sex ? AGREES : DIFFERS;
}

evidence
evidence_of(const known *k, const watch_list *l, const watch_entry *e)
{
    evidence v = {.birth = BIRTH_UNKNOWN};

    see_birth(k, l, e, &v);
    v.country = see_country(k, l, e);
    v.sex = see_sex(k, e);
    return v;
}

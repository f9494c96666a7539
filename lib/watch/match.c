/*
 * Travellers against lists: candidates by name and by document, the evidence
 * beside, and the reasons in words.
 */
#include "watch/private.h"

#include "names/names.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * What the evidence does to the score of a name.  Agreement takes away a part
 * of what is missing to 1; disagreement takes away a part of the score.  What
 * is not known on either side does neither.
 */
static const struct {
    double birth_agrees, birth_agrees_in_part; /* what is left of 1 - score */
    double country_agrees;
    double birth_differs, birth_differs_a_little; /* what is left of the score */
    double country_differs, sex_differs, weak_alias;
} effect = {.birth_agrees = 0.45,
            .birth_agrees_in_part = 0.75,
            .country_agrees = 0.92,
            .birth_differs = 0.72,
            .birth_differs_a_little = 0.96,
            .country_differs = 0.95,
            .sex_differs = 0.88,
            .weak_alias = 0.96};

/* A document that agrees, whatever the name is; with a name that agrees, it is certain. */
#define DOCUMENT_ALONE 0.95

/* The name scores above this to be named as a ground of its own. */
#define NAME_AGREES 0.6

typedef struct document_slot {
    uint64_t hash; /* 0: free */
    uint32_t list, document;
} document_slot;

/* Where a name of the index comes from. */
typedef struct name_source {
    uint32_t list, name;
} name_source;

struct watch_engine {
    watch_list **list;
    size_t lists;
    names_index *index;
    name_source *source; /* by number in the index */
    uint32_t *base;      /* by list: the number of its first entry among all */
    uint32_t entries;
    document_slot *document;
    size_t slots; /* a power of two, at least twice the documents */
};

/* The best that is known of an entry while a traveller is searched. */
typedef struct candidate {
    uint32_t list, entry, name; /* name: in the index, UINT32_MAX by document only */
    double by_name, score;      /* by_name: a weak alias has lost its part */
    bool by_document;
} candidate;

struct watch_searcher {
    const watch_engine *w;
    names_searcher *names;
    folder *folder;
    candidate *candidate;
    size_t n, cap;
    uint32_t *where; /* by entry among all: 1 + its candidate, 0: none */
};

/* ---- documents ---- */

enum { DOCUMENT_MAX = 64 };

/* Letters and digits alone, capitals: as two sources may write one number. */
static slice
plain_number(slice number, char text[DOCUMENT_MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < number.n && n < DOCUMENT_MAX; i++) {
        char c = number.p[i];
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 32);
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
            text[n++] = c;
    }
    return (slice){text, n};
}

static uint64_t
document_hash(slice plain)
{
    uint64_t h = slice_hash(plain);
    return h != 0 ? h : 1;
}

static void
add_documents(watch_engine *w)
{
    size_t all = 0;

    for (size_t i = 0; i < w->lists; i++)
        all += w->list[i]->documents_n;
    for (w->slots = 16; w->slots < 2 * all;)
        w->slots *= 2;
    w->document = mem_alloc(w->slots, sizeof *w->document);
    for (uint32_t i = 0; i < w->lists; i++) {
        for (uint32_t k = 0; k < w->list[i]->documents_n; k++) {
            char text[DOCUMENT_MAX];
            slice plain = plain_number(w->list[i]->documents[k].number, text);
            if (plain.n == 0)
                continue;
            uint64_t h = document_hash(plain);
            size_t at = h & (w->slots - 1);
            while (w->document[at].hash != 0)
                at = (at + 1) & (w->slots - 1);
            w->document[at] = (document_slot){h, i, k};
        }
    }
}

/* ---- the engine ---- */

watch_engine *
watch_engine_new(watch_list **lists, size_t n)
{
    watch_engine *w = mem_alloc(1, sizeof *w);
    size_t names = 0;
    arena a = {0};
    error e;
    folder *f = folder_new(&e);

    w->list = mem_alloc(n, sizeof *w->list);
    w->base = mem_alloc(n, sizeof *w->base);
    w->lists = n;
    w->index = names_index_new();
    for (uint32_t i = 0; i < n; i++) {
        w->list[i] = lists[i];
        w->base[i] = w->entries;
        w->entries += lists[i]->entries_n;
        names += lists[i]->names_n;
    }
    w->source = mem_alloc(names, sizeof *w->source);
    for (uint32_t i = 0; f != NULL && i < n; i++) {
        for (uint32_t k = 0; k < lists[i]->names_n; k++) {
            uint32_t number;
            arena_reset(&a);
            if (names_index_add(w->index, fold_name(f, lists[i]->names[k].text, &a), &number))
                w->source[number] = (name_source){i, k};
        }
    }
    names_index_finish(w->index);
    add_documents(w);
    folder_free(f);
    arena_free(&a);
    return w;
}

void
watch_engine_free(watch_engine *w)
{
    if (w == NULL)
        return;
    for (size_t i = 0; i < w->lists; i++)
        watch_list_free(w->list[i]);
    names_index_free(w->index);
    free(w->list);
    free(w->base);
    free(w->source);
    free(w->document);
    free(w);
}

watch_searcher *
watch_searcher_new(const watch_engine *w, error *e)
{
    folder *f = folder_new(e);

    if (f == NULL)
        return NULL;
    watch_searcher *s = mem_alloc(1, sizeof *s);
    s->w = w;
    s->folder = f;
    s->names = names_searcher_new(w->index);
    s->where = mem_alloc(w->entries, sizeof *s->where);
    return s;
}

void
watch_searcher_free(watch_searcher *s)
{
    if (s == NULL)
        return;
    names_searcher_free(s->names);
    folder_free(s->folder);
    free(s->candidate);
    free(s->where);
    free(s);
}

/* ---- what is known of a traveller ---- */

typedef struct known {
    slice name; /* folded */
    date birth;
    char sex;
    char country[4];
    slice document; /* plain */
    char issuer[4];
    char text[DOCUMENT_MAX];
} known;

static void
know(watch_searcher *s, const watch_traveller *t, arena *a, known *k)
{
    slice name = arena_join(a, t->given_names, S(" "), t->surname);

    *k = (known){.sex = t->sex.n == 1 ? t->sex.p[0] : '\0'};
    k->name = fold_name(s->folder, name.n != 0 ? name : t->full_name, a);
    if (!date_parse(t->birth_date, &k->birth))
        k->birth = (date){0};
    if (country_read(t->nationality, k->country) == COUNTRY_UNKNOWN)
        k->country[0] = '\0';
    if (country_read(t->doc_issuer, k->issuer) == COUNTRY_UNKNOWN)
        k->issuer[0] = '\0';
    k->document = plain_number(t->doc_number, k->text);
}

/* ---- dates of birth ---- */

typedef enum agreement { UNKNOWN, AGREES, AGREES_IN_PART, DIFFERS_A_LITTLE, DIFFERS } agreement;

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

static agreement
compare_birth(date traveller, const watch_birth *b)
{
    date from = bound(b->from, false), to = bound(b->to, true);

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
    bool exact = date_whole(b->from) && date_whole(traveller) && date_cmp(b->from, b->to) == 0;
    if (meets)
        return exact && date_cmp(traveller, b->from) == 0 ? AGREES : AGREES_IN_PART;
    if (!exact)
        return DIFFERS;
    bool swapped = traveller.year == b->from.year && traveller.month == b->from.day &&
                   traveller.day == b->from.month;
    return swapped || digits_apart(traveller, b->from) == 1 ? DIFFERS_A_LITTLE : DIFFERS;
}

static agreement
birth_agreement(const known *k, const watch_list *l, const watch_entry *e,
                const watch_birth **which)
{
    agreement best = UNKNOWN;

    *which = NULL;
    if (k->birth.year == 0)
        return UNKNOWN;
    for (uint32_t i = e->births.first; i < e->births.first + e->births.n; i++) {
        agreement a = compare_birth(k->birth, &l->births[i]);
        if (best == UNKNOWN || a < best) {
            best = a;
            *which = &l->births[i];
        }
    }
    return best;
}

static agreement
country_agreement(const known *k, const watch_list *l, const watch_entry *e)
{
    if (k->country[0] == '\0' || e->countries.n == 0)
        return UNKNOWN;
    for (uint32_t i = e->countries.first; i < e->countries.first + e->countries.n; i++)
        if (strcmp(l->countries[i].code, k->country) == 0)
            return AGREES;
    return DIFFERS;
}

static agreement
sex_agreement(const known *k, const watch_entry *e)
{
    if ((k->sex != 'M' && k->sex != 'F') || (e->sex != 'M' && e->sex != 'F'))
        return UNKNOWN;
    return k->sex == e->sex ? AGREES : DIFFERS;
}

/* ---- the score ---- */

static double
score_of(const candidate *c, agreement birth, agreement country, agreement sex)
{
    double score = c->by_name;

    switch (birth) {
    case AGREES:
        score = 1 - (1 - score) * effect.birth_agrees;
        break;
    case AGREES_IN_PART:
        score = 1 - (1 - score) * effect.birth_agrees_in_part;
        break;
    case DIFFERS_A_LITTLE:
        score *= effect.birth_differs_a_little;
        break;
    case DIFFERS:
        score *= effect.birth_differs;
        break;
    case UNKNOWN:
        break;
    }
    if (country == AGREES)
        score = 1 - (1 - score) * effect.country_agrees;
    else if (country == DIFFERS)
        score *= effect.country_differs;
    if (sex == DIFFERS)
        score *= effect.sex_differs;
    if (c->by_document) {
        bool more = c->by_name >= NAME_AGREES || birth == AGREES;
        double least = more ? 1 : DOCUMENT_ALONE;
        score = score > least ? score : least;
    }
    return score;
}

/* The name score that may still reach least when all evidence agrees. */
static double
least_by_name(double least)
{
    double v = 1 - (1 - least) / (effect.birth_agrees * effect.country_agrees);
    return v > 0.05 ? v : 0.05;
}

/* ---- candidates ---- */

static candidate *
candidate_of(watch_searcher *s, uint32_t list, uint32_t entry)
{
    uint32_t *where = &s->where[s->w->base[list] + entry];

    if (*where == 0) {
        if (s->n == s->cap) {
            s->cap = s->cap ? s->cap * 2 : 64;
            s->candidate = mem_grow(s->candidate, s->cap, sizeof *s->candidate);
        }
        s->candidate[s->n++] = (candidate){.list = list, .entry = entry, .name = UINT32_MAX};
        *where = (uint32_t)s->n;
    }
    return &s->candidate[*where - 1];
}

static void
find_names(watch_searcher *s, const known *k, double least)
{
    const names_match *m;
    size_t n = k->name.n == 0 ? 0 : names_search(s->names, k->name, least, &m);

    for (size_t i = 0; i < n; i++) {
        name_source from = s->w->source[m[i].name];
        const watch_name *name = &s->w->list[from.list]->names[from.name];
        candidate *c = candidate_of(s, from.list, name->entry);
        double score = m[i].score * (name->weak ? effect.weak_alias : 1);
        /* Of two forms that score the same the first of the list, whatever the order here. */
        if (score > c->by_name || (score == c->by_name && m[i].name < c->name)) {
            c->by_name = score;
            c->name = m[i].name;
        }
    }
}

static void
find_documents(watch_searcher *s, const known *k)
{
    const watch_engine *w = s->w;

    if (k->document.n == 0)
        return;
    uint64_t h = document_hash(k->document);
    for (size_t at = h & (w->slots - 1); w->document[at].hash != 0;
         at = (at + 1) & (w->slots - 1)) {
        if (w->document[at].hash != h)
            continue;
        char text[DOCUMENT_MAX];
        uint32_t list = w->document[at].list;
        const watch_document *d = &w->list[list]->documents[w->document[at].document];
        if (!slice_eq(plain_number(d->number, text), k->document))
            continue;
        if (d->issuer[0] != '\0' && k->issuer[0] != '\0' && strcmp(d->issuer, k->issuer) != 0)
            continue; /* the same number of another State is another document */
        candidate_of(s, list, d->entry)->by_document = true;
    }
}

/* ---- reasons ---- */

static slice
counted(arena *a, slice list, const char *item)
{
    return arena_join(a, list, S(";"), slice_of(item));
}

/* "the alias Tarvo Kivi (KIVY for KIVI, in another order)" */
static slice
say_name(arena *a, const watch_name *name, const names_explanation *why)
{
    slice unlike = {NULL, 0}, extra = {NULL, 0}, missing = {NULL, 0}, more = {NULL, 0};
    const char *kind = name->weak ? "the weak alias " : name->alias ? "the alias " : "";

    for (unsigned i = 0; i < why->pairs; i++) {
        const names_pair *p = &why->pair[i];
        slice listed = arena_join(a, p->listed, S(" "), p->next);
        if (!slice_eq(p->word, listed))
            unlike = arena_join(a, unlike, S(", "),
                                arena_printf(a, "%.*s for %.*s", (int)p->word.n, p->word.p,
                                             (int)listed.n, listed.p));
    }
    for (unsigned i = 0; i < why->extras; i++)
        extra = arena_join(a, extra, S(" "), why->extra[i]);
    for (unsigned i = 0; i < why->missings; i++)
        missing = arena_join(a, missing, S(" "), why->missing[i]);

    more = unlike;
    if (why->reordered)
        more = arena_join(a, more, S(", "), S("in another order"));
    if (extra.n != 0)
        more = arena_join(a, more, S(", "),
                          arena_printf(a, "%.*s is not listed", (int)extra.n, extra.p));
    if (missing.n != 0)
        more = arena_join(a, more, S(", "),
                          arena_printf(a, "without %.*s", (int)missing.n, missing.p));
    if (more.n == 0)
        return arena_printf(a, "name as listed: %s%.*s", kind, (int)name->text.n, name->text.p);
    return arena_printf(a, "name like %s%.*s (%.*s)", kind, (int)name->text.n, name->text.p,
                        (int)more.n, more.p);
}

static slice
say_birth(arena *a, const watch_birth *b)
{
    char from[DATE_TEXT], to[DATE_TEXT];

    date_text(b->from, from);
    date_text(b->to, to);
    if (date_cmp(b->from, b->to) != 0)
        return arena_printf(a, "between %s and %s", from, to);
    return arena_printf(a, "%s%s", b->circa ? "about " : "", from);
}

static slice
say_countries(arena *a, const watch_list *l, const watch_entry *e)
{
    slice all = {NULL, 0};

    for (uint32_t i = 0; i < e->countries.n; i++)
        all = arena_join(a, all, S(", "), slice_of(l->countries[e->countries.first + i].code));
    return all;
}

static void
describe(watch_searcher *s, const candidate *c, const known *k, arena *a, watch_hit *hit)
{
    const watch_list *l = s->w->list[c->list];
    const watch_entry *e = &l->entry[c->entry];
    const watch_birth *b;
    agreement birth = birth_agreement(k, l, e, &b), country = country_agreement(k, l, e),
              sex = sex_agreement(k, e);
    slice on = {NULL, 0}, against = {NULL, 0}, why = {NULL, 0};
    char born[DATE_TEXT];

    date_text(k->birth, born);
    if (c->by_document) {
        on = counted(a, on, "document");
        why = arena_printf(a, "document %.*s is listed", (int)k->document.n, k->document.p);
    }
    if (c->by_name >= NAME_AGREES || !c->by_document) {
        const watch_name *name = &l->names[s->w->source[c->name].name];
        names_explanation pairs;
        names_explain(s->names, k->name, c->name, &pairs);
        hit->name = name->text;
        on = counted(a, on, "name");
        why = arena_join(a, why, S("; "), say_name(a, name, &pairs));
    } else {
        hit->name = e->names.n != 0 ? l->names[e->names.first].text : (slice){NULL, 0};
        if (k->name.n != 0 && e->names.n != 0) {
            against = counted(a, against, "name");
            why = arena_join(a, why, S("; "),
                             arena_printf(a, "name not like %.*s", (int)hit->name.n, hit->name.p));
        }
    }
    if (birth == AGREES || birth == AGREES_IN_PART) {
        on = counted(a, on, "birth_date");
        slice listed = say_birth(a, b);
        why = arena_join(a, why, S("; "),
                         birth == AGREES ? arena_printf(a, "born %s as listed", born)
                                         : arena_printf(a, "born %s, listed %.*s", born,
                                                        (int)listed.n, listed.p));
    } else if (birth != UNKNOWN) {
        against = counted(a, against, "birth_date");
        slice listed = say_birth(a, b);
        why =
            arena_join(a, why, S("; "),
                       arena_printf(a, "born %s, but listed %.*s%s", born, (int)listed.n, listed.p,
                                    birth == DIFFERS_A_LITTLE ? " (one slip apart)" : ""));
    }
    if (country == AGREES) {
        on = counted(a, on, "nationality");
        why = arena_join(a, why, S("; "), arena_printf(a, "nationality %s as listed", k->country));
    } else if (country == DIFFERS) {
        slice listed = say_countries(a, l, e);
        against = counted(a, against, "nationality");
        why = arena_join(a, why, S("; "),
                         arena_printf(a, "nationality %s, but listed %.*s", k->country,
                                      (int)listed.n, listed.p));
    }
    if (sex == AGREES) {
        on = counted(a, on, "sex");
    } else if (sex == DIFFERS) {
        against = counted(a, against, "sex");
        why = arena_join(a, why, S("; "), arena_printf(a, "sex %c, but listed %c", k->sex, e->sex));
    }
    if (why.n != 0) {
        char *first = arena_alloc(a, why.n);
        memcpy(first, why.p, why.n);
        if (first[0] >= 'a' && first[0] <= 'z')
            first[0] = (char)(first[0] - 32);
        why.p = first;
    }
    hit->list = l->name;
    hit->id = e->id;
    hit->score = c->score;
    hit->on = on;
    hit->against = against;
    hit->reason = why;
}

/* ---- searching ---- */

static int
by_score(const void *a, const void *b)
{
    const candidate *x = a, *y = b;

    if (x->score != y->score)
        return (x->score < y->score) - (x->score > y->score);
    if (x->list != y->list)
        return (x->list > y->list) - (x->list < y->list);
    return (x->entry > y->entry) - (x->entry < y->entry);
}

size_t
watch_search(watch_searcher *s, const watch_traveller *t, double least, arena *a, watch_hit **hits)
{
    known k;
    size_t kept = 0;

    know(s, t, a, &k);
    s->n = 0;
    find_documents(s, &k);
    double by_name = least_by_name(least);
    if (s->n != 0 && by_name > NAME_AGREES) /* beside a document the name counts from there */
        by_name = NAME_AGREES;
    find_names(s, &k, by_name);
    for (size_t i = 0; i < s->n; i++) {
        candidate c = s->candidate[i];
        const watch_list *l = s->w->list[c.list];
        const watch_entry *e = &l->entry[c.entry];
        const watch_birth *b;
        s->where[s->w->base[c.list] + c.entry] = 0;
        c.score = score_of(&c, birth_agreement(&k, l, e, &b), country_agreement(&k, l, e),
                           sex_agreement(&k, e));
        if (c.score >= least)
            s->candidate[kept++] = c;
    }
    if (kept > 1)
        qsort(s->candidate, kept, sizeof *s->candidate, by_score);
    *hits = arena_alloc(a, kept * sizeof **hits);
    for (size_t i = 0; i < kept; i++)
        describe(s, &s->candidate[i], &k, a, &(*hits)[i]);
    return kept;
}

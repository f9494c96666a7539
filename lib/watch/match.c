/* Travellers against lists: candidates by name, by birth date and by document, and their scores. */
#include "watch/search.h"

#include <stdlib.h>

/* The best that is known of an entry while a traveller is searched. */
typedef struct candidate {
    uint32_t list, entry, name; /* name: in the index, UINT32_MAX by document only */
    uint32_t reading;
    double by_name, weighed, score; /* weighed: a weak alias counts less */
    bool by_document;
} candidate;

struct watch_searcher {
    const watch_engine *w;
    names_searcher *names;
    folder *folder;
    candidate *candidate;
    size_t n, cap;
    uint32_t *where; /* by entry among all: 1 + its candidate, 0: none */
    uint32_t *also;  /* names to be looked at whatever their words */
    size_t also_n, also_cap;
    /* the traveller at hand */
    known known;
    double least;
    /* evidence_least by birth, country, sex, whether the place may agree, document and weakness */
    double least_name[BIRTH_DIFFERENT + 1][3][3][2][2][2];
    double least_any; /* of them all but those of the same birth date or a document */
    bool days_tell;   /* no name is enough beside another date of birth */
    uint32_t day;     /* packed */
};

/* ---- searchers ---- */

watch_searcher *
watch_searcher_new(const watch_engine *w, bool exhaustive, error *e)
{
    folder *f = folder_new(e);

    if (f == NULL)
        return NULL;
    watch_searcher *s = mem_alloc(1, sizeof *s);
    s->w = w;
    s->folder = f;
    s->names = names_searcher_new(w->index, exhaustive);
    s->where = mem_alloc(w->entries, sizeof *s->where);
    s->least = -1;
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
    free(s->also);
    free(s);
}

folder *
searcher_folder(watch_searcher *s)
{
    return s->folder;
}

/* ---- what is known of a traveller ---- */

static unsigned
words_of(slice folded)
{
    unsigned n = 0;

    while (folded.n != 0)
        n += slice_cut(&folded, ' ').n != 0;
    return n;
}

/*
 * Whether a name as long as this filled its field in a machine readable zone
 * (ICAO Doc 9303: 30 positions in a TD1, 31 in a TD2, 36 in a visa of its
 * size, 39 in a TD3 and a large visa), so that its last word may be cut.
 */
static bool
fills_zone(size_t surname, size_t given)
{
    size_t n = surname + (given != 0 ? 2 + given : 0);

    return n == 30 || n == 31 || n == 36 || n == 39;
}

/* Airlines write a title into the last given name: JOHNMR.  What is left without it. */
static slice
without_title(slice given)
{
    static const char *const titles[] = {"MSTR", "MISS", "MRS", "MR", "MS", "DR"};
    enum { NAME_LEAST = 2 };
    size_t word = given.n;

    while (word > 0 && given.p[word - 1] != ' ')
        word--;
    for (size_t i = 0; i < LENGTH(titles); i++) {
        slice title = slice_of(titles[i]);
        if (given.n - word < title.n + NAME_LEAST)
            continue;
        size_t at = given.n - title.n;
        if (slice_eq_nocase((slice){given.p + at, title.n}, title))
            return (slice){given.p, at};
    }
    return (slice){NULL, 0};
}

/* The name as it is, and as it may be meant where something is glued. */
static void
know_names(watch_searcher *s, slice given, slice surname, slice full, arena *a)
{
    known *k = &s->known;
    slice name = arena_join(a, given, S(" "), surname);
    slice untitled = without_title(name.n != 0 ? given : full);

    k->names = names_readings(s->folder, name.n != 0 ? name : full, a, k->name);
    if (k->names != 1)
        return;
    if (fills_zone(surname.n, given.n))
        k->cut = words_of(fold_name(s->folder, given.n != 0 ? given : surname, a));
    if (untitled.n != 0)
        k->name[k->names++] = fold_name(s->folder, arena_join(a, untitled, S(" "), surname), a);
    slice parted = names_parted(s->w->index, k->name[k->names - 1], a);
    if (parted.n != 0)
        k->name[k->names++] = parted;
}

/* The word of the reading that may have been cut. */
static unsigned
cut_of(const known *k, size_t reading)
{
    return reading == 0 ? k->cut : 0;
}

static void
know(watch_searcher *s, const watch_traveller *t, arena *a)
{
    known *k = &s->known;

    *k = (known){.sex = t->sex.n == 1 ? t->sex.p[0] : '\0'};
    know_names(s, slice_trim(t->given_names), slice_trim(t->surname), slice_trim(t->full_name), a);
    if (!date_parse(t->birth_date, &k->birth))
        k->birth = (date){0};
    if (country_read(t->nationality, k->country) == COUNTRY_UNKNOWN)
        k->country[0] = '\0';
    if (country_read(t->doc_issuer, k->issuer) == COUNTRY_UNKNOWN)
        k->issuer[0] = '\0';
    s->day = packed_day(k->birth);
    evidence_know_place(k, t->birth_place, s->folder, a);
    k->document = document_plain(t->doc_number, k->text);
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

/* All names of an entry are to be looked at. */
static void
look_also(watch_searcher *s, uint32_t list, uint32_t entry)
{
    const uint32_t *number = &s->w->numbers[s->w->base[list] + entry];

    for (uint32_t i = number[0]; i < number[1]; i++) {
        if (s->also_n == s->also_cap) {
            s->also_cap = s->also_cap ? s->also_cap * 2 : 64;
            s->also = mem_grow(s->also, s->also_cap, sizeof *s->also);
        }
        s->also[s->also_n++] = i;
    }
}

static void
find_documents(watch_searcher *s)
{
    const watch_engine *w = s->w;
    const known *k = &s->known;

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
        if (!slice_eq(document_plain(d->number, text), k->document))
            continue;
        if (d->issuer[0] != '\0' && k->issuer[0] != '\0' && strcmp(d->issuer, k->issuer) != 0)
            continue; /* the same number of another State is another document */
        candidate_of(s, list, d->entry)->by_document = true;
        look_also(s, list, d->entry);
    }
}

static void
find_births(watch_searcher *s)
{
    const watch_engine *w = s->w;
    size_t from = 0, to = w->born_n;
    int32_t day = day_of(s->known.birth);

    if (!date_whole(s->known.birth))
        return;
    while (from < to) {
        size_t middle = (from + to) / 2;
        if (w->born[middle].day < day)
            from = middle + 1;
        else
            to = middle;
    }
    for (; from < w->born_n && w->born[from].day == day; from++)
        look_also(s, w->born[from].list, w->born[from].entry);
}

/* ---- how good a name must be ---- */

/* rest: 1 the place agrees, 2 a document, 4 a weak alias */
static void
set_least_of(watch_searcher *s, birth_agreement birth, agreement country, agreement sex,
             unsigned rest)
{
    unsigned town = rest & 1, document = rest >> 1 & 1, weak = rest >> 2;
    evidence v = {.birth = birth,
                  .country = country,
                  .sex = sex,
                  .place = town != 0 ? AGREES : UNKNOWN,
                  .document = document != 0};
    double name = evidence_least(&v, weak != 0, s->least);

    s->least_name[birth][country][sex][town][document][weak] = name;
    if (document != 0)
        return;
    if (birth != BIRTH_SAME && name < s->least_any)
        s->least_any = name;
    if (birth == BIRTH_DIFFERENT && name <= 1)
        s->days_tell = false;
}

static void
set_least(watch_searcher *s, double least)
{
    if (s->least == least)
        return;
    s->least = least;
    s->least_any = 1;
    s->days_tell = true;
    for (int b = 0; b <= BIRTH_DIFFERENT; b++)
        for (int c = 0; c < 3; c++)
            for (int x = 0; x < 3; x++)
                for (unsigned rest = 0; rest < 8; rest++)
                    set_least_of(s, (birth_agreement)b, (agreement)c, (agreement)x, rest);
}

static double
least_of(const void *ctx, uint32_t number)
{
    const watch_searcher *s = ctx;
    name_source from = s->w->source[number];
    const watch_list *l = s->w->list[from.list];
    const watch_name *name = &l->names[from.name];
    evidence v = evidence_of(&s->known, l, &l->entry[name->entry]);
    uint32_t where = s->where[s->w->base[from.list] + name->entry];
    bool document = where != 0 && s->candidate[where - 1].by_document;

    bool town = s->known.place.n != 0 && l->entry[name->entry].places.n != 0;

    return s->least_name[v.birth][v.country][v.sex][town][document][name->weak];
}

static void
find_names(watch_searcher *s)
{
    names_query q = {.least = s->least_any,
                     .least_of = least_of,
                     /* Another year and another day of it are another date, whatever the slip. */
                     .halves = s->days_tell && s->day != 0 ? s->w->day : NULL,
                     .own = s->day,
                     .ctx = s,
                     .also = s->also,
                     .also_n = s->also_n};

    for (uint32_t r = 0; r < s->known.names; r++) {
        const names_match *m;
        q.words = s->known.name[r];
        q.cut = cut_of(&s->known, r);
        size_t n = names_search(s->names, &q, &m);
        for (size_t i = 0; i < n; i++) {
            name_source from = s->w->source[m[i].name];
            const watch_name *name = &s->w->list[from.list]->names[from.name];
            candidate *c = candidate_of(s, from.list, name->entry);
            double weighed =
                evidence_score(&(evidence){.birth = BIRTH_UNKNOWN}, m[i].score, name->weak);
            /* Of two forms that score the same the first of the list, whatever the order here. */
            if (weighed > c->weighed || (weighed == c->weighed && m[i].name < c->name)) {
                c->weighed = weighed;
                c->by_name = m[i].score;
                c->name = m[i].name;
                c->reading = r;
            }
        }
    }
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

static finding
finding_of(const watch_searcher *s, const candidate *c, arena *a)
{
    const watch_list *l = s->w->list[c->list];
    finding f = {.list = l, .entry = &l->entry[c->entry], .by_name = c->by_name};

    f.evidence = evidence_of(&s->known, l, f.entry);
    evidence_see_place(&f.evidence, &s->known, l, f.entry, s->folder, a);
    f.evidence.document = c->by_document;
    if (c->name != UINT32_MAX)
        f.name = &l->names[s->w->source[c->name].name];
    return f;
}

size_t
watch_search(watch_searcher *s, const watch_traveller *t, double least, arena *a, watch_hit **hits)
{
    size_t kept = 0;

    know(s, t, a);
    set_least(s, least);
    s->n = s->also_n = 0;
    find_documents(s);
    find_births(s);
    find_names(s);
    for (size_t i = 0; i < s->n; i++) {
        candidate c = s->candidate[i];
        finding f = finding_of(s, &c, a);
        s->where[s->w->base[c.list] + c.entry] = 0;
        c.score = evidence_score(&f.evidence, c.by_name, f.name != NULL && f.name->weak);
        if (c.score >= least)
            s->candidate[kept++] = c;
    }
    if (kept > 1)
        qsort(s->candidate, kept, sizeof *s->candidate, by_score);
    *hits = arena_alloc(a, kept * sizeof **hits);
    for (size_t i = 0; i < kept; i++) {
        const candidate *c = &s->candidate[i];
        finding f = finding_of(s, c, a);
        names_explanation why;
        if (c->name != UINT32_MAX)
            names_explain(s->names, s->known.name[c->reading], cut_of(&s->known, c->reading),
                          c->name, &why);
        f.why = &why;
        (*hits)[i].score = c->score;
        reason_set(&f, &s->known, a, &(*hits)[i]);
    }
    return kept;
}

/* ---- explaining ---- */

/* The form of the entry that is most like the traveller's name. */
static candidate
best_of(watch_searcher *s, uint32_t list, uint32_t entry)
{
    const uint32_t *number = &s->w->numbers[s->w->base[list] + entry];
    candidate best = {.list = list, .entry = entry, .name = UINT32_MAX};

    for (uint32_t i = number[0]; i < number[1]; i++)
        for (uint32_t r = 0; r < s->known.names; r++) {
            const watch_name *name = &s->w->list[list]->names[s->w->source[i].name];
            names_explanation why;
            names_explain(s->names, s->known.name[r], cut_of(&s->known, r), i, &why);
            double weighed =
                evidence_score(&(evidence){.birth = BIRTH_UNKNOWN}, why.score, name->weak);
            if (weighed > best.weighed)
                best = (candidate){.list = list,
                                   .entry = entry,
                                   .name = i,
                                   .reading = r,
                                   .by_name = why.score,
                                   .weighed = weighed};
        }
    return best;
}

static void
explain_entry(watch_searcher *s, uint32_t list, uint32_t entry, arena *a, buf *to)
{
    candidate c = best_of(s, list, entry);
    names_explanation why;

    for (size_t i = 0; i < s->n; i++)
        c.by_document =
            c.by_document || (s->candidate[i].list == list && s->candidate[i].entry == entry);
    finding f = finding_of(s, &c, a);
    if (c.name != UINT32_MAX)
        names_explain(s->names, s->known.name[c.reading], cut_of(&s->known, c.reading), c.name,
                      &why);
    f.why = &why;
    reason_explain(&f, &s->known,
                   evidence_score(&f.evidence, c.by_name, f.name != NULL && f.name->weak), to);
}

bool
watch_explain(watch_searcher *s, const watch_traveller *t, slice id, buf *to)
{
    bool found = false;
    arena a = {0};

    know(s, t, &a);
    s->n = s->also_n = 0;
    find_documents(s);
    for (size_t i = 0; i < s->n; i++)
        s->where[s->w->base[s->candidate[i].list] + s->candidate[i].entry] = 0;
    for (uint32_t i = 0; i < s->w->lists; i++)
        for (uint32_t e = 0; e < s->w->list[i]->entries_n; e++)
            if (slice_eq(s->w->list[i]->entry[e].id, id)) {
                explain_entry(s, i, e, &a, to);
                found = true;
            }
    arena_free(&a);
    return found;
}

/* Travellers against lists: candidates by name, by birth date and by document, and their scores. */
#include "watch/search.h"

#include <stdlib.h>

typedef struct document_slot {
    uint64_t hash; /* 0: free */
    uint32_t list, document;
} document_slot;

/* Where a name of the index comes from. */
typedef struct name_source {
    uint32_t list, name;
} name_source;

/* An entry by a whole date of birth. */
typedef struct born {
    int32_t day; /* year, month and day as one number */
    uint32_t list, entry;
} born;

struct watch_engine {
    watch_list **list;
    size_t lists;
    names_index *index;
    name_source *source; /* by number in the index */
    uint32_t *base;      /* by list: the number of its first entry among all */
    uint32_t *numbers;   /* by entry among all: the first of its names in the index; and the end */
    uint32_t entries;
    born *born; /* by day */
    size_t born_n;
    document_slot *document;
    size_t slots; /* a power of two, at least twice the documents */
};

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
    /* evidence_least by birth, country, sex, document and weakness */
    double least_name[BIRTH_DIFFERENT + 1][3][3][2][2];
    double least_any; /* of them all but those of the same birth date or a document */
};

/* ---- documents ---- */

slice
document_plain(slice number, char text[DOCUMENT_MAX])
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
            slice plain = document_plain(w->list[i]->documents[k].number, text);
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

/* ---- birth dates ---- */

static int32_t
day_of(date d)
{
    return (d.year * 100 + d.month) * 100 + d.day;
}

static int
by_day(const void *a, const void *b)
{
    const born *x = a, *y = b;

    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->list != y->list)
        return x->list < y->list ? -1 : 1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

static void
add_births(watch_engine *w)
{
    size_t all = 0;

    for (size_t i = 0; i < w->lists; i++)
        all += w->list[i]->births_n;
    w->born = mem_alloc(all, sizeof *w->born);
    for (uint32_t i = 0; i < w->lists; i++) {
        const watch_list *l = w->list[i];
        for (uint32_t e = 0; e < l->entries_n; e++)
            for (uint32_t k = 0; k < l->entry[e].births.n; k++) {
                const watch_birth *b = &l->births[l->entry[e].births.first + k];
                if (date_whole(b->from) && date_cmp(b->from, b->to) == 0)
                    w->born[w->born_n++] = (born){day_of(b->from), i, e};
            }
    }
    qsort(w->born, w->born_n, sizeof *w->born, by_day);
}

/* ---- the engine ---- */

static void
add_names(watch_engine *w, uint32_t list, folder *f, arena *a)
{
    const watch_list *l = w->list[list];

    for (uint32_t e = 0; e < l->entries_n; e++) {
        w->numbers[w->base[list] + e] = names_index_size(w->index);
        for (uint32_t k = 0; k < l->entry[e].names.n; k++) {
            uint32_t name = l->entry[e].names.first + k, number;
            slice reading[NAMES_READINGS_MAX];
            arena_reset(a);
            size_t readings = names_readings(f, l->names[name].text, a, reading);
            for (size_t r = 0; r < readings; r++)
                if (names_index_add(w->index, reading[r], &number))
                    w->source[number] = (name_source){list, name};
        }
    }
}

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
    w->source = mem_alloc(NAMES_READINGS_MAX * names, sizeof *w->source);
    w->numbers = mem_alloc((size_t)w->entries + 1, sizeof *w->numbers);
    for (uint32_t i = 0; f != NULL && i < n; i++)
        add_names(w, i, f, &a);
    w->numbers[w->entries] = names_index_size(w->index);
    names_index_finish(w->index);
    add_births(w);
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
    free(w->numbers);
    free(w->born);
    free(w->document);
    free(w);
}

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

static void
know(watch_searcher *s, const watch_traveller *t, arena *a)
{
    slice given = slice_trim(t->given_names), surname = slice_trim(t->surname);
    slice name = arena_join(a, given, S(" "), surname);
    known *k = &s->known;

    *k = (known){.sex = t->sex.n == 1 ? t->sex.p[0] : '\0'};
    k->names = names_readings(s->folder, name.n != 0 ? name : t->full_name, a, k->name);
    if (k->names == 1 && fills_zone(surname.n, given.n))
        k->cut = words_of(fold_name(s->folder, given.n != 0 ? given : surname, a));
    if (!date_parse(t->birth_date, &k->birth))
        k->birth = (date){0};
    if (country_read(t->nationality, k->country) == COUNTRY_UNKNOWN)
        k->country[0] = '\0';
    if (country_read(t->doc_issuer, k->issuer) == COUNTRY_UNKNOWN)
        k->issuer[0] = '\0';
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

static void
set_least(watch_searcher *s, double least)
{
    if (s->least == least)
        return;
    s->least = least;
    s->least_any = 1;
    for (int b = 0; b <= BIRTH_DIFFERENT; b++)
        for (int c = 0; c < 3; c++)
            for (int x = 0; x < 3; x++)
                for (int d = 0; d < 2; d++)
                    for (int weak = 0; weak < 2; weak++) {
                        evidence v = {.birth = (birth_agreement)b,
                                      .country = (agreement)c,
                                      .sex = (agreement)x,
                                      .document = d != 0};
                        double name = evidence_least(&v, weak != 0, least);
                        s->least_name[b][c][x][d][weak] = name;
                        if (b != BIRTH_SAME && d == 0 && name < s->least_any)
                            s->least_any = name;
                    }
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

    return s->least_name[v.birth][v.country][v.sex][document][name->weak];
}

static void
find_names(watch_searcher *s)
{
    names_query q = {.cut = s->known.cut,
                     .least = s->least_any,
                     .least_of = least_of,
                     .ctx = s,
                     .also = s->also,
                     .also_n = s->also_n};

    for (uint32_t r = 0; r < s->known.names; r++) {
        const names_match *m;
        q.words = s->known.name[r];
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
finding_of(const watch_searcher *s, const candidate *c)
{
    const watch_list *l = s->w->list[c->list];
    finding f = {.list = l, .entry = &l->entry[c->entry], .by_name = c->by_name};

    f.evidence = evidence_of(&s->known, l, f.entry);
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
        finding f = finding_of(s, &c);
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
        finding f = finding_of(s, c);
        names_explanation why;
        if (c->name != UINT32_MAX)
            names_explain(s->names, s->known.name[c->reading], s->known.cut, c->name, &why);
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
            names_explain(s->names, s->known.name[r], s->known.cut, i, &why);
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
explain_entry(watch_searcher *s, uint32_t list, uint32_t entry, buf *to)
{
    candidate c = best_of(s, list, entry);
    names_explanation why;

    for (size_t i = 0; i < s->n; i++)
        c.by_document =
            c.by_document || (s->candidate[i].list == list && s->candidate[i].entry == entry);
    finding f = finding_of(s, &c);
    if (c.name != UINT32_MAX)
        names_explain(s->names, s->known.name[c.reading], s->known.cut, c.name, &why);
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
                explain_entry(s, i, e, to);
                found = true;
            }
    arena_free(&a);
    return found;
}

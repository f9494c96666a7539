/*
 * Lists and the index of their names as an image, and an image as a list.
 *
 * The sections of the list hold no pointers: text is a span of the section
 * list.text.  All lists of an engine become one list there; what they were
 * called is then said by each entry.  The index lies as names has it, beside
 * the name that each of its names comes from.
 */
#include "watch/search.h"

#include <stdlib.h>

typedef struct span {
    uint32_t at, n;
} span;

typedef struct frozen_head {
    span name;
    date issued;
    uint32_t entities;
} frozen_head;

typedef struct frozen_entry {
    span id, list, programme, remarks;
    uint32_t sex;
    date listed, changed;
    watch_range names, births, countries, documents, places;
} frozen_entry;

enum { FROZEN_ALIAS = 1, FROZEN_WEAK = 2, FROZEN_ORIGINAL = 4 };

typedef struct frozen_name {
    uint32_t entry, flags;
    span text, surname, given;
} frozen_name;

typedef struct frozen_birth {
    uint32_t entry;
    date from, to;
    uint32_t circa;
} frozen_birth;

typedef struct frozen_document {
    uint32_t entry;
    span number, type;
    char issuer[4];
} frozen_document;

typedef struct frozen_place {
    uint32_t entry;
    span text;
    char country[4];
} frozen_place;

enum { HEAD, ENTRIES, NAMES, BIRTHS, COUNTRIES, DOCUMENTS, PLACES, TEXT, SOURCES, SECTIONS };

static const struct {
    const char *name;
    size_t size; /* of an item */
} section[SECTIONS] = {
    [HEAD] = {"list.head", sizeof(frozen_head)},
    [ENTRIES] = {"list.entries", sizeof(frozen_entry)},
    [NAMES] = {"list.names", sizeof(frozen_name)},
    [BIRTHS] = {"list.births", sizeof(frozen_birth)},
    [COUNTRIES] = {"list.countries", sizeof(watch_country)},
    [DOCUMENTS] = {"list.documents", sizeof(frozen_document)},
    [PLACES] = {"list.places", sizeof(frozen_place)},
    [TEXT] = {"list.text", 1},
    [SOURCES] = {"list.sources", sizeof(uint32_t)},
};

/* ---- writing ---- */

typedef struct freezer {
    buf text;
    frozen_head head;
    void *item[SECTIONS];
    size_t n[SECTIONS];
} freezer;

/* The next item of a section. */
static void *
next(freezer *z, int s)
{
    return (char *)z->item[s] + z->n[s]++ * section[s].size;
}

static span
put_text(freezer *z, slice text)
{
    span s = {(uint32_t)z->text.n, (uint32_t)text.n};

    buf_puts(&z->text, text);
    return s;
}

static watch_range
moved(watch_range r, size_t by)
{
    return (watch_range){r.first + (uint32_t)by, r.n};
}

/* The list behind those that are there; named: its entries say where they come from. */
static void
put_list(freezer *z, const watch_list *l, bool named)
{
    uint32_t base = (uint32_t)z->n[ENTRIES];

    for (uint32_t i = 0; i < l->entries_n; i++) {
        const watch_entry *e = &l->entry[i];
        frozen_entry *to = next(z, ENTRIES);
        to->id = put_text(z, e->id);
        to->list = put_text(z, e->list.n == 0 && named ? l->name : e->list);
        to->programme = put_text(z, e->programme);
        to->remarks = put_text(z, e->remarks);
        to->sex = (uint8_t)e->sex;
        to->listed = e->listed;
        to->changed = e->changed;
        to->names = moved(e->names, z->n[NAMES]);
        to->births = moved(e->births, z->n[BIRTHS]);
        to->countries = moved(e->countries, z->n[COUNTRIES]);
        to->documents = moved(e->documents, z->n[DOCUMENTS]);
        to->places = moved(e->places, z->n[PLACES]);
    }
    for (uint32_t i = 0; i < l->names_n; i++) {
        const watch_name *n = &l->names[i];
        frozen_name *to = next(z, NAMES);
        to->entry = base + n->entry;
        to->flags = (n->alias ? FROZEN_ALIAS : 0u) | (n->weak ? FROZEN_WEAK : 0u) |
                    (n->original ? FROZEN_ORIGINAL : 0u);
        to->text = put_text(z, n->text);
        to->surname = put_text(z, n->surname);
        to->given = put_text(z, n->given);
    }
    for (uint32_t i = 0; i < l->births_n; i++) {
        const watch_birth *b = &l->births[i];
        frozen_birth *to = next(z, BIRTHS);
        *to = (frozen_birth){base + b->entry, b->from, b->to, b->circa};
    }
    for (uint32_t i = 0; i < l->countries_n; i++) {
        watch_country *to = next(z, COUNTRIES);
        *to = l->countries[i];
        to->entry += base;
    }
    for (uint32_t i = 0; i < l->documents_n; i++) {
        const watch_document *d = &l->documents[i];
        frozen_document *to = next(z, DOCUMENTS);
        to->entry = base + d->entry;
        to->number = put_text(z, d->number);
        to->type = put_text(z, d->type);
        memcpy(to->issuer, d->issuer, sizeof to->issuer);
    }
    for (uint32_t i = 0; i < l->places_n; i++) {
        const watch_place *p = &l->places[i];
        frozen_place *to = next(z, PLACES);
        to->entry = base + p->entry;
        to->text = put_text(z, p->text);
        memcpy(to->country, p->country, sizeof to->country);
    }
}

static void
make_room(freezer *z, const watch_engine *w)
{
    size_t n[SECTIONS] = {0};

    n[SOURCES] = names_index_size(w->index);
    for (size_t i = 0; i < w->lists; i++) {
        n[ENTRIES] += w->list[i]->entries_n;
        n[NAMES] += w->list[i]->names_n;
        n[BIRTHS] += w->list[i]->births_n;
        n[COUNTRIES] += w->list[i]->countries_n;
        n[DOCUMENTS] += w->list[i]->documents_n;
        n[PLACES] += w->list[i]->places_n;
    }
    for (int s = ENTRIES; s < SECTIONS; s++)
        z->item[s] = mem_alloc(n[s], section[s].size);
}

static void
put_lists(freezer *z, const watch_engine *w)
{
    size_t *base = mem_alloc(w->lists, sizeof *base);

    for (size_t i = 0; i < w->lists; i++) {
        base[i] = z->n[NAMES];
        put_list(z, w->list[i], w->lists > 1);
        z->head.entities += w->list[i]->entities;
    }
    for (uint32_t i = 0; i < names_index_size(w->index); i++)
        *(uint32_t *)next(z, SOURCES) = (uint32_t)base[w->source[i].list] + w->source[i].name;
    z->head.name = put_text(z, w->lists == 1 ? w->list[0]->name : S(""));
    if (w->lists == 1)
        z->head.issued = w->list[0]->issued;
    free(base);
}

static void
drop(freezer *z)
{
    for (int s = 0; s < SECTIONS; s++)
        free(z->item[s]);
    buf_free(&z->text);
}

/* To the file, or without a path to memory. */
static bool
write_image(const watch_engine *w, const char *path, buf *memory, error *e)
{
    freezer z = {0};
    names_array names[NAMES_ARRAYS];
    bool good;

    for (size_t i = 0; i < w->lists; i++)
        if (w->list[i]->image != NULL)
            return error_set(e, "%s: '%.*s' is an image already", path, (int)w->list[i]->name.n,
                             w->list[i]->name.p);
    make_room(&z, w);
    put_lists(&z, w);
    if (z.text.n > UINT32_MAX) {
        drop(&z);
        return error_set(e, "%s: the lists hold more than 4 GiB of text", path);
    }
    image_writer *to = image_writer_new(WATCH_LAYOUT);
    for (size_t i = 0; i < w->lists; i++)
        for (size_t k = 0; k < w->list[i]->sources; k++)
            image_add_source(to, &w->list[i]->source[k]);
    image_add(to, section[HEAD].name, &z.head, sizeof z.head);
    image_add(to, section[TEXT].name, z.text.p, z.text.n);
    for (int s = ENTRIES; s < SECTIONS; s++)
        if (s != TEXT)
            image_add(to, section[s].name, z.item[s], z.n[s] * section[s].size);
    names_index_arrays(w->index, names);
    for (size_t i = 0; i < NAMES_ARRAYS; i++)
        image_add(to, names[i].name, names[i].p, names[i].bytes);
    good = path != NULL ? image_finish(to, path, e) : image_finish_memory(to, memory, e);
    drop(&z);
    return good;
}

bool
watch_engine_write(const watch_engine *w, const char *path, error *e)
{
    return write_image(w, path, NULL, e);
}

bool
watch_engine_write_memory(const watch_engine *w, buf *to, error *e)
{
    return write_image(w, NULL, to, e);
}

/* ---- reading ---- */

typedef struct thawing {
    const void *item[SECTIONS];
    uint32_t n[SECTIONS];
    slice text;
    bool good; /* all is within its bounds */
} thawing;

/* Of a text that is UTF-8 whole. */
static bool
within_character(slice text, size_t at)
{
    return at < text.n && ((unsigned char)text.p[at] & 0xc0) == 0x80;
}

static slice
text_of(thawing *t, span s)
{
    if (s.at > t->text.n || s.n > t->text.n - s.at || within_character(t->text, s.at) ||
        within_character(t->text, (size_t)s.at + s.n)) {
        t->good = false;
        return (slice){NULL, 0};
    }
    return s.n == 0 ? (slice){NULL, 0} : (slice){t->text.p + s.at, s.n};
}

static date
date_of(thawing *t, date d)
{
    if (!date_valid(d) && (d.year != 0 || d.month != 0 || d.day != 0))
        t->good = false;
    return d;
}

static void
code_of(thawing *t, const char from[4], char to[4])
{
    memcpy(to, from, 4);
    if (to[3] != '\0')
        t->good = false;
}

static uint32_t
entry_of(thawing *t, uint32_t entry)
{
    if (entry >= t->n[ENTRIES])
        t->good = false;
    return entry;
}

static watch_birth
birth_of(thawing *t, const frozen_birth *b)
{
    if (b->from.year == 0 || b->to.year == 0 || !date_valid(b->from) || !date_valid(b->to))
        t->good = false;
    return (watch_birth){entry_of(t, b->entry), b->from, b->to, b->circa != 0};
}

static watch_range
range_of(thawing *t, watch_range r, int s)
{
    if (r.first > t->n[s] || r.n > t->n[s] - r.first)
        t->good = false;
    return r;
}

static void
thaw_entries(thawing *t, watch_list *l)
{
    const frozen_entry *from = t->item[ENTRIES];

    l->entries_n = t->n[ENTRIES];
    l->entry = mem_alloc(l->entries_n, sizeof *l->entry);
    for (uint32_t i = 0; i < l->entries_n; i++, from++) {
        watch_entry *e = &l->entry[i];
        e->id = text_of(t, from->id);
        e->list = text_of(t, from->list);
        e->programme = text_of(t, from->programme);
        e->remarks = text_of(t, from->remarks);
        e->sex = (char)from->sex;
        e->listed = date_of(t, from->listed);
        e->changed = date_of(t, from->changed);
        e->names = range_of(t, from->names, NAMES);
        e->births = range_of(t, from->births, BIRTHS);
        e->countries = range_of(t, from->countries, COUNTRIES);
        e->documents = range_of(t, from->documents, DOCUMENTS);
        e->places = range_of(t, from->places, PLACES);
        t->good = t->good && (e->sex == '\0' || strchr("MFX", e->sex) != NULL);
    }
}

static void
thaw_names(thawing *t, watch_list *l)
{
    const frozen_name *from = t->item[NAMES];

    l->names_n = t->n[NAMES];
    l->names = mem_alloc(l->names_n, sizeof *l->names);
    for (uint32_t i = 0; i < l->names_n; i++, from++)
        l->names[i] = (watch_name){.entry = entry_of(t, from->entry),
                                   .alias = (from->flags & FROZEN_ALIAS) != 0,
                                   .weak = (from->flags & FROZEN_WEAK) != 0,
                                   .original = (from->flags & FROZEN_ORIGINAL) != 0,
                                   .text = text_of(t, from->text),
                                   .surname = text_of(t, from->surname),
                                   .given = text_of(t, from->given)};
}

/* All that belongs to entries but their names. */
static void
thaw_rest(thawing *t, watch_list *l)
{
    const frozen_birth *b = t->item[BIRTHS];
    const watch_country *c = t->item[COUNTRIES];
    const frozen_document *d = t->item[DOCUMENTS];
    const frozen_place *p = t->item[PLACES];

    l->births_n = t->n[BIRTHS];
    l->births = mem_alloc(l->births_n, sizeof *l->births);
    for (uint32_t i = 0; i < l->births_n; i++, b++)
        l->births[i] = birth_of(t, b);
    l->countries_n = t->n[COUNTRIES];
    l->countries = mem_alloc(l->countries_n, sizeof *l->countries);
    for (uint32_t i = 0; i < l->countries_n; i++, c++) {
        l->countries[i].entry = entry_of(t, c->entry);
        code_of(t, c->code, l->countries[i].code);
    }
    l->documents_n = t->n[DOCUMENTS];
    l->documents = mem_alloc(l->documents_n, sizeof *l->documents);
    for (uint32_t i = 0; i < l->documents_n; i++, d++) {
        l->documents[i] = (watch_document){.entry = entry_of(t, d->entry),
                                           .number = text_of(t, d->number),
                                           .type = text_of(t, d->type)};
        code_of(t, d->issuer, l->documents[i].issuer);
    }
    l->places_n = t->n[PLACES];
    l->places = mem_alloc(l->places_n, sizeof *l->places);
    for (uint32_t i = 0; i < l->places_n; i++, p++) {
        l->places[i] = (watch_place){.entry = entry_of(t, p->entry), .text = text_of(t, p->text)};
        code_of(t, p->country, l->places[i].country);
    }
}

static bool
find_sections(thawing *t, const image *i)
{
    for (int s = 0; s < SECTIONS; s++) {
        size_t bytes;
        t->item[s] = image_section(i, section[s].name, &bytes);
        if (t->item[s] == NULL || bytes % section[s].size != 0 ||
            bytes / section[s].size > UINT32_MAX)
            return false;
        t->n[s] = (uint32_t)(bytes / section[s].size);
    }
    t->text = (slice){t->item[TEXT], t->n[TEXT]};
    return t->n[HEAD] == 1 && slice_utf8(t->text) == t->text.n &&
           t->n[ENTRIES] <= WATCH_ENTRIES_MAX;
}

/* The index, and that each of its names comes from one of the list, those of an entry together. */
static bool
find_index(thawing *t, watch_list *l, const image *i)
{
    names_array names[NAMES_ARRAYS];
    const uint32_t *source = t->item[SOURCES];
    uint32_t last = 0;

    names_index_arrays(NULL, names);
    for (size_t k = 0; k < NAMES_ARRAYS; k++)
        names[k].p = image_section(i, names[k].name, &names[k].bytes);
    names_index *index = names_index_over(names);
    if (index == NULL)
        return false;
    l->index = index;
    l->index_source = source;
    if (names_index_size(index) != t->n[SOURCES])
        return false;
    for (uint32_t k = 0; k < t->n[SOURCES]; k++) {
        if (source[k] >= l->names_n || l->names[source[k]].entry < last)
            return false;
        last = l->names[source[k]].entry;
    }
    return true;
}

bool
watch_thaw(watch_list *l, image *i, const char *path, error *e)
{
    thawing t = {.good = true};
    size_t bytes;

    l->image = i;
    if (image_section(i, section[HEAD].name, &bytes) == NULL)
        return error_set(e, "%s: this image holds no list of persons", path);
    if (!find_sections(&t, i))
        return error_set(e, "%s: the image is damaged; write it anew", path);
    const frozen_head *head = t.item[HEAD];
    slice name = text_of(&t, head->name);
    if (l->name.n == 0)
        l->name = name;
    l->issued = date_of(&t, head->issued);
    l->entities = head->entities;
    thaw_entries(&t, l);
    thaw_names(&t, l);
    thaw_rest(&t, l);
    if (!t.good || !find_index(&t, l, i))
        return error_set(e, "%s: the image is of another version of the program; write it anew",
                         path);
    return true;
}

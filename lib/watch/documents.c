/* Lists of lost documents: reading them, and travellers' documents among them. */
#include "watch/doctable.h"
#include "watch/private.h"

#include "text/text.h"

#include <stdlib.h>

struct watch_documents {
    char *name;
    watch_documents_counts counts;
    doc_table *table;
    image *image; /* NULL: the table is in memory */
    image_source source;
};

/* ---- types and issuers ---- */

/* Words that lists write for a type of document; letters alone are compared. */
static const struct {
    const char *word, *type;
} type_words[] = {
    {"PASSPORT", "P"}, {"IDENTITYCARD", "ID"}, {"IDCARD", "ID"},   {"NATIONALID", "ID"},
    {"VISA", "V"},     {"VISASTICKER", "V"},   {"IDENTITY", "ID"},
};

/*
 * What a type is by its first letter, as the parts of Doc 9303 have it: 4
 * passports (P), 5 and 6 cards (A, C, I), 7 visas (V).  Others may be
 * anything.
 */
static char
class_of(const char type[3])
{
    static const char classes[][2] = {{'P', 'P'}, {'A', 'I'}, {'C', 'I'}, {'I', 'I'}, {'V', 'V'}};

    for (size_t i = 0; i < LENGTH(classes); i++)
        if (classes[i][0] == type[0])
            return classes[i][1];
    return '\0';
}

/* False: neither a code of one or two characters nor a word that is known; type is "". */
static bool
read_type(slice raw, char type[3])
{
    char text[DOC_NUMBER_MAX];
    slice plain = doc_plain(raw, text);

    memset(type, 0, 3);
    if (plain.n <= 2 && slice_utf8(plain) == plain.n && (plain.n == 0 || (text[0] & 0x80) == 0)) {
        memcpy(type, plain.p != NULL ? plain.p : "", plain.n);
        return plain.n != 0 || raw.n == 0;
    }
    for (size_t i = 0; i < LENGTH(type_words); i++)
        if (slice_eq(plain, slice_of(type_words[i].word)))
            memcpy(type, type_words[i].type, strlen(type_words[i].type));
    return type[0] != '\0';
}

typedef enum issuer_kind { ISSUER_NONE, ISSUER_KNOWN, ISSUER_LETTERS, ISSUER_WRONG } issuer_kind;

/* Codes that are no more, or not yet known, are compared as they are: three letters. */
static issuer_kind
read_issuer(slice raw, char code[4])
{
    raw = slice_trim(raw);
    memset(code, 0, 4);
    if (raw.n == 0)
        return ISSUER_NONE;
    if (country_read(raw, code) != COUNTRY_UNKNOWN)
        return ISSUER_KNOWN;
    if (raw.n == 3 && strlen(code) == 3)
        return ISSUER_LETTERS;
    slice by_name = country_by_name(raw);
    memset(code, 0, 4);
    if (by_name.n != 3)
        return ISSUER_WRONG;
    memcpy(code, by_name.p, 3);
    return ISSUER_KNOWN;
}

/* ---- CSV ---- */

typedef struct columns {
    int issuer, type, number, date;
} columns;

static int
find_column(const csv_in *c, enum column which, slice shorter)
{
    int at = csv_col(c, which);
    return at >= 0 ? at : csv_find(c, shorter);
}

static place
at(const row *r, int index)
{
    place where = r->where;
    where.column = (unsigned)(index + 1);
    return where;
}

static void
add_row(watch_documents *l, const row *r, const columns *c, diag *rows, diag *d)
{
    char text[DOC_NUMBER_MAX];
    slice number = row_get(r, c->number), issuer = row_get(r, c->issuer),
          type = row_get(r, c->type), day = slice_trim(row_get(r, c->date));
    doc listed = {.number = doc_plain(number, text)};

    if (listed.number.n == 0) {
        diag_reject(rows, at(r, c->number), r->raw, "'%.*s' is no number of a document",
                    (int)(number.n < 40 ? number.n : 40), number.p != NULL ? number.p : "");
        return;
    }
    issuer_kind kind = read_issuer(issuer, listed.issuer);
    if (kind == ISSUER_WRONG) {
        diag_reject(rows, at(r, c->issuer), r->raw, "'%.*s' is no issuer: a code of three letters",
                    (int)(issuer.n < 40 ? issuer.n : 40), issuer.p);
        return;
    }
    if (kind == ISSUER_LETTERS)
        diag_warn(d, at(r, c->issuer), "no issuer '%s' is known; compared as it is", listed.issuer);
    if (!read_type(slice_trim(type), listed.type))
        diag_warn(d, at(r, c->type), "'%.*s' is no type of a document; left out",
                  (int)(type.n < 40 ? type.n : 40), type.p);
    if (!date_parse(day, &listed.date)) {
        listed.date = (date){0};
        diag_warn(d, at(r, c->date), "'%.*s' is no date; left out", (int)(day.n < 40 ? day.n : 40),
                  day.p);
    }
    if (!doc_table_add(l->table, &listed))
        diag_reject(rows, r->where, r->raw, "there is no room for more documents");
}

static bool
read_rows(watch_documents *l, in *f, bool partial, diag *d, error *e)
{
    bool whole = !partial || d->strict;
    diag rows = {.strict = whole,
                 .level = whole ? -1 : d->level, /* then the text is what e says */
                 .program = whole ? NULL : d->program,
                 .keep = !whole && d->keep};
    csv_in *csv = csv_open(f, &rows, e);
    bool good = csv != NULL;
    uint64_t lines = 0;
    row r;

    if (csv != NULL) {
        columns c = {find_column(csv, COL_doc_issuer, S("issuer")),
                     find_column(csv, COL_doc_type, S("type")),
                     find_column(csv, COL_doc_number, S("number")), csv_find(csv, S("date"))};
        if (c.number < 0)
            good =
                error_set(e, "%s: no list of documents: no column doc_number or number", f->name);
        while (good && csv_next(csv, &r)) {
            lines++;
            add_row(l, &r, &c, &rows, d);
            if (diag_stop(&rows))
                break;
            if (!whole && rows.text.n + rows.rejects.n >= OUT_CHUNK) {
                l->counts.left_out += rows.rejected;
                rows.read = 0; /* those of a list are not the program's */
                diag_merge(d, &rows);
            }
        }
        csv_close(csv);
    }
    if (good && f->failed && !whole)
        diag_reject(&rows, (place){.offset = -1}, (slice){NULL, 0},
                    "%s; what was read so far is kept", f->error.text);
    else if (good && f->failed)
        good = error_set(e, "%s", f->error.text);
    if (good && diag_stop(&rows))
        good = error_set(e, "%.*s", (int)slice_trim(buf_slice(&rows.text)).n, rows.text.p);
    if (good && !whole) {
        l->counts.left_out += rows.rejected;
        rows.read = 0;
        diag_merge(d, &rows);
    }
    diag_free(&rows);
    l->counts.again = good ? doc_table_finish(l->table) : 0;
    if (good && lines == 0)
        diag_warn(d, (place){.file = f->name, .offset = -1}, "the list has no documents");
    return good;
}

/* ---- loading ---- */

/* An image knows its list by the name that it had. */
static bool
map_image(watch_documents *l, const char *path, bool named, slice *name, error *e)
{
    size_t n;

    l->image = image_open(path, WATCH_LAYOUT, e);
    if (l->image == NULL || !image_check(l->image, e) ||
        (l->table = doc_table_map(l->image, path, e)) == NULL)
        return false;
    const char *own = image_section(l->image, "documents.name", &n);
    if (!named && own != NULL && n != 0 && slice_utf8((slice){own, n}) == n)
        *name = (slice){own, n};
    l->counts.mapped = true;
    return true;
}

static watch_documents *
made(watch_documents *l, bool good, slice name)
{
    if (!good) {
        watch_documents_free(l);
        return NULL;
    }
    l->name = mem_alloc(name.n + 1, 1);
    memcpy(l->name, name.p, name.n);
    l->counts.name = (slice){l->name, name.n};
    l->counts.kept = doc_table_count(l->table);
    return l;
}

watch_documents *
watch_documents_read(in *f, slice name, bool partial, diag *d, error *e)
{
    watch_documents *l = mem_alloc(1, sizeof *l);

    l->table = doc_table_new();
    (void)in_more(f);
    return made(l,
                slice_starts(f->window, S(IMAGE_MAGIC))
                    ? error_set(e, "%s: an image must be a file, and not packed", f->name)
                    : read_rows(l, f, partial, d, e),
                name);
}

watch_documents *
watch_documents_load(const char *spec, bool partial, diag *d, error *e)
{
    slice name;
    const char *path = watch_part_spec(spec, &name);

    if (image_is(path)) {
        watch_documents *l = mem_alloc(1, sizeof *l);
        bool good = map_image(l, path, path != spec, &name, e);
        return made(l, good, name);
    }
    image_source source = image_source_look(path);
    in *f = in_open(path, e);
    watch_documents *l = f == NULL ? NULL : watch_documents_read(f, name, partial, d, e);
    if (l != NULL)
        l->source = source;
    else
        image_source_free(&source);
    in_close(f);
    return l;
}

void
watch_documents_free(watch_documents *l)
{
    if (l == NULL)
        return;
    doc_table_free(l->table);
    image_close(l->image);
    image_source_free(&l->source);
    free(l->name);
    free(l);
}

watch_documents_counts
watch_documents_count(const watch_documents *l)
{
    return l->counts;
}

void
watch_documents_add(const watch_documents *l, image_writer *w)
{
    image_add_source(w, &l->source);
    image_add(w, "documents.name", l->name, strlen(l->name));
    doc_table_write(l->table, w);
}

bool
watch_image_write(const watch_documents *l, const char *path, error *e)
{
    if (l->image != NULL)
        return error_set(e, "%s: '%s' is an image already", path, l->name);
    image_writer *w = image_writer_new(WATCH_LAYOUT);
    watch_documents_add(l, w);
    return image_finish(w, path, e);
}

/* ---- searching ---- */

/* What readers take for each other (of the confusions of mrz-parse those between signs). */
static const char *const confusable_signs[] = {"0ODQ", "1IL", "2Z", "5S", "6G", "8B"};

enum {
    WANTED_MAX = 32,  /* documents of a traveller */
    OTHERWISE_MAX = 2 /* characters of a number that are read otherwise */
};

/* By whether the issuers agree, and how many characters were read otherwise. */
static const double score_of[2][OTHERWISE_MAX + 1] = {{0.85, 0.765, 0.689}, {1.0, 0.9, 0.81}};

/* A document of the traveller. */
typedef struct wanted {
    const char *what; /* the first word of the reason */
    slice number;     /* plain */
    char issuer[4], type[3];
    bool known; /* the issuer is a code of a State, so another one is another document */
} wanted;

/* A listed one that is like it. */
typedef struct found {
    const wanted *wanted;
    size_t list;
    doc doc;
    double score;
    bool by_issuer;
} found;

typedef struct search {
    const wanted *wanted; /* now */
    size_t list;
    double least;
    unsigned otherwise; /* characters that are not the traveller's */
    arena *arena;
    found *found; /* room for WATCH_DOCUMENT_HITS, once there is one */
    size_t n;
} search;

/*
 * The codes of British nationality (Doc 9303 part 3, section 5) stand in some
 * passports, and then on lists, in the place of the issuer.
 */
static bool
is_british(const char code[4])
{
    return code[0] == 'G' && code[1] == 'B' && code[2] != '\0' && strchr("DNOPRS", code[2]) != NULL;
}

static bool
same_issuer(const char a[4], const char b[4])
{
    return a[0] != '\0' && (strcmp(a, b) == 0 || (is_british(a) && is_british(b)));
}

static bool
add_found(void *ctx, const doc *d)
{
    search *s = ctx;
    const wanted *w = s->wanted;
    bool by_issuer = same_issuer(w->issuer, d->issuer);
    char mine = class_of(w->type), listed = class_of(d->type);
    double score = score_of[by_issuer][s->otherwise];

    if (s->n == WATCH_DOCUMENT_HITS)
        return false;
    if (!by_issuer && w->known && d->issuer[0] != '\0')
        return true; /* the same number of another State is another document */
    if ((mine != '\0' && listed != '\0' && mine != listed) || score < s->least)
        return true;
    for (size_t i = 0; i < s->n; i++) {
        const found *f = &s->found[i];
        if (f->list == s->list && slice_eq(f->doc.number, d->number) &&
            strcmp(f->doc.issuer, d->issuer) == 0 && strcmp(f->doc.type, d->type) == 0)
            return true; /* the traveller has named it twice */
    }
    if (s->found == NULL)
        s->found = arena_alloc(s->arena, WATCH_DOCUMENT_HITS * sizeof *s->found);
    found *f = &s->found[s->n++];
    *f = (found){w, s->list, *d, score, by_issuer};
    f->doc.number = arena_dup(s->arena, d->number);
    return true;
}

static const char *
confusable_with(char c)
{
    for (size_t i = 0; i < LENGTH(confusable_signs); i++)
        if (strchr(confusable_signs[i], c) != NULL)
            return confusable_signs[i];
    return "";
}

/* Every number that differs in confusable characters, one or more from there on. */
static void
find_otherwise(search *s, const doc_table *t, char *text, size_t n, size_t from)
{
    s->otherwise++;
    for (size_t i = from; i < n && s->n < WATCH_DOCUMENT_HITS; i++) {
        char is = text[i];
        for (const char *other = confusable_with(is); *other != '\0'; other++) {
            if (*other == is)
                continue;
            text[i] = *other;
            doc_table_find(t, (slice){text, n}, add_found, s);
            if (s->otherwise < OTHERWISE_MAX)
                find_otherwise(s, t, text, n, i + 1);
        }
        text[i] = is;
    }
    s->otherwise--;
}

/* The documents of a traveller, those with a number; their texts are in text. */
static size_t
want(const watch_traveller *t, wanted w[WANTED_MAX], char text[WANTED_MAX][DOC_NUMBER_MAX])
{
    slice others = t->other_documents, number = t->doc_number, issuer = t->doc_issuer,
          type = t->doc_type;
    const char *what = "Document";
    size_t n = 0;

    for (unsigned i = 0; n < WANTED_MAX; i++) {
        if (i == 1) {
            what = "Visa", number = t->visa_number, issuer = t->visa_issuer, type = S("V");
        } else if (i > 1) {
            if (others.p == NULL)
                break;
            slice item = slice_cut(&others, ';'); /* type/issuer/number/expiry */
            what = "Other document";
            type = slice_cut(&item, '/');
            issuer = slice_cut(&item, '/');
            number = slice_cut(&item, '/');
        }
        w[n] = (wanted){.what = what, .number = doc_plain(number, text[n])};
        if (w[n].number.n == 0)
            continue;
        w[n].known = read_issuer(issuer, w[n].issuer) == ISSUER_KNOWN;
        (void)read_type(slice_trim(type), w[n].type);
        n++;
    }
    return n;
}

/* ---- hits ---- */

/* "Document L898902C3 of UTO (P) is listed since 2024-01-05" */
static slice
reason(const found *f, arena *a)
{
    const doc *d = &f->doc;
    slice had = f->wanted->number, why;
    char since[DATE_TEXT];
    slice day = date_text(d->date, since), unlike = {NULL, 0};

    why = arena_printf(a, "%s %.*s%s%s%s%s%s is listed%s%.*s", f->wanted->what, (int)d->number.n,
                       d->number.p, d->issuer[0] != '\0' ? " of " : "", d->issuer,
                       d->type[0] != '\0' ? " (" : "", d->type, d->type[0] != '\0' ? ")" : "",
                       day.n != 0 ? " since " : "", (int)day.n, day.p);
    for (size_t i = 0; i < had.n && i < d->number.n; i++)
        if (had.p[i] != d->number.p[i])
            unlike = arena_join(a, unlike, S(", "),
                                arena_printf(a, "%c for %c", had.p[i], d->number.p[i]));
    if (unlike.n != 0)
        why = arena_join(a, why, S("; "),
                         arena_printf(a, "the record has %.*s (%.*s)", (int)had.n, had.p,
                                      (int)unlike.n, unlike.p));
    if (!f->by_issuer)
        why = arena_join(a, why, S("; "), S("issuers could not be compared"));
    return why;
}

/* Puts the hits of what was found behind n others, and those in their order. */
static void
put_hits(const search *s, watch_documents *const *lists, watch_hit *hits, size_t n)
{
    for (size_t i = 0; i < s->n; i++, n++) {
        const found *f = &s->found[i];
        watch_hit hit = {.list = lists[f->list]->counts.name,
                         .score = f->score,
                         .on = S("document"),
                         .reason = reason(f, s->arena)};
        hit.id = arena_printf(s->arena, "%s/%s/%.*s", f->doc.type, f->doc.issuer,
                              (int)f->doc.number.n, f->doc.number.p);
        size_t to = n;
        for (; to > 0 && hits[to - 1].score < hit.score; to--)
            hits[to] = hits[to - 1];
        hits[to] = hit;
    }
}

size_t
watch_documents_search(watch_documents *const *lists, size_t lists_n, const watch_traveller *t,
                       double least, bool confusable, arena *a, watch_hit **hits, size_t n)
{
    wanted w[WANTED_MAX];
    char text[WANTED_MAX][DOC_NUMBER_MAX];
    size_t wanted_n = want(t, w, text);
    search s = {.least = least, .arena = a};

    for (s.list = 0; s.list < lists_n; s.list++) {
        const doc_table *table = lists[s.list]->table;
        for (size_t i = 0; i < wanted_n && s.n < WATCH_DOCUMENT_HITS; i++) {
            s.wanted = &w[i];
            doc_table_find(table, w[i].number, add_found, &s);
            if (confusable) {
                char otherwise[DOC_NUMBER_MAX];
                memcpy(otherwise, w[i].number.p, w[i].number.n);
                find_otherwise(&s, table, otherwise, w[i].number.n, 0);
            }
        }
    }
    if (s.n == 0)
        return n;
    watch_hit *all = arena_alloc(a, (n + s.n) * sizeof *all);
    if (n != 0)
        memcpy(all, *hits, n * sizeof *all);
    put_hits(&s, lists, all, n);
    *hits = all;
    return n + s.n;
}

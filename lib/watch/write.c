/* A list as rows of border-watchlist(5), and what changed between two. */
#include "watch/private.h"

#include <stdlib.h>

/* What an entry has, in the order of the output: kinds of names, then columns. */
typedef enum element {
    PRIMARY,
    ALIAS,
    WEAK,
    ORIGINAL,
    BIRTH_DATE,
    BIRTH_PLACE,
    SEX,
    NATIONALITY,
    DOCUMENTS,
    PROGRAMME,
    REMARKS,
    LISTED,
    CHANGED,
    ELEMENTS
} element;

static const char *const element_name[ELEMENTS] = {
    "primary",     "alias",     "weak",      "original", "birth_date", "birth_place", "sex",
    "nationality", "documents", "programme", "remarks",  "listed",     "changed"};

/* ---- values as text ---- */

static element
kind_of(const watch_name *n)
{
    return !n->alias ? PRIMARY : n->original ? ORIGINAL : n->weak ? WEAK : ALIAS;
}

static slice
text_of_date(date d, arena *a)
{
    char text[DATE_TEXT];
    return d.year != 0 ? arena_dup(a, date_text(d, text)) : (slice){NULL, 0};
}

static slice
text_of_birth(const watch_birth *b, arena *a)
{
    slice from = text_of_date(b->from, a);

    if (date_cmp(b->from, b->to) != 0)
        from = arena_join(a, from, S("/"), text_of_date(b->to, a));
    return b->circa ? arena_printf(a, "%.*s~", (int)from.n, from.p) : from;
}

/* An item of a list must not have the sign that parts them. */
static slice
item_of(slice text, char sign, arena *a)
{
    slice copy = arena_dup(a, text);
    char *p = (char *)(uintptr_t)copy.p;

    for (size_t i = 0; i < copy.n; i++)
        if (p[i] == ';' || p[i] == sign)
            p[i] = ' ';
    return copy;
}

static slice
text_of_document(const watch_document *d, arena *a)
{
    slice type = item_of(d->type, '/', a), number = item_of(d->number, ';', a);

    return arena_printf(a, "%.*s/%s/%.*s", (int)type.n, type.n != 0 ? type.p : "", d->issuer,
                        (int)number.n, number.n != 0 ? number.p : "");
}

static slice
text_of_place(const watch_place *p, arena *a)
{
    slice text = item_of(p->text, ';', a);

    if (p->country[0] == '\0')
        return text;
    return arena_join(a, text, S(" "), arena_printf(a, "(%s)", p->country));
}

typedef struct value {
    element element;
    slice text;
} value;

/* All values of an entry, in the order of the elements; *n of them, in the arena. */
static value *
values_of(const watch_list *l, const watch_entry *e, arena *a, size_t *n)
{
    value *v = arena_alloc(
        a, ((size_t)e->names.n + e->births.n + e->places.n + e->countries.n + e->documents.n + 5) *
               sizeof *v);
    size_t k = 0;

    for (element kind = PRIMARY; kind <= ORIGINAL; kind++)
        for (uint32_t i = 0; i < e->names.n; i++)
            if (kind_of(&l->names[e->names.first + i]) == kind)
                v[k++] = (value){kind, l->names[e->names.first + i].text};
    for (uint32_t i = 0; i < e->births.n; i++)
        v[k++] = (value){BIRTH_DATE, text_of_birth(&l->births[e->births.first + i], a)};
    for (uint32_t i = 0; i < e->places.n; i++)
        v[k++] = (value){BIRTH_PLACE, text_of_place(&l->places[e->places.first + i], a)};
    if (e->sex != '\0')
        v[k++] = (value){SEX, (slice){&e->sex, 1}};
    for (uint32_t i = 0; i < e->countries.n; i++)
        v[k++] = (value){NATIONALITY, slice_of(l->countries[e->countries.first + i].code)};
    for (uint32_t i = 0; i < e->documents.n; i++)
        v[k++] = (value){DOCUMENTS, text_of_document(&l->documents[e->documents.first + i], a)};
    if (e->programme.n != 0)
        v[k++] = (value){PROGRAMME, e->programme};
    if (e->remarks.n != 0)
        v[k++] = (value){REMARKS, e->remarks};
    if (e->listed.year != 0)
        v[k++] = (value){LISTED, text_of_date(e->listed, a)};
    if (e->changed.year != 0)
        v[k++] = (value){CHANGED, text_of_date(e->changed, a)};
    *n = k;
    return v;
}

/* ---- rows ---- */

static slice
list_of(const watch_list *l, const watch_entry *e)
{
    return e->list.n != 0 ? e->list : l->name;
}

void
watch_put_header(buf *b)
{
    buf_puts(b, S("list,entry,name_kind,full_name,surname,given_names,birth_date,birth_place,sex,"
                  "nationality,documents,programme,remarks,listed,changed\n"));
}

void
watch_put_entry(buf *b, const watch_list *l, uint32_t entry)
{
    const watch_entry *e = &l->entry[entry];
    arena a = {0};
    slice field[6] = {list_of(l, e), e->id};
    slice rest[ELEMENTS - BIRTH_DATE] = {{NULL, 0}};
    size_t n;
    const value *v = values_of(l, e, &a, &n);
    buf all = {0}, joined = {0};

    for (size_t i = 0; i < n; i++) {
        element k = v[i].element;
        if (k < BIRTH_DATE)
            continue;
        if (i != 0 && v[i - 1].element == k)
            buf_putc(&joined, ';');
        else
            joined.n = 0;
        buf_puts(&joined, v[i].text);
        if (i + 1 == n || v[i + 1].element != k)
            rest[k - BIRTH_DATE] = arena_dup(&a, buf_slice(&joined));
    }
    for (size_t i = 0; i < LENGTH(rest); i++) {
        buf_putc(&all, ',');
        csv_put(&all, rest[i]);
    }
    for (uint32_t i = 0; i < e->names.n || i == 0; i++) {
        if (e->names.n != 0) {
            const watch_name *name = &l->names[e->names.first + i];
            field[2] = slice_of(element_name[kind_of(name)]);
            field[3] = name->text;
            field[4] = name->surname;
            field[5] = name->given;
        }
        csv_put_values(b, field, LENGTH(field));
        buf_puts(b, buf_slice(&all));
        buf_putc(b, '\n');
    }
    buf_free(&all);
    buf_free(&joined);
    arena_free(&a);
}

/* ---- changes ---- */

static int
by_value(const void *a, const void *b)
{
    const value *x = a, *y = b;

    if (x->element != y->element)
        return x->element < y->element ? -1 : 1;
    return slice_cmp(x->text, y->text);
}

/* The entries of a list by list and id. */
static void
fill_map(watch_map *m, const watch_list *l, arena *a)
{
    bool isnew;

    for (uint32_t i = 0; i < l->entries_n; i++)
        *watch_map_put(m, arena_join(a, l->entry[i].list, S("\n"), l->entry[i].id), &isnew) = i;
}

static const watch_entry *
counterpart(const watch_map *m, const watch_list *l, const watch_entry *e, arena *a)
{
    const uint32_t *at = watch_map_get(m, arena_join(a, e->list, S("\n"), e->id));
    return at != NULL ? &l->entry[*at] : NULL;
}

static slice
first_name(const watch_list *l, const watch_entry *e)
{
    return e->names.n != 0 ? l->names[e->names.first].text : (slice){NULL, 0};
}

/* A row of changes; before and after as they are in the column of the change. */
static void
put_change(buf *b, const char *what, const watch_list *l, const watch_entry *e, const char *name,
           slice before, slice after)
{
    const slice field[] = {slice_of(what), list_of(l, e), e->id, first_name(l, e),
                           slice_of(name), before,        after};

    csv_put_values(b, field, LENGTH(field));
    buf_putc(b, '\n');
}

void
watch_put_changes_header(buf *b)
{
    buf_puts(b, S("change,list,entry,full_name,element,old,new\n"));
}

/* What one entry has and its counterpart does not; b may be NULL.  Returns how many values. */
static size_t
put_differences(buf *b, const watch_list *old, const watch_entry *was, const watch_list *now,
                const watch_entry *is, arena *a)
{
    size_t old_n, now_n, i = 0, k = 0, rows = 0;
    value *x = values_of(old, was, a, &old_n), *y = values_of(now, is, a, &now_n);

    qsort(x, old_n, sizeof *x, by_value);
    qsort(y, now_n, sizeof *y, by_value);
    while (i < old_n || k < now_n) {
        int which = i == old_n ? 1 : k == now_n ? -1 : by_value(&x[i], &y[k]);
        if (which != 0) {
            const value *v = which < 0 ? &x[i] : &y[k];
            slice none = {NULL, 0};
            if (b != NULL)
                put_change(b, "changed", now, is, element_name[v->element],
                           which < 0 ? v->text : none, which < 0 ? none : v->text);
            rows++;
        }
        i += which <= 0;
        k += which >= 0;
    }
    return rows;
}

size_t
watch_put_changes(buf *b, const watch_list *old, const watch_list *now)
{
    watch_map before = {0}, after = {0};
    arena keys = {0}, a = {0};
    slice none = {NULL, 0};
    size_t rows = 0;

    fill_map(&before, old, &keys);
    fill_map(&after, now, &keys);
    for (uint32_t i = 0; i < old->entries_n; i++) {
        const watch_entry *e = &old->entry[i];
        if (counterpart(&after, now, e, &a) == NULL) {
            put_change(b, "delisted", old, e, "", none, none);
            rows++;
        }
        arena_reset(&a);
    }
    for (uint32_t i = 0; i < now->entries_n; i++) {
        const watch_entry *e = &now->entry[i], *was = counterpart(&before, old, e, &a);
        if (was == NULL) {
            put_change(b, "listed", now, e, "", none, none);
            rows++;
        } else {
            rows += put_differences(b, old, was, now, e, &a);
        }
        arena_reset(&a);
    }
    watch_map_free(&before);
    watch_map_free(&after);
    arena_free(&keys);
    arena_free(&a);
    return rows;
}

/* ---- only what is new ---- */

uint32_t
watch_keep_since(watch_list *l, date since)
{
    bool *wanted = mem_alloc((size_t)l->entries_n + 1, sizeof *wanted);
    uint32_t dateless = 0;

    for (uint32_t i = 0; i < l->entries_n; i++) {
        const watch_entry *e = &l->entry[i];
        bool dated = e->listed.year != 0 || e->changed.year != 0;
        wanted[i] = !dated || date_cmp(e->listed, since) >= 0 || date_cmp(e->changed, since) >= 0;
        dateless += !dated;
    }
    watch_keep(l, wanted);
    free(wanted);
    return dateless;
}

void
watch_keep_changed(watch_list *l, const watch_list *older)
{
    bool *wanted = mem_alloc((size_t)l->entries_n + 1, sizeof *wanted);
    watch_map before = {0};
    arena keys = {0}, a = {0};

    fill_map(&before, older, &keys);
    for (uint32_t i = 0; i < l->entries_n; i++) {
        const watch_entry *e = &l->entry[i], *was = counterpart(&before, older, e, &a);
        wanted[i] = was == NULL || put_differences(NULL, older, was, l, e, &a) != 0;
        arena_reset(&a);
    }
    watch_keep(l, wanted);
    watch_map_free(&before);
    arena_free(&keys);
    arena_free(&a);
    free(wanted);
}

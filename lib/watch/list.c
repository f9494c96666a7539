/* A list in memory, and which reader a file wants. */
#include "watch/private.h"

#include <stdlib.h>

/* Room for one more in an array whose size is a power of two, or 0. */
#define GROW(array, n)                                                                             \
    (((n) & ((n)-1)) == 0                                                                          \
         ? (array) = mem_grow((array), (n) ? 2 * (size_t)(n) : 1, sizeof *(array))                 \
         : (array))

static watch_entry *
last_entry(watch_list *l)
{
    return &l->entry[l->entries_n - 1];
}

void
watch_add_entry(watch_list *l, slice id)
{
    GROW(l->entry, l->entries_n);
    l->entry[l->entries_n++] = (watch_entry){.id = arena_dup(&l->arena, id),
                                             .names.first = l->names_n,
                                             .births.first = l->births_n,
                                             .countries.first = l->countries_n,
                                             .documents.first = l->documents_n};
}

void
watch_add_name(watch_list *l, slice text, bool alias, bool weak)
{
    text = slice_trim(text);
    if (text.n == 0)
        return;
    GROW(l->names, l->names_n);
    l->names[l->names_n++] =
        (watch_name){l->entries_n - 1, alias, weak, arena_dup(&l->arena, text)};
    last_entry(l)->names.n++;
}

void
watch_add_birth(watch_list *l, watch_birth b)
{
    if (b.from.year == 0)
        return;
    GROW(l->births, l->births_n);
    l->births[l->births_n++] = b;
    last_entry(l)->births.n++;
}

void
watch_add_country(watch_list *l, const char code[4])
{
    GROW(l->countries, l->countries_n);
    memcpy(l->countries[l->countries_n++].code, code, 4);
    last_entry(l)->countries.n++;
}

void
watch_add_document(watch_list *l, slice number, const char issuer[4])
{
    watch_document d = {.entry = l->entries_n - 1};

    number = slice_trim(number);
    if (number.n == 0)
        return;
    d.number = arena_dup(&l->arena, number);
    memcpy(d.issuer, issuer, sizeof d.issuer);
    GROW(l->documents, l->documents_n);
    l->documents[l->documents_n++] = d;
    last_entry(l)->documents.n++;
}

void
watch_list_free(watch_list *l)
{
    if (l == NULL)
        return;
    free(l->entry);
    free(l->names);
    free(l->births);
    free(l->countries);
    free(l->documents);
    arena_free(&l->arena);
    free(l);
}

/* ---- loading ---- */

/* XML begins with '<', behind a byte order mark and blanks. */
static bool
is_xml(in *f)
{
    for (;;) {
        slice s = f->window;
        if (slice_starts(s, S("\xef\xbb\xbf")))
            s = (slice){s.p + 3, s.n - 3};
        s = slice_trim(s);
        if (s.n != 0)
            return s.p[0] == '<';
        if (f->window.n > 4096 || !in_more(f))
            return false;
    }
}

watch_list *
watch_read(in *f, slice name, diag *d, error *e)
{
    watch_list *l = mem_alloc(1, sizeof *l);
    bool good;

    l->name = arena_dup(&l->arena, name);
    good = is_xml(f) ? watch_read_un(f, l, d, e) : watch_read_columns(f, l, d, e);
    if (good && !f->failed)
        return l;
    if (f->failed)
        error_set(e, "%s", f->error.text);
    watch_list_free(l);
    return NULL;
}

/* NAME=FILE, or FILE alone: then its name without folders and endings. */
static const char *
part_spec(const char *spec, slice *name)
{
    const char *equals = strchr(spec, '='), *slash = strchr(spec, '/');
    const char *path = spec;

    if (equals != NULL && equals != spec && (slash == NULL || equals < slash)) {
        *name = slice_between(spec, equals);
        return equals + 1;
    }
    slash = strrchr(path, '/');
    *name = slice_of(slash != NULL ? slash + 1 : path);
    for (size_t i = 1; i < name->n; i++)
        if (name->p[i] == '.')
            name->n = i;
    return path;
}

watch_list *
watch_load(const char *spec, diag *d, error *e)
{
    slice name;
    in *f = in_open(part_spec(spec, &name), e);
    watch_list *l = f == NULL ? NULL : watch_read(f, name, d, e);

    in_close(f);
    return l;
}

/* A list from a file: its name, and which reader it wants. */
#include "watch/private.h"

#include <stdlib.h>
#include <unistd.h>

const char watch_formats[] =
    "un eu ofac ofac-enhanced ofac-advanced ofac-csv uk ofsi opensanctions "
    "ftm-json csv";

/* The first byte that is no blank, behind a byte order mark. */
static char
first_byte(in *f)
{
    for (;;) {
        slice s = f->window;
        if (slice_starts(s, S("\xef\xbb\xbf")))
            s = (slice){s.p + 3, s.n - 3};
        s = slice_trim(s);
        if (s.n != 0)
            return s.p[0];
        if (f->window.n > 4096 || !in_more(f))
            return '\0';
    }
}

/* A file of the list; false: it cannot be read whole, and e says why. */
static bool
read_file(watch_source *s, in *f)
{
    bool good;

    s->f = f;
    s->where = (place){.file = f->name, .offset = -1};
    switch (first_byte(f)) {
    case '<':
        good = watch_read_xml(s);
        break;
    case '{':
        good = watch_read_json(s);
        break;
    default:
        good = watch_read_csv(s);
        break;
    }
    if (f->failed) /* whatever the reader made of it */
        good = error_set(s->e, "%s", f->error.text);
    if (good || !s->how->partial || s->l->entries_n == 0)
        return good;
    diag_reject(s->d, (place){.offset = -1}, (slice){NULL, 0}, "%s; what was read so far is kept",
                s->e->text);
    return true;
}

/* The list when all its files are read. */
static watch_list *
finished(watch_source *s, const char *file, bool good)
{
    watch_list *l = s->l;

    watch_map_free(&s->ids);
    for (uint32_t i = 0; good && i < l->entries_n; i++) {
        watch_entry *e = &l->entry[i];
        if (e->names.n != 0 || e->documents.n != 0 || e->organization)
            continue;
        if (s->how->partial)
            e->organization = true; /* nothing to be found by */
        else
            good = error_set(s->e, "%s: entry %.*s has neither a name nor a document", file,
                             (int)(e->id.n < 80 ? e->id.n : 80), e->id.p != NULL ? e->id.p : "");
    }
    if (!good) {
        watch_list_free(l);
        return NULL;
    }
    watch_finish(l);
    if (s->strays != 0)
        diag_warn(s->d, (place){.file = file, .offset = -1},
                  "%u other names belong to no entry of the list: are its files of one day?",
                  s->strays);
    if (l->entries_n == 0)
        diag_warn(s->d, (place){.file = file, .offset = -1}, "the list has no entries");
    return l;
}

static watch_source
source_of(slice name, const watch_reading *how, diag *d, error *e)
{
    watch_source s = {.l = mem_alloc(1, sizeof *s.l), .how = how, .d = d, .e = e};

    s.l->name = arena_dup(&s.l->arena, name);
    return s;
}

watch_list *
watch_read_as(in *f, slice name, const watch_reading *how, diag *d, error *e)
{
    watch_source s = source_of(name, how, d, e);
    return finished(&s, f->name, read_file(&s, f));
}

watch_list *
watch_read(in *f, slice name, diag *d, error *e)
{
    return watch_read_as(f, name, &(watch_reading){.format = NULL}, d, e);
}

const char *
watch_part_spec(const char *spec, slice *name)
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

static bool
load_file(watch_source *s, const char *path)
{
    watch_list *l = s->l;

    l->source = mem_grow(l->source, l->sources + 1, sizeof *l->source);
    l->source[l->sources++] = image_source_look(path);
    in *f = in_open(path, s->e);
    bool good = f != NULL && read_file(s, f);

    in_close(f);
    return good;
}

/* OFAC's alternate names are in a file beside its first: sdn.csv, alt.csv; cons_prim, cons_alt. */
static bool
load_beside(watch_source *s, const char *path)
{
    static const char *const words[][2] = {
        {"sdn", "alt"}, {"SDN", "ALT"}, {"prim", "alt"}, {"PRIM", "ALT"}};
    const char *slash = strrchr(path, '/'), *base = slash != NULL ? slash + 1 : path;
    bool good = true, found = false;

    for (size_t i = 0; i < LENGTH(words) && !found; i++) {
        const char *at = strstr(base, words[i][0]);
        if (at == NULL)
            continue;
        size_t head = (size_t)(at - path), word = strlen(words[i][0]), n = strlen(words[i][1]);
        char *other = mem_alloc(strlen(path) + n + 1, 1);
        memcpy(other, path, head);
        memcpy(other + head, words[i][1], n);
        memcpy(other + head + n, at + word, strlen(at + word));
        if (access(other, R_OK) == 0) {
            found = true;
            good = load_file(s, other);
        }
        free(other);
    }
    if (!found)
        diag_warn(s->d, (place){.file = path, .offset = -1},
                  "the other names of these entries are in a file of their own (alt.csv), which is "
                  "not beside it");
    return good;
}

/* All files of the list; path is parted at the commas between them. */
static bool
load_files(watch_source *s, char *path)
{
    bool several = access(path, F_OK) != 0 && strchr(path, ',') != NULL;
    bool good = true;

    for (char *one = path, *end; good && one != NULL; one = end) {
        end = several ? strchr(one, ',') : NULL;
        if (end != NULL)
            *end++ = '\0';
        good = load_file(s, one);
    }
    if (good && !several && slice_eq(s->l->format, S("ofac-csv")) && strcmp(path, "-") != 0)
        good = load_beside(s, path);
    return good;
}

static watch_list *
map_list(const char *path, slice name, bool named, error *e)
{
    watch_list *l = mem_alloc(1, sizeof *l);
    image *i = image_open(path, WATCH_LAYOUT, e);

    if (named)
        l->name = arena_dup(&l->arena, name);
    if (i == NULL || !image_check(i, e) || !watch_thaw(l, i, path, e)) {
        if (l->image == NULL)
            image_close(i);
        watch_list_free(l);
        return NULL;
    }
    if (l->name.n == 0)
        l->name = arena_dup(&l->arena, name);
    l->format = S("index");
    return l;
}

watch_list *
watch_load(const char *spec, const watch_reading *how, diag *d, error *e)
{
    slice name;
    const char *file = watch_part_spec(spec, &name);

    if (image_is(file))
        return map_list(file, name, file != spec, e);
    char *path = mem_dup(file);
    watch_source s = source_of(name, how, d, e);
    bool good = load_files(&s, path);
    watch_list *l = finished(&s, path, good);

    free(path);
    return l;
}

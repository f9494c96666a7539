/* A list from a file: its name, and which reader it wants. */
#include "watch/private.h"

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
    if (good && !f->failed) {
        if (l->entries_n == 0)
            diag_warn(d, (place){.file = f->name, .offset = -1}, "the list has no entries");
        return l;
    }
    if (f->failed)
        error_set(e, "%s", f->error.text);
    watch_list_free(l);
    return NULL;
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

watch_list *
watch_load(const char *spec, diag *d, error *e)
{
    slice name;
    in *f = in_open(watch_part_spec(spec, &name), e);
    watch_list *l = f == NULL ? NULL : watch_read(f, name, d, e);

    in_close(f);
    return l;
}

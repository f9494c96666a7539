/* The lists that travellers are compared with: all of them, or only what is new of them. */
#include "watch/private.h"

#include <stdlib.h>

static watch_list *
load_list(const char *spec, bool partial, diag *d, error *e)
{
    watch_list *l = watch_load(spec, &(watch_reading){.partial = partial}, d, e);

    if (l != NULL)
        diag_note(d, (place){.offset = -1},
                  "%.*s: %.*s, %u entries, %u names, %u documents; %u organizations left out",
                  (int)l->name.n, l->name.p, (int)l->format.n, l->format.p, l->entries_n,
                  l->names_n, l->documents_n, l->entities);
    return l;
}

/* Of the lists, only what is new since a day. */
static void
keep_since(watch_list **lists, size_t n, date day, diag *d)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t dateless = watch_keep_since(lists[i], day);
        if (dateless != 0)
            diag_warn(d, (place){.offset = -1},
                      "%.*s: %u entries do not say since when they are listed; they are compared",
                      (int)lists[i]->name.n, lists[i]->name.p, dateless);
    }
}

/* Only what is new since an older list: of the one that has its name, or of the only one. */
static bool
keep_changed(watch_list **lists, size_t n, const char *spec, bool partial, diag *d, error *e)
{
    bool found = n == 1;
    watch_list *older = load_list(spec, partial, d, e);

    if (older == NULL)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (n != 1 && !slice_eq(older->name, lists[i]->name))
            continue;
        watch_keep_changed(lists[i], older);
        found = true;
    }
    if (!found)
        error_set(e, "--since: no list is called '%.*s': write NAME=FILE", (int)older->name.n,
                  older->name.p);
    watch_list_free(older);
    return found;
}

static bool
keep_new(watch_list **lists, size_t n, const watch_wish *wish, diag *d, error *e)
{
    for (size_t i = 0; i < wish->since_n; i++) {
        date day;
        if (date_parse(slice_of(wish->since[i]), &day))
            keep_since(lists, n, day, d);
        else if (!keep_changed(lists, n, wish->since[i], wish->partial, d, e))
            return false;
    }
    return true;
}

watch_engine *
watch_engine_load(const watch_wish *wish, diag *d, error *e)
{
    watch_list **lists = mem_alloc(wish->lists_n, sizeof *lists);
    watch_engine *w = NULL;
    size_t n = 0;

    while (n < wish->lists_n && (lists[n] = load_list(wish->lists[n], wish->partial, d, e)) != NULL)
        n++;
    if (n == wish->lists_n && keep_new(lists, n, wish, d, e))
        w = watch_engine_new(lists, n);
    for (size_t i = 0; w == NULL && i < n; i++)
        watch_list_free(lists[i]);
    free(lists);
    return w;
}

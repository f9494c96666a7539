/* watchlist-import: alert lists of any format in, rows of border-watchlist(5) out. */
#include "watch/watch.h"

#include <stdlib.h>

static struct {
    watch_reading how;
    const char *diff, *index;
} o;

static const opt opts[] = {{'f', "format", OPT_CHOICE, &o.how.format, "FORMAT",
                            "what the files are, not what they look like", watch_formats, 0, 0},
                           {0, "map", OPT_TEXTS, &o.how.maps, "HEADER=COLUMN",
                            "what a CSV file calls a column of border-watchlist(5); repeatable",
                            NULL, 0, 0},
                           {0, "allow-partial-list", OPT_FLAG, &o.how.partial, NULL,
                            "keep what can be used of a list that is damaged", NULL, 0, 0},
                           {0, "diff", OPT_FILE, &o.diff, "OLD",
                            "what changed from an older list, not the list", NULL, 0, 0},
                           {0, "index", OPT_FILE, &o.index, "FILE",
                            "write the lists there, ready to be searched, and no rows", NULL, 0, 0},
                           {0}};

/* The list of a file, or NULL: it is told why. */
static watch_list *
load(tool *t, const char *spec)
{
    error e;
    watch_list *l = watch_load(spec, &o.how, &t->diag, &e);

    if (l == NULL)
        tool_fail(t, "%s", e.text);
    else
        diag_note(&t->diag, (place){.offset = -1},
                  "%.*s: %.*s, %u entries, %u names, %u dates of birth, %u documents; %u "
                  "organizations left out",
                  (int)l->name.n, l->name.p, (int)l->format.n, l->format.p, l->entries_n,
                  l->names_n, l->births_n, l->documents_n, l->entities);
    return l;
}

/* All lists, one behind the other; one that cannot be read costs the others nothing. */
static void
write_lists(tool *t)
{
    watch_put_header(&t->out->b);
    for (size_t i = 0; i < t->operands_n; i++) {
        watch_list *l = load(t, t->operand[i]);
        for (uint32_t k = 0; l != NULL && k < l->entries_n && tool_step(t); k++) {
            watch_put_entry(&t->out->b, l, k);
            t->diag.read++;
            t->diag.written += l->entry[k].names.n != 0 ? l->entry[k].names.n : 1;
        }
        watch_list_free(l);
    }
}

static void
write_changes(tool *t)
{
    watch_list *old = load(t, o.diff), *now = old == NULL ? NULL : load(t, t->operand[0]);

    if (now != NULL) {
        watch_put_changes_header(&t->out->b);
        t->diag.read += now->entries_n;
        t->diag.written += watch_put_changes(&t->out->b, old, now);
    }
    watch_list_free(old);
    watch_list_free(now);
}

/* All lists as one image; one that cannot be read leaves the image as it was. */
static void
write_index(tool *t)
{
    watch_list **lists = mem_alloc(t->operands_n, sizeof *lists);
    size_t n = 0;
    error e;

    while (n < t->operands_n && (lists[n] = load(t, t->operand[n])) != NULL)
        t->diag.read += lists[n++]->entries_n;
    if (n == t->operands_n) {
        watch_engine *w = watch_engine_new(lists, n);
        if (watch_engine_write(w, o.index, &e))
            t->diag.written = t->diag.read;
        else
            tool_fail(t, "%s", e.text);
        watch_engine_free(w);
    }
    for (size_t i = 0; n < t->operands_n && i < n; i++)
        watch_list_free(lists[i]);
    free(lists);
}

int
main(int argc, char **argv)
{
    tool t = {.name = "watchlist-import",
              .brief = "read alert lists of any format",
              .operands = "[FILE ...]",
              .opts = opts};

    if (!tool_start(&t, argc, argv))
        return t.status;
    if (o.diff != NULL && o.index != NULL)
        tool_usage(&t, "--diff and --index exclude each other");
    else if (o.index != NULL)
        write_index(&t);
    else if (o.diff == NULL)
        write_lists(&t);
    else if (t.operands_n == 1)
        write_changes(&t);
    else
        tool_usage(&t, "--diff=OLD compares with one list");
    return tool_end(&t);
}

/* movement-select: a question in, movements of the ledger out. */
#include "ledger/ledger.h"

#include <stdlib.h>

static struct {
    const char *ledger, *since, *columns, *format;
    ledger_query q;
} o;

static const opt opts[] = {
    {'d', "ledger", OPT_FILE, &o.ledger, "LEDGER", "a SQLite file or postgresql://...", NULL, 0, 0},
    {0, "from", OPT_TEXT, &o.q.from, "TIME", "from this day or instant on", NULL, 0, 0},
    {0, "until", OPT_TEXT, &o.q.until, "TIME", "until the end of this day, or before this instant",
     NULL, 0, 0},
    {0, "post", OPT_TEXTS, &o.q.post, "LIST", "at these posts", NULL, 0, 0},
    {0, "direction", OPT_TEXTS, &o.q.direction, "LIST", "in these directions", "entry exit transit",
     0, 0},
    {0, "nationality", OPT_TEXTS, &o.q.nationality, "LIST", "of these nationalities", NULL, 0, 0},
    {0, "document", OPT_TEXT, &o.q.document, "DOC", "with this document: NUMBER or ISSUER/NUMBER",
     NULL, 0, 0},
    {0, "name", OPT_TEXT, &o.q.name, "NAME", "of this name, or a name that begins so", NULL, 0, 0},
    {0, "birth-date", OPT_DATE, &o.q.birth_date, "DATE", "born on that day", NULL, 0, 0},
    {0, "person", OPT_TEXT, &o.q.person, "DOC", "all of the holder of this document, as a page",
     NULL, 0, 0},
    {0, "inside", OPT_DATE, &o.q.inside, "DATE", "who was in the country at the end of that day",
     NULL, 0, 0},
    {0, "history", OPT_TEXT, &o.q.history, "ID", "a movement and what replaced it", NULL, 0, 0},
    {0, "changes-since", OPT_TEXT, &o.since, "MARK",
     "rows recorded behind this mark, in that order", NULL, 0, 0},
    {0, "all", OPT_FLAG, &o.q.all, NULL, "also rows that were replaced, and voids", NULL, 0, 0},
    {0, "columns", OPT_TEXT, &o.columns, "LIST", "write these columns only", NULL, 0, 0},
    {0, "format", OPT_CHOICE, &o.format, "FORMAT", "csv, or page for --person", "csv page", 0, 0},
    {0}};

enum { CHOSEN_MAX = 512 };

/* The columns to be written, by their place in the rows. */
static bool
choose(const slice *name, size_t n, size_t *chosen, size_t *chosen_n, error *e)
{
    slice rest = slice_of(o.columns);

    *chosen_n = 0;
    for (size_t i = 0; i < n && o.columns == NULL; i++)
        chosen[(*chosen_n)++] = i;
    while (o.columns != NULL && rest.p != NULL) {
        slice item = slice_cut(&rest, ',');
        size_t i = 0;
        while (i < n && !slice_eq(name[i], item))
            i++;
        if (i == n || *chosen_n == CHOSEN_MAX)
            return error_set(e, "--columns: there is no column '%.*s'", (int)item.n, item.p);
        chosen[(*chosen_n)++] = i;
    }
    return true;
}

static void
put(buf *b, const slice *value, const size_t *chosen, size_t n)
{
    slice v[CHOSEN_MAX];

    for (size_t i = 0; i < n; i++)
        v[i] = value[chosen[i]];
    csv_put_values(b, v, n);
    buf_putc(b, '\n');
}

static void
write_rows(tool *t, ledger_rows *r)
{
    size_t chosen[CHOSEN_MAX], n, chosen_n;
    const slice *name = ledger_rows_names(r, &n), *value;
    error e;

    if (!choose(name, n, chosen, &chosen_n, &e)) {
        tool_usage(t, "%s", e.text);
        return;
    }
    put(&t->out->b, name, chosen, chosen_n);
    while ((value = ledger_rows_next(r, &e)) != NULL) {
        t->diag.read++;
        put(&t->out->b, value, chosen, chosen_n);
        t->diag.written++;
        if (!tool_step(t))
            return;
    }
    if (e.text[0] != '\0')
        tool_fail(t, "%s", e.text);
}

static void
write_page(tool *t, ledger_rows *r)
{
    error e;

    if (!ledger_page(r, &t->out->b, &t->diag.written, &e))
        tool_fail(t, "%s", e.text);
    t->diag.read = t->diag.written;
}

int
main(int argc, char **argv)
{
    tool t = {.name = "movement-select",
              .brief = "select movements of a ledger",
              .operands = "",
              .opts = opts};
    ledger *l = NULL;
    ledger_rows *r = NULL;
    error e;

    if (!tool_start(&t, argc, argv))
        return t.status;
    if (o.format == NULL)
        o.format = o.q.person != NULL ? "page" : "csv";
    bool page = strcmp(o.format, "page") == 0;
    o.q.changes = o.since != NULL;
    if (o.ledger == NULL)
        tool_usage(&t, "which ledger? -d LEDGER says it");
    else if (o.since != NULL && !slice_uint(slice_of(o.since), INT64_MAX, &o.q.since))
        tool_usage(&t, "--changes-since: '%s' is no mark", o.since);
    else if (page && o.q.person == NULL)
        tool_usage(&t, "--format=page is for --person");
    else if ((l = ledger_open(o.ledger, LEDGER_READ, &e)) == NULL ||
             (r = ledger_select(l, &o.q, &e)) == NULL)
        tool_fail(&t, "%s", e.text);
    else if (page)
        write_page(&t, r);
    else
        write_rows(&t, r);
    ledger_rows_free(r);
    ledger_close(l);
    return tool_end(&t);
}

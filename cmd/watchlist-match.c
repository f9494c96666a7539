/* watchlist-match: travellers in, hits on alert lists out. */
#include "watch/watch.h"

#include <stdio.h>
#include <stdlib.h>

static struct {
    opt_list lists, documents, since;
    const char *cleared, *explain;
    double least;
    bool all, clear, confusable, partial, exhaustive;
} o = {.least = 0.79};

static const opt opts[] = {
    {'l', "list", OPT_FILES, &o.lists, "[NAME=]FILE",
     "an alert list of any format, or an index of some; repeatable", NULL, 0, 0},
    {'d', "documents", OPT_FILES, &o.documents, "[NAME=]FILE",
     "a list of lost documents, or an image of one; repeatable", NULL, 0, 0},
    {0, "since", OPT_TEXTS, &o.since, "DATE|[NAME=]FILE",
     "only entries that are new or changed since that day, or that older list", NULL, 0, 0},
    {'t', "threshold", OPT_SCORE, &o.least, "SCORE", "hits of this score and above (0.790)", NULL,
     0, 0},
    {'a', "all", OPT_FLAG, &o.all, NULL, "every row, those without a hit with empty hit columns",
     NULL, 0, 0},
    {0, "clear", OPT_FLAG, &o.clear, NULL, "only the rows without a hit, as they are", NULL, 0, 0},
    {0, "cleared", OPT_FILE, &o.cleared, "FILE", "hits that were found to be another person", NULL,
     0, 0},
    {0, "explain", OPT_TEXT, &o.explain, "ID",
     "how each row compares with that entry, for a person, not rows", NULL, 0, 0},
    {0, "confusable", OPT_FLAG, &o.confusable, NULL,
     "lost documents also by numbers that look alike: 0 and O, 8 and B", NULL, 0, 0},
    {0, "allow-partial-list", OPT_FLAG, &o.partial, NULL, "compare with what can be used of a list",
     NULL, 0, 0},
    {0, "exhaustive", OPT_FLAG, &o.exhaustive, NULL,
     "compare names without the index; slow, to count what it misses", NULL, 0, 0},
    {0}};

static const enum column hit_columns[] = {COL_hit_list,  COL_hit_id, COL_hit_name,
                                          COL_hit_score, COL_hit_on, COL_hit_against,
                                          COL_hit_reason};

/* The columns of a traveller, and where they are in the file at hand. */
static const enum column traveller_columns[] = {
    COL_surname,     COL_given_names,     COL_full_name,  COL_birth_date, COL_sex,
    COL_nationality, COL_doc_number,      COL_doc_issuer, COL_doc_type,   COL_visa_number,
    COL_visa_issuer, COL_other_documents, COL_birth_place};

typedef struct job {
    watch_engine *engine;
    watch_searcher **searcher; /* one a worker */
    watch_documents **documents;
    watch_cleared *cleared;
    int index[LENGTH(traveller_columns)];
} job;

static bool
open_rows(void *ctx, const csv_in *rows, error *e)
{
    job *j = ctx;

    for (size_t i = 0; i < LENGTH(traveller_columns); i++)
        j->index[i] = csv_col(rows, traveller_columns[i]);
    if (csv_col(rows, COL_doc_number) >= 0 ||
        (o.lists.n != 0 &&
         (csv_col(rows, COL_surname) >= 0 || csv_col(rows, COL_full_name) >= 0)) ||
        (o.documents.n != 0 &&
         (csv_col(rows, COL_visa_number) >= 0 || csv_col(rows, COL_other_documents) >= 0)))
        return true;
    return error_set(e, "%s: nothing to compare: no column %s", csv_header(rows)->where.file,
                     o.lists.n != 0 ? "surname, full_name or doc_number"
                                    : "doc_number, visa_number or other_documents");
}

static watch_traveller
read_traveller(const job *j, filter_row *r)
{
    slice v[LENGTH(traveller_columns)];

    for (size_t i = 0; i < LENGTH(traveller_columns); i++) {
        const char *why;
        v[i] = row_get(r->row, j->index[i]);
        if (traveller_columns[i] == COL_birth_date && !column_check(COL_birth_date, v[i], &why)) {
            place where = r->row->where;
            where.column = (unsigned)j->index[i] + 1;
            diag_warn(r->diag, where, "birth_date is %s; compared without it", why);
        }
    }
    return (watch_traveller){v[0], v[1], v[2], v[3],  v[4],  v[5], v[6],
                             v[7], v[8], v[9], v[10], v[11], v[12]};
}

static void
work_row(void *ctx, filter_row *r)
{
    const job *j = ctx;
    slice own[LENGTH(hit_columns)];
    watch_hit *hits;
    char score[16];
    watch_traveller t = read_traveller(j, r);
    size_t n = watch_search(j->searcher[r->worker], &t, o.least, r->arena, &hits);

    n = watch_documents_search(j->documents, o.documents.n, &t, o.least, o.confusable, r->arena,
                               &hits, n);
    if (j->cleared != NULL)
        n = watch_cleared_drop(j->cleared, j->searcher[r->worker], &t, r->arena, hits, n);
    if (n == 0 ? o.all || o.clear : false)
        filter_pass(r);
    for (size_t i = 0; i < n && !o.clear; i++) {
        snprintf(score, sizeof score, "%.3f", hits[i].score);
        own[0] = hits[i].list;
        own[1] = hits[i].id;
        own[2] = hits[i].name;
        own[3] = slice_of(score);
        own[4] = hits[i].on;
        own[5] = hits[i].against;
        own[6] = hits[i].reason;
        filter_emit(r, own);
    }
}

static void
explain_row(void *ctx, filter_row *r)
{
    const job *j = ctx;
    watch_traveller t = read_traveller(j, r);
    slice name = arena_join(r->arena, t.surname, S(", "), t.given_names);
    buf text = {0};

    buf_printf(&text, "line %llu: ", (unsigned long long)r->row->where.line);
    buf_puts(&text, name.n != 0 ? name : t.full_name);
    buf_harmless(&text, 0);
    buf_putc(&text, '\n');
    if (!watch_explain(j->searcher[r->worker], &t, slice_of(o.explain), &text))
        buf_printf(&text, "no list has an entry %s\n", o.explain);
    filter_text(r, buf_slice(&text));
    buf_free(&text);
}

static bool
load_lists(tool *t, job *j)
{
    error e;

    j->engine = watch_engine_load(&(watch_wish){.lists = o.lists.item,
                                                .lists_n = o.lists.n,
                                                .since = o.since.item,
                                                .since_n = o.since.n,
                                                .partial = o.partial},
                                  &t->diag, &e);
    if (j->engine == NULL)
        tool_fail(t, "%s", e.text);
    return j->engine != NULL;
}

static bool
load_documents(tool *t, job *j)
{
    error e;

    j->documents = mem_alloc(o.documents.n, sizeof *j->documents);
    for (size_t i = 0; i < o.documents.n; i++) {
        j->documents[i] = watch_documents_load(o.documents.item[i], o.partial, &t->diag, &e);
        if (j->documents[i] == NULL) {
            tool_fail(t, "%s", e.text);
            return false;
        }
        watch_documents_counts c = watch_documents_count(j->documents[i]);
        diag_note(&t->diag, (place){.offset = -1},
                  "%.*s: %llu documents%s; %llu rows say one again, %llu left out", (int)c.name.n,
                  c.name.p, (unsigned long long)c.kept, c.mapped ? ", mapped" : "",
                  (unsigned long long)c.again, (unsigned long long)c.left_out);
    }
    return true;
}

static bool
load_cleared(tool *t, job *j)
{
    error e;

    if (o.cleared != NULL && (j->cleared = watch_cleared_load(o.cleared, &t->diag, &e)) == NULL)
        tool_fail(t, "%s", e.text);
    return o.cleared == NULL || j->cleared != NULL;
}

static bool
make_searchers(tool *t, job *j)
{
    error e;

    j->searcher = mem_alloc(t->jobs, sizeof *j->searcher);
    for (size_t i = 0; i < t->jobs; i++) {
        if ((j->searcher[i] = watch_searcher_new(j->engine, o.exhaustive, &e)) == NULL) {
            tool_fail(t, "%s", e.text);
            return false;
        }
    }
    return true;
}

int
main(int argc, char **argv)
{
    tool t = {.name = "watchlist-match",
              .brief = "compare travellers and documents with alert lists",
              .operands = "[FILE ...]",
              .opts = opts,
              .threads = true};
    job j = {0};
    filter_spec rows = {.own = hit_columns, .open = open_rows, .work = work_row, .ctx = &j};

    if (!tool_start(&t, argc, argv))
        return t.status;
    rows.own_n = o.clear ? 0 : LENGTH(hit_columns);
    if (o.explain != NULL) {
        rows.text = true;
        rows.work = explain_row;
    }
    if (o.lists.n == 0 && o.documents.n == 0)
        tool_usage(&t, "no list: -l FILE, -d FILE");
    else if (o.since.n != 0 && o.lists.n == 0)
        tool_usage(&t, "--since is for alert lists: -l FILE");
    else if (o.all && o.clear)
        tool_usage(&t, "--all and --clear exclude each other");
    else if (o.confusable && o.documents.n == 0)
        tool_usage(&t, "--confusable is for lost documents: -d FILE");
    else if (load_cleared(&t, &j) && load_documents(&t, &j) && load_lists(&t, &j) &&
             make_searchers(&t, &j))
        filter_run(&t, &rows);
    for (size_t i = 0; j.searcher != NULL && i < t.jobs; i++)
        watch_searcher_free(j.searcher[i]);
    for (size_t i = 0; j.documents != NULL && i < o.documents.n; i++)
        watch_documents_free(j.documents[i]);
    free(j.searcher);
    free(j.documents);
    watch_engine_free(j.engine);
    watch_cleared_free(j.cleared);
    return tool_end(&t);
}

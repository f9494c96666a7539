/* watchlist-match: travellers in, hits on alert lists out. */
#include "watch/watch.h"

#include <stdio.h>
#include <stdlib.h>

static struct {
    opt_list lists;
    double least;
    bool all, clear;
} o = {.least = 0.75};

static const opt opts[] = {
    {'l', "list", OPT_FILES, &o.lists, "[NAME=]FILE", "an alert list; repeatable", NULL, 0, 0},
    {'t', "threshold", OPT_SCORE, &o.least, "SCORE", "hits of this score and above (0.750)", NULL,
     0, 0},
    {'a', "all", OPT_FLAG, &o.all, NULL, "every row, those without a hit with empty hit columns",
     NULL, 0, 0},
    {0, "clear", OPT_FLAG, &o.clear, NULL, "only the rows without a hit, as they are", NULL, 0, 0},
    {0}};

static const enum column hit_columns[] = {COL_hit_list,  COL_hit_id, COL_hit_name,
                                          COL_hit_score, COL_hit_on, COL_hit_against,
                                          COL_hit_reason};

/* The columns of a traveller, and where they are in the file at hand. */
static const enum column traveller_columns[] = {COL_surname,    COL_given_names, COL_full_name,
                                                COL_birth_date, COL_sex,         COL_nationality,
                                                COL_doc_number, COL_doc_issuer};

typedef struct job {
    watch_searcher **searcher; /* one a worker */
    int index[LENGTH(traveller_columns)];
} job;

static bool
open_rows(void *ctx, const csv_in *rows, error *e)
{
    job *j = ctx;

    for (size_t i = 0; i < LENGTH(traveller_columns); i++)
        j->index[i] = csv_col(rows, traveller_columns[i]);
    if (j->index[0] >= 0 || j->index[2] >= 0 || j->index[6] >= 0)
        return true;
    return error_set(e, "%s: nothing to compare: no column surname, full_name or doc_number",
                     csv_header(rows)->where.file);
}

static void
work_row(void *ctx, filter_row *r)
{
    const job *j = ctx;
    slice v[LENGTH(traveller_columns)], own[LENGTH(hit_columns)];
    watch_hit *hits;
    char score[16];

    for (size_t i = 0; i < LENGTH(traveller_columns); i++) {
        const char *why;
        v[i] = row_get(r->row, j->index[i]);
        if (traveller_columns[i] == COL_birth_date && !column_check(COL_birth_date, v[i], &why)) {
            place where = r->row->where;
            where.column = (unsigned)j->index[i] + 1;
            diag_warn(r->diag, where, "birth_date is %s; compared without it", why);
        }
    }
    watch_traveller t = {v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]};
    size_t n = watch_search(j->searcher[r->worker], &t, o.least, r->arena, &hits);

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

/* All lists, or NULL: one that cannot be read whole is the end. */
static watch_engine *
load(tool *t)
{
    watch_list **lists = mem_alloc(o.lists.n, sizeof *lists);
    watch_engine *w = NULL;
    size_t n = 0;
    error e;

    while (n < o.lists.n && (lists[n] = watch_load(o.lists.item[n], &t->diag, &e)) != NULL) {
        const watch_list *l = lists[n++];
        diag_note(&t->diag, (place){.offset = -1},
                  "%.*s: %u entries, %u names, %u documents; %u organizations left out",
                  (int)l->name.n, l->name.p, l->entries_n, l->names_n, l->documents_n, l->entities);
    }
    if (n == o.lists.n) {
        w = watch_engine_new(lists, n);
    } else {
        tool_fail(t, "%s", e.text);
        while (n-- > 0)
            watch_list_free(lists[n]);
    }
    free(lists);
    return w;
}

int
main(int argc, char **argv)
{
    tool t = {.name = "watchlist-match",
              .brief = "compare travellers and documents with alert lists",
              .operands = "[FILE ...]",
              .opts = opts,
              .threads = true};
    filter_spec rows = {.own = hit_columns, .open = open_rows, .work = work_row};
    watch_engine *w = NULL;
    job j = {0};
    error e;

    if (!tool_start(&t, argc, argv))
        return t.status;
    if (o.lists.n == 0)
        tool_usage(&t, "no list: -l FILE");
    else if (o.all && o.clear)
        tool_usage(&t, "--all and --clear exclude each other");
    else
        w = load(&t);
    if (w != NULL) {
        bool good = true;
        j.searcher = mem_alloc(t.jobs, sizeof *j.searcher);
        for (size_t i = 0; i < t.jobs && good; i++)
            good = (j.searcher[i] = watch_searcher_new(w, &e)) != NULL;
        rows.own_n = o.clear ? 0 : LENGTH(hit_columns);
        rows.ctx = &j;
        if (good)
            filter_run(&t, &rows);
        else
            tool_fail(&t, "%s", e.text);
        for (size_t i = 0; i < t.jobs; i++)
            watch_searcher_free(j.searcher[i]);
        free(j.searcher);
    }
    watch_engine_free(w);
    return tool_end(&t);
}

/*
 * Any bytes as names, a line each: the last is looked for among the others.
 * What is found scores as it is explained, between 0 and 1; nothing that
 * reaches the threshold is left out when all words are compared, and the
 * index finds nothing that comparing all does not.
 */
#include "names/names.h"
#include "text/text.h"

#include <math.h>
#include <stdlib.h>

enum { NAMES = 24 };

static folder *folds;

static double
found(names_searcher *s, const names_query *q, double score[NAMES * NAMES_READINGS_MAX])
{
    const names_match *match;
    size_t n = names_search(s, q, &match);

    for (size_t i = 0; i < NAMES * NAMES_READINGS_MAX; i++)
        score[i] = 0;
    for (size_t i = 0; i < n; i++) {
        if (!(match[i].score >= q->least && match[i].score <= 1.000001) ||
            score[match[i].name] != 0)
            abort();
        score[match[i].name] = match[i].score;
    }
    return (double)n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    slice rest = {(const char *)data, size}, asked = {NULL, 0}, reading[NAMES_READINGS_MAX];
    double all[NAMES * NAMES_READINGS_MAX], keyed[NAMES * NAMES_READINGS_MAX];
    names_index *x = names_index_new();
    arena a = {0};
    uint32_t number;
    error e;

    if (folds == NULL && (folds = folder_new(&e)) == NULL)
        abort();
    for (unsigned i = 0; rest.p != NULL && i < NAMES; i++) {
        slice line = slice_cut(&rest, '\n');
        size_t n = names_readings(folds, line, &a, reading);
        if (n > NAMES_READINGS_MAX)
            abort();
        asked = n != 0 ? reading[0] : asked;
        for (size_t r = 0; r < n && rest.p != NULL; r++)
            if (reading[r].n == 0 || !names_index_add(x, reading[r], &number))
                abort();
    }
    names_index_finish(x);
    names_searcher *every = names_searcher_new(x, true), *by_key = names_searcher_new(x, false);
    for (unsigned cut = 0; cut < 3; cut++) {
        names_query q = {.words = asked, .cut = cut, .least = 0.6};
        found(every, &q, all);
        found(by_key, &q, keyed);
        for (uint32_t i = 0; i < names_index_size(x); i++) {
            names_explanation why;
            names_explain(every, asked, cut, i, &why);
            double want = why.score >= q.least ? why.score : 0;
            /* A word in two parts is found through one of them, or another word. */
            if (all[i] != 0 && fabs(all[i] - want) > 1e-6)
                abort();
            if (keyed[i] > all[i] + 1e-6)
                abort();
        }
    }
    names_searcher_free(every);
    names_searcher_free(by_key);
    names_index_free(x);
    arena_free(&a);
    return 0;
}

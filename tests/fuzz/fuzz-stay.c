/*
 * Any bytes as rules and movements, parted by a NUL: every stay that comes out
 * is one that can be checked, its days are not negative, and what is left and
 * used add up.
 */
#include "stay/stay.h"

#include <stdlib.h>

static void
put(void *ctx, const slice rec[COL_COUNT])
{
    csv_put_record(ctx, stay_columns, STAY_COLUMNS, rec);
}

static void
pair(slice text, bool sorted, buf *stays)
{
    in *f = in_memory("movements", text);
    diag d = {.level = -1};
    error e = {""};
    csv_in *csv = csv_open(f, &d, &e);
    stay_pairs *p = stay_pairs_new(
        &(stay_pairing){.again = 30, .sorted = sorted, .put = put, .ctx = stays, .diag = &d}, &e);
    row r;

    csv_put_header(stays, stay_columns, STAY_COLUMNS);
    if (csv != NULL && p != NULL && stay_pairs_open(p, csv, false, &e)) {
        while (csv_next(csv, &r))
            stay_pairs_add(p, &r);
        stay_pairs_end(p);
    }
    stay_pairs_free(p);
    csv_close(csv);
    in_close(f);
    diag_free(&d);
}

static void
check(const stay_rules *rules, slice stays)
{
    in *f = in_memory("stays", stays);
    diag d = {.level = -1};
    error e = {""};
    csv_in *csv = csv_open(f, &d, &e);
    stay_check *c =
        stay_check_new(&(stay_checking){.rules = rules, .as_of = {2026, 6, 30}, .keep = true});
    buf text = {0};
    stay_plan plan;
    row r;

    if (csv != NULL && stay_check_open(c, csv, &e))
        while (csv_next(csv, &r)) {
            slice own[STAY_CHECKED];
            const char *why;
            if (!stay_check_row(c, &r, own, &why)) {
                if (why == NULL)
                    abort();
                continue;
            }
            stay_check_explain(c, &text);
            text.n = 0;
            for (int i = 2; i < 5; i++)
                if (own[i].n != 0 && own[i].p[0] == '-')
                    abort();
        }
    for (size_t i = 0; stay_check_plan(c, &i, (date){2026, 7, 1}, 5, &plan);)
        if (plan.left < 0 || plan.used < 0)
            abort();
    stay_check_free(c);
    buf_free(&text);
    csv_close(csv);
    in_close(f);
    diag_free(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    slice rest = {(const char *)data, size}, text = slice_cut(&rest, '\0');
    in *f = in_memory("rules", text);
    error e = {""};
    stay_rules *rules = stay_rules_read(f, &e);
    buf stays = {0};

    if (rules == NULL && e.text[0] == '\0')
        abort();
    pair(rest, size % 2 != 0, &stays);
    if (rules != NULL)
        check(rules, buf_slice(&stays));
    buf_free(&stays);
    stay_rules_free(rules);
    in_close(f);
    return 0;
}

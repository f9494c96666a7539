/* stay-check: stays in, how long each might last and did out. */
#include "stay/stay.h"

static struct {
    const char *rules;
    date as_of, plan;
    uint64_t days;
    bool explain;
} o = {.days = 1};

static const opt opts[] = {
    {0, "rules", OPT_FILE, &o.rules, "FILE", "the rules, by stay-rules(5) (until stay_until)", NULL,
     0, 0},
    {0, "as-of", OPT_DATE, &o.as_of, "DATE",
     "count open stays up to this day (as the stays have it, or today)", NULL, 0, 0},
    {0, "plan", OPT_DATE, &o.plan, "DATE",
     "when each person may come again, on this day or later, not rows of stays", NULL, 0, 0},
    {0, "days", OPT_NUMBER, &o.days, "N", "with --plan: for so many days (1)", NULL, 1, 36525},
    {0, "explain", OPT_FLAG, &o.explain, NULL, "draw each stay in its window, not rows", NULL, 0,
     0},
    {0}};

static bool
open_stays(void *ctx, const csv_in *csv, error *e)
{
    return stay_check_open(ctx, csv, e);
}

static void
work(void *ctx, filter_row *r)
{
    slice own[STAY_CHECKED];
    const char *why;

    if (!stay_check_row(ctx, r->row, own, &why)) {
        diag_reject(r->diag, r->row->where, r->row->raw, "%s", why);
    } else if (o.explain) {
        buf text = {0};
        stay_check_explain(ctx, &text);
        filter_text(r, buf_slice(&text));
        buf_free(&text);
    } else if (o.plan.year == 0) {
        filter_emit(r, own);
    }
}

static void
write_plans(tool *t, stay_check *c)
{
    static const enum column cols[] = {COL_surname,     COL_given_names,   COL_birth_date,
                                       COL_nationality, COL_doc_issuer,    COL_doc_number,
                                       COL_stay_rule,   COL_days_used,     COL_days_left,
                                       COL_next_entry,  COL_stay_last_day, COL_stay_status};
    char entry[DATE_TEXT], last[DATE_TEXT];
    stay_plan p;

    csv_put_header(&t->out->b, cols, LENGTH(cols));
    for (size_t i = 0; stay_check_plan(c, &i, o.plan, (int32_t)o.days, &p) && tool_step(t);) {
        slice rec[COL_COUNT] = {0};
        arena a = {0};
        rec[COL_surname] = p.surname;
        rec[COL_given_names] = p.given_names;
        rec[COL_birth_date] = p.birth_date;
        rec[COL_nationality] = p.nationality;
        rec[COL_doc_issuer] = p.doc_issuer;
        rec[COL_doc_number] = p.doc_number;
        rec[COL_stay_rule] = p.rule;
        rec[COL_days_used] = arena_printf(&a, "%d", p.used);
        rec[COL_days_left] = arena_printf(&a, "%d", p.left);
        if (!p.inside && p.entry != INT32_MAX)
            rec[COL_next_entry] = date_text(date_from_days(p.entry), entry);
        if (p.last != INT32_MAX)
            rec[COL_stay_last_day] = date_text(date_from_days(p.last), last);
        rec[COL_stay_status] = p.inside ? S("open") : S("closed");
        csv_put_record(&t->out->b, cols, LENGTH(cols), rec);
        t->diag.written++;
        arena_free(&a);
    }
}

int
main(int argc, char **argv)
{
    tool t = {.name = "stay-check",
              .brief = "hold stays against the rules of stay",
              .operands = "[FILE ...]",
              .opts = opts};
    error e;

    if (!tool_start(&t, argc, argv))
        return t.status;
    stay_rules *rules = NULL;
    if (o.explain && o.plan.year != 0)
        tool_usage(&t, "--plan and --explain exclude each other");
    else if ((rules = stay_rules_load(o.rules, &e)) == NULL)
        tool_fail(&t, "%s", e.text);
    if (rules != NULL) {
        bool plan = o.plan.year != 0;
        stay_check *c =
            stay_check_new(&(stay_checking){.rules = rules, .as_of = o.as_of, .keep = plan});
        filter_spec spec = {.own = stay_checked,
                            .own_n = STAY_CHECKED,
                            .open = open_stays,
                            .work = work,
                            .ctx = c,
                            .replaces = true,
                            .text = o.explain || plan};
        filter_run(&t, &spec);
        if (plan)
            write_plans(&t, c);
        stay_check_free(c);
    }
    stay_rules_free(rules);
    return tool_end(&t);
}

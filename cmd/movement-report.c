/* movement-report: records in, counts by any of their columns out. */
#include "report/report.h"

/* Counts the rows of every operand; false: there is nothing to report. */
static bool
count(tool *t, report_by *by, report_groups *groups)
{
    slice key[REPORT_BY_MAX];
    error e;
    row r;

    for (size_t i = 0; i < t->operands_n && t->status == 0 && !diag_stop(&t->diag); i++) {
        in *file = tool_open(t, i);
        if (file == NULL)
            break;
        csv_in *csv = csv_open(file, &t->diag, &e);
        if (csv == NULL || !report_by_bind(by, csv, &e)) {
            tool_fail(t, "%s", e.text);
        } else {
            while (csv_next(csv, &r)) {
                report_by_key(by, &r, key, &t->diag);
                report_groups_add(groups, key);
                if (!tool_step(t))
                    break;
            }
        }
        csv_close(csv);
        tool_close(t, file);
    }
    return t->status == 0 && !diag_stop(&t->diag);
}

static void
write_csv(tool *t, report_groups *groups, const slice *names, size_t n, bool total)
{
    slice value[REPORT_BY_MAX + 1];
    report_row_kind kind;
    buf *b = &t->out->b;

    csv_put_values(b, names, n);
    buf_putc(b, '\n');
    for (uint64_t i = 0; (kind = report_groups_row(groups, i, value)) != REPORT_END; i++) {
        if (kind == REPORT_TOTAL && !total)
            break;
        csv_put_values(b, value, n);
        buf_putc(b, '\n');
        t->diag.written++;
        if (!tool_step(t))
            break;
    }
}

static void
write_text(tool *t, report_groups *groups, const slice *names, size_t n)
{
    report_table table = {.n = n};
    slice value[REPORT_BY_MAX + 1];
    report_row_kind kind;
    buf *b = &t->out->b;

    report_table_fit(&table, names);
    for (uint64_t i = 0; report_groups_row(groups, i, value) != REPORT_END; i++)
        report_table_fit(&table, value);
    report_table_put(&table, b, names);
    report_table_rule(&table, b);
    for (uint64_t i = 0; (kind = report_groups_row(groups, i, value)) != REPORT_END; i++) {
        if (kind == REPORT_TOTAL)
            report_table_rule(&table, b);
        for (size_t k = 1; k + 1 < n && kind != REPORT_GROUP; k++)
            value[k] = S(" "); /* not the dash of a key that is empty */
        report_table_put(&table, b, value);
        t->diag.written++;
        if (!tool_step(t))
            break;
    }
}

int
main(int argc, char **argv)
{
    opt_list lists = {0};
    const char *time = NULL, *sort = NULL, *format = "auto";
    uint64_t top = 0;
    bool total = false;
    const opt opts[] = {
        {0, "by", OPT_TEXTS, &lists, "LIST", "count by these columns or periods: sex,month",
         REPORT_PERIODS, 0, 0},
        {0, "time", OPT_TEXT, &time, "COLUMN", "take periods of this column", NULL, 0, 0},
        {0, "sort", OPT_CHOICE, &sort, "ORDER", "order of the rows", "key count", 0, 0},
        {0, "top", OPT_NUMBER, &top, "N", "the N largest groups, and one row for the others", NULL,
         1, UINT64_MAX},
        {0, "total", OPT_FLAG, &total, NULL, "a row with the total in CSV too", NULL, 0, 0},
        {0, "format", OPT_CHOICE, &format, "FORMAT", "form of the report", "auto text csv", 0, 0},
        {0}};
    tool t = {.name = "movement-report",
              .brief = "count records by any of their columns",
              .operands = "[FILE ...]",
              .opts = opts};
    report_by by = {0};
    error e;

    if (!tool_start(&t, argc, argv))
        return t.status;
    by.time = slice_of(time);
    for (size_t i = 0; i < lists.n && t.status == 0; i++)
        if (!report_by_add(&by, slice_of(lists.item[i]), &e))
            tool_usage(&t, "--by: %s", e.text);

    report_groups *groups = report_groups_new(by.n);
    if (count(&t, &by, groups)) {
        bool periods = by.n != 0 && by.item[0].period != REPORT_WHOLE;
        bool by_key = sort != NULL ? strcmp(sort, "key") == 0 : periods;
        bool text = strcmp(format, "auto") == 0 ? out_terminal(t.out) : strcmp(format, "text") == 0;
        slice names[REPORT_BY_MAX + 1];

        for (size_t i = 0; i < by.n; i++)
            names[i] = by.item[i].name;
        names[by.n] = S("count");
        report_groups_rank(groups, by_key, top);
        if (text)
            write_text(&t, groups, names, by.n + 1);
        else
            write_csv(&t, groups, names, by.n + 1, total);
    }
    report_groups_free(groups);
    report_by_free(&by);
    return tool_end(&t);
}

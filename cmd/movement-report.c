/* movement-report: records in, counts and measures by any of their columns out. */
#include "report/report.h"

typedef struct options {
    opt_list by, measures, where;
    const char *across, *report, *table, *time, *sort, *chart, *format, *language, *catalogue,
        *title;
    uint64_t top, suppress;
    bool total, exact, partial, merge;
    buf by_text, measures_text, where_text;
} options;

/* Adds the rows of every operand up; false: there is nothing to report. */
static bool
add_up(tool *t, report_sums *sums)
{
    error e;
    row r;

    for (size_t i = 0; i < t->operands_n && t->status == 0 && !diag_stop(&t->diag); i++) {
        in *file = tool_open(t, i);
        if (file == NULL)
            break;
        csv_in *csv = csv_open(file, &t->diag, &e);
        if (csv == NULL || !report_sums_open(sums, csv, &t->diag, &e)) {
            tool_fail(t, "%s", e.text);
        } else {
            while (csv_next(csv, &r)) {
                report_sums_add(sums, &r, &t->diag);
                if (!tool_step(t))
                    break;
            }
        }
        csv_close(csv);
        tool_close(t, file);
    }
    report_sums_rejected(sums, t->diag.rejected);
    return t->status == 0 && !diag_stop(&t->diag);
}

/* The same from partials; *sums is made by the first of them. */
static bool
merge(tool *t, report_sums **sums)
{
    error e;

    for (size_t i = 0; i < t->operands_n && t->status == 0; i++) {
        in *file = tool_open(t, i);
        if (file == NULL)
            break;
        if (!report_sums_merge(sums, file, &e))
            tool_fail(t, "%s", e.text);
        tool_close(t, file);
    }
    t->diag.read = *sums != NULL ? report_sums_facts(*sums).read : 0;
    return t->status == 0;
}

/* Lists that were given several times as one. */
static slice
joined(buf *b, const opt_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        if (i != 0)
            buf_putc(b, ',');
        buf_puts(b, slice_of(list->item[i]));
    }
    return buf_slice(b);
}

static report_sort
sort_of(const char *name)
{
    return name == NULL               ? REPORT_SORT_AUTO
           : strcmp(name, "key") == 0 ? REPORT_SORT_KEY
                                      : REPORT_SORT_COUNT;
}

/* What the options ask for; false: the usage was wrong. */
static bool
ask(tool *t, options *o, report_spec *spec)
{
    error e;
    bool own = o->by.n + o->measures.n != 0 || o->across != NULL;

    if (o->report != NULL) {
        if (own)
            tool_usage(
                t, "--report says itself what is counted: no --by, --across, --measure beside it");
        else if (!report_named(slice_of(o->report), spec))
            tool_usage(t, "there is no report '%s': --report=list shows all", o->report);
        else if (o->table != NULL && !report_spec_only(spec, slice_of(o->table)))
            tool_usage(t, "the report '%s' has no table '%s': --report=list shows all", o->report,
                       o->table);
    } else if (o->table != NULL && !o->merge) {
        tool_usage(t, "--table needs --report");
    } else {
        spec->n = 1;
        spec->table[0] = (report_table){.by = joined(&o->by_text, &o->by),
                                        .across = slice_of(o->across),
                                        .measures = joined(&o->measures_text, &o->measures),
                                        .sort = sort_of(o->sort)};
    }
    if ((o->by.n != 0 && o->by_text.n == 0) || (o->measures.n != 0 && o->measures_text.n == 0) ||
        (o->across != NULL && o->across[0] == '\0'))
        tool_usage(t, "an empty name in the list of columns or measures");
    for (size_t i = 0; i < spec->n && o->chart != NULL; i++)
        spec->table[i].chart = report_chart_find(slice_of(o->chart));
    if (!report_spec_where(spec, &o->where, &o->where_text, &e))
        tool_usage(t, "--where: %s", e.text);
    spec->clock.time = slice_of(o->time);
    spec->exact = o->exact;
    spec->digest = o->partial;
    return t->status == 0;
}

static void
write_report(tool *t, const options *o, const report_sums *sums)
{
    const report_spec *spec = report_sums_spec(sums);
    report_showing show = {.top = o->top, .sort = sort_of(o->sort), .suppress = o->suppress};
    report_facts facts = report_sums_facts(sums);
    report_result *result[REPORT_TABLES_MAX];
    report_output output = {.format = o->format, .total = o->total, .spec = spec, .facts = &facts};
    const char *empty;
    error e;

    bool terminal = out_terminal(t->out, &output.width);
    if (strcmp(o->format, "auto") == 0)
        output.format = terminal ? "text" : "csv";

    facts.title = slice_of(o->title);
    facts.suppress = o->suppress;
    output.text = report_text_new(o->catalogue, slice_of(o->language), &e);
    if (output.text == NULL) {
        tool_fail(t, "%s", e.text);
        return;
    }
    size_t n = 0;
    for (size_t i = 0; i < spec->n; i++)
        if (o->table == NULL || slice_eq(spec->table[i].id, slice_of(o->table)))
            result[n++] = report_result_new(sums, i, &show);
    if (n == 0)
        tool_fail(t, "the report has no table '%s'", o->table);
    else if (!report_put(&t->out->b, result, n, &output, &e))
        tool_fail(t, "%s", e.text);
    else if ((empty = report_nothing(result, n, &output)) != NULL)
        diag_warn(&t->diag, (place){.offset = -1}, "%s", empty);
    for (size_t i = 0; i < n; i++) {
        t->diag.written += report_result_rows(result[i]);
        report_result_free(result[i]);
    }
    report_text_free(output.text);
}

int
main(int argc, char **argv)
{
    options o = {.format = "auto", .language = "en"};
    const opt opts[] = {
        {0, "by", OPT_TEXTS, &o.by, "LIST", "count by these columns, or what is derived: sex,month",
         report_derived_names, 0, 0},
        {0, "across", OPT_TEXT, &o.across, "COLUMN",
         "a column of the report for each of its values", report_derived_names, 0, 0},
        {0, "measure", OPT_TEXTS, &o.measures, "LIST",
         "what is measured: count,persons,stay_days:mean", NULL, 0, 0},
        {0, "where", OPT_TEXTS, &o.where, "CONDITION",
         "only records that meet it: age < 18 and sex = F", NULL, 0, 0},
        {0, "report", OPT_TEXT, &o.report, "NAME", "a named report; list shows all", report_names,
         0, 0},
        {0, "table", OPT_TEXT, &o.table, "NAME", "only that table of it", NULL, 0, 0},
        {0, "time", OPT_TEXT, &o.time, "COLUMN", "take periods of this column", NULL, 0, 0},
        {0, "sort", OPT_CHOICE, &o.sort, "ORDER", "order of the rows", "key count", 0, 0},
        {0, "top", OPT_NUMBER, &o.top, "N", "the N largest groups, and one row for the others",
         NULL, 1, UINT64_MAX},
        {0, "total", OPT_FLAG, &o.total, NULL, "a row and a column with totals in CSV too", NULL, 0,
         0},
        {0, "suppress", OPT_NUMBER, &o.suppress, "N", "withhold what tells of fewer than N", NULL,
         2, 1000000},
        {0, "exact", OPT_FLAG, &o.exact, NULL,
         "distinct values and percentiles exactly, in more memory", NULL, 0, 0},
        {0, "partial", OPT_FLAG, &o.partial, NULL, "write sums that --merge adds up", NULL, 0, 0},
        {0, "merge", OPT_FLAG, &o.merge, NULL, "the input is partials", NULL, 0, 0},
        {0, "format", OPT_CHOICE, &o.format, "FORMAT", "form of the report",
         "auto text csv json svg html", 0, 0},
        {0, "chart", OPT_CHOICE, &o.chart, "KIND", "the drawing", REPORT_CHARTS, 0, 0},
        {0, "title", OPT_TEXT, &o.title, "TEXT", "heading of a page", NULL, 0, 0},
        {0, "language", OPT_TEXT, &o.language, "CODE", "language of text and pages", "en fr es ar",
         0, 0},
        {0, "catalogue", OPT_FILE, &o.catalogue, "FILE", "texts of one's own, or another language",
         NULL, 0, 0},
        {0}};
    tool t = {.name = "movement-report",
              .brief = "count and measure records by any of their columns",
              .operands = "[FILE ...]",
              .opts = opts};
    report_spec spec = {0};
    report_sums *sums = NULL;
    error e;

    if (!tool_start(&t, argc, argv))
        return t.status;
    if (o.report != NULL && strcmp(o.report, "list") == 0) {
        report_put_list(&t.out->b);
        return tool_end(&t);
    }
    if (o.partial && o.suppress != 0)
        tool_usage(
            &t,
            "--suppress is for the report, not for --partial: its sums are not to be published");
    if (o.merge && (o.by.n + o.measures.n + o.where.n != 0 || o.across != NULL ||
                    o.report != NULL || o.time != NULL || o.exact))
        tool_usage(&t, "--merge has what is counted from the partials: no --by, --report, --where "
                       "... beside it");
    bool ready = false;
    if (t.status == 0 && o.merge) {
        ready = merge(&t, &sums);
    } else if (t.status == 0 && ask(&t, &o, &spec)) {
        sums = report_sums_new(&spec, &e);
        if (sums == NULL)
            tool_usage(&t, "%s", e.text);
        else
            ready = add_up(&t, sums);
    }
    if (ready && o.partial)
        report_sums_write(sums, &t.out->b, t.out);
    else if (ready)
        write_report(&t, &o, sums);
    report_sums_free(sums);
    buf_free(&o.by_text);
    buf_free(&o.measures_text);
    buf_free(&o.where_text);
    return tool_end(&t);
}

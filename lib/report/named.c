/* The named reports. */
#include "report/private.h"

#include <stdlib.h>

#define WHOLE_LIST(...) __VA_ARGS__
/* The largest of many are shown as such, also when they are hours. */
#define SORT(top) ((top) != 0 ? REPORT_SORT_COUNT : REPORT_SORT_AUTO)
#define TABLE(id, by, across, m, where, chart, top)                                                \
    {S(id), S(by), S(across), S(m), S(where), REPORT_##chart, top, SORT(top), false},
#define OPTIONAL(id, by, across, m, where, chart, top)                                             \
    {S(id), S(by), S(across), S(m), S(where), REPORT_##chart, top, SORT(top), true},

#define REPORT(id, input, where, tables)                                                           \
    static const report_table tables_of_##id[] = {WHOLE_LIST tables};
#include "report/reports.def"
#undef REPORT

static const struct {
    slice id;
    const char *input;
    slice where;
    const report_table *table;
    size_t n;
} reports[] = {
#define REPORT(id, input, where, tables)                                                           \
    {S(#id), input, S(where), tables_of_##id, LENGTH(tables_of_##id)},
#include "report/reports.def"
#undef REPORT
};

const char report_names[] =
#define REPORT(id, input, where, tables) #id " "
#include "report/reports.def"
#undef REPORT
    "list";

bool
report_named_at(size_t i, report_spec *spec, const char **input)
{
    if (i >= LENGTH(reports))
        return false;
    *spec = (report_spec){.id = reports[i].id, .where = reports[i].where, .n = reports[i].n};
    memcpy(spec->table, reports[i].table, reports[i].n * sizeof *reports[i].table);
    if (input != NULL)
        *input = reports[i].input;
    return true;
}

bool
report_named(slice name, report_spec *spec)
{
    for (size_t i = 0; i < LENGTH(reports); i++)
        if (slice_eq(reports[i].id, name))
            return report_named_at(i, spec, NULL);
    return false;
}

report_chart
report_chart_find(slice name)
{
    slice rest = S(REPORT_CHARTS);

    for (int i = 0; rest.p != NULL; i++)
        if (slice_eq(slice_cut(&rest, ' '), name))
            return (report_chart)i;
    return REPORT_NO_CHART;
}

bool
report_spec_only(report_spec *spec, slice table)
{
    for (size_t i = 0; i < spec->n; i++)
        if (slice_eq(spec->table[i].id, table)) {
            spec->table[0] = spec->table[i];
            spec->table[0].optional = false; /* it was asked for */
            spec->n = 1;
            return true;
        }
    return false;
}

bool
report_spec_where(report_spec *spec, const opt_list *conditions, buf *all, error *e)
{
    if (conditions->n == 0)
        return true;
    if (spec->where.n != 0)
        buf_printf(all, "(%.*s) and ", (int)spec->where.n, spec->where.p);
    for (size_t i = 0; i < conditions->n; i++) {
        report_expr *one = report_expr_parse(slice_of(conditions->item[i]), e);
        if (one == NULL)
            return false;
        report_expr_free(one);
        buf_printf(all, i == 0 ? "(%s)" : " and (%s)", conditions->item[i]);
    }
    spec->where = buf_slice(all);
    return true;
}

void
report_put_list(buf *b)
{
    report_spec *spec = mem_alloc(1, sizeof *spec);
    const char *input;

    for (size_t i = 0; report_named_at(i, spec, &input); i++) {
        buf_printf(b, "%-13.*s %-10s", (int)spec->id.n, spec->id.p, input);
        for (size_t k = 0; k < spec->n; k++)
            buf_printf(b, " %.*s", (int)spec->table[k].id.n, spec->table[k].id.p);
        buf_putc(b, '\n');
    }
    free(spec);
}

/* A whole report in the form that was asked for. */
#include "report/private.h"

static slice
text_with(report_text *t, const char *kind, slice a, slice b, arena *mem)
{
    slice key = arena_printf(mem, b.n != 0 ? "%s.%.*s.%.*s" : "%s.%.*s", kind, (int)a.n, a.p,
                             (int)b.n, b.p);
    return report_text_get(t, key);
}

/* Several tables one behind the other, each under its title. */
static void
put_texts(buf *b, report_result *const *r, size_t n, const report_output *how)
{
    arena a = {0};

    for (size_t i = 0; i < n; i++) {
        if (how->spec->id.n != 0 && n > 1) {
            if (i != 0)
                buf_putc(b, '\n');
            buf_puts(b, text_with(how->text, "table", how->spec->id, r[i]->table->id, &a));
            buf_putc(b, '\n');
        }
        report_put_text(b, r[i], how->text, how->width);
    }
    arena_free(&a);
}

/* Of the forms that hold one table. */
static bool
one_alone(report_result *const *r, size_t n, const char *format, error *e)
{
    if (n != 1)
        return error_set(
            e, "%s holds one table, and the report has %zu: --table=%.*s, or --format=html or json",
            format, n, (int)r[0]->table->id.n, r[0]->table->id.p);
    if (r[0]->left_out)
        return error_set(e, "the table '%.*s' needs a column '%.*s' that the input does not have",
                         (int)r[0]->table->id.n, r[0]->table->id.p, (int)r[0]->lacks.n,
                         r[0]->lacks.p);
    return true;
}

bool
report_put(buf *b, report_result *const *r, size_t n, const report_output *how, error *e)
{
    switch (how->format[0]) {
    case 't':
        put_texts(b, r, n, how);
        return true;
    case 'j':
        report_put_json(b, r, n, how->spec, how->facts);
        return true;
    case 'h':
        report_put_html(b, r, n, how->spec, how->facts, how->text);
        return true;
    case 's':
        if (!one_alone(r, n, how->format, e))
            return false;
        return report_put_svg(b, r[0], how->text) ||
               error_set(e, "%s",
                         r[0]->table->chart == REPORT_NO_CHART
                             ? "no drawing is declared for this table: --chart=bars, lines, "
                               "stacked ..."
                             : "there is nothing to draw: the table has no row for it, or not "
                               "what the drawing needs");
    default:
        if (!one_alone(r, n, how->format, e))
            return false;
        report_put_csv(b, r[0], how->total);
        return true;
    }
}

const char *
report_nothing(report_result *const *r, size_t n, const report_output *how)
{
    bool condition = how->spec->where.n != 0;

    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < r[i]->columns_n && r[i]->lines_n != 0; k++)
            if (r[i]->line[r[i]->lines_n - 1].cell[k].value != 0)
                return NULL;
        if (r[i]->lines_n > 1)
            return NULL;
        condition = condition || r[i]->table->where.n != 0;
    }
    if (how->facts->read == 0)
        return "the report is empty: there was no record; is it the right file?";
    return condition ? "the report is empty: no record meets its conditions (--where, or the "
                       "report's own)"
                     : NULL;
}

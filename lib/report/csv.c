/* A result as CSV, for programs. */
#include "report/private.h"

#include <stdio.h>

static slice
cell_text(const report_cell *cell)
{
    return cell->state == REPORT_WITHHELD ? S("*")
           : cell->state == REPORT_VALUE  ? cell->text
                                          : (slice){NULL, 0};
}

void
report_put_csv(buf *b, const report_result *r, bool total)
{
    slice value[REPORT_BY_MAX + 1];
    char others[48];

    for (size_t i = 0; i < r->keys_n; i++) {
        csv_put(b, r->key[i].name);
        buf_putc(b, ',');
    }
    for (size_t i = 0, n = 0; i < r->columns_n; i++) {
        if (r->column[i].margin && !total)
            continue;
        if (n++ != 0)
            buf_putc(b, ',');
        csv_put(b, r->column[i].name);
    }
    buf_putc(b, '\n');
    for (size_t i = 0; i < r->lines_n; i++) {
        const report_line *line = &r->line[i];
        if (line->kind == REPORT_TOTAL && r->keys_n != 0 && !total)
            continue;
        for (size_t k = 0; k < r->keys_n; k++)
            value[k] = line->key[k];
        if (r->keys_n != 0 && line->kind == REPORT_TOTAL)
            value[0] = S("total");
        if (r->keys_n != 0 && line->kind == REPORT_OTHER) {
            snprintf(others, sizeof others, "other (%llu group%s)", (unsigned long long)r->others,
                     r->others == 1 ? "" : "s");
            value[0] = slice_of(others);
        }
        size_t from = b->n;
        for (size_t k = 0; k < r->keys_n; k++) {
            csv_put(b, value[k]);
            buf_putc(b, ',');
        }
        size_t n = 0;
        for (size_t k = 0; k < r->columns_n; k++) {
            if (r->column[k].margin && !total)
                continue;
            if (n++ != 0)
                buf_putc(b, ',');
            csv_put(b, cell_text(&line->cell[k]));
        }
        if (b->n == from)
            buf_puts(b, S("\"\"")); /* a row all the same */
        buf_putc(b, '\n');
    }
}

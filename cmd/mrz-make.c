/* mrz-make: records in, the machine readable zones of their documents out. */
#include "mrz/mrz.h"

/* What a zone is made of. */
static const enum column taken[] = {
    COL_surname,    COL_given_names, COL_full_name,      COL_birth_date,
    COL_sex,        COL_nationality, COL_doc_type,       COL_doc_issuer,
    COL_doc_number, COL_doc_expiry,  COL_personal_number};
static const enum column needed[] = {COL_nationality, COL_doc_type, COL_doc_issuer, COL_doc_number};
static const enum column added[] = {COL_mrz, COL_mrz_format, COL_mrz_issues};

static struct {
    const char *form;
    bool lines;
    mrz_rules_of_making rules;
    int index[COL_COUNT]; /* of the columns that are taken */
} o = {.form = "auto"};

static const opt opts[] = {{'f', "form", OPT_CHOICE, &o.form, "FORM",
                            "the layout, or auto: by the document code (auto)",
                            "auto TD1 TD2 TD3 MRV-A MRV-B FRA-ID FRA-DL CHE-DL", 0, 0},
                           {0, "lines", OPT_FLAG, &o.lines, NULL,
                            "write the zones as lines of text, without the rows", NULL, 0, 0},
                           {0, "short-letters", OPT_FLAG, &o.rules.fewer, NULL,
                            "the shorter letters where States may choose: A, not AE", NULL, 0, 0},
                           {0, "specimen", OPT_FLAG, &o.rules.specimen, NULL,
                            "accept UTO (Utopia) as a country", NULL, 0, 0},
                           {0}};

static bool
open_rows(void *ctx, const csv_in *rows, error *e)
{
    const char *file = csv_header(rows)->where.file;

    (void)ctx;
    for (size_t i = 0; i < LENGTH(taken); i++)
        o.index[taken[i]] = csv_col(rows, taken[i]);
    for (size_t i = 0; i < LENGTH(needed); i++)
        if (o.index[needed[i]] < 0)
            return error_set(e, "%s: there is no column '%s'", file,
                             column_table[needed[i]].name.p);
    return o.index[COL_surname] >= 0 || o.index[COL_given_names] >= 0 ||
           o.index[COL_full_name] >= 0 ||
           error_set(e, "%s: there is no column 'surname', and no 'full_name'", file);
}

static void
work_row(void *ctx, filter_row *r)
{
    slice rec[COL_COUNT];
    mrz_made z;
    error e;

    (void)ctx;
    for (size_t i = 0; i < LENGTH(taken); i++)
        rec[taken[i]] = row_get(r->row, o.index[taken[i]]);
    if (!mrz_make(rec, &o.rules, &z, &e)) {
        diag_reject(r->diag, r->row->where, r->row->raw, "no zone: %s", e.text);
        return;
    }
    slice zone = {z.text, z.n};
    slice own[] = {zone, slice_of(z.layout->name), {z.issues, z.issues_n}};
    if (o.lines)
        filter_text(r, zone);
    else
        filter_emit(r, own);
}

int
main(int argc, char **argv)
{
    tool t = {.name = "mrz-make",
              .brief = "write machine readable zones of travel documents",
              .operands = "[FILE ...]",
              .opts = opts,
              .threads = true};
    filter_spec rows = {.own = added, .own_n = LENGTH(added), .open = open_rows, .work = work_row};

    if (!tool_start(&t, argc, argv))
        return t.status;
    for (size_t i = 0; i < mrz_layouts_n; i++)
        if (strcmp(mrz_layouts[i].name, o.form) == 0)
            o.rules.layout = &mrz_layouts[i];
    rows.text = o.lines;
    filter_run(&t, &rows);
    return tool_end(&t);
}

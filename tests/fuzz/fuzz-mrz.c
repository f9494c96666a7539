/*
 * Any bytes as lines of zones, as prose, as one zone, as tables, and as the
 * name of a country: what was read has the form of its columns, and every
 * character that is not what was read is told.
 */
#include "mrz/mrz.h"
#include "text/text.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static mrz_confusions confusions;
static mrz_rules rules = {.as_of = {2026, 11, 23}};

/* What was read is written, and has the form of its columns. */
static void
check_row(const mrz *m)
{
    static const enum column cols[] = {
        COL_surname,    COL_given_names, COL_birth_date, COL_sex,        COL_nationality,
        COL_doc_type,   COL_doc_issuer,  COL_doc_number, COL_doc_expiry, COL_personal_number,
        COL_mrz_format, COL_mrz_status,  COL_mrz_issues};
    slice rec[COL_COUNT];
    mrz_text text;

    mrz_record(m, &text, rec);
    for (size_t i = 0; i < LENGTH(cols); i++)
        if (!column_check(cols[i], rec[cols[i]], NULL))
            abort();
}

/* As many characters are others as repairs are told. */
static void
check_repairs(const mrz_zone *z, const mrz *m)
{
    unsigned changed = 0, told = 0;

    for (unsigned k = 0; k < m->layout->lines; k++)
        for (unsigned i = 0; i < m->layout->width[k]; i++)
            changed += m->line[k][i] != z->lines[k][i];
    for (size_t i = 0; i < m->issues_n; i++) {
        const mrz_issue *is = &m->issue[i];
        if (is->code != MRZ_REPAIRED)
            continue;
        told++;
        if (z->lines[is->line - 1][is->position - 1] != is->was ||
            m->line[is->line - 1][is->position - 1] != is->is)
            abort();
    }
    if (changed != told || m->repaired != (told != 0) || (changed != 0 && rules.repair == NULL))
        abort();
}

static void
use(const mrz_zone *z)
{
    static const mrz_confusions *const repairs[] = {NULL, &confusions};
    buf page = {0};
    mrz m;

    for (size_t i = 0; i < LENGTH(repairs); i++) {
        rules.repair = repairs[i];
        mrz_read(z, &rules, &m);
        check_row(&m);
        check_repairs(z, &m);
        mrz_explain(z, &m, &page);
        mrz_put_row(z, &m, &page);
    }
    buf_free(&page);
}

static void
read_all(slice all, bool prose)
{
    diag d = {.level = 1, .keep = true};
    in *f = in_memory("fuzz", all);
    mrz_reader *r = mrz_reader_new(f, &d, prose);
    mrz_zone z;
    uint64_t zones = 0;

    mrz_is_csv(f, S("mrz"));
    for (; mrz_next(r, &z); zones++)
        use(&z);
    if (d.read != zones + d.rejected)
        abort();
    mrz_reader_free(r);
    in_close(f);
    diag_free(&d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    slice all = {(const char *)data, size};
    static mrz_numbers numbers;
    static mrz_confusions own;
    mrz_zone z;
    error e;

    if (confusions.of['0'][0] == '\0' &&
        !mrz_confusions_read(slice_of(mrz_confusions_builtin), &confusions, &e))
        abort();
    read_all(all, false);
    read_all(all, true);
    if (mrz_zone_read(all, &z, &e))
        use(&z);
    mrz_numbers_read(all, &numbers, &e);
    mrz_confusions_read(all, &own, &e);
    country_by_name(all);
    return 0;
}

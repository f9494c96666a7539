/* Any bytes as lines of zones, as one zone, and as the name of a country. */
#include "mrz/mrz.h"
#include "text/text.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const mrz_rules rules = {{2026, 11, 23}, false};

/* What was read is written, and has the form of its columns. */
static void
use(const mrz *m)
{
    static const enum column cols[] = {
        COL_surname,    COL_given_names, COL_birth_date, COL_sex,        COL_nationality,
        COL_doc_type,   COL_doc_issuer,  COL_doc_number, COL_doc_expiry, COL_personal_number,
        COL_mrz_format, COL_mrz_status,  COL_mrz_issues};
    slice rec[COL_COUNT];
    mrz_text text;
    buf b = {0};

    mrz_record(m, &text, rec);
    for (size_t i = 0; i < LENGTH(cols); i++)
        if (!column_check(cols[i], rec[cols[i]], NULL))
            abort();
    csv_put_record(&b, cols, LENGTH(cols), rec);
    buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    slice all = {(const char *)data, size};
    diag d = {.level = 1, .keep = true};
    in *f = in_memory("fuzz", all);
    mrz_reader *r = mrz_reader_new(f, &d);
    mrz_zone z;
    mrz m;
    error e;
    uint64_t zones = 0;

    mrz_is_csv(f, S("mrz"));
    for (; mrz_next(r, &z); zones++) {
        if (!mrz_parse((slice){z.text, z.n}, &rules, &m, &e))
            abort(); /* the reader gives zones only */
        use(&m);
    }
    if (d.read != zones + d.rejected)
        abort();
    mrz_reader_free(r);
    in_close(f);
    diag_free(&d);
    if (mrz_parse(all, &rules, &m, &e))
        use(&m);
    country_by_name(all);
    return 0;
}

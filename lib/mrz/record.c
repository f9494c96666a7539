/* record: a zone that was read as values of columns, and as a row. */
#include "mrz/private.h"

#include <stdio.h>

/* Of a row: all characters of a zone twice, dates, names of codes. */
enum { ROW_MAX = 4 * MRZ_SIZE + MRZ_ISSUES_TEXT + 128 };

static slice
issues_text(const mrz *m, char *text)
{
    char *to = text;

    for (size_t i = 0; i < m->issues_n; i++) {
        const mrz_issue *is = &m->issue[i];
        slice code = mrz_issue_table[is->code].name, field = mrz_field_names[is->field];
        to += snprintf(to, (size_t)(text + MRZ_ISSUES_TEXT - to), "%s%s:%s", i != 0 ? ";" : "",
                       code.p, field.p);
        if (is->position != 0)
            to += snprintf(to, (size_t)(text + MRZ_ISSUES_TEXT - to), ":%u", is->position);
        if (is->code == MRZ_REPAIRED)
            to += snprintf(to, (size_t)(text + MRZ_ISSUES_TEXT - to), ":%c>%c", is->was, is->is);
    }
    return slice_between(text, to);
}

void
mrz_record(const mrz *m, mrz_text *t, slice *rec)
{
    rec[COL_surname] = m->surname;
    rec[COL_given_names] = m->given_names;
    rec[COL_birth_date] = date_text(m->birth, t->birth);
    rec[COL_sex] = (slice){&m->sex, m->sex != '\0'};
    rec[COL_nationality] = slice_of(m->nationality);
    rec[COL_doc_type] = m->type;
    rec[COL_doc_issuer] = slice_of(m->issuer);
    rec[COL_doc_number] = m->number;
    rec[COL_doc_expiry] = date_text(m->expiry, t->expiry);
    rec[COL_personal_number] = m->optional;
    rec[COL_mrz_format] = slice_of(m->layout->name);
    rec[COL_mrz_status] = !m->valid ? S("invalid") : m->repaired ? S("repaired") : S("valid");
    rec[COL_mrz_issues] = issues_text(m, t->issues);
}

/* ---- a row ---- */

const enum column mrz_columns[] = {
    COL_surname,  COL_given_names, COL_birth_date, COL_sex,        COL_nationality,
    COL_doc_type, COL_doc_issuer,  COL_doc_number, COL_doc_expiry, COL_personal_number,
    COL_mrz,      COL_mrz_format,  COL_mrz_status, COL_mrz_issues};
const size_t mrz_columns_n = LENGTH(mrz_columns);

/*
 * Most values are short: they are copied without a branch, which needs WORDS
 * bytes that can be read where they begin.
 */
enum { WORDS = 16 };

static inline char *
put(char *to, slice s)
{
    memcpy(to, s.p, WORDS);
    if (BASE_UNLIKELY(s.n > WORDS))
        memcpy(to + WORDS, s.p + WORDS, s.n - WORDS);
    return to + s.n;
}

static inline char *
put_name(char *to, slice s)
{
    memcpy(to, s.p, s.n);
    return to + s.n;
}

void
mrz_put_row(const mrz_zone *z, const mrz *m, buf *b)
{
    slice rec[COL_COUNT];
    mrz_text text;
    char *to;

    mrz_record(m, &text, rec);
    buf_reserve(b, ROW_MAX);
    to = b->p + b->n;
    for (size_t i = 0; i < mrz_columns_n; i++) {
        switch (mrz_columns[i]) {
        case COL_mrz: /* it has line ends; the others have nothing that wants quotes */
            *to++ = '"';
            to = put_name(to, (slice){z->text, z->n});
            *to++ = '"';
            break;
        case COL_mrz_format:
        case COL_mrz_status:
            to = put_name(to, rec[mrz_columns[i]]);
            break;
        default: /* in m or text, which have that many bytes behind them */
            to = put(to, rec[mrz_columns[i]]);
            break;
        }
        *to++ = ',';
    }
    to[-1] = '\n';
    b->n = (size_t)(to - b->p);
}

/* Lists as CSV with the columns of border-record(5). */
#include "watch/private.h"

#include "text/text.h"

#include <stdio.h>

typedef struct columns {
    int id, surname, given_names, full_name, aliases, birth_date, sex, nationality, doc_number,
        doc_issuer;
} columns;

static columns
find_columns(const csv_in *c)
{
    int id = csv_col(c, COL_hit_id);

    return (columns){.id = id >= 0 ? id : csv_find(c, S("id")),
                     .surname = csv_col(c, COL_surname),
                     .given_names = csv_col(c, COL_given_names),
                     .full_name = csv_col(c, COL_full_name),
                     .aliases = csv_find(c, S("aliases")),
                     .birth_date = csv_col(c, COL_birth_date),
                     .sex = csv_col(c, COL_sex),
                     .nationality = csv_col(c, COL_nationality),
                     .doc_number = csv_col(c, COL_doc_number),
                     .doc_issuer = csv_col(c, COL_doc_issuer)};
}

static place
at(const row *r, int index)
{
    place where = r->where;
    where.column = (unsigned)index + 1;
    return where;
}

static void
add_births(watch_list *l, const row *r, int index, diag *d)
{
    slice all = row_get(r, index);

    while (all.p != NULL) {
        slice item = slice_cut(&all, ';'), range = slice_trim(item), from = slice_cut(&range, '/');
        watch_birth b = {.circa = false};
        if (!date_parse(slice_trim(from), &b.from) ||
            !(range.p != NULL ? date_parse(slice_trim(range), &b.to) : (b.to = b.from, true)) ||
            (b.from.year == 0) != (b.to.year == 0) || date_cmp(b.from, b.to) > 0)
            diag_warn(d, at(r, index), "'%.*s' is no date of birth; left out",
                      (int)(item.n < 40 ? item.n : 40), item.p);
        else
            watch_add_birth(l, b);
    }
}

static void
add_countries(watch_list *l, const row *r, int index, diag *d)
{
    slice all = row_get(r, index);

    while (all.p != NULL) {
        slice item = slice_trim(slice_cut(&all, ';'));
        char code[4];
        if (item.n == 0)
            continue;
        if (country_read(item, code) == COUNTRY_UNKNOWN)
            diag_warn(d, at(r, index), "'%.*s' is no country; left out",
                      (int)(item.n < 40 ? item.n : 40), item.p);
        else
            watch_add_country(l, code);
    }
}

/* One issuer for each number, or one for all. */
static void
add_documents(watch_list *l, const row *r, const columns *c, diag *d)
{
    slice numbers = row_get(r, c->doc_number), issuers = row_get(r, c->doc_issuer),
          issuer = issuers;
    bool each = issuers.n != 0 && memchr(issuers.p, ';', issuers.n) != NULL;

    while (numbers.p != NULL) {
        slice number = slice_cut(&numbers, ';');
        char code[4] = "";
        if (each)
            issuer = slice_cut(&issuers, ';');
        issuer = slice_trim(issuer);
        if (issuer.n != 0 && country_read(issuer, code) == COUNTRY_UNKNOWN) {
            diag_warn(d, at(r, c->doc_issuer), "'%.*s' is no country; left out",
                      (int)(issuer.n < 40 ? issuer.n : 40), issuer.p);
            code[0] = '\0';
        }
        watch_add_document(l, number, code);
    }
}

static void
add_row(watch_list *l, const row *r, const columns *c, diag *d)
{
    slice id = slice_trim(row_get(r, c->id)), aliases = row_get(r, c->aliases);
    slice sex = slice_trim(row_get(r, c->sex));
    char line[24];
    arena a = {0};

    if (id.n == 0) {
        snprintf(line, sizeof line, "%llu", (unsigned long long)r->where.line);
        id = slice_of(line);
    }
    watch_add_entry(l, id);
    slice name = arena_join(&a, slice_trim(row_get(r, c->given_names)), S(" "),
                            slice_trim(row_get(r, c->surname)));
    watch_add_name(l, name, false, false);
    watch_add_name(l, row_get(r, c->full_name), name.n != 0, false);
    while (aliases.p != NULL)
        watch_add_name(l, slice_cut(&aliases, ';'), true, false);
    arena_free(&a);
    if (sex.n == 1 && strchr("MFX", sex.p[0]) != NULL)
        l->entry[l->entries_n - 1].sex = sex.p[0];
    else if (sex.n != 0)
        diag_warn(d, at(r, c->sex), "'%.*s' is no sex (M, F, X); left out",
                  (int)(sex.n < 40 ? sex.n : 40), sex.p);
    add_births(l, r, c->birth_date, d);
    add_countries(l, r, c->nationality, d);
    add_documents(l, r, c, d);
}

bool
watch_read_columns(in *f, watch_list *l, diag *d, error *e)
{
    /* A row that must be rejected is missing from the list: strict. */
    diag rows = {.level = -1, .strict = true};
    csv_in *csv = csv_open(f, &rows, e);
    bool good = csv != NULL;
    row r;

    if (csv != NULL) {
        columns c = find_columns(csv);
        if (c.surname < 0 && c.full_name < 0 && c.doc_number < 0)
            good = error_set(e, "%s: no list: no column surname, full_name or doc_number", f->name);
        while (good && csv_next(csv, &r)) {
            add_row(l, &r, &c, d);
            const watch_entry *entry = &l->entry[l->entries_n - 1];
            if (entry->names.n == 0 && entry->documents.n == 0)
                good = error_set(e, "%s: line %llu: an entry with neither a name nor a document",
                                 f->name, (unsigned long long)r.where.line);
            else if (l->entries_n > WATCH_ENTRIES_MAX)
                good = error_set(e, "%s: more than %d entries", f->name, WATCH_ENTRIES_MAX);
        }
        if (good && rows.rejected != 0)
            good = error_set(e, "%.*s", (int)slice_trim(buf_slice(&rows.text)).n, rows.text.p);
        csv_close(csv);
    }
    diag_free(&rows);
    return good;
}

/*
 * Lists in CSV with the columns of border-watchlist(5), our own and those of a
 * State; and OpenSanctions' simple CSV.
 */
#include "watch/rows.h"

#include "text/text.h"

/* ---- our own ---- */

static const rows_rule rules[] = {
    {"entry", V_ID},
    {"hit_id", V_ID},
    {"id", V_ID},
    {"list", V_OTHER_ID},
    {"name_kind", V_KIND},
    {"surname", V_SURNAME},
    {"given_names", V_NAME1},
    {"full_name", V_WHOLE},
    {"aliases", V_QUALITY},
    {"birth_date", V_DATE},
    {"birth_place", V_PLACE},
    {"sex", V_SEX},
    {"nationality", V_COUNTRY},
    {"doc_type", V_PAPER_TYPE},
    {"doc_issuer", V_PAPER_COUNTRY},
    {"doc_number", V_NUMBER},
    {"documents", V_VALUE},
    {"programme", V_TYPE},
    {"remarks", V_REMARKS},
    {"listed", V_LISTED},
    {"changed", V_CHANGED},
};

static void
add_birth(watch_source *s, slice item)
{
    watch_birth b = {.circa = item.n != 0 && item.p[item.n - 1] == '~'};
    slice rest = {item.p, item.n - b.circa}, from = slice_trim(slice_cut(&rest, '/'));

    if (!date_parse(from, &b.from) ||
        !(rest.p != NULL ? date_parse(slice_trim(rest), &b.to) : (b.to = b.from, true)) ||
        (b.from.year == 0) != (b.to.year == 0) || date_cmp(b.from, b.to) > 0)
        watch_warn(s, item, "no date of birth");
    else
        watch_add_birth(s->l, b);
}

/* A State by its code or name; one that is not known is warned of and left out. */
static void
read_country(watch_source *s, slice text, char code[4])
{
    if (text.n != 0 && country_read(text, code) != COUNTRY_UNKNOWN)
        return;
    watch_country_of(s, text, code);
}

static void
add_nationality(watch_source *s, slice item)
{
    char code[4];

    read_country(s, item, code);
    watch_add_country(s->l, code);
}

/* type/issuer/number */
static void
add_document(watch_source *s, slice item)
{
    slice type = slice_cut(&item, '/'), issuer = slice_trim(slice_cut(&item, '/'));
    char code[4];

    read_country(s, issuer, code);
    watch_add_typed(s->l, type, item, code);
}

/* One type and issuer for each number, or one for all. */
static void
add_numbers(rows *x)
{
    slice numbers = x->v[V_NUMBER], issuers = x->v[V_PAPER_COUNTRY], types = x->v[V_PAPER_TYPE];
    slice issuer = issuers, type = types;
    bool each_issuer = issuers.n != 0 && memchr(issuers.p, ';', issuers.n) != NULL,
         each_type = types.n != 0 && memchr(types.p, ';', types.n) != NULL;

    while (numbers.p != NULL) {
        slice number = slice_cut(&numbers, ';');
        char code[4];
        if (each_issuer)
            issuer = slice_cut(&issuers, ';');
        if (each_type)
            type = slice_cut(&types, ';');
        read_country(x->s, slice_trim(issuer), code);
        watch_add_typed(x->s->l, type, number, code);
    }
}

static void
each(rows *x, watch_slot which, void (*add)(watch_source *s, slice item))
{
    slice all = x->v[which];

    while (all.p != NULL) {
        slice item = slice_trim(slice_cut(&all, ';'));
        if (item.n != 0)
            add(x->s, item);
    }
}

/* A place of birth, that of border-watchlist(5) with the State behind it: Herat (AFG). */
static void
add_place(watch_source *s, slice item)
{
    char code[4] = "";

    if (item.n >= 5 && item.p[item.n - 1] == ')' && item.p[item.n - 5] == '(' &&
        country_read((slice){item.p + item.n - 4, 3}, code) != COUNTRY_UNKNOWN)
        item.n -= 5;
    watch_add_place(s->l, item, code);
}

static void
add_names(rows *x, watch_entry *e)
{
    slice aliases = x->v[V_QUALITY], kind = x->v[V_KIND];
    bool parted = x->v[V_NAME1].n + x->v[V_SURNAME].n != 0,
         alias = kind.n != 0 && !watch_says(kind, "primary");
    watch_name n = {.text = x->v[V_WHOLE],
                    .given = x->v[V_NAME1],
                    .surname = x->v[V_SURNAME],
                    .alias = alias,
                    .weak = watch_says(kind, "weak"),
                    .original = watch_says(kind, "original")};

    if (kind.n == 0 && parted && n.text.n != 0) { /* two forms of a list without kinds */
        watch_add_parts(x->s->l, (watch_name){.given = n.given, .surname = n.surname});
        n = (watch_name){.text = n.text, .alias = true};
    }
    if (kind.n == 0 && e->names.n != 0)
        n.alias = true;
    watch_add_parts(x->s->l, n);
    while (aliases.p != NULL) {
        slice alone = slice_trim(slice_cut(&aliases, ';'));
        watch_add_parts(
            x->s->l, (watch_name){.text = alone, .alias = true, .original = watch_original(alone)});
    }
}

static void
columns_row(rows *x)
{
    watch_list *l = x->s->l;

    (void)watch_take_up(x->s, x->v[V_OTHER_ID], x->v[V_ID]);
    watch_entry *e = &l->entry[l->at];
    add_names(x, e);
    watch_read_sex(x->s, x->v[V_SEX]);
    each(x, V_DATE, add_birth);
    each(x, V_PLACE, add_place);
    each(x, V_COUNTRY, add_nationality);
    each(x, V_VALUE, add_document);
    add_numbers(x);
    for (slice rest = x->v[V_TYPE]; rest.p != NULL;)
        watch_add_programme(l, slice_cut(&rest, ';'));
    if (!slice_eq(e->remarks, x->v[V_REMARKS])) /* our own say the same in each row */
        watch_set_remarks(l, x->v[V_REMARKS]);
    (void)watch_read_date(x->v[V_LISTED], &e->listed);
    (void)watch_read_date(x->v[V_CHANGED], &e->changed);
}

const rows_format rows_columns = {
    .name = "csv", .rules = rules, .rules_n = LENGTH(rules), .row = columns_row};

/* ---- OpenSanctions ---- */

static const rows_rule simple_rules[] = {
    {"id", V_ID},
    {"schema", V_KIND},
    {"name", V_WHOLE},
    {"aliases", V_QUALITY},
    {"birth_date", V_DATE},
    {"countries", V_COUNTRY},
    {"identifiers", V_NUMBER},
    {"program_ids", V_TYPE},
    {"dataset", V_REMARKS},
    {"first_seen", V_LISTED},
    {"last_change", V_CHANGED},
};

/* Its countries are those of a person's nationalities, and others that he has to do with. */
static void
simple_row(rows *x)
{
    watch_list *l = x->s->l;

    (void)watch_take_up(x->s, (slice){NULL, 0}, x->v[V_ID]);
    watch_entry *e = &l->entry[l->at];
    e->organization = !watch_says(x->v[V_KIND], "Person");
    watch_add_name(l, x->v[V_WHOLE], e->names.n != 0, false);
    for (slice rest = x->v[V_QUALITY]; rest.p != NULL;) {
        slice alone = slice_trim(slice_cut(&rest, ';'));
        watch_add_parts(
            l, (watch_name){.text = alone, .alias = true, .original = watch_original(alone)});
    }
    if (e->organization)
        return;
    each(x, V_DATE, watch_read_birth);
    each(x, V_COUNTRY, watch_read_nationality);
    for (slice rest = x->v[V_NUMBER]; rest.p != NULL;)
        watch_add_typed(l, (slice){NULL, 0}, slice_cut(&rest, ';'), "");
    for (slice rest = x->v[V_TYPE]; rest.p != NULL;)
        watch_add_programme(l, slice_cut(&rest, ';'));
    watch_set_remarks(l, x->v[V_REMARKS]);
    (void)watch_read_date(x->v[V_LISTED], &e->listed);
    (void)watch_read_date(x->v[V_CHANGED], &e->changed);
}

const rows_format rows_opensanctions = {.name = "opensanctions",
                                        .mark = "last_change",
                                        .rules = simple_rules,
                                        .rules_n = LENGTH(simple_rules),
                                        .row = simple_row};

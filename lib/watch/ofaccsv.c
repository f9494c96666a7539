/*
 * OFAC's lists in CSV: three files without a header, joined by the number of
 * the entry.  "-0-" is nothing.  What is known of a person is in the remarks of
 * the first: DOB 12 Dec 1960; alt. DOB 1961; POB Herat, Afghanistan;
 * nationality Iran; Gender Male; Passport A123 (Iran).
 */
#include "watch/rows.h"

#include "text/text.h"

static bool
is_null(slice s)
{
    return s.n == 0 || slice_eq(s, S("-0-"));
}

static bool
cut_prefix(slice *s, const char *prefix)
{
    size_t n = strlen(prefix);

    if (s->n < n || !slice_eq_nocase((slice){s->p, n}, slice_of(prefix)))
        return false;
    *s = slice_trim((slice){s->p + n, s->n - n});
    return true;
}

/* SURNAME, Given; an entry of one word has no comma. */
static void
add_name(rows *x, slice name, bool alias, bool weak)
{
    slice rest = name, surname = slice_trim(slice_cut(&rest, ','));
    watch_name n = {.text = rest.p == NULL ? name : (slice){NULL, 0},
                    .surname = rest.p == NULL ? (slice){NULL, 0} : surname,
                    .given = slice_trim(rest),
                    .alias = alias,
                    .weak = weak,
                    .original = alias && watch_original(name)};

    if (!is_null(name))
        watch_add_parts(x->s->l, n);
}

/* Whether a remark tells of a document: free text may have numbers, too. */
static bool
names_document(slice type)
{
    static const char *const words[] = {
        "Passport",       "No.",       "Number",   "ID",       "Document",  "Cedula",
        "C.U.R.P.",       "R.F.C.",    "RFC",      "D.N.I",    "SSN",       "Card",
        "License",        "Fiscal",    "NIT",      "RUC",      "electoral", "Cartilla",
        "I.F.E.",         "Identidad", "C.U.I.P.", "C.U.I.T.", "RTN",       "Visa",
        "Identification", "Tarjeta"};

    for (size_t i = 0; i < LENGTH(words); i++) {
        slice word = slice_of(words[i]);
        for (size_t k = 0; k + word.n <= type.n; k++)
            if (memcmp(type.p + k, word.p, word.n) == 0)
                return true;
    }
    return false;
}

/* A word that begins what is in brackets; in (HWI)040182 they are of the number. */
static bool
opens_bracket(slice word)
{
    const char *closing = word.n == 0 ? NULL : memchr(word.p, ')', word.n);

    return word.n != 0 && word.p[0] == '(' && (closing == NULL || closing == word.p + word.n - 1);
}

/* The type and the number: before the State, and before days that may be taken for a number. */
static slice
before_rest(slice text)
{
    slice rest = text;

    while (rest.p != NULL) {
        slice word = slice_cut(&rest, ' ');
        if (opens_bracket(word) || slice_eq(word, S("issued")) || slice_eq(word, S("expires")))
            return slice_trim(slice_between(text.p, word.p));
    }
    return text;
}

/* Passport A123 (Iran) issued 2010: the type, the number and its State. */
static void
add_document(rows *x, slice text)
{
    slice left = before_rest(text);
    slice number = watch_number_in(left), country = {NULL, 0};

    if (number.n == 0 || !names_document(slice_between(left.p, number.p)))
        return;
    for (slice rest = text; rest.p != NULL && country.n == 0;) {
        (void)slice_cut(&rest, '(');
        slice inside = rest, name = slice_trim(slice_cut(&inside, ')'));
        if (inside.p != NULL && country_by_name(name).n == 3)
            country = name;
    }
    watch_add_ofac_id(x->s, slice_between(left.p, number.p), number, country);
}

static void
add_remark(rows *x, slice item)
{
    cut_prefix(&item, "alt. ");
    if (cut_prefix(&item, "DOB "))
        watch_read_birth(x->s, item);
    else if (cut_prefix(&item, "POB "))
        watch_add_place(x->s->l, item, "");
    else if (cut_prefix(&item, "nationality ") || cut_prefix(&item, "citizen "))
        watch_read_nationality(x->s, item);
    else if (cut_prefix(&item, "Gender "))
        watch_read_sex(x->s, item);
    else if (cut_prefix(&item, "a.k.a. ") || cut_prefix(&item, "f.k.a. ")) {
        while (item.n != 0 && (item.p[0] == '\'' || item.p[0] == '"'))
            item = (slice){item.p + 1, item.n - 1};
        while (item.n != 0 && (item.p[item.n - 1] == '\'' || item.p[item.n - 1] == '"'))
            item.n--;
        add_name(x, item, true, true);
    } else
        add_document(x, item);
}

static void
sdn_row(rows *x)
{
    watch_list *l = x->s->l;
    slice remarks = x->v[V_REMARKS];

    (void)watch_take_up(x->s, (slice){NULL, 0}, x->v[V_ID]);
    l->entry[l->at].organization = !watch_says(x->v[V_TYPE], "individual");
    add_name(x, x->v[V_WHOLE], false, false);
    if (l->entry[l->at].organization || is_null(remarks))
        remarks.n = 0;
    watch_set_remarks(l, remarks);
    if (remarks.n != 0 && remarks.p[remarks.n - 1] == '.')
        remarks.n--;
    for (slice rest = remarks; rest.p != NULL && remarks.n != 0;)
        add_remark(x, slice_trim(slice_cut(&rest, ';')));
    for (slice rest = is_null(x->v[V_KIND]) ? (slice){NULL, 0} : x->v[V_KIND]; rest.p != NULL;) {
        slice one = slice_trim(slice_cut(&rest, ']')); /* SDGT] [IFSR */
        while (one.n != 0 && (one.p[0] == '[' || one.p[0] == ' '))
            one = (slice){one.p + 1, one.n - 1};
        watch_add_programme(l, one);
    }
}

static bool
is_weak(slice remarks) /* of an alternate name */
{
    return !is_null(remarks) && remarks.n >= 4 && slice_eq_nocase((slice){remarks.p, 4}, S("weak"));
}

/* An alternate name of an entry that is there. */
static void
alt_row(rows *x)
{
    const uint32_t *at = watch_map_get(&x->s->ids, x->v[V_ID]);

    if (at == NULL) {
        x->s->strays++;
        return;
    }
    x->s->l->at = *at;
    add_name(x, x->v[V_WHOLE], true, is_weak(x->v[V_REMARKS]));
}

/* Addresses mean nothing to us. */
static void
add_row(rows *x)
{
    (void)x;
}

static const rows_rule rules[] = {{"entry", V_ID},
                                  {"name", V_WHOLE},
                                  {"type", V_TYPE},
                                  {"programme", V_KIND},
                                  {"remarks", V_REMARKS}};

const rows_format rows_sdn = {
    .name = "ofac-csv",
    .form = {.header = "entry,name,type,programme,title,call_sign,vessel_type,tonnage,"
                       "gross_tonnage,flag,owner,remarks"},
    .rules = rules,
    .rules_n = LENGTH(rules),
    .row = sdn_row};
const rows_format rows_alt = {.name = "ofac-csv",
                              .form = {.header = "entry,number,kind,name,remarks"},
                              .rules = rules,
                              .rules_n = LENGTH(rules),
                              .row = alt_row};
const rows_format rows_add = {.name = "ofac-csv",
                              .form = {.header = "entry,number,name,city,country,remarks"},
                              .rules = rules,
                              .rules_n = LENGTH(rules),
                              .row = add_row};

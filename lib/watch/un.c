/* The consolidated list of the UN Security Council. */
#include "watch/xml.h"

enum { NATIONALITY, ALIAS, BIRTH, PLACE, DOCUMENT, ENTITY, ORIGINAL };

static const xml_rule rules[] = {
    {"/@dateGenerated", XML_SET, V_DATE},
    {"/ENTITIES/ENTITY", XML_GROUP, ENTITY},
    {"REFERENCE_NUMBER", XML_SET, V_ID},
    {"DATAID", XML_SET, V_OTHER_ID},
    {"FIRST_NAME", XML_SET, V_NAME1},
    {"SECOND_NAME", XML_SET, V_NAME2},
    {"THIRD_NAME", XML_SET, V_NAME3},
    {"FOURTH_NAME", XML_SET, V_NAME4},
    {"NAME_ORIGINAL_SCRIPT", XML_GROUP, ORIGINAL},
    {"UN_LIST_TYPE", XML_SET, V_TYPE},
    {"LISTED_ON", XML_SET, V_LISTED},
    {"LAST_DAY_UPDATED/VALUE", XML_SET, V_CHANGED},
    {"COMMENTS1", XML_SET, V_REMARKS},
    {"GENDER", XML_SET, V_SEX},
    {"NATIONALITY/VALUE", XML_GROUP, NATIONALITY},
    {"INDIVIDUAL_ALIAS/QUALITY", XML_SET, V_QUALITY},
    {"INDIVIDUAL_ALIAS/ALIAS_NAME", XML_SET, V_VALUE},
    {"INDIVIDUAL_ALIAS", XML_GROUP, ALIAS},
    {"INDIVIDUAL_DATE_OF_BIRTH/TYPE_OF_DATE", XML_SET, V_CIRCA},
    {"INDIVIDUAL_DATE_OF_BIRTH/DATE", XML_SET, V_VALUE},
    {"INDIVIDUAL_DATE_OF_BIRTH/YEAR", XML_SET, V_YEAR},
    {"INDIVIDUAL_DATE_OF_BIRTH/FROM_YEAR", XML_SET, V_FROM},
    {"INDIVIDUAL_DATE_OF_BIRTH/TO_YEAR", XML_SET, V_TO},
    {"INDIVIDUAL_DATE_OF_BIRTH", XML_GROUP, BIRTH},
    {"INDIVIDUAL_PLACE_OF_BIRTH/CITY", XML_SET, V_CITY},
    {"INDIVIDUAL_PLACE_OF_BIRTH/STATE_PROVINCE", XML_SET, V_STATE},
    {"INDIVIDUAL_PLACE_OF_BIRTH/COUNTRY", XML_SET, V_COUNTRY},
    {"INDIVIDUAL_PLACE_OF_BIRTH", XML_GROUP, PLACE},
    {"INDIVIDUAL_DOCUMENT/TYPE_OF_DOCUMENT", XML_SET, V_KIND},
    {"INDIVIDUAL_DOCUMENT/NUMBER", XML_SET, V_NUMBER},
    {"INDIVIDUAL_DOCUMENT/ISSUING_COUNTRY", XML_SET, V_COUNTRY},
    {"INDIVIDUAL_DOCUMENT/COUNTRY_OF_ISSUE", XML_SET, V_CODE},
    {"INDIVIDUAL_DOCUMENT", XML_GROUP, DOCUMENT},
};

/* Several names may stand in one, parted by ';'. */
static void
add_aliases(xml *x)
{
    slice all = x->v[V_VALUE];

    while (all.p != NULL) {
        slice name = slice_trim(slice_cut(&all, ';'));
        watch_add_parts(x->s->l, (watch_name){.text = name,
                                              .alias = true,
                                              .weak = watch_says(x->v[V_QUALITY], "Low"),
                                              .original = watch_original(name)});
    }
}

static void
add_birth(xml *x)
{
    const slice *v = x->v;
    slice from = v[V_VALUE].n != 0 ? v[V_VALUE] : v[V_YEAR].n != 0 ? v[V_YEAR] : v[V_FROM];
    slice to = from.p == v[V_FROM].p ? v[V_TO] : from;
    watch_birth b = {.circa = watch_says(v[V_CIRCA], "APPROXIMATELY")};

    if (from.n == 0)
        from = to;
    if (to.n == 0)
        to = from;
    if (from.n == 0)
        return;
    if (!watch_read_date(from, &b.from) || !watch_read_date(to, &b.to) ||
        date_cmp(b.from, b.to) > 0)
        watch_warn(x->s, from, "no date of birth");
    else
        watch_add_birth(x->s->l, b);
}

/* Several numbers may stand in one, parted by ';' or ','. */
static void
add_documents(xml *x)
{
    slice country = x->v[V_COUNTRY], rest = x->v[V_NUMBER];
    char issuer[4];

    if (country.n == 0)
        country = x->v[V_CODE];
    if (rest.n == 0)
        return;
    watch_country_of(x->s, country, issuer);
    while (rest.p != NULL) {
        slice part = slice_cut(&rest, ';');
        while (part.p != NULL)
            watch_add_typed(x->s->l, watch_doc_type(x->v[V_KIND]),
                            watch_number_in(slice_cut(&part, ',')), issuer);
    }
}

static void
end_person(xml *x)
{
    watch_entry *e = &x->s->l->entry[x->s->l->at];

    xml_add_name(x, false, false);
    watch_add_programme(x->s->l, x->v[V_TYPE]);
    watch_set_remarks(x->s->l, x->v[V_REMARKS]);
    watch_read_sex(x->s, x->v[V_SEX]);
    watch_read_date(x->v[V_LISTED], &e->listed);
    watch_read_date(x->v[V_CHANGED], &e->changed);
}

static void
group(xml *x, int n, slice text)
{
    char country[4];

    switch (n) {
    case XML_BEGIN:
        if (x->s->l->issued.year == 0)
            watch_read_date(x->v[V_DATE], &x->s->l->issued);
        break;
    case XML_RECORD:
        end_person(x);
        break;
    case ENTITY:
        x->s->l->entities++;
        break;
    case ORIGINAL:
        watch_add_parts(x->s->l, (watch_name){.text = text, .alias = true, .original = true});
        break;
    case NATIONALITY:
        watch_read_nationality(x->s, text);
        break;
    case ALIAS:
        add_aliases(x);
        break;
    case BIRTH:
        add_birth(x);
        break;
    case PLACE:
        watch_country_of(x->s, x->v[V_COUNTRY], country);
        watch_add_place(x->s->l, arena_join(&x->arena, x->v[V_CITY], S(", "), x->v[V_STATE]),
                        country);
        break;
    case DOCUMENT:
        add_documents(x);
        break;
    default:
        break;
    }
}

const xml_format xml_un = {.name = "un",
                           .root = "CONSOLIDATED_LIST",
                           .record = "INDIVIDUALS/INDIVIDUAL",
                           .rules = rules,
                           .rules_n = LENGTH(rules),
                           .group = group};

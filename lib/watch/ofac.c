/* OFAC's lists in XML: sdnList, and the enhanced form, sanctionsData. */
#include "watch/xml.h"

enum { ALIAS, BIRTH, PLACE, NATIONALITY, ID, PROGRAMME, TYPE, ISSUED, FEATURE, NAME };

/* ---- sdnList ---- */

static const xml_rule sdn_rules[] = {
    {"/publshInformation/Publish_Date", XML_GROUP, ISSUED},
    {"uid", XML_SET, V_ID},
    {"firstName", XML_SET, V_NAME1},
    {"lastName", XML_SET, V_SURNAME},
    {"sdnType", XML_GROUP, TYPE},
    {"remarks", XML_SET, V_REMARKS},
    {"programList/program", XML_GROUP, PROGRAMME},
    {"idList/id/idType", XML_SET, V_KIND},
    {"idList/id/idNumber", XML_SET, V_NUMBER},
    {"idList/id/idCountry", XML_SET, V_COUNTRY},
    {"idList/id", XML_GROUP, ID},
    {"akaList/aka/category", XML_SET, V_QUALITY},
    {"akaList/aka/lastName", XML_SET, V_PLACE},
    {"akaList/aka/firstName", XML_SET, V_VALUE},
    {"akaList/aka", XML_GROUP, ALIAS},
    {"nationalityList/nationality/country", XML_GROUP, NATIONALITY},
    {"citizenshipList/citizenship/country", XML_GROUP, NATIONALITY},
    {"dateOfBirthList/dateOfBirthItem/dateOfBirth", XML_GROUP, BIRTH},
    {"placeOfBirthList/placeOfBirthItem/placeOfBirth", XML_GROUP, PLACE},
};

static void
sdn_group(xml *x, int n, slice text)
{
    watch_list *l = x->s->l;

    switch (n) {
    case XML_RECORD:
        xml_add_name(x, false, false);
        watch_set_remarks(l, x->v[V_REMARKS]);
        break;
    case TYPE:
        l->entry[l->at].organization = !watch_says(text, "Individual");
        break;
    case ALIAS:
        watch_add_parts(l, (watch_name){.surname = x->v[V_PLACE],
                                        .given = x->v[V_VALUE],
                                        .alias = true,
                                        .weak = watch_says(x->v[V_QUALITY], "weak"),
                                        .original = watch_original(x->v[V_PLACE])});
        break;
    case ISSUED: /* month first */
        if (text.n == 10)
            (void)watch_read_date(
                arena_printf(&x->arena, "%.4s-%.2s-%.2s", text.p + 6, text.p, text.p + 3),
                &l->issued);
        break;
    case BIRTH:
        watch_read_birth(x->s, text);
        break;
    case PLACE:
        watch_add_place(l, text, "");
        break;
    case NATIONALITY:
        watch_read_nationality(x->s, text);
        break;
    case PROGRAMME:
        watch_add_programme(l, text);
        break;
    case ID:
        watch_add_ofac_id(x->s, x->v[V_KIND], x->v[V_NUMBER], x->v[V_COUNTRY]);
        break;
    default:
        break;
    }
}

const xml_format xml_sdn = {.name = "ofac",
                            .root = "sdnList",
                            .record = "sdnEntry",
                            .rules = sdn_rules,
                            .rules_n = LENGTH(sdn_rules),
                            .group = sdn_group};

/* ---- the enhanced form ---- */

#define TRANSLATION "names/name/translations/translation"
#define DOCUMENT    "identityDocuments/identityDocument"

static const xml_rule enhanced_rules[] = {
    {"/publicationInfo/dataAsOf", XML_GROUP, ISSUED},
    {"@id", XML_SET, V_ID},
    {"generalInfo/entityType", XML_GROUP, TYPE},
    {"generalInfo/remarks", XML_SET, V_REMARKS},
    {"sanctionsLists/sanctionsList@datePublished", XML_SET, V_LISTED},
    {"sanctionsPrograms/sanctionsProgram", XML_GROUP, PROGRAMME},
    {"names/name/isPrimary", XML_SET, V_KIND},
    {"names/name/isLowQuality", XML_SET, V_QUALITY},
    {TRANSLATION "/script", XML_SET, V_SCRIPT},
    {TRANSLATION "/isPrimary", XML_SET, V_CODE},
    {TRANSLATION "/formattedFirstName", XML_SET, V_NAME1},
    {TRANSLATION "/formattedLastName", XML_SET, V_SURNAME},
    {TRANSLATION, XML_GROUP, ALIAS},
    {"names/name", XML_GROUP, NAME},
    {"features/feature/type", XML_SET, V_TYPE},
    {"features/feature/value", XML_SET, V_VALUE},
    {"features/feature", XML_GROUP, FEATURE},
    {DOCUMENT "/type", XML_SET, V_TYPE},
    {DOCUMENT "/documentNumber", XML_SET, V_NUMBER},
    {DOCUMENT "/issuingCountry", XML_SET, V_COUNTRY},
    {DOCUMENT, XML_GROUP, ID},
};

static void
add_feature(xml *x)
{
    slice type = x->v[V_TYPE], value = x->v[V_VALUE];

    if (watch_says(type, "Birthdate"))
        watch_read_birth(x->s, value);
    else if (watch_says(type, "Place of Birth"))
        watch_add_place(x->s->l, value, "");
    else if (watch_says(type, "Nationality Country") || watch_says(type, "Citizenship Country"))
        watch_read_nationality(x->s, value);
    else if (watch_says(type, "Gender"))
        watch_read_sex(x->s, value);
}

static void
enhanced_group(xml *x, int n, slice text)
{
    watch_list *l = x->s->l;

    switch (n) {
    case XML_RECORD:
        watch_set_remarks(l, x->v[V_REMARKS]);
        (void)watch_read_date(x->v[V_LISTED], &l->entry[l->at].listed);
        break;
    case ALIAS:
        xml_add_name(x, !watch_says(x->v[V_KIND], "true") || watch_says(x->v[V_CODE], "false"),
                     watch_says(x->v[V_QUALITY], "true"));
        break;
    case FEATURE:
        add_feature(x);
        break;
    case ISSUED:
        (void)watch_read_date(text, &l->issued);
        break;
    case TYPE:
    case PROGRAMME:
    case ID:
        if (n == ID)
            watch_add_ofac_id(x->s, x->v[V_TYPE], x->v[V_NUMBER], x->v[V_COUNTRY]);
        else
            sdn_group(x, n, text);
        break;
    default:
        break;
    }
}

const xml_format xml_enhanced = {.name = "ofac-enhanced",
                                 .root = "sanctionsData",
                                 .record = "entities/entity",
                                 .rules = enhanced_rules,
                                 .rules_n = LENGTH(enhanced_rules),
                                 .group = enhanced_group};

/* ---- identifiers, as all of OFAC's forms name them ---- */

static bool
starts(slice s, const char *prefix)
{
    slice p = slice_of(prefix);
    return s.n >= p.n && slice_eq_nocase((slice){s.p, p.n}, p);
}

void
watch_add_ofac_id(watch_source *s, slice type, slice number, slice country)
{
    /* Kinds of "identifiers" in the specification of OFAC's files that no person carries. */
    static const char *const others[] = {"Additional Sanctions",
                                         "Secondary sanctions",
                                         "Transactions Prohibited",
                                         "Email",
                                         "Website",
                                         "Phone",
                                         "SWIFT",
                                         "Digital Currency",
                                         "Executive Order",
                                         "Listing Date",
                                         "Effective Date",
                                         "Organization",
                                         "MICEX",
                                         "Target Type",
                                         "CAATSA",
                                         "ISIN",
                                         "BIK",
                                         "Equity",
                                         "Issuer Name",
                                         "Nationality of",
                                         "Aircraft",
                                         "Vessel",
                                         "Linked",
                                         "PEESA",
                                         "D-U-N-S",
                                         "Company Number",
                                         "Alternate"};
    char issuer[4];
    bool digit = false;

    type = slice_trim(type);
    if (starts(type, "Gender")) {
        watch_read_sex(s, number);
        return;
    }
    for (size_t i = 0; i < LENGTH(others); i++)
        if (starts(type, others[i]))
            return;
    for (size_t i = 0; i < number.n; i++)
        digit = digit || (number.p[i] >= '0' && number.p[i] <= '9');
    if (!digit)
        return;
    watch_country_of(s, country, issuer);
    watch_add_typed(s->l, watch_doc_type(type), number, issuer);
}

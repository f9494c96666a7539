/*
 * The UK Sanctions List, XML (Designations/Designation) and CSV, and the OFSI
 * list (ConList.csv) that it replaced on 28 January 2026.  In CSV a person has
 * several rows, one a name, with the same Unique ID (OFSI: Group ID), and what
 * is not the name may differ from row to row.
 */
#include "watch/rows.h"
#include "watch/xml.h"

enum { NAME, ORIGINAL, BIRTH, PLACE, NATIONALITY, SEX, PASSPORT, IDENTIFIER, TYPE, ISSUED };

#define PERSON "IndividualDetails/Individual/"

static const xml_rule rules[] = {
    {"/DateGenerated", XML_GROUP, ISSUED},
    {"UniqueID", XML_SET, V_ID},
    {"OFSIGroupID", XML_SET, V_OTHER_ID},
    {"LastUpdated", XML_SET, V_CHANGED},
    {"DateDesignated", XML_SET, V_LISTED},
    {"RegimeName", XML_SET, V_TYPE},
    {"OtherInformation", XML_SET, V_REMARKS},
    {"IndividualEntityShip", XML_GROUP, TYPE},
    {"Names/Name/Name1", XML_SET, V_NAME1},
    {"Names/Name/Name2", XML_SET, V_NAME2},
    {"Names/Name/Name3", XML_SET, V_NAME3},
    {"Names/Name/Name4", XML_SET, V_NAME4},
    {"Names/Name/Name5", XML_SET, V_NAME5},
    {"Names/Name/Name6", XML_SET, V_SURNAME},
    {"Names/Name/NameType", XML_SET, V_KIND},
    {"Names/Name/AliasStrength", XML_SET, V_QUALITY},
    {"Names/Name", XML_GROUP, NAME},
    {"NonLatinNames/NonLatinName/NameNonLatinScript", XML_GROUP, ORIGINAL},
    {PERSON "DOBs/DOB", XML_GROUP, BIRTH},
    {PERSON "Nationalities/Nationality", XML_GROUP, NATIONALITY},
    {PERSON "Genders/Gender", XML_GROUP, SEX},
    {PERSON "BirthDetails/Location/TownOfBirth", XML_SET, V_CITY},
    {PERSON "BirthDetails/Location/CountryOfBirth", XML_SET, V_COUNTRY},
    {PERSON "BirthDetails/Location", XML_GROUP, PLACE},
    {PERSON "PassportDetails/Passport/PassportNumber", XML_GROUP, PASSPORT},
    {PERSON "NationalIdentifierDetails/NationalIdentifier/NationalIdentifierNumber", XML_GROUP,
     IDENTIFIER},
};

static void
group(xml *x, int n, slice text)
{
    watch_list *l = x->s->l;
    char country[4];

    switch (n) {
    case XML_RECORD:
        watch_add_programme(l, x->v[V_TYPE]);
        watch_set_remarks(l, x->v[V_REMARKS]);
        (void)watch_read_date(x->v[V_LISTED], &l->entry[l->at].listed);
        (void)watch_read_date(x->v[V_CHANGED], &l->entry[l->at].changed);
        break;
    case ISSUED:
        (void)watch_read_date(text, &l->issued);
        break;
    case TYPE:
        l->entry[l->at].organization = !watch_says(text, "Individual");
        break;
    case NAME: /* "Primary Name", "Primary Name Variation", "Alias" */
        xml_add_name(x, !watch_says(x->v[V_KIND], "Primary Name"),
                     watch_says(x->v[V_QUALITY], "Low quality a.k.a.") ||
                         watch_says(x->v[V_QUALITY], "Low quality a.k.a"));
        break;
    case ORIGINAL:
        watch_add_parts(l, (watch_name){.text = text, .alias = true, .original = true});
        break;
    case BIRTH:
        watch_read_birth(x->s, text);
        break;
    case PLACE:
        watch_country_of(x->s, x->v[V_COUNTRY], country);
        watch_add_place(l, x->v[V_CITY], country);
        break;
    case NATIONALITY:
        watch_read_nationality(x->s, text);
        break;
    case SEX:
        watch_read_sex(x->s, text);
        break;
    case PASSPORT:
        watch_add_typed(l, S("P"), text, "");
        break;
    case IDENTIFIER:
        watch_add_typed(l, S("ID"), text, "");
        break;
    default:
        break;
    }
}

const xml_format xml_uk = {.name = "uk",
                           .root = "Designations",
                           .record = "Designation",
                           .rules = rules,
                           .rules_n = LENGTH(rules),
                           .group = group};

/* ---- CSV ---- */

static const rows_rule uk_rules[] = {
    {"Unique ID", V_ID},
    {"OFSI Group ID", V_OTHER_ID},
    {"Last Updated", V_CHANGED},
    {"Date Designated", V_LISTED},
    {"Name 1", V_NAME1},
    {"Name 2", V_NAME2},
    {"Name 3", V_NAME3},
    {"Name 4", V_NAME4},
    {"Name 5", V_NAME5},
    {"Name 6", V_SURNAME},
    {"Name type", V_KIND},
    {"Alias strength", V_QUALITY},
    {"Name non-latin script", V_SCRIPT},
    {"Regime Name", V_TYPE},
    {"Designation Type", V_CODE},
    {"Individual, Entity, Ship", V_CODE}, /* before 2026 */
    {"Other Information", V_REMARKS},
    {"D.O.B", V_DATE},
    {"Nationality(/ies)", V_COUNTRY},
    {"Passport number", V_NUMBER},
    {"National Identifier number", V_VALUE},
    {"Gender", V_SEX},
    {"Town of birth", V_CITY},
    {"Country of birth", V_BIRTH_COUNTRY},
};

static const rows_rule ofsi_rules[] = {
    {"Group ID", V_ID},
    {"Last Updated", V_CHANGED},
    {"Listed On", V_LISTED},
    {"Name 1", V_NAME1},
    {"Name 2", V_NAME2},
    {"Name 3", V_NAME3},
    {"Name 4", V_NAME4},
    {"Name 5", V_NAME5},
    {"Name 6", V_SURNAME},
    {"Alias Type", V_KIND},
    {"Alias Quality", V_QUALITY},
    {"Name Non-Latin Script", V_SCRIPT},
    {"Regime", V_TYPE},
    {"Group Type", V_CODE},
    {"Other Information", V_REMARKS},
    {"DOB", V_DATE},
    {"Nationality", V_COUNTRY},
    {"Passport Number", V_NUMBER},
    {"National Identification Number", V_VALUE},
    {"Town of Birth", V_CITY},
    {"Country of Birth", V_BIRTH_COUNTRY},
};

/* Calls add for each value of a field: one alone, parted by '|', or by numbers: (1) Iran. (2) Iraq.
 */
static void
each_value(rows *x, slice all, void (*add)(watch_source *s, slice value))
{
    while (all.p != NULL) {
        slice part = slice_trim(slice_cut(&all, '|'));
        while (part.n != 0) {
            size_t n = 0, skip = 0;
            if (part.n > 3 && part.p[0] == '(' && part.p[1] >= '1' && part.p[1] <= '9')
                skip = part.p[2] == ')' ? 3 : part.p[3] == ')' ? 4 : 0;
            for (n = skip; n < part.n; n++)
                if (n != skip && part.n - n > 3 && part.p[n] == '(' && part.p[n + 1] >= '1' &&
                    part.p[n + 1] <= '9' && (part.p[n + 2] == ')' || part.p[n + 3] == ')'))
                    break;
            slice one = slice_trim((slice){part.p + skip, n - skip});
            if (skip != 0 && one.n != 0 && (one.p[one.n - 1] == '.' || one.p[one.n - 1] == ','))
                one.n--;
            add(x->s, one);
            part = (slice){part.p + n, part.n - n};
        }
    }
}

static void
add_passport(watch_source *s, slice text)
{
    watch_add_typed(s->l, S("P"), text, "");
}

static void
add_identifier(watch_source *s, slice text)
{
    watch_add_typed(s->l, S("ID"), text, "");
}

/* "Primary name" is the entry's; "Primary name variation", "AKA" and "FKA" are others. */
static void
csv_row(rows *x)
{
    watch_list *l = x->s->l;
    char country[4];

    if (watch_take_up(x->s, (slice){NULL, 0}, x->v[V_ID].n != 0 ? x->v[V_ID] : x->v[V_OTHER_ID]))
        l->entry[l->at].organization = !watch_says(x->v[V_CODE], "Individual");
    watch_entry *e = &l->entry[l->at];
    rows_name(x, !watch_says(x->v[V_KIND], "Primary name"),
              watch_says(x->v[V_QUALITY], "Low") ||
                  watch_says(x->v[V_QUALITY], "Low quality a.k.a") ||
                  watch_says(x->v[V_QUALITY], "Low quality a.k.a."));
    watch_add_parts(l, (watch_name){.text = x->v[V_SCRIPT], .alias = true, .original = true});
    watch_add_programme(l, x->v[V_TYPE]);
    watch_set_remarks(l, x->v[V_REMARKS]);
    if (e->listed.year == 0)
        (void)watch_read_date(x->v[V_LISTED], &e->listed);
    (void)watch_read_date(x->v[V_CHANGED], &e->changed);
    each_value(x, x->v[V_DATE], watch_read_birth);
    each_value(x, x->v[V_COUNTRY], watch_read_nationality);
    each_value(x, x->v[V_NUMBER], add_passport);
    each_value(x, x->v[V_VALUE], add_identifier);
    each_value(x, x->v[V_SEX], watch_read_sex);
    watch_country_of(x->s, x->v[V_BIRTH_COUNTRY], country);
    watch_add_place(l, x->v[V_CITY], country);
}

const rows_format rows_uk = {.name = "uk",
                             .mark = "Unique ID",
                             .rules = uk_rules,
                             .rules_n = LENGTH(uk_rules),
                             .row = csv_row};
const rows_format rows_ofsi = {.name = "ofsi",
                               .mark = "Group ID",
                               .rules = ofsi_rules,
                               .rules_n = LENGTH(ofsi_rules),
                               .row = csv_row};

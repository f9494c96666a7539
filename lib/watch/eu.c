/*
 * The consolidated list of financial sanctions of the European Union, XML and
 * CSV 1.1.  In CSV an entity has a row for each name, date of birth,
 * citizenship, identification and address, with the others empty.
 */
#include "watch/rows.h"
#include "watch/xml.h"

enum { SUBJECT, NAME, CITIZENSHIP, BIRTH, IDENTIFICATION, REGULATION, REMARK };

static const xml_rule rules[] = {
    {"/@generationDate", XML_SET, V_DATE},
    {"@euReferenceNumber", XML_SET, V_ID},
    {"@logicalId", XML_SET, V_OTHER_ID},
    {"remark", XML_GROUP, REMARK},
    {"regulation@programme", XML_SET, V_TYPE},
    {"regulation@publicationDate", XML_SET, V_LISTED},
    {"regulation", XML_GROUP, REGULATION},
    {"subjectType@code", XML_SET, V_CODE},
    {"subjectType", XML_GROUP, SUBJECT},
    {"nameAlias@firstName", XML_SET, V_NAME1},
    {"nameAlias@middleName", XML_SET, V_NAME2},
    {"nameAlias@lastName", XML_SET, V_SURNAME},
    {"nameAlias@wholeName", XML_SET, V_WHOLE},
    {"nameAlias@gender", XML_SET, V_SEX},
    {"nameAlias@strong", XML_SET, V_QUALITY},
    {"nameAlias", XML_GROUP, NAME},
    {"citizenship@countryIso2Code", XML_SET, V_CODE},
    {"citizenship@countryDescription", XML_SET, V_COUNTRY},
    {"citizenship", XML_GROUP, CITIZENSHIP},
    {"birthdate@circa", XML_SET, V_CIRCA},
    {"birthdate@calendarType", XML_SET, V_CALENDAR},
    {"birthdate@birthdate", XML_SET, V_VALUE},
    {"birthdate@year", XML_SET, V_YEAR},
    {"birthdate@monthOfYear", XML_SET, V_MONTH},
    {"birthdate@dayOfMonth", XML_SET, V_DAY},
    {"birthdate@yearRangeFrom", XML_SET, V_FROM},
    {"birthdate@yearRangeTo", XML_SET, V_TO},
    {"birthdate@city", XML_SET, V_CITY},
    {"birthdate@region", XML_SET, V_STATE},
    {"birthdate@place", XML_SET, V_PLACE},
    {"birthdate@countryIso2Code", XML_SET, V_CODE},
    {"birthdate@countryDescription", XML_SET, V_COUNTRY},
    {"birthdate", XML_GROUP, BIRTH},
    {"identification@number", XML_SET, V_NUMBER},
    {"identification@latinNumber", XML_SET, V_SCRIPT},
    {"identification@identificationTypeDescription", XML_SET, V_KIND},
    {"identification@identificationTypeCode", XML_SET, V_TYPE},
    {"identification@countryIso2Code", XML_SET, V_CODE},
    {"identification@countryDescription", XML_SET, V_COUNTRY},
    {"identification", XML_GROUP, IDENTIFICATION},
};

/* What both forms have in common: the values of one, and where they go. */
typedef struct values {
    watch_source *s;
    const slice *v;
    arena *arena;
} values;

static void
country_at_hand(const values *x, char code[4])
{
    slice iso = x->v[V_CODE];

    watch_country_of(x->s, iso.n == 2 && iso.p[0] != '0' ? iso : x->v[V_COUNTRY], code);
}

static void
add_birth(const values *x)
{
    const slice *v = x->v;
    watch_birth b = {.circa = watch_says(v[V_CIRCA], "true")};
    char country[4];
    slice town = arena_join(x->arena, v[V_CITY], S(", "), v[V_PLACE]), from = v[V_VALUE];

    country_at_hand(x, country);
    watch_add_place(x->s->l, arena_join(x->arena, town, S(", "), v[V_STATE]), country);
    if (v[V_CALENDAR].n != 0 && !watch_says(v[V_CALENDAR], "GREGORIAN")) {
        watch_warn(x->s, v[V_CALENDAR], "the calendar of a date of birth");
        return;
    }
    if (from.n == 0 && v[V_YEAR].n != 0)
        from = arena_printf(x->arena, "%.*s/%.*s/%.*s", (int)(v[V_DAY].n < 4 ? v[V_DAY].n : 4),
                            v[V_DAY].n != 0 ? v[V_DAY].p : "",
                            (int)(v[V_MONTH].n < 4 ? v[V_MONTH].n : 4),
                            v[V_MONTH].n != 0 ? v[V_MONTH].p : "",
                            (int)(v[V_YEAR].n < 8 ? v[V_YEAR].n : 8), v[V_YEAR].p);
    slice to = from;
    if (from.n == 0) {
        from = v[V_FROM].n != 0 ? v[V_FROM] : v[V_TO];
        to = v[V_TO].n != 0 ? v[V_TO] : from;
    }
    if (from.n == 0)
        return;
    if (watch_read_date(from, &b.from) && watch_read_date(to, &b.to) && date_cmp(b.from, b.to) <= 0)
        watch_add_birth(x->s->l, b);
    else
        watch_warn(x->s, from, "no date of birth");
}

static void
add_identification(const values *x)
{
    char country[4];

    country_at_hand(x, country);
    watch_add_typed(x->s->l, watch_doc_type(x->v[V_KIND].n != 0 ? x->v[V_KIND] : x->v[V_TYPE]),
                    x->v[V_NUMBER].n != 0 ? x->v[V_NUMBER] : x->v[V_SCRIPT], country);
}

static void
add_regulation(const values *x)
{
    watch_entry *e = &x->s->l->entry[x->s->l->at];
    date d;

    watch_add_programme(x->s->l, x->v[V_TYPE]);
    if (!watch_read_date(x->v[V_LISTED], &d))
        return;
    if (e->listed.year == 0 || date_cmp(d, e->listed) < 0)
        e->listed = d;
    if (date_cmp(d, e->changed) > 0)
        e->changed = d;
}

static void
group(xml *x, int n, slice text)
{
    watch_list *l = x->s->l;
    const values at = {x->s, x->v, &x->arena};
    char country[4];

    switch (n) {
    case XML_BEGIN:
        if (l->issued.year == 0)
            watch_read_date(x->v[V_DATE], &l->issued);
        break;
    case SUBJECT:
        l->entry[l->at].organization = !watch_says(x->v[V_CODE], "person");
        break;
    case NAME:
        watch_read_sex(x->s, x->v[V_SEX]);
        xml_add_name(x, l->entry[l->at].names.n != 0, watch_says(x->v[V_QUALITY], "false"));
        break;
    case CITIZENSHIP:
        country_at_hand(&at, country);
        watch_add_country(l, country);
        break;
    case BIRTH:
        add_birth(&at);
        break;
    case IDENTIFICATION:
        add_identification(&at);
        break;
    case REGULATION:
        add_regulation(&at);
        break;
    case REMARK:
        watch_set_remarks(l, text);
        break;
    default:
        break;
    }
}

const xml_format xml_eu = {.name = "eu",
                           .root = "export",
                           .record = "sanctionEntity",
                           .rules = rules,
                           .rules_n = LENGTH(rules),
                           .group = group};

/* ---- CSV ---- */

static const rows_rule csv_rules[] = {
    {"fileGenerationDate", V_DATE},
    {"Entity_EU_ReferenceNumber", V_ID},
    {"Entity_LogicalId", V_OTHER_ID},
    {"Entity_SubjectType_ClassificationCode", V_QUALITY},
    {"Entity_SubjectType", V_QUALITY},
    {"Entity_Remark", V_REMARKS},
    {"Entity_Regulation_Programme", V_TYPE},
    {"Entity_Regulation_PublicationDate", V_LISTED},
    {"NameAlias_FirstName", V_NAME1},
    {"NameAlias_MiddleName", V_NAME2},
    {"NameAlias_LastName", V_SURNAME},
    {"NameAlias_WholeName", V_WHOLE},
    {"NameAlias_Gender", V_SEX},
    {"BirthDate_BirthDate", V_VALUE},
    {"BirthDate_Day", V_DAY},
    {"BirthDate_Month", V_MONTH},
    {"BirthDate_Year", V_YEAR},
    {"BirthDate_YearRangeFrom", V_FROM},
    {"BirthDate_YearRangeTo", V_TO},
    {"BirthDate_Circa", V_CIRCA},
    {"BirthDate_CalendarType", V_CALENDAR},
    {"BirthDate_City", V_CITY},
    {"BirthDate_Region", V_STATE},
    {"BirthDate_Place", V_PLACE},
    {"Identification_Number", V_NUMBER},
    {"Identification_LatinNumber", V_SCRIPT},
    {"Identification_TypeDescription", V_KIND},
    {"BirthDate_CountryIso2Code", V_BIRTH_CODE},
    {"BirthDate_CountryDescription", V_BIRTH_COUNTRY},
    {"Identification_CountryIso2Code", V_PAPER_CODE},
    {"Identification_CountryDescription", V_PAPER_COUNTRY},
    {"Citizenship_CountryIso2Code", V_CODE},
    {"Citizenship_CountryDescription", V_COUNTRY},
};

static bool
any_of(const slice *v, watch_slot from, watch_slot to)
{
    for (int i = (int)from; i <= (int)to; i++)
        if (v[i].n != 0)
            return true;
    return false;
}

static void
csv_row(rows *x)
{
    watch_list *l = x->s->l;
    slice v[V_SLOTS];
    const values at = {x->s, v, &x->arena};
    char country[4];

    memcpy(v, x->v, sizeof v);
    if (l->issued.year == 0)
        (void)watch_read_date(v[V_DATE], &l->issued);
    if (watch_take_up(x->s, (slice){NULL, 0}, v[V_ID].n != 0 ? v[V_ID] : v[V_OTHER_ID])) {
        l->entry[l->at].organization =
            !watch_says(v[V_QUALITY], "person") && !watch_says(v[V_QUALITY], "P");
        watch_set_remarks(l, v[V_REMARKS]);
    }
    add_regulation(&at);
    watch_read_sex(x->s, v[V_SEX]);
    if (any_of(v, V_NAME1, V_WHOLE))
        rows_name(x, l->entry[l->at].names.n != 0, false);
    country_at_hand(&at, country);
    watch_add_country(l, country);
    v[V_CODE] = x->v[V_PAPER_CODE];
    v[V_COUNTRY] = x->v[V_PAPER_COUNTRY];
    if (v[V_NUMBER].n + v[V_SCRIPT].n != 0)
        add_identification(&at);
    v[V_CODE] = x->v[V_BIRTH_CODE];
    v[V_COUNTRY] = x->v[V_BIRTH_COUNTRY];
    if (any_of(v, V_YEAR, V_TO) || any_of(v, V_CITY, V_VALUE) || v[V_CODE].n + v[V_COUNTRY].n != 0)
        add_birth(&at);
}

const rows_format rows_eu = {.name = "eu",
                             .mark = "Entity_LogicalId",
                             .form = {.delimiter = ';'},
                             .rules = csv_rules,
                             .rules_n = LENGTH(csv_rules),
                             .row = csv_row};

/*
 * OFAC's advanced form: Sanctions/DistinctParties, where values are numbers
 * of ReferenceValueSets, and documents and places stand before the parties.
 */
#include "watch/xml.h"

#include <stdlib.h>

enum {
    REFERENCE,
    LOCATION,
    PAPER,
    ISSUED,
    PART,
    NAME,
    PART_GROUP,
    IDENTITY,
    FROM,
    TO,
    FEATURE,
    EVENT,
    MEASURE
};

#define SETS            "/ReferenceValueSets/"
#define PROFILE         "Profile/"
#define ALIAS           PROFILE "Identity/Alias/"
#define FEATURE_VERSION PROFILE "Feature/FeatureVersion/"
#define ENTRY           "/SanctionsEntries/SanctionsEntry"
#define MASTER          PROFILE "Identity/NamePartGroups/MasterNamePartGroup/NamePartGroup"

#define REFERENCE_RULES(path)                                                                      \
    {path "@ID", XML_SET, V_ID},                                                                   \
    {                                                                                              \
        path, XML_GROUP, REFERENCE                                                                 \
    }

static const xml_rule rules[] = {
    {"/DateOfIssue/Year", XML_SET, V_YEAR},
    {"/DateOfIssue/Month", XML_SET, V_MONTH},
    {"/DateOfIssue/Day", XML_SET, V_DAY},
    {"/DateOfIssue", XML_GROUP, ISSUED},
    REFERENCE_RULES(SETS "CountryValues/Country"),
    REFERENCE_RULES(SETS "DetailReferenceValues/DetailReference"),
    REFERENCE_RULES(SETS "FeatureTypeValues/FeatureType"),
    REFERENCE_RULES(SETS "IDRegDocTypeValues/IDRegDocType"),
    REFERENCE_RULES(SETS "PartyTypeValues/PartyType"),
    {SETS "PartySubTypeValues/PartySubType@ID", XML_SET, V_ID},
    {SETS "PartySubTypeValues/PartySubType@PartyTypeID", XML_SET, V_TYPE},
    {SETS "PartySubTypeValues/PartySubType", XML_GROUP, REFERENCE},
    {"/Locations/Location@ID", XML_SET, V_ID},
    {"/Locations/Location/LocationCountry@CountryID", XML_SET, V_COUNTRY},
    {"/Locations/Location", XML_GROUP, LOCATION},
    {"/IDRegDocuments/IDRegDocument@IDRegDocTypeID", XML_SET, V_TYPE},
    {"/IDRegDocuments/IDRegDocument@IdentityID", XML_SET, V_ID},
    {"/IDRegDocuments/IDRegDocument@IssuedBy-CountryID", XML_SET, V_COUNTRY},
    {"/IDRegDocuments/IDRegDocument/IDRegistrationNo", XML_SET, V_NUMBER},
    {"/IDRegDocuments/IDRegDocument", XML_GROUP, PAPER},
    {"@FixedRef", XML_SET, V_ID},
    {"Comment", XML_SET, V_REMARKS},
    {"Profile@ID", XML_SET, V_OTHER_ID},
    {"Profile@PartySubTypeID", XML_SET, V_TYPE},
    {PROFILE "Identity@ID", XML_SET, V_PLACE},
    {PROFILE "Identity/Alias@Primary", XML_SET, V_KIND},
    {PROFILE "Identity/Alias@LowQuality", XML_SET, V_QUALITY},
    {ALIAS "DocumentedName@DocNameStatusID", XML_SET, V_SCRIPT},
    {ALIAS "DocumentedName/DocumentedNamePart/NamePartValue@NamePartGroupID", XML_SET, V_CODE},
    {ALIAS "DocumentedName/DocumentedNamePart/NamePartValue", XML_GROUP, PART},
    {ALIAS "DocumentedName", XML_GROUP, NAME},
    {MASTER "@ID", XML_SET, V_CODE},
    {MASTER "@NamePartTypeID", XML_SET, V_VALUE},
    {MASTER, XML_GROUP, PART_GROUP},
    {PROFILE "Identity", XML_GROUP, IDENTITY},
    {PROFILE "Feature@FeatureTypeID", XML_SET, V_CALENDAR},
    {FEATURE_VERSION "DatePeriod/Start@Approximate", XML_SET, V_CIRCA},
    {FEATURE_VERSION "DatePeriod/Start/From/Year", XML_SET, V_YEAR},
    {FEATURE_VERSION "DatePeriod/Start/From/Month", XML_SET, V_MONTH},
    {FEATURE_VERSION "DatePeriod/Start/From/Day", XML_SET, V_DAY},
    {FEATURE_VERSION "DatePeriod/Start/From", XML_GROUP, FROM},
    {FEATURE_VERSION "DatePeriod/End/To/Year", XML_SET, V_YEAR},
    {FEATURE_VERSION "DatePeriod/End/To/Month", XML_SET, V_MONTH},
    {FEATURE_VERSION "DatePeriod/End/To/Day", XML_SET, V_DAY},
    {FEATURE_VERSION "DatePeriod/End/To", XML_GROUP, TO},
    {FEATURE_VERSION "VersionDetail", XML_SET, V_VALUE},
    {FEATURE_VERSION "VersionDetail@DetailReferenceID", XML_SET, V_CODE},
    {FEATURE_VERSION "VersionLocation@LocationID", XML_SET, V_CITY},
    {PROFILE "Feature/FeatureVersion", XML_GROUP, FEATURE},
    {ENTRY "@ProfileID", XML_SET, V_ID},
    {ENTRY "/EntryEvent/Date/Year", XML_SET, V_YEAR},
    {ENTRY "/EntryEvent/Date/Month", XML_SET, V_MONTH},
    {ENTRY "/EntryEvent/Date/Day", XML_SET, V_DAY},
    {ENTRY "/EntryEvent", XML_GROUP, EVENT},
    {ENTRY "/SanctionsMeasure@SanctionsTypeID", XML_SET, V_TYPE},
    {ENTRY "/SanctionsMeasure/Comment", XML_SET, V_VALUE},
    {ENTRY "/SanctionsMeasure", XML_GROUP, MEASURE},
};

typedef struct paper {
    slice type, number, country; /* numbers of references, but for number */
    uint32_t next;               /* of the same identity; 1 + its index */
} paper;

typedef struct part {
    slice group, text;
} part;

typedef struct name {
    size_t first, n; /* of its parts */
    bool alias, weak;
} name;

typedef struct advanced {
    arena arena;   /* of what outlives a party */
    watch_map map; /* of keys such as "Country 11110" */
    slice *text;   /* of a reference, by the map's number */
    paper *paper;  /* by the map's number - 1 of "identity 4021" */
    part *part;    /* of the identity at hand */
    name *name;
    size_t texts, papers, parts, names, text_cap, paper_cap, part_cap, name_cap;
    date from, to;
} advanced;

#define MORE(array, n, cap)                                                                        \
    ((n) == (cap)                                                                                  \
         ? ((cap) = (cap) ? 2 * (cap) : 64, (array) = mem_grow((array), (cap), sizeof *(array)))   \
         : (array))

/* What is known of a number of that kind; empty when nothing is. */
static slice
look_up(xml *x, const char *kind, slice id)
{
    advanced *a = x->state;
    slice key = arena_printf(&x->arena, "%s %.*s", kind, (int)(id.n < 40 ? id.n : 40),
                             id.p != NULL ? id.p : "");
    const uint32_t *at = watch_map_get(&a->map, key);

    return at != NULL ? a->text[*at] : (slice){NULL, 0};
}

static void
remember(xml *x, const char *kind, slice id, slice text)
{
    advanced *a = x->state;
    bool isnew;
    uint32_t *at =
        watch_map_put(&a->map,
                      arena_printf(&a->arena, "%s %.*s", kind, (int)(id.n < 40 ? id.n : 40),
                                   id.p != NULL ? id.p : ""),
                      &isnew);

    if (isnew) {
        *at = (uint32_t)a->texts;
        MORE(a->text, a->texts, a->text_cap);
        a->text[a->texts++] = arena_dup(&a->arena, text);
    }
}

static void
keep_paper(xml *x)
{
    advanced *a = x->state;
    bool isnew;
    slice id = x->v[V_ID];
    uint32_t *at =
        watch_map_put(&a->map,
                      arena_printf(&a->arena, "identity %.*s", (int)(id.n < 40 ? id.n : 40),
                                   id.p != NULL ? id.p : ""),
                      &isnew);

    MORE(a->paper, a->papers, a->paper_cap);
    a->paper[a->papers++] =
        (paper){arena_dup(&a->arena, x->v[V_TYPE]), arena_dup(&a->arena, x->v[V_NUMBER]),
                arena_dup(&a->arena, x->v[V_COUNTRY]), isnew ? 0 : *at};
    *at = (uint32_t)a->papers;
}

static void
add_papers(xml *x)
{
    advanced *a = x->state;
    slice id = x->v[V_PLACE];
    const uint32_t *at = watch_map_get(&a->map, arena_printf(&x->arena, "identity %.*s",
                                                             (int)(id.n < 40 ? id.n : 40),
                                                             id.p != NULL ? id.p : ""));

    for (uint32_t i = at != NULL ? *at : 0; i != 0; i = a->paper[i - 1].next) {
        const paper *p = &a->paper[i - 1];
        watch_add_ofac_id(x->s, look_up(x, "IDRegDocType", p->type), p->number,
                          look_up(x, "Country", p->country));
    }
}

static date
date_at_hand(xml *x)
{
    date d;
    slice day = arena_join(&x->arena, x->v[V_DAY], S("/"), x->v[V_MONTH]);

    return watch_read_date(arena_join(&x->arena, day, S("/"), x->v[V_YEAR]), &d) ? d
                                                                                 : (date){0, 0, 0};
}

/* A whole year, or whole years, are written as their first and last day. */
static void
add_birth(xml *x)
{
    advanced *a = x->state;
    watch_birth b = {.from = a->from,
                     .to = a->to.year != 0 ? a->to : a->from,
                     .circa = watch_says(x->v[V_CIRCA], "true")};

    if (b.from.year == 0)
        b.from = b.to;
    if (b.from.month == 1 && b.from.day == 1 && b.to.month == 12 && b.to.day == 31)
        b.from.month = b.from.day = b.to.month = b.to.day = 0;
    else if (b.from.day == 1 && b.from.year == b.to.year && b.from.month == b.to.month &&
             !date_valid((date){b.to.year, b.to.month, (uint8_t)(b.to.day + 1)}))
        b.from.day = b.to.day = 0;
    if (date_cmp(b.from, b.to) <= 0)
        watch_add_birth(x->s->l, b);
    a->from = a->to = (date){0, 0, 0};
}

/* Numbers that OFAC gives to kinds of features; its ReferenceValueSets may leave them out. */
static void
add_feature(xml *x)
{
    slice type = x->v[V_CALENDAR], value = x->v[V_VALUE];
    slice country = look_up(x, "Country", look_up(x, "Location", x->v[V_CITY]));

    if (watch_says(type, "8"))
        add_birth(x);
    else if (watch_says(type, "9"))
        watch_add_place(x->s->l, value.n != 0 ? value : country, "");
    else if (watch_says(type, "10") || watch_says(type, "11"))
        watch_read_nationality(x->s, country);
    else if (watch_says(type, "224"))
        watch_read_sex(x->s, watch_says(x->v[V_CODE], "91526")   ? S("M")
                             : watch_says(x->v[V_CODE], "91527") ? S("F")
                                                                 : value);
}

/* Last, maiden and matronymic names are surnames; all others given names. */
static void
add_names(xml *x)
{
    advanced *a = x->state;

    for (size_t i = 0; i < a->names; i++) {
        watch_name n = {.alias = a->name[i].alias, .weak = a->name[i].weak};
        for (size_t k = a->name[i].first; k < a->name[i].first + a->name[i].n; k++) {
            slice type = look_up(x, "part", a->part[k].group);
            slice *to =
                watch_says(type, "1520") || watch_says(type, "1523") || watch_says(type, "91709")
                    ? &n.surname
                    : &n.given;
            *to = arena_join(&x->arena, *to, S(" "), a->part[k].text);
        }
        n.original = n.alias && (watch_original(n.surname) || watch_original(n.given));
        watch_add_parts(x->s->l, n);
    }
    a->names = a->parts = 0;
}

static void
end_party(xml *x)
{
    watch_list *l = x->s->l;
    watch_entry *e = &l->entry[l->at];
    slice type = look_up(x, "PartyType", look_up(x, "PartySubType", x->v[V_TYPE]));
    bool isnew;

    e->organization =
        type.n != 0 ? !watch_says(type, "Individual") : !watch_says(x->v[V_TYPE], "4");
    watch_set_remarks(l, x->v[V_REMARKS]);
    advanced *a = x->state;
    slice key = arena_printf(&a->arena, "%.*s", (int)x->v[V_OTHER_ID].n,
                             x->v[V_OTHER_ID].p != NULL ? x->v[V_OTHER_ID].p : "");
    *watch_map_put(&x->s->ids, key, &isnew) = l->at;
}

/* The party that a sanctions entry is of becomes the one at hand. */
static bool
party_at_hand(xml *x)
{
    const uint32_t *at = watch_map_get(&x->s->ids, x->v[V_ID]);

    if (at != NULL)
        x->s->l->at = *at;
    return at != NULL;
}

static void
group(xml *x, int n, slice text)
{
    advanced *a = x->state;
    watch_list *l = x->s->l;
    const char *kind;

    switch (n) {
    case XML_RECORD:
        end_party(x);
        break;
    case REFERENCE:
        kind = xml_element(x);
        remember(x, kind, x->v[V_ID], x->v[V_TYPE].n != 0 ? x->v[V_TYPE] : text);
        break;
    case LOCATION:
        remember(x, "Location", x->v[V_ID], x->v[V_COUNTRY]);
        break;
    case PAPER:
        keep_paper(x);
        break;
    case ISSUED:
        l->issued = date_at_hand(x);
        break;
    case PART:
        MORE(a->part, a->parts, a->part_cap);
        a->part[a->parts++] =
            (part){arena_dup(&x->arena, x->v[V_CODE]), arena_dup(&x->arena, text)};
        break;
    case NAME: {
        size_t first = a->names != 0 ? a->name[a->names - 1].first + a->name[a->names - 1].n : 0;
        MORE(a->name, a->names, a->name_cap);
        a->name[a->names++] =
            (name){first, a->parts - first,
                   !watch_says(x->v[V_KIND], "true") || watch_says(x->v[V_SCRIPT], "2"),
                   watch_says(x->v[V_QUALITY], "true")};
        break;
    }
    case PART_GROUP:
        remember(x, "part", x->v[V_CODE], x->v[V_VALUE]);
        break;
    case IDENTITY:
        add_names(x);
        add_papers(x);
        break;
    case FROM:
        a->from = date_at_hand(x);
        break;
    case TO:
        a->to = date_at_hand(x);
        break;
    case FEATURE:
        add_feature(x);
        break;
    case EVENT:
        if (party_at_hand(x) && l->entry[l->at].listed.year == 0)
            l->entry[l->at].listed = date_at_hand(x);
        break;
    case MEASURE: /* of type 1, "Program", with its name */
        if (watch_says(x->v[V_TYPE], "1") && party_at_hand(x))
            watch_add_programme(l, x->v[V_VALUE]);
        break;
    default:
        break;
    }
}

static void
end(xml *x)
{
    advanced *a = x->state;

    free(a->text);
    free(a->paper);
    free(a->part);
    free(a->name);
    watch_map_free(&a->map);
    arena_free(&a->arena);
}

const xml_format xml_advanced = {.name = "ofac-advanced",
                                 .root = "Sanctions",
                                 .record = "DistinctParties/DistinctParty",
                                 .rules = rules,
                                 .rules_n = LENGTH(rules),
                                 .state_size = sizeof(advanced),
                                 .group = group,
                                 .end = end};

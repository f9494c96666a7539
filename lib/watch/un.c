/*
 * The consolidated list of the UN Security Council, XML:
 * CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL, read as a stream.  A document type
 * is refused, so there are no entities to be expanded or fetched.
 */
#include "watch/private.h"

#include "text/text.h"

#include <libxml/xmlreader.h>
#include <stdio.h>
#include <stdlib.h>

enum { DEPTH = 8, PARTS = 4, NAME_MAX_BYTES = 48, TAG_MAX = 4096 };

/* A value of the group at hand (an alias, a date of birth, a document). */
typedef enum value {
    QUALITY,
    ALIAS_NAME,
    TYPE_OF_DATE,
    DATE,
    YEAR,
    FROM_YEAR,
    TO_YEAR,
    NUMBER,
    ISSUING_COUNTRY,
    COUNTRY_OF_ISSUE,
    VALUES
} value;

static const char *const value_names[VALUES] = {
    "QUALITY", "ALIAS_NAME",      "TYPE_OF_DATE",    "DATE", "YEAR", "FROM_YEAR", "TO_YEAR",
    "NUMBER",  "ISSUING_COUNTRY", "COUNTRY_OF_ISSUE"};

static const char *const part_names[PARTS] = {"FIRST_NAME", "SECOND_NAME", "THIRD_NAME",
                                              "FOURTH_NAME"};

typedef struct alias {
    slice text;
    bool weak;
} alias;

typedef struct reader {
    in *f;
    watch_list *l;
    diag *d;
    error *e;
    xmlTextReaderPtr xml;
    bool failed;
    size_t tag; /* bytes of the tag at hand, 0 outside of one */
    char quote; /* that a value in it began with, and has yet to end with */
    char path[DEPTH][NAME_MAX_BYTES];
    buf text; /* of the element that is open */
    bool person;
    arena arena; /* of the person at hand */
    uint64_t line;
    slice id, other_id, part[PARTS], value[VALUES];
    alias *alias;
    size_t alias_n, alias_cap;
} reader;

static bool
fail(reader *r, const char *why)
{
    if (!r->failed)
        error_set(r->e, "%s: line %d: %s", r->f->name, xmlTextReaderGetParserLineNumber(r->xml),
                  why);
    r->failed = true;
    return false;
}

static void
on_error(void *data, xmlErrorPtr what)
{
    reader *r = data;
    slice why = slice_of(what->message);

    why = slice_cut(&why, '\n'); /* what follows shows bytes of the input */
    if (what->level < XML_ERR_ERROR || r->failed)
        return;
    error_set(r->e, "%s: line %d: %.*s", r->f->name, what->line, (int)(why.n < 200 ? why.n : 200),
              why.p != NULL ? why.p : "");
    r->failed = true;
}

/*
 * The parser compares every attribute of a tag with every other before it shows
 * any, so a tag is bounded by its bytes.
 */
static bool
tags_bounded(reader *r, slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (r->quote != '\0')
            r->quote = c == r->quote ? '\0' : r->quote;
        else if (c == '<' || c == '>' || (c == '!' && r->tag == 1)) /* <! is no tag */
            r->tag = 0;
        else if (r->tag != 0 && (c == '"' || c == '\''))
            r->quote = c;
        if ((r->tag != 0 || c == '<') && ++r->tag > TAG_MAX)
            return fail(r, "a tag that is too long");
    }
    return true;
}

static int
on_read(void *data, char *to, int room)
{
    reader *r = data;
    in *f = r->f;

    if (f->window.n == 0 && !in_more(f))
        return f->failed ? -1 : 0;
    size_t n = f->window.n < (size_t)room ? f->window.n : (size_t)room;
    if (!tags_bounded(r, (slice){f->window.p, n}))
        return -1;
    memcpy(to, f->window.p, n);
    in_skip(f, n);
    return (int)n;
}

static int
on_close(void *data)
{
    (void)data;
    return 0;
}

/* ---- what values say ---- */

static place
here(const reader *r)
{
    return (place){r->f->name, r->line, 0, -1};
}

static void
add_alias(reader *r, slice text, bool weak)
{
    text = slice_trim(text);
    if (text.n == 0)
        return;
    if (r->alias_n == r->alias_cap) {
        r->alias_cap = r->alias_cap ? r->alias_cap * 2 : 16;
        r->alias = mem_grow(r->alias, r->alias_cap, sizeof *r->alias);
    }
    r->alias[r->alias_n++] = (alias){text, weak};
}

/* Several names may stand in one, parted by ';'. */
static void
end_alias(reader *r)
{
    slice all = r->value[ALIAS_NAME];
    bool weak = slice_eq_nocase(r->value[QUALITY], S("Low"));

    while (all.p != NULL)
        add_alias(r, slice_cut(&all, ';'), weak);
}

/* A date, or a date and a time, of which the day counts. */
static bool
read_date(slice s, date *d)
{
    if (s.n > 10)
        s.n = 10;
    return date_parse(s, d);
}

static void
end_birth(reader *r)
{
    const slice *v = r->value;
    slice from = v[DATE].n != 0 ? v[DATE] : v[YEAR].n != 0 ? v[YEAR] : v[FROM_YEAR];
    slice to = from.p == v[FROM_YEAR].p ? v[TO_YEAR] : from;
    watch_birth b = {.circa = slice_eq_nocase(v[TYPE_OF_DATE], S("APPROXIMATELY"))};

    if (from.n == 0)
        from = to;
    if (to.n == 0)
        to = from;
    if (from.n == 0)
        return;
    if (!read_date(from, &b.from) || !read_date(to, &b.to) || date_cmp(b.from, b.to) > 0)
        diag_warn(r->d, here(r), "%.*s: '%.*s' is no date of birth; left out", (int)r->id.n,
                  r->id.p != NULL ? r->id.p : "", (int)(from.n < 40 ? from.n : 40), from.p);
    else
        watch_add_birth(r->l, b);
}

static void
add_country(reader *r, slice name)
{
    slice code = country_by_name(name);
    char text[4] = "";

    if (name.n == 0 || slice_eq_nocase(name, S("na")))
        return;
    if (code.n == 3) {
        memcpy(text, code.p, 3);
        watch_add_country(r->l, text);
    } else {
        diag_warn(r->d, here(r), "'%.*s' is no country that is known; left out",
                  (int)(name.n < 60 ? name.n : 60), name.p);
    }
}

static bool
has_digit(slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            return true;
    return false;
}

static bool
is_series(slice s) /* the letters before a number: OB 0243318 */
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z')
            return false;
    return s.n != 0 && s.n <= 3;
}

/*
 * The number in a text like "German travel document A 0139243 (expired)": of
 * the runs of words that have digits, each with a series of letters just
 * before it, the longest.
 */
static slice
number_in(slice text)
{
    slice rest, series = {NULL, 0}, run = {NULL, 0}, longest = {NULL, 0};
    const char *bracket = text.n == 0 ? NULL : memchr(text.p, '(', text.n);

    if (bracket != NULL && has_digit(slice_between(text.p, bracket)))
        text.n = (size_t)(bracket - text.p);
    for (rest = text; rest.p != NULL;) {
        slice word = slice_cut(&rest, ' ');
        if (word.n == 0)
            continue;
        if (has_digit(word)) {
            const char *from = run.n != 0 ? run.p : series.n != 0 ? series.p : word.p;
            run = slice_between(from, word.p + word.n);
        } else {
            run = (slice){NULL, 0};
        }
        longest = run.n > longest.n ? run : longest;
        series = is_series(word) ? word : (slice){NULL, 0};
    }
    return longest;
}

/* Several numbers may stand in one, parted by ';' or ','. */
static void
end_document(reader *r)
{
    slice country = r->value[ISSUING_COUNTRY], rest = r->value[NUMBER];
    char issuer[4] = "";

    if (country.n == 0)
        country = r->value[COUNTRY_OF_ISSUE];
    slice code = country_by_name(country);
    if (code.n == 3)
        memcpy(issuer, code.p, 3);
    while (rest.p != NULL) {
        slice part = slice_cut(&rest, ';');
        while (part.p != NULL)
            watch_add_document(r->l, number_in(slice_cut(&part, ',')), issuer);
    }
}

/* ---- persons ---- */

static void
begin_person(reader *r)
{
    arena_reset(&r->arena);
    r->person = true;
    r->line = (uint64_t)xmlTextReaderGetParserLineNumber(r->xml);
    r->id = r->other_id = (slice){NULL, 0};
    memset(r->part, 0, sizeof r->part);
    r->alias_n = 0;
    watch_add_entry(r->l, r->id);
}

static bool
end_person(reader *r)
{
    watch_list *l = r->l;
    watch_entry *entry = &l->entry[l->entries_n - 1];
    slice name = {NULL, 0};

    r->person = false;
    slice id = r->id.n != 0 ? r->id : r->other_id;
    if (id.n == 0) /* as in CSV, where it begins */
        id = arena_printf(&r->arena, "%llu", (unsigned long long)r->line);
    entry->id = arena_dup(&l->arena, id);
    for (size_t i = 0; i < PARTS; i++)
        name = arena_join(&r->arena, name, S(" "), r->part[i]);
    watch_add_name(l, name, false, false);
    for (size_t i = 0; i < r->alias_n; i++)
        watch_add_name(l, r->alias[i].text, true, r->alias[i].weak);
    if (entry->names.n == 0 && entry->documents.n == 0)
        return fail(r, "an individual with neither a name nor a document");
    if (l->entries_n > WATCH_ENTRIES_MAX)
        return fail(r, "too many individuals");
    return true;
}

static bool
is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* The end of an element at that depth, with its text. */
static bool
end_element(reader *r, int depth, slice text)
{
    const char *name = r->path[depth];

    if (!r->person)
        return true;
    if (depth == 2)
        return end_person(r);
    if (depth == 3) {
        for (size_t i = 0; i < PARTS; i++)
            if (is(name, part_names[i]))
                r->part[i] = arena_dup(&r->arena, text);
        if (is(name, "REFERENCE_NUMBER"))
            r->id = arena_dup(&r->arena, text);
        else if (is(name, "DATAID"))
            r->other_id = arena_dup(&r->arena, text);
        else if (is(name, "NAME_ORIGINAL_SCRIPT"))
            add_alias(r, arena_dup(&r->arena, text), false);
        else if (is(name, "GENDER") && text.n != 0)
            r->l->entry[r->l->entries_n - 1].sex = text.p[0] == 'M' || text.p[0] == 'm'   ? 'M'
                                                   : text.p[0] == 'F' || text.p[0] == 'f' ? 'F'
                                                                                          : '\0';
        else if (is(name, "INDIVIDUAL_ALIAS"))
            end_alias(r);
        else if (is(name, "INDIVIDUAL_DATE_OF_BIRTH"))
            end_birth(r);
        else if (is(name, "INDIVIDUAL_DOCUMENT"))
            end_document(r);
        memset(r->value, 0, sizeof r->value);
    } else if (depth == 4) {
        for (size_t i = 0; i < VALUES; i++)
            if (is(name, value_names[i]))
                r->value[i] = arena_dup(&r->arena, text);
        if (is(r->path[3], "NATIONALITY") && is(name, "VALUE"))
            add_country(r, text);
    }
    return true;
}

static bool
begin_element(reader *r, int depth)
{
    const char *name = (const char *)xmlTextReaderConstLocalName(r->xml);

    if (depth >= DEPTH)
        return fail(r, "elements within elements, deeper than the list has them");
    snprintf(r->path[depth], sizeof r->path[depth], "%s", name);
    r->text.n = 0;
    if (depth == 0 && !is(name, "CONSOLIDATED_LIST")) {
        char why[128];
        snprintf(why, sizeof why, "<%.40s> is no list that is known: <CONSOLIDATED_LIST> is", name);
        return fail(r, why);
    }
    if (is(name, "INDIVIDUAL")) {
        if (depth != 2 || !is(r->path[1], "INDIVIDUALS"))
            return fail(r, "an individual where the list has none");
        begin_person(r);
    }
    if (depth == 2 && is(name, "ENTITY"))
        r->l->entities++;
    return true;
}

static bool
read_node(reader *r)
{
    int depth = xmlTextReaderDepth(r->xml);
    const char *text;

    switch (xmlTextReaderNodeType(r->xml)) {
    case XML_READER_TYPE_DOCUMENT_TYPE:
        return fail(r, "a document type is not allowed in a list");
    case XML_READER_TYPE_ENTITY_REFERENCE:
        return fail(r, "an entity of its own is not allowed in a list");
    case XML_READER_TYPE_ELEMENT:
        if (!begin_element(r, depth))
            return false;
        return xmlTextReaderIsEmptyElement(r->xml) ? end_element(r, depth, (slice){NULL, 0}) : true;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        text = (const char *)xmlTextReaderConstValue(r->xml);
        buf_puts(&r->text, slice_of(text));
        return r->text.n <= WATCH_VALUE_MAX || fail(r, "a value that is too long");
    case XML_READER_TYPE_END_ELEMENT: {
        bool good = end_element(r, depth, slice_trim(buf_slice(&r->text)));
        r->text.n = 0;
        return good;
    }
    default:
        return true;
    }
}

bool
watch_read_un(in *f, watch_list *l, diag *d, error *e)
{
    reader r = {.f = f, .l = l, .d = d, .e = e};
    int more = 0;

    LIBXML_TEST_VERSION
    r.xml = xmlReaderForIO(on_read, on_close, &r, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOCDATA);
    if (r.xml == NULL)
        return error_set(e, "%s: cannot be read as XML", f->name);
    xmlTextReaderSetStructuredErrorHandler(r.xml, on_error, &r);
    while (!r.failed && (more = xmlTextReaderRead(r.xml)) == 1)
        read_node(&r);
    if (more < 0)
        fail(&r, "cannot be read as XML");
    xmlFreeTextReader(r.xml);
    arena_free(&r.arena);
    buf_free(&r.text);
    free(r.alias);
    return !r.failed;
}

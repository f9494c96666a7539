/*
 * Lists in XML, read as a stream.  A document type is refused, so there are no
 * entities to be expanded or fetched; depth, tags and values are bounded.
 */
#include "watch/xml.h"

#include <libxml/xmlreader.h>
#include <stdio.h>
#include <stdlib.h>

enum { DEPTH = 24, PATH_MAX_BYTES = 512, TAG_MAX = 1 << 14 };

const xml_format *const xml_formats[] = {&xml_un,       &xml_eu, &xml_sdn, &xml_enhanced,
                                         &xml_advanced, &xml_uk, NULL};

struct xml_state {
    const xml_format *format;
    xmlTextReaderPtr reader;
    bool failed;
    markup at;
    char path[PATH_MAX_BYTES];
    size_t length[DEPTH];                          /* of the path down to that depth */
    uint64_t clock, began[DEPTH], set_at[V_SLOTS]; /* what was set within which element */
    int record;            /* the depth of the record at hand, 0 outside of one */
    size_t record_n;       /* bytes of the record's path */
    const char *last_name; /* of the record's path */
    buf text;              /* of the element that is open */
};

void
xml_fail(xml *x, const char *why)
{
    if (!x->own->failed)
        error_set(x->s->e, "%s: line %d: %s", x->s->f->name,
                  xmlTextReaderGetParserLineNumber(x->own->reader), why);
    x->own->failed = true;
}

const char *
xml_element(const xml *x)
{
    return (const char *)xmlTextReaderConstLocalName(x->own->reader);
}

static void
on_error(void *data, xmlErrorPtr what)
{
    xml *x = data;
    slice why = slice_of(what->message);

    why = slice_cut(&why, '\n'); /* what follows shows bytes of the input */
    if (what->level < XML_ERR_ERROR || x->own->failed)
        return;
    error_set(x->s->e, "%s: line %d: %.*s", x->s->f->name, what->line,
              (int)(why.n < 200 ? why.n : 200), why.p != NULL ? why.p : "");
    x->own->failed = true;
}

static int
on_read(void *data, char *to, int room)
{
    xml *x = data;
    in *f = x->s->f;

    if (f->window.n == 0 && !in_more(f))
        return f->failed ? -1 : 0;
    size_t n = f->window.n < (size_t)room ? f->window.n : (size_t)room;
    if (!markup_bounded(&x->own->at, (slice){f->window.p, n}, TAG_MAX)) {
        xml_fail(x, "a tag that is too long");
        return -1;
    }
    memcpy(to, f->window.p, n);
    in_skip(f, n);
    return (int)n;
}

/* ---- rules ---- */

/* Below the record its rules count, elsewhere those that begin with '/'. */
static const xml_rule *
find_rule(const xml *x, int depth, const char *attribute, xml_action action)
{
    const struct xml_state *o = x->own;
    slice path = {o->path, o->length[depth]};
    slice below = o->record == 0 ? (slice){NULL, 0}
                  : depth == o->record
                      ? (slice){"", 0}
                      : (slice){path.p + o->record_n + 1, path.n - o->record_n - 1};

    for (size_t i = 0; i < o->format->rules_n; i++) {
        const xml_rule *r = &o->format->rules[i];
        slice rest = slice_of(r->path);
        bool attributes = strchr(r->path, '@') != NULL;
        slice element = attributes ? slice_cut(&rest, '@') : rest;
        if (r->action != action || attributes != (attribute != NULL) ||
            (attribute != NULL && strncmp(rest.p, attribute, rest.n + 1) != 0))
            continue;
        if (element.n != 0 && element.p[0] == '/') {
            if (slice_eq((slice){element.p + 1, element.n - 1}, path))
                return r;
        } else if (below.p != NULL && slice_eq(element, below)) {
            return r;
        }
    }
    return NULL;
}

static void
set(xml *x, int slot, slice text)
{
    x->v[slot] = arena_dup(&x->arena, slice_trim(text));
    x->own->set_at[slot] = ++x->own->clock;
}

static void
begin_record(xml *x, int depth)
{
    struct xml_state *o = x->own;

    o->record = depth;
    x->s->where.line = (uint64_t)xmlTextReaderGetParserLineNumber(o->reader);
    watch_add_entry(x->s->l, (slice){NULL, 0});
    o->format->group(x, XML_BEGIN, (slice){NULL, 0});
}

static void
end_record(xml *x)
{
    watch_list *l = x->s->l;
    watch_entry *e = &l->entry[l->at];

    x->own->format->group(x, XML_RECORD, (slice){NULL, 0});
    if (e->id.n == 0 && x->v[V_ID].n + x->v[V_OTHER_ID].n != 0)
        e->id = watch_squeeze(&l->arena, x->v[V_ID].n != 0 ? x->v[V_ID] : x->v[V_OTHER_ID]);
    if (e->id.n == 0) /* as in CSV, where it begins */
        e->id = arena_printf(&l->arena, "%llu", (unsigned long long)x->s->where.line);
    if (e->names.n == 0 && e->documents.n == 0 && !e->organization)
        xml_fail(x, "an individual with neither a name nor a document");
    else if (l->entries_n >= WATCH_ENTRIES_MAX)
        xml_fail(x, "too many individuals");
    else
        x->own->record = 0;
    arena_reset(&x->arena);
    memset(x->v, 0, sizeof x->v);
}

static void
end_element(xml *x, int depth, slice text)
{
    struct xml_state *o = x->own;
    const xml_rule *r = find_rule(x, depth, NULL, XML_SET);

    if (r != NULL)
        set(x, r->n, text);
    if ((r = find_rule(x, depth, NULL, XML_GROUP)) != NULL) {
        o->format->group(x, r->n, text);
        for (int i = 0; i < V_SLOTS; i++)
            if (o->set_at[i] > o->began[depth])
                x->v[i] = (slice){NULL, 0};
    }
    if (o->record != 0 && depth == o->record)
        end_record(x);
}

static void
read_attributes(xml *x, int depth)
{
    while (xmlTextReaderMoveToNextAttribute(x->own->reader) == 1) {
        const char *name = (const char *)xmlTextReaderConstLocalName(x->own->reader);
        const xml_rule *r = find_rule(x, depth, name, XML_SET);
        if (r != NULL)
            set(x, r->n, slice_of((const char *)xmlTextReaderConstValue(x->own->reader)));
    }
    xmlTextReaderMoveToElement(x->own->reader);
}

static void
begin_root(xml *x, const char *name)
{
    const char *wanted = x->s->how->format;
    char why[160];

    for (size_t i = 0; xml_formats[i] != NULL; i++)
        if (strcmp(name, xml_formats[i]->root) == 0)
            x->own->format = xml_formats[i];
    if (x->own->format == NULL) {
        snprintf(why, sizeof why, "<%.40s> is no list that is known", name);
        xml_fail(x, why);
    } else if (wanted != NULL && strcmp(wanted, x->own->format->name) != 0) {
        snprintf(why, sizeof why, "<%.40s> is a list of %s, not %s", name, x->own->format->name,
                 wanted);
        xml_fail(x, why);
    } else {
        const xml_format *f = x->own->format;
        const char *slash = strrchr(f->record, '/');
        x->s->l->format = slice_of(f->name);
        x->state = f->state_size ? mem_alloc(1, f->state_size) : NULL;
        x->own->record_n = strlen(f->record);
        x->own->last_name = slash != NULL ? slash + 1 : f->record;
    }
}

static void
begin_element(xml *x, int depth)
{
    struct xml_state *o = x->own;
    const char *name = (const char *)xmlTextReaderConstLocalName(o->reader);
    size_t from = depth > 1 ? o->length[depth - 1] : 0, n = strlen(name);

    o->text.n = 0;
    o->began[depth] = o->clock;
    if (depth == 0) {
        begin_root(x, name);
        if (o->failed)
            return;
    } else {
        if (from + n + 2 > PATH_MAX_BYTES) {
            xml_fail(x, "a name that is too long");
            return;
        }
        if (depth > 1)
            o->path[from++] = '/';
        memcpy(o->path + from, name, n);
        o->length[depth] = from + n;
        if (strcmp(name, o->last_name) == 0 && o->record == 0 &&
            slice_eq((slice){o->path, from + n}, slice_of(o->format->record)))
            begin_record(x, depth);
        else if (strcmp(name, o->last_name) == 0) {
            xml_fail(x, "an entry where the list has none");
            return;
        }
    }
    if (xmlTextReaderHasAttributes(o->reader))
        read_attributes(x, depth);
}

static void
read_node(xml *x)
{
    struct xml_state *o = x->own;
    int depth = xmlTextReaderDepth(o->reader), empty;

    switch (xmlTextReaderNodeType(o->reader)) {
    case XML_READER_TYPE_DOCUMENT_TYPE:
        xml_fail(x, "a document type is not allowed in a list");
        break;
    case XML_READER_TYPE_ENTITY_REFERENCE:
        xml_fail(x, "an entity of its own is not allowed in a list");
        break;
    case XML_READER_TYPE_ELEMENT:
        empty = xmlTextReaderIsEmptyElement(o->reader);
        if (depth >= DEPTH)
            xml_fail(x, "elements within elements, deeper than the list has them");
        else
            begin_element(x, depth);
        if (empty && !o->failed)
            end_element(x, depth, (slice){NULL, 0});
        break;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        buf_puts(&o->text, slice_of((const char *)xmlTextReaderConstValue(o->reader)));
        if (o->text.n > WATCH_VALUE_MAX)
            xml_fail(x, "a value that is too long");
        break;
    case XML_READER_TYPE_END_ELEMENT:
        end_element(x, depth, slice_trim(buf_slice(&o->text)));
        o->text.n = 0;
        break;
    default:
        break;
    }
}

bool
watch_read_xml(watch_source *s)
{
    struct xml_state own = {.format = NULL};
    xml x = {.s = s, .own = &own};
    int more = 0;

    LIBXML_TEST_VERSION
    own.reader = xmlReaderForIO(on_read, NULL, &x, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOCDATA);
    if (own.reader == NULL)
        return error_set(s->e, "%s: cannot be read as XML", s->f->name);
    xmlTextReaderSetStructuredErrorHandler(own.reader, on_error, &x);
    while (!own.failed && (more = xmlTextReaderRead(own.reader)) == 1)
        read_node(&x);
    if (more < 0)
        xml_fail(&x, "cannot be read as XML");
    if (own.failed && own.record != 0) /* an entry that was not read whole is given up */
        s->l->entries_n = s->l->at;
    if (own.format != NULL && own.format->end != NULL)
        own.format->end(&x);
    xmlFreeTextReader(own.reader);
    free(x.state);
    arena_free(&x.arena);
    buf_free(&own.text);
    return !own.failed;
}

/* ---- what several formats do ---- */

void
xml_add_name(xml *x, bool alias, bool weak)
{
    watch_add_values(x->s, x->v, &x->arena, alias, weak);
}

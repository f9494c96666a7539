/*
 * Crew and passengers of the notice of arrival and departure of the United
 * States (33 CFR 160, the National Vessel Movement Center's XML, 3.x), read as
 * a stream.  A document type is refused, so there are no entities to be
 * expanded or fetched.
 */
#include "edi/private.h"

#include <libxml/xmlreader.h>
#include <stdio.h>
#include <stdlib.h>

enum { DEPTH = 12, NAME_BYTES = 40, TAG_BYTES = 4096 };

/* An element and the one around it. */
static const struct {
    const char *around, *name;
    ship_field field;
} elements[] = {
    {"NOTICE_DETAILS", "NOTICE_ID", SHIP_REF},
    {"NOTICE_DETAILS", "NOTICE_TRANSACTION_TYPE", SHIP_FUNCTION},
    {"NOTICE_DETAILS", "NOTICE_TYPE", SHIP_MOVE},
    {"VOYAGE", "VOYAGE_NUMBER", SHIP_VOYAGE},
    {"VESSEL", "NAME", SHIP_NAME},
    {"VESSEL", "ID_NUM", SHIP_NUMBER},
    {"VESSEL", "CALL_SIGN", SHIP_CALL_SIGN},
    {"ARRIVE", "ARRIVE_DT", SHIP_DAY},
    {"ARRIVE", "ARRIVE_TIME", SHIP_CLOCK},
    {"ARRIVE", "PORT_CODE", SHIP_PORT},
    {"LAST_PORT", "LAST_PORT_CODE", SHIP_LAST_PORT},
    {"LAST_PORT", "DEPARTURE_DT", SHIP_LAST_DAY},
    {"NEXT_PORT", "NEXT_PORT_CODE", SHIP_NEXT_PORT},
    {"", "LAST_NAME", SHIP_SURNAME}, /* of CREW and of NONCREW */
    {"", "FIRST_NAME", SHIP_GIVEN},
    {"", "MIDDLE_NAME", SHIP_MIDDLE},
    {"", "BIRTH_DT", SHIP_BIRTH},
    {"", "GENDER", SHIP_SEX},
    {"", "NATIONALITY_CODE", SHIP_NATIONALITY},
    {"", "NATIONALITY", SHIP_NATIONALITY}, /* names stand before their codes, or alone */
    {"", "COUNTRY_RESIDENCE_CODE", SHIP_RESIDENCE},
    {"", "COUNTRY_RESIDENCE", SHIP_RESIDENCE},
    {"", "ID_TYPE", SHIP_DOC_TYPE},
    {"", "ID_NUM", SHIP_DOC_NUMBER},
    {"", "ID_COUNTRY_CODE", SHIP_DOC_ISSUER},
    {"", "ID_COUNTRY", SHIP_DOC_ISSUER},
    {"", "ID_EXPIRATION_DT", SHIP_DOC_EXPIRY},
    {"", "POSITION", SHIP_RANK},
    {"", "EMBARK_PORT_CODE", SHIP_EMBARK},
    {"", "DEBARK_PORT_CODE", SHIP_DISEMBARK},
};

struct noa {
    in *f;
    pnr *q;
    diag *d;
    xmlTextReaderPtr xml;
    bool failed, ended, notice;
    char why[200];
    markup at;
    char path[DEPTH][NAME_BYTES];
    int person; /* depth of <CREW> or <NONCREW>; 0: outside */
    buf text;
    arena voyage, one; /* values of the voyage, of a person */
    ship_list list;
};

/* ---- bytes in ---- */

bool
noa_begins(in *f)
{
    enum { LOOK = 4096 };
    slice w;

    while (f->window.n < LOOK && in_more(f))
        ;
    w = (slice){f->window.p, f->window.n < LOOK ? f->window.n : LOOK};
    /* the first tag that is neither declaration nor comment */
    while (w.n > 1) {
        const char *p = memchr(w.p, '<', w.n - 1);
        if (p == NULL)
            return false;
        w = (slice){p + 1, w.n - (size_t)(p + 1 - w.p)};
        if (*w.p != '?' && *w.p != '!')
            return w.n > 6 && slice_starts(w, S("NOTICE")) &&
                   (w.p[6] == '>' || w.p[6] == ' ' || (w.p[6] >= '\t' && w.p[6] <= '\r'));
    }
    return false;
}

static bool
fail(noa *r, const char *why)
{
    if (!r->failed)
        (void)snprintf(r->why, sizeof r->why, "%s", why);
    r->failed = true;
    return false;
}

static void
on_error(void *data, xmlErrorPtr what)
{
    slice why = slice_of(what->message);
    char text[160];

    why = slice_cut(&why, '\n'); /* what follows shows bytes of the input */
    if (what->level < XML_ERR_ERROR)
        return;
    (void)snprintf(text, sizeof text, "%.*s", (int)(why.n < 150 ? why.n : 150),
                   why.p != NULL ? why.p : "");
    (void)fail(data, text);
}

/* A tag at a time: what is in the same piece as damage is lost with it. */
static int
on_read(void *data, char *to, int room)
{
    noa *r = data;
    in *f = r->f;

    if (f->window.n == 0 && !in_more(f))
        return f->failed ? -1 : 0;
    size_t n = f->window.n < (size_t)room ? f->window.n : (size_t)room;
    const char *end = memchr(f->window.p, '>', n);
    if (end != NULL)
        n = (size_t)(end - f->window.p) + 1;
    if (!markup_bounded(&r->at, (slice){f->window.p, n}, TAG_BYTES)) {
        (void)fail(r, "a tag that is too long");
        return -1;
    }
    memcpy(to, f->window.p, n);
    in_skip(f, n);
    return (int)n;
}

noa *
noa_open(in *f, pnr *q)
{
    noa *r = mem_alloc(1, sizeof *r);

    LIBXML_TEST_VERSION
    r->f = f;
    r->q = q;
    r->d = q->d;
    r->list = (ship_list){.q = q, .file = f->name, .type = S("NOA")};
    r->xml = xmlReaderForIO(on_read, NULL, r, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOCDATA);
    if (r->xml == NULL)
        (void)fail(r, "cannot be read as XML");
    else
        xmlTextReaderSetStructuredErrorHandler(r->xml, on_error, r);
    return r;
}

void
noa_close(noa *r)
{
    if (r == NULL)
        return;
    if (r->xml != NULL)
        xmlFreeTextReader(r->xml);
    arena_free(&r->voyage);
    arena_free(&r->one);
    arena_free(&r->list.message);
    buf_free(&r->text);
    free(r);
}

/* ---- elements ---- */

static bool
is_person(const char *name)
{
    return strcmp(name, "CREW") == 0 || strcmp(name, "NONCREW") == 0;
}

static void
begin_element(noa *r, int depth)
{
    const char *name = (const char *)xmlTextReaderConstLocalName(r->xml);

    r->text.n = 0;
    if (depth >= DEPTH || strlen(name) >= NAME_BYTES)
        return;
    memcpy(r->path[depth], name, strlen(name) + 1);
    if (depth == 0) {
        r->notice = strcmp(name, "NOTICE") == 0;
    } else if (r->person == 0 && is_person(name)) {
        r->person = depth;
        r->list.crew = strcmp(name, "CREW") == 0;
        arena_reset(&r->one);
        r->list.extra_n = 0;
        if (!r->list.begun)
            ship_begin(&r->list);
    }
}

static void
take_value(noa *r, int depth)
{
    const char *name = r->path[depth], *around = r->path[depth - 1];
    slice v = slice_trim(buf_slice(&r->text));

    if (v.n == 0)
        return;
    for (size_t i = 0; i < LENGTH(elements); i++) {
        bool person = elements[i].around[0] == '\0';
        if (strcmp(elements[i].name, name) != 0 ||
            (person ? r->person != depth - 1 || r->person == 0
                    : r->person != 0 || strcmp(elements[i].around, around) != 0))
            continue;
        slice *value = &r->list.value[elements[i].field];
        bool is_code = strlen(name) > 5 && strcmp(name + strlen(name) - 5, "_CODE") == 0;
        if (value->n == 0 || is_code || !person)
            *value = arena_dup(person ? &r->one : &r->voyage, v);
        return;
    }
    if (r->person != 0)
        ship_extra(&r->list, arena_dup(&r->one, slice_of(name)), arena_dup(&r->one, v));
}

/* True: a person is complete. */
static bool
end_element(noa *r, int depth)
{
    if (depth > 0 && depth < DEPTH)
        take_value(r, depth);
    r->text.n = 0;
    if (depth != r->person || depth == 0)
        return false;
    r->person = 0;
    ship_person(&r->list);
    return true;
}

static bool
read_node(noa *r)
{
    int depth = xmlTextReaderDepth(r->xml);

    r->q->where = (place){.file = r->f->name,
                          .line = (uint64_t)xmlTextReaderGetParserLineNumber(r->xml),
                          .offset = -1};
    switch (xmlTextReaderNodeType(r->xml)) {
    case XML_READER_TYPE_DOCUMENT_TYPE:
        return fail(r, "a document type is not allowed in a notice");
    case XML_READER_TYPE_ENTITY_REFERENCE:
        return fail(r, "an entity of its own is not allowed in a notice");
    case XML_READER_TYPE_ELEMENT:
        begin_element(r, depth);
        return xmlTextReaderIsEmptyElement(r->xml) ? end_element(r, depth) : false;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE: {
        slice text = slice_of((const char *)xmlTextReaderConstValue(r->xml));
        if (r->text.n + text.n <= SHIP_VALUE_MAX)
            buf_puts(&r->text, text);
        return false;
    }
    case XML_READER_TYPE_END_ELEMENT:
        return end_element(r, depth);
    default:
        return false;
    }
}

/* What is left of a file that is no XML from here on, in pieces. */
static void
reject_rest(noa *r)
{
    do {
        diag_reject_part(r->d, r->f->window);
        in_skip(r->f, r->f->window.n);
    } while (in_more(r->f));
    diag_reject(r->d, r->q->where, (slice){NULL, 0}, "%s", r->why);
}

bool
noa_next(noa *r)
{
    int more = 0;

    while (!r->failed && !r->ended && !diag_stop(r->d) && (more = xmlTextReaderRead(r->xml)) == 1 &&
           !r->failed)
        if (read_node(r))
            return true;
    if (more < 0)
        (void)fail(r, "cannot be read as XML");
    if (r->ended)
        return false;
    r->ended = true;
    if (r->person != 0 && r->list.value[SHIP_SURNAME].n != 0) { /* there as far as he is told */
        r->person = 0;
        r->ended = false;
        ship_person(&r->list);
        return true;
    }
    if (r->failed)
        reject_rest(r);
    if (!r->list.begun && r->notice && !r->failed)
        ship_begin(&r->list); /* nobody on board: the message is there */
    if (!r->list.begun)
        return false;
    ship_end(&r->list);
    return true;
}

/*
 * OpenSanctions' entities (FollowTheMoney) as JSON, one a line: persons with
 * their properties, and their passports, identity documents and sanctions,
 * nested or as lines of their own.  RFC 8259, bounded in depth and length.
 */
#include "watch/private.h"

enum {
    DEPTH = 12,
    LINE_MAX_BYTES = 1 << 24,
    PAIRS_MAX = 1 << 16 /* values of an entity */
};

/* A value of a property, or an entity that stands in its place. */
typedef struct pair {
    slice key, value;
    const struct entity *nested;
    struct pair *next;
} pair;

typedef struct entity {
    slice id, schema;
    pair *first, **end;
} entity;

typedef struct json {
    const char *p, *end, *why; /* why: what is wrong at p */
    arena *a;
    unsigned depth, pairs;
} json;

static bool
fail(json *j, const char *why)
{
    if (j->why == NULL)
        j->why = why;
    return false;
}

static char
peek(json *j)
{
    while (j->p < j->end && (*j->p == ' ' || *j->p == '\t' || *j->p == '\n' || *j->p == '\r'))
        j->p++;
    return j->p < j->end ? *j->p : '\0';
}

static bool
take(json *j, char c)
{
    if (peek(j) != c || j->p == j->end)
        return false;
    j->p++;
    return true;
}

/* ---- strings ---- */

static bool
hex4(json *j, uint32_t *code)
{
    *code = 0;
    if (j->end - j->p < 4)
        return false;
    for (int i = 0; i < 4; i++) {
        char c = *j->p++;
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                                : 16;
        if (digit == 16)
            return false;
        *code = *code << 4 | digit;
    }
    return true;
}

static size_t
put_utf8(char *to, uint32_t c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        to[i] = (char)(0x80 | (c & 0x3f));
    to[0] = (char)((n == 2 ? 0xc0 : n == 3 ? 0xe0 : 0xf0) | c);
    return n;
}

/* What is behind a backslash; a lone half of a pair becomes U+FFFD. */
static bool
read_escape(json *j, char *to, size_t *n)
{
    static const char from[] = "\"\\/bfnrt", is[] = "\"\\/\b\f\n\r\t";
    uint32_t code, low;

    if (j->p == j->end)
        return false;
    char c = *j->p++;
    const char *at = c != '\0' ? strchr(from, c) : NULL;
    if (at != NULL) {
        to[(*n)++] = is[at - from];
        return true;
    }
    if (c != 'u' || !hex4(j, &code))
        return false;
    if (code >= 0xd800 && code < 0xdc00 && j->end - j->p >= 6 && j->p[0] == '\\' &&
        j->p[1] == 'u') {
        j->p += 2;
        if (!hex4(j, &low))
            return false;
        if (low >= 0xdc00 && low < 0xe000)
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        else
            code = 0xfffd;
    }
    if (code == 0 || (code >= 0xd800 && code < 0xe000))
        code = 0xfffd;
    *n += put_utf8(to + *n, code);
    return true;
}

static bool
read_string(json *j, slice *text)
{
    if (!take(j, '"'))
        return fail(j, "no string where one must be");
    const char *from = j->p;
    while (j->p < j->end && *j->p != '"' && *j->p != '\\' && (unsigned char)*j->p >= ' ')
        j->p++;
    if (j->p < j->end && *j->p == '"') {
        *text = slice_between(from, j->p++); /* as it stands */
        return true;
    }
    const char *quote = from; /* what is read is never longer than what is written */
    while (quote < j->end && *quote != '"')
        quote += *quote == '\\' && quote + 1 < j->end ? 2 : 1;
    char *to = arena_alloc(j->a, (size_t)(quote - from) + 8);
    size_t n = (size_t)(j->p - from);
    memcpy(to, from, n);
    while (j->p < j->end && *j->p != '"') {
        unsigned char c = (unsigned char)*j->p++;
        if (c < ' ')
            return fail(j, "a control character in a string");
        if (c != '\\')
            to[n++] = (char)c;
        else if (!read_escape(j, to, &n))
            return fail(j, "a backslash with what means nothing");
    }
    if (j->p == j->end)
        return fail(j, "a string that does not end");
    j->p++;
    *text = (slice){to, n};
    return true;
}

/* ---- values ---- */

static bool read_value(json *j, entity *to, slice key);

static void
add_pair(json *j, entity *to, slice key, slice value, const entity *nested)
{
    if (to == NULL || j->pairs++ >= PAIRS_MAX)
        return;
    pair *p = arena_alloc(j->a, sizeof *p);
    *p = (pair){key, value, nested, NULL};
    *to->end = p;
    to->end = &p->next;
}

/*
 * The members of an object, key by key.  Those of "properties" are the
 * entity's own; an object below them is an entity of its own.
 */
static bool
read_object(json *j, entity *to)
{
    slice key;

    if (++j->depth > DEPTH)
        return fail(j, "objects within objects, too deep");
    j->p++;
    if (!take(j, '}')) {
        do {
            if (!read_string(j, &key) || !take(j, ':') || !read_value(j, to, key))
                return fail(j, "no member of an object");
        } while (take(j, ','));
        if (!take(j, '}'))
            return fail(j, "an object that does not end");
    }
    j->depth--;
    return true;
}

static bool
read_array(json *j, entity *to, slice key)
{
    if (++j->depth > DEPTH)
        return fail(j, "arrays within arrays, too deep");
    j->p++;
    if (!take(j, ']')) {
        do {
            if (!read_value(j, to, key))
                return false;
        } while (take(j, ','));
        if (!take(j, ']'))
            return fail(j, "an array that does not end");
    }
    j->depth--;
    return true;
}

static bool
read_value(json *j, entity *to, slice key)
{
    slice text;
    char c = peek(j);

    if (c == '"') {
        if (!read_string(j, &text))
            return false;
        add_pair(j, to, key, text, NULL);
        if (to != NULL && slice_eq(key, S("id")))
            to->id = text;
        else if (to != NULL && slice_eq(key, S("schema")))
            to->schema = text;
        return true;
    }
    if (c == '{') {
        if (slice_eq(key, S("properties")))
            return read_object(j, to);
        entity *nested = arena_alloc(j->a, sizeof *nested);
        *nested = (entity){.end = &nested->first};
        add_pair(j, to, key, (slice){NULL, 0}, nested);
        return read_object(j, nested);
    }
    if (c == '[')
        return read_array(j, to, key);
    const char *from = j->p; /* a number, true, false, null: nothing that is wanted */
    while (j->p < j->end && strchr("+-.", *j->p) != NULL && *j->p != '\0')
        j->p++;
    while (j->p < j->end && ((*j->p >= '0' && *j->p <= '9') || (*j->p >= 'a' && *j->p <= 'z') ||
                             *j->p == '.' || *j->p == 'E' || *j->p == '+' || *j->p == '-'))
        j->p++;
    return j->p > from || fail(j, "no value where one must be");
}

/* ---- entities ---- */

static slice
one_of(const entity *e, const char *key)
{
    for (const pair *p = e->first; p != NULL; p = p->next)
        if (p->nested == NULL && slice_eq(p->key, slice_of(key)))
            return p->value;
    return (slice){NULL, 0};
}

static bool
is(slice schema, const char *name)
{
    return slice_eq(schema, slice_of(name));
}

static void
add_paper(watch_source *s, const entity *e)
{
    slice type = one_of(e, "type");
    char issuer[4];

    watch_country_of(s, one_of(e, "country"), issuer);
    if (is(e->schema, "Passport"))
        type = S("P");
    for (const pair *p = e->first; p != NULL; p = p->next)
        if (p->nested == NULL &&
            (slice_eq(p->key, S("number")) || slice_eq(p->key, S("passportNumber"))))
            watch_add_typed(s->l, watch_doc_type(type), p->value, issuer);
}

static void
add_sanction(watch_source *s, const entity *e)
{
    watch_entry *entry = &s->l->entry[s->l->at];
    slice since = one_of(e, "listingDate");
    date d;

    watch_add_programme(s->l, one_of(e, "programId").n != 0 ? one_of(e, "programId")
                                                            : one_of(e, "program"));
    if (since.n == 0)
        since = one_of(e, "startDate");
    if (watch_read_date(since, &d) && (entry->listed.year == 0 || date_cmp(d, entry->listed) < 0))
        entry->listed = d;
}

static void
add_name(watch_source *s, slice name, bool alias, bool weak)
{
    watch_add_parts(
        s->l,
        (watch_name){.text = name, .alias = alias, .weak = weak, .original = watch_original(name)});
}

static void
add_nested(watch_source *s, const entity *e)
{
    if (is(e->schema, "Passport") || is(e->schema, "Identification"))
        add_paper(s, e);
    else if (is(e->schema, "Sanction"))
        add_sanction(s, e);
}

/* The properties of a person, as the schema of FollowTheMoney calls them. */
static void
add_property(watch_source *s, const pair *p)
{
    static const char *const names[] = {"name", "alias", "previousName", "weakAlias"};
    watch_list *l = s->l;
    slice key = p->key;

    for (size_t i = 0; i < LENGTH(names); i++)
        if (slice_eq(key, slice_of(names[i]))) {
            bool first = i == 0 && l->entry[l->at].names.n == 0;
            add_name(s, p->value, !first, i == 3);
        }
    if (slice_eq(key, S("birthDate")))
        watch_read_birth(s, p->value);
    else if (slice_eq(key, S("birthPlace")))
        watch_add_place(l, p->value, "");
    else if (slice_eq(key, S("nationality")) || slice_eq(key, S("citizenship")))
        watch_read_nationality(s, p->value);
    else if (slice_eq(key, S("gender")))
        watch_read_sex(s, p->value);
    else if (slice_eq(key, S("passportNumber")))
        watch_add_typed(l, S("P"), p->value, "");
    else if (slice_eq(key, S("idNumber")) || slice_eq(key, S("socialSecurityNumber")))
        watch_add_typed(l, S("ID"), p->value, "");
    else if (slice_eq(key, S("programId")) || slice_eq(key, S("program")))
        watch_add_programme(l, p->value);
    else if (slice_eq(key, S("notes")))
        watch_set_remarks(l, p->value);
    else if (slice_eq(key, S("first_seen")) && l->entry[l->at].listed.year == 0)
        (void)watch_read_date(p->value, &l->entry[l->at].listed);
    else if (slice_eq(key, S("last_change")))
        (void)watch_read_date(p->value, &l->entry[l->at].changed);
}

static void
add_person(watch_source *s, const entity *e)
{
    (void)watch_take_up(s, (slice){NULL, 0}, e->id);
    for (const pair *p = e->first; p != NULL; p = p->next)
        if (p->nested != NULL)
            add_nested(s, p->nested);
    for (const pair *p = e->first; p != NULL; p = p->next)
        if (p->nested == NULL)
            add_property(s, p);
    if (s->l->entry[s->l->at].names.n == 0)
        add_name(s, one_of(e, "caption"), false, false);
}

/* A line of its own that belongs to another entity, before or behind that one's. */
static void
add_apart(watch_source *s, const entity *e)
{
    const char *whose = is(e->schema, "Sanction") ? "entity" : "holder";

    for (const pair *p = e->first; p != NULL; p = p->next)
        if (p->nested == NULL && slice_eq(p->key, slice_of(whose))) {
            (void)watch_take_up(s, (slice){NULL, 0}, p->value);
            add_nested(s, e);
        }
}

static void
add_entity(watch_source *s, const entity *e)
{
    if (is(e->schema, "Person"))
        add_person(s, e);
    else if (is(e->schema, "Passport") || is(e->schema, "Identification") ||
             is(e->schema, "Sanction"))
        add_apart(s, e);
    else if (is(e->schema, "LegalEntity") || is(e->schema, "Company") ||
             is(e->schema, "Organization") || is(e->schema, "PublicBody") ||
             is(e->schema, "Vessel") || is(e->schema, "Airplane")) {
        (void)watch_take_up(s, (slice){NULL, 0}, e->id);
        s->l->entry[s->l->at].organization = true;
    } /* all others are what belongs to a person, and means nothing here */
}

static bool
read_line(watch_source *s, slice line, arena *a, const char **why)
{
    entity e = {.end = &e.first};
    json j = {.p = line.p, .end = line.p + line.n, .a = a};

    if (peek(&j) != '{' || !read_object(&j, &e))
        *why = j.why != NULL ? j.why : "no object of JSON";
    else if (peek(&j) != '\0' || j.p != j.end)
        *why = "something behind the object";
    else if (e.id.n == 0 || e.schema.n == 0)
        *why = "an entity without id or schema";
    else {
        add_entity(s, &e);
        return true;
    }
    return false;
}

/* What is left without a name belongs to entities that the file does not have. */
static void
leave_nameless(watch_list *l)
{
    for (uint32_t i = 0; i < l->entries_n; i++)
        if (l->entry[i].names.n == 0)
            l->entry[i].organization = true;
}

bool
watch_read_json(watch_source *s)
{
    arena a = {0};
    slice line;
    bool whole, good = true;
    uint64_t number = 0;

    s->l->format = S("ftm-json");
    if (s->how->format != NULL && strcmp(s->how->format, "ftm-json") != 0)
        return error_set(s->e, "%s: a list of ftm-json, not %s", s->f->name, s->how->format);
    if (slice_starts(s->f->window, S("\xef\xbb\xbf")))
        in_skip(s->f, 3);
    while (good && in_line(s->f, LINE_MAX_BYTES, &line, &whole)) {
        const char *why = NULL;
        s->where.line = ++number;
        if (!whole)
            good = error_set(s->e, "%s: line %llu: longer than %d bytes", s->f->name,
                             (unsigned long long)number, LINE_MAX_BYTES);
        else if (slice_trim(line).n == 0)
            continue;
        else if (slice_utf8(line) != line.n)
            why = "not UTF-8";
        else
            (void)read_line(s, line, &a, &why);
        if (why != NULL && s->how->partial)
            diag_reject(s->d, s->where, line, "%s", why);
        else if (why != NULL)
            good =
                error_set(s->e, "%s: line %llu: %s", s->f->name, (unsigned long long)number, why);
        else if (s->l->entries_n > WATCH_ENTRIES_MAX)
            good = error_set(s->e, "%s: more than %d entries", s->f->name, WATCH_ENTRIES_MAX);
        arena_reset(&a);
    }
    leave_nameless(s->l);
    arena_free(&a);
    return good;
}

/* Values of segments as records hold them, and what is wrong with them. */
#include "edi/private.h"

#include "text/text.h"

slice
edi_upper(arena *a, slice s)
{
    char *to = arena_alloc(a, s.n);

    for (size_t i = 0; i < s.n; i++)
        to[i] = s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i];
    return (slice){to, s.n};
}

static bool
two_digits(const char *p, unsigned max, uint8_t *v)
{
    if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
        return false;
    *v = (uint8_t)((p[0] - '0') * 10 + (p[1] - '0'));
    return *v <= max;
}

bool
edi_moment(slice v, date_kind kind, date as_of, moment *m)
{
    size_t day = v.n == 6 || v.n == 10 ? 6 : v.n == 8 || v.n == 12 || v.n == 14 ? 8 : 0;

    *m = (moment){0};
    if (day == 0 || !(day == 6 ? date_parse_yymmdd((slice){v.p, 6}, kind, as_of, &m->day)
                               : date_parse_yyyymmdd((slice){v.p, 8}, &m->day)))
        return false;
    if (v.n == day)
        return true;
    m->has_time = true;
    return date_whole(m->day) && two_digits(v.p + day, 23, &m->hour) &&
           two_digits(v.p + day + 2, 59, &m->minute) &&
           (v.n == day + 4 || two_digits(v.p + day + 4, 60, &m->second));
}

/* DTM: whether its format (data element 2379) is one of year, month, day. */
static bool
format_is_known(slice format)
{
    static const slice formats[] = {Q("101"), Q("102"), Q("201"), Q("203"), Q("204")};

    if (format.n == 0)
        return true;
    for (size_t i = 0; i < LENGTH(formats); i++)
        if (format.n == 3 && memcmp(format.p, formats[i].p, 3) == 0)
            return true;
    return false;
}

static BASE_APART slice
no_moment(edi *e, slice v)
{
    diag_warn(e->d, edi_place(e, e->seg.offset), "%.3s: '%.*s' is no date that can be read",
              e->seg.raw.p, edi_shown(v), v.p);
    return (slice){NULL, 0};
}

static inline slice
moment_value(edi *e, arena *a, slice v, slice format, date_kind kind, bool time)
{
    moment m;

    if (v.n == 0)
        return v;
    if (!format_is_known(format) || !edi_moment(v, kind, e->as_of, &m))
        return no_moment(e, v);
    char *text = arena_alloc(a, MOMENT_TEXT);
    return m.has_time && time ? moment_text(m, text) : date_text(m.day, text);
}

slice
edi_moment_value(edi *e, arena *a, date_kind kind, bool time)
{
    const edi_segment *s = &e->seg;
    slice v = edi_get(s, 1, 2), format = edi_get(s, 1, 3);

    /* Before D.02B day and time are elements of their own. */
    if (v.n == 0 && edi_get(s, 2, 1).n != 0) {
        v = arena_join(a, edi_get(s, 2, 1), S(""), edi_get(s, 3, 1));
        format.n = 0;
    }
    return moment_value(e, a, v, format, kind, time);
}

slice
edi_day_value(edi *e, arena *a, slice v, date_kind kind)
{
    return moment_value(e, a, v, (slice){NULL, 0}, kind, false);
}

/* The codes; empty: it is none. */
static inline slice
country_code(arena *a, slice raw)
{
    char *code = arena_alloc(a, 4);

    return country_read(raw, code) == COUNTRY_UNKNOWN ? (slice){NULL, 0} : (slice){code, 3};
}

static inline bool
is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline slice
port_code(arena *a, slice raw)
{
    if (raw.n == 3 && is_capital(raw.p[0]) && is_capital(raw.p[1]) && is_capital(raw.p[2]))
        return arena_dup(a, raw);
    slice v = edi_upper(a, raw);
    return column_check(COL_dep_port, v, NULL) ? v : (slice){NULL, 0};
}

static BASE_APART slice
no_code(diag *d, place at, slice raw, const char *of)
{
    if (raw.n != 0)
        diag_warn(d, at, "'%.*s' is no %s", edi_shown(raw), raw.p, of);
    return (slice){NULL, 0};
}

static const char of_state[] = "code of a State", of_port[] = "location code";

slice
value_country(diag *d, const place *at, arena *a, slice raw)
{
    slice v = country_code(a, raw);

    return v.n != 0 ? v : no_code(d, *at, raw, of_state);
}

slice
value_port(diag *d, const place *at, arena *a, slice raw)
{
    slice v = port_code(a, raw);

    return v.n != 0 ? v : no_code(d, *at, raw, of_port);
}

slice
edi_country_value(edi *e, arena *a, slice raw)
{
    slice v = country_code(a, raw);

    return v.n != 0 ? v : no_code(e->d, edi_place(e, e->seg.offset), raw, of_state);
}

slice
edi_port_value(edi *e, arena *a, slice raw)
{
    slice v = port_code(a, raw);

    return v.n != 0 ? v : no_code(e->d, edi_place(e, e->seg.offset), raw, of_port);
}

slice
edi_sex_value(edi *e, slice said, slice *type)
{
    char c = said.n != 0 ? (char)(said.p[0] & ~0x20) : 0;

    if (said.n == 2 && (c == 'F' || c == 'M') && (said.p[1] & ~0x20) == 'I')
        *type = S("INFANT");
    else if (said.n != 1 && !slice_eq_nocase(said, S("MALE")) &&
             !slice_eq_nocase(said, S("FEMALE")))
        c = said.n == 0 ? 'U' : 0;
    if (c == 'U' || c == 'N') /* by the State: not known, not told */
        return (slice){NULL, 0};
    if (c == 'M' || c == 'F' || c == 'X')
        return c == 'M' ? S("M") : c == 'F' ? S("F") : S("X");
    diag_warn(e->d, edi_place(e, e->seg.offset), "'%.*s' is no sex", edi_shown(said), said.p);
    return (slice){NULL, 0};
}

slice
edi_code_text(uint32_t tag, slice code)
{
    enum {
        EMP = EDI_TAG('E', 'M', 'P'),
        GEI = EDI_TAG('G', 'E', 'I'),
        NAD = EDI_TAG('N', 'A', 'D')
    };
    static const struct {
        uint32_t tag;
        slice code, text;
    } table[] = {
        {EMP, Q("CR1"), Q("cockpit crew")},
        {EMP, Q("CR2"), Q("cabin crew")},
        {EMP, Q("CR3"), Q("operations management with access to the cockpit")},
        {EMP, Q("CR4"), Q("cargo, no crew")},
        {EMP, Q("CR5"), Q("pilots on board, not on duty")},
        {GEI, Q("173"), Q("data verified")},
        {NAD, Q("DDU"), Q("passenger in transit")},
        {NAD, Q("DDT"), Q("crew in transit")},
    };

    for (size_t i = 0; i < LENGTH(table); i++)
        if (table[i].tag == tag && slice_eq_nocase(code, table[i].code))
            return table[i].text;
    return (slice){NULL, 0};
}

/* BGM: what the list is for, from its code (1001) and identifier (1004). */
slice
edi_function_value(edi *e, arena *a)
{
    static const struct {
        const char *code, *id, *word;
    } table[] = {
        {"745", "", "original"},
        {"250", "", "original"},
        {"745", "CP", "change"},
        {"250", "CP", "change"},
        {"745", "XR", "cancel"},
        {"250", "XR", "cancel"},
        {"745", "RP", "replace"},
        {"250", "RP", "replace"},
        {"336", "", "master crew list"},
        {"336", "G", "master crew list, addition"},
        {"336", "H", "master crew list, deletion"},
        {"336", "I", "master crew list, change"},
        {"266", "", "flight status"},
        {"266", "CL", "flight close-out"},
        {"266", "CLOB", "flight close-out, on board"},
        {"266", "CLNB", "flight close-out, not on board"},
        {"266", "XF", "flight cancelled"},
    };
    slice code = edi_get(&e->seg, 1, 1), id = edi_get(&e->seg, 2, 1);

    for (size_t i = 0; i < LENGTH(table); i++)
        if (slice_eq(code, slice_of(table[i].code)) && slice_eq_nocase(id, slice_of(table[i].id)))
            return slice_of(table[i].word);
    return arena_dup(a, id.n != 0 ? id : code);
}

/* City or the like as text, or as a code, of each element that has one. */
slice
edi_place_value(edi *e, arena *a)
{
    const edi_segment *s = &e->seg;
    slice v = {NULL, 0};

    for (unsigned i = 2; i <= 4; i++) {
        slice name = edi_get(s, i, 4);
        v = arena_join(a, v, S(", "), name.n != 0 ? name : edi_get(s, i, 1));
    }
    return arena_dup(a, v);
}

slice
edi_tag_text(const edi_segment *s, arena *a)
{
    const char tag[] = {(char)(s->tag >> 16), (char)(s->tag >> 8), (char)s->tag};

    return arena_dup(a, (slice){tag, sizeof tag});
}

void
edi_whole(const edi_segment *s, unsigned from, buf *to)
{
    for (unsigned i = 1; i < s->elements; i++) {
        if (i != 1)
            buf_putc(to, '+');
        for (unsigned k = i == 1 ? from : 1; k <= edi_components(s, i); k++) {
            if (k != (i == 1 ? from : 1))
                buf_putc(to, ':');
            buf_puts(to, edi_get(s, i, k));
        }
    }
}

slice
edi_list_value(edi *e, arena *a, slice list, slice item)
{
    if (list.n + item.n <= LIST_MAX)
        return list.n == 0 ? arena_dup(a, item) : arena_join(a, list, S(";"), item);
    diag_reject(e->d, edi_place(e, e->seg.offset), e->seg.raw, "more than %d bytes of a list",
                LIST_MAX);
    return list;
}

void
edi_put_part(buf *b, slice v, bool last)
{
    buf_reserve(b, v.n + 1);
    for (size_t i = 0; i < v.n; i++)
        b->p[b->n++] = v.p[i] == '/' || v.p[i] == ';' ? ' ' : v.p[i];
    if (!last)
        buf_putc(b, '/');
}

bool
edi_holds_beginning(const edi_segment *s)
{
    static const struct {
        char tag[4], first[4];
    } groups[] = {{"NAD", "FL"}, {"NAD", "FM"}, {"NAD", "DDU"}, {"NAD", "DDT"}, {"TDT", "20"}};

    for (unsigned i = 1; i + 1 < s->elements; i++) {
        slice next = edi_get(s, i + 1, 1);
        if (next.n < 2)
            continue;
        slice end = edi_get(s, i, edi_components(s, i));
        if (end.n < 3)
            continue;
        end = (slice){end.p + end.n - 3, 3};
        for (size_t g = 0; g < LENGTH(groups); g++)
            if (slice_eq(end, slice_of(groups[g].tag)) && slice_eq(next, slice_of(groups[g].first)))
                return true;
        if (slice_eq(end, S("PDT")) && next.p[1] == '/')
            return true;
    }
    return false;
}

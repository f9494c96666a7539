/*
 * Lists of crews and passengers of ships as travellers: what the forms 5 and 6
 * of the IMO's Convention on Facilitation (FAL) and the notice of arrival of
 * the United States (33 CFR 160.206) have in common.
 */
#include "edi/private.h"

#include "text/text.h"

/* ---- values ---- */

static bool
is_digits(slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n != 0;
}

static unsigned
month_of(slice word)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

    for (unsigned m = 0; word.n >= 3 && m < 12; m++)
        if (slice_eq_nocase((slice){word.p, 3}, (slice){months + (size_t)m * 3, 3}))
            return m + 1;
    return 0;
}

/*
 * A date as persons write it into forms: 2026-11-23, 23.11.2026, 23/11/2026,
 * 23 NOV 2026.  Where day and month could be either, the day stands first, as
 * everywhere but in the United States.
 */
static bool
read_date(slice v, date *d)
{
    slice part[3];
    size_t parts = 0;
    uint64_t n[3];

    if (date_parse(v, d))
        return true;
    while (v.n != 0 && parts < LENGTH(part)) {
        size_t i = 0;
        while (i < v.n && v.p[i] != '/' && v.p[i] != '.' && v.p[i] != '-' && v.p[i] != ' ')
            i++;
        if (i != 0)
            part[parts++] = (slice){v.p, i};
        i += i < v.n;
        v = (slice){v.p + i, v.n - i};
    }
    if (parts != 3 || v.n != 0)
        return false;
    unsigned month = month_of(part[1]);
    for (size_t i = 0; i < 3; i++)
        if ((i != 1 || month == 0) && (!is_digits(part[i]) || !slice_uint(part[i], 9999, &n[i])))
            return false;
    if (month != 0)
        n[1] = month;
    if (part[0].n == 4) { /* 2026/11/23 */
        uint64_t year = n[0];
        n[0] = n[2];
        n[2] = year;
    } else if (part[2].n != 4) {
        return false;
    }
    if (month == 0 && n[1] > 12 && n[0] <= 12) { /* 11/23/2026 */
        uint64_t day = n[1];
        n[1] = n[0];
        n[0] = day;
    }
    if (n[0] == 0 || n[0] > 31 || n[1] == 0 || n[1] > 12 || n[2] == 0)
        return false;
    *d = (date){(int16_t)n[2], (uint8_t)n[1], (uint8_t)n[0]};
    return date_valid(*d);
}

static slice
day_value(ship_list *l, arena *a, slice raw)
{
    char text[DATE_TEXT];
    date d;

    if (raw.n == 0)
        return raw;
    if (read_date(raw, &d))
        return arena_dup(a, date_text(d, text));
    diag_warn(l->q->d, l->q->where, "'%.*s' is no date that can be read", edi_shown(raw), raw.p);
    return (slice){NULL, 0};
}

/* A State by its code or its name. */
static slice
state_value(ship_list *l, arena *a, slice raw)
{
    slice code = raw.n > 3 ? country_by_name(raw) : (slice){NULL, 0};

    return code.n != 0 ? code : value_country(l->q->d, &l->q->where, a, raw);
}

static slice
port_value(ship_list *l, arena *a, slice raw)
{
    return value_port(l->q->d, &l->q->where, a, raw);
}

static slice
sex_value(slice raw)
{
    char c = raw.n == 0 ? '\0' : (char)(raw.p[0] & ~0x20);

    if (raw.n != 1 && !slice_eq_nocase(raw, S("male")) && !slice_eq_nocase(raw, S("female")))
        return (slice){NULL, 0};
    return c == 'M' ? S("M") : c == 'F' ? S("F") : c == 'X' ? S("X") : (slice){NULL, 0};
}

/* Codes of Doc 9303 for what forms say in words; other words stay. */
static slice
doc_type_value(arena *a, slice raw)
{
    static const struct {
        slice begins;
        const char *code;
    } table[] = {{Q("passport"), "P"},      {Q("pass"), "P"},    {Q("seaman"), "S"},
                 {Q("seafarer"), "S"},      {Q("sid"), "S"},     {Q("merchant"), "S"},
                 {Q("identity card"), "I"}, {Q("id card"), "I"}, {Q("national id"), "I"},
                 {Q("U.S. merchant"), "S"}, {Q("govt"), "I"},    {Q("government"), "I"}};

    for (size_t i = 0; i < LENGTH(table); i++)
        if (raw.n >= table[i].begins.n &&
            slice_eq_nocase((slice){raw.p, table[i].begins.n}, table[i].begins))
            return slice_of(table[i].code);
    return edi_upper(a, raw);
}

static bool
is_yes(slice v)
{
    return v.n != 0 && ((v.p[0] & ~0x20) == 'Y' || (v.p[0] & ~0x20) == 'T' || v.p[0] == '1');
}

/* ---- the message ---- */

static slice
function_value(slice raw)
{
    static const struct {
        const char *word;
        slice function;
    } table[] = {{"Initial", Q("original")}, {"Update", Q("change")}, {"Cancel", Q("cancel")}};

    for (size_t i = 0; i < LENGTH(table); i++)
        if (slice_eq_nocase(raw, slice_of(table[i].word)))
            return table[i].function;
    return raw;
}

/* A day, with a time of day when there is one. */
static slice
time_value(ship_list *l, slice day, slice clock)
{
    arena *a = &l->message;
    slice d = day_value(l, a, day);
    moment m;

    if (d.n == 0 || clock.n == 0)
        return d;
    slice both = arena_join(a, d, S("T"), clock);
    return moment_parse(both, &m) ? both : d;
}

void
ship_begin(ship_list *l)
{
    const slice *v = l->value;
    slice *m = l->q->message;
    arena *a = &l->message;
    bool leaves = v[SHIP_MOVE].n != 0 && (v[SHIP_MOVE].p[0] & ~0x20) == 'D';

    pnr_begin_message(l->q);
    m[COL_message_type] = l->type;
    m[COL_message_ref] = arena_dup(a, v[SHIP_REF].n != 0 ? v[SHIP_REF] : v[SHIP_VOYAGE]);
    m[COL_message_function] = arena_dup(a, function_value(v[SHIP_FUNCTION]));
    m[COL_source] = arena_printf(a, "%s:%llu", l->file, (unsigned long long)l->offset);
    m[COL_transport_mode] = S("sea");
    m[COL_conveyance] = arena_dup(a, v[SHIP_NUMBER].n != 0 ? v[SHIP_NUMBER]
                                     : v[SHIP_NAME].n != 0 ? v[SHIP_NAME]
                                                           : v[SHIP_CALL_SIGN]);
    m[leaves ? COL_dep_port : COL_arr_port] = port_value(l, a, v[SHIP_PORT]);
    m[leaves ? COL_dep_time : COL_arr_time] = time_value(l, v[SHIP_DAY], v[SHIP_CLOCK]);
    if (leaves) {
        m[COL_arr_port] = port_value(l, a, v[SHIP_NEXT_PORT]);
    } else {
        m[COL_dep_port] = port_value(l, a, v[SHIP_LAST_PORT]);
        m[COL_dep_time] = time_value(l, v[SHIP_LAST_DAY], (slice){NULL, 0});
    }
    slice voyage = slice_eq(m[COL_message_ref], v[SHIP_VOYAGE]) ? (slice){NULL, 0} : v[SHIP_VOYAGE];
    const slice ship[SHIP_UNSAID] = {v[SHIP_NAME], v[SHIP_CALL_SIGN], voyage};
    for (size_t i = 0; i < SHIP_UNSAID; i++)
        l->unsaid[i] =
            slice_eq(ship[i], m[COL_conveyance]) ? (slice){NULL, 0} : arena_dup(a, ship[i]);
    l->travellers = 0;
    l->begun = true;
}

/* ---- a person ---- */

void
ship_extra(ship_list *l, slice heading, slice value)
{
    if (l->extra_n == SHIP_EXTRA) {
        diag_warn(l->q->d, l->q->where, "more than %d values of a person without a column",
                  SHIP_EXTRA);
        return;
    }
    l->extra[l->extra_n][0] = heading;
    l->extra[l->extra_n++][1] = value;
}

static void
add_extra(ship_list *l, pnr_traveller *t)
{
    pnr *q = l->q;
    service of = {.of = t, .near = t};

    for (unsigned i = 0; i < l->extra_n && pnr_wants(q, PNR_REMARKS); i++) {
        const slice *x = l->extra[i];
        if (!q->keep_sensitive && pnr_sensitive_text(x[1]))
            q->withheld++;
        else
            pnr_remark_add(q, arena_dup(&q->arena, x[0]), (slice){NULL, 0}, (slice){NULL, 0}, x[1],
                           &of);
    }
    l->extra_n = 0;
}

void
ship_person(ship_list *l)
{
    pnr *q = l->q;
    slice *v = l->value;

    pnr_begin_unit(q);
    q->flight_new = l->travellers == 0;
    pnr_traveller *t = pnr_add_traveller(q);
    slice *rec = t->rec;
    arena *a = &q->arena;

    q->d->read++;
    rec[COL_traveller] = pnr_number(a, ++l->travellers);
    rec[COL_traveller_type] = l->crew                   ? S("CREW")
                              : is_yes(v[SHIP_TRANSIT]) ? S("TRANSIT")
                                                        : S("PAX");
    rec[COL_surname] = arena_dup(a, v[SHIP_SURNAME]);
    rec[COL_given_names] = arena_dup(a, arena_join(a, v[SHIP_GIVEN], S(" "), v[SHIP_MIDDLE]));
    if (rec[COL_surname].n == 0 && rec[COL_given_names].n == 0)
        diag_warn(q->d, q->where, "a person without a name");
    rec[COL_crew_rank] = arena_dup(a, v[SHIP_RANK]);
    rec[COL_birth_date] = day_value(l, a, v[SHIP_BIRTH]);
    rec[COL_birth_place] = arena_dup(a, v[SHIP_BIRTH_PLACE]);
    rec[COL_sex] = sex_value(v[SHIP_SEX]);
    rec[COL_nationality] = state_value(l, a, v[SHIP_NATIONALITY]);
    rec[COL_residence] = state_value(l, a, v[SHIP_RESIDENCE]);
    document d = {.type = doc_type_value(a, v[SHIP_DOC_TYPE]),
                  .issuer = state_value(l, a, v[SHIP_DOC_ISSUER]),
                  .number = arena_dup(a, v[SHIP_DOC_NUMBER]),
                  .expiry = day_value(l, a, v[SHIP_DOC_EXPIRY])};
    rec[COL_doc_type] = d.type;
    rec[COL_doc_issuer] = d.issuer;
    rec[COL_doc_number] = d.number;
    rec[COL_doc_expiry] = d.expiry;
    if (d.number.n != 0)
        pnr_add_document(q, t, &d);
    rec[COL_visa_number] = arena_dup(a, v[SHIP_VISA]);
    if (v[SHIP_VISA].n != 0) {
        document visa = {.type = S("V"), .number = rec[COL_visa_number]};
        pnr_add_document(q, t, &visa);
    }
    rec[COL_embark_port] = port_value(l, a, v[SHIP_EMBARK]);
    rec[COL_disembark_port] = port_value(l, a, v[SHIP_DISEMBARK]);
    add_extra(l, t);
    pnr_hide_cards(q);
    memset(v + SHIP_PERSON, 0, (SHIP_FIELDS - SHIP_PERSON) * sizeof *v);
}

void
ship_end(ship_list *l)
{
    static const slice what[SHIP_UNSAID] = {Q("Name of ship"), Q("Call sign"), Q("Voyage number")};

    pnr_begin_unit(l->q);
    for (size_t i = 0; i < SHIP_UNSAID; i++)
        if (l->unsaid[i].n != 0)
            pnr_remark_add(l->q, what[i], (slice){NULL, 0}, (slice){NULL, 0}, l->unsaid[i],
                           &(service){0});
    pnr_hide_cards(l->q);
    l->q->ends = true;
    l->begun = false;
}

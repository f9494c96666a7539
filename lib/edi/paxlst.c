/*
 * PAXLST to records (UN directories D.02B to D.21B; WCO/IATA/ICAO guidelines
 * on advance passenger information, appendix II).
 */
#include "edi/private.h"

#include "text/text.h"

#include <stdlib.h>

enum {
    ATT = EDI_TAG('A', 'T', 'T'),
    BGM = EDI_TAG('B', 'G', 'M'),
    CNT = EDI_TAG('C', 'N', 'T'),
    COM = EDI_TAG('C', 'O', 'M'),
    DOC = EDI_TAG('D', 'O', 'C'),
    DTM = EDI_TAG('D', 'T', 'M'),
    EMP = EDI_TAG('E', 'M', 'P'),
    FTX = EDI_TAG('F', 'T', 'X'),
    GEI = EDI_TAG('G', 'E', 'I'),
    LOC = EDI_TAG('L', 'O', 'C'),
    MEA = EDI_TAG('M', 'E', 'A'),
    NAD = EDI_TAG('N', 'A', 'D'),
    NAT = EDI_TAG('N', 'A', 'T'),
    RFF = EDI_TAG('R', 'F', 'F'),
    TDT = EDI_TAG('T', 'D', 'T'),
    FLIGHTS_MAX = 32, /* TDT of a message */
    POINTS_MAX = 128  /* LOC of its flights */
};

const enum column paxlst_columns[] = {COL_surname,          COL_given_names,    COL_full_name,
                                      COL_birth_date,       COL_birth_place,    COL_sex,
                                      COL_nationality,      COL_residence,      COL_traveller_type,
                                      COL_doc_type,         COL_doc_issuer,     COL_doc_number,
                                      COL_doc_issue_date,   COL_doc_expiry,     COL_visa_number,
                                      COL_visa_type,        COL_visa_issuer,    COL_visa_expiry,
                                      COL_other_documents,  COL_transport_mode, COL_carrier,
                                      COL_flight,           COL_dep_port,       COL_arr_port,
                                      COL_dep_time,         COL_arr_time,       COL_legs,
                                      COL_embark_port,      COL_disembark_port, COL_transit_port,
                                      COL_pnr_locator,      COL_seat,           COL_bag_count,
                                      COL_bag_tags,         COL_phone,          COL_email,
                                      COL_address,          COL_message_type,   COL_message_version,
                                      COL_message_ref,      COL_message_sender, COL_message_sent,
                                      COL_message_function, COL_source};
const size_t paxlst_columns_n = LENGTH(paxlst_columns);

/* What a segment of a traveller's group says, by its tag and qualifier. */
typedef enum meaning {
    IS_SEX,
    IS_BIRTH,
    IS_PORT,
    IS_COUNTRY,
    IS_PLACE,
    IS_TEXT, /* component 2 of element 1 */
    IS_CREW,
    IS_COUNT,
    IS_LIST,
    IS_EXPIRY, /* of the document before it */
    IS_ISSUED,
    IS_ISSUER,
    IS_KNOWN /* no column holds it */
} meaning;

static const struct rule {
    uint32_t tag;
    char qualifier[4];
    meaning is;
    enum column col;
} rules[] = {
    {ATT, "2", IS_SEX, COL_sex},
    {DTM, "329", IS_BIRTH, COL_birth_date},
    {LOC, "22", IS_PORT, COL_transit_port},
    {LOC, "174", IS_COUNTRY, COL_residence},
    {LOC, "178", IS_PORT, COL_embark_port},
    {LOC, "179", IS_PORT, COL_disembark_port},
    {LOC, "180", IS_PLACE, COL_birth_place},
    {NAT, "2", IS_COUNTRY, COL_nationality},
    {DTM, "36", IS_EXPIRY, COL_doc_expiry},
    {DTM, "182", IS_ISSUED, COL_doc_issue_date},
    {LOC, "91", IS_ISSUER, COL_doc_issuer},
    {RFF, "AVF", IS_TEXT, COL_pnr_locator},
    {RFF, "SEA", IS_TEXT, COL_seat},
    {RFF, "ABO", IS_KNOWN, COL_COUNT},
    {RFF, "AEA", IS_KNOWN, COL_COUNT},
    {RFF, "CR", IS_KNOWN, COL_COUNT},
    {EMP, "1", IS_CREW, COL_traveller_type},
    {MEA, "CT", IS_COUNT, COL_bag_count},
    {MEA, "WT", IS_KNOWN, COL_COUNT},
    {FTX, "BAG", IS_LIST, COL_bag_tags},
};

/* A place a flight calls at, and when. */
typedef struct point {
    slice port, qualifier;
    slice departure, arrival;
    unsigned departure_rank, arrival_rank; /* of the DTM that said so; less is better */
} point;

typedef struct flight {
    slice id, carrier, mode;
    size_t points, points_n;
} flight;

typedef struct document {
    slice type, issuer, number, issued, expiry;
} document;

typedef enum section { HEADER, FLIGHT, PERSON, PARTY } section;

struct paxlst {
    edi *e;
    diag *d;
    const char *file;
    date as_of;
    section in;
    bool held;  /* the event is to be looked at again */
    bool doubt; /* bytes were lost in this group */
    edi_run lost;
    edi_event event;
    uint64_t travellers; /* of this message */

    flight flights[FLIGHTS_MAX];
    point points[POINTS_MAX];
    size_t flights_n, points_n;
    bool flights_open, flights_doubt;
    point *point; /* that a DTM belongs to */
    slice base[COL_COUNT];
    arena message;

    bool person;
    uint32_t seen; /* rules met in this group */
    document docs, visa, other, *doc;
    bool doc_lost, has_doc, has_visa;
    slice rec[COL_COUNT];
    arena traveller, row;
    buf list;
};

paxlst *
paxlst_open(edi *e, diag *d, const char *file, date as_of)
{
    paxlst *p = mem_alloc(1, sizeof *p);

    p->e = e;
    p->d = d;
    p->file = file;
    p->as_of = as_of;
    return p;
}

void
paxlst_close(paxlst *p)
{
    if (p == NULL)
        return;
    arena_free(&p->message);
    arena_free(&p->traveller);
    arena_free(&p->row);
    buf_free(&p->list);
    free(p);
}

static place
here(const paxlst *p)
{
    return edi_place(p->e, p->e->seg.offset);
}

/* ---- values ---- */

static slice
upper(arena *a, slice s)
{
    char *to = arena_alloc(a, s.n);

    for (size_t i = 0; i < s.n; i++)
        to[i] = s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i];
    return (slice){to, s.n};
}

static int
shown(slice s)
{
    return (int)(s.n < 60 ? s.n : 60);
}

/* DTM: whether its format (data element 2379) is one of year, month, day. */
static bool
format_is_known(slice format)
{
    static const char formats[][4] = {"", "101", "102", "201", "203", "204"};

    for (size_t i = 0; i < LENGTH(formats); i++)
        if (slice_eq(format, slice_of(formats[i])))
            return true;
    return false;
}

static slice
moment_value(paxlst *p, arena *a, date_kind kind, bool time)
{
    const edi_segment *s = &p->e->seg;
    slice v = edi_get(s, 1, 2), format = edi_get(s, 1, 3);
    char text[MOMENT_TEXT];
    moment m;

    if (v.n == 0)
        return v;
    if (!format_is_known(format) || !edi_moment(v, kind, p->as_of, &m)) {
        diag_warn(p->d, here(p), "DTM: '%.*s' is no date that can be read", shown(v), v.p);
        return (slice){NULL, 0};
    }
    m.has_time = m.has_time && time;
    return arena_dup(a, moment_text(m, text));
}

static slice
country_value(paxlst *p, arena *a, slice raw)
{
    char code[4];

    if (raw.n == 0)
        return raw;
    if (country_read(raw, code) == COUNTRY_UNKNOWN) {
        diag_warn(p->d, here(p), "'%.*s' is no code of a State", shown(raw), raw.p);
        return (slice){NULL, 0};
    }
    return arena_dup(a, slice_of(code));
}

static slice
port_value(paxlst *p, arena *a, slice raw)
{
    slice v = upper(a, raw);

    if (!column_check(COL_dep_port, v, NULL)) {
        diag_warn(p->d, here(p), "'%.*s' is no location code", shown(raw), raw.p);
        return (slice){NULL, 0};
    }
    return v;
}

/* Another item behind those of a list. */
static slice
list_value(arena *a, slice list, slice item)
{
    return arena_join(a, list, S(";"), item);
}

/* ---- the message ---- */

/* BGM: what the list is for, from its code (1001) and identifier (1004). */
static slice
function_of(paxlst *p)
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
        {"266", "", "flight status"},
        {"266", "CL", "flight close-out"},
        {"266", "CLOB", "flight close-out, on board"},
        {"266", "CLNB", "flight close-out, not on board"},
        {"266", "XF", "flight cancelled"},
    };
    slice code = edi_get(&p->e->seg, 1, 1), id = edi_get(&p->e->seg, 2, 1);

    for (size_t i = 0; i < LENGTH(table); i++)
        if (slice_eq(code, slice_of(table[i].code)) && slice_eq_nocase(id, slice_of(table[i].id)))
            return slice_of(table[i].word);
    return arena_dup(&p->message, id.n != 0 ? id : code);
}

static void
begin_message(paxlst *p)
{
    const edi_message *m = edi_current_message(p->e);
    arena *a = &p->message;
    char text[MOMENT_TEXT];

    arena_reset(a);
    memset(p->base, 0, sizeof p->base);
    p->base[COL_message_type] = S("PAXLST");
    p->base[COL_message_version] = arena_dup(a, m->version);
    p->base[COL_message_ref] = arena_dup(a, m->ref);
    p->base[COL_message_sender] = arena_dup(a, m->sender);
    if (m->sent.day.year != 0)
        p->base[COL_message_sent] = arena_dup(a, moment_text(m->sent, text));
    p->base[COL_source] = arena_printf(a, "%s:%llu", p->file, (unsigned long long)m->offset);
    p->in = HEADER;
    p->doubt = p->person = p->flights_doubt = p->flights_open = false;
    p->flights_n = p->points_n = 0;
    p->point = NULL;
    p->travellers = 0;
}

/* ---- flights ---- */

static bool
letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool
digit(char c)
{
    return c >= '0' && c <= '9';
}

/* How many characters of a flight are its designator: AA, 9W, U2 or AAL. */
static size_t
designator(slice s, slice carrier)
{
    if (carrier.n != 0 && s.n > carrier.n && slice_starts(s, carrier) && digit(s.p[carrier.n]))
        return carrier.n;
    if (s.n > 3 && letter(s.p[0]) && letter(s.p[1]) && letter(s.p[2]) && digit(s.p[3]))
        return 3;
    if (s.n > 2 && (letter(s.p[0]) || letter(s.p[1])) && (letter(s.p[0]) || digit(s.p[0])) &&
        (letter(s.p[1]) || digit(s.p[1])) && digit(s.p[2]))
        return 2;
    return 0;
}

/* UA 0989 is UA989; 0989 of carrier UA, too.  What has no such form stays. */
static void
read_flight(arena *a, slice raw, flight *f)
{
    char *to = arena_alloc(a, raw.n + f->carrier.n);
    size_t n = 0, from;

    for (size_t i = 0; i < raw.n; i++)
        if (raw.p[i] != ' ' && raw.p[i] != '\t')
            to[n++] = raw.p[i];
    slice s = upper(a, (slice){to, n});
    size_t lead = designator(s, f->carrier);
    if (lead == 0 && n != 0 && digit(s.p[0]) && f->carrier.n != 0) {
        s = arena_join(a, f->carrier, S(""), s);
        lead = f->carrier.n;
    }
    for (from = lead; lead != 0 && from + 1 < s.n && s.p[from] == '0' && digit(s.p[from + 1]);)
        from++;
    f->id = arena_join(a, (slice){s.p, lead}, S(""), (slice){s.p + from, s.n - from});
    if (f->carrier.n == 0)
        f->carrier = arena_dup(a, (slice){s.p, lead});
}

static void
begin_flight(paxlst *p)
{
    static const struct {
        char code[2];
        const char *word;
    } modes[] = {{"", "air"}, {"4", "air"}, {"1", "sea"}, {"2", "rail"}, {"3", "land"}};
    const edi_segment *s = &p->e->seg;
    slice mode = edi_get(s, 3, 1);

    if (!p->flights_open) {
        p->flights_n = p->points_n = 0;
        p->flights_doubt = false;
    }
    p->flights_open = true;
    p->in = FLIGHT;
    p->point = NULL;
    if (p->flights_n == FLIGHTS_MAX) {
        diag_reject(p->d, here(p), s->raw, "TDT: more than %d flights in a message", FLIGHTS_MAX);
        p->in = PARTY;
        return;
    }
    flight *f = &p->flights[p->flights_n++];
    *f = (flight){.points = p->points_n};
    for (size_t i = 0; i < LENGTH(modes); i++)
        if (slice_eq(mode, slice_of(modes[i].code)))
            f->mode = slice_of(modes[i].word);
    f->carrier = upper(&p->message, edi_get(s, 5, 1));
    read_flight(&p->message, edi_get(s, 2, 1), f);
}

static void
flight_place(paxlst *p)
{
    const edi_segment *s = &p->e->seg;
    slice qualifier = edi_get(s, 1, 1);

    p->point = NULL;
    if (!slice_eq(qualifier, S("125")) && !slice_eq(qualifier, S("87")) &&
        !slice_eq(qualifier, S("92"))) {
        diag_note(p->d, here(p), "LOC+%.*s of a flight", shown(qualifier),
                  qualifier.p != NULL ? qualifier.p : "");
        return;
    }
    slice port = port_value(p, &p->message, edi_get(s, 2, 1));
    if (p->points_n == POINTS_MAX) {
        diag_reject(p->d, here(p), s->raw, "LOC: more than %d places in a message", POINTS_MAX);
        return;
    }
    p->point = &p->points[p->points_n++];
    p->flights[p->flights_n - 1].points_n++;
    *p->point = (point){.port = port,
                        .qualifier = arena_dup(&p->message, qualifier),
                        .departure_rank = 9,
                        .arrival_rank = 9};
}

static void
flight_time(paxlst *p)
{
    static const struct {
        char qualifier[4];
        bool arrival;
        unsigned rank; /* scheduled before actual before estimated */
    } table[] = {{"189", false, 0}, {"186", false, 1}, {"133", false, 2},
                 {"232", true, 0},  {"178", true, 1},  {"132", true, 2}};
    slice qualifier = edi_get(&p->e->seg, 1, 1);

    for (size_t i = 0; i < LENGTH(table) && p->point != NULL; i++) {
        unsigned *rank = table[i].arrival ? &p->point->arrival_rank : &p->point->departure_rank;
        if (!slice_eq(qualifier, slice_of(table[i].qualifier)) || table[i].rank >= *rank)
            continue;
        *rank = table[i].rank;
        slice v = moment_value(p, &p->message, DATE_EXPIRY, true);
        *(table[i].arrival ? &p->point->arrival : &p->point->departure) = v;
    }
}

/* A list item's part: nothing in it may look like a separator. */
static void
put_item_part(buf *b, slice v, bool last)
{
    for (size_t i = 0; i < v.n; i++)
        buf_putc(b, v.p[i] == '/' || v.p[i] == ';' ? ' ' : v.p[i]);
    if (!last)
        buf_putc(b, '/');
}

static void
put_leg(buf *b, const flight *f, const point *from, const point *to)
{
    if (b->n != 0)
        buf_putc(b, ';');
    put_item_part(b, f->id, false);
    put_item_part(b, from != NULL ? from->port : (slice){NULL, 0}, false);
    put_item_part(b, from != NULL ? from->departure : (slice){NULL, 0}, false);
    put_item_part(b, to != NULL ? to->port : (slice){NULL, 0}, false);
    put_item_part(b, to != NULL ? to->arrival : (slice){NULL, 0}, true);
}

/*
 * Which leg crosses the border: from LOC+125 to LOC+87; where there is none,
 * from the first place to the last, unless damage may have cost a flight.
 */
static void
end_flights(paxlst *p)
{
    const flight *border = NULL, *f;
    const point *from = NULL, *to = NULL;

    p->list.n = 0;
    for (f = p->flights; f < p->flights + p->flights_n; f++) {
        const point *at = p->points + f->points;
        for (size_t i = 0; i < f->points_n; i++) {
            bool leaves = slice_eq(at[i].qualifier, S("125"));
            if (leaves || slice_eq(at[i].qualifier, S("87"))) {
                const point **which = leaves ? &from : &to;
                border = border != NULL ? border : f;
                *which = *which != NULL || border != f ? *which : &at[i];
            }
            if (i + 1 < f->points_n)
                put_leg(&p->list, f, &at[i], &at[i + 1]);
        }
        if (f->points_n < 2) {
            bool arrival = f->points_n == 1 && slice_eq(at[0].qualifier, S("87"));
            put_leg(&p->list, f, f->points_n == 1 && !arrival ? at : NULL, arrival ? at : NULL);
        }
    }
    if (border == NULL && !p->flights_doubt && p->flights_n != 0) {
        border = p->flights;
        if (p->points_n > 1) {
            from = p->points;
            to = p->points + p->points_n - 1;
        }
    } else if (border != NULL && !p->flights_doubt && border->points_n > 1) {
        const point *first = p->points + border->points, *last = first + border->points_n - 1;
        if (from == NULL && to != first)
            from = first;
        else if (to == NULL && from != last)
            to = last;
    }
    p->base[COL_legs] = arena_dup(&p->message, buf_slice(&p->list));
    if (border != NULL) {
        p->base[COL_transport_mode] = border->mode;
        p->base[COL_carrier] = border->carrier;
        p->base[COL_flight] = border->id;
    }
    p->base[COL_dep_port] = from != NULL ? from->port : (slice){NULL, 0};
    p->base[COL_dep_time] = from != NULL ? from->departure : (slice){NULL, 0};
    p->base[COL_arr_port] = to != NULL ? to->port : (slice){NULL, 0};
    p->base[COL_arr_time] = to != NULL ? to->arrival : (slice){NULL, 0};
    p->flights_open = false;
    p->point = NULL;
}

/* ---- a traveller ---- */

/*
 * C080 of NAD: surname and given names, each in a component of its own; from
 * some senders in one, parted by '/', or not parted at all.
 */
static void
read_name(paxlst *p)
{
    const edi_segment *s = &p->e->seg;
    arena *a = &p->traveller;
    slice surname = edi_get(s, 4, 1), given = {NULL, 0};

    for (unsigned i = 2; i <= edi_components(s, 4); i++)
        given = arena_join(a, given, S(" "), edi_get(s, 4, i));
    if (given.n == 0 && surname.n != 0 && memchr(surname.p, '/', surname.n) != NULL) {
        slice rest = surname;
        surname = slice_trim(slice_cut(&rest, '/'));
        given = slice_trim(rest);
    }
    if (given.n == 0 && surname.n != 0 && memchr(surname.p, ' ', surname.n) != NULL)
        p->rec[COL_full_name] = arena_dup(a, surname);
    else
        p->rec[COL_surname] = arena_dup(a, surname);
    p->rec[COL_given_names] = arena_dup(a, given);
    if (surname.n == 0 && given.n == 0)
        diag_warn(p->d, here(p), "NAD: a traveller without a name");
}

static void
begin_traveller(paxlst *p, slice type)
{
    const edi_segment *s = &p->e->seg;
    arena *a = &p->traveller;
    slice address = {NULL, 0};

    if (p->flights_open)
        end_flights(p);
    arena_reset(a);
    memcpy(p->rec, p->base, sizeof p->rec);
    p->rec[COL_traveller_type] = type;
    p->docs = p->visa = p->other = (document){0};
    p->doc = NULL;
    p->doc_lost = p->has_doc = p->has_visa = false;
    p->seen = 0;
    p->person = true;
    p->in = PERSON;
    p->travellers++;
    p->d->read++;
    read_name(p);
    for (unsigned i = 5; i <= 9; i++)
        for (unsigned k = 1; k <= edi_components(s, i); k++)
            address = arena_join(a, address, S(", "), edi_get(s, i, k));
    p->rec[COL_address] = address;
}

/* The document that was read last, when it is one that has no columns. */
static void
keep_other(paxlst *p)
{
    if (p->doc != &p->other)
        return;
    p->list.n = 0;
    put_item_part(&p->list, p->other.type, false);
    put_item_part(&p->list, p->other.issuer, false);
    put_item_part(&p->list, p->other.number, false);
    put_item_part(&p->list, p->other.expiry, true);
    p->rec[COL_other_documents] =
        list_value(&p->traveller, p->rec[COL_other_documents], buf_slice(&p->list));
    p->doc = NULL;
}

static void
begin_document(paxlst *p)
{
    const edi_segment *s = &p->e->seg;
    arena *a = &p->traveller;
    document d = {.type = upper(a, edi_get(s, 1, 1)), .number = arena_dup(a, edi_get(s, 2, 1))};
    bool visa = slice_starts(d.type, S("V"));

    keep_other(p);
    p->doc_lost = false;
    if (visa ? p->has_visa : p->has_doc) {
        p->doc = &p->other;
    } else {
        p->doc = visa ? &p->visa : &p->docs;
        *(visa ? &p->has_visa : &p->has_doc) = true;
    }
    *p->doc = d;
}

/* What belongs to the document before it. */
static void
document_part(paxlst *p, meaning is)
{
    arena *a = &p->traveller;

    if (p->doc_lost) {
        diag_reject(p->d, here(p), p->e->seg.raw,
                    "of which document is not known after the damage");
        return;
    }
    if (p->doc == NULL) {
        diag_warn(p->d, here(p), "%.3s before any DOC", p->e->seg.raw.p);
        return;
    }
    if (is == IS_EXPIRY)
        p->doc->expiry = moment_value(p, a, DATE_EXPIRY, false);
    else if (is == IS_ISSUED)
        p->doc->issued = moment_value(p, a, DATE_BIRTH, false);
    else
        p->doc->issuer = country_value(p, a, edi_get(&p->e->seg, 2, 1));
}

static void
read_sex(paxlst *p)
{
    slice v = edi_get(&p->e->seg, 3, 1);
    char c = v.n != 0 ? (char)(v.p[0] & ~0x20) : 0;

    /* FI and MI are infants (as in PNRGOV). */
    if (v.n == 2 && (c == 'F' || c == 'M') && (v.p[1] & ~0x20) == 'I')
        p->rec[COL_traveller_type] = S("INFANT");
    else if (v.n != 1)
        c = 0;
    p->rec[COL_sex] = c == 'M' ? S("M") : c == 'F' ? S("F") : c == 'X' ? S("X") : (slice){NULL, 0};
}

static void
read_crew(paxlst *p)
{
    static const struct {
        char code[4];
        const char *type;
    } table[] = {{"CR1", "CREW"},
                 {"CR2", "CREW"},
                 {"CR3", "CREW"},
                 {"CR4", "CARGO_CREW"},
                 {"CR5", "POSITIONING"}};
    slice code = edi_get(&p->e->seg, 2, 1);

    if (!slice_eq(p->rec[COL_traveller_type], S("CREW")))
        return;
    for (size_t i = 0; i < LENGTH(table); i++)
        if (slice_eq_nocase(code, slice_of(table[i].code)))
            p->rec[COL_traveller_type] = slice_of(table[i].type);
}

/* City or the like as text, or as a code, of each element that has one. */
static slice
place_value(paxlst *p)
{
    const edi_segment *s = &p->e->seg;
    slice v = {NULL, 0};

    for (unsigned i = 2; i <= 4; i++) {
        slice name = edi_get(s, i, 4);
        v = arena_join(&p->traveller, v, S(", "), name.n != 0 ? name : edi_get(s, i, 1));
    }
    return arena_dup(&p->traveller, v);
}

static void
read_contacts(paxlst *p)
{
    const edi_segment *s = &p->e->seg;

    for (unsigned i = 1; i < s->elements; i++) {
        slice value = edi_get(s, i, 1), kind = edi_get(s, i, 2);
        enum column col = slice_eq(kind, S("TE"))   ? COL_phone
                          : slice_eq(kind, S("EM")) ? COL_email
                                                    : COL_COUNT;
        if (col != COL_COUNT)
            p->rec[col] = list_value(&p->traveller, p->rec[col], arena_dup(&p->traveller, value));
        else
            diag_note(p->d, here(p), "COM of kind '%.*s'", shown(kind),
                      kind.p != NULL ? kind.p : "");
    }
}

static void
read_rule(paxlst *p, const struct rule *r)
{
    const edi_segment *s = &p->e->seg;
    arena *a = &p->traveller;
    slice v = edi_get(s, 2, 1);
    uint64_t n;

    switch (r->is) {
    case IS_SEX:
        read_sex(p);
        break;
    case IS_BIRTH:
        p->rec[r->col] = moment_value(p, a, DATE_BIRTH, false);
        break;
    case IS_PORT:
        p->rec[r->col] = port_value(p, a, v);
        break;
    case IS_COUNTRY:
        p->rec[r->col] = country_value(p, a, v);
        break;
    case IS_PLACE:
        p->rec[r->col] = place_value(p);
        break;
    case IS_TEXT:
        p->rec[r->col] = arena_dup(a, edi_get(s, 1, 2));
        break;
    case IS_CREW:
        read_crew(p);
        break;
    case IS_COUNT:
        v = edi_get(s, 3, 2).n != 0 ? edi_get(s, 3, 2) : edi_get(s, 3, 1);
        if (slice_uint(v, 9999, &n))
            p->rec[r->col] = arena_printf(a, "%llu", (unsigned long long)n);
        else
            diag_warn(p->d, here(p), "MEA: '%.*s' is no number of bags", shown(v),
                      v.p != NULL ? v.p : "");
        break;
    case IS_LIST:
        for (unsigned i = 1; i <= edi_components(s, 4); i++)
            p->rec[r->col] = list_value(a, p->rec[r->col], arena_dup(a, edi_get(s, 4, i)));
        break;
    case IS_EXPIRY:
    case IS_ISSUED:
    case IS_ISSUER:
        document_part(p, r->is);
        break;
    case IS_KNOWN:
        break;
    }
}

/*
 * A second sex or date of birth is another traveller's, whose NAD is lost;
 * after damage so is a second anything that stands once.  True: it is.
 */
static bool
is_somebody_else(paxlst *p, const struct rule *r)
{
    uint32_t bit = (uint32_t)1 << (r - rules);
    bool again = (p->seen & bit) != 0;

    p->seen |= bit;
    if (!again || r->is == IS_EXPIRY || r->is == IS_ISSUED || r->is == IS_ISSUER ||
        r->is == IS_LIST || r->is == IS_KNOWN)
        return false;
    return p->doubt || r->is == IS_SEX || r->is == IS_BIRTH;
}

static void
traveller_segment(paxlst *p)
{
    const edi_segment *s = &p->e->seg;
    slice qualifier = edi_get(s, 1, 1);
    const struct rule *r;

    if (s->tag == DOC) {
        begin_document(p);
        return;
    }
    if (s->tag == COM) {
        read_contacts(p);
        return;
    }
    for (r = rules; r < rules + LENGTH(rules); r++)
        if (r->tag == s->tag && slice_eq(qualifier, slice_of(r->qualifier)))
            break;
    if (r == rules + LENGTH(rules)) {
        if (s->tag != GEI)
            diag_note(p->d, here(p), "%.3s+%.*s has no column", s->raw.p, shown(qualifier),
                      qualifier.p != NULL ? qualifier.p : "");
        return;
    }
    bool again = (p->seen & (uint32_t)1 << (r - rules)) != 0;
    if (is_somebody_else(p, r)) {
        run_add(p->e, &p->lost);
        return;
    }
    if (again && r->col != COL_COUNT && p->rec[r->col].n != 0 && r->is != IS_LIST) {
        diag_note(p->d, here(p), "%.3s+%.*s again; the first is kept", s->raw.p, shown(qualifier),
                  qualifier.p);
        return;
    }
    read_rule(p, r);
}

static const slice *
end_traveller(paxlst *p)
{
    slice *rec = p->rec;

    keep_other(p);
    rec[COL_doc_type] = p->docs.type;
    rec[COL_doc_issuer] = p->docs.issuer;
    rec[COL_doc_number] = p->docs.number;
    rec[COL_doc_issue_date] = p->docs.issued;
    rec[COL_doc_expiry] = p->docs.expiry;
    rec[COL_visa_number] = p->visa.number;
    rec[COL_visa_type] = p->visa.type.n > 1 ? p->visa.type : (slice){NULL, 0};
    rec[COL_visa_issuer] = p->visa.issuer;
    rec[COL_visa_expiry] = p->visa.expiry;
    if (slice_eq(rec[COL_transit_port], rec[COL_arr_port]))
        rec[COL_transit_port] = (slice){NULL, 0};
    p->person = false;
    return rec;
}

/* ---- segments to sections ---- */

static void
begin_party(paxlst *p)
{
    static const struct {
        char role[4];
        const char *type;
    } roles[] = {{"FL", "PAX"}, {"FM", "CREW"}, {"DDU", "TRANSIT"}, {"DDT", "TRANSIT"}};
    slice role = edi_get(&p->e->seg, 1, 1);

    for (size_t i = 0; i < LENGTH(roles); i++)
        if (slice_eq_nocase(role, slice_of(roles[i].role))) {
            begin_traveller(p, slice_of(roles[i].type));
            return;
        }
    p->in = PARTY;
    if (!slice_eq(role, S("MS")))
        diag_warn(p->d, here(p), "NAD+%.*s is no traveller; its group is left out", shown(role),
                  role.p != NULL ? role.p : "");
}

static void
check_count(paxlst *p)
{
    const edi_segment *s = &p->e->seg;
    const edi_message *m = edi_current_message(p->e);
    slice v = edi_get(s, 1, 2).n != 0 ? edi_get(s, 1, 2) : edi_get(s, 2, 1);
    slice of = edi_get(s, 1, 1);
    uint64_t n;

    p->in = PARTY;
    if (!slice_eq(of, S("41")) && !slice_eq(of, S("42")))
        return;
    /* A list in parts may count what all of them hold. */
    bool whole = m->part == 1 && m->last;
    if (!slice_uint(v, UINT64_MAX, &n))
        diag_warn(p->d, here(p), "CNT: '%.*s' is no count", shown(v), v.p != NULL ? v.p : "");
    else if (whole ? n != p->travellers : n < p->travellers)
        diag_warn(p->d, here(p), "CNT says %llu travellers, there are %llu", (unsigned long long)n,
                  (unsigned long long)p->travellers);
}

static void
segment(paxlst *p)
{
    const edi_segment *s = &p->e->seg;

    switch (s->tag) {
    case NAD:
        p->doubt = false;
        begin_party(p);
        return;
    case TDT:
        p->doubt = false;
        begin_flight(p);
        return;
    case CNT:
        check_count(p);
        return;
    case BGM:
        p->base[COL_message_function] = function_of(p);
        return;
    default:
        break;
    }
    if (p->in == PERSON)
        traveller_segment(p);
    else if (p->in == FLIGHT && s->tag == LOC)
        flight_place(p);
    else if (p->in == FLIGHT && s->tag == DTM)
        flight_time(p);
}

/* What damaged bytes before this segment mean for it: true when it is lost, too. */
static bool
after_gap(paxlst *p)
{
    const edi_segment *s = &p->e->seg;
    bool group = s->tag == NAD || s->tag == TDT || s->tag == CNT;

    if (s->gap != EDI_GAP_NONE) {
        p->doubt = true;
        p->doc_lost = p->in == PERSON;
        p->point = NULL;
        if (p->flights_open || p->flights_n == 0)
            p->flights_doubt = true;
        if (p->in == PERSON)
            keep_other(p);
    }
    if (group)
        run_end(p->e, &p->lost, "whose this is cannot be known after the damage before it");
    else if (s->gap == EDI_GAP_GROUP || p->lost.segments != 0)
        run_add(p->e, &p->lost);
    return !group && p->lost.segments != 0;
}

const slice *
paxlst_next(paxlst *p)
{
    for (;;) {
        if (!p->held)
            p->event = edi_next(p->e);
        p->held = false;
        const edi_segment *s = &p->e->seg;
        bool ends = p->event != EDI_SEGMENT || s->tag == NAD || s->tag == TDT || s->tag == CNT;
        if (ends && p->person) {
            p->held = true;
            return end_traveller(p);
        }
        switch (p->event) {
        case EDI_MESSAGE:
            begin_message(p);
            if (p->e->now.type.n != 0 && !slice_eq_nocase(p->e->now.type, S("PAXLST")))
                edi_refuse(p->e);
            break;
        case EDI_SEGMENT:
            if (!after_gap(p))
                segment(p);
            break;
        case EDI_MESSAGE_END:
            run_end(p->e, &p->lost, "whose this is cannot be known after the damage before it");
            break;
        case EDI_END:
            return NULL;
        }
    }
}

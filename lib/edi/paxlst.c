/*
 * PAXLST to records (UN directories D.02B to D.21B; WCO/IATA/ICAO guidelines
 * on advance passenger information, appendix II).
 */
#include "edi/private.h"

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
    GROUP_MAX = 1 << 16 /* bytes of a traveller's segments */
};

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
    slice qualifier;
    meaning is;
    enum column col;
} rules[] = {
    {ATT, Q("2"), IS_SEX, COL_sex},
    {DTM, Q("329"), IS_BIRTH, COL_birth_date},
    {LOC, Q("22"), IS_PORT, COL_transit_port},
    {LOC, Q("174"), IS_COUNTRY, COL_residence},
    {LOC, Q("178"), IS_PORT, COL_embark_port},
    {LOC, Q("179"), IS_PORT, COL_disembark_port},
    {LOC, Q("180"), IS_PLACE, COL_birth_place},
    {NAT, Q("2"), IS_COUNTRY, COL_nationality},
    {DTM, Q("36"), IS_EXPIRY, COL_doc_expiry},
    {DTM, Q("182"), IS_ISSUED, COL_doc_issue_date},
    {LOC, Q("91"), IS_ISSUER, COL_doc_issuer},
    {RFF, Q("AVF"), IS_TEXT, COL_pnr_locator},
    {RFF, Q("SEA"), IS_TEXT, COL_seat},
    {RFF, Q("ABO"), IS_TEXT, COL_traveller_ref},
    {RFF, Q("AEA"), IS_KNOWN, COL_COUNT},
    {RFF, Q("CR"), IS_KNOWN, COL_COUNT},
    {EMP, Q("1"), IS_CREW, COL_traveller_type},
    {MEA, Q("CT"), IS_COUNT, COL_bag_count},
    {MEA, Q("WT"), IS_KNOWN, COL_COUNT},
    {FTX, Q("BAG"), IS_LIST, COL_bag_tags},
};

typedef enum section { HEADER, FLIGHT, PERSON, PARTY } section;

struct paxlst {
    edi *e;
    pnr *q;
    diag *d;
    section in;
    bool doubt;          /* bytes were lost in this group */
    edi_run lost;        /* segments that may be anybody's */
    uint64_t travellers; /* of this message */
    flights flights;
    bool begun; /* header and flight are complete */
    list_parts parts;
    slice *base; /* what all travellers of the message share */
    arena message;

    bool person;
    uint32_t seen;      /* rules met in this group */
    size_t group_bytes; /* read of this group */
    document main, visa, other, *doc;
    bool doc_lost, has_main, has_visa;
    pnr_traveller *who;
    slice *rec;
    arena *traveller;
    buf list;
};

paxlst *
paxlst_open(edi *e, pnr *q)
{
    paxlst *p = mem_alloc(1, sizeof *p);

    p->e = p->flights.e = p->parts.e = e;
    p->q = q;
    p->base = q->message;
    p->traveller = &q->arena;
    p->d = e->d;
    return p;
}

void
paxlst_close(paxlst *p)
{
    if (p == NULL)
        return;
    flights_free(&p->flights);
    parts_free(&p->parts);
    arena_free(&p->message);
    buf_free(&p->list);
    free(p);
}

static place
here(const paxlst *p)
{
    return edi_place(p->e, p->e->seg.offset);
}

/* ---- the message ---- */

static void
begin_message(paxlst *p)
{
    const edi_message *m = edi_current_message(p->e);
    arena *a = &p->message;
    char text[MOMENT_TEXT];

    arena_reset(a);
    pnr_begin_message(p->q);
    p->base[COL_message_type] = S("PAXLST");
    p->base[COL_message_version] = arena_dup(a, m->version);
    p->base[COL_message_ref] = arena_dup(a, m->ref);
    p->base[COL_message_sender] = arena_dup(a, m->sender);
    if (m->sent.day.year != 0)
        p->base[COL_message_sent] = arena_dup(a, moment_text(m->sent, text));
    p->base[COL_source] = arena_printf(a, "%s:%llu", p->e->f->name, (unsigned long long)m->offset);
    p->in = HEADER;
    p->doubt = p->person = false;
    flights_reset(&p->flights);
    p->travellers = 0;
    p->begun = false;
    parts_begin(&p->parts);
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
    arena *a = p->traveller;
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

/* A traveller or the end of the message; the flights before it are complete. */
static void
begin_unit(paxlst *p)
{
    bool closed = p->flights.open;

    /* Damage may have cost the flight of this part, which need not be the first one's. */
    bool takes = !p->begun && !closed && !p->flights.doubt;
    if (closed)
        flights_end(&p->flights, p->base);
    if (!p->begun || closed) {
        parts_keep(&p->parts, p->base);
        closed |= parts_take(&p->parts, p->base, takes);
    }
    p->begun = true;
    p->q->stale |= closed;
    pnr_begin_unit(p->q);
    p->q->flight_new = closed;
    if (closed && pnr_wants(p->q, PNR_LEGS))
        pnr_add_legs(p->q);
}

static void
begin_traveller(paxlst *p, slice type)
{
    const edi_segment *s = &p->e->seg;
    arena *a = p->traveller;
    slice address = {NULL, 0};

    begin_unit(p);
    p->who = pnr_add_traveller(p->q);
    p->rec = p->who->rec;
    p->rec[COL_traveller_type] = type;
    p->main = p->visa = p->other = (document){0};
    p->doc = NULL;
    p->doc_lost = p->has_main = p->has_visa = false;
    p->seen = 0;
    p->group_bytes = 0;
    p->person = true;
    p->in = PERSON;
    p->rec[COL_traveller] = pnr_number(a, ++p->travellers);
    p->d->read++;
    read_name(p);
    for (unsigned i = 5; i <= 9; i++)
        for (unsigned k = 1; k <= edi_components(s, i); k++)
            address = arena_join(a, address, S(", "), edi_get(s, i, k));
    p->rec[COL_address] = arena_dup(a, address);
}

/* The document that was read last is complete; it may be one that has no columns. */
static void
close_document(paxlst *p)
{
    if (p->doc == NULL)
        return;
    pnr_add_document(p->q, p->who, p->doc);
    if (p->doc == &p->other) {
        p->list.n = 0;
        edi_put_part(&p->list, p->other.type, false);
        edi_put_part(&p->list, p->other.issuer, false);
        edi_put_part(&p->list, p->other.number, false);
        edi_put_part(&p->list, p->other.expiry, true);
        p->rec[COL_other_documents] =
            edi_list_value(p->e, p->traveller, p->rec[COL_other_documents], buf_slice(&p->list));
    }
    p->doc = NULL;
}

static void
begin_document(paxlst *p)
{
    const edi_segment *s = &p->e->seg;
    arena *a = p->traveller;
    document d = {.type = edi_upper(a, edi_get(s, 1, 1)), .number = arena_dup(a, edi_get(s, 2, 1))};
    bool visa = slice_starts(d.type, S("V"));

    close_document(p);
    p->doc_lost = false;
    if (visa ? p->has_visa : p->has_main) {
        p->doc = &p->other;
    } else {
        p->doc = visa ? &p->visa : &p->main;
        *(visa ? &p->has_visa : &p->has_main) = true;
    }
    *p->doc = d;
}

/* What belongs to the document before it. */
static void
document_part(paxlst *p, meaning is)
{
    arena *a = p->traveller;

    if (p->doc_lost) {
        diag_reject(p->d, here(p), p->e->seg.raw,
                    "of which document is not known after the damage");
        return;
    }
    if (p->doc == NULL) {
        diag_warn(p->d, here(p), "%.3s before any DOC", p->e->seg.raw.p);
        return;
    }
    if (is == IS_EXPIRY && p->doc->expiry.n == 0)
        p->doc->expiry = edi_moment_value(p->e, a, DATE_EXPIRY, false);
    else if (is == IS_ISSUED && p->doc->issued.n == 0)
        p->doc->issued = edi_moment_value(p->e, a, DATE_BIRTH, false);
    else if (is == IS_ISSUER && p->doc->issuer.n == 0)
        p->doc->issuer = edi_country_value(p->e, a, edi_get(&p->e->seg, 2, 1));
}

static void
read_crew(paxlst *p)
{
    /* CR1 to CR3 are the flight's own crew. */
    static const struct {
        char code[4];
        const char *type;
    } table[] = {{"CR4", "CARGO_CREW"}, {"CR5", "POSITIONING"}};
    slice code = edi_get(&p->e->seg, 2, 1);
    bool crew = slice_eq(p->rec[COL_traveller_type], S("CREW"));

    for (size_t i = 0; i < LENGTH(table); i++)
        if (crew && slice_eq_nocase(code, slice_of(table[i].code)))
            p->rec[COL_traveller_type] = slice_of(table[i].type);
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
            p->rec[col] = edi_list_value(p->e, p->traveller, p->rec[col], value);
        else
            diag_note(p->d, here(p), "COM of kind '%.*s'", edi_shown(kind),
                      kind.p != NULL ? kind.p : "");
    }
}

static void
read_rule(paxlst *p, const struct rule *r)
{
    const edi_segment *s = &p->e->seg;
    arena *a = p->traveller;
    slice v = edi_get(s, 2, 1);
    uint64_t n;

    switch (r->is) {
    case IS_SEX:
        p->rec[r->col] = edi_sex_value(edi_get(s, 3, 1), &p->rec[COL_traveller_type]);
        break;
    case IS_BIRTH:
        p->rec[r->col] = edi_moment_value(p->e, a, DATE_BIRTH, false);
        break;
    case IS_PORT:
        p->rec[r->col] = edi_port_value(p->e, a, v);
        break;
    case IS_COUNTRY:
        p->rec[r->col] = edi_country_value(p->e, a, v);
        break;
    case IS_PLACE:
        p->rec[r->col] = edi_place_value(p->e, a);
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
            diag_warn(p->d, here(p), "MEA: '%.*s' is no number of bags", edi_shown(v),
                      v.p != NULL ? v.p : "");
        break;
    case IS_LIST:
        for (unsigned i = 1; i <= edi_components(s, 4); i++) {
            p->list.n = 0;
            edi_put_part(&p->list, edi_get(s, 4, i), true);
            p->rec[r->col] = edi_list_value(p->e, a, p->rec[r->col], buf_slice(&p->list));
        }
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
 * Another sex or date of birth is another traveller's, whose NAD is lost; so
 * is another port, State or reference behind a document, and after damage a
 * second anything that stands once.
 */
static bool
is_somebody_else(paxlst *p, const struct rule *r)
{
    const edi_segment *s = &p->e->seg;
    slice was = p->rec[r->col];

    if (p->doubt || was.n == 0)
        return p->doubt;
    if (r->is == IS_SEX)
        return !slice_eq_nocase(edi_get(s, 3, 1), was);
    if (r->is == IS_BIRTH)
        return !slice_eq(edi_moment_value(p->e, p->traveller, DATE_BIRTH, false), was);
    if (r->is == IS_TEXT)
        return p->has_main && !slice_eq(edi_get(s, 1, 2), was);
    return p->has_main && (r->is == IS_PORT || r->is == IS_COUNTRY) &&
           !slice_eq_nocase(edi_get(s, 2, 1), was);
}

static void
traveller_segment(paxlst *p)
{
    const edi_segment *s = &p->e->seg;
    slice qualifier = edi_get(s, 1, 1);
    const struct rule *r;

    p->group_bytes += s->raw.n;
    if (p->group_bytes > GROUP_MAX) {
        run_add(p->e, &p->lost);
        return;
    }
    if (s->tag == DOC || s->tag == COM) {
        s->tag == DOC ? begin_document(p) : read_contacts(p);
        return;
    }
    for (r = rules; r < rules + LENGTH(rules); r++)
        if (r->tag == s->tag && slice_eq(qualifier, r->qualifier))
            break;
    if (r == rules + LENGTH(rules)) {
        if (s->tag != GEI)
            diag_note(p->d, here(p), "%.3s+%.*s has no column", s->raw.p, edi_shown(qualifier),
                      qualifier.p != NULL ? qualifier.p : "");
        return;
    }
    bool once = r->is < IS_LIST, again = (p->seen & (uint32_t)1 << (r - rules)) != 0;
    p->seen |= (uint32_t)1 << (r - rules);
    if (once && again) {
        if (is_somebody_else(p, r))
            run_add(p->e, &p->lost);
        else
            diag_note(p->d, here(p), "%.3s+%.*s again; the first is kept", s->raw.p,
                      edi_shown(qualifier), qualifier.p);
        return;
    }
    read_rule(p, r);
}

static void
end_traveller(paxlst *p)
{
    slice *rec = p->rec;

    close_document(p);
    rec[COL_doc_type] = p->main.type;
    rec[COL_doc_issuer] = p->main.issuer;
    rec[COL_doc_number] = p->main.number;
    rec[COL_doc_issue_date] = p->main.issued;
    rec[COL_doc_expiry] = p->main.expiry;
    rec[COL_visa_number] = p->visa.number;
    rec[COL_visa_type] = p->visa.type.n > 1 ? p->visa.type : (slice){NULL, 0};
    rec[COL_visa_issuer] = p->visa.issuer;
    rec[COL_visa_expiry] = p->visa.expiry;
    if (slice_eq(rec[COL_transit_port], p->q->base[COL_arr_port]))
        rec[COL_transit_port] = (slice){NULL, 0};
    pnr_add_row_items(p->q, p->who);
    p->person = false;
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
        diag_warn(p->d, here(p), "NAD+%.*s is no traveller; its group is left out", edi_shown(role),
                  role.p != NULL ? role.p : "");
}

static void
check_count(paxlst *p)
{
    const edi_segment *s = &p->e->seg;
    slice v = edi_get(s, 1, 2).n != 0 ? edi_get(s, 1, 2) : edi_get(s, 2, 1);
    slice of = edi_get(s, 1, 1);
    uint64_t n;

    p->in = PARTY;
    if (!slice_eq(of, S("41")) && !slice_eq(of, S("42")))
        return;
    if (!slice_uint(v, UINT64_MAX, &n))
        diag_warn(p->d, here(p), "CNT: '%.*s' is no count", edi_shown(v), v.p != NULL ? v.p : "");
    else if (!parts_counts(&p->parts, n, p->travellers))
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
        p->in = flights_begin(&p->flights) ? FLIGHT : PARTY;
        return;
    case CNT:
        check_count(p);
        return;
    case BGM:
        if (p->base[COL_message_function].n == 0)
            p->base[COL_message_function] = edi_function_value(p->e, &p->message),
            p->q->stale = true;
        return;
    case RFF:
        if (p->in == HEADER && slice_eq(edi_get(s, 1, 1), S("TN")))
            p->base[COL_message_transaction] = arena_dup(&p->message, edi_get(s, 1, 2)),
            p->q->stale = true;
        break;
    default:
        break;
    }
    if (p->in == PERSON)
        traveller_segment(p);
    else if (p->in == FLIGHT && s->tag == LOC)
        flights_place(&p->flights);
    else if (p->in == FLIGHT && s->tag == DTM)
        flights_time(&p->flights);
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
        p->flights.point = NULL;
        p->flights.doubt |= s->gap == EDI_GAP_GROUP || p->in == FLIGHT;
        if (p->in == PERSON)
            close_document(p);
    }
    if (group)
        run_end(p->e, &p->lost, "it cannot be known whose this is");
    else if (s->gap == EDI_GAP_GROUP || p->lost.segments != 0 ||
             (s->elements > 3 && edi_holds_group(s)))
        run_add(p->e, &p->lost);
    return !group && p->lost.segments != 0;
}

bool
paxlst_event(paxlst *p, edi_event event, bool *again)
{
    const edi_segment *s = &p->e->seg;
    bool ends = event != EDI_SEGMENT || s->tag == NAD || s->tag == TDT || s->tag == CNT;

    if (ends && p->person) {
        end_traveller(p);
        *again = true;
        return true;
    }
    switch (event) {
    case EDI_MESSAGE:
        begin_message(p);
        return false;
    case EDI_SEGMENT:
        if (!after_gap(p))
            segment(p);
        return false;
    case EDI_MESSAGE_END:
    case EDI_END:
        run_end(p->e, &p->lost, "it cannot be known whose this is");
        break;
    }
    begin_unit(p);
    parts_end(&p->parts, p->travellers);
    p->q->ends = true;
    return true;
}

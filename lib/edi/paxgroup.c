/*
 * A traveller of a PAXLST: NAD and the segments behind it, up to the next one.
 */
#include "edi/paxlst.h"

enum { GROUP_MAX = 1 << 16 /* bytes of a traveller's segments */ };

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
    IS_WEIGHT,
    IS_TICKET,
    IS_REMARK /* of its table alone */
} meaning;

static const struct paxlst_rule {
    uint32_t tag;
    char qualifier[4];
    meaning is;
    enum column col;
} rules[] = {
    {ATT, "2", IS_SEX, COL_sex},
    {DTM, "329", IS_BIRTH, COL_birth_date},
    {MEA, "CT", IS_COUNT, COL_bag_count},
    {MEA, "WT", IS_WEIGHT, COL_COUNT},
    {GEI, "4", IS_REMARK, COL_COUNT},
    {FTX, "BAG", IS_LIST, COL_bag_tags},
    {LOC, "22", IS_PORT, COL_transit_port},
    {LOC, "178", IS_PORT, COL_embark_port},
    {LOC, "179", IS_PORT, COL_disembark_port},
    {LOC, "174", IS_COUNTRY, COL_residence},
    {LOC, "180", IS_PLACE, COL_birth_place},
    {EMP, "1", IS_CREW, COL_traveller_type},
    {NAT, "2", IS_COUNTRY, COL_nationality},
    {RFF, "AVF", IS_TEXT, COL_pnr_locator},
    {RFF, "SEA", IS_TEXT, COL_seat},
    {RFF, "ABO", IS_TEXT, COL_traveller_ref},
    {RFF, "AEA", IS_REMARK, COL_COUNT},
    {RFF, "CR", IS_REMARK, COL_COUNT},
    {DTM, "36", IS_EXPIRY, COL_doc_expiry},
    {DTM, "182", IS_ISSUED, COL_doc_issue_date},
    {LOC, "91", IS_ISSUER, COL_doc_issuer},
    {RFF, "YZY", IS_TICKET, COL_ticket_number},
};

/*
 * C080 of NAD, or else C058 before it: surname and given names, each in a
 * component of its own; from some senders in one, parted by '/', or not parted
 * at all; with a title, which booked_name keeps.
 */
static void
read_name(paxlst *p)
{
    const edi_segment *s = &p->e->seg;
    arena *a = p->traveller;
    unsigned at = s->elements <= 4 || edi_components(s, 4) == 0 ||
                          (edi_components(s, 4) == 1 && edi_get(s, 4, 1).n == 0)
                      ? 3
                      : 4;
    slice surname = edi_get(s, at, 1), given = {NULL, 0};

    for (unsigned i = 2; i <= edi_components(s, at); i++)
        given = arena_join(a, given, S(" "), edi_get(s, at, i));
    if (given.n == 0 && surname.n != 0 && memchr(surname.p, '/', surname.n) != NULL) {
        slice rest = surname;
        surname = slice_trim(slice_cut(&rest, '/'));
        given = slice_trim(rest);
    }
    slice plain = pnr_cut_plain_title(given);
    if (plain.n != given.n) {
        p->rec[COL_booked_name] = arena_dup(a, arena_join(a, surname, S("/"), given));
        given = plain;
    } else if (given.n == 0 && surname.n != 0 && memchr(surname.p, ' ', surname.n) != NULL) {
        p->rec[COL_full_name] = arena_dup(a, surname);
        return;
    }
    p->rec[COL_surname] = arena_dup(a, surname);
    p->rec[COL_given_names] = arena_dup(a, given);
    if (surname.n == 0 && given.n == 0)
        diag_warn(p->d, paxlst_here(p), "NAD: a traveller without a name");
}

/* What has no column, by its tag: EMP CR1, GEI 173, RFF AEA:... */
static BASE_APART void
add_remark(paxlst *p, slice code)
{
    const edi_segment *s = &p->e->seg;
    service of = {.of = p->who, .near = p->who};

    pnr_remark_add(p->q, edi_tag_text(s, p->traveller), s->tag == RFF ? edi_get(s, 1, 1) : code,
                   (slice){NULL, 0}, s->tag == RFF ? edi_get(s, 1, 2) : edi_code_text(s->tag, code),
                   &of);
}

static void
begin(paxlst *p, slice type)
{
    paxlst_begin_unit(p);
    p->who = pnr_add_traveller(p->q);
    p->rec = p->who->rec;
    p->rec[COL_traveller_type] = type;
    p->main = p->visa = p->other = (document){0};
    p->weight = p->unit = (slice){NULL, 0};
    p->doc = NULL;
    p->doc_lost = p->has_main = p->has_visa = false;
    p->seen = 0;
    p->group_bytes = 0;
    p->person = true;
    p->in = PERSON;
    p->rec[COL_traveller] = pnr_number(p->traveller, ++p->travellers);
    p->d->read++;
}

void
paxlst_begin_traveller(paxlst *p, slice type)
{
    const edi_segment *s = &p->e->seg;
    arena *a = p->traveller;
    slice address = {NULL, 0};

    begin(p, type);
    if (slice_eq(type, S("TRANSIT")))
        add_remark(p, edi_get(s, 1, 1));
    read_name(p);
    for (unsigned i = 5; i <= 9 && i < s->elements; i++)
        for (unsigned k = 1; k <= edi_components(s, i); k++)
            address = arena_join(a, address, S(", "), edi_get(s, i, k));
    if (address.n != 0)
        p->rec[COL_address] = arena_dup(a, address);
}

/*
 * The US dialect before D.02B: type/number:expiry:issuer, then surname:given
 * name:middle name:birth:sex, status, embarkation:debarkation.
 */
void
paxlst_read_pdt(paxlst *p)
{
    static const struct {
        char code[4];
        const char *type;
    } table[] = {{"", "PAX"}, {"PAX", "PAX"}, {"CRW", "CREW"}, {"ITI", "TRANSIT"}};
    const edi_segment *s = &p->e->seg;
    arena *a = p->traveller;
    slice number = edi_get(s, 1, 1), status = edi_get(s, 3, 1), type = {NULL, 0};

    begin(p, type);
    for (size_t i = 0; i < LENGTH(table); i++)
        if (slice_eq_nocase(status, slice_of(table[i].code)))
            type = slice_of(table[i].type);
    if (type.n == 0)
        diag_warn(p->d, paxlst_here(p), "PDT: '%.*s' is no status of a traveller",
                  edi_shown(status), status.p);
    p->rec[COL_traveller_type] = type;
    p->rec[COL_surname] = arena_dup(a, edi_get(s, 2, 1));
    p->rec[COL_given_names] =
        arena_dup(a, arena_join(a, edi_get(s, 2, 2), S(" "), edi_get(s, 2, 3)));
    p->rec[COL_birth_date] = edi_day_value(p->e, a, edi_get(s, 2, 4), DATE_BIRTH);
    p->rec[COL_sex] = edi_sex_value(p->e, edi_get(s, 2, 5), &p->rec[COL_traveller_type]);
    p->rec[COL_embark_port] = edi_old_port_value(p->e, a, edi_get(s, 4, 1));
    p->rec[COL_disembark_port] = edi_old_port_value(p->e, a, edi_get(s, 4, 2));
    if (p->rec[COL_surname].n == 0 && p->rec[COL_given_names].n == 0)
        diag_warn(p->d, paxlst_here(p), "PDT: a traveller without a name");

    slice kind = slice_trim(slice_cut(&number, '/'));
    bool visa = is_visa(kind);
    document *d = visa ? &p->visa : &p->main;
    *d = (document){.type = edi_upper(a, kind),
                    .number = arena_dup(a, slice_trim(number)),
                    .expiry = edi_day_value(p->e, a, edi_get(s, 1, 2), DATE_EXPIRY),
                    .issuer = edi_country_value(p->e, a, edi_get(s, 1, 3))};
    *(visa ? &p->has_visa : &p->has_main) = true;
    p->doc = d;
    p->in = PARTY; /* nothing belongs to him behind it */
}

static void
list_document(paxlst *p, const document *d)
{
    p->list.n = 0;
    edi_put_part(&p->list, d->type, false);
    edi_put_part(&p->list, d->issuer, false);
    edi_put_part(&p->list, d->number, false);
    edi_put_part(&p->list, d->expiry, true);
    p->rec[COL_other_documents] =
        edi_list_value(p->e, p->traveller, p->rec[COL_other_documents], buf_slice(&p->list));
}

/* The document that was read last is complete; it may be one that has no columns. */
void
paxlst_close_document(paxlst *p)
{
    if (p->doc == NULL)
        return;
    pnr_add_document(p->q, p->who, p->doc);
    if (p->doc == &p->other)
        list_document(p, &p->other);
    p->doc = NULL;
}

/*
 * Some senders glue: P110111 is P of a list of codes, PX1234567 and no number
 * behind it is P and the number, said to be a guess.  Types of one letter alone
 * are known in it, but for IP and AC, which are no beginning of others.
 */
static void
part_document(paxlst *p, slice *type, slice *number)
{
    size_t letters = 0;

    while (letters < type->n && (type->p[letters] < '0' || type->p[letters] > '9'))
        letters++;
    if (letters == type->n || letters == 0)
        return;
    if (number->n != 0) {
        type->n = letters;
        return;
    }
    bool two = slice_starts(*type, S("IP")) || slice_starts(*type, S("AC"));
    if (memchr("PVIACFM", type->p[0], 7) == NULL)
        return;
    diag_warn(p->d, paxlst_here(p), "DOC: '%.*s' is read as a type and the number behind it",
              edi_shown(*type), type->p);
    *number = (slice){type->p + 1 + two, type->n - 1 - two};
    type->n = 1 + (size_t)two;
}

/* The first passport has the columns, or else the first document that is no visa. */
static BASE_APART void
begin_document(paxlst *p)
{
    const edi_segment *s = &p->e->seg;
    arena *a = p->traveller;
    slice type = edi_upper(a, edi_get(s, 1, 1)), number = edi_get(s, 2, 1);
    if (type.n > 2)
        part_document(p, &type, &number);
    bool visa = is_visa(type);
    bool *has = visa ? &p->has_visa : &p->has_main;

    paxlst_close_document(p);
    p->doc_lost = false;
    if (*has && slice_eq(type, S("P")) && !slice_eq(p->main.type, S("P"))) {
        list_document(p, &p->main);
        *has = false;
    }
    p->doc = *has ? &p->other : visa ? &p->visa : &p->main;
    *has = true;
    *p->doc = (document){0};
    p->doc->type = type;
    p->doc->number = arena_dup(a, number);
}

/* What belongs to the document before it. */
static void
document_part(paxlst *p, meaning is)
{
    arena *a = p->traveller;

    if (p->doc_lost) {
        diag_reject(p->d, paxlst_here(p), p->e->seg.raw,
                    "of which document is not known after the damage");
        return;
    }
    if (p->doc == NULL) {
        diag_warn(p->d, paxlst_here(p), "%.3s before any DOC", p->e->seg.raw.p);
        return;
    }
    if (is == IS_EXPIRY && p->doc->expiry.n == 0)
        p->doc->expiry = edi_moment_value(p->e, a, DATE_EXPIRY, false);
    else if (is == IS_ISSUED && p->doc->issued.n == 0)
        p->doc->issued = edi_moment_value(p->e, a, DATE_BIRTH, false);
    else if (is == IS_ISSUER && p->doc->issuer.n == 0)
        p->doc->issuer = edi_country_value(p->e, a, edi_get(&p->e->seg, 2, 1));
}

static BASE_APART void
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
    add_remark(p, code);
}

static BASE_APART void
read_contacts(paxlst *p)
{
    const edi_segment *s = &p->e->seg;
    bool strange = false;

    for (unsigned i = 1; i < s->elements; i++) {
        slice value = arena_dup(p->traveller, edi_get(s, i, 1)), kind = edi_get(s, i, 2);
        enum column col = slice_eq_nocase(kind, S("TE"))   ? COL_phone
                          : slice_eq_nocase(kind, S("EM")) ? COL_email
                                                           : COL_COUNT;
        if (slice_eq_nocase(kind, S("FX")) && pnr_wants(p->q, PNR_CONTACTS))
            pnr_contact_add(p->q, &(service){.of = p->who}, S("phone"), S("fax"), value);
        if (col != COL_COUNT)
            p->rec[col] = edi_list_value(p->e, p->traveller, p->rec[col], value);
        else if (!slice_eq_nocase(kind, S("FX")))
            strange = true;
    }
    if (strange)
        paxlst_keep_apart(p, false);
}

static BASE_APART void
read_count(paxlst *p, slice *to)
{
    const edi_segment *s = &p->e->seg;
    slice v = edi_get(s, 3, 2).n != 0 ? edi_get(s, 3, 2) : edi_get(s, 3, 1);
    uint64_t n;

    if (slice_uint(v, 9999, &n))
        *to = pnr_number(p->traveller, n);
    else
        diag_warn(p->d, paxlst_here(p), "MEA: '%.*s' is no number of bags", edi_shown(v),
                  v.p != NULL ? v.p : "");
}

static BASE_APART void
read_weight(paxlst *p)
{
    const edi_segment *s = &p->e->seg;
    slice v = edi_get(s, 3, 2), unit = pnr_bag_unit(edi_get(s, 3, 1));
    uint64_t n;

    if (slice_uint(v, 999999, &n)) {
        p->weight = pnr_number(p->traveller, n);
        p->unit = unit;
        return;
    }
    diag_warn(p->d, paxlst_here(p), "MEA: '%.*s' is no weight in whole %s", edi_shown(v),
              v.p != NULL ? v.p : "", unit.p);
    paxlst_keep_apart(p, false);
}

static BASE_APART void
read_list(paxlst *p, slice *to)
{
    const edi_segment *s = &p->e->seg;

    for (unsigned i = 1; i <= edi_components(s, 4); i++) {
        p->list.n = 0;
        edi_put_part(&p->list, edi_get(s, 4, i), true);
        *to = edi_list_value(p->e, p->traveller, *to, buf_slice(&p->list));
    }
}

/* RFF+YZY of many senders: the number of a ticket and its coupon. */
static bool
read_ticket(paxlst *p, slice v)
{
    enum { NUMBER = 13 };
    slice number, coupon;

    if (!pnr_cut_ticket(arena_dup(p->traveller, v), &number, &coupon) || number.n != NUMBER)
        return false;
    if (p->rec[COL_ticket_number].n == 0)
        p->rec[COL_ticket_number] = number;
    if (pnr_wants(p->q, PNR_TICKETS)) {
        pnr_ticket *t = (void *)pnr_add(p->q, PNR_TICKETS, p->who, NULL)->value;
        t->ticket_number = number;
        t->ticket_kind = coupon;
    }
    return true;
}

/* C956 of ATT, or one element too early. */
static slice
said_sex(const edi_segment *s)
{
    return edi_get(s, 3, 1).n != 0 ? edi_get(s, 3, 1) : edi_get(s, 2, 1);
}

static void
read_rule(paxlst *p, const paxlst_rule *r)
{
    const edi_segment *s = &p->e->seg;
    arena *a = p->traveller;
    slice v;

    switch (r->is) {
    case IS_SEX:
        p->rec[r->col] = edi_sex_value(p->e, said_sex(s), &p->rec[COL_traveller_type]);
        break;
    case IS_BIRTH:
        p->rec[r->col] = edi_moment_value(p->e, a, DATE_BIRTH, false);
        break;
    case IS_PORT:
        p->rec[r->col] = edi_port_value(p->e, a, edi_get(s, 2, 1));
        break;
    case IS_COUNTRY:
        p->rec[r->col] = edi_country_value(p->e, a, edi_get(s, 2, 1));
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
        read_count(p, &p->rec[r->col]);
        break;
    case IS_LIST:
        read_list(p, &p->rec[r->col]);
        break;
    case IS_EXPIRY:
    case IS_ISSUED:
    case IS_ISSUER:
        document_part(p, r->is);
        break;
    case IS_WEIGHT:
        read_weight(p);
        break;
    case IS_TICKET:
        if (!read_ticket(p, edi_get(s, 1, 2)))
            paxlst_keep_apart(p, true);
        break;
    case IS_REMARK:
        v = edi_get(s, 2, 1);
        add_remark(p, v.n != 0 ? v : edi_get(s, 1, 2));
        break;
    }
}

/*
 * Another sex or date of birth is another traveller's, whose NAD is lost; so
 * is another port, State or reference behind a document, and after damage a
 * second anything that stands once.
 */
static BASE_APART bool
is_somebody_else(paxlst *p, const paxlst_rule *r)
{
    const edi_segment *s = &p->e->seg;
    slice was = p->rec[r->col];

    if (p->doubt || was.n == 0)
        return p->doubt;
    if (r->is == IS_SEX) /* by its first letter: F is Female */
        return said_sex(s).n == 0 || (said_sex(s).p[0] & ~0x20) != was.p[0];
    if (r->is == IS_BIRTH)
        return !slice_eq(edi_moment_value(p->e, p->traveller, DATE_BIRTH, false), was);
    if (r->is == IS_TEXT)
        return p->has_main && !slice_eq(edi_get(s, 1, 2), was);
    return p->has_main && (r->is == IS_PORT || r->is == IS_COUNTRY) &&
           !slice_eq_nocase(edi_get(s, 2, 1), was);
}

/* Of a qualifier of one to three bytes the last is told again, so that no length needs a branch. */
static inline uint64_t
rule_key(uint32_t tag, slice qualifier)
{
    const unsigned char *q = (const unsigned char *)qualifier.p;

    return (uint64_t)tag << 32 | (uint64_t)qualifier.n << 24 |
           EDI_TAG(q[0], q[qualifier.n / 2], q[qualifier.n - 1]);
}

static inline size_t
rule_slot(uint64_t key)
{
    return (size_t)(key * 0x9e3779b97f4a7c15u >> 40) % RULE_SLOTS;
}

void
paxlst_open_rules(paxlst *p)
{
    _Static_assert(2 * LENGTH(rules) <= RULE_SLOTS, "more rules than find a slot at once");

    for (size_t i = 0; i < LENGTH(rules); i++) {
        uint64_t key = rule_key(rules[i].tag, slice_of(rules[i].qualifier));
        size_t at = rule_slot(key);
        while (p->rules[at].key != 0)
            at = (at + 1) % RULE_SLOTS;
        p->rules[at].key = key;
        p->rules[at].rule = &rules[i];
    }
}

/* NULL: it has no column. */
static inline const paxlst_rule *
find_rule(const paxlst *p, uint32_t tag, slice qualifier)
{
    if (qualifier.n - 1 >= 3)
        return NULL;
    uint64_t key = rule_key(tag, qualifier);
    size_t at = rule_slot(key);
    while (BASE_UNLIKELY(p->rules[at].key != key) && p->rules[at].key != 0)
        at = (at + 1) % RULE_SLOTS;
    return p->rules[at].rule;
}

static BASE_APART void
say_again(paxlst *p, slice qualifier)
{
    diag_note(p->d, paxlst_here(p), "%.3s+%.*s again; the first is kept", p->e->seg.raw.p,
              edi_shown(qualifier), qualifier.p);
}

static inline void
read_segment(paxlst *p, const edi_segment *s)
{
    slice qualifier = edi_get(s, 1, 1);
    const paxlst_rule *r;

    p->group_bytes += s->raw.n;
    if (p->group_bytes > GROUP_MAX) {
        run_add(p->e, &p->lost);
        return;
    }
    if (s->tag == DOC || s->tag == COM) {
        s->tag == DOC ? begin_document(p) : read_contacts(p);
        return;
    }
    r = find_rule(p, s->tag, qualifier);
    if (r == NULL)
        r = find_rule(p, s->tag, edi_upper(p->traveller, qualifier));
    if (r == NULL) {
        paxlst_keep_apart(p, true);
        return;
    }
    uint32_t bit = (uint32_t)1 << (r - rules);
    bool once = r->is < IS_LIST, again = (p->seen & bit) != 0;
    p->seen |= bit;
    if (once && again) {
        if (is_somebody_else(p, r))
            run_add(p->e, &p->lost);
        else
            say_again(p, qualifier);
        return;
    }
    read_rule(p, r);
}

void
paxlst_read_traveller(paxlst *p)
{
    read_segment(p, &p->e->seg);
}

edi_event
paxlst_read_group(paxlst *p, edi_event event)
{
    const edi_segment *s = &p->e->seg;

    while (BASE_LIKELY(event == EDI_SEGMENT && !paxlst_begins_group(s->tag) &&
                       s->gap == EDI_GAP_NONE && s->tag != BGM && p->lost.segments == 0 &&
                       (s->elements <= 3 || !edi_holds_group(s)))) {
        read_segment(p, s);
        event = edi_next(p->e);
    }
    return event;
}

void
paxlst_end_traveller(paxlst *p)
{
    slice *rec = p->rec;

    paxlst_close_document(p);
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
    if (p->weight.n != 0 && pnr_wants(p->q, PNR_BAGS)) {
        bool told = rec[COL_bag_count].n != 0 || rec[COL_bag_tags].n != 0;
        pnr_item *i = told ? p->q->tail[PNR_BAGS] : pnr_add(p->q, PNR_BAGS, p->who, NULL);
        pnr_bag *b = (void *)i->value;
        b->bag_kind = S("checked");
        b->bag_weight = p->weight;
        b->weight_unit = p->unit;
    }
    pnr_hide_cards(p->q);
    p->person = false;
}

/*
 * Texts of services that have a form: DOCS, DOCO, DOCA (IATA resolution 830d
 * and AIRIMP 3.14), contacts CTCE, CTCM, CTCR, infants INFT.
 */
#include "edi/private.h"

enum { PARTS_MAX = 16 };

/* The parts between slashes, the first one empty where the text begins with one. */
static size_t
parts_of(slice text, slice part[PARTS_MAX])
{
    size_t n = 0;

    memset(part, 0, sizeof part[0] * PARTS_MAX);
    if (text.n != 0 && text.p[0] == '/')
        text.p++, text.n--;
    while (text.p != NULL && n < PARTS_MAX)
        part[n++] = slice_trim(slice_cut(&text, '/'));
    return n;
}

slice
pnr_sex(pnr *p, slice raw)
{
    static const struct {
        slice said, is;
    } table[] = {{Q("M"), Q("M")},    {Q("F"), Q("F")},      {Q("MI"), Q("MI")}, {Q("FI"), Q("FI")},
                 {Q("U"), Q("")},     {Q("X"), Q("X")},      {Q("N"), Q("")},    {Q("UI"), Q("")},
                 {Q("Male"), Q("M")}, {Q("Female"), Q("F")}, {Q("XI"), Q("")}};

    for (size_t i = 0; i < LENGTH(table); i++)
        if (slice_eq_nocase(raw, table[i].said))
            return table[i].is;
    if (raw.n != 0)
        diag_warn(p->d, p->where, "'%.*s' is no sex", edi_shown(raw), raw.p);
    return (slice){NULL, 0};
}

/* /type/issuer/number/nationality/birth/sex/expiry/surname/given/given/H */
void
pnr_docs(pnr *p, slice text, const service *s)
{
    slice part[PARTS_MAX], given = {NULL, 0};
    size_t n = parts_of(text, part);
    pnr_item *i = pnr_add_service(p, PNR_DOCUMENTS, s);
    pnr_document *d = (void *)i->value;
    arena *a = &p->arena;

    i->of = NULL; /* its key may be that of an infant's parent: see whose_document */
    i->near = s->near != NULL ? s->near : s->of;

    if (n > 9 && slice_eq(part[n - 1], S("H"))) /* the holder of a family's passport */
        n--;
    d->doc_type = edi_upper(a, part[0]);
    d->doc_issuer = pnr_country(p, part[1]);
    d->doc_number = arena_dup(a, part[2]);
    d->nationality = pnr_country(p, part[3]);
    d->birth_date = pnr_day(p, part[4], DATE_BIRTH);
    d->sex = pnr_sex(p, part[5]);
    d->doc_expiry = pnr_day(p, part[6], DATE_EXPIRY);
    d->surname = arena_dup(a, part[7]);
    for (size_t k = 8; k < n; k++)
        given = arena_join(a, given, S(" "), part[k]);
    d->given_names = arena_dup(a, given);
}

/* /place of birth/type/number/place of issue/day of issue/for which State */
void
pnr_doco(pnr *p, slice text, const service *s)
{
    slice part[PARTS_MAX];
    (void)parts_of(text, part);
    pnr_visa *v = (void *)pnr_add_service(p, PNR_VISAS, s)->value;
    arena *a = &p->arena;

    v->birth_place = arena_dup(a, part[0]);
    v->visa_type = edi_upper(a, part[1]);
    v->visa_number = arena_dup(a, part[2]);
    v->visa_place = arena_dup(a, part[3]);
    v->visa_issue_date = pnr_day(p, part[4], DATE_BIRTH);
    v->visa_issuer = pnr_country(p, part[5]);
}

void
pnr_contact_add(pnr *p, const service *s, slice kind, slice use, slice text)
{
    pnr_contact *c = (void *)pnr_add_service(p, PNR_CONTACTS, s)->value;

    c->contact_kind = kind;
    c->contact_use = use;
    c->contact = text;
}

/* /D or R/State/street/city/province/postcode */
void
pnr_doca(pnr *p, slice text, const service *s)
{
    slice part[PARTS_MAX], address = {NULL, 0};
    (void)parts_of(text, part);
    bool home = part[0].n != 0 && (part[0].p[0] & ~0x20) == 'R';
    slice country = pnr_country(p, part[1]);

    for (size_t k = 2; k < 6; k++)
        address = arena_join(&p->arena, address, S(", "), part[k]);
    address = arena_join(&p->arena, address, S(", "), country.n != 0 ? country : part[1]);
    pnr_contact_add(p, s, S("address"), home ? S("residence") : S("destination"),
                    arena_dup(&p->arena, address));
    if (home && s->of != NULL && s->of->rec[COL_residence].n == 0)
        s->of->rec[COL_residence] = country;
}

/* "//" stands for '@', ".." for '_', "./" for '-'; a single '/' ends it. */
static slice
read_email(pnr *p, slice raw)
{
    char *to = arena_alloc(&p->arena, raw.n), *q = to;

    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.p[i], next = i + 1 < raw.n ? raw.p[i + 1] : '\0';
        if (c == '/' && next != '/')
            break;
        if ((c == '/' && next == '/') || (c == '.' && (next == '.' || next == '/'))) {
            *q++ = c == '/' ? '@' : next == '.' ? '_' : '-';
            i++;
        } else if (c != ' ') {
            *q++ = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        }
    }
    return slice_between(to, q);
}

/* CTC and a letter: what it is, and of what use. */
bool
pnr_contact_text(pnr *p, slice code, slice text, const service *s)
{
    static const struct {
        char code;
        slice kind, use;
    } table[] = {{'A', Q("address"), Q("home")},       {'B', Q("phone"), Q("business")},
                 {'C', Q("phone"), Q("mobile")},       {'E', Q("email"), Q("")},
                 {'F', Q("phone"), Q("fax")},          {'H', Q("phone"), Q("home")},
                 {'M', Q("phone"), Q("mobile")},       {'P', Q("phone"), Q("")},
                 {'R', Q("refused"), Q("")},           {'T', Q("phone"), Q("agency")},
                 {'D', Q("address"), Q("destination")}};

    if (code.n != 4 || !slice_starts(code, S("CTC")))
        return false;
    text = slice_trim(text);
    if (text.n != 0 && text.p[0] == '/')
        text.p++, text.n--;
    for (size_t i = 0; i < LENGTH(table); i++) {
        if (table[i].code != code.p[3])
            continue;
        slice v, rest = text;
        if (slice_eq(table[i].kind, S("email")))
            v = read_email(p, text);
        else if (slice_eq(table[i].kind, S("phone")))
            v = arena_dup(&p->arena, slice_trim(slice_cut(&rest, '/')));
        else
            v = arena_dup(&p->arena, text);
        pnr_contact_add(p, s, table[i].kind, table[i].use, v);
        return true;
    }
    return false;
}

/* SURNAME/GIVEN DDMMMYY, or /DDMMMYY: an infant, whom no TIF may name. */
void
pnr_inft_finish(pnr *p, slice text)
{
    slice surname = slice_trim(slice_cut(&text, '/')), given = {NULL, 0}, birth = {NULL, 0};

    while (text.p != NULL) {
        slice words = slice_cut(&text, '/');
        while (words.p != NULL) {
            slice w = slice_cut(&words, ' ');
            bool day = w.n == 7 && w.p[0] >= '0' && w.p[0] <= '9' && w.p[6] >= '0' && w.p[6] <= '9';
            if (day)
                birth = pnr_day(p, w, DATE_BIRTH);
            else
                given = arena_join(&p->arena, given, S(" "), w);
        }
    }
    if (surname.n != 0)
        (void)pnr_add_infant(p, surname, given, birth);
}

void
pnr_inft(pnr *p, slice text)
{
    enum { INFANT_MAX = 256, INFANTS_MAX = 512 };

    if (p->infants_n++ >= INFANTS_MAX) {
        diag_warn(p->d, p->where, "more than %d INFT of a booking; the infant is a remark alone",
                  INFANTS_MAX);
        return;
    }
    pnr_item *i = arena_alloc(&p->arena, sizeof *i + sizeof(slice));
    memset(i, 0, sizeof *i);
    text.n = text.n > INFANT_MAX ? INFANT_MAX : text.n;
    while (text.n != 0 && slice_utf8(text) < text.n)
        text.n--; /* in the middle of a character */
    i->value[0] = arena_dup(&p->arena, text);
    i->next = p->infants;
    p->infants = i;
}

/* ---- any service ---- */

void
pnr_remark_add(pnr *p, slice kind, slice code, slice status, slice text, const service *s)
{
    if (!pnr_wants(p, PNR_REMARKS))
        return;
    pnr_remark *r = (void *)pnr_add_service(p, PNR_REMARKS, s)->value;
    r->remark_kind = kind;
    r->remark_code = arena_dup(&p->arena, code);
    r->service_status = arena_dup(&p->arena, status);
    r->remark = arena_dup(&p->arena, text);
}

bool
pnr_cut_ticket(slice t, slice *number, slice *coupon)
{
    enum { SHORTEST = 10 };
    size_t n = 0;

    while (n < t.n && t.p[n] >= '0' && t.p[n] <= '9')
        n++;
    if (n < SHORTEST || n > TICKET_DIGITS || (n != t.n && (t.p[n] & ~0x20) != 'C'))
        return false;
    *number = (slice){t.p, n};
    *coupon = (slice){t.p + n, t.n - n};
    return true;
}

/* TKNE: INF before an infant's. */
static bool
read_tkne(pnr *p, slice text, const service *s)
{
    slice t = slice_trim(text), number, coupon;

    while (t.n != 0 && (t.p[0] == '.' || t.p[0] == '/'))
        t.p++, t.n--;
    if (slice_starts(t, S("INF")))
        t.p += 3, t.n -= 3;
    if (!pnr_cut_ticket(t, &number, &coupon))
        return false;
    pnr_ticket *k = (void *)pnr_add_service(p, PNR_TICKETS, s)->value;
    k->ticket_number = arena_dup(&p->arena, number);
    k->ticket_kind = arena_dup(&p->arena, coupon);
    return true;
}

void
pnr_service(pnr *p, slice code, slice status, slice text, const service *s)
{
    static const struct {
        slice code;
        void (*read)(pnr *, slice, const service *);
    } forms[] = {{Q("DOCS"), pnr_docs}, {Q("DOCO"), pnr_doco}, {Q("DOCA"), pnr_doca}};

    for (size_t i = 0; i < LENGTH(forms); i++)
        if (slice_eq(code, forms[i].code)) {
            if (text.n != 0)
                forms[i].read(p, text, s);
            return;
        }
    if (pnr_contact_text(p, code, text, s) ||
        (slice_starts(code, S("TKN")) && read_tkne(p, text, s)))
        return;
    if (slice_eq(code, S("INFT"))) {
        pnr_inft(p, text);
    } else if (!pnr_wants(p, PNR_REMARKS)) {
        return;
    } else if (!p->keep_sensitive && (pnr_sensitive_code(code) || pnr_sensitive_text(text))) {
        p->withheld++;
        return;
    }
    pnr_remark_add(p, S("SSR"), code, status, text, s);
}

/* What a message tells as rows of tables: which has which columns. */
#include "edi/private.h"

#define COLUMN_OF(name) COL_##name,
#define KEYS            COL_message_ref, COL_booking, COL_traveller, COL_leg, COL_source
enum { KEYS_N = 5, FIELDS_MAX = 16 };

static const enum column messages_columns[] = {
    COL_message_type, COL_message_version,  COL_message_ref,         COL_message_sender,
    COL_message_sent, COL_message_function, COL_message_transaction, COL_source};
static const enum column flights_columns[] = {
    COL_transport_mode, COL_carrier,  COL_flight,   COL_conveyance,  COL_dep_port,
    COL_arr_port,       COL_dep_time, COL_arr_time, COL_message_ref, COL_source};
/* The travellers' columns: what no traveller has of his own stands together. */
#define PERSON                                                                                     \
    COL_surname, COL_given_names, COL_full_name, COL_birth_date, COL_birth_place, COL_sex,         \
        COL_nationality, COL_residence, COL_crew_rank, COL_traveller_type, COL_doc_type,           \
        COL_doc_issuer, COL_doc_number, COL_doc_issue_date, COL_doc_expiry, COL_visa_number,       \
        COL_visa_type, COL_visa_issuer, COL_visa_expiry, COL_other_documents
#define FLIGHT                                                                                     \
    COL_transport_mode, COL_carrier, COL_flight, COL_conveyance, COL_dep_port, COL_arr_port,       \
        COL_dep_time, COL_arr_time, COL_legs
#define BOOKING                                                                                    \
    COL_embark_port, COL_disembark_port, COL_transit_port, COL_pnr_locator, COL_pnr_carrier,       \
        COL_seat, COL_bag_count, COL_bag_tags, COL_ticket_number, COL_phone, COL_email,            \
        COL_address, COL_payment, COL_companions, COL_other_locators, COL_booked_time,             \
        COL_ticketed_time, COL_booking_office, COL_booking_agent, COL_booked_name,                 \
        COL_frequent_flyer, COL_traveller_ref
#define MESSAGE                                                                                    \
    COL_message_type, COL_message_version, COL_message_ref, COL_message_sender, COL_message_sent,  \
        COL_message_function, COL_message_transaction
#define KEY COL_booking, COL_traveller
static const enum column travellers_columns[] = {PERSON, FLIGHT, BOOKING, MESSAGE, KEY, COL_source};
#define COUNT(...) (sizeof((enum column[]){__VA_ARGS__}) / sizeof(enum column))
enum {
    FLIGHT_AT = COUNT(PERSON),
    BOOKING_AT = FLIGHT_AT + COUNT(FLIGHT),
    MESSAGE_AT = BOOKING_AT + COUNT(BOOKING),
    KEYS_AT = MESSAGE_AT + COUNT(MESSAGE),
    SOURCE_AT = KEYS_AT + COUNT(KEY)
};
static const enum column legs_columns[] = {PNR_LEG(COLUMN_OF) KEYS};
static const enum column documents_columns[] = {PNR_DOCUMENT(COLUMN_OF) KEYS};
static const enum column visas_columns[] = {PNR_VISA(COLUMN_OF) KEYS};
static const enum column contacts_columns[] = {PNR_CONTACT(COLUMN_OF) KEYS};
static const enum column tickets_columns[] = {PNR_TICKET(COLUMN_OF) KEYS};
static const enum column payments_columns[] = {PNR_PAYMENT(COLUMN_OF) KEYS};
static const enum column bags_columns[] = {PNR_BAG(COLUMN_OF) KEYS};
static const enum column seats_columns[] = {PNR_SEAT(COLUMN_OF) KEYS};
static const enum column remarks_columns[] = {PNR_REMARK(COLUMN_OF) KEYS};
static const enum column history_columns[] = {PNR_EVENT(COLUMN_OF) KEYS};

static const struct {
    const enum column *col;
    size_t n;
} tables[PNR_TABLES] = {
#define TABLE(name)                                                                                \
    {                                                                                              \
        name, LENGTH(name)                                                                         \
    }
    TABLE(messages_columns),   TABLE(flights_columns),   TABLE(legs_columns),
    TABLE(travellers_columns), TABLE(documents_columns), TABLE(visas_columns),
    TABLE(contacts_columns),   TABLE(tickets_columns),   TABLE(payments_columns),
    TABLE(bags_columns),       TABLE(seats_columns),     TABLE(remarks_columns),
    TABLE(history_columns)};

const char *const pnr_table_names[PNR_TABLES] = {
    "messages", "flights",  "legs", "travellers", "documents", "visas",  "contacts",
    "tickets",  "payments", "bags", "seats",      "remarks",   "history"};

const enum column *
pnr_columns(pnr_table t, size_t *n)
{
    *n = tables[t].n;
    return tables[t].col;
}

/* ---- what the travellers' rows have of the other tables ---- */

static void
take_document(pnr *p, slice *rec, const pnr_document *d)
{
    if (d->doc_number.n == 0)
        return;
    if (rec[COL_doc_number].n == 0) {
        rec[COL_doc_type] = d->doc_type;
        rec[COL_doc_issuer] = d->doc_issuer;
        rec[COL_doc_number] = d->doc_number;
        rec[COL_doc_issue_date] = d->doc_issue_date;
        rec[COL_doc_expiry] = d->doc_expiry;
        return;
    }
    p->text.n = 0;
    edi_put_part(&p->text, d->doc_type, false);
    edi_put_part(&p->text, d->doc_issuer, false);
    edi_put_part(&p->text, d->doc_number, false);
    edi_put_part(&p->text, d->doc_expiry, true);
    rec[COL_other_documents] =
        pnr_list(p, rec[COL_other_documents], arena_dup(&p->arena, buf_slice(&p->text)));
}

static void
take_visa(slice *rec, const pnr_visa *v)
{
    if (rec[COL_birth_place].n == 0)
        rec[COL_birth_place] = v->birth_place;
    if (rec[COL_visa_number].n != 0 || (v->visa_type.n != 0 && v->visa_type.p[0] != 'V'))
        return;
    rec[COL_visa_number] = v->visa_number;
    rec[COL_visa_type] = v->visa_type.n > 1 ? v->visa_type : (slice){NULL, 0};
    rec[COL_visa_issuer] = v->visa_issuer;
    rec[COL_visa_expiry] = v->visa_expiry;
}

static bool
has_item(slice list, slice item)
{
    while (list.p != NULL)
        if (slice_eq(slice_cut(&list, ';'), item))
            return true;
    return false;
}

static void
take_contact(pnr *p, slice *rec, const pnr_contact *c)
{
    static const struct {
        slice kind;
        enum column col;
    } kinds[] = {{Q("phone"), COL_phone}, {Q("email"), COL_email}, {Q("address"), COL_address}};

    for (size_t i = 0; i < LENGTH(kinds); i++)
        if (slice_eq(c->contact_kind, kinds[i].kind)) {
            enum column col = kinds[i].col;
            if (col == COL_address ? rec[col].n == 0 : !has_item(rec[col], c->contact))
                rec[col] = pnr_list(p, rec[col], c->contact);
        }
}

static void
take_payment(pnr *p, slice *rec, const pnr_payment *y)
{
    if (rec[COL_payment].n != 0)
        return;
    slice v = arena_join(&p->arena, y->payment_form, S(" "), y->card_company);
    rec[COL_payment] = arena_join(&p->arena, v, S(" "), y->card_number);
}

static void
take_seat(slice *rec, const pnr_seat *s)
{
    if (rec[COL_seat].n == 0 || (s->seat.n != 0 && slice_eq(s->service_status, S("checked in"))))
        rec[COL_seat] = s->seat;
}

static void
take_bag(slice *rec, const pnr_bag *b)
{
    if (rec[COL_bag_count].n == 0 && slice_eq(b->bag_kind, S("checked"))) {
        rec[COL_bag_count] = b->bag_count;
        rec[COL_bag_tags] = b->bag_tags;
    }
}

static void
take(pnr *p, pnr_table t, slice *rec, const pnr_item *i)
{
    const void *v = i->value;

    switch (t) {
    case PNR_DOCUMENTS:
        take_document(p, rec, v);
        break;
    case PNR_VISAS:
        take_visa(rec, v);
        break;
    case PNR_CONTACTS:
        take_contact(p, rec, v);
        break;
    case PNR_TICKETS:
        if (rec[COL_ticket_number].n == 0)
            rec[COL_ticket_number] = ((const pnr_ticket *)v)->ticket_number;
        break;
    case PNR_PAYMENTS:
        take_payment(p, rec, v);
        break;
    case PNR_BAGS:
        take_bag(rec, v);
        break;
    case PNR_SEATS:
        take_seat(rec, v);
        break;
    default:
        break;
    }
}

void
rows_finish(pnr *p, const pnr_item *reported)
{
    for (pnr_table t = PNR_DOCUMENTS; t <= PNR_SEATS; t++) {
        bool leg = t == PNR_SEATS || t == PNR_BAGS;
        for (const pnr_item *i = p->items[t]; i != NULL; i = i->next) {
            if (leg ? i->of != NULL && (i->on == reported || i->on == NULL)
                    : i->of != NULL || (t != PNR_DOCUMENTS && t != PNR_VISAS))
                take(p, t, i->of != NULL ? i->of->rec : p->base, i);
        }
    }
    /* A bag may have been checked in on an earlier leg, and goes through. */
    for (const pnr_item *i = p->items[PNR_BAGS]; i != NULL; i = i->next)
        if (i->of != NULL)
            take(p, PNR_BAGS, i->of->rec, i);
    if (p->travellers_n != 1)
        p->base[COL_ticket_number] = (slice){NULL, 0};
}

static void
add_contacts(pnr *p, pnr_traveller *t, enum column col, slice kind)
{
    service s = {.of = t};

    for (slice list = t->rec[col], one; list.n != 0;) {
        one = list;
        if (col == COL_address)
            list.n = 0;
        else
            one = slice_cut(&list, ';');
        pnr_contact_add(p, &s, kind, (slice){NULL, 0}, one);
    }
}

void
pnr_add_row_items(pnr *p, pnr_traveller *t)
{
    if (pnr_wants(p, PNR_CONTACTS)) {
        add_contacts(p, t, COL_phone, S("phone"));
        add_contacts(p, t, COL_email, S("email"));
        add_contacts(p, t, COL_address, S("address"));
    }
    if (pnr_wants(p, PNR_BAGS) && (t->rec[COL_bag_count].n != 0 || t->rec[COL_bag_tags].n != 0)) {
        pnr_bag *b = (void *)pnr_add(p, PNR_BAGS, t, NULL)->value;
        b->bag_kind = S("checked");
        b->bag_count = t->rec[COL_bag_count];
        b->bag_tags = t->rec[COL_bag_tags];
    }
    if (pnr_wants(p, PNR_SEATS) && t->rec[COL_seat].n != 0)
        ((pnr_seat *)(void *)pnr_add(p, PNR_SEATS, t, NULL)->value)->seat = t->rec[COL_seat];
}

void
pnr_add_document(pnr *p, pnr_traveller *of, const document *d)
{
    bool visa = is_visa(d->type);

    if (d->type.n + d->number.n == 0 || !pnr_wants(p, visa ? PNR_VISAS : PNR_DOCUMENTS))
        return;
    void *value = pnr_add(p, visa ? PNR_VISAS : PNR_DOCUMENTS, of, NULL)->value;
    if (visa)
        *(pnr_visa *)value = (pnr_visa){.visa_type = d->type,
                                        .visa_number = d->number,
                                        .visa_issuer = d->issuer,
                                        .visa_issue_date = d->issued,
                                        .visa_expiry = d->expiry};
    else
        *(pnr_document *)value = (pnr_document){.doc_type = d->type,
                                                .doc_issuer = d->issuer,
                                                .doc_number = d->number,
                                                .doc_issue_date = d->issued,
                                                .doc_expiry = d->expiry};
}

void
pnr_add_legs(pnr *p)
{
    uint64_t n = 0;

    for (slice legs = p->base[COL_legs]; legs.n != 0;) {
        slice one = slice_cut(&legs, ';');
        pnr_item *i = pnr_add(p, PNR_LEGS, NULL, NULL);
        pnr_leg *l = (void *)i->value;
        i->number = pnr_number(&p->arena, ++n);
        l->flight = slice_cut(&one, '/');
        l->dep_port = slice_cut(&one, '/');
        l->dep_time = slice_cut(&one, '/');
        l->arr_port = slice_cut(&one, '/');
        l->arr_time = one;
    }
}

/* ---- rows out ---- */

/* A bit for each of the travellers' columns, from one to before another, that has a value. */
static inline uint64_t
filled(const slice *rec, size_t from, size_t end)
{
    uint64_t bits = 0;

#pragma GCC unroll 64 /* which columns they are is known */
    for (size_t i = end; i-- > from;)
        bits = bits * 2 + (rec[travellers_columns[i]].n != 0);
    return bits << from;
}

/* Those columns, each with a comma behind it; bits tell which of all have a value. */
static inline void
put_columns(buf *to, size_t from, size_t end, uint64_t bits, const slice *own, const slice *base)
{
    csv_put_sparse(to, travellers_columns + from, end - from, bits >> from, own, base);
}

void
rows_begin(pnr *p, bool journey)
{
    const slice *base = p->base;

    if (journey) {
        p->flight_csv.n = 0;
        put_columns(&p->flight_csv, FLIGHT_AT, BOOKING_AT, filled(base, FLIGHT_AT, BOOKING_AT),
                    base, base);
        p->filled = filled(base, 0, LENGTH(travellers_columns));
    }
    if (p->stale) {
        p->message_csv.n = 0;
        put_columns(&p->message_csv, MESSAGE_AT, KEYS_AT, filled(base, MESSAGE_AT, KEYS_AT), base,
                    base);
        p->source_csv.n = 0;
        csv_put(&p->source_csv, base[COL_source]);
        buf_putc(&p->source_csv, '\n');
    }
    p->stale = false;
}

static inline void
put_own(const pnr *p, const pnr_traveller *t, size_t from, size_t end, buf *to)
{
    uint64_t bits = p->filled & (((uint64_t)1 << end) - ((uint64_t)1 << from));

    put_columns(to, from, end, bits | filled(t->rec, from, end), t->rec, p->base);
}

void
rows_traveller(const pnr *p, const pnr_traveller *t, buf *to)
{
    _Static_assert(LENGTH(travellers_columns) < 64, "more columns than a word has bits");
    _Static_assert(COUNT(PERSON) <= CSV_SPARSE_MAX && COUNT(FLIGHT) <= CSV_SPARSE_MAX &&
                       COUNT(BOOKING) <= CSV_SPARSE_MAX && COUNT(MESSAGE) <= CSV_SPARSE_MAX,
                   "a longer run of columns");

    put_own(p, t, 0, FLIGHT_AT, to);
    buf_puts(to, buf_slice(&p->flight_csv));
    put_own(p, t, BOOKING_AT, MESSAGE_AT, to);
    buf_puts(to, buf_slice(&p->message_csv));
    put_own(p, t, KEYS_AT, SOURCE_AT, to);
    buf_puts(to, buf_slice(&p->source_csv));
}

static void
write_travellers(const pnr *p, buf *to)
{
    for (const pnr_traveller *t = p->travellers; t != NULL; t = t->next)
        rows_traveller(p, t, to);
}

static size_t
write_items(const pnr *p, pnr_table t, buf *to)
{
    slice v[FIELDS_MAX + KEYS_N];
    size_t fields = tables[t].n - KEYS_N, rows = 0;

    for (const pnr_item *i = p->items[t]; i != NULL; i = i->next, rows++) {
        const pnr_item *leg = t == PNR_LEGS ? i : i->on;
        slice *key = v + fields;
        memcpy(v, i->value, fields * sizeof v[0]);
        key[0] = p->base[COL_message_ref];
        key[1] = p->base[COL_booking];
        key[2] = i->of != NULL ? i->of->rec[COL_traveller] : (slice){NULL, 0};
        key[3] = leg != NULL ? leg->number : (slice){NULL, 0};
        key[4] = p->base[COL_source];
        csv_put_values(to, v, fields + KEYS_N);
        buf_putc(to, '\n');
    }
    return rows;
}

size_t
pnr_write(const pnr *p, pnr_table t, buf *to)
{
    bool due = t == PNR_MESSAGES ? p->ends : p->flight_new;

    switch (t) {
    case PNR_MESSAGES:
    case PNR_FLIGHTS:
        if (due)
            csv_put_record(to, tables[t].col, tables[t].n, p->base);
        return due;
    case PNR_TRAVELLERS:
        write_travellers(p, to);
        return p->travellers_n;
    default:
        return write_items(p, t, to);
    }
}

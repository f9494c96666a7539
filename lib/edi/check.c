/*
 * What a message lacks of the core elements of passenger data: WCO/IATA/ICAO
 * guidelines on advance passenger information, 8.1 (the flight, each
 * traveller); PNRGOV principles, 5 (what a booking cannot do without).
 */
#include "edi/private.h"

#include <stdio.h>
#include <stdlib.h>

typedef enum fault { MISSING, INCOMPLETE, IMPOSSIBLE, EXPIRED, TWICE, FAULTS } fault;

static const slice fault_names[FAULTS] = {[MISSING] = Q("missing"),
                                          [INCOMPLETE] = Q("incomplete"),
                                          [IMPOSSIBLE] = Q("impossible"),
                                          [EXPIRED] = Q("expired"),
                                          [TWICE] = Q("twice")};

/* Of whom an element is. */
typedef enum level {
    OF_FLIGHT,
    OF_TRAVELLER, /* in a list, and in a booking that has his document */
    OF_BOOKING    /* of each traveller of a booking */
} level;

static const struct {
    enum column col;
    level level;
} elements[] = {
    {COL_flight, OF_FLIGHT},        {COL_dep_port, OF_FLIGHT},      {COL_arr_port, OF_FLIGHT},
    {COL_dep_time, OF_FLIGHT},      {COL_arr_time, OF_FLIGHT},      {COL_surname, OF_TRAVELLER},
    {COL_birth_date, OF_TRAVELLER}, {COL_sex, OF_TRAVELLER},        {COL_nationality, OF_TRAVELLER},
    {COL_doc_type, OF_TRAVELLER},   {COL_doc_issuer, OF_TRAVELLER}, {COL_doc_number, OF_TRAVELLER},
    {COL_doc_expiry, OF_TRAVELLER}, {COL_pnr_locator, OF_BOOKING},
};
enum { ELEMENTS = LENGTH(elements), CARRIERS_MAX = 4096 };

const enum column pnr_check_columns[] = {
    COL_check_element, COL_check_fault,  COL_check_value, COL_carrier,        COL_flight,
    COL_dep_port,      COL_dep_time,     COL_surname,     COL_given_names,    COL_traveller_ref,
    COL_pnr_locator,   COL_message_type, COL_message_ref, COL_message_sender, COL_message_sent,
    COL_booking,       COL_traveller,    COL_source};
const size_t pnr_check_columns_n = LENGTH(pnr_check_columns);

const enum column pnr_check_carrier_columns[] = {COL_carrier,     COL_check_element,
                                                 COL_check_fault, COL_check_count,
                                                 COL_check_of,    COL_check_share};
const size_t pnr_check_carrier_columns_n = LENGTH(pnr_check_carrier_columns);

typedef struct carrier {
    slice name;
    uint64_t messages, travellers;
    uint64_t count[ELEMENTS][FAULTS];
} carrier;

struct pnr_check {
    bool flight;   /* one of the message was looked at */
    edi_keys seen; /* who was named in the message */
    carrier *carriers;
    size_t carriers_n;
    carrier *now;
    arena names;
    uint64_t rows;
};

pnr_check *
pnr_check_new(void)
{
    pnr_check *c = mem_alloc(1, sizeof *c);

    return c;
}

void
pnr_check_free(pnr_check *c)
{
    if (c == NULL)
        return;
    edi_keys_free(&c->seen);
    free(c->carriers);
    arena_free(&c->names);
    free(c);
}

/* ---- carriers ---- */

static carrier *
carrier_of(pnr_check *c, const slice *base)
{
    slice name = base[COL_carrier].n != 0 ? base[COL_carrier] : base[COL_message_sender];

    for (size_t i = 0; i < c->carriers_n; i++)
        if (slice_eq(c->carriers[i].name, name))
            return &c->carriers[i];
    if (c->carriers_n == CARRIERS_MAX) /* the rest together, in the last */
        return &c->carriers[CARRIERS_MAX - 1];
    c->carriers = mem_grow(c->carriers, c->carriers_n + 1, sizeof *c->carriers);
    carrier *k = &c->carriers[c->carriers_n++];
    memset(k, 0, sizeof *k);
    k->name = c->carriers_n == CARRIERS_MAX ? S("...") : arena_dup(&c->names, name);
    return k;
}

/* ---- what is wrong ---- */

/* One row; rec is the traveller's, NULL of the flight. */
static void
report(pnr_check *c, const pnr *p, const slice *rec, size_t element, fault f, buf *to)
{
    slice values[COL_COUNT];
    enum column col = elements[element].col;

    c->now->count[element][f]++;
    if (to == NULL)
        return;
    for (size_t i = 0; i < pnr_check_columns_n; i++) {
        enum column k = pnr_check_columns[i];
        if ((unsigned)k < PNR_COLUMNS) /* those behind are of the check */
            values[k] = rec != NULL && rec[k].n != 0 ? rec[k] : p->base[k];
    }
    values[COL_check_element] = column_table[col].name;
    values[COL_check_fault] = fault_names[f];
    values[COL_check_value] = rec != NULL ? rec[col] : p->base[col];
    csv_put_record(to, pnr_check_columns, pnr_check_columns_n, values);
    c->rows++;
}

static date
day_of(slice value)
{
    date d = {0};
    moment m;

    if (date_parse(value, &d))
        return d;
    return moment_parse(value, &m) ? m.day : (date){0};
}

/* The fault of a value that is there; FAULTS: none. */
static fault
fault_of(const pnr *p, enum column col, slice value)
{
    date day = day_of(value), journey = day_of(p->base[COL_dep_time]);

    if (col != COL_birth_date && col != COL_doc_expiry)
        return FAULTS;
    if (!date_whole(day))
        return INCOMPLETE;
    if (journey.year == 0 || !date_whole(journey) || date_cmp(day, journey) == 0)
        return FAULTS;
    bool before = date_cmp(day, journey) < 0;
    return col == COL_birth_date ? (before ? FAULTS : IMPOSSIBLE) : (before ? EXPIRED : FAULTS);
}

static void
check_flight(pnr_check *c, const pnr *p, buf *to)
{
    for (size_t i = 0; i < ELEMENTS; i++) {
        slice value = p->base[elements[i].col];
        if (elements[i].level != OF_FLIGHT || value.n != 0 ||
            (elements[i].col == COL_flight && p->base[COL_conveyance].n != 0))
            continue;
        report(c, p, NULL, i, MISSING, to);
    }
    c->flight = true;
}

/* The same document, or the same name and date of birth, twice in a message. */
static bool
is_twice(pnr_check *c, pnr *scratch, const slice *rec)
{
    buf *b = &scratch->text;
    bool has_document = rec[COL_doc_number].n != 0;
    slice parts[] = {has_document ? rec[COL_doc_number] : rec[COL_surname],
                     has_document ? rec[COL_doc_issuer] : rec[COL_given_names],
                     has_document ? rec[COL_doc_type] : rec[COL_birth_date]};

    if (parts[0].n == 0 || (!has_document && parts[2].n == 0))
        return false;
    b->n = 0;
    buf_putc(b, has_document ? 'D' : 'N');
    for (size_t i = 0; i < LENGTH(parts); i++) {
        buf_puts(b, parts[i]);
        buf_putc(b, '\0');
    }
    uint32_t *at = edi_keys_find(&c->seen, buf_slice(b), true);
    bool again = *at != EDI_KEY_NEW;
    *at = 0;
    return again;
}

/* Close-outs and cancellations name travellers of whom more was told before. */
static bool
names_only(const pnr *p)
{
    slice function = p->base[COL_message_function];

    return slice_starts(function, S("flight")) || slice_eq(function, S("cancel"));
}

static void
check_traveller(pnr_check *c, const pnr *p, const slice *rec, buf *to)
{
    bool booking = p->base[COL_booking].n != 0;
    bool has_document = rec[COL_doc_number].n != 0 || rec[COL_birth_date].n != 0;

    for (size_t i = 0; i < ELEMENTS; i++) {
        enum column col = elements[i].col;
        slice value = rec[col].n != 0 ? rec[col] : p->base[col];
        if (elements[i].level == OF_FLIGHT || (elements[i].level == OF_BOOKING && !booking) ||
            (elements[i].level == OF_TRAVELLER && col != COL_surname &&
             (names_only(p) || (booking && !has_document))))
            continue;
        if (value.n == 0 && col == COL_surname &&
            (rec[COL_full_name].n != 0 || rec[COL_given_names].n != 0))
            continue;
        fault f = value.n == 0 ? MISSING : fault_of(p, col, value);
        if (f != FAULTS)
            report(c, p, rec, i, f, to);
    }
}

uint64_t
pnr_check_unit(pnr_check *c, const pnr *p, buf *to)
{
    uint64_t rows = c->rows;

    c->now = carrier_of(c, p->base);
    if (p->flight_new || (p->ends && !c->flight))
        check_flight(c, p, to);
    for (const pnr_traveller *t = p->travellers; t != NULL; t = t->next) {
        c->now->travellers++;
        check_traveller(c, p, t->rec, to);
        if (is_twice(c, (pnr *)(uintptr_t)p, t->rec))
            for (size_t i = 0; i < ELEMENTS; i++)
                if (elements[i].col ==
                    (t->rec[COL_doc_number].n != 0 ? COL_doc_number : COL_surname))
                    report(c, p, t->rec, i, TWICE, to);
    }
    if (p->ends) {
        c->now->messages++;
        c->flight = false;
        edi_keys_clear(&c->seen);
    }
    return c->rows - rows;
}

/* ---- by carrier ---- */

static int
by_name(const void *a, const void *b)
{
    slice x = ((const carrier *)a)->name, y = ((const carrier *)b)->name;
    int order = memcmp(x.p == NULL ? "" : x.p, y.p == NULL ? "" : y.p, x.n < y.n ? x.n : y.n);

    return order != 0 ? order : (x.n > y.n) - (x.n < y.n);
}

static void
put_count(const carrier *k, slice element, slice fault_name, uint64_t count, uint64_t of, buf *to)
{
    char n[INT_TEXT], all[INT_TEXT], share[16];
    slice values[COL_COUNT];

    values[COL_carrier] = k->name;
    values[COL_check_element] = element;
    values[COL_check_fault] = fault_name;
    values[COL_check_count] = int_text((int64_t)count, n);
    values[COL_check_of] = int_text((int64_t)of, all);
    /* a flight of more than one leg lacks an element more than once */
    double part = of == 0 ? 0 : (double)count / (double)of;
    values[COL_check_share] =
        (slice){share, (size_t)snprintf(share, sizeof share, "%.3f", part > 1 ? 1 : part)};
    csv_put_record(to, pnr_check_carrier_columns, pnr_check_carrier_columns_n, values);
}

void
pnr_check_carriers(pnr_check *c, buf *to)
{
    static const slice none = {NULL, 0};

    if (c->carriers_n != 0)
        qsort(c->carriers, c->carriers_n, sizeof *c->carriers, by_name);
    for (size_t j = 0; j < c->carriers_n; j++) {
        const carrier *k = &c->carriers[j];
        put_count(k, S("message"), none, k->messages, k->messages, to);
        put_count(k, S("traveller"), none, k->travellers, k->travellers, to);
        for (size_t i = 0; i < ELEMENTS; i++)
            for (fault f = 0; f < FAULTS; f++)
                if (k->count[i][f] != 0)
                    put_count(k, column_table[elements[i].col].name, fault_names[f], k->count[i][f],
                              elements[i].level == OF_FLIGHT ? k->messages : k->travellers, to);
    }
}

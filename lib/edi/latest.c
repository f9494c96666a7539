/*
 * The newest of what messages say of a traveller on a flight: later lists,
 * changes, replacements, cancellations and close-outs (WCO/IATA/ICAO
 * guidelines on advance passenger information, 9; PNRGOV: the same bookings,
 * pushed again before departure).
 */
#include "edi/private.h"

#include <stdlib.h>

enum {
    NAMES = 4,       /* keys by which somebody is known */
    LOOKED_MAX = 256 /* travellers of one key that are compared */
};

/* Which of two messages is the newer: by when they were sent, then by their order. */
typedef struct age {
    int64_t sent; /* seconds; 0: not known */
    uint64_t turn;
} age;

typedef struct entry {
    char *row; /* without its line end */
    uint32_t row_n, row_cap;
    uint32_t journey;
    age age;
    uint64_t named;       /* turn of the message that named him last */
    uint32_t next[NAMES]; /* the next of whom the same key is known, from 1; 0: none */
    uint32_t last[NAMES]; /* of the first of them, the last one */
    bool known[NAMES];    /* is among them */
    slice sender, document, issuer, given, birth;
    bool cancelled, crew, booking;
    uint32_t other; /* of the list, the number of the booking that goes with it, from 1 */
    unsigned rule;  /* by which */
    bool several;   /* more than one fits by it */
    bool taken;     /* the booking goes with a list */
    slice closed;   /* what the close-out said */
    slice replaces;
} entry;

/*
 * A list that stands in place of all that its sender said of the flight before:
 * of passengers or of the crew, which have lists of their own.
 */
typedef struct whole {
    uint32_t journey;
    slice sender;
    age age;
    bool passengers, crew;
} whole;

struct pnr_latest {
    diag *d;
    bool merge;
    uint32_t *twin; /* of a flight in bookings, the one in lists */
    size_t twins;
    edi_keys flights, names;
    entry *entries;
    size_t entries_n, entries_cap;
    whole *wholes;
    size_t wholes_n, wholes_cap;
    uint64_t turn, next;
    uint64_t replaced, cancelled;
    bool passengers, crew; /* the message at hand named some */
    buf text, row;
    arena arena, rows;
};

pnr_latest *
pnr_latest_new(diag *d, bool merge)
{
    pnr_latest *l = mem_alloc(1, sizeof *l);

    l->d = d;
    l->merge = merge;
    return l;
}

void
pnr_latest_free(pnr_latest *l)
{
    if (l == NULL)
        return;
    for (size_t i = 0; i < l->entries_n; i++)
        free(l->entries[i].row);
    free(l->entries);
    free(l->wholes);
    free(l->twin);
    edi_keys_free(&l->flights);
    edi_keys_free(&l->names);
    buf_free(&l->text);
    buf_free(&l->row);
    arena_free(&l->arena);
    arena_free(&l->rows);
    free(l);
}

/* ---- ages ---- */

static age
age_of(pnr_latest *l, const pnr *p)
{
    age a = {.turn = l->turn};
    moment m;

    if (moment_parse(p->base[COL_message_sent], &m) && date_whole(m.day))
        a.sent = (((int64_t)date_days(m.day) * 24 + m.hour) * 60 + m.minute) * 60 + m.second;
    return a;
}

/* A message whose time is not known is as old as its place in the input says. */
static bool
is_newer(age a, age b)
{
    if (a.sent != 0 && b.sent != 0 && a.sent != b.sent)
        return a.sent > b.sent;
    return a.turn >= b.turn;
}

/* ---- who it is ---- */

static void
add_part(buf *b, slice v)
{
    for (size_t i = 0; i < v.n; i++)
        buf_putc(b, (char)(v.p[i] >= 'a' && v.p[i] <= 'z' ? v.p[i] - 32 : v.p[i]));
    buf_putc(b, '\0');
}

/* A name without blanks, hyphens and apostrophes, which bookings leave out. */
static void
add_name(buf *b, slice v)
{
    for (size_t i = 0; i < v.n; i++) {
        char c = v.p[i], upper = (char)(c & ~0x20);
        if ((upper >= 'A' && upper <= 'Z') || (c & 0x80) != 0)
            buf_putc(b, (c & 0x80) != 0 ? c : upper);
        else if (c >= '0' && c <= '9')
            buf_putc(b, c);
    }
    buf_putc(b, '\0');
}

static uint32_t
flight_number(pnr_latest *l, const pnr *p, bool booking)
{
    const slice *b = p->base;
    slice day = b[COL_dep_time].n != 0 ? b[COL_dep_time] : b[COL_arr_time];
    buf *t = &l->text;

    t->n = 0;
    add_part(t, booking ? S("B") : S("L"));
    add_part(t, b[COL_flight].n != 0 ? b[COL_flight] : b[COL_conveyance]);
    add_part(t, (slice){day.p, day.n < 10 ? day.n : 10});
    add_part(t, b[COL_dep_port]);
    uint32_t *number = edi_keys_find(&l->flights, buf_slice(t), true);
    if (*number == EDI_KEY_NEW)
        *number = (uint32_t)l->flights.n - 1;
    return *number;
}

/* Number of the flight: what crosses the border on which day; lists and bookings apart. */
static uint32_t
flight_of(pnr_latest *l, const pnr *p)
{
    bool booking = p->base[COL_booking].n != 0;
    uint32_t number = flight_number(l, p, booking);

    if (booking && l->merge) {
        uint32_t list = flight_number(l, p, false);
        if (number >= l->twins) {
            l->twins = 2 * (size_t)number + 16;
            l->twin = mem_grow(l->twin, l->twins, sizeof *l->twin);
        }
        l->twin[number] = list;
    }
    return number;
}

/*
 * The key by which somebody is known on a flight, the surest first: document,
 * the carrier's reference, locator and name, name and date of birth.  Empty
 * when the row has not what it is made of.
 */
static slice
name_key(pnr_latest *l, uint32_t journey, unsigned which, const slice *rec, slice locator)
{
    slice own = which == 0   ? rec[COL_doc_number]
                : which == 1 ? rec[COL_traveller_ref]
                : which == 2 ? locator
                             : rec[COL_birth_date];
    bool named = which >= 2;
    buf *t = &l->text;

    t->n = 0;
    if (own.n == 0 || (named && rec[COL_surname].n == 0) || (which == 1 && pnr_is_masked(own)))
        return buf_slice(t);
    buf_put(t, &journey, sizeof journey);
    buf_putc(t, (char)('0' + which));
    add_part(t, own);
    if (named) {
        add_name(t, rec[COL_surname]);
        add_name(t, rec[COL_given_names]);
    }
    return buf_slice(t);
}

static bool
differ(slice a, slice b)
{
    return a.n != 0 && b.n != 0 && !slice_eq_nocase(a, b);
}

static bool
agree(slice a, slice b)
{
    return a.n != 0 && slice_eq_nocase(a, b);
}

/* Whether somebody whose key is the same can be he. */
static bool
may_be(const entry *e, unsigned rule, const slice *rec)
{
    bool born_apart = differ(e->birth, rec[COL_birth_date]);

    if (rule == 0) { /* a family may travel on one passport; a date may have been corrected */
        bool issuer = e->issuer.n != 0 && rec[COL_doc_issuer].n != 0;
        return !differ(e->issuer, rec[COL_doc_issuer]) &&
               !(born_apart && differ(e->given, rec[COL_given_names])) &&
               (issuer || agree(e->birth, rec[COL_birth_date]) ||
                agree(e->given, rec[COL_given_names]));
    }
    /* father and son are booked together under one name; a name alone is not enough */
    return !born_apart && !(rule == 3 && differ(e->document, rec[COL_doc_number]));
}

/* Those of one key who may be somebody. */
typedef struct chosen {
    entry *one, *same_day, *fresh; /* the last; born on his day; the first not named this turn */
    unsigned n, days;
} chosen;

static chosen
choose(pnr_latest *l, slice key, unsigned rule, const slice *rec, uint64_t turn)
{
    uint32_t *at = key.n == 0 ? NULL : edi_keys_find(&l->names, key, false);
    uint32_t i = at != NULL ? *at + 1 : 0;
    chosen c = {0};

    for (unsigned looked = 0; i != 0 && looked < LOOKED_MAX; looked++) {
        entry *e = &l->entries[i - 1];
        i = e->next[rule];
        if (!may_be(e, rule, rec))
            continue;
        bool day = agree(e->birth, rec[COL_birth_date]), named = e->named == turn;
        /* two of a message who have nothing but their names are two */
        if (rule == 2 && !day && turn != 0 && named && !agree(e->document, rec[COL_doc_number]))
            continue;
        c.n++;
        c.one = e;
        if (day)
            c.days++, c.same_day = e;
        if (c.fresh == NULL && !named)
            c.fresh = e;
    }
    return c;
}

/*
 * The entry of that traveller, and by which rule; NULL: he is new, or *several
 * could be he.  Of several it is the one who was born on the same day; else
 * the first whom the message of that turn has not named, for it names them in
 * the order in which they were named before (turn 0: it cannot be known).
 */
static entry *
find(pnr_latest *l, uint32_t journey, const slice *rec, slice locator, uint64_t turn,
     unsigned *rule, bool *several)
{
    for (*rule = 0; *rule < NAMES; ++*rule) {
        chosen c = choose(l, name_key(l, journey, *rule, rec, locator), *rule, rec, turn);
        if (c.n == 0)
            continue;
        *several = c.n > 1 && c.days != 1 && turn == 0;
        return c.n == 1      ? c.one
               : c.days == 1 ? c.same_day
               : *several    ? NULL
               : c.fresh     ? c.fresh
                             : c.one;
    }
    return NULL;
}

static void
know(pnr_latest *l, uint32_t journey, const slice *rec, slice locator, uint32_t number)
{
    entry *e = &l->entries[number];

    for (unsigned k = 0; k < NAMES; k++) {
        slice key = e->known[k] ? (slice){NULL, 0} : name_key(l, journey, k, rec, locator);
        if (key.n == 0)
            continue;
        uint32_t *at = edi_keys_find(&l->names, key, true);
        e->known[k] = true;
        if (*at == EDI_KEY_NEW) {
            *at = number;
            continue;
        }
        entry *first = &l->entries[*at];
        uint32_t last = first->last[k] != 0 ? first->last[k] - 1 : *at;
        l->entries[last].next[k] = first->last[k] = number + 1;
    }
}

/* ---- what is kept ---- */

static entry *
add_entry(pnr_latest *l, uint32_t journey)
{
    if (l->entries_n == l->entries_cap) {
        l->entries_cap = l->entries_cap != 0 ? l->entries_cap * 2 : 1024;
        l->entries = mem_grow(l->entries, l->entries_cap, sizeof *l->entries);
    }
    entry *e = &l->entries[l->entries_n++];
    *e = (entry){.journey = journey};
    return e;
}

static void
note_replaced(pnr_latest *l, entry *e, slice source)
{
    if (e->replaces.n + source.n < LIST_MAX)
        e->replaces = arena_join(&l->arena, e->replaces, S(";"), arena_dup(&l->arena, source));
    l->replaced++;
}

/* The source of the row that an entry has: its last column. */
static slice
source_of(const entry *e)
{
    slice rest = {e->row, e->row_n}, last = rest;

    while (rest.p != NULL)
        last = slice_cut(&rest, ',');
    return last.n > 2 && last.p[0] == '"' ? (slice){last.p + 1, last.n - 2} : last;
}

static bool
is_crew(const slice *rec)
{
    slice type = rec[COL_traveller_type];

    return slice_eq(type, S("CREW")) || slice_eq(type, S("CARGO_CREW")) ||
           slice_eq(type, S("POSITIONING"));
}

static void
keep_row(pnr_latest *l, entry *e, const pnr *p, const pnr_traveller *t)
{
    l->row.n = 0;
    rows_traveller(p, t, &l->row);
    size_t n = l->row.n - 1; /* the line end */
    if (n > e->row_cap) {
        e->row = mem_grow(e->row, n, 1);
        e->row_cap = (uint32_t)n;
    }
    memcpy(e->row, l->row.p, n);
    e->row_n = (uint32_t)n;
    e->sender = arena_dup(&l->arena, p->base[COL_message_sender]);
    e->document = arena_dup(&l->arena, t->rec[COL_doc_number]);
    e->issuer = arena_dup(&l->arena, t->rec[COL_doc_issuer]);
    e->given = arena_dup(&l->arena, t->rec[COL_given_names]);
    e->birth = arena_dup(&l->arena, t->rec[COL_birth_date]);
    e->crew = is_crew(t->rec);
    e->booking = p->base[COL_booking].n != 0;
}

static void
add_traveller(pnr_latest *l, const pnr *p, const pnr_traveller *t, age a)
{
    uint32_t journey = flight_of(l, p);
    slice function = p->base[COL_message_function], source = p->base[COL_source];
    bool closes = slice_starts(function, S("flight"));
    slice locator =
        t->rec[COL_pnr_locator].n != 0 ? t->rec[COL_pnr_locator] : p->base[COL_pnr_locator];
    unsigned rule;
    bool several = false;
    entry *e = find(l, journey, t->rec, locator, l->turn + 1, &rule, &several);
    bool is_new = e == NULL;

    *(is_crew(t->rec) ? &l->crew : &l->passengers) = true;
    if (is_new) {
        e = add_entry(l, journey);
        e->age = a;
    }
    e->named = l->turn + 1;
    if (closes) { /* names only: what was told before stays */
        e->closed = slice_eq(function, S("flight close-out, on board"))       ? S("on board")
                    : slice_eq(function, S("flight close-out, not on board")) ? S("not on board")
                                                                              : function;
        e->closed = arena_dup(&l->arena, e->closed);
        if (is_new)
            keep_row(l, e, p, t);
    } else if (is_new || is_newer(a, e->age)) {
        if (!is_new && e->row != NULL)
            note_replaced(l, e, source_of(e));
        e->age = a;
        e->cancelled =
            slice_eq(function, S("cancel")) || slice_eq(function, S("master crew list, deletion"));
        keep_row(l, e, p, t);
    } else {
        note_replaced(l, e, source);
    }
    know(l, journey, t->rec, locator, (uint32_t)(e - l->entries));
}

/* A replacement, or the cancellation of a flight: what its sender said before is gone. */
static void
end_message(pnr_latest *l, const pnr *p, age a)
{
    slice function = p->base[COL_message_function];
    bool named = l->passengers || l->crew;
    bool replaces = slice_eq(function, S("replace"));
    bool cancels =
        (slice_eq(function, S("cancel")) && !named) || slice_eq(function, S("flight cancelled"));
    whole w = {.passengers = cancels || l->passengers, .crew = cancels || l->crew, .age = a};

    l->passengers = l->crew = false;
    if (!replaces && !cancels)
        return;
    if (l->wholes_n == l->wholes_cap) {
        l->wholes_cap = l->wholes_cap != 0 ? l->wholes_cap * 2 : 64;
        l->wholes = mem_grow(l->wholes, l->wholes_cap, sizeof *l->wholes);
    }
    w.journey = flight_of(l, p);
    w.sender = arena_dup(&l->arena, p->base[COL_message_sender]);
    l->wholes[l->wholes_n++] = w;
}

void
pnr_latest_add(pnr_latest *l, const pnr *p)
{
    age a = age_of(l, p);

    for (const pnr_traveller *t = p->travellers; t != NULL; t = t->next)
        add_traveller(l, p, t, a);
    if (p->ends) {
        end_message(l, p, a);
        l->turn++;
    }
}

/* ---- rows out ---- */

static int
by_flight(const void *a, const void *b)
{
    const whole *x = a, *y = b;

    return (x->journey > y->journey) - (x->journey < y->journey);
}

/* Whether a later list of the same sender does not have him any more. */
static bool
is_gone(const pnr_latest *l, const entry *e)
{
    size_t low = 0, high = l->wholes_n;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (l->wholes[middle].journey < e->journey)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < l->wholes_n && l->wholes[low].journey == e->journey; low++) {
        const whole *w = &l->wholes[low];
        if ((e->crew ? w->crew : w->passengers) && slice_eq(w->sender, e->sender) &&
            w->age.turn != e->age.turn && is_newer(w->age, e->age))
            return true;
    }
    return false;
}

/* ---- lists and bookings together ---- */

static const slice rule_names[NAMES] = {Q("document"), Q("reference"), Q("locator and name"),
                                        Q("name and birth date")};

/* The values of a row that is kept, in the arena. */
static void
read_row(pnr_latest *l, const entry *e, slice *rec)
{
    size_t n;
    const enum column *cols = pnr_columns(PNR_TRAVELLERS, &n);
    const char *p = e->row, *end = e->row + e->row_n;

    memset(rec, 0, COL_COUNT * sizeof *rec);
    for (size_t i = 0; i < n && p < end; i++) {
        char *to = arena_alloc(&l->rows, (size_t)(end - p) + 1), *at = to;
        if (*p == '"') {
            for (p++; p < end && (*p != '"' || (p + 1 < end && p[1] == '"')); p++) {
                p += *p == '"';
                *at++ = *p;
            }
            p++;
        } else {
            while (p < end && *p != ',')
                *at++ = *p++;
        }
        p++; /* the comma */
        rec[cols[i]] = (slice){to, (size_t)(at - to)};
    }
}

/*
 * Finds for each booking's traveller the one of the list, and for that one the
 * booking by the surest rule.  Where two fit by that rule, neither is taken.
 */
static void
pair_up(pnr_latest *l)
{
    slice rec[COL_COUNT];

    for (size_t i = 0; i < l->entries_n; i++) {
        entry *b = &l->entries[i];
        unsigned rule;
        if (!b->booking || b->cancelled || b->journey >= l->twins)
            continue;
        arena_reset(&l->rows);
        read_row(l, b, rec);
        bool several = false;
        entry *a = find(l, l->twin[b->journey], rec, rec[COL_pnr_locator], 0, &rule, &several);
        if (several)
            diag_warn(l->d, (place){.offset = -1},
                      "travellers of the list fit one of a booking by %s, more than one; none is "
                      "merged",
                      rule_names[rule].p);
        if (a == NULL || a->cancelled || (a->other != 0 && a->rule < rule))
            continue;
        a->several = a->other != 0 && a->rule == rule;
        a->other = (uint32_t)i + 1;
        a->rule = rule;
    }
    for (size_t i = 0; i < l->entries_n; i++) {
        entry *a = &l->entries[i];
        if (a->several) {
            diag_warn(l->d, (place){.offset = -1},
                      "bookings fit a traveller of the list by %s, more than one; none is merged",
                      rule_names[a->rule].p);
            a->other = 0;
        } else if (a->other != 0) {
            l->entries[a->other - 1].taken = true;
        }
    }
}

/* The list knows the person and the document, the booking what was booked. */
static bool
is_bookings(enum column c)
{
    static const enum column own[] = {
        COL_pnr_locator,    COL_pnr_carrier, COL_ticket_number,  COL_phone,
        COL_email,          COL_address,     COL_payment,        COL_companions,
        COL_other_locators, COL_booked_time, COL_ticketed_time,  COL_booking_office,
        COL_booking_agent,  COL_booked_name, COL_frequent_flyer, COL_booking};

    for (size_t i = 0; i < LENGTH(own); i++)
        if (own[i] == c)
            return true;
    return false;
}

static void
put_merged(pnr_latest *l, const entry *e, buf *to)
{
    size_t n;
    const enum column *cols = pnr_columns(PNR_TRAVELLERS, &n);
    const entry *other = &l->entries[e->other - 1];
    slice a[COL_COUNT], b[COL_COUNT], conflicts = {NULL, 0};

    arena_reset(&l->rows);
    read_row(l, e, a);
    read_row(l, other, b);
    for (size_t i = 0; i < n; i++) {
        enum column c = cols[i];
        bool both = c == COL_message_ref || c == COL_source;
        bool person = c <= COL_visa_expiry;
        if (person && differ(a[c], b[c]))
            conflicts = arena_join(&l->rows, conflicts, S(";"), column_table[c].name);
        if (both)
            csv_put(to, arena_join(&l->rows, a[c], S(";"), b[c]));
        else if (is_bookings(c))
            csv_put(to, b[c].n != 0 ? b[c] : a[c]);
        else
            csv_put(to, a[c].n != 0 ? a[c] : b[c]);
        buf_putc(to, ',');
    }
    csv_put(to, e->closed);
    buf_putc(to, ',');
    csv_put(to, arena_join(&l->rows, e->replaces, S(";"), other->replaces));
    buf_putc(to, ',');
    csv_put(to, rule_names[e->rule]);
    buf_putc(to, ',');
    csv_put(to, conflicts);
    buf_putc(to, '\n');
}

bool
pnr_latest_next(pnr_latest *l, buf *to)
{
    if (l->next == 0) {
        if (l->wholes_n != 0)
            qsort(l->wholes, l->wholes_n, sizeof *l->wholes, by_flight);
        for (size_t i = 0; i < l->entries_n; i++)
            l->entries[i].cancelled = l->entries[i].cancelled || is_gone(l, &l->entries[i]);
        if (l->merge)
            pair_up(l);
    }
    while (l->next < l->entries_n) {
        const entry *e = &l->entries[l->next++];
        l->cancelled += e->cancelled;
        if (e->cancelled || e->taken)
            continue;
        if (e->other != 0) {
            put_merged(l, e, to);
            return true;
        }
        buf_put(to, e->row, e->row_n);
        buf_putc(to, ',');
        csv_put(to, e->closed);
        buf_putc(to, ',');
        csv_put(to, e->replaces);
        if (l->merge)
            buf_puts(to, S(",,"));
        buf_putc(to, '\n');
        return true;
    }
    diag_note(l->d, (place){.offset = -1}, "%llu rows were replaced, %llu travellers cancelled",
              (unsigned long long)l->replaced, (unsigned long long)l->cancelled);
    return false;
}

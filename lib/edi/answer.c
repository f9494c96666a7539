/*
 * Rows with decisions to answers: CUSRES (UN directory D.05B; WCO/IATA/ICAO
 * guidelines on advance passenger information, API response message) and
 * ACKRES (IATA PADIS, PNRGOV).
 */
#include "edi/private.h"

#include <stdio.h>
#include <stdlib.h>

/* Lengths of data elements in the directory D.05B. */
enum {
    REFERENCE_MAX = 70,
    ACCESS_MAX = 35,
    PARTY_MAX = 35,
    PLACE_MAX = 35,
    ERROR_MAX = 8,
    TEXT_MAX = 512
};

/* What is read of a row. */
enum {
    TYPE,
    SENDER,
    REF,
    TRANSACTION,
    SOURCE,
    FLIGHT, /* what follows is of the flight */
    DEP_PORT,
    ARR_PORT,
    DEP_TIME,
    ARR_TIME,
    LEGS,
    KEYS, /* rows that have the same values so far are answered together */
    RELEASE = KEYS,
    LOCATOR,
    TRAVELLER,
    DECISION,
    CODE,
    TEXT,
    ERRORS,
    COLUMNS
};

static const enum column used[COLUMNS] = {[TYPE] = COL_message_type,
                                          [SENDER] = COL_message_sender,
                                          [REF] = COL_message_ref,
                                          [TRANSACTION] = COL_message_transaction,
                                          [SOURCE] = COL_source,
                                          [FLIGHT] = COL_flight,
                                          [DEP_PORT] = COL_dep_port,
                                          [ARR_PORT] = COL_arr_port,
                                          [DEP_TIME] = COL_dep_time,
                                          [ARR_TIME] = COL_arr_time,
                                          [LEGS] = COL_legs,
                                          [RELEASE] = COL_message_version,
                                          [LOCATOR] = COL_pnr_locator,
                                          [TRAVELLER] = COL_traveller_ref,
                                          [DECISION] = COL_board_decision,
                                          [CODE] = COL_board_code,
                                          [TEXT] = COL_board_text,
                                          [ERRORS] = COL_message_errors};

static const slice none;

struct answer_writer {
    diag *d;
    answer_settings s;
    edi_writer *w;
    int index[COLUMNS];
    const row *row;
    slice value[COLUMNS]; /* of the row */

    bool open, ack;
    slice key[KEYS];
    arena arena;              /* of the answer */
    buf errors;               /* the list that was written last */
    char code[ERROR_MAX + 1]; /* of an acknowledgement */
    buf locator;              /* of the traveller before, who has no reference of his own */
    boarding told;
};

answer_writer *
answer_open(diag *d, buf *to, const answer_settings *s)
{
    answer_writer *a = mem_alloc(1, sizeof *a);

    a->d = d;
    a->s = *s;
    a->w = edi_writer_new(to, &s->write);
    return a;
}

void
answer_close(answer_writer *a)
{
    if (a == NULL)
        return;
    edi_writer_free(a->w);
    arena_free(&a->arena);
    buf_free(&a->errors);
    buf_free(&a->locator);
    free(a);
}

bool
answer_columns(answer_writer *a, const csv_in *c, error *e)
{
    bool decides = a->s.function != ANSWER_RECEIPT;

    for (size_t i = 0; i < COLUMNS; i++)
        a->index[i] = csv_col(c, used[i]);
    const char *file = csv_header(c)->where.file;
    if (decides && a->index[DECISION] < 0)
        return error_set(e, "%s: no column 'board_decision'", file);
    if (decides && a->index[LOCATOR] < 0 && a->index[TRAVELLER] < 0)
        return error_set(e, "%s: no column 'traveller_ref' and none 'pnr_locator'", file);
    if (a->index[REF] < 0 && a->index[TRANSACTION] < 0)
        return error_set(e, "%s: no column 'message_transaction' and none 'message_ref'", file);
    if (a->s.recipient.n == 0 && a->index[SENDER] < 0)
        return error_set(e, "%s: no column 'message_sender', and no recipient is given", file);
    return true;
}

static place
at(const answer_writer *a, int which)
{
    place where = a->row->where;

    where.column = (unsigned)(a->index[which] + 1);
    return where;
}

/* The length of a value for %.*s, and the value. */
#define SHOWN(s) edi_shown(s), (s).p != NULL ? (s).p : ""

/* ---- segments ---- */

/* Tells what the characters or the length of an element cost the row's value. */
static void
tell_loss(answer_writer *a, int which)
{
    unsigned loss = edi_writer_loss(a->w);

    if (loss != EDI_LOSS_NONE)
        diag_warn(a->d, at(a, which), "'%.*s' is %s in the message", SHOWN(a->value[which]),
                  (loss & EDI_LOSS_CUT) == 0       ? "written with other characters"
                  : (loss & EDI_LOSS_LETTERS) == 0 ? "cut"
                                                   : "cut, and written with other characters");
}

static void
put_reference(answer_writer *a, const char *qualifier, int which)
{
    if (a->value[which].n == 0)
        return;
    edi_put_begin(a->w, "RFF");
    edi_put_element(a->w, slice_of(qualifier), 3);
    edi_put_component(a->w, a->value[which], REFERENCE_MAX);
    edi_put_end(a->w);
}

/* ERC, and FTX when there is something to say. */
static void
put_code(answer_writer *a, slice code, slice text, int which)
{
    edi_put_begin(a->w, "ERC");
    edi_put_element(a->w, code, ERROR_MAX);
    edi_put_end(a->w);
    if (text.n == 0)
        return;
    edi_put_begin(a->w, "FTX");
    edi_put_element(a->w, S("AAP"), 3);
    edi_put_element(a->w, none, 0);
    edi_put_element(a->w, none, 0);
    edi_put_element(a->w, text, TEXT_MAX);
    edi_put_end(a->w);
    tell_loss(a, which);
}

static void
put_time(answer_writer *a, const char *qualifier, slice value, int which)
{
    char text[32];
    moment m;

    if (value.n == 0)
        return;
    if (!moment_parse(value, &m) || !date_whole(m.day)) {
        diag_warn(a->d, at(a, which), "'%.*s' is no time; it is left out", SHOWN(value));
        return;
    }
    snprintf(text, sizeof text, "%02d%02u%02u%02u%02u", m.day.year % 100, (unsigned)m.day.month,
             (unsigned)m.day.day, (unsigned)m.hour, (unsigned)m.minute);
    edi_put_begin(a->w, "DTM");
    edi_put_element(a->w, slice_of(qualifier), 3);
    edi_put_component(a->w, (slice){text, m.has_time ? 10 : 6}, 35);
    edi_put_component(a->w, m.has_time ? S("201") : S("101"), 3);
    edi_put_end(a->w);
}

static void
put_place(answer_writer *a, const char *qualifier, slice port)
{
    if (port.n == 0)
        return;
    edi_put_begin(a->w, "LOC");
    edi_put_element(a->w, slice_of(qualifier), 3);
    edi_put_element(a->w, port, PLACE_MAX);
    edi_put_end(a->w);
}

typedef struct leg {
    slice flight, from, departure, to, arrival;
} leg;

static void
put_leg(answer_writer *a, leg l, int which)
{
    if (l.flight.n == 0)
        l.flight = a->value[FLIGHT];
    if (l.flight.n == 0) {
        if (l.from.n + l.departure.n + l.to.n + l.arrival.n != 0)
            diag_warn(a->d, at(a, FLIGHT), "a leg without a flight is left out");
        return;
    }
    edi_put_begin(a->w, "RFF");
    edi_put_element(a->w, S("AF"), 3);
    edi_put_component(a->w, l.flight, REFERENCE_MAX);
    edi_put_end(a->w);
    put_time(a, "189", l.departure, which == LEGS ? LEGS : DEP_TIME);
    put_time(a, "232", l.arrival, which == LEGS ? LEGS : ARR_TIME);
    put_place(a, "125", l.from);
    put_place(a, "87", l.to);
    tell_loss(a, which);
}

static void
put_flights(answer_writer *a)
{
    const slice *v = a->value;
    slice legs = v[LEGS];
    unsigned n = 0;

    if (legs.n == 0)
        put_leg(a, (leg){v[FLIGHT], v[DEP_PORT], v[DEP_TIME], v[ARR_PORT], v[ARR_TIME]}, FLIGHT);
    while (legs.n != 0) {
        slice item = slice_cut(&legs, ';');
        if (n++ == ANSWER_LEGS_MAX) {
            diag_warn(a->d, at(a, LEGS), "more than %d legs; those behind are left out",
                      ANSWER_LEGS_MAX);
            break;
        }
        leg l = {.flight = slice_cut(&item, '/')};
        l.from = slice_cut(&item, '/');
        l.departure = slice_cut(&item, '/');
        l.to = slice_cut(&item, '/');
        l.arrival = slice_cut(&item, '/');
        put_leg(a, l, LEGS);
    }
}

/* ---- an answer ---- */

static bool
same_answer(const answer_writer *a)
{
    size_t keys = a->ack ? FLIGHT : KEYS; /* bookings of a message have flights of their own */

    for (size_t i = 0; i < keys; i++)
        if (!slice_eq(a->key[i], a->value[i]))
            return false;
    return true;
}

static slice
recipient(const answer_writer *a)
{
    return a->s.recipient.n != 0 ? a->s.recipient : a->value[SENDER];
}

static int
transaction(const answer_writer *a)
{
    return a->value[TRANSACTION].n != 0 ? TRANSACTION : REF;
}

static void
begin(answer_writer *a, bool ack)
{
    static const char codes[][4] = {
        [ANSWER_ANSWER] = "962", [ANSWER_CHANGE] = "132", [ANSWER_RECEIPT] = "312"};
    slice release = a->value[RELEASE], version = slice_cut(&release, ':');
    edi_header h = {.recipient = recipient(a),
                    .recipient_qualifier = a->s.recipient_qualifier,
                    .application = S("APIS"),
                    .type = S("CUSRES"),
                    .version = S("D"),
                    .release = S("05B"),
                    .agency = S("UN"),
                    .association = S("IATA")};

    if (ack) {
        h.application = S("PNRGOV");
        h.type = S("ACKRES");
        h.version = release.n != 0 ? version : S("11");
        h.release = release.n != 0 ? release : S("1");
        h.agency = S("IA");
        h.association = none;
        h.access = a->value[transaction(a)];
        h.iata = true;
    }
    arena_reset(&a->arena);
    for (size_t i = 0; i < KEYS; i++)
        a->key[i] = arena_dup(&a->arena, a->value[i]);
    a->open = true;
    a->ack = ack;
    a->errors.n = a->locator.n = 0;
    a->code[0] = '\0';
    edi_put_message_begin(a->w, &h);
    if (ack)
        return;
    edi_put_begin(a->w, "BGM");
    edi_put_element(a->w, slice_of(codes[a->s.function]), 3);
    edi_put_end(a->w);
    put_reference(a, "TN", transaction(a));
    put_flights(a);
}

void
answer_end(answer_writer *a)
{
    if (!a->open)
        return;
    if (a->ack) { /* 22: PNR data; 3: processed, 7: not processed */
        edi_put_begin(a->w, "MSG");
        edi_put_element(a->w, none, 0);
        edi_put_component(a->w, S("22"), 3);
        edi_put_element(a->w, a->code[0] == '\0' ? S("3") : S("7"), 3);
        edi_put_end(a->w);
        if (a->code[0] != '\0')
            put_code(a, slice_of(a->code), none, ERRORS);
    }
    edi_put_message_end(a->w);
    a->open = false;
}

/* ---- errors of the message ---- */

static bool
errors_are_good(slice list)
{
    while (list.n != 0) {
        slice item = slice_cut(&list, ';'), code = slice_cut(&item, '/');
        uint64_t n;
        if (code.n == 0 || code.n > ERROR_MAX || !slice_uint(code, UINT64_MAX, &n))
            return false;
    }
    return true;
}

/* Those of the row, unless they are those of the row before. */
static void
put_errors(answer_writer *a)
{
    slice list = a->value[ERRORS];

    if (list.n == 0 || slice_eq(list, buf_slice(&a->errors)))
        return;
    a->errors.n = 0;
    buf_puts(&a->errors, list);
    while (list.n != 0) {
        slice item = slice_cut(&list, ';'), code = slice_cut(&item, '/');
        if (!a->ack) {
            edi_put_begin(a->w, "ERP");
            edi_put_element(a->w, S("1"), 3);
            edi_put_end(a->w);
            put_code(a, code, item, ERRORS);
        } else if (a->code[0] == '\0') {
            memcpy(a->code, code.p, code.n);
            a->code[code.n] = '\0';
        } else if (!slice_eq(code, slice_of(a->code))) {
            diag_warn(a->d, at(a, ERRORS),
                      "an acknowledgement has room for one error: '%.*s' is "
                      "left out",
                      SHOWN(code));
        }
    }
}

/* ---- a traveller ---- */

/* Two who have nothing but the same locator must not be told different things. */
static void
warn_of_twins(answer_writer *a, boarding b)
{
    slice locator = a->value[LOCATOR];

    if (a->value[TRAVELLER].n != 0) {
        a->locator.n = 0;
        return;
    }
    if (slice_eq(locator, buf_slice(&a->locator)) && b != a->told)
        diag_warn(a->d, at(a, LOCATOR),
                  "travellers of '%.*s' without traveller_ref are told different things; the "
                  "carrier cannot tell them apart",
                  SHOWN(locator));
    a->locator.n = 0;
    buf_puts(&a->locator, locator);
    a->told = b;
}

static void
put_traveller(answer_writer *a, const board_code *code, slice text)
{
    warn_of_twins(a, code->decision);
    edi_put_begin(a->w, "ERP");
    edi_put_element(a->w, S("2"), 3);
    edi_put_end(a->w);
    put_reference(a, "AVF", LOCATOR);
    put_reference(a, "ABO", TRAVELLER);
    put_code(a, code->code, text, TEXT);
}

/*
 * The code of the row's decision: the one it names, or the first of the table.
 * NULL: the row was rejected.
 */
static const board_code *
decide(answer_writer *a)
{
    slice word = a->value[DECISION], named = a->value[CODE];
    boarding b = boarding_of(word);
    const board_code *code;

    if (b == BOARDING_NONE) {
        diag_reject(a->d, at(a, DECISION), a->row->raw,
                    "%s'%.*s' is no decision; the carrier is told: insufficient",
                    word.n == 0 ? "the field is empty: " : "", SHOWN(word));
        return NULL;
    }
    code = named.n != 0 ? board_codes_read(a->s.codes, named) : board_codes_write(a->s.codes, b);
    if (code != NULL && code->decision == b)
        return code;
    if (named.n == 0)
        diag_reject(a->d, at(a, DECISION), a->row->raw,
                    "there is no code for %.*s; the carrier is told: insufficient", SHOWN(word));
    else
        diag_reject(a->d, at(a, CODE), a->row->raw,
                    "'%.*s' is no code for %.*s; the carrier is told: insufficient", SHOWN(named),
                    SHOWN(word));
    return NULL;
}

/* ---- a row ---- */

/* Whether the carrier can know what the row is about; false: it was rejected. */
static bool
can_be_told(answer_writer *a, bool ack, bool person)
{
    slice type = a->value[TYPE], to = recipient(a), ref = a->value[transaction(a)];
    slice locator = a->value[LOCATOR], traveller = a->value[TRAVELLER];
    edi_level level = a->s.write.level;
    const char *left_out = "the carrier cannot know who it is; the traveller is left out";

    if (!ack && type.n != 0 && !slice_eq(type, S("PAXLST")))
        diag_reject(a->d, at(a, TYPE), a->row->raw, "a message of type '%.*s' has no answer",
                    SHOWN(type));
    else if (!edi_writable(level, to, PARTY_MAX))
        diag_reject(a->d, at(a, SENDER), a->row->raw, "'%.*s' is no recipient that can be written",
                    SHOWN(to));
    else if (!edi_writable(level, ref, ack ? ACCESS_MAX : REFERENCE_MAX))
        diag_reject(a->d, at(a, transaction(a)), a->row->raw,
                    "'%.*s' is no reference of a message that can be written", SHOWN(ref));
    else if (person && locator.n == 0 && traveller.n == 0)
        diag_reject(a->d, at(a, TRAVELLER), a->row->raw,
                    "neither traveller_ref nor pnr_locator: %s", left_out);
    else if (person && locator.n != 0 && !edi_writable(level, locator, REFERENCE_MAX))
        diag_reject(a->d, at(a, LOCATOR), a->row->raw, "'%.*s' cannot be written: %s",
                    SHOWN(locator), left_out);
    else if (person && traveller.n != 0 && !edi_writable(level, traveller, REFERENCE_MAX))
        diag_reject(a->d, at(a, TRAVELLER), a->row->raw, "'%.*s' cannot be written: %s",
                    SHOWN(traveller), left_out);
    else
        return true;
    return false;
}

/* An acknowledgement must not swallow a decision. */
static bool
is_silent(answer_writer *a)
{
    slice word = a->value[DECISION];

    if (a->s.function == ANSWER_RECEIPT || word.n == 0 || boarding_of(word) == BOARDING_BOARD)
        return true;
    diag_reject(a->d, at(a, DECISION), a->row->raw,
                "'%.*s' cannot be told: PNRGOV is acknowledged, and has no other answer",
                SHOWN(word));
    return false;
}

void
answer_row(answer_writer *a, const row *r)
{
    a->row = r;
    for (size_t i = 0; i < COLUMNS; i++)
        a->value[i] = slice_trim(row_get(r, a->index[i]));
    if (pnr_is_masked(a->value[TRAVELLER]))
        a->value[TRAVELLER] = none; /* the carrier knows nobody by it */
    if (pnr_is_masked(a->value[LOCATOR]))
        a->value[LOCATOR] = none;
    bool ack = slice_eq(a->value[TYPE], S("PNRGOV"));
    bool person = !ack && a->s.function != ANSWER_RECEIPT &&
                  (a->value[DECISION].n != 0 || a->value[ERRORS].n == 0);
    const board_code *code = NULL;

    if (!can_be_told(a, ack, person))
        return;
    if (a->open && !same_answer(a))
        answer_end(a);
    if (!a->open)
        begin(a, ack);
    bool good = errors_are_good(a->value[ERRORS]);
    if (!good)
        diag_reject(a->d, at(a, ERRORS), r->raw,
                    "'%.*s': the code of an error is up to %d digits%s", SHOWN(a->value[ERRORS]),
                    ERROR_MAX,
                    person ? "; of the traveller the carrier is told: insufficient" : "");
    else
        put_errors(a);
    if (good && ack)
        good = is_silent(a);
    if (person) {
        if (good)
            good = (code = decide(a)) != NULL;
        if (good)
            put_traveller(a, code, a->value[TEXT].n != 0 ? a->value[TEXT] : code->text);
        else if ((code = board_codes_write(a->s.codes, BOARDING_INSUFFICIENT)) != NULL)
            put_traveller(a, code, code->text);
    }
    a->d->written += good;
}

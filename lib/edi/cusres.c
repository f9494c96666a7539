/*
 * Answers to records: CUSRES (UN directory D.05B; WCO/IATA/ICAO guidelines on
 * advance passenger information, API response message) and ACKRES (IATA
 * PADIS, PNRGOV).
 */
#include "edi/private.h"

#include <stdlib.h>

enum {
    BGM = EDI_TAG('B', 'G', 'M'),
    DTM = EDI_TAG('D', 'T', 'M'),
    ERC = EDI_TAG('E', 'R', 'C'),
    ERP = EDI_TAG('E', 'R', 'P'),
    FTX = EDI_TAG('F', 'T', 'X'),
    LOC = EDI_TAG('L', 'O', 'C'),
    MSG = EDI_TAG('M', 'S', 'G'),
    RFF = EDI_TAG('R', 'F', 'F'),
    LEGS_MAX = 32,
    TEXT_MAX = 4096 /* bytes of what is said beside a code */
};

const enum column cusres_columns[] = {COL_flight,           COL_dep_port,
                                      COL_arr_port,         COL_dep_time,
                                      COL_arr_time,         COL_legs,
                                      COL_pnr_locator,      COL_message_type,
                                      COL_message_version,  COL_message_ref,
                                      COL_message_sender,   COL_message_sent,
                                      COL_message_function, COL_message_transaction,
                                      COL_traveller_ref,    COL_source,
                                      COL_board_decision,   COL_board_code,
                                      COL_board_text,       COL_message_errors};
const size_t cusres_columns_n = LENGTH(cusres_columns);

typedef struct leg {
    slice flight, from, departure, to, arrival;
} leg;

typedef enum section { HEADER, ERROR, PERSON, UNKNOWN } section;

struct cusres {
    edi *e;
    diag *d;
    const board_codes *codes;
    edi_event event;
    bool held;  /* the event is to be looked at again */
    bool ours;  /* the message is one that is read */
    bool ack;   /* and it is ACKRES */
    bool told;  /* a record of it was given */
    bool coded; /* an ERC of the group was read, of which no record was given */
    bool any;   /* an ERC of the group was read */
    bool lost;  /* part of the group is: what follows may be anybody's */
    section in;
    edi_run run;
    leg legs[LEGS_MAX];
    unsigned legs_n;
    bool legs_doubt;
    slice base[COL_COUNT], rec[COL_COUNT];
    arena message, group, record;
    buf list;
};

cusres *
cusres_open(edi *e, const board_codes *codes)
{
    cusres *c = mem_alloc(1, sizeof *c);

    c->e = e;
    c->d = e->d;
    c->codes = codes;
    return c;
}

void
cusres_close(cusres *c)
{
    if (c == NULL)
        return;
    arena_free(&c->message);
    arena_free(&c->group);
    arena_free(&c->record);
    buf_free(&c->list);
    free(c);
}

static place
here(const cusres *c)
{
    return edi_place(c->e, c->e->seg.offset);
}

#define SHOWN(s) edi_shown(s), (s).p != NULL ? (s).p : ""

/* ---- the message ---- */

static void
begin_message(cusres *c)
{
    const edi_message *m = edi_current_message(c->e);
    arena *a = &c->message;
    char text[MOMENT_TEXT];

    arena_reset(a);
    arena_reset(&c->group);
    arena_reset(&c->record);
    memset(c->base, 0, sizeof c->base);
    memset(c->rec, 0, sizeof c->rec);
    c->ack = slice_eq_nocase(m->type, S("ACKRES"));
    c->ours = c->ack || slice_eq_nocase(m->type, S("CUSRES"));
    c->told = c->coded = c->any = c->lost = c->legs_doubt = false;
    c->in = HEADER;
    c->legs_n = 0;
    if (!c->ours) {
        edi_refuse(c->e);
        return;
    }
    c->base[COL_message_type] = c->ack ? S("ACKRES") : S("CUSRES");
    c->base[COL_message_version] = arena_dup(a, m->version);
    c->base[COL_message_ref] = arena_dup(a, m->ref);
    c->base[COL_message_sender] = arena_dup(a, m->sender);
    if (m->sent.day.year != 0)
        c->base[COL_message_sent] = arena_dup(a, moment_text(m->sent, text));
    if (c->ack) /* the common access reference of UNH */
        c->base[COL_message_transaction] = arena_dup(a, edi_get(&c->e->seg, 3, 1));
    c->base[COL_source] = arena_printf(a, "%s:%llu", c->e->f->name, (unsigned long long)m->offset);
}

static void
read_function(cusres *c)
{
    static const struct {
        uint32_t tag;
        const char *code, *word;
    } table[] = {{BGM, "962", "answer"},
                 {BGM, "132", "change"},
                 {BGM, "312", "receipt"},
                 {MSG, "3", "accepted"},
                 {MSG, "7", "rejected"}};
    const edi_segment *s = &c->e->seg;
    slice code = edi_get(s, s->tag == MSG ? 2 : 1, 1);

    if (c->base[COL_message_function].n != 0)
        return;
    c->base[COL_message_function] = arena_dup(&c->message, code);
    for (size_t i = 0; i < LENGTH(table); i++)
        if (table[i].tag == s->tag && slice_eq(code, slice_of(table[i].code)))
            c->base[COL_message_function] = slice_of(table[i].word);
}

/* Which column has a traveller's reference; COL_COUNT: none. */
static enum column
reference_column(slice qualifier)
{
    return slice_eq(qualifier, S("AVF"))   ? COL_pnr_locator
           : slice_eq(qualifier, S("ABO")) ? COL_traveller_ref
                                           : COL_COUNT;
}

/* RFF, DTM and LOC before the first group of errors. */
static void
header_segment(cusres *c)
{
    const edi_segment *s = &c->e->seg;
    slice qualifier = edi_get(s, 1, 1);
    arena *a = &c->message;
    leg *l = c->legs_n != 0 ? &c->legs[c->legs_n - 1] : NULL;

    if (s->tag == ERC || (s->tag == RFF && reference_column(qualifier) != COL_COUNT)) {
        c->lost = true; /* a traveller's, whose ERP is lost */
        run_add(c->e, &c->run);
    } else if (s->tag == RFF && slice_eq(qualifier, S("TN")) &&
               c->base[COL_message_transaction].n == 0) {
        c->base[COL_message_transaction] = arena_dup(a, edi_get(s, 1, 2));
    } else if (s->tag == RFF && slice_eq(qualifier, S("AF"))) {
        if (c->legs_n == LEGS_MAX)
            diag_reject(c->d, here(c), s->raw, "more than %d flights in a message", LEGS_MAX);
        else
            c->legs[c->legs_n++] = (leg){.flight = edi_upper(a, edi_get(s, 1, 2))};
    } else if (l != NULL && s->tag == DTM && slice_eq(qualifier, S("189")) && l->departure.n == 0) {
        l->departure = edi_moment_value(c->e, a, DATE_EXPIRY, true);
    } else if (l != NULL && s->tag == DTM && slice_eq(qualifier, S("232")) && l->arrival.n == 0) {
        l->arrival = edi_moment_value(c->e, a, DATE_EXPIRY, true);
    } else if (l != NULL && s->tag == LOC && slice_eq(qualifier, S("125")) && l->from.n == 0) {
        l->from = edi_port_value(c->e, a, edi_get(s, 2, 1));
    } else if (l != NULL && s->tag == LOC && slice_eq(qualifier, S("87")) && l->to.n == 0) {
        l->to = edi_port_value(c->e, a, edi_get(s, 2, 1));
    } else {
        diag_note(c->d, here(c), "%.3s+%.*s has no column", s->raw.p, SHOWN(qualifier));
    }
}

/* The columns of the journey; with several legs none of them is known to cross the border. */
static void
end_header(cusres *c)
{
    c->list.n = 0;
    for (const leg *l = c->legs; l < c->legs + c->legs_n && !c->legs_doubt; l++) {
        if (c->list.n != 0)
            buf_putc(&c->list, ';');
        edi_put_part(&c->list, l->flight, false);
        edi_put_part(&c->list, l->from, false);
        edi_put_part(&c->list, l->departure, false);
        edi_put_part(&c->list, l->to, false);
        edi_put_part(&c->list, l->arrival, true);
    }
    c->base[COL_legs] = arena_dup(&c->message, buf_slice(&c->list));
    if (c->legs_n != 0)
        c->base[COL_flight] = c->legs[0].flight;
    if (c->legs_n == 1 && !c->legs_doubt) {
        c->base[COL_dep_port] = c->legs[0].from;
        c->base[COL_dep_time] = c->legs[0].departure;
        c->base[COL_arr_port] = c->legs[0].to;
        c->base[COL_arr_time] = c->legs[0].arrival;
    }
    c->legs_n = 0;
}

/* ---- a group of errors ---- */

static void
begin_group(cusres *c, section kind)
{
    run_end(c->e, &c->run, "it cannot be known whose this is");
    if (c->in == HEADER)
        end_header(c);
    arena_reset(&c->group);
    arena_reset(&c->record);
    memcpy(c->rec, c->base, sizeof c->rec);
    c->any = c->coded = false;
    c->lost = kind == UNKNOWN;
    c->in = kind;
}

static void
read_point(cusres *c)
{
    const edi_segment *s = &c->e->seg;
    slice of = edi_get(s, 1, 1);

    begin_group(c, slice_eq(of, S("1")) ? ERROR : slice_eq(of, S("2")) ? PERSON : UNKNOWN);
    if (c->in == UNKNOWN)
        diag_reject(c->d, here(c), s->raw, "ERP+%.*s is neither the message nor a traveller",
                    SHOWN(of));
}

static void
read_reference(cusres *c)
{
    const edi_segment *s = &c->e->seg;
    slice qualifier = edi_get(s, 1, 1);
    enum column col = reference_column(qualifier);

    if (c->in != PERSON || col == COL_COUNT) {
        diag_note(c->d, here(c), "RFF+%.*s has no column", SHOWN(qualifier));
    } else if (c->any || c->rec[col].n != 0) {
        c->lost = true; /* another traveller's, whose ERP is lost */
        run_add(c->e, &c->run);
    } else {
        c->rec[col] = arena_dup(&c->group, edi_get(s, 1, 2));
    }
}

static void
read_code(cusres *c)
{
    slice code = edi_get(&c->e->seg, 1, 1);

    arena_reset(&c->record);
    c->coded = c->any = true;
    c->rec[COL_board_decision] = c->rec[COL_board_code] = c->rec[COL_board_text] =
        c->rec[COL_message_errors] = (slice){NULL, 0};
    if (c->in == PERSON) {
        const board_code *b = board_codes_read(c->codes, code);
        c->rec[COL_board_code] = arena_dup(&c->record, code);
        if (b != NULL)
            c->rec[COL_board_decision] = boarding_word(b->decision);
        else
            diag_warn(c->d, here(c), "ERC: '%.*s' is no code that is known", SHOWN(code));
    } else {
        c->list.n = 0;
        edi_put_part(&c->list, code, true);
        c->rec[COL_message_errors] = arena_dup(&c->record, buf_slice(&c->list));
    }
}

static void
read_text(cusres *c)
{
    const edi_segment *s = &c->e->seg;

    c->list.n = 0;
    for (unsigned i = 1; i <= edi_components(s, 4); i++) {
        if (c->list.n != 0)
            buf_putc(&c->list, ' ');
        buf_puts(&c->list, edi_get(s, 4, i));
    }
    slice text = buf_slice(&c->list);
    if (c->rec[COL_board_text].n + c->rec[COL_message_errors].n + text.n > TEXT_MAX) {
        diag_reject(c->d, here(c), s->raw, "FTX: more than %d bytes beside a code", TEXT_MAX);
    } else if (!c->coded || text.n == 0) {
        diag_note(c->d, here(c), "FTX that belongs to no code");
    } else if (c->in == PERSON) {
        c->rec[COL_board_text] =
            arena_join(&c->record, c->rec[COL_board_text], S(" "), arena_dup(&c->record, text));
    } else {
        for (size_t i = 0; i < c->list.n; i++)
            if (c->list.p[i] == '/' || c->list.p[i] == ';')
                c->list.p[i] = ' ';
        c->rec[COL_message_errors] =
            arena_join(&c->record, c->rec[COL_message_errors], S("/"), arena_dup(&c->record, text));
    }
}

/* ---- records ---- */

/* Whether there is one to give before the event that was just read. */
static bool
is_due(const cusres *c)
{
    bool segment = c->event == EDI_SEGMENT;

    if (!c->ours || (segment && c->e->seg.tag != ERP && c->e->seg.tag != ERC))
        return false;
    if (c->coded)
        return true;
    if (segment && c->e->seg.tag == ERC)
        return false;
    return (c->in == PERSON || c->in == ERROR) ? !c->any : !segment && !c->told;
}

static const slice *
give(cusres *c)
{
    if (c->in == HEADER) {
        end_header(c);
        memcpy(c->rec, c->base, sizeof c->rec);
    }
    if (c->in == PERSON && c->rec[COL_pnr_locator].n == 0 && c->rec[COL_traveller_ref].n == 0)
        diag_warn(c->d, here(c), "the traveller before this has no reference");
    if ((c->in == PERSON || c->in == ERROR) && !c->coded)
        diag_warn(c->d, here(c), "the group before this has no code");
    static const enum column texts[] = {COL_board_code, COL_board_text, COL_message_errors};
    for (size_t i = 0; i < LENGTH(texts); i++)
        (void)pnr_mask((char *)(uintptr_t)c->rec[texts[i]].p, c->rec[texts[i]].n);
    c->coded = false;
    c->any = c->told = true;
    c->d->read++;
    return c->rec;
}

static void
segment(cusres *c)
{
    const edi_segment *s = &c->e->seg;

    if (s->gap != EDI_GAP_NONE) {
        c->lost |= c->in != HEADER;
        c->legs_doubt |= c->in == HEADER;
    }
    if (s->tag == ERP) {
        read_point(c);
    } else if (c->lost) {
        run_add(c->e, &c->run);
    } else if (s->tag == BGM || s->tag == MSG) {
        read_function(c);
    } else if (s->tag == ERC && (c->ack || c->in != HEADER)) {
        if (c->in == HEADER)
            begin_group(c, ERROR);
        read_code(c);
    } else if (c->in == HEADER) {
        header_segment(c);
    } else if (s->tag == RFF) {
        read_reference(c);
    } else if (s->tag == FTX) {
        read_text(c);
    } else {
        diag_note(c->d, here(c), "%.3s has no column", s->raw.p);
    }
}

const slice *
cusres_next(cusres *c)
{
    for (;;) {
        if (!c->held)
            c->event = edi_next(c->e);
        c->held = false;
        if (c->event != EDI_MESSAGE && is_due(c)) {
            c->held = true;
            return give(c);
        }
        switch (c->event) {
        case EDI_MESSAGE:
            begin_message(c);
            break;
        case EDI_SEGMENT:
            segment(c);
            break;
        case EDI_MESSAGE_END:
            run_end(c->e, &c->run, "it cannot be known whose this is");
            c->ours = false;
            break;
        case EDI_END:
            return NULL;
        }
    }
}

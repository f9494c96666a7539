/*
 * Segments to messages: UNB/UNZ, UNG/UNE, UNH/UNT (ISO 9735-1, clause 7 and
 * annex C), each trailer checked against what was read.
 */
#include "edi/plain.h"

#include <stdlib.h>

enum {
    UNA = EDI_TAG('U', 'N', 'A'),
    UNB = EDI_TAG('U', 'N', 'B'),
    UNG = EDI_TAG('U', 'N', 'G'),
    UNH = EDI_TAG('U', 'N', 'H'),
    UNT = EDI_TAG('U', 'N', 'T'),
    UNE = EDI_TAG('U', 'N', 'E'),
    UNZ = EDI_TAG('U', 'N', 'Z'),
    BGM = EDI_TAG('B', 'G', 'M'),
    TDT = EDI_TAG('T', 'D', 'T'),
    MSG = EDI_TAG('M', 'S', 'G'),
    RCI = EDI_TAG('R', 'C', 'I'),
    SRC = EDI_TAG('S', 'R', 'C'),
    TIF = EDI_TAG('T', 'I', 'F'),
    NAD = EDI_TAG('N', 'A', 'D'),
    PDT = EDI_TAG('P', 'D', 'T')
};

edi *
edi_open(in *f, diag *d, date as_of)
{
    edi *e = mem_alloc(1, sizeof *e);

    e->f = f;
    e->d = d;
    e->as_of = as_of;
    e->outside = true;
    syntax_marks(e, syntax_default);
    return e;
}

void
edi_close(edi *e)
{
    if (e == NULL)
        return;
    arena_free(&e->arena);
    arena_free(&e->interchange_arena);
    arena_free(&e->group_arena);
    arena_free(&e->message_arena);
    free(e);
}

const edi_segment *
edi_current_segment(const edi *e)
{
    return &e->seg;
}

const edi_message *
edi_current_message(const edi *e)
{
    return &e->now;
}

/* ---- runs of rejected segments ---- */

void
run_add(edi *e, edi_run *run)
{
    if (run->segments++ == 0)
        run->from = e->seg.offset;
    else
        diag_reject_part(e->d, e->seg.lead);
    diag_reject_part(e->d, e->seg.raw);
}

void
run_end(edi *e, edi_run *run, const char *why)
{
    if (run->segments == 0)
        return;
    diag_reject_part(e->d, S("\n"));
    diag_reject(e->d, edi_place(e, run->from), (slice){NULL, 0}, "%s (%llu segment%s)", why,
                (unsigned long long)run->segments, run->segments == 1 ? "" : "s");
    run->segments = 0;
}

/* ---- trailers ---- */

#define SHOWN(s) edi_shown(s), (s).p != NULL ? (s).p : ""

/* Numbers are compared as numbers, anything else as it is. */
static bool
same_reference(slice a, slice b)
{
    while (a.n > 1 && a.p[0] == '0')
        a.p++, a.n--;
    while (b.n > 1 && b.p[0] == '0')
        b.p++, b.n--;
    return slice_eq(a, b);
}

/*
 * A trailer's count, which may be higher where damage cost what it counts, and
 * its reference.
 */
static void
check_trailer(edi *e, const char *what, uint64_t counted, const char *of, slice ref, bool damaged)
{
    slice said = edi_get(&e->seg, 1, 1), said_ref = edi_get(&e->seg, 2, 1);
    uint64_t n;

    bool count_wrong =
        !slice_uint(said, UINT64_MAX, &n) || n < counted || (n != counted && !damaged);
    bool ref_wrong = !same_reference(said_ref, ref);
    if (!count_wrong && !ref_wrong)
        return;
    buf why = {0};
    if (count_wrong)
        buf_printf(&why, " says %.*s %s, there are %llu%s", SHOWN(said), of,
                   (unsigned long long)counted, ref_wrong ? ", and" : "");
    if (ref_wrong)
        buf_printf(&why, " has the reference '%.*s', not '%.*s'", SHOWN(said_ref), SHOWN(ref));
    diag_reject(e->d, edi_place(e, e->seg.offset), e->seg.raw, "%s%.*s", what, (int)why.n, why.p);
    buf_free(&why);
}

static void
missing(edi *e, const char *trailer, const char *what, uint64_t from)
{
    uint64_t at = e->ended ? e->f->offset + e->f->window.n : e->seg.offset;

    diag_reject(
        e->d, edi_place(e, at), (slice){NULL, 0}, "%s: no %s for the %s that begins at byte %llu",
        e->ended ? "the file ends" : "out of order", trailer, what, (unsigned long long)from);
}

static void
end_message(edi *e)
{
    run_end(e, &e->refusal, "a message of a type that is not read here");
    e->message = e->refused = false;
    e->outside = !e->interchange;
}

static void
end_group(edi *e, bool trailer)
{
    if (trailer)
        check_trailer(e, "UNE", e->group_messages, "messages", e->group_ref,
                      e->damages != e->group_damage);
    else
        missing(e, "UNE", "group", e->group_offset);
    e->group = false;
}

static void
end_interchange(edi *e, bool trailer)
{
    if (e->group)
        end_group(e, false);
    if (trailer)
        check_trailer(e, "UNZ", e->groups != 0 ? e->groups : e->messages,
                      e->groups != 0 ? "groups" : "messages", e->interchange_ref,
                      e->damages != e->interchange_damage);
    else
        missing(e, "UNZ", "interchange", e->interchange_offset);
    e->interchange = false;
    e->outside = true;
    e->interchange_ref = e->sender = (slice){NULL, 0};
    e->sent = (moment){0};
}

/* ---- headers ---- */

static edi_charset
charset_of(slice syntax)
{
    static const struct {
        char name[5];
        edi_charset set;
    } table[] = {{"UNOA", CHARSET_ASCII}, {"UNOB", CHARSET_ASCII}, {"UNOC", CHARSET_LATIN1},
                 {"UNOY", CHARSET_UTF8},  {"UNOW", CHARSET_UTF8},  {"IATA", CHARSET_ASCII},
                 {"IATB", CHARSET_ASCII}};

    for (size_t i = 0; i < LENGTH(table); i++)
        if (slice_eq_nocase(syntax, slice_of(table[i].name)))
            return table[i].set;
    return CHARSET_OTHER;
}

static void
begin_interchange(edi *e)
{
    const edi_segment *s = &e->seg;
    arena *a = &e->interchange_arena;
    slice day = edi_get(s, 4, 1), time = edi_get(s, 4, 2), version = edi_get(s, 1, 2);
    edi_marks m = e->marks;

    arena_reset(a);
    e->interchange = true;
    e->outside = false;
    e->interchange_offset = s->offset;
    e->interchange_damage = e->damages;
    e->groups = e->messages = 0;
    e->charset = charset_of(edi_get(s, 1, 1));
    e->charset_told = false;
    e->sender = arena_dup(a, edi_get(s, 2, 1));
    e->interchange_ref = arena_dup(a, edi_get(s, 5, 1));
    e->sent = (moment){0};
    slice when = arena_join(a, day, S(""), time);
    if (when.n != 0 && !edi_moment(when, DATE_EXPIRY, e->as_of, &e->sent)) {
        e->sent = (moment){0};
        diag_warn(e->d, edi_place(e, s->offset), "UNB: '%.*s' is no date and time", (int)when.n,
                  when.p);
    }
    /* Repetition came with syntax version 4; before, the sixth character is reserved. */
    if (m.repeat != 0 && slice_cmp(version, S("4")) < 0) {
        m.repeat = 0;
        syntax_marks(e, m);
    }
}

static void
begin_message(edi *e, bool header)
{
    const edi_segment *s = &e->seg;
    arena *a = &e->message_arena;
    uint64_t part = 1;

    arena_reset(a);
    e->message = true;
    e->outside = false;
    e->segments = 0;
    e->message_damage = e->damages;
    e->messages++;
    e->group_messages++;
    e->now = (edi_message){.sender = e->sender, .sent = e->sent, .offset = s->offset, .part = 1};
    e->message_ref = e->now.ref = (slice){NULL, 0};
    e->now.last = true;
    if (header) {
        slice sequence = edi_get(s, 4, 1), transfer = edi_get(s, 4, 2);
        e->segments = 1;
        e->message_ref = arena_dup(a, edi_get(s, 1, 1));
        e->now.type = arena_dup(a, edi_get(s, 2, 1));
        e->now.version = arena_dup(a, arena_join(a, edi_get(s, 2, 2), S(":"), edi_get(s, 2, 3)));
        e->now.access = arena_dup(a, edi_get(s, 3, 1));
        if (slice_uint(sequence, 9999, &part))
            e->now.part = (unsigned)part;
        e->now.more = slice_eq_nocase(transfer, S("C"));
        e->now.last = sequence.n == 0 || slice_eq_nocase(transfer, S("F"));
    }
    e->now.ref = arena_join(a, e->interchange_ref, S("/"), e->message_ref);
}

/* A segment that begins a passenger list, or one of bookings, whose UNH is lost. */
static bool
begins_list(const edi_segment *s)
{
    static const char codes[][4] = {"745", "250", "336", "266"},
                      roles[][4] = {"FL", "FM", "DDU", "DDT"};
    slice first = edi_get(s, 1, 1);

    for (size_t i = 0; i < LENGTH(codes); i++)
        if ((s->tag == BGM && slice_eq(first, slice_of(codes[i]))) ||
            (s->tag == NAD && slice_eq(first, slice_of(roles[i]))))
            return true;
    slice function = edi_get(s, 1, 2);
    return s->tag == TDT || s->tag == PDT || s->tag == SRC || s->tag == RCI || s->tag == TIF ||
           (s->tag == MSG && (slice_eq(function, S("22")) || slice_eq(function, S("141"))));
}

void
edi_refuse(edi *e)
{
    e->refused = true;
    if (e->segments != 0)
        run_add(e, &e->refusal);
}

/* ---- the next event ---- */

/* A service segment when no message is open. */
static void
service_segment(edi *e)
{
    edi_segment *s = &e->seg;

    switch (s->tag) {
    case UNA:
        if (e->interchange)
            end_interchange(e, false);
        break;
    case UNB:
        if (e->interchange)
            end_interchange(e, false);
        begin_interchange(e);
        break;
    case UNG:
        if (e->group)
            end_group(e, false);
        arena_reset(&e->group_arena);
        e->group = true;
        e->group_offset = s->offset;
        e->group_damage = e->damages;
        e->group_messages = 0;
        e->group_ref = arena_dup(&e->group_arena, edi_get(s, 5, 1));
        e->groups++;
        break;
    case UNE:
        if (e->group)
            end_group(e, true);
        else
            run_add(e, &e->stray);
        break;
    case UNZ:
        if (e->interchange) {
            end_interchange(e, true);
            syntax_marks(e, syntax_default);
        } else {
            run_add(e, &e->stray);
        }
        break;
    default:
        run_add(e, &e->stray);
        break;
    }
}

static bool
is_service(uint32_t tag)
{
    return tag == UNA || tag == UNB || tag == UNG || tag == UNH || tag == UNT || tag == UNE ||
           tag == UNZ;
}

static edi_event
at_end(edi *e)
{
    e->ended = true;
    run_end(e, &e->stray, "outside of any message");
    if (diag_stop(e->d))
        return EDI_END;
    if (e->message) {
        missing(e, "UNT", "message", e->now.offset);
        end_message(e);
        return EDI_MESSAGE_END;
    }
    if (e->interchange)
        end_interchange(e, false);
    return EDI_END;
}

/* The next segment, or the same again. */
static inline bool
next_segment(edi *e)
{
    bool again = e->again;

    e->again = false;
    return !e->ended && (again || syntax_next(e)) && !diag_stop(e->d);
}

/* What the current segment, and those behind it, mean for the envelope. */
static BASE_APART edi_event
envelope_event(edi *e)
{
    edi_segment *s = &e->seg;

    do {
        bool is_unx = is_service(s->tag);
        if (e->message && !is_unx) {
            e->segments++;
            if (!e->refused)
                return EDI_SEGMENT;
            run_add(e, &e->refusal);
            continue;
        }
        if (e->message && s->tag == UNT) {
            e->segments++;
            if (e->refused)
                run_add(e, &e->refusal);
            else if (e->now.type.n != 0)
                check_trailer(e, "UNT", e->segments, "segments", e->message_ref,
                              e->damages != e->message_damage);
            end_message(e);
            return EDI_MESSAGE_END;
        }
        if (e->message) {
            missing(e, "UNT", "message", e->now.offset);
            end_message(e);
            e->again = true;
            return EDI_MESSAGE_END;
        }
        bool list = !is_unx && begins_list(s);
        if (s->tag == UNH || list) {
            run_end(e, &e->stray, "outside of any message");
            if (!e->interchange)
                diag_reject(e->d, edi_place(e, s->offset), (slice){NULL, 0},
                            "a message outside of any interchange; it is read");
            else if (list)
                diag_reject(e->d, edi_place(e, s->offset), (slice){NULL, 0},
                            "a passenger list or bookings without UNH; they are read");
            begin_message(e, !list);
            e->again = list;
            return EDI_MESSAGE;
        }
        if (s->tag == UNB || s->tag == UNA)
            run_end(e, &e->stray, "outside of any message");
        service_segment(e);
    } while (next_segment(e));
    return at_end(e);
}

edi_event
edi_next(edi *e)
{
    if (!next_segment(e))
        return at_end(e);
    /* nearly all: a segment of a message that is read */
    if (BASE_LIKELY((e->seg.tag >> 8) != (UNA >> 8) && e->message && !e->refused)) {
        e->segments++;
        return EDI_SEGMENT;
    }
    return envelope_event(e);
}

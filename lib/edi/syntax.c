/*
 * Bytes to segments: service characters, release, line ends, damage
 * (ISO 9735-1, clauses 5, 7 and 8).
 */
#include "edi/plain.h"

#include <stdlib.h>

/* The repetition separator is not among the defaults: senders of syntax 4 use '*' as text. */
const edi_marks syntax_default = {.component = ':', .element = '+', .release = '?', .end = '\''};

enum { UNA = EDI_TAG('U', 'N', 'A') };

void
syntax_marks(edi *e, edi_marks m)
{
    if (memcmp(&e->marks, &m, sizeof m) == 0)
        return;
    e->marks = m;
    for (unsigned c = 0; c < 256; c++)
        e->class[c] = c >= 0x80 ? HIGH : c < 0x20 || c == 0x7f ? CONTROL : PLAIN;
    e->class['\t'] = PLAIN;
    e->class['\r'] = e->class['\n'] = BREAK;
    if (m.repeat != 0)
        e->class[m.repeat] = COMPONENT;
    if (m.release != 0)
        e->class[m.release] = RELEASE;
    e->class[m.component] = COMPONENT;
    e->class[m.element] = ELEMENT;
    e->class[m.end] = END;
    memset(e->wide.component, m.component, sizeof e->wide.component);
    memset(e->wide.element, m.element, sizeof e->wide.element);
    memset(e->wide.release, m.release, sizeof e->wide.release);
    memset(e->wide.repeat, m.repeat, sizeof e->wide.repeat);
    memset(e->wide.end, m.end, sizeof e->wide.end);
}

/* ---- one segment ---- */

typedef enum split_result { SPLIT_WHOLE, SPLIT_MORE, SPLIT_BAD } split_result;

/* What is bad in a segment, and the last byte of it that is. */
typedef struct fault {
    const char *why;
    size_t last;
    unsigned controls; /* bytes that cannot be text */
    bool cut;          /* there is nothing behind it, but for another message */
} fault;

/*
 * The tag with line ends in it and blanks behind it, in small letters, too, for
 * there are senders in lower case; *at is then what follows it, or 0 when it is
 * no tag.  False: more bytes are needed.
 */
static bool
tag_slow(edi *e, const unsigned char *p, size_t n, size_t *at)
{
    unsigned char tag[3];
    size_t i = 0;

    for (size_t k = 0; k < 3 && i < n; i++)
        if (e->class[p[i]] != BREAK)
            tag[k++] = p[i] >= 'a' && p[i] <= 'z' ? (unsigned char)(p[i] - 32) : p[i];
    while (i < n && (p[i] == ' ' || e->class[p[i]] == BREAK))
        i++;
    if (i == n)
        return false;
    e->seg.tag = EDI_TAG(tag[0], tag[1], tag[2]);
    *at = letters(tag, 3) && (e->class[p[i]] == ELEMENT || e->class[p[i]] == END) ? i : 0;
    return true;
}

/* Whether the three letters before i are those of a head, in the middle of a segment. */
static inline bool
cut_before(const unsigned char *p, size_t i)
{
    return i > 3 && BASE_UNLIKELY(p[i - 2] == 'N') && p[i - 3] == 'U' &&
           (p[i - 1] == 'A' || p[i - 1] == 'B' || p[i - 1] == 'H');
}

/* Something else begins behind the byte at last. */
static split_result
cut_off(fault *bad, size_t last)
{
    bad->why = bad->why != NULL ? bad->why : "a segment without a terminator";
    bad->last = last;
    return SPLIT_BAD;
}

/*
 * Cuts the segment at p into its parts, whatever it holds; dirty says that some
 * hold release characters, line breaks or bytes above 0x7f.  MORE: it does not
 * end within n bytes.  A segment that is bad is looked through to its end, for
 * the last bad byte in it; where another message begins in it, it ends before
 * that.
 */
static BASE_APART split_result
split(edi *e, const unsigned char *p, size_t n, fault *bad, bool *dirty)
{
    const uint8_t *class = e->class;
    edi_segment *s = &e->seg;
    unsigned parts = 0, elements = 0;
    size_t i = 3, from = 0, all = n;

    *bad = (fault){NULL, 0, 0, false};
    if (n > EDI_SEGMENT_MAX)
        n = EDI_SEGMENT_MAX;
    *dirty = false;
    if (n < 4)
        return SPLIT_MORE;
    if (BASE_LIKELY(letters(p, 3) && class[p[3]] == ELEMENT)) {
        s->tag = EDI_TAG(p[0], p[1], p[2]);
    } else {
        if (!tag_slow(e, p, n, &i))
            return SPLIT_MORE;
        *dirty = true; /* a line may end in the tag */
        if (i == 0)
            bad->why = "no segment begins here";
    }
    s->first[0] = 0;
    for (; i < n; i++) {
        unsigned is = class[p[i]];
        if (BASE_LIKELY(is == PLAIN))
            continue;
        if (cut_before(p, i)) {
            if (all - (i - 3) < HEAD && !e->f->ended)
                return SPLIT_MORE;
            if (head_sure(e, p + i - 3, all - (i - 3)))
                return cut_off(bad, i - 4);
        }
        if (BASE_LIKELY(is - ELEMENT <= END - ELEMENT)) {
            if (BASE_UNLIKELY(parts >= EDI_ELEMENTS_MAX - 1) &&
                (parts == EDI_PARTS_MAX || elements == EDI_ELEMENTS_MAX - 1)) {
                bad->why = "more elements than a segment may have";
                bad->last = i;
                parts = elements = 0;
            }
            s->part[parts++] = (slice){(const char *)p + from, i - from};
            from = i + 1;
            if (is == COMPONENT)
                continue;
            s->first[++elements] = (uint16_t)parts;
            if (is == ELEMENT)
                continue;
            s->elements = elements;
            s->raw = (slice){(const char *)p, i + 1};
            if ((from = foreign_head(e, p, i, all)) < i)
                return cut_off(bad, from - 1);
            return bad->why != NULL ? SPLIT_BAD : SPLIT_WHOLE;
        }
        *dirty |= is != CONTROL;
        if (is == RELEASE) {
            if (i + 1 < n && class[p[i + 1]] == BREAK) {
                while (i + 1 < n && class[p[i + 1]] == BREAK)
                    i++;
                if (all - i <= HEAD && !e->f->ended)
                    return SPLIT_MORE;
                /* what another interchange begins with is not released */
                if (i + 1 < all && head_sure(e, p + i + 1, all - i - 1))
                    return cut_off(bad, i);
            }
            if (i + 1 < n && class[p[i + 1]] != CONTROL)
                i++;
        } else if (is == BREAK) {
            /* A teletype line ends in a segment, unless the next one begins. */
            while (i + 1 < n && blank(p[i + 1]))
                i++;
            if (all - i <= SMALL && !e->f->ended)
                return SPLIT_MORE;
            if (head_starts(e, p + i + 1, all - i - 1)) {
                from = head_find_interchange(p, 1, i, all);
                return cut_off(bad, from < i ? from - 1 : i);
            }
        } else if (is == CONTROL) {
            bad->controls++;
            bad->last = i;
            bad->why = "a control byte in a segment";
        }
    }
    return SPLIT_MORE;
}

/* The bytes without release characters and line breaks, as UTF-8. */
static slice
rewrite(edi *e, slice raw, bool latin1)
{
    char *to = arena_alloc(&e->arena, raw.n * 2), *q = to;

    for (size_t i = 0; i < raw.n; i++) {
        unsigned char c = (unsigned char)raw.p[i];
        if (e->class[c] == BREAK)
            continue;
        if (e->class[c] == RELEASE) {
            do
                i++;
            while (i < raw.n && e->class[(unsigned char)raw.p[i]] == BREAK);
            if (i == raw.n)
                break;
            c = (unsigned char)raw.p[i];
        }
        if (c >= 0x80 && latin1) {
            *q++ = (char)(0xc0 | c >> 6);
            c = 0x80 | (c & 0x3f);
        }
        *q++ = (char)c;
    }
    return slice_between(to, q);
}

static bool
has_high(slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return true;
    return false;
}

static void
clean_parts(edi *e)
{
    edi_segment *s = &e->seg;
    bool latin1 = slice_utf8(s->raw) < s->raw.n;

    if (!e->charset_told && e->charset != CHARSET_LATIN1 && has_high(s->raw) &&
        (e->charset != CHARSET_UTF8 || latin1)) {
        static const char *const declared[] = {"ASCII", "", "UTF-8", "another character set"};
        diag_warn(e->d, edi_place(e, s->offset), "the interchange declares %s; read as %s",
                  declared[e->charset], latin1 ? "Latin-1" : "UTF-8");
        e->charset_told = true;
    }
    arena_reset(&e->arena);
    for (unsigned i = 0; i < s->first[s->elements]; i++)
        s->part[i] = rewrite(e, s->part[i], latin1);
}

/* ---- damage ---- */

static bool
holds_word(slice s, const char *word)
{
    for (size_t i = 0; i + 3 <= s.n; i++)
        if (slice_eq_nocase((slice){s.p + i, 3}, (slice){word, 3}))
            return true;
    return false;
}

/*
 * Whether the damaged bytes may have been a segment that begins a group: one
 * bad byte hides one byte, more of them may have replaced anything, and so
 * may what has no tag at all.
 */
static bool
may_be_group(slice run, const fault *bad)
{
    static const char *const groups[] = {"NAD", "PDT", "TDT", "SRC", "TIF", "TVL", "ABI"};

    bool word = alphanumeric((unsigned char)run.p[3]);

    if (bad->controls > 1 ||
        (bad->controls == 0 && (word || !letters((const unsigned char *)run.p, 3))))
        return true;
    for (size_t g = 0; g < LENGTH(groups); g++) {
        unsigned alike = 0;
        for (size_t i = 0; i < 3; i++)
            alike += run.p[i] == groups[g][i];
        if (alike >= 2 || holds_word(run, groups[g]))
            return true;
    }
    return false;
}

/* Two-letter priority or seven-letter address of a teletype heading. */
static bool
heading_word(slice w)
{
    for (size_t i = 0; i < w.n; i++)
        if (!alphanumeric((unsigned char)w.p[i]))
            return false;
    return w.n == 7 || (w.n == 2 && w.p[0] == 'Q');
}

/* The next line without blanks and control bytes around. */
static slice
heading_line(slice *text)
{
    slice line = slice_cut(text, '\n');

    while (line.n != 0 && (unsigned char)line.p[0] <= 0x20)
        line.p++, line.n--;
    while (line.n != 0 && (unsigned char)line.p[line.n - 1] <= 0x20)
        line.n--;
    return line;
}

/*
 * An IATA Type B heading: lines of addresses, then the line of a dot, the
 * sender's address and the message identity, and perhaps a word of three
 * letters, such as PDM for a possible duplicate.  Lines that begin with '='
 * are those of gateways; from one of them to =TEXT, which ends such a heading,
 * a line may be anything.  NNNN ends the message before.
 */
static bool
is_heading(slice text)
{
    bool dot = false, file = false, ended = false;

    while (text.p != NULL) {
        slice line = heading_line(&text);
        if (line.n == 0)
            continue;
        if (ended)
            return false;
        if (line.p[0] == '=') {
            ended = slice_eq(line, S("=TEXT"));
            file = true;
        } else if (!file && !dot && line.p[0] == '.') {
            line.p++, line.n--;
            dot = heading_word(slice_cut(&line, ' '));
            if (!dot)
                return false;
        } else if (!file && dot) {
            if (line.n != 3 || !letters((const unsigned char *)line.p, 3))
                return false;
        } else if (!file && !slice_eq(line, S("NNNN"))) {
            while (line.p != NULL)
                if (!heading_word(slice_cut(&line, ' ')))
                    return false;
        }
    }
    return dot || ended;
}

/* Nothing but the end of a teletype message. */
static bool
is_ending(slice text)
{
    slice line = {NULL, 0};

    while (text.p != NULL && line.n == 0)
        line = heading_line(&text);
    while (text.p != NULL)
        if (heading_line(&text).n != 0)
            return false;
    return slice_eq(line, S("NNNN"));
}

/*
 * Rejects the bytes at the window's start up to where a segment starts that
 * is good; outside of an interchange a teletype heading is skipped instead.
 */
static void
skip_damage(edi *e, fault bad)
{
    in *f = e->f;
    uint64_t from = f->offset;
    size_t at = bad.last + 1, end;
    bool streamed = false, dirty;
    fault next;

    for (;;) {
        if (at > EDI_SEGMENT_MAX && at <= f->window.n) { /* a run of any length is not held */
            diag_reject_part(e->d, (slice){f->window.p, at - 1});
            in_skip(f, at - 1);
            at = 1;
            streamed = true;
        }
        end = head_find(e, at, bad.cut);
        if (end < f->window.n) {
            const unsigned char *p = (const unsigned char *)f->window.p + end;
            size_t n = f->window.n - end;
            edi_marks m;
            if (n < HEAD && in_more(f))
                continue;
            split_result r = head_una(p, n, &m) || (e->marks.element != '+' && head_default(p, n))
                                 ? SPLIT_WHOLE
                                 : split(e, p, n, &next, &dirty);
            if (r == SPLIT_WHOLE || (r == SPLIT_MORE && f->ended) ||
                (r == SPLIT_BAD && next.controls == 0))
                break;
            at = end;
            if (r == SPLIT_MORE && n < EDI_SEGMENT_MAX) {
                in_more(f);
                continue;
            }
            bad.controls = 2; /* much is bad: anything may have been here */
            at = end + (r == SPLIT_BAD ? next.last + 1 : EDI_SEGMENT_MAX - HEAD);
            continue;
        }
        at = f->window.n > HEAD && f->window.n - HEAD > at ? f->window.n - HEAD : at;
        if (!in_more(f)) {
            end = f->window.n;
            break;
        }
    }
    slice run = {f->window.p, end};
    bool group = streamed || (run.n > 3 && may_be_group(run, &bad));
    const unsigned char *then = (const unsigned char *)f->window.p + end;
    bool opens = f->window.n - end >= 4 && (then[0] & ~0x20) == 'U' && (then[1] & ~0x20) == 'N' &&
                 (then[2] & ~0x20) <= 'B';
    if (e->outside && !streamed &&
        (((opens && is_heading(run)) || ((opens || end == f->window.n) && is_ending(run))))) {
        diag_note(e->d, edi_place(e, from), "a teletype heading or ending");
    } else {
        e->damages++;
        diag_reject(e->d, edi_place(e, from), run, "%s; %llu bytes left out",
                    e->outside ? "outside of any interchange" : bad.why,
                    (unsigned long long)(f->offset + end - from));
        if (e->seg.gap != EDI_GAP_GROUP)
            e->seg.gap = group ? EDI_GAP_GROUP : EDI_GAP_SEGMENT;
    }
    in_skip(f, end);
}

/* ---- the next segment ---- */

/*
 * What carries nothing between segments: blanks and line ends; outside of an
 * interchange control bytes, too, and a byte order mark.
 */
static size_t
lead_length(edi *e)
{
    in *f = e->f;
    size_t i = 0;

    for (;;) {
        const unsigned char *p = (const unsigned char *)f->window.p;
        if (e->outside && f->offset == 0 && i == 0 && f->window.n >= 3 &&
            memcmp(p, "\xef\xbb\xbf", 3) == 0)
            i = 3;
        while (i < f->window.n &&
               (p[i] <= ' ' ? e->outside || blank(p[i]) || e->class[p[i]] == END
                            : e->class[p[i]] == END || (e->outside && p[i] == 0x7f)))
            i++;
        if (i < f->window.n)
            return i;
        if (i >= EDI_SEGMENT_MAX) {
            in_skip(f, i);
            i = 0;
        }
        if (!in_more(f))
            return i;
    }
}

bool
syntax_any(edi *e)
{
    in *f = e->f;
    bool advised = e->seg.tag == UNA; /* the last one */
    fault bad;
    edi_marks m;
    bool dirty, ended;

    while (!diag_stop(e->d)) {
        size_t lead = lead_length(e), n = f->window.n - lead;
        if (n == 0)
            return false;
        if (BASE_UNLIKELY(n < HEAD) && in_more(f))
            continue;
        const unsigned char *p = (const unsigned char *)f->window.p + lead;
        e->seg.lead = (slice){f->window.p, lead};
        e->seg.offset = f->offset + lead;
        if (BASE_UNLIKELY((p[0] & ~0x20) == 'U') && head_una(p, n, &m)) {
            e->seg.tag = UNA;
            e->seg.elements = 0;
            e->seg.raw = (slice){(const char *)p, UNA_LENGTH};
            e->used = lead + UNA_LENGTH;
            syntax_marks(e, m);
            return true;
        }
        if (BASE_UNLIKELY((p[0] & ~0x20) == 'U') && !advised && head_default(p, n))
            syntax_marks(e, syntax_default);
        if (BASE_UNLIKELY(e->outside) && !head_starts(e, p, n) && !head_sure(e, p, n)) {
            for (lead = 0; blank((unsigned char)f->window.p[lead]);)
                lead++;
            in_skip(f, lead);
            skip_damage(e, (fault){"", 0, 0, false});
            advised = false;
            continue;
        }
        switch (split(e, p, n, &bad, &dirty)) {
        case SPLIT_WHOLE:
            e->used = lead + e->seg.raw.n;
            if (BASE_UNLIKELY(dirty))
                clean_parts(e);
            return true;
        case SPLIT_MORE:
            ended =
                f->ended; /* at the end a segment is looked at once more: nothing comes behind */
            if (n < EDI_SEGMENT_MAX && (in_more(f) || !ended))
                continue;
            if (n >= EDI_SEGMENT_MAX)
                bad = (fault){"a segment that does not end", 2, 2, false};
            else if (bad.why == NULL)
                bad = (fault){"the file ends inside a segment", 2, 0, true};
            break;
        case SPLIT_BAD:
            break;
        }
        in_skip(f, lead);
        skip_damage(e, bad);
        advised = false;
    }
    return false;
}

/*
 * Interchanges out: segments, characters, envelopes (ISO 9735-1, clauses 5 to
 * 9; repertoires: ISO 9735-1, 6, and ISO 9735 (1990), annex A).
 */
#include "edi/private.h"

#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>

/* What a character set can hold, and how UNB names it; IATA's own names of the first two. */
static const struct {
    const char *name, *iata;
    uint32_t last; /* beyond A-Z and 0-9: of Unicode; 0: what basic says */
    bool lower;
} levels[] = {[EDI_UNOA] = {"UNOA", "IATA", 0, false},
              [EDI_UNOB] = {"UNOB", "IATB", 0, true},
              [EDI_UNOC] = {"UNOC", "UNOC", 0xff, true},
              [EDI_UNOY] = {"UNOY", "UNOY", 0x10ffff, true}};

/* Of levels A and B, beside letters and digits (ISO 9735 (1990), annex A). */
static const char basic[] = " .,-()/='+:?!\"%&*;<>";

struct edi_writer {
    buf *to;
    edi_writer_settings s;
    folder *folder;
    unsigned loss;
    unsigned elements, components; /* separators that are due before the next value */
    uint64_t segments;             /* of the message, with UNH */
    char interchange_ref[24];
    arena words;
    buf value;
};

edi_writer *
edi_writer_new(buf *to, const edi_writer_settings *s)
{
    edi_writer *w = mem_alloc(1, sizeof *w);

    w->to = to;
    w->s = *s;
    return w;
}

void
edi_writer_free(edi_writer *w)
{
    if (w == NULL)
        return;
    folder_free(w->folder);
    arena_free(&w->words);
    buf_free(&w->value);
    free(w);
}

unsigned
edi_writer_loss(edi_writer *w)
{
    unsigned loss = w->loss;

    w->loss = EDI_LOSS_NONE;
    return loss;
}

/* ---- characters ---- */

/* The next character of UTF-8, at least one byte of it. */
static uint32_t
next_code(slice *rest)
{
    const unsigned char *p = (const unsigned char *)rest->p;
    size_t n = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    uint32_t code = n == 1 ? p[0] : p[0] & (0x7fu >> n);

    if (n > rest->n || slice_utf8((slice){rest->p, n}) < n) {
        *rest = (slice){rest->p + 1, rest->n - 1};
        return 0xfffd;
    }
    for (size_t i = 1; i < n; i++)
        code = code << 6 | (p[i] & 0x3f);
    *rest = (slice){rest->p + n, rest->n - n};
    return code;
}

static bool
holds(edi_level level, uint32_t code)
{
    if (code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xfffd)
        return false;
    if (levels[level].last != 0)
        return code <= levels[level].last;
    return (code >= 'A' && code <= 'Z') || (code >= '0' && code <= '9') ||
           (levels[level].lower && code >= 'a' && code <= 'z') ||
           (code < 0x80 && strchr(basic, (int)code) != NULL);
}

bool
edi_writable(edi_level level, slice v, size_t max)
{
    size_t n = 0;

    if (v.n == 0 || slice_trim(v).n != v.n)
        return false;
    while (v.n != 0 && n++ < max)
        if (!holds(level, next_code(&v)))
            return false;
    return v.n == 0;
}

/* How documents write a Latin letter; empty: it is none. */
static slice
latin_of(uint32_t code)
{
    static const letters_rules rules = {.issuer = ""};
    bool latin = code < 0x370 || (code >= 0x1e00 && code < 0x1f00);

    return latin ? letters_of(code, &rules, false) : (slice){NULL, 0};
}

/*
 * What stands for characters that the set has not: as documents have a Latin
 * letter, the nearest Latin ones for those of another script, in capitals; a
 * blank for what is no letter.  Takes from *rest, which begins behind code,
 * what has to be read together with it.
 */
static slice
substitute(edi_writer *w, const char *from, uint32_t code, slice *rest)
{
    bool small = code >= 0xe0 && code < 0xff && code != 0xf7; /* of Latin-1 */
    slice latin = latin_of(small ? code - 0x20 : code);
    error e;

    if (latin.n != 0 && small && levels[w->s.level].lower) {
        char *to = arena_alloc(&w->words, latin.n);
        for (size_t i = 0; i < latin.n; i++)
            to[i] = (char)(latin.p[i] | 0x20);
        return (slice){to, latin.n};
    }
    if (latin.n != 0)
        return latin;
    if (code < 0x80 || (w->folder == NULL && (w->folder = folder_new(&e)) == NULL))
        return S(" ");
    while (rest->n != 0 && (unsigned char)rest->p[0] >= 0x80) {
        slice behind = *rest;
        uint32_t next = next_code(&behind);
        if (holds(w->s.level, next) || latin_of(next).n != 0)
            break;
        *rest = behind;
    }
    latin = fold_name(w->folder, slice_between(from, rest->p), &w->words);
    return latin.n != 0 ? latin : S(" ");
}

/* The value in the interchange's characters, into w->value. */
static void
convert(edi_writer *w, slice v)
{
    w->value.n = 0;
    arena_reset(&w->words);
    while (v.n != 0) {
        const char *from = v.p;
        uint32_t code = next_code(&v);
        if (!holds(w->s.level, code)) {
            w->loss |= EDI_LOSS_LETTERS;
            buf_puts(&w->value, substitute(w, from, code, &v));
        } else if (w->s.level == EDI_UNOY) {
            buf_puts(&w->value, slice_between(from, v.p));
        } else {
            buf_putc(&w->value, (char)code);
        }
    }
}

/* How many bytes of the converted value are its first max characters. */
static size_t
cut(edi_writer *w, slice v, size_t max)
{
    size_t i = 0, n = 0;

    if (v.n <= max)
        return v.n;
    for (; i < v.n && n < max; n++)
        do
            i++;
        while (w->s.level == EDI_UNOY && i < v.n && ((unsigned char)v.p[i] & 0xc0) == 0x80);
    if (i < v.n)
        w->loss |= EDI_LOSS_CUT;
    return i;
}

/* ---- segments ---- */

void
edi_put_begin(edi_writer *w, const char tag[3])
{
    buf_put(w->to, tag, 3);
    w->segments++;
    w->elements = w->components = 0;
}

/* A separator at the end of a segment or an element carries nothing: it is left out. */
static void
put_separators(edi_writer *w)
{
    for (; w->elements != 0; w->elements--)
        buf_putc(w->to, '+');
    for (; w->components != 0; w->components--)
        buf_putc(w->to, ':');
}

static void
put_value(edi_writer *w, slice v, size_t max)
{
    v = slice_trim(v);
    if (v.n == 0)
        return;
    convert(w, v);
    v = buf_slice(&w->value);
    v.n = cut(w, v, max);
    v = slice_trim(v);
    if (v.n == 0)
        return;
    put_separators(w);
    for (size_t i = 0; i < v.n; i++) {
        if (v.p[i] == '+' || v.p[i] == ':' || v.p[i] == '?' || v.p[i] == '\'')
            buf_putc(w->to, '?');
        buf_putc(w->to, v.p[i]);
    }
}

void
edi_put_element(edi_writer *w, slice v, size_t max)
{
    w->elements++;
    w->components = 0;
    put_value(w, v, max);
}

void
edi_put_component(edi_writer *w, slice v, size_t max)
{
    w->components++;
    put_value(w, v, max);
}

void
edi_put_end(edi_writer *w)
{
    buf_putc(w->to, '\'');
    if (w->s.lines)
        buf_putc(w->to, '\n');
}

/* ---- envelopes ---- */

/* Sender, recipient and time of preparation, as UNB and UNG have them. */
static void
put_parties(edi_writer *w, slice recipient, slice qualifier, const char *preparation)
{
    edi_put_element(w, w->s.sender, 35);
    edi_put_component(w, w->s.sender_qualifier, 4);
    edi_put_element(w, recipient, 35);
    edi_put_component(w, qualifier, 4);
    edi_put_element(w, (slice){preparation, 6}, 6);
    edi_put_component(w, (slice){preparation + 6, 4}, 4);
}

void
edi_put_message_begin(edi_writer *w, const edi_header *h)
{
    const moment *m = &w->s.now;
    char preparation[32];
    slice ref = {w->interchange_ref, 14};

    snprintf(preparation, sizeof preparation, "%02d%02u%02u%02u%02u", m->day.year % 100,
             (unsigned)m->day.month, (unsigned)m->day.day, (unsigned)m->hour, (unsigned)m->minute);
    snprintf(w->interchange_ref, sizeof w->interchange_ref, "%014llu",
             (unsigned long long)(w->s.first++ % 100000000000000u));
    buf_puts(w->to, S("UNA:+.? "));
    edi_put_end(w);
    edi_put_begin(w, "UNB");
    edi_put_element(w, slice_of(h->iata ? levels[w->s.level].iata : levels[w->s.level].name), 4);
    edi_put_component(w, h->iata ? S("1") : S("4"), 1);
    put_parties(w, h->recipient, h->recipient_qualifier, preparation);
    edi_put_element(w, ref, 14);
    edi_put_element(w, (slice){NULL, 0}, 14);
    edi_put_element(w, h->application, 14);
    edi_put_end(w);

    edi_put_begin(w, "UNG");
    edi_put_element(w, h->type, 6);
    put_parties(w, h->recipient, h->recipient_qualifier, preparation);
    edi_put_element(w, S("1"), 14);
    edi_put_element(w, h->agency, 3);
    edi_put_element(w, h->version, 3);
    edi_put_component(w, h->release, 3);
    edi_put_end(w);

    w->segments = 0;
    edi_put_begin(w, "UNH");
    edi_put_element(w, S("1"), 14);
    edi_put_element(w, h->type, 6);
    edi_put_component(w, h->version, 3);
    edi_put_component(w, h->release, 3);
    edi_put_component(w, h->agency, 3);
    edi_put_component(w, h->association, 6);
    edi_put_element(w, h->access, 35);
    edi_put_end(w);
}

void
edi_put_message_end(edi_writer *w)
{
    char text[INT_TEXT];

    edi_put_begin(w, "UNT");
    edi_put_element(w, int_text((int64_t)w->segments, text), 10);
    edi_put_element(w, S("1"), 14);
    edi_put_end(w);
    edi_put_begin(w, "UNE");
    edi_put_element(w, S("1"), 6);
    edi_put_element(w, S("1"), 14);
    edi_put_end(w);
    edi_put_begin(w, "UNZ");
    edi_put_element(w, S("1"), 6);
    edi_put_element(w, (slice){w->interchange_ref, 14}, 14);
    edi_put_end(w);
}

/* Bytes of PNRGOV XML to the parser, and how reading goes on behind damage. */
#include "edi/pnrxml.h"

#include <stdio.h>

/* ---- bytes in ---- */

void
xml_fail(pnrxml *r, const char *why)
{
    if (!r->failed)
        (void)snprintf(r->why, sizeof r->why, "%s", why);
    r->failed = true;
}

static void
on_error(void *data, xmlErrorPtr what)
{
    slice why = slice_of(what->message);
    char text[160];

    why = slice_cut(&why, '\n'); /* what follows shows bytes of the input */
    if (what->level < XML_ERR_ERROR)
        return;
    (void)snprintf(text, sizeof text, "%.*s", (int)(why.n < 150 ? why.n : 150),
                   why.p != NULL ? why.p : "");
    xml_fail(data, text);
}

/* A byte of a tag's name, or the one behind it. */
static void
name_byte(pnrxml *r, char c)
{
    static const slice message = Q("IATA_PNRGOV_NotifRQ"), booking = Q("PNR");
    slice name = {r->name, r->name_n};

    if (c == ':') {
        r->name_n = 0;
    } else if (c > ' ' && c != '>' && c != '/') {
        if (r->name_n < sizeof r->name)
            r->name[r->name_n++] = c;
    } else {
        r->named = true;
        if (slice_eq(name, message) && r->starts < STARTS_MAX)
            r->start[r->starts++] = r->tag_at;
        else if (slice_eq(name, booking) && r->bookings_at < STARTS_MAX)
            r->booking_at[r->bookings_at++] = r->tag_at;
    }
}

/* Tags are bounded, and where messages and bookings begin is noted. */
static bool
look_at_tags(pnrxml *r, slice s)
{
    for (size_t i = 0; i < s.n; i++, r->fed++) {
        char c = s.p[i];
        if (c == '<' && r->at.quote == '\0') {
            r->tag_at = r->fed;
            r->name_n = 0;
            r->named = false;
        } else if (r->at.tag != 0 && !r->named) {
            name_byte(r, c);
        }
        if (markup_byte(&r->at, c) > TAG_MAX) {
            xml_fail(r, "a tag that is too long");
            return false;
        }
    }
    return true;
}

/* Where the message begins that the parser has come to. */
uint64_t
xml_start(pnrxml *r)
{
    if (r->starts == 0)
        return 0;
    uint64_t first = r->start[0];
    memmove(r->start, r->start + 1, --r->starts * sizeof r->start[0]);
    return first;
}

/* A booking begins: what stands before it is done with. */
void
xml_forget_before(pnrxml *r)
{
    in *f = r->f;

    if (r->bookings_at == 0)
        return;
    uint64_t at = r->booking_at[0];
    memmove(r->booking_at, r->booking_at + 1, --r->bookings_at * sizeof at);
    if (at < f->offset || at - f->offset > r->served)
        return;
    size_t n = (size_t)(at - f->offset);
    in_skip(f, n);
    r->served -= n;
    r->anchor = at;
}

static int
on_read(void *data, char *to, int room)
{
    enum { KEPT_MAX = 1 << 22 };
    pnrxml *r = data;
    in *f = r->f;
    size_t n = r->prefix.n - r->prefix_served;

    if (n != 0) {
        n = n < (size_t)room ? n : (size_t)room;
        memcpy(to, r->prefix.p + r->prefix_served, n);
        r->prefix_served += n;
        return (int)n;
    }
    if (r->served > KEPT_MAX) {
        in_skip(f, r->served);
        r->served = 0;
    }
    if (r->served == f->window.n && !in_more(f))
        return 0;
    n = f->window.n - r->served;
    n = n < (size_t)room ? n : (size_t)room;
    slice given = {f->window.p + r->served, n};
    if (!look_at_tags(r, given))
        return -1;
    memcpy(to, given.p, n);
    r->served += n;
    return (int)n;
}

void
xml_open(pnrxml *r)
{
    in *f = r->f;

    r->fed = r->anchor = f->offset;
    r->served = r->prefix_served = r->starts = r->bookings_at = 0;
    r->at = (markup){0};
    r->failed = false;
    r->xml = xmlReaderForIO(on_read, NULL, r, NULL, r->encoding[0] != '\0' ? r->encoding : NULL,
                            XML_PARSE_NONET | XML_PARSE_NOCDATA);
    if (r->xml == NULL)
        xml_fail(r, "cannot be read as XML");
    else
        xmlTextReaderSetStructuredErrorHandler(r->xml, on_error, r);
}

/* ---- damage ---- */

/* The rest of a file that is no XML from here on. */
void
xml_reject_rest(pnrxml *r)
{
    in *f = r->f;

    do {
        diag_reject_part(r->p->d, f->window);
        in_skip(f, f->window.n);
    } while (in_more(f));
    diag_reject(r->p->d, r->p->where, S("\n"), "%s; the rest of the file is left out", r->why);
}

/* The first tag of a booking at or behind from, as its index in s; s.n when there is none. */
static size_t
find_booking(slice s, size_t from)
{
    for (size_t i = from; i < s.n; i++) {
        if (s.p[i] != '<')
            continue;
        size_t k = i + 1;
        while (k < s.n && k < i + 40 && s.p[k] > ' ' && s.p[k] != '>' && s.p[k] != '/' &&
               s.p[k] != '<')
            k++;
        slice name = {s.p + i + 1, k - i - 1};
        bool local = name.n == 3 || (name.n > 4 && name.p[name.n - 4] == ':');
        if (local && k < s.n && memcmp(name.p + name.n - 3, "PNR", 3) == 0)
            return i;
    }
    return s.n;
}

/* What the booking at the window's start stands in, as it may be written before it. */
static void
write_prefix(pnrxml *r)
{
    slice s = r->f->window;
    size_t n = 1;

    while (s.p[n] != ':' && s.p[n] > ' ' && s.p[n] != '>' && s.p[n] != '/')
        n++;
    slice space = s.p[n] == ':' ? (slice){s.p + 1, n - 1} : (slice){NULL, 0};
    r->prefix.n = 0;
    buf_printf(&r->prefix, "<%.*s%sIATA_PNRGOV_NotifRQ", (int)space.n, space.n != 0 ? space.p : "",
               space.n != 0 ? ":" : "");
    if (space.n != 0)
        buf_printf(&r->prefix, " xmlns:%.*s=\"x\"", (int)space.n, space.p);
    buf_printf(&r->prefix, "><%.*s%sPNRs>", (int)space.n, space.n != 0 ? space.p : "",
               space.n != 0 ? ":" : "");
}

/* Goes on at the next booking; false when there is none, or it would not help. */
bool
xml_resume(pnrxml *r)
{
    in *f = r->f;
    size_t from = f->offset == r->anchor ? 1 : 0, at;
    const char *encoding;

    if (r->refused || r->xml == NULL)
        return false;
    while ((at = find_booking(f->window, from)) == f->window.n) {
        if (f->window.n > EDI_SEGMENT_MAX) { /* damage of any length is not held */
            size_t n = f->window.n - 64;
            diag_reject_part(r->p->d, (slice){f->window.p, n});
            in_skip(f, n);
        }
        from = f->window.n > 64 ? f->window.n - 64 : f->offset == r->anchor ? 1 : 0;
        if (!in_more(f))
            return false;
    }
    diag_reject(r->p->d, r->p->where, (slice){f->window.p, at},
                "%s; what follows is left out up to the next booking", r->why);
    in_skip(f, at);
    encoding = (const char *)xmlTextReaderConstEncoding(r->xml);
    (void)snprintf(r->encoding, sizeof r->encoding, "%s", encoding != NULL ? encoding : "");
    xmlFreeTextReader(r->xml);
    write_prefix(r);
    xml_open(r);
    r->restarted = true;
    r->p->where.line = 0;
    r->p->where.offset = (int64_t)f->offset;
    return !r->failed;
}

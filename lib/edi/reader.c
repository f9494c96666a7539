/* Messages of any kind to bookings and travellers. */
#include "edi/head.h"

#include <stdlib.h>

typedef enum kind { LIST, BOOKINGS, REFUSED } kind;

struct pnr_reader {
    edi *e;
    paxlst *list;
    pnrgov *bookings;
    /* instead of them all */
    pnrxml *xml;
    noa *notice;
    fal *form;
    kind kind; /* of the message */
    bool again;
    edi_event event;
    pnr p;
};

static bool
is_letter(char c)
{
    return ((c & ~0x20) >= 'A' && (c & ~0x20) <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

/* '<' and a whole name, or what opens a declaration or a comment. */
static bool
begins_xml(slice s)
{
    size_t i = 2;

    if (s.n < 2 || s.p[0] != '<')
        return false;
    if (s.p[1] == '?' || s.p[1] == '!')
        return true;
    if (!is_letter(s.p[1]))
        return false;
    while (i < s.n && (is_letter(s.p[i]) || (s.p[i] >= '0' && s.p[i] <= ':') || s.p[i] == '-' ||
                       s.p[i] == '.'))
        i++;
    return i == s.n || s.p[i] == '>' || s.p[i] == '/' || slice_trim((slice){s.p + i, 1}).n == 0;
}

/*
 * XML begins with '<', behind a byte order mark and blanks, and a name or a
 * declaration: a spoilt byte before an interchange is none.
 */
static bool
is_xml(in *f)
{
    enum { LEAD_MAX = 4096, LOOK = 64 };
    size_t i = 0;

    for (;;) {
        const char *p = f->window.p;
        size_t n = f->window.n;
        if (i == 0 && n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
            i = 3;
        while (i < n && (p[i] == ' ' || (p[i] >= '\t' && p[i] <= '\r')))
            i++;
        if (n >= 3 && i < n && p[i] != '<')
            return false;
        if (n - i < LOOK && i <= LEAD_MAX && in_more(f))
            continue;
        slice look = {p + i, n - i < LOOK ? n - i : LOOK};
        return begins_xml(look) && !head_holds_interchange(look);
    }
}

pnr_reader *
pnr_open(in *f, diag *d, const pnr_settings *s)
{
    pnr_reader *r = mem_alloc(1, sizeof *r);

    r->p.d = d;
    r->p.base = r->p.message;
    r->p.as_of = s->as_of;
    r->p.wanted = s->wanted;
    r->p.keep_sensitive = s->keep_sensitive;
    r->p.where = (place){.file = f->name, .offset = -1};
    if (is_xml(f)) {
        /* Blanks before the declaration are no XML. */
        while (f->window.n != 0 && f->window.p[0] != '<')
            in_skip(f, 1);
        if (noa_begins(f))
            r->notice = noa_open(f, &r->p);
        else
            r->xml = pnrxml_open(f, &r->p);
        return r;
    }
    if (fal_begins(f)) {
        r->form = fal_open(f, &r->p);
        return r;
    }
    r->e = edi_open(f, d, s->as_of);
    r->list = paxlst_open(r->e, &r->p);
    r->bookings = pnrgov_open(r->e, &r->p);
    return r;
}

void
pnr_close(pnr_reader *r)
{
    if (r == NULL)
        return;
    if (r->p.withheld != 0)
        diag_note(r->p.d, (place){.file = r->p.where.file, .offset = -1},
                  "%llu services and texts that tell of health or religion are left out",
                  (unsigned long long)r->p.withheld);
    pnrxml_close(r->xml);
    noa_close(r->notice);
    fal_close(r->form);
    paxlst_close(r->list);
    pnrgov_close(r->bookings);
    edi_close(r->e);
    arena_free(&r->p.arena);
    buf_free(&r->p.text);
    buf_free(&r->p.flight_csv);
    buf_free(&r->p.message_csv);
    buf_free(&r->p.source_csv);
    free(r);
}

/* By UNH; without one, by the segment that began the message. */
static kind
kind_of(const edi *e)
{
    static const uint32_t first[] = {EDI_TAG('M', 'S', 'G'), EDI_TAG('S', 'R', 'C'),
                                     EDI_TAG('R', 'C', 'I'), EDI_TAG('T', 'I', 'F')};
    slice type = e->now.type;

    for (size_t i = 0; type.n == 0 && i < LENGTH(first); i++)
        if (e->seg.tag == first[i])
            return BOOKINGS;
    return type.n == 0 || slice_eq_nocase(type, S("PAXLST")) ? LIST
           : slice_eq_nocase(type, S("PNRGOV"))              ? BOOKINGS
                                                             : REFUSED;
}

const pnr *
pnr_next(pnr_reader *r)
{
    if (r->xml != NULL)
        return pnrxml_next(r->xml) ? &r->p : NULL;
    if (r->notice != NULL)
        return noa_next(r->notice) ? &r->p : NULL;
    if (r->form != NULL)
        return fal_next(r->form) ? &r->p : NULL;
    for (;;) {
        if (!r->again)
            r->event = edi_next(r->e);
        r->again = false;
        if (r->event == EDI_END)
            return NULL;
        if (r->event == EDI_MESSAGE && (r->kind = kind_of(r->e)) == REFUSED)
            edi_refuse(r->e);
        if (r->kind == LIST       ? paxlst_event(r->list, &r->event, &r->again)
            : r->kind == BOOKINGS ? pnrgov_event(r->bookings, r->event, &r->again)
                                  : false)
            return &r->p;
    }
}

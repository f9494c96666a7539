/* Where segments, messages and interchanges begin (ISO 9735-1, clauses 5 and 7). */
#include "edi/head.h"

/*
 * Tags at which reading goes on behind damage: the service segments, and
 * those of PAXLST and CUSRES (UN directories D.02B to D.21B) and of PNRGOV
 * (PADIS 10.1 to 21.1).
 */
static const char known_tags[][4] = {
    "UNB", "UNG", "UNH", "UNT", "UNE", "UNZ", "BGM", "RFF", "DTM", "NAD", "COM", "TDT",
    "LOC", "ATT", "MEA", "GEI", "FTX", "EMP", "NAT", "DOC", "QTY", "CPI", "CNT", "PDT",
    "UNS", "CTA", "ERP", "ERC", "AUT", "MSG", "ORG", "TVL", "EQN", "SRC", "RCI", "SSR",
    "DAT", "IFT", "REF", "FAR", "FTI", "ADD", "EBD", "TIF", "TKT", "MON", "PTK", "TXD",
    "FOP", "TRA", "RPI", "APD", "TRI", "SSD", "TBD", "ABI", "SAC", "LTS"};

/* There are senders in small letters. */
static inline bool
is_tag(const unsigned char *p, const char tag[3])
{
    return (p[0] & ~0x20) == tag[0] && (p[1] & ~0x20) == tag[1] && (p[2] & ~0x20) == tag[2];
}

static bool
una_marks(const unsigned char *p, size_t n, edi_marks *m)
{
    if (n < UNA_LENGTH || !is_tag(p, "UNA"))
        return false;
    *m = (edi_marks){p[3], p[4], p[6] == ' ' ? 0 : p[6], p[7] == ' ' ? 0 : p[7], p[8]};
    if (p[7] == '\'' && (p[8] == '\r' || p[8] == '\n')) /* the decimal mark was left out */
        *m = (edi_marks){p[3], p[4], p[5], p[6], p[7]};
    const unsigned char all[] = {m->component, m->element, m->end, m->release};
    for (size_t i = 0; i < 4; i++) {
        bool line_end = i == 2 && (all[i] == '\n' || all[i] == '\r'); /* in use as terminator */
        if ((all[i] != 0 && all[i] < 0x1c && !line_end) || alphanumeric(all[i]) ||
            (all[i] >= 'a' && all[i] <= 'z') || all[i] >= 0x80 ||
            (i < 3 && (all[i] == ' ' || all[i] == 0)))
            return false;
        for (size_t k = 0; k < i; k++)
            if (all[i] == all[k])
                return false;
    }
    if (alphanumeric(m->repeat) || m->repeat >= 0x80 || m->repeat == m->component ||
        m->repeat == m->element || m->repeat == m->end || m->repeat == m->release)
        m->repeat = 0;
    return true;
}

bool
head_una(const unsigned char *p, size_t n, edi_marks *m)
{
    enum { BETWEEN = 4 };
    size_t i = UNA_LENGTH;

    if (!una_marks(p, n, m))
        return false;
    while (i < n && i < UNA_LENGTH + BETWEEN && (blank(p[i]) || p[i] == m->end))
        i++;
    if (n - i < 4 || p[i + 3] != m->element)
        return false;
    int alike = ((p[i] & ~0x20) == 'U') + ((p[i + 1] & ~0x20) == 'N') + ((p[i + 2] & ~0x20) == 'B');
    if (alike == 2 && (m->end == '\n' || m->end == '\r')) /* its own end may be what is lost */
        return false;
    return alike == 3 || (alike == 2 && memchr("AESTZ", p[i + 2] & ~0x20, 5) == NULL);
}

bool
head_default(const unsigned char *p, size_t n)
{
    return n >= 8 && is_tag(p, "UNB") && p[3] == '+' &&
           memchr(p + 4, ':', n < SMALL ? n - 4 : SMALL - 4);
}

/* As much of UNB as no text holds: UNB+UNOA:4, UNB+IATA:1. */
static bool
is_unb(const unsigned char *p, size_t n, unsigned char element, unsigned char component)
{
    if (n < 10 || !is_tag(p, "UNB") || p[3] != element || p[8] != component)
        return false;
    for (size_t i = 4; i < 8; i++)
        if (!alphanumeric(p[i] >= 'a' && p[i] <= 'z' ? (unsigned char)(p[i] - 32) : p[i]))
            return false;
    return p[9] >= '0' && p[9] <= '9';
}

/* And of UNH: a reference, the six letters of a type. */
static bool
is_unh(const edi *e, const unsigned char *p, size_t n)
{
    size_t i = 4;

    if (n < HEAD || !is_tag(p, "UNH") || e->class[p[3]] != ELEMENT)
        return false;
    while (i < HEAD - 8 && e->class[p[i]] != ELEMENT && e->class[p[i]] != END)
        i++;
    if (e->class[p[i]] != ELEMENT || e->class[p[i + 7]] != COMPONENT)
        return false;
    for (size_t k = i + 1; k < i + 7; k++)
        if ((p[k] & ~0x20) < 'A' || (p[k] & ~0x20) > 'Z')
            return false;
    return true;
}

/* UNA and the UNB that it is for, or a UNB under the default characters. */
static bool
is_interchange(const unsigned char *p, size_t n)
{
    edi_marks m;
    size_t i = UNA_LENGTH;

    if (is_unb(p, n, '+', ':'))
        return true;
    if (!una_marks(p, n, &m))
        return false;
    while (i < HEAD - 10 && i < n && (blank(p[i]) || p[i] == m.end))
        i++;
    return is_unb(p + i, n - i, m.element, m.component);
}

size_t
head_find_interchange(const unsigned char *p, size_t from, size_t to, size_t n)
{
    const unsigned char *u = p + from;

    while (u < p + to && (u = memchr(u, 'U', (size_t)(p + to - u))) != NULL) {
        if (is_interchange(u, n - (size_t)(u - p)))
            return (size_t)(u - p);
        u++;
    }
    return to;
}

bool
head_holds_interchange(slice text)
{
    return head_find_interchange((const unsigned char *)text.p, 0, text.n, text.n) < text.n;
}

bool
head_sure(const edi *e, const unsigned char *p, size_t n)
{
    return (p[0] & ~0x20) == 'U' && n >= HEAD && (p[1] & ~0x20) == 'N' &&
           (is_interchange(p, n) || is_unb(p, n, e->marks.element, e->marks.component) ||
            is_unh(e, p, n));
}

bool
head_starts(const edi *e, const unsigned char *p, size_t n)
{
    edi_marks m;
    size_t i = 3;

    while (i < n && i < 6 && p[i] == ' ')
        i++;
    if (i < n && (e->class[p[i]] == ELEMENT || e->class[p[i]] == END))
        for (size_t k = 0; k < LENGTH(known_tags); k++)
            if (memcmp(p, known_tags[k], 3) == 0)
                return true;
    return head_una(p, n, &m) || head_default(p, n);
}

size_t
head_find(const edi *e, size_t from, bool sure)
{
    const unsigned char *p = (const unsigned char *)e->f->window.p;
    size_t n = e->f->window.n;

    for (size_t i = from; i + 4 <= n; i++)
        if (((p[i] >= 'A' && p[i] <= 'U') || p[i] == 'u') && !alphanumeric(p[i + 3]) &&
            (sure || p[i] == 'u' || (i != 0 && alphanumeric(p[i - 1]))
                 ? head_sure(e, p + i, n - i)
                 : head_starts(e, p + i, n - i)))
            return i;
    return n;
}

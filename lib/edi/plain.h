/*
 * A segment that has nothing but text and separators: nearly all of them.
 * What else there is, syntax.c reads.
 */
#ifndef BORDERTOOLS_EDI_PLAIN_H
#define BORDERTOOLS_EDI_PLAIN_H

#include "edi/head.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/*
 * Where in a segment that ends at i an interchange of other characters begins,
 * whose first line may have ended what is before it; i when none does.
 */
static inline size_t
foreign_head(const edi *e, const unsigned char *p, size_t i, size_t n)
{
    if (BASE_LIKELY(i <= 64 && e->marks.end == '\'' && e->marks.element == '+'))
        return i;
    return head_find_interchange(p, 1, i, n);
}

enum { BLOCK = 16 };

/* What the bytes of a block are: a bit for each. */
typedef struct sight {
    unsigned separators; /* parts end at them */
    unsigned elements;   /* and elements, or the segment */
    unsigned ends;
    unsigned odd; /* more than text and separators */
} sight;

/* The three bytes before the block are there, too: a head may begin in them (cut_before). */
#ifdef __SSE2__
static inline __m128i
equal(__m128i v, const unsigned char *wide)
{
    return _mm_cmpeq_epi8(v, _mm_loadu_si128((const void *)wide));
}

static inline sight
look(const edi *e, const unsigned char *p)
{
    __m128i v = _mm_loadu_si128((const void *)p);
    __m128i end = equal(v, e->wide.end), element, separator, head, odd;

    element = _mm_or_si128(end, equal(v, e->wide.element));
    separator = _mm_or_si128(equal(v, e->wide.component), equal(v, e->wide.repeat));
    separator = _mm_or_si128(separator, element);
    head =
        _mm_and_si128(_mm_cmpeq_epi8(_mm_loadu_si128((const void *)(p - 3)), _mm_set1_epi8('U')),
                      _mm_cmpeq_epi8(_mm_loadu_si128((const void *)(p - 2)), _mm_set1_epi8('N')));
    /* the highest bit of one or the other is set below 0x20 and from 0x7f on */
    odd = _mm_or_si128(_mm_sub_epi8(v, _mm_set1_epi8(0x20)), _mm_add_epi8(v, _mm_set1_epi8(1)));
    odd = _mm_or_si128(odd, equal(v, e->wide.release));
    odd = _mm_or_si128(odd, _mm_and_si128(head, separator));
    return (sight){(unsigned)_mm_movemask_epi8(separator), (unsigned)_mm_movemask_epi8(element),
                   (unsigned)_mm_movemask_epi8(end), (unsigned)_mm_movemask_epi8(odd)};
}
#else
static inline sight
look(const edi *e, const unsigned char *p)
{
    sight s = {0};

    for (unsigned i = 0; i < BLOCK; i++) {
        unsigned is = e->class[p[i]], bit = 1u << i;
        if (is == PLAIN)
            continue;
        s.separators |= bit;
        if (is == ELEMENT || is == END)
            s.elements |= bit;
        if (is == END)
            s.ends |= bit;
        if (is > END || (p[(int)i - 3] == 'U' && p[(int)i - 2] == 'N'))
            s.odd |= bit;
    }
    return s;
}
#endif

/* Whether the tag is three capitals; what else may be one is for split to know. */
static inline bool
capitals(uint32_t tag)
{
    return ((tag + 0x3f3f3f) & ~(tag + 0x252525) & ~tag & 0x808080) == 0x808080;
}

/*
 * The same as split for a segment that has nothing but text and separators,
 * well within n bytes: nearly all of them.  False: it is not one of these.
 */
static inline bool
split_plain(edi *e, const unsigned char *p, size_t n)
{
    edi_segment *s = &e->seg;
    const char *from = (const char *)p;
    size_t parts = 0, elements = 1, all = n;
    uint32_t tag = EDI_TAG(p[0], p[1], p[2]);

    if (n > EDI_SEGMENT_MAX)
        n = EDI_SEGMENT_MAX;
    if (!capitals(tag) || e->class[p[3]] != ELEMENT)
        return false;
    s->first[0] = 0;
    for (const unsigned char *block = p + 3, *last = p + n - BLOCK;
         block <= last && parts < EDI_ELEMENTS_MAX - BLOCK; block += BLOCK) {
        sight is = look(e, block);
        unsigned seen = is.ends ^ (is.ends - 1); /* up to its end, or all */
        if (BASE_UNLIKELY((is.odd & seen) != 0))
            return false;
        for (unsigned hit = is.separators & seen; hit != 0; hit &= hit - 1) {
            unsigned i = (unsigned)__builtin_ctz(hit);
            const char *at = (const char *)block + i;
            s->part[parts++] = slice_between(from, at);
            from = at + 1;
            s->first[elements] = (uint16_t)parts; /* of one that may go on */
            elements += is.elements >> i & 1;
        }
        if (is.ends != 0) {
            s->elements = (unsigned)elements - 1;
            s->raw = slice_between((const char *)p, from);
            if (foreign_head(e, p, s->raw.n - 1, all) < s->raw.n - 1)
                return false;
            s->tag = tag;
            return true;
        }
    }
    return false;
}

/* A plain segment of a message, with blanks before it at most: as syntax_next has it. */
static inline bool
next_plain(edi *e)
{
    const in *f = e->f;
    const unsigned char *p = (const unsigned char *)f->window.p;
    size_t n = f->window.n, lead = 0;

    while (lead < n && BASE_UNLIKELY(p[lead] <= ' ') && blank(p[lead]))
        lead++;
    if (n - lead < HEAD || p[lead] == 'U' || e->outside || !split_plain(e, p + lead, n - lead))
        return false;
    e->seg.lead = (slice){f->window.p, lead};
    e->seg.offset = f->offset + lead;
    e->used = lead + e->seg.raw.n;
    return true;
}

/* The next segment into e->seg, which the last one is not; false at the end of the file. */
static inline bool
syntax_next(edi *e)
{
    e->seg.gap = EDI_GAP_NONE;
    in_skip(e->f, e->used);
    e->used = 0;
    return BASE_LIKELY(next_plain(e)) || syntax_any(e);
}

#endif

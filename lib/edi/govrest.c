/* What segments of a booking say beyond what has a column. */
#include "edi/pnrgov.h"

enum { LAST = EDI_ELEMENTS_MAX };
#define C(n) (1u << (n))
#define ALL  UINT32_MAX

/*
 * What the readers of segments take, and what tells nothing beside it: keys by
 * which parts of a booking refer to each other, how many a service is for, the
 * carrier that is asked for it, and plain values (segments of the PADIS
 * implementation guide of PNRGOV).  A segment that is not here is kept by who
 * reads it.
 */
static const struct {
    uint32_t tag;
    unsigned from, to; /* elements */
    uint32_t components;
    const char *plain; /* NULL: any value */
} taken[] = {
    {ADD, 2, 2, ALL, NULL},
    {APD, 1, 1, C(1), NULL},
    {DAT, 1, LAST, C(1) | C(2) | C(3), NULL},
    {EBD, 1, 1, C(1) | C(2), NULL},
    {EBD, 2, 2, C(1) | C(3), NULL},
    {FAR, 1, 1, C(1), "N"},
    {FAR, 6, LAST, ALL, NULL},
    {FOP, 1, LAST, C(1) | C(3) | C(4) | C(5) | C(6), NULL},
    {FTI, 1, LAST, C(1) | C(2) | C(5) | C(7), NULL},
    {IFT, 1, 1, C(2) | C(4), NULL},
    {IFT, 1, 1, C(1), "4"},
    {IFT, 1, 1, C(3), "0"},
    {IFT, 2, LAST, ALL, NULL},
    {MON, 1, LAST, C(1) | C(2) | C(3), NULL},
    {ORG, 1, 2, C(1) | C(2), NULL},
    {ORG, 3, 3, C(1), NULL},
    {ORG, 6, 7, C(1), NULL},
    {PTK, 3, 3, C(1) | C(2), NULL},
    {PTK, 6, 6, C(1), NULL},
    {RCI, 1, 1, ALL, NULL},
    {RCI, 2, LAST, C(1) | C(2), NULL},
    {REF, 0, 0, 0, NULL},
    {RPI, 1, 2, C(1), NULL},
    {SSD, 1, 1, C(1), NULL},
    {SSD, 5, 5, C(1), NULL},
    {SSR, 1, 1, ALL, NULL},
    {SSR, 2, LAST, C(1) | C(3), NULL},
    {TBD, 2, 2, C(1) | C(2) | C(3), NULL},
    {TBD, 4, LAST, ALL, NULL},
    {TIF, 1, 1, C(1), NULL},
    {TIF, 2, 2, C(1) | C(3) | C(4), NULL},
    {TIF, 2, 2, C(2), "A"},
    {TIF, 2, 2, C(2), "ADT"},
    {TIF, 2, 2, C(2), "IN"},
    {TIF, 2, 2, C(2), "INF"},
    {TIF, 3, LAST, C(1), NULL},
    {TKT, 1, 1, C(1) | C(2), NULL},
    {TKT, 1, 1, C(3), "1"},
    {TRA, 1, 2, C(1), NULL},
    {TRI, 2, 2, C(1) | C(4), NULL},
    {TVL, 1, 1, C(1) | C(2) | C(3) | C(4), NULL},
    {TVL, 2, 3, C(1), NULL},
    {TVL, 4, 5, C(1) | C(2), NULL},
    {TXD, 2, LAST, C(1) | C(4), NULL},
};

/* Entries of one tag stand together, from the first on. */
static bool
is_taken(size_t first, unsigned element, unsigned component, slice v)
{
    uint32_t tag = taken[first].tag;

    for (size_t i = first; i < LENGTH(taken) && taken[i].tag == tag; i++)
        if (element >= taken[i].from && element <= taken[i].to &&
            (taken[i].components & C(component < 31 ? component : 31)) != 0 &&
            (taken[i].plain == NULL || slice_eq_nocase(v, slice_of(taken[i].plain))))
            return true;
    return false;
}

bool
gov_leaves_rest(const edi_segment *s)
{
    size_t first = 0;

    while (first < LENGTH(taken) && taken[first].tag != s->tag)
        first++;
    for (unsigned e = 1; e < s->elements && first < LENGTH(taken); e++)
        for (unsigned c = 1; c <= edi_components(s, e); c++) {
            slice v = edi_get(s, e, c);
            if (v.n != 0 && !is_taken(first, e, c, v))
                return true;
        }
    return false;
}

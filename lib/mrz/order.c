/*
 * order: what line of a zone a line is, by its shape, and zones whose lines
 * stand in another order.
 *
 * Lines of two people are never put together: where it is not certain that
 * lines are of one zone, they stay as they are.
 */
#include "mrz/private.h"

enum { AHEAD = 64 /* lines that tell in which order those of a zone stand */ };

void
mrz_prepare(mrz_piece *p, slice raw)
{
    p->raw = raw;
    p->text = slice_trim(raw);
    p->n = p->text.n;
    if (p->n <= MRZ_WIDTH && mrz_load(p->text, p->line) == 0)
        return;
    p->n = mrz_clean(p->text, p->clean, MRZ_WIDTH);
    if (p->n > MRZ_WIDTH)
        return;
    p->text = (slice){p->clean, p->n};
    mrz_load(p->text, p->line);
}

bool
mrz_line_fits(const mrz_piece *p, const mrz_layout *l, unsigned k, unsigned *misfits)
{
    if (p->n != l->width[k - 1])
        return false;
    *misfits = mrz_misfits(l, k, p->line);
    if (*misfits == 0)
        return true;
    if (*misfits * 4 > p->n)
        return false;
    for (unsigned other = 1; other <= l->lines; other++)
        if (other != k && l->width[other - 1] == p->n && mrz_misfits(l, other, p->line) < *misfits)
            return false;
    return true;
}

unsigned
mrz_line_of(const mrz_piece *p, const mrz_layout *l)
{
    unsigned misfits;

    for (unsigned k = 1; k <= l->lines; k++)
        if (mrz_line_fits(p, l, k, &misfits))
            return k;
    return 0;
}

/* The next lines up to a blank one, without reading them; *ended: there are no more. */
static size_t
look_ahead(mrz_reader *r, mrz_piece *first, mrz_piece *to, size_t most, bool *ended)
{
    size_t n = 0, at = 0;
    slice raw;

    /* the line itself may move with the window */
    bool inside = first->text.p != first->clean;
    r->kept.n = 0;
    buf_puts(&r->kept, first->raw);
    first->raw = buf_slice(&r->kept);
    if (inside)
        first->text = slice_trim(first->raw);
    while (n < most && in_peek_line(r->f, &at, MRZ_LINE_BYTES, &raw) && slice_trim(raw).n != 0)
        mrz_prepare(&to[n++], raw);
    *ended = n < most;
    return n;
}

/* The three letters of a part of a line; NULL: the layout has no such part there. */
static const char *
state_in(const mrz_layout *l, const mrz_piece *p, mrz_field field, unsigned number)
{
    for (const mrz_part *part = l->part; part < l->part + MRZ_PARTS; part++)
        if (part->field == field && part->at.line == number)
            return p->line + part->at.from - 1;
    return NULL;
}

static bool
same_state(const mrz_layout *l, const mrz_piece *one, const mrz_piece *two)
{
    const char *issuer = state_in(l, one, MRZ_ISSUER, 1);
    const char *nationality = state_in(l, two, MRZ_NATIONALITY, 2);

    return issuer != NULL && nationality != NULL && memcmp(issuer, nationality, 3) == 0;
}

/*
 * Lines 2, 1, 2, 1 ...: either each pair is a zone, or the first lost its line 1
 * and the others are in order.  Issuer and nationality tell, for they mostly
 * agree; else whether lines are left over.
 */
static bool
turned_pair(const mrz_reader *r, const mrz_layout *l, const mrz_piece *line, size_t n, bool ended)
{
    size_t turned = 0, in_order = 0, len = 1;

    while (len < n && mrz_line_of(&line[len], l) == (len % 2 == 0 ? 2u : 1u)) {
        if (len % 2 == 1)
            turned += same_state(l, &line[len], &line[len - 1]);
        else
            in_order += same_state(l, &line[len - 1], &line[len]);
        len++;
    }
    ended = ended || len < n;
    if (len < 2)
        return false;
    if (len == 2)
        return turned == 1 || (r->blank && len == n);
    if (turned * ((len - 1) / 2) != in_order * (len / 2))
        return turned * ((len - 1) / 2) > in_order * (len / 2);
    return ended && len % 2 == 0;
}

/* Three lines of a layout in any order, with good check digits. */
static bool
whole_three(const mrz_layout *l, const mrz_piece *line)
{
    char put[MRZ_LINES][MRZ_ROOM];
    unsigned seen = 0;

    for (unsigned i = 0; i < 3; i++) {
        unsigned k = mrz_line_of(&line[i], l);
        if (k == 0)
            return false;
        seen |= 1u << k;
        memcpy(put[k - 1], line[i].line, MRZ_ROOM);
    }
    return seen == 0xE && mrz_sums_agree(l, put);
}

static bool
turned_three(const mrz_layout *l, const mrz_piece *line, size_t n, bool ended)
{
    size_t first = 0, len = 0;

    if (n < 3 || !whole_three(l, line))
        return false;
    while (mrz_line_of(&line[first], l) != 1)
        first++;
    /* lines left over of a zone before one in order? */
    if (first + 3 > n || mrz_line_of(&line[first + 1], l) != 2 ||
        mrz_line_of(&line[first + 2], l) != 3)
        return true;
    while (len < n && mrz_line_of(&line[len], l) != 0)
        len++;
    return (ended || len < n) && len % 3 == 0;
}

const mrz_layout *
mrz_turned(mrz_reader *r, mrz_piece *first)
{
    mrz_piece line[AHEAD];
    size_t n = 0;
    bool ended = false;

    for (const mrz_layout *l = mrz_layouts; l < mrz_layouts + mrz_layouts_n; l++) {
        if (l->lines < 2 || mrz_line_of(first, l) < 2)
            continue;
        if (n == 0) {
            n = 1 + look_ahead(r, first, line + 1, AHEAD - 1, &ended);
            line[0] = *first;
        }
        if (l->lines == 2 ? turned_pair(r, l, line, n, ended) : turned_three(l, line, n, ended))
            return l;
    }
    return NULL;
}

bool
mrz_turned_behind(mrz_reader *r, mrz_piece *third)
{
    mrz_piece line[3];
    unsigned misfits;
    bool ended;

    if (r->why[0] != '\0' || r->layout->lines != 3 ||
        !mrz_line_fits(third, r->layout, 3, &misfits) ||
        look_ahead(r, third, line + 2, 1, &ended) == 0)
        return false;
    memcpy(line[0].line, r->zone->lines[0], MRZ_ROOM);
    line[0].n = r->layout->width[0];
    line[1] = *third;
    return whole_three(r->layout, line);
}

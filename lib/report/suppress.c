/*
 * Cells that are withheld: those of too few, and those that would give them
 * away because the rest of a line or of a column and its total are shown.
 */
#include "report/cells.h"

static bool
few(uint64_t n, uint64_t least)
{
    return n != 0 && n < least;
}

/* Whether a measure by itself tells of too few. */
static bool
tells_of_few(const cells *c, size_t k, const cell_base *of, bool counted, uint64_t least)
{
    const measured *m = &c->t->measure[k];
    const report_state *s = of->state != NULL ? &of->state[k] : NULL;

    if (few(of->count, least))
        return true;
    if (s == NULL)
        return false;
    switch (m->m.op) {
    case REPORT_OP_COUNT:
        return m->where != NULL &&
               (few(s->count, least) || (counted && few(of->count - s->count, least)));
    case REPORT_OP_RATE:
        return few(s->count, least) || few(of->count - s->count, least);
    case REPORT_OP_NET:
        return few(s->net.entries, least) || few(s->net.exits, least);
    case REPORT_OP_PERSONS:
        return few(set_count(&s->set), least);
    case REPORT_OP_SUM:
    case REPORT_OP_MEAN:
        return few(s->sum.n, least);
    case REPORT_OP_PERCENTILE:
        return few(s->values.total, least);
    default:
        return false;
    }
}

/* A cell of a line or a column. */
typedef struct part {
    uint64_t count;
    unsigned char *withheld;
    size_t *hidden; /* how many are withheld in what it crosses: the column, or the line */
} part;

/*
 * One alone could be reckoned from the others and the total, which is the last:
 * another one goes, the smallest that does not leave one alone where it crosses.
 */
static bool
hide_another(const part *p, size_t n, size_t *hidden)
{
    size_t best = n - 1;
    bool partner = false;

    if (*hidden != 1 || n < 2)
        return false;
    for (size_t i = 0; i + 1 < n; i++) {
        bool is = *p[i].hidden == 1;
        if (*p[i].withheld || p[i].count == 0 || (partner && !is))
            continue;
        if (best == n - 1 || (is && !partner) || p[i].count < p[best].count)
            best = i;
        partner = partner || is;
    }
    /* The total alone is withheld, and nothing else is left to hide. */
    if (*p[best].withheld)
        return false;
    *p[best].withheld = 1;
    ++*p[best].hidden;
    ++*hidden;
    return true;
}

/* Room for close: how many are withheld in each line and column, and the cells of one. */
typedef struct room {
    size_t *line, *place;
    part *part;
} room;

static bool
shown_line(const cells *c, size_t l)
{
    return c->line[l].shown;
}

/* Lines and columns of one measure until none has one alone. */
static bool
close(const cells *c, size_t k, const room *r)
{
    bool changed = false, again;

    memset(r->line, 0, c->lines_n * sizeof *r->line);
    memset(r->place, 0, c->places_n * sizeof *r->place);
    for (size_t l = 0; l < c->lines_n; l++)
        for (size_t i = 0; i < c->places_n && shown_line(c, l); i++) {
            r->line[l] += *cell_withheld(c, l, i, k);
            r->place[i] += *cell_withheld(c, l, i, k);
        }
    do {
        again = false;
        for (size_t l = 0; l < c->lines_n && c->across != NULL; l++) {
            if (!shown_line(c, l))
                continue;
            for (size_t i = 0; i < c->places_n; i++)
                r->part[i] =
                    (part){c->line[l].cell[i].count, cell_withheld(c, l, i, k), &r->place[i]};
            again = hide_another(r->part, c->places_n, &r->line[l]) || again;
        }
        for (size_t i = 0; i < c->places_n; i++) {
            size_t n = 0;
            for (size_t l = 0; l < c->lines_n; l++)
                if (shown_line(c, l))
                    r->part[n++] =
                        (part){c->line[l].cell[i].count, cell_withheld(c, l, i, k), &r->line[l]};
            again = hide_another(r->part, n, &r->place[i]) || again;
        }
        changed = changed || again;
    } while (again);
    return changed;
}

/* Whether one measure can be reckoned from the other: of the same rows, or by a difference. */
static bool
linked(const cells *c, size_t a, size_t b, bool net)
{
    return net || slice_eq(c->t->measure[a].m.where, c->t->measure[b].m.where);
}

static bool
share_marks(const cells *c, bool net)
{
    bool changed = false;

    for (size_t l = 0; l < c->lines_n; l++)
        for (size_t i = 0; i < c->places_n; i++)
            for (size_t a = 0; a < c->t->measures_n; a++)
                for (size_t b = 0; b < c->t->measures_n && *cell_withheld(c, l, i, a); b++)
                    if (!*cell_withheld(c, l, i, b) && linked(c, a, b, net)) {
                        *cell_withheld(c, l, i, b) = 1;
                        changed = true;
                    }
    return changed;
}

void
cells_suppress(cells *c, uint64_t least, arena *a)
{
    size_t n = c->t->measures_n, most = c->places_n > c->lines_n ? c->places_n : c->lines_n;
    size_t size = c->lines_n * c->places_n * n;
    bool counted = false, net = false, again;
    room r = {arena_alloc(a, c->lines_n * sizeof *r.line),
              arena_alloc(a, c->places_n * sizeof *r.place), arena_alloc(a, most * sizeof *r.part)};

    c->withheld = arena_alloc(a, size + 1);
    memset(c->withheld, 0, size + 1);
    for (size_t k = 0; k < n; k++) {
        report_op op = c->t->measure[k].m.op;
        counted = counted || (op == REPORT_OP_COUNT && c->t->measure[k].where == NULL);
        net = net || op == REPORT_OP_NET;
    }
    for (size_t l = 0; l < c->lines_n; l++)
        for (size_t i = 0; i < c->places_n; i++)
            for (size_t k = 0; k < n; k++)
                if (measure_held(c->t->measure[k].m.op) &&
                    tells_of_few(c, k, &c->line[l].cell[i], counted, least))
                    *cell_withheld(c, l, i, k) = 1;
    do {
        again = share_marks(c, net);
        for (size_t k = 0; k < n; k++)
            if (measure_held(c->t->measure[k].m.op))
                again = close(c, k, &r) || again;
    } while (again);
}

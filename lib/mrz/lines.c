/* lines: what was read for one zone as the lines of a layout. */
#include "mrz/private.h"

/* ---- one line ---- */

int
mrz_stands_for(slice rest, size_t *bytes)
{
    static const struct {
        slice text;
        int fillers;
    } signs[] = {
        {{" ", 1}, 0},        {{"\t", 1}, 0},           {{"\xc2\xa0", 2}, 0},
        {{"\xc2\xab", 2}, 2}, {{"\xe2\x80\xb9", 3}, 1}, {{"\xef\xbc\x9c", 3}, 1},
        {{"&lt;", 4}, 1},     {{"\xab", 1}, 2},         {{"\x8b", 1}, 1},
        {{"\xa0", 1}, 0},
    };

    for (size_t i = 0; i < LENGTH(signs); i++)
        if (slice_starts(rest, signs[i].text)) {
            *bytes = signs[i].text.n;
            return signs[i].fillers;
        }
    *bytes = 1;
    return -1;
}

size_t
mrz_clean(slice raw, char *to, size_t room)
{
    size_t n = 0, bytes;

    for (; raw.n != 0; raw = (slice){raw.p + bytes, raw.n - bytes}) {
        int fillers = sign_of(*raw.p)->kind != 0 ? -1 : mrz_stands_for(raw, &bytes);
        if (fillers < 0) {
            bytes = 1;
            if (n < room)
                to[n] = *raw.p;
            n++;
        }
        for (; fillers > 0; fillers--, n++)
            if (n < room)
                to[n] = '<';
    }
    return n;
}

/* ---- lines in their order ---- */

static const uint8_t orders[][MRZ_LINES] = {{0, 1, 2}, {1, 0, 2}, {0, 2, 1},
                                            {2, 0, 1}, {1, 2, 0}, {2, 1, 0}};

/* The order in which n lines of those widths are those of the layout. */
static bool
widths_fit(const mrz_layout *l, const size_t *width, unsigned n, const uint8_t *order)
{
    if (l->lines != n)
        return false;
    for (unsigned k = 0; k < MRZ_LINES; k++)
        if (k < n ? order[k] >= n || width[order[k]] != l->width[k] : order[k] != k)
            return false;
    return true;
}

bool
mrz_begins(const mrz_layout *l, const char line[MRZ_LINES][MRZ_ROOM])
{
    const mrz_plan *plan = mrz_plan_of(l);
    const mrz_span *type = &plan->type->at, *issuer = &plan->issuer->at;

    return mrz_code_fits(l, line[type->line - 1][type->from - 1]) &&
           mrz_issuer_fits(l, &line[issuer->line - 1][issuer->from - 1]);
}

static unsigned
misfits_of(const mrz_layout *l, const char line[MRZ_LINES][MRZ_ROOM])
{
    unsigned n = 0;

    for (unsigned k = 0; k < l->lines; k++)
        n += mrz_misfits(l, k + 1, line[k]);
    return n;
}

/* Why lines of those widths are no zone. */
static bool
no_layout(const size_t *width, unsigned n, error *e)
{
    const mrz_layout *near = NULL; /* its first line fits */

    for (const mrz_layout *l = mrz_layouts; near == NULL && l < mrz_layouts + mrz_layouts_n; l++)
        if (n > 1 && l->lines == n && l->width[0] == width[0])
            near = l;
    if (n < 2)
        return error_set(e, "one line of %zu characters", n == 0 ? (size_t)0 : width[0]);
    for (unsigned k = 1; near != NULL && k < n; k++)
        if (width[k] != near->width[k])
            return error_set(e, "line %u has %zu characters, not %u", k + 1, width[k],
                             near->width[k]);
    return error_set(e, "%u lines, the first of %zu characters", n, width[0]);
}

/*
 * As they stand, where they begin as a layout does and most characters fit;
 * else in the order in which fewest misfit, and check digits agree; else as
 * the first layout of that size.
 */
bool
mrz_arrange(char line[MRZ_LINES][MRZ_ROOM], const size_t *width, unsigned n, mrz_zone *z, error *e)
{
    const mrz_layout *of_size = NULL;
    unsigned least = 0, all = 0;

    for (unsigned k = 0; k < n; k++)
        all += (unsigned)width[k];
    z->layout = NULL;
    for (size_t o = 0; o < LENGTH(orders); o++) {
        for (const mrz_layout *l = mrz_layouts; l < mrz_layouts + mrz_layouts_n; l++) {
            char put[MRZ_LINES][MRZ_ROOM];
            if (!widths_fit(l, width, n, orders[o]))
                continue;
            for (unsigned k = 0; k < n; k++)
                memcpy(put[k], line[orders[o][k]], MRZ_ROOM);
            bool fits = mrz_begins(l, put);
            if (o == 0 && (fits || (of_size == NULL && l->issuer[0] == '\0')))
                of_size = of_size == NULL || fits ? l : of_size;
            if (!fits)
                continue;
            unsigned misfits = misfits_of(l, put);
            /* one misfit weighs more than all check digits */
            unsigned weight = 2 * misfits + !mrz_sums_agree(l, put);
            if (misfits * 4 > all || (z->layout != NULL && weight >= least))
                continue;
            least = weight;
            z->layout = l;
            z->turned = o != 0;
            z->clean = misfits == 0;
            memcpy(z->lines, put, n * sizeof put[0]);
        }
        if (o == 0 && z->layout != NULL)
            return true;
    }
    if (of_size == NULL)
        return z->layout != NULL || no_layout(width, n, e);
    unsigned misfits = misfits_of(of_size, line);
    if (z->layout != NULL && least / 2 < misfits)
        return true;
    if (misfits * 4 > all)
        return error_set(e, "%u of %u characters may not stand where they do", misfits, all);
    z->layout = of_size;
    z->clean = misfits == 0;
    z->turned = false;
    memcpy(z->lines, line, n * sizeof line[0]);
    return true;
}

/* ---- a text ---- */

/* Cuts a line off: at a line end, or at '/' or the sign of one where there is none. */
static slice
cut_line(slice *rest, bool ends)
{
    size_t n = 0, skip = 1;

    for (; n < rest->n; n++) {
        char c = rest->p[n];
        if (ends ? c == '\n' || c == '\r' : c == '/')
            break;
        if (!ends && c == '\\' && n + 1 < rest->n &&
            (rest->p[n + 1] == 'n' || rest->p[n + 1] == 'r')) {
            skip = 2;
            break;
        }
    }
    slice line = {rest->p, n};
    *rest = n < rest->n ? (slice){rest->p + n + skip, rest->n - n - skip} : (slice){NULL, 0};
    return line;
}

/* One line that holds all of a zone: how many lines the layout of that size has. */
static unsigned
part_lines(slice all, slice line[MRZ_LINES])
{
    for (const mrz_layout *l = mrz_layouts; l < mrz_layouts + mrz_layouts_n; l++) {
        size_t sum = 0;
        for (unsigned k = 0; k < l->lines; k++)
            sum += l->width[k];
        if (sum != all.n)
            continue;
        for (unsigned k = 0; k < l->lines; k++) {
            line[k] = (slice){all.p, l->width[k]};
            all.p += l->width[k];
        }
        return l->lines;
    }
    return 1;
}

bool
mrz_zone_read(slice text, mrz_zone *z, error *e)
{
    char clean[MRZ_LINES][MRZ_SIZE], line[MRZ_LINES][MRZ_ROOM];
    slice rest = slice_trim(text), piece[MRZ_LINES];
    size_t width[MRZ_LINES];
    unsigned n = 0;
    bool ends = slice_eol(rest) < rest.n;

    z->line = 0;
    z->n = 0;
    while (rest.p != NULL) {
        slice raw = slice_trim(cut_line(&rest, ends));
        if (raw.n == 0)
            continue;
        if (n == MRZ_LINES)
            return error_set(e, "more than %d lines", MRZ_LINES);
        width[n] = mrz_clean(raw, clean[n], MRZ_SIZE);
        piece[n] = (slice){clean[n], width[n] < MRZ_SIZE ? width[n] : MRZ_SIZE};
        n += width[n] != 0;
    }
    if (n == 1 && width[0] <= MRZ_SIZE)
        n = part_lines(piece[0], piece);
    for (unsigned k = 0; k < n; k++) {
        if (piece[k].n > MRZ_WIDTH)
            return no_layout(width, n, e);
        width[k] = piece[k].n;
        mrz_load(piece[k], line[k]);
    }
    if (!mrz_arrange(line, width, n, z, e))
        return false;
    for (unsigned k = 0; k < n; k++) { /* no more than the layout has */
        if (k != 0)
            z->text[z->n++] = '\n';
        memcpy(z->text + z->n, piece[k].p, piece[k].n);
        z->n += piece[k].n;
    }
    return true;
}

/*
 * zones: finding zones in lines of text.
 *
 * A line belongs to a zone by its length and by its shape: which line of a
 * layout its characters fit best.  So a zone that lost its first or its last
 * line is noticed, and its neighbours are whole.
 */
#include "mrz/private.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    LINE_MAX_BYTES = 4096, /* a longer one is told and rejected in pieces */
    DAMAGED_MIN = 20,      /* a line of no zone's length that may be a damaged one */
    DAMAGED_MAX = 64
};

struct mrz_reader {
    in *f;
    diag *diag;
    uint64_t line; /* the last one read */
    /* the zone that is being put together */
    const mrz_layout *layout; /* NULL: none */
    unsigned have;            /* lines */
    uint64_t begun;           /* the line of its first one */
    buf raw;                  /* its lines as they were read, each ended by LF */
    mrz_zone zone;
    char why[80]; /* not empty: it is damaged, and this is why */
};

mrz_reader *
mrz_reader_new(in *f, diag *d)
{
    mrz_reader *r = mem_alloc(1, sizeof *r);

    r->f = f;
    r->diag = d;
    return r;
}

void
mrz_reader_free(mrz_reader *r)
{
    if (r == NULL)
        return;
    buf_free(&r->raw);
    free(r);
}

/* Whether the text can be line k of the layout, and no other one better. */
static bool
fits(slice text, const mrz_layout *l, unsigned k)
{
    if (text.n != l->width[k - 1])
        return false;
    unsigned misfits = mrz_misfits(l, k, text.p);
    if (misfits == 0)
        return true;
    if (misfits * 4 > text.n)
        return false;
    for (unsigned other = 1; other <= l->lines; other++)
        if (other != k && l->width[other - 1] == text.n && mrz_misfits(l, other, text.p) < misfits)
            return false;
    return true;
}

/* The first layout of which the text can be line k; NULL: none. */
static const mrz_layout *
layout_with(slice text, unsigned k)
{
    for (size_t i = 0; i < mrz_layouts_n; i++)
        if (k <= mrz_layouts[i].lines && fits(text, &mrz_layouts[i], k))
            return &mrz_layouts[i];
    return NULL;
}

/* Whether the text may be a line of a zone that lost or gained something. */
static bool
like_a_line(slice text)
{
    if (text.n < DAMAGED_MIN || text.n > DAMAGED_MAX)
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (sign_of(text.p[i])->kind == 0)
            return false;
    return true;
}

/* ---- what is rejected ---- */

static void
reject_zone(mrz_reader *r)
{
    place where = {.file = r->f->name, .line = r->begun, .offset = -1};

    r->diag->read++;
    diag_reject(r->diag, where, buf_slice(&r->raw), "no zone: %s", r->why);
    r->layout = NULL;
}

static void
reject_line(mrz_reader *r, slice line, slice text)
{
    place where = {.file = r->f->name, .line = r->line, .offset = -1};

    r->diag->read++;
    for (unsigned k = 2; k <= MRZ_LINES; k++)
        if (layout_with(text, k) != NULL) {
            diag_reject(r->diag, where, line, "line %u of a zone whose line 1 is missing", k);
            return;
        }
    diag_reject(r->diag, where, line, "%zu characters that are no line of a zone", text.n);
}

/* The rest of a line of which a piece has been read already. */
static void
reject_long(mrz_reader *r, slice piece)
{
    place where = {.file = r->f->name, .line = r->line, .offset = -1};
    uint64_t n = 0;
    bool whole = false;

    r->diag->read++;
    do {
        n += piece.n;
        diag_reject_part(r->diag, piece);
    } while (!whole && in_line(r->f, LINE_MAX_BYTES, &piece, &whole));
    /* the pieces lack their line end */
    diag_reject(r->diag, where, S("\n"), "%llu characters in one line are no line of a zone",
                (unsigned long long)n);
}

/* ---- lines ---- */

/* The next line that is not blank and not too long; text is it without blanks. */
static bool
next_line(mrz_reader *r, slice *line, slice *text)
{
    bool whole;

    while (!diag_stop(r->diag) && in_line(r->f, LINE_MAX_BYTES, line, &whole)) {
        if (r->line++ == 0 && slice_starts(*line, S("\xef\xbb\xbf"))) {
            line->p += 3;
            line->n -= 3;
        }
        if (BASE_UNLIKELY(!whole)) {
            reject_long(r, *line);
            continue;
        }
        *text = slice_trim(*line);
        if (text->n != 0)
            return true;
    }
    return false;
}

/* Puts a line behind those that are there; the text counts if nothing is wrong. */
static void
take(mrz_reader *r, slice line, slice text)
{
    mrz_zone *z = &r->zone;

    if (r->have++ == 0) {
        r->begun = z->line = r->line;
        r->raw.n = z->n = 0;
        r->why[0] = '\0';
    }
    buf_puts(&r->raw, line);
    buf_putc(&r->raw, '\n');
    if (r->why[0] != '\0')
        return;
    if (z->n != 0)
        z->text[z->n++] = '\n';
    memcpy(z->text + z->n, text.p, text.n);
    z->n += text.n;
}

/* What is wrong first is what is said. */
static void
damaged(mrz_reader *r, slice text)
{
    unsigned k = r->have + 1;

    if (r->why[0] != '\0')
        return;
    if (text.p == NULL)
        snprintf(r->why, sizeof r->why, "line %u is missing", k);
    else if (text.n != r->layout->width[k - 1])
        snprintf(r->why, sizeof r->why, "line %u has %zu characters, not %u", k, text.n,
                 r->layout->width[k - 1]);
    else
        snprintf(r->why, sizeof r->why, "line %u does not look like one", k);
}

bool
mrz_next(mrz_reader *r, mrz_zone *z)
{
    const slice nothing = {NULL, 0};
    const mrz_layout *begins;
    slice line, text;

    while (next_line(r, &line, &text)) {
        if (r->layout != NULL && fits(text, r->layout, r->have + 1)) {
            take(r, line, text);
        } else if ((begins = layout_with(text, 1)) != NULL) {
            if (r->layout != NULL) {
                damaged(r, nothing);
                reject_zone(r);
            }
            r->layout = begins;
            r->have = 0;
            take(r, line, text);
        } else if (r->layout != NULL && like_a_line(text)) {
            damaged(r, text);
            take(r, line, text);
        } else {
            reject_line(r, line, text);
            continue;
        }
        if (r->have < r->layout->lines)
            continue;
        if (r->why[0] != '\0') {
            reject_zone(r);
            continue;
        }
        r->layout = NULL;
        r->diag->read++;
        *z = r->zone;
        return true;
    }
    if (r->layout != NULL && !diag_stop(r->diag)) {
        damaged(r, nothing);
        reject_zone(r);
    }
    return false;
}

bool
mrz_is_csv(in *f, slice column)
{
    for (;;) {
        slice w = f->window;
        if (slice_starts(w, S("\xef\xbb\xbf")))
            w = (slice){w.p + 3, w.n - 3};
        while (w.n != 0 && (*w.p == '\n' || *w.p == '\r' || *w.p == ' ' || *w.p == '\t'))
            w = (slice){w.p + 1, w.n - 1};
        size_t n = 0;
        while (n < w.n && w.p[n] != '\n' && w.p[n] != '\r')
            n++;
        /* the whole line, or as much of it as decides */
        if (n == w.n && f->window.n < LINE_MAX_BYTES && in_more(f))
            continue;
        slice first = slice_trim((slice){w.p, n});
        if (n != 0 && memchr(first.p, ',', first.n) != NULL)
            return true;
        if (first.n >= 2 && first.p[0] == '"' && first.p[first.n - 1] == '"')
            first = (slice){first.p + 1, first.n - 2};
        return column.n != 0 && slice_eq(first, column);
    }
}

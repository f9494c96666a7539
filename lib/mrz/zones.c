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
    DAMAGED_MIN = 20, /* a line of no zone's length that may be a damaged one */
    DAMAGED_MAX = 64,
    PROSE_LINES = 4 /* of a text between two lines of a zone, at most */
};

mrz_reader *
mrz_reader_new(in *f, diag *d, bool prose)
{
    mrz_reader *r = mem_alloc(1, sizeof *r);

    r->f = f;
    r->diag = d;
    r->prose = prose;
    r->blank = true;
    return r;
}

void
mrz_reader_free(mrz_reader *r)
{
    if (r == NULL)
        return;
    buf_free(&r->part);
    buf_free(&r->raw);
    buf_free(&r->kept);
    free(r);
}

/* ---- a line by its shape ---- */

/* The layout of which the piece is likeliest line k; NULL: none. */
static const mrz_layout *
layout_with(const mrz_piece *p, unsigned k)
{
    const mrz_layout *best = NULL;
    unsigned least = MRZ_ROOM, misfits;

    for (size_t i = 0; least != 0 && i < mrz_layouts_n; i++)
        if (k <= mrz_layouts[i].lines && mrz_line_fits(p, &mrz_layouts[i], k, &misfits) &&
            misfits < least) {
            best = &mrz_layouts[i];
            least = misfits;
        }
    return best;
}

/* Whether the text may be a line of a zone that lost or gained something. */
static bool
like_a_line(const mrz_reader *r, slice text)
{
    if (text.n < DAMAGED_MIN || text.n > DAMAGED_MAX)
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (sign_of(text.p[i])->kind == 0)
            return false;
    return !r->prose || memchr(text.p, '<', text.n) != NULL;
}

/* ---- what is rejected ---- */

static place
place_of(const mrz_reader *r, uint64_t line)
{
    return (place){.file = r->f->name, .line = line, .offset = -1};
}

static void
reject_zone(mrz_reader *r)
{
    r->diag->read++;
    diag_reject(r->diag, place_of(r, r->begun), buf_slice(&r->raw), "no zone: %s", r->why);
    r->layout = NULL;
}

static void
reject_line(mrz_reader *r, const mrz_piece *p)
{
    r->diag->read++;
    for (unsigned k = 2; k <= MRZ_LINES; k++)
        if (layout_with(p, k) != NULL) {
            diag_reject(r->diag, place_of(r, r->line), p->raw,
                        "line %u of a zone whose line 1 is missing", k);
            return;
        }
    diag_reject(r->diag, place_of(r, r->line), p->raw, "%zu characters that are no line of a zone",
                slice_trim(p->raw).n);
}

/* The rest of a line of which a piece has been read already. */
static void
reject_long(mrz_reader *r, slice part)
{
    uint64_t n = 0;
    bool whole = false;

    r->diag->read++;
    do {
        n += part.n;
        diag_reject_part(r->diag, part);
    } while (!whole && in_line(r->f, MRZ_LINE_BYTES, &part, &whole));
    /* the pieces lack their line end */
    diag_reject(r->diag, place_of(r, r->line), S("\n"),
                "%llu characters in one line are no line of a zone", (unsigned long long)n);
}

/* ---- lines and words ---- */

static slice
without_bom(const mrz_reader *r, slice line)
{
    if (r->line == 1 && slice_starts(line, S("\xef\xbb\xbf")))
        return (slice){line.p + 3, line.n - 3};
    return line;
}

/* The next line that is not blank and not too long. */
static bool
next_line(mrz_reader *r, mrz_piece *p)
{
    slice line;
    bool whole;

    r->blank = r->line == 0;
    while (!diag_stop(r->diag) && in_line(r->f, MRZ_LINE_BYTES, &line, &whole)) {
        r->line++;
        line = without_bom(r, line);
        if (BASE_UNLIKELY(!whole)) {
            reject_long(r, line);
            continue;
        }
        mrz_prepare(p, line);
        if (p->n != 0)
            return true;
        r->blank = true;
    }
    return false;
}

/* How long the word is that the text begins with: what a zone may have in it. */
static size_t
word_length(slice text)
{
    size_t n = 0, bytes;

    while (n < text.n) {
        slice rest = {text.p + n, text.n - n};
        bool own = sign_of(*rest.p)->kind != 0 || *rest.p == '/' || *rest.p == '\\';
        if (own)
            bytes = 1;
        else if (mrz_stands_for(rest, &bytes) <= 0)
            break;
        n += bytes;
    }
    return n;
}

/* Whether a line of prose is one of a zone, with blanks in it. */
static bool
all_zone(const mrz_piece *p)
{
    if (p->n > MRZ_WIDTH || memchr(p->line, '?', p->n) != NULL)
        return false;
    for (unsigned k = 1; k <= MRZ_LINES; k++)
        if (layout_with(p, k) != NULL)
            return true;
    return false;
}

/* The next line of prose, or part of one that is very long, into r->words. */
static bool
next_words(mrz_reader *r)
{
    slice line;
    bool whole;

    if (!in_line(r->f, MRZ_LINE_BYTES, &line, &whole))
        return false;
    if (!r->goes_on) {
        r->line++;
        r->part.n = 0;
        line = without_bom(r, line);
    } else { /* the word that the part before ended in, if it can be one of a zone */
        slice all = buf_slice(&r->part);
        size_t from = all.n;
        while (from > 0 && all.n - from < DAMAGED_MAX * 4 && all.p[from - 1] != ' ')
            from--;
        memmove(r->part.p, all.p + from, all.n - from);
        r->part.n = all.n - from;
    }
    r->words = line;
    if (r->goes_on || !whole) {
        buf_puts(&r->part, line);
        r->words = buf_slice(&r->part);
    }
    r->goes_on = !whole;
    return true;
}

static bool
next_word(mrz_reader *r, mrz_piece *p)
{
    while (!diag_stop(r->diag)) {
        if (r->words.n == 0) {
            if (!next_words(r))
                return false;
            mrz_prepare(p, r->words);
            if (all_zone(p)) {
                r->words.n = 0;
                return true;
            }
        }
        size_t n = word_length(r->words);
        slice word = {r->words.p, n};
        n += n < r->words.n;
        bool last = n == r->words.n && r->goes_on; /* of a part: it comes again, whole */
        r->words = (slice){r->words.p + n, r->words.n - n};
        if (word.n < 9 || last) /* no line is shorter */
            continue;
        mrz_prepare(p, word);
        return true;
    }
    return false;
}

/* ---- zones ---- */

/* Puts a line behind those that are there; the text counts if nothing is wrong. */
static void
take(mrz_reader *r, const mrz_piece *p)
{
    mrz_zone *z = r->zone;

    if (r->have == 0) {
        r->begun = z->line = r->line;
        r->raw.n = z->n = 0;
        r->why[0] = '\0';
        z->clean = true;
    }
    r->latest = r->line;
    buf_puts(&r->raw, p->raw);
    buf_putc(&r->raw, '\n');
    if (r->why[0] == '\0') {
        if (z->n != 0)
            z->text[z->n++] = '\n';
        memcpy(z->text + z->n, p->text.p, p->text.n);
        z->n += p->text.n;
        memcpy(z->lines[r->have], p->line, MRZ_ROOM);
    }
    r->have++;
}

/* What is wrong first is what is said. */
static void
damaged(mrz_reader *r, const mrz_piece *p)
{
    unsigned k = r->have + 1;

    if (r->why[0] != '\0')
        return;
    if (p == NULL)
        snprintf(r->why, sizeof r->why, "line %u is missing", k);
    else if (p->n != r->layout->width[k - 1])
        snprintf(r->why, sizeof r->why, "line %u has %zu characters, not %u", k, p->n,
                 r->layout->width[k - 1]);
    else
        snprintf(r->why, sizeof r->why, "line %u does not look like one", k);
}

/* The zone that is being put together lacks lines. */
static void
give_up(mrz_reader *r)
{
    if (r->layout == NULL)
        return;
    damaged(r, NULL);
    reject_zone(r);
}

static void
begin(mrz_reader *r, const mrz_layout *l, bool other_order)
{
    r->layout = l;
    r->have = 0;
    r->turned = other_order;
}

/* The layout of which line 1 is there; another where line 1 may be of both, and line 2 tells. */
static const mrz_layout *
layout_of_two(const mrz_reader *r, const mrz_piece *second)
{
    unsigned misfits;

    if (mrz_line_fits(second, r->layout, 2, &misfits) && misfits == 0)
        return r->layout;
    for (const mrz_layout *l = mrz_layouts; l < mrz_layouts + mrz_layouts_n; l++)
        if (l != r->layout && l->lines == r->layout->lines && l->width[0] == r->layout->width[0] &&
            mrz_misfits(l, 1, r->zone->lines[0]) == 0 && mrz_line_fits(second, l, 2, &misfits) &&
            misfits == 0)
            return l;
    return r->layout;
}

/* Whether a word begins a zone, and is not just any word of that length. */
static bool
begins_in_prose(const mrz_piece *p, const mrz_layout *l)
{
    return mrz_plan_of(l)->type->at.line == 1 && memchr(p->text.p, '<', p->text.n) != NULL;
}

/* Takes the piece where it belongs; false: it is no line of a zone. */
static bool
put(mrz_reader *r, mrz_piece *p)
{
    const mrz_layout *l;
    unsigned misfits = 0;

    if (r->layout != NULL && !r->turned && r->have == 1 && r->why[0] == '\0')
        r->layout = layout_of_two(r, p);
    if (r->layout != NULL && (r->turned || mrz_line_fits(p, r->layout, r->have + 1, &misfits))) {
        r->zone->clean = r->zone->clean && misfits == 0;
    } else if (r->layout != NULL && r->have == 1 && !r->prose && mrz_turned_behind(r, p)) {
        r->turned = true;
    } else if ((l = layout_with(p, 1)) != NULL && (!r->prose || begins_in_prose(p, l))) {
        give_up(r);
        begin(r, l, false);
        take(r, p);
        r->zone->clean = mrz_misfits(l, 1, p->line) == 0;
        return true;
    } else if (r->layout == NULL && !r->prose && (l = mrz_turned(r, p)) != NULL) {
        begin(r, l, true);
    } else if (r->layout != NULL && like_a_line(r, p->text)) {
        damaged(r, p);
    } else {
        return false;
    }
    take(r, p);
    return true;
}

/* The zone of which all lines are there; false: it is rejected. */
static bool
complete(mrz_reader *r)
{
    mrz_zone *z = r->zone;
    const mrz_layout *l = r->layout;
    error e;

    z->layout = l;
    z->turned = false;
    if (r->why[0] == '\0' && r->turned) {
        char line[MRZ_LINES][MRZ_ROOM];
        size_t width[MRZ_LINES];
        slice rest = {z->text, z->n};
        for (unsigned k = 0; k < l->lines; k++)
            width[k] = slice_cut(&rest, '\n').n;
        memcpy(line, z->lines, sizeof line);
        if (!mrz_arrange(line, width, l->lines, z, &e))
            snprintf(r->why, sizeof r->why, "%.70s", e.text);
    }
    if (r->why[0] != '\0') {
        reject_zone(r);
        return false;
    }
    r->layout = NULL;
    return true;
}

/* Whether a line alone is all of a zone. */
static bool
in_one_line(mrz_reader *r, const mrz_piece *p)
{
    mrz_zone z;
    error e;

    if (!mrz_zone_read(p->text, &z, &e) || (r->prose && memchr(z.text, '<', z.n) == NULL))
        return false;
    give_up(r);
    *r->zone = z;
    r->zone->line = r->line;
    return true;
}

/* How many bytes of a line end the text begins with: LF, CRLF or CR; 0: none. */
static inline size_t
line_end(const char *text)
{
    return *text == '\n' ? 1 : *text != '\r' ? 0 : text[1] == '\n' ? 2 : 1;
}

/* The lines of the layout, with nothing to be said of them; their length with line ends, or 0. */
static size_t
clean_lines(const mrz_layout *l, const char *text, mrz_zone *z)
{
    size_t at = 0, ends = line_end(text + l->width[0]);

    if (ends == 0)
        return 0;
    z->n = 0;
    for (unsigned k = 0; k < l->lines; k++) {
        const char *line = text + at, *end = line + l->width[k];
        if (line_end(end) != ends || !mrz_load_clean(l, k + 1, line, z->lines[k]))
            return 0;
        if (k != 0)
            z->text[z->n++] = '\n';
        memcpy(z->text + z->n, line, l->width[k]);
        z->n += l->width[k];
        at += l->width[k] + ends;
    }
    return mrz_begins(l, z->lines) ? at : 0;
}

/*
 * Most zones stand in the window line by line with nothing to be said of them.
 * They are taken here, for speed; what is not so is left to the others.
 */
static bool
next_clean(mrz_reader *r, mrz_zone *z)
{
    slice w = r->f->window;
    size_t blank, n;

    if (r->prose || diag_stop(r->diag) || w.n < MRZ_SIZE + 3 * MRZ_LINES + MRZ_ROOM)
        return false;
    blank = line_end(w.p);
    for (const mrz_layout *l = mrz_layouts; l < mrz_layouts + mrz_layouts_n; l++) {
        if ((n = clean_lines(l, w.p + blank, z)) == 0)
            continue;
        z->layout = l;
        z->clean = true;
        z->turned = false;
        z->line = r->line + 1 + (blank != 0);
        r->line = z->line + l->lines - 1;
        r->diag->read++;
        in_skip(r->f, blank + n);
        return true;
    }
    return false;
}

bool
mrz_next(mrz_reader *r, mrz_zone *z)
{
    mrz_piece p;

    if (next_clean(r, z))
        return true;
    r->zone = z;
    while (r->prose ? next_word(r, &p) : next_line(r, &p)) {
        if (r->prose && r->layout != NULL && r->line > r->latest + PROSE_LINES)
            give_up(r);
        if (p.n > MRZ_WIDTH && in_one_line(r, &p)) {
            r->diag->read++;
            return true;
        }
        if (!put(r, &p)) {
            if (!r->prose)
                reject_line(r, &p);
            continue;
        }
        if (r->have < r->layout->lines || !complete(r))
            continue;
        r->diag->read++;
        return true;
    }
    if (!diag_stop(r->diag))
        give_up(r);
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
        if (n == w.n && f->window.n < MRZ_LINE_BYTES && in_more(f))
            continue;
        slice first = slice_trim((slice){w.p, n});
        if (n != 0 && memchr(first.p, ',', first.n) != NULL)
            return true;
        if (first.n >= 2 && first.p[0] == '"' && first.p[first.n - 1] == '"')
            first = (slice){first.p + 1, first.n - 2};
        return column.n != 0 && slice_eq(first, column);
    }
}

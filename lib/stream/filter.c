/*
 * filter: rows in, the same rows with more columns out, in order, on one core
 * or several.
 *
 * The rows of the first input give the output its columns.  Rows of a later
 * one are put into that order.  A row that is passed on unchanged is copied
 * as it was read; one with replaced or reordered columns is written field by
 * field.
 */
#include "stream/private.h"

#include <stdlib.h>

enum { BATCH_BYTES = 1 << 16, BATCH_ROWS = 512 };

/* Where the fields of an output row come from: an input column, or own[]. */
typedef struct plan {
    bool as_read;                 /* the input row as it is, then the own columns */
    unsigned n;                   /* columns of the first input */
    int from[CSV_FIELDS_MAX];     /* per column: index in the row, or -1 - index in own */
    unsigned run[CSV_FIELDS_MAX]; /* and how many from it on stand together in the row, too */
    size_t behind_n;              /* own columns that stand behind the row */
    size_t behind[CSV_FIELDS_MAX];
} plan;

struct filter_put {
    const plan *plan;
    buf *b;
};

typedef struct filter {
    tool *t;
    const filter_spec *spec;
    plan plan;
    slice *names; /* of the first input: what the output begins with */
    unsigned names_n;
    buf names_bytes;
    csv_in *in;
    pool *pool;
    diag heard;    /* of the reader, when there are several workers */
    arena *arenas; /* one a worker */
    struct batch *idle;
} filter;

/* Rows that one worker takes at a time, with their bytes and their output. */
typedef struct batch {
    struct batch *next;
    filter *filter;
    buf bytes;
    row rows[BATCH_ROWS];
    slice *field; /* of all rows, one behind the other */
    size_t n, field_n, field_cap;
    buf out;
    diag diag;
} batch;

/* ---- writing ---- */

/* Fields that are to be written as they were read, with the commas between them. */
static void
put_run(buf *b, const slice *field, unsigned n)
{
    slice last = field[n - 1];

    buf_puts(b, slice_between(field[0].p, last.p + last.n));
}

void
filter_emit(filter_row *r, const slice *own)
{
    const plan *p = r->put->plan;
    buf *b = r->put->b;

    if (p->as_read) {
        csv_put_row(b, r->row);
    } else {
        for (unsigned i = 0, n; i < p->n; i += n) {
            n = r->row->verbatim ? p->run[i] : 1;
            if (i != 0)
                buf_putc(b, ',');
            if (p->from[i] < 0)
                csv_put(b, own[-1 - p->from[i]]);
            else if (n == 1)
                csv_put(b, r->row->field[p->from[i]]);
            else
                put_run(b, &r->row->field[p->from[i]], n);
        }
    }
    for (size_t i = 0; i < p->behind_n; i++) {
        buf_putc(b, ',');
        csv_put(b, own[p->behind[i]]);
    }
    buf_putc(b, '\n');
    r->diag->written++;
}

void
filter_pass(filter_row *r)
{
    static const slice empty[COL_COUNT];
    filter_emit(r, empty);
}

void
filter_text(filter_row *r, slice text)
{
    buf_puts(r->put->b, text);
    buf_putc(r->put->b, '\n');
    r->diag->written++;
}

/* ---- the plan ---- */

static void
take_names(filter *f, const row *header)
{
    f->names_n = header->n;
    f->names = mem_alloc(header->n, sizeof *f->names);
    for (unsigned i = 0; i < header->n; i++)
        buf_puts(&f->names_bytes, header->field[i]);
    const char *p = f->names_bytes.p;
    for (unsigned i = 0; i < header->n; i++) {
        f->names[i] = (slice){p, header->field[i].n};
        p += f->names[i].n;
    }
}

static int
own_index(const filter_spec *s, slice name)
{
    for (size_t k = 0; k < s->own_n; k++)
        if (slice_eq(column_table[s->own[k]].name, name))
            return (int)k;
    return -1;
}

/* The header of the output, once; and how rows of this input become rows of it. */
static bool
make_plan(filter *f, error *e)
{
    const filter_spec *s = f->spec;
    plan *p = &f->plan;
    const row *header = csv_header(f->in);
    bool first = f->names == NULL;
    bool used[COL_COUNT] = {false};

    if (first)
        take_names(f, header);
    p->n = f->names_n;
    p->as_read = true;
    for (unsigned i = 0; i < p->n; i++) {
        int own = own_index(s, f->names[i]);
        p->from[i] = own >= 0 ? -1 - own : csv_find(f->in, f->names[i]);
        if (own < 0 && p->from[i] < 0)
            return error_set(e, "%s: no column '%.*s', which the first input has",
                             header->where.file, (int)f->names[i].n, f->names[i].p);
        if (own >= 0) {
            used[own] = true;
            if (first && !s->replaces)
                diag_warn(&f->t->diag, (place){header->where.file, 0, 0, -1},
                          "column '%.*s' is in the input already and is replaced",
                          (int)f->names[i].n, f->names[i].p);
        }
        if (p->from[i] != (int)i)
            p->as_read = false;
    }
    for (unsigned i = p->n; i-- > 0;)
        p->run[i] = p->from[i] >= 0 && i + 1 < p->n && p->from[i + 1] == p->from[i] + 1
                        ? p->run[i + 1] + 1
                        : 1;
    if (header->n != p->n)
        return error_set(e, "%s: %u columns, the first input has %u", header->where.file, header->n,
                         p->n);
    p->behind_n = 0;
    for (size_t k = 0; k < s->own_n; k++)
        if (!used[k])
            p->behind[p->behind_n++] = k;
    if (first) {
        buf *b = &f->t->out->b;
        csv_put_values(b, f->names, f->names_n);
        for (size_t i = 0; i < p->behind_n; i++) {
            buf_putc(b, ',');
            buf_puts(b, column_table[s->own[p->behind[i]]].name);
        }
        buf_putc(b, '\n');
    }
    return true;
}

/* ---- one core ---- */

static void
run_alone(filter *f)
{
    struct filter_put put = {&f->plan, &f->t->out->b};
    row r;

    while (csv_next(f->in, &r)) {
        filter_row fr = {&r, f->in, &f->arenas[0], &f->t->diag, 0, &put};
        arena_reset(&f->arenas[0]);
        f->spec->work(f->spec->ctx, &fr);
        if (!tool_step(f->t))
            break;
    }
}

/* ---- several ---- */

static void
work_batch(void *job, unsigned worker)
{
    batch *b = job;
    filter *f = b->filter;
    struct filter_put put = {&f->plan, &b->out};

    for (size_t i = 0; i < b->n && !diag_stop(&b->diag); i++) {
        filter_row fr = {&b->rows[i], f->in, &f->arenas[worker], &b->diag, worker, &put};
        arena_reset(&f->arenas[worker]);
        f->spec->work(f->spec->ctx, &fr);
    }
}

static batch *
get_batch(filter *f)
{
    batch *b = f->idle;

    if (b != NULL)
        f->idle = b->next;
    else
        b = mem_alloc(1, sizeof *b);
    b->filter = f;
    b->bytes.n = b->out.n = b->n = b->field_n = 0;
    b->diag.level = f->t->diag.level;
    b->diag.strict = f->t->diag.strict;
    b->diag.keep = f->t->diag.keep;
    b->diag.program = f->t->diag.program;
    return b;
}

/*
 * Copies a row into a batch that has room for it.  Offsets, not pointers, are
 * kept until the batch is full, for its memory may move.
 */
static void
add_row(batch *b, const row *r)
{
    row *to = &b->rows[b->n++];

    *to = *r;
    to->raw.p = (const char *)(uintptr_t)b->bytes.n;
    buf_puts(&b->bytes, r->raw);
    if (b->field_n + r->n > b->field_cap) {
        b->field_cap = (b->field_n + r->n) * 2;
        b->field = mem_grow(b->field, b->field_cap, sizeof *b->field);
    }
    to->field = (const slice *)(uintptr_t)b->field_n;
    for (unsigned i = 0; i < r->n; i++) {
        size_t at = row_keep(r, (uintptr_t)to->raw.p, r->field[i], &b->bytes);
        b->field[b->field_n++] = (slice){(const char *)(uintptr_t)at, r->field[i].n};
    }
}

/* Now that the batch's memory stays where it is: offsets become pointers. */
static void
seal_batch(batch *b)
{
    for (size_t i = 0; i < b->field_n; i++)
        b->field[i].p = b->bytes.p + (uintptr_t)b->field[i].p;
    for (size_t i = 0; i < b->n; i++) {
        b->rows[i].raw.p = b->bytes.p + (uintptr_t)b->rows[i].raw.p;
        b->rows[i].field = b->field + (uintptr_t)b->rows[i].field;
    }
}

/* Takes the oldest batch and writes what it has; false: stop. */
static bool
put_oldest(filter *f)
{
    batch *b = pool_take(f->pool);
    tool *t = f->t;

    diag_merge(&t->diag, &b->diag);
    buf_puts(&t->out->b, buf_slice(&b->out));
    b->next = f->idle;
    f->idle = b;
    return tool_step(t);
}

/*
 * Fills a batch with rows.  What the reader has to say of a record that it
 * rejects belongs between the rows before and behind it, so a rejection ends
 * the batch and opens the next.
 */
static bool
fill_batch(filter *f, batch *b)
{
    row r;

    diag_merge(&b->diag, &f->heard);
    while (b->n < BATCH_ROWS && b->bytes.n < BATCH_BYTES) {
        csv_step_result what = csv_step(f->in, &r);
        if (what == CSV_RECORD)
            add_row(b, &r);
        else if (what == CSV_END || (what == CSV_REJECTED && diag_stop(&f->heard)))
            return false;
        else if (what == CSV_REJECTED)
            break;
    }
    return true;
}

static void
run_together(filter *f)
{
    tool *t = f->t;
    bool more = true, go = true;

    while (more && go) {
        batch *b = get_batch(f);
        more = fill_batch(f, b);
        seal_batch(b);
        pool_put(f->pool, b);
        while (go && pool_held(f->pool) >= 2 * t->jobs + 1)
            go = put_oldest(f);
    }
    while (pool_held(f->pool) != 0) {
        if (go) {
            go = put_oldest(f);
        } else {
            batch *b = pool_take(f->pool);
            b->next = f->idle;
            f->idle = b;
        }
    }
    if (go)
        diag_merge(&t->diag, &f->heard);
}

/* ---- both ---- */

static void
run_file(filter *f, in *file)
{
    tool *t = f->t;
    error e;

    f->heard = (diag){.level = t->diag.level,
                      .strict = t->diag.strict,
                      .keep = t->diag.keep,
                      .program = t->diag.program,
                      .text = f->heard.text,
                      .rejects = f->heard.rejects};
    f->in = csv_open(file, f->pool == NULL ? &t->diag : &f->heard, &e);
    if (f->in == NULL) {
        tool_fail(t, "%s", e.text);
        return;
    }
    if ((!f->spec->text && !make_plan(f, &e)) ||
        (f->spec->open != NULL && !f->spec->open(f->spec->ctx, f->in, &e)))
        tool_fail(t, "%s", e.text);
    else if (f->pool == NULL)
        run_alone(f);
    else
        run_together(f);
    csv_close(f->in);
    f->in = NULL;
}

void
filter_run(tool *t, const filter_spec *spec)
{
    filter *f = mem_alloc(1, sizeof *f);
    error e;

    f->t = t;
    f->spec = spec;
    f->arenas = mem_alloc(t->jobs, sizeof *f->arenas);
    if (t->jobs > 1 && (f->pool = pool_new((unsigned)t->jobs, work_batch, &e)) == NULL)
        tool_fail(t, "%s", e.text);
    for (size_t i = 0; i < t->operands_n && !diag_stop(&t->diag) && !t->out->failed; i++) {
        in *file = tool_open(t, i);
        if (file == NULL)
            continue;
        run_file(f, file);
        tool_close(t, file);
    }
    pool_free(f->pool);
    for (batch *b = f->idle, *next; b != NULL; b = next) {
        next = b->next;
        buf_free(&b->bytes);
        buf_free(&b->out);
        diag_free(&b->diag);
        free(b->field);
        free(b);
    }
    for (unsigned i = 0; i < t->jobs; i++)
        arena_free(&f->arenas[i]);
    free(f->arenas);
    diag_free(&f->heard);
    free(f->names);
    buf_free(&f->names_bytes);
    free(f);
}

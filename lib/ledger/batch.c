/*
 * A batch becomes rows: in one transaction, while nobody else writes, marks
 * are given, the rows go in, and a line of the audit chain seals them.
 */
#include "ledger/private.h"

#include <stdlib.h>

/* What a batch needs while it is written. */
typedef struct writing {
    ledger *l;
    ledger_batch *b;
    ledger_entry **pending; /* not known, not refused: they will be rows */
    size_t n;
    ledger_entry **slot; /* hash table of the pending, by id */
    size_t mask;
    slice *replaced; /* ids that pending rows replace */
    size_t replaced_n;
} writing;

/* ---- ids of this batch ---- */

static ledger_entry **
slot_of(writing *w, slice id)
{
    size_t i = (size_t)slice_hash(id) & w->mask;

    while (w->slot[i] != NULL && !slice_eq(w->slot[i]->id, id))
        i = (i + 1) & w->mask;
    return &w->slot[i];
}

static void
refuse(ledger_entry *r, const char *why)
{
    r->fate = LEDGER_REFUSED;
    r->why = why;
}

/* ---- the same row again ---- */

/*
 * What is compared in another form (by the id, by the folded name), tells how the row came, or
 * says with whom the traveller was compared: of hits he may have several.
 */
static bool
compared(enum column c)
{
    static const enum column otherwise[] = {COL_crossing_time, COL_doc_number, COL_surname,
                                            COL_given_names, COL_full_name};

    for (size_t i = 0; i < LENGTH(otherwise); i++)
        if (c == otherwise[i])
            return false;
    return strcmp(column_table[c].group, "Message") != 0 &&
           strcmp(column_table[c].group, "Hit") != 0;
}

static slice
more_find(slice more, slice name, arena *a)
{
    slice its, value;

    while (ledger_more_next(&more, a, &its, &value))
        if (slice_eq(its, name))
            return value;
    return (slice){NULL, 0};
}

/* A column of r that the row there has not so, and its value there; empty: there is none. */
static slice
news(const ledger_entry *r, const slice *there, arena *a, slice *had)
{
    slice more = r->field[F_MORE], name, value;

    for (size_t i = F_NAME_KEY; i < F_MORE; i++) {
        bool counts = i == F_NAME_KEY || i == F_WHY ||
                      (i >= F_COLUMNS && compared(ledger_columns[i - F_COLUMNS]));
        *had = there[i];
        if (counts && r->field[i].n != 0 && !slice_eq(r->field[i], there[i]))
            return i == F_NAME_KEY ? S("surname") : field_name(i);
    }
    while (!slice_eq(more, there[F_MORE]) && ledger_more_next(&more, a, &name, &value)) {
        int c = column_find(name);
        *had = more_find(there[F_MORE], name, a);
        if ((c < 0 || compared((enum column)c)) && !slice_eq(value, *had))
            return name;
    }
    return (slice){NULL, 0};
}

/* The row with the id of r: is r that row again, or something that would be lost? */
static void
meet(void *ctx, ledger_entry *r, const slice *there)
{
    const size_t birth = field_of(COL_birth_date);
    arena *a = ctx;
    slice had, id = there[F_ID], name = news(r, there, a, &had);

    if (name.n == 0)
        r->fate = LEDGER_KNOWN;
    else if (there[F_NAME_KEY].n != 0 && slice_eq(name, S("surname")) && r->field[birth].n != 0 &&
             there[birth].n != 0 && !slice_eq(r->field[birth], there[birth]))
        refuse(r, "doc_number: another person crossed with this document there at that second");
    else
        refuse(r,
               arena_printf(a, "%.*s: it was recorded %s one: correct movement %.*s", (int)name.n,
                            name.p, had.n != 0 ? "with another" : "without", (int)id.n, id.p)
                   .p);
}

static void
accept(writing *w, ledger_entry *r)
{
    ledger_entry **slot = slot_of(w, r->id);

    if (*slot != NULL) { /* it is twice in the batch */
        meet(&w->b->arena, r, (*slot)->field);
        return;
    }
    *slot = r;
    w->pending[w->n++] = r;
    if (r->field[F_OF].n != 0)
        w->replaced[w->replaced_n++] = r->field[F_OF];
}

/* ---- changes ---- */

static bool
is_replaced(writing *w, slice id, bool *yes, error *e)
{
    slice v;

    *yes = true;
    for (size_t i = 0; i < w->replaced_n; i++)
        if (slice_eq(w->replaced[i], id))
            return true;
    return query_one(w->l, "SELECT movement_id FROM replaced WHERE movement_id = $1", &id, 1,
                     &w->b->arena, &v, 1, yes, e);
}

static slice
id_month(slice id, arena *a)
{
    int64_t seconds = 0;
    char text[INT_TEXT];

    for (size_t i = 0; i < 10; i++)
        seconds = seconds << 4 | (id.p[i] <= '9' ? id.p[i] - '0' : id.p[i] - 'a' + 10);
    return arena_dup(a, int_text(month_of(seconds - (INT64_C(1) << 39)), text));
}

bool
row_find(ledger *l, slice id, arena *a, slice *field, bool *found, error *e)
{
    slice value[2] = {id_month(id, a), id};
    buf sql = {0};

    row_select(&sql);
    buf_puts(&sql, S(ROW_OF_ID));
    buf_putc(&sql, '\0');
    bool good = query_one(l, sql.p, value, 2, a, field, LEDGER_FIELDS, found, e);
    buf_free(&sql);
    return good;
}

/* Finds what a change is about, and whether it may be made. */
static bool
resolve(writing *w, ledger_entry *r, error *e)
{
    slice old[LEDGER_FIELDS], of = r->field[F_OF];
    ledger_entry *pending = *slot_of(w, of);
    bool found = true, replaced;

    if (pending != NULL)
        memcpy(old, pending->field, sizeof old);
    else if (!row_find(w->l, of, &w->b->arena, old, &found, e))
        return false;
    if (!found) {
        refuse(r, "change_of: there is no such movement in the ledger");
        return true;
    }
    if (slice_eq(r->field[F_KIND], S("void")))
        row_void(w->b, r, old);
    /* The same change sent again is no second change. */
    ledger_entry *again = *slot_of(w, r->id);
    if (again != NULL)
        meet(&w->b->arena, r, again->field);
    else if (!w->l->kind->known(w->l, &r, 1, meet, &w->b->arena, e))
        return false;
    if (r->fate != LEDGER_PENDING)
        return true;
    if (slice_eq(old[F_KIND], S("void")) && slice_eq(r->field[F_KIND], S("void"))) {
        refuse(r, "change_of: that row is a void; a correction of it undoes it");
        return true;
    }
    if (!is_replaced(w, of, &replaced, e))
        return false;
    if (replaced)
        refuse(r, "change_of: that movement was replaced already: change the row that did it");
    else
        accept(w, r);
    return true;
}

/* ---- the transaction ---- */

/* The place of a month among those of the ledger, or where it belongs. */
static bool
month_place(const ledger *l, slice month, size_t *at)
{
    uint64_t m = 0;
    size_t lo = 0, hi = l->month_n;

    (void)slice_uint(month, INT32_MAX, &m);
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (l->month[mid] < (int)m)
            lo = mid + 1;
        else
            hi = mid;
    }
    *at = lo;
    return lo < l->month_n && l->month[lo] == (int)m;
}

bool
month_find(const ledger *l, slice month)
{
    size_t at;

    return month_place(l, month, &at);
}

/*
 * Rows behind the last of their month are new: what comes in the order of
 * time, as most does, need not be looked for.  The others are left.
 */
static bool
suspect(writing *w, ledger_entry **plain, size_t *n, error *e)
{
    slice *last = mem_alloc(w->l->month_n + 1, sizeof *last); /* by month; p NULL: not yet read */
    bool found, good = true;
    size_t at;

    for (size_t i = 0; i < w->b->n && good; i++) {
        ledger_entry *r = &w->b->entry[i];
        if (r->field[F_OF].n != 0 || !month_place(w->l, r->field[F_MONTH], &at))
            continue;
        if (last[at].p == NULL) {
            good = query_one(w->l,
                             "SELECT m.movement_id FROM movement m WHERE m.month = $1 "
                             "ORDER BY m.month DESC, m.movement_id DESC LIMIT 1",
                             &r->field[F_MONTH], 1, &w->b->arena, &last[at], 1, &found, e);
            if (!found)
                last[at] = S("");
        }
        if (slice_cmp(r->id, last[at]) <= 0)
            plain[(*n)++] = r;
    }
    free(last);
    return good;
}

/* Which rows are new. */
static bool
sift(writing *w, error *e)
{
    ledger_batch *b = w->b;
    ledger_entry **plain = mem_alloc(b->n, sizeof(ledger_entry *));
    size_t n = 0;
    bool refused = false;

    for (size_t i = 0; i < b->n; i++)
        b->entry[i].fate = LEDGER_PENDING;
    bool good = suspect(w, plain, &n, e) &&
                (n == 0 || w->l->kind->known(w->l, plain, n, meet, &b->arena, e));
    for (size_t i = 0; i < b->n && good; i++) {
        ledger_entry *r = &b->entry[i];
        if (r->field[F_OF].n != 0)
            good = resolve(w, r, e);
        else if (r->fate == LEDGER_PENDING)
            accept(w, r);
        refused = refused || r->fate == LEDGER_REFUSED;
    }
    if (good && refused && b->strict)
        good = error_set(e, "a row was refused, and so is all that was to be written with it");
    free(plain);
    return good;
}

/* Months and names of other columns that the ledger has not had. */
static bool
month_add(ledger *l, slice month, error *e)
{
    uint64_t m = 0;
    size_t at;

    if (month_place(l, month, &at))
        return true;
    if (!slice_uint(month, INT32_MAX, &m))
        return error_set(e, "%s: not a month: '%.*s'", l->where, (int)month.n, month.p);
    if (!l->kind->month(l, (int)m, e) ||
        !execute(l, "INSERT INTO month (month) VALUES ($1)", &month, 1, e))
        return false;
    l->month = mem_grow(l->month, l->month_n + 1, sizeof *l->month);
    memmove(l->month + at + 1, l->month + at, (l->month_n - at) * sizeof *l->month);
    l->month[at] = (int)m;
    l->month_n++;
    return true;
}

bool
extra_add(ledger *l, slice name, error *e)
{
    char text[INT_TEXT];

    for (size_t i = 0; i < l->extra_n; i++)
        if (slice_eq(l->extra[i], name))
            return true;
    if (l->extra_n == LEDGER_EXTRA_MAX)
        return error_set(e, "%s: more than %d columns beside its own", l->where, LEDGER_EXTRA_MAX);
    slice value[2] = {int_text((int64_t)l->extra_n + 1, text), name};
    if (!execute(l, "INSERT INTO extra (n, name) VALUES ($1, $2)", value, 2, e))
        return false;
    l->extra = mem_grow(l->extra, l->extra_n + 1, sizeof *l->extra);
    l->extra[l->extra_n++] = arena_dup(&l->names, name);
    return true;
}

static bool
make_room(writing *w, error *e)
{
    slice before = {NULL, 0}, name, value;
    arena a = {0};
    bool good = true;

    for (size_t i = 0; i < w->n && good; i++) {
        slice month = w->pending[i]->field[F_MONTH], more = w->pending[i]->field[F_MORE];
        if (!slice_eq(month, before))
            good = month_add(w->l, month, e);
        before = month;
        while (good && ledger_more_next(&more, &a, &name, &value))
            good = extra_add(w->l, name, e);
        arena_reset(&a);
    }
    arena_free(&a);
    return good;
}

static bool
seal(writing *w, audit_head *head, int64_t first, slice now, error *e)
{
    ledger *l = w->l;
    char number[INT_TEXT], hash[HASH_TEXT];

    sha_begin(l->sha);
    for (size_t i = 0; i < w->n; i++) {
        ledger_entry *r = w->pending[i];
        r->field[F_MARK] = arena_dup(&w->b->arena, int_text(first + (int64_t)i, number));
        r->field[F_TIME] = now;
        r->field[F_BY] = slice_of(l->who);
        for (size_t k = 0; k < LEDGER_FIELDS; k++)
            if (r->field[k].p == NULL)
                r->field[k] = (slice){"", 0};
        audit_row(l->sha, r->field);
    }
    sha_end(l->sha, hash);
    head->last_mark = first + (int64_t)w->n - 1;
    slice detail = arena_printf(&w->b->arena, "rows %lld-%lld sha256 %s", (long long)first,
                                (long long)head->last_mark, hash);
    return audit_add(l, head, S("write"), detail, e);
}

static bool
write_rows(writing *w, error *e)
{
    ledger *l = w->l;
    audit_head head;
    char now[MOMENT_TEXT];

    if (!schema_refresh(l, e) || !sift(w, e))
        return false;
    if (w->n == 0)
        return true;
    now_text(now);
    if (!make_room(w, e) || !audit_last(l, &head, e))
        return false;
    int64_t first = head.last_mark + 1;
    if (!seal(w, &head, first, slice_of(now), e) || !l->kind->insert(l, w->pending, w->n, first, e))
        return false;
    for (size_t i = 0; i < w->n; i++) {
        slice value[2] = {w->pending[i]->field[F_OF], w->pending[i]->field[F_MARK]};
        if (value[0].n != 0 &&
            !execute(l, "INSERT INTO replaced (movement_id, mark) VALUES ($1, $2)", value, 2, e))
            return false;
    }
    return true;
}

bool
ledger_batch_write(ledger *l, ledger_batch *b, error *e)
{
    writing w = {.l = l, .b = b, .mask = 15};
    bool good;

    if (b->n == 0)
        return true;
    if (!l->writable)
        return error_set(e, "%s: the ledger cannot be written", l->where);
    while (w.mask < 2 * b->n)
        w.mask = 2 * w.mask + 1;
    w.pending = mem_alloc(b->n, sizeof(ledger_entry *));
    w.slot = mem_alloc(w.mask + 1, sizeof(ledger_entry *));
    w.replaced = mem_alloc(b->n, sizeof *w.replaced);
    good = l->kind->begin(l, true, e);
    if (good) {
        good = write_rows(&w, e) && l->kind->commit(l, e);
        if (!good)
            l->kind->rollback(l);
    }
    for (size_t i = 0; i < w.n; i++)
        w.pending[i]->fate = good ? LEDGER_WRITTEN : LEDGER_PENDING;
    free(w.pending);
    free(w.slot);
    free(w.replaced);
    return good;
}

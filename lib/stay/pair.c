/*
 * Who came is held until he goes.  A stay that has ended is held a little
 * longer, for the same crossing may be recorded twice.
 *
 * Somebody who is at home goes first and comes back: the same with the
 * directions changed about.
 *
 * Among millions who are inside, the one who crosses is not in the cache: a
 * crossing waits behind a few others while what leads to him is fetched.
 */
#include "stay/guest.h"

#include <openssl/evp.h>
#include <stdlib.h>

const enum column stay_columns[STAY_COLUMNS] = {COL_stay_id,
                                                COL_stay_kind,
                                                COL_surname,
                                                COL_given_names,
                                                COL_full_name,
                                                COL_birth_date,
                                                COL_sex,
                                                COL_nationality,
                                                COL_residence,
                                                COL_doc_type,
                                                COL_doc_issuer,
                                                COL_doc_number,
                                                COL_visa_number,
                                                COL_visa_type,
                                                COL_visa_expiry,
                                                COL_purpose,
                                                COL_stay_until,
                                                COL_entry_time,
                                                COL_entry_post,
                                                COL_exit_time,
                                                COL_exit_post,
                                                COL_second_doc_issuer,
                                                COL_second_doc_number,
                                                COL_joined_by,
                                                COL_recorded_again,
                                                COL_stay_days,
                                                COL_stay_status};

enum { NEIGHBOUR_HOURS = 24, ID_DIGITS = 32 };

static const char *const joinings[] = {"",
                                       "document",
                                       "name and birth date",
                                       "name and birth date (another nationality)",
                                       "neighbour: document",
                                       "neighbour: name and birth date",
                                       "neighbour: name and birth date (another nationality)"};

/* A crossing that waits for its turn, with its row. */
typedef struct waiting {
    crossing c;
    place where;
    slice raw;
    buf row, keys; /* what its slices are of */
} waiting;

enum { QUEUE = 8, STEP = 2 /* crossings between a fetch and the next */ };

struct stay_pairs {
    stay_pairing how;
    guests guests;
    uint32_t over, over_last; /* in the order in which they ended */
    int64_t again, hold;      /* seconds: see stay_pairing; that a stay is held when it is over */
    int column[2][COL_COUNT]; /* of our movements, of the neighbour's */
    date last_day;
    stay_counts counts;
    EVP_MD_CTX *ctx;
    EVP_MD *md;
    waiting queue[QUEUE];
    uint64_t came, crossed; /* of the queue: the number of each, modulo QUEUE, is its place */
    char text[2][INT_TEXT];
};

stay_pairs *
stay_pairs_new(const stay_pairing *how, error *e)
{
    stay_pairs *p = mem_alloc(1, sizeof *p);

    p->how = *how;
    p->guests.idle = p->over = p->over_last = NOBODY;
    p->again = (int64_t)how->again * 60;
    p->hold = how->neighbour ? NEIGHBOUR_HOURS * 3600 : p->again;
    p->md = EVP_MD_fetch(NULL, "SHA256", NULL);
    p->ctx = EVP_MD_CTX_new();
    if (p->md == NULL || p->ctx == NULL) {
        stay_pairs_free(p);
        error_set(e, "OpenSSL has no SHA-256");
        return NULL;
    }
    return p;
}

void
stay_pairs_free(stay_pairs *p)
{
    if (p == NULL)
        return;
    guests_free(&p->guests);
    EVP_MD_CTX_free(p->ctx);
    EVP_MD_free(p->md);
    for (size_t i = 0; i < QUEUE; i++) {
        buf_free(&p->queue[i].row);
        buf_free(&p->queue[i].keys);
    }
    free(p);
}

stay_counts
stay_pairs_count(const stay_pairs *p)
{
    return p->counts;
}

/* ---- rows ---- */

bool
stay_pairs_open(stay_pairs *p, const csv_in *csv, bool neighbour, error *e)
{
    static const enum column needed[] = {COL_direction, COL_crossing_time};
    int *column = p->column[neighbour];

    for (int c = 0; c < COL_COUNT; c++)
        column[c] = csv_col(csv, (enum column)c);
    for (size_t i = 0; i < LENGTH(needed); i++)
        if (column[needed[i]] < 0)
            return error_set(e, "%s: no column %s", csv_header(csv)->where.file,
                             column_table[needed[i]].name.p);
    if (column[COL_doc_number] < 0 &&
        (column[COL_birth_date] < 0 || (column[COL_surname] < 0 && column[COL_full_name] < 0)))
        return error_set(e,
                         "%s: nobody can be known again: no column doc_number, nor birth_date "
                         "with surname or full_name",
                         csv_header(csv)->where.file);
    return true;
}

static bool
among(const opt_list *list, slice code)
{
    for (size_t i = 0; i < list->n && code.n != 0; i++) {
        slice rest = slice_of(list->item[i]);
        while (rest.p != NULL)
            if (slice_eq(slice_cut(&rest, ','), code))
                return true;
    }
    return false;
}

bool
stay_pairs_when(const stay_pairs *p, const row *r, bool neighbour, int64_t *seconds)
{
    moment m;

    if (!moment_parse(row_get(r, p->column[neighbour][COL_crossing_time]), &m) ||
        !date_whole(m.day))
        return false;
    *seconds = moment_seconds(m);
    return true;
}

static void
keep_value(waiting *w, const row *r, const int *column, enum column c)
{
    slice v = row_get(r, column[c]);

    w->c.field[c] = (slice){w->row.p + row_keep(r, 0, v, &w->row), v.n};
}

/* What is asked for of a row; it is needed when the row is gone. */
static void
keep_row(stay_pairs *p, waiting *w, const row *r, bool neighbour)
{
    const int *column = p->column[neighbour];

    w->row.n = 0;
    buf_reserve(&w->row, 2 * r->raw.n); /* the values are not more than what they were read from */
    buf_puts(&w->row, r->raw);
    w->raw = buf_slice(&w->row);
    w->where = r->where;
    for (size_t i = 0; i < CARRIED; i++)
        keep_value(w, r, column, carried[i]);
    keep_value(w, r, column, COL_post);
    keep_value(w, r, column, COL_crossing_time);
}

/* False: it is no movement that opens or closes anything, and was told. */
static bool
read_crossing(stay_pairs *p, const row *r, bool neighbour, waiting *w)
{
    const int *column = p->column[neighbour];
    diag *d = p->how.diag;
    crossing *c = &w->c;

    keep_row(p, w, r, neighbour);
    slice direction = row_get(r, column[COL_direction]);
    if (!moment_parse(c->field[COL_crossing_time], &c->when) || !date_whole(c->when.day)) {
        diag_reject(d, r->where, r->raw, "crossing_time is no time of a whole day");
        return false;
    }
    c->seconds = moment_seconds(c->when);
    slice decision = row_get(r, column[COL_decision]);
    if (slice_eq(direction, S("transit")) ||
        (decision.n != 0 && !slice_eq(decision, S("admitted")))) { /* he has not crossed (yet) */
        p->counts.refused++;
        return false;
    }
    c->entry = slice_eq(direction, S("entry"));
    if (!c->entry && !slice_eq(direction, S("exit"))) {
        diag_reject(d, r->where, r->raw, "direction is none of: entry exit transit");
        return false;
    }
    crossing_keys(c, &w->keys);
    if (c->text[BY_DOCUMENT].n + c->text[BY_NAME].n == 0) {
        diag_reject(
            d, r->where, r->raw,
            "nobody can be known again by it: no document, nor a name with a date of birth");
        return false;
    }
    c->home = among(&p->how.home, c->field[COL_nationality]) ||
              among(&p->how.home, c->field[COL_residence]);
    c->neighbour = neighbour;
    return true;
}

/* ---- guests ---- */

/* What the stay's id is made of: whatever becomes of it, it keeps it. */
static void
identify(stay_pairs *p, guest *g, const crossing *c, bool opens)
{
    char seconds[INT_TEXT];
    slice part[] = {int_text(c->seconds, seconds), c->home ? S("absence") : S("visit"),
                    opens ? S("1") : S("2"), c->field[COL_post],
                    c->text[c->text[BY_DOCUMENT].n != 0 ? BY_DOCUMENT : BY_NAME]};
    unsigned char md[EVP_MAX_MD_SIZE];

    EVP_DigestInit_ex2(p->ctx, p->md, NULL);
    for (size_t i = 0; i < LENGTH(part); i++) {
        uint64_t n = part[i].n;
        EVP_DigestUpdate(p->ctx, &n, sizeof n);
        EVP_DigestUpdate(p->ctx, part[i].p, part[i].n);
    }
    EVP_DigestFinal_ex(p->ctx, md, NULL);
    memcpy(g->id, md, sizeof g->id);
}

/* ---- stays out ---- */

static void
put_id(const guest *g, char id[ID_DIGITS + 1])
{
    static const char digit[] = "0123456789abcdef";
    const end *by = g->first.day.year != 0 ? &g->first : &g->last;
    uint64_t instant = (uint64_t)by->seconds + ((uint64_t)1 << 39);

    for (int i = 9; i >= 0; i--, instant >>= 4)
        id[i] = digit[instant & 15];
    for (int i = 0; i < ID_DIGITS - 10; i++)
        id[10 + i] = digit[i % 2 == 0 ? g->id[i / 2] >> 4 : g->id[i / 2] & 15];
    id[ID_DIGITS] = '\0';
}

/* The stay, as far as it is known, and the guest is gone. */
static void
put_stay(stay_pairs *p, uint32_t i)
{
    guest *g = &p->guests.guest[i];
    slice rec[COL_COUNT] = {0};
    char id[ID_DIGITS + 1];
    bool begun = g->first.day.year != 0, ended = g->last.day.year != 0;
    slice status = S("closed");

    for (size_t k = 0; k < CARRIED; k++)
        rec[carried[k]] = guest_text(g, (int)k);
    put_id(g, id);
    rec[COL_stay_id] = (slice){id, ID_DIGITS};
    rec[COL_stay_kind] = g->home ? S("absence") : S("visit");
    /* What begins with the exit of somebody at home ends with his entry. */
    rec[COL_entry_time] = guest_text(g, g->home ? LAST_TIME : FIRST_TIME);
    rec[COL_entry_post] = guest_text(g, g->home ? LAST_POST : FIRST_POST);
    rec[COL_exit_time] = guest_text(g, g->home ? FIRST_TIME : LAST_TIME);
    rec[COL_exit_post] = guest_text(g, g->home ? FIRST_POST : LAST_POST);
    rec[COL_second_doc_issuer] = guest_text(g, SECOND_ISSUER);
    rec[COL_second_doc_number] = guest_text(g, SECOND_NUMBER);
    rec[COL_joined_by] = slice_of(joinings[g->joined]);
    if (g->again != 0)
        rec[COL_recorded_again] = int_text(g->again, p->text[0]);
    if (!begun)
        status = g->home ? S("exit_missing") : S("entry_missing");
    else if (!ended)
        status = g->state == OVER ? (g->home ? S("entry_missing") : S("exit_missing")) : S("open");
    rec[COL_stay_status] = status;
    bool counted = ended || (g->state != OVER && (!p->how.sorted || p->how.as_of.year != 0));
    if (begun && counted) {
        date to = ended ? g->last.day : p->how.as_of.year != 0 ? p->how.as_of : p->last_day;
        int32_t days = date_days(to) - date_days(g->first.day) + 1;
        rec[COL_stay_days] = int_text(days > 0 ? days : 0, p->text[1]);
    }
    p->counts.joined += rec[COL_second_doc_number].n != 0;
    p->how.put(p->how.ctx, rec);
    guest_gone(&p->guests, i);
}

/* Those that have been over long enough; those that wait no more are in the list, too. */
static void
put_over(stay_pairs *p, int64_t until)
{
    while (p->over != NOBODY && p->guests.guest[p->over].last.seconds < until) {
        uint32_t i = p->over;
        p->over = p->guests.guest[i].later;
        if (p->over == NOBODY)
            p->over_last = NOBODY;
        put_stay(p, i);
    }
}

static void
is_over(stay_pairs *p, uint32_t i)
{
    p->guests.guest[i].state = OVER;
    p->guests.guest[i].later = NOBODY;
    if (p->over_last == NOBODY)
        p->over = i;
    else
        p->guests.guest[p->over_last].later = i;
    p->over_last = i;
}

/* ---- crossings ---- */

/* A new guest by one of his crossings. */
static uint32_t
take_in(stay_pairs *p, const crossing *c, bool opens)
{
    uint32_t i = guest_new(&p->guests, c, opens);

    identify(p, &p->guests.guest[i], c, opens);
    return i;
}

/*
 * Of two crossings on a day without a clock it is not known which was first.
 * Who was not here came and went, and who was here went and came: so no crossing is
 * missing.  True: it was placed so.
 */
static bool
one_day(stay_pairs *p, uint32_t i, const crossing *c)
{
    guest *g = &p->guests.guest[i];

    if (c->when.has_time || c->neighbour)
        return false;
    if (g->state == OVER && g->home != c->entry && g->first.day.year == 0 &&
        g->last.seconds == c->seconds) {
        guest_open(&p->guests, i, c);
        identify(p, g, c, true);
        return true;
    }
    if (guest_awaits(g, c->entry) && g->before != NOBODY && g->first.seconds == c->seconds) {
        guest_close(&p->guests, g->before, c, DOCUMENT);
        g->before = NOBODY;
        return true;
    }
    return false;
}

/* The other end of what he began was not seen: he has begun anew. */
static void
lose(stay_pairs *p, uint32_t i, const crossing *c)
{
    guest_forget(&p->guests, i);
    p->guests.guest[i].last.seconds = c->seconds;
    is_over(p, i);
}

static void
cross(stay_pairs *p, const waiting *w)
{
    const crossing *c = &w->c;
    joining how;
    uint32_t i = guest_same(&p->guests, c, p->again, &how), lost = NOBODY;

    if (i != NOBODY) {
        guest *g = &p->guests.guest[i];
        const end *latest = g->last.day.year != 0 ? &g->last : &g->first;
        if (c->seconds < latest->seconds && !c->neighbour) {
            diag_reject(p->how.diag, w->where, w->raw,
                        "this person crossed later in a row above: sort by crossing_time");
            return;
        }
        if (guest_recorded(g, c, p->again)) {
            g->again += !c->neighbour && !g->by_neighbour;
            p->counts.again++;
            return;
        }
        if (how == DOCUMENT && one_day(p, i, c))
            return;
        if (!guest_awaits(g, c->entry)) { /* done with, or nobody saw the other end */
            if (g->state == AWAITED && c->neighbour)
                return;
            if (g->state == AWAITED)
                lose(p, lost = i, c);
            else
                guest_forget(&p->guests, i);
            i = NOBODY;
        }
    }
    if (i == NOBODY)
        i = guest_other_document(&p->guests, c, &how);
    if (i != NOBODY) {
        guest_close(&p->guests, i, c, how);
        is_over(p, i);
    } else if (c->entry != c->home) {
        i = take_in(p, c, true);
        if (!c->when.has_time)
            p->guests.guest[i].before = lost;
    } else if (!c->neighbour) { /* the end of what nobody saw begin */
        is_over(p, take_in(p, c, false));
    }
}

/* With the rows of a person together: whether the row is of the one at hand. */
static bool
same_person(const stay_pairs *p, const crossing *c)
{
    const guests *all = &p->guests;
    joining how;

    for (uint32_t i = 0; i < all->n; i++)
        if (all->guest[i].state != FREE && same_key(all->guest[i].key[BY_NAME], c->key[BY_NAME]))
            return true;
    return guest_same(all, c, p->again, &how) != NOBODY;
}

typedef struct turn {
    uint64_t serial;
    uint32_t guest;
} turn;

static int
by_serial(const void *a, const void *b)
{
    const turn *x = a, *y = b;
    return (x->serial > y->serial) - (x->serial < y->serial);
}

static void
put_all(stay_pairs *p)
{
    put_over(p, INT64_MAX);
    const guests *all = &p->guests;
    turn *order = mem_alloc((size_t)all->n + 1, sizeof *order);
    size_t n = 0;

    for (uint32_t i = 0; i < all->n; i++)
        if (all->guest[i].state == AWAITED)
            order[n++] = (turn){all->guest[i].serial, i};
    qsort(order, n, sizeof *order, by_serial);
    for (size_t i = 0; i < n; i++)
        put_stay(p, order[i].guest);
    free(order);
}

/* The one that has waited longest. */
static void
cross_next(stay_pairs *p)
{
    const waiting *w = &p->queue[p->crossed++ % QUEUE];
    const crossing *c = &w->c;

    if (p->how.sorted) {
        if (!same_person(p, c))
            put_all(p);
    } else if (!c->neighbour) {
        put_over(p, c->seconds - p->hold);
    }
    if (!c->neighbour && date_cmp(c->when.day, p->last_day) > 0)
        p->last_day = c->when.day;
    cross(p, w);
}

/* Its place in the queue is filled; nobody waits where the rows of a person are together. */
static void
line_up(stay_pairs *p)
{
    uint64_t n = ++p->came - p->crossed;

    for (unsigned step = 0; step < GUEST_FETCHES && step * STEP < n; step++)
        guest_fetch(&p->guests, &p->queue[(p->came - 1 - step * STEP) % QUEUE].c, step);
    if (n == QUEUE || p->how.sorted)
        cross_next(p);
}

void
stay_pairs_add(stay_pairs *p, const row *r)
{
    if (read_crossing(p, r, false, &p->queue[p->came % QUEUE]))
        line_up(p);
}

void
stay_pairs_neighbour(stay_pairs *p, const row *r)
{
    waiting *w = &p->queue[p->came % QUEUE];

    if (!read_crossing(p, r, true, w) || !w->c.entry)
        return;
    w->c.entry = false;
    line_up(p);
}

void
stay_pairs_end(stay_pairs *p)
{
    while (p->crossed != p->came && !diag_stop(p->how.diag))
        cross_next(p);
    put_all(p);
}

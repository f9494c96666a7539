/*
 * Who came is held until he goes.  A guest is found again by two keys, the
 * document and the name with the date of birth.  A stay that has ended is held
 * a little longer, for the same crossing may be recorded twice.
 *
 * Somebody who is at home goes first and comes back: the same with the
 * directions changed about.
 */
#include "stay/stay.h"

#include <openssl/evp.h>
#include <stdio.h>
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

/* What is kept of a person, as the first of his two crossings has it. */
static const enum column carried[] = {
    COL_surname,     COL_given_names, COL_full_name,   COL_birth_date, COL_sex,
    COL_nationality, COL_residence,   COL_doc_type,    COL_doc_issuer, COL_doc_number,
    COL_visa_number, COL_visa_type,   COL_visa_expiry, COL_purpose,    COL_stay_until};

/* Their places among them that are asked for. */
enum { SURNAME = 0, BIRTH_DATE = 3, SEX = 4, NATIONALITY = 5 };

enum { NOBODY = UINT32_MAX, NEIGHBOUR_HOURS = 24, KEY_MAX = 96, ID_DIGITS = 32 };
enum { BY_DOCUMENT, BY_NAME, KEYS };

/* What a person is found by: 128 bits of the document, of the name and the date of birth. */
typedef struct key {
    uint64_t a, b; /* a 0: none */
} key;

/* A crossing, as a row has it. */
typedef struct crossing {
    slice field[COL_COUNT];
    slice text[KEYS]; /* what the keys are made of */
    key key[KEYS];
    moment when;
    int64_t seconds;
    bool entry, home, neighbour;
} crossing;

typedef enum guest_state { FREE, AWAITED, OVER } guest_state; /* awaited: the other end is */

/* The texts of a guest: what is carried, then these. */
enum {
    FIRST_TIME = LENGTH(carried),
    FIRST_POST,
    LAST_TIME,
    LAST_POST,
    SECOND_ISSUER,
    SECOND_NUMBER,
    TEXTS
};

typedef struct end {
    int64_t seconds;
    date day; /* year 0: it was lost, or has not come */
} end;

typedef struct guest {
    uint8_t state, home, by_neighbour, joined; /* joined: of joinings */
    uint32_t again;
    uint64_t serial;
    end first, last;
    key key[KEYS];
    uint32_t next[KEYS];    /* in the chain of the key */
    uint32_t later;         /* of those that are over, the next one */
    uint32_t room;          /* of bytes */
    uint32_t behind[TEXTS]; /* where each text ends in bytes */
    char *bytes;
    unsigned char id[16]; /* of which 11 are in the stay's */
} guest;

/* By what the end was found to be the same person's; the neighbour's stand behind ours. */
enum { NOT_JOINED, DOCUMENT, NAME, OTHER_NATION, NEIGHBOUR = OTHER_NATION };
static const char *const joinings[] = {"",
                                       "document",
                                       "name and birth date",
                                       "name and birth date (another nationality)",
                                       "neighbour: document",
                                       "neighbour: name and birth date",
                                       "neighbour: name and birth date (another nationality)"};

struct stay_pairs {
    stay_pairing how;
    guest *guest;
    uint32_t n, cap, idle; /* idle: the first that is free */
    uint32_t *head[KEYS];
    size_t mask;
    uint32_t over, over_last; /* in the order in which they ended */
    uint64_t serial;
    int64_t hold;             /* seconds that a stay is held when it is over */
    int column[2][COL_COUNT]; /* of our movements, of the neighbour's */
    date last_day;
    stay_counts counts;
    EVP_MD_CTX *ctx;
    EVP_MD *md;
    crossing now;
    buf key_text;
    char text[3][24];
};

stay_pairs *
stay_pairs_new(const stay_pairing *how, error *e)
{
    stay_pairs *p = mem_alloc(1, sizeof *p);

    p->how = *how;
    p->idle = p->over = p->over_last = NOBODY;
    p->hold = how->neighbour ? NEIGHBOUR_HOURS * 3600 : (int64_t)how->again * 60;
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
    for (uint32_t i = 0; i < p->n; i++)
        free(p->guest[i].bytes);
    free(p->guest);
    for (int k = 0; k < KEYS; k++)
        free(p->head[k]);
    EVP_MD_CTX_free(p->ctx);
    EVP_MD_free(p->md);
    buf_free(&p->key_text);
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

/* Letters and digits alone, as capitals; other scripts as they are. */
static void
put_plain(buf *b, slice s)
{
    for (size_t i = 0; i < s.n && i < KEY_MAX; i++) {
        char c = s.p[i];
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 32);
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80)
            buf_putc(b, c);
    }
}

static key
key_of(slice text)
{
    uint64_t x = 0x9e3779b97f4a7c15u ^ text.n;

    if (text.n == 0)
        return (key){0, 0};
    for (size_t i = 0; i < text.n; i++) {
        x = (x ^ (unsigned char)text.p[i]) * 0xff51afd7ed558ccdu;
        x ^= x >> 32;
    }
    return (key){slice_hash(text) | 1, x};
}

static void
make_keys(stay_pairs *p, crossing *c)
{
    buf *b = &p->key_text;
    date birth;
    size_t at;

    b->n = 0;
    put_plain(b, c->field[COL_doc_number]);
    size_t number = b->n;
    if (number != 0) {
        buf_putc(b, '/');
        put_plain(b, c->field[COL_doc_issuer]);
    }
    at = b->n;
    put_plain(b, c->field[COL_surname]);
    buf_putc(b, '/');
    put_plain(b, c->field[COL_given_names]);
    if (b->n == at + 1)
        put_plain(b, c->field[COL_full_name]);
    bool named = b->n > at + 1 && date_parse(c->field[COL_birth_date], &birth) && date_whole(birth);
    buf_putc(b, '/');
    buf_puts(b, c->field[COL_birth_date]);
    c->text[BY_DOCUMENT] = (slice){b->p, number != 0 ? at : 0};
    c->text[BY_NAME] = (slice){b->p + at, named ? b->n - at : 0};
    for (int k = 0; k < KEYS; k++)
        c->key[k] = key_of(c->text[k]);
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

/* False: it is no movement that opens or closes anything, and was told. */
static bool
read_crossing(stay_pairs *p, const row *r, bool neighbour, diag *d, crossing *c)
{
    const int *column = p->column[neighbour];

    for (size_t i = 0; i < LENGTH(carried); i++)
        c->field[carried[i]] = row_get(r, column[carried[i]]);
    c->field[COL_post] = row_get(r, column[COL_post]);
    c->field[COL_crossing_time] = row_get(r, column[COL_crossing_time]);
    slice direction = row_get(r, column[COL_direction]);
    if (!moment_parse(c->field[COL_crossing_time], &c->when) || !date_whole(c->when.day)) {
        diag_reject(d, r->where, r->raw, "crossing_time is no time of a whole day");
        return false;
    }
    c->seconds = moment_seconds(c->when);
    if (slice_eq(direction, S("transit")) ||
        slice_eq(row_get(r, column[COL_decision]), S("refused"))) {
        p->counts.refused++;
        return false;
    }
    c->entry = slice_eq(direction, S("entry"));
    if (!c->entry && !slice_eq(direction, S("exit"))) {
        diag_reject(d, r->where, r->raw, "direction is none of: entry exit transit");
        return false;
    }
    make_keys(p, c);
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

static void
link_guest(stay_pairs *p, uint32_t i, int k)
{
    guest *g = &p->guest[i];

    if (g->key[k].a == 0)
        return;
    uint32_t *head = &p->head[k][g->key[k].a & p->mask];
    g->next[k] = *head;
    *head = i;
}

static void
unlink_guest(stay_pairs *p, uint32_t i, int k)
{
    guest *g = &p->guest[i];

    if (g->key[k].a == 0)
        return;
    uint32_t *at = &p->head[k][g->key[k].a & p->mask];
    while (*at != i)
        at = &p->guest[*at].next[k];
    *at = g->next[k];
}

static void
grow(stay_pairs *p)
{
    p->cap = p->cap == 0 ? 1024 : p->cap * 2;
    p->guest = mem_grow(p->guest, p->cap, sizeof *p->guest);
    memset(p->guest + p->n, 0, (p->cap - p->n) * sizeof *p->guest);
    p->mask = p->cap - 1;
    for (int k = 0; k < KEYS; k++) {
        p->head[k] = mem_grow(p->head[k], p->cap, sizeof *p->head[k]);
        for (size_t i = 0; i <= p->mask; i++)
            p->head[k][i] = NOBODY;
        for (uint32_t i = 0; i < p->n; i++)
            if (p->guest[i].state != FREE)
                link_guest(p, i, k);
    }
}

static slice
text_of(const guest *g, int which)
{
    uint32_t from = which == 0 ? 0 : g->behind[which - 1];
    return (slice){g->bytes + from, g->behind[which] - from};
}

/* Texts are put one behind the other. */
static void
keep(guest *g, int which, slice s)
{
    uint32_t from = which == 0 ? 0 : g->behind[which - 1];

    if (g->room < from + s.n) {
        g->room = (uint32_t)(from + s.n);
        g->bytes = mem_grow(g->bytes, g->room, 1);
    }
    if (s.n != 0)
        memcpy(g->bytes + from, s.p, s.n);
    for (int i = which; i < TEXTS; i++)
        g->behind[i] = (uint32_t)(from + s.n);
}

/* What the stay's id is made of: whatever becomes of it, it keeps it. */
static void
identify(stay_pairs *p, guest *g, const crossing *c, bool opens)
{
    slice part[] = {c->home ? S("absence") : S("visit"), opens ? S("1") : S("2"),
                    c->field[COL_post],
                    c->text[c->text[BY_DOCUMENT].n != 0 ? BY_DOCUMENT : BY_NAME]};
    unsigned char md[EVP_MAX_MD_SIZE];

    EVP_DigestInit_ex2(p->ctx, p->md, NULL);
    EVP_DigestUpdate(p->ctx, &c->seconds, sizeof c->seconds);
    for (size_t i = 0; i < LENGTH(part); i++) {
        uint64_t n = part[i].n;
        EVP_DigestUpdate(p->ctx, &n, sizeof n);
        EVP_DigestUpdate(p->ctx, part[i].p, part[i].n);
    }
    EVP_DigestFinal_ex(p->ctx, md, NULL);
    memcpy(g->id, md, sizeof g->id);
}

/* A new guest by one of his crossings. */
static uint32_t
take_in(stay_pairs *p, const crossing *c, bool opens)
{
    enum { CLOSING = 32 }; /* what the other end takes, mostly */
    uint32_t i = p->idle;
    size_t need = c->field[COL_crossing_time].n + c->field[COL_post].n + CLOSING;

    if (i != NOBODY) {
        p->idle = p->guest[i].later;
    } else {
        if (p->n == p->cap)
            grow(p);
        i = p->n++;
    }
    guest *g = &p->guest[i];
    *g = (guest){.bytes = g->bytes,
                 .room = g->room,
                 .home = c->home,
                 .by_neighbour = c->neighbour,
                 .serial = p->serial++,
                 .state = AWAITED};
    for (size_t k = 0; k < LENGTH(carried); k++)
        need += c->field[carried[k]].n;
    if (g->room < need) {
        free(g->bytes);
        g->bytes = mem_alloc(need, 1);
        g->room = (uint32_t)need;
    }
    for (size_t k = 0; k < LENGTH(carried); k++)
        keep(g, (int)k, c->field[carried[k]]);
    *(opens ? &g->first : &g->last) = (end){c->seconds, c->when.day};
    keep(g, opens ? FIRST_TIME : LAST_TIME, c->field[COL_crossing_time]);
    keep(g, opens ? FIRST_POST : LAST_POST, c->field[COL_post]);
    identify(p, g, c, opens);
    for (int k = 0; k < KEYS; k++) {
        g->key[k] = c->key[k];
        link_guest(p, i, k);
    }
    return i;
}

static bool
same_key(key a, key b)
{
    return a.a == b.a && a.b == b.b && a.a != 0;
}

/* The same document, and not of two people: both have a date of birth, and neither it nor the name
   agrees. */
static uint32_t
find_document(const stay_pairs *p, const crossing *c)
{
    key k = c->key[BY_DOCUMENT];
    uint32_t i = k.a == 0 || p->n == 0 ? NOBODY : p->head[BY_DOCUMENT][k.a & p->mask];

    for (; i != NOBODY; i = p->guest[i].next[BY_DOCUMENT]) {
        const guest *g = &p->guest[i];
        if (!same_key(g->key[BY_DOCUMENT], k))
            continue;
        slice birth = text_of(g, BIRTH_DATE);
        if (birth.n == 0 || c->field[COL_birth_date].n == 0 ||
            slice_eq(birth, c->field[COL_birth_date]) ||
            slice_eq(text_of(g, SURNAME), c->field[COL_surname]))
            return i;
    }
    return NOBODY;
}

/* Whether a crossing in that direction is what is awaited. */
static bool
awaits(const guest *g, bool entry)
{
    return g->state == AWAITED && g->home == entry;
}

/* The one of that name and date of birth whose other end it may be; *how says by what. */
static uint32_t
find_name(const stay_pairs *p, const crossing *c, int *how)
{
    key k = c->key[BY_NAME];
    uint32_t i = k.a == 0 || p->n == 0 ? NOBODY : p->head[BY_NAME][k.a & p->mask];
    uint32_t same = NOBODY, other = NOBODY, others = 0;

    for (; i != NOBODY; i = p->guest[i].next[BY_NAME]) {
        const guest *g = &p->guest[i];
        if (!awaits(g, c->entry) || !same_key(g->key[BY_NAME], k))
            continue;
        slice sex = text_of(g, SEX);
        if (sex.n != 0 && c->field[COL_sex].n != 0 && !slice_eq(sex, c->field[COL_sex]))
            continue;
        if (slice_eq(text_of(g, NATIONALITY), c->field[COL_nationality])) {
            if (same == NOBODY || g->serial < p->guest[same].serial)
                same = i;
        } else {
            other = i;
            others++;
        }
    }
    *how = same != NOBODY ? NAME : OTHER_NATION;
    return same != NOBODY ? same : others == 1 ? other : NOBODY;
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

static slice
number(char text[24], int64_t n)
{
    int len = snprintf(text, 24, "%lld", (long long)n);
    return (slice){text, (size_t)len};
}

/* The stay, as far as it is known, and the guest is gone. */
static void
put_stay(stay_pairs *p, uint32_t i)
{
    guest *g = &p->guest[i];
    slice rec[COL_COUNT] = {0};
    char id[ID_DIGITS + 1];
    bool begun = g->first.day.year != 0, ended = g->last.day.year != 0;
    slice status = S("closed");

    for (size_t k = 0; k < LENGTH(carried); k++)
        rec[carried[k]] = text_of(g, (int)k);
    put_id(g, id);
    rec[COL_stay_id] = (slice){id, ID_DIGITS};
    rec[COL_stay_kind] = g->home ? S("absence") : S("visit");
    /* What begins with the exit of somebody at home ends with his entry. */
    rec[COL_entry_time] = text_of(g, g->home ? LAST_TIME : FIRST_TIME);
    rec[COL_entry_post] = text_of(g, g->home ? LAST_POST : FIRST_POST);
    rec[COL_exit_time] = text_of(g, g->home ? FIRST_TIME : LAST_TIME);
    rec[COL_exit_post] = text_of(g, g->home ? FIRST_POST : LAST_POST);
    rec[COL_second_doc_issuer] = text_of(g, SECOND_ISSUER);
    rec[COL_second_doc_number] = text_of(g, SECOND_NUMBER);
    rec[COL_joined_by] = slice_of(joinings[g->joined]);
    if (g->again != 0)
        rec[COL_recorded_again] = number(p->text[0], g->again);
    if (!begun)
        status = g->home ? S("exit_missing") : S("entry_missing");
    else if (!ended)
        status = g->state == OVER ? (g->home ? S("entry_missing") : S("exit_missing")) : S("open");
    rec[COL_stay_status] = status;
    bool counted = ended || (g->state != OVER && (!p->how.sorted || p->how.as_of.year != 0));
    if (begun && counted) {
        date to = ended ? g->last.day : p->how.as_of.year != 0 ? p->how.as_of : p->last_day;
        int32_t days = date_days(to) - date_days(g->first.day) + 1;
        rec[COL_stay_days] = number(p->text[1], days > 0 ? days : 0);
    }
    p->counts.joined += rec[COL_second_doc_number].n != 0;
    p->how.put(p->how.ctx, rec);
    for (int k = 0; k < KEYS; k++)
        unlink_guest(p, i, k);
    g->state = FREE;
    g->later = p->idle;
    p->idle = i;
}

/* Those that have been over long enough; those that wait no more are in the list, too. */
static void
put_over(stay_pairs *p, int64_t until)
{
    while (p->over != NOBODY && p->guest[p->over].last.seconds < until) {
        uint32_t i = p->over;
        p->over = p->guest[i].later;
        if (p->over == NOBODY)
            p->over_last = NOBODY;
        put_stay(p, i);
    }
}

static void
is_over(stay_pairs *p, uint32_t i)
{
    p->guest[i].state = OVER;
    p->guest[i].later = NOBODY;
    if (p->over_last == NOBODY)
        p->over = i;
    else
        p->guest[p->over_last].later = i;
    p->over_last = i;
}

/* The keys of one who is over lead to him no more. */
static void
forget(stay_pairs *p, uint32_t i)
{
    for (int k = 0; k < KEYS; k++) {
        unlink_guest(p, i, k);
        p->guest[i].key[k].a = 0;
    }
}

/* ---- crossings ---- */

static bool
again(const stay_pairs *p, const guest *g, const crossing *c)
{
    bool last = g->state == OVER;
    int64_t apart = c->seconds - (last ? g->last.seconds : g->first.seconds);

    return slice_eq(text_of(g, last ? LAST_POST : FIRST_POST), c->field[COL_post]) && apart >= 0 &&
           apart <= (int64_t)p->how.again * 60;
}

static void
close_stay(stay_pairs *p, uint32_t i, const crossing *c, int how)
{
    guest *g = &p->guest[i];

    g->last = (end){c->seconds, c->when.day};
    keep(g, LAST_TIME, c->field[COL_crossing_time]);
    keep(g, LAST_POST, c->field[COL_post]);
    if (c->key[BY_DOCUMENT].a != 0 && !same_key(g->key[BY_DOCUMENT], c->key[BY_DOCUMENT])) {
        keep(g, SECOND_ISSUER, c->field[COL_doc_issuer]);
        keep(g, SECOND_NUMBER, c->field[COL_doc_number]);
        /* Should that crossing be recorded twice, it is by this one. */
        unlink_guest(p, i, BY_DOCUMENT);
        g->key[BY_DOCUMENT] = c->key[BY_DOCUMENT];
        link_guest(p, i, BY_DOCUMENT);
    }
    g->joined = (uint8_t)(c->neighbour ? how + NEIGHBOUR : how);
    g->by_neighbour = c->neighbour;
    is_over(p, i);
}

/* Whether the crossing was recorded already; what a person known by the document did then is over.
 */
static bool
recorded(stay_pairs *p, uint32_t i, const crossing *c)
{
    guest *g = &p->guest[i];
    bool there = (g->state == OVER ? g->last : g->first).day.year != 0;
    bool same_way = (g->home == c->entry) == (g->state == OVER);
    /* Both States see him go. */
    bool by_both = g->state == OVER && (c->neighbour || g->by_neighbour);

    if (!same_way || !there || !(by_both || again(p, g, c)))
        return false;
    g->again += !c->neighbour && !g->by_neighbour;
    p->counts.again++;
    return true;
}

static void
cross(stay_pairs *p, const crossing *c, const row *r, diag *d)
{
    int how = DOCUMENT;
    uint32_t i = find_document(p, c);

    if (i != NOBODY) {
        guest *g = &p->guest[i];
        const end *latest = g->last.day.year != 0 ? &g->last : &g->first;
        if (c->seconds < latest->seconds && !c->neighbour) {
            diag_reject(d, r->where, r->raw,
                        "this person crossed later in a row above: sort by crossing_time");
            return;
        }
        if (recorded(p, i, c))
            return;
        if (!awaits(g, c->entry)) { /* done with, or nobody saw the other end */
            bool lost = g->state == AWAITED;
            if (lost && c->neighbour)
                return;
            forget(p, i);
            if (lost) {
                g->last.seconds = c->seconds;
                is_over(p, i);
            }
            i = NOBODY;
        }
    }
    if (i == NOBODY)
        i = find_name(p, c, &how);
    if (i != NOBODY)
        close_stay(p, i, c, how);
    else if (c->entry != c->home)
        (void)take_in(p, c, true);
    else if (!c->neighbour) /* the end of what nobody saw begin */
        is_over(p, take_in(p, c, false));
}

/* With the rows of a person together: whether the row is of the one at hand. */
static bool
same_person(const stay_pairs *p, const crossing *c)
{
    for (uint32_t i = 0; i < p->n; i++)
        if (p->guest[i].state != FREE && same_key(p->guest[i].key[BY_NAME], c->key[BY_NAME]))
            return true;
    return find_document(p, c) != NOBODY;
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
    turn *order = mem_alloc((size_t)p->n + 1, sizeof *order);
    size_t n = 0;

    for (uint32_t i = 0; i < p->n; i++)
        if (p->guest[i].state == AWAITED)
            order[n++] = (turn){p->guest[i].serial, i};
    qsort(order, n, sizeof *order, by_serial);
    for (size_t i = 0; i < n; i++)
        put_stay(p, order[i].guest);
    free(order);
}

void
stay_pairs_add(stay_pairs *p, const row *r, diag *d)
{
    crossing *c = &p->now;

    if (!read_crossing(p, r, false, d, c))
        return;
    if (p->how.sorted) {
        if (!same_person(p, c))
            put_all(p);
    } else {
        put_over(p, c->seconds - p->hold);
    }
    if (date_cmp(c->when.day, p->last_day) > 0)
        p->last_day = c->when.day;
    cross(p, c, r, d);
}

void
stay_pairs_neighbour(stay_pairs *p, const row *r, diag *d)
{
    crossing *c = &p->now;

    if (!read_crossing(p, r, true, d, c) || !c->entry)
        return;
    c->entry = false;
    cross(p, c, r, d);
}

void
stay_pairs_end(stay_pairs *p)
{
    put_all(p);
}

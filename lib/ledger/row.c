/* A row of the ledger: its fields, its keys, its columns that are others'. */
#include "ledger/private.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>

const enum column ledger_columns[LEDGER_COLUMNS] = {
    COL_surname,        COL_given_names,    COL_full_name,
    COL_birth_date,     COL_birth_place,    COL_sex,
    COL_nationality,    COL_residence,      COL_traveller_type,
    COL_doc_type,       COL_doc_issuer,     COL_doc_number,
    COL_doc_issue_date, COL_doc_expiry,     COL_personal_number,
    COL_visa_number,    COL_visa_type,      COL_visa_issuer,
    COL_visa_expiry,    COL_transport_mode, COL_carrier,
    COL_flight,         COL_conveyance,     COL_dep_port,
    COL_arr_port,       COL_direction,      COL_post,
    COL_crossing_time,  COL_decision,       COL_purpose,
    COL_stay_until,     COL_officer,        COL_lane};

slice
field_name(size_t field)
{
    static const slice own[] = {
        [F_MARK] = {"mark", 4},           [F_MONTH] = {"month", 5},
        [F_ID] = {"movement_id", 11},     [F_DOC_KEY] = {"doc_key", 7},
        [F_NAME_KEY] = {"name_key", 8},   [F_KIND] = {"change_kind", 11},
        [F_OF] = {"change_of", 9},        [F_WHY] = {"change_why", 10},
        [F_TIME] = {"recorded_time", 13}, [F_BY] = {"recorded_by", 11},
    };

    if (field < F_COLUMNS)
        return own[field];
    return field < F_MORE ? column_table[ledger_columns[field - F_COLUMNS]].name : S("more");
}

size_t
field_of(enum column c)
{
    for (size_t i = 0; i < LEDGER_COLUMNS; i++)
        if (ledger_columns[i] == c)
            return F_COLUMNS + i;
    return F_MORE;
}

void
row_select(buf *sql)
{
    for (size_t i = 0; i < LEDGER_FIELDS; i++) {
        buf_puts(sql, i == 0 ? S("SELECT m.") : S(", m."));
        buf_puts(sql, field_name(i));
    }
}

void
row_picked(buf *sql, const char *condition, size_t n)
{
    for (; *condition != '\0'; condition++)
        if (*condition == '#' || *condition == '@')
            buf_printf(sql, "$%zu", n + (*condition == '@'));
        else
            buf_putc(sql, *condition);
}

void
row_create(buf *sql, const char *mark, const char *text)
{
    buf_puts(sql, S("CREATE TABLE movement ("));
    for (size_t i = 0; i < LEDGER_FIELDS; i++) {
        slice name = field_name(i);
        buf_printf(sql, "%s%.*s %s", i == 0 ? "" : ", ", (int)name.n, name.p,
                   i == F_MARK       ? mark
                   : field_number(i) ? "BIGINT NOT NULL"
                                     : text);
    }
}

/* ---- keys ---- */

/* A document's number without blanks and punctuation, in capitals; whole. */
static slice
plain_number(slice number, arena *a)
{
    char *to = arena_alloc(a, number.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < number.n; i++) {
        char c = number.p[i];
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80)
            to[n++] = c;
    }
    return (slice){to, n};
}

/* At most max bytes, and no character that is cut in two. */
static slice
cut(slice s, size_t max)
{
    if (s.n > max) {
        s.n = max;
        while (s.n != 0 && ((unsigned char)s.p[s.n] & 0xc0) == 0x80)
            s.n--;
    }
    return s;
}

slice
key_document(slice number, arena *a)
{
    return cut(plain_number(number, a), KEY_MAX);
}

/* One folder a process: a batch is the work of one thread. */
static slice
folded(slice name, arena *a, error *e)
{
    static folder *f;
    slice words;

    if (name.n == 0)
        return name;
    if (fold_plain(name, a, &words))
        return words;
    if (f == NULL && (f = folder_new(e)) == NULL)
        return (slice){NULL, 0};
    return fold_name(f, name, a);
}

slice
key_name(slice surname, slice given, slice full, arena *a, error *e)
{
    slice key = arena_join(a, folded(surname, a, e), S(" "), folded(given, a, e));

    return cut(key.n != 0 ? key : folded(full, a, e), NAME_KEY_MAX);
}

bool
instant_of(slice time, int64_t *seconds)
{
    moment m;

    if (!moment_parse(time, &m) || !date_whole(m.day))
        return false;
    *seconds = moment_seconds(m);
    return true;
}

void
instant_digits(int64_t seconds, char digits[11])
{
    static const char hex[] = "0123456789abcdef";
    uint64_t shifted = (uint64_t)(seconds + (INT64_C(1) << 39));

    for (int i = 9; i >= 0; i--, shifted >>= 4)
        digits[i] = hex[shifted & 15];
    digits[10] = '\0';
}

int
month_of(int64_t seconds)
{
    int64_t days = seconds / 86400 - (seconds % 86400 < 0);
    date d = date_from_days((int32_t)days);

    return d.year * 100 + d.month;
}

/* ---- the movement ---- */

/* Reasons why values are no movement; NULL: they are one.  number is the document's, plain. */
static const char *
missing(const slice *rec, slice number)
{
    if (rec[COL_direction].n == 0)
        return "no direction: is it an entry, an exit or a transit?";
    if (rec[COL_post].n == 0)
        return "no post";
    if (rec[COL_crossing_time].n == 0)
        return "no crossing_time";
    if (number.n == 0 && rec[COL_surname].n == 0 && rec[COL_given_names].n == 0 &&
        rec[COL_full_name].n == 0)
        return "neither a document nor a name: whose movement is it?";
    return NULL;
}

static bool
check(const slice *rec, slice number, error *e)
{
    const char *why = missing(rec, number);

    if (why != NULL)
        return error_set(e, "%s", why);
    for (size_t i = 0; i < LEDGER_COLUMNS; i++) {
        slice v = rec[ledger_columns[i]];
        if (!column_check(ledger_columns[i], v, &why))
            return error_set(e, "%s: '%.*s' is %s", column_table[ledger_columns[i]].name.p,
                             (int)(v.n < 40 ? v.n : 40), v.p, why);
    }
    return true;
}

struct ledger_batch_state {
    sha *sha;
};

static bool
begin(ledger_batch *b, error *e)
{
    if (b->state != NULL)
        return true;
    sha *s = sha_new(e);
    if (s == NULL)
        return false;
    b->state = mem_alloc(1, sizeof *b->state);
    b->state->sha = s;
    return true;
}

/* The id of a row whose fields are set. */
static void
identify(ledger_batch *b, ledger_entry *r, const slice *rec, slice number, int64_t seconds)
{
    static const enum column written[] = {COL_surname, COL_given_names, COL_full_name};
    sha *s = b->state->sha;
    char digits[11], hex[HASH_TEXT], *id = arena_alloc(&b->arena, ID_TEXT);
    size_t key = r->field[F_NAME_KEY].n;

    instant_digits(seconds, digits);
    sha_begin(s);
    if (!slice_eq(r->field[F_KIND], S("new"))) {
        /* A change is what it changes, and into what. */
        for (size_t i = F_KIND; i < LEDGER_FIELDS; i++)
            if (i != F_TIME && i != F_BY)
                sha_part(s, r->field[i]);
    } else {
        sha_part(s, rec[COL_direction]);
        sha_part(s, rec[COL_post]);
        sha_part(s, (slice){digits, 10});
        sha_part(s, number.n != 0 ? rec[COL_doc_issuer] : (slice){NULL, 0});
        sha_part(s, number);
        if (number.n == 0) {
            sha_part(s, r->field[F_NAME_KEY]);
            sha_part(s, rec[COL_birth_date]);
            sha_part(s, rec[COL_nationality]);
            /* A key that is empty or may be cut is that of several names. */
            for (size_t i = 0; i < LENGTH(written) && (key == 0 || key + 3 >= NAME_KEY_MAX); i++)
                sha_part(s, rec[written[i]]);
        }
    }
    sha_end(s, hex);
    memcpy(id, digits, 10);
    memcpy(id + 10, hex, 22);
    r->id = r->field[F_ID] = (slice){id, 32};
}

static ledger_entry *
entry_new(ledger_batch *b)
{
    if (b->n == b->cap) {
        b->cap = b->cap == 0 ? 256 : b->cap * 2;
        b->entry = mem_grow(b->entry, b->cap, sizeof *b->entry);
    }
    ledger_entry *r = &b->entry[b->n];
    memset(r, 0, sizeof *r);
    return r;
}

ledger_entry *
ledger_batch_add(ledger_batch *b, const slice *rec, slice more, error *e)
{
    ledger_entry *r = entry_new(b);
    slice kind = rec[COL_change_kind];
    bool change = kind.n != 0 && !slice_eq(kind, S("new"));
    bool is_void = slice_eq(kind, S("void"));
    int64_t seconds = 0;
    char month[INT_TEXT];
    const char *why;
    slice number = plain_number(rec[COL_doc_number], &b->arena);

    if (!begin(b, e))
        return NULL;
    if (!column_check(COL_change_kind, kind, &why))
        return error_set(e, "change_kind: %s", why), NULL;
    if (change &&
        (rec[COL_change_of].n == 0 || !column_check(COL_change_of, rec[COL_change_of], NULL)))
        return error_set(e, "change_of: not the id of the movement that is to be changed"), NULL;
    if (is_void && rec[COL_change_why].n == 0)
        return error_set(e, "change_why: a void needs a reason"), NULL;
    if (!is_void && !check(rec, number, e))
        return NULL;
    if (!is_void && !instant_of(rec[COL_crossing_time], &seconds))
        return error_set(e, "crossing_time: '%.*s' has no day", (int)rec[COL_crossing_time].n,
                         rec[COL_crossing_time].p),
               NULL;
    r->field[F_KIND] = !change ? S("new") : is_void ? S("void") : S("correct");
    if (change) {
        r->field[F_OF] = arena_dup(&b->arena, rec[COL_change_of]);
        r->field[F_WHY] = arena_dup(&b->arena, rec[COL_change_why]);
    }
    b->n++;
    b->bytes += more.n + sizeof *r;
    if (is_void) {
        /* The rest is the other row's, and so is known when it is written. */
        r->id = (slice){NULL, 0};
        return r;
    }
    for (size_t i = 0; i < LEDGER_COLUMNS; i++) {
        slice v = rec[ledger_columns[i]];
        r->field[F_COLUMNS + i] = v.n == 0 ? (slice){"", 0} : arena_dup(&b->arena, v);
        b->bytes += v.n;
    }
    r->field[F_MORE] = arena_dup(&b->arena, more);
    r->field[F_DOC_KEY] = cut(number, KEY_MAX);
    e->text[0] = '\0';
    r->field[F_NAME_KEY] =
        key_name(rec[COL_surname], rec[COL_given_names], rec[COL_full_name], &b->arena, e);
    if (e->text[0] != '\0')
        return b->n--, NULL;
    r->field[F_MONTH] = arena_dup(&b->arena, int_text(month_of(seconds), month));
    identify(b, r, rec, number, seconds);
    return r;
}

void
row_void(ledger_batch *b, ledger_entry *r, const slice *old)
{
    sha *s = b->state->sha;
    char hex[HASH_TEXT], *id = arena_alloc(&b->arena, ID_TEXT);

    r->field[F_MONTH] = arena_dup(&b->arena, old[F_MONTH]);
    r->field[F_DOC_KEY] = arena_dup(&b->arena, old[F_DOC_KEY]);
    r->field[F_NAME_KEY] = arena_dup(&b->arena, old[F_NAME_KEY]);
    for (size_t i = F_COLUMNS; i < LEDGER_FIELDS; i++)
        r->field[i] = arena_dup(&b->arena, old[i]);
    sha_begin(s);
    sha_part(s, S("void"));
    sha_part(s, r->field[F_OF]);
    sha_end(s, hex);
    memcpy(id, old[F_ID].p, 10);
    memcpy(id + 10, hex, 22);
    r->id = r->field[F_ID] = (slice){id, 32};
}

void
ledger_batch_reset(ledger_batch *b)
{
    arena_reset(&b->arena);
    b->n = b->bytes = 0;
}

void
ledger_batch_free(ledger_batch *b)
{
    arena_free(&b->arena);
    free(b->entry);
    if (b->state != NULL) {
        sha_free(b->state->sha);
        free(b->state);
    }
    *b = (ledger_batch){.strict = b->strict};
}

/* ---- other columns ---- */

bool
ledger_more_has(slice name)
{
    for (size_t i = 0; i < F_MORE; i++)
        if (i != F_MONTH && i != F_DOC_KEY && i != F_NAME_KEY && slice_eq(field_name(i), name))
            return false; /* those three are in no stream */
    return true;
}

void
ledger_more_put(buf *b, slice name, slice value)
{
    if (value.n == 0)
        return;
    if (b->n != 0)
        buf_putc(b, ',');
    csv_put(b, name);
    buf_putc(b, ',');
    csv_put(b, value);
}

/* A field at the beginning of *rest, taken off with the comma behind it. */
static bool
more_field(slice *rest, arena *a, slice *value)
{
    if (rest->n == 0)
        return false;
    const char *p = rest->p, *end = p + rest->n;

    if (*p != '"') {
        const char *comma = memchr(p, ',', rest->n);
        *value = slice_between(p, comma != NULL ? comma : end);
        p = value->p + value->n;
    } else {
        char *to = arena_alloc(a, rest->n);
        size_t n = 0;
        for (p++;; p++) {
            if (p == end)
                return false; /* it does not end */
            if (*p == '"' && (p + 1 == end || p[1] != '"'))
                break;
            p += *p == '"';
            to[n++] = *p;
        }
        *value = (slice){to, n};
        p++;
        if (p != end && *p != ',')
            return false;
    }
    *rest = p == end ? (slice){NULL, 0} : slice_between(p + 1, end);
    return true;
}

bool
ledger_more_next(slice *rest, arena *a, slice *name, slice *value)
{
    return more_field(rest, a, name) && name->n != 0 && more_field(rest, a, value);
}

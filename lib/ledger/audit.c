/* The audit chain: who wrote, who asked, each line sealed by the next. */
#include "ledger/private.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* ---- SHA-256 ---- */

struct sha {
    EVP_MD *md;
    EVP_MD_CTX *ctx;
    buf held; /* not yet given to it */
};

sha *
sha_new(error *e)
{
    sha *s = mem_alloc(1, sizeof *s);

    s->md = EVP_MD_fetch(NULL, "SHA256", NULL);
    s->ctx = EVP_MD_CTX_new();
    if (s->md == NULL || s->ctx == NULL) {
        sha_free(s);
        error_set(e, "OpenSSL has no SHA-256");
        return NULL;
    }
    return s;
}

void
sha_begin(sha *s)
{
    s->held.n = 0;
    EVP_DigestInit_ex2(s->ctx, s->md, NULL);
}

void
sha_part(sha *s, slice part)
{
    unsigned char n[4] = {(unsigned char)(part.n & 255), (unsigned char)(part.n >> 8 & 255),
                          (unsigned char)(part.n >> 16 & 255), (unsigned char)(part.n >> 24)};

    buf_put(&s->held, n, sizeof n);
    buf_puts(&s->held, part);
    if (s->held.n >= 4096) {
        EVP_DigestUpdate(s->ctx, s->held.p, s->held.n);
        s->held.n = 0;
    }
}

void
sha_end(sha *s, char hex[HASH_TEXT])
{
    static const char digit[] = "0123456789abcdef";
    unsigned char md[EVP_MAX_MD_SIZE];
    unsigned n = 0;

    EVP_DigestUpdate(s->ctx, s->held.p, s->held.n);
    EVP_DigestFinal_ex(s->ctx, md, &n);
    for (unsigned i = 0; i < 32; i++) {
        hex[2 * i] = digit[md[i] >> 4];
        hex[2 * i + 1] = digit[md[i] & 15];
    }
    hex[64] = '\0';
}

void
sha_free(sha *s)
{
    if (s == NULL)
        return;
    EVP_MD_CTX_free(s->ctx);
    EVP_MD_free(s->md);
    buf_free(&s->held);
    free(s);
}

/* ---- writing ---- */

void
now_text(char text[MOMENT_TEXT])
{
    time_t now = time(NULL);
    struct tm tm;

    gmtime_r(&now, &tm);
    strftime(text, MOMENT_TEXT, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

bool
audit_last(ledger *l, audit_head *head, error *e)
{
    arena a = {0};
    slice v[3];
    bool found;
    bool good = query_one(l, "SELECT n, last_mark, hash FROM audit ORDER BY n DESC LIMIT 1", NULL,
                          0, &a, v, 3, &found, e);

    *head = (audit_head){0};
    if (good && found) {
        uint64_t n, mark;
        good =
            slice_uint(v[0], INT64_MAX, &n) && slice_uint(v[1], INT64_MAX, &mark) && v[2].n == 64;
        if (good) {
            head->n = (int64_t)n;
            head->last_mark = (int64_t)mark;
            memcpy(head->hash, v[2].p, 64);
        } else {
            error_set(e, "%s: the last line of the audit chain cannot be read", l->where);
        }
    }
    arena_free(&a);
    return good;
}

/* The hash of a line: v are n, time, who, action, detail, last_mark. */
static void
line_hash(sha *s, const char *before, const slice v[6], char hash[HASH_TEXT])
{
    sha_begin(s);
    sha_part(s, slice_of(before));
    for (int i = 0; i < 6; i++)
        sha_part(s, v[i]);
    sha_end(s, hash);
}

bool
audit_add(ledger *l, audit_head *head, slice action, slice detail, error *e)
{
    char now[MOMENT_TEXT], n[INT_TEXT], mark[INT_TEXT], hash[HASH_TEXT];

    now_text(now);
    head->n++;
    slice v[7] = {int_text(head->n, n),           slice_of(now), slice_of(l->who), action, detail,
                  int_text(head->last_mark, mark)};
    line_hash(l->sha, head->hash, v, hash);
    memcpy(head->hash, hash, sizeof hash);
    v[6] = slice_of(hash);
    return execute(l,
                   "INSERT INTO audit (n, time, who, action, detail, last_mark, hash) "
                   "VALUES ($1, $2, $3, $4, $5, $6, $7)",
                   v, 7, e);
}

bool
audit_asked(ledger *l, slice action, slice detail, error *e)
{
    audit_head head;

    if (!l->writable)
        return error_set(e,
                         "%s: a look-up by person must be written in the audit chain, and "
                         "this ledger cannot be written",
                         l->where);
    if (!l->kind->begin(l, true, e))
        return false;
    if (!audit_last(l, &head, e) || !audit_add(l, &head, action, detail, e) ||
        !l->kind->commit(l, e)) {
        l->kind->rollback(l);
        return false;
    }
    return true;
}

void
audit_row(sha *s, const slice *field)
{
    for (size_t i = 0; i < LEDGER_FIELDS; i++)
        sha_part(s, field[i]);
}

/* ---- verifying ---- */

/* "rows A-B of N, sha256 H": what audit_add was given by a batch. */
static bool
rows_of(slice detail, slice *first, slice *last, slice *hash)
{
    slice rest = detail, word;

    if (!slice_starts(rest, S("rows ")))
        return false;
    rest.p += 5;
    rest.n -= 5;
    word = slice_cut(&rest, ' ');
    *first = slice_cut(&word, '-');
    *last = word;
    *hash = rest;
    return rest.n >= 64 && last->n != 0;
}

/*
 * What the ledger has beside the rows, so that they are found, must follow from
 * them: who takes a month away hides its rows, and so on.
 */
static bool
beside_row(ledger *l, const slice *v, arena *a, error *e)
{
    slice more = v[F_MORE], name, value;

    if (!month_find(l, v[F_MONTH]))
        return error_set(e, "row %.*s: its month is not among those of the ledger",
                         (int)v[F_MARK].n, v[F_MARK].p);
    arena_reset(a);
    while (ledger_more_next(&more, a, &name, &value)) {
        size_t i = 0;
        while (i < l->extra_n && !slice_eq(l->extra[i], name))
            i++;
        if (i == l->extra_n)
            return error_set(e, "row %.*s: the name of a column of it is not in the ledger",
                             (int)v[F_MARK].n, v[F_MARK].p);
    }
    if (v[F_OF].n == 0)
        return true;
    slice pair[] = {v[F_OF], v[F_MARK]}, one;
    bool found;
    return query_one(l, "SELECT 1 FROM replaced WHERE movement_id = $1 AND mark = $2", pair, 2, a,
                     &one, 1, &found, e) &&
           (found || error_set(e, "row %.*s replaces another, and the ledger does not know it",
                               (int)v[F_MARK].n, v[F_MARK].p));
}

/* The SHA-256 of the rows from first to last. */
static bool
rows_hash(ledger *l, slice first, slice last, char hash[HASH_TEXT], error *e)
{
    slice value[] = {first, last};
    buf sql = {0};
    arena a = {0};
    const slice *v;
    sha *s = sha_new(e);

    if (s == NULL)
        return false;
    buf_puts(&sql, S("SELECT "));
    for (size_t i = 0; i < LEDGER_FIELDS; i++) {
        buf_puts(&sql, i == 0 ? S("") : S(", "));
        buf_puts(&sql, field_name(i));
    }
    buf_puts(&sql, S(" FROM movement WHERE mark >= $1 AND mark <= $2 ORDER BY mark"));
    buf_putc(&sql, '\0');
    e->text[0] = '\0';
    cursor *c = l->kind->query(l, sql.p, value, 2, true, e);
    sha_begin(s);
    bool good = c != NULL;
    while (good && (v = l->kind->next(c, e)) != NULL) {
        audit_row(s, v);
        good = beside_row(l, v, &a, e);
    }
    sha_end(s, hash);
    if (c != NULL)
        l->kind->end(c);
    sha_free(s);
    buf_free(&sql);
    arena_free(&a);
    return good && e->text[0] == '\0';
}

typedef struct walk {
    ledger *l;
    bool rows;
    const ledger_head *against;
    bool met; /* the head that it is verified against */
    uint64_t n, marks;
    char hash[HASH_TEXT];
} walk;

static bool
walk_line(walk *w, const slice *v, error *e)
{
    char hash[HASH_TEXT];
    slice first, last, want;
    uint64_t n, from, to, mark;

    if (!slice_uint(v[0], INT64_MAX, &n) || !slice_uint(v[5], INT64_MAX, &mark) || n != w->n + 1)
        return error_set(e, "line %llu of the audit chain is missing",
                         (unsigned long long)(w->n + 1));
    line_hash(w->l->sha, w->hash, v, hash);
    if (!slice_eq(v[6], slice_of(hash)))
        return error_set(e, "line %llu of the audit chain was changed, or the line before it",
                         (unsigned long long)n);
    memcpy(w->hash, hash, sizeof hash);
    w->n = n;
    if (w->against != NULL && n == w->against->n) {
        w->met = true;
        if (strcmp(hash, w->against->hash) != 0)
            return error_set(e, "line %llu of the audit chain is not the one that was written down",
                             (unsigned long long)n);
    }
    if (!slice_eq(v[3], S("write"))) {
        if (mark != w->marks)
            return error_set(e, "line %llu of the audit chain: marks do not follow each other",
                             (unsigned long long)n);
        return true;
    }
    if (!rows_of(v[4], &first, &last, &want) || !slice_uint(first, INT64_MAX, &from) ||
        !slice_uint(last, INT64_MAX, &to) || from != w->marks + 1 || to < from || to != mark)
        return error_set(e, "line %llu of the audit chain: marks do not follow each other",
                         (unsigned long long)n);
    w->marks = mark;
    if (!w->rows)
        return true;
    if (!rows_hash(w->l, first, last, hash, e))
        return false;
    return memcmp(hash, want.p + want.n - 64, 64) == 0 ||
           error_set(e,
                     "line %llu of the audit chain: a row with a mark from %llu to %llu was "
                     "changed, added or removed",
                     (unsigned long long)n, (unsigned long long)from, (unsigned long long)to);
}

/* Rows behind the last that the chain knows, or hidden by none; a chain that was cut off. */
static bool
walk_end(walk *w, error *e)
{
    static const char hidden[] =
        "SELECT r.movement_id FROM replaced r WHERE NOT EXISTS "
        "(SELECT 1 FROM movement m WHERE m.mark = r.mark AND m.change_of = r.movement_id) LIMIT 1";
    char text[INT_TEXT];
    slice marks = int_text((int64_t)w->marks, text), v;
    arena a = {0};
    bool found;
    bool good = query_one(w->l, "SELECT mark FROM movement WHERE mark > $1 LIMIT 1", &marks, 1, &a,
                          &v, 1, &found, e);

    if (good && found)
        good = error_set(e, "row %.*s is not in the audit chain: lines are missing at its end",
                         (int)v.n, v.p);
    if (good && w->n == 0)
        good = error_set(e, "the audit chain is empty");
    if (good && w->against != NULL && !w->met)
        good = error_set(e,
                         "the audit chain ends with line %llu, and line %llu was written down: "
                         "its end was cut off",
                         (unsigned long long)w->n, (unsigned long long)w->against->n);
    good = good && query_one(w->l, hidden, NULL, 0, &a, &v, 1, &found, e);
    if (good && found)
        good = error_set(e, "movement %.*s is hidden, and no row replaces it", (int)v.n, v.p);
    good = good && (!w->rows || w->l->kind->hidden == NULL ||
                    query_one(w->l, w->l->kind->hidden, NULL, 0, &a, &v, 1, &found, e));
    if (good && found)
        good = error_set(e, "row %.*s is hidden from who asks for its document or name", (int)v.n,
                         v.p);
    arena_free(&a);
    return good;
}

bool
ledger_audit_verify(ledger *l, bool rows, const ledger_head *against, ledger_head *head,
                    void (*line)(void *ctx, const ledger_audit_line *line), void *ctx, error *e)
{
    walk w = {.l = l, .rows = rows, .against = against};
    const slice *v;
    bool good = true;

    if (!l->kind->begin(l, false, e))
        return false;
    if (!schema_refresh(l, e)) {
        l->kind->rollback(l);
        return false;
    }
    cursor *c = l->kind->query(
        l, "SELECT n, time, who, action, detail, last_mark, hash FROM audit ORDER BY n", NULL, 0,
        true, e);
    while (good && c != NULL && (v = l->kind->next(c, e)) != NULL) {
        good = walk_line(&w, v, e);
        if (good && line != NULL)
            line(ctx, &(ledger_audit_line){v[0], v[1], v[2], v[3], v[4], v[5], v[6]});
    }
    good = good && c != NULL && e->text[0] == '\0' && walk_end(&w, e);
    if (c != NULL)
        l->kind->end(c);
    l->kind->rollback(l);
    head->n = w.n;
    memcpy(head->hash, w.hash, sizeof head->hash);
    return good;
}

bool
ledger_head_parse(slice s, ledger_head *head)
{
    slice n = slice_cut(&s, ':');

    if (!slice_uint(n, INT64_MAX, &head->n) || head->n == 0 || s.n != 64)
        return false;
    for (size_t i = 0; i < 64; i++)
        if (memchr("0123456789abcdef", s.p[i], 16) == NULL)
            return false;
    memcpy(head->hash, s.p, 64);
    head->hash[64] = '\0';
    return true;
}

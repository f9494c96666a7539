/*
 * All rows of a person: those of a document, of every document that its
 * holder's name, date of birth and nationality stand on, and so on.
 */
#include "ledger/rows.h"

#include <stdio.h>
#include <stdlib.h>

enum { KEYS_MAX = 256 };

/* A document (number, issuer) or a name (key, birth date, nationality). */
typedef struct key {
    bool name;
    slice part[3];
} key;

typedef struct search {
    ledger_rows *r;
    key key[KEYS_MAX];
    size_t n;
    slice issuer; /* of the first rows found, when none was asked for */
    bool issuer_known;
} search;

static bool
add_key(search *s, bool name, slice a, slice b, slice c, error *e)
{
    key new = {name, {a, b, c}};

    for (size_t i = 0; i < s->n; i++)
        if (s->key[i].name == name && slice_eq(s->key[i].part[0], a) &&
            slice_eq(s->key[i].part[1], b) && slice_eq(s->key[i].part[2], c))
            return true;
    if (s->n == KEYS_MAX)
        return error_set(e, "more than %d documents and names belong together: no one person's",
                         KEYS_MAX);
    for (int i = 0; i < 3; i++)
        new.part[i] = arena_dup(&s->r->a, new.part[i]);
    s->key[s->n++] = new;
    return true;
}

/* Keeps a row that was found, and what else it may be found by. */
static bool
keep(search *s, const slice *v, bool by_name, error *e)
{
    ledger_rows *r = s->r;
    date birth;

    for (size_t i = 0; i < r->ids_n; i++)
        if (slice_eq(r->ids[i], v[0]))
            return true;
    r->ids = mem_grow(r->ids, r->ids_n + 1, sizeof *r->ids);
    r->by_name = mem_grow(r->by_name, r->ids_n + 1, sizeof *r->by_name);
    r->by_name[r->ids_n] = by_name;
    r->ids[r->ids_n++] = arena_dup(&r->a, v[0]);
    if (v[2].n != 0 && !add_key(s, false, v[2], v[1], (slice){NULL, 0}, e))
        return false;
    /* A name alone, or with a part of a date, is not one person's. */
    return v[3].n == 0 || v[5].n == 0 || !date_parse(v[4], &birth) || !date_whole(birth) ||
           add_key(s, true, v[3], v[4], v[5], e);
}

/* Rows with the parts of a key; any: a document of whatever issuer, which must be one. */
static bool
look(search *s, const key *k, bool any, error *e)
{
    ledger *l = s->r->l;
    const slice *v;
    buf sql = {0};

    buf_puts(&sql, S("SELECT m.movement_id, m.doc_issuer, m.doc_key, m.name_key, m.birth_date, "
                     "m.nationality FROM "));
    buf_puts(&sql, slice_of(l->kind->rows));
    buf_puts(&sql, S(" WHERE "));
    row_picked(&sql, k->name ? l->kind->name : l->kind->document, 1);
    buf_puts(&sql, k->name ? S(" AND m.name_key = $1 AND m.birth_date = $2 AND m.nationality = $3")
                           : S(" AND m.doc_key = $1"));
    if (!k->name && !any)
        buf_puts(&sql, S(" AND m.doc_issuer = $2"));
    buf_putc(&sql, '\0');
    e->text[0] = '\0';
    cursor *c = query(l, sql.p, k->part, k->name ? 3 : any ? 1 : 2, e);
    buf_free(&sql);
    while (c != NULL && (v = l->kind->next(c, e)) != NULL) {
        if (any && s->issuer_known && !slice_eq(s->issuer, v[1])) {
            error_set(e,
                      "'%.*s' is the number of a document of %.*s and of one of %.*s: ask for "
                      "one with ISSUER/NUMBER",
                      (int)k->part[0].n, k->part[0].p, (int)s->issuer.n, s->issuer.p, (int)v[1].n,
                      v[1].p);
            break;
        }
        if (!s->issuer_known)
            s->issuer = arena_dup(&s->r->a, v[1]);
        s->issuer_known = true;
        if (!keep(s, v, k->name, e))
            break;
    }
    if (c != NULL)
        l->kind->end(c);
    return c != NULL && e->text[0] == '\0';
}

/* Ids sort as time does; by_name goes with them. */
static void
sort_ids(ledger_rows *r)
{
    for (size_t i = 1; i < r->ids_n; i++) {
        slice id = r->ids[i];
        bool name = r->by_name[i];
        size_t k = i;
        for (; k > 0 && slice_cmp(r->ids[k - 1], id) > 0; k--) {
            r->ids[k] = r->ids[k - 1];
            r->by_name[k] = r->by_name[k - 1];
        }
        r->ids[k] = id;
        r->by_name[k] = name;
    }
}

bool
person_find(ledger_rows *r, slice issuer, slice number, error *e)
{
    search s = {.r = r};
    key asked = {false, {number, issuer}};
    bool good = look(&s, &asked, issuer.n == 0, e);

    for (size_t i = 0; good && i < s.n; i++) {
        key k = s.key[i]; /* looking adds keys */
        bool was_asked = !k.name && slice_eq(k.part[0], number) && slice_eq(k.part[1], s.issuer);
        good = was_asked || look(&s, &k, false, e);
    }
    sort_ids(r);
    return good;
}

/* ---- the page ---- */

typedef struct page {
    buf *b;
    ledger_rows *r;
    const slice *v;
} page;

static slice
value(const page *p, size_t field)
{
    for (size_t i = 0; i < p->r->own_n; i++)
        if (p->r->field[i] == field)
            return p->v[i];
    return (slice){NULL, 0};
}

static slice
column(const page *p, enum column c)
{
    return value(p, field_of(c));
}

/* As much of a value as a page has room for, without what a terminal obeys. */
static void
show(buf *b, slice text)
{
    enum { SHOWN_MAX = 400 };
    size_t from = b->n;

    buf_put(b, text.p, text.n < SHOWN_MAX ? text.n : SHOWN_MAX);
    buf_harmless(b, from);
    if (text.n > SHOWN_MAX)
        buf_puts(b, S(" ..."));
}

static void
words(buf *b, const page *p, const enum column *cols, size_t n)
{
    bool first = true;

    for (size_t i = 0; i < n; i++) {
        slice v = column(p, cols[i]);
        if (v.n == 0)
            continue;
        if (!first)
            buf_putc(b, ' ');
        show(b, v);
        first = false;
    }
}

/* A line of the head of the page, unless it is there. */
static void
fact(buf *head, const char *label, slice text)
{
    char begun[24];
    buf line = {0};

    if (text.n == 0)
        return;
    snprintf(begun, sizeof begun, "%-14s", label);
    buf_puts(&line, slice_of(begun));
    show(&line, text);
    buf_putc(&line, '\n');
    if (head->n == 0 || memmem(head->p, head->n, line.p, line.n) == NULL)
        buf_puts(head, buf_slice(&line));
    buf_free(&line);
}

static void
facts(buf *head, const page *p)
{
    static const enum column document[] = {COL_doc_issuer, COL_doc_type, COL_doc_number};
    static const enum column name[] = {COL_surname, COL_given_names, COL_full_name};
    buf b = {0};

    words(&b, p, name, LENGTH(name));
    fact(head, "Name", buf_slice(&b));
    fact(head, "Born", column(p, COL_birth_date));
    fact(head, "Nationality", column(p, COL_nationality));
    b.n = 0;
    words(&b, p, document, LENGTH(document));
    fact(head, "Document", buf_slice(&b));
    buf_free(&b);
}

/* One row and, below it, what else it says. */
static void
movement(buf *b, const page *p, bool named)
{
    static const enum column first[] = {COL_crossing_time, COL_direction, COL_post, COL_decision,
                                        COL_transport_mode};
    static const enum column shown_above[] = {
        COL_surname,     COL_given_names, COL_full_name,  COL_birth_date,
        COL_nationality, COL_doc_type,    COL_doc_issuer, COL_crossing_time,
        COL_direction,   COL_post,        COL_decision,   COL_transport_mode};

    buf_putc(b, '\n');
    words(b, p, first, LENGTH(first));
    buf_putc(b, '\n');
    for (size_t i = 0; i < p->r->n; i++) {
        bool above = p->v[i].n == 0 ||
                     (i < p->r->own_n && p->r->field[i] == F_KIND && slice_eq(p->v[i], S("new")));
        for (size_t k = 0; k < LENGTH(shown_above) && i < p->r->own_n; k++)
            above = above || p->r->field[i] == field_of(shown_above[k]);
        if (above)
            continue;
        buf_puts(b, S("    "));
        show(b, p->r->name[i]);
        buf_puts(b, S(": "));
        show(b, p->v[i]);
        buf_putc(b, '\n');
    }
    if (named)
        buf_puts(b, S("    found by name, date of birth and nationality, not by a document\n"));
}

bool
ledger_page(ledger_rows *r, buf *b, uint64_t *n, error *e)
{
    page p = {.b = b, .r = r};
    buf head = {0}, rows = {0};

    *n = 0;
    while ((p.v = ledger_rows_next(r, e)) != NULL) {
        facts(&head, &p);
        movement(&rows, &p, r->by_name != NULL && r->by_name[r->at - 1]);
        ++*n;
    }
    buf_puts(b, S("Record of a person in the ledger of movements\n\n"));
    buf_puts(b, buf_slice(&head));
    buf_printf(b, "%-14s%llu\n", "Rows", (unsigned long long)*n);
    buf_puts(b, buf_slice(&rows));
    buf_free(&head);
    buf_free(&rows);
    return e->text[0] == '\0';
}

/* Movements out: what is asked becomes SQL with bound values, rows come back. */
#include "ledger/rows.h"

#include <stdio.h>
#include <stdlib.h>

/* Neither replaced nor void; a subquery, for a join would lose the order. */
static const char current_row[] =
    "m.change_kind <> 'void' AND "
    "(SELECT 1 FROM replaced r WHERE r.movement_id = m.movement_id) IS NULL";

/* ---- the statement ---- */

enum { VALUES_MAX = 1000 };

typedef struct statement {
    buf text;
    slice value[VALUES_MAX];
    size_t n;
    bool where;
    const store_kind *kind;
    arena *a;
} statement;

static void
put(statement *s, const char *sql)
{
    buf_puts(&s->text, slice_of(sql));
}

static void
put_value(statement *s, slice value)
{
    s->value[s->n++] = value;
    buf_printf(&s->text, "$%zu", s->n);
}

static void
condition(statement *s)
{
    put(s, s->where ? " AND " : " WHERE ");
    s->where = true;
}

/* A word that no row can have is a slip, and would be answered by nothing. */
static bool
check_list(enum column c, const opt_list *list, error *e)
{
    const char *why;

    for (size_t i = 0; i < list->n; i++) {
        slice rest = slice_of(list->item[i]);
        while (rest.p != NULL) {
            slice item = slice_cut(&rest, ',');
            if (!column_check(c, item, &why))
                return error_set(e, "%s: '%.*s' is %s", column_table[c].name.p, (int)item.n, item.p,
                                 why);
        }
    }
    return true;
}

static bool
put_list(statement *s, enum column c, const opt_list *list, error *e)
{
    const char *column = column_table[c].name.p;

    if (list->n == 0)
        return true;
    condition(s);
    buf_printf(&s->text, "m.%s IN (", column);
    for (size_t i = 0; i < list->n; i++) {
        slice rest = slice_of(list->item[i]);
        while (rest.p != NULL) {
            slice item = slice_cut(&rest, ',');
            if (s->n + 20 > VALUES_MAX)
                return error_set(e, "too many values of %s are asked for", column);
            if (s->text.p[s->text.n - 1] != '(')
                put(s, ", ");
            put_value(s, item);
        }
    }
    put(s, ")");
    return true;
}

/*
 * One end of the time.  A time is an instant; a date is a day on the clock of
 * each post, so it is looked for a day wider and then compared as written.
 */
static bool
put_bound(statement *s, const char *text, bool from, error *e)
{
    enum { DAY = 86400 };
    int64_t seconds;
    moment m;
    char digits[11], number[INT_TEXT];

    if (text == NULL)
        return true;
    slice t = arena_dup(s->a, slice_of(text));
    if (t.n == 0 || !moment_parse(t, &m))
        return error_set(e, "'%s' is no date and no time", text);
    bool days = !m.has_time;
    if (days) {
        date d = m.day;
        if (d.month == 0)
            d.month = from ? 1 : 12;
        if (d.day == 0)
            for (d.day = from ? 1 : 31; !date_valid(d); d.day--)
                continue;
        seconds = ((int64_t)date_days(d) + (from ? -1 : 2)) * DAY;
        condition(s);
        buf_printf(&s->text, "substr(m.crossing_time, 1, %zu) %s ", t.n, from ? ">=" : "<=");
        put_value(s, t);
    } else if (!instant_of(t, &seconds)) {
        return error_set(e, "'%s' has no day", text);
    }
    instant_digits(seconds, digits);
    slice month = arena_dup(s->a, int_text(month_of(seconds), number));
    if (s->kind->partitions) {
        condition(s);
        put(s, from ? "m.month >= " : "m.month <= ");
        put_value(s, month);
    }
    condition(s);
    put(s, from ? "(m.month, m.movement_id) >= (" : "(m.month, m.movement_id) < (");
    put_value(s, month);
    put(s, ", ");
    put_value(s, arena_dup(s->a, (slice){digits, 10}));
    put(s, ")");
    return true;
}

/* NUMBER or ISSUER/NUMBER. */
bool
document_read(const char *text, slice *issuer, slice *key, arena *a, error *e)
{
    slice rest = slice_of(text), first = slice_cut(&rest, '/');

    *issuer = rest.p != NULL ? first : (slice){NULL, 0};
    *key = key_document(rest.p != NULL ? rest : first, a);
    if (key->n == 0)
        return error_set(e, "'%s' is no number of a document", text);
    return issuer->n == 0 || column_check(COL_doc_issuer, *issuer, NULL) ||
           error_set(e, "'%s': the State before '/' is not a three-letter code", text);
}

static bool
put_person(statement *s, const ledger_query *q, error *e)
{
    char text[DATE_TEXT];

    if (q->document != NULL) {
        slice issuer, key;
        if (!document_read(q->document, &issuer, &key, s->a, e))
            return false;
        condition(s);
        row_picked(&s->text, s->kind->document, s->n + 1);
        put(s, " AND m.doc_key = ");
        put_value(s, key);
        if (issuer.n != 0) {
            put(s, " AND m.doc_issuer = ");
            put_value(s, issuer);
        }
    }
    if (q->name != NULL) {
        e->text[0] = '\0';
        slice key = key_name(slice_of(q->name), (slice){NULL, 0}, (slice){NULL, 0}, s->a, e);
        if (key.n == 0)
            return e->text[0] == '\0' ? error_set(e, "'%s' is no name", q->name) : false;
        condition(s);
        row_picked(&s->text, s->kind->names, s->n + 1);
        put(s, " AND m.name_key >= ");
        put_value(s, key);
        put(s, " AND m.name_key < ");
        put_value(s, arena_printf(s->a, "%.*s!", (int)key.n, key.p));
    }
    if (q->birth_date.year != 0) {
        slice birth = arena_dup(s->a, date_text(q->birth_date, text));
        condition(s);
        put(s, "m.birth_date = ");
        put_value(s, birth);
    }
    return true;
}

/* False: what is asked for is wrong. */
static bool
compose(statement *s, const ledger_query *q, error *e)
{
    char number[INT_TEXT], text[DATE_TEXT];
    bool inside = q->inside.year != 0;

    if (inside && (q->document != NULL || q->name != NULL || q->birth_date.year != 0 ||
                   q->from != NULL || q->until != NULL || q->direction.n != 0 || q->changes))
        return error_set(e, "who is inside can be asked by post and by nationality only");
    if (!check_list(COL_direction, &q->direction, e) ||
        !check_list(COL_nationality, &q->nationality, e))
        return false;
    row_select(&s->text);
    put(s, " FROM ");
    put(s, q->document != NULL || q->name != NULL ? s->kind->rows : "movement m");
    if (inside) /* all that happened until then tells who is there */
        return put_bound(s, date_text(q->inside, text).p, false, e) &&
               (condition(s), put(s, current_row), put(s, " ORDER BY m.month, m.movement_id"),
                true);
    if (!put_person(s, q, e) || !put_bound(s, q->from, true, e) ||
        !put_bound(s, q->until, false, e) || !put_list(s, COL_post, &q->post, e) ||
        !put_list(s, COL_direction, &q->direction, e) ||
        !put_list(s, COL_nationality, &q->nationality, e))
        return false;
    if (q->changes) {
        condition(s);
        put(s, "m.mark > ");
        put_value(s, arena_dup(s->a, int_text((int64_t)q->since, number)));
        put(s, " ORDER BY m.mark");
        return true;
    }
    if (!q->all) {
        condition(s);
        put(s, current_row);
    }
    put(s, " ORDER BY m.month, m.movement_id");
    return true;
}

/* ---- columns ---- */

static void
name_columns(ledger_rows *r, bool changes)
{
    static const enum field change[] = {F_MARK, F_KIND, F_OF, F_WHY, F_TIME, F_BY};
    ledger *l = r->l;
    size_t n = 0;

    r->name = mem_alloc(1 + LEDGER_COLUMNS + LENGTH(change) + l->extra_n, sizeof *r->name);
    r->value = mem_alloc(1 + LEDGER_COLUMNS + LENGTH(change) + l->extra_n, sizeof *r->value);
    r->field[n++] = F_ID;
    for (size_t i = 0; i < LEDGER_COLUMNS; i++)
        r->field[n++] = F_COLUMNS + i;
    for (size_t i = 0; i < LENGTH(change) && changes; i++)
        r->field[n++] = change[i];
    for (size_t i = 0; i < n; i++)
        r->name[i] = field_name(r->field[i]);
    r->own_n = r->n = n;
    for (size_t i = 0; i < l->extra_n; i++)
        r->name[r->n++] = arena_dup(&r->a, l->extra[i]);
}

/* The values of a row as the columns have them. */
const slice *
rows_values(ledger_rows *r, const slice *field)
{
    slice rest = field[F_MORE], name, value;
    size_t at = r->own_n;

    for (size_t i = 0; i < r->own_n; i++)
        r->value[i] = field[r->field[i]];
    for (size_t i = r->own_n; i < r->n; i++)
        r->value[i] = (slice){NULL, 0};
    arena_reset(&r->scratch);
    while (ledger_more_next(&rest, &r->scratch, &name, &value)) {
        size_t from = at;
        while (at < r->n && !slice_eq(r->name[at], name))
            at++;
        for (size_t i = r->own_n; at == r->n && i < from; i++)
            if (slice_eq(r->name[i], name)) {
                at = i;
                break;
            }
        if (at < r->n)
            r->value[at++] = value;
        else
            at = r->own_n;
    }
    return r->value;
}

const slice *
ledger_rows_names(const ledger_rows *r, size_t *n)
{
    *n = r->n;
    return r->name;
}

/* ---- history ---- */

static bool
add_id(ledger_rows *r, slice id)
{
    for (size_t i = 0; i < r->ids_n; i++)
        if (slice_eq(r->ids[i], id))
            return false;
    r->ids = mem_grow(r->ids, r->ids_n + 1, sizeof *r->ids);
    r->ids[r->ids_n++] = arena_dup(&r->a, id);
    return true;
}

/* The first row of an id's history, and all that replaced it, in order. */
static bool
trace(ledger_rows *r, const char *text, error *e)
{
    slice field[LEDGER_FIELDS], id = slice_of(text), mark, by;
    bool found;

    if (id.n != 32 || !column_check(COL_movement_id, id, NULL))
        return error_set(e, "'%s' is not the id of a movement", text);
    for (;;) {
        if (!row_find(r->l, id, &r->a, field, &found, e))
            return false;
        if (!found)
            return error_set(e, "%s: there is no movement %.*s", r->l->where, (int)id.n, id.p);
        if (field[F_OF].n == 0)
            break;
        id = field[F_OF];
    }
    while (add_id(r, id)) {
        if (!query_one(r->l, "SELECT mark FROM replaced WHERE movement_id = $1", &id, 1, &r->a,
                       &mark, 1, &found, e))
            return false;
        if (!found)
            break;
        if (!query_one(r->l, "SELECT movement_id FROM movement WHERE mark = $1", &mark, 1, &r->a,
                       &by, 1, &found, e))
            return false;
        if (found)
            id = by;
    }
    return true;
}

/* ---- the rows ---- */

/* What is asked of a person, as the chain has it; empty: of none. */
static slice
asked(const ledger_query *q, arena *a)
{
    const struct {
        const char *what, *value;
    } part[] = {{"person", q->person},
                {"document", q->document},
                {"name", q->name},
                {"history", q->history}};
    slice all = {NULL, 0};
    char text[DATE_TEXT];

    for (size_t i = 0; i < LENGTH(part); i++)
        if (part[i].value != NULL)
            all = arena_join(a, all, S(" "), arena_printf(a, "%s=%s", part[i].what, part[i].value));
    if (q->birth_date.year != 0) {
        slice birth = date_text(q->birth_date, text);
        all = arena_join(a, all, S(" "), arena_printf(a, "birth_date=%.*s", (int)birth.n, birth.p));
    }
    return all;
}

/* Checks and composes before anything is written in the chain. */
static bool
start(ledger_rows *r, const ledger_query *q, error *e)
{
    statement s = {.a = &r->a, .kind = r->l->kind};
    slice who = asked(q, &r->a), issuer, key;
    bool by_id = q->person != NULL || q->history != NULL;
    bool good = q->person == NULL || document_read(q->person, &issuer, &key, &r->a, e);

    good = good && (by_id || compose(&s, q, e)) &&
           (who.n == 0 || audit_asked(r->l, S("look-up"), who, e)) &&
           r->l->kind->begin(r->l, false, e) && schema_refresh(r->l, e);
    if (good) {
        name_columns(r, q->changes || q->all || by_id);
        if (q->person != NULL) {
            good = person_find(r, issuer, key, e);
        } else if (q->history != NULL) {
            good = trace(r, q->history, e);
        } else {
            buf_putc(&s.text, '\0');
            r->cursor = r->l->kind->query(r->l, s.text.p, s.value, s.n, true, e);
            good = r->cursor != NULL && (q->inside.year == 0 || inside_find(r, q, e));
        }
    }
    buf_free(&s.text);
    return good;
}

ledger_rows *
ledger_select(ledger *l, const ledger_query *q, error *e)
{
    ledger_rows *r = mem_alloc(1, sizeof *r);

    r->l = l;
    e->text[0] = '\0';
    if (!start(r, q, e)) {
        ledger_rows_free(r);
        return NULL;
    }
    return r;
}

const slice *
ledger_rows_next(ledger_rows *r, error *e)
{
    e->text[0] = '\0';
    if (r->inside != NULL)
        return inside_next(r, e);
    if (r->cursor != NULL) {
        const slice *field = r->l->kind->next(r->cursor, e);
        return field == NULL ? NULL : rows_values(r, field);
    }
    if (r->at < r->ids_n) {
        bool found;
        arena_reset(&r->row);
        if (!row_find(r->l, r->ids[r->at++], &r->row, r->held, &found, e))
            return NULL;
        return rows_values(r, r->held);
    }
    return NULL;
}

void
ledger_rows_free(ledger_rows *r)
{
    if (r == NULL)
        return;
    if (r->cursor != NULL)
        r->l->kind->end(r->cursor);
    inside_free(r);
    r->l->kind->rollback(r->l);
    arena_free(&r->a);
    arena_free(&r->scratch);
    arena_free(&r->row);
    free(r->ids);
    free(r->by_name);
    free(r->name);
    free(r->value);
    free(r);
}

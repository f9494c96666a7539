/*
 * Sums as rows, and back.
 *
 *	spec	what was asked for: the report, its condition, the time column
 *	table	the same of a table; whether its fields are columns or derived
 *	facts	first and last day, records read and rejected
 *	from	the digest of the records of one input: no partial counts twice
 *	group	a key, its count, what is held of its measures
 *	end	how many rows there were, and a checksum over them
 *
 * A row adds to the group of its key: a state too long for a row is in several.
 */
#include "report/private.h"

#include <stdlib.h>

static const uint64_t known_to_all[2];
static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

enum { HASHES_A_ROW = 1500, VALUES_A_ROW = 700, FIELDS = 5, LIST_MAX = REPORT_BY_MAX + 1 };
#define FORM "1" /* of the rows; a program reads its own */

/* ---- lists in a field: ';' between items, '\' before one that is meant ---- */

static void
list_put(buf *b, slice item, bool first)
{
    if (!first)
        buf_putc(b, ';');
    for (size_t i = 0; i < item.n; i++) {
        if (item.p[i] == ';' || item.p[i] == '\\')
            buf_putc(b, '\\');
        buf_putc(b, item.p[i]);
    }
}

/* n items in memory of the arena; false: there are more or fewer. */
static bool
list_get(slice list, slice *item, size_t n, arena *a)
{
    char *p = arena_alloc(a, list.n + 1);
    size_t at = 0, from = 0, have = 0;

    if (n == 0)
        return list.n == 0;
    for (size_t i = 0; i <= list.n; i++) {
        if (i == list.n || list.p[i] == ';') {
            if (have == n)
                return false;
            item[have++] = (slice){p + from, at - from};
            from = at;
            continue;
        }
        if (list.p[i] == '\\' && ++i == list.n)
            return false;
        p[at++] = list.p[i];
    }
    return have == n;
}

/* ---- writing ---- */

typedef struct writer {
    buf *b;
    out *o;
    uint64_t rows, sum;
    buf key, states;
} writer;

/* The checksum with one more row. */
static uint64_t
sum_with(uint64_t sum, slice raw)
{
    return sum * 0x9e3779b97f4a7c15u + sip_hash(known_to_all, raw);
}

static void
put_row(buf *b, const char *kind, slice table, slice key, slice count, slice states)
{
    slice value[FIELDS] = {slice_of(kind), table, key, count, states};

    csv_put_values(b, value, FIELDS);
    buf_putc(b, '\n');
}

static void
write_row(writer *w, const char *kind, slice table, slice count)
{
    buf *b = w->b;
    size_t from = b->n;

    put_row(b, kind, table, buf_slice(&w->key), count, buf_slice(&w->states));
    w->rows++;
    w->sum = sum_with(w->sum, (slice){b->p + from, b->n - from - 1});
    w->key.n = w->states.n = 0;
    if (w->o != NULL)
        out_flush_full(w->o);
}

static slice
number_of(uint64_t n, char text[NUMBER_TEXT])
{
    return number_sum_text((number_sum)n, text);
}

/* A row of the spec is one line. */
static void
one_line(buf *b)
{
    for (size_t i = 0; i < b->n; i++)
        if (b->p[i] == '\n' || b->p[i] == '\r')
            b->p[i] = ' ';
}

/* The rows of spec and tables: what all partials of a report have alike. */
static void
put_spec(buf *b, const report_sums *s)
{
    buf key = {0}, states = {0};
    char text[NUMBER_TEXT];

    list_put(&key, s->spec.id, true);
    list_put(&key, s->spec.where, false);
    list_put(&key, s->spec.clock.time, false);
    list_put(&key, s->spec.exact ? S("exact") : S(""), false);
    one_line(&key);
    put_row(b, "spec", S(""), buf_slice(&key), S(""), S(FORM));
    for (size_t i = 0; i < s->spec.n; i++) {
        const table_sums *t = &s->table[i];
        const slice texts[] = {t->t.id, t->t.by, t->t.across, t->t.measures, t->t.where, t->lacks};
        uint64_t numbers[] = {t->t.chart, t->t.top, t->t.sort, t->t.optional, t->left_out};
        key.n = states.n = 0;
        for (size_t k = 0; k < LENGTH(texts); k++)
            list_put(&key, texts[k], k == 0);
        for (size_t k = 0; k < LENGTH(numbers); k++)
            list_put(&key, number_of(numbers[k], text), false);
        for (size_t k = 0; k < t->by_n; k++)
            buf_putc(&states, t->by[k].derived != NULL ? 'd' : 'c');
        if (t->has_across)
            buf_putc(&states, t->across.derived != NULL ? 'd' : 'c');
        one_line(&key);
        put_row(b, "table", number_of(i, text), buf_slice(&key), S(""), buf_slice(&states));
    }
    buf_free(&key);
    buf_free(&states);
}

static int
by_hash(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void
put_hex(buf *b, uint64_t v)
{
    for (int shift = 60; shift >= 0; shift -= 4)
        buf_putc(b, "0123456789abcdef"[v >> shift & 15]);
}

/* A sorted copy of what is in use; for the order of a table is that of its history. */
static uint64_t *
set_sorted(const set *s)
{
    uint64_t *v = mem_alloc(s->n + 1, sizeof *v);
    size_t n = 0;

    for (size_t i = 0; i < s->slots; i++)
        if (s->slot[i] != 0)
            v[n++] = s->slot[i];
    qsort(v, n, sizeof *v, by_hash);
    return v;
}

static int
by_number(const void *a, const void *b)
{
    number x = ((const struct value *)a)->v, y = ((const struct value *)b)->v;
    return (x > y) - (x < y);
}

static struct value *
values_sorted(const tally *s)
{
    struct value *v = mem_alloc(s->n + 1, sizeof *v);
    size_t n = 0;

    for (size_t i = 0; i < s->slots; i++)
        if (s->slot[i].n != 0)
            v[n++] = s->slot[i];
    qsort(v, n, sizeof *v, by_number);
    return v;
}

/* Part `chunk` of a state; true: there is more. */
static bool
put_state(buf *b, const measured *m, const report_state *s, size_t chunk)
{
    char text[NUMBER_TEXT];
    size_t from, to;

    switch (m->m.op) {
    case REPORT_OP_PERSONS:
    case REPORT_OP_DISTINCT:
        if (s->set.reg != NULL) {
            if (chunk != 0)
                return false;
            buf_putc(b, '~');
            for (size_t i = 0; i < SET_REGISTERS; i++)
                buf_putc(b, alphabet[s->set.reg[i] & 63]);
            return false;
        }
        from = chunk * HASHES_A_ROW;
        if (from >= s->set.n)
            return false;
        to = s->set.n - from > HASHES_A_ROW ? from + HASHES_A_ROW : s->set.n;
        uint64_t *hashes = set_sorted(&s->set);
        buf_putc(b, '=');
        for (size_t i = from; i < to; i++)
            put_hex(b, hashes[i]);
        free(hashes);
        return to < s->set.n;
    case REPORT_OP_PERCENTILE:
        from = chunk * VALUES_A_ROW;
        if (from >= s->values.n)
            return false;
        to = s->values.n - from > VALUES_A_ROW ? from + VALUES_A_ROW : s->values.n;
        struct value *all = values_sorted(&s->values);
        buf_putc(b, s->values.coarse ? '~' : '=');
        for (size_t i = from; i < to; i++) {
            if (i != from)
                buf_putc(b, ' ');
            buf_puts(b, number_sum_text(all[i].v, text));
            buf_putc(b, ':');
            buf_puts(b, number_of(all[i].n, text));
        }
        free(all);
        return to < s->values.n;
    default:
        break;
    }
    if (chunk != 0)
        return false;
    switch (m->m.op) {
    case REPORT_OP_COUNT:
    case REPORT_OP_RATE:
        buf_puts(b, number_of(s->count, text));
        break;
    case REPORT_OP_NET:
        buf_puts(b, number_of(s->net.entries, text));
        buf_putc(b, '/');
        buf_puts(b, number_of(s->net.exits, text));
        break;
    case REPORT_OP_SUM:
    case REPORT_OP_MEAN:
        buf_puts(b, number_sum_text(s->sum.sum, text));
        buf_putc(b, '/');
        buf_puts(b, number_of(s->sum.n, text));
        break;
    case REPORT_OP_MIN:
    case REPORT_OP_MAX:
        if (s->extreme.any)
            buf_puts(b, number_sum_text(s->extreme.v, text));
        break;
    default:
        break;
    }
    return false;
}

typedef struct keyed {
    slice key;
    size_t group;
} keyed;

static int
by_key(const void *a, const void *b)
{
    return slice_cmp(((const keyed *)a)->key, ((const keyed *)b)->key);
}

static void
write_table(writer *w, const table_sums *t, size_t table)
{
    size_t parts = t->by_n + t->has_across;
    keyed *all = mem_alloc(t->groups.n + 1, sizeof *all);
    char text[NUMBER_TEXT], index[NUMBER_TEXT];
    slice which = number_of(table, index);

    for (size_t i = 0; i < t->groups.n; i++)
        all[i] = (keyed){groups_key(&t->groups, i), i};
    qsort(all, t->groups.n, sizeof *all, by_key);
    for (size_t i = 0; i < t->groups.n; i++) {
        bool more = true;
        for (size_t chunk = 0; more; chunk++) {
            slice key = all[i].key;
            more = false;
            for (size_t k = 0; k < parts; k++)
                list_put(&w->key, slice_cut(&key, '\0'), k == 0);
            for (size_t k = 0; k < t->measures_n; k++) {
                if (k != 0)
                    buf_putc(&w->states, ';');
                more = put_state(&w->states, &t->measure[k],
                                 &t->groups.state[all[i].group * t->groups.states + k], chunk) ||
                       more;
            }
            write_row(w, "group", which,
                      number_of(chunk == 0 ? t->groups.group[all[i].group].count : 0, text));
        }
    }
    free(all);
}

void
report_sums_write(const report_sums *s, buf *b, out *o)
{
    writer w = {.b = b, .o = o};
    char text[NUMBER_TEXT];

    put_row(b, "partial", S("table"), S("key"), S("count"), S("states"));
    size_t from = b->n;
    put_spec(b, s);
    slice spec = {b->p + from, b->n - from};
    while (spec.n != 0) {
        size_t n = slice_eol(spec);
        w.rows++;
        w.sum = sum_with(w.sum, (slice){spec.p, n});
        spec = (slice){spec.p + n + 1, spec.n - n - 1};
    }
    list_put(&w.key, s->from[0] != '\0' ? (slice){s->from, 10} : S(""), true);
    list_put(&w.key, s->from[0] != '\0' ? (slice){s->to, 10} : S(""), false);
    buf_puts(&w.states, number_of(s->rejected, text));
    write_row(&w, "facts", S(""), number_of(s->read, text));
    for (size_t i = 0; i < s->seen_n; i++) {
        put_hex(&w.key, s->seen[i]);
        write_row(&w, "from", S(""), S(""));
    }
    if (s->seen_n == 0 && s->read != 0) {
        put_hex(&w.key, s->digest);
        write_row(&w, "from", S(""), S(""));
    }
    for (size_t i = 0; i < s->spec.n; i++)
        write_table(&w, &s->table[i], i);
    put_hex(&w.states, w.sum);
    write_row(&w, "end", S(""), number_of(w.rows, text));
    buf_free(&w.key);
    buf_free(&w.states);
}

/* ---- reading ---- */

static bool
get_hex(slice s, uint64_t *v)
{
    *v = 0;
    if (s.n != 16)
        return false;
    for (size_t i = 0; i < 16; i++) {
        const char *at = memchr("0123456789abcdef", s.p[i], 16);
        if (at == NULL)
            return false;
        *v = *v << 4 | (uint64_t)(at - "0123456789abcdef");
    }
    return true;
}

static bool
get_set(set *s, slice text, bool exact)
{
    slice rest = {text.p + 1, text.n - 1};
    uint64_t hash;

    if (text.p[0] == '~') {
        set other = {0};
        if (rest.n != SET_REGISTERS)
            return false;
        other.reg = mem_alloc(SET_REGISTERS, 1);
        bool good = true;
        for (size_t i = 0; i < rest.n && good; i++) {
            const char *at = memchr(alphabet, rest.p[i], 64);
            good = at != NULL && at - alphabet <= 64 - SET_BITS + 1;
            other.reg[i] = good ? (unsigned char)(at - alphabet) : 0;
        }
        if (good)
            set_merge(s, &other, exact);
        set_free(&other);
        return good;
    }
    if (text.p[0] != '=' || rest.n % 16 != 0)
        return false;
    for (; rest.n != 0; rest = (slice){rest.p + 16, rest.n - 16}) {
        if (!get_hex((slice){rest.p, 16}, &hash))
            return false;
        set_add(s, hash, exact);
    }
    return true;
}

static bool
get_values(tally *v, slice text, bool exact)
{
    slice rest = {text.p + 1, text.n - 1};
    number_sum value;
    uint64_t n;

    if (text.p[0] != '=' && text.p[0] != '~')
        return false;
    if (text.p[0] == '~')
        values_coarsen(v);
    while (rest.p != NULL) {
        slice pair = slice_cut(&rest, ' '), first = slice_cut(&pair, ':');
        if (!number_sum_parse(first, &value) || value != (number)value ||
            !slice_uint(pair, UINT64_MAX, &n) || n == 0)
            return false;
        values_add(v, (number)value, n, exact);
    }
    return true;
}

static bool
get_state(const measured *m, report_state *s, slice text, bool exact)
{
    slice rest = text, first = slice_cut(&rest, '/');
    number_sum v;
    uint64_t n, other;

    if (text.n == 0)
        return true;
    switch (m->m.op) {
    case REPORT_OP_COUNT:
    case REPORT_OP_RATE:
        if (!slice_uint(text, UINT64_MAX, &n))
            return false;
        s->count += n;
        return true;
    case REPORT_OP_NET:
        if (!slice_uint(first, UINT64_MAX, &n) || !slice_uint(rest, UINT64_MAX, &other))
            return false;
        s->net.entries += n;
        s->net.exits += other;
        return true;
    case REPORT_OP_SUM:
    case REPORT_OP_MEAN:
        if (!number_sum_parse(first, &v) || !slice_uint(rest, UINT64_MAX, &n))
            return false;
        s->sum.sum += v;
        s->sum.n += n;
        return true;
    case REPORT_OP_MIN:
    case REPORT_OP_MAX:
        if (!number_sum_parse(text, &v) || v != (number)v)
            return false;
        measure_merge(m, s, &(report_state){.extreme = {(number)v, true}}, exact);
        return true;
    case REPORT_OP_PERSONS:
    case REPORT_OP_DISTINCT:
        return get_set(&s->set, text, exact);
    case REPORT_OP_PERCENTILE:
        return get_values(&s->values, text, exact);
    default:
        return false;
    }
}

typedef struct reader {
    report_sums **s;
    report_spec spec; /* of the first partial, until its tables have been read */
    char fields[REPORT_TABLES_MAX][LIST_MAX + 1];
    bool left_out[REPORT_TABLES_MAX];
    slice lacks[REPORT_TABLES_MAX];
    arena texts, work;
    buf want; /* what the rows of spec and tables must be */
    slice left;
    bool first;
    uint64_t rows, sum;
    size_t seen_before;
    bool ended, facts;
} reader;

static bool
damaged(const row *r, const char *what, error *e)
{
    return error_set(e, "%s: line %llu: damaged: %s", r->where.file,
                     (unsigned long long)r->where.line, what);
}

/* A row of the spec of the first partial. */
static bool
learn(reader *q, const row *r, error *e)
{
    report_spec *spec = &q->spec;

    if (slice_eq(r->field[0], S("spec"))) {
        slice item[4];
        if (!slice_eq(r->field[4], S(FORM)))
            return error_set(e, "%s: a partial of version '%.*s'; this program reads " FORM,
                             r->where.file, (int)(r->field[4].n < 20 ? r->field[4].n : 20),
                             r->field[4].p);
        if (q->rows != 0 || !list_get(r->field[2], item, 4, &q->texts))
            return damaged(r, "the spec", e);
        *spec = (report_spec){
            .id = item[0], .where = item[1], .clock = {item[2]}, .exact = item[3].n != 0};
        return true;
    }
    slice item[11];
    uint64_t n[5];
    bool good =
        q->rows != 0 && spec->n < REPORT_TABLES_MAX && list_get(r->field[2], item, 11, &q->texts);
    for (size_t i = 0; i < 5 && good; i++)
        good = slice_uint(item[6 + i], UINT64_MAX, &n[i]);
    good = good && n[0] <= REPORT_FLOW && n[2] <= REPORT_SORT_COUNT && n[3] <= 1 && n[4] <= 1 &&
           r->field[4].n <= LIST_MAX;
    if (!good)
        return damaged(r, "a table of the spec", e);
    spec->table[spec->n] = (report_table){.id = item[0],
                                          .by = item[1],
                                          .across = item[2],
                                          .measures = item[3],
                                          .where = item[4],
                                          .chart = (report_chart)n[0],
                                          .top = n[1],
                                          .sort = (report_sort)n[2],
                                          .optional = n[3] != 0};
    q->lacks[spec->n] = item[5];
    q->left_out[spec->n] = n[4] != 0;
    if (r->field[4].n != 0)
        memcpy(q->fields[spec->n], r->field[4].p, r->field[4].n);
    spec->n++;
    return true;
}

/* The spec is known: sums for it. */
static bool
start(reader *q, const row *r, error *e)
{
    report_sums *s = report_sums_new(&q->spec, e);

    if (s == NULL)
        return false;
    *q->s = s;
    for (size_t i = 0; i < s->spec.n; i++) {
        table_sums *t = &s->table[i];
        const char *is = q->fields[i];
        if (strlen(is) != t->by_n + t->has_across)
            return damaged(r, "the fields of a table", e);
        for (size_t k = 0; k < t->by_n; k++)
            field_decide(&t->by[k], *is++ == 'c');
        if (t->has_across)
            field_decide(&t->across, *is == 'c');
        t->left_out = q->left_out[i];
        buf_puts(&t->lacks_text, q->lacks[i]);
        t->lacks = buf_slice(&t->lacks_text);
    }
    s->bound = true;
    s->texts = q->texts;
    q->texts = (arena){0};
    return true;
}

static bool
add_facts(reader *q, const row *r, error *e)
{
    report_sums *s = *q->s;
    slice day[2];
    uint64_t read, rejected;
    date is;

    if (q->facts || !list_get(r->field[2], day, 2, &q->work) ||
        !slice_uint(r->field[3], UINT64_MAX, &read) ||
        !slice_uint(r->field[4], UINT64_MAX, &rejected))
        return damaged(r, "the facts", e);
    q->facts = true;
    s->read += read;
    s->rejected += rejected;
    for (int i = 0; i < 2; i++) {
        char *have = i == 0 ? s->from : s->to;
        if (day[i].n == 0)
            continue;
        if (day[i].n != 10 || !date_parse(day[i], &is))
            return damaged(r, "a day", e);
        int cmp = have[0] == '\0' ? 0 : memcmp(day[i].p, have, 10);
        if (have[0] == '\0' || (i == 0 ? cmp < 0 : cmp > 0))
            memcpy(have, day[i].p, 10);
    }
    return true;
}

static bool
add_origin(reader *q, const row *r, error *e)
{
    report_sums *s = *q->s;
    uint64_t digest;

    if (!get_hex(r->field[2], &digest))
        return damaged(r, "where it comes from", e);
    for (size_t i = 0; i < q->seen_before; i++)
        if (s->seen[i] == digest)
            return error_set(e, "%s: the records in it are in another partial already",
                             r->where.file);
    s->seen = mem_grow(s->seen, s->seen_n + 1, sizeof *s->seen);
    s->seen[s->seen_n++] = digest;
    return true;
}

static bool
add_group(reader *q, const row *r, error *e)
{
    report_sums *s = *q->s;
    slice value[LIST_MAX], states = r->field[4];
    uint64_t table, count;

    if (!slice_uint(r->field[1], UINT64_MAX, &table) || table >= s->spec.n ||
        s->table[table].left_out)
        return damaged(r, "no such table", e);
    table_sums *t = &s->table[table];
    size_t n = t->by_n + t->has_across;
    if (!slice_uint(r->field[3], UINT64_MAX, &count) || !list_get(r->field[2], value, n, &q->work))
        return damaged(r, "a key or a count", e);
    s->key.n = 0;
    for (size_t i = 0; i < n; i++) {
        if (i != 0)
            buf_putc(&s->key, '\0');
        buf_puts(&s->key, value[i]);
    }
    size_t at = groups_find(&t->groups, buf_slice(&s->key));
    t->groups.group[at].count += count;
    for (size_t k = 0; k < t->measures_n; k++) {
        bool last = k + 1 == t->measures_n;
        if (states.p == NULL)
            return damaged(r, "too few measures", e);
        slice state = slice_cut(&states, ';');
        if (last != (states.p == NULL) ||
            !get_state(&t->measure[k], &t->groups.state[at * t->groups.states + k], state,
                       s->spec.exact))
            return damaged(r, "a measure", e);
    }
    return true;
}

static bool
take(reader *q, const row *r, error *e)
{
    slice kind = r->field[0];
    bool spec = slice_eq(kind, S("spec")) || slice_eq(kind, S("table"));

    if (q->ended)
        return damaged(r, "there is more behind its end", e);
    if (slice_eq(kind, S("end"))) {
        uint64_t rows, sum;
        if (!q->facts || !slice_uint(r->field[3], UINT64_MAX, &rows) ||
            !get_hex(r->field[4], &sum) || rows != q->rows || sum != q->sum)
            return damaged(r, "its rows are not those that were written", e);
        q->ended = true;
        return true;
    }
    if (spec && q->first && *q->s == NULL) {
        if (!learn(q, r, e))
            return false;
    } else if (spec) {
        slice want = q->left;
        if (want.n == 0 || !slice_eq(slice_cut(&q->left, '\n'), r->raw))
            return error_set(e, "%s: a partial of another report, or of other columns",
                             r->where.file);
    } else if (q->rows == 0) {
        return error_set(e, "%s: no partial of a report (movement-report --partial writes them)",
                         r->where.file);
    } else {
        if (*q->s == NULL && !start(q, r, e))
            return false;
        if (!q->first && q->left.n != 0)
            return error_set(e, "%s: a partial of another report", r->where.file);
        q->left = (slice){NULL, 0};
        bool good = slice_eq(kind, S("facts"))   ? add_facts(q, r, e)
                    : slice_eq(kind, S("from"))  ? add_origin(q, r, e)
                    : slice_eq(kind, S("group")) ? add_group(q, r, e)
                                                 : damaged(r, "an unknown kind of row", e);
        if (!good)
            return false;
    }
    q->rows++;
    q->sum = sum_with(q->sum, r->raw);
    arena_reset(&q->work);
    return true;
}

bool
report_sums_merge(report_sums **s, in *f, error *e)
{
    diag d = {.level = -1, .strict = true};
    reader *q = mem_alloc(1, sizeof *q);
    bool good = true;
    row r;

    q->s = s;
    q->first = *s == NULL;
    if (*s != NULL) {
        put_spec(&q->want, *s);
        q->left = buf_slice(&q->want);
        q->seen_before = (*s)->seen_n;
    }
    csv_in *csv = csv_open(f, &d, e);
    if (csv == NULL) {
        good = false;
    } else if (csv_header(csv)->n != FIELDS || !slice_eq(csv_header(csv)->field[0], S("partial"))) {
        good = error_set(e, "%s: no partial of a report (movement-report --partial writes them)",
                         f->name);
    } else {
        while (good && csv_next(csv, &r))
            good = take(q, &r, e);
        if (good && d.rejected != 0)
            good = error_set(e, "%s: damaged: a row that cannot be read", f->name);
        else if (good && !q->ended)
            good = error_set(e, "%s: cut short: its end is missing", f->name);
    }
    csv_close(csv);
    diag_free(&d);
    arena_free(&q->texts);
    arena_free(&q->work);
    buf_free(&q->want);
    free(q);
    return good;
}

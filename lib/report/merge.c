/* Partials read back into sums. */
#include "report/partial.h"

#include <stdlib.h>

enum { LIST_MAX = REPORT_BY_MAX + 1 };

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
            const char *at = memchr(partial_alphabet, rest.p[i], 64);
            good = at != NULL && at - partial_alphabet <= 64 - SET_BITS + 1;
            other.reg[i] = good ? (unsigned char)(at - partial_alphabet) : 0;
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
        if (!slice_eq(r->field[4], S(PARTIAL_FORM)))
            return error_set(e, "%s: a partial of version '%.*s'; this program reads " PARTIAL_FORM,
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
    q->sum = partial_sum(q->sum, r->raw);
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
        partial_put_spec(&q->want, *s);
        q->left = buf_slice(&q->want);
        q->seen_before = (*s)->seen_n;
    }
    csv_in *csv = csv_open(f, &d, e);
    if (csv == NULL) {
        good = false;
    } else if (csv_header(csv)->n != PARTIAL_FIELDS ||
               !slice_eq(csv_header(csv)->field[0], S("partial"))) {
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

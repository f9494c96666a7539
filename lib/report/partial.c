/* Sums as rows: see partial.h. */
#include "report/partial.h"

#include <stdlib.h>

const char partial_alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

enum { HASHES_A_ROW = 1500, VALUES_A_ROW = 700 };

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

/* ---- writing ---- */

typedef struct writer {
    buf *b;
    out *o;
    uint64_t rows, sum;
    buf key, states;
} writer;

uint64_t
partial_sum(uint64_t sum, slice raw)
{
    static const uint64_t known_to_all[2];

    return sum * 0x9e3779b97f4a7c15u + sip_hash(known_to_all, raw);
}

static void
put_row(buf *b, const char *kind, slice table, slice key, slice count, slice states)
{
    slice value[PARTIAL_FIELDS] = {slice_of(kind), table, key, count, states};

    csv_put_values(b, value, PARTIAL_FIELDS);
    buf_putc(b, '\n');
}

static void
write_row(writer *w, const char *kind, slice table, slice count)
{
    buf *b = w->b;
    size_t from = b->n;

    put_row(b, kind, table, buf_slice(&w->key), count, buf_slice(&w->states));
    w->rows++;
    w->sum = partial_sum(w->sum, (slice){b->p + from, b->n - from - 1});
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

void
partial_put_spec(buf *b, const report_sums *s)
{
    buf key = {0}, states = {0};
    char text[NUMBER_TEXT];

    list_put(&key, s->spec.id, true);
    list_put(&key, s->spec.where, false);
    list_put(&key, s->spec.clock.time, false);
    list_put(&key, s->spec.exact ? S("exact") : S(""), false);
    one_line(&key);
    put_row(b, "spec", S(""), buf_slice(&key), S(""), S(PARTIAL_FORM));
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
                buf_putc(b, partial_alphabet[s->set.reg[i] & 63]);
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

static void
write_table(writer *w, const table_sums *t, size_t table)
{
    size_t parts = t->by_n + t->has_across;
    keyed *all = mem_alloc(t->groups.n + 1, sizeof *all);
    char text[NUMBER_TEXT], index[NUMBER_TEXT];
    slice which = number_of(table, index);

    for (size_t i = 0; i < t->groups.n; i++)
        all[i] = (keyed){groups_key(&t->groups, i), i};
    keyed_sort(all, t->groups.n);
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

    buf_puts(b, S(PARTIAL_HEADER "\n"));
    size_t from = b->n;
    partial_put_spec(b, s);
    slice spec = {b->p + from, b->n - from};
    while (spec.n != 0) {
        size_t n = slice_eol(spec);
        w.rows++;
        w.sum = partial_sum(w.sum, (slice){spec.p, n});
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

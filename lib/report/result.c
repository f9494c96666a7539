/* Sums as a table: lines in order, columns, cells. */
#include "report/cells.h"

#include <stdlib.h>

typedef struct report_result_memory {
    arena a;
    cells c;
    const measured *measures;
    report_state **merged; /* states made here: measures_n each */
    size_t merged_n, merged_cap;
} memory;

/* ---- adding cells up ---- */

static report_state *
new_states(memory *m)
{
    if (m->merged_n == m->merged_cap) {
        m->merged_cap = m->merged_cap ? m->merged_cap * 2 : 16;
        m->merged = mem_grow(m->merged, m->merged_cap, sizeof *m->merged);
    }
    return m->merged[m->merged_n++] = mem_alloc(m->c.t->measures_n, sizeof(report_state));
}

/* *into becomes the sum of itself and more; states is *into's own, made at first need. */
static void
cell_merge(memory *m, cell_base *into, report_state **states, const cell_base *more)
{
    if (more->state == NULL)
        return;
    if (*states == NULL)
        into->state = *states = new_states(m);
    into->count += more->count;
    for (size_t k = 0; k < m->c.t->measures_n; k++)
        measure_merge(&m->c.t->measure[k], &(*states)[k], &more->state[k], m->c.exact);
}

static cell_base
group_cell(const cells *c, size_t i)
{
    const groups *g = &c->t->groups;
    return (cell_base){g->group[i].count, &g->state[i * g->states]};
}

/* ---- values across ---- */

typedef struct valued {
    slice value;
    uint64_t count;
    report_domain domain;
} valued;

static int
by_domain(const void *a, const void *b)
{
    const valued *x = a, *y = b;
    return key_cmp(x->domain, x->value, y->value);
}

static int
by_size(const void *a, const void *b)
{
    const valued *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count) - (x->count > y->count) : by_domain(a, b);
}

/* entry before exit, admitted before refused: the order of the dictionary, where words have one. */
static int
word_rank(slice v)
{
    static const char *const words[] = {"entry",      "exit",    "transit", "admitted", "refused",
                                        "referred",   "M",       "F",       "X",        "long_term",
                                        "short_term", "visitor", "tourist", "same_day"};

    for (size_t i = 0; i < LENGTH(words); i++)
        if (slice_eq(slice_of(words[i]), v))
            return (int)i;
    return (int)LENGTH(words);
}

static int
by_word(const void *a, const void *b)
{
    const valued *x = a, *y = b;
    int p = word_rank(x->value), q = word_rank(y->value);
    return p != q ? (p > q) - (p < q) : by_domain(a, b);
}

static slice
across_of(const table_sums *t, slice key)
{
    size_t n = key.n;

    if (t->by_n == 0)
        return key;
    while (key.p[n - 1] != '\0')
        n--;
    return (slice){key.p + n, key.n - n};
}

static slice
by_of(const table_sums *t, slice key)
{
    if (!t->has_across)
        return key;
    if (t->by_n == 0)
        return (slice){key.p, 0};
    return (slice){key.p, key.n - across_of(t, key).n - 1};
}

static void
find_across(memory *m)
{
    cells *c = &m->c;
    const groups *g = &c->t->groups;
    valued *v = mem_alloc(g->n + 1, sizeof *v);
    size_t n = 0;

    for (size_t i = 0; i < g->n; i++)
        v[i] = (valued){across_of(c->t, groups_key(g, i)), g->group[i].count, c->t->across.domain};
    qsort(v, g->n, sizeof *v, by_domain);
    for (size_t i = 0; i < g->n; i++) {
        if (n != 0 && slice_eq(v[n - 1].value, v[i].value))
            v[n - 1].count += v[i].count;
        else
            v[n++] = v[i];
    }
    if (n > REPORT_ACROSS_MAX) {
        qsort(v, n, sizeof *v, by_size);
        n = REPORT_ACROSS_MAX - 1;
    }
    qsort(v, n, sizeof *v, c->t->across.domain == REPORT_CODE ? by_word : by_domain);
    c->across = arena_alloc(&m->a, (n + 1) * sizeof *c->across);
    c->across_n = n;
    for (size_t i = 0; i < n; i++)
        c->across[i] = v[i].value;
    free(v);
}

static size_t
across_at(const cells *c, slice value)
{
    for (size_t i = 0; i < c->across_n; i++)
        if (slice_eq(c->across[i], value))
            return i;
    return c->across_n; /* one of too many: in the margin alone */
}

/* ---- lines ---- */

static cell_base *
new_cells(memory *m)
{
    cell_base *cell = arena_alloc(&m->a, m->c.places_n * sizeof *cell);

    memset(cell, 0, m->c.places_n * sizeof *cell);
    return cell;
}

/* A line for each key, its cells the groups' own; then room for the others and the total. */
static void
make_lines(memory *m)
{
    cells *c = &m->c;
    const groups *g = &c->t->groups;
    keyed *all = mem_alloc(g->n + 1, sizeof *all);
    bool across = c->across != NULL;

    for (size_t i = 0; i < g->n; i++)
        all[i] = (keyed){by_of(c->t, groups_key(g, i)), i};
    keyed_sort(all, g->n);
    c->line = arena_alloc(&m->a, (g->n + 2) * sizeof *c->line);
    for (size_t i = 0; i < g->n;) {
        line_base *line = &c->line[c->groups_n++];
        report_state *states = NULL;
        *line = (line_base){
            .kind = REPORT_GROUP, .key = all[i].key, .cell = new_cells(m), .shown = true};
        for (; i < g->n && slice_eq(all[i].key, line->key); i++) {
            cell_base own = group_cell(c, all[i].group);
            if (!across) {
                line->cell[0] = own;
                continue;
            }
            size_t at = across_at(c, across_of(c->t, groups_key(g, all[i].group)));
            if (at < c->across_n)
                line->cell[at] = own;
            cell_merge(m, &line->cell[c->across_n], &states, &own);
        }
    }
    free(all);
}

/* One more line, the sum of those that are (or are not) shown. */
static void
add_line(memory *m, report_line_kind kind)
{
    cells *c = &m->c;
    line_base *line = &c->line[c->lines_n];

    *line = (line_base){.kind = kind, .key = {NULL, 0}, .cell = new_cells(m), .shown = true};
    for (size_t p = 0; p < c->places_n; p++) {
        report_state *states = NULL;
        for (size_t i = 0; i < c->groups_n; i++)
            if (kind == REPORT_TOTAL || !c->line[i].shown)
                cell_merge(m, &line->cell[p], &states, &c->line[i].cell[p]);
    }
    c->lines_n++;
}

/* ---- values ---- */

bool
cell_value(const cells *c, size_t k, const cell_base *of, number_sum *v)
{
    const measured *m = &c->t->measure[k];
    const report_state *s = of->state != NULL ? &of->state[k] : NULL;
    number n;

    *v = 0;
    switch (m->m.op) {
    case REPORT_OP_COUNT:
        if (s != NULL)
            *v = (number_sum)s->count * NUMBER_ONE;
        return true;
    case REPORT_OP_NET:
        if (s != NULL)
            *v = ((number_sum)s->net.entries - (number_sum)s->net.exits) * NUMBER_ONE;
        return true;
    case REPORT_OP_PERSONS:
    case REPORT_OP_DISTINCT:
        if (s != NULL)
            *v = (number_sum)set_count(&s->set) * NUMBER_ONE;
        return true;
    case REPORT_OP_SUM:
        if (s != NULL)
            *v = s->sum.sum;
        return true;
    case REPORT_OP_MEAN:
        if (s == NULL || s->sum.n == 0)
            return false;
        *v = s->sum.sum / (number_sum)s->sum.n;
        return true;
    case REPORT_OP_MIN:
    case REPORT_OP_MAX:
        if (s == NULL || !s->extreme.any)
            return false;
        *v = s->extreme.v;
        return true;
    case REPORT_OP_PERCENTILE:
        if (s == NULL || !values_quantile(&s->values, m->m.per_mille, &n))
            return false;
        *v = n;
        return true;
    case REPORT_OP_RATE:
        if (s == NULL || of->count == 0)
            return false;
        *v = (number_sum)s->count * 100 * NUMBER_ONE / (number_sum)of->count;
        return true;
    default:
        return false;
    }
}

cell_before
cell_line_before(const cells *c, const line_base *line, bool year, const line_base **before)
{
    char text[REPORT_FIELD_TEXT], small[512];
    report_domain d = c->t->by[0].domain;
    slice rest = line->key, first = slice_cut(&rest, '\0'), smallest = {NULL, 0};

    if (line->kind != REPORT_GROUP || first.n == 0)
        return CELL_NO_PERIOD;
    slice was =
        year ? report_period_year_before(d, first, text) : report_period_before(d, first, 1, text);
    /* Lines are in the order of their keys' bytes: periods without a value come first. */
    for (size_t i = 0; i < c->groups_n && smallest.n == 0; i++) {
        slice key = c->line[i].key;
        smallest = slice_cut(&key, '\0');
    }
    if (was.n == 0 || slice_cmp(was, smallest) < 0)
        return CELL_NO_PERIOD;
    size_t n = was.n + (rest.p != NULL ? rest.n + 1 : 0);
    char *key = n <= sizeof small ? small : mem_alloc(n, 1);
    memcpy(key, was.p, was.n);
    if (rest.p != NULL) {
        key[was.n] = '\0';
        if (rest.n != 0)
            memcpy(key + was.n + 1, rest.p, rest.n);
    }
    size_t from = 0, to = c->groups_n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (slice_cmp(c->line[middle].key, (slice){key, n}) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    bool found = from < c->groups_n && slice_eq(c->line[from].key, (slice){key, n});
    if (key != small)
        free(key);
    *before = found ? &c->line[from] : NULL;
    return found ? CELL_LINE : CELL_NO_ROWS;
}

/* ---- order ---- */

typedef struct ranked {
    size_t line;
    number_sum value;
    const cells *c;
    bool withheld;
} ranked;

static int
by_line_key(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    slice p = x->c->line[x->line].key, q = y->c->line[y->line].key;

    for (size_t i = 0; i < x->c->t->by_n; i++) {
        int cmp = key_cmp(x->c->t->by[i].domain, slice_cut(&p, '\0'), slice_cut(&q, '\0'));
        if (cmp != 0)
            return cmp;
    }
    return 0;
}

static int
by_line_value(const void *a, const void *b)
{
    const ranked *x = a, *y = b;

    if (x->withheld || y->withheld)
        return x->withheld != y->withheld ? (x->withheld ? 1 : -1) : by_line_key(a, b);
    return x->value != y->value ? (x->value < y->value) - (x->value > y->value) : by_line_key(a, b);
}

static bool
is_ordered(report_domain d)
{
    return d >= REPORT_NUMBER;
}

static size_t
total_place(const cells *c)
{
    return c->places_n - 1;
}

static ranked *
rank(const cells *c)
{
    ranked *r = mem_alloc(c->groups_n + 1, sizeof *r);

    for (size_t i = 0; i < c->groups_n; i++) {
        r[i] = (ranked){.line = i, .c = c};
        if (!cell_value(c, 0, &c->line[i].cell[total_place(c)], &r[i].value))
            r[i].value = -((number_sum)1 << 120);
    }
    return r;
}

/* Which groups are shown, and, when nothing may show it, no order by what is withheld. */
static void
choose(memory *m, uint64_t top)
{
    cells *c = &m->c;

    if (top != 0 && top < c->groups_n) {
        ranked *r = rank(c);
        qsort(r, c->groups_n, sizeof *r, by_line_value);
        for (size_t i = top; i < c->groups_n; i++)
            c->line[r[i].line].shown = false;
        c->others = c->groups_n - top;
        free(r);
    }
    c->lines_n = c->groups_n;
    if (c->others != 0)
        add_line(m, REPORT_OTHER);
    add_line(m, REPORT_TOTAL);
}

static void
order(memory *m, report_sort sort)
{
    cells *c = &m->c;
    ranked *r = rank(c);
    bool ordered = c->t->by_n != 0 && is_ordered(c->t->by[0].domain);
    bool key = sort == REPORT_SORT_KEY || (sort == REPORT_SORT_AUTO && ordered);
    size_t n = 0;

    for (size_t i = 0; i < c->groups_n; i++) {
        r[i].withheld = c->withheld != NULL && *cell_withheld(c, i, total_place(c), 0);
        if (c->line[i].shown)
            r[n++] = r[i];
    }
    qsort(r, n, sizeof *r, key ? by_line_key : by_line_value);
    c->shown = arena_alloc(&m->a, (n + 2) * sizeof *c->shown);
    /* Without keys there is one line, the total. */
    if (c->t->by_n == 0)
        n = 0;
    for (size_t i = 0; i < n; i++)
        c->shown[i] = r[i].line;
    for (size_t i = c->groups_n; i < c->lines_n; i++)
        c->shown[n++] = i;
    c->shown_n = n;
    free(r);
}

/* ---- cells ---- */

static void
put_number(memory *m, report_cell *to, slice text, double value)
{
    *to = (report_cell){REPORT_VALUE, arena_dup(&m->a, text), value};
}

/* scale * a / b, where there is something to divide by. */
static void
put_ratio(memory *m, report_cell *to, number_sum a, number_sum b)
{
    char text[NUMBER_TEXT];

    if (b < 0) {
        a = -a;
        b = -b;
    }
    if (b == 0)
        return;
    put_number(m, to, number_ratio(a, b, 100, text), 100 * (double)a / (double)b);
}

static void
put_compared(memory *m, report_cell *to, size_t line, size_t at, const report_measure *what)
{
    const cells *c = &m->c;
    const line_base *l = &c->line[line], *before = NULL;
    bool year = what->op == REPORT_OP_YEAR_BEFORE || what->op == REPORT_OP_YEAR_CHANGE;
    bool change = what->op == REPORT_OP_CHANGE || what->op == REPORT_OP_YEAR_CHANGE;
    char text[NUMBER_TEXT];
    number_sum now, was;

    if (cell_line_before(c, l, year, &before) == CELL_NO_PERIOD)
        return;
    const cell_base none = {0, NULL};
    if (!cell_value(c, what->of, before != NULL ? &before->cell[at] : &none, &was) ||
        !cell_value(c, what->of, &l->cell[at], &now))
        return;
    if (c->withheld != NULL &&
        ((before != NULL && *cell_withheld(c, (size_t)(before - c->line), at, what->of)) ||
         (change && *cell_withheld(c, line, at, what->of)))) {
        to->state = REPORT_WITHHELD;
        return;
    }
    if (change)
        put_ratio(m, to, now - was, was < 0 ? -was : was);
    else
        put_number(m, to, number_text(was, text), number_double(was));
}

static void
make_cell(memory *m, report_cell *to, size_t line, size_t at, size_t k)
{
    const cells *c = &m->c;
    const measured *ms = &c->t->measure[k];
    const cell_base *of = &c->line[line].cell[at];
    char text[NUMBER_TEXT];
    number_sum v, all;

    *to = (report_cell){.state = REPORT_NONE};
    if (measure_held(ms->m.op)) {
        if (c->withheld != NULL && *cell_withheld(c, line, at, k)) {
            to->state = REPORT_WITHHELD;
            return;
        }
        if (!cell_value(c, k, of, &v))
            return;
        if (ms->m.op == REPORT_OP_MEAN) {
            number_sum n = (number_sum)of->state[k].sum.n;
            put_number(m, to, number_ratio(of->state[k].sum.sum, n * NUMBER_ONE, 1, text),
                       number_double(v));
        } else if (ms->m.op == REPORT_OP_RATE) {
            put_ratio(m, to, (number_sum)of->state[k].count, (number_sum)of->count);
        } else {
            put_number(m, to, number_text(v, text), number_double(v));
        }
        return;
    }
    if (ms->m.op >= REPORT_OP_BEFORE) {
        put_compared(m, to, line, at, &ms->m);
        return;
    }
    size_t whole_line = ms->m.op == REPORT_OP_SHARE ? c->lines_n - 1 : line;
    size_t whole_place = ms->m.op == REPORT_OP_SHARE ? at : total_place(c);
    if (c->withheld != NULL && (*cell_withheld(c, line, at, ms->m.of) ||
                                *cell_withheld(c, whole_line, whole_place, ms->m.of))) {
        to->state = REPORT_WITHHELD;
        return;
    }
    if (cell_value(c, ms->m.of, of, &v) &&
        cell_value(c, ms->m.of, &c->line[whole_line].cell[whole_place], &all))
        put_ratio(m, to, v, all);
}

/* ---- columns ---- */

static report_form
form_of(report_op op)
{
    switch (op) {
    case REPORT_OP_COUNT:
    case REPORT_OP_NET:
    case REPORT_OP_PERSONS:
    case REPORT_OP_DISTINCT:
        return REPORT_WHOLE;
    case REPORT_OP_RATE:
    case REPORT_OP_SHARE:
    case REPORT_OP_ROW_SHARE:
    case REPORT_OP_CHANGE:
    case REPORT_OP_YEAR_CHANGE:
        return REPORT_PERCENT;
    default:
        return REPORT_DECIMAL;
    }
}

static bool
name_taken(const report_result *r, size_t columns, slice name)
{
    for (size_t i = 0; i < r->keys_n; i++)
        if (slice_eq(r->key[i].name, name))
            return true;
    for (size_t i = 0; i < columns; i++)
        if (slice_eq(r->column[i].name, name))
            return true;
    return false;
}

/* VALUE, or VALUE_measure where there are several; a number behind it when that is taken. */
static slice
column_name(memory *m, const report_result *r, size_t columns, slice value, bool margin, size_t k)
{
    slice measure = m->c.t->measure[k].m.name;

    if (m->c.across == NULL)
        return measure;
    if (margin)
        value = S("total");
    else if (value.n == 0)
        value = S("none");
    slice name = m->c.t->measures_n > 1 ? arena_join(&m->a, value, S("_"), measure) : value;
    slice is = name;
    for (int i = 2; name_taken(r, columns, is); i++)
        is = arena_printf(&m->a, "%.*s_%d", (int)name.n, name.p, i);
    return is;
}

static void
make_columns(memory *m, report_result *r)
{
    cells *c = &m->c;
    size_t n = c->t->measures_n;
    report_column *column = arena_alloc(&m->a, c->places_n * n * sizeof *column);
    report_measure *measures = arena_alloc(&m->a, n * sizeof *measures);

    for (size_t k = 0; k < n; k++)
        measures[k] = c->t->measure[k].m;
    r->measure = measures;
    r->measures_n = n;
    r->column = column;
    for (size_t p = 0; p < c->places_n; p++)
        for (size_t k = 0; k < n; k++) {
            bool whole = p == total_place(c);
            slice value = whole ? (slice){NULL, 0} : c->across[p];
            column[p * n + k] = (report_column){
                .name = column_name(m, r, p * n + k, value, whole && c->across != NULL, k),
                .measure = &measures[k],
                .measure_index = (unsigned)k,
                .form = form_of(measures[k].op),
                .across = value,
                .whole = whole,
                .margin = whole && c->across != NULL};
        }
    r->columns_n = c->places_n * n;
}

static report_key
key_of(const report_field *f)
{
    return (report_key){f->name, f->domain, f->derived != NULL ? f->derived->name : f->column};
}

static void
make_result(memory *m, report_result *r)
{
    cells *c = &m->c;
    const table_sums *t = c->t;
    size_t n = t->measures_n;
    report_key *key = arena_alloc(&m->a, (t->by_n + 1) * sizeof *key);

    for (size_t i = 0; i < t->by_n; i++)
        key[i] = key_of(&t->by[i]);
    r->key = key;
    r->keys_n = t->by_n;
    if (t->has_across)
        r->across = key_of(&t->across);
    make_columns(m, r);
    report_line *line = arena_alloc(&m->a, (c->shown_n + 1) * sizeof *line);
    for (size_t i = 0; i < c->shown_n; i++) {
        const line_base *l = &c->line[c->shown[i]];
        slice *value = arena_alloc(&m->a, (t->by_n + 1) * sizeof *value), rest = l->key;
        report_cell *cell = arena_alloc(&m->a, r->columns_n * sizeof *cell);
        for (size_t k = 0; k < t->by_n; k++)
            value[k] = l->kind == REPORT_GROUP ? slice_cut(&rest, '\0') : (slice){NULL, 0};
        for (size_t p = 0; p < c->places_n; p++)
            for (size_t k = 0; k < n; k++) {
                make_cell(m, &cell[p * n + k], c->shown[i], p, k);
                r->withheld += cell[p * n + k].state == REPORT_WITHHELD;
            }
        line[i] = (report_line){l->kind, value, cell};
    }
    r->line = line;
    r->lines_n = c->shown_n;
    r->others = c->others;
}

report_result *
report_result_new(const report_sums *s, size_t i, const report_showing *show)
{
    report_result *r = mem_alloc(1, sizeof *r);
    memory *m = mem_alloc(1, sizeof *m);
    const table_sums *t = &s->table[i];

    r->spec = &s->spec;
    r->table = &t->t;
    r->memory = m;
    m->c.t = t;
    m->c.exact = s->spec.exact;
    if (t->left_out) {
        r->left_out = true;
        r->lacks = t->lacks;
        return r;
    }
    if (t->has_across)
        find_across(m);
    m->c.places_n = m->c.across_n + 1;
    make_lines(m);
    choose(m, t->by_n == 0 ? 0 : show->top != 0 ? show->top : t->t.top);
    if (show->suppress > 1)
        cells_suppress(&m->c, show->suppress, &m->a);
    order(m, show->sort != REPORT_SORT_AUTO ? show->sort : t->t.sort);
    make_result(m, r);
    return r;
}

void
report_result_free(report_result *r)
{
    if (r == NULL)
        return;
    memory *m = r->memory;
    for (size_t i = 0; i < m->merged_n; i++) {
        for (size_t k = 0; k < m->c.t->measures_n; k++)
            measure_state_free(&m->c.t->measure[k], &m->merged[i][k]);
        free(m->merged[i]);
    }
    free(m->merged);
    arena_free(&m->a);
    free(m);
    free(r);
}

uint64_t
report_result_rows(const report_result *r)
{
    uint64_t n = 0;

    for (size_t i = 0; i < r->lines_n; i++)
        n += r->line[i].kind != REPORT_TOTAL || r->keys_n == 0; /* without keys it is the one row */
    return n;
}

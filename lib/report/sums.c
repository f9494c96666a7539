/* The rows of a report added up, table by table. */
#include "report/private.h"

#include <stdlib.h>

/* ---- what was asked for ---- */

static bool
add_by(table_sums *t, slice list, error *e)
{
    while (list.p != NULL) {
        slice name = slice_trim(slice_cut(&list, ','));
        if (t->by_n == REPORT_BY_MAX)
            return error_set(e, "more than %d columns to count by", REPORT_BY_MAX);
        report_field *f = &t->by[t->by_n++];
        if (!report_field_set(f, name, e))
            return false;
        for (size_t i = 0; i + 1 < t->by_n; i++)
            if (slice_eq(t->by[i].name, f->name))
                return error_set(e, "'%.*s' is asked for twice", (int)name.n, name.p);
    }
    return true;
}

/* No two columns of a table can have one name. */
static bool
names_differ(const table_sums *t, error *e)
{
    for (size_t i = 0; i < t->by_n; i++)
        for (size_t k = 0; k < t->measures_n; k++)
            if (slice_eq(t->by[i].name, t->measure[k].m.name))
                return error_set(e, "the report has a column '%.*s' of its own",
                                 (int)t->by[i].name.n, t->by[i].name.p);
    return true;
}

static bool
table_parse(table_sums *t, error *e)
{
    slice measures = t->t.measures.n != 0 ? t->t.measures : S("count");

    if (t->t.by.n != 0 && !add_by(t, t->t.by, e))
        return false;
    if (t->t.across.n != 0) {
        if (!report_field_set(&t->across, t->t.across, e))
            return false;
        t->has_across = true;
    }
    if (!measures_parse(measures, t->measure, &t->measures_n, e) || !names_differ(t, e))
        return false;
    if (t->t.where.n != 0) {
        t->where = report_expr_parse(t->t.where, e);
        if (t->where == NULL)
            return false;
    }
    return true;
}

bool
table_sums_start(table_sums *t, const report_table *of, error *e)
{
    *t = (table_sums){.t = *of};
    bool good = table_parse(t, e);
    groups_start(&t->groups, t->measures_n);
    return good;
}

void
table_sums_free(table_sums *t)
{
    for (size_t i = 0; i < t->groups.n; i++)
        for (size_t k = 0; k < t->measures_n; k++)
            measure_state_free(&t->measure[k], &t->groups.state[i * t->groups.states + k]);
    groups_free(&t->groups);
    for (size_t k = 0; k < t->measures_n; k++)
        measure_free(&t->measure[k]);
    report_expr_free(t->where);
    buf_free(&t->lacks_text);
}

report_sums *
report_sums_new(const report_spec *spec, error *e)
{
    report_sums *s = mem_alloc(1, sizeof *s);

    s->spec = *spec;
    s->time = -1;
    s->table = mem_alloc(spec->n != 0 ? spec->n : 1, sizeof *s->table);
    s->spec.n = 0;
    if (spec->where.n != 0) {
        s->where = report_expr_parse(spec->where, e);
        if (s->where == NULL) {
            report_sums_free(s);
            return NULL;
        }
    }
    for (size_t i = 0; i < spec->n; i++) {
        bool good = table_sums_start(&s->table[i], &spec->table[i], e);
        s->spec.n++;
        if (!good) {
            report_sums_free(s);
            return NULL;
        }
    }
    return s;
}

void
report_sums_free(report_sums *s)
{
    if (s == NULL)
        return;
    for (size_t i = 0; i < s->spec.n; i++)
        table_sums_free(&s->table[i]);
    free(s->table);
    free(s->seen);
    report_expr_free(s->where);
    buf_free(&s->key);
    arena_free(&s->texts);
    free(s);
}

const report_spec *
report_sums_spec(const report_sums *s)
{
    return &s->spec;
}

void
report_sums_rejected(report_sums *s, uint64_t n)
{
    s->rejected += n;
}

/* ---- rows ---- */

static bool
bind_table(table_sums *t, const csv_in *csv, const report_clock *clock, error *e)
{
    for (size_t i = 0; i < t->by_n; i++)
        if (!report_field_bind(&t->by[i], csv, clock, e))
            return false;
    if (t->has_across && !report_field_bind(&t->across, csv, clock, e))
        return false;
    for (size_t i = 0; i < t->measures_n; i++)
        if (!measure_bind(&t->measure[i], csv, clock, e))
            return false;
    return t->where == NULL || report_expr_bind(t->where, csv, clock, e);
}

/* A comparison with the period before needs periods. */
static bool
changes_make_sense(const table_sums *t, error *e)
{
    for (size_t i = 0; i < t->measures_n; i++)
        if (t->measure[i].m.op >= REPORT_OP_BEFORE &&
            (t->by_n == 0 || !report_is_period(t->by[0].domain)))
            return error_set(e, "'%.*s' needs a period first in --by: month, year ...",
                             (int)t->measure[i].m.name.n, t->measure[i].m.name.p);
    return true;
}

/* The name between quotes of "... no column 'NAME'; there are ...". */
static slice
named_in(const char *text)
{
    const char *from = strchr(text, '\''), *to = from != NULL ? strchr(from + 1, '\'') : NULL;

    return to != NULL ? slice_between(from + 1, to) : (slice){NULL, 0};
}

bool
report_sums_open(report_sums *s, const csv_in *csv, diag *d, error *e)
{
    const report_clock *clock = &s->spec.clock;

    if (s->where != NULL && !report_expr_bind(s->where, csv, clock, e))
        return false;
    for (size_t i = 0; i < s->spec.n; i++) {
        table_sums *t = &s->table[i];
        if (t->left_out)
            continue;
        if (bind_table(t, csv, clock, e)) {
            if (!changes_make_sense(t, e))
                return false;
            continue;
        }
        if (!t->t.optional || s->bound)
            return false;
        t->left_out = true;
        buf_puts(&t->lacks_text, named_in(e->text));
        t->lacks = buf_slice(&t->lacks_text);
        diag_note(d, csv_header(csv)->where, "the table '%.*s' is left out: no column '%.*s'",
                  (int)t->t.id.n, t->t.id.p, (int)t->lacks.n, t->lacks.p);
    }
    s->time = clock->time.n != 0 ? csv_find(csv, clock->time) : -1;
    for (size_t i = 0; clock->time.n == 0 && s->time < 0 && i < REPORT_TIMES; i++)
        s->time = csv_col(csv, report_times[i]);
    s->bound = true;
    return true;
}

/* The first and the last day, as bytes: no more than a look at most rows. */
static void
note_day(report_sums *s, const row *r)
{
    slice v = row_get(r, s->time);

    if (v.n < 10)
        return;
    bool first = s->from[0] == '\0', before = first || memcmp(v.p, s->from, 10) < 0,
         behind = first || memcmp(v.p, s->to, 10) > 0;
    date day;
    if (BASE_LIKELY(!before && !behind))
        return;
    if (!date_parse((slice){v.p, 10}, &day) || !date_whole(day))
        return;
    if (before)
        memcpy(s->from, v.p, 10);
    if (behind)
        memcpy(s->to, v.p, 10);
}

/* Where to say it: a record is warned of once, however many fields are made of its bad value. */
static inline diag *
once(diag *d, uint64_t warned)
{
    return d->warnings == warned ? d : NULL;
}

static void
table_add(report_sums *s, table_sums *t, const row *r, diag *d, uint64_t warned)
{
    buf *key = &s->key;

    if (t->where != NULL && !report_expr_test(t->where, r, NULL))
        return;
    key->n = 0;
    for (size_t i = 0; i < t->by_n; i++) {
        if (i != 0)
            buf_putc(key, '\0');
        buf_puts(key, report_field_get(&t->by[i], r, once(d, warned)));
    }
    if (t->has_across) {
        if (t->by_n != 0)
            buf_putc(key, '\0');
        buf_puts(key, report_field_get(&t->across, r, once(d, warned)));
    }
    size_t at = groups_find(&t->groups, buf_slice(key));
    t->groups.group[at].count++;
    for (size_t k = 0; k < t->measures_n; k++)
        if (measure_held(t->measure[k].m.op))
            measure_add(&t->measure[k], &t->groups.state[at * t->groups.states + k], r,
                        once(d, warned), s->spec.exact);
}

void
report_sums_add(report_sums *s, const row *r, diag *d)
{
    static const uint64_t known_to_all[2];

    uint64_t warned = d->warnings;

    s->read++;
    if (s->spec.digest)
        s->digest += sip_hash(known_to_all, r->raw);
    if (s->time >= 0)
        note_day(s, r);
    if (s->where != NULL && !report_expr_test(s->where, r, NULL))
        return;
    for (size_t i = 0; i < s->spec.n; i++)
        if (!s->table[i].left_out)
            table_add(s, &s->table[i], r, d, warned);
}

report_facts
report_sums_facts(const report_sums *s)
{
    report_facts f = {.read = s->read, .rejected = s->rejected, .exact = s->spec.exact};

    if (s->from[0] != '\0') {
        f.from = (slice){s->from, sizeof s->from};
        f.to = (slice){s->to, sizeof s->to};
    }
    return f;
}

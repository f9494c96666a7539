/* What is measured of the rows of a group. */
#include "report/private.h"

#include <stdio.h>

/* ---- as options give them ---- */

static const struct {
    slice name;
    report_op op;
} plain[] =
    {
        {S("count"), REPORT_OP_COUNT},
        {S("net"), REPORT_OP_NET},
        {S("persons"), REPORT_OP_PERSONS},
        {S("rate"), REPORT_OP_RATE},
        {S("share"), REPORT_OP_SHARE},
        {S("row_share"), REPORT_OP_ROW_SHARE},
        {S("before"), REPORT_OP_BEFORE},
        {S("change"), REPORT_OP_CHANGE},
        {S("year_before"), REPORT_OP_YEAR_BEFORE},
        {S("year_change"), REPORT_OP_YEAR_CHANGE},
},
  of_field[] = {
      {S("distinct"), REPORT_OP_DISTINCT}, {S("sum"), REPORT_OP_SUM}, {S("mean"), REPORT_OP_MEAN},
      {S("min"), REPORT_OP_MIN},           {S("max"), REPORT_OP_MAX},
};

/* The item before the next comma that is not in brackets or quotes. */
static slice
cut_item(slice *rest)
{
    int depth = 0;
    char quote = '\0';

    for (size_t i = 0; i < rest->n; i++) {
        char c = rest->p[i];
        if (quote != '\0') {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '(') {
            depth++;
        } else if (c == ')') {
            depth--;
        } else if (c == ',' && depth <= 0) {
            slice item = {rest->p, i};
            *rest = (slice){rest->p + i + 1, rest->n - i - 1};
            return item;
        }
    }
    slice item = *rest;
    *rest = (slice){NULL, 0};
    return item;
}

static bool
is_name(slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
              (c >= '0' && c <= '9' && i != 0)))
            return false;
    }
    return s.n != 0;
}

/* p90, p99.9, median: in thousandths; 0: it is none. */
static unsigned
percentile(slice s)
{
    uint64_t whole, tenth = 0;

    if (slice_eq(s, S("median")))
        return 500;
    if (s.n < 2 || s.p[0] != 'p')
        return 0;
    slice rest = {s.p + 1, s.n - 1}, first = slice_cut(&rest, '.');
    if (!slice_uint(first, 100, &whole) ||
        (rest.p != NULL && (rest.n != 1 || !slice_uint(rest, 9, &tenth))))
        return 0;
    uint64_t n = whole * 10 + tenth;
    return n >= 1 && n <= 1000 ? (unsigned)n : 0;
}

/* The operation that a text names, and its fields. */
static bool
read_op(measured *m, slice what, error *e)
{
    size_t colon = what.n;

    for (size_t i = 0; i < LENGTH(plain); i++)
        if (slice_eq(plain[i].name, what)) {
            m->m.op = plain[i].op;
            return true;
        }
    while (colon != 0 && what.p[colon - 1] != ':')
        colon--;
    if (colon < 2 || colon == what.n)
        return error_set(
            e,
            "'%.*s' is no measure: count, net, persons, rate, share, row_share, before, "
            "change, year_before, year_change, or COLUMN:distinct, :sum, :mean, :min, "
            ":max, :median, :p90",
            (int)(what.n < 60 ? what.n : 60), what.p);
    slice op = {what.p + colon, what.n - colon};
    m->m.field = (slice){what.p, colon - 1};
    m->m.per_mille = percentile(op);
    if (m->m.per_mille != 0) {
        m->m.op = REPORT_OP_PERCENTILE;
    } else {
        size_t i = 0;
        while (i < LENGTH(of_field) && !slice_eq(of_field[i].name, op))
            i++;
        if (i == LENGTH(of_field))
            return error_set(e, "'%.*s' is not distinct, sum, mean, min, max, median or p1 to p100",
                             (int)(op.n < 60 ? op.n : 60), op.p);
        m->m.op = of_field[i].op;
    }
    slice fields = m->m.field;
    do {
        slice f = m->m.op == REPORT_OP_DISTINCT ? slice_cut(&fields, '+') : fields;
        if (m->fields == MEASURE_FIELDS)
            return error_set(e, "more than %d columns in one measure", MEASURE_FIELDS);
        if (!report_field_set(&m->field[m->fields++], f, e))
            return false;
    } while (m->m.op == REPORT_OP_DISTINCT && fields.p != NULL);
    return true;
}

static void
give_name(measured *m, slice what, const measured *of)
{
    size_t n = 0;

    if (of != NULL && !slice_eq(of->m.name, S("count")) &&
        of->m.name.n + what.n + 1 < sizeof m->name) {
        memcpy(m->name, of->m.name.p, of->m.name.n);
        n = of->m.name.n;
        m->name[n++] = '_';
    }
    for (size_t i = 0; i < what.n && n < sizeof m->name; i++, n++)
        m->name[n] = what.p[i] == ':' || what.p[i] == '+' || what.p[i] == '.' ? '_' : what.p[i];
    m->m.name = (slice){m->name, n};
}

/* [NAME=]WHAT[ where CONDITION] */
static bool
read_measure(measured *all, size_t n, slice item, error *e)
{
    measured *m = &all[n];
    size_t equal = 0, blank = 0;
    slice given = {NULL, 0};

    *m = (measured){0};
    item = slice_trim(item);
    if (item.n == 0)
        return error_set(e, "an empty name in the list of measures");
    while (equal < item.n && item.p[equal] != '=' && item.p[equal] != ' ')
        equal++;
    if (equal < item.n && item.p[equal] == '=') {
        given = (slice){item.p, equal};
        if (!is_name(given) || given.n >= sizeof m->name)
            return error_set(e, "'%.*s' is no name for a measure: letters, digits and _",
                             (int)(given.n < 60 ? given.n : 60), given.p);
        item = slice_trim((slice){item.p + equal + 1, item.n - equal - 1});
    }
    while (blank < item.n && item.p[blank] != ' ')
        blank++;
    slice what = {item.p, blank}, rest = slice_trim((slice){item.p + blank, item.n - blank});
    if (!read_op(m, what, e))
        return false;
    if (rest.n != 0) {
        if (rest.n < 6 || !slice_eq_nocase((slice){rest.p, 5}, S("where")) || rest.p[5] != ' ')
            return error_set(e, "behind '%.*s' only 'where CONDITION' can stand",
                             (int)(what.n < 60 ? what.n : 60), what.p);
        m->m.where = slice_trim((slice){rest.p + 6, rest.n - 6});
        if (!measure_held(m->m.op))
            return error_set(
                e, "'%.*s' is of the measure in front of it, and has no condition of its own",
                (int)what.n, what.p);
        m->where = report_expr_parse(m->m.where, e);
        if (m->where == NULL)
            return false;
    }
    if (m->m.op == REPORT_OP_RATE && m->where == NULL)
        return error_set(e, "a rate needs a condition: rate where decision = refused");
    measured *of = NULL;
    if (!measure_held(m->m.op)) {
        size_t k = n;
        while (k != 0 && !measure_held(all[k - 1].m.op))
            k--;
        if (k == 0)
            return error_set(e, "'%.*s' is of the measure in front of it, and there is none",
                             (int)what.n, what.p);
        m->m.of = (unsigned)(k - 1);
        of = &all[k - 1];
        bool adds = of->m.op == REPORT_OP_COUNT || of->m.op == REPORT_OP_SUM ||
                    of->m.op == REPORT_OP_NET || of->m.op == REPORT_OP_PERSONS ||
                    of->m.op == REPORT_OP_DISTINCT;
        if (!adds && (m->m.op == REPORT_OP_SHARE || m->m.op == REPORT_OP_ROW_SHARE))
            return error_set(e, "there is no share of %.*s: only of what adds up",
                             (int)of->m.name.n, of->m.name.p);
    }
    if (given.n != 0) {
        memcpy(m->name, given.p, given.n);
        m->m.name = (slice){m->name, given.n};
    } else {
        give_name(m, what, of);
    }
    for (size_t i = 0; i < n; i++)
        if (slice_eq(all[i].m.name, m->m.name))
            return error_set(e,
                             "two measures would be called %.*s: NAME=MEASURE gives another name",
                             (int)m->m.name.n, m->m.name.p);
    return true;
}

bool
measures_parse(slice list, measured *m, size_t *n, error *e)
{
    *n = 0;
    do {
        slice item = cut_item(&list);
        if (*n == REPORT_MEASURES_MAX)
            return error_set(e, "more than %d measures", REPORT_MEASURES_MAX);
        bool good = read_measure(m, *n, item, e);
        (*n)++;
        if (!good)
            return false;
    } while (list.p != NULL);
    return true;
}

/* ---- rows ---- */

/* Who a record is of: the document first, then what is known of the person. */
static const char *const person[] = {"doc_issuer",  "doc_type",  "doc_number", "surname",
                                     "given_names", "full_name", "birth_date", "nationality"};
enum {
    PERSON_ISSUER,
    PERSON_TYPE,
    PERSON_NUMBER,
    PERSON_SURNAME,
    PERSON_NATIONALITY = 7,
    PERSON = 8
};
_Static_assert((int)PERSON == (int)MEASURE_FIELDS, "a person's columns are the measure's fields");

bool
measure_bind(measured *m, const csv_in *csv, const report_clock *clock, error *e)
{
    if (m->where != NULL && !report_expr_bind(m->where, csv, clock, e))
        return false;
    if (m->m.op == REPORT_OP_PERSONS) {
        error ignored;
        bool known = false;
        for (size_t i = 0; i < PERSON; i++) {
            report_field_set(&m->field[i], slice_of(person[i]), &ignored);
            m->field[i].bound = true;
            m->field[i].index[0] = csv_find(csv, slice_of(person[i]));
            known = known ||
                    (m->field[i].index[0] >= 0 && i >= PERSON_NUMBER && i < PERSON_NATIONALITY);
        }
        return known ||
               report_field_bind(&(report_field){.asked = S("doc_number"), .name = S("doc_number")},
                                 csv, clock, e);
    }
    if (m->m.op == REPORT_OP_NET && m->fields == 0) {
        if (!report_field_set(&m->field[0], S("direction"), e))
            return false;
        m->fields = 1;
    }
    for (size_t i = 0; i < m->fields; i++)
        if (!report_field_bind(&m->field[i], csv, clock, e))
            return false;
    return true;
}

static const uint64_t known_to_all[2]; /* hashes of values are the same on every machine */

/* The hash of values one behind the other; false: all of them are empty. */
static bool
hash_values(const slice *v, size_t n, uint64_t salt, uint64_t *hash)
{
    char small[256];
    buf big = {0};
    size_t size = 0, at = 0;
    bool any = false;

    for (size_t i = 0; i < n; i++) {
        size += v[i].n + 1;
        any = any || v[i].n != 0;
    }
    if (!any)
        return false;
    char *p = small;
    if (size > sizeof small) {
        buf_reserve(&big, size);
        p = big.p;
    }
    for (size_t i = 0; i < n; i++) {
        if (v[i].n != 0)
            memcpy(p + at, v[i].p, v[i].n);
        at += v[i].n;
        p[at++] = '\0';
    }
    uint64_t secret[2] = {known_to_all[0], salt};
    *hash = sip_hash(secret, (slice){p, at});
    buf_free(&big);
    return true;
}

static bool
person_hash(measured *m, const row *r, uint64_t *hash)
{
    slice v[PERSON];

    for (size_t i = 0; i < PERSON; i++)
        v[i] = row_get(r, m->field[i].index[0]);
    if (v[PERSON_NUMBER].n != 0)
        return hash_values(v, PERSON_SURNAME, 1, hash);
    if (v[PERSON_SURNAME].n + v[PERSON_SURNAME + 1].n + v[PERSON_SURNAME + 2].n == 0)
        return false;
    return hash_values(v + PERSON_SURNAME, PERSON - PERSON_SURNAME, 2, hash);
}

/* The number in the measure's field; false: there is none, and d was told why unless it is empty.
 */
static bool
value_of(measured *m, const row *r, diag *d, number *v)
{
    slice text = report_field_get(&m->field[0], r, d);

    if (text.n == 0)
        return false;
    if (number_parse(text, v))
        return true;
    if (d == NULL)
        return false;
    place where = r->where;
    if (m->field[0].index[0] >= 0)
        where.column = (unsigned)m->field[0].index[0] + 1;
    diag_warn(d, where,
              "'%.*s' is no number of at most 12 digits and 6 decimals; it is not measured",
              (int)(text.n < 60 ? text.n : 60), text.p);
    return false;
}

void
measure_add(measured *m, report_state *s, const row *r, diag *d, bool exact)
{
    uint64_t hash;
    number v;

    if (m->where != NULL && !report_expr_test(m->where, r, NULL))
        return;
    switch (m->m.op) {
    case REPORT_OP_COUNT:
    case REPORT_OP_RATE:
        s->count++;
        break;
    case REPORT_OP_NET: {
        slice direction = report_field_get(&m->field[0], r, d);
        s->net.entries += slice_eq(direction, S("entry"));
        s->net.exits += slice_eq(direction, S("exit"));
        break;
    }
    case REPORT_OP_PERSONS:
        if (person_hash(m, r, &hash))
            set_add(&s->set, hash, exact);
        break;
    case REPORT_OP_DISTINCT: {
        slice of[MEASURE_FIELDS];
        for (size_t i = 0; i < m->fields; i++)
            of[i] = report_field_get(&m->field[i], r, d);
        if (hash_values(of, m->fields, 0, &hash))
            set_add(&s->set, hash, exact);
        break;
    }
    case REPORT_OP_SUM:
    case REPORT_OP_MEAN:
        if (value_of(m, r, d, &v)) {
            s->sum.sum += v;
            s->sum.n++;
        }
        break;
    case REPORT_OP_MIN:
    case REPORT_OP_MAX:
        if (value_of(m, r, d, &v) &&
            (!s->extreme.any || (m->m.op == REPORT_OP_MIN ? v < s->extreme.v : v > s->extreme.v))) {
            s->extreme.v = v;
            s->extreme.any = true;
        }
        break;
    case REPORT_OP_PERCENTILE:
        if (value_of(m, r, d, &v))
            values_add(&s->values, v, 1, exact);
        break;
    default:
        break;
    }
}

void
measure_merge(const measured *m, report_state *into, const report_state *from, bool exact)
{
    switch (m->m.op) {
    case REPORT_OP_COUNT:
    case REPORT_OP_RATE:
        into->count += from->count;
        break;
    case REPORT_OP_NET:
        into->net.entries += from->net.entries;
        into->net.exits += from->net.exits;
        break;
    case REPORT_OP_PERSONS:
    case REPORT_OP_DISTINCT:
        set_merge(&into->set, &from->set, exact);
        break;
    case REPORT_OP_SUM:
    case REPORT_OP_MEAN:
        into->sum.sum += from->sum.sum;
        into->sum.n += from->sum.n;
        break;
    case REPORT_OP_MIN:
    case REPORT_OP_MAX:
        if (from->extreme.any &&
            (!into->extreme.any || (m->m.op == REPORT_OP_MIN ? from->extreme.v < into->extreme.v
                                                             : from->extreme.v > into->extreme.v)))
            into->extreme = from->extreme;
        break;
    case REPORT_OP_PERCENTILE:
        values_merge(&into->values, &from->values, exact);
        break;
    default:
        break;
    }
}

void
measure_state_free(const measured *m, report_state *s)
{
    if (m->m.op == REPORT_OP_PERSONS || m->m.op == REPORT_OP_DISTINCT)
        set_free(&s->set);
    else if (m->m.op == REPORT_OP_PERCENTILE)
        values_free(&s->values);
}

void
measure_free(measured *m)
{
    report_expr_free(m->where);
    *m = (measured){0};
}

/*
 * Rules of stay from a file: a line each, NAME LIMIT [and LIMIT ...] [if
 * CONDITION ...]; stay-rules(5) has the grammar.
 */
#include "stay/stay.h"

#include <stdlib.h>

struct stay_rules {
    stay_rule *rule;
    size_t n, cap;
    arena arena;
};

enum { LINE_MAX_BYTES = 1 << 16, DAYS_MAX = 36525 };

typedef struct line {
    slice rest, word; /* word: the next one, empty at the end */
} line;

static void
next(line *l)
{
    while (l->rest.n != 0 && (l->rest.p[0] == ' ' || l->rest.p[0] == '\t'))
        l->rest = (slice){l->rest.p + 1, l->rest.n - 1};
    size_t n = 0;
    while (n < l->rest.n && l->rest.p[n] != ' ' && l->rest.p[n] != '\t')
        n++;
    l->word = (slice){l->rest.p, n};
    l->rest = (slice){l->rest.p + n, l->rest.n - n};
}

static bool
take(line *l, const char *word)
{
    if (!slice_eq(l->word, slice_of(word)))
        return false;
    next(l);
    return true;
}

static bool
take_number(line *l, unsigned *n)
{
    uint64_t value;

    if (!slice_uint(l->word, DAYS_MAX, &value) || value == 0)
        return false;
    *n = (unsigned)value;
    next(l);
    return true;
}

/* exempt; days 30; days 90 in 180; until stay_until */
static const char *
read_limit(line *l, stay_rule *r)
{
    stay_limit *limit = &r->limit[r->limits];

    if (r->limits == STAY_LIMITS_MAX)
        return "it has too many limits";
    *limit = (stay_limit){.kind = STAY_EXEMPT};
    if (take(l, "until")) {
        int column = column_find(l->word);
        if (column < 0 || column_table[column].form != FORM_DATE)
            return "behind until must be a column with a date, such as stay_until";
        limit->kind = STAY_UNTIL;
        limit->until = (enum column)column;
        next(l);
    } else if (take(l, "days")) {
        if (!take_number(l, &limit->days))
            return "behind days must be a number of days";
        limit->kind = STAY_VISIT;
        if (take(l, "in")) {
            limit->kind = STAY_WINDOW;
            if (!take_number(l, &limit->window) || limit->window < limit->days)
                return "behind in must be the days of the window, not fewer than those allowed";
            if (r->window != 0)
                return "it has two windows";
            r->days = limit->days;
            r->window = limit->window;
        }
    } else if (!take(l, "exempt")) {
        return "behind the name must be a limit: exempt, days N, days N in M, until COLUMN";
    }
    r->limits++;
    return NULL;
}

/* nationality=USA,GBR; visa_type!=D; purpose=* */
static const char *
read_condition(line *l, stay_rules *all, stay_rule *r)
{
    stay_condition *c = &r->condition[r->conditions];
    const char *equals = l->word.n == 0 ? NULL : memchr(l->word.p, '=', l->word.n);

    if (equals == NULL || equals == l->word.p)
        return "a condition is COLUMN=VALUE,... or COLUMN!=VALUE,...";
    if (r->conditions == STAY_CONDITIONS_MAX)
        return "it has too many conditions";
    slice column = slice_between(l->word.p, equals);
    slice values = slice_between(equals + 1, l->word.p + l->word.n);
    c->not = column.p[column.n - 1] == '!';
    column.n -= c->not ;
    if (column_find(column) < 0)
        return "there is no such column in border-record(5)";
    c->column = arena_dup(&all->arena, column);
    c->values = arena_dup(&all->arena, values);
    r->conditions++;
    next(l);
    return NULL;
}

static const char *
read_rule(line *l, stay_rules *all)
{
    const char *why;

    if (all->n == STAY_RULES_MAX)
        return "there are too many rules";
    if (all->n == all->cap) {
        all->cap = all->cap == 0 ? 16 : all->cap * 2;
        all->rule = mem_grow(all->rule, all->cap, sizeof *all->rule);
    }
    stay_rule *r = &all->rule[all->n];
    *r = (stay_rule){.name = arena_dup(&all->arena, l->word)};
    next(l);
    do
        why = read_limit(l, r);
    while (why == NULL && take(l, "and"));
    if (why == NULL && take(l, "if"))
        do
            why = read_condition(l, all, r);
        while (why == NULL && l->word.n != 0);
    if (why == NULL && l->word.n != 0)
        why = "behind the limit must be: and LIMIT, if CONDITION, or nothing";
    all->n += why == NULL;
    return why;
}

stay_rules *
stay_rules_read(in *f, error *e)
{
    stay_rules *r = mem_alloc(1, sizeof *r);
    uint64_t number = 0;
    const char *why = NULL;
    slice text;
    bool whole;

    (void)in_more(f);
    if (slice_starts(f->window, S("\xef\xbb\xbf")))
        in_skip(f, 3);
    while (why == NULL && in_line(f, LINE_MAX_BYTES, &text, &whole)) {
        const char *mark = text.n == 0 ? NULL : memchr(text.p, '#', text.n);
        line l = {.rest = slice_trim(mark == NULL ? text : slice_between(text.p, mark))};
        number++;
        next(&l);
        if (!whole)
            why = "the line is too long";
        else if (slice_utf8(text) != text.n)
            why = "not UTF-8";
        else if (l.word.n != 0)
            why = read_rule(&l, r);
    }
    if (why != NULL)
        error_set(e, "%s: line %llu: %s", f->name, (unsigned long long)number, why);
    else if (f->failed)
        error_set(e, "%s", f->error.text);
    else if (r->n == 0)
        error_set(e, "%s: there is no rule in it", f->name);
    else
        return r;
    stay_rules_free(r);
    return NULL;
}

stay_rules *
stay_rules_load(const char *path, error *e)
{
    static const char plain[] = "stay_until until stay_until\n";
    in *f = path == NULL ? in_memory("rules", (slice){plain, sizeof plain - 1}) : in_open(path, e);
    stay_rules *r = f == NULL ? NULL : stay_rules_read(f, e);

    in_close(f);
    return r;
}

void
stay_rules_free(stay_rules *r)
{
    if (r == NULL)
        return;
    free(r->rule);
    arena_free(&r->arena);
    free(r);
}

size_t
stay_rules_count(const stay_rules *r)
{
    return r->n;
}

const stay_rule *
stay_rules_get(const stay_rules *r, size_t i)
{
    return &r->rule[i];
}

/*
 * Conditions on rows: read once, by recursive descent, into comparisons that
 * each say where to go on when they are true and when they are not.  A row is
 * then tested by walking from one to the next: no stack, nothing allocated,
 * and a column is looked at once however often it is named.
 */
#include "report/compare.h"

#include <stdlib.h>

enum { AND = LIKE + 1, OR }; /* stand only while it is read */

/* Where a walk ends. */
enum { TRUE_END = 0xfffe, FALSE_END = 0xffff };

/* A comparison; of AND and OR left and right are nodes. */
typedef struct node {
    uint8_t op;
    bool turned;          /* what is asked for is that it is not so */
    uint16_t left, right; /* a source, and the first of its operands */
    uint16_t n;           /* of them */
    uint16_t yes, no;
} node;

/* A field, and its value for the row at hand. */
typedef struct source {
    report_field field;
    slice value;
    uint64_t seen;
} source;

struct report_expr {
    source *source;
    operand *operand;
    node *node;
    char *text;
    size_t sources, operands, nodes;
    uint16_t first;
    uint64_t rows;
};

/* ---- testing a row -------------------------------------------------------------------------- */

static slice
value_of(report_expr *x, size_t i, const row *r, diag *d)
{
    source *s = &x->source[i];

    if (s->seen != x->rows) {
        s->seen = x->rows;
        s->value = report_field_get(&s->field, r, d);
    }
    return s->value;
}

bool
report_expr_test(report_expr *x, const row *r, diag *d)
{
    uint16_t at = x->first;

    x->rows++;
    while (at < TRUE_END) {
        const node *n = &x->node[at];
        slice v = value_of(x, n->left, r, d);
        bool is = false;
        for (uint16_t i = 0; i < n->n && !is; i++) {
            const operand *o = &x->operand[n->right + i];
            if (BASE_LIKELY(o->source < 0)) {
                is = operand_holds(n->op, v, o);
            } else {
                operand other = {.text = value_of(x, (size_t)o->source, r, d)};
                operand_read(&other);
                is = operand_holds(n->op, v, &other);
            }
        }
        at = is ? n->yes : n->no;
    }
    return at == TRUE_END;
}

/* ---- words ------------------------------------------------------------------------------------
 */

typedef enum token_kind {
    END_OF_TEXT,
    WORD,
    QUOTED,
    COLUMN_NAME, /* [so] */
    OPEN,
    CLOSE,
    COMMA,
    COMPARISON,
    BROKEN /* said already */
} token_kind;

typedef struct token {
    token_kind kind;
    slice text, shown; /* its value, and as it was written */
    uint8_t op;        /* of a comparison */
    bool turned;
} token;

typedef struct parser {
    slice text; /* as the caller has it */
    size_t at;
    char *copy; /* NULL while words are counted */
    token now;
    unsigned depth;
    report_expr *x;
    error *e;
} parser;

/* "at 'x' (character 5): what would be right"; returns false. */
static bool
wrong(parser *p, const token *t, const char *right)
{
    slice shown = t->shown;
    size_t where = compare_characters((slice){p->text.p, (size_t)(shown.p - p->text.p)}) + 1;

    if (p->now.kind == BROKEN)
        return false;
    p->now.kind = BROKEN;
    if (shown.n == 0)
        return error_set(p->e, "at the end: %s", right);
    if (shown.n > 40)
        for (shown.n = 40; shown.n > 0 && ((unsigned char)shown.p[shown.n] & 0xc0) == 0x80;)
            shown.n--;
    return error_set(p->e, "at '%.*s'%s (character %zu): %s", (int)shown.n, shown.p,
                     shown.n < t->shown.n ? " ..." : "", where, right);
}

static bool
ends_word(char c)
{
    return (unsigned char)c <= ' ' || c == 0x7f || strchr("()[],=!<>'\"", c) != NULL;
}

static const struct {
    slice text;
    uint8_t op;
    bool turned;
    const char *right; /* how it is written here, when it is not so */
} signs[] = {
    {S("<>"), 0, 0, "not equal is written !="},
    {S("=="), 0, 0, "equal is written ="},
    {S("=<"), 0, 0, "less or equal is written <="},
    {S("=>"), 0, 0, "more or equal is written >="},
    {S("!="), EQUAL, true, NULL},
    {S("<="), LESS_EQUAL, false, NULL},
    {S(">="), MORE_EQUAL, false, NULL},
    {S("="), EQUAL, false, NULL},
    {S("<"), LESS, false, NULL},
    {S(">"), MORE, false, NULL},
    {S("!"), 0, 0, "'not' is written as a word"},
};

/* To the closing mark; a doubled one is the mark itself. */
static bool
quoted(parser *p, token *t, char close)
{
    slice s = p->text;
    size_t from = p->at + 1, to = from;

    for (size_t i = from; i < s.n; i++) {
        if (s.p[i] == close && close != ']' && i + 1 < s.n && s.p[i + 1] == close) {
            i++;
        } else if (s.p[i] == close) {
            t->shown.n = i + 1 - p->at;
            t->text = (slice){p->copy != NULL ? p->copy + from : NULL, to - from};
            p->at = i + 1;
            return true;
        }
        if (p->copy != NULL)
            p->copy[to] = s.p[i];
        to++;
    }
    t->shown.n = s.n - p->at;
    return wrong(p, t,
                 close == ']' ? "the column's name has no ] at its end"
                              : "the text has no mark at its end; a mark in it is doubled");
}

static bool
sign(parser *p, token *t)
{
    slice rest = {p->text.p + p->at, p->text.n - p->at};

    for (size_t i = 0; i < LENGTH(signs); i++) {
        if (!slice_starts(rest, signs[i].text))
            continue;
        t->kind = COMPARISON;
        t->op = signs[i].op;
        t->turned = signs[i].turned;
        t->shown.n = signs[i].text.n;
        p->at += t->shown.n;
        return signs[i].right == NULL || wrong(p, t, signs[i].right);
    }
    t->shown.n = 1;
    return wrong(p, t,
                 rest.p[0] == ']' ? "there is no [ in front of it" : "a character that is no text");
}

/* The next word into p->now.  False: it is none, which is said. */
static bool
next(parser *p)
{
    slice s = p->text;
    token t = {.kind = END_OF_TEXT};

    while (p->at < s.n && strchr(" \t\r\n", s.p[p->at]) != NULL && s.p[p->at] != '\0')
        p->at++;
    t.shown = (slice){s.p + p->at, p->at < s.n};
    if (p->at == s.n) {
        p->now = t;
        return true;
    }
    char c = s.p[p->at];
    if (c == '"' || c == '\'' || c == '[') {
        t.kind = c == '[' ? COLUMN_NAME : QUOTED;
        if (!quoted(p, &t, c == '[' ? ']' : c))
            return false;
    } else if (c == '(' || c == ')' || c == ',') {
        t.kind = c == '(' ? OPEN : c == ')' ? CLOSE : COMMA;
        p->at++;
    } else if (ends_word(c)) {
        if (!sign(p, &t))
            return false;
    } else {
        size_t from = p->at;
        while (p->at < s.n && !ends_word(s.p[p->at]))
            p->at++;
        t.kind = WORD;
        t.shown.n = p->at - from;
        t.text = (slice){p->copy != NULL ? p->copy + from : NULL, t.shown.n};
        if (t.shown.n == 2 &&
            (memcmp(s.p + from, "&&", 2) == 0 || memcmp(s.p + from, "||", 2) == 0))
            return wrong(p, &t, "'and' and 'or' are written as words");
    }
    p->now = t;
    return true;
}

static bool
is_word(const parser *p, slice word)
{
    return p->now.kind == WORD && slice_eq_nocase(p->now.text, word);
}

/* ---- reading
 * -------------------------------------------------------------------------------------- */

static bool alternatives(parser *p, uint16_t *made);

/* A field, made when it was not yet named. */
static bool
take_source(parser *p, uint16_t *made)
{
    report_expr *x = p->x;
    token t = p->now;
    error e;

    for (size_t i = 0; i < x->sources; i++)
        if (slice_eq(x->source[i].field.asked, t.text)) {
            *made = (uint16_t)i;
            return next(p);
        }
    if (!report_field_set(&x->source[x->sources].field, t.text, &e))
        return wrong(p, &t, e.text);
    *made = (uint16_t)x->sources++;
    return next(p);
}

static bool
take_operand(parser *p, compare_op op)
{
    report_expr *x = p->x;
    operand *o = &x->operand[x->operands];
    token t = p->now;
    moment m;

    *o = (operand){.text = t.text, .source = -1, .quoted = t.kind == QUOTED};
    if (t.kind == COLUMN_NAME && op != LIKE) {
        uint16_t other;
        if (!take_source(p, &other))
            return false;
        o->source = other;
        x->operands++;
        return true;
    }
    if (t.kind != WORD && t.kind != QUOTED)
        return wrong(p, &t,
                     op == LIKE ? "a pattern was expected, as in: surname like MO?AM*"
                                : "a value was expected: a word, a number, a date, 'text' in "
                                  "quotes, or a column in brackets: [residence]");
    if (op >= CONTAINS && op < LIKE && o->text.n == 0)
        return wrong(p, &t, "some text was expected; that a column is empty is written = ''");
    if (op <= MORE_EQUAL && t.kind == WORD && column_find(o->text) >= 0)
        return wrong(p, &t,
                     "that is a column: in brackets, [so], it is its value in the record, in "
                     "quotes, 'so', the word itself");
    if (op == LIKE && !pattern_good(o->text))
        return wrong(p, &t,
                     "a piece of a pattern with ? is too long (64 characters between two *)");
    operand_read(o);
    if (!o->quoted && o->precision > 4 && o->precision != 13 && !moment_parse(o->text, &m))
        return wrong(p, &t, "there is no such day or time; if it is no date, write it in quotes");
    x->operands++;
    return next(p);
}

/* (a, b, c) */
static bool
take_list(parser *p)
{
    token open = p->now;

    if (open.kind != OPEN)
        return wrong(p, &open, "a list was expected, as in: nationality in (AFG, IRN)");
    do {
        if (!next(p) || !take_operand(p, EQUAL))
            return false;
    } while (p->now.kind == COMMA);
    if (p->now.kind != CLOSE)
        return wrong(p, &p->now, "a comma or the ) of the list was expected");
    return next(p);
}

/* column = value, column not in (a, b) ... */
static bool
comparison(parser *p, uint16_t *made)
{
    static const struct {
        slice word;
        uint8_t op;
    } words[] = {{S("in"), EQUAL},
                 {S("contains"), CONTAINS},
                 {S("starts"), STARTS},
                 {S("ends"), ENDS},
                 {S("like"), LIKE}};
    report_expr *x = p->x;
    node n = {0};
    operand left = {.text = p->now.text};

    if (p->now.kind == WORD)
        operand_read(&left);
    if ((p->now.kind != WORD && p->now.kind != COLUMN_NAME) || left.number || left.precision != 0)
        return wrong(p, &p->now, "a column was expected, as in: sex = F");
    if (!take_source(p, &n.left))
        return false;
    n.right = (uint16_t)x->operands;
    if (p->now.kind == COMPARISON) {
        n.op = p->now.op;
        n.turned = p->now.turned;
        if (!next(p) || !take_operand(p, n.op))
            return false;
    } else {
        size_t i = 0;
        if (is_word(p, S("not"))) {
            n.turned = true;
            if (!next(p))
                return false;
        }
        while (i < LENGTH(words) && !is_word(p, words[i].word))
            i++;
        if (i == LENGTH(words))
            return wrong(
                p, &p->now,
                n.turned ? "behind a column and 'not' was expected: in contains starts ends like"
                         : "a comparison was expected: = != < <= > >= in contains starts ends "
                           "like");
        n.op = words[i].op;
        if (!next(p) || !(i == 0 ? take_list(p) : take_operand(p, n.op)))
            return false;
    }
    n.n = (uint16_t)(x->operands - n.right);
    *made = (uint16_t)x->nodes;
    x->node[x->nodes++] = n;
    return true;
}

/* not (a or b), not sex = M */
static bool
single(parser *p, uint16_t *made)
{
    token t = p->now;

    if (t.kind != OPEN && !is_word(p, S("not")))
        return comparison(p, made);
    if (++p->depth > REPORT_EXPR_DEPTH)
        return wrong(p, &t, "too many brackets and 'not' inside each other");
    if (!next(p))
        return false;
    if (t.kind != OPEN) {
        if (!single(p, made))
            return false;
        p->x->node[*made].turned = !p->x->node[*made].turned;
    } else {
        if (!alternatives(p, made))
            return false;
        if (p->now.kind != CLOSE)
            return wrong(p, &p->now, "and, or, or a closing ) was expected");
        if (!next(p))
            return false;
    }
    p->depth--;
    return true;
}

/* A chain of AND or of OR. */
static bool
chain(parser *p, uint16_t *made, slice word, uint8_t op, bool (*part)(parser *, uint16_t *))
{
    report_expr *x = p->x;

    if (!part(p, made))
        return false;
    while (is_word(p, word)) {
        node n = {.op = (uint8_t)op, .left = *made};
        if (!next(p) || !part(p, &n.right))
            return false;
        *made = (uint16_t)x->nodes;
        x->node[x->nodes++] = n;
    }
    return true;
}

static bool
conjunction(parser *p, uint16_t *made)
{
    return chain(p, made, S("and"), AND, single);
}

static bool
alternatives(parser *p, uint16_t *made)
{
    return chain(p, made, S("or"), OR, conjunction);
}

/*
 * Tells each comparison where to go on; returns where node i begins.  A chain
 * is a loop here, so that only brackets make it deep.
 */
static uint16_t
lead(report_expr *x, uint16_t i, uint16_t yes, uint16_t no)
{
    for (;;) {
        node *n = &x->node[i];
        if (n->turned) {
            uint16_t other = yes;
            yes = no;
            no = other;
        }
        if (n->op == AND) {
            yes = lead(x, n->right, yes, no);
        } else if (n->op == OR) {
            no = lead(x, n->right, yes, no);
        } else {
            n->yes = yes;
            n->no = no;
            return i;
        }
        i = n->left;
    }
}

/* Room for everything that so many words can become. */
static report_expr *
room(slice text, size_t words)
{
    report_expr *x = mem_alloc(
        1, sizeof *x + words * (sizeof *x->source + sizeof *x->operand + sizeof *x->node) + text.n +
               1);

    x->source = (source *)(x + 1);
    x->operand = (operand *)(x->source + words);
    x->node = (node *)(x->operand + words);
    x->text = (char *)(x->node + words);
    memcpy(x->text, text.p, text.n);
    return x;
}

report_expr *
report_expr_parse(slice text, error *e)
{
    parser p = {.text = text, .e = e};
    size_t words = 0;

    if (text.n > REPORT_EXPR_MAX) {
        error_set(e, "a condition has at most %d bytes, this one %zu", REPORT_EXPR_MAX, text.n);
        return NULL;
    }
    if (slice_utf8(text) != text.n) {
        error_set(e, "the condition is not UTF-8");
        return NULL;
    }
    do {
        if (!next(&p))
            return NULL;
        words++;
    } while (p.now.kind != END_OF_TEXT);
    if (words == 1) {
        error_set(e, "the condition is empty; one is: sex = F and age < 18");
        return NULL;
    }
    p.x = room(text, words);
    p.copy = p.x->text;
    p.at = 0;
    if (!next(&p) || !alternatives(&p, &p.x->first) ||
        (p.now.kind != END_OF_TEXT && !wrong(&p, &p.now, "and, or, or the end was expected"))) {
        report_expr_free(p.x);
        return NULL;
    }
    p.x->first = lead(p.x, p.x->first, TRUE_END, FALSE_END);
    return p.x;
}

bool
report_expr_bind(report_expr *x, const csv_in *csv, const report_clock *clock, error *e)
{
    for (size_t i = 0; i < x->sources; i++)
        if (!report_field_bind(&x->source[i].field, csv, clock, e))
            return false;
    return true;
}

void
report_expr_free(report_expr *x)
{
    free(x);
}

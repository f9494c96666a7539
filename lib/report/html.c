/*
 * A report as one page (HTML that is well-formed XML, too): drawings, tables,
 * how they were made.  Nothing in it asks for anything else: no script, no
 * font, no picture, and a policy that would forbid them.
 */
#include "report/show.h"

#include <math.h>

enum {
    WIDE = 12, /* columns of a table that wants a page on its side */
    LONG = 40, /* rows of one that is looked at through a window of its own */
    FAR = 6    /* columns under one heading, whose middle may be out of sight */
};

typedef struct page {
    buf *b;
    report_result *const *r;
    size_t n;
    const report_spec *spec;
    const report_facts *facts;
    report_text *t;
    slice title;
    arena a;
} page;

/* ---- small things ---- */

static slice
word(page *p, const char *key)
{
    return report_text_get(p->t, slice_of(key));
}

/* An element with a text in it. */
static void
put(page *p, const char *open, slice text, const char *close)
{
    buf_puts(p->b, slice_of(open));
    show_xml(p->b, text);
    buf_puts(p->b, slice_of(close));
}

static void
put_count(page *p, const char *open, uint64_t n, const char *close)
{
    buf_printf(p->b, "%s%llu%s", open, (unsigned long long)n, close);
}

/* The text of key with a condition, which is not of the language, in its place. */
static void
put_condition(page *p, slice condition)
{
    slice text = word(p, "ui.condition"), hole = S("{condition}");

    for (size_t i = 0; i + hole.n <= text.n; i++)
        if (slice_starts((slice){text.p + i, text.n - i}, hole)) {
            put(p, "", (slice){text.p, i}, "<code dir=\"ltr\">");
            put(p, "", condition, "</code>");
            put(p, "", (slice){text.p + i + hole.n, text.n - i - hole.n}, "");
            return;
        }
    put(p, "", text, "");
}

static void
put_fact(page *p, const char *key, slice value)
{
    if (value.n == 0)
        return;
    put(p, "<div><dt>", word(p, key), "</dt>");
    put(p, "<dd>", value, "</dd></div>\n");
}

static slice
day(page *p, slice value)
{
    const report_key key = {.domain = REPORT_DAY};

    return value.n == 0 ? value : report_text_value(p->t, &key, value, &p->a);
}

/* ---- the head of a page ---- */

static void
put_head(page *p)
{
    buf *b = p->b;

    put(p, "<!DOCTYPE html>\n<html lang=\"", report_text_language(p->t), "\"");
    buf_puts(b, report_text_rtl(p->t) ? S(" dir=\"rtl\">\n") : S(" dir=\"ltr\">\n"));
    buf_puts(b, S("<head>\n<meta charset=\"utf-8\"/>\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src 'unsafe-inline'; img-src data:\"/>\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                  "<meta name=\"generator\" content=\"movement-report\"/>\n"
                  "<link rel=\"icon\" href=\"data:,\"/>\n"));
    put(p, "<title>", p->title, "</title>\n<style>\n");
    buf_puts(b, (slice){report_style, report_style_n});
    buf_puts(b, chart_style);
    buf_puts(b, S("\n</style>\n</head>\n<body>\n"));
    put(p, "<a class=\"skip\" href=\"#tables\">", word(p, "ui.skip"), "</a>\n");
}

static slice
table_title(page *p, size_t i)
{
    return show_title(p->t, p->r[i], &p->a);
}

static void
put_top(page *p)
{
    slice note = {NULL, 0};

    if (p->spec->id.n != 0)
        note = show_find(p->t, S("report."), p->spec->id, S(".note"));
    put(p, "<header>\n<h1 id=\"title\">", p->title, "</h1>\n");
    if (note.n != 0)
        put(p, "<p class=\"lead\">", note, "</p>\n");
    buf_puts(p->b, S("<dl class=\"facts\">\n"));
    put_fact(p, "ui.first_day", day(p, p->facts->from));
    put_fact(p, "ui.last_day", day(p, p->facts->to));
    put_fact(p, "ui.read", report_text_number(p->t, p->facts->read, &p->a));
    put_fact(p, "ui.rejected", report_text_number(p->t, p->facts->rejected, &p->a));
    buf_puts(p->b, S("</dl>\n"));
    if (p->n > 1) {
        put(p, "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">", word(p, "ui.contents"),
            "</h2>\n<ol>\n");
        for (size_t i = 0; i < p->n; i++) {
            put_count(p, "<li><a href=\"#table-", i + 1, "\"><span class=\"no\">");
            put(p, "", report_text_number(p->t, i + 1, &p->a), "</span> ");
            put(p, "", table_title(p, i), "</a></li>\n");
        }
        put_count(p, "<li><a href=\"#method\"><span class=\"no\">", p->n + 1, "</span> ");
        put(p, "", word(p, "ui.method"), "</a></li>\n</ol>\n</nav>\n");
    }
    buf_puts(p->b, S("</header>\n<main id=\"tables\">\n"));
}

/* ---- a table ---- */

static void
put_header_cell(page *p, slice text, size_t columns, size_t rows, bool over)
{
    buf_printf(p->b, "<th scope=\"%s\" class=\"%s\"", columns > 1 ? "colgroup" : "col",
               !over           ? "n"
               : columns > FAR ? "over far"
                               : "over");
    if (columns > 1)
        buf_printf(p->b, " colspan=\"%zu\"", columns);
    if (rows > 1)
        buf_printf(p->b, " rowspan=\"%zu\"", rows);
    put(p, ">", text, "</th>");
}

/* How many columns from i on stand under one heading. */
static size_t
run(const report_result *r, size_t i)
{
    const report_column *c = &r->column[i];
    size_t n = 1;

    while (i + n < r->columns_n && r->column[i + n].whole == c->whole &&
           (r->measures_n < 2 ? !c->whole : slice_eq(r->column[i + n].across, c->across)))
        n++;
    return n;
}

static void
put_headings(page *p, const report_result *r)
{
    bool two = r->across.name.n != 0;

    buf_puts(p->b, S("<thead>\n<tr>"));
    for (size_t i = 0; i < r->keys_n; i++) {
        buf_puts(p->b, two ? S("<th scope=\"col\" rowspan=\"2\">") : S("<th scope=\"col\">"));
        put(p, "", report_text_heading(p->t, &r->key[i], &p->a), "</th>");
    }
    if (r->keys_n == 0)
        buf_puts(p->b, two ? S("<td rowspan=\"2\"></td>") : S("<td></td>"));
    for (size_t i = 0; i < r->columns_n; i += two ? run(r, i) : 1) {
        const report_column *c = &r->column[i];
        if (!two)
            put_header_cell(p, report_text_column(p->t, r, c, &p->a), 1, 1, false);
        else if (r->measures_n < 2 && c->whole)
            put_header_cell(p, word(p, "ui.total"), 1, 2, false);
        else if (r->measures_n < 2)
            put_header_cell(p, report_text_heading(p->t, &r->across, &p->a), run(r, i), 1, true);
        else
            put_header_cell(p,
                            c->whole ? word(p, "ui.total")
                                     : report_text_value(p->t, &r->across, c->across, &p->a),
                            run(r, i), 1, true);
    }
    buf_puts(p->b, S("</tr>\n"));
    if (two) {
        buf_puts(p->b, S("<tr>"));
        for (size_t i = 0; i < r->columns_n; i++) {
            const report_column *c = &r->column[i];
            if (r->measures_n > 1)
                put_header_cell(p, show_measure(p->t, r, c->measure, &p->a), 1, 1, false);
            else if (!c->whole)
                put_header_cell(p, report_text_column(p->t, r, c, &p->a), 1, 1, false);
        }
        buf_puts(p->b, S("</tr>\n"));
    }
    buf_puts(p->b, S("</thead>\n"));
}

/*
 * The largest value of the first column, when bars in its cells say something
 * that no drawing does; or 0.
 */
static double
widest_bar(const report_result *r)
{
    double widest = 0;
    size_t groups = 0;

    if (r->table->chart != REPORT_NO_CHART || r->across.name.n != 0 || r->columns_n == 0 ||
        report_is_period(r->keys_n != 0 ? r->key[0].domain : REPORT_PLAIN))
        return 0;
    for (size_t i = 0; i < r->lines_n; i++) {
        const report_cell *c = &r->line[i].cell[0];
        if (r->line[i].kind != REPORT_GROUP || c->state != REPORT_VALUE)
            continue;
        if (!(c->value >= 0) || !isfinite(c->value))
            return 0;
        widest = fmax(widest, c->value);
        groups++;
    }
    return groups > 1 ? widest : 0;
}

static void
put_cell(page *p, const report_result *r, const report_line *line, size_t i, double widest)
{
    const report_cell *c = &line->cell[i];

    if (c->state == REPORT_WITHHELD) {
        put(p, "<td class=\"withheld\">*<span class=\"unseen\">", word(p, "ui.withheld"),
            "</span></td>");
        return;
    }
    if (i == 0 && widest > 0 && line->kind == REPORT_GROUP && c->state == REPORT_VALUE)
        buf_printf(p->b, "<td class=\"bar\" style=\"--w:%.3f\">", c->value / widest);
    else
        buf_puts(p->b, S("<td>"));
    put(p, "", report_text_cell(p->t, &r->column[i], c, &p->a), "</td>");
}

static void
put_key(page *p, slice value)
{
    bool wraps = show_width(value) > 18;

    put(p, wraps ? "<th scope=\"row\" class=\"wraps\"><bdi>" : "<th scope=\"row\"><bdi>", value,
        "</bdi></th>");
}

static void
put_line(page *p, const report_result *r, const report_line *line, double widest)
{
    static const char *const open[] = {[REPORT_GROUP] = "<tr>",
                                       [REPORT_OTHER] = "<tr class=\"other\">",
                                       [REPORT_TOTAL] = "<tr class=\"total\">"};

    buf_puts(p->b, slice_of(open[line->kind]));
    if (line->kind == REPORT_GROUP && r->keys_n != 0) {
        for (size_t i = 0; i < r->keys_n; i++)
            put_key(p, report_text_value(p->t, &r->key[i], line->key[i], &p->a));
    } else {
        buf_puts(p->b, S("<th scope=\"row\""));
        if (r->keys_n > 1)
            buf_printf(p->b, " colspan=\"%zu\"", r->keys_n);
        put(p, ">", show_label(p->t, r, line, &p->a), "</th>");
    }
    for (size_t i = 0; i < r->columns_n; i++)
        put_cell(p, r, line, i, widest);
    buf_puts(p->b, S("</tr>\n"));
}

static void
put_table(page *p, const report_result *r, size_t i, slice title)
{
    double widest = widest_bar(r);
    slice number = show_count(p->t, S("ui.table"), i + 1, &p->a);

    put_count(
        p,
        r->lines_n > LONG
            ? "<div class=\"scroll long\" role=\"region\" tabindex=\"0\" aria-labelledby=\"caption-"
            : "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"caption-",
        i + 1, "\">\n<table");
    if (r->keys_n + r->columns_n > WIDE)
        buf_puts(p->b, S(" class=\"wide\""));
    put_count(p, ">\n<caption id=\"caption-", i + 1, "\">");
    slice caption = show_fill(word(p, "ui.pair"), S("one"), number, &p->a);
    put(p, "", show_fill(caption, S("two"), title, &p->a), "</caption>\n");
    put_headings(p, r);
    buf_puts(p->b, S("<tbody>\n"));
    for (size_t k = 0; k < r->lines_n; k++)
        put_line(p, r, &r->line[k], widest);
    buf_puts(p->b, S("</tbody>\n</table>\n</div>\n"));
}

static size_t
groups_of(const report_result *r)
{
    size_t n = 0;

    for (size_t i = 0; i < r->lines_n; i++)
        n += r->line[i].kind == REPORT_GROUP;
    return n;
}

static void
put_figure(page *p, const report_result *r, size_t i)
{
    size_t before = p->b->n;

    put_count(p, "<figure tabindex=\"0\" aria-labelledby=\"chart-", i + 1, "\">\n");
    if (!chart_put(p->b, r, p->t, false, (unsigned)(i + 1))) {
        p->b->n = before;
        return;
    }
    put(p, "<figcaption class=\"unseen\">", word(p, "chart.figures"), "</figcaption>\n</figure>\n");
}

static void
put_section(page *p, size_t i)
{
    const report_result *r = p->r[i];
    slice title = table_title(p, i);
    bool own = p->n > 1 || !slice_eq(title, p->title); /* not only the page's title again */

    put_count(p, "<section id=\"table-", i + 1, "\"");
    if (!r->left_out && r->keys_n + r->columns_n > WIDE)
        buf_puts(p->b, S(" class=\"wide\""));
    if (own) {
        put_count(p, " aria-labelledby=\"heading-", i + 1, "\">\n");
        put_count(p, "<h2 id=\"heading-", i + 1, "\">");
        if (p->n > 1)
            put(p, "<span class=\"no\">", report_text_number(p->t, i + 1, &p->a), "</span> ");
        put(p, "", title, "</h2>\n");
    } else {
        buf_puts(p->b, S(" aria-labelledby=\"title\">\n"));
    }
    if (r->left_out) {
        slice why = show_fill(word(p, "ui.left_out"), S("column"), r->lacks, &p->a);
        put(p, "<p class=\"note\">", why, "</p>\n</section>\n");
        return;
    }
    if (groups_of(r) == 0) {
        put(p, "<p class=\"note\">", word(p, "ui.no_rows"), "</p>\n");
    } else {
        put_figure(p, r, i);
        put_table(p, r, i, title);
    }
    if (r->withheld != 0)
        put(p, "<p class=\"note\">", show_count(p->t, S("ui.withheld.note"), r->withheld, &p->a),
            "</p>\n");
    if (r->table->where.n != 0) {
        buf_puts(p->b, S("<p class=\"note\">"));
        put_condition(p, r->table->where);
        buf_puts(p->b, S("</p>\n"));
    }
    buf_puts(p->b, S("</section>\n"));
}

/* ---- the method ---- */

/* What of the method the tables of a report call for. */
typedef struct uses {
    bool persons, sketch, age, time, week, stay, region, share, rate, change;
} uses;

static bool
holds(slice text, const char *part)
{
    slice find = slice_of(part);

    for (size_t i = 0; i + find.n <= text.n; i++)
        if (memcmp(text.p + i, find.p, find.n) == 0)
            return true;
    return false;
}

static void
look_key(uses *u, const report_key *key)
{
    u->age = u->age || holds(key->name, "age");
    u->stay = u->stay || holds(key->name, "stay") || holds(key->name, "visitor") ||
              holds(key->name, "migrant") || holds(key->name, "nights");
    u->region = u->region || key->domain == REPORT_REGION;
    u->week = u->week || key->domain == REPORT_WEEK || key->domain == REPORT_WEEKDAY;
    u->time = u->time || report_is_period(key->domain) || key->domain == REPORT_HOUR_OF_DAY ||
              key->domain == REPORT_WEEKDAY;
}

static uses
look(const page *p)
{
    uses u = {0};

    for (size_t i = 0; i < p->n; i++) {
        const report_result *r = p->r[i];
        if (r->left_out)
            continue;
        for (size_t k = 0; k < r->keys_n; k++)
            look_key(&u, &r->key[k]);
        if (r->across.name.n != 0)
            look_key(&u, &r->across);
        u.age = u.age || holds(r->table->where, "age ");
        for (size_t k = 0; k < r->measures_n; k++) {
            const report_measure *m = &r->measure[k];
            u.persons = u.persons || m->op == REPORT_OP_PERSONS;
            u.sketch = u.sketch || m->op == REPORT_OP_PERSONS || m->op == REPORT_OP_DISTINCT ||
                       m->op == REPORT_OP_PERCENTILE;
            u.share = u.share || m->op == REPORT_OP_SHARE || m->op == REPORT_OP_ROW_SHARE;
            u.rate = u.rate || m->op == REPORT_OP_RATE;
            u.change = u.change || m->op == REPORT_OP_CHANGE || m->op == REPORT_OP_YEAR_CHANGE;
            u.age = u.age || holds(m->where, "age ");
            u.stay = u.stay || holds(m->field, "stay") || holds(m->field, "nights");
        }
    }
    return u;
}

static void
put_method(page *p)
{
    uses u = look(p);
    const struct {
        bool used;
        const char *key;
    } text[] = {
        {true, "method.count"},
        {p->facts->rejected != 0, "method.rejected"},
        {u.persons, "method.persons"},
        {u.sketch && p->facts->exact, "method.exact"},
        {u.sketch && !p->facts->exact, "method.sketch"},
        {u.age, "method.age"},
        {u.time, "method.time"},
        {u.week, "method.week"},
        {u.stay, "method.stay"},
        {u.region, "method.region"},
        {u.share, "method.share"},
        {u.rate, "method.rate"},
        {u.change, "method.change"},
    };

    put(p, "<section id=\"method\" aria-labelledby=\"heading-method\">\n<h2 id=\"heading-method\">",
        word(p, "ui.method"), "</h2>\n<ul class=\"method\">\n");
    if (p->spec->where.n != 0) {
        buf_puts(p->b, S("<li>"));
        put_condition(p, p->spec->where);
        buf_puts(p->b, S("</li>\n"));
    }
    for (size_t i = 0; i < LENGTH(text); i++)
        if (text[i].used)
            put(p, "<li>", word(p, text[i].key), "</li>\n");
    if (p->facts->suppress != 0)
        put(p, "<li>", show_count(p->t, S("method.suppress"), p->facts->suppress, &p->a),
            "</li>\n");
    buf_puts(p->b, S("</ul>\n</section>\n"));
}

void
report_put_html(buf *b, report_result *const *r, size_t n, const report_spec *spec,
                const report_facts *facts, report_text *t)
{
    page p = {.b = b, .r = r, .n = n, .spec = spec, .facts = facts, .t = t, .title = facts->title};

    if (p.title.n == 0 && spec->id.n != 0)
        p.title = show_find(t, S("report."), spec->id, (slice){NULL, 0});
    if (p.title.n == 0)
        p.title = n == 1 ? table_title(&p, 0) : report_text_get(t, S("ui.report"));
    put_head(&p);
    put_top(&p);
    for (size_t i = 0; i < n; i++)
        put_section(&p, i);
    put_method(&p);
    buf_puts(b, S("</main>\n</body>\n</html>\n"));
    arena_free(&p.a);
}

/* Results as a person sees them: words, text, JSON, drawings, pages. */
#include "report/show.h"

#include "tap.h"

#include <stdlib.h>

static error e;

static bool
contains(const buf *b, const char *part)
{
    size_t n = strlen(part);

    for (size_t i = 0; i + n <= b->n; i++)
        if (memcmp(b->p + i, part, n) == 0)
            return true;
    return false;
}

static size_t
times(const buf *b, const char *part)
{
    size_t n = strlen(part), found = 0;

    for (size_t i = 0; i + n <= b->n; i++)
        found += memcmp(b->p + i, part, n) == 0;
    return found;
}

/* ---- the catalogue ---- */

/* Every key has its text in all four languages, once, and no {hole} is lost. */
static void
test_languages(void)
{
    static const char *const code[] = {"en ", "fr ", "es ", "ar "};
    slice rest = {report_catalogue, report_catalogue_n}, key = {NULL, 0};
    size_t keys = 0, seen = 4, bad = 0, holes = 0;

    while (rest.n != 0) {
        slice line = slice_cut(&rest, '\n');
        if (line.n == 0 || line.p[0] == '#' || slice_starts(line, S("language ")))
            continue;
        if (line.p[0] != '\t') {
            bad += seen != 4;
            if (seen != 4)
                printf("# %.*s: %zu texts\n", (int)key.n, key.p, seen);
            key = line;
            keys++;
            seen = 0;
            continue;
        }
        size_t open = 0;
        for (size_t i = 0; i < line.n; i++)
            open += line.p[i] == '{';
        holes = seen == 0 ? open : holes;
        if (seen == 4 || !slice_starts((slice){line.p + 1, line.n - 1}, slice_of(code[seen])) ||
            open != holes) {
            printf("# %.*s: '%.*s'\n", (int)key.n, key.p, (int)line.n, line.p);
            bad++;
        }
        seen++;
    }
    ok(keys > 250 && seen == 4 && bad == 0, "%zu keys, each in en, fr, es, ar", keys);
}

typedef struct named_table {
    const char *id, *measures;
} named_table;

static const struct {
    const char *id;
    named_table table[REPORT_TABLES_MAX + 1];
} named[] = {
#define LIST(...)                                      __VA_ARGS__
#define TABLE(id, by, across, m, where, chart, top)    {id, m},
#define OPTIONAL(id, by, across, m, where, chart, top) {id, m},
#define REPORT(id, input, where, tables)               {#id, {LIST tables}},
#include "report/reports.def"
#undef REPORT
};

static bool
need(const report_text *t, const char *one, const char *two, const char *three)
{
    slice text = show_find(t, slice_of(one), slice_of(two), slice_of(three));

    if (text.n == 0)
        printf("# no text for %s%s%s\n", one, two, three);
    return text.n != 0;
}

/* The names before '=', and what has no name of its own: words alone, before a blank. */
static bool
need_measures(const report_text *t, const char *list)
{
    slice rest = slice_of(list);
    bool good = true;

    while (rest.p != NULL) {
        slice one = slice_trim(slice_cut(&rest, ','));
        size_t n = 0;
        while (n < one.n && one.p[n] != ' ' && one.p[n] != '=' && one.p[n] != ':')
            n++;
        slice head = {one.p, n};
        bool field = n < one.n && one.p[n] == ':';
        if (show_find(t, field ? S("field.") : S("measure."), head, (slice){NULL, 0}).n == 0) {
            printf("# no text for %.*s\n", (int)n, one.p);
            good = false;
        }
    }
    return good;
}

static void
test_catalogue(void)
{
    report_text *t = report_text_new(NULL, S("en"), &e);
    bool good = true;

    for (size_t i = 0; i < LENGTH(named); i++) {
        char prefix[64];
        good = need(t, "report.", named[i].id, "") && good;
        good = need(t, "report.", named[i].id, ".note") && good;
        snprintf(prefix, sizeof prefix, "table.%s.", named[i].id);
        for (size_t k = 0; named[i].table[k].id != NULL; k++) {
            good = need(t, prefix, named[i].table[k].id, "") && good;
            good = need_measures(t, named[i].table[k].measures) && good;
        }
    }
    ok(good, "every report, table and measure that is declared has its words");
    report_text_free(t);
    ok(report_text_new(NULL, S("tlh"), &e) == NULL && strstr(e.text, "en, fr, es, ar") != NULL,
       "a language that is not there: those that are: %s", e.text);
}

/* A catalogue of one's own, in a file. */
static report_text *
with_file(const char *text, const char *language)
{
    char name[] = "/tmp/test-report-show-XXXXXX";
    int fd = mkstemp(name);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "w");

    if (f == NULL)
        return NULL;
    fputs(text, f);
    fclose(f);
    report_text *t = report_text_new(name, slice_of(language), &e);
    remove(name);
    return t;
}

static void
test_own_catalogue(void)
{
    report_text *t = with_file("# Dari\nlanguage prs rtl fa_AF \u062f\u0631\u06cc\n\nui.total\n"
                               "\tprs \u0645\u062c\u0645\u0648\u0639\n\ten Sum\nmy.own\n en Mine\n",
                               "prs");
    ok(t != NULL && report_text_rtl(t), "a language can be added: %s", t == NULL ? e.text : "prs");
    if (t == NULL)
        return;
    same(report_text_get(t, S("ui.total")), S("\u0645\u062c\u0645\u0648\u0639"), "its text");
    arena a = {0};
    const report_key region = {.name = S("region"), .domain = REPORT_REGION};
    same(report_text_value(t, &region, S("Africa"), &a), S("\u0627\u0641\u0631\u06cc\u0642\u0627"),
         "ICU's word for a region");
    arena_free(&a);
    same(report_text_get(t, S("ui.contents")), S("Contents"), "English where it has none");
    same(report_text_get(t, S("my.own")), S("Mine"), "keys of its own");
    same(report_text_get(t, S("no.such")), S("no.such"), "the key where nobody has one");
    ok(!report_text_has(t, S("no.such")), "and none is said to be there");
    report_text_free(t);

    static const char *const wrong[][2] = {
        {"ui.total\n\txx Summe\n", "line 2: a text in a language that is not declared"},
        {"\n\n\ten Sum\n", "line 3: a text without a key"},
        {"language xx up xx Name\n", "line 1: not 'language CODE"},
        {"ui.total\n\ten\n", "line 2: not 'CODE TEXT'"},
        {"ui.total\n\ten a\001b\n", "line 2: a control character"},
        {"ui.total\n\ten \xff\n", "not UTF-8"},
    };
    for (size_t i = 0; i < LENGTH(wrong); i++)
        ok(with_file(wrong[i][0], "en") == NULL && strstr(e.text, wrong[i][1]) != NULL, "%s",
           e.text);
}

static void
test_values(void)
{
    static const struct {
        const char *language, *name, *column;
        report_domain domain;
        const char *value, *want;
    } cases[] = {
        {"en", "nationality", "nationality", REPORT_STATE, "AFG", "Afghanistan"},
        {"fr", "nationality", "nationality", REPORT_STATE, "DEU", "Allemagne"},
        {"es", "nationality", "nationality", REPORT_STATE, "XXB",
         "Refugiados (Convenci\u00f3n de 1951)"},
        {"en", "nationality", "nationality", REPORT_STATE, "QQQ", "QQQ"},
        {"en", "nationality", "nationality", REPORT_STATE, "<b>", "<b>"},
        {"ar", "nationality", "nationality", REPORT_STATE, "YEM", "\u0627\u0644\u064a\u0645\u0646"},
        {"fr", "direction", "direction", REPORT_CODE, "exit", "Sortie"},
        {"fr", "purpose", "purpose", REPORT_PLAIN, "study", "\u00c9tudes"},
        {"fr", "migrant", "entry_time", REPORT_CODE, "long_term", "Migrant de longue dur\u00e9e"},
        {"fr", "post", "post", REPORT_PLAIN, "KBL1", "KBL1"},
        {"fr", "post", "post", REPORT_PLAIN, "", "non d\u00e9clar\u00e9"},
        {"fr", "region", "nationality", REPORT_REGION, "Western Asia", "Asie occidentale"},
        {"en", "region", "nationality", REPORT_REGION, "South-eastern Asia", "South-eastern Asia"},
        {"en", "age_group", "birth_date", REPORT_NUMBER, "0-4", "0\u20134"},
        {"en", "age_group", "birth_date", REPORT_NUMBER, "75+", "75+"},
        {"ar", "age_group", "birth_date", REPORT_NUMBER, "0-4", "\u200e0\u20134\u200e"},
        {"en", "month", "", REPORT_MONTH, "2026-11", "November 2026"},
        {"fr", "month", "", REPORT_MONTH, "2026-08", "ao\u00fbt 2026"},
        {"en", "day", "", REPORT_DAY, "2026-11-23", "23 Nov 2026"},
        {"en", "weekday", "", REPORT_WEEKDAY, "1", "Monday"},
        {"es", "weekday", "", REPORT_WEEKDAY, "7", "domingo"},
        {"en", "week", "", REPORT_WEEK, "2026-W48", "2026, week 48"},
        {"en", "quarter", "", REPORT_QUARTER, "2026-Q4", "Q4 2026"},
        {"en", "year", "", REPORT_YEAR, "2026", "2026"},
        {"en", "hour_of_day", "", REPORT_HOUR_OF_DAY, "04", "04:00"},
        {"en", "month", "", REPORT_MONTH, "nonsense", "nonsense"},
        {"en", "weekday", "", REPORT_WEEKDAY, "9", "9"},
    };
    arena a = {0};

    for (size_t i = 0; i < LENGTH(cases); i++) {
        report_text *t = report_text_new(NULL, slice_of(cases[i].language), &e);
        report_key key = {slice_of(cases[i].name), cases[i].domain, slice_of(cases[i].column)};
        same(report_text_value(t, &key, slice_of(cases[i].value), &a), slice_of(cases[i].want),
             "%s: %s of %s", cases[i].language, cases[i].value, cases[i].name);
        report_text_free(t);
    }
    arena_free(&a);
}

static void
test_numbers(void)
{
    static const struct {
        const char *language;
        report_form form;
        const char *text, *want;
    } cases[] = {
        {"en", REPORT_WHOLE, "1234567", "1,234,567"},
        {"fr", REPORT_WHOLE, "1234567", "1\u202f234\u202f567"},
        {"es", REPORT_DECIMAL, "1234567.50", "1.234.567,50"},
        {"en", REPORT_PERCENT, "12.5", "12.5%"},
        {"fr", REPORT_PERCENT, "12.50", "12,50\u00a0%"},
        {"en", REPORT_WHOLE, "-5", "-5"},
        {"en", REPORT_WHOLE, "123456789012345678901234567890",
         "123,456,789,012,345,678,901,234,567,890"},
    };
    arena a = {0};

    for (size_t i = 0; i < LENGTH(cases); i++) {
        report_text *t = report_text_new(NULL, slice_of(cases[i].language), &e);
        report_column c = {.form = cases[i].form};
        report_cell cell = {REPORT_VALUE, slice_of(cases[i].text), 0};
        same(report_text_cell(t, &c, &cell, &a), slice_of(cases[i].want), "%s: %s",
             cases[i].language, cases[i].text);
        report_text_free(t);
    }
    arena_free(&a);
}

/* ---- results made by hand ---- */

enum { KEYS = 2, COLUMNS = 8, LINES = 600 };

typedef struct made {
    report_spec spec;
    report_table table;
    report_measure measure[COLUMNS];
    report_key key[KEYS];
    report_column column[COLUMNS];
    report_line line[LINES];
    slice keys[LINES][KEYS];
    report_cell cell[LINES][COLUMNS];
    char text[LINES][COLUMNS][32];
    report_result r;
} made;

static made m; /* large; one at a time */

static void
begin(report_chart chart, size_t keys, const char *across)
{
    memset(&m, 0, sizeof m);
    m.table.chart = chart;
    m.spec.n = 1;
    m.measure[0] = (report_measure){.op = REPORT_OP_COUNT, .name = S("count")};
    m.r = (report_result){.spec = &m.spec,
                          .table = &m.table,
                          .key = m.key,
                          .keys_n = keys,
                          .column = m.column,
                          .measure = m.measure,
                          .measures_n = 1,
                          .line = m.line};
    m.r.across.name = slice_of(across);
}

static void
column(const char *name, const char *across)
{
    report_column *c = &m.column[m.r.columns_n++];

    *c = (report_column){.name = slice_of(name),
                         .measure = &m.measure[0],
                         .whole = across == NULL,
                         .across = slice_of(across)};
}

/* NULL cells are absent, "*" is withheld. */
static void
line(report_line_kind kind, const char *one, const char *two, const char *const *cell)
{
    size_t n = m.r.lines_n++;

    m.keys[n][0] = slice_of(one);
    m.keys[n][1] = slice_of(two);
    for (size_t i = 0; i < m.r.columns_n; i++) {
        report_cell *c = &m.cell[n][i];
        if (cell[i] == NULL)
            continue;
        snprintf(m.text[n][i], sizeof m.text[n][i], "%s", cell[i]);
        c->state = strcmp(cell[i], "*") == 0 ? REPORT_WITHHELD : REPORT_VALUE;
        m.r.withheld += c->state == REPORT_WITHHELD;
        c->text = slice_of(m.text[n][i]);
        c->value = strtod(cell[i], NULL);
    }
    m.line[n] = (report_line){kind, m.keys[n], m.cell[n]};
}

#define CELLS(...) ((const char *const[]){__VA_ARGS__})

static void
posts(report_chart chart)
{
    begin(chart, 1, "");
    m.key[0] = (report_key){S("post"), REPORT_PLAIN, S("post")};
    column("count", NULL);
    line(REPORT_GROUP, "KBL1", "", CELLS("1000"));
    line(REPORT_GROUP, "<script>&\"'", "", CELLS("250"));
    line(REPORT_GROUP, "", "", CELLS("*"));
    line(REPORT_OTHER, "", "", CELLS("7"));
    line(REPORT_TOTAL, "", "", CELLS("1260"));
    m.r.others = 3;
}

static void
test_text(void)
{
    report_text *t = report_text_new(NULL, S("en"), &e);
    buf b = {0};

    posts(REPORT_BARS);
    report_put_text(&b, &m.r, t, 0);
    same(buf_slice(&b),
         S("post              count\n"
           "----------------  -----\n"
           "KBL1               1000  \u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588"
           "\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\n"
           "<script>&\"'         250  \u2588\u2588\u2588\u2588\u2588\n"
           "-                     *\n"
           "other (3 groups)      7\n"
           "----------------  -----\n"
           "total              1260\n"
           "* Withheld to protect persons (1 cells).\n"),
         "text: numbers to the right, bars for groups, a rule, a total");
    b.n = 0;
    report_put_text(&b, &m.r, t, 26);
    ok(!contains(&b, "\u2588"), "no bars where there is no room for them");
    b.n = 0;
    report_put_text(&b, &m.r, t, 35);
    ok(times(&b, "\u2588") == 10 + 2 && contains(&b, "\u2588\u258c\n"),
       "bars are as wide as fits, to an eighth");
    m.cell[1][0].value = -250;
    b.n = 0;
    report_put_text(&b, &m.r, t, 0);
    ok(!contains(&b, "\u2588"), "no bars where a value is below 0");

    begin(REPORT_NO_CHART, 1, "");
    m.key[0] = (report_key){S("name"), REPORT_PLAIN, {NULL, 0}};
    column("count", NULL);
    line(REPORT_GROUP, "\033[2J\u202e", "", CELLS("1"));
    line(REPORT_GROUP, "\u674e\u660e", "", CELLS("1"));
    line(REPORT_GROUP, "01234567890123456789012345678901234567890123456789", "", CELLS("0"));
    b.n = 0;
    report_put_text(&b, &m.r, t, 0);
    ok(contains(&b, "\\x1b[2J\\u202e "), "what a terminal would obey is shown as an escape");
    ok(contains(&b, "\u674e\u660e                                     "),
       "wide letters take two columns");
    ok(contains(&b, "012345678901234567890123456789012345678\u2026      0\n"),
       "a long value is cut");

    report_text *fr = report_text_new(NULL, S("fr"), &e);
    posts(REPORT_BARS);
    b.n = 0;
    report_put_text(&b, &m.r, fr, 0);
    ok(contains(&b, "Poste fronti\u00e8re     Nombre\n") && contains(&b, "autres (3 groupes)") &&
           contains(&b, "KBL1                  1000  "),
       "in French: headings in words, values as they are");
    m.r.left_out = true;
    m.r.lacks = S("lane");
    b.n = 0;
    report_put_text(&b, &m.r, t, 0);
    same(buf_slice(&b), S("This table is left out: the records have no column lane.\n"),
         "left out");
    report_text_free(fr);
    report_text_free(t);
    buf_free(&b);
}

static void
test_json(void)
{
    const report_facts facts = {
        .read = 1260, .rejected = 2, .from = S("2026-11-01"), .suppress = 5};
    report_result *const all[] = {&m.r};
    buf b = {0};

    posts(REPORT_BARS);
    m.keys[1][0] = S("\x01\"\\\n\t\u2028\xff\u00e9");
    report_put_json(&b, all, 1, &m.spec, &facts);
    ok(contains(&b, "\"key\": [\"\\u0001\\\"\\\\\\n\\t\\u2028\\ufffd\u00e9\"]"),
       "JSON: strings are escaped");
    ok(contains(&b, "\"cells\": [1000]"), "numbers are numbers");
    ok(contains(&b, "\"cells\": [null], \"withheld\": [0]"), "what is withheld is null, and said");
    ok(contains(&b, "\"kind\": \"other\", \"cells\": [7]") && contains(&b, "\"others\": 3"),
       "others");
    ok(contains(&b, "\"read\": 1260, \"rejected\": 2, \"from\": \"2026-11-01\", \"to\": null"),
       "facts");
    snprintf(m.text[0][0], 32, "1e5");
    m.cell[0][0].text = S("1e5");
    m.cell[1][0].text = S("-0.50");
    b.n = 0;
    report_put_json(&b, all, 1, &m.spec, &facts);
    ok(contains(&b, "[\"1e5\"]") && contains(&b, "[-0.50]"),
       "digits as they are, what is no number quoted");
    buf_free(&b);
}

/* ---- drawings ---- */

static bool
draw(buf *b, const char *language)
{
    report_text *t = report_text_new(NULL, slice_of(language), &e);

    b->n = 0;
    bool drawn = report_put_svg(b, &m.r, t);
    report_text_free(t);
    return drawn;
}

/* Keys and values that no drawing was made for. */
static void
hostile(report_chart chart, size_t keys, size_t lines, bool across, const char *value)
{
    begin(chart, keys, across ? "sex" : "");
    m.key[0] = (report_key){S("post"), REPORT_PLAIN, S("post")};
    m.key[1] = (report_key){S("lane"), REPORT_PLAIN, S("lane")};
    if (chart == REPORT_LINES)
        m.key[0].domain = REPORT_DAY;
    if (across)
        column("M", "M"), column("F", "<&>\"'\x01\xff\u202e");
    column("count", NULL);
    for (size_t i = 0; i < lines; i++) {
        char *text = m.text[i][COLUMNS - 1];
        if (chart == REPORT_LINES)
            snprintf(text, 32, "20%02zu-%02zu-%02zu", 10 + i / 300, 1 + i / 28 % 12, 1 + i % 28);
        else
            snprintf(text, 32, "%s%zu", i % 2 == 0 ? "<&>\"'\x02\x7f" : "\xed\xa0\x80\xef\xbf\xbf",
                     i);
        line(REPORT_GROUP, text, i % 3 == 0 ? "</svg>" : "b",
             CELLS(value, i % 7 == 0 ? "*" : value, value));
    }
}

/* No control characters, no markup that was not meant. */
static bool
harmless(const buf *b)
{
    for (size_t i = 0; i < b->n; i++)
        if (((unsigned char)b->p[i] < 0x20 && b->p[i] != '\n') || b->p[i] == 0x7f)
            return false;
    return slice_utf8(buf_slice(b)) == b->n && times(b, "</svg>") == 1 && !contains(b, "nan") &&
           !contains(b, "inf\"") && !contains(b, "\xef\xbf\xbf") && !contains(b, "\u202e");
}

static void
test_svg(void)
{
    static const report_chart charts[] = {REPORT_BARS,    REPORT_LINES, REPORT_STACKED,
                                          REPORT_PYRAMID, REPORT_HEAT,  REPORT_FLOW};
    static const char *const values[] = {"0", "1", "-5", "1e308", "-1e308", "0.001", "nan", "inf"};
    static const size_t lines[] = {0, 1, 2, 500};
    buf b = {0};
    size_t drawn = 0, bad = 0, size = 0;

    posts(REPORT_BARS);
    ok(draw(&b, "en") && contains(&b, "role=\"img\"") && contains(&b, "aria-labelledby=") &&
           contains(&b, "<desc"),
       "a drawing has a title and a description");
    ok(contains(&b, "&lt;script&gt;&amp;&quot;&#39;") && !contains(&b, "<script"),
       "values are escaped");
    ok(contains(&b, "hatch-1") && contains(&b, "* withheld"),
       "what is withheld is hatched, and said");
    ok(!contains(&b, "url(http") && !contains(&b, "href"), "nothing is asked for");
    posts(REPORT_NO_CHART);
    ok(!draw(&b, "en") && b.n == 0, "no chart is declared: nothing is drawn");

    for (size_t c = 0; c < LENGTH(charts); c++)
        for (size_t v = 0; v < LENGTH(values); v++)
            for (size_t n = 0; n < LENGTH(lines); n++)
                for (int k = 0; k < 4; k++) {
                    hostile(charts[c], charts[c] == REPORT_FLOW ? 2 : 1, lines[n], k % 2 == 1,
                            values[v]);
                    if (!draw(&b, k < 2 ? "en" : "ar"))
                        continue;
                    drawn++;
                    size = b.n > size ? b.n : size;
                    if (!harmless(&b)) {
                        printf("# chart %d, %zu lines of %s, %d\n", (int)charts[c], lines[n],
                               values[v], k);
                        bad++;
                    }
                }
    ok(drawn > 300 && bad == 0 && size < 1000000,
       "%zu drawings of hostile results, at most %zu bytes", drawn, size);
    buf_free(&b);
}

static void
test_lines(void)
{
    buf b = {0};

    begin(REPORT_LINES, 1, "");
    m.key[0] = (report_key){S("month"), REPORT_MONTH, {NULL, 0}};
    column("count", NULL);
    line(REPORT_GROUP, "2026-11", "", CELLS("10"));
    line(REPORT_GROUP, "2027-02", "", CELLS("20"));
    line(REPORT_GROUP, "2026-12", "", CELLS("*"));
    line(REPORT_GROUP, "2027-03", "", CELLS("5"));
    ok(draw(&b, "en") && times(&b, "<circle") == 4, "months in order; one without records is 0");
    ok(contains(&b, "January 2027: 0"), "and says so");
    /* one path of the line: a gap begins it anew */
    const char *path = b.n != 0 ? strstr(b.p, "class=\"ln") : NULL;
    size_t moves = 0;
    for (; path != NULL && *path != '>'; path++)
        moves += *path == 'M';
    ok(moves == 2, "what is withheld is a gap");
    m.r.others = 4;
    ok(draw(&b, "en") && !contains(&b, "January 2027: 0"),
       "of the largest, one that is missing is not 0");
    buf_free(&b);
}

static void
test_html(void)
{
    const report_facts facts = {.title = S("A <title> & more"), .read = 1, .suppress = 5};
    report_text *t = report_text_new(NULL, S("ar"), &e);
    report_result *const all[] = {&m.r};
    buf b = {0};

    posts(REPORT_BARS);
    m.table.where = S("age < 18 and sex = \"F\"");
    report_put_html(&b, all, 1, &m.spec, &facts, t);
    ok(contains(&b, "<html lang=\"ar\" dir=\"rtl\">"), "a page says its language and direction");
    ok(contains(&b, "default-src 'none'; style-src 'unsafe-inline'"),
       "and what it may do: nothing");
    ok(contains(&b, "<h1 id=\"title\">A &lt;title&gt; &amp; more</h1>"), "its title");
    ok(contains(&b, "<bdi>&lt;script&gt;&amp;&quot;&#39;</bdi>") && !contains(&b, "<script"),
       "values");
    ok(contains(&b, "age &lt; 18 and sex = &quot;F&quot;</code>"), "the condition of a table");
    ok(contains(&b, "<td class=\"withheld\">*"), "what is withheld");
    ok(times(&b, "<th scope=\"row\">") == 5 && times(&b, "<th scope=\"col\"") == 2, "headers");
    report_text_free(t);
    buf_free(&b);
}

int
main(void)
{
    test_languages();
    test_catalogue();
    test_own_catalogue();
    test_values();
    test_numbers();
    test_text();
    test_json();
    test_svg();
    test_lines();
    test_html();
    return tap_done();
}

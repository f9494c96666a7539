/* Periods, keys, groups, tables. */
#include "report/report.h"
#include "tap.h"

#include <stdlib.h>

static char text[REPORT_PERIOD_TEXT];

static slice
period(const char *name, const char *value)
{
    moment m;

    if (!moment_parse(slice_of(value), &m))
        return S("no date");
    return report_period_text(report_period_find(slice_of(name)), m, text);
}

static void
periods(void)
{
    static const struct {
        const char *name, *value, *want;
    } cases[] = {
        {"hour", "2026-11-23T04:15:00+04:30", "2026-11-23T04"},
        {"hour", "2026-11-23T23:59:59Z", "2026-11-23T23"},
        {"day", "2026-11-23T04:15:00", "2026-11-23"},
        {"month", "2026-11-23", "2026-11"},
        {"quarter", "2026-01-31", "2026-Q1"},
        {"quarter", "2026-03-31", "2026-Q1"},
        {"quarter", "2026-04-01", "2026-Q2"},
        {"quarter", "2026-11-23", "2026-Q4"},
        {"year", "0987-11-23", "0987"},
        /* ISO 8601's own examples: the year of a week is that of its Thursday. */
        {"week", "1995-01-01", "1994-W52"},
        {"week", "1996-12-31", "1997-W01"},
        {"week", "2026-11-23", "2026-W48"},
        {"week", "2027-01-03", "2026-W53"},
        {"week", "2027-01-04", "2027-W01"},
        {"weekday", "2026-11-23", "1"},
        {"weekday", "2026-11-29", "7"},
        /* What a date does not say is empty. */
        {"hour", "2026-11-23", ""},
        {"day", "2026-11", ""},
        {"week", "2026-11", ""},
        {"weekday", "2026-11", ""},
        {"month", "2026-11", "2026-11"},
        {"month", "2026", ""},
        {"quarter", "2026", ""},
        {"quarter", "2026-11", "2026-Q4"},
        {"year", "2026", "2026"},
        {"hour", "9999-12-31T23:00:00", "9999-12-31T23"},
        {"week", "9999-12-31", "9999-W52"},
        {"week", "0001-01-01", "0001-W01"},
    };

    for (size_t i = 0; i < LENGTH(cases); i++)
        same(period(cases[i].name, cases[i].value), slice_of(cases[i].want), "%s of %s",
             cases[i].name, cases[i].value);
    ok(report_period_find(S("decade")) == REPORT_WHOLE, "a decade is no period here");
    ok(report_period_find(S("")) == REPORT_WHOLE, "nor is nothing");

    slice names = S(REPORT_PERIODS);
    bool all = true;
    while (names.p != NULL)
        all = report_period_find(slice_cut(&names, ' ')) != REPORT_WHOLE && all;
    ok(all, "every name of REPORT_PERIODS is a period");
}

/* ---- keys ---- */

/* The keys of all rows of a stream, values parted by '|', rows by ';'. */
static slice
keys(buf *b, const char *lists, const char *time, const char *bytes, diag *d, error *e)
{
    report_by by = {.time = slice_of(time)};
    slice list = slice_of(lists), key[REPORT_BY_MAX];
    row r;

    b->n = 0;
    if (report_by_add(&by, list, e)) {
        in *f = in_memory("m", slice_of(bytes));
        csv_in *c = csv_open(f, d, e);
        if (c == NULL || !report_by_bind(&by, c, e)) {
            buf_puts(b, S("unbound"));
        } else {
            while (csv_next(c, &r)) {
                report_by_key(&by, &r, key, d);
                for (size_t i = 0; i < by.n; i++) {
                    buf_puts(b, key[i]);
                    buf_putc(b, i + 1 < by.n ? '|' : ';');
                }
            }
        }
        csv_close(c);
        in_close(f);
    } else {
        buf_puts(b, S("refused"));
    }
    report_by_free(&by);
    return buf_slice(b);
}

static void
by(void)
{
    diag d = {0};
    error e;
    buf b = {0};

    same(keys(&b, "b,a", NULL, "a,b\n1,2\n3,4\n", &d, &e), S("2|1;4|3;"),
         "columns in the order asked for");
    same(keys(&b, "month", NULL, "dep_time,arr_time\n2026-01-31,2026-02-01\n", &d, &e),
         S("2026-02;"), "arr_time goes before dep_time");
    same(keys(&b, "month", NULL, "arr_time,crossing_time\n2026-01-31,2026-02-01\n", &d, &e),
         S("2026-02;"), "crossing_time goes before all");
    same(keys(&b, "month", "arr_time", "arr_time,crossing_time\n2026-01-31,2026-02-01\n", &d, &e),
         S("2026-01;"), "--time goes before that");
    same(keys(&b, "birth_date:year,year", NULL,
              "birth_date,arr_time\n1980-05-06,2026-11-23T10:00:00\n", &d, &e),
         S("1980|2026;"), "the year of two columns");
    same(keys(&b, "month", NULL, "month,arr_time\nMay,2026-11-23\n", &d, &e), S("May;"),
         "a column of that name goes before a period");
    same(keys(&b, "a:year", NULL, "a:year,a\nx,2026-11-23\n", &d, &e), S("x;"),
         "also when the name has a colon");
    ok(d.warnings == 0, "nothing to warn of so far");

    same(keys(&b, "day,month,sex", NULL, "sex,arr_time\nM,tomorrow\nF,\n", &d, &e), S("||M;||F;"),
         "no date: the key is empty, the row is there");
    ok(d.warnings == 1, "one warning for the row that is no date, none for the empty one");
    ok(memmem(d.text.p, d.text.n, "m: line 2: field 2: warning: 'tomorrow'", 39) != NULL,
       "which says where");

    same(keys(&b, "c", NULL, "a,b\n", &d, &e), S("unbound"), "a column that is not there");
    ok(strcmp(e.text, "m: no column 'c'; there are: a, b") == 0, "and those that are: %s", e.text);
    same(keys(&b, "month", NULL, "a,b\n", &d, &e), S("unbound"), "no column of a time");
    ok(strstr(e.text, "--time") != NULL, "says which option names one");
    same(keys(&b, "month", "x", "arr_time\n", &d, &e), S("unbound"), "--time names none");
    same(keys(&b, "a:decade", NULL, "a\n", &d, &e), S("unbound"), "no such period");

    same(keys(&b, "", NULL, "", &d, &e), S("refused"), "an empty list");
    same(keys(&b, "a,,b", NULL, "", &d, &e), S("refused"), "an empty name");
    same(keys(&b, "a,b,a", NULL, "", &d, &e), S("refused"), "the same column twice");
    same(keys(&b, "a_year,a:year", NULL, "", &d, &e), S("refused"), "the same name by two ways");
    same(keys(&b, "a,count", NULL, "", &d, &e), S("refused"), "count, which the report has");

    buf many = {0};
    for (int i = 0; i <= REPORT_BY_MAX; i++)
        buf_printf(&many, "%sc%d", i ? "," : "", i);
    buf_putc(&many, '\0');
    same(keys(&b, many.p, NULL, "", &d, &e), S("refused"), "more than REPORT_BY_MAX columns");
    buf_free(&many);
    buf_free(&b);
    diag_free(&d);
}

/* ---- groups ---- */

static slice
rows(buf *b, report_groups *g, size_t n)
{
    slice value[REPORT_BY_MAX + 1];

    b->n = 0;
    for (uint64_t i = 0; report_groups_row(g, i, value) != REPORT_END; i++) {
        for (size_t k = 0; k <= n; k++) {
            buf_puts(b, value[k]);
            buf_putc(b, k < n ? '|' : ';');
        }
    }
    return buf_slice(b);
}

static report_groups *
some_groups(void)
{
    static const slice key[][2] = {
        {S("b"), S("")},  {S("a"), S("y")}, {S("b"), S("")},  {S("a"), S("x")},
        {S("ab"), S("")}, {S("a"), S("b")}, {S("a"), S("y")}, {S("b"), S("")},
    };
    report_groups *g = report_groups_new(2);

    for (size_t i = 0; i < LENGTH(key); i++)
        report_groups_add(g, key[i]);
    return g;
}

static void
groups(void)
{
    static const struct {
        bool by_key;
        uint64_t top;
        slice want;
    } cases[] = {
        {false, 0, S("b||3;a|y|2;a|b|1;a|x|1;ab||1;total||8;")},
        {true, 0, S("a|b|1;a|x|1;a|y|2;ab||1;b||3;total||8;")},
        {false, 2, S("b||3;a|y|2;other (3 groups)||3;total||8;")},
        {true, 2, S("a|y|2;b||3;other (3 groups)||3;total||8;")},
        {false, 4, S("b||3;a|y|2;a|b|1;a|x|1;other (1 group)||1;total||8;")},
        {false, 5, S("b||3;a|y|2;a|b|1;a|x|1;ab||1;total||8;")},
        {false, UINT64_MAX, S("b||3;a|y|2;a|b|1;a|x|1;ab||1;total||8;")},
    };
    buf b = {0};

    for (size_t i = 0; i < LENGTH(cases); i++) {
        report_groups *g = some_groups();
        report_groups_rank(g, cases[i].by_key, cases[i].top);
        same(rows(&b, g, 2), cases[i].want, "%s order, top %llu", cases[i].by_key ? "key" : "count",
             (unsigned long long)cases[i].top);
        report_groups_free(g);
    }

    report_groups *g = report_groups_new(0);
    report_groups_rank(g, false, 0);
    same(rows(&b, g, 0), S("0;"), "no columns, no records: a count of 0");
    report_groups_free(g);

    g = report_groups_new(0);
    for (int i = 0; i < 3; i++)
        report_groups_add(g, NULL);
    report_groups_rank(g, false, 1);
    same(rows(&b, g, 0), S("3;"), "no columns: the count of all, and no total");
    report_groups_free(g);

    g = report_groups_new(1);
    report_groups_rank(g, false, 3);
    same(rows(&b, g, 1), S("total|0;"), "no records: only the total");
    report_groups_free(g);

    /* 100,000 keys of 0 to 40 bytes; key i is seen 1 + i % 3 times. */
    enum { MANY = 100000 };
    g = report_groups_new(1);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < MANY; i++) {
            char key[64];
            snprintf(key, sizeof key, "%0*d", 5 + i % 36, i);
            slice value = slice_of(key);
            if (i % 3 >= round)
                report_groups_add(g, &value);
        }
    }
    report_groups_rank(g, false, 0);
    slice value[2];
    uint64_t of[4] = {0}, i;
    bool in_order = true, right = true;
    uint64_t last = 3;
    for (i = 0; report_groups_row(g, i, value) == REPORT_GROUP; i++) {
        uint64_t count = (uint64_t)(value[1].p[0] - '0'), number;
        in_order = in_order && count <= last;
        last = count;
        right = right && slice_uint(value[0], MANY, &number) && count == 1 + number % 3 &&
                value[0].n == 5 + number % 36;
        if (count < 4)
            of[count]++;
    }
    ok(i == MANY, "every key is a group: %llu", (unsigned long long)i);
    ok(in_order, "the largest first");
    ok(right, "each with its own count");
    ok(of[1] == 33334 && of[2] == 33333 && of[3] == 33333, "as many of each as there were");
    report_groups_free(g);
    buf_free(&b);
}

/* ---- tables ---- */

static slice
table(buf *b, slice left, slice middle, slice number)
{
    report_table t = {.n = 3};
    const slice cells[] = {left, middle, number};

    b->n = 0;
    report_table_fit(&t, cells);
    report_table_put(&t, b, cells);
    return buf_slice(b);
}

#define TEN "0123456789"

static void
tables(void)
{
    report_table t = {.n = 2};
    const slice head[] = {S("nationality"), S("count")}, one[] = {S("AFG"), S("7")},
                none[] = {S(""), S("1234567")};
    buf b = {0};

    report_table_fit(&t, head);
    report_table_fit(&t, one);
    report_table_fit(&t, none);
    report_table_put(&t, &b, head);
    report_table_rule(&t, &b);
    report_table_put(&t, &b, one);
    report_table_put(&t, &b, none);
    same(buf_slice(&b),
         S("nationality    count\n"
           "-----------  -------\n"
           "AFG                7\n"
           "-            1234567\n"),
         "names to the left, numbers to the right, an empty key is a dash");

    /* A neighbour's place shows how wide a value was taken to be. */
    report_table w = {.n = 2, .width = {6, 1}};
    static const struct {
        slice value, want;
        const char *what;
    } widths[] = {
        {S("Zoë"), S("Zoë     1\n"), "a letter with a mark is one column"},
        {S("Zoe\u0308"), S("Zoe\u0308     1\n"), "a combining mark takes none"},
        {S("\u738b\u5c0f"), S("\u738b\u5c0f    1\n"), "Han letters take two"},
        {S("\uff21"), S("\uff21      1\n"), "full-width letters take two"},
        {S("\u0645\u064f\u062d"), S("\u0645\u064f\u062d      1\n"), "an Arabic vowel sign none"},
    };
    for (size_t i = 0; i < LENGTH(widths); i++) {
        const slice cells[] = {widths[i].value, S("1")};
        b.n = 0;
        report_table_put(&w, &b, cells);
        same(buf_slice(&b), widths[i].want, "%s", widths[i].what);
    }

    same(table(&b, S("a\x1b[2J"), S("b\nc\t"), S("1")), S("a\\x1b[2J  b\\x0ac\\x09  1\n"),
         "controls are shown, not obeyed");
    same(table(&b,
               S("\xc2\x9b"
                 "2J"),
               S("x\u202ey"), S("1")),
         S("\\x9b2J  x\\u202ey  1\n"), "so are C1 controls and those of writing direction");
    same(table(&b, S("a\xff"), S("\xc3"), S("1")), S("a?  ?  1\n"), "bytes that are no UTF-8");
    same(table(&b, S(TEN TEN TEN TEN), S("x"), S("1")), S(TEN TEN TEN TEN "  x  1\n"),
         "40 columns fit");
    same(table(&b, S(TEN TEN TEN TEN "a"), S("x"), S("1")),
         S(TEN TEN TEN "012345678\u2026  x  1\n"), "41 end with an ellipsis, 40 wide");
    same(table(&b, S(TEN TEN TEN "12345678\u738b\u738b"), S("x"), S("1")),
         S(TEN TEN TEN "12345678\u2026   x  1\n"), "a wide character is not cut in half");

    /* A value as long as a record may be, of marks that take no room. */
    buf marks = {0};
    for (int i = 0; i < CSV_RECORD_MAX / 2; i++)
        buf_puts(&marks, S("\u0301"));
    ok(table(&b, buf_slice(&marks), S("x"), S("1")).n < 4096,
       "a heap of marks does not flood the terminal");
    buf_free(&marks);
    buf_free(&b);
}

int
main(void)
{
    periods();
    by();
    groups();
    tables();
    return tap_done();
}

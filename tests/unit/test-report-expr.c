/* Conditions: what they say of a row, and what is said of those that are wrong. */
#include "report/report.h"
#include "tap.h"

#include <stdlib.h>

/* A row of a condition's own: a header, its values. */
static const char stream[] =
    "surname,sex,nationality,residence,birth_date,crossing_time,arr_time,stay_days,score,doc_"
    "number,"
    "hit_on,not,a b,big\n"
    "O'HARA,F,AFG,IRN,1990-05-02,2026-11-30T23:59:59+04:30,2026-11-30T19:20:00Z,18,0.85,0012345,"
    "name;birth_date,x,two,123456789012345678901234567890.50\n";

/* 1 true, 0 false, -1 it was refused or a column is not there: e says why. */
static int
asks(const char *condition, const char *bytes, error *e)
{
    in *f = in_memory("rows", slice_of(bytes));
    diag d = {0};
    csv_in *csv = csv_open(f, &d, e);
    report_expr *x = report_expr_parse(slice_of(condition), e);
    report_clock clock = {{NULL, 0}};
    int got = -1;
    row r;

    if (x != NULL && csv != NULL && report_expr_bind(x, csv, &clock, e) && csv_next(csv, &r)) {
        got = report_expr_test(x, &r, &d);
        if (report_expr_test(x, &r, NULL) != got)
            got = -2; /* a row is asked twice and answers the same */
    }
    report_expr_free(x);
    csv_close(csv);
    in_close(f);
    diag_free(&d);
    return got;
}

typedef struct question {
    const char *condition;
    int answer;
} question;

static void
ask_all(const question *q, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        error e = {""};
        int got = asks(q[i].condition, stream, &e);
        ok(got == q[i].answer, "%s: %s%s%s", q[i].condition, q[i].answer ? "yes" : "no",
           e.text[0] ? ", but " : "", e.text);
    }
}
#define ASK(list) ask_all(list, LENGTH(list))

/* Texts, numbers, lists of values. */
static void
values(void)
{
    static const question texts[] = {
        {"sex = F", 1},
        {"sex=F", 1},
        {"sex != F", 0},
        {"sex = f", 0},
        {"sex = 'F'", 1},
        {"sex = \"F\"", 1},
        {"surname = 'O''HARA'", 1},
        {"surname = \"O'HARA\"", 1},
        {"surname < P", 1},
        {"surname < O", 0},
        {"surname > A and surname < Z", 1},
        {"nationality in (AFG, IRN)", 1},
        {"nationality in (PAK, IRN)", 0},
        {"nationality in (IRN,PAK,AFG)", 1},
        {"nationality not in (PAK, IRN)", 1},
        {"nationality not in (AFG)", 0},
        {"NOT nationality IN (AFG)", 0},
        {"nationality = [residence]", 0},
        {"nationality != [residence]", 1},
        {"nationality in (PAK, [residence])", 0},
        {"residence in (PAK, [residence])", 1},
        {"[nationality] = AFG", 1},
        {"[not] = x", 1},
        {"[a b] = two", 1},
        /* Andorra is AND; Indiana is IN. */
        {"nationality = AND", 0},
        {"nationality in (AND, OR, NOT, IN, AFG)", 1},
        {"nationality = and or sex = F", 1},
        {"surname != 'sex'", 1},
        {"hit_on contains birth_date", 1}, /* a list of columns */
    };
    static const question numbers[] = {
        {"stay_days = 18", 1},
        {"stay_days = 18.0", 1},
        {"stay_days = 018", 1},
        {"stay_days = +18", 1},
        {"stay_days = '018'", 0},
        {"stay_days < 9", 0},
        {"stay_days < '9'", 1}, /* as text */
        {"stay_days < 18", 0},
        {"stay_days <= 18", 1},
        {"stay_days >= 18", 1},
        {"stay_days > 18", 0},
        {"stay_days > -1", 1},
        {"stay_days != 19", 1},
        {"stay_days in (17, 18)", 1},
        {"score >= 0.850", 1},
        {"score < .9", 0}, /* that is no number, and a number is not before a text */
        {"score > 0.8499999999999999999999999999", 1},
        {"score > 0.85", 0},
        {"score <= 0.85", 1},
        {"big = 123456789012345678901234567890.5", 1},
        {"big > 123456789012345678901234567890.49999999999999999999", 1},
        {"big < 123456789012345678901234567890.500000000000000000001", 1},
        {"big < 99999999999999999999999999999", 0},
        {"big > -999999999999999999999999999999999", 1},
        {"doc_number = 12345", 1},
        {"doc_number = '12345'", 0},
        {"doc_number = '0012345'", 1},
        /* What is no number is neither less nor more than one. */
        {"surname < 18", 0},
        {"surname >= 18", 0},
        {"surname = 18", 0},
        {"surname != 18", 1},
        {"stay_days > [score]", 1},
        {"stay_days < [surname]", 0},
        {"stay_days >= [surname]", 0},
        {"stay_days < abc", 0},
        {"stay_days > abc", 0},
    };

    ASK(texts);
    ASK(numbers);
}

static void
times(void)
{
    static const question list[] = {
        /* A day is all of it. */
        {"crossing_time >= 2026-11-01", 1},
        {"crossing_time <= 2026-11-30", 1},
        {"crossing_time < 2026-11-30", 0},
        {"crossing_time > 2026-11-30", 0},
        {"crossing_time = 2026-11-30", 1},
        {"crossing_time != 2026-11-30", 0},
        {"crossing_time < 2026-12-01", 1},
        {"crossing_time > 2026-11-29", 1},
        {"crossing_time <= '2026-11-30'", 1},
        {"crossing_time in (2026-11-29, 2026-11-30)", 1},
        /* So are a month, a year, an hour, a minute. */
        {"crossing_time = 2026-11", 1},
        {"crossing_time <= 2026-11", 1},
        {"crossing_time = 2026", 1},
        {"crossing_time <= 2026", 1},
        {"crossing_time <= '2026'", 1},
        {"crossing_time > 2026", 0},
        {"crossing_time >= 2027", 0},
        {"crossing_time = 2026-11-30T23", 1},
        {"crossing_time <= 2026-11-30T23:59", 1},
        {"crossing_time < 2026-11-30T23:59", 0},
        {"crossing_time <= '2026-11-30 23:59'", 1},
        {"crossing_time >= 2026-11-30T23:59:59", 1},
        {"crossing_time > 2026-11-30T23:59:58", 1},
        /* Two clocks that are known are compared as instants; one alone as it is written. */
        {"crossing_time = 2026-11-30T19:29:59Z", 1},
        {"crossing_time = 2026-11-30T19:29Z", 1},
        {"crossing_time > 2026-11-30T20:00:00Z", 0},
        {"arr_time < [crossing_time]", 1},
        {"crossing_time > [arr_time]", 1},
        {"arr_time = 2026-11-30T19:20:00", 1},
        /* What is no time is neither before nor behind one. */
        {"surname < 2026-11-30", 0},
        {"surname > 2026-11-30", 0},
        {"surname != 2026-11-30", 1},
        {"crossing_time > abc", 0},
        {"crossing_time < abc", 0},
        {"birth_date < 1990-05-03", 1},
        {"birth_date <= 1990-05-02", 1},
        {"birth_date < [crossing_time]", 1},
    };
    static const char part[] = "birth_date,x\n1990,y\n";
    static const question parts[] = {
        /* Of a date that is known in part, what is not known is not so. */
        {"birth_date < 1991-01-01", 1},
        {"birth_date > 1989-12-31", 1},
        {"birth_date <= 1990-05-02", 0},
        {"birth_date >= 1990-05-02", 0},
        {"birth_date = 1990-05-02", 0},
        {"birth_date != 1990-05-02", 1},
        {"birth_date = 1990", 1},
        {"birth_date <= 1990", 1},
        {"not birth_date <= 1990-05-02", 1},
    };

    ASK(list);
    for (size_t i = 0; i < LENGTH(parts); i++) {
        error e = {""};
        ok(asks(parts[i].condition, part, &e) == parts[i].answer, "1990, %s: %s",
           parts[i].condition, parts[i].answer ? "yes" : "no");
    }
}

/* Which of = '' != '' = A != A < <= > >= A, in (A) are so for an empty value. */
static void
empty(void)
{
    static const char bytes[] = "v,w,n\n,,5\n";
    static const question list[] = {
        {"v = ''", 1},         {"v = \"\"", 1},     {"v != ''", 0},        {"v = A", 0},
        {"v != A", 1},         {"v < A", 0},        {"v <= A", 0},         {"v > A", 0},
        {"v >= A", 0},         {"v <= ''", 0},      {"v in (A)", 0},       {"v not in (A)", 1},
        {"v in (A, '')", 1},   {"v < 18", 0},       {"v = 0", 0},          {"v != 0", 1},
        {"v >= 0", 0},         {"not v < 18", 1},   {"v < 2026-11-01", 0}, {"v = 2026-11-01", 0},
        {"v = [w]", 1},        {"v != [w]", 0},     {"v <= [w]", 0},       {"v = [n]", 0},
        {"n > [v]", 0},        {"n < [v]", 0},      {"n != [v]", 1},       {"v contains A", 0},
        {"v like *", 1},       {"v like ?", 0},     {"v like ''", 1},      {"n like ''", 0},
        {"n contains [v]", 0}, {"n starts [v]", 0}, {"n not ends [v]", 1}, {"n != ''", 1},
    };

    for (size_t i = 0; i < LENGTH(list); i++) {
        error e = {""};
        ok(asks(list[i].condition, bytes, &e) == list[i].answer, "empty, %s: %s %s",
           list[i].condition, list[i].answer ? "yes" : "no", e.text);
    }
}

/* Every formula of three truths that the table has, for every value of the three. */
static void
logic(void)
{
    static const struct {
        const char *condition;
        unsigned truth; /* bit i: the answer when a, b, c are the bits 4, 2, 1 of i */
    } table[] = {
        {"a = 1", 0xf0},
        {"not a = 1", 0x0f},
        {"not not a = 1", 0xf0},
        {"a = 1 and b = 1", 0xc0},
        {"a = 1 or b = 1", 0xfc},
        {"a = 1 or b = 1 and c = 1", 0xf8},
        {"a = 1 and b = 1 or c = 1", 0xea},
        {"(a = 1 or b = 1) and c = 1", 0xa8},
        {"a = 1 and (b = 1 or c = 1)", 0xe0},
        {"not (a = 1 or b = 1)", 0x03},
        {"not (a = 1 and b = 1)", 0x3f},
        {"not a = 1 or b = 1", 0xcf},
        {"not a = 1 and not b = 1 and not c = 1", 0x01},
        {"not (not a = 1 or not (b = 1 and not c = 1))", 0x40},
        {"a = 1 or b = 1 or c = 1", 0xfe},
        {"a = 1 and b = 1 and c = 1", 0x80},
        {"((a != 1)) and ((b != 1 or c != 1))", 0x07},
        {"a = [b] and b = [c]", 0x81},
        {"not (a = 1 and b = 1) and (c = 1 or not (a = 1 or b = 1))", 0x2b},
    };

    for (size_t i = 0; i < LENGTH(table); i++) {
        unsigned truth = 0;
        for (unsigned v = 0; v < 8; v++) {
            char bytes[32];
            error e = {""};
            snprintf(bytes, sizeof bytes, "a,b,c\n%u,%u,%u\n", v >> 2 & 1, v >> 1 & 1, v & 1);
            truth |= (unsigned)(asks(table[i].condition, bytes, &e) == 1) << v;
        }
        ok(truth == table[i].truth, "%s is %02x, and is %02x", table[i].condition, table[i].truth,
           truth);
    }
}

static void
patterns(void)
{
    static const question parts[] = {
        {"hit_on contains name", 1}, {"hit_on contains 'e;b'", 1},      {"hit_on contains sex", 0},
        {"hit_on starts name", 1},   {"hit_on starts birth", 0},        {"hit_on ends date", 1},
        {"hit_on ends name", 0},     {"hit_on not contains sex", 1},    {"surname not starts O", 0},
        {"sex contains FF", 0},      {"nationality contains [sex]", 1},
    };
    static const struct {
        const char *value, *pattern;
        bool is;
    } list[] = {
        {"", "", true},
        {"", "*", true},
        {"", "**", true},
        {"", "?", false},
        {"a", "", false},
        {"a", "?", true},
        {"a", "a", true},
        {"a", "*a*", true},
        {"a", "a?", false},
        {"abc", "a*c", true},
        {"abc", "a*b", false},
        {"abc", "*b*", true},
        {"abc", "a?c", true},
        {"abc", "?*?", true},
        {"abc", "?*?*?*", true},
        {"abc", "?*?*?*?", false},
        {"aa", "a*a", true},
        {"a", "a*a", false}, /* one letter is not both ends */
        {"aba", "ab*ba", false},
        {"abba", "ab*ba", true},
        {"mississippi", "m*iss*pi", true},
        {"mississippi", "m*iss*iss*iss*", false},
        {"mississippi", "*s?i*p?", true},
        {"mississippi", "*i??i*", true},
        {"xaab", "*a?b", true},
        {"aab", "*ab", true},
        {"aaab", "*aab*", true},
        {"M\u00dcLLER", "M?LLER", true}, /* a character, not a byte */
        {"M\u00dcLLER", "M??LLER", false},
        {"M\u00dcLLER", "*?LLER", true},
        {"\u0645\u062d\u0645\u062f", "????", true},
        {"\u0645\u062d\u0645\u062f", "\u0645*\u062f", true},
        {"\u0645\u062d\u0645\u062f", "*?\u0645?", true},
        {"\u0645\u062d\u0645\u062f", "?????", false},
    };

    ASK(parts);
    for (size_t i = 0; i < LENGTH(list); i++) {
        char condition[64], bytes[64];
        error e = {""};
        snprintf(condition, sizeof condition, "v like '%s'", list[i].pattern);
        snprintf(bytes, sizeof bytes, "v,w\n%s,x\n", list[i].value);
        ok(asks(condition, bytes, &e) == list[i].is, "'%s' is %slike '%s'", list[i].value,
           list[i].is ? "" : "not ", list[i].pattern);
    }

    /* Work that would double with each star is one pass. */
    buf b = {0}, c = {0};
    buf_puts(&b, S("v,w\n"));
    for (int i = 0; i < 500000; i++)
        buf_putc(&b, 'a');
    buf_puts(&b, S(",x\n"));
    buf_putc(&b, '\0');
    buf_puts(&c, S("v like '"));
    for (int i = 0; i < 40; i++)
        buf_puts(&c, S("*a?aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
    buf_puts(&c, S("*b'"));
    buf_putc(&c, '\0');
    error e = {""};
    ok(asks(c.p, b.p, &e) == 0, "a pattern that nearly fits everywhere is done with at once");
    buf_free(&b);
    buf_free(&c);
}

static void
derived(void)
{
    static const char bytes[] = "birth_date,crossing_time,sex\n2010-06-15,2026-06-14T08:00:00,F\n";
    static const question list[] = {
        {"age < 18", 1},
        {"age = 15", 1},
        {"age >= 16", 0},
        {"age_group = 15-19", 1},
        {"month = 2026-06", 1},
        {"crossing_time:year = 2026", 1},
        {"hour_of_day < 9", 1},
        {"weekday in (6, 7)", 1},
        {"week >= 2026-W24", 1},
        {"quarter = 2026-Q2", 1},
        {"birth_date:month = 2010-06", 1},
        {"sex = F and age < 18", 1},
    };

    for (size_t i = 0; i < LENGTH(list); i++) {
        error e = {""};
        ok(asks(list[i].condition, bytes, &e) == list[i].answer, "%s: %s %s", list[i].condition,
           list[i].answer ? "yes" : "no", e.text);
    }
}

/* What is wrong, where, and what would be right. */
static void
wrong(void)
{
    static const struct {
        const char *condition, *said;
    } list[] = {
        {"", "the condition is empty"},
        {"  \n ", "the condition is empty"},
        {"sex", "at the end: a comparison was expected: = !="},
        {"sex xyz", "at 'xyz' (character 5): a comparison was expected"},
        {"sex == F", "at '==' (character 5): equal is written ="},
        {"sex <> F", "not equal is written !="},
        {"sex = F && age < 3", "at '&&' (character 9): 'and' and 'or' are written as words"},
        {"!sex = F", "at '!' (character 1): 'not' is written as a word"},
        {"sex =", "at the end: a value was expected"},
        {"sex = )", "at ')' (character 7): a value was expected"},
        {"sex = F age < 3", "at 'age' (character 9): and, or, or the end was expected"},
        {"sex = F)", "at ')' (character 8): and, or, or the end was expected"},
        {"(sex = F", "at the end: and, or, or a closing ) was expected"},
        {"sex = F and", "at the end: a column was expected"},
        {"18 < age", "at '18' (character 1): a column was expected"},
        {"'sex' = F", "at ''sex'' (character 1): a column was expected"},
        {"2026-11-30 < crossing_time", "a column was expected"},
        {"sex = 'F", "at ''F' (character 7): the text has no mark at its end"},
        {"[sex = F", "the column's name has no ] at its end"},
        {"sex] = F", "at ']' (character 4): there is no [ in front of it"},
        {"sex in AFG", "at 'AFG' (character 8): a list was expected"},
        {"sex in ()", "at ')' (character 9): a value was expected"},
        {"sex in (A B)", "at 'B' (character 11): a comma or the ) of the list was expected"},
        {"sex in (A,", "at the end: a value was expected"},
        {"sex not = F", "at '=' (character 9): behind a column and 'not' was expected: in"},
        {"sex like [a]", "at '[a]' (character 10): a pattern was expected"},
        {"sex contains ''", "at '''' (character 14): some text was expected"},
        {"crossing_time > 2026-02-30",
         "at '2026-02-30' (character 17): there is no such day or time"},
        {"crossing_time > 2026-11-30T25:00", "there is no such day or time"},
        /* Not every word that is meant as a column would be seen, but these must not pass as texts.
         */
        {"nationality != residence",
         "at 'residence' (character 16): that is a column: in brackets"},
        {"nationality in (AFG, residence)", "at 'residence' (character 22): that is a column"},
        {"sex = F\x01", "at '\x01' (character 8): a character that is no text"},
        {"M\u00fcll \u00fc", "at '\u00fc' (character 6): a comparison"},
        {"sex = \xff", "not UTF-8"},
        {"[] = F", "at '[]' (character 1): "},
        {"sex = aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeee x", "at 'x' (character 53)"},
        {"sex = F aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeee",
         "at 'aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd' ... (character 9)"},
    };

    for (size_t i = 0; i < LENGTH(list); i++) {
        error e = {""};
        report_expr *x = report_expr_parse(slice_of(list[i].condition), &e);
        if (!ok(x == NULL && strstr(e.text, list[i].said) != NULL, "'%s': %s", list[i].condition,
                list[i].said))
            printf("# %s\n", e.text);
        report_expr_free(x);
    }
    error e = {""};
    ok(asks("sax = F", stream, &e) == -1 && strstr(e.text, "sax") != NULL &&
           strstr(e.text, "sex") != NULL,
       "a column that is not there, and those that are: %s", e.text);
    ok(report_expr_parse((slice){"sex = \0F", 8}, &e) == NULL, "a NUL");
}

static report_expr *
repeated(const char *before, int n, const char *middle, const char *behind, error *e)
{
    buf b = {0};

    for (int i = 0; i < n; i++)
        buf_puts(&b, slice_of(before));
    buf_puts(&b, slice_of(middle));
    for (int i = 0; i < n; i++)
        buf_puts(&b, slice_of(behind));
    report_expr *x = report_expr_parse(buf_slice(&b), e);
    buf_free(&b);
    return x;
}

static void
bounds(void)
{
    error e = {""};
    report_expr *x;

    x = repeated("(", REPORT_EXPR_DEPTH, "a=1", ")", &e);
    ok(x != NULL, "so many brackets: %s", e.text);
    report_expr_free(x);
    x = repeated("(", REPORT_EXPR_DEPTH + 1, "a=1", ")", &e);
    ok(x == NULL && strstr(e.text, "too many brackets") != NULL, "and one more: %s", e.text);
    x = repeated("not ", REPORT_EXPR_DEPTH + 1, "a=1", "", &e);
    ok(x == NULL, "not, too");
    x = repeated("(", 2000, "", "", &e);
    ok(x == NULL, "brackets alone");
    x = repeated("a=1 or ", 580, "a=1", "", &e);
    ok(x != NULL, "a long chain is not deep");
    report_expr_free(x);
    x = repeated("a=1 or b=2 and ", 270, "a=1", "", &e);
    ok(x != NULL, "nor one of both");
    report_expr_free(x);
    x = repeated("a", REPORT_EXPR_MAX - 2, "=1", "", &e);
    report_expr_free(x);
    x = repeated(" ", REPORT_EXPR_MAX - 2, "a=1", "", &e);
    ok(x == NULL && strstr(e.text, "at most 4096 bytes") != NULL, "too long: %s", e.text);
    x = repeated(" ", REPORT_EXPR_MAX - 3, "a=1", "", &e);
    ok(x != NULL, "as long as may be");
    report_expr_free(x);
    x = repeated("?", 64, "", "", &e);
    ok(x == NULL, "a pattern is no condition");
    x = repeated("", 1, "a like ????????????????????????????????????????????????????????????????",
                 "", &e);
    ok(x != NULL, "64 characters with a ?: %s", e.text);
    report_expr_free(x);
    x = repeated("", 1, "a like ?????????????????????????????????????????????????????????????????",
                 "", &e);
    ok(x == NULL && strstr(e.text, "64 characters") != NULL, "and 65");
    report_expr_free(NULL);
}

/* Columns may stand elsewhere in the next file. */
static void
files(void)
{
    error e = {""};
    diag d = {0};
    report_clock clock = {{NULL, 0}};
    report_expr *x = report_expr_parse(S("sex = F and post in (A, B)"), &e);
    static const char *const bytes[] = {"sex,post\nF,A\n", "x,post,y,sex\n1,B,2,F\n"};
    int n = 0;
    row r;

    for (size_t i = 0; i < LENGTH(bytes); i++) {
        in *f = in_memory("rows", slice_of(bytes[i]));
        csv_in *csv = csv_open(f, &d, &e);
        n += report_expr_bind(x, csv, &clock, &e) && csv_next(csv, &r) &&
             report_expr_test(x, &r, &d);
        csv_close(csv);
        in_close(f);
    }
    ok(n == 2, "the same condition over files whose columns differ");
    report_expr_free(x);
    diag_free(&d);
}

int
main(void)
{
    values();
    times();
    empty();
    logic();
    patterns();
    derived();
    wrong();
    bounds();
    files();
    return tap_done();
}

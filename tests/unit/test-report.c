/* Fields, measures, groups, changes, withheld cells, sketches, partials. */
#include "report/private.h"
#include "tap.h"

#include <stdlib.h>

/* ---- a report over a stream, as CSV ---- */

static buf result;
static diag said;

/* "refused: why" or "unbound: why" when it comes to nothing. */
static slice
report(const report_table *table, const char *where, const char *time, const report_showing *show,
       bool exact, bool total, const char *bytes)
{
    static const report_showing plain;
    report_spec *spec = mem_alloc(1, sizeof *spec);
    error e;
    row r;

    *spec =
        (report_spec){.n = 1, .where = slice_of(where), .clock = {slice_of(time)}, .exact = exact};
    spec->table[0] = *table;
    result.n = 0;
    report_sums *s = report_sums_new(spec, &e);
    if (s == NULL) {
        buf_printf(&result, "refused: %s", e.text);
        free(spec);
        return buf_slice(&result);
    }
    in *f = in_memory("m", slice_of(bytes));
    csv_in *c = csv_open(f, &said, &e);
    if (c == NULL || !report_sums_open(s, c, &said, &e)) {
        buf_printf(&result, "unbound: %s", e.text);
    } else {
        while (csv_next(c, &r))
            report_sums_add(s, &r, &said);
        report_result *x = report_result_new(s, 0, show != NULL ? show : &plain);
        report_put_csv(&result, x, total);
        report_result_free(x);
    }
    csv_close(c);
    in_close(f);
    report_sums_free(s);
    free(spec);
    for (size_t i = 0; i < result.n; i++)
        if (result.p[i] == '\n')
            result.p[i] = ';';
    return buf_slice(&result);
}

static slice
by(const char *list, const char *bytes)
{
    return report(&(report_table){.by = slice_of(list)}, NULL, NULL, NULL, false, false, bytes);
}

static slice
measuring(const char *list, const char *measures, const char *bytes)
{
    return report(&(report_table){.by = slice_of(list), .measures = slice_of(measures)}, NULL, NULL,
                  NULL, false, false, bytes);
}

/* ---- fields ---- */

/* One derived value of one row. */
static slice
derived(const char *name, const char *header, const char *values)
{
    static char bytes[512];
    static const char count[] = "count;";

    snprintf(bytes, sizeof bytes, "%s\n%s\n", header, values);
    slice all = by(name, bytes), rest = all;
    if (slice_starts(all, S("refused")) || slice_starts(all, S("unbound")))
        return all;
    while (rest.n >= sizeof count - 1 && memcmp(rest.p, count, sizeof count - 1) != 0)
        rest = (slice){rest.p + 1, rest.n - 1};
    rest = (slice){rest.p + sizeof count - 1, rest.n - (sizeof count - 1)};
    return (slice){rest.p, rest.n - 3}; /* ",1;" */
}

static void
fields(void)
{
    static const struct {
        const char *name, *value, *want;
    } times[] = {
        {"hour", "2026-11-23T04:15:00+04:30", "2026-11-23T04"},
        {"hour", "2026-11-23T23:59:59Z", "2026-11-23T23"},
        {"hour_of_day", "2026-11-23T04:15:00", "04"},
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
        {"hour_of_day", "2026-11-23", ""},
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
    static const struct {
        const char *born, *at, *age, *group;
    } ages[] = {
        {"1984-11-28", "2026-11-28T00:00:00", "42", "40-44"}, /* the birthday counts */
        {"1984-11-29", "2026-11-28T23:59:59", "41", "40-44"},
        {"2024-02-29", "2025-02-28", "0", "0-4"}, /* born on a leap day: a year older on 1 March */
        {"2024-02-29", "2025-03-01", "1", "0-4"},
        {"1951-11-28", "2026-11-28", "75", "75+"},
        {"1951-11-29", "2026-11-28", "74", "70-74"},
        {"1900-01-01", "2026-11-28", "126", "75+"},
        {"2026-11-28", "2026-11-28", "0", "0-4"},
        {"2026-11-29", "2026-11-28", "", ""}, /* not yet born */
        {"1984", "2026-11-28", "", "40-44"},  /* 41 or 42 */
        {"1981", "2026-11-28", "", ""},       /* 44 or 45 */
        {"1984-10", "2026-11-28", "42", "40-44"},
        {"1984-11", "2026-11-28", "", "40-44"},
        {"1984-05-06", "", "", ""},
        {"", "2026-11-28", "", ""},
        {"1995-02", "2026-02-28", "31", "30-34"}, /* all of that month are */
        {"1996-02", "2026-02-28", "", ""},        /* but who was born on the 29th */
    };
    static const struct {
        const char *name, *header, *values, *want;
    } others[] = {
        {"region", "nationality", "AFG", "Asia"},
        {"subregion", "nationality", "AFG", "Southern Asia"},
        {"region", "nationality", "RKS", "Europe"},
        {"region", "nationality", "GBD", "Europe"},
        {"region", "nationality", "MEX", "Americas"},
        {"subregion", "nationality", "TLS", "South-eastern Asia"},
        {"region", "nationality", "XXA", ""},
        {"region", "nationality", "UTO", ""},
        {"region", "nationality", "ATA", ""},
        {"residence:region", "residence", "KEN", "Africa"},
        {"nights", "stay_days", "1", "0"},
        {"stay_band", "stay_days", "1", "0"},
        {"stay_band", "stay_days", "2", "1-3"},
        {"stay_band", "stay_days", "5", "4-28"},
        {"stay_band", "stay_days", "30", "29-91"},
        {"stay_band", "stay_days", "93", "92-365"},
        {"stay_band", "stay_days", "366", "92-365"},
        {"stay_band", "stay_days", "367", "366+"},
        {"days_band", "stay_days", "0", "0"},
        {"overstay_days:days_band", "overstay_days", "8", "8-30"},
        {"score_band", "hit_score", "0.849", "0.80-0.85"},
        {"score_band", "hit_score", "0.850", "0.85-0.90"},
        {"score_band", "hit_score", "1.000", "0.95-1.00"},
        {"delay", "crossing_time,recorded_time", "2026-11-28T10:00:00Z,2026-11-28T10:59:59Z", "59"},
        {"delay", "crossing_time,recorded_time", "2026-11-28T10:00:00,2026-11-28T09:59:59", "-1"},
        {"delay", "crossing_time,recorded_time", "2026-11-28T10:00:00,2026-11-28T10:30:00Z", ""},
        {"delay", "crossing_time,recorded_time", "2026-11-28T14:30:00+04:30,2026-11-28T10:30:00Z",
         "30"},
        {"clearance", "arr_time,crossing_time", "2026-11-28T23:50:00,2026-11-29T00:20:00", "30"},
        {"household", "pnr_carrier,pnr_locator", "ZZ,ABC123", "ZZ/ABC123"},
        {"household", "household,pnr_locator", "7,ABC123", "7"},
        {"household", "pnr_locator", "ABC123", "/ABC123"},
    };
    static const struct {
        const char *entry, *exit, *days, *purpose, *migrant, *visitor;
    } stays[] = {
        {"2025-11-28T10:00:00", "2026-11-28T09:00:00", "366", "work", "long_term", ""},
        {"2025-11-28T10:00:00", "2026-11-27T09:00:00", "365", "work", "short_term", ""},
        {"2026-01-15T10:00:00", "2026-04-15T09:00:00", "91", "work", "short_term", ""},
        {"2026-01-15T10:00:00", "2026-04-14T09:00:00", "90", "work", "visitor", ""},
        {"2026-01-15T10:00:00", "2026-04-15T09:00:00", "91", "tourism", "visitor", "tourist"},
        {"2026-01-15T10:00:00", "2026-04-15T09:00:00", "91", "study", "short_term", "tourist"},
        {"2026-01-15T10:00:00", "2026-01-15T12:00:00", "1", "business", "visitor", "same_day"},
        {"2026-01-15T10:00:00", "", "2", "", "visitor", "tourist"},
        {"2025-01-15T10:00:00", "", "366", "tourism", "long_term", ""},
        {"2026-01-15T10:00:00", "", "1", "", "visitor", ""},
        {"2026-01-15T10:00:00", "2026-01-20T10:00:00", "6", "protection", "visitor", ""},
        {"2025-01-15T10:00:00", "", "", "tourism", "", ""},
    };
    char text[256];

    for (size_t i = 0; i < LENGTH(times); i++)
        same(derived(times[i].name, "crossing_time,x",
                     (snprintf(text, sizeof text, "%s,", times[i].value), text)),
             slice_of(times[i].want), "%s of %s", times[i].name, times[i].value);
    for (size_t i = 0; i < LENGTH(ages); i++) {
        snprintf(text, sizeof text, "%s,%s,", ages[i].born, ages[i].at);
        same(derived("age", "birth_date,crossing_time,x", text), slice_of(ages[i].age), "age: %s",
             text);
        same(derived("age_group", "birth_date,crossing_time,x", text), slice_of(ages[i].group),
             "group: %s", text);
    }
    for (size_t i = 0; i < LENGTH(others); i++)
        same(derived(others[i].name, others[i].header, others[i].values), slice_of(others[i].want),
             "%s of %s", others[i].name, others[i].values);
    for (size_t i = 0; i < LENGTH(stays); i++) {
        snprintf(text, sizeof text, "%s,%s,%s,%s", stays[i].entry, stays[i].exit, stays[i].days,
                 stays[i].purpose);
        same(derived("migrant", "entry_time,exit_time,stay_days,purpose", text),
             slice_of(stays[i].migrant), "migrant: %s", text);
        same(derived("visitor", "entry_time,exit_time,stay_days,purpose", text),
             slice_of(stays[i].visitor), "visitor: %s", text);
    }
    slice names = slice_of(report_derived_names), name;
    const char *what;
    bool all = true;
    for (size_t i = 0; report_derived_say(i, &name, &what); i++)
        all = slice_eq(slice_cut(&names, ' '), name) && all;
    ok(all && names.p == NULL, "completion knows every derived value");
}

static void
columns(void)
{
    same(by("b,a", "a,b\n1,2\n3,4\n"), S("b,a,count;2,1,1;4,3,1;"),
         "columns in the order asked for");
    same(by("month", "dep_time,arr_time\n2026-01-31,2026-02-01\n"), S("month,count;2026-02,1;"),
         "arr_time goes before dep_time");
    same(by("month", "arr_time,crossing_time\n2026-01-31,2026-02-01\n"),
         S("month,count;2026-02,1;"), "crossing_time goes before all");
    same(report(&(report_table){.by = S("month")}, NULL, "arr_time", NULL, false, false,
                "arr_time,crossing_time\n2026-01-31,2026-02-01\n"),
         S("month,count;2026-01,1;"), "--time goes before that");
    same(by("birth_date:year,year", "birth_date,arr_time\n1980-05-06,2026-11-23T10:00:00\n"),
         S("birth_date_year,year,count;1980,2026,1;"), "the year of two columns");
    same(by("month", "month,arr_time\nMay,2026-11-23\n"), S("month,count;May,1;"),
         "a column of that name goes before what is derived");
    same(by("a:year", "a:year,a\nx,2026-11-23\n"), S("a_year,count;x,1;"),
         "also when the name has a colon");
    ok(said.warnings == 0, "nothing to warn of so far: %.*s", (int)said.text.n, said.text.p);

    same(by("day,month,sex", "sex,arr_time\nM,tomorrow\nF,\n"),
         S("day,month,sex,count;,,F,1;,,M,1;"), "no date: the key is empty, the row is there");
    ok(said.warnings == 1, "one warning for the row that is no date, none for the empty one");
    ok(memmem(said.text.p, said.text.n, "m: line 2: field 2: warning: 'tomorrow'", 39) != NULL,
       "which says where");

    same(by("c", "a,b\n"), S("unbound: m: no column 'c'; there are: a, b"),
         "a column that is not there");
    ok(strstr((by("month", "a,b\n"), buf_putc(&result, '\0'), result.p), "--time") != NULL,
       "no column of a time: says which option names one");
    ok(slice_starts(by("a:decade", "a\n"), S("unbound")), "no such period");
    ok(slice_starts(by("age", "birth_date\n"), S("unbound")), "an age without a time");
    static const char *const refused[] = {"a,,b", "a,b,a", "a_year,a:year", "count", ","};
    for (size_t i = 0; i < LENGTH(refused); i++)
        ok(slice_starts(by(refused[i], "a,b\n"), S("refused")), "refused: --by='%s'", refused[i]);
    buf many = {0};
    for (int i = 0; i <= REPORT_BY_MAX; i++)
        buf_printf(&many, "%sc%d", i ? "," : "", i);
    buf_putc(&many, '\0');
    ok(slice_starts(by(many.p, ""), S("refused")), "more than REPORT_BY_MAX columns");
    buf_free(&many);
}

static void
periods(void)
{
    static const struct {
        report_domain d;
        const char *period;
        int n;
        const char *before, *year_before;
    } cases[] = {
        {REPORT_MONTH, "2026-01", 1, "2025-12", "2025-01"},
        {REPORT_MONTH, "2026-01", -12, "2027-01", "2025-01"},
        {REPORT_QUARTER, "2026-Q1", 1, "2025-Q4", "2025-Q1"},
        {REPORT_YEAR, "2026", 1, "2025", "2025"},
        {REPORT_YEAR, "0001", 1, "", ""},
        {REPORT_DAY, "2024-03-01", 1, "2024-02-29", "2023-03-01"},
        {REPORT_DAY, "2024-02-29", -1, "2024-03-01", ""},
        {REPORT_WEEK, "2027-W01", 1, "2026-W53", "2026-W01"},
        {REPORT_WEEK, "2026-W53", 1, "2026-W52", ""},
        {REPORT_WEEK, "2026-W01", 1, "2025-W52", "2025-W01"},
        {REPORT_HOUR, "2026-01-01T00", 1, "2025-12-31T23", "2025-01-01T00"},
        {REPORT_HOUR, "1970-01-01T00", 25, "1969-12-30T23", "1969-01-01T00"},
        {REPORT_MONTH, "", 1, "", ""},
        {REPORT_MONTH, "May", 1, "", ""},
        {REPORT_PLAIN, "2026", 1, "", ""},
    };
    char text[REPORT_FIELD_TEXT];

    for (size_t i = 0; i < LENGTH(cases); i++) {
        slice p = slice_of(cases[i].period);
        same(report_period_before(cases[i].d, p, cases[i].n, text), slice_of(cases[i].before),
             "%d before %s", cases[i].n, cases[i].period);
        same(report_period_year_before(cases[i].d, p, text), slice_of(cases[i].year_before),
             "a year before %s", cases[i].period);
    }
}

/* ---- measures ---- */

#define PEOPLE                                                                                     \
    "direction,doc_issuer,doc_type,doc_number,surname,birth_date,nationality,n\n"                  \
    "entry,FRA,P,1,A,1980-01-01,FRA,1.5\n"                                                         \
    "exit,FRA,P,1,A,1980-01-01,FRA,2\n"                                                            \
    "entry,DEU,P,1,A,1980-01-01,FRA,-4\n"                                                          \
    "entry,,,,B,1980-01-01,FRA,\n"                                                                 \
    "entry,,,,B,1980-01-01,FRA,10\n"                                                               \
    "transit,,,,,,FRA,x\n"

static void
measures(void)
{
    same(measuring("nationality", "count,persons,net", PEOPLE),
         S("nationality,count,persons,net;FRA,6,3,3;"),
         "persons by document, else by name and birth date; who is nobody is not counted");
    uint64_t before = said.warnings;
    same(measuring("nationality", "n:sum,n:mean,n:min,n:max,n:median,n:p100", PEOPLE),
         S("nationality,n_sum,n_mean,n_min,n_max,n_median,n_p100;FRA,9.5,2.38,-4,10,1.5,10;"),
         "numbers: 9.5 / 4 is 2.375, half away from zero");
    ok(said.warnings == before + 1, "what is no number is warned of once");
    same(measuring("nationality", "doc_number:distinct,doc_issuer+doc_number:distinct", PEOPLE),
         S("nationality,doc_number_distinct,doc_issuer_doc_number_distinct;FRA,1,2;"),
         "distinct values of one column and of two");
    same(measuring("nationality",
                   "entries=count where direction = entry,rate where direction = exit", PEOPLE),
         S("nationality,entries,rate;FRA,4,16.67;"), "a condition of its own, a name of its own");
    same(measuring("direction", "count,share", PEOPLE),
         S("direction,count,share;entry,4,66.67;exit,1,16.67;transit,1,16.67;"), "shares");
    same(measuring(NULL, "count,persons", PEOPLE), S("count,persons;6,3;"),
         "without keys there is one row");
    same(measuring("nationality", "count where direction in (entry, exit), share", PEOPLE),
         S("nationality,count,share;FRA,5,100.00;"), "a comma in brackets parts nothing");
    same(report(&(report_table){.by = S("nationality"),
                                .across = S("direction"),
                                .measures = S("count")},
                NULL, NULL, NULL, false, true, PEOPLE),
         S("nationality,entry,exit,transit,total;FRA,4,1,1,6;total,4,1,1,6;"),
         "values across, and totals");
    same(report(&(report_table){.by = S("nationality"),
                                .across = S("direction"),
                                .measures = S("persons,row_share")},
                NULL, NULL, NULL, false, true, PEOPLE),
         S("nationality,entry_persons,entry_persons_row_share,exit_persons,exit_persons_row_share,"
           "transit_persons,"
           "transit_persons_row_share,total_persons,total_persons_row_share;"
           "FRA,3,100.00,1,33.33,0,0.00,3,100.00;total,3,100.00,1,33.33,0,0.00,3,100.00;"),
         "who came and went is one person in the total");
    same(report(&(report_table){.across = S("total"), .measures = S("count")}, NULL, NULL, NULL,
                false, true, "total\ntotal\n\n\"\"\n"),
         S("none,total,total_2;1,1,2;"), "names of columns stay apart");
    same(report(&(report_table){.by = S("nationality")}, "direction = exit", NULL, NULL, false,
                false, PEOPLE),
         S("nationality,count;FRA,1;"), "a condition on all");
    static const struct {
        const char *measures, *why;
    } wrong[] = {
        {"cuont", "is no measure"},
        {"n:avg", "'avg' is not"},
        {"n:p0", "'p0' is not"},
        {"n:p101", "is not"},
        {"rate", "needs a condition"},
        {"share", "there is none"},
        {"n:mean,share", "no share"},
        {"count,count", "NAME=MEASURE"},
        {"count,,persons", "empty name"},
        {"count which", "only 'where"},
        {"2x=count", "is no name"},
        {"count where", "only 'where"},
        {"count,share where a = 1", "of its own"},
        {"count where sex", ""},
        {"a+b:sum", ""},
    };
    for (size_t i = 0; i < LENGTH(wrong); i++) {
        measuring("nationality", wrong[i].measures, PEOPLE);
        buf_putc(&result, '\0');
        ok((strncmp(result.p, "refused", 7) == 0 || strncmp(result.p, "unbound", 7) == 0) &&
               strstr(result.p, wrong[i].why) != NULL,
           "wrong: %s: %s", wrong[i].measures, result.p);
    }
}

static void
changes(void)
{
#define MONTHS                                                                                     \
    "arr_time,k\n2025-01-05,a\n2025-01-06,a\n2025-02-05,a\n2025-02-05,b\n2025-04-05,a\n2026-01-"   \
    "01,a\n"
    same(measuring("month", "count,before,change,year_change", MONTHS),
         S("month,count,before,change,year_change;2025-01,2,,,;2025-02,2,2,0.00,;2025-04,1,0,,;"
           "2026-01,1,0,,-50.00;"),
         "the month before; a month without records is 0, and against 0 there is no change");
    same(measuring("month,k", "count,change", MONTHS),
         S("month,k,count,change;2025-01,a,2,;2025-02,a,1,-50.00;2025-02,b,1,;2025-04,a,1,;2026-01,"
           "a,1,;"),
         "of the same other keys");
    ok(slice_starts(measuring("k", "count,change", MONTHS), S("unbound")),
       "without a period there is no before");
}

/* ---- order ---- */

static void
order(void)
{
#define GROUPS "k,l\nb,\na,y\nb,\na,x\nab,\na,b\na,y\nb,\n"
    static const struct {
        report_sort sort;
        uint64_t top;
        slice want;
    } cases[] = {
        {REPORT_SORT_AUTO, 0, S("b,,3;a,y,2;a,b,1;a,x,1;ab,,1;total,,8;")},
        {REPORT_SORT_KEY, 0, S("a,b,1;a,x,1;a,y,2;ab,,1;b,,3;total,,8;")},
        {REPORT_SORT_COUNT, 2, S("b,,3;a,y,2;other (3 groups),,3;total,,8;")},
        {REPORT_SORT_KEY, 2, S("a,y,2;b,,3;other (3 groups),,3;total,,8;")},
        {REPORT_SORT_COUNT, 4, S("b,,3;a,y,2;a,b,1;a,x,1;other (1 group),,1;total,,8;")},
        {REPORT_SORT_COUNT, 5, S("b,,3;a,y,2;a,b,1;a,x,1;ab,,1;total,,8;")},
        {REPORT_SORT_COUNT, UINT64_MAX, S("b,,3;a,y,2;a,b,1;a,x,1;ab,,1;total,,8;")},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        report_showing show = {.sort = cases[i].sort, .top = cases[i].top};
        slice got = report(&(report_table){.by = S("k,l")}, NULL, NULL, &show, false, true, GROUPS);
        got = (slice){got.p + 10, got.n - 10};
        same(got, cases[i].want, "order %d, top %llu", (int)cases[i].sort,
             (unsigned long long)cases[i].top);
    }
    same(report(&(report_table){.by = S("k")}, NULL, NULL, NULL, false, true, "k\n"),
         S("k,count;total,0;"), "no records: only the total");
    same(measuring(NULL, "count", "k\n"), S("count;0;"), "no columns, no records: a count of 0");
    same(by("age_group", "birth_date,crossing_time\n2000-01-01,2026-01-01\n2020-01-01,2026-01-01\n"
                         "1940-01-01,2026-01-01\n2018-01-01,2026-01-01\n"),
         S("age_group,count;5-9,2;25-29,1;75+,1;"), "ages by their size");
    same(by("companions", "companions\n10\n9\n\"\"\n9\n"), S("companions,count;,1;9,2;10,1;"),
         "numbers by their size, what is not known first");

    /* 100,000 keys of 5 to 40 bytes; key i is seen 1 + i % 3 times. */
    enum { MANY = 100000 };
    groups g;
    groups_start(&g, 0);
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < MANY; i++) {
            char key[64];
            snprintf(key, sizeof key, "%0*d", 5 + i % 36, i);
            if (i % 3 < round)
                continue;
            size_t at = groups_find(&g, slice_of(key));
            g.group[at].count++;
        }
    bool right = g.n == MANY;
    for (size_t i = 0; i < g.n; i++) {
        uint64_t value;
        right = right && slice_uint(groups_key(&g, i), MANY, &value) &&
                g.group[i].count == 1 + value % 3;
    }
    ok(right, "a hundred thousand keys, each with its own count");
    groups_free(&g);
}

/* ---- withheld ---- */

static slice
withheld(const report_table *t, const char *bytes)
{
    report_showing show = {.suppress = 5};
    return report(t, NULL, NULL, &show, false, true, bytes);
}

/* n rows of "k,l". */
static void
add_rows(buf *b, const char *row_text, int n)
{
    for (int i = 0; i < n; i++)
        buf_printf(b, "%s\n", row_text);
}

static void
suppression(void)
{
    buf b = {0};

    buf_puts(&b, S("k,l\n"));
    add_rows(&b, "a,x", 3);
    add_rows(&b, "b,x", 9);
    add_rows(&b, "c,x", 20);
    buf_putc(&b, '\0');
    same(withheld(&(report_table){.by = S("k")}, b.p), S("k,count;c,20;a,*;b,*;total,32;"),
         "the small cell, and the next smallest, for their sum alone is known; not in the order of "
         "their size");
    b.n--;
    add_rows(&b, "d,x", 4);
    buf_putc(&b, '\0');
    same(withheld(&(report_table){.by = S("k")}, b.p), S("k,count;c,20;b,9;a,*;d,*;total,36;"),
         "two small ones hide each other");
    b.n = 0;
    buf_puts(&b, S("k,l\n"));
    add_rows(&b, "a,x", 3);
    buf_putc(&b, '\0');
    same(withheld(&(report_table){.by = S("k")}, b.p), S("k,count;a,*;total,*;"),
         "a total of one cell is that cell");

    /*	x	y	z	all
     * a	2	10	20	32
     * b	30	40	50	120
     * c	7	60	70	137	*/
    b.n = 0;
    buf_puts(&b, S("k,l\n"));
    add_rows(&b, "a,x", 2), add_rows(&b, "a,y", 10), add_rows(&b, "a,z", 20);
    add_rows(&b, "b,x", 30), add_rows(&b, "b,y", 40), add_rows(&b, "b,z", 50);
    add_rows(&b, "c,x", 7), add_rows(&b, "c,y", 60), add_rows(&b, "c,z", 70);
    buf_putc(&b, '\0');
    same(withheld(&(report_table){.by = S("k"), .across = S("l")}, b.p),
         S("k,x,y,z,total;c,*,*,70,137;b,30,40,50,120;a,*,*,20,32;total,39,110,140,289;"),
         "in two directions: a rectangle");
    same(
        withheld(
            &(report_table){.by = S("k"), .across = S("l"), .measures = S("count,share,row_share")},
            b.p),
        S("k,x_count,x_share,x_row_share,y_count,y_share,y_row_share,z_count,z_share,z_row_share,"
          "total_count,"
          "total_share,total_row_share;"
          "c,*,*,*,*,*,*,70,50.00,51.09,137,47.40,100.00;b,30,76.92,25.00,40,36.36,33.33,50,35.71,"
          "41.67,120,41.52,"
          "100.00;a,*,*,*,*,*,*,20,14.29,62.50,32,11.07,100.00;"
          "total,39,100.00,13.49,110,100.00,38.06,140,100.00,48.44,289,100.00,100.00;"),
        "and what is reckoned from them");

    b.n = 0;
    buf_puts(&b, S("k,s\n"));
    add_rows(&b, "a,F", 2), add_rows(&b, "a,M", 48), add_rows(&b, "b,F", 30),
        add_rows(&b, "b,M", 20);
    add_rows(&b, "c,F", 30), add_rows(&b, "c,M", 30);
    buf_putc(&b, '\0');
    same(withheld(&(report_table){.by = S("k"),
                                  .measures = S("count, f=count where s = F, r=rate where s = F")},
                  b.p),
         S("k,count,f,r;c,60,30,50.00;a,50,*,*;b,50,*,*;total,160,62,38.75;"),
         "a rate that would tell is withheld with its count");
    same(withheld(&(report_table){.by = S("k"), .measures = S("count, m=count where s = M")}, b.p),
         S("k,count,m;c,60,30;a,50,*;b,50,*;total,160,98;"), "so is what leaves too few others");
    same(report(&(report_table){.by = S("k")}, NULL, NULL, NULL, false, true, "k\na\n"),
         S("k,count;a,1;total,1;"), "nothing is withheld unless it is asked for");
    buf_free(&b);
}

/* ---- numbers and sketches ---- */

static void
numbers(void)
{
    static const struct {
        const char *text;
        bool good;
        number v;
    } cases[] = {
        {"0", true, 0},
        {"-1", true, -1000000},
        {"+2.5", true, 2500000},
        {"999999999999.999999", true, 999999999999999999},
        {"0.000001", true, 1},
        {"007", true, 7000000},
        {".5", true, 500000},
        {"5.", true, 5000000},
        {"1000000000000", false, 0},
        {"0.0000001", false, 0},
        {"0.1000000", true, 100000},
        {"", false, 0},
        {"-", false, 0},
        {".", false, 0},
        {"1e3", false, 0},
        {"1,5", false, 0},
        {" 1", false, 0},
        {"1.2.3", false, 0},
        {"0.0", true, 0},
        {"-0", true, 0},
    };
    char text[NUMBER_TEXT];
    number v = 0;

    for (size_t i = 0; i < LENGTH(cases); i++) {
        bool good = number_parse(slice_of(cases[i].text), &v);
        ok(good == cases[i].good && (!good || v == cases[i].v), "the number '%s'", cases[i].text);
    }
    same(number_text(-1500000, text), S("-1.5"), "-1.5");
    same(number_text(0, text), S("0"), "0");
    same(number_text((number_sum)999999999999999999 * 1000000000, text), S("999999999999999999000"),
         "a large sum");
    same(number_ratio(1, 3, 100, text), S("33.33"), "a third");
    same(number_ratio(1, 8, 1, text), S("0.13"), "0.125 away from zero");
    same(number_ratio(-1, 8, 1, text), S("-0.13"), "-0.125 too");
    same(number_ratio(-1, 1000, 1, text), S("0.00"), "no zero has a sign");
}

static uint64_t
mix(uint64_t n) /* splitmix64 */
{
    n += 0x9e3779b97f4a7c15u;
    n = (n ^ n >> 30) * 0xbf58476d1ce4e5b9u;
    n = (n ^ n >> 27) * 0x94d049bb133111ebu;
    return n ^ n >> 31;
}

static void
sketches(void)
{
    double worst = 0;

    for (uint64_t n = 1; n <= 3000000; n = n < 2048 ? n * 2 : n * 3) {
        set s = {0}, exact = {0}, odd = {0}, even = {0};
        for (uint64_t i = 0; i < n; i++) {
            set_add(&s, mix(i), false);
            set_add(i % 2 ? &odd : &even, mix(i), false);
            if (n < 10000)
                set_add(&exact, mix(i), true);
        }
        set_merge(&odd, &even, false);
        ok(set_count(&odd) == set_count(&s), "%llu in two parts: the same", (unsigned long long)n);
        if (n < 10000)
            ok(set_count(&exact) == n, "%llu exactly", (unsigned long long)n);
        if (n <= SET_EXACT)
            ok(set_count(&s) == n, "%llu are few: exact", (unsigned long long)n);
        double off = (double)set_count(&s) / (double)n - 1;
        if ((off < 0 ? -off : off) > worst)
            worst = off < 0 ? -off : off;
        set_free(&s), set_free(&exact), set_free(&odd), set_free(&even);
    }
    ok(worst < 4 * 0.0081, "within four standard errors of 0.81 %%: %.4f", worst);

    /* 1 to 100,000: percentiles are known. */
    tally t = {0}, parts[3] = {{0}, {0}, {0}}, few = {0};
    for (number i = 1; i <= 100000; i++) {
        values_add(&t, i * NUMBER_ONE, 1, false);
        values_add(&parts[mix((uint64_t)i) % 3], i * NUMBER_ONE, 1, false);
        if (i <= 1000)
            values_add(&few, i * NUMBER_ONE, 2, false);
    }
    values_merge(&parts[2], &parts[0], false);
    values_merge(&parts[2], &parts[1], false);
    bool close_by = true, alike = true, right = true;
    for (unsigned p = 1; p <= 1000; p++) {
        number a = 0, b = 0, c = 0;
        values_quantile(&t, p, &a);
        values_quantile(&parts[2], p, &b);
        values_quantile(&few, p, &c);
        double want = p * 100.0, got = (double)a / NUMBER_ONE;
        close_by = close_by && got > want * 0.996 && got < want * 1.004;
        alike = alike && a == b;
        right = right && c == p * NUMBER_ONE;
    }
    ok(close_by, "percentiles of many values within 0.4 %%");
    ok(alike, "and the same from parts");
    ok(right, "of few values exact");
    values_free(&t), values_free(&few);
    for (int i = 0; i < 3; i++)
        values_free(&parts[i]);
}

int
main(void)
{
    fields();
    columns();
    periods();
    measures();
    changes();
    order();
    suppression();
    numbers();
    sketches();
    buf_free(&result);
    diag_free(&said);
    return tap_done();
}

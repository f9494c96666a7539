/* Days of rolling windows, reckoned by hand; and the grammar of rules. */
#include "stay/stay.h"

#include "tap.h"

static int32_t
day(const char *text)
{
    date d;

    if (!date_parse(slice_of(text), &d))
        return -1;
    return date_days(d);
}

/* "2026-01-01..2026-01-30 ..." */
static size_t
stays_of(const char *text, stay_days stay[8])
{
    slice rest = slice_of(text);
    size_t n = 0;

    while (rest.n != 0) {
        slice one = slice_cut(&rest, ' ');
        date from, to;
        date_parse((slice){one.p, 10}, &from);
        date_parse((slice){one.p + 12, 10}, &to);
        stay[n++] = (stay_days){date_days(from), date_days(to)};
    }
    return n;
}

typedef enum question {
    USED,  /* on that day; the answer is a number */
    LAST,  /* who comes that day: the last day */
    FIRST, /* the first day from that one on, for so many days */
} question;

#define EC1 "2014-04-19..2014-04-21 2014-06-18..2014-09-11"
#define EC2 EC1 " 2014-10-16..2014-10-19"
#define Q1  "2026-01-01..2026-03-31" /* 31 + 28 + 31 = 90 days */

static const struct {
    question ask;
    unsigned days, window, want;
    const char *stays, *on, *answer, *why;
} cases[] = {
    /* The example of the European Commission for its short-stay calculator: 3 days in April, 86
       from 18 June; then 4 from 16 October, when those of April go one by one; then 86. */
    {USED, 90, 180, 0, EC1, "2014-09-11", "89", "3 days and 86"},
    {LAST, 90, 180, 0, EC1, "2014-09-12", "2014-09-12", "one day is left"},
    {LAST, 90, 180, 0, EC1, "2014-10-16", "2014-10-19", "4 days"},
    {LAST, 90, 180, 0, EC2, "2014-12-15", "2015-03-10", "86 days: 17 + 31 + 28 + 10"},
    {LAST, 90, 180, 0, "", "2026-01-01", "2026-03-31", "31 + 28 + 31"},
    {LAST, 90, 180, 0, "", "2024-01-01", "2024-03-30", "a leap year: 31 + 29 + 30"},
    {LAST, 90, 180, 0, "", "2025-12-03", "2026-03-02", "29 + 31 + 28 + 2"},
    {LAST, 90, 180, 0, "2026-01-01..2026-01-30", "2026-01-31", "2026-03-31", "30 and 1 + 28 + 31"},
    {LAST, 90, 180, 0, "2026-03-01..2026-03-31", "2026-04-01", "2026-05-29", "31 and 30 + 29"},
    {LAST, 90, 180, 0, Q1, "2026-04-01", "2026-03-31", "nothing is left: not even that day"},
    {LAST, 90, 180, 0, Q1, "2026-06-29", "2026-06-28", "its window begins on 1 January"},
    {LAST, 90, 180, 0, Q1, "2026-06-30", "2026-09-27", "each day frees one: 1 + 31 + 31 + 27"},
    {FIRST, 90, 180, 1, Q1, "2026-04-01", "2026-06-30", "the day on which 1 January is out"},
    {FIRST, 90, 180, 90, Q1, "2026-04-01", "2026-06-30", "and then for 90 days"},
    {FIRST, 90, 180, 91, Q1, "2026-04-01", "never", "no window holds 91"},
    {FIRST, 90, 180, 10, "2026-01-01..2026-03-26", "2026-03-27", "2026-06-25",
     "5 days are left until 29 June, then each day frees one"},
    {FIRST, 90, 180, 5, "2026-01-01..2026-03-26", "2026-03-27", "2026-03-27", "5 are left at once"},
    {LAST, 90, 180, 0, "2026-05-05..2026-05-05", "2026-06-01", "2026-08-28",
     "in and out on a day is one day: 30 + 31 + 28 = 89"},
    {LAST, 90, 180, 0, "2026-01-01..2026-01-10", "2026-03-01", "2026-05-19", "31 + 30 + 19 = 80"},
    {LAST, 90, 180, 0, "2025-10-01..2025-10-10", "2026-01-01", "2026-03-21",
     "31 + 28 + 21 = 80; 1 October is out on 30 March, too late"},
    {LAST, 90, 180, 0, "2025-09-20..2025-09-29", "2026-01-01", "2026-03-31",
     "from 19 March on the ten go, one a day: 87 on the 18th, 90 of his own on the 31st"},
    {LAST, 90, 180, 0, "2025-09-20..2025-10-19", "2026-01-01", "2026-03-01",
     "30 and 60 on 1 March, before the first goes"},
    {LAST, 90, 180, 0, "2026-01-05..2026-01-14 2026-02-01..2026-02-20", "2026-04-01", "2026-05-30",
     "10 + 20, and 30 + 30"},
    {LAST, 90, 180, 0, "2026-01-01..2026-01-15 2026-02-01..2026-02-15 2026-03-01..2026-03-15",
     "2026-04-01", "2026-05-15", "45, and 30 + 15"},
    {LAST, 90, 180, 0, "2025-01-01..2025-03-31", "2026-01-01", "2026-03-31", "long ago"},
    {USED, 90, 180, 0, "2026-01-01..2026-01-31", "2026-06-29", "31", "day 180 of the year"},
    {USED, 90, 180, 0, "2026-01-01..2026-01-31", "2026-06-30", "30", "a day later"},
    {USED, 90, 180, 0, "2025-12-15..2026-01-15", "2026-06-29", "15", "those in the window"},
    {USED, 90, 180, 0, "2026-01-01..2026-01-31", "2025-12-31", "0", "before he came"},
    {USED, 90, 180, 0, "2026-01-01..2026-01-31", "2026-01-01", "1", "the first day"},
    {USED, 90, 180, 0, "2024-01-01..2024-01-10", "2024-06-28", "10", "31+29+31+30+31+28 = 180"},
    {USED, 90, 180, 0, "2024-01-01..2024-01-10", "2024-06-29", "9", "a day later"},
    {USED, 90, 180, 0, "2024-02-20..2024-03-05", "2024-03-05", "15", "10 in February, 5 in March"},
    {LAST, 30, 60, 0, "2026-01-01..2026-01-30", "2026-03-01", "2026-02-28",
     "30 in 60: 31 + 28 + 1 = 60, the window begins on 1 January"},
    {LAST, 30, 60, 0, "2026-01-01..2026-01-30", "2026-03-02", "2026-03-31", "each day frees one"},
    {FIRST, 30, 60, 1, "2026-01-01..2026-01-30", "2026-02-01", "2026-03-02", "the same"},
    {LAST, 180, 365, 0, "", "2026-01-01", "2026-06-29", "31+28+31+30+31+29 = 180"},
    {FIRST, 180, 365, 1, "2025-07-01..2025-12-27", "2026-01-01", "2026-07-01",
     "31+31+30+31+30+27 = 180; a year later"},
    {LAST, 90, 90, 0, Q1, "2026-04-01", "never", "as many days as the window has are no limit"},
};

static void
reckoned(void)
{
    for (size_t i = 0; i < LENGTH(cases); i++) {
        stay_days stay[8];
        size_t n = stays_of(cases[i].stays, stay);
        char text[24], what[300];
        int32_t at = day(cases[i].on), got;

        if (cases[i].ask == USED) {
            got = stay_days_used(stay, n, at, cases[i].window);
            snprintf(text, sizeof text, "%d", got);
        } else {
            got = cases[i].ask == LAST ? stay_last_day(stay, n, at, cases[i].days, cases[i].window)
                                       : stay_first_day(stay, n, at, (int32_t)cases[i].want,
                                                        cases[i].days, cases[i].window);
            if (got == INT32_MAX)
                snprintf(text, sizeof text, "never");
            else
                date_text(date_from_days(got), text);
        }
        snprintf(what, sizeof what, "%u in %u, %s: %s: %s", cases[i].days, cases[i].window,
                 cases[i].stays, cases[i].on, cases[i].why);
        same(slice_of(text), slice_of(cases[i].answer), "%s", what);
    }
}

static stay_rules *
rules_of(const char *text, error *e)
{
    in *f = in_memory("rules", slice_of(text));
    stay_rules *r = stay_rules_read(f, e);

    in_close(f);
    return r;
}

static void
grammar(void)
{
    static const struct {
        const char *text, *why;
    } wrong[] = {
        {"", "no rule"},
        {"# nothing\n\n", "no rule"},
        {"own\n", "line 1: behind the name must be a limit"},
        {"a exempt\nb days\n", "line 2: behind days must be"},
        {"a days 0\n", "behind days must be"},
        {"a days 90 in\n", "behind in must be"},
        {"a days 90 in 60\n", "behind in must be"},
        {"a days 90 in 180 and days 30 in 60\n", "two windows"},
        {"a until tomorrow\n", "behind until must be"},
        {"a until surname\n", "behind until must be"},
        {"a exempt if\n", "a condition is"},
        {"a exempt if nation=USA\n", "no such column"},
        {"a exempt if =USA\n", "a condition is"},
        {"a exempt when nationality=USA\n", "behind the limit must be"},
        {"a \xff exempt\n", "not UTF-8"},
    };
    error e;
    stay_rules *r = rules_of("\xef\xbb\xbf# ours\nown exempt if nationality=UTO\r\n"
                             "  tourist   days 30 and days 90 in 180 and until visa_expiry if "
                             "nationality=USA,GBR purpose!=work visa_type=* # and so on\n",
                             &e);

    ok(r != NULL, "a file of rules");
    if (r != NULL) {
        const stay_rule *t = stay_rules_get(r, 1);
        ok(stay_rules_count(r) == 2, "two rules");
        same(t->name, S("tourist"), "the name");
        ok(t->limits == 3 && t->limit[0].kind == STAY_VISIT && t->limit[0].days == 30 &&
               t->limit[1].kind == STAY_WINDOW && t->days == 90 && t->window == 180 &&
               t->limit[2].kind == STAY_UNTIL && t->limit[2].until == COL_visa_expiry,
           "its limits");
        ok(t->conditions == 3 && !t->condition[0].not &&t->condition[1].not, "its conditions");
        same(t->condition[0].values, S("USA,GBR"), "and their values");
        stay_rules_free(r);
    }
    for (size_t i = 0; i < LENGTH(wrong); i++) {
        e.text[0] = '\0';
        r = rules_of(wrong[i].text, &e);
        ok(r == NULL && strstr(e.text, wrong[i].why) != NULL, "%s", wrong[i].why);
        stay_rules_free(r);
    }
}

int
main(void)
{
    reckoned();
    grammar();
    return tap_done();
}

/*
 * Machine readable zones.  The whole zones are the specimens of Doc 9303
 * (parts 4 to 7), or have check digits reckoned by hand.
 */
#include "mrz/mrz.h"

#include "tap.h"

#define TD3_1  "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
#define TD3_2  "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
#define TD2_1  "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<"
#define TD2_2  "D231458907UTO7408122F1204159<<<<<<<6"
#define TD1_1  "I<UTOD231458907<<<<<<<<<<<<<<<"
#define TD1_2  "7408122F1204159UTO<<<<<<<<<<<6"
#define TD1_3  "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
#define MRVA_1 "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
#define MRVA_2 "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"
#define MRVB_1 "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<"
#define MRVB_2 "L8988901C4XXX4009078F9612109<<<<<<<<"

/* As read, on a day when the specimens of cards and passports were good. */
static const mrz_rules rules = {.as_of = {2011, 11, 23}, .specimen = true};

/* ---- check digits ---- */

static void
digits(void)
{
    static const struct {
        const char *text;
        char digit;
    } table[] = {
        {"520727", '3'}, /* part 3, 4.9 */
        {"AB2134<<<", '5'},
        {"L898902C3", '6'}, /* the specimens */
        {"740812", '2'},
        {"120415", '9'},
        {"ZE184226B<<<<<", '1'},
        {"L898902C36"
         "7408122"
         "1204159ZE184226B<<<<<1",
         '0'},
        {"D23145890", '7'},
        {"D23145890734", '9'},
        {"HA672242<658022549601086<<<<<<<<<<<<<<0", '8'}, /* part 3, appendix A, 3 to 5 */
        {"D231458907<<<<<<<<<<<<<<<34071279507122<<<<<<<<<<<", '2'},
        {"HA672242<658022549601086<<<<<<<", '8'},
        {"", '0'},
        {"<<<", '0'},
        {"Z", '5'}, /* 35 x 7 = 245 */
        {"<Z", '5'},
        {"<<Z", '5'},
        {"1", '7'},
        {"<1", '3'},
        {"<<1", '1'},
        {"ab2134<<<", '5'},
    };
    char many[100000];

    for (size_t i = 0; i < LENGTH(table); i++)
        ok(mrz_check_digit(slice_of(table[i].text)) == table[i].digit,
           "the check digit of '%s' is %c", table[i].text, table[i].digit);
    /* 33333 times 7 + 3 + 1, and a 7 */
    memset(many, '1', sizeof many);
    ok(mrz_check_digit((slice){many, sizeof many}) == '0' + (33333 * 11 + 7) % 10,
       "a long text does not overflow");
}

/* ---- whole zones ---- */

static bool
has(const mrz *m, mrz_issue_code code, mrz_field field, unsigned position)
{
    for (size_t i = 0; i < m->issues_n; i++)
        if (m->issue[i].code == code && m->issue[i].field == field &&
            m->issue[i].position == position)
            return true;
    return false;
}

static bool
has_code(const mrz *m, mrz_issue_code code)
{
    for (size_t i = 0; i < m->issues_n; i++)
        if (m->issue[i].code == code)
            return true;
    return false;
}

/* The values in the order of the columns, parted by '|'. */
static void
reads_as(const char *zone, const char *want)
{
    static const enum column cols[] = {
        COL_mrz_format,      COL_doc_type,    COL_doc_issuer, COL_surname, COL_given_names,
        COL_doc_number,      COL_nationality, COL_birth_date, COL_sex,     COL_doc_expiry,
        COL_personal_number, COL_mrz_status,  COL_mrz_issues};
    slice rec[COL_COUNT];
    char text[512];
    size_t n = 0;
    mrz m;
    mrz_text t;
    error e;

    memset(&m, 0x5a, sizeof m); /* nothing is taken from what was there */
    if (!mrz_parse(slice_of(zone), &rules, &m, &e)) {
        same(slice_of(e.text), slice_of(want), "'%.20s...' is no zone", zone);
        return;
    }
    mrz_record(&m, &t, rec);
    for (size_t i = 0; i < LENGTH(cols); i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%.*s", i != 0 ? "|" : "",
                              (int)rec[cols[i]].n, rec[cols[i]].p == NULL ? "" : rec[cols[i]].p);
    slice got = {text, n};
    same(got, slice_of(want), "'%.20s...' reads as it should", zone);
}

#define ERIKSSON "UTO|ERIKSSON|ANNA MARIA|"

static void
specimens(void)
{
    reads_as(TD3_1 "\n" TD3_2,
             "TD3|P|" ERIKSSON "L898902C3|UTO|1974-08-12|F|2012-04-15|ZE184226B|valid|");
    reads_as(TD2_1 "\n" TD2_2, "TD2|I|" ERIKSSON "D23145890|UTO|1974-08-12|F|2012-04-15||valid|");
    reads_as(TD1_1 "\n" TD1_2 "\n" TD1_3,
             "TD1|I|" ERIKSSON "D23145890|UTO|1974-08-12|F|2012-04-15||valid|");
    reads_as(MRVA_1 "\n" MRVA_2,
             "MRV-A|V|" ERIKSSON
             "L8988901C|XXX|1940-09-07|F|1996-12-10|6ZE184226B|valid|expired:doc_expiry");
    reads_as(MRVB_1 "\n" MRVB_2,
             "MRV-B|V|" ERIKSSON "L8988901C|XXX|1940-09-07|F|1996-12-10||valid|expired:doc_expiry");
    /* part 5, 4.2.2: a number of more than nine characters */
    reads_as("I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\n"
             "STEVENSON<<PETER<JOHN<<<<<<<<<",
             "TD1|I|UTO|STEVENSON|PETER JOHN|D23145890734|UTO|1934-07-12|M|1995-07-12||valid|"
             "expired:doc_expiry");
    /* the same as a TD2, and the short one of part 11, D.2 */
    reads_as("I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\nD23145890<UTO3407127M95071227349<<<8",
             "TD2|I|UTO|STEVENSON|PETER JOHN|D23145890734|UTO|1934-07-12|M|1995-07-12||valid|"
             "expired:doc_expiry");
    reads_as("I<UTOSTEVENSON<<PETER<<<<<<<<<<<<<<<\nD231458907UTO3407127M9507122<<<<<<<2",
             "TD2|I|UTO|STEVENSON|PETER|D23145890|UTO|1934-07-12|M|1995-07-12||valid|"
             "expired:doc_expiry");
    /* the lines that part 3, appendix A reckons with, below a name */
    reads_as("P<UTODOE<<JOHN<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
             "HA672242<6UTO5802254M9601086<<<<<<<<<<<<<<08",
             "TD3|P|UTO|DOE|JOHN|HA672242|UTO|1958-02-25|M|1996-01-08||valid|expired:doc_expiry");
    reads_as("I<UTODOE<<JOHN<<<<<<<<<<<<<<<<<<<<<<\nHA672242<6UTO5802254M9601086<<<<<<<8",
             "TD2|I|UTO|DOE|JOHN|HA672242|UTO|1958-02-25|M|1996-01-08||valid|expired:doc_expiry");
}

/* National forms: the specimens of the States. */
static void
national(void)
{
    reads_as("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\n8806923102858CORINNE<<<<<<<6512068F6",
             "FRA-ID|ID|FRA|BERTHIER|CORINNE|880692310285||1965-12-06|F|||valid|");
    reads_as("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<9409923102854CORINNE<<<<<<<6512068F4",
             "FRA-ID|ID|FRA|BERTHIER|CORINNE|940992310285||1965-12-06|F|||valid|");
    reads_as("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\n9409923102855CORINNE<<<<<<<6512068F4",
             "FRA-ID|ID|FRA|BERTHIER|CORINNE|940992310285||1965-12-06|F|||invalid|"
             "check_digit:doc_number:13;check_digit:composite:36");
    reads_as("D1FRA13AA000026181231MARTIN<<9",
             "FRA-DL|D1|FRA|MARTIN||13AA00002||||2018-12-31||valid|");
    reads_as("AAA001D<<\nFACHE305142128097<<800126<<<<<\nMARCHAND<<FABIENNE<<<<<<<<<<<<",
             "CHE-DL|FA|CHE|MARCHAND|FABIENNE|305142128097||1980-01-26|||AAA001D|valid|");
    /* a card of another State of that size is a TD2 */
    reads_as(TD2_1 TD2_2, "TD2|I|" ERIKSSON "D23145890|UTO|1974-08-12|F|2012-04-15||valid|");
}

static void
separators(void)
{
    static const char *same_zone[] = {
        TD1_1 "\r\n" TD1_2 "\r\n" TD1_3 "\r\n", TD1_1 "\r" TD1_2 "\r" TD1_3,
        TD1_1 "/" TD1_2 "/" TD1_3, TD1_1 TD1_2 TD1_3, "  " TD1_1 " \n\t" TD1_2 "\n\n" TD1_3 "  \n"};

    for (size_t i = 0; i < LENGTH(same_zone); i++)
        reads_as(same_zone[i], "TD1|I|" ERIKSSON "D23145890|UTO|1974-08-12|F|2012-04-15||valid|");
    reads_as(TD3_1 TD3_2,
             "TD3|P|" ERIKSSON "L898902C3|UTO|1974-08-12|F|2012-04-15|ZE184226B|valid|");
    reads_as(TD2_1 TD2_2, "TD2|I|" ERIKSSON "D23145890|UTO|1974-08-12|F|2012-04-15||valid|");
    reads_as("p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<\n"
             "l898902c36uto7408122f1204159ze184226b<<<<<10",
             "TD3|P|" ERIKSSON "L898902C3|UTO|1974-08-12|F|2012-04-15|ZE184226B|valid|");
}

#define AS_TD3(issues)                                                                             \
    "TD3|P|" ERIKSSON "L898902C3|UTO|1974-08-12|F|2012-04-15|ZE184226B|valid|" issues

/* What comes between the characters of a zone, and in their place. */
static void
forms(void)
{
    static const char *same_zone[] = {
        TD3_1 "\\n" TD3_2, /* a backslash and n */
        TD3_1 "\\r\\n" TD3_2,
        TD3_1 " " TD3_2, /* a blank */
        "P<UTO ERIKSSON<<ANNA<MARIA <<<<<<<<<<<<<<<<<<<\nL898902C3 6 UTO 740812 2 F 120415 9 "
        "ZE184226B<<<<<1 0",
        "P<UTO\tERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n" TD3_2,
        "P<UTO\xc2\xa0"
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n" TD3_2,
        /* guillemets in UTF-8 and Latin-1, single ones, HTML, wide letters */
        "P<UTOERIKSSON\xc2\xab"
        "ANNA<MARIA\xc2\xab\xc2\xab\xc2\xab\xc2\xab\xc2\xab\xc2\xab\xc2\xab\xc2\xab\xc2\xab<"
        "\n" TD3_2,
        "P<UTOERIKSSON\xab"
        "ANNA<MARIA\xab\xab\xab\xab\xab\xab\xab\xab\xab<\n" TD3_2,
        "P\xe2\x80\xb9UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n" TD3_2,
        "P&lt;UTOERIKSSON&lt;&lt;ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n" TD3_2,
        "P\xef\xbc\x9cUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n" TD3_2,
    };
    static const char *turned[] = {TD3_2 "\n" TD3_1, TD3_2 TD3_1, TD3_2 "/" TD3_1};
    static const char *turned_td1[] = {TD1_1 "\n" TD1_3 "\n" TD1_2, TD1_2 "\n" TD1_1 "\n" TD1_3,
                                       TD1_2 "\n" TD1_3 "\n" TD1_1, TD1_3 "\n" TD1_1 "\n" TD1_2,
                                       TD1_3 "\n" TD1_2 "\n" TD1_1};

    for (size_t i = 0; i < LENGTH(same_zone); i++)
        reads_as(same_zone[i], AS_TD3(""));
    for (size_t i = 0; i < LENGTH(turned); i++)
        reads_as(turned[i], AS_TD3("line_order:zone"));
    for (size_t i = 0; i < LENGTH(turned_td1); i++)
        reads_as(turned_td1[i],
                 "TD1|I|" ERIKSSON "D23145890|UTO|1974-08-12|F|2012-04-15||valid|line_order:zone");
    reads_as(TD2_2 "\n" TD2_1,
             "TD2|I|" ERIKSSON "D23145890|UTO|1974-08-12|F|2012-04-15||valid|line_order:zone");
    /* a number that begins as a document code does, read in order and not */
    reads_as("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
             "P045123457UTO9103177F3103164<<<<<<<<<<<<<<<6",
             "TD3|P|" ERIKSSON "P04512345|UTO|1991-03-17|F|2031-03-16||valid|");
    reads_as("P045123457UTO9103177F3103164<<<<<<<<<<<<<<<6\n"
             "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
             "TD3|P|" ERIKSSON "P04512345|UTO|1991-03-17|F|2031-03-16||valid|line_order:zone");
    reads_as(TD3_2 "\n" TD3_2, "31 of 88 characters may not stand where they do");
}

static void
no_zones(void)
{
    reads_as("", "one line of 0 characters");
    reads_as("P<UTO", "one line of 5 characters");
    reads_as(TD3_1, "one line of 44 characters");
    reads_as(TD3_1 "\nL898902C36UTO7408122F1204159ZE184226B<<<<<1",
             "line 2 has 43 characters, not 44");
    reads_as(TD1_1 "\n" TD1_2 "<\n" TD1_3, "line 2 has 31 characters, not 30");
    reads_as(TD1_1 "\n" TD1_2, "2 lines, the first of 30 characters");
    reads_as(TD3_1 TD3_2 "<", "one line of 89 characters");
    reads_as(TD3_1 TD3_2 TD3_1 TD3_2, "one line of 176 characters");
    reads_as(TD3_1 "\n" TD3_2 "\n" TD3_2, "3 lines, the first of 44 characters");
    reads_as("A\nB\nC\nD", "more than 3 lines");
    reads_as("////", "one line of 0 characters");
    reads_as("Lorem.ipsum.dolor.sit.amet,.consectetur.adip\n"
             "iscing.elit,.sed.do.eiusmod.tempor.incididun",
             "29 of 88 characters may not stand where they do");
}

/* One character of a zone changed: what is wrong with it then. */
static void
changed(const char *zone, size_t at, char c, const char *want)
{
    char text[100];
    mrz m;
    mrz_text t;
    error e;
    slice rec[COL_COUNT];

    snprintf(text, sizeof text, "%s", zone);
    text[at] = c;
    if (!ok(mrz_parse(slice_of(text), &rules, &m, &e), "it is still a zone"))
        return;
    mrz_record(&m, &t, rec);
    same(rec[COL_mrz_issues], slice_of(want), "'%c' at %zu: %s", c, at, want);
    bool warns = strncmp(want, "unknown_country", 15) == 0;
    ok(m.valid == warns, "which makes it %s", warns ? "not invalid" : "invalid");
}

static void
issues(void)
{
    const char *td3 = TD3_1 TD3_2, *td1 = TD1_1 TD1_2 TD1_3, *td2 = TD2_1 TD2_2;

    changed(td3, 44 + 9, '5', "check_digit:doc_number:10;check_digit:composite:44");
    changed(td3, 44 + 19, '3', "check_digit:birth_date:20;check_digit:composite:44");
    changed(td3, 44 + 27, '<', "check_digit:doc_expiry:28;check_digit:composite:44");
    changed(td3, 44 + 42, '<', "check_digit:personal_number:43;check_digit:composite:44");
    changed(td3, 44 + 43, '1', "check_digit:composite:44");
    changed(td3, 44 + 43, '<', "check_digit:composite:44");
    changed(td3, 44 + 13, 'Q',
            "alphabet:birth_date:14;check_digit:birth_date:20;"
            "check_digit:composite:44");
    changed(td3, 44 + 15, '2',
            "bad_date:birth_date;check_digit:birth_date:20;check_digit:composite:44");
    changed(td3, 44 + 20, 'A', "bad_sex:sex");
    changed(td3, 44 + 20, '1', "bad_sex:sex");
    changed(td3, 0, 'F', "bad_type:doc_type");
    changed(td3, 0, '<', "bad_type:doc_type");
    changed(td3, 1, '1', "alphabet:doc_type:2");
    changed(td3, 2, 'Q', "unknown_country:doc_issuer");
    changed(td3, 44 + 10, 'Q', "unknown_country:nationality");
    changed(td3, 44 + 12, '<', "unknown_country:nationality");
    changed(td3, 44 + 12, '0', "alphabet:nationality:13;unknown_country:nationality");
    changed(td3, 7, '1', "alphabet:name:8");
    changed(td3, 7, '*', "alphabet:name:8");
    changed(TD3_1 "\n" TD3_2, 45 + 37, '/', "alphabet:personal_number:38");
    changed(td1, 14, '6', "check_digit:doc_number:15;check_digit:composite:30");
    changed(td1, 30 + 6, '0', "check_digit:birth_date:7;check_digit:composite:30");
    changed(td1, 30 + 29, '7', "check_digit:composite:30");
    changed(td2, 36 + 35, '7', "check_digit:composite:36");
    changed(MRVA_1 MRVA_2, 44 + 9, '5', "check_digit:doc_number:10;expired:doc_expiry");
    changed(MRVB_1 MRVB_2, 36 + 27, '8', "check_digit:doc_expiry:28;expired:doc_expiry");
}

/* ---- every substitution ---- */

static int
value(char c)
{
    static const char order[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const char *at = strchr(order, c);
    return c == '<' || at == NULL ? 0 : (int)(at - order);
}

/* A run of characters with the places of its weights in two check digits. */
typedef struct run {
    unsigned from, n;
    int field, composite; /* how many characters stand before it; -1: no part of one */
} run;

/*
 * In a zone with good check digits, each character of a checked run is
 * replaced by each other one.  A weight times the difference of the values
 * says whether a check digit must notice.
 */
static void
substitute(const char *name, const char *zone, const run *runs, size_t runs_n)
{
    static const char all[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
    static const int weight[] = {7, 3, 1};
    unsigned wrong = 0, noticed = 0, blind = 0;
    char text[100];
    mrz m;
    error e;

    for (size_t r = 0; r < runs_n; r++)
        for (unsigned i = 0; i < runs[r].n; i++)
            for (const char *c = all; *c != '\0'; c++) {
                unsigned at = runs[r].from + i;
                int k = (int)i, difference = value(*c) - value(zone[at]);
                if (*c == zone[at])
                    continue;
                bool must =
                    runs[r].field >= 0 && difference * weight[(runs[r].field + k) % 3] % 10 != 0;
                must |= runs[r].composite >= 0 &&
                        difference * weight[(runs[r].composite + k) % 3] % 10 != 0;
                snprintf(text, sizeof text, "%s", zone);
                text[at] = *c;
                bool sees =
                    mrz_parse(slice_of(text), &rules, &m, &e) && has_code(&m, MRZ_CHECK_DIGIT);
                wrong += sees != must;
                noticed += must;
                blind += !must;
            }
    ok(wrong == 0 && noticed > 5 * blind && noticed > 600,
       "%s: %u substitutions are noticed, %u cannot be, %u are judged wrongly", name, noticed,
       blind, wrong);
}

static void
substitutions(void)
{
    static const run td3[] = {{44, 9, 0, 0}, {57, 6, 0, 10}, {65, 6, 0, 17}, {72, 14, 0, 24}};
    static const run td2[] = {{36, 9, 0, 0}, {49, 6, 0, 10}, {57, 6, 0, 17}, {64, 7, -1, 24}};
    static const run td1[] = {
        {5, 9, 0, 0}, {15, 15, -1, 10}, {30, 6, 0, 25}, {38, 6, 0, 32}, {48, 11, -1, 39}};
    static const run mrva[] = {{44, 9, 0, -1}, {57, 6, 0, -1}, {65, 6, 0, -1}, {5, 3, -1, -1}};

    substitute("TD3", TD3_1 TD3_2, td3, LENGTH(td3));
    substitute("TD2", TD2_1 TD2_2, td2, LENGTH(td2));
    substitute("TD1", TD1_1 TD1_2 TD1_3, td1, LENGTH(td1));
    substitute("MRV-A", MRVA_1 MRVA_2, mrva, LENGTH(mrva) - 1);
}

/* ---- fields ---- */

/* The name field of a TD3, filled up. */
static void
name_is(const char *field, const char *surname, const char *given, bool truncated, bool empty)
{
    char zone[100];
    mrz m;
    error e;

    memset(zone, '<', 44);
    memcpy(zone, "P<UTO", 5);
    memcpy(zone + 5, field, strlen(field));
    strcpy(zone + 44, TD3_2);
    if (!ok(mrz_parse(slice_of(zone), &rules, &m, &e), "a zone with the name %s", field))
        return;
    same(m.surname, slice_of(surname), "the surname of %s", field);
    same(m.given_names, slice_of(given), "the given names of %s", field);
    ok(has(&m, MRZ_NAME_TRUNCATED, MRZ_NAME, 0) == truncated, "cut short or not");
    ok(has(&m, MRZ_EMPTY, MRZ_NAME, 0) == empty && m.valid == !empty, "empty or not");
}

static void
names(void)
{
    name_is("ERIKSSON<<ANNA<MARIA", "ERIKSSON", "ANNA MARIA", false, false);
    name_is("VAN<DER<MUELLEN<<KAI", "VAN DER MUELLEN", "KAI", false, false);
    name_is("ARKFREITH", "ARKFREITH", "", false, false);
    name_is("DE<LA<CRUZ", "DE LA CRUZ", "", false, false);
    name_is("SMITH<<JOHN<<PAUL", "SMITH", "JOHN PAUL", false, false);
    name_is("X<<Y", "X", "Y", false, false);
    name_is("NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K", "NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG K",
            true, false);
    name_is("BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WARN", "BENNELONG WOOLOOMOOLOO WARRANDYTE WARN", "",
            false, false);
    name_is("", "", "", false, true);
    name_is("<<ANNA", "", "ANNA", false, true);
}

static void
fields(void)
{
    /* AB2134<<< 5; 1955-12 with unknown day: 5x7+5x3+1x1+2x7 = 65: 5 */
    reads_as("P<D<<MUSTER\nAB2134<<<5D<<5512<<5<2709145<<<<<<<<<<<<<<00",
             "2 lines, the first of 11 characters");
    reads_as("P<D<<MUSTER<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
             "AB2134<<<5D<<5512<<5<2709145<<<<<<<<<<<<<<02",
             "TD3|P|DEU|MUSTER||AB2134|DEU|1955-12||2027-09-14||valid|number_pattern:doc_number");
    /* the same with a filler for the check digit of the empty optional data */
    reads_as("PDD<<MUSTER<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
             "AB2134<<<5D<<5512<<5X2709145<<<<<<<<<<<<<<<2",
             "TD3|PD|DEU|MUSTER||AB2134|DEU|1955-12|X|2027-09-14||valid|number_pattern:doc_number");
    /* no day at all of birth, no number */
    reads_as("IDFINMEIKAELAEINEN<<MATTI<<<<<<<<<<<\n"
             "<<<<<<<<<0FIN<<<<<<<M2709145<<<<<<<4",
             "TD2|ID|FIN|MEIKAELAEINEN|MATTI||FIN||M|2027-09-14||invalid|empty:doc_number");
    /* a number of ten: nine, a filler, the tenth, the check digit 7 + 7 = 4 */
    reads_as(TD2_1 "\nD23145890<UTO7408122F120415914<<<<<6",
             "TD2|I|" ERIKSSON "D231458901|UTO|1974-08-12|F|2012-04-15||valid|");
    /* only Germany has fewer than three letters */
    reads_as("P<UT<ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
             "L898902C36FR<7408122F1204159ZE184226B<<<<<10",
             "TD3|P||ERIKSSON|ANNA MARIA|L898902C3||1974-08-12|F|2012-04-15|ZE184226B|valid|"
             "unknown_country:doc_issuer;unknown_country:nationality");
    reads_as("P<QQQERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
             "L898902C36D<<7408122F1204159ZE184226B<<<<<10",
             "TD3|P|QQQ|ERIKSSON|ANNA MARIA|L898902C3|DEU|1974-08-12|F|2012-04-15|ZE184226B|valid|"
             "unknown_country:doc_issuer");
    /* nothing there, and a check digit that is not that of nothing */
    reads_as("P<D<<MUSTER<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
             "AB2134<<<5D<<5512<<5<2709145<<<<<<<<<<<<<<52",
             "TD3|P|DEU|MUSTER||AB2134|DEU|1955-12||2027-09-14||invalid|"
             "check_digit:personal_number:43;check_digit:composite:44;number_pattern:doc_number");
    /* both optional fields of a TD1, a filler inside */
    reads_as("I<UTOD231458907AB<12<<<<<<<<<<\n7408122F1204159UTOC<3<<<<<<<<9\n" TD1_3,
             "TD1|I|" ERIKSSON "D23145890|UTO|1974-08-12|F|2012-04-15|AB 12 C 3|valid|");
}

static void
centuries(void)
{
    mrz m;
    error e;
    mrz_rules then = {.as_of = {2026, 11, 23}};

    ok(mrz_parse(S(TD3_1 TD3_2), &then, &m, &e) && m.birth.year == 1974 && m.expiry.year == 2012,
       "read in 2026: born 1974, expired 2012");
    ok(has(&m, MRZ_UNKNOWN_COUNTRY, MRZ_ISSUER, 0) &&
           has(&m, MRZ_UNKNOWN_COUNTRY, MRZ_NATIONALITY, 0) && m.valid,
       "without specimens Utopia is unknown, but the zone is valid");
    then.as_of = (date){2074, 8, 12};
    ok(mrz_parse(S(TD3_1 TD3_2), &then, &m, &e) && m.birth.year == 2074 && m.expiry.year == 2112,
       "read on 2074-08-12: born that day, expires 2112");
    then.as_of = (date){2074, 8, 11};
    ok(mrz_parse(S(TD3_1 TD3_2), &then, &m, &e) && m.birth.year == 1974,
       "read a day before: born 1974");
}

/* ---- repair ---- */

static mrz_confusions builtin;
static mrz_numbers own;
static mrz_rules repairing = {
    .as_of = {2011, 11, 23}, .specimen = true, .repair = &builtin, .numbers = &own};

/* What becomes of line 2 of the specimen when it was read so; right: what it is then. */
static void
becomes(const char *what, const char *line, const char *right, const char *status,
        const char *issues)
{
    char zone[89];
    slice rec[COL_COUNT], want = slice_of(right);
    mrz m;
    mrz_text t;
    error e;

    snprintf(zone, sizeof zone, "%s%s", TD3_1, line);
    if (!ok(mrz_parse(slice_of(zone), &repairing, &m, &e), "%s: a zone", what))
        return;
    mrz_record(&m, &t, rec);
    same(rec[COL_mrz_status], slice_of(status), "%s: it is %s", what, status);
    same(rec[COL_mrz_issues], slice_of(issues), "%s: what is said", what);
    slice got = {m.line[1], want.n};
    same(got, want, "%s: the line then", what);
}

/* It is the specimen again, or stays as it was read. */
static void
misread(const char *what, const char *line, const char *status, const char *issues)
{
    becomes(what, line, strcmp(status, "repaired") == 0 ? TD3_2 : line, status, issues);
}

static void
repairs(void)
{
    error e;

    ok(mrz_confusions_read(slice_of(mrz_confusions_builtin), &builtin, &e), "the built-in table");
    own.n = 0;
    misread("nothing", TD3_2, "valid", "");
    /* where only a digit may stand */
    misread("O in a date", "L898902C36UTO74O8122F1204159ZE184226B<<<<<10", "repaired",
            "repaired:birth_date:16:O>0");
    misread("I and S in dates", "L898902C36UTO740BI22FI204IS9ZE184226B<<<<<10", "repaired",
            "repaired:birth_date:17:B>8;repaired:birth_date:18:I>1;repaired:doc_expiry:22:I>1;"
            "repaired:doc_expiry:26:I>1;repaired:doc_expiry:27:S>5");
    misread("a check digit", "L898902C3GUTO7408122F1204159ZE184226B<<<<<I0", "repaired",
            "repaired:doc_number:10:G>6;repaired:personal_number:43:I>1");
    misread("the composite", "L898902C36UTO7408122F1204159ZE184226B<<<<<1O", "repaired",
            "repaired:composite:44:O>0");
    misread("a State", "L898902C36UT07408122F1204159ZE184226B<<<<<10", "repaired",
            "repaired:nationality:13:0>O");
    becomes("sex", "L898902C36UTO7408122K1204159ZE184226B<<<<<10",
            "L898902C36UTO7408122<1204159ZE184226B<<<<<10", "repaired", "repaired:sex:21:K><");
    /* where the check digits tell */
    misread("8 for B", "L898902C36UTO7408122F1204159ZE1842268<<<<<10", "repaired",
            "repaired:personal_number:37:8>B");
    misread("B for 8 in a number", "L89B902C36UTO7408122F1204159ZE184226B<<<<<10", "repaired",
            "repaired:doc_number:4:B>8");
    misread("a filler for C", "L898902<36UTO7408122F1204159ZE184226B<<<<<10", "repaired",
            "repaired:doc_number:8:<>C");
    misread("one in each of two fields", "L89B902C36UTO7408122F1204159ZE184Z26B<<<<<10", "invalid",
            "check_digit:doc_number:10;check_digit:personal_number:43;check_digit:composite:44");
    misread("a digit for another", "L898902C36UTO7403122F1204159ZE184226B<<<<<10", "invalid",
            "check_digit:birth_date:20;check_digit:composite:44");
    misread("a letter that no table has", "L89X902C36UTO7408122F1204159ZE184226B<<<<<10", "invalid",
            "check_digit:doc_number:10;check_digit:composite:44");
}

/* Of the name only digits are repaired. */
static void
repaired_name(const char *read, const char *surname, const char *given, const char *issues)
{
    char zone[89];
    slice rec[COL_COUNT];
    mrz m;
    mrz_text t;
    error e;

    memset(zone, '<', sizeof zone);
    memcpy(zone, "P<UTO", 5);
    memcpy(zone + 5, read, strlen(read));
    memcpy(zone + 44, TD3_2, sizeof TD3_2);
    ok(mrz_parse(slice_of(zone), &repairing, &m, &e), "a zone of %s", read);
    mrz_record(&m, &t, rec);
    same(rec[COL_surname], slice_of(surname), "the surname of %s", read);
    same(rec[COL_given_names], slice_of(given), "the given names of %s", read);
    same(rec[COL_mrz_issues], slice_of(issues), "what is said of %s", read);
}

static void
repaired_names(void)
{
    repaired_name("ERIKSS0N<<ANNA", "ERIKSSON", "ANNA", "repaired:name:12:0>O");
    repaired_name("ER1KSSON<<ANNA<MAR1A", "ERIKSSON", "ANNA MARIA",
                  "repaired:name:8:1>I;repaired:name:24:1>I");
    repaired_name("ERIK5S0N<<ANNA", "ERIKSSON", "ANNA",
                  "repaired:name:10:5>S;repaired:name:12:0>O");
    /* letters stay what they are, and those alone among fillers are told */
    repaired_name("ERIKSSQN<<ANNA", "ERIKSSQN", "ANNA", "");
    repaired_name("ERIKSSON<<ANNA<<<<K", "ERIKSSON", "ANNA K", "filler_letter:name:24");
    repaired_name("ERIKSSON<<K<ANNA", "ERIKSSON", "K ANNA", "");
}

/* A table that takes nothing for anything, a table of one's own, and none. */
static void
tables(void)
{
    static const struct {
        const char *text, *why;
    } bad[] = {{"0 O\nAB C\n", "line 2: 'AB' is no character of a zone"},
               {"0 *\n", "line 1: '*' is no character of a zone"},
               {"\n# x\nO O\n", "line 3: 'O' is taken for itself"},
               {"A B C D E F G H I J K L M N\n", "line 1: more than 11 for one character"}},
      wrong[] = {{"UTO P\n", "line 1: not a State, P, V or C, and a pattern"},
                 {"UTO P @# #\n", "line 1: not a State, P, V or C, and a pattern"},
                 {"# UTO\nUTOPIA P @#\n", "line 2: not a State, P, V or C, and a pattern"},
                 {"UTO X @#\n", "line 1: not a State, P, V or C, and a pattern"}};
    mrz_confusions table;
    error e;

    for (size_t i = 0; i < LENGTH(bad); i++) {
        ok(!mrz_confusions_read(slice_of(bad[i].text), &table, &e), "no table: %s", bad[i].why);
        same(slice_of(e.text), slice_of(bad[i].why), "which is told");
    }
    for (size_t i = 0; i < LENGTH(wrong); i++) {
        ok(!mrz_numbers_read(slice_of(wrong[i].text), &own, &e), "no patterns: %s", wrong[i].why);
        same(slice_of(e.text), slice_of(wrong[i].why), "which is told");
    }
    own.n = 0;
    ok(mrz_confusions_read(S("# nothing\n"), &builtin, &e), "a table of nothing");
    misread("O in a date, by a table of nothing", "L898902C36UTO74O8122F1204159ZE184226B<<<<<10",
            "invalid", "alphabet:birth_date:16;check_digit:birth_date:20;check_digit:composite:44");
    ok(mrz_confusions_read(S("x 8\n"), &builtin, &e), "a table of X and 8");
    misread("X for 8, by it", "L89X902C36UTO7408122F1204159ZE184226B<<<<<10", "repaired",
            "repaired:doc_number:4:X>8");
    /* G and 6 have the same check digit: only the State's pattern tells */
    ok(mrz_confusions_read(slice_of(mrz_confusions_builtin), &builtin, &e), "the built-in table");
    becomes("G among digits", "AB17G45675UTO7408122F1204159ZE184226B<<<<<12",
            "AB17G45675UTO7408122F1204159ZE184226B<<<<<12", "valid", "look_alike:doc_number:5");
    ok(mrz_numbers_read(S("# Utopia\nUTO P @@#######\n\nUTO P @########\n"), &own, &e),
       "two patterns");
    becomes("G by the pattern", "AB17G45675UTO7408122F1204159ZE184226B<<<<<12",
            "AB17645675UTO7408122F1204159ZE184226B<<<<<12", "repaired",
            "repaired:doc_number:5:G>6");
    becomes("a number of no pattern", "C01X00T478UTO7408122F1204159ZE184226B<<<<<16",
            "C01X00T478UTO7408122F1204159ZE184226B<<<<<16", "valid", "number_pattern:doc_number");
    own.n = 0;
}

/* ---- what may be, but is not likely ---- */

static void
plausible(void)
{
    reads_as(TD2_1 "\nD231458907UTO1008128F0404158<<<<<<<4",
             "TD2|I|" ERIKSSON "D23145890|UTO|2010-08-12|F|2004-04-15||valid|"
             "date_order:doc_expiry;expired:doc_expiry");
    reads_as("P<D<<MUSTER<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
             "C01X00T478D<<5512<<5<2709145<<<<<<<<<<<<<<<6",
             "TD3|P|DEU|MUSTER||C01X00T47|DEU|1955-12||2027-09-14||valid|");
    reads_as("P<D<<MUSTER<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
             "AB2134<<<5D<<5512<<5<2709145<<<<<<<<<<<<<<02",
             "TD3|P|DEU|MUSTER||AB2134|DEU|1955-12||2027-09-14||valid|number_pattern:doc_number");
}

/* ---- zones in lines ---- */

/* How many zones, and which lines of the text go to the rejects. */
#define finds(what, text, zones, rejects) finds_in(what, S(text), zones, S(rejects))

static void
finds_in(const char *what, slice text, unsigned zones, slice rejects)
{
    diag d = {.level = -1, .keep = true};
    in *f = in_memory("test", text);
    mrz_reader *r = mrz_reader_new(f, &d, false);
    mrz_zone z;
    unsigned n = 0;
    mrz m;

    while (mrz_next(r, &z))
        n += (mrz_read(&z, &rules, &m), m.valid);
    ok(n == zones, "%s: %u zones (%u)", what, zones, n);
    same(buf_slice(&d.rejects), rejects, "%s: what is rejected", what);
    ok(d.read == n + d.rejected, "%s: all are counted", what);
    mrz_reader_free(r);
    in_close(f);
    diag_free(&d);
}

#define TD3 TD3_1 "\n" TD3_2 "\n"
#define TD2 TD2_1 "\n" TD2_2 "\n"
#define TD1 TD1_1 "\n" TD1_2 "\n" TD1_3 "\n"

static void
finder(void)
{
#define SHORT "L898902C36UTO7408122F1204159ZE184226B<<<<<1\n"
    finds("nothing", "", 0, "");
    finds("blank lines", "\n \n\r\n\t\n", 0, "");
    finds("one of each", TD3 TD1 TD2 MRVA_1 "\n" MRVA_2 "\n" MRVB_1 "\n" MRVB_2 "\n", 5, "");
    finds("no end of the last line", TD3_1 "\n" TD3_2, 1, "");
    finds("CRLF", TD3_1 "\r\n" TD3_2 "\r\n" TD3_1 "\r\n" TD3_2 "\r\n", 2, "");
    finds("CR", TD1_1 "\r" TD1_2 "\r" TD1_3 "\r" TD3_1 "\r" TD3_2 "\r", 2, "");
    finds("blank lines inside", TD3_1 "\n\n" TD3_2 "\n\n\n" TD1, 2, "");
    finds("blanks at the ends", "  " TD3_1 "  \n\t" TD3_2 " \t\n", 1, "");
    finds("a BOM", "\xef\xbb\xbf" TD3, 1, "");
    finds("a BOM inside", TD3 "\xef\xbb\xbf\n" TD3, 2, "\xef\xbb\xbf\n");
    finds("a line too short", TD3 TD3_1 "\n" SHORT TD3, 2, TD3_1 "\n" SHORT);
    finds("a line too long", TD3_1 "\n" TD3_2 "<\n" TD3, 1, TD3_1 "\n" TD3_2 "<\n");
    finds("a first line too short", "<UTOERIKSSON<<ANNA\n" TD3_2 "\n" TD3, 1,
          "<UTOERIKSSON<<ANNA\n" TD3_2 "\n");
    finds("stray text between", TD3 "Lane 7, officer 12\n" TD1, 2, "Lane 7, officer 12\n");
    finds("stray text inside", TD3_1 "\npage 2\n" TD3_2 "\n" TD1, 2, "page 2\n");
    finds("a stray word inside", TD3_1 "\nPassport\n" TD3_2 "\n" TD1, 2, "Passport\n");
    finds("a stray line as long as one of a zone",
          TD3_1 "\na.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.qrstuvwxyzab\n" TD3_2 "\n" TD1, 2,
          "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.qrstuvwxyzab\n");
    finds("a line missing before a short name",
          TD3_1 "\nP<D<<LI<<WU<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
                "L898902C36UTO7408122F1204159ZE184226B<<<<<10\n",
          1, TD3_1 "\n");
    finds("the first line missing", TD3_2 "\n" TD3 TD3_2 "\n" TD1, 2, TD3_2 "\n" TD3_2 "\n");
    finds("the last line missing", TD3_1 "\n" TD3 TD3_1 "\n" TD1, 2, TD3_1 "\n" TD3_1 "\n");
    finds("the end inside", TD1 TD1_1 "\n" TD1_2 "\n", 1, TD1_1 "\n" TD1_2 "\n");
    finds("TD1 without line 1", TD1_2 "\n" TD1_3 "\n" TD1, 1, TD1_2 "\n" TD1_3 "\n");
    finds("TD1 without line 2", TD1 TD1_1 "\n" TD1_3 "\n" TD1, 2, TD1_1 "\n" TD1_3 "\n");
    finds("TD1 without line 3", TD1_1 "\n" TD1_2 "\n" TD1, 1, TD1_1 "\n" TD1_2 "\n");
    finds("TD1 with line 2 too short", TD1_1 "\n7408122F1204159UTO<<<<<<<<<<6\n" TD1_3 "\n" TD1, 1,
          TD1_1 "\n7408122F1204159UTO<<<<<<<<<<6\n" TD1_3 "\n");
    finds("NULs", TD3 "\0\0\0\n" TD3, 2, "\0\0\0\n");
    finds("lower case",
          "p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<\n"
          "l898902c36uto7408122f1204159ze184226b<<<<<10\n",
          1, "");
#undef SHORT
}

/* A card of another State, and its lines. */
#define FIN_1 "I<FINVIRTANEN<<AINO<<<<<<<<<<<<<<<<<"
#define FIN_2 "FI0000001<FIN7005152F3005154233<<<<8"
#define AFG_1 "P<AFGRAHIMI<<ZARGHUNA<<<<<<<<<<<<<<<<<<<<<<<"
#define AFG_2 "P045123457AFG9103177F3103164<<<<<<<<<<<<<<<6"

/* How the zones of a file stand in it. */
static void
arrangements(void)
{
    finds("a zone a line", TD3_1 TD3_2 "\n" TD1_1 TD1_2 TD1_3 "\n" TD2_1 TD2_2 "\n", 3, "");
    finds("with a slash", TD3_1 "/" TD3_2 "\n" TD1_1 "/" TD1_2 "/" TD1_3 "\n", 2, "");
    finds("with a backslash and n", TD3_1 "\\n" TD3_2 "\n" TD2_1 "\\n" TD2_2 "\n", 2, "");
    finds("with a blank", TD3_1 " " TD3_2 "\n" TD3, 2, "");
    finds("in all ways", TD3 TD3_1 TD3_2 "\n" TD1 TD1_1 "/" TD1_2 "/" TD1_3 "\n\n" TD3, 5, "");
    finds("blanks inside", "P<UTO ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<< \n" TD3_2 "\n" TD3, 2,
          "");
    finds("half a zone before one in a line", TD3_1 "\n" TD3_1 TD3_2 "\n" TD3, 2, TD3_1 "\n");
    finds("the French licence between cards", TD1 "D1FRA13AA000026181231MARTIN<<9\n" TD1, 3, "");
    finds("the Swiss licence",
          TD1 "AAA001D<<\nFACHE305142128097<<800126<<<<<\n"
              "MARCHAND<<FABIENNE<<<<<<<<<<<<\n" TD1,
          3, "");
    finds("the French card and another",
          "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\n8806923102858CORINNE<<<<<<<6512068F6\n" TD2, 2,
          "");
    /* a French residence permit of that size is no old French card */
    finds("a French card by Doc 9303",
          "IRFRAERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6\n" TD2, 2,
          "");

    finds("line 2 before line 1, alone", TD3_2 "\n" TD3_1 "\n", 1, "");
    finds("between blank lines", TD3 "\n" TD3_2 "\n" TD3_1 "\n\n" TD3, 3, "");
    finds("all turned, of one State", TD3_2 "\n" TD3_1 "\n" TD3_2 "\n" TD3_1 "\n", 2, "");
    finds("all turned, of two States",
          TD3_2 "\n" TD3_1 "\n" AFG_2 "\n" AFG_1 "\n" TD3_2 "\n" TD3_1 "\n", 3, "");
    finds("a line 1 lost before others in order, of two States",
          TD3_2 "\n" AFG_1 "\n" AFG_2 "\n" TD3 AFG_1 "\n" AFG_2 "\n", 3, TD3_2 "\n");
    finds("of one State", AFG_2 "\n" AFG_1 "\n" AFG_2 "\n" AFG_1 "\n" AFG_2 "\n", 2, AFG_2 "\n");
    finds("turned behind zones in order", TD3 AFG_2 "\n" AFG_1 "\n" TD3, 3, "");
    finds("lines of two people are not put together", TD3 AFG_2 "\n" TD3_1 "\nx\n", 1,
          AFG_2 "\nx\n" TD3_1 "\n");
    finds("TD1 in the order 2 3 1", TD1_2 "\n" TD1_3 "\n" TD1_1 "\n", 1, "");
    finds("1 3 2", TD1 TD1_1 "\n" TD1_3 "\n" TD1_2 "\n" TD1, 3, "");
    finds("3 1 2", TD1_3 "\n" TD1_1 "\n" TD1_2 "\n" TD1_3 "\n" TD1_1 "\n" TD1_2 "\n", 2, "");
    finds("a line 3 left over", TD1_3 "\n" TD1 TD1, 2, TD1_3 "\n");
}

/* Free text with zones in it. */
static void
prose(void)
{
    static const struct {
        const char *what, *text;
        unsigned zones, rejected;
    } table[] = {
        {"nothing", "", 0, 0},
        {"no zone", "Dear colleague,\nthe traveller was admitted at 08:15.\n", 0, 0},
        {"words as long as lines of zones",
         "Pneumonoultramicroscopicsilicovolcanoconiosi aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "
         "d41d8cd98f00b204e9800998ecf8427e da39a3ee5e6b4b0d3255bfef95601890afd80709\n",
         0, 0},
        {"tags of HTML", "<noscript><!--\n<strong><em>P<UTO</em></strong>\n", 0, 0},
        {"a Swiss licence in a word",
         "see AAA001D<</FACHE305142128097<<800126<<<<</MARCHAND<<FABIENNE<<<<<<<<<<<<.\n", 1, 0},
        {"lines of their own", "Seen at lane 4:\n" TD3 "and later\n\n" TD1 "Regards\n", 2, 0},
        {"behind words", "MRZ1: " TD3_1 "\nMRZ2: " TD3_2 "\n", 1, 0},
        {"marked as a quotation", "> " TD3_1 "\n> " TD3_2 "\n> > " TD2_1 "\n> > " TD2_2 "\n", 2, 0},
        {"in one line with words",
         "Passport " TD3_1 " " TD3_2 " of Anna, card " TD2_1 "/" TD2_2 ".\n", 2, 0},
        {"in quotes, with \\n", "{\"mrz\":\"" TD3_1 "\\n" TD3_2 "\",\"lane\":4}\n", 1, 0},
        {"as HTML",
         "<td>P&lt;UTOERIKSSON&lt;&lt;ANNA&lt;MARIA&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;"
         "&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;\n" TD3_2 "\n",
         1, 0},
        {"a table", "| " TD1_1 " | " TD1_2 " | " TD1_3 " |\n", 1, 0},
        {"blanks inside of a line",
         "P<UTO ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C3 6 UTO 740812 2 F 120415 9 "
         "ZE184226B<<<<<1 0\nThanks\n",
         1, 0},
        {"a half one", "See " TD3_1 " and call me.\n\n\n\n\n\nBye\n" TD3, 1, 1},
        {"words between its lines", TD3_1 "\n(continued)\n" TD3_2 "\n", 1, 0},
        {"another one begins", TD3_1 "\n" TD1, 1, 1},
    };

    for (size_t i = 0; i < LENGTH(table); i++) {
        diag d = {.level = -1};
        in *f = in_memory("test", slice_of(table[i].text));
        mrz_reader *r = mrz_reader_new(f, &d, true);
        mrz_zone z;
        mrz m;
        unsigned n = 0;
        while (mrz_next(r, &z))
            n += (mrz_read(&z, &rules, &m), m.valid);
        ok(n == table[i].zones && d.rejected == table[i].rejected,
           "prose, %s: %u zones (%u), %u rejected (%llu)", table[i].what, table[i].zones, n,
           table[i].rejected, (unsigned long long)d.rejected);
        mrz_reader_free(r);
        in_close(f);
        diag_free(&d);
    }
}

/* A zone in a line of prose of any length. */
static void
long_prose(size_t before)
{
    buf b = {0};
    diag d = {.level = -1};
    mrz_zone z;
    unsigned n = 0;

    for (size_t i = 0; i < before; i++)
        buf_putc(&b, i % 7 == 6 ? ' ' : 'x');
    buf_puts(&b, S(" " TD3_1 " " TD3_2 " "));
    for (size_t i = 0; i < 10000; i++)
        buf_putc(&b, 'y');
    buf_puts(&b, S("\n" TD1));
    in *f = in_memory("test", buf_slice(&b));
    mrz_reader *r = mrz_reader_new(f, &d, true);
    while (mrz_next(r, &z))
        n += z.line == (n == 0 ? 1 : 2);
    ok(n == 2 && d.rejected == 0, "a zone %zu characters into a long line", before);
    mrz_reader_free(r);
    in_close(f);
    diag_free(&d);
    buf_free(&b);
}

/* A line of any length goes to the rejects whole and costs its neighbours nothing. */
static void
long_line(size_t n, const char *end)
{
    buf b = {0}, rest = {0};
    diag d = {.level = 0, .keep = true};
    mrz_zone z;
    unsigned zones = 0;

    buf_puts(&b, S(TD3_1 "\n"));
    for (size_t i = 0; i < n; i++)
        buf_putc(&rest, 'y');
    buf_puts(&b, buf_slice(&rest));
    buf_putc(&rest, '\n');
    buf_puts(&b, slice_of(end));
    buf_puts(&b, S(TD3_2 "\n" TD1));
    in *f = in_memory("test", buf_slice(&b));
    mrz_reader *r = mrz_reader_new(f, &d, false);
    while (mrz_next(r, &z))
        zones += z.line != 0;
    ok(zones == 2 && d.rejected == 1, "a line of %zu is one rejection among 2 zones", n);
    ok(slice_eq(buf_slice(&d.rejects), buf_slice(&rest)), "and all its bytes are kept");
    const char *told = d.text.n == 0 ? NULL : memchr(d.text.p, '\n', d.text.n);
    ok(told == d.text.p + d.text.n - 1, "in one message");
    ok(z.line == 4, "and the lines behind it have their numbers (%llu)",
       (unsigned long long)z.line);
    mrz_reader_free(r);
    in_close(f);
    diag_free(&d);
    buf_free(&b);
    buf_free(&rest);
}

/* A digit read into the name of a card does not make it a first line. */
static void
digit_in_name(void)
{
    diag d = {.level = -1};
    in *f = in_memory("test", S(TD1_1 "\n" TD1_2 "\nERIKSS0N<<ANNA<MARIA<<<<<<<<<<\n" TD1));
    mrz_reader *r = mrz_reader_new(f, &d, false);
    mrz_zone z;
    mrz m;

    ok(mrz_next(r, &z), "a zone with a digit in a name");
    mrz_read(&z, &rules, &m);
    ok(has(&m, MRZ_ALPHABET, MRZ_NAME, 7) && !m.valid, "has it as an issue");
    ok(mrz_next(r, &z) && z.line == 4 && !mrz_next(r, &z) && d.rejected == 0,
       "and the next zone is whole");
    mrz_reader_free(r);
    in_close(f);
    diag_free(&d);
}

static void
strict(void)
{
    diag d = {.level = -1, .strict = true};
    in *f = in_memory("test", S(TD3 "stray\n" TD3));
    mrz_reader *r = mrz_reader_new(f, &d, false);
    mrz_zone z;

    ok(mrz_next(r, &z) && z.line == 1, "a zone before the first rejection");
    ok(!mrz_next(r, &z) && d.rejected == 1, "and none behind it, when that is the end");
    mrz_reader_free(r);
    in_close(f);
    diag_free(&d);
}

static void
which_form(void)
{
    static const struct {
        const char *text;
        bool csv;
    } table[] = {{"", false},
                 {"\n\n", false},
                 {TD3, false},
                 {"\n" TD3, false},
                 {"\xef\xbb\xbf" TD3, false},
                 {"mrz\n" TD3, true},
                 {"\"mrz\"\r\n", true},
                 {"\xef\xbb\xbfmrz", true},
                 {"\r\n \nlane,zone\n", true},
                 {"mrzs\n", false},
                 {TD3_1 "\na,b\n", false}};

    for (size_t i = 0; i < LENGTH(table); i++) {
        in *f = in_memory("test", slice_of(table[i].text));
        ok(mrz_is_csv(f, S("mrz")) == table[i].csv && f->offset == 0, "'%.8s' is %s", table[i].text,
           table[i].csv ? "CSV" : "lines");
        in_close(f);
    }
}

int
main(void)
{
    digits();
    specimens();
    national();
    separators();
    forms();
    no_zones();
    issues();
    substitutions();
    names();
    fields();
    centuries();
    repairs();
    repaired_names();
    tables();
    plausible();
    finder();
    arrangements();
    prose();
    for (size_t n = 3990; n < 4110; n += 7)
        long_prose(n);
    for (size_t n = 4094; n < 4099; n++)
        long_line(n, "\n");
    long_line(8192, "\n");
    long_line(8192, "\r\n");
    long_line(1000000, "\n");
    digit_in_name();
    strict();
    which_form();
    return tap_done();
}

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

static const mrz_rules rules = {{2026, 11, 23}, true};

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
             "MRV-A|V|" ERIKSSON "L8988901C|XXX|1940-09-07|F|1996-12-10|6ZE184226B|valid|");
    reads_as(MRVB_1 "\n" MRVB_2,
             "MRV-B|V|" ERIKSSON "L8988901C|XXX|1940-09-07|F|1996-12-10||valid|");
    /* part 5, 4.2.2: a number of more than nine characters */
    reads_as("I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\n"
             "STEVENSON<<PETER<JOHN<<<<<<<<<",
             "TD1|I|UTO|STEVENSON|PETER JOHN|D23145890734|UTO|1934-07-12|M|1995-07-12||valid|");
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
    reads_as(TD3_1 "\n" TD3_2 "\n" TD3_2, "3 lines, the first of 44 characters");
    reads_as("A\nB\nC\nD", "more than 3 lines");
    reads_as("////", "one line of 0 characters");
    reads_as("Lorem ipsum dolor sit amet, consectetur adip\n"
             "iscing elit, sed do eiusmod tempor incididun",
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
    changed(MRVA_1 MRVA_2, 44 + 9, '5', "check_digit:doc_number:10");
    changed(MRVB_1 MRVB_2, 36 + 27, '8', "check_digit:doc_expiry:28");
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
             "TD3|P|DEU|MUSTER||AB2134|DEU|1955-12||2027-09-14||valid|");
    /* the same with a filler for the check digit of the empty optional data */
    reads_as("PDD<<MUSTER<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
             "AB2134<<<5D<<5512<<5X2709145<<<<<<<<<<<<<<<2",
             "TD3|PD|DEU|MUSTER||AB2134|DEU|1955-12|X|2027-09-14||valid|");
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
             "check_digit:personal_number:43;check_digit:composite:44");
    /* both optional fields of a TD1, a filler inside */
    reads_as("I<UTOD231458907AB<12<<<<<<<<<<\n7408122F1204159UTOC<3<<<<<<<<9\n" TD1_3,
             "TD1|I|" ERIKSSON "D23145890|UTO|1974-08-12|F|2012-04-15|AB 12 C 3|valid|");
}

static void
centuries(void)
{
    mrz m;
    error e;
    mrz_rules then = {{2026, 11, 23}, false};

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

/* ---- zones in lines ---- */

/* How many zones, and which lines of the text go to the rejects. */
#define finds(what, text, zones, rejects) finds_in(what, S(text), zones, S(rejects))

static void
finds_in(const char *what, slice text, unsigned zones, slice rejects)
{
    diag d = {.level = -1, .keep = true};
    in *f = in_memory("test", text);
    mrz_reader *r = mrz_reader_new(f, &d);
    mrz_zone z;
    unsigned n = 0;
    mrz m;
    error e;

    while (mrz_next(r, &z))
        n += mrz_parse((slice){z.text, z.n}, &rules, &m, &e) && m.valid;
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
    mrz_reader *r = mrz_reader_new(f, &d);
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
    mrz_reader *r = mrz_reader_new(f, &d);
    mrz_zone z;
    mrz m;
    error e;

    ok(mrz_next(r, &z) && mrz_parse((slice){z.text, z.n}, &rules, &m, &e) &&
           has(&m, MRZ_ALPHABET, MRZ_NAME, 7) && !m.valid,
       "a digit in a name is an issue of its zone");
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
    mrz_reader *r = mrz_reader_new(f, &d);
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
    separators();
    no_zones();
    issues();
    substitutions();
    names();
    fields();
    centuries();
    finder();
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

/* What watch promises in watch.h. */
#include "tap.h"

#include "watch/private.h"

#include <stdlib.h>

static diag said;
static error why;

static watch_list *
list_of(const char *text)
{
    in *f = in_memory("list", slice_of(text));
    said.text.n = 0;
    said.warnings = 0;
    why.text[0] = '\0';
    watch_list *l = watch_read(f, S("list"), &said, &why);
    in_close(f);
    return l;
}

#define PERSON(inside)                                                                             \
    "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL>" inside                                          \
    "</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"

static slice
birth_text(const watch_list *l, uint32_t i)
{
    static char text[64];
    char from[DATE_TEXT], to[DATE_TEXT];

    date_text(l->births[i].from, from);
    date_text(l->births[i].to, to);
    snprintf(text, sizeof text, "%s/%s%s", from, to, l->births[i].circa ? " circa" : "");
    return slice_of(text);
}

static void
un(void)
{
    watch_list *l = list_of(
        PERSON("<DATAID>7</DATAID><FIRST_NAME>A</FIRST_NAME><SECOND_NAME> B\n C </SECOND_NAME>"
               "<FOURTH_NAME>D &amp; E</FOURTH_NAME><REFERENCE_NUMBER>Q.1</REFERENCE_NUMBER>"
               "<GENDER>Female</GENDER><NAME_ORIGINAL_SCRIPT>Ж</NAME_ORIGINAL_SCRIPT>"
               "<NATIONALITY><VALUE>France</VALUE><VALUE>Russian Federation</VALUE></NATIONALITY>"
               "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>x; y z ;;</ALIAS_NAME>"
               "</INDIVIDUAL_ALIAS><INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>w"
               "</ALIAS_NAME></INDIVIDUAL_ALIAS><INDIVIDUAL_ALIAS><ALIAS_NAME/></INDIVIDUAL_ALIAS>"
               "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1970-02-03T00:00"
               ":00</DATE></INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>"
               "BETWEEN</TYPE_OF_DATE><FROM_YEAR>1970</FROM_YEAR><TO_YEAR>1973</TO_YEAR>"
               "</INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY"
               "</TYPE_OF_DATE><YEAR>1975</YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
               "<INDIVIDUAL_DATE_OF_BIRTH/><INDIVIDUAL_DOCUMENT><NUMBER>Some passport no. AB 12345 "
               "(expired 2010)</NUMBER><ISSUING_COUNTRY>France</ISSUING_COUNTRY>"
               "</INDIVIDUAL_DOCUMENT><INDIVIDUAL_DOCUMENT><NUMBER>1-23-4; 12 No. 555627</NUMBER>"
               "</INDIVIDUAL_DOCUMENT>"));
    if (!ok(l != NULL, "a list: %s", why.text))
        return;
    ok(l->entries_n == 1 && l->names_n == 5 && l->births_n == 3 && l->countries_n == 2 &&
           l->documents_n == 3,
       "one individual, five names, three dates, two countries, three documents");
    const watch_entry *e = &l->entry[0];
    same(e->id, S("Q.1"), "its reference");
    ok(e->sex == 'F' && e->names.n == 5 && e->documents.n == 3, "its sex and ranges");
    same(l->names[0].text, S("A B C D & E"), "the parts of the name");
    ok(!l->names[0].alias && l->names[1].alias && !l->names[1].weak, "the name is no alias");
    same(l->names[1].text, S("Ж"), "the original script is a name");
    same(l->names[3].text, S("y z"), "aliases are parted at ';'");
    ok(l->names[2].weak && l->names[3].weak && !l->names[4].weak, "low quality is weak");
    same(birth_text(l, 0), S("1970-02-03/1970-02-03"), "a date of birth");
    same(birth_text(l, 1), S("1970/1973"), "a range");
    same(birth_text(l, 2), S("1975/1975 circa"), "about a year");
    ok(strcmp(l->countries[0].code, "FRA") == 0 && strcmp(l->countries[1].code, "RUS") == 0,
       "nationalities as codes");
    same(l->documents[0].number, S("AB 12345"), "a number among words");
    ok(strcmp(l->documents[0].issuer, "FRA") == 0 && l->documents[1].issuer[0] == '\0',
       "who issued it");
    same(l->documents[1].number, S("1-23-4"), "another number");
    same(l->documents[2].number, S("555627"), "and one more beside it, the longest of two");
    watch_list_free(l);

    l = list_of("<?xml version='1.0' encoding='ISO-8859-1'?>");
    ok(l == NULL, "a declaration alone is no list: %s", why.text);
    l = list_of(
        "<?xml version='1.0' encoding='ISO-8859-1'?>" PERSON("<FIRST_NAME>Jos\xe9</FIRST_NAME>"));
    ok(l != NULL && slice_eq(l->names[0].text, S("José")), "another character set, declared");
    watch_list_free(l);
    l = list_of(
        PERSON("<FIRST_NAME>A</FIRST_NAME><NATIONALITY><VALUE>Atlantis</VALUE></NATIONALITY>"
               "<INDIVIDUAL_DATE_OF_BIRTH><DATE>soon</DATE></INDIVIDUAL_DATE_OF_BIRTH>"));
    ok(l != NULL && slice_eq(l->entry[0].id, S("1")), "without a reference it is the line");
    ok(l != NULL && said.warnings == 2 && l->births_n == 0 && l->countries_n == 0,
       "what is not understood is a warning each");
    watch_list_free(l);
    l = list_of(
        "<CONSOLIDATED_LIST><ENTITIES><ENTITY><FIRST_NAME>A</FIRST_NAME></ENTITY></ENTITIES>"
        "<INDIVIDUALS/></CONSOLIDATED_LIST>");
    ok(l != NULL && l->entries_n == 0 && l->entities == 1, "entities are counted, not kept");
    ok(said.warnings == 1, "that nobody is listed is a warning");
    watch_list_free(l);
}

/* Each is refused, with a reason that says this. */
static void
hostile(void)
{
    static const struct {
        const char *what, *text, *says;
    } cases[] = {
        {"a file that is cut", "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL>", "line 1"},
        {"entities within entities",
         "<!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
         "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d "
         "'&c;&c;&c;&c;&c;&c;&c;&c;&c;'>]>" PERSON("<FIRST_NAME>&d;</FIRST_NAME>"),
         "ntity"},
        {"an entity from a file",
         "<!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>" PERSON(
             "<FIRST_NAME>&a;</FIRST_NAME>"),
         "document type"},
        {"a document type from elsewhere",
         "<!DOCTYPE l SYSTEM 'http://127.0.0.1:9/l.dtd'>" PERSON("<FIRST_NAME>A</FIRST_NAME>"),
         "document type"},
        {"an entity that nobody declared", PERSON("<FIRST_NAME>&a;</FIRST_NAME>"), "ntity"},
        {"a byte of another character set", PERSON("<FIRST_NAME>Jos\xe9</FIRST_NAME>"), "line 1"},
        {"another root", "<html/>", "<html> is no list that is known"},
        {"a person without a name", PERSON("<DATAID>1</DATAID>"), "neither a name nor a document"},
        {"tags that cross", "<CONSOLIDATED_LIST><a></b></CONSOLIDATED_LIST>", "line 1"},
        {"two roots", "<CONSOLIDATED_LIST/><CONSOLIDATED_LIST/>", "line 1"},
        {"deep nesting",
         PERSON("<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>x"
                "</a></a></a></a></a></a></a></a></a></a></a></a></a></a></a></a></a></a></a></a>"
                "</a></a></a></a>"),
         "deeper"},
        {"an individual within another",
         PERSON("<FIRST_NAME>A</FIRST_NAME><INDIVIDUAL><FIRST_NAME>B</FIRST_NAME></INDIVIDUAL>"),
         "an entry where the list has none"},
        {"an individual in another place",
         "<CONSOLIDATED_LIST><INDIVIDUAL><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL>"
         "</CONSOLIDATED_LIST>",
         "an entry where the list has none"},
        {"nothing", "", "the file is empty"},
        {"a list without names", "hit_id,sex\nA,M\n", "no column surname"},
        {"a row of the wrong length", "hit_id,surname\nA,B\nC\nD,E\n", "line 3: the row has 1"},
        {"a row with nothing", "hit_id,surname\nA,B\nC,\n", "entry C has neither"},
        {"a quote that does not close", "hit_id,surname\nA,\"B\n", "line 2: a quoted field"},
        {"Latin-1 in CSV", "hit_id,surname\nA,Jos\xe9\n", "line 2: field 2: not UTF-8"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        watch_list *l = list_of(cases[i].text);
        ok(l == NULL && strstr(why.text, cases[i].says) != NULL, "refused: %s: %s", cases[i].what,
           why.text);
        watch_list_free(l);
    }
    buf b = {0};
    buf_puts(&b, S("<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>"));
    for (int i = 0; i <= WATCH_VALUE_MAX; i++)
        buf_putc(&b, 'x');
    buf_puts(&b, S("</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"));
    buf_putc(&b, '\0');
    watch_list *l = list_of(b.p);
    ok(l == NULL && strstr(why.text, "too long") != NULL, "refused: a value without end: %s",
       why.text);
    watch_list_free(l);
    b.n = 0;
    buf_puts(&b, S("<CONSOLIDATED_LIST x='>' y=\"'>\""));
    for (int i = 0; i < 5000; i++) {
        char attribute[16];
        snprintf(attribute, sizeof attribute, " a%d='1'", i);
        buf_puts(&b, slice_of(attribute));
    }
    buf_puts(&b, S("/>"));
    buf_putc(&b, '\0');
    l = list_of(b.p);
    ok(l == NULL && strstr(why.text, "a tag that is too long") != NULL,
       "refused: attributes without end: %s", why.text);
    watch_list_free(l);
    buf_free(&b);
}

static void
columns(void)
{
    watch_list *l =
        list_of("why,id,surname,given_names,full_name,aliases,birth_date,sex,nationality,"
                "doc_number,doc_issuer\n"
                "x,A,BERG,ANNA,,\"Anna B; ;Änne\",1980-01-02;1981;1970/1975,F,D;AUT,P1;P2,DEU;AUT\n"
                "x,,,,Solo,,,,,,\n"
                "x,C,,,,,2026-02-30,?,QQQ,Z9,\n");
    if (!ok(l != NULL, "a list: %s", why.text))
        return;
    ok(l->entries_n == 3 && l->names_n == 4 && l->births_n == 3 && l->countries_n == 2 &&
           l->documents_n == 3,
       "three entries and what belongs to them");
    same(l->names[0].text, S("ANNA BERG"), "given names and surname");
    same(l->names[2].text, S("Änne"), "an alias");
    same(birth_text(l, 2), S("1970/1975"), "a range of years");
    ok(strcmp(l->countries[0].code, "DEU") == 0, "D is Germany");
    ok(strcmp(l->documents[1].issuer, "AUT") == 0, "each document has its issuer");
    same(l->entry[1].id, S("3"), "without a reference it is the line");
    ok(said.warnings == 3 && l->entry[2].births.n == 0 && l->entry[2].sex == '\0',
       "a date, a sex and a country that are none are warnings");
    watch_list_free(l);
}

/* ---- searching ---- */

static watch_engine *engine;
static watch_searcher *searcher;
static arena room;

static watch_hit
first_hit(watch_traveller t, size_t *n)
{
    watch_hit *hits;

    arena_reset(&room);
    *n = watch_search(searcher, &t, 0.75, &room, &hits);
    return *n == 0 ? (watch_hit){.score = 0} : hits[0];
}

#define TRAVELLER(...) first_hit((watch_traveller){__VA_ARGS__}, &n)

static bool
lists_item(slice list, const char *item)
{
    while (list.p != NULL)
        if (slice_eq(slice_cut(&list, ';'), slice_of(item)))
            return true;
    return false;
}

static void
searching(void)
{
    watch_list *lists[2];
    size_t n;
    watch_hit h, other;

    lists[0] = list_of("id,full_name,aliases,birth_date,sex,nationality,doc_number,doc_issuer\n"
                       "K1,Tarvo Juhan Kivilo,Stonecutter Kivi,1971-03-09,M,EST,KQ 447-1902,EST\n"
                       "K2,Maria Kowalczuk,,1965,F,POL,,\n"
                       "K3,Петър Василков,,1959/1961,M,,,\n");
    lists[1] = list_of("id,full_name,birth_date\nL1,Tarvo Juhan Kivilo,1990-01-01\n");
    engine = watch_engine_new(lists, 2);
    searcher = watch_searcher_new(engine, false, &why);

    h = TRAVELLER(.surname = S("KIVILO"), .given_names = S("TARVO JUHAN"));
    ok(n == 2 && h.score > 0.999, "a name as it is, on both lists");
    same(h.id, S("K1"), "the first list first");
    h = TRAVELLER(.full_name = S("Kivilo, Juhan Tarvo"), .birth_date = S("1990-01-01"));
    same(h.id, S("L1"), "the one whose date of birth agrees comes first");
    ok(lists_item(h.on, "birth_date") && lists_item(h.on, "name"), "and both are said to agree");
    h = TRAVELLER(.surname = S("Kivilo"), .given_names = S("Tarvo Juhan"), .sex = S("M"),
                  .birth_date = S("1971-03-09"), .nationality = S("EST"));
    ok(h.score > 0.999 && h.against.n == 0, "all agrees");
    ok(lists_item(h.on, "nationality") && lists_item(h.on, "sex"), "nationality and sex are named");
    other = TRAVELLER(.surname = S("Kivilo"), .given_names = S("Tarvo Juhan"), .sex = S("F"),
                      .birth_date = S("1950-12-30"), .nationality = S("FRA"));
    ok(other.score < 0.75, "a name as it is, and all else differs: no hit");
    h = TRAVELLER(.surname = S("Kivilo"), .given_names = S("Tarvo Juhan"),
                  .birth_date = S("1971-09-03"));
    other = TRAVELLER(.surname = S("Kivilo"), .given_names = S("Tarvo Juhan"),
                      .birth_date = S("1944-12-24"));
    ok(h.score > other.score, "day and month that changed places are no other date");
    other = TRAVELLER(.surname = S("KIVILA"), .given_names = S("TARVO JUHAN"));
    h = TRAVELLER(.surname = S("KIVILA"), .given_names = S("TARVO JUHAN"),
                  .birth_date = S("1971-03-09"));
    ok(h.score > other.score && other.score > 0.75, "agreement raises, absence does not lower");
    ok(slice_starts(h.reason, S("Name like Tarvo Juhan Kivilo (KIVILA for KIVILO)")),
       "a reason to read: %.*s", (int)h.reason.n, h.reason.p);
    h = TRAVELLER(.surname = S("KIVI"), .given_names = S("STONE CUTTER"));
    same(h.name, S("Stonecutter Kivi"), "the form that matched, parted or not");

    h = TRAVELLER(.full_name = S("Maria Kowalczuk"), .birth_date = S("1965-07-08"));
    ok(lists_item(h.on, "birth_date"), "a year alone agrees with a day of it");
    h = TRAVELLER(.full_name = S("Petar Vasilkov"), .birth_date = S("1961-12-31"));
    same(h.id, S("K3"), "a name in another script");
    ok(lists_item(h.on, "birth_date"), "the last day of a range");
    other = TRAVELLER(.full_name = S("Petar Vasilkov"), .birth_date = S("1962-01-01"));
    ok(other.score < h.score && !lists_item(other.on, "birth_date"), "not the day after it");

    h = TRAVELLER(.full_name = S("Somebody Else"), .doc_number = S("kq4471902"));
    ok(n == 1 && h.score >= 0.95 && lists_item(h.on, "document") && lists_item(h.against, "name"),
       "a document finds by itself, however it is written");
    h = TRAVELLER(.surname = S("KIVILO"), .given_names = S("TARVO JUHAN"),
                  .doc_number = S("KQ4471902"), .doc_issuer = S("EST"));
    ok(h.score > 0.999 && lists_item(h.on, "document"), "with the name it is certain");
    watch_traveller both = {.full_name = S("KIVILA T JUHAN"), .doc_number = S("KQ4471902")};
    bool good = true;
    for (int percent = 30; percent <= 100; percent++) {
        watch_hit *hits;
        arena_reset(&room);
        good = watch_search(searcher, &both, percent / 100.0, &room, &hits) != 0 && good &&
               slice_eq(hits[0].id, S("K1")) && hits[0].score == 1 &&
               lists_item(hits[0].on, "name") && hits[0].against.n == 0;
    }
    ok(good, "and so it is at every threshold");
    h = TRAVELLER(.full_name = S("Somebody Else"), .doc_number = S("KQ4471902"),
                  .doc_issuer = S("FRA"));
    ok(n == 0, "the same number of another State is another document");
    h = TRAVELLER(.full_name = S("Somebody Else"), .doc_number = S("KQ4471903"));
    ok(n == 0, "a number is compared exactly");
    h = TRAVELLER(.surname = S(""), .doc_number = S("--"));
    ok(n == 0, "nothing is compared with nothing");

    watch_searcher_free(searcher);
    watch_engine_free(engine);
}

/* Of a weak alias that is the same and a name that is nearly so, the name. */
static void
weak(void)
{
    watch_list *l = list_of(PERSON(
        "<FIRST_NAME>HOLGER</FIRST_NAME><SECOND_NAME>BRANDSTROMM</SECOND_NAME>"
        "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>HOLGER BRANDSTROM; KAUTO ARAKORPI"
        "</ALIAS_NAME></INDIVIDUAL_ALIAS>"));
    size_t n;

    engine = watch_engine_new(&l, 1);
    searcher = watch_searcher_new(engine, false, &why);
    watch_hit h = TRAVELLER(.full_name = S("HOLGER BRANDSTROM"));
    same(h.name, S("HOLGER BRANDSTROMM"), "a name goes before a weak alias that is nearer");
    h = TRAVELLER(.full_name = S("KAUTO ARAKORPI"));
    ok(n == 1 && h.score > 0.9 && h.score < 0.999 && lists_item(h.on, "name"),
       "a weak alias scores less than a name");
    ok(slice_starts(h.reason, S("Name as listed: the weak alias")), "and is called one");
    watch_searcher_free(searcher);
    watch_engine_free(engine);
    arena_free(&room);
}

int
main(void)
{
    un();
    hostile();
    columns();
    searching();
    weak();
    diag_free(&said);
    return tap_done();
}

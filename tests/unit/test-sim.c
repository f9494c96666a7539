/* The simulator's parts: names, documents, zones, chance. */
#include "tap.h"

#include "sim/private.h"

#include <stdlib.h>

/* A small world: a culture whose names follow every rule, another in Latin letters. */
static const char text[] =
    "culture north\nscript Cyrl\nform 1 given | family\nnative given patronymic family\n"
    "feminine OV OVA ов ова\nfeminine SKII SKAIA ский ская\n"
    "patronymic m EI EEVICH ей еевич\npatronymic f EI EEVNA ей еевна\n"
    "patronymic m - OVICH - ович\npatronymic f - OVNA - овна\n"
    "male 1 Сергей SERGEI\nfemale 1 Анна ANNA\nfamily 1 Петров PETROV\n"
    "culture south\nscript Arab\nform m 1 given BIN=بن father | AL-=ال family\n"
    "form f 1 given BINT=بنت father | AL-=ال family\n"
    "male 1 حسن HASSAN\nfemale 1 مريم MARIAM\nfamily 1 حداد HADDAD\n"
    "culture east\nscript Hans\njoin none\nform 1 given | family\nnative family given\n"
    "male 1 伟 WEI\nfemale 1 芳 FANG\nfamily 1 王 WANG\n"
    "culture one\nscript Latn\nform 1 | given\nmale 1 SUHARTO\nfemale 1 SUHARTI\nfamily 1 NOBODY\n"
    "culture long\nscript Latn\nform 1 given given | family family\n"
    "male 1 MAXIMILIAN-ALEXANDER\nmale 1 FRIEDRICH_WILHELM\nfemale 1 ÄNNE-MARGARETHE\n"
    "female 1 JOSÉPHINE-CHARLOTTE\nfamily 1 PAPANDROPOULOS\nfamily 1 VON_HOHENSTAUFEN\n"
    "port AAA UTO +0400 A\nport BBB DEU +0100 B\n"
    "state UTO weight=0 people=north passport=########\n"
    "state RUS weight=1 people=north passport=7########\n"
    "state SAU weight=1 people=south passport=@########\n"
    "state CHN weight=1 people=east passport=E########\n"
    "state IDN weight=1 people=one passport=A########\n"
    "state DEU weight=1 people=long passport=C*****### card=L***########\n"
    "state SWE weight=1 people=long passport=######## plain\n"
    "home UTO AAA UV#######\npost AAA1 air AAA 1 A\npost LLL1 land DEU 1 L\n"
    "carrier UZ U\nroute UZ 10 BBB AAA1 0100 100 100 1\ntraffic visitor=1\nmode air=1\n"
    "months 1 1 1 1 1 1 1 1 1 1 1 1\nweekdays 1 1 1 1 1 1 1\n"
    "hours air 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n"
    "hours land 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n"
    "hours sea 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n"
    "hours rail 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n";

static sim_settings set = {.seed = 7, .travellers = 1, .from = {2026, 11, 1}, .to = {2026, 11, 30}};

/* The first visitor of that State and sex. */
static bool
somebody(const sim *s, const char *code, char sex, person *p)
{
    for (uint32_t i = 0; i < 2000; i++) {
        person_make(s, i, 0, VISITOR, p);
        if (strcmp(p->nationality->code, code) == 0 && p->sex == sex)
            return true;
    }
    return false;
}

static void
test_names(const sim *s)
{
    static const struct {
        const char *state;
        char sex;
        const char *given, *surname, *native;
    } cases[] = {
        {"RUS", 'M', "SERGEI", "PETROV", "Сергей Сергеевич Петров"},
        {"RUS", 'F', "ANNA", "PETROVA", "Анна Сергеевна Петрова"},
        {"SAU", 'M', "HASSAN BIN HASSAN", "AL-HADDAD", "حسن بن حسن الحداد"},
        {"SAU", 'F', "MARIAM BINT HASSAN", "AL-HADDAD", "مريم بنت حسن الحداد"},
        {"CHN", 'M', "WEI", "WANG", "王伟"},
        {"IDN", 'F', "", "SUHARTI", "SUHARTI"},
    };
    person p;

    for (size_t i = 0; i < LENGTH(cases); i++) {
        if (!ok(somebody(s, cases[i].state, cases[i].sex, &p), "there is somebody of %s",
                cases[i].state))
            continue;
        same(p.given, slice_of(cases[i].given), "given names %s", cases[i].given);
        same(p.surname, slice_of(cases[i].surname), "surname %s", cases[i].surname);
        same(p.native, slice_of(cases[i].native), "native %s", cases[i].native);
    }
}

/* A family: the children have the father's name, and are younger. */
static void
test_households(const sim *s)
{
    unsigned families = 0, alike = 0, younger = 0, children = 0;

    for (uint32_t i = 0; i < 400; i++) {
        person head, child;
        if (household_size(s, i, VISITOR) < 3)
            continue;
        families++;
        person_make(s, i, 0, VISITOR, &head);
        person_make(s, i, 2, VISITOR, &child);
        if (head.given.n == 0)
            continue; /* people of one name */
        children++;
        alike += head.word[head.words_n - 1].name == child.word[child.words_n - 1].name;
        younger += date_days(child.birth) - date_days(head.birth) > 17 * 365;
    }
    ok(families > 20, "there are families (%u)", families);
    ok(alike == children, "children have the family's name (%u of %u)", alike, children);
    ok(younger == children, "and are younger by a generation (%u)", younger);
}

static void
test_numbers(void)
{
    enum { N = 100000 };
    char(*list)[12] = calloc(N, sizeof *list);
    size_t twice = 0;
    char more[12];

    for (unsigned i = 0; i < N; i++)
        (void)number_fill(S("A#####"), i, 12345, list[i], sizeof list[i]);
    qsort(list, N, sizeof *list, (int (*)(const void *, const void *))strcmp);
    for (unsigned i = 1; i < N; i++)
        twice += strcmp(list[i - 1], list[i]) == 0;
    ok(twice == 0, "a hundred thousand indexes make as many numbers of a pattern that has no more");
    ok(number_fill(S("@@#######"), 4000000000u, 1, more, sizeof more) == 9, "of its length");
    free(list);
}

/* Doc 9303 part 4, 4.2.3: what is cut, and that it can be seen. */
static void
test_zone_names(const sim *s)
{
    person p;
    char field[40];
    unsigned cut = 0, seen = 0, parted = 0;

    for (uint32_t i = 0; i < 3000; i++) {
        person_make(s, i, 0, VISITOR, &p);
        if (!zone_name(&p, p.nationality, field, 39))
            continue;
        cut++;
        seen += field[38] != '<';
        parted += strstr(field, "<<") != NULL;
    }
    ok(cut > 20, "some names do not fit (%u)", cut);
    ok(seen == cut, "then the last position holds a letter (%u)", seen);
    ok(parted == cut, "and some of the given names stay (%u)", parted);
    if (somebody(s, "IDN", 'M', &p)) {
        (void)zone_name(&p, p.nationality, field, 39);
        same(slice_of(field), S("SUHARTO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"),
             "one name is the primary");
    }
    if (somebody(s, "SAU", 'M', &p)) {
        (void)zone_name(&p, p.nationality, field, 39);
        same(slice_of(field), S("AL<HADDAD<<HASSAN<BIN<HASSAN<<<<<<<<<<<"), "a hyphen is a filler");
    }
    char plain[64];
    size_t n = name_plain(S("ÄNNE-MARGARETHE Ø'NEIL"), NULL, plain, sizeof plain);
    same(((slice){plain, n}), S("AENNE MARGARETHE OENEIL"), "letters of the standard's table");
    state sweden = {.plain = true};
    n = name_plain(S("ÄNNE ÅSA ÖRJAN"), &sweden, plain, sizeof plain);
    same(((slice){plain, n}), S("ANNE ASA ORJAN"), "or those that a State may write");
}

static void
test_worlds(void)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"sate X", "own: line 1: 'sate' begins no statement"},
        {"\n# c\nport AA UTO +0000 X", "own: line 3: 'AA' is no code of 3 to 3 capitals"},
        {"port AAA UTO 0400 X", "is no time HHMM"},
        {"post ../x air AAA 1 X", "is no code of 2 to 8 capitals"},
        {"post AAA1 air AAA 1 X\npost AAA1 air AAA 1 X", "the post stands twice"},
        {"state DEU people=long", "a State needs people= and passport="},
        {"state DEU people=nobody passport=########", "there is no culture 'nobody'"},
        {"state DEU people=long passport=###", "is no pattern of at most 9 characters"},
        {"state DEU people=long passport=########,", "more than # @ * and capitals"},
        {"state DEU people=long passport=######## visa=0", "is too small"},
        {"carrier UZ U separators=:::::?", "wants six different ones"},
        {"carrier UZ U hops", "'hops' is no habit of a carrier"},
        {"carrier UZ U\nroute UZ 10 BBB AAA1 0100 1 100 1\nroute UZ 15 BBB AAA1 0100 1 100 1",
         "at least 10 apart"},
        {"months 1 2 3", "12 weights are wanted"},
        {"wave mass 10% 09-30 5 land any DEU", "both days of a wave"},
        {"traffic visitor=0", "there is no traffic"},
        {"male 1 X", "'male' before any culture"},
        {"culture x\nscript Latn\nmale 1 X", "has no form, or no names"},
        {"culture x\nscript Latn\nform 1 given family", "no '|' between"},
        {"culture x\nscript Latn\nform 1 given |", "no surname behind"},
        {"culture x\nscript Latn\nmale 1 X ?Y", "neither = nor ~ before it"},
    };
    error e;

    for (size_t i = 0; i < LENGTH(cases); i++) {
        sim_world *w =
            world_make((slice){text, sizeof text - 1}, slice_of(cases[i].text), "own", &e);
        ok(w == NULL && strstr(e.text, cases[i].want) != NULL, "%s: %s", cases[i].want,
           w == NULL ? e.text : "taken");
        sim_world_free(w);
    }
    sim_world *w = sim_world_load(NULL, &e);
    ok(w != NULL, "the built-in world is one");
    ok(w != NULL && w->cultures_n >= 24, "with at least 24 cultures");
    ok(w != NULL && w->states_n >= 60, "and 60 States");
    sim_world_free(w);
}

int
main(void)
{
    error e = {""};
    sim_world *w = world_make((slice){text, sizeof text - 1}, (slice){NULL, 0}, "none", &e);
    sim s = {.w = w, .set = &set};

    if (!ok(w != NULL, "a small world %s", e.text))
        return tap_done();
    test_names(&s);
    test_households(&s);
    test_numbers();
    test_zone_names(&s);
    sim_world_free(w);
    test_worlds();
    return tap_done();
}

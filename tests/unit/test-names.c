/* What names promises in names.h. */
#include "tap.h"

#include "names/names.h"
#include "text/text.h"

#include <stdlib.h>

static names_index *x;
static names_searcher *s;

static const char *const listed[] = {"ANNA MARIA ERIKSSON",
                                     "JOHN SMITH",
                                     "ABDUL RAHMAN AL FULANI",
                                     "MOHAMMED HASSAN KARIM",
                                     "MOHAMMED ALI FARSI",
                                     "OLIVIER DUPONT",
                                     "ZORBAN",
                                     "WANG XIAO MING",
                                     "JUAN CARLOS DE LA VEGA RUIZ",
                                     "KIM JONG",
                                     "PETROV IVAN SERGEEVICH",
                                     "AMR KHALIL NASSOR",
                                     "B TOLMAN"};

static size_t
find(names_searcher *from, const char *name, double least, const names_match **match)
{
    return names_search(from, &(names_query){.words = slice_of(name), .least = least}, match);
}

/* The score of a name against a listed one; 0 when it is not found at all. */
static double
score(const char *name, const char *want)
{
    const names_match *match;
    size_t n = find(s, name, 0.01, &match);

    for (size_t i = 0; i < n; i++)
        if (strcmp(listed[match[i].name], want) == 0)
            return match[i].score;
    return 0;
}

static bool
near_one(double v)
{
    return v > 0.999 && v < 1.001;
}

static void
words(void)
{
    static const struct {
        const char *a, *nearer, *farther;
    } cases[] = {
        {"MOHAMED", "MOHAMMED", "MOHAMEK"},      /* a doubled letter, a wrong one */
        {"KHALED", "KALED", "KRALED"},           /* a silent H, another letter */
        {"YUSUF", "YOUSUF", "YUSUFT"},           /* a vowel, a consonant */
        {"QASIM", "KASIM", "LASIM"},             /* of one sound, of another */
        {"MARTIN", "MARITN", "MARTXQ"},          /* neighbours changed places, two wrong */
        {"CHRISTINA", "CHRISTIMA", "CHAISTIMA"}, /* one wrong, two wrong */
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        slice a = slice_of(cases[i].a), b = slice_of(cases[i].nearer),
              c = slice_of(cases[i].farther);
        ok(names_word_alike(a, b) > names_word_alike(a, c), "%s is more like %s than like %s",
           cases[i].a, cases[i].nearer, cases[i].farther);
        ok(names_word_alike(b, a) > names_word_alike(c, a), "and that the other way, too");
        ok(names_word_alike(a, b) < 1 && near_one(names_word_alike(a, a)), "and itself most");
    }
    ok(names_word_alike(S("CHRISTIMA"), S("CHRISTINA")) >
           names_word_alike(S("CHRISTINA"), S("CHRISTIMA")),
       "a name that many have is seldom a slip of the pen");
    ok(names_word_alike(S("AHMED"), S("HAMID")) < 0.65,
       "two names that many have, of the same consonants");
    ok(names_word_alike(S("MOHAMMED"), S("MUKHAMAD")) > 0.8, "one name in two languages");
    ok(names_word_alike(S("BILL"), S("WILLIAM")) > 0.7, "a short form");
    ok(names_word_alike(S("MD"), S("MOHAMMED")) > 0.7, "as passports of Bangladesh have it");
    ok(names_word_alike(S("MAMADOU"), S("MOHAMMED")) > 0.9, "one name in languages far apart");
    ok(names_word_alike(S("WONG"), S("HUANG")) > 0.7, "one name in dialects");
    ok(names_word_alike(S("HSUEH"), S("XUE")) > 0.9, "and in romanizations");
    ok(names_word_alike(S("PEPE"), S("JOSE")) > 0.7, "a short form of another sound");
    ok(names_word_alike(S("DANIEL"), S("DANIELA")) < names_word_alike(S("DANYEL"), S("DANIEL")),
       "two names are less alike than two spellings of one");
    ok(names_word_alike(S("JOHN"), S("PAUL")) == 0, "other words are not alike");
    ok(names_word_alike(S("LI"), S("XU")) == 0, "nor are short ones");
    ok(names_word_alike(S("J"), S("JOHN")) > 0.5 && names_word_alike(S("P"), S("JOHN")) == 0,
       "an initial");
    ok(names_word_alike(S(""), S("A")) == 0, "nothing is like nothing");
}

static void
searching(void)
{
    for (size_t i = 0; i < LENGTH(listed); i++)
        if (strchr(listed[i], ' ') != NULL && strlen(listed[i]) > 9)
            ok(near_one(score(listed[i], listed[i])) || score(listed[i], listed[i]) > 0.8,
               "%s is found as it is", listed[i]);
    ok(near_one(score("ERIKSSON ANNA MARIA", "ANNA MARIA ERIKSSON")), "order means nothing");
    ok(score("MR JOHN SMITH", "JOHN SMITH") > 0.98, "a title costs next to nothing");
    ok(score("FNU JOHN SMITH", "JOHN SMITH") > 0.98,
       "nor does what stands for a name that is not known");
    ok(near_one(score("ABDULRAHMAN AL FULANI", "ABDUL RAHMAN AL FULANI")), "joined words");
    ok(near_one(score("OLI VIER DUPONT", "OLIVIER DUPONT")), "parted words");
    ok(score("ABDUL RAHMAN FULANI", "ABDUL RAHMAN AL FULANI") > 0.9, "a particle less");
    ok(score("ANA MARIA ERIKSSON", "ANNA MARIA ERIKSSON") > 0.9, "a letter less");
    ok(score("ANNA MARIA ERIKSOM", "ANNA MARIA ERIKSSON") > 0.85, "two letters");
    ok(score("ANNA ERIKSSON", "ANNA MARIA ERIKSSON") > 0.7, "a name less");
    ok(score("A M ERIKSSON", "ANNA MARIA ERIKSSON") <
           score("ANNA MARIA ERIKSSON", "ANNA MARIA ERIKSSON"),
       "initials are worth less than names");
    ok(score("A M ERIKSSON", "ANNA MARIA ERIKSSON") > score("P K ERIKSSON", "ANNA MARIA ERIKSSON"),
       "but more than others");
    ok(score("ZORBAN", "ZORBAN") < score("JOHN SMITH", "JOHN SMITH"),
       "a name of one word tells less than one of two");
    ok(score("ZORBAN", "ZORBAN") > score("JOHN ZORBAN", "ZORBAN"), "and less again beside another");
    ok(score("MOHAMMED HASSAN", "MOHAMMED ALI FARSI") < 0.5,
       "one common name of two is not enough");
    ok(score("SMITH PAUL", "JOHN SMITH") < 0.6, "nor is a surname alone");
    ok(score("PAUL MILLER", "JOHN SMITH") == 0, "others are not found");
    ok(score("KIM JONG", "KIM JONG") > score("KIN JONG", "KIM JONG") &&
           score("KIN JONG", "KIM JONG") > 0.5,
       "a wrong letter in a short name");
    ok(score("", "JOHN SMITH") == 0 && score("AL", "JOHN SMITH") == 0, "an empty name, a particle");
}

static void
explaining(void)
{
    names_explanation why;

    names_explain(s, S("ERIKSON MARIA X"), 0, 0, &why);
    ok(why.pairs == 2 && why.extras == 1 && why.missings == 1 && why.reordered,
       "two pairs, a word too many, one missing, another order");
    same(why.pair[0].word, S("ERIKSON"), "a word");
    same(why.pair[0].listed, S("ERIKSSON"), "and its listed one");
    same(why.extra[0].word, S("X"), "the word too many");
    same(why.missing[0].word, S("ANNA"), "the word that is missing");
    names_explain(s, S("ABDULRAHMAN FULANI"), 0, 2, &why);
    ok(why.pairs == 2, "joined words are one pair");
    same(why.pair[0].listed, S("ABDUL"), "of this word");
    same(why.pair[0].next, S("RAHMAN"), "and the next");
    ok(!why.reordered, "in order");
}

/* The score does not depend on how names got there, nor on what was asked before. */
static void
again(void)
{
    static const char *const asked[] = {"ERIKSON ANA", "MOHAMAD HASAN KARIM", "DUPOND OLIVIER",
                                        "VEGA RUIZ JUAN CARLOS", "WANG XIAOMING"};
    names_searcher *fresh;
    bool good = true;

    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < LENGTH(asked); i++) {
            const names_match *a, *b;
            fresh = names_searcher_new(x, false);
            size_t n = find(s, asked[i], 0.3, &a);
            size_t m = find(fresh, asked[i], 0.3, &b);
            good = good && n == m && n != 0;
            for (size_t k = 0; good && k < n; k++)
                good = a[k].name == b[k].name && a[k].score == b[k].score;
            names_searcher_free(fresh);
        }
    }
    ok(good, "the same answers however often it is asked");

    /* More words than it remembers at a time. */
    const names_match *before, *after;
    double kept_score = find(s, asked[0], 0.3, &before) == 1 ? before[0].score : 0;
    for (unsigned i = 0; i < 40000; i++) {
        char name[64];
        const names_match *none;
        snprintf(name, sizeof name, "X%uQ Z%uQ", i * 7919 % 40000, i);
        find(s, name, 0.9, &none);
    }
    ok(find(s, asked[0], 0.3, &after) == 1 && after[0].score == kept_score && kept_score > 0,
       "the same answer when all it remembered is forgotten");
}

/* What least leaves out is only what is below it, with initials and titles, too. */
static void
least(void)
{
    static const char *const asked[] = {
        "ERIKSON ANA",   "MOHAMAD HASAN KARIM", "DUPOND OLIVIER",  "VEGA RUIZ JUAN CARLOS",
        "WANG XIAOMING", "A MARIA ERIKSSON",    "ANNA M ERIKSSON", "MR KHALIL NASSOR",
        "BORIS TOLMAN",  "MR J SMITH",          "A M ERIKSSON"};

    for (size_t i = 0; i < LENGTH(asked); i++) {
        double score[LENGTH(listed)];
        bool good = true;
        for (uint32_t k = 0; k < LENGTH(listed); k++) {
            names_explanation why;
            names_explain(s, slice_of(asked[i]), 0, k, &why);
            score[k] = why.score;
        }
        for (double limit = 0.5; limit < 1; limit += 0.01) {
            const names_match *all;
            size_t n = find(s, asked[i], limit, &all), above = 0;
            for (size_t k = 0; k < LENGTH(listed); k++)
                above += score[k] >= limit;
            good = good && n == above;
            for (size_t k = 0; k < n; k++)
                good = good && all[k].score == score[all[k].name];
        }
        ok(good, "%s: a threshold leaves out only what is below it", asked[i]);
    }
}

/* Names of other scripts; the expected words are those of passports. */
static void
readings(void)
{
    static const struct {
        const char *name, *first, *second;
    } cases[] = {
        {"José Müller", "JOSE MULLER", NULL},
        {"O'Neil-Smith, Jr.", "ONEIL SMITH JR", NULL},
        {"Юрий Щербаков", "IURII SHCHERBAKOV", NULL},       /* Doc 9303 part 3, 6.B */
        {"Григорій Шевченко", "HRYHORII SHEVCHENKO", NULL}, /* as Ukraine has it */
        {"محمد الحسن", "MOHAMMAD ALHASAN", NULL},
        {"山田太郎", NULL, "YAMADA TARO"},
        {"김영수", NULL, "KIM YOUNGSOO"},
        {"영철 이", NULL, "YONGCHOL LEE"}, /* not I, an initial */
        {"", NULL, NULL},
        {"<<< - ", NULL, NULL},
    };
    arena a = {0};
    error e;
    folder *f = folder_new(&e);

    for (size_t i = 0; i < LENGTH(cases); i++) {
        slice reading[NAMES_READINGS_MAX] = {{NULL, 0}};
        size_t n = names_readings(f, slice_of(cases[i].name), &a, reading);
        const char *want = cases[i].first != NULL ? cases[i].first : cases[i].second;
        bool good = want == NULL && n == 0;
        for (size_t k = 0; k < n && want != NULL; k++)
            good = good || slice_eq(reading[k], slice_of(want));
        ok(good, "'%s' is read as %s", cases[i].name, want == NULL ? "nothing" : want);
    }
    folder_free(f);
    arena_free(&a);
}

/* Glued words are parted where the list has their parts. */
static void
parted(void)
{
    static const struct {
        const char *name, *apart;
    } cases[] = {
        {"MOHAMMEDHASSANKARIM", "MOHAMMED HASSAN KARIM"},
        {"ANNAMARIA ERIKSSON", ""}, /* a name that is known */
        {"RUIZ JUANCARLOS", "RUIZ JUAN CARLOS"},
        {"MOHAMMED ERIKSSON", ""}, /* nothing is glued */
        {"XMOHAMMEDHASSANKARIM", ""}, /* one letter is no part */
        {"XJUANCARLOS", ""},
        {"ALEXANDER SMITHEREEN", ""},
        {"", ""},
    };
    arena a = {0};

    for (size_t i = 0; i < LENGTH(cases); i++)
        same(names_parted(x, slice_of(cases[i].name), &a), slice_of(cases[i].apart), "%s",
             cases[i].name);
    arena_free(&a);
}

/* A word of another script is like what it sounds like. */
static void
sounds(void)
{
    ok(names_word_alike(S("MOHAMMED"), S("mhmd")) > 0.85, "consonants of Arabic");
    ok(names_word_alike(S("MOHAMMED"), S("sydh")) == 0, "and others");
    ok(names_word_alike(S("MUNSTER"), S("mYUNSUTA")) > 0.8, "syllables of Katakana");
    ok(names_word_alike(S("COHEN"), S("khn")) > 0.78, "consonants of Hebrew");
    ok(names_word_alike(S("AL"), S("EL")) > 0.9 && names_word_alike(S("AL"), S("BIN")) == 0,
       "particles");
}

static double
strict(const void *ctx, uint32_t name)
{
    return name == *(const uint32_t *)ctx ? 0.2 : 0.99;
}

/* A threshold for each name, names that are looked at anyway, and a word that was cut. */
static void
wishes(void)
{
    const names_match *match;
    uint32_t smith = 1;
    names_query q = {.words = S("PAUL SMITH"),
                     .least = 0.9,
                     .least_of = strict,
                     .ctx = &smith,
                     .also = &smith,
                     .also_n = 1};

    ok(names_search(s, &q, &match) == 1 && match[0].name == 1, "one that is looked at anyway");
    q.also_n = 0;
    ok(names_search(s, &q, &match) == 0, "and not without that");
    q = (names_query){.words = S("OLIVIER DUPO"), .cut = 2, .least = 0.9};
    ok(names_search(s, &q, &match) == 1 && match[0].name == 5, "a word that was cut");
    q.cut = 0;
    double cut = match[0].score;
    q.least = 0.3;
    ok(names_search(s, &q, &match) == 1 && match[0].score < cut, "is nearer than one that was not");
}

/* What the keys find is what comparing every word finds. */
static void
keys(void)
{
    static const char *const asked[] = {
        "ERIKSON ANA",   "MOHAMAD HASAN KARIM",  "DUPOND OLIVER",       "VEGA RUIS JUAN KARLOS",
        "WONG XIAOMING", "ABDELRAHMANE FOULANI", "PJETROV IWAN SERGEJ", "AMR HALIL NASOR"};
    names_searcher *every = names_searcher_new(x, true);

    for (size_t i = 0; i < LENGTH(asked); i++) {
        names_query q = {.words = slice_of(asked[i]), .least = 0.4};
        const names_match *a, *b;
        size_t n = names_search(s, &q, &a), m = names_search(every, &q, &b);
        bool good = n == m && n != 0;
        for (size_t k = 0; k < n && good; k++) {
            bool there = false;
            for (size_t h = 0; h < m; h++)
                there = there || (a[k].name == b[h].name && a[k].score == b[h].score);
            good = there;
        }
        ok(good, "%s: the same with and without the index", asked[i]);
    }
    names_searcher_free(every);
}

int
main(void)
{
    uint32_t number;

    words();
    x = names_index_new();
    for (uint32_t i = 0; i < LENGTH(listed); i++)
        if (!names_index_add(x, slice_of(listed[i]), &number) || number != i)
            ok(false, "name %u is added", i);
    ok(!names_index_add(x, S(""), &number), "a name without a word is not added");
    names_index_finish(x);
    s = names_searcher_new(x, false);
    readings();
    parted();
    sounds();
    searching();
    wishes();
    keys();
    explaining();
    again();
    least();
    names_searcher_free(s);
    names_index_free(x);
    return tap_done();
}

/* What names promises in names.h. */
#include "tap.h"

#include "names/names.h"

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

/* The score of a name against a listed one; 0 when it is not found at all. */
static double
score(const char *name, const char *want)
{
    const names_match *match;
    size_t n = names_search(s, slice_of(name), 0.01, &match);

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
        ok(names_word_alike(a, b) == names_word_alike(b, a), "and that the other way, too");
        ok(names_word_alike(a, b) < 1 && near_one(names_word_alike(a, a)), "and itself most");
    }
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

    names_explain(s, S("ERIKSON MARIA X"), 0, &why);
    ok(why.pairs == 2 && why.extras == 1 && why.missings == 1 && why.reordered,
       "two pairs, a word too many, one missing, another order");
    same(why.pair[0].word, S("ERIKSON"), "a word");
    same(why.pair[0].listed, S("ERIKSSON"), "and its listed one");
    same(why.extra[0], S("X"), "the word too many");
    same(why.missing[0], S("ANNA"), "the word that is missing");
    names_explain(s, S("ABDULRAHMAN FULANI"), 2, &why);
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
            fresh = names_searcher_new(x);
            size_t n = names_search(s, slice_of(asked[i]), 0.3, &a);
            size_t m = names_search(fresh, slice_of(asked[i]), 0.3, &b);
            good = good && n == m && n != 0;
            for (size_t k = 0; good && k < n; k++)
                good = a[k].name == b[k].name && a[k].score == b[k].score;
            names_searcher_free(fresh);
        }
    }
    ok(good, "the same answers however often it is asked");

    /* More words than it remembers at a time. */
    const names_match *before, *after;
    double kept_score =
        names_search(s, slice_of(asked[0]), 0.3, &before) == 1 ? before[0].score : 0;
    for (unsigned i = 0; i < 40000; i++) {
        char name[64];
        const names_match *none;
        snprintf(name, sizeof name, "X%uQ Z%uQ", i * 7919 % 40000, i);
        names_search(s, slice_of(name), 0.9, &none);
    }
    ok(names_search(s, slice_of(asked[0]), 0.3, &after) == 1 && after[0].score == kept_score &&
           kept_score > 0,
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
            names_explain(s, slice_of(asked[i]), k, &why);
            score[k] = why.score;
        }
        for (double limit = 0.5; limit < 1; limit += 0.01) {
            const names_match *all;
            size_t n = names_search(s, slice_of(asked[i]), limit, &all), above = 0;
            for (size_t k = 0; k < LENGTH(listed); k++)
                above += score[k] >= limit;
            good = good && n == above;
            for (size_t k = 0; k < n; k++)
                good = good && all[k].score == score[all[k].name];
        }
        ok(good, "%s: a threshold leaves out only what is below it", asked[i]);
    }
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
    s = names_searcher_new(x);
    searching();
    explaining();
    again();
    least();
    names_searcher_free(s);
    names_index_free(x);
    return tap_done();
}

/* Words turned round, left out, joined, split and added; dates; the table of kinds. */
#include "private.h"

#include <stdio.h>

enum { LEFT_LEAST = 2 }; /* full words without which nobody can be told from others */

static bool
order_turned(name *x, chance *c)
{
    name was = *x;
    unsigned n = 0;

    (void)c;
    if (x->family == 0 || x->family == x->n)
        return false;
    for (unsigned i = was.family; i < was.n; i++)
        memcpy(x->word[n++], was.word[i], sizeof was.word[i]);
    x->family = n;
    for (unsigned i = 0; i < was.family; i++)
        memcpy(x->word[n++], was.word[i], sizeof was.word[i]);
    return true;
}

/* A form with one field for the name, in either order. */
static bool
one_field(name *x, chance *c)
{
    if (x->n < 2 || x->family == 0)
        return false;
    if (chance_below(c, 2) == 0)
        order_turned(x, c);
    x->family = 0;
    return true;
}

static bool
particle_at(const name *x, chance *c, unsigned *at, bool before)
{
    unsigned fit[NAME_WORDS], n = 0;

    for (unsigned i = 0; i + before < x->n; i++)
        if (is_particle(x->word[i]) && (!before || (i + 1 != x->family)))
            fit[n++] = i;
    if (n == 0)
        return false;
    *at = fit[chance_below(c, n)];
    return true;
}

static bool
particle_missing(name *x, chance *c)
{
    unsigned at;

    if (!particle_at(x, c, &at, false) || name_full_words(x) < LEFT_LEAST)
        return false;
    drop_word(x, at);
    return true;
}

/* The word behind it becomes part of this one. */
static bool
join(name *x, unsigned at)
{
    if (!put_in(x->word[at], strlen(x->word[at]), 0, x->word[at + 1]))
        return false;
    drop_word(x, at + 1);
    return true;
}

static bool
particle_glued(name *x, chance *c)
{
    unsigned at;

    return particle_at(x, c, &at, true) && join(x, at);
}

static bool
words_joined(name *x, chance *c)
{
    unsigned fit[NAME_WORDS], n = 0;

    for (unsigned i = 0; i + 1 < x->n; i++)
        if (i + 1 != x->family && is_full(x->word[i]) && is_full(x->word[i + 1]))
            fit[n++] = i;
    return n != 0 && join(x, fit[chance_below(c, n)]);
}

static bool
word_split(name *x, chance *c)
{
    char *w = pick_word(x, c, 6), behind[NAME_LETTERS + 1];

    if (w == NULL)
        return false;
    size_t at = 3 + chance_below(c, (unsigned)strlen(w) - 5);
    unsigned i = 0;
    while (x->word[i] != w)
        i++;
    snprintf(behind, sizeof behind, "%s", w + at);
    if (!add_word(x, i + 1, behind, i >= x->family))
        return false;
    w[at] = '\0';
    return true;
}

/* A full word of a part of the name; false: dropping it would leave too little. */
static bool
spare_word(const name *x, chance *c, unsigned from, unsigned to, unsigned *at)
{
    unsigned fit[NAME_WORDS], n = 0;

    for (unsigned i = from; i < to; i++)
        if (is_full(x->word[i]))
            fit[n++] = i;
    if (n == 0 || name_full_words(x) <= LEFT_LEAST)
        return false;
    *at = fit[chance_below(c, n)];
    return true;
}

static bool
given_missing(name *x, chance *c)
{
    unsigned at;

    if (!spare_word(x, c, 0, x->family, &at))
        return false;
    drop_word(x, at);
    return true;
}

/* Forms that ask for the first name and the surname. */
static bool
first_and_surname(name *x, chance *c)
{
    name was = *x;
    unsigned first = 0;

    (void)c;
    while (first < x->family && !is_full(x->word[first]))
        first++;
    if (first + 1 >= x->family)
        return false;
    for (unsigned i = x->family; i-- > first + 1;)
        drop_word(x, i);
    return name_full_words(x) >= LEFT_LEAST && name_full_words(x) < name_full_words(&was);
}

static bool
initial(name *x, chance *c)
{
    unsigned at;

    if (!spare_word(x, c, 0, x->family, &at))
        return false;
    x->word[at][1] = '\0';
    return true;
}

static bool
name_added(name *x, chance *c)
{
    static const char *const more[] = {
        "KARIM", "MARIA", "JOSEPH", "HAMZA", "PIERRE", "IDRIS", "VIKTOR", "NABIL", "TARIQ", "LEON",
    };

    return x->family != 0 &&
           add_word(x, 1 + chance_below(c, x->family), more[chance_below(c, LENGTH(more))], false);
}

/* By marriage, or as Spanish and Portuguese names have it. */
static bool
second_surname(name *x, chance *c)
{
    static const char *const more[] = {
        "GARCIA", "HADDAD", "KRUGER", "MORENO", "PETROV", "NASSER", "DIALLO", "LAURENT",
    };

    return add_word(x, chance_below(c, 2) == 0 ? x->n : x->family,
                    more[chance_below(c, LENGTH(more))], true);
}

static bool
ends(const char *w, const char *with)
{
    size_t n = strlen(w), m = strlen(with);

    return n > m + 2 && strcmp(w + n - m, with) == 0;
}

static bool
patronymic_missing(name *x, chance *c)
{
    static const char *const of[] = {"BIN", "IBN", "BEN", "BINT"};
    static const char *const sons[] = {"OVICH", "EVICH", "OVNA", "EVNA", "OGLU", "OGLY"};

    (void)c;
    for (unsigned i = 1; i < x->n; i++) {
        bool son = false, behind = false;

        for (size_t k = 0; k < LENGTH(sons); k++)
            son = son || ends(x->word[i], sons[k]);
        for (size_t k = 0; k < LENGTH(of); k++)
            behind = behind || (i + 1 < x->n && strcmp(x->word[i], of[k]) == 0);
        if (!son && !behind)
            continue;
        drop_word(x, i);
        /* The father's name, with the particles before it. */
        while (behind && i < x->n && is_particle(x->word[i]))
            drop_word(x, i);
        if (behind && i < x->n)
            drop_word(x, i);
        return name_full_words(x) >= LEFT_LEAST;
    }
    return false;
}

/* The first is what documents have, the others what people are called. */
static bool
short_name(name *x, chance *c)
{
    static const char *const table[][2] = {
        {"ALEKSANDR", "SASHA"},  {"ALEXANDER", "ALEX"},      {"MIKHAIL", "MISHA"},
        {"VLADIMIR", "VOLODYA"}, {"DMITRY", "DIMA"},         {"DMITRIY", "DIMA"},
        {"SERGEY", "SERYOZHA"},  {"NIKOLAI", "KOLYA"},       {"IVAN", "VANYA"},
        {"YURI", "YURA"},        {"ABDULLAH", "ABDO"},       {"ABDALLAH", "ABDU"},
        {"MOHAMMED", "HAMADA"},  {"MUHAMMAD", "MO"},         {"MOHAMMAD", "MO"},
        {"IBRAHIM", "BRAHIM"},   {"SULEIMAN", "SULI"},       {"MUSTAFA", "MUSTI"},
        {"ABDELKADER", "KADER"}, {"ABDERRAHMANE", "RAHMAN"}, {"ABDELAZIZ", "AZIZ"},
        {"ABDELKARIM", "KARIM"}, {"FATIMA", "FATI"},         {"KHADIJA", "KHADOUJ"},
        {"WILLIAM", "BILL"},     {"ROBERT", "BOB"},          {"JOSEPH", "JOE"},
        {"JAMES", "JIM"},        {"JOHN", "JACK"},           {"RICHARD", "DICK"},
        {"THOMAS", "TOM"},       {"MICHAEL", "MIKE"},        {"DAVID", "DAVE"},
        {"ANTHONY", "TONY"},     {"CHARLES", "CHARLIE"},     {"EDWARD", "TED"},
        {"SAMUEL", "SAM"},       {"DANIEL", "DAN"},          {"BENJAMIN", "BEN"},
        {"ELIZABETH", "LIZ"},    {"MARGARET", "PEGGY"},      {"SALLY", "SAL"},
        {"JOSE", "PEPE"},        {"FRANCISCO", "PACO"},      {"IGNACIO", "NACHO"},
        {"GIUSEPPE", "BEPPE"},   {"HANS", "HANSI"},          {"JOHANNES", "HANNES"},
        {"FREDERICK", "FRED"},   {"FREDERIC", "FRED"},       {"DIEUDONNE", "DIDI"},
        {"LEOPOLD", "LEO"},      {"SYLVESTRE", "SYL"},       {"GASTON", "GAS"},
        {"DENIS", "DEN"},        {"DESIRE", "DES"},          {"ERIC", "RICKY"},
    };

    (void)c;
    for (unsigned i = 0; i < x->family; i++)
        for (size_t k = 0; k < LENGTH(table); k++)
            if (strcmp(x->word[i], table[k][0]) == 0 && name_full_words(x) >= LEFT_LEAST)
                return put_in(x->word[i], 0, strlen(x->word[i]), table[k][1]);
    return false;
}

/*
 * The field of a zone: SURNAME<<GIVEN<NAMES, cut where it ends.  What is left
 * in it are the surname and the beginning of the given names.
 */
static bool
cut_at(name *x, unsigned room)
{
    unsigned used = 0;

    for (unsigned k = 0; k < x->n; k++) {
        unsigned i = (x->family + k) % x->n, length = (unsigned)strlen(x->word[i]);

        used += k == 0 ? 0 : i == 0 ? 2 : 1;
        if (used + length <= room) {
            used += length;
            continue;
        }
        unsigned stays = used < room ? room - used : 0, first = i + (stays != 0);
        x->word[i][stays] = '\0';
        if (i >= x->family) /* the surname alone fills it: no given names */
            return false;
        while (x->family > first)
            drop_word(x, first);
        return name_full_words(x) >= LEFT_LEAST;
    }
    return false;
}

static bool
cut_passport(name *x, chance *c)
{
    (void)c;
    return cut_at(x, 39);
}

static bool
cut_card(name *x, chance *c)
{
    (void)c;
    return cut_at(x, 30);
}

/* A slip of the hand or a spelling, and something with the words. */
static bool
two_changes(name *x, chance *c)
{
    static bool (*const letters[])(name *, chance *) = {
        letter_wrong, letter_missing, letter_doubled, letters_swapped,
        spelling,     spelling,       vowel_changed,
    };
    static bool (*const words[])(name *, chance *) = {
        order_turned,  particle_missing, particle_glued, words_joined,
        given_missing, name_added,       initial,        one_field,
    };
    name was = *x;

    for (unsigned tries = 0; tries < 20; tries++) {
        if (words[chance_below(c, LENGTH(words))](x, c) &&
            letters[chance_below(c, LENGTH(letters))](x, c))
            return true;
        *x = was;
    }
    return false;
}

const kind kinds[] = {
    {"as listed", as_listed},
    {"order turned", order_turned},
    {"all in one field", one_field},
    {"letter wrong", letter_wrong},
    {"letter missing", letter_missing},
    {"letter doubled", letter_doubled},
    {"letters swapped", letters_swapped},
    {"letter read as digit", misread},
    {"one spelling", spelling},
    {"many spellings", spellings},
    {"vowel changed", vowel_changed},
    {"vowels lost", vowels_lost},
    {"particle missing", particle_missing},
    {"particle glued", particle_glued},
    {"words joined", words_joined},
    {"word split", word_split},
    {"given name missing", given_missing},
    {"first and surname", first_and_surname},
    {"patronymic missing", patronymic_missing},
    {"initial", initial},
    {"name added", name_added},
    {"second surname", second_surname},
    {"short name", short_name},
    {"cut by a passport", cut_passport},
    {"cut by a card", cut_card},
    {"two changes", two_changes},
};
const size_t kinds_n = LENGTH(kinds);

const kind *
kind_find(const char *what)
{
    for (size_t i = 0; i < kinds_n; i++)
        if (strcmp(kinds[i].name, what) == 0)
            return &kinds[i];
    return NULL;
}

/* ---- dates ------------------------------------------------------------------ */

static bool
day_month_turned(date *d, chance *c)
{
    uint8_t day = d->day;

    (void)c;
    if (day > 12 || day == d->month)
        return false;
    d->day = d->month;
    d->month = day;
    return true;
}

static bool
digit_off(date *d, chance *c)
{
    for (unsigned tries = 0; tries < 20; tries++) {
        date was = *d;

        switch (chance_below(c, 4)) {
        case 0:
            d->year = (int16_t)(d->year / 10 * 10 + (int)chance_below(c, 10));
            break;
        case 1:
            d->month = (uint8_t)(1 + chance_below(c, 9));
            break;
        case 2:
            d->day = (uint8_t)(d->day / 10 * 10 + chance_below(c, 10));
            break;
        default:
            d->day = (uint8_t)(d->day % 10 + chance_below(c, 3) * 10);
            break;
        }
        if (date_whole(*d) && date_valid(*d) && date_cmp(*d, was) != 0 &&
            (was.month < 10 || d->month == was.month))
            return true;
        *d = was;
    }
    return false;
}

static bool
year_alone(date *d, chance *c)
{
    (void)c;
    d->month = d->day = 0;
    return true;
}

static bool
first_january(date *d, chance *c)
{
    (void)c;
    if (d->month == 1 && d->day == 1)
        return false;
    d->month = d->day = 1;
    return true;
}

const date_change date_changes[] = {
    {"day and month turned", day_month_turned},
    {"one digit off", digit_off},
    {"the year alone", year_alone},
    {"1 January", first_january},
};
const size_t date_changes_n = LENGTH(date_changes);

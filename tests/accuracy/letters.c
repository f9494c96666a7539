/* Slips of the hand and of the eye, and spellings of one sound. */
#include "private.h"

#include <stdio.h>

/* ---- slips of the hand ------------------------------------------------------ */

enum { SLIP_LEAST = 4 }; /* a slip in a shorter word is another word */

bool
as_listed(name *x, chance *c)
{
    (void)x, (void)c;
    return true;
}

bool
letter_wrong(name *x, chance *c)
{
    static const char *const beside[26] = {
        "QSZ",  "VNGH", "XVDF", "SFEX", "WRD",  "DGRC", "FHTV", "GJYB", "UOK",
        "HKUN", "JLI",  "KO",   "NJK",  "BMHJ", "IPL",  "OL",   "WA",   "ETF",
        "ADWX", "RYG",  "YIJ",  "CBF",  "QES",  "ZCS",  "TUH",  "XAS",
    };
    char *w = pick_word(x, c, SLIP_LEAST);

    if (w == NULL)
        return false;
    size_t at = chance_below(c, (unsigned)strlen(w));
    if (w[at] < 'A' || w[at] > 'Z')
        return false;
    const char *keys = beside[w[at] - 'A'];
    w[at] = keys[chance_below(c, (unsigned)strlen(keys))];
    return true;
}

bool
letter_missing(name *x, chance *c)
{
    char *w = pick_word(x, c, SLIP_LEAST);

    return w != NULL && put_in(w, chance_below(c, (unsigned)strlen(w)), 1, "");
}

bool
letter_doubled(name *x, chance *c)
{
    char *w = pick_word(x, c, SLIP_LEAST);

    if (w == NULL)
        return false;
    size_t at = chance_below(c, (unsigned)strlen(w));
    char twice[3] = {w[at], w[at], '\0'};
    return put_in(w, at, 1, twice);
}

bool
letters_swapped(name *x, chance *c)
{
    char *w = pick_word(x, c, SLIP_LEAST);

    if (w == NULL)
        return false;
    size_t at = chance_below(c, (unsigned)strlen(w) - 1);
    char first = w[at];
    w[at] = w[at + 1];
    w[at + 1] = first;
    return w[at] != first;
}

bool
misread(name *x, chance *c)
{
    static const char letters[] = "OISBZGQ", digits[] = "0158260";
    struct {
        char *at, digit;
    } fit[NAME_WORDS * NAME_LETTERS];
    unsigned n = 0;

    for (unsigned i = 0; i < x->n; i++)
        for (char *p = x->word[i]; *p != '\0' && x->word[i][1] != '\0'; p++)
            if (strchr(letters, *p) != NULL) {
                fit[n].at = p;
                fit[n++].digit = digits[strchr(letters, *p) - letters];
            }
    if (n == 0)
        return false;
    unsigned i = chance_below(c, n);
    *fit[i].at = fit[i].digit;
    return true;
}

/* ---- spellings ------------------------------------------------------------------ */

/* One sound, two spellings; ^ and $ are the ends of a word. */
static const char *const sounds[][2] = {
    {"KH", "H"},   {"KH", "CH"},    {"KH", "K"},   {"Q", "K"},     {"Q", "G"},   {"OU", "U"},
    {"OU", "OO"},  {"OO", "U"},     {"U", "OU"},   {"DH", "D"},    {"DH", "Z"},  {"J", "DJ"},
    {"DJ", "J"},   {"^Y", "J"},     {"PH", "F"},   {"W", "V"},     {"V", "W"},   {"SH", "CH"},
    {"SH", "SCH"}, {"Y", "I"},      {"EE", "I"},   {"I", "EE"},    {"GH", "G"},  {"TH", "T"},
    {"AI", "AY"},  {"AY", "AI"},    {"AI", "EI"},  {"IY", "I"},    {"II$", "I"}, {"I$", "Y"},
    {"AH$", "A"},  {"A$", "AH"},    {"AW", "AOU"}, {"CK", "K"},    {"K", "C"},   {"X", "KS"},
    {"ZH", "J"},   {"TS", "TZ"},    {"EV$", "EW"}, {"OV$", "OFF"}, {"AA", "A"},  {"UU", "U"},
    {"MM", "M"},   {"SS", "S"},     {"LL", "L"},   {"DD", "D"},    {"YY", "Y"},  {"ZZ", "Z"},
    {"RR", "R"},   {"BB", "B"},     {"TT", "T"},   {"FF", "F"},    {"NN", "N"},  {"EI", "I"},
    {"EO", "O"},   {"^RI$", "LEE"},
};

/* One name, spellings of passports. */
static const char *const variants[][8] = {
    {"MOHAMMED", "MUHAMMAD", "MOHAMED", "MOHAMMAD", "MUHAMMED", "MOHAMAD", "MOHD"},
    {"ABDUL", "ABDEL", "ABDAL", "ABDOUL", "ABD AL", "ABD EL"},
    {"ABD", "ABDUL"},
    {"ABU", "ABOU", "ABO"},
    {"AL", "EL"},
    {"UL", "AL"},
    {"BIN", "IBN", "BEN"},
    {"YUSUF", "YOUSEF", "YOUSSEF", "YUSEF", "YOUSUF"},
    {"AHMED", "AHMAD", "AHMET", "AHMAT"},
    {"HUSSEIN", "HUSAYN", "HUSSAIN", "HOSSEIN", "HUSEYIN"},
    {"HASSAN", "HASAN", "HASSANE", "HACEN"},
    {"IBRAHIM", "EBRAHIM", "BRAHIM", "IBRAHEEM"},
    {"ISMAIL", "ISMAEL", "ESMAIL", "ISMAYIL"},
    {"OSAMA", "USAMA", "OUSSAMA", "OSAMAH"},
    {"OMAR", "UMAR", "OMER", "UMER"},
    {"OTHMAN", "UTHMAN", "OSMAN", "USMAN"},
    {"SAID", "SAEED", "SAYYID", "SAYED"},
    {"SULEIMAN", "SULAYMAN", "SOLIMAN", "SULEYMAN", "SOULEYMANE"},
    {"KHALID", "KHALED", "CHALED"},
    {"RASHID", "RACHID", "RASHEED"},
    {"RAHMAN", "RAHMANE", "RACHMAN", "REHMAN"},
    {"AZIZ", "AZEEZ"},
    {"MUSTAFA", "MOUSTAFA", "MUSTAPHA", "MOSTAFA"},
    {"MAHMUD", "MAHMOUD", "MEHMOOD"},
    {"JAMAL", "GAMAL", "DJAMEL", "CAMAL"},
    {"ALI", "ALY"},
    {"HAMID", "HAMEED"},
    {"KARIM", "KAREEM"},
    {"QASIM", "KASSEM", "QASSEM", "KACEM"},
    {"SERGEY", "SERGEI", "SERHIY"},
    {"ALEKSANDR", "ALEXANDER", "ALEXANDRE", "OLEKSANDR"},
    {"YURI", "YURY", "IURII", "JURI"},
    {"PAK", "PARK", "BAK"},
    {"KIM", "GIM"},
    {"RI", "LEE", "YI"},
    {"CHOE", "CHOI"},
    {"JONG", "JUNG", "CHONG"},
    {"CHOL", "CHEOL"},
};

typedef struct place_of_spelling {
    unsigned word;
    size_t at, n;
    const char *with;
} spot;

/* Every place where one spelling can become another. */
static unsigned
find_spots(const name *x, unsigned first, spot *fit, unsigned room)
{
    unsigned n = 0;

    for (unsigned i = first; i < x->n; i++) {
        const char *w = x->word[i];
        size_t length = strlen(w);

        for (size_t r = 0; r < LENGTH(variants); r++)
            for (size_t a = 0; a < LENGTH(variants[r]) && variants[r][a] != NULL; a++)
                for (size_t b = 0; strcmp(variants[r][a], w) == 0 && b < LENGTH(variants[r]) &&
                                   variants[r][b] != NULL;
                     b++)
                    if (a != b && n < room)
                        fit[n++] = (spot){i, 0, length, variants[r][b]};
        for (size_t r = 0; r < LENGTH(sounds) && !is_particle(w) && length >= 3; r++) {
            slice from = slice_of(sounds[r][0]);
            bool start = from.p[0] == '^', end;

            if (start)
                from = (slice){from.p + 1, from.n - 1};
            end = from.p[from.n - 1] == '$';
            from.n -= end;
            for (size_t at = 0; at + from.n <= length; at++)
                if (memcmp(w + at, from.p, from.n) == 0 && (!start || at == 0) &&
                    (!end || at + from.n == length) && n < room)
                    fit[n++] = (spot){i, at, from.n, sounds[r][1]};
        }
    }
    return n;
}

enum { SPOTS = 512 };

static bool
spell_at(name *x, const spot *s)
{
    return put_in(x->word[s->word], s->at, s->n, s->with);
}

/* Blanks that a spelling has brought in part words. */
static void
part_words(name *x)
{
    for (unsigned i = 0; i < x->n; i++) {
        char *blank = strchr(x->word[i], ' ');
        char rest[NAME_LETTERS + 1];

        if (blank == NULL)
            continue;
        snprintf(rest, sizeof rest, "%s", blank + 1);
        if (!add_word(x, i + 1, rest, i >= x->family))
            *blank = 'X';
        else
            *blank = '\0';
    }
}

bool
spelling(name *x, chance *c)
{
    spot fit[SPOTS];
    unsigned n = find_spots(x, 0, fit, SPOTS);

    if (n == 0 || !spell_at(x, &fit[chance_below(c, n)]))
        return false;
    part_words(x);
    return true;
}

/* One in each word that has any, and at least two. */
bool
spellings(name *x, chance *c)
{
    unsigned done = 0;

    for (unsigned i = 0; i < x->n; i++) {
        spot fit[SPOTS];
        name one = *x;

        one.n = i + 1;
        unsigned n = find_spots(&one, i, fit, SPOTS);
        done += n != 0 && spell_at(x, &fit[chance_below(c, n)]);
    }
    part_words(x);
    return done >= 2;
}

bool
vowel_changed(name *x, chance *c)
{
    static const char *const near[][2] = {
        {"A", "E"}, {"E", "AI"}, {"I", "EY"}, {"O", "UA"}, {"U", "OU"},
    };
    char *w = pick_word(x, c, SLIP_LEAST);
    char *fit[NAME_LETTERS];
    unsigned n = 0;

    for (char *p = w; p != NULL && *p != '\0'; p++)
        if (is_vowel(*p))
            fit[n++] = p;
    if (n == 0)
        return false;
    char *at = fit[chance_below(c, n)], was = *at;
    for (size_t i = 0; i < LENGTH(near); i++)
        if (near[i][0][0] == was)
            *at = near[i][1][chance_below(c, (unsigned)strlen(near[i][1]))];
    return *at != was;
}

/* One word without the vowels between its consonants, as scripts without them have it. */
bool
vowels_lost(name *x, chance *c)
{
    char *w = pick_word(x, c, SLIP_LEAST + 1);
    unsigned lost = 0;

    if (w == NULL)
        return false;
    for (size_t at = 1; w[at] != '\0' && w[at + 1] != '\0' && lost < 2;)
        if (is_vowel(w[at]) && !is_vowel(w[at - 1]) && !is_vowel(w[at + 1])) {
            put_in(w, at, 1, "");
            lost++;
        } else {
            at++;
        }
    return lost != 0;
}

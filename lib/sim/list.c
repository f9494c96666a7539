/* The alert list, and how its names differ from those that travel. */
#include "sim/private.h"

#include <stdio.h>

/* What was done to a name before it came on the list. */
typedef enum change {
    UNCHANGED,
    TYPO,
    TRANSLITERATION,
    SOUND,
    ORDER,
    DROPPED,
    NICKNAME,
    SCRIPT,
    CUT,
    GLUED,
    INITIAL,
    CHANGES
} change;

static const char *const change_names[CHANGES] = {"none",    "typo",    "transliteration", "sound",
                                                  "order",   "dropped", "nickname",        "script",
                                                  "mrz_cut", "glued",   "initial"};
static const uint32_t change_weights[CHANGES] = {14, 16, 18, 10, 9, 9, 6, 9, 4, 4, 1};

enum { WORD_ROOM = 128 };

/* A name in words, as it is about to be listed. */
typedef struct listed {
    char word[NAME_WORDS][WORD_ROOM];
    size_t n, given_n;
} listed;

static void
set_word(listed *l, size_t i, slice s)
{
    size_t n = s.n < WORD_ROOM - 1 ? s.n : WORD_ROOM - 1;

    memcpy(l->word[i], s.p, n);
    l->word[i][n] = '\0';
}

static void
plain_word(listed *l, size_t i)
{
    char plain[WORD_ROOM];
    size_t n = name_plain(slice_of(l->word[i]), NULL, plain, sizeof plain);

    set_word(l, i, (slice){plain, n});
}

static void
take_words(listed *l, const person *p)
{
    l->n = p->words_n;
    l->given_n = p->given_n;
    for (size_t i = 0; i < l->n; i++)
        set_word(l, i, p->word[i].latin);
}

static void
remove_word(listed *l, size_t i)
{
    memmove(l->word[i], l->word[i + 1], (l->n - i - 1) * sizeof l->word[0]);
    l->n--;
    l->given_n -= i < l->given_n;
}

/* ---- the changes: false when the name has nothing to change in that way ---- */

static bool
mistype(listed *l, chance *c)
{
    size_t at = below(c, (uint32_t)l->n), n, i;

    for (i = 0; i < l->n && strlen(l->word[at]) < 4; i++)
        at = (at + 1) % l->n;
    if (i == l->n)
        return false;
    plain_word(l, at);
    char *w = l->word[at];
    n = strlen(w);
    if (n < 4)
        return false;
    i = 1 + below(c, (uint32_t)n - 1);
    char letter = (char)('A' + below(c, 26));
    switch (below(c, 4)) {
    case 0:
        w[i] = letter != w[i] ? letter : w[i] == 'E' ? 'A' : 'E';
        break;
    case 1: /* a letter lost */
        memmove(w + i, w + i + 1, n - i);
        break;
    case 2: /* a letter too many */
        if (n + 2 > WORD_ROOM)
            return false;
        memmove(w + i + 1, w + i, n - i + 1);
        w[i] = letter;
        break;
    default: /* two turned round */
        if (i + 1 >= n)
            i = n - 2;
        if (w[i] == w[i + 1])
            return false;
        char first = w[i];
        w[i] = w[i + 1];
        w[i + 1] = first;
    }
    return true;
}

/* Another of the spellings, or nicknames, that the tables have. */
static bool
respell(listed *l, const person *p, bool nickname, chance *c)
{
    size_t first = below(c, (uint32_t)l->n);

    for (size_t k = 0; k < l->n; k++) {
        size_t i = (first + k) % l->n;
        const sim_name *name = p->word[i].name;
        if (name == NULL || !slice_eq(name->latin, p->word[i].latin))
            continue;
        unsigned from = nickname ? name->spellings : 0,
                 n = nickname ? name->nicknames : name->spellings;
        if (n == 0)
            continue;
        set_word(l, i, name->also[from + below(c, n)]);
        return true;
    }
    return false;
}

/* Letters that stand for the same sound in one writing or another. */
static const char *const sounds[][2] = {
    {"KH", "H"}, {"KH", "X"}, {"Q", "K"},  {"OU", "U"},  {"EE", "I"},   {"PH", "F"},  {"W", "V"},
    {"J", "DJ"}, {"DH", "D"}, {"CK", "K"}, {"SH", "CH"}, {"TCH", "CH"}, {"AI", "AY"}, {"EI", "EY"},
    {"Y", "I"},  {"TH", "T"}, {"GH", "G"}, {"MM", "M"},  {"SS", "S"},   {"LL", "L"},  {"NN", "N"},
    {"TS", "C"}, {"ZH", "J"}, {"U", "OU"}, {"I", "EE"},  {"X", "KS"},   {"AA", "A"},  {"OO", "U"},
    {"C", "K"},  {"F", "PH"}, {"D", "DD"}, {"O", "U"},   {"E", "I"},
};

static bool
sound_alike(listed *l, chance *c)
{
    size_t first = below(c, LENGTH(sounds)), word = below(c, (uint32_t)l->n);

    for (size_t k = 0; k < LENGTH(sounds); k++) {
        const char *const *r = sounds[(first + k) % LENGTH(sounds)];
        for (size_t j = 0; j < l->n; j++) {
            char *w = l->word[(word + j) % l->n], *at = strstr(w, r[0]);
            size_t n = strlen(w), less = strlen(r[0]), more = strlen(r[1]);
            /* rules are plain letters; a short word would hardly be itself afterwards */
            if (at == NULL || n < 4 || n + more + 1 > WORD_ROOM)
                continue;
            memmove(at + more, at + less, n - (size_t)(at - w) - less + 1);
            memcpy(at, r[1], more);
            return true;
        }
    }
    return false;
}

static bool
drop_part(listed *l, const person *p, chance *c)
{
    size_t first = below(c, (uint32_t)l->n);

    if (l->n < 3)
        return false;
    for (size_t k = 0; k < l->n; k++) {
        size_t i = (first + k) % l->n;
        /* one given name and one surname stay, and a particle goes with nothing */
        if (p->word[i].kind == IS_PARTICLE || (i > 0 && p->word[i - 1].kind == IS_PARTICLE) ||
            (i < l->given_n ? l->given_n < 2 : l->n - l->given_n < 2))
            continue;
        remove_word(l, i);
        return true;
    }
    return false;
}

static bool
glue(listed *l, chance *c)
{
    size_t i;

    if (l->n < 2)
        return false;
    i = below(c, (uint32_t)l->n - 1);
    if (l->n == 2 && l->given_n == 1)
        return false; /* nothing would be left of two parts */
    if (i + 1 == l->given_n)
        i = i > 0 ? i - 1 : i + 1;
    if (i + 1 >= l->n || i + 1 == l->given_n)
        return false;
    plain_word(l, i);
    plain_word(l, i + 1);
    size_t a = strlen(l->word[i]), b = strlen(l->word[i + 1]);
    if (a + b + 1 > WORD_ROOM)
        return false;
    memcpy(l->word[i] + a, l->word[i + 1], b + 1);
    remove_word(l, i + 1);
    return true;
}

static bool
shorten_to_initial(listed *l)
{
    if (l->given_n == 0 || l->n == l->given_n)
        return false;
    plain_word(l, 0);
    l->word[0][1] = '\0';
    return l->word[0][0] != '\0';
}

static bool
apply(change what, listed *l, const person *p, chance *c)
{
    char field[45];

    switch (what) {
    case TYPO:
        return mistype(l, c);
    case TRANSLITERATION:
        return respell(l, p, false, c);
    case NICKNAME:
        return respell(l, p, true, c);
    case SOUND:
        return sound_alike(l, c);
    case DROPPED:
        return drop_part(l, p, c);
    case GLUED:
        return glue(l, c);
    case INITIAL:
        return shorten_to_initial(l);
    case ORDER:
        return l->given_n != 0 && l->given_n != l->n;
    case SCRIPT:
        return !p->culture->latin;
    case CUT:
        return zone_name(p, p->nationality, field, 39);
    default:
        return true;
    }
}

/* ---- entries ---- */

typedef enum birth_change {
    SAME,
    YEAR_ONLY,
    ABSENT,
    SWAPPED,
    OFF_BY_ONE,
    FIRST_OF_YEAR,
    RANGE
} birth_change;
static const char *const birth_names[] = {"none",    "year",          "absent", "swapped",
                                          "day_off", "first_january", "range"};
static const uint32_t birth_weights[] = {56, 15, 11, 4, 5, 5, 4};

static slice
listed_birth(date d, birth_change *what, char text[2 * DATE_TEXT])
{
    if (*what == SWAPPED && (d.day > 12 || d.day == d.month))
        *what = SAME;
    switch (*what) {
    case YEAR_ONLY:
        d.month = d.day = 0;
        break;
    case ABSENT:
        return (slice){NULL, 0};
    case SWAPPED: {
        uint8_t month = d.month;
        d.month = d.day;
        d.day = month;
        break;
    }
    case OFF_BY_ONE:
        d = date_from_days(date_days(d) + 1);
        break;
    case FIRST_OF_YEAR:
        d.month = d.day = 1;
        break;
    case RANGE:
        return (slice){text,
                       (size_t)snprintf(text, 2 * DATE_TEXT, "%04d/%04d", d.year - 2, d.year + 1)};
    default:
        break;
    }
    return date_text(d, text);
}

static slice
join(arena *a, const listed *l, size_t from, size_t to)
{
    slice s = {NULL, 0};

    for (size_t i = from; i < to; i++) {
        /* the hyphen of a particle joins it to its word */
        bool joined = s.n != 0 && s.p[s.n - 1] == '-';
        s = arena_join(a, s, joined ? S("") : S(" "), slice_of(l->word[i]));
    }
    return arena_dup(a, s);
}

/* Somebody else's name, for an alias or as the name that an alias hides behind. */
static slice
other_name(const sim *s, arena *a, const person *p, chance *c)
{
    const sim_name *given = name_draw(p->sex == 'F' ? &p->culture->female : &p->culture->male, c),
                   *family = name_draw(&p->culture->family, c);

    (void)s;
    return arena_join(a, given->latin, S(" "), family->latin);
}

enum {
    ID,
    SURNAME,
    GIVEN,
    FULL,
    ALIASES,
    BIRTH,
    SEX,
    NATIONALITY,
    NUMBER,
    ISSUER,
    REMARKS,
    COLUMNS
};

static void
put_lost(sim *s, const person *p, const document *d, slice traveller)
{
    slice value[COLUMNS] = {{NULL, 0}};
    arena *a = &s->arena;

    value[ID] = arena_printf(a, "D-%u.%u", p->household, p->member);
    value[NUMBER] = slice_of(d->number);
    value[ISSUER] = slice_of(d->issuer->code);
    value[REMARKS] = S("document reported lost or stolen");
    sim_row(s, TO_WATCHLIST, value, COLUMNS);
    slice truth[] = {value[ID],
                     traveller,
                     arena_printf(a, "%u.%u", p->household, p->member),
                     S("lost_document"),
                     S(""),
                     S(""),
                     S(""),
                     S(""),
                     value[NUMBER]};
    sim_row(s, TRUTH_LISTED, truth, LENGTH(truth));
}

static void
put_listed(sim *s, const person *p, const document *d, slice traveller, bool before, chance *c)
{
    arena *a = &s->arena;
    slice value[COLUMNS] = {{NULL, 0}};
    char birth[2 * DATE_TEXT];
    listed l;
    change what;
    unsigned tries = 0;

    do {
        what = ++tries < 12 ? (change)weight_draw(change_weights, CHANGES, c) : UNCHANGED;
        take_words(&l, p);
    } while (!apply(what, &l, p, c));
    birth_change bc = (birth_change)weight_draw(birth_weights, LENGTH(birth_weights), c);
    bool alias = percent(c, 25), with_document = percent(c, 15);

    slice given = join(a, &l, 0, l.given_n), surname = join(a, &l, l.given_n, l.n);
    slice whole = what == SCRIPT  ? p->native
                  : what == ORDER ? arena_join(a, surname, S(" "), given)
                                  : arena_join(a, given, S(" "), surname);
    value[ID] = p->kind == DECOY ? arena_printf(a, "W-%u", p->household)
                                 : arena_printf(a, "W-%u.%u", p->household, p->member);
    if (alias) { /* known under another name, this is one of his others */
        value[FULL] = other_name(s, a, p, c);
        value[ALIASES] = whole;
        if (percent(c, 50))
            value[ALIASES] = arena_join(a, whole, S(";"), other_name(s, a, p, c));
    } else if (what == SCRIPT || what == ORDER) {
        value[FULL] = whole;
    } else {
        value[SURNAME] = surname;
        value[GIVEN] = given;
    }
    if (!alias && percent(c, 30))
        value[ALIASES] = other_name(s, a, p, c);
    value[BIRTH] = listed_birth(p->birth, &bc, birth);
    char sex = p->sex;
    if (percent(c, 85))
        value[SEX] = (slice){&sex, 1};
    if (percent(c, 88))
        value[NATIONALITY] = slice_of(p->nationality->code);
    if (with_document) {
        value[NUMBER] = slice_of(d->number);
        value[ISSUER] = slice_of(d->issuer->code);
    }
    if (!before)
        sim_row(s, TO_WATCHLIST, value, COLUMNS);
    if (p->kind == DECOY)
        return;
    slice truth[] = {value[ID],
                     traveller,
                     arena_printf(a, "%u.%u", p->household, p->member),
                     slice_of(change_names[what]),
                     alias ? S("yes") : S("no"),
                     whole,
                     arena_join(a, p->given, S(" "), p->surname),
                     slice_of(birth_names[bc]),
                     value[NUMBER]};
    sim_row(s, TRUTH_LISTED, truth, LENGTH(truth));
}

bool
list_traveller(sim *s, const person *p, const document *d, slice traveller, bool before)
{
    chance c = chance_of(s->set->seed, OF_ENTRY, (uint64_t)p->household * MEMBERS + p->member);
    bool is_listed = happens(&c, s->set->listed) || p->kind == DECOY,
         lost = happens(&c, s->set->lost) && p->kind != DECOY;

    if (is_listed)
        put_listed(s, p, d, traveller, before, &c);
    if (lost && !before)
        put_lost(s, p, d, traveller);
    return is_listed || lost;
}

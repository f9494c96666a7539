/*
 * Two words: how alike they are.
 *
 * Most pairs are told apart by the letters they have or by the plain edit
 * distance, which is had by bit vectors (Myers 1999, Hyyro 2003: a few steps
 * a letter).  What is left is measured by sounds, where spellings of one
 * sound cost little, and by letters, where slips cost the same everywhere.
 */
#include "names/private.h"

#include <limits.h>

/* ---- particles ---- */

/* Those of one line are taken for each other. */
static const char *const particles[][10] = {
    {"AL", "EL", "UL", "AR", "AS", "AD", "AN", "AT", "AZ"},
    {"BIN", "BEN", "IBN"},
    {"BINT", "BT", "BINTI"},
    {"ABU", "ABI", "ABOU", "ABO"},
    {"UMM", "UM", "OUM"},
    {"OULD", "WALAD", "OLD"},
    {"VON"},
    {"VAN"},
    {"DER", "DEN"},
    {"DE", "DI", "DA", "DO", "DU", "D"},
    {"DEL", "DELLA", "DELA"},
    {"DOS", "DAS"},
    {"LA", "LE"},
    {"LAS", "LOS"},
    {"Y", "E", "I"},
    {"ZU", "ZUM"},
    {"TEN", "TER"},
    {"MAC", "MC"},
};

static int
particle_kind(slice word)
{
    for (size_t i = 0; i < LENGTH(particles) && word.n <= 5; i++)
        for (size_t k = 0; k < LENGTH(particles[i]) && particles[i][k] != NULL; k++)
            if (slice_eq(word, slice_of(particles[i][k])))
                return (int)i;
    return -1;
}

bool
names_is_particle(slice word)
{
    return word.n > 1 && particle_kind(word) >= 0;
}

unsigned
word_bare(slice word, uint32_t known)
{
    static const char *const glued[] = {"AL", "EL", "UL", "ABU", "BIN", "BEN", "IBN"};

    if (word_foreign(word))
        return 0;
    for (size_t i = 0; i < LENGTH(glued); i++) {
        slice article = slice_of(glued[i]);
        if (!slice_starts(word, article) || word.n < article.n + 4)
            continue;
        /* A name that is known begins with an article when what is left is one, too. */
        slice rest = {word.p + article.n, word.n - article.n};
        if (known == 0 || (article.n == 2 && known_find(rest) != 0))
            return (unsigned)article.n;
    }
    return 0;
}

/* ---- plain edit distance ---- */

static unsigned
letter_index(char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned)(c - 'A') : 26 + (unsigned)(c - '0') % 10;
}

static slice
within(slice word)
{
    word.n = word.n > NAMES_WORD_MAX ? NAMES_WORD_MAX : word.n;
    return word;
}

void
names_pattern_set(names_pattern *p, slice word)
{
    known_read();
    sounds_read();
    *p = (names_pattern){.word = within(word)};
    sounds_set(&p->sounds, p->word);
    if (word_foreign(word))
        return;
    p->known = known_find(p->word);
    for (size_t i = 0; i < p->word.n; i++)
        p->letter[letter_index(p->word.p[i])] |= (uint64_t)1 << i;
    unsigned bare = word_bare(p->word, p->known);
    if (bare != 0) {
        p->bare = (slice){p->word.p + bare, p->word.n - bare};
        sounds_set(&p->bare_sounds, p->bare);
    }
}

/* Optimal string alignment: a swap of neighbours is one edit (Hyyro 2003). */
static unsigned
plain_distance(const names_pattern *p, slice other)
{
    uint64_t plus = ~(uint64_t)0, minus = 0, last = (uint64_t)1 << (p->word.n - 1);
    uint64_t before = 0, d0 = 0;
    unsigned distance = (unsigned)p->word.n;

    for (size_t i = 0; i < other.n; i++) {
        uint64_t eq = p->letter[letter_index(other.p[i])];
        uint64_t swap = (((~d0) & eq) << 1) & before;
        d0 = (((eq & plus) + plus) ^ plus) | eq | minus | swap;
        uint64_t hp = minus | ~(d0 | plus), hm = d0 & plus;
        distance += (hp & last) != 0;
        distance -= (hm & last) != 0;
        hp = hp << 1 | 1;
        hm = hm << 1;
        plus = hm | ~(d0 | hp);
        minus = hp & d0;
        before = eq;
    }
    return distance;
}

/* ---- alike ---- */

/* What a word loses for each wrong letter of its length. */
#define PER_EDIT 1.25

/* The same where one is foreign: of its length without half of its vowels. */
#define PER_SOUND 1.0

/* Wrong letters that a word of so many may have at most. */
unsigned
word_edits_most(size_t letters)
{
    return letters <= 5 ? 2 : 2 + (unsigned)letters / 4;
}

/* Sounds that differ more than this are no spelling of one name. */
#define FOREIGN_LEAST 0.78

/* Spellings of one name that are known; a short form; other spellings at best. */
#define ALIKE_KNOWN     0.97
#define ALIKE_SHORT     0.85
#define ALIKE_SYLLABLE  0.92 /* of less than so many letters, which are many names' spelling: */
#define SYLLABLE        4
#define ALIKE_OTHER     0.985
#define ALIKE_FOREIGN   0.97
#define WITHOUT_ARTICLE 0.96

/*
 * A name that is known is seldom another one misspelt.  When more than the
 * spelling differs: what is left beside another name that is known, were they
 * vowels alone (AHMED, HAMID); and beside a word that is not, where more than
 * vowels differs.
 */
#define OTHER_NAME      40
#define ALIKE_DIFFERENT 0.75
#define ALIKE_ITSELF    0.9

static double
at_most(double value, double most)
{
    return value > most ? most : value;
}

static double
alike_foreign(const sounds *latin, const sounds *foreign, bool consonants)
{
    int distance =
        sounds_distance(latin, foreign, consonants ? SOUNDS_CONSONANTS : SOUNDS_HEARD, INT_MAX);
    double length = (latin->n + sounds_consonants(latin)) / 2.0;

    return length == 0 ? 0 : at_most(1 - PER_SOUND / 100 * distance / length, ALIKE_FOREIGN);
}

static double
alike_latin(const names_pattern *p, slice other, const sounds *sound, known_relation known)
{
    unsigned longer = p->sounds.n > sound->n ? p->sounds.n : sound->n;
    size_t letters = p->word.n > other.n ? p->word.n : other.n;
    unsigned edits = plain_distance(p, other);
    if (edits > word_edits_most(letters))
        return 0;
    double by_letter = 1 - PER_EDIT * edits / (double)letters;
    double counts = by_letter > NAMES_ALIKE_LEAST ? by_letter : NAMES_ALIKE_LEAST;
    /* From where on the sounds are less alike than the letters, or not at all. */
    int most = 1 + (int)((1 - counts) * 100 / PER_EDIT * longer);
    int distance =
        sounds_distance(&p->sounds, sound, SOUNDS_LATIN, most > OTHER_NAME ? most : OTHER_NAME);
    double by_sound = 1 - PER_EDIT / 100 * distance / longer;
    double alike = at_most(by_sound > by_letter ? by_sound : by_letter, ALIKE_OTHER);

    if (alike < NAMES_ALIKE_LEAST)
        return alike;
    if (p->known != 0 && distance >= OTHER_NAME) {
        if (known == KNOWN_DIFFERENT)
            alike *= ALIKE_DIFFERENT;
        else if (sounds_distance(&p->sounds, sound, SOUNDS_OTHER, OTHER_NAME) >= OTHER_NAME)
            alike *= ALIKE_ITSELF;
    }
    return alike < NAMES_ALIKE_LEAST ? NAMES_ALIKE_LEAST : alike;
}

/* One of them is without its article, or both. */
static double
alike_bare(const names_pattern *p, const word_form *other)
{
    const sounds *own = p->bare.n != 0 ? &p->bare_sounds : &p->sounds, *theirs = other->sounds;
    sounds left;

    if (other->bare != 0) {
        sounds_set(&left, (slice){other->text.p + other->bare, other->text.n - other->bare});
        theirs = &left;
    }
    unsigned longer = own->n > theirs->n ? own->n : theirs->n;
    int distance = sounds_distance(own, theirs, SOUNDS_LATIN, INT_MAX);
    return WITHOUT_ARTICLE * (1 - PER_EDIT / 100 * distance / longer);
}

double
names_pattern_alike(const names_pattern *p, const word_form *other)
{
    double alike = 0;

    if (p->word.n == 0 || other->text.n == 0)
        return 0;
    if (slice_eq(p->word, other->text))
        return 1;
    if (word_foreign(p->word) || word_foreign(other->text)) {
        alike = word_foreign(other->text)
                    ? alike_foreign(&p->sounds, other->sounds, word_consonants(other->text))
                    : alike_foreign(other->sounds, &p->sounds, word_consonants(p->word));
        return alike < FOREIGN_LEAST ? 0 : alike;
    }
    if (p->word.n == 1 || other->text.n == 1) /* an initial */
        return p->word.p[0] != other->text.p[0] ? 0 : 0.7;
    known_relation relation = known_relate(p->known, other->known);
    if (relation == KNOWN_SAME)
        return p->word.n < SYLLABLE && other->text.n < SYLLABLE ? ALIKE_SYLLABLE : ALIKE_KNOWN;
    alike = alike_latin(p, other->text, other->sounds, relation);
    if (p->bare.n != 0 || other->bare != 0) {
        double bare = alike_bare(p, other);
        alike = bare > alike ? bare : alike;
    }
    if (relation == KNOWN_SHORT && alike < ALIKE_SHORT)
        alike = ALIKE_SHORT;
    return alike < NAMES_ALIKE_LEAST ? 0 : alike;
}

double
names_word_alike(slice word, slice listed)
{
    names_pattern p;
    sounds s;

    if (!word_foreign(word) && names_is_particle(word) && names_is_particle(listed))
        return slice_eq(word, listed) ? 1 : particle_kind(word) == particle_kind(listed) ? 0.95 : 0;
    names_pattern_set(&p, word);
    listed = within(listed);
    sounds_set(&s, listed);
    uint32_t known = word_foreign(listed) ? 0 : known_find(listed);
    word_form other = {listed, known, word_bare(listed, known), &s};
    return names_pattern_alike(&p, &other);
}

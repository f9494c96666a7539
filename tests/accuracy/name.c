/* Names as words, and what is done to words. */
#include "private.h"

#include <stdio.h>

unsigned
chance_below(chance *c, unsigned n)
{
    uint64_t z = c->state += 0x9e3779b97f4a7c15;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return (unsigned)((z ^ z >> 31) % n);
}

/* ---- names ---------------------------------------------------------------- */

/* Letters with marks: how a clerk types them, and how Doc 9303 part 3, 6.A has them. */
static const struct {
    const char *letter, *typed, *zone;
} mark_table[] = {
    {"à", "A", "A"},  {"á", "A", "A"},   {"â", "A", "A"},  {"ã", "A", "A"},   {"ä", "A", "AE"},
    {"å", "A", "AA"}, {"æ", "AE", "AE"}, {"ç", "C", "C"},  {"è", "E", "E"},   {"é", "E", "E"},
    {"ê", "E", "E"},  {"ë", "E", "E"},   {"ì", "I", "I"},  {"í", "I", "I"},   {"î", "I", "I"},
    {"ï", "I", "I"},  {"ñ", "N", "N"},   {"ò", "O", "O"},  {"ó", "O", "O"},   {"ô", "O", "O"},
    {"õ", "O", "O"},  {"ö", "O", "OE"},  {"ø", "O", "OE"}, {"ù", "U", "U"},   {"ú", "U", "U"},
    {"û", "U", "U"},  {"ü", "U", "UE"},  {"ý", "Y", "Y"},  {"ÿ", "Y", "Y"},   {"ß", "SS", "SS"},
    {"À", "A", "A"},  {"Á", "A", "A"},   {"Â", "A", "A"},  {"Ã", "A", "A"},   {"Ä", "A", "AE"},
    {"Å", "A", "AA"}, {"Æ", "AE", "AE"}, {"Ç", "C", "C"},  {"È", "E", "E"},   {"É", "E", "E"},
    {"Ê", "E", "E"},  {"Ë", "E", "E"},   {"Ì", "I", "I"},  {"Í", "I", "I"},   {"Î", "I", "I"},
    {"Ï", "I", "I"},  {"Ñ", "N", "N"},   {"Ò", "O", "O"},  {"Ó", "O", "O"},   {"Ô", "O", "O"},
    {"Õ", "O", "O"},  {"Ö", "O", "OE"},  {"Ø", "O", "OE"}, {"Ù", "U", "U"},   {"Ú", "U", "U"},
    {"Û", "U", "U"},  {"Ü", "U", "UE"},  {"Ý", "Y", "Y"},  {"þ", "TH", "TH"}, {"Þ", "TH", "TH"},
    {"ā", "A", "A"},  {"Ā", "A", "A"},   {"ă", "A", "A"},  {"ą", "A", "A"},   {"ć", "C", "C"},
    {"Ć", "C", "C"},  {"č", "C", "C"},   {"Č", "C", "C"},  {"đ", "D", "D"},   {"Đ", "D", "D"},
    {"ē", "E", "E"},  {"ę", "E", "E"},   {"ě", "E", "E"},  {"ğ", "G", "G"},   {"Ğ", "G", "G"},
    {"ī", "I", "I"},  {"İ", "I", "I"},   {"ı", "I", "I"},  {"ł", "L", "L"},   {"Ł", "L", "L"},
    {"ń", "N", "N"},  {"ň", "N", "N"},   {"ō", "O", "O"},  {"ő", "O", "O"},   {"œ", "OE", "OE"},
    {"ř", "R", "R"},  {"ś", "S", "S"},   {"ş", "S", "S"},  {"Ş", "S", "S"},   {"š", "S", "S"},
    {"Š", "S", "S"},  {"ţ", "T", "T"},   {"ū", "U", "U"},  {"Ū", "U", "U"},   {"ű", "U", "U"},
    {"ź", "Z", "Z"},  {"ż", "Z", "Z"},   {"ž", "Z", "Z"},  {"Ž", "Z", "Z"},   {"ḥ", "H", "H"},
    {"Ḥ", "H", "H"},  {"ṣ", "S", "S"},   {"ṭ", "T", "T"},  {"ẓ", "Z", "Z"},   {"ḍ", "D", "D"},
    {"’", "", ""},    {"‘", "", ""},     {"ʼ", "", ""},    {"ʿ", "", ""},     {"ʾ", "", ""},
    {"´", "", ""},    {"“", " ", " "},   {"”", " ", " "},  {"–", " ", " "},   {"\u00a0", " ", " "},
};

static const char *const particles[] = {
    "AL", "EL",   "AS", "AZ", "AT", "AR",  "AD",  "AN", "BIN", "IBN", "BEN", "BINT", "ABD",
    "UL", "OULD", "DE", "DA", "DO", "DOS", "DEL", "DI", "LA",  "VAN", "VON", "DER",  "DEN",
};

bool
is_particle(const char *w)
{
    for (size_t i = 0; i < LENGTH(particles); i++)
        if (strcmp(w, particles[i]) == 0)
            return true;
    return false;
}

static bool
put_letters(name *x, bool *inside, const char *letters)
{
    for (; *letters != '\0'; letters++) {
        if (*letters == ' ') {
            *inside = false;
            continue;
        }
        if (!*inside) {
            if (x->n == NAME_WORDS)
                return false;
            x->word[x->n++][0] = '\0';
        }
        *inside = true;
        char *w = x->word[x->n - 1];
        size_t n = strlen(w);
        if (n == NAME_LETTERS)
            return false;
        w[n] = *letters;
        w[n + 1] = '\0';
    }
    return true;
}

static bool
read_part(name *x, slice part, marks how)
{
    bool inside = false;

    while (part.n != 0) {
        char one[2] = {part.p[0], '\0'};
        const char *put = " ";
        size_t skip = 1;

        if (one[0] >= 'a' && one[0] <= 'z')
            one[0] = (char)(one[0] - 'a' + 'A');
        if ((one[0] >= 'A' && one[0] <= 'Z') || (one[0] >= '0' && one[0] <= '9')) {
            put = one;
        } else if (one[0] == '\'' || one[0] == '`' || one[0] == '"') {
            put = "";
        } else if ((unsigned char)one[0] >= 0x80) {
            size_t i = 0;

            while (i < LENGTH(mark_table) && !slice_starts(part, slice_of(mark_table[i].letter)))
                i++;
            if (i == LENGTH(mark_table))
                return false;
            put = how == MARKS_ZONE ? mark_table[i].zone : mark_table[i].typed;
            skip = strlen(mark_table[i].letter);
        }
        if (!put_letters(x, &inside, put))
            return false;
        part = (slice){part.p + skip, part.n - skip};
    }
    return true;
}

bool
name_read(name *x, slice given, slice surname, marks how)
{
    *x = (name){0};
    if (!read_part(x, given, how))
        return false;
    x->family = x->n;
    if (!read_part(x, surname, how))
        return false;
    if (x->family == x->n && x->n != 0) {
        x->family = x->n - 1;
        while (x->family > 1 && is_particle(x->word[x->family - 1]))
            x->family--;
    }
    return x->n != 0;
}

bool
name_same(const name *a, const name *b)
{
    if (a->n != b->n || a->family != b->family)
        return false;
    for (unsigned i = 0; i < a->n; i++)
        if (strcmp(a->word[i], b->word[i]) != 0)
            return false;
    return true;
}

bool
is_full(const char *w)
{
    return strlen(w) >= 2 && !is_particle(w);
}

unsigned
name_full_words(const name *x)
{
    unsigned n = 0;

    for (unsigned i = 0; i < x->n; i++)
        n += is_full(x->word[i]);
    return n;
}

void
name_put(buf *b, const name *x, unsigned from, unsigned to)
{
    for (unsigned i = from; i < to; i++) {
        if (i != from)
            buf_putc(b, ' ');
        buf_puts(b, slice_of(x->word[i]));
    }
}

/* ---- words ---------------------------------------------------------------- */

void
drop_word(name *x, unsigned at)
{
    memmove(x->word[at], x->word[at + 1], (x->n - at - 1) * sizeof x->word[0]);
    x->n--;
    if (at < x->family)
        x->family--;
}

/* The word becomes one of the surname when in_family, else of the given names. */
bool
add_word(name *x, unsigned at, const char *w, bool in_family)
{
    if (x->n == NAME_WORDS)
        return false;
    memmove(x->word[at + 1], x->word[at], (x->n - at) * sizeof x->word[0]);
    snprintf(x->word[at], sizeof x->word[at], "%s", w);
    x->n++;
    if (!in_family)
        x->family++;
    return true;
}

/* n letters of a word, from at, become others. */
bool
put_in(char *w, size_t at, size_t n, const char *with)
{
    size_t length = strlen(w), m = strlen(with);

    if (length - n + m > NAME_LETTERS || length - n + m == 0)
        return false;
    memmove(w + at + m, w + at + n, length - at - n + 1);
    memcpy(w + at, with, m);
    return true;
}

/* A word of at least that many letters that is no particle; NULL: there is none. */
char *
pick_word(name *x, chance *c, size_t least)
{
    char *fit[NAME_WORDS];
    unsigned n = 0;

    for (unsigned i = 0; i < x->n; i++)
        if (strlen(x->word[i]) >= least && !is_particle(x->word[i]))
            fit[n++] = x->word[i];
    return n == 0 ? NULL : fit[chance_below(c, n)];
}

bool
is_vowel(char c)
{
    return c != '\0' && strchr("AEIOU", c) != NULL;
}

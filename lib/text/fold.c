/* Folding names to words of plain Latin capitals. */
#include "text/text.h"

#include <stdlib.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { ROOM = 16 * FOLD_MAX }; /* a Chinese character may become six letters */

/* Latin letters beyond ASCII, U+00C0 to U+024F: what one becomes, so that most names need no ICU.
 */
enum { LATIN_FROM = 0xc0, LATIN_TO = 0x250, LATIN_ROOM = 4 };

struct folder {
    UTransliterator *latin;
    UChar text[ROOM];
    char letter[LATIN_TO - LATIN_FROM][LATIN_ROOM]; /* capitals, with a NUL; "": ICU must say */
};

/*
 * Compatibility forms first (full-width letters, ligatures), then any script
 * to Latin, then what is left of marks and letters beyond A-Z.
 */
static const char rules[] =
    "NFKC; Any-Latin; NFD; [:Nonspacing Mark:] Remove; Latin-ASCII; Any-Upper";

/* What a letter becomes by itself, when that is some of A-Z. */
static void
set_letter(folder *f, UChar c)
{
    char *to = f->letter[c - LATIN_FROM];
    UErrorCode code = U_ZERO_ERROR;
    int32_t n = 1, limit = 1;

    f->text[0] = c;
    utrans_transUChars(f->latin, f->text, &n, ROOM, 0, &limit, &code);
    if (U_FAILURE(code) || n >= LATIN_ROOM)
        return;
    for (int32_t i = 0; i < n; i++)
        if (f->text[i] < 'A' || f->text[i] > 'Z')
            return;
    for (int32_t i = 0; i < n; i++)
        to[i] = (char)f->text[i];
}

folder *
folder_new(error *e)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar id[sizeof rules];
    folder *f = mem_alloc(1, sizeof *f);

    u_uastrcpy(id, rules);
    f->latin = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &code);
    if (U_FAILURE(code)) {
        free(f);
        error_set(e, "ICU cannot transliterate to Latin: %s", u_errorName(code));
        return NULL;
    }
    for (UChar c = LATIN_FROM; c < LATIN_TO; c++)
        set_letter(f, c);
    return f;
}

void
folder_free(folder *f)
{
    if (f == NULL)
        return;
    utrans_close(f->latin);
    free(f);
}

/* What stands between letters of one word. */
static bool
joins(UChar c)
{
    switch (c) {
    case '\'':
    case '`':
    case 0x00b4: /* acute accent */
    case 0x02b9: /* modifier letters: prime, apostrophes, half rings (hamza, ayn) */
    case 0x02bb:
    case 0x02bc:
    case 0x02bd:
    case 0x02be:
    case 0x02bf:
    case 0x02c8:
    case 0x2018: /* quotation marks used as apostrophes */
    case 0x2019:
    case 0x201b:
        return true;
    default:
        return false;
    }
}

/* Appends one character to the words at *to. */
static inline void
put(char **to, const char *from, UChar c)
{
    if (c >= 'a' && c <= 'z')
        c = (UChar)(c - 32);
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
        *(*to)++ = (char)c;
    else if (!joins(c) && *to != from && (*to)[-1] != ' ')
        *(*to)++ = ' ';
}

static slice
finish(const char *from, const char *to)
{
    if (to != from && to[-1] == ' ')
        to--;
    return slice_between(from, to);
}

/* The first n units of the folder's text, in any script. */
static slice
fold_text(folder *f, int32_t n, arena *a)
{
    UErrorCode code = U_ZERO_ERROR;
    int32_t limit = n;
    char *from, *to;

    utrans_transUChars(f->latin, f->text, &n, ROOM, 0, &limit, &code);
    if (U_FAILURE(code))
        return (slice){NULL, 0};
    from = to = arena_alloc(a, (size_t)n + 1);
    for (int32_t i = 0; i < n; i++)
        put(&to, from, f->text[i]);
    return finish(from, to);
}

/* A name of ASCII and, with a folder, Latin letters that have an entry; false: ICU must fold it. */
static bool
fold_latin(const folder *f, slice name, arena *a, slice *words)
{
    char *from = arena_alloc(a, LATIN_ROOM * name.n + 1), *to = from;

    for (size_t i = 0; i < name.n; i++) {
        unsigned c = (unsigned char)name.p[i];
        if (c >= 0x80) {
            unsigned next = i + 1 < name.n ? (unsigned char)name.p[i + 1] : 0;
            if (c < 0xc3 || c > 0xc9 || (next & 0xc0) != 0x80)
                return false;
            c = (c & 0x1f) << 6 | (next & 0x3f);
            const char *letter = f != NULL && c < LATIN_TO ? f->letter[c - LATIN_FROM] : "";
            if (*letter == '\0')
                return false;
            while (*letter != '\0')
                *to++ = *letter++;
            i++;
            continue;
        }
        put(&to, from, (UChar)c);
    }
    *words = finish(from, to);
    return true;
}

/* Whether words may be what a zone writes for Arabic: every spelling that tells has an X. */
static bool
may_spell(slice words)
{
    return words.n != 0 && memchr(words.p, 'X', words.n) != NULL;
}

bool
fold_plain(slice name, arena *a, slice *words)
{
    if (name.n > FOLD_MAX)
        name.n = FOLD_MAX;
    return fold_latin(NULL, name, a, words) && !may_spell(*words);
}

slice
fold_name(folder *f, slice name, arena *a)
{
    UErrorCode code = U_ZERO_ERROR;
    int32_t n = 0;
    slice words;

    if (name.n > FOLD_MAX)
        name.n = FOLD_MAX;
    if (fold_latin(f, name, a, &words)) {
        if (!may_spell(words))
            return words;
        n = (int32_t)letters_arabic(words, f->text);
        return n == 0 ? words : fold_text(f, n, a);
    }
    /* Bytes that are not UTF-8 become a blank, which parts words. */
    u_strFromUTF8WithSub(f->text, ROOM, &n, name.p, (int32_t)name.n, ' ', NULL, &code);
    if (U_FAILURE(code))
        return (slice){NULL, 0};
    return fold_text(f, n, a);
}

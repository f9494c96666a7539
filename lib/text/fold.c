/* Folding names to words of plain Latin capitals. */
#include "text/text.h"

#include <stdlib.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { ROOM = 16 * FOLD_MAX }; /* a Chinese character may become six letters */

struct folder {
    UTransliterator *latin;
    UChar text[ROOM];
};

/*
 * Compatibility forms first (full-width letters, ligatures), then any script
 * to Latin, then what is left of marks and letters beyond A-Z.
 */
static const char rules[] =
    "NFKC; Any-Latin; NFD; [:Nonspacing Mark:] Remove; Latin-ASCII; Any-Upper";

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

slice
fold_name(folder *f, slice name, arena *a)
{
    UErrorCode code = U_ZERO_ERROR;
    bool ascii = true;
    int32_t n = 0;
    char *from, *to;

    if (name.n > FOLD_MAX)
        name.n = FOLD_MAX;
    for (size_t i = 0; i < name.n; i++)
        ascii = ascii && (unsigned char)name.p[i] < 0x80;
    if (ascii) {
        from = to = arena_alloc(a, name.n + 1);
        for (size_t i = 0; i < name.n; i++)
            put(&to, from, (UChar)name.p[i]);
        slice words = finish(from, to);
        /* every spelling that tells has an X */
        if (words.n == 0 || memchr(words.p, 'X', words.n) == NULL)
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

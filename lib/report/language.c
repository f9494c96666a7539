/* The words of reports: the catalogue that comes along, and a file beside it. */
#include "report/show.h"

#include <stdlib.h>

enum {
    FILE_MAX = 1 << 22, /* bytes of a catalogue */
    LANGUAGES_MAX = 64,
    KEY_MAX = 160 /* bytes of a key */
};

typedef struct language {
    slice code, locale, name;
    bool rtl;
} language;

/* The texts of a key: in the language asked for, and in English. */
typedef struct entry {
    slice key; /* p NULL: free */
    slice text, english;
} entry;

struct report_text {
    language language[LANGUAGES_MAX];
    size_t languages_n;
    language mine;
    entry *entry; /* hashed by key; slots is a power of two */
    size_t slots, used;
    buf file;
    struct words *words;
};

/* ---- the table ---- */

static entry *
slot_of(const report_text *t, slice key)
{
    size_t i = slice_hash(key) & (t->slots - 1);

    while (t->entry[i].key.p != NULL && !slice_eq(t->entry[i].key, key))
        i = (i + 1) & (t->slots - 1);
    return &t->entry[i];
}

static void
widen(report_text *t)
{
    report_text old = *t;

    t->slots = old.slots == 0 ? 1024 : old.slots * 2;
    t->entry = mem_alloc(t->slots, sizeof *t->entry);
    for (size_t i = 0; i < old.slots; i++)
        if (old.entry[i].key.p != NULL)
            *slot_of(t, old.entry[i].key) = old.entry[i];
    free(old.entry);
}

static void
keep(report_text *t, slice key, slice code, slice text)
{
    bool english = slice_eq(code, S("en")), mine = slice_eq(code, t->mine.code);

    if (!english && !mine)
        return;
    if (t->used * 2 >= t->slots)
        widen(t);
    entry *e = slot_of(t, key);
    t->used += e->key.p == NULL;
    e->key = key;
    if (english)
        e->english = text;
    if (mine)
        e->text = text;
}

/* ---- reading ---- */

static bool
blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Cuts a word off; *rest begins behind the blanks that follow it. */
static slice
word(slice *rest)
{
    size_t n = 0;

    while (n < rest->n && !blank(rest->p[n]))
        n++;
    slice w = {rest->p, n};
    *rest = slice_trim((slice){rest->p + n, rest->n - n});
    return w;
}

static bool
is_code(slice s)
{
    if (s.n < 2 || s.n > 16)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
              (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-'))
            return false;
    return true;
}

static const language *
find(const report_text *t, slice code)
{
    for (size_t i = t->languages_n; i-- > 0;) /* the last one counts */
        if (slice_eq_nocase(t->language[i].code, code))
            return &t->language[i];
    return NULL;
}

static const char *
read_language(report_text *t, slice rest)
{
    language l = {.code = word(&rest)};
    slice direction = word(&rest);

    l.rtl = slice_eq(direction, S("rtl"));
    l.locale = word(&rest);
    l.name = rest;
    if (!is_code(l.code) || (!l.rtl && !slice_eq(direction, S("ltr"))) || l.locale.n == 0 ||
        l.locale.n >= 64 || l.name.n == 0)
        return "not 'language CODE ltr|rtl LOCALE NAME'";
    if (t->languages_n == LANGUAGES_MAX)
        return "more languages than a catalogue may have";
    t->language[t->languages_n++] = l;
    return NULL;
}

/*
 * One line; what is wrong with it, or NULL.  texts: languages are known, texts
 * are wanted; otherwise it is the first reading, which looks for languages.
 */
static const char *
read_line(report_text *t, slice line, slice *key, bool texts)
{
    slice rest = slice_trim(line), code;

    if (rest.n == 0 || rest.p[0] == '#')
        return NULL;
    for (size_t i = 0; i < rest.n; i++)
        if ((unsigned char)rest.p[i] < 0x20 && rest.p[i] != '\t')
            return "a control character";
    if (!blank(line.p[0])) {
        *key = rest;
        if (slice_starts(rest, S("language "))) {
            *key = (slice){NULL, 0};
            word(&rest);
            return texts ? NULL : read_language(t, rest);
        }
        return rest.n > KEY_MAX ? "a key that is too long" : NULL;
    }
    if (key->n == 0)
        return "a text without a key above it";
    code = word(&rest);
    if (rest.n == 0)
        return "not 'CODE TEXT'";
    if (!texts)
        return NULL;
    if (find(t, code) == NULL)
        return "a text in a language that is not declared";
    keep(t, *key, find(t, code)->code, rest);
    return NULL;
}

static bool
read_all(report_text *t, const char *name, slice rest, bool texts, error *e)
{
    slice key = {NULL, 0};
    uint64_t line = 0;

    if (slice_starts(rest, S("\xef\xbb\xbf")))
        rest = (slice){rest.p + 3, rest.n - 3};
    while (rest.n != 0) {
        const char *why = read_line(t, slice_cut(&rest, '\n'), &key, texts);
        line++;
        if (why != NULL)
            return error_set(e, "%s: line %llu: %s", name, (unsigned long long)line, why);
    }
    return true;
}

static bool
no_language(const report_text *t, slice asked, error *e)
{
    buf b = {0};

    for (size_t i = 0; i < t->languages_n && b.n < 240; i++)
        if (find(t, t->language[i].code) == &t->language[i])
            buf_printf(&b, "%s%.*s", b.n != 0 ? ", " : "", (int)t->language[i].code.n,
                       t->language[i].code.p);
    error_set(e, "no language '%.*s'; there are: %.*s; --catalogue=FILE can add one",
              (int)(asked.n < 32 ? asked.n : 32), asked.p, (int)b.n, b.p);
    buf_free(&b);
    return false;
}

static bool
read_file(report_text *t, const char *file, error *e)
{
    if (!in_whole(file, FILE_MAX, &t->file, e))
        return false;
    slice text = buf_slice(&t->file);
    if (slice_utf8(text) != text.n)
        return error_set(e, "%s: not UTF-8 at byte %zu", file, slice_utf8(text));
    return read_all(t, file, text, false, e);
}

report_text *
report_text_new(const char *file, slice code, error *e)
{
    report_text *t = mem_alloc(1, sizeof *t);
    const slice builtin = {report_catalogue, report_catalogue_n};
    bool good = read_all(t, "catalogue", builtin, false, e);
    char locale[64] = "";

    good = good && (file == NULL || read_file(t, file, e));
    if (good) {
        const language *l = find(t, code);
        good = l != NULL || no_language(t, code, e);
        if (l != NULL)
            t->mine = *l;
    }
    good = good && read_all(t, "catalogue", builtin, true, e);
    good = good && (file == NULL || read_all(t, file, buf_slice(&t->file), true, e));
    if (!good) {
        report_text_free(t);
        return NULL;
    }
    memcpy(locale, t->mine.locale.p, t->mine.locale.n);
    t->words = words_new(locale);
    return t;
}

void
report_text_free(report_text *t)
{
    if (t == NULL)
        return;
    words_free(t->words);
    free(t->entry);
    buf_free(&t->file);
    free(t);
}

/* ---- asking ---- */

slice
report_text_language(const report_text *t)
{
    return t->mine.code;
}

bool
report_text_rtl(const report_text *t)
{
    return t->mine.rtl;
}

struct words *
report_text_words(report_text *t)
{
    return t->words;
}

static slice
lookup(const report_text *t, slice key)
{
    const entry *e = slot_of(t, key);

    return e->text.n != 0 ? e->text : e->english;
}

slice
report_text_get(const report_text *t, slice key)
{
    slice text = lookup(t, key);

    return text.n != 0 ? text : key;
}

bool
report_text_has(const report_text *t, slice key)
{
    return lookup(t, key).n != 0;
}

slice
show_find(const report_text *t, slice one, slice two, slice three)
{
    char key[KEY_MAX];

    if (two.n > KEY_MAX || three.n > KEY_MAX || one.n + two.n + three.n > KEY_MAX)
        return (slice){NULL, 0};
    memcpy(key, one.p, one.n);
    if (two.n != 0)
        memcpy(key + one.n, two.p, two.n);
    if (three.n != 0)
        memcpy(key + one.n + two.n, three.p, three.n);
    return lookup(t, (slice){key, one.n + two.n + three.n});
}

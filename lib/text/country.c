/* country: codes and names of States, from the table in countries.def. */
#include "text/text.h"

#include <pthread.h>

/* ---- codes ---- */

/* The letters as numbers, so that the compiler lays the tables out. */
/* clang-format off */
enum {
    L_A, L_B, L_C, L_D, L_E, L_F, L_G, L_H, L_I, L_J, L_K, L_L, L_M,
    L_N, L_O, L_P, L_Q, L_R, L_S, L_T, L_U, L_V, L_W, L_X, L_Y, L_Z,
    LETTERS
};
/* clang-format on */

#define AT3(a, b, c) [(L_##a * LETTERS + L_##b) * LETTERS + L_##c]
#define AT2(a, b)    [L_##a * LETTERS + L_##b]

static const uint8_t kind_of[LETTERS * LETTERS * LETTERS] = {
#define STATE(a, b, c, d, e, names) AT3(a, b, c) = COUNTRY_STATE,
#define OTHER(a, b, c, names)       AT3(a, b, c) = COUNTRY_OTHER,
#include "text/countries.def"
#undef STATE
#undef OTHER
    AT3(U, T, O) = COUNTRY_SPECIMEN,
};

static const char alpha3_of[LETTERS * LETTERS][4] = {
#define STATE(a, b, c, d, e, names) AT2(d, e) = #a #b #c,
#define OTHER(a, b, c, names)
#include "text/countries.def"
#undef STATE
#undef OTHER
    /* reserved by ISO 3166-1, or in use beside it */
    AT2(U, K) = "GBR",
    AT2(E, U) = "EUE",
    AT2(U, N) = "UNO",
    AT2(X, K) = "RKS",
};

static inline country_kind
kind(const char code[4])
{
    return (
        country_kind)kind_of[((code[0] - 'A') * LETTERS + code[1] - 'A') * LETTERS + code[2] - 'A'];
}

static inline bool
is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

country_kind
country_read(slice raw, char code[4])
{
    size_t n = 0, at = 0;

    if (BASE_LIKELY(raw.n == 3 && is_capital(raw.p[0]) && is_capital(raw.p[1]) &&
                    is_capital(raw.p[2]))) {
        memcpy(code, raw.p, 3);
        code[3] = '\0';
        return kind(code);
    }
    while (at < raw.n && raw.p[at] == ' ')
        at++;
    for (; at < raw.n && n < 3; at++, n++) {
        char c = (char)(raw.p[at] & ~0x20);
        if (c < 'A' || c > 'Z')
            break;
        code[n] = c;
    }
    code[n] = '\0';
    for (; at < raw.n; at++)
        if (raw.p[at] != '<' && raw.p[at] != ' ')
            return COUNTRY_UNKNOWN;
    if (n == 3)
        return kind(code);
    if (n == 2) {
        const char *known = alpha3_of[(code[0] - 'A') * LETTERS + code[1] - 'A'];
        return known[0] == '\0' ? COUNTRY_UNKNOWN
                                : country_read(slice_of(memcpy(code, known, 4)), code);
    }
    if (n == 1 && code[0] == 'D') {
        memcpy(code, "DEU", 4);
        return COUNTRY_STATE;
    }
    return COUNTRY_UNKNOWN;
}

/* ---- names ---- */

static const struct {
    char code[4];
    const char *names;
} name_table[] = {
#define STATE(a, b, c, d, e, names) {#a #b #c, names},
#define OTHER(a, b, c, names)       {#a #b #c, names},
#include "text/countries.def"
#undef STATE
#undef OTHER
};

enum { KEY_MAX = 64, SLOTS = 2048 };

/* Capitals and digits of a name, with nothing between them. */
typedef struct key {
    char p[KEY_MAX];
    size_t n;
} key;

/* U+00C0 to U+00FF without their marks; '*' is no letter. */
static const char latin1[] = "AAAAAAACEEEEIIIIDNOOOOO*OUUUUYTSAAAAAAACEEEEIIIIDNOOOOO*OUUUUYTY";

/*
 * The next letter or digit at *at as a capital, 0 for punctuation, -1 for a
 * combining mark, which counts for nothing, and '?' for what no name of the
 * table has.
 */
static int
next_char(slice s, size_t *at)
{
    unsigned char c = (unsigned char)s.p[(*at)++];

    if (c < 0x80) {
        if (c >= 'a' && c <= 'z')
            return c - 0x20;
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : c == '&' ? '&' : 0;
    }
    unsigned char d = *at < s.n ? (unsigned char)s.p[*at] : 0;
    if (c == 0xC2 && d >= 0x80 && d < 0xC0) { /* no-break space, quotes ... */
        ++*at;
        return 0;
    }
    if (c == 0xC3 && d >= 0x80 && d < 0xC0) {
        ++*at;
        return latin1[d - 0x80];
    }
    if (c == 0xCC || c == 0xCD) {
        *at += *at < s.n;
        return -1;
    }
    if (c == 0xE2 && d == 0x80) { /* typographic quotes and dashes */
        *at += s.n - *at >= 2 ? 2 : 1;
        return 0;
    }
    return '?';
}

/* Ends the word that begins at from: articles go, short forms are spelt out. */
static void
end_word(key *k, size_t from)
{
    static const struct {
        slice is, put;
    } words[] = {{{"THE", 3}, {"", 0}}, {{"ST", 2}, {"SAINT", 5}}, {{"&", 1}, {"AND", 3}}};
    slice word = {k->p + from, k->n - from};

    for (size_t i = 0; i < LENGTH(words); i++)
        if (slice_eq(word, words[i].is) && from + words[i].put.n <= KEY_MAX) {
            memcpy(k->p + from, words[i].put.p, words[i].put.n);
            k->n = from + words[i].put.n;
            return;
        }
}

/* Adds the words of a part of a name; false: too long to be one of ours. */
static bool
add_words(key *k, slice name)
{
    size_t from = k->n;

    for (size_t at = 0; at < name.n;) {
        int c = next_char(name, &at);
        if (c < 0)
            continue;
        if (c == 0) {
            end_word(k, from);
            from = k->n;
            continue;
        }
        if (k->n == KEY_MAX)
            return false;
        k->p[k->n++] = (char)c;
    }
    end_word(k, from);
    return true;
}

static struct {
    uint16_t names[SLOTS]; /* 1 + index of the code, 0: free */
    uint16_t at[SLOTS];    /* where its key is in keys */
    uint8_t n[SLOTS];
    buf keys;
} by_name;
static pthread_once_t by_name_once = PTHREAD_ONCE_INIT;

/* The slot of that key, or the free one where it belongs. */
static size_t
slot_of(const key *k)
{
    slice want = {k->p, k->n};
    size_t i = slice_hash(want) % SLOTS;

    while (by_name.names[i] != 0 &&
           !slice_eq((slice){by_name.keys.p + by_name.at[i], by_name.n[i]}, want))
        i = (i + 1) % SLOTS;
    return i;
}

static void
by_name_add(const key *k, size_t code)
{
    size_t i = slot_of(k);

    if (k->n == 0 || by_name.names[i] != 0)
        return;
    by_name.names[i] = (uint16_t)(code + 1);
    by_name.at[i] = (uint16_t)by_name.keys.n;
    by_name.n[i] = (uint8_t)k->n;
    buf_put(&by_name.keys, k->p, k->n);
}

static void
by_name_fill(void)
{
    for (size_t i = 0; i < LENGTH(name_table); i++) {
        slice rest = slice_of(name_table[i].names);
        while (rest.p != NULL) {
            key k = {.n = 0};
            add_words(&k, slice_cut(&rest, '|'));
            by_name_add(&k, i);
        }
    }
    /* codes last: a name goes before a code that is spelt like it */
    for (size_t i = 0; i < LENGTH(name_table); i++) {
        key k = {.n = 3};
        memcpy(k.p, name_table[i].code, 3);
        by_name_add(&k, i);
    }
}

/* left and right are parts of the name in the order of the key. */
static slice
look_up(slice left, slice right)
{
    key k = {.n = 0};

    if (!add_words(&k, left) || !add_words(&k, right) || k.n == 0)
        return (slice){NULL, 0};
    uint16_t found = by_name.names[slot_of(&k)];
    return found == 0 ? (slice){NULL, 0} : slice_of(name_table[found - 1].code);
}

slice
country_by_name(slice name)
{
    pthread_once(&by_name_once, by_name_fill);
    slice code = look_up(name, (slice){NULL, 0});
    /* "Iran, Islamic Republic of" and "Iran (Islamic Republic of)" */
    for (size_t i = 0; code.n == 0 && i < name.n && i < 4 * KEY_MAX; i++)
        if (name.p[i] == ',' || name.p[i] == '(') {
            code = look_up((slice){name.p + i, name.n - i}, (slice){name.p, i});
            break;
        }
    return code;
}

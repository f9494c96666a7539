/* What the values of lists say: dates of birth, States, documents. */
#include "watch/private.h"

#include "text/text.h"

enum { SHOWN = 60 };

bool
watch_says(slice value, const char *word)
{
    return slice_eq_nocase(value, slice_of(word));
}

void
watch_warn(watch_source *s, slice value, const char *what)
{
    diag_warn(s->d, s->where, "'%.*s' is %s; left out", (int)(value.n < SHOWN ? value.n : SHOWN),
              value.p != NULL ? value.p : "", what);
}

bool
watch_take_up(watch_source *s, slice list, slice id)
{
    watch_list *l = s->l;
    char line[INT_TEXT];
    bool isnew;

    id = slice_trim(id);
    if (id.n == 0)
        id = int_text((int64_t)s->where.line, line);
    slice key = arena_join(&l->arena, list, S("\n"), id);
    const uint32_t *had = watch_map_get(&s->ids, key);
    if (had != NULL) {
        l->at = *had;
        return false;
    }
    watch_add_entry(l, id);
    l->entry[l->at].list = watch_squeeze(&l->arena, list);
    *watch_map_put(&s->ids, list.n == 0 ? l->entry[l->at].id : key, &isnew) = l->at;
    return true;
}

/* ---- States and sexes ---- */

static bool
says_nothing(slice s)
{
    static const char *const words[] = {"na", "n/a", "unknown", "-0-", "00", "none", "-"};

    for (size_t i = 0; i < LENGTH(words); i++)
        if (slice_eq_nocase(s, slice_of(words[i])))
            return true;
    return s.n == 0;
}

void
watch_country_of(watch_source *s, slice name, char code[4])
{
    name = slice_trim(name);
    slice known = country_by_name(name);

    code[0] = '\0';
    if (says_nothing(name))
        return;
    if (known.n == 3) {
        memcpy(code, known.p, 3);
        code[3] = '\0';
        return;
    }
    if (name.n <= 3 && country_read(name, code) != COUNTRY_UNKNOWN)
        return;
    code[0] = '\0';
    watch_warn(s, name, "no country that is known");
}

void
watch_read_nationality(watch_source *s, slice name)
{
    char code[4];

    watch_country_of(s, name, code);
    watch_add_country(s->l, code);
}

void
watch_read_sex(watch_source *s, slice text)
{
    text = slice_trim(text);
    if (says_nothing(text))
        return;
    if (slice_eq_nocase(text, S("male")) || slice_eq_nocase(text, S("m")))
        watch_set_sex(s->l, 'M');
    else if (slice_eq_nocase(text, S("female")) || slice_eq_nocase(text, S("f")))
        watch_set_sex(s->l, 'F');
    else if (slice_eq_nocase(text, S("x")) || slice_eq_nocase(text, S("other")))
        watch_set_sex(s->l, 'X');
    else
        watch_warn(s, text, "no sex (M, F, X)");
}

/* ---- dates ---- */

static int
number_of(slice s)
{
    int n = 0;

    if (s.n == 0 || s.n > 4)
        return -1;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return -1;
        n = 10 * n + s.p[i] - '0';
    }
    return n;
}

/* 1 to 12 of Jan, January ...; 0 when it is no month. */
static int
month_of(slice s)
{
    static const char months[] = "january  february march    april    may      june     july     "
                                 "august   september october  november december ";
    const char *at = months;

    if (s.n < 3)
        return 0;
    for (int m = 1; m <= 12; m++) {
        slice rest = slice_of(at), name = slice_cut(&rest, ' ');
        if (s.n <= name.n && slice_eq_nocase(s, (slice){name.p, s.n}))
            return m;
        for (at = name.p + name.n; *at == ' ';)
            at++;
    }
    return 0;
}

/* Part of a date with letters or zeros where it is not known: dd/mm/1970, 00/00/1970. */
static int
part_of(slice s)
{
    return number_of(s) >= 0                                            ? number_of(s)
           : slice_eq_nocase(s, S("dd")) || slice_eq_nocase(s, S("mm")) ? 0
                                                                        : -1;
}

bool
watch_read_date(slice text, date *d)
{
    slice part[4];
    size_t n = 0;
    int day = 0, month = 0, year;

    text = slice_trim(text);
    *d = (date){0, 0, 0};
    if (text.n > 10 && text.p[4] == '-' && text.p[7] == '-' && strchr("T +-Z", text.p[10]) != NULL)
        text.n = 10; /* a time of day or a zone behind it */
    if (text.n == 0)
        return false;
    if (date_parse(text, d))
        return true;
    *d = (date){0, 0, 0};
    char sep = memchr(text.p, '/', text.n)   ? '/'
               : memchr(text.p, ' ', text.n) ? ' '
               : memchr(text.p, '-', text.n) ? '-'
                                             : '.';
    for (slice rest = text; rest.p != NULL;) {
        slice item = slice_trim(slice_cut(&rest, sep));
        if (item.n == 0)
            continue;
        if (n == 3)
            return false;
        if (item.n > 1 && item.p[item.n - 1] == ',')
            item.n--;
        part[n++] = item;
    }
    if (n == 0 || part[n - 1].n != 4 || (year = number_of(part[n - 1])) <= 0) {
        if (n != 3 || part[0].n != 4 || (year = number_of(part[0])) <= 0)
            return false;
        month = part_of(part[1]); /* 1970-00-00 */
        day = part_of(part[2]);
    } else if (n >= 2) {
        slice first = part[n - 2], second = n == 3 ? part[0] : (slice){NULL, 0};
        if (n == 3 && month_of(part[0]) != 0) { /* March 5, 1970 */
            first = part[0];
            second = part[1];
        }
        month = month_of(first) != 0 ? month_of(first) : part_of(first);
        day = second.n != 0 ? part_of(second) : 0;
    }
    if (month < 0 || month > 12 || day < 0 || day > 31)
        return false;
    *d = (date){(int16_t)year, (uint8_t)month, (uint8_t)(month == 0 ? 0 : day)};
    return date_valid(*d);
}

static bool
ends_with(slice s, const char *tail)
{
    size_t n = strlen(tail);
    return s.n > n && slice_eq_nocase((slice){s.p + s.n - n, n}, slice_of(tail));
}

/* A range by that word between two dates. */
static bool
read_range(slice text, const char *between, watch_birth *b)
{
    size_t n = strlen(between);

    for (size_t i = 1; i + n < text.n; i++)
        if (slice_eq_nocase((slice){text.p + i, n}, slice_of(between)) &&
            watch_read_date((slice){text.p, i}, &b->from) &&
            watch_read_date((slice){text.p + i + n, text.n - i - n}, &b->to))
            return date_cmp(b->from, b->to) <= 0 || b->from.year == b->to.year;
    return false;
}

void
watch_read_birth(watch_source *s, slice text)
{
    static const char *const about[] = {"circa ", "approximately ", "approx. ", "c. ",
                                        "about ", "ca. ",           "c.",       "between ",
                                        "late ",  "early "};
    watch_birth b = {.circa = false};
    slice rest = slice_trim(text);

    if (says_nothing(rest))
        return;
    for (size_t i = 0; i < LENGTH(about); i++) {
        slice word = slice_of(about[i]);
        if (rest.n > word.n && slice_eq_nocase((slice){rest.p, word.n}, word)) {
            rest = slice_trim((slice){rest.p + word.n, rest.n - word.n});
            b.circa = b.circa || strcmp(about[i], "between ") != 0;
        }
    }
    if (ends_with(rest, "~")) {
        rest.n--;
        b.circa = true;
    }
    if (ends_with(rest, " (approximate)"))
        rest.n -= strlen(" (approximate)"), b.circa = true;
    if (ends_with(rest, "s") && number_of((slice){rest.p, rest.n - 1}) > 0) { /* 1960s */
        int year = number_of((slice){rest.p, rest.n - 1});
        b.from.year = (int16_t)year;
        b.to.year = (int16_t)(year + 9);
    } else if (watch_read_date(rest, &b.from)) {
        b.to = b.from;
    } else if (!read_range(rest, " to ", &b) && !read_range(rest, "/", &b) &&
               !read_range(rest, " - ", &b) && !read_range(rest, " and ", &b) &&
               !(rest.n == 9 && read_range(rest, "-", &b))) {
        watch_warn(s, text, "no date of birth");
        return;
    }
    if (!date_valid(b.from) || !date_valid(b.to) || date_cmp(b.from, b.to) > 0)
        watch_warn(s, text, "no date of birth");
    else
        watch_add_birth(s->l, b);
}

/* ---- documents ---- */

static bool
contains(slice s, const char *word)
{
    slice w = slice_of(word);

    for (size_t i = 0; i + w.n <= s.n; i++)
        if (slice_eq_nocase((slice){s.p + i, w.n}, w))
            return true;
    return false;
}

slice
watch_doc_type(slice text)
{
    static const struct {
        const char *word, *type;
    } types[] = {{"passport", "P"},
                 {"travel document", "P"},
                 {"national id", "ID"},
                 {"identity card", "ID"},
                 {"id card", "ID"},
                 {"identification card", "ID"},
                 {"identification number", "ID"},
                 {"visa", "V"}};

    text = slice_trim(text);
    for (size_t i = 0; i < LENGTH(types); i++)
        if (contains(text, types[i].word))
            return slice_of(types[i].type);
    return text;
}

static bool
has_digit(slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            return true;
    return false;
}

static bool
is_series(slice s) /* the letters before a number: OB 0243318 */
{
    /* What it is a number of, and no part of it. */
    static const char *const kinds[] = {"ID",  "NO",  "SSN", "RFC", "NIT",
                                        "RUC", "RTN", "TIN", "DNI"};

    for (size_t i = 0; i < LENGTH(kinds); i++)
        if (slice_eq(s, slice_of(kinds[i])))
            return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z')
            return false;
    return s.n != 0 && s.n <= 3;
}

/*
 * The number in a text like "German travel document A 0139243 (expired)": of
 * the runs of words that have digits, each with a series of letters just
 * before it, the longest.
 */
slice
watch_number_in(slice text)
{
    slice rest, series = {NULL, 0}, run = {NULL, 0}, longest = {NULL, 0};
    const char *bracket = text.n == 0 ? NULL : memchr(text.p, '(', text.n);

    if (bracket != NULL && has_digit(slice_between(text.p, bracket)))
        text.n = (size_t)(bracket - text.p);
    for (rest = text; rest.p != NULL;) {
        slice word = slice_cut(&rest, ' ');
        if (word.n == 0)
            continue;
        if (has_digit(word)) {
            const char *from = run.n != 0 ? run.p : series.n != 0 ? series.p : word.p;
            run = slice_between(from, word.p + word.n);
        } else {
            run = (slice){NULL, 0};
        }
        longest = run.n > longest.n ? run : longest;
        series = is_series(word) ? word : (slice){NULL, 0};
    }
    return longest;
}

/* ---- names ---- */

/* Whether a letter lies beyond Latin: from U+0370, but for U+1E00 and U+2000. */
bool
watch_original(slice name)
{
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i],
                      next = i + 1 < name.n ? (unsigned char)name.p[i + 1] : 0;
        if (c >= 0xe0
                ? !(c == 0xe1 && next >= 0xb8 && next <= 0xbb) && !(c == 0xe2 && next <= 0x81) &&
                      !(c == 0xef && next >= 0xbb && next < 0xbd)
                : c >= 0xcd)
            return true;
    }
    return false;
}

void
watch_add_values(watch_source *s, const slice v[V_SLOTS], arena *a, bool alias, bool weak)
{
    watch_name n = {.text = v[V_WHOLE], .surname = v[V_SURNAME], .alias = alias, .weak = weak};

    for (int i = V_NAME1; i <= V_NAME5; i++)
        n.given = arena_join(a, n.given, S(" "), v[i]);
    n.original = alias && watch_original(n.text.n != 0 ? n.text : n.surname);
    watch_add_parts(s->l, n);
}

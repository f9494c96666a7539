/* Machine readable zones as issuers print them and as readers see them. */
#include "sim/private.h"

/* ---- writing (ICAO Doc 9303 parts 3 to 7) ---- */

/* Part 3, 4.9; turn is how many characters were weighed before. */
static unsigned
weigh(const char *p, size_t n, unsigned *turn)
{
    static const unsigned weight[3] = {7, 3, 1};
    unsigned sum = 0;

    for (size_t i = 0; i < n; i++, ++*turn) {
        unsigned v = p[i] >= 'A' && p[i] <= 'Z'   ? (unsigned)(p[i] - 'A') + 10
                     : p[i] >= '0' && p[i] <= '9' ? (unsigned)(p[i] - '0')
                                                  : 0;
        sum += v * weight[*turn % 3];
    }
    return sum;
}

static char
check_digit(const char *p, size_t n)
{
    unsigned turn = 0;
    return (char)('0' + weigh(p, n, &turn) % 10);
}

/* n characters at to: the text, then fillers. */
static void
fill(char *to, size_t n, const char *text)
{
    size_t have = strlen(text);

    memset(to, '<', n);
    memcpy(to, text, have < n ? have : n);
}

static void
put_date(char *to, date d)
{
    to[0] = (char)('0' + d.year / 10 % 10), to[1] = (char)('0' + d.year % 10);
    to[2] = (char)('0' + d.month / 10), to[3] = (char)('0' + d.month % 10);
    to[4] = (char)('0' + d.day / 10), to[5] = (char)('0' + d.day % 10);
    to[6] = check_digit(to, 6);
}

static void
put_state(char *to, const state *st)
{
    fill(to, 3, strcmp(st->code, "DEU") == 0 ? "D" : st->code);
}

bool
zone_name(const person *p, const state *issuer, char *to, size_t width)
{
    char surname[128], given[128];
    size_t s = name_plain(p->surname, issuer, surname, sizeof surname),
           g = name_plain(p->given, issuer, given, sizeof given), n;
    bool cut;

    if (s == 0) { /* one name alone is the primary identifier */
        memcpy(surname, given, g);
        s = g, g = 0;
    }
    cut = s + (g != 0 ? 2 : 0) + g > width;
    if (cut) { /* some of the given names stay, and the last position holds a letter */
        size_t least = g < 10 ? g : 10;
        if (g != 0 && s > width - 2 - least)
            s = width - 2 - least;
        else if (g == 0 && s > width)
            s = width;
        while (s > 1 &&
               (surname[s - 1] == ' ' || (width - s - 3 < g && given[width - s - 3] == ' ')))
            s--;
    }
    memset(to, '<', width);
    for (n = 0; n < s && n < width; n++)
        to[n] = surname[n] == ' ' ? '<' : surname[n];
    n += 2;
    for (size_t i = 0; i < g && n < width; i++, n++)
        to[n] = given[i] == ' ' ? '<' : given[i];
    to[width] = '\0';
    return cut;
}

/* Number, nationality, birth, sex and expiry, as in line 2 of all but TD1. */
static void
put_line_2(zone *z, const person *p, const document *d, const state *nationality)
{
    char *l = z->line[1];

    fill(l, z->width, d->number);
    l[9] = check_digit(l, 9);
    put_state(l + 10, nationality);
    put_date(l + 13, p->birth);
    l[20] = p->sex;
    put_date(l + 21, d->expiry);
}

static char
composite(const char *a, size_t an, const char *b, size_t bn, const char *c, size_t cn)
{
    unsigned turn = 0, sum = weigh(a, an, &turn);

    sum += weigh(b, bn, &turn);
    sum += weigh(c, cn, &turn);
    return (char)('0' + sum % 10);
}

static void
make_td1(zone *z, const person *p, const document *d)
{
    char *a = z->line[0], *b = z->line[1];
    size_t n = strlen(d->number);
    unsigned turn = 0, sum;

    fill(a, 30, d->type);
    put_state(a + 2, d->issuer);
    memcpy(a + 5, d->number, n < 9 ? n : 9);
    if (n > 9) { /* the rest of a long number, and the check digit of the whole */
        memcpy(a + 15, d->number + 9, n - 9);
        a[15 + n - 9] = check_digit(d->number, n);
    } else {
        a[14] = check_digit(a + 5, 9);
    }
    fill(b, 30, "");
    put_date(b, p->birth);
    b[7] = p->sex;
    put_date(b + 8, d->expiry);
    put_state(b + 15, d->issuer);
    sum = weigh(a + 5, 25, &turn);
    sum += weigh(b, 7, &turn);
    sum += weigh(b + 8, 7, &turn);
    sum += weigh(b + 18, 11, &turn);
    b[29] = (char)('0' + sum % 10);
    (void)zone_name(p, d->issuer, z->line[2], 30);
}

void
zone_make(const sim *s, const person *p, const document *d, zone *z)
{
    static const struct {
        unsigned lines, width;
    } sizes[] = {{3, 30}, {2, 36}, {2, 44}, {2, 44}, {2, 36}};
    chance c = chance_of(s->set->seed, OF_ZONE, (uint64_t)p->household * MEMBERS + p->member);

    memset(z, 0, sizeof *z);
    z->format = d->type[0] == 'V' ? (percent(&c, 60) ? ZONE_MRV_A : ZONE_MRV_B)
                : !d->card        ? ZONE_TD3
                : d->td2          ? ZONE_TD2
                                  : ZONE_TD1;
    z->lines = sizes[z->format].lines;
    z->width = sizes[z->format].width;
    if (z->format == ZONE_TD1) {
        make_td1(z, p, d);
        return;
    }
    char *a = z->line[0], *b = z->line[1];
    fill(a, z->width, d->type);
    put_state(a + 2, d->issuer);
    (void)zone_name(p, d->issuer, a + 5, z->width - 5);
    put_line_2(z, p, d, d->type[0] == 'V' ? p->nationality : d->issuer);
    if (z->format == ZONE_TD3) {
        memcpy(b + 28, d->personal, strlen(d->personal));
        /* A State that writes no personal number chooses between < and 0. */
        b[42] =
            d->personal[0] == '\0' && (d->issuer->code[1] & 1) != 0 ? '<' : check_digit(b + 28, 14);
        b[43] = composite(b, 10, b + 13, 7, b + 21, 22);
    } else if (z->format == ZONE_TD2) {
        b[35] = composite(b, 10, b + 13, 7, b + 21, 14);
    }
}

/* ---- reading, as a reader that errs ---- */

static const slice zone_format_names[] = {
    {"TD1", 3}, {"TD2", 3}, {"TD3", 3}, {"MRV-A", 5}, {"MRV-B", 5}};

/* Pairs that are taken for one another. */
static const char confusions[] = "O0I1S5B8Z2G6D0Q0U0L1A4T7";

static char
misread(char was, chance *c)
{
    char list[8];
    uint32_t n = 0;

    if (was == '<')
        return percent(c, 85) ? "KCLE"[below(c, 4)] : 'X';
    for (size_t i = 0; confusions[i] != '\0'; i++)
        if (confusions[i] == was && n < sizeof list)
            list[n++] = confusions[i ^ 1];
    if (n != 0 && percent(c, 88))
        return list[below(c, n)];
    char is = (was >= '0' && was <= '9') != percent(c, 20) ? (char)('0' + below(c, 10))
                                                           : (char)('A' + below(c, 26));
    return is != was ? is : is == 'H' ? 'N' : 'H';
}

/* What a post's reader does to every zone. */
typedef struct habit_of_reader {
    slice eol;
    bool blank_lines, lower;
} habit_of_reader;

static habit_of_reader
reader_of(const sim *s, unsigned at_post)
{
    static const slice eols[] = {{"\n", 1}, {"\n", 1}, {"\r\n", 2}, {"\r", 1}};
    chance c = chance_of(s->set->seed, OF_WORLD, at_post);
    habit_of_reader r = {.eol = eols[below(&c, LENGTH(eols))]};

    r.blank_lines = percent(&c, 40);
    r.lower = percent(&c, 10);
    return r;
}

typedef struct scan {
    sim *s;
    const zone *z;
    slice file, line; /* where it begins */
    chance c;
    unsigned changes;
    char text[2 * ZONE_TEXT]; /* one line as it was seen */
    size_t n;
} scan;

/* line and position count from 1; 0 when it is about the whole zone. */
static void
tell_change(scan *x, const char *change, unsigned line, unsigned position, char was, char is)
{
    arena *a = &x->s->arena;
    slice none = {NULL, 0};
    slice value[] = {x->file,
                     x->line,
                     line != 0 ? arena_printf(a, "%u", line) : none,
                     position != 0 ? arena_printf(a, "%u", position) : none,
                     slice_of(change),
                     {&was, was != 0},
                     {&is, is != 0}};

    x->changes++;
    sim_row(x->s, TRUTH_OCR, value, LENGTH(value));
}

/* One line of the zone, character by character. */
static void
scan_line(scan *x, unsigned line, bool spaced)
{
    const zone *z = x->z;
    sim_chance rate = x->s->set->ocr;

    for (unsigned i = 0; i < z->width; i++) {
        char was = z->line[line][i], is = was;
        if (spaced && i != 0 && i % 10 == 0)
            x->text[x->n++] = ' ';
        if (BASE_UNLIKELY(happens(&x->c, rate))) {
            uint32_t what = below(&x->c, 100);
            if (what < 3) {
                tell_change(x, "lost", line + 1, i + 1, was, 0);
                continue;
            }
            if (what < 6) {
                tell_change(x, "doubled", line + 1, i + 1, was, was);
                x->text[x->n++] = was;
            } else {
                is = misread(was, &x->c);
                tell_change(x, "substituted", line + 1, i + 1, was, is);
            }
        }
        x->text[x->n++] = is;
    }
}

/* What readers do to a zone as a whole, about as often as they misread. */
typedef enum mishap { NO_MISHAP, JOINED, SWAPPED, LOWERED, SPACED, GUILLEMETS, MISHAPS } mishap;
static const char *const mishap_names[MISHAPS] = {"",      "joined", "swapped",
                                                  "lower", "blanks", "guillemets"};

static mishap
mishap_of(scan *x)
{
    uint32_t rate = x->s->set->ocr;

    if (!happens(&x->c, rate > UINT32_MAX / 20 ? UINT32_MAX : rate * 20))
        return NO_MISHAP;
    return (mishap)(1 + below(&x->c, MISHAPS - 1));
}

/* Every "<<" as the one character that looks like it. */
static size_t
put_guillemets(char *to, slice text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '<' && i + 1 < text.n && text.p[i + 1] == '<') {
            to[n++] = '\xc2';
            to[n++] = '\xab';
            i++;
        } else {
            to[n++] = text.p[i];
        }
    return n;
}

/* Line after line as they were seen, parted by LF, into seen; returns its length. */
static size_t
see_zone(scan *x, bool lower, mishap m, char *seen)
{
    const zone *z = x->z;
    size_t n = 0;

    for (unsigned k = 0; k < z->lines; k++) {
        x->n = 0;
        scan_line(x, m == SWAPPED ? z->lines - 1 - k : k, m == SPACED);
        for (size_t i = 0; (lower || m == LOWERED) && i < x->n; i++)
            x->text[i] |= x->text[i] >= 'A' && x->text[i] <= 'Z' ? 0x20 : 0;
        if (k != 0 && m != JOINED)
            seen[n++] = '\n';
        if (m == GUILLEMETS) {
            n += put_guillemets(seen + n, (slice){x->text, x->n});
        } else {
            memcpy(seen + n, x->text, x->n);
            n += x->n;
        }
    }
    return n;
}

void
zone_scan(sim *s, unsigned at_post, const zone *z, slice traveller, uint64_t number)
{
    habit_of_reader r = reader_of(s, at_post);
    char seen[6 * ZONE_TEXT], printed[ZONE_TEXT];
    buf *b = &s->zones[at_post]->b;
    slice code = s->w->post[at_post].code;
    scan x = {.s = s,
              .z = z,
              .file = arena_printf(&s->arena, "mrz/%.*s.txt", (int)code.n, code.p),
              .c = chance_of(s->set->seed, OF_ZONE, ~number)};
    size_t n = 0;

    if (r.blank_lines && s->zone_lines[at_post] != 0) {
        buf_puts(b, r.eol);
        s->zone_lines[at_post]++;
    }
    x.line = arena_printf(&s->arena, "%llu", (unsigned long long)s->zone_lines[at_post] + 1);
    mishap m = mishap_of(&x);
    if (m != NO_MISHAP)
        tell_change(&x, mishap_names[m], 0, 0, 0, 0);
    slice all = {seen, see_zone(&x, r.lower, m, seen)};
    for (slice rest = all; rest.p != NULL; s->zone_lines[at_post]++) {
        buf_puts(b, slice_cut(&rest, '\n'));
        buf_puts(b, r.eol);
    }
    for (unsigned k = 0; k < z->lines; k++) {
        memcpy(printed + n, z->line[k], z->width);
        n += z->width;
        printed[n++] = '\n';
    }
    slice value[] = {x.file,
                     x.line,
                     zone_format_names[z->format],
                     traveller,
                     arena_printf(&s->arena, "%u", x.changes),
                     {printed, n - 1},
                     all};
    sim_row(s, TRUTH_ZONES, value, LENGTH(value));
    if (!out_flush_full(s->zones[at_post]))
        s->failed = true;
}

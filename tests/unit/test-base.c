/* What base promises in base.h. */
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

static void
slices(void)
{
    slice rest = S("a;;b"), empty = {NULL, 0};
    uint64_t v;

    same(slice_cut(&rest, ';'), S("a"), "the first item of a list");
    same(slice_cut(&rest, ';'), S(""), "an empty item in the middle");
    ok(rest.p != NULL, "there is more behind it");
    same(slice_cut(&rest, ';'), S("b"), "the last item");
    ok(rest.p == NULL, "and then the end");
    ok(slice_eq(empty, S("")), "empty slices are equal");
    ok(slice_cmp(S("ab"), S("abc")) < 0 && slice_cmp(S("b"), S("abc")) > 0, "slices sort by bytes");
    ok(slice_eq_nocase(S("Ab"), S("aB")) && !slice_eq_nocase(S("Ab"), S("aBc")), "case is folded");
    same(slice_trim(S(" \t x y\r\n")), S("x y"), "blanks at both ends go");
    ok(slice_uint(S("18446744073709551615"), UINT64_MAX, &v) && v == UINT64_MAX,
       "the largest number");
    ok(!slice_uint(S("18446744073709551616"), UINT64_MAX, &v), "one more does not fit");
    ok(slice_uint(S("65"), 65, &v) && !slice_uint(S("66"), 65, &v), "max is kept");
    ok(!slice_uint(S(""), 9, &v) && !slice_uint(S("1a"), 9, &v) && !slice_uint(S("-1"), 9, &v),
       "only digits are a number");
    static const struct {
        int64_t n;
        const char *text;
    } numbers[] = {{0, "0"},
                   {7, "7"},
                   {-1, "-1"},
                   {10, "10"},
                   {-90210, "-90210"},
                   {INT64_MAX, "9223372036854775807"},
                   {INT64_MIN, "-9223372036854775808"}};
    for (size_t i = 0; i < LENGTH(numbers); i++) {
        char text[INT_TEXT];
        slice s = int_text(numbers[i].n, text);
        ok(slice_eq(s, slice_of(numbers[i].text)) && s.p[s.n] == '\0', "the digits of %s",
           numbers[i].text);
    }
}

/* How long the longest tag of a text is, in bytes before its '>'. */
static size_t
longest_tag(slice text)
{
    markup m = {0};
    size_t most = 0;

    for (size_t i = 0; i < text.n; i++) {
        size_t n = markup_byte(&m, text.p[i]);
        most = n > most ? n : most;
    }
    return m.tag != 0 ? SIZE_MAX : most;
}

static void
tags(void)
{
    ok(longest_tag(S("no tag at all, 'quoted' or not")) == 0, "text has none");
    ok(longest_tag(S("<a>")) == 2 && longest_tag(S("x<ab>y</ab>z")) == 4, "a tag is up to its '>'");
    ok(longest_tag(S("<a b='>>>' c=\"'>\">")) == 17, "what is quoted does not end it");
    ok(longest_tag(S("<!-- a comment's \" -->")) == 1, "a comment is no tag, nor are quotes in it");
    ok(longest_tag(S("it's <a>")) == 2, "nor do quotes count in a text");
    ok(longest_tag(S("<a b='>")) == SIZE_MAX, "one that does not end");
}

static void
utf8(void)
{
    /* From the table of well-formed sequences in RFC 3629, section 4. */
    static const struct {
        const char *text;
        size_t n, bad;
        const char *what;
    } cases[] = {
        {"plain text", 10, 10, "ASCII"},
        {"\xc3\xa9", 2, 2, "two bytes"},
        {"\xe2\x82\xac", 3, 3, "three bytes"},
        {"\xf0\x9f\x98\x80", 4, 4, "four bytes"},
        {"ab\xe9", 3, 2, "Latin-1 at the end"},
        {"ab\xe9 12345678", 12, 2, "Latin-1 in the middle"},
        {"\xc0\xaf", 2, 0, "an overlong slash"},
        {"\xe0\x80\xaf", 3, 0, "an overlong slash in three"},
        {"\xf0\x80\x80\xaf", 4, 0, "an overlong slash in four"},
        {"\xed\xa0\x80", 3, 0, "a surrogate"},
        {"\xf4\x90\x80\x80", 4, 0, "above 10FFFF"},
        {"12345678\x80", 9, 8, "a lone continuation"},
        {"\xe2\x82", 2, 0, "cut short"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++)
        ok(slice_utf8((slice){cases[i].text, cases[i].n}) == cases[i].bad, "UTF-8: %s",
           cases[i].what);
}

static void
arenas(void)
{
    arena a = {0};
    slice kept[100];

    for (int round = 0; round < 3; round++) {
        arena_reset(&a);
        for (unsigned i = 0; i < 100; i++)
            kept[i] = arena_printf(&a, "%u %0*d", i, (int)(i * 50), 7);
        bool good = true;
        for (unsigned i = 0; i < 100; i++) {
            char want[16];
            int n = snprintf(want, sizeof want, "%u ", i);
            good = good && slice_starts(kept[i], (slice){want, (size_t)n}) &&
                   kept[i].p[kept[i].n - 1] == '7';
        }
        ok(good, "round %d: what an arena gave stays as it is", round);
    }
    same(arena_join(&a, S("ANNA"), S(" "), S("MARIA")), S("ANNA MARIA"), "two parts are joined");
    same(arena_join(&a, S(""), S(" "), S("MARIA")), S("MARIA"), "nothing is joined to nothing");
    ok((uintptr_t)arena_alloc(&a, 1) % _Alignof(max_align_t) == 0, "pieces are aligned");
    arena_free(&a);
}

static slice
iso(const char *text)
{
    static char written[DATE_TEXT];
    date d;

    if (!date_parse(slice_of(text), &d))
        return S("refused");
    return date_text(d, written);
}

static slice
six(const char *text, date_kind kind, const char *as_of)
{
    static char written[DATE_TEXT];
    date d, on;

    date_parse(slice_of(as_of), &on);
    if (!date_parse_yymmdd(slice_of(text), kind, on, &d))
        return S("refused");
    return date_text(d, written);
}

static void
dates(void)
{
    static const char *const good[] = {"2026-11-23", "2026-11",    "2026",       "0001-01-01",
                                       "9999-12-31", "2024-02-29", "2000-02-29", ""};
    static const char *const bad[] = {"2026-1-1",   "26-11-23",    "2026-13",    "2026-02-29",
                                      "1900-02-29", "2026-00-10",  "2026-04-31", "2026-11-00",
                                      "2026/11/23", "2026-11-23 ", "0000",       "20261123"};
    for (size_t i = 0; i < LENGTH(good); i++)
        same(iso(good[i]), slice_of(good[i]), "the date '%s' is read and written", good[i]);
    for (size_t i = 0; i < LENGTH(bad); i++)
        same(iso(bad[i]), S("refused"), "'%s' is no date", bad[i]);

    /* The century: facts of Doc 9303 zones, read on 2026-11-23. */
    static const struct {
        const char *text;
        date_kind kind;
        const char *as_of, *want;
    } cases[] = {
        {"740812", DATE_BIRTH, "2026-11-23", "1974-08-12"},
        {"261123", DATE_BIRTH, "2026-11-23", "2026-11-23"},
        {"261124", DATE_BIRTH, "2026-11-23", "1926-11-24"},
        {"000229", DATE_BIRTH, "2026-11-23", "2000-02-29"},
        {"010229", DATE_BIRTH, "2026-11-23", "refused"},
        {"26<<<<", DATE_BIRTH, "2026-11-23", "2026"},
        {"2612<<", DATE_BIRTH, "2026-11-23", "1926-12"},
        {"7408<<", DATE_BIRTH, "2026-11-23", "1974-08"},
        {"740000", DATE_BIRTH, "2026-11-23", "1974"},
        {"<<<<<<", DATE_BIRTH, "2026-11-23", ""},
        {"741301", DATE_BIRTH, "2026-11-23", "refused"},
        {"7408A2", DATE_BIRTH, "2026-11-23", "refused"},
        {"74081", DATE_BIRTH, "2026-11-23", "refused"},
        {"610218", DATE_EXPIRY, "2026-11-23", "2061-02-18"},
        {"120415", DATE_EXPIRY, "2026-11-23", "2012-04-15"},
        {"761123", DATE_EXPIRY, "2026-11-23", "2076-11-23"},
        {"761124", DATE_EXPIRY, "2026-11-23", "1976-11-24"},
        {"990101", DATE_EXPIRY, "1999-06-01", "1999-01-01"},
        {"050101", DATE_EXPIRY, "1999-06-01", "2005-01-01"},
        {"600101", DATE_EXPIRY, "1999-06-01", "1960-01-01"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++)
        same(six(cases[i].text, cases[i].kind, cases[i].as_of), slice_of(cases[i].want),
             "%s %s read on %s", cases[i].kind == DATE_BIRTH ? "birth" : "expiry", cases[i].text,
             cases[i].as_of);

    bool round = true;
    for (int32_t n = -719162; n <= 2932896; n++) { /* 0001-01-01 to 9999-12-31 */
        date d = date_from_days(n);
        round = round && date_valid(d) && date_days(d) == n;
    }
    ok(round, "every day of the calendar has its number");
    ok(date_days((date){1970, 1, 1}) == 0 && date_days((date){2000, 3, 1}) == 11017,
       "days count from 1970-01-01");
    ok(date_weekday((date){2026, 11, 23}) == 1 && date_weekday((date){1969, 12, 31}) == 3,
       "2026-11-23 is a Monday, 1969-12-31 a Wednesday");
    /* Years that ISO 8601 puts at the edge. */
    static const struct {
        date d;
        int year, week;
    } weeks[] = {{{2021, 1, 3}, 2020, 53},
                 {{2021, 1, 4}, 2021, 1},
                 {{2008, 12, 29}, 2009, 1},
                 {{2010, 1, 3}, 2009, 53},
                 {{2026, 11, 23}, 2026, 48}};
    for (size_t i = 0; i < LENGTH(weeks); i++) {
        int year, week = date_week(weeks[i].d, &year);
        ok(week == weeks[i].week && year == weeks[i].year, "ISO week %d-W%02d", weeks[i].year,
           weeks[i].week);
    }
    ok(date_cmp((date){2026, 11, 0}, (date){2026, 11, 1}) < 0, "a month sorts before its days");
}

static void
moments(void)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"2026-11-23T04:15:00+04:30", "2026-11-23T04:15:00+04:30"},
        {"2026-11-23T04:15:00Z", "2026-11-23T04:15:00Z"},
        {"2026-11-23T04:15:00", "2026-11-23T04:15:00"},
        {"2026-11-23T04:15", "2026-11-23T04:15:00"},
        {"2026-11-23 04:15:59.123-03:00", "2026-11-23T04:15:59-03:00"},
        {"2026-11-23T04:15:00+0430", "2026-11-23T04:15:00+04:30"},
        {"2026-11-23", "2026-11-23"},
        {"2026-11-23T24:00:00", "refused"},
        {"2026-11-23T04:60:00", "refused"},
        {"2026-11-23T04:15:00+15:00", "refused"},
        {"2026-11-23T04:15:00x", "refused"},
        {"2026-11-23T", "refused"},
        {"2026-11T04:15:00", "refused"},
        {"", "refused"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        char text[MOMENT_TEXT];
        moment m;
        slice got = S("refused");
        if (moment_parse(slice_of(cases[i].text), &m))
            got = moment_text(m, text);
        same(got, slice_of(cases[i].want), "the moment '%s'", cases[i].text);
    }
}

/* All lines of the bytes, each in brackets; a piece of a longer line ends with '~'. */
static slice
lines_of(slice bytes, size_t max, buf *b)
{
    in *f = in_memory("test", bytes);
    slice line;
    bool whole;

    b->n = 0;
    while (in_line(f, max, &line, &whole)) {
        buf_putc(b, '[');
        buf_puts(b, line);
        buf_puts(b, whole ? S("]") : S("~"));
    }
    in_close(f);
    return buf_slice(b);
}

static void
lines(void)
{
    buf b = {0};

    same(lines_of(S("a\nb\r\nc\rd"), 99, &b), S("[a][b][c][d]"), "LF, CRLF, CR and no line end");
    same(lines_of(S("a\n\n\r\n\r\rb\n"), 99, &b), S("[a][][][][][b]"), "blank lines are lines");
    same(lines_of(S(""), 99, &b), S(""), "an empty file has no line");
    same(lines_of(S("abcdefg\nh\n"), 3, &b), S("[abc~[def~[g][h]"), "a long line comes in pieces");
    same(lines_of(S("abc\ndef\n"), 3, &b), S("[abc~[][def~[]"), "a line of just max bytes");
    buf_free(&b);
}

/* What can be seen ahead of the lines that were read. */
static void
lines_ahead(void)
{
    static const char text[] = "one\r\ntwo\n\r\nfour\rfive";
    static const char *want[] = {"one", "two", "", "four", "five"};
    buf packed = {0};
    slice line, rest;
    bool whole;

    for (size_t read = 0; read <= LENGTH(want); read++) {
        in *f = in_memory("test", slice_of(text));
        size_t at = 0, n = read;
        for (size_t i = 0; i < read; i++)
            in_line(f, 99, &line, &whole);
        while (n < LENGTH(want) && in_peek_line(f, &at, 99, &line) &&
               slice_eq(line, slice_of(want[n])))
            n++;
        ok(n == LENGTH(want) && !in_peek_line(f, &at, 99, &line), "after %zu lines: the others",
           read);
        n = read;
        while (n < LENGTH(want) && in_line(f, 99, &line, &whole) &&
               slice_eq(line, slice_of(want[n])))
            n++;
        ok(n == LENGTH(want), "which are still there to be read");
        in_close(f);
    }
    for (size_t i = 0; i < 100000; i++)
        buf_puts(&packed, S("0123456789\n"));
    in *f = in_memory("test", buf_slice(&packed));
    size_t at = 0, n = 0;
    in_line(f, 99, &rest, &whole);
    while (in_peek_line(f, &at, 99, &line) && slice_eq(line, S("0123456789")))
        n++;
    ok(n == 99999, "as far as wanted");
    in_close(f);
    buf_free(&packed);
}

static void
pack(buf *b, slice s)
{
    z_stream z = {0};

    deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    size_t bound = deflateBound(&z, s.n);
    buf_reserve(b, bound);
    z.next_in = (Bytef *)(uintptr_t)s.p;
    z.avail_in = (uInt)s.n;
    z.next_out = (Bytef *)(b->p + b->n);
    z.avail_out = (uInt)bound;
    deflate(&z, Z_FINISH);
    b->n += bound - z.avail_out;
    deflateEnd(&z);
}

static bool
read_all(slice packed, buf *to, error *e)
{
    in *f = in_memory("packed", packed);

    to->n = 0;
    while (in_more(f)) {
        buf_puts(to, f->window);
        in_skip(f, f->window.n);
    }
    bool good = !f->failed;
    *e = f->error;
    in_close(f);
    return good;
}

static void
gzip(void)
{
    buf plain = {0}, packed = {0}, got = {0};
    error e;

    for (int i = 0; i < 100000; i++)
        buf_printf(&plain, "%d\n", i * 7919 % 100003);
    pack(&packed, buf_slice(&plain));
    ok(read_all(buf_slice(&packed), &got, &e) && slice_eq(buf_slice(&got), buf_slice(&plain)),
       "gzip is seen and unpacked");
    pack(&packed, S("second member"));
    buf_puts(&plain, S("second member"));
    ok(read_all(buf_slice(&packed), &got, &e) && slice_eq(buf_slice(&got), buf_slice(&plain)),
       "two members are one stream");
    ok(!read_all((slice){packed.p, packed.n - 5}, &got, &e) && strstr(e.text, "cut short") != NULL,
       "a file that is cut short is told");
    packed.p[packed.n / 3] ^= 0x55;
    ok(!read_all(buf_slice(&packed), &got, &e), "a damaged file is told");
    buf_free(&plain);
    buf_free(&packed);
    buf_free(&got);
}

static slice
slurp(const char *path, buf *b)
{
    error e;
    in *f = in_open(path, &e);

    b->n = 0;
    if (f == NULL)
        return S("missing");
    while (in_more(f)) {
        buf_puts(b, f->window);
        in_skip(f, f->window.n);
    }
    in_close(f);
    return buf_slice(b);
}

static void
outputs(void)
{
    char dir[] = "/tmp/test-base.XXXXXX", path[64];
    buf b = {0};
    error e;

    if (mkdtemp(dir) == NULL)
        return;
    snprintf(path, sizeof path, "%s/out", dir);
    out *o = out_open(path, false, &e);
    buf_puts(&o->b, S("new"));
    out_flush(o);
    same(slurp(path, &b), S("missing"), "nothing appears before the commit");
    ok(out_commit(o, &e), "the commit");
    same(slurp(path, &b), S("new"), "brings the whole file");
    o = out_open(path, false, &e);
    buf_puts(&o->b, S("half"));
    out_flush(o);
    out_abandon(o);
    same(slurp(path, &b), S("new"), "what is abandoned leaves the old one");
    o = out_open("/dev/full", false, &e);
    buf_puts(&o->b, S("x"));
    ok(!out_commit(o, &e) && strstr(e.text, "/dev/full") != NULL, "a full disk is told: %s",
       e.text);
    ok(out_open("/nonexistent/x", false, &e) == NULL, "no folder, no file: %s", e.text);
    unlink(path);
    ok(rmdir(dir) == 0, "no temporary file is left");
    buf_free(&b);
}

static void
diags(void)
{
    diag d = {.program = "p", .keep = true}, other = {.program = "p", .keep = true};

    diag_warn(&d, (place){"f", 3, 2, 17}, "odd");
    same(buf_slice(&d.text), S("p: f: line 3: field 2: warning: odd\n"), "file, line and field");
    d.text.n = 0;
    diag_reject(&d, (place){"f", 0, 0, 17}, S("bytes"), "a\x1b[31m\n%s", "\xff");
    same(buf_slice(&d.text), S("p: f: byte 17: a\\x1b[31m\\x0a?\n"),
         "byte offset; what a terminal would obey is shown");
    same(buf_slice(&d.rejects), S("bytes\n"), "rejected bytes are kept");
    diag_reject_part(&other, S("one "));
    diag_reject(&other, (place){"g", 1, 0, -1}, S("two\n"), "long");
    diag_merge(&d, &other);
    same(buf_slice(&d.rejects), S("bytes\none two\n"), "merged behind, in one piece");
    ok(d.rejected == 2 && other.rejected == 0 && other.text.n == 0, "counts are moved");
    d.level = -1;
    d.text.n = 0;
    diag_warn(&d, (place){0}, "odd");
    diag_note(&d, (place){0}, "odd");
    ok(d.text.n == 0 && d.warnings == 2, "-q: warnings are counted, not said");
    diag_free(&d);
    diag_free(&other);
}

static void
square(void *job, unsigned worker)
{
    unsigned *v = job;

    (void)worker;
    for (unsigned i = 0; i < (*v * 7919) % 20000; i++) /* uneven work */
        __asm__ volatile("" ::: "memory");
    *v *= *v;
}

static void
pools(void)
{
    for (unsigned threads = 1; threads <= 4; threads++) {
        error e;
        pool *p = pool_new(threads, square, &e);
        unsigned jobs[500], taken = 0;
        bool good = true;
        for (unsigned i = 0; i < LENGTH(jobs); i++) {
            jobs[i] = i;
            pool_put(p, &jobs[i]);
            while (pool_held(p) > 40) {
                unsigned *v = pool_take(p);
                good = good && v == &jobs[taken] && *v == taken * taken;
                taken++;
            }
        }
        for (unsigned *v; (v = pool_take(p)) != NULL; taken++)
            good = good && v == &jobs[taken] && *v == taken * taken;
        ok(good && taken == LENGTH(jobs), "%u threads: every job once, in order", threads);
        pool_free(p);
    }
}

int
main(void)
{
    slices();
    tags();
    utf8();
    arenas();
    dates();
    moments();
    lines();
    lines_ahead();
    gzip();
    outputs();
    diags();
    pools();
    return tap_done();
}

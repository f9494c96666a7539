/* What stream promises in stream.h. */
#include "tap.h"

#include "stream/stream.h"

#include <stdlib.h>

static diag said; /* of the last read_rows */
static buf shown;

/* Every row as (field|field), from a file of these bytes; or why it is none. */
static slice
read_rows(slice bytes)
{
    in *f = in_memory("t.csv", bytes);
    error e;
    row r;

    diag_free(&said);
    said = (diag){.keep = true};
    shown.n = 0;
    csv_in *c = csv_open(f, &said, &e);
    if (c == NULL) {
        buf_printf(&shown, "!%s", e.text);
    } else {
        while (csv_next(c, &r)) {
            buf_printf(&shown, "%llu(", (unsigned long long)r.where.line);
            for (unsigned i = 0; i < r.n; i++) {
                buf_puts(&shown, i ? S("|") : S(""));
                buf_puts(&shown, r.field[i]);
            }
            buf_putc(&shown, ')');
        }
        csv_close(c);
    }
    in_close(f);
    return buf_slice(&shown);
}

#define said_is(want, ...)     same(buf_slice(&said.text), S(want), __VA_ARGS__)
#define rejects_are(want, ...) same(buf_slice(&said.rejects), S(want), __VA_ARGS__)

static void
good_rows(void)
{
    static const struct {
        slice bytes, want;
        const char *what;
    } cases[] = {
        {S("a,b\n1,2\n"), S("2(1|2)"), "LF"},
        {S("a,b\r\n1,2\r\n"), S("2(1|2)"), "CRLF"},
        {S("a,b\r1,2\r3,4"), S("2(1|2)3(3|4)"), "CR, and no line end at the end"},
        {S("\xef\xbb\xbf"
           "a,b\n1,2\n"),
         S("2(1|2)"), "a BOM"},
        {S("a,b\n\n1,2\n\r\n\n3,4\n"), S("3(1|2)6(3|4)"), "blank lines count, and mean nothing"},
        {S("a,b\n\"1\n\n2\",x\n3,4\n"), S("2(1\n\n2|x)5(3|4)"), "line ends inside quotes"},
        {S("a,b\n\"1\r\n2\",x\n3,4\n"), S("2(1\r\n2|x)4(3|4)"), "CRLF inside quotes"},
        {S("a,b\n\"1\r2\",x\r3,4\r"), S("2(1\r2|x)4(3|4)"), "CR inside quotes"},
        {S("a,b\n\"x\"\"y\",\"\"\n"), S("2(x\"y|)"), "doubled quotes, an empty quoted field"},
        {S("a,b\n 1 ,\t2\n"), S("2( 1 |\t2)"), "blanks are part of a field"},
        {S("a,b\n\" 1\",2 \n"), S("2( 1|2 )"), "beside quotes too"},
        {S("a,b\n,\n"), S("2(|)"), "empty fields"},
        {S("a\n\"\"\n \n"), S("2()3( )"), "one column, empty and blank"},
        {S("a,b\n\"1,2\",3\n"), S("2(1,2|3)"), "a comma inside quotes"},
        {S("a,b\n\xc3\xa9,\xd8\xb9\n"), S("2(\xc3\xa9|\xd8\xb9)"), "UTF-8"},
        {S("a,b"), S(""), "a header alone"},
        {S("a,b\n1,2\n\n\n"), S("2(1|2)"), "blank lines at the end"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        same(read_rows(cases[i].bytes), cases[i].want, "rows: %s", cases[i].what);
        ok(said.rejected == 0 && said.text.n == 0, "rows: %s: nothing is said", cases[i].what);
    }
}

static void
bad_rows(void)
{
    same(read_rows(S("a,b\n1\n3,4\n5,6,7\n8,9\n")), S("3(3|4)5(8|9)"), "ragged rows are left out");
    said_is("t.csv: line 2: the row has 1 fields, the header 2\n"
            "t.csv: line 4: the row has 3 fields, the header 2\n",
            "and named");
    rejects_are("1\n5,6,7\n", "and kept whole");
    ok(said.read == 4 && said.rejected == 2, "all were read");

    same(read_rows(S("a,b\n\"1,2\n3,4\n5,6\n")), S("3(3|4)4(5|6)"),
         "a quote that never closes costs its own line only");
    said_is("t.csv: line 2: a quoted field that does not end\n", "and is named");
    rejects_are("\"1,2\n", "and kept");

    same(read_rows(S("a,b\n\"1,2\n\"3\",4\n5,6\n")), S("3(3|4)4(5|6)"),
         "also when a later quote seems to close it");
    same(read_rows(S("a,b\n1,x\"y\n3,4\n")), S("3(3|4)"), "a stray quote");
    same(read_rows(S("a,b\n\"1\"x,2\n3,4\n")), S("3(3|4)"), "bytes behind a closing quote");
    same(read_rows(S("a,b\n1,\xe9\n3,4\n")), S("3(3|4)"), "Latin-1");
    said_is("t.csv: line 2: field 2: not UTF-8: byte 0xe9\n", "is named, with its field");
    same(read_rows(S("a,b\n1,\0\n3,4\n")), S("3(3|4)"), "a NUL");

    /* A record just as long as allowed, and one byte longer. */
    buf b = {0};
    for (size_t more = 0; more < 2; more++) {
        b.n = 0;
        buf_puts(&b, S("a,b\n1,"));
        size_t n = CSV_RECORD_MAX - 2 + more;
        buf_reserve(&b, n);
        memset(b.p + b.n, 'x', n);
        b.n += n;
        buf_puts(&b, S("\n3,4\n"));
        slice got = read_rows(buf_slice(&b));
        ok(said.rejected == more && said.rejects.n == (more ? CSV_RECORD_MAX + 2 : 0),
           "a record of the longest length%s", more ? " and one byte" : "");
        ok(slice_eq((slice){got.p + got.n - 6, 6}, S("3(3|4)")), "the next row is there");
    }
    /* A quote that is open for longer than a record may be. */
    b.n = 0;
    buf_puts(&b, S("a,b\n\"1,2\n"));
    for (int i = 0; i < 300000; i++)
        buf_puts(&b, S("3,4\n"));
    read_rows(buf_slice(&b));
    ok(said.rejected == 1 && said.read == 300001,
       "an open quote before a long file costs one line");
    buf_free(&b);
}

static void
headers(void)
{
    same(read_rows(S("")), S("!t.csv: no header: the file is empty"), "an empty file");
    same(read_rows(S("\n\n")), S("!t.csv: no header: the file is empty"), "blank lines only");
    same(read_rows(S("a,b,a\n")), S("!t.csv: line 1: column 'a' stands twice in the header"),
         "twice");
    same(read_rows(S("a,,b\n")), S("!t.csv: line 1: column 2 has no name"), "no name");
    ok(slice_starts(read_rows(S("\xff\xfe"
                                "a\0,\0")),
                    S("!t.csv: UTF-16")),
       "UTF-16 is told");
    ok(slice_starts(read_rows(S("a,\"b\n1,2\n")), S("!t.csv: line 1: a quoted field")),
       "a bad header");
    in *f = in_memory("t.csv", S("x,surname,y\n1,2,3\n"));
    diag d = {0};
    error e;
    row r;
    csv_in *c = csv_open(f, &d, &e);
    ok(csv_col(c, COL_surname) == 1 && csv_col(c, COL_sex) == -1 && csv_find(c, S("y")) == 2,
       "columns are found by name");
    ok(csv_next(c, &r), "a row");
    same(row_get(&r, csv_col(c, COL_surname)), S("2"), "a value by its column");
    same(row_get(&r, -1), S(""), "a column that is not there is empty");
    same(r.raw, S("1,2,3"), "the row as it was read");
    ok(r.verbatim && r.where.offset == 12, "and where");
    csv_close(c);
    in_close(f);
    diag_free(&d);
}

/*
 * Three fields of each length up to 17, with a byte that may matter at an end of
 * one of them: read as they are, and passed on as the writer would write them.
 */
static void
fields_of_each_length(void)
{
    enum { LONGEST = 17, ROWS = (LONGEST + 1) * (LONGEST + 1) };
    static const char odd[] = " \t\v-+.!x";
    static const char delimiters[] = ",;";
    static char text[ROWS][3][LONGEST + 1];
    slice field[ROWS][3];
    buf b = {0}, as_written = {0}, passed = {0};
    unsigned wrong = 0, rows = 0;

    for (unsigned k = 0; k < sizeof odd * 6 * 2; k++) {
        char byte = odd[k / 12], delimiter = delimiters[k % 2];
        unsigned which = k / 2 % 6; /* field, and which end of it */
        b.n = 0;
        memset(text, 'x', sizeof text);
        for (size_t i = 0; i < ROWS; i++) {
            size_t n[3] = {i % (LONGEST + 1), i / (LONGEST + 1), i % LONGEST};
            for (size_t f = 0; f < 3; f++)
                field[i][f] = (slice){text[i][f], n[f]};
            if (n[which / 2] != 0 && byte != '\0')
                text[i][which / 2][which % 2 ? n[which / 2] - 1 : 0] = byte;
            for (size_t f = 0; f < 3; f++) {
                buf_puts(&b, field[i][f]);
                buf_putc(&b, f < 2 ? delimiter : '\n');
            }
        }
        in *f = in_memory("t", buf_slice(&b));
        diag d = {0};
        error e;
        row r;
        csv_in *c = csv_open_as(f, &(csv_form){.delimiter = delimiter, .header = "a,b,c"}, &d, &e);
        for (size_t i = 0; i < ROWS; i++, rows++) {
            if (!csv_next(c, &r) || r.n != 3) {
                wrong++;
                continue;
            }
            as_written.n = passed.n = 0;
            csv_put_values(&as_written, field[i], 3);
            csv_put_row(&passed, &r);
            wrong += !slice_eq(buf_slice(&passed), buf_slice(&as_written));
            for (size_t n = 0; n < 3; n++)
                wrong += !slice_eq(r.field[n], field[i][n]);
        }
        wrong += csv_next(c, &r);
        csv_close(c);
        in_close(f);
        diag_free(&d);
    }
    ok(wrong == 0 && rows > 30000, "fields of each length, and what stands at their ends: %u of %u",
       wrong, rows);
    buf_free(&b);
    buf_free(&as_written);
    buf_free(&passed);
}

/* What is written is read again as it was, whatever it holds. */
static void
written(void)
{
    static const slice nasty[] = {S(""),       S("plain"), S("a,b"),   S("q\"q"),       S("\""),
                                  S("l\nl"),   S("l\rl"),  S(" lead"), S("trail "),     S("\t"),
                                  S("\"\"\""), S(","),     S("\n"),    S("\xc3\xa9,\n")};
    buf b = {0};
    bool good = true;

    for (size_t i = 0; i < LENGTH(nasty); i++) {
        for (size_t k = 0; k < LENGTH(nasty); k++) {
            slice pair[2] = {nasty[i], nasty[k]};
            b.n = 0;
            buf_puts(&b, S("a,b\n"));
            csv_put_values(&b, pair, 2);
            buf_putc(&b, '\n');
            in *f = in_memory("t", buf_slice(&b));
            diag d = {0};
            error e;
            row r;
            csv_in *c = csv_open(f, &d, &e);
            good = good && csv_next(c, &r) && slice_eq(r.field[0], pair[0]) &&
                   slice_eq(r.field[1], pair[1]) && !csv_next(c, &r) && d.rejected == 0;
            csv_close(c);
            in_close(f);
            diag_free(&d);
        }
    }
    ok(good, "every pair of nasty values comes back");
    /* Each byte at each place of fields of each length up to 40. */
    good = true;
    for (size_t n = 1; n <= 40; n++) {
        for (size_t at = 0; at < n; at++) {
            for (int c = 1; c < 128; c++) {
                char text[40];
                memset(text, 'x', sizeof text);
                text[at] = (char)c;
                bool quoted = c == '"' || c == ',' || c == '\r' || c == '\n' ||
                              ((c == ' ' || c == '\t') && (at == 0 || at + 1 == n));
                b.n = 0;
                csv_put(&b, (slice){text, n});
                good = good && (quoted ? b.p[0] == '"' && b.n >= n + 2
                                       : b.n == n && memcmp(b.p, text, n) == 0);
            }
        }
    }
    ok(good, "what must be quoted is, wherever it stands, and nothing else");
    b.n = 0;
    csv_put_values(&b, &(slice){NULL, 0}, 1);
    same(buf_slice(&b), S("\"\""), "one empty value is no blank line");
    b.n = 0;
    csv_put(&b, S("a b"));
    same(buf_slice(&b), S("a b"), "what need not be quoted is not");
    b.n = 0;
    csv_put(&b, S("MULUGETA !KEBEDE"));
    csv_put(&b, S("MULUGETA ,KEBEDE"));
    csv_put(&b, S(" MULUGETA KEBED "));
    same(buf_slice(&b), S("MULUGETA !KEBEDE\"MULUGETA ,KEBEDE\"\" MULUGETA KEBED \""),
         "names with blanks, and what stands beside them");
    b.n = 0;
    enum column cols[] = {COL_surname, COL_sex};
    slice rec[COL_COUNT] = {[COL_surname] = S("O,X"), [COL_sex] = S("F")};
    csv_put_header(&b, cols, 2);
    csv_put_record(&b, cols, 2, rec);
    same(buf_slice(&b), S("surname,sex\n\"O,X\",F\n"), "a header and a record");
    buf_free(&b);
}

/* Rows of which most is empty are the same rows, with a comma behind the last value. */
static void
sparse(void)
{
    enum { N = CSV_SPARSE_MAX };
    static const char bytes[] = "ab Z-,\"!\n\t.";
    enum column cols[N];
    slice own[COL_COUNT] = {{NULL, 0}}, base[COL_COUNT] = {{NULL, 0}}, all[N];
    static char text[2 * N][24];
    uint32_t chance = 1;
    bool good = true;
    buf one = {0}, two = {0};

    for (unsigned i = 0; i < N; i++)
        cols[i] = (enum column)(2 * i);
    for (unsigned round = 0; round < 20000; round++) {
        uint64_t bits = 0;
        size_t n = round % (N + 1);
        for (unsigned i = 0; i < n; i++) {
            slice *to[] = {&own[cols[i]], &base[cols[i]]};
            for (unsigned k = 0; k < 2; k++) {
                char *p = text[2 * i + k];
                chance = chance * 1664525u + 1013904223u;
                to[k]->n = chance >> 28 < 9 ? 0 : (chance >> 16) % sizeof text[0];
                to[k]->p = p;
                for (size_t c = 0; c < to[k]->n; c++) {
                    chance = chance * 1664525u + 1013904223u;
                    p[c] = bytes[(chance >> 16) % (chance >> 30 == 0 ? sizeof bytes - 1 : 5)];
                }
            }
            all[i] = to[0]->n != 0 ? *to[0] : *to[1];
            bits |= (uint64_t)(all[i].n != 0) << i;
        }
        one.n = two.n = 0;
        csv_put_sparse(&one, cols, n, bits, own, base);
        for (size_t i = 0; i < n; i++) {
            csv_put(&two, all[i]);
            buf_putc(&two, ',');
        }
        good = good && slice_eq(buf_slice(&one), buf_slice(&two));
    }
    ok(good, "a row that is mostly empty is as its values alone");
    buf_free(&one);
    buf_free(&two);
}

static void
dictionary(void)
{
    static const struct {
        enum column c;
        slice v;
        bool good;
    } cases[] = {
        {COL_birth_date, S("1980-02-29"), true},
        {COL_birth_date, S("1980-02"), true},
        {COL_birth_date, S("29.02.1980"), false},
        {COL_crossing_time, S("2026-11-23T04:15:00+04:30"), true},
        {COL_crossing_time, S("04:15"), false},
        {COL_nationality, S("DEU"), true},
        {COL_nationality, S("D"), false},
        {COL_nationality, S("deu"), false},
        {COL_sex, S("X"), true},
        {COL_sex, S("U"), false},
        {COL_dep_port, S("KBL"), true},
        {COL_dep_port, S("AFKBL"), true},
        {COL_dep_port, S("KABUL AIRPORT"), false},
        {COL_hit_score, S("0.875"), true},
        {COL_hit_score, S("1.000"), true},
        {COL_hit_score, S("1.001"), false},
        {COL_hit_score, S("0.9"), false},
        {COL_direction, S("exit"), true},
        {COL_direction, S("out"), false},
        {COL_movement_id, S("0123456789abcdef0123456789abcdef"), true},
        {COL_movement_id, S("0123456789ABCDEF0123456789ABCDEF"), false},
        {COL_traveller_type, S("CREW"), true},
        {COL_traveller_type, S("PILOT"), false},
        {COL_surname, S("anything, at all"), true},
        {COL_birth_date, S(""), true},
    };
    for (size_t i = 0; i < LENGTH(cases); i++)
        ok(column_check(cases[i].c, cases[i].v, NULL) == cases[i].good, "%s '%s' is %s",
           column_table[cases[i].c].name.p, cases[i].v.p, cases[i].good ? "good" : "not");
    ok(column_find(S("surname")) == COL_surname && column_find(S("Surname")) == -1,
       "a column by its name");
    bool unique = true;
    for (int i = 0; i < COL_COUNT; i++)
        unique = unique && column_find(column_table[i].name) == i;
    ok(unique, "no name stands twice");
}

int
main(void)
{
    good_rows();
    bad_rows();
    headers();
    fields_of_each_length();
    written();
    sparse();
    dictionary();
    diag_free(&said);
    buf_free(&shown);
    return tap_done();
}

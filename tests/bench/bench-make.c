/*
 * bench-make KIND N: input for the bench, the same bytes at every run.
 *
 *	rows N		CSV, N travellers
 *	zones N		lines of N machine readable zones, one of ten a TD1
 *	paxlst N	interchanges with N travellers, 400 a message
 *	list N		CSV, an alert list of N persons
 *
 * Names are put together from syllables; nobody bears them.
 */
#include "base/base.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK = 1 << 18, RECORD = 1 << 10, MESSAGE = 400 };

static char block[BLOCK + RECORD];
static char *at = block;

static void
flush(void)
{
    for (char *p = block; p < at;) {
        ssize_t n = write(STDOUT_FILENO, p, (size_t)(at - p));
        if (n < 0 && errno != EINTR)
            exit(errno == EPIPE ? 0 : 2);
        p += n > 0 ? n : 0;
    }
    at = block;
}

/* ---- chance: xorshift64*, from a fixed seed ---- */

static uint64_t state = 20261123;

static unsigned
below(unsigned n)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (unsigned)(((state * UINT64_C(2685821657736338717)) >> 33) * n >> 31);
}

/* ---- pieces ---- */

static void
put(slice s)
{
    memcpy(at, s.p, s.n);
    at += s.n;
}

static void
put_digits(uint64_t v, unsigned width)
{
    for (unsigned i = width; i-- > 0; v /= 10)
        at[i] = (char)('0' + v % 10);
    at += width;
}

static const slice countries[] = {
    {"AFG", 3}, {"PAK", 3}, {"IRN", 3}, {"IND", 3}, {"TUR", 3}, {"UZB", 3}, {"TJK", 3},
    {"CHN", 3}, {"DEU", 3}, {"FRA", 3}, {"GBR", 3}, {"USA", 3}, {"NGA", 3}, {"ETH", 3},
    {"RUS", 3}, {"KAZ", 3}, {"ARE", 3}, {"SAU", 3}, {"EGY", 3}, {"KOR", 3}, {"JPN", 3},
};

/* 2 to 4 syllables: 60 of them make some 13 million names. */
static slice
name(char *to, unsigned syllables)
{
    static const char table[60][4] = {
        "ba",  "bel", "chi", "da",  "dor", "du",  "el",  "fa",  "far", "ga",  "gul", "ha",
        "hin", "i",   "ja",  "ka",  "kar", "kin", "la",  "len", "li",  "lo",  "ma",  "mir",
        "mo",  "na",  "nes", "ni",  "nur", "o",   "pa",  "pel", "qa",  "ra",  "ren", "ri",
        "ro",  "sa",  "sha", "sin", "so",  "sul", "ta",  "tem", "ti",  "tor", "u",   "va",
        "ved", "vi",  "wa",  "wen", "xa",  "ya",  "yen", "yo",  "za",  "zar", "zi",  "zul"};
    char *p = to;

    while (syllables-- > 0)
        for (const char *s = table[below(60)]; *s != '\0'; s++)
            *p++ = (char)(*s - 'a' + 'A');
    return slice_between(to, p);
}

typedef struct person {
    char surname_text[16], given_text[24];
    slice surname, given, nationality;
    char sex;
    unsigned birth, expiry; /* YYYYMMDD */
    char number[9];
} person;

static unsigned
day(unsigned year, unsigned years)
{
    return (year + below(years)) * 10000 + (1 + below(12)) * 100 + 1 + below(28);
}

static void
somebody(person *p)
{
    p->surname = name(p->surname_text, 2 + below(3));
    p->given = name(p->given_text, 2 + below(2));
    if (below(4) == 0) {
        p->given_text[p->given.n] = ' ';
        p->given.n += 1 + name(p->given_text + p->given.n + 1, 2).n;
    }
    p->nationality = countries[below(LENGTH(countries))];
    p->sex = below(2) != 0 ? 'M' : 'F';
    p->birth = day(1946, 80);
    p->expiry = day(2027, 9);
    unsigned number = below(100000000);
    p->number[0] = (char)('A' + below(26));
    for (unsigned i = 8; i > 0; i--, number /= 10)
        p->number[i] = (char)('0' + number % 10);
}

static void
put_date(unsigned d)
{
    put_digits(d / 10000, 4);
    *at++ = '-';
    put_digits(d / 100 % 100, 2);
    *at++ = '-';
    put_digits(d % 100, 2);
}

/* ---- rows and lists ---- */

static void
row_head(void)
{
    put(S("surname,given_names,birth_date,sex,nationality,traveller_type,doc_type,doc_issuer,"
          "doc_number,doc_expiry,transport_mode,flight,dep_port,arr_port,arr_time,pnr_locator,"
          "message_type,message_sender,address\n"));
}

static void
row(uint64_t i)
{
    static const slice ports[] = {{"DXB", 3}, {"IST", 3}, {"DEL", 3}, {"TAS", 3}, {"FRA", 3}};
    person p;

    somebody(&p);
    put(p.surname), put(S(",")), put(p.given), put(S(","));
    put_date(p.birth), put(S(","));
    *at++ = p.sex;
    put(S(",")), put(p.nationality), put(S(",PAX,P,")), put(p.nationality), put(S(","));
    put((slice){p.number, 9}), put(S(","));
    put_date(p.expiry), put(S(",air,ZZ")), put_digits(100 + below(40), 3), put(S(","));
    put(ports[below(LENGTH(ports))]), put(S(",KBL,")), put_date(day(2026, 1));
    *at++ = 'T';
    put_digits(below(24), 2), put(S(":")), put_digits(below(60), 2), put(S(":00,"));
    put_digits(i % 1000000, 6), put(S(",PAXLST,ZZAIR,"));
    if (below(16) == 0) {
        *at++ = '"';
        put_digits(1 + below(99), 2), put(S(" ROAD OF ")), put(p.surname), put(S(", BLOCK \"\""));
        put_digits(below(10), 1), put(S("\"\"\""));
    }
    *at++ = '\n';
}

static void
list_head(void)
{
    put(S("hit_id,surname,given_names,aliases,birth_date,sex,nationality,doc_number,doc_issuer\n"));
}

static void
entry(uint64_t i)
{
    person p, alias;

    somebody(&p), somebody(&alias);
    put(S("B-")), put_digits(i + 1, 7), put(S(",")), put(p.surname), put(S(",")), put(p.given);
    *at++ = ',';
    if (below(2) != 0)
        put(alias.surname), put(S(" ")), put(alias.given);
    *at++ = ',';
    if (below(4) != 0)
        put_date(p.birth);
    *at++ = ',';
    *at++ = p.sex;
    put(S(",")), put(p.nationality), put(S(","));
    if (below(2) != 0)
        put((slice){p.number, 9}), put(S(",")), put(p.nationality);
    else
        *at++ = ',';
    *at++ = '\n';
}

/* ---- zones ---- */

/* Doc 9303 part 3, 4.9: weights 7 3 1; a filler counts nothing. */
static unsigned
weigh(const char *p, size_t n, unsigned *turn, unsigned sum)
{
    static const unsigned weight[3] = {7, 3, 1};

    for (size_t i = 0; i < n; i++, ++*turn) {
        unsigned v = p[i] >= 'A'                  ? (unsigned)(p[i] - 'A') + 10
                     : p[i] >= '0' && p[i] <= '9' ? (unsigned)(p[i] - '0')
                                                  : 0;
        sum += v * weight[*turn % 3];
    }
    return sum;
}

/* The n characters behind from, and their check digit. */
static void
put_check(const char *from, size_t n)
{
    unsigned turn = 0;
    *at++ = (char)('0' + weigh(from, n, &turn, 0) % 10);
}

static void
put_name(const person *p, size_t width)
{
    char *end = at + width;

    memset(at, '<', width);
    put(p->surname);
    at += 2;
    for (size_t i = 0; i < p->given.n && at < end; i++, at++)
        if (p->given.p[i] != ' ')
            *at = p->given.p[i];
    at = end;
}

static void
put_fill(size_t n)
{
    memset(at, '<', n);
    at += n;
}

static void
zone(uint64_t i)
{
    person p;
    char *line = at, *two;
    unsigned turn = 0, sum;

    somebody(&p);
    if (i % 10 == 9) { /* TD1: part 5 */
        put(S("I<")), put(p.nationality), put((slice){p.number, 9});
        put_check(at - 9, 9);
        put_fill(15);
        *at++ = '\n';
        two = at;
        put_digits(p.birth % 1000000, 6), put_check(at - 6, 6);
        *at++ = p.sex;
        put_digits(p.expiry % 1000000, 6), put_check(at - 6, 6);
        put(p.nationality);
        put_fill(11);
        sum = weigh(line + 5, 25, &turn, 0);
        sum = weigh(two, 7, &turn, sum);
        sum = weigh(two + 8, 7, &turn, sum);
        *at++ = (char)('0' + weigh(two + 18, 11, &turn, sum) % 10);
        *at++ = '\n';
        put_name(&p, 30);
    } else { /* TD3: part 4 */
        put(S("P<")), put(p.nationality);
        put_name(&p, 39);
        *at++ = '\n';
        two = at;
        put((slice){p.number, 9}), put_check(at - 9, 9);
        put(p.nationality);
        put_digits(p.birth % 1000000, 6), put_check(at - 6, 6);
        *at++ = p.sex;
        put_digits(p.expiry % 1000000, 6), put_check(at - 6, 6);
        put_fill(14);
        *at++ = '0';
        sum = weigh(two, 10, &turn, 0);
        sum = weigh(two + 13, 7, &turn, sum);
        *at++ = (char)('0' + weigh(two + 21, 22, &turn, sum) % 10);
    }
    *at++ = '\n';
}

/* ---- passenger lists ---- */

static uint64_t segments;

static void
end(void)
{
    put(S("'\n"));
    segments++;
}

static void
open_list(uint64_t ref)
{
    put(S("UNB+UNOA:4+ZZAIR+AFGAPI+261122:1830+")), put_digits(ref, 7), end();
    segments = 0;
    put(S("UNH+1+PAXLST:D:02B:UN:IATA+ZZ700/261123+01:F")), end();
    put(S("BGM+745")), end();
    put(S("TDT+20+ZZ700+++ZZ")), end();
    put(S("LOC+125+DXB")), end();
    put(S("DTM+189:2611230110:201")), end();
    put(S("LOC+87+KBL")), end();
    put(S("DTM+232:2611230440:201")), end();
}

static void
close_list(uint64_t ref, uint64_t n)
{
    char number[24];

    put(S("CNT+42:")), put_digits(n, 3), end();
    snprintf(number, sizeof number, "%llu", (unsigned long long)segments + 1);
    put(S("UNT+")), put(slice_of(number)), put(S("+1")), end();
    put(S("UNZ+1+")), put_digits(ref, 7), end();
}

static void
passenger(void)
{
    person p;

    somebody(&p);
    put(S("NAD+FL+++")), put(p.surname), put(S(":")), put(p.given), end();
    put(S("ATT+2++"));
    *at++ = p.sex;
    end();
    put(S("DTM+329:")), put_digits(p.birth % 1000000, 6), end();
    put(S("LOC+178+DXB")), end();
    put(S("LOC+179+KBL")), end();
    put(S("NAT+2+")), put(p.nationality), end();
    put(S("RFF+AVF:Q")), put_digits(below(100000), 5), end();
    put(S("DOC+P:110:111+")), put((slice){p.number, 9}), end();
    put(S("DTM+36:")), put_digits(p.expiry % 1000000, 6), end();
    put(S("LOC+91+")), put(p.nationality), end();
}

static void
paxlst(uint64_t i, uint64_t n)
{
    uint64_t first = i - i % MESSAGE, ref = i / MESSAGE + 1;

    if (i == first)
        open_list(ref);
    passenger();
    if (i + 1 == n || i + 1 == first + MESSAGE)
        close_list(ref, i + 1 - first);
}

int
main(int argc, char **argv)
{
    slice kind = slice_of(argc == 3 ? argv[1] : "");
    bool rows = slice_eq(kind, S("rows")), list = slice_eq(kind, S("list")),
         zones = slice_eq(kind, S("zones")), messages = slice_eq(kind, S("paxlst"));
    uint64_t n;

    if (!(rows || list || zones || messages) || !slice_uint(slice_of(argv[2]), 1u << 31, &n)) {
        fprintf(stderr, "usage: bench-make rows|zones|paxlst|list N\n");
        return 2;
    }
    if (rows)
        row_head();
    if (list) {
        state += 2; /* other persons than the rows have */
        list_head();
    }
    for (uint64_t i = 0; i < n; i++) {
        if (rows)
            row(i);
        else if (list)
            entry(i);
        else if (zones)
            zone(i);
        else
            paxlst(i, n);
        if (at - block > BLOCK - RECORD)
            flush();
    }
    flush();
    return 0;
}

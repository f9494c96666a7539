/* The EDIFACT reader and the passenger list. */
#include "edi/edi.h"
#include "tap.h"

#include <stdlib.h>

enum { ROWS_MAX = 64, TRAVELLERS = 4 };

static const date today = {2026, 11, 23};

typedef struct result {
    unsigned rows;
    slice row[ROWS_MAX][PNR_COLUMNS];
    diag d;
    arena a;
} result;

static void
read_all(result *r, slice bytes)
{
    arena_free(&r->a);
    diag_free(&r->d);
    *r = (result){.d = {.level = 1, .keep = true}};
    in *f = in_memory("file", bytes);
    pnr_settings settings = {.as_of = today, .wanted = 1 << PNR_TRAVELLERS};
    pnr_reader *reader = pnr_open(f, &r->d, &settings);
    const pnr *p;
    while ((p = pnr_next(reader)) != NULL)
        for (const pnr_traveller *t = p->travellers; t != NULL && r->rows < ROWS_MAX; t = t->next) {
            for (unsigned c = 0; c < PNR_COLUMNS; c++)
                r->row[r->rows][c] = arena_dup(&r->a, t->rec[c].n != 0 ? t->rec[c] : p->base[c]);
            r->rows++;
        }
    pnr_close(reader);
    in_close(f);
}

static bool
holds(const buf *b, const char *text)
{
    size_t n = strlen(text);

    for (size_t i = 0; n != 0 && i + n <= b->n; i++)
        if (memcmp(b->p + i, text, n) == 0)
            return true;
    return n == 0;
}

/* ---- a list whose every value carries the number of its traveller ---- */

static size_t group_at[TRAVELLERS + 1]; /* where each group begins, and the last ends */

static void
put_list(buf *b)
{
    size_t segments = 15; /* but the travellers' */

    buf_puts(b, S("UNB+UNOA:4+SENDER+STATE+261120:0500+REF1'UNH+M1+PAXLST:D:02B:UN:IATA'"
                  "BGM+745'NAD+MS+++DESK'COM+555:TE'"
                  "TDT+20+ZZ011+++ZZ'LOC+92+AAA'DTM+189:2611230100:201'LOC+92+BBB'"
                  "TDT+20+ZZ022+++ZZ'LOC+125+BBB'DTM+189:2611230500:201'LOC+87+CCC'"
                  "DTM+232:2611230900:201'"));
    for (int k = 1; k <= TRAVELLERS; k++) {
        group_at[k - 1] = b->n;
        buf_printf(b,
                   "NAD+FL+++SUR%d:GIV%d'ATT+2++%c'DTM+329:6%d0%d0%d'LOC+174+%s'LOC+178+AA%d'"
                   "NAT+2+%s'RFF+AVF:PNR%d'DOC+P:110:111+P%d'DTM+36:3%d0101'LOC+91+%s'"
                   "DOC+V+V%d'DTM+36:3%d0202'",
                   k, k, k % 2 ? 'M' : 'F', k, k, k, (k % 2) ? "FRA" : "ESP", k,
                   k % 2 ? "FRA" : "ESP", k, k, k, k % 2 ? "FRA" : "ESP", k, k);
        segments += 12;
    }
    group_at[TRAVELLERS] = b->n;
    buf_printf(b, "CNT+42:%d'UNT+%zu+M1'UNZ+1+REF1'", TRAVELLERS, segments);
}

/* What traveller k has in a column. */
static slice
truth(enum column c, int k, char text[32])
{
    switch (c) {
    case COL_surname:
        snprintf(text, 32, "SUR%d", k);
        break;
    case COL_given_names:
        snprintf(text, 32, "GIV%d", k);
        break;
    case COL_birth_date:
        snprintf(text, 32, "196%d-0%d-0%d", k, k, k);
        break;
    case COL_embark_port:
        snprintf(text, 32, "AA%d", k);
        break;
    case COL_pnr_locator:
        snprintf(text, 32, "PNR%d", k);
        break;
    case COL_doc_number:
        snprintf(text, 32, "P%d", k);
        break;
    case COL_doc_expiry:
        snprintf(text, 32, "203%d-01-01", k);
        break;
    case COL_visa_number:
        snprintf(text, 32, "V%d", k);
        break;
    case COL_visa_expiry:
        snprintf(text, 32, "203%d-02-02", k);
        break;
    case COL_sex:
        snprintf(text, 32, "%s", k % 2 ? "M" : "F");
        break;
    case COL_nationality:
    case COL_residence:
    case COL_doc_issuer:
        snprintf(text, 32, "%s", k % 2 ? "FRA" : "ESP");
        break;
    default:
        return (slice){NULL, 0};
    }
    return slice_of(text);
}

/* The columns of the journey that crosses the border, the same for all. */
static const struct {
    enum column col;
    const char *value;
} journey[] = {{COL_flight, "ZZ22"},
               {COL_carrier, "ZZ"},
               {COL_dep_port, "BBB"},
               {COL_arr_port, "CCC"},
               {COL_dep_time, "2026-11-23T05:00:00"},
               {COL_arr_time, "2026-11-23T09:00:00"}};

/*
 * How many of traveller k's values the row has; -1 when it also has one that
 * is neither his nor empty.
 */
static int
agrees(const slice *rec, int k)
{
    int n = 0;

    for (unsigned c = 0; c < PNR_COLUMNS; c++) {
        char text[32];
        slice want = truth((enum column)c, k, text);
        if (want.n == 0 || rec[c].n == 0)
            continue;
        if (!slice_eq(rec[c], want))
            return -1;
        n++;
    }
    return n;
}

static bool
has_whole(const result *r, int k)
{
    for (unsigned i = 0; i < r->rows; i++)
        if (agrees(r->row[i], k) == 13)
            return true;
    return false;
}

static bool
nobody_mixed(const result *r)
{
    for (unsigned i = 0; i < r->rows; i++) {
        bool of_one = false;
        for (int k = 1; k <= TRAVELLERS; k++)
            of_one = of_one || agrees(r->row[i], k) >= 0;
        for (size_t j = 0; j < LENGTH(journey); j++) {
            slice v = r->row[i][journey[j].col];
            of_one = of_one && (v.n == 0 || slice_eq(v, slice_of(journey[j].value)));
        }
        if (!of_one)
            return false;
    }
    return true;
}

static void
test_whole(result *r)
{
    buf b = {0};

    put_list(&b);
    read_all(r, buf_slice(&b));
    ok(r->rows == TRAVELLERS && r->d.rejected == 0 && r->d.warnings == 0,
       "a whole list: every traveller, nothing to complain of");
    for (int k = 1; k <= TRAVELLERS; k++)
        ok(has_whole(r, k), "traveller %d has every value", k);
    for (size_t j = 0; j < LENGTH(journey); j++)
        same(r->row[0][journey[j].col], slice_of(journey[j].value), "the leg across the border: %s",
             column_table[journey[j].col].name.p);
    same(r->row[0][COL_legs],
         S("ZZ11/AAA/2026-11-23T01:00:00/BBB/;ZZ22/BBB/2026-11-23T05:00:00/CCC/"
           "2026-11-23T09:00:00"),
         "all legs");
    buf_free(&b);
}

/* Cut after every byte. */
static void
test_cut(result *r)
{
    buf b = {0};
    unsigned lost = 0, mixed = 0, silent = 0;

    put_list(&b);
    for (size_t n = 1; n < b.n; n++) {
        char *bytes = mem_alloc(n, 1); /* so that a read beyond the end is seen */
        memcpy(bytes, b.p, n);
        read_all(r, (slice){bytes, n});
        for (int k = 1; k <= TRAVELLERS; k++)
            lost += group_at[k] <= n && !has_whole(r, k);
        mixed += !nobody_mixed(r);
        silent += r->d.rejected == 0;
        free(bytes);
    }
    ok(lost == 0, "cut anywhere: whoever stands before the cut is there (%u are not)", lost);
    ok(mixed == 0, "cut anywhere: no row is of two travellers (%u)", mixed);
    ok(silent == 0, "cut anywhere: something is rejected (%u times nothing)", silent);
    buf_free(&b);
}

/* n bytes replaced by control bytes, at every place. */
static void
test_spoilt(result *r, size_t n)
{
    buf b = {0};
    unsigned lost = 0, mixed = 0, silent = 0, kept = 0;

    put_list(&b);
    for (size_t at = 0; at + n <= b.n; at++) {
        buf copy = {0};
        buf_put(&copy, b.p, at);
        for (size_t i = 0; i < n; i++)
            buf_putc(&copy, '\001');
        buf_put(&copy, b.p + at + n, b.n - at - n);
        read_all(r, buf_slice(&copy));
        for (int k = 1; k <= TRAVELLERS; k++)
            if (!has_whole(r, k) && (group_at[k] <= at || group_at[k - 1] >= at + n)) {
                if (lost++ == 0)
                    printf("# byte %zu costs traveller %d\n%.*s", at, k, (int)r->d.text.n,
                           r->d.text.p);
            }
        if (!nobody_mixed(r) && mixed++ == 0)
            printf("# byte %zu mixes\n%.*s", at, (int)r->d.text.n, r->d.text.p);
        silent += r->d.rejected == 0;
        /* Before the first segment that is read, control bytes carry nothing. */
        kept += holds(&r->d.rejects, "\001") ||
                (at == 0 && slice_starts((slice){b.p + n, 4}, S("UNH+")));
        buf_free(&copy);
    }
    ok(lost == 0, "%zu bytes spoilt: whoever stands wholly before or behind is there (%u are not)",
       n, lost);
    ok(mixed == 0, "%zu bytes spoilt: no row is of two travellers (%u)", n, mixed);
    ok(silent == 0, "%zu bytes spoilt: something is rejected (%u times nothing)", n, silent);
    ok(kept == b.n - n + 1, "%zu bytes spoilt: they are among the rejects (%u of %zu)", n, kept,
       b.n - n + 1);
    buf_free(&b);
}

/* Whether the row has whole values of different travellers. */
static bool
of_two(const slice *rec)
{
    unsigned whose = (1u << (TRAVELLERS + 1)) - 1;

    for (unsigned c = 0; c < PNR_COLUMNS; c++) {
        unsigned here = 0;
        for (int k = 1; k <= TRAVELLERS; k++) {
            char text[32];
            slice want = truth((enum column)c, k, text);
            if (want.n != 0 && slice_eq(rec[c], want))
                here |= 1u << k;
        }
        if (here != 0)
            whose &= here;
    }
    return whose == 0;
}

/*
 * n bytes replaced by capitals, or taken away, at every place: who is read is
 * still one person.
 */
static void
test_altered(result *r, size_t n, bool away)
{
    buf b = {0};
    unsigned mixed = 0;

    put_list(&b);
    for (size_t at = 0; at + n <= b.n; at++) {
        buf copy = {0};
        buf_put(&copy, b.p, at);
        for (size_t i = 0; i < n && !away; i++)
            buf_putc(&copy, 'X');
        buf_put(&copy, b.p + at + n, b.n - at - n);
        read_all(r, buf_slice(&copy));
        bool bad = false;
        for (unsigned i = 0; i < r->rows; i++)
            bad = bad || of_two(r->row[i]);
        if (bad && mixed++ == 0)
            printf("# byte %zu mixes\n%.*s", at, (int)r->d.text.n, r->d.text.p);
        buf_free(&copy);
    }
    ok(mixed == 0, "%zu bytes %s: no row is of two travellers (%u)", n,
       away ? "taken away" : "altered", mixed);
    buf_free(&b);
}

/* ---- syntax ---- */

static edi *
open_text(in **f, diag *d, const char *text)
{
    *d = (diag){.level = 1, .keep = true};
    *f = in_memory("file", slice_of(text));
    return edi_open(*f, d, today);
}

static void
test_segments(void)
{
    diag d;
    in *f;
    /* The example of release in ISO 9735-1: ?' is an apostrophe, ?? a question mark. */
    edi *e = open_text(&f, &d,
                       "UNA:+.? 'UNB+UNOC:3+A+B+261120:0500+R'UNH+1+PAXLST:D:02B:UN'\r\n"
                       "FTX+AAA+++10?+10=20:O?'NEIL:WHAT?\?'XYZ+'XYZ'UNT+5+1'UNZ+1+R'");
    const edi_segment *s = edi_current_segment(e);

    ok(edi_next(e) == EDI_MESSAGE, "UNH begins a message");
    const edi_message *m = edi_current_message(e);
    same(m->type, S("PAXLST"), "its type");
    same(m->version, S("D:02B"), "its version");
    same(m->ref, S("R/1"), "its reference");
    same(m->sender, S("A"), "its sender");
    ok(m->offset == 38, "its offset");
    ok(edi_next(e) == EDI_SEGMENT && s->tag == EDI_TAG('F', 'T', 'X'), "a segment of it");
    same(edi_get(s, 4, 1), S("10+10=20"), "a released element separator is text");
    same(edi_get(s, 4, 2), S("O'NEIL"), "a released terminator is text");
    same(edi_get(s, 4, 3), S("WHAT?"), "a released release character is text, what follows is not");
    same(edi_get(s, 1, 1), S("AAA"), "the first element");
    ok(edi_get(s, 2, 1).n == 0 && edi_get(s, 9, 1).n == 0 && edi_get(s, 1, 2).n == 0,
       "what is not there is empty");
    ok(edi_components(s, 4) == 3 && edi_components(s, 2) == 1 && edi_components(s, 5) == 0,
       "components are counted");
    ok(edi_next(e) == EDI_SEGMENT && s->elements == 2, "a segment with one empty element");
    ok(edi_next(e) == EDI_SEGMENT && s->elements == 1, "a segment that is a tag alone");
    ok(edi_next(e) == EDI_MESSAGE_END && edi_next(e) == EDI_END && edi_next(e) == EDI_END,
       "UNT ends it, and the file ends");
    ok(d.rejected == 0 && d.warnings == 0, "nothing is wrong with it");
    edi_close(e);
    in_close(f);
    diag_free(&d);
}

#define ENVELOPE(body, unt, unz)                                                                   \
    "UNB+UNOC:3+A+B+261120:0500+R'UNH+1+PAXLST:D:02B:UN'" body "UNT+" unt "'UNZ+" unz "'"
#define ONE "NAD+FL+++ROE:ANN'"

/* Text that is read as n travellers and so many rejections, one of them saying why. */
static const struct {
    const char *what, *text;
    unsigned rows;
    uint64_t rejected;
    const char *why;
} cases[] = {
    {"right trailers", ENVELOPE(ONE, "3+1", "1+R"), 1, 0, ""},
    {"leading zeros in them", ENVELOPE(ONE, "0003+0001", "01+R"), 1, 0, ""},
    {"a wrong UNT count", ENVELOPE(ONE, "9+1", "1+R"), 1, 1,
     "byte 68: UNT says 9 segments, there are 3"},
    {"a wrong UNT reference", ENVELOPE(ONE, "3+2", "1+R"), 1, 1,
     "UNT has the reference '2', not '1'"},
    {"a wrong UNZ count", ENVELOPE(ONE, "3+1", "7+R"), 1, 1, "UNZ says 7 messages, there are 1"},
    {"a wrong UNZ reference", ENVELOPE(ONE, "3+1", "1+Q"), 1, 1, "UNZ has the reference 'Q'"},
    {"no UNT", "UNB+UNOC:3+A+B+261120:0500+R'UNH+1+PAXLST:D:02B:UN'" ONE "UNZ+1+R'", 1, 1,
     "no UNT for the message that begins at byte 29"},
    {"no UNZ", "UNB+UNOC:3+A+B+261120:0500+R'UNH+1+PAXLST:D:02B:UN'" ONE "UNT+3+1'", 1, 1,
     "no UNZ for the interchange that begins at byte 0"},
    {"groups",
     "UNB+UNOC:3+A+B+261120:0500+R'UNG+PAXLST+A+B+261120:0500+7+UN+D:02B'"
     "UNH+1+PAXLST:D:02B:UN'" ONE "UNT+3+1'UNH+2+PAXLST:D:02B:UN'" ONE "UNT+3+2'UNE+2+7'UNZ+1+R'",
     2, 0, ""},
    {"no UNE",
     "UNB+UNOC:3+A+B+261120:0500+R'UNG+PAXLST+A+B+261120:0500+7+UN+D:02B'"
     "UNH+1+PAXLST:D:02B:UN'" ONE "UNT+3+1'UNZ+1+R'",
     1, 1, "no UNE for the group that begins at byte 29"},
    {"a message of another type beside",
     "UNB+UNOC:3+A+B+261120:0500+R'UNH+1+CUSRES:D:05B:UN'BGM+962'ERP+2'UNT+4+1'"
     "UNH+2+PAXLST:D:02B:UN'" ONE "UNT+3+2'UNZ+2+R'",
     1, 1, "byte 29: a message of a type that is not read here (4 segments)"},
    {"bytes behind UNZ", ENVELOPE(ONE, "3+1", "1+R") "bye bye", 1, 1,
     "byte 84: outside of any interchange; 7 bytes left out"},
    {"ETX and line ends behind UNZ", ENVELOPE(ONE, "3+1", "1+R") "\r\n\003\r\n", 1, 0, ""},
    {"a byte order mark before", "\xef\xbb\xbf" ENVELOPE(ONE, "3+1", "1+R"), 1, 0, ""},
    {"a teletype heading before",
     "\001QU ZZZXXXX ZZZYYYY\r\n.ZZZQQQQ 231201\r\n\002" ENVELOPE(ONE, "3+1", "1+R") "\003", 1, 0,
     ""},
    {"other text before", "hello, here is the list\n" ENVELOPE(ONE, "3+1", "1+R"), 1, 1,
     "byte 0: outside of any interchange"},
    {"no UNB", "UNH+1+PAXLST:D:02B:UN'" ONE "UNT+3+1'", 1, 1,
     "a message outside of any interchange"},
    {"nothing but a traveller", ONE, 1, 2, "a message outside of any interchange"},
    {"a tag that is none", ENVELOPE("hello+you'" ONE, "3+1", "1+R"), 1, 1,
     "byte 51: no segment begins here; 10 bytes left out"},
    {"a line that lost its terminator", ENVELOPE("RFF+TN:1\r\n" ONE, "4+1", "1+R"), 1, 1,
     "a segment without a terminator"},
    {"a traveller behind a lost terminator",
     ENVELOPE(ONE "NAT+2+FRANAD+FL+++DOE:JOHN'DOC+P+X1'" ONE, "6+1", "1+R"), 2, 1,
     "byte 68: it cannot be known whose this is (2 segments)"},
    {"a port of somebody else behind a document",
     ENVELOPE(ONE "LOC+178+AAA'DOC+P+X1'LOC+178+BBB'DOC+P+X2'", "7+1", "1+R"), 1, 1,
     "byte 89: it cannot be known whose this is (2 segments)"},
    {"a line end inside a segment", ENVELOPE("NAD+FL+++RO\r\nE:ANN'", "3+1", "1+R"), 1, 0, ""},
    {"empty segments and blanks", ENVELOPE("  '' \r\n" ONE " \t\r\n", "3 +1 ", "1+R"), 1, 0, ""},
    {"small letters",
     "UNB+UNOA:4+A+B+261120:0500+R'unh+1+paxlst:D:02B:UN'bgm+745'nad+fl+++ROE:ANN'att+2++f'"
     "unt+5+1'UNZ+1+R'",
     1, 0, ""},
    {"a tag with one small letter", ENVELOPE(ONE "NaD+FL+++ROE:JIM'", "4+1", "1+R"), 2, 0, ""},
    {"a first byte that became '<'",
     "<AD+FL+++DOE:JIM'ATT+2++M'DTM+329:800301'NAT+2+UTO'DOC+P+P1234567'" ENVELOPE(ONE, "3+1",
                                                                                   "1+R"),
     1, 2, "byte 0: outside of any interchange; 17 bytes left out"},
    {"a UNA that lost its last character, and no UNB",
     "UNB+UNOC:3+A+B+261120:0500+R'UNH+1+PAXLST:D:02B:UN'" ONE "UNT+3+1'UNA:+.? \r\n"
     "UNH+2+PAXLST:D:02B:UN'" ONE "UNT+3+2'UNZ+2+R'",
     2, 1, "byte 76: no segment begins here"},
    {"a blank behind a tag", ENVELOPE("NAD +FL+++ROE:ANN'", "3+1", "1+R"), 1, 0, ""},
    {"a release character at the end of the file", "UNB+UNOC:3+A+B+261120:0500+R'RFF+TN:1?", 0, 2,
     "byte 29: the file ends inside a segment"},
    {"another sex without another NAD", ENVELOPE(ONE "ATT+2++M'ATT+2++F'NAT+2+FRA'", "6+1", "1+R"),
     1, 1, "it cannot be known whose this is (2 segments)"},
    {"unknown qualifiers",
     ENVELOPE(ONE "RFF+YZY:1'LOC+777+AAA'DTM+999:1'ZZZ+1'MEA+QQ++:1'COM+1:XX'", "9+1", "1+R"), 1, 0,
     ""},
    {"two interchanges, the second without UNA",
     "UNA:*.? $UNB*UNOC:3*A*B*261120:0500*R$UNH*1*PAXLST:D:02B:UN$NAD*FL***ROE:ANN$UNT*3*1$"
     "UNZ*1*R$" ENVELOPE(ONE, "3+1", "1+R"),
     2, 0, ""},
    {"the same where the first has no UNZ",
     "UNA:*.? "
     "$UNB*UNOC:3*A*B*261120:0500*R$UNH*1*PAXLST:D:02B:UN$NAD*FL***ROE:ANN$UNT*3*1$" ENVELOPE(
         ONE, "3+1", "1+R"),
     2, 1, "no UNZ for the interchange that begins at byte 9"},
};

static void
test_cases(result *r)
{
    for (size_t i = 0; i < LENGTH(cases); i++) {
        read_all(r, slice_of(cases[i].text));
        if (!ok(r->rows == cases[i].rows && r->d.rejected == cases[i].rejected &&
                    holds(&r->d.text, cases[i].why),
                "%s: %u rows, %u rejections", cases[i].what, cases[i].rows,
                (unsigned)cases[i].rejected))
            printf("# %u rows, %u rejections\n%.*s", r->rows, (unsigned)r->d.rejected,
                   (int)r->d.text.n, r->d.text.p);
        for (unsigned k = 0; k < r->rows; k++)
            same(r->row[k][COL_surname], S("ROE"), "%s: traveller %u", cases[i].what, k + 1);
    }
}

/* ---- values ---- */

static const struct {
    const char *segments;
    enum column col;
    const char *value;
} values[] = {
    {"NAD+FL+++ROE:ANN:MAY'", COL_given_names, "ANN MAY"},
    {"NAD+FL+++ROE/ANN MAY'", COL_given_names, "ANN MAY"},
    {"NAD+FL+++ROE/ANN MAY'", COL_surname, "ROE"},
    {"NAD+FL+++ANN MAY ROE'", COL_full_name, "ANN MAY ROE"},
    {"NAD+FL+++ROE'", COL_surname, "ROE"},
    {"NAD+FL+++ ROE : : '", COL_surname, "ROE"},
    {"NAD+FL+++:ANN'", COL_given_names, "ANN"},
    {"NAD+FL+++O?'HARA??:ANN'", COL_surname, "O'HARA?"},
    {"NAD+FL+++MONUNT:ANN'", COL_surname, "MONUNT"},
    {"NAD+FL+++M\xdcLLER:ANN'", COL_surname, "M\xc3\x9cLLER"},
    {"NAD+FL+++M\xc3\x9cLLER:ANN'", COL_surname, "M\xc3\x9cLLER"},
    {"NAD+FL+++R:A+1 ROAD+TOWN+ST+1234+FRA'", COL_address, "1 ROAD, TOWN, ST, 1234, FRA"},
    {"NAD+FL+++R:A'", COL_traveller_type, "PAX"},
    {"NAD+FM+++R:A'", COL_traveller_type, "CREW"},
    {"NAD+FM+++R:A'EMP+1+CR4:110:111'", COL_traveller_type, "CARGO_CREW"},
    {"NAD+FM+++R:A'EMP+1+CR5:110:111'", COL_traveller_type, "POSITIONING"},
    {"NAD+DDU+++R:A'", COL_traveller_type, "TRANSIT"},
    {"NAD+DDT+++R:A'", COL_traveller_type, "TRANSIT"},
    {"NAD+FL+++R:A'ATT+2++m'", COL_sex, "M"},
    {"NAD+FL+++R:A'ATT+2++X'", COL_sex, "X"},
    {"NAD+FL+++R:A'ATT+2++U'", COL_sex, ""},
    {"NAD+FL+++R:A'DTM+329:610218'", COL_birth_date, "1961-02-18"},
    {"NAD+FL+++R:A'DTM+329:261124'", COL_birth_date, "1926-11-24"},
    {"NAD+FL+++R:A'DTM+329:19610218:102'", COL_birth_date, "1961-02-18"},
    {"NAD+FL+++R:A'DTM+329:610230'", COL_birth_date, ""},
    {"NAD+FL+++R:A'DTM+329:610200'", COL_birth_date, "1961-02"},
    {"NAD+FL+++R:A'NAT+2+fra'", COL_nationality, "FRA"},
    {"NAD+FL+++R:A'NAT+2+D'", COL_nationality, "DEU"},
    {"NAD+FL+++R:A'NAT+2+QQQ'", COL_nationality, ""},
    {"NAD+FL+++R:A'LOC+180+:::SOME TOWN'", COL_birth_place, "SOME TOWN"},
    {"NAD+FL+++R:A'LOC+180+FRA'", COL_birth_place, "FRA"},
    {"NAD+FL+++R:A'LOC+22+ABC'", COL_transit_port, "ABC"},
    {"NAD+FL+++R:A'DOC+P:110:111+X1'DTM+36:610218'", COL_doc_expiry, "2061-02-18"},
    {"NAD+FL+++R:A'DOC+P:110:111+X1'DTM+182:160218'", COL_doc_issue_date, "2016-02-18"},
    {"NAD+FL+++R:A'DOC+P:110+X1'DOC+I:110+X/2'DTM+36:300101'LOC+91+ESP'", COL_other_documents,
     "I/ESP/X 2/2030-01-01"},
    {"NAD+FL+++R:A'DOC+P+X1'DOC+I+X22'DOC+A+YY333'DOC+F+Z'", COL_other_documents,
     "I//X22/;A//YY333/;F//Z/"},
    {"NAD+FL+++R:A+1 RU\xc9'LOC+178+AAA'LOC+180+:::BOU\xc9'", COL_address, "1 RU\xc3\x89"},
    {"NAD+FL+++R:A'COM+\xc9\xc9:TE'COM+\xc8\xc8:EM'", COL_phone, "\xc3\x89\xc3\x89"},
    {"NAD+FL+++R:A'DOC+V+V1'LOC+91+ESP'DOC+P+X1'", COL_doc_number, "X1"},
    {"NAD+FL+++R:A'DOC+V+V1'LOC+91+ESP'DOC+P+X1'", COL_visa_issuer, "ESP"},
    {"NAD+FL+++R:A'DOC+V+V1'LOC+91+ESP'DOC+P+X1'", COL_doc_issuer, ""},
    {"NAD+FL+++R:A'RFF+SEA:12A'", COL_seat, "12A"},
    {"NAD+FL+++R:A'MEA+CT++:2'", COL_bag_count, "2"},
    {"NAD+FL+++R:A'FTX+BAG+++ZZ0001:ZZ0002'", COL_bag_tags, "ZZ0001;ZZ0002"},
    {"NAD+FL+++R:A'COM+5551:TE+a@b.example:EM'", COL_phone, "5551"},
    {"NAD+FL+++R:A'COM+5551:TE+a@b.example:EM'", COL_email, "a@b.example"},
    {"BGM+745+CP'NAD+FL+++R:A'", COL_message_function, "change"},
    {"BGM+745'NAD+FL+++R:A'", COL_message_function, "original"},
    {"BGM+266+CLNB'NAD+FL+++R:A'", COL_message_function, "flight close-out, not on board"},
    {"TDT+20+UA0989'NAD+FL+++R:A'", COL_flight, "UA989"},
    {"TDT+20+9W0123'NAD+FL+++R:A'", COL_flight, "9W123"},
    {"TDT+20+9W0123'NAD+FL+++R:A'", COL_carrier, "9W"},
    {"TDT+20+QQQ007'NAD+FL+++R:A'", COL_flight, "QQQ7"},
    {"TDT+20+0077+++QQ'NAD+FL+++R:A'", COL_flight, "QQ77"},
    {"TDT+20+QQ 0077'NAD+FL+++R:A'", COL_flight, "QQ77"},
    {"TDT+20+QQ0000'NAD+FL+++R:A'", COL_flight, "QQ0"},
    {"TDT+20+QQ1+1'NAD+FL+++R:A'", COL_transport_mode, "sea"},
    {"TDT+20+QQ1'NAD+FL+++R:A'", COL_transport_mode, "air"},
    {"TDT+20+QQ1'LOC+92+AAA'LOC+92+BBB'TDT+20+QQ2'LOC+92+BBB'LOC+92+CCC'NAD+FL+++R:A'",
     COL_dep_port, "AAA"},
    {"TDT+20+QQ1'LOC+92+AAA'LOC+92+BBB'TDT+20+QQ2'LOC+92+BBB'LOC+92+CCC'NAD+FL+++R:A'",
     COL_arr_port, "CCC"},
    {"TDT+20+QQ1'LOC+87+BBB'LOC+125+AAA'NAD+FL+++R:A'", COL_legs, "QQ1/AAA//BBB/"},
    {"TDT+20+QQ1'LOC+87+BBB'LOC+125+AAA'NAD+FL+++R:A'", COL_dep_port, "AAA"},
    {"TDT+20+QQ1'LOC+92+AAA'LOC+125+BBB'LOC+87+CCC'LOC+92+DDD'NAD+FL+++R:A'", COL_dep_port, "BBB"},
    {"TDT+20+QQ1'LOC+92+AAA'LOC+125+BBB'LOC+87+CCC'LOC+92+DDD'NAD+FL+++R:A'", COL_arr_port, "CCC"},
    {"TDT+20+QQ1'LOC+125+BBB'TDT+20+QQ2'LOC+87+CCC'NAD+FL+++R:A'", COL_arr_port, "CCC"},
    {"TDT+20+QQ1'LOC+92+AAA'TDT+20+QQ2'NAD+FL+++R:A'", COL_dep_port, ""},
    {"TDT+20+QQ1'LOC+87+AAA'DTM+178:202611230102:203'NAD+FL+++R:A'", COL_arr_time,
     "2026-11-23T01:02:00"},
    {"TDT+20+QQ1'LOC+125+AAA'DTM+186:2611230103'DTM+189:2611230102'NAD+FL+++R:A'", COL_dep_time,
     "2026-11-23T01:02:00"},
    {"TDT+20+QQ1'LOC+125+AAA'LOC+87+BBB'NAD+FL+++R:A'LOC+22+BBB'", COL_transit_port, ""},
    {"NAD+FL+++R:A'", COL_message_sent, "2026-11-20T05:00:00"},
    {"NAD+FL+++R:A'", COL_source, "file:29"},
};

static void
test_values(result *r)
{
    for (size_t i = 0; i < LENGTH(values); i++) {
        buf b = {0};
        buf_printf(&b, "UNB+UNOC:3+A+B+261120:0500+R'UNH+1+PAXLST:D:02B:UN'%s", values[i].segments);
        read_all(r, buf_slice(&b));
        same(r->rows == 1 ? r->row[0][values[i].col] : S("(no row)"), slice_of(values[i].value),
             "%s: %s", values[i].segments, column_table[values[i].col].name.p);
        buf_free(&b);
    }
}

/* A segment of n bytes, and a traveller behind it. */
static void
test_long(result *r, size_t n, unsigned rows, uint64_t rejected, const char *what)
{
    buf b = {0};

    buf_puts(&b, S("UNB+UNOC:3+A+B+261120:0500+R'UNH+1+PAXLST:D:02B:UN'FTX+"));
    while (n-- > 5)
        buf_putc(&b, 'x');
    buf_puts(&b, S("'NAD+FL+++ROE:ANN'UNT+4+1'UNZ+1+R'"));
    read_all(r, buf_slice(&b));
    if (!ok(r->rows == rows && r->d.rejected == rejected, "%s: %u rows, %u rejections", what, rows,
            (unsigned)rejected))
        printf("# %u rows\n%.*s", r->rows, (int)r->d.text.n, r->d.text.p);
    buf_free(&b);
}

int
main(void)
{
    result *r = mem_alloc(1, sizeof *r);

    test_segments();
    test_cases(r);
    test_values(r);
    test_whole(r);
    test_cut(r);
    test_spoilt(r, 1);
    test_spoilt(r, 2);
    test_spoilt(r, 7);
    test_spoilt(r, 41);
    test_altered(r, 1, true);
    test_altered(r, 2, true);
    test_altered(r, 1, false);
    test_altered(r, 4, false);
    test_altered(r, 12, false);
    test_long(r, EDI_SEGMENT_MAX, 1, 0, "the longest segment");
    test_long(r, EDI_SEGMENT_MAX + 1, 1, 1, "a longer one");
    test_long(r, EDI_SEGMENT_MAX * 40, 1, 1, "a much longer one");
    arena_free(&r->a);
    diag_free(&r->d);
    free(r);
    return tap_done();
}

/* Bookings: whose a document is, names, dates, cards, what must not be kept. */
#include "edi/edi.h"
#include "tap.h"

#include <stdlib.h>

static const date today = {2026, 11, 23};

/* What the segments between UNH and UNT tell, as CSV of a table. */
static buf rows;
static diag said;

static void
read_booking(const char *segments, pnr_table table, bool keep)
{
    buf b = {0};
    pnr_settings s = {.as_of = today, .wanted = UINT32_MAX, .keep_sensitive = keep};

    diag_free(&said);
    said = (diag){.level = 1, .keep = true};
    rows.n = 0;
    buf_printf(&b,
               "UNB+IATA:1+ZZ+ST+261122:2210+R'UNH+1+PNRGOV:13:1:IA'MSG+:22'"
               "TVL+231126:0915:231126:1230+QBB+QCC+ZZ+043'%s",
               segments);
    in *f = in_memory("f", buf_slice(&b));
    pnr_reader *r = pnr_open(f, &said, &s);
    const pnr *p;
    while ((p = pnr_next(r)) != NULL)
        (void)pnr_write(p, table, &rows);
    pnr_close(r);
    in_close(f);
    buf_free(&b);
}

/* The columns, parted by '|', of each row, rows parted by ';'. */
static const char *
show(pnr_table table, const char *names)
{
    static char text[4096];
    size_t n, at = 0;
    const enum column *cols = pnr_columns(table, &n);
    buf b = {0};
    diag d = {.level = -1};
    error e;
    row r;

    csv_put_header(&b, cols, n);
    buf_puts(&b, buf_slice(&rows));
    in *f = in_memory("rows", buf_slice(&b));
    csv_in *c = csv_open(f, &d, &e);
    text[0] = '\0';
    while (csv_next(c, &r)) {
        slice list = slice_of(names);
        if (at != 0)
            text[at++] = ';';
        for (bool first = true; list.p != NULL; first = false) {
            slice v = row_get(&r, csv_find(c, slice_cut(&list, ',')));
            at += (size_t)snprintf(text + at, sizeof text - at, "%s%.*s", first ? "" : "|",
                                   (int)v.n, v.n != 0 ? v.p : "");
        }
    }
    csv_close(c);
    in_close(f);
    buf_free(&b);
    diag_free(&d);
    return text;
}

static bool
told(const char *what)
{
    buf_putc(&said.text, '\0');
    said.text.n--;
    return strstr(said.text.p, what) != NULL;
}

static const struct {
    const char *what, *segments;
    pnr_table table;
    const char *columns, *want, *said;
} cases[] = {
    {"a document by its key, in another's group",
     "SRC'TIF+ROE+ANN:A:1'TIF+DOE+BOB:A:2'SSR+DOCS:HK:1:ZZ:::::/P/IRL/N1/IRL/01JAN80/F/01JAN30/ROE/"
     "ANN+::1'",
     PNR_TRAVELLERS, "surname,doc_number", "ROE|N1;DOE|", ""},
    {"by its name, before any traveller is named",
     "SRC'SSR+DOCS:HK:1:ZZ:::::/P/IRL/N1/IRL/01JAN80/M/01JAN30/DOE/BOB/"
     "LEE'TIF+ROE+ANN:A'TIF+DOE+BOBMR:A'",
     PNR_TRAVELLERS, "surname,given_names,doc_number", "ROE|ANN|;DOE|BOB LEE|N1", ""},
    {"to the only one", "SRC'SSR+DOCS:HK:1:ZZ:::::/P/IRL/N1/IRL/01JAN80/F/01JAN30'TIF+ROE'",
     PNR_TRAVELLERS, "surname,doc_number", "ROE|N1", ""},
    {"to nobody, when it cannot be told",
     "SRC'SSR+DOCS:HK:1:ZZ:::::/P/IRL/N1/IRL/01JAN80/F/01JAN30/COE/ANN'TIF+ROE+A'TIF+DOE+B'",
     PNR_DOCUMENTS, "doc_number,traveller", "N1|", "whose the document N1 is cannot be told"},
    {"an infant's, under the key of a parent",
     "SRC'TIF+ROE+ANN:A:1:1'SSR+DOCS:HK:1:ZZ:::::/P/IRL/N2/IRL/01JAN26/FI/01JAN30/ROE/MIA+::1'"
     "SSR+DOCS:HK:1:ZZ:::::/P/IRL/N1/IRL/01JAN80/F/01JAN30/ROE/ANN+::1'TIF+ROE+MIA:IN:2'",
     PNR_TRAVELLERS, "given_names,traveller_type,sex,doc_number", "ANN|PAX|F|N1;MIA|INFANT|F|N2",
     ""},
    {"an infant whom no TIF names is a traveller",
     "SRC'TIF+ROE+ANN:A:1'SSR+INFT:HK:1:ZZ:::::ROE/MIA 01JAN26+::1'", PNR_TRAVELLERS,
     "given_names,traveller_type,birth_date,companions", "ANN|PAX||1;MIA|INFANT|2026-01-01|1", ""},
    {"an infant with the name of a brother",
     "SRC'TIF+ROE+ANN:A:1'SSR+INFT:HK:1:ZZ:::::ROE/TOM 01JAN26'TIF+ROE+TOMMSTR:C:2'"
     "TIF+ROE+TOMMSTR:IN:3'",
     PNR_TRAVELLERS, "given_names,traveller_type,birth_date",
     "ANN|PAX|;TOM|PAX|;TOM|INFANT|2026-01-01", ""},
    {"the same document on every leg is one",
     "SRC'TIF+ROE+ANN:A:1'SSR+DOCS:HK:1:ZZ:::::/P/IE/N1/IE/01JAN80/F/01JAN30/ROE/ANN'"
     "TVL+231126:0915::1230+QBB+QCC+ZZ+043'"
     "SSR+DOCS:HK:1:ZZ:::QBB:QCC:/P/IRL/N1/IRL/01JAN80/F/01JAN30/ROE/ANN+::1'",
     PNR_DOCUMENTS, "doc_number,doc_issuer,traveller", "N1|IRL|1", ""},
    {"two documents",
     "SRC'TIF+ROE+ANN:A:1'SSR+DOCS:HK:1:ZZ:::::/P/IRL/N1/IRL/01JAN80/F/01JAN30/ROE/ANN'"
     "SSR+DOCS:HK:1:ZZ:::::/I/IRL/N2/IRL/01JAN80/F/02JAN30/ROE/ANN'",
     PNR_TRAVELLERS, "doc_number,other_documents", "N1|I/IRL/N2/2030-01-02", ""},
    {"a document without a number tells who it is",
     "SRC'TIF+ROE+ANN:A:1'SSR+DOCS:HK:1:ZZ:::::////IRL/01JAN80/F//ROE/ANN'", PNR_TRAVELLERS,
     "birth_date,sex,nationality,doc_number", "1980-01-01|F|IRL|", ""},
    {"a date that is none costs nothing else",
     "SRC'TIF+ROE+ANN:A:1'SSR+DOCS:HK:1:ZZ:::::/P/IRL/N1/IRL/31FEB80/F/01JAN30/ROE/ANN'",
     PNR_TRAVELLERS, "birth_date,doc_number,doc_expiry", "|N1|2030-01-01",
     "'31FEB80' is no date that can be read"},
    {"blanks that lines put into a name",
     "SRC'TIF+KIM+SE JOONMR:A:1'SSR+DOCS:HK:1:ZZ:::::/P/KR/N1/KR/01JAN80/M/01JAN30/KI M/SE JO ON'",
     PNR_TRAVELLERS, "surname,given_names,booked_name", "KIM|SE JOON|KIM/SE JOONMR", ""},
    {"a title that is a name's end", "SRC'TIF+ROE+AMR:A:1'TIF+ROE+MAXMR:A:2'TIF+ROE+JO MRS:A:3'",
     PNR_TRAVELLERS, "given_names", "AMR;MAX;JO", ""},
    {"no given name at all, no key, no document: all are there", "SRC'TIF+ROE'TIF+ROE'TIF+DOE+:A'",
     PNR_TRAVELLERS, "surname,traveller", "ROE|1;ROE|2;DOE|3", ""},
    {"the name of a group is no traveller", "SRC'TIF+ACME PARTY:G'TIF+ROE+ANN:A:1'", PNR_TRAVELLERS,
     "surname", "ROE", ""},
    {"check-in repeats a traveller, and history makes none",
     "SRC'TIF+ROE+ANN:A:1'TVL+231126:0915::1230+QBB+QCC+ZZ+043'TRI++7:::1'TIF+ROE+ANN:A:1'"
     "SSD+14C++++Y'TBD++2:31:700+++ZZ:000123:2:QCC'ABI+1'SAC+++X'TIF+OLD+NAME:A:1'",
     PNR_TRAVELLERS, "surname,seat,bag_count,bag_tags", "ROE|14C|2|ZZ000123;ZZ000124", ""},
    {"code share before 14.1 is one leg",
     "SRC'TIF+ROE'TVL+231126:0915::1230+QBB+QCC+ZZ:YY+043:Y'TVL+++++777:M'", PNR_LEGS,
     "leg,flight,operating_flight,arr_time", "1|ZZ43|YY777|2026-11-23T12:30:00", ""},
    {"the same leg under another designator",
     "SRC'TIF+ROE'TVL+231126:0915::1230+QBB+QCC+ZZ+043:Y'TVL+231126:0915::1230+QBB+QCC+YY+7043:Y'",
     PNR_LEGS, "leg,flight,operating_flight", "1|ZZ43|YY7043", ""},
    {"code share from 14.1", "SRC'TIF+ROE'TVL+231126:0915::1230+QBB+QCC+ZZ+043:Y'TRA+YY+777:M'",
     PNR_LEGS, "leg,flight,operating_flight", "1|ZZ43|YY777", ""},
    {"an arrival in the place of its day", "SRC'TIF+ROE'TVL+231126:0915:1505+QBB+QCC+ZZ+43'",
     PNR_LEGS, "dep_time,arr_time", "2026-11-23T09:15:00|2026-11-23T15:05:00", ""},
    {"a journey ends where nobody goes on within a day",
     "SRC'TIF+ROE'TVL+221126:2000:221126:2300+QAA+QBB+ZZ+1'TVL+231126:0915:231126:1230+QBB+QCC+ZZ+"
     "43'"
     "TVL+231126:1500:231126:1700+QCC+QDD+ZZ+2'TVL+301126:1500:301126:1700+QDD+QCC+ZZ+3'",
     PNR_TRAVELLERS, "embark_port,disembark_port", "QAA|QDD", ""},
    {"parted bookings are history",
     "SRC'RCI+ZZ:AB'TIF+ROE'TVL+231126+QBB+QCC+ZZ+43'EQN+1'RCI+ZZ:CD'", PNR_HISTORY,
     "event_action,remark", "split|ZZ/CD", ""},
    {"contacts in their forms",
     "SRC'IFT+4:28::ZZ+CTCE J..DOE//MAIL./A.EXAMPLE'IFT+4:28+ZZ CTCP 12 34'TIF+ROE+ANN:A:1'"
     "SSR+CTCM:HK:1:ZZ:::::/353123456789/EN+::1'SSR+CTCR:HK:1:ZZ:::::REFUSED'",
     PNR_CONTACTS, "contact_kind,contact_use,contact,traveller",
     "email||j_doe@mail-a.example|;phone||12 34|;phone|mobile|353123456789|1;refused||REFUSED|1",
     ""},
    {"tickets of services",
     "SRC'TIF+ROE+ANN:A:1'SSR+TKNE:HK:1:ZZ:::QBB:QCC:INF9991234567890C2+::1'", PNR_TICKETS,
     "ticket_number,ticket_kind,traveller", "9991234567890|C2|1", ""},
    {"cards are masked in texts", "SRC'IFT+4:28+PAID 4000 0012 3456 7899 OK'TIF+ROE'", PNR_REMARKS,
     "remark", "PAID 4000 00XX XXXX 7899 OK", ""},
    {"meals by religion are left out, also of texts",
     "SRC'SSR+MOML:HK:1:ZZ'SSR+OTHS:HK:1:ZZ:::::NEEDS WCHR'IFT+4:28+KSML "
     "ASKED'SSR+SPEQ:HK'TIF+ROE'",
     PNR_REMARKS, "remark_code,remark", "SPEQ|",
     "3 services and texts that tell of health or religion are left out"},
    {"a segment that is none is a remark", "SRC'TIF+ROE'QQQ+1:2+3'", PNR_REMARKS,
     "remark_kind,remark", "QQQ|1:2+3", "QQQ is no segment of PNRGOV"},
    {"two bookings, the second without SRC after damage",
     "SRC'RCI+ZZ:AB'TIF+ROE+ANN:A:1'SR\001C'\002'RCI+ZZ:CD'TIF+DOE+BOB:A:1'", PNR_TRAVELLERS,
     "surname,pnr_locator", "ROE|AB;DOE|CD", "a booking that does not begin with SRC"},
    {"a wrong number of bookings is told and not obeyed", "EQN+3'SRC'TIF+ROE'SRC'TIF+DOE'UNT+1+1'",
     PNR_TRAVELLERS, "surname,booking", "ROE|1;DOE|2", "EQN says 3 bookings, there are 2"},
    {"words that end in a tag", "SRC'TIF+HUNT+ANNSRC:A:1'TIF+MUNT+UNT:A:2'", PNR_TRAVELLERS,
     "surname,given_names", "HUNT|ANNSRC;MUNT|UNT", ""},
};

static void
test_mask(void)
{
    static const struct {
        const char *text, *want;
    } masks[] = {{"4000001234567899", "400000XXXXXX7899"},
                 {"4000001234567898", "4000001234567898"},
                 {"x4000-0012-3456-7899y", "x4000-00XX-XXXX-7899y"},
                 {"4000 0012\r\n3456 7899", "4000 00XX\r\nXXXX 7899"},
                 {"TEL 12 4000001234567899 34", "TEL 12 400000XXXXXX7899 34"},
                 {"40000012345678994000001234567899", "400000XXXXXX7899400000XXXXXX7899"},
                 {"378282246310005", "378282XXXXX0005"},
                 /* one of each scheme */
                 {"5555555555554444", "555555XXXXXX4444"},
                 {"2223003122003222", "222300XXXXXX3222"},
                 {"30569309025904", "305693XXXX5904"},
                 {"6011111111111117", "601111XXXXXX1117"},
                 {"3530111333300000", "353011XXXXXX0000"},
                 {"6200000000000005", "620000XXXXXX0005"},
                 {"6759649826438453", "675964XXXXXX8453"},
                 {"135410014004955", "135410XXXXX4955"},
                 {"4222222222222", "422222XXX2222"},
                 /* what may part it, and what may be stuck on it */
                 {"4000  0012 - 3456\xc2\xa0"
                  "7899",
                  "4000  00XX - XXXX\xc2\xa0"
                  "7899"},
                 {"4000:0012:3456:7899", "4000:00XX:XXXX:7899"},
                 {"FOP+4000+0012+3456+7899+0930", "FOP+4000+00XX+XXXX+7899+0930"},
                 {"3782/822463/10005", "3782/82XXXX/X0005"},
                 {"3056.930902.5904", "3056.93XXXX.5904"},
                 {"40000012345678990930", "400000XXXXXX78990930"},
                 {"4000001234567899123", "400000XXXXXX7899123"},
                 {"CC4000001234567899EXP0930", "CC400000XXXXXX7899EXP0930"},
                 /* numbers of other things, whose check digit agrees */
                 {"7812315763772", "7812315763772"},
                 {"TKT 781-2315763772", "TKT 781-2315763772"},
                 {"231126:1500:261126", "231126:1500:261126"},
                 {"20261123031520261125", "20261123031520261125"},
                 {"1101011990030747", "1101011990030747"},
                 {"11010119900307451X", "11010119900307451X"},
                 {"+34 600 123 456", "+34 600 123 456"},
                 {"1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 1 2 3 4 "
                  "4000001234567899",
                  NULL},
                 {"123456789012", "123456789012"},
                 {"", ""}};
    char text[128];

    for (size_t i = 0; i < LENGTH(masks); i++) {
        size_t n = strlen(masks[i].text);
        memcpy(text, masks[i].text, n + 1);
        (void)pnr_mask(text, n);
        if (!ok(masks[i].want != NULL ? strcmp(text, masks[i].want) == 0
                                      : strstr(text, "1234567899") == NULL,
                "masked: %zu", i))
            printf("# got  %s\n", text);
    }
}

static void
test_mask_phone(void)
{
    static const struct {
        const char *text, *want;
    } phones[] = {
        {"378282246310005", "378282XXXXX0005"}, /* American Express */
        {"30569309025904", "305693XXXX5904"},     {"4000001234567899", "400000XXXXXX7899"},
        {"4222222222222", "4222222222222"}, /* Germany has 13 */
        {"622700199003073", "622700199003073"},   {"35315550000", "35315550000"}};
    char text[64];

    for (size_t i = 0; i < LENGTH(phones); i++) {
        size_t n = strlen(phones[i].text);
        memcpy(text, phones[i].text, n + 1);
        pnr_mask_phone(text, n);
        if (!ok(strcmp(text, phones[i].want) == 0, "masked as a telephone number: %zu", i))
            printf("# got  %s\n", text);
    }
}

static void
test_sensitive(void)
{
    ok(pnr_sensitive_code(S("WCHR")) && pnr_sensitive_code(S("moml")) &&
           pnr_sensitive_code(S("AVML")) && pnr_sensitive_code(S("WCOB")),
       "codes of health and religion");
    ok(!pnr_sensitive_code(S("SEAT")) && !pnr_sensitive_code(S("DOCS")) &&
           !pnr_sensitive_code(S("CHML")) && !pnr_sensitive_code(S("WCH")),
       "other codes are none");
    ok(pnr_sensitive_text(S("0/O/SR/SSR KSMLSQHK1")) && pnr_sensitive_text(S("ASKS FOR WCHC.")) &&
           pnr_sensitive_text(S("SSRAVMLDL")),
       "texts that name one");
    ok(!pnr_sensitive_text(S("BLNDED WORD")) && !pnr_sensitive_text(S("SSR SEATSQHK1")),
       "texts that do not");
}

int
main(void)
{
    for (size_t i = 0; i < LENGTH(cases); i++) {
        read_booking(cases[i].segments, cases[i].table, false);
        const char *got = show(cases[i].table, cases[i].columns);
        if (!ok(strcmp(got, cases[i].want) == 0 && told(cases[i].said), "%s", cases[i].what)) {
            printf("# got  %s\n# want %s\n", got, cases[i].want);
            printf("# said %.*s\n", (int)said.text.n, said.text.p);
        }
    }
    read_booking("SRC'SSR+MOML:HK:1:ZZ'TIF+ROE'", PNR_REMARKS, true);
    ok(strcmp(show(PNR_REMARKS, "remark_code"), "MOML") == 0, "kept when asked to");
    read_booking("UNT+1+1'UNZ+1+R'TIF+ROE+ANN:A:1'SRC'RCI+ZZ:AB'TIF+DOE+BOB:A:1'UNT+1+1'",
                 PNR_TRAVELLERS, false);
    ok(strcmp(show(PNR_TRAVELLERS, "surname,pnr_locator"), "ROE|;DOE|AB") == 0,
       "a file that begins in the middle of a booking");
    test_mask();
    test_mask_phone();
    test_sensitive();
    buf_free(&rows);
    diag_free(&said);
    return tap_done();
}

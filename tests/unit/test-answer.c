/* Interchanges out, and answers in. */
#include "edi/edi.h"
#include "tap.h"

enum { ROWS_MAX = 16 };

static const date today = {2026, 11, 23};

/* ---- segments ---- */

static slice
element(edi_level level, slice v, size_t max, unsigned *loss)
{
    static buf b;
    edi_writer_settings s = {.sender = S("STATE"), .level = level};
    edi_writer *w = edi_writer_new(&b, &s);

    b.n = 0;
    edi_put_begin(w, "FTX");
    edi_put_element(w, v, max);
    edi_put_end(w);
    *loss = edi_writer_loss(w);
    edi_writer_free(w);
    return (slice){b.p + 3, b.n - 4};
}

static void
test_characters(void)
{
    static const struct {
        const char *what;
        edi_level level;
        const char *value, *want;
        unsigned loss;
        size_t max;
    } table[] = {
        {"what a level has is kept", EDI_UNOA, "A1 .,-()/=!\"%&*;<>", "+A1 .,-()/=!\"%&*;<>", 0,
         99},
        {"service characters", EDI_UNOA, "'+:?", "+?'?+?:??", 0, 99},
        {"small letters under A", EDI_UNOA, "abc", "+ABC", EDI_LOSS_LETTERS, 99},
        {"and under B", EDI_UNOB, "abc", "+abc", 0, 99},
        {"letters as documents have them", EDI_UNOA, "ÄØÅß", "+AEOEAASS", EDI_LOSS_LETTERS, 99},
        {"small ones", EDI_UNOB, "äøåé", "+aeoeaae", EDI_LOSS_LETTERS, 99},
        {"beyond Latin-1", EDI_UNOC, "Ł\xc3\x9f", "+L\xdf", EDI_LOSS_LETTERS, 99},
        {"another script", EDI_UNOB, "x Αθήνα y", "+x ATHENA y", EDI_LOSS_LETTERS, 99},
        {"no letter", EDI_UNOA, "A#B", "+A B", EDI_LOSS_LETTERS, 99},
        {"nothing but those", EDI_UNOA, "##", "", EDI_LOSS_LETTERS, 99},
        {"a control byte under UTF-8", EDI_UNOY, "A\x1b[B", "+A [B", EDI_LOSS_LETTERS, 99},
        {"bytes that are no UTF-8", EDI_UNOY, "A\xff\xc3", "+A", EDI_LOSS_LETTERS, 99},
        {"no blanks around", EDI_UNOY, "  A  ", "+A", 0, 99},
        {"nothing", EDI_UNOA, "", "", 0, 99},
        {"as long as it may be", EDI_UNOA, "ABC", "+ABC", 0, 3},
        {"longer", EDI_UNOA, "ABCD", "+ABC", EDI_LOSS_CUT, 3},
        {"release characters take no room", EDI_UNOA, "A+B", "+A?+B", 0, 3},
        {"what stands for a letter does", EDI_UNOA, "AÄB", "+AAE", EDI_LOSS_CUT | EDI_LOSS_LETTERS,
         3},
        {"characters are counted, not bytes", EDI_UNOY, "ääää", "+äää", EDI_LOSS_CUT, 3},
    };
    unsigned loss;

    for (size_t i = 0; i < LENGTH(table); i++) {
        slice got = element(table[i].level, slice_of(table[i].value), table[i].max, &loss);
        same(got, slice_of(table[i].want), "%s", table[i].what);
        ok(loss == table[i].loss, "%s: what it cost", table[i].what);
    }
}

static void
test_segments(void)
{
    buf b = {0};
    edi_writer_settings s = {.sender = S("STATE"),
                             .sender_qualifier = S("ZZ"),
                             .lines = true,
                             .now = {.day = {2026, 11, 3}, .hour = 4, .minute = 5},
                             .first = 99999999999999};
    edi_writer *w = edi_writer_new(&b, &s);
    edi_header h = {.recipient = S("AIR"),
                    .type = S("CUSRES"),
                    .version = S("D"),
                    .release = S("05B"),
                    .agency = S("UN")};

    for (int i = 0; i < 2; i++) {
        b.n = 0;
        edi_put_message_begin(w, &h);
        edi_put_begin(w, "LOC");
        edi_put_element(w, S(""), 3);
        edi_put_component(w, S("A"), 3);
        edi_put_component(w, S(""), 3);
        edi_put_element(w, S(""), 3);
        edi_put_component(w, S(""), 3);
        edi_put_component(w, S("B"), 3);
        edi_put_element(w, S(""), 3);
        edi_put_end(w);
        edi_put_message_end(w);
        same(buf_slice(&b),
             i == 0 ? S("UNA:+.? '\n"
                        "UNB+UNOA:4+STATE:ZZ+AIR+261103:0405+99999999999999'\n"
                        "UNG+CUSRES+STATE:ZZ+AIR+261103:0405+1+UN+D:05B'\n"
                        "UNH+1+CUSRES:D:05B:UN'\n"
                        "LOC+:A+::B'\n"
                        "UNT+3+1'\nUNE+1+1'\nUNZ+1+99999999999999'\n")
                    : S("UNA:+.? '\n"
                        "UNB+UNOA:4+STATE:ZZ+AIR+261103:0405+00000000000000'\n"
                        "UNG+CUSRES+STATE:ZZ+AIR+261103:0405+1+UN+D:05B'\n"
                        "UNH+1+CUSRES:D:05B:UN'\n"
                        "LOC+:A+::B'\n"
                        "UNT+3+1'\nUNE+1+1'\nUNZ+1+00000000000000'\n"),
             "separators that carry nothing are left out; references are one more each: %d", i);
    }
    edi_writer_free(w);
    buf_free(&b);
}

/* ---- answers in ---- */

/* What each record says: locator, reference, decision, code, text, errors, parted by '|'. */
static slice
read_all(slice groups, uint64_t *rejected)
{
    static const enum column shown[] = {COL_pnr_locator, COL_traveller_ref, COL_board_decision,
                                        COL_board_code,  COL_board_text,    COL_message_errors};
    static buf b, text;
    diag d = {.level = -1};
    error e;

    b.n = text.n = 0;
    buf_puts(&text, S("UNB+UNOA:4+STATE+AIR+261123:0410+R'UNH+1+CUSRES:D:05B:UN:IATA'BGM+962'"
                      "RFF+TN:T'RFF+AF:ZZ43'"));
    size_t segments = 5; /* with UNT */
    for (size_t i = 0; i < groups.n; i++)
        segments += groups.p[i] == '\'';
    buf_puts(&text, groups);
    buf_printf(&text, "UNT+%zu+1'UNZ+1+R'", segments);

    in *f = in_memory("file", buf_slice(&text));
    edi *reader = edi_open(f, &d, today);
    board_codes *codes = board_codes_open(NULL, &e);
    cusres *c = cusres_open(reader, codes);
    const slice *rec;
    unsigned rows = 0;
    while ((rec = cusres_next(c)) != NULL && rows++ < ROWS_MAX) {
        for (size_t i = 0; i < LENGTH(shown); i++) {
            buf_puts(&b, rec[shown[i]]);
            buf_putc(&b, i + 1 < LENGTH(shown) ? '|' : '\n');
        }
        ok(slice_eq(rec[COL_flight], S("ZZ43")) && slice_eq(rec[COL_message_transaction], S("T")) &&
               slice_eq(rec[COL_message_function], S("answer")),
           "a record has what the header says");
    }
    *rejected = d.rejected;
    cusres_close(c);
    board_codes_free(codes);
    edi_close(reader);
    in_close(f);
    diag_free(&d);
    return buf_slice(&b);
}

static void
test_reader(void)
{
    static const struct {
        const char *what, *groups, *want;
        uint64_t rejected;
    } table[] = {
        {"two travellers", "ERP+2'RFF+AVF:L1'RFF+ABO:1'ERC+0Z'FTX+AAP+++OK'ERP+2'RFF+ABO:2'ERC+1Z'",
         "L1|1|board|0Z|OK|\n|2|do_not_board|1Z||\n", 0},
        {"an error of the message", "ERP+1'ERC+118'FTX+AAP+++NO; NOT/NOW:OR'",
         "|||||118/NO  NOT NOW OR\n", 0},
        {"nothing but the header", "", "|||||\n", 0},
        {"a code that is not known", "ERP+2'RFF+ABO:1'ERC+9Q'", "|1||9Q||\n", 0},
        {"no code", "ERP+2'RFF+ABO:1'ERP+2'RFF+ABO:2'ERC+0Z'", "|1||||\n|2|board|0Z||\n", 0},
        {"two codes", "ERP+2'RFF+ABO:1'ERC+2Z'FTX+AAP+++A'ERC+1Z'FTX+AAP+++B'",
         "|1|selectee|2Z|A|\n|1|do_not_board|1Z|B|\n", 0},
        {"two texts", "ERP+2'RFF+ABO:1'ERC+0Z'FTX+AAP+++A'FTX+AAP+++B'", "|1|board|0Z|A B|\n", 0},
        {"other references", "ERP+2'RFF+SEA:1A'RFF+ABO:1'ERC+0Z'", "|1|board|0Z||\n", 0},
        {"a lost ERP is seen by the reference", "ERP+2'RFF+ABO:1'ERC+1Z'RFF+ABO:2'ERC+0Z'",
         "|1|do_not_board|1Z||\n", 1},
        {"of any kind", "ERP+2'RFF+ABO:1'ERC+1Z'RFF+AVF:L2'ERC+0Z'", "|1|do_not_board|1Z||\n", 1},
        {"and so is the first one", "RFF+ABO:1'ERC+0Z'ERP+2'RFF+ABO:2'ERC+1Z'",
         "|2|do_not_board|1Z||\n", 1},
        {"a code before any group", "ERC+0Z'ERP+2'RFF+ABO:2'ERC+1Z'", "|2|do_not_board|1Z||\n", 1},
        {"damage before a code: it may be anybody's",
         "ERP+2'RFF+ABO:1'E\x01P+2'RFF+ABO:2'ERC+0Z'ERP+2'RFF+ABO:3'ERC+0Z'",
         "|1||||\n|3|board|0Z||\n", 2},
        {"damage behind a code costs no more than the text",
         "ERP+2'RFF+ABO:1'ERC+1Z'F\x01X+AAP+++A'ERP+2'RFF+ABO:3'ERC+0Z'",
         "|1|do_not_board|1Z||\n|3|board|0Z||\n", 1},
        {"a damaged code",
         "ERP+2'RFF+ABO:1'E\x01"
         "C+1Z'FTX+AAP+++A'ERP+2'RFF+ABO:3'ERC+0Z'",
         "|1||||\n|3|board|0Z||\n", 2},
        {"neither a message's nor a traveller's", "ERP+3'RFF+ABO:1'ERC+0Z'ERP+2'RFF+ABO:2'ERC+1Z'",
         "|2|do_not_board|1Z||\n", 2},
    };
    uint64_t rejected;

    for (size_t i = 0; i < LENGTH(table); i++) {
        slice got = read_all(slice_of(table[i].groups), &rejected);
        same(got, slice_of(table[i].want), "%s", table[i].what);
        ok(rejected == table[i].rejected, "%s: %llu rejected", table[i].what,
           (unsigned long long)rejected);
    }
}

static void
test_codes(void)
{
    error e;
    board_codes *c = board_codes_open(NULL, &e);

    for (boarding b = BOARDING_BOARD; b <= BOARDING_INSUFFICIENT; b++) {
        const board_code *code = board_codes_write(c, b);
        ok(code != NULL && board_codes_read(c, code->code) == code, "what tells %.*s is read as it",
           (int)boarding_word(b).n, boarding_word(b).p);
        ok(boarding_of(boarding_word(b)) == b, "and so is the word");
        ok(column_check(COL_board_decision, boarding_word(b), NULL), "which the column may hold");
    }
    same(board_codes_write(c, BOARDING_BOARD)->code, S("0Z"), "board is 0Z");
    same(board_codes_write(c, BOARDING_DO_NOT_BOARD)->code, S("1Z"), "do not board is 1Z");
    ok(board_codes_read(c, S("")) == NULL && board_codes_read(c, S("0")) == NULL,
       "no other code is known");
    ok(boarding_of(S("")) == BOARDING_NONE && boarding_of(S("BOARD")) == BOARDING_NONE,
       "words are as they are");
    board_codes_free(c);
}

int
main(void)
{
    test_characters();
    test_segments();
    test_reader();
    test_codes();
    return tap_done();
}

/* api-pnr-respond: rows with decisions to answers for carriers. */
#include "edi/edi.h"

#include <time.h>

/* ID or ID:QUALIFIER, as UNB has it. */
static bool
party(tool *t, edi_level level, const char *option, const char *text, slice *id, slice *qualifier)
{
    slice rest = slice_of(text);

    *id = slice_cut(&rest, ':');
    *qualifier = rest;
    if (edi_writable(level, *id, 35) && (rest.p == NULL || edi_writable(level, rest, 4)))
        return true;
    tool_usage(t, "--%s: '%s' is not up to 35 characters of the charset, or these, ':' and up to 4",
               option, text);
    return false;
}

/* When the interchanges are prepared, and the reference of the first of them. */
static bool
set_time(tool *t, const char *text, edi_writer_settings *s)
{
    time_t now = time(NULL);

    if (text != NULL && (!moment_parse(slice_of(text), &s->now) || !date_whole(s->now.day))) {
        tool_usage(t, "--time: '%s' is no time such as 2026-11-23T04:15:00", text);
        return false;
    }
    if (text == NULL) {
        struct tm *u = gmtime(&now);
        s->now = (moment){.day = date_today(),
                          .hour = (uint8_t)u->tm_hour,
                          .minute = (uint8_t)u->tm_min,
                          .second = (uint8_t)u->tm_sec,
                          .has_time = true};
    }
    const moment *m = &s->now;
    int64_t seconds =
        (((int64_t)date_days(m->day) * 24 + m->hour) * 60 + m->minute) * 60 + m->second;
    s->first = (uint64_t)(seconds < 0 ? 0 : seconds) * 10000 + 1;
    return true;
}

/* False: stop. */
static bool
respond(tool *t, in *f, answer_writer *a)
{
    csv_in *csv;
    bool go = true;
    error e;
    row r;

    if ((csv = csv_open(f, &t->diag, &e)) == NULL || !answer_columns(a, csv, &e))
        tool_fail(t, "%s", e.text);
    else
        while (go && csv_next(csv, &r)) {
            answer_row(a, &r);
            go = tool_step(t);
        }
    csv_close(csv);
    return go && tool_step(t);
}

int
main(int argc, char **argv)
{
    const char *sender = NULL, *recipient = NULL, *codes = NULL, *charset = "UNOA",
               *function = "answer", *sent = NULL;
    answer_settings s = {0};
    const opt options[] = {
        {0, "sender", OPT_TEXT, &sender, "ID", "who answers: ID or ID:QUALIFIER (needed)", NULL, 0,
         0},
        {0, "recipient", OPT_TEXT, &recipient, "ID",
         "to whom (default: the sender of each message)", NULL, 0, 0},
        {0, "function", OPT_CHOICE, &function, "WHAT",
         "an answer, a change of one, or a receipt (default: answer)", "answer change receipt", 0,
         0},
        {0, "codes", OPT_FILE, &codes, "FILE", "the codes of decisions, as CSV: decision,code,text",
         NULL, 0, 0},
        {0, "charset", OPT_CHOICE, &charset, "LEVEL",
         "characters of the interchanges (default: UNOA)", "UNOA UNOB UNOC UNOY", 0, 0},
        {0, "time", OPT_TEXT, &sent, "TIME", "when they are prepared (default: now, UTC)", NULL, 0,
         0},
        {0, "lines", OPT_FLAG, &s.write.lines, NULL, "a line for each segment", NULL, 0, 0},
        {0}};
    tool t = {.name = "api-pnr-respond",
              .brief = "answer airline messages: rows with decisions to CUSRES and ACKRES",
              .operands = "[FILE ...]",
              .opts = options};
    bool go = true;
    error e;

    if (!tool_start(&t, argc, argv))
        return t.status;
    s.write.level = charset[3] == 'Y'   ? EDI_UNOY
                    : charset[3] == 'C' ? EDI_UNOC
                    : charset[3] == 'B' ? EDI_UNOB
                                        : EDI_UNOA;
    s.function = function[0] == 'a'   ? ANSWER_ANSWER
                 : function[0] == 'c' ? ANSWER_CHANGE
                                      : ANSWER_RECEIPT;
    if (sender == NULL)
        tool_usage(&t, "--sender is needed");
    if (t.status != 0 ||
        !party(&t, s.write.level, "sender", sender, &s.write.sender, &s.write.sender_qualifier) ||
        (recipient != NULL &&
         !party(&t, s.write.level, "recipient", recipient, &s.recipient, &s.recipient_qualifier)) ||
        !set_time(&t, sent, &s.write))
        return tool_end(&t);
    board_codes *table = board_codes_open(codes, &e);
    if (table == NULL) {
        tool_fail(&t, "%s", e.text);
        return tool_end(&t);
    }
    s.codes = table;

    answer_writer *a = answer_open(&t.diag, &t.out->b, &s);
    for (size_t i = 0; go && i < t.operands_n; i++) {
        in *f = tool_open(&t, i);
        if (f == NULL)
            continue;
        go = respond(&t, f, a);
        tool_close(&t, f);
    }
    answer_end(a);
    answer_close(a);
    board_codes_free(table);
    return tool_end(&t);
}

/*
 * Any rows can be answered: the first byte says how, the others are CSV.  What
 * is written is read back without a complaint, and nobody boards who was not
 * told to.
 */
#include "edi/edi.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
demand(bool good, const char *what, const buf *text)
{
    if (!good) {
        fprintf(stderr, "fuzz-answer: %s\n%.*s\n", what, (int)text->n, text->p);
        abort();
    }
}

/* How many rows say board, and are answered so. */
static uint64_t
write_answers(slice bytes, const answer_settings *s, buf *to)
{
    diag d = {.level = 1, .keep = true};
    error e;
    in *f = in_memory("rows", bytes);
    csv_in *csv = csv_open(f, &d, &e);
    answer_writer *a = answer_open(&d, to, s);
    uint64_t board = 0;
    row r;

    if (csv != NULL && answer_columns(a, csv, &e)) {
        int decision = csv_col(csv, COL_board_decision);
        while (csv_next(csv, &r)) {
            board += slice_eq(slice_trim(row_get(&r, decision)), S("board"));
            answer_row(a, &r);
        }
        answer_end(a);
        demand(d.written + d.rejected >= d.read, "a row that is neither answered nor rejected",
               &d.text);
    }
    answer_close(a);
    csv_close(csv);
    in_close(f);
    diag_free(&d);
    return board;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    error why;
    board_codes *codes = board_codes_open(NULL, &why);
    answer_settings s = {.function = (answer_function)(data[0] / 4 % 3),
                         .codes = codes,
                         .recipient = data[0] & 64 ? S("HUB") : (slice){NULL, 0},
                         .write = {.sender = S("STATE"),
                                   .level = (edi_level)(data[0] & 3),
                                   .lines = data[0] & 128,
                                   .now = {.day = {2026, 11, 23}}}};
    buf text = {0};
    uint64_t told = write_answers((slice){(const char *)data + 1, size - 1}, &s, &text), board = 0;

    diag d = {.level = 0};
    in *f = in_memory("answers", buf_slice(&text));
    edi *e = edi_open(f, &d, (date){2026, 11, 23});
    cusres *c = cusres_open(e, codes);
    const slice *rec;
    while ((rec = cusres_next(c)) != NULL)
        board += slice_eq(rec[COL_board_decision], S("board"));
    demand(d.rejected == 0, "what was written is not read whole", &d.text);
    demand(board <= told, "somebody boards who was not told to", &text);
    cusres_close(c);
    edi_close(e);
    in_close(f);
    diag_free(&d);
    board_codes_free(codes);
    buf_free(&text);
    return 0;
}

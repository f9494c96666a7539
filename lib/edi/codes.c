/* What the codes of an answer to a carrier mean: built in, or a State's own. */
#include "edi/private.h"

#include <stdlib.h>

enum { CODE_MAX = 8, CODES_MAX = 256 };

/*
 * WCO/IATA/ICAO guidelines on advance passenger information, API response
 * message, ERC: 0Z and 1Z.  The others are those in use among States; each
 * State agrees on its own with its carriers.
 */
static const board_code builtin[] = {
    {BOARDING_BOARD, Q("0Z"), Q("OK TO BOARD")},
    {BOARDING_DO_NOT_BOARD, Q("1Z"), Q("DO NOT BOARD")},
    {BOARDING_SELECTEE, Q("2Z"), Q("SELECTEE")},
    {BOARDING_INSUFFICIENT, Q("4Z"), Q("INSUFFICIENT INFORMATION")},
};

static const slice words[] = {[BOARDING_BOARD] = Q("board"),
                              [BOARDING_DO_NOT_BOARD] = Q("do_not_board"),
                              [BOARDING_SELECTEE] = Q("selectee"),
                              [BOARDING_INSUFFICIENT] = Q("insufficient")};

struct board_codes {
    size_t n;
    board_code code[CODES_MAX];
    arena arena;
};

boarding
boarding_of(slice word)
{
    for (size_t i = BOARDING_BOARD; i < LENGTH(words); i++)
        if (slice_eq(word, words[i]))
            return (boarding)i;
    return BOARDING_NONE;
}

slice
boarding_word(boarding b)
{
    return words[b];
}

const board_code *
board_codes_write(const board_codes *c, boarding b)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->code[i].decision == b)
            return &c->code[i];
    return NULL;
}

const board_code *
board_codes_read(const board_codes *c, slice code)
{
    for (size_t i = 0; i < c->n; i++)
        if (slice_eq(c->code[i].code, code))
            return &c->code[i];
    return NULL;
}

static board_codes *
builtin_codes(void)
{
    board_codes *c = mem_alloc(1, sizeof *c);

    c->n = LENGTH(builtin);
    memcpy(c->code, builtin, sizeof builtin);
    return c;
}

void
board_codes_free(board_codes *c)
{
    if (c == NULL)
        return;
    arena_free(&c->arena);
    free(c);
}

/* ---- a State's own ---- */

static bool
is_code(slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= 'A' && s.p[i] <= 'Z') && !(s.p[i] >= '0' && s.p[i] <= '9'))
            return false;
    return s.n >= 1 && s.n <= CODE_MAX;
}

static bool
add(board_codes *c, slice word, slice code, slice text, error *e)
{
    boarding b = boarding_of(word);

    if (b == BOARDING_NONE)
        return error_set(e, "'%.*s' is no decision: board, do_not_board, selectee or insufficient",
                         edi_shown(word), word.p != NULL ? word.p : "");
    if (!is_code(code))
        return error_set(e, "'%.*s' is no code of one to %d capitals and digits", edi_shown(code),
                         code.p != NULL ? code.p : "", CODE_MAX);
    if (board_codes_read(c, code) != NULL)
        return error_set(e, "the code %.*s stands there twice", (int)code.n, code.p);
    if (c->n == CODES_MAX)
        return error_set(e, "more than %d codes", CODES_MAX);
    c->code[c->n++] = (board_code){b, arena_dup(&c->arena, code), arena_dup(&c->arena, text)};
    return true;
}

static bool
load(board_codes *c, in *f, csv_in *csv, const diag *d, error *e)
{
    int decision = csv_find(csv, S("decision")), code = csv_find(csv, S("code")),
        text = csv_find(csv, S("text"));
    error why;
    row r;

    if (decision < 0 || code < 0)
        return error_set(e, "%s: no columns decision and code", f->name);
    while (csv_next(csv, &r))
        if (!add(c, slice_trim(row_get(&r, decision)), slice_trim(row_get(&r, code)),
                 slice_trim(row_get(&r, text)), &why))
            return error_set(e, "%s: line %llu: %s", f->name, (unsigned long long)r.where.line,
                             why.text);
    if (d->rejected != 0)
        return error_set(e, "%.*s", (int)slice_eol(buf_slice(&d->text)), d->text.p);
    if (f->failed)
        return error_set(e, "%s", f->error.text);
    if (board_codes_write(c, BOARDING_INSUFFICIENT) == NULL)
        return error_set(e, "%s: no code for insufficient", f->name);
    return true;
}

static board_codes *
load_codes(in *f, error *e)
{
    diag d = {.strict = true};
    csv_in *csv = csv_open(f, &d, e);
    board_codes *c = csv != NULL ? mem_alloc(1, sizeof *c) : NULL;

    if (c != NULL && !load(c, f, csv, &d, e)) {
        board_codes_free(c);
        c = NULL;
    }
    if (csv != NULL)
        csv_close(csv);
    diag_free(&d);
    return c;
}

board_codes *
board_codes_open(const char *path, error *e)
{
    in *f = path != NULL ? in_open(path, e) : NULL;
    board_codes *c = path == NULL ? builtin_codes() : f != NULL ? load_codes(f, e) : NULL;

    in_close(f);
    return c;
}

/* layout: the zones of Doc 9303 as data, their characters and check digits. */
#include "mrz/private.h"

/* ---- the layouts: Doc 9303 part 4 (TD3), 5 (TD1), 6 (TD2), 7 (visas) ---- */

const mrz_layout mrz_layouts[] = {
    {.name = "TD3",
     .codes = "P",
     .lines = 2,
     .width = {44, 44},
     .part = {{MRZ_TYPE, {1, 1, 2}, MRZ_LETTERS, 0},
              {MRZ_ISSUER, {1, 3, 5}, MRZ_LETTERS, 0},
              {MRZ_NAME, {1, 6, 44}, MRZ_LETTERS, 0},
              {MRZ_NUMBER, {2, 1, 9}, MRZ_ANY, 10},
              {MRZ_NATIONALITY, {2, 11, 13}, MRZ_LETTERS, 0},
              {MRZ_BIRTH, {2, 14, 19}, MRZ_DIGITS, 20},
              {MRZ_SEX, {2, 21, 21}, MRZ_LETTERS, 0},
              {MRZ_EXPIRY, {2, 22, 27}, MRZ_DIGITS, 28},
              {MRZ_OPTIONAL, {2, 29, 42}, MRZ_ANY, 43}},
     .composite = {{2, 1, 10}, {2, 14, 20}, {2, 22, 43}},
     .composite_at = {2, 44, 44}},
    {.name = "MRV-A",
     .codes = "V",
     .lines = 2,
     .width = {44, 44},
     .part = {{MRZ_TYPE, {1, 1, 2}, MRZ_LETTERS, 0},
              {MRZ_ISSUER, {1, 3, 5}, MRZ_LETTERS, 0},
              {MRZ_NAME, {1, 6, 44}, MRZ_LETTERS, 0},
              {MRZ_NUMBER, {2, 1, 9}, MRZ_ANY, 10},
              {MRZ_NATIONALITY, {2, 11, 13}, MRZ_LETTERS, 0},
              {MRZ_BIRTH, {2, 14, 19}, MRZ_DIGITS, 20},
              {MRZ_SEX, {2, 21, 21}, MRZ_LETTERS, 0},
              {MRZ_EXPIRY, {2, 22, 27}, MRZ_DIGITS, 28},
              {MRZ_OPTIONAL, {2, 29, 44}, MRZ_ANY, 0}}},
    {.name = "TD2",
     .codes = "ACI",
     .lines = 2,
     .width = {36, 36},
     .long_number = true,
     .part = {{MRZ_TYPE, {1, 1, 2}, MRZ_LETTERS, 0},
              {MRZ_ISSUER, {1, 3, 5}, MRZ_LETTERS, 0},
              {MRZ_NAME, {1, 6, 36}, MRZ_LETTERS, 0},
              {MRZ_NUMBER, {2, 1, 9}, MRZ_ANY, 10},
              {MRZ_NATIONALITY, {2, 11, 13}, MRZ_LETTERS, 0},
              {MRZ_BIRTH, {2, 14, 19}, MRZ_DIGITS, 20},
              {MRZ_SEX, {2, 21, 21}, MRZ_LETTERS, 0},
              {MRZ_EXPIRY, {2, 22, 27}, MRZ_DIGITS, 28},
              {MRZ_OPTIONAL, {2, 29, 35}, MRZ_ANY, 0}},
     .composite = {{2, 1, 10}, {2, 14, 20}, {2, 22, 35}},
     .composite_at = {2, 36, 36}},
    {.name = "MRV-B",
     .codes = "V",
     .lines = 2,
     .width = {36, 36},
     .part = {{MRZ_TYPE, {1, 1, 2}, MRZ_LETTERS, 0},
              {MRZ_ISSUER, {1, 3, 5}, MRZ_LETTERS, 0},
              {MRZ_NAME, {1, 6, 36}, MRZ_LETTERS, 0},
              {MRZ_NUMBER, {2, 1, 9}, MRZ_ANY, 10},
              {MRZ_NATIONALITY, {2, 11, 13}, MRZ_LETTERS, 0},
              {MRZ_BIRTH, {2, 14, 19}, MRZ_DIGITS, 20},
              {MRZ_SEX, {2, 21, 21}, MRZ_LETTERS, 0},
              {MRZ_EXPIRY, {2, 22, 27}, MRZ_DIGITS, 28},
              {MRZ_OPTIONAL, {2, 29, 36}, MRZ_ANY, 0}}},
    {.name = "TD1",
     .codes = "ACI",
     .lines = 3,
     .width = {30, 30, 30},
     .long_number = true,
     .part = {{MRZ_TYPE, {1, 1, 2}, MRZ_LETTERS, 0},
              {MRZ_ISSUER, {1, 3, 5}, MRZ_LETTERS, 0},
              {MRZ_NUMBER, {1, 6, 14}, MRZ_ANY, 15},
              {MRZ_OPTIONAL, {1, 16, 30}, MRZ_ANY, 0},
              {MRZ_BIRTH, {2, 1, 6}, MRZ_DIGITS, 7},
              {MRZ_SEX, {2, 8, 8}, MRZ_LETTERS, 0},
              {MRZ_EXPIRY, {2, 9, 14}, MRZ_DIGITS, 15},
              {MRZ_NATIONALITY, {2, 16, 18}, MRZ_LETTERS, 0},
              {MRZ_OPTIONAL, {2, 19, 29}, MRZ_ANY, 0},
              {MRZ_NAME, {3, 1, 30}, MRZ_LETTERS, 0}},
     .composite = {{1, 6, 30}, {2, 1, 7}, {2, 9, 15}, {2, 19, 29}},
     .composite_at = {2, 30, 30}},
};
const size_t mrz_layouts_n = LENGTH(mrz_layouts);

const mrz_issue_info mrz_issue_table[MRZ_ISSUE_CODES] = {
    [MRZ_CHECK_DIGIT] = {{"check_digit", 11}, true},
    [MRZ_ALPHABET] = {{"alphabet", 8}, true},
    [MRZ_BAD_DATE] = {{"bad_date", 8}, true},
    [MRZ_BAD_SEX] = {{"bad_sex", 7}, true},
    [MRZ_BAD_TYPE] = {{"bad_type", 8}, true},
    [MRZ_EMPTY] = {{"empty", 5}, true},
    [MRZ_UNKNOWN_COUNTRY] = {{"unknown_country", 15}, false},
    [MRZ_NAME_TRUNCATED] = {{"name_truncated", 14}, false},
};

const slice mrz_field_names[MRZ_FIELDS] = {
    [MRZ_TYPE] = {"doc_type", 8},
    [MRZ_ISSUER] = {"doc_issuer", 10},
    [MRZ_NAME] = {"name", 4},
    [MRZ_NUMBER] = {"doc_number", 10},
    [MRZ_NATIONALITY] = {"nationality", 11},
    [MRZ_BIRTH] = {"birth_date", 10},
    [MRZ_SEX] = {"sex", 3},
    [MRZ_EXPIRY] = {"doc_expiry", 10},
    [MRZ_OPTIONAL] = {"personal_number", 15},
    [MRZ_COMPOSITE] = {"composite", 9},
};

/* ---- characters ---- */

#define DIGIT(c, v)  [c] = {MRZ_DIGITS, v, c}
#define LETTER(c, l) [c] = {MRZ_LETTERS, (c) - 'A' + 10, c}, [l] = {MRZ_LETTERS, (c) - 'A' + 10, c}

const mrz_sign mrz_signs[256] = {
    DIGIT('0', 0),
    DIGIT('1', 1),
    DIGIT('2', 2),
    DIGIT('3', 3),
    DIGIT('4', 4),
    DIGIT('5', 5),
    DIGIT('6', 6),
    DIGIT('7', 7),
    DIGIT('8', 8),
    DIGIT('9', 9),
    LETTER('A', 'a'),
    LETTER('B', 'b'),
    LETTER('C', 'c'),
    LETTER('D', 'd'),
    LETTER('E', 'e'),
    LETTER('F', 'f'),
    LETTER('G', 'g'),
    LETTER('H', 'h'),
    LETTER('I', 'i'),
    LETTER('J', 'j'),
    LETTER('K', 'k'),
    LETTER('L', 'l'),
    LETTER('M', 'm'),
    LETTER('N', 'n'),
    LETTER('O', 'o'),
    LETTER('P', 'p'),
    LETTER('Q', 'q'),
    LETTER('R', 'r'),
    LETTER('S', 's'),
    LETTER('T', 't'),
    LETTER('U', 'u'),
    LETTER('V', 'v'),
    LETTER('W', 'w'),
    LETTER('X', 'x'),
    LETTER('Y', 'y'),
    LETTER('Z', 'z'),
    ['<'] = {MRZ_FILLER, 0, '<'},
};

unsigned
mrz_weigh(slice s, unsigned sum, size_t *at)
{
    static const uint8_t weight[3] = {7, 3, 1};
    size_t w = *at % 3;

    for (size_t i = 0; i < s.n; i++) {
        sum += (unsigned)(sign_of(s.p[i])->value * weight[w]);
        w = w == 2 ? 0 : w + 1;
    }
    *at += s.n;
    return sum;
}

char
mrz_check_digit(slice s)
{
    size_t at = 0;
    unsigned long long sum = 0;

    while (s.n != 0) { /* in pieces, so that no length overflows the sum */
        slice piece = {s.p, s.n < 3000 ? s.n : 3000};
        sum = (sum + mrz_weigh(piece, 0, &at)) % 10;
        s.p += piece.n;
        s.n -= piece.n;
    }
    return (char)('0' + sum % 10);
}

unsigned
mrz_misfits(const mrz_layout *l, unsigned line, const char *text)
{
    unsigned n = 0;

    for (const mrz_part *p = l->part; p < l->part + MRZ_PARTS; p++) {
        if (p->at.line != line)
            continue;
        unsigned may = p->alphabet | MRZ_FILLER;
        if (p->field == MRZ_TYPE)
            n += strchr(l->codes, sign_of(text[0])->capital) == NULL;
        for (unsigned i = p->at.from - 1u; i < p->at.to; i++)
            n += (sign_of(text[i])->kind & may) == 0;
        if (p->check != 0)
            n += (sign_of(text[p->check - 1])->kind & (MRZ_DIGITS | MRZ_FILLER)) == 0;
    }
    if (l->composite_at.line == line)
        n += (sign_of(text[l->composite_at.from - 1])->kind & (MRZ_DIGITS | MRZ_FILLER)) == 0;
    return n;
}

/* layout: the zones of Doc 9303 as data, their characters and check digits. */
#include "mrz/private.h"

/* ---- the layouts: Doc 9303 part 4 (TD3), 5 (TD1), 6 (TD2), 7 (visas) ---- */

const mrz_layout mrz_layouts[] = {
    /* National forms stand first: they are told by their State. */
    {.name = "FRA-ID", /* the French identity card of 1988 to 2021 */
     .codes = "I",
     .issuer = "FRA",
     .weights = MRZ_WEIGHTS,
     .lines = 2,
     .width = {36, 36},
     .part = {{MRZ_TYPE, {1, 1, 2}, MRZ_LETTERS, 0, 0},
              {MRZ_ISSUER, {1, 3, 5}, MRZ_LETTERS, 0, 0},
              {MRZ_SURNAME, {1, 6, 30}, MRZ_LETTERS, 0, 0},
              {MRZ_OPTIONAL, {1, 31, 36}, MRZ_ANY, 0, 0}, /* department and office */
              {MRZ_NUMBER, {2, 1, 12}, MRZ_ANY, 13, 0},
              {MRZ_GIVEN, {2, 14, 27}, MRZ_LETTERS, 0, 0},
              {MRZ_BIRTH, {2, 28, 33}, MRZ_DIGITS, 34, 0},
              {MRZ_SEX, {2, 35, 35}, MRZ_LETTERS, 0, 0}},
     .composite = {{1, 1, 36}, {2, 1, 35}},
     .composite_at = {2, 36, 36}},
    {.name = "FRA-DL", /* the French driving licence */
     .codes = "D",
     .issuer = "FRA",
     .weights = MRZ_WEIGHTS,
     .lines = 1,
     .width = {30},
     .part = {{MRZ_TYPE, {1, 1, 2}, MRZ_ANY, 0, 0},
              {MRZ_ISSUER, {1, 3, 5}, MRZ_LETTERS, 0, 0},
              {MRZ_NUMBER, {1, 6, 14}, MRZ_ANY, 15, 1},
              {MRZ_EXPIRY, {1, 16, 21}, MRZ_DIGITS, 0, 0},
              {MRZ_SURNAME, {1, 22, 29}, MRZ_LETTERS, 0, 0}},
     .composite = {{1, 1, 29}},
     .composite_at = {1, 30, 30}},
    {.name = "CHE-DL", /* the Swiss driving licence: it has no check digit */
     .codes = "F",
     .issuer = "CHE",
     .weights = MRZ_WEIGHTS,
     .lines = 3,
     .width = {9, 30, 30},
     .part = {{MRZ_OPTIONAL, {1, 1, 9}, MRZ_ANY, 0, 0}, /* number and language of the blank */
              {MRZ_TYPE, {2, 1, 2}, MRZ_LETTERS, 0, 0},
              {MRZ_ISSUER, {2, 3, 5}, MRZ_LETTERS, 0, 0},
              {MRZ_NUMBER, {2, 6, 17}, MRZ_DIGITS, 0, 0},
              {MRZ_BIRTH, {2, 20, 25}, MRZ_DIGITS, 0, 0},
              {MRZ_NAME, {3, 1, 30}, MRZ_LETTERS, 0, 0}}},
    {.name = "TD3",
     .codes = "P",
     .issuer = "",
     .weights = MRZ_WEIGHTS,
     .lines = 2,
     .width = {44, 44},
     .part = {{MRZ_TYPE, {1, 1, 2}, MRZ_LETTERS, 0, 0},
              {MRZ_ISSUER, {1, 3, 5}, MRZ_LETTERS, 0, 0},
              {MRZ_NAME, {1, 6, 44}, MRZ_LETTERS, 0, 0},
              {MRZ_NUMBER, {2, 1, 9}, MRZ_ANY, 10, 0},
              {MRZ_NATIONALITY, {2, 11, 13}, MRZ_LETTERS, 0, 0},
              {MRZ_BIRTH, {2, 14, 19}, MRZ_DIGITS, 20, 0},
              {MRZ_SEX, {2, 21, 21}, MRZ_LETTERS, 0, 0},
              {MRZ_EXPIRY, {2, 22, 27}, MRZ_DIGITS, 28, 0},
              {MRZ_OPTIONAL, {2, 29, 42}, MRZ_ANY, 43, 0}},
     .composite = {{2, 1, 10}, {2, 14, 20}, {2, 22, 43}},
     .composite_at = {2, 44, 44}},
    {.name = "MRV-A",
     .codes = "V",
     .issuer = "",
     .weights = MRZ_WEIGHTS,
     .lines = 2,
     .width = {44, 44},
     .part = {{MRZ_TYPE, {1, 1, 2}, MRZ_LETTERS, 0, 0},
              {MRZ_ISSUER, {1, 3, 5}, MRZ_LETTERS, 0, 0},
              {MRZ_NAME, {1, 6, 44}, MRZ_LETTERS, 0, 0},
              {MRZ_NUMBER, {2, 1, 9}, MRZ_ANY, 10, 0},
              {MRZ_NATIONALITY, {2, 11, 13}, MRZ_LETTERS, 0, 0},
              {MRZ_BIRTH, {2, 14, 19}, MRZ_DIGITS, 20, 0},
              {MRZ_SEX, {2, 21, 21}, MRZ_LETTERS, 0, 0},
              {MRZ_EXPIRY, {2, 22, 27}, MRZ_DIGITS, 28, 0},
              {MRZ_OPTIONAL, {2, 29, 44}, MRZ_ANY, 0, 0}}},
    {.name = "TD2",
     .codes = "ACI",
     .issuer = "",
     .weights = MRZ_WEIGHTS,
     .lines = 2,
     .width = {36, 36},
     .long_number = true,
     .part = {{MRZ_TYPE, {1, 1, 2}, MRZ_LETTERS, 0, 0},
              {MRZ_ISSUER, {1, 3, 5}, MRZ_LETTERS, 0, 0},
              {MRZ_NAME, {1, 6, 36}, MRZ_LETTERS, 0, 0},
              {MRZ_NUMBER, {2, 1, 9}, MRZ_ANY, 10, 0},
              {MRZ_NATIONALITY, {2, 11, 13}, MRZ_LETTERS, 0, 0},
              {MRZ_BIRTH, {2, 14, 19}, MRZ_DIGITS, 20, 0},
              {MRZ_SEX, {2, 21, 21}, MRZ_LETTERS, 0, 0},
              {MRZ_EXPIRY, {2, 22, 27}, MRZ_DIGITS, 28, 0},
              {MRZ_OPTIONAL, {2, 29, 35}, MRZ_ANY, 0, 0}},
     .composite = {{2, 1, 10}, {2, 14, 20}, {2, 22, 35}},
     .composite_at = {2, 36, 36}},
    {.name = "MRV-B",
     .codes = "V",
     .issuer = "",
     .weights = MRZ_WEIGHTS,
     .lines = 2,
     .width = {36, 36},
     .part = {{MRZ_TYPE, {1, 1, 2}, MRZ_LETTERS, 0, 0},
              {MRZ_ISSUER, {1, 3, 5}, MRZ_LETTERS, 0, 0},
              {MRZ_NAME, {1, 6, 36}, MRZ_LETTERS, 0, 0},
              {MRZ_NUMBER, {2, 1, 9}, MRZ_ANY, 10, 0},
              {MRZ_NATIONALITY, {2, 11, 13}, MRZ_LETTERS, 0, 0},
              {MRZ_BIRTH, {2, 14, 19}, MRZ_DIGITS, 20, 0},
              {MRZ_SEX, {2, 21, 21}, MRZ_LETTERS, 0, 0},
              {MRZ_EXPIRY, {2, 22, 27}, MRZ_DIGITS, 28, 0},
              {MRZ_OPTIONAL, {2, 29, 36}, MRZ_ANY, 0, 0}}},
    {.name = "TD1",
     .codes = "ACI",
     .issuer = "",
     .weights = MRZ_WEIGHTS,
     .lines = 3,
     .width = {30, 30, 30},
     .long_number = true,
     .part = {{MRZ_TYPE, {1, 1, 2}, MRZ_LETTERS, 0, 0},
              {MRZ_ISSUER, {1, 3, 5}, MRZ_LETTERS, 0, 0},
              {MRZ_NUMBER, {1, 6, 14}, MRZ_ANY, 15, 0},
              {MRZ_OPTIONAL, {1, 16, 30}, MRZ_ANY, 0, 0},
              {MRZ_BIRTH, {2, 1, 6}, MRZ_DIGITS, 7, 0},
              {MRZ_SEX, {2, 8, 8}, MRZ_LETTERS, 0, 0},
              {MRZ_EXPIRY, {2, 9, 14}, MRZ_DIGITS, 15, 0},
              {MRZ_NATIONALITY, {2, 16, 18}, MRZ_LETTERS, 0, 0},
              {MRZ_OPTIONAL, {2, 19, 29}, MRZ_ANY, 0, 0},
              {MRZ_NAME, {3, 1, 30}, MRZ_LETTERS, 0, 0}},
     .composite = {{1, 6, 30}, {2, 1, 7}, {2, 9, 15}, {2, 19, 29}},
     .composite_at = {2, 30, 30}},
};
const size_t mrz_layouts_n = LENGTH(mrz_layouts);
_Static_assert(LENGTH(mrz_layouts) <= MRZ_LAYOUTS_MAX, "each has a plan");

const mrz_issue_info mrz_issue_table[MRZ_ISSUE_CODES] = {
    [MRZ_CHECK_DIGIT] = {{"check_digit", 11}, true},
    [MRZ_ALPHABET] = {{"alphabet", 8}, true},
    [MRZ_BAD_DATE] = {{"bad_date", 8}, true},
    [MRZ_BAD_SEX] = {{"bad_sex", 7}, true},
    [MRZ_BAD_TYPE] = {{"bad_type", 8}, true},
    [MRZ_EMPTY] = {{"empty", 5}, true},
    [MRZ_UNKNOWN_COUNTRY] = {{"unknown_country", 15}, false},
    [MRZ_NAME_TRUNCATED] = {{"name_truncated", 14}, false},
    [MRZ_EXPIRED] = {{"expired", 7}, false},
    [MRZ_DATE_ORDER] = {{"date_order", 10}, false},
    [MRZ_NUMBER_PATTERN] = {{"number_pattern", 14}, false},
    [MRZ_FILLER_LETTER] = {{"filler_letter", 13}, false},
    [MRZ_LOOK_ALIKE] = {{"look_alike", 10}, false},
    [MRZ_REPAIRED] = {{"repaired", 8}, false},
    [MRZ_LINE_ORDER] = {{"line_order", 10}, false},
    [MRZ_TRANSLITERATED] = {{"transliterated", 14}, false},
};

const slice mrz_field_names[MRZ_FIELDS] = {
    [MRZ_NO_FIELD] = {"zone", 4},       [MRZ_TYPE] = {"doc_type", 8},
    [MRZ_ISSUER] = {"doc_issuer", 10},  [MRZ_NAME] = {"name", 4},
    [MRZ_SURNAME] = {"surname", 7},     [MRZ_GIVEN] = {"given_names", 11},
    [MRZ_NUMBER] = {"doc_number", 10},  [MRZ_NATIONALITY] = {"nationality", 11},
    [MRZ_BIRTH] = {"birth_date", 10},   [MRZ_SEX] = {"sex", 3},
    [MRZ_EXPIRY] = {"doc_expiry", 10},  [MRZ_OPTIONAL] = {"personal_number", 15},
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
mrz_weigh(slice s, const uint8_t weight[3], unsigned sum, size_t *at)
{
    size_t w = *at % 3, i = 0;

    for (; w != 0 && i < s.n; i++, w = w == 2 ? 0 : 2)
        sum += (unsigned)(sign_of(s.p[i])->value * weight[w]);
    for (; i + 3 <= s.n; i += 3)
        sum +=
            (unsigned)(sign_of(s.p[i])->value * weight[0] + sign_of(s.p[i + 1])->value * weight[1] +
                       sign_of(s.p[i + 2])->value * weight[2]);
    for (w = 0; i < s.n; i++, w++)
        sum += (unsigned)(sign_of(s.p[i])->value * weight[w]);
    *at += s.n;
    return sum;
}

char
mrz_check_digit(slice s)
{
    static const uint8_t weights[3] = MRZ_WEIGHTS;
    size_t at = 0;
    unsigned long long sum = 0;

    while (s.n != 0) { /* in pieces, so that no length overflows the sum */
        slice piece = {s.p, s.n < 3000 ? s.n : 3000};
        sum = (sum + mrz_weigh(piece, weights, 0, &at)) % 10;
        s.p += piece.n;
        s.n -= piece.n;
    }
    return (char)('0' + sum % 10);
}

bool
mrz_code_fits(const mrz_layout *l, char first)
{
    char capital = sign_of(first)->capital;

    for (const char *code = l->codes; *code != '\0'; code++)
        if (*code == capital)
            return true;
    return false;
}

bool
mrz_issuer_fits(const mrz_layout *l, const char *issuer)
{
    for (unsigned i = 0; l->issuer[i] != '\0'; i++)
        if (sign_of(issuer[i])->capital != l->issuer[i])
            return false;
    return true;
}

/* The column dictionary at work. */
#include "stream/stream.h"

#define COLUMN(name, form, group, meaning) {S(#name), FORM_##form, group, meaning},
const column_info column_table[COL_COUNT] = {
#include "stream/columns.def"
};
#undef COLUMN

int
column_find(slice name)
{
    for (int i = 0; i < COL_COUNT; i++)
        if (slice_eq(column_table[i].name, name))
            return i;
    return -1;
}

/* Forms that are one word of a few, and what is said of any other. */
static const struct {
    column_form form;
    const char *words, *why;
} word_forms[] = {
    {FORM_SEX, "M F X", "not a sex: M, F or X"},
    {FORM_TRAVELLER_TYPE, "PAX CREW CARGO_CREW POSITIONING INFANT TRANSIT",
     "not a traveller type: PAX, CREW, CARGO_CREW, POSITIONING, INFANT or TRANSIT"},
    {FORM_MRZ_STATUS, "valid repaired invalid", "not a status: valid, repaired or invalid"},
    {FORM_TRANSPORT, "air sea land rail", "not a mode of transport: air, sea, land or rail"},
    {FORM_DIRECTION, "entry exit transit", "not a direction: entry, exit or transit"},
    {FORM_DECISION, "admitted refused referred", "not a decision: admitted, refused or referred"},
    {FORM_BOARDING, "board do_not_board selectee insufficient",
     "not a decision on boarding: board, do_not_board, selectee or insufficient"},
    {FORM_CHANGE, "new correct void", "not a kind of change: new, correct or void"},
    {FORM_STAY_STATUS, "open closed overstay entry_missing exit_missing",
     "not a status: open, closed, overstay, entry_missing or exit_missing"},
};

static bool
only(slice v, const char *alphabet)
{
    for (size_t i = 0; i < v.n; i++)
        if (v.p[i] == '\0' || strchr(alphabet, v.p[i]) == NULL)
            return false;
    return true;
}

#define UPPER  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static bool
is_score(slice v)
{
    return v.n == 5 && v.p[1] == '.' && only((slice){v.p, 1}, "01") &&
           only((slice){v.p + 2, 3}, DIGITS) && (v.p[0] == '0' || slice_eq(v, S("1.000")));
}

static const char *
check(column_form form, slice v)
{
    date d;
    moment m;

    switch (form) {
    case FORM_DATE:
        return date_parse(v, &d) ? NULL : "not a date like 2026-11-23, 2026-11 or 2026";
    case FORM_TIME:
        return moment_parse(v, &m) ? NULL : "not a time like 2026-11-23T04:15:00+04:30";
    case FORM_COUNTRY:
        return v.n == 3 && only(v, UPPER) ? NULL : "not a three-letter country code";
    case FORM_PORT:
        return (v.n == 3 || v.n == 5) && only(v, UPPER DIGITS)
                   ? NULL
                   : "not a location code of three or five characters";
    case FORM_SCORE:
        return is_score(v) ? NULL : "not a score from 0.000 to 1.000";
    case FORM_NUMBER:
        return only(v, DIGITS) ? NULL : "not a whole number";
    case FORM_ID:
        return v.n == 32 && only(v, DIGITS "abcdef") ? NULL : "not 32 hexadecimal digits";
    case FORM_TEXT:
    case FORM_LIST:
    case FORM_MRZ_FORMAT:
        return NULL;
    default:
        break;
    }
    for (size_t i = 0; i < LENGTH(word_forms); i++) {
        slice rest = slice_of(word_forms[i].words);
        if (word_forms[i].form != form)
            continue;
        while (rest.p != NULL)
            if (slice_eq(slice_cut(&rest, ' '), v))
                return NULL;
        return word_forms[i].why;
    }
    return NULL;
}

bool
column_check(enum column c, slice value, const char **why)
{
    const char *wrong = value.n == 0 ? NULL : check(column_table[c].form, value);

    if (why != NULL)
        *why = wrong;
    return wrong == NULL;
}

/*
 * Regions of the world: UN M49 (Standard country or area codes for statistical
 * use) as ICU knows which State is where; the names are M49's own.
 */
#include "text/text.h"

#include <stdatomic.h>
#include <unicode/uregion.h>

static const struct {
    char code[4];
    slice name;
} regions[] = {
    {"", S("")},
    {"002", S("Africa")},
    {"009", S("Oceania")},
    {"019", S("Americas")},
    {"142", S("Asia")},
    {"150", S("Europe")},
    {"005", S("South America")},
    {"011", S("Western Africa")},
    {"013", S("Central America")},
    {"014", S("Eastern Africa")},
    {"015", S("Northern Africa")},
    {"017", S("Middle Africa")},
    {"018", S("Southern Africa")},
    {"021", S("Northern America")},
    {"029", S("Caribbean")},
    {"030", S("Eastern Asia")},
    {"034", S("Southern Asia")},
    {"035", S("South-eastern Asia")},
    {"039", S("Southern Europe")},
    {"053", S("Australia and New Zealand")},
    {"054", S("Melanesia")},
    {"057", S("Micronesia")},
    {"061", S("Polynesia")},
    {"143", S("Central Asia")},
    {"145", S("Western Asia")},
    {"151", S("Eastern Europe")},
    {"154", S("Northern Europe")},
    {"155", S("Western Europe")},
};

enum { CODES = 26 * 26 * 26, ASKED = 0x80 };

/* What ICU said of each code: ASKED and an index of regions[].  Any thread may find it out. */
static _Atomic unsigned char known[2][CODES];

static unsigned char
ask(const char code[4], region_level level)
{
    static const struct {
        char ours[4];
        const char *icu;
    } others[] = {{"RKS", "XK"}, {"GBD", "GB"}, {"GBN", "GB"}, {"GBO", "GB"},
                  {"GBP", "GB"}, {"GBS", "GB"}, {"ATA", ""}};
    UErrorCode status = U_ZERO_ERROR;
    const char *icu = code;

    for (size_t i = 0; i < LENGTH(others); i++)
        if (strcmp(others[i].ours, code) == 0)
            icu = others[i].icu;
    const URegion *state = uregion_getRegionFromCode(icu, &status);
    if (U_FAILURE(status) || state == NULL || uregion_getType(state) != URGN_TERRITORY)
        return ASKED;
    const URegion *around = uregion_getContainingRegionOfType(
        state, level == REGION_CONTINENT ? URGN_CONTINENT : URGN_SUBCONTINENT);
    if (around == NULL)
        return ASKED;
    const char *of = uregion_getRegionCode(around);
    for (unsigned char i = 0; i < LENGTH(regions); i++)
        if (strcmp(regions[i].code, of) == 0)
            return (unsigned char)(ASKED | i);
    return ASKED;
}

slice
region_of(slice code, region_level level)
{
    char text[4] = "";
    unsigned at = 0;

    if (code.n != 3)
        return (slice){NULL, 0};
    for (size_t i = 0; i < 3; i++) {
        if (code.p[i] < 'A' || code.p[i] > 'Z')
            return (slice){NULL, 0};
        at = at * 26 + (unsigned)(code.p[i] - 'A');
        text[i] = code.p[i];
    }
    unsigned char is = atomic_load_explicit(&known[level][at], memory_order_relaxed);
    if (is == 0) {
        is = ask(text, level);
        atomic_store_explicit(&known[level][at], is, memory_order_relaxed);
    }
    return regions[is & ~ASKED].name;
}

slice
region_code(slice name)
{
    for (size_t i = 1; i < LENGTH(regions); i++)
        if (slice_eq(regions[i].name, name))
            return slice_of(regions[i].code);
    return (slice){NULL, 0};
}

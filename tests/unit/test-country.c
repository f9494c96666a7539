/* Codes and names of countries: expected values from ISO 3166-1 and Doc 9303. */
#include "text/text.h"

#include "tap.h"

static void
code_is(const char *raw, country_kind kind, const char *code)
{
    char got[4];

    ok(country_read(slice_of(raw), got) == kind, "'%s' is of kind %d", raw, kind);
    same(slice_of(got), slice_of(code), "'%s' is written %s", raw, code);
}

static void
name_is(const char *name, const char *code)
{
    same(country_by_name(slice_of(name)), slice_of(code), "'%s' is %s", name,
         code[0] ? code : "unknown");
}

static void
codes(void)
{
    static const char *states[] = {"AFG", "FRA", "USA", "GBR", "ZWE", "ALA", "COD", "PSE", "TLS"};
    static const char *others[] = {"GBD", "GBN", "GBO", "GBP", "GBS", "EUE", "UNO", "UNA", "UNK",
                                   "XBA", "XIM", "XCC", "XCE", "XCO", "XEC", "XPO", "XES", "XMP",
                                   "XOM", "XDC", "XXA", "XXB", "XXC", "XXX", "RKS"};
    static const char *none[] = {"AAA", "ZZZ", "DDD", "XXD", "YUG", "ENG"};

    for (size_t i = 0; i < LENGTH(states); i++)
        code_is(states[i], COUNTRY_STATE, states[i]);
    for (size_t i = 0; i < LENGTH(others); i++)
        code_is(others[i], COUNTRY_OTHER, others[i]);
    for (size_t i = 0; i < LENGTH(none); i++)
        code_is(none[i], COUNTRY_UNKNOWN, none[i]);
    code_is("UTO", COUNTRY_SPECIMEN, "UTO");
    code_is("D", COUNTRY_STATE, "DEU");
    code_is("D<<", COUNTRY_STATE, "DEU");
    code_is("d", COUNTRY_STATE, "DEU");
    code_is("DEU", COUNTRY_STATE, "DEU");
    code_is("fra", COUNTRY_STATE, "FRA");
    code_is(" FRA  ", COUNTRY_STATE, "FRA");
    code_is("FR", COUNTRY_STATE, "FRA");
    code_is("de<", COUNTRY_STATE, "DEU");
    code_is("AF", COUNTRY_STATE, "AFG");
    code_is("ZZ", COUNTRY_UNKNOWN, "ZZ");
    code_is("F", COUNTRY_UNKNOWN, "F");
    code_is("", COUNTRY_UNKNOWN, "");
    code_is("<<<", COUNTRY_UNKNOWN, "");
    code_is("F1A", COUNTRY_UNKNOWN, "F");
    code_is("FRAN", COUNTRY_UNKNOWN, "FRA");
    code_is("D<D", COUNTRY_UNKNOWN, "D");
    code_is("\xc3\xa9", COUNTRY_UNKNOWN, "");
    code_is("@[`{", COUNTRY_UNKNOWN, "");
}

/* ISO 3166-1 has 249 entries, each with an alpha-2 code of its own. */
static void
count(void)
{
    unsigned states = 0, pairs = 0;
    char raw[4] = "", code[4];

    for (raw[0] = 'A'; raw[0] <= 'Z'; raw[0]++)
        for (raw[1] = 'A'; raw[1] <= 'Z'; raw[1]++) {
            pairs += country_read((slice){raw, 2}, code) == COUNTRY_STATE;
            for (raw[2] = 'A'; raw[2] <= 'Z'; raw[2]++)
                states += country_read((slice){raw, 3}, code) == COUNTRY_STATE;
        }
    ok(states == 249, "there are 249 alpha-3 codes (%u)", states);
    ok(pairs == 249 + 1, "and as many alpha-2 codes, and UK (%u)", pairs);
}

static void
names(void)
{
    static const char *table[][2] = {
        {"Germany", "DEU"},
        {"GERMANY", "DEU"},
        {"Federal Republic of Germany", "DEU"},
        {"Germany, Federal Republic of", "DEU"},
        {"Russia", "RUS"},
        {"Russian Federation", "RUS"},
        {"the Russian Federation", "RUS"},
        {"Iran (Islamic Republic of)", "IRN"},
        {"Iran, Islamic Republic of", "IRN"},
        {"iran", "IRN"},
        {"Syria", "SYR"},
        {"Syrian Arab Republic", "SYR"},
        {"Syrian Arab Republic (the)", "SYR"},
        {"Ivory Coast", "CIV"},
        {"C\xc3\xb4te d'Ivoire", "CIV"},
        {"C\xc3\xb4te d\xe2\x80\x99Ivoire", "CIV"},
        {"Co\xcc\x82te d'Ivoire", "CIV"},
        {"COTE D IVOIRE", "CIV"},
        {"T\xc3\xbcrkiye", "TUR"},
        {"T\xc3\x9cRK\xc3\x8dYE", "TUR"},
        {"Turkey", "TUR"},
        {"Curacao", "CUW"},
        {"Aland Islands", "ALA"},
        {"North Korea", "PRK"},
        {"Korea, North", "PRK"},
        {"Democratic People's Republic of Korea", "PRK"},
        {"Korea (the Democratic People's Republic of)", "PRK"},
        {"Korea, Republic of", "KOR"},
        {"Democratic Republic of the Congo", "COD"},
        {"Congo, Democratic Republic of the", "COD"},
        {"Congo", "COG"},
        {"Niger", "NER"},
        {"Nigeria", "NGA"},
        {"Dominica", "DMA"},
        {"Dominican Republic", "DOM"},
        {"Guinea", "GIN"},
        {"Guinea-Bissau", "GNB"},
        {"Guinea Bissau", "GNB"},
        {"Viet Nam", "VNM"},
        {"Vietnam", "VNM"},
        {"Lao People's Democratic Republic", "LAO"},
        {"St. Kitts & Nevis", "KNA"},
        {"St Lucia", "LCA"},
        {"Bosnia & Herzegovina", "BIH"},
        {"Trinidad and Tobago", "TTO"},
        {"Burma", "MMR"},
        {"Swaziland", "SWZ"},
        {"Cape Verde", "CPV"},
        {"Macedonia", "MKD"},
        {"Zaire", "COD"},
        {"Ceylon", "LKA"},
        {"East Timor", "TLS"},
        {"The Gambia", "GMB"},
        {"Gambia, The", "GMB"},
        {"Bahamas (the)", "BHS"},
        {"U.S.A.", "USA"},
        {"United States of America", "USA"},
        {"UK", "GBR"},
        {"United Kingdom of Great Britain and Northern Ireland", "GBR"},
        {"Kosovo", "RKS"},
        {"Stateless", "XXA"},
        {"Palestine", "PSE"},
        {"State of Palestine", "PSE"},
        {"Tanzania, United Republic of", "TZA"},
        {"Yemen, Republic of", "YEM"},
        {"South Sudan", "SSD"},
        {"Sudan", "SDN"},
        {"AFG", "AFG"},
        {"XXB", "XXB"},
        {"deu", "DEU"},
        {"Utopia", ""},
        {"UTO", ""},
        {"", ""},
        {"the", ""},
        {"Atlantis", ""},
        {"Germania Inferior", ""},
        {"\xd0\xa0\xd0\xbe\xd1\x81\xd1\x81\xd0\xb8\xd1\x8f", ""},
        {"Mali\xff", ""},
        {"\xc3", ""},
        {"\xcc", ""},
        {"\xe2\x80", ""},
    };
    char longest[5000];

    for (size_t i = 0; i < LENGTH(table); i++)
        name_is(table[i][0], table[i][1]);
    memset(longest, 'A', sizeof longest);
    ok(country_by_name((slice){longest, sizeof longest}).n == 0, "a long name is not known");
    memset(longest, ',', sizeof longest);
    ok(country_by_name((slice){longest, sizeof longest}).n == 0, "commas are no name");
    ok(country_by_name((slice){NULL, 0}).n == 0, "nor is nothing");
}

int
main(void)
{
    codes();
    count();
    names();
    return tap_done();
}

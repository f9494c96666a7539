/* What fold_name promises in text.h. */
#include "tap.h"

#include "text/text.h"

int
main(void)
{
    static const struct {
        const char *name, *want;
    } cases[] = {
        {"Eriksson, Anna Maria", "ERIKSSON ANNA MARIA"},
        {"  DE LA  CRUZ ", "DE LA CRUZ"},
        {"O'Neil", "ONEIL"},
        {"O’Neil", "ONEIL"},
        {"Smith-Jones", "SMITH JONES"},
        {"ERIKSSON<<ANNA<MARIA<<<", "ERIKSSON ANNA MARIA"},
        {"J. R. \"Bob\" Dobbs 3rd", "J R BOB DOBBS 3RD"},
        {"Müller", "MULLER"},
        {"Straße", "STRASSE"},
        {"Þór Æsir", "THOR AESIR"},
        {"Øystein Łukasz", "OYSTEIN LUKASZ"},
        {"Nguyễn Văn Đức", "NGUYEN VAN DUC"},
        {"José", "JOSE"},
        {"Jose\xcc\x81", "JOSE"},
        {"Петров Иван", "PETROV IVAN"},
        {"Γιώργος", "GIORGOS"},
        {"ＡＢＣ", "ABC"},
        {"ﬁ", "FI"},
        {"", ""},
        {"---", ""},
        {"a\xff"
         "b",
         "A B"},
        {"İbrahim Işık", "IBRAHIM ISIK"},
    };
    error e;
    arena a = {0};
    folder *f = folder_new(&e);

    if (!ok(f != NULL, "a folder"))
        return tap_done();
    for (size_t i = 0; i < LENGTH(cases); i++)
        same(fold_name(f, slice_of(cases[i].name), &a), slice_of(cases[i].want), "%s",
             cases[i].name);

    /* Latin letters with marks: Doc 9303 part 3, 6.A, and where a State may write fewer. */
    static const struct {
        uint32_t point;
        const char *letters, *fewer;
    } letters[] = {
        {'A', "A", "A"},      {'z', "Z", "Z"},     {0xC0, "A", "A"},   {0xC4, "AE", "A"},
        {0xC5, "AA", "A"},    {0xC6, "AE", "AE"},  {0xC7, "C", "C"},   {0xD0, "D", "D"},
        {0xD6, "OE", "O"},    {0xD8, "OE", "O"},   {0xDE, "TH", "TH"}, {0xDF, "SS", "SS"},
        {0x141, "L", "L"},    {0x152, "OE", "OE"}, {0x17D, "Z", "Z"},  {0x132, "IJ", "IJ"},
        {0x1E9E, "SS", "SS"}, {'-', "", ""},       {0x2019, "", ""},   {0x414, "", ""},
    };
    for (size_t i = 0; i < LENGTH(letters); i++) {
        same(latin_letters(letters[i].point, false), slice_of(letters[i].letters), "U+%04X",
             (unsigned)letters[i].point);
        same(latin_letters(letters[i].point, true), slice_of(letters[i].fewer),
             "U+%04X in fewer letters", (unsigned)letters[i].point);
    }

    /* Scripts without a spelling of their own: Latin words, the same for each writing. */
    static const char *const scripts[] = {"محمد علي", "יוסף כהן", "王小明", "김철수",
                                          "やまだ",   "प्रकाश",    "გიორგი", "Արամ"};
    for (size_t i = 0; i < LENGTH(scripts); i++) {
        slice s = fold_name(f, slice_of(scripts[i]), &a);
        bool plain = s.n != 0;
        for (size_t k = 0; k < s.n; k++)
            plain = plain && ((s.p[k] >= 'A' && s.p[k] <= 'Z') || s.p[k] == ' ');
        ok(plain, "%s becomes Latin: %.*s", scripts[i], (int)s.n, s.p);
    }
    char longest[4 * FOLD_MAX];
    for (size_t i = 0; i + 3 <= sizeof longest; i += 3)
        memcpy(longest + i, "王", 3);
    ok(fold_name(f, (slice){longest, sizeof longest}, &a).n > FOLD_MAX / 3, "a very long name");
    memset(longest, 'x', sizeof longest);
    ok(fold_name(f, (slice){longest, sizeof longest}, &a).n == FOLD_MAX,
       "is read to FOLD_MAX bytes");
    folder_free(f);
    arena_free(&a);
    return tap_done();
}

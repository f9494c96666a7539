/* What fold_name and letters_* promise in text.h. */
#include "tap.h"

#include "text/text.h"

/* Whole names, the tables of Doc 9303 part 3, section 6. */
static void
written(void)
{
    static const struct {
        const char *name, *issuer;
        bool fewer;
        const char *want;
        bool changed;
    } names[] = {
        {"Eriksson", "UTO", false, "ERIKSSON", false},
        {"  de  la Cruz ", "UTO", false, "DE<LA<CRUZ", false},
        {"O'Connor", "UTO", false, "OCONNOR", true},
        {"O’Connor", "UTO", false, "OCONNOR", true},
        {"Smith-Jones", "UTO", false, "SMITH<JONES", true},
        {"Jones, Jr.", "UTO", false, "JONES<JR", true},
        {"Müller", "D", false, "MUELLER", true},
        {"Müller", "AUT", true, "MULLER", true},
        {"Mu\xcc\x88ller", "DEU", false, "MUELLER", true},
        {"Ångström", "SWE", false, "AANGSTROEM", true},
        {"Þór", "ISL", false, "THOR", true},
        {"weiß", "DEU", false, "WEISS", true},
        {"ÿ", "FRA", false, "Y", true},
        {"Nguyễn Văn Đức", "VNM", false, "NGUYEN<VAN<DUC", true},
        {"Ƙafa Ɓala", "NGA", false, "KAFA<BALA", true},
        {"Ⅸ", "UTO", false, NULL, false},
        {"Щербаков", "RUS", false, "SHCHERBAKOV", true},
        {"Щерев", "BGR", false, "SHTEREV", true},
        {"Объедков", "RUS", false, "OBIEEDKOV", true},
        {"Ёлкина", "RUS", false, "ELKINA", true},
        {"Ёлкина", "BLR", false, "IOLKINA", true},
        {"Григорий", "RUS", false, "GRIGORII", true},
        {"Григорій", "UKR", false, "HRYHORII", true},
        {"Ющенко Юрій", "UKR", false, "YUSHCHENKO<YURII", true},
        {"Мар'яна Єва-Їва", "UKR", false, "MARIANA<YEVA<YIVA", true},
        {"Соловьёв", "RUS", false, "SOLOVEV", true},
        {"Хаџић Живко", "SRB", false, "HADZIC<ZIVKO", true},
        {"Ђорђе Љубиша Његош", "SRB", false, "DORDE<LJUBISA<NJEGOS", true},
        {"Хаџић Живко", "", false, "KHADZIC<ZHIVKO", true},
        {"Қасым", "KAZ", false, "KASYM", true},
        {"Ғафур", "TJK", false, "GAFUR", true},
        {"محمد", "SAU", false, "MXHMD", true},
        {"أبو بكر", "SAU", false, "XAEBW<BKR", true},
        {"فاطمة", "EGY", false, "FAXTTMXTA", true},
        {"محمّد", "SAU", false, "MXHMMD", true},
        {"فضّة", "SAU", false, "FXDZXDZXTA", true},
        {"مُحَمَّد", "SAU", false, "MXHMMD", true},
        {"الـعلي", "SAU", false, "ALELY", true},
        {"ﷲ", "SAU", false, "ALLH", true},
        {"چنگیز ژاله", "IRN", false, "XCNXGGXYAZ<XJALH", true},
        {"ټولواک ډېرۍ", "AFG", false, "XRTWLWAXKK<XDRYRXXY", true},
        {"王", "CHN", false, NULL, false},
        {"प्रकाश", "IND", false, NULL, false},
        {"Γιώργος", "GRC", false, NULL, false},
        {"Louis 2", "FRA", false, NULL, false},
        {"A\xff", "FRA", false, NULL, false},
        {"", "FRA", false, "", false},
        {"-'.", "FRA", false, "", true},
    };
    char to[256];
    letters_note note;

    for (size_t i = 0; i < LENGTH(names); i++) {
        letters_rules rules = {.fewer = names[i].fewer};
        memcpy(rules.issuer, names[i].issuer, strlen(names[i].issuer));
        size_t n = letters_write(slice_of(names[i].name), &rules, to, sizeof to, &note);
        if (names[i].want == NULL) {
            ok(note.unwritten != 0, "%s cannot be written", names[i].name);
            continue;
        }
        same(slice_between(to, to + n), slice_of(names[i].want), "%s of %s", names[i].name,
             names[i].issuer);
        ok(note.unwritten == 0 && !note.cut, "%s is written whole", names[i].name);
        ok(note.changed == names[i].changed, "%s is %s", names[i].name,
           names[i].changed ? "changed" : "not changed");
    }
    letters_rules rules = {.issuer = "UTO"};
    same(slice_between(to, to + letters_write(S("ANNA MARIA"), &rules, to, 5, &note)), S("ANNA"),
         "no filler at the end of what is cut");
    ok(note.cut, "and it is told");
    same(slice_between(to, to + letters_write(S("ANNÆ B"), &rules, to, 4, &note)), S("ANN"),
         "nothing behind what had no room");
    (void)letters_write(S("Anna 王 中"), &rules, to, 4, &note);
    ok(note.unwritten == 0x738B, "the first that cannot be written is told, room or not");
    char longest[2 * FOLD_MAX + 1];
    memset(longest, 'x', sizeof longest);
    memcpy(longest + FOLD_MAX - 1, "王", 3);
    (void)letters_write((slice){longest, sizeof longest}, &rules, to, 4, &note);
    ok(note.cut && note.unwritten == 0, "a very long name is read to FOLD_MAX");
}

/* Names written by 6.C, shadda apart, fold as the Arabic ones they are; other names with an X do
 * not. */
static void
arabic(folder *f, arena *a)
{
    static const char *const both[] = {"محمد",      "أحمد",     "حسن",  "فاطمة",       "عائشة",
                                       "مصطفى",     "صالح",     "يحيى", "خالد",        "عبد الرحمن",
                                       "أبو بكر",   "شريف",     "طارق", "ضياء",        "گل محمد",
                                       "خوشحال",    "أمينة",    "رضا",  "ذكي",         "ظافر علي",
                                       "محمد عيسى", "علي محمد", "سلمة", "گلنار چنگیز", "قسيس محمد"};
    static const char *const names[] = {
        "XAVIER", "XIN",     "XIAO",    "XUAN",     "MAXIM",       "ALEXANDER",
        "XHAKA",  "XHEVAT",  "HOXHA",   "XENIA",    "ALEXEI",      "XIXI",
        "MARXEN", "LUXSHAN", "LAXSHMI", "SIXTA",    "ALEXSSANDRA", "XAYSANA",
        "XAASHI", "ENXHI",   "NEXHMI",  "XHEMAL",   "ALEXYA",      "ALEXXA",
        "ALEXIS", "FELIX",   "MAX",     "RUXANDRA", "XIU XIAN",    "BEATRIX"};
    letters_rules rules = {.issuer = "SAU"};
    letters_note note;
    char to[256];

    for (size_t i = 0; i < LENGTH(both); i++) {
        slice name = slice_of(both[i]);
        slice zone = {to, letters_write(name, &rules, to, sizeof to, &note)};
        same(fold_name(f, zone, a), fold_name(f, name, a), "%.*s folds as %s", (int)zone.n, zone.p,
             both[i]);
    }
    same(fold_name(f, S("FAXTTMXAH"), a), fold_name(f, S("فاطمة"), a),
         "the other spelling of teh marbuta is read");
    same(fold_name(f, S("xmxhmd"), a), S("XMXHMD"), "what no table has stays");
    ok(slice_starts(fold_name(f, S("MXHMD OXLEY"), a), fold_name(f, S("محمد"), a)),
       "a word that cannot be Arabic stays beside one that is");
    for (size_t i = 0; i < LENGTH(names); i++)
        same(fold_name(f, slice_of(names[i]), a), slice_of(names[i]), "%s stays", names[i]);
}

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
        {"Alex Oxley", "ALEX OXLEY"},
    };
    error e;
    arena a = {0};
    folder *f = folder_new(&e);

    if (!ok(f != NULL, "a folder"))
        return tap_done();
    for (size_t i = 0; i < LENGTH(cases); i++)
        same(fold_name(f, slice_of(cases[i].name), &a), slice_of(cases[i].want), "%s",
             cases[i].name);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        bool needs_none = true;
        slice words;
        for (const char *p = cases[i].name; *p != '\0'; p++)
            needs_none = needs_none && (unsigned char)*p < 0x80 && *p != 'X' && *p != 'x';
        ok(fold_plain(slice_of(cases[i].name), &a, &words) == needs_none, "%s: %s", cases[i].name,
           needs_none ? "ASCII alone" : "not ASCII alone");
        if (needs_none)
            same(words, slice_of(cases[i].want), "and the same words without a folder");
    }

    /* Latin letters with marks: Doc 9303 part 3, 6.A, and where a State may write fewer. */
    static const struct {
        uint32_t point;
        const char *letters, *fewer;
    } letters[] = {
        {'A', "A", "A"},      {'z', "Z", "Z"},     {0xC0, "A", "A"},   {0xC4, "AE", "A"},
        {0xC5, "AA", "A"},    {0xC6, "AE", "AE"},  {0xC7, "C", "C"},   {0xD0, "D", "D"},
        {0xD6, "OE", "O"},    {0xD8, "OE", "O"},   {0xDE, "TH", "TH"}, {0xDF, "SS", "SS"},
        {0x141, "L", "L"},    {0x152, "OE", "OE"}, {0x17D, "Z", "Z"},  {0x132, "IJ", "IJ"},
        {0x1E9E, "SS", "SS"}, {'-', "", ""},       {0x2019, "", ""},   {0x414, "D", "D"},
    };
    for (size_t i = 0; i < LENGTH(letters); i++) {
        same(letters_of(letters[i].point, &(letters_rules){.fewer = false}, false),
             slice_of(letters[i].letters), "U+%04X", (unsigned)letters[i].point);
        same(letters_of(letters[i].point, &(letters_rules){.fewer = true}, false),
             slice_of(letters[i].fewer), "U+%04X in fewer letters", (unsigned)letters[i].point);
    }

    written();
    arabic(f, &a);

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

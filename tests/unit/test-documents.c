/* What watch promises of lost documents. */
#include "tap.h"

#include "watch/doctable.h"
#include "watch/private.h"

#include <stdlib.h>
#include <unistd.h>

static error why;
static diag said;

/* ---- chance, the same in every run ---- */

static uint64_t seed = 7;

static unsigned
chance(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % n;
}

/* ---- the exact table, beside a list that is walked ---- */

enum { MANY = 6000, ASKED = 3000 };

typedef struct simple {
    char number[DOC_NUMBER_MAX + 1];
    char issuer[4], type[3];
    date date;
} simple;

static simple all[MANY];
static size_t all_n;

/* From few signs, so that many are alike; one in ten is too long to be packed. */
static void
random_number(char *text)
{
    static const char *const signs[] = {"0", "1", "9", "A", "Z", "O"};
    unsigned n = chance(10) == 0 ? 11 + chance(6) : 1 + chance(5);

    text[0] = '\0';
    for (unsigned i = 0; i < n; i++)
        strcat(text, signs[chance(n > 8 ? 1 : LENGTH(signs))]);
    if (chance(40) == 0)
        strcat(text, "Ж");
}

static simple
random_document(void)
{
    static const char issuers[][4] = {"", "AAA", "FRA", "ZZZ"};
    static const char types[][3] = {"", "P", "PD", "Z9", "0"};
    simple s = {.date = {0}};

    random_number(s.number);
    strcpy(s.issuer, issuers[chance(LENGTH(issuers))]);
    strcpy(s.type, types[chance(LENGTH(types))]);
    if (chance(3) != 0)
        s.date = (date){(int16_t)(1 + chance(9999)), 12, 31};
    return s;
}

static doc
doc_of(const simple *s)
{
    doc d = {.number = slice_of(s->number), .date = s->date};
    memcpy(d.issuer, s->issuer, sizeof d.issuer);
    memcpy(d.type, s->type, sizeof d.type);
    return d;
}

static simple *
known(const simple *s)
{
    for (size_t i = 0; i < all_n; i++)
        if (strcmp(all[i].number, s->number) == 0 && strcmp(all[i].issuer, s->issuer) == 0 &&
            strcmp(all[i].type, s->type) == 0)
            return &all[i];
    return NULL;
}

/* What was found: how many, and whether each of them is right and new. */
typedef struct answer {
    const simple *asked;
    size_t n;
    bool right;
    doc last;
} answer;

static bool
check_found(void *ctx, const doc *d)
{
    answer *a = ctx;
    simple s = {.date = d->date};

    memcpy(s.number, d->number.p, d->number.n);
    memcpy(s.issuer, d->issuer, sizeof s.issuer);
    memcpy(s.type, d->type, sizeof s.type);
    const simple *k = known(&s);
    a->right = a->right && k != NULL && strcmp(k->number, a->asked->number) == 0 &&
               memcmp(&k->date, &d->date, sizeof d->date) == 0 &&
               (a->n == 0 || strcmp(a->last.issuer, d->issuer) < 0 ||
                (strcmp(a->last.issuer, d->issuer) == 0 && strcmp(a->last.type, d->type) < 0));
    a->last = *d;
    a->n++;
    return true;
}

static void
compare(const doc_table *t, const char *what)
{
    size_t wrong = 0, hits = 0;

    for (size_t i = 0; i < all_n + ASKED; i++) {
        simple s = i < all_n ? all[i] : random_document();
        answer a = {.asked = &s, .right = true};
        size_t want = 0;
        for (size_t k = 0; k < all_n; k++)
            want += strcmp(all[k].number, s.number) == 0;
        doc_table_find(t, slice_of(s.number), check_found, &a);
        wrong += !a.right || a.n != want;
        hits += a.n;
    }
    ok(wrong == 0 && hits > all_n, "%s: every document is found, and no other: %zu wrong", what,
       wrong);
}

static bool
stop(void *ctx, const doc *d)
{
    (void)d;
    return ++*(size_t *)ctx < 2;
}

/* The whole file of an image. */
static slice
whole(const char *path, buf *b)
{
    b->n = 0;
    return in_whole(path, 1 << 26, b, &why) ? buf_slice(b) : (slice){NULL, 0};
}

static void
table(const char *path)
{
    doc_table *t = doc_table_new();
    size_t again = 0;

    for (size_t i = 0; i < MANY; i++) {
        simple s = random_document(), *k = known(&s);
        doc d = doc_of(&s);
        if (!doc_table_add(t, &d))
            again = SIZE_MAX / 2;
        if (k == NULL)
            all[all_n++] = s;
        else if (k->date.year == 0 || (s.date.year != 0 && date_cmp(s.date, k->date) < 0))
            k->date = s.date;
        again += k != NULL;
    }
    ok(all_n > MANY / 4 && all_n < MANY - 100, "of %d documents %zu are not alike", MANY, all_n);
    ok(doc_table_finish(t) == again && doc_table_count(t) == all_n, "each is kept once");
    compare(t, "in memory");
    size_t calls = 0;
    doc_table_find(t, S("1"), stop, &calls);
    ok(calls == 2, "it stops when it is told to");

    image_writer *w = image_writer_new(WATCH_LAYOUT);
    doc_table_write(t, w);
    ok(image_finish(w, path, &why), "written as an image: %s", why.text);
    doc_table_free(t);

    image *i = image_open(path, WATCH_LAYOUT, &why);
    t = i == NULL ? NULL : doc_table_map(i, path, &why);
    if (ok(t != NULL && image_check(i, &why), "and mapped: %s", why.text)) {
        ok(doc_table_count(t) == all_n, "with as many");
        compare(t, "mapped");
    }
    doc_table_free(t);
    image_close(i);

    /* Bytes of the sections changed, and no sums looked at: wrong, but within bounds. */
    buf b = {0};
    size_t n = whole(path, &b).n, refused = 0;
    for (int round = 0; round < 300; round++) {
        size_t at = 320 + chance((unsigned)n - 320);
        char was = b.p[at];
        b.p[at] = (char)(was ^ (1 + (int)chance(255)));
        i = image_over(path, buf_slice(&b), WATCH_LAYOUT, &why);
        t = i == NULL ? NULL : doc_table_map(i, path, &why);
        refused += t == NULL;
        for (size_t k = 0; t != NULL && k < 200; k++) {
            simple s = all[chance((unsigned)all_n)];
            calls = 0;
            doc_table_find(t, slice_of(s.number), stop, &calls);
        }
        doc_table_free(t);
        image_close(i);
        b.p[at] = was;
    }
    ok(refused > 0 && refused < 300, "a changed byte is refused or harmless: %zu of 300 refused",
       refused);
    buf_free(&b);
    unlink(path);
}

static void
same_number(void)
{
    /* More of one number than a part of the sort holds, given backwards. */
    doc_table *t = doc_table_new();
    bool added = true;

    for (int i = 999; i >= 0; i--) {
        doc d = {.number = S("ONE"), .type = "P"};
        d.issuer[0] = (char)('A' + i / 100);
        d.issuer[1] = (char)('A' + i / 10 % 10);
        d.issuer[2] = (char)('A' + i % 10);
        added = added && doc_table_add(t, &d) && doc_table_add(t, &d);
    }
    ok(added && doc_table_finish(t) == 1000 && doc_table_count(t) == 1000, "a number of many");
    simple one = {.number = "ONE", .type = "P"};
    for (all_n = 0; all_n < 1000; all_n++) {
        all[all_n] = one;
        all[all_n].issuer[0] = (char)('A' + all_n / 100);
        all[all_n].issuer[1] = (char)('A' + all_n / 10 % 10);
        all[all_n].issuer[2] = (char)('A' + all_n % 10);
    }
    answer a = {.asked = &one, .right = true};
    doc_table_find(t, S("ONE"), check_found, &a);
    ok(a.right && a.n == 1000, "all of them are found, in the order of issuers");
    doc_table_free(t);

    t = doc_table_new();
    ok(doc_table_finish(t) == 0 && doc_table_count(t) == 0, "a table of nothing");
    doc_table_find(t, S("X"), check_found, &a);
    doc_table_find(t, S("A LONG ONE BEYOND WORDS"), check_found, &a);
    ok(a.n == 1000, "has nothing");
    doc none = {.number = {NULL, 0}};
    ok(!doc_table_add(t, &none), "and takes no document without a number");
    doc_table_free(t);
}

static void
plain(void)
{
    char text[DOC_NUMBER_MAX];
    char many[DOC_NUMBER_MAX + 2];

    same(doc_plain(S(" l-898 902.c<<"), text), S("L898902C"), "letters and digits, capitals");
    same(doc_plain(S("АБ 12"), text), S("АБ12"), "other scripts stay");
    same(doc_plain(S("۱۲۳-٤٥٦ a"), text), S("123456A"), "digits of Arabic and Persian");
    same(doc_plain(S("-- /"), text), S(""), "nothing is left of signs");
    memset(many, '7', sizeof many);
    ok(doc_plain((slice){many, DOC_NUMBER_MAX}, text).n == DOC_NUMBER_MAX, "the longest");
    ok(doc_plain((slice){many, DOC_NUMBER_MAX + 1}, text).n == 0, "one longer is no number");
}

/* ---- lists ---- */

static void
write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0)
        abort();
}

static bool
says(const char *text)
{
    bool does = strstr(why.text, text) != NULL;
    if (!does)
        printf("# says '%s'\n", why.text);
    return does;
}

static watch_documents *
read_list(const char *text, bool partial)
{
    in *f = in_memory("list", slice_of(text));
    diag_free(&said);
    said = (diag){.level = 0, .keep = true};
    why.text[0] = '\0';
    watch_documents *l = watch_documents_read(f, S("lost"), partial, &said, &why);
    in_close(f);
    return l;
}

static bool
warned(const char *text)
{
    buf_putc(&said.text, '\0');
    bool does = strstr(said.text.p, text) != NULL;
    said.text.n--;
    return does;
}

static void
lists(void)
{
    watch_documents *l = read_list("doc_number,doc_issuer,doc_type,date\nA-1,FRA,P,2020-01-02\n"
                                   "a1,France,PASSPORT,2019\nA1,FR,p,\nB2,,,\n",
                                   false);
    watch_documents_counts c = {.kept = 0};

    if (ok(l != NULL, "a list: %s", why.text))
        c = watch_documents_count(l);
    ok(c.kept == 2 && c.again == 2 && c.left_out == 0 && !c.mapped,
       "the same document in three writings is one");
    same(c.name, S("lost"), "its name");
    watch_documents_free(l);
    l = read_list("issuer,type,number\nFRA,P,A1\n", false);
    ok(l != NULL && watch_documents_count(l).kept == 1, "the short names of the columns");
    watch_documents_free(l);

    l = read_list("number,issuer,type,date\nA1,YUG,BALLOON,last year\n", false);
    ok(l != NULL && watch_documents_count(l).kept == 1 && said.warnings == 3 &&
           warned("no issuer 'YUG'") && warned("'BALLOON' is no type") &&
           warned("'last year' is no date"),
       "what is odd is a warning");
    watch_documents_free(l);

    static const struct {
        const char *text, *says;
    } bad[] = {
        {"", "header"},
        {"doc_issuer\nFRA\n", "no column doc_number"},
        {"number\n\"--\"\n", "line 2: field 1: '--' is no number"},
        {"number,issuer\nA1,Atlantis\n", "line 2: field 2: 'Atlantis' is no issuer"},
        {"number,issuer\nA1,FRA\nB2\n", "line 3: the row has 1 fields"},
        {"number\nA1\n\"B2\n", "line 3"},
        {"number\n\xff\n", "UTF-8"},
    };
    for (size_t i = 0; i < LENGTH(bad); i++) {
        l = read_list(bad[i].text, false);
        ok(l == NULL && says(bad[i].says), "refused: %s", bad[i].says);
        watch_documents_free(l);
    }
    l = read_list("number,issuer\nA1,FRA\nB2\nC3,Atlantis\nD4,FRA\n", true);
    c = l != NULL ? watch_documents_count(l) : (watch_documents_counts){.kept = 0};
    ok(c.kept == 2 && c.left_out == 2 && said.rejected == 2 && said.read == 0,
       "or left out, when that is allowed");
    same(buf_slice(&said.rejects), S("B2\nC3,Atlantis\n"), "and kept for the reject file");
    watch_documents_free(l);
    buf many = {0};
    buf_puts(&many, S("number,issuer\n"));
    for (int i = 0; i < 5000; i++)
        buf_printf(&many, "%d,Atlantis\n%d,FRA\n", i, i);
    buf_putc(&many, '\0');
    l = read_list(many.p, true);
    c = l != NULL ? watch_documents_count(l) : (watch_documents_counts){.kept = 0};
    ok(c.kept == 5000 && c.left_out == 5000 && said.rejected == 5000 && said.read == 0,
       "also when they are many");
    watch_documents_free(l);
    buf_free(&many);
    l = read_list("", true);
    ok(l == NULL, "nothing at all is no part of a list");
    watch_documents_free(l);
    l = read_list(IMAGE_MAGIC "xxxxxxx", false);
    ok(l == NULL && says("an image must be a file"), "an image through a pipe");
    watch_documents_free(l);
}

/* ---- searching ---- */

static arena hits_arena;

static size_t
search(watch_documents *l, watch_traveller t, bool confusable, watch_hit **hits)
{
    arena_reset(&hits_arena);
    return watch_documents_search(&l, 1, &t, 0, confusable, &hits_arena, hits, 0);
}

static const char list_text[] = "doc_issuer,doc_type,doc_number,date\n"
                                "UTO,P,L898902C3,2024-01-05\n"
                                "FRA,ID,12AB,2023-05\n"
                                "FRA,V,12AB,\n"
                                ",,NOBODYS1,\n"
                                "YUG,P,OLD77,1991\n"
                                "UKR,P,АБ 123456,2022\n"
                                "UTO,P,AB12345678901,\n"
                                "GBR,P,555,\n"
                                "CHN,ID,110101199003071234,2022\n";

/* One traveller and the one hit that there must be, or none: score NULL. */
static const struct {
    const char *what, *number, *issuer, *type;
    bool confusable;
    const char *score, *id, *reason;
} cases[] = {
    {"as listed", "L898902C3", "UTO", "P", false, "1.000", "P/UTO/L898902C3",
     "Document L898902C3 of UTO (P) is listed since 2024-01-05"},
    {"in other signs", "l 898-902 c3<", "UTO", "PD", false, "1.000", "P/UTO/L898902C3",
     "Document L898902C3 of UTO (P) is listed since 2024-01-05"},
    {"one letter more", "L898902C3X", "UTO", "P", true, NULL, "", ""},
    {"one letter less", "L898902C", "UTO", "P", true, NULL, "", ""},
    {"of another State", "L898902C3", "FRA", "P", true, NULL, "", ""},
    {"a visa of that number", "L898902C3", "UTO", "V", true, NULL, "", ""},
    {"a type that says nothing", "L898902C3", "UTO", "", false, "1.000", "P/UTO/L898902C3",
     "Document L898902C3 of UTO (P) is listed since 2024-01-05"},
    {"without an issuer", "L898902C3", "", "P", false, "0.850", "P/UTO/L898902C3",
     "Document L898902C3 of UTO (P) is listed since 2024-01-05; issuers could not be compared"},
    {"an issuer that is none", "L898902C3", "QQQ", "P", false, "0.850", "P/UTO/L898902C3",
     "Document L898902C3 of UTO (P) is listed since 2024-01-05; issuers could not be compared"},
    {"a list without an issuer", "NOBODYS1", "FRA", "P", false, "0.850", "//NOBODYS1",
     "Document NOBODYS1 is listed; issuers could not be compared"},
    {"a State that is no more", "OLD77", "YUG", "P", false, "1.000", "P/YUG/OLD77",
     "Document OLD77 of YUG (P) is listed since 1991"},
    {"a card by its class", "12AB", "FRA", "AC", false, "1.000", "ID/FRA/12AB",
     "Document 12AB of FRA (ID) is listed since 2023-05"},
    {"a visa by its class", "12AB", "FRA", "VB", false, "1.000", "V/FRA/12AB",
     "Document 12AB of FRA (V) is listed"},
    {"a British passport of another nationality", "555", "GBD", "P", false, "1.000", "P/GBR/555",
     "Document 555 of GBR (P) is listed"},
    {"another State that begins alike", "555", "GAB", "P", false, NULL, "", ""},
    {"another script", "АБ123456", "UKR", "P", false, "1.000", "P/UKR/АБ123456",
     "Document АБ123456 of UKR (P) is listed since 2022"},
    {"without that script", "123456", "UKR", "P", true, NULL, "", ""},
    {"a number that is the next one less 2^64, to the base of 36", "AB12345678901", "UTO", "P",
     false, "1.000", "P/UTO/AB12345678901", "Document AB12345678901 of UTO (P) is listed"},
    {"that one", "E76G457CC0PSH", "UTO", "P", false, NULL, "", ""},
    {"a long number", "110101 19900307 1234", "CHN", "I", false, "1.000",
     "ID/CHN/110101199003071234", "Document 110101199003071234 of CHN (ID) is listed since 2022"},
    {"one sign read otherwise", "L8989O2C3", "UTO", "P", true, "0.900", "P/UTO/L898902C3",
     "Document L898902C3 of UTO (P) is listed since 2024-01-05; the record has L8989O2C3 (O for "
     "0)"},
    {"but not when it is not asked for", "L8989O2C3", "UTO", "P", false, NULL, "", ""},
    {"two signs", "LB989D2C3", "UTO", "P", true, "0.810", "P/UTO/L898902C3",
     "Document L898902C3 of UTO (P) is listed since 2024-01-05; the record has LB989D2C3 (B for "
     "8, D for 0)"},
    {"three signs are too many", "LB9B9D2C3", "UTO", "P", true, NULL, "", ""},
    {"a sign that nobody takes for another", "X898902C3", "UTO", "P", true, NULL, "", ""},
    {"one sign, and no issuer", "L8989Q2C3", "", "", true, "0.765", "P/UTO/L898902C3",
     "Document L898902C3 of UTO (P) is listed since 2024-01-05; the record has L8989Q2C3 (Q for "
     "0); issuers could not be compared"},
    {"a long number, one sign", "ll0101199003071234", "CHN", "I", true, "0.810",
     "ID/CHN/110101199003071234",
     "Document 110101199003071234 of CHN (ID) is listed since 2022; the record has "
     "LL0101199003071234 (L for 1, L for 1)"},
    {"no number", "--", "UTO", "P", true, NULL, "", ""},
};

static void
searching(void)
{
    watch_documents *l = read_list(list_text, false);
    watch_hit *hits;
    char score[16];
    size_t n;

    if (!ok(l != NULL && watch_documents_count(l).kept == 9, "a list: %s", why.text))
        return;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        watch_traveller t = {.doc_number = slice_of(cases[i].number),
                             .doc_issuer = slice_of(cases[i].issuer),
                             .doc_type = slice_of(cases[i].type)};
        n = search(l, t, cases[i].confusable, &hits);
        if (cases[i].score == NULL) {
            ok(n == 0, "no hit: %s", cases[i].what);
            continue;
        }
        if (!ok(n == 1, "one hit: %s: %zu", cases[i].what, n))
            continue;
        snprintf(score, sizeof score, "%.3f", hits[0].score);
        same(slice_of(score), slice_of(cases[i].score), "its score");
        same(hits[0].id, slice_of(cases[i].id), "which one");
        same(hits[0].reason, slice_of(cases[i].reason), "why");
        same(hits[0].list, S("lost"), "of which list");
        ok(slice_eq(hits[0].on, S("document")) && hits[0].name.n == 0 && hits[0].against.n == 0,
           "by the document alone");
    }

    watch_traveller t = {.doc_number = S("12AB"), .doc_issuer = S("FRA"), .doc_type = S("F")};
    ok(search(l, t, false, &hits) == 2, "a type of no class may be any");
    t = (watch_traveller){.visa_number = S("12ab"), .visa_issuer = S("FRA")};
    if (ok(search(l, t, false, &hits) == 1, "the visa"))
        same(hits[0].reason, S("Visa 12AB of FRA (V) is listed"), "says so");
    t = (watch_traveller){.doc_number = S("ZZ9"),
                          .other_documents = S("V/FRA/ZZ1/2020-01-01;P/UTO/L898902C3/;;X")};
    if (ok(search(l, t, false, &hits) == 1, "another document"))
        same(hits[0].reason, S("Other document L898902C3 of UTO (P) is listed since 2024-01-05"),
             "says so, too");
    t.doc_number = S("L898902C3"), t.doc_issuer = S("UTO");
    ok(search(l, t, false, &hits) == 1, "what the record has twice is one hit");

    /* Among the hits of names, and above the threshold. */
    watch_hit before[] = {{.score = 1.0, .name = S("A")},
                          {.score = 0.87, .name = S("B")},
                          {.score = 0.5, .name = S("C")}};
    hits = before;
    t = (watch_traveller){.doc_number = S("12AB"), .other_documents = S("P/UTO/L898902C3/")};
    n = watch_documents_search(&l, 1, &t, 0.85, false, &hits_arena, &hits, 3);
    ok(n == 6 && slice_eq(hits[0].name, S("A")) && slice_eq(hits[1].id, S("P/UTO/L898902C3")) &&
           slice_eq(hits[2].name, S("B")) && slice_eq(hits[3].id, S("ID/FRA/12AB")) &&
           slice_eq(hits[4].id, S("V/FRA/12AB")) && slice_eq(hits[5].name, S("C")),
       "the best first, names before documents, in the order of the list");
    hits = before;
    ok(watch_documents_search(&l, 1, &t, 0.9, false, &hits_arena, &hits, 3) == 4,
       "none below the threshold");
    hits = before;
    t = (watch_traveller){.doc_number = S("NONE")};
    ok(watch_documents_search(&l, 1, &t, 0, true, &hits_arena, &hits, 3) == 3 && hits == before,
       "no hit leaves the others as they are");
    watch_documents_free(l);
}

static void
bounds(void)
{
    /* One number of more issuers than a traveller may have hits. */
    buf b = {0};
    watch_hit *hits;

    buf_puts(&b, S("number,issuer\n"));
    for (int i = 0; i < 400; i++)
        buf_printf(&b, "0000000000,A%c%c\n", 'A' + i / 26, 'A' + i % 26);
    buf_putc(&b, '\0');
    watch_documents *l = read_list(b.p, false);
    watch_traveller t = {.doc_number = S("0000000000")};
    ok(l != NULL && search(l, t, true, &hits) == WATCH_DOCUMENT_HITS, "hits have a bound");
    t.doc_number = S("OOOOOOOOOO");
    ok(l != NULL && search(l, t, true, &hits) == 0, "ten signs read otherwise are none");
    watch_documents_free(l);
    buf_free(&b);
}

/* A list written as an image is the same list. */
static void
mapped(const char *path, const char *source)
{
    error e;
    char spec[4200];
    watch_hit *hits;
    watch_traveller t = {.doc_number = S("L8989O2C3"), .doc_issuer = S("UTO")};
    buf b = {0};

    write_file(source, list_text);
    snprintf(spec, sizeof spec, "sltd=%s", source);
    watch_documents *l = watch_documents_load(spec, false, &said, &e);
    ok(l != NULL && watch_image_write(l, path, &e), "a list is written as an image");
    watch_documents_free(l);
    l = watch_documents_load(path, false, &said, &e);
    if (!ok(l != NULL, "and mapped"))
        return;
    watch_documents_counts c = watch_documents_count(l);
    ok(c.mapped && c.kept == 9, "with all documents");
    same(c.name, S("sltd"), "under its own name");
    ok(search(l, t, true, &hits) == 1 && slice_eq(hits[0].id, S("P/UTO/L898902C3")),
       "a hit as in the list");
    ok(!watch_image_write(l, path, &e), "an image of an image is refused");
    watch_documents_free(l);
    snprintf(spec, sizeof spec, "other=%s", path);
    l = watch_documents_load(spec, false, &said, &e);
    ok(l != NULL && slice_eq(watch_documents_count(l).name, S("other")), "or under another one");
    watch_documents_free(l);

    slice bytes = whole(path, &b);
    b.p[bytes.n - IMAGE_ALIGN] ^= 1; /* in the last section */
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(b.p, 1, b.n, f) != b.n || fclose(f) != 0)
        abort();
    l = watch_documents_load(path, false, &said, &why);
    ok(l == NULL && says("damaged"), "a damaged one is refused");
    write_file(source, "number\nA1\n");
    l = watch_documents_load(path, false, &said, &why);
    ok(l == NULL && says("stale"), "and so is a stale one");
    buf_free(&b);
    unlink(path);
    unlink(source);
}

int
main(void)
{
    char dir[] = "/tmp/test-documents.XXXXXX", path[64], source[64];

    if (mkdtemp(dir) == NULL)
        return 99;
    snprintf(path, sizeof path, "%s/image", dir);
    snprintf(source, sizeof source, "%s/source.csv", dir);
    plain();
    table(path);
    same_number();
    lists();
    searching();
    bounds();
    mapped(path, source);
    rmdir(dir);
    arena_free(&hits_arena);
    diag_free(&said);
    return tap_done();
}

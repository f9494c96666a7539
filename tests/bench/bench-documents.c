/*
 * bench-documents list N >FILE		N rows of lost documents, as CSV
 * bench-documents travellers N >FILE	N travellers, 1 in 1,000 with one of them
 * bench-documents image FILE IMAGE	the list as an image
 * bench-documents look FILE N		how many of N look-ups of each kind a second
 */
#include "watch/watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* splitmix64 (Vigna, public domain): the i-th of a row of numbers. */
static uint64_t
number(uint64_t i)
{
    i = (i + 1) * 0x9e3779b97f4a7c15;
    i = (i ^ i >> 30) * 0xbf58476d1ce4e5b9;
    i = (i ^ i >> 27) * 0x94d049bb133111eb;
    return i ^ i >> 31;
}

static const char issuers[][4] = {"AUT", "BEL", "BRA", "COL", "DEU", "EGY", "ESP", "FRA",
                                  "GBR", "IND", "ITA", "KEN", "MEX", "NGA", "POL", "UKR"};
static const char types[][3] = {"P", "ID", "V", "PD"};

/* A document: two letters and seven digits, or nine digits. */
static const char *
document(uint64_t i, char text[16])
{
    uint64_t r = number(i);
    unsigned digits = (unsigned)(r >> 8);

    if (r & 1)
        snprintf(text, 16, "%c%c%07u", (char)('A' + (r >> 40) % 26), (char)('A' + (r >> 48) % 26),
                 digits % 10000000);
    else
        snprintf(text, 16, "%09u", digits % 1000000000);
    return text;
}

static void
put_list(uint64_t n)
{
    char text[16];

    puts("doc_issuer,doc_type,doc_number,date");
    for (uint64_t i = 0; i < n; i++) {
        uint64_t r = number(~i);
        printf("%s,%s,%s,20%02u-%02u-%02u\n", issuers[r % 16], types[r >> 8 & 3], document(i, text),
               (unsigned)(r >> 16) % 26, (unsigned)(r >> 24) % 12 + 1,
               (unsigned)(r >> 32) % 28 + 1);
    }
}

static uint64_t
traveller(uint64_t i) /* whose document */
{
    return i % 1000 == 0 ? number(i) % 100000 : i << 32;
}

static void
put_travellers(uint64_t n)
{
    char text[16];

    puts("surname,doc_type,doc_issuer,doc_number");
    for (uint64_t i = 0; i < n; i++) {
        uint64_t r = number(~traveller(i));
        printf("NAME%llu,%s,%s,%s\n", (unsigned long long)i, types[r >> 8 & 3], issuers[r % 16],
               document(traveller(i), text));
    }
}

static int
fail(const error *e)
{
    fprintf(stderr, "bench-documents: %s\n", e->text);
    return 2;
}

static int
look(const char *path, uint64_t n)
{
    diag d = {.level = -1};
    error e;
    double begun = now();
    watch_documents *l = watch_documents_load(path, false, &d, &e);
    arena a = {0};

    if (l == NULL)
        return fail(&e);
    watch_documents_counts c = watch_documents_count(l);
    printf("%llu documents, %llu again, %s in %.2f s\n", (unsigned long long)c.kept,
           (unsigned long long)c.again, c.mapped ? "mapped" : "read", now() - begun);
    for (int confusable = 0; confusable < 2; confusable++) {
        uint64_t hits = 0, asked = confusable ? n / 20 : n;
        begun = now();
        for (uint64_t i = 0; i < asked; i++) {
            char text[16];
            uint64_t r = number(~traveller(i));
            watch_hit *hit;
            watch_traveller t = {.doc_number = slice_of(document(traveller(i), text)),
                                 .doc_issuer = slice_of(issuers[r % 16]),
                                 .doc_type = slice_of(types[r >> 8 & 3])};
            arena_reset(&a);
            hits += watch_documents_search(&l, 1, &t, 0.5, confusable, &a, &hit, 0);
        }
        double took = now() - begun;
        printf("%s: %.0f look-ups/s, %llu hits\n", confusable ? "confusable" : "exact",
               (double)asked / took, (unsigned long long)hits);
    }
    arena_free(&a);
    watch_documents_free(l);
    diag_free(&d);
    return 0;
}

static int
write_image(const char *path, const char *to)
{
    diag d = {.level = -1};
    error e;
    watch_documents *l = watch_documents_load(path, false, &d, &e);
    bool good = l != NULL && watch_image_write(l, to, &e);

    watch_documents_free(l);
    diag_free(&d);
    return good ? 0 : fail(&e);
}

int
main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "list") == 0)
        put_list(strtoull(argv[2], NULL, 10));
    else if (argc == 3 && strcmp(argv[1], "travellers") == 0)
        put_travellers(strtoull(argv[2], NULL, 10));
    else if (argc == 4 && strcmp(argv[1], "image") == 0)
        return write_image(argv[2], argv[3]);
    else if (argc == 4 && strcmp(argv[1], "look") == 0)
        return look(argv[2], strtoull(argv[3], NULL, 10));
    else
        return 2;
    return fflush(stdout) != 0;
}

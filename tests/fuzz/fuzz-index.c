/*
 * A sound index of a few persons in which bytes are another: it is refused with
 * a reason, or a search stays within it.  Each five bytes of the input are such
 * a change: where, how many, and what.
 */
#include "names/names.h"
#include "watch/private.h"

#include <stdlib.h>

static const char list[] =
    "entry,full_name,aliases,birth_date,birth_place,sex,nationality,doc_number,doc_issuer\n"
    "1,Tarvo Juhan KIVILO,Tarvo Kivi;Тарво Кивило,1971-03-09,Vanakivi,M,EST,KQ4471902,EST\n"
    "2,Abd al-Rahman BIN OKONDJO,عبد الرحمن,1960/1964,,M,NGA;GHA,B0099881;C5512,NGA\n"
    "3,Johanna Marie LINDQVIST,,1988-02-29,Malmo (SWE),F,SWE,,\n";

static buf sound;

static void
make_sound(void)
{
    diag d = {0};
    error e;
    in *f = in_memory("list", (slice){list, sizeof list - 1});
    watch_list *l = watch_read(f, S("list"), &d, &e);
    if (l == NULL)
        abort();
    watch_engine *w = watch_engine_new(&l, 1);
    if (!watch_engine_write_memory(w, &sound, &e))
        abort();
    watch_engine_free(w);
    in_close(f);
    diag_free(&d);
}

static void
search(watch_list *l)
{
    static const watch_traveller asked[] = {
        {.surname = {"KIVILO", 6},
         .given_names = {"TARVO JUHAN", 11},
         .birth_date = {"1971-03-09", 10}},
        {.full_name = {"ABDULRAHMAN OKONDJO", 19}, .doc_number = {"C5512", 5}},
        {.surname = {"LINDKVIST", 9}, .given_names = {"J M", 3}, .birth_place = {"Malmo", 5}}};
    watch_engine *w = watch_engine_new(&l, 1);
    error e;
    watch_searcher *s = watch_searcher_new(w, false, &e);
    arena a = {0};

    for (size_t i = 0; s != NULL && i < LENGTH(asked); i++) {
        watch_hit *hits;
        size_t n = watch_search(s, &asked[i], 0.5, &a, &hits);
        for (size_t k = 0; k < n; k++)
            if (slice_utf8(hits[k].reason) != hits[k].reason.n)
                abort();
        arena_reset(&a);
    }
    arena_free(&a);
    watch_searcher_free(s);
    watch_engine_free(w);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    error e = {""};

    if (sound.n == 0)
        make_sound();
    char *copy = mem_alloc(sound.n, 1);
    memcpy(copy, sound.p, sound.n);
    for (; size >= 5; size -= 5, data += 5) {
        size_t at = ((size_t)data[0] << 16 | (size_t)data[1] << 8 | data[2]) % sound.n;
        for (size_t k = 0; k <= (data[3] & 7u) && at + k < sound.n; k++)
            copy[at + k] = (char)data[4];
    }
    image *i = image_over("fuzz", (slice){copy, sound.n}, WATCH_LAYOUT, &e);
    watch_list *l = mem_alloc(1, sizeof *l);
    if (i == NULL) {
        if (e.text[0] == '\0')
            abort();
        watch_list_free(l);
    } else if (watch_thaw(l, i, "fuzz", &e)) {
        search(l);
    } else {
        if (e.text[0] == '\0')
            abort();
        watch_list_free(l);
    }
    free(copy);
    return 0;
}

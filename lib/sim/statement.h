/* Private to the readers of the world file: a statement and its words. */
#ifndef BORDERTOOLS_SIM_STATEMENT_H
#define BORDERTOOLS_SIM_STATEMENT_H

#include "sim/private.h"

enum {
    WORDS_MAX = 64,
    WEIGHT_MAX = 100000,
    NAME_BYTES = 90,   /* of a word of a name */
    ENDING_BYTES = 64, /* of what takes its end's place */
    TITLE_BYTES = 60   /* of a place or a carrier's name */
};

/* One statement of words, and where it stands. */
typedef struct statement {
    sim_world *w;
    const char *file;
    unsigned line;
    slice word[WORDS_MAX];
    size_t n;
    error *e;
} statement;

/* As much of a word as a message shows, for "%.*s". */
#define SHOWN(s) (int)((s).n < 40 ? (s).n : 40), (s).p

/* "FILE: line N: why" into e; false. */
bool statement_wrong(statement *s, const char *fmt, ...) BASE_PRINTF(2, 3);
/* Room for one more behind n items; the arrays stay until the world is freed. */
void *statement_more(void *list, size_t n, size_t size);
/* A word as text: '_' is a blank. */
slice statement_text(statement *s, slice word);
bool statement_number(statement *s, slice word, uint64_t max, uint64_t *to);
/* A place or a name of no more than TITLE_BYTES. */
bool statement_title(statement *s, slice word, slice *to);

const culture *world_culture(const sim_world *w, slice name);

/* Readers of statements: about a culture (culture.c), and about the country (country.c). */
bool read_culture(statement *s);
bool read_script(statement *s);
bool read_join(statement *s);
bool read_form(statement *s);
bool read_native(statement *s);
bool read_ending(statement *s);
bool read_name(statement *s);
bool read_port(statement *s);
bool read_state(statement *s);
bool read_home(statement *s);
bool read_post(statement *s);
bool read_carrier(statement *s);
bool read_route(statement *s);
bool read_weights(statement *s);
bool read_shares(statement *s);
bool read_wave(statement *s);

#endif

/* The world file, border-world(5): statements of words, a line each. */
#include "sim/statement.h"

#include <stdlib.h>

enum { WORLD_MAX = 64 << 20, LIST_GROWTH = 64 };

const slice mode_names[MODES] = {{"air", 3}, {"sea", 3}, {"land", 4}, {"rail", 4}};

typedef bool (*reader)(statement *s);

/* ---- words ---- */

bool
statement_wrong(statement *s, const char *fmt, ...)
{
    buf b = {0};
    va_list args;

    va_start(args, fmt);
    buf_vprintf(&b, fmt, args);
    va_end(args);
    buf_harmless(&b, 0);
    error_set(s->e, "%s: line %u: %.*s", s->file, s->line, (int)b.n, b.p);
    buf_free(&b);
    return false;
}

/* Room for one more behind n items; the arrays stay until the world is freed. */
void *
statement_more(void *list, size_t n, size_t size)
{
    if (n % LIST_GROWTH == 0)
        list = mem_grow(list, n + LIST_GROWTH, size);
    memset((char *)list + n * size, 0, size);
    return list;
}

/* A word as text: '_' is a blank. */
slice
statement_text(statement *s, slice word)
{
    if (word.n == 0 || memchr(word.p, '_', word.n) == NULL)
        return word;
    char *to = arena_alloc(&s->w->arena, word.n);
    for (size_t i = 0; i < word.n; i++)
        to[i] = word.p[i] == '_' ? ' ' : word.p[i];
    return (slice){to, word.n};
}

bool
statement_number(statement *s, slice word, uint64_t max, uint64_t *to)
{
    if (!slice_uint(word, max, to))
        return statement_wrong(s, "'%.*s' is no number from 0 to %llu", SHOWN(word),
                               (unsigned long long)max);
    return true;
}

/* A place or a name of no more than TITLE_BYTES. */
bool
statement_title(statement *s, slice word, slice *to)
{
    if (word.n > TITLE_BYTES)
        return statement_wrong(s, "'%.*s' has more than %d bytes", SHOWN(word), TITLE_BYTES);
    *to = statement_text(s, word);
    return true;
}

const culture *
world_culture(const sim_world *w, slice name)
{
    for (size_t i = 0; i < w->cultures_n; i++)
        if (slice_eq(w->culture[i].name, name))
            return &w->culture[i];
    return NULL;
}

/* ---- statements ---- */

/*
 * In the order in which they are read, whatever their order in the file, so
 * that what a statement names is known.  What a file says of a kind takes the
 * place of what the built-in world says; cultures go by name.
 */
static const struct {
    const char *word;
    reader read;
    unsigned kind;
} statements[] = {
    {"culture", read_culture, 0},   {"script", read_script, 0},    {"join", read_join, 0},
    {"form", read_form, 0},         {"native", read_native, 0},    {"feminine", read_ending, 0},
    {"patronymic", read_ending, 0}, {"male", read_name, 0},        {"female", read_name, 0},
    {"family", read_name, 0},       {"port", read_port, 1},        {"state", read_state, 2},
    {"home", read_home, 3},         {"post", read_post, 4},        {"carrier", read_carrier, 5},
    {"route", read_route, 6},       {"traffic", read_weights, 7},  {"mode", read_weights, 8},
    {"months", read_shares, 9},     {"weekdays", read_shares, 10}, {"hours", read_shares, 11},
    {"wave", read_wave, 12},
};

enum { STATEMENT_KINDS = 13 };

/* The next statement of a text; false: there is none. */
static bool
next_statement(slice *rest, statement *s)
{
    while (rest->p != NULL && rest->n != 0) {
        slice line = slice_trim(slice_cut(rest, '\n'));
        s->line++;
        if (line.n == 0 || line.p[0] == '#')
            continue;
        for (s->n = 0; line.n != 0 && s->n < WORDS_MAX; line = slice_trim(line)) {
            slice tail = line;
            s->word[s->n++] = slice_cut(&tail, ' ');
            line = tail;
        }
        return true;
    }
    return false;
}

static int
statement_find(slice word)
{
    for (size_t i = 0; i < LENGTH(statements); i++)
        if (slice_eq(word, slice_of(statements[i].word)))
            return (int)i;
    return -1;
}

/* Which kinds the file speaks of; false: it has a word that is none. */
static bool
look_over(statement *s, slice text, bool *spoken)
{
    bool inside = false;

    s->line = 0;
    while (next_statement(&text, s)) {
        int i = statement_find(s->word[0]);
        if (i < 0)
            return statement_wrong(s, "'%.*s' begins no statement", SHOWN(s->word[0]));
        inside = i == 0 || (inside && statements[i].kind == 0);
        if (statements[i].kind == 0 && !inside)
            return statement_wrong(s, "'%.*s' before any culture", SHOWN(s->word[0]));
        if (s->n == WORDS_MAX)
            return statement_wrong(s, "more than %d words", WORDS_MAX - 1);
        spoken[statements[i].kind] = true;
    }
    return true;
}

static bool
culture_is_in(slice text, slice name)
{
    statement s = {0};

    while (next_statement(&text, &s))
        if (s.n == 2 && slice_eq(s.word[0], S("culture")) && slice_eq(s.word[1], name))
            return true;
    return false;
}

/* The statements of one kind; a culture that is also in over is left out. */
static bool
read_kind(statement *s, slice text, unsigned wanted, slice over)
{
    bool skip = false;

    s->line = 0;
    while (next_statement(&text, s)) {
        int i = statement_find(s->word[0]);
        if (statements[i].kind != wanted)
            continue;
        if (i == 0)
            skip = over.n != 0 && s->n == 2 && culture_is_in(over, s->word[1]);
        if (!skip && !statements[i].read(s))
            return false;
    }
    return true;
}

/* ---- the whole ---- */

static bool
check_culture(culture *c, error *e)
{
    uint32_t sum[2] = {0, 0};

    for (size_t i = 0; i < c->forms_n; i++) {
        name_form *f = &c->form[i];
        sum[0] += f->sex != 'F' ? f->upto : 0;
        sum[1] += f->sex != 'M' ? f->upto : 0;
    }
    if (sum[0] == 0 || sum[1] == 0 || c->male.n == 0 || c->female.n == 0 || c->family.n == 0)
        return error_set(e, "the culture '%.*s' has no form, or no names, of men or of women",
                         SHOWN(c->name));
    return true;
}

static bool
check_world(sim_world *w, error *e)
{
    uint32_t of_mode[MODES] = {0}, weight = 0, traffic = 0;

    for (size_t i = 0; i < w->cultures_n; i++)
        if (!check_culture(&w->culture[i], e))
            return false;
    for (size_t i = 0; i < w->states_n; i++)
        weight += w->state[i].weight;
    for (size_t i = 0; i < w->posts_n; i++)
        of_mode[w->post[i].mode] += w->post[i].weight;
    if (w->home == NULL || weight == 0)
        return error_set(e, "the world has no home, or no State with a weight");
    if (w->routes_n == 0 || of_mode[BY_AIR] == 0)
        return error_set(e, "the world has no airport or no route");
    for (unsigned k = 0; k < KINDS; k++)
        traffic += w->traffic[k];
    if (traffic == 0)
        return error_set(e, "there is no traffic");
    for (size_t i = 0; i < w->waves_n; i++)
        if (of_mode[w->wave[i].mode] == 0)
            return error_set(e, "there is no post for a wave by %s", mode_names[w->wave[i].mode].p);
    for (unsigned m = 0; m < MODES; m++)
        if (of_mode[m] == 0 && w->mode[m] != 0)
            return error_set(e, "there is no post for those who come by %s", mode_names[m].p);
    for (unsigned m = 0; m < MODES; m++) {
        unsigned sum = 0;
        for (unsigned h = 0; h < HOURS; h++)
            sum += w->hour[m][h];
        if (sum == 0)
            return error_set(e, "no hours of %s", mode_names[m].p);
    }
    if (of_mode[BY_LAND] == 0 && (w->traffic[COMMUTER] != 0))
        return error_set(e, "there are commuters, and no land post");
    return true;
}

slice
sim_world_text(void)
{
    return (slice){sim_world_builtin, sim_world_builtin_n};
}

sim_world *
world_make(slice built_in, slice own, const char *name, error *e)
{
    sim_world *w = mem_alloc(1, sizeof *w);
    statement s = {.w = w, .e = e};
    bool spoken[STATEMENT_KINDS] = {false}, always[STATEMENT_KINDS];

    e->text[0] = '\0';
    s.file = "the built-in world";
    bool good = look_over(&s, built_in, always);
    s.file = name;
    if (good && slice_utf8(own) != own.n)
        good = error_set(e, "%s: byte %zu is no UTF-8", name, slice_utf8(own));
    good = good && look_over(&s, own, spoken);
    for (unsigned k = 0; good && k < STATEMENT_KINDS; k++) {
        s.file = "the built-in world";
        if (!spoken[k] || k == 0)
            good = read_kind(&s, built_in, k, own);
        s.file = name;
        if (good && spoken[k])
            good = read_kind(&s, own, k, (slice){NULL, 0});
    }
    if (good && check_world(w, e))
        return w;
    sim_world_free(w);
    return NULL;
}

sim_world *
sim_world_load(const char *path, error *e)
{
    sim_world *w;
    buf own = {0};

    if (path != NULL && !in_whole(path, WORLD_MAX, &own, e))
        return NULL;
    w = world_make(sim_world_text(), buf_slice(&own), path, e);
    if (w != NULL)
        w->own = own; /* the world's names stand in it */
    else
        buf_free(&own);
    return w;
}

void
sim_world_free(sim_world *w)
{
    if (w == NULL)
        return;
    for (size_t i = 0; i < w->cultures_n; i++) {
        culture *c = &w->culture[i];
        free(c->male.item);
        free(c->female.item);
        free(c->family.item);
        free(c->form);
        free(c->feminine);
        free(c->patronymic);
    }
    free(w->culture);
    free(w->state);
    free(w->port);
    free(w->post);
    free(w->carrier);
    free(w->route);
    buf_free(&w->own);
    arena_free(&w->arena);
    free(w);
}

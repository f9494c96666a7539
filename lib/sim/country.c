/* Statements of the world file about the country, its neighbours and its traffic. */
#include "sim/statement.h"

static const char *const kind_names[KINDS] = {"visitor", "resident", "commuter",
                                              "transit", "pilgrim",  "mass"};

static bool
code(statement *s, slice word, size_t from, size_t to, char *at)
{
    bool good = word.n >= from && word.n <= to;

    for (size_t i = 0; good && i < word.n; i++)
        good = (word.p[i] >= 'A' && word.p[i] <= 'Z') || (word.p[i] >= '0' && word.p[i] <= '9');
    if (!good)
        return statement_wrong(s, "'%.*s' is no code of %zu to %zu capitals", SHOWN(word), from,
                               to);
    memcpy(at, word.p, word.n);
    at[word.n] = '\0';
    return true;
}

/* HHMM */
static bool
clock_time(statement *s, slice word, uint16_t *minutes)
{
    uint64_t v = 0;

    if (word.n != 4 || !slice_uint(word, 2359, &v) || v % 100 > 59)
        return statement_wrong(s, "'%.*s' is no time HHMM", SHOWN(word));
    *minutes = (uint16_t)(v / 100 * 60 + v % 100);
    return true;
}

/* key=value: false when the word has another key. */
static bool
key_is(slice word, const char *key, slice *value)
{
    size_t n = strlen(key);

    if (word.n <= n || memcmp(word.p, key, n) != 0 || word.p[n] != '=')
        return false;
    *value = (slice){word.p + n + 1, word.n - n - 1};
    return true;
}

static bool
mode_of(statement *s, slice word, sim_mode *mode)
{
    for (unsigned i = 0; i < MODES; i++)
        if (slice_eq(word, mode_names[i])) {
            *mode = (sim_mode)i;
            return true;
        }
    return statement_wrong(s, "'%.*s' is not air, sea, land or rail", SHOWN(word));
}

static const state *
find_state(const sim_world *w, slice name)
{
    for (size_t i = 0; i < w->states_n; i++)
        if (slice_eq(slice_of(w->state[i].code), name))
            return &w->state[i];
    return NULL;
}

const port *
world_port(const sim_world *w, slice name)
{
    for (size_t i = 0; i < w->ports_n; i++)
        if (slice_eq(slice_of(w->port[i].code), name))
            return &w->port[i];
    return NULL;
}

static const post *
find_post(const sim_world *w, slice name)
{
    for (size_t i = 0; i < w->posts_n; i++)
        if (slice_eq(w->post[i].code, name))
            return &w->post[i];
    return NULL;
}

static const carrier *
find_carrier(const sim_world *w, slice name)
{
    for (size_t i = 0; i < w->carriers_n; i++)
        if (slice_eq(slice_of(w->carrier[i].code), name))
            return &w->carrier[i];
    return NULL;
}

/* port CODE STATE +HHMM City */
bool
read_port(statement *s)
{
    sim_world *w = s->w;
    uint16_t minutes = 0;

    if (s->n != 5)
        return statement_wrong(s, "port CODE STATE +HHMM CITY");
    w->port = statement_more(w->port, w->ports_n, sizeof *w->port);
    port *p = &w->port[w->ports_n];
    slice offset = s->word[3];
    if (!code(s, s->word[1], 3, 3, p->code) || !code(s, s->word[2], 3, 3, p->state) ||
        !clock_time(s, (slice){offset.p + 1, offset.n - 1}, &minutes))
        return false;
    p->offset = offset.p[0] == '-' ? -(int)minutes : minutes;
    if (world_port(w, s->word[1]) != NULL)
        return statement_wrong(s, "the port %s stands twice", p->code);
    return statement_title(s, s->word[4], &p->city) && ++w->ports_n;
}

static bool
people_of(statement *s, slice list, state *st)
{
    uint32_t sum = 0;

    while (list.p != NULL) {
        slice weight = slice_cut(&list, ','), name = slice_cut(&weight, ':');
        const culture *c = world_culture(s->w, name);
        uint64_t n = 1;
        if (c == NULL)
            return statement_wrong(s, "there is no culture '%.*s'", SHOWN(name));
        if (weight.p != NULL && !statement_number(s, weight, WEIGHT_MAX, &n))
            return false;
        if (st->people_n == STATE_CULTURES)
            return statement_wrong(s, "more than %d cultures", STATE_CULTURES);
        st->people[st->people_n].culture = c;
        st->people[st->people_n++].upto = sum += (uint32_t)n;
    }
    return sum != 0 || statement_wrong(s, "the weights of its cultures are all 0");
}

static bool
ports_of(statement *s, slice list, state *st)
{
    while (list.p != NULL) {
        slice name = slice_cut(&list, ',');
        const port *p = world_port(s->w, name);
        if (p == NULL)
            return statement_wrong(s, "there is no port '%.*s'", SHOWN(name));
        if (st->via_n == STATE_PORTS)
            return statement_wrong(s, "more than %d ports", STATE_PORTS);
        st->via[st->via_n++] = p;
    }
    return true;
}

/* The number of things that it can make must do for all who need one. */
static bool
pattern_of(statement *s, slice value, size_t max, slice *to)
{
    double n = 1;

    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (c != '#' && c != '@' && c != '*' && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9'))
            return statement_wrong(s, "'%.*s' has more than # @ * and capitals and digits",
                                   SHOWN(value));
        n *= c == '#' ? 10 : c == '@' ? 20 : c == '*' ? 27 : 1;
    }
    if (value.n > max || n < 1e7)
        return statement_wrong(
            s, "'%.*s' is no pattern of at most %zu characters for ten million numbers",
            SHOWN(value), max);
    *to = value;
    return true;
}

/* state CODE KEY=VALUE ... */
bool
read_state(statement *s)
{
    sim_world *w = s->w;

    if (s->n < 2)
        return statement_wrong(s, "state CODE KEY=VALUE ...");
    w->state = statement_more(w->state, w->states_n, sizeof *w->state);
    state *st = &w->state[w->states_n];
    *st = (state){.valid = 10, .stay = 90};
    if (!code(s, s->word[1], 3, 3, st->code))
        return false;
    if (find_state(w, s->word[1]) != NULL)
        return statement_wrong(s, "the State %s stands twice", st->code);
    for (size_t i = 2; i < s->n; i++) {
        slice word = s->word[i], v;
        uint64_t n = 0;
        bool good = true;
        if (key_is(word, "weight", &v))
            good = statement_number(s, v, WEIGHT_MAX, &n), st->weight = (uint32_t)n;
        else if (key_is(word, "people", &v))
            good = people_of(s, v, st);
        else if (key_is(word, "passport", &v))
            good = pattern_of(s, v, 9, &st->passport);
        else if (key_is(word, "card", &v) || key_is(word, "card-td2", &v))
            st->card_td2 = word.p[4] == '-',
            good = pattern_of(s, v, st->card_td2 ? 9 : 20, &st->card);
        else if (key_is(word, "personal", &v))
            good = pattern_of(s, v, 14, &st->personal);
        else if (key_is(word, "free", &v))
            good = statement_number(s, v, 3650, &n) && n != 0, st->stay = (uint16_t)n;
        else if (key_is(word, "visa", &v))
            good = statement_number(s, v, 3650, &n) && n != 0, st->stay = (uint16_t)n,
            st->visa = true;
        else if (key_is(word, "valid", &v))
            good = statement_number(s, v, 50, &n) && n != 0, st->valid = (uint8_t)n;
        else if (key_is(word, "via", &v))
            good = ports_of(s, v, st);
        else if (slice_eq(word, S("plain")))
            st->plain = true;
        else
            return statement_wrong(s, "'%.*s' says nothing of a State", SHOWN(word));
        if (!good)
            return s->e->text[0] != '\0' ? false
                                         : statement_wrong(s, "'%.*s' is too small", SHOWN(word));
    }
    if (st->people_n == 0 || st->passport.n == 0)
        return statement_wrong(s, "a State needs people= and passport=");
    w->states_n++;
    return true;
}

/* home STATE AIRPORT VISA-PATTERN */
bool
read_home(statement *s)
{
    sim_world *w = s->w;

    if (s->n != 4)
        return statement_wrong(s, "home STATE AIRPORT VISA-PATTERN");
    w->home = find_state(w, s->word[1]);
    w->hub = world_port(w, s->word[2]);
    if (w->home == NULL || w->hub == NULL)
        return statement_wrong(s, "there is no %s '%.*s'", w->home == NULL ? "state" : "port",
                               SHOWN(s->word[w->home == NULL ? 1 : 2]));
    return pattern_of(s, s->word[3], 9, &w->visa);
}

/* post CODE MODE AIRPORT|STATE WEIGHT Place */
bool
read_post(statement *s)
{
    sim_world *w = s->w;
    uint64_t weight;

    if (s->n != 6)
        return statement_wrong(s, "post CODE MODE AIRPORT|STATE WEIGHT PLACE");
    w->post = statement_more(w->post, w->posts_n, sizeof *w->post);
    post *p = &w->post[w->posts_n];
    char name[9];
    p->code = s->word[1];
    if (!code(s, s->word[1], 2, 8, name) || !mode_of(s, s->word[2], &p->mode) ||
        !code(s, s->word[3], 3, 3, p->at) || !statement_number(s, s->word[4], WEIGHT_MAX, &weight))
        return false;
    if (p->mode == BY_AIR ? world_port(w, s->word[3]) == NULL : find_state(w, s->word[3]) == NULL)
        return statement_wrong(s, "there is no %s '%.*s'", p->mode == BY_AIR ? "port" : "state",
                               SHOWN(s->word[3]));
    p->weight = (uint32_t)weight;
    if (find_post(w, p->code) != NULL || w->posts_n == POSTS_MAX)
        return statement_wrong(s, "the post stands twice, or there are more than %d", POSTS_MAX);
    return statement_title(s, s->word[5], &p->place) && ++w->posts_n;
}

static bool
line_end_of(statement *s, slice v, slice *eol)
{
    static const struct {
        const char *word, *eol;
    } table[] = {{"none", ""}, {"lf", "\n"}, {"crlf", "\r\n"}, {"cr", "\r"}};

    for (size_t i = 0; i < LENGTH(table); i++)
        if (slice_eq(v, slice_of(table[i].word))) {
            *eol = slice_of(table[i].eol);
            return true;
        }
    return statement_wrong(s, "'%.*s' is not none, lf, crlf or cr", SHOWN(v));
}

static bool
charset_of(statement *s, slice v, sim_charset *to)
{
    static const char *const table[] = {"ascii", "latin1", "utf8"};

    for (unsigned i = 0; i < LENGTH(table); i++)
        if (slice_eq(v, slice_of(table[i]))) {
            *to = (sim_charset)i;
            return true;
        }
    return statement_wrong(s, "'%.*s' is not ascii, latin1 or utf8", SHOWN(v));
}

static bool
habit_of(statement *s, slice word, carrier *c)
{
    static const char *const words[HABITS] = {
#define HABIT(name, word, meaning) word,
#include "sim/habits.def"
#undef HABIT
    };

    for (unsigned i = 0; i < HABITS; i++)
        if (slice_eq(word, slice_of(words[i]))) {
            c->habits |= UINT64_C(1) << i;
            return true;
        }
    return statement_wrong(s, "'%.*s' is no habit of a carrier", SHOWN(word));
}

/* Six that nothing else is made of. */
static bool
separators_of(statement *s, slice v, char *to)
{
    bool good = v.n == 6;

    for (size_t i = 0; good && i < 6; i++) {
        char c = v.p[i];
        good = c >= ' ' && c <= '~' && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') &&
               !(c >= '0' && c <= '9') && memchr(v.p, c, i) == NULL;
    }
    if (!good)
        return statement_wrong(s, "separators= wants six different ones, a blank as '_'");
    memcpy(to, v.p, 6);
    return true;
}

/* carrier CODE Name WORD|KEY=VALUE ... */
bool
read_carrier(statement *s)
{
    sim_world *w = s->w;

    if (s->n < 3)
        return statement_wrong(s, "carrier CODE NAME [HABIT|KEY=VALUE ...]");
    w->carrier = statement_more(w->carrier, w->carriers_n, sizeof *w->carrier);
    carrier *c = &w->carrier[w->carriers_n];
    *c = (carrier){.separators = ":+.? '",
                   .eol = S(""),
                   .syntax = S("UNOA:4"),
                   .version = S("D:02B"),
                   .agency = S("110:111")};
    if (!code(s, s->word[1], 2, 3, c->code) || !statement_title(s, s->word[2], &c->name))
        return false;
    if (find_carrier(w, s->word[1]) != NULL)
        return statement_wrong(s, "the carrier %s stands twice", c->code);
    for (size_t i = 3; i < s->n; i++) {
        slice word = s->word[i], v = {NULL, 0};
        uint64_t n = 0;
        bool good = true;
        if (key_is(word, "separators", &v)) {
            good = separators_of(s, statement_text(s, v), c->separators);
        } else if (key_is(word, "eol", &v)) {
            good = line_end_of(s, v, &c->eol);
        } else if (key_is(word, "charset", &v)) {
            good = charset_of(s, v, &c->charset);
        } else if (word.n > 24) {
            return statement_wrong(s, "'%.*s' is too long", SHOWN(word));
        } else if (key_is(word, "syntax", &v)) {
            c->syntax = v;
        } else if (key_is(word, "paxlst", &v)) {
            c->version = v;
        } else if (key_is(word, "agency", &v)) {
            c->agency = slice_eq(v, S("none")) ? S("") : v;
        } else if (key_is(word, "pnr", &v)) {
            c->pnr = v;
        } else if (key_is(word, "parts", &v)) {
            good = statement_number(s, v, 999, &n), c->parts = (uint16_t)n;
        } else {
            good = habit_of(s, word, c);
        }
        if (!good)
            return false;
    }
    w->carriers_n++;
    return true;
}

/* route CARRIER NUMBER PORT POST HHMM MINUTES SEATS WEIGHT */
bool
read_route(statement *s)
{
    sim_world *w = s->w;
    uint64_t n[4];

    if (w->routes_n == ROUTES_MAX)
        return statement_wrong(s, "more than %d routes", ROUTES_MAX);
    if (s->n != 9)
        return statement_wrong(s, "route CARRIER NUMBER PORT POST HHMM MINUTES SEATS WEIGHT");
    w->route = statement_more(w->route, w->routes_n, sizeof *w->route);
    route *r = &w->route[w->routes_n];
    r->carrier = find_carrier(w, s->word[1]);
    r->from = world_port(w, s->word[3]);
    r->to = find_post(w, s->word[4]);
    if (r->carrier == NULL || r->from == NULL || r->to == NULL || r->to->mode != BY_AIR)
        return statement_wrong(
            s, "the carrier, the port or the airport's post of the route is not declared");
    if (!statement_number(s, s->word[2], 990, &n[0]) || !clock_time(s, s->word[5], &r->departs) ||
        !statement_number(s, s->word[6], 1200, &n[1]) ||
        !statement_number(s, s->word[7], 800, &n[2]) ||
        !statement_number(s, s->word[8], WEIGHT_MAX, &n[3]))
        return false;
    if (n[0] == 0 || n[1] == 0 || n[2] < 10 || n[3] == 0)
        return statement_wrong(s, "a number, duration or weight of 0, or fewer than 10 seats");
    for (size_t i = 0; i < w->routes_n; i++)
        if (w->route[i].carrier == r->carrier &&
            (w->route[i].number > n[0] ? w->route[i].number - n[0] : n[0] - w->route[i].number) <
                ROUTE_NUMBERS)
            return statement_wrong(s, "numbers of a carrier's routes are at least %d apart",
                                   ROUTE_NUMBERS);
    r->number = (uint16_t)n[0], r->minutes = (uint16_t)n[1], r->seats = (uint16_t)n[2];
    r->weight = (uint32_t)n[3];
    w->routes_n++;
    return true;
}

static bool
kind_of(statement *s, slice word, kind *k)
{
    for (unsigned i = 0; i < KINDS; i++)
        if (slice_eq(word, slice_of(kind_names[i]))) {
            *k = (kind)i;
            return true;
        }
    return statement_wrong(s, "'%.*s' is no kind of traveller", SHOWN(word));
}

/* traffic KIND=WEIGHT ...; mode MODE=WEIGHT ... */
bool
read_weights(statement *s)
{
    bool kinds = s->word[0].p[0] == 't';

    for (size_t i = 1; i < s->n; i++) {
        slice v = s->word[i], name = slice_cut(&v, '=');
        uint64_t n;
        kind k = VISITOR;
        sim_mode m = BY_AIR;
        if ((kinds ? !kind_of(s, name, &k) : !mode_of(s, name, &m)) ||
            !statement_number(s, v, WEIGHT_MAX, &n))
            return false;
        *(kinds ? &s->w->traffic[k] : &s->w->mode[m]) = (uint32_t)n;
    }
    return true;
}

/* months, weekdays: a weight each; hours MODE: 24. */
bool
read_shares(statement *s)
{
    sim_world *w = s->w;
    bool hours = s->word[0].p[0] == 'h', months = s->word[0].p[0] == 'm';
    size_t at = hours ? 2 : 1, want = hours ? HOURS : months ? MONTHS : WEEKDAYS;
    sim_mode m = BY_AIR;

    if (hours && (s->n < 2 || !mode_of(s, s->word[1], &m)))
        return s->n < 2 ? statement_wrong(s, "hours MODE WEIGHT ...") : false;
    uint16_t *to = hours ? w->hour[m] : months ? w->month : w->weekday;
    if (s->n != at + want)
        return statement_wrong(s, "%zu weights are wanted", want);
    for (size_t i = 0; i < want; i++) {
        uint64_t n;
        if (!statement_number(s, s->word[at + i], 10000, &n))
            return false;
        to[i] = (uint16_t)n;
    }
    return true;
}

/* N% of the run, or MM-DD. */
static bool
wave_day(statement *s, slice word, bool *relative, uint16_t *to)
{
    uint64_t a = 0, b = 0;

    *relative = word.n > 1 && word.p[word.n - 1] == '%';
    if (*relative ? slice_uint((slice){word.p, word.n - 1}, 100, &a)
                  : word.n == 5 && word.p[2] == '-' && slice_uint((slice){word.p, 2}, 12, &a) &&
                        slice_uint((slice){word.p + 3, 2}, 31, &b)) {
        *to = (uint16_t)(*relative ? a : 100 * a + b);
        return true;
    }
    return statement_wrong(s, "'%.*s' is neither MM-DD nor N%%", SHOWN(word));
}

/* wave KIND FROM TO PERCENT MODE POST|any STATE,... */
bool
read_wave(statement *s)
{
    sim_world *w = s->w;
    uint64_t n;
    bool relative;

    if (s->n != 8)
        return statement_wrong(s, "wave KIND FROM TO PERCENT MODE POST|any STATE,...");
    if (w->waves_n == WAVES_MAX)
        return statement_wrong(s, "more than %d waves", WAVES_MAX);
    wave *x = &w->wave[w->waves_n];
    if (!kind_of(s, s->word[1], &x->kind) || !wave_day(s, s->word[2], &x->relative, &x->from) ||
        !wave_day(s, s->word[3], &relative, &x->to) || !statement_number(s, s->word[4], 90, &n) ||
        !mode_of(s, s->word[5], &x->mode))
        return false;
    if (x->kind != PILGRIM && x->kind != MASS)
        return statement_wrong(s, "a wave is of pilgrim or mass");
    if (relative != x->relative)
        return statement_wrong(s, "both days of a wave are MM-DD, or both N%%");
    x->share = (uint16_t)n;
    if (!slice_eq(s->word[6], S("any")) &&
        ((x->post = find_post(w, s->word[6])) == NULL || x->post->mode != x->mode))
        return statement_wrong(s, "there is no such post '%.*s'", SHOWN(s->word[6]));
    for (slice list = s->word[7]; list.p != NULL; x->states_n++) {
        slice name = slice_cut(&list, ',');
        if (x->states_n == STATE_PORTS)
            return statement_wrong(s, "more than %d States", STATE_PORTS);
        if ((x->state[x->states_n] = find_state(w, name)) == NULL)
            return statement_wrong(s, "there is no state '%.*s'", SHOWN(name));
    }
    w->waves_n++;
    return true;
}

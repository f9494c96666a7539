/*
 * Names that many people have: which words are spellings of one name, which
 * are its short forms, and how common they are.  All from the table of names
 * (text_names), read once.
 *
 * A line of the table is a name: its native form, its Latin spelling, others
 * (=) and short forms (~).  Lines with the same native form are one name.
 * spellings.def has more spellings and short forms of names.
 */
#include "names/private.h"

#include "text/text.h"

#include <pthread.h>
#include <stdlib.h>

/* A word is a spelling of a name, or short for it. */
typedef struct member {
    uint32_t word, name;
    bool nick;
} member;

typedef struct known_word {
    slice text;
    uint32_t first, n; /* in by_word */
    float share;
} known_word;

typedef struct known_name {
    slice native, latin;
    uint32_t first, n; /* in by_name */
    bool given, family;
} known_name;

/* An open hash of slices to numbers from 1. */
typedef struct table {
    uint32_t *slot, slots;
} table;

static struct {
    known_word *word;
    known_name *name;
    uint32_t words, names, members, words_cap, names_cap, members_cap;
    member *by_word, *by_name; /* the same, in the order of words, of names */
    table words_at, names_at;
    arena arena;
    uint64_t sum;
} all;

#define GROW(array, n, cap)                                                                        \
    ((n) == (cap) ? (void)((cap) = (cap) ? 2 * (cap) : 4096,                                       \
                           (array) = mem_grow((array), (cap), sizeof *(array)))                    \
                  : (void)0)

/* ---- reading the table ---- */

static uint32_t
word_slot(slice text)
{
    uint32_t at = (uint32_t)slice_hash(text) & (all.words_at.slots - 1);

    while (all.words_at.slot[at] != 0 && !slice_eq(all.word[all.words_at.slot[at] - 1].text, text))
        at = (at + 1) & (all.words_at.slots - 1);
    return at;
}

static uint32_t
name_slot(slice native)
{
    uint32_t at = (uint32_t)slice_hash(native) & (all.names_at.slots - 1);

    while (all.names_at.slot[at] != 0 &&
           !slice_eq(all.name[all.names_at.slot[at] - 1].native, native))
        at = (at + 1) & (all.names_at.slots - 1);
    return at;
}

/* Without what joins its parts: ABD_ALRAHMAN is ABDALRAHMAN. */
static slice
joined(slice text)
{
    char *to = arena_alloc(&all.arena, text.n);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != '_' && text.p[i] != '-')
            to[n++] = text.p[i];
    return (slice){to, n};
}

static void
add_member(uint32_t name, slice text, bool nick, float share)
{
    uint32_t at;

    text = joined(text);
    if (text.n < 2 || text.n > NAMES_WORD_MAX)
        return;
    at = word_slot(text);
    if (all.words_at.slot[at] == 0) {
        GROW(all.word, all.words, all.words_cap);
        all.word[all.words] = (known_word){.text = text};
        all.words_at.slot[at] = ++all.words;
    }
    uint32_t word = all.words_at.slot[at] - 1;
    if (share > all.word[word].share)
        all.word[word].share = share;
    GROW(all.by_word, all.members, all.members_cap);
    all.by_word[all.members++] = (member){word, name, nick};
}

/* "=OTHER ~SHORT" */
static void
add_others(uint32_t name, slice line, float share)
{
    while (line.p != NULL) {
        slice other = slice_cut(&line, ' ');
        if (other.n > 1)
            add_member(name, (slice){other.p + 1, other.n - 1}, other.p[0] == '~', share);
    }
}

/* The words of a line: "male WEIGHT NATIVE LATIN =OTHER ~SHORT", NATIVE only where the script is
   not Latin. */
static void
add_line(slice line, bool latin_script, double sum)
{
    slice kind = slice_cut(&line, ' '), weight = slice_cut(&line, ' ');
    slice native = slice_cut(&line, ' ');
    slice latin = latin_script ? native : slice_cut(&line, ' ');
    unsigned value = 0;
    uint32_t at = name_slot(native);

    for (size_t i = 0; i < weight.n && i < 6; i++)
        value = value * 10 + (unsigned)(weight.p[i] - '0');
    if (all.names_at.slot[at] == 0) {
        GROW(all.name, all.names, all.names_cap);
        all.name[all.names] = (known_name){.native = native, .latin = latin};
        all.names_at.slot[at] = ++all.names;
    }
    uint32_t name = all.names_at.slot[at] - 1;
    bool family = slice_eq(kind, S("family"));
    all.name[name].family |= family;
    all.name[name].given |= !family;
    float share = (float)(value / sum);
    add_member(name, latin, false, share);
    add_others(name, line, share / 2);
}

static unsigned
kind_of(slice line)
{
    static const char *const kinds[] = {"male ", "female ", "family "};

    for (unsigned i = 0; i < LENGTH(kinds); i++)
        if (slice_starts(line, slice_of(kinds[i])))
            return i;
    return LENGTH(kinds);
}

/* One culture: its lines twice, for a name's share is that of the names of its kind. */
static void
read_culture(slice text)
{
    double sum[4] = {0};
    bool latin = false;

    for (slice rest = text; rest.p != NULL;) {
        slice line = slice_cut(&rest, '\n'), left = line;
        slice_cut(&left, ' ');
        latin = latin || slice_eq(line, S("script Latn"));
        for (slice w = slice_cut(&left, ' '); w.n != 0 && kind_of(line) < 3; w.n = 0) {
            unsigned value = 0;
            for (size_t i = 0; i < w.n && i < 6; i++)
                value = value * 10 + (unsigned)(w.p[i] - '0');
            sum[kind_of(line)] += value;
        }
    }
    for (slice rest = text; rest.p != NULL;) {
        slice line = slice_cut(&rest, '\n');
        if (kind_of(line) < 3)
            add_line(line, latin, sum[kind_of(line)]);
    }
}

/* The lines of spellings.def, names of their own: how common they are, they do not say. */
static void
read_spellings(void)
{
    static const char *const lines[] = {
#define NAMES(line) line,
#include "names/spellings.def"
#undef NAMES
    };

    for (size_t i = 0; i < LENGTH(lines); i++) {
        slice line = slice_of(lines[i]), latin = slice_cut(&line, ' ');
        uint32_t name = all.names;

        all.sum = all.sum * 31 + slice_hash(slice_of(lines[i]));
        GROW(all.name, all.names, all.names_cap);
        all.name[all.names++] = (known_name){.latin = latin};
        add_member(name, latin, false, 0);
        add_others(name, line, 0);
    }
}

static int
order_by_word(const void *a, const void *b)
{
    const member *x = a, *y = b;
    if (x->word != y->word)
        return x->word < y->word ? -1 : 1;
    return x->name != y->name ? (x->name < y->name ? -1 : 1) : x->nick - y->nick;
}

static int
order_by_name(const void *a, const void *b)
{
    const member *x = a, *y = b;
    if (x->name != y->name)
        return x->name < y->name ? -1 : 1;
    return x->word != y->word ? (x->word < y->word ? -1 : 1) : x->nick - y->nick;
}

static void
read_all(void)
{
    slice rest = {text_names, text_names_n};
    const char *end = rest.p + rest.n, *from = rest.p;

    all.words_at = (table){mem_alloc(1 << 16, sizeof(uint32_t)), 1 << 16};
    all.names_at = (table){mem_alloc(1 << 15, sizeof(uint32_t)), 1 << 15};
    while (rest.p != NULL) {
        slice line = slice_cut(&rest, '\n');
        if (slice_starts(line, S("culture ")) && line.p != from) {
            read_culture(slice_between(from, line.p));
            from = line.p;
        }
    }
    read_culture(slice_between(from, end));
    all.sum = slice_hash((slice){text_names, text_names_n});
    read_spellings();
    all.by_name = mem_alloc(all.members + 1, sizeof *all.by_name);
    memcpy(all.by_name, all.by_word, all.members * sizeof *all.by_name);
    qsort(all.by_word, all.members, sizeof *all.by_word, order_by_word);
    qsort(all.by_name, all.members, sizeof *all.by_name, order_by_name);
    for (uint32_t i = all.members; i-- > 0;) {
        known_word *w = &all.word[all.by_word[i].word];
        known_name *n = &all.name[all.by_name[i].name];
        w->first = i;
        w->n++;
        n->first = i;
        n->n++;
    }
}

void
known_read(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, read_all);
}

/* ---- asking ---- */

uint32_t
known_find(slice word)
{
    return all.words_at.slot[word_slot(word)];
}

double
known_share(uint32_t word)
{
    return word == 0 ? 0 : (double)all.word[word - 1].share;
}

known_relation
known_relate(uint32_t a, uint32_t b)
{
    if (a == 0 || b == 0)
        return KNOWN_UNKNOWN;
    const known_word *x = &all.word[a - 1], *y = &all.word[b - 1];
    known_relation best = KNOWN_DIFFERENT;
    for (uint32_t i = x->first, k = y->first; i < x->first + x->n && k < y->first + y->n;) {
        const member *p = &all.by_word[i], *q = &all.by_word[k];
        if (p->name == q->name) {
            known_relation r = p->nick || q->nick ? KNOWN_SHORT : KNOWN_SAME;
            best = r > best ? r : best;
        }
        if (p->name <= q->name)
            i++;
        else
            k++;
    }
    return best;
}

size_t
known_related(uint32_t word, slice *to, size_t room)
{
    size_t n = 0;

    if (word == 0)
        return 0;
    const known_word *w = &all.word[word - 1];
    for (uint32_t i = w->first; i < w->first + w->n; i++) {
        const known_name *name = &all.name[all.by_word[i].name];
        for (uint32_t k = name->first; k < name->first + name->n && n < room; k++)
            if (all.by_name[k].word != word - 1)
                to[n++] = all.word[all.by_name[k].word].text;
    }
    return n;
}

slice
known_latin(slice native, bool family)
{
    uint32_t at = all.names_at.slot[name_slot(native)];

    if (at == 0 || !(family ? all.name[at - 1].family : all.name[at - 1].given))
        return (slice){NULL, 0};
    return all.name[at - 1].latin;
}

uint64_t
known_sum(void)
{
    return all.sum;
}

uint32_t
known_count(void)
{
    return all.words;
}

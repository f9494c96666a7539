/* Several names of a list that a record writes as one word. */
#include "names/private.h"

/* A part is a listed word of so many letters, or a particle; of two parts each is longer. */
enum { PART_LEAST = 3, OF_TWO_LEAST = 4, PARTS_NONE = 99 };

static bool
may_be_part(const names_index *x, slice part)
{
    if (part.n < PART_LEAST)
        return part.n > 1 && names_is_particle(part);
    return index_find(x, part) != NAMES_NONE || known_find(part) != 0;
}

/* The word in as few parts as it has; as it is when it is a name of its own, or has none. */
static slice
part_word(const names_index *x, slice word, arena *a)
{
    unsigned parts[NAMES_WORD_MAX + 1] = {0};
    size_t from[NAMES_WORD_MAX + 1] = {0}, n = 0;

    if (word.n < 2 * OF_TWO_LEAST || word.n > NAMES_WORD_MAX || word_foreign(word) ||
        known_find(word) != 0 || index_find(x, word) != NAMES_NONE)
        return word;
    parts[1] = PARTS_NONE; /* no part is one letter */
    for (size_t to = 2; to <= word.n; to++) {
        parts[to] = PARTS_NONE;
        for (size_t at = 0; at + 2 <= to; at++)
            if (parts[at] + 1 < parts[to] && may_be_part(x, (slice){word.p + at, to - at})) {
                parts[to] = parts[at] + 1;
                from[to] = at;
            }
    }
    size_t last = word.n - from[word.n];
    if (parts[word.n] >= PARTS_NONE ||
        (parts[word.n] == 2 && (last < OF_TWO_LEAST || from[word.n] < OF_TWO_LEAST)))
        return word;
    char *text = arena_alloc(a, word.n + parts[word.n]);
    n = word.n + parts[word.n] - 1;
    for (size_t to = word.n, end = n; to > 0; to = from[to]) {
        size_t length = to - from[to];
        end -= length;
        memcpy(text + end, word.p + from[to], length);
        if (end > 0)
            text[--end] = ' ';
    }
    return (slice){text, n};
}

slice
names_parted(const names_index *x, slice folded, arena *a)
{
    slice rest = folded, all = {NULL, 0};

    while (rest.p != NULL) {
        slice word = slice_cut(&rest, ' ');
        all = arena_join(a, all, S(" "), part_word(x, word, a));
    }
    return all.n != folded.n ? all : (slice){NULL, 0};
}

/* latin: capitals with marks as A-Z, by the table of Doc 9303. */
#include "text/text.h"

static const struct {
    uint16_t from, to;
    slice letters, fewer;
} table[] = {
#define RANGE(from, to, letters, fewer)                                                            \
    {from, to, {letters, sizeof letters - 1}, {fewer, sizeof fewer - 1}},
#define LATIN(point, letters, fewer) RANGE(point, point, letters, fewer)
#include "text/latin.def"
#undef RANGE
#undef LATIN
};

slice
latin_letters(uint32_t point, bool fewer)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t low = 0, high = LENGTH(table);

    if (point < 0x80) {
        uint32_t letter = (point & ~0x20u) - 'A';
        return letter < 26 ? (slice){plain + letter, 1} : (slice){NULL, 0};
    }
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (point > table[middle].to)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == LENGTH(table) || point < table[low].from)
        return (slice){NULL, 0};
    return fewer ? table[low].fewer : table[low].letters;
}

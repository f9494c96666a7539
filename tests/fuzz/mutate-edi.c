/*
 * mutate-edi N SEED FILE ...: spoils N messages of those files, each between
 * two sound ones, and demands that those two are read as if it were not there.
 *
 * What is spoilt is a message among others of its interchange, whose service
 * characters and envelope stay, or whole interchanges, UNA and UNB with them.
 * Not a byte of a neighbour is touched, and nothing need part it from what is
 * before it: a message cut off without its terminator is glued to the next.
 * Of a neighbour in the same interchange the reference and the sender may be
 * lost, for the spoilt message may hold an UNZ or an UNB; all that is said of
 * the travellers may not.
 *
 * Set apart is what says that a neighbour is written with other characters than
 * it is: of one in the same interchange a whole head of another, UNA and UNB; of
 * a UNB a UNA right before it.
 */
#include "tables.h"

#include <stdlib.h>
#include <unistd.h>

/* ---- chance ---- */

static uint64_t state;

/* SplitMix64. */
static uint64_t
draw(uint64_t below)
{
    uint64_t z = state += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (z ^ z >> 31) % below;
}

/* ---- what is spoilt ---- */

enum { SEEDS_MAX = 4096, PIECE_MAX = 6000 };

static slice wholes[SEEDS_MAX], messages[SEEDS_MAX];
static size_t wholes_n, messages_n;

static size_t
find(slice s, size_t from, const char *word)
{
    size_t n = strlen(word);

    for (size_t i = from; i + n <= s.n; i++)
        if (memcmp(s.p + i, word, n) == 0)
            return i;
    return s.n;
}

/* Each message of a file with the default characters, and the file. */
static void
add_seeds(slice bytes)
{
    if (find(bytes, 0, "UNB") == bytes.n) /* a ship's form, whose rows have no neighbours */
        return;
    if (wholes_n < SEEDS_MAX)
        wholes[wholes_n++] = bytes;
    for (size_t at = find(bytes, 0, "UNH+"); at < bytes.n; at = find(bytes, at + 1, "UNH+")) {
        size_t to = find(bytes, find(bytes, at, "UNT+"), "'");
        if (to < bytes.n && messages_n < SEEDS_MAX)
            messages[messages_n++] = (slice){bytes.p + at, to + 1 - at};
    }
}

/* A seed, or a piece of it where it is long: its beginning, its end or a part. */
static void
put_seed(buf *b, slice s)
{
    if (s.n > PIECE_MAX) {
        size_t n = 1 + draw(PIECE_MAX), from = draw(3) == 0 ? 0 : draw(s.n - n);
        s = (slice){s.p + from, n};
    }
    buf_puts(b, s);
}

static void
splice(buf *b, size_t at, size_t away, slice with)
{
    buf_reserve(b, with.n);
    memmove(b->p + at + with.n, b->p + at + away, b->n - at - away);
    if (with.n != 0)
        memcpy(b->p + at, with.p, with.n);
    b->n = b->n + with.n - away;
}

static void
spoil_once(buf *b)
{
    static const char *const words[] = {
        "'",
        "+",
        ":",
        "?",
        "?'",
        "??",
        "*",
        "\n",
        "\r\n",
        "?\n",
        "'\n",
        " ",
        "\t",
        "\x1b",
        "\xff",
        "\xc3\xa9",
        "UNA",
        "UNB",
        "UNH",
        "UNT",
        "UNZ+1+1'",
        "UNT+1+1'",
        "UNE+1+1'",
        "NAD+FL+++A:B'",
        "TDT+20+ZZ9'",
        "SRC'",
        "TIF+A+B:A:9'",
        "UNB+UNOA:4+X+Y+261120:0500+9'",
        "UNS'",
        "MSG+:22'",
        "BGM+745'",
        "NNNN",
        "=TEXT",
        "QU ABCDEFG\r\n.ABCDEFG 201200\r\n",
        "UN",
        "U",
        "UNH+",
        "UNA:+",
        "UNA:+.? ",
        "EQN+9'",
        "TVL+'",
        "RCI+'",
        "ABI+'",
        "UNG+PAXLST+A+B+261120:0500+1+UN+D:02B'",
    };
    char text[64];
    size_t at = draw(b->n + 1), left = b->n - at, n = 1 + draw(draw(4) == 0 ? 2000 : 40);

    n = n < left ? n : left;
    switch (draw(14)) {
    case 0:
        if (left != 0)
            b->p[at] = (char)(b->p[at] ^ 1 << draw(8));
        break;
    case 1:
        if (left != 0)
            b->p[at] = (char)draw(256);
        break;
    case 2:
    case 3: {
        const char *word = words[draw(LENGTH(words))];
        splice(b, at, draw(2) == 0 ? 0 : n, slice_of(word));
        break;
    }
    case 4:
        splice(b, at, n, (slice){NULL, 0});
        break;
    case 5:
        splice(b, at, left != 0, (slice){NULL, 0});
        break;
    case 6: /* cut off */
        b->n = draw(3) == 0 ? at : b->n - draw(b->n < 40 ? b->n + 1 : 40);
        break;
    case 7: /* its beginning is missing */
        splice(b, 0, draw(3) == 0 ? at : draw(b->n < 40 ? b->n + 1 : 40), (slice){NULL, 0});
        break;
    case 8:
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = (char)draw(256);
        splice(b, at, draw(2) == 0 ? 0 : n, (slice){text, 1 + draw(sizeof text)});
        break;
    case 9: { /* twice */
        buf copy = {0};
        buf_put(&copy, b->p + at, n);
        splice(b, draw(b->n + 1), 0, buf_slice(&copy));
        buf_free(&copy);
        break;
    }
    case 10: { /* of another one */
        slice other = wholes[draw(wholes_n)];
        size_t from = draw(other.n + 1), more = other.n - from;
        splice(b, at, n, (slice){other.p + from, more < 100 ? more : 100});
        break;
    }
    case 11: { /* one byte away, everywhere, or another in its place */
        char c = left != 0 ? b->p[at] : '\'', with = (char)(draw(2) == 0 ? 0 : draw(256));
        size_t to = 0;
        for (size_t i = 0; i < b->n; i++)
            if (b->p[i] != c)
                b->p[to++] = b->p[i];
            else if (with != 0)
                b->p[to++] = with;
        b->n = to;
        break;
    }
    case 12: /* a run of the same */
        memset(b->p + at, draw(2) == 0 ? "'+:?\n\0 A"[draw(8)] : (int)draw(256), n);
        break;
    default: /* longer than any segment */
        if (draw(500) == 0) {
            slice word = slice_of(words[draw(LENGTH(words))]);
            buf run = {0};
            while (run.n < (1 << 16) + 4000)
                buf_puts(&run, word.n < 8 && draw(2) == 0 ? word : S("A"));
            splice(b, at, 0, buf_slice(&run));
            buf_free(&run);
        }
        break;
    }
}

/* ---- the sound ones ---- */

enum { SOUND = 2, ROWS = 3 }; /* travellers of each */

/* Of a neighbour: its bytes, and rows, with what the message says of itself and without. */
typedef struct sound {
    buf head, message, foot; /* of an interchange; between them others may stand */
    slice rows[2][ROWS];
} sound;

/* By which they are (1), their characters (2, 4) and whether they are bookings (8). */
enum { SECOND = 1, MARKED = 2, OTHER = 4, BOOKINGS = 8, SOUNDS = 16 };
static sound sounds[SOUNDS];
static arena kept;

/* The default characters as others, those of UNA as well; of a name's '@' a terminator as it was.
 */
static void
change(buf *b, const char *is)
{
    static const char was[] = ":+?'@";

    for (size_t i = 0; i < b->n; i++) {
        const char *at = b->p[i] != 0 ? strchr(was, b->p[i]) : NULL;
        if (at != NULL)
            b->p[i] = is[at - was];
    }
}

/* A list or bookings, of the first neighbour or the second, with other characters, or in lines. */
static void
make_sound(sound *s, bool bookings, int which, bool marked, bool lines)
{
    const char *end = lines ? "'\r\n" : "'";
    buf *b = &s->message;

    if (marked)
        buf_printf(&s->head, "UNA:+.? '%s", lines ? "\r\n" : "");
    buf_printf(&s->head, "UNB+UNOA:4+SOUND%d:ZZ+STATE+261120:0500+R%d%s", which, which, end);
    if (bookings) {
        buf_printf(b, "UNH+S%d+PNRGOV:11:1:IA%s", which, end);
        buf_printf(b, "MSG+:22%sTVL+231126:0915:231126:1230+QBB+QCC+ZZ+04%d%sEQN+2%sSRC%s", end,
                   which, end, end, end);
        buf_printf(b, "RCI+ZZ:ABC%d%sTIF+QQSOUND%d+AN@NA:A:1%sTIF+QQSOUND%d+BEN:A:2%s", which, end,
                   which, end, which, end);
        buf_printf(b, "SSR+DOCS:HK:1:ZZ:::::/P/UTO/P%d55/UTO/03MAR80/F/01JAN30/QQSOUND%d/AN@NA%s",
                   which, which, end);
        buf_printf(b, "SRC%sRCI+ZZ:DEF%d%sTIF+QQSOUND%d+CARL:A:1%sUNT+12+S%d%s", end, which, end,
                   which, end, which, end);
    } else {
        buf_printf(b, "UNH+S%d+PAXLST:D:02B:UN:IATA%sBGM+745%sTDT+20+ZZ04%d%s", which, end, end,
                   which, end);
        buf_printf(b, "LOC+125+QBB%sDTM+189:2611230915:201%sLOC+87+QCC%s", end, end, end);
        for (int i = 0; i < ROWS; i++)
            buf_printf(b,
                       "NAD+FL+++QQSOUND%d:%c@%sATT+2++F%sDTM+329:80030%d%sNAT+2+UTO%s"
                       "DOC+P+P%d5%d%sLOC+91+UTO%s",
                       which, "ABC"[i], end, end, i + 1, end, end, which, i, end, end);
        buf_printf(b, "CNT+42:3%sUNT+26+S%d%s", end, which, end);
    }
    buf_printf(&s->foot, "UNZ+1+R%d%s", which, end);
}

/* ---- what is read ---- */

static bool
of_message(enum column c)
{
    return (c >= COL_message_type && c <= COL_message_transaction) || c == COL_source ||
           c == COL_booking || c == COL_traveller;
}

static void
put_row(buf *b, const pnr *p, const pnr_traveller *t, bool message)
{
    size_t n;
    const enum column *cols = pnr_columns(PNR_TRAVELLERS, &n);

    b->n = 0;
    for (size_t i = 0; i < n; i++) {
        enum column c = cols[i];
        if (c == COL_source || (!message && of_message(c)))
            continue;
        buf_puts(b, t->rec[c].n != 0 ? t->rec[c] : p->base[c]);
        buf_putc(b, '|');
    }
}

/* The rows of the neighbours, to see or to keep; false when some are not there. */
static bool
read_file(slice bytes, sound *const beside[SOUND], bool message, bool keep)
{
    diag d = {.level = 0, .keep = true};
    in *f = in_memory("file", bytes);
    pnr_settings s = {.as_of = {2026, 11, 23}, .wanted = UINT32_MAX};
    pnr_reader *r = pnr_open(f, &d, &s);
    const pnr *p;
    static buf text;
    unsigned seen[SOUND] = {0}, n = 0;

    while ((p = pnr_next(r)) != NULL)
        for (const pnr_traveller *t = p->travellers; t != NULL; t = t->next) {
            if (!slice_starts(t->rec[COL_surname], S("QQSOUND")))
                continue;
            put_row(&text, p, t, message);
            if (keep)
                beside[0]->rows[message][n++] = arena_dup(&kept, buf_slice(&text));
            for (int i = 0; i < SOUND && !keep; i++)
                for (unsigned k = 0; k < ROWS; k++)
                    if (slice_eq(beside[i]->rows[message][k], buf_slice(&text)))
                        seen[i] |= 1u << k;
        }
    pnr_close(r);
    in_close(f);
    diag_free(&d);
    return keep ? n == ROWS : seen[0] == (1u << ROWS) - 1 && seen[1] == (1u << ROWS) - 1;
}

static void
make_all(void)
{
    static buf b;

    for (int i = 0; i < SOUNDS; i++) {
        sound *s = &sounds[i], *const alone[SOUND] = {s, s};
        make_sound(s, i & BOOKINGS, i & SECOND, i & (MARKED | OTHER), i & MARKED);
        if (i & OTHER) {
            const char *marks = i & MARKED ? "|^!~'" : "\x1f\x1d?\x1c'";
            change(&s->head, marks);
            change(&s->message, marks);
            change(&s->foot, marks);
        }
        b.n = 0;
        buf_puts(&b, buf_slice(&s->head));
        buf_puts(&b, buf_slice(&s->message));
        buf_puts(&b, buf_slice(&s->foot));
        demand(read_file(buf_slice(&b), alone, true, true) &&
                   read_file(buf_slice(&b), alone, false, true),
               "a sound message is not read");
    }
}

/* ---- the runs ---- */

/* A UNA that is not the default one, and a UNB behind it. */
static bool
has_other_head(slice s)
{
    for (size_t at = find(s, 0, "UNA"); at < s.n; at = find(s, at + 1, "UNA")) {
        slice behind = {s.p + at, s.n - at < 32 ? s.n - at : 32};
        if (!slice_starts(behind, S("UNA:+.? '")) && find(behind, 8, "UNB") < behind.n)
            return true;
    }
    return false;
}

static void
put_spoilt(buf *file, bool whole)
{
    static buf b;

    b.n = 0;
    put_seed(&b, whole ? wholes[draw(wholes_n)] : messages[draw(messages_n)]);
    for (uint64_t n = 1 + draw(draw(4) == 0 ? 12 : 3); n != 0; n--) {
        buf_reserve(&b, 1);
        spoil_once(&b);
    }
    slice end = {b.p + b.n - (b.n < 16 ? b.n : 16), b.n < 16 ? b.n : 16};
    if (whole ? find(end, 0, "UNA") < end.n : has_other_head(buf_slice(&b)))
        b.n = 0;
    buf_puts(file, buf_slice(&b));
}

static void
run(uint64_t n, uint64_t seed, const char *kept_in)
{
    static buf file;
    uint64_t lost = 0;

    for (uint64_t i = 0; i < n; i++) {
        state = seed + i * 0x2545f4914f6cdd1du;
        bool whole = draw(2) == 0;
        uint64_t any = whole ? SOUNDS - 1 : SOUNDS - 1 - OTHER;
        sound *const beside[SOUND] = {&sounds[draw(SOUNDS) & (any - SECOND)],
                                      &sounds[(draw(SOUNDS) & any) | SECOND]};
        bool first = whole && draw(8) == 0; /* the spoilt one, in the place of a sound one */
        file.n = 0;
        if (!first) {
            buf_puts(&file, buf_slice(&beside[0]->head));
            buf_puts(&file, buf_slice(&beside[0]->message));
            if (whole)
                buf_puts(&file, buf_slice(&beside[0]->foot));
        }
        put_spoilt(&file, whole);
        if (whole)
            buf_puts(&file, buf_slice(&beside[1]->head));
        buf_puts(&file, buf_slice(&beside[1]->message));
        buf_puts(&file, buf_slice(&beside[1]->foot));
        alarm(20); /* a hang is a failure */
        if (i % 32 == 0)
            (void)read_messages(buf_slice(&file), i % 64 == 0);
        if (read_file(buf_slice(&file), (sound *const[SOUND]){beside[first], beside[1]}, whole,
                      false))
            continue;
        lost++;
        printf("# run %llu: a neighbour is not all there\n", (unsigned long long)i);
        fflush(stdout);
        if (kept_in != NULL && lost <= 200) {
            buf name = {0};
            buf_printf(&name, "%s/%llu.edi", kept_in, (unsigned long long)i);
            buf_putc(&name, '\0');
            FILE *to = fopen(name.p, "wb");
            if (to != NULL) {
                (void)fwrite(file.p, 1, file.n, to);
                fclose(to);
            }
            buf_free(&name);
        }
    }
    alarm(0);
    printf("%llu spoilt messages, %llu with a neighbour that is not all there\n",
           (unsigned long long)n, (unsigned long long)lost);
    demand(lost == 0, "neighbours are lost");
}

int
main(int argc, char **argv)
{
    uint64_t n = 0, seed = 0;
    static buf text[SEEDS_MAX];
    error e;

    demand(argc > 3 && slice_uint(slice_of(argv[1]), UINT64_MAX, &n) &&
               slice_uint(slice_of(argv[2]), UINT64_MAX, &seed),
           "usage: mutate-edi N SEED FILE ...");
    for (int i = 3; i < argc && i < SEEDS_MAX; i++) {
        demand(in_whole(argv[i], 1 << 24, &text[i], &e), e.text);
        add_seeds(buf_slice(&text[i]));
    }
    demand(messages_n != 0, "no message in these files");
    make_all();
    run(n, seed, getenv("MUTATE_KEEP"));
    for (int i = 3; i < argc && i < SEEDS_MAX; i++)
        buf_free(&text[i]);
    return 0;
}

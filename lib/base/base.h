/*
 * base: what every other room stands on.
 *
 *	slice, buf, arena	bytes: borrowed, growing, and for one record
 *	error, diag		what went wrong: in a call, in the input
 *	date, moment		days and times as records write them
 *	in, out, outdir		files: gzip or not, whole or not at all
 *	markup			how long a tag is, for readers of hostile XML
 *	tool			options, --help, completion, the exit status
 *	progress, pool		long work: a line on the terminal, more cores
 *
 * Nothing here knows a border.  Names carry the name of their object, not of
 * the room.  A function that can fail returns false (or NULL) and fills the
 * error it was given.  Memory that cannot be had is the one exception: it
 * ends the program with status 2 (see mem_alloc), for no record could be
 * handled after it.
 */
#ifndef BORDERTOOLS_BASE_H
#define BORDERTOOLS_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__GNUC__)
#define BASE_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define BASE_LIKELY(x)         __builtin_expect(!!(x), 1)
#define BASE_UNLIKELY(x)       __builtin_expect(!!(x), 0)
#define BASE_APART             __attribute__((noinline)) /* so that what is short stays so */
#else
#define BASE_PRINTF(fmt, args)
#define BASE_LIKELY(x)   (x)
#define BASE_UNLIKELY(x) (x)
#define BASE_APART
#endif

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

/* ---- memory -------------------------------------------------------------- */

/*
 * malloc, realloc and free that cannot fail: when memory is exhausted, or
 * count * size overflows, they write one line to standard error and _exit(2).
 */
void *mem_alloc(size_t count, size_t size); /* zeroed */
void *mem_grow(void *p, size_t count, size_t size);
char *mem_dup(const char *text);

/* ---- slice: bytes that belong to somebody else ---------------------------- */

/* n bytes at p, no NUL behind them.  An empty slice may have p == NULL. */
typedef struct slice {
    const char *p;
    size_t n;
} slice;

/* A slice of a string literal, of a NUL-terminated string, of two bounds. */
#define S(literal) ((slice){"" literal "", sizeof(literal) - 1})
slice slice_of(const char *text); /* NULL gives the empty slice */
static inline slice
slice_between(const char *from, const char *to)
{
    return (slice){from, (size_t)(to - from)};
}

static inline bool
slice_eq(slice a, slice b)
{
    /* b is often a literal, whose length the compiler knows */
    return a.n == b.n && (b.n == 0 || memcmp(a.p, b.p, b.n) == 0);
}
bool slice_eq_letters(const char *a, const char *b, size_t n); /* as slice_eq_nocase */
static inline bool
slice_eq_nocase(slice a, slice b) /* small and capital ASCII letters are the same */
{
    return a.n == b.n && slice_eq_letters(a.p, b.p, a.n);
}
int slice_cmp(slice a, slice b); /* by bytes, as memcmp orders */
bool slice_starts(slice s, slice prefix);
slice slice_trim(slice s); /* without blanks, tabs, CR, LF at both ends */

/*
 * Cut the part before the first sep off *rest and return it; *rest becomes
 * what is behind sep, or {NULL, 0} when there was no sep.  To walk a list:
 * while (rest.p != NULL) item = slice_cut(&rest, ';');
 */
slice slice_cut(slice *rest, char sep);

/* Decimal digits, nothing else, at most max: false otherwise. */
bool slice_uint(slice s, uint64_t max, uint64_t *value);
/* The digits of n, behind a '-' when it is negative; text holds them, and a NUL. */
enum { INT_TEXT = 21 };
slice int_text(int64_t n, char text[INT_TEXT]);

/* FNV-1a, 64 bits, for hash tables of trusted size; not for security. */
uint64_t slice_hash(slice s);

/*
 * The offset of the first byte that is no part of valid UTF-8 (RFC 3629), or
 * s.n when all is well.
 */
size_t slice_utf8(slice s);

/* The offset of the first CR or LF, or s.n when there is none. */
size_t slice_eol(slice s);

/* ---- buf: bytes that grow -------------------------------------------------- */

/* n bytes in use at p, room for cap.  {0} is an empty buf. */
typedef struct buf {
    char *p;
    size_t n, cap;
} buf;

void buf_grow(buf *b, size_t more); /* afterwards cap - n >= more */
static inline void
buf_reserve(buf *b, size_t more)
{
    if (BASE_UNLIKELY(b->cap - b->n < more))
        buf_grow(b, more);
}
static inline void
buf_put(buf *b, const void *p, size_t n)
{
    buf_reserve(b, n);
    if (n != 0)
        memcpy(b->p + b->n, p, n);
    b->n += n;
}
static inline void
buf_puts(buf *b, slice s)
{
    buf_put(b, s.p, s.n);
}
static inline void
buf_putc(buf *b, char c)
{
    buf_reserve(b, 1);
    b->p[b->n++] = c;
}
void buf_printf(buf *b, const char *fmt, ...) BASE_PRINTF(2, 3);
void buf_vprintf(buf *b, const char *fmt, va_list args) BASE_PRINTF(2, 0);
static inline slice
buf_slice(const buf *b)
{
    return (slice){b->p, b->n};
}
/*
 * Makes the bytes from an offset on safe to show: what a terminal would obey
 * becomes a hexadecimal escape, bytes that are not UTF-8 become '?'.
 */
void buf_harmless(buf *b, size_t from);
void buf_free(buf *b); /* leaves {0} */

/* ---- arena: the working memory of one record ------------------------------- */

/*
 * Pieces are had with arena_alloc and given back all at once with
 * arena_reset, which keeps the memory for the next record: a loop in its
 * steady state allocates nothing.  {0} is an empty arena.
 */
typedef struct arena {
    struct arena_block *first, *now;
} arena;

struct arena_block {
    struct arena_block *next;
    size_t used, size;
    _Alignas(max_align_t) char data[];
};

enum { ARENA_ALIGN = _Alignof(max_align_t) };

void *arena_more(arena *a, size_t n); /* of another block */
static inline void *
arena_alloc(arena *a, size_t n) /* aligned for any object, not zeroed */
{
    struct arena_block *b = a->now;

    if (BASE_UNLIKELY(b == NULL || b->size - b->used < n))
        return arena_more(a, n);
    void *p = b->data + b->used;
    b->used += (n + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    return p;
}
void *arena_zeroed(arena *a, size_t n); /* the same, zeroed */
static inline slice
arena_dup(arena *a, slice s)
{
    char *p = arena_alloc(a, s.n);

    if (s.n != 0)
        memcpy(p, s.p, s.n);
    return (slice){p, s.n};
}
slice arena_printf(arena *a, const char *fmt, ...) BASE_PRINTF(2, 3);
/*
 * left, sep, right in one slice.  When left or right is empty it is the other
 * one as it is: not copied, so it lives as long as what it was.
 */
slice arena_join(arena *a, slice left, slice sep, slice right);
void arena_reset(arena *a);
void arena_free(arena *a);

/* ---- error: why a call failed ----------------------------------------------- */

/* text says what, where and why in one line without a full stop. */
typedef struct error {
    char text[512];
} error;

/* Always returns false, so that a function can end with it. */
bool error_set(error *e, const char *fmt, ...) BASE_PRINTF(2, 3);

/* ---- diag: what is wrong with the input -------------------------------------- */

/* Where in the input: what is not known is 0, offset -1. */
typedef struct place {
    const char *file;
    uint64_t line;   /* from 1 */
    unsigned column; /* field of the row, from 1 */
    int64_t offset;  /* byte, from 0 */
} place;

/*
 * Collects what there is to say of the input, in order.  A worker has a diag
 * of its own that is merged into the program's (see filter in stream.h).
 */
typedef struct diag {
    int level;   /* -1: only rejections and errors; 0: warnings too; 1: notes */
    bool strict; /* the first rejection is the end */
    bool keep;   /* keep the bytes of what is rejected */
    buf text;    /* lines, each ended by LF, not yet printed */
    buf rejects; /* bytes, not yet written */
    uint64_t read, written, rejected;
    uint64_t warnings;
    const char *program;       /* the first word of each line */
    void (*full)(void *owner); /* called when text or rejects are many; may be NULL */
    void *owner;
} diag;

/* For -v: worth knowing, nothing wrong. */
void diag_note(diag *d, place where, const char *fmt, ...) BASE_PRINTF(3, 4);
/* Something is wrong, and the record is kept all the same. */
void diag_warn(diag *d, place where, const char *fmt, ...) BASE_PRINTF(3, 4);
/*
 * A record (or a part of one) that cannot be used.  Its bytes go to the
 * reject file as they are, followed by LF when they do not end with one.
 */
void diag_reject(diag *d, place where, slice record, const char *fmt, ...) BASE_PRINTF(4, 5);
/*
 * For a record too long to be held: its pieces in order, the last of them
 * given to diag_reject.
 */
void diag_reject_part(diag *d, slice piece);
/* Moves what from has to say and its counts behind those of into. */
void diag_merge(diag *into, diag *from);
static inline bool
diag_stop(const diag *d)
{
    return d->strict && d->rejected != 0;
}
void diag_free(diag *d);

/* ---- date and moment ----------------------------------------------------------- */

/*
 * A day of the proleptic Gregorian calendar, whole or in part: day 0 when
 * only the month is known, month 0 when only the year is, year 0 when
 * nothing is.  Years 1 to 9999.
 */
typedef struct date {
    int16_t year;
    uint8_t month, day;
} date;

enum { DATE_TEXT = 11, MOMENT_TEXT = 26 }; /* room for the text and a NUL */

bool date_valid(date d); /* a day of the calendar, whole or in part */
static inline bool
date_whole(date d)
{
    return d.day != 0;
}
/* ISO 8601 extended: 2026-11-23, 2026-11, 2026; empty gives {0}. */
bool date_parse(slice s, date *d);
slice date_text(date d, char text[DATE_TEXT]); /* as date_parse reads it */
int date_cmp(date a, date b);                  /* <0, 0, >0; a part sorts before its days */
int32_t date_days(date whole);                 /* days since 1970-01-01 */
date date_from_days(int32_t days);
int date_weekday(date whole);         /* 1 Monday to 7 Sunday (ISO 8601) */
int date_week(date whole, int *year); /* ISO 8601 week 1 to 53, and its year */
date date_today(void);                /* UTC */

/* Which century a two-digit year belongs to depends on what the date says. */
typedef enum date_kind {
    DATE_BIRTH, /* the latest not after the day of reading */
    DATE_EXPIRY /* the nearest to it, at most 50 years away; a tie is the later */
} date_kind;

/*
 * YYMMDD as zones and messages have it, read on the day as_of (whole).
 * Unknown parts are "<<", "00" or blanks: they make the date partial.  False
 * when it is not six such characters or no such day exists; an unknown year
 * gives {0} and true.
 */
bool date_parse_yymmdd(slice s, date_kind kind, date as_of, date *d);
/* YYYYMMDD, with "00" for an unknown month or day. */
bool date_parse_yyyymmdd(slice s, date *d);

/* A date with a time of day, and the offset of its clock from UTC, if known. */
typedef struct moment {
    date day;
    uint8_t hour, minute, second;
    bool has_time, has_offset;
    int16_t offset; /* minutes east of UTC */
} moment;

/*
 * ISO 8601: 2026-11-23T04:15:00+04:30, ...Z, or without an offset; seconds
 * may be missing, a fraction of a second is dropped; a date alone is a moment
 * without a time.
 */
bool moment_parse(slice s, moment *m);
slice moment_text(moment m, char text[MOMENT_TEXT]);
int64_t moment_seconds(moment m); /* of a whole day: since 1970 UTC; without an offset it is UTC */

/* ---- in: a file to read --------------------------------------------------------- */

/*
 * Bytes of a file, of standard input ("-"), plain or gzip (RFC 1952, seen by
 * the first bytes, several members are one stream).  The window is what has
 * been read and not yet skipped; the caller looks at it, asks for more, and
 * skips what it is done with.  The window grows when nothing is skipped, so
 * it is the caller who bounds it.
 */
typedef struct in {
    const char *name; /* as given; "standard input" for "-" */
    slice window;
    struct in_state *state;
    uint64_t offset; /* of window.p in the (unpacked) stream */
    bool ended;      /* no more will come */
    bool failed;     /* ended early: why is in error */
    error error;
} in;

/* NULL: cannot be opened, or is a directory.  Free with in_close. */
in *in_open(const char *path, error *e);
/* The same over bytes in memory, which must outlive it; for tests. */
in *in_memory(const char *name, slice bytes);
/* Appends to the window; false: nothing came, for it ended or failed. */
bool in_more(in *f);
static inline void
in_skip(in *f, size_t n) /* n <= window.n */
{
    f->window.p += n;
    f->window.n -= n;
    f->offset += n;
}
uint64_t in_raw_offset(const in *f); /* bytes read from the file itself, for progress */
void in_close(in *f);
/* A small file as a whole, at most max bytes of it, behind what text has; false: e says why. */
bool in_whole(const char *path, size_t max, buf *text, error *e);

/*
 * The next line, LF, CRLF or CR ended, in *line without its end; false at the
 * end.  The line is in the window until the next call: skip is done there.
 * A line longer than max is cut to max bytes and *whole is false; the caller
 * gets the rest by calling again (the last piece has *whole true).
 */
bool in_line(in *f, size_t max, slice *line, bool *whole);
/*
 * The line that begins *at bytes behind those that were read, without reading
 * it; *at is then behind its end.  At most max bytes of it; what in_line gave
 * before may move.  False at the end of the file.
 */
bool in_peek_line(in *f, size_t *at, size_t max, slice *line);

/* ---- markup: the tags of XML, by their bytes ------------------------------------------- */

/*
 * Parsers compare every attribute of a tag with every other before they show
 * any: who reads hostile XML bounds its tags while they go in.  {0} is outside
 * of a tag.
 */
typedef struct markup {
    size_t tag; /* bytes of the tag at hand, 0 outside of one */
    char quote; /* that a value in it began with, and has yet to end with */
} markup;

/* The next byte: how many the tag has with it, or 0. */
static inline size_t
markup_byte(markup *m, char c)
{
    if (m->quote != '\0')
        m->quote = c == m->quote ? '\0' : m->quote;
    else if (c == '<' || c == '>' || (c == '!' && m->tag == 1)) /* <! is no tag */
        m->tag = 0;
    else if (m->tag != 0 && (c == '"' || c == '\''))
        m->quote = c;
    m->tag += m->tag != 0 || c == '<';
    return m->tag;
}

/* The bytes of s, one after the other; false: a tag with more bytes than most. */
static inline bool
markup_bounded(markup *m, slice s, size_t most)
{
    for (size_t i = 0; i < s.n; i++)
        if (markup_byte(m, s.p[i]) > most)
            return false;
    return true;
}

/* ---- out: a file to write -------------------------------------------------------- */

/*
 * To standard output (NULL or "-"), or to a file that appears whole or not at
 * all: bytes go to a temporary file beside it, mode 0666 less the umask (0600
 * when secret), which out_commit syncs and renames.  What is not committed is
 * removed, also when a signal ends the program.  Special files and pipes are
 * written directly.
 */
typedef struct out {
    buf b; /* append here, then out_flush now and then */
    bool failed;
    struct out_state *state;
} out;

enum { OUT_CHUNK = 1 << 16 };

out *out_open(const char *path, bool secret, error *e);
bool out_flush(out *o); /* writes all of b; false: failed, out_commit says why */
static inline bool
out_flush_full(out *o) /* call after each record */
{
    return o->b.n < OUT_CHUNK || out_flush(o);
}
/* Whether a person is to read it, and how many columns there are for it; 0: that is not known. */
bool out_terminal(const out *o, size_t *columns);
bool out_commit(out *o, error *e); /* flush, sync, rename; closes and frees o */
void out_abandon(out *o);          /* leaves what was there before; frees o */
/* A new file in a folder that is not yet to be seen: written directly. */
out *out_create(int where, const char *name, error *e);

/* ---- outdir: many files at once ----------------------------------------------------- */

/*
 * A folder that appears whole or not at all: it grows under another name
 * beside path, which must not be there, or be an empty folder.  The caller
 * creates files below outdir_fd and closes them before the end.
 */
typedef struct outdir outdir;

outdir *outdir_open(const char *path, error *e);
int outdir_fd(const outdir *f);
bool outdir_commit(outdir *f, error *e); /* frees f, also when it fails */
void outdir_abandon(outdir *f);          /* removes all of it; frees f */

/* ---- tool: a program's options and its end ------------------------------------------ */

typedef enum opt_kind {
    OPT_FLAG,   /* bool */
    OPT_TEXT,   /* const char * */
    OPT_FILE,   /* const char *, completed as a file name */
    OPT_TEXTS,  /* opt_list, repeatable */
    OPT_FILES,  /* opt_list, repeatable, completed as file names */
    OPT_NUMBER, /* uint64_t, between min and max */
    OPT_SCORE,  /* double, 0 to 1 */
    OPT_DATE,   /* date, whole */
    OPT_CHOICE  /* const char *, one of the words in choices */
} opt_kind;

typedef struct opt_list {
    const char **item;
    size_t n;
} opt_list;

typedef struct opt {
    char letter;      /* 0: none */
    const char *name; /* the long one, without dashes */
    opt_kind kind;
    void *to;            /* where the value goes: the type that kind names */
    const char *arg;     /* its name in the help text: FILE, SCORE ... */
    const char *help;    /* one line, no full stop */
    const char *choices; /* OPT_CHOICE, and completion of OPT_TEXT: words parted by blanks */
    uint64_t min, max;   /* OPT_NUMBER */
} opt;

/*
 * A program declares one of these, with its own options (ended by {0}); the
 * common ones (-o --reject --strict -q -v --help --version) are added, and -j
 * when threads is true.  Options may stand behind operands; "--" ends them.
 */
typedef struct tool {
    const char *name;     /* mrz-parse */
    const char *brief;    /* one line, as in the manual page */
    const char *operands; /* "[FILE ...]", or "" when there are none */
    const opt *opts;
    bool threads;
    bool fills; /* -o names a folder, which is not opened: see outdir */
    /* Takes out of what is said and rejected what nobody may read, in place; may be NULL. */
    void (*hide)(char *p, size_t n);

    /* filled by tool_start */
    const char **operand;
    size_t operands_n;  /* at least 1 when operands is "[FILE ...]": "-" */
    uint64_t jobs;      /* 1 unless -j; -j 0 is one a processor */
    const char *folder; /* of -o when fills is true; NULL without it */
    diag diag;
    out *out;
    int status;     /* what tool_end will return at least */
    uint64_t known; /* of what is written, what was there already: tool_end says it */
    struct tool_state *state;
} tool;

/*
 * Reads the arguments.  False: there is nothing more to do, return
 * tool->status from main (help was printed: 0, the usage was wrong: 2).
 * Ignores nothing and opens the output and the reject file.
 */
bool tool_start(tool *t, int argc, char **argv);
/* "name: why" on standard error, and the status becomes 2. */
void tool_fail(tool *t, const char *fmt, ...) BASE_PRINTF(2, 3);
/* Wrong usage: the same, with a pointer to --help. */
void tool_usage(tool *t, const char *fmt, ...) BASE_PRINTF(2, 3);
/* Prints the diagnostics so far and writes the rejects; call now and then. */
void tool_say(tool *t);
/*
 * After each record: flushes what is due (output, diagnostics, progress).
 * False: stop, for the output failed or --strict met a rejection.  A file
 * that could not be opened is no reason to stop: the others are read.
 */
bool tool_step(tool *t);
/* The file that the progress line follows; NULL: none. */
void tool_follow(tool *t, const in *f);
/*
 * Opens operand i, follows it, and says so when it cannot (status 2, NULL).
 * in_close closes it; before that tool_close reports a file that failed while
 * it was read, as a rejection.
 */
in *tool_open(tool *t, size_t i);
void tool_close(tool *t, in *f);
/*
 * The first operand, opened but not followed, so that a program can look at
 * its window before it knows how to read it; tool_open(t, 0) then gives the
 * same one, with nothing lost.  NULL as there.
 */
in *tool_peek(tool *t);
/*
 * Writes what is left, commits output and rejects (the output only when the
 * status is not 2), prints "N read, N written, N rejected" and what was known, frees everything,
 * and returns the exit status: 0, 1 when something was rejected, 2.
 */
int tool_end(tool *t);

/* ---- pool: an ordered pool of workers ------------------------------------------------ */

/*
 * Jobs are worked on by threads and come back in the order they were given.
 * The caller is one of them: with one thread the work is done in pool_put, with
 * more also in pool_take, where else it would wait.
 */
typedef struct pool pool;

/* work(job, worker) runs on any thread; worker is 0 .. threads - 1. */
pool *pool_new(unsigned threads, void (*work)(void *job, unsigned worker), error *e);
void pool_put(pool *p, void *job);
/* How many jobs are in it, done or not. */
size_t pool_held(const pool *p);
/* Waits for the oldest job and takes it out; NULL when there is none. */
void *pool_take(pool *p);
void pool_free(pool *p); /* empty */

#endif

/*
 * tool: what every program does alike.  This is the one file below cmd that
 * prints, because it speaks for the program's main.
 */
#include "base/opt.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unknown"
#endif

struct tool_state {
    opt_table table;
    const char *output, *reject;
    bool help, version, completion, quiet, verbose;
    uint64_t jobs_asked;
    out *rejects;
    in *peeked;    /* the first operand, until tool_open gives it away */
    bool unusable; /* it was peeked at and could not be opened */
    /* the progress line */
    bool terminal, shown;
    const in *follow;
    uint64_t follow_size;
    time_t begun, due;
    unsigned steps;
    opt common[12];
};

static void
print(int fd, slice text)
{
    while (text.n != 0) {
        ssize_t w = write(fd, text.p, text.n);
        if (w < 0 && errno == EINTR)
            continue;
        if (w <= 0)
            return; /* there is nobody left to tell */
        text.p += w;
        text.n -= (size_t)w;
    }
}

/* ---- progress ---- */

static void
progress_clear(struct tool_state *s)
{
    if (s->shown)
        print(STDERR_FILENO, S("\r\033[K"));
    s->shown = false;
}

static void
progress_show(tool *t)
{
    struct tool_state *s = t->state;
    time_t now = time(NULL);
    buf b = {0};

    if (now < s->due)
        return;
    s->due = now + 1;
    buf_printf(&b, "\r%s: %llu read", t->name, (unsigned long long)t->diag.read);
    if (t->diag.rejected != 0)
        buf_printf(&b, ", %llu rejected", (unsigned long long)t->diag.rejected);
    if (s->follow != NULL) {
        uint64_t at = in_raw_offset(s->follow);
        if (s->follow_size != 0)
            buf_printf(&b, ", %s %u %%", s->follow->name,
                       (unsigned)(at >= s->follow_size ? 100 : at * 100 / s->follow_size));
        else
            buf_printf(&b, ", %s %llu MB", s->follow->name, (unsigned long long)(at / 1000000));
    }
    buf_printf(&b, ", %lld s\033[K", (long long)(now - s->begun));
    print(STDERR_FILENO, buf_slice(&b));
    buf_free(&b);
    s->shown = true;
}

void
tool_follow(tool *t, const in *f)
{
    struct stat st;

    t->state->follow = f;
    t->state->follow_size = 0;
    if (f != NULL && stat(f->name, &st) == 0 && S_ISREG(st.st_mode))
        t->state->follow_size = (uint64_t)st.st_size;
}

/* ---- what is said ---- */

void
tool_say(tool *t)
{
    struct tool_state *s = t->state;

    if (t->hide != NULL) {
        t->hide(t->diag.text.p, t->diag.text.n);
        t->hide(t->diag.rejects.p, t->diag.rejects.n);
    }
    if (t->diag.text.n != 0) {
        progress_clear(s);
        print(STDERR_FILENO, buf_slice(&t->diag.text));
        t->diag.text.n = 0;
    }
    if (s->rejects != NULL && t->diag.rejects.n != 0) {
        buf_puts(&s->rejects->b, buf_slice(&t->diag.rejects));
        (void)out_flush_full(s->rejects); /* when it fails tool_step stops, tool_end says why */
    }
    t->diag.rejects.n = 0;
}

static void
say_full(void *owner)
{
    tool_say(owner);
}

static void BASE_PRINTF(2, 0) say_error(tool *t, const char *fmt, va_list args)
{
    buf b = {0};

    buf_printf(&b, "%s: ", t->name);
    buf_vprintf(&b, fmt, args);
    buf_harmless(&b, 0);
    buf_putc(&b, '\n');
    tool_say(t);
    progress_clear(t->state);
    print(STDERR_FILENO, buf_slice(&b));
    buf_free(&b);
    t->status = 2;
}

void
tool_fail(tool *t, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    say_error(t, fmt, args);
    va_end(args);
}

void
tool_usage(tool *t, const char *fmt, ...)
{
    va_list args;
    buf b = {0};

    va_start(args, fmt);
    say_error(t, fmt, args);
    va_end(args);
    buf_printf(&b, "usage: %s [OPTION ...]%s%s; %s --help says more\n", t->name,
               t->operands[0] ? " " : "", t->operands, t->name);
    print(STDERR_FILENO, buf_slice(&b));
    buf_free(&b);
}

bool
tool_step(tool *t)
{
    struct tool_state *s = t->state;

    if (BASE_UNLIKELY(t->diag.text.n + t->diag.rejects.n >= OUT_CHUNK ||
                      (t->diag.text.n != 0 && s->terminal)))
        tool_say(t);
    if (BASE_UNLIKELY(t->out->b.n >= OUT_CHUNK)) {
        progress_clear(s); /* the output may go to the same terminal */
        if (!out_flush(t->out))
            return false;
    }
    if (BASE_UNLIKELY(s->terminal && (++s->steps & 1023) == 0))
        progress_show(t);
    return !diag_stop(&t->diag) && (s->rejects == NULL || !s->rejects->failed);
}

/* ---- the start ---- */

static void
add_common(tool *t)
{
    struct tool_state *s = t->state;
    size_t n = 0;

    opt_add(&s->table, t->opts);
    if (t->threads)
        s->common[n++] = (opt){
            'j',  "jobs", OPT_NUMBER, &s->jobs_asked, "N", "work on N cores; 0 is all of them",
            NULL, 0,      256};
    s->common[n++] =
        t->fills ? (opt){'o',        "output", OPT_FILE,
                         &t->folder, "DIR",    "fill the new folder DIR, whole or not at all",
                         NULL,       0,        0}
                 : (opt){'o',        "output", OPT_FILE,
                         &s->output, "FILE",   "write to FILE, whole or not at all",
                         NULL,       0,        0};
    s->common[n++] = (opt){0,          "reject", OPT_FILE,
                           &s->reject, "FILE",   "write what cannot be used to FILE, as it is",
                           NULL,       0,        0};
    s->common[n++] = (opt){0,        "strict",
                           OPT_FLAG, &t->diag.strict,
                           NULL,     "stop at the first rejection, with status 2",
                           NULL,     0,
                           0};
    s->common[n++] = (opt){
        'q', "quiet", OPT_FLAG, &s->quiet, NULL, "no warnings, no count at the end", NULL, 0, 0};
    s->common[n++] = (opt){'v', "verbose", OPT_FLAG, &s->verbose, NULL, "say more", NULL, 0, 0};
    s->common[n++] = (opt){0, "help", OPT_FLAG, &s->help, NULL, "print this text", NULL, 0, 0};
    s->common[n++] =
        (opt){0, "version", OPT_FLAG, &s->version, NULL, "print the version", NULL, 0, 0};
    s->common[n++] = (opt){0, "completion", OPT_FLAG, &s->completion, NULL, NULL, NULL, 0, 0};
    opt_add(&s->table, s->common);
}

static bool
say_and_leave(tool *t)
{
    struct tool_state *s = t->state;
    error e;
    out *o = out_open(NULL, false, &e);

    if (s->completion) {
        opt_completion(&s->table, t->name, t->operands[0] != '\0', &o->b);
    } else if (s->version) {
        buf_printf(&o->b, "%s (bordertools) %s\n", t->name, PACKAGE_VERSION);
    } else {
        buf_printf(&o->b, "%s: %s\n\nusage: %s [OPTION ...]%s%s\n\n", t->name, t->brief, t->name,
                   t->operands[0] ? " " : "", t->operands);
        opt_help(&s->table, &o->b);
        buf_printf(&o->b, "\n'man %s' has the whole story and examples.\n", t->name);
    }
    if (!out_commit(o, &e))
        tool_fail(t, "%s", e.text);
    return false;
}

static void
free_all(tool *t)
{
    opt_free(&t->state->table);
    in_close(t->state->peeked);
    diag_free(&t->diag);
    free(t->operand);
    free(t->state);
    t->state = NULL;
}

bool
tool_start(tool *t, int argc, char **argv)
{
    struct tool_state *s = t->state = mem_alloc(1, sizeof *s);
    error e;

    t->operand = mem_alloc((size_t)argc + 1, sizeof *t->operand);
    t->diag.program = t->name;
    t->diag.full = say_full;
    t->diag.owner = t;
    s->jobs_asked = 1;
    s->terminal = isatty(STDERR_FILENO);
    add_common(t);
    if (!opt_read(&s->table, argc, argv, t->operand, &t->operands_n, &e)) {
        tool_usage(t, "%s", e.text);
        goto leave;
    }
    if (s->help || s->version || s->completion) {
        say_and_leave(t);
        goto leave;
    }
    if (t->operands_n == 0 && t->operands[0] != '\0')
        t->operand[t->operands_n++] = "-";
    if (t->operands_n != 0 && t->operands[0] == '\0') {
        tool_usage(t, "'%s': there are no operands", t->operand[0]);
        goto leave;
    }
    t->diag.level = s->quiet ? -1 : s->verbose ? 1 : 0;
    t->diag.keep = s->reject != NULL;
    t->jobs = s->jobs_asked;
    if (t->jobs == 0) {
        long cores = sysconf(_SC_NPROCESSORS_ONLN);
        t->jobs = cores < 1 ? 1 : cores > 256 ? 256 : (uint64_t)cores;
    }
    if ((t->out = out_open(s->output, false, &e)) == NULL ||
        (s->reject != NULL && (s->rejects = out_open(s->reject, true, &e)) == NULL)) {
        tool_fail(t, "%s", e.text);
        out_abandon(t->out);
        goto leave;
    }
    s->begun = time(NULL);
    s->due = s->begun + 2;
    return true;
leave:
    free_all(t);
    return false;
}

in *
tool_peek(tool *t)
{
    struct tool_state *s = t->state;
    error e;

    if (s->peeked == NULL && !s->unusable && (s->peeked = in_open(t->operand[0], &e)) == NULL) {
        s->unusable = true;
        tool_fail(t, "%s", e.text);
    }
    return s->peeked;
}

in *
tool_open(tool *t, size_t i)
{
    struct tool_state *s = t->state;
    error e;
    in *f;

    if (i == 0 && s->unusable)
        return NULL; /* it has been told */
    if (i == 0 && s->peeked != NULL) {
        f = s->peeked;
        s->peeked = NULL;
    } else {
        f = in_open(t->operand[i], &e);
    }
    if (f == NULL)
        tool_fail(t, "%s", e.text);
    else
        tool_follow(t, f);
    return f;
}

void
tool_close(tool *t, in *f)
{
    if (f->failed)
        diag_reject(&t->diag, (place){.offset = -1}, (slice){NULL, 0},
                    "%s; what was read so far is kept", f->error.text);
    tool_follow(t, NULL);
    in_close(f);
}

int
tool_end(tool *t)
{
    struct tool_state *s = t->state;
    error e;
    int status;

    if (diag_stop(&t->diag))
        t->status = 2;
    tool_say(t);
    progress_clear(s);
    if (t->out->failed || t->status != 2 || s->output == NULL) {
        if (!out_commit(t->out, &e))
            tool_fail(t, "%s", e.text);
    } else {
        out_abandon(t->out);
    }
    t->out = NULL;
    if (s->rejects != NULL && !out_commit(s->rejects, &e)) {
        s->rejects = NULL;
        tool_fail(t, "%s", e.text);
    }
    s->rejects = NULL;
    if (!s->quiet) {
        diag_note(&t->diag, (place){.offset = -1}, "%llu warnings",
                  (unsigned long long)t->diag.warnings);
        buf_printf(&t->diag.text, "%s: %llu read, %llu written, %llu rejected", t->name,
                   (unsigned long long)t->diag.read, (unsigned long long)t->diag.written,
                   (unsigned long long)t->diag.rejected);
        if (t->known != 0)
            buf_printf(&t->diag.text, "; %llu were there already", (unsigned long long)t->known);
        buf_putc(&t->diag.text, '\n');
        tool_say(t);
    }
    status = t->status != 0 ? t->status : t->diag.rejected != 0;
    free_all(t);
    return status;
}

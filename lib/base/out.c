/* out: files to write, whole or not at all. */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEMPORARIES = 8 };

struct out_state {
    int fd;
    const char *path; /* NULL: standard output or a special file, written directly */
    char *temporary;
    int slot; /* in temporaries */
    int error;
    const char *name;
};

/* Files to remove when a signal ends the program. */
static char *volatile temporaries[TEMPORARIES];

static void
on_signal(int sig)
{
    for (int i = 0; i < TEMPORARIES; i++)
        if (temporaries[i] != NULL)
            unlink(temporaries[i]);
    signal(sig, SIG_DFL);
    raise(sig);
}

static void
remember(struct out_state *s)
{
    static const int ends[] = {SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGXFSZ};

    for (int i = 0; i < TEMPORARIES; i++) {
        if (temporaries[i] == NULL) {
            temporaries[i] = s->temporary;
            s->slot = i;
            break;
        }
    }
    for (size_t i = 0; i < LENGTH(ends); i++) {
        struct sigaction now;
        /* What the caller chose to ignore (nohup) stays ignored. */
        if (sigaction(ends[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL)
            signal(ends[i], on_signal);
    }
}

static void
forget(struct out_state *s)
{
    if (s->slot >= 0)
        temporaries[s->slot] = NULL;
    s->slot = -1;
}

static bool
open_temporary(struct out_state *s, bool secret, error *e)
{
    size_t n = strlen(s->path) + 16;
    char *given = mem_alloc(n, 1);

    snprintf(given, n, "%s.XXXXXX", s->path);
    s->temporary = given;
    s->fd = mkstemp(given);
    if (s->fd < 0)
        return error_set(e, "%s: cannot create: %s", s->path, strerror(errno));
    remember(s);
    if (!secret) {
        mode_t mask = umask(0);
        umask(mask);
        if (fchmod(s->fd, 0666 & ~mask) != 0)
            return error_set(e, "%s: cannot set its mode: %s", s->path, strerror(errno));
    }
    return true;
}

out *
out_open(const char *path, bool secret, error *e)
{
    out *o = mem_alloc(1, sizeof *o);
    struct out_state *s = o->state = mem_alloc(1, sizeof *s);
    struct stat st;
    bool good = true;

    s->slot = -1;
    s->fd = STDOUT_FILENO;
    s->name = "standard output";
    if (path != NULL && strcmp(path, "-") != 0) {
        s->name = path;
        if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
            s->fd = open(path, O_WRONLY | O_CLOEXEC);
            good = s->fd >= 0;
            if (!good)
                error_set(e, "%s: cannot write: %s", path, strerror(errno));
        } else {
            s->path = path;
            good = open_temporary(s, secret, e);
        }
    }
    if (!good) {
        out_abandon(o);
        return NULL;
    }
#ifdef F_SETPIPE_SZ
    /* Room for several chunks: the reader need not be woken for each.  As it is, if not. */
    if (s->path == NULL && fstat(s->fd, &st) == 0 && S_ISFIFO(st.st_mode))
        (void)fcntl(s->fd, F_SETPIPE_SZ, 8 * OUT_CHUNK);
#endif
    buf_reserve(&o->b, OUT_CHUNK * 2);
    return o;
}

out *
out_create(int where, const char *name, error *e)
{
    out *o = mem_alloc(1, sizeof *o);
    struct out_state *s = o->state = mem_alloc(1, sizeof *s);

    s->slot = -1;
    s->fd = openat(where, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    s->name = name;
    if (s->fd < 0) {
        error_set(e, "%s: cannot create: %s", name, strerror(errno));
        out_abandon(o);
        return NULL;
    }
    buf_reserve(&o->b, OUT_CHUNK * 2);
    return o;
}

bool
out_flush(out *o)
{
    const char *p = o->b.p;
    size_t n = o->b.n;

    while (n != 0 && !o->failed) {
        ssize_t w = write(o->state->fd, p, n);
        if (w < 0 && errno == EINTR)
            continue;
        if (w < 0) {
            o->failed = true;
            o->state->error = errno;
            break;
        }
        p += w;
        n -= (size_t)w;
    }
    o->b.n = 0;
    return !o->failed;
}

bool
out_terminal(const out *o, size_t *columns)
{
    struct winsize w;

    *columns = 0;
    if (!isatty(o->state->fd))
        return false;
    if (ioctl(o->state->fd, TIOCGWINSZ, &w) == 0)
        *columns = w.ws_col;
    return true;
}

static void
discard(out *o)
{
    struct out_state *s = o->state;

    if (s->fd > STDERR_FILENO)
        close(s->fd);
    if (s->temporary != NULL) {
        if (s->slot >= 0)
            unlink(s->temporary);
        forget(s);
        free(s->temporary);
    }
    buf_free(&o->b);
    free(s);
    free(o);
}

bool
out_commit(out *o, error *e)
{
    struct out_state *s = o->state;
    const char *doing = "write";

    (void)out_flush(o);
    if (!o->failed && s->path != NULL) {
        if (fsync(s->fd) != 0)
            o->failed = true, s->error = errno;
    }
    if (!o->failed && s->fd >= 0) {
        /* A full disk may show only here; standard output is closed too for that. */
        if (close(s->fd) != 0)
            o->failed = true, s->error = errno;
        s->fd = -1;
    }
    if (!o->failed && s->path != NULL) {
        doing = "rename";
        if (rename(s->temporary, s->path) != 0)
            o->failed = true, s->error = errno;
        else
            forget(s);
    }
    bool good = !o->failed;
    if (!good)
        error_set(e, "%s: cannot %s: %s", s->name, doing, strerror(s->error));
    discard(o);
    return good;
}

void
out_abandon(out *o)
{
    if (o != NULL)
        discard(o);
}

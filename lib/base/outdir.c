/* outdir: many files that appear together or not at all. */
#define _XOPEN_SOURCE 700 /* nftw */
#include "base/base.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct outdir {
    char *path, *temporary;
    int fd;
};

static bool
is_empty(const char *path)
{
    DIR *d = opendir(path);
    unsigned n = 0;

    if (d == NULL)
        return false;
    while (n < 3 && readdir(d) != NULL)
        n++;
    closedir(d);
    return n < 3; /* "." and ".." */
}

/* A folder by where somebody stands ("." "a/.."): none can be put in its place. */
static bool
is_dots(const char *path, size_t n)
{
    size_t dots = 0;

    while (dots < n && path[n - 1 - dots] == '.')
        dots++;
    return (dots == 1 || dots == 2) && (dots == n || path[n - 1 - dots] == '/');
}

outdir *
outdir_open(const char *path, error *e)
{
    struct stat st;
    size_t n = strlen(path);
    mode_t mask = umask(0);

    umask(mask);
    while (n > 1 && path[n - 1] == '/')
        n--;
    if (lstat(path, &st) == 0 && !(S_ISDIR(st.st_mode) && is_empty(path))) {
        error_set(e, "%s: is there already%s", path,
                  S_ISDIR(st.st_mode) ? ", and is not empty" : ", and is no folder");
        return NULL;
    }
    if (is_dots(path, n)) {
        error_set(e, "%s: name the folder that is to be made", path);
        return NULL;
    }
    outdir *f = mem_alloc(1, sizeof *f);
    f->path = mem_alloc(n + 1, 1);
    f->temporary = mem_alloc(n + 8, 1);
    memcpy(f->path, path, n);
    snprintf(f->temporary, n + 8, "%s.XXXXXX", f->path);
    f->fd = -1;
    bool made = mkdtemp(f->temporary) != NULL;
    if (made && chmod(f->temporary, 0777 & ~mask) == 0)
        f->fd = open(f->temporary, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (f->fd >= 0)
        return f;
    error_set(e, "%s: cannot create: %s", f->path, strerror(errno));
    if (made)
        (void)rmdir(f->temporary);
    free(f->path);
    free(f->temporary);
    free(f);
    return NULL;
}

int
outdir_fd(const outdir *f)
{
    return f->fd;
}

static void
discard(outdir *f)
{
    close(f->fd);
    free(f->path);
    free(f->temporary);
    free(f);
}

bool
outdir_commit(outdir *f, error *e)
{
    if (rename(f->temporary, f->path) != 0) {
        error_set(e, "%s: cannot rename: %s", f->path, strerror(errno));
        outdir_abandon(f);
        return false;
    }
    discard(f);
    return true;
}

static int
remove_one(const char *path, const struct stat *st, int what, struct FTW *at)
{
    (void)st;
    (void)what;
    (void)at;
    (void)remove(path);
    return 0;
}

void
outdir_abandon(outdir *f)
{
    if (f == NULL)
        return;
    (void)nftw(f->temporary, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    discard(f);
}

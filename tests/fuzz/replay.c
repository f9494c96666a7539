/*
 * main of a fuzz target without libFuzzer: runs it over the files and the
 * folders that it is given; words that begin with '-' are libFuzzer's.
 */
#include "base/base.h"

#include <dirent.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned runs;

static bool
run_file(const char *path)
{
    static char chunk[4096];
    FILE *f = fopen(path, "rb"); /* not in_open: the target gets the bytes as they are */
    buf b = {0};
    size_t n;

    if (f == NULL) {
        perror(path);
        return false;
    }
    while ((n = fread(chunk, 1, sizeof chunk, f)) != 0)
        buf_put(&b, chunk, n);
    fclose(f);
    LLVMFuzzerTestOneInput((const uint8_t *)(b.p != NULL ? b.p : chunk), b.n);
    buf_free(&b);
    runs++;
    return true;
}

static bool
run(const char *path)
{
    DIR *dir = opendir(path);
    struct dirent *entry;
    bool good = true;

    if (dir == NULL)
        return run_file(path);
    while ((entry = readdir(dir)) != NULL) {
        buf b = {0};
        if (entry->d_name[0] == '.')
            continue;
        buf_printf(&b, "%s/%s", path, entry->d_name);
        buf_putc(&b, '\0');
        good = run_file(b.p) && good;
        buf_free(&b);
    }
    closedir(dir);
    return good;
}

int
main(int argc, char **argv)
{
    bool good = true;

    for (int i = 1; i < argc; i++)
        if (argv[i][0] != '-')
            good = run(argv[i]) && good;
    printf("%u inputs\n", runs);
    return !good || runs == 0;
}

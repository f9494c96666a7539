/*
 * bench-run [-n TIMES] FILE COMMAND [ARGUMENT ...]
 *
 * Runs a command TIMES (5) times with FILE as its standard input and the
 * output thrown away through a pipe, as another program would read it, and
 * prints the least of user and system seconds, the least of seconds on the
 * clock, for what is above it is the machine's other work, and the most memory
 * in KB.  What the command says on standard error
 * is kept back unless it fails.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MAX = 99 };

static void
fail(const char *what)
{
    fprintf(stderr, "bench-run: %s: %s\n", what, strerror(errno));
    exit(2);
}

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void
child(const char *file, char **command, int out, int err)
{
    int in = open(file, O_RDONLY);

    if (in < 0 || dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
        dup2(err, STDERR_FILENO) < 0)
        _exit(126);
    close(in), close(out), close(err);
    execvp(command[0], command);
    _exit(127);
}

int
main(int argc, char **argv)
{
    static char sink[1 << 18];
    double cpu = HUGE_VAL, wall = HUGE_VAL;
    long most = 0;
    int runs = 5;

    if (argc > 2 && strcmp(argv[1], "-n") == 0) {
        runs = atoi(argv[2]);
        argc -= 2, argv += 2;
    }
    if (argc < 3 || runs < 1 || runs > RUNS_MAX) {
        fprintf(stderr, "usage: bench-run [-n TIMES] FILE COMMAND [ARGUMENT ...]\n");
        return 2;
    }
    for (int i = 0; i < runs; i++) {
        FILE *said = tmpfile();
        int ends[2], status;
        struct rusage use;
        ssize_t n;

        if (said == NULL || pipe2(ends, O_CLOEXEC) != 0)
            fail("pipe");
        double start = now();
        pid_t pid = fork();
        if (pid < 0)
            fail("fork");
        if (pid == 0)
            child(argv[1], argv + 2, ends[1], fileno(said));
        close(ends[1]);
        while ((n = read(ends[0], sink, sizeof sink)) > 0 || (n < 0 && errno == EINTR))
            continue;
        close(ends[0]);
        if (wait4(pid, &status, 0, &use) < 0)
            fail("wait4");
        wall = fmin(wall, now() - start);
        cpu = fmin(cpu, seconds(use.ru_utime) + seconds(use.ru_stime));
        most = use.ru_maxrss > most ? use.ru_maxrss : most;
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            rewind(said);
            while ((n = (ssize_t)fread(sink, 1, sizeof sink, said)) > 0)
                fwrite(sink, 1, (size_t)n, stderr);
            fprintf(stderr, "bench-run: %s failed\n", argv[2]);
            return 1;
        }
        fclose(said);
    }
    printf("%.3f %.3f %ld\n", cpu, wall, most);
    return 0;
}

/*
 * The Test Anything Protocol for unit tests: ok(condition, "what is claimed").
 *
 * A test's main runs its checks and returns tap_done().
 */
#ifndef BORDERTOOLS_TESTS_TAP_H
#define BORDERTOOLS_TESTS_TAP_H

#include <stdbool.h>
#include <stdio.h>

#include "base/base.h"

static unsigned tap_count, tap_failed;

#define ok(condition, ...) tap_ok(condition, __FILE__, __LINE__, __VA_ARGS__)

static inline bool BASE_PRINTF(4, 5)
    tap_ok(bool good, const char *file, int line, const char *fmt, ...)
{
    va_list args;

    tap_failed += !good;
    printf("%sok %u - ", good ? "" : "not ", ++tap_count);
    va_start(args, fmt);
    vprintf(fmt, args);
    va_end(args);
    putchar('\n');
    if (!good)
        printf("# at %s:%d\n", file, line);
    return good;
}

/* Whether two slices are the same; says both when not. */
#define same(got, want, ...) tap_same(got, want, __FILE__, __LINE__, __VA_ARGS__)

static inline bool BASE_PRINTF(5, 6)
    tap_same(slice got, slice want, const char *file, int line, const char *fmt, ...)
{
    char text[256];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    bool good = tap_ok(slice_eq(got, want), file, line, "%s", text);
    if (!good)
        printf("# got  '%.*s'\n# want '%.*s'\n", (int)got.n, got.p, (int)want.n, want.p);
    return good;
}

static inline int
tap_done(void)
{
    printf("1..%u\n", tap_count);
    return tap_failed != 0;
}

#endif

/*
 * bench-csv bare|pass <FILE: the yardstick, a libcsv loop that only counts,
 * or the same rows through our reader and writer.
 */
#include "stream/stream.h"

#include <csv.h>
#include <stdio.h>
#include <unistd.h>

static uint64_t fields, rows;

static void
on_field(void *p, size_t n, void *data)
{
    (void)p, (void)n, (void)data;
    fields++;
}

static void
on_row(int c, void *data)
{
    (void)c, (void)data;
    rows++;
}

static int
bare(void)
{
    static char bytes[1 << 18];
    struct csv_parser p;
    ssize_t n;

    csv_init(&p, CSV_STRICT);
    while ((n = read(STDIN_FILENO, bytes, sizeof bytes)) > 0)
        csv_parse(&p, bytes, (size_t)n, on_field, on_row, NULL);
    csv_fini(&p, on_field, on_row, NULL);
    csv_free(&p);
    fprintf(stderr, "%llu fields, %llu rows\n", (unsigned long long)fields,
            (unsigned long long)rows);
    return 0;
}

static void
pass(void *ctx, filter_row *r)
{
    (void)ctx;
    filter_pass(r);
}

int
main(int argc, char **argv)
{
    tool t = {.name = "bench-csv",
              .brief = "pass rows through",
              .operands = "[FILE ...]",
              .threads = true};
    filter_spec spec = {.work = pass};

    if (argc > 1 && strcmp(argv[1], "bare") == 0)
        return bare();
    if (!tool_start(&t, argc, argv))
        return t.status;
    filter_run(&t, &spec);
    return tool_end(&t);
}

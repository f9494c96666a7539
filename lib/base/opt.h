/* Private to base: the option table at work (opt.c), used by tool.c. */
#ifndef BORDERTOOLS_BASE_OPT_H
#define BORDERTOOLS_BASE_OPT_H

#include "base/base.h"

/* Two tables in one: the program's own (ended by {0}), then the common ones. */
typedef struct opt_table {
    const opt *item[64];
    size_t n;
} opt_table;

void opt_add(opt_table *t, const opt *more); /* up to {0} */
/*
 * Reads argv[1 ..]; operands are gathered in operand (room for argc).
 * False: the usage is wrong, e says why.
 */
bool opt_read(const opt_table *t, int argc, char **argv, const char **operand, size_t *operands_n,
              error *e);
void opt_help(const opt_table *t, buf *b);
/* A bash completion for the program. */
void opt_completion(const opt_table *t, const char *program, bool files, buf *b);
void opt_free(const opt_table *t);

#endif

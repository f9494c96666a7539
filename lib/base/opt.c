/* The option table: reading arguments, --help, completion. */
#include "base/opt.h"

#include <stdio.h>
#include <stdlib.h>

void
opt_add(opt_table *t, const opt *more)
{
    for (; more != NULL && more->name != NULL; more++)
        if (t->n < LENGTH(t->item))
            t->item[t->n++] = more;
}

static bool
takes_value(const opt *o)
{
    return o->kind != OPT_FLAG;
}

/* Whether word is among the words of choices. */
static bool
chosen(const char *choices, const char *word)
{
    slice rest = slice_of(choices);

    while (rest.p != NULL)
        if (slice_eq(slice_cut(&rest, ' '), slice_of(word)))
            return true;
    return false;
}

static bool
set_score(const char *value, double *to)
{
    char *end;
    /* strtod knows inf, nan and hexadecimal too: only plain digits are let through. */
    if (value[0] == '\0' || value[strspn(value, "0123456789.")] != '\0')
        return false;
    *to = strtod(value, &end);
    return *end == '\0' && *to >= 0.0 && *to <= 1.0;
}

static bool
set(const opt *o, const char *shown, const char *value, error *e)
{
    switch (o->kind) {
    case OPT_FLAG:
        *(bool *)o->to = true;
        return true;
    case OPT_TEXT:
    case OPT_FILE:
        *(const char **)o->to = value;
        return true;
    case OPT_TEXTS:
    case OPT_FILES: {
        opt_list *l = o->to;
        l->item = mem_grow(l->item, l->n + 1, sizeof *l->item);
        l->item[l->n++] = value;
        return true;
    }
    case OPT_NUMBER:
        if (slice_uint(slice_of(value), o->max, o->to) && *(uint64_t *)o->to >= o->min)
            return true;
        return error_set(e, "%s: '%s' is not a number from %llu to %llu", shown, value,
                         (unsigned long long)o->min, (unsigned long long)o->max);
    case OPT_SCORE:
        if (set_score(value, o->to))
            return true;
        return error_set(e, "%s: '%s' is not a score from 0 to 1", shown, value);
    case OPT_DATE: {
        date d;
        if (date_parse(slice_of(value), &d) && date_whole(d)) {
            *(date *)o->to = d;
            return true;
        }
        return error_set(e, "%s: '%s' is not a date like 2026-11-23", shown, value);
    }
    case OPT_CHOICE:
        if (chosen(o->choices, value)) {
            *(const char **)o->to = value;
            return true;
        }
        return error_set(e, "%s: '%s' is none of: %s", shown, value, o->choices);
    }
    return false;
}

/* --name, --name=value, --name value; a unique beginning of the name will do. */
static bool
read_long(const opt_table *t, const char *arg, int argc, char **argv, int *at, error *e)
{
    slice rest = slice_of(arg), name = slice_cut(&rest, '=');
    const opt *found = NULL;
    char shown[64];

    for (size_t i = 0; i < t->n; i++) {
        slice full = slice_of(t->item[i]->name);
        if (slice_eq(full, name)) {
            found = t->item[i];
            break;
        }
        if (name.n != 0 && slice_starts(full, name)) {
            if (found != NULL)
                return error_set(e, "--%.*s: could be --%s or --%s", (int)name.n, name.p,
                                 found->name, t->item[i]->name);
            found = t->item[i];
        }
    }
    if (found == NULL)
        return error_set(e, "--%.*s: there is no such option", (int)name.n, name.p);
    snprintf(shown, sizeof shown, "--%s", found->name);
    if (!takes_value(found)) {
        if (rest.p != NULL)
            return error_set(e, "%s takes no value", shown);
        return set(found, shown, NULL, e);
    }
    if (rest.p != NULL)
        return set(found, shown, rest.p, e);
    if (*at + 1 >= argc)
        return error_set(e, "%s needs a value: %s", shown, found->arg);
    return set(found, shown, argv[++*at], e);
}

/* -a, -ab, -avalue, -a value */
static bool
read_short(const opt_table *t, const char *arg, int argc, char **argv, int *at, error *e)
{
    for (; *arg != '\0'; arg++) {
        const opt *found = NULL;
        char shown[3] = {'-', *arg, '\0'};

        for (size_t i = 0; i < t->n; i++)
            if (t->item[i]->letter == *arg)
                found = t->item[i];
        if (found == NULL)
            return error_set(e, "%s: there is no such option", shown);
        if (takes_value(found)) {
            if (arg[1] != '\0')
                return set(found, shown, arg + 1, e);
            if (*at + 1 >= argc)
                return error_set(e, "%s needs a value: %s", shown, found->arg);
            return set(found, shown, argv[++*at], e);
        }
        if (!set(found, shown, NULL, e))
            return false;
    }
    return true;
}

bool
opt_read(const opt_table *t, int argc, char **argv, const char **operand, size_t *operands_n,
         error *e)
{
    bool only_operands = false;

    *operands_n = 0;
    for (int i = 1; i < argc; i++) {
        const char *arg = argv[i];
        if (only_operands || arg[0] != '-' || arg[1] == '\0') {
            operand[(*operands_n)++] = arg;
        } else if (strcmp(arg, "--") == 0) {
            only_operands = true;
        } else if (arg[1] == '-') {
            if (!read_long(t, arg + 2, argc, argv, &i, e))
                return false;
        } else if (!read_short(t, arg + 1, argc, argv, &i, e)) {
            return false;
        }
    }
    return true;
}

void
opt_help(const opt_table *t, buf *b)
{
    for (size_t i = 0; i < t->n; i++) {
        const opt *o = t->item[i];
        char left[64];
        if (o->help == NULL)
            continue;
        snprintf(left, sizeof left, "%c%c%s--%s%s%s", o->letter ? '-' : ' ',
                 o->letter ? o->letter : ' ', o->letter ? ", " : "  ", o->name,
                 takes_value(o) ? "=" : "", takes_value(o) ? o->arg : "");
        buf_printf(b, "  %-28s %s", left, o->help);
        if (o->kind == OPT_CHOICE)
            buf_printf(b, ": %s", o->choices);
        buf_putc(b, '\n');
    }
}

void
opt_completion(const opt_table *t, const char *program, bool files, buf *b)
{
    char function[64];
    size_t n = 0;

    for (const char *p = program; *p != '\0' && n + 1 < sizeof function; p++)
        function[n++] = *p == '-' ? '_' : *p;
    function[n] = '\0';
    buf_printf(b,
               "# bash completion for %s, made from its option table\n"
               "_%s()\n{\n"
               "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
               "    # bash parts words at '=': --name = value\n"
               "    if [[ $cur == '=' ]]; then cur=; \n"
               "    elif [[ $prev == '=' ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
               "    case $prev in\n",
               program, function);
    for (size_t i = 0; i < t->n; i++) {
        const opt *o = t->item[i];
        if (!takes_value(o) || o->help == NULL)
            continue;
        buf_printf(b, "    --%s", o->name);
        if (o->letter)
            buf_printf(b, "|-%c", o->letter);
        buf_puts(b, S(") "));
        if (o->choices != NULL)
            buf_printf(b, "COMPREPLY=($(compgen -W '%s' -- \"$cur\"))", o->choices);
        else if (o->kind == OPT_FILE || o->kind == OPT_FILES)
            buf_puts(b, S("compopt -o filenames; COMPREPLY=($(compgen -f -- \"$cur\"))"));
        else
            buf_puts(b, S("COMPREPLY=()"));
        buf_puts(b, S("; return ;;\n"));
    }
    buf_puts(b, S("    esac\n    if [[ $cur == -* ]]; then\n        COMPREPLY=($(compgen -W '"));
    for (size_t i = 0; i < t->n; i++)
        if (t->item[i]->help != NULL)
            buf_printf(b, "%s--%s", i ? " " : "", t->item[i]->name);
    buf_puts(b, S("' -- \"$cur\"))\n"));
    if (files)
        buf_puts(
            b,
            S("    else\n        compopt -o filenames; COMPREPLY=($(compgen -f -- \"$cur\"))\n"));
    buf_printf(b, "    fi\n}\ncomplete -F _%s %s\n", function, program);
}

void
opt_free(const opt_table *t)
{
    for (size_t i = 0; i < t->n; i++) {
        if (t->item[i]->kind == OPT_TEXTS || t->item[i]->kind == OPT_FILES) {
            opt_list *l = t->item[i]->to;
            free(l->item);
            *l = (opt_list){0};
        }
    }
}

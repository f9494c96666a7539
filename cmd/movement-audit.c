/* movement-audit: verifies the audit chain of a ledger. */
#include "ledger/ledger.h"

static struct {
    const char *ledger, *against;
    bool list, chain;
} o;

static const opt opts[] = {
    {'d', "ledger", OPT_FILE, &o.ledger, "LEDGER", "a SQLite file or postgresql://...", NULL, 0, 0},
    {0, "against", OPT_TEXT, &o.against, "HEAD", "a head that was written down: N:HASH", NULL, 0,
     0},
    {0, "chain-only", OPT_FLAG, &o.chain, NULL, "verify the chain without reading the rows", NULL,
     0, 0},
    {0, "list", OPT_FLAG, &o.list, NULL, "write the lines of the chain, and no head", NULL, 0, 0},
    {0}};

static void
list_line(void *ctx, const ledger_audit_line *line)
{
    tool *t = ctx;
    const slice value[] = {line->n,      line->time,      line->who, line->action,
                           line->detail, line->last_mark, line->hash};

    csv_put_values(&t->out->b, value, LENGTH(value));
    buf_putc(&t->out->b, '\n');
    t->diag.written++;
    (void)tool_step(t);
}

int
main(int argc, char **argv)
{
    tool t = {.name = "movement-audit",
              .brief = "verify the audit chain of a ledger",
              .operands = "",
              .opts = opts};
    ledger_head against, head = {0};
    ledger *l;
    error e;

    if (!tool_start(&t, argc, argv))
        return t.status;
    if (o.ledger == NULL) {
        tool_usage(&t, "which ledger? -d LEDGER says it");
    } else if (o.against != NULL && !ledger_head_parse(slice_of(o.against), &against)) {
        tool_usage(&t, "--against: not a head, which is N:HASH");
    } else if ((l = ledger_open(o.ledger, LEDGER_READ, &e)) == NULL) {
        tool_fail(&t, "%s", e.text);
    } else {
        if (o.list)
            buf_puts(&t.out->b, S("n,time,who,action,detail,last_mark,hash\n"));
        bool good = ledger_audit_verify(l, !o.chain, o.against != NULL ? &against : NULL, &head,
                                        o.list ? list_line : NULL, &t, &e);
        t.diag.read = head.n;
        if (!good)
            tool_fail(&t, "%s", e.text);
        else if (!o.list)
            buf_printf(&t.out->b, "%llu:%s\n", (unsigned long long)head.n, head.hash);
        ledger_close(l);
    }
    return tool_end(&t);
}

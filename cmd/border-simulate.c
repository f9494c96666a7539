/* border-simulate: a country's traffic, with the truth about it. */
#include "sim/sim.h"

#include <signal.h>

static struct {
    uint64_t seed, travellers, listed_others;
    const char *world;
    date from, to;
    bool print_world;
    double fault, ocr, listed, lost, overstay, missing, doubled, renewed, dual, refused;
} o = {.seed = 1,
       .travellers = 10000,
       .listed_others = 1000,
       .from = {2026, 11, 1},
       .fault = 0.02,
       .ocr = 0.001,
       .listed = 0.001,
       .lost = 0.0005,
       .overstay = 0.03,
       .missing = 0.02,
       .doubled = 0.01,
       .renewed = 0.01,
       .dual = 0.3,
       .refused = 0.005};

#define RATE(name, to, help)                                                                       \
    {                                                                                              \
        0, name, OPT_SCORE, to, "RATE", help, NULL, 0, 0                                           \
    }

static const opt opts[] = {
    {0, "seed", OPT_NUMBER, &o.seed, "N", "the number that all chance comes from (1)", NULL, 0,
     UINT64_MAX},
    {0, "travellers", OPT_NUMBER, &o.travellers, "N", "journeys that begin in the time (10000)",
     NULL, 1, 100000000},
    {0, "from", OPT_DATE, &o.from, "DATE", "the first day (2026-11-01)", NULL, 0, 0},
    {0, "to", OPT_DATE, &o.to, "DATE", "the last day (29 days later)", NULL, 0, 0},
    {0, "world", OPT_FILE, &o.world, "FILE", "a world of your own, see border-world(5)", NULL, 0,
     0},
    {0, "print-world", OPT_FLAG, &o.print_world, NULL, "print the built-in world, and nothing else",
     NULL, 0, 0},
    {0, "listed-others", OPT_NUMBER, &o.listed_others, "N",
     "listed persons who do not travel (1000)", NULL, 0, 10000000},
    RATE("listed-rate", &o.listed, "travellers who are listed (0.001)"),
    RATE("lost-rate", &o.lost, "travellers whose document is reported lost (0.0005)"),
    RATE("fault-rate", &o.fault, "messages with a fault (0.02)"),
    RATE("ocr-rate", &o.ocr, "characters of zones that are misread (0.001)"),
    RATE("overstay-rate", &o.overstay, "visitors who stay too long (0.03)"),
    RATE("missing-rate", &o.missing, "exits that nobody records (0.02)"),
    RATE("double-rate", &o.doubled, "movements recorded twice (0.01)"),
    RATE("renew-rate", &o.renewed, "visitors who leave with a new passport (0.01)"),
    RATE("dual-rate", &o.dual, "dual nationals who leave with their other passport (0.3)"),
    RATE("refuse-rate", &o.refused, "visitors who are refused (0.005)"),
    {0}};

static volatile sig_atomic_t interrupted;

static void
on_signal(int sig)
{
    interrupted = sig;
}

static bool
progress(void *ctx, uint64_t done)
{
    tool *t = ctx;

    t->diag.written = done;
    return !interrupted && tool_step(t);
}

static void
simulate(tool *t, const sim_world *w)
{
    sim_settings s = {.seed = o.seed,
                      .travellers = o.travellers,
                      .from = o.from,
                      .to = o.to,
                      .fault = sim_rate(o.fault),
                      .ocr = sim_rate(o.ocr),
                      .listed = sim_rate(o.listed),
                      .lost = sim_rate(o.lost),
                      .overstay = sim_rate(o.overstay),
                      .missing = sim_rate(o.missing),
                      .doubled = sim_rate(o.doubled),
                      .renewed = sim_rate(o.renewed),
                      .dual = sim_rate(o.dual),
                      .refused = sim_rate(o.refused),
                      .entries = o.listed_others};
    static const int ends[] = {SIGHUP, SIGINT, SIGTERM};
    error e = {.text = ""};

    /* A half-filled folder is of no use: it is removed before the end. */
    for (size_t i = 0; i < LENGTH(ends); i++)
        if (signal(ends[i], on_signal) == SIG_IGN)
            signal(ends[i], SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file too large is a write that fails */
    if (!sim_run(w, &s, t->folder, progress, t, &e))
        tool_fail(t, "%s", interrupted ? "interrupted" : e.text);
}

int
main(int argc, char **argv)
{
    tool t = {.name = "border-simulate",
              .brief = "invent a country's border traffic, with the truth about it",
              .operands = "",
              .opts = opts,
              .fills = true};
    error e;
    sim_world *w;

    if (!tool_start(&t, argc, argv))
        return t.status;
    if (o.to.year == 0)
        o.to = date_from_days(date_days(o.from) + 29);
    if (o.print_world) {
        buf_puts(&t.out->b, sim_world_text());
    } else if (t.folder == NULL) {
        tool_usage(&t, "-o DIR is missing: the folder to fill");
    } else if (date_cmp(o.to, o.from) < 0 || date_days(o.to) - date_days(o.from) > 3660) {
        tool_usage(&t, "--to is before --from, or more than ten years behind it");
    } else if ((w = sim_world_load(o.world, &e)) == NULL) {
        tool_fail(&t, "%s", e.text);
    } else {
        simulate(&t, w);
        sim_world_free(w);
    }
    return tool_end(&t);
}

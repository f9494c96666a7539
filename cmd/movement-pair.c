/* movement-pair: movements in, stays out. */
#include "stay/stay.h"

static struct {
    opt_list home;
    const char *neighbour;
    uint64_t again;
    bool sorted;
    date as_of;
} o = {.again = 30};

static const opt opts[] = {
    {0, "home", OPT_TEXTS, &o.home, "LIST",
     "States whose nationals and residents are at home: their absences", NULL, 0, 0},
    {0, "neighbour", OPT_FILE, &o.neighbour, "FILE",
     "a neighbouring State's movements: its entries are exits from here", NULL, 0, 0},
    {0, "sorted", OPT_FLAG, &o.sorted, NULL, "the rows of a person stand together, by time", NULL,
     0, 0},
    {0, "again", OPT_NUMBER, &o.again, "MINUTES", "the same crossing within this time is one (30)",
     NULL, 0, 1440},
    {0, "as-of", OPT_DATE, &o.as_of, "DATE", "count open stays up to this day (the last one seen)",
     NULL, 0, 0},
    {0}};

/* The neighbour's movements, read beside ours as time goes by. */
typedef struct beside {
    in *file;
    csv_in *csv;
    row row;
    bool there; /* row is the next one */
} beside;

static bool
open_neighbour(tool *t, stay_pairs *p, beside *b)
{
    error e;

    if (o.neighbour == NULL)
        return true;
    if ((b->file = in_open(o.neighbour, &e)) != NULL &&
        (b->csv = csv_open(b->file, &t->diag, &e)) != NULL &&
        stay_pairs_open(p, b->csv, true, &e)) {
        b->there = csv_next(b->csv, &b->row);
        return true;
    }
    tool_fail(t, "%s", e.text);
    return false;
}

/* All of the neighbour's before that instant. */
static void
follow(stay_pairs *p, beside *b, int64_t until)
{
    int64_t when;

    while (b->there && (!stay_pairs_when(p, &b->row, true, &when) || when <= until)) {
        stay_pairs_neighbour(p, &b->row);
        b->there = csv_next(b->csv, &b->row);
    }
}

static void
put(void *ctx, const slice rec[COL_COUNT])
{
    tool *t = ctx;

    csv_put_record(&t->out->b, stay_columns, STAY_COLUMNS, rec);
    t->diag.written++;
}

static void
pair_file(tool *t, stay_pairs *p, in *file, beside *b)
{
    csv_in *csv;
    int64_t when;
    error e;
    row r;

    if ((csv = csv_open(file, &t->diag, &e)) == NULL || !stay_pairs_open(p, csv, false, &e)) {
        tool_fail(t, "%s", e.text);
        csv_close(csv);
        return;
    }
    while (csv_next(csv, &r)) {
        if (b->there && stay_pairs_when(p, &r, false, &when))
            follow(p, b, when);
        stay_pairs_add(p, &r);
        if (!tool_step(t))
            break;
    }
    csv_close(csv);
}

int
main(int argc, char **argv)
{
    tool t = {.name = "movement-pair",
              .brief = "pair entries with exits: movements to stays",
              .operands = "[FILE ...]",
              .opts = opts};
    beside b = {.there = false};
    stay_pairs *p = NULL;
    error e;

    if (!tool_start(&t, argc, argv))
        return t.status;
    stay_pairing how = {.home = o.home,
                        .again = (unsigned)o.again,
                        .sorted = o.sorted,
                        .neighbour = o.neighbour != NULL,
                        .as_of = o.as_of,
                        .put = put,
                        .ctx = &t,
                        .diag = &t.diag};
    if (o.sorted && o.neighbour != NULL)
        tool_usage(&t, "--neighbour goes by time: not with --sorted");
    else if ((p = stay_pairs_new(&how, &e)) == NULL)
        tool_fail(&t, "%s", e.text);
    else if (open_neighbour(&t, p, &b)) {
        csv_put_header(&t.out->b, stay_columns, STAY_COLUMNS);
        for (size_t i = 0; i < t.operands_n && !diag_stop(&t.diag) && !t.out->failed; i++) {
            in *file = tool_open(&t, i);
            if (file == NULL)
                continue;
            pair_file(&t, p, file, &b);
            tool_close(&t, file);
        }
        follow(p, &b, INT64_MAX);
        stay_pairs_end(p);
        stay_counts n = stay_pairs_count(p);
        diag_note(&t.diag, (place){.offset = -1},
                  "%llu crossings recorded twice, %llu not admitted or in transit, %llu stays with "
                  "another document at the end",
                  (unsigned long long)n.again, (unsigned long long)n.refused,
                  (unsigned long long)n.joined);
    }
    csv_close(b.csv);
    in_close(b.file);
    stay_pairs_free(p);
    return tool_end(&t);
}

/*
 * change [--seed=N] [--plain] [FILE ...]: travellers from listed persons.
 *
 * Reads CSV with hit_id, form (primary, alias), surname, given_names,
 * birth_date (in part, or FROM/TO), sex and nationality (a code or a name of
 * a State), a row a name form.  Writes for each form and each kind of change
 * one traveller with his whole record, and one with the name alone; then for
 * each kind of change of a birth date one with the name as listed.  The truth
 * stands before it: want_id, form, change, date (how much of the birth date
 * the list has: day, year, range, none; absent: name alone), words (full ones
 * in the changed name) and half (dev or held, by the person).
 *
 * Standard error has what was skipped: kinds that a name does not allow or
 * that leave less than two words.  --plain writes the persons as they are:
 * innocents.
 */
#include "kinds.h"
#include "stream/stream.h"
#include "text/text.h"

#include <stdio.h>

typedef struct person {
    slice id, form, surname, given, birth, sex;
    char nationality[4];
} person;

typedef struct job {
    tool *t;
    uint64_t seed, row;
    uint64_t made[64], skipped[64];
    uint64_t unread;
} job;

static const char header[] = "row,want_id,form,change,date,words,half,"
                             "surname,given_names,birth_date,sex,nationality\n";

/* A day the listed date allows, and how much of it the list has. */
static date
born(slice listed, chance *c, const char **known)
{
    slice rest = slice_cut(&listed, ';');
    slice from = slice_cut(&rest, '/');
    date d, last;

    *known = "none";
    if (!date_parse(from, &d) || d.year == 0)
        return (date){0};
    *known = date_whole(d) ? "day" : "year";
    if (rest.n != 0 && date_parse(rest, &last) && last.year >= d.year) {
        *known = "range";
        d = (date){
            .year = (int16_t)(d.year + (int)chance_below(c, (unsigned)(last.year - d.year + 1)))};
    }
    if (d.month == 0)
        d.month = (uint8_t)(1 + chance_below(c, 12));
    if (d.day == 0)
        d.day = (uint8_t)(1 + chance_below(c, 28));
    return d;
}

/* The person's own numbers by chance, whatever else is in the list. */
static chance
chance_of(const job *j, const person *p, const char *what)
{
    uint64_t h = slice_hash(p->id) ^ j->seed * 0x9e3779b97f4a7c15;

    h = h * 31 + slice_hash(p->surname);
    h = h * 31 + slice_hash(p->given);
    return (chance){h * 31 + slice_hash(slice_of(what))};
}

static void
put_row(job *j, const person *p, const char *change, const char *known, const name *x, bool raw,
        date birth, bool whole)
{
    buf *b = &j->t->out->b;
    buf words = {0};
    char text[DATE_TEXT];

    buf_printf(b, "%llu,", (unsigned long long)++j->row);
    csv_put(b, p->id);
    buf_putc(b, ',');
    csv_put(b, p->form);
    buf_printf(b, ",%s,%s,%u,%s,", change, known, name_full_words(x),
               slice_hash(p->id) >> 7 & 1 ? "held" : "dev");
    for (int part = 0; part < 2; part++) {
        words.n = 0;
        name_put(&words, x, part == 0 ? x->family : 0, part == 0 ? x->n : x->family);
        slice listed = part == 0 ? p->surname : p->given;
        csv_put(b, raw && p->surname.n != 0 ? listed : buf_slice(&words));
        buf_putc(b, ',');
    }
    if (birth.year != 0)
        buf_puts(b, date_text(birth, text));
    buf_putc(b, ',');
    if (whole)
        buf_puts(b, p->sex);
    buf_printf(b, ",%s\n", whole ? p->nationality : "");
    buf_free(&words);
    j->t->diag.written++;
}

static void
change_name(job *j, const person *p, size_t k, const char *what, const name *x)
{
    const char *known;
    chance c = chance_of(j, p, "born");
    date birth = born(p->birth, &c, &known);

    j->made[k]++;
    put_row(j, p, what, known, x, k == 0, birth, true);
    put_row(j, p, what, "absent", x, k == 0, (date){0}, false);
}

static void
work(job *j, const person *p)
{
    name listed, zone;

    if (!name_read(&listed, p->given, p->surname, MARKS_OFF)) {
        j->unread++;
        return;
    }
    for (size_t k = 0; k < kinds_n; k++) {
        name x = listed;
        chance c = chance_of(j, p, kinds[k].name);

        if (kinds[k].change(&x, &c) && (k == 0 || !name_same(&x, &listed)))
            change_name(j, p, k, kinds[k].name, &x);
        else
            j->skipped[k]++;
    }
    if (name_read(&zone, p->given, p->surname, MARKS_ZONE) && !name_same(&zone, &listed))
        change_name(j, p, kinds_n, "marks as zones have them", &zone);
    for (size_t k = 0; k < date_changes_n; k++) {
        const char *known;
        chance c = chance_of(j, p, date_changes[k].name);
        date d = born(p->birth, &c, &known);

        if (strcmp(known, "day") == 0 && date_changes[k].change(&d, &c))
            put_row(j, p, date_changes[k].name, "changed", &listed, true, d, true);
    }
}

/* As he is, whatever his script. */
static void
plain(job *j, const person *p)
{
    buf *b = &j->t->out->b;

    for (int alone = 0; alone < 2; alone++) {
        buf_printf(b, "%llu,,,none,%s,,,", (unsigned long long)++j->row, alone ? "absent" : "day");
        csv_put(b, p->surname);
        buf_putc(b, ',');
        csv_put(b, p->given);
        buf_putc(b, ',');
        buf_puts(b, alone ? S("") : p->birth);
        buf_putc(b, ',');
        buf_puts(b, alone ? S("") : p->sex);
        buf_printf(b, ",%s\n", alone ? "" : p->nationality);
        j->t->diag.written++;
    }
}

int
main(int argc, char **argv)
{
    job j = {0};
    bool innocents = false;
    const opt opts[] = {
        {0, "seed", OPT_NUMBER, &j.seed, "N", "where chance begins", NULL, 0, UINT64_MAX},
        {0, "plain", OPT_FLAG, &innocents, NULL, "the persons as they are", NULL, 0, 0},
        {0},
    };
    tool t = {
        .name = "change", .brief = "change listed names", .operands = "[FILE ...]", .opts = opts};

    if (!tool_start(&t, argc, argv))
        return t.status;
    j.t = &t;
    buf_puts(&t.out->b, slice_of(header));
    for (size_t i = 0; i < t.operands_n; i++) {
        error e;
        row r;
        in *f = tool_open(&t, i);
        csv_in *c = f == NULL ? NULL : csv_open(f, &t.diag, &e);

        if (c == NULL) {
            if (f != NULL)
                tool_fail(&t, "%s", e.text);
            continue;
        }
        while (csv_next(c, &r) && tool_step(&t)) {
            person p = {.id = row_get(&r, csv_find(c, S("hit_id"))),
                        .form = row_get(&r, csv_find(c, S("form"))),
                        .surname = row_get(&r, csv_find(c, S("surname"))),
                        .given = row_get(&r, csv_find(c, S("given_names"))),
                        .birth = row_get(&r, csv_find(c, S("birth_date"))),
                        .sex = row_get(&r, csv_find(c, S("sex")))};
            slice state = row_get(&r, csv_find(c, S("nationality")));
            slice code = country_by_name(slice_cut(&state, ';'));

            if (code.n == 3)
                memcpy(p.nationality, code.p, 3);
            (innocents ? plain : work)(&j, &p);
        }
        csv_close(c);
        tool_close(&t, f);
    }
    for (size_t k = 0; k < kinds_n && !innocents; k++)
        if (j.skipped[k] != 0)
            fprintf(stderr, "skipped: %s: %llu of %llu forms\n", kinds[k].name,
                    (unsigned long long)j.skipped[k],
                    (unsigned long long)(j.made[k] + j.skipped[k]));
    if (j.unread != 0)
        fprintf(stderr, "skipped: %llu forms without Latin letters\n",
                (unsigned long long)j.unread);
    return tool_end(&t);
}

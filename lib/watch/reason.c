/* Why a traveller is a hit, in words. */
#include "watch/search.h"

static slice
counted(arena *a, slice list, const char *item)
{
    return arena_join(a, list, S(";"), slice_of(item));
}

/* "the alias Tarvo Kivi (KIVY for KIVI, in another order)" */
static slice
say_name(arena *a, const watch_name *name, const names_explanation *why)
{
    slice unlike = {NULL, 0}, extra = {NULL, 0}, missing = {NULL, 0}, more = {NULL, 0};
    const char *kind = name->weak ? "the weak alias " : name->alias ? "the alias " : "";

    for (unsigned i = 0; i < why->pairs; i++) {
        const names_pair *p = &why->pair[i];
        slice listed = arena_join(a, p->listed, S(" "), p->next);
        if (!slice_eq(p->word, listed))
            unlike = arena_join(a, unlike, S(", "),
                                arena_printf(a, "%.*s for %.*s", (int)p->word.n, p->word.p,
                                             (int)listed.n, listed.p));
    }
    for (unsigned i = 0; i < why->extras; i++)
        extra = arena_join(a, extra, S(" "), why->extra[i].word);
    for (unsigned i = 0; i < why->missings; i++)
        missing = arena_join(a, missing, S(" "), why->missing[i].word);

    more = unlike;
    if (why->reordered)
        more = arena_join(a, more, S(", "), S("in another order"));
    if (extra.n != 0)
        more = arena_join(a, more, S(", "),
                          arena_printf(a, "%.*s is not listed", (int)extra.n, extra.p));
    if (missing.n != 0)
        more = arena_join(a, more, S(", "),
                          arena_printf(a, "without %.*s", (int)missing.n, missing.p));
    if (more.n == 0)
        return arena_printf(a, "name as listed: %s%.*s", kind, (int)name->text.n, name->text.p);
    return arena_printf(a, "name like %s%.*s (%.*s)", kind, (int)name->text.n, name->text.p,
                        (int)more.n, more.p);
}

/* ---- dates of birth ---- */

static slice
say_listed(arena *a, const watch_birth *b)
{
    char from[DATE_TEXT], to[DATE_TEXT];

    date_text(b->from, from);
    date_text(b->to, to);
    if (date_cmp(b->from, b->to) != 0)
        return arena_printf(a, "between %s and %s", from, to);
    return arena_printf(a, "%s%s", b->circa ? "about " : "", from);
}

static bool
birth_agrees(birth_agreement a)
{
    return a == BIRTH_SAME || a == BIRTH_AS_FAR || a == BIRTH_BROADLY;
}

static slice
say_birth(arena *a, const known *k, const evidence *v)
{
    slice listed = say_listed(a, v->listed);
    char day[DATE_TEXT];

    date_text(k->birth, day);
    if (v->birth == BIRTH_SAME)
        return arena_printf(a, "born %s as listed", day);
    if (birth_agrees(v->birth))
        return arena_printf(a, "born %s, listed %.*s", day, (int)listed.n, listed.p);
    return arena_printf(a, "born %s, but listed %.*s%s", day, (int)listed.n, listed.p,
                        v->birth == BIRTH_SLIP ? " (one slip apart)" : "");
}

static slice
say_place(arena *a, const known *k, const evidence *v)
{
    slice listed = v->born_at->text;

    return arena_printf(a, "born in %.*s, %slisted %.*s", (int)k->place.n, k->place.p,
                        v->place == AGREES ? "" : "but ", (int)listed.n, listed.p);
}

static slice
say_countries(arena *a, const watch_list *l, const watch_entry *e)
{
    slice all = {NULL, 0};

    for (uint32_t i = 0; i < e->countries.n; i++)
        all = arena_join(a, all, S(", "), slice_of(l->countries[e->countries.first + i].code));
    return all;
}

/* ---- the sentence ---- */

/* What the list is called: a file may hold several. */
static slice
list_of(const finding *f)
{
    return f->entry->list.n != 0 ? f->entry->list : f->list->name;
}

static slice
with_capital(arena *a, slice text)
{
    char *first = arena_alloc(a, text.n + 1);

    if (text.n == 0)
        return text;
    memcpy(first, text.p, text.n);
    if (first[0] >= 'a' && first[0] <= 'z')
        first[0] = (char)(first[0] - 32);
    return (slice){first, text.n};
}

void
reason_set(const finding *f, const known *k, arena *a, watch_hit *hit)
{
    const evidence *v = &f->evidence;
    const watch_list *l = f->list;
    const watch_entry *e = f->entry;
    slice on = {NULL, 0}, against = {NULL, 0}, why = {NULL, 0};

    if (v->document) {
        on = counted(a, on, "document");
        why = arena_printf(a, "document %.*s is listed", (int)k->document.n, k->document.p);
    }
    if (f->name != NULL && (f->by_name >= NAME_AGREES || !v->document)) {
        hit->name = f->name->text;
        on = counted(a, on, "name");
        why = arena_join(a, why, S("; "), say_name(a, f->name, f->why));
    } else {
        hit->name = e->names.n != 0 ? l->names[e->names.first].text : (slice){NULL, 0};
        if (k->names != 0 && e->names.n != 0) {
            against = counted(a, against, "name");
            why = arena_join(a, why, S("; "),
                             arena_printf(a, "name not like %.*s", (int)hit->name.n, hit->name.p));
        }
    }
    if (v->birth != BIRTH_UNKNOWN) {
        if (birth_agrees(v->birth))
            on = counted(a, on, "birth_date");
        else
            against = counted(a, against, "birth_date");
        why = arena_join(a, why, S("; "), say_birth(a, k, v));
    }
    if (v->country == AGREES) {
        on = counted(a, on, "nationality");
        why = arena_join(a, why, S("; "), arena_printf(a, "nationality %s as listed", k->country));
    } else if (v->country == DIFFERS) {
        slice listed = say_countries(a, l, e);
        against = counted(a, against, "nationality");
        why = arena_join(a, why, S("; "),
                         arena_printf(a, "nationality %s, but listed %.*s", k->country,
                                      (int)listed.n, listed.p));
    }
    if (v->place != UNKNOWN) {
        slice *side = v->place == AGREES ? &on : &against;
        *side = counted(a, *side, "birth_place");
        why = arena_join(a, why, S("; "), say_place(a, k, v));
    }
    if (v->sex == AGREES) {
        on = counted(a, on, "sex");
    } else if (v->sex == DIFFERS) {
        against = counted(a, against, "sex");
        why = arena_join(a, why, S("; "), arena_printf(a, "sex %c, but listed %c", k->sex, e->sex));
    }
    hit->list = list_of(f);
    hit->id = e->id;
    hit->on = on;
    hit->against = against;
    hit->reason = with_capital(a, why);
}

/* ---- the whole reckoning ---- */

static void put_line(buf *to, const char *fmt, ...) BASE_PRINTF(2, 3);

/* Names are as lists and messages have them: made harmless for a terminal. */
static void
put_line(buf *to, const char *fmt, ...)
{
    size_t from = to->n;
    va_list args;

    va_start(args, fmt);
    buf_vprintf(to, fmt, args);
    va_end(args);
    buf_harmless(to, from);
    buf_putc(to, '\n');
}

static void
explain_words(const names_explanation *why, buf *to)
{
    for (unsigned i = 0; i < why->pairs; i++) {
        const names_pair *p = &why->pair[i];
        put_line(to, "  %-20.*s %.*s%s%.*s: alike %.3f, weight %.2f", (int)p->word.n, p->word.p,
                 (int)p->listed.n, p->listed.p, p->next.n != 0 ? " " : "", (int)p->next.n,
                 p->next.p, p->alike, p->weight);
    }
    for (unsigned i = 0; i < why->extras; i++)
        put_line(to, "  %-20.*s is not listed: weight %.2f", (int)why->extra[i].word.n,
                 why->extra[i].word.p, why->extra[i].weight);
    for (unsigned i = 0; i < why->missings; i++)
        put_line(to, "  %-20s %.*s is missing: weight %.2f", "-", (int)why->missing[i].word.n,
                 why->missing[i].word.p, why->missing[i].weight);
    if (why->leaves < 0.9995)
        put_line(to, "  %-20s leaves %.3f", "several not the same", why->leaves);
}

void
reason_explain(const finding *f, const known *k, double score, buf *to)
{
    evidence v = {.birth = BIRTH_UNKNOWN};
    bool weak = f->name != NULL && f->name->weak;
    double now = evidence_score(&v, f->by_name, weak);
    slice list = list_of(f);
    arena a = {0};

    put_line(to, " beside %.*s of %.*s", (int)f->entry->id.n, f->entry->id.p, (int)list.n, list.p);
    if (f->name != NULL) {
        put_line(to, " %s%.*s: name %.3f",
                 weak             ? "weak alias "
                 : f->name->alias ? "alias "
                                  : "",
                 (int)f->name->text.n, f->name->text.p, f->by_name);
        explain_words(f->why, to);
    } else {
        put_line(to, " no name of the entry has a word like these");
    }
    /* One ground behind the other, each with the score so far. */
    if (weak)
        put_line(to, "  %-30s %.3f", "a weak alias", now);
    if (f->evidence.birth != BIRTH_UNKNOWN) {
        slice said = say_birth(&a, k, &f->evidence);
        v.birth = f->evidence.birth;
        now = evidence_score(&v, f->by_name, weak);
        put_line(to, "  %-30.*s %.3f", (int)said.n, said.p, now);
    }
    if (f->evidence.country != UNKNOWN) {
        slice listed = say_countries(&a, f->list, f->entry);
        slice said =
            arena_printf(&a, "nationality %s, listed %.*s", k->country, (int)listed.n, listed.p);
        v.country = f->evidence.country;
        now = evidence_score(&v, f->by_name, weak);
        put_line(to, "  %-30.*s %.3f", (int)said.n, said.p, now);
    }
    if (f->evidence.place != UNKNOWN) {
        slice said = say_place(&a, k, &f->evidence);
        v.place = f->evidence.place;
        now = evidence_score(&v, f->by_name, weak);
        put_line(to, "  %-30.*s %.3f", (int)said.n, said.p, now);
    }
    if (f->evidence.sex != UNKNOWN) {
        slice said = arena_printf(&a, "sex %c, listed %c", k->sex, f->entry->sex);
        v.sex = f->evidence.sex;
        now = evidence_score(&v, f->by_name, weak);
        put_line(to, "  %-30.*s %.3f", (int)said.n, said.p, now);
    }
    if (f->evidence.document) {
        slice said = arena_printf(&a, "document %.*s is listed", (int)k->document.n, k->document.p);
        put_line(to, "  %-30.*s %.3f", (int)said.n, said.p, score);
    }
    put_line(to, " score %.3f", score);
    arena_free(&a);
}

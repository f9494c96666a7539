/* Statements of the world file about cultures and their names. */
#include "sim/statement.h"

static culture *
last_culture(statement *s)
{
    return s->w->cultures_n != 0 ? &s->w->culture[s->w->cultures_n - 1] : NULL;
}

bool
read_culture(statement *s)
{
    sim_world *w = s->w;

    if (s->n != 2)
        return statement_wrong(s, "culture NAME");
    w->culture = statement_more(w->culture, w->cultures_n, sizeof *w->culture);
    w->culture[w->cultures_n++].name = s->word[1];
    return true;
}

bool
read_script(statement *s)
{
    culture *c = last_culture(s);

    if (s->n != 2)
        return statement_wrong(s, "script CODE");
    c->script = s->word[1];
    c->latin = slice_eq(s->word[1], S("Latn"));
    return true;
}

bool
read_join(statement *s)
{
    if (s->n != 2 || !slice_eq(s->word[1], S("none")))
        return statement_wrong(s, "join none");
    last_culture(s)->glued = true;
    return true;
}

/* given, family ... or a particle: LATIN or LATIN=NATIVE. */
static bool
form_word_of(statement *s, slice word, form_word *to)
{
    static const char *const names[] = {"given", "family", "father", "grandfather", "patronymic"};

    for (unsigned i = 0; i < LENGTH(names); i++)
        if (slice_eq(word, slice_of(names[i]))) {
            *to = (form_word){.kind = (word_kind)i};
            return true;
        }
    slice native = word, latin = slice_cut(&native, '=');
    if (latin.n == 0 || latin.p[0] == '|' || (latin.p[0] >= 'a' && latin.p[0] <= 'z'))
        return statement_wrong(s, "'%.*s' is no word of a name", SHOWN(word));
    if (word.n > NAME_BYTES)
        return statement_wrong(s, "a name of more than %d bytes", NAME_BYTES);
    latin = statement_text(s, latin);
    *to = (form_word){IS_PARTICLE, latin, native.n != 0 ? statement_text(s, native) : latin};
    return true;
}

bool
read_form(statement *s)
{
    culture *c = last_culture(s);
    size_t at = 1;
    uint64_t weight;
    bool surname = false;

    c->form = statement_more(c->form, c->forms_n, sizeof *c->form);
    name_form *f = &c->form[c->forms_n];
    if (at < s->n && s->word[at].n == 1 && strchr("mf", s->word[at].p[0]) != NULL)
        f->sex = s->word[at++].p[0] == 'm' ? 'M' : 'F';
    if (at + 2 > s->n || !statement_number(s, s->word[at++], WEIGHT_MAX, &weight))
        return s->n < 4 ? statement_wrong(s, "form [m|f] WEIGHT [WORD ...] | [WORD ...]") : false;
    f->upto = (uint32_t)weight;
    for (; at < s->n; at++) {
        if (slice_eq(s->word[at], S("|"))) {
            surname = true;
            continue;
        }
        if (f->n == FORM_WORDS)
            return statement_wrong(s, "more than %d words", FORM_WORDS);
        if (!form_word_of(s, s->word[at], &f->word[f->n++]))
            return false;
        f->given_n = (uint8_t)(f->given_n + !surname);
    }
    if (!surname || f->n == f->given_n) /* who has one name has it as the surname */
        return statement_wrong(s, surname ? "no surname behind '|'"
                                          : "no '|' between given names and surname");
    c->forms_n++;
    return true;
}

bool
read_native(statement *s)
{
    culture *c = last_culture(s);

    for (c->native_n = 0; c->native_n + 1 < s->n; c->native_n++)
        if (c->native_n == FORM_WORDS ||
            !form_word_of(s, s->word[c->native_n + 1], &c->native[c->native_n]))
            return c->native_n == FORM_WORDS ? statement_wrong(s, "more than %d words", FORM_WORDS)
                                             : false;
    return true;
}

static slice
ending_of(slice word)
{
    return slice_eq(word, S("-")) ? (slice){"", 0} : word;
}

bool
read_ending(statement *s)
{
    culture *c = last_culture(s);
    bool patronymic = s->word[0].p[0] == 'p';
    size_t at = patronymic ? 2 : 1;
    ending *x;

    if (s->n != at + (c->latin ? 2 : 4) ||
        (patronymic && !slice_eq(s->word[1], S("m")) && !slice_eq(s->word[1], S("f"))))
        return statement_wrong(s, "patronymic m|f, or feminine: ENDING NEW%s",
                               c->latin ? "" : " NATIVE-ENDING NEW");
    for (size_t i = at; i < s->n; i++)
        if (s->word[i].n > ENDING_BYTES)
            return statement_wrong(s, "an ending of more than %d bytes", ENDING_BYTES);
    if (patronymic) {
        c->patronymic = statement_more(c->patronymic, c->patronymic_n, sizeof *x);
        x = &c->patronymic[c->patronymic_n++];
        x->sex = s->word[1].p[0] == 'm' ? 'M' : 'F';
    } else {
        c->feminine = statement_more(c->feminine, c->feminine_n, sizeof *x);
        x = &c->feminine[c->feminine_n++];
    }
    x->from = ending_of(s->word[at]);
    x->to = ending_of(s->word[at + 1]);
    x->native_from = c->latin ? x->from : ending_of(s->word[at + 2]);
    x->native_to = c->latin ? x->to : ending_of(s->word[at + 3]);
    return true;
}

bool
read_name(statement *s)
{
    culture *c = last_culture(s);
    name_table *t = s->word[0].p[0] == 'm'   ? &c->male
                    : s->word[0].p[1] == 'e' ? &c->female
                                             : &c->family;
    size_t first = c->latin ? 3 : 4, also = 0;
    uint64_t weight;

    if (s->n < first)
        return statement_wrong(s, "%.*s WEIGHT %sLATIN [=SPELLING ...] [~NICKNAME ...]",
                               SHOWN(s->word[0]), c->latin ? "" : "NATIVE ");
    if (!statement_number(s, s->word[1], WEIGHT_MAX, &weight))
        return false;
    t->item = statement_more(t->item, t->n, sizeof *t->item);
    sim_name *x = &t->item[t->n];
    slice *list = arena_alloc(&s->w->arena, (s->n - first + 1) * sizeof *list);
    for (size_t i = 2; i < s->n; i++)
        if (s->word[i].n > NAME_BYTES)
            return statement_wrong(s, "a name of more than %d bytes", NAME_BYTES);
    x->native = statement_text(s, s->word[2]);
    x->latin = statement_text(s, s->word[first - 1]);
    x->also = list;
    for (unsigned nick = 0; nick < 2; nick++)
        for (size_t i = first; i < s->n; i++) {
            slice word = s->word[i];
            if (word.n < 2 || (word.p[0] != '=' && word.p[0] != '~'))
                return statement_wrong(s, "'%.*s' has neither = nor ~ before it", SHOWN(word));
            if ((word.p[0] == '~') != nick)
                continue;
            list[also++] = statement_text(s, (slice){word.p + 1, word.n - 1});
            *(nick ? &x->nicknames : &x->spellings) += 1;
        }
    x->upto = (uint32_t)weight + (t->n != 0 ? t->item[t->n - 1].upto : 0);
    if (x->upto > INT32_MAX)
        return statement_wrong(s, "the weights of the names add up to too much");
    t->n++;
    return true;
}

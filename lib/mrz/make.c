/* make: a record as the zone of its document. */
#include "mrz/private.h"

#include <stdio.h>

#include "text/text.h"

/* A zone in the making. */
typedef struct making {
    const slice *rec;
    const mrz_rules_of_making *rules;
    mrz_made *z;
    mrz zone; /* its lines */
    char issuer[4];
    size_t in_number; /* how much of the optional data belongs to the number */
} making;

static slice
value(const making *k, enum column c)
{
    return slice_trim(k->rec[c]);
}

static void
issue(making *k, mrz_issue_code code, mrz_field field)
{
    mrz_made *z = k->z;
    int n = snprintf(z->issues + z->issues_n, sizeof z->issues - z->issues_n, "%s%s:%s",
                     z->issues_n != 0 ? ";" : "", mrz_issue_table[code].name.p,
                     mrz_field_names[field].p);

    z->issues_n += (size_t)n;
}

static char *
at(making *k, mrz_span s)
{
    return k->zone.line[s.line - 1] + s.from - 1;
}

static size_t
width(mrz_span s)
{
    return (size_t)(s.to - s.from + 1);
}

/* The layout's first part with that field; NULL: it has none. */
static const mrz_part *
part_of(const mrz_layout *l, mrz_field field)
{
    for (const mrz_part *p = l->part; p < l->part + MRZ_PARTS; p++)
        if (p->field == field)
            return p;
    return NULL;
}

/* ---- the layout ---- */

static const mrz_layout *
usual_layout(char code)
{
    static const char *const usual[] = {"TD3", "MRV-A", "TD1"};

    for (size_t i = 0; i < LENGTH(usual); i++)
        for (const mrz_layout *l = mrz_layouts; l < mrz_layouts + mrz_layouts_n; l++)
            if (strcmp(l->name, usual[i]) == 0 && strchr(l->codes, code) != NULL)
                return l;
    return NULL;
}

/* The document code, and with it the layout; they decide each other. */
static bool
make_type(making *k, char code[2], error *e)
{
    slice type = value(k, COL_doc_type);
    const mrz_layout *l = k->rules->layout;

    while (type.n != 0 && type.p[type.n - 1] == '<')
        type.n--;
    if (type.n == 0)
        return error_set(e, "doc_type is empty");
    if (type.n > 2 || sign_of(type.p[0])->kind != MRZ_LETTERS)
        return error_set(e, "doc_type '%.*s' is not one letter or two", (int)type.n, type.p);
    if (l == NULL && (l = usual_layout(sign_of(type.p[0])->capital)) == NULL)
        return error_set(e, "doc_type '%.*s' is no document code of any layout", (int)type.n,
                         type.p);
    if (!mrz_code_fits(l, type.p[0]))
        return error_set(e, "doc_type '%.*s' is none of layout %s", (int)type.n, type.p, l->name);
    code[1] = '<';
    for (size_t i = 0; i < type.n; i++) {
        if ((sign_of(type.p[i])->kind & part_of(l, MRZ_TYPE)->alphabet) == 0)
            return error_set(e, "doc_type '%.*s' is not one letter or two", (int)type.n, type.p);
        code[i] = sign_of(type.p[i])->capital;
    }
    k->z->layout = l;
    return true;
}

/* ---- States, dates, sex ---- */

static bool
make_state(making *k, enum column c, mrz_field field, char code[4], error *e)
{
    slice name = column_table[c].name, raw = value(k, c);
    country_kind kind = country_read(raw, code);

    if (raw.n == 0)
        return error_set(e, "%s is empty", name.p);
    if (strlen(code) != 3 || raw.n > 3)
        return error_set(e, "%s '%.*s' is not the three letters of a State", name.p, (int)raw.n,
                         raw.p);
    if (kind == COUNTRY_UNKNOWN || (kind == COUNTRY_SPECIMEN && !k->rules->specimen))
        issue(k, MRZ_UNKNOWN_COUNTRY, field);
    return true;
}

static void
put_state(char *to, const char code[4])
{
    bool germany = strcmp(code, "DEU") == 0; /* part 3, section 5: one letter */

    memcpy(to, germany ? "D<<" : code, 3);
}

static bool
make_date(making *k, enum column c, char *to, error *e)
{
    slice raw = value(k, c);
    date d;

    if (!date_parse(raw, &d))
        return error_set(e, "%s '%.*s' is no date", column_table[c].name.p, (int)raw.n, raw.p);
    unsigned part[3] = {(unsigned)d.year % 100, d.month, d.day};
    for (size_t i = 0; i < LENGTH(part); i++) {
        if (d.year == 0 || (i != 0 && part[i] == 0)) /* not known: fillers */
            break;
        to[2 * i] = (char)('0' + part[i] / 10);
        to[2 * i + 1] = (char)('0' + part[i] % 10);
    }
    return true;
}

static bool
make_sex(making *k, char *to, error *e)
{
    slice raw = value(k, COL_sex);

    if (raw.n == 0)
        return true;
    if (raw.n != 1 || memchr("MFX<mfx", raw.p[0], 7) == NULL)
        return error_set(e, "sex '%.*s' is not M, F or X", (int)raw.n, raw.p);
    *to = sign_of(raw.p[0])->capital;
    return true;
}

/* ---- numbers ---- */

/*
 * The value of a column as capitals, digits and fillers, in to; what a blank
 * or a sign of punctuation was is a filler.
 */
static bool
make_text(making *k, enum column c, mrz_field field, char *to, size_t room, size_t *n, error *e)
{
    slice raw = value(k, c), name = column_table[c].name;
    bool changed = false;

    *n = 0;
    if (raw.n > room)
        return error_set(e, "%s has %zu characters, which no layout has room for", name.p, raw.n);
    for (size_t i = 0; i < raw.n; i++) {
        const mrz_sign *s = sign_of(raw.p[i]);
        bool letter = (s->kind & MRZ_ANY) != 0;
        if (!letter && (raw.p[i] < ' ' || raw.p[i] > '~'))
            return error_set(e, "%s '%.*s' has a character that is not of A-Z and 0-9", name.p,
                             (int)raw.n, raw.p);
        changed = changed || (!letter && raw.p[i] != ' ' && raw.p[i] != '<');
        if (letter) {
            to[(*n)++] = s->capital;
        } else if (*n != 0 && i + 1 < raw.n) {
            changed = changed || to[*n - 1] == '<'; /* is read as one blank */
            to[(*n)++] = '<';
        }
    }
    while (*n != 0 && to[*n - 1] == '<')
        --*n;
    if (changed)
        issue(k, MRZ_TRANSLITERATED, field);
    return true;
}

/* The first part for optional data from p on; NULL: there is none. */
static const mrz_part *
optional_from(const mrz_layout *l, const mrz_part *p)
{
    while (p < l->part + MRZ_PARTS && p->field != MRZ_OPTIONAL)
        p++;
    return p < l->part + MRZ_PARTS ? p : NULL;
}

/*
 * The number; of a long one the rest and the check digit begin the optional
 * data (parts 5 and 6, 4.2.2, the notes).
 */
static bool
make_number(making *k, const mrz_part *p, error *e)
{
    const mrz_layout *l = k->z->layout;
    const mrz_part *o = l->long_number ? optional_from(l, p) : NULL;
    char all[MRZ_WIDTH];
    size_t n, room = width(p->at), most = room;

    if (!make_text(k, COL_doc_number, p->field, all, sizeof all, &n, e))
        return false;
    if (o != NULL)
        most += width(o->at) - 1;
    if (n == 0)
        return error_set(e, "doc_number is empty");
    for (size_t i = 0; i < n; i++)
        if ((sign_of(all[i])->kind & (p->alphabet | MRZ_FILLER)) == 0)
            return error_set(e, "doc_number has a letter, layout %s has digits there", l->name);
    if (n > most)
        return error_set(e, "doc_number has %zu characters, layout %s has room for %zu", n, l->name,
                         most);
    if (n <= room) {
        memcpy(at(k, p->at), all, n);
        if (p->check != 0) /* a filler there would make the number go on */
            k->zone.line[p->at.line - 1][p->check - 1] = '0';
        return true;
    }
    if (memchr(all + room - 1, '<', n - room + 1) != NULL)
        return error_set(e, "doc_number has a blank behind its eighth character, where it would "
                            "end the number");
    memcpy(at(k, p->at), all, room);
    memcpy(at(k, o->at), all + room, n - room);
    at(k, o->at)[n - room] = '0'; /* the place of the check digit */
    k->in_number = n - room + 1;
    return true;
}

/* How much a part for optional data can hold behind what is in it. */
static size_t
room_in(const mrz_part *o, size_t used)
{
    size_t all = width(o->at);

    return used == 0 ? all : all > used + 1 ? all - used - 1 : 0;
}

/*
 * The personal number into the optional data: that of the first part, or of
 * the second, or parted at a blank.
 */
static bool
make_optional(making *k, const mrz_part *o, error *e)
{
    const mrz_layout *l = k->z->layout;
    const mrz_part *more = optional_from(l, o + 1);
    char all[2 * MRZ_WIDTH];
    size_t n, first, second = 0, cut;

    if (!make_text(k, COL_personal_number, MRZ_OPTIONAL, all, sizeof all, &n, e))
        return false;
    first = room_in(o, k->in_number);
    if (more != NULL)
        second = room_in(more, 0);
    if (n <= first) {
        cut = n;
    } else {
        for (cut = first; cut > 0 && all[cut] != '<'; cut--)
            ;
        if (n - cut - (cut != 0) > second)
            return error_set(e, "personal_number has %zu characters, layout %s has room for %zu", n,
                             l->name, first > second ? first : second);
    }
    memcpy(at(k, o->at) + (k->in_number == 0 ? 0 : width(o->at) - first), all, cut);
    if (more != NULL && cut < n)
        memcpy(at(k, more->at), all + cut + (cut != 0), n - cut - (cut != 0));
    return true;
}

/* ---- the name ---- */

enum { NAME_ROOM = 128 }; /* more than any field holds */

typedef struct name {
    size_t n;
    char text[NAME_ROOM];
} name;

static bool
write_name(making *k, slice utf8, enum column c, name *w, bool *changed, bool *cut, error *e)
{
    letters_rules rules = {.fewer = k->rules->fewer};
    letters_note note;

    memcpy(rules.issuer, k->issuer, sizeof rules.issuer);
    w->n = letters_write(utf8, &rules, w->text, sizeof w->text, &note);
    *changed = *changed || note.changed;
    *cut = *cut || note.cut;
    return note.unwritten == 0 || error_set(e, "%s: U+%04X is in no table of Doc 9303",
                                            column_table[c].name.p, (unsigned)note.unwritten);
}

/*
 * Cuts a name so that the last of room positions holds a letter, which tells
 * the reader that there was more: where a filler would stand there, a word
 * before it loses a letter.
 */
static bool
shorten(name *w, size_t room)
{
    if (w->text[room - 1] == '<') {
        size_t i = room - 1; /* behind the last letter of a word */
        while (i > 2 && w->text[i - 2] == '<')
            i -= 2;
        if (i < 2)
            return false;
        memmove(w->text + i - 1, w->text + i, w->n - i);
        w->n--;
    }
    w->n = room;
    return true;
}

/*
 * Part 4, 4.2.3: the primary identifier stays, the secondary ones are cut from
 * their end; one letter of them is left at least.
 */
static bool
fit(name *primary, name *secondary, size_t room, error *e)
{
    bool good;

    if (secondary->n == 0) {
        good = shorten(primary, room);
    } else {
        good = primary->n <= room - 3 || shorten(primary, room - 3);
        /* of words with one letter no letter can be taken */
        while (good && !shorten(secondary, room - 2 - primary->n))
            good = primary->n > 1 && shorten(primary, primary->n - 1);
    }
    return good || error_set(e, "the name cannot be cut so that a letter ends its field");
}

/* Both into one part, or only the one that the part is for. */
static bool
make_name(making *k, const mrz_part *p, error *e)
{
    slice first = value(k, COL_surname), second = value(k, COL_given_names);
    enum column from = COL_surname, given = COL_given_names;
    name primary, secondary;
    size_t room = width(p->at);
    bool changed = false, cut = false;
    char *to = at(k, p->at);

    if (first.n == 0 && second.n == 0) {
        from = given = COL_full_name;
        second = value(k, COL_full_name);
        first = slice_cut(&second, ',');
    }
    if (first.n == 0) { /* one name alone is the primary identifier */
        first = second;
        from = given;
        second.n = 0;
    }
    if (p->field == MRZ_SURNAME)
        second.n = 0;
    if (p->field == MRZ_GIVEN)
        first.n = 0;
    if (!write_name(k, first, from, &primary, &changed, &cut, e) ||
        !write_name(k, second, given, &secondary, &changed, &cut, e))
        return false;
    if (primary.n == 0) {
        primary = secondary;
        secondary.n = 0;
    }
    if (primary.n == 0)
        return p->field == MRZ_GIVEN || error_set(e, "there is no name");
    if (primary.n + (secondary.n != 0 ? 2 + secondary.n : 0) > room) {
        cut = true;
        if (!fit(&primary, &secondary, room, e))
            return false;
    }
    memcpy(to, primary.text, primary.n);
    if (secondary.n != 0)
        memcpy(to + primary.n + 2, secondary.text, secondary.n);
    if (cut)
        issue(k, MRZ_NAME_TRUNCATED, p->field);
    if (changed)
        issue(k, MRZ_TRANSLITERATED, p->field);
    return true;
}

/* ---- the zone ---- */

static bool
make_part(making *k, const mrz_part *p, const char code[2], error *e)
{
    char state[4];

    switch (p->field) {
    case MRZ_TYPE:
        memcpy(at(k, p->at), code, 2);
        return true;
    case MRZ_ISSUER:
        put_state(at(k, p->at), k->issuer);
        return true;
    case MRZ_NATIONALITY:
        if (!make_state(k, COL_nationality, p->field, state, e))
            return false;
        put_state(at(k, p->at), state);
        return true;
    case MRZ_NAME:
    case MRZ_SURNAME:
    case MRZ_GIVEN:
        return make_name(k, p, e);
    case MRZ_NUMBER:
        return make_number(k, p, e);
    case MRZ_BIRTH:
        return make_date(k, COL_birth_date, at(k, p->at), e);
    case MRZ_EXPIRY:
        return make_date(k, COL_doc_expiry, at(k, p->at), e);
    case MRZ_SEX:
        return make_sex(k, at(k, p->at), e);
    case MRZ_OPTIONAL: /* all of them at the first */
        return p != part_of(k->z->layout, MRZ_OPTIONAL) || make_optional(k, p, e);
    default:
        return true;
    }
}

/* That of optional data that are empty is a filler. */
static void
put_check_digits(making *k)
{
    mrz_check check[MRZ_CHECKS];
    size_t n = mrz_checks(&k->zone, check);

    for (size_t i = 0; i < n; i++)
        if (check[i].field != MRZ_OPTIONAL || !all_filler(part_text(&k->zone, check[i].part->at)))
            *at(k, check[i].at) = mrz_check_right(&k->zone, &check[i]);
}

/* What the record has and the layout has no part for. */
static bool
check_left(making *k, error *e)
{
    const mrz_layout *l = k->z->layout;

    if (part_of(l, MRZ_OPTIONAL) == NULL && value(k, COL_personal_number).n != 0)
        return error_set(e, "layout %s has no room for a personal_number", l->name);
    if (part_of(l, MRZ_NAME) == NULL && part_of(l, MRZ_GIVEN) == NULL &&
        value(k, COL_surname).n != 0 && value(k, COL_given_names).n != 0)
        issue(k, MRZ_NAME_TRUNCATED, MRZ_GIVEN);
    return true;
}

bool
mrz_make(const slice *rec, const mrz_rules_of_making *rules, mrz_made *z, error *e)
{
    making k = {.rec = rec, .rules = rules, .z = z};
    char code[2];

    z->n = z->issues_n = 0;
    z->issues[0] = '\0';
    if (!make_type(&k, code, e) || !make_state(&k, COL_doc_issuer, MRZ_ISSUER, k.issuer, e))
        return false;
    if (!mrz_issuer_fits(z->layout, k.issuer))
        return error_set(e, "doc_issuer '%s' has no layout %s", k.issuer, z->layout->name);
    k.zone.layout = z->layout;
    memset(k.zone.line, '<', sizeof k.zone.line);
    for (const mrz_part *p = z->layout->part;
         p < z->layout->part + MRZ_PARTS && p->field != MRZ_NO_FIELD; p++)
        if (!make_part(&k, p, code, e))
            return false;
    if (!check_left(&k, e))
        return false;
    put_check_digits(&k);
    for (unsigned i = 0; i < z->layout->lines; i++) {
        if (i != 0)
            z->text[z->n++] = '\n';
        memcpy(z->text + z->n, k.zone.line[i], z->layout->width[i]);
        z->n += z->layout->width[i];
    }
    return true;
}

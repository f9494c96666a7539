/* Names of travellers, and whose a document is. */
#include "edi/private.h"

/* ---- names ---- */

enum { SQUEEZED = 96 };

/* Letters and digits alone, in capitals. */
static slice
squeeze(slice s, char to[SQUEEZED])
{
    size_t n = 0;

    for (size_t i = 0; i < s.n && n < SQUEEZED; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 'a' && c <= 'z')
            to[n++] = (char)(c - 32);
        else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80)
            to[n++] = (char)c;
    }
    return (slice){to, n};
}

/* Titles that stick to given names; the longer before those they end with. */
static const slice titles[] = {Q("MSTR"), Q("MISS"), Q("PROF"), Q("MRS"), Q("MST"),
                               Q("CHD"),  Q("INF"),  Q("MR"),   Q("MS"),  Q("DR")};

/* The given names without a title at the end; *title is what it was. */
static slice
cut_title(slice given, slice *title)
{
    char last = given.n != 0 ? (char)(given.p[given.n - 1] & ~0x20) : '\0';
    for (size_t i = 0; i < LENGTH(titles); i++) {
        size_t n = titles[i].n;
        if (titles[i].p[n - 1] != last)
            continue;
        if (slice_eq_nocase(given, titles[i])) {
            *title = titles[i];
            return (slice){NULL, 0};
        }
        if (given.n <= n || !slice_eq_nocase((slice){given.p + given.n - n, n}, titles[i]))
            continue;
        slice rest = {given.p, given.n - n};
        bool word = rest.p[rest.n - 1] == ' ';
        rest = slice_trim(rest);
        if (rest.n == 0 || (!word && (rest.n < 2 || i > 8 || slice_eq(titles[i], S("INF")))))
            continue;
        *title = titles[i];
        return rest;
    }
    *title = (slice){NULL, 0};
    return given;
}

/*
 * In a list WILLIAMS, AMR and SURESH DR are names: what only may be a title is
 * one where a blank parts it, and DR and PROF never are.
 */
slice
pnr_cut_plain_title(slice given)
{
    static const slice plain[] = {Q("MSTR"), Q("MRS"), Q("MISS"), Q("MR"), Q("MS")};
    enum { GLUED = 2, SHORTEST = 3 /* of a name before it */ };
    slice title, rest = cut_title(given, &title);

    for (size_t i = 0; i < LENGTH(plain) && title.n != 0; i++) {
        bool word = rest.n == 0 || rest.n + title.n < given.n;
        if (slice_eq(title, plain[i]) && (word || (i < GLUED && rest.n >= SHORTEST)))
            return rest;
    }
    return given;
}

void
pnr_name(pnr *p, pnr_traveller *t, slice surname, slice given)
{
    slice title;

    t->rec[COL_booked_name] = arena_dup(&p->arena, arena_join(&p->arena, surname, S("/"), given));
    t->rec[COL_surname] = arena_dup(&p->arena, surname);
    t->rec[COL_given_names] = arena_dup(&p->arena, cut_title(given, &title));
    if (surname.n == 0 && given.n == 0)
        diag_warn(p->d, p->where, "a traveller without a name");
}

/* 2: the same; 1: one is the beginning of the other, or not told; 0: another. */
static int
alike(slice a, slice b)
{
    size_t n = a.n < b.n ? a.n : b.n;

    if (memcmp(a.p, b.p, n) != 0)
        return 0;
    return a.n == b.n ? 2 : 1;
}

/* Whether both begin with a letter, and not with the same one. */
static bool
first_differs(slice a, slice b)
{
    char x = a.n != 0 ? (char)(a.p[0] & ~0x20) : '\0', y = b.n != 0 ? (char)(b.p[0] & ~0x20) : '\0';

    return x >= 'A' && x <= 'Z' && y >= 'A' && y <= 'Z' && x != y;
}

static int
same_name(const pnr_traveller *t, slice surname, slice given)
{
    char a[SQUEEZED], b[SQUEEZED];

    if (first_differs(t->rec[COL_surname], surname))
        return 0;
    if (!slice_eq(t->rec[COL_surname], surname) &&
        !slice_eq(squeeze(t->rec[COL_surname], a), squeeze(surname, b)))
        return 0;
    if (slice_eq(t->rec[COL_given_names], given))
        return 2;
    return alike(squeeze(t->rec[COL_given_names], a), squeeze(given, b));
}

bool
pnr_is_named(const pnr_traveller *t, slice surname, slice given)
{
    slice title;

    return same_name(t, surname, cut_title(given, &title)) != 0;
}

static pnr_traveller *
by_name(pnr *p, slice surname, slice given, bool infants)
{
    pnr_traveller *best = NULL;
    int score = 0;
    slice title;

    given = cut_title(given, &title);
    for (pnr_traveller *t = p->travellers; t != NULL; t = t->next) {
        int s = infants && !t->infant ? 0 : same_name(t, surname, given);
        if (s > score)
            best = t, score = s;
        else if (s != 0 && s == score)
            best = NULL;
    }
    return best;
}

pnr_traveller *
pnr_by_name(pnr *p, slice surname, slice given)
{
    return by_name(p, surname, given, false);
}

/* A brother may have the same name. */
static pnr_traveller *
infant_by_name(pnr *p, slice surname, slice given)
{
    pnr_traveller *t = by_name(p, surname, given, true);

    return t != NULL ? t : by_name(p, surname, given, false);
}

pnr_traveller *
pnr_by_key(pnr *p, slice key)
{
    if (key.n == 0)
        return NULL;
    for (pnr_traveller *t = p->travellers; t != NULL; t = t->next)
        if (slice_eq(t->key, key))
            return t;
    for (pnr_traveller *t = p->travellers; t != NULL; t = t->next)
        if (slice_eq(t->ref, key))
            return t;
    return NULL;
}

/* ---- whose a document is ---- */

static bool
is_infant(const pnr_document *d)
{
    return d->sex.n == 2; /* MI or FI, until finish_document */
}

static pnr_traveller *
only_infant(pnr *p)
{
    pnr_traveller *found = NULL;

    for (pnr_traveller *t = p->travellers; t != NULL; t = t->next)
        if (t->infant) {
            if (found != NULL)
                return NULL;
            found = t;
        }
    return found;
}

/*
 * Of several infants of one name who was born on that day, else the first of
 * whom it is not known; his document may know it better later on.
 */
static pnr_traveller *
namesake(pnr *p, slice surname, slice given, slice birth)
{
    pnr_traveller *found = NULL;

    for (pnr_traveller *t = p->travellers; t != NULL; t = t->next) {
        if (!t->infant || !pnr_is_named(t, surname, given))
            continue;
        slice of = t->rec[COL_birth_date];
        if (birth.n != 0 && slice_eq(of, birth))
            return t;
        if (found == NULL && of.n == 0)
            found = t;
    }
    return found;
}

pnr_traveller *
pnr_add_infant(pnr *p, slice surname, slice given, slice birth)
{
    pnr_traveller *t = infant_by_name(p, surname, given);

    if (t == NULL)
        t = namesake(p, surname, given, birth);
    if (t == NULL) {
        if (birth.n != 0)
            for (t = p->travellers; t != NULL; t = t->next)
                if (t->infant && slice_eq(t->rec[COL_birth_date], birth))
                    break;
        if (t == NULL && p->travellers_n >= PNR_TRAVELLERS_MAX)
            return NULL;
        if (t == NULL) {
            diag_note(p->d, p->where, "an infant whom no TIF names");
            t = pnr_add_traveller(p);
            pnr_name(p, t, surname, given);
        }
    }
    t->infant = true;
    t->rec[COL_traveller_type] = S("INFANT");
    if (t->rec[COL_birth_date].n == 0)
        t->rec[COL_birth_date] = birth;
    return t;
}

/* By its key, else by its name, else by where it stands, else the only one. */
static pnr_traveller *
owner(pnr *p, const pnr_item *i)
{
    const pnr_document *d = (const void *)i->value;
    pnr_traveller *keyed = pnr_by_key(p, i->key), *t;
    bool named = d->surname.n != 0;

    if (is_infant(d)) { /* its key is often that of an adult */
        if (keyed != NULL && keyed->infant)
            return keyed;
        if (named && (t = infant_by_name(p, d->surname, d->given_names)) != NULL)
            return t;
        if (i->near != NULL && i->near->infant)
            return i->near;
        if ((t = only_infant(p)) != NULL)
            return t;
        if (named)
            return pnr_add_infant(p, d->surname, d->given_names, d->birth_date);
    }
    if (keyed != NULL)
        return keyed;
    if (named && i->near != NULL && same_name(i->near, d->surname, d->given_names) == 2)
        return i->near;
    if (named && (t = pnr_by_name(p, d->surname, d->given_names)) != NULL)
        return t;
    if (i->near != NULL)
        return i->near;
    return p->travellers_n == 1 ? p->travellers : NULL;
}

/* The given names of a document without the title that the booking has, too. */
static slice
without_title(pnr *p, slice given, slice title)
{
    slice rest = given, other, first, cut = cut_title(given, &other);

    if (slice_eq(title, other))
        return cut;
    first = slice_cut(&rest, ' ');
    cut = cut_title(first, &other);
    if (slice_eq(title, other))
        return arena_join(&p->arena, cut, S(" "), rest);
    bool before = first.n > title.n + 2 && slice_starts(first, title);
    return before ? (slice){given.p + title.n, given.n - title.n} : given;
}

/*
 * A document names its holder better than a booking does, but for blanks that
 * lines of a message put into it, and what they cut off.
 */
static void
take_name(pnr *p, pnr_traveller *t, const pnr_document *d)
{
    char a[SQUEEZED], b[SQUEEZED];
    slice booked = t->rec[COL_booked_name], given = d->given_names, title;

    if (t->documented || d->surname.n == 0)
        return;
    t->documented = true;
    (void)slice_cut(&booked, '/');
    (void)cut_title(booked, &title);
    if (title.n != 0)
        given = without_title(p, given, title);
    slice was, is;
    if (!slice_eq(t->rec[COL_surname], d->surname)) {
        was = squeeze(t->rec[COL_surname], a);
        is = squeeze(d->surname, b);
        if (is.n > was.n || memcmp(a, b, is.n) != 0)
            t->rec[COL_surname] = d->surname;
    }
    if (slice_eq(t->rec[COL_given_names], given))
        return;
    slice now = t->rec[COL_given_names];
    was = squeeze(now, a);
    is = squeeze(given, b);
    bool parted = now.n != 0 && memchr(now.p, ' ', now.n) != NULL;
    if (slice_eq(is, was) ? !parted : is.n > was.n || memcmp(a, b, is.n) != 0)
        t->rec[COL_given_names] = arena_dup(&p->arena, given);
}

void
whose_document(pnr *p, pnr_item *i)
{
    pnr_document *d = (void *)i->value;
    static const enum column cols[] = {COL_birth_date, COL_nationality};

    if (i->of == NULL)
        i->of = owner(p, i);
    pnr_traveller *t = i->of;
    if (t != NULL && is_infant(d)) {
        t->infant = true;
        t->rec[COL_traveller_type] = S("INFANT");
    }
    d->sex.n = d->sex.n != 0;
    if (t == NULL) {
        diag_warn(p->d, p->where, "whose the document %.*s is cannot be told",
                  edi_shown(d->doc_number), d->doc_number.p != NULL ? d->doc_number.p : "");
        return;
    }
    const slice values[] = {d->birth_date, d->nationality};
    for (size_t k = 0; k < LENGTH(cols); k++)
        if (t->rec[cols[k]].n == 0 || (cols[k] == COL_birth_date && !t->documented && values[k].n))
            t->rec[cols[k]] = values[k];
    if (t->rec[COL_sex].n == 0)
        t->rec[COL_sex] = d->sex;
    take_name(p, t, d);
}

/* The same document again, as every leg of a booking may tell it: it is dropped. */
bool
whose_again(const pnr *p, const pnr_item *i)
{
    const pnr_document *d = (const void *)i->value;

    for (const pnr_item *k = p->items[PNR_DOCUMENTS]; k != i; k = k->next) {
        const pnr_document *was = (const void *)k->value;
        if (k->of == i->of && slice_eq(was->doc_number, d->doc_number) &&
            (d->doc_number.n != 0 || slice_eq(was->birth_date, d->birth_date)) &&
            (slice_eq(was->doc_type, d->doc_type)))
            return true;
    }
    return false;
}

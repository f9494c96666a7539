/*
 * Crew and passenger lists of ships as CSV: the IMO's FAL forms 5 and 6, a row
 * a person below a row of headings, and the head of the form above that, a
 * heading and its value in a line.
 */
#include "edi/head.h"

#include <stdlib.h>

enum {
    HEAD_LINES = 40, /* above the headings */
    HEAD_BYTES = 4096,
    CELLS = 64,
    HEADING_MAX = 48
};

/* Headings of the forms, of what they are called elsewhere; letters and digits only. */
static const struct {
    const char *heading;
    ship_field field;
} headings[] = {
    {"nameofship", SHIP_NAME},
    {"shipname", SHIP_NAME},
    {"vesselname", SHIP_NAME},
    {"nameofvessel", SHIP_NAME},
    {"imonumber", SHIP_NUMBER},
    {"imo", SHIP_NUMBER},
    {"imono", SHIP_NUMBER},
    {"callsign", SHIP_CALL_SIGN},
    {"voyagenumber", SHIP_VOYAGE},
    {"voyage", SHIP_VOYAGE},
    {"voyageno", SHIP_VOYAGE},
    {"arrivaldeparture", SHIP_MOVE},
    {"arrivalordeparture", SHIP_MOVE},
    {"portofarrivaldeparture", SHIP_PORT},
    {"portofarrivalordeparture", SHIP_PORT},
    {"portofarrival", SHIP_PORT},
    {"portofdeparture", SHIP_PORT},
    {"port", SHIP_PORT},
    {"dateofarrivaldeparture", SHIP_DAY},
    {"dateofarrivalordeparture", SHIP_DAY},
    {"dateofarrival", SHIP_DAY},
    {"dateofdeparture", SHIP_DAY},
    {"date", SHIP_DAY},
    {"lastportofcall", SHIP_LAST_PORT},
    {"lastport", SHIP_LAST_PORT},
    {"nextportofcall", SHIP_NEXT_PORT},
    {"nextport", SHIP_NEXT_PORT},
    {"familyname", SHIP_SURNAME},
    {"familynames", SHIP_SURNAME},
    {"surname", SHIP_SURNAME},
    {"lastname", SHIP_SURNAME},
    {"givennames", SHIP_GIVEN},
    {"givenname", SHIP_GIVEN},
    {"firstname", SHIP_GIVEN},
    {"firstnames", SHIP_GIVEN},
    {"middlename", SHIP_MIDDLE},
    {"rank", SHIP_RANK},
    {"rankorrating", SHIP_RANK},
    {"rankrating", SHIP_RANK},
    {"position", SHIP_RANK},
    {"nationality", SHIP_NATIONALITY},
    {"countryofresidence", SHIP_RESIDENCE},
    {"dateofbirth", SHIP_BIRTH},
    {"birthdate", SHIP_BIRTH},
    {"placeofbirth", SHIP_BIRTH_PLACE},
    {"birthplace", SHIP_BIRTH_PLACE},
    {"gender", SHIP_SEX},
    {"sex", SHIP_SEX},
    {"natureofidentitydocument", SHIP_DOC_TYPE},
    {"typeofidentitydocument", SHIP_DOC_TYPE},
    {"typeofidentityortraveldocument", SHIP_DOC_TYPE},
    {"documenttype", SHIP_DOC_TYPE},
    {"numberofidentitydocument", SHIP_DOC_NUMBER},
    {"identitydocumentnumber", SHIP_DOC_NUMBER},
    {"serialnumberofidentitydocument", SHIP_DOC_NUMBER},
    {"serialnumberofidentityortraveldocument", SHIP_DOC_NUMBER},
    {"documentnumber", SHIP_DOC_NUMBER},
    {"passportnumber", SHIP_DOC_NUMBER},
    {"issuingstateofidentitydocument", SHIP_DOC_ISSUER},
    {"issuingstateofidentityortraveldocument", SHIP_DOC_ISSUER},
    {"issuingstate", SHIP_DOC_ISSUER},
    {"expirydateofidentitydocument", SHIP_DOC_EXPIRY},
    {"expirydateofidentityortraveldocument", SHIP_DOC_EXPIRY},
    {"expirydate", SHIP_DOC_EXPIRY},
    {"dateofexpiry", SHIP_DOC_EXPIRY},
    {"visaorresidencepermitnumber", SHIP_VISA},
    {"visanumber", SHIP_VISA},
    {"portofembarkation", SHIP_EMBARK},
    {"portofdisembarkation", SHIP_DISEMBARK},
    {"transit", SHIP_TRANSIT},
    {"transitpassenger", SHIP_TRANSIT},
    {"transitpassengerornot", SHIP_TRANSIT},
};

struct fal {
    in *f;
    diag *d;
    csv_in *csv;
    ship_list list;
    arena head; /* the values above the headings */
    ship_field field[CSV_FIELDS_MAX];
    row at;
    bool again, ended; /* again: the row has not been used */
};

/* ---- headings ---- */

static ship_field
field_of(slice heading)
{
    char text[HEADING_MAX];
    size_t n = 0;

    for (size_t i = 0; i < heading.n; i++) {
        char c = heading.p[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c | 0x20);
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9'))
            continue;
        if (n == sizeof text)
            return SHIP_NOTHING;
        text[n++] = c;
    }
    for (size_t i = 0; i < LENGTH(headings); i++)
        if (slice_eq((slice){text, n}, slice_of(headings[i].heading)))
            return headings[i].field;
    return SHIP_NOTHING;
}

/* The next cell of a line of CSV, without its quotes. */
static slice
cut_cell(slice *rest)
{
    slice line = slice_trim(*rest), cell;

    if (line.n == 0 || line.p[0] != '"')
        return slice_trim(slice_cut(rest, ','));
    *rest = (slice){line.p + 1, line.n - 1};
    cell = slice_cut(rest, '"');
    if (rest->p != NULL)
        (void)slice_cut(rest, ',');
    return slice_trim(cell);
}

/* A row of headings: a surname, and two more that are a person's. */
static bool
is_headings(slice line)
{
    unsigned person = 0;
    bool named = false;

    for (unsigned i = 0; line.p != NULL && i < CELLS; i++) {
        ship_field field = field_of(cut_cell(&line));
        person += field >= SHIP_PERSON;
        named = named || field == SHIP_SURNAME;
    }
    return named && person >= 3;
}

static slice
without_bom(slice line)
{
    return slice_starts(line, S("\xef\xbb\xbf")) ? (slice){line.p + 3, line.n - 3} : line;
}

bool
fal_begins(in *f)
{
    size_t at = 0;
    slice line;

    for (unsigned i = 0; i < HEAD_LINES && at < HEAD_BYTES; i++) {
        if (!in_peek_line(f, &at, HEAD_BYTES, &line) || head_holds_interchange(line))
            return false;
        if (is_headings(i == 0 ? without_bom(line) : line))
            return true;
    }
    return false;
}

/* ---- the form ---- */

static slice
keep(fal *r, slice v)
{
    return arena_dup(&r->head, v.n <= SHIP_VALUE_MAX ? v : (slice){v.p, SHIP_VALUE_MAX});
}

/* What stands above the headings; returns the line that they are on. */
static uint64_t
read_head(fal *r)
{
    uint64_t number = 1;
    size_t at = 0;
    slice line;
    bool whole;

    for (; in_peek_line(r->f, &at, HEAD_BYTES, &line); number++, at = 0) {
        slice text = number == 1 ? without_bom(line) : line;
        if (is_headings(text))
            break;
        ship_field field = field_of(cut_cell(&text));
        if (field != SHIP_NOTHING && field < SHIP_PERSON && text.p != NULL) {
            slice v = cut_cell(&text);
            if (slice_utf8(v) == v.n && (v.n == 0 || memchr(v.p, '\0', v.n) == NULL))
                r->list.value[field] = keep(r, v);
            else
                diag_warn(r->d, (place){.file = r->f->name, .line = number, .offset = -1},
                          "a value that is no text is left out");
        }
        if (!in_line(r->f, HEAD_BYTES, &line, &whole) || !whole)
            break;
    }
    return number;
}

static void
read_headings(fal *r)
{
    const row *h = csv_header(r->csv);
    bool crew = false;

    for (unsigned i = 0; i < h->n; i++) {
        r->field[i] = field_of(h->field[i]);
        crew = crew || r->field[i] == SHIP_RANK;
    }
    r->list.crew = crew;
    r->list.type = crew ? S("FAL5") : S("FAL6");
}

/* A table whose headings cannot be read: all of it, in pieces; some of it was read. */
static void
reject_all(fal *r, slice read, uint64_t line, const char *why)
{
    diag_reject_part(r->d, read);
    do {
        diag_reject_part(r->d, r->f->window);
        in_skip(r->f, r->f->window.n);
    } while (in_more(r->f));
    diag_reject(r->d, (place){.file = r->f->name, .line = line, .offset = -1}, (slice){NULL, 0},
                "headings that cannot be read: %s", why);
}

fal *
fal_open(in *f, pnr *q)
{
    fal *r = mem_alloc(1, sizeof *r);
    buf headings_read = {0};
    error e;

    r->f = f;
    r->d = q->d;
    r->list = (ship_list){.q = q, .file = f->name};
    uint64_t line = read_head(r), offset = f->offset;
    buf_puts(&headings_read, f->window);
    r->csv = csv_open_as(f, &(csv_form){.line = line}, q->d, &e);
    size_t n = (size_t)(f->offset - offset);
    if (r->csv == NULL)
        reject_all(r, (slice){headings_read.p, n < headings_read.n ? n : headings_read.n}, line,
                   e.text);
    else
        read_headings(r);
    buf_free(&headings_read);
    return r;
}

void
fal_close(fal *r)
{
    if (r == NULL)
        return;
    csv_close(r->csv);
    arena_free(&r->head);
    arena_free(&r->list.message);
    free(r);
}

/* A value of the voyage in a row that is another than before begins another list. */
static bool
other_voyage(fal *r, const row *at)
{
    bool other = false;

    for (unsigned i = 0; i < at->n; i++) {
        ship_field field = r->field[i];
        slice v = slice_trim(at->field[i]);
        if (field == SHIP_NOTHING || field >= SHIP_PERSON || v.n == 0)
            continue;
        if (!slice_eq(r->list.value[field], v)) {
            r->list.value[field] = keep(r, v);
            other = true;
        }
    }
    return other;
}

/* The next row; travellers are counted, not rows. */
static bool
next_row(fal *r)
{
    uint64_t read = r->d->read;
    bool more = r->again || csv_next(r->csv, &r->at);

    r->d->read = read;
    r->again = false;
    return more;
}

bool
fal_next(fal *r)
{
    const row *at = &r->at;

    if (r->csv == NULL || r->ended)
        return false;
    while (next_row(r)) {
        bool any = false;
        r->list.extra_n = 0;
        r->list.q->where = at->where;
        if (other_voyage(r, at) && r->list.begun) {
            r->again = true;
            ship_end(&r->list);
            return true;
        }
        for (unsigned i = 0; i < at->n; i++) {
            slice v = slice_trim(at->field[i]);
            slice heading = slice_trim(csv_header(r->csv)->field[i]);
            if (r->field[i] == SHIP_NOTHING && v.n != 0 && heading.n > 3) /* No. counts rows */
                ship_extra(&r->list, heading, v);
            if (r->field[i] < SHIP_PERSON || v.n == 0)
                continue;
            r->list.value[r->field[i]] = v.n <= SHIP_VALUE_MAX ? v : (slice){v.p, SHIP_VALUE_MAX};
            any = true;
        }
        if (!any) /* a row of blanks, as spreadsheets have them */
            continue;
        if (!r->list.begun) {
            r->list.offset = (uint64_t)at->where.offset;
            ship_begin(&r->list);
        }
        ship_person(&r->list);
        return true;
    }
    r->ended = true;
    if (!r->list.begun)
        return false;
    ship_end(&r->list);
    return true;
}

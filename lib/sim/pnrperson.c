/* Bookings (PNRGOV): what is said of one traveller. */
#include "sim/pnrgov.h"

static const char months[12][4] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                   "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
static const char *const currencies[] = {"EUR", "USD", "GBP", "AED"};

/* DDMMMYY, as in the texts of SSR DOCS */
static void
put_dmony(buf *b, date d)
{
    put_number(b, d.day, 2);
    buf_put(b, months[d.month - 1], 3);
    put_number(b, (uint64_t)(d.year % 100), 2);
}

static void
put_money(pnr_writer *w, uint32_t cents)
{
    put_number(w->out.b, cents / 100, 1);
    buf_putc(w->out.b, '.');
    put_number(w->out.b, cents % 100, 2);
}

static bool
is_infant(const pnr_writer *w, const person *p)
{
    return date_days(w->f->day) - date_days(p->birth) < 2 * 365;
}

static bool
is_child(const pnr_writer *w, const person *p)
{
    return date_days(w->f->day) - date_days(p->birth) < 12 * 365;
}

void
pnr_text(pnr_writer *w, slice of_kind, slice text)
{
    tag(&w->out, "IFT");
    buf_putc(w->out.b, w->out.element);
    buf_puts(w->out.b, S("4"));
    co(&w->out, of_kind);
    co(&w->out, S("")), co(&w->out, slice_of(w->c->code));
    el(&w->out, text);
    end(&w->out);
}

static const char *
title_of(const pnr_writer *w, const person *p)
{
    return p->sex == 'M' ? (is_child(w, p) ? "MSTR" : "MR") : is_child(w, p) ? "MISS" : "MRS";
}

void
pnr_traveller(pnr_writer *w, size_t i, bool carries)
{
    const card_swipe *t = &w->swipe[i];
    const person *p = &t->person;

    tag(&w->out, "TIF");
    el(&w->out, slice_of(t->surname));
    el(&w->out, slice_of(t->given));
    if (p->household % 10 < 7) /* the title sticks to the name */
        value(&w->out, slice_of(title_of(w, p)));
    co(&w->out, is_infant(w, p) ? S("IN") : is_child(w, p) ? S("C") : S("A"));
    buf_putc(w->out.b, w->out.component);
    put_number(w->out.b, i + 1, 1);
    if (carries)
        co(&w->out, S("1"));
    end(&w->out);
}

/* SSR+CODE:HK:1:CARRIER:::FROM:TO:TEXT; the text follows from the caller. */
static void
begin_ssr(pnr_writer *w, const char *code, size_t n)
{
    tag(&w->out, "SSR");
    el(&w->out, slice_of(code)), co(&w->out, S("HK"));
    buf_putc(w->out.b, w->out.component);
    put_number(w->out.b, n, 1);
    co(&w->out, slice_of(w->c->code));
    for (unsigned i = 0; i < 4; i++)
        co(&w->out, S(""));
    buf_putc(w->out.b, w->out.component);
}

static void
put_docs(pnr_writer *w, size_t i, chance *c)
{
    const card_swipe *t = &w->swipe[i];
    const person *p = &t->person;

    begin_ssr(w, "DOCS", 1);
    buf_puts(w->out.b, S("/P/"));
    buf_puts(w->out.b, slice_of(t->doc.issuer->code));
    buf_putc(w->out.b, '/');
    buf_puts(w->out.b, slice_of(t->doc.number));
    buf_putc(w->out.b, '/');
    if (!percent(c, 6))
        buf_puts(w->out.b, slice_of(t->doc.issuer->code));
    buf_putc(w->out.b, '/');
    put_dmony(w->out.b, p->birth);
    buf_putc(w->out.b, '/');
    buf_putc(w->out.b, p->sex);
    if (is_infant(w, p))
        buf_putc(w->out.b, 'I');
    buf_putc(w->out.b, '/');
    put_dmony(w->out.b, t->doc.expiry);
    buf_putc(w->out.b, '/');
    value(&w->out, slice_of(t->surname));
    for (slice given = slice_of(t->given); given.p != NULL;) {
        buf_putc(w->out.b, '/');
        value(&w->out, slice_cut(&given, ' '));
    }
    end(&w->out);
    if (t->has_visa) {
        begin_ssr(w, "DOCO", 1);
        buf_puts(w->out.b, S("//V/"));
        buf_puts(w->out.b, slice_of(t->visa.number));
        buf_puts(w->out.b, S("/AMAUROT/"));
        put_dmony(w->out.b, t->visa.issued);
        buf_putc(w->out.b, '/');
        buf_puts(w->out.b, slice_of(w->s->w->home->code));
        end(&w->out);
    }
    if (percent(c, 35)) {
        begin_ssr(w, "DOCA", 1);
        buf_puts(w->out.b, percent(c, 50) ? S("/D/") : S("/R/"));
        buf_puts(w->out.b, slice_of(w->s->w->home->code));
        buf_puts(w->out.b, S("/GRAND HOTEL/AMAUROT//"));
        put_number(w->out.b, below(c, 100000), 5);
        end(&w->out);
    }
}

/* An address as these texts have it: '@' is "//", '_' is "..". */
static void
put_contacts(pnr_writer *w, size_t i)
{
    const card_swipe *t = &w->swipe[i];

    begin_ssr(w, "CTCE", 1);
    buf_putc(w->out.b, '/');
    for (const char *p = t->email; *p != '\0'; p++) {
        if (*p == '@')
            buf_puts(w->out.b, S("//"));
        else if (*p == '_')
            buf_puts(w->out.b, S(".."));
        else
            buf_putc(w->out.b, *p >= 'a' && *p <= 'z' ? (char)(*p - 32) : *p);
    }
    end(&w->out);
    begin_ssr(w, "CTCM", 1);
    buf_putc(w->out.b, '/');
    buf_puts(w->out.b, slice_of(t->phone + 1));
    end(&w->out);
}

/* Meals by religion, and health: a reader must not keep them. */
static void
put_wishes(pnr_writer *w, chance *c)
{
    static const char *const wishes[] = {"MOML", "KSML", "HNML", "WCHR", "BLND", "DBML"};

    if (!percent(c, 5))
        return;
    slice wish = slice_of(wishes[below(c, LENGTH(wishes))]);
    begin_ssr(w, wish.p, 1);
    end(&w->out);
    w->sensitive = arena_join(&w->s->arena, w->sensitive, S(";"), wish);
}

/* Test numbers that satisfy the check digit of card numbers (ISO/IEC 7812-1). */
static size_t
card_number(chance *c, char to[20], const char **company)
{
    static const struct {
        const char *pattern, *company;
    } kinds[] = {{"400000#########", "VI"}, {"510000#########", "CA"}, {"370000########", "AX"}};
    unsigned which = below(c, LENGTH(kinds)), sum = 0;
    size_t n = pattern_fill(slice_of(kinds[which].pattern), chance_next(c) >> 8, to, 20);

    for (size_t i = 0; i < n; i++) {
        unsigned d = (unsigned)(to[n - 1 - i] - '0');
        if (i % 2 == 0)
            d = d * 2 > 9 ? d * 2 - 9 : d * 2;
        sum += d;
    }
    to[n++] = (char)('0' + (10 - sum % 10) % 10);
    to[n] = '\0';
    *company = kinds[which].company;
    return n;
}

static void
put_payment(pnr_writer *w, uint32_t cents, chance *c)
{
    char number[24];
    const char *company;
    bool cash = percent(c, 25), masked = percent(c, 45);
    size_t n = card_number(c, number, &company);

    tag(&w->out, "FOP");
    el(&w->out, cash ? S("CA") : S("CC"));
    co(&w->out, S(""));
    buf_putc(w->out.b, w->out.component);
    put_money(w, cents);
    if (!cash) {
        for (size_t i = 0; masked && i + 4 < n; i++)
            number[i] = 'X'; /* by the sender already */
        co(&w->out, slice_of(company));
        co(&w->out, slice_of(number));
        buf_putc(w->out.b, w->out.component);
        put_number(w->out.b, 1 + below(c, 12), 2);
        put_number(w->out.b, 27 + below(c, 5), 2);
        for (size_t i = 6; i + 4 < n; i++)
            number[i] = 'X';
        w->cards =
            arena_dup(&w->s->arena, arena_join(&w->s->arena, w->cards, S(";"), slice_of(number)));
    }
    end(&w->out);
}

static void
put_ticket(pnr_writer *w, size_t i, chance *c)
{
    char number[16];
    uint32_t base = 9000 + below(c, 190000), taxes = below(c, 9000);
    const char *currency = currencies[below(c, LENGTH(currencies))];
    chance own = chance_of(w->s->set->seed, OF_BOOKING, w->of[i].party->first + w->of[i].member);

    (void)pattern_fill(S("999##########"), chance_next(&own) >> 4, number, sizeof number);
    tag(&w->out, "TKT");
    el(&w->out, slice_of(number)), co(&w->out, S("T")), co(&w->out, S("1")), end(&w->out);
    tag(&w->out, "MON");
    el(&w->out, S("B"));
    buf_putc(w->out.b, w->out.component), put_money(w, base), co(&w->out, slice_of(currency));
    el(&w->out, S("T"));
    buf_putc(w->out.b, w->out.component), put_money(w, base + taxes),
        co(&w->out, slice_of(currency));
    end(&w->out);
    tag(&w->out, "PTK");
    el(&w->out, S("NR")), el(&w->out, S(""));
    buf_putc(w->out.b, w->out.element);
    pnr_when(w, w->ticketed);
    el(&w->out, slice_of(w->c->code)), el(&w->out, S("999")), el(&w->out, S("LON"));
    end(&w->out);
    tag(&w->out, "TXD");
    el(&w->out, S(""));
    buf_putc(w->out.b, w->out.element), put_money(w, taxes);
    co(&w->out, S("")), co(&w->out, S("")), co(&w->out, S("YQ"));
    end(&w->out);
    tag(&w->out, "DAT");
    el(&w->out, S("710"));
    buf_putc(w->out.b, w->out.component), pnr_when(w, w->ticketed);
    end(&w->out);
    put_payment(w, base + taxes, c);
}

/* All that is said of one traveller before the itinerary. */
void
pnr_person(pnr_writer *w, size_t i)
{
    const card_swipe *t = &w->swipe[i];
    chance c = apart(w->chance, 31 + (unsigned)i);
    bool infant = is_infant(w, &t->person),
         carries = i + 1 < w->n && i == 0 && is_infant(w, &w->swipe[w->n - 1].person);
    char text[24];

    pnr_traveller(w, i, carries);
    if (percent(&c, 18)) {
        (void)pattern_fill(S("##########"), chance_next(&c) >> 8, text, sizeof text);
        tag(&w->out, "FTI"), el(&w->out, slice_of(w->c->code)), co(&w->out, slice_of(text)),
            end(&w->out);
    }
    if (percent(&c, 20))
        pnr_text(w, S("15"), S("LON X/IST ZUT NUC END ROE1.000000 XT3.10YQ"));
    (void)number_fill(S("*********"), w->of[i].party->first + w->of[i].member, 5, text,
                      sizeof text);
    tag(&w->out, "REF"), el(&w->out, S("")), co(&w->out, slice_of(text)), end(&w->out);
    if (percent(&c, 25)) {
        tag(&w->out, "FAR"), el(&w->out, S("N"));
        for (unsigned k = 0; k < 4; k++)
            el(&w->out, S(""));
        el(&w->out, S("YRT30")), end(&w->out);
    }
    if (!percent(&c, 4)) /* a few have no document in their group */
        put_docs(w, i, &c);
    put_wishes(w, &c);
    if (w->version >= 17 && i == 0)
        put_contacts(w, i);
    if (carries) {
        const person *baby = &w->swipe[w->n - 1].person;
        begin_ssr(w, "INFT", 1);
        value(&w->out, slice_of(w->swipe[w->n - 1].surname));
        buf_putc(w->out.b, '/');
        value(&w->out, slice_of(w->swipe[w->n - 1].given));
        buf_putc(w->out.b, ' ');
        put_dmony(w->out.b, baby->birth);
        end(&w->out);
    }
    if (!infant)
        put_ticket(w, i, &c);
    if (percent(&c, 5)) {
        tag(&w->out, "IFT"), el(&w->out, S("4")), co(&w->out, S("43"));
        el(&w->out, S("SPONSOR OFFICE")), el(&w->out, S("7 HARBOUR LANE")),
            el(&w->out, S("00442071234567"));
        end(&w->out);
    }
}

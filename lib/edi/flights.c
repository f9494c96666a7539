/*
 * The itinerary of a passenger list: TDT, and the LOC and DTM behind each.
 */
#include "edi/private.h"

static bool
letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool
digit(char c)
{
    return c >= '0' && c <= '9';
}

/* How many characters of a flight are its designator: AA, 9W, U2 or AAL. */
static size_t
designator(slice s, slice carrier)
{
    if (carrier.n != 0 && s.n > carrier.n && slice_starts(s, carrier) && digit(s.p[carrier.n]))
        return carrier.n;
    if (s.n > 3 && letter(s.p[0]) && letter(s.p[1]) && letter(s.p[2]) && digit(s.p[3]))
        return 3;
    if (s.n > 2 && (letter(s.p[0]) || letter(s.p[1])) && (letter(s.p[0]) || digit(s.p[0])) &&
        (letter(s.p[1]) || digit(s.p[1])) && digit(s.p[2]))
        return 2;
    return 0;
}

/* What has no such form stays. */
slice
edi_flight_id(arena *a, slice raw, slice *carrier)
{
    char *to = arena_alloc(a, raw.n);
    size_t n = 0, from;

    for (size_t i = 0; i < raw.n; i++)
        if (raw.p[i] != ' ' && raw.p[i] != '\t')
            to[n++] = raw.p[i];
    slice s = edi_upper(a, (slice){to, n});
    size_t lead = designator(s, *carrier);
    if (lead == 0 && n != 0 && digit(s.p[0]) && carrier->n != 0) {
        s = arena_join(a, *carrier, S(""), s);
        lead = carrier->n;
    }
    for (from = lead; lead != 0 && from + 1 < s.n && s.p[from] == '0' && digit(s.p[from + 1]);)
        from++;
    if (carrier->n == 0)
        *carrier = arena_dup(a, (slice){s.p, lead});
    return arena_join(a, (slice){s.p, lead}, S(""), (slice){s.p + from, s.n - from});
}

bool
flights_begin(flights *p)
{
    static const struct {
        char code[3];
        const char *word;
    } modes[] = {{"", "air"},  {"4", "air"},  {"40", "air"},
                 {"1", "sea"}, {"2", "rail"}, {"3", "land"}};
    const edi_segment *s = &p->e->seg;
    slice mode = edi_get(s, 3, 1);

    if (!p->open) {
        arena_reset(&p->arena);
        p->flights_n = p->points_n = 0;
    }
    p->open = true;
    p->point = NULL;
    if (p->flights_n == FLIGHTS_MAX) {
        diag_reject(p->e->d, edi_place(p->e, p->e->seg.offset), s->raw,
                    "TDT: more than %d flights in a message", FLIGHTS_MAX);
        return false;
    }
    flight *f = &p->flights[p->flights_n++];
    *f = (flight){.points = p->points_n};
    for (size_t i = 0; i < LENGTH(modes); i++)
        if (slice_eq(mode, slice_of(modes[i].code)))
            f->mode = slice_of(modes[i].word);
    f->carrier = edi_upper(&p->arena, edi_get(s, 5, 1));
    f->id = edi_flight_id(&p->arena, edi_get(s, 2, 1), &f->carrier);
    return true;
}

/*
 * The place before, when this one is the same: some senders name a stop twice,
 * for its arrival and its departure.  It stays what says more than 92.
 */
static point *
same_stop(flights *p, slice port, slice qualifier)
{
    const flight *f = &p->flights[p->flights_n - 1];
    point *last = f->points_n != 0 ? &p->points[p->points_n - 1] : NULL;

    if (last == NULL || port.n == 0 || !slice_eq(last->port, port))
        return NULL;
    if (slice_eq(last->qualifier, S("92")))
        last->qualifier = arena_dup(&p->arena, qualifier);
    else if (!slice_eq(qualifier, S("92")))
        return NULL;
    return last;
}

/* Before D.02B a place is one of departure, arrival or transit, its port behind a State. */
static bool
is_old_place(slice qualifier)
{
    static const char codes[][4] = {"5", "005", "8", "008", "PT"};

    for (size_t i = 0; i < LENGTH(codes); i++)
        if (slice_eq(qualifier, slice_of(codes[i])))
            return true;
    return false;
}

slice
edi_old_port_value(edi *e, arena *a, slice raw)
{
    return edi_port_value(e, a, raw.n == 5 ? (slice){raw.p + 2, 3} : raw);
}

bool
flights_has_place(slice qualifier)
{
    return is_old_place(qualifier) || slice_eq(qualifier, S("125")) ||
           slice_eq(qualifier, S("87")) || slice_eq(qualifier, S("92")) ||
           slice_eq(qualifier, S("130"));
}

void
flights_place(flights *p)
{
    const edi_segment *s = &p->e->seg;
    slice qualifier = edi_get(s, 1, 1);
    bool old = is_old_place(qualifier);

    p->point = NULL;
    if (old)
        qualifier = S("92");
    if (p->points_n == POINTS_MAX) {
        diag_reject(p->e->d, edi_place(p->e, p->e->seg.offset), s->raw,
                    "LOC: more than %d places in a message", POINTS_MAX);
        return;
    }
    slice port = (old ? edi_old_port_value : edi_port_value)(p->e, &p->arena, edi_get(s, 2, 1));
    p->point = same_stop(p, port, qualifier);
    if (p->point != NULL)
        return;
    p->point = &p->points[p->points_n++];
    p->flights[p->flights_n - 1].points_n++;
    *p->point = (point){.port = port,
                        .qualifier = arena_dup(&p->arena, qualifier),
                        .departure_rank = 9,
                        .arrival_rank = 9};
}

/* DTM of a flight: scheduled before actual before estimated. */
static const struct {
    char qualifier[4];
    bool arrival;
    unsigned rank;
} times[] = {{"189", false, 0}, {"186", false, 1}, {"136", false, 1}, {"133", false, 2},
             {"232", true, 0},  {"178", true, 1},  {"132", true, 2}};

bool
flights_has_time(slice qualifier)
{
    for (size_t i = 0; i < LENGTH(times); i++)
        if (slice_eq(qualifier, slice_of(times[i].qualifier)))
            return true;
    return false;
}

void
flights_time(flights *p)
{
    slice qualifier = edi_get(&p->e->seg, 1, 1);

    for (size_t i = 0; i < LENGTH(times) && p->point != NULL; i++) {
        unsigned *rank = times[i].arrival ? &p->point->arrival_rank : &p->point->departure_rank;
        if (!slice_eq(qualifier, slice_of(times[i].qualifier)) || times[i].rank >= *rank)
            continue;
        *rank = times[i].rank;
        slice v = edi_moment_value(p->e, &p->arena, DATE_EXPIRY, true);
        *(times[i].arrival ? &p->point->arrival : &p->point->departure) = v;
    }
}

static void
put_leg(buf *b, const flight *f, const point *from, const point *to)
{
    if (b->n != 0)
        buf_putc(b, ';');
    edi_put_part(b, f->id, false);
    edi_put_part(b, from != NULL ? from->port : (slice){NULL, 0}, false);
    edi_put_part(b, from != NULL ? from->departure : (slice){NULL, 0}, false);
    edi_put_part(b, to != NULL ? to->port : (slice){NULL, 0}, false);
    edi_put_part(b, to != NULL ? to->arrival : (slice){NULL, 0}, true);
}

/* The first place with that qualifier among n from at; NULL: there is none. */
static const point *
find_point(const point *at, size_t n, slice qualifier)
{
    for (size_t i = 0; i < n; i++)
        if (slice_eq(at[i].qualifier, qualifier))
            return &at[i];
    return NULL;
}

static void
put_legs(buf *b, const flight *f, const point *at)
{
    size_t n = f->points_n;
    bool arrival = n != 0 && slice_eq(at[0].qualifier, S("87"));

    if (n < 2)
        put_leg(b, f, n == 1 && !arrival ? at : NULL, arrival ? at : NULL);
    else if (n == 2 && arrival) /* the arrival was named first */
        put_leg(b, f, &at[1], &at[0]);
    else
        for (size_t i = 0; i + 1 < n; i++)
            put_leg(b, f, &at[i], &at[i + 1]);
}

/*
 * Which leg crosses the border: from LOC+125 to LOC+87; where there is none,
 * from the first place to the last, but not to an onward one.  After damage, which may have cost a
 * place, only what is said by the qualifiers is known.
 */
void
flights_end(flights *p, slice *rec)
{
    const flight *border = NULL;
    const point *from = NULL, *to = NULL, *end = p->points + p->points_n;

    p->list.n = 0;
    for (const flight *f = p->flights; f < p->flights + p->flights_n; f++) {
        const point *at = p->points + f->points;
        if (!p->doubt)
            put_legs(&p->list, f, at);
        if (border != NULL)
            continue;
        from = find_point(at, f->points_n, S("125"));
        to = find_point(at, f->points_n, S("87"));
        border = from != NULL || to != NULL ? f : NULL;
    }
    if (!p->doubt && p->flights_n != 0) {
        const point *first = p->points;
        size_t n = p->points_n;
        if (border != NULL) {
            first += border->points;
            n = border->points_n;
            if (to == NULL)
                to = find_point(from, (size_t)(end - from), S("87"));
        } else {
            border = p->flights;
        }
        while (n > 2 && slice_eq(first[n - 1].qualifier, S("130")))
            n--;
        if (from == NULL && n > 1 && to != first)
            from = first;
        if (to == NULL && n > 1 && from != first + n - 1)
            to = first + n - 1;
    }
    rec[COL_legs] = arena_dup(&p->arena, buf_slice(&p->list));
    static const flight unknown;
    border = border != NULL ? border : &unknown;
    rec[COL_transport_mode] = border->mode;
    rec[COL_carrier] = border->carrier;
    rec[COL_flight] = border->id;
    rec[COL_dep_port] = from != NULL ? from->port : (slice){NULL, 0};
    rec[COL_dep_time] = from != NULL ? from->departure : (slice){NULL, 0};
    rec[COL_arr_port] = to != NULL ? to->port : (slice){NULL, 0};
    rec[COL_arr_time] = to != NULL ? to->arrival : (slice){NULL, 0};
    p->open = p->doubt = false;
    p->point = NULL;
}

void
flights_reset(flights *p)
{
    p->flights_n = p->points_n = 0;
    p->open = p->doubt = false;
    p->point = NULL;
}

void
flights_free(flights *p)
{
    arena_free(&p->arena);
    buf_free(&p->list);
}

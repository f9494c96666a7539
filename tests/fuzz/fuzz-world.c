/*
 * Any bytes as a world file: it is refused with a reason, or persons, documents
 * and zones can be made of it that are what they have to be.
 */
#include "sim/private.h"

#include <stdlib.h>

/* What a world needs at least. */
static const char built_in[] =
    "culture a\nscript Latn\nform 1 given | family\n"
    "male 1 JOHN =JON ~JACK\nfemale 1 ANNA\nfamily 2 BERG\n"
    "port AAA UTO +0400 A\nport BBB DEU +0100 B\n"
    "state UTO weight=0 people=a passport=########\n"
    "state DEU weight=1 people=a passport=@####### card=@@###### via=BBB\n"
    "home UTO AAA UV#######\npost AAA1 air AAA 1 A\npost LLL1 land DEU 1 L\n"
    "carrier UZ U una\nroute UZ 10 BBB AAA1 0100 100 100 1\n"
    "traffic visitor=1\nmode air=1\nmonths 1 1 1 1 1 1 1 1 1 1 1 1\n"
    "weekdays 1 1 1 1 1 1 1\n"
    "hours air 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n"
    "hours land 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n"
    "hours sea 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n"
    "hours rail 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n";

static void
check_zone(const zone *z)
{
    for (unsigned i = 0; i < z->lines; i++) {
        for (unsigned k = 0; k < z->width; k++) {
            char c = z->line[i][k];
            if (c != '<' && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9'))
                abort();
        }
        if (z->line[i][z->width] != '\0')
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    error e = {""};
    sim_settings set = {.seed = 1, .travellers = 1, .from = {2026, 11, 1}, .to = {2026, 11, 30}};
    sim_world *w = world_make((slice){built_in, sizeof built_in - 1},
                              (slice){(const char *)data, size}, "fuzz", &e);
    sim s = {.w = w, .set = &set};

    if (w == NULL) {
        if (e.text[0] == '\0')
            abort();
        return 0;
    }
    for (uint32_t i = 0; i < 24; i++) {
        person p;
        document d;
        zone z;
        char field[40];
        kind k = (kind)(i % (DECOY + 1));
        if (household_size(&s, i, k) > MEMBERS)
            abort();
        person_make(&s, i, i % MEMBERS, k, &p);
        if (slice_utf8(p.given) != p.given.n || slice_utf8(p.surname) != p.surname.n ||
            slice_utf8(p.native) != p.native.n || !date_valid(p.birth))
            abort();
        document_make(&s, &p, 0, false, 0, &d);
        zone_make(&s, &p, &d, &z);
        check_zone(&z);
        if (p.nationality->card.n != 0) {
            card_make(&s, &p, &d);
            zone_make(&s, &p, &d, &z);
            check_zone(&z);
        }
        visa_make(&s, &p, i, &d);
        zone_make(&s, &p, &d, &z);
        check_zone(&z);
        (void)zone_name(&p, p.nationality, field, 39);
    }
    sim_world_free(w);
    return 0;
}

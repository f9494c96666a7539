/*
 * sim: a country's border traffic with the truth about it, invented from a
 * seed.
 *
 *	sim_world	what is told of the country: States, names, posts, carriers
 *	sim_run		one run: messages, zones, movements, a list, and the truth
 *
 * The same world, settings and version give the same bytes on every machine:
 * only whole numbers decide, and every thing has numbers of its own (see
 * chance in private.h).  The room writes zones and messages by itself, for
 * what the readers are measured on must not come from what they are made of.
 */
#ifndef BORDERTOOLS_SIM_H
#define BORDERTOOLS_SIM_H

#include "base/base.h"

/* ---- the world ------------------------------------------------------------------- */

/*
 * The country, from the file of border-world(5) or, without one (NULL), as it
 * is built in.  What a file says of a kind (posts, routes, a culture ...) takes
 * the place of what the built-in world says of that kind.  NULL: the file
 * cannot be read or says what cannot be: e names the line.
 */
typedef struct sim_world sim_world;

sim_world *sim_world_load(const char *path, error *e);
void sim_world_free(sim_world *w);
/* The text of the built-in world, as a file of border-world(5). */
slice sim_world_text(void);

/* ---- a run ------------------------------------------------------------------------ */

/* How often, in 2^32nds: sim_rate(0.05) is one in twenty. */
typedef uint32_t sim_chance;
sim_chance sim_rate(double rate); /* 0 to 1 */

typedef struct sim_settings {
    uint64_t seed;
    uint64_t travellers; /* journeys: an entry and an exit, or the other way round */
    date from, to;       /* the days on which they begin; both whole, both included */
    sim_chance fault;    /* of a message: something is wrong with it */
    sim_chance ocr;      /* of a character of a zone: it is misread */
    sim_chance listed;   /* of a traveller: he is on the list */
    sim_chance lost;     /* of a traveller: his document is reported lost */
    sim_chance overstay; /* of a stay: it is too long */
    sim_chance missing;  /* of an exit: nobody recorded it */
    sim_chance doubled;  /* of a movement: it is recorded twice */
    sim_chance renewed;  /* of a stay: he leaves with another passport */
    sim_chance dual;     /* of a stay: he leaves with that of another State */
    sim_chance refused;  /* of an entry: he is not let in */
    uint64_t entries;    /* of the list that do not travel */
} sim_settings;

/* Called now and then with the journeys done so far; false: stop. */
typedef bool (*sim_progress)(void *ctx, uint64_t done);

/*
 * Writes the files into the folder path, which appears whole or not at all and
 * must not be there before (or be empty).  Memory grows with the travellers
 * under way and with those of one day.  False: e says why, or ctx knows.
 */
bool sim_run(const sim_world *w, const sim_settings *s, const char *path, sim_progress progress,
             void *ctx, error *e);

#endif

/* libpq: see pq.h. */
#include "ledger/pq.h"

#include <dlfcn.h>

static const char library[] = "libpq.so.5"; /* since PostgreSQL 8.2 */

pq_functions pq;

bool
pq_load(error *e)
{
    static const char *const names[] = {
#define FUNCTION(name) #name,
        PQ_FUNCTIONS(FUNCTION)
#undef FUNCTION
    };
    static void *loaded; /* for good: libraries behind it do not like to be unloaded */
    void *address[LENGTH(names)];

    if (loaded != NULL)
        return true;
    void *l = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (l == NULL)
        return error_set(e, "a ledger on a PostgreSQL server needs its library: %s", dlerror());
    for (size_t i = 0; i < LENGTH(names); i++)
        if ((address[i] = dlsym(l, names[i])) == NULL)
            return error_set(e, "%s has no %s: it is too old", library, names[i]);
    _Static_assert(sizeof address == sizeof pq, "a function's address is one of an object");
    memcpy(&pq, address, sizeof pq);
    loaded = l;
    return true;
}

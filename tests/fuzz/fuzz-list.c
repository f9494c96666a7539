/*
 * Any bytes as an alert list: it is refused with a reason, or every entry of
 * it has a name or a document, and ranges that lie within the list.
 */
#include "watch/private.h"

#include <stdlib.h>

static bool
within(watch_range r, uint32_t n)
{
    return r.first <= n && r.n <= n - r.first;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    in *f = in_memory("fuzz", (slice){(const char *)data, size});
    diag d = {0};
    error e = {""};
    watch_list *l = watch_read(f, S("fuzz"), &d, &e);

    if (l == NULL && e.text[0] == '\0')
        abort();
    for (uint32_t i = 0; l != NULL && i < l->entries_n; i++) {
        const watch_entry *entry = &l->entry[i];
        if (entry->names.n + entry->documents.n == 0 || !within(entry->names, l->names_n) ||
            !within(entry->births, l->births_n) || !within(entry->countries, l->countries_n) ||
            !within(entry->documents, l->documents_n))
            abort();
        for (uint32_t k = 0; k < entry->names.n; k++)
            if (l->names[entry->names.first + k].entry != i ||
                l->names[entry->names.first + k].text.n == 0)
                abort();
    }
    watch_list_free(l);
    in_close(f);
    diag_free(&d);
    return 0;
}

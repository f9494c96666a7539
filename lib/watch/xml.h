/*
 * Private to watch: lists in XML.  A format is a table of rules that say which
 * element or attribute is which value, and a function that is called when a
 * group of values is complete.
 */
#ifndef BORDERTOOLS_WATCH_XML_H
#define BORDERTOOLS_WATCH_XML_H

#include "watch/private.h"

typedef enum xml_action { XML_SET, XML_GROUP } xml_action;

/*
 * path is a/b/c below the record, or /a/b/c below the root; a/b@c is an
 * attribute.  XML_SET: the value goes to slot n.  XML_GROUP: at the end of the
 * element group(n) is called; what was set within it is empty afterwards.
 */
typedef struct xml_rule {
    const char *path;
    xml_action action;
    int n;
} xml_rule;

typedef struct xml xml;

typedef struct xml_format {
    const char *name;   /* as watch_formats has it */
    const char *root;   /* the element that the list is */
    const char *record; /* path of an entry, below the root */
    const xml_rule *rules;
    size_t rules_n;
    size_t state_size; /* of x->state, zeroed */
    /* The end of a group, with its text; XML_BEGIN and XML_RECORD of a record. */
    void (*group)(xml *x, int n, slice text);
    void (*end)(xml *x); /* of the file, also of one that failed; may be NULL */
} xml_format;

enum { XML_BEGIN = -1, XML_RECORD = -2 };

struct xml {
    watch_source *s;
    slice v[V_SLOTS];
    arena arena; /* of the record */
    void *state;
    struct xml_state *own;
};

/* The formats, ended by one without a name. */
extern const xml_format *const xml_formats[];
extern const xml_format xml_un, xml_eu, xml_sdn, xml_enhanced, xml_advanced, xml_uk;

void xml_fail(xml *x, const char *why);
const char *xml_element(const xml *x); /* the name of the one at hand */

/* ---- what several formats do ---- */

/* The name at hand, as watch_add_values has it. */
void xml_add_name(xml *x, bool alias, bool weak);

#endif

/* What the files of lib/edi share; no other room includes this. */
#ifndef BORDERTOOLS_EDI_PRIVATE_H
#define BORDERTOOLS_EDI_PRIVATE_H

#include "edi/edi.h"

/* The service string advice (ISO 9735-1, 5.1); 0: not in use. */
typedef struct edi_marks {
    unsigned char component, element, release, repeat, end;
} edi_marks;

/* Consecutive bytes that are rejected together, as one record. */
typedef struct edi_run {
    uint64_t from;
    uint64_t segments; /* 0: there is no run */
} edi_run;

typedef enum edi_charset { CHARSET_ASCII, CHARSET_LATIN1, CHARSET_UTF8, CHARSET_OTHER } edi_charset;

struct edi {
    in *f;
    diag *d;
    date as_of;

    /* syntax */
    edi_marks marks;
    uint8_t class[256]; /* what each byte means under marks */
    size_t used;        /* bytes of the window that seg takes */
    bool outside;       /* neither in an interchange nor in a message */
    edi_charset charset;
    bool charset_told;
    edi_segment seg;
    arena arena; /* parts that had to be rewritten */

    /* envelope */
    bool again, ended, refused;
    bool interchange, group, message; /* which are open */
    uint64_t interchange_offset, group_offset, interchange_damage, group_damage, message_damage;
    uint64_t groups, messages, group_messages, segments;
    uint64_t damages; /* so far in this file */
    slice interchange_ref, group_ref, message_ref, sender;
    moment sent;
    edi_message now;
    edi_run stray, refusal;
    arena interchange_arena, group_arena, message_arena;
};

/*
 * The next segment into e->seg (the tag is UNA for a service string advice);
 * false at the end of the file.
 */
bool syntax_next(edi *e);
/* Other service characters, from here on. */
void syntax_marks(edi *e, edi_marks m);
extern const edi_marks syntax_default;

/* Adds the segment to the run. */
void run_add(edi *e, edi_run *run);
/* Rejects the run, if there is one: "%s (N segments)". */
void run_end(edi *e, edi_run *run, const char *why);

static inline place
edi_place(const edi *e, uint64_t offset)
{
    return (place){.file = e->f->name, .offset = (int64_t)offset};
}

/*
 * A date or a time as DTM and UNB have it (data element 2379 by the length of
 * the value): YYMMDD, CCYYMMDD, and these with HHMM or HHMMSS.  False when it
 * is none.
 */
bool edi_moment(slice value, date_kind kind, date as_of, moment *m);

#endif

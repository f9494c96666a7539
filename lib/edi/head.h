/* Where segments, messages and interchanges begin, whatever stands before them. */
#ifndef BORDERTOOLS_EDI_HEAD_H
#define BORDERTOOLS_EDI_HEAD_H

#include "edi/private.h"

enum {
    UNA_LENGTH = 9,
    SMALL = 16, /* bytes that tell whether a segment begins */
    HEAD = 32   /* and whether an interchange or a message does, for sure */
};

/* What a byte means under the service characters at hand (edi.class). */
enum class { PLAIN, ELEMENT, COMPONENT, END, HIGH, RELEASE, BREAK, CONTROL };

static inline bool
alphanumeric(unsigned char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static inline bool
letters(const unsigned char *p, size_t n)
{
    if (p[0] < 'A' || p[0] > 'Z')
        return false;
    for (size_t i = 1; i < n; i++)
        if (!alphanumeric(p[i]))
            return false;
    return true;
}

static inline bool
blank(unsigned char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/*
 * UNA where a UNB follows, be a letter of it damaged, or the UNH or UNG of an
 * interchange that has lost its UNB; anything else may be text.  That a line
 * end is the terminator is believed before a whole UNB only.
 */
bool head_una(const unsigned char *p, size_t n, edi_marks *m);
/* UNB under the default characters: an interchange that brings no UNA. */
bool head_default(const unsigned char *p, size_t n);
/*
 * The head of an interchange or a message, where it is beyond doubt: it is
 * believed anywhere, behind a terminator or in the middle of the word at
 * which what is before it was cut off.
 */
bool head_sure(const edi *e, const unsigned char *p, size_t n);
/* A tag that is known, with an element separator or the terminator behind it; or an interchange. */
bool head_starts(const edi *e, const unsigned char *p, size_t n);
/*
 * The first start in the window at or behind from, in the middle of a word (or
 * with sure anywhere) only what is beyond doubt; the window's length when
 * there is none.
 */
size_t head_find(const edi *e, size_t from, bool sure);
/* Where among the bytes from one to before another an interchange is; to when none is. */
size_t head_find_interchange(const unsigned char *p, size_t from, size_t to, size_t n);
/* Whether one begins in the text. */
bool head_holds_interchange(slice text);

#endif

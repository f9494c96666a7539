/*
 * libpq, loaded when a ledger is on a server: it brings two dozen libraries
 * with it, which took as long to start as all else, at posts that keep a file.
 */
#ifndef BORDERTOOLS_LEDGER_PQ_H
#define BORDERTOOLS_LEDGER_PQ_H

#include "base/base.h"

#include <libpq-fe.h>

#define PQ_FUNCTIONS(F)                                                                            \
    F(PQclear)                                                                                     \
    F(PQconnectdbParams)                                                                           \
    F(PQconninfoFree)                                                                              \
    F(PQconninfoParse)                                                                             \
    F(PQerrorMessage)                                                                              \
    F(PQexec)                                                                                      \
    F(PQexecParams)                                                                                \
    F(PQfinish)                                                                                    \
    F(PQgetResult)                                                                                 \
    F(PQgetlength)                                                                                 \
    F(PQgetvalue)                                                                                  \
    F(PQnfields)                                                                                   \
    F(PQntuples)                                                                                   \
    F(PQputCopyData)                                                                               \
    F(PQputCopyEnd)                                                                                \
    F(PQresultErrorMessage)                                                                        \
    F(PQresultStatus)                                                                              \
    F(PQsetNoticeProcessor)                                                                        \
    F(PQstatus)                                                                                    \
    F(PQtransactionStatus)

typedef struct pq_functions {
#define FUNCTION(name) __typeof__(name) *name;
    PQ_FUNCTIONS(FUNCTION)
#undef FUNCTION
} pq_functions;

extern pq_functions pq;

/* Before the first call of any; false: the library is not on this machine, or too old. */
bool pq_load(error *e);

#endif

/* Shared libraries that are opened when they are first needed. Whoever simulates does not draw, and
 * to start with all of them loaded costs 20 ms, a third of a short simulation.
 *
 * A room lists what it calls, and calls it through a struct that has a pointer of the right type
 * for each:
 *
 *     #define XML_CALLS(F) F(xmlFreeDoc) F(xmlGetLineNo)
 *     struct xml { XML_CALLS(LIBRARY_POINTER) };
 *
 *     static const char *const names[] = {XML_CALLS(LIBRARY_NAME)};
 *     struct xml xml;
 *     static struct library library = LIBRARY(LIBRARY_XML2, names, xml);
 *     ...
 *     if (!library_need(&library, err)) return false;
 *     xml.xmlFreeDoc(tree);
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "err.h"

#include <stddef.h>

#define LIBRARY_POINTER(name) __typeof__(name) *name;
#define LIBRARY_NAME(name) #name,
#define LIBRARY(file_, names_, pointers_)                                                          \
    {                                                                                              \
        .file = file_, .names = names_, .count = sizeof names_ / sizeof *names_,                   \
        .pointers = &pointers_                                                                     \
    }

struct library {
    const char *file; /* its SONAME, which the build looks up */
    const char *const *names;
    size_t count;
    void *pointers; /* as many, in the order of the names */
    bool ready;
};

/* Opens it and fills in the pointers, once; from any thread. It stays open as long as the process
 * runs. Fails with ERR_IO when this machine does not have it, or not with all that is called. */
MUST_CHECK bool library_need(struct library *library, struct err *err);

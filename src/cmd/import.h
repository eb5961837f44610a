/* What `weft import` was asked to do, for the tables that a document can go into.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/date.h"
#include "doc/document.h"

struct import_request {
    const char *file, *package; /* package NULL: none was given */
    const char *map;            /* a mapping file; NULL: none */
    const char *table; /* the table or sheet that a mapping is proposed for; NULL: the largest */
    const char *revisions; /* where old figures go; NULL: nowhere */
    const char *who;
    const char *plan, *kind; /* of a plan: its id and, when it is new, its kind; NULL: not said */
    int32_t on;              /* the day of the document; DATE_NONE: not known */
    bool guess, dry_run, strict;
    bool json; /* of a plan: the proposal and the difference for programs */
};

/* The document's plan: shown beside the words that it was read from or, with a package, brought
 * into it. Returns the exit status, as a command does: 1 when --strict refuses, or when it is
 * not said whether it is the next version of a plan that it shares its items with. */
int import_plan(const struct import_request *request, const struct document *document,
                struct arena *arena, struct err *err);

/* The document's observations into the package. Returns the exit status, as a command does. */
int import_observations(const struct import_request *request, const struct document *document,
                        struct arena *arena, struct err *err);

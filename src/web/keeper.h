/* Keeps what the pages show as the package is: looks every second whether its files have changed,
 * and then reads it again in a thread of its own. Requests see the old package until the new one
 * can be shown, and for as long as it cannot be used.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "site.h"

struct keeper;

/* Opens and checks the package of options.path; options.findings is not looked at. NULL with err
 * when it cannot be read; NULL with findings->errors, and no err, when it cannot be used. */
MUST_CHECK struct keeper *keeper_new(const struct site_options *options, struct findings *findings,
                                     struct err *err);

/* Ends the work that is still going on; nobody may hold anything. NULL is allowed. */
void keeper_free(struct keeper *keeper);

/* The server whose remembered answers are forgotten when anything changes; NULL before it stops. */
void keeper_serve(struct keeper *keeper, struct http_server *server);

/* How the package stands beside its files. */
struct keeper_notice {
    bool reading;             /* they have changed, and are being read */
    const char *refused;      /* they have changed, and cannot be used: why; NULL: no */
    const char *const *lines; /* the first of the findings that say so */
    size_t line_count;
};

/* What is shown now: stays as it is until it is let go. The notice is copied to the arena. */
struct held;
struct held *keeper_hold(struct keeper *keeper, struct arena *arena, struct keeper_notice *notice);
void keeper_let_go(struct keeper *keeper, struct held *held);
struct site *held_site(const struct held *held);

/* How often it was read since the beginning, how often it could not be used then, and how often the
 * model would have said the same again and was not run. */
struct keeper_counts {
    uint64_t reads, refusals, kept_runs;
};
void keeper_counts(struct keeper *keeper, struct keeper_counts *out);

/* What the commands that read a package share: opening it, and showing how far long work is.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/date.h"
#include "store/store.h"

#include <stdio.h>

/* Opens a package that is fit for use: its findings are printed to the standard error when there
 * are errors among them, and it is refused. NULL with err then. Warnings are left in findings. */
MUST_CHECK struct store *package_open(const char *path, struct findings *findings, struct err *err);

/* Prints the errors among the findings to the standard error, and says in err that there are some.
 */
void package_refuse(const char *path, struct findings *findings, struct err *err);

/* Prints findings from that severity up, one a line. */
void package_print(const struct findings *findings, enum severity from, struct arena *arena,
                   FILE *out);

/* Writes what a command answers into that file, which is there whole or not at all; a pipe or a
 * device (/dev/null) is written to and stays what it is; NULL: to the standard output. Fails with
 * ERR_IO. */
MUST_CHECK bool output_write(const char *file, const struct buf *out, struct err *err);

/* The name of whoever runs the program, NULL where the system does not say. */
const char *package_user(void);

/* Today, UTC: a day of base/date.h. */
int32_t package_today(void);

/* Seconds on a clock that only goes forward, since some moment. */
double package_seconds(void);

/* A bar on a terminal (standard error), with the time left; nothing where there is no terminal. */
struct progress {
    const char *title, *unit; /* 'plan', 'replications' */
    double began, shown;      /* seconds; 0 at first */
};
void progress_show(struct progress *progress, uint64_t done, uint64_t total, uint64_t events);
/* Clears the bar. */
void progress_end(struct progress *progress);

/* Puts the plan's forecast dates in the place of its milestones' dates for the model
 * (plan/forecast.h), and says on the standard error output how many. as_at DATE_NONE: the day of
 * report/day.h. */
MUST_CHECK bool package_feed(sqlite3 *db, int32_t as_at, uint64_t seed, struct arena *arena,
                             struct err *err);

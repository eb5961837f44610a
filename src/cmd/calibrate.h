/* What the two forms of weft calibrate share: numbers written back into files of CSV. Private to
 * calibrate*.c.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
#include "store/registry.h"

#include <stdint.h>

/* One number of one row, the line on which it stands. */
struct calibrate_edit {
    const struct table *table;
    int column;
    int64_t line;
    double value;
    const char *source; /* NULL: the common one */
};

/* Writes the numbers, with six significant digits, and the source beside them into the files of the
 * folder; every other byte stays. All files are made before the first is replaced. */
MUST_CHECK bool calibrate_write(const char *folder, struct calibrate_edit *edits, size_t count,
                                const char *source, struct arena *arena, struct err *err);

/* A number with six significant digits; the arena's. */
const char *calibrate_number(double value, struct arena *arena);

/* The form with measures: fits to what was observed, reports and writes back. */
struct calibrate_wish {
    const char *package, *fit, *to, *from, *until, *backtest, *scenario;
    double low, high;
    int64_t replications, seed, threads, starts;
    bool dry_run;
};
int calibrate_to_measures(const struct calibrate_wish *wish, struct arena *arena, struct err *err);

/* Whom a place is compared with: another place, or a group of them.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "series.h"

/* `against` where it is given, else the measure's own, else the system's. Fails with ERR_NOT_FOUND
 * when there is no such place, organisation or group. */
MUST_CHECK bool measure_comparator_read(sqlite3 *db, const struct measure_info *info,
                                        const struct measure_place *place, const char *against,
                                        struct arena *arena, struct measure_comparator *out,
                                        struct err *err);

/* Fills comparator, comparator_numerators and comparator_denominators of a series that begins with
 * `first`. A group's value is the sum of its members' numerators over that of their denominators
 * where all give both, else the mean of their values. */
MUST_CHECK bool measure_comparator_fill(sqlite3 *db, const struct measure_info *info,
                                        struct measure_comparator *comparator, int32_t as_at,
                                        int32_t first, struct arena *arena,
                                        struct measure_series *series, struct err *err);

/* Members with observations of the measure, the place that is compared left out. */
MUST_CHECK bool measure_comparator_members(sqlite3 *db, const char *measure,
                                           const struct measure_comparator *comparator,
                                           struct arena *arena, const char *const **out,
                                           size_t *count, struct err *err);

/* The other places that a place is set beside: the members of the group that it is compared with,
 * else every place of the same kind with observations of the measure. */
MUST_CHECK bool measure_others(sqlite3 *db, const char *measure, const char *place,
                               const struct measure_comparator *comparator, struct arena *arena,
                               const char *const **out, size_t *count, struct err *err);

/* A .weft file that an older version packed is made one of this version.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/err.h"

#include <sqlite3.h>

/* Makes the tables and columns that the file lacks, empty, and rebuilds its triggers, in one
 * transaction: a failure leaves it as it was. What the file has is compared with the registry, so
 * a column that is added there needs nothing here. A file whose tables, indexes and triggers are
 * not what some version made of columns that this one knows is refused; so is one with rows in a
 * table that has a new required column. With `remember`, its history says what was added. Foreign
 * keys must be off. */
MUST_CHECK bool upgrade_file(sqlite3 *db, const char *path, bool remember, struct err *err);

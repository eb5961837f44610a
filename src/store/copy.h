/* A package copied into memory, so that it can be read elsewhere or changed without harm.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "query.h"

/* All tables and rows of an open database, in a new one; close it with sqlite3_close. NULL with err
 * when it cannot be read. */
MUST_CHECK sqlite3 *store_copy(sqlite3 *from, struct err *err);

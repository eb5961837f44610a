/* A number that says what the model reads of a package.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/err.h"

#include <sqlite3.h>
#include <stdint.h>

/* Two packages with the same number give the same rows for the same options: it changes with every
 * cell that the model reads, where it reads it (of milestones the dates of those that start
 * schemes), and with no other. Fails as model_simulate where the tables cannot be made a model. */
MUST_CHECK bool model_key(sqlite3 *db, uint64_t *key, struct err *err);

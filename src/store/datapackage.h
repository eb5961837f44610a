/* datapackage.json: a package described by the Frictionless Tabular Data Package standard, so that
 * R, Python and spreadsheets read it; made from the registry.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "registry.h"

#include "base/text.h"

/* The whole file, for the tables that `present` marks (by their order in the registry); NULL: all.
 * name is that of the package, any text. */
void datapackage_write(const char *name, const bool *present, struct buf *out);

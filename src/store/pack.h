/* Packages as .weft files: a folder packed into one, and into one that is there already.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "store.h"

struct pack_result {
    size_t inserted, updated,
        deleted; /* rows, of a file that was there; a new one has only inserted */
    bool is_new;
};

/* Packs an open folder that has no errors. Files beside the tables that cannot be kept are findings
 * (T18). A new file is made beside the old name and takes it only when it is whole. With replace, a
 * .weft file that is there is changed in one transaction, row by row, so that its history holds
 * just what changed, and by whom. Fails with ERR_EXISTS when a file is there and replace is not
 * set; the old file is then, and after any failure, as it was. */
MUST_CHECK bool pack_folder(const struct store *folder, const char *file, bool replace,
                            const char *who, struct findings *findings, struct pack_result *result,
                            struct err *err);

/* Changes single cells of a CSV text and leaves every other byte as it is: line ends, quotes,
 * spaces, the byte order mark.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

struct csv_patch {
    size_t line; /* on which the row begins, as csv_row.line; the first is 1 */
    size_t cell; /* counted from 0 */
    struct str text;
};

/* Adds the text with the cells replaced. Patches are in order of line, then cell. Fails with
 * ERR_NOT_FOUND, and an unspecified out, when a cell is not there. */
MUST_CHECK bool csv_patch(struct str bytes, const struct csv_patch *patches, size_t count,
                          struct buf *out, struct err *err);

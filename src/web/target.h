/* The target of a request, as it was sent: path and query read strictly.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

#define TARGET_BYTES 8192 /* the longest target read */
#define TARGET_FIELDS 256 /* the most fields of a query */

struct target_field {
    const char *name, *value; /* decoded: UTF-8 without control characters */
};

struct target {
    const char
        *path; /* as sent: escapes in it stay, so '%2e%2e' is just a name that there is not */
    const struct target_field *fields; /* in order; empty values are kept */
    size_t count;
};

/* Reads '/path?name=value&name=value' (application/x-www-form-urlencoded, as browsers send forms).
 * Everything is on the arena. Fails with ERR_INPUT on a broken escape, text that is not UTF-8,
 * control characters, a name given twice, or '#'; with ERR_TOO_LARGE beyond the limits above. */
MUST_CHECK bool target_read(struct arena *arena, const char *text, struct target *out,
                            struct err *err);

/* The value of a field, or NULL when it is not there. */
const char *target_value(const struct target *target, const char *name);

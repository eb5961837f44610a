/* Files packed with gzip (RFC 1952), as published tables often are.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

bool gzip_is(struct str bytes);

/* Unpacks all members into the arena; a NUL byte that is not counted follows, and the bytes may be
 * changed. Fails with ERR_TOO_LARGE beyond limit bytes, or beyond 16 MB and 200 times the packed
 * size; with ERR_INPUT when it is broken off, fails its checksum, or other bytes follow. */
MUST_CHECK bool gzip_unpack(struct str packed, size_t limit, struct arena *arena, char **bytes,
                            size_t *length, struct err *err);

/* file_read, and gzip_unpack of what is packed. */
MUST_CHECK bool gzip_file_read(struct arena *arena, const char *path, size_t limit, char **bytes,
                               size_t *length, struct err *err);

/* Files, read and written whole.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "text.h"

/* Reads a regular file of at most limit bytes onto the arena; a NUL byte that is not counted
 * follows. The bytes may be changed by the caller. Fails with ERR_NOT_FOUND, ERR_TOO_LARGE or
 * ERR_IO. */
MUST_CHECK bool file_read(struct arena *arena, const char *path, size_t limit, char **bytes,
                          size_t *length, struct err *err);

/* Makes a new file and makes sure that it is on the disk. Fails with ERR_EXISTS when there is one
 * already; a file that could not be written whole is removed again. */
MUST_CHECK bool file_write(const char *path, struct str bytes, struct err *err);

/* Puts the bytes in the place of whatever file is there, all or nothing: they are written beside it
 * first. */
MUST_CHECK bool file_replace(const char *path, struct str bytes, struct err *err);

/* Makes sure that what was written to a file, or the names in a folder, are on the disk. */
MUST_CHECK bool file_sync(const char *path, struct err *err);

/* ZIP archives in memory, as .xlsx and .docx files are: their directory, and their files read as a
 * stream. Nothing is ever written to a disk, so that names are only names.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

struct zip;
struct zip_stream;

/* Whether the bytes begin as a ZIP archive does. */
bool zip_is(struct str bytes);

/* Reads the directory; the bytes stay the caller's and must outlive it. Fails with ERR_INPUT when
 * the archive is broken or encrypted, ERR_TOO_LARGE beyond LIMIT_ZIP_ENTRIES. */
MUST_CHECK struct zip *zip_open(struct arena *arena, struct str bytes, struct err *err);

bool zip_has(const struct zip *zip, const char *name);

/* Begins to read a file. Fails with ERR_NOT_FOUND, or ERR_INPUT when it is packed in a way that is
 * not known. */
MUST_CHECK struct zip_stream *zip_stream_open(struct zip *zip, const char *name, struct err *err);

/* The next bytes, at most size; 0 at the end. False with ERR_INPUT when the packed bytes are
 * broken or their checksum does not fit, ERR_TOO_LARGE beyond LIMIT_INFLATED_BYTES over all streams
 * of the archive, or LIMIT_INFLATED_RATIO.
 */
MUST_CHECK bool zip_stream_read(struct zip_stream *stream, char *to, size_t size, size_t *got,
                                struct err *err);

/* NULL is allowed. */
void zip_stream_close(struct zip_stream *stream);

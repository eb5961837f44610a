/* What stands beside the text of a Word document in parts of its own: footnotes, endnotes,
 * comments.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "zip.h"

struct side_note {
    const char *id, *text;
};

/* Footnotes, endnotes or comments by their id. */
struct side_notes {
    struct side_note *items;
    size_t count;
};

/* Reads the elements of that name in a part; none where there is no such part. */
MUST_CHECK bool docx_read_notes(struct zip *zip, const char *name, const char *element,
                                struct arena *arena, struct side_notes *out, struct err *err);

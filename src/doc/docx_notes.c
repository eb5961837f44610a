/* Footnotes, endnotes and comments of a Word document; see docx_notes.h.
 *
 * SPDX-License-Identifier: MIT */
#include "docx_notes.h"

#include "part.h"

#include "base/limits.h"

#include <string.h>

bool docx_read_notes(struct zip *zip, const char *name, const char *element, struct arena *arena,
                     struct side_notes *out, struct err *err) {
    if (!name || !zip_has(zip, name)) return true;
    struct part *part = part_open(zip, name, err);
    if (!part) return false;
    size_t capacity = 0;
    struct buf text = buf_new(arena);
    for (enum part_event event; (event = part_next(part)) != PART_DONE;) {
        if (event != PART_START || !part_is(part, element)) continue;
        if (out->count == LIMIT_DOCUMENT_NOTES) break;
        if (out->count == capacity) {
            capacity = capacity ? 2 * capacity : 16;
            struct side_note *items = ARENA_NEW(arena, struct side_note, capacity);
            if (out->count) memcpy(items, out->items, out->count * sizeof *items);
            out->items = items;
        }
        const char *id = part_attribute(part, "id");
        out->items[out->count].id = arena_string(arena, id ? id : "");
        text.length = 0;
        part_collect(part, "t", NULL, &text);
        out->items[out->count++].text =
            text.length ? arena_copy(arena, text.text, text.length) : "";
    }
    return part_close(part, err);
}

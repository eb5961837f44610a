/* The difference of a merge, for people.
 *
 * SPDX-License-Identifier: MIT */
#include "merge.h"

#include <string.h>

static void quoted(struct buf *out, const char *text) {
    size_t n = 0;
    buf_puts(out, "'");
    for (const char *p = text; *p; p++, n++) {
        if (n >= 80 && ((unsigned char)*p & 0xc0) != 0x80) {
            buf_puts(out, "...");
            break;
        }
        buf_putc(out, *p == '\n' ? ' ' : *p);
    }
    buf_puts(out, "'");
}

static const char *column_words(const char *column) {
    return strcmp(column, "due_text") == 0 ? "deadline" : column;
}

void merge_print(const struct merge *merge, struct buf *out) {
    if (merge->same_file) {
        buf_printf(out, "Plan %s has been read from this very file already: nothing to do.\n",
                   merge->plan);
        return;
    }
    for (size_t i = 0; i < merge->count; i++) {
        const struct merge_item *made = &merge->items[i];
        if (made->state == MERGE_SAME || made->item->kind == PROPOSAL_THEME) continue;
        buf_printf(out, "%s %s %s ", made->state == MERGE_NEW ? "NEW" : "CHANGED",
                   proposal_kind_text(made->item->kind), made->item->ref);
        quoted(out, made->item->title);
        if (made->old_ref) buf_printf(out, " (it was %s)", made->old_ref);
        buf_putc(out, '\n');
        for (size_t f = 0; f < made->field_count; f++) {
            const struct merge_field *field = &made->fields[f];
            buf_printf(out, "  %s ", column_words(field->column));
            if (*field->old_value) {
                quoted(out, field->old_value);
                buf_puts(out, " -> ");
            }
            quoted(out, field->value);
            if (*field->place) buf_printf(out, " (%s)", field->place);
            if (field->kept) buf_puts(out, ": the package's own words stay");
            buf_putc(out, '\n');
        }
    }
    for (size_t i = 0; i < merge->gone_count; i++) {
        buf_printf(out, "GONE %s ", merge->gone[i].ref);
        quoted(out, merge->gone[i].title);
        buf_printf(out, " (%s stays in the package)\n", merge->gone[i].id);
    }
    if (merge->kind_is_guessed)
        buf_puts(out, "? the title does not say what kind of plan it is; --kind says it\n");
    buf_printf(out,
               "Plan %s%s: %zu items new, %zu changed, %zu gone, %zu deadlines moved; %zu fields "
               "to be looked at.\n",
               merge->plan, merge->plan_is_new ? " (new)" : "", merge->added, merge->changed,
               merge->gone_count, merge->moved, merge->reviews);
}

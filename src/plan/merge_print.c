/* The difference of a merge, for people and for programs.
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
    if (merge->alike.plan) {
        buf_printf(out, "? %zu of the %zu items of plan %s, ", merge->alike.same,
                   merge->alike.items, merge->alike.plan);
        quoted(out, merge->alike.title);
        buf_puts(out, ", are in it, word by word: it seems to be its next version\n");
    }
    if (merge->kind_is_guessed)
        buf_puts(out, "? the title does not say what kind of plan it is; --kind says it\n");
    buf_printf(out,
               "Plan %s%s: %zu items new, %zu changed, %zu gone, %zu deadlines moved; %zu fields "
               "to be looked at.\n",
               merge->plan, merge->plan_is_new ? " (new)" : "", merge->added, merge->changed,
               merge->gone_count, merge->moved, merge->reviews);
}

static void change_json(const struct merge_item *made, struct json *json) {
    json_object(json, NULL);
    json_text(json, "state", made->state == MERGE_NEW ? "new" : "changed");
    json_text(json, "kind", proposal_kind_text(made->item->kind));
    json_text(json, "id", made->id);
    json_text(json, "ref", made->item->ref);
    json_text(json, "old_ref", made->old_ref);
    json_text(json, "title", made->item->title);
    json_list(json, "fields");
    for (size_t f = 0; f < made->field_count; f++) {
        const struct merge_field *field = &made->fields[f];
        json_object(json, NULL);
        json_text(json, "column", field->column);
        json_text(json, "old", *field->old_value ? field->old_value : NULL);
        json_text(json, "new", field->value);
        json_text(json, "place", *field->place ? field->place : NULL);
        json_bool(json, "package_stays", field->kept);
        json_end_object(json);
    }
    json_end_list(json);
    json_end_object(json);
}

void merge_json(const struct merge *merge, struct json *json) {
    json_text(json, "plan", merge->plan);
    json_bool(json, "plan_is_new", merge->plan_is_new);
    json_bool(json, "same_file", merge->same_file);
    json_object(json, "seems_next_version_of");
    json_text(json, "plan", merge->alike.plan);
    json_integer(json, "items", (int64_t)merge->alike.items);
    json_integer(json, "same", (int64_t)merge->alike.same);
    json_end_object(json);
    json_list(json, "changes");
    for (size_t i = 0; i < merge->count && !merge->same_file; i++)
        if (merge->items[i].state != MERGE_SAME) change_json(&merge->items[i], json);
    json_end_list(json);
    json_list(json, "gone");
    for (size_t i = 0; i < merge->gone_count; i++) {
        json_object(json, NULL);
        json_text(json, "id", merge->gone[i].id);
        json_text(json, "ref", merge->gone[i].ref);
        json_text(json, "title", merge->gone[i].title);
        json_end_object(json);
    }
    json_end_list(json);
    json_integer(json, "deadlines_moved", (int64_t)merge->moved);
    json_integer(json, "reviews", (int64_t)merge->reviews);
}

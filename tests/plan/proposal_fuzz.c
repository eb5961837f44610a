/* Reads arbitrary bytes as a document, and that as a plan: no crash, every field has its place,
 * days are in order, items come after what they belong to, and what is shown is UTF-8. The first
 * byte chooses the name, and so the reader.
 *
 * SPDX-License-Identifier: MIT */
#include "plan/proposal.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t place_of(const struct proposal *proposal, const struct proposal_item *item,
                       size_t before) {
    for (size_t i = 0; i < before; i++)
        if (proposal->items[i] == item) return i;
    abort(); /* it comes later, or is none of the proposal */
}

static void check_item(const struct proposal *proposal, size_t at) {
    const struct proposal_item *item = proposal->items[at];
    if (item->theme &&
        proposal->items[place_of(proposal, item->theme, proposal->count)]->kind != PROPOSAL_THEME)
        abort();
    if (item->recommendation &&
        proposal->items[place_of(proposal, item->recommendation, at)]->kind !=
            PROPOSAL_RECOMMENDATION)
        abort();
    const struct deadline *d = &item->deadline;
    if (d->from != DATE_NONE && d->to != DATE_NONE && d->from > d->to) abort();
    if (d->reading_count && deadline_certain(d)) abort();
    if (d->to != DATE_NONE && !proposal_field(item, "due_text")) abort();
    size_t leads = 0;
    for (size_t f = 0; f < item->field_count; f++) {
        const struct proposal_field *field = &item->fields[f];
        if (!field->place || !*field->place) abort();
        if (!field->value || !field->found || !field->doubt) abort();
        leads += strcmp(field->column, "lead") == 0 && *field->value;
    }
    if (leads != item->lead_count) abort();
    if (!proposal_field(item, "title")) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const names[] = {"a.txt", "a.csv", "a.tsv", "a.html", "a.docx"};
    if (size == 0) return 0;
    struct arena *arena = arena_new();
    struct err err = {0};
    struct document document;
    char *bytes = arena_copy(arena, (const char *)data + 1, size - 1);
    if (document_read_bytes(names[data[0] % 5], bytes, size - 1, arena, &document, &err)) {
        const struct deadline_context context = {DATE_NONE, DATE_NONE, DATE_NONE};
        struct proposal proposal;
        proposal_read(&document, &context, arena, &proposal);
        for (size_t i = 0; i < proposal.count; i++) check_item(&proposal, i);
        struct buf out = buf_new(arena);
        proposal_print(&proposal, &out);
        struct json json = json_new(&out, false);
        json_object(&json, NULL);
        proposal_json(&proposal, &json);
        json_end_object(&json);
        if (!str_is_utf8((struct str){out.text, out.length})) abort();
    }
    arena_free(arena);
    return 0;
}

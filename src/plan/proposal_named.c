/* Pages on which each action is a paragraph with its key, 'Action: train the staff', and what is
 * said of it stands in others: 'By whom: ...', 'By when: ...'.
 *
 * SPDX-License-Identifier: MIT */
#include "proposal_parts.h"

#include <string.h>

#define KEY_BYTES 20
#define NEAR 5 /* blocks below an action in which its lead or deadline stands */

/* What the words before the colon of a paragraph name; `words`: those behind it. */
static enum heading key_of(const struct document_block *block, struct str *words) {
    const char *colon = block->kind == BLOCK_PARAGRAPH ? strchr(block->text, ':') : NULL;
    if (!colon || colon - block->text > KEY_BYTES) return HEADING_NONE;
    *words = str_trim(str_of(colon + 1));
    if (!words->n) return HEADING_NONE;
    struct str key = str_trim((struct str){block->text, (size_t)(colon - block->text)});
    while (key.n && strchr("0123456789. ", key.p[key.n - 1])) key.n--;
    return heading_read(key);
}

bool proposal_names_actions(const struct document *document) {
    size_t count = 0;
    for (size_t i = 0; i < document->block_count; i++) {
        struct str words;
        if (key_of(&document->blocks[i], &words) != HEADING_ACTION) continue;
        bool said = false;
        for (size_t k = i + 1; k < document->block_count && k <= i + NEAR && !said; k++) {
            enum heading heading = key_of(&document->blocks[k], &words);
            if (heading == HEADING_ACTION) break;
            said = heading == HEADING_LEAD || heading == HEADING_DEADLINE;
        }
        count += said;
    }
    return count > 1;
}

bool proposal_named_reason(struct proposal_reader *r, const struct document_block *block) {
    const struct document *document = r->out->document;
    size_t next = (size_t)(block - document->blocks) + 1;
    struct str words = {0}, after;
    if (next >= document->block_count) return false;
    enum heading heading = key_of(block, &words);
    if (!words.n || (heading != HEADING_NONE && heading != HEADING_RECOMMENDATION) ||
        key_of(&document->blocks[next], &after) != HEADING_ACTION)
        return false;
    proposal_new_recommendation(r, "", arena_copy(r->arena, words.p, words.n), block->place);
    struct proposal_field *title = proposal_field(r->recommendation, "title");
    title->found = block->text;
    if (heading == HEADING_NONE)
        proposal_doubt(r, title, "it stands above an action and is read as what that is for");
    return true;
}

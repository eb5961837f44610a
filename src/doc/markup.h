/* HTML tags inside a plain text, as converters leave them in table cells: paragraphs, line breaks,
 * lists with or without items, ticked boxes. A page of HTML is document_html.c's.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "flow.h"

/* Feeds the text to the flow: tags that part text do so, others are left out, entities are read; a
 * '<' that begins no tag is text. */
void markup_read(struct flow *flow, struct str text);

/* Whether tags of paragraphs, lists or line breaks stand in it, as a converter leaves them. */
bool markup_has_blocks(struct str text);

/* How an HTML list is labelled: the type attribute ('a', 'I') or else list-style-type of a style
 * attribute; 'none' is LABEL_NONE. Either may be NULL. */
enum label_style markup_list_style(bool ordered, const char *type, const char *style);

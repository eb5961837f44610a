/* Running text with lists in it, as HTML and Word have it, brought into lines with the labels that
 * a reader would see: text, line breaks, paragraphs, lists opened, items and lists closed.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "document.h"
#include "label.h"

struct flow;

struct flow *flow_new(struct arena *arena);

/* Adds text; runs of white space become one space. */
void flow_text(struct flow *flow, struct str text);

/* A line ends: the next one has no label of its own. */
void flow_break(struct flow *flow);

/* A list begins inside the present one; the first number is start, steps may be backwards (-1).
 * Deeper than LIMIT_DOCUMENT_DEPTH its items stay on the deepest level. */
void flow_list(struct flow *flow, enum label_style style, int start, int step);
void flow_list_end(struct flow *flow);

/* An item begins; with a value, it has that number and the next ones follow. */
void flow_item(struct flow *flow, const int *value);

/* A line begins with a label that its format gives ('1.2.', '•'); level from 1. '' and 0 for none,
 * which forgets a label that still waits for its text. */
void flow_labelled(struct flow *flow, const char *label, int level);

/* Adds whole lines before the one that is being read. */
/* The label of the last paragraph, while no text has come behind it; "" for none. */
const char *flow_waiting(const struct flow *flow);

void flow_append(struct flow *flow, const struct document_line *lines, size_t count);

/* Ends the text: its lines, on the arena. Text of a list that has no items in it is parted at its
 * typed labels ('i. ... ii. ...'), and marked where it has none. What is typed as a label at the
 * start of a line is its label. The flow can be used again, and is empty. */
const struct document_line *flow_take(struct flow *flow, size_t *count);

/* The lines up to now, as flow_take; lists stay open. */
const struct document_line *flow_lines(struct flow *flow, size_t *count);

/* The lines as one text, as document_cell.text has it. */
const char *flow_join(struct arena *arena, const struct document_line *lines, size_t count);

/* A line of plain text as one line: a typed label is taken off. The texts are the arena's. */
struct document_line flow_line(struct arena *arena, struct str text);

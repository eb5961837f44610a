/* The marks of points: shape says what colour says. For the charts of this room.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "spc.h"
#include "svg.h"

/* A grey dot, a blue diamond, an orange square, a purple triangle up or down. r: half its height,
 * of the dot somewhat less. */
void mark_draw(struct svg *svg, double x, double y, double r, enum chart_signal signal);
/* A mark of one colour, told from others by its shape; r as above. Hollow but for the dot. */
enum mark_shape { MARK_SQUARE, MARK_CIRCLE, MARK_TRIANGLE, MARK_DIAMOND, MARK_DOT };
void mark_shape(struct svg *svg, double x, double y, double r, enum mark_shape shape,
                const char *colour);

const char *mark_words(enum chart_signal signal);

/* A place of a chart that can be pointed at and, on a page, reached by keyboard: opens a group with
 * the words as its name; what is drawn until mark_close is in it. last: the Tab key stops here. */
void mark_open(struct svg *svg, bool focusable, bool last, const char *words);
void mark_close(struct svg *svg);

/* A driver diagram: boxes in columns from left to right, what leads to what. From the box in the
 * middle (the subject) one tree grows to the right and one to the left.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart.h"

enum driver_tone { DRIVER_PLAIN, DRIVER_GOOD, DRIVER_BAD, DRIVER_MUTED };

/* A box. parent is an index of an earlier box, which it hangs from; the subject is box 0 and has
 * none. A box whose `same` is not 0 stands for an earlier one: a dashed line leads there, and no
 * box is drawn. */
struct driver_box {
    size_t parent, same;
    bool left;         /* grows to the left of the subject; as its parent, but for children of 0 */
    const char *kind;  /* a small line above: action, measure */
    const char *title; /* up to two lines */
    const char *words; /* a small line below: what the tone says, in words; NULL: none */
    const char *relation; /* written at the line to the parent; NULL: none */
    enum driver_tone tone;
};

struct driver_diagram {
    const struct driver_box *boxes;
    size_t count;
};

#define DRIVER_BOXES 300 /* further ones are counted in a line at the foot */
#define DRIVER_DEPTH 8   /* columns on each side; what lies deeper is left out and counted */

void driver_svg(const struct chart_frame *frame, const struct driver_diagram *diagram,
                struct buf *out);

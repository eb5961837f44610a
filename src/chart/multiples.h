/* Small multiples: a control chart for each place, all on the same scale, in rows. The chart judges
 * nothing and keeps the order of its caller.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "spc.h"

struct chart_multiple {
    const struct chart_spc *chart; /* the subtitle of its frame names the place; unit, events and
                                      fan are not drawn */
    bool own;                      /* the place that the reader comes from: framed */
};

struct chart_multiples {
    struct chart_frame frame;
    struct chart_unit unit;
    const struct chart_multiple *places;
    size_t count;
    const char *order; /* 'the highest first'; NULL: not said */
};

/* 760 wide where the frame does not say, three beside each other; as high as it takes. Limits that
 * lie beyond the values of all places are not drawn. */
void chart_multiples(const struct chart_multiples *chart, struct buf *out);

/* A row for each place: latest value, mean, limits, target, comparator, what the icons say. */
void chart_multiples_table(const struct chart_multiples *chart, struct buf *out);

/* Small pictures of the overview's cards: bars without axes. Charts proper are those of chart/.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "put.h"

struct picture_part {
    const char *name;
    double value; /* not negative */
    const char
        *colour; /* good, plain, bad, none: a class of site.css, told apart in grey as well */
};

/* One bar made of parts, of which the picture's width holds `whole`; 0: their sum. */
struct html picture_bar(struct arena *arena, const char *title, const struct picture_part *parts,
                        size_t count, double whole);

/* A bar for each part, the longest as wide as the picture. */
struct html picture_rows(struct arena *arena, const char *title, const struct picture_part *parts,
                         size_t count);

/* Colours behind cells: red, amber, green and blue, which stand for a status where no word does.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

#include <stdint.h>

enum shade {
    SHADE_NONE, /* none, white, grey, black, or a colour that is no status: purple */
    SHADE_RED,
    SHADE_AMBER, /* yellow and orange too */
    SHADE_GREEN,
    SHADE_BLUE,
    SHADES,
};

/* The shade of a colour 0xRRGGBB, by its hue; pale tints of it as well. */
enum shade shade_of_rgb(uint32_t rgb);

/* Of 'FFC000', 'FFFFC000' (Excel puts the opacity first), 'red', '#f00', 'rgb(255, 0, 0)'. */
enum shade shade_of_text(struct str text);

/* Of the number of a colour in the palette of old workbooks (ECMA-376, Part 1, 18.8.27). */
enum shade shade_of_index(unsigned index);

/* 'red'; '' for none. */
const char *shade_text(enum shade shade);

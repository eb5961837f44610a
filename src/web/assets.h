/* Files of assets/, put into the program by the build (assets_embed.c).
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>

struct asset {
    const char *name; /* below /assets/ */
    const unsigned char *bytes;
    size_t size;
};
extern const struct asset assets[];
extern const size_t asset_count;

/* Colours behind cells; see shade.h.
 *
 * SPDX-License-Identifier: MIT */
#include "shade.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum shade shade_of_rgb(uint32_t rgb) {
    int r = (int)(rgb >> 16 & 255), g = (int)(rgb >> 8 & 255), b = (int)(rgb & 255);
    int most = r > g ? r : g, least = r < g ? r : g;
    if (b > most) most = b;
    if (b < least) least = b;
    int range = most - least;
    /* Greys, whites and blacks; the palest green of Office, C6EFCE, has 17 parts of colour in 100.
     */
    if (most < 60 || range * 100 < most * 15) return SHADE_NONE;
    int hue = most == r   ? 60 * (g - b) / range
              : most == g ? 120 + 60 * (b - r) / range
                          : 240 + 60 * (r - g) / range;
    if (hue < 0) hue += 360;
    if (hue <= 15 || hue >= 335) return SHADE_RED;
    if (hue <= 70) return SHADE_AMBER;
    if (hue <= 170) return SHADE_GREEN;
    return hue <= 260 ? SHADE_BLUE : SHADE_NONE;
}

static bool read_hex(struct str text, uint32_t *rgb) {
    *rgb = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = (char)(text.p[i] | 0x20);
        uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : (uint32_t)(c - 'a' + 10);
        if (digit > 15 || (c > '9' && c < 'a')) return false;
        if (text.n == 3) *rgb = *rgb << 4 | digit;
        *rgb = *rgb << 4 | digit;
    }
    return text.n == 3 || text.n == 6 || text.n == 8;
}

static enum shade shade_of_function(struct str text) {
    char numbers[48];
    struct str inside = str_cut((struct str){text.p + 4, text.n - 4}, sizeof numbers - 1);
    memcpy(numbers, inside.p, inside.n);
    numbers[inside.n] = '\0';
    uint32_t rgb = 0;
    char *at = numbers;
    for (int i = 0; i < 3; i++) {
        at += strcspn(at, "0123456789");
        long value = strtol(at, &at, 10);
        rgb = rgb << 8 | (uint32_t)(value > 255 ? 255 : value);
    }
    return shade_of_rgb(rgb);
}

enum shade shade_of_text(struct str text) {
    static const struct {
        const char *name;
        enum shade shade;
    } named[] = {
        {"red", SHADE_RED},         {"crimson", SHADE_RED},     {"darkred", SHADE_RED},
        {"tomato", SHADE_RED},      {"orange", SHADE_AMBER},    {"darkorange", SHADE_AMBER},
        {"yellow", SHADE_AMBER},    {"gold", SHADE_AMBER},      {"amber", SHADE_AMBER},
        {"green", SHADE_GREEN},     {"lime", SHADE_GREEN},      {"limegreen", SHADE_GREEN},
        {"darkgreen", SHADE_GREEN}, {"seagreen", SHADE_GREEN},  {"lightgreen", SHADE_GREEN},
        {"blue", SHADE_BLUE},       {"lightblue", SHADE_BLUE},  {"skyblue", SHADE_BLUE},
        {"dodgerblue", SHADE_BLUE}, {"deepskyblue", SHADE_BLUE}};
    uint32_t rgb;
    text = str_trim(text);
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        if (text.n == strlen(named[i].name) && strncasecmp(text.p, named[i].name, text.n) == 0)
            return named[i].shade;
    if (text.n > 4 && strncasecmp(text.p, "rgb", 3) == 0) return shade_of_function(text);
    if (text.n && text.p[0] == '#') text = (struct str){text.p + 1, text.n - 1};
    return read_hex(text, &rgb) ? shade_of_rgb(rgb & 0xFFFFFF) : SHADE_NONE;
}

enum shade shade_of_index(unsigned index) {
    static const uint32_t palette[] = {
        0x000000, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF, 0x00FFFF,
        0x800000, 0x008000, 0x000080, 0x808000, 0x800080, 0x008080, 0xC0C0C0, 0x808080,
        0x9999FF, 0x993366, 0xFFFFCC, 0xCCFFFF, 0x660066, 0xFF8080, 0x0066CC, 0xCCCCFF,
        0x000080, 0xFF00FF, 0xFFFF00, 0x00FFFF, 0x800080, 0x800000, 0x008080, 0x0000FF,
        0x00CCFF, 0xCCFFFF, 0xCCFFCC, 0xFFFF99, 0x99CCFF, 0xFF99CC, 0xCC99FF, 0xFFCC99,
        0x3366FF, 0x33CCCC, 0x99CC00, 0xFFCC00, 0xFF9900, 0xFF6600, 0x666699, 0x969696,
        0x003366, 0x339966, 0x003300, 0x333300, 0x993300, 0x993366, 0x333399, 0x333333};
    /* The first eight are there twice. */
    if (index >= 8) index -= 8;
    return index < sizeof palette / sizeof palette[0] ? shade_of_rgb(palette[index]) : SHADE_NONE;
}

const char *shade_text(enum shade shade) {
    static const char *const texts[SHADES] = {"", "red", "amber", "green", "blue"};
    return texts[shade];
}

/* The two icons of Making Data Count: what the latest points say, and whether the target will be
 * met. Drawn by us; the meanings are the standard ones.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart.h"

enum chart_variation {
    CHART_VARIATION_NONE, /* too few values: an empty circle */
    CHART_VARIATION_COMMON,
    CHART_VARIATION_IMPROVING_HIGH,
    CHART_VARIATION_IMPROVING_LOW,
    CHART_VARIATION_CONCERNING_HIGH,
    CHART_VARIATION_CONCERNING_LOW,
    CHART_VARIATION_NEUTRAL_HIGH,
    CHART_VARIATION_NEUTRAL_LOW,
};

enum chart_assurance {
    CHART_ASSURANCE_NONE, /* no target, or no limits: an empty circle */
    CHART_ASSURANCE_PASS,
    CHART_ASSURANCE_FAIL,
    CHART_ASSURANCE_INCONSISTENT,
};

/* What an icon says, in words that a board member understands. */
const char *chart_variation_words(enum chart_variation variation);
const char *chart_assurance_words(enum chart_assurance assurance);

/* A whole <svg> of 64 x 64, role="img", with its words as <title>. id as in chart_frame. */
void chart_variation_icon(enum chart_variation variation, const char *id, struct buf *out);
void chart_assurance_icon(enum chart_assurance assurance, const char *id, struct buf *out);

/* Inside another chart: the drawing alone, with its words as <title>, in a square at x, y. */
struct svg;
void chart_variation_draw(struct svg *svg, double x, double y, double size,
                          enum chart_variation variation);
void chart_assurance_draw(struct svg *svg, double x, double y, double size,
                          enum chart_assurance assurance);

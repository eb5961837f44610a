/* What all charts share: heading, size, unit and colours.
 *
 * A chart function takes a struct of plain numbers and appends one <svg> element to a buffer; its
 * partner ..._table() appends an HTML table with the same numbers, for the page to place below.
 * Nothing of the caller's is kept or changed. Every text is cleaned (UTF-8, no control characters),
 * cut at a sensible length and escaped; numbers that are missing, infinite or beyond 1e100 are
 * drawn as gaps. No chart can fail.
 *
 * The SVG has a <title> and a <desc> and no style, script or event handler, so that the strictest
 * content security policy lets it pass. Colours meet WCAG 2.2 AA on white: 4.5 to 1 for text, 3 to
 * 1 for lines and marks; shape and dash say what colour says.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/date.h"

struct chart_frame {
    const char *id;          /* begins every id in the SVG; one of its own for each chart of a page.
                                Letters, digits, '-' and '_' (others become '-'); NULL: 'chart' */
    const char *title;       /* heading and <title> */
    const char *subtitle;    /* second line: what is counted, and where; NULL: none */
    const char *description; /* <desc>; NULL: one is made from the numbers */
    const char *source;      /* a small line at the foot; NULL: none */
    int width, height; /* of the viewBox; 0: the chart's own. Text keeps its size, so that a narrow
                          chart (360) is readable on a screen of 320 px; 280 to 4000 */
    bool bare;         /* no heading is drawn (the page has one); <title> stays */
    bool focusable;    /* for a page: points can be reached by keyboard. The <svg> is a group of
                          images then, else one image. Each point is <g class="chart-point"
                          role="img" aria-label="April 2018: 12.3" tabindex="-1">; the last of
                          them has tabindex="0", so that the chart is one stop of the Tab key. A
                          script may move the 0 (and the focus) with the arrow keys; without one
                          the table says the rest */
};

enum chart_format { CHART_PLAIN, CHART_PERCENT /* of values 0 to 100 */, CHART_MONEY /* pounds */ };

struct chart_unit {
    const char *title; /* 'people delayed a day per 100,000 adults'; NULL: none */
    enum chart_format format;
    bool fixed; /* values have exactly that many decimals; else as many as the range wants */
    int decimals;
};

/* A percentage where the unit begins with '%', pounds where it begins with '£', else plain. */
struct chart_unit chart_unit_of(const char *unit);

/* The colours, after the NHS identity guidelines; COLOUR_MARK_... are the outlines of marks whose
 * filling alone would be too pale on white. */
#define CHART_TEXT "#212b32"
#define CHART_TEXT_SECOND "#4c6272"
#define CHART_GRID "#d8dde0"
#define CHART_AXIS "#4c6272"
#define CHART_GREY "#768692"
#define CHART_BLUE "#005eb8"
#define CHART_DARK_BLUE "#003087"
#define CHART_RED "#d5281b"
#define CHART_IMPROVING "#00b0f0"
#define CHART_IMPROVING_EDGE "#00568f"
#define CHART_CONCERNING "#ed8b00"
#define CHART_CONCERNING_EDGE "#7c3a00"
#define CHART_NEUTRAL "#490092"

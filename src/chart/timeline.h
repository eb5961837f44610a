/* A timeline: a row for each thing that has a date, with its first and its current date, when it
 * was done or when it is likely to be, what its parts have, today, and what waits for what.
 *
 *     struct timeline_row rows[] = {{.title = "Teams in place", .first = may, .due = july, ...}};
 *     timeline_svg(&(struct chart_timeline){.frame = {.title = "The plan"}, .today = june,
 *                                           .rows = rows, .row_count = 1}, &out);
 *
 * Shape says what colour says: a disc is done, a ring is still to come, a square is late, a cross
 * stands at a date that has been moved; what is forecast is a striped bar from P50 to P80.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart.h"

enum timeline_state { TIMELINE_DONE, TIMELINE_OPEN, TIMELINE_LATE };

/* A date of a part of a row: a small mark on its bar. */
struct timeline_part {
    int32_t day;
    enum timeline_state state;
};

/* Days that are not known are DATE_NONE. A row without any day has its title only. */
struct timeline_row {
    const char *title;
    const char *words; /* all that is to be said of it, for whoever points at it; NULL: the title */
    bool group; /* it stands for its parts: bold, and a bar from the first part to the last */
    enum timeline_state state;
    int32_t first, due, done;
    int32_t p50, p80; /* P80 DATE_NONE with a P50: later than anything that was seen */
    const struct timeline_part *parts;
    size_t part_count;
};

/* The row `to` can be done no sooner than `lag_days` after the row `from`. */
struct timeline_link {
    size_t from, to;
    int32_t lag_days;
};

struct chart_timeline {
    struct chart_frame frame; /* width 960; below 600 titles stand above their rows */
    int32_t today;
    const struct timeline_row *rows;
    size_t row_count;
    const struct timeline_link *links; /* those of rows that are not there are left out */
    size_t link_count;
};

#define TIMELINE_ROWS 400 /* further ones are counted in a line at the foot */

/* The day by which a row is done as far as its dates say: done, else its current date, else that of
 * its last part; DATE_NONE. */
int32_t timeline_end(const struct timeline_row *row);

/* Whether the dates of the two rows cannot both be kept. */
bool timeline_clash(const struct chart_timeline *chart, const struct timeline_link *link);

void timeline_svg(const struct chart_timeline *chart, struct buf *out);

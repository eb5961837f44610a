/* How many people of an age live in a place on a day; see tables.h.
 *
 * SPDX-License-Identifier: MIT */
#include "tables.h"

#include <math.h>
#include <stdint.h>

#define DEEPEST_PLACE 8 /* nation, region, footprint, council, locality, and some to spare */

/* The share of a population band's people whose ages lie within a band. */
static double part_within(struct band people, struct band wanted) {
    int to = people.to == AGE_END ? (people.from > 99 ? people.from : 99) : people.to;
    int low = wanted.from > people.from ? wanted.from : people.from;
    int high = wanted.to < to ? wanted.to : to;
    if (high < low) return 0;
    return (double)(high - low + 1) / (double)(to - people.from + 1);
}

static double persons_of(const struct tables *tables, int place, struct band band, double day,
                         int depth) {
    if (place == NONE || depth > DEEPEST_PLACE) return NAN;
    int before = INT32_MIN, after = INT32_MAX, first = INT32_MAX, last = INT32_MIN;
    for (size_t i = 0; i < tables->population_count; i++) {
        const struct population *p = &tables->populations[i];
        if (p->place != place) continue;
        int middle = p->middle;
        if (middle < first) first = middle;
        if (middle > last) last = middle;
        if (middle <= day && middle > before) before = middle;
        if (middle > day && middle < after) after = middle;
    }
    if (last == INT32_MIN) {
        double sum = NAN;
        for (size_t c = 0; c < tables->place_count; c++) {
            if (tables->places[c].parent != place || (int)c == place) continue;
            double part = persons_of(tables, (int)c, band, day, depth + 1);
            if (!isnan(part)) sum = isnan(sum) ? part : sum + part;
        }
        return sum;
    }
    if (before == INT32_MIN) before = first;
    if (after == INT32_MAX) after = last;
    double at_before = 0, at_after = 0;
    for (size_t i = 0; i < tables->population_count; i++) {
        const struct population *p = &tables->populations[i];
        if (p->place != place) continue;
        if (p->middle != before && p->middle != after) continue;
        double persons = p->persons * part_within(p->band, band);
        if (p->middle == before) at_before += persons;
        if (p->middle == after) at_after += persons;
    }
    if (after <= before) return at_before;
    return at_before + (at_after - at_before) * (day - before) / (double)(after - before);
}

double tables_persons(const struct tables *tables, int place, struct band band, double day) {
    return persons_of(tables, place, band, day, 0);
}

/* Imported rows as series, for the checks of a table as a whole.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "import_parts.h"

/* The rows of one measure and place, in order of time. */
struct series {
    size_t first, count;
    uint32_t measure, place;
    double median;
    bool known;
};

struct checking {
    struct import *import;
    struct findings *findings;
    struct arena *arena;
    struct series *series;
    size_t series_count;
    size_t *known; /* of the series: those of the package's measures and places */
    size_t known_count;
};

/* The id, or what is written where there is none. */
const char *import_name_of(const struct import_entity *entity);

/* A period in words, as long as the measure's are. */
const char *import_when(const struct checking *c, uint32_t measure, int32_t start);

/* The row's number in the file. */
size_t import_line_of(const struct checking *c, const struct import_row *row);

/* Its numerator, or else its value. */
double import_size_of(const struct import_row *row);

/* Places that end before the table does, those that begin then, and those that seem to have taken
 * one over. */
void import_check_ends(struct checking *c);

/* Observations out of published tables: long or wide, with the headings and rows that a mapping
 * file names. What could mislead is a finding: places that the package has not, figures left blank
 * or withheld, a 0 that is no return, a council that merged, a total that is no sum.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "import_map.h"

#include "base/finding.h"
#include "doc/document.h"
#include "store/query.h"

/* A measure or place as the table names it. */
struct import_entity {
    const char *written;
    const char *id, *title; /* NULL where the package has none */
    size_t rows;
    bool is_nation;             /* of places: England */
    bool is_percent;            /* of measures: 95 is meant by '95%', where others take 0.95 */
    const char *successor;      /* of organisations that ended, otherwise NULL */
    double per;                 /* of measures */
    enum period_kind frequency; /* of measures */
};

struct import_row {
    uint32_t row, column;    /* of the grid, from 0: where its number stands */
    uint32_t measure, place; /* of the entities */
    int32_t start;
    double numerator, denominator, value; /* NAN: missing */
};

struct import {
    struct arena *arena;
    const struct document_grid *grid;
    const char *file; /* for findings: the file's name, with the sheet's */
    struct import_entity *measures, *places;
    size_t measure_count, place_count;
    struct import_row *rows; /* of all measures and places, also those that the package has not */
    size_t count;
    size_t zeros_made_missing;
};

/* The table that a mapping is for: by its place or title, without one the largest. Fails with
 * ERR_NOT_FOUND. */
MUST_CHECK bool import_find_table(const struct document *document, const char *table,
                                  const struct document_grid **grid, struct err *err);

/* Reads the observations of a table. What keeps rows from being read is a finding, an error where a
 * person has to decide. Fails with ERR_INPUT when the mapping does not fit the table, and names
 * what is missing. */
MUST_CHECK bool import_read(const struct document *document, const struct import_map *map,
                            sqlite3 *db, struct arena *arena, struct findings *findings,
                            struct import *out, struct err *err);

/* Looks at what was read, as a whole: twice the same, zeros, merged places, sums. Puts the rows in
 * order of measure, place and period; rows that stand twice with the same numbers are kept once;
 * zeros are made missing where the mapping says so. */
void import_check(struct import *import, const struct import_map *map, struct findings *findings);

/* Proposes a mapping for a table of a document, '' for the largest. What a person has to decide is
 * left empty, and said in doubts, a sentence a line; '' when nothing is open. */
MUST_CHECK bool import_guess(const struct document *document, const char *table, sqlite3 *db,
                             struct arena *arena, struct import_map *map, const char **doubts,
                             struct err *err);

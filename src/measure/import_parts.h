/* What the files of the import share.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "import.h"
#include "import_names.h"

/* The heading of each column, those of several rows joined by ' > '; '' where there is none. */
const char **import_headings(const struct document_grid *grid, const struct import_map *map,
                             struct arena *arena);

/* A row of the grid as people number it, from 1: the line of a text file, the row of a sheet; and
 * the other way round, rows counted from 0. */
size_t import_row_number(const struct document_grid *grid, size_t row);
size_t import_row_index(const struct document_grid *grid, size_t number);

/* The number in a cell. */
enum import_figure { FIGURE_NUMBER, FIGURE_BLANK, FIGURE_WITHHELD, FIGURE_WRONG };
enum import_figure import_figure(const struct document_cell *cell, double *number, bool *percent);

/* Reads a period out of a cell: a date, a text, or a number that is a day of Excel's when it can
 * be. */
enum period_answer import_period(const struct document_cell *cell, const struct period_style *style,
                                 struct period *period, const char **why);

/* The package's measures, or its places and organisations. */
struct import_known {
    struct names ids, titles; /* titles in small letters; of several with one title, the first */
    struct import_entity *items;
    const size_t *by_title; /* the item of each title; SIZE_MAX: several have it */
    size_t count;
};

MUST_CHECK bool import_known_measures(sqlite3 *db, struct arena *arena, struct import_known *out,
                                      struct err *err);
MUST_CHECK bool import_known_places(sqlite3 *db, struct arena *arena, struct import_known *out,
                                    struct err *err);

/* The item with that id, NULL when there is none; and the one with that title. */
const struct import_entity *import_by_id(const struct import_known *known, struct str id);
const struct import_entity *import_by_title(const struct import_known *known, struct str title,
                                            struct arena *arena);

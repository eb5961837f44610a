/* What the files of the import share.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "import.h"

#include "base/names.h"

/* What findings call the file: its name, with the sheet's. */
const char *import_file_name(const struct document *document, const struct document_grid *grid,
                             struct arena *arena);

/* The heading of each column, those of several rows joined by ' > '; '' where there is none. */
const char **import_headings(const struct document_grid *grid, const struct import_map *map,
                             struct arena *arena);

/* A row of the grid as people number it, from 1: the line of a text file, the row of a sheet; and
 * the other way round, rows counted from 0. */
size_t import_row_number(const struct document_grid *grid, size_t row);
size_t import_row_index(const struct document_grid *grid, size_t number);

/* The heading of a column in one row of them. Where there are several rows, an empty cell of an
 * upper one has what stands to its left: in a text file nothing is merged. */
const struct document_cell *import_heading(const struct document_grid *grid,
                                           const struct import_map *map, size_t number,
                                           size_t column);

/* The period among the headings of a column, and its cell; the lowest one that can be read. */
enum period_answer import_heading_period(const struct document_grid *grid,
                                         const struct import_map *map, size_t column,
                                         struct period *period, const char **why,
                                         const struct document_cell **cell);

/* Whether one of the headings of a column is this. */
bool import_is_headed(const struct document_grid *grid, const struct import_map *map, size_t column,
                      const char *heading);

/* The number in a cell, without the marks of footnotes behind it. */
enum import_figure { FIGURE_NUMBER, FIGURE_BLANK, FIGURE_WITHHELD, FIGURE_WRONG };
enum import_figure import_figure(const struct document_cell *cell, double *number, bool *percent);

/* Those marks: the '[r]' of '98 [r]'; empty where there are none. */
struct str import_figure_mark(const struct document_cell *cell);

/* Reads a period out of a cell: a date, a text without the marks behind it, or a number that is a
 * day of Excel's when it can be. */
enum period_answer import_period(const struct document_cell *cell, const struct period_style *style,
                                 struct period *period, const char **why);

/* Those marks: the '(provisional)' of 'Mar-19 (provisional)'; empty where there are none. */
struct str import_period_mark(const struct document_cell *cell);

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

/* Troubles of rows: the same one in many rows becomes one finding, at the first of them. */
struct import_troubles {
    struct arena *arena;
    struct names messages;
    struct import_trouble *items;
};

struct import_troubles import_troubles_new(struct arena *arena);
void import_trouble(struct import_troubles *troubles, const char *rule, enum severity severity,
                    size_t row, const char *column, const char *message);
void import_troubles_report(const struct import_troubles *troubles,
                            const struct document_grid *grid, const char *file,
                            struct findings *findings);

/* Places or measures of the table that the package has not: one finding for all. */
void import_report_unknown(const struct import *import, bool is_place, struct findings *findings);

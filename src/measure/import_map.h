/* The mapping file of an import: what each column of a published table is. `--guess` proposes it, a
 * person edits it, and the next month's file is read with the same.
 *
 * A CSV file with the columns what, where, means, about:
 *
 *     table,Sheet1,,           the sheet, or 'table 2'
 *     header,14-15,,           rows of the headings; two are joined: 'Occupied > Maternity'
 *     rows,16-,,               first and last row of the numbers; to the end without a last
 *     measure,indicator,,      a column, by its heading or as 'column B'; 'as above' in means:
 *                              an empty cell means what stands above it
 *     measure,,dtoc-total,     or the one measure
 *     measure,header,,         or each heading is a measure (likewise for place and period)
 *     place,org code,,
 *     period,month,,           means: end, month first, years, months, calendar quarters, financial
 *                              quarters; two lines are joined: year and month
 *     numerator,delayed days,, a column; means: the measure that it is of, where columns are
 *     denominator,days,,       measures; 'header' for those that the headings name
 *     value,rate,,
 *     measure name,DTOC total,dtoc-total,    what is written, and the id; without an id the rows
 * are place name,Birmingham,E08000025,       left out skip,org name,Total,     rows that have this
 * text in that column are left out zero,,missing,           a 0 among large numbers is no return
 *     scale,,100,              numbers of value columns are multiplied by this
 *     source,,statistic: NHS England,        what the observations' source begins with
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "import_period.h"

#define IMPORT_NUMBERS 256 /* columns of numbers */
#define IMPORT_LINES 20000 /* lines of a mapping file */
#define IMPORT_HEADING_ROWS 10

enum import_from { FROM_NOWHERE, FROM_COLUMN, FROM_HEADER, FROM_CONSTANT };

struct import_axis {
    enum import_from from;
    const char *text; /* the column, or the constant */
    bool as_above;
};

enum import_kind { IMPORT_NUMERATOR, IMPORT_DENOMINATOR, IMPORT_VALUE };

struct import_number {
    enum import_kind kind;
    const char *column;  /* 'header': the columns whose headings are an axis */
    const char *measure; /* NULL: the row's */
};

struct import_name {
    bool is_place;
    const char *written, *id; /* id '' : left out */
};

struct import_skip {
    const char *column, *text;
};

struct import_map {
    const char *table;                                 /* '' : the largest */
    size_t header_from, header_to, rows_from, rows_to; /* from 1; rows_to 0: to the end */
    struct import_axis measure, place, periods[2];
    size_t period_count;
    struct period_style style;
    struct import_number numbers[IMPORT_NUMBERS];
    size_t number_count;
    struct import_name *names;
    struct import_skip *skips;
    size_t name_count, skip_count;
    bool zero_is_missing;
    double scale;
    const char *source;
};

/* Reads a mapping file from bytes, which are changed and kept. Fails with ERR_INPUT and its line.
 */
MUST_CHECK bool import_map_read(char *bytes, size_t length, struct arena *arena,
                                struct import_map *map, struct err *err);

/* The file, with what each line is in the column 'about'. */
void import_map_write(const struct import_map *map, struct buf *out);

/* The registry: every table and column of a package, described once.
 *
 * The SQL schema, `weft new`, datapackage.json, docs/tables.md, `weft tables`, all validation
 * messages and the forms on the web are made from it. To add a column is to add one line in
 * tables/ROOM.c.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum column_type {
    COLUMN_TEXT,    /* any text, UTF-8 */
    COLUMN_ID,      /* short, stable, human: lower or upper case letters, digits, - . _ : */
    COLUMN_REF,     /* the id of a row of another table; of several tables when `refers_to` names
                       several */
    COLUMN_NUMBER,  /* decimal number within [min, max] */
    COLUMN_INTEGER, /* whole number within [min, max] */
    COLUMN_DATE,    /* ISO 8601 day: 2018-04-01 */
    COLUMN_YEAR,    /* financial year, April to March: 2018/19 */
    COLUMN_CHOICE,  /* one of `choices` */
    COLUMN_YESNO,   /* yes or no */
};

enum column_flag {
    COLUMN_REQUIRED = 1, /* an empty cell is an error */
    COLUMN_KEY = 2,   /* part of what tells one row from another; an empty cell counts as a value */
    COLUMN_INPUT = 4, /* a number of the model: counted by `weft sources` */
    COLUMN_BENDS = 8, /* hours and days of the model, which schemes can change */
};

struct column {
    const char *name;
    enum column_type type;
    unsigned flags;
    double min, max;       /* numbers only */
    const char *refers_to; /* references only: table names, separated by one space */
    const char *choices;   /* choices only: allowed values, separated by '|' */
    const char *unit;      /* NULL where a value has none */
    const char *about;     /* one sentence for a planner */
};

struct table {
    const char *name;
    const char *room; /* system, people, care, money, means, change, measures, assurance, runs */
    const char *about;
    const struct column *columns;
    size_t column_count;
};

/* Every table, in an order in which a row only refers to tables before it or to its own. */
const struct table *const *registry_tables(size_t *count);

/* The table of that name, or NULL. */
const struct table *registry_table(const char *name);

/* The index of a column in its table, or -1. */
int table_column(const struct table *table, const char *name);

/* Whether the table has a single id column as its key. */
bool table_has_id(const struct table *table);

/* Every outside size meets one of these before memory is taken for it; too large is an ordinary
 * error.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#define LIMIT_FILE_BYTES ((size_t)1 << 30)  /* one file read whole */
#define LIMIT_CELL_BYTES ((size_t)1 << 20)  /* one cell of a table */
#define LIMIT_ROWS ((size_t)20000000)       /* rows of one table */
#define LIMIT_COLUMNS ((size_t)512)         /* columns of one CSV file */
#define LIMIT_FINDINGS ((size_t)100000)     /* findings kept; further ones are counted */
#define LIMIT_DEADLINE_BYTES ((size_t)2000) /* of one deadline as written */
#define LIMIT_PATH_BYTES ((size_t)4096)
#define LIMIT_SETTINGS ((size_t)4096) /* settings of one network */
#define LIMIT_GAP_LINES                                                                            \
    ((size_t)1000) /* lines of the financial gap, each drawn thousands of times */
/* actions, milestones and decisions of one forecast */
#define LIMIT_FORECAST_ITEMS ((size_t)20000)
#define LIMIT_DAYS 36525       /* days of one run */
#define LIMIT_PEOPLE 100000000 /* people in a network at once */
#define LIMIT_THREADS 256
#define LIMIT_REPLICATIONS 1000000
#define LIMIT_DOCUMENT_BYTES ((size_t)256 << 20) /* a document to import */
#define LIMIT_DOCUMENT_TEXT ((size_t)512 << 20)  /* the texts that are read out of one */
#define LIMIT_DOCUMENT_BLOCKS ((size_t)1000000)  /* headings, paragraphs, list items and tables */
#define LIMIT_DOCUMENT_CELLS ((size_t)8000000)   /* cells of all its tables, covered ones as well */
#define LIMIT_PLAN_ITEMS ((size_t)10000)         /* of a document that is read as a plan */
#define LIMIT_PLAN_CELL ((size_t)128 << 10)      /* bytes of one of its cells: a page, not a cell */
#define LIMIT_PLAN_ROWS ((size_t)50000)          /* of one of its tables */
#define LIMIT_DOCUMENT_NOTES ((size_t)10000)     /* further ones are counted */
#define LIMIT_DOCUMENT_DEPTH 64                  /* lists, tables or elements in one another */
#define LIMIT_ZIP_ENTRIES ((size_t)20000)        /* files in a workbook or Word document */
#define LIMIT_INFLATED_BYTES ((size_t)512 << 20) /* all that is read out of one */
#define LIMIT_INFLATED_RATIO 200                 /* times its packed size, beyond the first 16 MB */
#define LIMIT_SHEET_ROWS ((size_t)1048576)       /* of a sheet, as in Excel */
#define LIMIT_SHEET_COLUMNS ((size_t)16384)      /* the same */
#define LIMIT_SHEETS ((size_t)1000)
#define LIMIT_SHARED_STRINGS ((size_t)8000000)
#define LIMIT_STYLES ((size_t)65536)          /* cell styles of a workbook */
#define LIMIT_WORD_STYLES ((size_t)4096)      /* styles, or lists, of a Word document */
#define LIMIT_HTML_BYTES ((size_t)8 << 20)    /* a page is held whole, as a tree */
#define LIMIT_DOCUMENT_TABLES ((size_t)10000) /* tables that are not sheets */

/* Loads the CSV files of a folder; see load.h.
 *
 * SPDX-License-Identifier: MIT */
#include "load.h"

#include "cell.h"
#include "rules.h"
#include "schema.h"

#include "base/file.h"
#include "base/limits.h"
#include "doc/csv.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NO_COLUMN ((size_t)-1)
#define BATCH ((size_t)16)             /* rows a step: a third less work for each than one by one */
#define LARGE_BYTES ((size_t)64 << 10) /* of a file that is worth preparing for that */

/* The last cell of a column. Much of a large table repeats the row before, and what has the same
 * text is neither read nor bound again. */
struct last {
    struct str text; /* as in the file */
    struct cell cell;
    bool can_repeat;  /* nothing was said of it, which would have to be said of each row */
    unsigned version; /* changes with the text; 0: no cell yet */
};

/* Rows that wait until there are BATCH of them; their cells are bound already. */
struct batch {
    sqlite3_stmt *insert; /* NULL: the file is small, and rows are inserted one by one */
    size_t count;
    size_t *lines;
    struct cell *cells; /* [BATCH][columns of the table] */
    unsigned *bound;    /* the version of each */
};

struct loading {
    sqlite3 *db;
    const struct table *table;
    struct findings *findings;
    struct arena *arena; /* the bytes of one file */
    size_t header_cells;
    size_t column_at[LIMIT_COLUMNS]; /* by cell of the file; NO_COLUMN: left out */
    bool present[LIMIT_COLUMNS];     /* by column of the table */
    struct last last[LIMIT_COLUMNS]; /* by column of the table */
    sqlite3_stmt *insert;            /* one row */
    struct batch batch;
};

static void read_header_cell(struct loading *l, struct str name, size_t cell, size_t line) {
    const char *shown = rules_quote(l->findings->arena, name);
    struct nearest nearest = nearest_new(name);
    l->column_at[cell] = NO_COLUMN;
    for (size_t c = 0; c < l->table->column_count; c++) {
        const char *known = l->table->columns[c].name;
        nearest_offer(&nearest, str_of(known));
        if (!str_is(name, known)) continue;
        if (l->present[c]) {
            rules_add(l->findings, "T10", l->table->name, line, known,
                      "the column %s stands twice in the header", shown);
            return;
        }
        l->present[c] = true;
        l->column_at[cell] = c;
        return;
    }
    const char *best = nearest_best(&nearest);
    rules_add(l->findings, "T09", l->table->name, line, NULL,
              "there is no column %s in this table%s%s%s", shown, best ? "; did you mean '" : "",
              best ? best : "", best ? "'?" : "");
}

/* False when no row can be read under this header. */
static bool read_header(struct loading *l, struct csv *csv) {
    struct csv_row row;
    if (!csv_next(csv, &row)) {
        rules_add(l->findings, "T16", l->table->name, 0, NULL,
                  "the file is empty, expected a header line that begins with '%s'",
                  l->table->columns[0].name);
        return false;
    }
    if (row.problem != CSV_FINE) {
        rules_add(l->findings, "T12", l->table->name, row.problem_line, NULL, "%s, in the header",
                  csv_problem_text(row.problem));
        return false;
    }
    const char *only = row.cells[0].text.p;
    if (row.count == 1 && row.cells[0].text.n &&
        (memchr(only, ';', row.cells[0].text.n) || memchr(only, '\t', row.cells[0].text.n))) {
        rules_add(l->findings, "T08", l->table->name, row.line, NULL,
                  "the columns are separated by semicolons or tabs, expected commas");
        return false;
    }
    l->header_cells = row.count;
    memset(l->present, 0, sizeof l->present);
    for (size_t i = 0; i < row.count; i++)
        read_header_cell(l, str_trim(row.cells[i].text), i, row.line);
    bool key = true;
    for (size_t c = 0; c < l->table->column_count; c++) {
        const struct column *column = &l->table->columns[c];
        if (l->present[c] || !(column->flags & COLUMN_REQUIRED)) continue;
        rules_add(l->findings, "T08", l->table->name, row.line, column->name,
                  "the required column '%s' is missing from the header", column->name);
        if (column->flags & COLUMN_KEY) key = false;
    }
    return key;
}

static bool is_blank(const struct csv_row *row) {
    for (size_t i = 0; i < row->count; i++)
        if (str_trim(row->cells[i].text).n) return false;
    return true;
}

/* The row that has the same key already, for the finding. */
static void report_duplicate(struct loading *l, const struct cell *cells, size_t line) {
    struct buf sql = buf_new(l->findings->arena), key = buf_new(l->findings->arena);
    schema_select_sql(l->table, true, &sql);
    sqlite3_stmt *select = NULL;
    if (sqlite3_prepare_v2(l->db, sql.text, -1, &select, NULL) != SQLITE_OK) return;
    int parameter = 0;
    const char *first_column = NULL;
    for (size_t c = 0; c < l->table->column_count; c++) {
        if (!(l->table->columns[c].flags & COLUMN_KEY)) continue;
        if (!first_column) first_column = l->table->columns[c].name;
        cell_bind(&cells[c], select, ++parameter);
    }
    if (sqlite3_step(select) == SQLITE_ROW) {
        char text[CELL_BYTES];
        for (size_t c = 0; c < l->table->column_count; c++) {
            if (!(l->table->columns[c].flags & COLUMN_KEY)) continue;
            struct str value = cell_text(select, (int)c + 1, text);
            buf_printf(&key, "%s%s %s", key.length ? ", " : "", l->table->columns[c].name,
                       rules_quote(l->findings->arena, value));
        }
        rules_add(l->findings, "K01", l->table->name, line, parameter == 1 ? first_column : NULL,
                  "%s is already in line %" PRId64 ", expected a row of each key once", key.text,
                  (int64_t)sqlite3_column_int64(select, 0));
    }
    sqlite3_finalize(select);
}

static bool not_loaded(const struct loading *l, struct err *err) {
    return err_set(err, ERR_IO, "%s.csv could not be loaded: %s", l->table->name,
                   sqlite3_errmsg(l->db));
}

static bool insert_row(struct loading *l, size_t line, const struct cell *cells, struct err *err) {
    sqlite3_reset(l->insert);
    sqlite3_bind_int64(l->insert, 1, (int64_t)line);
    for (size_t c = 0; c < l->table->column_count; c++) cell_bind(&cells[c], l->insert, (int)c + 2);
    int status = sqlite3_step(l->insert);
    if (status == SQLITE_DONE) return true;
    if (status == SQLITE_CONSTRAINT) {
        sqlite3_reset(l->insert);
        report_duplicate(l, cells, line);
        return true;
    }
    return not_loaded(l, err);
}

/* A step stops at a row whose key is there, and keeps those before; from there on, one by one. */
static bool insert_batch(struct loading *l, struct err *err) {
    struct batch *batch = &l->batch;
    size_t in = 0;
    if (batch->count == BATCH) {
        int status = sqlite3_step(batch->insert);
        if (status != SQLITE_DONE && status != SQLITE_CONSTRAINT) return not_loaded(l, err);
        in = (size_t)sqlite3_changes(l->db);
        sqlite3_reset(batch->insert);
    }
    for (; in < batch->count; in++)
        if (!insert_row(l, batch->lines[in], &batch->cells[in * l->table->column_count], err))
            return false;
    batch->count = 0;
    return true;
}

static void batch_row(struct loading *l, size_t line) {
    struct batch *batch = &l->batch;
    size_t columns = l->table->column_count, first = batch->count * columns;
    int parameter = (int)(batch->count * (columns + 1)) + 1;
    batch->lines[batch->count++] = line;
    sqlite3_bind_int64(batch->insert, parameter, (int64_t)line);
    for (size_t c = 0; c < columns; c++) {
        const struct last *last = &l->last[c];
        if (batch->bound[first + c] == last->version) continue;
        batch->bound[first + c] = last->version;
        batch->cells[first + c] = last->cell;
        cell_bind(&last->cell, batch->insert, parameter + (int)c + 1);
    }
}

static void read_cell(struct loading *l, size_t c, struct str text, size_t line) {
    struct last *last = &l->last[c];
    if (last->can_repeat && str_equal(last->text, text)) return;
    size_t said = l->findings->errors + l->findings->warnings;
    last->cell = cell_read(l->table, &l->table->columns[c], text, line, l->findings);
    last->text = text;
    last->can_repeat = l->findings->errors + l->findings->warnings == said;
    last->version++;
}

static bool load_row(struct loading *l, const struct csv_row *row, struct err *err) {
    for (size_t i = 0; i < row->count; i++)
        if (l->column_at[i] != NO_COLUMN)
            read_cell(l, l->column_at[i], row->cells[i].text, row->line);
    size_t columns = l->table->column_count;
    for (size_t c = 0; c < columns; c++)
        if (l->last[c].cell.kind == CELL_BAD && l->table->columns[c].flags & COLUMN_KEY)
            return true;
    if (l->batch.insert) {
        batch_row(l, row->line);
        return l->batch.count < BATCH || insert_batch(l, err);
    }
    struct cell cells[LIMIT_COLUMNS];
    for (size_t c = 0; c < columns; c++) cells[c] = l->last[c].cell;
    return insert_row(l, row->line, cells, err);
}

static bool load_rows(struct loading *l, struct csv *csv, struct err *err) {
    struct csv_row row;
    while (csv_next(csv, &row)) {
        if (row.problem != CSV_FINE) {
            rules_add(l->findings, row.problem >= CSV_LARGE_CELL ? "T13" : "T12", l->table->name,
                      row.problem_line, NULL, "%s%s; the row is left out",
                      csv_problem_text(row.problem),
                      row.problem == CSV_OPEN_QUOTE ? ": everything after it is in this cell" : "");
            continue;
        }
        if (is_blank(&row)) {
            rules_add(l->findings, "T15", l->table->name, row.line, NULL,
                      "the row has no value in any cell, and is left out");
            continue;
        }
        if (row.count != l->header_cells) {
            rules_add(l->findings, "T11", l->table->name, row.line, NULL,
                      "the row has %zu cells, expected %zu as in the header; it is left out",
                      row.count, l->header_cells);
            continue;
        }
        if (!load_row(l, &row, err)) return false;
    }
    return insert_batch(l, err);
}

static bool prepare(struct loading *l, size_t rows, sqlite3_stmt **insert, struct err *err) {
    struct buf sql = buf_new(l->arena);
    schema_insert_rows_sql(l->table, rows, &sql);
    return sqlite3_prepare_v2(l->db, sql.text, -1, insert, NULL) == SQLITE_OK ||
           err_set(err, ERR_BUG, "%s: %s", l->table->name, sqlite3_errmsg(l->db));
}

static bool prepare_batch(struct loading *l, struct err *err) {
    size_t cells = BATCH * l->table->column_count;
    l->batch = (struct batch){.lines = ARENA_NEW(l->arena, size_t, BATCH),
                              .cells = ARENA_NEW(l->arena, struct cell, cells),
                              .bound = ARENA_NEW(l->arena, unsigned, cells)};
    return prepare(l, BATCH, &l->batch.insert, err);
}

static bool load_table(struct loading *l, char *bytes, size_t length, struct err *err) {
    struct err unreadable = {0};
    struct csv *csv = csv_new(l->arena, bytes, length, &unreadable);
    if (!csv) {
        rules_add(l->findings, "T13", l->table->name, 0, NULL, "the file %s. %s",
                  unreadable.message, unreadable.hint);
        return true;
    }
    if (csv_encoding(csv) == CSV_WINDOWS_1252)
        rules_add(l->findings, "T14", l->table->name, 0, NULL,
                  "the text is not UTF-8; it was read as Windows-1252");
    if (!read_header(l, csv)) return true;
    memset(l->last, 0, l->table->column_count * sizeof *l->last);
    l->insert = NULL;
    l->batch = (struct batch){0};
    bool ok = prepare(l, 1, &l->insert, err) && (length < LARGE_BYTES || prepare_batch(l, err)) &&
              load_rows(l, csv, err);
    sqlite3_finalize(l->insert);
    sqlite3_finalize(l->batch.insert);
    return ok;
}

/* Reads TABLE.csv where there is one; *found says so. */
static bool load_file(struct loading *l, const char *folder, bool *found, struct err *err) {
    char *bytes;
    size_t length;
    char *path = arena_printf(l->arena, "%s/%s.csv", folder, l->table->name);
    struct err unreadable = {0};
    if (file_read(l->arena, path, LIMIT_FILE_BYTES, &bytes, &length, &unreadable)) {
        *found = true;
        return load_table(l, bytes, length, err);
    }
    if (unreadable.code == ERR_NOT_FOUND) return true;
    *found = true;
    rules_add(l->findings, "T13", l->table->name, 0, NULL, "the file cannot be read: %s",
              unreadable.message);
    return true;
}

/* A CSV file that is no table would be left out without a word. */
static void report_unknown_file(const char *name, struct findings *findings) {
    struct str stem = {name, strlen(name) - 4};
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    struct nearest nearest = nearest_new(stem);
    for (size_t i = 0; i < count; i++) {
        if (str_is(stem, tables[i]->name)) return;
        nearest_offer(&nearest, str_of(tables[i]->name));
    }
    const char *best = nearest_best(&nearest);
    const char *shown = rules_quote(findings->arena, str_of(name));
    findings_add(findings, SEVERITY_ERROR, "T01", shown, 0, NULL,
                 "there is no table of this name%s%s%s", best ? "; did you mean " : "",
                 best ? best : "", best ? ".csv?" : "");
}

static bool scan_folder(const char *path, bool *is_package, struct findings *findings,
                        struct err *err) {
    DIR *folder = opendir(path);
    if (!folder)
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s", path,
                       strerror(errno));
    for (struct dirent *entry; (entry = readdir(folder));) {
        size_t n = strlen(entry->d_name);
        if (strcmp(entry->d_name, "datapackage.json") == 0) *is_package = true;
        if (entry->d_name[0] == '.' || n < 5 || strcmp(entry->d_name + n - 4, ".csv") != 0)
            continue;
        report_unknown_file(entry->d_name, findings);
    }
    closedir(folder);
    return true;
}

bool load_folder(sqlite3 *db, const char *path, struct findings *findings, struct err *err) {
    bool is_package = false;
    if (!scan_folder(path, &is_package, findings, err)) return false;
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    struct loading l = {.db = db, .findings = findings, .arena = arena_new()};
    bool ok = query_run(db, "BEGIN", err);
    for (size_t i = 0; ok && i < count; i++) {
        l.table = tables[i];
        ok = load_file(&l, path, &is_package, err);
        arena_reset(l.arena);
    }
    if (ok) ok = query_run(db, "COMMIT", err);
    arena_free(l.arena);
    if (ok && !is_package) {
        ok = err_set(err, ERR_NOT_FOUND, "there is no package in the folder %s", path);
        err_hint(err, "A package has files such as system.csv; `weft new DIR` makes an empty one.");
    }
    return ok;
}

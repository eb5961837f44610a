/* Puts rows into a table; see put.h.
 *
 * SPDX-License-Identifier: MIT */
#include "put.h"

#include "cell.h"
#include "history.h"
#include "schema.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/number.h"
#include "doc/csv.h"
#include "doc/csv_patch.h"

#include <stdlib.h>
#include <string.h>

struct target {
    int64_t line, rowid; /* of a row that is there; line 0: it is new */
    bool is_changed;
};

struct putting {
    const struct put *put;
    struct arena *arena;
    struct target *targets; /* one a row */
    struct put_result *result;
};

static bool failed(sqlite3 *db, const struct table *table, struct err *err) {
    return err_set(err, ERR_IO, "%s cannot be written: %s", table->name, sqlite3_errmsg(db));
}

static int position(const struct put *put, int column) {
    for (size_t i = 0; i < put->column_count; i++)
        if (put->columns[i] == column) return (int)i;
    return -1;
}

/* A cell like the one above it, of which nothing was said, is not read again. */
static bool check_cells(const struct put *put, struct findings *findings, struct err *err) {
    for (size_t i = 0; i < put->column_count; i++) {
        const struct column *column = &put->table->columns[put->columns[i]];
        const struct str *above = NULL;
        for (size_t row = 0; row < put->row_count; row++) {
            const struct str *text = &put->cells[row * put->column_count + i];
            size_t said = findings->errors + findings->warnings;
            if (above && str_equal(*above, *text)) continue;
            (void)cell_read(put->table, column, *text, row + 1, findings);
            above = findings->errors + findings->warnings == said ? text : NULL;
        }
    }
    return findings->errors == 0 ||
           err_set(err, ERR_INPUT, "nothing is written: %zu cells are wrong", findings->errors);
}

/* Whether a cell holds what it is to hold; numbers are compared as numbers. */
static bool holds(const struct column *column, struct str text, struct str wanted) {
    if (str_equal(text, wanted)) return true;
    double a, b;
    bool number = column->type == COLUMN_NUMBER || column->type == COLUMN_INTEGER;
    return number && number_parse(text, &a) && number_parse(wanted, &b) && a == b;
}

static void keep_change(struct putting *p, size_t row, sqlite3_stmt *select) {
    const struct put *put = p->put;
    struct str *before = ARENA_NEW(p->arena, struct str, put->column_count);
    for (size_t i = 0; i < put->column_count; i++) {
        char scratch[CELL_BYTES];
        struct str text = cell_text(select, put->columns[i] + 1, scratch);
        before[i] = (struct str){arena_copy(p->arena, text.p, text.n), text.n};
    }
    p->result->changes[p->result->changed++] = (struct put_change){row, before};
}

/* Whether any row has this in the first column of the key: where none has, all are new. */
struct first_key {
    int at; /* in the cells of a row; -1: cannot be asked */
    sqlite3_stmt *select;
    struct str asked;
    bool found;
};

static bool first_key_new(struct putting *p, sqlite3 *db, struct first_key *key, struct err *err) {
    const struct table *table = p->put->table;
    size_t c = 0;
    *key = (struct first_key){.at = -1};
    while (c < table->column_count && !(table->columns[c].flags & COLUMN_KEY)) c++;
    if (c == table->column_count || !(table->columns[c].flags & COLUMN_REQUIRED)) return true;
    key->at = position(p->put, (int)c);
    if (key->at < 0) return true;
    struct buf sql = buf_new(p->arena);
    buf_puts(&sql, "SELECT 1 FROM ");
    schema_name(table->name, &sql);
    buf_puts(&sql, " WHERE ");
    schema_name(table->columns[c].name, &sql);
    buf_puts(&sql, " = ?1 LIMIT 1");
    return sqlite3_prepare_v2(db, sql.text, -1, &key->select, NULL) == SQLITE_OK ||
           failed(db, table, err);
}

/* Rows with the same text follow each other, so that it is asked once. */
static bool first_key_is_there(struct first_key *key, const struct str *cells) {
    if (key->at < 0) return true;
    struct str text = cells[key->at];
    if (key->asked.p && str_equal(text, key->asked)) return key->found;
    sqlite3_reset(key->select);
    sqlite3_bind_text(key->select, 1, text.p, (int)text.n, SQLITE_STATIC);
    key->asked = text;
    key->found = sqlite3_step(key->select) != SQLITE_DONE;
    return key->found;
}

/* Finds the rows that are there, and what differs. */
static bool find_rows(struct putting *p, sqlite3 *db, struct err *err) {
    const struct put *put = p->put;
    const struct table *table = put->table;
    struct buf sql = buf_new(p->arena);
    schema_select_sql(table, true, &sql);
    sqlite3_stmt *select = NULL;
    if (sqlite3_prepare_v2(db, sql.text, -1, &select, NULL) != SQLITE_OK)
        return failed(db, table, err);
    struct first_key first;
    bool ok = first_key_new(p, db, &first, err);
    for (size_t row = 0; row < put->row_count && ok; row++) {
        const struct str *cells = put->cells + row * put->column_count;
        int parameter = 0;
        if (!first_key_is_there(&first, cells)) {
            p->result->added++;
            continue;
        }
        sqlite3_reset(select);
        for (size_t c = 0; c < table->column_count; c++) {
            if (!(table->columns[c].flags & COLUMN_KEY)) continue;
            int at = position(put, (int)c);
            struct str key = at < 0 ? (struct str){0} : cells[at];
            if (key.n)
                sqlite3_bind_text(select, ++parameter, key.p, (int)key.n, SQLITE_STATIC);
            else
                sqlite3_bind_null(select, ++parameter);
        }
        int status = sqlite3_step(select);
        if (status == SQLITE_DONE) {
            p->result->added++;
            continue;
        }
        if (status != SQLITE_ROW) ok = failed(db, table, err);
        struct target *target = &p->targets[row];
        target->line = sqlite3_column_int64(select, 0);
        target->rowid = sqlite3_column_int64(select, (int)table->column_count + 1);
        for (size_t i = 0; ok && i < put->column_count && !target->is_changed; i++) {
            char scratch[CELL_BYTES];
            if (!put->compared[i]) continue;
            struct str text = cell_text(select, put->columns[i] + 1, scratch);
            target->is_changed = !holds(&table->columns[put->columns[i]], text, cells[i]);
        }
        if (target->is_changed)
            keep_change(p, row, select);
        else
            p->result->same++;
    }
    sqlite3_finalize(select);
    sqlite3_finalize(first.select);
    return ok;
}

/* --- folders --- */

static int by_place(const void *left, const void *right) {
    const struct csv_patch *a = left, *b = right;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    return (a->cell > b->cell) - (a->cell < b->cell);
}

struct file {
    const char *path;
    char *bytes;
    size_t length;
    size_t cell_of[LIMIT_COLUMNS]; /* by column of the table; SIZE_MAX: the file has none */
    size_t width;
};

/* The file, or an empty one with its header. */
static bool read_file(struct putting *p, const char *folder, struct file *file, struct err *err) {
    const struct table *table = p->put->table;
    file->path = arena_printf(p->arena, "%s/%s.csv", folder, table->name);
    struct err unreadable = {0};
    if (!file_read(p->arena, file->path, LIMIT_FILE_BYTES, &file->bytes, &file->length,
                   &unreadable)) {
        if (unreadable.code != ERR_NOT_FOUND) {
            *err = unreadable;
            return false;
        }
        struct buf header = buf_new(p->arena);
        for (size_t c = 0; c < table->column_count; c++)
            buf_printf(&header, "%s%s", c ? "," : "", table->columns[c].name);
        buf_putc(&header, '\n');
        file->bytes = header.text;
        file->length = header.length;
    }
    for (size_t c = 0; c < table->column_count; c++) file->cell_of[c] = SIZE_MAX;
    struct csv *csv =
        csv_new(p->arena, arena_copy(p->arena, file->bytes, file->length), file->length, err);
    struct csv_row header;
    if (!csv) return err_context(err, "%s", file->path);
    if (!csv_next(csv, &header)) return err_set(err, ERR_INPUT, "%s has no header", file->path);
    file->width = header.count;
    for (size_t i = 0; i < header.count; i++)
        for (size_t c = 0; c < table->column_count; c++)
            if (str_is(str_trim(header.cells[i].text), table->columns[c].name))
                file->cell_of[c] = i;
    return true;
}

static bool find_cell(const struct file *file, const struct table *table, int column, size_t *cell,
                      struct err *err) {
    *cell = file->cell_of[column];
    if (*cell != SIZE_MAX) return true;
    err_set(err, ERR_INPUT, "%s has no column '%s'", file->path, table->columns[column].name);
    return err_hint(err, "Add it to the header, and a comma to each row.");
}

static void add_row(const struct put *put, const struct file *file, size_t row, struct str *line,
                    struct buf *out) {
    memset(line, 0, file->width * sizeof *line);
    for (size_t i = 0; i < put->column_count; i++)
        line[file->cell_of[put->columns[i]]] = put->cells[row * put->column_count + i];
    csv_write(out, line, file->width);
}

/* The most bytes that the new rows can take, but for quotes. */
static size_t added_bytes(const struct putting *p, size_t width) {
    const struct put *put = p->put;
    size_t bytes = 0;
    for (size_t row = 0; row < put->row_count; row++) {
        if (p->targets[row].line) continue;
        bytes += width + 2;
        for (size_t i = 0; i < put->column_count; i++)
            bytes += put->cells[row * put->column_count + i].n;
    }
    return bytes;
}

/* Adds a row's line with the line ends of Windows. */
static void end_row(const struct buf *row, struct buf *out) {
    bool quoted = false;
    for (size_t i = 0; i < row->length; i++) {
        if (row->text[i] == '"') quoted = !quoted;
        if (row->text[i] == '\n' && !quoted) buf_putc(out, '\r');
        buf_putc(out, row->text[i]);
    }
}

static void add_rows(struct putting *p, const struct file *file, struct buf *out) {
    const struct put *put = p->put;
    const char *first = file->length ? memchr(file->bytes, '\n', file->length) : NULL;
    bool crlf = first && first > file->bytes && first[-1] == '\r';
    struct str *line = ARENA_NEW(p->arena, struct str, file->width);
    struct buf of_row = buf_new(p->arena);
    if (out->length && out->text[out->length - 1] != '\n') buf_puts(out, crlf ? "\r\n" : "\n");
    for (size_t row = 0; row < put->row_count; row++) {
        if (p->targets[row].line) continue;
        if (!crlf) {
            add_row(put, file, row, line, out);
            continue;
        }
        of_row.length = 0;
        add_row(put, file, row, line, &of_row);
        end_row(&of_row, out);
    }
}

static bool write_folder(struct putting *p, const struct store *store, struct err *err) {
    const struct put *put = p->put;
    struct file file;
    if (!read_file(p, store_path(store), &file, err)) return false;
    size_t most = p->result->changed * (put->column_count + 1), count = 0, cell;
    for (size_t i = 0; i < put->column_count; i++)
        if (!find_cell(&file, put->table, put->columns[i], &cell, err)) return false;
    if (put->mark >= 0 && p->result->changed &&
        !find_cell(&file, put->table, put->mark, &cell, err))
        return false;
    struct csv_patch *patches = ARENA_NEW(p->arena, struct csv_patch, most ? most : 1);
    struct buf out = buf_new(p->arena);
    size_t added = p->result->added ? added_bytes(p, file.width) : 0;
    for (size_t row = 0; row < put->row_count; row++) {
        const struct target *target = &p->targets[row];
        if (!target->is_changed) continue;
        for (size_t i = 0; i < put->column_count; i++)
            if (put->columns[i] != put->mark)
                patches[count++] =
                    (struct csv_patch){(size_t)target->line, file.cell_of[put->columns[i]],
                                       put->cells[row * put->column_count + i]};
        if (put->mark >= 0)
            patches[count++] = (struct csv_patch){(size_t)target->line, file.cell_of[put->mark],
                                                  str_of(put->mark_text)};
    }
    if (count == 0 && added == 0) return true;
    if (count) {
        qsort(patches, count, sizeof *patches, by_place);
        if (!csv_patch((struct str){file.bytes, file.length}, patches, count, &out, err))
            return err_context(err, "%s", file.path);
    } else {
        buf_reserve(&out, file.length + added + 2);
        buf_add(&out, file.bytes, file.length);
    }
    if (added) add_rows(p, &file, &out);
    return file_replace(file.path, (struct str){out.text, out.length}, err);
}

/* --- .weft files --- */

static bool step(sqlite3 *db, sqlite3_stmt *statement, const struct table *table, struct err *err) {
    if (sqlite3_step(statement) == SQLITE_DONE) return true;
    if (sqlite3_errcode(db) == SQLITE_CONSTRAINT)
        return err_set(err, ERR_INPUT, "%s does not take a row: %s", table->name,
                       sqlite3_errmsg(db));
    return failed(db, table, err);
}

static void bind_row(const struct put *put, size_t row, sqlite3_stmt *statement, bool mark,
                     struct findings *unseen) {
    for (size_t c = 0; c < put->table->column_count; c++) {
        int at = position(put, (int)c);
        struct str text =
            at < 0 ? (struct str){0} : put->cells[row * put->column_count + (size_t)at];
        if (mark && (int)c == put->mark) text = str_of(put->mark_text);
        struct cell cell = cell_read(put->table, &put->table->columns[c], text, row + 1, unseen);
        cell_bind(&cell, statement, (int)c + 2);
    }
}

static void update_sql(const struct put *put, struct buf *sql) {
    buf_puts(sql, "UPDATE ");
    schema_name(put->table->name, sql);
    buf_puts(sql, " SET ");
    bool first = true;
    for (size_t c = 0; c < put->table->column_count; c++) {
        if (position(put, (int)c) < 0 && (int)c != put->mark) continue;
        if (!first) buf_puts(sql, ", ");
        first = false;
        schema_name(put->table->columns[c].name, sql);
        buf_printf(sql, " = ?%zu", c + 2);
    }
    buf_puts(sql, " WHERE rowid = ?1");
}

static bool next_row_no(sqlite3 *db, const struct table *table, struct arena *arena, int64_t *next,
                        struct err *err) {
    struct buf sql = buf_new(arena);
    buf_puts(&sql, "SELECT COALESCE(max(row_no), 1) + 1 FROM ");
    schema_name(table->name, &sql);
    struct query *q = query_new(db, sql.text, err);
    if (!q) return false;
    *next = query_next(q) ? query_integer(q, 0, 2) : 2;
    return query_free(q, err);
}

static bool write_rows(struct putting *p, sqlite3 *db, struct err *err) {
    const struct put *put = p->put;
    struct buf insert_sql = buf_new(p->arena), change_sql = buf_new(p->arena);
    schema_insert_sql(put->table, &insert_sql);
    update_sql(put, &change_sql);
    int64_t next;
    if (!next_row_no(db, put->table, p->arena, &next, err)) return false;
    sqlite3_stmt *insert = NULL, *change = NULL;
    struct findings *unseen = findings_new(p->arena);
    bool ok = sqlite3_prepare_v2(db, insert_sql.text, -1, &insert, NULL) == SQLITE_OK &&
              sqlite3_prepare_v2(db, change_sql.text, -1, &change, NULL) == SQLITE_OK;
    if (!ok) failed(db, put->table, err);
    for (size_t row = 0; ok && row < put->row_count; row++) {
        const struct target *target = &p->targets[row];
        if (target->line && !target->is_changed) continue;
        sqlite3_stmt *statement = target->line ? change : insert;
        sqlite3_reset(statement);
        bind_row(put, row, statement, target->is_changed, unseen);
        sqlite3_bind_int64(statement, 1, target->line ? target->rowid : next++);
        ok = step(db, statement, put->table, err);
    }
    sqlite3_finalize(insert);
    sqlite3_finalize(change);
    return ok;
}

static bool write_store(struct putting *p, sqlite3 *db, const char *who, struct err *err) {
    bool ok = query_run(db, "BEGIN IMMEDIATE", err) && history_author(db, who, err) &&
              write_rows(p, db, err) && history_author(db, NULL, err) &&
              query_run(db, "COMMIT", err);
    if (!ok && !sqlite3_get_autocommit(db)) sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return ok;
}

bool put_rows(struct store *store, const struct put *put, bool dry, const char *who,
              struct arena *arena, struct findings *findings, struct put_result *result,
              struct err *err) {
    *result = (struct put_result){0};
    struct putting p = {.put = put, .arena = arena, .result = result};
    size_t rows = put->row_count ? put->row_count : 1;
    p.targets = ARENA_NEW(arena, struct target, rows);
    result->changes = ARENA_NEW(arena, struct put_change, rows);
    if (!check_cells(put, findings, err) || !find_rows(&p, store_db(store), err)) return false;
    if (dry) return true;
    return store_is_file(store) ? write_store(&p, store_db(store), who, err)
                                : write_folder(&p, store, err);
}

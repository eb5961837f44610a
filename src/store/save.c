/* Changes of an open folder written into its files; see change_save in change.h.
 *
 * SPDX-License-Identifier: MIT */
#include "change.h"

#include "base/file.h"
#include "base/limits.h"
#include "datapackage.h"
#include "doc/csv.h"
#include "doc/csv_patch.h"
#include "folder.h"
#include "history.h"
#include "registry.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct file {
    const char *path;
    struct str old, text;
    bool was;
};

struct saving {
    const struct store *store;
    const struct change *changes;
    size_t count;
    struct arena *arena;
    struct file files[128];
    size_t file_count;
};

/* A file's header: where each column of the registry stands; false when one is missing that has a
 * value, or the file is not UTF-8. */
static bool read_header(const struct table *table, struct str old, struct arena *arena,
                        int *place_of, size_t *width) {
    struct err err = {0};
    if (!str_is_utf8(old)) return false;
    struct csv *csv = csv_new(arena, arena_copy(arena, old.p, old.n), old.n, &err);
    struct csv_row row;
    if (!csv || !csv_next(csv, &row)) return false;
    for (size_t c = 0; c < table->column_count; c++) place_of[c] = -1;
    *width = row.count;
    for (size_t i = 0; i < row.count; i++)
        for (size_t c = 0; c < table->column_count; c++)
            if (str_is(str_trim(row.cells[i].text), table->columns[c].name)) place_of[c] = (int)i;
    return true;
}

static bool row_of_key(sqlite3 *db, const struct table *table, const char *key, struct buf *sql,
                       size_t *row, struct err *err) {
    sql->length = 0;
    buf_printf(sql, "SELECT row_no FROM \"%s\" WHERE ", table->name);
    history_key_sql(table, sql);
    buf_puts(sql, " = ?1");
    struct query *q = query_new(db, sql->text, err);
    if (!q) return false;
    query_bind_text(q, 1, key);
    *row = query_next(q) ? (size_t)query_integer(q, 0, 0) : 0;
    return query_free(q, err);
}

static int compare_patches(const void *a, const void *b) {
    const struct csv_patch *x = a, *y = b;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    return x->cell < y->cell ? -1 : x->cell > y->cell;
}

/* The old bytes with cells replaced and rows added; false when the file must be written anew. */
static bool patch_file(struct saving *s, const struct table *table, struct str old, struct buf *out,
                       struct err *err) {
    int place_of[LIMIT_COLUMNS];
    size_t width, patches = 0, wanted = 0;
    if (!read_header(table, old, s->arena, place_of, &width)) return false;
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->changes[i].table, table->name) == 0) wanted += s->changes[i].cell_count;
    struct csv_patch *list = ARENA_NEW(s->arena, struct csv_patch, wanted + 1);
    struct buf added = buf_new(s->arena), sql = buf_new(s->arena);
    for (size_t i = 0; i < s->count; i++) {
        const struct change *change = &s->changes[i];
        if (strcmp(change->table, table->name) != 0) continue;
        if (change->operation == CHANGE_REMOVE) return false;
        size_t row = 0;
        if (change->operation == CHANGE_SET) {
            if (!row_of_key(store_db(s->store), table, change->key, &sql, &row, err)) return false;
            if (row == 0) return false;
        }
        struct str *cells = ARENA_NEW(s->arena, struct str, width + 1);
        for (size_t c = 0; c < width; c++) cells[c] = (struct str){"", 0};
        for (size_t k = 0; k < change->cell_count; k++) {
            int column = -1;
            for (size_t c = 0; c < table->column_count; c++)
                if (str_is(change->cells[k].column, table->columns[c].name)) column = (int)c;
            if (column < 0) return false;
            if (place_of[column] < 0) {
                if (change->cells[k].text.n) return false;
                continue;
            }
            size_t place = (size_t)place_of[column];
            if (change->operation == CHANGE_SET)
                list[patches++] = (struct csv_patch){row, place, change->cells[k].text};
            else
                cells[place] = change->cells[k].text;
        }
        if (change->operation == CHANGE_ADD) csv_write(&added, cells, width);
    }
    qsort(list, patches, sizeof *list, compare_patches);
    /* The last change of a cell counts. */
    size_t kept = 0;
    for (size_t i = 0; i < patches; i++) {
        if (kept && list[kept - 1].line == list[i].line && list[kept - 1].cell == list[i].cell)
            kept--;
        list[kept++] = list[i];
    }
    if (kept) {
        if (!csv_patch(old, list, kept, out, err)) return false;
    } else {
        buf_add(out, old.p, old.n);
    }
    if (added.length) {
        if (out->length && out->text[out->length - 1] != '\n') buf_putc(out, '\n');
        buf_add(out, added.text, added.length);
    }
    return true;
}

static bool read_old(struct saving *s, const char *path, struct file *file, struct err *err) {
    *file = (struct file){.path = path};
    if (access(path, F_OK) != 0) return true;
    char *bytes;
    size_t length;
    if (!file_read(s->arena, path, LIMIT_FILE_BYTES, &bytes, &length, err)) return false;
    file->old = (struct str){bytes, length};
    file->was = true;
    return true;
}

static bool prepare_table(struct saving *s, const struct table *table, struct err *err) {
    struct file *file = &s->files[s->file_count];
    const char *path = arena_printf(s->arena, "%s/%s.csv", store_path(s->store), table->name);
    if (!read_old(s, path, file, err)) return false;
    struct buf out = buf_new(s->arena);
    struct err why = {0};
    if (!file->was || !patch_file(s, table, file->old, &out, &why)) {
        size_t rows;
        out = buf_new(s->arena);
        if (!folder_table_text(store_db(s->store), table, &out, &rows, err)) return false;
    }
    file->text = (struct str){out.text, out.length};
    s->file_count++;
    return true;
}

/* datapackage.json, where it is what weft would write for the tables that were there. */
static bool prepare_description(struct saving *s, const bool *before, const bool *after,
                                struct err *err) {
    struct file *file = &s->files[s->file_count];
    const char *path = arena_printf(s->arena, "%s/datapackage.json", store_path(s->store));
    if (!read_old(s, path, file, err)) return false;
    if (!file->was) return true;
    static const char opening[] = "\"name\": \"";
    const char *from = strstr(file->old.p, opening);
    const char *end = from ? strchr(from + sizeof opening - 1, '"') : NULL;
    if (!end) return true;
    from += sizeof opening - 1;
    const char *name = arena_copy(s->arena, from, (size_t)(end - from));
    struct buf old = buf_new(s->arena), out = buf_new(s->arena);
    datapackage_write(name, before, &old);
    if (!str_equal(file->old, (struct str){old.text, old.length})) return true;
    datapackage_write(name, after, &out);
    file->text = (struct str){out.text, out.length};
    s->file_count++;
    return true;
}

static bool write_all(struct saving *s, struct err *err) {
    for (size_t i = 0; i < s->file_count; i++) {
        if (file_replace(s->files[i].path, s->files[i].text, err)) continue;
        for (size_t k = 0; k < i; k++) {
            struct err ignored = {0};
            if (!s->files[k].was)
                unlink(s->files[k].path);
            else if (!file_replace(s->files[k].path, s->files[k].old, &ignored))
                err_hint(err, "%s could not be put back either; its old text is lost.",
                         s->files[k].path);
        }
        return false;
    }
    return true;
}

bool change_save(const struct store *folder, const struct change *changes, size_t count,
                 struct err *err) {
    struct saving s = {.store = folder, .changes = changes, .count = count, .arena = arena_new()};
    size_t table_count;
    const struct table *const *tables = registry_tables(&table_count);
    bool *before = ARENA_NEW(s.arena, bool, table_count);
    bool *after = ARENA_NEW(s.arena, bool, table_count);
    bool ok = true, more = false;
    for (size_t t = 0; ok && t < table_count; t++) {
        const char *path = arena_printf(s.arena, "%s/%s.csv", store_path(folder), tables[t]->name);
        before[t] = after[t] = access(path, F_OK) == 0;
        bool touched = false;
        for (size_t i = 0; i < count && !touched; i++)
            touched = strcmp(changes[i].table, tables[t]->name) == 0;
        if (!touched) continue;
        ok = prepare_table(&s, tables[t], err);
        after[t] = true;
        more |= !before[t];
    }
    if (ok && more) ok = prepare_description(&s, before, after, err);
    ok = ok && write_all(&s, err);
    arena_free(s.arena);
    return ok;
}

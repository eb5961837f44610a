/* The cells of a .weft file, which other programs may have changed; see load.h.
 *
 * SPDX-License-Identifier: MIT */
#include "cell.h"
#include "load.h"
#include "rules.h"
#include "schema.h"

static bool check_table(sqlite3 *db, const struct table *table, struct findings *findings,
                        struct err *err) {
    struct buf sql = buf_new(findings->arena);
    schema_select_sql(table, false, &sql);
    sqlite3_stmt *statement = NULL;
    int status = sqlite3_prepare_v2(db, sql.text, -1, &statement, NULL);
    while (status == SQLITE_OK || status == SQLITE_ROW) {
        status = sqlite3_step(statement);
        if (status != SQLITE_ROW) break;
        size_t row = (size_t)sqlite3_column_int64(statement, 0);
        for (size_t c = 0; c < table->column_count; c++) {
            char number[CELL_BYTES];
            struct str text = cell_text(statement, (int)c + 1, number);
            if (!str_is_utf8(text))
                rules_add(findings, "T17", table->name, row, table->columns[c].name,
                          "the text is not UTF-8");
            else
                cell_read(table, &table->columns[c], text, row, findings);
        }
    }
    bool ok = status == SQLITE_DONE;
    if (!ok) err_set(err, ERR_INPUT, "the package cannot be read: %s", sqlite3_errmsg(db));
    sqlite3_finalize(statement);
    return ok;
}

bool load_check_file(sqlite3 *db, struct findings *findings, struct err *err) {
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    for (size_t i = 0; i < count; i++)
        if (!check_table(db, tables[i], findings, err)) return false;
    return load_check_references(db, findings, err);
}

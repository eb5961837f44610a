/* The index of all texts; see search.h.
 *
 * SPDX-License-Identifier: MIT */
#include "search.h"

#include "base/text.h"
#include "store/history.h"
#include "store/query.h"
#include "store/registry.h"
#include "store/schema.h"

#include <string.h>

/* INSERT of one table's rows: names come from the registry only, and are quoted. Of tables of
 * numbers (observations, budgets) only the key is worth finding. */
static void insert_sql(const struct table *table, struct buf *sql) {
    int title = table_column(table, "title");
    buf_puts(sql, "INSERT INTO search(tab, line, key, title, body) SELECT '");
    buf_puts(sql, table->name);
    buf_puts(sql, "', row_no, ");
    buf_puts(sql, table_has_id(table) ? "id" : "NULL");
    buf_puts(sql, ", ");
    if (title >= 0)
        buf_puts(sql, "title");
    else
        history_key_sql(table, sql);
    buf_puts(sql, ", ''");
    for (size_t c = 0; c < table->column_count; c++) {
        const struct column *column = &table->columns[c];
        if ((int)c == title || column->type == COLUMN_NUMBER || column->type == COLUMN_INTEGER ||
            column->type == COLUMN_YESNO || strcmp(column->name, "source") == 0)
            continue;
        buf_puts(sql, " || coalesce(");
        schema_name(column->name, sql);
        buf_puts(sql, " || ' · ', '')");
    }
    buf_puts(sql, " FROM ");
    schema_name(table->name, sql);
}

bool search_build(sqlite3 *db, struct err *err) {
    if (!query_run(
            db,
            "CREATE VIRTUAL TABLE search USING fts5(tab UNINDEXED, line UNINDEXED, key, title, "
            "body, tokenize = 'porter unicode61', prefix = '2 3')",
            err))
        return false;
    struct arena *arena = arena_new();
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    bool ok = query_run(db, "BEGIN", err);
    for (size_t t = 0; ok && t < count; t++) {
        if (strcmp(tables[t]->name, "observation") == 0) continue;
        struct buf sql = buf_new(arena);
        insert_sql(tables[t], &sql);
        ok = query_run(db, sql.text, err);
    }
    ok = ok && query_run(db, "COMMIT", err);
    arena_free(arena);
    return ok;
}

/* Each word in quotes, as a beginning: nothing that is written is a command of FTS5. */
static const char *match_text(const char *words, struct arena *arena) {
    struct buf match = buf_new(arena);
    const char *p = words;
    size_t n;
    for (; *(p += strspn(p, " \t")); p += n) {
        n = strcspn(p, " \t");
        if (match.length) buf_putc(&match, ' ');
        buf_putc(&match, '"');
        for (size_t i = 0; i < n; i++)
            if (p[i] != '"') buf_putc(&match, p[i]);
        buf_puts(&match, "\"*");
    }
    return match.text;
}

bool search_find(sqlite3 *db, const char *words, struct arena *arena, struct search_hit **hits,
                 size_t *count, size_t *total, struct err *err) {
    *count = *total = 0;
    *hits = ARENA_NEW(arena, struct search_hit, SEARCH_HITS);
    const char *match = match_text(words, arena);
    if (!match[0]) return true;
    struct query *q = query_new(db, "SELECT count(*) FROM search WHERE search MATCH ?1", err);
    if (!q) return false;
    query_bind_text(q, 1, match);
    if (query_next(q)) *total = (size_t)query_integer(q, 0, 0);
    if (!query_free(q, err)) return false;
    q = query_new(db,
                  "SELECT tab, line, key, title, snippet(search, 4, '', '', ' … ', 24) FROM search "
                  "WHERE search MATCH ?1 ORDER BY bm25(search, 0, 0, 4, 4, 1), rowid LIMIT 100",
                  err);
    if (!q) return false;
    query_bind_text(q, 1, match);
    while (*count < SEARCH_HITS && query_next(q)) {
        struct search_hit *hit = &(*hits)[(*count)++];
        const char *key = query_text(q, 2), *title = query_text(q, 3), *text = query_text(q, 4);
        hit->table = arena_string(arena, query_text(q, 0));
        hit->line = query_integer(q, 1, 0);
        hit->key = key ? arena_string(arena, key) : NULL;
        hit->title = arena_string(arena, title ? title : "");
        hit->text = arena_string(arena, text ? text : "");
        size_t n = strlen(hit->text);
        if (n > 4 && strcmp(hit->text + n - 4, " · ") == 0)
            hit->text = arena_copy(arena, hit->text, n - 4);
    }
    return query_free(q, err);
}

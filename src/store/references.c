/* References that lead nowhere, and ids that stand for two things; see load.h.
 *
 * SPDX-License-Identifier: MIT */
#include "load.h"

#include "cell.h"
#include "rules.h"

#include "base/names.h"

#include <stdio.h>
#include <string.h>

#define SUGGESTIONS 200 /* a nearest id is looked for so often only: it reads all ids */

static bool nearest_id(sqlite3 *db, const char *tables, struct nearest *nearest,
                       struct arena *arena, struct err *err) {
    struct str rest = str_of(tables), table;
    while (str_split(&rest, ' ', &table)) {
        char *sql =
            arena_printf(arena, "SELECT \"id\" FROM \"%.*s\" LIMIT 20000", (int)table.n, table.p);
        struct query *q = query_new(db, sql, err);
        if (!q) return false;
        while (query_next(q)) nearest_offer(nearest, str_of(query_text(q, 0)));
        if (!query_free(q, err)) return false;
    }
    return true;
}

bool load_any_row(sqlite3 *db, const char *table, bool *any, struct err *err) {
    char sql[128];
    snprintf(sql, sizeof sql, "SELECT 1 FROM \"%s\"", table);
    struct query *q = query_new(db, sql, err);
    if (!q) return false;
    *any = query_next(q);
    return query_free(q, err);
}

static bool check_column(sqlite3 *db, const struct table *table, const struct column *column,
                         struct findings *findings, size_t *suggested, struct err *err) {
    struct buf sql = buf_new(findings->arena), kinds = buf_new(findings->arena);
    buf_printf(&sql, "SELECT row_no, \"%s\" FROM \"%s\" AS t WHERE \"%s\" IS NOT NULL",
               column->name, table->name, column->name);
    struct str rest = str_of(column->refers_to), to;
    while (str_split(&rest, ' ', &to)) {
        buf_printf(&sql, " AND NOT EXISTS (SELECT 1 FROM \"%.*s\" AS r WHERE r.\"id\" = t.\"%s\")",
                   (int)to.n, to.p, column->name);
        buf_printf(&kinds, "%s%.*s", kinds.length ? " or " : "", (int)to.n, to.p);
    }
    buf_puts(&sql, " ORDER BY row_no");
    struct query *q = query_new(db, sql.text, err);
    if (!q) return false;
    bool ok = true;
    while (ok && query_next(q)) {
        struct nearest nearest = nearest_new(str_of(query_text(q, 1)));
        if ((*suggested)++ < SUGGESTIONS)
            ok = nearest_id(db, column->refers_to, &nearest, findings->arena, err);
        const char *best = nearest_best(&nearest);
        rules_add(findings, "R01", table->name, (size_t)query_integer(q, 0, 0), column->name,
                  "there is no %s %s%s%s%s", kinds.text,
                  rules_quote(findings->arena, str_of(query_text(q, 1))),
                  best ? "; did you mean '" : ", expected the id of one", best ? best : "",
                  best ? "'?" : "");
    }
    struct err ignored = {0};
    return query_free(q, ok ? err : &ignored) && ok;
}

/* One pair of tables that some column refers to together. */
static bool check_pair(sqlite3 *db, const char *earlier, const char *later,
                       struct findings *findings, struct err *err) {
    char *sql = arena_printf(
        findings->arena,
        "SELECT b.row_no, b.id, a.row_no FROM \"%s\" AS b JOIN \"%s\" AS a ON a.id = b.id "
        "ORDER BY b.row_no",
        later, earlier);
    struct query *q = query_new(db, sql, err);
    if (!q) return false;
    while (query_next(q))
        rules_add(
            findings, "K02", later, (size_t)query_integer(q, 0, 0), "id",
            "%s is also the id of a %s (%s.csv:%lld), expected ids that are unique over both tables",
            rules_quote(findings->arena, str_of(query_text(q, 1))), earlier, earlier,
            (long long)query_integer(q, 2, 0));
    return query_free(q, err);
}

/* What one pass over a table says: its ids, and what its columns refer to. */
struct pass {
    const struct table *table;
    bool any; /* a row */
    struct names ids;
    struct names *targets; /* by column; references only */
};

static struct pass *pass_of(struct pass *passes, size_t count, struct str name) {
    for (size_t i = 0; i < count; i++)
        if (str_is(name, passes[i].table->name)) return &passes[i];
    return NULL;
}

static void pass_sql(const struct table *table, struct buf *sql) {
    buf_puts(sql, "SELECT ");
    const char *between = "";
    for (size_t c = 0; c < table->column_count; c++) {
        const struct column *column = &table->columns[c];
        if (column->type != COLUMN_REF && column->type != COLUMN_ID) continue;
        buf_printf(sql, "%s\"%s\"", between, column->name);
        between = ", ";
    }
    buf_printf(sql, "%s FROM \"%s\"", *between ? "" : "1", table->name);
}

/* Rows with the same reference often follow each other, so that the last one is looked at first. */
static bool make_pass(sqlite3 *db, struct pass *pass, struct arena *arena, struct err *err) {
    const struct table *table = pass->table;
    struct buf sql = buf_new(arena);
    pass_sql(table, &sql);
    struct query *q = query_new(db, sql.text, err);
    if (!q) return false;
    size_t *last = ARENA_NEW(arena, size_t, table->column_count);
    while (query_next(q)) {
        int at = 0;
        for (size_t c = 0; c < table->column_count; c++) {
            const struct column *column = &table->columns[c];
            if (column->type != COLUMN_REF && column->type != COLUMN_ID) continue;
            struct names *names = column->type == COLUMN_ID ? &pass->ids : &pass->targets[c];
            if (!pass->any) *names = names_new(arena);
            const char *text = query_text(q, at++);
            bool added;
            if (!text || (names->count && strcmp(names->texts[last[c]], text) == 0)) continue;
            last[c] = names_add(names, str_of(text), &added);
        }
        pass->any = true;
    }
    return query_free(q, err);
}

/* Whether each target of a column is the id of a row. */
static bool lead_somewhere(struct pass *passes, size_t count, const struct column *column,
                           const struct names *targets) {
    for (size_t i = 0; i < targets->count; i++) {
        struct str rest = str_of(column->refers_to), name, target = str_of(targets->texts[i]);
        bool found = false;
        while (!found && str_split(&rest, ' ', &name)) {
            const struct pass *to = pass_of(passes, count, name);
            found = to && to->any && names_find(&to->ids, target) != SIZE_MAX;
        }
        if (!found) return false;
    }
    return true;
}

static bool share_an_id(const struct pass *a, const struct pass *b) {
    for (size_t i = 0; i < a->ids.count; i++)
        if (names_find(&b->ids, str_of(a->ids.texts[i])) != SIZE_MAX) return true;
    return false;
}

static bool refer_together(const char *a, const char *b) {
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    for (size_t t = 0; t < count; t++)
        for (size_t c = 0; c < tables[t]->column_count; c++) {
            const struct column *column = &tables[t]->columns[c];
            if (column->type != COLUMN_REF) continue;
            struct str rest = str_of(column->refers_to), name;
            int found = 0;
            while (str_split(&rest, ' ', &name)) found += str_is(name, a) || str_is(name, b);
            if (found == 2) return true;
        }
    return false;
}

/* Most packages have no such fault: one pass over each table tells, and where there is one, the
 * rows are asked for. */
bool load_check_references(sqlite3 *db, struct findings *findings, struct err *err) {
    size_t count, suggested = 0;
    const struct table *const *tables = registry_tables(&count);
    struct arena *arena = arena_new();
    struct pass *passes = ARENA_NEW(arena, struct pass, count);
    bool ok = true;
    for (size_t t = 0; ok && t < count; t++) {
        passes[t].table = tables[t];
        passes[t].targets = ARENA_NEW(arena, struct names, tables[t]->column_count);
        ok = make_pass(db, &passes[t], arena, err);
    }
    for (size_t t = 0; ok && t < count; t++)
        for (size_t c = 0; ok && passes[t].any && c < tables[t]->column_count; c++)
            if (tables[t]->columns[c].type == COLUMN_REF &&
                !lead_somewhere(passes, count, &tables[t]->columns[c], &passes[t].targets[c]))
                ok = check_column(db, tables[t], &tables[t]->columns[c], findings, &suggested, err);
    for (size_t b = 0; ok && b < count; b++)
        for (size_t a = 0; ok && a < b; a++)
            if (passes[a].ids.count && passes[b].ids.count &&
                refer_together(tables[a]->name, tables[b]->name) &&
                share_an_id(&passes[a], &passes[b]))
                ok = check_pair(db, tables[a]->name, tables[b]->name, findings, err);
    arena_free(arena);
    return ok;
}

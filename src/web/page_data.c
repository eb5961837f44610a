/* All tables of the package, and search over them.
 *
 * SPDX-License-Identifier: MIT */
#include "link.h"
#include "route.h"
#include "search.h"
#include "store/query.h"
#include "store/registry.h"
#include "store/schema.h"
#include "views.h"

#include <string.h>

static const struct {
    const char *room, *title;
} titles[] = {{"system", "The system"}, {"people", "People"},       {"care", "Care"},
              {"money", "Money"},       {"means", "Means"},         {"change", "Plan and schemes"},
              {"measures", "Measures"}, {"assurance", "Assurance"}, {"runs", "Runs of the model"}};
#define ROOMS (sizeof titles / sizeof titles[0])

static bool count_rows(sqlite3 *db, const struct table *table, struct arena *arena, size_t *rows,
                       struct err *err) {
    struct buf sql = buf_new(arena);
    buf_puts(&sql, "SELECT count(*) FROM ");
    schema_name(table->name, &sql);
    struct query *q = query_new(db, sql.text, err);
    if (!q) return false;
    *rows = query_next(q) ? (size_t)query_integer(q, 0, 0) : 0;
    return query_free(q, err);
}

static bool read_rooms(sqlite3 *db, struct visit *visit, struct view_data *view, struct err *err) {
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    struct view_data_room *rooms = ARENA_NEW(visit->arena, struct view_data_room, ROOMS);
    *view = (struct view_data){.rooms = rooms, .rooms_count = ROOMS};
    for (size_t r = 0; r < ROOMS; r++) {
        struct view_data_table *in = ARENA_NEW(visit->arena, struct view_data_table, count);
        rooms[r] = (struct view_data_room){.title = titles[r].title, .tables = in};
        for (size_t t = 0; t < count; t++) {
            if (strcmp(tables[t]->room, titles[r].room) != 0) continue;
            struct view_data_table *one = &in[rooms[r].tables_count++];
            *one = (struct view_data_table){.name = tables[t]->name, .about = tables[t]->about};
            if (!count_rows(db, tables[t], visit->arena, &one->rows, err)) return false;
            view->rows += one->rows;
        }
    }
    return true;
}

static bool answer(struct visit *visit, struct err *err) {
    struct view_data view;
    bool ok = read_rooms(site_take(visit->site), visit, &view, err);
    site_give(visit->site);
    visit->section = "Data";
    return ok && VISIT_SHOW(visit, data, &view);
}

const struct route route_data = {
    .path = "/data",
    .title = "Data",
    .about = "All tables of the package, with how many rows each has",
    .permission = PERMISSION_READ,
    .schema = &view_schema_data,
    .answer = answer,
};

static bool answer_search(struct visit *visit, struct err *err) {
    struct view_search view = {.q = visit_text(visit, "q")};
    struct search_hit *hits;
    size_t count;
    bool ok = search_find(site_take(visit->site), view.q ? view.q : "", visit->arena, &hits, &count,
                          &view.total, err);
    site_give(visit->site);
    if (!ok) return false;
    struct view_search_hit *shown = ARENA_NEW(visit->arena, struct view_search_hit, count + 1);
    for (size_t i = 0; i < count; i++)
        shown[i] = (struct view_search_hit){
            .table = hits[i].table,
            .line = (size_t)hits[i].line,
            .title = hits[i].title,
            .text = hits[i].text,
            .href = link_row(visit->arena, hits[i].table, hits[i].key, hits[i].line)};
    view.hits = shown;
    view.hits_count = count;
    visit->section = "Search";
    return VISIT_SHOW(visit, search, &view);
}

static const struct input search_inputs[] = {
    {.name = "q", .kind = INPUT_TEXT, .about = "Words; each may be the beginning of one"}};

const struct route route_search = {
    .path = "/search",
    .title = "Search",
    .about = "Rows of all tables that contain words",
    .permission = PERMISSION_READ,
    .inputs = search_inputs,
    .input_count = 1,
    .schema = &view_schema_search,
    .answer = answer_search,
};

/* Where the model's numbers come from; see sources.h.
 *
 * SPDX-License-Identifier: MIT */
#include "sources.h"

#include "base/number.h"
#include "doc/csv.h"
#include "doc/json.h"
#include "store/query.h"
#include "store/registry.h"

#include <math.h>
#include <string.h>

static const char *const class_texts[SOURCE_CLASSES] = {"printed",    "statistic",  "computed",
                                                        "calibrated", "assumption", "none"};

const char *source_class_text(enum source_class class_) {
    return class_texts[class_];
}

enum source_class source_class_of(const char *source) {
    struct str rest = str_of(source), word;
    if (!str_split(&rest, ':', &word)) return SOURCE_NONE;
    for (int i = 0; i < SOURCE_NONE; i++)
        if (str_is(str_trim(word), class_texts[i])) return (enum source_class)i;
    return SOURCE_NONE;
}

/* SELECT source, key columns, input columns: names come from the registry only. */
static struct query *ask(sqlite3 *db, const struct table *table, struct arena *arena,
                         struct err *err) {
    struct buf sql = buf_new(arena);
    buf_puts(&sql, table_column(table, "source") < 0 ? "SELECT NULL" : "SELECT source");
    for (unsigned flag = COLUMN_KEY; flag; flag = flag == COLUMN_KEY ? COLUMN_INPUT : 0)
        for (size_t c = 0; c < table->column_count; c++)
            if (table->columns[c].flags & flag)
                buf_printf(&sql, ", \"%s\"", table->columns[c].name);
    buf_printf(&sql, " FROM \"%s\" ORDER BY row_no", table->name);
    return query_new(db, sql.text, err);
}

struct growing {
    struct source_number *items;
    size_t count, capacity;
};

static void push(struct growing *list, struct arena *arena, struct source_number number) {
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? list->capacity * 2 : 1024;
        struct source_number *items = ARENA_NEW(arena, struct source_number, list->capacity);
        if (list->count) memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
    }
    list->items[list->count++] = number;
}

static void read_row(struct query *q, const struct table *table, struct growing *list,
                     struct arena *arena) {
    const char *cell = query_text(q, 0);
    const char *source = cell ? arena_string(arena, cell) : "";
    struct buf key = buf_new(arena);
    int at = 1;
    for (size_t c = 0; c < table->column_count; c++) {
        if (!(table->columns[c].flags & COLUMN_KEY)) continue;
        const char *part = query_text(q, at++);
        if (part && key.length) buf_putc(&key, '/');
        if (part) buf_puts(&key, part);
    }
    for (size_t c = 0; c < table->column_count; c++) {
        if (!(table->columns[c].flags & COLUMN_INPUT)) continue;
        double value = query_number(q, at++);
        if (isnan(value)) continue;
        push(list, arena,
             (struct source_number){table->name, key.text, table->columns[c].name, value,
                                    source_class_of(source), source});
    }
}

bool source_list_read(sqlite3 *db, struct arena *arena, struct source_list *out, struct err *err) {
    struct growing list = {0};
    *out = (struct source_list){0};
    size_t table_count;
    const struct table *const *tables = registry_tables(&table_count);
    for (size_t t = 0; t < table_count; t++) {
        bool has_input = false;
        for (size_t c = 0; c < tables[t]->column_count; c++)
            has_input = has_input || tables[t]->columns[c].flags & COLUMN_INPUT;
        if (!has_input) continue;
        struct query *q = ask(db, tables[t], arena, err);
        if (!q) return false;
        while (query_next(q)) read_row(q, tables[t], &list, arena);
        if (!query_free(q, err)) return err_context(err, "reading %s", tables[t]->name);
    }
    for (size_t i = 0; i < list.count; i++) out->by_class[list.items[i].class_]++;
    out->items = list.items;
    out->count = list.count;
    return true;
}

void source_list_text(const struct source_list *list, struct buf *out) {
    char text[NUMBER_PEOPLE_BYTES];
    static const char *const meanings[SOURCE_CLASSES] = {
        "figures printed in the plans", "official statistics", "worked out from others",
        "fitted to a known figure",     "assumptions",         "without a source"};
    buf_printf(out, "%s numbers of the model\n", number_people((double)list->count, 0, text));
    for (int i = 0; i < SOURCE_CLASSES; i++)
        buf_printf(out, "%8s  %-10s  %s\n", number_people((double)list->by_class[i], 0, text),
                   class_texts[i], meanings[i]);
    for (size_t i = 0; i < list->count; i++) {
        const struct source_number *n = &list->items[i];
        char value[NUMBER_BYTES];
        buf_printf(out, "\n%s %s: %s = %s\n    %s", n->table, n->key, n->column,
                   number_text(n->value, value), n->source[0] ? n->source : "no source");
    }
    if (list->count) buf_putc(out, '\n');
}

void source_list_json(const struct source_list *list, struct buf *out) {
    struct json json = json_new(out, true);
    json_object(&json, NULL);
    json_integer(&json, "count", (int64_t)list->count);
    json_object(&json, "by_class");
    for (int i = 0; i < SOURCE_CLASSES; i++)
        json_integer(&json, class_texts[i], (int64_t)list->by_class[i]);
    json_end_object(&json);
    json_list(&json, "numbers");
    for (size_t i = 0; i < list->count; i++) {
        const struct source_number *n = &list->items[i];
        json_object(&json, NULL);
        json_text(&json, "table", n->table);
        json_text(&json, "key", n->key);
        json_text(&json, "column", n->column);
        json_number(&json, "value", n->value);
        json_text(&json, "class", class_texts[n->class_]);
        json_text(&json, "source", n->source);
        json_end_object(&json);
    }
    json_end_list(&json);
    json_end_object(&json);
}

void source_list_csv(const struct source_list *list, struct buf *out) {
    buf_puts(out, "table,key,column,value,class,source\n");
    for (size_t i = 0; i < list->count; i++) {
        const struct source_number *n = &list->items[i];
        char value[NUMBER_BYTES];
        const struct str cells[] = {str_of(n->table),
                                    str_of(n->key),
                                    str_of(n->column),
                                    str_of(number_text(n->value, value)),
                                    str_of(class_texts[n->class_]),
                                    str_of(n->source)};
        csv_write(out, cells, sizeof cells / sizeof cells[0]);
    }
}

/* datapackage.json; see datapackage.h.
 *
 * SPDX-License-Identifier: MIT */
#include "datapackage.h"

#include "doc/json.h"

#include <ctype.h>
#include <string.h>

static const char *field_type(enum column_type type) {
    switch (type) {
    case COLUMN_NUMBER:
        return "number";
    case COLUMN_INTEGER:
        return "integer";
    case COLUMN_DATE:
        return "date";
    case COLUMN_YESNO:
        return "boolean";
    default:
        return "string";
    }
}

static void constraints(const struct column *column, struct arena *arena, struct json *json) {
    json_object(json, "constraints");
    json_bool(json, "required", column->flags & COLUMN_REQUIRED);
    if (column->type == COLUMN_NUMBER || column->type == COLUMN_INTEGER) {
        json_number(json, "minimum", column->min);
        json_number(json, "maximum", column->max);
    }
    if (column->type == COLUMN_YEAR) json_text(json, "pattern", "[0-9]{4}/[0-9]{2}");
    if (column->type == COLUMN_ID) json_text(json, "pattern", "[A-Za-z0-9._:-]+");
    if (column->type == COLUMN_CHOICE) {
        json_list(json, "enum");
        struct str rest = str_of(column->choices), choice;
        while (str_split(&rest, '|', &choice))
            json_text(json, NULL, arena_copy(arena, choice.p, choice.n));
        json_end_list(json);
    }
    json_end_object(json);
}

static void field(const struct column *column, struct arena *arena, struct json *json) {
    json_object(json, NULL);
    json_text(json, "name", column->name);
    json_text(json, "type", field_type(column->type));
    json_text(json, "description", column->about);
    if (column->unit) json_text(json, "unit", column->unit);
    if (column->type == COLUMN_YESNO) {
        json_list(json, "trueValues");
        json_text(json, NULL, "yes");
        json_end_list(json);
        json_list(json, "falseValues");
        json_text(json, NULL, "no");
        json_end_list(json);
    }
    constraints(column, arena, json);
    json_end_object(json);
}

static void foreign_keys(const struct table *table, struct json *json) {
    bool any = false;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        /* The standard knows references to one table only. */
        if (column->type != COLUMN_REF || strchr(column->refers_to, ' ')) continue;
        if (!any) json_list(json, "foreignKeys");
        any = true;
        json_object(json, NULL);
        json_text(json, "fields", column->name);
        json_object(json, "reference");
        json_text(json, "resource",
                  strcmp(column->refers_to, table->name) == 0 ? "" : column->refers_to);
        json_text(json, "fields", "id");
        json_end_object(json);
        json_end_object(json);
    }
    if (any) json_end_list(json);
}

static void resource(const struct table *table, struct arena *arena, struct json *json) {
    json_object(json, NULL);
    json_text(json, "name", table->name);
    json_text(json, "path", arena_printf(arena, "%s.csv", table->name));
    json_text(json, "profile", "tabular-data-resource");
    json_text(json, "description", table->about);
    json_text(json, "encoding", "utf-8");
    json_object(json, "schema");
    json_list(json, "fields");
    for (size_t i = 0; i < table->column_count; i++) field(&table->columns[i], arena, json);
    json_end_list(json);
    json_list(json, "missingValues");
    json_text(json, NULL, "");
    json_end_list(json);
    json_list(json, "primaryKey");
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].flags & COLUMN_KEY) json_text(json, NULL, table->columns[i].name);
    json_end_list(json);
    foreign_keys(table, json);
    json_end_object(json);
    json_end_object(json);
}

void datapackage_write(const char *name, const bool *present, struct buf *out) {
    struct arena *arena = arena_new();
    /* The standard's names are lower case letters, digits, '.', '_' and '-'. */
    struct buf slug = buf_new(arena);
    for (const char *p = name; *p; p++) {
        unsigned char c = (unsigned char)*p;
        buf_putc(&slug, isalnum(c) ? (char)tolower(c) : c == '.' || c == '_' ? (char)c : '-');
    }
    struct json json = json_new(out, true);
    json_object(&json, NULL);
    json_text(&json, "name", slug.length ? slug.text : "package");
    json_text(&json, "profile", "tabular-data-package");
    json_list(&json, "resources");
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    for (size_t i = 0; i < count; i++)
        if (!present || present[i]) resource(tables[i], arena, &json);
    json_end_list(&json);
    json_end_object(&json);
    arena_free(arena);
}

/* The description of the JSON for other programs (OpenAPI 3.1), made from the routes and the views.
 *
 * SPDX-License-Identifier: MIT */
#include "doc/json.h"
#include "route.h"
#include "views.h"

#include <stdio.h>
#include <string.h>

static void write_ref(struct json *json, const char *key, const struct view_schema *schema) {
    char text[128];
    snprintf(text, sizeof text, "#/components/schemas/%s", schema->name);
    json_object(json, key);
    json_text(json, "$ref", text);
    json_end_object(json);
}

static void write_type(struct json *json, const char *type, bool nullable) {
    if (!nullable) {
        json_text(json, "type", type);
        return;
    }
    json_list(json, "type");
    json_text(json, NULL, type);
    json_text(json, NULL, "null");
    json_end_list(json);
}

static void write_field(struct json *json, const struct view_field *field) {
    static const char *const types[] = {[VIEW_TEXT] = "string",
                                        [VIEW_NUMBER] = "number",
                                        [VIEW_COUNT] = "integer",
                                        [VIEW_YES] = "boolean",
                                        [VIEW_DAY] = "string"};
    json_object(json, field->name);
    if (field->kind == VIEW_LIST) {
        json_text(json, "type", "array");
        write_ref(json, "items", field->of);
    } else if (field->kind == VIEW_ONE) {
        json_list(json, "anyOf");
        write_ref(json, NULL, field->of);
        json_object(json, NULL);
        json_text(json, "type", "null");
        json_end_object(json);
        json_end_list(json);
    } else {
        write_type(json, types[field->kind], field->kind != VIEW_COUNT && field->kind != VIEW_YES);
        if (field->kind == VIEW_DAY) json_text(json, "format", "date");
        if (field->kind == VIEW_COUNT) json_integer(json, "minimum", 0);
    }
    json_text(json, "description", field->about);
    json_end_object(json);
}

#define SCHEMAS 128

/* The schema and those that it is made of, each once. */
static void collect(const struct view_schema *schema, const struct view_schema **all,
                    size_t *count) {
    for (size_t i = 0; i < *count; i++)
        if (all[i] == schema) return;
    if (*count == SCHEMAS) return;
    all[(*count)++] = schema;
    for (size_t i = 0; i < schema->count; i++)
        if (schema->fields[i].of) collect(schema->fields[i].of, all, count);
}

static void write_schema(struct json *json, const struct view_schema *schema) {
    json_object(json, schema->name);
    json_text(json, "type", "object");
    json_text(json, "description", schema->about);
    json_object(json, "properties");
    for (size_t i = 0; i < schema->count; i++) write_field(json, &schema->fields[i]);
    json_end_object(json);
    json_list(json, "required");
    for (size_t i = 0; i < schema->count; i++) json_text(json, NULL, schema->fields[i].name);
    json_end_list(json);
    json_end_object(json);
}

static void write_input(struct json *json, const struct input *input) {
    json_object(json, NULL);
    json_text(json, "name", input->name);
    json_text(json, "in", "query");
    json_text(json, "description", input->about);
    json_object(json, "schema");
    bool number = input->kind == INPUT_COUNT || input->kind == INPUT_NUMBER;
    json_text(json, "type", input->kind == INPUT_COUNT ? "integer" : number ? "number" : "string");
    if (number) {
        json_number(json, "minimum", input->min);
        json_number(json, "maximum", input->max);
    }
    if (input->kind == INPUT_DAY) json_text(json, "format", "date");
    if (input->kind == INPUT_TEXT) json_integer(json, "maxLength", 200);
    if (input->kind == INPUT_ID) json_text(json, "pattern", "^[A-Za-z0-9._:-]*$");
    if (input->kind == INPUT_CHOICE) {
        json_list(json, "enum");
        struct str rest = str_of(input->choices), part;
        while (str_split(&rest, '|', &part))
            json_text(json, NULL, arena_copy(json->out->arena, part.p, part.n));
        json_end_list(json);
    }
    json_end_object(json);
    json_end_object(json);
}

static void write_parameters(struct json *json, const struct route *route) {
    json_list(json, "parameters");
    for (const char *p = route->path; (p = strchr(p, '{')); p++) {
        json_object(json, NULL);
        json_text(json, "name", arena_copy(json->out->arena, p + 1, strcspn(p + 1, "}")));
        json_text(json, "in", "path");
        json_bool(json, "required", true);
        json_object(json, "schema");
        json_text(json, "type", "string");
        json_end_object(json);
        json_end_object(json);
    }
    for (size_t i = 0; i < route->input_count; i++)
        if (!strchr(route->inputs[i].name, '*')) write_input(json, &route->inputs[i]);
    json_end_list(json);
}

static void write_answer(struct json *json, const char *status, const char *words,
                         const struct view_schema *schema) {
    json_object(json, status);
    json_text(json, "description", words);
    json_object(json, "content");
    json_object(json, "application/json");
    write_ref(json, "schema", schema);
    json_end_object(json);
    json_end_object(json);
    json_end_object(json);
}

/* route_check becomes check: a name for the operation that other programs make functions of. */
static const char *operation(const struct route *route, struct arena *arena) {
    struct buf out = buf_new(arena);
    buf_puts(&out, "get");
    for (const char *p = route->path; *p; p++) buf_putc(&out, (*p >= 'a' && *p <= 'z') ? *p : '_');
    return out.text;
}

static bool answer(struct visit *visit, struct err *err) {
    (void)err;
    size_t count;
    const struct route *const *all = routes(&count);
    const struct view_schema *schemas[SCHEMAS];
    size_t schema_count = 0;
    collect(&view_schema_refusal, schemas, &schema_count);
    struct json json = json_new(&visit->content, true);
    json_object(&json, NULL);
    json_text(&json, "openapi", "3.1.0");
    json_object(&json, "info");
    json_text(&json, "title", arena_printf(visit->arena, "Weft: %s", visit->state->brief.title));
    json_text(&json, "version", "1");
    json_text(
        &json, "description",
        "What the pages show, as JSON at the same addresses below /api/v1. Days are ISO 8601; "
        "what is not known is null.");
    json_end_object(&json);
    json_list(&json, "servers");
    json_object(&json, NULL);
    json_text(&json, "url", "/api/v1");
    json_end_object(&json);
    json_end_list(&json);
    json_object(&json, "paths");
    for (size_t i = 0; i < count; i++) {
        if (!all[i]->schema) continue;
        collect(all[i]->schema, schemas, &schema_count);
        json_object(&json, all[i]->path);
        json_object(&json, "get");
        json_text(&json, "operationId", operation(all[i], visit->arena));
        json_text(&json, "summary", all[i]->title);
        json_text(&json, "description", all[i]->about);
        write_parameters(&json, all[i]);
        json_object(&json, "responses");
        write_answer(&json, "200", "What the page shows", all[i]->schema);
        write_answer(&json, "4XX", "What is wrong with the request", &view_schema_refusal);
        json_end_object(&json);
        json_end_object(&json);
        json_end_object(&json);
    }
    json_end_object(&json);
    json_object(&json, "components");
    json_object(&json, "schemas");
    for (size_t i = 0; i < schema_count; i++) write_schema(&json, schemas[i]);
    json_end_object(&json);
    json_end_object(&json);
    json_end_object(&json);
    return visit_file(visit, "application/json", NULL);
}

const struct route route_openapi = {
    .path = "/api/v1/openapi.json",
    .title = "OpenAPI",
    .about = "What the JSON holds, for programs that read it",
    .permission = PERMISSION_READ,
    .answer = answer,
};

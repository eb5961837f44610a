/* Finds what answers a request, and what every page has in common; see route.h.
 *
 * SPDX-License-Identifier: MIT */
#include "route.h"

#include "base/number.h"
#include "doc/json.h"
#include "views.h"

#include <stdio.h>
#include <string.h>

#define API "/api/v1"
#define TEXT_BYTES 200

static const struct {
    const char *section, *href;
} menu[] = {{"Overview", "/"},     {"Plan", "/plan"},       {"Measures", "/measures"},
            {"System", "/system"}, {"What if", "/what-if"}, {"Money", "/money"},
            {"Check", "/check"},   {"Data", "/data"}};

/* --- finding ---------------------------------------------------------------------------------- */

/* Whether the path is one of the route's; fills what stood in braces. */
static bool path_matches(const char *pattern, const char *path, struct arena *arena,
                         const char *parts[3]) {
    size_t count = 0;
    while (*pattern && *path) {
        if (*pattern == '{') {
            size_t n = strcspn(path, "/");
            if (!n || count == 3) return false;
            parts[count++] = arena_copy(arena, path, n);
            path += n;
            pattern += strcspn(pattern, "}") + 1;
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return !*pattern && !*path;
}

/* A path without braces comes before one with them. */
static const struct route *find_route(const char *path, struct arena *arena, const char *parts[3]) {
    size_t count;
    const struct route *const *all = routes(&count), *found = NULL;
    for (size_t i = 0; i < count; i++) {
        const char *these[3] = {NULL};
        if (!path_matches(all[i]->path, path, arena, these)) continue;
        if (found && strchr(all[i]->path, '{')) continue;
        found = all[i];
        memcpy(parts, these, sizeof these);
    }
    return found;
}

static const struct input *find_input(const struct route *route, const char *name) {
    for (size_t i = 0; i < route->input_count; i++) {
        const char *of = route->inputs[i].name;
        size_t n = strlen(of);
        bool same = of[n - 1] == '*' ? strncmp(of, name, n - 1) == 0 : strcmp(of, name) == 0;
        if (same) return &route->inputs[i];
    }
    return NULL;
}

static bool is_choice(const char *choices, const char *value) {
    struct str rest = str_of(choices), part;
    while (str_split(&rest, '|', &part))
        if (str_is(part, value)) return true;
    return false;
}

static bool is_id(const char *value) {
    for (const char *p = value; *p; p++) {
        bool letter =
            (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9');
        if (!letter && !strchr("-._:", *p)) return false;
    }
    return true;
}

static bool check_input(const struct input *input, const struct target_field *field,
                        struct err *err) {
    const char *value = field->value;
    if (!*value) return true;
    if (strlen(value) > TEXT_BYTES)
        return err_set(err, ERR_INPUT, "'%s' is longer than %d bytes", field->name, TEXT_BYTES);
    double number;
    char low[NUMBER_BYTES], high[NUMBER_BYTES];
    switch (input->kind) {
    case INPUT_TEXT:
        return true;
    case INPUT_ID:
        return is_id(value) || err_set(err, ERR_INPUT, "'%s' is no id", field->name);
    case INPUT_CHOICE:
        return is_choice(input->choices, value) ||
               err_set(err, ERR_INPUT, "'%s' is none of the choices of '%s'", value, field->name);
    case INPUT_COUNT:
    case INPUT_NUMBER:
        if (!number_parse(str_of(value), &number) || number < input->min || number > input->max ||
            (input->kind == INPUT_COUNT && number != (double)(long long)number))
            return err_set(err, ERR_INPUT, "'%s' is to be a %s from %s to %s, not '%s'",
                           field->name, input->kind == INPUT_COUNT ? "whole number" : "number",
                           number_text(input->min, low), number_text(input->max, high), value);
        return true;
    }
    return false;
}

static bool check_inputs(const struct visit *visit, struct err *err) {
    const struct target *target = &visit->request->target;
    for (size_t i = 0; i < target->count; i++) {
        const struct input *input = find_input(visit->route, target->fields[i].name);
        if (!input) {
            err_set(err, ERR_INPUT, "This page knows no '%.40s'", target->fields[i].name);
            return err_hint(err, "The address may be mistyped.");
        }
        if (!check_input(input, &target->fields[i], err)) return false;
    }
    return true;
}

const char *visit_text(const struct visit *visit, const char *name) {
    const char *value = target_value(&visit->request->target, name);
    return value && *value ? value : NULL;
}

double visit_number(const struct visit *visit, const char *name) {
    const char *value = visit_text(visit, name);
    double number;
    return value && number_parse(str_of(value), &number) ? number : NAN;
}

size_t visit_count(const struct visit *visit, const char *name, size_t fallback) {
    double number = visit_number(visit, name);
    return isnan(number) ? fallback : (size_t)number;
}

const char *visit_link(const struct visit *visit, const char *name, const char *value) {
    const struct target *target = &visit->request->target;
    const char *path = target->path;
    if (strncmp(path, API "/", sizeof API) == 0) path += sizeof API - 1;
    struct buf out = buf_new(visit->arena);
    buf_puts(&out, path);
    char before = '?';
    for (size_t i = 0; i <= target->count; i++) {
        bool last = i == target->count;
        const char *n = last ? name : target->fields[i].name;
        const char *v = last ? value : target->fields[i].value;
        if (!v || !*v || (!last && strcmp(n, name) == 0)) continue;
        buf_putc(&out, before);
        put_url(&out, n);
        buf_putc(&out, '=');
        put_url(&out, v);
        before = '&';
    }
    return out.text;
}

/* --- answering -------------------------------------------------------------------------------- */

/* Whether the folder's reader may; accounts will say more. */
static bool allowed(enum permission permission) {
    return permission == PERMISSION_READ || permission == PERMISSION_WHAT_IF;
}

static const struct view_breadcrumb *crumbs(const struct visit *visit) {
    if (visit->section && strcmp(visit->section, "Overview") == 0) return NULL;
    struct view_crumb *items = ARENA_NEW(visit->arena, struct view_crumb, 2);
    size_t count = 0;
    items[count++] = (struct view_crumb){.text = "Overview", .href = "/"};
    if (visit->parent)
        items[count++] = (struct view_crumb){.text = visit->parent_title, .href = visit->parent};
    struct view_breadcrumb *out = ARENA_NEW(visit->arena, struct view_breadcrumb, 1);
    *out =
        (struct view_breadcrumb){.items = items, .items_count = count, .last = &items[count - 1]};
    return out;
}

static const char *colophon(const struct visit *visit) {
    const struct brief *brief = &visit->state->brief;
    char day[DATE_BYTES];
    struct buf out = buf_new(visit->arena);
    buf_printf(&out, "%s as at %s.", brief->title, date_people(brief->as_at, day));
    if (brief->replications)
        buf_printf(&out, " Model: %d replications of each scenario, seed %llu.",
                   brief->replications, (unsigned long long)brief->seed);
    return out.text;
}

static void around(struct visit *visit) {
    static const struct view_menu_item foot[] = {
        {"The brief on one page", "/brief", false},
        {"How to read these pages", "/help", false},
        {"For other programs (OpenAPI)", "/api/v1/openapi.json", false}};
    struct view_menu_item items[sizeof menu / sizeof menu[0]];
    for (size_t i = 0; i < sizeof menu / sizeof menu[0]; i++)
        items[i] = (struct view_menu_item){.text = menu[i].section,
                                           .href = menu[i].href,
                                           .current = visit->section &&
                                                      strcmp(visit->section, menu[i].section) == 0};
    char percent[NUMBER_PEOPLE_BYTES];
    struct view_layout layout = {
        .title = visit->title   ? visit->title
                 : visit->route ? visit->route->title
                                : "Weft",
        .service = visit->state->brief.title,
        .menu = items,
        .menu_count = sizeof items / sizeof items[0],
        .foot = foot,
        .foot_count = sizeof foot / sizeof foot[0],
        .query =
            visit->section && strcmp(visit->section, "Search") == 0 ? visit_text(visit, "q") : NULL,
        .crumbs = crumbs(visit),
        .content = html_of(&visit->content),
        .again = visit->again,
        .colophon = colophon(visit),
    };
    if (visit->state->running)
        layout.wait =
            arena_printf(visit->arena,
                         "The model is simulating the system with and without the plan (%s%%). "
                         "Forecasts appear when it has finished: look at this page again then.",
                         number_people(100 * site_progress(visit->site), 0, percent));
    else if (visit->state->failed)
        layout.wait = arena_printf(visit->arena, "The model could not be simulated: %s",
                                   visit->state->failed);
    view_layout(&visit->response->body, &layout);
}

bool visit_page(struct visit *visit) {
    around(visit);
    visit->response->keep = !visit->changing && !visit->state->running;
    return true;
}

bool visit_json(struct visit *visit, const struct view_schema *schema, const void *view) {
    struct json json = json_new(&visit->response->body, false);
    view_json(&json, NULL, schema, view);
    buf_putc(&visit->response->body, '\n');
    visit->response->type = "application/json";
    visit->response->keep = !visit->changing;
    return true;
}

bool visit_file(struct visit *visit, const char *type, const char *file_name) {
    visit->response->type = type;
    visit->response->file_name = file_name;
    visit->response->body = visit->content;
    visit->response->keep = !visit->changing;
    return true;
}

static void refuse(struct visit *visit, int status, const char *sentence, const char *hint) {
    const struct view_refusal refusal = {.status = (size_t)status, .error = sentence, .hint = hint};
    visit->response->body = buf_new(visit->arena);
    visit->content = buf_new(visit->arena);
    visit->title = sentence;
    visit->changing = true;
    visit->parent = NULL;
    if (!visit->section) visit->section = "";
    VISIT_SHOW(visit, refusal, &refusal);
    visit->response->status = status;
    visit->response->keep = false;
    visit->response->file_name = NULL;
    if (!visit->json) visit->response->type = "text/html; charset=utf-8";
}

static struct visit begin(struct site *site, const struct http_request *request,
                          struct http_response *response) {
    struct visit visit = {.site = site,
                          .state = site_state(site),
                          .request = request,
                          .response = response,
                          .arena = response->body.arena,
                          .content = buf_new(response->body.arena)};
    return visit;
}

void route_answer(const struct http_request *request, struct http_response *response, void *user) {
    struct visit visit = begin(user, request, response);
    struct err err = {0};
    visit.err = &err;
    const char *path = request->target.path;
    visit.json = strncmp(path, API "/", sizeof API) == 0;
    visit.route = find_route(path, visit.arena, visit.parts); /* openapi.json has its own */
    if (visit.json && visit.route)
        visit.json = false;
    else if (visit.json) {
        visit.route = find_route(path + sizeof API - 1, visit.arena, visit.parts);
        if (visit.route && !visit.route->schema) visit.route = NULL;
    }
    if (!visit.route) {
        refuse(&visit, 404, "There is no such page", NULL);
        return;
    }
    if (!allowed(visit.route->permission)) {
        refuse(&visit, 403, "You may not see this page", NULL);
        return;
    }
    if (!check_inputs(&visit, &err) || !visit.route->answer(&visit, &err))
        refuse(&visit, err_http_status(err.code), err.message, err.hint);
}

void route_refuse(int status, const char *sentence, struct http_response *response, void *site) {
    const struct http_request nothing = {.target = {.path = "/"}};
    struct visit visit = begin(site, &nothing, response);
    refuse(&visit, status, sentence, NULL);
}

/* Finds what answers a request, and what every page has in common; see route.h.
 *
 * SPDX-License-Identifier: MIT */
#include "route.h"

#include "base/number.h"
#include "doc/json.h"
#include "views.h"

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

/* What is wrong with a value, as what it must be; NULL: nothing. */
static const char *fault_of(const struct input *input, const char *value, struct arena *arena) {
    double number;
    int32_t day;
    char low[NUMBER_PEOPLE_BYTES], high[NUMBER_PEOPLE_BYTES];
    if (strlen(value) > TEXT_BYTES)
        return arena_printf(arena, "must not be longer than %d bytes", TEXT_BYTES);
    switch (input->kind) {
    case INPUT_TEXT:
        break;
    case INPUT_ID:
        if (!is_id(value)) return "must be an id: letters, digits, '-', '.', '_' and ':'";
        break;
    case INPUT_CHOICE:
        if (!is_choice(input->choices, value))
            return arena_printf(arena, "must be one of the choices, not '%s'", value);
        break;
    case INPUT_DAY:
        if (!date_parse(str_of(value), &day))
            return arena_printf(arena, "must be a day such as 2018-10-01, not '%s'", value);
        break;
    case INPUT_COUNT:
    case INPUT_NUMBER:
        if (!number_parse(str_of(value), &number) || number < input->min || number > input->max ||
            (input->kind == INPUT_COUNT && number != (double)(long long)number))
            return arena_printf(arena, "must be a %s from %s to %s, not '%s'",
                                input->kind == INPUT_COUNT ? "whole number" : "number",
                                number_people(input->min, 0, low),
                                number_people(input->max, 0, high), value);
        break;
    }
    return NULL;
}

static bool check_inputs(struct visit *visit, struct err *err) {
    const struct target *target = &visit->request->target;
    struct fault *faults = ARENA_NEW(visit->arena, struct fault, target->count + 1);
    visit->faults = faults;
    for (size_t i = 0; i < target->count; i++) {
        const char *name = target->fields[i].name, *value = target->fields[i].value;
        const struct input *input = find_input(visit->route, name);
        if (!input) {
            err_set(err, ERR_INPUT, "This page knows no '%.40s'", name);
            return err_hint(err, "The address may be mistyped.");
        }
        const char *message = *value ? fault_of(input, value, visit->arena) : NULL;
        if (!message) continue;
        if (!visit->route->shows_faults || visit->json)
            return err_set(err, ERR_INPUT, "'%s' %s", name, message);
        faults[visit->fault_count++] = (struct fault){name, message};
    }
    return true;
}

const char *visit_fault(const struct visit *visit, const char *name) {
    for (size_t i = 0; i < visit->fault_count; i++)
        if (strcmp(visit->faults[i].name, name) == 0) return visit->faults[i].message;
    return NULL;
}

const char *visit_typed(const struct visit *visit, const char *name) {
    return target_value(&visit->request->target, name);
}

const char *visit_text(const struct visit *visit, const char *name) {
    const char *value =
        visit_fault(visit, name) ? NULL : target_value(&visit->request->target, name);
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

/* A run counts once it is made, and what they say together is judged when all are. */
static const char *say_running(const struct visit *visit) {
    char percent[NUMBER_PEOPLE_BYTES];
    double progress = site_progress(visit->site);
    if (progress >= 1)
        return "The model has run with and without the plan; what it says is being counted and "
               "judged. Forecasts appear in a moment: look at this page again then.";
    return arena_printf(visit->arena,
                        "The model is simulating the system with and without the plan (%s%%). "
                        "Forecasts appear when it has finished: look at this page again then.",
                        number_people(floor(100 * progress), 0, percent));
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
    struct view_text_line *lines =
        ARENA_NEW(visit->arena, struct view_text_line, visit->notice.line_count + 1);
    for (size_t i = 0; i < visit->notice.line_count; i++) lines[i].text = visit->notice.lines[i];
    layout.refused = visit->notice.refused;
    layout.refused_by = lines;
    layout.refused_by_count = visit->notice.line_count;
    if (visit->notice.reading)
        layout.wait =
            "The package has changed and is being read again. This page is as it was before.";
    else if (visit->state->running)
        layout.wait = say_running(visit);
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

static struct visit begin(struct keeper *keeper, const struct http_request *request,
                          struct http_response *response) {
    struct visit visit = {.keeper = keeper,
                          .request = request,
                          .response = response,
                          .arena = response->body.arena,
                          .content = buf_new(response->body.arena)};
    visit.held = keeper_hold(keeper, visit.arena, &visit.notice);
    visit.site = held_site(visit.held);
    visit.state = site_state(visit.site);
    return visit;
}

/* The page of which JSON is asked for; NULL: none is. */
static const char *below_api(const char *path) {
    if (strncmp(path, API, sizeof API - 1) != 0) return NULL;
    const char *below = path + sizeof API - 1;
    return *below == '/' ? below : !*below || *below == '?' ? "/" : NULL;
}

static void answer(struct visit *visit) {
    struct err err = {0};
    visit->err = &err;
    const char *path = visit->request->target.path;
    const char *below = below_api(path);
    visit->json = below != NULL;
    visit->route = find_route(path, visit->arena, visit->parts); /* openapi.json has its own */
    if (visit->json && visit->route)
        visit->json = false;
    else if (visit->json) {
        visit->route = find_route(below, visit->arena, visit->parts);
        if (visit->route && !visit->route->schema) visit->route = NULL;
    }
    if (!visit->route) {
        refuse(visit, 404, "There is no such page", NULL);
        return;
    }
    if (!allowed(visit->route->permission)) {
        refuse(visit, 403, "You may not see this page", NULL);
        return;
    }
    if (check_inputs(visit, &err) && visit->route->answer(visit, &err)) {
        if (!visit->fault_count) return;
        visit->response->status = 422;
        visit->response->keep = false;
    } else
        refuse(visit, err_http_status(err.code), err.message, err.hint);
}

void route_answer(const struct http_request *request, struct http_response *response,
                  void *keeper) {
    struct visit visit = begin(keeper, request, response);
    answer(&visit);
    keeper_let_go(keeper, visit.held);
}

void route_refuse(const char *target, int status, const char *sentence,
                  struct http_response *response, void *keeper) {
    const struct http_request nothing = {.target = {.path = "/"}};
    struct visit visit = begin(keeper, &nothing, response);
    visit.json = below_api(target) != NULL;
    refuse(&visit, status, sentence, NULL);
    keeper_let_go(keeper, visit.held);
}

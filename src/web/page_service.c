/* What machines ask for: is it well, how busy is it, its files, and the brief as it was always
 * given.
 *
 * SPDX-License-Identifier: MIT */
#include "asks.h"
#include "assets.h"
#include "doc/json.h"
#include "metrics.h"
#include "route.h"
#include "views.h"

#include <string.h>

static bool answer_health(struct visit *visit, struct err *err) {
    (void)err;
    const struct site_state *state = visit->state;
    struct json json = json_new(&visit->content, true);
    json_object(&json, NULL);
    json_text(&json, "status", state->failed ? "failed" : "ok");
    json_text(&json, "brief", state->running ? "being made" : state->failed ? "failed" : "ready");
    json_text(&json, "package",
              visit->notice.reading   ? "being read again"
              : visit->notice.refused ? "changed and not fit for use"
                                      : "as its files are");
    json_number(&json, "progress", state->running ? site_progress(visit->site) : 1);
    json_end_object(&json);
    visit->changing = true;
    return visit_file(visit, "application/json", NULL);
}

const struct route route_health = {
    .path = "/healthz",
    .title = "Health",
    .about = "Whether the server is well, and whether the model has run",
    .permission = PERMISSION_READ,
    .answer = answer_health,
};

static bool answer_metrics(struct visit *visit, struct err *err) {
    (void)err;
    http_metrics(visit->request->server, &visit->content);
    metrics_one(&visit->content, "weft_model_progress", "gauge", "How far the model is, 0 to 1",
                visit->state->running ? site_progress(visit->site) : 1);
    struct asks_counts asks;
    struct keeper_counts package;
    keeper_counts(visit->keeper, &package);
    metrics_one(&visit->content, "weft_package_reads_total", "counter",
                "Times that the package was read again after a change", (double)package.reads);
    metrics_one(&visit->content, "weft_package_refusals_total", "counter",
                "Times that it had changed and could not be used", (double)package.refusals);
    metrics_one(&visit->content, "weft_model_kept_total", "counter",
                "Times that it was read again and the model would have said the same",
                (double)package.kept_runs);
    asks_count(site_asks(visit->site), &asks);
    metrics_one(&visit->content, "weft_what_if_waiting", "gauge",
                "Questions that wait for the model", (double)asks.waiting);
    metrics_one(&visit->content, "weft_what_if_kept", "gauge", "Questions remembered",
                (double)asks.kept);
    metrics_one(&visit->content, "weft_what_if_first_answers_total", "counter",
                "Questions that got a first answer, or why there is none",
                (double)asks.first_answers);
    metrics_one(&visit->content, "weft_what_if_first_answer_seconds_total", "counter",
                "Seconds from questions to first answers", asks.first_seconds);
    metrics_one(&visit->content, "weft_what_if_gone_on_total", "counter",
                "First answers that went on from what was run in advance", (double)asks.gone_on);
    metrics_one(&visit->content, "weft_what_if_made_way_total", "counter",
                "Finer answers stopped for a new question", (double)asks.made_way);
    visit->changing = true;
    return visit_file(visit, "text/plain; version=0.0.4; charset=utf-8", NULL);
}

const struct route route_metrics = {
    .path = "/metrics",
    .title = "Metrics",
    .about = "Requests, bytes and seconds, for Prometheus",
    .permission = PERMISSION_READ,
    .answer = answer_metrics,
};

static const char *type_of(const char *name) {
    static const struct {
        const char *ending, *type;
    } types[] = {{".css", "text/css; charset=utf-8"},
                 {".js", "text/javascript; charset=utf-8"},
                 {".svg", "image/svg+xml"}};
    size_t n = strlen(name);
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        size_t ending = strlen(types[i].ending);
        if (n > ending && strcmp(name + n - ending, types[i].ending) == 0) return types[i].type;
    }
    return "text/plain; charset=utf-8";
}

static bool send_asset(struct visit *visit, const char *name, struct err *err) {
    for (size_t i = 0; i < asset_count; i++) {
        if (strcmp(assets[i].name, name) != 0) continue;
        buf_add(&visit->content, (const char *)assets[i].bytes, assets[i].size);
        return visit_file(visit, type_of(name), NULL);
    }
    return err_set(err, ERR_NOT_FOUND, "There is no such page");
}

static bool answer_asset(struct visit *visit, struct err *err) {
    return send_asset(visit, visit->parts[0], err);
}

const struct route route_asset = {
    .path = "/assets/{file}",
    .title = "Style sheet, script or icon",
    .about = "Files that pages are made of",
    .permission = PERMISSION_READ,
    .answer = answer_asset,
};

static bool answer_nhsuk(struct visit *visit, struct err *err) {
    return send_asset(visit, arena_printf(visit->arena, "nhsuk/%s", visit->parts[0]), err);
}

const struct route route_asset_nhsuk = {
    .path = "/assets/nhsuk/{file}",
    .title = "Style sheet, script or icon of nhsuk-frontend",
    .about = "Files that pages are made of",
    .permission = PERMISSION_READ,
    .answer = answer_nhsuk,
};

static bool answer_brief(struct visit *visit, struct err *err) {
    (void)err;
    brief_html(&visit->state->brief, "/assets/weft.css", &visit->content);
    visit->changing = visit->state->running;
    return visit_file(visit, "text/html; charset=utf-8", NULL);
}

const struct route route_brief = {
    .path = "/brief",
    .title = "The brief",
    .about = "The brief as one page, as `weft brief` writes it",
    .permission = PERMISSION_READ,
    .answer = answer_brief,
};

static bool answer_brief_json(struct visit *visit, struct err *err) {
    (void)err;
    if (visit->state->running) {
        struct json json = json_new(&visit->content, true);
        json_object(&json, NULL);
        json_text(&json, "error", "the brief is being made");
        json_end_object(&json);
        visit->response->status = 503;
        visit->changing = true;
    } else {
        brief_json(&visit->state->brief, &visit->content);
    }
    return visit_file(visit, "application/json", NULL);
}

const struct route route_brief_json = {
    .path = "/brief.json",
    .title = "The brief as JSON",
    .about = "As `weft brief --format json` writes it; status 503 until the model has run",
    .permission = PERMISSION_READ,
    .answer = answer_brief_json,
};

static bool answer_help(struct visit *visit, struct err *err) {
    (void)err;
    visit->section = "";
    const struct view_help view = {.service = visit->state->brief.title};
    return VISIT_SHOW(visit, help, &view);
}

const struct route route_help = {
    .path = "/help",
    .title = "How to read these pages",
    .about = "What the words, icons and ranges on the pages mean",
    .permission = PERMISSION_READ,
    .answer = answer_help,
};

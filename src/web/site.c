/* The pages of `weft serve`; see site.h.
 *
 * SPDX-License-Identifier: MIT */
#include "site.h"

#include "doc/json.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define STYLESHEET "/assets/weft.css"

struct site {
    sqlite3 *db;
    struct brief_options options;
    volatile bool stop;
    pthread_t thread;
    pthread_mutex_t lock; /* guards what follows; texts do not change once `ready` */
    bool ready, failed;
    struct arena *arena;
    struct buf html, json;
    struct err err;
};

static void *make(void *user) {
    struct site *site = user;
    struct brief brief;
    struct buf html = buf_new(site->arena), json = buf_new(site->arena);
    struct err err = {0};
    bool ok = brief_make(site->db, &site->options, site->arena, &brief, &err);
    if (ok) {
        brief_html(&brief, STYLESHEET, &html);
        brief_json(&brief, &json);
    }
    pthread_mutex_lock(&site->lock);
    site->html = html;
    site->json = json;
    site->err = err;
    site->failed = !ok;
    site->ready = true;
    pthread_mutex_unlock(&site->lock);
    return NULL;
}

struct site *site_new(sqlite3 *db, const struct brief_options *options, struct err *err) {
    struct site *site = heap_new(1, sizeof *site);
    memset(site, 0, sizeof *site);
    site->db = db;
    site->options = *options;
    site->options.stop = &site->stop;
    site->arena = arena_new();
    pthread_mutex_init(&site->lock, NULL);
    if (pthread_create(&site->thread, NULL, make, site) == 0) return site;
    err_set(err, ERR_IO, "no thread can be started");
    arena_free(site->arena);
    pthread_mutex_destroy(&site->lock);
    free(site);
    return NULL;
}

void site_free(struct site *site) {
    if (!site) return;
    site->stop = true;
    pthread_join(site->thread, NULL);
    pthread_mutex_destroy(&site->lock);
    arena_free(site->arena);
    free(site);
}

static bool is_ready(struct site *site) {
    pthread_mutex_lock(&site->lock);
    bool ready = site->ready;
    pthread_mutex_unlock(&site->lock);
    return ready;
}

static void answer_brief(const struct http_request *request, struct http_response *response,
                         void *user) {
    (void)request;
    struct site *site = user;
    if (!is_ready(site)) {
        buf_puts(&response->body,
                 "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                 "<meta http-equiv=\"refresh\" content=\"3\">\n<title>The brief is being made"
                 "</title>\n<link rel=\"stylesheet\" href=\"" STYLESHEET "\">\n</head>\n<body>\n"
                 "<main>\n<h1>The brief is being made</h1>\n<p>The model is simulating the system "
                 "with and without the plan. This takes up to a minute; the page looks again every "
                 "three seconds.</p>\n</main>\n</body>\n</html>\n");
        return;
    }
    if (site->failed) {
        http_error_page(response, 500, site->err.message);
        return;
    }
    buf_add(&response->body, site->html.text, site->html.length);
    response->keep = true;
}

static void answer_json(const struct http_request *request, struct http_response *response,
                        void *user) {
    (void)request;
    struct site *site = user;
    bool ready = is_ready(site);
    response->type = "application/json";
    if (ready && !site->failed) {
        buf_add(&response->body, site->json.text, site->json.length);
        response->keep = true;
        return;
    }
    response->status = ready ? 500 : 503;
    struct json json = json_new(&response->body, true);
    json_object(&json, NULL);
    json_text(&json, "error", ready ? site->err.message : "the brief is being made");
    json_end_object(&json);
}

static void answer_health(const struct http_request *request, struct http_response *response,
                          void *user) {
    (void)request;
    struct site *site = user;
    bool ready = is_ready(site);
    response->type = "application/json";
    struct json json = json_new(&response->body, true);
    json_object(&json, NULL);
    json_text(&json, "status", ready && site->failed ? "failed" : "ok");
    json_text(&json, "brief", !ready ? "being made" : site->failed ? "failed" : "ready");
    json_end_object(&json);
}

static void answer_stylesheet(const struct http_request *request, struct http_response *response,
                              void *user) {
    (void)request, (void)user;
    response->type = "text/css; charset=utf-8";
    response->keep = true;
    buf_puts(&response->body, report_stylesheet);
}

static const struct http_route routes[] = {
    {"/", answer_brief},
    {"/brief.json", answer_json},
    {"/health", answer_health},
    {STYLESHEET, answer_stylesheet},
};

const struct http_route *site_routes(size_t *count) {
    *count = sizeof routes / sizeof routes[0];
    return routes;
}

/* Pages: each a record beside its function, found by the list in meson.build.
 *
 * A page fills the struct of its view (views/) and shows it: as HTML at its path, as JSON below
 * /api/v1. Who may see it and what its address may hold stand in the record, and are looked at
 * before its function runs.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "http.h"
#include "put.h"
#include "keeper.h"

enum permission {
    PERMISSION_UNSAID, /* a mistake: a test looks for it */
    PERMISSION_READ,   /* whoever can reach the server */
    PERMISSION_WHAT_IF /* may ask the model what would be; the same people today */
};

enum input_kind {
    INPUT_TEXT,   /* at most 200 bytes */
    INPUT_ID,     /* as the ids of a package */
    INPUT_CHOICE, /* one of choices */
    INPUT_COUNT,  /* a whole number from 0 to max */
    INPUT_NUMBER, /* within [min, max] */
    INPUT_DAY,    /* 2018-10-01 */
};

/* A field of the query. A name that ends with '*' stands for all that begin so. */
struct input {
    const char *name;
    enum input_kind kind;
    const char *choices; /* separated by '|' */
    double min, max;
    const char *about;
};

/* What is wrong with a field. */
struct fault {
    const char *name, *message; /* 'must be a number from 0 to 5, not x' */
};

struct visit;
struct route {
    const char *path; /* /measures/{id}: what stands in braces is taken from the address */
    const char *title, *about;
    enum permission permission;
    const struct input *inputs;
    size_t input_count;
    bool shows_faults; /* its form says what is wrong with a field beside it (visit_fault); of
                          others, and as JSON, such a request is refused */
    const struct view_schema *schema; /* of its JSON; NULL: no JSON, the answer is a file */
    bool (*answer)(struct visit *visit, struct err *err);
};

/* A request on its way through a page. */
struct visit {
    struct keeper *keeper;
    struct keeper_notice notice; /* how the package stands beside its files */
    struct held *held;           /* keeps what follows as it is */
    struct site *site;
    const struct site_state *state; /* what is known of the package; does not change meanwhile */
    const struct route *route;
    const struct http_request *request;
    struct http_response *response;
    struct arena *arena;
    struct err *err;
    const char *parts[3]; /* what stood in the braces */
    const struct fault *faults;
    size_t fault_count;
    bool json;
    /* For the page around the content; the page's function sets them. */
    const char *title;                 /* NULL: the route's */
    const char *section;               /* the entry of the menu that it belongs to */
    const char *parent, *parent_title; /* of the breadcrumb; NULL: the overview */
    bool again;                        /* the page looks again by itself */
    bool changing;                     /* shows what is still being worked out: not remembered */
    struct buf content;
};

/* All routes, in the order of meson.build. */
const struct route *const *routes(size_t *count);

/* Answers a request to a keeper: finds its route, looks at permission and inputs, runs it. */
void route_answer(const struct http_request *request, struct http_response *response, void *keeper);
void route_refuse(const char *target, int status, const char *sentence,
                  struct http_response *response, void *keeper);

/* What is wrong with the field, as far as the route shows that; NULL: nothing. And what was typed.
 */
const char *visit_fault(const struct visit *visit, const char *name);
const char *visit_typed(const struct visit *visit, const char *name);

/* The field of the query, checked; NULL (NAN, fallback) when it is not there, empty or faulty. */
const char *visit_text(const struct visit *visit, const char *name);
double visit_number(const struct visit *visit, const char *name);
size_t visit_count(const struct visit *visit, const char *name, size_t fallback);

/* The page's address with one field changed, the others as they are; value NULL takes it away. For
 * links that sort, filter and turn pages. */
const char *visit_link(const struct visit *visit, const char *name, const char *value);

/* Shows a filled view in whichever form was asked for. */
#define VISIT_SHOW(visit, view, filled)                                                            \
    ((visit)->json ? visit_json((visit), &view_schema_##view, (filled))                            \
                   : (view_##view(&(visit)->content, (filled)), visit_page(visit)))
bool visit_json(struct visit *visit, const struct view_schema *schema, const void *view);
bool visit_page(struct visit *visit);

/* A file to be looked at or saved (file_name NULL: looked at), with body as it stands in content.
 */
bool visit_file(struct visit *visit, const char *type, const char *file_name);

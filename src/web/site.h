/* The pages of `weft serve`: the brief of one package, made once in the background.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "http.h"
#include "report/brief.h"

struct site;

/* Begins to make the brief in a thread of its own, which alone uses db until site_free. Options and
 * what they point to must outlive the site; `stop` is the site's own. NULL with err when there can
 * be no thread. */
MUST_CHECK struct site *site_new(sqlite3 *db, const struct brief_options *options, struct err *err);

/* Ends the work, if it is still going on. NULL is allowed. */
void site_free(struct site *site);

/* The routes; their user is the site. */
const struct http_route *site_routes(size_t *count);

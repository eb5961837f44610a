/* The thread of an item as lines of a page.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "report/trace.h"
#include "route.h"
#include "views.h"

/* How many of the lines a page shows: at most 300. */
size_t thread_shown(const struct trace_lines *lines);

/* As many as are shown. */
const struct view_thread_line *thread_lines(struct visit *visit, const struct trace_lines *lines);

/* The thread of an item as lines of a page.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "report/trace.h"
#include "route.h"
#include "views.h"

/* As many as there are lines. */
const struct view_thread_line *thread_lines(struct visit *visit, const struct trace_lines *lines);

/* Writes JSON (RFC 8259) as it goes: commas and escapes are put in, keys are written in the order
 * they come.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

#include <stdint.h>

struct json {
    struct buf *out;
    int depth;
    bool first, indented;
};

/* Indented by two spaces a level when asked for. */
struct json json_new(struct buf *out, bool indented);

/* key is NULL inside a list and at the top. */
void json_object(struct json *json, const char *key);
void json_list(struct json *json, const char *key);
void json_end_object(struct json *json);
void json_end_list(struct json *json);

void json_text(struct json *json, const char *key, const char *text); /* NULL: null */
void json_number(struct json *json, const char *key, double value);   /* not finite: null */
void json_integer(struct json *json, const char *key, int64_t value);
void json_bool(struct json *json, const char *key, bool value);

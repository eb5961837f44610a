/* Writes JSON; see json.h.
 *
 * SPDX-License-Identifier: MIT */
#include "json.h"

#include "base/number.h"

#include <inttypes.h>
#include <math.h>

struct json json_new(struct buf *out, bool indented) {
    return (struct json){.out = out, .first = true, .indented = indented};
}

static void line(struct json *json) {
    if (!json->indented) return;
    buf_putc(json->out, '\n');
    for (int i = 0; i < json->depth; i++) buf_puts(json->out, "  ");
}

static void string(struct json *json, const char *text) {
    buf_putc(json->out, '"');
    for (const char *p = text; *p; p++) {
        unsigned char c = (unsigned char)*p;
        if (c == '"' || c == '\\') {
            buf_putc(json->out, '\\');
            buf_putc(json->out, *p);
        } else if (c == '\n') {
            buf_puts(json->out, "\\n");
        } else if (c < 0x20) {
            buf_printf(json->out, "\\u%04x", c);
        } else {
            buf_putc(json->out, *p);
        }
    }
    buf_putc(json->out, '"');
}

static void begin(struct json *json, const char *key) {
    if (!json->first) buf_putc(json->out, ',');
    if (json->depth) line(json);
    json->first = false;
    if (key) {
        string(json, key);
        buf_puts(json->out, json->indented ? ": " : ":");
    }
}

static void open_with(struct json *json, const char *key, char c) {
    begin(json, key);
    buf_putc(json->out, c);
    json->depth++;
    json->first = true;
}

static void close_with(struct json *json, char c) {
    json->depth--;
    if (!json->first) line(json);
    buf_putc(json->out, c);
    json->first = false;
    if (json->depth == 0 && json->indented) buf_putc(json->out, '\n');
}

void json_object(struct json *json, const char *key) {
    open_with(json, key, '{');
}

void json_list(struct json *json, const char *key) {
    open_with(json, key, '[');
}

void json_end_object(struct json *json) {
    close_with(json, '}');
}

void json_end_list(struct json *json) {
    close_with(json, ']');
}

void json_text(struct json *json, const char *key, const char *text) {
    begin(json, key);
    if (text)
        string(json, text);
    else
        buf_puts(json->out, "null");
}

void json_number(struct json *json, const char *key, double value) {
    begin(json, key);
    char text[NUMBER_BYTES];
    buf_puts(json->out, isfinite(value) ? number_text(value, text) : "null");
}

void json_integer(struct json *json, const char *key, int64_t value) {
    begin(json, key);
    buf_printf(json->out, "%" PRId64, value);
}

void json_bool(struct json *json, const char *key, bool value) {
    begin(json, key);
    buf_puts(json->out, value ? "true" : "false");
}

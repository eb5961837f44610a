/* Writes values into pages and JSON; see put.h.
 *
 * SPDX-License-Identifier: MIT */
#include "put.h"

#include "base/number.h"
#include "doc/json.h"

#include <string.h>

struct html html_of(const struct buf *buf) {
    return (struct html){buf->text, buf->length};
}

void put_text(struct buf *out, const char *text) {
    if (text) buf_html(out, text);
}

void put_plain(struct buf *out, const char *text) {
    if (text) buf_puts(out, text);
}

void put_url(struct buf *out, const char *text) {
    for (const char *p = text ? text : ""; *p; p++) {
        unsigned char c = (unsigned char)*p;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     strchr("-._~", c);
        if (plain)
            buf_putc(out, *p);
        else
            buf_printf(out, "%%%02X", c);
    }
}

void put_raw(struct buf *out, struct html html) {
    if (html.length) buf_add(out, html.text, html.length);
}

bool put_is(const char *text, const char *other) {
    return text && strcmp(text, other) == 0;
}

void put_number(struct buf *out, double value, int decimals) {
    char text[NUMBER_PEOPLE_BYTES];
    if (decimals < 0) decimals = fabs(value) >= 1000 ? 0 : 1;
    buf_puts(out, isnan(value) ? "–" : number_people(value, decimals, text));
}

void put_plain_number(struct buf *out, double value) {
    char text[NUMBER_BYTES];
    buf_puts(out, number_text(value, text));
}

void put_money(struct buf *out, double gbp) {
    char text[NUMBER_PEOPLE_BYTES];
    buf_puts(out, isnan(gbp) ? "–" : number_money(gbp, text));
}

void put_count(struct buf *out, size_t count) {
    put_number(out, (double)count, 0);
}

void put_plain_count(struct buf *out, size_t count) {
    buf_printf(out, "%zu", count);
}

void put_day(struct buf *out, int32_t day) {
    char text[DATE_BYTES];
    if (day != DATE_NONE) buf_puts(out, date_people(day, text));
}

void put_day_iso(struct buf *out, int32_t day) {
    char text[DATE_BYTES];
    if (day != DATE_NONE) buf_puts(out, date_text(day, text));
}

void put_month(struct buf *out, int32_t day) {
    char text[DATE_BYTES];
    if (day != DATE_NONE) buf_puts(out, date_month_people(date_month(day), text));
}

/* The value at an offset; memcpy, because the struct's type is not known here. */
#define AT(type, name, view, offset)                                                               \
    type name;                                                                                     \
    memcpy(&name, (const char *)(view) + (offset), sizeof name)

static void field_json(struct json *json, const struct view_field *field, const void *view) {
    switch (field->kind) {
    case VIEW_TEXT: {
        AT(const char *, text, view, field->offset);
        json_text(json, field->name, text);
        break;
    }
    case VIEW_NUMBER: {
        AT(double, number, view, field->offset);
        json_number(json, field->name, number);
        break;
    }
    case VIEW_COUNT: {
        AT(size_t, count, view, field->offset);
        json_integer(json, field->name, (int64_t)count);
        break;
    }
    case VIEW_YES: {
        AT(bool, yes, view, field->offset);
        json_bool(json, field->name, yes);
        break;
    }
    case VIEW_DAY: {
        AT(int32_t, day, view, field->offset);
        char text[DATE_BYTES];
        json_text(json, field->name, day == DATE_NONE ? NULL : date_text(day, text));
        break;
    }
    case VIEW_LIST: {
        AT(const char *, items, view, field->offset);
        AT(size_t, count, view, field->count_offset);
        json_list(json, field->name);
        for (size_t i = 0; i < count; i++)
            view_json(json, NULL, field->of, items + i * field->of->bytes);
        json_end_list(json);
        break;
    }
    case VIEW_ONE: {
        AT(const void *, one, view, field->offset);
        if (one)
            view_json(json, field->name, field->of, one);
        else
            json_text(json, field->name, NULL);
        break;
    }
    }
}

void view_json(struct json *json, const char *key, const struct view_schema *schema,
               const void *view) {
    json_object(json, key);
    for (size_t i = 0; i < schema->count; i++) field_json(json, &schema->fields[i], view);
    json_end_object(json);
}

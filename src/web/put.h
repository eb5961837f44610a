/* What the functions made from views/ write with: everything is escaped but what is HTML already.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/date.h"
#include "base/text.h"

#include <math.h>

/* Markup that one of our own functions made: a chart, the inside of a page. A type of its own, so
 * that no text of a package becomes markup by mistake. */
struct html {
    const char *text;
    size_t length;
};
struct html html_of(const struct buf *buf);

/* Kinds of fields of a view; views/README.md says what they hold. */
enum view_kind { VIEW_TEXT, VIEW_NUMBER, VIEW_COUNT, VIEW_YES, VIEW_DAY, VIEW_LIST, VIEW_ONE };

/* What a view holds, for JSON and for its description; fields of the page only are left out. */
struct view_schema;
struct view_field {
    const char *name;
    enum view_kind kind;
    size_t offset, count_offset;  /* in the struct; of the list's count */
    const struct view_schema *of; /* of lists and ones */
    const char *about;
};
struct view_schema {
    const char *name, *about;
    const struct view_field *fields;
    size_t count, bytes; /* fields; size of the struct */
};

/* NULL writes nothing. */
void put_text(struct buf *out, const char *text);
void put_plain(struct buf *out, const char *text); /* not escaped: for what is escaped later */
void put_url(struct buf *out, const char *text);   /* percent-encoded, for a part of an address */
void put_raw(struct buf *out, struct html html);
bool put_is(const char *text, const char *other);

/* Numbers as people read them; decimals -1: one below 1,000, none from there. Missing: a dash. */
void put_number(struct buf *out, double value, int decimals);
void put_plain_number(struct buf *out, double value); /* as other programs write it */
void put_money(struct buf *out, double gbp);
void put_count(struct buf *out, size_t count);
void put_plain_count(struct buf *out, size_t count); /* without commas */
void put_day(struct buf *out, int32_t day);          /* 1 April 2018; none: nothing */
void put_day_iso(struct buf *out, int32_t day);
void put_month(struct buf *out, int32_t day); /* April 2018 */

/* A struct of a view as a JSON object; missing values are null. */
struct json;
void view_json(struct json *json, const char *key, const struct view_schema *schema,
               const void *view);

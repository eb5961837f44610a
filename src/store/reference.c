/* The reference of the tables; see reference.h.
 *
 * SPDX-License-Identifier: MIT */
#include "reference.h"

#include "base/number.h"

#include <string.h>

static void alternatives(const char *list, char separator, const char *between, struct buf *out) {
    struct str rest = str_of(list), part;
    for (bool first = true; str_split(&rest, separator, &part); first = false) {
        if (!first) buf_puts(out, between);
        buf_add(out, part.p, part.n);
    }
}

void reference_values(const struct column *column, struct buf *out) {
    char low[NUMBER_BYTES], high[NUMBER_BYTES];
    switch (column->type) {
    case COLUMN_TEXT:
        buf_puts(out, "text");
        break;
    case COLUMN_ID:
        buf_puts(out, "id: letters, digits, '-', '.', '_' or ':'");
        break;
    case COLUMN_REF:
        buf_puts(out, "id of a row of ");
        alternatives(column->refers_to, ' ', ", ", out);
        break;
    case COLUMN_NUMBER:
    case COLUMN_INTEGER:
        buf_printf(out, "%s from %s to %s",
                   column->type == COLUMN_NUMBER ? "number" : "whole number",
                   number_text(column->min, low), number_text(column->max, high));
        if (column->unit) buf_printf(out, ", in %s", column->unit);
        break;
    case COLUMN_DATE:
        buf_puts(out, "date, such as 2018-04-01");
        break;
    case COLUMN_YEAR:
        buf_puts(out, "financial year, such as 2018/19");
        break;
    case COLUMN_CHOICE:
        buf_puts(out, "one of: ");
        alternatives(column->choices, '|', ", ", out);
        break;
    case COLUMN_YESNO:
        buf_puts(out, "yes or no");
        break;
    }
}

static void column_text(const struct column *column, struct buf *out) {
    size_t start = out->length;
    buf_printf(out, "  %s", column->name);
    buf_pad(out, start, 20);
    buf_printf(out, " %s\n", column->about);
    buf_printf(out, "%21s", "");
    reference_values(column, out);
    if (column->flags & COLUMN_REQUIRED) buf_puts(out, "; required");
    if (column->flags & COLUMN_KEY) buf_puts(out, "; part of the key");
    buf_putc(out, '\n');
}

static void column_markdown(const struct column *column, struct buf *out) {
    buf_printf(out, "| `%s`%s | %s | ", column->name, column->flags & COLUMN_KEY ? " (key)" : "",
               column->about);
    reference_values(column, out);
    buf_printf(out, " | %s |\n", column->flags & COLUMN_REQUIRED ? "yes" : "");
}

void reference_table(const struct table *table, bool markdown, struct buf *out) {
    buf_printf(out, markdown ? "### %s\n\n%s\n\n" : "%s: %s\n\n", table->name, table->about);
    if (markdown)
        buf_puts(out, "| column | meaning | values | required |\n| --- | --- | --- | --- |\n");
    for (size_t i = 0; i < table->column_count; i++)
        (markdown ? column_markdown : column_text)(&table->columns[i], out);
    if (markdown) buf_putc(out, '\n');
}

void reference_list(struct buf *out) {
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    const char *room = "";
    for (size_t i = 0; i < count; i++) {
        if (strcmp(room, tables[i]->room) != 0)
            buf_printf(out, "%s%s\n", i ? "\n" : "", tables[i]->room);
        room = tables[i]->room;
        size_t start = out->length;
        buf_printf(out, "  %s", tables[i]->name);
        buf_pad(out, start, 20);
        buf_printf(out, " %s\n", tables[i]->about);
    }
}

void reference_page(struct buf *out) {
    buf_puts(
        out,
        "# The tables\n\nMade by `weft tables --format markdown` from the registry in src/store/tables/; do not edit it by "
        "hand.\n\nA package is a folder of CSV files, one a table, each with a header of all its columns. Dates are "
        "ISO 8601; a year is a financial year, April to March; money is in pounds; an empty cell is a missing value. "
        "A row is told from the others by the columns of its key.\n\n");
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    const char *room = "";
    for (size_t i = 0; i < count; i++) {
        if (strcmp(room, tables[i]->room) != 0)
            buf_printf(out, "## %c%s\n\n", tables[i]->room[0] - ('a' - 'A'), tables[i]->room + 1);
        room = tables[i]->room;
        reference_table(tables[i], true, out);
    }
}

/* Troubles of rows, gathered; see import_parts.h.
 *
 * SPDX-License-Identifier: MIT */
#include "import_parts.h"

#include <string.h>

#define NAMED_PLACES 5 /* in the finding about unknown ones */

struct import_trouble {
    const char *rule, *column;
    enum severity severity;
    size_t row, count;
};

struct import_troubles import_troubles_new(struct arena *arena) {
    return (struct import_troubles){.arena = arena, .messages = names_new(arena)};
}

void import_trouble(struct import_troubles *troubles, const char *rule, enum severity severity,
                    size_t row, const char *column, const char *message) {
    bool added;
    const char *key = arena_string(troubles->arena, message);
    size_t at = names_add(&troubles->messages, str_of(key), &added);
    if (added) {
        if ((at & (at - 1)) == 0) { /* 0 or a power of two: full */
            struct import_trouble *larger =
                ARENA_NEW(troubles->arena, struct import_trouble, at ? 2 * at : 1);
            if (at) memcpy(larger, troubles->items, at * sizeof *larger);
            troubles->items = larger;
        }
        troubles->items[at] = (struct import_trouble){rule, column, severity, row, 0};
    }
    troubles->items[at].count++;
}

void import_troubles_report(const struct import_troubles *troubles,
                            const struct document_grid *grid, const char *file,
                            struct findings *findings) {
    for (size_t i = 0; i < troubles->messages.count; i++) {
        const struct import_trouble *t = &troubles->items[i];
        const char *more = "";
        if (t->count > 1)
            more = arena_printf(troubles->arena, " (%zu times; this is the first)", t->count);
        findings_add(findings, t->severity, t->rule, file, import_row_number(grid, t->row),
                     t->column, "%s%s", troubles->messages.texts[i], more);
    }
}

void import_report_unknown(const struct import *import, bool is_place, struct findings *findings) {
    const struct import_entity *entities = is_place ? import->places : import->measures;
    size_t count = is_place ? import->place_count : import->measure_count, unknown = 0, rows = 0;
    struct buf names = buf_new(import->arena);
    for (size_t i = 0; i < count; i++) {
        if (entities[i].id || !entities[i].rows) continue;
        rows += entities[i].rows;
        if (unknown++ < NAMED_PLACES)
            buf_printf(&names, "%s'%.40s'", names.length ? ", " : "", entities[i].written);
    }
    if (!unknown) return;
    if (unknown > NAMED_PLACES) buf_printf(&names, " and %zu more", unknown - NAMED_PLACES);
    findings_add(findings, SEVERITY_WARNING, is_place ? "I01" : "I02", import->file, 0, NULL,
                 "%zu %s%s not in the package, and %zu rows of the table are left out: %s", unknown,
                 is_place ? "place" : "measure", unknown == 1 ? " is" : "s are", rows, names.text);
}

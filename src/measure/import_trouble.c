/* Troubles of rows, gathered; see import_parts.h.
 *
 * SPDX-License-Identifier: MIT */
#include "import_parts.h"

#include <string.h>

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

/* Results that outlive the run that made them; see simulate.h.
 *
 * SPDX-License-Identifier: MIT */
#include "simulate.h"

#include <string.h>

/* The texts of periods that were copied, in the order in which a series names them. */
struct periods {
    const char **texts;
    size_t count, room, at; /* at: the last one that was asked for */
};

static const char *keep_period(struct periods *periods, const char *text, struct arena *arena) {
    for (size_t i = 0; i < periods->count; i++) {
        size_t next = (periods->at + 1 + i) % periods->count;
        if (strcmp(periods->texts[next], text) != 0) continue;
        periods->at = next;
        return periods->texts[next];
    }
    const char *copy = arena_string(arena, text);
    if (periods->count < periods->room) {
        periods->at = periods->count;
        periods->texts[periods->count++] = copy;
    }
    return copy;
}

/* Rows are sorted: most have the text of the one before. */
static const char *keep_text(const char *text, const char *before, struct arena *arena) {
    return before && strcmp(text, before) == 0 ? before : arena_string(arena, text);
}

void model_results_keep(const struct model_results *from, struct arena *arena,
                        struct model_results *to) {
    struct model_row *rows = ARENA_NEW(arena, struct model_row, from->count);
    struct periods periods = {.room = 4096};
    struct arena *scratch = arena_new();
    periods.texts = ARENA_NEW(scratch, const char *, periods.room);
    *to = *from;
    to->rows = rows;
    to->precisions = NULL;
    to->precision_count = 0;
    for (size_t i = 0; i < from->count; i++) {
        const struct model_row *row = &from->rows[i], *before = i ? &rows[i - 1] : NULL;
        size_t n = row->values ? (size_t)row->value_count : 0;
        double *values = ARENA_NEW(arena, double, n);
        if (n) memcpy(values, row->values, n * sizeof *values);
        rows[i] = *row;
        rows[i].scenario = keep_text(row->scenario, before ? before->scenario : NULL, arena);
        rows[i].output = keep_text(row->output, before ? before->output : NULL, arena);
        rows[i].subject = keep_text(row->subject, before ? before->subject : NULL, arena);
        rows[i].period = keep_period(&periods, row->period, arena);
        rows[i].values = n ? values : NULL;
    }
    arena_free(scratch);
}

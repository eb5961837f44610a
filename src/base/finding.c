/* Findings; see finding.h.
 *
 * SPDX-License-Identifier: MIT */
#include "finding.h"

#include "limits.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct findings *findings_new(struct arena *arena) {
    struct findings *findings = ARENA_NEW(arena, struct findings, 1);
    findings->arena = arena;
    return findings;
}

void findings_add(struct findings *findings, enum severity severity, const char *rule,
                  const char *file, size_t row, const char *column, const char *format, ...) {
    if (severity == SEVERITY_ERROR)
        findings->errors++;
    else
        findings->warnings++;
    if (findings->count >= LIMIT_FINDINGS) return;
    if (findings->count == findings->capacity) {
        size_t capacity = findings->capacity ? findings->capacity * 2 : 64;
        struct finding *items = ARENA_NEW(findings->arena, struct finding, capacity);
        if (findings->count) memcpy(items, findings->items, findings->count * sizeof *items);
        findings->items = items;
        findings->capacity = capacity;
    }
    char message[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    findings->items[findings->count++] = (struct finding){
        .file = arena_string(findings->arena, file),
        .row = row,
        .column = column ? arena_string(findings->arena, column) : NULL,
        .severity = severity,
        .rule = arena_string(findings->arena, rule),
        .message = arena_string(findings->arena, message),
    };
}

void findings_copy(struct findings *findings, const struct finding *f) {
    findings_add(findings, f->severity, f->rule, f->file, f->row, f->column, "%s", f->message);
}

static int compare(const void *a, const void *b) {
    const struct finding *x = a, *y = b;
    int order = strcmp(x->file, y->file);
    if (order) return order;
    if (x->row != y->row) return x->row < y->row ? -1 : 1;
    order = strcmp(x->column ? x->column : "", y->column ? y->column : "");
    if (order) return order;
    order = strcmp(x->rule, y->rule);
    return order ? order : strcmp(x->message, y->message);
}

void findings_sort(struct findings *findings) {
    if (findings->count) qsort(findings->items, findings->count, sizeof *findings->items, compare);
}

void finding_text(const struct finding *finding, struct buf *out) {
    buf_puts(out, finding->file);
    if (finding->row) buf_printf(out, ":%zu", finding->row);
    if (finding->column) buf_printf(out, ": %s", finding->column);
    buf_printf(out, ": %s %s: %s", finding->severity == SEVERITY_ERROR ? "error" : "warning",
               finding->rule, finding->message);
}

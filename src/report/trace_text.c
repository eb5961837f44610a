/* The thread as text for a terminal.
 *
 * SPDX-License-Identifier: MIT */
#include "lines.h"
#include "trace_parts.h"

#include <string.h>

#define BESIDE 20 /* more of them are counted, not shown */

static void write_item(const struct trace_line *line, const char *bars, const char *branch,
                       const char *indent, struct buf *out) {
    const struct trace_item *item = line->item;
    buf_printf(out, "%s%s", bars, branch);
    size_t column = str_width(str_of(bars)) + str_width(str_of(branch));
    buf_puts(out, trace_kind_text(item->kind));
    column += strlen(trace_kind_text(item->kind));
    if (item->ref[0]) lines_wrap(out, item->ref, &column, indent);
    lines_wrap(out, item->title, &column, indent);
    if (item->kind != TRACE_EFFECT) {
        buf_printf(out, " [%s]", item->id);
        column += str_width(str_of(item->id)) + 3;
    }
    buf_putc(out, '\n');
    buf_puts(out, indent);
    column = str_width(str_of(indent)) - 1;
    out->length--; /* lines_wrap puts a space before each word */
    out->text[out->length] = '\0';
    if (line->relation[0]) lines_wrap(out, line->relation, &column, indent);
    if (line->repeated)
        lines_wrap(out, line->relation[0] ? "(as above)" : "as above", &column, indent);
    else if (item->words[0]) {
        if (line->relation[0]) buf_putc(out, ';'), column++;
        lines_wrap(out, item->words, &column, indent);
    }
    if (line->goes_on) lines_wrap(out, "(goes on)", &column, indent);
    while (out->length && out->text[out->length - 1] == ' ') out->text[--out->length] = '\0';
    buf_putc(out, '\n');
}

static void write_tree(const struct trace_lines *lines, size_t limit, struct arena *arena,
                       struct buf *out) {
    bool open[64] = {0}; /* whether more follow at that depth */
    for (size_t i = 0; i < lines->count && i < limit; i++) {
        const struct trace_line *line = &lines->items[i];
        struct buf bars = buf_new(arena), indent = buf_new(arena);
        for (size_t d = 1; d < line->depth; d++) buf_puts(&bars, open[d % 64] ? " │ " : "   ");
        open[line->depth % 64] = !line->last;
        bool more = i + 1 < lines->count && lines->items[i + 1].depth > line->depth;
        buf_printf(&indent, "%s%s%s", bars.text, line->last ? "   " : " │ ",
                   more ? " │  " : "    ");
        write_item(line, bars.text, line->last ? " └─ " : " ├─ ", indent.text, out);
    }
    if (lines->count > limit)
        buf_printf(out, "    and %zu more; --format json has them all\n", lines->count - limit);
}

static void write_subject(const struct trace *trace, struct buf *out) {
    const struct trace_item *s = trace->subject;
    char day[DATE_BYTES], due[DATE_BYTES];
    size_t column = 0;
    buf_puts(out, trace_kind_text(s->kind));
    column = strlen(trace_kind_text(s->kind));
    if (s->ref[0]) lines_wrap(out, s->ref, &column, "    ");
    lines_wrap(out, s->title, &column, "    ");
    buf_printf(out, " [%s]\n", s->id);
    buf_printf(out, "    as at %s:", date_people(trace->as_at, day));
    column = 10 + strlen(day);
    lines_wrap(out, s->words[0] ? s->words : "nothing is said of it", &column, "    ");
    buf_putc(out, '\n');
    for (size_t i = 0; i < trace->lead_count; i++)
        buf_printf(out, "    %s %s\n",
                   trace->leads[i].accountable ? "accountable:" : "led by:", trace->leads[i].title);
    for (size_t i = 0; i < trace->report_count; i++) {
        const struct trace_report *r = &trace->reports[i];
        buf_printf(out, "    %s:", date_people(r->on, day));
        column = 5 + strlen(day);
        if (r->by[0]) lines_wrap(out, arena_printf(out->arena, "(%s)", r->by), &column, "        ");
        if (r->stage[0])
            lines_wrap(out, arena_printf(out->arena, "%s.", r->stage), &column, "        ");
        if (r->due_to != DATE_NONE)
            lines_wrap(out, arena_printf(out->arena, "Now due %s.", date_people(r->due_to, due)),
                       &column, "        ");
        if (r->text[0]) lines_wrap(out, r->text, &column, "        ");
        buf_putc(out, '\n');
    }
    for (size_t i = 0; i < trace->evidence_count; i++) {
        const struct trace_evidence *e = &trace->evidence[i];
        buf_printf(out, "    evidence %d, seen %s:", e->level, date_people(e->seen_on, day));
        column = 22 + strlen(day);
        lines_wrap(out, e->title, &column, "        ");
        if (e->line)
            lines_wrap(out,
                       e->line == 1   ? "(those who do the work)"
                       : e->line == 2 ? "(those who oversee it)"
                                      : "(independent)",
                       &column, "        ");
        if (e->link[0]) lines_wrap(out, e->link, &column, "        ");
        buf_putc(out, '\n');
    }
}

void trace_text(const struct trace *trace, struct buf *out) {
    write_subject(trace, out);
    if (trace->before.count) {
        buf_puts(out, "\nCOMES FROM\n");
        write_tree(&trace->before, SIZE_MAX, out->arena, out);
    }
    buf_puts(out, "\nLEADS TO\n");
    if (trace->after.count)
        write_tree(&trace->after, SIZE_MAX, out->arena, out);
    else
        buf_puts(out, "    nothing: no item of the package hangs from it\n");
    if (trace->beside.count) {
        buf_puts(out, "\nRISKS, DECISIONS AND PAPERS BESIDE IT\n");
        write_tree(&trace->beside, BESIDE, out->arena, out);
    }
}

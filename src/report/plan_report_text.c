/* Where the plan stands, as text for a terminal and as CSV.
 *
 * SPDX-License-Identifier: MIT */
#include "plan_report.h"

#include "base/number.h"
#include "doc/csv.h"
#include "lines.h"

#include <math.h>
#include <string.h>

static void write_line(const struct plan_line *line, struct buf *out) {
    struct buf indent = buf_new(out->arena);
    char due[DATE_BYTES];
    for (size_t i = 0; i < line->depth; i++) buf_puts(&indent, "  ");
    buf_puts(out, indent.text);
    size_t column = str_width(str_of(indent.text));
    buf_puts(&indent, "      ");
    if (line->section == PLAN_WHAT_IS_DUE) {
        buf_printf(out, "%s ", date_people(line->due, due));
        column += strlen(due) + 1;
    }
    buf_puts(out, line->kind);
    column += strlen(line->kind);
    if (line->ref[0]) lines_wrap(out, line->ref, &column, indent.text);
    lines_wrap(out, line->title, &column, indent.text);
    lines_wrap(out, arena_printf(out->arena, "[%s]", line->id), &column, indent.text);
    const char *parts[] = {
        line->words,
        line->colour
            ? arena_printf(out->arena, "%s (%s)", line->colour->colour, line->colour->words)
            : "",
        line->outcome[0] ? arena_printf(out->arena, "outcome: %s", line->outcome) : "",
        line->forecast ? line->forecast_words : ""};
    bool first = true;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (!parts[i][0]) continue;
        if (first) {
            buf_printf(out, "\n%.*s", (int)(indent.length - 1), indent.text);
            column = indent.length - 1;
        } else {
            buf_putc(out, ';');
            column++;
        }
        first = false;
        lines_wrap(out, parts[i], &column, indent.text);
    }
    buf_putc(out, '\n');
}

static void write_forecast(const struct plan_report *r, struct buf *out) {
    const struct forecast *f = &r->forecast;
    char low[NUMBER_PEOPLE_BYTES], middle[NUMBER_PEOPLE_BYTES], high[NUMBER_PEOPLE_BYTES];
    buf_printf(
        out,
        "\nFORECAST   %zu of %zu open items have a forecast, from the slips of %zu that are done and %zu "
        "that are not.\n",
        f->forecast_count, f->count, f->done, f->open);
    if (f->forecast_count < f->count && f->done < FORECAST_MINIMUM)
        buf_printf(out, "  Below %d done items nothing is forecast.\n", FORECAST_MINIMUM);
    for (size_t i = 0; i < f->comparable_count && f->forecast_count < f->count; i++) {
        const struct forecast_spread *c = &f->comparable[i];
        buf_printf(out, "  Comparable: %s (%lld): half slipped by less than %s days", c->title,
                   (long long)c->n, number_people(c->p50, 0, middle));
        if (!isnan(c->p20))
            buf_printf(out, ", one in five by less than %s", number_people(c->p20, 0, low));
        if (!isnan(c->p80))
            buf_printf(out, ", four in five by less than %s", number_people(c->p80, 0, high));
        buf_puts(out, ".\n");
    }
    buf_printf(out, "  %d futures, seed %llu.\n", f->replications, (unsigned long long)f->seed);
}

static void write_changes(const struct plan_report *r, struct buf *out) {
    char day[DATE_BYTES];
    buf_printf(out, "\nSINCE %s   %zu change%s%s\n", date_people(r->options.since, day),
               r->change_count, r->change_count == 1 ? "" : "s",
               r->from_history ? "" : " (from reports; a .weft file keeps every change)");
    for (size_t i = 0; i < r->change_count; i++) {
        const struct plan_change *c = &r->changes[i];
        buf_printf(out, "  %s", date_people(c->on, day));
        size_t column = strlen(day) + 2;
        if (c->title[0]) lines_wrap(out, c->title, &column, "        ");
        lines_wrap(out, arena_printf(out->arena, "[%s]:", c->id), &column, "        ");
        lines_wrap(out, c->what, &column, "        ");
        if (c->who[0])
            lines_wrap(out, arena_printf(out->arena, "(%s)", c->who), &column, "        ");
        buf_putc(out, '\n');
    }
}

static void write_trends(const struct plan_report *r, struct buf *out) {
    char a[DATE_BYTES], b[DATE_BYTES];
    buf_printf(out, "\nMOVED      %zu item%s\n", r->trend_count, r->trend_count == 1 ? "" : "s");
    for (size_t i = 0; i < r->trend_count; i++) {
        const struct plan_trend *t = &r->trends[i];
        size_t column = 0;
        buf_putc(out, ' ');
        lines_wrap(out, arena_printf(out->arena, "%s [%s]:", t->item->title, t->item->id), &column,
                   "        ");
        for (size_t m = 0; m < t->count; m++) {
            const struct plan_move *move = &t->moves[m];
            int32_t by = move->due_to - t->moves[0].due_to;
            const char *said =
                move->said_on == DATE_NONE
                    ? arena_printf(out->arena, "first %s", date_people(move->due_to, a))
                    : arena_printf(out->arena, "on %s %s (%+d days)", date_people(move->said_on, b),
                                   date_people(move->due_to, a), by);
            lines_wrap(out, m + 1 < t->count ? arena_printf(out->arena, "%s;", said) : said,
                       &column, "        ");
        }
        buf_putc(out, '\n');
    }
}

static void write_counts(const struct plan_report *r, struct buf *out) {
    static const char *const names[PLAN_KINDS] = {"recommendations", "actions", "milestones",
                                                  "programmes"};
    buf_puts(out, "                         done  on time  late  no date  stopped  no owner\n");
    for (int kind = 0; kind < PLAN_KINDS; kind++) {
        const struct plan_counts *c = &r->status.counts[kind];
        if (c->total)
            buf_printf(out, "  %5zu %-15s %5zu %8zu %5zu %8zu %8zu %9zu\n", c->total, names[kind],
                       c->state[PLAN_DONE], c->state[PLAN_ON_TIME], c->state[PLAN_LATE],
                       c->state[PLAN_NO_DATE], c->state[PLAN_STOPPED], c->no_owner);
    }
}

/* Of the lines from `from` on, those of its section; the first line after them. */
static size_t write_section(const struct plan_report *r, enum plan_section section, size_t from,
                            struct buf *out) {
    size_t i = from;
    for (; i < r->count && r->lines[i].section == section; i++) write_line(&r->lines[i], out);
    if (i == from) buf_puts(out, "  nothing\n");
    return i;
}

static void write_lines(const struct plan_report *r, struct buf *out) {
    bool both = r->options.late && r->options.due_days;
    if (both) buf_puts(out, "LATE\n");
    size_t at = 0;
    if (r->options.late || !r->options.due_days)
        at = write_section(r, r->options.late ? PLAN_WHAT_IS_LATE : PLAN_WHOLE, 0, out);
    if (both) buf_printf(out, "\nDUE WITHIN %d DAYS\n", r->options.due_days);
    if (r->options.due_days) write_section(r, PLAN_WHAT_IS_DUE, at, out);
}

void plan_report_text(const struct plan_report *r, struct buf *out) {
    char day[DATE_BYTES];
    buf_printf(out, "The plan as at %s", date_people(r->as_at, day));
    if (r->options.late) buf_puts(out, ": what is late");
    if (r->options.due_days)
        buf_printf(out, "%s due within %d days", r->options.late ? ", and what is" : ":",
                   r->options.due_days);
    buf_putc(out, '\n');
    write_counts(r, out);
    if (r->scheme.name) buf_printf(out, "  Colours by the scheme '%s'.\n", r->scheme.name);
    if (r->options.forecast) write_forecast(r, out);
    buf_putc(out, '\n');
    write_lines(r, out);
    if (r->options.trend) write_trends(r, out);
    if (r->options.since != DATE_NONE) write_changes(r, out);
}

static struct str day_cell(int32_t day, struct arena *arena) {
    char text[DATE_BYTES];
    return day == DATE_NONE ? (struct str){"", 0}
                            : str_of(arena_string(arena, date_text(day, text)));
}

static struct str share_cell(double share, struct arena *arena) {
    char text[NUMBER_BYTES];
    return str_of(arena_string(arena, number_text(share, text)));
}

void plan_report_csv(const struct plan_report *r, struct buf *out) {
    static const char *const header[] = {"kind",
                                         "id",
                                         "ref",
                                         "title",
                                         "stage",
                                         "schedule",
                                         "first_due_to",
                                         "due_to",
                                         "done_on",
                                         "days_late",
                                         "days_late_first",
                                         "evidence",
                                         "confidence_five",
                                         "confidence_three",
                                         "outcome",
                                         "colour",
                                         "colour_words",
                                         "p10",
                                         "p50",
                                         "p80",
                                         "p90",
                                         "chance_by_due_to",
                                         "chance_by_first",
                                         "forecast_from",
                                         "section"};
    enum { COLUMNS = sizeof header / sizeof header[0] };
    struct arena *arena = out->arena;
    struct str cells[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++) cells[i] = str_of(header[i]);
    csv_write(out, cells, COLUMNS);
    for (size_t i = 0; i < r->count; i++) {
        const struct plan_line *l = &r->lines[i];
        const struct plan_item *p = l->item;
        const struct forecast_item *f = l->forecast;
        const char *section = plan_section_text(l->section);
        if (!p) continue;
        const struct str row[COLUMNS] = {
            str_of(l->kind),
            str_of(l->id),
            str_of(l->ref),
            str_of(l->title),
            str_of(p->stage),
            str_of(plan_state_text(p->state)),
            day_cell(p->first_due_to, arena),
            day_cell(p->due_to, arena),
            day_cell(p->done_on, arena),
            str_of(arena_printf(arena, "%d", plan_days_late(p, p->due_to, r->as_at))),
            str_of(arena_printf(arena, "%d", plan_days_late(p, p->first_due_to, r->as_at))),
            p->evidence < 0 ? (struct str){"", 0} : str_of(arena_printf(arena, "%d", p->evidence)),
            str_of(p->confidence_five),
            str_of(p->confidence_three),
            str_of(l->outcome),
            str_of(l->colour ? l->colour->colour : ""),
            str_of(l->colour ? l->colour->words : ""),
            day_cell(f ? f->p10 : DATE_NONE, arena),
            day_cell(f ? f->p50 : DATE_NONE, arena),
            day_cell(f ? f->p80 : DATE_NONE, arena),
            day_cell(f ? f->p90 : DATE_NONE, arena),
            share_cell(f ? f->chance : NAN, arena),
            share_cell(f ? f->chance_first : NAN, arena),
            str_of(f ? f->basis : ""),
            str_of(section ? section : "")};
        csv_write(out, row, COLUMNS);
    }
}

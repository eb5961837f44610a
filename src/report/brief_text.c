/* The brief as text for a terminal.
 *
 * SPDX-License-Identifier: MIT */
#include "brief_parts.h"

#include <math.h>

#define WIDTH 100u

/* A paragraph, broken at spaces; lines after the first begin with that many spaces. */
static void wrap(struct buf *out, const char *text, size_t column, size_t indent) {
    struct str rest = str_of(text), word;
    bool first = true;
    while (str_split(&rest, ' ', &word)) {
        size_t width = str_width(word);
        if (!first && column + 1 + width > WIDTH) {
            buf_putc(out, '\n');
            for (size_t i = 0; i < indent; i++) buf_putc(out, ' ');
            column = indent;
        } else if (!first) {
            buf_putc(out, ' ');
            column++;
        }
        buf_add(out, word.p, word.n);
        column += width;
        first = false;
    }
    buf_putc(out, '\n');
}

static void cell(struct buf *out, size_t line, size_t column, const char *text) {
    if (out->length > line) buf_putc(out, ' ');
    buf_pad(out, line, column);
    buf_puts(out, text);
}

/* Cuts what is too wide for its column. */
static const char *cut(struct arena *arena, const char *text, size_t width) {
    if (str_width(str_of(text)) <= width) return text;
    size_t n = 0, seen = 0;
    while (text[n] && (seen < width - 1 || ((unsigned char)text[n] & 0xc0) == 0x80)) {
        n++;
        if (((unsigned char)text[n] & 0xc0) != 0x80) seen++;
    }
    return arena_printf(arena, "%.*s…", (int)n, text);
}

static const char *range(struct arena *arena, const struct brief_value *v, int decimals) {
    char mean[NUMBER_PEOPLE_BYTES], low[NUMBER_PEOPLE_BYTES], high[NUMBER_PEOPLE_BYTES];
    if (isnan(v->mean)) return "-";
    return arena_printf(arena, "%s (%s to %s)", number_people(v->mean, decimals, mean),
                        number_people(v->p10, decimals, low),
                        number_people(v->p90, decimals, high));
}

static void write_plan(const struct brief *brief, struct buf *out) {
    static const char *const names[PLAN_KINDS] = {"recommendations", "actions", "milestones",
                                                  "programmes"};
    buf_puts(out,
             "\nTHE PLAN                 done  on time  late  no date  no owner  due in 90 days\n");
    for (int kind = 0; kind < PLAN_KINDS; kind++) {
        const struct plan_counts *c = &brief->plan.counts[kind];
        if (!c->total) continue;
        buf_printf(out, "  %5zu %-15s %5zu %8zu %5zu %8zu %9zu %15zu\n", c->total, names[kind],
                   c->state[PLAN_DONE], c->state[PLAN_ON_TIME], c->state[PLAN_LATE],
                   c->state[PLAN_NO_DATE], c->no_owner, c->due_soon);
    }
    const struct plan_counts *a = &brief->plan.counts[PLAN_ACTION];
    size_t silent = a->silent + brief->plan.counts[PLAN_MILESTONE].silent;
    if (a->claimed)
        buf_printf(out, "  %zu of the %zu actions done are so by their lead's word alone.\n",
                   a->claimed, a->state[PLAN_DONE]);
    if (silent)
        buf_printf(
            out,
            "  Late actions and milestones of which nobody has ever said where they stand: %zu.\n",
            silent);
    if (brief->ahead[0]) {
        buf_puts(out, "  ");
        wrap(out, brief->ahead, 2, 2);
    }
    if (brief->plan.closed_left)
        buf_printf(
            out,
            "  The plan is closed; %zu actions are not reported finished, %zu of them handed over.\n",
            brief->plan.closed_left, a->handed_over);
    for (size_t i = 0; i < brief->plan.slip_count && i < 3; i++) {
        const struct plan_item *s = brief->plan.slips[i];
        char first[DATE_BYTES], now[DATE_BYTES];
        buf_puts(out, i ? "" : "  Slipped furthest:\n");
        wrap(out,
             arena_printf(out->arena, "    %s%s%s: first %s, now %s.", s->ref, s->ref[0] ? " " : "",
                          s->title, date_people(s->first_due_to, first),
                          date_people(s->due_to, now)),
             0, 6);
    }
}

static void write_measures(const struct brief *brief, struct buf *out) {
    if (!brief->measure_count) return;
    buf_puts(out, "\nTHE MEASURES                              latest             ");
    buf_puts(out, "compared   target  its own past\n");
    size_t shown = brief->measure_count < 10 ? brief->measure_count : 10;
    for (size_t i = 0; i < shown; i++) {
        const struct measure_verdict *v = &brief->measures[i].verdict;
        char value[NUMBER_PEOPLE_BYTES], month[DATE_BYTES];
        size_t line = out->length;
        buf_printf(out, "  %s", cut(out->arena, v->title, 38));
        cell(out, line, 42, brief_number(v->last, v->unit, value));
        cell(out, line, 49, date_month_people(v->last_month, month));
        cell(out, line, 64,
             v->latest.start == DATE_NONE ? "-"
                                          : brief_number(v->latest.comparator, v->unit, value));
        cell(out, line, 72, isnan(v->target) ? "-" : brief_number(v->target, v->unit, value));
        cell(out, line, 80, v->past_words);
        buf_putc(out, '\n');
        if (brief->measures[i].will[0] && brief->measures[i].forecast_year)
            buf_printf(out, "      will it meet the target? %s\n", brief->measures[i].will);
        if (brief->measures[i].when) buf_printf(out, "      when? %s\n", brief->measures[i].when);
    }
    const struct measure_verdict *v = &brief->measures[0].verdict;
    buf_puts(out, "  ");
    wrap(out,
         arena_printf(
             out->arena,
             "Compared with %s in the same period. %zu more can be judged; %zu are observed "
             "too seldom, %zu not at all. `weft measure` shows each.",
             v->comparator_title ? v->comparator_title : "nobody", brief->measure_count - shown,
             brief->few, brief->unobserved),
         2, 2);
}

static void write_effects(const struct brief *brief, struct buf *out) {
    const struct brief_effects *e = &brief->effects;
    if (!e->when[0]) return;
    buf_puts(out, "\nDELIVERY x EFFECT: what the measures of actions do    done  not done\n");
    for (int s = 0; s < BRIEF_SEEN; s++) {
        size_t line = out->length;
        buf_printf(out, "  %s", brief_seen_text((enum brief_seen)s));
        cell(out, line, 57, arena_printf(out->arena, "%4zu", e->done[s]));
        cell(out, line, 65, arena_printf(out->arena, "%6zu", e->open[s]));
        buf_putc(out, '\n');
    }
    wrap(out, e->when, 2, 2);
}

static void write_system(const struct brief *brief, struct buf *out) {
    if (!brief->output_count) return;
    size_t line = out->length + 1;
    buf_puts(out, "\nTHE SYSTEM");
    cell(out, line, 34, brief->nothing_id ? "do nothing" : "");
    cell(out, line, 58, brief->plan_id ? "with the plan" : "");
    cell(out, line, 82, brief->plan_id && brief->nothing_id ? "difference" : "");
    buf_putc(out, '\n');
    for (size_t i = 0; i < brief->output_count; i++) {
        const struct brief_output *o = &brief->outputs[i];
        buf_printf(out, "  %s\n", o->title);
        for (size_t k = 0; k < o->year_count; k++) {
            const struct brief_year *y = &o->years[k];
            line = out->length;
            buf_printf(out, "    %s", y->year);
            cell(out, line, 34, range(out->arena, &y->nothing, o->decimals));
            cell(out, line, 58, range(out->arena, &y->plan, o->decimals));
            cell(out, line, 82, range(out->arena, &y->difference, o->decimals));
            buf_putc(out, '\n');
        }
    }
    buf_puts(out, "  In brackets: one simulated future in ten is lower, one in ten is higher.\n");
    if (brief->dates.words[0]) {
        buf_puts(out, "  ");
        wrap(out, brief->dates.words, 2, 2);
    }
}

static void write_comparison(const struct brief_comparison *c, struct buf *out) {
    buf_printf(out, "\nFORECAST AND WHAT CAME    %s (%s)\n", c->title, c->unit);
    size_t line = out->length;
    cell(out, line, 14, "do nothing");
    cell(out, line, 38, "with the plan");
    cell(out, line, 62, "observed");
    buf_putc(out, '\n');
    for (size_t i = 0; i < c->year_count; i++) {
        const struct brief_observed_year *y = &c->years[i];
        char seen[NUMBER_PEOPLE_BYTES];
        line = out->length;
        buf_printf(out, "    %s", y->year);
        cell(out, line, 14, range(out->arena, &y->nothing, 1));
        cell(out, line, 38, range(out->arena, &y->plan, 1));
        cell(out, line, 62, number_people(y->observed, 1, seen));
        if (y->periods && !y->whole) buf_printf(out, "  part of the year");
        if (y->later) buf_puts(out, "  (not all known on the day)");
        buf_putc(out, '\n');
    }
    for (size_t i = 0; i < c->sentence_count; i++) {
        buf_puts(out, "  - ");
        wrap(out, c->sentences[i], 4, 4);
    }
}

static void write_money(const struct brief *brief, struct buf *out) {
    if (!brief->gaps.count) return;
    buf_puts(out, "\nTHE MONEY\n");
    for (size_t i = brief->gaps.count; i-- > 0;) {
        buf_puts(out, "  ");
        wrap(out, brief_money(&brief->gaps.years[i], out->arena), 2, 2);
        if (i + 1 < brief->gaps.count) continue; /* the lines of the last year only */
        for (size_t k = 0; k < brief->gaps.years[i].line_count; k++) {
            const struct money_line *l = &brief->gaps.years[i].lines[k];
            char a[NUMBER_PEOPLE_BYTES], b[NUMBER_PEOPLE_BYTES];
            size_t line = out->length;
            buf_printf(out, "    %s %s", l->opens ? "+" : "-", cut(out->arena, l->title, 44));
            cell(out, line, 52, number_money(l->amount_gbp, a));
            if (!l->fixed)
                buf_printf(out, "  (%s to %s)", number_money(l->low_gbp, a),
                           number_money(l->high_gbp, b));
            buf_putc(out, '\n');
        }
    }
}

static void write_end(const struct brief *brief, struct buf *out) {
    char a[NUMBER_PEOPLE_BYTES];
    buf_puts(out, "\nLOOK AT FIRST\n");
    for (size_t i = 0; i < brief->look_count; i++) {
        buf_printf(out, "  %zu. ", i + 1);
        wrap(out, brief->look[i].words, 5, 5);
    }
    if (!brief->look_count) buf_puts(out, "  Nothing stands out by the rules of docs/brief.md.\n");
    if (brief->missing_count) buf_puts(out, "\nWHAT IS MISSING\n");
    for (size_t i = 0; i < brief->missing_count; i++) {
        buf_puts(out, "  - ");
        wrap(out, brief->missing[i], 4, 4);
    }
    const size_t *by = brief->sources.by_class;
    buf_putc(out, '\n');
    wrap(out,
         arena_printf(out->arena,
                      "The model stands on %s numbers: %zu printed in the plans, %zu official "
                      "statistics, %zu computed, %zu calibrated, %zu assumptions, %zu without a "
                      "source. `weft sources` lists them.",
                      number_people((double)brief->sources.count, 0, a), by[SOURCE_PRINTED],
                      by[SOURCE_STATISTIC], by[SOURCE_COMPUTED], by[SOURCE_CALIBRATED],
                      by[SOURCE_ASSUMPTION], by[SOURCE_NONE]),
         0, 0);
    if (brief->replications)
        buf_printf(out, "%d replications of each scenario, seed %llu, %s s. ", brief->replications,
                   (unsigned long long)brief->seed, number_people(brief->seconds, 1, a));
    if (brief->checked)
        buf_printf(out, "`weft check` has %zu errors and %zu warnings.", brief->errors,
                   brief->warnings);
    buf_putc(out, '\n');
}

void brief_text(const struct brief *brief, struct buf *out) {
    char day[DATE_BYTES];
    const char *as_at = arena_printf(out->arena, "as at %s", date_people(brief->as_at, day));
    size_t used = str_width(str_of(as_at)) + 1;
    size_t line = out->length;
    buf_puts(out, cut(out->arena, brief->title, WIDTH - used));
    cell(out, line, WIDTH - used + 1, as_at);
    buf_puts(out, "\nIs it working?  ");
    wrap(out, brief->answer, 16, 16);
    if (brief->plan.count) write_plan(brief, out);
    write_measures(brief, out);
    write_effects(brief, out);
    write_system(brief, out);
    for (size_t i = 0; i < brief->comparison_count; i++)
        write_comparison(&brief->comparisons[i], out);
    write_money(brief, out);
    write_end(brief, out);
}

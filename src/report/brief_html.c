/* The brief as a page: valid, readable without script, by a screen reader, and on paper. All text
 * of the package goes through buf_html.
 *
 * SPDX-License-Identifier: MIT */
#include "brief_parts.h"

#include <math.h>

static void element(struct buf *out, const char *name, const char *text) {
    buf_printf(out, "<%s>", name);
    buf_html(out, text);
    buf_printf(out, "</%s>\n", name);
}

static void section(struct buf *out, const char *id, const char *title) {
    buf_printf(out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id, id);
    buf_html(out, title);
    buf_puts(out, "</h2>\n");
}

/* A table's beginning: caption and column heads, separated by '|'. The first column names the row;
 * the others hold numbers, or words where the head begins with '~'. */
static void table(struct buf *out, const char *caption, const char *heads) {
    buf_puts(out, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"");
    buf_html(out, caption);
    buf_puts(out, "\">\n<table>\n<caption>");
    buf_html(out, caption);
    buf_puts(out, "</caption>\n<thead>\n<tr>");
    struct str rest = str_of(heads), head;
    for (bool first = true; str_split(&rest, '|', &head); first = false) {
        bool words = first || (head.n && head.p[0] == '~');
        if (!first && words) head.p++, head.n--;
        if (!head.n) { /* a column of names needs no head, and an empty one would be read out */
            buf_puts(out, "<td></td>");
            continue;
        }
        buf_puts(out, words ? "<th scope=\"col\">" : "<th scope=\"col\" class=\"number\">");
        buf_html(out, arena_copy(out->arena, head.p, head.n));
        buf_puts(out, "</th>");
    }
    buf_puts(out, "</tr>\n</thead>\n<tbody>\n");
}

static void row(struct buf *out, const char *name) {
    buf_puts(out, "<tr><th scope=\"row\">");
    buf_html(out, name);
    buf_puts(out, "</th>");
}

static void cell(struct buf *out, const char *text) {
    buf_puts(out, "<td class=\"number\">");
    buf_html(out, text);
    buf_puts(out, "</td>");
}

static void cell_count(struct buf *out, size_t n) {
    buf_printf(out, "<td class=\"number\">%zu</td>", n);
}

static void end_table(struct buf *out) {
    buf_puts(out, "</tbody>\n</table>\n</div>\n");
}

static void cell_range(struct buf *out, const struct brief_value *v, int decimals) {
    char mean[NUMBER_PEOPLE_BYTES], low[NUMBER_PEOPLE_BYTES], high[NUMBER_PEOPLE_BYTES];
    if (isnan(v->mean)) {
        cell(out, "-");
        return;
    }
    buf_printf(
        out,
        "<td class=\"number\"><strong>%s</strong> <span class=\"range\">(%s to %s)</span></td>",
        number_people(v->mean, decimals, mean), number_people(v->p10, decimals, low),
        number_people(v->p90, decimals, high));
}

static void write_look(const struct brief *brief, struct buf *out) {
    section(out, "look", "Look at first");
    if (brief->look_count) buf_puts(out, "<ol>\n");
    for (size_t i = 0; i < brief->look_count; i++) element(out, "li", brief->look[i].words);
    if (brief->look_count)
        buf_puts(out, "</ol>\n");
    else
        element(out, "p", "Nothing stands out.");
    buf_puts(out, "</section>\n");
}

static void write_plan(const struct brief *brief, struct buf *out) {
    static const char *const names[PLAN_KINDS] = {"Recommendations", "Actions", "Milestones",
                                                  "Programmes"};
    if (!brief->plan.count) return;
    section(out, "plan", "The plan");
    table(out, "What is done and what is not",
          "|all|done|on time|late|no date|no owner|due in 90 days");
    for (int k = 0; k < PLAN_KINDS; k++) {
        const struct plan_counts *c = &brief->plan.counts[k];
        if (!c->total) continue;
        row(out, names[k]);
        cell_count(out, c->total);
        cell_count(out, c->state[PLAN_DONE]);
        cell_count(out, c->state[PLAN_ON_TIME]);
        cell_count(out, c->state[PLAN_LATE]);
        cell_count(out, c->state[PLAN_NO_DATE]);
        cell_count(out, c->no_owner);
        cell_count(out, c->due_soon);
        buf_puts(out, "</tr>\n");
    }
    end_table(out);
    const struct plan_counts *a = &brief->plan.counts[PLAN_ACTION];
    size_t silent = a->silent + brief->plan.counts[PLAN_MILESTONE].silent;
    if (a->claimed)
        buf_printf(out, "<p>%zu of the %zu actions done are so by their lead’s word alone.</p>\n",
                   a->claimed, a->state[PLAN_DONE]);
    if (silent)
        buf_printf(
            out,
            "<p>Late actions and milestones of which nobody has ever said where they stand: %zu.</p>\n",
            silent);
    if (brief->ahead[0]) {
        buf_puts(out, "<p>");
        buf_html(out, brief->ahead);
        buf_puts(out, "</p>\n");
    }
    if (brief->plan.closed_left)
        buf_printf(
            out,
            "<p>The plan is closed; %zu actions are not reported finished, %zu of them handed "
            "over.</p>\n",
            brief->plan.closed_left, a->handed_over);
    buf_puts(out, "</section>\n");
}

static void write_measures(const struct brief *brief, struct buf *out) {
    if (!brief->measure_count) return;
    section(out, "measures", "The measures");
    const char *other = brief->measures[0].verdict.comparator_title;
    struct buf heads = buf_new(out->arena);
    buf_puts(&heads, "|latest|month|");
    for (const char *p = other ? other : "compared"; *p; p++)
        if (*p != '|' && *p != '~') buf_putc(&heads, *p);
    buf_puts(&heads, "|target|~its own past|~will it meet the target?");
    table(out, "Measures that can be judged", heads.text);
    for (size_t i = 0; i < brief->measure_count; i++) {
        const struct measure_verdict *v = &brief->measures[i].verdict;
        char value[NUMBER_PEOPLE_BYTES], month[DATE_BYTES];
        buf_puts(out, "<tr><th scope=\"row\">");
        buf_html(out, v->title);
        buf_puts(out, " <span class=\"range\">");
        buf_html(out, v->unit);
        buf_puts(out, "</span></th>");
        cell(out, brief_number(v->last, v->unit, value));
        cell(out, date_month_people(v->last_month, month));
        cell(out, v->latest.start == DATE_NONE
                      ? "-"
                      : brief_number(v->latest.comparator, v->unit, value));
        cell(out, isnan(v->target) ? "-" : brief_number(v->target, v->unit, value));
        buf_puts(out, "<td>");
        buf_html(out, v->past_words);
        buf_puts(out, "</td><td>");
        buf_html(out, brief->measures[i].will);
        if (brief->measures[i].when) {
            buf_puts(out, "; ");
            buf_html(out, brief->measures[i].when);
        }
        buf_puts(out, "</td></tr>\n");
    }
    end_table(out);
    buf_printf(out,
               "<p>%zu more measures are observed too seldom to be judged, %zu not at all.</p>\n",
               brief->few, brief->unobserved);
    buf_puts(out, "</section>\n");
}

static void write_effects(const struct brief *brief, struct buf *out) {
    const struct brief_effects *e = &brief->effects;
    if (!e->when[0]) return;
    section(out, "effect", "Delivery and effect");
    table(out, "Actions by what the measures do that they should move",
          "their measures|actions done|not done");
    for (int s = 0; s < BRIEF_SEEN; s++) {
        row(out, brief_seen_text((enum brief_seen)s));
        cell_count(out, e->done[s]);
        cell_count(out, e->open[s]);
        buf_puts(out, "</tr>\n");
    }
    end_table(out);
    element(out, "p", e->when);
    buf_puts(out, "</section>\n");
}

static void write_system(const struct brief *brief, struct buf *out) {
    if (!brief->output_count) return;
    section(out, "system", "The system with and without the plan");
    element(out, "p",
            "Simulated person by person. In brackets: one simulated future in ten is lower "
            "than the first number, one in ten is higher than the second.");
    if (brief->dates.words[0]) element(out, "p", brief->dates.words);
    for (size_t i = 0; i < brief->output_count; i++) {
        const struct brief_output *o = &brief->outputs[i];
        table(out, o->title, "year|do nothing|with the plan|difference");
        for (size_t k = 0; k < o->year_count; k++) {
            row(out, o->years[k].year);
            cell_range(out, &o->years[k].nothing, o->decimals);
            cell_range(out, &o->years[k].plan, o->decimals);
            cell_range(out, &o->years[k].difference, o->decimals);
            buf_puts(out, "</tr>\n");
        }
        end_table(out);
    }
    buf_puts(out, "</section>\n");
}

static void write_comparisons(const struct brief *brief, struct buf *out) {
    if (!brief->comparison_count) return;
    section(out, "came", "The forecast, and what came");
    for (size_t i = 0; i < brief->comparison_count; i++) {
        const struct brief_comparison *c = &brief->comparisons[i];
        table(out, arena_printf(out->arena, "%s (%s)", c->title, c->unit),
              "year|do nothing|with the plan|observed|~note");
        for (size_t k = 0; k < c->year_count; k++) {
            const struct brief_observed_year *y = &c->years[k];
            char seen[NUMBER_PEOPLE_BYTES];
            row(out, y->year);
            cell_range(out, &y->nothing, 1);
            cell_range(out, &y->plan, 1);
            cell(out, number_people(y->observed, 1, seen));
            buf_puts(out, "<td>");
            if (y->periods && !y->whole) buf_puts(out, "part of the year");
            if (y->periods && !y->whole && y->later) buf_puts(out, ", ");
            if (y->later) buf_puts(out, "not all known on the day");
            buf_puts(out, "</td></tr>\n");
        }
        end_table(out);
        if (c->sentence_count) buf_puts(out, "<ul>\n");
        for (size_t k = 0; k < c->sentence_count; k++) element(out, "li", c->sentences[k]);
        if (c->sentence_count) buf_puts(out, "</ul>\n");
    }
    buf_puts(out, "</section>\n");
}

static void write_money(const struct brief *brief, struct buf *out) {
    if (!brief->gaps.count) return;
    section(out, "money", "The money");
    for (size_t i = brief->gaps.count; i-- > 0;) {
        const struct money_gap *g = &brief->gaps.years[i];
        char text[NUMBER_PEOPLE_BYTES];
        element(out, "p", brief_money(g, out->arena));
        table(out, arena_printf(out->arena, "What opens and closes the gap, %s", g->year),
              "line|opens the gap|closes it|least|most");
        for (size_t k = 0; k < g->line_count; k++) {
            const struct money_line *l = &g->lines[k];
            row(out, l->title);
            cell(out, l->opens ? number_money(l->amount_gbp, text) : "");
            cell(out, l->opens ? "" : number_money(l->amount_gbp, text));
            cell(out, l->fixed ? "" : number_money(l->low_gbp, text));
            cell(out, l->fixed ? "" : number_money(l->high_gbp, text));
            buf_puts(out, "</tr>\n");
        }
        end_table(out);
    }
    buf_puts(out, "</section>\n");
}

static void write_foot(const struct brief *brief, struct buf *out) {
    char a[NUMBER_PEOPLE_BYTES];
    if (brief->missing_count) {
        section(out, "missing", "What is missing");
        buf_puts(out, "<ul>\n");
        for (size_t i = 0; i < brief->missing_count; i++) element(out, "li", brief->missing[i]);
        buf_puts(out, "</ul>\n</section>\n");
    }
    buf_puts(out, "</main>\n<footer>\n");
    const size_t *by = brief->sources.by_class;
    element(out, "p",
            arena_printf(out->arena,
                         "The model stands on %s numbers: %zu printed in the plans, %zu official "
                         "statistics, %zu computed, %zu calibrated, %zu assumptions, %zu without "
                         "a source.",
                         number_people((double)brief->sources.count, 0, a), by[SOURCE_PRINTED],
                         by[SOURCE_STATISTIC], by[SOURCE_COMPUTED], by[SOURCE_CALIBRATED],
                         by[SOURCE_ASSUMPTION], by[SOURCE_NONE]));
    if (brief->replications)
        buf_printf(out, "<p>%d replications of each scenario, seed %llu, %s seconds.</p>\n",
                   brief->replications, (unsigned long long)brief->seed,
                   number_people(brief->seconds, 1, a));
    if (brief->checked)
        buf_printf(out, "<p>Checking the package found %zu errors and %zu warnings.</p>\n",
                   brief->errors, brief->warnings);
    buf_puts(out, "</footer>\n</body>\n</html>\n");
}

void brief_html(const struct brief *brief, const char *stylesheet, struct buf *out) {
    char day[DATE_BYTES];
    date_people(brief->as_at, day);
    buf_puts(out, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<title>");
    buf_html(out, brief->title);
    buf_printf(out, ", as at %s</title>\n", day);
    if (stylesheet) {
        buf_puts(out, "<link rel=\"stylesheet\" href=\"");
        buf_html(out, stylesheet);
        buf_puts(out, "\">\n");
    } else {
        buf_printf(out, "<style>\n%s</style>\n", report_stylesheet);
    }
    buf_puts(out, "</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the brief</a>\n"
                  "<header>\n<h1>");
    buf_html(out, brief->title);
    buf_printf(out, "</h1>\n<p>as at %s</p>\n</header>\n<main id=\"main\">\n", day);
    section(out, "answer", "Is it working?");
    buf_puts(out, "<p class=\"answer\">");
    buf_html(out, brief->answer);
    buf_puts(out, "</p>\n</section>\n");
    write_look(brief, out);
    write_plan(brief, out);
    write_measures(brief, out);
    write_effects(brief, out);
    write_system(brief, out);
    write_comparisons(brief, out);
    write_money(brief, out);
    write_foot(brief, out);
}

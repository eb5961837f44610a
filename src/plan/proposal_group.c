/* What belongs to one row of a plan: its actions, and which deadline and lead is for which.
 *
 * SPDX-License-Identifier: MIT */
#include "proposal_parts.h"

#include <string.h>

/* '[table 2]', where a table stands in the cell: it is read on its own. */
static bool is_table_mark(const char *text) {
    static const char begins[] = "[table ";
    if (strncmp(text, begins, sizeof begins - 1) != 0) return false;
    size_t digits = strspn(text + sizeof begins - 1, "0123456789");
    return digits && strcmp(text + sizeof begins - 1 + digits, "]") == 0;
}

void gather(struct proposal_reader *r, struct gathered *to, const struct document_line *lines,
            size_t count, const char *place) {
    lines = split_inline(lines, count, r->arena, &count);
    for (size_t i = 0; i < count; i++) {
        if (to->count == GROUP_LINES) {
            r->group.doubt = "it has more lines than anybody reads: only the first are read";
            return;
        }
        if (is_table_mark(lines[i].text)) {
            if (to == &r->group.actions)
                r->group.doubt = "a table stands in its cell, which is read on its own";
            continue;
        }
        if (to->count == to->capacity) {
            struct gathered old = *to;
            to->capacity = to->capacity ? to->capacity * 2 : 8;
            to->lines = ARENA_NEW(r->arena, struct document_line, to->capacity);
            to->places = ARENA_NEW(r->arena, const char *, to->capacity);
            if (old.count) {
                memcpy(to->lines, old.lines, old.count * sizeof *old.lines);
                memcpy(to->places, old.places, old.count * sizeof *old.places);
            }
        }
        to->lines[to->count] = lines[i];
        to->places[to->count++] = place;
    }
}

static void add_deadline(struct proposal_reader *r, const struct deadline_part *part,
                         const char *found, const char *place, bool first) {
    struct group *g = &r->group;
    const struct gathered_deadline new = {*part, found, place};
    if ((first ? g->first_count : g->deadline_count) == GROUP_SAID) {
        deadline_doubt(&(first ? g->first_deadlines : g->deadlines)[GROUP_SAID - 1].part.deadline,
                       r->arena, "further deadlines of the row are left out");
        return;
    }
    if (first) {
        GROUP_GROW(r->arena, g->first_deadlines, g->first_count, g->first_capacity,
                   struct gathered_deadline);
        g->first_deadlines[g->first_count++] = new;
    } else {
        GROUP_GROW(r->arena, g->deadlines, g->deadline_count, g->deadline_capacity,
                   struct gathered_deadline);
        g->deadlines[g->deadline_count++] = new;
    }
}

static void add_deadlines(struct proposal_reader *r, const struct deadline_cell *cell,
                          const char *place, bool first) {
    for (size_t i = 0; i < cell->count; i++)
        add_deadline(r, &cell->parts[i], cell->parts[i].deadline.text, place, first);
}

void group_deadline_text(struct proposal_reader *r, const char *text, const char *place) {
    struct deadline_cell cell;
    deadline_read_cell(str_of(text), &r->out->context, r->arena, &cell);
    r->group.has_deadline = true;
    add_deadlines(r, &cell, place, false);
}

void group_keep_first(struct group *group) {
    if (!group->first_count) return;
    group->deadlines = group->first_deadlines;
    group->deadline_count = group->deadline_capacity = group->first_count;
    group->has_deadline = true;
    group->first_deadlines = NULL;
    group->first_count = group->first_capacity = 0;
}

void group_read_deadline(struct proposal_reader *r, const struct deadline *deadline,
                         const char *place) {
    const struct deadline_part part = {.scope = DEADLINE_FOR_ALL, .deadline = *deadline};
    r->group.has_deadline = true;
    add_deadline(r, &part, deadline->text, place, false);
}

/* The day of a number that a sheet shows as a date: 43556 is 1 April 2019; DATE_NONE for others. */
static int32_t serial_day(struct str text) {
    text = str_trim(text);
    int32_t day = 0;
    if (text.n != 5) return DATE_NONE;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9') return DATE_NONE;
        day = day * 10 + (text.p[i] - '0');
    }
    return day >= 36526 && day <= 65380 ? date_of(1899, 12, 30) + day : DATE_NONE;
}

/* Dates of a spreadsheet need not be read again. */
static void add_date(struct proposal_reader *r, const struct document_cell *cell, int32_t day,
                     const char *place, bool first) {
    bool number = cell->kind != CELL_DATE;
    struct deadline_part part = {.scope = DEADLINE_FOR_ALL};
    part.deadline =
        (struct deadline){.text = cell->text,
                          .kind = DEADLINE_DAY,
                          .precision = PRECISION_DAY,
                          .from = day,
                          .to = day,
                          .first_from = DATE_NONE,
                          .first_to = DATE_NONE,
                          .doubt = number ? "it is a number, read as Excel counts days" : ""};
    add_deadline(r, &part, cell->text, place, first);
}

void group_deadline(struct proposal_reader *r, const struct document_cell *cell, const char *place,
                    enum heading heading) {
    bool first = heading == HEADING_FIRST_DEADLINE;
    /* A revised deadline makes the one before it the first; '-' revises nothing. */
    if (heading == HEADING_NEW_DEADLINE) {
        struct deadline none;
        deadline_read(str_of(cell->text), &r->out->context, r->arena, &none);
        if (cell->kind != CELL_DATE && none.kind == DEADLINE_NONE) return;
        for (size_t i = 0; i < r->group.deadline_count; i++) {
            const struct gathered_deadline *d = &r->group.deadlines[i];
            add_deadline(r, &d->part, d->found, d->place, true);
        }
        r->group.deadline_count = 0;
    }
    if (!first) r->group.has_deadline = true;
    bool dated = cell->kind == CELL_DATE && !cell->is_month;
    int32_t day = dated ? cell->date : serial_day(str_of(cell->text));
    if (day != DATE_NONE) {
        add_date(r, cell, day, place, first);
        return;
    }
    size_t count;
    const struct document_line *lines = document_cell_lines(cell, r->arena, &count);
    struct buf text = buf_new(r->arena);
    struct deadline_cell parsed;
    for (size_t i = 0; i < count; i++) {
        if (lines[i].ran_together) {
            deadline_read_run(str_of(lines[i].text), &r->out->context, r->arena, &parsed);
            add_deadlines(r, &parsed, place, first);
            continue;
        }
        if (text.length) buf_putc(&text, '\n');
        buf_printf(&text, "%s%s%s", lines[i].label, *lines[i].label ? " " : "", lines[i].text);
    }
    if (!text.length) return;
    deadline_read_cell((struct str){text.text, text.length}, &r->out->context, r->arena, &parsed);
    add_deadlines(r, &parsed, place, first);
    /* 'Sept 18 Oct 18': it may be two deadlines, if the actions look as if they had run together.
     */
    if (first || count != 1 || parsed.count != 1 ||
        (!strstr(parsed.parts[0].deadline.doubt, "two dates") &&
         !strstr(parsed.parts[0].deadline.doubt, "to be confirmed")))
        return;
    deadline_read_run((struct str){text.text, text.length}, &r->out->context, r->arena,
                      &r->group.run);
    r->group.run_place = place;
}

/* Puts the deadlines of milestones where those of actions are, and back. */
static void swap_deadlines(struct group *g) {
    struct gathered_deadline *deadlines = g->deadlines;
    size_t count = g->deadline_count, capacity = g->deadline_capacity;
    g->deadlines = g->milestone_deadlines;
    g->deadline_count = g->milestone_deadline_count;
    g->deadline_capacity = g->milestone_deadline_capacity;
    g->milestone_deadlines = deadlines;
    g->milestone_deadline_count = count;
    g->milestone_deadline_capacity = capacity;
}

void group_milestone_deadline(struct proposal_reader *r, const struct document_cell *cell,
                              const char *place) {
    bool has = r->group.has_deadline;
    swap_deadlines(&r->group);
    group_deadline(r, cell, place, HEADING_DEADLINE);
    swap_deadlines(&r->group);
    r->group.has_deadline = has;
}

void group_period_milestones(struct proposal_reader *r, const struct document_line *lines,
                             size_t count, const struct deadline *deadline, const char *place) {
    bool has = r->group.has_deadline;
    size_t before = r->group.milestones.count;
    gather(r, &r->group.milestones, lines, count, place);
    swap_deadlines(&r->group);
    for (; before < r->group.milestones.count; before++) group_read_deadline(r, deadline, place);
    swap_deadlines(&r->group);
    r->group.has_deadline = has;
}

/* A format that keeps no mark of a list, not even that there was one: the row's dates are as many
 * as there are beginnings of sentences in its action. */
static void part_joined(struct proposal_reader *r) {
    struct group *g = &r->group;
    if (g->run.count < 2 || g->deadline_count != 1) return;
    size_t last = g->actions.count - 1, wanted = g->run.count;
    for (size_t i = 0; i < g->run.count; i++)
        for (size_t l = 0; l < g->run.parts[i].label_count; l++)
            if ((size_t)g->run.parts[i].labels[l].number > wanted)
                wanted = (size_t)g->run.parts[i].labels[l].number;
    for (size_t i = 0; i < g->actions.count; i++)
        if (*g->actions.lines[i].label) return;
    if (!split_looks_joined(str_of(g->actions.lines[last].text), wanted)) return;
    g->actions.lines[last].ran_together = true;
    g->deadline_count = 0;
    add_deadlines(r, &g->run, g->run_place, false);
}

static bool part_names(const struct deadline_part *part, const struct label *label) {
    for (size_t i = 0; i < part->label_count; i++) {
        if (part->labels[i].text.n && label_same(&part->labels[i], label, true)) return true;
        if (!part->labels[i].text.n && part->labels[i].number == label->number) return true;
    }
    return false;
}

struct label group_item_label(const struct split_item *item, size_t n) {
    struct label label = item->label;
    if (label.kind == LABEL_NONE || label.kind == LABEL_BULLET)
        label = (struct label){LABEL_NUMBER, {"", 0}, (int)n + 1};
    return label;
}

static const struct gathered_deadline *find_deadline(const struct gathered_deadline *all,
                                                     size_t count, const struct split *split,
                                                     size_t n, const char **doubt) {
    const struct label label = group_item_label(&split->items[n], n);
    const struct gathered_deadline *others = NULL;
    size_t plain = 0, nth = 0;
    *doubt = "";
    for (size_t i = 0; i < count; i++) {
        const struct deadline_part *part = &all[i].part;
        if (part->scope == DEADLINE_FOR_THESE && part_names(part, &label)) return &all[i];
    }
    for (size_t i = 0; i < count; i++) {
        const struct deadline_part *part = &all[i].part;
        if (part->scope == DEADLINE_FOR_OTHERS && !part_names(part, &label)) others = &all[i];
        if (part->scope == DEADLINE_FOR_ALL) {
            if (plain == n) nth = i;
            plain++;
        }
    }
    if (others) return others;
    if (plain == 0) {
        if (count) *doubt = "the deadlines name labels, and none of them is this action's";
        return NULL;
    }
    if (plain == split->count || (plain > n && plain < count)) return &all[nth];
    for (size_t i = 0; plain == 1 && i < count; i++)
        if (all[i].part.scope == DEADLINE_FOR_ALL) {
            if (count > 1) *doubt = "another deadline of the row is for other items";
            return &all[i];
        }
    /* More or fewer than there are actions: all of them together. */
    *doubt = plain > split->count
                 ? "the row has more deadlines than actions: from the first to the last of them"
                 : "the row has fewer deadlines than actions, and does not say which is for which";
    return NULL;
}

/* All deadlines of a row as one text and one stretch of days. */
static void take_all(struct proposal_reader *r, const struct gathered_deadline *all, size_t count,
                     struct deadline *out) {
    struct buf text = buf_new(r->arena);
    *out = all[0].part.deadline;
    for (size_t i = 0; i < count; i++) {
        const struct deadline *d = &all[i].part.deadline;
        if (text.length < 500) buf_printf(&text, "%s%s", i ? "; " : "", d->text);
        if (d->from != DATE_NONE && (out->from == DATE_NONE || d->from < out->from))
            out->from = d->from;
        if (d->to != DATE_NONE && (out->to == DATE_NONE || d->to > out->to)) out->to = d->to;
    }
    out->text = text.text;
    if (out->to != DATE_NONE && count > 1) out->kind = DEADLINE_RANGE;
}

/* The first day that words name with its year: 'for use on 1 Oct 2018'. */
static int32_t day_in(struct proposal_reader *r, struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        if ((i && text.p[i - 1] != ' ') || text.p[i] < '1' || text.p[i] > '9') continue;
        size_t end = i, blanks = 0;
        while (end < text.n && (text.p[end] != ' ' || ++blanks < 3)) end++;
        struct str words = {text.p + i, end - i};
        while (words.n && strchr(".,;:)", words.p[words.n - 1])) words.n--;
        struct deadline d;
        if (blanks < 2) continue;
        deadline_read(words, &r->out->context, r->arena, &d);
        if (d.kind == DEADLINE_DAY && d.precision == PRECISION_DAY && deadline_certain(&d))
            return d.to;
    }
    return DATE_NONE;
}

void group_set_deadline(struct proposal_reader *r, struct proposal_item *item,
                        const struct split *split, size_t n) {
    struct group *g = &r->group;
    item->has_deadline = g->has_deadline;
    if (!g->has_deadline) return;
    const char *doubt = "", *place = g->deadline_count ? g->deadlines[0].place : "";
    const struct gathered_deadline *found =
        find_deadline(g->deadlines, g->deadline_count, split, n, &doubt);
    const char *words = "";
    if (found) {
        item->deadline = found->part.deadline;
        place = found->place;
        words = found->found;
    } else if (g->deadline_count && *doubt && !strstr(doubt, "labels")) {
        take_all(r, g->deadlines, g->deadline_count, &item->deadline);
        words = item->deadline.text;
    }
    const char *unused;
    if (g->first_count) {
        const struct gathered_deadline *first =
            find_deadline(g->first_deadlines, g->first_count, split, n, &unused);
        if (first && first->part.deadline.to != item->deadline.to) {
            item->deadline.first_from = first->part.deadline.from;
            item->deadline.first_to = first->part.deadline.to;
        }
    }
    /* A label that no action of the row has. */
    for (size_t i = 0; i < g->deadline_count; i++) {
        const struct deadline_part *part = &g->deadlines[i].part;
        for (size_t l = 0; l < part->label_count && part->scope == DEADLINE_FOR_THESE; l++) {
            bool known = false;
            for (size_t k = 0; k < split->count && !known; k++) {
                const struct label label = group_item_label(&split->items[k], k);
                known = part->labels[l].text.n ? label_same(&part->labels[l], &label, true)
                                               : part->labels[l].number == label.number;
            }
            if (!known && !*doubt)
                doubt = "the deadlines of the row name a label that no action has";
        }
    }
    struct proposal_field *field =
        proposal_set(r, item, "due_text", item->deadline.text, words, place, item->deadline.doubt);
    proposal_doubt(r, field, doubt);
    int32_t day = day_in(r, str_of(item->title));
    if (day != DATE_NONE && item->deadline.to != DATE_NONE && item->deadline.to != day) {
        char people[DATE_BYTES];
        proposal_doubt(r, field,
                       arena_printf(r->arena, "the action's own words name another day, %s",
                                    date_people(day, people)));
    }
}

static const char *ref_of(struct proposal_reader *r, const struct split_item *item, bool only,
                          bool *ours) {
    const struct group *g = &r->group;
    const char *above = r->recommendation ? r->recommendation->ref : "";
    const struct label *label = &item->label;
    bool labelled = label->kind != LABEL_NONE && label->kind != LABEL_BULLET;
    r->actions++;
    *ours = false;
    struct label own;
    bool letter_only = g->ref && label_word(str_of(g->ref), &own) &&
                       (own.kind == LABEL_LETTER || own.kind == LABEL_ROMAN);
    if (g->ref && only)
        return letter_only && *above ? arena_printf(r->arena, "%s.%s", above, g->ref) : g->ref;
    if (labelled && label->kind == LABEL_DOTTED)
        return arena_copy(r->arena, label->text.p, label->text.n);
    if (g->ref) above = g->ref;
    if (labelled && *above)
        return arena_printf(r->arena, "%s.%.*s", above, (int)label->text.n, label->text.p);
    if (labelled) return arena_copy(r->arena, label->text.p, label->text.n);
    *ours = true;
    size_t n = strlen(above);
    bool letter = n && !(above[n - 1] >= '0' && above[n - 1] <= '9');
    return *above ? arena_printf(r->arena, "%s%s%zu", above, letter ? "" : ".", r->actions)
                  : arena_printf(r->arena, "A%zu", ++r->unnumbered_actions);
}

static void new_action(struct proposal_reader *r, const struct split *split, size_t n) {
    struct group *g = &r->group;
    const struct split_item *from = &split->items[n];
    const char *place = from->line < g->actions.count ? g->actions.places[from->line] : "";
    struct proposal_item *theme = r->recommendation ? r->recommendation->theme : proposal_theme(r);
    struct proposal_item *item = proposal_add(r, PROPOSAL_ACTION);
    item->recommendation = r->recommendation;
    item->theme = theme;
    item->label = from->label;
    item->title = from->text;
    item->ref = ref_of(r, from, split->count == 1, &item->ref_is_ours);
    const char *twice = item->ref_is_ours && r->count_is_doubtful && !g->doubt
                            ? "items before it may be parts of one, and are counted"
                            : "";
    for (size_t i = 0; i + 1 < r->out->count; i++) {
        const struct proposal_item *other = r->out->items[i];
        if (other->kind == PROPOSAL_ACTION && strcmp(other->ref, item->ref) == 0)
            twice = "another action has the same number";
    }
    if (!*twice && g->ref_doubt && split->count == 1) twice = g->ref_doubt;
    proposal_set(r, item, "ref", item->ref, item->ref_is_ours ? "" : item->ref,
                 g->ref && split->count == 1 ? g->ref_place : place, twice);
    struct proposal_field *title =
        proposal_set(r, item, "title", item->title, from->found, place, from->doubt);
    if (g->doubt) proposal_doubt(r, title, g->doubt);
    group_set_leads(r, item, split, n);
    group_set_deadline(r, item, split, n);
    group_set_tail(r, item, proposal_field(item, "title"));
    group_set_said(r, item, split, n);
    const struct proposal_field *due = proposal_field(item, "due_text");
    if (due && !*due->doubt && item->deadline.kind == DEADLINE_COMPLETED &&
        !proposal_field(item, "stage")) {
        item->stage = "claimed complete";
        proposal_set(r, item, "stage", item->stage, due->found, due->place, due->doubt);
    }
    r->last = item;
}

/* What is reported of a row with several actions, or none, is reported of its recommendation. */
static void report_on_recommendation(struct proposal_reader *r) {
    struct group *g = &r->group;
    struct proposal_item *item = r->recommendation;
    if (!item || !g->progress || !*g->progress) return;
    item->progress = split_join(&r->progress_grown, r->arena, item->progress, "\n", g->progress);
    struct proposal_field *field = proposal_field(item, "progress");
    if (!field)
        field = proposal_set(r, item, "progress", "", "", g->progress_place, "");
    else
        field->place = split_join(&r->place_grown, r->arena, field->place, ", ", g->progress_place);
    field->value = field->found = item->progress;
}

/* A table that has leads or deadlines, and no action beside its recommendation: what is recommended
 * is what is to be done. Where neither stands in the row it is said. */
static void act_on_recommendation(struct proposal_reader *r) {
    struct group *g = &r->group;
    struct proposal_item *item = r->recommendation;
    if (!item || r->actions) {
        const char *place = g->lead_count ? g->leads[0].place : g->deadlines[0].place;
        proposal_note_unread(r, place,
                             "its row has no action: what it says of lead, deadline and "
                             "progress is not taken over");
        return;
    }
    const struct proposal_field *title = proposal_field(item, "title");
    const struct document_line line = {.label = "", .text = item->title};
    gather(r, &g->actions, &line, 1, title->place);
    struct split_item only = {.text = item->title,
                              .found = title->found,
                              .doubt = "no action stands beside the recommendation, which is taken "
                                       "as one"};
    const struct split split = {&only, 1};
    new_action(r, &split, 0);
}

void group_flush(struct proposal_reader *r) {
    struct group *g = &r->group;
    if (g->open && g->actions.count) {
        size_t labelled = 0, wanted = 0;
        part_joined(r);
        for (size_t i = 0; i < g->lead_count; i++)
            if ((size_t)g->leads[i].lead.label.number > labelled)
                labelled = (size_t)g->leads[i].lead.label.number;
        for (size_t i = 0; i < g->deadline_count; i++) {
            const struct deadline_part *part = &g->deadlines[i].part;
            wanted++;
            for (size_t l = 0; l < part->label_count; l++)
                if ((size_t)part->labels[l].number > wanted)
                    wanted = (size_t)part->labels[l].number;
        }
        if (wanted < 2) wanted = labelled;
        struct split split;
        split_lines(g->actions.lines, g->actions.count, wanted, r->arena, &split);
        for (size_t n = 0; n < split.count; n++) new_action(r, &split, n);
        if (split.count != 1) report_on_recommendation(r);
    } else if (g->open && !g->milestones.count && !g->no_action &&
               (g->deadline_count || g->lead_count)) {
        act_on_recommendation(r);
    } else if (g->open) {
        report_on_recommendation(r);
    }
    if (g->open && g->milestones.count) group_make_milestones(r);
    *g = (struct group){.done_on = DATE_NONE};
}

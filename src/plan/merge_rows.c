/* The rows of a merge: what is added and changed; see merge.h.
 *
 * SPDX-License-Identifier: MIT */
#include "heading.h"
#include "merge_parts.h"

#include <string.h>

static void cell(struct merging *m, const char *column, const char *text) {
    MERGE_GROW(m->arena, m->row, m->row_count, m->row_capacity, struct change_cell);
    m->row[m->row_count++] = (struct change_cell){str_of(column), str_of(text ? text : "")};
}

static void finish_row(struct merging *m, enum change_operation operation, const char *table,
                       const char *key) {
    struct merge *out = m->out;
    MERGE_GROW(m->arena, out->changes, out->change_count, out->change_capacity, struct change);
    struct change_cell *cells = ARENA_NEW(m->arena, struct change_cell, m->row_count + 1);
    if (m->row_count) memcpy(cells, m->row, m->row_count * sizeof *cells);
    out->changes[out->change_count++] = (struct change){operation, table, key, cells, m->row_count};
    m->row_count = 0;
}

static const char *day(struct merging *m, int32_t date) {
    char text[DATE_BYTES];
    return date == DATE_NONE ? "" : arena_string(m->arena, date_text(date, text));
}

static const char *source(struct merging *m, const struct proposal_item *item) {
    const struct proposal_field *title = proposal_field(item, "title");
    return arena_printf(m->arena, "printed: %s, %s", m->file, title ? title->place : "");
}

/* Kind of plan by the words of its title; *said is false where they do not say. */
static const char *plan_kind(struct merging *m, bool *said) {
    *said = true;
    if (m->kind) return m->kind;
    const char *words = heading_words(str_of(m->out->plan_title), m->arena);
    if (strstr(words, " recovery ")) return "recovery plan";
    if (strstr(words, " sustainability ") || strstr(words, " stp ")) return "footprint plan";
    static const char *const reviews[] = {
        " review ",     " cqc ",    " inspection ",        " regulator ",
        " regulators ", " ofsted ", " quality commission "};
    for (size_t i = 0; i < sizeof reviews / sizeof reviews[0]; i++)
        if (strstr(words, reviews[i])) return "regulator's review";
    *said = false;
    return "programme plan";
}

static void review(struct merging *m, const char *item, const char *column, const char *place,
                   const char *found, const char *reason) {
    cell(m, "item", item);
    cell(m, "on_column", column);
    cell(m, "import", m->out->import);
    cell(m, "place", place);
    cell(m, "found", found);
    cell(m, "reason", reason);
    finish_row(m, CHANGE_ADD, "review", NULL);
    m->out->reviews++;
}

/* The day that the document says of itself; DATE_NONE where it says none. */
static int32_t written_on(const struct merging *m) {
    return m->proposal->written_is_guessed ? DATE_NONE : m->proposal->context.written;
}

static bool add_plan(struct merging *m, struct err *err) {
    struct merge *out = m->out;
    bool said = true;
    if (out->plan_is_new) {
        cell(m, "id", out->plan);
        cell(m, "title", out->plan_title);
        cell(m, "kind", plan_kind(m, &said));
        cell(m, "source",
             said ? arena_printf(m->arena, "printed: %s", m->file)
                  : arena_printf(m->arena,
                                 "printed: %s; assumption: the title does not say what kind of "
                                 "plan it is",
                                 m->file));
        finish_row(m, CHANGE_ADD, "plan", NULL);
        MERGE_GROW(m->arena, m->ids, m->id_count, m->id_capacity, const char *);
        m->ids[m->id_count++] = out->plan;
    }
    const char *wanted = arena_printf(m->arena, "%s-import-%s", out->plan, day(m, m->today));
    if (!merge_new_id(m, wanted, &out->import, err)) return false;
    cell(m, "id", out->import);
    cell(m, "plan", out->plan);
    cell(m, "file", m->file);
    cell(m, "sha256", m->proposal->document->sha256);
    cell(m, "imported_on", day(m, m->today));
    cell(m, "written_on", day(m, written_on(m)));
    finish_row(m, CHANGE_ADD, "import", NULL);
    out->kind_is_guessed = !said;
    return true;
}

/* All fields of a column as one: several leads. */
struct joined {
    const char *text, *place, *doubt;
};

static struct joined join(struct merging *m, const struct proposal_item *item, const char *column) {
    struct buf text = buf_new(m->arena), place = buf_new(m->arena), doubt = buf_new(m->arena);
    for (size_t i = 0; i < item->field_count; i++) {
        const struct proposal_field *field = &item->fields[i];
        if (strcmp(field->column, column) != 0) continue;
        const char *was = text.length ? text.text : "";
        if (*field->found && !strstr(was, field->found))
            buf_printf(&text, "%s%s", text.length ? "\n" : "", field->found);
        was = place.length ? place.text : "";
        if (!strstr(was, field->place))
            buf_printf(&place, "%s%s", place.length ? ", " : "", field->place);
        was = doubt.length ? doubt.text : "";
        if (*field->doubt && !strstr(was, field->doubt))
            buf_printf(&doubt, "%s%s", doubt.length ? "; " : "", field->doubt);
    }
    return (struct joined){text.length ? text.text : "", place.length ? place.text : "",
                           doubt.length ? doubt.text : ""};
}

static const char *organisation_of(struct merging *m, const struct lead *lead, struct err *err) {
    if (!*lead->organisation) return "";
    struct query *q =
        query_new(m->db, "SELECT id FROM organisation WHERE title = ?1 COLLATE NOCASE", err);
    if (!q) return NULL;
    query_bind_text(q, 1, lead->organisation);
    const char *id = query_next(q) ? arena_string(m->arena, query_text(q, 0)) : "";
    return query_free(q, err) ? id : NULL;
}

/* The role of a lead, made where there is none of its title. */
static const char *role_of(struct merging *m, const struct lead *lead, const char *where,
                           struct err *err) {
    const char *words = heading_words(str_of(lead->title), m->arena);
    for (size_t i = 0; i + 1 < m->role_count; i += 2)
        if (strcmp(heading_words(str_of(m->roles[i + 1]), m->arena), words) == 0)
            return m->roles[i];
    const char *id, *organisation = organisation_of(m, lead, err);
    if (!organisation || !merge_new_id(m, merge_slug(m->arena, lead->title, 48), &id, err))
        return NULL;
    cell(m, "id", id);
    cell(m, "title", lead->title);
    cell(m, "organisation", organisation);
    cell(m, "source", where);
    finish_row(m, CHANGE_ADD, "role", NULL);
    MERGE_GROW(m->arena, m->roles, m->role_count, m->role_capacity, const char *);
    m->roles[m->role_count++] = id;
    MERGE_GROW(m->arena, m->roles, m->role_count, m->role_capacity, const char *);
    m->roles[m->role_count++] = lead->title;
    return id;
}

static const char *lead_source(struct merging *m, const struct proposal_item *item) {
    return arena_printf(m->arena, "printed: %s, %s", m->file, join(m, item, "lead").place);
}

/* The one lead that a milestone has: who is accountable, else who stands first. */
static size_t only_lead(const struct proposal_item *item) {
    for (size_t i = 0; i < item->lead_count; i++)
        if (item->leads[i].accountable) return i;
    return 0;
}

/* The ids of an item's roles, joined, without one twice. */
static bool lead_ids(struct merging *m, const struct proposal_item *item, const char **out,
                     const struct lead ***leads, const char ***ids, size_t *count,
                     struct err *err) {
    struct buf text = buf_new(m->arena);
    *count = 0;
    *leads = ARENA_NEW(m->arena, const struct lead *, item->lead_count + 1);
    *ids = ARENA_NEW(m->arena, const char *, item->lead_count + 1);
    for (size_t i = 0; i < item->lead_count; i++) {
        if (item->kind == PROPOSAL_MILESTONE && i != only_lead(item)) continue;
        const char *id = role_of(m, &item->leads[i], lead_source(m, item), err);
        if (!id) return false;
        bool twice = false;
        for (size_t k = 0; k < *count; k++) twice |= strcmp((*ids)[k], id) == 0;
        if (twice) continue;
        (*ids)[*count] = id;
        (*leads)[(*count)++] = &item->leads[i];
        buf_printf(&text, "%s%s", text.length ? ", " : "", id);
    }
    *out = text.length ? text.text : "";
    return true;
}

static void add_leads(struct merging *m, const char *action, const char *where,
                      const struct lead **leads, const char **ids, size_t count) {
    for (size_t i = 0; i < count; i++) {
        cell(m, "action", action);
        cell(m, "role", ids[i]);
        cell(m, "accountable", leads[i]->accountable ? "yes" : "");
        cell(m, "source", where);
        finish_row(m, CHANGE_ADD, "action_lead", NULL);
    }
}

static void due_cells(struct merging *m, const struct deadline *d) {
    bool done = d->kind == DEADLINE_COMPLETED;
    const char *kind = deadline_due_kind(d);
    cell(m, "due_text", d->text);
    cell(m, "due_from", done ? "" : day(m, d->from));
    cell(m, "due_to", done ? "" : day(m, d->to));
    cell(m, "due_kind", done ? "none" : kind ? kind : "");
}

static const char *first_due(struct merging *m, const struct deadline *d) {
    if (d->first_to != DATE_NONE) return day(m, d->first_to);
    return d->kind == DEADLINE_COMPLETED || d->kind == DEADLINE_ONGOING ? "" : day(m, d->to);
}

static const char *done_on(struct merging *m, const struct proposal_item *item) {
    if (item->done_on != DATE_NONE) return day(m, item->done_on);
    return item->deadline.kind == DEADLINE_COMPLETED ? day(m, item->deadline.to) : "";
}

static bool is_reported(struct merging *m, const char *id, const char *on) {
    struct err err = {0};
    struct query *q =
        query_new(m->db, "SELECT 1 FROM progress WHERE item = ?1 AND reported_on = ?2", &err);
    if (!q) return false;
    query_bind_text(q, 1, id);
    query_bind_text(q, 2, on);
    bool found = query_next(q);
    return query_free(q, &err) && found;
}

/* A report of the same day is replaced: the next version may have been written, or read, on it. */
static void add_progress(struct merging *m, const char *id, const struct proposal_item *item) {
    const struct proposal_field *field = proposal_field(item, "progress");
    if (!field || !*item->progress) return;
    int32_t on = written_on(m);
    const char *reported_on = day(m, on == DATE_NONE ? m->today : on);
    bool again = is_reported(m, id, reported_on);
    if (!again) {
        cell(m, "item", id);
        cell(m, "reported_on", reported_on);
    }
    if (!again || *item->stage) cell(m, "stage", item->stage);
    cell(m, "text", item->progress);
    cell(m, "source",
         arena_printf(m->arena, "printed: %s, %s%s", m->file, field->place,
                      on == DATE_NONE ? "; the document has no date: the day of the import" : ""));
    finish_row(m, again ? CHANGE_SET : CHANGE_ADD, "progress",
               again ? arena_printf(m->arena, "%s/%s", id, reported_on) : NULL);
}

/* Milestones want a programme: the plan as a whole. */
static bool need_programme(struct merging *m, struct err *err) {
    if (m->programme) return true;
    struct query *q = query_new(
        m->db, "SELECT id FROM programme WHERE plan = ?1 AND ref = 'all' ORDER BY row_no", err);
    if (!q) return false;
    query_bind_text(q, 1, m->out->plan);
    if (query_next(q)) m->programme = arena_string(m->arena, query_text(q, 0));
    if (!query_free(q, err)) return false;
    if (m->programme) return true;
    const char *wanted = arena_printf(m->arena, "%s-all", m->out->plan);
    if (!merge_new_id(m, wanted, &m->programme, err)) return false;
    cell(m, "id", m->programme);
    cell(m, "plan", m->out->plan);
    cell(m, "ref", "all");
    cell(m, "title", "The plan as a whole");
    cell(m, "source",
         "assumption: a home for the milestones of the document, which names no programme");
    finish_row(m, CHANGE_ADD, "programme", NULL);
    return true;
}

static const char *id_of(const struct merging *m, const struct proposal_item *item) {
    for (size_t i = 0; item && i < m->out->count; i++)
        if (m->out->items[i].item == item) return m->out->items[i].id;
    return "";
}

/* What each field was read from and as; and what is to be looked at. */
static void add_cells(struct merging *m, const struct merge_item *made, const char *column,
                      const char *value, bool look) {
    const struct joined joined = join(m, made->item, column);
    if (!*joined.place || made->item->kind == PROPOSAL_THEME) return;
    cell(m, "import", m->out->import);
    cell(m, "item", made->id);
    cell(m, "on_column", column);
    cell(m, "place", joined.place);
    cell(m, "text", joined.text);
    cell(m, "value", value);
    finish_row(m, CHANGE_ADD, "import_cell", NULL);
    if (look && *joined.doubt) review(m, made->id, column, joined.place, joined.text, joined.doubt);
}

static const char *new_value(struct merging *m, const struct proposal_item *item,
                             const char *column, const char *leads) {
    if (strcmp(column, "lead") == 0) return leads;
    if (strcmp(column, "due_text") == 0) return item->deadline.text;
    if (strcmp(column, "done_on") == 0) return done_on(m, item);
    if (strcmp(column, "theme") == 0) return id_of(m, item->theme);
    const struct proposal_field *field = proposal_field(item, column);
    return field ? field->value : "";
}

static const char *const columns[] = {"ref",   "theme",   "title",    "lead",   "due_text",
                                      "stage", "done_on", "progress", "outcome"};

static bool add_item(struct merging *m, struct merge_item *made, struct err *err) {
    const struct proposal_item *item = made->item;
    const char *leads = "", **ids = NULL, *where = source(m, item);
    const struct lead **who = NULL;
    size_t lead_count = 0;
    const char *tail =
        *item->ref ? merge_slug(m->arena, item->ref, 24) : merge_slug(m->arena, item->title, 24);
    if (!merge_new_id(m, arena_printf(m->arena, "%s-%s", m->out->plan, tail), &made->id, err))
        return false;
    if (item->kind == PROPOSAL_MILESTONE && !need_programme(m, err)) return false;
    if (!lead_ids(m, item, &leads, &who, &ids, &lead_count, err)) return false;
    cell(m, "id", made->id);
    if (item->kind == PROPOSAL_MILESTONE)
        cell(m, "programme", m->programme);
    else
        cell(m, "plan", m->out->plan);
    cell(m, "title", item->title);
    if (item->kind == PROPOSAL_RECOMMENDATION) cell(m, "theme", id_of(m, item->theme));
    if (item->kind != PROPOSAL_THEME) cell(m, "ref", item->ref);
    if (item->kind == PROPOSAL_MILESTONE) cell(m, "lead", leads);
    if (item->kind == PROPOSAL_ACTION) {
        cell(m, "recommendation", id_of(m, item->recommendation));
        cell(m, "stage", item->stage);
        cell(m, "evidence_level", strcmp(item->stage, "claimed complete") == 0 ? "0" : "");
    }
    if (item->kind == PROPOSAL_ACTION || item->kind == PROPOSAL_MILESTONE) {
        due_cells(m, &item->deadline);
        cell(m, "first_due_to", first_due(m, &item->deadline));
        cell(m, "done_on", done_on(m, item));
    }
    cell(m, "source",
         item->ref_is_ours && *item->ref
             ? arena_printf(m->arena, "%s; the number is ours, the document prints none", where)
             : where);
    finish_row(m, CHANGE_ADD, made->table, NULL);
    if (item->kind == PROPOSAL_ACTION)
        add_leads(m, made->id, lead_source(m, item), who, ids, lead_count);
    add_progress(m, made->id, item);
    for (size_t c = 0; c < sizeof columns / sizeof columns[0]; c++)
        add_cells(m, made, columns[c], new_value(m, item, columns[c], leads), true);
    m->out->added++;
    return true;
}

static const char *package_value(const struct merge_known *known, const char *column) {
    if (strcmp(column, "title") == 0) return known->title;
    if (strcmp(column, "ref") == 0) return known->ref;
    if (strcmp(column, "theme") == 0) return known->theme;
    if (strcmp(column, "lead") == 0) return known->leads;
    if (strcmp(column, "due_text") == 0) return known->due_text;
    if (strcmp(column, "stage") == 0) return known->stage;
    if (strcmp(column, "done_on") == 0) return known->done_on;
    return NULL;
}

static void note_field(struct merging *m, struct merge_item *made, const char *column,
                       const char *old, const char *value, const char *place, bool kept) {
    MERGE_GROW(m->arena, made->fields, made->field_count, made->field_capacity, struct merge_field);
    made->fields[made->field_count++] = (struct merge_field){column, old, value, place, kept};
    if (made->state != MERGE_CHANGED) m->out->changed++;
    made->state = MERGE_CHANGED;
}

static void set_leads(struct merging *m, const struct merge_item *made,
                      const struct merge_known *known, const struct lead **who, const char **ids,
                      size_t count) {
    struct str rest = str_of(known->leads), role;
    while (rest.n && str_split(&rest, ',', &role)) {
        role = str_trim(role);
        finish_row(m, CHANGE_REMOVE, "action_lead",
                   arena_printf(m->arena, "%s/%.*s", made->id, (int)role.n, role.p));
    }
    add_leads(m, made->id, lead_source(m, made->item), who, ids, count);
}

/* One field of an item that the plan has. */
static void change_field(struct merging *m, struct merge_item *made,
                         const struct merge_known *known, const char *column, const char *value,
                         const struct lead **who, const char **ids, size_t lead_count) {
    const struct joined now = join(m, made->item, column);
    const struct merge_cell *last = merge_last_cell(m, known->id, column);
    if (!*now.place && !last) return;
    if (last && strcmp(last->text, now.text) == 0 && strcmp(last->value, value) == 0) {
        add_cells(m, made, column, value, false);
        return;
    }
    const char *have = package_value(known, column);
    if (!*now.place) {
        /* The document no longer says it. */
        if (*last->value)
            review(m, made->id, column, "", last->text,
                   "the newer document does not say it any more; it is left as it was");
        return;
    }
    if (strcmp(column, "progress") == 0) {
        if (*value) {
            add_progress(m, made->id, made->item);
            note_field(m, made, column, "", value, now.place, false);
        }
        add_cells(m, made, column, value, true);
        return;
    }
    if (!have || strcmp(have, value) == 0) {
        add_cells(m, made, column, value, last == NULL || strcmp(last->text, now.text) != 0);
        return;
    }
    /* Words of a plan that was not imported are somebody's own; so is what was changed since. */
    bool kept = last ? strcmp(have, last->value) != 0 : *have != '\0';
    note_field(m, made, column, have, value, now.place, kept);
    add_cells(m, made, column, value, !kept);
    if (kept) {
        if (last || strcmp(column, "title") != 0)
            review(m, made->id, column, now.place, now.text,
                   arena_printf(m->arena,
                                "the document says '%.*s'; the package has '%.*s', "
                                "which stays",
                                (int)str_cut(str_of(value), 100).n, value,
                                (int)str_cut(str_of(have), 100).n, have));
        return;
    }
    if (strcmp(column, "lead") == 0 && made->item->kind == PROPOSAL_ACTION) {
        set_leads(m, made, known, who, ids, lead_count);
        return;
    }
    if (strcmp(column, "due_text") == 0) {
        due_cells(m, &made->item->deadline);
        const char *first = first_due(m, &made->item->deadline);
        if (!*known->first_due_to) cell(m, "first_due_to", *known->due_to ? known->due_to : first);
        if (*known->due_to && strcmp(known->due_to, day(m, made->item->deadline.to)) != 0)
            m->out->moved++;
    } else {
        cell(m, column, value);
    }
    finish_row(m, CHANGE_SET, made->table, made->id);
}

static bool change_item(struct merging *m, struct merge_item *made, const struct merge_known *known,
                        struct err *err) {
    const struct proposal_item *item = made->item;
    const char *leads = "", **ids = NULL;
    const struct lead **who = NULL;
    size_t lead_count = 0;
    made->id = known->id;
    if (item->kind == PROPOSAL_THEME) return true;
    if (*item->ref && strcmp(item->ref, known->ref) != 0) made->old_ref = known->ref;
    if (!lead_ids(m, item, &leads, &who, &ids, &lead_count, err)) return false;
    for (size_t c = 0; c < sizeof columns / sizeof columns[0]; c++)
        change_field(m, made, known, columns[c], new_value(m, item, columns[c], leads), who, ids,
                     lead_count);
    const char *above = id_of(m, item->recommendation);
    if (item->kind == PROPOSAL_ACTION && *above && strcmp(above, known->recommendation) != 0 &&
        known->imported) {
        note_field(m, made, "recommendation", known->recommendation, above, "", false);
        cell(m, "recommendation", above);
        finish_row(m, CHANGE_SET, made->table, made->id);
    }
    return true;
}

static void find_gone(struct merging *m) {
    struct merge *out = m->out;
    out->gone = ARENA_NEW(m->arena, struct merge_gone, m->known_count + 1);
    for (size_t i = 0; i < m->known_count; i++) {
        const struct merge_known *known = &m->known[i];
        if (known->matched || !known->imported) continue;
        out->gone[out->gone_count++] = (struct merge_gone){known->id, known->ref, known->title};
        review(m, known->id, "title", "", known->title,
               "the newer document does not have it: was it done, dropped, or joined to another?");
    }
}

bool merge_rows(struct merging *m, struct err *err) {
    static const char *const tables[] = {"theme", "recommendation", "action", "milestone"};
    struct merge *out = m->out;
    const struct proposal *p = m->proposal;
    if (!add_plan(m, err)) return false;
    out->items = ARENA_NEW(m->arena, struct merge_item, p->count + 1);
    for (size_t i = 0; i < p->count; i++) {
        struct merge_item *made = &out->items[i];
        *made = (struct merge_item){.item = p->items[i], .table = tables[p->items[i]->kind]};
        out->count = i + 1;
        made->id = "";
        made->state = m->match[i] ? MERGE_SAME : MERGE_NEW;
        if (m->match[i] ? !change_item(m, made, m->match[i], err) : !add_item(m, made, err))
            return false;
    }
    find_gone(m);
    return true;
}

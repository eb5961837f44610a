/* Documents read as plans; see proposal.h. Blocks are read in order; tables in proposal_table.c,
 * lists under headings in proposal_list.c.
 *
 * SPDX-License-Identifier: MIT */
#include "proposal_parts.h"

#include "base/limits.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct str proposal_unquoted(struct str text) {
    text = str_trim(text);
    static const char *const quotes[] = {"\xe2\x80\x9c", "\xe2\x80\x9d", "\""};
    for (size_t q = 0; q < 3; q++) {
        size_t n = strlen(quotes[q]);
        if (text.n > n && memcmp(text.p, quotes[q], n) == 0) {
            text.p += n;
            text.n -= n;
        }
        if (text.n > n && memcmp(text.p + text.n - n, quotes[q], n) == 0) text.n -= n;
    }
    return text;
}

struct proposal_item *proposal_add(struct proposal_reader *r, enum proposal_kind kind) {
    struct proposal *out = r->out;
    if (out->count == r->capacity) {
        struct proposal_item **old = out->items;
        r->capacity = r->capacity ? r->capacity * 2 : 64;
        out->items = ARENA_NEW(r->arena, struct proposal_item *, r->capacity);
        if (old) memcpy(out->items, old, out->count * sizeof *old);
    }
    struct proposal_item *item = ARENA_NEW(r->arena, struct proposal_item, 1);
    *item = (struct proposal_item){.kind = kind,
                                   .ref = "",
                                   .title = "",
                                   .stage = "",
                                   .progress = "",
                                   .outcome = "",
                                   .done_on = DATE_NONE};
    item->deadline = (struct deadline){.text = "",
                                       .doubt = "",
                                       .from = DATE_NONE,
                                       .to = DATE_NONE,
                                       .first_from = DATE_NONE,
                                       .first_to = DATE_NONE};
    return out->items[out->count++] = item;
}

bool proposal_is_full(struct proposal_reader *r) {
    r->out->too_large |= r->out->count > LIMIT_PLAN_ITEMS || r->out->note_count > LIMIT_PLAN_ITEMS;
    return r->out->too_large;
}

struct proposal_field *proposal_set(struct proposal_reader *r, struct proposal_item *item,
                                    const char *column, const char *value, const char *found,
                                    const char *place, const char *doubt) {
    if (item->field_count == item->field_capacity) {
        struct proposal_field *old = item->fields;
        item->field_capacity = item->field_capacity ? item->field_capacity * 2 : 8;
        item->fields = ARENA_NEW(r->arena, struct proposal_field, item->field_capacity);
        if (old) memcpy(item->fields, old, item->field_count * sizeof *old);
    }
    /* What no cell says is shown where the item stands. */
    if ((!place || !*place) && item->field_count) place = item->fields[0].place;
    struct proposal_field *field = &item->fields[item->field_count++];
    *field = (struct proposal_field){column, value, found, place, doubt ? doubt : ""};
    return field;
}

void proposal_doubt(struct proposal_reader *r, struct proposal_field *field, const char *doubt) {
    if (!*doubt || strstr(field->doubt, doubt)) return;
    field->doubt = *field->doubt ? arena_printf(r->arena, "%s; %s", field->doubt, doubt) : doubt;
}

static void add_note(struct proposal_reader *r, const char *place, bool unread, const char *format,
                     va_list args) {
    struct proposal *out = r->out;
    if (out->note_count == r->note_capacity) {
        struct proposal_note *old = out->notes;
        r->note_capacity = r->note_capacity ? r->note_capacity * 2 : 16;
        out->notes = ARENA_NEW(r->arena, struct proposal_note, r->note_capacity);
        if (old) memcpy(out->notes, old, out->note_count * sizeof *old);
    }
    char text[512];
    vsnprintf(text, sizeof text, format, args);
    struct str whole = str_cut(str_of(text), sizeof text - 5);
    out->notes[out->note_count++] =
        (struct proposal_note){arena_copy(r->arena, whole.p, whole.n), place, unread};
}

void proposal_note(struct proposal_reader *r, const char *place, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add_note(r, place, false, format, args);
    va_end(args);
}

void proposal_note_unread(struct proposal_reader *r, const char *place, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add_note(r, place, true, format, args);
    va_end(args);
}

struct proposal_field *proposal_field(const struct proposal_item *item, const char *column) {
    for (size_t i = 0; i < item->field_count; i++)
        if (strcmp(item->fields[i].column, column) == 0) return &item->fields[i];
    return NULL;
}

size_t proposal_doubtful(const struct proposal *proposal) {
    size_t count = 0;
    for (size_t i = 0; i < proposal->count; i++)
        for (size_t f = 0; f < proposal->items[i]->field_count; f++)
            count += *proposal->items[i]->fields[f].doubt != '\0';
    return count;
}

size_t proposal_unread_count(const struct proposal *proposal) {
    size_t count = 0;
    for (size_t i = 0; i < proposal->note_count; i++) count += proposal->notes[i].unread;
    return count;
}

const char *proposal_kind_text(enum proposal_kind kind) {
    static const char *const texts[] = {"theme", "recommendation", "action", "milestone"};
    return texts[kind];
}

/* A heading's own number, which may be followed by a letter of its own: '1. ', '6 a) '. */
static struct str without_label(struct str text) {
    struct label label;
    size_t length;
    for (int i = 0; i < 2; i++) {
        if (label_read(text, &label, &length) && length < text.n) {
            text = (struct str){text.p + length, text.n - length};
            continue;
        }
        size_t n = 0;
        while (n < text.n && text.p[n] >= '0' && text.p[n] <= '9') n++;
        if (n == 0 || n > 2 || n >= text.n || text.p[n] != ' ') break;
        text = str_trim((struct str){text.p + n, text.n - n});
    }
    return text;
}

struct proposal_item *proposal_theme(struct proposal_reader *r) {
    if (r->theme || !r->heading) return r->theme;
    struct str text = without_label(str_trim(str_of(r->heading)));
    static const char *const kinds[] = {
        "Theme: ", "Workstream: ", "Priority: ", "Area: ", "Section: "};
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        size_t n = strlen(kinds[k]);
        if (text.n > n && memcmp(text.p, kinds[k], n) == 0)
            text = str_trim((struct str){text.p + n, text.n - n});
    }
    if (!text.n) return NULL;
    const char *title = arena_copy(r->arena, text.p, text.n);
    /* The same heading on the next page is the same theme. */
    for (size_t i = 0; i < r->out->count; i++) {
        struct proposal_item *item = r->out->items[i];
        if (item->kind == PROPOSAL_THEME && strcmp(heading_words(str_of(item->title), r->arena),
                                                   heading_words(str_of(title), r->arena)) == 0)
            return r->theme = item;
    }
    struct proposal_item *theme = proposal_add(r, PROPOSAL_THEME);
    theme->title = title;
    proposal_set(r, theme, "title", title, r->heading, r->heading_place, "");
    return r->theme = theme;
}

struct proposal_item *proposal_new_recommendation(struct proposal_reader *r, const char *ref,
                                                  const char *text, const char *place) {
    group_flush(r);
    struct proposal_item *theme = proposal_theme(r);
    struct proposal_item *item = proposal_add(r, PROPOSAL_RECOMMENDATION);
    item->theme = theme;
    const char *doubt = "";
    if (!*ref) {
        ref = arena_printf(r->arena, "R%zu", ++r->unnumbered);
        item->ref_is_ours = true;
    }
    for (size_t i = 0; i + 1 < r->out->count; i++) {
        const struct proposal_item *other = r->out->items[i];
        if (other->kind == PROPOSAL_RECOMMENDATION && strcmp(other->ref, ref) == 0)
            doubt = "another recommendation has the same number";
    }
    item->ref = ref;
    item->title = text;
    proposal_set(r, item, "ref", ref, item->ref_is_ours ? "" : ref, place, doubt);
    if (theme) {
        const struct proposal_field *title = proposal_field(theme, "title");
        proposal_set(r, item, "theme", theme->title, title->found, title->place, "");
    }
    proposal_set(r, item, "title", text, text, place, "");
    r->recommendation = item;
    r->recommendation_cell = NULL;
    r->actions = 0;
    r->count_is_doubtful = false;
    return item;
}

/* The day of the document: a line near its top that is a date and nothing else. */
static void find_written(struct proposal_reader *r) {
    struct proposal *out = r->out;
    if (out->context.written != DATE_NONE) return;
    const struct deadline_context nothing = {DATE_NONE, DATE_NONE, DATE_NONE};
    for (size_t i = 0; i < out->document->block_count && i < 30; i++) {
        const struct document_block *block = &out->document->blocks[i];
        if (block->kind == BLOCK_GRID || strlen(block->text) > 60) continue;
        struct str text = str_of(block->text);
        for (size_t at = 0; at + 6 < text.n && at < 12; at++)
            if (text.p[at] == ':') text = str_trim((struct str){text.p + at + 1, text.n - at - 1});
        struct deadline d;
        deadline_read(text, &nothing, r->arena, &d);
        bool whole = d.kind == DEADLINE_DAY || d.kind == DEADLINE_MONTH;
        if (!whole || !deadline_certain(&d) || d.to == DATE_NONE) continue;
        out->context.written = d.to;
        out->written_found = block->text;
        return;
    }
}

static const char *title_of(const struct document *document) {
    for (size_t i = 0; i < document->block_count && i < 30; i++) {
        const struct document_block *block = &document->blocks[i];
        if (block->kind == BLOCK_HEADING && strlen(block->text) > 3) return block->text;
    }
    return *document->title ? document->title : "";
}

/* What a document without a day reports is dated by the day of the import: that is said. */
static void say_undated(struct proposal_reader *r) {
    bool reports = false;
    for (size_t i = 0; i < r->out->count; i++) reports |= *r->out->items[i]->progress != '\0';
    if (reports && *r->out->written_found == '\0')
        proposal_note(r, "the document",
                      "no line near its top is its day: what it reports is dated by the day of the "
                      "import");
}

static void read_once(const struct document *document, const struct deadline_context *context,
                      struct arena *arena, struct proposal *out) {
    *out = (struct proposal){.document = document, .context = *context, .written_found = ""};
    struct proposal_reader r = {.out = out, .arena = arena, .section_stage = ""};
    r.group.done_on = DATE_NONE;
    r.named = proposal_names_actions(document);
    out->title = title_of(document);
    find_written(&r);
    for (size_t i = 0; i < document->block_count && !proposal_is_full(&r); i++) {
        const struct document_block *block = &document->blocks[i];
        if (block->kind == BLOCK_GRID) {
            proposal_settle_ref(&r);
            r.section = HEADING_NONE;
            if (!block->grid->is_hidden) proposal_read_table(&r, block->grid);
        } else {
            proposal_read_block(&r, block);
        }
    }
    proposal_settle_ref(&r);
    group_flush(&r);
    say_undated(&r);
    if (out->count) {
        proposal_account(&r);
    } else {
        proposal_note_unread(
            &r, "the document",
            "no plan is found in it. A plan has a table with headings such as action, lead "
            "and deadline, or lists under such headings; `weft document FILE` shows what is "
            "read");
    }
}

/* The earliest day that a deadline names which is plain, where others want a year. */
static int32_t earliest_deadline(const struct proposal *proposal) {
    int32_t earliest = DATE_NONE;
    bool wanted = false;
    for (size_t i = 0; i < proposal->count; i++) {
        const struct deadline *d = &proposal->items[i]->deadline;
        if (strstr(d->doubt, "no year is written")) wanted = true;
        if (!deadline_certain(d) || d->from == DATE_NONE) continue;
        if (earliest == DATE_NONE || d->from < earliest) earliest = d->from;
    }
    return wanted ? earliest : DATE_NONE;
}

void proposal_read(const struct document *document, const struct deadline_context *context,
                   struct arena *arena, struct proposal *out) {
    read_once(document, context, arena, out);
    if (out->context.written != DATE_NONE) return;
    int32_t earliest = earliest_deadline(out);
    if (earliest == DATE_NONE) return;
    struct deadline_context dated = *context;
    int year, month, day;
    date_parts(earliest, &year, &month, &day);
    dated.written = date_of(year, month, 1);
    read_once(document, &dated, arena, out);
    out->written_is_guessed = true;
}

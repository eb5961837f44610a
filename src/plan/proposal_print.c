/* The proposal beside its source, for people.
 *
 * SPDX-License-Identifier: MIT */
#include "proposal.h"

#include <string.h>

#define FOUND_WIDTH 100

/* One line, cut. */
static void quoted(struct buf *out, const char *text) {
    size_t n = 0;
    buf_puts(out, "'");
    for (const char *p = text; *p; p++) {
        if (n >= FOUND_WIDTH && ((unsigned char)*p & 0xc0) != 0x80) {
            buf_puts(out, "...");
            break;
        }
        unsigned char c = (unsigned char)*p;
        if (c == '\n')
            buf_puts(out, " / ");
        else if (c >= 0x20 && c != 0x7f)
            buf_putc(out, (char)c);
        n++;
    }
    buf_puts(out, "'");
}

static const char *column_words(const char *column) {
    if (strcmp(column, "due_text") == 0) return "deadline";
    if (strcmp(column, "done_on") == 0) return "done on";
    return column;
}

static void days(struct buf *out, const struct deadline *d) {
    char a[DATE_BYTES], b[DATE_BYTES];
    buf_printf(out, "%s", deadline_kind_text(d->kind));
    if (d->from != DATE_NONE && d->to != DATE_NONE && d->from != d->to)
        buf_printf(out, ", %s to %s", date_people(d->from, a), date_people(d->to, b));
    else if (d->to != DATE_NONE)
        buf_printf(out, ", %s%s", d->from == DATE_NONE ? "until " : "", date_people(d->to, a));
    else if (d->from != DATE_NONE)
        buf_printf(out, ", from %s", date_people(d->from, a));
    if (d->first_to != DATE_NONE) buf_printf(out, "; first %s", date_people(d->first_to, a));
}

static void print_field(const struct proposal_item *item, const struct proposal_field *field,
                        const char *indent, struct buf *out) {
    bool above = strcmp(field->column, "ref") == 0 || strcmp(field->column, "theme") == 0;
    if (above && !*field->doubt) return;
    size_t line = out->length;
    buf_printf(out, "%s%s", indent, column_words(field->column));
    buf_pad(out, line, strlen(indent) + 10);
    if (strcmp(field->column, "due_text") == 0)
        days(out, &item->deadline);
    else
        quoted(out, field->value);
    buf_puts(out, "\n");
    buf_printf(out, "%s          %s", indent, field->place);
    if (*field->found) {
        buf_puts(out, ": ");
        quoted(out, field->found);
    }
    buf_puts(out, "\n");
    if (*field->doubt) buf_printf(out, "%s        ? %s\n", indent, field->doubt);
}

/* What readers of documents left out, by its kind: each is listed by `weft document`. */
static void print_left_out(const struct document *document, struct buf *out) {
    bool any = false;
    for (size_t i = 0; i < document->note_count; i++) {
        const struct document_note *note = &document->notes[i];
        size_t count = 0;
        bool first = true;
        for (size_t k = 0; k < document->note_count; k++) {
            if (strcmp(document->notes[k].what, note->what) != 0) continue;
            first &= k >= i;
            count++;
        }
        if (!first) continue;
        if (!any) buf_puts(out, "\nOF THE DOCUMENT (`weft document` lists each)\n");
        any = true;
        buf_printf(out, "  %s: %s", note->place, note->what);
        if (count > 1) buf_printf(out, ", and %zu more", count - 1);
        buf_putc(out, '\n');
    }
}

void proposal_print_unread(const struct proposal *proposal, struct buf *out) {
    if (proposal_unread_count(proposal)) buf_puts(out, "\nNOT UNDERSTOOD\n");
    for (size_t i = 0; i < proposal->note_count; i++)
        if (proposal->notes[i].unread)
            buf_printf(out, "  %s: %s\n", proposal->notes[i].place, proposal->notes[i].text);
    print_left_out(proposal->document, out);
}

void proposal_print(const struct proposal *proposal, struct buf *out) {
    size_t counts[PROPOSAL_KINDS] = {0}, leads = 0, deadlines = 0;
    const struct proposal_item *theme = NULL;
    for (size_t i = 0; i < proposal->count; i++) {
        const struct proposal_item *item = proposal->items[i];
        counts[item->kind]++;
        leads += item->lead_count;
        deadlines += item->deadline.to != DATE_NONE;
        if (item->kind == PROPOSAL_THEME) continue;
        if (item->theme && item->theme != theme) {
            theme = item->theme;
            buf_printf(out, "\nTHEME %s\n", theme->title);
        }
        bool below = item->kind != PROPOSAL_RECOMMENDATION;
        buf_printf(out, "\n%s%s %s%s\n", below ? "  " : "",
                   item->kind == PROPOSAL_RECOMMENDATION ? "RECOMMENDATION"
                   : item->kind == PROPOSAL_ACTION       ? "ACTION"
                                                         : "MILESTONE",
                   item->ref, item->ref_is_ours ? " (the number is ours)" : "");
        for (size_t f = 0; f < item->field_count; f++)
            print_field(item, &item->fields[f], below ? "    " : "  ", out);
    }
    const size_t unread = proposal_unread_count(proposal);
    if (proposal->note_count > unread) buf_puts(out, "\nNOTES\n");
    for (size_t i = 0; i < proposal->note_count; i++)
        if (!proposal->notes[i].unread)
            buf_printf(out, "  %s: %s\n", proposal->notes[i].place, proposal->notes[i].text);
    proposal_print_unread(proposal, out);
    buf_printf(out,
               "\n%zu themes, %zu recommendations, %zu actions, %zu milestones, %zu leads, %zu "
               "latest days; %zu fields are to be looked at.\n",
               counts[PROPOSAL_THEME], counts[PROPOSAL_RECOMMENDATION], counts[PROPOSAL_ACTION],
               counts[PROPOSAL_MILESTONE], leads, deadlines, proposal_doubtful(proposal));
}

/* The proposal beside its source, for programs.
 *
 * SPDX-License-Identifier: MIT */
#include "proposal.h"

#include <string.h>

static void put_day(struct json *json, const char *key, int32_t day) {
    char text[DATE_BYTES];
    json_text(json, key, day == DATE_NONE ? NULL : date_text(day, text));
}

/* '' is null: a reader of JSON need not know both. */
static void put_words(struct json *json, const char *key, const char *words) {
    json_text(json, key, *words ? words : NULL);
}

static void put_deadline(struct json *json, const struct deadline *d) {
    json_object(json, "deadline");
    json_text(json, "text", d->text);
    json_text(json, "kind", deadline_kind_text(d->kind));
    json_text(json, "precision", deadline_precision_text(d->precision));
    put_day(json, "earliest", d->from);
    put_day(json, "latest", d->to);
    put_day(json, "first_earliest", d->first_from);
    put_day(json, "first_latest", d->first_to);
    json_list(json, "readings");
    for (size_t i = 0; i < d->reading_count; i++) {
        json_object(json, NULL);
        json_text(json, "means", d->readings[i].means);
        put_day(json, "earliest", d->readings[i].from);
        put_day(json, "latest", d->readings[i].to);
        json_end_object(json);
    }
    json_end_list(json);
    json_end_object(json);
}

static void put_leads(struct json *json, const struct proposal_item *item) {
    json_list(json, "leads");
    for (size_t i = 0; i < item->lead_count; i++) {
        const struct lead *lead = &item->leads[i];
        json_object(json, NULL);
        json_text(json, "title", lead->title);
        put_words(json, "organisation", lead->organisation);
        json_bool(json, "accountable", lead->accountable);
        json_bool(json, "is_person", lead->is_person);
        json_end_object(json);
    }
    json_end_list(json);
}

static void put_item(struct json *json, const struct proposal_item *item) {
    json_object(json, NULL);
    json_text(json, "kind", proposal_kind_text(item->kind));
    put_words(json, "ref", item->ref);
    json_bool(json, "ref_is_ours", item->ref_is_ours);
    json_text(json, "title", item->title);
    json_text(json, "theme", item->theme ? item->theme->title : NULL);
    json_text(json, "recommendation", item->recommendation ? item->recommendation->ref : NULL);
    if (item->has_deadline) put_deadline(json, &item->deadline);
    put_leads(json, item);
    put_words(json, "stage", item->stage);
    put_day(json, "done_on", item->done_on);
    put_words(json, "progress", item->progress);
    put_words(json, "outcome", item->outcome);
    json_list(json, "fields");
    for (size_t f = 0; f < item->field_count; f++) {
        const struct proposal_field *field = &item->fields[f];
        json_object(json, NULL);
        json_text(json, "column", field->column);
        put_words(json, "value", field->value);
        put_words(json, "found", field->found);
        json_text(json, "place", field->place);
        put_words(json, "doubt", field->doubt);
        json_end_object(json);
    }
    json_end_list(json);
    json_end_object(json);
}

void proposal_json(const struct proposal *proposal, struct json *json) {
    const struct document *document = proposal->document;
    json_object(json, "document");
    json_text(json, "title", proposal->title);
    json_text(json, "source", document->source);
    json_text(json, "sha256", document->sha256);
    json_text(json, "format", document_format_text(document->format));
    put_day(json, "written_on", proposal->context.written);
    json_end_object(json);
    json_list(json, "items");
    for (size_t i = 0; i < proposal->count; i++) put_item(json, proposal->items[i]);
    json_end_list(json);
    json_list(json, "notes");
    for (size_t i = 0; i < proposal->note_count; i++) {
        json_object(json, NULL);
        json_text(json, "place", proposal->notes[i].place);
        json_text(json, "text", proposal->notes[i].text);
        json_bool(json, "not_understood", proposal->notes[i].unread);
        json_end_object(json);
    }
    json_end_list(json);
    json_integer(json, "doubtful", (int64_t)proposal_doubtful(proposal));
}

/* Documents of many shapes as proposals. Beside each document in proposals/ stands what it should
 * be read as: a line an item, its fields between '|', '?' behind a field that is to be looked at.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "base/file.h"
#include "plan/proposal.h"

#include <stdio.h>
#include <string.h>

static void days(struct buf *out, const struct deadline *d) {
    char text[DATE_BYTES];
    buf_puts(out, deadline_kind_text(d->kind));
    if (d->from != DATE_NONE) buf_printf(out, " %s", date_text(d->from, text));
    if (d->to != DATE_NONE) buf_printf(out, "..%s", date_text(d->to, text));
    if (d->first_to != DATE_NONE) buf_printf(out, " first %s", date_text(d->first_to, text));
}

static void say(struct buf *out, const struct proposal_item *item) {
    static const char *const kinds[] = {"theme", "recommendation", "action", "milestone"};
    buf_printf(out, "%s %s", kinds[item->kind], item->ref);
    for (size_t f = 0; f < item->field_count; f++) {
        const struct proposal_field *field = &item->fields[f];
        bool plain = strcmp(field->column, "ref") == 0 || strcmp(field->column, "theme") == 0;
        if (plain && !*field->doubt) continue;
        buf_puts(out, " | ");
        if (strcmp(field->column, "title") != 0) buf_printf(out, "%s: ", field->column);
        if (strcmp(field->column, "due_text") == 0)
            days(out, &item->deadline);
        else
            for (const char *p = field->value; *p; p++) buf_putc(out, *p == '\n' ? '/' : *p);
        if (*field->doubt) buf_puts(out, " ?");
    }
    buf_putc(out, '\n');
}

static void each_is_read_as_expected(void **state) {
    char **argv = *state;
    size_t wrong = 0, read = 0;
    for (size_t i = 1; argv[i]; i++) {
        struct arena *arena = arena_new();
        struct err err = {0};
        struct document document;
        if (!document_read(argv[i], arena, &document, &err)) fail_msg("%s", err.message);
        const struct deadline_context context = {DATE_NONE, DATE_NONE, DATE_NONE};
        struct proposal proposal;
        proposal_read(&document, &context, arena, &proposal);
        struct buf out = buf_new(arena);
        for (size_t k = 0; k < proposal.count; k++) say(&out, proposal.items[k]);
        char *expected;
        size_t length;
        const char *path = arena_printf(arena, "%s.expected", argv[i]);
        if (!file_read(arena, path, 1 << 20, &expected, &length, &err)) {
            fprintf(stderr, "%s\n%s", err.message, out.text);
            wrong++;
        } else if (strcmp(expected, out.text) != 0) {
            fprintf(stderr, "%s is read as\n%s", argv[i], out.text);
            wrong++;
        }
        read++;
        arena_free(arena);
    }
    assert_true(read >= 5);
    assert_int_equal(wrong, 0);
}

/* Every field that is not empty says where it stands and, but for numbers of our own, its words. */
static void every_field_has_its_place(void **state) {
    char **argv = *state;
    for (size_t i = 1; argv[i]; i++) {
        struct arena *arena = arena_new();
        struct err err = {0};
        struct document document;
        if (!document_read(argv[i], arena, &document, &err)) fail_msg("%s", err.message);
        const struct deadline_context context = {DATE_NONE, DATE_NONE, DATE_NONE};
        struct proposal proposal;
        proposal_read(&document, &context, arena, &proposal);
        for (size_t k = 0; k < proposal.count; k++)
            for (size_t f = 0; f < proposal.items[k]->field_count; f++)
                if (!*proposal.items[k]->fields[f].place)
                    fail_msg("%s: %s has no place", argv[i], proposal.items[k]->fields[f].column);
        arena_free(arena);
    }
}

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(each_is_read_as_expected, argv),
        cmocka_unit_test_prestate(every_field_has_its_place, argv),
    };
    return cmocka_run_group_tests_name("plan proposal", tests, NULL, NULL);
}

/* Deadlines as people write them: the table deadlines.csv has a phrase, the day of the plan and
 * what it should be read as.
 *
 * What is expected is written KIND FROM..TO (one day where they are the same), then '<- FROM..TO'
 * for the deadline before it was moved, '{FROM..TO | FROM..TO}' for readings, '?' where something
 * is to be looked at. In cells with labels each part begins with its scope: 'i,ii:', 'not ii:',
 * 'others:'.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "base/file.h"
#include "doc/csv.h"
#include "plan/deadline.h"

#include <string.h>

static void say_days(struct buf *out, int32_t from, int32_t to) {
    char text[DATE_BYTES];
    if (from != DATE_NONE) buf_puts(out, date_text(from, text));
    if (from == to) return;
    buf_puts(out, "..");
    if (to != DATE_NONE) buf_puts(out, date_text(to, text));
}

static void say(struct buf *out, const struct deadline *d) {
    buf_puts(out, deadline_kind_text(d->kind));
    if (d->from != DATE_NONE || d->to != DATE_NONE) {
        buf_putc(out, ' ');
        say_days(out, d->from, d->to);
    }
    if (d->first_to != DATE_NONE) {
        buf_puts(out, " <- ");
        say_days(out, d->first_from, d->first_to);
    }
    for (size_t i = 0; i < d->reading_count; i++) {
        buf_puts(out, i ? " | " : " {");
        say_days(out, d->readings[i].from, d->readings[i].to);
    }
    if (d->reading_count) buf_putc(out, '}');
    if (!deadline_certain(d)) buf_puts(out, " ?");
}

static void say_part(struct buf *out, const struct deadline_part *part) {
    if (part->scope == DEADLINE_FOR_OTHERS) buf_puts(out, part->label_count ? "not " : "others: ");
    for (size_t i = 0; i < part->label_count; i++) {
        if (part->labels[i].text.n)
            buf_add(out, part->labels[i].text.p, part->labels[i].text.n);
        else
            buf_printf(out, "#%d", part->labels[i].number);
        buf_puts(out, i + 1 < part->label_count ? "," : ": ");
    }
    say(out, &part->deadline);
}

static int32_t day_of(struct str text) {
    int32_t day = DATE_NONE;
    if (text.n && !date_parse(text, &day)) fail_msg("'%.*s' is no day", (int)text.n, text.p);
    return day;
}

static void every_phrase_of_the_table(void **state) {
    struct arena *arena = arena_new();
    struct err err = {0};
    char *bytes;
    size_t length;
    if (!file_read(arena, *state, 1 << 20, &bytes, &length, &err)) fail_msg("%s", err.message);
    struct csv *csv = csv_new(arena, bytes, length, &err);
    assert_non_null(csv);
    struct csv_row row;
    assert_true(csv_next(csv, &row));
    size_t phrases = 0, wrong = 0;
    while (csv_next(csv, &row)) {
        assert_int_equal(row.count, 3);
        int32_t from = day_of(row.cells[1].text);
        const struct deadline_context context = {
            from, from, from == DATE_NONE ? DATE_NONE : date_add_months(from, 24) - 1};
        struct deadline_cell cell;
        deadline_read_cell(row.cells[0].text, &context, arena, &cell);
        struct buf out = buf_new(arena);
        for (size_t i = 0; i < cell.count; i++) {
            if (i) buf_puts(&out, "; ");
            say_part(&out, &cell.parts[i]);
        }
        phrases++;
        if (str_is(row.cells[2].text, out.text)) continue;
        wrong++;
        print_error("line %zu: '%.*s'\n  expected %.*s\n  found    %s\n", row.line,
                    (int)row.cells[0].text.n, row.cells[0].text.p, (int)row.cells[2].text.n,
                    row.cells[2].text.p, out.text);
    }
    assert_true(phrases >= 400);
    assert_int_equal(wrong, 0);
    arena_free(arena);
}

static void what_is_doubtful_is_said(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct deadline_context nothing = {DATE_NONE, DATE_NONE, DATE_NONE};
    static const struct {
        const char *phrase, *doubt;
    } cases[] = {
        {"Q3 2018", "it can be read in two ways"},
        {"July", "no year is written"},
        {"Y2", "until the plan's first day is known"},
        {"when the lease is signed", "waits for something"},
        {"31 February 2019", "there is no such day"},
        {"Launch tender July 2018", "'launch tender'"},
        {"From Nov 18", "when the work begins"},
        {"In progress", "a status stands"},
        {"Dec 2018 (TBC)", "to be confirmed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct deadline d;
        deadline_read(str_of(cases[i].phrase), &nothing, arena, &d);
        if (!strstr(d.doubt, cases[i].doubt))
            fail_msg("%s: '%s' does not say '%s'", cases[i].phrase, d.doubt, cases[i].doubt);
    }
    arena_free(arena);
}

static void a_long_text_is_cut_and_said(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct deadline_context nothing = {DATE_NONE, DATE_NONE, DATE_NONE};
    struct buf text = buf_new(arena);
    for (int i = 0; i < 20000; i++) buf_puts(&text, "July 2018 ");
    struct deadline d;
    deadline_read((struct str){text.text, text.length}, &nothing, arena, &d);
    assert_non_null(strstr(d.doubt, "too long"));
    arena_free(arena);
}

static void labels_are_read(void **state) {
    (void)state;
    static const struct {
        const char *text, *label;
        enum label_kind kind;
        int number;
        size_t length;
    } cases[] = {
        {"i. Agree", "i", LABEL_ROMAN, 1, 3},
        {"iv) Agree", "iv", LABEL_ROMAN, 4, 4},
        {"(xiv) Agree", "xiv", LABEL_ROMAN, 14, 6},
        {"b) Agree", "b", LABEL_LETTER, 2, 3},
        {"3. Agree", "3", LABEL_NUMBER, 3, 3},
        {"2.1 Agree", "2.1", LABEL_DOTTED, 1, 4},
        {"2.1.iv Agree", "2.1.iv", LABEL_DOTTED, 4, 7},
        {"• Agree", "•", LABEL_BULLET, 0, 4},
        {"- Agree", "-", LABEL_BULLET, 0, 2},
        {"1 June 2018", NULL, LABEL_NONE, 0, 0},
        {"31.03.19", NULL, LABEL_NONE, 0, 0},
        {"i.e. all", NULL, LABEL_NONE, 0, 0},
        {"A review", NULL, LABEL_NONE, 0, 0},
        {"2.5", NULL, LABEL_NONE, 0, 0},
        {"", NULL, LABEL_NONE, 0, 0},
        {"(i", NULL, LABEL_NONE, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct label label;
        size_t length;
        bool found = label_read(str_of(cases[i].text), &label, &length);
        if (found != (cases[i].label != NULL)) fail_msg("'%s'", cases[i].text);
        if (!found) continue;
        if (!str_is(label.text, cases[i].label) || label.kind != cases[i].kind ||
            label.number != cases[i].number || length != cases[i].length)
            fail_msg("'%s': '%.*s' %d %d %zu", cases[i].text, (int)label.text.n, label.text.p,
                     (int)label.kind, label.number, length);
    }
    struct label two, ii, b;
    assert_true(label_word(str_of("2."), &two) && label_word(str_of("II"), &ii) &&
                label_word(str_of("(b)"), &b));
    assert_false(label_same(&two, &ii, false));
    assert_true(label_same(&two, &ii, true));
    assert_true(label_same(&b, &two, true));
}

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(every_phrase_of_the_table, argv[1]),
        cmocka_unit_test(what_is_doubtful_is_said),
        cmocka_unit_test(a_long_text_is_cut_and_said),
        cmocka_unit_test(labels_are_read),
    };
    return cmocka_run_group_tests_name("plan deadline", tests, NULL, NULL);
}

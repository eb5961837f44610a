/* Large tables, which are loaded in batches: what is wrong with a row is said of that row, and all
 * others are there.
 *
 * SPDX-License-Identifier: MIT */
#include "trial.h"

#include "store/load.h"
#include "store/query.h"
#include "store/store.h"

#define ROWS 3000 /* more than 64 kB, and no whole number of batches */

/* A row for each day from 2000 on; `edit` may write another. */
static void put_observations(const struct trial *t, void (*edit)(int line, struct buf *out)) {
    struct buf out = buf_new(t->arena);
    buf_puts(&out, "measure,place,period_start,numerator,denominator,value,status,source\n");
    for (int line = 2; line < ROWS + 2; line++) {
        size_t length = out.length;
        if (edit) edit(line, &out);
        if (out.length > length) continue;
        char day[DATE_BYTES];
        buf_printf(&out, "late,vale,%s,5,50,10,final,statistic: made up\n",
                   date_text(date_of(2000, 1, 1) + line, day));
    }
    trial_put(t, "package/observation.csv", out.text, out.length);
    trial_edit(t, "measure.csv", ",month,", ",day,");
}

static struct store *load(const struct trial *t, struct findings **findings) {
    struct err err = {0};
    *findings = findings_new(t->arena);
    struct store *store = store_open(trial_path(t, "package"), *findings, &err);
    if (!store) fail_msg("%s", err.message);
    return store;
}

static int64_t number_of(const struct store *store, const char *sql) {
    struct err err = {0};
    struct query *q = query_new(store_db(store), sql, &err);
    if (!q || !query_next(q)) fail_msg("%s", err.message);
    int64_t n = query_integer(q, 0, -1);
    assert_true(query_free(q, &err));
    return n;
}

static void every_row_is_there(void **state) {
    (void)state;
    struct trial t = trial_new();
    struct findings *findings;
    put_observations(&t, NULL);
    struct store *store = load(&t, &findings);
    assert_string_equal(trial_findings(&t, findings), "");
    assert_int_equal(number_of(store, "SELECT count(*) FROM observation"), ROWS);
    assert_int_equal(number_of(store, "SELECT count(*) FROM observation WHERE period_start = "
                                      "date('2000-01-01', row_no || ' days') AND value = 10 AND "
                                      "denominator = 50 AND source = 'statistic: made up'"),
                     ROWS);
    store_close(store);
    trial_end(&t);
}

/* Line 2 is the first row, so that a batch begins in line 18. */
static void repeat_some(int line, struct buf *out) {
    bool repeats = line == 18 || line == 40 || line == 41 || line == 65 || line == ROWS + 1;
    if (repeats) buf_puts(out, "late,vale,2000-01-03,7,50,14,final,statistic: made up\n");
}

static void each_repeated_key_is_said_of_its_line(void **state) {
    (void)state;
    struct trial t = trial_new();
    struct findings *findings;
    put_observations(&t, repeat_some);
    struct store *store = load(&t, &findings);
    struct buf expected = buf_new(t.arena);
    const int lines[] = {18, 40, 41, 65, ROWS + 1};
    for (size_t i = 0; i < 5; i++)
        buf_printf(&expected,
                   "observation.csv:%d: error K01: measure 'late', place 'vale', period_start "
                   "'2000-01-03' is already in line 2, expected a row of each key once\n",
                   lines[i]);
    assert_string_equal(trial_findings(&t, findings), expected.text);
    assert_int_equal(number_of(store, "SELECT count(*) FROM observation"), ROWS - 5);
    assert_int_equal(number_of(store, "SELECT sum(numerator) FROM observation"), 5 * (ROWS - 5));
    store_close(store);
    trial_end(&t);
}

/* The same wrong cell twice in a row, and the same empty one, beside rows that are right. */
static void spoil_some(int line, struct buf *out) {
    const char *number = line == 30 || line == 31   ? "many"
                         : line == 32 || line == 33 ? " 5 "
                         : line == 34 || line == 35 ? ""
                                                    : NULL;
    char day[DATE_BYTES];
    if (number)
        buf_printf(out, "late,vale,%s,%s,50,10,final,statistic: made up\n",
                   date_text(date_of(2000, 1, 1) + line, day), number);
    if (line == 50 || line == 51)
        buf_printf(out, "late,the vale,%s,5,50,10,final,statistic: made up\n",
                   date_text(date_of(2000, 1, 1) + line, day));
    if (line == 60 || line == 61)
        buf_printf(out, "late,vail,%s,5,50,10,final,statistic: made up\n",
                   date_text(date_of(2000, 1, 1) + line, day));
}

static void what_is_wrong_in_each_row_is_said_of_each(void **state) {
    (void)state;
    struct trial t = trial_new();
    struct findings *findings;
    put_observations(&t, spoil_some);
    struct store *store = load(&t, &findings);
    findings_sort(findings);
    static const struct {
        size_t line;
        const char *rule;
    } expected[] = {{30, "T03"}, {31, "T03"}, {32, "T07"}, {33, "T07"},
                    {50, "T06"}, {51, "T06"}, {60, "R01"}, {61, "R01"}};
    assert_int_equal(findings->count, 8);
    for (size_t i = 0; i < 8; i++) {
        assert_int_equal(findings->items[i].row, expected[i].line);
        assert_string_equal(findings->items[i].rule, expected[i].rule);
    }
    assert_int_equal(number_of(store, "SELECT count(*) FROM observation"), ROWS - 2);
    assert_int_equal(
        number_of(store,
                  "SELECT group_concat(row_no, '') FROM observation WHERE numerator IS NULL"),
        30313435);
    store_close(store);
    trial_end(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_there),
        cmocka_unit_test(each_repeated_key_is_said_of_its_line),
        cmocka_unit_test(what_is_wrong_in_each_row_is_said_of_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

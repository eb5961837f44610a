/* Where numbers come from: classes, counts, and that nothing is missed.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "../package.h"
#include "report/sources.h"

#include <string.h>

static void classes(void **state) {
    (void)state;
    assert_int_equal(source_class_of("printed: plan, section 4"), SOURCE_PRINTED);
    assert_int_equal(source_class_of("assumption : why"), SOURCE_ASSUMPTION);
    assert_int_equal(source_class_of("calibrated"), SOURCE_CALIBRATED);
    assert_int_equal(source_class_of("guess: no"), SOURCE_NONE);
    assert_int_equal(source_class_of(""), SOURCE_NONE);
    assert_int_equal(source_class_of(NULL), SOURCE_NONE);
}

static void every_input_is_listed(void **state) {
    (void)state;
    sqlite3 *db = package_empty();
    package_run(db, "INSERT INTO capacity(setting, from_date, amount, source) VALUES"
                    "('ward', '2016-04-01', 10, 'printed: p'), ('ward', '2017-04-01', 11, NULL);"
                    "INSERT INTO effect(scheme, on_table, on_rows, on_column, operation, low, "
                    "central, source) VALUES('s', 'stay', 'a=\"b\",c', 'mean_days', 'multiply', "
                    "0.8, 0.9, 'assumption: x');"
                    "INSERT INTO observation(measure, place, value) VALUES('m', 'p', 3)");
    struct arena *arena = arena_new();
    struct source_list list;
    struct err err = {0};
    assert_true(source_list_read(db, arena, &list, &err));
    assert_int_equal(list.count, 4); /* an observation is no input of the model, nor is no value */
    assert_int_equal(list.by_class[SOURCE_PRINTED], 1);
    assert_int_equal(list.by_class[SOURCE_NONE], 1);
    assert_int_equal(list.by_class[SOURCE_ASSUMPTION], 2);
    struct buf csv = buf_new(arena);
    source_list_csv(&list, &csv);
    assert_non_null(strstr(csv.text, "\"s/stay/a=\"\"b\"\",c/mean_days\",central,0.9,assumption"));
    arena_free(arena);
    sqlite3_close(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(classes),
                                       cmocka_unit_test(every_input_is_listed)};
    return cmocka_run_group_tests_name("report sources", tests, NULL, NULL);
}

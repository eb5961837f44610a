/* Periods as published tables write them.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "measure/import_period.h"

#include <string.h>

static void phrases(void **state) {
    (void)state;
    static const struct {
        const char *text, *start;
        enum period_kind kind;
    } cases[] = {
        {"2018-04-01", "2018-04-01", PERIOD_DAY},
        {" 2018-04-01 00:00:00 ", "2018-04-01", PERIOD_DAY},
        {"2018-04-01T00:00", NULL, 0},
        {"01/04/2018", "2018-04-01", PERIOD_DAY},
        {"1.4.18", "2018-04-01", PERIOD_DAY},
        {"31/04/2018", NULL, 0},
        {"1 April 2018", "2018-04-01", PERIOD_DAY},
        {"1st April 2018", "2018-04-01", PERIOD_DAY},
        {"Apr-18", "2018-04-01", PERIOD_MONTH},
        {"Apr 18", "2018-04-01", PERIOD_MONTH},
        {"April 2018", "2018-04-01", PERIOD_MONTH},
        {"april, 2018", "2018-04-01", PERIOD_MONTH},
        {"Apr'18", "2018-04-01", PERIOD_MONTH},
        {"Sept 2018", "2018-09-01", PERIOD_MONTH},
        {"2018 Apr", "2018-04-01", PERIOD_MONTH},
        {"2018-04", "2018-04-01", PERIOD_MONTH},
        {"04/2018", "2018-04-01", PERIOD_MONTH},
        {"2018-13", NULL, 0},
        {"2020-21 June", "2020-06-01", PERIOD_MONTH},
        {"March 2020/21", "2021-03-01", PERIOD_MONTH},
        {"2018/19 Q1", "2018-04-01", PERIOD_QUARTER},
        {"Q4 2018/19", "2019-01-01", PERIOD_QUARTER},
        {"2018-19 Quarter 2", "2018-07-01", PERIOD_QUARTER},
        {"2018/2019 Q3", "2018-10-01", PERIOD_QUARTER},
        {"Q5 2018/19", NULL, 0},
        {"April to June 2018", "2018-04-01", PERIOD_QUARTER},
        {"Apr\u2013Jun 2018", "2018-04-01", PERIOD_QUARTER},
        {"Nov 2018 - Jan 2019", "2018-11-01", PERIOD_QUARTER},
        {"November 2018 to January 2018", NULL, 0},
        {"April 2018 to March 2019", "2018-04-01", PERIOD_YEAR},
        {"2018/19", "2018-04-01", PERIOD_YEAR},
        {"2018-19", "2018-04-01", PERIOD_YEAR},
        {"FY 2018/19", "2018-04-01", PERIOD_YEAR},
        {"2011/12", "2011-04-01", PERIOD_YEAR},
        {"2018/20", NULL, 0},
        {"2018", "2018-01-01", PERIOD_YEAR},
        {"w/c 2 April 2018", "2018-04-02", PERIOD_WEEK},
        {"week ending 08/04/2018", "2018-04-02", PERIOD_WEEK},
        {"April", NULL, 0},
        {"Total", NULL, 0},
        {"", NULL, 0},
        {"12", NULL, 0},
        {"June July August 2018", NULL, 0},
        {"-", NULL, 0},
        {"1/2/3/4/5/6/7/8", NULL, 0},
        {"99999999999999999999", NULL, 0},
    };
    const struct period_style style = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct period period;
        char text[DATE_BYTES];
        enum period_answer answer = period_read(str_of(cases[i].text), &style, &period, NULL);
        bool right = cases[i].start ? answer == PERIOD_READ && period.kind == cases[i].kind &&
                                          strcmp(date_text(period.start, text), cases[i].start) == 0
                                    : answer == PERIOD_UNREAD;
        if (!right) fail_msg("'%s'", cases[i].text);
    }
}

static void two_readings(void **state) {
    (void)state;
    struct period period;
    const char *why;
    struct period_style style = {0};
    char text[DATE_BYTES];
    assert_int_equal(period_read(str_of("Q1 2018"), &style, &period, &why), PERIOD_AMBIGUOUS);
    assert_non_null(strstr(why, "calendar"));
    style.calendar_quarters = true;
    assert_int_equal(period_read(str_of("Q1 2018"), &style, &period, NULL), PERIOD_READ);
    assert_string_equal(date_text(period.start, text), "2018-01-01");
    style = (struct period_style){.financial_quarters = true};
    assert_int_equal(period_read(str_of("2018 Q1"), &style, &period, NULL), PERIOD_READ);
    assert_string_equal(date_text(period.start, text), "2018-04-01");
    assert_int_equal(period_read(str_of("2011-12"), &style, &period, NULL), PERIOD_AMBIGUOUS);
    style.dashes_are_months = true;
    assert_int_equal(period_read(str_of("2011-12"), &style, &period, NULL), PERIOD_READ);
    assert_int_equal(period.kind, PERIOD_MONTH);
    style = (struct period_style){.dashes_are_years = true};
    assert_int_equal(period_read(str_of("2011-12"), &style, &period, NULL), PERIOD_READ);
    assert_int_equal(period.kind, PERIOD_YEAR);
    assert_int_equal(period_read(str_of("04/30/2018"), &style, &period, &why), PERIOD_UNREAD);
    assert_string_equal(why, "the month stands before the day");
    style.month_first = true;
    assert_int_equal(period_read(str_of("04/30/2018"), &style, &period, NULL), PERIOD_READ);
    assert_string_equal(date_text(period.start, text), "2018-04-30");
}

static void lengths(void **state) {
    (void)state;
    char text[DATE_BYTES], people[PERIOD_BYTES];
    const struct period june = {PERIOD_MONTH, date_of(2020, 6, 1)};
    assert_string_equal(date_text(period_of_length(&june, PERIOD_QUARTER, true), text),
                        "2020-04-01");
    assert_int_equal(period_of_length(&june, PERIOD_QUARTER, false), DATE_NONE);
    assert_int_equal(period_of_length(&june, PERIOD_DAY, false), DATE_NONE);
    const struct period day = {PERIOD_DAY, date_of(2020, 6, 30)};
    assert_string_equal(date_text(period_of_length(&day, PERIOD_MONTH, true), text), "2020-06-01");
    assert_string_equal(date_text(period_of_length(&day, PERIOD_MONTH, false), text), "2020-06-30");
    assert_string_equal(period_people(date_of(2018, 4, 1), PERIOD_QUARTER, people),
                        "April to June 2018");
    assert_string_equal(period_people(date_of(2018, 4, 1), PERIOD_YEAR, people), "2018/19");
    assert_string_equal(period_people(date_of(2018, 11, 1), PERIOD_QUARTER, people),
                        "November 2018 to January 2019");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrases),
        cmocka_unit_test(two_readings),
        cmocka_unit_test(lengths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

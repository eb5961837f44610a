/* Dates, numbers, text and findings.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "base/date.h"
#include "base/finding.h"
#include "base/names.h"
#include "base/number.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void number_reads_strictly_and_prints_shortest(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *printed; /* NULL: refused */
    } cases[] = {
        {"12.50", "12.5"},
        {"1300000", "1300000"},
        {"0.1", "0.1"},
        {"-0", "0"},
        {"1e3", "1000"},
        {"-2.5", "-2.5"},
        {"1,000", NULL},
        {"", NULL},
        {"0x10", NULL},
        {"inf", NULL},
        {"nan", NULL},
        {" 1", NULL},
        {"1 ", NULL},
        {"1.", NULL},
        {".5", "0.5"},
        {"1e999", NULL},
        {"--1", NULL},
        {"0.000001", "0.000001"},
        {"101604000", "101604000"},
        {"0.30000000000000004", "0.30000000000000004"},
        {"1e22", "1e+22"},
        {"123456789012345680", "123456789012345680"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double v = 0;
        bool ok = number_parse(str_of(cases[i].text), &v);
        assert_int_equal(ok, cases[i].printed != NULL);
        char out[NUMBER_BYTES];
        if (ok) assert_string_equal(number_text(v, out), cases[i].printed);
    }
}

/* The shortest digits that read back, by trying: with no exponent where number_text has none. */
static void shortest(double value, char *out, size_t size) {
    char text[64];
    int digits = 0;
    do snprintf(text, sizeof text, "%.*e", digits, value);
    while (strtod(text, NULL) != value && ++digits < 17);
    int decimals = digits - atoi(strchr(text, 'e') + 1);
    snprintf(out, size, "%.*f", decimals > 0 ? decimals : 0, value);
}

static void number_is_as_the_c_library_says(void **state) {
    (void)state;
    uint64_t random = 1;
    for (int i = 0; i < 200000; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        double value = (double)(int64_t)(random >> 11) * 0x1p-53 * pow(10, i % 22 - 6);
        if (i % 3 == 0) value = -value;
        if (i % 5 == 0) value = round(value * 1000) / 1000; /* ties, and short ones */
        if (i % 7 == 0) value = round(value) + 0.5;
        char text[64], out[NUMBER_BYTES], wanted[64];
        snprintf(text, sizeof text, "%.*g", 1 + i % 9, value);
        if (number_round(value, 1 + i % 9) != strtod(text, NULL))
            fail_msg("%.17g to %d digits", value, 1 + i % 9);
        if (value == 0 || fabs(value) < 1e-7 || fabs(value) >= 1e15) continue;
        shortest(value, wanted, sizeof wanted);
        assert_string_equal(number_text(value, out), wanted);
    }
    assert_true(isnan(number_round(NAN, 6)));
    assert_true(number_round(0, 6) == 0);
}

static void numbers_read_as_the_c_library_reads(void **state) {
    (void)state;
    uint64_t random = 3;
    for (int i = 0; i < 200000; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        char text[64];
        int digits = 1 + i % 17;
        snprintf(text, sizeof text, "%s%0*.*f", i % 3 ? "" : "-", digits, i % 11,
                 (double)(random >> 24) / pow(10, i % 13));
        double value = 0;
        assert_true(number_parse(str_of(text), &value));
        if (value != strtod(text, NULL)) fail_msg("'%s' is read as %.17g", text, value);
    }
}

static void number_prints_for_people(void **state) {
    (void)state;
    char out[NUMBER_PEOPLE_BYTES];
    assert_string_equal(number_people(1234567.891, 1, out), "1,234,567.9");
    assert_string_equal(number_people(-999.6, 0, out), "-1,000");
    assert_string_equal(number_people(-0.01, 1, out), "0.0");
    assert_string_equal(number_people(NAN, 1, out), "-");
    assert_string_equal(number_money(12.34e6, out), "£12.3m");
    assert_string_equal(number_money(-456000, out), "-£456,000");
    assert_string_equal(number_money(999960, out), "£1.0m");
    assert_string_equal(number_money(1.067e9, out), "£1.07bn");
}

static void dates_go_there_and_back(void **state) {
    (void)state;
    char out[DATE_BYTES];
    for (int32_t day = date_of(1899, 12, 1); day < date_of(2101, 1, 1); day++) {
        int32_t again;
        assert_true(date_parse(str_of(date_text(day, out)), &again));
        assert_int_equal(again, day);
    }
    assert_int_equal(date_of(1970, 1, 1), 0);
    assert_int_equal(date_weekday(date_of(2018, 4, 1)), 6);
    assert_string_equal(date_people(date_of(2018, 4, 1), out), "1 April 2018");
    assert_int_equal(date_financial_year(date_of(2019, 3, 31)), 2018);
    assert_int_equal(date_add_months(date_of(2018, 1, 31), 1), date_of(2018, 2, 28));
    assert_int_equal(date_add_months(date_of(2018, 4, 1), -4), date_of(2017, 12, 1));
    int32_t day;
    static const char *const bad[] = {"2018-02-29",  "2018-4-1", "2018-13-01", "01/04/2018",
                                      "2018-04-01 ", "",         "2018-04-0a"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(date_parse(str_of(bad[i]), &day));
    int year;
    assert_true(financial_year_parse(str_of("1999/00"), &year));
    assert_int_equal(year, 1999);
    assert_false(financial_year_parse(str_of("2018/20"), &year));
    assert_false(financial_year_parse(str_of("2018"), &year));
    unsigned days;
    assert_true(weekdays_parse(str_of("mon fri"), &days));
    assert_int_equal(days, 1 | 16);
    assert_false(weekdays_parse(str_of("Monday"), &days));
}

static void text_matches_and_escapes(void **state) {
    (void)state;
    assert_true(str_matches(str_of("acute-heft-65"), str_of("acute-*")));
    assert_true(str_matches(str_of("acute-heft-65"), str_of("*-65")));
    assert_false(str_matches(str_of("acute-heft-6"), str_of("*-65")));
    assert_true(str_matches(str_of(""), str_of("*")));
    assert_true(str_is_utf8(str_of("caf\xc3\xa9")));
    assert_false(str_is_utf8(str_of("caf\xe9")));
    assert_false(str_is_utf8(str_of("\xc0\xaf")));
    assert_false(str_is_utf8(str_of("\xed\xa0\x80")));
    struct arena *arena = arena_new();
    struct buf out = buf_new(arena);
    buf_html(&out, "<a href=\"x\">&'");
    assert_string_equal(out.text, "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
    for (int i = 0; i < 1000; i++) buf_puts(&out, "0123456789");
    assert_int_equal(strlen(out.text), out.length);
    arena_free(arena);
}

static void findings_are_sorted_and_printed(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena);
    findings_add(findings, SEVERITY_WARNING, "D05", "b.csv", 4, "due_text", "'%s' is ambiguous",
                 "Q3 2018");
    findings_add(findings, SEVERITY_ERROR, "T01", "a.csv", 14, "amount", "'forty' is not a number");
    findings_sort(findings);
    struct buf out = buf_new(arena);
    finding_text(&findings->items[0], &out);
    assert_string_equal(out.text, "a.csv:14: amount: error T01: 'forty' is not a number");
    assert_int_equal(findings->errors, 1);
    assert_int_equal(findings->warnings, 1);
    arena_free(arena);
}

static void names_are_kept_once_and_numbered(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct names names = names_new(arena);
    bool added;
    for (size_t round = 0; round < 2; round++)
        for (size_t i = 0; i < 5000; i++) {
            const char *text = arena_printf(arena, "%zu", i);
            assert_int_equal(names_add(&names, str_of(text), &added), i);
            assert_int_equal(added, round == 0);
        }
    assert_int_equal(names.count, 5000);
    assert_int_equal(names_find(&names, (struct str){"49991", 4}), 4999);
    assert_int_equal(names_find(&names, str_of("5000")), SIZE_MAX);
    assert_int_equal(names_find(&names, str_of("")), SIZE_MAX);
    assert_int_equal(names_add(&names, str_of(""), &added), 5000);
    assert_true(added);
    assert_int_equal(names_find(&names, str_of("")), 5000);
    arena_free(arena);
}

static void errors_gain_context(void **state) {
    (void)state;
    struct err err = {0};
    assert_false(err_set(&err, ERR_IO, "no such file"));
    err_context(&err, "reading %s", "capacity.csv");
    assert_string_equal(err.message, "reading capacity.csv: no such file");
    assert_int_equal(err_exit_status(err.code), 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(number_reads_strictly_and_prints_shortest),
        cmocka_unit_test(number_is_as_the_c_library_says),
        cmocka_unit_test(numbers_read_as_the_c_library_reads),
        cmocka_unit_test(number_prints_for_people),
        cmocka_unit_test(dates_go_there_and_back),
        cmocka_unit_test(text_matches_and_escapes),
        cmocka_unit_test(findings_are_sorted_and_printed),
        cmocka_unit_test(names_are_kept_once_and_numbered),
        cmocka_unit_test(errors_gain_context),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

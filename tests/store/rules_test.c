/* Every rule: a package that keeps them all, and for each a change that breaks it.
 *
 * SPDX-License-Identifier: MIT */
#include "plan_breakages.h"

#include "store/check.h"
#include "store/load.h"
#include "store/rules.h"
#include "store/store.h"
#include "store/waivers.h"

#include "base/date.h"

static struct findings *found_in(const struct trial *t) {
    struct findings *findings = findings_new(t->arena);
    struct err err = {0};
    struct store *store = store_open(trial_path(t, "package"), findings, &err);
    if (!store || !store_check(store_db(store), findings, &err)) fail_msg("%s", err.message);
    store_close(store);
    return findings;
}

static void a_good_package_has_no_findings(void **state) {
    (void)state;
    struct trial t = trial_new();
    assert_string_equal(trial_findings(&t, found_in(&t)), "");
    trial_end(&t);
}

/* In FILE the text OLD becomes NEW, and the line EXPECTED is found (its beginning). */
static const struct breakage {
    const char *file, *old, *text, *expected;
} breakages[] = {
    {"place.csv", "north,Northshire,footprint,,", "north,,footprint,,",
     "place.csv:2: title: error T02: the cell is empty"},
    {"capacity.csv", ",100,", ",forty,",
     "capacity.csv:2: amount: error T03: 'forty' is not a number, expected a number from 0 to 1000000000, in places"},
    {"capacity.csv", ",100,", ",\"1,000\",",
     "capacity.csv:2: amount: error T03: '1,000' is not a number, expected a number from 0 to 1000000000, in places, or "
     "visits a day; write it without commas, signs and units, such as 1000"},
    {"system.csv", ",30,,GBP", ",3.5,,GBP",
     "system.csv:2: warm_up_days: error T03: '3.5' is not a whole number"},
    {"route.csv", ",0.8,", ",1.8,",
     "route.csv:2: share: error T04: '1.8' is too large, expected a number from 0 to 1, in share"},
    {"setting.csv", "places,bed", "place,bed",
     "setting.csv:2: kind: error T05: 'place' is not allowed, expected one of: places, visits, open; did you mean 'places'?"},
    {"role.csv", "coo,Chief", "c o o,Chief", "role.csv:2: id: error T06: 'c o o' is not an id"},
    {"role.csv", "Chief operating officer,", " Chief operating officer ,",
     "role.csv:2: title: warning T07: "},
    {"stay.csv", ",distribution,", ",shape,",
     "stay.csv:1: distribution: error T08: the required column 'distribution' is missing"},
    {"stay.csv", ",mean_days,", ",meen_days,",
     "stay.csv:1: error T09: there is no column 'meen_days' in this table; did you mean 'mean_days'?"},
    {"stay.csv", ",mean_days,", ",mean_days,mean_days,", "stay.csv:1: mean_days: error T10: "},
    {"stay.csv", ",90,assumption", ",90,extra,assumption",
     "stay.csv:2: error T11: the row has 10 cells, expected 9"},
    {"role.csv", "Chief operating officer", "Chief \"operating\" officer",
     "role.csv:2: error T12: a quote stands inside"},
    {"role.csv", "Chief finance", "\"Chief finance",
     "role.csv:3: error T12: a quote is never closed"},
    {"role.csv", "Chief finance",
     "Ch\xe9"
     "f finance",
     "role.csv: warning T14: "},
    {"role.csv", "Chief finance", "Chief \x81\xff finance",
     "role.csv: error T13: the file is neither UTF-8"},
    {"role.csv", "cfo,", ",,,\ncfo,", "role.csv:3: warning T15: "},
    {"role.csv", "Chief finance", "Chief \033[31m finance",
     "role.csv:3: title: error T17: 'Chief  [31m finance officer'"},
    {"place.csv", "vale,The Vale", "north,The Vale",
     "place.csv:3: id: error K01: id 'north' is already in line 2"},
    {"initial.csv", "acute,present,65", "acute,present,18",
     "initial.csv:3: error K01: setting 'acute', state 'present', age_from '18'"},
    {"organisation.csv", "old,Old", "vale,Old",
     "organisation.csv:2: id: error K02: 'vale' is also the id of a place (place.csv:3)"},
    {"milestone.csv", "m1,flow,", "m1,flo,",
     "milestone.csv:2: programme: error R01: there is no programme 'flo'; did you mean 'flow'?"},
    {"dependency.csv", "d1,a1,", "d1,nothing-like-it,",
     "dependency.csv:2: predecessor: error R01: there is no recommendation or action or milestone or programme or scheme or "
     "decision 'nothing-like-it', expected the id of one"},
    {"route.csv", ",0.8,", ",0.73,",
     "route.csv: acute: error R02: shares of ages 18+ add to 0.93; 0.07 of the people leave to nowhere"},
    {"stay.csv", "care,18,", "care,30,",
     "setting.csv:3: error R03: people aged 18 to 29 come to 'care', but stay.csv has no row"},
    {"route.csv", "c-home,care,18", "c-home,care,20",
     "setting.csv:3: error R04: people aged 18 to 19 come to 'care'"},
    {"body.csv", "board,Board,strategic,,", "board,Board,strategic,group,",
     "body.csv:2: parent: error R05: board leads back to itself"},
    {"scenario.csv", "Do nothing,,", "Do nothing,plan,", "scenario.csv:2: base: error R05: "},
    {"route.csv", "care,,0.2", "care,home,0.2", "route.csv:3: outcome: warning R06: "},
    {"route.csv", ",care,20,", ",care,,",
     "route.csv:3: switch_to: error R07: switches to care, but switch_after_days is empty"},
    {"route.csv", "0.2,yes", "0.2,no", "route.csv:3: holds: warning R08: "},
    {"setting.csv", ",90,acute,,", ",,acute,,",
     "setting.csv:3: give_up_to: error R09: people who give up go to acute, but patience_days is empty"},
    {"setting.csv", ",90,acute,,", ",90,acute,care,",
     "setting.csv:3: overflow_to: error R09: it overflows to itself"},
    {"route.csv", ",care,20,,", ",care,20,12,",
     "route.csv:3: away_mean_days: error R10: the person holds the place meanwhile"},
    {"visit_need.csv", "care,18,,", "care,18,10,",
     "visit_need.csv:2: age_to: error A01: 10 is below age_from 18"},
    {"stay.csv", "acute,65,", "acute,60,",
     "stay.csv:3: age_from: error A02: ages 60 to the end overlap with those of line 2"},
    {"population.csv", "vale,18,,2018/19", "vale,17,,2018/19",
     "population.csv:3: age_from: error A02: "},
    {"stay_sample.csv", "care,18,,90", "care,20,,90", "stay_sample.csv:3: age_from: error A02: "},
    {"system.csv", "2020-03-31", "2021-03-31",
     "population.csv: year: warning A04: vale has no rows for 2020/21"},
    {"capacity.csv", "acute,2018-01-01,,", "acute,01/01/2018,,",
     "capacity.csv:2: from_date: error D01: '01/01/2018' is not a date, expected a date, such as 2018-04-01"},
    {"population.csv", "18,,2019/20", "18,,2019",
     "population.csv:5: year: error D02: '2019' is not a financial year"},
    {"milestone.csv", "2018-09-01,2018-09-30,", "2018-09-01,2018-08-30,",
     "milestone.csv:2: due_to: error D03: 2018-08-30 is before due_from 2018-09-01"},
    {"plan.csv", "2021-03-31", "2017-03-31", "plan.csv:2: end: error D03: "},
    {"system.csv", "2020-03-31", "2018-03-31", "system.csv:2: end: error D03: "},
    {"scheme.csv", "2020-03-31", "2018-09-01",
     "scheme.csv:2: until: error D03: 2018-09-01 is before the scheme starts on 2018-09-30"},
    {"organisation.csv", ",,2025-03-31", ",,2017-03-31",
     "organisation.csv:2: until: error D03: old ends after its successor trust"},
    {"action.csv", "2018-11-05", "2018-03-05", "action.csv:3: done_on: warning D04: "},
    {"milestone.csv", "2018-09-01,2018-09-30,month", ",,month",
     "milestone.csv:2: due_text: warning D06: "},
    {"profile_slot.csv", "week,7,0.9,assumption: a\n", "",
     "profile.csv:2: error S01: profile 'week' has 6 slots, expected 7"},
    {"profile_slot.csv", "week,7,", "week,8,",
     "profile_slot.csv:8: slot: error S01: there is no weekday 8"},
    {"capacity.csv", "8,20,90", "8,,90", "capacity.csv:3: hour_from: error S02: "},
    {"capacity.csv", "sat sun,", "Saturday,",
     "capacity.csv:3: weekdays: error S02: 'Saturday' are not weekdays"},
    {"setting.csv", ",8,20,", ",20,8,", "setting.csv:2: discharge_from: error S02: "},
    {"setting.csv", ",mon tue wed thu fri,,90", ",weekdays,,90",
     "setting.csv:3: admission_days: error S02: 'weekdays' are not weekdays"},
    {"setting.csv", "care,visits,", "care,open,",
     "setting.csv:3: admission_days: error S08: days of admission of a setting that is never full"},
    {"stay.csv", "exponential,8,", "exponential,,",
     "stay.csv:3: mean_days: error S03: exponential stays need mean_days above 0"},
    {"stay.csv", "lognormal,4,5,", "lognormal,4,,", "stay.csv:2: sd_days: error S03: "},
    {"stay.csv", "0.5,90", "90,0.5", "stay.csv:2: max_days: error S03: "},
    {"stay_sample.csv", "care,18,,30,1,assumption: made up\ncare,18,,90,2,assumption: made up\n",
     "", "stay.csv:4: distribution: error S03: "},
    {"capacity.csv", "care,2018-01-01", "care,2018-06-01",
     "setting.csv:3: error S04: setting 'care' has no row in capacity.csv from 2018-04-01"},
    {"visit_need.csv", "care,18,,", "care,18,64,",
     "setting.csv:3: error S05: people aged 65+ come to 'care'"},
    {"demand.csv", "year,week", "week,week",
     "demand.csv:2: months: error S06: profile week is of kind weekday, expected month"},
    {"system.csv", "GBP,,assumption: made up\n",
     "GBP,,assumption: made up\ntwo,Two,north,,2018-04-01,2020-03-31,,,GBP,,assumption: made up\n",
     "system.csv: error S07: there are 2 rows, expected one"},
    {"scheme.csv", ",m1,,", ",,,",
     "scheme.csv:2: starts: error P01: neither a milestone nor a first day"},
    {"effect.csv", "setting=acute;to_setting=care", "setting acute",
     "effect.csv:2: on_rows: error P02: "},
    {"effect.csv", "setting=acute;", "setting=cute;",
     "effect.csv:2: on_rows: error P03: no row of route meets "},
    {"effect.csv", "delay_mean_days", "reason",
     "effect.csv:2: on_column: error P04: 'reason' of route is not a number of the model"},
    {"effect.csv", "0.9,0.8,0.7", "0.9,0.95,0.7", "effect.csv:2: central: error P05: "},
    {"action_lead.csv", "cfo,no", "cfo,yes",
     "action_lead.csv:2: accountable: warning P06: 2 roles are accountable for a1"},
    {"scenario_scheme.csv", "s1,yes", "s1,no", "scheme.csv:2: warning P07: "},
    {"dependency.csv", "d2,m1,a2", "d2,m1,a1",
     "dependency.csv:2: warning P08: each waits for the one before it, in a circle: a1 -> m1 -> a1"},
    {"observation.csv", "5,50,10", "5,50,12",
     "observation.csv:2: value: error O01: 12 is given, but 5 / 50 times 100 is 10"},
    {"observation.csv", "vale,2018-04-01", "vale,2018-04-02",
     "observation.csv:2: period_start: error O02: "},
    {"target.csv", "printed: a plan\n",
     "printed: a plan\nlate,vale,2020-03-31,,2,,,,,printed: another\n",
     "target.csv:3: value: warning O03: late has two targets for vale on 2020-03-31: 4 (line 2) and 2"},
    {"target.csv", "2020-03-31", "2017-03-31", "target.csv:2: due: error D03: "},
    {"budget.csv", "200000", "202000",
     "budget.csv:2: amount_gbp: error M01: the parts of 'Total' 2018/19 add up to £302,000, the line says £300,000"},
    {"budget.csv", "yes,Total,,,,", "yes,Totals,,,,",
     "budget.csv:4: part_of: error M02: there is no line 'Totals'"},
    {"budget.csv", "90000,110000", "101000,110000", "budget.csv:3: amount_gbp: error M03: "},
    {"initial.csv", "65,,40,assumption: made up", "65,,40,",
     "initial.csv:3: source: warning N01: the row has numbers and no source"},
    {"initial.csv", "65,,40,assumption: made up", "65,,40,somebody said so",
     "initial.csv:3: source: warning N02: 'somebody said so' does not begin with"},
    {"risk_band.csv", "9,25", "8,25", "risk_band.csv:3: from_score: error N03: "},
};

static void each_rule_finds_its_breakage(void **state) {
    (void)state;
    int missed = 0;
    for (size_t i = 0; i < sizeof breakages / sizeof breakages[0]; i++) {
        const struct breakage *b = &breakages[i];
        struct trial t = trial_new();
        trial_edit(&t, b->file, b->old, b->text);
        const char *found = trial_findings(&t, found_in(&t));
        const char *at = strstr(found, b->expected);
        if (!at || (at != found && at[-1] != '\n')) {
            print_error("%s: '%s' -> '%s'\nexpected: %s\nfound:\n%s\n", b->file, b->old, b->text,
                        b->expected, found);
            missed++;
        }
        trial_end(&t);
    }
    assert_int_equal(missed, 0);
}

static struct findings *plan_found_in(const struct trial *t, int day) {
    struct findings *findings = findings_new(t->arena);
    struct err err = {0};
    struct store *store = store_open(trial_path(t, "package"), findings, &err);
    int32_t as_at = day ? date_of(day / 10000, day / 100 % 100, day % 100) : date_of(2018, 5, 15);
    if (!store || !store_check(store_db(store), findings, &err) ||
        !store_check_plan(store_db(store), as_at, findings, &err))
        fail_msg("%s", err.message);
    store_close(store);
    return findings;
}

static void a_good_plan_has_no_findings(void **state) {
    (void)state;
    struct trial t = trial_new();
    plan_trial(&t);
    assert_string_equal(trial_findings(&t, plan_found_in(&t, 0)), "");
    trial_end(&t);
}

static void each_rule_of_plans_finds_its_breakage(void **state) {
    (void)state;
    int missed = 0;
    for (size_t i = 0; i < sizeof plan_breakages / sizeof plan_breakages[0]; i++) {
        const struct plan_breakage *b = &plan_breakages[i];
        struct trial t = trial_new();
        plan_trial(&t);
        trial_edit(&t, b->file, b->old, b->text);
        const char *found = trial_findings(&t, plan_found_in(&t, b->day));
        const char *at = strstr(found, b->expected);
        if (!at || (at != found && at[-1] != '\n')) {
            print_error("%s: '%s' -> '%s'\nexpected: %s\nfound:\n%s\n", b->file, b->old, b->text,
                        b->expected, found);
            missed++;
        }
        trial_end(&t);
    }
    assert_int_equal(missed, 0);
}

static void what_is_sound_is_let_be(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof plan_sound / sizeof plan_sound[0]; i++) {
        struct trial t = trial_new();
        plan_trial(&t);
        trial_edit(&t, plan_sound[i].file, plan_sound[i].old, plan_sound[i].text);
        const char *found = trial_findings(&t, plan_found_in(&t, plan_sound[i].day));
        if (found[0]) fail_msg("'%s' in %s: %s", plan_sound[i].text, plan_sound[i].file, found);
        trial_end(&t);
    }
}

/* Nobody, by whatever words, leads no action, owns no programme and no risk. */
static void nobody_has_many_names(void **state) {
    (void)state;
    static const char *const names[] = {"All partners",
                                        "TBC (advertised)",
                                        "Vacant post",
                                        "To follow",
                                        "Various",
                                        "Everyone",
                                        "tbd",
                                        "Name to be agreed",
                                        "not yet appointed",
                                        "?"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct trial t = trial_new();
        plan_trial(&t);
        trial_edit(&t, "role.csv", "tbc,To be confirmed",
                   arena_printf(t.arena, "tbc,%s", names[i]));
        trial_edit(&t, "programme.csv", "Care,cfo,", "Care,tbc,");
        trial_edit(&t, "risk.csv", "nurses,coo", "nurses,tbc");
        trial_edit(&t, "action_lead.csv", "a1,coo,yes,printed: a plan\na1,cfo,no,", "a1,tbc,yes,");
        struct findings *findings = plan_found_in(&t, 0);
        const char *found = trial_findings(&t, findings);
        static const char *const rules[] = {"warning W02", "warning W04", "warning H01"};
        for (size_t r = 0; r < 3; r++)
            if (!strstr(found, rules[r])) fail_msg("%s: no %s in: %s", names[i], rules[r], found);
        assert_int_equal(findings->count, 3);
        trial_end(&t);
    }
}

/* A programme without an owner is found for the first of its milestones that nobody leads, or where
 * it has none; not where each has a lead. */
static void the_leads_of_milestones_answer_for_a_programme(void **state) {
    (void)state;
    struct trial t = trial_new();
    plan_trial(&t);
    trial_edit(&t, "programme.csv", "Care,cfo,", "Care,,");
    trial_edit(&t, "milestone.csv", "nurses,,May", "nurses,coo,May");
    assert_string_equal(trial_findings(&t, plan_found_in(&t, 0)), "");
    trial_edit(&t, "milestone.csv", "m1,flow,",
               "m2,care,,Beds bought,,June 2018,2018-06-01,2018-06-30,month,,,,,printed: page "
               "9\nm1,flow,");
    assert_string_equal(
        trial_findings(&t, plan_found_in(&t, 0)),
        "programme.csv:3: sro: warning W04: programme P2, 'Care', has no owner, and "
        "nobody leads its milestone 'Beds bought'\n");
    trial_edit(&t, "milestone.csv", "m0,care,", "m0,flow,");
    trial_edit(&t, "milestone.csv", "m2,care,", "m2,flow,");
    assert_string_equal(trial_findings(&t, plan_found_in(&t, 0)),
                        "programme.csv:3: sro: warning W04: programme P2, 'Care', has no owner\n");
    trial_end(&t);
}

/* A circle of three is printed whole, once. */
static void a_circle_is_printed(void **state) {
    (void)state;
    struct trial t = trial_new();
    trial_edit(&t, "dependency.csv", "d2,m1,a2,requires,,",
               "d3,a2,a1,requires,,Back,printed: a plan\nd2,m1,a2,requires,,");
    const char *found = trial_findings(&t, found_in(&t));
    assert_string_equal(found,
                        "dependency.csv:2: warning P08: each waits for the one before it, in a "
                        "circle: a1 -> m1 -> a2 -> a1\n");
    trial_end(&t);
}

static void files_of_no_table_are_found(void **state) {
    (void)state;
    struct trial t = trial_new();
    trial_put(&t, "package/capacitys.csv", "a\n", 2);
    trial_put(&t, "package/theme.csv", "", 0);
    trial_put(&t, "package/risk.csv", "id;title\n", 9);
    trial_put(&t, "package/paper.csv", "id\0\n", 4);
    trial_edit(&t, "population.csv",
               "vale,0,17,2018/19,20000,assumption: made up\nvale,18,,2018/19",
               "vale,0,17,2018/19,20000,assumption: made up\nvale,30,,2018/19");
    trial_edit(&t, "population.csv", "vale,18,,2019/20", "vale,30,,2019/20");
    const char *found = trial_findings(&t, found_in(&t));
    assert_non_null(strstr(
        found,
        "'capacitys.csv': error T01: there is no table of this name; did you mean capacity.csv?"));
    assert_non_null(strstr(found, "theme.csv: error T16: the file is empty"));
    assert_non_null(
        strstr(found, "risk.csv:1: error T08: the columns are separated by semicolons"));
    assert_non_null(strstr(found, "paper.csv: error T13: the file has a NUL byte"));
    assert_non_null(
        strstr(found, "demand.csv:2: age_from: error A03: there is no population of vale aged 18"));
    trial_end(&t);
}

static void every_rule_is_tried(void **state) {
    (void)state;
    /* T01, T16, A03 above; T18 in pack_test.c; L rules where the model is tested,
     * O08 where the measures are, D05, D11 and D16 where deadlines are read. */
    static const char elsewhere[] = "T01 T16 T18 A03 L01 L02 L03 L04 L05 O08 D05 D11 D16";
    for (size_t r = 0; r < rules_count(); r++) {
        const struct rule *rule = rules_at(r);
        bool tried = strstr(elsewhere, rule->id) != NULL;
        for (size_t i = 0; !tried && i < sizeof breakages / sizeof breakages[0]; i++)
            tried = strstr(breakages[i].expected, arena_printf(*state, " %s:", rule->id)) != NULL;
        for (size_t i = 0; !tried && i < sizeof plan_breakages / sizeof plan_breakages[0]; i++)
            tried =
                strstr(plan_breakages[i].expected, arena_printf(*state, " %s:", rule->id)) != NULL;
        if (!tried) fail_msg("no test breaks rule %s", rule->id);
        assert_ptr_equal(rules_find(rule->id), rule);
    }
}

/* Each has a reason, a cure and an example of each, and stands in docs/rules.md. */
static void every_rule_is_explained(void **state) {
    struct buf page = buf_new(*state);
    rules_page(&page);
    for (size_t r = 0; r < rules_count(); r++) {
        const struct rule *rule = rules_at(r);
        const char *texts[] = {rule->title, rule->why, rule->cure, rule->bad, rule->good};
        for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
            if (!texts[i] || !texts[i][0]) fail_msg("%s lacks a text", rule->id);
        assert_string_not_equal(rule->bad, rule->good);
        const char *head = arena_printf(*state, "\n### %s: %s\n", rule->id, rule->title);
        if (!strstr(page.text, head)) fail_msg("%s does not stand on the page", rule->id);
        for (size_t other = 0; other < r; other++)
            assert_string_not_equal(rules_at(other)->id, rule->id);
    }
}

static void all_findings_come_in_one_run(void **state) {
    (void)state;
    struct trial t = trial_new();
    trial_edit(&t, "capacity.csv", ",100,", ",forty,");
    trial_edit(&t, "milestone.csv", "m1,flow,", "m1,flo,");
    trial_edit(&t, "budget.csv", "200000", "202000");
    const char *found = trial_findings(&t, found_in(&t));
    assert_non_null(strstr(found, "T03"));
    assert_non_null(strstr(found, "R01"));
    assert_non_null(strstr(found, "M01"));
    trial_end(&t);
}

static void columns_may_stand_in_any_order(void **state) {
    (void)state;
    struct trial t = trial_new();
    const char *text = "amount,hour_to,source,setting,weekdays,from_date,hour_from\r\n"
                       "100,,assumption: made up,acute,,2018-01-01,\r\n"
                       "900,,assumption: made up,care,,2018-01-01,\r\n";
    trial_put(&t, "package/capacity.csv", text, strlen(text));
    assert_string_equal(trial_findings(&t, found_in(&t)), "");
    trial_end(&t);
}

static void cells_become_values(void **state) {
    (void)state;
    struct trial t = trial_new();
    trial_edit(&t, "capacity.csv", ",100,", ",forty,");
    trial_edit(&t, "capacity.csv", "care,2018-01-01", "care,soon");
    struct findings *findings = findings_new(t.arena);
    struct err err = {0};
    struct store *store = store_open(trial_path(&t, "package"), findings, &err);
    assert_non_null(store);
    struct query *q = query_new(
        store_db(store),
        "SELECT row_no, setting, amount, hour_from, weekdays FROM capacity ORDER BY row_no", &err);
    assert_true(query_next(q));
    assert_int_equal(query_integer(q, 0, 0), 2);
    assert_string_equal(query_text(q, 1), "acute");
    assert_null(query_text(q, 2)); /* it cannot be read, so it is missing */
    assert_true(query_next(q));
    assert_int_equal(query_integer(q, 3, -1), 8);
    assert_string_equal(query_text(q, 4), "sat sun");
    assert_false(query_next(q)); /* without its key the row is left out */
    assert_true(query_free(q, &err));
    store_close(store);
    trial_end(&t);
}

static void a_folder_without_a_package_is_refused(void **state) {
    (void)state;
    struct trial t = trial_new();
    struct err err = {0};
    assert_null(store_open(trial_path(&t, "nowhere"), findings_new(t.arena), &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_null(store_open(t.folder, findings_new(t.arena), &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    trial_end(&t);
}

static void waivers_hide_for_a_time(void **state) {
    (void)state;
    struct trial t = trial_new();
    trial_edit(&t, "action.csv", "2018-11-05", "2018-03-05");
    trial_edit(&t, "route.csv", ",0.8,", ",0.73,");
    const char *waivers = "rule,item,by,reason,until\n"
                          "D04,a2,coo,It came early.,2019-03-31\n"
                          "R02,acute,cfo,Known.,2018-12-31\n";
    trial_put(&t, "package/waiver.csv", waivers, strlen(waivers));
    static const struct {
        int32_t year;
        size_t left, waived;
        const char *over[2]; /* what those that are found again say, in the order of their rules */
    } cases[] = {
        {2018, 0, 2, {NULL}},
        {2019, 1, 1, {"; the waiver by 'Chief finance officer' expired on 2018-12-31"}},
        {2020,
         2,
         0,
         {"; the waiver by 'Chief operating officer' expired on 2019-03-31",
          "; the waiver by 'Chief finance officer' expired on 2018-12-31"}},
    };
    for (size_t i = 0; i < 3; i++) {
        struct findings *findings = findings_new(t.arena);
        struct err err = {0};
        size_t waived;
        struct store *store = store_open(trial_path(&t, "package"), findings, &err);
        assert_true(store_check(store_db(store), findings, &err));
        assert_true(
            waivers_apply(store_db(store), date_of(cases[i].year, 2, 1), findings, &waived, &err));
        assert_int_equal(findings->count, cases[i].left);
        assert_int_equal(findings->errors + findings->warnings, cases[i].left);
        assert_int_equal(waived, cases[i].waived);
        findings_sort(findings);
        for (size_t f = 0; f < findings->count; f++) {
            const char *said = strstr(findings->items[f].message, "; the waiver by ");
            assert_non_null(said);
            assert_string_equal(said, cases[i].over[f]);
        }
        store_close(store);
    }
    trial_end(&t);
}

/* Without who, why or until when nothing is taken out; a role that is nobody is no who. */
static void half_a_waiver_waives_nothing(void **state) {
    (void)state;
    static const struct {
        const char *row;
        size_t waived;
    } cases[] = {{"coo,It came early.,2019-03-31", 1},
                 {",It came early.,2019-03-31", 0},
                 {"tbc,It came early.,2019-03-31", 0},
                 {"coo,,2019-03-31", 0},
                 {"coo,It came early.,", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct trial t = trial_new();
        trial_edit(&t, "role.csv", "coo,", "tbc,To be confirmed,,\ncoo,");
        trial_edit(&t, "action.csv", "2018-11-05", "2018-03-05");
        const char *waiver =
            arena_printf(t.arena, "rule,item,by,reason,until\nD04,a2,%s\n", cases[i].row);
        trial_put(&t, "package/waiver.csv", waiver, strlen(waiver));
        struct findings *findings = findings_new(t.arena);
        struct err err = {0};
        size_t waived, found = 0;
        struct store *store = store_open(trial_path(&t, "package"), findings, &err);
        assert_true(store_check(store_db(store), findings, &err));
        assert_true(waivers_apply(store_db(store), date_of(2018, 2, 1), findings, &waived, &err));
        for (size_t f = 0; f < findings->count; f++)
            found += strcmp(findings->items[f].rule, "D04") == 0 ? 1u : 0u;
        assert_int_equal(waived, cases[i].waived);
        assert_int_equal(found, 1 - cases[i].waived);
        store_close(store);
        trial_end(&t);
    }
}

static int arena_setup(void **state) {
    *state = arena_new();
    return 0;
}

static int arena_teardown(void **state) {
    arena_free(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_package_has_no_findings),
        cmocka_unit_test(each_rule_finds_its_breakage),
        cmocka_unit_test(a_good_plan_has_no_findings),
        cmocka_unit_test(each_rule_of_plans_finds_its_breakage),
        cmocka_unit_test(what_is_sound_is_let_be),
        cmocka_unit_test(nobody_has_many_names),
        cmocka_unit_test(the_leads_of_milestones_answer_for_a_programme),
        cmocka_unit_test(a_circle_is_printed),
        cmocka_unit_test(files_of_no_table_are_found),
        cmocka_unit_test_setup_teardown(every_rule_is_tried, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(every_rule_is_explained, arena_setup, arena_teardown),
        cmocka_unit_test(all_findings_come_in_one_run),
        cmocka_unit_test(columns_may_stand_in_any_order),
        cmocka_unit_test(cells_become_values),
        cmocka_unit_test(a_folder_without_a_package_is_refused),
        cmocka_unit_test(waivers_hide_for_a_time),
        cmocka_unit_test(half_a_waiver_waives_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

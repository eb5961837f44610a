/* Questions to the model: who is answered first, what makes way, and that answers are the model's.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "store/copy.h"
#include "store/store.h"
#include "web/asks.h"

#include <math.h>
#include <semaphore.h>
#include <stdio.h>
#include <unistd.h>

#define MANY 100000 /* replications that take minutes */

static const char *folder;
static struct arena *arena;
static struct store *store;
static sem_t may_run; /* a run for each that is posted */

static int start(void **state) {
    (void)state;
    struct err err = {0};
    arena = arena_new();
    store = store_open(folder, findings_new(arena), &err);
    if (!store) fprintf(stderr, "%s\n", err.message);
    return store ? 0 : -1;
}

static int stop(void **state) {
    (void)state;
    store_close(store);
    arena_free(arena);
    return 0;
}

static sqlite3 *take(void *user) {
    (void)user;
    sem_wait(&may_run);
    return store_db(store);
}

static void give(void *user) {
    (void)user;
}

static struct asks *begin(int replications, unsigned runs) {
    const struct asks_options options = {
        .replications = replications, .seed = 1, .threads = 2, .take = take, .give = give};
    struct err err = {0};
    sem_init(&may_run, 0, runs);
    struct asks *asks = asks_new(&options, &err);
    assert_non_null(asks);
    return asks;
}

static struct question question_of(const char *setting, double amount,
                                   struct question_change *change) {
    *change = (struct question_change){QUESTION_CAPACITY, setting, amount};
    return (struct question){
        .base = "as-is", .from = date_of(2020, 1, 1), .changes = change, .count = 1};
}

/* That many more places at b. */
static bool ask_of(struct asks *asks, const char *setting, int amount, struct ask_state *out,
                   struct err *err) {
    struct question_change change;
    const struct question question = question_of(setting, amount, &change);
    const struct model_only rows[] = {{"present", "tandem", "*"}, {"occupancy", "b", "*"}};
    char key[64];
    snprintf(key, sizeof key, "%s=%d", setting, amount);
    const struct ask_what what = {key, &question, rows, 2};
    if (!asks_find(asks, &what, out, err)) return false;
    asks_release(asks, out->ask);
    return true;
}

static struct ask_state ask(struct asks *asks, int amount) {
    struct ask_state state;
    struct err err = {0};
    if (!ask_of(asks, "b", amount, &state, &err)) fail_msg("%s", err.message);
    return state;
}

/* Asks again and again until it has an answer, or its finest one. */
static struct ask_state wait_for(struct asks *asks, int amount, bool finest) {
    for (int i = 0; i < 12000; i++) {
        struct ask_state state = ask(asks, amount);
        assert_null(state.failed);
        if (finest ? state.done : state.results != NULL) return state;
        usleep(10000);
    }
    fail_msg("no answer after two minutes");
    return (struct ask_state){.ask = NULL};
}

/* Until the one question that there is runs, and is held up. */
static void wait_until_it_runs(struct asks *asks) {
    struct asks_counts counts = {.waiting = 1};
    for (int i = 0; i < 12000 && counts.waiting; i++) {
        usleep(10000);
        asks_count(asks, &counts);
    }
    assert_int_equal(counts.waiting, 0);
}

/* Every value of an answer is that of a model that is asked the same and run whole. */
static void is_the_models(const struct model_results *answer, int amount) {
    struct question_change change;
    const struct question question = question_of("b", amount, &change);
    const char *const scenarios[] = {QUESTION_SCENARIO};
    const struct model_options options = {.scenarios = scenarios,
                                          .scenario_count = 1,
                                          .replications = answer->replications,
                                          .by = MODEL_BY_YEAR,
                                          .seed = 1,
                                          .threads = 1};
    struct model_results all;
    struct err err = {0};
    sqlite3 *db = store_copy(store_db(store), &err);
    assert_non_null(db);
    assert_true(question_put(db, &question, &err));
    assert_true(model_simulate(db, &options, arena, &all, &err));
    sqlite3_close(db);
    assert_true(answer->count > 10);
    for (size_t i = 0; i < answer->count; i++) {
        const struct model_row *a = &answer->rows[i];
        const struct model_row *b =
            model_find(&all, QUESTION_SCENARIO, a->output, a->subject, a->period);
        assert_non_null(b);
        assert_memory_equal(a->values, b->values, (size_t)all.replications * sizeof *a->values);
    }
}

static void answers_are_the_models(void **state) {
    (void)state;
    struct asks *asks = begin(5, 3); /* the third is of what is run in advance */
    struct ask_state answer = wait_for(asks, 3, true);
    assert_int_equal(answer.results->replications, 5);
    is_the_models(answer.results, 3);
    asks_free(asks);
}

/* The first question is run whole, and tells from which day on the next ones will differ. */
static void answers_go_on_from_what_was_run_in_advance(void **state) {
    (void)state;
    struct asks *asks = begin(ASKS_FIRST_REPLICATIONS, 100);
    struct asks_counts counts;
    wait_for(asks, 1, true);
    asks_count(asks, &counts);
    assert_int_equal(counts.gone_on, 0);
    for (int amount = 2; amount <= 3; amount++) {
        is_the_models(wait_for(asks, amount, true).results, amount);
        asks_count(asks, &counts);
        assert_int_equal(counts.gone_on, amount - 1);
    }
    asks_expect(asks, "as-is", date_of(2019, 1, 1));
    is_the_models(wait_for(asks, 4, true).results, 4);
    asks_free(asks);
    asks = begin(ASKS_FIRST_REPLICATIONS, 100); /* a day before all that is simulated */
    asks_expect(asks, "as-is", date_of(1919, 1, 1));
    is_the_models(wait_for(asks, 1, true).results, 1);
    asks_expect(asks, "nonsense", date_of(2020, 1, 1));
    is_the_models(wait_for(asks, 2, true).results, 2);
    asks_free(asks);
}

/* Ten years with a few people a day: a run that is looked at by the event is never stopped. */
static void a_finer_answer_makes_way(void **state) {
    (void)state;
    struct asks *asks = begin(MANY, 1000);
    assert_int_equal(wait_for(asks, 1, false).results->replications, ASKS_FIRST_REPLICATIONS);
    struct ask_state finer = ask(asks, 1); /* begins after what is run in advance */
    for (int i = 0; i < 12000 && !(finer.progress > 0 && finer.progress < 1); i++) {
        usleep(10000);
        finer = ask(asks, 1);
    }
    assert_false(finer.done);
    assert_int_equal(wait_for(asks, 2, false).results->replications, ASKS_FIRST_REPLICATIONS);
    assert_false(ask(asks, 1).done);
    assert_int_equal(ask(asks, 1).results->replications, ASKS_FIRST_REPLICATIONS);
    struct asks_counts counts;
    asks_count(asks, &counts);
    assert_int_equal(counts.made_way, 1);
    assert_int_equal(counts.first_answers, 2);
    assert_true(counts.first_seconds > 0);
    asks_free(asks); /* nor does the end wait for it */
}

static void who_asks_again_comes_first(void **state) {
    (void)state;
    struct asks *asks = begin(ASKS_FIRST_REPLICATIONS, 0);
    ask(asks, 1);
    wait_until_it_runs(asks);
    for (int amount = 2; amount <= 4; amount++) ask(asks, amount);
    ask(asks, 3);
    sem_post(&may_run);
    wait_for(asks, 1, true);
    sem_post(&may_run);
    wait_for(asks, 3, true);
    assert_false(ask(asks, 2).done);
    assert_false(ask(asks, 4).done);
    for (int i = 0; i < 10; i++) sem_post(&may_run);
    asks_free(asks);
}

static void too_many_are_refused(void **state) {
    (void)state;
    struct asks *asks = begin(1, 0);
    struct ask_state unused;
    struct err err = {0};
    ask(asks, 100);
    wait_until_it_runs(asks);
    for (int amount = 1; amount <= (int)ASKS_WAITING; amount++) ask(asks, amount);
    assert_false(ask_of(asks, "b", 99, &unused, &err));
    assert_int_equal(err.code, ERR_TOO_LARGE);
    ask(asks, 7); /* is one of those that wait */
    struct asks_counts counts;
    asks_count(asks, &counts);
    assert_int_equal(counts.waiting, ASKS_WAITING);
    for (int i = 0; i < 40; i++) sem_post(&may_run);
    wait_for(asks, 1, true);
    asks_free(asks);
}

static void what_cannot_be_answered_says_why(void **state) {
    (void)state;
    struct asks *asks = begin(1, 10);
    struct ask_state answer = {.done = false};
    struct err err = {0};
    for (int i = 0; i < 1000 && !answer.done; i++) {
        assert_true(ask_of(asks, "nowhere", 1, &answer, &err));
        usleep(10000);
    }
    assert_non_null(answer.failed);
    assert_string_equal(answer.failed, "There is no setting 'nowhere'");
    asks_free(asks);
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    folder = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_the_models),
        cmocka_unit_test(answers_go_on_from_what_was_run_in_advance),
        cmocka_unit_test(a_finer_answer_makes_way),
        cmocka_unit_test(who_asks_again_comes_first),
        cmocka_unit_test(too_many_are_refused),
        cmocka_unit_test(what_cannot_be_answered_says_why),
    };
    return cmocka_run_group_tests_name("web asks", tests, start, stop);
}

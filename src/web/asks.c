/* Answers questions in a thread of its own; see asks.h.
 *
 * SPDX-License-Identifier: MIT */
#include "asks.h"

#include "store/copy.h"

#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum stage { WAITS, RUNS_FIRST, HAS_FIRST, RUNS_FINER, DONE, FAILED };

struct ask {
    struct ask *next;
    struct arena *arena; /* of all of it */
    const char *key, *failed;
    struct question question;
    struct model_only *rows;
    size_t row_count;
    enum stage stage;
    const struct model_results *results;
    size_t holders;
    uint64_t asked; /* when it was last asked for, by asks->clock */
    struct timespec began;
    atomic_uint_fast64_t done, total;
};

struct asks {
    struct asks_options options;
    pthread_t thread;
    struct model_past *past; /* what was run in advance, of past_base; the thread's own */
    char *past_base;
    pthread_mutex_t lock; /* guards what follows, and the stage, results and holders of each */
    pthread_cond_t work;
    char *expected_base; /* NULL: nothing */
    int32_t expected_day;
    bool to_prepare; /* what is expected is not the past yet */
    struct ask *first;
    size_t count;
    uint64_t clock, first_answers, gone_on, made_way;
    double first_seconds;
    bool ending;
    volatile bool stop_run; /* read by the run that goes on, without the lock */
};

static void stop_run(struct asks *asks, bool stop) {
    __atomic_store_n(&asks->stop_run, stop, __ATOMIC_RELAXED);
}

static void on_progress(void *user, uint64_t done, uint64_t total, uint64_t events) {
    (void)events;
    struct ask *ask = user;
    atomic_store(&ask->total, total);
    atomic_store(&ask->done, done);
}

/* --- answering ----------------------------------------------------------------------------------
 */

static void set_text(char **to, const char *text) {
    free(*to);
    *to = heap_new(strlen(text) + 1, 1);
    strcpy(*to, text);
}

/* The package as the model runs it, with dates as they are forecast; NULL with err. */
static sqlite3 *copy_package(struct asks *asks, struct err *err) {
    sqlite3 *db = store_copy(asks->options.take(asks->options.user), err);
    asks->options.give(asks->options.user);
    size_t fed;
    if (!db || !asks->options.forecast || plan_forecast_feed(db, asks->options.forecast, &fed, err))
        return db;
    sqlite3_close(db);
    return NULL;
}

static struct model_options model_options(struct asks *asks, const char *const *scenario,
                                          int replications) {
    return (struct model_options){.scenarios = scenario,
                                  .scenario_count = 1,
                                  .replications = replications,
                                  .by = MODEL_BY_YEAR,
                                  .seed = asks->options.seed,
                                  .threads = asks->options.threads,
                                  .stop = &asks->stop_run};
}

static bool run_model(struct asks *asks, struct ask *ask, int replications, struct arena *arena,
                      struct model_results *results, struct err *err) {
    sqlite3 *db = copy_package(asks, err);
    if (!db) return false;
    const char *scenario = QUESTION_SCENARIO;
    struct model_options options = model_options(asks, &scenario, replications);
    options.only = ask->rows;
    options.only_count = ask->row_count;
    options.progress = on_progress;
    options.user = ask;
    if (asks->past && strcmp(asks->past_base, ask->question.base) == 0) options.past = asks->past;
    bool ok =
        question_put(db, &ask->question, err) && model_simulate(db, &options, arena, results, err);
    sqlite3_close(db);
    return ok;
}

static int first_replications(const struct asks *asks) {
    int most = asks->options.replications;
    return most < ASKS_FIRST_REPLICATIONS ? most : ASKS_FIRST_REPLICATIONS;
}

/* Runs in advance what is expected. Where that cannot be, questions are run whole. */
static void prepare(struct asks *asks) {
    int32_t day = asks->expected_day;
    asks->to_prepare = false;
    set_text(&asks->past_base, asks->expected_base);
    stop_run(asks, asks->ending);
    pthread_mutex_unlock(&asks->lock);
    struct err err = {0};
    const char *scenario = asks->past_base;
    const struct model_options options = model_options(asks, &scenario, first_replications(asks));
    model_past_free(asks->past);
    asks->past = NULL;
    sqlite3 *db = copy_package(asks, &err);
    if (db && !model_past_make(db, &options, day, &asks->past, &err)) asks->past = NULL;
    sqlite3_close(db);
    pthread_mutex_lock(&asks->lock);
}

/* A question that could not go on from the past tells what to expect of the next. */
static void learn(struct asks *asks, const struct question *question) {
    if (asks->expected_base && strcmp(asks->expected_base, question->base) == 0 &&
        question->from >= asks->expected_day)
        return;
    set_text(&asks->expected_base, question->base);
    asks->expected_day = question->from;
    asks->to_prepare = true;
}

static void answer(struct asks *asks, struct ask *ask) {
    bool finer = ask->stage == HAS_FIRST;
    ask->stage = finer ? RUNS_FINER : RUNS_FIRST;
    atomic_store(&ask->done, 0);
    stop_run(asks, asks->ending);
    pthread_mutex_unlock(&asks->lock);
    struct arena *arena = arena_new(); /* of the run, which needs much more than its results */
    struct model_results run, *results = NULL;
    struct err err = {0};
    int most = asks->options.replications;
    int replications = finer ? most : first_replications(asks);
    bool ok = run_model(asks, ask, replications, arena, &run, &err);
    if (ok) {
        results = ARENA_NEW(ask->arena, struct model_results, 1);
        model_results_keep(&run, ask->arena, results);
    }
    arena_free(arena);
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    pthread_mutex_lock(&asks->lock);
    if (finer && !ok && asks->stop_run) {
        ask->stage = HAS_FIRST;
        asks->made_way++;
        return;
    }
    if (!finer) {
        asks->first_answers++;
        asks->gone_on += ok && results->gone_on > 0;
        if (ok && !results->gone_on) learn(asks, &ask->question);
        asks->first_seconds += (double)(now.tv_sec - ask->began.tv_sec) +
                               (double)(now.tv_nsec - ask->began.tv_nsec) / 1e9;
    }
    if (ok) ask->results = results;
    if (!ok && !finer) ask->failed = arena_string(ask->arena, err.message);
    ask->stage = !ok ? finer ? DONE : FAILED : finer || replications == most ? DONE : HAS_FIRST;
}

/* Of those that are at a stage the last one asked for: who waits asks again every moment, who has
 * moved the slider on does not. */
static struct ask *last_asked(struct asks *asks, enum stage stage) {
    struct ask *best = NULL;
    for (struct ask *a = asks->first; a; a = a->next)
        if (a->stage == stage && (!best || a->asked > best->asked)) best = a;
    return best;
}

static void *work(void *user) {
    struct asks *asks = user;
    bool tidy = true; /* no run has left memory behind */
    pthread_mutex_lock(&asks->lock);
    while (!asks->ending) {
        struct ask *ask = last_asked(asks, WAITS);
        if (!ask && !asks->to_prepare) ask = last_asked(asks, HAS_FIRST);
        if (ask) {
            ask->holders++;
            answer(asks, ask);
            ask->holders--;
            tidy = false;
        } else if (asks->to_prepare) {
            prepare(asks);
            tidy = false;
        } else if (!tidy) {
            pthread_mutex_unlock(&asks->lock);
            malloc_trim(0);
            pthread_mutex_lock(&asks->lock);
            tidy = true;
        } else {
            pthread_cond_wait(&asks->work, &asks->lock);
        }
    }
    pthread_mutex_unlock(&asks->lock);
    return NULL;
}

/* --- keeping ------------------------------------------------------------------------------------
 */

struct asks *asks_new(const struct asks_options *options, struct err *err) {
    struct asks *asks = heap_new(1, sizeof *asks);
    *asks = (struct asks){.options = *options};
    pthread_mutex_init(&asks->lock, NULL);
    pthread_cond_init(&asks->work, NULL);
    if (pthread_create(&asks->thread, NULL, work, asks) == 0) return asks;
    err_set(err, ERR_IO, "no thread can be started");
    pthread_cond_destroy(&asks->work);
    pthread_mutex_destroy(&asks->lock);
    free(asks);
    return NULL;
}

void asks_free(struct asks *asks) {
    if (!asks) return;
    pthread_mutex_lock(&asks->lock);
    asks->ending = true;
    stop_run(asks, true);
    pthread_cond_signal(&asks->work);
    pthread_mutex_unlock(&asks->lock);
    pthread_join(asks->thread, NULL);
    while (asks->first) {
        struct ask *next = asks->first->next;
        arena_free(asks->first->arena);
        asks->first = next;
    }
    model_past_free(asks->past);
    free(asks->past_base);
    free(asks->expected_base);
    pthread_cond_destroy(&asks->work);
    pthread_mutex_destroy(&asks->lock);
    free(asks);
}

void asks_expect(struct asks *asks, const char *base, int32_t day) {
    pthread_mutex_lock(&asks->lock);
    set_text(&asks->expected_base, base);
    asks->expected_day = day;
    asks->to_prepare = true;
    pthread_cond_signal(&asks->work);
    pthread_mutex_unlock(&asks->lock);
}

static struct ask *make(const struct ask_what *what) {
    const struct question *question = what->question;
    struct arena *arena = arena_new();
    struct ask *ask = ARENA_NEW(arena, struct ask, 1);
    *ask = (struct ask){.arena = arena,
                        .key = arena_string(arena, what->key),
                        .question = *question,
                        .rows = ARENA_NEW(arena, struct model_only, what->row_count),
                        .row_count = what->row_count};
    for (size_t i = 0; i < what->row_count; i++)
        ask->rows[i] = (struct model_only){arena_string(arena, what->rows[i].output),
                                           arena_string(arena, what->rows[i].subject),
                                           arena_string(arena, what->rows[i].period)};
    struct question_change *changes = ARENA_NEW(arena, struct question_change, question->count + 1);
    for (size_t i = 0; i < question->count; i++) {
        changes[i] = question->changes[i];
        changes[i].id = arena_string(arena, question->changes[i].id);
    }
    ask->question.changes = changes;
    ask->question.base = arena_string(arena, question->base);
    clock_gettime(CLOCK_MONOTONIC, &ask->began);
    return ask;
}

/* Drops the answer that was asked for longest ago, if nobody looks at it. */
static void make_room(struct asks *asks) {
    struct ask **oldest = NULL;
    for (struct ask **at = &asks->first; *at; at = &(*at)->next)
        if (!(*at)->holders && (*at)->stage != WAITS &&
            (!oldest || (*at)->asked < (*oldest)->asked))
            oldest = at;
    if (!oldest) return;
    struct ask *ask = *oldest;
    *oldest = ask->next;
    arena_free(ask->arena);
    asks->count--;
}

static size_t count_waiting(const struct asks *asks) {
    size_t n = 0;
    for (const struct ask *a = asks->first; a; a = a->next) n += a->stage == WAITS;
    return n;
}

/* Whether a finer answer is being worked out. */
static bool runs_finer(const struct asks *asks) {
    for (const struct ask *a = asks->first; a; a = a->next)
        if (a->stage == RUNS_FINER) return true;
    return false;
}

bool asks_find(struct asks *asks, const struct ask_what *what, struct ask_state *out,
               struct err *err) {
    pthread_mutex_lock(&asks->lock);
    struct ask *ask = asks->first;
    while (ask && strcmp(ask->key, what->key) != 0) ask = ask->next;
    if (!ask && count_waiting(asks) >= ASKS_WAITING) {
        pthread_mutex_unlock(&asks->lock);
        err_set(err, ERR_TOO_LARGE, "Too many questions wait for the model just now");
        return err_hint(err, "Ask again in a minute.");
    }
    if (!ask) {
        if (asks->count >= ASKS_KEPT) make_room(asks);
        ask = make(what);
        ask->next = asks->first;
        asks->first = ask;
        asks->count++;
        if (runs_finer(asks)) stop_run(asks, true);
        pthread_cond_signal(&asks->work);
    }
    ask->asked = ++asks->clock;
    ask->holders++;
    uint64_t total = atomic_load(&ask->total);
    *out =
        (struct ask_state){.ask = ask,
                           .results = ask->results,
                           .done = ask->stage == DONE || ask->stage == FAILED,
                           .progress = total ? (double)atomic_load(&ask->done) / (double)total : 0,
                           .failed = ask->failed};
    pthread_mutex_unlock(&asks->lock);
    return true;
}

void asks_release(struct asks *asks, struct ask *ask) {
    pthread_mutex_lock(&asks->lock);
    ask->holders--;
    pthread_mutex_unlock(&asks->lock);
}

void asks_count(struct asks *asks, struct asks_counts *out) {
    pthread_mutex_lock(&asks->lock);
    *out = (struct asks_counts){.kept = asks->count,
                                .waiting = count_waiting(asks),
                                .first_answers = asks->first_answers,
                                .gone_on = asks->gone_on,
                                .made_way = asks->made_way,
                                .first_seconds = asks->first_seconds};
    pthread_mutex_unlock(&asks->lock);
}

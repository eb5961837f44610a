/* Watches a package and reads it again; see keeper.h.
 *
 * SPDX-License-Identifier: MIT */
#include "keeper.h"

#include "base/hash.h"
#include "http.h"
#include "report/check.h"
#include "report/day.h"
#include "store/check.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LINES 5
#define SECONDS_BETWEEN 1

struct held {
    struct site *site;
    struct arena *arena; /* of its findings */
    size_t holders;
};

struct keeper {
    struct site_options options;
    uint64_t read, pending; /* stamps: of what was read or tried last, and at the last look */
    pthread_t thread;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t wake;  /* it is to end, or somebody has let go */
    bool ending;
    struct held *now;
    struct http_server *server;
    struct keeper_notice notice;
    struct arena *noticed; /* of the notice's texts; NULL: none */
    uint64_t reads, refusals, kept_runs;
    bool shown; /* something was held since memory was last given back */
};

/* --- have the files changed? --------------------------------------------------------------------
 */

/* A number that differs when a file does (by name, size, times, and which file it is). */
static uint64_t stamp_of_file(const char *name, const struct stat *is) {
    const uint64_t of[] = {(uint64_t)is->st_size, (uint64_t)is->st_mtim.tv_sec,
                           (uint64_t)is->st_mtim.tv_nsec, (uint64_t)is->st_ino};
    return hash_bytes(hash_text(HASH_BEGIN, name), of, sizeof of);
}

static bool is_of_package(const char *name) {
    const char *dot = strrchr(name, '.');
    return *name != '.' && dot && (strcmp(dot, ".csv") == 0 || strcmp(dot, ".json") == 0);
}

/* Of a folder's tables, in whatever order they are listed, or of a .weft file and what was written
 * beside it; 0 where there is nothing. */
static uint64_t stamp_of(const char *path) {
    struct stat is;
    char beside[4096];
    uint64_t stamp = 0;
    DIR *folder = opendir(path);
    if (!folder) {
        if (stat(path, &is) == 0) stamp = stamp_of_file("", &is);
        int n = snprintf(beside, sizeof beside, "%s-wal", path);
        if (n > 0 && (size_t)n < sizeof beside && stat(beside, &is) == 0)
            stamp += stamp_of_file("-wal", &is);
        return stamp;
    }
    for (const struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
        if (is_of_package(entry->d_name) && fstatat(dirfd(folder), entry->d_name, &is, 0) == 0)
            stamp += stamp_of_file(entry->d_name, &is);
    closedir(folder);
    return stamp;
}

/* --- reading it ---------------------------------------------------------------------------------
 */

/* NULL with err, or with findings->errors. */
static struct held *open_site(const struct keeper *keeper, struct findings **findings,
                              struct err *err) {
    struct site_options options = keeper->options;
    options.before = keeper->now ? keeper->now->site : NULL;
    struct arena *arena = arena_new();
    struct held *held = NULL;
    int32_t day;
    *findings = findings_new(arena);
    struct store *store = store_open_checked(options.path, *findings, err);
    options.findings = *findings;
    if (store && !(*findings)->errors &&
        report_day_or_today(store_db(store), options.as_at, &day, err) &&
        report_check(store_db(store), day, *findings, err)) {
        findings_sort(*findings);
        struct site *site = site_new(store_db(store), &options, err);
        if (site) {
            held = heap_new(1, sizeof *held);
            *held = (struct held){.site = site, .arena = arena};
        }
    }
    store_close(store);
    malloc_trim(0); /* the site has copies */
    if (held) return held;
    findings_sort(*findings);
    return NULL;
}

static void drop(struct held *held) {
    if (!held) return;
    site_free(held->site);
    arena_free(held->arena);
    free(held);
}

/* Says how things stand; takes the arena of the texts over. */
static void notify(struct keeper *keeper, const struct keeper_notice *notice, struct arena *arena) {
    pthread_mutex_lock(&keeper->lock);
    arena_free(keeper->noticed);
    keeper->noticed = arena;
    keeper->notice = *notice;
    http_forget(keeper->server);
    pthread_mutex_unlock(&keeper->lock);
}

/* Why it cannot be used, and the first findings that say so. */
static void refuse(struct keeper *keeper, const struct findings *findings, const struct err *err) {
    struct arena *arena = arena_new();
    const char **lines = ARENA_NEW(arena, const char *, LINES);
    struct keeper_notice notice = {.lines = lines};
    for (size_t i = 0; i < findings->count && notice.line_count < LINES; i++) {
        struct buf line = buf_new(arena);
        if (findings->items[i].severity != SEVERITY_ERROR) continue;
        finding_text(&findings->items[i], &line);
        lines[notice.line_count++] = line.text;
    }
    notice.refused = err->code != ERR_NONE
                         ? arena_string(arena, err->message)
                         : arena_printf(arena, "it has %zu error%s", findings->errors,
                                        findings->errors == 1 ? "" : "s");
    fprintf(stderr, "%s has changed and cannot be used: %s\n", keeper->options.path,
            notice.refused);
    for (size_t i = 0; i < notice.line_count; i++) fprintf(stderr, "%s\n", lines[i]);
    notify(keeper, &notice, arena);
    pthread_mutex_lock(&keeper->lock);
    keeper->refusals++;
    pthread_mutex_unlock(&keeper->lock);
}

/* The new site in the place of the old one, which goes when nobody holds it. */
static void put(struct keeper *keeper, struct held *held) {
    pthread_mutex_lock(&keeper->lock);
    struct held *old = keeper->now;
    site_serve(old->site, NULL);
    site_serve(held->site, keeper->server);
    keeper->now = held;
    keeper->reads++;
    keeper->kept_runs += site_kept_runs(held->site);
    http_forget(keeper->server);
    while (old->holders) pthread_cond_wait(&keeper->wake, &keeper->lock);
    pthread_mutex_unlock(&keeper->lock);
    drop(old);
    malloc_trim(0);
}

static void read_again(struct keeper *keeper) {
    const struct keeper_notice reading = {.reading = true}, none = {.reading = false};
    struct findings *findings;
    struct err err = {0};
    notify(keeper, &reading, NULL);
    struct held *held = open_site(keeper, &findings, &err);
    if (held) {
        put(keeper, held);
        notify(keeper, &none, NULL);
    } else {
        refuse(keeper, findings, &err);
        arena_free(findings->arena);
    }
}

/* Files that have changed are read once they have stayed the same from one look to the next: who
 * saves ten tables has them read together. */
static void look(struct keeper *keeper) {
    uint64_t stamp = stamp_of(keeper->options.path);
    bool settled = stamp == keeper->pending;
    keeper->pending = stamp;
    if (stamp == keeper->read || !settled) return;
    keeper->read = stamp;
    read_again(keeper);
}

static void *work(void *user) {
    struct keeper *keeper = user;
    pthread_mutex_lock(&keeper->lock);
    while (!keeper->ending) {
        struct timespec then;
        clock_gettime(CLOCK_MONOTONIC, &then);
        then.tv_sec += SECONDS_BETWEEN;
        int slept = 0;
        while (!keeper->ending && slept != ETIMEDOUT)
            slept = pthread_cond_timedwait(&keeper->wake, &keeper->lock, &then);
        if (keeper->ending) break;
        bool shown = keeper->shown;
        keeper->shown = false;
        pthread_mutex_unlock(&keeper->lock);
        if (shown) malloc_trim(0); /* what making pages needed lies between what is kept */
        look(keeper);
        pthread_mutex_lock(&keeper->lock);
    }
    pthread_mutex_unlock(&keeper->lock);
    return NULL;
}

/* --- for requests -------------------------------------------------------------------------------
 */

struct keeper *keeper_new(const struct site_options *options, struct findings *findings,
                          struct err *err) {
    struct keeper *keeper = heap_new(1, sizeof *keeper);
    struct findings *found;
    *keeper = (struct keeper){.options = *options};
    keeper->read = keeper->pending = stamp_of(options->path);
    keeper->now = open_site(keeper, &found, err);
    if (!keeper->now) {
        for (size_t i = 0; i < found->count; i++) findings_copy(findings, &found->items[i]);
        arena_free(found->arena);
        free(keeper);
        return NULL;
    }
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&keeper->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&keeper->lock, NULL);
    if (pthread_create(&keeper->thread, NULL, work, keeper) == 0) return keeper;
    err_set(err, ERR_IO, "no thread can be started");
    keeper->thread = 0;
    keeper_free(keeper);
    return NULL;
}

void keeper_free(struct keeper *keeper) {
    if (!keeper) return;
    pthread_mutex_lock(&keeper->lock);
    keeper->ending = true;
    pthread_cond_broadcast(&keeper->wake);
    pthread_mutex_unlock(&keeper->lock);
    if (keeper->thread) pthread_join(keeper->thread, NULL);
    drop(keeper->now);
    arena_free(keeper->noticed);
    pthread_cond_destroy(&keeper->wake);
    pthread_mutex_destroy(&keeper->lock);
    free(keeper);
}

void keeper_serve(struct keeper *keeper, struct http_server *server) {
    pthread_mutex_lock(&keeper->lock);
    keeper->server = server;
    site_serve(keeper->now->site, server);
    pthread_mutex_unlock(&keeper->lock);
}

struct held *keeper_hold(struct keeper *keeper, struct arena *arena, struct keeper_notice *notice) {
    pthread_mutex_lock(&keeper->lock);
    struct held *held = keeper->now;
    held->holders++;
    keeper->shown = true;
    *notice = keeper->notice;
    const char **lines = ARENA_NEW(arena, const char *, notice->line_count);
    for (size_t i = 0; i < notice->line_count; i++)
        lines[i] = arena_string(arena, notice->lines[i]);
    notice->lines = lines;
    if (notice->refused) notice->refused = arena_string(arena, notice->refused);
    pthread_mutex_unlock(&keeper->lock);
    return held;
}

void keeper_let_go(struct keeper *keeper, struct held *held) {
    pthread_mutex_lock(&keeper->lock);
    if (--held->holders == 0 && held != keeper->now) pthread_cond_broadcast(&keeper->wake);
    pthread_mutex_unlock(&keeper->lock);
}

struct site *held_site(const struct held *held) {
    return held->site;
}

void keeper_counts(struct keeper *keeper, struct keeper_counts *out) {
    pthread_mutex_lock(&keeper->lock);
    *out = (struct keeper_counts){keeper->reads, keeper->refusals, keeper->kept_runs};
    pthread_mutex_unlock(&keeper->lock);
}

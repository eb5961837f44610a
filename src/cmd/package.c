/* What the commands that read a package share; see package.h.
 *
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "package.h"
#include "plan/forecast.h"
#include "report/day.h"
#include "store/check.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BAR_CELLS 30
#define SECONDS_BETWEEN 0.1

void package_print(const struct findings *findings, enum severity from, struct arena *arena,
                   FILE *out) {
    struct buf text = buf_new(arena);
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->items[i].severity < from) continue;
        finding_text(&findings->items[i], &text);
        buf_putc(&text, '\n');
    }
    fputs(text.text, out);
}

/* A pipe or a device is written to: a file in its place would take it from everybody else. */
static bool special_write(const char *file, const struct buf *out, struct err *err) {
    FILE *to = fopen(file, "we");
    bool ok = to && fwrite(out->text, 1, out->length, to) == out->length;
    if (to && fclose(to) != 0) ok = false;
    return ok || err_set(err, ERR_IO, "%s: %s", file, strerror(errno));
}

bool output_write(const char *file, const struct buf *out, struct err *err) {
    struct stat st;
    if (file && stat(file, &st) == 0 && (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode)))
        return special_write(file, out, err);
    if (file) return file_replace(file, (struct str){out->text, out->length}, err);
    return fwrite(out->text, 1, out->length, stdout) == out->length ||
           err_set(err, ERR_IO, "the answer could not be written to the standard output");
}

const char *package_user(void) {
    const char *user = getenv("USER");
    if (!user || !*user) user = getenv("LOGNAME");
    return user && *user ? user : NULL;
}

struct store *package_open(const char *path, struct findings *findings, struct err *err) {
    struct store *store = store_open_checked(path, findings, err);
    if (!store || findings->errors == 0) return store;
    store_close(store);
    package_refuse(path, findings, err);
    return NULL;
}

void package_refuse(const char *path, struct findings *findings, struct err *err) {
    findings_sort(findings);
    package_print(findings, SEVERITY_ERROR, findings->arena, stderr);
    err_set(err, ERR_INPUT, "%s has %zu error%s, so it cannot be used", path, findings->errors,
            findings->errors == 1 ? "" : "s");
    err_hint(err, "`weft check %s` says more.", path);
}

int32_t package_today(void) {
    return (int32_t)(time(NULL) / 86400);
}

bool package_feed(sqlite3 *db, int32_t as_at, uint64_t seed, struct arena *arena, struct err *err) {
    struct plan_status *status = ARENA_NEW(arena, struct plan_status, 1);
    struct forecast forecast;
    struct forecast_options options = {seed, FORECAST_REPLICATIONS};
    size_t fed;
    int32_t day;
    if (!report_day_or_today(db, as_at, &day, err) ||
        !plan_status_read(db, day, arena, status, err) ||
        !plan_forecast_make(db, status, &options, arena, &forecast, err) ||
        !plan_forecast_feed(db, &forecast, &fed, err))
        return false;
    char text[DATE_BYTES];
    fprintf(stderr, "forecast dates of %zu milestones, as at %s, from %zu items that are done\n",
            fed, date_people(day, text), forecast.done);
    return true;
}

double package_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void progress_show(struct progress *p, uint64_t done, uint64_t total, uint64_t events) {
    if (!isatty(STDERR_FILENO)) return;
    double now = package_seconds();
    if (p->began == 0) p->began = now;
    if (now - p->shown < SECONDS_BETWEEN && done < total) return;
    p->shown = now;
    double part = total ? (double)done / (double)total : 1, spent = now - p->began;
    fprintf(stderr, "\r%s  ", p->title);
    for (int i = 0; i < BAR_CELLS; i++) fputs(i < part * BAR_CELLS ? "█" : "░", stderr);
    fprintf(stderr, "  %" PRIu64 " of %" PRIu64 " %s", done, total, p->unit);
    if (spent > 0.5 && events) fprintf(stderr, "   %.1f M events/s", (double)events / spent / 1e6);
    if (spent > 0.5 && part > 0) fprintf(stderr, "   %.0f s left", spent / part * (1 - part));
    fputs("  \033[K", stderr);
    fflush(stderr);
}

void progress_end(struct progress *p) {
    if (p->began != 0) fputs("\r\033[K", stderr);
}

/* How fast measures are judged, in CPU seconds of one core:
 *   spc N     control charts of N series of 36 points: limits, rules, types
 *   councils  a package with 17 measures of 150 councils and England in 104 months, 266,968 rows as
 *             CSV: opened (read and checked cell by cell), and every council judged against its own
 *             past and England
 *
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "measure/verdict.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { POINTS = 36, MEASURES = 17, COUNCILS = 150, MONTHS = 104 };

static double cpu_seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* About normal: the sum of four uniform numbers of a linear congruential generator (Knuth). */
static double noise(uint64_t *state) {
    double sum = 0;
    for (int i = 0; i < 4; i++) {
        *state = *state * 6364136223846793005u + 1442695040888963407u;
        sum += (double)(*state >> 40) / (1 << 24);
    }
    return sum;
}

static void report(const char *name, double seconds, size_t items) {
    printf("%s,%.4f,%zu,%zu,%.2f\n", name, seconds, items, items, (double)items / seconds / 1e6);
}

static int charts(size_t count) {
    double *x = calloc(count * POINTS, sizeof *x);
    if (!x) return 1;
    uint64_t state = 1;
    for (size_t i = 0; i < count * POINTS; i++) x[i] = 20 + noise(&state);
    struct spc_options options = {.direction = SPC_DECREASE};
    struct spc_point points[POINTS];
    struct spc_phase phases[POINTS];
    size_t special = 0;
    double start = cpu_seconds();
    for (size_t i = 0; i < count; i++) {
        (void)spc_judge(x + i * POINTS, NULL, POINTS, &options, points, phases);
        for (size_t k = 0; k < POINTS; k++) special += points[k].type != SPC_COMMON;
    }
    double seconds = cpu_seconds() - start;
    char name[32];
    snprintf(name, sizeof name, "spc-%zu", count);
    report(name, seconds, count * POINTS);
    free(x);
    return special == 0; /* what is not used might be left out by the compiler */
}

static bool write_package(const char *folder, struct arena *arena, size_t *rows, struct err *err) {
    struct buf places = buf_new(arena), measures = buf_new(arena), seen = buf_new(arena);
    buf_puts(&places, "id,title,kind,parent,source\nengland,England,nation,,made up\n");
    buf_puts(&measures, "id,title,unit,direction,per,frequency,source\n");
    buf_puts(&seen, "measure,place,period_start,numerator,denominator,value,status,source\n");
    uint64_t state = 2;
    for (int c = 0; c < COUNCILS; c++)
        buf_printf(&places, "council-%d,Council %d,local authority,england,made up\n", c, c);
    for (int m = 0; m < MEASURES; m++) {
        buf_printf(&measures,
                   "measure-%d,Measure %d,\"people per 100,000\",lower,100000,month,made up\n", m,
                   m);
        for (int c = -1; c < COUNCILS; c++)
            for (int t = 0; t < MONTHS; t++, ++*rows) {
                char date[DATE_BYTES];
                date_text(date_month_start(2011 * 12 + 3 + t), date);
                buf_printf(&seen, "measure-%d,%s,%s,", m,
                           c < 0 ? "england" : arena_printf(arena, "council-%d", c), date);
                buf_printf(&seen, "%d,12000000,,final,made up\n", (int)(1000 * noise(&state)));
            }
    }
    const char *system = "id,title,place,comparator,start,end,currency,source\n"
                         "s,System,council-0,england,2018-04-01,2021-03-31,GBP,made up\n";
    const struct {
        const char *name;
        struct str text;
    } files[] = {{"place", {places.text, places.length}},
                 {"measure", {measures.text, measures.length}},
                 {"observation", {seen.text, seen.length}},
                 {"system", {system, strlen(system)}}};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        if (!file_write(arena_printf(arena, "%s/%s.csv", folder, files[i].name), files[i].text,
                        err))
            return false;
    return true;
}

static void remove_package(const char *folder, struct arena *arena) {
    static const char *const names[] = {"place", "measure", "observation", "system"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        unlink(arena_printf(arena, "%s/%s.csv", folder, names[i]));
    rmdir(folder);
}

static int councils(void) {
    char folder[] = "/tmp/weft-bench-XXXXXX";
    struct arena *arena = arena_new();
    struct err err = {0};
    struct measure_verdict *verdicts;
    size_t rows = 0, count = 0;
    bool ok = mkdtemp(folder) && write_package(folder, arena, &rows, &err);
    double start = cpu_seconds();
    struct store *store = ok ? store_open(folder, findings_new(arena), &err) : NULL;
    double opened = cpu_seconds();
    ok = store && measure_judge_all(store_db(store), DATE_NONE, arena, &verdicts, &count, &err);
    double judged = cpu_seconds();
    if (ok) {
        report("councils-open", opened - start, rows);
        report("councils-judge", judged - opened, rows);
        report("councils", judged - start, rows);
    } else {
        fprintf(stderr, "councils: %s\n", err.message);
    }
    store_close(store);
    remove_package(folder, arena);
    arena_free(arena);
    return !ok || count != MEASURES * COUNCILS;
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "spc") == 0 && atoi(argv[2]) > 0)
        return charts((size_t)atoi(argv[2]));
    if (argc == 2 && strcmp(argv[1], "councils") == 0) return councils();
    fprintf(stderr, "usage: stats_bench spc N | councils\n");
    return 2;
}

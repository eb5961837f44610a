/* How fast the engine is: CPU seconds and events a second on one core, of
 *   mm1     one queue, one place, load 0.9, until a million people have come
 *   tandem  three settings in which people hold a place while they wait for the next, ten years,
 *           20 replications
 *   lindley the same million waits by the bare recursion w = max(0, w + service - gap) (Lindley
 *           1952): what a queue costs when there is nothing but the queue
 *   people N  N people present at once, each with an event ahead
 *   command NAME WORD...  the words as a command, whose output is thrown away; its events are those
 *           that weft says it has run
 *
 * SPDX-License-Identifier: MIT */
#include "sim/network.h"
#include "sim/run.h"

#include <math.h>
#include <stdio.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double cpu_seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double *constant(int days, double value) {
    double *values = calloc((size_t)days, sizeof *values);
    for (int d = 0; values && d < days; d++) values[d] = value;
    return values;
}

static int run(const char *name, const struct sim_network *network, uint32_t replications) {
    struct err err = {0};
    if (!sim_network_check(network, &err)) {
        fprintf(stderr, "%s: %s\n", name, err.message);
        return 1;
    }
    double start = cpu_seconds();
    struct sim_context *context = sim_context_new();
    struct sim_output *output = sim_output_new(network);
    uint64_t events = 0, people = 0;
    for (uint32_t r = 0; r < replications; r++) {
        if (!sim_run(context, network, 1, r, NULL, output, &err)) {
            fprintf(stderr, "%s: %s\n", name, err.message);
            return 1;
        }
        events += output->events;
        people += output->arrived;
    }
    sim_output_free(output);
    sim_context_free(context);
    double seconds = cpu_seconds() - start;
    printf("%s,%.4f,%llu,%llu,%.2f\n", name, seconds, (unsigned long long)people,
           (unsigned long long)events, (double)events / seconds / 1e6);
    return 0;
}

static const struct sim_route LEAVE = {.setting = 0, .to = SIM_NONE, .share = 1};

static int mm1(void) {
    int days = 1000;
    struct sim_setting setting = {
        .name = "desk", .kind = SIM_PLACES, .capacity = constant(days, 1)};
    struct sim_stay stay = {.time = {.shape = SIM_EXPONENTIAL, .mean = 0.0009}};
    struct sim_demand demand = {.rate = constant(days, 1000)};
    return run("mm1",
               &(struct sim_network){.days = days,
                                     .class_count = 1,
                                     .settings = &setting,
                                     .setting_count = 1,
                                     .stays = &stay,
                                     .stay_count = 1,
                                     .routes = &LEAVE,
                                     .route_count = 1,
                                     .demands = &demand,
                                     .demand_count = 1},
               1);
}

static int tandem(void) {
    int days = 3650;
    struct sim_setting settings[] = {
        {.name = "A", .kind = SIM_PLACES, .capacity = constant(days, 30)},
        {.name = "B", .kind = SIM_PLACES, .capacity = constant(days, 10)},
        {.name = "C", .kind = SIM_PLACES, .capacity = constant(days, 12)},
    };
    struct sim_stay stays[] = {
        {.setting = 0, .time = {.shape = SIM_EXPONENTIAL, .mean = 12}},
        {.setting = 1, .time = {.shape = SIM_EXPONENTIAL, .mean = 14}},
        {.setting = 2, .time = {.shape = SIM_EXPONENTIAL, .mean = 28}},
    };
    struct sim_route routes[] = {
        {.setting = 0, .to = SIM_NONE, .share = 0.60},
        {.setting = 0, .to = 1, .share = 0.25, .holds = true, .counted = true},
        {.setting = 0, .to = 2, .share = 0.15, .holds = true, .counted = true},
        {.setting = 1, .to = SIM_NONE, .share = 1},
        {.setting = 2, .to = SIM_NONE, .share = 1},
    };
    struct sim_demand demand = {.rate = constant(days, 2)};
    return run("tandem",
               &(struct sim_network){.days = days,
                                     .class_count = 1,
                                     .settings = settings,
                                     .setting_count = 3,
                                     .stays = stays,
                                     .stay_count = 3,
                                     .routes = routes,
                                     .route_count = 5,
                                     .demands = &demand,
                                     .demand_count = 1},
               20);
}

static int people(double persons) {
    int days = 4;
    struct sim_setting setting = {.name = "homes", .kind = SIM_OPEN};
    struct sim_stay stay = {.time = {.shape = SIM_EXPONENTIAL, .mean = 2}};
    struct sim_demand demand = {.rate = constant(days, persons / 2)};
    struct sim_initial initial = {.persons = persons};
    char name[64];
    snprintf(name, sizeof name, "people-%.0f", persons);
    return run(name,
               &(struct sim_network){.days = days,
                                     .class_count = 1,
                                     .settings = &setting,
                                     .setting_count = 1,
                                     .stays = &stay,
                                     .stay_count = 1,
                                     .routes = &LEAVE,
                                     .route_count = 1,
                                     .demands = &demand,
                                     .demand_count = 1,
                                     .initials = &initial,
                                     .initial_count = 1},
               1);
}

static int lindley(void) {
    double start = cpu_seconds(), wait = 0, sum = 0;
    uint64_t state = 1;
    for (int i = 0; i < 1000000; i++) {
        double draw[2];
        for (int k = 0; k < 2; k++) { /* xorshift64*, Vigna 2016 */
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            draw[k] = -log((double)((state * 2685821657736338717u) >> 11) * 0x1p-53 + 0x1p-54);
        }
        sum += wait;
        wait = fmax(0, wait + 0.9 * draw[0] - draw[1]);
    }
    double seconds = cpu_seconds() - start;
    printf("lindley,%.4f,1000000,1000000,%.2f\n", seconds, 1 / seconds);
    return sum > 0 ? 0 : 1;
}

/* The events that weft says it has run, or 0. */
static double events_said(int from) {
    FILE *said = fdopen(from, "r");
    char line[512];
    double events = 0;
    while (said && fgets(line, sizeof line, said)) {
        const char *end = strstr(line, " million events"), *number = end;
        while (number && number > line && number[-1] != ' ') number--;
        if (number) events = 1e6 * strtod(number, NULL);
    }
    if (said) fclose(said);
    return events;
}

static int command(const char *name, char **words) {
    int ends[2];
    if (pipe(ends) != 0) return 1;
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        close(ends[0]);
        if (dup2(nowhere, 1) == 1 && dup2(ends[1], 2) == 2) execvp(words[0], words);
        _exit(127);
    }
    close(ends[1]);
    double events = events_said(ends[0]);
    int status = 0;
    struct rusage used;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0 ||
        getrusage(RUSAGE_CHILDREN, &used) != 0) {
        fprintf(stderr, "%s: the command failed\n", name);
        return 1;
    }
    double seconds = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                     1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
    printf("%s,%.4f,0,%.0f,%.2f,%.0f\n", name, seconds, events, events / seconds / 1e6,
           (double)used.ru_maxrss / 1024);
    return 0;
}

int main(int argc, char **argv) {
    const char *what = argc > 1 ? argv[1] : "";
    if (!strcmp(what, "mm1")) return mm1();
    if (!strcmp(what, "tandem")) return tandem();
    if (!strcmp(what, "lindley")) return lindley();
    if (!strcmp(what, "people") && argc > 2) return people(strtod(argv[2], NULL));
    if (!strcmp(what, "command") && argc > 3) return command(argv[2], argv + 3);
    fprintf(
        stderr,
        "usage: sim_bench mm1 | tandem | lindley | people N | command NAME WORD...\n"
        "prints: name,cpu_seconds,people,events,million_events_per_second; of a command megabytes too\n");
    return 2;
}

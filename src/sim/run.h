/* Runs a network once: one replication, one random future.
 *
 * The random numbers are counter-based (Philox 4x32-10, Salmon et al. 2011), keyed by seed,
 * replication, stream and person, so that two scenarios see the same people, and the result is the
 * same bit for bit whatever runs beside it.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "network.h"

/* Bins of waiting times: bin 0 is under 1 minute, then every doubling has 16 bins of equal width.
 * The last one takes everything beyond 700 days. */
#define SIM_WAIT_BINS 320

/* What happened, by setting s and day d at [s * days + d]. Times are in person-days within that
 * day, so that a day's value is also the mean number of people over the day. */
struct sim_output {
    size_t setting_count, route_count;
    int days;
    double *arrivals; /* people who asked for the setting, from outside or from another setting */
    double *entered;  /* people who got a place */
    double *left;     /* people who left the setting for good, from the place or from its queue */
    double *tallied;  /* those of them who left the system by a route that is tallied */
    double *present;  /* person-days in a place, those who hold it while delayed included */
    double *queue;    /* person-days waiting for the setting, wherever they wait */
    double *held;     /* person-days in a place of this setting after the stay was over */
    double *delayed;  /* the part of held that is a delayed transfer of care */
    double *capacity; /* places or visits offered that day (mean over its hours) */
    double *visits;   /* visits given that day */
    double
        *needed; /* where the network asks for it (`needs`): person-days in a place, or visits, as
                    they would be if every setting always had room for everybody; otherwise 0 */
    double *wait_sum;      /* days waited by those who entered that day */
    double *in_standard;   /* of those who left that day: within the setting's standard */
    double *out_standard;  /* and beyond it */
    double *route_delayed; /* by route r and day, at [r * days + d]: person-days delayed, where the
                              route is counted; otherwise 0 */
    bool *route_counted;   /* by route, of the run that wrote them: others are not touched */
    uint32_t
        *wait_bins; /* by setting and 30-day block b, at [(s * blocks + b) * SIM_WAIT_BINS + bin] */
    int blocks;
    int from_day;               /* the day on which the run went on; 0 where it is whole */
    uint64_t events, exchanges; /* exchanges: people in a ring who held each other's places and
                                   swapped at once */
    uint64_t arrived, departed, remaining; /* of the whole system; arrived (initial people included)
                                              = departed + remaining */
    /* By setting: people in it or waiting for it at the beginning (they are not in `arrivals` or
     * `entered`) and at the end; sum of arrivals + began = sum of left + remained. */
    uint64_t *began, *remained;
};

/* Memory for the outputs of a network; free with sim_output_free. */
struct sim_output *sim_output_new(const struct sim_network *network);
void sim_output_free(struct sim_output *output);

/* The mean over days from..until-1 of one setting in an array of the output, such as
 * output->present; of waits and the like, which count people, the mean a day. NAN for no days. */
double sim_output_mean(const struct sim_output *output, const double *values, int setting, int from,
                       int until);

/* Waits added up: how many lie in each bin, and which bins have any. All zero to begin with. */
struct sim_waits {
    uint64_t bins[SIM_WAIT_BINS], used[SIM_WAIT_BINS / 64], total;
};

/* Of a number above 0. */
static inline void sim_waits_add(struct sim_waits *waits, size_t bin, uint64_t count) {
    waits->bins[bin] += count;
    waits->used[bin / 64] |= (uint64_t)1 << bin % 64;
    waits->total += count;
}

/* The times below which shares of the waits lie, in days (interpolated within a bin); the shares
 * rise. NAN where there are no waits. */
void sim_waits_quantiles(const struct sim_waits *waits, const double *shares, size_t count,
                         double *days);

/* What happens to a person; `setting` is where, `to` the setting that it is about. */
enum sim_trace_what {
    SIM_TRACE_BEGINS,     /* is in the place when the run begins */
    SIM_TRACE_ASKS,       /* asks for `to`, from `setting` or from outside (SIM_NONE) */
    SIM_TRACE_WAITS,      /* and has to wait */
    SIM_TRACE_ENTERS,     /* comes into `setting` */
    SIM_TRACE_STAY_OVER,  /* care in `setting` is over; a route has been drawn */
    SIM_TRACE_DELAY_OVER, /* so is the delay of the route */
    SIM_TRACE_LEAVES,     /* leaves `setting` for `to`, or the system (SIM_NONE) */
    SIM_TRACE_SWITCHES,   /* has waited too long for `to`, by its route */
    SIM_TRACE_OVERFLOWS,  /* `to` is full: goes to its overflow */
    SIM_TRACE_GIVES_UP,   /* gives up waiting for `to` */
    SIM_TRACE_SWAPS       /* with the others of a ring */
};

struct sim_trace_event {
    uint32_t stream,
        index; /* who: the demand, or beyond their count the initials, and which of it */
    int class_;
    double time; /* days */
    enum sim_trace_what what;
    int setting, to, route; /* SIM_NONE where there is none; route in network.routes */
};

/* Who is told of: the first `people` who come, those at the beginning included, from a day on. */
struct sim_trace {
    uint32_t people;
    int from_day;
    void (*tell)(void *user, const struct sim_trace_event *event); /* in the order of time */
    void *user;
};

/* Memory that a thread uses again from run to run. */
struct sim_context *sim_context_new(void);
void sim_context_free(struct sim_context *context);

/* The runs of a context tell of some people; NULL: they do not. The results are the same. */
void sim_context_trace(struct sim_context *context, const struct sim_trace *trace);

/* Runs one replication of a network that sim_network_check accepts; output is overwritten. The
 * engine asserts at the end, for each setting and in all, that arrived = left + present. `stop`,
 * when not NULL, ends the run early once it is set. Fails when memory limits are exceeded (more
 * than 100 million people at once) or the run was stopped. */
MUST_CHECK bool sim_run(struct sim_context *context, const struct sim_network *network,
                        uint64_t seed, uint32_t replication, const volatile bool *stop,
                        struct sim_output *output, struct err *err);

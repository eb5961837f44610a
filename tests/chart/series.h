/* A made-up series for the tests of charts: 36 months from April 2015 with a step down, a gap, a
 * target that falls, a comparator, events and a forecast.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart/spc.h"

#include <math.h>

#define SERIES_MONTHS 36
#define SERIES_AHEAD 36

struct series {
    int32_t dates[SERIES_MONTHS], ahead[SERIES_AHEAD];
    double values[SERIES_MONTHS], targets[SERIES_MONTHS], england[SERIES_MONTHS];
    enum chart_signal signals[SERIES_MONTHS];
    const char *reasons[SERIES_MONTHS];
    struct chart_phase phases[2];
    struct chart_event events[3];
    double low[SERIES_AHEAD], middle[SERIES_AHEAD], high[SERIES_AHEAD], later[SERIES_AHEAD];
    struct chart_spc chart;
};

static inline void series_make(struct series *s) {
    static const double before[18] = {17.2, 16.1, 17.8, 18.3, 16.9, 17.5, 18.8, 17.1, 16.4,
                                      17.9, 18.1, 19.9, 17.0, 16.2, 17.7, 18.4, 17.3, 16.8};
    static const double after[18] = {14.1, 13.2, 12.7, 13.9, 12.2, 11.8, 12.9, 13.1, 11.1,
                                     12.0, 10.9, 10.2, 9.8,  10.4, 9.1,  8.8,  8.9,  8.1};
    *s = (struct series){.phases = {{0, 18, 17.52, 14.61, 20.43}, {18, 18, 11.51, 8.73, 14.29}}};
    for (int i = 0; i < SERIES_MONTHS; i++) {
        s->dates[i] = date_of(2015 + (i + 3) / 12, (i + 3) % 12 + 1, 1);
        s->values[i] = i < 18 ? before[i] : after[i - 18];
        s->targets[i] = i < 12 ? 14 : i < 24 ? 11 : 8;
        s->england[i] = 12 + 0.06 * i + (i % 3 - 1) * 0.2;
    }
    s->values[7] = NAN;
    s->signals[11] = CHART_CONCERN;
    s->reasons[11] = "near the upper limit";
    for (int i = 29; i < SERIES_MONTHS; i++) {
        s->signals[i] = CHART_IMPROVEMENT;
        s->reasons[i] = "a run of seven on one side of the mean";
    }
    for (int i = 0; i < SERIES_AHEAD; i++) {
        int month = SERIES_MONTHS + i + 3;
        s->ahead[i] = date_of(2015 + month / 12, month % 12 + 1, 1);
        s->middle[i] = 8.2 - 0.08 * i;
        s->low[i] = s->middle[i] - 0.4 - 0.06 * i;
        s->high[i] = s->middle[i] + 0.4 + 0.08 * i;
        s->later[i] = 5;
    }
    s->events[0] = (struct chart_event){date_of(2016, 1, 12), "Winter pressures declared", false};
    s->events[1] =
        (struct chart_event){date_of(2016, 10, 1), "One discharge approach begins", true};
    s->events[2] = (struct chart_event){date_of(2016, 11, 20), "More reablement places", false};
    s->chart = (struct chart_spc){
        .frame = {.id = "dtoc",
                  .title = "Delayed transfers of care",
                  .subtitle = "Examplebury, April 2015 to March 2018",
                  .source = "Source: made up for the tests"},
        .unit = chart_unit_of("people delayed a day per 100,000 adults"),
        .n = SERIES_MONTHS,
        .dates = s->dates,
        .values = s->values,
        .signals = s->signals,
        .reasons = s->reasons,
        .phases = s->phases,
        .phase_count = 2,
        .targets = s->targets,
        .comparator = s->england,
        .comparator_title = "England",
        .events = s->events,
        .event_count = 3,
        .variation = CHART_VARIATION_IMPROVING_LOW,
        .assurance = CHART_ASSURANCE_INCONSISTENT,
    };
}

static inline void series_forecast(struct series *s) {
    s->chart.fan = (struct chart_fan){.n = SERIES_AHEAD,
                                      .dates = s->ahead,
                                      .low = s->low,
                                      .middle = s->middle,
                                      .high = s->high,
                                      .targets = s->later};
}

/* Measures handed to the charts: judged series as control charts and run charts, places as a
 * funnel, what the model expects as a fan.
 *
 * What is returned points into its arguments and the arena.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart/funnel.h"
#include "chart/spc.h"
#include "measure/forecast.h"
#include "measure/funnel.h"
#include "measure/verdict.h"

/* Why a point signals: 'a trend'; NULL for common cause. */
const char *report_signal_words(enum spc_signal signal);

/* The control chart of a measure; without a fan. Where there are too few values to judge, no point
 * signals. */
struct chart_spc report_measure_chart(const struct measure_verdict *verdict,
                                      const struct measure_series *series, struct arena *arena);

/* The same values as a run chart: the median of each phase instead of mean and limits, and no
 * signals or icons. */
struct chart_spc report_run_chart(const struct measure_verdict *verdict,
                                  const struct measure_series *series, struct arena *arena);

/* What the model expects in the months after a day; n is 0 where it says nothing of them. */
struct chart_fan report_measure_fan(const struct measure_forecast *forecast, int32_t after,
                                    struct arena *arena);

/* Places beside each other; own: the id of the place to be named, NULL: none. */
struct chart_funnel report_funnel_chart(const struct measure_funnel *funnel, const char *own,
                                        struct arena *arena);

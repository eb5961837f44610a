/* Offered load: how many places a network would have in use on average if nobody ever waited, from
 * the traffic equations of an open network (Jackson 1957), which need no simulation.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "sim/network.h"

/* From the demand rates as a mean over [day, day + span), and shares, stays and delays as on `day`:
 * the arrivals a day by setting and class at [s * class_count + c], and, by setting, the mean
 * number of places in use (stay and delays; for SIM_VISITS visits a day, by clients who come evenly
 * over the day). load may be NULL. Waits for discharge hours and days, people who switch and people
 * there at the beginning are left out.
 * Fails when people go round for ever. */
MUST_CHECK bool traffic_solve(const struct sim_network *network, int day, int span,
                              double *arrivals, double *load, struct err *err);

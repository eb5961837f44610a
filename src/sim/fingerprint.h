/* A number that says what a run does before a day. Private to the room.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "program.h"

/* Two programs with the same number, seed and replication run alike, to the last bit, as long as
 * only days before `day` have begun: of everything that is given by day only those days count (all
 * days where people are followed ahead of time, through settings that are direct). */
uint64_t program_fingerprint(const struct program *program, int day);

/* Whether this program is one of several that share a simulation: weft-mpi is, weft is alone. The
 * build links one of team_alone.c and team_mpi.c.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "model/simulate.h"

/* At the very beginning and the very end of main; team_end returns the exit status to use. A member
 * that fails ends all others. Members other than the first write nothing. */
void team_begin(int *argc, char ***argv);
int team_end(int status);

/* The team, or NULL when alone. */
const struct model_team *team_current(void);

/* Whether a command is for a team; true when alone. */
bool team_runs(const char *command);

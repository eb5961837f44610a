/* weft-mpi: ranks of an MPI world share the replications of a simulation; see team.h. Each rank
 * opens the package itself, runs its replications on one thread (or --threads), and has the values
 * of all afterwards; rank 0 writes them.
 *
 * SPDX-License-Identifier: MIT */
#include "team.h"

#include <limits.h>
#include <mpi.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static struct model_team team;
static MPI_Comm failures; /* of ranks that have failed; no values go over it */

static bool share(void *user, double *values, size_t count, int from, struct err *err) {
    (void)user;
    while (count) {
        size_t some = count < INT_MAX ? count : INT_MAX;
        if (MPI_Bcast(values, (int)some, MPI_DOUBLE, from, MPI_COMM_WORLD) != MPI_SUCCESS)
            return err_set(err, ERR_IO, "values of rank %d did not arrive", from);
        values += some;
        count -= some;
    }
    return true;
}

void team_begin(int *argc, char ***argv) {
    int provided;
    /* Other threads simulate; this one alone speaks MPI. */
    if (MPI_Init_thread(argc, argv, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS) return;
    MPI_Comm_rank(MPI_COMM_WORLD, &team.rank);
    MPI_Comm_size(MPI_COMM_WORLD, &team.size);
    team.share = share;
    MPI_Comm_dup(MPI_COMM_WORLD, &failures);
    if (team.rank == 0) return;
    /* One voice: what the others would say is the same. */
    if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
        MPI_Abort(MPI_COMM_WORLD, 2);
}

/* Whether every rank has come here with a failure, as all do of a wrong option. Then each ends by
 * itself, and what rank 0 said is not lost; where some wait for values they are waited for two
 * seconds, and the abort ends them. */
static bool all_failed(void) {
    MPI_Request request;
    if (MPI_Ibarrier(failures, &request) != MPI_SUCCESS) return false;
    for (int i = 0; i < 200; i++) {
        int done = 0;
        if (MPI_Test(&request, &done, MPI_STATUS_IGNORE) != MPI_SUCCESS) return false;
        if (done) return true;
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    return false;
}

int team_end(int status) {
    fflush(NULL);
    if (team.size == 0) return status;
    if (status != 0 && !all_failed()) MPI_Abort(MPI_COMM_WORLD, status);
    MPI_Finalize();
    return status;
}

const struct model_team *team_current(void) {
    return team.size ? &team : NULL;
}

bool team_runs(const char *command) {
    return strcmp(command, "simulate") == 0;
}

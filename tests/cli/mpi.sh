#!/bin/sh
# weft-mpi gives the bytes of weft, for one, two and three ranks. Usage: mpi.sh WEFT SOURCE [WEFT-MPI]
# Without weft-mpi (no OpenMPI when it was built), or without mpirun, the test is skipped: status 77.
if [ -z "${3:-}" ] || ! command -v mpirun >/dev/null; then
    echo "skipped: weft-mpi was not built, as there is no OpenMPI (libopenmpi-dev, openmpi-bin)"
    exit 77
fi
case $3 in /*) mpi=$3 ;; *) mpi=$PWD/$3 ;; esac
. "$2/tests/cli/lib.sh"
package=$source/examples/oxfordshire
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_plm_rsh_agent=sh OMPI_MCA_btl=self,vader OMPI_MCA_btl_vader_single_copy_mechanism=none
export OMPI_MCA_hwloc_base_binding_policy=none
# ranks N ARGS...: weft-mpi on N ranks, as run does.
ranks() {
    n=$1
    shift
    mpirun --oversubscribe -n "$n" "$mpi" "$@" >out 2>messages </dev/null
    status=$?
    out=$(cat out)
    messages=$(cat messages)
}

only="--scenario do-nothing --replications 4 --only delayed --only places_needed"
run simulate "$package" $only --out alone.csv
is 0 "alone"
for n in 1 2 3; do
    ranks $n simulate "$package" $only --out "ranks$n.csv"
    is 0 "$n ranks"
    same alone.csv "ranks$n.csv" "the same bytes on $n ranks"
done
ranks 2 simulate "$package" $only --threads 2
is 0 "two ranks of two threads"
cp out printed.csv
same alone.csv printed.csv "one rank prints, and the same"
says '^4 replications of each scenario' "it says what it did"
# More ranks than replications; the number of replications is found together.
run simulate "$package" --scenario do-nothing --no-twin --precision 20% --most 12 --only delayed:oxon --out alone.csv
ranks 3 simulate "$package" --scenario do-nothing --no-twin --precision 20% --most 12 --only delayed:oxon --out together.csv
same alone.csv together.csv "the same precision"
run simulate "$package" --scenario do-nothing --replications 1 --no-twin --only delayed:oxon --out alone.csv
ranks 3 simulate "$package" --scenario do-nothing --replications 1 --no-twin --only delayed:oxon --out together.csv
same alone.csv together.csv "more ranks than replications"
ranks 2 simulate "$package" --scenario nonsense
if [ "$status" != 0 ]; then ok; else not_ok "an unknown scenario ends all ranks"; fi
says "there is no scenario 'nonsense'" "and is said"
ranks 2 brief "$package"
if [ "$status" != 0 ]; then ok; else not_ok "only simulate is for ranks"; fi
finish

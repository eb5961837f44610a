#!/bin/sh
# The packages that bench/run times: they pass the check, and what they give is what theory says.
#
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"

for package in mm1 tandem; do
    run check "$source/bench/packages/$package"
    is 0 "$package passes the check"
    says ' 0 errors, 0 warnings' "$package has no warning"
done

# near NAME WANTED OUTPUT SUBJECT FILE: the mean over the years of a run is within 10% of it.
near() {
    found=$(awk -F, -v o="$3" -v s="$4" '$2 == o && $3 == s && $4 ~ /\// { sum += $5; n++ } END { print sum / n }' "$5")
    if awk -v f="$found" -v w="$2" 'BEGIN { exit !(f > 0.9 * w && f < 1.1 * w) }'; then ok; else not_ok "$1: $found, not $2"; fi
}

run simulate "$source/bench/packages/mm1" --replications 1 --threads 1 --out mm1.csv
is 0 "mm1 runs"
near "people waiting in mm1: load squared over 1 less the load" 8.1 queue desk mm1.csv
run simulate "$source/bench/packages/tandem" --replications 4 --threads 2 --out tandem.csv
is 0 "tandem runs"
near "people in b: all who are sent there, 14 days each" 7 present b tandem.csv
near "people in c: all who are sent there, 28 days each" 8.4 present c tandem.csv
finish

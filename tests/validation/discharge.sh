#!/bin/sh
# The discharge case, as a package, against the answers of an independent program (discharge.csv): the
# means of occupied beds and of the queue lie within three combined standard errors on at least 95% of
# node-days. tests/validation/discharge/README.md says what it is.
# Usage: discharge.sh WEFT SOURCE
#
# SPDX-License-Identifier: MIT
set -eu
weft=$(realpath "$1")
here=$2/tests/validation
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

"$weft" simulate "$here/discharge" --by day --no-twin --replications 150 --seed 2023 --only present --only queue \
    --out "$dir/found.csv" 2> "$dir/notes" || { cat "$dir/notes" >&2; exit 1; }

# Answers are printed to four decimals, ours to six digits: 0.001 is for that.
awk -F, '
function agrees(what, node, day, answer, error) {
    i = scenario SUBSEP what SUBSEP node SUBSEP day
    if (!(i in mean)) { print "no " what " of " node " on day " day > "/dev/stderr"; exit 2 }
    seen++
    return (mean[i] - answer) ^ 2 <= (3 * sqrt(sd[i] ^ 2 / runs[i] + error ^ 2) + 0.001) ^ 2
}
FNR == 1 { next }
NR == FNR {                                  # ours: scenario,output,subject,period,mean,sd,...
    if (length($4) != 10) next               # a month or a year
    day = ++days[$1, $2, $3]
    mean[$1, $2, $3, day] = $5; sd[$1, $2, $3, day] = $6; runs[$1, $2, $3, day] = $10
    next
}
{                                            # answers: beds,setting,day,present,its error,queue,its error
    scenario = $1
    all[$1]++
    both = agrees("present", $2, $3, $4, $5) + agrees("queue", $2, $3, $6, $7)
    agree[$1] += both == 2
}
END {
    for (s in all) {
        printf "%s: %d of %d node-days agree in beds and queue (%.1f%%)\n", s, agree[s], all[s], 100 * agree[s] / all[s]
        if (all[s] != 4 * 181 || agree[s] < 0.95 * all[s]) bad = 1
        scenarios++
    }
    exit bad || scenarios != 2 || seen != 4 * 4 * 181
}' "$dir/found.csv" "$here/discharge.csv"

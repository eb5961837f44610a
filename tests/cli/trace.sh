#!/bin/sh
# weft simulate --trace: the history of some people, which changes no result.
#
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
package=$source/bench/packages/tandem

run simulate "$package" --trace 2000 --out history.csv
is 0 "a history is written"
[ "$(cut -d, -f1 history.csv | sed 1d | sort -u | wc -l)" = 2000 ] && ok || not_ok "of 2000 people"
says_history() { if grep -Eq "$1" history.csv; then ok; else not_ok "history: nothing matches $1" "$(head -5 history.csv)"; fi; }
says_history '^1,ages 18 and over,demand [0-9]+/1,2015-01-0[1-9] [0-2][0-9]:[0-5][0-9],asks,,a,,,$|^1,ages 0 to 17,demand [0-9]+/1,2015-01-0[1-9] [0-2][0-9]:[0-5][0-9],asks,,a,,,$'
says_history ',waits,a,[bc],a-[bc],other,$'
says_history ',leaves,a,,a-out,,home$'
says_history ',enters,c,,,,$'

# Nobody is in two places: who enters has left, and what is said of a person is in order of time.
wrong=$(sed 1d history.csv | awk -F, '
    $4 < last[$1] { print "before what came before it: " $0 }
    { last[$1] = $4 }
    $5 == "enters" { if (at[$1] != "") print "in two places: " $0; at[$1] = $6 }
    $5 == "leaves" { if (at[$1] != $6) print "leaves where it is not: " $0; at[$1] = "" }
    $5 == "stay over" && at[$1] != $6 { print "stays where it is not: " $0 }')
[ -z "$wrong" ] && ok || not_ok "a person is in one place at a time" "$wrong"

run simulate "$package" --replications 1 --out plain.csv
is 0 "rows without a history"
run simulate "$package" --replications 1 --trace 5 --trace-out five.csv --out traced.csv
is 0 "rows with a history"
same plain.csv traced.csv "the rows do not depend on the history"

# A pipe or a device is written to and stays one: no file takes its place.
mkfifo pipe
timeout 60 cat pipe >through.csv &
run simulate "$package" --replications 1 --out pipe
is 0 "rows into a pipe"
[ -p pipe ] && ok || not_ok "the pipe is still one"
[ "$status" = 0 ] && [ -p pipe ] && wait
same plain.csv through.csv "rows through a pipe"
[ "$(cut -d, -f1 five.csv | sed 1d | sort -u | wc -l)" = 5 ] && ok || not_ok "of five people"
run simulate "$package" --trace 0
is 2 "nobody cannot be told of"
run simulate "$package" --trace 5 --scenario nothing-like-it
says "no scenario 'nothing-like-it'" "a scenario that is not there"
finish

#!/bin/sh
# The main job on the smaller example: simulate, measure, brief, sources.
. "$2/tests/cli/lib.sh"
package=$source/examples/oxfordshire

run simulate "$package" --replications 3 --threads 1 --out one.csv
is 0 "simulate"
yes "columns" grep -q '^scenario,output,subject,period,mean,sd,p10,p50,p90,replications$' one.csv
run simulate "$package" --replications 3 --threads 2 --out two.csv
same one.csv two.csv "the same bytes for one thread and two"
run simulate "$package" --replications 3 --seed 2 --out three.csv
if cmp -s one.csv three.csv; then not_ok "another seed gives other numbers"; else ok; fi
run simulate "$package" --replications 3 --scenario do-nothing --out four.csv
grep '^do-nothing,' one.csv >do-nothing.csv
tail -n +2 four.csv >alone.csv
same do-nothing.csv alone.csv "a scenario does not depend on which others are run"
# Every row: a month or a financial year, p10 <= p50 <= p90, nothing below 0.
awk -F, 'NR > 1 && !(NF == 10 && $4 ~ /^20[0-9][0-9](-[01][0-9]|\/[0-9][0-9])$/ && $5 >= 0 && $6 >= 0 &&
    $7 <= $8 && $8 <= $9 && $10 >= 1 && $10 <= 3)' one.csv >wrong.csv
if [ "$(wc -l <one.csv)" -gt 1000 ] && [ ! -s wrong.csv ]; then ok; else not_ok "rows of results" "$(cat wrong.csv)"; fi
for output in arrivals present queue delayed delayed_per_100000 occupancy places_needed wait_mean_hours wait_p95_hours activity; do
    yes "output $output" grep -q ",$output," one.csv
done
run simulate "$package" --scenario nonsense
is 2 "an unknown scenario"
run simulate "$package" --replications 0
is 2 "no replications"

run measure "$package"
is 0 "measure"
says '^dtoc-total +E10000025' "measure lists"
run measure "$package" dtoc-total
says 'Delayed' "measure in words"
run measure "$package" dtoc-total --format json
says '"variation":' "measure as JSON"
run measure "$package" nonsense
is 2 "an unknown measure"
run measure "$source/examples/birmingham-solihull" dtoc-total --place E08000025 --as-at 2018-04-30
says 'consistently above England, significantly so in April 2018; within its own limits' "what the regulator found in 2018"

run brief "$package" --replications 2
is 0 "brief"
says 'Is it working' "brief"
says 'LOOK AT FIRST' "brief"
if grep -qwiE 'nan|inf|null' out; then not_ok "brief: a value that is no number" "$out"; else ok; fi
run brief "$package" --replications 2 --format json
says '"seed"|"replications"' "brief as JSON"
run brief "$package" --replications 2 --format html
says '<html lang="en' "brief as HTML"
run brief "$package" --format pdf
is 2 "a format that is not known"
run sources "$package"
is 0 "sources"
says 'assumption' "sources"
run new empty
run brief empty
[ "$status" -lt 128 ] && ok || not_ok "brief of an empty package crashes"
run simulate empty
[ "$status" -eq 1 ] || [ "$status" -eq 2 ] && ok || not_ok "simulate of an empty package"
finish

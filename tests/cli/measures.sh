#!/bin/sh
# What the examples say of their measures: against England, a group, all places, and what was done.
. "$2/tests/cli/lib.sh"

run measure "$source/examples/birmingham-solihull" dtoc-total --place E08000025 --as-at 2018-04-30
is 0 "one measure and place"
says 'consistently above England, significantly so in April 2018; within its own limits' "what the regulator found"
run measure "$source/examples/birmingham-solihull" four-hour
says "Women's .*; above England in 8 of 12 recent periods, but below it in March 2019, not significantly so" \
    "the latest period is not said to be on the side where it is not"

oxon=$source/examples/oxfordshire
run measure "$oxon" dtoc-total --against counties
is 0 "against a group"
says 'consistently above the other counties' "a group is named as it reads"
run measure "$oxon" dtoc-total --against nobody
is 2 "a group that is not there"
says "no place, organisation or peer group 'nobody'" "is said"
run measure "$oxon" dtoc-total --funnel 2018-04
is 0 "a funnel"
says 'Oxfordshire .* outside 95%, high' "marks who stands out"
run measure "$oxon" dtoc-total --funnel 2018-13
is 2 "a month that is none"
says 'not a month such as 2018-04' "is said"
run measure "$oxon" --funnel 2018-04
is 2 "a funnel of no measure"

run effect "$oxon"
is 0 "all recommendations"
says 'oxon-h +done +done, no effect seen yet' "delivery and effect in one line"
run effect "$oxon" oxon-h --against counties --from 2018-03-31 --lag 0
is 0 "one item"
says '21 signal an improvement' "the fall is seen"
says 'synthetic Oxfordshire made of 25 other places' "and tested against the other councils"
run effect "$oxon" oxon-a
is 2 "an item without a measure"
says 'drives.csv' "says what to do"
run effect "$oxon" oxon-h --from 2019-12-01
says 'too few' "too early is said"

cat >results.csv <<'END'
scenario,output,subject,period,mean,p10,p50,p90
plan,delayed_per_100000,oxon,2018-04,20,19,20,21
plan,delayed_per_100000,oxon,2018-05,19,18,19,20
plan,delayed_per_100000,oxon,2018/19,19,18,19,20
END
run measure "$oxon" dtoc-total --forecast results.csv
is 0 "a forecast from a file"
says '2018-05 +19.0 +18.0 to +20.0 +- +18.1' "beside what was observed"
run measure "$oxon" dtoc-nhs --forecast results.csv
is 2 "a measure that the model does not forecast"

# A run that the package keeps is read without being told a file.
cp -r "$oxon" kept
run measure kept dtoc-total --forecast latest
is 2 "no run is kept yet"
says 'keeps no run of the scenario .plan' "is said"
run simulate kept --replications 2 --no-twin --keep --seed 7 --out kept.csv
is 0 "a run is kept"
says 'Kept in kept: 104 results that measures are forecast by' "and said to be"
run check kept
is 0 "the package is whole"
run measure kept dtoc-total
says 'forecast \(scenario plan, run on .*, seed 7, 2 replications\): .* in March 2021' "the verdict has its forecast"
run measure kept dtoc-total --forecast latest
cp out latest
run measure kept dtoc-total --forecast kept.csv
tail -n +3 latest >a
tail -n +3 out >b
same a b "the kept run says what its file says"
run chart kept dtoc-total --forecast
says 'Forecast: scenario plan, run on .*, seed 7, 2 replications\.' "the chart says which run it shows"
run pack kept kept.weft
run simulate kept.weft --scenario plan --replications 3 --no-twin --keep --forecast --as-at 2018-09-30 --out kept.csv
is 0 "a .weft file keeps a run"
run measure kept.weft dtoc-total --forecast latest
says 'milestones as forecast on 30 September 2018, seed 1, 3 replications' "the latest run speaks, with the day it knew"
run measure kept.weft dtoc-total --forecast latest --scenario do-nothing
says 'scenario do-nothing, run on .*, seed 7, 2 replications' "of each scenario its own"
yes "nothing has changed by packing" test -z "$(grep 'changed since' out)"
rm -rf told && cp -r "$oxon" told
run simulate told --replications 2 --forecast --as-at 2018-09-30 --keep --out told.csv
says 'or that a brief is made of' "a run with milestones as forecast is kept for the brief"
without_time() { sed -E 's/[0-9.]+ (s|seconds)\./? \1./' out; }
for form in text html; do
    run brief told --as-at 2018-09-30 --format $form
    says 'By what is kept \(run on .*, seed 1, 2 replications\)' "the $form brief needs no run"
    without_time >a
    run brief told --as-at 2018-09-30 --format $form --replications 2
    without_time >b
    same a b "and is the page of a run of its own, as $form"
done
run brief told --as-at 2018-10-31 --replications 1
yes "a run that is asked for is a new one" test -z "$(grep kept messages)"
run brief told --as-at 2018-10-31
says 'is not used: it is as known on 30 September 2018' "another day"
sed '2s/,[0-9]*,/,9,/' told/drives.csv >changed && cp changed told/drives.csv
run brief told --as-at 2018-09-30
says 'is not used: the package has changed since' "a package that has changed"
run measure told dtoc-total --forecast latest
says '2 replications; the package has changed since' "is said of a measure's forecast too"
run brief kept --as-at 2018-09-30
says 'is not used: it keeps no more than what measures are forecast by' "a run without twins"
run simulate kept --variance --keep
is 2 "a variance is no forecast"

printf 'series_id,date,numerator,denominator\na,2018-04-01,12,10\n' >share.csv
run spc share.csv --chart p
is 0 "a series that cannot be charted does not stop the others"
says 'share.csv:2: error S02: more were counted than there were' "but is said to be so"
gzip -c share.csv >share.csv.gz
run spc share.csv.gz --chart p
says 'line 2: more were counted than there were' "a series packed with gzip"
printf 'series_id,date,value,rebase\na,2018-04-01,12,0\na,2018-13-01,forty,maybe\nb,2018-04-01,1,\n' >broken.csv
printf 'series_id,target,rebase_dates,screen_outliers\nb,high,2018-02-30,no\n' >settings.csv
run spc broken.csv --options settings.csv
is 1 "cells that cannot be read are a fault"
says "broken.csv:3: date: error S01: '2018-13-01' is not a date such as 2018-09-30" "a date, by its place"
says "broken.csv:3: rebase: error S01: 'maybe' is not 1 or 0" "a mark, by its place"
says "broken.csv:3: value: error S01: 'forty' is not a number" "a value, in the same go"
says "settings.csv:2: target: error S01: 'high' is not a number" "a target"
says "settings.csv:2: rebase_dates: error S01: '2018-02-30' is not a date" "a day that is none"
says "settings.csv:2: screen_outliers: error S01: 'no' is not 1 or 0" "an option"
says '^a,error,,line 3: .* is not a date' "the summary has the first of them"
printf 'series_id,date,value\na,2018-04-01,12\na,2018-04-01,13\n' >twice.csv
run spc twice.csv
is 0 "what the R package refuses too is an answer"
says "twice.csv:3: date: error S03: line 2 has the same series and date" "and has its place"
printf 'series_id,date,value,rebase\nb,2018-05-01,3,1\nb,2018-04-01,2,0\n' >plain.csv
printf '\357\273\277value,"notes",rebase,date,series_id\r\n3,"x, y",1,01/05/2018,b\r\n2,,0,Apr-18,"b"\r\n,,,,\r\n' >saved.csv
run spc plain.csv --points plain.out
run spc saved.csv --points saved.out
is 0 "as a spreadsheet saves it"
yes "a series by date" grep -q '^b,2,2018-05-01,3,1' saved.out
same plain.out saved.out "days before months, other columns, a byte order mark, an empty line"
printf 'series_id,date,value\n' >empty.csv
run spc empty.csv
is 1 "a file without rows"
says 'empty.csv: has no rows below its header' "is said to have none"
run spc share.csv --chart pie
is 2 "a chart that is not there"
says 'Charts: xmr run' "names those that are"

finish

#!/bin/sh
# A planner with an action plan and a spreadsheet of measures, and nothing else: from an empty package to a brief.
. "$2/tests/cli/lib.sh"

cat >plan.csv <<'END'
Ref,Recommendation,Action,Lead,Due,Status
1.1,Improve discharge,Set up a discharge team,Chief Operating Officer,30 September 2018,In progress
1.2,Improve discharge,Extend home care,Director of Adult Social Care,March 2019,Not started
END
{
    echo 'Month,Measure,Value'
    for month in Apr May Jun Jul Aug Sep Oct Nov Dec; do echo "$month-18,Delayed transfers,1$((${#month} * 7))"; done
} >measures.csv

run new mine
is 0 "an empty package"
yes "it says how a plan comes in" grep -q 'weft import FILE PACKAGE --plan ID' mine/README.md
run import plan.csv mine --plan review-18
is 0 "the plan comes in"
says '3 items new' "all of it"
run import measures.csv mine --into observation --guess
says 'no place yet: give it a row in place.csv' "a package without places says so"
says 'no measure yet: .*row in measure.csv' "and one without measures"
run brief mine
is 0 "a brief of a plan alone"
says 'system.csv has no row' "says what is missing"

echo 'north,Northshire,footprint,,assumption: ours' >>mine/place.csv
echo 'sys,Northshire,north,,2018-04-01,2020-03-31,30,,GBP,,assumption: ours' >>mine/system.csv
echo 'dtoc,Delayed transfers,,people,lower,,month,,,,,,assumption: ours' >>mine/measure.csv
run import measures.csv mine --into observation
is 0 "with a row each the figures come in without a mapping"
run check mine
is 0 "nothing is wrong"
run measure mine
is 0 "the measures"
says "^dtoc .*2018-12" "have the figures"
run plan mine --as-at 2018-10-31
is 0 "the plan"
says 'action 1.1 Set up a discharge team' "says where it stands"
says 'late by 31 days' "by the day"
run brief mine --as-at 2018-12-31
is 0 "the brief"
says '^Northshire ' "is of the system"
run simulate mine
is 1 "no model yet"
says "A row 'do-nothing'" "and how one begins"
finish

#!/bin/sh
# The columns of a queue's ways out and of the way back, from the tables to the rows.
#
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"

# found OUTPUT SUBJECT: the mean over the years of the run but the first, which begins empty.
found() {
    awk -F, -v o="$1" -v s="$2" '$2 == o && $3 == s && $4 ~ /\// && $4 != "2014/15" { sum += $5; n++ } END { print sum / n }' rows.csv
}
# near NAME WANTED FOUND: within 6%.
near() {
    if awk -v f="$3" -v w="$2" 'BEGIN { exit !(f > 0.94 * w && f < 1.06 * w) }'; then ok; else not_ok "$1: $3, not $2"; fi
}
simulated() {
    run check package
    is 0 "$1 passes the check"
    run simulate package --replications 4 --threads 2 --no-twin --out rows.csv
    is 0 "$1 runs"
}

cp -r "$source/bench/packages/tandem" package
echo 'id,setting,age_from,age_to,to_setting,outcome,share,source
a-out,a,0,,,home,1,assumption: a test
b-out,b,0,,,home,1,assumption: a test
c-out,c,0,,,home,1,assumption: a test' >package/route.csv
setting() { # ROW OF a: the settings, with the ways out of a
    echo "id,title,family,kind,patience_days,give_up_to,overflow_to,overflow_after_days,source
a,A,beds,places,$1,assumption: a test
b,B,beds,open,,,,,assumption: a test
c,C,beds,open,,,,,assumption: a test" >package/setting.csv
}
sed 's/,30,assumption/,20,assumption/' package/capacity.csv >c && mv c package/capacity.csv

# 20 places for 24 people: all who do not fit in go to b.
setting ',,b,'
simulated overflow
present=$(found present a)
near "who overflows is in b, for 14 days in place of 12" "$(awk -v p="$present" 'BEGIN { print (24 - p) * 14 / 12 }')" "$(found present b)"
near "nobody waits" 1 "$(awk -v q="$(found queue a)" 'BEGIN { print 1 + q }')"
setting '3,c,,'
simulated patience
present=$(found present a)
near "who gives up is in c, for 28 days" "$(awk -v p="$present" 'BEGIN { print (24 - p) * 28 / 12 }')" "$(found present c)"
near "and waited until then: Erlang A" "$(awk -v p="$present" 'BEGIN { print (24 - p) / 12 * 3 }')" "$(found queue a)"

# A quarter come back: 4/3 of the admissions.
setting ',,,'
sed 's/,20,assumption/,50,assumption/' package/capacity.csv >c && mv c package/capacity.csv
echo 'id,setting,age_from,age_to,to_setting,outcome,share,away_mean_days,away_max_days,source
a-out,a,0,,,home,0.75,,,assumption: a test
a-back,a,0,,a,,0.25,10,30,assumption: a test' >package/route.csv
grep -v '^[bc],' package/setting.csv >c && mv c package/setting.csv
for table in capacity stay; do grep -v '^[bc],' package/$table.csv >c && mv c package/$table.csv; done
simulated readmission
near "people present with readmissions" 32 "$(found present a)"
sed 's/,0.25,10/,0.25,/' package/route.csv >c && mv c package/route.csv
run check package
is 1 "a longest time away without a mean is refused"
says 'route.csv:3: away_mean_days: error R10' "and said so"
setting '3,a,,'
run check package
says 'setting.csv:2: give_up_to: error R09' "nobody gives up waiting for a to ask for a"
finish

#!/bin/sh
# weft simulate and weft calibrate on a tiny package: conservation, threads, cells written back, refusals.
# Usage: model.sh WEFT
set -eu
weft=$(realpath "$1")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
fail() { echo "$*" >&2; exit 1; }

mkdir p
cat > p/place.csv <<'X'
id,title,kind,parent,source
here,Here,footprint,,assumption: a test
X
cat > p/system.csv <<'X'
id,title,place,comparator,start,end,warm_up_days,currency,source
sys,A test,here,,2018-04-01,2019-03-31,30,GBP,assumption: a test
X
cat > p/population.csv <<'X'
place,age_from,age_to,year,persons,source
here,0,17,2018/19,20000,assumption: a test
here,18,,2018/19,80000,assumption: a test
X
cat > p/setting.csv <<'X'
id,title,family,kind,unit,target_occupancy,standard_hours,source
ward,Ward,beds,places,bed,0.9,,assumption: a test
home,Home care,home care,places,package,0.95,,assumption: a test
X
cat > p/capacity.csv <<'X'
setting,from_date,amount,source
ward,2018-01-01,25,assumption: a test
home,2018-01-01,30,assumption: a test
X
cat > p/demand.csv <<'X'
id,setting,place,age_from,age_to,rate_per_1000,source
d,ward,here,18,,36.5,assumption: a test
X
printf 'setting,age_from,age_to,distribution,mean_days,sd_days,source\r\n"ward",18,,lognormal, 2 ,2,"assumption: a, test"\r\nhome,18,,exponential,10,,assumption: a test\r\n' > p/stay.csv
cat > p/route.csv <<'X'
id,setting,age_from,age_to,to_setting,share,holds,reason,responsible,source
h,ward,18,,home,0.3,yes,care package at home,social care,assumption: a test
o,ward,18,,,0.7,,,,assumption: a test
e,home,18,,,1,,,,assumption: a test
X
cat > p/scenario.csv <<'X'
id,title,source
do-nothing,Do nothing,assumption: a test
X

"$weft" simulate p --replications 3 --threads 1 --out one.csv 2> notes || fail "simulate: $(cat notes)"
"$weft" simulate p --replications 3 --threads 2 > two.csv 2> notes
cmp one.csv two.csv || fail "threads change the result"
"$weft" simulate p --replications 3 --seed 2 --out one.csv 2> notes
cmp -s one.csv two.csv && fail "the seed changes nothing"
head -1 two.csv | grep -qx 'scenario,output,subject,period,mean,sd,p10,p50,p90,replications' || fail "header"

# Who arrived at home care left the ward: those who left it (activity) times the share, within 4%.
awk -F, '$4 == "2018/19" && $2 == "arrivals" && $3 == "home" { home = $5 }
         $4 == "2018/19" && $2 == "activity" && $3 == "ward" { ward = $5 }
         $4 == "2018/19" && $2 == "arrivals" && $3 == "sys" { all = $5 }
         $4 == "2018/19" && $2 == "arrivals" && $3 == "ward" { in_ward = $5 }
         END { exit !(ward > 2500 && home > 0.288 * ward && home < 0.312 * ward &&
                      all > home + in_ward - 0.1 && all < home + in_ward + 0.1) }' two.csv ||
    fail "arrivals and activity do not hang together"

"$weft" simulate p --scenario none > none.csv 2> notes && fail "an unknown scenario was run"
[ $? -ne 0 ] || true
grep -q "there is no scenario 'none'" notes || fail "unknown scenario: $(cat notes)"
[ ! -s none.csv ] || fail "something was written"

# The warm-up: as said, the same when it is said again, and by the rule, which says what it found.
"$weft" simulate p --replications 3 --by year --out said.csv 2> notes
grep -qx 'Warm-up: 30 days.' notes || fail "warm-up: $(cat notes)"
"$weft" simulate p --replications 3 --by year --warm-up 30 --out again.csv 2> notes
cmp said.csv again.csv || fail "--warm-up 30 is not what system.csv says"
"$weft" simulate p --replications 3 --by year --warm-up mser --threads 1 --out mser.csv 2> notes
grep -qE '^Warm-up: [0-9]+ days, chosen by MSER-5 \(5 pilot runs of (365|730|1460|2920) days; MSER-5 [0-9.e-]+, [0-9.]+ people in the system\)\.$' notes ||
    fail "warm-up by the rule: $(cat notes)"
days=$(sed -n 's/^Warm-up: \([0-9]*\) days, chosen.*/\1/p' notes)
"$weft" simulate p --replications 3 --by year --warm-up "$days" --out again.csv 2> notes
cmp mser.csv again.csv || fail "the rule's $days days are not $days days"
"$weft" simulate p --warm-up soon 2> notes && fail "a warm-up of 'soon'"
grep -q "warm-up is mser, or a whole number of days from 0 to 3650; not 'soon'" notes || fail "$(cat notes)"

# Calibration: half the stay in the ward, about half as many in it; every other byte stays.
cp p/stay.csv before.csv
"$weft" calibrate p --fit 'stay:setting=ward:mean_days' --to 'present:ward:2018/19=8.9' \
    --replications 3 --dry-run > fit 2> notes || fail "calibrate: $(cat notes)"
cmp p/stay.csv before.csv || fail "a dry run wrote"
"$weft" calibrate p --fit 'stay:setting=ward:mean_days' --to 'present:ward:2018/19=8.9' \
    --replications 3 --tolerance 0.4 > fit 2> notes || fail "calibrate: $(cat notes)"
grep -q '1 row of stay.csv changed' fit || fail "$(cat fit)"
grep -q '^"ward",18,,lognormal,[0-9.]*,2,.*calibrated: present ward 2018/19 = 8.9 by weft calibrate .* --tolerance 0.4 --scenario' p/stay.csv ||
    fail "stay.csv: $(cat p/stay.csv)"
tail -1 p/stay.csv > last; tail -1 before.csv | cmp - last || fail "another row changed"
"$weft" simulate p --replications 3 2> notes |
    awk -F, '$2 == "present" && $3 == "ward" && $4 == "2018/19" { v = $5 } END { exit !(v > 8.8 && v < 9) }' ||
    fail "the package does not give what was asked"
status=0
"$weft" calibrate p --fit 'stay:setting=ward:mean_days' --to 'present:ward:2018/19=900' \
    --high 1.5 --replications 1 > fit 2> notes || status=$?
[ $status -eq 1 ] || fail "out of bounds: status $status"
grep -q '900 is not reached' notes || fail "$(cat notes)"

# Futures: what differs between them, differences, precision, shares of the variance, each scheme.
cat > p/scheme.csv <<'X'
id,title,starts_on,source
less,Fewer come,2018-04-01,assumption: a test
home,Home care is quicker,2018-04-01,assumption: a test
X
cat > p/effect.csv <<'X'
scheme,on_table,on_rows,on_column,operation,low,central,high,source
less,demand,id=d,rate_per_1000,multiply,0.95,0.9,0.8,assumption: a test
home,stay,setting=home,mean_days,multiply,0.9,0.8,0.7,assumption: a test
X
cat > p/scenario.csv <<'X'
id,title,source
do-nothing,Do nothing,assumption: a test
plan,The plan,assumption: a test
X
cat > p/scenario_scheme.csv <<'X'
scenario,scheme,included
plan,less,yes
plan,home,yes
X
few="--replications 4 --no-twin --by year --only present:home"
"$weft" simulate p $few > few.csv 2> notes || fail "$(cat notes)"
grep -q 'differ in parameters, chance' notes || fail "what differs: $(cat notes)"
[ "$(wc -l < few.csv)" -eq 3 ] || fail "--only and --by year: $(cat few.csv)"
"$weft" simulate p $few --uncertainty chance > chance.csv 2> notes
grep -q 'differ in chance' notes && ! cmp -s few.csv chance.csv || fail "--uncertainty chance"
"$weft" simulate p $few --uncertainty none > none.csv 2> notes
grep -q ',1$' none.csv || fail "--uncertainty none is one future: $(cat none.csv)"
"$weft" simulate p $few --uncertainty luck > /dev/null 2> notes && fail "--uncertainty luck"
"$weft" simulate p $few --compare do-nothing > pairs.csv 2> notes || fail "$(cat notes)"
awk -F, 'NR == 1 { ok = $6 == "difference" } NR == 2 { ok = ok && $1 == "plan" && $2 == "do-nothing" &&
    $6 < 0 && $7 < $6 && $6 < $8 && $14 > 0 } END { exit !(ok && NR == 2) }' pairs.csv || fail "$(cat pairs.csv)"
"$weft" simulate p --no-twin --by year --precision 3% --precision-of present:home:2018/19 --only present:home \
    > precise.csv 2> notes || fail "$(cat notes)"
awk -F, 'NR > 1 && !($6 / sqrt($10) * 1.9 < 0.03 * $5 && $10 >= 10) { exit 1 }' precise.csv || fail "$(cat precise.csv)"
"$weft" simulate p $few --precision 2 --precision-of nothing > /dev/null 2> notes && fail "precision of nothing"
"$weft" simulate p $few --variance > variance.csv 2> notes || fail "$(cat notes)"
head -1 variance.csv | grep -q 'parameters,dates,chance,together' && grep -q '^plan,present,home,2018/19,' variance.csv ||
    fail "$(cat variance.csv)"
"$weft" simulate p $few --contributions plan > parts.csv 2> notes || fail "$(cat notes)"
awk -F, '{ v[$2] = $6 } END { d = v["less"] + v["home"] + v["(overlap)"] - v["(all together)"];
    exit !(NR == 5 && v["less"] < 0 && v["home"] < 0 && d < 1e-3 && d > -1e-3) }' parts.csv || fail "$(cat parts.csv)"
"$weft" simulate p --by day --replications 2 --only present:ward --scenario plan > days.csv 2> notes
[ "$(grep -c ',20..-..-..,' days.csv)" -eq 365 ] && grep -q ',2018-04,' days.csv || fail "--by day"
"$weft" simulate p --by week > /dev/null 2> notes && fail "--by week"
"$weft" simulate p --variance --compare plan > /dev/null 2> notes && fail "two at once"

# Calibration to measures: 27 people at home care where there are about 24; shares still add to 1.
cat > p/measure.csv <<'X'
id,title,unit,direction,frequency,model_output,model_subject,source
at-home,At home,people,lower,month,present,home,assumption: a test
X
{ echo id,measure,place,period_start,value,source | cut -d, -f2-
  for m in 04 05 06 07 08 09 10 11; do echo "at-home,here,2018-$m-01,$((26 + 2 * (1$m % 2))),assumption: a test"; done
} > p/observation.csv
cp p/route.csv before.csv
"$weft" calibrate p --fit 'route:ward->home' --to at-home --from 2018-04 --until 2018-09 --backtest 2018-10 --dry-run \
    > fit 2> notes || fail "$(cat notes)"
cmp p/route.csv before.csv || fail "a dry run wrote"
grep -q 'Back-test' fit && grep -q '2018-10 to 2018-11 ' fit || fail "no back-test: $(cat fit)"
grep -Eq ' [0-9]+% \([0-9]+ to [0-9]+\) +[0-9]+% \([0-9]+ to [0-9]+\) ' fit || fail "shares without their intervals: $(cat fit)"
"$weft" calibrate p --fit 'route:ward->home' --to at-home --from 2018-04 --until 2018-11 --dry-run > fit 2> notes || fail "$(cat notes)"
grep -q 'Back-test: none, as nothing was observed, .* from 1 December 2018 on' fit || fail "nothing came: $(cat fit)"
"$weft" calibrate p --fit 'route:ward->home' --to at-home --from 2018-04 --until 2018-09 --backtest none --dry-run > fit 2> notes ||
    fail "$(cat notes)"
grep -q 'Back-test' fit && fail "a back-test that was not asked for"
"$weft" calibrate p --fit 'route:ward->home' --to at-home --from 2018-04 --until 2018-09 > fit 2> notes || fail "$(cat notes)"
grep -q '2018-10 to 2018-11 ' fit || fail "no back-test by itself: $(cat fit)"
grep -Eq '^  at-home +6 +27 ' fit && grep -q '^2 numbers changed' fit || fail "$(cat fit)"
grep -q '^h,.*calibrated: to at-home from 2018-04 to 2018-09 by weft calibrate' p/route.csv &&
    grep -q '^o,.*assumption: a test; rescaled' p/route.csv || fail "$(cat p/route.csv)"
"$weft" check p > found 2>&1 || fail "the shares do not add up: $(cat found)"
"$weft" calibrate p --fit 'route:ward->home' --to at-home --from 2018-04 > fit 2> notes && fail "no --until"
cp before.csv p/route.csv; rm p/measure.csv p/observation.csv

# A ward that is too small is said before the run; a package with errors is refused.
sed -i 's/^ward,2018-01-01,25/ward,2018-01-01,3/' p/capacity.csv
"$weft" simulate p --replications 1 --out small.csv 2> notes || fail "$(cat notes)"
grep -q "L01: setting 'ward': offered load" notes || fail "no warning: $(cat notes)"
sed -i 's/^h,ward,18,,home,0.3/h,ward,18,,home,0.5/' p/route.csv
rm -f small.csv; status=0
"$weft" simulate p --out small.csv > /dev/null 2> notes || status=$?
[ $status -eq 1 ] && [ ! -e small.csv ] || fail "a package with errors was simulated"
grep -q 'route.csv:.* R02' notes || fail "$(cat notes)"

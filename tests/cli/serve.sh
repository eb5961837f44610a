#!/bin/sh
# The pages over real HTTP.
. "$2/tests/cli/lib.sh"
"$weft" serve "$source/examples/oxfordshire" --listen 127.0.0.1:0 --replications 1 >served 2>served.log &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$work"' EXIT
address=
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    address=$(cat served served.log | grep -Eo 'http://127\.0\.0\.1:[0-9]+' | head -n 1)
    [ -n "$address" ] && break
    sleep 0.5
done
[ -n "$address" ] && ok || not_ok "it says where it listens" "$(cat served served.log)"
for i in $(seq 60); do
    [ "$(curl --noproxy '*' -s -o /dev/null -w '%{http_code}' "$address/brief.json")" = 200 ] && break
    sleep 1
done
code() { curl --noproxy '*' -s -o body -D headers -w '%{http_code}' "$@"; }
[ "$(code "$address/")" = 200 ] && ok || not_ok "the page" "$(cat headers)"
yes "a strict content security policy" grep -qi '^content-security-policy: .*default-src' headers
yes "no sniffing" grep -qi '^x-content-type-options: nosniff' headers
yes "the page is in English" grep -q '<html lang="en' body
if grep -Eqi '<script>|<style|style="| onclick=' body; then not_ok "no script or style inside the page"; else ok; fi
[ "$(code "$address/brief.json")" = 200 ] && ok || not_ok "the brief as JSON"
[ "$(code "$address/nonsense")" = 404 ] && ok || not_ok "a page that is not there"
[ "$(code "$address/../../etc/passwd" --path-as-is)" = 404 ] && ok || not_ok "no way out of the tree"
[ "$(code -X POST "$address/")" = 405 ] && ok || not_ok "nothing can be posted"
[ "$(code "$address/healthz")" = 200 ] && ok || not_ok "health"
yes "the model has run" grep -q '"brief": "ready"' body
[ "$(code "$address/metrics")" = 200 ] && ok || not_ok "metrics"
yes "requests are counted" grep -q '^weft_http_requests_total{status="2xx"} [1-9]' body
[ "$(code "$address/plan?state=late&sort=due")" = 200 ] && ok || not_ok "the plan"
[ "$(code "$address/measures/dtoc-total/values.csv")" = 200 ] && ok || not_ok "values as CSV"
yes "with a header" grep -q '^period_start,value,mean,' body
[ "$(code "$address/measures/dtoc-total/chart.svg")" = 200 ] && ok || not_ok "the chart"
yes "is a picture" grep -q '^<svg' body
[ "$(code "$address/measures/dtoc-total/places?period=2018-04-01")" = 200 ] && ok || not_ok "all places of a measure"
yes "each against its own past" grep -q '12 of 26 places, the highest (worst) latest value first' body
yes "and beside each other" grep -q '0 far out (99.8% limits), 3 more outside the 95% limits' body
yes "with their numbers" grep -q 'beyond the limits of 95%' body
[ "$(code "$address/measures/dtoc-nhs/places")" = 200 ] && ok || not_ok "a measure of one place"
yes "has no funnel, and says why" grep -q 'No funnel can be drawn: Delayed transfers of care, NHS, .*at least 5 places' body
[ "$(code "$address/api/v1/measures/dtoc-total/places?period=2018-04-01")" = 200 ] && ok || not_ok "the same for a program"
yes "by place" grep -q '"place":"E10000025","title":"Oxfordshire","numerator":3507,' body
[ "$(code "$address/measures/no-such/places")" = 404 ] && ok || not_ok "no such measure"
[ "$(code "$address/data/place/rows.csv")" = 200 ] && ok || not_ok "a table as CSV"
same body "$source/examples/oxfordshire/place.csv" "is the package's own file"
question="$address/api/v1/what-if?capacity.home-care=100&from=2018-10-01"
for i in $(seq 60); do
    code "$question" >status
    grep -q '"pending":true' body || break
    sleep 0.5
done
[ "$(cat status)" = 200 ] && ok || not_ok "a question is answered"
yes "with what was asked" grep -q '100 more packages' body
yes "and what comes of it" grep -q '"answer":"In 20' body
yes "and on which dates schemes start" grep -q '"dates":"Of [0-9]* schemes in the model, ' body
for page in / /system /system/settings/acute /measures/dtoc-total; do
    code "$address$page" >status
    yes "$page says on which dates schemes start" grep -q 'Of [0-9]* schemes in the model, ' body
done
[ "$(code "$address/what-if?capacity.home-care=100&stay.acute=-5&from=2018-10-01")" = 200 ] && ok || not_ok "two changes at once"
yes "one of them can be undone" grep -q 'href="/what-if?capacity.home-care=100&amp;from=2018-10-01">Undo' body
yes "and so can the other" grep -q 'href="/what-if?stay.acute=-5&amp;from=2018-10-01">Undo' body
[ "$(code "$address/what-if?capacity.nonsense=1")" = 422 ] && ok || not_ok "a setting that is not there is refused"
yes "and the page says where to look" grep -q "lists what can be changed" body
[ "$(code "$address/what-if?capacity.home-care=many")" = 422 ] && ok || not_ok "what is no number is refused"
[ "$(code "$address/what-if?from=tomorrow")" = 422 ] && ok || not_ok "what is no day is refused"
run routes
is 0 "routes"
says '^/what-if +what-if +JSON' "routes name who may see them"
kill -TERM $server
wait $server
status=$?
[ $status = 0 ] && ok || not_ok "it ends well: status $status"
finish

#!/bin/sh
# The pages of a plan whose own slips are known (tests/plan/history): timeline, table, items, as pages and as JSON.
. "$2/tests/cli/lib.sh"
"$weft" serve "$source/tests/plan/history" --listen 127.0.0.1:0 --as-at 2018-09-30 >served 2>served.log &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$work"' EXIT
address=
for i in $(seq 40); do
    address=$(grep -Eo 'http://127\.0\.0\.1:[0-9]+' served | head -n 1)
    [ -n "$address" ] && break
    sleep 0.25
done
[ -n "$address" ] && ok || not_ok "it says where it listens" "$(cat served served.log)"

# get PATH: its body joined to one line in ./out, its status in $status.
get() {
    status=$(curl --noproxy '*' -s -o body -w '%{http_code}' "$address$1")
    tr '\n' ' ' <body >out
    : >messages
    out=$(cut -c 1-3000 out)
    messages=
}
# json PATH NAME PYTHON: the page's JSON, as p, holds that.
json() {
    get "/api/v1$1"
    is 200 "$2"
    yes "$2: $3" python3 -c "import json; p = json.load(open('body')); assert $3"
}

get /plan/timeline?kind=milestone
is 200 "the timeline"
says '<svg[^>]*role="group"' "is a picture that can be walked through"
says 'Today, 30 September 2018' "today is drawn"
says 'aria-label="One record for both hospitals: in progress; due 31 August 2018, late by 30 days; forecast' "a late item says so"
says 'first date, since moved' "the key names what is moved"
says 'The timeline as a table' "a table says the same"
json /plan/timeline?kind=milestone "the timeline as JSON" 'len(p["rows"]) == 20 and p["links"] == 2 and p["outside"] == 1'
json '/plan/timeline?programme=records' "one programme" 'len(p["rows"]) == 11 and p["rows"][0]["kind"] == "programme"'
json /plan/timeline "whole programmes" '[r["kind"] for r in p["rows"]] == ["programme"] * 2 and len(p["quarters"]) > 4'
get '/plan/timeline?kind=pony'
is 422 "a kind that is not there"

json '/plan?state=likely-late' "what is likely to be late" \
    '{r["id"] for r in p["rows"]} == {"f20", "f21", "f22", "f23", "f24"} and all(r["chance"] < 0.5 for r in p["rows"])'
json '/plan?kind=milestone&sort=forecast' "sorted by forecast" \
    '[r["p50"] for r in p["rows"]][:5] == sorted(r["p50"] for r in p["rows"] if r["p50"])'
get '/plan?sort=-forecast'
says 'aria-sort="descending"' "the head says how it is sorted"
says 'own slips: 14 items done and 5 open' "from what it is forecast"
for state in no-owner:no_owner due-soon:due_soon; do
    json "/plan?state=${state%:*}" "as many as the table above counts: $state" \
        "p['total'] == sum(c['${state#*:}'] for c in p['counts']) < sum(c['total'] for c in p['counts'])"
done
json /plan?owner=digital-lead "who leads it" 'p["total"] == 11'

# The page says what the command says.
"$weft" plan "$source/tests/plan/history" --as-at 2018-09-30 --forecast --format json >plan.json
get /api/v1/plan?kind=milestone
yes "page and command agree" python3 -c '
import json
page = {r["id"]: r for r in json.load(open("body"))["rows"]}
for i in json.load(open("plan.json"))["items"]:
    if i["kind"] != "milestone": continue
    f, r = i.get("forecast", {}), page[i["id"]]
    assert (f.get("p50"), f.get("p80")) == (r["p50"], r["p80"]), i["id"]
    assert f.get("chance_by_due_to") == r["chance"], i["id"]
    assert (i["due_to"], i["first_due_to"]) == (r["due"], r["first_due"]), i["id"]'

json /plan/items/f24 "an item" \
    'p["p50"] and p["p80"] > p["p50"] and [c["id"] for c in p["chain"]] == ["f23"] and 0.1 <= p["chain_share"] <= 1'
get /plan/items/f24
says 'Chance of its deadline' "the chance of its deadline"
says 'What holds it up' "the critical chain"
says 'Lead for digital' "who leads a milestone: whoever leads its programme"
json /plan/items/f25 "an item that cannot be forecast" 'p["p50"] is None and "no deadline" in p["forecast"]'
json /plan/items/f01 "an item that is done" 'p["forecast"] is None'
json '/plan/changes?since=2018-07-01' "what changed" \
    'p["since"] == "2018-07-01" and p["changes"][0]["id"] == "f20" and any(c["what"] == "done" for c in p["changes"]) and not p["from_history"]'
json /plan/changes "how deadlines moved" \
    'p["trends"][0]["id"] == "f22" and p["trends"][0]["days"] == 274 and [m["due"] for m in p["trends"][0]["moves"]] == ["2018-06-30", "2018-09-30", "2018-12-31", "2019-03-31"]'
get /plan/changes
says 'said on 31 July 2018; 184 days after the first' "from report to report"
get '/plan/changes?since=lately'
is 422 "what is no day is refused"
get /plan/items/f22
says 'aria-label="One discharge team for every ward: first 30 June 2018, now 31 March 2019: later by 274 days; forecast' "how its deadline moved is drawn"
get /plan/items/f21
if grep -q 'from report to report' out; then not_ok "of what nothing was reported nothing is drawn"; else ok; fi
get /plan/changes
says '<svg[^>]*role="group".*One discharge team for every ward: first 30 June 2018' "what moved is drawn"
json /plan/items/f22 "a whole programme holds it up" \
    '[c["id"] for c in p["chain"]] == ["records", "f24", "f23"] and p["chain_share"] > 0.9'
json /plan?kind=programme "when a programme is done" \
    'all(r["p50"] and r["chance"] is None for r in p["rows"])'
get /check
is 200 "the findings"
says '<dt>Bad</dt><dd>[^<]+</dd> *<dt>Good</dt><dd>[^<]+</dd> *<dt>What to do</dt>' "a rule has a bad and a good example, and its cure"
says 'Until it is decided' "a waiver says why"
json /check "the findings as JSON" \
    'p["waived"] == 1 and p["waivers"][0]["until"] == "2018-12-31" and not any(r["id"] == "D08" for r in p["rules"])'
"$weft" check "$source/tests/plan/history" --as-at 2018-09-30 >checked
yes "page and command count the same" python3 -c '
import json, re
p = json.load(open("body")); said = open("checked").read()
assert re.search(r"%d errors?, %d warnings?.* 1 waived" % (p["errors"], p["warnings"]), said), said'
get /brief.json
yes "the brief says what is likely to slip" python3 -c \
    'import json; d = json.load(open("body"))["plan"]["due_soon"]; assert (d["due"], d["forecast"], d["likely_to_slip"]) == (3, 3, 3) and d["likeliest"] == "f24"'
finish

#!/bin/sh
# weft trace and weft plan on the examples, as people and as programs read them.
. "$2/tests/cli/lib.sh"
example=$source/examples/birmingham-solihull

run trace "$example" bham-3.2 --as-at 2018-09-30
is 0 "trace"
says '^recommendation 3.2 ' "trace names the item"
says 'action 3.2.ii Set up early intervention board \[bham-3.2.ii\]' "trace leads down"
says 'late by 92 days' "trace says how late"
says 'theme Early intervention' "trace leads up"
run trace "$example" stp-10-m20 --as-at 2018-09-30
says 'scheme Urgent care centres' "a milestone leads to its scheme"
says 'x 0.83 \(0.915 to 0.83\)' "a scheme leads to its effects"
says 'risk Public consultation fails' "risks lie beside"
run trace "$example" dtoc-total --format json --as-at 2018-09-30
is 0 "trace as JSON"
yes "the JSON is JSON" python3 -c 'import json; t = json.load(open("out")); assert t["item"]["kind"] == "measure" and len(t["comes_from"]) > 20'
run trace "$example" bham-3,2
is 2 "an item that is not there"
says "there is no item 'bham-3,2'" "an item that is not there"
says "Did you mean 'bham-3.2'" "the nearest is named"
run trace "$example" bham-3.2 --format yaml
is 2 "a format that is not there"
run trace "$example" bham-3.2 --out thread.txt
is 0 "trace into a file"
yes "the file is written" test -s thread.txt

run trace "$example" stp-10-m20 --as-at 2018-09-30 --format svg
is 0 "trace as SVG"
yes "the SVG is XML" python3 -c 'import xml.dom.minidom as m; m.parse("out")'
says 'Urgent care centres' "the diagram names its boxes"
run simulate "$source/examples/oxfordshire" --forecast --replications 1 --no-twin --by year --out years.csv
is 0 "simulate with forecast dates"
says '^forecast dates of 0 milestones, as at .*, from 4 items that are done' "the model is told of forecast dates"

run plan "$example" --as-at 2018-09-30
is 0 "plan"
tr '\n' ' ' <out | tr -s ' ' >joined && mv joined out # lines are broken anywhere
says ' programme 10 Urgent care' "plan shows the tree"
says 'amber \(Past its deadline, by a month at most\)' "a colour has its words"
run plan "$example" --as-at 2018-09-30 --late
says 'late by [0-9]+ days' "what is late"
if grep -q '^ *milestone.*stp-all-m01' out; then not_ok "what is not late is left out"; else ok; fi
run plan "$example" --as-at 2018-09-30 --due 90d
says '^31 October 2018 action 3.1.iii' "what is due, by day"
run plan "$example" --as-at 2018-09-30 --late --due 90d
is 0 "what is late and what is due"
yes "are two lists, each as it is alone" python3 - "$weft" "$example" <<'END'
import json, subprocess, sys
def ask(*options, form="json"):
    return subprocess.run([sys.argv[1], "plan", sys.argv[2], "--as-at", "2018-09-30", *options, "--format", form],
                          capture_output=True, text=True, check=True).stdout
both, late, due = (json.loads(ask(*o))["items"] for o in (("--late", "--due", "90d"), ("--late",), ("--due", "90d")))
assert late and due and both == late + due
assert {i["section"] for i in late} == {"late"} and {i["section"] for i in due} == {"due"}
head, rest = ask("--late", "--due", "90d", form="text").split("\nLATE\n")
assert "what is late, and what is due within 90 days" in head
first, second = rest.split("\nDUE WITHIN 90 DAYS\n")
assert "late by" in first and "late by" not in second and second.startswith("30 September 2018 ")
assert all("[%s]" % i["id"] in " ".join(second.split()) for i in due)
END
run plan "$example" --as-at 1990-01-01 --late --due 1d
yes "an empty list says so" test "$(grep -c '^  nothing$' out)" = 2
run plan "$example" --as-at 2018-09-30 --due soon
is 2 "days that cannot be read"
run plan "$example" --as-at 2018-11-30 --since 2018-09-30 --moved
says '30 November 2018 Retender home support .*: reported in progress' "what changed"
says 'Pick city-wide projects \[bham-3.1.iii\]: first 31 October 2018; on 30 November 2018' "how deadlines moved"
run plan "$example" --as-at 2018-11-30 --forecast --replications 200
says '^FORECAST   [0-9]+ of [0-9]+ open items have a forecast, from the slips of 11 that are done' "a forecast says its counts"
run plan "$source/examples/oxfordshire" --forecast
says 'Below 10 done items nothing is forecast' "below the minimum nothing is forecast"
run plan "$example" --as-at 2018-11-30 --forecast --replications 200 --format json
yes "the JSON is JSON" python3 -c 'import json; p = json.load(open("out")); assert len(p["items"]) > 400'
run plan "$example" --as-at 2018-11-30 --format csv
yes "the CSV has a row an item" test "$(wc -l <out)" -gt 400

# What changed is rebuilt from the history of a .weft file.
run pack "$example" package.weft
is 0 "pack"
run set package.weft action bham-3.2.iii due_to=2019-06-30
is 0 "set"
run plan package.weft --as-at 2999-12-31 --since 2025-01-01
tr '\n' ' ' <out | tr -s ' ' >joined && mv joined out
says 'bham-3.2.iii\]: due_to: 2019-06-30, before: 2019-03-31' "the history says what it was before"
run plan package.weft --as-at 2999-12-31 --moved
tr '\n' ' ' <out | tr -s ' ' >joined && mv joined out
says '\[bham-3.2.iii\]: first 31 March 2019; on [^;]* 30 June 2019 \(\+91 days\)' "a deadline that was changed in its row has moved"

# The milestone trend chart: what moved, and what was spoken of on several days.
run plan "$source/tests/plan/history" --as-at 2018-09-30 --trend trend.svg
is 0 "the trend is drawn"
yes "as a picture" python3 -c '
import xml.etree.ElementTree as e
text = " ".join(e.parse("trend.svg").getroot().itertext())
assert "One discharge team for every ward: first 30 June 2018, now 31 March 2019: later by 274 days; forecast" in text
assert "One record for both hospitals: 31 August 2018 throughout; forecast" in text'
run plan "$source/tests/plan/history" --as-at 2018-09-30 --trend trend.png
yes "as pixels" grep -q PNG trend.png
run plan "$source/tests/plan/history" --as-at 2018-09-30 --trend trend.doc
is 2 "a picture of another kind"
run plan "$source/examples/oxfordshire" --as-at 2016-01-01 --trend none.svg
is 2 "a plan of which nothing was reported"
says 'nothing was reported of any deadline' "says so"

# Beside each open item stands its forecast, in few words; why there is none is said by weft plan.
run trace "$source/tests/plan/history" f22 --as-at 2018-09-30
tr '\n' ' ' <out | tr -s ' │' ' ' >joined && mv joined out
says 'now 31 March 2019; forecast [0-9]+ [A-Z][a-z]+ 2019 \(P50\) to [0-9]+ [A-Z][a-z]+ 2019 \(P80\); [0-9]+% by its deadline' "a forecast"
if grep -q 'more than half\|, each by its own' out; then not_ok "the thread says no reasons"; else ok; fi
run trace "$example" stp-10-m20 --as-at 2019-12-31
tr '\n' ' ' <out | tr -s ' ' >joined && mv joined out
says 'late by 457 days; no date can be forecast' "no date"
finish

#!/bin/sh
# weft trace on the examples: the thread as people and as programs read it.
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
finish

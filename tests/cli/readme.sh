#!/bin/sh
# What README shows of the brief is what weft prints: the plan's part word for word, and the findings counted.
. "$2/tests/cli/lib.sh"
run brief "$source/examples/birmingham-solihull" --as-at 2018-09-30 --replications 1
is 0 "the brief"
sed -n 's/^    //p; /^$/p' "$source/README.md" >shown
part() { sed -n '/^THE PLAN/,/^[^ ].*FORECAST\|^$/p' "$1" | grep -v '^$'; }
part shown >shown.part
part out >printed.part
yes "README shows the plan's part" test "$(wc -l <shown.part)" -gt 6
same shown.part printed.part "the plan's part of the excerpt in README.md"
grep -o '`weft check` has .*' shown >shown.count
grep -o '`weft check` has .*' out >printed.count
same shown.count printed.count "the findings counted in README.md"
run check "$source/examples/birmingham-solihull" --as-at 2018-09-30
says ' 0 errors, [0-9]+ warnings' "the example has no errors"
finish

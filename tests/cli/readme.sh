#!/bin/sh
# What README and docs/ show is so: the plan's part of the brief word for word, the findings counted, each command on
# an example run, each file that is linked or shown there.
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

# The commands of the manual, as they stand there, those that simulate with one replication.
cp -r "$source/examples" examples
cat "$source/README.md" "$source"/docs/*.md |
    sed -nE 's/^    weft ((check|plan|trace|effect|measure|chart|brief|sources|simulate|document|deadline) .*)/\1/p' |
    grep -E '(^deadline|^[a-z]+ examples/)' | grep -v '\\$' | sed -E 's/   +.*//; s/--replications [0-9]+/--replications 1/' | sort -u >commands
yes "the manual shows commands" test "$(wc -l <commands)" -gt 5
while read -r command; do
    eval "set -- $command"
    run "$@"
    is 0 "weft $command"
done <commands

# What is linked is there.
for page in "$source/README.md" "$source"/docs/*.md "$source"/src/*/README.md "$source"/examples/*/README.md; do
    grep -Eo '\]\([^)# ]+' "$page" | sed 's/^](//' | grep -Ev '^(https?|mailto):' | while read -r link; do
        [ -e "$(dirname "$page")/$link" ] || echo "$page: $link"
    done
done >missing
yes "links are looked at" grep -q '](docs/' "$source/README.md"
if [ -s missing ]; then not_ok "a link leads nowhere" "$(cat missing)"; else ok; fi
finish

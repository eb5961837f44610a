#!/bin/sh
# Every command explains itself, and says what is wrong with its command line.
. "$2/tests/cli/lib.sh"

run
is 2 "no command"
run help
is 0 "help"
for command in $(sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' out); do
    run "$command" --help
    is 0 "$command --help"
    says "^Usage: weft $command" "$command --help"
    run "$command" --no-such-option
    is 2 "$command --no-such-option"
done
run nonsense
is 2 "an unknown command"
says "there is no command 'nonsense'" "an unknown command"

run tables
is 0 "tables"
run tables route
says '^  share ' "tables route"
run tables nonsense
is 2 "an unknown table"
run tables --format markdown
if diff out "$source/docs/tables.md" >difference; then ok; else not_ok "docs/tables.md is not current" "$(head -n 5 difference)"; fi
run check --explain all
if diff out "$source/docs/rules.md" >difference; then ok; else not_ok "docs/rules.md is not current" "$(head -n 5 difference)"; fi
run check --explain R02
says 'R02' "a rule is explained"
run check --explain X99
is 2 "an unknown rule"
finish

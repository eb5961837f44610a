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

# One that offers a choice of formats says which, before it opens anything.
for command in brief check document effect import log measure plan sources tables trace; do
    run "$command" nowhere nothing --format papyrus
    is 2 "$command --format papyrus"
    says "^weft $command: --format is text.* or [a-z]*, not 'papyrus'$" "$command --format papyrus"
done
if [ -e /dev/full ]; then
    "$weft" tables >/dev/full 2>messages
    status=$? out=
    is 2 "an answer that cannot be written"
    says 'could not be written to the standard output' "an answer that cannot be written"
fi

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

#!/bin/sh
# The rules of the house, each looked at: who may include whom, layout of the code, length of files, a
# README in every room, dependencies explained, unfinished work.
#
# SPDX-License-Identifier: MIT
set -u
cd "$1" || exit 2
passed=0
failed=0
check() { # NAME OUTPUT: passes when there is no output
    if [ -z "$2" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "not ok: $1"
        printf '%s\n' "$2" | head -n 20 | sed 's/^/    /'
    fi
}

# The floors of docs/tour.md, lowest first; a room may use what stands below it, and itself.
floor() {
    case $1 in
    base) echo 0 ;;
    sim | stats | chart | doc) echo 1 ;;
    store) echo 2 ;;
    plan | model | measure | money) echo 3 ;;
    report) echo 4 ;;
    cmd | web) echo 5 ;;
    *) echo 9 ;;
    esac
}
wrong=$(grep -rHoE '^#include "[a-z]+/[a-z_/]+\.h"' src --include='*.[ch]' | while IFS= read -r line; do
    file=${line%%:*}
    room=${file#src/}
    room=${room%%/*}
    used=${line#*\"}
    used=${used%%/*}
    [ "$room" = "$used" ] && continue
    # The door for commands opens the door for the web: `weft serve`.
    [ "$room/$used" = cmd/web ] && continue
    case $used in tables) continue ;; esac
    [ "$(floor "$room")" -lt 9 ] || echo "$file: the room $room has no floor"
    [ "$(floor "$used")" -lt "$(floor "$room")" ] || echo "$file uses $used"
done)
check "includes point down, never up or sideways" "$wrong"

long=$(find src -name '*.[ch]' -exec wc -l {} + | awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines" }')
check "no file is over 600 lines" "$long"

rooms=$(for room in src/*/; do
    [ -n "$(ls "$room"*.c 2>/dev/null)" ] || continue
    [ -f "${room}README.md" ] || echo "${room}README.md is missing"
done)
check "every room has a README" "$rooms"

spdx=$(find src tests -name '*.[ch]' | while read -r file; do
    grep -q 'SPDX-License-Identifier: MIT' "$file" || [ "$file" = tests/check.h ] || echo "$file"
done)
check "every file names its licence" "$spdx"

if command -v clang-format-14 >/dev/null; then
    layout=$(find src tests -name '*.[ch]' -exec clang-format-14 --dry-run {} + 2>&1 | grep -E 'warning' | sed 's/: warning.*//' | head -n 10)
    check "clang-format has nothing to change" "$layout"
fi

deps=$(sed -n 's/^\([a-z0-9][a-z0-9.+-]*\) .*/\1/p' deps.txt | while read -r package; do
    grep -q "$package" docs/dependencies.md || echo "$package is not in docs/dependencies.md"
done)
check "every dependency is explained" "$deps"

unfinished=$(grep -rnE '\b(TODO|FIXME|XXX|HACK)\b' src tests/*/*.c docs README.md examples/*/README.md 2>/dev/null | head -n 5)
check "no words that admit unfinished work" "$unfinished"

listed=$(for file in src/cmd/*.c; do
    name=$(sed -n 's/^const struct command command_\([a-z]*\) = {.*/\1/p' "$file")
    [ -z "$name" ] || grep -q "weft $name" README.md docs/*.md || echo "weft $name is in no page of docs/"
done)
check "every command is in the docs" "$listed"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

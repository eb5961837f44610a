#!/bin/sh
# Runs one fuzz target from its kept corpus: scripts/fuzz.sh TARGET [SECONDS]
#
# Without SECONDS, as ./test does, the same inputs every time: a green build stays green, and what the dice
# of a day find is found here and not by whoever comes next. With SECONDS the dice are new, and inputs that
# reach new code gather in build/corpus/TARGET, which the next such run begins with.
# Leaves build/TARGET.log, and build/TARGET.ok when nothing was found.
#
# SPDX-License-Identifier: MIT
set -u
target=$1
noun=$(basename "$target")
room=${noun%%_*}
rest=${noun#*_}
corpus=tests/$room/${rest%_fuzz}_corpus
rm -f "build/$noun.ok"
if [ -n "${2:-}" ]; then
    gathered=build/corpus/$noun
    set -- -max_total_time="$2"
else
    gathered=build/corpus/$noun.same
    rm -rf "$gathered"
    set -- -seed=1 -runs=8000 -max_total_time=30
fi
mkdir -p "$gathered"
"$target" "$@" -timeout=60 -rss_limit_mb=2048 -artifact_prefix="build/corpus/" \
    "$gathered" "$corpus" >"build/$noun.log" 2>&1 && : >"build/$noun.ok"

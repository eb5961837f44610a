#!/bin/sh
# Runs one fuzz target for some seconds from its kept corpus: scripts/fuzz.sh TARGET [SECONDS]
#
# Leaves build/TARGET.log, and build/TARGET.ok when nothing was found. New inputs that reach new code
# gather in build/corpus/TARGET, which the next run begins with.
#
# SPDX-License-Identifier: MIT
set -u
target=$1
noun=$(basename "$target")
room=${noun%%_*}
rest=${noun#*_}
corpus=tests/$room/${rest%_fuzz}_corpus
rm -f "build/$noun.ok"
mkdir -p "build/corpus/$noun"
"$target" -max_total_time="${2:-10}" -timeout=10 -rss_limit_mb=2048 -artifact_prefix="build/corpus/" \
    "build/corpus/$noun" "$corpus" >"build/$noun.log" 2>&1 && : >"build/$noun.ok"

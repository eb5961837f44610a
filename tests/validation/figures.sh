#!/bin/sh
# What docs/validation.md says was found is what the tests of theory print today: every 'mean ± half-width'.
# Usage: figures.sh SOURCE TEST...
#
# SPDX-License-Identifier: MIT
set -eu
manual=$1/docs/validation.md
shift
figures=$(mktemp)
trap 'rm -f "$figures"' EXIT
for test in "$@"; do
    printed=$("$test" 2>&1) || { echo "$test fails" >&2; exit 1; }
    printf '%s\n' "$printed" | sed -n 's/.* \([0-9.]* ± [0-9.]*\), theory .*/\1/p'
done > "$figures"
[ "$(wc -l < "$figures")" -ge 30 ] || { echo "only $(wc -l < "$figures") figures were printed" >&2; exit 1; }
missing=0
while read -r figure; do
    grep -qF "$figure" "$manual" && continue
    echo "docs/validation.md does not say $figure" >&2
    missing=$((missing + 1))
done < "$figures"
exit "$missing"

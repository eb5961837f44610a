#!/bin/sh
# Every place where a view writes markup as it is stands in raw.txt, so that a new one is seen.
# raw.sh SOURCE [--update]
#
# SPDX-License-Identifier: MIT
set -u
cd "$1" || exit 2
list() { grep -onE '\{\{ *raw [^}]*\}\}' views/*.html views/components/*.html | sed -E 's/^([^:]*):[0-9]+:\{\{ *(.*[^ ]) *\}\}/\1: \2/' | LC_ALL=C sort | uniq -c | sed 's/^ *//'; }
[ "${2:-}" = --update ] && list >tests/web/raw.txt
list | diff tests/web/raw.txt - && echo "1 passed, 0 failed" || { echo "look at each new raw, then: tests/web/raw.sh . --update"; exit 1; }

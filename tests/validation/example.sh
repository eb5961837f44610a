#!/bin/sh
# docs/engine.md says what the example prints. Usage: example.sh SOURCE EXAMPLE
#
# SPDX-License-Identifier: MIT
set -eu
printed=$("$2")
printf '%s\n' "$printed" | while IFS= read -r line; do
    grep -qxF "    $line" "$1/docs/engine.md" || { echo "docs/engine.md does not say: $line" >&2; exit 1; }
done

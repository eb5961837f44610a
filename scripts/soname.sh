#!/bin/sh
# The name by which a shared library is opened when a program runs: scripts/soname.sh NAME COMPILER...
# For the build: `scripts/soname.sh xml2 gcc` prints libxml2.so.2.
#
# SPDX-License-Identifier: MIT
set -eu
name=$1
shift
file=$("$@" -print-file-name="lib$name.so")
soname=$(readelf -d "$file" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
[ -n "$soname" ] || { echo "soname.sh: $file has no SONAME" >&2; exit 1; }
echo "$soname"

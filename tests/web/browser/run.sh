#!/bin/sh
# Runs a script of this folder with the browser: run.sh SCRIPT WEFT SOURCE. Skipped where the packages of
# package.json or Debian's Chromium are not installed; ./test installs both.
#
# SPDX-License-Identifier: MIT
set -eu
here=$(dirname "$0")
if [ ! -d "$here/node_modules/playwright-core" ] || [ ! -x /usr/bin/chromium ]; then
    echo "skipped: npm ci in tests/web/browser, and chromium, are wanted"
    exit 77
fi
exec node "$here/$1" "$2" "$3"

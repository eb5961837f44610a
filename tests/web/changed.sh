#!/bin/sh
# A package that changes while it is served is read again, and shown as it was while it cannot be used:
# changed.sh WEFT PACKAGE (one with a model)
#
# SPDX-License-Identifier: MIT
set -eu
weft=$1
modelled=$2
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT

start() {
    "$weft" serve "$1" --listen 127.0.0.1:0 >"$work/said" 2>"$work/log" &
    server=$!
    address=
    while [ -z "$address" ]; do
        sleep 0.1
        kill -0 "$server" || { cat "$work/log"; exit 1; }
        address=$(grep -Eo 'http://[0-9.:]+' "$work/said" || true)
    done
}
stop() {
    kill "$server"
    wait "$server" || { echo "the server ended with an error"; cat "$work/log"; exit 1; }
    server=
}
# until PATH TEXT: the page says it within a minute; it may be remembered from one look to the next.
until_says() {
    for _ in $(seq 600); do
        curl -s "$address$1" >"$work/page"
        if grep -q "$2" "$work/page"; then return; fi
        sleep 0.1
    done
    echo "$1 does not say '$2'"
    tail -n 50 "$work/page"
    grep -v ' GET ' "$work/log"
    exit 1
}
says() {
    if ! grep -q "$1" "$work/page"; then
        echo "the page that was got last does not say '$1'"
        cat "$work/page"
        exit 1
    fi
}

folder=$work/package
mkdir "$folder"
place() { printf 'id,title,kind,parent,source\np,%s,footprint,%s,printed: a\n' "$1" "$2" >"$folder/place.csv"; }
place 'A first place' ''
printf 'id,title,place,comparator,start,end,warm_up_days,currency,source\ns,A system,p,,2018-04-01,2019-03-31,0,GBP,printed: a\n' \
    >"$folder/system.csv"

start "$folder"
until_says /data/place 'A first place'
place 'A second place' ''
until_says /data/place 'A second place'
until_says /healthz 'as its files are'
# A file that is no table, and one that is only looked at, change nothing.
echo nothing >"$folder/notes.txt"
# A table with a reference that leads nowhere cannot be used.
place 'A third place' nowhere
until_says /data/place 'cannot be used as it is now: it has 1 error'
says 'A second place'
says 'place.csv:2: parent: error'
until_says /healthz 'changed and not fit for use'
grep -q 'place.csv:2: parent: error' "$work/log"
# Nor can a package that is gone.
mv "$folder" "$work/away"
until_says /metrics '^weft_package_refusals_total 2$'
until_says /data/place 'A second place'
says 'cannot be used as it is now: '
mv "$work/away" "$folder"
place 'A fourth place' ''
until_says /data/place 'A fourth place'
until_says /healthz 'as its files are'
until_says /data/place 'A fourth place'
if grep -q 'cannot be used' "$work/page"; then
    echo "what was mended is still complained about"
    exit 1
fi
stop

"$weft" pack "$folder" "$work/package.weft" >/dev/null
start "$work/package.weft"
until_says /data/place 'A fourth place'
"$weft" set "$work/package.weft" place p 'title=A fifth place' --who somebody >/dev/null
until_says /data/place 'A fifth place'
stop

# A title or the state of an action is nothing to the model: it is not run again, and its forecasts stay. A bed is.
cp -r "$modelled" "$work/modelled"
start "$work/modelled"
until_says /healthz '"brief": "ready"'
curl -s "$address/api/v1/system" >"$work/before"
sed 's/^oxon-a-1,\(.*\),claimed complete,/oxon-a-1,\1,in progress,/' "$modelled/action.csv" >"$work/modelled/action.csv"
! cmp -s "$modelled/action.csv" "$work/modelled/action.csv" || exit 1
until_says /metrics '^weft_package_reads_total 1$'
says '^weft_model_kept_total 1$'
until_says /healthz '"brief": "ready"'
curl -s "$address/api/v1/system" >"$work/after"
cmp "$work/before" "$work/after" || { echo 'the model says something else of the same system'; exit 1; }
sed 's/^acute,2016-01-01,,,,895,/acute,2016-01-01,,,,905,/' "$modelled/capacity.csv" >"$work/modelled/capacity.csv"
until_says /metrics '^weft_package_reads_total 2$'
says '^weft_model_kept_total 1$'
until_says /healthz '"brief": "ready"'
curl -s "$address/api/v1/system" >"$work/after"
! cmp -s "$work/before" "$work/after" || { echo 'ten more beds change nothing'; exit 1; }
stop

#!/bin/sh
# Every page of a plan of 5,000 actions and 200 measures answers and stays small: large.sh WEFT SOURCE
#
# The page that took most of the server's processor time is told, and fails nothing: machines differ.
#
# SPDX-License-Identifier: MIT
set -eu
weft=$1
source=$2
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT

"$source/bench/large" "$work/large"
"$source/bench/large" "$work/again"
diff -r "$work/large" "$work/again" || { echo "bench/large makes different bytes each time"; exit 1; }
"$weft" check "$work/large" --format summary >"$work/checked" || { cat "$work/checked"; exit 1; }

"$weft" serve "$work/large" --as-at 2018-09-30 --listen 127.0.0.1:0 >"$work/said" 2>"$work/log" &
server=$!
address=
while [ -z "$address" ]; do
    sleep 0.1
    kill -0 "$server" || { cat "$work/log"; exit 1; }
    address=$(grep -Eo 'http://[0-9.:]+' "$work/said" || true)
done
until curl -s "$address/healthz" | grep -q '"ready"'; do sleep 0.1; done

ticks() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }
fail=0
slowest=-1
slow=
# page ADDRESS: 200, at most 400 kB; 1 MB as JSON.
page() {
    before=$(ticks)
    set -- "$1" $(curl -s -m 60 -o /dev/null -w '%{http_code} %{size_download}' "$address$1") "$before"
    spent=$((($(ticks) - $4) * 1000 / $(getconf CLK_TCK)))
    case $1 in
    *json | /api/*) most=1000000 ;;
    *) most=400000 ;;
    esac
    if [ "$spent" -gt "$slowest" ]; then
        slowest=$spent
        slow=$1
    fi
    [ "$2" = 200 ] && [ "$3" -le $most ] && return
    echo "$1: status $2, $3 bytes"
    fail=1
}
for path in / /plan '/plan?sort=-due' '/plan?state=late&page=20' '/plan?kind=action&page=100' '/plan?owner=role-7' '/plan?q=step' \
    /plan/timeline '/plan/timeline?quarter=2018-07-01' '/plan?quarter=2019-01-31&programme=programme-20' /plan/tree '/plan/tree?page=5' '/plan/tree?page=999' /plan/next /plan/items/action-4321 \
    /plan/items/recommendation-100 /plan/items/programme-20 /plan/items/theme-3 /plan/items/plan-1 \
    /measures '/measures?page=4' '/measures?show=concerning' '/measures?place=here' /measures/measure-100 \
    /system /what-if /money /check '/check?rule=D10&page=9' '/check?rule=P13' /data /data/action '/data/action?sort=-due_to' \
    '/data/observation?page=900' '/data/observation?q=measure-9' '/data/action?row=4000' '/search?q=discharge' \
    '/search?q=step+4' /brief /brief.json /help; do
    page "$path"
    case $path in
    /brief* | /help) ;;
    *) page "/api/v1$path" ;;
    esac
done
curl -sf "$address/data/action/rows.csv" >"$work/action.csv"
cmp "$work/action.csv" "$work/large/action.csv" || fail=1
memory=$(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$server/status")
[ "$memory" -le 200 ] || { echo "$memory MB of memory"; fail=1; }
echo "$memory MB, $(ticks) hundredths of a second of processor time in all; most for one page: $slowest ms, $slow"
kill "$server"
wait "$server" || { echo "the server ended with an error"; fail=1; }
server=
! grep -E ' (GET|HEAD) [^ ]+ 5[0-9][0-9] ' "$work/log" || fail=1
exit $fail

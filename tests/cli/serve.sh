#!/bin/sh
# The pages over real HTTP.
. "$2/tests/cli/lib.sh"
"$weft" serve "$source/examples/oxfordshire" --listen 127.0.0.1:0 --replications 1 >served 2>served.log &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$work"' EXIT
address=
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    address=$(cat served served.log | grep -Eo 'http://127\.0\.0\.1:[0-9]+' | head -n 1)
    [ -n "$address" ] && break
    sleep 0.5
done
[ -n "$address" ] && ok || not_ok "it says where it listens" "$(cat served served.log)"
for i in $(seq 60); do
    [ "$(curl --noproxy '*' -s -o /dev/null -w '%{http_code}' "$address/brief.json")" = 200 ] && break
    sleep 1
done
code() { curl --noproxy '*' -s -o body -D headers -w '%{http_code}' "$@"; }
[ "$(code "$address/")" = 200 ] && ok || not_ok "the page" "$(cat headers)"
yes "a strict content security policy" grep -qi '^content-security-policy: .*default-src' headers
yes "no sniffing" grep -qi '^x-content-type-options: nosniff' headers
yes "the page is in English" grep -q '<html lang="en' body
if grep -Eqi '<script>|<style|style="| onclick=' body; then not_ok "no script or style inside the page"; else ok; fi
[ "$(code "$address/brief.json")" = 200 ] && ok || not_ok "the brief as JSON"
[ "$(code "$address/nonsense")" = 404 ] && ok || not_ok "a page that is not there"
[ "$(code "$address/../../etc/passwd" --path-as-is)" = 404 ] && ok || not_ok "no way out of the tree"
[ "$(code -X POST "$address/")" = 405 ] && ok || not_ok "nothing can be posted"
kill -TERM $server
wait $server
status=$?
[ $status = 0 ] && ok || not_ok "it ends well: status $status"
finish

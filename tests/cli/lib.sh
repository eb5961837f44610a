# What the tests of the whole program share. Each is a shell script that is given the path of weft
# and of the source tree; it runs in a folder of its own, which is deleted afterwards.
#
# SPDX-License-Identifier: MIT
set -u
case $1 in /*) weft=$1 ;; *) weft=$PWD/$1 ;; esac
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
passed=0
failed=0

ok() { passed=$((passed + 1)); }

not_ok() {
    failed=$((failed + 1))
    echo "not ok: $1"
    [ $# -lt 2 ] || printf '%s\n' "$2" | head -n 20 | sed 's/^/    /'
}

# run ARGS...: weft with these; its output in $out, its messages in $messages, its status in $status.
run() {
    "$weft" "$@" >out 2>messages </dev/null
    status=$?
    out=$(cat out)
    messages=$(cat messages)
}

# is STATUS NAME: the last run ended so.
is() {
    if [ "$status" = "$1" ]; then ok; else not_ok "$2: status $status, expected $1" "$out$messages"; fi
}

# says PATTERN NAME: a line of the output or the messages matches (grep -E).
says() {
    if cat out messages | grep -Eq -e "$1"; then ok; else not_ok "$2: nothing matches $1" "$out$messages"; fi
}

# same A B NAME: the files or folders do not differ.
same() {
    if difference=$(diff -r "$1" "$2" 2>&1); then ok; else not_ok "$3" "$difference"; fi
}

# yes NAME COMMAND...: the command succeeds.
yes() {
    name=$1
    shift
    if "$@" >/dev/null 2>&1; then ok; else not_ok "$name: $*"; fi
}

finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}

#!/bin/sh
# Tests that can fail: each fault below is put into a copy of the engine, and at least one test of the engine must then fail.
# Usage: faults.sh SOURCE. CC is the compiler (cc).
#
# SPDX-License-Identifier: MIT
set -eu
source=$(cd "$1" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cp -r "$source/src" "$source/tests" "$dir/"
cd "$dir"
flags="-std=c17 -O1 -Isrc -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -fno-math-errno -ffp-contract=off -w"
tests="flow queue leave random"

compile() { # FILE...
    for file in "$@"; do
        # shellcheck disable=SC2086 # the flags and the compiler are words
        ${CC:-cc} $flags -c "$file" -o "$(echo "$file" | tr / _).o" || { echo "$file cannot be compiled" >&2; exit 1; }
    done
}

link() {
    for test in $tests; do
        # shellcheck disable=SC2086
        ${CC:-cc} -o "$test" "tests_sim_${test}_test.c.o" src_*.o -lcmocka -lm -lpthread -ldl
    done
}

# The first test that fails; nothing when all pass.
failing() {
    for test in $tests; do
        arguments=; [ "$test" != random ] || arguments=60
        # shellcheck disable=SC2086
        timeout 300 "./$test" $arguments > printed 2>&1 || { echo "sim $test"; return; }
    done
}

compile src/base/*.c src/sim/*.c
for test in $tests; do compile "tests/sim/${test}_test.c"; done
link
[ -z "$(failing)" ] || { echo "a test fails without a fault" >&2; cat printed >&2; exit 1; }

passed=0
failed=0
fault() { # WHAT FILE SED
    cp "$2" kept
    sed -i "$3" "$2"
    if cmp -s "$2" kept; then
        echo "not ok: $1: the place for it in $2 has gone" >&2
        failed=$((failed + 1))
        return
    fi
    case $2 in *.h) compile src/sim/*.c ;; *) compile "$2" ;; esac
    link
    found=$(failing)
    if [ -n "$found" ]; then
        echo "ok: $1: $found fails"
        passed=$((passed + 1))
    else
        echo "not ok: $1: no test fails" >&2
        failed=$((failed + 1))
    fi
    cp kept "$2"
    case $2 in *.h) compile src/sim/*.c ;; *) compile "$2" ;; esac
}

fault "no exchange in rings" src/sim/flow.c 's/if (length == 0 || !ring_fits(c, length)) return false;/return false;/'
fault "one place too many" src/sim/choice.c 's/return to->used < to->room;/return to->used <= to->room;/'
fault "a queue of one is forgotten when a place is free" src/sim/flow.c \
    's/if (who == NOBODY || !choice_fits(c, to/if (who == NOBODY || c->people[who].next == NOBODY || !choice_fits(c, to/'
fault "five per cent too few arrivals" src/sim/arrivals.h 's/return state->drawn.gap\[lane\];/return state->drawn.gap[lane] * 1.05;/'
fault "thinning keeps everybody" src/sim/arrivals.h 's/\* envelope >= rate) continue;/* envelope >= envelope) continue;/'
fault "clients taper a day too early" src/sim/visits.h 's/(c->day - client->day)/(c->day + 1 - client->day)/'
fault "needs of clients stay those of the first day" src/sim/choice.h 's/stay->first_by_day\[day\]/stay->first_by_day[0]/'
fault "residual stays are not length-biased" src/sim/sampler.c 's/return sampler_biased_quantile(s, u) \*/return sampler_quantile(s, u) */'
fault "nobody has priority" src/sim/flow.c 's/to->by_priority ? p->level : 0/0/'
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

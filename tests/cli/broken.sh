#!/bin/sh
# Breaks the example in many ways (broken.txt): each gives its finding with file and row and its exit
# status; nothing crashes, and nothing half-written stays.
. "$2/tests/cli/lib.sh"
example=$source/examples/birmingham-solihull

trim() { printf '%s' "$1" | sed 's/^ *//; s/ *$//'; }

count=0
while IFS= read -r line; do
    case $line in '#'* | '') continue ;; esac
    # The fields are parted by ' ; ', which no sed script here has with spaces on both sides.
    name=$(trim "${line%% ; *}") rest=${line#* ; }
    file=$(trim "${rest%% ; *}") rest=${rest#* ; }
    script=$(trim "${rest%% ; *}") rest=${rest#* ; }
    expected=$(trim "${rest%% ; *}") want=$(trim "${rest#* ; }")
    rm -rf package package.weft
    cp -r "$example" package
    sed "$script" "$example/$file" >"package/$file"
    if cmp -s "$example/$file" "package/$file"; then
        not_ok "$name: the sed script changes nothing"
        continue
    fi
    run check package
    is "$want" "$name"
    says "^$expected" "$name"
    [ "$want" = 1 ] || continue
    count=$((count + 1))
    run pack package package.weft
    is 1 "$name: pack refuses"
    if ls package.weft* >/dev/null 2>&1; then not_ok "$name: pack leaves something behind"; else ok; fi
done <"$source/tests/cli/broken.txt"
[ "$count" -ge 20 ] && ok || not_ok "only $count ways with errors"

# Bytes that sed cannot make.
for bytes in '\000' '\377\376a\000' '\201'; do
    rm -rf package
    cp -r "$example" package
    { head -n 1 "$example/place.csv"; printf "X1,a${bytes}b,nation,,assumption: none\n"; } >package/place.csv
    run check package
    is 1 "bytes $bytes"
    says '^place.csv.*error T1[37]' "bytes $bytes"
done
rm -rf package
cp -r "$example" package
{ cat "$example/place.csv"; printf 'X1,Caf\351,locality,bsol,assumption: Windows-1252\n'; } >package/place.csv
run check package
is 0 "Windows-1252"
says '^place.csv.*warning T14' "Windows-1252"
head -c 100000 /dev/urandom >package/place.csv
run check package
is 1 "random bytes"

# A file under another name, a folder in place of a file, and files cut off anywhere.
rm -rf package
cp -r "$example" package
mv package/capacity.csv package/capasity.csv
run check package
is 1 "a table's name is misspelt"
says "^'?capasity.csv'?: .*error T01: .*did you mean capacity.csv" "a table's name is misspelt"
rm package/capasity.csv
mkdir package/capacity.csv
run check package
is 1 "a folder in place of a file"
for table in system setting route effect observation budget; do
    for bytes in 1 40 701 2003; do
        rm -rf package
        cp -r "$example" package
        head -c "$bytes" "$example/$table.csv" >"package/$table.csv"
        run check package
        [ "$status" -le 1 ] && ok || not_ok "$table.csv cut after $bytes bytes: status $status" "$messages"
        says 'findings?: ' "$table.csv cut after $bytes bytes"
    done
done
finish

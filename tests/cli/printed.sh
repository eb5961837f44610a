#!/bin/sh
# What weft check finds in a real plan as it was printed, against what a careful reader found
# (tests/printed): at least 90% of what tables can show, and at most 5% of the findings false.
. "$2/tests/cli/lib.sh"

run check "$source/tests/printed/package" --as-at 2016-10-21
is 1 "the plan as printed has errors"
grep -E '^[a-z_]+\.csv' out >findings
total=$(wc -l <findings)
shown=0 found=0
: >accounted
tab=$(printf '\t')
sed -n "/^[Xtf]/s/ ; /$tab/gp" "$source/tests/printed/expected.txt" >expected
while IFS=$tab read -r id group pattern reason; do
    [ -n "$reason" ] || not_ok "$id: no reason is given"
    [ "$pattern" = - ] && continue
    if grep -E -e "^($pattern)" findings >matched; then hit=1; else hit=0 && echo "$id is not found: $reason"; fi
    [ "$id" = false ] || cat matched >>accounted
    [ "$group" = - ] || shown=$((shown + 1)) found=$((found + hit))
done <expected
sort -u accounted >true
sort -u findings | comm -23 - true >false
wrong=$(wc -l <false)
cat false
echo "$found of $shown contradictions found; $wrong of $total findings are false"
[ "$shown" -ge 60 ] && ok || not_ok "only $shown contradictions are looked for"
[ $((found * 100)) -ge $((shown * 90)) ] && ok || not_ok "$found of $shown contradictions are found"
[ $((wrong * 100)) -le $((total * 5)) ] && ok || not_ok "$wrong of $total findings are false"
finish

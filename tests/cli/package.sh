#!/bin/sh
# New, packed, unpacked, changed: nothing is lost, nothing overwritten, everything remembered.
. "$2/tests/cli/lib.sh"

run new fresh
is 0 "new"
run check fresh --format summary
is 0 "a summary of nothing"
says "^0 findings" "it counts"
run check "$source/examples/birmingham-solihull" --format summary --as-at 2020-01-01
is 0 "a summary of the example"
says "^ *[0-9]+ warnings? D10: " "each rule with its count and title"
says "^      first: milestone.csv:" "and its first finding"
run check fresh
is 0 "a new package has no error"
says '0 findings' "a new package has no finding"
run simulate fresh
is 1 "a new package has no model"
says 'system.csv: has 0 rows' "and says where one begins"
says 'weft tables system' "and how"
run new fresh
is 2 "new does not overwrite"
run pack fresh fresh.weft
is 0 "a new package packs"
run unpack fresh.weft again
same fresh again "a new package comes back byte for byte"
yes "datapackage.json describes each table" grep -q '"name": "capacity"' fresh/datapackage.json

for name in birmingham-solihull oxfordshire; do
    run check "$source/examples/$name"
    is 0 "$name has no error"
    run pack "$source/examples/$name" "$name.weft" --who tester
    is 0 "$name packs"
    run check "$name.weft"
    is 0 "$name.weft has no error"
    run unpack "$name.weft" "$name"
    is 0 "$name unpacks"
    same "$source/examples/$name" "$name" "$name comes back byte for byte"
done

file=birmingham-solihull.weft
folder=birmingham-solihull
cp $file before
run pack $folder $file
is 2 "pack does not overwrite"
says 'replace' "pack says how to"
same $file before "pack leaves the old file"
run unpack $file $folder
is 2 "unpack does not overwrite"

run log $file
is 0 "log"
says 'tester +packed: [0-9]+ rows' "log says who packed"
run set $file action bham-1.1.i stage=verified evidence_level=2 --who anna
is 0 "set"
run log $file --item bham-1.1.i
says 'anna +update action bham-1.1.i' "log says who changed"
says 'stage: claimed complete -> verified' "log says old and new"
run set $file action bham-1.1.i stage=finished
is 1 "set refuses what is not allowed"
says 'action.csv:2: stage: error T05' "set says why"
run set $file route acute-uhb-home-65 share=0.1
is 1 "set refuses shares that do not add up"
run set $file action nobody stage=verified
is 2 "set refuses a row that is not there"
run set $file action bham-1.1.i recommendation=nowhere
is 1 "set refuses a reference that leads nowhere"
run log $file --format json
is 0 "log as JSON"
[ "$(grep -c '"operation": "update"' out)" = 1 ] && ok || not_ok "refused changes leave no history"

sed -i '2s/Set up/Found/' $folder/action.csv
sed -i '3d' $folder/drives.csv
run pack $folder $file --replace --who bob
is 0 "pack --replace"
says '0 rows added, 1 changed, 1 taken out' "pack --replace writes what differs"
run log $file
says 'bob +delete drives' "the history goes on"
says 'anna' "and keeps what was there"
run unpack $file replaced
same $folder replaced "what was packed over comes back byte for byte"

cp $file before
sed -i '2s/,[^,]*,/,nowhere,/' $folder/capacity.csv
run pack $folder $file --replace
is 1 "pack --replace refuses a package with errors"
same $file before "a failed pack leaves the old file whole"

echo 'not a package' >other
cp other other.before
run pack fresh other --replace
is 2 "a file that is no package is never overwritten"
same other other.before "it is left as it was"
run check other
is 2 "it cannot be checked"
head -c 5000 $file >cut.weft
run check cut.weft
is 2 "a file that is cut off is refused"
head -c 65536 /dev/urandom >noise.weft
run check noise.weft
is 2 "noise is refused"
cp $file hostile.weft
if command -v sqlite3 >/dev/null; then
    sqlite3 hostile.weft 'CREATE TRIGGER evil AFTER UPDATE ON place BEGIN DELETE FROM action; END'
    run set hostile.weft place bsol title=x
    is 2 "a foreign trigger is refused"
fi

# A file as a version packed it that had no milestone.ref: read as it is, upgraded by the first change.
if command -v sqlite3 >/dev/null; then
    run pack "$source/examples/oxfordshire" older.weft --who tester
    triggers=$(sqlite3 older.weft "SELECT sql || ';' FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'milestone'" |
        sed "s/, 'ref', \(OLD\|NEW\).\"ref\"//g; s/ OR OLD.\"ref\" IS NOT NEW.\"ref\"//")
    yes "a file is made older" sqlite3 older.weft "DROP TRIGGER milestone_insert; DROP TRIGGER milestone_update;
        DROP TRIGGER milestone_delete; ALTER TABLE milestone DROP COLUMN ref; $triggers PRAGMA user_version = 1"
    cp older.weft older.before
    run check older.weft --format summary
    is 0 "an older file is checked"
    run log older.weft
    is 0 "its history is read"
    says 'tester +packed: [0-9]+ rows' "and is what it was"
    run brief older.weft --replications 1 --as-at 2018-09-30
    is 0 "its brief is written"
    "$weft" serve older.weft --listen 127.0.0.1:0 --replications 1 >served 2>&1 &
    server=$!
    for i in $(seq 60); do
        address=$(grep -Eso 'http://127\.0\.0\.1:[0-9]+' served | head -n 1)
        [ -n "$address" ] && curl --noproxy '*' -sf "$address/plan" >page && break
        sleep 0.5
    done
    kill $server
    wait $server
    yes "it is served" grep -q '<h1' page
    run unpack older.weft older
    is 0 "it is unpacked"
    yes "with the columns of today" grep -q '^id,programme,ref,title,' older/milestone.csv
    same older.weft older.before "and all of that leaves it as it was"
    milestone=$(sed -n '2s/,.*//p' older/milestone.csv)
    run set older.weft milestone "$milestone" ref=7 --who anna
    is 0 "it is changed, in a column that it did not have"
    run log older.weft
    says 'weft +upgraded: milestone: ref$' "what was added is in its history"
    says 'ref: empty -> 7' "before the change"
    sqlite3 older.weft 'PRAGMA user_version = 99999'
    run check older.weft
    is 2 "a file of a newer version is refused"
    says 'was written by a newer version of weft' "and it says why"
fi
run check nowhere
is 2 "a package that is not there"
if ls ./*.part >/dev/null 2>&1; then not_ok "something half-written stays"; else ok; fi
finish

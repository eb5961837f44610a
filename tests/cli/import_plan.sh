#!/bin/sh
# A document into a plan, and its next version as a difference.
. "$2/tests/cli/lib.sh"

documents=$source/tests/plan/proposals
run import "$documents/review.txt"
is 0 "a proposal without a package"
says 'ACTION 1.1.ii' "the proposal has the actions"
says 'line 8 column 6: .End of July18' "each field has its place and words"
says '\? the marks of its list were lost' "what is doubtful is said"

says 'no line near its top is its day' "a document without a day is said"

run import "$documents/review.txt" --format json
is 0 "the proposal for programs"
yes "every field has its place, the file its hash" python3 - "$(sha256sum "$documents/review.txt" | cut -d' ' -f1)" <<'END'
import json, sys
told = json.load(open("out"))
assert told["document"]["sha256"] == sys.argv[1] and told["document"]["format"] == "text"
fields = [f for item in told["items"] for f in item["fields"]]
assert len(fields) > 40 and all(f["place"] for f in fields)
assert told["doubtful"] == sum(f["doubt"] is not None for f in fields) > 0
due = next(i for i in told["items"] if i["ref"] == "1.1.ii")["deadline"]
assert due["text"] == "End of July18" and due["earliest"] == due["latest"] == "2018-07-31" and due["kind"] == "day", due
END
run import "$documents/review.txt" --format xml
is 2 "a format that is not known"

run new plan
run import "$documents/review.txt" plan --plan town --dry-run --format json
yes "a dry run for programs has the difference" python3 - <<'END'
import json
told = json.load(open("out"))
assert told["plan"] == "town" and told["plan_is_new"] and not told["written"]
assert all(c["state"] == "new" for c in told["changes"]) and not told["refused"]
doubtful = {(i["ref"], f["column"]) for i in told["items"] for f in i["fields"] if f["doubt"]}
assert told["reviews"] == len(doubtful) > 0, "a field is marked once, however many leads it has"
END
run import "$documents/review.txt" plan --plan town --dry-run
is 0 "a dry run"
says 'dry run' "a dry run says so"
cp -r plan fresh
same plan fresh "a dry run changes nothing"
run import "$documents/review.txt" plan --plan town --strict
is 1 "strict refuses what is doubtful"
says 'Nothing is changed: --strict' "and says so"
run import "$documents/review.txt" --strict
is 1 "strict without a package ends with 1 as well"
same plan fresh "and changes nothing"
run import "$documents/review.txt" plan --plan town
is 0 "import into a folder"
yes "the action is there" grep -q '^town-1.1.ii,town,town-1.1,,,1.1.ii,.*,2018-07-31,2018-07-31,day,' plan/action.csv
yes "the hash of the document is kept" grep -q "review.txt,$(sha256sum "$documents/review.txt" | cut -d' ' -f1)," plan/import.csv
yes "a guessed day dates nothing" grep -q ",$(date +%F),$" plan/import.csv
yes "the cell of every field is kept" grep -q 'town-1.1.ii,due_text,line 8 column 6,End of July18' plan/import_cell.csv
yes "what is doubtful is marked for review" grep -q '^town-2.1.4,due_text,' plan/review.csv
run check plan
is 0 "the package has no error"
says 'review.csv:[0-9]+: settled_on: warning V01: due_text of town-2.1.4' "check lists what is open"
run import "$documents/review.txt" plan --plan town
says 'nothing to do' "the same file again"

# The next version of a tracker: a deadline moved, a lead changed, an item new, one gone.
run pack fresh plan.weft --who tester
run import "$documents/tracker.csv" plan.weft --plan tracker --kind 'programme plan' --who anna
is 0 "import into a .weft file"
run set plan.weft action tracker-1.2 "title=Train all wards" --who bert
sed -e 's/^2\. Shorten/3. Find new staff,3.1,Hold a job fair,Head of People,May 2019,,,,\n2. Shorten/' \
    -e 's/All partners,Q3 2019/Director of Adults,Q4 2019\/20/' -e 's/Train the wards/Train the wards and clinics/' \
    -e '/2\.2/d' "$documents/tracker.csv" >tracker.csv
run import tracker.csv plan.weft --dry-run
is 0 "the next version, dry"
says 'NEW action 3.1 .Hold a job fair' "what is new"
says 'GONE 2.2' "what is gone"
says "deadline 'Q3 2019' -> 'Q4 2019/20' .line 5 column 5" "the deadline that moved"
says "lead 'all-partners' -> 'director-of-adults'" "the lead that changed"
says "title 'Train all wards' -> 'Train the wards and clinics'.*own words stay" "what somebody changed stays"
says 'Plan tracker: 2 items new, 2 changed, 1 gone, 1 deadlines moved' "counts"
run import tracker.csv plan.weft --dry-run --format json
yes "the difference for programs" python3 - <<'END'
import json
told = json.load(open("out"))
states = sorted(c["state"] for c in told["changes"] if c["kind"] != "theme")
assert states == ["changed", "changed", "new", "new"], states
assert [g["ref"] for g in told["gone"]] == ["2.2"] and told["deadlines_moved"] == 1
moved = [f for c in told["changes"] for f in c["fields"] if f["column"] == "due_text" and f["old"]]
assert [(f["old"], f["new"]) for f in moved] == [("Q3 2019", "Q4 2019/20")] and moved[0]["place"] == "line 5 column 5"
assert any(f["package_stays"] for c in told["changes"] for f in c["fields"])
END
run import tracker.csv plan.weft --who anna
is 0 "the next version"
run log plan.weft --item tracker-2.1
says 'anna +update action tracker-2.1' "the history says who"
says 'due_to: 2019-12-31 -> 2020-03-31' "and what was before"
run unpack plan.weft later
yes "the first deadline stays" grep -q '^tracker-2.1,.*,2020-01-01,2020-03-31,quarter,2019-12-31,' later/action.csv
yes "the package's own words stay" grep -q 'Train all wards' later/action.csv
yes "the new lead leads" grep -q '^tracker-2.1,director-of-adults,' later/action_lead.csv
[ "$(grep -c '^tracker-2.1,' later/action_lead.csv)" = 1 ] && ok || not_ok "the old lead does not"
yes "the item that is gone is kept, to be looked at" grep -q '^tracker-2.2,title,.*does not have it' later/review.csv
run check plan.weft
is 0 "no error after the difference"
if grep -q 'D16' out messages; then not_ok "a deadline that moved with its words" "$out"; else ok; fi

# Two versions that are read on one day: the later report is the one of that day.
printf 'Ref,Action,Lead,Deadline,Progress\n1,Agree a path,Chief Nurse,October,Draft\n' >first.csv
printf 'Ref,Action,Lead,Deadline,Progress\n1,Agree a path,Chief Nurse,October,Agreed\n' >second.csv
run new daily
run import first.csv daily --plan d
run import second.csv daily --plan d
is 0 "a report of the same day"
yes "the later one stays" grep -q "^d-1,$(date +%F),.*Agreed" daily/progress.csv
[ "$(grep -c '^d-1,' daily/progress.csv)" = 1 ] && ok || not_ok "there is one of that day"

# Milestones have their own numbers and leads, and a next version changes them.
printf 'ID,Milestone,Owner,Target date,Status\nM1,Hub opens,Hub Manager,30 April 2019,Complete\nM2,One form,Chief Nurse,June 2019,\n' >first.csv
printf 'ID,Milestone,Owner,Target date,Status\nM1,Hub opens,Hub Manager,30 April 2019,Complete\nM2,One form,Medical Director,July 2019,\n' >second.csv
run new points
run import first.csv points --plan p
is 0 "a table of milestones"
yes "each has its number and its lead" grep -q '^p-m1,p-all,M1,Hub opens,hub-manager,30 April 2019,' points/milestone.csv
yes "where it stands is reported of it" grep -q "^p-m1,$(date +%F),,claimed complete,,Complete," points/progress.csv
run plan points --format json
yes "it has an owner and a number" python3 - <<'END'
import json
items = {i["id"]: i for i in json.load(open("out"))["items"]}
assert items["p-m2"]["has_owner"] and items["p-m2"]["ref"] == "M2" and items["p-m1"]["schedule"] == "done", items["p-m1"]
END
run trace points p-m2
says 'led by: Chief Nurse' "trace says who leads it"
run import second.csv points --plan p
is 0 "its next version"
yes "the lead is the new one, the deadline moved" grep -q '^p-m2,p-all,M2,One form,medical-director,July 2019,2019-07-01,2019-07-31,month,2019-06-30,' points/milestone.csv
run check points
is 0 "no error after it"

# The next version under another name and without a title is no second plan in silence.
printf 'Ref,Action,Lead,Deadline\n1,Agree a path,Chief Nurse,May 2019\n2,Open the hub,Hub Manager,June 2019\n3,Train the wards,Chief Nurse,July 2019\n4,Buy beds,Head of Stores,May 2019\n' >v1.csv
sed -e 's/July 2019/August 2019/' -e 's/Open the hub/Open the HUB./' -e 's/Buy beds/Hire a van/' v1.csv >v2.csv
run new versions
run import v1.csv versions
is 0 "the first version, without --plan"
first=$(sed -n 2p versions/plan.csv | cut -d, -f1)
cp -r versions before
run import v2.csv versions
is 1 "the next one under another name is asked about"
says "3 of the 4 items of plan $first, 'v1.csv', are in it, word by word: it seems to be its next version" "which plan, and why"
says "^  --plan $first  .*as a difference" "with the word that decides"
same versions before "nothing is changed"
run import v2.csv versions --dry-run
is 0 "a dry run says so too"
says "it seems to be its next version" "a dry run says so too"
run import v2.csv versions --dry-run --strict
is 1 "and --strict refuses"
run import v2.csv versions --format json
yes "programs are told" python3 - "$first" <<'END'
import json, sys
told = json.load(open("out"))
assert told["seems_next_version_of"] == {"plan": sys.argv[1], "items": 4, "same": 3}, told["seems_next_version_of"]
assert told["refused"] and not told["written"]
END
cp -r versions apart
run import v2.csv versions --plan "$first"
is 0 "as its next version"
says "Plan $first: 1 items new, 2 changed, 1 gone, 1 deadlines moved" "it is a difference"
[ "$(wc -l <versions/plan.csv)" = 2 ] && ok || not_ok "there is one plan" "$(cat versions/plan.csv)"
run import v2.csv apart --plan other
is 0 "as a plan of its own"
[ "$(wc -l <apart/plan.csv)" = 3 ] && ok || not_ok "there are two plans" "$(cat apart/plan.csv)"
printf 'Ref,Action,Lead,Deadline\n1,Agree a path,Chief Nurse,May 2019\n2,Mend the lift,Head of Lifts,June 2019\n' >else.csv
run import else.csv apart
is 0 "a plan that shares one item with another is a new one"

# Titles that begin alike are of two plans; the same title is of one.
page() { printf '<h1>%s</h1><table><tr><th>Action<th>Lead<th>By when<tr><td>%s<td>Head of Lifts<td>%s<tr><td>%s<td>Head of Halls<td>June 2022</table>' "$@"; }
page 'Northshire recovery plan 2018' 'Mend the lift' 'June 2022' 'Paint the hall' >of-2018.html
page 'Northshire recovery plan 2019' 'Buy beds' 'June 2023' 'Hire vans' >of-2019.html
page 'Northshire recovery plan 2019' 'Buy beds' 'July 2023' 'Lend vans' >later.html
run new years
run import of-2018.html years
run import of-2019.html years
is 0 "the plan of the next year"
says 'Plan northshire-recovery-plan-2 \(new\): [0-9]+ items new, 0 changed, 0 gone' "is a plan of its own"
run import later.html years
is 0 "a document with the title of a plan"
says 'Plan northshire-recovery-plan-2: ' "is its next version"
says "'June 2023' -> 'July 2023'" "as a difference"
[ "$(wc -l <years/plan.csv)" = 3 ] && ok || not_ok "there are two plans" "$(cat years/plan.csv)"
run check years
is 0 "no error after it"

printf 'nothing,here\n1,2\n' >none.csv
run import none.csv plan.weft
is 1 "a document without a plan"
says 'no plan is found' "says so"
run import none.csv
says 'the document: no plan is found in it' "and so without a package"
says 'line 1 column 1: 2 rows from here on not understood' "with what was not understood"
run import none.csv --strict
is 1 "which --strict refuses"
run import none.csv --format json
says '"not_understood": true' "and programs are told"
cat >passed.html <<'END'
<h1>Plan</h1><h2>Completed this period</h2><ul><li>Memory clinic has moved<li>Board has agreed the case</ul>
<table><tr><th>Action<th>Lead<th>By when<th>Progress
<tr><td>a) Mend the lift b) Paint the hall<td>Head of Lifts<td>June 2022<td>The first coat is on
</table>
END
run import passed.html
says 'not taken into any item: .Memory clinic has moved. under .Completed this period., .Board has agreed the case.' \
    "lines of a list that no item has are named"
says 'not taken into any item: .The first coat is on. under .Progress.' "and so is a cell"
run import "$documents/rows.html" fresh --plan rows --dry-run
says 'table 3 row 1 column 1: 2 rows from here on not understood as a plan: .Present., .Apologies.' "tables that are no plan's"
run import "$documents/review.txt" plan.weft --plan 'not an id'
is 1 "a plan with a wrong id"
run import "$documents/review.txt" nowhere
is 2 "no package"
finish

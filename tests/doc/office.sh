#!/bin/sh
# What LibreOffice writes is read as what it was made from: a page with lists, merged, nested and header
# cells as a Word document, a table as a workbook.
#
# SPDX-License-Identifier: MIT
set -u
case $1 in /*) weft=$1 ;; *) weft=$PWD/$1 ;; esac
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2

cat >plan.html <<'END'
<html><head><title>The plan</title></head><body>
<h1>Aims of the plan</h1><p>First <b>words</b> &amp; others.</p>
<ol type="i"><li>one<li>two<ol type="a"><li>inside<li>again</ol><li>three</ol><ul><li>bullet</ul>
<h2>Actions</h2>
<table border=1><thead><tr><th>Ref</th><th colspan=2>Action</th><th>By</th></tr></thead>
<tr><td rowspan=2>1.1</td><td>Agree the following:<ol type="i"><li>terms of the board</li><li>its reports</li></ol></td><td>x</td>
<td>i) July 2018<br>ii) to be confirmed</td></tr>
<tr><td>Open beds</td><td>y<table><tr><td>in</td><td>ner</td></tr></table></td><td>Q3 2018/19</td></tr></table>
<p>After it.</p></body></html>
END
cat >table.csv <<'END'
Ref,Action,Share,By
1.1,"Open beds, of all kinds",0.25,2018-04-01
1.2,Close beds,1e3,
END

profile="-env:UserInstallation=file://$folder/profile"
soffice "$profile" --headless --convert-to docx:'MS Word 2007 XML' --infilter='HTML (StarWriter)' plan.html >log 2>&1 &&
    soffice "$profile" --headless --convert-to xlsx table.csv >>log 2>&1 || { cat log; exit 1; }

"$weft" document plan.html | tail -n +4 >plan.expected || exit 1
"$weft" document plan.docx | tail -n +4 >plan.shown || exit 1
grep -q '  ii. two' plan.expected || { echo 'the page itself is not read'; exit 1; }
diff plan.expected plan.shown || { echo 'not ok: the Word document is not what it was made from'; exit 1; }

"$weft" document table.xlsx | tail -n +4 >table.shown || exit 1
cat >table.expected <<'END'
[table: 3 rows, 4 columns]
  table!A1: Ref
  table!B1: Action
  table!C1: Share
  table!D1: By
  table!A2, number: 1.1
  table!B2: Open beds, of all kinds
  table!C2, number: 0.25
  table!D2, date: 1 April 2018
  table!A3, number: 1.2
  table!B3: Close beds
  table!C3, number: 1000

END
diff table.expected table.shown || { echo 'not ok: the workbook is not what it was made from'; exit 1; }
echo ok

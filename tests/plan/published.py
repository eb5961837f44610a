"""Two plans of the shape that real ones are published in (words, names and posts are our own; labels, structure,
spans, lists, deadlines as written and figures are theirs) are read from their text, and as Word documents and
workbooks that LibreOffice makes of them, of the text as it is and of a page: at least 95% of the fields exactly,
the others marked to be looked at.

published.py WEFT FOLDER WAY...

SPDX-License-Identifier: MIT"""

import csv
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

WEFT, FOLDER, WAYS = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3:]
TABBED = "Text - txt - csv (StarCalc):9,34,76,1,,2057,false,false"  # tabs part cells, and nothing is a date
OFFICE = {"docx": ("html", "docx:MS Word 2007 XML", "HTML (StarWriter)"), "xlsx": ("html", "xlsx", "HTML (StarCalc)"),
          "text.docx": ("txt", "docx:MS Word 2007 XML", "Text (encoded):UTF8"), "text.xlsx": ("txt", "xlsx", TABBED)}
PLANS = ("review", "closing")
FIELDS = ("recommendation", "title", "leads", "latest", "stage")


def page(path):
    """The text as a page: lines with tabs are rows, short lines headings, dashes lists."""
    out, depth, table = ['<html><head><meta charset="utf-8"></head><body>'], 0, False
    for line in open(path, encoding="utf-8").read().split("\n"):
        if "\t" in line:
            if not table:
                out.append('<table border="1">')
            table = True
            cells = line.split("\t")
            out.append("<tr>" + "".join("<td>%s</td>" % (c if "<" in c else html.escape(c)) for c in cells) + "</tr>")
            continue
        if table:
            out.append("</table>")
        table = False
        item = re.match(r"( *)- (.*)", line)
        wanted = len(item[1]) + 1 if item else 0
        if line.strip():
            out += ["<ul>"] * (wanted - depth) + ["</ul>"] * (depth - wanted)
            depth = wanted
            text = html.escape(item[2] if item else line, quote=False)
            heading = not item and len(line) < 90 and line[-1] not in ".”"
            out.append(("<li>%s</li>" if item else "<h2>%s</h2>" if heading else "<p>%s</p>") % text)
    return "\n".join(out) + "</body></html>"


def read(path):
    told = subprocess.run([WEFT, "import", path, "--format", "json"], capture_output=True, check=True)
    return json.loads(told.stdout)["items"]


def value(item, field):
    if field == "leads":
        return "; ".join(lead["title"] for lead in item["leads"])
    if field == "latest":
        return (item.get("deadline") or {}).get("latest") or ""
    # The mark of a list in an item is that of its format.
    return (item[field] or "").replace(" • ", " - ")


def is_it(title, wanted):
    """A sheet has the parts of an item below it; then it begins with the same words."""
    return title == wanted or (title.endswith(":") and wanted.startswith(title))


def doubtful(item, field):
    column = {"leads": "lead", "latest": "due_text"}.get(field, field)
    return any(f["doubt"] for f in item["fields"] if f["column"] == column)


def compare(name, path, expected):
    items = [i for i in read(path) if i["kind"] in ("recommendation", "action")]
    exact = marked = 0
    silent = []
    seen = set()
    for want in expected:
        same = [i for i in items if i["kind"] == want["kind"] and is_it(value(i, "title"), want["title"])
                and (i["recommendation"] or "") == want["recommendation"]]
        if not same:
            # An action that is not there: another of its recommendation has to be marked.
            near = [i for i in items if i["kind"] == "action" and i["recommendation"] == want["recommendation"]]
            if any(doubtful(i, "title") for i in near):
                marked += len(FIELDS)
            else:
                silent.append("%s is not read: %s" % (want["ref"], want["title"]))
            continue
        item = same[0]
        seen.add(id(item))
        for field in FIELDS:
            if value(item, field) == want[field]:
                exact += 1
            elif doubtful(item, field):
                marked += 1
            else:
                silent.append("%s %s: '%s' is read as '%s'" % (want["ref"], field, want[field], value(item, field)))
    for item in items:
        if id(item) not in seen and not doubtful(item, "title"):
            silent.append("%s is no item of the plan: %s" % (item["ref"], item["title"]))
    share = exact / (len(expected) * len(FIELDS))
    print("%s: %d items, %.1f%% of %d fields exact, %d marked, %d wrong in silence" %
          (name, len(items), 100 * share, len(expected) * len(FIELDS), marked, len(silent)))
    for line in silent[:20]:
        print("   ", line)
    return share >= 0.95 and not silent


def main():
    good = True
    with tempfile.TemporaryDirectory() as work:
        profile = "-env:UserInstallation=file://" + work + "/profile"
        for plan in PLANS:
            text = os.path.join(FOLDER, plan + ".txt")
            shutil.copy(text, work)
            with open(os.path.join(work, plan + ".html"), "w", encoding="utf-8") as out:
                out.write(page(text))
        for way in WAYS:
            if way not in OFFICE:
                continue
            source, kind, reader = OFFICE[way]
            subprocess.run(["soffice", profile, "--headless", "--convert-to", kind, "--infilter=" + reader, "--outdir",
                            way] + [plan + "." + source for plan in PLANS],
                           cwd=work, check=True, capture_output=True, timeout=200)
        for plan in PLANS:
            expected = list(csv.DictReader(open(os.path.join(FOLDER, plan + ".csv"), encoding="utf-8")))
            for way in WAYS:
                place = os.path.join(work, way) if way in OFFICE else work
                good &= compare(plan + "." + way, os.path.join(place, plan + "." + way.split(".")[-1]), expected)
    return 0 if good else 1


sys.exit(main())

"""Documents made to do harm: the program refuses each with a sentence that says why, in bounded memory, and reads
what only looks like one.

hostile.py WEFT

SPDX-License-Identifier: MIT"""

import gzip
import io
import os
import re
import resource
import struct
import subprocess
import sys
import tempfile
import zipfile

WEFT = os.path.abspath(sys.argv[1])
MEMORY = 2 << 30  # of addresses, for every case; the sanitizers of another build need more, and are not limited
SANITIZED = "asan" in subprocess.run(["ldd", WEFT], capture_output=True, text=True).stdout
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARAGRAPH = "<w:p><w:r><w:t>%s</w:t></w:r></w:p>"
ENTITIES = '<!DOCTYPE d [<!ENTITY a "ha">%s]>' % "".join(
    '<!ENTITY %s "%s">' % (chr(98 + i), "&%s;" % chr(97 + i) * 10) for i in range(9))


def relations(*pairs):
    return "<Relationships>%s</Relationships>" % "".join(
        '<Relationship Id="r%d" Type="%s/%s" Target="%s"/>' % (i, OFFICE, kind, target)
        for i, (kind, target) in enumerate(pairs))


def types(part, kind):
    return ('<Types><Override PartName="/%s" ContentType="application/vnd.openxmlformats-officedocument.%s.main+xml"/>'
            '</Types>' % (part, kind))


def pack(path, parts, zip64=False):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            with archive.open(name, "w", force_zip64=zip64) as out:
                for piece in [content] if isinstance(content, str) else content:
                    out.write(piece.encode() if isinstance(piece, str) else piece)


def book(path, sheet, strings="<sst/>"):
    pack(path, [("[Content_Types].xml", types("xl/workbook.xml", "spreadsheetml.sheet")),
                ("_rels/.rels", relations(("officeDocument", "xl/workbook.xml"))),
                ("xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="P" sheetId="1" r:id="r0"/></sheets>'
                                    '</workbook>'),
                ("xl/_rels/workbook.xml.rels", relations(("worksheet", "s.xml"), ("sharedStrings", "t.xml"))),
                ("xl/t.xml", strings), ("xl/s.xml", sheet)])


def word(path, body, head="", numbering='<w:numbering xmlns:w="w"/>', styles='<w:styles xmlns:w="w"/>', zip64=False):
    whole = [head, '<w:document xmlns:w="w"><w:body>'] + ([body] if isinstance(body, str) else body)
    pack(path, [("[Content_Types].xml", types("word/document.xml", "wordprocessingml.document")),
                ("_rels/.rels", relations(("officeDocument", "word/document.xml"))),
                ("word/_rels/document.xml.rels", relations(("numbering", "numbering.xml"), ("styles", "styles.xml"))),
                ("word/numbering.xml", numbering), ("word/styles.xml", styles),
                ("word/document.xml", whole + ["</w:body></w:document>"])], zip64)


def write(path, *pieces):
    with open(path, "wb") as out:
        for piece in pieces:
            out.write(piece.encode() if isinstance(piece, str) else piece)


def unlike(count):
    """Rows that do not pack well, so that it is not their likeness that is refused."""
    for i in range(count):
        yield '<row><c t="inlineStr"><is><t>%x</t></is></c><c><v>%d</v></c></row>' % (hash((i, 7)) & (1 << 60) - 1,
                                                                                     i * 7919 % 1000003)


def cases():
    yield "rows.csv", "10000 recommendations.*or a table of more than 50000 rows", lambda p: write(
        p, "Ref,Action,Lead,Deadline\n", *["%d,Do it,Head of Beds,May 2019\n" % i for i in range(1000000)])
    yield "rows.xlsx", "a table of more than 50000 rows", lambda p: book(
        p, ["<worksheet><sheetData>", *unlike(1000000), "</sheetData></worksheet>"])
    yield "alike.xlsx", "more than 200 times its size", lambda p: book(
        p, ["<worksheet><sheetData>", *["<row><c><v>1</v></c></row>" * 1000] * 1000, "</sheetData></worksheet>"])
    yield "claims.xlsx", "claims a row 1000000000; a sheet has at most 1,048,576", lambda p: book(
        p, '<worksheet><dimension ref="A1:ZZ1000000000"/><sheetData><row r="1000000000"><c r="A1000000000"><v>1</v></c>'
           '</row></sheetData></worksheet>')
    yield "merged.xlsx", "more than 8 million cells", lambda p: book(
        p, '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
           '</row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>')
    yield "texts.xlsx", "more than 200 times its size", lambda p: book(
        p, "<worksheet/>", ["<sst>", *["<si><t>a</t></si>" * 1000] * 9000, "</sst>"])
    yield "bomb.docx", "huge text node|more than 200 times its size", lambda p: word(
        p, ["<w:p><w:r><w:t>", *[b"a" * (1 << 20)] * 600, "</w:t></w:r></w:p>"])
    yield "bomb.csv.gz", "unpacks to more than 256 MB", lambda p: write(p, gzip.compress(b"a,b\n" * (80 << 20), 1))
    yield "laughs.docx", "entit", lambda p: word(p, PARAGRAPH % "&j;", ENTITIES)
    yield "outside.docx", "defines entities, which Word and Excel never do", lambda p: word(
        p, PARAGRAPH % "&x;", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
    yield "laughs.xlsx", "entit", lambda p: book(
        p, ENTITIES + '<worksheet><sheetData><row><c t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>')
    yield "deep.docx", "more than 64 deep", lambda p: word(
        p, "<w:tbl><w:tr><w:tc>" * 3000 + PARAGRAPH % "x" + "</w:tc></w:tr></w:tbl>" * 3000)
    yield "deeper.docx", "depth", lambda p: word(p, "<w:r>" * 200000 + "</w:r>" * 200000)
    yield "deep.html", "more than 256 deep", lambda p: write(p, "<html>", "<div>" * 500000)
    yield "page.html", "more than 8 MB", lambda p: write(p, "<table>", "<tr><td>Action<td>Lead" * 500000)
    yield "spans.html", "more than 512 columns", lambda p: write(
        p, "<table>" + "<tr><td rowspan=65534 colspan=1000>Action<td colspan=1000>Lead" * 50 + "</table>")
    yield "cell.csv", "a cell is larger than a mebibyte", lambda p: write(p, "Action,Lead\n\"", "a" * (3 << 20), "\",b\n")
    yield "open.csv", "a cell is larger than a mebibyte", lambda p: write(p, "Action,Lead\n\"", "x,\n" * 2000000)
    yield "columns.csv", "more than 512 cells", lambda p: write(p, "Action," * 100000, "\n")
    yield "lines.csv", "no plan is found", lambda p: write(
        p, "Action,Lead,Deadline\n", *['"%s","Head","%s"\n' % ("- do it\n" * 100000, "May 2019\n" * 100000)] * 20)
    yield "files.docx", "more than 20000 files", lambda p: pack(p, [("a%d" % i, "") for i in range(30000)])
    yield "paths.docx", "neither a workbook nor a Word document", lambda p: pack(p, [
        ("[Content_Types].xml", types("../../../etc/passwd", "wordprocessingml.document")), ("../../evil", "x"),
        ("/tmp/evil", "x"), ("_rels/.rels", relations(("officeDocument", "../../../../etc/passwd")))])
    memory = io.BytesIO()
    word(memory, PARAGRAPH % "A plan")
    whole = memory.getvalue()
    for cut in 10, len(whole) // 2, len(whole) - 1:
        yield "cut-%d.docx" % cut, "broken ZIP archive, or was cut off", lambda p, n=cut: write(p, whole[:n])
    entry = whole.rindex(b"PK\1\2")
    damaged = whole[:entry + 16] + bytes([whole[entry + 16] ^ 1]) + whole[entry + 17:]
    yield "checksum.docx", "its checksum does not fit", lambda p: write(p, damaged)
    end = whole.rindex(b"PK\5\6")
    yield "claims.docx", "ZIP archive of the 64-bit kind", lambda p: write(
        p, whole[:end + 12] + struct.pack("<II", 0xffffffff, 0xffffffff) + whole[end + 20:])
    # What only looks like harm.
    yield "sizes.docx", None, lambda p: word(p, PARAGRAPH % "A plan", zip64=True)
    circle = ('<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="N"/></w:abstractNum>'
              '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>')
    styles = ('<w:styles xmlns:w="w"><w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style '
              'w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style><w:style w:type="numbering" '
              'w:styleId="N"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>')
    yield "circle.docx", None, lambda p: word(
        p, '<w:p><w:pPr><w:pStyle w:val="A"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>A plan</w:t></w:r>'
           '</w:p>', "", circle, styles)
    # Rows that all go on with one action: their words grow by as much as there is, not by its square.
    yield "below.csv", None, lambda p: write(p, "Ref,Action,Lead,Progress\n1,Do it,Head of A,x\n",
                                             *[",,Head of A,%s\n" % ("progress " * 10)] * 49000)


def limit():
    if not SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main():
    wrong = checked = most = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, sentence, make in cases():
            make(os.path.join(folder, name))
            with open(os.path.join(folder, "said"), "w+b") as said:
                process = subprocess.Popen([WEFT, "import", name], cwd=folder, stdout=said, stderr=said, preexec_fn=limit)
                _, status, used = os.wait4(process.pid, 0)
                said.seek(0)
                text = said.read().decode("utf-8", "replace")
            code = os.waitstatus_to_exitcode(status)
            most = max(most, used.ru_maxrss >> 10)
            good = code == 0 if sentence is None else re.search(sentence, text, re.S) and code in (0, 1, 2)
            if "out of memory" in text or code < 0 or not good:
                wrong += 1
                print("%s: ended with %d, %d MB, and said: %s" % (name, code, used.ru_maxrss >> 10, text[-300:]))
            checked += 1
            os.unlink(os.path.join(folder, name))
    print("%d documents, %d wrong, at most %d MB" % (checked, wrong, most))
    return 1 if wrong or checked < 30 else 0


sys.exit(main())

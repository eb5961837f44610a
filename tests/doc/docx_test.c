/* Word documents, made by hand: list labels, tracked changes, merged and nested cells, fields, what
 * is hostile.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "show.h"
#include "zip_make.h"

#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define ITEM(number, level, text)                                                                  \
    "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"" number                   \
    "\"/></w:numPr></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define LEVEL(at, start, format, text)                                                             \
    "<w:lvl w:ilvl=\"" at "\"><w:start w:val=\"" start "\"/><w:numFmt w:val=\"" format             \
    "\"/><w:lvlText w:val=\"" text "\"/></w:lvl>"
#define NUM(id, abstract, more)                                                                    \
    "<w:num w:numId=\"" id "\"><w:abstractNumId w:val=\"" abstract "\"/>" more "</w:num>"

static const char numbering[] = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\">" LEVEL(
    "0", "1", "lowerRoman", "%1)") LEVEL("1", "1", "lowerLetter", "(%2)")
    LEVEL("2", "3", "decimal",
          "%1.%2.%3") "</w:abstractNum><w:abstractNum w:abstractNumId=\"1\">" LEVEL("0", "1",
                                                                                    "decimal",
                                                                                    "%1.")
        LEVEL("1", "1", "decimal", "%1.%2") "</w:abstractNum><w:abstractNum w:abstractNumId=\"2\">" LEVEL(
            "0", "1", "bullet",
            "&#xF0B7;") "</w:abstractNum><w:abstractNum w:abstractNumId=\"3\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>"
                        "<w:numFmt w:val=\"decimal\"/><w:pStyle w:val=\"H1\"/><w:lvlText w:val=\"%1\"/></w:lvl><w:lvl "
                        "w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"upperRoman\"/><w:isLgl/><w:pStyle "
                        "w:val=\"H2\"/><w:lvlText w:val=\"%1.%2\"/></w:lvl></w:abstractNum>"
                        "<w:abstractNum w:abstractNumId=\"4\"><w:numStyleLink w:val=\"Roman\"/></w:abstractNum>" NUM(
                            "1", "0", "")
                            NUM("2", "0",
                                "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride>")
                                NUM("3", "1", "") NUM("4", "2", "") NUM("5", "3", "")
                                    NUM("6", "1",
                                        "<w:lvlOverride w:ilvl=\"0\">" LEVEL(
                                            "0", "5", "upperLetter", "%1:") "</w:lvlOverride>")
                                        NUM("7", "4", "") NUM("8", "99", "") "</w:numbering>";

static const char styles[] =
    "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"H1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr>"
    "<w:numId w:val=\"5\"/></w:numPr></w:pPr></w:style><w:style w:styleId=\"H2\"><w:name "
    "w:val=\"heading 2\"/><w:basedOn w:val=\"H1\"/></w:style><w:style w:styleId=\"Own\"><w:name "
    "w:val=\"Own\"/><w:basedOn w:val=\"H2\"/></w:style><w:style w:styleId=\"T\"><w:name "
    "w:val=\"Title\"/></w:style><w:style w:styleId=\"Roman\"><w:name w:val=\"Roman\"/><w:pPr><w:numPr>"
    "<w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style><w:style w:styleId=\"Loop\"><w:name "
    "w:val=\"Loop\"/><w:basedOn w:val=\"Loop\"/></w:style><w:style w:type=\"table\" "
    "w:styleId=\"Grid\"><w:name w:val=\"Grid\"/><w:tblStylePr w:type=\"firstRow\"/></w:style>"
    "</w:styles>";

static struct str docx(struct arena *arena, const char *body) {
    struct zip_make zip = zip_make_new(arena);
    zip_make_frame(&zip, false, true);
    zip_make_text(&zip, "word/styles.xml", styles);
    zip_make_text(&zip, "word/numbering.xml", numbering);
    zip_make_text(&zip, "word/footnotes.xml",
                  "<w:footnotes xmlns:w=\"w\"><w:footnote w:id=\"2\">" P(
                      "At the foot.") "</w:footnote></w:footnotes>");
    zip_make_text(&zip, "word/comments.xml",
                  "<w:comments xmlns:w=\"w\"><w:comment w:id=\"0\">" P(
                      "Really?") "</w:comment></w:comments>");
    zip_make_text(&zip, "word/document.xml", body);
    return zip_make_end(&zip);
}

static void shows(const char *body, const char *expected) {
    struct arena *arena = arena_new();
    struct str bytes =
        docx(arena, arena_printf(arena,
                                 "<w:document xmlns:w=\"w\" xmlns:mc=\"mc\"><w:body>%s<w:sectPr/>"
                                 "</w:body></w:document>",
                                 body));
    assert_string_equal(show_bytes("a.docx", bytes.p, bytes.n, arena), expected);
    arena_free(arena);
}

static void paragraphs(void **state) {
    (void)state;
    shows(
        "<w:p><w:pPr><w:pStyle w:val=\"T\"/></w:pPr><w:r><w:t>The plan</w:t></w:r></w:p>"
        "<w:p><w:r><w:t xml:space=\"preserve\">One </w:t></w:r><w:hyperlink><w:r><w:t>linked"
        "</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>word</w:t><w:br/><w:t>next"
        "</w:t><w:noBreakHyphen/><w:t>line</w:t><w:softHyphen/></w:r></w:p><w:p/>" P(
            "i) typed") "<w:p><w:pPr><w:outlineLvl w:val=\"2\"/></w:pPr><w:r><w:t>Outlined</w:t></w:r></w:p>"
                        "<w:p><w:r><w:fldChar/><w:instrText>PAGE</w:instrText><w:t>7</w:t><w:rPr><w:vanish/></w:rPr>"
                        "</w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r></w:p>",
        "h The plan\np One linked word\np next-line\ni1 i) typed\nh3 Outlined\np 7\n"
        "n hidden text@paragraph 5: \nn hidden text@paragraph 5: \n");
}

static void list_labels(void **state) {
    (void)state;
    shows(ITEM("1", "0", "a") ITEM("1", "0", "b") ITEM("1", "1", "c") ITEM("1", "1", "d")
              ITEM("1", "2", "e") ITEM("1", "0", "f") ITEM("1", "1", "g"),
          "i1 i) a\ni1 ii) b\ni2 (a) c\ni2 (b) d\ni3 ii.b.3 e\ni1 iii) f\ni2 (a) g\n");
    /* Another list of the same kind goes on, one that says where to start begins anew. */
    shows(ITEM("1", "0", "a") ITEM("7", "0", "b") ITEM("2", "0", "c") ITEM("2", "0", "d")
              ITEM("1", "0", "e"),
          "i1 i) a\ni1 ii) b\ni1 i) c\ni1 ii) d\ni1 iii) e\n");
    shows(ITEM("3", "1", "a") ITEM("3", "1", "b") ITEM("3", "0", "c") ITEM("3", "1", "d"),
          "i2 1.1 a\ni2 1.2 b\ni1 2. c\ni2 2.1 d\n");
    shows(ITEM("6", "0", "a") ITEM("6", "1", "b") ITEM("4", "0", "c") ITEM("8", "0", "d")
              ITEM("0", "0", "e"),
          "i1 E: a\ni2 E.1 b\ni1 \u2022 c\np d\np e\n");
    /* An empty item has its number; an item with a line break is one. */
    shows("<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr></w:p>"
          "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r>"
          "<w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:p>" P("c"),
          "i1 2. a/b\np c\n");
    shows("<w:p><w:pPr><w:pStyle w:val=\"H1\"/></w:pPr><w:r><w:t>Aims</w:t></w:r></w:p><w:p><w:pPr>"
          "<w:pStyle w:val=\"H2\"/></w:pPr><w:r><w:t>More</w:t></w:r></w:p><w:p><w:pPr><w:pStyle "
          "w:val=\"Loop\"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>",
          "h1 1 Aims\nh2 2 More\np x\n");
}

static void tracked_changes(void **state) {
    (void)state;
    shows("<w:p><w:r><w:t xml:space=\"preserve\">By </w:t></w:r><w:del><w:r><w:delText>June"
          "</w:delText></w:r></w:del><w:ins><w:r><w:t>July</w:t></w:r></w:ins><w:r><w:t "
          "xml:space=\"preserve\"> 2018</w:t><w:commentReference w:id=\"0\"/><w:footnoteReference "
          "w:id=\"2\"/></w:r><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom></w:p>"
          "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>joined</w:t></w:r></w:p>"
          "<w:p><w:r><w:t xml:space=\"preserve\"> here</w:t></w:r></w:p>",
          "p By July 2018\np joined here\nn tracked deletion@paragraph 1: June\n"
          "n tracked insertion, kept@paragraph 1: \nn comment@paragraph 1: Really?\n"
          "n footnote@paragraph 1: At the foot.\nn text moved elsewhere@paragraph 1: gone\n");
}

/* A column that Word numbers has nothing but the numbers; a bullet alone is nothing. */
static void counted_cells(void **state) {
    (void)state;
#define COUNTED(number)                                                                            \
    "<w:tc><w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"" number                     \
    "\"/></w:numPr></w:pPr></w:p></w:tc>"
    shows("<w:tbl><w:tr>" COUNTED("3") "<w:tc>" P("a") "</w:tc></w:tr><w:tr>" COUNTED("3")
              COUNTED("4") "</w:tr></w:tbl>",
          "g 2x2 0,0=1. 0,1=a 1,0=2.\n");
}

#define TC(properties, content) "<w:tc>" properties content "</w:tc>"

static void tables(void **state) {
    (void)state;
    shows(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblLook w:val=\"04A0\"/></w:tblPr>"
        "<w:tr>" TC("", P("Ref")) TC(
            "<w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>",
            P("What")) "</w:tr>"
                       "<w:tr>" TC("<w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>",
                                   P("1")) TC("", ITEM("1", "0", "one") ITEM("1", "0", "two"))
                           TC("",
                              P("x")) "</w:tr>"
                                      "<w:tr><w:trPr><w:del/></w:trPr>" TC(
                                          "",
                                          P("gone")) "</w:tr>"
                                                     "<w:tr>" TC(
                                                         "<w:tcPr><w:vMerge/></w:tcPr>", P(""))
                                                         TC("",
                                                            P("in") "<w:tbl><w:tr>" TC(
                                                                "",
                                                                P("inner")) "</w:tr></w:tbl>" P("out")) "</w:tr></w:tbl>",
        "g 3x3 0,0!=Ref 0,1[1x2]!=What 0,2^ 1,0[2x1]=1 1,1=i) one/ii) two 1,2=x 2,0^ "
        "2,1=in/[table 2]/out\ng 1x1 0,0=inner\nn tracked deletion of a row@paragraph 1: gone\n");
    shows(
        "<w:tbl><w:tr><w:trPr><w:gridBefore w:val=\"1\"/><w:tblHeader/></w:trPr>" TC(
            "",
            P("a")) "</w:tr><w:sdt><w:sdtContent><w:tr>" TC("",
                                                            P("b")) "<w:sdt><w:sdtContent>" TC("",
                                                                                               P("c")) "</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl>",
        "g 2x2 0,1!=a 1,0=b 1,1=c\n");
    shows("<w:tbl><w:tr>" TC("<w:tcPr><w:shd w:val=\"clear\" w:fill=\"92D050\"/></w:tcPr>", P(""))
              TC("<w:tcPr><w:shd w:val=\"clear\" w:fill=\"auto\"/></w:tcPr>", P("x"))
                  TC("<w:tcPr><w:shd w:fill=\"FFC7CE\"/></w:tcPr>", P("y")) "</w:tr></w:tbl>",
          "g 1x3 0,0 ={green} 0,1=x 0,2=y{red}\n");
}

static void boxes_and_fields(void **state) {
    (void)state;
    shows(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>" P("boxed") "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>" P(
            "boxed") "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>host</w:t>"
                     "</w:r></w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" P(
                         "Click here") "</w:sdtContent></w:sdt><w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r>"
                                       "<w:t>Choose</w:t></w:r></w:sdtContent></w:sdt><w:r><w:sym w:font=\"Wingdings\" "
                                       "w:char=\"F0FE\"/><w:t xml:space=\"preserve\"> yes</w:t></w:r></w:p>",
        "p boxed\np host\np \u2611 yes\nn text box@paragraph 1: \n"
        "n form field that nobody filled in@paragraph 3: Click here\n"
        "n form field that nobody filled in@paragraph 3: Choose\n");
}

static void hostile(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct str bytes =
        docx(arena, "<!DOCTYPE x SYSTEM \"file:///etc/passwd\" [<!ENTITY a SYSTEM "
                    "\"file:///etc/passwd\">]><w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>&a;"
                    "</w:t></w:r></w:p></w:body></w:document>");
    assert_string_equal(
        show_bytes("a.docx", bytes.p, bytes.n, arena),
        "a.docx: its part 'word/document.xml' is broken: it defines entities, which "
        "Word and Excel never do");
    struct buf deep = buf_new(arena);
    buf_puts(&deep, "<w:document xmlns:w=\"w\"><w:body>");
    for (int i = 0; i < 70; i++) buf_puts(&deep, "<w:tbl><w:tr><w:tc>");
    for (int i = 0; i < 70; i++) buf_puts(&deep, "</w:tc></w:tr></w:tbl>");
    buf_puts(&deep, "</w:body></w:document>");
    bytes = docx(arena, deep.text);
    assert_string_equal(show_bytes("a.docx", bytes.p, bytes.n, arena),
                        "a.docx: has tables or boxes in one another more than 64 deep");
    shows("<w:tbl><w:tr>" TC("<w:tcPr><w:gridSpan w:val=\"99999\"/></w:tcPr>", P("a"))
              TC("", P("b")) "</w:tr></w:tbl>",
          "a.docx: its table 1 has more than 512 columns");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs),      cmocka_unit_test(list_labels),
        cmocka_unit_test(tracked_changes), cmocka_unit_test(tables),
        cmocka_unit_test(counted_cells),   cmocka_unit_test(boxes_and_fields),
        cmocka_unit_test(hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

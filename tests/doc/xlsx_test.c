/* Workbooks, made by hand: types, dates, merged cells, what is hidden, what is hostile.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "base/limits.h"
#include "doc/sheet_format.h"
#include "show.h"
#include "zip_make.h"

#include <stdlib.h>

#define STYLES                                                                                     \
    "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"mmm\\-yy\"/><numFmt "              \
    "numFmtId=\"171\" formatCode=\"0.0%\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf "            \
    "numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/><xf numFmtId=\"22\"/><xf "       \
    "numFmtId=\"20\"/></cellXfs></styleSheet>"

static struct str book(struct arena *arena, const char *properties, const char *sheet,
                       const char *strings) {
    struct zip_make zip = zip_make_new(arena);
    zip_make_frame(&zip, true, true);
    zip_make_text(&zip, "xl/workbook.xml",
                  arena_printf(arena,
                               "<workbook xmlns:r=\"x\">%s<sheets><sheet name=\"Plan\" "
                               "sheetId=\"7\" r:id=\"rId1\"/></sheets></workbook>",
                               properties));
    if (strings) zip_make_text(&zip, "xl/sharedStrings.xml", strings);
    zip_make_text(&zip, "xl/styles.xml", STYLES);
    zip_make_text(&zip, "xl/worksheets/sheet1.xml", sheet);
    return zip_make_end(&zip);
}

static void shows(const char *properties, const char *sheet, const char *strings,
                  const char *expected) {
    struct arena *arena = arena_new();
    struct str bytes = book(arena, properties, sheet, strings);
    assert_string_equal(show_bytes("a.xlsx", bytes.p, bytes.n, arena), expected);
    arena_free(arena);
}

#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"

static void texts(void **state) {
    (void)state;
    shows("",
          SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c><c r=\"B1\" t=\"s\"><v>0</v></c>"
                "<c r=\"C1\" t=\"s\"><v>9</v></c></row>"
                "<row r=\"3\"><c r=\"B3\" t=\"inlineStr\"><is><r><t>rich </t></r><r><t>text</t></r>"
                "<rPh><t>not</t></rPh></is></c><c t=\"str\"><f>A1</f><v>cached</v></c></row>"),
          "<sst><si><t> two \n lines_x000D_\n</t></si><si><r><t>One</t></r><rPh><t>x</t></rPh></si>"
          "</sst>",
          "g 3x3 'Plan' 0,0=One 0,1=two/lines 2,1=rich text 2,2=cached\n");
}

/* The raised 1 behind 98 is a footnote's: the figure is not 981. */
static void raised_digits(void **state) {
    (void)state;
    shows("",
          SHEET("<row><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is><r><t>12</t></r><r><rPr>"
                "<vertAlign val=\"superscript\"/></rPr><t>20</t></r><r><rPr><vertAlign "
                "val=\"subscript\"/></rPr><t>3</t></r></is></c></row>"),
          "<sst><si><r><t>98</t></r><r><rPr><b/><vertAlign val=\"superscript\"/></rPr><t>1</t></r>"
          "<r><t> days</t></r></si></sst>",
          "g 1x2 'Plan' 0,0=98\u00b9 days 0,1=12\u00b2\u20703\n");
}

static void values(void **state) {
    (void)state;
    shows(
        "",
        SHEET(
            "<row><c><v>0.30000000000000004</v></c><c s=\"1\"><v>43191</v></c><c s=\"2\"><v>43191"
            "</v></c><c s=\"3\"><v>0.9512</v></c><c s=\"4\"><v>43191.75</v></c><c "
            "s=\"5\"><v>0.5</v></c></row><row><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c><c "
            "t=\"d\"><v>2018-04-01T00:00:00</v></c><c s=\"1\"><v>59</v></c><c "
            "s=\"1\"><v>61</v></c><c s=\"1\"><v>-1</v></c><c><v/></c><c/></row>"),
        NULL,
        "g 2x6 'Plan' 0,0#=0.3 0,1@=1 April 2018 0,2@=April 2018 0,3#=95.1% 0,4@=1 April 2018 18:00 "
        "0,5#=12:00 1,0?=TRUE 1,1~=#N/A 1,2@=1 April 2018 1,3@=28 February 1900 1,4@=1 March 1900 "
        "1,5#=-1\n");
    shows("<workbookPr date1904=\"1\"/>", SHEET("<row><c s=\"1\"><v>41729</v></c></row>"), NULL,
          "g 1x1 'Plan' 0,0@=1 April 2018\n");
}

static void formats(void **state) {
    (void)state;
    static const struct {
        const char *code;
        bool date, time, percent, day;
    } cases[] = {
        {"General", false, false, false, false},
        {"dd/mm/yyyy", true, false, false, true},
        {"[$-809]d mmmm yyyy;@", true, false, false, true},
        {"mmm-yy", true, false, false, false},
        {"yyyy", true, false, false, false},
        {"hh:mm", false, true, false, false},
        {"[h]:mm:ss", false, true, false, false},
        {"d/m/yy h:mm AM/PM", true, true, false, true},
        {"0.00%", false, false, true, false},
        {"#,##0 \"days\"", false, false, false, false},
        {"\\d0", false, false, false, false},
        {"[Red]0;[Blue]dd", false, false, false, false},
        {"_-* #,##0.00_-", false, false, false, false},
        {"0.00E+00", false, false, false, false},
        {"mm:ss.0", false, true, false, false},
        {"", false, false, false, false},
        {"\"", false, false, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sheet_format format = sheet_format_of(str_of(cases[i].code));
        bool same = format.is_date == cases[i].date && format.is_time == cases[i].time &&
                    format.is_percent == cases[i].percent && format.has_day == cases[i].day;
        if (!same) fail_msg("%s", cases[i].code);
    }
}

static void merged(void **state) {
    (void)state;
    shows("",
          "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>wide</v></c><c r=\"B1\" "
          "t=\"str\"><v>under</v></c></row><row r=\"2\"><c r=\"C2\"><v>1</v></c></row></sheetData>"
          "<mergeCells><mergeCell ref=\"A1:B2\"/><mergeCell ref=\"Z9:AA10\"/><mergeCell "
          "ref=\"bad\"/></mergeCells></worksheet>",
          NULL,
          "g 2x3 'Plan' 0,0[2x2]=wide 0,1^ 1,0^ 1,1^ 1,2#=1\n"
          "n text under a merged cell@Plan!B1: under\n");
}

static void hidden(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct zip_make zip = zip_make_new(arena);
    zip_make_frame(&zip, true, true);
    zip_make_text(&zip, "xl/workbook.xml",
                  "<workbook xmlns:r=\"x\"><sheets><sheet name=\"A\" r:id=\"rId1\"/><sheet "
                  "name=\"B\" state=\"veryHidden\" r:id=\"rId2\"/><sheet name=\"Chart\" "
                  "r:id=\"rId9\"/></sheets></workbook>");
    zip_make_text(
        &zip, "xl/worksheets/sheet1.xml",
        "<worksheet><cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData>"
        "<row r=\"1\"><c><v>1</v></c></row><row r=\"2\" hidden=\"1\"><c><v>2</v></c></row>"
        "<row r=\"3\" hidden=\"1\"><c><v>3</v></c></row><row r=\"4\" hidden=\"1\"/>"
        "</sheetData></worksheet>");
    zip_make_text(&zip, "xl/worksheets/sheet2.xml", SHEET("<row><c><v>4</v></c></row>"));
    struct str bytes = zip_make_end(&zip);
    assert_string_equal(show_bytes("a.xlsx", bytes.p, bytes.n, arena),
                        "g 3x1 'A' 0,0#=1 1,0#=2 2,0#=3\ng 1x1 'B' hidden 0,0#=4\n"
                        "n hidden columns, read as well@A!B1 and 1 more: \n"
                        "n hidden rows, read as well@A rows 2 to 3: \n"
                        "n hidden sheet, read as well@B: \nn sheet without cells@Chart: \n");
    arena_free(arena);
}

static void hostile(void **state) {
    (void)state;
    shows("", SHEET("<row r=\"1000000000\"><c><v>1</v></c></row>"), NULL,
          "a.xlsx: its sheet 'Plan' claims a row 1000000000; a sheet has at most 1,048,576");
    shows("", SHEET("<row r=\"1\"><c r=\"ZZZZ1\"><v>1</v></c></row>"), NULL,
          "a.xlsx: its sheet 'Plan' claims a column 475254; a sheet has at most 16,384");
    /* What a sheet says of its own size is not believed. */
    shows("",
          "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"2\"><c "
          "r=\"B2\"><v>1</v></c></row></sheetData></worksheet>",
          NULL, "g 2x2 'Plan' 1,1#=1\n");
    shows("",
          "<worksheet><sheetData><row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c><c "
          "r=\"XFD1048576\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
          "</sheetData><mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells></worksheet>",
          NULL, "a.xlsx: has more than 8 million cells");
    shows("",
          "<!DOCTYPE w [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>" SHEET(
              "<row><c><v>&b;</v></c></row>"),
          NULL,
          "a.xlsx: its part 'xl/worksheets/sheet1.xml' is broken: it defines entities, which Word "
          "and Excel never do");
    shows("", "<worksheet><sheetData><row>", NULL,
          "a.xlsx: its part 'xl/worksheets/sheet1.xml' is broken: Extra content at the end "
          "of the document");
}

static void bombs(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    size_t size = (size_t)30000000;
    char *text = heap_new(size, 1);
    memcpy(text, "<sst>", 5);
    for (size_t i = 5; i < size; i += 5) memcpy(text + i, "<si/>", 5);
    struct zip_make zip = zip_make_new(arena);
    zip_make_frame(&zip, true, true);
    zip_make_text(&zip, "xl/workbook.xml", "<workbook/>");
    zip_make_add(&zip, "xl/sharedStrings.xml", text, size, true);
    free(text);
    struct str bytes = zip_make_end(&zip);
    assert_true(bytes.n < 100000);
    const char *shown = show_bytes("bomb.xlsx", bytes.p, bytes.n, arena);
    assert_non_null(
        strstr(shown, "unpacks to more than 200 times its size: it is made to fill the memory"));
    /* Cut off, or another kind of archive. */
    struct str small = book(arena, "", SHEET("<row><c><v>1</v></c></row>"), NULL);
    assert_string_equal(show_bytes("a.xlsx", small.p, small.n - 30, arena),
                        "a.xlsx: is a broken ZIP archive, or was cut off");
    struct zip_make other = zip_make_new(arena);
    zip_make_text(&other, "plan.txt", "x");
    bytes = zip_make_end(&other);
    assert_string_equal(show_bytes("a.zip", bytes.p, bytes.n, arena),
                        "a.zip: is a ZIP archive, but neither a workbook nor a Word document");
    other = zip_make_new(arena);
    zip_make_text(&other, "mimetype", "application/vnd.oasis.opendocument.text");
    bytes = zip_make_end(&other);
    assert_string_equal(show_bytes("a.odt", bytes.p, bytes.n, arena),
                        "a.odt: is an OpenDocument file");
    arena_free(arena);
}

/* The beginning of a workbook with one sheet, called Plan. */
static struct zip_make one_sheet(struct arena *arena) {
    struct zip_make zip = zip_make_new(arena);
    zip_make_frame(&zip, true, true);
    zip_make_text(&zip, "xl/workbook.xml",
                  "<workbook xmlns:r=\"x\"><sheets><sheet name=\"Plan\" sheetId=\"7\" "
                  "r:id=\"rId1\"/></sheets></workbook>");
    return zip;
}

/* Items of a list that are parts of the one above: blanks before them, or steps of Excel's. */
static void indents(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct zip_make zip = one_sheet(arena);
    zip_make_text(&zip, "xl/sharedStrings.xml",
                  "<sst><si><t>- One</t></si><si><t>   - Two</t></si></sst>");
    zip_make_text(&zip, "xl/styles.xml",
                  "<styleSheet><cellStyleXfs><xf><alignment indent=\"9\"/></xf></cellStyleXfs>"
                  "<cellXfs><xf/><xf><alignment indent=\"2\"/></xf></cellXfs></styleSheet>");
    zip_make_text(&zip, "xl/worksheets/sheet1.xml",
                  SHEET("<row><c t=\"s\"><v>0</v></c></row><row><c t=\"s\"><v>1</v></c></row>"
                        "<row><c t=\"s\" s=\"1\"><v>0</v></c></row>"));
    struct str bytes = zip_make_end(&zip);
    struct document document;
    struct err err = {0};
    assert_true(document_read_bytes("a.xlsx", arena_copy(arena, bytes.p, bytes.n), bytes.n, arena,
                                    &document, &err));
    static const unsigned char expected[] = {0, 3, 2};
    for (size_t r = 0; r < 3; r++)
        assert_int_equal(document_cell(document.blocks[0].grid, r, 0)->indent, expected[r]);
    arena_free(arena);
}

/* Colours behind cells: as they stand, of the theme, of the old palette; an empty cell is kept for
 * its colour, and one that has none is not. */
static void shades(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct zip_make zip = one_sheet(arena);
    zip_make_text(
        &zip, "xl/theme/theme1.xml",
        "<a:theme xmlns:a=\"a\"><a:clrScheme><a:dk1><a:sysClr val=\"windowText\"/></a:dk1>"
        "<a:lt1><a:srgbClr val=\"FFFFFF\"/></a:lt1><a:accent1><a:srgbClr "
        "val=\"4472C4\"/></a:accent1><a:accent2><a:srgbClr val=\"ED7D31\"/></a:accent2>"
        "</a:clrScheme></a:theme>");
#define FILL(type, colour)                                                                         \
    "<fill><patternFill patternType=\"" type "\"><fgColor " colour "/></patternFill></fill>"
    zip_make_text(
        &zip, "xl/styles.xml",
        "<styleSheet><fills>" FILL("none", "rgb=\"FFFF0000\"") FILL("solid", "rgb=\"FFFF0000\"")
            FILL("solid", "theme=\"5\" tint=\"0.4\"") FILL("solid", "indexed=\"17\"") FILL(
                "solid", "theme=\"0\"") "</fills><cellXfs><xf fillId=\"0\"/><xf fillId=\"1\"/>"
                                        "<xf fillId=\"2\"/><xf fillId=\"3\"/><xf "
                                        "fillId=\"4\"/><xf fillId=\"99\"/></cellXfs></styleSheet>");
    zip_make_text(
        &zip, "xl/worksheets/sheet1.xml",
        SHEET("<row><c s=\"0\"><v>1</v></c><c s=\"1\"><v>1</v></c><c s=\"2\"/><c s=\"3\"/>"
              "<c s=\"4\"/><c s=\"5\"><v>2</v></c></row><row><c s=\"1\"/></row>"));
    struct str bytes = zip_make_end(&zip);
    assert_string_equal(show_bytes("a.xlsx", bytes.p, bytes.n, arena),
                        "g 1x6 'Plan' 0,0#=1 0,1#=1{red} 0,2 ={amber} 0,3 ={green} 0,5#=2\n");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts),  cmocka_unit_test(values),        cmocka_unit_test(formats),
        cmocka_unit_test(merged), cmocka_unit_test(hidden),        cmocka_unit_test(hostile),
        cmocka_unit_test(bombs),  cmocka_unit_test(raised_digits), cmocka_unit_test(indents),
        cmocka_unit_test(shades),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Documents: texts and CSV files in the one form, labels, merged cells, what is refused.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "base/file.h"
#include "base/limits.h"
#include "doc/document_build.h"
#include "doc/document_print.h"
#include "show.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void shows(const char *name, const char *text, const char *expected) {
    struct arena *arena = arena_new();
    assert_string_equal(show_bytes(name, text, strlen(text), arena), expected);
    arena_free(arena);
}

static void csv_files(void **state) {
    (void)state;
    shows("a.csv", "id,name\n1,\"two, three\"\n", "g 2x2 0,0=id 0,1=name 1,0=1 1,1=two, three\n");
    shows("a.tsv", "id\tname\n1\t\"x\ny\"\n", "g 2x2 0,0=id 0,1=name 1,0=1 1,1=x/y\n");
    shows("a.csv", "id;name\n1;a,b\n", "g 2x2 0,0=id 0,1=name 1,0=1 1,1=a,b\n");
    shows("A.CSV", "id\tname, all\n1\tx\n", "g 2x2 0,0=id 0,1=name, all 1,0=1 1,1=x\n");
    shows("a.csv", "a, ,\n,,\n", "g 1x1 0,0=a\n");
    shows("a.csv", "", "");
    shows("a.csv", "a,b\nc,\"d\n",
          "g 2x2 0,0=a 0,1=b 1,0=c 1,1=d\nn a quote is never closed@line 2: c\n");
    shows("a.csv", "caf\xe9,x\n",
          "g 1x2 0,0=caf\u00e9 0,1=x\nn Windows-1252 text, read as such@the file: \n");
}

static void shows_bytes(const char *bytes, size_t length, const char *expected) {
    struct arena *arena = arena_new();
    assert_string_equal(show_bytes("a.csv", bytes, length, arena), expected);
    arena_free(arena);
}

/* What Excel saves as 'Unicode text', of both orders; a pair, and a half of one. */
static void utf16(void **state) {
    (void)state;
    static const char little[] = "\xff\xfe\xac\x20\t\0\x3d\xd8\x00\xde",
                      big[] = "\xfe\xff\0a\0,\xd8\x3d";
    shows_bytes(little, sizeof little - 1,
                "g 1x2 0,0=\u20ac 0,1=\U0001f600\nn UTF-16 text, read as such@the file: \n");
    shows_bytes(big, sizeof big - 1,
                "g 1x2 0,0=a 0,1=\ufffd\nn UTF-16 text, read as such@the file: \n");
    shows_bytes(big, sizeof big - 2, "a.csv: is UTF-16 text with half a letter at its end");
    shows_bytes("\xff\xfe\0\0", 4, "a.csv: has a NUL byte: it is not text");
    shows_bytes("\xff\xfe", 2, "n UTF-16 text, read as such@the file: \n");
}

static void refused(void **state) {
    (void)state;
    shows("a.csv", "%PDF-1.4\n", "a.csv: is a PDF, in which tables are only lines and letters");
    shows("a.docx", "{\\rtf1 x}", "a.docx: is rich text (RTF)");
    shows("plan.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
          "plan.doc: is a Word or Excel file of the old kind, or has a password");
    struct arena *arena = arena_new();
    assert_string_equal(show_bytes("a.txt", "a\0b", 3, arena),
                        "a.txt: has a NUL byte: it is not text");
    struct buf wide = buf_new(arena);
    for (size_t i = 0; i <= LIMIT_COLUMNS; i++) buf_puts(&wide, "x,");
    assert_string_equal(show_bytes("a.csv", wide.text, wide.length, arena),
                        "a.csv: line 1: there are more than 512 cells");
    struct buf many = buf_new(arena);
    char *rows = heap_new(LIMIT_DOCUMENT_CELLS * 2 + 4, 1);
    size_t n = 0;
    for (size_t i = 0; i <= LIMIT_DOCUMENT_CELLS; i++) {
        rows[n++] = 'x';
        rows[n++] = i % 256 == 255 ? '\n' : ',';
    }
    buf_puts(&many, "");
    assert_string_equal(show_bytes("a.csv", rows, n, arena),
                        "a.csv: has more than 8 million cells");
    free(rows);
    arena_free(arena);
}

static void text_blocks(void **state) {
    (void)state;
    shows("a.txt",
          "Review of the county\n\n1. Background\n\n1.1. The review\n\nIt was asked for in March.\n"
          "It goes on.\n\n- one\n- two\n  - inside\n\ni. first\nii. second\n\nNo tasks are left.\n",
          "h Review of the county\nh1 1. Background\nh2 1.1. The review\n"
          "p It was asked for in March.\np It goes on.\ni1 - one\ni1 - two\ni2 - inside\n"
          "i1 i. first\ni1 ii. second\np No tasks are left.\n");
    shows("a.md", "## Aims\n\n#tag\n", "h2 Aims\nh #tag\n");
    shows("a", "5 < 6 & 7 &amp; 8 <b>bold</b> <ward> &#163;3 &#xzz;.\n",
          "p 5 < 6 & 7 & 8 bold <ward> \u00a33 &#xzz;.\n");
}

static void text_tables(void **state) {
    (void)state;
    shows("a.txt", "Ref\tAction\n1\tOpen beds\nOf all:\n2\tClose beds\t\n\nAfter it.\n",
          "g 4x2 0,0=Ref 0,1=Action 1,0=1 1,1=Open beds 2,0=Of all: 3,0=2 3,1=Close beds\n"
          "p After it.\n");
    shows("a.txt", "| Ref | Action |\n|-----|:--:|\n| 1 | a \\| b |\n",
          "g 2x2 0,0!=Ref 0,1!=Action 1,0=1 1,1=a \\| b\n");
    shows("a.txt", "Risk\tRAG\n---\t--\nStaff\tRed\n",
          "g 2x2 0,0!=Risk 0,1!=RAG 1,0=Staff 1,1=Red\n");
    shows("a.txt",
          "Do\t<p>Both:</p> <ul> <li>one</li><li>two<ol type=\"i\" start=\"3\"><li>three<li>four"
          "</ol></li></ul> <p>End<br/>of it</p>\tx\n",
          "g 1x3 0,0=Do 0,1=Both:/\u2022 one/\u2022 two/iii. three/iv. four/End/of it 0,2=x\n");
    shows("a.txt",
          "Tick\t<input type=\"checkbox\"/> no <input checked=\"\" type=\"checkbox\"/> yes\n",
          "g 1x2 0,0=Tick 0,1=\u2610 no/\u2611 yes\n");
}

/* What a converter leaves of lists: no items, no ends. */
static void lists_without_items(void **state) {
    (void)state;
    shows(
        "a.txt",
        "x\t<p>By:</p> <ul style=\"list-style-type: none\"> i. June 2018 ii. July 2018 (iii. is open) iii. April\n",
        "g 1x2 0,0=x 0,1=By:/i. June 2018/ii. July 2018 (iii. is open)/iii. April\n");
    shows("a.txt", "x\t<ul> \u2022 one \u2022 two - three\n",
          "g 1x2 0,0=x 0,1=\u2022 one/\u2022 two - three\n");
    shows("a.txt", "x\t<ul> i. All of: <ul> a. beds b. staff ii. The rest of it <ul> a. more\n",
          "g 1x2 0,0=x 0,1=i. All of:/a. beds/b. staff/ii. The rest of it/a. more\n");
    shows(
        "a.txt", "x\t<ol> Sept 18 Oct 18\n",
        "g 1x2 0,0=x 0,1=Sept 18 Oct 18\nn list whose items ran together@line 1 column 2: Sept 18 Oct 18\n");
}

static void labels(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int style, value;
        size_t length;
    } cases[] = {
        {"i. x", LABEL_LOWER_ROMAN, 1, 2},   {"ii) x", LABEL_LOWER_ROMAN, 2, 3},
        {"(iv) x", LABEL_LOWER_ROMAN, 4, 4}, {"a. x", LABEL_LOWER_LETTER, 1, 2},
        {"c) x", LABEL_LOWER_LETTER, 3, 2},  {"B) x", LABEL_UPPER_LETTER, 2, 2},
        {"12. x", LABEL_DECIMAL, 12, 3},     {"1.2. x", LABEL_DECIMAL, 0, 4},
        {"3).", LABEL_DECIMAL, 3, 3},        {"\u2022 x", LABEL_BULLET, 0, 3},
        {"- x", LABEL_BULLET, 0, 1},         {"A. Smith", LABEL_NONE, 0, 0},
        {"2018. x", LABEL_NONE, 0, 0},       {"1.5 x", LABEL_NONE, 0, 0},
        {"iiii. x", LABEL_NONE, 0, 0},       {"-5", LABEL_NONE, 0, 0},
        {"i.e. x", LABEL_NONE, 0, 0},        {"", LABEL_NONE, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct label label;
        bool found = label_parse(str_of(cases[i].text), &label);
        if (found != (cases[i].style != LABEL_NONE)) fail_msg("%s", cases[i].text);
        if (!found) continue;
        assert_int_equal(label.style, cases[i].style);
        assert_int_equal(label.value, cases[i].value);
        assert_int_equal(label.length, cases[i].length);
    }
    struct arena *arena = arena_new();
    struct buf out = buf_new(arena);
    static const struct {
        int style, value;
        bool word;
    } numbers[] = {{LABEL_LOWER_ROMAN, 1994, false}, {LABEL_UPPER_ROMAN, 4000, false},
                   {LABEL_LOWER_LETTER, 28, false},  {LABEL_LOWER_LETTER, 28, true},
                   {LABEL_UPPER_LETTER, 703, false}, {LABEL_ORDINAL, 112, false},
                   {LABEL_ORDINAL, 22, false},       {LABEL_DECIMAL_ZERO, 7, false},
                   {LABEL_LOWER_LETTER, 0, false}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        label_put(&out, (enum label_style)numbers[i].style, numbers[i].value, numbers[i].word);
        buf_putc(&out, ' ');
    }
    assert_string_equal(out.text, "mcmxciv 4000 ab bb AAA 112th 22nd 07 0 ");
    arena_free(arena);
}

static void merged_cells(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    struct document document = {0};
    struct document_build build = build_new(arena, &document);
    struct grid_build g = grid_new(&build, "Plan", "Plan");
    g.grid->is_sheet = true;
    assert_true(grid_cell(
        &g, (struct document_cell){.text = "under", .row = 1, .column = 0, .kind = CELL_TEXT},
        &err));
    assert_true(grid_cell(&g,
                          (struct document_cell){.text = "wide",
                                                 .row = 0,
                                                 .column = 0,
                                                 .row_span = 2,
                                                 .column_span = 900,
                                                 .kind = CELL_TEXT},
                          &err));
    assert_true(grid_cell(
        &g, (struct document_cell){.text = "end", .row = 2, .column = 27, .kind = CELL_TEXT},
        &err));
    assert_true(grid_end(&g, &err));
    const struct document_grid *grid = document.blocks[0].grid;
    assert_int_equal(grid->rows, 3);
    assert_int_equal(grid->columns, 28);
    assert_string_equal(document_cell(grid, 1, 5)->text, "wide");
    assert_int_equal(document_cell(grid, 1, 5)->column_span, 28);
    assert_true(document_is_covered(grid, 1, 0));
    assert_false(document_is_covered(grid, 0, 0));
    assert_string_equal(document_cell(grid, 2, 5)->text, "");
    assert_string_equal(document_cell(grid, 99, 99)->text, "");
    assert_string_equal(document_cell_place(grid, 2, 27, arena), "Plan!AB3");
    assert_int_equal(document.note_count, 1);
    assert_string_equal(document.notes[0].text, "under");
    assert_string_equal(document.notes[0].place, "Plan!A2");
    arena_free(arena);
}

static void cell_lines(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct document_cell cell = {.text = "By:\ni) June\n\n ii) July ", .kind = CELL_TEXT};
    size_t count;
    const struct document_line *lines = document_cell_lines(&cell, arena, &count);
    assert_int_equal(count, 3);
    assert_string_equal(lines[2].label, "ii)");
    assert_string_equal(lines[2].text, "July");
    arena_free(arena);
}

static void files(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    char path[] = "/tmp/weft-document-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, "abc", 3), 3);
    close(file);
    struct document document;
    assert_true(document_read(path, arena, &document, &err));
    assert_string_equal(document.source, path);
    /* The known answer of FIPS 180-2, appendix B.1. */
    assert_string_equal(document.sha256,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    unlink(path);
    assert_false(document_read(path, arena, &document, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    char hex[SHA256_HEX_BYTES];
    struct buf million = buf_new(arena);
    for (int i = 0; i < 1000000; i++) buf_putc(&million, 'a');
    /* B.3: a million letters. */
    assert_string_equal(sha256_hex((struct str){million.text, million.length}, hex),
                        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    assert_string_equal(
        sha256_hex(str_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), hex),
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    arena_free(arena);
}

static void printed(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    struct document document;
    char text[] = "Aims\n\n- one\n\nRef\tAction\n1\ti. a\n";
    assert_true(document_read_bytes("a.txt", text, strlen(text), arena, &document, &err));
    struct buf out = buf_new(arena);
    document_print_text(&document, &out);
    assert_non_null(strstr(out.text, "# Aims\n\n  - one\n\n[table 1: 2 rows, 2 columns]\n"
                                     "  line 5 column 1: Ref\n"));
    out = buf_new(arena);
    document_print_json(&document, &out);
    assert_non_null(strstr(out.text, "\"label\": \"i.\""));
    assert_non_null(strstr(out.text, "\"title\": \"Aims\""));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_files),   cmocka_unit_test(utf16),
        cmocka_unit_test(refused),     cmocka_unit_test(text_blocks),
        cmocka_unit_test(text_tables), cmocka_unit_test(lists_without_items),
        cmocka_unit_test(labels),      cmocka_unit_test(merged_cells),
        cmocka_unit_test(cell_lines),  cmocka_unit_test(files),
        cmocka_unit_test(printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

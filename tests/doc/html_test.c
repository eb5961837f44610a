/* HTML pages: lists as browsers label them, tables with spans and tables in them, encodings.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "base/limits.h"
#include "show.h"

static void shows(const char *text, const char *expected) {
    struct arena *arena = arena_new();
    assert_string_equal(show_bytes("a.html", text, strlen(text), arena), expected);
    arena_free(arena);
}

static void blocks(void **state) {
    (void)state;
    shows(
        "<title>T</title><h1>Aims <i>all</i></h1><p>One&nbsp;&amp; two<br>three</p><div>four<p>five"
        "</div><script>x()</script><p hidden>no</p><p style='color: red; display : none'>nor</p>six",
        "h1 Aims all\np One & two\np three\np four\np five\np six\n"
        "n hidden text@line 1: no\nn hidden text@line 1: nor\n");
    shows("<p>By <del>June</del><ins>July</ins></p><h2>1.2. Aim</h2>",
          "p By July\nh2 1.2. Aim\nn struck out text@line 1: June\n");
    shows("", "");
    shows("plain", "p plain\n");
}

static void lists(void **state) {
    (void)state;
    shows(
        "<ol type=i><li>a<li value=4>b<ol type=A start=27><li>c</ol><li>d</ol>"
        "<ol reversed><li>e<li>f</ol><ul><li>g</ul><ol style='list-style-type: lower-alpha'><li>h</ol>"
        "<ul style='list-style-type:none'><li>i. typed<li>plain</ul><ol start=x><li><p>in p</p><p>more</p></ol>",
        "i1 i. a\ni1 iv. b\ni2 AA. c\ni1 v. d\ni1 2. e\ni1 1. f\ni1 \u2022 g\ni1 a. h\ni1 i. typed\n"
        "p plain\ni1 1. in p\np more\n");
}

static void tables(void **state) {
    (void)state;
    shows(
        "<table><caption>The <b>plan</b></caption><thead><tr><td>Ref<td colspan=2>What</thead>"
        "<tr><th rowspan=0>1<td>a<td rowspan=2>b<tr><td>c</table>",
        "g 3x3 'The plan' 0,0!=Ref 0,1[1x2]!=What 0,2^ 1,0[2x1]!=1 1,1=a 1,2[2x1]=b 2,0^ 2,1=c 2,2^\n");
    shows("<table><tr><td>x<table><tr><td>in</table>y<td colspan=999999999>z</table>",
          "a.html: its table 1 has more than 512 columns");
    shows("<table><tr><td>x<table><tr><td>in</table>y<td>z</table>after",
          "g 1x2 0,0=x/[table 2]/y 0,1=z\ng 1x1 0,0=in\np after\n");
    shows("<table><tr><td><ul><li>one<li>two</ul><p><input type=checkbox checked> yes</table>",
          "g 1x1 0,0=\u2022 one/\u2022 two/\u2611 yes\n");
    /* Colours behind cells, which stand for words. */
    shows(
        "<table><tr><td bgcolor=red>a<td style='color:blue; background: #FFC000'><td "
        "style='background-color:rgb(0,176,80)'><td bgcolor='#EEE'><td style=background:#00f>z</table>",
        "g 1x5 0,0=a{red} 0,1 ={amber} 0,2 ={green} 0,4=z{blue}\n");
}

static void by_content(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const char *page = "<!-- x --><!DOCTYPE html><p>caf\xe9 \x80"
                       "5</p>";
    assert_string_equal(show_bytes("page.txt", page, strlen(page), arena), "p caf\u00e9 \u20ac"
                                                                           "5\n");
    const char *cyrillic = "<html><meta charset=\"windows-1251\"><p>\xcf\xeb\xe0\xed</p>";
    assert_string_equal(show_bytes("a.html", cyrillic, strlen(cyrillic), arena),
                        "p \u041f\u043b\u0430\u043d\n");
    /* A byte order mark, or a name of UTF-8, in front of what is none. */
    shows("\xef\xbb\xbf<meta charset=x><p>caf\xe9", "p caf\u00e9\n");
    shows("<meta charset=utf8><p>caf\xe9", "p caf\u00e9\n");
    arena_free(arena);
}

static void hostile(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct buf deep = buf_new(arena);
    for (int i = 0; i < 300; i++) buf_puts(&deep, "<div>");
    assert_string_equal(show_bytes("a.html", deep.text, deep.length, arena),
                        "a.html: has elements in one another more than 256 deep");
    deep = buf_new(arena);
    for (int i = 0; i < 60; i++) buf_puts(&deep, "<table><tr><td>");
    assert_non_null(
        strstr(show_bytes("a.html", deep.text, deep.length, arena), "g 1x1 0,0=[table 60]\n"));
    struct buf many = buf_new(arena);
    for (size_t i = 0; i <= LIMIT_DOCUMENT_TABLES; i++) buf_puts(&many, "<table><tr><td>x</table>");
    assert_string_equal(show_bytes("a.html", many.text, many.length, arena),
                        "a.html: has more than 10000 tables");
    char *large = arena_alloc(arena, LIMIT_HTML_BYTES + 1, 1);
    memset(large, 'x', LIMIT_HTML_BYTES + 1);
    assert_string_equal(show_bytes("a.html", large, LIMIT_HTML_BYTES + 1, arena),
                        "a.html: is an HTML page of more than 8 MB");
    /* Nothing is loaded, no entity of its own is known. */
    shows("<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><p>&a;</p>", "p ]>\np &a;\n");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks),     cmocka_unit_test(lists),   cmocka_unit_test(tables),
        cmocka_unit_test(by_content), cmocka_unit_test(hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The components of nhsuk-frontend that views/components/ has, against the package's own fixtures:
 * what goes in and the HTML that comes out, white space aside. A fixture that uses an option which
 * a component of ours does not have is passed over, and the least number that must be compared is
 * said.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "base/file.h"
#include "base/limits.h"
#include "store/query.h"
#include "views.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *folder;
static sqlite3 *db;
static struct arena *arena;

/* --- reading JSON with SQLite ----------------------------------------------------------------- */

static struct query *ask(const char *sql, const char *json, const char *path) {
    struct err err = {0};
    struct query *q = query_new(db, sql, &err);
    assert_non_null(q);
    query_bind_text(q, 1, json);
    query_bind_text(q, 2, path);
    return q;
}

static void end(struct query *q) {
    struct err err = {0};
    if (!query_free(q, &err)) fail_msg("%s", err.message);
}

/* The value at a path as text (objects and lists as JSON); NULL: none, null or false. */
static const char *get(const char *json, const char *path) {
    if (!json) return NULL;
    struct query *q = ask("SELECT json_extract(?1, ?2), json_type(?1, ?2)", json, path);
    const char *out = NULL;
    if (query_next(q) && query_text(q, 0) && strcmp(query_text(q, 1), "false") != 0)
        out = arena_string(arena, query_text(q, 0));
    end(q);
    return out;
}

static bool is_false(const char *json, const char *path) {
    struct query *q = ask("SELECT json_type(?1, ?2) = 'false'", json, path);
    bool is = query_next(q) && query_integer(q, 0, 0) != 0;
    end(q);
    return is;
}

static size_t items(const char *json, const char *path, const char ***out) {
    struct query *q = ask("SELECT value FROM json_each(?1, ?2)", json, path);
    const char **list = ARENA_NEW(arena, const char *, 1000);
    size_t count = 0;
    while (query_next(q) && count < 1000)
        list[count++] = query_text(q, 0) ? arena_string(arena, query_text(q, 0)) : "";
    end(q);
    *out = list;
    return count;
}

/* Whether an object has no keys but these, separated by spaces. */
static bool only(const char *json, const char *keys) {
    if (!json || json[0] != '{') return true;
    struct query *q = ask("SELECT key FROM json_each(?1, ?2)", json, "$");
    bool good = true;
    while (query_next(q)) {
        bool known = false;
        struct str rest = str_of(keys), part;
        while (str_split(&rest, ' ', &part)) known = known || str_is(part, query_text(q, 0));
        good = good && known;
    }
    end(q);
    return good;
}

static struct html markup(const char *text) {
    return text ? (struct html){text, strlen(text)} : (struct html){NULL, 0};
}

/* A string, or its text where it is an object. */
static const char *text_of(const char *json, const char *path) {
    const char *value = get(json, path);
    return value && value[0] == '{' ? get(value, "$.text") : value;
}

/* --- comparing ----------------------------------------------------------------------------------
 */

/* White space at tags and doubled, and the two ways to write an apostrophe, are no difference. */
static const char *normal(const char *html) {
    struct buf out = buf_new(arena);
    bool blank = false;
    for (const char *p = html; *p; p++) {
        if (isspace((unsigned char)*p)) {
            blank = true;
            continue;
        }
        if (blank && out.length && out.text[out.length - 1] != '>' && *p != '<')
            buf_putc(&out, ' ');
        blank = false;
        if (strncmp(p, "&#39;", 5) == 0) {
            buf_putc(&out, '\'');
            p += 4;
        } else {
            buf_putc(&out, *p);
        }
    }
    return out.text;
}

/* Writes the component from a fixture; false: it uses what ours does not have. */
typedef bool component(const char *context, const char *block, struct buf *out);

static const char *as_it_is(const char *html) {
    return html;
}

/* theirs: what is taken out of the package's HTML first. */
static void compare_but(const char *name, component *write, const char *(*theirs_of)(const char *),
                        size_t least) {
    char *bytes;
    size_t length;
    struct err err = {0};
    if (!file_read(arena, arena_printf(arena, "%s/%s.json", folder, name), LIMIT_FILE_BYTES, &bytes,
                   &length, &err))
        fail_msg("%s", err.message);
    const char **fixtures;
    size_t count = items(bytes, "$", &fixtures), compared = 0;
    for (size_t i = 0; i < count; i++) {
        struct buf out = buf_new(arena);
        if (!write(get(fixtures[i], "$.context"), get(fixtures[i], "$.callBlock"), &out)) continue;
        compared++;
        const char *ours = normal(out.text);
        const char *theirs = theirs_of(normal(get(fixtures[i], "$.html")));
        size_t same = 0; /* cmocka cuts long messages: the part that differs is shown */
        while (ours[same] && ours[same] == theirs[same]) same++;
        size_t from = same > 80 ? same - 80 : 0;
        if (ours[same] || theirs[same])
            fail_msg("%s, '%s':\n  ours:   %.200s\n  theirs: %.200s", name,
                     get(fixtures[i], "$.name"), ours + from, theirs + from);
    }
    if (compared < least) fail_msg("%s: only %zu of %zu compared", name, compared, count);
    printf("%s: %zu of %zu fixtures\n", name, compared, count);
}

static void compare(const char *name, component *write, size_t least) {
    compare_but(name, write, as_it_is, least);
}

/* --- the components -----------------------------------------------------------------------------
 */

static bool tag(const char *c, const char *block, struct buf *out) {
    if (!only(c, "text html colour classes")) return false;
    const char *colour = get(c, "$.colour"), *classes = get(c, "$.classes");
    if (colour && classes) return false;
    if (is_false(c, "$.colour")) colour = "no-colour";
    if (colour) classes = arena_printf(arena, "nhsuk-tag--%s", colour);
    const char *html = block ? block : get(c, "$.html");
    view_tag(out, &(struct view_tag){
                      .text = get(c, "$.text"), .content = markup(html), .classes = classes});
    return true;
}

static bool skip_link(const char *c, const char *block, struct buf *out) {
    (void)block;
    view_skip_link(out,
                   &(struct view_skip_link){.text = get(c, "$.text"), .href = get(c, "$.href")});
    return true;
}

static bool inset_text(const char *c, const char *block, struct buf *out) {
    const char *html = block ? block : get(c, "$.html");
    view_inset_text(out,
                    &(struct view_inset_text){.text = get(c, "$.text"), .content = markup(html)});
    return true;
}

static bool details(const char *c, const char *block, struct buf *out) {
    if (!only(c, "summary text html open classes")) return false;
    const char *summary = get(c, "$.summary");
    if (summary[0] == '{' && !only(summary, "text")) return false;
    const char *html = block ? block : get(c, "$.html");
    view_details(out, &(struct view_details){.summary = text_of(c, "$.summary"),
                                             .text = get(c, "$.text"),
                                             .content = markup(html),
                                             .classes = get(c, "$.classes"),
                                             .open = get(c, "$.open") != NULL});
    return true;
}

static bool breadcrumb(const char *c, const char *block, struct buf *out) {
    (void)block;
    const char **list;
    if (!only(c, "items")) return false;
    size_t count = items(c, "$.items", &list);
    struct view_crumb *crumbs = ARENA_NEW(arena, struct view_crumb, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (!only(list[i], "text href")) return false;
        crumbs[i] =
            (struct view_crumb){.text = get(list[i], "$.text"), .href = get(list[i], "$.href")};
    }
    view_breadcrumb(out, &(struct view_breadcrumb){
                             .items = crumbs, .items_count = count, .last = &crumbs[count - 1]});
    return true;
}

static bool error_message(const char *c, const char *block, struct buf *out) {
    (void)block;
    if (!only(c, "text") || !get(c, "$.text")) return false;
    view_error_message(out, &(struct view_error_message){.text = get(c, "$.text")});
    return true;
}

static bool error_summary(const char *c, const char *block, struct buf *out) {
    const char **list;
    if (block || !only(c, "heading description errorList")) return false;
    if (!only(get(c, "$.heading"), "text") || !only(get(c, "$.description"), "text")) return false;
    size_t count = items(c, "$.errorList", &list), kept = 0;
    struct view_error_item *errors = ARENA_NEW(arena, struct view_error_item, count + 1);
    for (size_t i = 0; i < count; i++)
        if (list[i][0] == '{')
            errors[kept++] = (struct view_error_item){.text = get(list[i], "$.text"),
                                                      .href = get(list[i], "$.href")};
    view_error_summary(out, &(struct view_error_summary){.heading = text_of(c, "$.heading"),
                                                         .description = text_of(c, "$.description"),
                                                         .items = errors,
                                                         .items_count = kept});
    return true;
}

static bool button(const char *c, const char *block, struct buf *out) {
    (void)block;
    if (!only(c, "text small disabled variant")) return false;
    struct buf classes = buf_new(arena);
    const char *variant = get(c, "$.variant");
    if (variant) buf_printf(&classes, "nhsuk-button--%s", variant);
    if (get(c, "$.small")) buf_printf(&classes, "%snhsuk-button--small", variant ? " " : "");
    view_button(out, &(struct view_button){.text = get(c, "$.text"),
                                           .classes = classes.text,
                                           .disabled = get(c, "$.disabled") != NULL});
    return true;
}

static bool warning_callout(const char *c, const char *block, struct buf *out) {
    if (!only(c, "heading text html")) return false;
    const char *heading = get(c, "$.heading");
    if (heading && heading[0] == '{' && !only(heading, "text")) return false;
    const char *html = block ? block : get(c, "$.html");
    if (html && !block && html[0] != '<') return false;
    view_warning_callout(out, &(struct view_warning_callout){.heading = text_of(c, "$.heading"),
                                                             .text = get(c, "$.text"),
                                                             .content = markup(html)});
    return true;
}

static bool summary_list(const char *c, const char *block, struct buf *out) {
    (void)block;
    const char **list;
    if (!only(c, "rows")) return false;
    size_t count = items(c, "$.rows", &list);
    struct view_summary_row *rows = ARENA_NEW(arena, struct view_summary_row, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (!only(list[i], "key value") || !only(get(list[i], "$.key"), "text") ||
            !only(get(list[i], "$.value"), "text html"))
            return false;
        rows[i] = (struct view_summary_row){.key = text_of(list[i], "$.key"),
                                            .value = text_of(list[i], "$.value"),
                                            .value_html = markup(get(list[i], "$.value.html"))};
    }
    view_summary_list(out, &(struct view_summary_list){.rows = rows, .rows_count = count});
    return true;
}

static bool pagination(const char *c, const char *block, struct buf *out) {
    (void)block;
    const char **list;
    if (!only(c, "previous next items") || !get(c, "$.items") || get(c, "$.previous.text"))
        return false;
    size_t count = items(c, "$.items", &list), kept = 0;
    struct view_page_number *pages = ARENA_NEW(arena, struct view_page_number, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (list[i][0] != '{') continue;
        if (!only(list[i], "number href current ellipsis")) return false;
        const char *number = get(list[i], "$.number");
        pages[kept++] =
            (struct view_page_number){.number = number ? (size_t)strtoul(number, NULL, 10) : 0,
                                      .href = get(list[i], "$.href"),
                                      .current = get(list[i], "$.current") != NULL,
                                      .gap = get(list[i], "$.ellipsis") != NULL};
    }
    view_pagination(out, &(struct view_pagination){.previous = get(c, "$.previous.href"),
                                                   .next = get(c, "$.next.href"),
                                                   .items = pages,
                                                   .items_count = kept});
    return true;
}

static bool card(const char *c, const char *block, struct buf *out) {
    if (!only(c, "heading href") || !block) return false;
    const char *heading = get(c, "$.heading");
    if (!only(heading, "text level")) return false;
    const char *level = heading && heading[0] == '{' ? get(heading, "$.level") : NULL;
    view_card(out, &(struct view_card){.heading = text_of(c, "$.heading"),
                                       .href = get(c, "$.href"),
                                       .content = markup(block),
                                       .level = level ? level : "2"});
    return true;
}

/* A cell is numeric where it says so, or the head of its column did. */
static bool numeric_columns[64];
static const char *headings[64];

static bool table_cells(const char *json, bool head, bool first_is_header, bool responsive,
                        struct buf *out) {
    const char **list;
    size_t count = items(json, "$", &list);
    for (size_t i = 0; i < count; i++) {
        bool object = list[i][0] == '{';
        if (!object && (!list[i][0] || strcmp(list[i], "0") == 0)) continue; /* false: left out */
        if (!only(list[i], "text html format")) return false;
        const char *text = object ? get(list[i], "$.text") : list[i];
        bool numeric = object && get(list[i], "$.format");
        if (head) numeric_columns[i % 64] = numeric;
        if (head) headings[i % 64] = responsive ? text : NULL;
        numeric = numeric || numeric_columns[i % 64];
        struct html html = markup(object ? get(list[i], "$.html") : NULL);
        if (head || (first_is_header && i == 0))
            view_table_header(
                out, &(struct view_table_header){.text = text,
                                                 .content = html,
                                                 .row = !head,
                                                 .numeric = numeric,
                                                 .responsive = responsive,
                                                 .heading = head ? NULL : headings[i % 64]});
        else
            view_table_cell(out, &(struct view_table_cell){.text = text,
                                                           .content = html,
                                                           .numeric = numeric,
                                                           .heading = headings[i % 64]});
    }
    return true;
}

static bool tables(const char *c, const char *block, struct buf *out) {
    (void)block;
    if (!only(c, "caption firstCellIsHeader head rows compact responsive striped") ||
        !only(get(c, "$.caption"), "text size"))
        return false;
    struct buf content = buf_new(arena), head = buf_new(arena);
    bool responsive = get(c, "$.responsive") != NULL;
    if (!table_cells(get(c, "$.head"), true, false, responsive, &head)) return false;
    view_table_head(&content,
                    &(struct view_table_head){.content = html_of(&head), .responsive = responsive});
    buf_puts(&content, "<tbody class=\"nhsuk-table__body\">\n");
    const char **rows;
    size_t count = items(c, "$.rows", &rows);
    for (size_t i = 0; i < count; i++) {
        if (rows[i][0] != '[') continue;
        buf_printf(&content, "<tr class=\"nhsuk-table__row\"%s>\n",
                   responsive ? " role=\"row\"" : "");
        if (!table_cells(rows[i], false, get(c, "$.firstCellIsHeader") != NULL, responsive,
                         &content))
            return false;
        buf_puts(&content, "</tr>\n");
    }
    buf_puts(&content, "</tbody>\n");
    const char *caption = get(c, "$.caption"), *size = NULL;
    if (caption && caption[0] == '{') size = get(caption, "$.size");
    struct buf classes = buf_new(arena);
    if (get(c, "$.compact")) buf_puts(&classes, "nhsuk-table--compact");
    if (responsive) buf_printf(&classes, "%snhsuk-table--responsive", classes.length ? " " : "");
    if (get(c, "$.striped"))
        buf_printf(&classes, "%snhsuk-table--striped", classes.length ? " " : "");
    view_table(out, &(struct view_table){
                        .caption = text_of(c, "$.caption"),
                        .caption_classes =
                            size ? arena_printf(arena, "nhsuk-table__caption--%s", size) : NULL,
                        .classes = classes.text,
                        .responsive = responsive,
                        .content = html_of(&content)});
    return true;
}

static bool select_component(const char *c, const char *block, struct buf *out) {
    (void)block;
    const char **list, *name = get(c, "$.name"), *id = get(c, "$.id");
    if (!only(c, "label name id items value") || !only(get(c, "$.label"), "text heading size"))
        return false;
    size_t count = items(c, "$.items", &list);
    const char *value = get(c, "$.value");
    struct view_option *options = ARENA_NEW(arena, struct view_option, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (!only(list[i], "value text selected")) return false;
        options[i] = (struct view_option){.value = get(list[i], "$.value"),
                                          .text = get(list[i], "$.text"),
                                          .selected = get(list[i], "$.selected") != NULL};
        if (value && strcmp(value, options[i].value) == 0) options[i].selected = true;
    }
    const char *size = get(c, "$.label.size"), *heading = get(c, "$.label.heading");
    const char *classes = size ? arena_printf(arena, "nhsuk-label--%s", size) : NULL;
    view_select(out, &(struct view_select){.name = name,
                                           .id = id,
                                           .label = heading ? heading : text_of(c, "$.label"),
                                           .label_classes = classes,
                                           .page_heading = heading != NULL,
                                           .items = options,
                                           .items_count = count});
    return true;
}

static bool input(const char *c, const char *block, struct buf *out) {
    (void)block;
    if (!only(c, "label name id type width classes hint errorMessage autocomplete inputmode "
                 "spellcheck value") ||
        !only(get(c, "$.label"), "text heading size") || !only(get(c, "$.hint"), "text") ||
        !only(get(c, "$.errorMessage"), "text") || (get(c, "$.width") && get(c, "$.classes")))
        return false;
    const char *error = text_of(c, "$.errorMessage"), *type = get(c, "$.type");
    const char *size = get(c, "$.label.size"), *heading = get(c, "$.label.heading");
    /* Ours is of type text beside an error; and an error has words. */
    if (error && (type || strcmp(error, "1") == 0)) return false;
    const char *width = get(c, "$.width");
    view_input(out, &(struct view_input){
                        .name = get(c, "$.name"),
                        .id = get(c, "$.id"),
                        .label = heading ? heading : text_of(c, "$.label"),
                        .label_classes = size ? arena_printf(arena, "nhsuk-label--%s", size) : NULL,
                        .page_heading = heading != NULL,
                        .hint = text_of(c, "$.hint"),
                        .error = error,
                        .type = type,
                        .value = get(c, "$.value"),
                        .classes = width ? arena_printf(arena, "nhsuk-input--width-%s", width)
                                         : get(c, "$.classes"),
                        .autocomplete = get(c, "$.autocomplete"),
                        .inputmode = get(c, "$.inputmode"),
                        .no_spelling = is_false(c, "$.spellcheck")});
    return true;
}

static bool footer(const char *c, const char *block, struct buf *out) {
    if (block || !only(c, "meta copyright") || !only(get(c, "$.meta"), "items") ||
        !only(get(c, "$.copyright"), "text"))
        return false;
    const char *meta = get(c, "$.meta"), **list;
    if (meta && meta[0] != '{') return false;
    size_t count = items(c, "$.meta.items", &list);
    struct view_menu_item *links = ARENA_NEW(arena, struct view_menu_item, count + 1);
    for (size_t i = 0; i < count; i++)
        links[i] =
            (struct view_menu_item){.text = get(list[i], "$.text"), .href = get(list[i], "$.href")};
    const char *last = text_of(c, "$.copyright");
    view_footer(out, &(struct view_footer){.items = links,
                                           .items_count = count,
                                           .copyright = last ? last : "© NHS England"});
    return true;
}

/* What lies between two texts, both of them in it, gives way to another; html as it is where they
 * do not stand in it. */
static const char *without(const char *html, const char *from, const char *to,
                           const char *instead) {
    const char *a = strstr(html, from), *b = a ? strstr(a, to) : NULL;
    if (!b) return html;
    return arena_printf(arena, "%.*s%s%s", (int)(a - html), html, instead, b + strlen(to));
}

/* The package's header without the logo, which is the NHS's own: where the service's name stood in
 * the link of the logo it has the link for itself. */
static const char *no_logo(const char *html) {
    html = without(html, "<svg class=\"nhsuk-header__logo\"", "</svg>", "");
    if (strstr(html, "<span class=\"nhsuk-header__service-name\">")) {
        html = without(html, "<a class=\"nhsuk-header__service-logo\"", " href",
                       "<a class=\"nhsuk-header__service-name\" href");
        html =
            without(html, " aria-label=\"NHS", "<span class=\"nhsuk-header__service-name\">", ">");
        return without(html, "</span></a>", "</div>", "</a></div>");
    }
    return without(html, "<a class=\"nhsuk-header__service-logo\"", "</a>", "");
}

static bool header(const char *c, const char *block, struct buf *out) {
    (void)block;
    if (!only(c, "logo service search navigation") || !only(get(c, "$.logo"), "href") ||
        !only(get(c, "$.service"), "text href") || !only(get(c, "$.navigation"), "items") ||
        !get(c, "$.service.text") || !get(c, "$.service.href"))
        return false;
    const char *search = get(c, "$.search"), **list;
    if (search && (!only(search, "input label") || !get(c, "$.search.label.visuallyHiddenText")))
        return false;
    size_t count = items(c, "$.navigation.items", &list);
    struct view_menu_item *menu = ARENA_NEW(arena, struct view_menu_item, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (!only(list[i], "text href active") || !get(list[i], "$.href")) return false;
        menu[i] = (struct view_menu_item){.text = get(list[i], "$.text"),
                                          .href = get(list[i], "$.href"),
                                          .current = get(list[i], "$.active") != NULL};
    }
    view_header(out,
                &(struct view_header){.service = get(c, "$.service.text"),
                                      .href = get(c, "$.service.href"),
                                      .search_action = search ? "https://www.nhs.uk/search/" : NULL,
                                      .search_label = get(c, "$.search.label.visuallyHiddenText"),
                                      .items = menu,
                                      .items_count = count});
    return true;
}

static void components(void **state) {
    (void)state;
    compare("error-message", error_message, 2);
    compare("error-summary", error_summary, 9);
    compare("tag", tag, 16);
    compare("skip-link", skip_link, 3);
    compare("inset-text", inset_text, 3);
    compare("details", details, 11);
    compare("breadcrumb", breadcrumb, 1);
    compare("button", button, 28);
    compare("warning-callout", warning_callout, 6);
    compare("summary-list", summary_list, 3);
    compare("pagination", pagination, 5);
    compare("card", card, 7);
    compare("tables", tables, 17);
    compare("input", input, 17);
    compare("footer", footer, 5);
    compare_but("header", header, no_logo, 5);
    compare("select", select_component, 7);
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    folder = argv[1];
    arena = arena_new();
    if (sqlite3_open(":memory:", &db) != SQLITE_OK) return 2;
    const struct CMUnitTest tests[] = {cmocka_unit_test(components)};
    int failed = cmocka_run_group_tests_name("web components", tests, NULL, NULL);
    sqlite3_close(db);
    arena_free(arena);
    return failed;
}

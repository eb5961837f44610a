/* HTML pages as documents, by libxml2's HTML parser: headings, paragraphs, lists as browsers label
 * them, tables with spans and tables in them. Scripts do not run, nothing is loaded.
 *
 * SPDX-License-Identifier: MIT */
#include "csv.h"
#include "document_build.h"
#include "markup.h"
#include "xml.h"

#include "base/limits.h"
#include "base/number.h"

#include <string.h>

struct page {
    struct document_build *build;
    struct arena *arena;
    struct err *err;
    int tables; /* open around the present place */
};

/* Where text goes: into blocks, or into the cell of a table. */
struct place {
    struct flow *flow;
    const char *cell; /* the cell's place; NULL outside tables */
    int heading;      /* the level of the heading that is read, -1 for none */
    long line;
};

static bool walk(struct page *page, struct place *place, xmlNodePtr parent);

static const char *name_of(xmlNodePtr node) {
    return node->type == XML_ELEMENT_NODE && node->name ? (const char *)node->name : "";
}

static bool is_named(xmlNodePtr node, const char *name) {
    return strcmp(name_of(node), name) == 0;
}

static bool is_one_of(const char *name, const char *const *names) {
    for (; *names; names++)
        if (strcmp(name, *names) == 0) return true;
    return false;
}

static const char *attribute(xmlNodePtr node, const char *name, struct arena *arena) {
    xmlChar *value = xml.xmlGetNoNsProp(node, (const xmlChar *)name);
    if (!value) return NULL;
    const char *copy = arena_string(arena, (const char *)value);
    (*xml.xmlFree)(value);
    return copy;
}

static bool whole_number(const char *text, int low, int high, int *value) {
    double number;
    if (!text || !number_parse(str_trim(str_of(text)), &number)) return false;
    *value = number < low ? low : number > high ? high : (int)number;
    return true;
}

static bool end_block(struct page *page, struct place *place) {
    if (place->cell) {
        flow_break(place->flow);
        return true;
    }
    size_t count;
    const struct document_line *lines = flow_lines(place->flow, &count);
    if (!count) return true;
    return build_lines(page->build, lines, count, place->heading,
                       arena_printf(page->arena, "line %ld", place->line), page->err);
}

static bool is_hidden(struct page *page, xmlNodePtr node) {
    if (xml.xmlHasProp(node, (const xmlChar *)"hidden")) return true;
    const char *style = attribute(node, "style", page->arena);
    const char *display = style ? strstr(style, "display") : NULL;
    if (!display) return false;
    display += strspn(display + 7, " :") + 7;
    return strncmp(display, "none", 4) == 0;
}

static void note_text(struct page *page, struct place *place, const char *what, xmlNodePtr node) {
    xmlChar *text = xml.xmlNodeGetContent(node);
    if (!text) return;
    struct str trimmed = str_trim(str_of((const char *)text));
    if (trimmed.n)
        build_note(page->build, what, trimmed,
                   place->cell ? place->cell
                               : arena_printf(page->arena, "line %ld", xml.xmlGetLineNo(node)));
    (*xml.xmlFree)(text);
}

static int count_items(xmlNodePtr list) {
    int count = 0;
    for (xmlNodePtr child = list->children; child; child = child->next)
        count += is_named(child, "li");
    return count;
}

static bool read_list(struct page *page, struct place *place, xmlNodePtr node) {
    bool ordered = is_named(node, "ol");
    const char *style = attribute(node, "style", page->arena);
    const char *type = attribute(node, "type", page->arena);
    bool reversed = ordered && xml.xmlHasProp(node, (const xmlChar *)"reversed");
    int start = reversed ? count_items(node) : 1;
    if (ordered && !whole_number(attribute(node, "start", page->arena), -1000000, 1000000, &start))
        start = reversed ? count_items(node) : 1;
    if (!end_block(page, place)) return false;
    flow_list(place->flow, markup_list_style(ordered, type, style), start, reversed ? -1 : 1);
    if (!walk(page, place, node) || !end_block(page, place)) return false;
    flow_list_end(place->flow);
    return true;
}

struct table {
    struct grid_build g;
    uint32_t row;
    uint32_t until[LIMIT_COLUMNS]; /* the row from which each column is free again */
    struct flow *flow;
};

/* The colour behind a cell, by its style or as pages once gave it. */
static enum shade shade_of(struct page *page, xmlNodePtr node) {
    const char *style = attribute(node, "style", page->arena);
    struct str rest = str_of(style ? style : ""), rule;
    while (str_split(&rest, ';', &rule)) {
        struct str key;
        if (!str_split(&rule, ':', &key)) continue;
        key = str_trim(key);
        if (str_is(key, "background") || str_is(key, "background-color"))
            return shade_of_text(rule);
    }
    const char *colour = attribute(node, "bgcolor", page->arena);
    return shade_of_text(str_of(colour ? colour : ""));
}

static bool read_cell(struct page *page, struct table *t, xmlNodePtr node, bool in_head,
                      uint32_t *column) {
    while (*column < LIMIT_COLUMNS && t->until[*column] > t->row) ++*column;
    int rows = 1, columns = 1;
    if (!whole_number(attribute(node, "rowspan", page->arena), 0, 65534, &rows)) rows = 1;
    if (!whole_number(attribute(node, "colspan", page->arena), 1, 1000, &columns)) columns = 1;
    if (rows == 0) rows = 65534; /* to the end of the table */
    if (*column + (size_t)columns > LIMIT_COLUMNS)
        return err_set(page->err, ERR_TOO_LARGE, "its %s has more than %zu columns",
                       t->g.grid->place, LIMIT_COLUMNS);
    struct document_cell cell = {.row = t->row,
                                 .column = *column,
                                 .row_span = (uint32_t)rows,
                                 .column_span = (uint32_t)columns,
                                 .shade = (unsigned char)shade_of(page, node),
                                 .is_header = in_head || is_named(node, "th")};
    struct place inside = {.flow = t->flow,
                           .cell = document_cell_place(t->g.grid, t->row, *column, page->arena),
                           .heading = -1,
                           .line = xml.xmlGetLineNo(node)};
    if (!walk(page, &inside, node)) return false;
    size_t count;
    const struct document_line *lines = flow_take(t->flow, &count);
    for (int i = 0; i < columns; i++) t->until[*column + (uint32_t)i] = t->row + (uint32_t)rows;
    *column += (uint32_t)columns;
    return grid_lines(&t->g, cell, lines, count, page->err);
}

static bool read_rows(struct page *page, struct table *t, xmlNodePtr parent, bool in_head) {
    for (xmlNodePtr node = parent->children; node; node = node->next) {
        if (is_named(node, "thead") || is_named(node, "tbody") || is_named(node, "tfoot")) {
            if (!read_rows(page, t, node, is_named(node, "thead"))) return false;
        } else if (is_named(node, "tr")) {
            uint32_t column = 0;
            if (t->row == UINT32_MAX / 2) return true;
            for (xmlNodePtr cell = node->children; cell; cell = cell->next)
                if ((is_named(cell, "td") || is_named(cell, "th")) &&
                    !read_cell(page, t, cell, in_head, &column))
                    return false;
            t->row++;
        }
    }
    return true;
}

static const char *caption_of(struct page *page, xmlNodePtr table) {
    for (xmlNodePtr node = table->children; node; node = node->next) {
        if (!is_named(node, "caption")) continue;
        struct place inside = {.flow = flow_new(page->arena), .cell = "caption", .heading = -1};
        size_t count;
        if (!walk(page, &inside, node)) return "";
        const struct document_line *lines = flow_take(inside.flow, &count);
        return flow_join(page->arena, lines, count);
    }
    return "";
}

static bool read_table(struct page *page, struct place *place, xmlNodePtr node) {
    if (!end_block(page, place)) return false;
    if (page->tables == LIMIT_DOCUMENT_DEPTH)
        return err_set(page->err, ERR_TOO_LARGE, "has more than %d tables in one another",
                       LIMIT_DOCUMENT_DEPTH);
    page->tables++;
    size_t number;
    if (!build_table(page->build, &number, page->err)) return false;
    const char *name = arena_printf(page->arena, "table %zu", number);
    if (place->cell) {
        flow_text(place->flow, str_of(arena_printf(page->arena, "[%s]", name)));
        flow_break(place->flow);
        name = arena_printf(page->arena, "%s (in %s)", name, place->cell);
    }
    size_t first = page->build->out->block_count;
    struct table *table = ARENA_NEW(page->arena, struct table, 1);
    table->g = grid_new(page->build, caption_of(page, node), name);
    table->flow = flow_new(page->arena);
    if (!read_rows(page, table, node, false) || !grid_end(&table->g, page->err)) return false;
    build_move_last(page->build, first);
    page->tables--;
    return true;
}

/* 1 to 6 of h1 to h6, otherwise -1. */
static int heading_level(const char *name) {
    return name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && !name[2] ? name[1] - '0' : -1;
}

static bool read_block(struct page *page, struct place *place, xmlNodePtr node) {
    if (!end_block(page, place)) return false;
    int outer = place->heading, level = heading_level(name_of(node));
    place->line = xml.xmlGetLineNo(node);
    if (level > 0) place->heading = level;
    bool ok = walk(page, place, node) && end_block(page, place);
    place->heading = outer;
    return ok;
}

/* A term and what is said of it, as one line: 'Lead: Head of Housing'. */
static bool read_term(struct page *page, struct place *place, xmlNodePtr node) {
    if (!end_block(page, place)) return false;
    place->line = xml.xmlGetLineNo(node);
    if (!walk(page, place, node)) return false;
    xmlChar *text = xml.xmlNodeGetContent(node);
    struct str words = str_trim(str_of((const char *)text));
    if (words.n) flow_text(place->flow, str_of(words.p[words.n - 1] == ':' ? " " : ": "));
    (*xml.xmlFree)(text);
    return true;
}

static bool is_said_of_term(xmlNodePtr node) {
    if (!is_named(node, "dd")) return false;
    do node = node->prev;
    while (node && node->type != XML_ELEMENT_NODE);
    return node && is_named(node, "dt");
}

static bool read_element(struct page *page, struct place *place, xmlNodePtr node) {
    static const char *const silent[] = {"script", "style",  "noscript", "template", "head",
                                         "object", "iframe", "svg",      "select",   "textarea",
                                         "button", "audio",  "video",    "canvas",   NULL};
    static const char *const blocks[] = {
        "p",       "div",     "section",  "article", "header",     "footer",     "main", "nav",
        "aside",   "address", "center",   "form",    "dl",         "dd",         "pre",  "figure",
        "details", "summary", "h1",       "h2",      "h3",         "h4",         "h5",   "h6",
        "hr",      "tr",      "fieldset", "legend",  "blockquote", "figcaption", NULL};
    const char *name = name_of(node);
    if (is_one_of(name, silent)) return true;
    if (is_hidden(page, node)) {
        note_text(page, place, "hidden text", node);
        return true;
    }
    if (strcmp(name, "del") == 0 || strcmp(name, "strike") == 0 || strcmp(name, "s") == 0) {
        note_text(page, place, "struck out text", node);
        return true;
    }
    if (strcmp(name, "table") == 0) return read_table(page, place, node);
    if (strcmp(name, "ol") == 0 || strcmp(name, "ul") == 0 || strcmp(name, "menu") == 0)
        return read_list(page, place, node);
    if (strcmp(name, "li") == 0) {
        int value = 0;
        bool numbered =
            whole_number(attribute(node, "value", page->arena), -1000000, 1000000, &value);
        if (!end_block(page, place)) return false;
        place->line = xml.xmlGetLineNo(node);
        flow_item(place->flow, numbered ? &value : NULL);
        return walk(page, place, node) && end_block(page, place);
    }
    if (strcmp(name, "br") == 0) {
        flow_break(place->flow);
        return true;
    }
    if (strcmp(name, "input") == 0) {
        const char *type = attribute(node, "type", page->arena);
        if (!type || (strcmp(type, "checkbox") != 0 && strcmp(type, "radio") != 0)) return true;
        bool ticked = xml.xmlHasProp(node, (const xmlChar *)"checked") != NULL;
        flow_text(place->flow, str_of(ticked ? "\u2611 " : "\u2610 "));
        return true;
    }
    if (strcmp(name, "caption") == 0 && place->cell == NULL) return true;
    if (strcmp(name, "dt") == 0) return read_term(page, place, node);
    if (is_said_of_term(node)) return walk(page, place, node) && end_block(page, place);
    if (is_one_of(name, blocks)) return read_block(page, place, node);
    return walk(page, place, node);
}

/* The mark of a footnote ('98<sup>1</sup>') is no part of the number before it. */
static bool is_raised(xmlNodePtr node) {
    for (int up = 0; up < 3 && node; up++, node = node->parent)
        if (node->type == XML_ELEMENT_NODE && is_named(node, "sup")) return true;
    return false;
}

static void put_text(struct page *page, struct place *place, xmlNodePtr parent, struct str text) {
    struct buf raised = buf_new(page->arena);
    if (!is_raised(parent)) {
        flow_text(place->flow, text);
        return;
    }
    buf_raised(&raised, text);
    flow_text(place->flow, (struct str){raised.text, raised.length});
}

/* What stands inside an element; the parser has seen to it that this is not too deep. */
static bool walk(struct page *page, struct place *place, xmlNodePtr parent) {
    for (xmlNodePtr node = parent->children; node; node = node->next) {
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
            put_text(page, place, parent, str_of((const char *)node->content));
        else if (node->type == XML_ELEMENT_NODE && !read_element(page, place, node))
            return false;
    }
    return true;
}

static xmlNodePtr find(xmlNodePtr parent, const char *name) {
    for (xmlNodePtr node = parent ? parent->children : NULL; node; node = node->next)
        if (is_named(node, name)) return node;
    return NULL;
}

static void take_title(struct page *page, xmlNodePtr root) {
    xmlNodePtr head = find(root, "head"), title = find(head, "title");
    xmlChar *text = title ? xml.xmlNodeGetContent(title) : NULL;
    if (!text) return;
    struct flow *flow = flow_new(page->arena);
    flow_text(flow, str_of((const char *)text));
    size_t count;
    const struct document_line *lines = flow_take(flow, &count);
    page->build->out->title = flow_join(page->arena, lines, count);
    (*xml.xmlFree)(text);
}

static bool is_western(struct str text) {
    char head[2048];
    size_t n = text.n < sizeof head - 1 ? text.n : sizeof head - 1;
    for (size_t i = 0; i < n; i++)
        head[i] = (char)(text.p[i] >= 'A' && text.p[i] <= 'Z' ? text.p[i] | 0x20 : text.p[i]);
    head[n] = '\0';
    const char *charset = strstr(head, "charset=");
    if (!charset) return true;
    charset += 8 + strspn(charset + 8, "\"' ");
    return strncmp(charset, "iso-8859-1", 10) == 0 || strncmp(charset, "windows-1252", 12) == 0 ||
           strncmp(charset, "latin1", 6) == 0 || strncmp(charset, "us-ascii", 8) == 0 ||
           strncmp(charset, "utf", 3) == 0;
}

/* '<![if !supportLists]>' and '<![endif]>', which Word writes, are no text: they become blanks. */
static void blank_conditions(char *bytes, size_t length) {
    for (size_t i = 0; i + 4 < length; i++) {
        if (memcmp(bytes + i, "<![", 3) != 0 || memcmp(bytes + i + 3, "CD", 2) == 0) continue;
        size_t end = i;
        while (end < length && end - i < 100 && bytes[end] != '>') end++;
        if (end < length && bytes[end] == '>') memset(bytes + i, ' ', end - i + 1);
    }
}

bool document_read_html(struct document_build *build, char *bytes, size_t length, struct err *err) {
    if (length > LIMIT_HTML_BYTES)
        return err_set(err, ERR_TOO_LARGE, "is an HTML page of more than %zu MB",
                       LIMIT_HTML_BYTES >> 20);
    if (length && memchr(bytes, '\0', length))
        return err_set(err, ERR_INPUT, "has a NUL byte: it is not text");
    struct page page = {.build = build, .arena = build->arena, .err = err};
    /* What is UTF-8 is read as such, whatever it says of itself; what says nothing, or Latin-1, is
     * Windows-1252 to browsers. */
    bool utf8 = str_is_utf8((struct str){bytes, length});
    /* libxml2 believes a byte order mark, and would let what is no UTF-8 pass as it is. */
    bool marked = !utf8 && length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0;
    if (marked) {
        bytes += 3;
        length -= 3;
    }
    if (!utf8 && (marked || is_western((struct str){bytes, length}))) {
        struct csv *text = csv_new(build->arena, bytes, length, err);
        if (!text) return false;
        bytes = (char *)(uintptr_t)csv_rest(text).p;
        length = csv_rest(text).n;
        utf8 = true;
    }
    if (!xml_need(err)) return false;
    blank_conditions(bytes, length);
    htmlParserCtxtPtr context =
        xml.htmlCreateMemoryParserCtxt(length ? bytes : " ", length ? (int)length : 1);
    if (!context) return err_set(err, ERR_BUG, "libxml2 does not begin");
    htmlDocPtr tree = xml.htmlCtxtReadMemory(
        context, length ? bytes : " ", length ? (int)length : 1, NULL, utf8 ? "UTF-8" : NULL,
        HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER |
            HTML_PARSE_NODEFDTD | HTML_PARSE_COMPACT);
    bool ok = true;
    bool too_deep = context->lastError.code == XML_ERR_INTERNAL_ERROR &&
                    context->lastError.message && strstr(context->lastError.message, "depth");
    if (too_deep) {
        err_set(err, ERR_TOO_LARGE, "has elements in one another more than 256 deep");
        ok = false;
    } else if (tree) {
        xmlNodePtr root = xml.xmlDocGetRootElement(tree);
        struct place body = {.flow = flow_new(build->arena), .heading = -1, .line = 1};
        if (root) {
            take_title(&page, root);
            ok = walk(&page, &body, root) && end_block(&page, &body);
        }
        xml.xmlFreeDoc(tree);
        tree = NULL;
    }
    if (tree) xml.xmlFreeDoc(tree);
    xml.htmlFreeParserCtxt(context);
    return ok;
}

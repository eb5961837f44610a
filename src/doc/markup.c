/* HTML tags inside a plain text; see markup.h.
 *
 * SPDX-License-Identifier: MIT */
#include "markup.h"

#include "base/number.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LONGEST_TAG 512

enum label_style markup_list_style(bool ordered, const char *type, const char *style) {
    static const struct {
        const char *name;
        enum label_style style;
    } names[] = {{"decimal-leading-zero", LABEL_DECIMAL_ZERO},
                 {"decimal", LABEL_DECIMAL},
                 {"lower-alpha", LABEL_LOWER_LETTER},
                 {"lower-latin", LABEL_LOWER_LETTER},
                 {"upper-alpha", LABEL_UPPER_LETTER},
                 {"upper-latin", LABEL_UPPER_LETTER},
                 {"lower-roman", LABEL_LOWER_ROMAN},
                 {"upper-roman", LABEL_UPPER_ROMAN},
                 {"disc", LABEL_BULLET},
                 {"circle", LABEL_BULLET},
                 {"square", LABEL_BULLET},
                 {"none", LABEL_NONE}};
    const char *at = style ? strstr(style, "list-style") : NULL;
    if (at) {
        at = strchr(at, ':');
        for (size_t i = 0; at && i < sizeof names / sizeof *names; i++) {
            const char *found = strstr(at, names[i].name);
            const char *end = strchr(at, ';');
            if (found && (!end || found < end)) return names[i].style;
        }
    }
    if (type && type[0] && !type[1]) switch (type[0]) {
        case '1':
            return LABEL_DECIMAL;
        case 'a':
            return LABEL_LOWER_LETTER;
        case 'A':
            return LABEL_UPPER_LETTER;
        case 'i':
            return LABEL_LOWER_ROMAN;
        case 'I':
            return LABEL_UPPER_ROMAN;
        }
    return ordered ? LABEL_DECIMAL : LABEL_BULLET;
}

struct tag {
    char name[16];
    bool closes;
    struct str attributes;
    size_t bytes;
};

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool read_tag(struct str text, struct tag *tag) {
    size_t at = 1, n = 0;
    *tag = (struct tag){.closes = text.n > 1 && text.p[1] == '/'};
    if (tag->closes) at++;
    while (at < text.n &&
           (is_letter(text.p[at]) || (n && text.p[at] >= '0' && text.p[at] <= '9'))) {
        if (n + 1 == sizeof tag->name) return false;
        char c = text.p[at++];
        tag->name[n++] = (char)(c <= 'Z' && c >= 'A' ? c - 'A' + 'a' : c);
    }
    if (n == 0 || at >= text.n || !strchr(" \t/>\r\n", text.p[at])) return false;
    size_t start = at, end = text.n < LONGEST_TAG ? text.n : LONGEST_TAG;
    while (at < end && text.p[at] != '>' && text.p[at] != '<') at++;
    if (at == end || text.p[at] != '>') return false;
    tag->attributes = (struct str){text.p + start, at - start};
    tag->bytes = at + 1;
    return true;
}

/* The value of an attribute as written between quotes, or as one word; false when it is not there.
 */
static bool attribute(struct str attributes, const char *name, char *value, size_t size) {
    size_t n = strlen(name);
    for (size_t i = 0; i + n <= attributes.n; i++) {
        const char *p = attributes.p + i;
        if (strncasecmp(p, name, n) != 0 || (i && !strchr(" \t\r\n", p[-1]))) continue;
        size_t at = i + n, length = 0;
        value[0] = '\0';
        if (at == attributes.n || attributes.p[at] != '=') return true;
        char quote = ++at < attributes.n ? attributes.p[at] : ' ';
        if (quote == '"' || quote == '\'')
            at++;
        else
            quote = ' ';
        while (at < attributes.n && attributes.p[at] != quote && length + 1 < size)
            value[length++] = attributes.p[at++];
        value[length] = '\0';
        return true;
    }
    return false;
}

static bool whole_number(const char *text, int *value) {
    double number;
    if (!number_parse(str_trim(str_of(text)), &number) || number < -1e6 || number > 1e6)
        return false;
    *value = (int)number;
    return true;
}

static bool is_one_of(const char *name, const char *const *names) {
    for (; *names; names++)
        if (strcmp(name, *names) == 0) return true;
    return false;
}

/* Whether it is a tag of HTML at all: '<name>' in a text may be anything. */
static bool take_tag(struct flow *flow, const struct tag *tag) {
    static const char *const parting[] = {"p",  "div", "br", "hr", "h1", "h2",
                                          "h3", "h4",  "h5", "h6", "tr", NULL};
    static const char *const silent[] = {
        "b",  "i",  "em",    "strong", "u",     "s",     "span",  "font", "a",    "sub", "sup",
        "td", "th", "table", "img",    "small", "tbody", "thead", "html", "body", NULL};
    char value[128], style[LONGEST_TAG];
    bool list = strcmp(tag->name, "ol") == 0 || strcmp(tag->name, "ul") == 0;
    if (list && tag->closes) {
        flow_list_end(flow);
    } else if (list) {
        bool ordered = tag->name[0] == 'o';
        const char *type = attribute(tag->attributes, "type", value, sizeof value) ? value : NULL;
        bool styled = attribute(tag->attributes, "style", style, sizeof style);
        enum label_style label = markup_list_style(ordered, type, styled ? style : NULL);
        int start = 1;
        char first[32];
        if (ordered && attribute(tag->attributes, "start", first, sizeof first) &&
            !whole_number(first, &start))
            start = 1;
        flow_list(flow, label, start, 1);
    } else if (strcmp(tag->name, "li") == 0) {
        int number = 0;
        bool numbered = attribute(tag->attributes, "value", value, sizeof value) &&
                        whole_number(value, &number);
        if (!tag->closes) flow_item(flow, numbered ? &number : NULL);
    } else if (strcmp(tag->name, "input") == 0) {
        if (attribute(tag->attributes, "type", value, sizeof value) &&
            strcmp(value, "checkbox") == 0) {
            flow_break(flow);
            bool ticked = attribute(tag->attributes, "checked", value, sizeof value);
            flow_text(flow, str_of(ticked ? "\u2611 " : "\u2610 "));
        }
    } else if (is_one_of(tag->name, parting)) {
        flow_break(flow);
    } else {
        return is_one_of(tag->name, silent);
    }
    return true;
}

/* Adds what an entity stands for; its bytes, 0 when it is none. */
static size_t take_entity(struct flow *flow, struct str text) {
    static const struct {
        const char *name, *text;
    } names[] = {
        {"amp", "&"},        {"lt", "<"},          {"gt", ">"},          {"quot", "\""},
        {"apos", "'"},       {"nbsp", " "},        {"pound", "\u00a3"},  {"ndash", "\u2013"},
        {"mdash", "\u2014"}, {"bull", "\u2022"},   {"rsquo", "\u2019"},  {"lsquo", "\u2018"},
        {"ldquo", "\u201c"}, {"rdquo", "\u201d"},  {"hellip", "\u2026"}, {"le", "\u2264"},
        {"ge", "\u2265"},    {"plusmn", "\u00b1"}, {"frac12", "\u00bd"}, {"deg", "\u00b0"},
        {"sup2", "\u00b2"},  {"shy", "\u00ad"}};
    size_t end = 1;
    while (end < text.n && end < 12 && text.p[end] != ';') end++;
    if (end >= text.n || text.p[end] != ';' || end == 1) return 0;
    struct str name = {text.p + 1, end - 1};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i].name)) {
            flow_text(flow, str_of(names[i].text));
            return end + 1;
        }
    if (name.p[0] != '#') return 0;
    bool hexadecimal = name.n > 1 && (name.p[1] == 'x' || name.p[1] == 'X');
    char digits[12] = {0}, *stop;
    size_t skip = hexadecimal ? 2 : 1;
    memcpy(digits, name.p + skip, name.n - skip);
    unsigned long code = strtoul(digits, &stop, hexadecimal ? 16 : 10);
    if (*stop || stop == digits || code < 0x20 || code > 0x10ffff ||
        (code >= 0xd800 && code < 0xe000))
        return 0;
    char text_of[4];
    flow_text(flow, (struct str){text_of, utf8_put(text_of, (uint32_t)code)});
    return end + 1;
}

bool markup_has_blocks(struct str text) {
    static const char *const names[] = {"ul", "ol", "li", "p", "br", "div"};
    for (size_t i = 0; i < text.n; i++) {
        struct tag tag;
        if (text.p[i] != '<' || !read_tag((struct str){text.p + i, text.n - i}, &tag)) continue;
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            if (strcmp(tag.name, names[k]) == 0) return true;
    }
    return false;
}

void markup_read(struct flow *flow, struct str text) {
    size_t plain = 0;
    for (size_t i = 0; i < text.n;) {
        struct str rest = {text.p + i, text.n - i};
        size_t bytes = 0;
        struct tag tag;
        if (*rest.p != '<' && *rest.p != '&') {
            i++;
            continue;
        }
        flow_text(flow, (struct str){text.p + plain, i - plain});
        plain = i;
        if (*rest.p == '<' && read_tag(rest, &tag) && take_tag(flow, &tag)) bytes = tag.bytes;
        if (*rest.p == '&') bytes = take_entity(flow, rest);
        i += bytes ? bytes : 1;
        if (bytes) plain = i;
    }
    flow_text(flow, (struct str){text.p + plain, text.n - plain});
}

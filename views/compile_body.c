/* Turns the bodies of views into C; see compile.h.
 *
 * SPDX-License-Identifier: MIT */
#include "compile.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH 32

/* A name that stands for a struct inside a loop. */
struct scope {
    char name[NAME];
    int number;
    const struct view *view;
};

struct body {
    const struct view *view;
    const char *p, *end;
    struct place at;
    struct scope scopes[DEPTH];
    int depth, next; /* of scopes; number of the next variable */
    int buffer;      /* number of the buffer that is written to; 0: the function's own */
};

/* A value: its C text and its field. */
struct value {
    char c[256];
    const struct field *field;
};

static void buffer_name(const struct body *body) {
    if (body->buffer)
        fprintf(out, "&b%d", body->buffer);
    else
        fputs("out", out);
}

/* a.b.c, from the innermost loop outwards, then the view's own fields. */
static struct value find_value(const struct body *body, const char *path) {
    struct value value = {.field = NULL};
    const struct view *view = body->view;
    char part[NAME];
    const char *p = path;
    size_t n = strcspn(p, ".");
    if (n >= NAME) fail(body->at, "'%s' is too long", path);
    snprintf(part, sizeof part, "%.*s", (int)n, p);
    snprintf(value.c, sizeof value.c, "v");
    for (int i = body->depth - 1; i >= 0; i--)
        if (strcmp(body->scopes[i].name, part) == 0) {
            view = body->scopes[i].view;
            snprintf(value.c, sizeof value.c, "l%d", body->scopes[i].number);
            p += n;
            if (*p++ != '.') fail(body->at, "'%s' is a row: name a field of it", part);
            break;
        }
    for (;;) {
        n = strcspn(p, ".");
        if (n >= NAME) fail(body->at, "'%s' is too long", path);
        snprintf(part, sizeof part, "%.*s", (int)n, p);
        value.field = find_field(view, part);
        if (!value.field) fail(body->at, "%s has no field '%s'", view->name, part);
        size_t length = strlen(value.c);
        snprintf(value.c + length, sizeof value.c - length, "->%s", part);
        p += n;
        if (*p++ != '.') return value;
        if (value.field->type != ONE) fail(body->at, "'%s' has no fields", part);
        view = find_view(value.field->of);
    }
}

/* Writes the call that puts a value: path, or path:how. */
static void put_value(struct body *body, char *text, bool raw, bool plain) {
    char *how = strchr(text, ':');
    if (how) *how++ = '\0';
    struct value value = find_value(body, text);
    enum type type = value.field->type;
    if (raw != (type == HTML))
        fail(body->at,
             raw ? "'%s' is not html, so it cannot be raw" : "'%s' is html: write raw before it",
             text);
    if (type == LIST || type == ONE) fail(body->at, "'%s' cannot be written as it is", text);
    const char *function = NULL, *more = "";
    char decimals[8];
    if (type == HTML) function = "put_raw";
    if (type == TEXT && !how) function = plain ? "put_plain" : "put_text";
    if (type == TEXT && how && strcmp(how, "url") == 0) function = "put_url";
    if (type == COUNT && !how) function = "put_count";
    if (type == COUNT && how && strcmp(how, "plain") == 0) function = "put_plain_count";
    if (type == DAY && !how) function = "put_day";
    if (type == DAY && how && strcmp(how, "iso") == 0) function = "put_day_iso";
    if (type == DAY && how && strcmp(how, "month") == 0) function = "put_month";
    if (type == NUMBER && !how) function = "put_number", more = ", -1";
    if (type == NUMBER && how && isdigit((unsigned char)how[0]) && !how[1]) {
        function = "put_number";
        snprintf(decimals, sizeof decimals, ", %c", how[0]);
        more = decimals;
    }
    if (type == NUMBER && how && strcmp(how, "money") == 0) function = "put_money";
    if (type == NUMBER && how && strcmp(how, "plain") == 0) function = "put_plain_number";
    if (!function) fail(body->at, "'%s' cannot be written ':%s'", text, how ? how : "");
    fprintf(out, "    %s(", function);
    buffer_name(body);
    fprintf(out, ", %s%s);\n", value.c, more);
}

static void put_literal(const struct body *body, const char *p, size_t n) {
    if (!n) return;
    fputs("    buf_add(", out);
    buffer_name(body);
    fputs(", ", out);
    write_string(p, n);
    fprintf(out, ", %zu);\n", n);
}

/* Whether a value is there, as C. */
static void put_test(struct body *body, const char *path, const char *equals) {
    struct value value = find_value(body, path);
    const char *c = value.c;
    if (equals) {
        if (value.field->type != TEXT) fail(body->at, "'%s' is not text", path);
        fprintf(out, "put_is(%s, ", c);
        write_string(equals, strlen(equals));
        fputs(")", out);
        return;
    }
    switch (value.field->type) {
    case TEXT:
        fprintf(out, "(%s && %s[0])", c, c);
        break;
    case NUMBER:
        fprintf(out, "!isnan(%s)", c);
        break;
    case COUNT:
        fprintf(out, "%s > 0", c);
        break;
    case YES:
        fprintf(out, "%s", c);
        break;
    case DAY:
        fprintf(out, "%s != DATE_NONE", c);
        break;
    case HTML:
        fprintf(out, "%s.length > 0", c);
        break;
    case LIST:
        fprintf(out, "%s_count > 0", c);
        break;
    case ONE:
        fprintf(out, "%s", c);
        break;
    case TYPES:
        break;
    }
}

/* `a`, `not a`, `a is "text"`, joined by `and` or `or`. */
static void put_condition(struct body *body, const char *p) {
    char name[NAME];
    for (;;) {
        word(&p, name, body->at);
        bool negative = strcmp(name, "not") == 0;
        if (negative) word(&p, name, body->at);
        if (!name[0]) fail(body->at, "a condition ends too early");
        char path[NAME], equals[NAME];
        memcpy(path, name, NAME);
        word(&p, name, body->at);
        bool compared = strcmp(name, "is") == 0;
        if (compared) {
            while (*p == ' ') p++;
            if (*p++ != '"') fail(body->at, "'is' wants a text in quotes");
            size_t n = strcspn(p, "\"");
            snprintf(equals, sizeof equals, "%.*s", (int)n, p);
            p += n + 1;
            word(&p, name, body->at);
        }
        if (negative) fputc('!', out);
        if (negative) fputc('(', out);
        put_test(body, path, compared ? equals : NULL);
        if (negative) fputc(')', out);
        if (!name[0]) return;
        if (strcmp(name, "and") != 0 && strcmp(name, "or") != 0)
            fail(body->at, "expected 'and' or 'or', found '%s'", name);
        fputs(name[0] == 'a' ? " && " : " || ", out);
    }
}

/* One argument of use or wrap: NAME=path, NAME="text with {{ path:url }}" or NAME (a yes). Texts
 * with values in them are made in a buffer of their own first. */
struct argument {
    char name[NAME], c[1024];
};

static struct argument read_argument(struct body *body, const struct view *of, const char **p) {
    struct argument a = {.name = ""};
    while (**p == ' ' || **p == '\n') ++*p;
    size_t n = strcspn(*p, " =\n");
    if (!n) return a;
    snprintf(a.name, sizeof a.name, "%.*s", (int)n, *p);
    *p += n;
    const struct field *field = find_field(of, a.name);
    if (!field) fail(body->at, "%s has no field '%s'", of->name, a.name);
    if (**p != '=') {
        if (field->type != YES) fail(body->at, "'%s' wants a value", a.name);
        snprintf(a.c, sizeof a.c, ".%s = true", a.name);
        return a;
    }
    ++*p;
    if (**p != '"') {
        char path[NAME];
        n = strcspn(*p, " \n");
        snprintf(path, sizeof path, "%.*s", (int)n, *p);
        *p += n;
        struct value value = find_value(body, path);
        if (value.field->type != field->type || strcmp(value.field->of, field->of) != 0)
            fail(body->at, "'%s' is %s, '%s' wants %s", path, type_names[value.field->type], a.name,
                 type_names[field->type]);
        snprintf(a.c, sizeof a.c, ".%s = %s", a.name, value.c);
        if (field->type == LIST)
            snprintf(a.c, sizeof a.c, ".%s = %s, .%s_count = %s_count", a.name, value.c, a.name,
                     value.c);
        return a;
    }
    if (field->type != TEXT) fail(body->at, "'%s' is not text", a.name);
    const char *text = ++*p;
    n = strcspn(text, "\"");
    *p += n + 1;
    int outer = body->buffer;
    body->buffer = body->next++;
    fprintf(out, "    struct buf b%d = buf_new(out->arena);\n", body->buffer);
    for (const char *end = text + n; text < end;) {
        const char *open = strstr(text, "{{");
        if (!open || open > end) open = end;
        put_literal(body, text, (size_t)(open - text));
        if (open == end) break;
        char path[NAME];
        const char *inner = open + 2;
        word(&inner, path, body->at);
        put_value(body, path, false, true);
        text = strstr(inner, "}}");
        if (!text || text > end) fail(body->at, "'{{' is not closed");
        text += 2;
    }
    snprintf(a.c, sizeof a.c, ".%s = b%d.text", a.name, body->buffer);
    body->buffer = outer;
    return a;
}

static void put_call(struct body *body, const char *tag, int content) {
    char name[NAME];
    word(&tag, name, body->at);
    const struct view *of = find_view(name);
    if (!of || !of->body) fail(body->at, "there is no view '%s'", name);
    char list[4096] = "";
    bool said[FIELDS] = {false};
    for (;;) {
        struct argument a = read_argument(body, of, &tag);
        if (!a.name[0]) break;
        bool *once = &said[find_field(of, a.name) - of->fields];
        if (*once) fail(body->at, "'%s' is said twice", a.name);
        *once = true;
        size_t length = strlen(list);
        if (length + strlen(a.c) + 4 > sizeof list) fail(body->at, "too many arguments");
        snprintf(list + length, sizeof list - length, "%s, ", a.c);
    }
    fprintf(out, "    view_%s(", name);
    buffer_name(body);
    fprintf(out, ", &(struct view_%s){", name);
    for (int i = 0; i < of->field_count; i++) /* what is not said is not there */
        if (!said[i] && (of->fields[i].type == NUMBER || of->fields[i].type == DAY))
            fprintf(out, ".%s = %s, ", of->fields[i].name,
                    of->fields[i].type == DAY ? "DATE_NONE" : "NAN");
    fprintf(out, "%s", list);
    if (content) {
        const struct field *field = find_field(of, "content");
        if (!field || field->type != HTML) fail(body->at, "%s wraps no content", name);
        fprintf(out, ".content = html_of(&b%d)", content);
    }
    fputs(list[0] || content ? "});\n" : "0});\n", out);
}

static void put_body(struct body *body, const char *opened);

static void put_statement(struct body *body, const char *tag, const char *opened, bool *ends) {
    char name[NAME];
    const char *p = tag;
    word(&p, name, body->at);
    *ends = false;
    if (strcmp(name, "end") == 0) {
        if (!opened) fail(body->at, "'end' ends nothing");
        *ends = true;
    } else if (strcmp(name, "else") == 0) {
        if (!opened || strcmp(opened, "if") != 0) fail(body->at, "'else' without 'if'");
        fputs("    } else {\n", out);
    } else if (strcmp(name, "elif") == 0) {
        if (!opened || strcmp(opened, "if") != 0) fail(body->at, "'elif' without 'if'");
        fputs("    } else if (", out);
        put_condition(body, p);
        fputs(") {\n", out);
    } else if (strcmp(name, "if") == 0) {
        fputs("    if (", out);
        put_condition(body, p);
        fputs(") {\n", out);
        put_body(body, "if");
        fputs("    }\n", out);
    } else if (strcmp(name, "for") == 0) {
        char row[NAME], in[NAME], path[NAME];
        word(&p, row, body->at);
        word(&p, in, body->at);
        word(&p, path, body->at);
        if (strcmp(in, "in") != 0) fail(body->at, "expected 'for NAME in LIST'");
        struct value value = find_value(body, path);
        if (value.field->type != LIST) fail(body->at, "'%s' is no list", path);
        const struct view *of = find_view(value.field->of);
        int number = body->next++;
        if (body->depth == DEPTH) fail(body->at, "too deep");
        struct scope *scope = &body->scopes[body->depth++];
        memcpy(scope->name, row, NAME);
        scope->number = number;
        scope->view = of;
        fprintf(
            out,
            "    for (size_t i%d = 0; i%d < %s_count; i%d++) {\n    const struct view_%s *l%d = "
            "&%s[i%d];\n    (void)l%d;\n",
            number, number, value.c, number, of->name, number, value.c, number, number);
        put_body(body, "for");
        fputs("    }\n", out);
        body->depth--;
    } else if (strcmp(name, "with") == 0) { /* with NAME as ROW, of a field of type one */
        char path[NAME], as[NAME], row[NAME];
        word(&p, path, body->at);
        word(&p, as, body->at);
        word(&p, row, body->at);
        if (strcmp(as, "as") != 0) fail(body->at, "expected 'with FIELD as NAME'");
        struct value value = find_value(body, path);
        if (value.field->type != ONE) fail(body->at, "'%s' is not one", path);
        int number = body->next++;
        if (body->depth == DEPTH) fail(body->at, "too deep");
        struct scope *scope = &body->scopes[body->depth++];
        memcpy(scope->name, row, NAME);
        scope->number = number;
        scope->view = find_view(value.field->of);
        fprintf(out, "    if (%s) {\n    const struct view_%s *l%d = %s;\n    (void)l%d;\n",
                value.c, scope->view->name, number, value.c, number);
        put_body(body, "with");
        fputs("    }\n", out);
        body->depth--;
    } else if (strcmp(name, "use") == 0) {
        fputs("    {\n", out);
        put_call(body, p, 0);
        fputs("    }\n", out);
    } else if (strcmp(name, "show") == 0) { /* show VIEW FIELD: a struct that is there already */
        char of[NAME], path[NAME];
        word(&p, of, body->at);
        word(&p, path, body->at);
        const struct view *view = find_view(of);
        if (!view || !view->body) fail(body->at, "there is no view '%s'", of);
        char c[256] = "";
        for (int i = body->depth - 1; i >= 0 && !c[0]; i--)
            if (strcmp(body->scopes[i].name, path) == 0 && body->scopes[i].view == view)
                snprintf(c, sizeof c, "l%d", body->scopes[i].number);
        if (!c[0]) {
            struct value value = find_value(body, path);
            if (value.field->type != ONE || strcmp(value.field->of, of) != 0)
                fail(body->at, "'%s' is no %s", path, of);
            snprintf(c, sizeof c, "%s", value.c);
        }
        fprintf(out, "    if (%s) view_%s(", c, of);
        buffer_name(body);
        fprintf(out, ", %s);\n", c);
    } else if (strcmp(name, "wrap") == 0) {
        int outer = body->buffer, inner = body->next++;
        fprintf(out, "    {\n    struct buf b%d = buf_new(out->arena);\n", inner);
        body->buffer = inner;
        put_body(body, "wrap");
        body->buffer = outer;
        put_call(body, p, inner);
        fputs("    }\n", out);
    } else {
        fail(body->at, "there is no statement '%s'", name);
    }
}

static void count_lines(struct body *body, const char *from, const char *to) {
    for (; from < to; from++)
        if (*from == '\n') body->at.line++;
}

/* Text up to the next tag: without the white space that begins its lines. */
static void put_text_lines(struct body *body, const char *p, const char *end, bool line_begins) {
    char *kept = memory((size_t)(end - p) + 1);
    size_t n = 0;
    for (; p < end; p++) {
        if (line_begins && (*p == ' ' || *p == '\t' || *p == '\n')) continue;
        line_begins = *p == '\n';
        kept[n++] = *p;
    }
    put_literal(body, kept, n);
    free(kept);
}

static void put_body(struct body *body, const char *opened) {
    while (body->p < body->end) {
        const char *start = body->p, *tag = start;
        while (tag < body->end && strncmp(tag, "{{", 2) != 0 && strncmp(tag, "{%", 2) != 0) tag++;
        bool line_begins = start == body->view->body || start[-1] == '\n';
        bool statement = tag < body->end && tag[1] == '%';
        const char *last = tag;
        const char *close = tag < body->end ? strstr(tag, statement ? "%}" : "}}") : NULL;
        if (tag < body->end && (!close || close > body->end)) {
            count_lines(body, start, tag);
            fail(body->at, "a tag is not closed");
        }
        const char *after = tag < body->end ? close + 2 : tag;
        if (statement) { /* alone on its line: the line goes with it */
            const char *left = tag;
            while (left > start && (left[-1] == ' ' || left[-1] == '\t')) left--;
            bool alone = left == body->view->body || left[-1] == '\n';
            if (alone && *after == '\n') last = left, after++;
        }
        put_text_lines(body, start, last, line_begins);
        count_lines(body, start, tag);
        body->p = after;
        if (tag == body->end) break;
        char *inner = memory((size_t)(close - tag));
        memcpy(inner, tag + 2, (size_t)(close - tag) - 2);
        for (char *c = inner; *c; c++)
            if (*c == '\n') *c = ' ';
        if (statement) {
            bool ends;
            int line = body->at.line;
            put_statement(body, inner, opened, &ends);
            if (ends) {
                free(inner);
                body->at.line = line;
                count_lines(body, tag, after);
                return;
            }
            if (body->p == after) count_lines(body, tag, after);
        } else {
            const char *p = inner;
            char name[NAME];
            word(&p, name, body->at);
            bool raw = strcmp(name, "raw") == 0;
            if (raw) word(&p, name, body->at);
            put_value(body, name, raw, false);
            count_lines(body, tag, after);
        }
        free(inner);
    }
    if (opened) fail(body->at, "'%s' is not ended", opened);
}

void write_body(const struct view *view) {
    struct body body = {.view = view, .p = view->body, .end = view->end, .next = 1};
    body.at = (struct place){view->file, view->line};
    put_body(&body, NULL);
}

/* Reads the declarations of views; see compile.h.
 *
 * SPDX-License-Identifier: MIT */
#include "compile.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const char *const type_names[TYPES] = {"text", "number", "count", "yes",
                                       "day",  "html",   "list",  "one"};
struct view views[VIEWS];
int view_count;

void fail(struct place at, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d: error: ", at.file, at.line);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

void *memory(size_t n) {
    void *p = calloc(1, n);
    if (!p) exit(1);
    return p;
}

const struct view *find_view(const char *name) {
    for (int i = 0; i < view_count; i++)
        if (strcmp(views[i].name, name) == 0) return &views[i];
    return NULL;
}

const struct field *find_field(const struct view *view, const char *name) {
    for (int i = 0; i < view->field_count; i++)
        if (strcmp(view->fields[i].name, name) == 0) return &view->fields[i];
    return NULL;
}

void word(const char **p, char into[NAME], struct place at) {
    while (**p == ' ') ++*p;
    size_t n = strcspn(*p, " \n");
    if (n >= NAME) fail(at, "a name is too long");
    memcpy(into, *p, n);
    into[n] = '\0';
    *p += n;
}

/* What follows on the line, without leading white space. */
static void rest_of_line(const char **p, char into[256], struct place at) {
    while (**p == ' ') ++*p;
    size_t n = strcspn(*p, "\n");
    if (n >= 256) fail(at, "a description is too long");
    memcpy(into, *p, n);
    into[n] = '\0';
    *p += n;
}

static void read_field(struct view *view, const char *p, struct place at) {
    if (view->field_count == FIELDS) fail(at, "too many fields");
    struct field *field = &view->fields[view->field_count];
    char type[NAME];
    word(&p, field->name, at);
    word(&p, type, at);
    if (find_field(view, field->name)) fail(at, "there are two fields '%s'", field->name);
    int t = 0;
    while (t < TYPES && strcmp(type_names[t], type) != 0) t++;
    if (t == TYPES) fail(at, "there is no type '%s'", type);
    field->type = (enum type)t;
    if (t == LIST || t == ONE) word(&p, field->of, at);
    rest_of_line(&p, field->about, at);
    if (strncmp(field->about, "(page)", 6) == 0) field->page = true;
    if (t == HTML) field->page = true;
    view->field_count++;
}

void read_views(const char *path) {
    FILE *in = fopen(path, "rb");
    if (!in) fail((struct place){path, 1}, "cannot be read");
    char *text = memory(1 << 20);
    size_t n = fread(text, 1, (1 << 20) - 1, in);
    text[n] = '\0';
    fclose(in);
    struct view *view = NULL;
    bool in_head = true;
    struct place at = {path, 1};
    for (const char *p = text; *p; at.line++) {
        const char *line = p;
        p += strcspn(p, "\n");
        if (*p) p++;
        if (line[0] != '@') {
            if (in_head && line[0] == '\n') continue;
            if (!view) fail(at, "a view begins with '@view NAME about'");
            if (in_head) view->body = line, view->line = at.line;
            in_head = false;
            view->end = p;
            continue;
        }
        if (line[1] == '#') continue;
        if (line[1] == ' ') {
            if (!view || !in_head) fail(at, "a field stands outside a declaration");
            read_field(view, line + 1, at);
            continue;
        }
        if (strncmp(line, "@view ", 6) != 0 && strncmp(line, "@struct ", 8) != 0)
            fail(at, "expected '@view', '@struct' or '@ field'");
        if (view_count == VIEWS) fail(at, "too many views");
        view = &views[view_count];
        view->file = path;
        line += line[1] == 'v' ? 6 : 8;
        char name[NAME];
        word(&line, name, at);
        if (find_view(name)) fail(at, "there are two views '%s'", name);
        memcpy(view->name, name, NAME);
        rest_of_line(&line, view->about, at);
        view_count++;
        in_head = true;
    }
}

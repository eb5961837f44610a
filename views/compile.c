/* Build tool: compile HEADER SOURCE FILE... turns views (README.md) into C: a struct for each view
 * and a function that writes it as HTML. A wrong name or type ends the build with file and line.
 *
 * SPDX-License-Identifier: MIT */
#include "compile.h"

#include <ctype.h>
#include <string.h>

FILE *out;

void write_string(const char *p, size_t n) {
    fputc('"', out);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c == '\n')
            fputs("\\n", out);
        else if (c < 0x20 || c > 0x7e || c == '?')
            fprintf(out, "\\%03o", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

static void write_structs(void) {
    fputs("/* Made from views/ by views/compile.c. */\n#pragma once\n#include \"web/put.h\"\n\n",
          out);
    for (int i = 0; i < view_count; i++) fprintf(out, "struct view_%s;\n", views[i].name);
    static const char *const c_types[] = {"const char *", "double ",  "size_t ",
                                          "bool ",        "int32_t ", "struct html "};
    for (int i = 0; i < view_count; i++) {
        const struct view *view = &views[i];
        fprintf(out, "\n/* %s */\nstruct view_%s {\n", view->about, view->name);
        for (int k = 0; k < view->field_count; k++) {
            const struct field *f = &view->fields[k];
            if (f->type == LIST || f->type == ONE) {
                if (!find_view(f->of))
                    fail((struct place){view->file, 1}, "%s.%s: there is no '%s'", view->name,
                         f->name, f->of);
                fprintf(out, "    const struct view_%s *%s; /* %s */\n", f->of, f->name, f->about);
                if (f->type == LIST) fprintf(out, "    size_t %s_count;\n", f->name);
            } else {
                fprintf(out, "    %s%s; /* %s */\n", c_types[f->type], f->name, f->about);
            }
        }
        fprintf(out, "};\nextern const struct view_schema view_schema_%s;\n", view->name);
        if (view->body)
            fprintf(out, "void view_%s(struct buf *out, const struct view_%s *v);\n", view->name,
                    view->name);
    }
}

static void write_schema(const struct view *view) {
    int kept = 0;
    for (int k = 0; k < view->field_count; k++) kept += !view->fields[k].page;
    if (kept) fprintf(out, "static const struct view_field fields_%s[] = {\n", view->name);
    for (int k = 0; k < view->field_count; k++) {
        const struct field *f = &view->fields[k];
        if (f->page) continue;
        char upper[16];
        snprintf(upper, sizeof upper, "%s", type_names[f->type]);
        for (char *c = upper; *c; c++) *c = (char)toupper((unsigned char)*c);
        fprintf(out, "    {\"%s\", VIEW_%s, offsetof(struct view_%s, %s), ", f->name, upper,
                view->name, f->name);
        if (f->type == LIST)
            fprintf(out, "offsetof(struct view_%s, %s_count), ", view->name, f->name);
        else
            fputs("0, ", out);
        if (f->type == LIST || f->type == ONE)
            fprintf(out, "&view_schema_%s, ", f->of);
        else
            fputs("NULL, ", out);
        write_string(f->about, strlen(f->about));
        fputs("},\n", out);
    }
    if (kept) fputs("};\n", out);
    fprintf(out, "const struct view_schema view_schema_%s = {\"%s\", ", view->name, view->name);
    write_string(view->about, strlen(view->about));
    if (kept)
        fprintf(out, ", fields_%s, %d, sizeof(struct view_%s)};\n", view->name, kept, view->name);
    else
        fprintf(out, ", NULL, 0, sizeof(struct view_%s)};\n", view->name);
}

int main(int argc, char **argv) {
    if (argc < 4) return 2;
    for (int i = 3; i < argc; i++) read_views(argv[i]);
    if (!(out = fopen(argv[1], "wb"))) return 1;
    write_structs();
    if (fclose(out) != 0 || !(out = fopen(argv[2], "wb"))) return 1;
    fputs("/* Made from views/ by views/compile.c. */\n#include \"views.h\"\n\n#include <math.h>\n"
          "#include <stddef.h>\n\n",
          out);
    for (int i = 0; i < view_count; i++) write_schema(&views[i]);
    for (int i = 0; i < view_count; i++) {
        const struct view *view = &views[i];
        if (!view->body) continue;
        fprintf(out, "\nvoid view_%s(struct buf *out, const struct view_%s *v) {\n    (void)v;\n",
                view->name, view->name);
        write_body(view);
        fputs("}\n", out);
    }
    return fclose(out) == 0 ? 0 : 1;
}

/* The pieces of the compiler of views; used by compile*.c only. compile_read.c reads declarations,
 * compile_body.c turns bodies into C, compile.c writes the two files.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define VIEWS 256
#define FIELDS 48
#define NAME 64

enum type { TEXT, NUMBER, COUNT, YES, DAY, HTML, LIST, ONE, TYPES };

struct field {
    char name[NAME], of[NAME], about[256];
    enum type type;
    bool page; /* of the page only: not part of the JSON */
};

struct view {
    char name[NAME], about[256];
    struct field fields[FIELDS];
    int field_count;
    const char *file, *body, *end; /* body NULL: a struct only */
    int line;                      /* of the body */
};

struct place { /* where in a file a complaint belongs */
    const char *file;
    int line;
};

extern const char *const type_names[TYPES];
extern struct view views[VIEWS]; /* all that were read, in their order */
extern int view_count;
extern FILE *out; /* the file that is written */

/* Ends the build with file, line and that sentence. */
void fail(struct place at, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Zeroed; ends the program where there is none. */
void *memory(size_t n);

/* Adds the views of a file to `views`. */
void read_views(const char *path);

/* NULL: there is none of that name. */
const struct view *find_view(const char *name);
const struct field *find_field(const struct view *view, const char *name);

/* Takes a word of a line; "" at its end. */
void word(const char **p, char into[NAME], struct place at);

/* Writes a string as C has it. */
void write_string(const char *p, size_t n);

/* Writes the body of a view as C. */
void write_body(const struct view *view);

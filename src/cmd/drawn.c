/* Drawings written by a command; see drawn.h.
 *
 * SPDX-License-Identifier: MIT */
#include "drawn.h"

#include "command.h"
#include "doc/drawing.h"
#include "options.h"
#include "package.h"

#include <string.h>

#define PNG_SCALE 2.0

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

bool drawn_name(const char *path, struct err *err) {
    return ends_with(path, ".svg") || ends_with(path, ".png") || ends_with(path, ".pdf") ||
           err_set(err, ERR_USAGE, "'%s': a chart is written as .svg, .png or .pdf", path);
}

bool drawn_write(const char *path, const char *title, const struct buf *svg, struct err *err) {
    const struct str drawn = {svg->text, svg->length};
    struct buf made = buf_new(svg->arena);
    if (!path || ends_with(path, ".svg")) return output_write(path, svg, err);
    bool ok = ends_with(path, ".png") ? drawing_png(drawn, PNG_SCALE, &made, err)
                                      : drawing_pdf(drawn, title, &made, err);
    return ok && output_write(path, &made, err);
}

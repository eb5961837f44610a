/* An SVG of ours as a picture or a page; see drawing.h.
 *
 * SPDX-License-Identifier: MIT */
#include "drawing.h"

#include "base/library.h"
#include "libraries.h"

#include <cairo-pdf.h>
#include <cairo.h>
#include <librsvg/rsvg.h>
#include <math.h>

#define PIXELS_MAX 64e6
#define POINTS_A_UNIT 0.75

/* librsvg brings cairo and glib, in which their names are found too. */
#define DRAW_CALLS(F)                                                                              \
    F(cairo_create)                                                                                \
    F(cairo_destroy)                                                                               \
    F(cairo_image_surface_create)                                                                  \
    F(cairo_pdf_surface_create_for_stream)                                                         \
    F(cairo_pdf_surface_set_metadata)                                                              \
    F(cairo_show_page)                                                                             \
    F(cairo_status)                                                                                \
    F(cairo_status_to_string)                                                                      \
    F(cairo_surface_destroy)                                                                       \
    F(cairo_surface_finish)                                                                        \
    F(cairo_surface_status)                                                                        \
    F(cairo_surface_write_to_png_stream)                                                           \
    F(g_error_free)                                                                                \
    F(g_object_unref)                                                                              \
    F(rsvg_handle_get_intrinsic_dimensions)                                                        \
    F(rsvg_handle_new_from_data)                                                                   \
    F(rsvg_handle_render_document)

static struct { DRAW_CALLS(LIBRARY_POINTER) } draw;
static const char *const draw_names[] = {DRAW_CALLS(LIBRARY_NAME)};
static struct library draw_library = LIBRARY(LIBRARY_RSVG, draw_names, draw);

static cairo_status_t append(void *closure, const unsigned char *data, unsigned int length) {
    buf_add(closure, (const char *)data, length);
    return CAIRO_STATUS_SUCCESS;
}

/* NULL with err where it is no SVG. Before anything else that is called of the library. */
static RsvgHandle *read_svg(struct str svg, double *width, double *height, struct err *err) {
    if (!library_need(&draw_library, err)) return NULL;
    GError *error = NULL;
    RsvgHandle *handle = draw.rsvg_handle_new_from_data((const guint8 *)svg.p, svg.n, &error);
    if (!handle) {
        err_set(err, ERR_INPUT, "the drawing cannot be read: %s", error->message);
        draw.g_error_free(error);
        return NULL;
    }
    gboolean has_width, has_height, has_box;
    RsvgLength w, h;
    RsvgRectangle box;
    draw.rsvg_handle_get_intrinsic_dimensions(handle, &has_width, &w, &has_height, &h, &has_box,
                                              &box);
    if (!has_box || !(box.width >= 1) || !(box.height >= 1)) {
        err_set(err, ERR_INPUT, "the drawing has no size");
        draw.g_object_unref(handle);
        return NULL;
    }
    *width = box.width;
    *height = box.height;
    return handle;
}

/* Draws onto the surface, which is then finished. */
static bool render(RsvgHandle *handle, cairo_surface_t *surface, double width, double height,
                   struct err *err) {
    cairo_t *cairo = draw.cairo_create(surface);
    GError *error = NULL;
    RsvgRectangle whole = {0, 0, width, height};
    bool ok = draw.rsvg_handle_render_document(handle, cairo, &whole, &error);
    if (!ok) {
        err_set(err, ERR_INPUT, "the drawing cannot be drawn: %s", error->message);
        draw.g_error_free(error);
    }
    draw.cairo_show_page(cairo);
    if (ok && draw.cairo_status(cairo) != CAIRO_STATUS_SUCCESS)
        ok = err_set(err, ERR_IO, "cairo: %s",
                     draw.cairo_status_to_string(draw.cairo_status(cairo)));
    draw.cairo_destroy(cairo);
    return ok;
}

bool drawing_png(struct str svg, double scale, struct buf *out, struct err *err) {
    double width, height;
    RsvgHandle *handle = read_svg(svg, &width, &height, err);
    if (!handle) return false;
    width = ceil(width * scale);
    height = ceil(height * scale);
    bool ok =
        width * height <= PIXELS_MAX ||
        err_set(err, ERR_TOO_LARGE, "a picture of %.0f x %.0f pixels is too large", width, height);
    if (ok) {
        cairo_surface_t *surface =
            draw.cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
        ok =
            render(handle, surface, width, height, err) &&
            (draw.cairo_surface_write_to_png_stream(surface, append, out) == CAIRO_STATUS_SUCCESS ||
             err_set(err, ERR_IO, "the picture cannot be written"));
        draw.cairo_surface_destroy(surface);
    }
    draw.g_object_unref(handle);
    return ok;
}

bool drawing_pdf(struct str svg, const char *title, struct buf *out, struct err *err) {
    double width, height;
    RsvgHandle *handle = read_svg(svg, &width, &height, err);
    if (!handle) return false;
    width *= POINTS_A_UNIT;
    height *= POINTS_A_UNIT;
    cairo_surface_t *surface = draw.cairo_pdf_surface_create_for_stream(append, out, width, height);
    draw.cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
    bool ok = render(handle, surface, width, height, err);
    draw.cairo_surface_finish(surface);
    if (ok && draw.cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
        ok = err_set(err, ERR_IO, "the page cannot be written");
    draw.cairo_surface_destroy(surface);
    draw.g_object_unref(handle);
    return ok;
}

/* Styles of a workbook's cells; see sheet_style.h.
 *
 * SPDX-License-Identifier: MIT */
#include "sheet_style.h"

#include "office.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

#define THEME_COLOURS 12

struct code {
    uint32_t id;
    struct sheet_format format;
};

static int by_id(const void *left, const void *right) {
    const struct code *a = left, *b = right;
    return (a->id > b->id) - (a->id < b->id);
}

static struct sheet_format find_format(const struct code *codes, size_t count, uint32_t id) {
    struct code key = {.id = id};
    const struct code *found = count ? bsearch(&key, codes, count, sizeof *codes, by_id) : NULL;
    return found ? found->format : sheet_format_built_in(id > 1000 ? 0 : (int)id);
}

/* The colours of the theme in the order in which cells number them: the light ones stand before the
 * dark, other than in the part. */
static bool read_theme(struct zip *zip, const char *name, enum shade colours[THEME_COLOURS],
                       struct err *err) {
    static const char *const names[THEME_COLOURS] = {"lt1",     "dk1",     "lt2",     "dk2",
                                                     "accent1", "accent2", "accent3", "accent4",
                                                     "accent5", "accent6", "hlink",   "folHlink"};
    struct part *part;
    if (!office_open_optional(zip, name, &part, err)) return false;
    if (!part) return true;
    bool inside = false;
    size_t which = THEME_COLOURS;
    for (enum part_event event; (event = part_next(part)) != PART_DONE;) {
        if (event == PART_TEXT) continue;
        if (part_is(part, "clrScheme")) inside = event == PART_START;
        if (!inside || event != PART_START) continue;
        for (size_t i = 0; i < THEME_COLOURS; i++)
            if (part_is(part, names[i])) which = i;
        const char *rgb = part_is(part, "srgbClr") ? part_attribute(part, "val") : NULL;
        if (rgb && which < THEME_COLOURS) colours[which] = shade_of_text(str_of(rgb));
    }
    return part_close(part, err);
}

static enum shade colour_of(struct part *part, const enum shade theme[THEME_COLOURS]) {
    uint32_t number;
    const char *rgb = part_attribute(part, "rgb");
    if (rgb) return shade_of_text(str_of(rgb));
    if (office_number(part, "theme", &number))
        return number < THEME_COLOURS ? theme[number] : SHADE_NONE;
    if (office_number(part, "indexed", &number)) return shade_of_index(number);
    return SHADE_NONE;
}

struct reading {
    struct part *part;
    struct sheet_styles *out;
    struct code *codes;
    struct sheet_style *fonts;
    unsigned char *fills;
    size_t code_count, font_count, fill_count;
    enum shade theme[THEME_COLOURS];
    bool in_cells, in_fonts, in_fills, is_solid;
};

static void read_font(struct reading *r) {
    struct part *part = r->part;
    if (part_is(part, "font") && r->font_count < LIMIT_STYLES)
        r->fonts[r->font_count++] = (struct sheet_style){0};
    if (!r->font_count || (part_attribute(part, "val") && !office_yes(part, "val"))) return;
    if (part_is(part, "b")) r->fonts[r->font_count - 1].bold = true;
    if (part_is(part, "strike")) r->fonts[r->font_count - 1].struck = true;
}

static void read_fill(struct reading *r) {
    struct part *part = r->part;
    if (part_is(part, "fill") && r->fill_count < LIMIT_STYLES) {
        r->fills[r->fill_count++] = SHADE_NONE;
        r->is_solid = false;
    }
    if (!r->fill_count) return;
    if (part_is(part, "patternFill")) {
        const char *type = part_attribute(part, "patternType");
        r->is_solid = type && strcmp(type, "solid") == 0;
    }
    if (part_is(part, "fgColor") && r->is_solid)
        r->fills[r->fill_count - 1] = (unsigned char)colour_of(part, r->theme);
}

static void read_cell_style(struct reading *r) {
    struct part *part = r->part;
    uint32_t id = 0;
    if (part_is(part, "xf") && r->out->count < LIMIT_STYLES) {
        struct sheet_style style = {0};
        if (office_number(part, "fontId", &id) && id < r->font_count) style = r->fonts[id];
        if (!office_number(part, "numFmtId", &id)) id = 0;
        style.format = find_format(r->codes, r->code_count, id);
        if (office_number(part, "fillId", &id) && id < r->fill_count) style.shade = r->fills[id];
        r->out->items[r->out->count++] = style;
    }
    if (part_is(part, "alignment") && r->out->count && office_number(part, "indent", &id))
        r->out->items[r->out->count - 1].indent = (unsigned char)(id < 100 ? id : 100);
}

bool sheet_styles_read(struct zip *zip, const char *styles, const char *theme, struct arena *arena,
                       struct sheet_styles *out, struct err *err) {
    *out = (struct sheet_styles){0};
    struct reading r = {.out = out};
    if (!read_theme(zip, theme, r.theme, err)) return false;
    if (!office_open_optional(zip, styles, &r.part, err)) return false;
    if (!r.part) return true;
    out->items = ARENA_NEW(arena, struct sheet_style, LIMIT_STYLES);
    r.codes = ARENA_NEW(arena, struct code, LIMIT_STYLES);
    r.fonts = ARENA_NEW(arena, struct sheet_style, LIMIT_STYLES);
    r.fills = ARENA_NEW(arena, unsigned char, LIMIT_STYLES);
    for (enum part_event event; (event = part_next(r.part)) != PART_DONE;) {
        if (event == PART_TEXT) continue;
        bool starts = event == PART_START;
        if (part_is(r.part, "cellXfs")) {
            r.in_cells = starts;
            if (starts && r.code_count) qsort(r.codes, r.code_count, sizeof *r.codes, by_id);
        }
        if (part_is(r.part, "fonts")) r.in_fonts = starts;
        if (part_is(r.part, "fills")) r.in_fills = starts;
        if (!starts) continue;
        uint32_t id;
        if (r.in_fonts) read_font(&r);
        if (r.in_fills) read_fill(&r);
        if (r.in_cells) read_cell_style(&r);
        if (part_is(r.part, "numFmt") && r.code_count < LIMIT_STYLES &&
            office_number(r.part, "numFmtId", &id))
            r.codes[r.code_count++] =
                (struct code){id, sheet_format_of(str_of(part_attribute(r.part, "formatCode")))};
    }
    return part_close(r.part, err);
}

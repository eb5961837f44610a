/* Word documents (ECMA-376, Part 1, WordprocessingML) as documents: what a reader of the page sees,
 * with the labels of lists. Tracked insertions are kept, deletions are left out and noted; so are
 * comments, footnotes and hidden text. Page headers and footers are not read.
 *
 * SPDX-License-Identifier: MIT */
#include "document_build.h"
#include "docx_list.h"
#include "docx_notes.h"

#include "base/limits.h"
#include "base/number.h"

#include <stdlib.h>
#include <string.h>

#define UNFILLED "form field that nobody filled in"

struct docx {
    struct document_build *build;
    struct arena *arena;
    struct part *part;
    struct docx_styles *styles;
    struct side_notes footnotes, endnotes, comments;
    struct err *err;
    size_t paragraphs; /* outside tables, those with text */
    int depth;         /* tables, content controls and text boxes around the present place */
    struct buf deleted, struck;
    struct buf plain; /* the paragraphs outside tables as lines of text, with their tabs */
    bool has_tabs, has_structure; /* tabs between words; lists, headings or tables of Word's own */
};

struct cell_properties {
    uint32_t span;
    bool goes_on, restarts;
    enum shade shade;
};

/* Where text goes: into blocks, or into the cell of a table. */
struct place {
    struct flow *flow;
    const char *cell; /* NULL outside tables */
    bool goes_on;     /* the mark of the paragraph before was deleted: the next goes on with it */
    struct cell_properties *properties; /* of that cell */
};

struct table {
    struct grid_build g;
    struct flow *flow;
    uint32_t row;
    size_t
        above[LIMIT_COLUMNS]; /* for each column, 1 + the index of the cell that may go on below */
    uint32_t above_row[LIMIT_COLUMNS]; /* the row that it reaches */
    bool first_row_is_header;
};

static bool read_blocks(struct docx *d, struct place *place);
static void read_cell_properties(struct docx *d, struct cell_properties *properties);

/* Goes on to the next element, at whatever depth, inside the one that has begun; false at its end.
 * Who reads an element up to its own end takes one from the depth. */
static bool next_inside(struct part *part, int *depth) {
    for (enum part_event event; (event = part_next(part)) != PART_DONE;) {
        if (event == PART_TEXT) continue;
        if (event == PART_END && (*depth)-- == 0) return false;
        if (event != PART_START) continue;
        ++*depth;
        return true;
    }
    return false;
}

static bool is_on(struct docx *d) {
    const char *value = part_attribute(d->part, "val");
    return !value || (strcmp(value, "0") && strcmp(value, "false") && strcmp(value, "off"));
}

static int attribute_number(struct docx *d, const char *name, int low, int high, int otherwise) {
    const char *text = part_attribute(d->part, name);
    double number;
    if (!text || !number_parse(str_of(text), &number)) return otherwise;
    return number < low ? low : number > high ? high : (int)number;
}

static const char *place_of(struct docx *d, const struct place *place) {
    return place->cell ? place->cell : arena_printf(d->arena, "paragraph %zu", d->paragraphs + 1);
}

static bool enter(struct docx *d) {
    if (d->depth++ < LIMIT_DOCUMENT_DEPTH) return true;
    return err_set(d->err, ERR_TOO_LARGE, "has tables or boxes in one another more than %d deep",
                   LIMIT_DOCUMENT_DEPTH);
}

/* --- paragraphs --- */

static void note_side(struct docx *d, const struct side_notes *notes, const char *what,
                      const struct place *place) {
    const char *id = part_attribute(d->part, "id");
    for (size_t i = 0; id && i < notes->count; i++)
        if (strcmp(notes->items[i].id, id) == 0) {
            build_note(d->build, what, str_of(notes->items[i].text), place_of(d, place));
            return;
        }
}

/* A deleted or moved part, up to its end: its text is noted. */
static void leave_out(struct docx *d, const char *what, const struct place *place) {
    d->deleted.length = 0;
    int depth = 0, inside = 0;
    for (enum part_event event; (event = part_next(d->part)) != PART_DONE;) {
        if (event == PART_TEXT) {
            struct str text = part_text(d->part);
            if (inside) buf_add(&d->deleted, text.p, text.n);
            continue;
        }
        if (event == PART_END && depth == 0) break;
        int step = event == PART_START ? 1 : -1;
        depth += step;
        if (part_is(d->part, "delText") || part_is(d->part, "t")) inside += step;
        if (event == PART_START && (part_is(d->part, "br") || part_is(d->part, "p")) &&
            d->deleted.length)
            buf_putc(&d->deleted, ' ');
    }
    struct str text = {d->deleted.text, d->deleted.length};
    if (str_trim(text).n) build_note(d->build, what, text, place_of(d, place));
}

static void read_symbol(struct docx *d, struct flow *flow) {
    const char *code = part_attribute(d->part, "char");
    unsigned long value = code ? strtoul(code, NULL, 16) & 0xff : 0;
    /* Wingdings and Wingdings 2: ticked and empty boxes. */
    bool ticked = value == 0xfe || value == 0xfd || value == 0x52 || value == 0x53;
    bool empty = value == 0xa8 || value == 0x6f || value == 0xa3 || value == 0x71;
    flow_text(flow, str_of(ticked ? "\u2611" : empty ? "\u2610" : "\u2022"));
}

/* Text boxes have a flow of their own: the paragraph that one is tied to goes on around it. */
static bool read_box(struct docx *d, struct place *place) {
    if (!enter(d)) return false;
    struct place box = {.flow = flow_new(d->arena), .cell = place->cell};
    build_note(d->build, "text box", (struct str){0}, place_of(d, place));
    if (!read_blocks(d, &box)) return false;
    size_t count;
    const struct document_line *lines = flow_take(box.flow, &count);
    flow_append(place->flow, lines, count);
    d->depth--;
    return true;
}

/* Whether the properties of a content control, read up to their end, say that it shows a hint only.
 */
static bool is_unfilled(struct docx *d) {
    bool unfilled = false;
    int depth = 0;
    while (next_inside(d->part, &depth))
        if (part_is(d->part, "showingPlcHdr")) unfilled = is_on(d);
    return unfilled;
}

static void put_text(struct docx *d, struct place *place, struct str text) {
    flow_text(place->flow, text);
    if (place->cell) return;
    buf_add(&d->plain, text.p, text.n);
    d->has_tabs |= text.n == 1 && text.p[0] == '\t';
}

/* Text that is struck out is left out, as what tracking deleted is. */
static void note_struck(struct docx *d, const struct place *place) {
    struct str text = {d->struck.text, d->struck.length};
    if (str_trim(text).n) build_note(d->build, "text that is struck out", text, place_of(d, place));
    d->struck.length = 0;
}

/* The elements inside the one that has just begun, up to its end: runs, and what holds runs. */
static bool read_runs(struct docx *d, struct place *place) {
    struct part *part = d->part;
    bool in_text = false, is_hidden = false, is_struck = false, in_struck = false;
    bool unfilled = false;
    int depth = 0;
    for (enum part_event event; (event = part_next(part)) != PART_DONE;) {
        if (event == PART_TEXT) {
            struct str text = part_text(part);
            if (in_text) put_text(d, place, text);
            if (in_struck) buf_add(&d->struck, text.p, text.n);
            continue;
        }
        const char *name = part_name(part);
        if (event == PART_END) {
            if (depth-- == 0) return true;
            if (strcmp(name, "t") == 0) in_text = in_struck = false;
            if (strcmp(name, "r") == 0) is_hidden = is_struck = false;
            continue;
        }
        depth++;
        bool skip = false;
        if (strcmp(name, "t") == 0) {
            in_text = !is_hidden && !is_struck;
            in_struck = !is_hidden && is_struck;
            skip = is_hidden;
        } else if (strcmp(name, "vanish") == 0) {
            is_hidden = is_on(d);
            if (is_hidden) build_note(d->build, "hidden text", (struct str){0}, place_of(d, place));
        } else if (strcmp(name, "strike") == 0 || strcmp(name, "dstrike") == 0) {
            is_struck = is_on(d);
        } else if (strcmp(name, "tab") == 0 || strcmp(name, "ptab") == 0) {
            put_text(d, place, str_of("\t"));
        } else if (strcmp(name, "br") == 0 || strcmp(name, "cr") == 0) {
            flow_break(place->flow);
        } else if (strcmp(name, "noBreakHyphen") == 0) {
            flow_text(place->flow, str_of("-"));
        } else if (strcmp(name, "sym") == 0) {
            read_symbol(d, place->flow);
        } else if (strcmp(name, "del") == 0 || strcmp(name, "delText") == 0) {
            leave_out(d, "tracked deletion", place);
            depth--;
        } else if (strcmp(name, "moveFrom") == 0) {
            leave_out(d, "text moved elsewhere", place);
            depth--;
        } else if (strcmp(name, "ins") == 0) {
            build_note(d->build, "tracked insertion, kept", (struct str){0}, place_of(d, place));
        } else if (strcmp(name, "footnoteReference") == 0) {
            note_side(d, &d->footnotes, "footnote", place);
        } else if (strcmp(name, "endnoteReference") == 0) {
            note_side(d, &d->endnotes, "endnote", place);
        } else if (strcmp(name, "commentReference") == 0) {
            note_side(d, &d->comments, "comment", place);
        } else if (strcmp(name, "sdtPr") == 0) {
            unfilled = is_unfilled(d);
            depth--;
        } else if (strcmp(name, "sdtContent") == 0 && unfilled) {
            leave_out(d, UNFILLED, place);
            unfilled = false;
            depth--;
        } else if (strcmp(name, "txbxContent") == 0) {
            if (!read_box(d, place)) return false;
            depth--;
        } else {
            static const char *const silent[] = {
                "instrText", "delInstrText", "Fallback", "rPrChange", "sdtPr", "ruby", "pPr", NULL};
            for (size_t i = 0; silent[i] && !skip; i++) skip = strcmp(name, silent[i]) == 0;
        }
        if (skip) {
            part_skip(part);
            depth--;
        }
    }
    return true;
}

/* The properties of a paragraph, up to their end. */
static void read_properties(struct docx *d, struct docx_paragraph *paragraph, bool *mark_deleted) {
    struct part *part = d->part;
    int depth = 0;
    while (next_inside(part, &depth)) {
        if (part_is(part, "pPrChange") || part_is(part, "sectPr") ||
            part_is(part, "numberingChange")) {
            part_skip(part);
            depth--;
        } else if (part_is(part, "pStyle")) {
            const char *value = part_attribute(part, "val");
            paragraph->style = value ? arena_string(d->arena, value) : NULL;
        } else if (part_is(part, "numId")) {
            paragraph->number = attribute_number(d, "val", 0, INT32_MAX, -1);
        } else if (part_is(part, "ilvl")) {
            paragraph->level = attribute_number(d, "val", 0, DOCX_LEVELS - 1, -1);
        } else if (part_is(part, "outlineLvl")) {
            paragraph->outline = attribute_number(d, "val", 0, DOCX_LEVELS, -1);
        } else if (part_is(part, "del")) {
            *mark_deleted = true;
        }
    }
}

static bool end_paragraph(struct docx *d, struct place *place,
                          const struct docx_paragraph *paragraph) {
    int heading = docx_heading(d->styles, paragraph);
    note_struck(d, place);
    if (!place->cell) buf_putc(&d->plain, '\n');
    if (heading >= 0) d->has_structure = true;
    if (place->cell) {
        flow_break(place->flow);
        return true;
    }
    size_t count;
    const struct document_line *lines = flow_take(place->flow, &count);
    if (!count) return true;
    if (heading == 0 && !*d->build->out->title) d->build->out->title = lines[0].text;
    const char *where = arena_printf(d->arena, "paragraph %zu", ++d->paragraphs);
    if (heading >= 0 || count == 1 || *lines[0].label == '\0')
        return build_lines(d->build, lines, count, heading, where, d->err);
    /* An item with line breaks in it is one item. */
    const char *rest = flow_join(d->arena, lines + 1, count - 1);
    return build_block(
        d->build,
        (struct document_block){.kind = BLOCK_ITEM,
                                .level = lines[0].level,
                                .label = lines[0].label,
                                .text = arena_printf(d->arena, "%s\n%s", lines[0].text, rest),
                                .place = where},
        d->err);
}

static void begin_line(struct docx *d, struct place *place,
                       const struct docx_paragraph *paragraph) {
    int level;
    const char *label = docx_label(d->styles, paragraph, d->arena, &level);
    if (*label) d->has_structure = true;
    flow_labelled(place->flow, label, level);
}

static bool read_paragraph(struct docx *d, struct place *place) {
    struct part *part = d->part;
    struct docx_paragraph paragraph = {.number = -1, .level = -1, .outline = -1};
    bool mark_deleted = false, labelled = place->goes_on;
    if (!place->goes_on) flow_break(place->flow);
    for (enum part_event event; (event = part_next(part)) != PART_DONE && event != PART_END;) {
        if (event != PART_START) continue;
        if (part_is(part, "pPr")) {
            read_properties(d, &paragraph, &mark_deleted);
            continue;
        }
        if (!labelled) begin_line(d, place, &paragraph);
        labelled = true;
        if (part_is(part, "del") || part_is(part, "moveFrom")) {
            leave_out(d, part_is(part, "del") ? "tracked deletion" : "text moved elsewhere", place);
        } else if (part_is(part, "ins")) {
            build_note(d->build, "tracked insertion, kept", (struct str){0}, place_of(d, place));
            if (!read_runs(d, place)) return false;
        } else if (part_is(part, "Fallback")) {
            part_skip(part);
        } else if (!read_runs(d, place)) {
            return false;
        }
    }
    if (!labelled) begin_line(d, place, &paragraph); /* empty items are counted as well */
    place->goes_on = mark_deleted;
    return mark_deleted || end_paragraph(d, place, &paragraph);
}

/* --- tables --- */

static void read_cell_properties(struct docx *d, struct cell_properties *properties) {
    struct part *part = d->part;
    int depth = 0;
    while (next_inside(part, &depth)) {
        if (part_is(part, "tcPrChange")) {
            part_skip(part);
            depth--;
        } else if (part_is(part, "gridSpan")) {
            properties->span = (uint32_t)attribute_number(d, "val", 1, 100000, 1);
        } else if (part_is(part, "shd")) {
            properties->shade = shade_of_text(str_of(part_attribute(part, "fill")));
        } else if (part_is(part, "vMerge")) {
            const char *value = part_attribute(part, "val");
            properties->restarts = value && strcmp(value, "restart") == 0;
            properties->goes_on = !properties->restarts;
        }
    }
}

static bool place_cell(struct docx *d, struct table *t, const struct cell_properties *p,
                       uint32_t column, bool is_header, const struct document_line *lines,
                       size_t count) {
    size_t above = t->above[column];
    if (p->goes_on && above && t->above_row[column] + 1 == t->row) {
        struct document_cell *cell = &t->g.grid->cells[above - 1];
        cell->row_span = t->row - cell->row + 1;
        t->above_row[column] = t->row;
        if (count)
            build_note(d->build, "text under a merged cell",
                       str_of(flow_join(d->arena, lines, count)),
                       document_cell_place(t->g.grid, t->row, column, d->arena));
        return true;
    }
    struct document_cell cell = {.row = t->row,
                                 .column = column,
                                 .column_span = p->span,
                                 .shade = (unsigned char)p->shade,
                                 .is_header = is_header};
    if (!grid_lines(&t->g, cell, lines, count, d->err)) return false;
    t->above[column] = p->restarts || p->goes_on ? t->g.grid->cell_count : 0;
    t->above_row[column] = t->row;
    return true;
}

static bool read_cell(struct docx *d, struct table *t, uint32_t *column, bool is_header) {
    struct cell_properties properties = {.span = 1};
    struct place place = {.flow = t->flow,
                          .cell = document_cell_place(t->g.grid, t->row, *column, d->arena),
                          .properties = &properties};
    if (*column >= LIMIT_COLUMNS)
        return err_set(d->err, ERR_TOO_LARGE, "its %s has more than %zu columns", t->g.grid->place,
                       LIMIT_COLUMNS);
    if (!read_blocks(d, &place)) return false;
    size_t count;
    const char *number = flow_waiting(t->flow);
    const struct document_line *lines = flow_take(t->flow, &count);
    /* A column of numbers that Word counts: nothing else stands in its cells. */
    struct label label;
    if (!count && label_parse(str_of(number), &label) && label.style != LABEL_BULLET) {
        struct document_line *line = ARENA_NEW(d->arena, struct document_line, 1);
        *line = (struct document_line){.label = "", .text = number};
        lines = line;
        count = 1;
    }
    if (properties.span > LIMIT_COLUMNS - *column)
        properties.span = (uint32_t)(LIMIT_COLUMNS - *column);
    if (!place_cell(d, t, &properties, *column, is_header, lines, count)) return false;
    *column += properties.span;
    return true;
}

static bool read_row(struct docx *d, struct table *t, const struct place *around) {
    struct part *part = d->part;
    uint32_t column = 0;
    bool is_header = t->row == 0 && t->first_row_is_header, deleted = false;
    int depth = 0;
    size_t cells = t->g.grid->cell_count;
    while (next_inside(part, &depth)) {
        if (part_is(part, "tc")) {
            if (deleted) {
                leave_out(d, "tracked deletion of a row", around);
            } else if (!read_cell(d, t, &column, is_header)) {
                return false;
            }
            depth--;
        } else if (part_is(part, "tblHeader")) {
            is_header = is_on(d);
        } else if (part_is(part, "gridBefore")) {
            column = (uint32_t)attribute_number(d, "val", 0, (int)LIMIT_COLUMNS, 0);
        } else if (part_is(part, "del")) {
            deleted = true;
        } else if (part_is(part, "trPrChange") || part_is(part, "sdtPr") ||
                   part_is(part, "tblPrEx")) {
            part_skip(part);
            depth--;
        }
    }
    if (!deleted || t->g.grid->cell_count > cells) t->row++;
    return true;
}

static bool read_table(struct docx *d, struct place *place) {
    struct part *part = d->part;
    size_t number;
    d->has_structure = true;
    if (!enter(d) || !build_table(d->build, &number, d->err)) return false;
    const char *name = arena_printf(d->arena, "table %zu", number);
    if (place->cell) {
        flow_break(place->flow);
        flow_text(place->flow, str_of(arena_printf(d->arena, "[%s]", name)));
        flow_break(place->flow);
        name = arena_printf(d->arena, "%s (in %s)", name, place->cell);
    }
    size_t first = d->build->out->block_count;
    struct table *t = ARENA_NEW(d->arena, struct table, 1);
    t->g = grid_new(d->build, "", name);
    t->flow = flow_new(d->arena);
    bool style_has_first_row = false;
    int depth = 0;
    while (next_inside(part, &depth)) {
        if (part_is(part, "tr")) {
            if (!read_row(d, t, place)) return false;
            depth--;
        } else if (part_is(part, "tblStyle")) {
            style_has_first_row = docx_has_first_row(d->styles, part_attribute(part, "val"));
        } else if (part_is(part, "tblLook")) {
            const char *on = part_attribute(part, "firstRow");
            bool first_row = on ? strcmp(on, "1") == 0 || strcmp(on, "true") == 0 : false;
            const char *bits = on ? NULL : part_attribute(part, "val");
            if (bits) first_row = (strtoul(bits, NULL, 16) & 0x20) != 0;
            t->first_row_is_header = first_row && style_has_first_row;
        } else if (part_is(part, "tblPrChange") || part_is(part, "sdtPr") ||
                   part_is(part, "tblGridChange")) {
            part_skip(part);
            depth--;
        }
    }
    d->depth--;
    if (!grid_end(&t->g, d->err)) return false;
    build_move_last(d->build, first);
    return true;
}

/* --- blocks --- */

/* A content control. What it shows before anybody has filled it in is no text of the document. */
static bool read_control(struct docx *d, struct place *place) {
    struct part *part = d->part;
    bool unfilled = false;
    if (!enter(d)) return false;
    int depth = 0;
    while (next_inside(part, &depth)) {
        bool properties = part_is(part, "sdtPr"), content = part_is(part, "sdtContent");
        if (properties)
            unfilled = is_unfilled(d);
        else if (content && unfilled)
            leave_out(d, UNFILLED, place);
        else if (content && !read_blocks(d, place))
            return false;
        if (properties || content) depth--;
    }
    d->depth--;
    return true;
}

/* Paragraphs, tables and what holds them inside the element that has just begun, up to its end. */
static bool read_blocks(struct docx *d, struct place *place) {
    struct part *part = d->part;
    int depth = 0;
    while (next_inside(part, &depth)) {
        bool ok = true, taken = true;
        if (part_is(part, "p"))
            ok = read_paragraph(d, place);
        else if (part_is(part, "tbl"))
            ok = read_table(d, place);
        else if (part_is(part, "sdt"))
            ok = read_control(d, place);
        else if (part_is(part, "tcPr") && place->properties)
            read_cell_properties(d, place->properties);
        else if (part_is(part, "sectPr") || part_is(part, "Fallback") || part_is(part, "tcPr"))
            part_skip(part);
        else if (part_is(part, "altChunk"))
            build_note(d->build, "embedded document, not read", (struct str){0},
                       place_of(d, place)),
                taken = false;
        else
            taken = false;
        if (!ok) return false;
        if (taken) depth--;
    }
    if (!place->goes_on) return true;
    place->goes_on = false;
    return end_paragraph(d, place,
                         &(struct docx_paragraph){.number = -1, .level = -1, .outline = -1});
}

bool document_read_docx(struct document_build *build, struct zip *zip, const char *name,
                        struct err *err) {
    struct err stop = {0};
    struct docx d = {.build = build,
                     .arena = build->arena,
                     .err = &stop,
                     .deleted = buf_new(build->arena),
                     .struck = buf_new(build->arena),
                     .plain = buf_new(build->arena)};
    struct office_relations relations;
    if (!office_read_relations(zip, name, d.arena, &relations, err)) return false;
    d.styles = docx_read_styles(zip, office_by_type(&relations, "styles"),
                                office_by_type(&relations, "numbering"), d.arena, err);
    if (!d.styles) return false;
    if (!docx_read_notes(zip, office_by_type(&relations, "footnotes"), "footnote", d.arena,
                         &d.footnotes, err) ||
        !docx_read_notes(zip, office_by_type(&relations, "endnotes"), "endnote", d.arena,
                         &d.endnotes, err) ||
        !docx_read_notes(zip, office_by_type(&relations, "comments"), "comment", d.arena,
                         &d.comments, err))
        return false;
    d.part = part_open(zip, name, err);
    if (!d.part) return false;
    struct place body = {.flow = flow_new(d.arena)};
    bool ok = true;
    for (enum part_event event; ok && (event = part_next(d.part)) != PART_DONE;)
        if (event == PART_START && part_is(d.part, "body")) ok = read_blocks(&d, &body);
    if (!ok) part_stop(d.part, &stop);
    if (!part_close(d.part, err)) return false;
    if (d.has_structure || !d.has_tabs) return true;
    /* A text file that was saved by Word: its tables are lines that tabs part. */
    build->out->block_count = 0;
    buf_putc(&d.plain, '\0');
    return document_read_text(build, d.plain.text, d.plain.length - 1, err);
}

/* Lists and styles of Word documents; see docx_list.h.
 *
 * SPDX-License-Identifier: MIT */
#include "docx_list.h"

#include "base/limits.h"
#include "base/number.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define NONE -1
#define LONGEST_CHAIN 32 /* styles based on one another */

struct style {
    const char *id, *name, *based_on;
    int number, level, outline;
    bool has_first_row;
};

struct level {
    enum label_style style;
    const char *text;      /* '%1.%2)'; NULL: not defined */
    const char *paragraph; /* the style whose paragraphs are on this level; NULL for none */
    int start, restart;    /* restart: levels above which restart it, NONE for all */
    bool all_decimal;
};

struct abstract {
    int id;
    struct level levels[DOCX_LEVELS];
    const char *link; /* a numbering style that has the levels; NULL for none */
    int count[DOCX_LEVELS];
    bool active[DOCX_LEVELS];
};

struct list {
    int id, abstract;
    int start[DOCX_LEVELS]; /* an override; NONE for none */
    bool started[DOCX_LEVELS];
    struct level *levels[DOCX_LEVELS]; /* overrides; NULL for none */
};

struct docx_styles {
    struct arena *arena;
    struct style *styles;
    struct abstract *abstracts;
    struct list *lists;
    size_t style_count, abstract_count, list_count;
};

static int number_of(const char *text, int otherwise) {
    double number;
    if (!text || !number_parse(str_of(text), &number) || number < -1e9 || number > 1e9)
        return otherwise;
    return (int)number;
}

static const char *copy(struct arena *arena, const char *text) {
    return arena_string(arena, text ? text : "");
}

static bool is_on(const char *value) {
    return !value || (strcmp(value, "0") && strcmp(value, "false") && strcmp(value, "off"));
}

/* Room for one more item; NULL beyond the limit. */
static void *grow(struct arena *arena, void **items, size_t *count, size_t size) {
    if (*count == LIMIT_WORD_STYLES) return NULL;
    if ((*count & (*count - 1)) == 0) { /* 0 or a power of two: full */
        void *larger = arena_alloc(arena, *count ? 2 * *count : 1, size);
        if (*count) memcpy(larger, *items, *count * size);
        *items = larger;
    }
    return (char *)*items + (*count)++ * size;
}

static int by_id(const void *left, const void *right) {
    const struct style *a = left, *b = right;
    return strcmp(a->id, b->id);
}

static const struct style *find_style(const struct docx_styles *s, const char *id) {
    if (!id || !s->style_count) return NULL;
    const struct style key = {.id = id};
    return bsearch(&key, s->styles, s->style_count, sizeof key, by_id);
}

static void too_many(struct part *part) {
    struct err err = {0};
    err_set(&err, ERR_TOO_LARGE, "has more than %zu styles or lists", LIMIT_WORD_STYLES);
    part_stop(part, &err);
}

static bool read_style_part(struct docx_styles *s, struct zip *zip, const char *name,
                            struct err *err) {
    struct part *part = part_open(zip, name, err);
    if (!part) return false;
    struct style *style = NULL;
    for (enum part_event event; (event = part_next(part)) != PART_DONE;) {
        if (event == PART_END && part_is(part, "style")) style = NULL;
        if (event != PART_START) continue;
        if (part_is(part, "style")) {
            style = grow(s->arena, (void **)&s->styles, &s->style_count, sizeof *style);
            if (!style) {
                too_many(part);
                break;
            }
            *style = (struct style){.id = copy(s->arena, part_attribute(part, "styleId")),
                                    .name = "",
                                    .number = NONE,
                                    .level = NONE,
                                    .outline = NONE};
        }
        if (!style) continue;
        if (part_is(part, "name"))
            style->name = copy(s->arena, part_attribute(part, "val"));
        else if (part_is(part, "basedOn"))
            style->based_on = copy(s->arena, part_attribute(part, "val"));
        else if (part_is(part, "numId"))
            style->number = number_of(part_attribute(part, "val"), NONE);
        else if (part_is(part, "ilvl"))
            style->level = number_of(part_attribute(part, "val"), NONE);
        else if (part_is(part, "outlineLvl"))
            style->outline = number_of(part_attribute(part, "val"), NONE);
        else if (part_is(part, "tblStylePr")) {
            const char *type = part_attribute(part, "type");
            if (type && strcmp(type, "firstRow") == 0) style->has_first_row = true;
        }
    }
    if (s->style_count) qsort(s->styles, s->style_count, sizeof *s->styles, by_id);
    return part_close(part, err);
}

static enum label_style label_style_of(const char *format) {
    static const struct {
        const char *name;
        enum label_style style;
    } names[] = {{"decimal", LABEL_DECIMAL},
                 {"lowerLetter", LABEL_LOWER_LETTER},
                 {"upperLetter", LABEL_UPPER_LETTER},
                 {"lowerRoman", LABEL_LOWER_ROMAN},
                 {"upperRoman", LABEL_UPPER_ROMAN},
                 {"bullet", LABEL_BULLET},
                 {"none", LABEL_NONE},
                 {"decimalZero", LABEL_DECIMAL_ZERO},
                 {"ordinal", LABEL_ORDINAL}};
    for (size_t i = 0; format && i < sizeof names / sizeof *names; i++)
        if (strcmp(format, names[i].name) == 0) return names[i].style;
    return LABEL_DECIMAL;
}

/* The level that has just begun, up to its end. */
static void read_level(struct docx_styles *s, struct part *part, struct level *level) {
    *level = (struct level){.style = LABEL_DECIMAL, .text = "", .start = 0, .restart = NONE};
    int depth = 0;
    for (enum part_event event; (event = part_next(part)) != PART_DONE;) {
        if (event == PART_TEXT) continue;
        if (event == PART_END) {
            if (depth-- == 0) return;
            continue;
        }
        depth++;
        if (part_is(part, "start"))
            level->start = number_of(part_attribute(part, "val"), 0);
        else if (part_is(part, "numFmt"))
            level->style = label_style_of(part_attribute(part, "val"));
        else if (part_is(part, "lvlText"))
            level->text = copy(s->arena, part_attribute(part, "val"));
        else if (part_is(part, "lvlRestart"))
            level->restart = number_of(part_attribute(part, "val"), NONE);
        else if (part_is(part, "isLgl"))
            level->all_decimal = is_on(part_attribute(part, "val"));
        else if (part_is(part, "pStyle"))
            level->paragraph = copy(s->arena, part_attribute(part, "val"));
    }
}

static int level_of(const char *text) {
    int level = number_of(text, NONE);
    return level >= 0 && level < DOCX_LEVELS ? level : NONE;
}

static bool read_numbering(struct docx_styles *s, struct zip *zip, const char *name,
                           struct err *err) {
    struct part *part = part_open(zip, name, err);
    if (!part) return false;
    struct abstract *abstract = NULL;
    struct list *list = NULL;
    int override = NONE;
    for (enum part_event event; (event = part_next(part)) != PART_DONE;) {
        if (event != PART_START) continue;
        if (part_is(part, "abstractNum")) {
            abstract = grow(s->arena, (void **)&s->abstracts, &s->abstract_count, sizeof *abstract);
            list = NULL;
            if (abstract)
                *abstract =
                    (struct abstract){.id = number_of(part_attribute(part, "abstractNumId"), NONE)};
            else
                too_many(part);
        } else if (part_is(part, "num")) {
            list = grow(s->arena, (void **)&s->lists, &s->list_count, sizeof *list);
            if (!list) {
                too_many(part);
                continue;
            }
            *list = (struct list){.id = number_of(part_attribute(part, "numId"), NONE),
                                  .abstract = NONE};
            for (int i = 0; i < DOCX_LEVELS; i++) list->start[i] = NONE;
            override = NONE;
        } else if (list && part_is(part, "abstractNumId")) {
            list->abstract = number_of(part_attribute(part, "val"), NONE);
        } else if (list && part_is(part, "lvlOverride")) {
            override = level_of(part_attribute(part, "ilvl"));
        } else if (list && override != NONE && part_is(part, "startOverride")) {
            list->start[override] = number_of(part_attribute(part, "val"), 0);
        } else if (part_is(part, "lvl")) {
            int at = list ? override : level_of(part_attribute(part, "ilvl"));
            if (at == NONE || (!list && !abstract)) continue;
            struct level *level =
                list ? ARENA_NEW(s->arena, struct level, 1) : &abstract->levels[at];
            if (list) list->levels[at] = level;
            read_level(s, part, level);
        } else if (abstract && !list && part_is(part, "numStyleLink")) {
            abstract->link = copy(s->arena, part_attribute(part, "val"));
        }
    }
    return part_close(part, err);
}

struct docx_styles *docx_read_styles(struct zip *zip, const char *styles, const char *numbering,
                                     struct arena *arena, struct err *err) {
    struct docx_styles *s = ARENA_NEW(arena, struct docx_styles, 1);
    s->arena = arena;
    if (styles && zip_has(zip, styles) && !read_style_part(s, zip, styles, err)) return NULL;
    if (numbering && zip_has(zip, numbering) && !read_numbering(s, zip, numbering, err))
        return NULL;
    return s;
}

/* 'heading 2' is 2, 'Title' is 0, other names NONE. */
static int heading_of_name(const char *name) {
    if (strcasecmp(name, "title") == 0) return 0;
    if (strncasecmp(name, "heading ", 8) != 0 || name[8] < '1' || name[8] > '9' || name[9])
        return NONE;
    return name[8] - '0';
}

int docx_heading(const struct docx_styles *s, const struct docx_paragraph *paragraph) {
    if (paragraph->outline != NONE)
        return paragraph->outline < DOCX_LEVELS ? paragraph->outline + 1 : NONE;
    const struct style *style = find_style(s, paragraph->style);
    for (int i = 0; style && i < LONGEST_CHAIN; i++, style = find_style(s, style->based_on)) {
        if (style->outline != NONE) return style->outline < DOCX_LEVELS ? style->outline + 1 : NONE;
        int level = heading_of_name(style->name);
        if (level != NONE) return level;
    }
    return NONE;
}

bool docx_has_first_row(const struct docx_styles *s, const char *table_style) {
    const struct style *style = find_style(s, table_style);
    for (int i = 0; style && i < LONGEST_CHAIN; i++, style = find_style(s, style->based_on))
        if (style->has_first_row) return true;
    return false;
}

static struct list *find_list(const struct docx_styles *s, int id) {
    for (size_t i = 0; i < s->list_count; i++)
        if (s->lists[i].id == id) return &s->lists[i];
    return NULL;
}

/* The levels of a list, also where they are those of a numbering style. */
static struct abstract *find_abstract(const struct docx_styles *s, const struct list *list) {
    for (int hops = 0; list && hops < LONGEST_CHAIN; hops++) {
        struct abstract *found = NULL;
        for (size_t i = 0; i < s->abstract_count && !found; i++)
            if (s->abstracts[i].id == list->abstract) found = &s->abstracts[i];
        if (!found || !found->link) return found;
        const struct style *style = find_style(s, found->link);
        const struct list *next = style ? find_list(s, style->number) : NULL;
        if (!next || next == list) return found;
        list = next;
    }
    return NULL;
}

/* Which list and level the paragraph is in, by itself or by its style; NULL for none. */
static struct list *list_of(const struct docx_styles *s, const struct docx_paragraph *paragraph,
                            int *level) {
    int number = paragraph->number;
    *level = paragraph->level;
    const char *by_style = NULL;
    const struct style *style = find_style(s, paragraph->style);
    for (int i = 0; number == NONE && style && i < LONGEST_CHAIN;
         i++, style = find_style(s, style->based_on)) {
        if (*level == NONE) *level = style->level;
        number = style->number;
        by_style = style->id;
    }
    if (number <= 0) return NULL;
    struct list *list = find_list(s, number);
    const struct abstract *abstract = find_abstract(s, list);
    /* A style that names a list without a level is on the level that names the style. */
    for (int i = 0; by_style && abstract && *level == NONE && i < DOCX_LEVELS; i++)
        if (abstract->levels[i].paragraph && strcmp(abstract->levels[i].paragraph, by_style) == 0)
            *level = i;
    if (*level < 0) *level = 0;
    if (*level >= DOCX_LEVELS) *level = DOCX_LEVELS - 1;
    return abstract ? list : NULL;
}

static const struct level *level_at(const struct abstract *abstract, const struct list *list,
                                    int at) {
    return list->levels[at] ? list->levels[at] : &abstract->levels[at];
}

static void count_item(struct abstract *abstract, struct list *list, int at) {
    for (int i = 0; i <= at; i++) {
        const struct level *level = level_at(abstract, list, i);
        bool restart = list->start[i] != NONE && !list->started[i];
        if (restart) {
            list->started[i] = true;
            abstract->active[i] = false;
        }
        if (!abstract->active[i]) {
            abstract->active[i] = true;
            abstract->count[i] = list->start[i] != NONE ? list->start[i] : level->start;
        } else if (i == at && abstract->count[i] < 1000000) {
            abstract->count[i]++;
        }
    }
    for (int i = at + 1; i < DOCX_LEVELS; i++) {
        const struct level *level = level_at(abstract, list, i);
        /* lvlRestart 0: never; n: only after a level above the nth, counted from 1. */
        if (level->restart == NONE || (level->restart > 0 && at < level->restart))
            abstract->active[i] = false;
    }
}

/* Bullets are letters of symbol fonts: all but dashes are shown as '•'. */
static void put_bullet(struct buf *out, const char *text) {
    bool dash =
        strcmp(text, "-") == 0 || strcmp(text, "\u2013") == 0 || strcmp(text, "\u2014") == 0;
    buf_puts(out, dash ? text : "\u2022");
}

const char *docx_label(struct docx_styles *s, const struct docx_paragraph *paragraph,
                       struct arena *arena, int *level) {
    int at;
    struct list *list = list_of(s, paragraph, &at);
    *level = 0;
    if (!list) return "";
    struct abstract *abstract = find_abstract(s, list);
    const struct level *own = level_at(abstract, list, at);
    if (!own->text) return "";
    *level = at + 1;
    count_item(abstract, list, at);
    struct buf out = buf_new(arena);
    if (own->style == LABEL_BULLET) {
        put_bullet(&out, own->text);
        return out.text;
    }
    for (const char *c = own->text; *c; c++) {
        if (*c != '%' || c[1] < '1' || c[1] > '9') {
            buf_putc(&out, *c);
            continue;
        }
        int other = *++c - '1';
        const struct level *shown = level_at(abstract, list, other);
        enum label_style style =
            own->all_decimal && shown->style != LABEL_NONE ? LABEL_DECIMAL : shown->style;
        int value = abstract->active[other] ? abstract->count[other] : shown->start;
        if (style != LABEL_BULLET) label_put(&out, style, value, true);
    }
    struct str trimmed = str_trim((struct str){out.text, out.length});
    return arena_copy(arena, trimmed.p, trimmed.n);
}

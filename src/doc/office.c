/* Main parts and relations; see office.h.
 *
 * SPDX-License-Identifier: MIT */
#include "office.h"

#include "base/number.h"

#include "base/limits.h"

#include <string.h>

/* 'xl/workbook.xml' and 'worksheets/sheet1.xml' give 'xl/worksheets/sheet1.xml'; '/xl/a' gives
 * 'xl/a',
 * '../a' goes up. */
static const char *resolve(struct arena *arena, const char *part, const char *target) {
    if (*target == '/') return arena_string(arena, target + 1);
    const char *slash = strrchr(part, '/');
    size_t n = slash ? (size_t)(slash - part) : 0;
    while (strncmp(target, "../", 3) == 0) {
        target += 3;
        while (n && part[n - 1] != '/') n--;
        if (n) n--;
    }
    return n ? arena_printf(arena, "%.*s/%s", (int)n, part, target) : arena_string(arena, target);
}

static const char *last_part(struct arena *arena, const char *type) {
    const char *slash = strrchr(type, '/');
    return arena_string(arena, slash ? slash + 1 : type);
}

static const char *copy(struct arena *arena, const char *text) {
    return arena_string(arena, text ? text : "");
}

bool office_read_relations(struct zip *zip, const char *part, struct arena *arena,
                           struct office_relations *out, struct err *err) {
    *out = (struct office_relations){0};
    const char *slash = strrchr(part, '/');
    const char *base = slash ? slash + 1 : part;
    const char *name = arena_printf(arena, "%.*s_rels/%s.rels", (int)(base - part), part, base);
    if (!zip_has(zip, name)) return true;
    struct part *reader = part_open(zip, name, err);
    if (!reader) return false;
    size_t capacity = 0;
    for (enum part_event event; (event = part_next(reader)) != PART_DONE;) {
        if (event != PART_START || !part_is(reader, "Relationship")) continue;
        if (out->count == LIMIT_ZIP_ENTRIES) break;
        if (out->count == capacity) {
            capacity = capacity ? 2 * capacity : 16;
            struct office_relation *items = ARENA_NEW(arena, struct office_relation, capacity);
            if (out->count) memcpy(items, out->items, out->count * sizeof *items);
            out->items = items;
        }
        struct office_relation *relation = &out->items[out->count++];
        relation->id = copy(arena, part_attribute(reader, "Id"));
        relation->type = last_part(arena, copy(arena, part_attribute(reader, "Type")));
        const char *mode = part_attribute(reader, "TargetMode");
        bool outside = mode && strcmp(mode, "External") == 0;
        const char *target = copy(arena, part_attribute(reader, "Target"));
        relation->target = outside ? "" : resolve(arena, part, target);
    }
    return part_close(reader, err);
}

const char *office_by_id(const struct office_relations *relations, const char *id) {
    for (size_t i = 0; i < relations->count; i++)
        if (strcmp(relations->items[i].id, id) == 0) return relations->items[i].target;
    return NULL;
}

const char *office_by_type(const struct office_relations *relations, const char *type) {
    for (size_t i = 0; i < relations->count; i++)
        if (strcmp(relations->items[i].type, type) == 0) return relations->items[i].target;
    return NULL;
}

/* The content type of a part, by its name; '' when none is said. */
static bool content_type(struct zip *zip, const char *name, struct arena *arena, const char **type,
                         struct err *err) {
    *type = "";
    struct part *reader = part_open(zip, "[Content_Types].xml", err);
    if (!reader) return false;
    const char *fallback = "";
    const char *dot = strrchr(name, '.');
    for (enum part_event event; (event = part_next(reader)) != PART_DONE;) {
        if (event != PART_START) continue;
        const char *part = part_attribute(reader, "PartName");
        if (part && *part == '/' && strcmp(part + 1, name) == 0)
            *type = copy(arena, part_attribute(reader, "ContentType"));
        const char *extension = part_attribute(reader, "Extension");
        if (dot && extension && strcmp(extension, dot + 1) == 0)
            fallback = copy(arena, part_attribute(reader, "ContentType"));
    }
    if (!**type) *type = fallback;
    return part_close(reader, err);
}

static bool neither(struct zip *zip, struct err *err) {
    if (zip_has(zip, "mimetype")) {
        err_set(err, ERR_INPUT, "is an OpenDocument file");
        return err_hint(err, "Open it, and save it as .docx or .xlsx.");
    }
    err_set(err, ERR_INPUT, "is a ZIP archive, but neither a workbook nor a Word document");
    return err_hint(err, "Give weft a .docx or .xlsx file that is in it.");
}

bool office_main(struct zip *zip, struct arena *arena, enum office_kind *kind, const char **name,
                 struct err *err) {
    struct office_relations relations;
    if (!zip_has(zip, "[Content_Types].xml")) return neither(zip, err);
    if (!office_read_relations(zip, "", arena, &relations, err)) return false;
    *name = office_by_type(&relations, "officeDocument");
    if (!*name || !**name || !zip_has(zip, *name)) return neither(zip, err);
    const char *type;
    if (!content_type(zip, *name, arena, &type, err)) return false;
    if (strstr(type, "spreadsheetml")) {
        *kind = OFFICE_WORKBOOK;
        return true;
    }
    if (strstr(type, "wordprocessingml") || strstr(type, "ms-word.document")) {
        *kind = OFFICE_DOCUMENT;
        return true;
    }
    if (strstr(type, "sheet.macroEnabled")) {
        *kind = OFFICE_WORKBOOK;
        return true;
    }
    if (strstr(type, "ms-excel")) {
        err_set(err, ERR_INPUT, "is a workbook of the binary kind (.xlsb)");
        return err_hint(err, "Open it in Excel, and save it as .xlsx.");
    }
    if (strstr(type, "presentationml")) {
        err_set(err, ERR_INPUT, "is a set of slides");
        return err_hint(err, "Copy its tables into a Word document.");
    }
    return neither(zip, err);
}

bool office_open_optional(struct zip *zip, const char *name, struct part **part, struct err *err) {
    *part = NULL;
    if (!name || !zip_has(zip, name)) return true;
    *part = part_open(zip, name, err);
    return *part != NULL;
}

bool office_number(struct part *part, const char *name, uint32_t *value) {
    const char *text = part_attribute(part, name);
    double number;
    if (!text || !number_parse(str_of(text), &number) || number < 0 || number > UINT32_MAX)
        return false;
    *value = (uint32_t)number;
    return true;
}

bool office_yes(struct part *part, const char *name) {
    const char *text = part_attribute(part, name);
    return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0 || strcmp(text, "on") == 0);
}

/* Reads the target of a request; see target.h.
 *
 * SPDX-License-Identifier: MIT */
#include "target.h"

#include <string.h>

static int hex(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* '+' is a space and %41 an A; what comes out is text. */
static bool decode(struct arena *arena, struct str coded, const char **out, struct err *err) {
    char *text = arena_alloc(arena, coded.n + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < coded.n; i++) {
        char c = coded.p[i];
        if (c == '+') c = ' ';
        if (c == '%') {
            int high = i + 2 < coded.n ? hex(coded.p[i + 1]) : -1;
            int low = i + 2 < coded.n ? hex(coded.p[i + 2]) : -1;
            if (high < 0 || low < 0)
                return err_set(err, ERR_INPUT, "The address has a '%%' that begins no escape");
            c = (char)(high * 16 + low);
            i += 2;
        }
        unsigned char byte = (unsigned char)c;
        if (byte < 0x20 || byte == 0x7f)
            return err_set(err, ERR_INPUT, "The address has a control character");
        text[n++] = c;
    }
    text[n] = '\0';
    if (!str_is_utf8((struct str){text, n}))
        return err_set(err, ERR_INPUT, "The address is not UTF-8");
    *out = text;
    return true;
}

bool target_read(struct arena *arena, const char *text, struct target *out, struct err *err) {
    size_t length = strnlen(text, TARGET_BYTES + 1);
    if (length > TARGET_BYTES)
        return err_set(err, ERR_TOO_LARGE, "The address is longer than %d bytes", TARGET_BYTES);
    if (text[0] != '/') return err_set(err, ERR_INPUT, "The address does not begin with '/'");
    if (memchr(text, '#', length)) return err_set(err, ERR_INPUT, "The address has a '#'");
    const char *query = memchr(text, '?', length);
    *out =
        (struct target){.path = arena_copy(arena, text, query ? (size_t)(query - text) : length)};
    for (const char *p = out->path; *p; p++)
        if ((unsigned char)*p <= 0x20 || (unsigned char)*p >= 0x7f)
            return err_set(err, ERR_INPUT, "The address has a character that must be escaped");
    if (!query || !query[1]) return true;
    struct target_field *fields = ARENA_NEW(arena, struct target_field, TARGET_FIELDS);
    out->fields = fields;
    struct str rest = {query + 1, length - (size_t)(query + 1 - text)}, part;
    while (str_split(&rest, '&', &part)) {
        if (!part.n) continue;
        if (out->count == TARGET_FIELDS)
            return err_set(err, ERR_TOO_LARGE, "The address has more than %d fields",
                           TARGET_FIELDS);
        const char *equals = memchr(part.p, '=', part.n);
        struct str name = {part.p, equals ? (size_t)(equals - part.p) : part.n};
        struct str value = {name.p + name.n, 0};
        if (equals) value = (struct str){equals + 1, part.n - name.n - 1};
        struct target_field *field = &fields[out->count];
        if (!decode(arena, name, &field->name, err) || !decode(arena, value, &field->value, err))
            return false;
        if (target_value(out, field->name))
            return err_set(err, ERR_INPUT, "The address says '%.40s' twice", field->name);
        out->count++;
    }
    return true;
}

const char *target_value(const struct target *target, const char *name) {
    for (size_t i = 0; i < target->count; i++)
        if (strcmp(target->fields[i].name, name) == 0) return target->fields[i].value;
    return NULL;
}

/* Lead and deadline behind an action's words; see tail.h.
 *
 * SPDX-License-Identifier: MIT */
#include "tail.h"

#include "heading.h"
#include "lead.h"

#include <string.h>

#define KEY_BYTES 24

static struct str without_signs(struct str s) {
    s = str_trim(s);
    while (s.n && strchr(" .,;:()[]-", s.p[s.n - 1])) s.n--;
    while (s.n && strchr(" .,;:([-", s.p[0])) s = (struct str){s.p + 1, s.n - 1};
    while (s.n >= 3 && memcmp(s.p + s.n - 3, "\xe2\x80\x93", 3) == 0)
        s = str_trim((struct str){s.p, s.n - 3});
    while (s.n >= 3 && memcmp(s.p, "\xe2\x80\x93", 3) == 0)
        s = str_trim((struct str){s.p + 3, s.n - 3});
    return s;
}

/* A key that ends at the colon: where it begins, behind a stop or a bracket. */
static bool key_before(struct str text, size_t colon, size_t *begins, enum heading *heading) {
    size_t from = colon;
    while (from > 0 && !strchr(".;,([\n", text.p[from - 1])) {
        if (colon - from == KEY_BYTES) return false;
        from--;
    }
    struct str key = without_signs((struct str){text.p + from, colon - from});
    if (!key.n || from == 0) return false;
    *heading = heading_read(key);
    *begins = from;
    return *heading == HEADING_LEAD || *heading == HEADING_ACCOUNTABLE ||
           *heading == HEADING_DEADLINE;
}

/* 'Head of Midwifery, by 31 March 2023' behind 'Lead:': what stands after the last comma may be by
 * when. */
static void part_lead(const struct deadline_context *context, struct arena *arena,
                      struct tail *out) {
    size_t at = out->lead.n;
    while (at > 0 && !strchr(",;", out->lead.p[at - 1])) at--;
    struct str part = str_trim((struct str){out->lead.p + at, out->lead.n - at});
    struct deadline d;
    if (at == 0 || !part.n) return;
    deadline_read(part, context, arena, &d);
    if (d.kind == DEADLINE_UNREAD || d.kind == DEADLINE_NONE) return;
    out->due = part;
    out->lead = without_signs((struct str){out->lead.p, at - 1});
}

static bool read_keys(struct str text, struct tail *out) {
    size_t title = 0, value = 0;
    struct str *into = NULL;
    for (size_t i = 0; i < text.n; i++) {
        size_t begins;
        enum heading heading;
        if (text.p[i] != ':' || !key_before(text, i, &begins, &heading)) continue;
        if (into)
            *into = without_signs((struct str){text.p + value, begins - value});
        else
            title = begins;
        into = heading == HEADING_DEADLINE ? &out->due : &out->lead;
        value = i + 1;
    }
    if (!into) return false;
    *into = without_signs((struct str){text.p + value, text.n - value});
    out->title = without_signs((struct str){text.p, title});
    out->says = true;
    return out->title.n > 0;
}

static bool is_day(struct str part, const struct deadline_context *context, struct arena *arena) {
    struct deadline d;
    deadline_read(part, context, arena, &d);
    return d.to != DATE_NONE && deadline_certain(&d);
}

/* Takes a part that is a post, a group or a date. */
static bool take(struct str part, const struct deadline_context *context, struct arena *arena,
                 struct tail *out) {
    part = str_trim(part);
    if (!part.n) return false;
    if (!out->due.n && is_day(part, context, arena)) {
        out->due = part;
        return true;
    }
    size_t words = 1;
    for (size_t i = 0; i < part.n; i++) words += part.p[i] == ' ';
    enum lead_part kind = words <= 6 ? lead_classify(part, arena) : LEAD_OTHER;
    bool capital = part.p[0] >= 'A' && part.p[0] <= 'Z';
    if (out->lead.n || !capital || (kind != LEAD_POST && kind != LEAD_GROUP)) return false;
    out->lead = part;
    return true;
}

/* '(Head of Information, June 2019)' at the end: all of it is known, or nothing is taken. */
static bool read_bracket(struct str text, const struct deadline_context *context,
                         struct arena *arena, struct tail *out) {
    struct str end = str_trim(text);
    if (end.n && end.p[end.n - 1] == '.') end.n--;
    if (!end.n || !strchr(")]", end.p[end.n - 1])) return false;
    char open = end.p[end.n - 1] == ')' ? '(' : '[';
    size_t at = end.n - 1;
    while (at > 0 && end.p[at] != open) at--;
    if (at == 0) return false;
    struct str inside = {end.p + at + 1, end.n - at - 2}, part;
    struct tail found = *out;
    char separator = memchr(inside.p, ';', inside.n) ? ';' : ',';
    struct str rest = inside;
    bool all = true;
    while (all && str_split(&rest, separator, &part)) all = take(part, context, arena, &found);
    if (!all) {
        found = *out;
        if (!take(inside, context, arena, &found)) return false;
    }
    *out = found;
    out->title = without_signs((struct str){end.p, at});
    return true;
}

/* ' - Medical Director - September 2019' */
static bool read_dashes(struct str text, const struct deadline_context *context,
                        struct arena *arena, struct tail *out) {
    static const char *const dashes[] = {" - ", " \xe2\x80\x93 "};
    struct str rest = str_trim(text);
    bool any = false;
    for (;;) {
        size_t at = 0, width = 0;
        for (size_t i = rest.n; i-- > 1 && !at;)
            for (size_t d = 0; d < 2; d++) {
                size_t n = strlen(dashes[d]);
                if (rest.n - i < n || memcmp(rest.p + i, dashes[d], n) != 0) continue;
                at = i;
                width = n;
            }
        if (!at) break;
        struct str part = {rest.p + at + width, rest.n - at - width};
        if (part.n && part.p[part.n - 1] == '.') part.n--;
        if (!take(part, context, arena, out)) break;
        rest = str_trim((struct str){rest.p, at});
        any = true;
    }
    if (any) out->title = rest;
    return any;
}

/* '... by March 2020': the words stay. */
static void read_by(const struct deadline_context *context, struct arena *arena, struct tail *out) {
    for (size_t i = out->title.n; i-- > 1;) {
        if (out->title.n - i < 5 || memcmp(out->title.p + i, " by ", 4) != 0) continue;
        struct str part = {out->title.p + i + 4, out->title.n - i - 4};
        if (part.n && part.p[part.n - 1] == '.') part.n--;
        if (is_day(part, context, arena)) out->due = part;
        return;
    }
}

void tail_read(struct str text, const struct deadline_context *context, struct arena *arena,
               struct tail *out) {
    *out = (struct tail){.title = text, .lead = {"", 0}, .due = {"", 0}};
    const struct tail nothing = *out;
    if (read_keys(text, out)) {
        if (!out->due.n) part_lead(context, arena, out);
    } else {
        *out = nothing;
        if (!read_bracket(text, context, arena, out)) read_dashes(text, context, arena, out);
        /* A group behind the words may be anything: a lead only where a date stands with it. */
        if (out->lead.n && !out->due.n && lead_classify(out->lead, arena) == LEAD_GROUP)
            *out = nothing;
    }
    if (!out->due.n) read_by(context, arena, out);
}

/* Who leads; see lead.h. A line is parts between dashes, brackets, commas and slashes, each a name,
 * a post or a group; parts are gathered into leads that have one post and one group at most.
 *
 * SPDX-License-Identifier: MIT */
#include "lead.h"
#include "lead_words.h"

#include "heading.h"

#include <string.h>

/* What a line is split at, from the weakest to the strongest. */
enum cut { CUT_NONE, CUT_COMMA, CUT_DASH, CUT_BRACKET, CUT_COLON, CUT_AND, CUT_SLASH, CUT_END };

struct piece {
    struct str text;
    enum lead_part part;
    enum cut before;
};

#define PIECES 64

static bool starts(struct str text, size_t at, const char *what) {
    size_t n = strlen(what);
    return text.n - at >= n && memcmp(text.p + at, what, n) == 0;
}

/* A separator at a place: how long it is. A hyphen within a word is none. */
static size_t cut_at(struct str text, size_t at, enum cut *cut) {
    static const struct {
        const char *sign;
        enum cut cut;
    } cuts[] = {{" and ", CUT_AND},         {" & ", CUT_AND},
                {" + ", CUT_AND},           {" \xe2\x80\x93 ", CUT_DASH},
                {" - ", CUT_DASH},          {"\xe2\x80\x93", CUT_DASH},
                {"\xe2\x80\x94", CUT_DASH}, {" -", CUT_DASH},
                {"- ", CUT_DASH},           {"(", CUT_BRACKET},
                {")", CUT_BRACKET},         {"[", CUT_BRACKET},
                {"]", CUT_BRACKET},         {":", CUT_COLON},
                {",", CUT_COMMA},           {"/", CUT_SLASH},
                {";", CUT_SLASH},           {"|", CUT_SLASH}};
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++)
        if (starts(text, at, cuts[i].sign)) {
            *cut = cuts[i].cut;
            return strlen(cuts[i].sign);
        }
    return 0;
}

static size_t split(struct str text, struct piece *pieces, struct arena *arena) {
    size_t count = 0, from = 0;
    enum cut before = CUT_NONE;
    for (size_t i = 0; i <= text.n && count < PIECES;) {
        enum cut cut = CUT_END;
        size_t n = i < text.n ? cut_at(text, i, &cut) : 0;
        if (i < text.n && !n) {
            i++;
            continue;
        }
        struct str part = str_trim((struct str){text.p + from, i - from});
        if (part.n) {
            pieces[count++] = (struct piece){part, lead_classify(part, arena), before};
            before = CUT_NONE;
        }
        if (cut > before) before = cut;
        if (i == text.n) break;
        i += n;
        from = i;
    }
    return count;
}

static void glue(struct piece *pieces, size_t *count, size_t at) {
    struct piece *a = &pieces[at], *b = &pieces[at + 1];
    a->text.n = (size_t)(b->text.p + b->text.n - a->text.p);
    memmove(b, b + 1, (*count - at - 2) * sizeof *b);
    --*count;
}

/* 'Director of Nursing and Quality', 'Health, Housing and Care team', 'Quality & Safety Board' are
 * one part: 'and', '&' and commas part only what could stand alone. */
static void glue_words(struct piece *pieces, size_t *count, struct arena *arena) {
    for (size_t i = 0; i + 1 < *count;) {
        struct piece *a = &pieces[i], *b = &pieces[i + 1];
        bool alone = b->part == LEAD_NAME || b->part == LEAD_POST;
        bool keep = true;
        const struct piece *c = i + 2 < *count ? b + 1 : NULL;
        if (b->before == CUT_AND)
            keep = (a->part == LEAD_NAME && alone) || (a->part == LEAD_POST && alone) ||
                   (a->part == LEAD_GROUP && b->part == LEAD_POST);
        struct lead_words w, v;
        lead_words_of(b->text, &w);
        lead_words_of(a->text, &v);
        /* 'Commissioning & Markets Lead' is one post, 'CCG and Chief Nurse' are two leads. */
        if (b->before == CUT_AND && a->part == LEAD_GROUP && b->part == LEAD_POST)
            keep = v.acronyms > 0 || v.count > 2 || v.bodies > 0;
        /* 'Living Well, Ageing Well workstream - Jane Smith' begins with a group. */
        if (b->before == CUT_COMMA && a->part == LEAD_NAME && b->part == LEAD_GROUP && c &&
            c->part == LEAD_NAME && (c->before == CUT_DASH || c->before == CUT_BRACKET))
            keep = false;
        /* 'Council and CCG', 'Safety Team and Contracts Team': each ends as a body does, and no
         * post stands before them that is theirs. */
        if (b->before == CUT_AND && a->part == LEAD_GROUP && b->part == LEAD_GROUP)
            keep = (i == 0 || pieces[i - 1].part != LEAD_POST) && lead_is_body(a->text) &&
                   lead_is_body(b->text) && (v.acronyms == v.count || v.count > 1 || w.count == 1);
        /* 'Head of Commissioning (Mental Health, Disability and Autism)' */
        if (b->before == CUT_COMMA && a->before == CUT_BRACKET && a->text.p[-1] == '(' &&
            a->part == LEAD_GROUP && b->part == LEAD_GROUP && !v.acronyms && !w.acronyms)
            keep = false;
        if (b->before == CUT_COMMA && a->part == LEAD_OTHER && b->part != LEAD_NAME) keep = false;
        /* 'Live Healthy, Live Happy partnership' */
        if (b->before == CUT_COMMA && b->part == LEAD_OTHER) keep = false;
        if (keep) {
            i++;
            continue;
        }
        glue(pieces, count, i);
        pieces[i].part = lead_classify(pieces[i].text, arena);
        if (i) i--;
    }
}

static void part_at(struct piece *pieces, size_t *count, size_t i, size_t at, enum cut cut,
                    struct arena *arena) {
    if (*count == PIECES) return;
    memmove(&pieces[i + 1], &pieces[i], (*count - i) * sizeof *pieces);
    ++*count;
    struct str text = pieces[i].text;
    pieces[i].text = str_trim((struct str){text.p, at});
    pieces[i + 1].text = str_trim((struct str){text.p + at, text.n - at});
    pieces[i + 1].before = cut;
    pieces[i].part = lead_classify(pieces[i].text, arena);
    pieces[i + 1].part = lead_classify(pieces[i + 1].text, arena);
}

/* Leads that stand in one line without a sign between them; whether there were any. A group before
 * a name leads itself, as it does in a line of its own: its end is one of a lead. */
static bool part_joined(struct piece *pieces, size_t *count, struct arena *arena) {
    bool parted = false;
    for (size_t i = 0; i < *count; i++) {
        struct str text = pieces[i].text;
        size_t at = pieces[i].part == LEAD_GROUP ? lead_name_behind(text) : 0;
        if (at) {
            part_at(pieces, count, i, at, CUT_END, arena);
            parted = true;
        } else if (pieces[i].part == LEAD_POST && text.n > 8 && starts(text, 0, "SRO ")) {
            part_at(pieces, count, i, 4, CUT_SLASH, arena);
            parted = true;
        }
    }
    return parted;
}

struct gathering {
    struct arena *arena;
    struct leads *out;
    size_t capacity;
    struct label label;
    struct str post, group; /* of the lead that is gathered */
    struct str names, other;
    size_t name_count;
    struct str context_group, context_post; /* from a line that named no more than that */
    const char *line;
    bool own_group, accountable;
};

static bool generic(struct str post, struct arena *arena) {
    static const char *const known[] = {" sro ",
                                        " lead ",
                                        " leads ",
                                        " operational lead ",
                                        " operational leads ",
                                        " clinical lead ",
                                        " clinical leads ",
                                        " chair ",
                                        " co chair ",
                                        " co chairs ",
                                        " chairs ",
                                        " executive lead ",
                                        " owner ",
                                        " deputy ",
                                        " senior responsible owner ",
                                        " senior responsible officer ",
                                        " managerial lead ",
                                        " programme lead ",
                                        " project lead ",
                                        " vice chair ",
                                        " accountable officer ",
                                        " responsible officer "};
    const char *words = heading_words(post, arena);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(words, known[i]) == 0) return true;
    return false;
}

static struct lead *add(struct gathering *g) {
    if (g->out->count == g->capacity) {
        struct lead *old = g->out->items;
        g->capacity = g->capacity ? g->capacity * 2 : 8;
        g->out->items = ARENA_NEW(g->arena, struct lead, g->capacity);
        if (old) memcpy(g->out->items, old, g->out->count * sizeof *old);
    }
    struct lead *lead = &g->out->items[g->out->count++];
    *lead = (struct lead){.organisation = "", .doubt = "", .found = g->line, .label = g->label};
    return lead;
}

static bool accountable(struct str post, struct arena *arena) {
    const char *words = heading_words(post, arena);
    static const char *const signs[] = {" sro ",
                                        " senior responsible ",
                                        " accountable lead ",
                                        " accountable executive ",
                                        " executive lead ",
                                        " executive sponsor "};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (strstr(words, signs[i])) return true;
    return false;
}

/* One lead a name, where a name is all there is. */
static void add_names(struct gathering *g) {
    struct str rest = g->names;
    while (rest.n) {
        size_t n = 0, cut_length = 0;
        enum cut cut;
        for (; n < rest.n; n++)
            if ((cut_length = cut_at(rest, n, &cut)) &&
                (cut == CUT_SLASH || cut == CUT_AND || cut == CUT_COMMA))
                break;
        struct str name = str_trim((struct str){rest.p, n});
        rest = n < rest.n ? (struct str){rest.p + n + cut_length, rest.n - n - cut_length}
                          : (struct str){"", 0};
        if (!name.n) continue;
        struct lead *lead = add(g);
        lead->title = arena_copy(g->arena, name.p, name.n);
        lead->is_person = true;
        if (g->group.n) lead->organisation = arena_copy(g->arena, g->group.p, g->group.n);
        lead->doubt = "it is a person's name and no post stands with it";
    }
}

/* 'JS' for somebody, where it is no group that goes by two letters. */
static bool initials(struct str text) {
    static const char *const known[] = {"LA", "HR", "IT", "PH", "GP", "OD", "QI",
                                        "PR", "ED", "IG", "BI", "UK", "PC", "MH"};
    if (text.n != 2 || text.p[0] < 'A' || text.p[0] > 'Z' || text.p[1] < 'A' || text.p[1] > 'Z')
        return false;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (str_is(text, known[i])) return false;
    return true;
}

static void finish(struct gathering *g) {
    struct str post = g->post, group = g->group;
    if (!post.n && g->name_count) post = g->context_post;
    if (!post.n && !group.n && !g->name_count && !g->other.n) return;
    if (post.n) {
        bool general = generic(post, g->arena);
        if (!group.n && general) group = g->context_group;
        if (general && group.n && !g->context_group.n) g->context_group = group;
        struct lead *lead = add(g);
        lead->accountable = g->accountable || accountable(post, g->arena);
        lead->title = group.n ? arena_printf(g->arena, "%.*s, %.*s", (int)post.n, post.p,
                                             (int)group.n, group.p)
                              : arena_copy(g->arena, post.p, post.n);
        if (group.n) lead->organisation = arena_copy(g->arena, group.p, group.n);
        if (general && !group.n)
            lead->doubt = "the post alone does not say whose it is";
        else if (g->other.n)
            lead->doubt = "words stand with it that are neither a post nor a group";
    } else if (g->name_count &&
               (g->own_group || !g->context_group.n || g->group.n || g->label.kind != LABEL_NONE)) {
        if (g->own_group || g->group.n) {
            /* 'Jane Smith for the council', 'Jane Smith – public health': a group, and no post. */
            struct lead *lead = add(g);
            lead->title = arena_printf(g->arena, "Lead for %.*s", (int)g->group.n, g->group.p);
            lead->organisation = arena_copy(g->arena, g->group.p, g->group.n);
            lead->doubt = "a person is named for a group, and no post";
        } else {
            add_names(g);
        }
    } else if (g->name_count) {
        struct lead *lead = add(g);
        lead->title =
            arena_printf(g->arena, "Lead for %.*s", (int)g->context_group.n, g->context_group.p);
        lead->organisation = arena_copy(g->arena, g->context_group.p, g->context_group.n);
        lead->doubt = "a person is named for a group, and no post";
    } else {
        struct str title = group.n ? group : g->other;
        struct lead *lead = add(g);
        lead->title = arena_copy(g->arena, title.p, title.n);
        if (group.n) lead->organisation = lead->title;
        if (!group.n)
            lead->doubt = "it is not known as a post, a group or a name";
        else if (g->other.n)
            lead->doubt = "words stand with it that are neither a post nor a group";
        else if (initials(group))
            lead->doubt = "it may be the initials of a person";
    }
    g->post = g->group = g->names = g->other = (struct str){"", 0};
    g->name_count = 0;
    g->own_group = g->accountable = false;
}

static bool nobody(struct str text, struct arena *arena) {
    static const char *const signs[] = {" tbc ",
                                        " to be confirmed ",
                                        " tba ",
                                        " tbd ",
                                        " to be agreed ",
                                        " to be identified ",
                                        " vacant ",
                                        " vacancy ",
                                        " to be appointed ",
                                        " n a ",
                                        " none ",
                                        " to be determined "};
    const char *words = heading_words(text, arena);
    if (words[1] == '\0') return true;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (strcmp(words, signs[i]) == 0) return true;
    return false;
}

/* 'Jane Smith for STP': the words after 'for' are a group. */
static size_t for_group(struct str text) {
    for (size_t i = 1; i + 5 < text.n; i++)
        if (starts(text, i, " for ") || starts(text, i, " from ")) return i;
    return 0;
}

/* 'SRO: Chief Nurse', 'Delivery: Head of Wards': what the one behind it is to do. */
static bool is_duty(const struct piece *piece, const struct piece *next, struct arena *arena) {
    static const char *const duties[] = {" lead officer ", " responsible ",       " accountable ",
                                         " delivery ",     " operational ",       " sponsor ",
                                         " action owner ", " action lead ",       " exec lead ",
                                         " officer ",      " responsible person "};
    if (!next || next->before != CUT_COLON || next->part != LEAD_POST) return false;
    const char *words = heading_words(piece->text, arena);
    for (size_t i = 0; i < sizeof duties / sizeof duties[0]; i++)
        if (strcmp(words, duties[i]) == 0) return true;
    return generic(piece->text, arena);
}

/* Where 'with support from finance' begins, which leads nothing; 0: nowhere. */
static size_t support_at(struct str text, struct arena *arena) {
    static const char *const signs[] = {
        " with support from ", " with support of ",     " supported by ",
        " with input from ",   " assisted by ",         " in partnership with ",
        " together with ",     " in conjunction with ", " working with ",
        " in liaison with ",   " in consultation with "};
    char *lower = arena_copy(arena, text.p, text.n);
    for (char *c = lower; *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c |= 0x20;
    size_t first = 0;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        const char *at = strstr(lower, signs[i]);
        if (at && at > lower && (!first || (size_t)(at - lower) < first))
            first = (size_t)(at - lower);
    }
    return first;
}

/* 'Responsible: Head of Housing. Accountable: Director': a full stop behind a long word. */
static bool has_sentences(struct str text) {
    for (size_t i = 4; i + 2 < text.n; i++) {
        bool word = true;
        for (size_t k = i - 4; k < i; k++) word &= text.p[k] >= 'a' && text.p[k] <= 'z';
        if (word && starts(text, i, ". ")) return true;
    }
    return false;
}

static void doubt_all(struct leads *leads, size_t from, const char *doubt) {
    for (size_t i = from; i < leads->count; i++)
        if (!*leads->items[i].doubt) leads->items[i].doubt = doubt;
}

/* next is the piece behind it, or NULL. */
static void take_piece(struct gathering *g, const struct piece *piece, const struct piece *next) {
    bool strong = piece->before == CUT_SLASH || piece->before == CUT_AND;
    if (piece->before == CUT_END) {
        g->context_group = g->group;
        finish(g);
    }
    /* A name after a slash shares the post before it, unless a post or group of its own follows. */
    bool own = next && next->before != CUT_SLASH && next->before != CUT_AND &&
               (next->part == LEAD_POST || next->part == LEAD_GROUP);
    switch (piece->part) {
    case LEAD_NAME:
        if (strong && g->name_count && (g->post.n || g->own_group) && own)
            finish(g);
        else if (strong && g->name_count == 0 && (g->post.n || g->group.n))
            finish(g);
        else if (g->name_count && !strong && piece->before != CUT_COMMA)
            finish(g);
        if (g->name_count == 0)
            g->names = piece->text;
        else
            g->names.n = (size_t)(piece->text.p + piece->text.n - g->names.p);
        g->name_count++;
        break;
    case LEAD_POST:
        /* 'Chief Nurse (SRO)' is one. */
        if (g->post.n && !strong && str_is(piece->text, "SRO")) {
            g->accountable = true;
            break;
        }
        if (g->post.n || (strong && g->name_count == 0 && g->group.n)) finish(g);
        g->post = piece->text;
        break;
    case LEAD_GROUP:
        if (g->group.n || (strong && (g->post.n || g->name_count))) finish(g);
        g->group = piece->text;
        g->own_group = g->name_count > 0;
        break;
    default:
        if (strong) finish(g);
        if (!g->other.n) g->other = piece->text;
    }
}

static void read_line(struct gathering *g, const struct document_line *line) {
    struct str text = str_trim(str_of(line->text));
    if (!text.n) return;
    g->line = arena_copy(g->arena, text.p, text.n);
    g->label = (struct label){0};
    size_t length;
    struct label label;
    if (*line->label && label_word(str_of(line->label), &label)) g->label = label;
    if (!*line->label && label_read(text, &label, &length)) {
        if (label.kind != LABEL_BULLET) g->label = label;
        text = str_trim((struct str){text.p + length, text.n - length});
    }
    if (nobody(text, g->arena)) {
        g->out->doubt = "nobody is named yet";
        return;
    }
    const char *doubt = has_sentences(text) ? "several sentences stand in it" : "";
    size_t at = support_at(text, g->arena);
    if (at) {
        doubt = arena_printf(g->arena, "others stand with it who do not lead: '%.*s'",
                             (int)(text.n - at - 1 < 60 ? text.n - at - 1 : 60), text.p + at + 1);
        while (at && strchr(" ,;-", text.p[at - 1])) at--;
        text.n = at;
    }
    while (text.n > 1 && text.p[text.n - 1] == '*') {
        doubt = "the mark of a note stands behind it";
        text = str_trim((struct str){text.p, text.n - 1});
    }
    at = for_group(text);
    struct piece pieces[PIECES];
    if (at && lead_classify((struct str){text.p, at}, g->arena) == LEAD_NAME) {
        size_t skip = starts(text, at, " for ") ? 5 : 6;
        g->names = (struct str){text.p, at};
        g->name_count = 1;
        g->group = str_trim((struct str){text.p + at + skip, text.n - at - skip});
        g->own_group = true;
        finish(g);
        return;
    }
    size_t count = split(text, pieces, g->arena);
    glue_words(pieces, &count, g->arena);
    bool parted = part_joined(pieces, &count, g->arena);
    size_t had = g->out->count;
    bool colon = text.p[text.n - 1] == ':';
    /* A line with no more than a group or a post is what the lines below it stand under. */
    if (count == 1 && colon && pieces[0].part != LEAD_NAME) {
        if (pieces[0].part == LEAD_POST)
            g->context_post = pieces[0].text;
        else
            g->context_group = pieces[0].text;
        return;
    }
    size_t listed = 0;
    bool bodies = false, glued = false;
    for (size_t i = 0; i < count; i++) {
        const struct piece *next = i + 1 < count ? &pieces[i + 1] : NULL;
        if (is_duty(&pieces[i], next, g->arena)) {
            finish(g);
            g->accountable = accountable(pieces[i].text, g->arena) ||
                             strcmp(heading_words(pieces[i].text, g->arena), " accountable ") == 0;
            continue;
        }
        if (count > 1 && nobody(pieces[i].text, g->arena)) {
            doubt = "it is to be confirmed";
            continue;
        }
        struct lead_words w;
        lead_words_of(pieces[i].text, &w);
        listed += pieces[i].part == LEAD_GROUP && (i == 0 || pieces[i].before == CUT_COMMA);
        bodies |= w.bodies || w.acronyms;
        glued |= w.small > 0 || memchr(pieces[i].text.p, '&', pieces[i].text.n);
        take_piece(g, &pieces[i], next);
    }
    finish(g);
    if (parted)
        doubt_all(g->out, had, "several leads stand in one line without a sign between them");
    if (count > 1 && listed == count && !bodies && glued)
        doubt_all(g->out, had, "its commas may part one name or several");
    if (*doubt) doubt_all(g->out, had, doubt);
    for (size_t i = had; i < g->out->count; i++)
        if (strchr(g->out->items[i].title, '@') && !*g->out->items[i].doubt)
            g->out->items[i].doubt = "it is an address of e-mail";
    if (count == 1 && pieces[0].part == LEAD_GROUP && g->label.kind == LABEL_NONE)
        g->context_group = pieces[0].text;
}

static bool same_lead(const struct lead *a, const struct lead *b, struct arena *arena) {
    return a->label.kind == b->label.kind && a->label.number == b->label.number &&
           strcmp(heading_words(str_of(a->title), arena), heading_words(str_of(b->title), arena)) ==
               0;
}

void lead_read(const struct document_line *lines, size_t count, struct arena *arena,
               struct leads *out) {
    *out = (struct leads){.doubt = ""};
    struct gathering g = {.arena = arena, .out = out};
    g.post = g.group = g.names = g.other = g.context_group = g.context_post = (struct str){"", 0};
    lines = lead_lines(lines, &count, arena);
    for (size_t i = 0; i < count; i++) read_line(&g, &lines[i]);
    /* A group that only stood above names, or above nothing. */
    if (out->count == 0 && g.context_group.n) {
        g.group = g.context_group;
        g.context_group = (struct str){"", 0};
        finish(&g);
    }
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++) {
        bool twice = false;
        for (size_t k = 0; k < kept && !twice; k++)
            twice = same_lead(&out->items[i], &out->items[k], arena);
        if (!twice) out->items[kept++] = out->items[i];
    }
    out->count = kept;
}

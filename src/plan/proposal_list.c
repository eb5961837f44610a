/* Plans written as lists under headings; see proposal_parts.h. 'Workstream B', 'Recommendation' and
 * its sentence, 'Key actions delivered' and its list.
 *
 * SPDX-License-Identifier: MIT */
#include "proposal_parts.h"
#include "stage.h"

#include <string.h>

/* A heading that is no more than a kind of part: 'CQC recommendation', 'Tasks outstanding'. One
 * with words of its own, 'Recommendation 3: share records', is an item. */
static bool only_names(const char *text, enum heading heading, struct arena *arena) {
    static const char *const usual[] = {" key ",         " actions ",
                                        " action ",      " delivered ",
                                        " response ",    " recommendation ",
                                        " the ",         " recommendations ",
                                        " to ",          " in ",
                                        " tasks ",       " task ",
                                        " s ",           " outstanding ",
                                        " cqc ",         " agreed ",
                                        " our ",         " completed ",
                                        " and ",         " next ",
                                        " steps ",       " areas ",
                                        " area ",        " for ",
                                        " improvement ", " what ",
                                        " we ",          " will ",
                                        " do ",          " have ",
                                        " done ",        " owner ",
                                        " lead ",        " milestones ",
                                        " remaining ",   " not ",
                                        " yet ",         " ongoing ",
                                        " of ",          " required ",
                                        " planned ",     " regulator ",
                                        " inspection ",  " must ",
                                        " should ",      " taken "};
    const char *words = heading_words(str_of(text), arena);
    bool item = heading == HEADING_RECOMMENDATION || heading == HEADING_ACTION ||
                heading == HEADING_MILESTONE;
    /* 'Summary and recommendations' stands on the front page of a paper: what a board is asked. */
    if (!item || strstr(words, " summary ")) return false;
    size_t own = 0;
    for (const char *at = words; at[0] && at[1];) {
        const char *end = strchr(at + 1, ' ');
        char word[64];
        size_t n = end ? (size_t)(end - at) + 1 : 0;
        if (!n) break;
        bool known = false;
        if (n < sizeof word) {
            memcpy(word, at, n);
            word[n] = '\0';
            for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
                known |= strcmp(word, usual[i]) == 0;
        }
        own += !known;
        at = end;
    }
    return own <= 1;
}

static const char *section_ref(const char *heading, struct arena *arena) {
    /* 'Workstream B - ...', 'Theme 2: ...': the word before the dash. */
    static const char *const words[] = {"workstream ", "theme ",         "priority ", "area ",
                                        "section ",    "objective ",     "domain ",   "programme ",
                                        "strand ",     "recommendation "};
    struct str text = str_trim(str_of(heading));
    struct label label;
    size_t length;
    for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
        size_t n = strlen(words[w]);
        bool same = text.n > n;
        for (size_t i = 0; same && i < n; i++) same = (text.p[i] | 0x20) == words[w][i];
        if (!same) continue;
        size_t end = n;
        while (end < text.n && text.p[end] != ' ' && text.p[end] != ':') end++;
        if (label_word((struct str){text.p + n, end - n}, &label))
            return arena_copy(arena, label.text.p, label.text.n);
    }
    if (label_read(text, &label, &length) && label.kind != LABEL_BULLET)
        return arena_copy(arena, label.text.p, label.text.n);
    return "";
}

bool proposal_names_items(struct str text, struct arena *arena) {
    if (!text.n || text.n > 120 || strchr(".;,?!", text.p[text.n - 1])) return false;
    return only_names(arena_copy(arena, text.p, text.n), heading_read(text), arena);
}

bool proposal_is_heading(struct str text, struct arena *arena) {
    if (!text.n || text.n > 120 || strchr(".;,?!", text.p[text.n - 1])) return false;
    const char *line = arena_copy(arena, text.p, text.n);
    if (proposal_names_items(text, arena)) return true;
    struct label label;
    size_t length;
    return *section_ref(line, arena) && !label_read(text, &label, &length);
}

void proposal_settle_ref(struct proposal_reader *r) {
    if (!r->next_ref) return;
    const char *ref = r->next_ref, *place = r->next_ref_place;
    r->next_ref = NULL;
    const char *title = arena_printf(r->arena, "Recommendation %s", ref);
    proposal_new_recommendation(r, ref, title, place);
    proposal_doubt(r, proposal_field(r->recommendation, "title"),
                   "no words stand under its number");
    r->section = HEADING_ACTION;
}

/* 'Recommendation 3', alone or with its words behind a colon or dash; whether the block is one. */
static bool numbered(struct proposal_reader *r, const struct document_block *block) {
    static const char word[] = "recommendation ";
    struct str text = str_trim(str_of(block->text));
    if (*block->label || text.n < sizeof word) return false;
    for (size_t i = 0; word[i]; i++)
        if ((text.p[i] | 0x20) != (word[i] | 0x20)) return false;
    size_t from = sizeof word - 1, end = from;
    while (end < text.n && !strchr(" :\n", text.p[end])) end++;
    struct label label;
    if (!label_word((struct str){text.p + from, end - from}, &label)) return false;
    struct str rest = str_trim((struct str){text.p + end, text.n - end});
    bool parted = end > from && strchr(".)", text.p[end - 1]);
    static const char *const signs[] = {":", "-", "\xe2\x80\x93"};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t n = strlen(signs[i]);
        if (rest.n < n || memcmp(rest.p, signs[i], n) != 0) continue;
        rest = str_trim((struct str){rest.p + n, rest.n - n});
        parted = true;
        break;
    }
    if (rest.n && !parted) return false;
    const char *ref = arena_copy(r->arena, label.text.p, label.text.n);
    proposal_settle_ref(r);
    group_flush(r);
    r->in_tables = r->has_before = false;
    r->leads_in = NULL;
    r->section_stage = "";
    r->section_level = 0;
    r->next_ref = NULL;
    r->section = HEADING_ACTION;
    if (rest.n) {
        rest = proposal_unquoted(rest);
        proposal_new_recommendation(r, ref, arena_copy(r->arena, rest.p, rest.n), block->place);
        return true;
    }
    r->section = HEADING_RECOMMENDATION;
    r->next_ref = ref;
    r->next_ref_place = block->place;
    r->recommendation = NULL;
    r->actions = 0;
    return true;
}

static void new_heading(struct proposal_reader *r, const struct document_block *block) {
    const char *text =
        *block->label ? arena_printf(r->arena, "%s %s", block->label, block->text) : block->text;
    enum heading heading = heading_read(str_of(block->text));
    bool plan = strstr(heading_words(str_of(block->text), r->arena), " action plan ") != NULL;
    bool names = only_names(block->text, heading, r->arena);
    r->has_before = false;
    r->leads_in = NULL;
    if (!plan && names) {
        group_flush(r);
        r->section = heading;
        r->section_stage = heading_stage(str_of(block->text));
        r->section_level = 0;
        return;
    }
    group_flush(r);
    r->last = NULL;
    r->section = HEADING_NONE;
    r->section_stage = "";
    if (!plan && heading == HEADING_RECOMMENDATION && *section_ref(block->text, r->arena)) {
        /* 'Recommendation 3: share records' */
        const char *ref = section_ref(block->text, r->arena);
        struct str title = str_of(block->text);
        for (size_t i = 0; i < title.n; i++)
            if (title.p[i] == ':') {
                title = str_trim((struct str){title.p + i + 1, title.n - i - 1});
                break;
            }
        proposal_new_recommendation(r, ref, arena_copy(r->arena, title.p, title.n), block->place);
        r->section = HEADING_ACTION;
        return;
    }
    r->heading = plan ? NULL : text;
    r->heading_place = block->place;
    r->theme = NULL;
    r->recommendation = NULL;
    r->actions = 0;
}

/* 'Lead: ...', 'Deadline: ...' below an action. */
static bool attribute(struct proposal_reader *r, const struct document_block *block) {
    struct group *g = &r->group;
    const char *colon = strchr(block->text, ':');
    if (!g->open || !colon || colon - block->text > 40) return false;
    /* 'Train staff. Lead: head of training' is an action with its lead. */
    size_t words = 1;
    for (const char *c = block->text; c < colon; c++) {
        if (*c == '.' || *c == ',' || *c == '(') return false;
        words += *c == ' ';
    }
    if (words > 4) return false;
    enum heading heading = heading_read((struct str){block->text, (size_t)(colon - block->text)});
    struct str value = str_trim(str_of(colon + 1));
    const char *text = arena_copy(r->arena, value.p, value.n);
    struct document_line line = {.label = "", .text = text};
    switch (heading) {
    case HEADING_LEAD:
    case HEADING_ACCOUNTABLE:
    case HEADING_ORGANISATION:
        group_leads(r, &line, 1, block->place, heading);
        return true;
    case HEADING_DEADLINE:
        group_deadline_text(r, text, block->place);
        return true;
    case HEADING_STATUS:
        g->status = text;
        g->status_place = block->place;
        return true;
    case HEADING_PROGRESS:
        if (stage_read(value, r->arena).is_status && !(g->status && *g->status)) {
            g->status = text;
            g->status_place = block->place;
            return true;
        }
        g->progress = text;
        g->progress_place = block->place;
        return true;
    case HEADING_OUTCOME:
        g->outcome = text;
        g->outcome_place = block->place;
        return true;
    default:
        return false;
    }
}

/* 'Revised plans, which include:': a sheet has its parts on the same level as the item. */
static bool leads_in(const char *text, struct arena *arena) {
    static const char *const ends[] = {" include ",   " includes ",  " included ",
                                       " including ", " following ", " as follows "};
    struct str s = str_trim(str_of(text));
    if (s.n && s.p[s.n - 1] == ':') return true;
    const char *words = heading_words(s, arena);
    size_t n = strlen(words);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t k = strlen(ends[i]);
        if (n >= k && strcmp(words + n - k, ends[i]) == 0) return true;
    }
    return false;
}

static void new_action(struct proposal_reader *r, const struct document_block *block) {
    group_flush(r);
    if (r->leads_in && r->last)
        proposal_doubt(r, proposal_field(r->last, "title"),
                       "what it leads in may stand below it as items of their own");
    r->last = NULL;
    r->count_is_doubtful |= r->leads_in != NULL;
    if (r->leads_in)
        r->group.doubt = arena_printf(r->arena, "it may be a part of '%.*s...'",
                                      (int)str_cut(str_of(r->leads_in), 60).n, r->leads_in);
    if (leads_in(block->text, r->arena)) r->leads_in = block->text;
    /* Numbers of a list in a document belong to it; a bullet says nothing. */
    struct document_line line = {.label = block->label, .text = block->text, .level = block->level};
    struct group *g = &r->group;
    g->open = true;
    g->stage = r->section_stage;
    g->status_place = block->place;
    gather(r, &g->actions, &line, 1, block->place);
}

static void more_words(struct proposal_reader *r, const struct document_block *block) {
    struct group *g = &r->group;
    if (!g->actions.count) return;
    r->leads_in = NULL; /* its parts stand below it */
    struct document_line *line = &g->actions.lines[0];
    line->text = split_join(&g->words_grown, r->arena, line->text, " ", block->label);
    line->text =
        split_join(&g->words_grown, r->arena, line->text, *block->label ? " " : "", block->text);
}

bool proposal_says_none(const char *text, struct arena *arena) {
    const char *words = heading_words(str_of(text), arena);
    return strncmp(words, " no ", 4) == 0 || strncmp(words, " none ", 6) == 0 ||
           strncmp(words, " nil ", 5) == 0;
}

/* A short sentence that a text has under 'Recommendation' looks like a heading to its reader. */
static bool is_sentence(const struct proposal_reader *r, const struct document_block *block) {
    size_t n = strlen(block->text);
    if (r->section != HEADING_RECOMMENDATION || block->level > 0) return false;
    return strchr(".\"", block->text[n - 1]) || strncmp(block->text, "\xe2\x80\x9c", 3) == 0;
}

/* 'Action: Write to the family', 'Action 2: ...' below a recommendation: the words behind the colon
 * are an action; whether the block is one. */
static bool named_action(struct proposal_reader *r, const struct document_block *block) {
    const char *colon = strchr(block->text, ':');
    bool heading = block->kind == BLOCK_HEADING;
    if (!heading && ((r->section != HEADING_ACTION && !r->named) || block->kind != BLOCK_PARAGRAPH))
        return false;
    if (!colon || !colon[1] || colon - block->text > 20) return false;
    struct str key = str_trim((struct str){block->text, (size_t)(colon - block->text)});
    size_t n = key.n;
    while (n && strchr("0123456789. ", key.p[n - 1])) n--;
    if (heading_read((struct str){key.p, n}) != HEADING_ACTION || memchr(key.p, '.', n))
        return false;
    struct str words = str_trim(str_of(colon + 1)),
               number = str_trim((struct str){key.p + n, key.n - n});
    if (!words.n || (heading && !number.n)) return false;
    if (heading) r->section = HEADING_NONE;
    if (heading && r->recommendation_cell) {
        /* It is no action of a table before it. */
        group_flush(r);
        r->recommendation = NULL;
    }
    struct document_block own = *block;
    own.kind = BLOCK_ITEM;
    own.label = number.n ? arena_printf(r->arena, "%.*s.", (int)number.n, number.p) : "";
    own.text = arena_copy(r->arena, words.p, words.n);
    new_action(r, &own);
    return true;
}

void proposal_read_block(struct proposal_reader *r, const struct document_block *block) {
    if (!*block->text || numbered(r, block) || (r->named && proposal_named_reason(r, block)))
        return;
    if (block->kind == BLOCK_ITEM)
        proposal_expect(r, r->heading, block->place, r->heading ? r->heading : "", block->text,
                        true);
    struct document_block own = *block;
    if (block->kind == BLOCK_PARAGRAPH && !*block->label) {
        /* A text marks neither its headings nor the numbers of its items. */
        struct label label;
        size_t length;
        struct str text = str_of(block->text);
        if (proposal_names_items(text, r->arena)) {
            own.kind = BLOCK_HEADING;
        } else if (r->section == HEADING_ACTION && label_read(text, &label, &length) &&
                   label.kind != LABEL_BULLET && length < text.n) {
            own.label = arena_copy(r->arena, label.text.p, label.text.n);
            own.text = block->text + length;
        }
        block = &own;
    }
    bool sentence = block->kind == BLOCK_HEADING &&
                    (is_sentence(r, block) ||
                     (r->next_ref && !proposal_is_heading(str_of(block->text), r->arena)));
    if (r->in_tables) group_flush(r);
    r->in_tables = false;
    if (!sentence && block->kind != BLOCK_PARAGRAPH) proposal_settle_ref(r);
    if (block->kind == BLOCK_HEADING && !sentence) {
        if (named_action(r, block)) return;
        new_heading(r, block);
        return;
    }
    if (attribute(r, block) || named_action(r, block)) return;
    if (r->section == HEADING_RECOMMENDATION && (sentence || block->kind == BLOCK_PARAGRAPH)) {
        struct str title = proposal_unquoted(str_of(block->text));
        const char *ref = "";
        if (*block->label) ref = section_ref(arena_printf(r->arena, "%s ", block->label), r->arena);
        if (r->next_ref) {
            proposal_new_recommendation(r, r->next_ref, arena_copy(r->arena, title.p, title.n),
                                        block->place);
            r->next_ref = NULL;
            r->section = HEADING_ACTION; /* lists below it are its actions */
            return;
        }
        if (!*ref && r->heading && !r->recommendation) ref = section_ref(r->heading, r->arena);
        if (r->recommendation && r->actions == 0 && !*ref) {
            /* Its second paragraph. */
            struct proposal_item *item = r->recommendation;
            item->title = split_join(&r->title_grown, r->arena, item->title, " ",
                                     arena_copy(r->arena, title.p, title.n));
            proposal_field(item, "title")->value = item->title;
            return;
        }
        proposal_new_recommendation(r, ref, arena_copy(r->arena, title.p, title.n), block->place);
        return;
    }
    if (r->section == HEADING_RECOMMENDATION && block->kind == BLOCK_ITEM && block->level <= 1) {
        const char *ref = section_ref(arena_printf(r->arena, "%s ", block->label), r->arena);
        struct str title = proposal_unquoted(str_of(block->text));
        proposal_new_recommendation(r, ref, arena_copy(r->arena, title.p, title.n), block->place);
        return;
    }
    if (r->section == HEADING_ACTION && block->kind == BLOCK_ITEM) {
        if (!r->section_level) r->section_level = block->level;
        if (block->level <= r->section_level)
            new_action(r, block);
        else
            more_words(r, block);
        return;
    }
    if (r->section != HEADING_ACTION || block->kind != BLOCK_PARAGRAPH ||
        proposal_says_none(block->text, r->arena))
        return;
    if (*block->label) {
        new_action(r, block);
        return;
    }
    proposal_note_unread(r, block->place,
                         "it stands under a heading of actions and is none: '%.*s'",
                         (int)str_cut(str_of(block->text), 100).n, block->text);
}

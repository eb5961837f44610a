/* What a plan's document says and no item has: each cell under a heading that is understood, and
 * each line of a list, is expected to be found again in the proposal, and named where it is not.
 *
 * Readers of rows and lists know many shapes. This knows none of them, so that what a new shape
 * makes them pass over is not lost in silence.
 *
 * SPDX-License-Identifier: MIT */
#include "proposal_parts.h"

#include "base/hash.h"

#include <ctype.h>
#include <string.h>

#define SEARCHES 1000 /* in all that is taken; what comes after them is named */
#define NAMED 8       /* cells of a row */
#define WORDS 40      /* bytes of each */
#define ROWS 100      /* that are named */

/* Places, by their hashes: open addressing, no more than half full. */
struct places {
    uint64_t *slots;
    size_t mask;
};

static void put(struct places *places, const char *place, size_t n) {
    uint64_t hash = hash_bytes(HASH_BEGIN, place, n) | 1;
    size_t at = hash_word(0, hash) & places->mask;
    while (places->slots[at] && places->slots[at] != hash) at = (at + 1) & places->mask;
    places->slots[at] = hash;
}

static bool has(const struct places *places, const char *place) {
    uint64_t hash = hash_bytes(HASH_BEGIN, place, strlen(place)) | 1;
    size_t at = hash_word(0, hash) & places->mask;
    while (places->slots[at] && places->slots[at] != hash) at = (at + 1) & places->mask;
    return places->slots[at] == hash;
}

/* A field may come from several places: 'line 4 column 5, line 5 column 5'. */
static size_t parts_of(const char *place) {
    size_t count = 2;
    for (const char *p = place; (p = strstr(p, ", ")); p += 2) count++;
    return count;
}

static void put_parts(struct places *places, const char *place) {
    put(places, place, strlen(place));
    for (const char *from = place, *end; *from; from = *end ? end + 2 : end) {
        end = strstr(from, ", ");
        if (!end) end = from + strlen(from);
        put(places, from, (size_t)(end - from));
    }
}

static struct places places_of(const struct proposal *out, struct arena *arena) {
    size_t count = 0;
    for (size_t i = 0; i < out->count; i++)
        for (size_t f = 0; f < out->items[i]->field_count; f++)
            count += parts_of(out->items[i]->fields[f].place);
    for (size_t i = 0; i < out->note_count; i++) count += parts_of(out->notes[i].place);
    struct places places = {.mask = 15};
    while (places.mask < 2 * count) places.mask = 2 * places.mask + 1;
    places.slots = ARENA_NEW(arena, uint64_t, places.mask + 1);
    for (size_t i = 0; i < out->count; i++)
        for (size_t f = 0; f < out->items[i]->field_count; f++)
            put_parts(&places, out->items[i]->fields[f].place);
    for (size_t i = 0; i < out->note_count; i++) put_parts(&places, out->notes[i].place);
    return places;
}

/* All that is taken, one after the other, for what is said in one place and taken with another. */
static struct buf texts_of(const struct proposal *out, struct arena *arena) {
    struct buf texts = buf_new(arena);
    for (size_t i = 0; i < out->count; i++)
        for (size_t f = 0; f < out->items[i]->field_count; f++) {
            buf_puts(&texts, out->items[i]->fields[f].found);
            buf_putc(&texts, '\n');
            buf_puts(&texts, out->items[i]->fields[f].value);
            buf_putc(&texts, '\n');
        }
    return texts;
}

void proposal_expect(struct proposal_reader *r, const void *row, const char *place,
                     const char *heading, const char *text, bool is_line) {
    bool says = false;
    for (const char *p = text; *p && !says; p++) says = isalnum((unsigned char)*p);
    const char *words = says ? heading_words(str_of(text), r->arena) : "";
    if (!says || proposal_says_none(text, r->arena) || strcmp(words, " n a ") == 0 ||
        strcmp(words, " not applicable ") == 0)
        return;
    GROUP_GROW(r->arena, r->expected, r->expected_count, r->expected_capacity,
               struct proposal_expected);
    r->expected[r->expected_count++] =
        (struct proposal_expected){row, place, heading, text, is_line};
}

/* Whether a field has words of that line: 'Lead: Head of Beds' is found as 'Head of Beds'. Several
 * lines of a page may have the same place. */
static bool has_part(const struct proposal *out, const struct proposal_expected *e) {
    for (size_t i = 0; i < out->count; i++)
        for (size_t f = 0; f < out->items[i]->field_count; f++) {
            const struct proposal_field *field = &out->items[i]->fields[f];
            if (*field->found && strcmp(field->place, e->place) == 0 &&
                strstr(e->text, field->found))
                return true;
        }
    return false;
}

static bool is_taken(const struct proposal *out, const struct proposal_expected *e,
                     const struct places *places, const struct buf *texts, size_t *searches) {
    if (!e->is_line) return has(places, e->place);
    if (*searches == SEARCHES) return false;
    (*searches)++;
    /* Its first line, or what may be all of it behind a number. */
    char line[200];
    size_t n = strcspn(e->text, "\n");
    if (n >= sizeof line) n = sizeof line - 1;
    memcpy(line, e->text, n);
    line[n] = '\0';
    return (texts->length && strstr(texts->text, line)) || (e->is_line && has_part(out, e));
}

void proposal_account(struct proposal_reader *r) {
    struct places places = places_of(r->out, r->arena);
    struct buf texts = texts_of(r->out, r->arena);
    size_t searches = 0, rows = 0;
    for (size_t i = 0; i < r->expected_count && !proposal_is_full(r);) {
        const struct proposal_expected *first = NULL;
        const void *row = r->expected[i].row;
        struct buf words = buf_new(r->arena);
        size_t count = 0;
        for (; i < r->expected_count && r->expected[i].row == row; i++) {
            const struct proposal_expected *e = &r->expected[i];
            if (is_taken(r->out, e, &places, &texts, &searches)) continue;
            if (!first) first = e;
            if (++count > NAMED) continue;
            struct str text = str_cut((struct str){e->text, strcspn(e->text, "\n")}, WORDS);
            struct str heading = str_cut(str_of(e->heading), WORDS);
            buf_printf(&words, "%s'%.*s%s'", count > 1 ? ", " : "", (int)text.n, text.p,
                       e->text[text.n] ? "..." : "");
            if (heading.n) buf_printf(&words, " under '%.*s'", (int)heading.n, heading.p);
        }
        if (!first || ++rows > ROWS) continue;
        if (count > NAMED) buf_printf(&words, " and %zu more", count - NAMED);
        proposal_note_unread(r, first->place, "not taken into any item: %s", words.text);
    }
    if (rows <= ROWS) return;
    proposal_note_unread(r, "the document", "not taken into any item: cells of %zu more rows",
                         rows - ROWS);
}

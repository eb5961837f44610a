/* What a plan has, and which item of a proposal is which; see merge.h.
 *
 * SPDX-License-Identifier: MIT */
#include "merge_parts.h"

#include "heading.h"

#include <string.h>

static const char *copy(struct merging *m, struct query *q, int column) {
    const char *text = query_text(q, column);
    return text ? arena_string(m->arena, text) : "";
}

static bool load_items(struct merging *m, const char *table, const char *sql, struct err *err) {
    struct query *q = query_new(m->db, sql, err);
    if (!q) return false;
    query_bind_text(q, 1, m->out->plan);
    while (query_next(q)) {
        MERGE_GROW(m->arena, m->known, m->known_count, m->known_capacity, struct merge_known);
        struct merge_known *known = &m->known[m->known_count++];
        *known = (struct merge_known){.id = copy(m, q, 0),
                                      .table = table,
                                      .ref = copy(m, q, 1),
                                      .title = copy(m, q, 2),
                                      .recommendation = copy(m, q, 3),
                                      .theme = copy(m, q, 4),
                                      .stage = copy(m, q, 5),
                                      .due_text = copy(m, q, 6),
                                      .due_to = copy(m, q, 7),
                                      .first_due_to = copy(m, q, 8),
                                      .done_on = copy(m, q, 9),
                                      .leads = copy(m, q, 10),
                                      .source_title = ""};
    }
    return query_free(q, err);
}

static bool load_cells(struct merging *m, struct err *err) {
    /* The newest import that read the field. */
    struct query *q = query_new(
        m->db,
        "SELECT c.item, c.on_column, c.text, c.value FROM import_cell c JOIN import i ON i.id = "
        "c.import WHERE i.plan = ?1 ORDER BY i.row_no DESC, c.row_no",
        err);
    if (!q) return false;
    query_bind_text(q, 1, m->out->plan);
    while (query_next(q)) {
        MERGE_GROW(m->arena, m->cells, m->cell_count, m->cell_capacity, struct merge_cell);
        m->cells[m->cell_count++] =
            (struct merge_cell){copy(m, q, 0), copy(m, q, 1), copy(m, q, 2), copy(m, q, 3)};
    }
    return query_free(q, err);
}

static bool load_roles(struct merging *m, struct err *err) {
    struct query *q = query_new(m->db, "SELECT id, title FROM role ORDER BY row_no", err);
    if (!q) return false;
    while (query_next(q)) {
        MERGE_GROW(m->arena, m->roles, m->role_count, m->role_capacity, const char *);
        m->roles[m->role_count++] = copy(m, q, 0);
        MERGE_GROW(m->arena, m->roles, m->role_count, m->role_capacity, const char *);
        m->roles[m->role_count++] = copy(m, q, 1);
    }
    return query_free(q, err);
}

const struct merge_cell *merge_last_cell(const struct merging *m, const char *item,
                                         const char *column) {
    for (size_t i = 0; i < m->cell_count; i++)
        if (strcmp(m->cells[i].item, item) == 0 && strcmp(m->cells[i].column, column) == 0)
            return &m->cells[i];
    return NULL;
}

bool merge_load(struct merging *m, struct err *err) {
    bool ok =
        load_items(
            m, "theme",
            "SELECT id, '', title, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM theme "
            "WHERE plan = ?1 ORDER BY row_no",
            err) &&
        load_items(m, "recommendation",
                   "SELECT id, ref, title, NULL, theme, NULL, NULL, NULL, NULL, NULL, NULL FROM "
                   "recommendation WHERE plan = ?1 ORDER BY row_no",
                   err) &&
        load_items(
            m, "action",
            "SELECT id, ref, title, recommendation, NULL, stage, due_text, due_to, "
            "first_due_to, done_on, (SELECT group_concat(role, ', ') FROM (SELECT role FROM "
            "action_lead WHERE action = a.id ORDER BY row_no)) FROM action a WHERE plan = ?1 "
            "ORDER BY row_no",
            err) &&
        load_items(m, "milestone",
                   "SELECT x.id, x.ref, x.title, NULL, NULL, NULL, x.due_text, x.due_to, "
                   "x.first_due_to, x.done_on, x.lead FROM milestone x JOIN programme p ON p.id = "
                   "x.programme WHERE p.plan = ?1 ORDER BY x.row_no",
                   err) &&
        load_cells(m, err) && load_roles(m, err);
    for (size_t i = 0; ok && i < m->known_count; i++) {
        const struct merge_cell *cell = merge_last_cell(m, m->known[i].id, "title");
        m->known[i].imported = cell != NULL;
        if (cell) m->known[i].source_title = cell->value;
    }
    return ok;
}

/* How alike two texts are, from 0 to 1: pairs of letters that both have (Dice 1945). */
static double alike(const char *a, const char *b, struct arena *arena) {
    const char *x = heading_words(str_of(a), arena), *y = heading_words(str_of(b), arena);
    if (strcmp(x, y) == 0) return 1;
    enum { PAIRS = 4096, LONGEST = 2000 };
    int *counts = ARENA_NEW(arena, int, PAIRS);
    size_t n = 0, k = 0, both = 0;
    for (const char *p = x; p[0] && p[1] && n < LONGEST; p++, n++)
        counts[((unsigned char)p[0] * 31u + (unsigned char)p[1]) % PAIRS]++;
    for (const char *p = y; p[0] && p[1] && k < LONGEST; p++, k++) {
        int *count = &counts[((unsigned char)p[0] * 31u + (unsigned char)p[1]) % PAIRS];
        if (*count > 0) {
            --*count;
            both++;
        }
    }
    return n + k ? 2.0 * (double)both / (double)(n + k) : 0;
}

static const char *table_of(enum proposal_kind kind) {
    static const char *const tables[] = {"theme", "recommendation", "action", "milestone"};
    return tables[kind];
}

/* The same number counts for half; words alone must be very much alike. */
static double score(const struct merge_known *known, const struct proposal_item *item,
                    struct arena *arena) {
    if (strcmp(known->table, table_of(item->kind)) != 0) return 0;
    bool same_ref = *item->ref && strcmp(known->ref, item->ref) == 0;
    double words =
        alike(*known->source_title ? known->source_title : known->title, item->title, arena);
    if (same_ref && (words > 0.4 || !known->imported)) return 1 + words;
    return words > 0.8 ? words : 0;
}

void merge_match(struct merging *m) {
    const struct proposal *p = m->proposal;
    m->match = ARENA_NEW(m->arena, struct merge_known *, p->count + 1);
    /* Same number and like words first, then the same words, then the most alike. */
    for (int pass = 0; pass < 3; pass++) {
        for (size_t i = 0; i < p->count; i++) {
            if (m->match[i]) continue;
            double best = pass == 0 ? 1.4 : pass == 1 ? 0.98 : 0.8;
            struct arena *scratch = arena_new();
            for (size_t k = 0; k < m->known_count; k++) {
                if (m->known[k].matched) continue;
                double found = score(&m->known[k], p->items[i], scratch);
                if (pass > 0 && found > 1 && found < 1.4 && m->known[k].imported) found = 0.9;
                if (found <= best) continue;
                best = found;
                m->match[i] = &m->known[k];
                arena_reset(scratch);
            }
            arena_free(scratch);
            if (m->match[i]) m->match[i]->matched = true;
        }
    }
}

const char *merge_slug(struct arena *arena, const char *text, size_t most) {
    struct buf out = buf_new(arena);
    for (const char *p = text; *p && out.length < most; p++) {
        char c = *p >= 'A' && *p <= 'Z' ? (char)(*p | 0x20) : *p;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '.' && out.length))
            buf_putc(&out, c);
        else if (c != '\'' && out.length && out.text[out.length - 1] != '-' &&
                 ((unsigned char)c & 0xc0) != 0x80)
            buf_putc(&out, '-');
    }
    while (out.length && strchr("-.", out.text[out.length - 1])) out.text[--out.length] = '\0';
    return out.length ? out.text : "x";
}

static bool is_taken(struct merging *m, const char *id, bool *taken, struct err *err) {
    *taken = false;
    for (size_t i = 0; i < m->id_count; i++)
        if (strcmp(m->ids[i], id) == 0) *taken = true;
    struct query *q = query_new(
        m->db,
        "SELECT 1 FROM plan WHERE id = ?1 UNION ALL SELECT 1 FROM theme WHERE id = ?1 UNION ALL "
        "SELECT 1 FROM programme WHERE id = ?1 UNION ALL SELECT 1 FROM recommendation WHERE id = ?1 "
        "UNION ALL SELECT 1 FROM action WHERE id = ?1 UNION ALL SELECT 1 FROM milestone WHERE id = "
        "?1 UNION ALL SELECT 1 FROM decision WHERE id = ?1 UNION ALL SELECT 1 FROM scheme WHERE id = "
        "?1 UNION ALL SELECT 1 FROM role WHERE id = ?1 UNION ALL SELECT 1 FROM import WHERE id = ?1",
        err);
    if (!q) return false;
    query_bind_text(q, 1, id);
    if (query_next(q)) *taken = true;
    return query_free(q, err);
}

bool merge_new_id(struct merging *m, const char *wanted, const char **id, struct err *err) {
    *id = wanted;
    bool taken;
    for (int n = 2;; n++) {
        if (!is_taken(m, *id, &taken, err)) return false;
        if (!taken) break;
        *id = arena_printf(m->arena, "%s-%d", wanted, n);
    }
    MERGE_GROW(m->arena, m->ids, m->id_count, m->id_capacity, const char *);
    m->ids[m->id_count++] = *id;
    return true;
}

static const char *file_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool ask_text(struct merging *m, const char *sql, const char *a, const char *b,
                     const char **out, struct err *err) {
    struct query *q = query_new(m->db, sql, err);
    if (!q) return false;
    query_bind_text(q, 1, a);
    if (b) query_bind_text(q, 2, b);
    *out = query_next(q) && query_text(q, 0) ? arena_string(m->arena, query_text(q, 0)) : NULL;
    return query_free(q, err);
}

static bool is_id(const char *text) {
    for (const char *p = text; *p; p++)
        if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') ||
              strchr("-._:", *p)))
            return false;
    return *text != '\0';
}

/* Which plan it goes into, and whether it is there. */
static bool find_plan(struct merging *m, const char *into, struct err *err) {
    struct merge *out = m->out;
    if (into && !is_id(into)) {
        err_set(err, ERR_INPUT, "'%s' is not an id for a plan", into);
        return err_hint(err,
                        "Use letters, digits, '-', '.', '_' or ':', such as --into review-2018.");
    }
    const char *title = *m->proposal->title ? m->proposal->title : m->file;
    if (!into && !ask_text(m, "SELECT plan FROM import WHERE file = ?1 ORDER BY row_no DESC",
                           m->file, NULL, &into, err))
        return false;
    if (!into && !ask_text(m, "SELECT id FROM plan WHERE title = ?1 COLLATE NOCASE ORDER BY row_no",
                           title, NULL, &into, err))
        return false;
    out->plan = into;
    /* Titles that only begin alike, such as those of two years' plans, are of two plans. */
    if (!into && !merge_new_id(m, merge_slug(m->arena, title, 24), &out->plan, err)) return false;
    if (!ask_text(m, "SELECT title FROM plan WHERE id = ?1", out->plan, NULL, &out->plan_title,
                  err))
        return false;
    out->plan_is_new = !out->plan_title;
    if (out->plan_is_new) out->plan_title = title;
    const char *again = NULL;
    if (!ask_text(m,
                  "SELECT id FROM import WHERE plan = ?1 AND sha256 = ?2 AND row_no = (SELECT "
                  "max(row_no) FROM import WHERE plan = ?1)",
                  out->plan, m->proposal->document->sha256, &again, err))
        return false;
    out->same_file = again != NULL;
    return true;
}

bool merge_plan(sqlite3 *db, const struct proposal *proposal, const char *into, const char *kind,
                int32_t today, struct arena *arena, struct merge *out, struct err *err) {
    *out = (struct merge){0};
    struct merging m = {.db = db,
                        .arena = arena,
                        .out = out,
                        .proposal = proposal,
                        .file = file_name(proposal->document->source),
                        .kind = kind,
                        .today = today};
    if (proposal->count == 0) {
        err_set(err, ERR_INPUT, "%s: no plan is found in it", m.file);
        return err_hint(err,
                        "A plan has a table with headings such as action, lead and deadline, or "
                        "lists under such headings; `weft document FILE` shows what is read.");
    }
    if (!find_plan(&m, into, err)) return false;
    if (out->same_file) return true;
    if (out->plan_is_new && !into && !merge_find_alike(&m, err)) return false;
    return merge_load(&m, err) && (merge_match(&m), merge_rows(&m, err));
}

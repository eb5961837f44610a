/* The checks of deadlines as they are written; see check.h.
 *
 * SPDX-License-Identifier: MIT */
#include "check.h"

#include "deadline.h"
#include "store/rules.h"

#include <string.h>

static const struct {
    const char *table, *sql;
} questions[] = {
    {"action",
     "SELECT x.row_no, x.due_text, COALESCE(x.first_due_to, x.due_to), n.start, n.\"end\", x.ref, "
     "x.recommendation, x.plan, x.due_to FROM action x JOIN plan n ON n.id = x.plan WHERE due_text IS NOT "
     "NULL ORDER BY x.row_no"},
    {"milestone",
     "SELECT x.row_no, x.due_text, COALESCE(x.first_due_to, x.due_to), n.start, n.\"end\", NULL, "
     "NULL, NULL, x.due_to FROM milestone x JOIN programme g ON g.id = x.programme JOIN plan n ON n.id = "
     "g.plan WHERE due_text IS NOT NULL ORDER BY x.row_no"},
};

/* A deadline, and the row that it stands in. */
struct row {
    const char *table;
    size_t row;
    const char *text;
    int32_t due, moved; /* the first one, and the one that holds now: the words may be of either */
    struct label label; /* the last part of its reference; LABEL_NONE: it has none */
    const char *recommendation, *plan;
};

/* The label that a reference ends with: iv of 2.1.iv, 3 of A3. */
static struct label label_of(const char *ref) {
    struct label label = {.kind = LABEL_NONE};
    const char *dot = ref ? strrchr(ref, '.') : NULL;
    const char *last = dot ? dot + 1 : ref ? ref : "";
    if (!dot)
        while (*last && strspn(last, "0123456789") != strlen(last)) last++;
    if (*last == '\0' && ref) last = dot ? dot + 1 : ref;
    return label_word(str_of(last), &label) ? label : (struct label){.kind = LABEL_NONE};
}

static bool names(const struct deadline_part *part, const struct label *label) {
    for (size_t i = 0; i < part->label_count; i++)
        if (label->kind != LABEL_NONE && label_same(&part->labels[i], label, true)) return true;
    return false;
}

/* The part of a cell that is for that row; NULL where none is, or nobody can say which. */
static const struct deadline_part *part_for(const struct deadline_cell *cell,
                                            const struct label *label) {
    if (cell->count == 1 && cell->parts[0].scope == DEADLINE_FOR_ALL) return &cell->parts[0];
    if (label->kind == LABEL_NONE) return NULL;
    for (size_t i = 0; i < cell->count; i++)
        if (cell->parts[i].scope == DEADLINE_FOR_THESE && names(&cell->parts[i], label))
            return &cell->parts[i];
    for (size_t i = 0; i < cell->count; i++)
        if (cell->parts[i].scope == DEADLINE_FOR_OTHERS && !names(&cell->parts[i], label))
            return &cell->parts[i];
    return NULL;
}

/* That an ambiguous deadline has no day either is only what follows from it: takes that out again.
 */
static void take_out_undated(const struct row *row, struct findings *findings) {
    size_t n = strlen(row->table);
    for (size_t i = findings->count; i-- > 0;) {
        const struct finding *f = &findings->items[i];
        if (f->row != row->row || strcmp(f->rule, "D06") != 0 ||
            strncmp(f->file, row->table, n) != 0 || strcmp(f->file + n, ".csv") != 0)
            continue;
        findings->count--;
        findings->warnings--;
        memmove(&findings->items[i], &findings->items[i + 1],
                (findings->count - i) * sizeof *findings->items);
        return;
    }
}

static void check_day(const struct row *row, const struct deadline *deadline,
                      struct findings *findings) {
    char a[DATE_BYTES], b[DATE_BYTES];
    const char *quoted = rules_quote(findings->arena, str_of(row->text));
    if (deadline->reading_count > 1) {
        const struct deadline_reading *r = deadline->readings;
        bool settled = false; /* the row says which of them is meant */
        for (size_t i = 0; i < deadline->reading_count; i++)
            settled = settled || r[i].to == row->due || r[i].to == row->moved;
        if (!settled && r[0].to != r[1].to) {
            if (row->due == DATE_NONE) take_out_undated(row, findings);
            rules_add(findings, "D05", row->table, row->row, "due_text",
                      "%s can be %s (until %s) or %s (until %s)", quoted, r[0].means,
                      date_people(r[0].to, a), r[1].means, date_people(r[1].to, b));
        }
        return;
    }
    if (row->due != DATE_NONE && deadline->to != DATE_NONE && deadline_certain(deadline) &&
        deadline->kind != DEADLINE_COMPLETED && deadline->kind != DEADLINE_ONGOING &&
        deadline->kind != DEADLINE_RECURRING && deadline->to != row->due &&
        deadline->to != row->moved)
        rules_add(findings, "D16", row->table, row->row, "due_to",
                  "%s ends on %s, and the row says %s", quoted, date_people(deadline->to, a),
                  date_people(row->due, b));
}

/* Whether an action of the same recommendation (or of the same plan, where it answers none) has
 * that label; *count: how many there are. */
static bool has_sibling(struct query *siblings, const struct row *row, const struct label *label,
                        size_t *count) {
    bool found = false;
    *count = 0;
    query_bind_text(siblings, 1, row->recommendation);
    query_bind_text(siblings, 2, row->plan);
    while (query_next(siblings)) {
        if (!query_text(siblings, 0)) continue;
        struct label last = label_of(query_text(siblings, 0));
        (*count)++;
        found = found || (last.kind != LABEL_NONE && label_same(&last, label, true));
    }
    query_again(siblings);
    return found;
}

static void check_labels(struct query *siblings, const struct row *row,
                         const struct deadline_cell *cell, struct findings *findings) {
    for (size_t p = 0; p < cell->count; p++)
        for (size_t i = 0; i < cell->parts[p].label_count; i++) {
            const struct label *label = &cell->parts[p].labels[i];
            size_t count;
            if (label->kind == LABEL_BULLET || has_sibling(siblings, row, label, &count)) continue;
            rules_add(findings, "D11", row->table, row->row, "due_text",
                      "'%.*s' stands in %s, and none of the %zu actions there has that label",
                      (int)label->text.n, label->text.p,
                      rules_quote(findings->arena, str_of(row->text)), count);
        }
}

static const char *keep(struct query *q, int column, struct arena *arena) {
    const char *text = query_text(q, column);
    return text ? arena_string(arena, text) : NULL;
}

static void check_row(struct query *q, struct query *siblings, const char *table,
                      struct arena *arena, struct findings *findings) {
    const struct deadline_context context = {
        .written = query_date(q, 3), .plan_start = query_date(q, 3), .plan_end = query_date(q, 4)};
    struct row row = {.table = table,
                      .row = (size_t)query_integer(q, 0, 0),
                      .text = keep(q, 1, arena),
                      .due = query_date(q, 2),
                      .moved = query_date(q, 8),
                      .label = label_of(keep(q, 5, arena)),
                      .recommendation = keep(q, 6, arena),
                      .plan = keep(q, 7, arena)};
    struct deadline_cell cell;
    deadline_read_cell(str_of(row.text), &context, arena, &cell);
    const struct deadline_part *own = part_for(&cell, &row.label);
    if (own) check_day(&row, &own->deadline, findings);
    if (row.plan) check_labels(siblings, &row, &cell, findings);
}

bool plan_check(sqlite3 *db, struct findings *findings, struct err *err) {
    struct query *siblings = query_new(
        db, "SELECT ref FROM action WHERE recommendation = ?1 OR (?1 IS NULL AND plan = ?2)", err);
    if (!siblings) return false;
    struct arena *arena = arena_new();
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof questions / sizeof questions[0]; i++) {
        struct query *q = query_new(db, questions[i].sql, err);
        ok = q != NULL;
        while (ok && query_next(q)) {
            arena_reset(arena);
            check_row(q, siblings, questions[i].table, arena, findings);
        }
        ok = ok && query_free(q, err);
    }
    arena_free(arena);
    struct err ignored = {0};
    return query_free(siblings, ok ? err : &ignored) && ok;
}

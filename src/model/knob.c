/* Named numbers of the model; see knob.h.
 *
 * SPDX-License-Identifier: MIT */
#include "knob.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *table, *column;
} defaults[] = {
    {"capacity", "amount"},      {"stay", "mean_days"},       {"route", "share"},
    {"demand", "rate_per_1000"}, {"unit_cost", "amount_gbp"}, {"effect", "central"},
};

/* --- names --- */

/* The ids of the settings that a word stands for, with '|' between; NULL when there is none. */
static const char *settings_of(sqlite3 *db, const char *word, struct arena *arena,
                               struct err *err) {
    static const char *const ways[] = {
        "SELECT id FROM setting WHERE id = ?1 ORDER BY row_no",
        "SELECT id FROM setting WHERE family = ?1 ORDER BY row_no",
        "SELECT id FROM setting WHERE id GLOB ?1 ORDER BY row_no",
        "SELECT id FROM setting WHERE substr(id, 1, length(?1) + 1) = ?1 || '-' ORDER BY row_no",
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct query *q = query_new(db, ways[i], err);
        if (!q) return NULL;
        query_bind_text(q, 1, word);
        struct buf ids = buf_new(arena);
        while (query_next(q)) {
            if (ids.length) buf_putc(&ids, '|');
            buf_puts(&ids, query_text(q, 0));
        }
        if (!query_free(q, err)) return NULL;
        if (ids.length) return ids.text;
    }
    return NULL;
}

static const char *no_setting(const char *word, struct err *err) {
    if (err->code == ERR_NONE) {
        err_set(err, ERR_NOT_FOUND, "'%s' is no setting, family or beginning of an id", word);
        err_hint(err, "setting.csv lists them.");
    }
    return NULL;
}

/* Conditions for the rows of a short name; NULL with err. */
static const char *conditions(sqlite3 *db, const struct table *table, char *name,
                              struct arena *arena, struct err *err) {
    char *arrow = strstr(name, "->");
    if (arrow) {
        if (table_column(table, "to_setting") < 0) {
            err_set(err, ERR_USAGE, "'%s': '->' is for routes", name);
            return NULL;
        }
        *arrow = '\0';
        const char *from = settings_of(db, name, arena, err);
        if (!from) return no_setting(name, err);
        const char *to = settings_of(db, arrow + 2, arena, err);
        if (!to) return no_setting(arrow + 2, err);
        return arena_printf(arena, "setting=%s;to_setting=%s", from, to);
    }
    const char *settings =
        table_column(table, "setting") >= 0 ? settings_of(db, name, arena, err) : NULL;
    if (settings) return arena_printf(arena, "setting=%s", settings);
    if (err->code != ERR_NONE) return NULL;
    if (table_has_id(table)) return arena_printf(arena, "id=%s", name);
    if (table_column(table, "setting") >= 0) return no_setting(name, err);
    err_set(err, ERR_USAGE, "'%s' names no rows of %s.csv; write conditions such as column=value",
            name, table->name);
    return NULL;
}

/* TABLE:NAME, TABLE:NAME:COLUMN; a name may hold colons, as ids do. */
static bool read_name(sqlite3 *db, struct str text, struct arena *arena, struct knob *knob,
                      struct err *err) {
    char *table_name = arena_copy(arena, text.p, text.n), *name = strchr(table_name, ':');
    *knob = (struct knob){.name = arena_copy(arena, text.p, text.n), .column = -1};
    if (!name || !name[1])
        return err_set(err, ERR_USAGE,
                       "'%s' is not TABLE:NAME, such as capacity:reablement or "
                       "route:acute->home-care",
                       knob->name);
    *name++ = '\0';
    const struct table *table = registry_table(table_name);
    if (!table) return err_set(err, ERR_USAGE, "there is no table '%s'", table_name);
    char *last = strrchr(name, ':');
    if (last && table_column(table, last + 1) >= 0) {
        knob->column = table_column(table, last + 1);
        *last = '\0';
    }
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults && knob->column < 0; i++)
        if (strcmp(table->name, defaults[i].table) == 0)
            knob->column = table_column(table, defaults[i].column);
    if (knob->column < 0 || table->columns[knob->column].type != COLUMN_NUMBER ||
        !(table->columns[knob->column].flags & COLUMN_INPUT))
        return err_set(err, ERR_USAGE,
                       "'%s': name a column of %s.csv that is a number of the model", knob->name,
                       table->name);
    knob->rows_text = strchr(name, '=') || strcmp(name, "*") == 0
                          ? arena_string(arena, name)
                          : conditions(db, table, name, arena, err);
    return knob->rows_text && rows_parse(table, knob->rows_text, &knob->rows, err);
}

static const char *column_of(const struct knob *knob) {
    return knob->rows.table->columns[knob->column].name;
}

static bool is_share(const struct knob *knob) {
    return strcmp(knob->rows.table->name, "route") == 0 && strcmp(column_of(knob), "share") == 0;
}

static bool same_column(const struct knob *a, const struct knob *b) {
    return a->rows.table == b->rows.table && a->column == b->column;
}

/* --- what they are --- */

static bool read_cells(sqlite3 *db, struct arena *arena, struct knob *knob, struct err *err) {
    int64_t *rows;
    const char *table = knob->rows.table->name;
    if (!rows_find(db, &knob->rows, arena, &rows, &knob->count, err)) return false;
    if (!knob->count) {
        err_set(err, ERR_NOT_FOUND, "'%s' names no row of %s.csv", knob->name, table);
        return err_hint(err, "Rows were looked for by %s.", knob->rows_text);
    }
    knob->cells = ARENA_NEW(arena, struct knob_cell, knob->count);
    struct query *q = query_new(
        db,
        arena_printf(arena, "SELECT \"%s\" FROM \"%s\" WHERE row_no = ?1", column_of(knob), table),
        err);
    if (!q) return false;
    size_t n = 0;
    for (size_t i = 0; i < knob->count; i++) {
        query_again(q);
        query_bind_integer(q, 1, rows[i]);
        double value = query_next(q) ? query_number(q, 0) : NAN;
        if (!(fabs(value) > 0)) continue; /* empty or 0: a factor changes nothing */
        knob->cells[n++] = (struct knob_cell){rows[i], value, value};
    }
    knob->count = n;
    if (!query_free(q, err)) return false;
    return n || err_set(err, ERR_INPUT, "'%s': %s is empty or 0 in all %s that it names",
                        knob->name, column_of(knob), "rows");
}

static bool check_apart(const struct knobs *knobs, struct err *err) {
    for (size_t a = 0; a < knobs->count; a++)
        for (size_t b = 0; b < a; b++) {
            const struct knob *x = &knobs->items[a], *y = &knobs->items[b];
            if (!same_column(x, y)) continue;
            for (size_t i = 0; i < x->count; i++)
                for (size_t k = 0; k < y->count; k++)
                    if (x->cells[i].row_no == y->cells[k].row_no)
                        return err_set(err, ERR_INPUT,
                                       "'%s' and '%s' both name line %lld of %s.csv", y->name,
                                       x->name, (long long)x->cells[i].row_no, x->rows.table->name);
        }
    return true;
}

/* Routes by setting and ages: what is turned, and what shares the rest. */
static bool read_rest(sqlite3 *db, struct arena *arena, struct knobs *knobs, struct err *err) {
    struct query *q = query_new(
        db,
        "SELECT row_no, share, dense_rank() OVER (ORDER BY setting, age_from, coalesce(age_to, -1)), "
        "count(*) OVER (), coalesce(source, '') FROM route ORDER BY row_no",
        err);
    if (!q) return false;
    for (size_t row = 0; query_next(q); row++) {
        size_t all = (size_t)query_integer(q, 3, 0);
        if (!row) {
            knobs->rest = ARENA_NEW(arena, struct knob_rest, all);
            knobs->rest_sums = ARENA_NEW(arena, double, all + 1);
            knobs->group_sums = ARENA_NEW(arena, double, all + 1);
        }
        int64_t row_no = query_integer(q, 0, 0);
        double share = query_number(q, 1);
        int group = (int)query_integer(q, 2, 0);
        if (group > knobs->group_count) knobs->group_count = group;
        knobs->group_sums[group] += share;
        bool turned = false;
        for (size_t k = 0; k < knobs->count; k++)
            for (size_t i = 0; knobs->group_of[k] && i < knobs->items[k].count; i++)
                if (knobs->items[k].cells[i].row_no == row_no) {
                    knobs->group_of[k][i] = group;
                    turned = true;
                }
        if (turned) continue;
        knobs->rest[knobs->rest_count++] = (struct knob_rest){
            {row_no, share, share}, group, arena_string(arena, query_text(q, 4))};
        knobs->rest_sums[group] += share;
    }
    if (!query_free(q, err)) return false;
    for (size_t k = 0; k < knobs->count; k++)
        for (size_t i = 0; knobs->group_of[k] && i < knobs->items[k].count; i++)
            if (knobs->rest_sums[knobs->group_of[k][i]] <= 0)
                return err_set(err, ERR_INPUT,
                               "route.csv:%lld: share: '%s' leaves no other route of the setting "
                               "and ages to share the rest",
                               (long long)knobs->items[k].cells[i].row_no, knobs->items[k].name);
    return true;
}

bool knobs_read(sqlite3 *db, const char *names, struct arena *arena, struct knobs *knobs,
                struct err *err) {
    *knobs = (struct knobs){0};
    struct str rest = str_of(names), part;
    bool shares = false;
    while (str_split(&rest, ',', &part)) {
        part = str_trim(part);
        if (!part.n) continue;
        if (knobs->count == KNOBS)
            return err_set(err, ERR_USAGE, "more than %d names to fit", KNOBS);
        struct knob *knob = &knobs->items[knobs->count];
        if (!read_name(db, part, arena, knob, err) || !read_cells(db, arena, knob, err))
            return err_context(err, "--fit");
        if (is_share(knob)) {
            knobs->group_of[knobs->count] = ARENA_NEW(arena, int, knob->count);
            shares = true;
        }
        knobs->count++;
    }
    if (!knobs->count) return err_set(err, ERR_USAGE, "--fit names nothing");
    return check_apart(knobs, err) && (!shares || read_rest(db, arena, knobs, err));
}

double knob_most(const struct knobs *knobs, size_t k) {
    double most = INFINITY;
    const struct knob *knob = &knobs->items[k];
    for (size_t i = 0; knobs->group_of[k] && i < knob->count; i++) {
        int group = knobs->group_of[k][i];
        double turned = 0, others;
        for (size_t j = 0; j < knob->count; j++)
            if (knobs->group_of[k][j] == group) turned += knob->cells[j].before;
        others = knobs->group_sums[group] - knobs->rest_sums[group] - turned;
        most = fmin(most, (knobs->group_sums[group] - others) / turned);
    }
    return most;
}

/* --- turning them --- */

static bool write_cells(sqlite3 *db, const struct table *table, int at,
                        const struct knob_cell *cells, size_t count, size_t size, struct err *err) {
    const struct column *column = &table->columns[at];
    struct arena *arena = arena_new();
    struct query *q =
        query_new(db,
                  arena_printf(arena, "UPDATE \"%s\" SET \"%s\" = ?1 WHERE row_no = ?2",
                               table->name, column->name),
                  err);
    arena_free(arena);
    if (!q) return false;
    for (size_t i = 0; i < count; i++) {
        const struct knob_cell *cell =
            (const struct knob_cell *)(const void *)((const char *)cells + i * size);
        if (!(cell->after >= column->min && cell->after <= column->max)) {
            struct err ignored = {0};
            (void)!query_free(q, &ignored);
            return err_set(err, ERR_INPUT,
                           "%s.csv:%lld: %s: would become %.6g, which is outside %g to %g",
                           table->name, (long long)cell->row_no, column->name, cell->after,
                           column->min, column->max);
        }
        query_again(q);
        query_bind_number(q, 1, cell->after);
        query_bind_integer(q, 2, cell->row_no);
        while (query_next(q)) {
        }
    }
    return query_free(q, err);
}

/* What is left of each group's shares goes to the rest. */
static void turn_rest(struct knobs *knobs, double *left) {
    for (int g = 0; g <= knobs->group_count; g++) left[g] = knobs->group_sums[g];
    for (size_t k = 0; k < knobs->count; k++)
        for (size_t i = 0; knobs->group_of[k] && i < knobs->items[k].count; i++)
            left[knobs->group_of[k][i]] -= knobs->items[k].cells[i].after;
    for (size_t i = 0; i < knobs->rest_count; i++) {
        struct knob_rest *rest = &knobs->rest[i];
        double sum = knobs->rest_sums[rest->group];
        rest->cell.after = sum > 0 ? rest->cell.before * left[rest->group] / sum : 0;
        if (fabs(rest->cell.after - rest->cell.before) < 1e-9) rest->cell.after = rest->cell.before;
        if (fabs(rest->cell.after) < 1e-9) rest->cell.after = 0; /* what rounding left of nothing */
    }
}

bool knobs_turn(sqlite3 *db, struct knobs *knobs, const double *factors, struct err *err) {
    const struct knob *share = NULL;
    for (size_t k = 0; k < knobs->count; k++) {
        struct knob *knob = &knobs->items[k];
        for (size_t i = 0; i < knob->count; i++)
            knob->cells[i].after = knob->cells[i].before * factors[k];
        if (knobs->group_of[k]) share = knob;
        if (!write_cells(db, knob->rows.table, knob->column, knob->cells, knob->count,
                         sizeof *knob->cells, err))
            return false;
    }
    if (!share || !knobs->rest_count) return true;
    struct arena *arena = arena_new();
    turn_rest(knobs, ARENA_NEW(arena, double, (size_t)knobs->group_count + 1));
    arena_free(arena);
    return write_cells(db, share->rows.table, share->column, &knobs->rest[0].cell,
                       knobs->rest_count, sizeof *knobs->rest, err);
}

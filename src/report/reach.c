/* Effects of schemes and the settings that they change; see reach.h.
 *
 * SPDX-License-Identifier: MIT */
#include "reach.h"

#include "base/number.h"
#include "store/query.h"
#include "store/rows.h"

#include <math.h>
#include <string.h>

/* What a number is, for who has not read the tables. */
static const struct {
    const char *table, *column, *words;
} numbers[] = {
    {"demand", "rate_per_1000", "how many people ask for it"},
    {"stay", "mean_days", "how long people stay"},
    {"visit_need", "first_per_day", "how many visits clients need at first"},
    {"visit_need", "last_per_day", "how many visits clients need at last"},
    {"route", "share", "where people go next"},
    {"route", "delay_mean_days", "how long people are delayed on the way"},
    {"route", "switch_after_days", "how long people wait before they go elsewhere"},
    {"route", "away_mean_days", "how long until people come back"},
    {"capacity", "amount", "its capacity"},
    {"unit_cost", "amount_gbp", "what one costs"},
    {"setting", "patience_days", "how long people wait before they give up"},
    {"setting", "overflow_after_days", "how long people wait before it overflows"},
    {"setting", "discharge_days", "on how many days a week people leave"},
    {"setting", "discharge_from", "the hour from which people leave"},
    {"setting", "discharge_to", "the hour until which people leave"},
    {"setting", "admission_days", "on how many days a week people are taken in"},
};

static const char *words_of(const char *table, const char *column) {
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (strcmp(numbers[i].table, table) == 0 && strcmp(numbers[i].column, column) == 0)
            return numbers[i].words;
    return column;
}

/* The number, and the conditions that say more than which settings: 'reason: choice or housing'. */
static const char *say_what(const struct rows *rows, const char *column, struct arena *arena) {
    struct buf out = buf_new(arena);
    buf_puts(&out, words_of(rows->table->name, column));
    for (size_t i = 0; i < rows->count; i++) {
        const char *name = rows->table->columns[rows->conditions[i].column].name;
        struct str rest = rows->conditions[i].values, value;
        if (strcmp(name, "setting") == 0 || strcmp(name, "to_setting") == 0 ||
            strcmp(name, "id") == 0 || !rest.n)
            continue;
        if (strcmp(name, "age_from") == 0)
            buf_puts(&out, ", ages from ");
        else
            buf_printf(&out, ", %s: ", name);
        for (bool first = true; str_split(&rest, '|', &value); first = false)
            buf_printf(&out, "%s%.*s", first ? "" : " or ", (int)value.n, value.p);
    }
    return out.text;
}

static void put_change(struct buf *out, const char *operation, double value) {
    char text[NUMBER_PEOPLE_BYTES];
    bool part = strcmp(operation, "multiply") == 0;
    double shown = part ? 100 * (value - 1) : value;
    int decimals = part || shown == (double)(int64_t)shown ? 0 : 1;
    if (strcmp(operation, "set") != 0 && shown > 0) buf_putc(out, '+');
    buf_printf(out, "%s%s", number_people(shown, decimals, text), part ? "%" : "");
}

static const char *say_change(const char *operation, double low, double central, double high,
                              struct arena *arena) {
    struct buf out = buf_new(arena);
    if (strcmp(operation, "set") == 0) buf_puts(&out, "to ");
    put_change(&out, operation, central);
    low = isnan(low) ? central : low;
    high = isnan(high) ? central : high;
    if (low != high) {
        buf_puts(&out, " (");
        put_change(&out, operation, low);
        buf_puts(&out, " to ");
        put_change(&out, operation, high);
        buf_putc(&out, ')');
    }
    return out.text;
}

static size_t count_rows(sqlite3 *db, const char *sql, struct err *err) {
    struct query *q = query_new(db, sql, err);
    if (!q) return 0;
    size_t count = query_next(q) ? (size_t)query_integer(q, 0, 0) : 0;
    return query_free(q, err) ? count : 0;
}

static const char *copy(struct arena *arena, const char *text) {
    return text ? arena_string(arena, text) : NULL;
}

static bool read_settings(sqlite3 *db, struct arena *arena, struct reach *out, struct err *err) {
    out->settings = ARENA_NEW(arena, struct reach_setting,
                              count_rows(db, "SELECT count(*) FROM setting", err) + 1);
    struct query *q = query_new(db, "SELECT id, title FROM setting ORDER BY row_no", err);
    if (!q) return false;
    while (query_next(q))
        out->settings[out->setting_count++] =
            (struct reach_setting){copy(arena, query_text(q, 0)), copy(arena, query_text(q, 1))};
    return query_free(q, err);
}

static bool read_schemes(sqlite3 *db, struct arena *arena, struct reach *out, struct err *err) {
    out->schemes = ARENA_NEW(arena, struct reach_scheme,
                             count_rows(db, "SELECT count(*) FROM scheme", err) + 1);
    struct query *q = query_new(
        db,
        "SELECT id, title, programme, starts, starts_on, ramp_months FROM scheme ORDER BY row_no",
        err);
    if (!q) return false;
    while (query_next(q))
        out->schemes[out->scheme_count++] =
            (struct reach_scheme){.id = copy(arena, query_text(q, 0)),
                                  .title = copy(arena, query_text(q, 1)),
                                  .programme = copy(arena, query_text(q, 2)),
                                  .milestone = copy(arena, query_text(q, 3)),
                                  .starts_on = query_date(q, 4),
                                  .ramp_months = query_number(q, 5)};
    return query_free(q, err);
}

/* Which settings the rows are of: by number, the arena's. */
static bool find_settings(sqlite3 *db, const struct rows *rows, struct arena *arena,
                          const struct reach *reach, struct reach_effect *effect, struct err *err) {
    int64_t *row_nos;
    size_t count;
    if (!rows_find(db, rows, arena, &row_nos, &count, err)) return false;
    const char *table = rows->table->name;
    bool route = strcmp(table, "route") == 0, setting = strcmp(table, "setting") == 0;
    struct query *q =
        query_new(db,
                  arena_printf(arena, "SELECT %s, %s FROM \"%s\" WHERE row_no = ?1",
                               setting ? "id" : "setting", route ? "to_setting" : "NULL", table),
                  err);
    if (!q) return false;
    bool *has = ARENA_NEW(arena, bool, reach->setting_count + 1);
    for (size_t i = 0; i < count; i++) {
        query_again(q);
        query_bind_integer(q, 1, row_nos[i]);
        if (!query_next(q)) break;
        for (int column = 0; column < 2; column++)
            for (size_t s = 0; query_text(q, column) && s < reach->setting_count; s++)
                has[s] = has[s] || strcmp(reach->settings[s].id, query_text(q, column)) == 0;
    }
    size_t *found = ARENA_NEW(arena, size_t, reach->setting_count + 1);
    for (size_t s = 0; s < reach->setting_count; s++)
        if (has[s]) found[effect->setting_count++] = s;
    effect->settings = found;
    return query_free(q, err);
}

static bool read_effects(sqlite3 *db, struct arena *arena, struct reach *out, struct err *err) {
    out->effects = ARENA_NEW(arena, struct reach_effect,
                             count_rows(db, "SELECT count(*) FROM effect", err) + 1);
    struct query *q =
        query_new(db,
                  "SELECT row_no, scheme, on_table, on_rows, on_column, operation, low, "
                  "central, high FROM effect ORDER BY row_no",
                  err);
    if (!q) return false;
    bool ok = true;
    while (ok && query_next(q)) {
        const struct table *table = registry_table(query_text(q, 2));
        struct rows rows;
        struct err unread = {0};
        if (!table || !rows_parse(table, arena_string(arena, query_text(q, 3)), &rows, &unread))
            continue;
        struct reach_effect *e = &out->effects[out->effect_count++];
        *e = (struct reach_effect){.row_no = (size_t)query_integer(q, 0, 0),
                                   .scheme = copy(arena, query_text(q, 1)),
                                   .what = say_what(&rows, query_text(q, 4), arena),
                                   .change =
                                       say_change(query_text(q, 5), query_number(q, 6),
                                                  query_number(q, 7), query_number(q, 8), arena)};
        ok = find_settings(db, &rows, arena, out, e, err);
    }
    return query_free(q, err) && ok;
}

bool reach_read(sqlite3 *db, struct arena *arena, struct reach *out, struct err *err) {
    *out = (struct reach){0};
    return read_settings(db, arena, out, err) && read_schemes(db, arena, out, err) &&
           read_effects(db, arena, out, err);
}

bool reach_touches(const struct reach *reach, const struct reach_effect *effect,
                   const char *setting) {
    for (size_t i = 0; i < effect->setting_count; i++)
        if (strcmp(reach->settings[effect->settings[i]].id, setting) == 0) return true;
    return false;
}

/* Settings looked at age by age: that the shares out of them add up to 1, and that whoever comes
 * there has a stay, a route and, for visits, a need.
 *
 * SPDX-License-Identifier: MIT */
#include "check.h"

#include "base/limits.h"
#include "rules.h"

#include <math.h>
#include <string.h>

#define AGES 131
#define SHARE_TOLERANCE 0.005

struct age_setting {
    const char *id;
    size_t row;
    bool visits;
    double share[AGES];
    bool has_route[AGES], has_stay[AGES], has_need[AGES], reached[AGES];
};

struct age_route {
    size_t from, to; /* settings; to count: none */
    int age_from, age_to;
};

struct ages {
    struct age_setting *settings;
    size_t count;
    struct age_route *routes; /* onward, and to switch to */
    size_t route_count;
};

static size_t setting_of(const struct ages *ages, const char *id) {
    for (size_t i = 0; id && i < ages->count; i++)
        if (strcmp(ages->settings[i].id, id) == 0) return i;
    return ages->count;
}

static int clamp(int64_t age) {
    return age < 0 ? 0 : age >= AGES ? AGES - 1 : (int)age;
}

static bool read_settings(sqlite3 *db, struct arena *arena, struct ages *ages, struct err *err) {
    struct query *q = query_new(
        db, "SELECT (SELECT count(*) FROM setting), id, row_no, kind FROM setting ORDER BY row_no",
        err);
    if (!q) return false;
    while (query_next(q)) {
        size_t total = (size_t)query_integer(q, 0, 0);
        if (total > LIMIT_SETTINGS) break;
        if (!ages->settings) ages->settings = ARENA_NEW(arena, struct age_setting, total);
        struct age_setting *s = &ages->settings[ages->count++];
        const char *id = query_text(q, 1), *kind = query_text(q, 3);
        s->id = id ? arena_string(arena, id) : "";
        s->row = (size_t)query_integer(q, 2, 0);
        s->visits = kind && strcmp(kind, "visits") == 0;
    }
    return query_free(q, err);
}

/* Marks the ages of each row of a table that has setting, age_from and age_to. */
static bool mark(sqlite3 *db, const char *sql, struct ages *ages, size_t offset, struct err *err) {
    struct query *q = query_new(db, sql, err);
    if (!q) return false;
    while (query_next(q)) {
        size_t s = setting_of(ages, query_text(q, 0));
        if (s == ages->count) continue;
        bool *flags = (bool *)((char *)&ages->settings[s] + offset);
        for (int a = clamp(query_integer(q, 1, 0)); a <= clamp(query_integer(q, 2, AGES)); a++)
            flags[a] = true;
    }
    return query_free(q, err);
}

static bool read_routes(sqlite3 *db, struct arena *arena, struct ages *ages, struct err *err) {
    struct query *q =
        query_new(db,
                  "SELECT (SELECT count(*) FROM route) + (SELECT count(*) FROM setting), setting, "
                  "age_from, age_to, to_setting, switch_to, share FROM route",
                  err);
    if (!q) return false;
    while (query_next(q)) {
        if (!ages->routes)
            ages->routes = ARENA_NEW(arena, struct age_route, 2 * (size_t)query_integer(q, 0, 0));
        size_t from = setting_of(ages, query_text(q, 1));
        if (from == ages->count) continue;
        int first = clamp(query_integer(q, 2, 0)), last = clamp(query_integer(q, 3, AGES));
        double share = query_number(q, 6);
        for (int a = first; a <= last; a++) {
            ages->settings[from].has_route[a] = true;
            if (!isnan(share)) ages->settings[from].share[a] += share;
        }
        for (int k = 4; k <= 5; k++) {
            size_t to = setting_of(ages, query_text(q, k));
            if (to < ages->count)
                ages->routes[ages->route_count++] = (struct age_route){from, to, first, last};
        }
    }
    return query_free(q, err);
}

/* Who finds a setting full, or gives up waiting for it, goes elsewhere at any age. */
static bool read_ways_out(sqlite3 *db, struct arena *arena, struct ages *ages, struct err *err) {
    struct query *q = query_new(
        db,
        "SELECT id, overflow_to, give_up_to FROM setting WHERE coalesce(overflow_to, give_up_to) "
        "IS NOT NULL",
        err);
    if (!q) return false;
    if (!ages->routes) ages->routes = ARENA_NEW(arena, struct age_route, 2 * ages->count);
    while (query_next(q))
        for (int k = 1; k <= 2; k++) {
            size_t from = setting_of(ages, query_text(q, 0)),
                   to = setting_of(ages, query_text(q, k));
            if (from < ages->count && to < ages->count)
                ages->routes[ages->route_count++] = (struct age_route){from, to, 0, AGES - 1};
        }
    return query_free(q, err);
}

static void spread(struct ages *ages) {
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < ages->route_count; i++) {
            const struct age_route *r = &ages->routes[i];
            for (int a = r->age_from; a <= r->age_to; a++)
                if (ages->settings[r->from].reached[a] && !ages->settings[r->to].reached[a])
                    more = ages->settings[r->to].reached[a] = true;
        }
    }
}

static const char *band(int from, int to, struct arena *arena) {
    return to == AGES - 1 ? arena_printf(arena, "%d+", from)
                          : arena_printf(arena, "%d to %d", from, to);
}

/* Runs of ages that break a rule are told of together. */
static void tell_shares(const struct age_setting *s, struct findings *findings) {
    for (int a = 0, b; a < AGES; a = b) {
        for (b = a + 1; b < AGES && s->has_route[b] == s->has_route[a] &&
                        fabs(s->share[b] - s->share[a]) < 1e-9;)
            b++;
        double missing = 1 - s->share[a];
        if (!s->has_route[a] || fabs(missing) <= SHARE_TOLERANCE) continue;
        rules_add(findings, "R02", "route", 0, s->id,
                  "shares of ages %s add to %.4g; %.3g of the people %s",
                  band(a, b - 1, findings->arena), s->share[a], fabs(missing),
                  missing > 0 ? "leave to nowhere" : "come from nowhere");
    }
}

static void tell_missing(const struct age_setting *s, const bool *has, const char *rule,
                         const char *what, struct findings *findings) {
    for (int a = 0, b; a < AGES; a = b) {
        for (b = a + 1; b < AGES && (s->reached[b] && !has[b]) == (s->reached[a] && !has[a]);) b++;
        if (s->reached[a] && !has[a])
            rules_add(findings, rule, "setting", s->row, NULL,
                      "people aged %s come to '%s', but %s", band(a, b - 1, findings->arena), s->id,
                      what);
    }
}

bool check_ages(sqlite3 *db, struct findings *findings, struct err *err) {
    struct arena *arena = arena_new();
    struct ages ages = {0};
    bool ok =
        read_settings(db, arena, &ages, err) && read_routes(db, arena, &ages, err) &&
        read_ways_out(db, arena, &ages, err) &&
        mark(db, "SELECT setting, age_from, age_to FROM stay", &ages,
             offsetof(struct age_setting, has_stay), err) &&
        mark(db, "SELECT setting, age_from, age_to FROM visit_need", &ages,
             offsetof(struct age_setting, has_need), err) &&
        mark(
            db,
            "SELECT setting, age_from, age_to FROM demand UNION ALL SELECT setting, age_from, age_to FROM initial"
            " UNION ALL SELECT coalesce(setting, waiting_for), age, age FROM person",
            &ages, offsetof(struct age_setting, reached), err);
    if (ok) spread(&ages);
    for (size_t i = 0; ok && i < ages.count; i++) {
        const struct age_setting *s = &ages.settings[i];
        tell_shares(s, findings);
        tell_missing(s, s->has_stay, "R03", "stay.csv has no row for them", findings);
        tell_missing(s, s->has_route, "R04", "route.csv has no row for them", findings);
        if (s->visits)
            tell_missing(s, s->has_need, "S05", "visit_need.csv has no row for them", findings);
    }
    arena_free(arena);
    return ok;
}

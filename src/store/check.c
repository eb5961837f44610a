/* Checks of what the tables mean together; see check.h. A rule is a question in SQL that gives the
 * line of each row that breaks it, and what to say; what SQL cannot ask stands below the list.
 *
 * SPDX-License-Identifier: MIT */
#include "check_parts.h"

#include "base/date.h"
#include "load.h"
#include "registry.h"
#include "rows.h"
#include "rules.h"
#include "store.h"

#include <stdio.h>
#include <string.h>

#define DUE_ORDER(table)                                                                                                     \
    {"D03", table, "due_to",                                                                                                 \
     "SELECT row_no, printf('%s is before due_from %s', due_to, due_from) FROM " table                                       \
     " WHERE due_to < due_from"},                                                                                            \
    {                                                                                                                        \
        "D06", table, "due_text",                                                                                            \
            "SELECT row_no, printf('''%s'' has no due_to, so it can never be late', due_text) FROM " table                   \
            " WHERE due_text IS NOT NULL AND due_to IS NULL AND COALESCE(due_kind, 'day') IN "                               \
            "('day', 'month', 'quarter', 'range') AND NOT " SAYS_TO_AGREE(                                                   \
                "due_text") " AND NOT (due_kind IS NULL AND (" SAYS_ONGOING("due_text") " OR " SAYS_NOTHING("due_text") "))" \
    }

/* A chain of parents that comes back to its beginning. */
#define CHAIN(table, column)                                                                       \
    {                                                                                              \
        "R05", table, column,                                                                      \
            "WITH RECURSIVE up (first, id, n) AS (SELECT id, " column ", 1 FROM " table            \
            " UNION ALL SELECT first, " column ", n + 1 FROM up JOIN " table                       \
            " USING (id) WHERE up.id IS NOT NULL AND n < 64 AND up.id <> first) "                  \
            "SELECT row_no, printf('%s leads back to itself', t.id) FROM " table                   \
            " t WHERE t.id IN (SELECT first FROM up WHERE id = first)"                             \
    }

#define PROFILE_KIND(column, kind_)                                                                \
    {                                                                                              \
        "S06", "demand", column,                                                                   \
            "SELECT d.row_no, printf('profile %s is of kind %s, expected " kind_                   \
            "', p.id, p.kind) FROM demand d "                                                      \
            "JOIN profile p ON p.id = d." column " WHERE p.kind <> '" kind_ "'"                    \
    }

#define BAND_OVERLAP(table, same)                                                                    \
    {                                                                                                \
        "A02", table, "age_from",                                                                    \
            "SELECT b.row_no, printf('ages %d to %s overlap with those of line %d', b.age_from, "    \
            "COALESCE(b.age_to, 'the end'), a.row_no) FROM " table " a JOIN " table                  \
            " b ON a.row_no < b.row_no AND a.age_from <= COALESCE(b.age_to, 130) AND b.age_from <= " \
            "COALESCE(a.age_to, 130) AND " same                                                      \
    }

static const struct question questions[] = {
    /* the system */
    {"S07", "system", NULL,
     "SELECT 0, printf('there are %d rows, expected one', n) FROM (SELECT count(*) n FROM system) "
     "WHERE n <> 1 AND EXISTS (SELECT 1 FROM setting)",
     .even_empty = true},
    {"D03", "system", "end",
     "SELECT row_no, printf('%s is not after start %s', \"end\", start) FROM system WHERE \"end\" <= start"},
    CHAIN("place", "parent"),
    CHAIN("body", "parent"),
    CHAIN("organisation", "successor"),
    CHAIN("scenario", "base"),
    CHAIN("action", "parent"),
    {"D03", "organisation", "until",
     "SELECT o.row_no, printf('%s ends after its successor %s, on %s', o.id, s.id, s.until) FROM organisation o JOIN "
     "organisation s ON s.id = o.successor WHERE o.until > s.until"},
    /* people */
    BAND_OVERLAP("population", "a.place = b.place AND a.year = b.year"),
    /* A gap, if there is one, begins at the demand's youngest age or where a band ends. */
    {"A03", "demand", "age_from",
     "SELECT row_no, printf('there is no population of %s aged %d', place, gap) FROM (SELECT d.row_no, d.place, (WITH RECURSIVE "
     "area (id) AS (VALUES (d.place) UNION SELECT p.id FROM place p JOIN area ON p.parent = area.id), band (first, last) AS "
     "(SELECT DISTINCT age_from, COALESCE(age_to, 130) FROM population WHERE place IN area), edge (age) AS (VALUES (d.age_from) "
     "UNION SELECT last + 1 FROM band) SELECT min(age) FROM edge WHERE age BETWEEN d.age_from AND min(COALESCE(d.age_to, 99), "
     "99) AND NOT EXISTS (SELECT 1 FROM band WHERE edge.age BETWEEN first AND last)) AS gap FROM demand d) WHERE gap IS NOT NULL"},
    {"A04", "population", "year",
     "WITH RECURSIVE s (first, last) AS (SELECT substr(start, 1, 4) - (substr(start, 6, 2) < '04'), "
     "substr(\"end\", 1, 4) - (substr(\"end\", 6, 2) < '04') FROM system LIMIT 1), "
     "y (n) AS (SELECT first FROM s UNION ALL SELECT n + 1 FROM y, s WHERE n < last AND n < first + 100) "
     "SELECT 0, printf('%s has no rows for %d/%02d, which is simulated', p.place, n, (n + 1) % 100) FROM y, "
     "(SELECT DISTINCT place FROM population WHERE place IN (SELECT place FROM demand)) p WHERE NOT EXISTS (SELECT 1 FROM "
     "population q WHERE q.place = p.place AND q.year = printf('%d/%02d', n, (n + 1) % 100))"},
    /* care */
    {"S02", "capacity", "hour_from",
     "SELECT row_no, printf('hours from %s to %s', COALESCE(hour_from, 'nothing'), COALESCE(hour_to, 'nothing')) FROM "
     "capacity WHERE (hour_from IS NULL) <> (hour_to IS NULL) OR hour_to <= hour_from"},
    {"S02", "setting", "discharge_from",
     "SELECT row_no, printf('hours from %s to %s', COALESCE(discharge_from, 'nothing'), COALESCE(discharge_to, 'nothing')) "
     "FROM setting WHERE discharge_to <= COALESCE(discharge_from, 0)"},
    {"S03", "stay", "mean_days",
     "SELECT row_no, printf('%s stays need mean_days above 0', distribution) FROM stay WHERE distribution NOT IN ('empirical', 'mixture') "
     "AND COALESCE(mean_days, 0) <= 0"},
    {"S03", "stay", "sd_days",
     "SELECT row_no, printf('%s stays need sd_days', distribution) FROM stay WHERE distribution IN ('lognormal', 'gamma', "
     "'weibull') AND sd_days IS NULL"},
    {"S03", "stay", "max_days",
     "SELECT row_no, printf('%g is not above min_days %g', max_days, min_days) FROM stay WHERE max_days <= min_days"},
    {"S03", "stay", "distribution",
     "SELECT s.row_no, 'stay_sample.csv has no rows for this setting and age' FROM stay s WHERE distribution = 'empirical' AND "
     "NOT EXISTS (SELECT 1 FROM stay_sample x WHERE x.setting = s.setting AND x.age_from <= COALESCE(s.age_to, 130) AND "
     "COALESCE(x.age_to, 130) >= s.age_from)"},
    {"S03", "stay", "distribution",
     "SELECT s.row_no, 'stay_part.csv has no rows for this setting and age' FROM stay s WHERE distribution = 'mixture' AND "
     "NOT EXISTS (SELECT 1 FROM stay_part x WHERE x.setting = s.setting AND x.age_from = s.age_from AND x.age_to IS s.age_to)"},
    {"S03", "stay_part", "sd_days",
     "SELECT row_no, printf('%s stays need sd_days', distribution) FROM stay_part WHERE distribution IN ('lognormal', 'gamma', "
     "'weibull') AND sd_days IS NULL"},
    {"S04", "setting", NULL,
     "SELECT s.row_no, printf('setting ''%s'' has no row in capacity.csv from %s or before', s.id, (SELECT start FROM system)) "
     "FROM setting s WHERE kind <> 'open' AND NOT EXISTS (SELECT 1 FROM capacity c WHERE c.setting = s.id AND c.from_date <= "
     "(SELECT start FROM system))"},
    {"S01", "profile", NULL,
     "SELECT p.row_no, printf('profile ''%s'' has %d slots, expected %d', p.id, n, want) FROM (SELECT p.row_no, p.id, "
     "CASE kind WHEN 'month' THEN 12 WHEN 'weekday' THEN 7 ELSE 24 END want, (SELECT count(*) FROM profile_slot s WHERE "
     "s.profile = p.id) n FROM profile p) p WHERE n <> want"},
    {"S01", "profile_slot", "slot",
     "SELECT s.row_no, printf('there is no %s %d', p.kind, slot) FROM profile_slot s JOIN profile p ON p.id = s.profile WHERE "
     "(kind = 'month' AND slot NOT BETWEEN 1 AND 12) OR (kind = 'weekday' AND slot NOT BETWEEN 1 AND 7)"},
    PROFILE_KIND("months", "month"),
    PROFILE_KIND("weekdays", "weekday"),
    PROFILE_KIND("hours", "hour"),
    BAND_OVERLAP("stay", "a.setting = b.setting"),
    BAND_OVERLAP("visit_need", "a.setting = b.setting"),
    BAND_OVERLAP(
        "stay_sample",
        "a.setting = b.setting AND (a.age_from <> b.age_from OR a.age_to IS NOT b.age_to)"),
    BAND_OVERLAP(
        "initial_sample",
        "a.setting = b.setting AND (a.age_from <> b.age_from OR a.age_to IS NOT b.age_to)"),
    BAND_OVERLAP("initial", "a.setting = b.setting AND a.state = b.state"),
    {"R06", "route", "outcome",
     "SELECT row_no, printf('leads on to %s and leaves with outcome %s', to_setting, outcome) FROM route WHERE to_setting IS NOT "
     "NULL AND outcome IS NOT NULL"},
    {"S08", "setting", "admission_days",
     "SELECT row_no, 'days of admission of a setting that is never full' FROM setting WHERE kind = 'open' AND admission_days "
     "IS NOT NULL"},
    {"R07", "route", "switch_to",
     "SELECT row_no, printf('switches to %s, but %s is empty', switch_to, CASE WHEN to_setting IS NULL THEN 'to_setting' ELSE "
     "'switch_after_days' END) FROM route WHERE switch_to IS NOT NULL AND (switch_after_days IS NULL OR to_setting IS NULL)"},
    {"R09", "setting", "give_up_to",
     "SELECT row_no, CASE WHEN give_up_to = id THEN 'people give up waiting for it and go to itself' ELSE printf('people who give "
     "up go to %s, but patience_days is empty', give_up_to) END FROM setting WHERE give_up_to IS NOT NULL AND (patience_days IS "
     "NULL OR give_up_to = id)"},
    {"R09", "setting", "overflow_to",
     "SELECT row_no, CASE WHEN overflow_to = id THEN 'it overflows to itself' ELSE 'overflow_after_days is given, but not where "
     "to' END FROM setting WHERE overflow_to = id OR (overflow_to IS NULL AND overflow_after_days IS NOT NULL)"},
    {"R10", "route", "away_mean_days",
     "SELECT row_no, CASE WHEN away_mean_days IS NULL THEN 'empty, but away_sd_days or away_max_days is not' WHEN to_setting IS "
     "NULL THEN 'to_setting is empty: nobody comes back' ELSE 'the person holds the place meanwhile' END FROM route WHERE "
     "coalesce(away_mean_days, away_sd_days, away_max_days) IS NOT NULL AND (away_mean_days IS NULL OR to_setting IS NULL OR holds "
     "= 'yes')"},
    {"R08", "route", "holds",
     "SELECT row_no, printf('the reason is %s, but the person holds no place', reason) FROM route WHERE reason IS NOT NULL AND "
     "holds IS NOT 'yes'"},
    /* change */
    {"D03", "plan", "end",
     "SELECT row_no, printf('%s is before start %s', \"end\", start) FROM plan WHERE \"end\" < start"},
    DUE_ORDER("action"),
    DUE_ORDER("milestone"),
    {"D04", "action", "done_on",
     "SELECT a.row_no, printf('done on %s, before the plan began on %s', done_on, p.start) FROM action a JOIN plan p ON p.id = "
     "a.plan WHERE done_on < p.start"},
    {"D03", "scheme", "until",
     "SELECT s.row_no, printf('%s is before the scheme starts on %s', until, COALESCE(m.done_on, m.due_to, starts_on)) FROM "
     "scheme s LEFT JOIN milestone m ON m.id = s.starts WHERE until < COALESCE(m.done_on, m.due_to, starts_on)"},
    {"P01", "scheme", "starts",
     "SELECT s.row_no, CASE WHEN s.starts IS NULL THEN 'neither a milestone nor a first day' ELSE printf('milestone %s has "
     "neither done_on nor due_to', s.starts) END FROM scheme s LEFT JOIN milestone m ON m.id = s.starts WHERE starts_on IS NULL "
     "AND COALESCE(m.done_on, m.due_to) IS NULL"},
    {"P05", "effect", "central",
     "SELECT row_no, printf('%g does not lie between low %g and high %g', central, low, high) FROM effect WHERE low IS NOT NULL "
     "AND high IS NOT NULL AND central NOT BETWEEN min(low, high) AND max(low, high)"},
    {"P05", "uncertainty", "low",
     "SELECT row_no, printf('%g does not lie between low %g and high %g', operation = 'multiply', low, high) FROM uncertainty "
     "WHERE (operation = 'multiply') NOT BETWEEN low AND high"},
    {"D03", "milestone", "early_on",
     "SELECT row_no, printf('%s is after the deadline, %s', early_on, due_to) FROM milestone WHERE early_on > due_to"},
    {"D03", "milestone", "late_on",
     "SELECT row_no, printf('%s is before the deadline, %s', late_on, due_to) FROM milestone WHERE late_on < due_to"},
    {"P06", "action_lead", "accountable",
     "SELECT min(row_no), printf('%d roles are accountable for %s', count(*), action) FROM action_lead WHERE accountable = 'yes' "
     "GROUP BY action HAVING count(*) > 1"},
    {"P07", "scheme", NULL,
     "SELECT row_no, printf('scheme ''%s'' is in no scenario', id) FROM scheme WHERE id NOT IN (SELECT scheme FROM "
     "scenario_scheme WHERE included = 'yes') AND EXISTS (SELECT 1 FROM scenario)"},
    /* measures */
    {"O01", "observation", "value",
     "SELECT o.row_no, printf('%.10g is given, but %.10g / %.10g times %.10g is %.6g', value, numerator, denominator, per, numerator * per / "
     "denominator) FROM (SELECT o.*, COALESCE(m.per, 1) per FROM observation o JOIN measure m ON m.id = o.measure) o WHERE "
     "value IS NOT NULL AND denominator > 0 AND abs(value - numerator * per / denominator) > max(0.01 * max(abs(value), 0.5), CASE WHEN value = "
     "round(value) THEN 0.5 WHEN abs(value - round(value, 1)) < 1e-9 THEN 0.05 ELSE 0 END)"},
    /* Two questions, so that few rows look up their measure. */
    {"O02", "observation", "period_start",
     "SELECT o.row_no, printf('%s is not the first day of a %s', period_start, frequency) FROM observation o JOIN measure m ON "
     "m.id = o.measure WHERE substr(period_start, 9) <> '01' AND frequency IN ('month', 'quarter', 'year')"},
    {"O02", "observation", "period_start",
     "SELECT o.row_no, printf('%s is not the first day of a quarter', period_start) FROM measure m CROSS JOIN observation o ON "
     "m.id = o.measure WHERE frequency = 'quarter' AND substr(period_start, 9) = '01' AND substr(period_start, 6, 2) NOT IN "
     "('01', '04', '07', '10')"},
    {"O03", "target", "value",
     "SELECT b.row_no, printf('%s has two targets for %s on %s: %g (line %d) and %g', b.measure, b.place, b.due, a.value, "
     "a.row_no, b.value) FROM target a JOIN target b ON a.measure = b.measure AND a.place = b.place AND a.due = b.due AND "
     "a.row_no < b.row_no AND a.value <> b.value"},
    {"D03", "target", "due",
     "SELECT row_no, printf('%s is not after baseline_on %s', due, baseline_on) FROM target WHERE due <= baseline_on"},
    /* money */
    {"M02", "budget", "part_of",
     "SELECT row_no, printf('there is no line ''%s'' of the same organisation, year and kind', part_of) FROM budget p WHERE "
     "part_of IS NOT NULL AND NOT EXISTS (SELECT 1 FROM budget b WHERE b.line = p.part_of AND p.year = b.year AND p.kind = "
     "b.kind AND p.organisation IS b.organisation)"},
    {"M03", "budget", "amount_gbp",
     "SELECT row_no, printf('£%,d does not lie between low £%,d and high £%,d', CAST(amount_gbp AS INTEGER), CAST(low_gbp AS "
     "INTEGER), CAST(high_gbp AS INTEGER)) FROM budget WHERE amount_gbp < min(low_gbp, high_gbp) OR amount_gbp > max(low_gbp, "
     "high_gbp)"},
    /* risks */
    {"N03", "risk_band", "from_score",
     "SELECT b.row_no, printf('scores %d to %d overlap with those of line %d', b.from_score, b.to_score, a.row_no) FROM risk_band "
     "a JOIN risk_band b ON a.row_no < b.row_no AND a.from_score <= b.to_score AND b.from_score <= a.to_score"},
    {"N03", "risk_band", "to_score",
     "SELECT row_no, printf('%d is below from_score %d', to_score, from_score) FROM risk_band WHERE to_score < from_score"},
};

/* The table that was asked for rows last: questions about one stand together. */
struct asked {
    const char *table;
    bool any;
};

static bool ask_for_rows(sqlite3 *db, const char *table, struct asked *asked, struct err *err) {
    if (asked->table && strcmp(asked->table, table) == 0) return true;
    asked->table = table;
    return load_any_row(db, table, &asked->any, err);
}

static bool ask(sqlite3 *db, const struct question *question, const char *day, struct asked *asked,
                struct findings *findings, struct err *err) {
    if (!ask_for_rows(db, question->table, asked, err)) return false;
    if (!asked->any && !question->even_empty) return true;
    struct query *q = query_new(db, question->sql, err);
    if (!q) return err_context(err, "rule %s of %s", question->rule, question->table);
    if (day && strstr(question->sql, "?1")) query_bind_text(q, 1, day);
    while (query_next(q)) {
        const char *message = query_text(q, 1);
        if (message)
            rules_add(findings, question->rule, question->table, (size_t)query_integer(q, 0, 0),
                      question->column, "%s", message);
    }
    return query_free(q, err);
}

bool check_ask(sqlite3 *db, const struct question *list, size_t count, int32_t as_at,
               struct findings *findings, struct err *err) {
    char day[DATE_BYTES];
    const char *bound = as_at == DATE_NONE ? NULL : date_text(as_at, day);
    struct asked asked = {0};
    for (size_t i = 0; i < count; i++)
        if (!ask(db, &list[i], bound, &asked, findings, err)) return false;
    return true;
}

/* Age bands that end before they begin, in every table that has them. */
static bool check_bands(sqlite3 *db, const struct table *table, struct asked *asked,
                        struct findings *findings, struct err *err) {
    if (table_column(table, "age_from") < 0) return true;
    char sql[256];
    snprintf(
        sql, sizeof sql,
        "SELECT row_no, printf('%%d is below age_from %%d', age_to, age_from) FROM \"%s\" WHERE age_to < age_from",
        table->name);
    const struct question question = {"A01", table->name, "age_to", sql};
    return ask(db, &question, NULL, asked, findings, err);
}

static bool is_number(const struct column *column) {
    bool number = column->type == COLUMN_NUMBER || column->type == COLUMN_INTEGER;
    /* Parts of a key, and ages and hours, say which row it is, not how much. */
    return number && !(column->flags & COLUMN_KEY) && strcmp(column->name, "age_from") != 0 &&
           strcmp(column->name, "age_to") != 0 && strncmp(column->name, "hour_", 5) != 0;
}

static bool check_sources(sqlite3 *db, const struct table *table, struct asked *asked,
                          struct findings *findings, struct err *err) {
    if (table_column(table, "source") < 0) return true;
    if (!ask_for_rows(db, table->name, asked, err)) return false;
    if (!asked->any) return true;
    struct arena *arena = arena_new();
    struct buf any = buf_new(arena);
    for (size_t i = 0; i < table->column_count; i++)
        if (is_number(&table->columns[i]))
            buf_printf(&any, "%s\"%s\" IS NOT NULL", any.length ? " OR " : "",
                       table->columns[i].name);
    bool ok = true;
    if (any.length) {
        const struct question none = {
            "N01", table->name, "source",
            arena_printf(
                arena,
                "SELECT row_no, 'the row has numbers and no source' FROM \"%s\" WHERE source IS NULL AND (%s)",
                table->name, any.text)};
        ok = ask(db, &none, NULL, asked, findings, err);
    }
    const struct question kind = {
        "N02", table->name, "source",
        arena_printf(
            arena,
            "SELECT row_no, printf('''%%s'' does not begin with printed:, statistic:, computed:, calibrated: or "
            "assumption:', substr(source, 1, 40)) FROM \"%s\" WHERE source NOT GLOB 'printed: *' AND source NOT GLOB "
            "'statistic: *' AND source NOT GLOB 'computed: *' AND source NOT GLOB 'calibrated: *' AND source NOT GLOB "
            "'assumption: *'",
            table->name)};
    ok = ok && ask(db, &kind, NULL, asked, findings, err);
    arena_free(arena);
    return ok;
}

static bool check_weekdays(sqlite3 *db, const char *table, const char *column,
                           struct findings *findings, struct err *err) {
    char sql[160];
    snprintf(sql, sizeof sql, "SELECT row_no, \"%s\" FROM \"%s\" WHERE \"%s\" IS NOT NULL", column,
             table, column);
    struct query *q = query_new(db, sql, err);
    if (!q) return false;
    while (query_next(q)) {
        unsigned days;
        struct str text = str_of(query_text(q, 1));
        if (!weekdays_parse(text, &days))
            rules_add(
                findings, "S02", table, (size_t)query_integer(q, 0, 0), column,
                "%s are not weekdays, expected mon tue wed thu fri sat sun with spaces between",
                rules_quote(findings->arena, text));
    }
    return query_free(q, err);
}

/* What effects and uncertainties act on: rows that exist, a column that has one of the flags. */
static bool check_effects(sqlite3 *db, const char *of, unsigned flags, struct findings *findings,
                          struct err *err) {
    char sql[96];
    snprintf(sql, sizeof sql, "SELECT row_no, on_table, on_rows, on_column FROM %s ORDER BY row_no",
             of);
    struct query *q = query_new(db, sql, err);
    if (!q) return false;
    struct arena *arena = arena_new();
    bool ok = true;
    while (ok && query_next(q)) {
        size_t row = (size_t)query_integer(q, 0, 0);
        const char *name = query_text(q, 1), *text = query_text(q, 2), *column = query_text(q, 3);
        const struct table *table = name ? registry_table(name) : NULL;
        if (!table || !text || !column) continue;
        int at = table_column(table, column);
        if (at < 0 || !(table->columns[at].flags & flags))
            rules_add(findings, "P04", of, row, "on_column",
                      "%s of %s is not a number of the model",
                      rules_quote(findings->arena, str_of(column)), name);
        struct rows rows;
        struct err why = {0};
        int64_t *found;
        size_t count = 0;
        if (!rows_parse(table, text, &rows, &why)) {
            rules_add(findings, "P02", of, row, "on_rows", "%s", why.message);
            continue;
        }
        ok = rows_find(db, &rows, arena, &found, &count, err);
        if (ok && count == 0)
            rules_add(findings, "P03", of, row, "on_rows", "no row of %s meets %s", name,
                      rules_quote(findings->arena, str_of(text)));
    }
    arena_free(arena);
    struct err ignored = {0};
    return query_free(q, ok ? err : &ignored) && ok;
}

bool store_check(sqlite3 *db, struct findings *findings, struct err *err) {
    if (!check_ask(db, questions, sizeof questions / sizeof questions[0], DATE_NONE, findings, err))
        return false;
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    struct asked asked = {0};
    for (size_t i = 0; i < count; i++)
        if (!check_bands(db, tables[i], &asked, findings, err) ||
            !check_sources(db, tables[i], &asked, findings, err))
            return false;
    return check_weekdays(db, "setting", "discharge_days", findings, err) &&
           check_weekdays(db, "setting", "admission_days", findings, err) &&
           check_weekdays(db, "capacity", "weekdays", findings, err) &&
           check_effects(db, "effect", COLUMN_INPUT | COLUMN_BENDS, findings, err) &&
           check_effects(db, "uncertainty", COLUMN_INPUT, findings, err) &&
           check_ages(db, findings, err) && check_sums(db, findings, err) &&
           check_circles(db, findings, err);
}

struct store *store_open_checked(const char *path, struct findings *findings, struct err *err) {
    struct store *store = store_open(path, findings, err);
    if (!store) return NULL;
    sqlite3 *db = store_db(store);
    if ((!store_is_file(store) || load_check_file(db, findings, err)) &&
        store_check(db, findings, err))
        return store;
    store_close(store);
    return NULL;
}

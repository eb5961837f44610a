/* weft check PACKAGE: everything that is wrong with a package, in one go.
 *
 * SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "command.h"
#include "doc/json.h"
#include "options.h"
#include "package.h"
#include "report/check.h"
#include "store/check.h"
#include "store/load.h"
#include "store/rules.h"

#include <stdio.h>
#include <string.h>

static bool count_rows(sqlite3 *db, size_t *tables, size_t *rows, struct err *err) {
    const struct table *const *all = registry_tables(tables);
    *rows = 0;
    for (size_t i = 0; i < *tables; i++) {
        char sql[128];
        snprintf(sql, sizeof sql, "SELECT count(*) FROM \"%s\"", all[i]->name);
        struct query *q = query_new(db, sql, err);
        if (!q) return false;
        if (query_next(q)) *rows += (size_t)query_integer(q, 0, 0);
        if (!query_free(q, err)) return false;
    }
    return true;
}

static int explain(const char *id, struct arena *arena, struct err *err) {
    struct buf out = buf_new(arena);
    if (strcmp(id, "all") == 0) {
        rules_page(&out);
    } else {
        const struct rule *rule = rules_find(id);
        if (!rule) {
            err_set(err, ERR_NOT_FOUND, "there is no rule '%s'", id);
            err_hint(err, "`weft check --explain all` lists them.");
            return err_exit_status(err->code);
        }
        rules_explain(rule, &out);
    }
    fputs(out.text, stdout);
    return 0;
}

static const char *plural(size_t n) {
    return n == 1 ? "" : "s";
}

static void print_json(const struct findings *findings, size_t waived, struct buf *out) {
    struct json json = json_new(out, true);
    json_object(&json, NULL);
    json_integer(&json, "errors", (int64_t)findings->errors);
    json_integer(&json, "warnings", (int64_t)findings->warnings);
    json_integer(&json, "waived", (int64_t)waived);
    json_list(&json, "findings");
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *f = &findings->items[i];
        json_object(&json, NULL);
        json_text(&json, "file", f->file);
        json_integer(&json, "row", (int64_t)f->row);
        json_text(&json, "column", f->column);
        json_text(&json, "severity", f->severity == SEVERITY_ERROR ? "error" : "warning");
        json_text(&json, "rule", f->rule);
        json_text(&json, "message", f->message);
        json_end_object(&json);
    }
    json_end_list(&json);
    json_end_object(&json);
}

/* Each finding on a line of its own. */
static void print_each(const struct findings *findings, struct buf *out) {
    for (size_t i = 0; i < findings->count; i++) {
        finding_text(&findings->items[i], out);
        buf_putc(out, '\n');
    }
    size_t all = findings->errors + findings->warnings;
    if (findings->count < all) buf_printf(out, "... and %zu more\n", all - findings->count);
}

/* Each rule that found something, in the order of the rules, errors first: how often, what it is,
 * and its first finding. */
static void print_by_rule(const struct findings *findings, struct buf *out) {
    for (int severity = SEVERITY_ERROR; severity >= SEVERITY_WARNING; severity--)
        for (size_t r = 0; r < rules_count(); r++) {
            const struct rule *rule = rules_at(r);
            const struct finding *first = NULL;
            size_t count = 0;
            for (size_t i = 0; i < findings->count; i++) {
                const struct finding *f = &findings->items[i];
                if ((int)f->severity != severity || strcmp(f->rule, rule->id) != 0) continue;
                if (!first) first = f;
                count++;
            }
            if (!first) continue;
            buf_printf(out, "%5zu %s%s %s: %s\n      %s", count,
                       severity == SEVERITY_ERROR ? "error" : "warning", plural(count), rule->id,
                       rule->title, count > 1 ? "first: " : "");
            finding_text(first, out);
            buf_putc(out, '\n');
        }
}

static void print_count(const struct findings *findings, size_t waived, size_t tables, size_t rows,
                        double spent, struct buf *out) {
    size_t all = findings->errors + findings->warnings;
    char row_text[NUMBER_PEOPLE_BYTES];
    buf_printf(out,
               "%zu finding%s: %zu error%s, %zu warning%s, in %zu tables and %s rows (%.1f s).",
               all, plural(all), findings->errors, plural(findings->errors), findings->warnings,
               plural(findings->warnings), tables, number_people((double)rows, 0, row_text), spent);
    if (waived) buf_printf(out, " %zu waived.", waived);
    if (findings->count)
        buf_printf(out, " weft check --explain %s says why and what to do about it.",
                   findings->items[0].rule);
    buf_putc(out, '\n');
}

static bool check(const char *path, int32_t as_at, struct findings *findings, size_t *tables,
                  size_t *rows, struct err *err) {
    struct store *store = store_open(path, findings, err);
    if (!store) return false;
    sqlite3 *db = store_db(store);
    bool ok = (!store_is_file(store) || load_check_file(db, findings, err)) &&
              store_check(db, findings, err) && report_check(db, as_at, findings, err);
    ok = ok && count_rows(db, tables, rows, err);
    store_close(store);
    return ok;
}

enum { TEXT, SUMMARY, JSON };
static const char *const formats[] = {"text", "summary", "json", NULL};

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    double began = package_seconds();
    const char *rule = NULL;
    int format = TEXT;
    int32_t as_at = package_today();
    const struct option options[] = {
        {.name = "format", .kind = OPTION_CHOICE, .value = &format, .choices = formats},
        {.name = "explain", .kind = OPTION_TEXT, .value = &rule},
        {.name = "as-at", .kind = OPTION_DATE, .value = &as_at},
    };
    int rest;
    if (!options_read(argc, argv, options, 3, 0, 1, &rest, err)) return err_exit_status(err->code);
    if (rule) return explain(rule, arena, err);
    if (rest == 0) {
        err_set(err, ERR_USAGE, "an argument is missing");
        return err_exit_status(err->code);
    }
    struct findings *findings = findings_new(arena);
    size_t tables = 0, rows = 0;
    if (!check(argv[0], as_at, findings, &tables, &rows, err)) {
        /* What cannot be opened as a package at all cannot be checked. */
        return 2;
    }
    findings_sort(findings);
    struct buf out = buf_new(arena);
    if (format == JSON) {
        print_json(findings, findings->waived, &out);
    } else {
        if (format == SUMMARY)
            print_by_rule(findings, &out);
        else
            print_each(findings, &out);
        print_count(findings, findings->waived, tables, rows, package_seconds() - began, &out);
    }
    fputs(out.text, stdout);
    return findings->errors ? 1 : 0;
}

const struct command command_check = {
    .name = "check",
    .arguments = "PACKAGE [--format text|summary|json] [--as-at DATE] | --explain RULE|all",
    .summary = "Everything that is wrong with a package, and what would cure it",
    .details =
        "Each finding says file:row: column: severity RULE: what was found, what was expected.\n"
        "Ends with status 0 when there are no errors, 1 when there are, 2 when it cannot check.\n\n"
        "  --format summary a line for each rule, with how often it found something and the first\n"
        "  --as-at DATE     the day by which deadlines and waivers are counted (today)\n"
        "  --explain RULE   why the rule is there and what to do about it\n",
    .run = run,
};

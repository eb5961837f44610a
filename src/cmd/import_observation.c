/* weft import --into observation.
 *
 * SPDX-License-Identifier: MIT */
#include "import.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/number.h"
#include "doc/csv.h"
#include "measure/import.h"
#include "package.h"
#include "store/put.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SHOWN 12 /* revised figures on the screen */

enum { MEASURE, PLACE, PERIOD, NUMERATOR, DENOMINATOR, VALUE, STATUS, SOURCE, COLUMNS };

static const char *const names[COLUMNS] = {"measure",     "place", "period_start", "numerator",
                                           "denominator", "value", "status",       "source"};

static bool find_map(const struct import_request *request, const struct document *document,
                     sqlite3 *db, struct arena *arena, struct import_map *map, struct err *err) {
    if (request->map) {
        char *bytes;
        size_t length;
        if (!file_read(arena, request->map, LIMIT_DOCUMENT_BYTES, &bytes, &length, err))
            return false;
        return import_map_read(bytes, length, arena, map, err) ||
               err_context(err, "%s", request->map);
    }
    const char *doubts;
    if (!import_guess(document, request->table ? request->table : "", db, arena, map, &doubts, err))
        return false;
    if (request->guess) {
        struct buf out = buf_new(arena);
        import_map_write(map, &out);
        fwrite(out.text, 1, out.length, stdout);
        if (*doubts) fprintf(stderr, "To be decided:\n%s", doubts);
        return true;
    }
    if (!*doubts) return true;
    fputs(doubts, stderr);
    err_set(err, ERR_INPUT, "%s: it is not plain what its columns are", request->file);
    return err_hint(err, "`weft import --guess` writes a mapping file to edit; then --map.");
}

static struct str number(double value, struct arena *arena) {
    char text[NUMBER_BYTES];
    number_text(value, text);
    size_t n = strlen(text);
    return (struct str){n ? arena_copy(arena, text, n) : "", n};
}

/* The texts of days: a table has few, each many times. */
#define DAYS_KEPT 4096

struct day_texts {
    int32_t days[DAYS_KEPT];
    struct str texts[DAYS_KEPT];
};

static struct str day_text(struct day_texts *kept, int32_t day, struct arena *arena) {
    size_t at = (uint32_t)day % DAYS_KEPT;
    if (!kept->texts[at].p || kept->days[at] != day) {
        char text[DATE_BYTES];
        kept->days[at] = day;
        kept->texts[at] = str_of(arena_string(arena, date_text(day, text)));
    }
    return kept->texts[at];
}

static struct str *make_cells(const struct import *import, const char *source, struct arena *arena,
                              size_t *rows) {
    struct str *cells = ARENA_NEW(arena, struct str, import->count * COLUMNS + 1);
    struct day_texts *days = ARENA_NEW(arena, struct day_texts, 1);
    *rows = 0;
    for (size_t i = 0; i < import->count; i++) {
        const struct import_row *row = &import->rows[i];
        const char *measure = import->measures[row->measure].id;
        const char *place = import->places[row->place].id;
        if (!measure || !place) continue;
        struct str *cell = cells + (*rows)++ * COLUMNS;
        cell[MEASURE] = str_of(measure);
        cell[PLACE] = str_of(place);
        cell[PERIOD] = day_text(days, row->start, arena);
        cell[NUMERATOR] = number(row->numerator, arena);
        cell[DENOMINATOR] = number(row->denominator, arena);
        cell[VALUE] = number(row->value, arena);
        cell[STATUS] = (struct str){"", 0};
        cell[SOURCE] = str_of(source);
    }
    return cells;
}

static const char *source_text(const struct document *document, const struct import *import,
                               const struct import_map *map, struct arena *arena) {
    const char *begins = *map->source ? map->source : "statistic";
    return arena_printf(arena, "%s%s %s, SHA-256 %.12s", begins, strchr(begins, ':') ? "," : ":",
                        import->file, document->sha256);
}

static void show_figures(const struct str *before, const struct str *after) {
    bool first = true;
    for (int c = NUMERATOR; c <= VALUE; c++) {
        if (str_equal(before[c], after[c])) continue;
        printf("%s%s %.*s (was %.*s)", first ? "" : ", ", names[c],
               after[c].n ? (int)after[c].n : 7, after[c].n ? after[c].p : "missing",
               before[c].n ? (int)before[c].n : 7, before[c].n ? before[c].p : "missing");
        first = false;
    }
    putchar('\n');
}

static void report(const struct import_request *request, const struct put *put,
                   const struct put_result *result) {
    printf("%s%zu observation%s %s, %zu revised, %zu as they were.\n",
           request->dry_run ? "Nothing is written. It would be: " : "", result->added,
           result->added == 1 ? "" : "s", request->dry_run ? "more" : "added", result->changed,
           result->same);
    for (size_t i = 0; i < result->changed && i < SHOWN; i++) {
        const struct put_change *change = &result->changes[i];
        const struct str *after = put->cells + change->row * COLUMNS;
        printf("  %.*s, %.*s, %.*s: ", (int)after[MEASURE].n, after[MEASURE].p, (int)after[PLACE].n,
               after[PLACE].p, (int)after[PERIOD].n, after[PERIOD].p);
        show_figures(change->before, after);
    }
    if (result->changed > SHOWN)
        printf("  and %zu more; --revisions OUT.csv has them all\n", result->changed - SHOWN);
}

/* The rows as they were before. */
static bool write_revisions(const char *path, const struct put_result *result, struct arena *arena,
                            struct err *err) {
    struct buf out = buf_new(arena);
    struct str header[COLUMNS];
    for (int c = 0; c < COLUMNS; c++) header[c] = str_of(names[c]);
    csv_write(&out, header, COLUMNS);
    for (size_t i = 0; i < result->changed; i++)
        csv_write(&out, result->changes[i].before, COLUMNS);
    return output_write(path, &out, err);
}

static bool put_observations(const struct import_request *request, struct store *store,
                             const struct document *document, const struct import *import,
                             const struct import_map *map, struct arena *arena, struct err *err) {
    int columns[COLUMNS];
    bool compared[COLUMNS] = {false}, given[3] = {false};
    const struct table *table = registry_table("observation");
    for (int c = 0; c < COLUMNS; c++) columns[c] = table_column(table, names[c]);
    for (size_t i = 0; i < map->number_count; i++) given[map->numbers[i].kind] = true;
    compared[NUMERATOR] = given[IMPORT_NUMERATOR];
    compared[DENOMINATOR] = given[IMPORT_DENOMINATOR];
    compared[VALUE] = given[IMPORT_VALUE];
    struct put put = {.table = table,
                      .columns = columns,
                      .compared = compared,
                      .column_count = COLUMNS,
                      .mark = columns[STATUS],
                      .mark_text = "revised"};
    put.cells =
        make_cells(import, source_text(document, import, map, arena), arena, &put.row_count);
    if (!put.row_count) {
        err_set(err, ERR_INPUT, "%s: no row has a measure and place of the package", request->file);
        return err_hint(err,
                        "Give the names in the mapping the package's ids, or add the measures and "
                        "places to the package.");
    }
    struct findings *findings = findings_new(arena);
    struct put_result result;
    /* What was there is safe before it is replaced. */
    bool dry = request->dry_run || request->revisions;
    bool ok = put_rows(store, &put, dry, request->who, arena, findings, &result, err);
    if (ok && request->revisions && result.changed)
        ok = write_revisions(request->revisions, &result, arena, err);
    if (ok && dry && !request->dry_run)
        ok = put_rows(store, &put, false, request->who, arena, findings, &result, err);
    if (!ok) {
        package_print(findings, SEVERITY_ERROR, arena, stderr);
        return false;
    }
    report(request, &put, &result);
    return true;
}

int import_observations(const struct import_request *request, const struct document *document,
                        struct arena *arena, struct err *err) {
    if (!request->package) {
        err_set(err, ERR_USAGE, "which package do the figures go into?");
        err_hint(err, "weft import FILE PACKAGE --into observation");
        return err_exit_status(err->code);
    }
    struct findings *of_package = findings_new(arena), *findings = findings_new(arena);
    struct store *store = package_open(request->package, of_package, err);
    if (!store) return err_exit_status(err->code);
    if (store_is_file(store) && !request->dry_run && !request->guess) {
        store_close(store);
        store = store_open_to_change(request->package, err);
        if (!store) return err_exit_status(err->code);
    }
    struct import_map *map = ARENA_NEW(arena, struct import_map, 1);
    struct import import;
    bool ok = find_map(request, document, store_db(store), arena, map, err);
    if (ok && !request->guess) {
        ok = import_read(document, map, store_db(store), arena, findings, &import, err) ||
             err_context(err, "%s", request->file);
        if (ok) import_check(&import, map, findings);
        findings_sort(findings);
        package_print(findings, SEVERITY_WARNING, arena, stderr);
        if (ok && findings->errors) {
            ok = err_set(err, ERR_INPUT,
                         "nothing is imported: %zu of these ha%s to be decided first",
                         findings->errors, findings->errors == 1 ? "s" : "ve");
            err_hint(err, "Edit the mapping file (`--guess` writes one), or mend the table.");
        }
        ok = ok && put_observations(request, store, document, &import, map, arena, err);
    }
    store_close(store);
    return ok ? 0 : err_exit_status(err->code);
}

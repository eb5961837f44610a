/* Files that older and newer versions packed: opened, brought up to date, or refused.
 *
 * SPDX-License-Identifier: MIT */
#include "trial.h"

#include "base/hash.h"
#include "store/change.h"
#include "store/history.h"
#include "store/load.h"
#include "store/pack.h"
#include "store/schema.h"

#include <inttypes.h>

static void shell(const struct trial *t, const char *sql) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(trial_path(t, "a.weft"), &db), SQLITE_OK);
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) fail_msg("%s: %s", sql, message);
    sqlite3_close(db);
}

static int64_t ask(sqlite3 *db, const char *sql) {
    struct err err = {0};
    struct query *q = query_new(db, sql, &err);
    assert_non_null(q);
    assert_true(query_next(q));
    int64_t answer = query_integer(q, 0, -1);
    assert_true(query_free(q, &err));
    return answer;
}

static void packed(const struct trial *t) {
    struct err err = {0};
    struct pack_result result;
    struct findings *findings = findings_new(t->arena);
    unlink(trial_path(t, "a.weft"));
    struct store *store = store_open(trial_path(t, "package"), findings, &err);
    if (!store ||
        !pack_folder(store, trial_path(t, "a.weft"), false, "first", findings, &result, &err))
        fail_msg("%s", err.message);
    store_close(store);
}

/* The file as a version made it that had a table without some columns, which stand in quotes and
 * commas: "'ref','lead'". */
static void age(const struct trial *t, const char *name, const char *without) {
    const struct table *now = registry_table(name);
    struct column columns[64];
    struct table then = *now;
    then.columns = columns;
    then.column_count = 0;
    struct buf sql = buf_new(t->arena);
    buf_puts(&sql, "PRAGMA user_version = 1;");
    buf_printf(&sql,
               "DROP TRIGGER \"%s_insert\"; DROP TRIGGER \"%s_update\"; DROP TRIGGER \"%s_delete\";"
               "DROP INDEX \"%s_key\"; ALTER TABLE \"%s\" RENAME TO gone;",
               name, name, name, name, name);
    struct buf names = buf_new(t->arena);
    for (size_t i = 0; i < now->column_count; i++) {
        const char *quoted = arena_printf(t->arena, "'%s'", now->columns[i].name);
        if (strstr(without, quoted)) continue;
        columns[then.column_count++] = now->columns[i];
        buf_printf(&names, ", \"%s\"", now->columns[i].name);
    }
    assert_true(then.column_count < now->column_count);
    schema_table_sql(SCHEMA_FILE, &then, &sql);
    buf_printf(&sql, "INSERT INTO \"%s\" (row_no%s) SELECT row_no%s FROM gone; DROP TABLE gone;",
               name, names.text, names.text);
    schema_table_sql(SCHEMA_TRIGGERS, &then, &sql);
    shell(t, arena_printf(t->arena, "PRAGMA legacy_alter_table = ON; %s", sql.text));
}

static char *bytes_of(const struct trial *t) {
    char *bytes;
    size_t n;
    struct err err = {0};
    assert_true(file_read(t->arena, trial_path(t, "a.weft"), (size_t)1 << 26, &bytes, &n, &err));
    return arena_printf(t->arena, "%zu %" PRIx64, n, hash_bytes(HASH_BEGIN, bytes, n));
}

static void an_older_file_is_read_and_stays_as_it_is(void **state) {
    (void)state;
    struct trial t = trial_new();
    packed(&t);
    age(&t, "milestone", "'ref''lead'");
    age(&t, "role", "'organisation'");
    shell(&t, "DROP TABLE risk_score; DROP TABLE result");
    const char *before = bytes_of(&t);
    struct err err = {0};
    struct findings *findings = findings_new(t.arena);
    struct store *store = store_open(trial_path(&t, "a.weft"), findings, &err);
    if (!store) fail_msg("%s", err.message);
    assert_true(load_check_file(store_db(store), findings, &err));
    assert_string_equal(trial_findings(&t, findings), "");
    assert_int_equal(ask(store_db(store), "SELECT count(*) FROM milestone WHERE title <> ''"), 1);
    assert_int_equal(ask(store_db(store), "SELECT count(lead) + count(ref) FROM milestone"), 0);
    assert_int_equal(ask(store_db(store), "SELECT count(*) FROM role"), 2);
    assert_int_equal(ask(store_db(store), "SELECT count(*) FROM result"), 0);
    size_t count;
    struct history_entry *entries;
    assert_true(history_read(store_db(store), NULL, NULL, t.arena, &entries, &count, &err));
    assert_int_equal(count, 1);
    store_close(store);
    assert_string_equal(bytes_of(&t), before);
    trial_end(&t);
}

static void an_older_file_that_is_changed_becomes_one_of_today(void **state) {
    (void)state;
    struct trial t = trial_new();
    packed(&t);
    shell(&t, "UPDATE role SET title = 'Chief' WHERE id = 'cfo'");
    age(&t, "milestone", "'ref''lead'");
    shell(&t, "DROP TABLE result");
    struct err err = {0};
    struct store *store = store_open_to_change(trial_path(&t, "a.weft"), &err);
    if (!store) fail_msg("%s", err.message);
    struct findings *findings = findings_new(t.arena);
    struct change_cell cell = {str_of("lead"), str_of("coo")};
    if (!change_row(store, "milestone", "m1", &cell, 1, "tester", findings, &err))
        fail_msg("%s %s", err.message, trial_findings(&t, findings));
    assert_int_equal(ask(store_db(store), "PRAGMA user_version"), schema_version());
    assert_int_equal(ask(store_db(store), "PRAGMA foreign_keys"), 1);
    struct history_entry *e;
    size_t count;
    assert_true(history_read(store_db(store), NULL, NULL, t.arena, &e, &count, &err));
    assert_int_equal(count, 4);
    assert_string_equal(e[0].operation, "packed");
    assert_string_equal(e[1].key, "cfo");
    assert_string_equal(e[2].operation, "upgraded");
    assert_string_equal(e[2].text, "milestone: ref, lead; result");
    assert_string_equal(e[3].who, "tester");
    assert_string_equal(e[3].changes[0].column, "lead");
    store_close(store);
    /* Opened again, there is nothing more to do. */
    store = store_open_to_change(trial_path(&t, "a.weft"), &err);
    if (!store) fail_msg("%s", err.message);
    assert_int_equal(ask(store_db(store), "SELECT count(*) FROM history"), 4);
    store_close(store);
    trial_end(&t);
}

static void refused(const struct trial *t, const char *says) {
    for (int change = 0; change < 2; change++) {
        const char *before = bytes_of(t);
        struct err err = {0};
        const char *path = trial_path(t, "a.weft");
        struct store *store = change ? store_open_to_change(path, &err)
                                     : store_open(path, findings_new(t->arena), &err);
        if (store) fail_msg("it was opened");
        if (!strstr(err.message, says)) fail_msg("%s: not %s", err.message, says);
        assert_true(strlen(err.hint) > 0);
        assert_string_equal(bytes_of(t), before);
    }
}

static void what_is_no_older_file_is_refused_and_stays_as_it_is(void **state) {
    (void)state;
    struct trial t = trial_new();
    static const struct {
        const char *sql, *says;
    } cases[] = {
        {"CREATE TABLE extra (a)", "its tables are not"},
        {"CREATE VIEW v AS SELECT 1", "its tables are not"},
        {"CREATE TRIGGER t AFTER INSERT ON role BEGIN DELETE FROM role; END", "its tables are not"},
        {"ALTER TABLE role ADD COLUMN more TEXT", "does not know its column role.'more'"},
        {"ALTER TABLE role ADD COLUMN \"a\x1b[2J\" TEXT", "does not know its column role.'a [2J'"},
        {"DROP TRIGGER milestone_update", "its tables are not"},
        {"DROP TRIGGER history_delete", "its tables are not"},
        {"DROP INDEX milestone_key", "its tables are not"},
        {"DROP TABLE history", "its tables are not"},
        {"PRAGMA user_version = 0", "does not say which version"},
        {"PRAGMA user_version = -7", "does not say which version"},
        {"PRAGMA user_version = 2147483647", "was written by a newer version of weft"},
        {"PRAGMA application_id = 1", "is not a package that weft wrote"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        packed(&t);
        age(&t, "milestone", "'ref''lead'");
        shell(&t, cases[i].sql);
        refused(&t, cases[i].says);
    }
    trial_end(&t);
}

static void a_new_column_that_must_be_filled_in_is_not_made_up(void **state) {
    (void)state;
    struct trial t = trial_new();
    packed(&t);
    age(&t, "milestone", "'title'");
    refused(&t, "milestone cannot have the columns of this version of weft");
    shell(&t, "DELETE FROM milestone"); /* no row, nothing to fill in */
    struct err err = {0};
    struct store *store = store_open_to_change(trial_path(&t, "a.weft"), &err);
    if (!store) fail_msg("%s", err.message);
    store_close(store);
    trial_end(&t);
}

/* Every column that may be empty and is no part of a key, alone. */
static void any_column_may_have_been_added_since(void **state) {
    (void)state;
    struct trial t = trial_new();
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    for (size_t i = 0; i < count; i += 3) {
        const struct table *table = tables[i];
        size_t k = table->column_count - 1;
        while (k > 0 && table->columns[k].flags & (COLUMN_REQUIRED | COLUMN_KEY)) k--;
        if (k == 0) continue;
        packed(&t);
        age(&t, table->name, arena_printf(t.arena, "'%s'", table->columns[k].name));
        struct err err = {0};
        struct store *store = store_open_to_change(trial_path(&t, "a.weft"), &err);
        if (!store) fail_msg("%s: %s", table->name, err.message);
        store_close(store);
    }
    trial_end(&t);
}

static void a_folder_may_lack_newer_columns(void **state) {
    (void)state;
    struct trial t = trial_new();
    static const char older[] =
        "id,programme,title,due_text,due_from,due_to,due_kind,first_due_to,done_on,source\n"
        "m1,flow,Teams in place,Sep 2018,2018-09-01,2018-09-30,month,2018-09-30,,printed: a plan\n";
    trial_put(&t, "package/milestone.csv", older, sizeof older - 1);
    unlink(trial_path(&t, "package/result.csv"));
    struct err err = {0};
    struct findings *findings = findings_new(t.arena);
    struct store *store = store_open(trial_path(&t, "package"), findings, &err);
    if (!store) fail_msg("%s", err.message);
    assert_string_equal(trial_findings(&t, findings), "");
    assert_int_equal(ask(store_db(store), "SELECT count(*) - count(lead) FROM milestone"), 1);
    store_close(store);
    trial_end(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_older_file_is_read_and_stays_as_it_is),
        cmocka_unit_test(an_older_file_that_is_changed_becomes_one_of_today),
        cmocka_unit_test(what_is_no_older_file_is_refused_and_stays_as_it_is),
        cmocka_unit_test(a_new_column_that_must_be_filled_in_is_not_made_up),
        cmocka_unit_test(any_column_may_have_been_added_since),
        cmocka_unit_test(a_folder_may_lack_newer_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

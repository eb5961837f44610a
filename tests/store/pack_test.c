/* Packages as .weft files: there and back, brought up to date, changed, and refused when foreign.
 *
 * SPDX-License-Identifier: MIT */
#include "trial.h"

#include "store/change.h"
#include "store/folder.h"
#include "store/history.h"
#include "store/load.h"
#include "store/pack.h"
#include "store/registry.h"

static bool pack(const struct trial *t, bool replace, const char *who, struct findings *findings,
                 struct pack_result *result, struct err *err) {
    struct store *store = store_open(trial_path(t, "package"), findings, err);
    if (!store) fail_msg("%s", err->message);
    bool ok = pack_folder(store, trial_path(t, "a.weft"), replace, who, findings, result, err);
    store_close(store);
    return ok;
}

static void packed(const struct trial *t) {
    struct err err = {0};
    struct pack_result result;
    if (!pack(t, false, "first", findings_new(t->arena), &result, &err))
        fail_msg("%s", err.message);
    assert_true(result.is_new);
}

static void unpacked(const struct trial *t, const char *name) {
    struct err err = {0};
    struct store *store = store_open(trial_path(t, "a.weft"), findings_new(t->arena), &err);
    if (!store || !folder_unpack(store, trial_path(t, name), &err)) fail_msg("%s", err.message);
    store_close(store);
}

static size_t files_in(const char *path) {
    DIR *folder = opendir(path);
    assert_non_null(folder);
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(folder));) count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

static void same_folders(const struct trial *t, const char *a, const char *b) {
    DIR *folder = opendir(trial_path(t, a));
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.') continue;
        assert_string_equal(trial_text(t, arena_printf(t->arena, "%s/%s", a, entry->d_name)),
                            trial_text(t, arena_printf(t->arena, "%s/%s", b, entry->d_name)));
    }
    closedir(folder);
    assert_int_equal(files_in(trial_path(t, a)), files_in(trial_path(t, b)));
}

static struct history_entry *history(const struct trial *t, const char *table, const char *key,
                                     size_t *count) {
    struct err err = {0};
    struct history_entry *entries = NULL;
    struct store *store = store_open(trial_path(t, "a.weft"), findings_new(t->arena), &err);
    if (!store || !history_read(store_db(store), table, key, t->arena, &entries, count, &err))
        fail_msg("%s", err.message);
    store_close(store);
    return entries;
}

/* What other programs do to the file. */
static void shell(const struct trial *t, const char *sql, bool works) {
    sqlite3 *db;
    assert_int_equal(sqlite3_open(trial_path(t, "a.weft"), &db), SQLITE_OK);
    char *message = NULL;
    int status = sqlite3_exec(db, sql, NULL, NULL, &message);
    if (works != (status == SQLITE_OK)) fail_msg("%s: %s", sql, message ? message : "it worked");
    sqlite3_free(message);
    sqlite3_close(db);
}

static void a_package_comes_back_byte_for_byte(void **state) {
    (void)state;
    struct trial t = trial_new();
    trial_put(&t, "package/README.md", "# Notes\n", 8);
    trial_put(&t, "package/datapackage.json", "{\"name\": \"mine\"}", 16);
    trial_put(&t, "package/theme.csv", "id,plan,title,source\n", 21);
    trial_edit(&t, "risk_band.csv", "9,25,red,", "9,25,red,\"Ask, then \"\"act\"\"\nat once\"");
    packed(&t);
    unpacked(&t, "back");
    same_folders(&t, "package", "back");
    trial_end(&t);
}

static void what_weft_wrote_stays_as_it_is(void **state) {
    (void)state;
    struct trial t = trial_new();
    trial_edit(&t, "budget.csv", "300000", "3e5"); /* another way to write the same number */
    trial_edit(&t, "budget.csv", ",Beds,", ", Beds,");
    packed(&t);
    unpacked(&t, "one");
    assert_non_null(strstr(trial_text(&t, "one/budget.csv"), ",Total,2018/19,saving,300000,"));
    assert_non_null(strstr(trial_text(&t, "one/datapackage.json"), "tabular-data-package"));
    trial_remove(trial_path(&t, "package"));
    assert_int_equal(rename(trial_path(&t, "one"), trial_path(&t, "package")), 0);
    unlink(trial_path(&t, "a.weft"));
    packed(&t);
    unpacked(&t, "two");
    same_folders(&t, "package", "two");
    trial_end(&t);
}

static void files_that_are_not_kept_are_said(void **state) {
    (void)state;
    struct trial t = trial_new();
    trial_put(&t, "package/photo.png", "\x89PNG", 4);
    assert_int_equal(mkdir(trial_path(&t, "package/minutes"), 0777), 0);
    struct findings *findings = findings_new(t.arena);
    struct pack_result result;
    struct err err = {0};
    assert_true(pack(&t, false, NULL, findings, &result, &err));
    const char *found = trial_findings(&t, findings);
    assert_non_null(strstr(found, "'photo.png': warning T18: "));
    assert_non_null(strstr(found, "'minutes': warning T18: "));
    trial_end(&t);
}

static void only_changes_are_written_and_remembered(void **state) {
    (void)state;
    struct trial t = trial_new();
    packed(&t);
    size_t count;
    struct history_entry *entries = history(&t, NULL, NULL, &count);
    assert_int_equal(count, 1);
    assert_string_equal(entries[0].operation, "packed");
    assert_string_equal(entries[0].who, "first");
    trial_edit(&t, "capacity.csv", ",100,", ",110,");
    trial_edit(&t, "role.csv", "cfo,Chief finance", "chair,Chair,,\ncfo,Chief finance");
    trial_edit(&t, "risk_band.csv", "high,9,25,red,,assumption: made up\n", "");
    struct pack_result result;
    struct err err = {0};
    assert_true(pack(&t, true, "second", findings_new(t.arena), &result, &err));
    assert_false(result.is_new);
    assert_int_equal(result.inserted, 1);
    assert_int_equal(result.updated, 1);
    assert_int_equal(result.deleted, 1);
    entries = history(&t, NULL, NULL, &count);
    assert_int_equal(count, 4); /* the row that only moved down a line is not among them */
    entries = history(&t, "capacity", "acute/2018-01-01//", &count);
    assert_int_equal(count, 1);
    assert_string_equal(entries[0].operation, "update");
    assert_string_equal(entries[0].who, "second");
    assert_int_equal(entries[0].change_count, 1);
    assert_string_equal(entries[0].changes[0].column, "amount");
    assert_string_equal(entries[0].changes[0].old_text, "100");
    assert_string_equal(entries[0].changes[0].text, "110");
    unpacked(&t, "back");
    unlink(trial_path(&t, "back/datapackage.json"));
    same_folders(&t, "package", "back");
    /* Nobody stays the author. */
    shell(&t, "UPDATE role SET title = 'Chief executive' WHERE id = 'coo'", true);
    entries = history(&t, "role", "coo", &count);
    assert_int_equal(count, 1);
    assert_string_equal(entries[0].who, "unknown");
    trial_end(&t);
}

static void nothing_is_overwritten(void **state) {
    (void)state;
    struct trial t = trial_new();
    struct pack_result result;
    struct err err = {0};
    packed(&t);
    assert_false(pack(&t, false, NULL, findings_new(t.arena), &result, &err));
    assert_int_equal(err.code, ERR_EXISTS);
    trial_put(&t, "a.weft", "my letter\n", 10);
    assert_false(pack(&t, true, NULL, findings_new(t.arena), &result, &err));
    assert_string_equal(trial_text(&t, "a.weft"), "my letter\n");
    unlink(trial_path(&t, "a.weft"));
    packed(&t);
    struct store *store = store_open(trial_path(&t, "a.weft"), findings_new(t.arena), &err);
    assert_false(folder_unpack(store, trial_path(&t, "package"), &err));
    assert_int_equal(err.code, ERR_EXISTS);
    assert_false(folder_new(trial_path(&t, "package"), &err));
    assert_int_equal(err.code, ERR_EXISTS);
    store_close(store);
    trial_end(&t);
}

static void a_failed_pack_leaves_the_old_file_whole(void **state) {
    (void)state;
    struct trial t = trial_new();
    packed(&t);
    /* A row that refers to nothing, put in before the check of the whole: the transaction fails. */
    trial_edit(&t, "capacity.csv", "acute,2018-01-01,,,,100", "nowhere,2018-01-01,,,,100");
    struct pack_result result;
    struct err err = {0};
    assert_false(pack(&t, true, "second", findings_new(t.arena), &result, &err));
    size_t count;
    history(&t, NULL, NULL, &count);
    assert_int_equal(count, 1);
    trial_edit(&t, "capacity.csv", "nowhere,2018-01-01,,,,100", "acute,2018-01-01,,,,100");
    unpacked(&t, "back");
    unlink(trial_path(&t, "back/datapackage.json"));
    same_folders(&t, "package", "back");
    /* A new file that cannot be written leaves nothing behind. */
    trial_edit(&t, "capacity.csv", ",100,", ",,");
    unlink(trial_path(&t, "a.weft"));
    assert_false(pack(&t, false, NULL, findings_new(t.arena), &result, &err));
    assert_int_equal(files_in(t.folder), 2); /* package, back */
    trial_end(&t);
}

static bool set(const struct trial *t, const char *table, const char *key, const char *column,
                const char *value, struct findings *findings, struct err *err) {
    struct store *store = store_open_to_change(trial_path(t, "a.weft"), err);
    if (!store) fail_msg("%s", err->message);
    struct change_cell cell = {str_of(column), str_of(value)};
    bool ok = change_row(store, table, key, &cell, 1, "tester", findings, err);
    store_close(store);
    return ok;
}

static void a_cell_is_changed_under_the_rules(void **state) {
    (void)state;
    struct trial t = trial_new();
    packed(&t);
    struct findings *findings = findings_new(t.arena);
    struct err err = {0};
    assert_true(set(&t, "capacity", "acute/2018-01-01//", "amount", "120", findings, &err));
    size_t count;
    struct history_entry *entries = history(&t, NULL, NULL, &count);
    assert_int_equal(count, 2);
    assert_string_equal(entries[1].who, "tester");
    static const struct {
        const char *table, *key, *column, *value, *rule;
    } refused[] = {
        {"capacity", "acute/2018-01-01//", "amount", "forty", "T03"},
        {"capacity", "acute/2018-01-01//", "amount", "", "T02"},
        {"route", "a-home", "share", "0.7", "R02"},
        {"milestone", "m1", "programme", "nothing", "R01"},
        {"organisation", "trust", "id", "vale", "K02"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct err why = {0};
        struct findings *found = findings_new(t.arena);
        assert_false(set(&t, refused[i].table, refused[i].key, refused[i].column, refused[i].value,
                         found, &why));
        assert_int_equal(why.code, ERR_INPUT);
        assert_non_null(strstr(trial_findings(&t, found), refused[i].rule));
    }
    assert_false(set(&t, "risk_band", "low", "level", "high", findings, &err)); /* taken */
    assert_int_equal(err.code, ERR_INPUT);
    assert_false(set(&t, "capacity", "acute", "amount", "1", findings, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_false(set(&t, "capacities", "acute", "amount", "1", findings, &err));
    assert_false(set(&t, "capacity", "acute/2018-01-01//", "number", "1", findings, &err));
    history(&t, NULL, NULL, &count);
    assert_int_equal(count, 2);
    trial_end(&t);
}

static void what_was_wrong_before_does_not_keep_a_row_from_being_mended(void **state) {
    (void)state;
    struct trial t = trial_new();
    packed(&t);
    shell(
        &t,
        "UPDATE route SET share = 0.5 WHERE id = 'a-home'; UPDATE route SET share = 0.5 WHERE id = 'c-home'",
        true);
    struct findings *findings = findings_new(t.arena);
    struct err err = {0};
    if (!set(&t, "route", "c-home", "share", "1", findings, &err))
        fail_msg("%s %s", err.message, trial_findings(&t, findings));
    trial_end(&t);
}

static void the_history_is_kept_whoever_changes(void **state) {
    (void)state;
    struct trial t = trial_new();
    packed(&t);
    shell(&t, "DELETE FROM risk_band WHERE level = 'high'", true);
    shell(&t, "INSERT INTO theme (row_no, id, plan, title) VALUES (2, 'x', 'review', 'Flow')",
          true);
    shell(&t, "UPDATE role SET row_no = 9", true); /* no change of a row */
    shell(&t, "DELETE FROM history", false);
    shell(&t, "UPDATE history SET who = 'me'", false);
    shell(&t, "INSERT INTO theme (row_no, id, plan) VALUES (3, 'y', 'review')", false);
    size_t count;
    struct history_entry *entries = history(&t, NULL, NULL, &count);
    assert_int_equal(count, 3);
    assert_string_equal(entries[1].operation, "delete");
    assert_string_equal(entries[1].key, "high");
    assert_string_equal(entries[2].operation, "insert");
    trial_end(&t);
}

static void cells_of_a_file_are_checked(void **state) {
    (void)state;
    struct trial t = trial_new();
    packed(&t);
    shell(
        &t,
        "UPDATE capacity SET amount = 'forty' WHERE row_no = 2; UPDATE setting SET kind = 'ward' WHERE id = 'home';"
        "UPDATE programme SET sro = 'nobody'; UPDATE role SET title = CAST(x'ff' AS TEXT) WHERE id = 'cfo';"
        "UPDATE stay SET mean_days = 9e999 WHERE row_no = 2; UPDATE role SET title = 'Chief' || char(0) WHERE id = 'coo';"
        "UPDATE target SET row_no = -5, value = 'low'",
        true);
    struct findings *findings = findings_new(t.arena);
    struct err err = {0};
    struct store *store = store_open(trial_path(&t, "a.weft"), findings, &err);
    assert_true(load_check_file(store_db(store), findings, &err));
    store_close(store);
    const char *found = trial_findings(&t, findings);
    assert_non_null(strstr(found, "capacity.csv:2: amount: error T03: 'forty'"));
    assert_non_null(strstr(found, "setting.csv:4: kind: error T05: 'ward'"));
    assert_non_null(strstr(found, "programme.csv:2: sro: error R01: "));
    assert_non_null(strstr(found, "role.csv:3: title: error T17: "));
    assert_non_null(strstr(found, "stay.csv:2: mean_days: error T03: 'inf'"));
    assert_non_null(strstr(found, "role.csv:2: title: error T17: 'Chief' has a control character"));
    assert_non_null(strstr(found, "target.csv: value: error T03: 'low'"));
    trial_end(&t);
}

static void refused(const struct trial *t) {
    struct err err = {0};
    struct store *store = store_open(trial_path(t, "a.weft"), findings_new(t->arena), &err);
    if (store) fail_msg("a hostile file was opened");
    assert_int_not_equal(err.code, ERR_NONE);
    assert_true(strlen(err.message) > 0);
    assert_null(store_open_to_change(trial_path(t, "a.weft"), &err));
}

static void hostile_files_are_refused_with_a_sentence(void **state) {
    (void)state;
    struct trial t = trial_new();
    char noise[20000];
    unsigned seed = 7;
    for (size_t i = 0; i < sizeof noise; i++) noise[i] = (char)rand_r(&seed);
    trial_put(&t, "a.weft", noise, sizeof noise);
    refused(&t);
    memcpy(noise, "SQLite format 3", 16);
    trial_put(&t, "a.weft", noise, sizeof noise);
    refused(&t);
    trial_put(&t, "a.weft", "", 0);
    refused(&t);
    static const char *const changes[] = {
        "DROP TABLE risk_band",
        "CREATE TABLE extra (a)",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TRIGGER t AFTER INSERT ON role BEGIN DELETE FROM role; END",
        "ALTER TABLE role ADD COLUMN more",
        "DROP TRIGGER role_update",
        "DROP INDEX role_key",
        "PRAGMA application_id = 1",
        "PRAGMA user_version = 99999",
    };
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        unlink(trial_path(&t, "a.weft"));
        packed(&t);
        shell(&t, changes[i], true);
        refused(&t);
    }
    trial_end(&t);
}

static void a_file_cut_off_or_garbled_never_crashes(void **state) {
    (void)state;
    struct trial t = trial_new();
    packed(&t);
    char *bytes = NULL;
    size_t n = 0;
    struct err err = {0};
    assert_true(file_read(t.arena, trial_path(&t, "a.weft"), (size_t)1 << 26, &bytes, &n, &err));
    unsigned seed = 11;
    for (int round = 0; round < 60; round++) {
        char *copy = arena_copy(t.arena, bytes, n);
        size_t length = round % 2 ? n : (size_t)rand_r(&seed) % n;
        for (int k = 0; round % 2 && k < 40; k++)
            copy[(size_t)rand_r(&seed) % n] = (char)rand_r(&seed);
        trial_put(&t, "a.weft", copy, length);
        struct err why = {0};
        struct findings *findings = findings_new(t.arena);
        struct store *store = store_open(trial_path(&t, "a.weft"), findings, &why);
        if (!store) {
            assert_true(strlen(why.message) > 0);
            continue;
        }
        bool read = load_check_file(store_db(store), findings, &why);
        assert_true(read || strlen(why.message) > 0);
        bool written = folder_unpack(store, trial_path(&t, "back"), &why);
        assert_true(written || access(trial_path(&t, "back"), F_OK) != 0);
        trial_remove(trial_path(&t, "back"));
        store_close(store);
    }
    trial_end(&t);
}

static void names_in_a_file_are_no_way_out_of_the_folder(void **state) {
    (void)state;
    struct trial t = trial_new();
    static const char *const names[] = {"../escaped.md", "/tmp/escaped.md", ".hidden.md", "a/b.md"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        unlink(trial_path(&t, "a.weft"));
        packed(&t);
        shell(&t, arena_printf(t.arena, "INSERT INTO package_file VALUES ('%s', 'x')", names[i]),
              true);
        struct err err = {0};
        struct store *store = store_open(trial_path(&t, "a.weft"), findings_new(t.arena), &err);
        assert_non_null(store);
        bool ok = folder_unpack(store, trial_path(&t, "back"), &err);
        assert_true(ok || access(trial_path(&t, "back"), F_OK) != 0);
        assert_int_not_equal(access(trial_path(&t, "escaped.md"), F_OK), 0);
        trial_remove(trial_path(&t, "back"));
        store_close(store);
    }
    trial_end(&t);
}

static void a_file_is_still_ours_after_vacuum(void **state) {
    (void)state;
    struct trial t = trial_new();
    packed(&t);
    shell(&t, "VACUUM", true);
    struct err err = {0};
    struct store *store = store_open(trial_path(&t, "a.weft"), findings_new(t.arena), &err);
    if (!store) fail_msg("%s", err.message);
    store_close(store);
    trial_end(&t);
}

static void a_new_package_has_every_table_and_no_finding(void **state) {
    (void)state;
    struct trial t = trial_new();
    struct err err = {0};
    assert_true(folder_new(trial_path(&t, "new"), &err));
    size_t count;
    registry_tables(&count);
    assert_int_equal(files_in(trial_path(&t, "new")), count + 2);
    struct findings *findings = findings_new(t.arena);
    struct store *store = store_open(trial_path(&t, "new"), findings, &err);
    assert_non_null(store);
    assert_string_equal(trial_findings(&t, findings), "");
    store_close(store);
    trial_end(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_package_comes_back_byte_for_byte),
        cmocka_unit_test(what_weft_wrote_stays_as_it_is),
        cmocka_unit_test(files_that_are_not_kept_are_said),
        cmocka_unit_test(only_changes_are_written_and_remembered),
        cmocka_unit_test(nothing_is_overwritten),
        cmocka_unit_test(a_failed_pack_leaves_the_old_file_whole),
        cmocka_unit_test(a_cell_is_changed_under_the_rules),
        cmocka_unit_test(what_was_wrong_before_does_not_keep_a_row_from_being_mended),
        cmocka_unit_test(the_history_is_kept_whoever_changes),
        cmocka_unit_test(cells_of_a_file_are_checked),
        cmocka_unit_test(hostile_files_are_refused_with_a_sentence),
        cmocka_unit_test(a_file_cut_off_or_garbled_never_crashes),
        cmocka_unit_test(names_in_a_file_are_no_way_out_of_the_folder),
        cmocka_unit_test(a_file_is_still_ours_after_vacuum),
        cmocka_unit_test(a_new_package_has_every_table_and_no_finding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* weft log FILE.weft: who changed what, and when.
 *
 * SPDX-License-Identifier: MIT */
#include "command.h"
#include "doc/json.h"
#include "options.h"
#include "package.h"
#include "store/history.h"

#include <stdio.h>
#include <string.h>

static const char *shown(const char *text) {
    return text ? text : "empty";
}

static void entry_text(const struct history_entry *e, struct buf *out) {
    size_t start = out->length;
    buf_printf(out, "%.10s %.8s  %s", e->at, strlen(e->at) > 19 ? e->at + 11 : "", e->who);
    buf_pad(out, start, 34);
    if (!e->table) {
        buf_printf(out, " %s: %s\n", e->operation, e->text ? e->text : "");
        return;
    }
    buf_printf(out, " %s %s %s\n", e->operation, e->table, e->key);
    for (size_t i = 0; i < e->change_count; i++) {
        const struct history_change *c = &e->changes[i];
        if (strcmp(e->operation, "update") == 0)
            buf_printf(out, "%35s%s: %s -> %s\n", "", c->column, shown(c->old_text),
                       shown(c->text));
        else
            buf_printf(out, "%35s%s: %s\n", "", c->column, shown(c->text ? c->text : c->old_text));
    }
}

static void entry_json(const struct history_entry *e, struct json *json) {
    json_object(json, NULL);
    json_text(json, "at", e->at);
    json_text(json, "who", e->who);
    json_text(json, "operation", e->operation);
    json_text(json, "table", e->table);
    json_text(json, "key", e->key);
    if (e->text) json_text(json, "text", e->text);
    json_list(json, "changes");
    for (size_t i = 0; i < e->change_count; i++) {
        json_object(json, NULL);
        json_text(json, "column", e->changes[i].column);
        json_text(json, "old", e->changes[i].old_text);
        json_text(json, "new", e->changes[i].text);
        json_end_object(json);
    }
    json_end_list(json);
    json_end_object(json);
}

enum { TEXT, JSON };
static const char *const formats[] = {"text", "json", NULL};

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    const char *table = NULL, *item = NULL;
    int format = TEXT;
    const struct option options[] = {
        {.name = "table", .kind = OPTION_TEXT, .value = &table},
        {.name = "item", .kind = OPTION_TEXT, .value = &item},
        {.name = "format", .kind = OPTION_CHOICE, .value = &format, .choices = formats},
    };
    int rest;
    if (!options_read(argc, argv, options, 3, 1, 1, &rest, err)) return err_exit_status(err->code);
    struct store *store = store_open(argv[0], findings_new(arena), err);
    if (store && !store_is_file(store)) {
        err_set(err, ERR_USAGE, "%s is a folder, which keeps no history", argv[0]);
        err_hint(err, "Pack it with `weft pack`, or keep the folder in git.");
    }
    struct history_entry *entries;
    size_t count;
    bool ok = store && err->code == ERR_NONE &&
              history_read(store_db(store), table, item, arena, &entries, &count, err);
    store_close(store);
    if (!ok) return err_exit_status(err->code);
    struct buf out = buf_new(arena);
    struct json json = json_new(&out, true);
    if (format == JSON) json_list(&json, NULL);
    for (size_t i = 0; i < count; i++)
        if (format == JSON)
            entry_json(&entries[i], &json);
        else
            entry_text(&entries[i], &out);
    if (format == JSON) json_end_list(&json);
    return output_write(NULL, &out, err) ? 0 : err_exit_status(err->code);
}

const struct command command_log = {
    .name = "log",
    .arguments = "FILE.weft [--table TABLE] [--item KEY] [--format text|json]",
    .summary = "Who changed what in a .weft file, and when (times are UTC)",
    .run = run,
};

/* The history of a .weft file: every change of a row, kept by triggers in the same transaction.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "registry.h"
#include "store.h"

/* Says within a transaction who changes rows from now on; NULL: nobody, at its end. */
MUST_CHECK bool history_author(sqlite3 *db, const char *who, struct err *err);

/* One line about the file as a whole: a first packing, an upgrade. */
MUST_CHECK bool history_note(sqlite3 *db, const char *who, const char *operation, const char *text,
                             struct err *err);

struct history_change {
    const char *column;          /* NULL: the row as a whole */
    const char *old_text, *text; /* NULL: empty */
};

struct history_entry {
    const char *at, *who;    /* UTC, 2018-11-23T10:00:03.123Z */
    const char *table, *key; /* NULL of the file as a whole */
    const char *operation;   /* insert, update, delete; of the file packed, upgraded */
    const char *text;        /* of the file as a whole: what */
    struct history_change *changes;
    size_t change_count;
};

/* Entries in order of time; of one table, and of one key, where they are not NULL. All on the
 * arena. */
MUST_CHECK bool history_read(sqlite3 *db, const char *table, const char *key, struct arena *arena,
                             struct history_entry **out, size_t *count, struct err *err);

/* The SQL that gives a row's key as the history writes it: its key columns joined by '/'. */
void history_key_sql(const struct table *table, struct buf *out);

/* Where the model's numbers come from: every value of a column that the registry flags as an input,
 * with the class of its row's source.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"

#include <sqlite3.h>

struct buf;

enum source_class {
    SOURCE_PRINTED,    /* a figure printed in a published document */
    SOURCE_STATISTIC,  /* an official statistic */
    SOURCE_COMPUTED,   /* worked out from others */
    SOURCE_CALIBRATED, /* fitted so that the model meets a known figure */
    SOURCE_ASSUMPTION,
    SOURCE_NONE, /* nothing said, or nothing that we can read */
    SOURCE_CLASSES,
};

struct source_number {
    const char *table, *key, *column; /* key: what tells the row from others, joined by '/' */
    double value;
    enum source_class class_;
    const char *source; /* "" where the row says nothing */
};

struct source_list {
    const struct source_number *items; /* by table in the registry's order, row, column */
    size_t count, by_class[SOURCE_CLASSES];
};

/* Everything is on the arena. */
MUST_CHECK bool source_list_read(sqlite3 *db, struct arena *arena, struct source_list *out,
                                 struct err *err);

/* 'printed', 'statistic', 'computed', 'calibrated', 'assumption', 'none'. */
const char *source_class_text(enum source_class class_);

/* The class that a source cell begins with; NULL is none. */
enum source_class source_class_of(const char *source);

/* Counts first, then a line a number; JSON; CSV with a header. */
void source_list_text(const struct source_list *list, struct buf *out);
void source_list_json(const struct source_list *list, struct buf *out);
void source_list_csv(const struct source_list *list, struct buf *out);

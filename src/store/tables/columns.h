/* Short forms for writing tables: one line a column. Used by the files of this folder only.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "../registry.h"

#define REQ COLUMN_REQUIRED
#define KEY (COLUMN_KEY | COLUMN_REQUIRED)
#define KEY_OPTIONAL COLUMN_KEY
#define INPUT COLUMN_INPUT
#define BENDS COLUMN_BENDS

#define ID(about_)                                                                                 \
    { .name = "id", .type = COLUMN_ID, .flags = KEY, .about = (about_) }
#define TEXT(name_, flags_, about_)                                                                \
    { .name = (name_), .type = COLUMN_TEXT, .flags = (flags_), .about = (about_) }
#define REF(name_, flags_, tables_, about_)                                                        \
    {                                                                                              \
        .name = (name_), .type = COLUMN_REF, .flags = (flags_), .refers_to = (tables_),            \
        .about = (about_)                                                                          \
    }
#define NUMBER(name_, flags_, min_, max_, unit_, about_)                                           \
    {                                                                                              \
        .name = (name_), .type = COLUMN_NUMBER, .flags = (flags_), .min = (min_), .max = (max_),   \
        .unit = (unit_), .about = (about_)                                                         \
    }
#define INTEGER(name_, flags_, min_, max_, unit_, about_)                                          \
    {                                                                                              \
        .name = (name_), .type = COLUMN_INTEGER, .flags = (flags_), .min = (min_), .max = (max_),  \
        .unit = (unit_), .about = (about_)                                                         \
    }
#define GBP(name_, flags_, about_) NUMBER(name_, flags_, -1e12, 1e12, "£", about_)
#define DATE(name_, flags_, about_)                                                                \
    { .name = (name_), .type = COLUMN_DATE, .flags = (flags_), .about = (about_) }
#define YEAR(name_, flags_, about_)                                                                \
    { .name = (name_), .type = COLUMN_YEAR, .flags = (flags_), .about = (about_) }
#define CHOICE(name_, flags_, choices_, about_)                                                    \
    {                                                                                              \
        .name = (name_), .type = COLUMN_CHOICE, .flags = (flags_), .choices = (choices_),          \
        .about = (about_)                                                                          \
    }
#define YESNO(name_, flags_, about_)                                                               \
    { .name = (name_), .type = COLUMN_YESNO, .flags = (flags_), .about = (about_) }

#define AGE_FROM(flags_) INTEGER("age_from", flags_, 0, 130, "years", "Youngest age of the band.")
#define AGE_TO                                                                                     \
    INTEGER("age_to", 0, 0, 130, "years", "Oldest age of the band, included. Empty: no upper end.")
#define SOURCE                                                                                                \
    {                                                                                                         \
        .name = "source", .type = COLUMN_TEXT,                                                                \
        .about =                                                                                              \
            "Where the row comes from: 'printed: ...', 'statistic: ...', 'computed: ...', 'calibrated: ...' " \
            "or 'assumption: why'."                                                                           \
    }

#define TABLE(name_, room_, about_)                                                                \
    const struct table table_##name_ = {.name = #name_,                                            \
                                        .room = (room_),                                           \
                                        .about = (about_),                                         \
                                        .columns = name_##_columns,                                \
                                        .column_count =                                            \
                                            sizeof name_##_columns / sizeof name_##_columns[0]}

#define REASONS                                                                                        \
    "assessment|public funding|non-acute NHS care|residential home|nursing home|care package at home|" \
    "community equipment|choice|disputes|housing|other"
#define STAGES "not started|in progress|claimed complete|verified|embedded|handed over|stopped"
#define DUE_KINDS "day|month|quarter|range|ongoing|recurring|to be confirmed|none"
#define ITEMS "recommendation action milestone programme scheme decision"

#define DUE_COLUMNS                                                                                \
    TEXT("due_text", 0, "The deadline as it is written in the plan."),                             \
        DATE("due_from", 0, "The earliest day that the deadline can mean."),                       \
        DATE("due_to", 0, "The latest day that the deadline can mean; late is counted from it."),  \
        CHOICE("due_kind", 0, DUE_KINDS, "What kind of deadline was written."),                    \
        DATE("first_due_to", 0, "The latest day of the first deadline, before any change."),       \
        DATE("done_on", 0, "The day it was done.")

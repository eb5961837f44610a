/* What the headings of a plan's tables and lists mean: 'By when?' is a deadline, 'SRO' a lead who
 * is accountable, 'What action now needs to be taken?' an action.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

enum heading {
    HEADING_NONE,
    HEADING_REF,
    HEADING_THEME,
    HEADING_RECOMMENDATION,
    HEADING_ACTION,
    HEADING_MILESTONE,
    HEADING_MILESTONE_DEADLINE, /* 'milestone date', in a table that has actions as well */
    HEADING_LEAD,
    HEADING_ACCOUNTABLE, /* the one accountable lead: SRO, executive lead */
    HEADING_ORGANISATION,
    HEADING_START,
    HEADING_DEADLINE,
    HEADING_FIRST_DEADLINE, /* the original one */
    HEADING_NEW_DEADLINE,   /* the revised one */
    HEADING_DONE_ON,
    HEADING_STATUS,
    HEADING_PROGRESS,
    HEADING_OUTCOME,
    HEADING_EVIDENCE,
    HEADING_RISK,
    HEADING_BODY,    /* the board that oversees it */
    HEADING_PERIOD,  /* a month or quarter: a column of a chart of the time, where work is marked */
    HEADING_IGNORED, /* known, and no part of a plan: cost, review date */
    HEADINGS,
};

/* What a heading says; HEADING_NONE for a text that is too long or names nothing known. */
enum heading heading_read(struct str text);

/* The same of a heading that is misspelt by a letter or two or shortened: 'Actoin', 'Resp'. `as` is
 * the word that it is taken for. */
enum heading heading_read_spelt(struct str text, const char **as);

/* Whether it says of actions that they are done ('actions delivered') or not ('outstanding'): a
 * stage of the package, '' where it says neither. */
const char *heading_stage(struct str text);

/* 'deadline', 'lead', for people. */
const char *heading_text(enum heading heading);

/* Lower case, every run of other characters one blank, a blank at both ends: for comparing texts
 * word by word. */
const char *heading_words(struct str text, struct arena *arena);

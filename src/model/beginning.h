/* Who is there when the simulation begins: people named one by one (person.csv), those who have
 * waited longest first, and then people who are counted (initial.csv).
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "build.h"

/* Fills initials and people of a base whose classes are known. Fails with ERR_INPUT where a named
 * person keeps a place for a setting to which no route leads. */
MUST_CHECK bool beginning_make(struct build_base *base, struct arena *arena, struct err *err);

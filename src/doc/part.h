/* An XML part of a workbook or Word document, read as a stream of events: elements and texts. No
 * DTD, no entities of its own, nothing from the network; names without their prefix.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "zip.h"

struct part;

enum part_event {
    PART_START, /* an element begins; <a/> begins and ends */
    PART_END,
    PART_TEXT,
    PART_DONE, /* the end, or a fault: part_close says which */
};

/* Fails as zip_stream_open does. Faults are told by part_close. */
MUST_CHECK struct part *part_open(struct zip *zip, const char *name, struct err *err);

enum part_event part_next(struct part *part);

/* Goes to the end of the element that has just begun; part_next gives what follows it. */
void part_skip(struct part *part);

/* The name of the element that begins or ends. */
const char *part_name(const struct part *part);
bool part_is(const struct part *part, const char *name);

/* How many elements are open around the event, its own not counted. */
int part_depth(const struct part *part);

/* An attribute of the element that begins, NULL when it has none; lives until the next call. */
const char *part_attribute(struct part *part, const char *name);

/* The text of PART_TEXT; lives until part_next. */
struct str part_text(const struct part *part);

/* Collects the text of all elements called name ('t') inside the one that has just begun, up to its
 * end, but not inside one called except. Digits of a superscript ('981', where 1 is a footnote's)
 * are written as such. */
void part_collect(struct part *part, const char *name, const char *except, struct buf *out);

/* Stops reading: part_next gives PART_DONE, and part_close fails with err as it was filled by then.
 */
void part_stop(struct part *part, const struct err *err);

/* Frees it; false with the fault that ended the reading. NULL is allowed. */
MUST_CHECK bool part_close(struct part *part, struct err *err);

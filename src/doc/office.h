/* What workbooks and Word documents have in common (ECMA-376, Part 2): a main part, its kind, and
 * relations from part to part.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "part.h"

enum office_kind { OFFICE_WORKBOOK, OFFICE_DOCUMENT };

struct office_relation {
    const char *id, *type; /* the last part of the type: 'worksheet' */
    const char *target;    /* the name of a part; '' for what lies outside the file */
};

struct office_relations {
    struct office_relation *items;
    size_t count;
};

/* Finds the main part. Fails with ERR_INPUT when it is neither a workbook nor a Word document, and
 * says what it is where that is known. */
MUST_CHECK bool office_main(struct zip *zip, struct arena *arena, enum office_kind *kind,
                            const char **name, struct err *err);

/* The relations of a part; none when it has none. */
MUST_CHECK bool office_read_relations(struct zip *zip, const char *part, struct arena *arena,
                                      struct office_relations *out, struct err *err);

/* The target of the relation with that id, or of the first of that type; NULL when there is none.
 */
const char *office_by_id(const struct office_relations *relations, const char *id);
const char *office_by_type(const struct office_relations *relations, const char *type);

/* Opens a part that may be missing: *part is NULL then. */
MUST_CHECK bool office_open_optional(struct zip *zip, const char *name, struct part **part,
                                     struct err *err);

/* An attribute of the element that has begun, as a number that is not negative; false where it is
 * none. */
bool office_number(struct part *part, const char *name, uint32_t *value);

/* Whether it says yes: '1', 'true', 'on'. */
bool office_yes(struct part *part, const char *name);

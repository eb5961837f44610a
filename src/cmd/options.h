/* Reads a command line: --name VALUE or --name=VALUE, flags, the rest in order; '--' ends options.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"

#include <stdint.h>

enum option_kind {
    OPTION_FLAG,    /* bool */
    OPTION_TEXT,    /* const char * */
    OPTION_LIST,    /* struct option_list: may be given several times */
    OPTION_INTEGER, /* int64_t within [min, max] */
    OPTION_NUMBER,  /* double */
    OPTION_DATE,    /* int32_t, base/date.h */
    OPTION_CHOICE,  /* int: which of the choices */
};

struct option_list {
    const char *items[64];
    size_t count;
};

struct option {
    const char *name; /* without the dashes: --name, or where it is one letter -n */
    enum option_kind kind;
    void *value; /* filled when the option is given; left alone otherwise */
    int64_t min, max;
    const char *const *choices; /* NULL ends them */
};

/* Fills options; the other arguments are moved to the front of argv and counted in *rest. Fails
 * with ERR_USAGE on an unknown option, a missing or wrong value, or fewer or more other arguments
 * than min_rest and max_rest. */
MUST_CHECK bool options_read(int argc, char **argv, const struct option *options,
                             size_t option_count, int min_rest, int max_rest, int *rest,
                             struct err *err);

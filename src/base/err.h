/* Errors: what happened, to which thing, and a hint. Made where it happens, given context on the
 * way up, printed at the edge (cmd/, web/) only. Problems in data are findings (finding.h), not
 * errors.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

enum err_code {
    ERR_NONE,
    ERR_INPUT,     /* what we were given is wrong */
    ERR_USAGE,     /* the command line is wrong */
    ERR_NOT_FOUND, /* a named thing is not there */
    ERR_EXISTS,    /* a thing is there that we would have to overwrite */
    ERR_TOO_LARGE, /* a limit of base/limits.h is exceeded */
    ERR_TOO_FEW,   /* not enough data to answer */
    ERR_IO,        /* the operating system or SQLite refused */
    ERR_BUG,       /* our own mistake */
};

struct err {
    enum err_code code;
    char message[768];
    char hint[256];
};

/* Fills err and returns false, so that a caller can write `return err_set(...)`. */
bool err_set(struct err *err, enum err_code code, const char *format, ...) PRINTF_LIKE(3, 4);

/* Adds what the user can do about it; returns false. */
bool err_hint(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* Puts 'CONTEXT: ' before the message; returns false. */
bool err_context(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* Exit status of a command that ends with this code: 0, 1 (the data are wrong) or 2 (cannot run).
 */
int err_exit_status(enum err_code code);

/* HTTP status of a request that ends with this code. */
int err_http_status(enum err_code code);

/* Errors; see err.h.
 *
 * SPDX-License-Identifier: MIT */
#include "err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool err_set(struct err *err, enum err_code code, const char *format, ...) {
    va_list args;
    va_start(args, format);
    err->code = code;
    err->hint[0] = '\0';
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    return false;
}

bool err_hint(struct err *err, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(err->hint, sizeof err->hint, format, args);
    va_end(args);
    return false;
}

bool err_context(struct err *err, const char *format, ...) {
    char context[sizeof err->message];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(context, sizeof context, format, args);
    va_end(args);
    size_t used = n < 0 ? 0 : (size_t)n < sizeof context ? (size_t)n : sizeof context - 1;
    if (used + 2 < sizeof context) {
        memcpy(context + used, ": ", 3);
        used += 2;
    }
    size_t room = sizeof context - 1 - used;
    size_t have = strlen(err->message);
    memcpy(context + used, err->message, have < room ? have : room);
    context[used + (have < room ? have : room)] = '\0';
    memcpy(err->message, context, sizeof context);
    return false;
}

int err_exit_status(enum err_code code) {
    switch (code) {
    case ERR_NONE:
        return 0;
    case ERR_INPUT:
    case ERR_TOO_FEW:
        return 1;
    case ERR_USAGE:
    case ERR_NOT_FOUND:
    case ERR_EXISTS:
    case ERR_TOO_LARGE:
    case ERR_IO:
    case ERR_BUG:
        return 2;
    }
    return 2;
}

int err_http_status(enum err_code code) {
    switch (code) {
    case ERR_NONE:
        return 200;
    case ERR_INPUT:
    case ERR_TOO_FEW:
        return 422;
    case ERR_USAGE:
        return 400;
    case ERR_NOT_FOUND:
        return 404;
    case ERR_EXISTS:
        return 409;
    case ERR_TOO_LARGE:
        return 413;
    case ERR_IO:
    case ERR_BUG:
        return 500;
    }
    return 500;
}

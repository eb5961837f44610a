/* Reads a command line; see options.h.
 *
 * SPDX-License-Identifier: MIT */
#include "options.h"

#include "base/date.h"
#include "base/number.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Sets the number of the choice, or fails with all of them: 'text, json or csv'. */
static bool choose(const struct option *option, const char *text, struct err *err) {
    char all[256] = "";
    size_t n = 0;
    for (int i = 0; option->choices[i]; i++) {
        if (strcmp(text, option->choices[i]) == 0) {
            *(int *)option->value = i;
            return true;
        }
        const char *before = i == 0 ? "" : option->choices[i + 1] ? ", " : " or ";
        n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", before, option->choices[i]);
        assert(n < sizeof all);
    }
    return err_set(err, ERR_USAGE, "--%s is %s, not '%s'", option->name, all, text);
}

static bool fill(const struct option *option, const char *text, struct err *err) {
    switch (option->kind) {
    case OPTION_FLAG:
        break;
    case OPTION_TEXT:
        *(const char **)option->value = text;
        break;
    case OPTION_LIST: {
        struct option_list *list = option->value;
        if (list->count == sizeof list->items / sizeof list->items[0])
            return err_set(err, ERR_USAGE, "--%s is given more than %zu times", option->name,
                           list->count);
        list->items[list->count++] = text;
        break;
    }
    case OPTION_INTEGER: {
        double v;
        if (!number_parse(str_of(text), &v) || v != floor(v) || v < (double)option->min ||
            v > (double)option->max)
            return err_set(err, ERR_USAGE,
                           "--%s: '%s' is not a whole number from %" PRId64 " to %" PRId64,
                           option->name, text, option->min, option->max);
        *(int64_t *)option->value = (int64_t)v;
        break;
    }
    case OPTION_NUMBER:
        if (!number_parse(str_of(text), option->value))
            return err_set(err, ERR_USAGE, "--%s: '%s' is not a number", option->name, text);
        break;
    case OPTION_DATE:
        if (!date_parse(str_of(text), option->value))
            return err_set(err, ERR_USAGE, "--%s: '%s' is not a date such as 2018-09-30",
                           option->name, text);
        break;
    case OPTION_CHOICE:
        return choose(option, text, err);
    }
    return true;
}

bool options_read(int argc, char **argv, const struct option *options, size_t option_count,
                  int min_rest, int max_rest, int *rest, struct err *err) {
    *rest = 0;
    bool only_rest = false;
    for (int i = 0; i < argc; i++) {
        char *arg = argv[i];
        if (only_rest || arg[0] != '-' || arg[1] == '\0') {
            argv[(*rest)++] = arg;
            continue;
        }
        if (strcmp(arg, "--") == 0) {
            only_rest = true;
            continue;
        }
        const char *equals = strchr(arg, '=');
        size_t dashes = arg[1] == '-' ? 2 : 1;
        struct str name = {arg + dashes,
                           equals ? (size_t)(equals - arg) - dashes : strlen(arg) - dashes};
        const struct option *option = NULL;
        for (size_t k = 0; k < option_count; k++)
            if (str_is(name, options[k].name) && (name.n > 1) == (dashes == 2))
                option = &options[k];
        if (!option) return err_set(err, ERR_USAGE, "there is no option '%s'", arg);
        if (option->kind == OPTION_FLAG) {
            if (equals) return err_set(err, ERR_USAGE, "--%s takes no value", option->name);
            *(bool *)option->value = true;
            continue;
        }
        if (!equals && i + 1 >= argc)
            return err_set(err, ERR_USAGE, "--%s needs a value", option->name);
        if (!fill(option, equals ? equals + 1 : argv[++i], err)) return false;
    }
    if (*rest < min_rest) return err_set(err, ERR_USAGE, "an argument is missing");
    if (*rest > max_rest)
        return err_set(err, ERR_USAGE, "'%s' is one argument too many", argv[max_rest]);
    return true;
}

/* Libraries that are opened when they are needed: one that is here, one that is not, and one that
 * lacks what is called.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "base/library.h"

#include <math.h>
#include <string.h>

#define MATHS_CALLS(F) F(sqrt) F(fdim)

struct maths {
    MATHS_CALLS(LIBRARY_POINTER)
};

static const char *const names[] = {MATHS_CALLS(LIBRARY_NAME)};

static void one_that_is_here_can_be_called(void **state) {
    (void)state;
    static struct maths maths;
    struct library library = LIBRARY("libm.so.6", names, maths);
    struct err err = {0};
    for (int again = 0; again < 2; again++) {
        assert_true(library_need(&library, &err));
        assert_true(maths.sqrt(9) == 3);
        assert_true(maths.fdim(5, 2) == 3);
    }
}

static void one_that_is_not_here_is_named(void **state) {
    (void)state;
    static struct maths maths;
    struct library library = LIBRARY("libnowhere.so.9", names, maths);
    for (int again = 0; again < 2; again++) {
        struct err err = {0};
        assert_false(library_need(&library, &err));
        assert_int_equal(err.code, ERR_IO);
        assert_non_null(strstr(err.message, "libnowhere.so.9"));
    }
}

static void one_that_lacks_what_is_called_is_refused(void **state) {
    (void)state;
    static struct { void *sqrt, *nothing; } maths;
    static const char *const other[] = {"sqrt", "weft_is_not_in_libm"};
    struct library library = LIBRARY("libm.so.6", other, maths);
    struct err err = {0};
    assert_false(library_need(&library, &err));
    assert_non_null(strstr(err.message, "weft_is_not_in_libm"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_that_is_here_can_be_called),
        cmocka_unit_test(one_that_is_not_here_is_named),
        cmocka_unit_test(one_that_lacks_what_is_called_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Every page says who may see it, what it is, and has an address of its own.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "web/route.h"

#include <string.h>

static void every_route_is_complete(void **state) {
    (void)state;
    size_t count;
    const struct route *const *all = routes(&count);
    assert_true(count > 10);
    for (size_t i = 0; i < count; i++) {
        const struct route *r = all[i];
        if (r->permission == PERMISSION_UNSAID) fail_msg("%s: nobody said who may see it", r->path);
        assert_int_equal(r->path[0], '/');
        assert_non_null(r->answer);
        assert_true(r->title && r->title[0]);
        assert_true(r->about && r->about[0]);
        for (size_t k = 0; k < r->input_count; k++) {
            const struct input *input = &r->inputs[k];
            assert_true(input->about && input->about[0]);
            if (input->kind == INPUT_CHOICE) assert_non_null(input->choices);
            if (input->kind == INPUT_COUNT || input->kind == INPUT_NUMBER)
                assert_true(input->max > input->min);
        }
        for (size_t k = 0; k < i; k++)
            if (strcmp(all[k]->path, r->path) == 0) fail_msg("%s stands twice", r->path);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_route_is_complete)};
    return cmocka_run_group_tests_name("web route", tests, NULL, NULL);
}

/* What schemes do to a number of the model over time; see scheme.h.
 *
 * SPDX-License-Identifier: MIT */
#include "scheme.h"

#include "base/date.h"

#define DAYS_A_MONTH (365.25 / 12)

double scheme_progress(const struct scheme *scheme, int32_t day) {
    if (scheme->start == DATE_NONE || day < scheme->start) return 0;
    if (scheme->until != DATE_NONE && day > scheme->until) return 0;
    double ramp = scheme->ramp_months * DAYS_A_MONTH;
    double x = ramp > 0 ? (double)(day - scheme->start) / ramp : 1;
    if (x >= 1) return 1;
    return scheme->smooth ? x * x * (3 - 2 * x) : x;
}

static bool acts_on(const struct tables *tables, int scenario, const struct effect *effect,
                    enum target target, int64_t row_no) {
    if (effect->target != target || !tables->scenarios[scenario].has[effect->scheme]) return false;
    size_t low = 0, high = effect->row_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (effect->rows[middle] < row_no)
            low = middle + 1;
        else
            high = middle;
    }
    return low < effect->row_count && effect->rows[low] == row_no;
}

static void apply(const struct tables *tables, const struct effect *effect, double delivery,
                  int32_t first, int days, double *values) {
    const struct scheme *scheme = &tables->schemes[effect->scheme];
    for (int d = 0; d < days; d++) {
        int32_t day = first + d < tables->start ? tables->start : first + d;
        double p = delivery * scheme_progress(scheme, day);
        switch (effect->operation) {
        case OPERATION_SET:
            values[d] += p * (effect->central - values[d]);
            break;
        case OPERATION_MULTIPLY:
            values[d] *= 1 + p * (effect->central - 1);
            break;
        case OPERATION_ADD:
            values[d] += p * effect->central;
            break;
        }
    }
}

double *scheme_values(const struct tables *tables, int scenario, enum target target, int64_t row_no,
                      double base, int32_t first, int days, struct arena *arena) {
    if (scenario == NONE) return NULL;
    double *values = NULL;
    static const enum operation order[] = {OPERATION_SET, OPERATION_MULTIPLY, OPERATION_ADD};
    for (size_t o = 0; o < sizeof order / sizeof *order; o++)
        for (size_t i = 0; i < tables->effect_count; i++) {
            const struct effect *effect = &tables->effects[i];
            if (effect->operation != order[o] || !acts_on(tables, scenario, effect, target, row_no))
                continue;
            if (!values) {
                values = ARENA_NEW(arena, double, (size_t)days);
                for (int d = 0; d < days; d++) values[d] = base;
            }
            apply(tables, effect, tables->scenarios[scenario].delivery, first, days, values);
        }
    for (int d = 0; values && d < days; d++) {
        if (values[d] < 0) values[d] = 0;
        if (target == TARGET_SHARE && values[d] > 1) values[d] = 1;
    }
    return values;
}

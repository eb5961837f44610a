/* What schemes do to a number of the model over time; see scheme.h.
 *
 * SPDX-License-Identifier: MIT */
#include "scheme.h"

#include "base/date.h"

#include <math.h>

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

/* The part of each effect of the scheme that is there on day d of the values. */
static double part_on(const struct tables *tables, const struct effect *effect, double delivery,
                      int32_t first, int d) {
    int32_t day = first + d < tables->start ? tables->start : first + d;
    return delivery * scheme_progress(&tables->schemes[effect->scheme], day);
}

/* What effects of one operation do together to a value, by day: a factor or an amount. `joined` has
 * what all do, `mine` what those of one scheme do. */
static double join(enum operation operation, double a, double b) {
    return operation == OPERATION_MULTIPLY ? a * b : a + b;
}

static double neutral(enum operation operation) {
    return operation == OPERATION_MULTIPLY ? 1 : 0;
}

static double size_of(enum operation operation, double x) {
    return fabs(operation == OPERATION_MULTIPLY ? log(x) : x);
}

struct acting {
    const struct effect **effects; /* those of one operation, by scheme */
    double *parts;                 /* of each that is there on the day */
    size_t count;
};

/* The parts of a day; false when they are those of the day before. */
static bool parts_on(const struct tables *tables, const struct acting *acting, double delivery,
                     int32_t first, int d) {
    bool changed = d == 0;
    for (size_t i = 0; i < acting->count; i++) {
        double part = part_on(tables, acting->effects[i], delivery, first, d);
        changed = changed || part != acting->parts[i];
        acting->parts[i] = part;
    }
    return changed;
}

static double joined(const struct tables *tables, const struct acting *acting,
                     enum operation operation) {
    double all = neutral(operation), mine = all, strongest = all;
    for (size_t i = 0; i < acting->count; i++) {
        const struct effect *effect = acting->effects[i];
        double p = acting->parts[i];
        double x = operation == OPERATION_MULTIPLY ? fmax(0, 1 + p * (effect->central - 1))
                                                   : p * effect->central;
        if (i && acting->effects[i - 1]->scheme != effect->scheme) mine = neutral(operation);
        mine = join(operation, mine, x);
        all = join(operation, all, x);
        bool last = i + 1 == acting->count || acting->effects[i + 1]->scheme != effect->scheme;
        if (last && tables->strongest && size_of(operation, mine) > size_of(operation, strongest))
            strongest = mine;
    }
    return tables->strongest ? strongest : all;
}

static struct acting acting_on(const struct tables *tables, int scenario, enum operation operation,
                               enum target target, int64_t row_no, struct arena *arena) {
    struct acting acting = {0};
    for (int pass = 0; pass < 2; pass++) {
        size_t n = 0;
        for (size_t i = 0; i < tables->effect_count; i++) {
            const struct effect *effect = &tables->effects[i];
            if (effect->operation != operation ||
                !acts_on(tables, scenario, effect, target, row_no))
                continue;
            if (acting.effects) acting.effects[n] = effect;
            n++;
        }
        if (!n) return acting;
        acting.count = n;
        if (!acting.effects) acting.effects = ARENA_NEW(arena, const struct effect *, n);
        if (!acting.parts) acting.parts = ARENA_NEW(arena, double, n);
    }
    /* By scheme, and within one as the table has them (insertion: there are a few). */
    for (size_t i = 1; i < acting.count && operation != OPERATION_SET; i++)
        for (size_t k = i; k > 0 && acting.effects[k - 1]->scheme > acting.effects[k]->scheme;
             k--) {
            const struct effect *swap = acting.effects[k];
            acting.effects[k] = acting.effects[k - 1];
            acting.effects[k - 1] = swap;
        }
    return acting;
}

double *scheme_values(const struct tables *tables, int scenario, enum target target, int64_t row_no,
                      double base, int32_t first, int days, struct arena *arena) {
    if (scenario == NONE) return NULL;
    double delivery = tables->scenarios[scenario].delivery;
    double *values = NULL;
    static const enum operation order[] = {OPERATION_SET, OPERATION_MULTIPLY, OPERATION_ADD};
    for (size_t o = 0; o < sizeof order / sizeof *order; o++) {
        struct acting acting = acting_on(tables, scenario, order[o], target, row_no, arena);
        if (!acting.count) continue;
        if (!values) {
            values = ARENA_NEW(arena, double, (size_t)days);
            for (int d = 0; d < days; d++) values[d] = base;
        }
        double x = 0;
        for (int d = 0; d < days; d++) {
            bool changed = parts_on(tables, &acting, delivery, first, d);
            if (order[o] != OPERATION_SET) {
                if (changed) x = joined(tables, &acting, order[o]);
                values[d] = join(order[o], values[d], x);
                continue;
            }
            for (size_t i = 0; i < acting.count; i++)
                values[d] += acting.parts[i] * (acting.effects[i]->central - values[d]);
        }
    }
    for (int d = 0; values && d < days; d++) {
        if (values[d] < 0) values[d] = 0;
        if (target == TARGET_SHARE && values[d] > 1) values[d] = 1;
    }
    return values;
}

/* The modelled future of a measure; see forecast.h.
 *
 * SPDX-License-Identifier: MIT */
#include "forecast.h"

#include "target.h"

#include <math.h>

#define HOLDS 3 /* months in which it must be met, so that one lucky month is none */

static bool is_met(enum measure_direction direction, double value, double target) {
    return direction == MEASURE_HIGHER ? value >= target : value <= target;
}

/* The value that a share of the futures reach or pass on the good side: nine tenths of them are at
 * the bad end of the range or better. */
enum share { TENTH, HALF, MOST };

static double reached(const struct measure_modelled *m, enum measure_direction direction,
                      enum share share) {
    bool low = direction == MEASURE_LOWER;
    return share == HALF ? m->p50 : (share == TENTH) == low ? m->p10 : m->p90;
}

static int first_month(const struct measure_forecast *f, enum share share) {
    size_t held = 0;
    for (size_t i = 0; i < f->n; i++) {
        double value = reached(&f->months[i], f->direction, share);
        held = is_met(f->direction, value, f->targets[i]) ? held + 1 : 0;
        if (held == HOLDS || (held && i + 1 == f->n)) return f->months[i + 1 - held].month;
    }
    return -1;
}

static void put_share(struct buf *out, const char *share, int month, const char *last) {
    char text[DATE_BYTES];
    if (month < 0)
        buf_printf(out, "%s not by %s", share, last);
    else
        buf_printf(out, "%s from %s on", share, date_month_people(month, text));
}

static const char *words(const struct measure_forecast *f, struct arena *arena) {
    char last[DATE_BYTES];
    struct buf out = buf_new(arena);
    date_month_people(f->months[f->n - 1].month, last);
    if (f->tenth < 0) {
        buf_printf(&out, "fewer than one in ten of its modelled futures meet the target by %s",
                   last);
        return out.text;
    }
    buf_puts(&out, "of its modelled futures ");
    put_share(&out, "half meet the target", f->half, last);
    buf_puts(&out, ", ");
    put_share(&out, "one in ten", f->tenth, last);
    buf_puts(&out, ", ");
    put_share(&out, "nine in ten", f->most, last);
    return out.text;
}

bool measure_forecast(sqlite3 *db, const char *measure, const char *place,
                      const struct measure_modelled *months, size_t n, struct arena *arena,
                      struct measure_forecast *out, struct err *err) {
    struct measure_info info;
    struct measure_place where;
    if (!measure_info_read(db, measure, arena, &info, err) ||
        !measure_place_read(db, place, arena, &where, err))
        return false;
    *out = (struct measure_forecast){.measure = info.id,
                                     .title = info.title,
                                     .unit = info.unit,
                                     .place = where.id,
                                     .direction = info.direction,
                                     .months = months,
                                     .n = n,
                                     .tenth = -1,
                                     .half = -1,
                                     .most = -1};
    struct measure_series s = {.n = n, .frequency = 'm'};
    s.starts = ARENA_NEW(arena, int32_t, n + 1);
    s.target_due = ARENA_NEW(arena, int32_t, n + 1);
    s.targets = ARENA_NEW(arena, double, n + 1);
    s.trajectory = ARENA_NEW(arena, double, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (i && months[i].month != months[i - 1].month + 1)
            return err_set(err, ERR_INPUT, "the modelled months of '%s' are not one after another",
                           info.id);
        s.starts[i] = date_month_start(months[i].month);
        s.target_due[i] = DATE_NONE;
        s.targets[i] = s.trajectory[i] = NAN;
    }
    out->targets = s.targets;
    if (where.id && !measure_targets_read(db, info.id, where.id, info.direction, arena, &s, err))
        return false;
    if (n == 0 || isnan(s.targets[n - 1]) || info.direction == MEASURE_NEUTRAL) return true;
    out->tenth = first_month(out, TENTH);
    out->half = first_month(out, HALF);
    out->most = first_month(out, MOST);
    out->words = words(out, arena);
    return true;
}

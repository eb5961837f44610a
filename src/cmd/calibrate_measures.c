/* weft calibrate with measures: fits several numbers to what was observed; see calibrate.h.
 *
 * SPDX-License-Identifier: MIT */
#include "calibrate.h"

#include "model/calibrate.h"
#include "package.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Behind the source of a share that only follows the shares fitted. */
#define RESCALED "; rescaled by weft calibrate with the other shares"

static void show(void *user, int trials, int about, double distance) {
    (void)distance;
    progress_show(user, (uint64_t)trials, (uint64_t)(about > trials ? about : trials + 1), 0);
}

/* The first day of a month 2015-04. */
static bool read_month(const char *option, const char *text, struct arena *arena, int32_t *day,
                       struct err *err) {
    if (strlen(text) == 7 && date_parse(str_of(arena_printf(arena, "%s-01", text)), day))
        return true;
    return err_set(err, ERR_USAGE, "--%s: '%s' is not a month such as 2015-04", option, text);
}

static bool read_options(const struct calibrate_wish *wish, struct arena *arena,
                         struct calibrate_options *options, struct err *err) {
    int32_t last;
    *options = (struct calibrate_options){.fit = wish->fit,
                                          .to = wish->to,
                                          .low = isnan(wish->low) ? 0.5 : wish->low,
                                          .high = isnan(wish->high) ? 2 : wish->high,
                                          .scenario = wish->scenario,
                                          .replications = (int)wish->replications,
                                          .threads = (int)wish->threads,
                                          .starts = (int)wish->starts,
                                          .backtest = DATE_NONE,
                                          .seed = (uint64_t)wish->seed};
    options->backtest_replications = options->replications > 16 ? options->replications : 16;
    if (!wish->from || !wish->until)
        return err_set(err, ERR_USAGE, "--from and --until say which months are fitted");
    bool none = wish->backtest && strcmp(wish->backtest, "none") == 0;
    if (!read_month("from", wish->from, arena, &options->from, err) ||
        !read_month("until", wish->until, arena, &last, err) ||
        (wish->backtest && !none &&
         !read_month("backtest", wish->backtest, arena, &options->backtest, err)))
        return false;
    options->until = date_month_start(date_month(last) + 1) - 1;
    if (!wish->backtest) options->backtest = options->until + 1;
    if (options->until < options->from)
        return err_set(err, ERR_USAGE, "--until %s is before --from %s", wish->until, wish->from);
    if (options->backtest != DATE_NONE && options->backtest <= options->until)
        return err_set(
            err, ERR_USAGE,
            "--backtest %s is not after --until %s: a forecast is tested on what was not "
            "fitted",
            wish->backtest, wish->until);
    return true;
}

static void report_factors(const struct calibrated *c, struct arena *arena) {
    (void)arena;
    int wide = 30;
    for (size_t k = 0; k < c->knobs.count; k++)
        if ((int)strlen(c->knobs.items[k].name) > wide) wide = (int)strlen(c->knobs.items[k].name);
    printf("\n  %-*s  factor   95%% interval     numbers\n", wide, "fitted");
    for (size_t k = 0; k < c->knobs.count; k++)
        printf("  %-*s  %6.3f   %5.3f to %5.3f   %4zu%s\n", wide, c->knobs.items[k].name,
               c->factors[k], c->low[k], c->high[k], c->knobs.items[k].count,
               c->at_bound[k] ? "   at its bound" : "");
}

static void report_measures(const struct calibrated *c) {
    printf("\n  %-24s values  observed    before    fitted  misses by\n", "measure (means)");
    for (size_t m = 0; m < c->measure_count; m++) {
        const struct calibrate_measure *x = &c->measures[m];
        if (x->count)
            printf("  %-24s %6zu %9.4g %9.4g %9.4g %10.3g\n", x->id, x->count, x->mean_observed,
                   x->mean_before, x->mean_fitted, x->rms);
        else
            printf("  %-24s   none observed in these months: left out\n", x->id);
    }
    printf(
        "  Distance (1: each value missed by as much as the measure moves by itself in a period): "
        "%.2f before, %.2f fitted.\n",
        c->distance_before, c->distance);
}

/* '44% (20 to 71)' */
static void share_text(size_t in, size_t count, double low, double high, char out[32]) {
    snprintf(out, 32, "%.0f%% (%.0f to %.0f)", 100.0 * (double)in / (double)count, 100 * low,
             100 * high);
}

/* How much these periods can say, and what no interval of a fit can hold: a forecast that goes
 * another way. */
static void report_drift(const struct calibrate_check *x) {
    if (isnan(x->drift)) return;
    printf("  %s: %zu periods, which tell as much as %.0f independent one%s.\n"
           "  The forecast rises by %.2g a year more than what came (95%% interval %.2g to %.2g)",
           x->measure->id, x->count, x->independent, x->independent < 1.5 ? "" : "s", x->drift,
           x->drift_low, x->drift_high);
    printf(
        x->drift_low > 0 || x->drift_high < 0
            ? ": what the package says of growth, capacity\n  or schemes in these years is not what "
              "happened, of which no interval of the fit knows.\n"
            : ".\n");
}

static void report_checks(const struct calibrated *c, const struct calibrate_options *options,
                          struct arena *arena) {
    if (options->backtest == DATE_NONE) return;
    (void)arena;
    if (!c->check_count) {
        char day[DATE_BYTES];
        printf("\nBack-test: none, as nothing was observed, or nothing is simulated, from %s on.\n",
               date_people(options->backtest, day));
        return;
    }
    printf(
        "\nBack-test: the numbers fitted, as unsure as the fit leaves them, against what came later; "
        "%d futures.\n"
        "  %-24s %-18s values  observed  forecast  in 80%%         in 95%%          misses by  as "
        "last year\n",
        options->backtest_replications, "measure (means)", "periods");
    for (size_t i = 0; i < c->check_count; i++) {
        const struct calibrate_check *x = &c->checks[i];
        char periods[64], in_80[32], in_95[32];
        snprintf(periods, sizeof periods, "%s to %s", x->first, x->last);
        share_text(x->in_80, x->count, x->low_80, x->high_80, in_80);
        share_text(x->in_95, x->count, x->low_95, x->high_95, in_95);
        printf("  %-24s %-18s %6zu %9.4g %9.4g  %-14s %-14s %10.3g  %12.3g\n", x->measure->id,
               periods, x->count, x->mean_observed, x->mean_forecast, in_80, in_95, x->rms,
               x->rms_naive);
    }
    printf(
        "  Of good intervals, 80%% and 95%% hold what came; in brackets the 95%% interval of what was "
        "found, as periods\n  next to each other miss alike. 'As last year' is what is missed by "
        "taking the mean of the last twelve\n  values fitted for all that came.\n");
    for (size_t i = 0; i < c->check_count; i++) report_drift(&c->checks[i]);
}

static void report(const struct calibrate_wish *wish, const struct calibrate_options *options,
                   const struct calibrated *c, struct arena *arena) {
    printf(
        "Fitted to %zu values from %s to %s, scenario %s: %d trials of %d replications, %.1f s.\n",
        c->value_count, wish->from, wish->until, wish->scenario, c->trials, options->replications,
        c->seconds);
    report_factors(c, arena);
    report_measures(c);
    if (c->word_count) printf("\nWhat these data cannot tell:\n");
    for (size_t i = 0; i < c->word_count; i++) printf("  - %s\n", c->words[i]);
    report_checks(c, options, arena);
}

static bool write_back(const struct calibrate_wish *wish, const struct calibrated *c,
                       struct arena *arena, struct err *err) {
    size_t count = c->knobs.rest_count, n = 0;
    for (size_t k = 0; k < c->knobs.count; k++) count += c->knobs.items[k].count;
    struct calibrate_edit *edits = ARENA_NEW(arena, struct calibrate_edit, count);
    const struct table *routes = registry_table("route");
    for (size_t k = 0; k < c->knobs.count; k++) {
        const struct knob *knob = &c->knobs.items[k];
        for (size_t i = 0; i < knob->count; i++)
            edits[n++] = (struct calibrate_edit){.table = knob->rows.table,
                                                 .column = knob->column,
                                                 .line = knob->cells[i].row_no,
                                                 .value = knob->cells[i].after};
    }
    for (size_t i = 0; i < c->knobs.rest_count; i++) {
        const struct knob_rest *rest = &c->knobs.rest[i];
        if (rest->cell.after == rest->cell.before) continue;
        edits[n] = (struct calibrate_edit){.table = routes,
                                           .column = table_column(routes, "share"),
                                           .line = rest->cell.row_no,
                                           .value = rest->cell.after,
                                           .source = rest->source};
        if (!strstr(rest->source, RESCALED))
            edits[n].source = arena_printf(arena, "%s%s", rest->source, RESCALED);
        n++;
    }
    const char *source = arena_printf(
        arena,
        "calibrated: to %s from %s to %s by weft calibrate --fit '%s' --to '%s' --from %s --until %s "
        "--scenario %s --replications %lld --seed %lld",
        wish->to, wish->from, wish->until, wish->fit, wish->to, wish->from, wish->until,
        wish->scenario, (long long)wish->replications, (long long)wish->seed);
    if (!calibrate_write(wish->package, edits, n, source, arena, err)) return false;
    printf("\n%zu numbers changed.\n", n);
    return true;
}

int calibrate_to_measures(const struct calibrate_wish *wish, struct arena *arena, struct err *err) {
    struct calibrate_options options;
    if (!read_options(wish, arena, &options, err)) return err_exit_status(err->code);
    struct store *store = package_open(wish->package, findings_new(arena), err);
    if (!store) return err_exit_status(err->code);
    struct progress progress = {.title = "fitting", .unit = "trials"};
    options.progress = show;
    options.user = &progress;
    struct calibrated calibrated;
    bool ok = true;
    if (store_is_file(store) && !wish->dry_run) {
        ok = err_set(err, ERR_INPUT, "%s is not a folder of CSV files", wish->package);
        err_hint(err, "`weft unpack` makes one; or --dry-run, which writes nothing.");
    }
    ok = ok && model_calibrate(store_db(store), &options, arena, &calibrated, err);
    progress_end(&progress);
    store_close(store);
    if (!ok) return err_exit_status(err->code);
    report(wish, &options, &calibrated, arena);
    if (!wish->dry_run && !write_back(wish, &calibrated, arena, err))
        return err_exit_status(err->code);
    return 0;
}

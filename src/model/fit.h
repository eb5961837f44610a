/* Calibration: finds the factor on named numbers (or the amount added to them) with which an output
 * of the simulation equals a known figure.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "simulate.h"
#include "store/rows.h"

struct model_fit {
    struct rows rows; /* the numbers: these rows, this column of their table */
    int column;
    bool add;         /* an amount is added; otherwise a factor above 0 multiplies */
    double low, high; /* bounds of the factor or amount */
    const char *output, *subject;
    const char *period, *less; /* the value in `period`, less that in `less` unless NULL */
    double value;              /* that it is to have, */
    double tolerance_pct;      /* within so many % of it */
    const char *scenario;
    int replications, threads;
    uint64_t seed;
    const volatile bool *stop;
    /* NULL, or told each trial: the factor or amount, and what came out. */
    void (*trial)(void *user, int number, double x, double reached);
    void *user;
};

struct model_fitted {
    double x;                 /* the factor or amount */
    struct model_row reached; /* the output with it, over replications */
    int trials;
    int64_t *row_nos; /* the rows, and their values before and after */
    double *before, *after;
    size_t count;
};

/* Works on a copy; the package stays as it is. Trials share their random numbers, so that what
 * comes out is a nearly smooth function of the factor: it is found by the secant, kept within a
 * bracket by regula falsi (Illinois variant: Dowell and Jarratt 1971) as soon as there is one.
 * Fails with ERR_NOT_FOUND when no row or output has that name, ERR_INPUT when the figure is not
 * reached within the bounds (the message says what is), or a value would leave the range of its
 * column. */
MUST_CHECK bool model_fit(sqlite3 *db, const struct model_fit *fit, struct arena *arena,
                          struct model_fitted *fitted, struct err *err);

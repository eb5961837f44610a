/* Numbers; see number.h.
 *
 * SPDX-License-Identifier: MIT */
#include "number.h"

#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* strtod and printf follow the process's locale; weft never calls setlocale, so that it is "C"
 * (tests check the decimal point). */

/* Numbers of at most 15 digits, as most are: whole / 10^decimals is rounded once, as reading the
 * decimal number is, since both are exact (Clinger 1990). False for others. */
static bool few_digits(struct str text, double *value) {
    static const double powers[] = {1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    bool minus = text.n && text.p[0] == '-';
    if (text.n > 16) return false;
    int64_t whole = 0;
    size_t digits = 0, point = text.n;
    for (size_t i = minus; i < text.n; i++) {
        char c = text.p[i];
        if (c == '.' && point == text.n && i + 1 < text.n) {
            point = i;
            continue;
        }
        if (c < '0' || c > '9') return false;
        whole = whole * 10 + (c - '0');
        digits++;
    }
    if (digits == 0 || digits > 15) return false;
    double size = (double)whole / powers[point == text.n ? 0 : text.n - point - 1];
    *value = minus && whole ? -size : size;
    return true;
}

bool number_parse(struct str text, double *value) {
    char copy[64];
    if (few_digits(text, value)) return true;
    if (text.n == 0 || text.n >= sizeof copy) return false;
    size_t i = 0, digits = 0;
    if (text.p[i] == '-') i++;
    while (i < text.n && isdigit((unsigned char)text.p[i])) i++, digits++;
    if (i < text.n && text.p[i] == '.') {
        i++;
        size_t fraction = 0;
        while (i < text.n && isdigit((unsigned char)text.p[i])) i++, fraction++;
        if (fraction == 0) return false;
        digits += fraction;
    }
    if (digits == 0) return false;
    if (i < text.n && (text.p[i] == 'e' || text.p[i] == 'E')) {
        i++;
        if (i < text.n && (text.p[i] == '+' || text.p[i] == '-')) i++;
        size_t exponent = 0;
        while (i < text.n && isdigit((unsigned char)text.p[i])) i++, exponent++;
        if (exponent == 0) return false;
    }
    if (i != text.n) return false;
    memcpy(copy, text.p, text.n);
    copy[text.n] = '\0';
    double v = strtod(copy, NULL);
    if (!isfinite(v)) return false;
    *value = v == 0 ? 0 : v; /* no negative zero */
    return true;
}

/* Numbers of at most nine decimals and 15 digits in all, which most are: value = whole /
 * 10^decimals, and that division is rounded as reading the decimal number is, both being exact.
 * False for others.
 */
static bool few_decimals(double value, char *out) {
    static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    double size = fabs(value);
    for (int decimals = 0; decimals < 10; decimals++) {
        double whole = nearbyint(size * powers[decimals]);
        if (whole >= 1e15) return false;
        if (whole / powers[decimals] != size) continue;
        char digits[NUMBER_BYTES];
        int n = 0;
        uint64_t left = (uint64_t)whole;
        for (; left || n <= decimals; left /= 10) digits[n++] = (char)('0' + left % 10);
        if (value < 0) *out++ = '-';
        while (n > decimals) *out++ = digits[--n];
        if (decimals) *out++ = '.';
        while (n) *out++ = digits[--n];
        *out = '\0';
        return true;
    }
    return false;
}

double number_round(double value, int digits) {
    static const double tens[] = {1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    double size = fabs(value);
    if (size >= 1e-5 && size < 1e15 && digits >= 1 && digits <= 9) {
        int exponent = -5; /* 10^exponent <= size < 10^(exponent + 1) */
        while (exponent < 14 &&
               size >= (exponent < -1 ? 1 / tens[-exponent - 1] : tens[exponent + 1]))
            exponent++;
        int shift = digits - 1 - exponent;
        double scaled = shift >= 0 ? size * tens[shift] : size / tens[-shift];
        double whole = floor(scaled), part = scaled - whole;
        if (fabs(part - 0.5) > 1e-5 && whole >= 1) { /* no doubt which way */
            if (part > 0.5) whole++;
            double rounded = shift >= 0 ? whole / tens[shift] : whole * tens[-shift];
            return value < 0 ? -rounded : rounded;
        }
    }
    if (!isfinite(value)) return value;
    char text[40];
    snprintf(text, sizeof text, "%.*g", digits, value);
    return strtod(text, NULL);
}

const char *number_text(double value, char out[NUMBER_BYTES]) {
    if (isnan(value)) {
        out[0] = '\0';
        return out;
    }
    if (value == 0) value = 0;
    double size = fabs(value);
    if ((size == 0 || size >= 1e-7) && few_decimals(value, out)) return out;
    if (size != 0 && (size >= 1e21 || size < 1e-7)) {
        for (int digits = 1; digits <= 17; digits++) {
            snprintf(out, NUMBER_BYTES, "%.*g", digits, value);
            if (strtod(out, NULL) == value) break;
        }
        return out;
    }
    /* Find the fewest significant digits that read back, then write them without an exponent. */
    char scientific[NUMBER_BYTES];
    int digits = 0;
    for (; digits <= 16; digits++) {
        snprintf(scientific, sizeof scientific, "%.*e", digits, value);
        if (strtod(scientific, NULL) == value) break;
    }
    int exponent = atoi(strchr(scientific, 'e') + 1);
    int decimals = digits - exponent;
    if (decimals >= 0) {
        snprintf(out, NUMBER_BYTES, "%.*f", decimals, value);
        return out;
    }
    /* Whole numbers with trailing zeros: the digits, then zeros, as %f would print more than the
     * shortest digits. */
    char *to = out;
    for (const char *p = scientific; *p != 'e'; p++)
        if (*p != '.') *to++ = *p;
    for (int i = 0; i < -decimals; i++) *to++ = '0';
    *to = '\0';
    return out;
}

const char *number_people(double value, int decimals, char out[NUMBER_PEOPLE_BYTES]) {
    if (!isfinite(value) || fabs(value) >= 1e18) {
        snprintf(out, NUMBER_PEOPLE_BYTES, isnan(value) ? "-" : "%.3g", value);
        return out;
    }
    char plain[NUMBER_PEOPLE_BYTES];
    if (decimals < 0) decimals = 0;
    if (decimals > 9) decimals = 9;
    snprintf(plain, sizeof plain, "%.*f", decimals, fabs(value));
    bool zero = strspn(plain, "0.") == strlen(plain);
    size_t whole = strcspn(plain, ".");
    char *to = out;
    if (value < 0 && !zero) *to++ = '-';
    for (size_t i = 0; plain[i]; i++) {
        if (i && i < whole && (whole - i) % 3 == 0) *to++ = ',';
        *to++ = plain[i];
    }
    *to = '\0';
    return out;
}

const char *number_money(double gbp, char out[NUMBER_PEOPLE_BYTES]) {
    if (isnan(gbp)) {
        snprintf(out, NUMBER_PEOPLE_BYTES, "-");
        return out;
    }
    double size = fabs(gbp);
    char digits[NUMBER_PEOPLE_BYTES];
    const char *unit = "";
    if (size >= 999950000) {
        number_people(size / 1e9, 2, digits);
        unit = "bn";
    } else if (size >= 999950) {
        number_people(size / 1e6, 1, digits);
        unit = "m";
    } else {
        number_people(size, 0, digits);
    }
    snprintf(out, NUMBER_PEOPLE_BYTES, "%s£%.40s%s", gbp < 0 && strcmp(digits, "0") ? "-" : "",
             digits, unit);
    return out;
}

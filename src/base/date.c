/* Days, months and financial years; see date.h. Day numbers after Howard Hinnant, chrono-compatible
 * low-level date algorithms (2013).
 *
 * SPDX-License-Identifier: MIT */
#include "date.h"

#include <stdio.h>

static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

int32_t date_of(int year, int month, int day) {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month))
        return DATE_NONE;
    int y = year - (month <= 2);
    int era = y / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void date_parts(int32_t date, int *year, int *month, int *day) {
    int z = date + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int day_of_era = z - era * 146097;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int mp = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

static bool digits(struct str text, size_t from, size_t count, int *value) {
    int v = 0;
    for (size_t i = from; i < from + count; i++) {
        if (text.p[i] < '0' || text.p[i] > '9') return false;
        v = v * 10 + (text.p[i] - '0');
    }
    *value = v;
    return true;
}

bool date_parse(struct str text, int32_t *date) {
    int y, m, d;
    if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-') return false;
    if (!digits(text, 0, 4, &y) || !digits(text, 5, 2, &m) || !digits(text, 8, 2, &d)) return false;
    int32_t day = date_of(y, m, d);
    if (day == DATE_NONE) return false;
    *date = day;
    return true;
}

int date_weekday(int32_t date) {
    int d = (date + 3) % 7; /* 1 January 1970 was a Thursday */
    return d < 0 ? d + 7 : d;
}

int date_month(int32_t date) {
    int y, m, d;
    date_parts(date, &y, &m, &d);
    return y * 12 + m - 1;
}

int32_t date_month_start(int month) {
    return date_of(month / 12, month % 12 + 1, 1);
}

int32_t date_add_months(int32_t date, int months) {
    int y, m, d;
    date_parts(date, &y, &m, &d);
    int target = y * 12 + m - 1 + months;
    y = target / 12;
    m = target % 12 + 1;
    int last = days_in_month(y, m);
    return date_of(y, m, d < last ? d : last);
}

int date_financial_year(int32_t date) {
    int y, m, d;
    date_parts(date, &y, &m, &d);
    return m >= 4 ? y : y - 1;
}

bool financial_year_parse(struct str text, int *year) {
    int y, next;
    if (text.n != 7 || text.p[4] != '/' || !digits(text, 0, 4, &y) || !digits(text, 5, 2, &next))
        return false;
    if (y < 1 || (y + 1) % 100 != next) return false;
    *year = y;
    return true;
}

bool weekdays_parse(struct str text, unsigned *days) {
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    unsigned found = 0;
    struct str rest = str_trim(text), word;
    if (rest.n == 0) found = 0x7f;
    while (str_split(&rest, ' ', &word)) {
        int i = 0;
        while (i < 7 && !str_is(word, names[i])) i++;
        if (i == 7) return false;
        found |= 1u << i;
    }
    *days = found;
    return true;
}

const char *date_text(int32_t date, char out[DATE_BYTES]) {
    int y, m, d;
    date_parts(date, &y, &m, &d);
    if (y < 0 || y > 9999) {
        snprintf(out, DATE_BYTES, "%04d-%02d-%02d", y, m, d);
        return out;
    }
    /* Tables have hundreds of thousands of them: digit by digit. */
    const int all[] = {y / 1000, y / 100 % 10, y / 10 % 10, y % 10, -1,
                       m / 10,   m % 10,       -1,          d / 10, d % 10};
    for (int i = 0; i < 10; i++) out[i] = (char)(all[i] < 0 ? '-' : '0' + all[i]);
    out[10] = '\0';
    return out;
}

const char *date_people(int32_t date, char out[DATE_BYTES]) {
    int y, m, d;
    date_parts(date, &y, &m, &d);
    snprintf(out, DATE_BYTES, "%d %s %d", d, month_names[m - 1], y);
    return out;
}

const char *date_month_text(int month, char out[DATE_BYTES]) {
    snprintf(out, DATE_BYTES, "%04d-%02d", month / 12, month % 12 + 1);
    return out;
}

const char *date_month_people(int month, char out[DATE_BYTES]) {
    snprintf(out, DATE_BYTES, "%s %d", month_names[month % 12], month / 12);
    return out;
}

const char *financial_year_text(int year, char out[DATE_BYTES]) {
    snprintf(out, DATE_BYTES, "%04d/%02d", year, (year + 1) % 100);
    return out;
}

/* Dates within a deadline: the tokens that make one.
 *
 * SPDX-License-Identifier: MIT */
#include "deadline_parts.h"

#include <string.h>

static bool sign_at(const struct token *tokens, size_t at, char sign) {
    return tokens[at].kind == TOKEN_SIGN && tokens[at].sign == sign;
}

static size_t any_of(const struct token *tokens, size_t at, const char *const *patterns,
                     size_t count, size_t *which) {
    size_t best = 0;
    for (size_t p = 0; p < count; p++) {
        size_t n = deadline_match(tokens, at, patterns[p]);
        if (n <= best) continue;
        best = n;
        if (which) *which = p;
    }
    return best;
}
#define ANY_OF(tokens, at, patterns, which)                                                        \
    any_of((tokens), (at), (patterns), sizeof(patterns) / sizeof(patterns)[0], (which))

/* 1 to 12; 0: none. */
static int month_at(const struct token *tokens, size_t at) {
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    const struct str word = tokens[at].text;
    if (tokens[at].kind != TOKEN_WORD || word.n < 3) return 0;
    if (str_is(word, "sept")) return 9;
    for (int m = 0; m < 12; m++)
        if (memcmp(names[m], word.p, 3) == 0 && (word.n == 3 || str_is(word, names[m]) ||
                                                 (word.n == 4 && memcmp(names[m], word.p, 4) == 0)))
            return m + 1;
    return 0;
}

static int small_number(const struct token *tokens, size_t at) {
    static const char *const words[] = {"one",   "two",   "three", "four", "five",   "six",
                                        "seven", "eight", "nine",  "ten",  "eleven", "twelve"};
    if (tokens[at].kind == TOKEN_NUMBER)
        return tokens[at].digits <= 3 && !tokens[at].ordinal ? tokens[at].value : 0;
    for (int w = 0; w < 12; w++)
        if (deadline_match(tokens, at, words[w])) return w + 1;
    return 0;
}

static int ordinal_at(const struct token *tokens, size_t at) {
    static const char *const words[] = {"first", "second", "third", "fourth", "fifth"};
    if (tokens[at].kind == TOKEN_NUMBER && tokens[at].ordinal) return tokens[at].value;
    for (int w = 0; w < 5; w++)
        if (deadline_match(tokens, at, words[w])) return w + 1;
    return 0;
}

static bool full_year(const struct token *token) {
    return token->kind == TOKEN_NUMBER && token->digits == 4 && !token->ordinal &&
           token->value >= 1990 && token->value <= 2100;
}

static bool two_digits(const struct token *token) {
    return token->kind == TOKEN_NUMBER && token->digits == 2 && !token->ordinal;
}

/* 2018/19, 18/19, 2018-19, FY19, 2018, '18. With `plain`, a bare 18 is a year too. */
static size_t year_at(const struct token *tokens, size_t at, bool plain, struct moment *out) {
    static const char *const joins[] = {"of the", "of", "in", ","};
    static const char *const financial[] = {"financial year", "fy", "f / y", "fiscal year"};
    static const char *const calendar[] = {"calendar year"};
    size_t i = at;
    i += ANY_OF(tokens, i, joins, NULL);
    size_t fy = ANY_OF(tokens, i, financial, NULL);
    size_t cy = ANY_OF(tokens, i, calendar, NULL);
    i += fy + cy;
    if (sign_at(tokens, i, '\'')) {
        i++;
        plain = true;
    }
    const struct token *t = &tokens[i];
    bool full = full_year(t);
    if (!full && !two_digits(t)) return 0;
    int first = full ? t->value : 2000 + t->value;
    bool slash = sign_at(tokens, i + 1, '/'), dash = sign_at(tokens, i + 1, '-');
    size_t next = i + 2;
    if ((slash || dash) && sign_at(tokens, next, '\'')) next++;
    const struct token *second = &tokens[next];
    bool third = sign_at(tokens, next + 1, t[1].sign) && tokens[next + 2].kind == TOKEN_NUMBER;
    if ((slash || dash) && !third && (two_digits(second) || (full && full_year(second)))) {
        int last = second->digits == 4 ? second->value : first - first % 100 + second->value;
        if (second->digits == 2 && last < first && first % 100 == 99) last += 100;
        if (last == first + 1 && month_at(tokens, next + 1) == 0) {
            out->year_kind = dash && second->digits == 4 ? YEAR_PAIR : YEAR_FINANCIAL;
            out->year = first;
            return next + 1 - at;
        }
    }
    if (!full && !plain && !fy) return 0;
    out->year_kind = fy ? YEAR_FY : YEAR_CALENDAR;
    out->year = first;
    return i + 1 - at;
}

/* A month may be followed by its year, but '4 July 18 August' has none. */
static size_t month_year(const struct token *tokens, size_t at, struct moment *out) {
    size_t i = at;
    if (sign_at(tokens, i, '.')) i++;
    size_t dash = sign_at(tokens, i, '-') && !tokens[i].spaced && !tokens[i + 1].spaced ? 1 : 0;
    size_t n = year_at(tokens, i + dash, true, out);
    if (n && tokens[i + dash].kind == TOKEN_NUMBER && tokens[i + dash].digits == 2 &&
        out->year_kind == YEAR_CALENDAR && month_at(tokens, i + dash + n)) {
        out->year_kind = YEAR_MISSING;
        n = 0;
    }
    const struct token *number = &tokens[i + dash];
    out->maybe_day =
        n == 1 && out->unit == UNIT_MONTH && !dash && two_digits(number) && number->value <= 31;
    return n ? i + dash + n - at : 0;
}

/* A weekday before a date, from 1 for Monday. */
static size_t skip_weekday(const struct token *tokens, size_t at, int *weekday) {
    static const char *const days[] = {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue",
        "tues",   "wed",     "thu",       "thur",     "thurs",  "fri",      "sat",    "sun"};
    static const int numbers[] = {1, 2, 3, 4, 5, 6, 7, 1, 2, 2, 3, 4, 4, 4, 5, 6, 7};
    size_t which, n = ANY_OF(tokens, at, days, &which);
    if (n) *weekday = numbers[which];
    return n && sign_at(tokens, at + n, ',') ? n + 1 : n;
}

/* 2018-04-01, 31.03.19, 31/3/2019, 31-03-19; 03/2019, 04/19. */
static size_t numeric(const struct token *tokens, size_t at, struct moment *out) {
    const struct token *t = tokens + at;
    if (t[0].kind != TOKEN_NUMBER || t[1].kind != TOKEN_SIGN || t[2].kind != TOKEN_NUMBER ||
        !strchr("./-", t[1].sign) || t[1].spaced || t[2].spaced || t[0].ordinal)
        return 0;
    bool three = t[3].kind == TOKEN_SIGN && t[3].sign == t[1].sign && !t[3].spaced &&
                 t[4].kind == TOKEN_NUMBER && !t[4].spaced;
    if (three && full_year(&t[0])) {
        if (date_of(t[0].value, t[2].value, t[4].value) == DATE_NONE) return 0;
        *out = (struct moment){.unit = UNIT_DAYS,
                               .day = t[4].value,
                               .day2 = t[4].value,
                               .month = t[2].value,
                               .year = t[0].value,
                               .year_kind = YEAR_CALENDAR};
        return 5;
    }
    if (three && (full_year(&t[4]) || two_digits(&t[4]))) {
        int year = t[4].digits == 4 ? t[4].value : 2000 + t[4].value;
        int day = t[0].value, month = t[2].value;
        bool american = month > 12 && day <= 12;
        if (american) {
            day = t[2].value;
            month = t[0].value;
        }
        if (date_of(year, month, day) == DATE_NONE) return 0;
        *out = (struct moment){.unit = UNIT_DAYS,
                               .day = day,
                               .day2 = day,
                               .month = month,
                               .year = year,
                               .year_kind = YEAR_CALENDAR,
                               .american = american};
        return 5;
    }
    /* 2018-06, as computers write a month; 2018-19 is a year. */
    if (!three && t[1].sign == '-' && full_year(&t[0]) && t[2].digits == 2 && t[2].value >= 1 &&
        t[2].value <= 12 && t[2].value != (t[0].value + 1) % 100) {
        *out = (struct moment){.unit = UNIT_MONTH,
                               .month = t[2].value,
                               .year = t[0].value,
                               .year_kind = YEAR_CALENDAR};
        return 3;
    }
    if (three || t[1].sign == '-' || t[0].value < 1) return 0;
    if (t[0].value <= 12 && full_year(&t[2])) {
        *out = (struct moment){.unit = UNIT_MONTH,
                               .month = t[0].value,
                               .year = t[2].value,
                               .year_kind = YEAR_CALENDAR};
        return 3;
    }
    if (!two_digits(&t[2])) return 0;
    bool as_month = t[0].value <= 12 && t[1].sign == '/';
    bool as_day = t[0].value <= 31 && t[2].value >= 1 && t[2].value <= 12;
    bool as_year = t[0].digits == 2 && t[2].value == t[0].value + 1 && t[1].sign == '/';
    if (as_year && !as_month) return 0; /* 18/19: left to year_at */
    if (!as_month && !as_day) return 0;
    if (as_month) {
        *out = (struct moment){.unit = UNIT_MONTH,
                               .month = t[0].value,
                               .year = 2000 + t[2].value,
                               .year_kind = YEAR_CALENDAR};
        if (as_day) {
            out->other_day = t[0].value;
            out->other_month = t[2].value;
        }
        if (as_year) out->other_year = 2000 + t[0].value;
    } else {
        *out = (struct moment){
            .unit = UNIT_DAYS, .day = t[0].value, .day2 = t[0].value, .month = t[2].value};
    }
    return 3;
}

/* 31st March 2019, 4-8 June, March 31 2019, 1 Oct. */
static size_t day_month(const struct token *tokens, size_t at, struct moment *out) {
    const struct token *t = &tokens[at];
    if (t->kind == TOKEN_NUMBER && t->value >= 1 && t->value <= 31 && t->digits <= 2) {
        size_t i = at + 1;
        int last = t->value;
        static const char *const joins[] = {"-", "/", "to", "and", "&"};
        size_t join = ANY_OF(tokens, i, joins, NULL);
        if (join && tokens[i + join].kind == TOKEN_NUMBER && tokens[i + join].value > last &&
            tokens[i + join].value <= 31) {
            last = tokens[i + join].value;
            i += join + 1;
        }
        i += deadline_match(tokens, i, "of");
        if (sign_at(tokens, i, '-') && !tokens[i].spaced) i++;
        int month = month_at(tokens, i);
        if (!month) return 0;
        *out = (struct moment){.unit = UNIT_DAYS, .day = t->value, .day2 = last, .month = month};
        return i + 1 + month_year(tokens, i + 1, out) - at;
    }
    int month = month_at(tokens, at);
    if (!month) return 0;
    const struct token *day = &tokens[at + 1];
    if (day->kind != TOKEN_NUMBER || day->value < 1 || day->value > 31) return 0;
    size_t i = at + 2;
    if (sign_at(tokens, i, ',') && full_year(&tokens[i + 1])) i++;
    /* 'March 31 2019', 'March 31st' and 'March 4' name a day; 'March 19' a year. */
    if (!day->ordinal && day->digits != 1 && !full_year(&tokens[i])) return 0;
    if (day->digits > 2 || (day->digits == 1 && sign_at(tokens, at + 2, '/'))) return 0;
    *out =
        (struct moment){.unit = UNIT_DAYS, .day = day->value, .day2 = day->value, .month = month};
    if (full_year(&tokens[i])) {
        out->year = tokens[i].value;
        out->year_kind = YEAR_CALENDAR;
        return i + 1 - at;
    }
    return 2;
}

static size_t week(const struct token *tokens, size_t at, struct moment *out) {
    static const char *const from[] = {
        "w / c",          "wc",      "w / b",         "week commencing",
        "week beginning", "week of", "week starting", "w c"};
    static const char *const to[] = {"w / e", "we", "week ending", "week ended"};
    size_t n = ANY_OF(tokens, at, from, NULL);
    bool ending = !n;
    if (ending) n = ANY_OF(tokens, at, to, NULL);
    if (!n) return 0;
    size_t i = at + n;
    if (sign_at(tokens, i, ':') || sign_at(tokens, i, '.')) i++;
    i += deadline_match(tokens, i, "the");
    int weekday = 0;
    i += skip_weekday(tokens, i, &weekday);
    size_t used = numeric(tokens, i, out);
    if (!used) used = day_month(tokens, i, out);
    if (!used || out->unit != UNIT_DAYS) return 0;
    out->unit = ending ? UNIT_WEEK_ENDING : UNIT_WEEK;
    return i + used - at;
}

/* Q3 2018/19, quarter 3, Q3-4, 3rd quarter, 2018/19 Q3. */
static size_t quarter_number(const struct token *tokens, size_t at, struct moment *out) {
    static const char *const names[] = {"q", "quarter", "qtr", "qu", "quarters"};
    size_t i = at;
    size_t n = ANY_OF(tokens, i, names, NULL);
    int first = 0, last = 0;
    if (n) {
        i += n;
        first = last = small_number(tokens, i);
        i++;
        static const char *const joins[] = {"-", "/", "&", "to", "and", "or"};
        size_t join = ANY_OF(tokens, i, joins, NULL);
        size_t again = join ? ANY_OF(tokens, i + join, names, NULL) : 0;
        int next = join ? small_number(tokens, i + join + again) : 0;
        if (next > first && next <= 4 && tokens[i + join + again].text.n <= 5 &&
            (tokens[i + join + again].kind != TOKEN_NUMBER ||
             tokens[i + join + again].digits == 1)) {
            last = next;
            i += join + again + 1;
        }
    } else {
        first = last = ordinal_at(tokens, i);
        n = first ? ANY_OF(tokens, i + 1, names, NULL) : 0;
        if (!n) return 0;
        i += 1 + n;
    }
    if (first < 1 || first > 4) return 0;
    out->n = first;
    out->n2 = last;
    return i - at;
}

static size_t half_number(const struct token *tokens, size_t at, struct moment *out) {
    if (deadline_match(tokens, at, "h") && tokens[at + 1].kind == TOKEN_NUMBER &&
        (tokens[at + 1].value == 1 || tokens[at + 1].value == 2) && tokens[at + 1].digits == 1) {
        out->n = tokens[at + 1].value;
        return 2;
    }
    int n = ordinal_at(tokens, at);
    if ((n == 1 || n == 2) && deadline_match(tokens, at + 1, "half")) {
        out->n = n;
        return 2;
    }
    return 0;
}

/* A season, or the school term that is named after it. */
static size_t season_number(const struct token *tokens, size_t at, struct moment *out) {
    static const char *const names[] = {"spring", "summer", "autumn", "winter"};
    size_t which = 0;
    if (!ANY_OF(tokens, at, names, &which)) return 0;
    bool term = which < 3 && deadline_match(tokens, at + 1, "term");
    out->n = (int)which;
    out->unit = term ? UNIT_TERM : UNIT_SEASON;
    return term ? 2 : 1;
}

/* What stands with a year: quarters, halves, seasons, festivals, the end of the year. */
static size_t piece(const struct token *tokens, size_t at, struct moment *out) {
    static const char *const ends[] = {"year end",
                                       "end of year",
                                       "end of the year",
                                       "eoy",
                                       "end of this year",
                                       "calendar year end",
                                       "end of calendar year",
                                       "end of the calendar year",
                                       "financial year end",
                                       "end of financial year",
                                       "end of the financial year",
                                       "end of this financial year",
                                       "fy end",
                                       "end of fy"};
    size_t n = season_number(tokens, at, out), which = 0;
    if (n) return n;
    if ((n = ANY_OF(tokens, at, ends, &which))) {
        out->unit = UNIT_YEAR_END;
        out->calendar = which >= 5 && which <= 7;
        out->financial = which >= 8;
    } else if ((n = quarter_number(tokens, at, out))) {
        out->unit = UNIT_QUARTERS;
    } else if ((n = half_number(tokens, at, out))) {
        out->unit = UNIT_HALF;
    } else if (deadline_match(tokens, at, "christmas") || deadline_match(tokens, at, "xmas")) {
        out->unit = UNIT_CHRISTMAS;
        n = 1;
    } else if (deadline_match(tokens, at, "easter")) {
        out->unit = UNIT_EASTER;
        n = 1;
    }
    return n;
}

static size_t piece_year(const struct token *tokens, size_t at, struct moment *out) {
    struct moment found = {0};
    size_t n = piece(tokens, at, &found);
    if (n) {
        size_t i = at + n;
        if (sign_at(tokens, i, '-') && tokens[i + 1].kind == TOKEN_NUMBER) i++;
        bool open = sign_at(tokens, i, '(');
        size_t year = year_at(tokens, i + open, true, &found);
        if (year && open && !sign_at(tokens, i + 1 + year, ')')) year = 0;
        *out = found;
        return year ? i + open + year + open - at : n;
    }
    /* The year first: '2018/19 Q3', '2019 - Q3'. */
    n = year_at(tokens, at, false, &found);
    if (!n) return 0;
    size_t i = at + n;
    if (sign_at(tokens, i, '-') || sign_at(tokens, i, ',') || sign_at(tokens, i, ':')) i++;
    size_t more = quarter_number(tokens, i, &found);
    if (more) {
        found.unit = UNIT_QUARTERS;
    } else {
        more = half_number(tokens, i, &found);
        if (more) found.unit = UNIT_HALF;
    }
    if (!more) {
        found.unit = UNIT_YEAR;
        *out = found;
        return n;
    }
    *out = found;
    return i + more - at;
}

/* Y2, YR5, Year 2 Q3, years 2/3, years 3-5. */
static size_t plan_year(const struct token *tokens, size_t at, struct moment *out) {
    static const char *const names[] = {"y", "yr", "year", "years", "yrs"};
    size_t n = ANY_OF(tokens, at, names, NULL);
    if (!n) return 0;
    size_t i = at + n;
    int first = small_number(tokens, i), last = first;
    if (first < 1 || first > 20) return 0;
    i++;
    static const char *const joins[] = {"-", "/", "to", "and", "&"};
    size_t join = ANY_OF(tokens, i, joins, NULL);
    size_t again = join ? ANY_OF(tokens, i + join, names, NULL) : 0;
    int next = join ? small_number(tokens, i + join + again) : 0;
    if (next > first && next <= 20) {
        last = next;
        i += join + again + 1;
    }
    struct moment quarter = {0};
    size_t more = 0;
    if (first == last) {
        size_t comma = sign_at(tokens, i, ',') || sign_at(tokens, i, '-') ? 1 : 0;
        more = quarter_number(tokens, i + comma, &quarter);
        if (more) i += comma + more;
    }
    *out = (struct moment){.unit = UNIT_PLAN_YEARS, .n = first, .n2 = last, .quarter = quarter.n};
    return i - at;
}

/* 6 months, 6-12 months, 8 weeks, two years. */
static size_t length_of_time(const struct token *tokens, size_t at, struct moment *out) {
    int first = small_number(tokens, at), last = first;
    if (first < 1) return 0;
    size_t i = at + 1;
    static const char *const joins[] = {"-", "to", "/"};
    size_t join = ANY_OF(tokens, i, joins, NULL);
    int next = join ? small_number(tokens, i + join) : 0;
    if (next > first) {
        last = next;
        i += join + 1;
    }
    if (sign_at(tokens, i, '-') && !tokens[i].spaced) i++;
    static const char *const units[] = {"day",    "days", "week", "weeks", "wks", "month",
                                        "months", "mths", "year", "years", "yrs"};
    size_t which = 0;
    size_t n = ANY_OF(tokens, i, units, &which);
    if (!n) return 0;
    *out = (struct moment){.unit = UNIT_SPAN,
                           .n = first,
                           .n2 = last,
                           .length = which < 2   ? 'd'
                                     : which < 5 ? 'w'
                                     : which < 8 ? 'm'
                                                 : 'y'};
    return i + n - at;
}

static size_t bare(const struct token *tokens, size_t at, struct moment *out) {
    size_t n = week(tokens, at, out);
    if (n) return n;
    int weekday = 0;
    size_t day = skip_weekday(tokens, at, &weekday);
    if ((n = numeric(tokens, at + day, out)) || (n = day_month(tokens, at + day, out))) {
        out->weekday = weekday;
        return day + n;
    }
    if (day) return 0;
    int month = month_at(tokens, at);
    if (month) {
        /* 'may' and 'march' are verbs too, when they stand without a year among other words. */
        *out = (struct moment){.unit = UNIT_MONTH, .month = month};
        return 1 + month_year(tokens, at + 1, out);
    }
    if ((n = length_of_time(tokens, at, out)) || (n = plan_year(tokens, at, out))) return n;
    static const char *const plan_ends[] = {
        "end of the plan", "end of plan", "end of programme", "end of the programme",
        "end of project",  "plan end",    "life of the plan"};
    if ((n = ANY_OF(tokens, at, plan_ends, NULL))) {
        *out = (struct moment){.unit = UNIT_PLAN_END};
        return n;
    }
    return piece_year(tokens, at, out);
}

size_t deadline_moment(const struct token *tokens, size_t at, struct moment *out) {
    size_t n = bare(tokens, at, out);
    if (n) return n;
    static const char *const month_ends[] = {"month end", "end of month", "end of the month",
                                             "end of this month"};
    static const char *const words[] = {
        "early",      "beginning of",  "start of",      "beginning",     "mid",       "middle of",
        "late",       "end",           "end of",        "by end",        "by end of", "ends",
        "the end of", "by the end of", "first half of", "second half of"};
    size_t which = 0;
    size_t used = ANY_OF(tokens, at, words, &which);
    if (!used) return 0;
    size_t i = at + used;
    if (sign_at(tokens, i, '-') || sign_at(tokens, i, ':')) i++;
    i += deadline_match(tokens, i, "of");
    i += deadline_match(tokens, i, "the");
    n = bare(tokens, i, out);
    if (n && out->part == PART_WHOLE && out->unit != UNIT_SPAN) {
        if (which == 3 && i == at + 1) return 0; /* 'beginning June': when it begins */
        out->part = which < 4    ? PART_EARLY
                    : which < 6  ? PART_MID
                    : which == 6 ? PART_LATE
                                 : PART_END;
        return i + n - at;
    }
    n = ANY_OF(tokens, at, month_ends, NULL);
    if (!n) return 0;
    struct moment found = {.unit = UNIT_MONTH_END};
    int month = month_at(tokens, at + n);
    if (month) {
        found = (struct moment){.unit = UNIT_MONTH, .month = month, .part = PART_END};
        n += 1 + month_year(tokens, at + n + 1, &found);
    }
    *out = found;
    return n;
}

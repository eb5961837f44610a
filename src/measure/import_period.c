/* Periods as they stand in published tables; see import_period.h.
 *
 * SPDX-License-Identifier: MIT */
#include "import_period.h"

#include <stdio.h>
#include <string.h>

#define TOKENS 12

enum token_kind { TOKEN_NUMBER, TOKEN_MONTH, TOKEN_WORD, TOKEN_MARK };

struct token {
    enum token_kind kind;
    int value;     /* of a number; 1 to 12 of a month */
    size_t digits; /* of a number */
    char word[12]; /* small letters; a mark is its one character */
    bool apart;    /* white space stands before it */
};

struct tokens {
    struct token items[TOKENS];
    size_t count;
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int month_of(const char *word) {
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    size_t n = strlen(word);
    if (n < 3) return 0;
    if (strcmp(word, "sept") == 0) return 9;
    for (int m = 0; m < 12; m++) {
        bool whole = strcmp(word, months[m]) == 0;
        if (whole || (n == 3 && strncmp(word, months[m], 3) == 0)) return m + 1;
    }
    return 0;
}

/* Dashes of all kinds are '-'. */
static size_t dash_at(struct str text, size_t at) {
    if (text.p[at] == '-') return 1;
    if (text.n - at >= 3 &&
        (memcmp(text.p + at, "\u2013", 3) == 0 || memcmp(text.p + at, "\u2014", 3) == 0 ||
         memcmp(text.p + at, "\u2010", 3) == 0))
        return 3;
    return 0;
}

static bool tokenise(struct str text, struct tokens *out) {
    bool apart = false;
    out->count = 0;
    for (size_t i = 0; i < text.n;) {
        char c = text.p[i];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\'' || c == ',') {
            apart = true;
            i++;
            continue;
        }
        if (out->count == TOKENS) return false;
        struct token *token = &out->items[out->count++];
        *token = (struct token){.apart = apart};
        apart = false;
        size_t dash = dash_at(text, i), n = 0;
        if (is_digit(c)) {
            token->kind = TOKEN_NUMBER;
            for (; i < text.n && is_digit(text.p[i]); i++) {
                if (token->digits++ == 6) return false;
                token->value = token->value * 10 + (text.p[i] - '0');
            }
        } else if (is_letter(c)) {
            for (; i < text.n && is_letter(text.p[i]); i++) {
                if (n + 1 == sizeof token->word) return false;
                token->word[n++] = (char)(text.p[i] | 0x20);
            }
            token->value = month_of(token->word);
            token->kind = token->value ? TOKEN_MONTH : TOKEN_WORD;
        } else if (dash || strchr("/.:", c)) {
            token->kind = TOKEN_MARK;
            token->word[0] = dash ? '-' : c;
            i += dash ? dash : 1;
        } else {
            return false;
        }
    }
    return out->count > 0;
}

static bool is_mark(const struct tokens *t, size_t at, char mark) {
    return at < t->count && t->items[at].kind == TOKEN_MARK && t->items[at].word[0] == mark;
}

static bool is_word(const struct tokens *t, size_t at, const char *word) {
    return at < t->count && t->items[at].kind == TOKEN_WORD && strcmp(t->items[at].word, word) == 0;
}

static bool is_number(const struct tokens *t, size_t at, size_t digits) {
    return at < t->count && t->items[at].kind == TOKEN_NUMBER &&
           (digits == 0 || t->items[at].digits == digits);
}

static void drop(struct tokens *t, size_t at, size_t count) {
    memmove(t->items + at, t->items + at + count, (t->count - at - count) * sizeof *t->items);
    t->count -= count;
}

/* A year of two or four digits. */
static bool year_at(const struct tokens *t, size_t at, int *year) {
    if (is_number(t, at, 4))
        *year = t->items[at].value;
    else if (is_number(t, at, 2))
        *year = 2000 + t->items[at].value;
    else
        return false;
    return *year >= 1900 && *year <= 2199;
}

/* '2018/19', '2018-19', '2018/2019' at a place: the tokens that it takes, 0 for none. A dash can
 * also mean a month: *or_month. */
static size_t financial_year_at(const struct tokens *t, size_t at, int *year, bool *or_month) {
    *or_month = false;
    if (!is_number(t, at, 4) || !(is_mark(t, at + 1, '/') || is_mark(t, at + 1, '-'))) return 0;
    *year = t->items[at].value;
    int next = is_number(t, at + 2, 0) ? t->items[at + 2].value : -1;
    if (is_number(t, at + 2, 4) && next == *year + 1) return 3;
    if (!is_number(t, at + 2, 2) || next != (*year + 1) % 100) return 0;
    *or_month = is_mark(t, at + 1, '-') && next >= 1 && next <= 12 && t->count == at + 3;
    return 3;
}

static enum period_answer found(struct period *out, enum period_kind kind, int32_t start) {
    if (start == DATE_NONE) return PERIOD_UNREAD;
    *out = (struct period){kind, start};
    return PERIOD_READ;
}

static enum period_answer read_quarter(int year, int quarter, bool financial, struct period *out) {
    if (quarter < 1 || quarter > 4) return PERIOD_UNREAD;
    int month = year * 12 + (quarter - 1) * 3 + (financial ? 3 : 0);
    return found(out, PERIOD_QUARTER, date_month_start(month));
}

/* 'Q1', 'quarter 1', 'qtr 1', '1st quarter' is taken out of the tokens. */
static int take_quarter(struct tokens *t) {
    for (size_t i = 0; i < t->count; i++) {
        bool word = is_word(t, i, "q") || is_word(t, i, "quarter") || is_word(t, i, "qtr");
        if (!word || !is_number(t, i + 1, 1)) continue;
        int quarter = t->items[i + 1].value;
        drop(t, i, 2);
        if (is_mark(t, i, '-') || is_mark(t, i, ':')) drop(t, i, 1);
        if (i && i == t->count && is_mark(t, i - 1, '-')) drop(t, i - 1, 1);
        return quarter;
    }
    return 0;
}

static enum period_answer read_with_quarter(struct tokens *t, int quarter,
                                            const struct period_style *style, struct period *out,
                                            const char **why) {
    int year;
    bool or_month;
    if (is_word(t, 0, "fy")) drop(t, 0, 1);
    size_t used = financial_year_at(t, 0, &year, &or_month);
    if (used && used == t->count) return read_quarter(year, quarter, true, out);
    if (t->count != 1 || !year_at(t, 0, &year)) return PERIOD_UNREAD;
    if (style->calendar_quarters) return read_quarter(year, quarter, false, out);
    if (style->financial_quarters) return read_quarter(year, quarter, true, out);
    *why = "it may be a quarter of the calendar year or of the financial year";
    return PERIOD_AMBIGUOUS;
}

/* Numbers parted by marks: 2018-04-01, 2018-04, 01/04/2018, 2018/19. */
static enum period_answer read_numbers(const struct tokens *t, const struct period_style *style,
                                       struct period *out, const char **why) {
    int year;
    bool or_month;
    if (financial_year_at(t, 0, &year, &or_month) == t->count) {
        bool month = or_month && style->dashes_are_months;
        if (or_month && !style->dashes_are_years && !style->dashes_are_months) {
            *why = "it may be a financial year or a month";
            return PERIOD_AMBIGUOUS;
        }
        if (month) return found(out, PERIOD_MONTH, date_of(year, t->items[2].value, 1));
        return found(out, PERIOD_YEAR, date_of(year, 4, 1));
    }
    if (t->count == 1 && is_number(t, 0, 4) && year_at(t, 0, &year))
        return found(out, PERIOD_YEAR, date_of(year, 1, 1));
    if (t->count == 3 && is_number(t, 0, 4) && is_number(t, 2, 2) && t->items[2].value <= 12)
        return found(out, PERIOD_MONTH, date_of(t->items[0].value, t->items[2].value, 1));
    if (t->count == 3 && is_number(t, 2, 4) && is_number(t, 0, 0) && t->items[0].value <= 12)
        return found(out, PERIOD_MONTH, date_of(t->items[2].value, t->items[0].value, 1));
    if (t->count != 5 || t->items[1].kind != TOKEN_MARK ||
        t->items[1].word[0] != t->items[3].word[0] || !is_number(t, 2, 0))
        return PERIOD_UNREAD;
    if (is_number(t, 0, 4) && is_number(t, 4, 2))
        return found(out, PERIOD_DAY,
                     date_of(t->items[0].value, t->items[2].value, t->items[4].value));
    if (!is_number(t, 0, 0) || !year_at(t, 4, &year)) return PERIOD_UNREAD;
    int day = t->items[0].value, month = t->items[2].value;
    if (style->month_first) {
        int swap = day;
        day = month;
        month = swap;
    }
    if (month > 12 && day <= 12)
        *why = style->month_first ? "the day stands before the month"
                                  : "the month stands before the day";
    return found(out, PERIOD_DAY, date_of(year, month, day));
}

/* With one month by name: 'Apr-18', '1 April 2018', '2020-21 June'. */
static enum period_answer read_named(const struct tokens *t, size_t at, struct period *out) {
    int month = t->items[at].value, year;
    bool or_month;
    struct tokens rest = *t;
    drop(&rest, at, 1);
    for (size_t i = rest.count; i-- > 0;) {
        bool inside_year = i && i + 1 < rest.count && is_number(&rest, i - 1, 4);
        if (rest.items[i].kind == TOKEN_MARK && !inside_year)
            drop(&rest, i, 1);
        else if (is_word(&rest, i, "st") || is_word(&rest, i, "nd") || is_word(&rest, i, "rd") ||
                 is_word(&rest, i, "th") || is_word(&rest, i, "of"))
            drop(&rest, i, 1);
    }
    size_t used = financial_year_at(&rest, 0, &year, &or_month);
    if (used && used == rest.count)
        return found(out, PERIOD_MONTH, date_of(month >= 4 ? year : year + 1, month, 1));
    if (rest.count == 1 && year_at(&rest, 0, &year))
        return found(out, PERIOD_MONTH, date_of(year, month, 1));
    if (rest.count == 2 && is_number(&rest, 0, 0) && rest.items[0].digits <= 2 &&
        year_at(&rest, 1, &year))
        return found(out, PERIOD_DAY, date_of(year, month, rest.items[0].value));
    return PERIOD_UNREAD;
}

/* 'April to June 2018', 'Apr-Jun 2018', 'Nov 2018 - Jan 2019'. */
static enum period_answer read_months(const struct tokens *t, size_t first, size_t second,
                                      struct period *out) {
    struct tokens end = *t;
    drop(&end, 0, second);
    struct period last;
    if (read_named(&end, 0, &last) != PERIOD_READ || last.kind != PERIOD_MONTH)
        return PERIOD_UNREAD;
    int month = date_month(last.start), length = t->items[second].value - t->items[first].value + 1;
    int year;
    if (length < 1) length += 12;
    for (size_t i = first + 1; i < second; i++)
        if (year_at(t, i, &year) && year * 12 + t->items[first].value - 1 != month - length + 1)
            return PERIOD_UNREAD;
    int32_t start = date_month_start(month - length + 1);
    if (length == 1) return found(out, PERIOD_MONTH, start);
    if (length == 3) return found(out, PERIOD_QUARTER, start);
    if (length == 12) return found(out, PERIOD_YEAR, start);
    return PERIOD_UNREAD;
}

static bool take_week(struct tokens *t, bool *ends) {
    for (int way = 0; way < 2; way++) {
        const char *letter = way ? "e" : "c", *word = way ? "ending" : "commencing";
        bool is_short = is_word(t, 0, "w") && is_mark(t, 1, '/') && is_word(t, 2, letter);
        bool is_long = is_word(t, 0, "week") && is_word(t, 1, word);
        if (!is_short && !is_long) continue;
        *ends = way == 1;
        drop(t, 0, is_short ? 3 : 2);
        return true;
    }
    return false;
}

static void drop_clock(struct tokens *t) {
    while (t->count > 3 && is_mark(t, t->count - 2, ':') && is_number(t, t->count - 1, 2)) {
        bool first = t->count < 4 || !is_mark(t, t->count - 4, ':');
        drop(t, t->count - 2, 2);
        if (first) drop(t, t->count - 1, 1);
    }
}

static enum period_answer read_tokens(struct tokens *t, const struct period_style *style,
                                      struct period *out, const char **why) {
    bool ends = false, week = take_week(t, &ends);
    drop_clock(t);
    int quarter = take_quarter(t);
    if (quarter) return read_with_quarter(t, quarter, style, out, why);
    if (is_word(t, 0, "fy")) drop(t, 0, 1);
    size_t months = 0, at[2] = {0};
    for (size_t i = 0; i < t->count; i++) {
        if (t->items[i].kind == TOKEN_MONTH && months < 2)
            at[months++] = i;
        else if (t->items[i].kind == TOKEN_MONTH)
            return PERIOD_UNREAD;
    }
    enum period_answer answer = months == 2   ? read_months(t, at[0], at[1], out)
                                : months == 1 ? read_named(t, at[0], out)
                                              : read_numbers(t, style, out, why);
    if (answer != PERIOD_READ || !week) return answer;
    if (out->kind != PERIOD_DAY) return PERIOD_UNREAD;
    return found(out, PERIOD_WEEK, ends ? out->start - 6 : out->start);
}

enum period_answer period_read(struct str text, const struct period_style *style,
                               struct period *period, const char **why) {
    struct tokens tokens;
    const char *reason = "it names no period";
    int32_t date;
    enum period_answer answer = PERIOD_UNREAD;
    text = str_trim(text);
    if (date_parse(text, &date)) /* most tables: no need to look further */
        answer = found(period, PERIOD_DAY, date);
    else if (tokenise(text, &tokens))
        answer = read_tokens(&tokens, style, period, &reason);
    if (why) *why = reason;
    return answer;
}

int32_t period_of_length(const struct period *period, enum period_kind length, bool is_end) {
    int month = date_month(period->start), y, m, d;
    date_parts(period->start, &y, &m, &d);
    if (period->kind == length) return period->start;
    if (period->kind == PERIOD_DAY && !is_end) return period->start;
    if (is_end && length == PERIOD_WEEK && period->kind == PERIOD_DAY) return period->start - 6;
    int months = length == PERIOD_MONTH     ? 1
                 : length == PERIOD_QUARTER ? 3
                 : length == PERIOD_YEAR    ? 12
                                            : 0;
    if (is_end && months && (period->kind == PERIOD_DAY || period->kind == PERIOD_MONTH))
        return date_month_start(month - months + 1);
    return DATE_NONE;
}

static const char *const kinds[] = {"day", "week", "month", "quarter", "year"};

const char *period_kind_text(enum period_kind kind) {
    return kinds[kind];
}

bool period_kind_read(const char *text, enum period_kind *kind) {
    for (int k = 0; k < 5; k++)
        if (strcmp(text, kinds[k]) == 0) {
            *kind = (enum period_kind)k;
            return true;
        }
    return false;
}

const char *period_people(int32_t start, enum period_kind kind, char out[PERIOD_BYTES]) {
    char first[DATE_BYTES], last[DATE_BYTES];
    int year, month, day;
    date_parts(start, &year, &month, &day);
    if (day != 1 || kind == PERIOD_DAY)
        snprintf(out, PERIOD_BYTES, "%s", date_people(start, first));
    else if (kind == PERIOD_WEEK)
        snprintf(out, PERIOD_BYTES, "week from %s", date_people(start, first));
    else if (kind == PERIOD_MONTH)
        snprintf(out, PERIOD_BYTES, "%s", date_month_people(date_month(start), first));
    else if (kind == PERIOD_YEAR && month == 4)
        snprintf(out, PERIOD_BYTES, "%s", financial_year_text(year, first));
    else if (kind == PERIOD_YEAR && month == 1)
        snprintf(out, PERIOD_BYTES, "%d", year);
    else {
        int end = date_month(start) + (kind == PERIOD_YEAR ? 11 : 2);
        date_month_people(date_month(start), first);
        char *space = strchr(first, ' ');
        if (space && end / 12 == date_month(start) / 12) *space = '\0';
        snprintf(out, PERIOD_BYTES, "%s to %s", first, date_month_people(end, last));
    }
    return out;
}

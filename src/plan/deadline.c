/* Deadlines as they are written; see deadline.h. Words become marks and dates, and what stands
 * between two dates says how they hang together.
 *
 * SPDX-License-Identifier: MIT */
#include "deadline_parts.h"

#include "base/limits.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct element {
    enum mark mark;
    struct moment moment;
    struct str words;
    bool revised; /* of a date: it stands where the earlier deadline does */
};

struct phrase {
    struct element *items;
    size_t count, dates;
    unsigned seen; /* bit of each mark */
};

static bool seen(const struct phrase *phrase, enum mark mark) {
    return phrase->seen >> mark & 1;
}

void deadline_doubt(struct deadline *deadline, struct arena *arena, const char *format, ...) {
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (!*deadline->doubt)
        deadline->doubt = arena_string(arena, text);
    else if (!strstr(deadline->doubt, text))
        deadline->doubt = arena_printf(arena, "%s; %s", deadline->doubt, text);
}

static void split(const struct token *tokens, size_t count, struct arena *arena,
                  struct phrase *out) {
    *out = (struct phrase){.items = ARENA_NEW(arena, struct element, count + 1)};
    for (size_t at = 0; at < count;) {
        struct element *e = &out->items[out->count++];
        size_t mark_used, used = deadline_moment(tokens, at, &e->moment);
        e->mark = deadline_mark(tokens, at, &mark_used);
        /* 'first half of 2019' is a date, 'end date' is not; 'to be confirmed' is longer than 'to'.
         */
        if (used && used >= mark_used) {
            e->mark = MARK_DATE;
            out->dates++;
        } else {
            used = mark_used;
        }
        const char *first = tokens[at].text.p;
        const struct str last = tokens[at + used - 1].text;
        e->words = (struct str){first, (size_t)(last.p + last.n - first)};
        out->seen |= 1u << e->mark;
        at += used;
    }
}

/* Years go from the date that has one to its neighbours without: 'Sept/Oct 2018'. */
static void lend_years(struct phrase *phrase) {
    struct element *lender = NULL;
    for (size_t i = phrase->count; i-- > 0;) {
        struct element *e = &phrase->items[i];
        if (e->mark != MARK_DATE) continue;
        struct moment *m = &e->moment;
        if (m->unit == UNIT_SPAN || m->unit == UNIT_PLAN_YEARS || m->unit == UNIT_PLAN_END)
            continue;
        if (m->year_kind != YEAR_MISSING) {
            lender = e;
        } else if (lender && lender->moment.year_kind != YEAR_PAIR) {
            m->year = lender->moment.year;
            m->year_kind = lender->moment.year_kind;
            m->year_borrowed = true;
            /* November to February 2019 begins the year before. */
            if (m->month && lender->moment.month && m->month > lender->moment.month &&
                m->year_kind == YEAR_CALENDAR)
                m->year--;
        }
    }
}

/* What stands between two dates. */
static enum mark between(const struct phrase *phrase, size_t a, size_t b, bool *words) {
    enum mark found = MARK_FILLER;
    *words = false;
    for (size_t i = a + 1; i < b; i++) {
        enum mark mark = phrase->items[i].mark;
        if (mark == MARK_UNTIL || mark == MARK_AND || mark == MARK_OPEN) found = mark;
        if (mark == MARK_BY && found == MARK_FILLER) found = MARK_UNTIL;
        if (mark == MARK_STOP && found == MARK_FILLER) found = MARK_STOP;
        if (mark == MARK_WORD) *words = true;
    }
    return found;
}

static bool add_reading(struct deadline *out, int32_t from, int32_t to, const char *means) {
    for (size_t i = 0; i < out->reading_count; i++)
        if (out->readings[i].from == from && out->readings[i].to == to) return false;
    if (out->reading_count == DEADLINE_READINGS) return false;
    out->readings[out->reading_count++] = (struct deadline_reading){from, to, means ? means : ""};
    return true;
}

/* Whether a date in brackets says which reading of the one before it is meant: Q3 2018 (Oct-Dec).
 */
static bool settled_by(const struct deadline *out, const struct span *bracket) {
    for (size_t r = 0; r < out->reading_count; r++)
        if (out->readings[r].from <= bracket->from && bracket->to <= out->readings[r].to)
            return true;
    return false;
}

static int32_t min_day(int32_t a, int32_t b) {
    return a == DATE_NONE || (b != DATE_NONE && b < a) ? b : a;
}

static int32_t max_day(int32_t a, int32_t b) {
    return a == DATE_NONE || (b != DATE_NONE && b > a) ? b : a;
}

/* One more date of the phrase, after those that out has. */
struct joint {
    const struct span *spans;
    size_t readings;
    enum mark link;
    bool words; /* words that are not known stand between */
};

static void first_date(const struct joint *joint, struct deadline *out) {
    const struct span *spans = joint->spans;
    out->kind = spans[0].kind;
    out->precision = spans[0].precision;
    for (size_t r = 0; r < joint->readings; r++) {
        add_reading(out, spans[r].from, spans[r].to, spans[r].means);
        out->from = min_day(out->from, spans[r].from);
        out->to = max_day(out->to, spans[r].to);
    }
}

static void date_in_brackets(const struct joint *joint, struct arena *arena, struct deadline *out) {
    const struct span *spans = joint->spans;
    if (joint->readings == 1 && settled_by(out, &spans[0])) {
        out->from = spans[0].from;
        out->to = spans[0].to;
    } else {
        /* A later reading can be an earlier day: Q4 is October to December or January to March. */
        for (size_t r = 0; r < joint->readings; r++) {
            out->from = min_day(out->from, spans[r].from);
            out->to = max_day(out->to, spans[r].to);
        }
        deadline_doubt(out, arena, "two dates are written");
    }
    out->reading_count = 0;
}

/* Both ends keep their readings: the first of one goes with the first of the other. */
static void other_end(const struct joint *joint, struct arena *arena, struct deadline *out) {
    const struct span *spans = joint->spans;
    struct deadline_reading was[DEADLINE_READINGS];
    size_t had = out->reading_count;
    memcpy(was, out->readings, sizeof was);
    if (had == 0) was[had++] = (struct deadline_reading){out->from, out->to, ""};
    int32_t end = out->to;
    out->reading_count = 0;
    out->from = out->to = DATE_NONE;
    for (size_t r = 0; r < (had > joint->readings ? had : joint->readings); r++) {
        const struct deadline_reading *a = &was[r < had ? r : had - 1];
        const struct span *b = &spans[r < joint->readings ? r : joint->readings - 1];
        bool whole = a->from != DATE_NONE && b->from != DATE_NONE;
        int32_t from = whole ? min_day(a->from, b->from) : DATE_NONE;
        int32_t to = whole ? max_day(a->to, b->to) : DATE_NONE;
        add_reading(out, from, to, r < had ? a->means : b->means);
        out->from = min_day(out->from, from);
        out->to = max_day(out->to, to);
    }
    bool known = end != DATE_NONE && spans[0].to != DATE_NONE;
    if (joint->link == MARK_UNTIL) {
        if (known && spans[0].to < end)
            deadline_doubt(out, arena, "the second date is before the first");
    } else if (joint->words || joint->link == MARK_FILLER || !known || spans[0].from > end + 1) {
        deadline_doubt(out, arena, "two dates are written");
    }
    out->kind = DEADLINE_RANGE;
    out->precision = spans[0].precision;
}

/* A weekday that is another one; two digits behind a month that may be the day: a year near that of
 * the document is meant as one. */
static void doubt_of_day(const struct moment *m, const struct span *span,
                         const struct deadline_context *context, struct arena *arena,
                         struct deadline *out) {
    if (m->weekday && span->from != DATE_NONE && span->from == span->to &&
        date_weekday(span->from) + 1 != m->weekday)
        deadline_doubt(out, arena, "that day is another day of the week");
    if (!m->maybe_day) return;
    int written = 0, month, day;
    if (context->written != DATE_NONE) date_parts(context->written, &written, &month, &day);
    bool near = written ? m->year >= written - 5 && m->year <= written + 10 : m->year < 2028;
    if (!near) deadline_doubt(out, arena, "it may be a day or a year");
}

/* The dates that are current, or those of the earlier deadline, as one stretch of days; how many
 * they are. */
static size_t stretch(struct phrase *phrase, bool revised, const struct deadline_context *context,
                      struct arena *arena, struct deadline *out) {
    size_t last = 0, found = 0;
    for (size_t i = 0; i < phrase->count; i++) {
        struct element *e = &phrase->items[i];
        if (e->mark != MARK_DATE || e->revised != revised) continue;
        struct joint joint = {.link = MARK_FILLER};
        if (found) joint.link = between(phrase, last, i, &joint.words);
        if (joint.link == MARK_FILLER && e->moment.part == PART_END && seen(phrase, MARK_FROM))
            joint.link = MARK_UNTIL; /* 'Start: Sept 2018 End: March 2019' */
        if (seen(phrase, MARK_BETWEEN) && joint.link == MARK_AND) joint.link = MARK_UNTIL;
        /* A date without a year after one with: the next one of its name. */
        bool follows = found && out->from != DATE_NONE;
        struct moment *m = &e->moment;
        if (follows && m->year_kind == YEAR_MISSING) m->year_borrowed = true;
        struct span spans[DEADLINE_READINGS];
        while (joint.readings < DEADLINE_READINGS &&
               deadline_resolve(m, (int)joint.readings, context,
                                follows ? out->from : context->written, arena,
                                &spans[joint.readings]))
            joint.readings++;
        if (!joint.readings) continue;
        joint.spans = spans;
        doubt_of_day(m, &spans[0], context, arena, out);
        if (spans[0].doubt) deadline_doubt(out, arena, "%s", spans[0].doubt);
        if (!found)
            first_date(&joint, out);
        else if (joint.link == MARK_OPEN)
            date_in_brackets(&joint, arena, out);
        else
            other_end(&joint, arena, out);
        last = i;
        found++;
    }
    return found;
}

/* Which dates are of the earlier deadline: those after 'originally' or 'revised from', and those
 * before 'revised to'. */
static void find_revised(struct phrase *phrase) {
    size_t renewed = SIZE_MAX;
    bool was = false;
    for (size_t i = 0; i < phrase->count; i++) {
        struct element *e = &phrase->items[i];
        if (e->mark == MARK_WAS) was = true;
        /* '(was Sept) Dec 2018', 'was Sept, now Dec', 'revised from Sept to Dec'. */
        if (e->mark == MARK_CLOSE || e->mark == MARK_NEW ||
            (e->mark == MARK_STOP && e->words.p[0] != '.' && e->words.p[0] != ':'))
            was = false;
        if (e->mark == MARK_NEW) renewed = i;
        if (e->mark == MARK_UNTIL && was && i > 0 && phrase->items[i - 1].mark == MARK_DATE) {
            was = false;
            e->mark = MARK_FILLER;
        }
        if (e->mark == MARK_DATE) e->revised = was;
    }
    bool after = false;
    for (size_t i = renewed; renewed != SIZE_MAX && i < phrase->count; i++)
        after |= phrase->items[i].mark == MARK_DATE && !phrase->items[i].revised;
    for (size_t i = 0; after && i < renewed; i++)
        if (phrase->items[i].mark == MARK_DATE) phrase->items[i].revised = true;
    /* When nothing is left, nothing was revised: 'original: Dec 2018'. */
    size_t current = 0;
    for (size_t i = 0; i < phrase->count; i++)
        current += phrase->items[i].mark == MARK_DATE && !phrase->items[i].revised;
    if (current == 0)
        for (size_t i = 0; i < phrase->count; i++) phrase->items[i].revised = false;
}

/* The last mark of these before the first date, and whether 'onwards' follows it. */
static enum mark direction(const struct phrase *phrase) {
    enum mark found = MARK_FILLER;
    for (size_t i = 0; i < phrase->count; i++) {
        const struct element *e = &phrase->items[i];
        if (e->mark == MARK_DATE && !e->revised) break;
        bool dash = e->words.n == 1 && e->words.p[0] == '-';
        if (e->mark == MARK_WORD && found == MARK_UNTIL) found = MARK_FILLER; /* 'to take over' */
        if (e->mark == MARK_FROM || e->mark == MARK_BEFORE || e->mark == MARK_AFTER ||
            (e->mark == MARK_UNTIL && !dash) || e->mark == MARK_BY)
            found = e->mark;
    }
    return found;
}

/* Words that are not known, for the reader of the doubt. */
static const char *unknown_words(const struct phrase *phrase, struct arena *arena) {
    struct buf out = buf_new(arena);
    for (size_t i = 0; i < phrase->count; i++) {
        const struct element *e = &phrase->items[i];
        if (e->mark != MARK_WORD || out.length > 60) continue;
        if (out.length) buf_putc(&out, ' ');
        buf_add(&out, e->words.p, e->words.n < 40 ? e->words.n : 0);
    }
    return out.length ? out.text : NULL;
}

/* Whether its first date is the end of something. */
static bool ends(const struct phrase *phrase) {
    for (size_t i = 0; i < phrase->count; i++)
        if (phrase->items[i].mark == MARK_DATE && !phrase->items[i].revised)
            return phrase->items[i].moment.part == PART_END;
    return false;
}

/* 'Mar 2019 - ongoing': it begins then and has no end. */
static bool goes_on(const struct phrase *phrase) {
    const struct element *last = phrase->items + phrase->count;
    return phrase->dates == 1 && phrase->count >= 3 && last[-1].mark == MARK_ONGOING &&
           last[-2].mark == MARK_UNTIL && last[-3].mark == MARK_DATE;
}

/* The dates of a phrase that names some. */
static void with_dates(struct phrase *phrase, struct arena *arena, struct deadline *out) {
    enum mark way = direction(phrase);
    bool several = out->kind == DEADLINE_RANGE && phrase->dates > 1;
    if (seen(phrase, MARK_DONE)) {
        out->kind = DEADLINE_COMPLETED;
    } else if (seen(phrase, MARK_RECURRING)) {
        out->kind = DEADLINE_RECURRING;
        if (!several && way == MARK_FROM) out->to = DATE_NONE;
        if (!several && way == MARK_UNTIL) out->from = DATE_NONE;
    } else if (seen(phrase, MARK_ONGOING) && way != MARK_UNTIL && way != MARK_BY && !several) {
        out->kind = DEADLINE_ONGOING;
        if (seen(phrase, MARK_REVIEW)) {
            out->from = DATE_NONE;
        } else if (way == MARK_FROM || goes_on(phrase)) {
            out->to = DATE_NONE;
        } else {
            deadline_doubt(out, arena, "it says ongoing and names a date");
        }
    } else if ((way == MARK_FROM && !several) || seen(phrase, MARK_ONWARDS) ||
               (way == MARK_AFTER && out->kind != DEADLINE_RANGE)) {
        out->kind = DEADLINE_ONGOING;
        if (way == MARK_AFTER && out->to != DATE_NONE) out->from = out->to + 1;
        out->to = DATE_NONE;
        deadline_doubt(out, arena, "it says when the work begins, not when it ends");
    } else if (way == MARK_BEFORE && ends(phrase)) {
        /* 'before the end of 2018' is by its last day */
    } else if (way == MARK_BEFORE && out->from != DATE_NONE) {
        out->to = out->from - 1;
        out->from = DATE_NONE;
        out->kind = DEADLINE_RANGE;
    } else if (way == MARK_UNTIL || (seen(phrase, MARK_ONGOING) && !several)) {
        out->from = DATE_NONE;
        out->kind = DEADLINE_RANGE;
    }
    if (seen(phrase, MARK_REVIEW) && out->kind != DEADLINE_ONGOING &&
        out->kind != DEADLINE_RECURRING)
        deadline_doubt(out, arena, "it says when it is reviewed, not when it ends");
    if (seen(phrase, MARK_TBC)) deadline_doubt(out, arena, "the date is to be confirmed");
    if (seen(phrase, MARK_DOUBT)) deadline_doubt(out, arena, "the date is not firm");
    if (seen(phrase, MARK_STATUS)) deadline_doubt(out, arena, "a status stands with the date");
    if (seen(phrase, MARK_NOW) || seen(phrase, MARK_SOON))
        deadline_doubt(out, arena, "it says at once and names a date");
}

static bool is_far(int32_t day) {
    int year, month, of_month;
    if (day == DATE_NONE) return false;
    date_parts(day, &year, &month, &of_month);
    return year < 1990 || year > 2060;
}

/* The mark for 'as above'. */
static bool is_ditto(struct str text) {
    static const char *const marks[] = {"\"", "''", "\u201d", "\u3003", "\u201e", "\" \""};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (str_is(text, marks[i])) return true;
    return false;
}

static void without_dates(const struct phrase *phrase, const struct deadline_context *context,
                          struct arena *arena, struct deadline *out) {
    if (seen(phrase, MARK_TBC)) {
        out->kind = DEADLINE_TBC;
    } else if (seen(phrase, MARK_RECURRING)) {
        out->kind = DEADLINE_RECURRING;
    } else if (seen(phrase, MARK_ONGOING)) {
        out->kind = DEADLINE_ONGOING;
    } else if (seen(phrase, MARK_STATUS)) {
        out->kind = DEADLINE_UNREAD;
        deadline_doubt(out, arena, "a status stands where the deadline should");
    } else if (seen(phrase, MARK_DONE)) {
        out->kind = DEADLINE_COMPLETED;
    } else if (seen(phrase, MARK_WAITS) || seen(phrase, MARK_AFTER)) {
        out->kind = DEADLINE_TBC;
        deadline_doubt(out, arena, "it waits for something that has no day here");
    } else if (seen(phrase, MARK_NOW)) {
        out->kind = DEADLINE_DAY;
        out->precision = PRECISION_DAY;
        out->from = out->to = context->written;
        if (context->written == DATE_NONE)
            deadline_doubt(out, arena, "at once has no day until the document's day is known");
    } else if (seen(phrase, MARK_SOON)) {
        out->kind = DEADLINE_UNREAD;
        deadline_doubt(out, arena, "it names no day");
    } else if (seen(phrase, MARK_WORD)) {
        out->kind = DEADLINE_UNREAD;
    } else if (phrase->seen & ~(1u << MARK_NOTHING | 1u << MARK_STOP | 1u << MARK_UNTIL |
                                1u << MARK_AND | 1u << MARK_OPEN | 1u << MARK_CLOSE)) {
        out->kind = DEADLINE_UNREAD;
        deadline_doubt(out, arena, "it names no day");
    }
}

void deadline_read(struct str text, const struct deadline_context *context, struct arena *arena,
                   struct deadline *out) {
    text = str_trim(text);
    *out = (struct deadline){.kind = DEADLINE_NONE,
                             .from = DATE_NONE,
                             .to = DATE_NONE,
                             .first_from = DATE_NONE,
                             .first_to = DATE_NONE,
                             .text = arena_copy(arena, text.p, text.n),
                             .doubt = ""};
    if (text.n > LIMIT_DEADLINE_BYTES) {
        text.n = LIMIT_DEADLINE_BYTES;
        deadline_doubt(out, arena,
                       "the text is too long for a deadline; only its beginning is read");
    }
    size_t count;
    const struct token *tokens = deadline_tokens(text, arena, &count);
    struct phrase phrase;
    split(tokens, count, arena, &phrase);
    find_revised(&phrase);
    lend_years(&phrase);
    size_t dates = stretch(&phrase, false, context, arena, out);
    /* '6 months after the merger', '12 weeks from approval': counted from a day that is not here.
     */
    bool waits = false;
    if (dates && (seen(&phrase, MARK_AFTER) || seen(&phrase, MARK_FROM)) &&
        seen(&phrase, MARK_WORD))
        for (size_t i = 0; i + 1 < phrase.count; i++)
            waits |=
                phrase.items[i].mark == MARK_DATE && phrase.items[i].moment.unit == UNIT_SPAN &&
                (phrase.items[i + 1].mark == MARK_AFTER || phrase.items[i + 1].mark == MARK_FROM);
    if (waits) {
        out->kind = DEADLINE_TBC;
        out->precision = PRECISION_NONE;
        out->from = out->to = DATE_NONE;
        out->reading_count = 0;
        deadline_doubt(out, arena, "it is counted from something that has no day here");
    } else if (dates) {
        struct deadline first = *out;
        first.from = first.to = DATE_NONE;
        first.reading_count = 0;
        first.doubt = "";
        struct deadline_context then = *context;
        if (out->to != DATE_NONE) then.written = date_add_months(out->to, -12) + 1;
        if (stretch(&phrase, true, &then, arena, &first)) {
            out->first_from = first.from;
            out->first_to = first.to;
        }
        with_dates(&phrase, arena, out);
        if (seen(&phrase, MARK_WAITS)) deadline_doubt(out, arena, "it waits for something else");
    } else {
        without_dates(&phrase, context, arena, out);
    }
    if (is_far(out->from) || is_far(out->to))
        deadline_doubt(out, arena, "the year is far from ours and may be mistyped");
    if (is_ditto(text)) {
        out->kind = DEADLINE_UNREAD;
        deadline_doubt(out, arena, "it may mean the deadline above");
    }
    const char *words = unknown_words(&phrase, arena);
    if (words && out->kind == DEADLINE_UNREAD)
        deadline_doubt(out, arena, "no date is recognised in it");
    else if (words)
        deadline_doubt(out, arena, "words stand with it that may limit it: '%s'", words);
    if (out->reading_count == 1) out->reading_count = 0;
    if (out->reading_count)
        deadline_doubt(out, arena, "it can be read in %s ways",
                       out->reading_count == 2   ? "two"
                       : out->reading_count == 3 ? "three"
                                                 : "four");
}

bool deadline_certain(const struct deadline *deadline) {
    return *deadline->doubt == '\0';
}

const char *deadline_kind_text(enum deadline_kind kind) {
    static const char *const texts[] = {
        "none", "day",   "week",    "month",     "quarter",         "season",    "half year",
        "year", "range", "ongoing", "recurring", "to be confirmed", "completed", "not read"};
    return texts[kind];
}

const char *deadline_precision_text(enum deadline_precision precision) {
    static const char *const texts[] = {"none",  "day",     "week",   "early, mid or late",
                                        "month", "quarter", "season", "half year",
                                        "year"};
    return texts[precision];
}

const char *deadline_due_kind(const struct deadline *deadline) {
    switch (deadline->kind) {
    case DEADLINE_DAY:
    case DEADLINE_MONTH:
    case DEADLINE_QUARTER:
        if (deadline->from == DATE_NONE && deadline->to == DATE_NONE) return NULL;
        return deadline_kind_text(deadline->kind);
    case DEADLINE_WEEK:
    case DEADLINE_SEASON:
    case DEADLINE_HALF:
    case DEADLINE_YEAR:
    case DEADLINE_RANGE:
        return deadline->to == DATE_NONE ? NULL : "range";
    case DEADLINE_COMPLETED:
        return deadline->to == DATE_NONE ? "none" : "range";
    case DEADLINE_UNREAD:
        return NULL;
    default:
        return deadline_kind_text(deadline->kind);
    }
}

/* Places that end before the table does: closed, merged, renamed; see import_series.h.
 *
 * SPDX-License-Identifier: MIT */
#include "import_series.h"

#include "base/number.h"

#include <math.h>

#define AROUND 3        /* periods whose mean is compared, before and after */
#define BEGINS 2        /* periods after an end: a place that begins then may be what it became */
#define USUAL 12        /* periods whose movements are usual */
#define MOVEMENTS 4.0   /* a step is that many usual movements */
#define HEIR_ERROR 0.25 /* and is what the other place had, within this share of it */
#define HEIR_LEAST 0.1  /* which is at least this share of the place's own */

static int periods_between(const struct checking *c, uint32_t measure, int32_t from, int32_t to) {
    enum period_kind kind = c->import->measures[measure].frequency;
    if (kind == PERIOD_DAY) return (to - from) / 30; /* days are missing here and there */
    if (kind == PERIOD_WEEK) return (to - from) / 7;
    int months = date_month(to) - date_month(from);
    return kind == PERIOD_QUARTER ? months / 3 : kind == PERIOD_YEAR ? months / 12 : months;
}

static int32_t begin_of(const struct checking *c, const struct series *s) {
    return c->import->rows[s->first].start;
}

static int32_t end_of(const struct checking *c, const struct series *s) {
    return c->import->rows[s->first + s->count - 1].start;
}

/* The first row of a series after a day, as an index of it. */
static size_t first_after(const struct checking *c, const struct series *s, int32_t day) {
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->import->rows[s->first + middle].start <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static double mean_of(const struct checking *c, const struct series *s, size_t from, size_t to) {
    double sum = 0;
    for (size_t i = from; i < to; i++) sum += import_size_of(&c->import->rows[s->first + i]);
    return to > from ? sum / (double)(to - from) : NAN;
}

/* The mean movement from period to period before an index. */
static double usual_movement(const struct checking *c, const struct series *s, size_t end) {
    size_t from = end > USUAL ? end - USUAL : 0;
    double sum = 0;
    for (size_t i = from + 1; i < end; i++)
        sum += fabs(import_size_of(&c->import->rows[s->first + i]) -
                    import_size_of(&c->import->rows[s->first + i - 1]));
    return end > from + 1 ? sum / (double)(end - from - 1) : NAN;
}

struct heir {
    const struct series *series;
    double before, after, error;
};

/* Keeps the place that fits best as the one that took over what another had. */
static void offer_heir(const struct checking *c, const struct series *ended,
                       const struct series *other, struct heir *best) {
    int32_t last = end_of(c, ended);
    size_t at = first_after(c, other, last), of = ended->count;
    if (c->import->places[other->place].is_nation || at < AROUND || at + AROUND > other->count)
        return;
    double had = mean_of(c, ended, of > AROUND ? of - AROUND : 0, of);
    double before = mean_of(c, other, at - AROUND, at);
    double after = mean_of(c, other, at, at + AROUND);
    double step = after - before, error = fabs(step - had) / had;
    if (!(before > 0 && had > HEIR_LEAST * before && error < HEIR_ERROR && error < best->error))
        return;
    if (!(step > MOVEMENTS * usual_movement(c, other, at))) return;
    *best = (struct heir){other, before, after, error};
}

static void report_heir(struct checking *c, const struct series *ended, const struct heir *heir,
                        struct names *said) {
    const struct import *import = c->import;
    const char *from = import_name_of(&import->places[ended->place]);
    const char *to = import_name_of(&import->places[heir->series->place]);
    bool added;
    names_add(said, str_of(arena_printf(c->arena, "%s > %s", from, to)), &added);
    if (!added) return;
    char a[NUMBER_PEOPLE_BYTES], b[NUMBER_PEOPLE_BYTES];
    int digits = heir->before < 10 ? 2 : 0;
    size_t at = first_after(c, heir->series, end_of(c, ended));
    findings_add(
        c->findings, SEVERITY_WARNING, "I10", import->file,
        import_line_of(c, &import->rows[heir->series->first + at]), NULL,
        "'%s' of '%s' goes from %s to %s after %s, when '%s' ends: it seems to have taken it "
        "over; a row of kind rebase in annotation.csv gives it new limits from then on",
        import_name_of(&import->measures[ended->measure]), to,
        number_people(heir->before, digits, a), number_people(heir->after, digits, b),
        import_when(c, ended->measure, end_of(c, ended)), from);
}

/* The series of the same measure from..to: which begin when one ends, and which take it over. */
static void look_at_end(struct checking *c, const struct series *ended, size_t from, size_t to,
                        struct buf *begins, struct heir *heir) {
    int32_t last = end_of(c, ended);
    for (size_t i = 0; i < (ended->known ? to - from : c->known_count); i++) {
        size_t k = ended->known ? from + i : c->known[i];
        if (k < from || k >= to) continue;
        const struct series *other = &c->series[k];
        int32_t first = begin_of(c, other);
        if (first > last && periods_between(c, ended->measure, last, first) <= BEGINS)
            buf_printf(begins, "%s'%s'", begins->length ? ", " : "",
                       import_name_of(&c->import->places[other->place]));
        offer_heir(c, ended, other, heir);
    }
}

static void report_end(struct checking *c, const struct series *ended, int32_t latest,
                       const char *begins, struct names *said) {
    const struct import *import = c->import;
    const struct import_entity *place = &import->places[ended->place];
    bool added;
    names_add(said, str_of(place->id), &added);
    if (!added) return;
    const char *successor = place->successor;
    findings_add(c->findings, SEVERITY_WARNING, "I10", import->file,
                 import_line_of(c, &import->rows[ended->first + ended->count - 1]), NULL,
                 "'%s' (%s) ends with %s, and the table goes on to %s%s%s%s%s%s: closed, merged or "
                 "renamed?",
                 place->id, place->title, import_when(c, ended->measure, end_of(c, ended)),
                 import_when(c, ended->measure, latest), *begins ? "; then begins " : "", begins,
                 successor ? "; the package says that its successor is '" : "",
                 successor ? successor : "", successor ? "'" : "");
}

void import_check_ends(struct checking *c) {
    struct names ends = names_new(c->arena), heirs = names_new(c->arena);
    for (size_t from = 0; from < c->series_count;) {
        uint32_t measure = c->series[from].measure;
        size_t to = from;
        int32_t latest = INT32_MIN;
        for (; to < c->series_count && c->series[to].measure == measure; to++)
            if (end_of(c, &c->series[to]) > latest) latest = end_of(c, &c->series[to]);
        for (size_t k = from; k < to && c->import->measures[measure].id; k++) {
            const struct series *ended = &c->series[k];
            int gap = periods_between(c, measure, end_of(c, ended), latest);
            if (gap < AROUND || ended->count < AROUND) continue;
            struct buf begins = buf_new(c->arena);
            struct heir heir = {.error = INFINITY};
            look_at_end(c, ended, from, to, &begins, &heir);
            if (heir.series && !begins.length) report_heir(c, ended, &heir, &heirs);
            if (ended->known) report_end(c, ended, latest, begins.text, &ends);
        }
        from = to;
    }
}

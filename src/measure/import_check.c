/* What is odd about an imported table as a whole; see import.h.
 *
 * SPDX-License-Identifier: MIT */
#include "import_series.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ZERO_MEDIAN 10.0  /* a 0 among counts like these is hardly chance: Poisson, exp(-10) */
#define ZERO_DISTANCE 5.0 /* the least other figure is at least the median by this */
#define ZERO_SHARE 0.1    /* of a series: more zeros than that are its nature */
#define SHIFT 1.3         /* a place that takes another one over grows at least so much at once */
#define SHIFT_ERROR 0.25  /* and by about what the other one had */
#define AROUND 3          /* periods looked at before and after */
#define SHARES 3          /* figures between 0 and 1 that may be shares rather than per cent */
#define TOGETHER 3        /* places with a 0 in one period are said together */
#define SHOWN 5           /* of a kind, by name */

const char *import_name_of(const struct import_entity *entity) {
    return entity->id ? entity->id : entity->written;
}

const char *import_when(const struct checking *c, uint32_t measure, int32_t start) {
    char text[PERIOD_BYTES];
    return arena_string(c->arena,
                        period_people(start, c->import->measures[measure].frequency, text));
}

size_t import_line_of(const struct checking *c, const struct import_row *row) {
    return import_row_number(c->import->grid, row->row);
}

double import_size_of(const struct import_row *row) {
    return isnan(row->numerator) ? row->value : row->numerator;
}

static int by_key(const void *left, const void *right) {
    const struct import_row *a = left, *b = right;
    if (a->measure != b->measure) return a->measure < b->measure ? -1 : 1;
    if (a->place != b->place) return a->place < b->place ? -1 : 1;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* Names that mean the same id become one entity: the first of them. */
static void join_names(struct import_entity *entities, size_t count, struct arena *arena,
                       uint32_t *joined) {
    struct names ids = names_new(arena);
    uint32_t *first = ARENA_NEW(arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        joined[i] = (uint32_t)i;
        if (!entities[i].id) continue;
        bool added;
        size_t at = names_add(&ids, str_of(entities[i].id), &added);
        if (added) first[at] = (uint32_t)i;
        joined[i] = first[at];
    }
}

static bool same(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

/* Where two rows that clash differ in words: ' (they differ in column H: 'Persons', 'Male'; ...)'.
 */
static const char *difference(const struct checking *c, const struct import_row *a,
                              const struct import_row *b) {
    const struct document_grid *grid = c->import->grid;
    for (size_t column = 0; column < grid->columns && column < 26; column++) {
        const struct document_cell *left = document_cell(grid, a->row, column);
        const struct document_cell *right = document_cell(grid, b->row, column);
        double number;
        bool percent, words = left->kind == CELL_TEXT && right->kind == CELL_TEXT &&
                              import_figure(left, &number, &percent) == FIGURE_WRONG &&
                              import_figure(right, &number, &percent) == FIGURE_WRONG;
        if (words && strcmp(left->text, right->text) != 0)
            return arena_printf(c->arena,
                                " (column %c tells them apart: '%.30s', '%.30s'; a line 'skip' in "
                                "the mapping leaves rows out)",
                                (char)('A' + column), left->text, right->text);
    }
    return "";
}

static void drop_doubles(struct checking *c) {
    struct import *import = c->import;
    size_t kept = 0, doubles = 0, clashes = 0, first_clash = 0, first_double = 0;
    for (size_t i = 0; i < import->count; i++) {
        struct import_row *row = &import->rows[i];
        struct import_row *last = kept ? &import->rows[kept - 1] : NULL;
        bool twice = last && last->measure == row->measure && last->place == row->place &&
                     last->start == row->start;
        if (!twice) {
            import->rows[kept++] = *row;
            continue;
        }
        bool equal = same(last->numerator, row->numerator) &&
                     same(last->denominator, row->denominator) && same(last->value, row->value);
        if (!import->measures[row->measure].id || !import->places[row->place].id) continue;
        if (equal && !doubles++) first_double = import_line_of(c, row);
        if (equal || clashes++) continue;
        first_clash = import_line_of(c, row);
        findings_add(
            c->findings, SEVERITY_ERROR, "I09", import->file, first_clash, NULL,
            "'%s' of '%s' in %s stands in row %zu already, with other figures%s; if two places "
            "have become one, add their figures up first, or leave one out in the mapping",
            import->measures[row->measure].id, import->places[row->place].id,
            import_when(c, row->measure, row->start), import_line_of(c, last),
            difference(c, last, row));
    }
    if (clashes > 1)
        findings_add(c->findings, SEVERITY_ERROR, "I09", import->file, first_clash, NULL,
                     "%zu rows in all have figures other than a row of the same measure, place and "
                     "period",
                     clashes);
    if (doubles)
        findings_add(c->findings, SEVERITY_WARNING, "I09", import->file, first_double, NULL,
                     "%zu row%s twice with the same figures; each is taken once", doubles,
                     doubles == 1 ? " stands" : "s stand");
    import->count = kept;
}

static int by_size(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median_of(const struct checking *c, size_t first, size_t count, double *scratch) {
    size_t n = 0;
    for (size_t i = first; i < first + count; i++) {
        double size = import_size_of(&c->import->rows[i]);
        if (size > 0) scratch[n++] = size;
    }
    if (!n) return 0;
    qsort(scratch, n, sizeof *scratch, by_size);
    return scratch[n / 2];
}

static void find_series(struct checking *c) {
    struct import *import = c->import;
    c->series = ARENA_NEW(c->arena, struct series, import->count + 1);
    c->known = ARENA_NEW(c->arena, size_t, import->count + 1);
    double *scratch = heap_new(import->count + 1, sizeof *scratch);
    for (size_t i = 0; i < import->count;) {
        const struct import_row *row = &import->rows[i];
        size_t end = i;
        while (end < import->count && import->rows[end].measure == row->measure &&
               import->rows[end].place == row->place)
            end++;
        c->series[c->series_count++] = (struct series){.first = i,
                                                       .count = end - i,
                                                       .measure = row->measure,
                                                       .place = row->place,
                                                       .median = median_of(c, i, end - i, scratch),
                                                       .known = import->measures[row->measure].id &&
                                                                import->places[row->place].id};
        if (c->series[c->series_count - 1].known) c->known[c->known_count++] = c->series_count - 1;
        i = end;
    }
    free(scratch);
}

/* --- zeros --- */

struct zero {
    uint32_t measure;
    int32_t start;
    size_t row; /* of import->rows */
    bool known;
};

static int by_period(const void *left, const void *right) {
    const struct zero *a = left, *b = right;
    if (a->measure != b->measure) return a->measure < b->measure ? -1 : 1;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* The least figure above 0. */
static double least_of(const struct checking *c, const struct series *s) {
    double least = INFINITY;
    for (size_t i = s->first; i < s->first + s->count; i++) {
        double size = import_size_of(&c->import->rows[i]);
        if (size > 0 && size < least) least = size;
    }
    return least;
}

/* A 0 where there are few, where no other figure comes near it, and where chance would hardly bring
 * it.
 */
static bool are_odd(const struct checking *c, const struct series *s, size_t zeros) {
    if (s->count < 4 || (double)zeros > ZERO_SHARE * (double)s->count) return false;
    if (!isnan(c->import->rows[s->first].numerator) && s->median < ZERO_MEDIAN) return false;
    return least_of(c, s) > s->median / ZERO_DISTANCE;
}

static size_t places_with_period(const struct checking *c, const struct zero *zero) {
    size_t places = 0;
    for (size_t k = 0; k < c->series_count; k++) {
        const struct series *s = &c->series[k];
        if (s->measure != zero->measure) continue;
        struct import_row key = {.measure = s->measure, .place = s->place, .start = zero->start};
        size_t low = s->first, high = s->first + s->count;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (c->import->rows[middle].start < key.start)
                low = middle + 1;
            else
                high = middle;
        }
        places += low < s->first + s->count && c->import->rows[low].start == key.start;
    }
    return places;
}

#define TAKEN                                                                                      \
    " It is taken as it stands, and 'missing' in the mapping's line 'zero' makes it missing."

/* Many places in one period: its first zero is zeros[0]. */
static void report_period(struct checking *c, const struct zero *zeros, size_t count,
                          bool missing) {
    struct buf names = buf_new(c->arena);
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        const struct import_row *row = &c->import->rows[zeros[i].row];
        if (zeros[i].known && known++ < SHOWN)
            buf_printf(&names, "%s'%s'", names.length ? ", " : "",
                       import_name_of(&c->import->places[row->place]));
    }
    if (!known) return;
    if (known > SHOWN) buf_printf(&names, " and %zu more", known - SHOWN);
    findings_add(c->findings, SEVERITY_WARNING, "I11", c->import->file,
                 import_line_of(c, &c->import->rows[zeros[0].row]), NULL,
                 "'%s' is 0 in %s for %zu of the table's %zu places, and never near 0 otherwise: "
                 "returns that were not made? (%s)%s",
                 c->import->measures[zeros[0].measure].id,
                 import_when(c, zeros[0].measure, zeros[0].start), count,
                 places_with_period(c, &zeros[0]), names.text,
                 missing ? " It is taken as missing." : TAKEN);
}

/* Single places, one finding for each measure and place. */
static void report_place(struct checking *c, const struct series *s, size_t first, size_t count,
                         bool missing) {
    const struct import_row *row = &c->import->rows[first];
    const char *more = count > 1 ? arena_printf(c->arena, " and %zu more", count - 1) : "";
    findings_add(
        c->findings, SEVERITY_WARNING, "I11", c->import->file, import_line_of(c, row), NULL,
        "'%s' of '%s' is 0 in %s%s, and never near 0 otherwise: a return that was not made?%s",
        c->import->measures[s->measure].id, c->import->places[s->place].id,
        import_when(c, s->measure, row->start), more, missing ? " It is taken as missing." : TAKEN);
}

static void report_zeros(struct checking *c, const struct zero *zeros, size_t count, bool missing) {
    bool *alone = ARENA_NEW(c->arena, bool, c->import->count + 1);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && zeros[end].measure == zeros[i].measure &&
                      zeros[end].start == zeros[i].start;)
            end++;
        if (end - i >= TOGETHER)
            report_period(c, zeros + i, end - i, missing);
        else
            for (size_t k = i; k < end; k++) alone[zeros[k].row] = true;
    }
    for (size_t k = 0; k < c->known_count; k++) {
        const struct series *s = &c->series[c->known[k]];
        size_t found = 0, first = 0;
        for (size_t i = s->first; i < s->first + s->count; i++)
            if (alone[i] && !found++) first = i;
        if (found) report_place(c, s, first, found, missing);
    }
}

static void check_zeros(struct checking *c, bool make_missing) {
    struct zero *zeros = ARENA_NEW(c->arena, struct zero, c->import->count + 1);
    size_t count = 0;
    for (size_t k = 0; k < c->series_count; k++) {
        const struct series *s = &c->series[k];
        size_t all = 0;
        for (size_t i = s->first; i < s->first + s->count; i++)
            all += import_size_of(&c->import->rows[i]) == 0;
        if (!all || !are_odd(c, s, all)) continue;
        for (size_t i = s->first; i < s->first + s->count; i++) {
            const struct import_row *row = &c->import->rows[i];
            if (import_size_of(row) != 0) continue;
            zeros[count++] = (struct zero){s->measure, row->start, i, s->known};
        }
    }
    if (make_missing)
        for (size_t i = 0; i < count; i++) {
            struct import_row *row = &c->import->rows[zeros[i].row];
            row->numerator = row->denominator = row->value = NAN;
            c->import->zeros_made_missing += zeros[i].known;
        }
    qsort(zeros, count, sizeof *zeros, by_period);
    report_zeros(c, zeros, count, make_missing);
}

/* --- sums and ratios --- */

struct sum {
    int32_t start;
    double nation, others;
    size_t row, places;
};

static int by_start(const void *left, const void *right) {
    const struct sum *a = left, *b = right;
    return (a->start > b->start) - (a->start < b->start);
}

static void check_sum(struct checking *c, const struct series *nation, size_t from, size_t to) {
    struct import *import = c->import;
    struct sum *sums = ARENA_NEW(c->arena, struct sum, nation->count);
    for (size_t i = 0; i < nation->count; i++) {
        const struct import_row *row = &import->rows[nation->first + i];
        sums[i] = (struct sum){row->start, row->numerator, 0, nation->first + i, 0};
    }
    for (size_t k = from; k < to; k++) {
        const struct series *s = &c->series[k];
        if (import->places[s->place].is_nation) continue;
        for (size_t i = s->first; i < s->first + s->count; i++) {
            const struct sum key = {.start = import->rows[i].start};
            struct sum *sum = bsearch(&key, sums, nation->count, sizeof key, by_start);
            if (!sum || isnan(import->rows[i].numerator)) continue;
            sum->others += import->rows[i].numerator;
            sum->places++;
        }
    }
    size_t periods = 0, equal = 0, first = SIZE_MAX;
    for (size_t i = 0; i < nation->count; i++) {
        if (isnan(sums[i].nation) || sums[i].places < 2) continue;
        periods++;
        if (fabs(sums[i].nation - sums[i].others) <= 1e-9 * fabs(sums[i].nation))
            equal++;
        else if (first == SIZE_MAX)
            first = i;
    }
    if (periods < AROUND || equal * 2 < periods) return;
    const char *id = import->measures[nation->measure].id;
    const char *place = import_name_of(&import->places[nation->place]);
    if (equal == periods) {
        findings_add(c->findings, SEVERITY_WARNING, "I12", import->file,
                     import_line_of(c, &import->rows[nation->first]), NULL,
                     "'%s' of '%s' is the sum of the other places of the table in each of its %zu "
                     "periods: what did not report is not in it",
                     id, place, periods);
        return;
    }
    char a[NUMBER_PEOPLE_BYTES], b[NUMBER_PEOPLE_BYTES];
    findings_add(
        c->findings, SEVERITY_WARNING, "I12", import->file,
        import_line_of(c, &import->rows[sums[first].row]), NULL,
        "'%s' of '%s' is the sum of the table's other places in %zu of %zu periods, but not in "
        "%s: %s, and they add up to %s",
        id, place, equal, periods, import_when(c, nation->measure, sums[first].start),
        number_people(sums[first].nation, 0, a), number_people(sums[first].others, 0, b));
}

static void check_sums(struct checking *c) {
    for (size_t k = 0; k < c->series_count; k++) {
        const struct series *s = &c->series[k];
        if (!s->known || !c->import->places[s->place].is_nation) continue;
        size_t from = k, to = k;
        while (from && c->series[from - 1].measure == s->measure) from--;
        while (to < c->series_count && c->series[to].measure == s->measure) to++;
        check_sum(c, s, from, to);
    }
}

/* Values that are not numerator / denominator × per, as `weft check` would say afterwards (O01). */
static void check_ratios(struct checking *c) {
    for (size_t from = 0; from < c->series_count;) {
        uint32_t measure = c->series[from].measure;
        const struct import_entity *entity = &c->import->measures[measure];
        size_t wrong = 0, all = 0, to = from;
        const struct import_row *first = NULL;
        for (; to < c->series_count && c->series[to].measure == measure; to++)
            for (size_t i = 0; c->series[to].known && i < c->series[to].count; i++) {
                const struct import_row *row = &c->import->rows[c->series[to].first + i];
                if (!(row->denominator > 0) || isnan(row->value) || isnan(row->numerator)) continue;
                double value = row->numerator / row->denominator * entity->per;
                all++;
                if (fabs(row->value - value) <= 0.01 * fmax(fabs(row->value), 0.5)) continue;
                if (!wrong++) first = row;
            }
        from = to;
        if (!wrong) continue;
        char value[NUMBER_BYTES], ratio[NUMBER_BYTES], per[NUMBER_BYTES], rounded[NUMBER_BYTES];
        double exact = first->numerator / first->denominator * entity->per, shown = exact;
        snprintf(rounded, sizeof rounded, "%.6g", exact);
        if (!number_parse(str_of(rounded), &shown)) shown = exact;
        findings_add(
            c->findings, SEVERITY_ERROR, "I13", c->import->file, import_line_of(c, first), NULL,
            "'%s' of '%s' is %s, but numerator / denominator times %s is %s; %zu of %zu rows "
            "are so. Take the right columns, or a 'scale', in the mapping, or mend 'per' in "
            "measure.csv",
            entity->id, import_name_of(&c->import->places[first->place]),
            number_text(first->value, value), number_text(entity->per, per),
            number_text(shown, ratio), wrong, all);
    }
}

/* Counts and rates are rarely below zero, and a figure in brackets may have been a note. */
static void check_signs(struct checking *c) {
    for (size_t m = 0; m < c->import->measure_count; m++) {
        const struct import_row *first = NULL;
        size_t below = 0;
        for (size_t i = 0; i < c->import->count; i++) {
            const struct import_row *row = &c->import->rows[i];
            bool known = c->import->measures[row->measure].id && c->import->places[row->place].id;
            if (row->measure != m || !known || !(row->numerator < 0 || row->value < 0)) continue;
            if (!below++) first = row;
        }
        if (!below) continue;
        char number[NUMBER_BYTES];
        findings_add(c->findings, SEVERITY_WARNING, "I15", c->import->file,
                     import_line_of(c, first), NULL,
                     "'%s' is below zero in %zu row%s, here %s of '%s' in %s; taken as it stands "
                     "('(12)' is read as -12)",
                     c->import->measures[m].id, below, below == 1 ? "" : "s",
                     number_text(import_size_of(first), number),
                     import_name_of(&c->import->places[first->place]),
                     import_when(c, first->measure, first->start));
    }
}

/* '0.85' where others write 85%: every figure of a measure in per cent lies between 0 and 1. */
static void check_shares(struct checking *c) {
    for (size_t m = 0; m < c->import->measure_count; m++) {
        const struct import_row *first = NULL;
        size_t within = 0, beyond = 0;
        if (!c->import->measures[m].id || !c->import->measures[m].is_percent) continue;
        for (size_t i = 0; i < c->import->count; i++) {
            const struct import_row *row = &c->import->rows[i];
            if (row->measure != m || !c->import->places[row->place].id || isnan(row->value))
                continue;
            beyond += row->value < 0 || row->value > 1;
            if (row->value > 0 && row->value < 1 && !within++) first = row;
        }
        if (beyond || within < SHARES) continue;
        char number[NUMBER_BYTES];
        findings_add(c->findings, SEVERITY_WARNING, "I17", c->import->file,
                     import_line_of(c, first), NULL,
                     "'%s' is in per cent, and all its figures lie between 0 and 1, here %s: if "
                     "they are shares of one, write 100 into the line 'scale' of the mapping",
                     c->import->measures[m].id, number_text(first->value, number));
    }
}

void import_check(struct import *import, const struct import_map *map, struct findings *findings) {
    struct checking c = {.import = import, .findings = findings, .arena = import->arena};
    uint32_t *measures = ARENA_NEW(c.arena, uint32_t, import->measure_count + 1);
    uint32_t *places = ARENA_NEW(c.arena, uint32_t, import->place_count + 1);
    join_names(import->measures, import->measure_count, c.arena, measures);
    join_names(import->places, import->place_count, c.arena, places);
    for (size_t i = 0; i < import->count; i++) {
        import->rows[i].measure = measures[import->rows[i].measure];
        import->rows[i].place = places[import->rows[i].place];
    }
    bool in_order = true; /* as most tables are */
    for (size_t i = 1; i < import->count && in_order; i++)
        in_order = by_key(&import->rows[i - 1], &import->rows[i]) <= 0;
    if (!in_order) qsort(import->rows, import->count, sizeof *import->rows, by_key);
    drop_doubles(&c);
    find_series(&c);
    check_signs(&c);
    check_shares(&c);
    check_ratios(&c);
    check_sums(&c);
    import_check_ends(&c);
    check_zeros(&c, map->zero_is_missing);
}

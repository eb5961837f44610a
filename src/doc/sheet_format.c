/* Number formats of a workbook; see sheet_format.h.
 *
 * SPDX-License-Identifier: MIT */
#include "sheet_format.h"

#include "base/date.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define LAST_SERIAL 2958465 /* 31 December 9999 */
#define MINUTES_A_DAY 1440

struct sheet_format sheet_format_built_in(int id) {
    struct sheet_format none = {0};
    if (id == 9 || id == 10)
        return (struct sheet_format){.is_percent = true, .decimals = id == 10 ? 2 : 0};
    if (id == 17) return (struct sheet_format){.is_date = true, .has_month = true};
    bool date = (id >= 14 && id <= 16) || (id >= 27 && id <= 31) || id == 36 ||
                (id >= 50 && id <= 54) || id == 57 || id == 58;
    if (date) return (struct sheet_format){.is_date = true, .has_day = true, .has_month = true};
    if (id == 22)
        return (struct sheet_format){
            .is_date = true, .is_time = true, .has_day = true, .has_month = true};
    bool time = (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) ||
                id == 55 || id == 56;
    if (time) none.is_time = true;
    return none;
}

/* The first section of a code, without literal text, as small letters. */
static size_t bare(struct str code, char *out, size_t size) {
    size_t n = 0;
    for (size_t i = 0; i < code.n && code.p[i] != ';' && n + 1 < size; i++) {
        char c = code.p[i];
        if (c == '"') {
            for (i++; i < code.n && code.p[i] != '"';) i++;
        } else if (c == '\\' || c == '_' || c == '*') {
            i++;
        } else if (c == '[') {
            size_t end = i + 1;
            while (end < code.n && code.p[end] != ']') end++;
            /* [h], [mm] and [ss] count hours, minutes and seconds; other brackets are colours,
             * conditions, currencies and languages. */
            char inside = end > i + 1 ? (char)(code.p[i + 1] | 0x20) : ' ';
            bool elapsed = strchr("hms", inside) && end - i <= 3;
            if (elapsed) out[n++] = 'h';
            i = end;
        } else {
            out[n++] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
        }
    }
    out[n] = '\0';
    return n;
}

struct sheet_format sheet_format_of(struct str code) {
    char text[256];
    struct sheet_format format = {0};
    bare(code, text, sizeof text);
    if (strcmp(text, "general") == 0 || strcmp(text, "@") == 0) return format;
    if (strchr(text, '%')) {
        format.is_percent = true;
        const char *dot = strchr(text, '.');
        while (dot && (dot[1] == '0' || dot[1] == '#') && format.decimals < 9)
            format.decimals++, dot++;
        return format;
    }
    char *half = strstr(text, "am/pm");
    if (half) memcpy(half, "hhhhh", 5);
    if (strchr(text, '0') || strchr(text, '#')) {
        /* 'ss.000' is a time; '0 "days"' is a number, its letters are quoted. */
        format.is_time = strchr(text, 'h') != NULL || strchr(text, 's') != NULL;
        if (!format.is_time) return format;
    }
    bool hours = strchr(text, 'h') || strchr(text, 's');
    bool year = strchr(text, 'y') != NULL, day = strchr(text, 'd') != NULL;
    bool month = strstr(text, "mmm") || (strchr(text, 'm') && (!hours || year || day));
    format.is_time = hours;
    format.is_date = year || day || month;
    format.has_day = day;
    format.has_month = month;
    return format;
}

static void plain_number(double value, struct arena *arena, struct document_cell *cell) {
    /* Fifteen digits, as Excel shows at most: 0.1 + 0.2 is 0.3. */
    char text[NUMBER_BYTES], digits[NUMBER_BYTES];
    double shown = value;
    snprintf(digits, sizeof digits, "%.15g", value);
    if (!number_parse(str_of(digits), &shown)) shown = value;
    cell->kind = CELL_NUMBER;
    cell->number = value;
    cell->text = arena_string(arena, number_text(shown, text));
}

/* Excel has a 29 February 1900, which never was: serial 60. */
static int32_t day_of(int32_t serial, bool from_1904) {
    if (from_1904) return date_of(1904, 1, 1) + serial;
    return date_of(1899, 12, serial < 60 ? 31 : 30) + serial;
}

void sheet_format_cell(const struct sheet_format *format, double value, bool from_1904,
                       struct arena *arena, struct document_cell *cell) {
    if (format->is_percent) {
        plain_number(value, arena, cell);
        cell->is_percent = true;
        if (fabs(value) < 1e9)
            cell->text = arena_printf(arena, "%.*f%%", format->decimals, value * 100);
        return;
    }
    bool is_day = format->is_date || format->is_time;
    if (!is_day || !(value >= 0 && value < LAST_SERIAL + 1 - (from_1904 ? 1462 : 0))) {
        plain_number(value, arena, cell);
        return;
    }
    int32_t serial = (int32_t)value;
    int minutes = (int)lround((value - serial) * MINUTES_A_DAY);
    if (minutes == MINUTES_A_DAY) {
        minutes = 0;
        serial++;
    }
    if (!format->is_date || (serial == 0 && !from_1904)) {
        plain_number(value, arena, cell);
        int64_t all = (int64_t)serial * 24 + minutes / 60;
        cell->text = arena_printf(arena, "%02lld:%02d", (long long)all, minutes % 60);
        return;
    }
    char day[DATE_BYTES];
    cell->kind = CELL_DATE;
    cell->number = value;
    cell->date = day_of(serial, from_1904);
    cell->is_month = !format->has_day && format->has_month;
    int year, month, of_month;
    date_parts(cell->date, &year, &month, &of_month);
    if (!format->has_day && !format->has_month)
        cell->text = arena_printf(arena, "%d", year);
    else if (cell->is_month)
        cell->text = arena_string(arena, date_month_people(date_month(cell->date), day));
    else if (format->is_time && minutes)
        cell->text = arena_printf(arena, "%s %02d:%02d", date_people(cell->date, day), minutes / 60,
                                  minutes % 60);
    else
        cell->text = arena_string(arena, date_people(cell->date, day));
}

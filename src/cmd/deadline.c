/* weft deadline "PHRASE": how a deadline is read, to try one.
 *
 * SPDX-License-Identifier: MIT */
#include "command.h"
#include "options.h"
#include "plan/deadline.h"

#include <stdio.h>

static void print_days(struct buf *out, int32_t from, int32_t to) {
    char a[DATE_BYTES], b[DATE_BYTES];
    if (from == DATE_NONE && to == DATE_NONE)
        buf_puts(out, "no day");
    else if (from == to)
        buf_puts(out, date_people(to, a));
    else if (to == DATE_NONE)
        buf_printf(out, "from %s", date_people(from, a));
    else if (from == DATE_NONE)
        buf_printf(out, "until %s", date_people(to, a));
    else
        buf_printf(out, "%s to %s", date_people(from, a), date_people(to, b));
}

static void print_scope(struct buf *out, const struct deadline_part *part) {
    if (part->scope == DEADLINE_FOR_ALL) return;
    if (part->scope == DEADLINE_FOR_OTHERS)
        buf_puts(out, part->label_count ? "all but " : "all others");
    for (size_t i = 0; i < part->label_count; i++) {
        const struct label *label = &part->labels[i];
        if (i) buf_puts(out, ", ");
        if (label->text.n)
            buf_add(out, label->text.p, label->text.n);
        else
            buf_printf(out, "no. %d", label->number);
    }
    buf_puts(out, ": ");
}

static void print_part(struct buf *out, const struct deadline_part *part) {
    const struct deadline *d = &part->deadline;
    print_scope(out, part);
    buf_printf(out, "%s", deadline_kind_text(d->kind));
    if (d->from != DATE_NONE || d->to != DATE_NONE) {
        buf_puts(out, ", ");
        print_days(out, d->from, d->to);
    }
    if (d->precision == PRECISION_PART)
        buf_printf(out, " (%s)", deadline_precision_text(d->precision));
    else if (d->precision != PRECISION_NONE)
        buf_printf(out, " (given to the %s)", deadline_precision_text(d->precision));
    buf_putc(out, '\n');
    if (d->first_to != DATE_NONE) {
        buf_puts(out, "  before it was moved: ");
        print_days(out, d->first_from, d->first_to);
        buf_putc(out, '\n');
    }
    for (size_t i = 0; i < d->reading_count; i++) {
        buf_puts(out, "  it can mean: ");
        print_days(out, d->readings[i].from, d->readings[i].to);
        if (*d->readings[i].means) buf_printf(out, " (%s)", d->readings[i].means);
        buf_putc(out, '\n');
    }
    if (*d->doubt) buf_printf(out, "  to be looked at: %s\n", d->doubt);
}

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    int32_t from = DATE_NONE, end = DATE_NONE;
    const struct option options[] = {{.name = "from", .kind = OPTION_DATE, .value = &from},
                                     {.name = "until", .kind = OPTION_DATE, .value = &end}};
    int rest;
    if (!options_read(argc, argv, options, 2, 1, 1, &rest, err)) return err_exit_status(err->code);
    const struct deadline_context context = {from, from, end};
    struct deadline_cell cell;
    deadline_read_cell(str_of(argv[0]), &context, arena, &cell);
    struct buf out = buf_new(arena);
    for (size_t i = 0; i < cell.count; i++) print_part(&out, &cell.parts[i]);
    fputs(out.text, stdout);
    return 0;
}

const struct command command_deadline = {
    .name = "deadline",
    .arguments = "\"PHRASE\" [--from DATE] [--until DATE]",
    .summary = "How a deadline written in a plan is read: its days, and what is not plain",
    .details =
        "  --from DATE    the plan's first day, for 'Y2', '6 months' and months without a year\n"
        "  --until DATE   the plan's last day, for 'end of the plan'\n",
    .run = run,
};

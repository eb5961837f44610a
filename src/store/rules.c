/* The rules of `weft check`; see rules.h.
 *
 * SPDX-License-Identifier: MIT */
#include "rules.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define E SEVERITY_ERROR
#define W SEVERITY_WARNING

static const struct rule rules[] = {
    {"T01", E, "A file is not a table of a package",
     "The program reads TABLE.csv by name; a file with another name would silently be left out.",
     "Rename it to the table that it holds (`weft tables` lists them), or move it out of the folder."},
    {"T02", E, "A required cell is empty", "Without it the row cannot be used.",
     "Fill in the cell; if the value is not known, write an assumption and say so in the source column."},
    {"T03", E, "Not a number", "The model calculates with it.",
     "Write digits with a decimal point, without commas, units or signs of money: 1300000 or 0.85."},
    {"T04", E, "A number is out of range",
     "Such a value cannot be right: a share above 1, a negative count.",
     "Correct it; look at the unit of the column (`weft tables TABLE`): a percentage may have been written for a share."},
    {"T05", E, "A value is not one of those allowed",
     "The program acts on these words, so that each must be one that it knows.",
     "Use one of the values that the message lists, spelt the same."},
    {"T06", E, "Not an id",
     "Ids stand in addresses, files and messages, and so are short and plain.",
     "Use letters, digits and the signs - . _ : only."},
    {"T07", W, "White space around a value",
     "It is left out; otherwise 'acute ' and 'acute' would be two things.", "Delete the spaces."},
    {"T08", E, "A required column is missing", "The table cannot be read without it.",
     "Add the column to the header line; `weft new` writes folders with every header."},
    {"T09", E, "A column is not known", "A misspelt header would silently lose the whole column.",
     "Rename it to the column meant (`weft tables TABLE` lists them), or delete it."},
    {"T10", E, "A column stands twice in the header", "Only one of them could be read.",
     "Delete or rename one of them."},
    {"T11", E, "A row has more or fewer cells than the header",
     "The cells may have shifted, often because of a comma in a text without quotes. The row is left out.",
     "Put quotes around texts that hold a comma, or give the row as many cells as the header."},
    {"T12", E, "Quotes do not match",
     "Cells and rows cannot be told apart from there on. The row is left out.",
     "Write a quote inside a quoted cell twice, and close each quote."},
    {"T13", E, "A file cannot be read as a table", "It is not text, or larger than the limits.",
     "Save it as 'CSV UTF-8' from a spreadsheet."},
    {"T14", W, "The text is Windows-1252, not UTF-8",
     "It was converted; pound signs and dashes may be wrong if it was another encoding.",
     "Save the file as 'CSV UTF-8'."},
    {"T15", W, "An empty row", "It is left out.", "Delete the line."},
    {"T16", E, "A table has no header", "The first line names the columns.",
     "Add the header line; `weft new` writes folders with every header."},
    {"T17", E, "A cell has a control character",
     "Such characters break pages, papers and spreadsheets.", "Delete it and type the text again."},
    {"T18", W, "A file is not kept in a .weft file",
     "Only the tables and small text files at the top of the folder are packed.",
     "Keep it elsewhere and link to it."},
    {"K01", E, "Two rows have the same key",
     "The program could not tell which one is meant. The later row is left out.",
     "Delete one, or give it a key of its own."},
    {"K02", E, "An id stands for two things",
     "Some columns refer to several tables at once, so that an id must be unique over them.",
     "Rename one of the two, and what refers to it."},
    {"R01", E, "A reference leads nowhere", "The row belongs to something that is not there.",
     "Correct the id, or add the missing row."},
    {"R02", E, "Shares out of a setting do not add up to 1",
     "People would vanish, or come from nowhere.",
     "Correct the shares of that age, or add the route that is missing."},
    {"R03", E, "People reach a setting without a stay for their age",
     "The simulation does not know how long they stay.",
     "Add a row to stay.csv for the setting and age."},
    {"R04", E, "People reach a setting without a route for their age", "They could never leave it.",
     "Add rows to route.csv for the setting and age; an empty to_setting leaves the system."},
    {"R05", E, "A chain leads back to where it began",
     "Nothing in it could come first, or the top would never be reached.",
     "Break the chain at the link that is wrong."},
    {"R06", W, "A route both leads on and leaves the system",
     "Only one can be true; the model follows to_setting.", "Empty the outcome or the to_setting."},
    {"R07", E, "A switch to another setting never happens",
     "Without switch_after_days, or without a setting that is waited for, nobody would switch.",
     "Fill in switch_after_days and to_setting, or empty switch_to."},
    {"R08", W, "A delay is counted, but no place is held",
     "A delayed transfer of care keeps the place; without holds=yes nobody is delayed in it.",
     "Write holds yes, or empty the reason."},
    {"A01", E, "An age band ends before it begins", "It holds nobody.",
     "Swap or correct age_from and age_to."},
    {"A02", E, "Age bands overlap",
     "People in both would be counted twice, or it would be unclear which row holds.",
     "Let each band begin one year after the one before it ends."},
    {"A03", E, "There is no population for the ages of a demand",
     "Arrivals are a rate per 1,000 people, and there are none to multiply.",
     "Add rows to population.csv for that place and those ages."},
    {"A04", W, "Population is missing for a year of the simulation",
     "The nearest year is used, so that growth stops or begins late.",
     "Add rows to population.csv for that year."},
    {"D01", E, "Not a date", "Deadlines, capacities and observations are put in order by it.",
     "Write year-month-day: 2018-04-01."},
    {"D02", E, "Not a financial year", "Money and population are counted from April to March.",
     "Write both years: 2018/19."},
    {"D03", E, "Dates are out of order", "One of the two must be wrong.",
     "Correct the earlier or the later one."},
    {"D04", W, "A thing was done before it could be",
     "It is reported done before the first day that its deadline, or its plan, allows for.",
     "Check the two dates; waive the finding if the work really came early."},
    {"D05", W, "A quarter can mean two things",
     "'Q3 2018' is July to September of the calendar year or October to December of the financial year 2018/19.",
     "Write Q3 2018/19 for the latter; due_from and due_to hold what was understood."},
    {"D06", W, "A deadline in words has no day",
     "Without due_to the item can never be late, and no forecast can be compared with it.",
     "Fill in due_from and due_to, or set due_kind to ongoing, recurring, to be confirmed or none."},
    {"S01", E, "A profile is incomplete or has a slot too many",
     "The model needs a factor for each month, weekday or hour.",
     "Give 12 slots 1 to 12 (month), 7 slots 1 to 7 (weekday) or 24 slots 0 to 23 (hour)."},
    {"S02", E, "Hours or weekdays cannot be read",
     "The setting would be open at no time or at all times.",
     "Give both hours, the first before the second, and weekdays as mon tue wed thu fri sat sun."},
    {"S03", E, "A length of stay lacks what its distribution needs", "It cannot be drawn.",
     "Give mean_days, and sd_days for lognormal, gamma and Weibull; rows in stay_sample for empirical; min_days below max_days."},
    {"S04", E, "A setting has no capacity at the start", "Without it nobody could enter.",
     "Add a row to capacity.csv from the first day of the simulation or before, or make the setting open."},
    {"S05", E, "A setting of visits has no visit need for an age",
     "The model does not know how many visits a day a client takes.",
     "Add a row to visit_need.csv for the setting and age."},
    {"S06", E, "A profile is of the wrong kind",
     "A season needs months, a week weekdays, a day hours.", "Name a profile of the right kind."},
    {"S07", E, "The package does not describe exactly one system",
     "The days to simulate and the place reported are in system.csv.",
     "Leave one row in system.csv."},
    {"P01", E, "A scheme has no start", "It would never act in the model.",
     "Give it a milestone in starts, with a date, or a first day in starts_on."},
    {"P02", E, "The rows of an effect or uncertainty cannot be read", "It would act on nothing.",
     "Write column=value conditions joined by ';', such as setting=acute-heft;age_from=65."},
    {"P03", E, "An effect or uncertainty matches no row", "It would act on nothing.",
     "Correct its conditions in on_rows; `weft tables TABLE` lists the columns."},
    {"P04", E, "An effect or uncertainty acts on what is not a number",
     "Only numbers of the model can be changed.",
     "Name a number column of the table in on_column."},
    {"P05", E, "An effect or uncertainty is not in its range",
     "The cautious and the hopeful case must lie on both sides of the central one.",
     "Swap or correct low, central and high."},
    {"P06", W, "More than one role is accountable", "When two are accountable, nobody is.",
     "Leave accountable yes on one lead of the action."},
    {"P07", W, "A scheme is in no scenario", "It will never be simulated.",
     "Add it to scenario_scheme.csv, or delete it."},
    {"P08", W, "Two items require each other", "Neither could ever begin.",
     "Say which comes first, or keep both as a contradiction of the plan and waive the finding."},
    {"O01", E, "Value, numerator and denominator do not agree",
     "Two of the three must have been taken from different places.",
     "Correct them; value = numerator / denominator times the measure's 'per'."},
    {"O02", E, "An observation does not begin on the first day of a period",
     "It would fall between the points of the chart.",
     "Write the first day of the month, quarter, year or week."},
    {"O03", W, "One measure has two targets for the same place and day",
     "Nobody can say whether it is met.",
     "Decide which holds, or keep both as a contradiction of the plan and waive the finding."},
    {"M01", E, "Parts do not add up to their line", "One of the parts, or the sum, is wrong.",
     "Correct the figure; keep the printed one in the source column."},
    {"M02", E, "A budget line is part of a line that is not there",
     "Its sum cannot be checked, and it would not be counted.",
     "Correct part_of: it names a line of the same organisation, year and kind."},
    {"M03", E, "An amount is not in its range",
     "The cautious and the hopeful case must lie on both sides of the amount.",
     "Swap or correct low_gbp, amount_gbp and high_gbp."},
    {"N01", W, "A number without a source", "Nobody can check it or say how firm it is.",
     "Fill in the source column; for a guess write 'assumption: why'."},
    {"N02", W, "A source does not say what kind it is",
     "The brief counts printed facts, statistics and assumptions by the first word.",
     "Begin with printed:, statistic:, computed:, calibrated: or assumption: ."},
    {"N03", E, "Score bands of risks overlap or leave a gap",
     "A score would have two colours, or none.", "Let the bands cover 1 to 25 once."},
    {"L01", W, "Offered load exceeds capacity",
     "More people need the setting than it can ever serve, so that the queue grows without end.",
     "Check capacity, stay and demand; if it is true, the plan must say what happens to those who wait."},
    {"L02", W, "Nobody reaches a setting", "It stands idle in the model.",
     "Give it a demand, or a route that leads to it; or delete it."},
    {"L03", E, "The model cannot be run", "Something that the simulation needs is missing.",
     "The message says what is missing and where."},
    {"L04", W, "Schemes push the shares out of a setting above 1",
     "More people than there are would leave by the routes that schemes change; they are scaled back.",
     "Make the effects smaller, or write them on one route only."},
};

const struct rule *rules_all(size_t *count) {
    *count = sizeof rules / sizeof rules[0];
    return rules;
}

const struct rule *rules_find(const char *id) {
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (strcmp(rules[i].id, id) == 0) return &rules[i];
    return NULL;
}

/* Takes out control characters, which would act on the terminal that shows them; C1 controls are
 * 0xc2 0x80 to 0xc2 0x9f in UTF-8. */
static void plain(char *text) {
    for (unsigned char *p = (unsigned char *)text; *p; p++) {
        if (*p < 0x20 || *p == 0x7f) *p = ' ';
        if (*p == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0) p[0] = p[1] = ' ';
    }
}

void rules_add(struct findings *findings, const char *rule, const char *table, size_t row,
               const char *column, const char *format, ...) {
    char file[128], message[2048];
    snprintf(file, sizeof file, "%s.csv", table);
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    plain(message);
    const struct rule *r = rules_find(rule);
    findings_add(findings, r ? r->severity : SEVERITY_ERROR, rule, file, row, column, "%s",
                 message);
}

const char *rules_quote(struct arena *arena, struct str text) {
    enum { SHOWN = 60 };
    size_t n = text.n < SHOWN ? text.n : SHOWN;
    while (n < text.n && n && ((unsigned char)text.p[n] & 0xc0) == 0x80) n--; /* whole characters */
    char *out =
        arena_printf(arena, "'%.*s%s'", (int)n, text.n ? text.p : "", n < text.n ? "..." : "");
    plain(out);
    return out;
}

void rules_explain(const struct rule *rule, struct buf *out) {
    buf_printf(out, "%s %s: %s\n  Why: %s\n  What to do: %s\n", rule->id,
               rule->severity == E ? "error" : "warning", rule->title, rule->why, rule->cure);
}

void rules_page(struct buf *out) {
    buf_puts(
        out,
        "# The rules of `weft check`\n\nMade by `weft check --explain all`; do not edit it by "
        "hand.\n\n| rule | severity | what is wrong | why it matters | what to do |\n| --- | --- | --- | --- | --- "
        "|\n");
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        buf_printf(out, "| %s | %s | %s | %s | %s |\n", rules[i].id,
                   rules[i].severity == E ? "error" : "warning", rules[i].title, rules[i].why,
                   rules[i].cure);
}
